"""The brief: who is in, if (§3), and what that adds up to (§4, §10)."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeVar

from willing.answers.brief import (
    Brief,
    GoalLine,
    Note,
    NoteKind,
    PartnerLine,
    PledgeLine,
    ScenarioLine,
    WhatIf,
    Withdrawn,
)
from willing.answers.coverage import OnOffer, RequirementLine
from willing.answers.reason import Reason
from willing.answers.standing import Standing, word
from willing.answers.voices import Voices
from willing.engine.explain import Certain, missing
from willing.engine.network import requirements_of, summed
from willing.engine.resolve import Resolution
from willing.engine.trials import Trials
from willing.engine.waiting import waiting_groups
from willing.model.condition import Share, atoms, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge
from willing.model.table import stale
from willing.questions.evidence import contested_assumptions, disputed, heard_scenarios, later_of, withdrawn
from willing.questions.goals import goal_parts
from willing.questions.notes import note_text
from willing.questions.state import beside_the_need, supports
from willing.questions.voices import voices

if TYPE_CHECKING:
    from willing.questions.coverage import Coverage
    from willing.questions.memo import Shared

_T = TypeVar("_T")


def brief(
    picture: Picture,
    resolution: Resolution,
    *,
    reasons: bool,
    day: int | None = None,
    shared: "Shared | None" = None,
    lacks: Mapping[str, tuple[Reason, ...] | None] = MappingProxyType({}),
) -> Brief:
    """The brief of a resolved picture.

    ``reasons``: also what everyone who is not in lacks. ``day``: what it adds up to on that day of the mission alone.
    ``shared``: where this is one of many briefs (of the same day), what they have in common. ``lacks``: of some pledges
    that are not in what they lack, where that is known.
    """
    plan = picture.plan
    once = shared.once if shared else _afresh
    told = once("told", None, lambda: _told(picture))
    heard = told.heard
    contested = contested_assumptions(picture, heard)
    disputes = {id_: disputed(p, contested) for id_, p in picture.pledges.items()} if contested else {}
    pledges = {
        id_: PledgeLine(
            pledge=p,
            standing=resolution.pledges.get(id_),
            counted=id_ in resolution.pledges,
            consents={c.body: picture.decided.get(name) for name, c in p.consents.items()},
            least=resolution.amounts[id_][0] if id_ in resolution.amounts else None,
            greatest=resolution.amounts[id_][1] if id_ in resolution.amounts else None,
            waits_for=_followed(picture, p),
            alternatives=picture.alternatives_with(id_),
            voices=heard.get(id_, Voices()),
            contested=bool(heard.get(id_, Voices()).contradicting or disputes.get(id_)),
            disputed=disputes.get(id_, ()),
            support=id_ in told.beside and id_ in resolution.pledges and resolution.pledges[id_].firm,
        )
        for id_, p in picture.pledges.items()
    }
    of_partner: dict[str, list[PledgeLine]] = {}
    for line in pledges.values():
        of_partner.setdefault(line.pledge.partner, []).append(line)
    partners = {
        id_: PartnerLine(
            partner=partner,
            standing=resolution.partners.get(id_),
            support=_supports(resolution.partners.get(id_), of_partner.get(id_, ()), told.beside),
            pledges=tuple(of_partner.get(id_, ())),
        )
        for id_, partner in plan.partners.items()
    }
    certain = Certain(picture=picture, resolution=resolution)
    key: Hashable
    goal = None
    coverage = None
    lines: tuple[RequirementLine, ...] = ()
    if plan.requirements:
        from willing.questions.coverage import Coverage  # a plan without requirements starts without it

        coverage = Coverage(picture, resolution, day=day, beside=shared.coverage if shared else None)
        if shared:
            shared.coverage = coverage
        key = shared.on(shared.sized, picture.decided) if shared else None
        lines = coverage.lines(once("if counted", key, coverage.if_counted))
    on_offer: tuple[OnOffer, ...] = ()
    if not plan.requirements and any(pledge.provides for pledge in picture.counted.values()):
        from willing.questions.coverage import offered

        key = shared.on(shared.reach.of(picture.counted), picture.decided) if shared else None
        on_offer = once("offered", key, lambda: offered(picture, resolution))
    if picture.goal is not None:
        key = shared.goal(picture.decided) if shared else None
        goal = once("goal", key, lambda: _goal(certain, coverage, lines, reasons))
    lacks = dict(lacks)
    if reasons:
        trials = (shared.trials if shared else Trials.for_all)(picture, resolution)
        for id_, pledge in picture.counted.items():
            if id_ not in lacks and not resolution.pledges[id_].firm:
                if shared:
                    lacks[id_] = shared.lacks(certain, pledge, trials)
                else:
                    lacks[id_] = missing(certain, pledge.needs, pledge, trials)
    return Brief(
        plan=plan.name,
        as_of=picture.day,
        marking=plan.marking,
        scenarios=picture.scenarios,
        what_if=WhatIf.of(picture),
        premise=plan.premise,
        assumptions={id_: picture.decided.get(id_) for id_ in plan.assumptions},
        picture=picture,
        pledges=pledges,
        partners=partners,
        requirements=lines,
        offered=on_offer,
        goal=goal,
        withdrawn=told.withdrawn,
        stale={id_: day for id_, day in told.stale.items() if pledges[id_].may_be_in},
        later=told.later,
        waiting=waiting_groups(picture, resolution),
        listing=resolution.listing,
        lacks=lacks,
        other_scenarios=tuple(
            ScenarioLine(scenario=s, compared=False) for s in heard_scenarios(picture) if s not in picture.scenarios
        ),
        statements=told.statements,
        origins=told.origins,
        notes=_notes(picture, resolution),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a brief says whatever is decided. ``beside``: pledges that no requirement asks for (§4.6)."""

    heard: Mapping[str, Voices]
    statements: int
    origins: int
    beside: frozenset[str]
    withdrawn: tuple[Withdrawn, ...]
    stale: Mapping[str, date]
    later: tuple[str, ...]


