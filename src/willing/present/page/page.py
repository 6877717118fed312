"""The page as text: rendered from a study, with its pictures, its words and its table of answers (`willing report`)."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from willing.answers.brief import Withdrawn
from willing.answers.json_text import json_chunks
from willing.answers.reason import Reason
from willing.answers.why import Word
from willing.app.errors import PlanError
from willing.languages.messages import sentence
from willing.model.condition import Always, Never
from willing.model.plan import Pledge
from willing.present.escape import shown
from willing.present.page.answer import VALUE_WORDS, Part, Teller, cells_of
from willing.present.page.atlas import map_svg, on_map
from willing.present.page.bars import LAYERS, bar_svg
from willing.present.page.extras import Extra, extras_of
from willing.present.page.graph import Graph
from willing.present.page.inside import Inside, in_script, inside_of, inside_text
from willing.present.page.kinds import definitions, rules, style
from willing.present.page.pack import packed
from willing.present.statuses import STATUSES
from willing.present.voices import passage_voice, source_name, voice_text
from willing.present.words import Words
from willing.questions.switchboard import VALUES, Switchboard, Told, told_of
from willing.questions.waits import waits
from willing.questions.why import Passages

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from willing.app.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What a page is given that a server stands behind: its own script, and no table of answers.

    ``switches``: the ids that can be switched (the server answers each); ``script``: a module that listens for
    ``willing:switch`` and sends ``willing:answer``, as `page.js` says.
    """

    switches: Sequence[str]
    script: str


