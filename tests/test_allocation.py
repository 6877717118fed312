"""The best allocation, held against the definition (tests/oracle_coverage.py), its laws, and worked answers (§11)."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

import oracle_coverage as oracle
from willing.analyses.allocation import (
    Allocation,
    Board,
    Figure,
    board_of,
    coverage_over_days,
    filled,
)
from willing.engine.picture import picture_of
from willing.model.plan import Plan, Pledge, Pool, Requirement, Unit

#: Of each kind of random case.
CASES = 1_000

PLACES, DOMAINS, CAPABILITIES = ("north", "south"), ("land", "air"), ("troops", "ships")


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
        if pools and pledge.provides is not None and rng.random() < 0.4:
            pledge = replace(pledge, provides=pooled, pool="pool")
        elif whole and rng.random() < 0.5:
            pledge = replace(pledge, whole=True)
        given[id_] = pledge
    return Plan(
        name="A case",
        units=unit,
        requirements=wanted,
        pledges=given,
        pools={"pool": Pool(id="pool", size=rng.randint(0, most + 2))},
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
