"""Plans so small that their answer is plain, each of a kind that random ones seldom are (see tools/mutate.py)."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from test_engine import check
from test_oracle import a_plan, unknown

import oracle
from plans import random_plan, random_what_if
from willing.answers.standing import BLOCKED, STANDS
from willing.engine import parts
from willing.engine import resolve as resolving
from willing.engine.budget import Budget
from willing.engine.free import FreeOutcomes
from willing.engine.lattice import by_lattice
from willing.engine.network import compile_picture
from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.model.condition import Total
from willing.model.evidence import PartialDate, Source, Statement
from willing.model.plan import Alternatives, Assumption, Choice, Follows, Pool, Requirement


def test_an_assumption_that_rests_on_what_came_later_is_not_known_yet() -> None:
    plan = a_plan({"A": "x", "B": "y"}, names=[Assumption(id=id_, holds=((None, True),)) for id_ in ("x", "y")])
    source = Source(id="later", published=PartialDate(first=date(2031, 5, 1)))
    plan = replace(plan, sources={"later": source}, statements=(Statement(about="x", source="later", says=""),))
    for known_by, decided in ((None, {"x": True, "y": True}), (date(2031, 4, 1), {"y": True})):
        picture, _ = picture_of(plan, known_by=known_by)
        assert picture.decided == decided
        assert [s.status for s in resolve(picture).pledges.values()] == [
            "stands" if id_ in decided else "open" for id_ in ("x", "y")
        ]


@pytest.mark.parametrize(("most", "complete"), [(3, True), (2, True), (1, False)])
def test_as_many_outcomes_as_are_listed_are_all_of_them(
    most: int, *, complete: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "MOST_OUTCOMES", most)
    listing = resolve(picture_of(a_plan({"A": "x", "B": "not A"}, names=unknown("x")))[0]).listing
    assert listing is not None
    assert (listing.complete, len(listing.sets)) == (complete, min(most, 2))


def gives(amount: int, of: str = "t") -> dict[str, Any]:
    return {"provides": of, "amount": amount}


@pytest.mark.parametrize(
    ("first", "second"),
    [(gives(2), gives(2)), (gives(3), gives(2)), (gives(2), gives(0)), (gives(2), gives(2, "s"))],
)
@pytest.mark.parametrize("least", [2, 3])
def test_alternatives_count_for_the_one_that_is_in(first: dict[str, Any], second: dict[str, Any], least: int) -> None:
    day = date(2031, 4, 10)
    plan = a_plan({"A-1": first, "A-2": second, "B-1": {**first, "replaces": ("A-1",), "said": day}, "C-1": gives(1)})
    counts = Total("t", Decimal(least), others=True)
    waits = {id_: replace(plan.pledges["C-1"], id=id_, partner=id_[0], condition=counts) for id_ in ("A-3", "B-3")}
    either = {"offer": Alternatives(id="offer", of=("A-1", "A-2"))}
    plan = replace(plan, as_of=day, pledges={**plan.pledges, **waits}, alternatives=either)
    check(plan, oracle.resolve(plan, day, [{}]), resolve(picture_of(plan)[0]))


@pytest.mark.parametrize("seed", [330, 5064, 5081])
def test_outcomes_are_refuted_by_those_of_other_worlds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (resolving, parts):
        monkeypatch.setattr(module, "by_cases", lambda *_: None)
    monkeypatch.setattr(parts, "table_of", lambda *_: None)
    rng = random.Random(f"k{seed}")
    plan = random_plan(rng, ahead=True, either=rng.random() < 0.2, pledges=(3, 6), unknowns=(0, 2))
    what_if = random_what_if(rng, plan)
    answer = oracle.resolve(plan, plan.as_of, [what_if, dict.fromkeys(plan.premise, True)])
    check(plan, answer, resolve(picture_of(plan, what_if=what_if)[0], goal=plan.goal))


def test_of_what_needs_nothing_any_share_is_offered() -> None:
    needs = [Requirement(id="ships", needs=0, of=("t",)), Requirement(id="crews", needs=1, of=("t",))]
    for which, standing in (("ships", STANDS), ("crews", BLOCKED)):
        goal = f"offered({which}) >= 50%"
        plan = a_plan({"A": "not B", "B": "not A"}, goal=goal, names=needs)
        assert resolve(picture_of(plan)[0], goal=plan.goal).goal == standing


def test_an_alternative_that_fails_may_still_be_the_one() -> None:
    plan = replace(a_plan({"A-1": {}, "A-2": {}}), alternatives={"A": Alternatives(id="A", of=("A-1", "A-2"))})
    picture = picture_of(plan)[0]
    for failing, fewest in ((frozenset[str](), 1), (frozenset({"A-1"}), 0)):
        network = compile_picture(picture, failing=failing)
        first = network.pledges["A-1"]
        need = [2 if head == first else need for head, need in zip(network.head, network.need, strict=True)]
        fails = replace(network, need=need) if failing else network
        ways, complete = FreeOutcomes(picture, fails, Budget.of("statuses")).distinct(
            network.pledges.values(), 9, maximal=False
        )
        assert complete
        assert min(map(len, ways)) == fewest


def test_what_a_goal_says_changes_nothing_about_pledges() -> None:
    picture = picture_of(a_plan({"A": "x", "B": "A"}, goal="not A", names=unknown("x")))[0]
    with_goal, without = resolve(picture, goal=picture.goal), resolve(picture)
    assert with_goal.pledges == without.pledges
    assert with_goal.listing == without.listing


@pytest.mark.parametrize("fixed", [1, 2, 6])
@pytest.mark.parametrize("least", [2, 3, 4, 14, 15])
def test_an_amount_that_follows_is_neither_rounded_up_nor_more_than_its_most(fixed: int, least: int) -> None:
    for share, others, most in (("0.5", True, None), ("0.6", False, 8)):
        follows = Follows(share=Decimal(share), capability="t", others=others, up_to=most)
        plan = a_plan({"A": gives(fixed), "B": {"provides": "t", "follows": follows}, "C": f"C or total(t) >= {least}"})
        check(plan, oracle.resolve(plan, None), resolve(picture_of(plan)[0]))


def test_what_others_draw_from_a_pool_is_not_less_for_what_the_own_partner_does() -> None:
    yard = {**gives(2), "pool": "yard"}
    plan = a_plan({"A-1": yard, "B-1": yard, "A-2": {}}, names=[Pool(id="yard", size=3)])
    for least, status in ((2, "stands"), (3, "blocked")):
        counts = replace(plan.pledges["A-2"], condition=Total("t", Decimal(least), others=True))
        found = resolve(picture_of(replace(plan, pledges={**plan.pledges, "A-2": counts}))[0])
        assert found.pledges["A-2"].status == status


def test_one_solver_tells_what_hangs_on_itself_from_what_does_not() -> None:
    plan = a_plan(
        {"A": "x or y", "B": "B or x", "C": "x or not x", "D": "E and x", "E": "D and not x", "F": "F"},
        names=unknown("x", "y"),
    )
    picture = picture_of(plan)[0]
    network = compile_picture(picture)
    for order in (list(network.pledges), list(reversed(network.pledges))):
        found = by_lattice(picture, network, [network.pledges[id_] for id_ in order], Budget.of("statuses"))
        told = {id_: found[network.pledges[id_]] for id_ in sorted(order)}
        assert [(s.status, s.best) for s in told.values()] == [
            ("open", "stands"),
            ("together", "stands"),
            ("stands", "stands"),
            ("blocked", None),
            ("blocked", None),
            ("together", "together"),
        ]


@pytest.mark.parametrize("known", [{}, {"x": False}, {"x": True}])
def test_of_a_choice_what_is_known_counts_beside_what_is_open(known: dict[str, bool]) -> None:
    plan = a_plan(
        {"A": "y and z", "B": "y or z", "C": "not B", "D": "not C and y"},
        names=[*unknown("x", "y", "z"), Choice(id="one", options=("x", "y", "z"))],
    )
    check(plan, oracle.resolve(plan, None, [known]), resolve(picture_of(plan, what_if=known)[0]))


def test_an_amount_that_follows_is_at_least_nothing_where_it_may_be_out() -> None:
    follows = Follows(share=Decimal("0.5"), capability="t", others=True)
    plan = a_plan({"A": gives(8), "B": {"if": "x", "provides": "t", "follows": follows}}, names=unknown("x"))
    walks = resolve(picture_of(plan)[0]).walks
    assert walks is not None
    assert walks.amounts == {"B": (0, 4)}


@pytest.mark.parametrize(
    "conditions",
    [
        {"A": "not B", "B": "not A", "C": "A and not x or C", "D": "B and not E", "E": "C or y"},
        {"A": "not B and x", "B": "not C or y", "C": "C or not A and not y", "D": "at least 2 of (A, B, not C)"},
        {"A": "A and B", "B": "A or not D", "C": "not x or A", "D": "D and not E", "E": "not D"},
    ],
)
def test_what_is_kept_of_an_outcome_is_one_wherever_it_holds(conditions: dict[str, str]) -> None:
    plan = a_plan(conditions, goal="not A or not D and not x", names=unknown("x", "y"))
    picture = picture_of(plan)[0]
    network = compile_picture(picture, goal=plan.goal)
    free = FreeOutcomes(picture, network, Budget.of("statuses"))
    every = [free._world(model) for model in models(free, [])]
    for model in models(free, []):
        for greatest in (True, False, True):
            free._remember(model, greatest=greatest)
        free._remember_loops(model)
        kept = free.known.pop()
        its = {node for node, value in kept.values.items() if node in free.loops and value is None}
        assert its == {node for node in free.loops if free._true(free.literals[node], model)}
    for known in free.known:
        assert None in known.values.values()
        assert known.holds != 0
        free.asked = [*free.asked, *(abs(value) for value in known.values.values() if value)]
    for known in free.known:
        for world in every:
            here = free._model([*world, *([known.holds] if known.holds else [])], live=False)
            if here is None:
                continue
            true = {n: v is None or (v != 0 and free._true(v, here)) for n, v in known.values.items()}
            pledges = [atom if true[node] else -atom for node, atom in free.pledges.items()]
            outcome = free._model([*world, *pledges])
            assert outcome is not None
            for node in (*network.pledges.values(), *free.loose):
                assert true[node] == free._true(free.literals[node], outcome)


def models(free: FreeOutcomes, told: list[int]) -> Iterator[frozenset[int]]:
    """Every outcome of every world, each once."""
    atoms = [*free.variables.values(), *free.pledges.values()]
    model = free._model(told)
    while model is not None:
        yield model
        differs = free.program.atom()
        for atom in atoms:
            free.program.rule(differs, [-atom if atom in model else atom])
        told = [*told, differs]
        model = free._model(told)


@pytest.mark.parametrize("maximal", [True, False])
@pytest.mark.parametrize("condition", ["not B", "not B or x", "x and not B"])
def test_ways_are_all_where_there_are_no_more_than_asked_for(condition: str, *, maximal: bool) -> None:
    plan = a_plan({"A": condition, "B": "not A", "C": "C", "D": "D"}, names=unknown("x"))
    picture = picture_of(plan)[0]
    network = compile_picture(picture)
    watched = [network.pledges["A"], network.pledges["C"]]

    def distinct(most: int) -> tuple[list[frozenset[int]], bool]:
        return FreeOutcomes(picture, network, Budget.of("statuses")).distinct(watched, most, maximal=maximal)

    ways, complete = distinct(99)
    assert complete
    assert set(distinct(len(ways))[0]) == set(ways)
    assert distinct(len(ways))[1]
    assert not distinct(len(ways) - 1)[1]


def test_options_that_exclude_each_other_are_never_both_so() -> None:
    both = [*unknown("x", "y"), Choice(id="one", options=("x", "y"))]
    plan = a_plan({"A": "x and y", "B": "A", "C": "x or y"}, names=both)
    assert [s.status for s in resolve(picture_of(plan)[0]).pledges.values()] == ["blocked", "blocked", "open"]


def test_of_alternatives_what_follows_others_is_not_certain_at_its_most() -> None:
    tenth = Follows(share=Decimal("0.1"), capability="t", others=True, up_to=5)
    pledges: dict[str, Any] = {"A-1": gives(5), "A-2": {"provides": "t", "follows": tenth}, "B": gives(10)}
    plan = a_plan({**pledges, "C": "total(t) >= 15", "D": "total(t) >= 11"})
    plan = replace(plan, alternatives={"offer": Alternatives(id="offer", of=("A-1", "A-2"))})
    check(plan, oracle.resolve(plan, None, [{}]), resolve(picture_of(plan)[0]))


def test_rivals_that_are_too_many_for_a_table_give_what_the_solver_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "table_of", lambda *_: None)
    pairs = (("A", "B", 3), ("B", "A", 1), ("C", "D", 3), ("D", "C", 1))
    pledges: dict[str, Any] = {one: {"if": f"not {other}", **gives(amount)} for one, other, amount in pairs}
    for least, status in ((2, "stands"), (6, "rival"), (7, "blocked")):
        plan = a_plan(pledges, goal=f"total(t) >= {least}")
        goal = resolve(picture_of(plan)[0], goal=plan.goal).goal
        assert goal is not None
        assert goal.status == status