class Page:
    """One study in one language, ready to be rendered, whole or in parts; ``live``: for a server's page."""

    def __init__(self, study: "Study", language: str = "en", *, live: Live | None = None) -> None:
        self.study = study
        self.picture = study.picture
        self.plan = study.picture.plan
        self.language = language
        self.live = live
        self.words = Words(self.picture, language)
        self._passages = Passages(self.picture)
        self.say = self.words.say
        self.board: Switchboard | None = None if live else study.switchboard
        self.inside: Inside | None = None if live else inside_of(study)
        self.switches = tuple(live.switches) if live else study.switchboard.switches
        given = frozenset(id_ for id_ in self.plan.premise if self.picture.decided.get(id_))
        self.graph = Graph(self.picture, self.words, waits(self.picture, given - frozenset(self.switches)))
        self.teller = Teller(self.picture, language, self.graph)
        if self.board is not None:
            told = self.board.answer(self.board.plain)
            assert told is not None  # else the study has no resolution
            self.told: Told = told
        else:
            self.told = study.told()
        self.cells = cells_of(self.teller.answer(self.told, self.picture.decided).values())
        for id_ in self.switches:
            self.cells |= self.teller.follows(id_, None, otherwise=False)
        self.cells |= {**self.teller.terms(self.told), **self.teller.impossible(False)}

    # -- whole ----------------------------------------------------------------------------------------------------

    def html(self, *, image: str = "") -> str:
        """The page in one file, which needs nothing else; ``image``: the address of its preview, where it has one."""
        from markupsafe import Markup

        script = _asset("page.js")
        table = ""
        scenarios, somebody = self._scenarios(), self._somebody()
        if self.board is not None and (self.switches or scenarios or somebody):
            told = {**packed(self.board, self.teller), "scenarios": scenarios, "somebody": somebody}
            table = in_script("".join(json_chunks(told, ascii=False)))
        policy = ""
        if self.live is None:
            hashed = b64encode(sha256(script.encode()).digest()).decode()
            policy = (
                f"default-src 'none'; script-src 'sha256-{hashed}'; style-src 'unsafe-inline'; img-src data:; "
                "base-uri 'none'; form-action 'none'"
            )
        brief = self.told.brief
        rows = self._rows()
        partners = [self._card(id_) for id_ in brief.partners]
        return _template().render(
            lang=self.language,
            image=image,
            policy=policy,
            css=Markup(stylesheet()),
            definitions=Markup(definitions()),
            script=Markup(script),
            more_script=Markup(self.live.script) if self.live else "",
            table=Markup(table),
            inside=Markup(inside_text(self.inside)) if self.inside else "",
            say=self.say,
            cells=self.cells,
            cell=self._cell,
            text=self._text,
            plan=self.plan,
            as_of=sentence_day(self.say, brief.as_of),
            description=self._description(),
            head=list(self._head()),
            others=self._others(),
            switches=list(self._switches()),
            values=[(VALUE_WORDS[value], self.words.known(value)) for value in VALUES],
            left_out=self._left_out(),
            scenarios=scenarios,
            somebody=list(self._somebody_named(somebody)),
            in_file=somebody,
            served=self.live is not None,
            kinds=[
                {
                    "id": kind,
                    "sign": "uncounted" if kind == "aside" else kind,
                    "heading": self.say(f"heading.{kind}"),
                    "name": self.say(f"kind.{kind}") if kind in STATUSES else "",
                    "rows": [row for _, row in its],
                    "count": len({partner for partner, _ in its}),
                }
                for kind, its in rows.items()
                if kind is not None
            ],
            away=[row for _, row in rows[None]],
            gone=list(self._gone()),
            contested=list(self._contested()),
            partners=partners,
            map=Markup(self.map()) if on_map(brief.partners) else "",
            beside=[(id_, self.words.partner(id_)) for id_ in self._beside()],
            needs=list(self._needs()),
            layers=[(layer, self.say(f"layer.{layer}")) for layer in LAYERS],
            graph=Markup(self.graph_svg()) if self.graph.boxes else "",
            graph_hint=self._graph_hint(),
            arrows=range(len(self.graph.arrows)),
            extras=() if self.live else self.extras(),
            outside=[self._outside(id_) for id_ in brief.assumptions],
            sources=list(self._sources()),
            foot=list(self._foot()),
        )

    def answer(
        self, told: Told | None, decided: Mapping[str, bool], asked: Mapping[str, bool | None]
    ) -> list[msgspec.Raw]:
        """The parts that a server sends for another world of the same plan, as JSON; None: what is asked cannot be so.

        ``decided``: what is decided in it; ``asked``: what the switches were set to.
        """
        if told is None:
            return [self.teller.encoded(self.teller.impossible(True))]
        parts = [*self.teller.answer(told, decided).values(), self.teller.impossible(False)]
        for id_ in self.switches:
            value = decided.get(id_)
            parts.append(self.teller.follows(id_, value, otherwise=id_ in asked and asked[id_] is not value))
        return [self.teller.encoded(part) for part in parts]

    def _scenarios(self) -> dict[str, Part | None]:
        """What each of the other scenarios of the plan changes in what the page shows; None: the page cannot show it,
        or (served) whoever answers it has more to say."""
        others = [line.scenario for line in self.told.brief.other_scenarios]
        if self.live or len(others) * len(self.picture.pledges) > MOST_IN_SCENARIOS:
            return dict.fromkeys(others)
        return {scenario: self._changed(partial(self.study.in_scenario, scenario)) for scenario in others}

    def _somebody(self) -> dict[str, Part | None]:
        """The same of each partner that leaves, or comes whatever its conditions say, by what an address asks
        (``without=NL``, ``firm=NL``); None where a server answers, or it would take too long here."""
        asked = {}
        for id_, line in self.told.brief.partners.items():
            its = [p.pledge for p in line.pledges if p.standing is not None]
            if its and id_ not in (*self.picture.without, *self.picture.firm):
                asked["without", id_] = False
                if any(p.own_decision or not isinstance(p.needs, Always | Never) for p in its):
                    asked["firm", id_] = True
        if self.live or len(asked) * len(self.picture.pledges) > MOST_IN_SCENARIOS:
            return dict.fromkeys(map("=".join, asked))
        assert self.board is not None  # a page that nobody serves
        known = {id_: self.board.known_without(id_) for _, id_ in asked}
        return {
            f"{how}={id_}": self._changed(partial(self.study.about, id_, comes=comes), known[id_])
            for (how, id_), comes in asked.items()
        }

    def _somebody_named(self, asked: Iterable[str]) -> Iterable[dict[str, Any]]:
        """The choices, in two groups."""
        told: dict[str, list[tuple[str, str]]] = {}
        for each in asked:
            how, _, id_ = each.partition("=")
            told.setdefault(how, []).append((each, shown(self.words.partner(id_))))
        for how, its in told.items():
            yield {"name": self.say(f"board.somebody.{how}"), "options": sorted(its, key=lambda one: one[1].casefold())}

    def _changed(
        self, world: "Callable[[], Study]", lacks: Mapping[str, tuple[Reason, ...] | None] = MappingProxyType({})
    ) -> Part | None:
        """What a page shows otherwise in another world, of the plan read so; ``lacks``: what is known to be lacked."""
        try:
            there = world()
            told = told_of(there.picture, there.resolution, lacks=lacks)
        except PlanError:  # it leaves no outcome
            return self.teller.impossible(True)
        return Teller(there.picture, self.language, self.graph).scenario(told, self.told, self.cells)

    # -- pictures -------------------------------------------------------------------------------------------------

    def map(self) -> str:
        """The map as SVG."""
        return map_svg(self.told.brief.partners, self._cell, self._text, label=self._map_label())

    def _map_label(self) -> str:
        """What the map shows, in words: who by status."""
        kinds = {id_: self.cells[f"is:{id_}"]["data-kind"] for id_ in self.told.brief.partners}
        shown_here = set(on_map(kinds))
        told = []
        for kind in STATUSES:
            names = [self.words.partner(id_) for id_, its in kinds.items() if its == kind and id_ in shown_here]
            if names:
                told.append(self.say("board.map.of", status=self.say(f"kind.{kind}"), names=self.say.listed(names)))
        return shown(self.say("board.map.label", what=self.say("semicolon").join(told)))

    def graph_svg(self) -> str:
        """Who waits for whom as SVG."""
        label = self.say("board.graph.label")
        return self.graph.svg(self._cell, self._text, label=label)

    def extras(self) -> list[Extra]:
        """The sections that no switch changes, and that take longest: whoever serves a page sends them after it."""
        return extras_of(self.study, self.language)

    # -- the parts of the template --------------------------------------------------------------------------------

    def _cell(self, name: str) -> "Markup":
        """The attributes of an element that shows a cell."""
        from markupsafe import Markup

        return Markup(self._attributes(name))

    def _attributes(self, name: str) -> str:
        told = f'data-cell="{_escaped(name)}"'
        for attribute, value in self.cells.get(name, {}).items():
            if attribute != "text" and value is not None:
                told += f' {attribute}="{_escaped(value)}"' if value else f" {attribute}"
        return told

    def _text(self, name: str) -> str:
        return self.cells.get(name, {}).get("text") or ""

    def _description(self) -> str:
        """The page in a sentence or two, for those who see it named elsewhere."""
        told = [self._text(cell) for cell in ("goal-text", "goal-lacks")]
        return " ".join(text for text in (*told, self.plan.about or "") if text)

    def _head(self) -> Iterable[str]:
        say, words = self.say, self.words
        if self.picture.scenarios:
            yield say("scenarios", names=say.listed(self.picture.scenarios))
        yield from words.about_somebody()
        given = [id_ for id_ in self.plan.premise if self.picture.decided.get(id_) and id_ not in self.switches]
        if given:
            yield say("given", names=say.listed([words.assumption(id_) for id_ in given]))
        for id_, value in self.study.what_if.items():
            if id_ in self.plan.assumptions and id_ not in self.switches:
                yield say("board.what.if", name=words.assumption(id_), value=words.known(value))

    def _others(self) -> list[tuple[str, str]]:
        """The assumptions that are neither given nor switched."""
        given = {id_ for id_ in self.plan.premise if self.picture.decided.get(id_)}
        ids = [id_ for id_ in self.plan.assumptions if id_ not in given and id_ not in self.switches]
        return [(id_, self.words.assumption(id_)) for id_ in ids[:MOST_VALUES]]

    def _switches(self) -> Iterable[dict[str, Any]]:
        for id_ in self.switches:
            assumption = self.plan.assumptions.get(id_)
            yield {
                "id": id_,
                "name": self.words.switch(id_),
                "plain": VALUE_WORDS[self.picture.decided.get(id_)],
                "decided_by": self.say.listed(assumption.decided_by) if assumption else "",
                "answered": True,
            }

    def _left_out(self) -> str:
        if self.board is None or not self.board.left_out:
            return ""
        names = [self.words.switch(id_) for id_ in self.board.left_out]
        return sentence(self.say("board.left.out", names=self.say.listed(self.say.shortened(names, MOST_NAMES))))

    def listed(self) -> Iterator[tuple[str | None, str, str]]:
        """Every row of the lists, one a partner and one for each pledge of a partner that has several: the status that
        it stands under ("aside" among them; None: under none), its partner, and its id."""
        for partner in self.told.brief.partners.values():
            for id_ in [partner.id] + [line.pledge.id for line in partner.pledges if len(partner.pledges) > 1]:
                yield self.cells[f"row:{id_}"]["data-list"], partner.id, id_

    def _rows(self) -> dict[str | None, list[tuple[str, "Markup"]]]:
        """The rows of the lists by status, each with its partner."""
        from markupsafe import Markup

        cell = self._attributes

        def text(name: str) -> str:
            return _escaped(self._text(name))

        found: dict[str | None, list[tuple[str, Markup]]] = {kind: [] for kind in (*STATUSES, "aside")}
        found[None] = []
        for order, (kind, partner, id_) in enumerate(self.listed(), 1):
            name, why = f"row-name:{id_}", f"row-why:{id_}"
            row = (
                f'<li {cell(f"row:{id_}")} data-order="{order}" data-partner="{_escaped(partner)}">'
                f'<bdi {cell(name)}>{text(name)}</bdi><span class="why" {cell(why)}>{text(why)}</span></li>'
            )
            found[kind].append((partner, Markup(row)))
        return found

    def _gone(self) -> Iterable[dict[str, Any]]:
        """What was withdrawn and what has lapsed: on which day, and on whose word (§8.1)."""
        for how in ("ended", "lapsed"):
            its = [each for each in self.told.brief.withdrawn if each.how == how]
            if its:
                count = len({each.partner for each in its})
                yield {"heading": self.say(f"heading.{how}"), "rows": [*map(self._withdrawn, its)], "count": count}

    def _withdrawn(self, gone: Withdrawn) -> dict[str, str]:
        voice = gone.voice
        return {
            "name": shown(self.words.pledge(gone.pledge.id)),
            "day": self.say.day(gone.day),
            "says": shown(voice.says or ""),
            "voice": shown(voice_text(self.words, voice, dated=voice.on != gone.day)),
            "url": self._url(voice.url),
        }

    def _gone_card(self, gone: Withdrawn) -> dict[str, Any]:
        name, pledge = self.words.partner(gone.partner), gone.pledge
        told = self.say(f"status.{gone.how}", name=name, day=self.say.day(gone.day), offer=self.words.offer(pledge))
        return {"told": shown(sentence(told)), "words": self._told(self.plan.promise(pledge.id))}

    def _contested(self) -> Iterable[dict[str, Any]]:
        """The pledges that a source speaks against, with what it says (§8.5)."""
        for line in self.told.brief.pledges.values():
            if line.voices.contradicting:
                words = [word for word in self._told(self.plan.promise(line.pledge.id)) if word["against"]]
                yield {
                    "partner": line.pledge.partner,
                    "name": shown(self.words.pledge(line.pledge.id)),
                    "words": words,
                }

    def _beside(self) -> list[str]:
        """The partners that the map does not show."""
        here = set(on_map(self.told.brief.partners))
        return [id_ for id_ in self.told.brief.partners if id_ not in here]

    def _needs(self) -> Iterable[dict[str, Any]]:
        from markupsafe import Markup

        for line in sorted(self.told.brief.requirements, key=lambda line: line.requirement.priority):
            need = line.requirement
            yield {
                "id": need.id,
                "priority": need.priority,
                "bar": Markup(bar_svg(need.id, self._cell)),
            }

    def _graph_hint(self) -> str:
        hint = self.say("board.graph.hint")
        if self.graph.waits.given:
            names = [self.words.assumption(id_) for id_ in self.plan.assumptions if id_ in self.graph.waits.given]
            hint += " " + sentence(self.say("board.graph.given", names=self.say.listed(names)))
        if self.graph.waits.left_out:
            hint += " " + sentence(self.say.many("board.graph.more", self.graph.waits.left_out))
        return shown(hint)

    def _card(self, id_: str) -> dict[str, Any]:
        line = self.told.brief.partners[id_]
        return {
            "id": id_,
            "name": shown(self.words.partner(id_)),
            "pledges": [self._pledge(told.pledge) for told in line.pledges],
            "gone": [self._gone_card(each) for each in self.told.brief.withdrawn if each.partner == id_],
        }

    def _pledge(self, pledge: Pledge) -> dict[str, Any]:
        say = self.say
        said = ""
        if pledge.said and pledge.by:
            said = say("board.said.on.by", day=say.day(pledge.said), by=pledge.by)
        elif pledge.said:
            said = say("board.said.on", day=say.day(pledge.said))
        elif pledge.by:
            said = say("board.said.by", by=pledge.by)
        return {
            "id": pledge.id,
            "said": shown(sentence(said)) if said else "",
            "note": shown(pledge.note or ""),
            "words": self._told(self.plan.promise(pledge.id)),
        }

    def _told(self, about: Sequence[str]) -> list[dict[str, Any]]:
        """What is said of these, passage by passage, with its source."""
        return [self._word(word) for word in self._passages.about(about)]

    def _word(self, word: Word) -> dict[str, Any]:
        statement = word.statement
        return {
            "says": shown(statement.says or "") if statement is not None else "",
            "verbatim": statement is not None and statement.verbatim,  # quotation marks round nothing else
            "against": statement is not None and statement.against,
            "source": shown(passage_voice(self.words, word)),
            "url": self._url(word.source.url),
        }

    @staticmethod
    def _url(url: str | None) -> str:
        """The address of a page; empty for any other."""
        return url if url and url.startswith(("https://", "http://")) else ""

    def _sources(self) -> Iterable[dict[str, Any]]:
        """Every source that says something of what is shown, the newest first, with what rests on it."""
        plan = self.plan
        about = dict.fromkeys([*self.told.brief.pledges, *plan.assumptions])
        told: dict[str, dict[str, bool]] = {}
        for word in self._passages.about(about):
            its = told.setdefault(word.source.id, {})
            its[word.about] = its.get(word.about, False) or word.against
        days = {id_: str(plan.sources[id_].published or "") for id_ in told}
        for id_ in sorted(told, key=lambda id_: days[id_], reverse=True):
            source = plan.sources[id_]
            yield {
                "name": shown(source_name(source)),
                "day": self.say.day(source.published) if source.published else "",
                "url": self._url(source.url),
                "about": [
                    {
                        "card": plan.pledges[other].partner if other in plan.pledges else "",
                        "name": shown(self.words.named(other)),
                        "against": against,
                    }
                    for other, against in told[id_].items()
                ],
            }

    def _outside(self, id_: str) -> dict[str, Any]:
        say, assumption = self.say, self.plan.assumptions[id_]
        lines = []
        if id_ in self.plan.premise:
            lines.append(sentence(say("assumption.premise")))
        if assumption.decided_by:
            lines.append(sentence(say("assumption.decided.by", names=say.listed(assumption.decided_by))))
        if assumption.implies:
            names = say.listed([self.words.assumption(other) for other in assumption.implies])
            lines.append(sentence(say("assumption.implies", names=names)))
        name = self.words.assumption(id_)
        return {
            "id": id_,
            "name": shown(name[:1].upper() + name[1:]),
            "lines": [shown(line) for line in lines],
            "words": self._told([id_]),
        }

    def _foot(self) -> Iterable[str]:
        say, brief = self.say, self.told.brief
        if brief.statements:
            told = say.many("origins", brief.origins, statements=say.many("statements", brief.statements))
            yield sentence(told)
        if say.partial:
            yield say.partial
        yield sentence(say("board.foot.map"))
        if self.inside is None:
            yield say("board.foot.made")
            return
        day = say("as.of", day=say.day(brief.as_of)) if brief.as_of else ""
        named = ", ".join(part for part in (self.plan.author, self.plan.name, day) if part)
        made = f"Willing {self.inside.made_by}"
        yield say("board.foot.cite", named=named, made=made, digest=self.inside.digest[:16])
        yield say("board.foot.verify")


