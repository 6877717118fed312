"""The picture of a day (§8.1): which pledges are on the table, what is decided, and what is left open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from willing.model.condition import ALWAYS, Never, Share, atoms
from willing.model.decided import Contradiction, decide
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge
from willing.model.table import on_the_table, requirements_unheard_of, unheard_of


def picture_of(
    plan: Plan,
    *,
    day: date | None = None,
    known_by: date | None = None,
    scenarios: Sequence[str] = (),
    what_if: Mapping[str, bool | None] | None = None,
    without: Sequence[str] = (),
    firm: Sequence[str] = (),
) -> tuple[Picture, tuple[Contradiction, ...]]:
    """The picture of ``day`` (default: the plan's own), and the decisions that contradict each other, if any.

    A ``what_if`` of None leaves open what the plan or a scenario decides. ``without`` and ``firm``: partners or pledges
    that are out, and that come whatever their conditions say (§7.4).
    Layers of contradictions: 0 what-if, then the scenarios from last to first, then premise, then ``holds``.
    Raises KeyError for a scenario the plan does not have.
    """
    for scenario in scenarios:
        plan = plan.in_scenario(scenario)
    out = [id_ for name in without for id_ in pledges_of(plan, name)]
    sure = {id_: as_firm(plan.pledges[id_]) for name in firm for id_ in pledges_of(plan, name)}
    sure = {id_: p for id_, p in sure.items() if p.stage >= plan.counts}
    if out or sure:
        plan = replace(plan, aside=tuple(dict.fromkeys((*plan.aside, *out))), pledges={**plan.pledges, **sure})
    picture, contradictions = picture_as_read(plan, day=day, known_by=known_by, scenarios=scenarios, what_if=what_if)
    return replace(picture, without=tuple(without), firm=tuple(firm)), contradictions


def pledges_of(plan: Plan, name: str) -> tuple[str, ...]:
    """The pledges of a partner; or a pledge, with all that took its place on whatever day."""
    if name in plan.partners:
        return tuple(p.id for p in plan.pledges.values() if p.partner == name)
    found = {name: None}
    stack = [name]
    while stack:
        replaced = stack.pop()
        later = [p.id for p in plan.pledges.values() if replaced in p.ends and p.id not in found]
        found |= dict.fromkeys(later)
        stack += later
    return tuple(found)


def as_firm(pledge: Pledge) -> Pledge:
    """The pledge without condition, decision and consents; a refusal stays one (§7.4)."""
    if isinstance(pledge.condition, Never):
        return pledge
    return replace(pledge, condition=ALWAYS, own_decision=False, subject_to=())


def picture_as_read(
    plan: Plan,
    *,
    day: date | None,
    known_by: date | None,
    scenarios: Sequence[str],
    what_if: Mapping[str, bool | None] | None,
    unsaid: frozenset[str] = frozenset(),
) -> tuple[Picture, tuple[Contradiction, ...]]:
    """As :func:`picture_of`, of a plan whose pledges and requirements already are as the scenarios read them."""
    day = day if day is not None else plan.as_of
    unheard = unheard_of(plan, known_by)
    plan = _without_needs(plan, requirements_unheard_of(plan, known_by))
    layers = _layers(plan, day, unheard, scenarios)
    decided, contradictions = decided_with(plan, layers, what_if or {})
    pledges, means = on_the_table(plan, day, unheard | unsaid)
    aside = frozenset(plan.aside)
    counted = {id_: p for id_, p in pledges.items() if p.stage >= plan.counts and id_ not in aside}
    picture = Picture(
        plan=plan,
        day=day,
        known_by=known_by,
        scenarios=tuple(scenarios),
        pledges=pledges,
        counted=counted if len(counted) < len(pledges) else pledges,
        means=means,
        decided=decided,
        unknown=tuple(id_ for id_ in plan.assumptions if id_ not in decided),
        goal=plan.goal or default_goal(plan),
        what_if=what_if or {},
    )
    return picture, contradictions


def _without_needs(plan: Plan, unheard: frozenset[str]) -> Plan:
    """The plan before anything was known of these requirements but that there are some; a goal that names one of them
    speaks of nothing yet."""
    if not unheard:
        return plan
    needs = {id_: replace(r, needs=None) if id_ in unheard else r for id_, r in plan.requirements.items()}
    shares = [atom for atom, _ in atoms(plan.goal or ALWAYS) if isinstance(atom, Share)]
    speaks = any(share.scope == "requirement" and share.which in unheard for share in shares)
    return replace(plan, requirements=needs, goal=None if speaks else plan.goal)


def in_worlds(
    picture: Picture, what_ifs: Iterable[Mapping[str, bool | None]]
) -> Iterator[tuple[dict[str, bool], tuple[Contradiction, ...]]]:
    """What is decided with each of many what-ifs, and their contradictions: all else is as in the picture, which must
    have none of its own."""
    plan = picture.plan
    layers = _layers(plan, picture.day, unheard_of(plan, picture.known_by), picture.scenarios)
    for what_if in what_ifs:
        yield decided_with(plan, layers, what_if)


def _layers(
    plan: Plan, day: date | None, unheard: frozenset[str], scenarios: Sequence[str]
) -> tuple[Mapping[str, bool], ...]:
    """What scenarios, the premise and ``holds`` decide, the strongest first."""
    holds = {
        a.id: value for a in plan.assumptions.values() if a.id not in unheard and (value := a.holds_on(day)) is not None
    }
    consents = ((id_, consent) for p in plan.pledges.values() if p.subject_to for id_, consent in p.consents.items())
    holds |= {id_: value for id_, consent in consents if (value := consent.given_on(day)) is not None}
    return (*(plan.scenarios[s].assume for s in reversed(scenarios)), dict.fromkeys(plan.premise, True), holds)


def decided_with(
    plan: Plan, layers: Iterable[Mapping[str, bool]], what_if: Mapping[str, bool | None]
) -> tuple[dict[str, bool], tuple[Contradiction, ...]]:
    """What layers decide, and over them a what-if, in which None leaves open what they would decide."""
    asked = {id_: value for id_, value in what_if.items() if value is not None}
    if len(asked) < len(what_if):
        layers = [{id_: value for id_, value in layer.items() if id_ not in what_if} for layer in layers]
    return decide(plan, [asked, *layers])


def default_goal(plan: Plan) -> Share | None:
    """``usable(priority N)`` of the first priority there is (§1); None where no requirement says its need."""
    priorities = [r.priority for r in plan.requirements.values() if r.needs is not None]
    return Share("usable", "priority", str(min(priorities))) if priorities else None
