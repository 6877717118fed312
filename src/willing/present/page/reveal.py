"""What a round brought, for a hall that watches: how things stood, how they stand now, who holds whom up, which step
starts the rest, and who moved (§R4.2)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from willing.answers.brief import Brief
from willing.answers.compare import Comparison
from willing.answers.coverage import RequirementLine
from willing.languages.messages import sentence
from willing.present.escape import shown
from willing.present.page.bars import layers_of
from willing.present.page.graph import Graph
from willing.present.page.kinds import definitions
from willing.present.statuses import STATUSES
from willing.present.terminal.brief import MOST_GROUPS, BriefPage
from willing.present.terminal.compare import ComparePage
from willing.present.terminal.sheet import Sheet
from willing.present.voices import offers_text
from willing.present.words import Words
from willing.questions.waits import met, waits

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_WAYS = ("nearer", "level", "further")


def before_html(brief: Brief, language: str) -> str:
    """How things stood as a round opened."""
    return _rendered(_Side(brief, language).told(), Words(brief.picture, language))


def reveal_html(comparison: Comparison, language: str) -> str:
    """How things stood as a round opened, and what it brought."""
    return _rendered(_Brought(comparison, language).told(), Words(comparison.second.picture, language))


def _rendered(told: Mapping[str, Any], words: Words) -> str:
    return _template().render(say=words.say, definitions=_markup(definitions()), **told)


class _Side:
    """One picture: the headline, who stands how, and what it adds up to."""

    def __init__(self, brief: Brief, language: str) -> None:
        self.brief = brief
        self.page = BriefPage(brief, Sheet(lang=language))
        self.words = self.page.words
        self.say = self.page.say

    def told(self) -> dict[str, Any]:
        """What the template is rendered of, where nothing is known of an afterwards."""
        return {
            "headline": self.headline(),
            "lead": [],
            "tiles": [{"kind": kind, "count": count} for kind, count in self.counts().items() if count],
            "needs": [self.need(line, None) for line in self.brief.requirements],
            "after": None,
        }

    def headline(self) -> list[str]:
        """The goal, and what it lacks."""
        goal = self.brief.goal
        return [self.say("board.no.goal")] if goal is None else [_told(line) for line in self.page.goal(goal)]

    def counts(self) -> dict[str, int]:
        """How many partners stand how; none of those without a pledge."""
        states = Counter[str](line.state for line in self.brief.partners.values())
        return {kind: states[kind] for kind in STATUSES if kind != "none"}

    def need(self, line: RequirementLine, before: RequirementLine | None) -> dict[str, Any]:
        """A requirement with its bar, and the one before."""
        bars = [(key, self.bar(its)) for key, its in (("before", before), ("after", line)) if its is not None]
        return {
            "name": shown(self.words.requirement(line.requirement)),
            "needed": f"{self.say.number(line.requirement.needs)}{self.words.unit(line.requirement)}",
            "bars": bars if line.requirement.needs else [],
        }

    def bar(self, line: RequirementLine) -> dict[str, Any]:
        """The layers of a bar, and what it says."""
        return {"layers": list(layers_of(line)), "told": shown(self.page.layers(line).replace("  ", " · "))}


class _Brought(_Side):
    """Two pictures: what is otherwise in the second."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        super().__init__(comparison.second, language)
        self.comparison = comparison
        self.before = _Side(comparison.first, language)
        self.compared = ComparePage(comparison, self.page.paper)

    def told(self) -> dict[str, Any]:
        """What the template is rendered of."""
        was, now = self.before.counts(), self.counts()
        lines = {line.requirement.id: line for line in self.comparison.first.requirements}
        return {
            "headline": self.headline(),
            "lead": [_told(each) for each in self.compared.lead(headed=True)],
            "tiles": [{"kind": k, "count": n, "was": was[k]} for k, n in now.items() if n or was[k]],
            "needs": [self.need(line, lines.get(line.requirement.id)) for line in self.brief.requirements],
            "after": {
                "starts": [_told(self.page.waiting(group, alone=False)) for group in self.brief.waiting[:MOST_GROUPS]],
                "moves": list(self.moves()),
                **self.holds(),
            },
        }

    def moves(self) -> Iterator[dict[str, Any]]:
        """Who moved, those first that came nearer: what each was, what it is, and what it offers now."""
        moves = sorted(self.comparison.moved, key=lambda move: _WAYS.index(move.way))
        for move in moves:
            offered = offers_text(self.words, list(self.compared.told(move)))
            yield {
                "way": move.way,
                "name": shown(self.compared.mover([move])),
                "was": move.was,
                "now": move.is_,
                "offer": shown(offered) if move.is_ != "refuses" else "",
            }

    def holds(self) -> dict[str, Any]:
        """Of those who are in, who leans on whom: drawn, and in words."""
        picture = self.brief.picture
        firm = {id_ for id_, line in self.brief.pledges.items() if line.standing is not None and line.standing.firm}
        known = frozenset(id_ for id_, value in picture.decided.items() if value and id_ in picture.plan.assumptions)
        waiting = waits(replace(picture, pledges={i: p for i, p in picture.pledges.items() if i in firm}), known)
        graph = Graph(picture, self.words, waiting)
        so = {
            number: {True: "met", False: "unmet", None: "unsure"}[value] for number, value in met(waiting, self.brief)
        }

        def cell(name: str) -> str:
            part, _, id_ = name.partition(":")
            match part:
                case "arrow":
                    return f'data-met="{so.get(int(id_), "unsure")}"'
                case "pledge":
                    return f'data-kind="{self.brief.pledges[id_].state}"'
                case "pledge-sign":
                    return f'href="#s-{self.brief.pledges[id_].state}"'
            return ""

        def text(name: str) -> str:
            return self.words.known(picture.decided.get(name.partition(":")[2]))

        arrows = [graph.arrow_text(n, self.say(f"board.arrow.{so.get(n, 'unsure')}")) for n in range(len(graph.arrows))]
        circles = [box for box in waiting.boxes if box.circle]
        inner = [
            self.say("value", name=self.words.pledge(id_), value=self.words.condition(wait.atom))
            for box in circles
            for id_, its in box.inner.items()
            for wait in its
        ]
        drawn = bool(arrows or circles)
        label = self.say("board.graph.label")
        return {
            "graph": _markup(graph.svg(cell, text, label=label)) if drawn else "",
            "arrows": [shown(each) for each in (*inner, *arrows)],
        }


def _told(text: str) -> str:
    return shown(sentence(text))


def _markup(text: str) -> "Markup":
    from markupsafe import Markup

    return Markup(text)


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    text = files("willing.present.page").joinpath("reveal.html").read_text("utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    return environment.from_string(text)