#: Assumptions whose value is told at the head, and names in a sentence.
MOST_VALUES = 24
MOST_NAMES = 12
#: Beyond so many pledges times scenarios (or times partners that leave or come), only a server shows them.
MOST_IN_SCENARIOS = 3_000


def page_html(study: "Study", language: str = "en") -> str:
    """The report: one HTML file that answers every setting of the switches by itself."""
    return Page(study, language).html()


def sentence_day(say: Any, day: Any) -> str:
    """ "as of 9 May 2031", or nothing."""
    if day is None:
        return ""
    told: str = say("as.of", day=say.day(day))
    return told


def stylesheet() -> str:
    """The style of a page: how statuses look, light and dark, and the rest."""
    light, dark = style(dark=False), style(dark=True)
    return (
        f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}{_DARK}}}}}\n"
        f":root[data-theme=dark]{{{dark}{_DARK}}}\n"
        f"{_asset('page.css')}\n{rules()}\n@media print{{:root:root{{{light}{_PAPER}}}}}"
    )


_DARK = (
    "color-scheme:dark;--bg:#12161b;--card:#1a2027;--text:#e8ecf1;--soft:#aab4bf;--line:#353e48;--accent:#8cc1f2;"
    "--accent-soft:#1f3246;--water:#161c23;--land:#2b333c;--border:#161c23;--alert:#ffb1a8;--alert-ground:#3d1c1c;"
    "--met:#63c295;--unsure:#f0b64a;--unmet:#aab4bf;--shadow:none;--on:#0c1116;"
)
_PAPER = (
    "color-scheme:light;--bg:#fff;--card:#fff;--text:#000;--soft:#3a424b;--line:#bbb;--accent:#14507f;"
    "--accent-soft:#e3eef8;--water:#eef2f6;--land:#d9dee3;--border:#fff;--alert:#8d1f1f;--alert-ground:#fdeaea;"
    "--met:#2b7d57;--unsure:#8a5200;--unmet:#565d66;--shadow:none;"
)


#: What stands for itself in HTML no more.
_SPECIAL = re.compile("[&<>\"']").search


def _escaped(text: str) -> str:
    """A text as HTML has it; most need nothing."""
    from markupsafe import escape

    return str(escape(text)) if _SPECIAL(text) else text


@cache
def _asset(name: str) -> str:
    return files("willing.present.page").joinpath(name).read_text("utf-8")


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    return environment.from_string(_asset("page.html"))
