"""The cheapest solutions of thresholds and clauses over yes-or-no variables, one after the other.

A literal is the number of a variable, or its negative. Where the cheapest solution takes many changes and sums, this
proves it long before a solver of clauses does; where it takes few, the other is faster.

Branch and bound on one linear relaxation (HiGHS), kept warm from node to node and from solution to solution. What
makes it tight is found as it is needed: of a threshold that some of its kids cannot do by themselves, the others must
do the rest (covers: Balas 1975; Wolsey 1975). Branched is first on what costs and has most to say.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil, inf

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.gates import threshold
from willing.engine.solvers.highs import LARGEST_NUMBER, Programme

#: Steps of a relaxation for each of its rows and columns, and for so many of them of one iteration of the simplex.
_SOLVED, _ITERATED = 1, 40

#: Iterations times rows and columns after which is looked whether somebody wants it stopped: some tenths of a second.
_AT_ONCE = 10_000_000

#: Rounds of covers at the root and at each other node, and how much of one must be missing there.
_ROUNDS = ((20, 1e-3), (1, 5e-2))

#: How far from whole numbers the solver's may be.
_NEARLY = 1e-6

#: A threshold as the relaxation has it: its head (None: it must hold), its need, and weights of literals.
_Row = tuple[int | None, int, dict[int, int]]


@dataclass(slots=True)
class Thresholds:
    """What must hold. ``gates``: a literal may be true only if the weights of true literals reach a need."""

    gates: list[tuple[int, int, list[tuple[int, int]]]] = field(default_factory=list)
    forbidden: list[list[int]] = field(default_factory=list)

    def rows(self, kept: Iterable[int]) -> Iterator[_Row]:
        """The gates as few rows. A variable that one gate alone counts, and that is not ``kept``, has none: what it
        needs is told where it is counted."""
        known = {abs(body[0]): body[0] < 0 for body in self.forbidden if len(body) == 1}
        clauses = {abs(literal) for body in self.forbidden for literal in body}
        of: dict[int, list[tuple[int, dict[int, int]]]] = {}
        counted: Counter[int] = Counter()
        for head, need, kids in self.gates:
            left: dict[int, int] = {}
            for kid, weight in kids:
                if abs(kid) not in known:
                    left[kid] = left.get(kid, 0) + weight
                elif known[abs(kid)] is (kid > 0):
                    need -= weight
            of.setdefault(head, []).append((need, left))
            counted.update(map(abs, left))
        alone = {head for head in of if head > 0 and counted[head] == 1} - clauses - set(kept)
        for head in of:
            if head not in alone and known.get(abs(head)) is not (head < 0):
                shown = None if abs(head) in known else head
                yield from _told_here([(shown, need, kids) for need, kids in of[head]], of, alone)


def _told_here(
    rows: Iterable[_Row], of: Mapping[int, Sequence[tuple[int, dict[int, int]]]], alone: set[int]
) -> Iterator[_Row]:
    """Rows of a head, with those of kids that count for it alone."""
    todo = list(rows)
    while todo:
        head, need, kids = todo.pop()
        form = threshold(kids.items(), need)
        if form is True:
            continue
        if form is False:
            yield head, 1, {}
        elif form.kind == "all":  # one row each is tighter
            for kid, _ in form.kids:
                if kid in alone:
                    todo += ((head, *gate) for gate in of[kid])
                else:
                    yield head, 1, {kid: 1}
        else:
            either = dict(form.kids)
            own = [kid for kid in either if kid in alone]
            inner = next((kid for kid in own if len(of[kid]) == 1 and of[kid][0][0] > 0), None)
            if form.need > 1 or inner is None:
                yield head, form.need, either
                todo += ((kid, *gate) for kid in own for gate in of[kid])
            else:  # one of these, or so much of those: each of these is worth all of those
                (inner_need, inner_kids), *_ = of[inner]
                told = {kid: inner_need for kid in either if kid != inner}
                for kid, weight in inner_kids.items():
                    told[kid] = max(told.get(kid, 0), weight)
                todo.append((head, inner_need, told))


class Search:
    """Solutions, the cheapest first. ``costs``: of variables, whole numbers, 0 or more.

    Of two solutions that cost the same the one is never part of the other. Raises :class:`OutOfBounds` where numbers
    are too large.
    """

    def __init__(
        self,
        asked: Thresholds,
        costs: Mapping[int, int],
        budget: Budget,
        tick: Callable[[], None] | None = None,
    ) -> None:
        free = sum(cost == 0 for cost in costs.values())
        self.scale = 1 + free  # as many as there are for nothing cost less than 1 of the others
        priced = {variable: cost * self.scale or 1 for variable, cost in costs.items()}
        if sum(priced.values()) > LARGEST_NUMBER * 1_000:
            raise OutOfBounds
        self.budget = budget
        self.tick = tick
        self.column: dict[int, int] = {}
        self.variables = list(costs)
        self.priced = [self._column(variable) for variable in costs]
        self.sums: list[_Row] = []
        self.programme = Programme()
        weighs: Counter[int] = Counter()
        for head, need, kids in asked.rows(costs):
            if sum(kids.values()) > LARGEST_NUMBER:
                raise OutOfBounds
            kids = {kid: min(weight, need) for kid, weight in kids.items()}
            if need > 1:
                self.sums.append((head, need, kids))
            self._add_row(head, need, kids)
            weighs.update(abs(literal) for literal in kids)
        for body in asked.forbidden:
            self._add_row(None, 1, {-literal: 1 for literal in body})
        for _ in self.column:
            self.programme.column(1.0)
        self.costs = [float(priced.get(variable, 0)) for variable in self.column]
        self.says = [cost * (1 + weighs[v]) for v, cost in zip(self.column, self.costs, strict=True)]
        self.highs = self.programme.solver(self.costs)
        self.highs.setOptionValue("presolve", "off")
        self.highs.setOptionValue("solver", "simplex")
        self.size = len(self.column) + len(self.programme.rows)
        self._level = 0
        self._fixed: dict[int, float] = {}  # as the solver has it
        self._here: tuple[tuple[int, float], ...] | None = None
        self._open: list[tuple[int, int, tuple[tuple[int, float], ...]]] = [(0, 0, ())]
        self._pushed = 0

    @property
    def bound(self) -> int:
        """No solution that is still to come costs less."""
        return -(-self._level // self.scale)

    def next(self) -> frozenset[int] | None:
        """The variables that cost something in the next solution, which has to be forbidden before the one after it;
        None: there is none. Raises :class:`OutOfBounds` where the steps are used up before."""
        return self._solution(bounded=True)

    def any(self) -> frozenset[int] | None:
        """The same for some solution, whatever it costs."""
        return self._solution(bounded=False)

    def forbid(self, body: Sequence[int]) -> None:
        """Not all of these literals."""
        lower, _, weights = self._row(None, 1, {-literal: 1 for literal in body})
        self._add_cut(lower, weights)

    # -- the search ---------------------------------------------------------------------------------------------------

    def _solution(self, *, bounded: bool) -> frozenset[int] | None:
        rounds = 0
        while True:
            if self._here is None:
                if not self._open:
                    return None
                level, _, self._here = heappop(self._open)
                self._level = max(self._level, level) if bounded else self._level
                rounds = 0
            self._go(self._here)
            most = self._level if bounded else inf
            value = self._solve(most)
            if value > most or value == inf:
                if value < inf:
                    self._push(int(value), self._here)
                self._here = None
                continue
            values = self.highs.getSolution().col_value
            turns, missing = _ROUNDS[bool(self._here)]
            if rounds < turns and self._covered(values, missing):
                rounds += 1
                continue
            place = self._branched(values)
            if place is None:
                return frozenset(v for v, at in zip(self.variables, self.priced, strict=True) if values[at] > 0.5)
            near = float(round(values[place]))
            self._push(int(value), (*self._here, (place, 1.0 - near)))
            self._here = (*self._here, (place, near))
            rounds = 0

    def _push(self, level: int, node: tuple[tuple[int, float], ...]) -> None:
        self._pushed += 1
        heappush(self._open, (level, -self._pushed, node))  # the last one first: it is near what the solver has

    def _go(self, node: Iterable[tuple[int, float]]) -> None:
        """Decide in the solver what is decided in a node."""
        fixed = dict(node)
        for place in [place for place in self._fixed if place not in fixed]:
            self.highs.changeColBounds(place, 0.0, 1.0)
        for place, value in fixed.items():
            if self._fixed.get(place) != value:
                self.highs.changeColBounds(place, value, value)
        self._fixed = fixed

    def _solve(self, most: float) -> float:
        """The least cost of what the solver has, up to a whole number; infinite where there is no solution, and more
        than ``most`` where that is all that matters."""
        from highspy import HighsModelStatus

        self.highs.setOptionValue("objective_bound", most + 1e-3)
        anew = False
        while True:
            self.budget.spend(_SOLVED * self.size)
            self.highs.setOptionValue("simplex_iteration_limit", max(1, _AT_ONCE // self.size))
            self.highs.run()
            info = self.highs.getInfo()
            self.budget.count((1 + self.size // _ITERATED) * max(0, info.simplex_iteration_count))
            if self.tick is not None:
                self.tick()
            match self.highs.getModelStatus():
                case HighsModelStatus.kOptimal:
                    value = info.objective_function_value
                    return max(0, ceil(value - _NEARLY * max(1.0, value)))
                case HighsModelStatus.kObjectiveBound:
                    return most + 1
                case HighsModelStatus.kInfeasible:
                    return inf
                case HighsModelStatus.kIterationLimit:
                    pass  # to be heard meanwhile
                case _ if not anew:
                    self.highs.clearSolver()
                    anew = True
                case _:
                    raise OutOfBounds

    def _branched(self, values: Sequence[float]) -> int | None:
        """What is to be decided next, first among what costs; None: all are whole."""
        for those in (self.priced, range(len(values))):
            part = [(min(values[at], 1.0 - values[at]), at) for at in those]
            broken = [(share * (self.says[at] or 1.0), -at) for share, at in part if share > _NEARLY]
            if broken:
                return -max(broken)[1]
        return None

    def _covered(self, values: Sequence[float], missing: float) -> bool:
        """Add the covers that speak most against these values, one a sum; whether there were any.

        Without some of its kids, taken as true, the others must do what is left of the need.
        """

        def value(literal: int) -> float:
            at = self.column[abs(literal)]
            return values[at] if literal > 0 else 1.0 - values[at]

        found = []
        for head, need, kids in self.sums:
            wanted = 1.0 if head is None else value(head)
            if wanted <= missing:
                continue
            order = sorted(kids, key=value, reverse=True)
            small = [kid for kid in order if kids[kid] < need]
            best, left = (missing, 0, 0), need
            for number, kid in enumerate(small, 1):
                left -= kids[kid]
                if left <= 0 or value(kid) <= missing:
                    break
                out = set(small[:number])
                there = sum(min(kids[other], left) * value(other) for other in order if other not in out)
                best = max(best, (wanted - there / left, number, left))
            if best[1]:
                out = set(small[: best[1]])
                found.append(self._row(head, best[2], {k: min(w, best[2]) for k, w in kids.items() if k not in out}))
        for lower, _, weights in found:
            self._add_cut(lower, weights)
        return bool(found)

    # -- rows ---------------------------------------------------------------------------------------------------------

    def _column(self, variable: int) -> int:
        return self.column.setdefault(variable, len(self.column))

    def _add_row(self, head: int | None, need: int, kids: Mapping[int, int]) -> None:
        self.programme.rows.append(self._row(head, need, kids))

    def _row(self, head: int | None, need: int, kids: Mapping[int, int]) -> tuple[float, None, dict[int, float]]:
        """Weights of true literals come to ``need`` where the head is true; of a negative literal, what stays when
        it is true is lost."""
        terms = [*kids.items(), *([] if head is None else [(-head, need)])]
        weights: dict[int, float] = {}
        for literal, weight in terms:
            at = self._column(abs(literal))
            weights[at] = weights.get(at, 0.0) + (weight if literal > 0 else -weight)
        return float(need - sum(weight for literal, weight in terms if literal < 0)), None, weights

    def _add_cut(self, lower: float, weights: Mapping[int, float]) -> None:
        self.highs.addRow(lower, inf, len(weights), list(weights), list(weights.values()))
        self.size += 1
