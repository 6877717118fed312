"""The oracle against what was worked out by hand (§11), and against the other ways of saying the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

import oracle
from oracle import Answer, NoOutcome, Status
from plans import random_plan, random_what_if
from willing.model.condition import (
    ALWAYS,
    Always,
    And,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    atoms,
)
from willing.model.decided import decide
from willing.model.plan import Assumption, Choice, Group, Partner, Plan, Pledge, Pool, Requirement, Stage, Unit
from willing.notation.grammar import Scope, parse_condition

STANDS = Status("stands", "stands")
TOGETHER = Status("together", "together")
RIVAL = Status("rival", "rival")
OPEN = Status("open", "stands")
BLOCKED = Status("blocked", None)


def a_plan(pledges: dict[str, str | dict[str, Any]], *, goal: str = "", names: Iterable[Any] = ()) -> Plan:
    """A plan of pledges, each by its condition or by its keys; the partner is what stands before the dash of the id.

    ``names``: assumptions, choices, groups, pools, requirements and units, in any order.
    """
    its: dict[type, dict[str, Any]] = {t: {} for t in (Assumption, Choice, Group, Pool, Requirement, Unit)}
    for thing in names:
        its[type(thing)][thing.id] = thing
    partners = dict.fromkeys(id_.split("-")[0] for id_ in pledges)
    kinds: dict[str, Any] = dict.fromkeys(partners, "partner")
    kinds |= dict.fromkeys(its[Assumption], "assumption") | dict.fromkeys(its[Group], "group")
    kinds |= dict.fromkeys((id_ for id_ in pledges if "-" in id_), "pledge")
    sized = {r.id: r.needs is not None for r in its[Requirement].values()}
    read: dict[str, Pledge] = {}
    for id_, keys in pledges.items():
        keys = {"if": keys} if isinstance(keys, str) else dict(keys)
        only_if = keys.pop("only_if", None)
        condition = parse_condition(only_if or keys.pop("if", "always"), Scope(kinds=kinds, requirements=sized))
        partner = id_.split("-")[0]
        read[id_] = Pledge(id=id_, partner=partner, condition=condition, own_decision=only_if is not None, **keys)
    goal_scope = Scope(kinds=kinds, role="goal", requirements=sized, domains=("air",), priorities=(1,))
    return Plan(
        name="worked",
        goal=parse_condition(goal, goal_scope) if goal else None,
        partners={id_: Partner(id=id_) for id_ in partners},
        pledges=read,
        assumptions=its[Assumption],
        choices=its[Choice],
        groups=its[Group],
        pools=its[Pool],
        requirements=its[Requirement],
        units=its[Unit],
    )


def answer(plan: Plan, **what_if: bool) -> Answer:
    found = oracle.resolve(plan, plan.as_of, [what_if])
    assert isinstance(found, Answer)
    return found


def words(plan: Plan, **what_if: bool) -> list[str | None]:
    return [status.word if status else None for status in answer(plan, **what_if).pledges.values()]


def unknown(*ids: str) -> list[Assumption]:
    return [Assumption(id=id_) for id_ in ids]


# -- §11 ----------------------------------------------------------------------------------------------------------


def thresholds(*ks: int) -> Plan:
    return a_plan({f"P{i}": f"at least {k} others" for i, k in enumerate(ks)})


def test_a_row_of_thresholds_falls_like_dominoes() -> None:
    assert words(thresholds(*range(7))) == ["stands"] * 7


def test_one_missing_stone_stops_it() -> None:
    assert words(thresholds(0, 2, 2, 3, 4, 5, 6)) == ["stands"] + ["together"] * 6


@pytest.mark.parametrize(
    ("ks", "status"), [((2, 2, 2, 4, 4), "together"), ((3, 3, 3, 5, 5), "blocked"), ((0, 1, 2, 3, 4), "stands")]
)
def test_five_partners(ks: tuple[int, ...], status: str) -> None:
    assert words(thresholds(*ks)) == [status] * 5


def test_a_pledge_may_hold_itself_up() -> None:
    assert words(a_plan({"A": "at least 1 partners"})) == ["together"]


def test_bonn_1978() -> None:
    bonn: dict[str, str | dict[str, Any]] = {
        "DE-growth": "US-oil and GB-tariffs",
        "US-oil": "DE-growth",
        "JP-growth": "US-oil",
        "GB-tariffs": "DE-growth and JP-growth",
        "US-inflation": "always",
    }
    assert words(a_plan(bonn)) == ["together"] * 4 + ["stands"]
    assert answer(a_plan(bonn)).partners["US"] == STANDS
    for refused in list(bonn)[:4]:
        assert words(a_plan(bonn | {refused: "never"})) == ["blocked"] * 4 + ["stands"]


def test_rivals() -> None:
    found = answer(a_plan({"A": "not B", "B": "not A"}, goal="at least 2 partners"))
    assert list(found.pledges.values()) == [RIVAL, RIVAL]
    assert found.maximal == (("A",), ("B",))
    assert found.goal == BLOCKED


def test_a_goal_that_hangs_on_an_unknown_size() -> None:
    plan = a_plan({"DE": {"provides": "troops"}, "FR": {"provides": "troops", "amount": 2}}, goal="total(troops) >= 5")
    assert answer(plan).goal == OPEN
    assert answer(plan).pledges["DE"] == STANDS


def test_either_way_on_an_unknown() -> None:
    assert list(answer(a_plan({"A": "x", "B": "not x"}, names=unknown("x"))).pledges.values()) == [OPEN, OPEN]


def test_no_outcome() -> None:
    plan = a_plan({"A": "not B", "B": "A"})
    found = oracle.resolve(plan, None)
    assert isinstance(found, NoOutcome)
    assert found.world is not None
    a, b = both = tuple(plan.pledges.values())
    assert not oracle.can_all_be_met(plan, None, found.world, both, both)
    assert oracle.can_all_be_met(plan, None, found.world, both, [a])
    assert oracle.can_all_be_met(plan, None, found.world, both, [b])


def test_their_own_decision() -> None:
    plan = a_plan({"FR": {"only_if": "x"}}, names=unknown("x"))
    assert [words(plan, x=True), words(plan, x=False), words(plan)] == [["open"], ["blocked"], ["open"]]
    assert words(plan, x=True, FR=True) == ["stands"]


@pytest.mark.parametrize(
    ("others", "status"),
    [
        ([{"amount": 30}], "stands"),
        ([{"amount": 29}], "blocked"),
        ([{"amount": 29}, {}], "open"),
        ([{"amount": 29}, {"up_to": 1}], "open"),
    ],
)
def test_matching_what_others_give(others: list[dict[str, Any]], status: str) -> None:
    pledges: dict[str, Any] = {"DE": {"if": "others(pac3) >= 30", "provides": "pac3", "amount": 5}}
    pledges |= {f"P{i}": {"provides": "pac3", **keys} for i, keys in enumerate(others)}
    assert words(a_plan(pledges))[0] == status


def test_votes() -> None:
    votes: dict[str, Any] = {f"P{i}": {"provides": "votes", "amount": n} for i, n in enumerate((4, 4, 4, 2, 2, 1))}
    for without in votes:
        few = {id_: keys for id_, keys in votes.items() if id_ != without}
        assert answer(a_plan(few, goal="total(votes) >= 12")).goal == STANDS
    assert answer(a_plan(dict(list(votes.items())[2:]), goal="total(votes) >= 12")).goal == BLOCKED


# -- the rest of the language -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        ("DE with fighters", True),
        ("FR with fighters", False),
        ("at least 2 partners", True),
        ("at least 3 partners", False),
        ("at least 2 partners with troops", True),
        ("at least 2 partners with fighters", False),
        ("at least 2 of us", True),
        ("all of us", False),
        ("all of us with fighters", False),
        ("at least 1 of (never, PL, DE and FR)", True),
        ("at least 2 of (DE, DE, PL)", True),
        ("all of (DE, not PL)", True),
        ("total(troops) >= 5.5", False),
        ("total(troops) >= 5", True),
        ("total('no such thing') >= 0", True),
        ("offered(staff)", False),
        ("offered(staff) >= 40%", True),
        ("offered(staff) >= 40.1%", False),
        ("offered(domain air)", True),
        ("offered(priority 1) >= 0%", True),
        ("offered(all) >= 41%", False),
    ],
)
def test_atoms(goal: str, met: bool) -> None:
    plan = a_plan(
        {
            "DE-troops": {"provides": "troops", "amount": 3, "not_in": ("north",)},
            "DE-wings": {"provides": "wing", "amount": 3},
            "FR-troops": {"provides": "troops", "amount": 2, "up_to": 10},
            "PL-no": "never",
        },
        goal=goal,
        names=[
            Group(id="us", of=("DE", "FR", "PL")),
            Requirement(id="staff", needs=5, of=("troops",), in_place="north"),
            Requirement(id="jets", domain="air", needs=7, of=("fighters",)),
            Requirement(id="more", domain="air", of=("fighters",)),
            Unit(id="wing", equals=Decimal("2.5"), of="fighters"),
        ],
    )
    assert answer(plan).goal == (STANDS if met else BLOCKED)


def test_others_leave_out_the_own_partner() -> None:
    plan = a_plan(
        {
            "DE-a": "always",
            "DE-b": {"if": "at least 1 others", "provides": "troops", "amount": 4},
            "DE-c": "all others of us",
            "DE-d": "others(troops) >= 1",
            "FR-a": {"if": "at least 1 others of us with troops"},
            "FR-b": "others(troops) >= 4",
        },
        names=[Group(id="us", of=("DE", "FR"))],
    )
    assert words(plan) == ["stands", "together", "together", "blocked", "together", "together"]


def test_a_pool_counts_once_in_its_unit() -> None:
    pool = {"provides": "wing", "pool": "stock", "amount": 2}
    plan = a_plan(
        {"A": pool, "B": pool, "C": {"if": "total(fighters) >= 7"}, "D": {"if": "total(fighters) >= 8"}},
        names=[Pool(id="stock", size=3), Unit(id="wing", equals=Decimal("2.5"), of="fighters")],
    )
    assert words(plan) == ["stands", "stands", "stands", "blocked"]
    endless = a_plan(
        {"A": {"provides": "t", "pool": "stock"}, "B": "total(t) >= 3", "C": "total(t) >= 4"},
        names=[Pool(id="stock", size=3)],
    )
    assert words(endless) == ["stands", "open", "blocked"]


def test_eligibility() -> None:
    sea = Requirement(id="sea", domain="air", needs=1, of=("ships",), in_place="north")
    caveats: list[tuple[dict[str, Any], bool]] = [
        ({}, True),
        ({"only": ("sea",)}, True),
        ({"only": ("air",)}, True),
        ({"only": ("land",)}, False),
        ({"not_in": ("north",)}, False),
        ({"not_in": ("south",)}, True),
        ({"provides": "boats"}, False),
    ]
    for caveat, met in caveats:
        pledge = {"provides": "ships", "amount": 1, **caveat}
        assert answer(a_plan({"A": pledge}, goal="offered(sea)", names=[sea])).goal == (STANDS if met else BLOCKED)


def test_the_picture_of_a_day() -> None:
    march, april, may = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)
    plan = a_plan(
        {
            "A-old": {"said": march},
            "A-new": {"if": "never", "said": april, "replaces": ("A-old",)},
            "B-waits": "A-old",
            "C-lapses": {"until": april},
            "D-over": {"said": march, "ended": april},
            "E-later": {"said": may},
            "F-hint": {"stage": Stage.signalled},
            "G-waits": "at least 1 of (C-lapses, D-over, E-later, F-hint)",
        }
    )
    before = oracle.resolve(plan, march)
    assert isinstance(before, Answer)
    assert before.pledges == {
        "A-old": STANDS, "B-waits": STANDS, "C-lapses": STANDS, "D-over": STANDS, "F-hint": None, "G-waits": STANDS,
    }  # fmt: skip
    after = oracle.resolve(plan, april)
    assert isinstance(after, Answer)
    assert after.pledges == {"A-new": BLOCKED, "B-waits": BLOCKED, "F-hint": None, "G-waits": BLOCKED}
    assert after.partners["F"] is None
    assert after.partners["C"] is None


def test_a_replaced_name_means_any_that_replaced_it() -> None:
    plan = a_plan(
        {
            "A-1": "always",
            "A-2": {"if": "never", "replaces": ("A-1",)},
            "A-3": {"if": "never", "replaces": ("A-1",)},
            "A-4": {"replaces": ("A-3",)},
            "B": "A-1",
            "C": "A-2",
        }
    )
    assert answer(plan).pledges == {"A-2": BLOCKED, "A-4": STANDS, "B": STANDS, "C": BLOCKED}


def test_what_is_decided_later_wins() -> None:
    x, y, z = (Assumption(id=id_, holds=((None, value),)) for id_, value in (("x", True), ("y", False), ("z", False)))
    plan = a_plan({"A": "x", "B": "y", "C": "z"}, names=[x, replace(y, implies=("z",)), z])
    assert words(plan) == ["stands", "blocked", "blocked"]
    assert words(plan, y=True) == ["stands", "stands", "stands"]
    seat = Choice(id="seat", options=("x", "z"))
    assert words(replace(plan, choices={"seat": seat}), y=True) == ["blocked", "stands", "stands"]
    assert words(replace(plan, premise=("y",)), z=False) == ["stands", "blocked", "blocked"]
    impossible = replace(plan, choices={"seat": Choice(id="seat", options=("y", "z"))})
    assert oracle.resolve(impossible, None, [{"y": True}]) == NoOutcome(None)


# -- laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(300))
def test_deciding_is_what_its_definition_says(seed: int) -> None:
    """Passing decisions on leaves the same assignments as looking at all of them."""
    rng = Random(seed)
    plan = random_plan(rng, unknowns=(0, 5))
    layers = [random_what_if(rng, plan), random_what_if(rng, plan)]
    holds = {a.id: v for a in plan.assumptions.values() if (v := a.holds_on(plan.as_of)) is not None}
    decided, contradictions = decide(plan, [*layers, dict.fromkeys(plan.premise, True), holds])
    assert not contradictions
    left = oracle.allowed(plan, plan.as_of, layers)
    anew = replace(plan, premise=(), assumptions={i: replace(a, holds=()) for i, a in plan.assumptions.items()})
    assert left == oracle.allowed(anew, None, [decided])
    assert left


@pytest.mark.parametrize("seed", range(100))
def test_without_not_everybody_moving_at_once_is_the_one_maximal_outcome(seed: int) -> None:
    plan = random_plan(Random(seed), nots="monotone")
    counted = [p for p in oracle.picture(plan, plan.as_of) if p.stage >= plan.counts]
    for world in oracle.worlds_of(plan, plan.as_of, [], counted):
        assert len(oracle.maximal(oracle.outcomes_of(plan, plan.as_of, world, counted))) == 1


def test_random_plans_leave_nothing_out() -> None:
    """Every kind of condition, every status, worlds without an outcome: whatever is held against the oracle."""
    kinds: set[object] = set()
    statuses: set[object] = set()
    for seed in range(300):
        plan = random_plan(Random(seed), ahead=True)
        for condition in [p.condition for p in plan.pledges.values()] + ([plan.goal] if plan.goal else []):
            kinds |= {type(atom) for atom, _ in atoms(condition)} | {type(condition)}
            kinds |= {
                (type(a), a.others) for a, _ in atoms(condition) if isinstance(a, CountPartners | CountGroup | Total)
            }
        found = oracle.resolve(plan, plan.as_of)
        kinds.add(type(found))
        if isinstance(found, Answer):
            statuses |= {*found.pledges.values(), *found.partners.values()}
    assert kinds >= {
        NoOutcome,
        Always,
        Never,
        Name,
        Not,
        And,
        Or,
        CountOf,
        CountGroup,
        CountPartners,
        Total,
        Weight,
        Share,
    }
    assert kinds >= {(kind, others) for kind in (CountPartners, CountGroup, Total) for others in (False, True)}
    words = ("stands", "together", "rival")
    assert statuses >= {None, BLOCKED, STANDS, TOGETHER, RIVAL, *(Status("open", best) for best in words)}
    assert statuses >= {Status("together", "stands"), Status("rival", "stands")}


def test_filled_and_usable_are_not_for_the_oracle() -> None:
    need = Requirement(id="r", needs=1, of=("x",))
    with pytest.raises(NotImplementedError):
        oracle.resolve(a_plan({"A": "always"}, goal="usable(r)", names=[need]), None)
    with pytest.raises(NotImplementedError):
        oracle.resolve(a_plan({"A": "always"}, names=[need]), None)
    assert oracle.resolve(replace(a_plan({"A": "always"}), goal=Name("A")), None)
    assert a_plan({"A": "always"}).pledges["A"].condition == ALWAYS
