"""The cheapest solutions of thresholds and clauses, beside all of them one by one."""

import random
from itertools import product

import pytest

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.solvers.cheapest import Search, Thresholds


def random_thresholds(seed: int) -> tuple[Thresholds, dict[int, int], int]:
    """Gates over variables that cost something (1 to 6) and others, and clauses, one of them that the last is true."""
    rng = random.Random(seed)
    variables = 11
    costs = {variable: rng.choice([0, 1, 1, 2, 3]) for variable in range(1, 7)}
    asked = Thresholds()
    for head in range(7, variables + 1):
        for _ in range(rng.choice([1, 1, 2])):
            kids = rng.sample([v for v in range(1, variables + 1) if v != head], rng.randint(1, 5))
            signed = [(kid if kid > 6 or rng.random() < 0.8 else -kid, rng.choice([1, 1, 1, 2, 5])) for kid in kids]
            asked.gates.append((head, rng.randint(0, sum(weight for _, weight in signed)), signed))
    asked.forbidden.append([-variables])
    for _ in range(rng.randint(0, 2)):
        asked.forbidden.append([rng.choice([1, -1]) * v for v in rng.sample(range(1, variables + 1), 2)])
    return asked, costs, variables


def solutions(asked: Thresholds, costs: dict[int, int], variables: int) -> list[tuple[int, frozenset[int]]]:
    """What of the variables that cost something is true in any solution, and what that costs; only the least sets."""
    found = set()
    for values in product((False, True), repeat=variables):

        def true(literal: int, values: tuple[bool, ...] = values) -> bool:
            return values[abs(literal) - 1] is (literal > 0)

        if any(all(true(literal) for literal in body) for body in asked.forbidden):
            continue
        if all(not true(head) or sum(w for k, w in kids if true(k)) >= need for head, need, kids in asked.gates):
            found.add(frozenset(v for v in costs if true(v)))
    least = [its for its in found if not any(other < its for other in found)]
    return sorted((sum(costs[v] for v in its), its) for its in least)


def in_turn(search: Search) -> list[frozenset[int]]:
    told = []
    while (its := search.next()) is not None:
        told.append(its)
        search.forbid(sorted(its))
    return told


@pytest.mark.parametrize("seed", range(150))
def test_solutions_come_by_cost_and_none_is_left_out(seed: int) -> None:
    asked, costs, variables = random_thresholds(seed)
    wanted = solutions(asked, costs, variables)
    told = in_turn(Search(asked, costs, Budget(10**9)))
    assert [sum(costs[v] for v in its) for its in told] == [cost for cost, _ in wanted]
    assert set(told) == {its for _, its in wanted}


def test_steps_bound_it_and_what_is_proven_by_then_is_said() -> None:
    asked = Thresholds(gates=[(41, 20, [(v, 1) for v in range(1, 41)])], forbidden=[[-41]])
    costs = dict.fromkeys(range(1, 41), 1)
    search = Search(asked, costs, Budget(200))
    with pytest.raises(OutOfBounds):
        in_turn(search)
    assert search.bound <= 20
    search.budget = Budget(10**6)
    assert len(search.any() or ()) >= 20


def test_numbers_too_large_for_the_solver_are_not_given_to_it() -> None:
    with pytest.raises(OutOfBounds):
        Search(Thresholds(gates=[(2, 10**9, [(1, 10**9), (3, 1)])], forbidden=[[-2]]), {1: 1, 3: 1}, Budget(10**6))


@pytest.mark.parametrize("seed", range(60))
def test_some_solution_is_one_or_there_is_none(seed: int) -> None:
    """Also where the relaxation has solutions and a branch of it has none any more."""
    asked, costs, variables = random_thresholds(seed)
    asked.forbidden += [[1, 2], [-1, -2], [2, 3], [-2, -3], [1, -3]]  # nothing whole is left of 1 to 3 but 1, 3 and -2
    wanted = solutions(asked, costs, variables)
    told = Search(asked, costs, Budget(10**9)).any()
    assert told is None if not wanted else any(its <= told for _, its in wanted if told is not None)


def test_where_only_halves_would_do_there_is_no_solution() -> None:
    asked = Thresholds(forbidden=[[1, 2], [1, 3], [2, 3], [-1, -2], [-1, -3], [-2, -3]])
    assert Search(asked, dict.fromkeys((1, 2, 3), 1), Budget(10**6)).any() is None
