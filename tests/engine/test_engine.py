"""Every way of deciding who is in, held against the definition (tests/oracle.py)."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import oracle
from plans import Nots, random_plan, random_what_if
from willing import open_plan
from willing.answers.standing import UNDECIDED, Standing
from willing.engine import parts
from willing.engine import resolve as resolving
from willing.engine.budget import Budget
from willing.engine.free import FreeOutcomes
from willing.engine.network import compile_picture
from willing.engine.picture import picture_of
from willing.engine.resolve import Resolution, resolve
from willing.engine.worlds import bounded, by_cases
from willing.model.condition import ALWAYS, CountPartners, Name, Never, Not, Or, Total
from willing.model.picture import Picture
from willing.model.plan import Alternatives, Assumption, Follows, Partner, Plan, Pledge, Pool

#: With all three kinds, more than the 10,000 random plans that are asked for.
PLANS = 3_400


def a_case(nots: Nots, seed: int) -> tuple[Plan, Picture, oracle.Answer | oracle.NoOutcome]:
    rng = random.Random(f"{nots}{seed}")
    more = {"either": True} if rng.random() < 0.3 else {"follows": nots != "free" and rng.random() < 0.3}
    plan = random_plan(rng, nots=nots, ahead=True, **more)
    what_if = random_what_if(rng, plan)
    picture, contradictions = picture_of(plan, what_if=what_if)
    answer = oracle.resolve(plan, plan.as_of, [what_if, dict.fromkeys(plan.premise, True)])
    assert bool(contradictions) == (isinstance(answer, oracle.NoOutcome) and answer.world is None)
    return plan, picture, answer


def pairs(standings: Mapping[str, Standing]) -> dict[str, tuple[str, str | None]]:
    return {id_: (s.status, s.best) for id_, s in standings.items()}


def expected(statuses: Mapping[str, oracle.Status | None]) -> dict[str, tuple[str, str | None]]:
    return {id_: (s.word, s.best) for id_, s in statuses.items() if s is not None}


def check(plan: Plan, answer: oracle.Answer | oracle.NoOutcome, found: Resolution) -> None:
    if isinstance(answer, oracle.NoOutcome):
        assert found.contradiction is not None
        return
    assert found.contradiction is None
    assert pairs(found.pledges) == expected(answer.pledges)
    assert pairs(found.partners) == expected(answer.partners)
    if found.goal == UNDECIDED:  # as it may be with a `not` before what an amount that follows can reach (§3.8)
        assert any(pledge.follows for pledge in plan.pledges.values())
    elif answer.goal is not None:
        assert found.goal == Standing(status=answer.goal.word, best=answer.goal.best)  # type: ignore[arg-type]
    if found.listing is not None:
        assert found.listing.complete
        assert found.listing.sets == answer.maximal


@pytest.mark.parametrize("part", range(17))
@pytest.mark.parametrize("nots", ["monotone", "mixed", "free"])
def test_statuses_are_those_of_the_definition(nots: Nots, part: int) -> None:
    for seed in range(part * PLANS // 17, (part + 1) * PLANS // 17):
        plan, picture, answer = a_case(nots, seed)
        if not isinstance(answer, oracle.NoOutcome) or answer.world is not None:
            check(plan, answer, resolve(picture, goal=plan.goal))


@pytest.mark.parametrize("nots", ["monotone", "mixed", "free"])
def test_the_solver_says_the_same_where_walks_would_do(nots: Nots, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (resolving, parts):
        monkeypatch.setattr(module, "by_cases", lambda *_: None)
    monkeypatch.setattr(parts, "table_of", lambda *_: None)
    for seed in range(10_000, 10_400):
        plan, picture, answer = a_case(nots, seed)
        if not isinstance(answer, oracle.NoOutcome) or answer.world is not None:
            check(plan, answer, resolve(picture, goal=plan.goal))


def test_looking_at_everything_says_the_same_where_walks_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (resolving, parts):
        monkeypatch.setattr(module, "by_cases", lambda *_: None)
    for seed in range(30_000, 30_200):
        plan, picture, answer = a_case("free", seed)
        if not isinstance(answer, oracle.NoOutcome) or answer.world is not None:
            check(plan, answer, resolve(picture, goal=plan.goal))


def test_refinement_says_the_same_where_the_plan_is_a_lattice() -> None:
    for seed in range(20_000, 20_300):
        _, picture, answer = a_case("mixed", seed)
        if isinstance(answer, oracle.Answer):
            network = compile_picture(picture)
            if network.unsure:  # amounts that follow others are no matter of gates
                continue
            standings = FreeOutcomes(picture, network, Budget.of("statuses")).standings(network.pledges.values())
            found = {id_: standings[node] for id_, node in network.pledges.items()}
            assert pairs(found) == expected(answer.pledges)


def test_a_contradiction_names_pledges_none_of_which_can_be_left_out() -> None:
    found = 0
    for seed in range(3_000):
        plan, picture, answer = a_case("free", seed)
        if not isinstance(answer, oracle.NoOutcome) or answer.world is None:
            continue
        found += 1
        contradiction = resolve(picture).contradiction
        assert contradiction is not None
        counted = list(picture.counted.values())
        settled = {(v.kind, v.id): value for v, value in contradiction.settings}
        worlds = [
            world
            for world in oracle.worlds_of(plan, plan.as_of, [picture.decided], counted)
            if all(
                world.assumptions[id_] == value
                if kind == "assumption"
                else world.decisions[id_] == value
                if kind in ("decision", "consent")
                else (world.gives[id_] > 0) == value
                for (kind, id_), value in settled.items()
            )
        ]
        assert worlds
        assert not can_be_met(plan, worlds, counted, contradiction.pledges)
        for id_ in contradiction.pledges:
            rest = tuple(other for other in contradiction.pledges if other != id_)
            assert can_be_met(plan, worlds, counted, rest)
    assert found > 20


def can_be_met(plan: Plan, worlds: list[oracle.World], counted: list[Pledge], ids: tuple[str, ...]) -> bool:
    named = [p for p in counted if p.id in ids]
    return any(oracle.can_all_be_met(plan, plan.as_of, world, counted, named) for world in worlds)


# -- laws (§3.4) ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(200))
def test_the_least_outcome_is_within_the_greatest(seed: int) -> None:
    plan = random_plan(random.Random(seed), nots="mixed")
    picture, contradictions = picture_of(plan)
    if contradictions:
        return
    network = compile_picture(picture)
    wiring = resolving.wire(network)
    cases = by_cases(picture, network, wiring, bounded(network, wiring))
    assert cases is not None
    for case in cases.cases:
        for smaller, larger in [
            (case.least_worst, case.greatest_worst),
            (case.least_best, case.greatest_best),
            (case.least_worst, case.least_best),
            (case.greatest_worst, case.greatest_best),
        ]:
            assert all(a <= b for a, b in zip(smaller.in_, larger.in_, strict=True))


ORDER = ["blocked", "open", "together", "stands"]


@pytest.mark.parametrize("seed", range(200))
def test_one_more_unconditional_pledge_unseats_nobody(seed: int) -> None:
    rng = random.Random(seed)
    plan = random_plan(rng, nots="mixed")
    picture, contradictions = picture_of(plan)
    if contradictions:
        return
    before = resolve(picture)
    partner = rng.choice(list(plan.partners))
    extra = Pledge(id="extra", partner=partner, provides=rng.choice([None, "troops"]), amount=None)
    after = resolve(picture_of(replace(plan, pledges={**plan.pledges, "extra": extra}))[0])
    for id_, standing in before.pledges.items():
        assert ORDER.index(after.pledges[id_].status) >= ORDER.index(standing.status)


# -- size -------------------------------------------------------------------------------------------------------------


def large(seed: int, *, not_unknown: float = 0.0, rivals: int = 0) -> Plan:
    """300 pledges in one knot, 30 unknowns, 30 without a number (§3.4)."""
    rng = random.Random(seed)
    pledges = {}
    for i in range(300):
        few = Total("troops", Decimal(rng.randint(100, 5_000)), others=True)
        many = CountPartners(rng.randint(2, 20), others=True)
        some = Or(tuple(Name(f"p{rng.randrange(300)}") for _ in range(3)))
        unknown = Name(f"x{rng.randrange(30)}")
        either = Not(unknown) if rng.random() < not_unknown else unknown
        condition = rng.choice([few, many, some, Or((some, either)), either, ALWAYS])
        if i < 2 * rivals:
            condition = Not(Name(f"p{i ^ 1}"))
        pledges[f"p{i}"] = Pledge(
            id=f"p{i}",
            partner=f"P{rng.randrange(30)}",
            provides="troops",
            amount=None if i % 10 == 9 else rng.randint(1, 100),
            condition=condition,
        )
    return Plan(
        name="large",
        assumptions={f"x{i}": Assumption(id=f"x{i}") for i in range(30)},
        partners={f"P{i}": Partner(id=f"P{i}") for i in range(30)},
        pledges=pledges,
    )


@pytest.mark.parametrize("not_unknown", [0.0, 0.4])
def test_many_unknowns_are_decided(not_unknown: float) -> None:
    plan = large(1, not_unknown=not_unknown)
    found = resolve(picture_of(plan)[0], goal=Total("troops", Decimal(9_000)))
    assert all("undecided" not in (s.status, s.best) for s in found.pledges.values())
    assert found.goal is not None
    assert len({s.status for s in found.pledges.values()}) > 1


def test_rivals_among_many_unknowns_are_decided() -> None:
    found = resolve(picture_of(large(2, rivals=2))[0])
    assert [found.pledges[f"p{i}"].status for i in range(4)] == ["rival"] * 4
    assert found.listing is not None


def test_steps_that_run_out_are_told() -> None:
    ring = [f"p{i}" for i in range(60)]
    pledges = {
        id_: Pledge(id=id_, partner="DE", condition=Or((Not(Name(ring[i - 1])), Not(Name(ring[i - 2])))))
        for i, id_ in enumerate(ring)
    }
    plan = Plan(name="A ring", partners={"DE": Partner(id="DE")}, pledges=pledges)
    found = resolve(picture_of(plan)[0], budget=Budget(1))
    assert found.unchecked


def test_a_chain_of_200_000_is_no_deeper_than_it_is_long() -> None:
    count = 200_000
    pledges = {
        f"p{i}": Pledge(id=f"p{i}", partner="DE", condition=Name(f"p{i - 1}") if i else Never()) for i in range(count)
    }
    plan = Plan(name="chain", partners={"DE": Partner(id="DE")}, pledges=pledges)
    assert resolve(picture_of(plan)[0]).pledges[f"p{count - 1}"].status == "blocked"
    plan = replace(plan, pledges={**pledges, "p0": replace(pledges["p0"], condition=ALWAYS)})
    assert resolve(picture_of(plan)[0]).pledges[f"p{count - 1}"].status == "stands"


def test_everybody_counting_everybody_stays_small() -> None:
    count = 20_000
    partners = {f"P{i}": Partner(id=f"P{i}") for i in range(count)}
    pledges = {
        f"p{i}": Pledge(id=f"p{i}", partner=f"P{i}", condition=CountPartners(i, others=True)) for i in range(count)
    }
    plan = Plan(name="thresholds", partners=partners, pledges=pledges)
    picture = picture_of(plan)[0]
    network = compile_picture(picture)
    assert len(network.kids) + sum(len(t.edges) for t in network.tallies) < 5 * count
    assert {s.status for s in resolve(picture).pledges.values()} == {"stands"}


@pytest.mark.parametrize("exponent", [3, 12, 17])
def test_amounts_beyond_32_and_64_bits(exponent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = 10**exponent + 1
    amounts = [3 * unit, 5 * unit, 7 * unit - 2, 2 * unit]
    pledges = {
        f"p{i}": Pledge(id=f"p{i}", partner="DE", provides="eur", amount=a, pool="pot" if i > 1 else None)
        for i, a in enumerate(amounts)
    }
    limit = 8 * unit
    total = 8 * unit + limit
    for need, status in [(total, "stands"), (total + 1, "blocked"), (total - 1, "stands")]:
        asking = Pledge(id="ask", partner="FR", condition=Total("eur", Decimal(need), others=True))
        plan = Plan(
            name="sums",
            partners={"DE": Partner(id="DE"), "FR": Partner(id="FR")},
            pools={"pot": Pool(id="pot", size=limit)},
            pledges={**pledges, "ask": asking},
        )
        assert resolve(picture_of(plan)[0]).pledges["ask"].status == status
        with monkeypatch.context() as patch:
            patch.setattr(resolving, "by_cases", lambda *_: None)
            assert resolve(picture_of(plan)[0]).pledges["ask"].status == status


def test_amounts_follow_in_a_chain_and_in_a_ring_of_three(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        """
        plan = {name = "Chain and ring"}
        partners = {A = {}, B = {}, C = {}, D = {}, E = {}, F = {}}
        pledges = [
            {partner = "D", provides = "b", amount = 10},
            {id = "ring-a", partner = "A", provides = "a", amount = {share = 0.5, of = "total(b)", up_to = 100}},
            {id = "ring-b", partner = "B", provides = "b", amount = {share = 0.5, of = "total(c)", up_to = 100}},
            {id = "ring-c", partner = "C", provides = "c", amount = {share = 0.5, of = "total(a)", up_to = 100}},
            {id = "first", partner = "E", provides = "x", amount = {share = 0.5, of = "total(b)", up_to = 3}},
            {id = "second", partner = "F", provides = "y", amount = {share = 1, of = "total(x)", up_to = 100}},
        ]
        """,
        "utf-8",
    )
    # a = (b + 10) / 2, b = c / 2, c = a / 2: a is 40/7, and what follows only what follows is there from the start
    told = open_plan(tmp_path / "plan.toml").brief().pledges
    both = {id_: (told[id_].least, told[id_].greatest) for id_ in ("ring-a", "ring-b", "ring-c", "first", "second")}
    assert both == {"ring-a": (5, 5), "ring-b": (1, 1), "ring-c": (2, 2), "first": (3, 3), "second": (3, 3)}


@pytest.mark.parametrize("nots", ["monotone", "mixed", "free"])
def test_alternatives_beside_amounts_that_follow(nots: Nots) -> None:
    told, undecided = 0, 0
    for seed in range(160):
        rng = random.Random(f"both {nots} {seed}")
        plan = random_plan(rng, nots=nots, ahead=True, either=True, follows=True, pledges=(3, 5), bits=7)
        picture, contradictions = picture_of(plan)
        if contradictions or not plan.alternatives or not any(p.follows for p in plan.pledges.values()):
            continue
        answer = oracle.resolve(plan, plan.as_of, [dict.fromkeys(plan.premise, True)])
        found = resolve(picture, goal=plan.goal)
        told += 1
        if UNDECIDED in (found.goal, *found.pledges.values()):  # a ring of those that follow may give less or more
            assert sum(p.follows is not None for p in picture.counted.values()) > 1
            undecided += 1
        else:
            check(plan, answer, found)
    assert undecided <= told / 50


def test_many_alternatives_beside_an_amount_that_follows() -> None:
    """Ten partners give 2 ships or 1, another half of what they give: 15 to 30 ships in all."""
    ships = [Pledge(id=f"{i}-{n}", partner=f"P{i}", provides="ships", amount=n) for i in range(10) for n in (1, 2)]
    half = Follows(share=Decimal("0.5"), capability="ships", others=True, whose=None, up_to=99)
    follower = Pledge(id="half", partner="M", provides="ships", amount=None, follows=half)
    asks = {n: Pledge(id=f"n{n}", partner=f"N{n}", condition=Total("ships", Decimal(n))) for n in (15, 16, 30, 31)}
    pledges = {p.id: p for p in (*ships, follower, *asks.values())}
    plan = Plan(
        name="ships",
        partners={p.partner: Partner(id=p.partner) for p in pledges.values()},
        pledges=pledges,
        alternatives={f"a{i}": Alternatives(id=f"a{i}", of=(f"{i}-1", f"{i}-2")) for i in range(10)},
    )
    found = resolve(picture_of(plan)[0])
    assert [found.pledges[f"n{n}"].status for n in (15, 16, 30, 31)] == ["stands", "rival", "rival", "blocked"]
    assert found.amounts == {"half": (5, 10)}


def test_the_least_amount_is_that_of_the_worst_case() -> None:
    half = Follows(share=Decimal("0.5"), capability="EUR", others=True, whose=None, up_to=99)
    pledges = [
        Pledge(id="a", partner="A", provides="EUR", amount=10, condition=Name("x")),
        Pledge(id="b", partner="B", provides="EUR", amount=4, condition=Not(Name("x"))),
        Pledge(id="c", partner="C", provides="EUR", amount=None, follows=half),
    ]
    plan = Plan(
        name="halves",
        assumptions={"x": Assumption(id="x")},
        partners={p.partner: Partner(id=p.partner) for p in pledges},
        pledges={p.id: p for p in pledges},
    )
    assert resolve(picture_of(plan)[0]).amounts == {"c": (2, 5)}
