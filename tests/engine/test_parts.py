"""What is certain is decided first, and parts that touch nothing else apart (§3.4)."""

import random
from itertools import product
from typing import Any

import pytest
from test_engine import expected, pairs
from test_oracle import a_plan, unknown

import oracle
from oracle import Answer
from willing.engine.budget import Budget
from willing.engine.picture import picture_of
from willing.engine.resolve import Resolution, resolve, standing_if
from willing.model.plan import Choice, Plan, Pool

#: Corners that hang together in themselves only, by their pledges; ``@`` is the number of the corner.
CORNERS: tuple[dict[str, str], ...] = (
    {"A@": "not B@", "B@": "not A@"},
    {"A@": "x", "B@": "not x"},
    {"A@": "B@", "B@": "A@", "C@": "not A@"},
    {"A@": "A@ and not x"},
    {"A@": "x or not B@", "B@": "y and not A@"},
    {"A@": "C@ or not B@", "B@": "not A@", "C@": "C@ and y"},
    {"A@": "not B@", "B@": "x", "C@": "A@ and A@ or C@ and not C@"},
)
GOALS = (
    "at least 2 partners", "at least 3 partners", "A0 and A1", "A0 or not A1", "total(t) >= 3", "total(t) >= 4",
    "not B0 and at least 2 partners",
)  # fmt: skip


def corners(*which: int, goal: str) -> Plan:
    pledges = {
        name.replace("@", str(number)): {
            "if": condition.replace("@", str(number)),
            "provides": "t",
            "amount": 1 + number,
        }
        for number, corner in enumerate(which)
        for name, condition in CORNERS[corner].items()
    }
    return a_plan(pledges, goal=goal, names=unknown("x", "y"))


def found(plan: Plan) -> Resolution:
    picture, _ = picture_of(plan)
    return resolve(picture, goal=plan.goal)


@pytest.mark.parametrize("first", range(len(CORNERS)))
def test_corners_are_decided_as_the_whole_is(first: int) -> None:
    for second, goal in product(range(len(CORNERS)), GOALS):
        if "B0" in goal and "B@" not in CORNERS[first]:
            continue
        plan = corners(first, second, goal=goal)
        whole = oracle.resolve(plan, None)
        assert isinstance(whole, Answer)
        resolution = found(plan)
        assert pairs(resolution.pledges) == expected(whole.pledges)
        assert resolution.goal is not None
        assert whole.goal is not None
        assert (resolution.goal.status, resolution.goal.best) == (whole.goal.word, whole.goal.best), (
            first,
            second,
            goal,
        )
        if resolution.listing is not None:
            assert resolution.listing.sets == whole.maximal


def test_many_rival_pairs_are_decided_with_the_goal_of_their_sum() -> None:
    pledges = {f"P{i}": {"if": f"not P{i ^ 1}", "provides": "ships", "amount": 1} for i in range(60)}
    for goal, status in (("30", "stands"), ("31", "blocked")):
        resolution = found(a_plan(pledges, goal=f"total(ships) >= {goal}"))
        assert {s.status for s in resolution.pledges.values()} == {"rival"}
        assert resolution.goal is not None
        assert resolution.goal.status == status
        assert resolution.listing is not None
        assert len(resolution.listing.sets) == 20
        assert not resolution.listing.complete


def test_nothing_is_undecided_but_what_hangs_on_what_is() -> None:
    """A thousand pledges, and in one corner more cases than are walked through."""
    names = [f"u{i}" for i in range(12)]
    rng = random.Random(1)
    pledges = {f"P{i}": f"P{rng.randrange(1, 1000)} or P{rng.randrange(1, 1000)}" for i in range(1, 1000)}
    pledges["P0"] = " and ".join(f"not {name}" for name in names)
    pledges["P7"] = "P0 or " + " or ".join(names)
    resolution = found(a_plan(pledges, names=unknown(*names)))
    assert resolution.pledges["P0"].status == "open"
    assert not any(s.status == "undecided" for s in resolution.pledges.values())


