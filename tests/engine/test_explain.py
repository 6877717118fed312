"""Every explanation suffices alone, and none names more than it needs (§3.7); waiting groups (§3.6)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from plans import Nots, random_plan, random_what_if
from willing.answers.reason import Reason
from willing.engine.explain import Certain, explained, missing
from willing.engine.picture import picture_of
from willing.engine.resolve import Resolution, resolve
from willing.engine.trials import Trials, leaves_of
from willing.engine.waiting import waiting_groups
from willing.model.condition import (
    ALWAYS,
    Always,
    And,
    Condition,
    CountGroup,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    atoms,
    is_consent,
    needs_allocation,
)
from willing.model.condition_text import condition_text
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.questions.why import why

KINDS: list[Nots] = ["monotone", "mixed", "free"]


def standing(resolution: Resolution) -> frozenset[str]:
    """The pledges that are in, in every outcome of every world."""
    return frozenset(id_ for id_, each in resolution.pledges.items() if each.status == "stands")


def resolved(seed: int, nots: Nots) -> tuple[Picture, Resolution] | None:
    rng = random.Random(f"{nots}{seed}")
    plan = random_plan(rng, nots=nots, ahead=True)
    picture, contradictions = picture_of(plan, what_if=random_what_if(rng, plan))
    if contradictions:
        return None
    resolution = resolve(picture)
    return None if resolution.contradiction else (picture, resolution)


def cases(nots: Nots, count: int) -> Iterator[tuple[Picture, Resolution]]:
    for seed in range(count):
        case = resolved(seed, nots)
        if case is not None:
            yield case


def with_condition(picture: Picture, pledge: Pledge, condition: Condition) -> Picture:
    counted = {**picture.counted, pledge.id: replace(pledge, condition=condition, subject_to=())}
    return replace(picture, counted=counted)


def as_condition(reason: Reason) -> Condition:
    """An explanation read as a condition: all that it rests on, case by case."""
    if not reason.by:
        assert reason.condition is not None
        met: Condition = reason.condition
    elif reason.by[0].case is not None:
        met = Or(tuple(as_condition(below) for below in reason.by))
    else:
        met = And(tuple(as_condition(below) for below in reason.by))
    if reason.case is None:
        return met
    id_, value = reason.case
    return And((Name(id_) if value else Not(Name(id_)), met))


@pytest.mark.parametrize("nots", KINDS)
def test_what_is_in_is_in_by_its_explanation_alone(nots: Nots) -> None:
    explanations = 0
    for picture, resolution in cases(nots, 400):
        for id_, standing in resolution.pledges.items():
            if not standing.firm:
                continue
            pledge = picture.counted[id_]
            firm = frozenset({"stands"} if standing.status == "stands" else {"stands", "together"})
            certain = Certain(picture=picture, resolution=resolution, firm=firm)
            met = as_condition(explained(certain, pledge.needs, pledge.partner))
            if nots != "free":
                assert resolve(with_condition(picture, pledge, met)).pledges[id_].firm
            elif "others" not in condition_text(met):  # a goal has none
                assert (told := resolve(picture, goal=met).goal) is not None
                assert told.firm
                assert follows(picture, met, pledge.needs)
            explanations += 1
    assert explanations > 200


def follows(picture: Picture, condition: Condition, other: Condition) -> bool:
    """Whether one condition implies another, whoever is in: with everybody free to be in or not, as a goal."""
    if "others" in condition_text(other):
        return True
    free = {
        id_: replace(p, condition=Name(id_), own_decision=False, subject_to=()) for id_, p in picture.counted.items()
    }
    plan = replace(picture.plan, pledges={**picture.plan.pledges, **free})
    found = resolve(replace(picture, plan=plan, counted=free, pledges=free), goal=Or((Not(condition), other)))
    return found.goal is not None and found.goal.status == "stands"


def so_far(picture: Picture, pledge: Pledge, reasons: tuple[Reason, ...]) -> Resolution | None:
    """The plan once the leaves of an explanation are so; None where no world allows them."""
    wanted: dict[str, bool] = {}
    unconditional = set()
    condition = pledge.needs
    decided = dict(picture.decided)
    for reason in reasons:
        leaf = reason.condition
        if leaf is None:
            decided[pledge.id] = True
            continue
        atom = leaf.of if isinstance(leaf, Not) else leaf
        if isinstance(atom, Name) and (atom.id in picture.plan.assumptions or is_consent(atom.id)):
            wanted[atom.id] = leaf is atom
        elif isinstance(atom, Name) and atom.id in picture.plan.pledges and leaf is atom:
            unconditional |= set(picture.meaning(atom.id)[:1])
        condition = granted(condition, atom, met=leaf is atom)
    decided, contradictions = decide(picture.plan, [wanted, decided])
    if contradictions:
        return None
    unknown = tuple(id_ for id_ in picture.unknown if id_ not in decided)
    then = with_condition(replace(picture, decided=decided, unknown=unknown), pledge, condition)
    return resolve(then, unconditional=frozenset(unconditional))


def granted(condition: Condition, atom: Condition, *, met: bool) -> Condition:
    """The condition with an atom taken as met, or as not."""
    if condition == atom:
        return ALWAYS if met else Not(ALWAYS)
    if isinstance(condition, Not):
        return Not(granted(condition.of, atom, met=met))
    if hasattr(condition, "of"):
        return replace(condition, of=tuple(granted(part, atom, met=met) for part in condition.of))
    return condition


@pytest.mark.parametrize("nots", KINDS)
def test_what_is_missing_brings_it_in_and_nothing_smaller_does(nots: Nots) -> None:
    explanations = 0
    for picture, resolution in cases(nots, 250):
        certain = Certain(picture=picture, resolution=resolution)
        for id_, standing in resolution.pledges.items():
            pledge = picture.counted[id_]
            if standing.firm:
                continue
            trials = Trials(picture=picture, resolution=resolution, left=10_000)
            lacks = missing(certain, pledge.needs, pledge, trials)
            if lacks is None:
                continue
            then = so_far(picture, pledge, lacks)
            if then is None or then.contradiction:  # the plan forbids what the condition by itself would need
                continue
            explanations += 1
            if not any(under_not for _, under_not in atoms(pledge.needs)):
                assert then.pledges[id_].firm
            own = tuple(reason for reason in lacks if reason.condition is None)
            leaves = tuple(reason for reason in lacks if reason.condition is not None)
            for fewer in combinations(leaves, len(leaves) - 1) if leaves else ():
                less = so_far(picture, pledge, (*fewer, *own))
                assert less is None or less.contradiction or not less.pledges[id_].firm
    assert explanations > 100


@pytest.mark.parametrize("nots", KINDS)
def test_what_a_walk_says_of_a_trial_the_engine_says_too(nots: Nots) -> None:
    walked = 0
    for seed in range(150):
        rng = random.Random(f"trials {nots}{seed}")
        plan = random_plan(rng, nots=nots, ahead=True, either=seed % 3 == 0, follows=seed % 5 == 0)
        picture, contradictions = picture_of(plan, what_if=random_what_if(rng, plan))
        resolution = resolve(picture)
        if contradictions or resolution.contradiction:
            continue
        goal = picture.goal if picture.goal is not None and not needs_allocation(picture.goal) else None
        subjects: list[Pledge | None] = [p for p in picture.counted.values() if not resolution.pledges[p.id].firm]
        for pledge in (*subjects, *([None] if goal is not None else [])):
            trials = Trials(picture=picture, resolution=resolution, left=1, goal=goal if pledge is None else None)
            condition = pledge.needs if pledge is not None else goal or ALWAYS
            leaves = [x for x in dict.fromkeys(leaves_of(condition)) if not isinstance(x.atom, Always | Never)]
            chosen = tuple(leaf for leaf in leaves if rng.random() < 0.5)
            asked = trials.granted(pledge, chosen)
            found = None if asked is None else trials.walked(pledge, asked)
            if asked is not None and found is not None:
                walked += 1
                assert found == trials.resolved(pledge, asked)
    assert walked > 100


def test_what_waits_in_a_circle_lacks_only_what_comes_from_outside() -> None:
    plan = random_plan(random.Random(1), nots="monotone")
    pledges = {
        "a": Pledge(id="a", partner="DE", condition=And((Name("b"), Name("c")))),
        "b": Pledge(id="b", partner="FR", condition=Name("a")),
        "c": Pledge(id="c", partner="PL", condition=Not(ALWAYS)),
    }
    picture = picture_of(replace(plan, pledges=pledges, groups={}, goal=None))[0]
    found = why(picture, resolve(picture), "a")
    assert [reason.condition for reason in found.missing or ()] == [Name("c")]


# -- waiting groups, from the words of §3.6 ---------------------------------------------------------------------------


def needs(picture: Picture, pledge: Pledge, other: Pledge) -> bool:
    """``other`` stands in the condition of ``pledge``, not under a ``not``."""
    plan = picture.plan

    def matches(capability: str | None) -> bool:
        return capability is None or plan.provides(other, capability)

    for atom, under_not in atoms(pledge.needs):
        if under_not:
            continue
        match atom:
            case Name(id=name, capability=capability):
                if name in plan.pledges:
                    if other.id in picture.meaning(name):
                        return True
                elif name == other.partner and name not in plan.assumptions and matches(capability):
                    return True
            case CountGroup(group=group, others=others, capability=capability):
                inside = other.partner in plan.groups[group].of and matches(capability)
                if inside and not (others and other.partner == pledge.partner):
                    return True
            case Weight(group=group) if other.partner in plan.groups[group].of:
                return True
            case Total(whose=str(whose)) if other.partner not in plan.members(whose):
                continue
            case CountPartners(others=others, capability=capability) | Total(others=others, capability=capability):
                if matches(capability) and not (others and other.partner == pledge.partner):
                    return True
            case Share():
                from willing.engine.network import eligible, requirements_of

                if any(eligible(picture, other, r) for r in requirements_of(picture, atom)):
                    return True
    return False


def brute_groups(picture: Picture, resolution: Resolution) -> list[tuple[str, ...]]:
    together = [picture.counted[id_] for id_, s in resolution.pledges.items() if s.status == "together"]
    reach = {p.id: {q.id for q in together if needs(picture, p, q)} for p in together}
    for middle in reach:
        for start in reach:
            if middle in reach[start]:
                reach[start] |= reach[middle]
    groups = {
        tuple(q.id for q in together if q.id == p.id or (q.id in reach[p.id] and p.id in reach[q.id]))
        for p in together
        if p.id in reach[p.id]
    }
    order = list(picture.counted)
    return sorted(groups, key=lambda group: [order.index(id_) for id_ in group])


@pytest.mark.parametrize("nots", KINDS)
def test_waiting_groups_starters_and_what_they_unlock(nots: Nots) -> None:
    groups = starters = 0
    for picture, resolution in cases(nots, 500):
        found = waiting_groups(picture, resolution)
        assert [group.pledges for group in found] == brute_groups(picture, resolution)
        for group in found:
            groups += 1
            members = set(group.pledges)
            smallest: list[tuple[str, ...]] = []
            for size in range(1, min(3, len(group.partners)) + 1):
                for partners in combinations(group.partners, size):
                    forced = frozenset(id_ for id_ in members if picture.counted[id_].partner in partners)
                    if members <= standing(resolve(picture, unconditional=forced)):
                        smallest.append(partners)
                if smallest:
                    break
            starters += bool(smallest)
            assert group.starters == tuple(smallest)
            then = standing(resolve(picture, unconditional=frozenset(members)))
            outside = then - standing(resolution) - members
            assert set(group.unlocks or ()) == outside
    assert groups > 30
    assert starters > 20
