"""What a page shows of one world, as values: by part of the page the attributes and words of its cells.

A *cell* is the name that elements of the page carry as ``data-cell``; an answer says of a cell which attributes its
elements have (None: not that one) and, as ``text``, what they say. A *part* is what changes together: a partner, a
requirement, the goal. The page is first rendered from an answer, and a switch puts another answer into it, so the two
cannot differ.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import msgspec

from willing.answers.brief import Brief, PartnerLine, PledgeLine
from willing.answers.coverage import RequirementLine
from willing.answers.reason import Reason
from willing.languages.messages import sentence
from willing.model.condition import Always, Never
from willing.model.picture import Picture
from willing.model.plan import Pledge, Requirement
from willing.present.escape import shown
from willing.present.page.bars import LAYERS, layers_of
from willing.present.page.graph import Graph
from willing.present.page.kinds import status_of
from willing.present.terminal.brief import MOST_GROUPS, BriefPage
from willing.present.terminal.sheet import Sheet
from willing.present.words import Words
from willing.questions.notes import note_text
from willing.questions.switchboard import Subject, Switchboard, Told
from willing.questions.waits import met

#: What a cell shows: attributes by name, and its words as ``text``.
Cell = Mapping[str, str | None]
#: What a part of the page shows: cells by name.
Part = Mapping[str, Cell]

#: The values of an assumption, as attributes have them.
VALUE_WORDS = {True: "yes", False: "no", None: "unknown"}


class Teller:
    """Says answers about one plan in one language. What it has said of a part in the same state, it says again."""

    def __init__(self, picture: Picture, language: str, graph: Graph) -> None:
        self.words = Words(picture, language)
        self.say = self.words.say
        self.graph = graph
        self.paper = Sheet(width=1_000, lang=language)
        self._said: dict[tuple[Any, ...], Part] = {}
        self._alike: dict[str, Part] = {}
        self._encoded: dict[int, msgspec.Raw] = {}
        self._alive: list[object] = []  # what is told apart by its identity must not end before we do

    def answer(self, told: Told, decided: Mapping[str, bool]) -> dict[str, Part]:
        """The parts of the page in one world; ``decided``: what is decided in it."""
        return {**self.about(told), **self.world(decided)}

    def world(self, decided: Mapping[str, bool]) -> dict[str, Part]:
        """The parts that show what is decided, and nothing that follows from it."""
        parts = {
            f"assumption {id_}": self._assumption(id_, decided.get(id_)) for id_ in self.words.picture.plan.assumptions
        }
        return parts | {f"arrow {number}": self._arrow(number, met) for number, met in self.graph.decided(decided)}

    def about(self, told: Told) -> dict[str, Part]:
        """The parts that show an answer."""
        brief = told.brief
        page = BriefPage(brief, self.paper, words=self.words)
        parts: dict[str, Part] = {}
        for line in brief.partners.values():
            ids = [pledge.pledge.id for pledge in line.pledges]
            reasons = tuple(id(brief.lacks.get(id_) or told.because.get(id_)) for id_ in ids)
            stands = ((p.standing, p.contested, p.disputed) for p in line.pledges)
            key = ("partner", line.id, line.standing, line.support, *stands, *reasons)
            parts[f"partner {line.id}"] = self._kept(key, partial(self._partner, page, told, line), alive=told)
        for need in brief.requirements:
            others = tuple(map(self._short, brief.requirements)) if need.requirement.enablers else ()
            say = partial(self._requirement, page, need)
            parts[f"requirement {need.requirement.id}"] = self._kept(("requirement", need, others), say)
        shorts = tuple(map(self._short, brief.requirements))
        self._alive.append(brief.goal)
        parts["goal"] = self._kept(("goal", id(brief.goal), shorts), lambda: self._goal(page))
        parts["waiting"] = self._kept(("waiting", brief.waiting), lambda: self._waiting(page))
        parts["notes"] = self._kept(("notes", brief.notes), lambda: self._notes(page))
        doubts = tuple(page.doubts())
        parts["doubts"] = self._kept(("doubts", doubts), lambda: self._doubts(doubts))
        for number, so in met(self.graph.waits, brief):
            parts[f"arrow {number}"] = self._arrow(number, so)
        return parts

    def subjects(self, board: Switchboard) -> dict[str, Subject]:
        """What the parts that show an answer speak of."""
        plan, waits = self.words.picture.plan, self.graph.waits
        arrows = ((n, arrow) for n, arrow in enumerate(waits.arrows) if waits.boxes[arrow.end].assumption is None)
        return {
            **{f"partner {id_}": board.partner(id_) for id_ in plan.partners},
            **{f"requirement {id_}": board.requirement(id_) for id_ in plan.requirements},
            "goal": board.goal(),
            "waiting": board.groups(),
            "notes": board.fixed(),
            "doubts": board.doubts(),
            **{f"arrow {number}": board.atom(arrow.wait.atom, arrow.owner) for number, arrow in arrows},
        }

    def decided_by(self) -> dict[str, str]:
        """By part that shows what is decided, and nothing that follows from it, the assumption that it shows."""
        waits = self.graph.waits
        ends = ((number, waits.boxes[arrow.end].assumption) for number, arrow in enumerate(waits.arrows))
        arrows = {f"arrow {number}": id_ for number, id_ in ends if id_ is not None}
        return {f"assumption {id_}": id_ for id_ in self.words.picture.plan.assumptions} | arrows

    def terms(self, told: Told) -> Part:
        """What is pledged on which condition, and what is needed: what no switch changes, but another scenario may."""
        cells: dict[str, Cell] = {}
        for line in told.brief.pledges.values():
            pledge, id_ = line.pledge, line.pledge.id
            offer = self.words.refusal(pledge) if line.refusal else self.words.offer(pledge)
            cells[f"offer:{id_}"] = _said(offer[:1].upper() + offer[1:])
            cells[f"condition:{id_}"] = _shown(self._condition(pledge))
        for need in told.brief.requirements:
            requirement = need.requirement
            cells[f"need-name:{requirement.id}"] = _said(self.words.requirement(requirement))
            cells[f"needed:{requirement.id}"] = _said(self.needed(requirement))
        return cells

    def _condition(self, pledge: Pledge) -> str:
        if isinstance(pledge.needs, Always | Never):
            return ""
        key = "condition.own" if pledge.own_decision else "condition"
        return sentence(self.say(key, condition=self.words.condition(pledge.needs)))

    def needed(self, need: Requirement) -> str:
        """How much is needed of what: ``48 aircraft needed``; or that this is not known."""
        if need.needs is None:
            return self.say("amount.unknown")
        what = self.say.listed([*dict.fromkeys(map(self.words.capability, need.of))], "or")
        return self.say("board.needed", number=self.say.number(need.needs), what=what)

    def scenario(self, told: Told, plain: Told, cells: Mapping[str, Cell]) -> Part | None:
        """What a scenario changes in a page that shows the answer ``plain`` by these cells; None where other pledges
        are on the table in it: the page has no place for those."""
        if told.brief.pledges.keys() != plain.brief.pledges.keys():
            return None
        there = {**cells_of(self.answer(told, told.brief.picture.decided).values()), **self.terms(told)}
        for id_, value in told.brief.assumptions.items():
            if value is not plain.brief.assumptions[id_]:
                there[f"follows:{id_}"] = _shown(self.say("board.scenario.value", value=self.words.known(value)))
        return {name: cell for name, cell in there.items() if cells.get(name) != cell}

    def _kept(self, key: tuple[Any, ...], say: Callable[[], Part], alive: object = None) -> Part:
        """What was said before of the same state, else what ``say`` says now; what says the same is one value.

        ``alive``: whose identity is in the key.
        """
        if key not in self._said:
            self._alive.append(alive)
            part = say()
            self._said[key] = self._alike.setdefault(repr(part), part)
        return self._said[key]

    def encoded(self, part: Part) -> msgspec.Raw:
        """A part that was told here, as JSON: written once, however many answers have it."""
        known = self._encoded.get(id(part))
        if known is None:
            known = self._encoded[id(part)] = msgspec.Raw(msgspec.json.encode(part))
        return known

    def impossible(self, impossible: bool) -> Part:
        """Whether the page says that what is switched cannot be so together."""
        cells: Part = {
            "impossible": {"hidden": None if impossible else ""},
            "page": {"data-impossible": "" if impossible else None},
        }
        return self._kept(("impossible", impossible), lambda: cells)

    @staticmethod
    def _short(line: RequirementLine) -> tuple[int | None, int | None]:
        return line.stands, line.together

    # -- who ------------------------------------------------------------------------------------------------------

    def _partner(self, page: BriefPage, told: Told, line: PartnerLine) -> Part:
        say = self.say
        kind = line.state
        name = self.words.partner(line.id)
        gone = [each.how for each in told.brief.withdrawn if each.partner == line.id] if kind == "none" else []
        status = say(f"kind.{gone[-1] if gone else kind}")
        aside = self.words.picture.plan.aside
        if kind == "uncounted" and all(pledge.pledge.id in aside for pledge in line.pledges):
            status = say("stage.aside")
        cells: dict[str, Cell] = {
            f"is:{line.id}": {"data-kind": kind, **status_of(line.standing)},
            f"sign:{line.id}": {"href": f"#s-{kind}"},
            f"called:{line.id}": {"text": say("board.name.is", name=name, status=status)},
            f"status:{line.id}": {"text": status},
        }
        listed = dict.fromkeys([line.id, *(pledge.pledge.id for pledge in line.pledges if len(line.pledges) > 1)])
        rows: dict[str, tuple[str, str, list[PledgeLine]]] = {}
        for entry_kind, entry in page.entries(line):
            its = [pledge for pledge in line.pledges if pledge.pledge.id in entry.about]
            alone = len(its) == len(line.pledges) or (entry_kind == "support")
            rows[line.id if alone or not its else its[0].pledge.id] = (entry_kind, entry.name, its)
        for id_ in listed:
            if id_ in rows:
                entry_kind, called, its = rows[id_]
                why = self._lacks(told, its[0]) if its and entry_kind in ("open", "blocked") else ""
                if its and entry_kind == "uncounted":
                    if its[0].pledge.id in aside:
                        entry_kind = "aside"
                    else:
                        why = say(f"stage.{its[0].pledge.stage.name}")
                cells[f"row:{id_}"] = {"data-list": entry_kind}
                cells[f"row-name:{id_}"] = _said(called)
                cells[f"row-why:{id_}"] = _said(why)
            else:
                cells[f"row:{id_}"] = {"data-list": None}
        for pledge in line.pledges:
            cells |= self._pledge(told, pledge)
        return cells

    def _pledge(self, told: Told, line: PledgeLine) -> dict[str, Cell]:
        id_, kind = line.pledge.id, line.state
        return {
            f"pledge:{id_}": {"data-kind": kind, "data-counted": str(line.standing is not None).lower()}
            | status_of(line.standing),
            f"pledge-sign:{id_}": {"href": f"#s-{kind}"},
            f"pledge-why:{id_}": _shown(self._why(told, line, kind)),
            f"pledge-doubt:{id_}": _shown(" ".join(self._in_doubt(told.brief, line))),
        }

    def _in_doubt(self, brief: Brief, line: PledgeLine) -> Iterable[str]:
        """What the evidence leaves in doubt of a pledge (§8.5)."""
        say, id_ = self.say, line.pledge.id
        if line.disputed:
            yield sentence(say("board.disputed", names=say.listed([*map(self.words.assumption, line.disputed)])))
        if id_ in brief.stale and brief.as_of:
            yield sentence(say.many("board.stale", (brief.as_of - brief.stale[id_]).days))
        if id_ in brief.later:
            yield sentence(say("board.later"))

    def _why(self, told: Told, line: PledgeLine, kind: str) -> str:
        """Why a pledge is in, or what it lacks, in one sentence."""
        say, pledge = self.say, line.pledge
        match kind:
            case "uncounted" if pledge.id in self.words.picture.plan.aside:
                return sentence(say("board.why.aside"))
            case "uncounted":
                counts = say(f"stage.{self.words.picture.plan.counts.name}")
                return sentence(say("board.why.uncounted", stage=say(f"stage.{pledge.stage.name}"), counts=counts))
            case "refuses" | "undecided":
                return ""
            case "open" | "blocked" | "rival":
                lacks = told.brief.lacks.get(pledge.id, ())
                if lacks is None:
                    return sentence(say("missing.never"))
                return sentence(say(f"board.why.{kind}", lacks=self.words.lacks(lacks))) if lacks else ""
            case _:
                if isinstance(pledge.needs, Always) and not pledge.own_decision:
                    return sentence(say("condition.none"))
                because = told.because.get(pledge.id)
                text = "" if because is None else self._because(because)
                return sentence(say("board.why.in", because=text)) if text else ""

    def _because(self, reason: Reason) -> str:
        """The conditions that are met, in a row; by cases where no one reason does in all."""
        if reason.by and reason.by[0].case is not None:
            told = []
            for case in reason.by:
                id_, value = case.case or ("", True)
                told.append(
                    self.say("board.case.true" if value else "board.case.false", name=self.words.assumption(id_),
                             because=self._because(case))
                )  # fmt: skip
            return self.say("semicolon").join(told)
        if reason.by:
            return self.say.listed([self._because(below) for below in reason.by])
        return "" if isinstance(reason.condition, Always) else self.words.reason(reason)

    def _lacks(self, told: Told, line: PledgeLine) -> str:
        lacks = told.brief.lacks.get(line.pledge.id, ())
        return self.say("missing.never") if lacks is None else self.words.lacks(lacks)

    # -- what it adds up to ---------------------------------------------------------------------------------------

    def _requirement(self, page: BriefPage, line: RequirementLine) -> Part:
        id_, say = line.requirement.id, self.say
        told = page.layers(line).replace("  ", " · ")  # columns of a terminal
        remarks = [*page.remarks(line), *([say("board.later")] if id_ in page.brief.later else [])]
        name = line.requirement.name or id_
        cells: dict[str, Cell] = {
            f"need:{id_}": {
                "data-day": _plain(line.day),
                **{f"data-{layer}": _plain(getattr(line, layer)) for layer in LAYERS},
                "data-up-to": _plain(line.up_to),
                "data-if-counted": _plain(line.if_counted),
                "data-usable": None if line.usable is None else " ".join(_share(share) for share in line.usable),
                "data-exact": str(line.exact).lower(),
            },
            f"need-told:{id_}": _said(told),
            f"need-remarks:{id_}": _shown(" ".join(map(sentence, remarks))),
            f"need-bar:{id_}": {
                "aria-label": say("board.bar", name=name, layers=told),
                "hidden": None if line.requirement.needs else "",
            },
        }
        for layer, at, wide in layers_of(line):
            cells[f"need-{layer}:{id_}"] = {"x": at, "width": wide}
        return cells

    # -- the goal, the groups, the world --------------------------------------------------------------------------

    def _goal(self, page: BriefPage) -> Part:
        goal = page.brief.goal
        if goal is None:
            return {}
        lines = [sentence(line) for line in page.goal(goal)]
        return {
            "goal": {**status_of(goal.standing)},
            "goal-text": _said(lines[0]),
            "goal-lacks": _shown(" ".join(lines[1:])),
        }

    def _waiting(self, page: BriefPage) -> Part:
        groups = page.brief.waiting
        told = [sentence(page.waiting(group, alone=False)) for group in groups[:MOST_GROUPS]]
        if len(groups) > MOST_GROUPS:
            told.append(sentence(self.say("waits.more", count=self.say.number(len(groups) - MOST_GROUPS))))
        return {"waiting": _shown(" ".join(told)), "groups": {"data-waiting": " | ".join(map(_members, groups))}}

    def _notes(self, page: BriefPage) -> Part:
        return {"notes": _shown(" ".join(note_text(note.kind, note.subject, self.say) for note in page.brief.notes))}

    @staticmethod
    def _doubts(doubts: Sequence[str]) -> Part:
        told = "\n".join(shown(sentence(doubt)) for doubt in doubts)
        return {"doubts": {"hidden": None if doubts else ""}, "doubts-told": {"text": told}}

    def _assumption(self, id_: str, value: bool | None) -> Part:
        kind = VALUE_WORDS[value]
        cells: Part = {
            f"value:{id_}": {"text": self.words.known(value), "data-value": kind},
            f"known:{id_}": {"data-value": kind},
        }
        return self._kept(("assumption", id_, value), lambda: cells)

    def follows(self, id_: str, value: bool | None, *, otherwise: bool) -> Part:
        """What a switch says where others bring another value with them than it is set to (``otherwise``)."""
        told = self.say("board.follows", value=self.words.known(value)) if otherwise else ""
        return self._kept(("follows", id_, told), lambda: {f"follows:{id_}": _shown(told)})

    def _arrow(self, number: int, met: bool | None) -> Part:
        how = {True: "met", False: "unmet", None: "unsure"}[met]

        def cells() -> Part:
            text = self.graph.arrow_text(number, self.say(f"board.arrow.{how}"))
            return {f"arrow:{number}": {"data-met": how}, f"arrow-told:{number}": _said(text)}

        return self._kept(("arrow", number, met), cells)


def cells_of(parts: Iterable[Part]) -> dict[str, Cell]:
    """All cells of an answer."""
    return {name: cell for part in parts for name, cell in part.items()}


def _said(text: str) -> Cell:
    """Words, with what is no visible character as an escape."""
    return {"text": shown(text)}


def _shown(text: str) -> Cell:
    """Words that take no room where there are none."""
    return {"text": shown(text), "hidden": None if text else ""}


def _members(group: Any) -> str:
    return " ".join(group.partners)


def _plain(value: int | None) -> str | None:
    return None if value is None else str(value)


def _share(share: Fraction) -> str:
    return f"{float(share):.6g}"
