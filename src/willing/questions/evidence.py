"""What the evidence says about a picture (§8.1, §8.5): what was withdrawn, what is stale, known later, or contested."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from willing.answers.brief import Brief, PledgeLine, Withdrawn
from willing.answers.voices import Voices
from willing.model.condition import Name, Never, atoms
from willing.model.evidence import Statement
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.model.table import over_on, requirements_unheard_of, unheard_of
from willing.questions.steps import voice
from willing.questions.voices import late_sources, root


def later_of(picture: Picture) -> tuple[str, ...]:
    """The pledges on the table, and the requirements, that rest only on reports published after the day (§8.5)."""
    plan, day = picture.plan, picture.day
    pledges = unheard_of(plan, day)
    requirements = requirements_unheard_of(plan, day) - requirements_unheard_of(plan, picture.known_by)
    return (
        *(id_ for id_ in picture.pledges if id_ in pledges),
        *(id_ for id_ in plan.requirements if id_ in requirements),
    )


def withdrawn(picture: Picture, partner: str | None = None) -> tuple[Withdrawn, ...]:
    """The pledges, of a partner where one is named, that were withdrawn or have lapsed by the day of the picture."""
    unheard = unheard_of(picture.plan, picture.known_by)
    found = []
    for pledge in picture.plan.pledges.values():
        day = over_on(pledge, picture.day)
        if day is None or pledge.id in unheard or (partner is not None and pledge.partner != partner):
            continue
        if pledge.id not in picture.means and not isinstance(pledge.condition, Never):
            how: Literal["ended", "lapsed"] = "ended" if pledge.ended == day else "lapsed"
            found.append(
                Withdrawn(
                    partner=pledge.partner, pledge=pledge, day=day, how=how, voice=voice(picture, pledge.id, on=day)
                )
            )
    return tuple(found)


def heard_scenarios(picture: Picture) -> tuple[str, ...]:
    """The scenarios that do not read otherwise what nobody had heard of yet."""
    plan = picture.plan
    pledges, needs = unheard_of(plan, picture.known_by), requirements_unheard_of(plan, picture.known_by)
    return tuple(
        id_
        for id_, scenario in plan.scenarios.items()
        if pledges.isdisjoint(scenario.pledges) and needs.isdisjoint(scenario.requirements)
    )


def contested_assumptions(picture: Picture, heard: Mapping[str, Voices]) -> frozenset[str]:
    """Those of which some source says that they are not as the plan says they are; of unknown ones, where sources
    disagree. What a premise, a scenario or a what-if takes as given is not what it says is so."""
    plan, found = picture.plan, []
    given = {*plan.premise, *picture.what_if, *(id_ for s in picture.scenarios for id_ in plan.scenarios[s].assume)}
    for id_ in plan.assumptions:
        if id_ in given:
            continue
        its, value = heard.get(id_, Voices()), picture.decided.get(id_)
        against = bool(its.contradicting) if value is not False else bool(its.supporting)
        if against and (value is not None or its.supporting):
            found.append(id_)
    return frozenset(found)


def disputed(pledge: Pledge, contested: frozenset[str]) -> tuple[str, ...]:
    """The contested assumptions that a pledge rests on."""
    if not contested:
        return ()
    names = (atom.id for atom, _ in atoms(pledge.condition) if isinstance(atom, Name))
    return tuple(dict.fromkeys(name for name in names if name in contested))


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A statement that a star stands for: it speaks against ``pledges``, or against what they rest on (``through``)."""

    pledges: tuple[str, ...]
    through: str | None
    statement: Statement


def contradictions(brief: Brief) -> tuple[Against, ...]:
    """The statements that speak against what is in a brief, one of each origin: against pledges before what they rest
    on, then by how those stand (in for certain first), and in file order."""
    picture, plan = brief.picture, brief.picture.plan
    late = late_sources(plan, picture.known_by)
    lines = sorted((line for line in brief.pledges.values() if line.contested), key=_standing)
    found: dict[Hashable, tuple[list[str], str | None, Statement]] = {}
    said: dict[str, list[Statement]] = {}
    for statement in plan.statements:
        if statement.source not in late:
            said.setdefault(statement.about, []).append(statement)

    def add(pledge: str, about: Iterable[str], through: str | None, *, against: bool) -> None:
        for statement in (s for id_ in about for s in said.get(id_, ()) if s.against is against):
            key = through, root(plan, statement.origin or statement.source), statement.who, statement.says
            if key[:2] not in known.setdefault(pledge, set()):
                known[pledge].add(key[:2])
                found.setdefault(key, ([], through, statement))[0].append(pledge)

    known: dict[str, set[Hashable]] = {}
    for line in lines:
        add(line.pledge.id, plan.promise(line.pledge.id), None, against=True)
    for line in lines:
        for id_ in line.disputed:
            add(line.pledge.id, (id_,), id_, against=picture.decided.get(id_) is not False)
    return tuple(Against(pledges=tuple(ids), through=id_, statement=s) for ids, id_, s in found.values())


def _standing(line: PledgeLine) -> int:
    """How a pledge stands, as a brief tells it."""
    order = ("stands", "together", "rival", "open", "blocked")
    return order.index(line.standing.status) if line.standing and line.standing.status in order else len(order)


def first_said(picture: Picture, pledge: str) -> date | None:
    """The day a promise was first said, however often it was refined since."""
    days = (picture.plan.pledges[id_].said for id_ in picture.plan.promise(pledge))
    return min((day for day in days if day is not None), default=None)
