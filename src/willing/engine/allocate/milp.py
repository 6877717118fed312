"""One day's allocation as an integer programme."""

from dataclasses import replace
from math import gcd

from willing.engine.allocate.board import bits_of
from willing.engine.allocate.search import BranchAndBound, SearchNode
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.solvers.highs import FEASIBLE, LARGEST_NUMBER, Programme, run_within

#: Steps for each row and column of the programme: of a node of the search, and of ten iterations of the simplex method.
_NODE, _ITERATIONS = 50, 4


class LevelSolver:
    """HiGHS, level by level. What it finds is counted anew in whole numbers; only its bounds are taken as they are.

    ``trusted``: the numbers are small enough for that. Its iterations are counted afterwards: before the first node
    there may be many, or none.
    """

    def __init__(self, search: BranchAndBound, budget: Budget) -> None:
        self.search = search
        self.budget = budget
        problem = search.root.problem
        self.programme = programme = Programme()
        order, lot_pool = search.order, problem.lot_pool
        numbers = [*(problem.needs[i] for i in order), *problem.caps]
        rooms = [
            min(room, sum(problem.caps[lot] for lot in bits_of(lots)))
            for room, lots in zip(problem.rooms, problem.pool_lots, strict=True)
        ]
        numbers += rooms
        self.scale = 1
        if not search.shared:
            self.scale = gcd(*numbers) or 1
        for s in search.shared:
            numbers += [s.amount, *s.unit.equals.as_integer_ratio()]
            numbers.append(s.amount * max(s.unit.equals.as_integer_ratio()))
        self.trusted = max(numbers) // self.scale <= LARGEST_NUMBER
        if not self.trusted:
            return
        scale = self.scale
        self.fill = {i: programme.column(problem.needs[i] // scale) for i in order}
        self.takes: list[dict[int, int]] = []  # by whole pledge: the column of each requirement
        gets: dict[int, dict[int, int]] = {i: {self.fill[i]: 1} for i in order}
        for lots in search.choices:
            take = {}
            for lot in lots:
                for i in bits_of(search.serves[lot]):
                    take[i] = programme.column(1, whole=True)
                    gets[i][take[i]] = -(min(problem.caps[lot], problem.needs[i]) // scale)
            programme.rows.append((None, 1, dict.fromkeys(take.values(), 1)))
            self.takes.append(take)
        by_lot: dict[int, dict[int, int]] = {}
        by_pool: dict[int, dict[int, int]] = {pool: {} for pool in range(len(rooms))}
        for lot, cap in enumerate(problem.caps):
            if lot in search.choosing:
                continue
            gives = by_lot[lot] = {}
            for i in bits_of(search.serves[lot]):
                column = programme.column(cap // scale)
                gives[column] = 1
                gets[i][column] = -1
            programme.rows.append((None, cap // scale, gives))
            if lot_pool[lot] >= 0:
                by_pool[lot_pool[lot]].update(gives)
        programme.rows += [(None, room // scale, by_pool[pool]) for pool, room in enumerate(rooms)]
        self.kept: list[int] = []
        for s in search.shared:
            sides = by_pool if s.is_pool else by_lot
            kept, other = programme.column(s.amount, whole=True), programme.column(s.unit.convert(s.amount), whole=True)
            self.kept.append(kept)
            numerator, denominator = s.unit.equals.as_integer_ratio()
            programme.rows.append((None, 0, {**sides[s.own], kept: -1}))
            programme.rows.append((None, 0, {**sides[s.other], other: -1}))
            programme.rows.append((None, numerator * s.amount, {other: denominator, kept: numerator}))
        programme.rows += [(None, 0, weights) for weights in gets.values()]
        self.size = len(programme.uppers) + len(programme.rows)
        self.highs = programme.solver(maximize=True)

    def level(self, level: int, best: SearchNode, nodes: int) -> tuple[SearchNode, int]:
        """The best now found, the most this level can get (as those before it get what they got)."""
        search, highs = self.search, self.highs
        for n, i in enumerate(search.order[: level + 1]):
            highs.changeColCost(self.fill[i], float(n == level))
            if n < level:
                units = best.units[n] // self.scale
                highs.changeColBounds(self.fill[i], units, units)
        need = search.root.problem.needs[search.order[level]]
        try:
            run_within(highs, max(1, min(nodes, self.budget.left // (_NODE * self.size))), self.budget)
        except OutOfBounds:
            return best, need
        info = highs.getInfo()
        self.budget.count(self.size * max(0, info.simplex_iteration_count) * _ITERATIONS // 10)
        if info.primal_solution_status == FEASIBLE:
            values = highs.getSolution().col_value
            node = search.root
            for number, take in enumerate(self.takes):
                chosen = [i for i, column in take.items() if values[column] > 0.5]
                if chosen:  # who serves nobody here may serve what comes later
                    node = replace(node, problem=search.choose(node, number, chosen))
            for number, column in enumerate(self.kept):
                keep = round(values[column])
                problem, held = search.hold(node, number, keep, keep)
                node = replace(node, problem=problem, held=held)
            node = search.rounded(search.node(node.problem, node.held))
            best = max(best, node, key=lambda n: n.units)
        bound = info.mip_dual_bound
        return best, need if not 0 <= bound < need else int(bound + 1e-4) * self.scale
