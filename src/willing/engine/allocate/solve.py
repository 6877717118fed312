"""One day's allocation: the flow where it does, the search where it must, the solver where that takes too long."""

from collections.abc import Sequence
from dataclasses import replace

from willing.engine.allocate.board import Effort, Shared
from willing.engine.allocate.flow import Flow, FlowProblem, lexicographic_flow
from willing.engine.allocate.milp import LevelSolver
from willing.engine.allocate.search import BranchAndBound
from willing.engine.budget import Budget

#: Steps of a budget that one of the search is, and steps of the search that are taken whatever is left.
_STEP, _FIRST_LOOK = 2, 2_000


def search_best(
    problem: FlowProblem,
    choices: Sequence[tuple[int, ...]],
    shared: Sequence[Shared],
    serves: Sequence[int],
    effort: Effort,
) -> tuple[list[int], Flow, list[int], list[int]]:
    """What each requirement gets, from which lots, and the least and the most the best allocation gives it.

    Where its steps, or those of the command, are spent, no solver is asked, and the search ends after a first look.
    """
    budget = Budget.of("allocation")
    search = BranchAndBound(problem, choices, shared, serves)
    best, top = search.run(min(effort.steps, max(_FIRST_LOOK, budget.left // _STEP)))
    budget.count(search.steps * _STEP)
    order, needs = problem.order, list(problem.needs)
    least, most = [0] * len(needs), [0] * len(needs)
    solver: LevelSolver | None = None
    for level, i in enumerate(order):
        # Given what is proven of those before it, it gets no more than if all could be split.
        bound = best.units[level]
        if top > best.units:
            split = lexicographic_flow(replace(search.root.problem, needs=needs), order[: level + 1])[0][i]
            bound = min(split, top[level]) if top[:level] == best.units[:level] else split
        if bound > best.units[level] and effort.nodes > 0 and budget.left:
            solver = solver or LevelSolver(search, budget)
            if solver.trusted:
                best, proven = solver.level(level, best, effort.nodes)
                bound = min(bound, max(proven, best.units[level]))
        least[i], most[i] = best.units[level], bound
        if bound > best.units[level]:
            # It may get more than was found, which may cost those after it, or help them.
            needs[i] = best.units[level]
            for later in order[level + 1 :]:
                alone = lexicographic_flow(replace(search.root.problem, needs=needs), [*order[: level + 1], later])
                most[later] = alone[0][later]
            break
        needs[i] = best.units[level]
    got = [0] * len(needs)
    for i, units in zip(order, best.units, strict=True):
        got[i] = units
    return got, best.flow, least, most
