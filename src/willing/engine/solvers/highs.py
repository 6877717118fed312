"""Integer programmes, and the one place that drives HiGHS."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from willing.engine.budget import Budget, OutOfBounds

if TYPE_CHECKING:
    from highspy import Highs

#: Up to here numbers are trusted to a solver that calculates in doubles, its tolerances being 1e-9.
LARGEST_NUMBER = 10**6

#: Seconds after which a wait looks whether somebody wants it stopped.
_A_MOMENT = 0.1

#: The value of ``primal_solution_status`` that says a solution is there.
FEASIBLE = 2


@dataclass(slots=True)
class Programme:
    """What a solver is to make least, or most: columns from 0 to ``uppers``, those in ``whole`` in whole numbers.

    ``rows``: (lower, upper, weights by column); None: no bound.
    """

    uppers: list[float] = field(default_factory=list)
    whole: set[int] = field(default_factory=set)
    rows: list[tuple[float | None, float | None, Mapping[int, float]]] = field(default_factory=list)

    def column(self, upper: float, *, whole: bool = False) -> int:
        """A new column; its number."""
        self.uppers.append(upper)
        if whole:
            self.whole.add(len(self.uppers) - 1)
        return len(self.uppers) - 1

    def solver(self, costs: Sequence[float] | None = None, *, maximize: bool = False) -> "Highs":
        """HiGHS with this programme: one thread and no gap, so that answers are always the same."""
        import highspy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.uppers), len(self.rows)
        lp.col_cost_ = list(costs) if costs is not None else [0.0] * len(self.uppers)
        lp.col_lower_ = [0.0] * len(self.uppers)
        lp.col_upper_ = self.uppers
        kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
        lp.integrality_ = [kinds[column in self.whole] for column in range(len(self.uppers))]
        lp.row_lower_ = [-highspy.kHighsInf if lower is None else lower for lower, _, _ in self.rows]
        lp.row_upper_ = [highspy.kHighsInf if upper is None else upper for _, upper, _ in self.rows]
        starts = [0]
        for _, _, weights in self.rows:
            starts.append(starts[-1] + len(weights))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = [column for _, _, weights in self.rows for column in weights]
        lp.a_matrix_.value_ = [weight for _, _, weights in self.rows for weight in weights.values()]
        if maximize:
            lp.sense_ = highspy.ObjSense.kMaximize
        with _silent():
            highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
            ("mip_feasibility_tolerance", 1e-9),
            ("primal_feasibility_tolerance", 1e-9),
        ):
            highs.setOptionValue(option, value)
        highs.passModel(lp)
        return highs


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing is written to the standard output: since 1.16 HiGHS says its name when it is made, before any option.

    Ours, which is buffered, is written before.
    """
    with suppress(AttributeError, OSError, ValueError):  # there is none, or it is closed
        sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # it is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def run_within(highs: "Highs", nodes: int, budget: Budget, tick: Callable[[], None] | None = None) -> None:
    """Solve, with so many nodes of the search at most; ``tick`` is called now and then.

    In a thread of its own, so that somebody can stop it. Raises :class:`OutOfBounds` when it is time to brake.
    """
    from threading import Thread

    highs.setOptionValue("mip_max_nodes", nodes)
    thread = Thread(target=highs.run, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_A_MOMENT)
            budget.spend()
            if tick is not None:
                tick()
    except (KeyboardInterrupt, OutOfBounds):
        highs.setOptionValue("time_limit", 0.0)
        with suppress(AttributeError):
            highs.cancelSolve()  # type: ignore[no-untyped-call]
        raise
