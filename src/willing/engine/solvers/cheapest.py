"""The cheapest solution of thresholds and clauses over yes-or-no variables, by integer programming (HiGHS).

A literal is the number of a variable, or its negative. Where the cheapest solution takes many changes and sums, this
proves it long before a solver of clauses does; where it takes few, the other is faster.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil, fsum, isfinite

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.gates import threshold
from willing.engine.solvers.highs import FEASIBLE, LARGEST_NUMBER, Programme, run_within

#: Steps for each row and column of a programme: of its relaxation, made tight, and of a node of the search.
_ROOT, _NODE = 40, 8

#: The part of the steps that are left for costs that decide only between what costs the same.
_NEXT = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The variables that are true in the best solution found (None: there is none), and a bound on all solutions.

    ``bound``: no solution costs less, of the costs that matter most. ``proven``: it is the cheapest, or there is none.
    """

    true: frozenset[int] | None
    bound: int
    proven: bool


@dataclass(slots=True)
class Thresholds:
    """What must hold. ``gates``: a literal may be true only if the weights of true literals reach a need."""

    gates: list[tuple[int, int, list[tuple[int, int]]]] = field(default_factory=list)
    forbidden: list[list[int]] = field(default_factory=list)

    def cheapest(
        self, costs: Sequence[Mapping[int, int]], budget: Budget, tick: Callable[[], None] | None = None
    ) -> Found:
        """The solution of least cost, of those of least next cost, and so on: one after the other, as each by itself is
        proven far sooner than their weighed sum. ``tick`` is called now and then.

        Raises :class:`OutOfBounds` where numbers are too large, or no steps are left before there is a solution.
        """
        programme, column = self._programme(costs[0])
        found = bound = None
        for level in costs:
            try:
                best = self._least(programme, column, level, budget if found is None else budget.part(_NEXT), tick)
            except OutOfBounds:
                if found is None:
                    raise
                return Found(found.true, bound or 0, False)
            if bound is None:
                bound = best.bound
            if best.true is None and found is not None:  # there is one: the steps did not do to find it again
                return Found(found.true, bound, False)
            found = best
            if found.true is None or not found.proven:
                break
            at_most = sum(level.get(variable, 0) for variable in found.true)
            programme.rows.append((None, float(at_most), {column[v]: float(cost) for v, cost in level.items()}))
        assert found is not None
        return Found(found.true, bound or 0, found.proven)

    def _least(
        self,
        programme: Programme,
        column: Mapping[int, int],
        costs: Mapping[int, int],
        budget: Budget,
        tick: Callable[[], None] | None,
    ) -> Found:
        import highspy

        if sum(costs.values()) > LARGEST_NUMBER * 1_000:
            raise OutOfBounds
        highs = programme.solver([float(costs.get(variable, 0)) for variable in column])
        size = len(column) + len(programme.rows)
        node = _NODE * size
        budget.spend(_ROOT * size)
        run_within(highs, max(1, budget.left // node), budget, tick)
        info = highs.getInfo()
        with suppress(OutOfBounds):  # what is found is found
            budget.spend(node * max(0, info.mip_node_count))
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Found(None, 0, True)
        bound = max(0, ceil(info.mip_dual_bound - 1e-4)) if isfinite(info.mip_dual_bound) else 0
        if info.primal_solution_status != FEASIBLE:
            return Found(None, bound, False)
        values = highs.getSolution().col_value
        true = frozenset(variable for variable, place in column.items() if values[place] > 0.5)
        return Found(true, bound, status == highspy.HighsModelStatus.kOptimal)

    def _programme(self, variables: Iterable[int]) -> tuple[Programme, dict[int, int]]:
        """Rows for gates and clauses, and the column of each variable."""
        programme = Programme()
        column: dict[int, int] = {}

        def row(need: float, *terms: tuple[int, float]) -> None:
            """Weights of true literals come to ``need``; of a negative literal, what stays when it is true is lost."""
            weights: dict[int, float] = {}
            for literal, weight in terms:
                place = column.setdefault(abs(literal), len(column))
                weights[place] = weights.get(place, 0.0) + (weight if literal > 0 else -weight)
            programme.rows.append((need - fsum(weight for literal, weight in terms if literal < 0), None, weights))

        for variable in variables:
            column.setdefault(variable, len(column))
        for head, need, kids in self.gates:
            form = threshold(kids, need)
            if form is True:
                continue
            if form is False:
                row(1.0, (-head, 1.0))
            elif form.kind == "all":  # one row each is tighter
                for kid, _ in form.kids:
                    row(1.0, (kid, 1.0), (-head, 1.0))
            elif sum(weight for _, weight in form.kids) > LARGEST_NUMBER:
                raise OutOfBounds
            else:
                row(form.need, *((kid, float(weight)) for kid, weight in form.kids), (-head, float(form.need)))
        for body in self.forbidden:
            row(1.0, *((-literal, 1.0) for literal in body))
        for _ in column:
            programme.column(1.0, whole=True)
        return programme, column
