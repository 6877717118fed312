"""The cheapest solution of thresholds and clauses over yes-or-no variables, by integer programming (HiGHS).

A literal is the number of a variable, or its negative. Where the cheapest solution takes many changes and sums, this
proves it long before a solver of clauses does; where it takes few, the other is faster.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil, fsum, gcd
from typing import Any

from willing.engine.budget import Deadline, OutOfBounds

#: Up to here numbers are trusted to a solver that calculates in doubles.
LARGEST_NUMBER = 10**6

#: Seconds after which a wait looks whether somebody wants it stopped.
_A_MOMENT = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """The variables that are true in the best solution found (None: there is none), and a bound on all solutions.

    ``bound``: no solution costs less. ``proven``: this is the cheapest, or there is none.
    """

    true: frozenset[int] | None
    bound: int
    proven: bool


@dataclass(slots=True)
class Model:
    """What must hold. ``gates``: a literal may be true only if the weights of true literals reach a need."""

    gates: list[tuple[int, int, list[tuple[int, int]]]] = field(default_factory=list)
    forbidden: list[list[int]] = field(default_factory=list)

    def cheapest(self, costs: Mapping[int, int], deadline: Deadline, tick: Callable[[], None] | None = None) -> Found:
        """The solution of least cost; ``tick`` is called now and then.

        Raises :class:`OutOfBounds` where numbers are too large, or time is up.
        """
        import highspy

        rows: list[tuple[float, dict[int, float]]] = []
        column: dict[int, int] = {}

        def add(row: dict[int, float], literal: int, weight: float) -> float:
            """Add a weight for a literal that is true; what stays when it is false is given back."""
            place = column.setdefault(abs(literal), len(column))
            row[place] = row.get(place, 0.0) + (weight if literal > 0 else -weight)
            return 0.0 if literal > 0 else weight

        for variable in costs:
            column.setdefault(variable, len(column))
        row: dict[int, float]
        for head, need, kids in self.gates:
            if need <= 0:
                continue
            weights = [(kid, min(weight, need)) for kid, weight in kids if weight > 0]
            whole = sum(weight for _, weight in weights)
            if whole < need:
                row = {}
                rows.append((1.0 - add(row, -head, 1.0), row))
                continue
            if all(whole - weight < need for _, weight in weights):  # all of them: one row each is tighter
                for kid, _ in weights:
                    row = {}
                    constant = add(row, kid, 1.0) + add(row, -head, 1.0)
                    rows.append((1.0 - constant, row))
                continue
            common = gcd(*(weight for _, weight in weights))
            need = -(-need // common)
            if whole // common > LARGEST_NUMBER:
                raise OutOfBounds
            row = {}
            constant = fsum(add(row, kid, float(min(weight // common, need))) for kid, weight in weights)
            constant += add(row, -head, float(need))
            rows.append((need - constant, row))
        for body in self.forbidden:
            row = {}
            constant = fsum(add(row, -literal, 1.0) for literal in body)
            rows.append((1.0 - constant, row))
        if sum(costs.values()) > LARGEST_NUMBER * 1_000:
            raise OutOfBounds
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(column), len(rows)
        lp.col_cost_ = [float(costs.get(variable, 0)) for variable in column]
        lp.col_lower_ = [0.0] * len(column)
        lp.col_upper_ = [1.0] * len(column)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(column)
        lp.row_lower_ = [lower for lower, _ in rows]
        lp.row_upper_ = [highspy.kHighsInf] * len(rows)
        starts = [0]
        for _, row in rows:
            starts.append(starts[-1] + len(row))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = [place for _, row in rows for place in row]
        lp.a_matrix_.value_ = [weight for _, row in rows for weight in row.values()]
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
            ("mip_feasibility_tolerance", 1e-9),
            ("primal_feasibility_tolerance", 1e-9),
            ("time_limit", deadline.left()),
        ):
            highs.setOptionValue(option, value)
        highs.passModel(lp)
        _run(highs, tick)
        info = highs.getInfo()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Found(None, 0, True)
        bound = max(0, ceil(info.mip_dual_bound - 1e-4)) if info.mip_dual_bound < highspy.kHighsInf else 0
        if info.primal_solution_status != 2:
            return Found(None, bound, False)
        values = _values(highs)
        true = frozenset(variable for variable, place in column.items() if values[place] > 0.5)
        return Found(true, bound, status == highspy.HighsModelStatus.kOptimal)


def _run(highs: Any, tick: Callable[[], None] | None) -> None:
    """Solve in a thread of its own, so that somebody can stop it."""
    from threading import Thread

    thread = Thread(target=highs.run, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_A_MOMENT)
            if tick is not None:
                tick()
    except KeyboardInterrupt:
        highs.setOptionValue("time_limit", 0.0)
        with suppress(AttributeError):
            highs.cancelSolve()
        raise


def _values(highs: Any) -> Sequence[float]:
    found: Sequence[float] = highs.getSolution().col_value
    return found