def _told(picture: Picture) -> _Told:
    heard = voices(picture.plan, known_by=picture.known_by)
    return _Told(
        heard=heard,
        statements=len(_passages(picture.plan)),
        origins=len({o for v in heard.values() for o in (*v.supporting, *v.contradicting)}),
        beside=frozenset(id_ for id_, pledge in picture.counted.items() if beside_the_need(picture, pledge)),
        withdrawn=withdrawn(picture),
        stale=stale(picture.plan, picture.pledges, picture.day),
        later=later_of(picture),
    )


def _followed(picture: Picture, pledge: Pledge) -> tuple[str, ...]:
    """The partners whose amounts its own follows."""
    its = pledge.follows
    if its is None:
        return ()
    those = summed(picture.plan, picture.counted.values(), its.capability, its.whose)
    return tuple(dict.fromkeys(p.partner for p in those if p.partner != pledge.partner))


def _goal(certain: Certain, coverage: "Coverage | None", lines: tuple[RequirementLine, ...], reasons: bool) -> GoalLine:
    picture, resolution = certain.picture, certain.resolution
    assert picture.goal is not None
    allocated = coverage is not None and needs_allocation(picture.goal)
    standing = coverage.goal(picture.goal) if coverage and allocated else resolution.goal
    assert standing is not None
    return GoalLine(
        condition=picture.goal,
        standing=standing,
        parts=goal_parts(certain, picture.goal, lines) if allocated else {},
        lacks=missing(certain, picture.goal, None, Trials.for_one(picture, resolution, picture.goal))
        if reasons and not allocated and not standing.firm
        else (),
    )


def _afresh(_what: str, _key: Hashable, answer: Callable[[], _T]) -> _T:
    """Where a brief is the only one, everything is worked out for it."""
    return answer()


def scenario_line(here: Brief, there: Brief, scenario: str) -> ScenarioLine:
    """What differs between the brief of a picture and that of the same with one scenario more."""
    moves = {id_: (_part(here, id_), _part(there, id_)) for id_ in here.partners}
    lacking = {line.requirement.id: line.missing for line in here.requirements}

    def who(before: str, after: str) -> tuple[str, ...]:
        return tuple(id_ for id_, (b, a) in moves.items() if b != a and b in before.split() and a in after.split())

    comes = who("none out possible", "firm")
    return ScenarioLine(
        scenario=scenario,
        firm=tuple(id_ for id_ in comes if word(there.partners[id_].standing) == "stands"),
        together=tuple(id_ for id_ in comes if word(there.partners[id_].standing) == "together"),
        lost=who("firm", "none out possible"),
        possible=who("out", "possible"),
        counted=who("none", "possible"),
        gone=who("none possible", "out"),
        same=all(line.standing == there.partners[id_].standing for id_, line in here.partners.items()),
        goal=None if there.goal is None else there.goal.standing,
        missing=tuple(
            (line.requirement, lacks, lacked)
            for line in there.requirements
            if (lacks := line.missing) is not None
            and (lacked := lacking.get(line.requirement.id)) is not None
            and lacks != lacked
        ),
    )


def _part(brief: Brief, partner: str) -> Literal["none", "out", "possible", "firm"]:
    """What part a partner has: nothing that counts, in no outcome, in some, in all that matter (§3.3)."""
    standing = brief.partners[partner].standing if partner in brief.partners else None
    if standing is None:
        return "none"
    if standing.firm:
        return "firm"
    return "out" if standing.best is None else "possible"


def _passages(plan: Plan) -> set[tuple[str, str, int]]:
    """One for every statement, and one for every source of a pledge that no statement quotes about it."""
    quoted = {(s.about, s.source) for s in plan.statements}
    passages = {(s.about, s.source, i) for i, s in enumerate(plan.statements)}
    plain = ((p.id, source) for p in plan.pledges.values() for source in p.sources)
    return passages | {(id_, source, -1) for id_, source in plain if (id_, source) not in quoted}


def _supports(standing: Standing | None, its: Iterable[PledgeLine], beside: frozenset[str]) -> bool:
    """Whether a partner is support (§4.6)."""
    counted = [(line.pledge.id in beside, line.standing) for line in its if line.standing is not None]
    return supports(standing, [s for aside, s in counted if not aside], [s for aside, s in counted if aside])


def _notes(picture: Picture, resolution: Resolution) -> tuple[Note, ...]:
    kinds: list[tuple[NoteKind, str]] = []
    if picture.goal is not None and any(
        isinstance(atom, Share) and not requirements_of(picture, atom) for atom, _ in atoms(picture.goal)
    ):
        kinds.append(("needless", ""))
    if resolution.unchecked:
        kinds.append(("unchecked", ""))
    undecided = [id_ for id_, s in resolution.pledges.items() if "undecided" in (s.status, s.best)]
    if undecided:
        kinds.append(("undecided", str(len(undecided))))
    return tuple(Note(kind=kind, subject=subject, text=note_text(kind, subject)) for kind, subject in kinds)