def test_of_something_and_its_opposite_exactly_one_is_true() -> None:
    plan = a_plan({"A": "A and not A", "B": "x or not x", "C": "at least 2 of (x, not x, B)"}, names=unknown("x"))
    assert [s.status for s in found(plan).pledges.values()] == ["blocked", "stands", "stands"]


def test_ranges_that_cannot_come_together_are_left_to_the_solver() -> None:
    """A or C, B or D: each may be 1 of three, all three never."""
    pledges: dict[str, Any] = {"A": "not C", "C": "not A", "B": "not D", "D": "not B"}
    resolution = found(a_plan(pledges, goal="at least 3 of (A, B, C and D)"))
    assert resolution.goal is not None
    assert resolution.goal.status == "blocked"


def test_beside_rivals_a_trial_is_left_to_the_solver() -> None:
    picture = picture_of(a_plan({"A": "not B", "B": "not A", "C": "D", "D": "C"}))[0]
    resolution = resolve(picture)
    assert resolution.walks is None
    assert standing_if(picture, resolution, frozenset({"C"}), Budget.of("groups")) == bytes((0, 0, 1, 1))
    assert standing_if(picture, resolution, frozenset(), Budget.of("groups")) == bytes((0, 0, 0, 0))


def test_a_part_is_whatever_hangs_together_by_those_below_or_above() -> None:
    """C comes in where F does not, so that B may lose by it; D is needed by more."""
    pledges: dict[str, Any] = {"B": "D and F", "D": "D", "F": "F", "C": "not F", "G": "G", "H": "not G"}
    pledges |= {f"X{i}": "D and G" for i in range(3)}
    plan = a_plan(pledges)
    whole = oracle.resolve(plan, None)
    assert isinstance(whole, Answer)
    assert pairs(found(plan).pledges) == expected(whole.pledges)


def test_with_many_unknowns_and_no_more_than_these_under_a_not() -> None:
    names = [f"u{i}" for i in range(12)]
    some = " or ".join(names)
    plan = a_plan(
        {
            "A": f"({some}) and not ({some})",
            "B": f"({some}) or not ({some})",
            "C": f"C or ({some}) and not (u0 and u1)",
            "D": f"D and (({some}) or not ({some}))",
            "E": f"({some}) and not u0",
            "F": f"F and ({some}) and not u0",
        },
        names=unknown(*names),
    )
    assert pairs(found(plan).pledges) == {
        "A": ("blocked", None),
        "B": ("stands", "stands"),
        "C": ("together", "stands"),
        "D": ("together", "together"),
        "E": ("open", "stands"),
        "F": ("open", "together"),
    }


def test_what_excludes_each_other_is_taken_both_ways_beside_too_many_cases() -> None:
    names = [f"u{i}" for i in range(12)]
    pledges = {"A": "x or y", "B": "x and y", "C": " and ".join(f"not {name}" for name in names), "D": "C or u0"}
    plan = a_plan(pledges, names=[*unknown("x", "y", *names), Choice(id="seat", options=("x", "y"))])
    assert pairs(found(plan).pledges) == {
        "A": ("open", "stands"),
        "B": ("blocked", None),
        "C": ("open", "stands"),
        "D": ("open", "stands"),
    }


def test_a_pool_is_no_larger_over_several_parts() -> None:
    gives = {"provides": "ships", "amount": 2, "pool": "yard"}
    pledges: dict[str, Any] = {"A-1": {"if": "not B", **gives}, "B": "not A-1", "A-2": {"if": "not D", **gives}}
    pledges |= {"D": "not A-2"}
    for least, standing in ((3, ("rival", "rival")), (4, ("blocked", None))):
        plan = a_plan(pledges, goal=f"total(ships) >= {least}", names=[Pool(id="yard", size=3)])
        goal = found(plan).goal
        assert goal is not None
        assert (goal.status, goal.best) == standing
