"""The best allocation, held against the definition (tests/oracle_coverage.py), its laws, and worked answers (§11)."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

import oracle_coverage as oracle
from willing.engine.allocate.board import Board, Effort, board_of
from willing.engine.allocate.days import Allocation, Figure, coverage_over_days, filled
from willing.engine.picture import picture_of
from willing.model.plan import Plan, Pledge, Pool, Requirement, Unit

#: Of each kind of random case.
CASES = 1_000

PLACES, DOMAINS = ("north", "south"), ("land", "air")


def board(plan: Plan) -> Board:
    return board_of(picture_of(plan)[0])


def random_case(
    rng: random.Random,
    *,
    pools: bool = True,
    whole: bool = True,
    days: bool = False,
    units: bool = True,
    most: int = 5,
    pledges: int = 5,
) -> Plan:
    """A few pledges and requirements, and whatever may make it hard to say who serves what."""
    given: dict[str, Pledge] = {}
    wanted: dict[str, Requirement] = {}
    equals = Decimal(rng.choice(("2.5", "2", "1.5", "0.4", "3")))
    unit = {"wing": Unit(id="wing", equals=equals, of="ships")} if units and rng.random() < 0.5 else {}
    capabilities = ["troops", "ships", "ships", *unit, *unit]
    for i in range(rng.randint(1, 4)):
        id_ = f"r{i}"
        window = rng.randint(1, 6) if days and rng.random() < 0.5 else None
        from_day = rng.randint(0, 3) if days and rng.random() < 0.5 else 0
        wanted[id_] = Requirement(
            id=id_,
            domain=rng.choice((None, *DOMAINS)),
            priority=rng.choice((1, 1, 2, 3)),
            needs=None if rng.random() < 0.15 else rng.randint(1, most + 2),
            of=rng.choice((("troops",), ("ships",), ("ships",), ("troops", "ships"), *([("wing",)] if unit else []))),
            in_place=rng.choice((None, *PLACES)),
            enablers=tuple(e for e in wanted if rng.random() < 0.35),
            from_day=from_day,
            until_day=None if window is None else from_day + window,
        )
    pooled = rng.choice(capabilities)
    for i in range(rng.randint(0, pledges)):
        id_ = f"p{i}"
        pledge = Pledge(
            id=id_,
            partner="FR",
            provides=rng.choice((*capabilities, *capabilities, None)),
            amount=rng.randint(0, most),
            not_in=(rng.choice(PLACES),) if rng.random() < 0.25 else (),
            only=tuple(rng.sample([*wanted, *DOMAINS], 2)) if rng.random() < 0.3 else (),
            ready=rng.randint(0, 4) if days and rng.random() < 0.6 else 0,
            stays=rng.randint(1, 4) if days and rng.random() < 0.6 else None,
        )
        if pools and pledge.provides is not None and rng.random() < 0.6:
            pledge = replace(pledge, provides=pooled, pool=rng.choice(("pool", "pool", "stock")))
        elif whole and rng.random() < 0.5:
            pledge = replace(pledge, whole=True)
        given[id_] = pledge
    return Plan(
        name="A case",
        units=unit,
        requirements=wanted,
        pledges=given,
        pools={id_: Pool(id=id_, size=rng.randint(0, most + 2)) for id_ in ("pool", "stock")},
    )


def random_gives(rng: random.Random, plan: Plan) -> dict[str, int]:
    return {id_: p.amount or 0 for id_, p in plan.pledges.items() if rng.random() < 0.8}


def check_lawful(plan: Plan, gives: Mapping[str, int], found: Allocation) -> None:
    """What is given is no more than amount, pool and need, by who may give it, and adds up to what is filled."""
    used: dict[str, list[int]] = {}
    for id_, gifts in found.given.items():
        requirement = plan.requirements[id_]
        assert sum(units for _, units in gifts) == found.filled[id_] <= (requirement.needs or 0)
        assert [p for p in plan.pledges if p in dict(gifts)] == [p for p, _ in gifts]
        for pledge_id, units in gifts:
            pledge = plan.pledges[pledge_id]
            assert units > 0
            assert pledge_id in gives
            assert oracle.eligible(plan, pledge, requirement)
            assert found.day is None or oracle.is_there(pledge, found.day)
            for supply in {pledge_id, f"pool {pledge.pool}"}:
                used.setdefault(supply, [0, 0])[pledge.provides not in requirement.of] += units
    for id_ in gives:
        pledge = plan.pledges[id_]
        assert oracle.enough(plan, pledge, gives[id_], *used.get(id_, (0, 0)))
        if pledge.pool is not None:
            assert oracle.enough(plan, pledge, plan.pools[pledge.pool].size, *used.get(f"pool {pledge.pool}", (0, 0)))
        if pledge.whole:
            assert sum(id_ in dict(gifts) for gifts in found.given.values()) <= 1


def dense_case(rng: random.Random, *, pools: bool = False, whole: bool = False, units: bool = False) -> Plan:
    """One capability of which too little is there, and pledges much like each other: the ways cross."""
    ids = ["r0", "r1", "r2"][: rng.randint(2, 3)]
    equals = Decimal(rng.choice(("2.5", "1.5", "2")))
    given = {}
    amounts = rng.sample(range(1, 5), 2)
    for i in range(rng.randint(3, 5 if pools else 6)):
        provides = "wing" if units and rng.random() < 0.6 else "ships"
        id_ = f"p{i}"
        only = tuple(r for r in ids if rng.random() < 0.6) if not whole or rng.random() < 0.3 else ()
        given[id_] = Pledge(
            id=id_, partner="FR", provides=provides, amount=rng.choice(amounts), only=only, whole=rng.random() < whole
        )
        if pools and not given[id_].whole and rng.random() < 0.6:
            given[id_] = replace(given[id_], pool=rng.choice(("x", "y")) + provides)
    needs = max(2, sum(p.amount or 0 for p in given.values()) // len(ids))
    return Plan(
        name="A dense case",
        units={"wing": Unit(id="wing", equals=equals, of="ships")},
        requirements={
            id_: Requirement(
                id=id_,
                needs=rng.randint(needs - 1, needs + 1),
                of=(rng.choice(("wing", "ships")) if units else "ships",),
            )
            for id_ in ids
        },
        pledges=given,
        pools={i + j: Pool(id=i + j, size=rng.randint(1, 7)) for i in "xy" for j in ("wing", "ships")},
    )


# -- the definition ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["plain", "pools", "whole", "units", "all"])
def test_one_day_is_as_defined(kind: str) -> None:
    kinds: dict[str, bool] = {k: kind in (k, "all") for k in ("pools", "whole", "units")}
    for seed in range(CASES):
        rng = random.Random(f"{kind}{seed}")
        plan = random_case(rng, **kinds)
        gives = random_gives(rng, plan)
        found = filled(board(plan), gives)
        assert found.filled == oracle.best(plan, gives, 0), (seed, plan)
        assert found.proven
        expected = {id_: oracle.usable(plan, gives, 0, dict(found.filled), id_) for id_ in found.filled}
        assert found.usable == expected, (seed, plan)
        assert filled(board(plan), list(gives)) == found
        check_lawful(plan, gives, found)


@pytest.mark.parametrize("kind", ["pools", "whole", "units", "pools units", "pools whole units"])
def test_where_ways_cross(kind: str) -> None:
    pytest.importorskip("highspy")
    for seed in range(CASES // (8 if "pools" in kind else 2)):
        rng = random.Random(f"dense {kind}{seed}")
        plan = dense_case(rng, **dict.fromkeys(kind.split(), True))
        gives = {id_: p.amount or 0 for id_, p in plan.pledges.items()}
        expected = oracle.best(plan, gives, 0)
        for effort in (Effort(nodes=0), Effort(steps=0)):
            found = filled(board(plan), gives, effort=effort)
            assert found.filled == expected, (seed, effort, plan)
            assert found.proven
            check_lawful(plan, gives, found)


@pytest.mark.parametrize("kind", ["plain", "all"])
def test_days_are_as_defined(kind: str) -> None:
    for seed in range(CASES):
        rng = random.Random(f"days {kind}{seed}")
        plan = random_case(
            rng, days=True, most=3, pledges=4, **dict.fromkeys(("pools", "whole", "units"), kind == "all")
        )
        gives = random_gives(rng, plan)
        found = coverage_over_days(board(plan), gives)
        assert told(found) == oracle.figures(plan, gives), (seed, plan)
        for figure in found.values():
            assert figure.proven
            assert figure.allocation == filled(board(plan), gives, day=figure.day)
            check_lawful(plan, gives, figure.allocation)
        day = rng.randint(0, 9)
        on_day = coverage_over_days(board(plan), gives, day=day)
        assert {id_: figure.filled for id_, figure in on_day.items()} == oracle.best(plan, gives, day)
        assert all(figure.day == figure.usable_day == day for figure in on_day.values())


def told(figures: Mapping[str, Figure]) -> dict[str, tuple[int, int, int, Fraction]]:
    return {id_: (f.day, f.filled, f.usable_day, f.usable) for id_, f in figures.items()}


def test_the_solver_finds_what_is_defined() -> None:
    pytest.importorskip("highspy")
    for seed in range(CASES // 2):
        rng = random.Random(f"solver {seed}")
        plan = random_case(rng, most=6)
        gives = random_gives(rng, plan)
        found = filled(board(plan), gives, effort=Effort(steps=0))
        assert found.filled == oracle.best(plan, gives, 0), (seed, plan)
        assert found.proven
        check_lawful(plan, gives, found)


def test_bounds_hold_where_no_time_is_given() -> None:
    unproven = 0
    for seed in range(CASES):
        rng = random.Random(f"bounds {seed}")
        plan = random_case(rng, most=6)
        gives = random_gives(rng, plan)
        found = filled(board(plan), gives, effort=Effort(steps=0, nodes=0))
        best = oracle.best(plan, gives, 0)
        check_lawful(plan, gives, found)
        assert all(found.least[id_] <= units <= found.most[id_] for id_, units in best.items()), (seed, plan)
        assert found.filled == best or not found.proven
        assert list(found.filled.values()) <= list(best.values())
        unproven += not found.proven
    assert unproven  # else this tests nothing


def test_all_that_is_asked_for() -> None:
    for seed in range(CASES // 4):
        rng = random.Random(f"ample {seed}")
        plan = random_case(rng)
        gives: dict[str, int | None] = {**random_gives(rng, plan)}
        ample = {id_: rng.random() < 0.4 for id_ in gives}
        without_end = filled(board(plan), {id_: None if ample[id_] else n for id_, n in gives.items()})
        much = filled(board(plan), {id_: 10**6 if ample[id_] else n for id_, n in gives.items()})
        assert without_end.filled == much.filled


# -- laws -------------------------------------------------------------------------------------------------------------


def test_more_pledges_fill_no_less() -> None:
    for seed in range(CASES):
        rng = random.Random(f"more {seed}")
        plan = random_case(rng, pools=False, whole=False, units=False, days=True, most=50, pledges=9)
        gives = random_gives(rng, plan)
        fewer = {id_: n for id_, n in gives.items() if rng.random() < 0.7}
        more, less = coverage_over_days(board(plan), gives), coverage_over_days(board(plan), fewer)
        assert all(less[id_].filled <= figure.filled for id_, figure in more.items())
        assert all(less[id_].usable <= figure.usable for id_, figure in more.items())


def test_with_pools_more_pledges_may_fill_less() -> None:
    # Contract §3.4: what the first requirement draws from the pool, the second has lost.
    plan = Plan(
        name="Pool",
        pools={"pool": Pool(id="pool", size=1)},
        requirements={i: Requirement(id=i, needs=1, of=(i,), priority=n) for n, i in enumerate(("a", "b"), 1)},
        pledges={i: Pledge(id=i, partner="FR", provides="x", amount=1, pool="pool", only=(i,)) for i in ("a", "b")},
    )
    of = {i: replace(r, of=("x",)) for i, r in plan.requirements.items()}
    its = board(replace(plan, requirements=of))
    assert filled(its, ["b"]).filled == {"a": 0, "b": 1}
    assert filled(its, ["a", "b"]).filled == {"a": 1, "b": 0}


def test_a_pool_that_is_drawn_on_anew() -> None:
    # b gets what a gives back to the pool, but no more than the second pledge has; a takes from the third instead.
    plan = Plan(
        name="Pool",
        pools={"pool": Pool(id="pool", size=3)},
        requirements={i: Requirement(id=i, needs=3, of=("x",)) for i in ("a", "b")},
        pledges={
            "p": Pledge(id="p", partner="FR", provides="x", amount=3, pool="pool", only=("a",)),
            "q": Pledge(id="q", partner="FR", provides="x", amount=1, pool="pool", only=("b",)),
            "s": Pledge(id="s", partner="FR", provides="x", amount=3, only=("a",)),
        },
    )
    assert filled(board(plan), plan.pledges.keys()).given == {"a": (("p", 2), ("s", 1)), "b": (("q", 1),)}


def test_the_order_of_ids_does_not_matter() -> None:
    for seed in range(CASES // 4):
        rng = random.Random(f"order {seed}")
        plan = random_case(rng, days=True)
        gives = list(random_gives(rng, plan))
        found = coverage_over_days(board(plan), gives)
        rng.shuffle(gives)
        assert coverage_over_days(board(plan), gives) == found == coverage_over_days(board(plan), frozenset(gives))


def test_numbers_beyond_doubles_are_exact() -> None:
    huge = 10**18
    for seed in range(CASES // 4):
        rng = random.Random(f"huge {seed}")
        plan = random_case(rng, units=False, most=4)
        scaled = replace(
            plan,
            requirements={i: replace(r, needs=r.needs and r.needs * huge + 1) for i, r in plan.requirements.items()},
            pledges={i: replace(p, amount=(p.amount or 0) * huge + 1) for i, p in plan.pledges.items()},
        )
        found = filled(board(scaled), scaled.pledges.keys())
        check_lawful(scaled, {i: p.amount or 0 for i, p in scaled.pledges.items()}, found)
        assert found.proven


def test_what_no_solver_may_say_is_bounded_exactly() -> None:
    # Thirty even weights for three odd needs: too long for our search, too large for doubles.
    rng = random.Random(5)
    amounts = {f"p{i}": 2 * rng.randrange(10**16, 10**17) for i in range(30)}
    need = sum(amounts.values()) // 3 + 1
    plan = Plan(
        name="Weights",
        requirements={i: Requirement(id=i, needs=need | 1, of=("t",)) for i in ("a", "b", "c")},
        pledges={i: Pledge(id=i, partner="FR", provides="t", amount=n, whole=True) for i, n in amounts.items()},
    )
    found = filled(board(plan), amounts)
    assert not found.proven
    assert all(found.least[i] <= found.filled[i] <= found.most[i] <= need | 1 for i in "abc")
    assert found == filled(board(plan), amounts)


# -- worked answers (§11) and what a planner would ask -----------------------------------------------------------------


def troops(**more: int) -> Requirement:
    return Requirement(id="troops", of=("troops",), **{"needs": 1000, **more})  # type: ignore[arg-type]


def test_three_contingents_in_turn() -> None:
    three = {f"p{i}": Pledge(id=f"p{i}", partner="FR", provides="troops", amount=1000, ready=i, stays=120)
             for i in (0, 120, 240)}  # fmt: skip
    for needs in (1000, 3000):
        plan = Plan(name="Turns", requirements={"troops": troops(needs=needs, until_day=360)}, pledges=three)
        figure = coverage_over_days(board(plan), list(three))["troops"]
        assert (figure.day, figure.filled, figure.proven) == (0, 1000, True)
    # One day longer than they last, and with one of them a day late.
    plan = Plan(name="Turns", requirements={"troops": troops(until_day=361)}, pledges=three)
    assert coverage_over_days(board(plan), list(three))["troops"].day == 360
    late = {**three, "p120": replace(three["p120"], ready=121)}
    plan = Plan(name="Turns", requirements={"troops": troops(until_day=360)}, pledges=late)
    figure = coverage_over_days(board(plan), list(late))["troops"]
    assert (figure.day, figure.filled) == (120, 0)
    # Without a window the best day counts, the first of equals.
    plan = Plan(name="Turns", requirements={"troops": troops(from_day=10)}, pledges=late)
    figure = coverage_over_days(board(plan), list(late))["troops"]
    assert (figure.day, figure.filled) == (10, 1000)
    assert coverage_over_days(board(plan), list(late), day=120)["troops"].filled == 0
    assert coverage_over_days(board(plan), list(late), day=9) == {}


def test_no_helicopters_no_usable_troops() -> None:
    helicopters = Requirement(id="helicopters", needs=10, of=("helicopters",))
    plan = Plan(
        name="Chad",
        requirements={"troops": replace(troops(needs=3700), enablers=("helicopters",)), "helicopters": helicopters},
        pledges={"p": Pledge(id="p", partner="FR", provides="troops", amount=3700)},
    )
    figure = coverage_over_days(board(plan), ["p"])["troops"]
    assert (figure.filled, figure.usable) == (3700, 0)
    ten = Pledge(id="h", partner="RU", provides="helicopters", amount=10, ready=30, stays=60)
    later = replace(plan, pledges={**plan.pledges, "h": ten})
    figure = coverage_over_days(board(later), ["p", "h"])["troops"]
    assert (figure.day, figure.filled, figure.usable_day, figure.usable) == (0, 3700, 30, 1)
    window = {**later.requirements, "troops": replace(later.requirements["troops"], from_day=40, until_day=120)}
    figure = coverage_over_days(board(replace(later, requirements=window)), ["p", "h"])["troops"]
    assert (figure.day, figure.filled, figure.usable_day, figure.usable) == (40, 3700, 90, 0)


def test_an_enabler_without_a_need() -> None:
    plan = Plan(
        name="Tankers",
        requirements={
            "air": Requirement(id="air", needs=4, of=("fighters",), enablers=("tankers",)),
            "tankers": Requirement(id="tankers", of=("tankers",)),
        },
        pledges={
            "f": Pledge(id="f", partner="FR", provides="fighters", amount=2),
            "t": Pledge(id="t", partner="DE", provides="tankers"),
        },
    )
    assert filled(board(plan), ["f"]).usable == {"air": 0}
    assert filled(board(plan), ["f", "t"]).usable == {"air": Fraction(1, 2)}
    assert filled(board(plan), ["t"]).filled == {"air": 0}


def test_two_units() -> None:
    unit = Unit(id="GBP", equals=Decimal("1.16"), of="EUR")
    pledges = {f"p{i}": Pledge(id=f"p{i}", partner="GB", provides="GBP", amount=3) for i in range(2)}
    euro = {i: Requirement(id=i, needs=4, of=("EUR",)) for i in ("a", "b")}
    plan = Plan(name="Money", units={"GBP": unit}, requirements=euro, pledges=pledges)
    # 3 GBP are 3.48 EUR, so 3, once: not 3.48 for a, of which something is left for b.
    assert filled(board(plan), pledges.keys()).filled == {"a": 4, "b": 2}
    pooled = {i: replace(p, pool="purse") for i, p in pledges.items()}
    plan = replace(plan, pledges=pooled, pools={"purse": Pool(id="purse", size=5)})
    assert filled(board(plan), pledges.keys()).filled == {"a": 4, "b": 1}
    pounds = {"a": Requirement(id="a", needs=2, of=("GBP",)), "b": euro["b"]}
    assert filled(board(replace(plan, requirements=pounds)), pledges.keys()).filled == {"a": 2, "b": 3}


def test_whole_pledges() -> None:
    def case(amounts: list[int], needs: list[int]) -> dict[str, int]:
        plan = Plan(
            name="Ships",
            requirements={f"r{i}": Requirement(id=f"r{i}", needs=n, of=("ships",)) for i, n in enumerate(needs)},
            pledges={f"p{i}": Pledge(id=f"p{i}", partner="FR", provides="ships", amount=n, whole=True)
                     for i, n in enumerate(amounts)},
        )  # fmt: skip
        found = filled(board(plan), plan.pledges.keys())
        assert found.proven
        return dict(found.filled)

    assert case([7, 5, 5], [10, 7]) == {"r0": 10, "r1": 7}
    assert case([7, 7, 7], [10, 10]) == {"r0": 10, "r1": 7}
    assert case([100], [10, 10]) == {"r0": 10, "r1": 0}
    assert case([4, 4, 4, 4, 3, 3], [7, 6, 8]) == {"r0": 7, "r1": 6, "r2": 8}
    assert case([3] * 6, [10, 10]) == {"r0": 10, "r1": 6}
    assert case([3] * 40, [10] * 12) == {f"r{i}": 10 if i < 10 else 0 for i in range(12)}
