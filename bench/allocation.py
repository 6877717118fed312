"""The best allocation: our flow against solving the levels one after the other with HiGHS, and what whole pledges cost.

Both in one process, on the same plan; that they agree is checked before anything is timed. Prints medians with the
spread (fastest-slowest) of the runs.

    python bench/allocation.py [runs]
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import highspy

from willing.engine.allocate.board import Board, Effort, board_of
from willing.engine.allocate.days import coverage_over_days, filled
from willing.engine.picture import picture_of
from willing.model.plan import Plan, Pledge, Pool, Requirement

PLACES = ("north", "east", "south", "west", "sea")


def plan_of(pledges: int, requirements: int, *, seed: int = 1, whole: float = 0, alike: bool = True) -> Plan:
    """A statement of requirements over 4 priorities and pledges with caveats; a fifth of them draw on pools.

    ``alike``: caveats are those of few places and domains, as people have them. Else each pledge names its own choice
    of requirements, so that no two are interchangeable. ``whole``: the share of pledges that cannot be split.
    """
    rng = random.Random(seed)
    wanted = {
        f"r{i}": Requirement(
            id=f"r{i}",
            domain=f"d{i % 4}",
            priority=1 + i * 4 // requirements,
            needs=rng.randint(5, 60) * 100,
            of=(f"c{i % 3}",),
            in_place=rng.choice(PLACES),
        )
        for i in range(requirements)
    }
    given = {}
    for i in range(pledges):
        capability = rng.randrange(3)
        pledge = Pledge(
            id=f"p{i}",
            partner="FR",
            provides=f"c{capability}",
            amount=rng.randint(1, 90) * 10,
            whole=rng.random() < whole,
        )
        if rng.random() < 0.2 and not pledge.whole:
            pledge = replace(pledge, pool=f"pool{capability}{rng.randrange(4)}")
        if not alike:
            its = [id_ for id_, r in wanted.items() if r.of == (pledge.provides,)]
            pledge = replace(pledge, only=tuple(rng.sample(its, rng.randint(1, len(its)))))
        elif rng.random() < 0.5:
            pledge = replace(pledge, not_in=tuple(rng.sample(PLACES, rng.randint(1, 2))))
        elif rng.random() < 0.3:
            pledge = replace(pledge, only=(f"d{rng.randrange(4)}",))
        given[f"p{i}"] = pledge
    pools = {f"pool{c}{n}": Pool(id=f"pool{c}{n}", size=rng.randint(5, 30) * 100) for c in range(3) for n in range(4)}
    return Plan(name="Bench", requirements=wanted, pledges=given, pools=pools)


class Levels:
    """Level by level with HiGHS, as one would write it down: one model, each level's result held for the next."""

    def __init__(self, board: Board, plan: Plan) -> None:
        self.board = board
        infinity = highspy.kHighsInf
        lp = highspy.HighsLp()
        arcs = [(p, r.id) for p in board.pledges for r in board.requirements if r.id in board.serves[p]]
        number = {arc: n for n, arc in enumerate(arcs)}
        rows: list[tuple[float, list[int]]] = []
        self.row_of = {}
        for r in board.requirements:
            self.row_of[r.id] = len(rows)
            rows.append((float(r.needs or 0), [number[a] for a in arcs if a[1] == r.id]))
        for id_, pledge in board.pledges.items():
            rows.append((float(pledge.amount or 0), [number[id_, r] for r in board.serves[id_]]))
        rows += [
            (float(pool.size), [n for a, n in number.items() if board.pledges[a[0]].pool == pool.id])
            for pool in plan.pools.values()
        ]
        self.arcs_of = {r.id: [number[a] for a in arcs if a[1] == r.id] for r in board.requirements}
        lp.num_col_, lp.num_row_ = len(arcs), len(rows)
        lp.col_cost_ = [0.0] * len(arcs)
        lp.col_lower_ = [0.0] * len(arcs)
        lp.col_upper_ = [infinity] * len(arcs)
        lp.row_lower_ = [-infinity] * len(rows)
        lp.row_upper_ = [upper for upper, _ in rows]
        starts = [0]
        for _, its in rows:
            starts.append(starts[-1] + len(its))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = [n for _, its in rows for n in its]
        lp.a_matrix_.value_ = [1.0] * starts[-1]
        lp.sense_ = highspy.ObjSense.kMaximize
        self.lp = lp

    def solve(self) -> dict[str, int]:
        """The best allocation; whole numbers, since it is a flow."""
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.passModel(self.lp)
        found: dict[str, int] = {}
        for r in self.board.requirements:
            for n in self.arcs_of[r.id]:
                highs.changeColCost(n, 1.0)
            highs.run()
            found[r.id] = round(highs.getInfo().objective_function_value)
            for n in self.arcs_of[r.id]:
                highs.changeColCost(n, 0.0)
            highs.changeRowBounds(self.row_of[r.id], found[r.id], float(r.needs or 0))
        return found


def times(what: Callable[[], object], runs: int, *, repeat: int = 1) -> list[float]:
    """Seconds of each run, of ``repeat`` calls one of them."""
    found = []
    for _ in range(runs):
        begin = time.perf_counter()
        for _ in range(repeat):
            what()
        found.append((time.perf_counter() - begin) / repeat)
    return found


def spread(seconds: list[float], scale: float = 1000, unit: str = "ms") -> str:
    low, middle, high = (f(seconds) * scale for f in (min, median, max))
    return f"{middle:.3g} {unit} ({low:.3g}-{high:.3g})"


def main(runs: int) -> None:
    """Prints it all."""
    for alike in (True, False):
        plan = plan_of(300, 40, alike=alike)
        board = board_of(picture_of(plan)[0])
        levels = Levels(board, plan)
        ours = filled(board, set(board.pledges))
        assert dict(ours.filled) == levels.solve(), "they disagree"
        fast = times(lambda board=board: filled(board, set(board.pledges)), runs)
        slow = times(levels.solve, max(3, runs // 4))
        print(
            f"300 pledges x 40 requirements x 4 priorities, {'few kinds of caveats' if alike else 'no two alike'}: "
            f"{spread(fast)}; HiGHS level by level: {spread(slow)}; "
            f"{median(slow) / median(fast):.0f} times faster (at least {min(slow) / max(fast):.0f})"
        )
    small = plan_of(10, 5)
    board = board_of(picture_of(small)[0])
    in_ = frozenset(small.pledges)
    seconds = times(lambda: filled(board, in_), runs, repeat=200)
    print(f"10 pledges x 5 requirements: {spread(seconds, 1e6, 'µs')}")
    large = plan_of(2000, 20)
    board = board_of(picture_of(large)[0])
    in_ = frozenset(large.pledges)
    print(f"2,000 pledges x 20 requirements: {spread(times(lambda: filled(board, in_), runs))}")
    rng = random.Random(2)
    dated = replace(
        large,
        pledges={
            id_: replace(p, ready=rng.randrange(0, 360, 10), stays=rng.randrange(30, 360, 10))
            for id_, p in large.pledges.items()
        },
        requirements={id_: replace(r, until_day=360) for id_, r in large.requirements.items()},
    )
    board = board_of(picture_of(dated)[0])
    print(f"… on 36 days: {spread(times(lambda: coverage_over_days(board, in_), max(3, runs // 4)))}")
    for pledges, requirements in ((10, 5), (40, 10), (300, 40)):
        plan = plan_of(pledges, requirements, whole=0.5)
        board = board_of(picture_of(plan)[0])
        found = filled(board, set(board.pledges))
        unsure = [id_ for id_ in found.filled if found.least[id_] < found.most[id_]]
        said = "proven" if found.proven else f"not proven: {[(found.filled[i], found.most[i]) for i in unsure[:1]]}"
        seconds = times(lambda board=board: filled(board, set(board.pledges)), 3)
        print(f"{pledges} pledges x {requirements} requirements, half of them whole: {spread(seconds)}; {said}")
        own = filled(board, set(board.pledges), effort=Effort(nodes=0))
        print(f"  without the solver: {'proven' if own.proven else 'not proven'}")
    plan = plan_of(300, 40, whole=1)
    rng = random.Random(3)
    plan = replace(
        plan,
        pledges={id_: replace(p, amount=rng.randint(200, 9000), provides="c0") for id_, p in plan.pledges.items()},
        requirements={id_: replace(r, of=("c0",)) for id_, r in plan.requirements.items()},
    )
    offered = sum(p.amount or 0 for p in plan.pledges.values())
    wanted = sum(r.needs or 0 for r in plan.requirements.values())
    tight = {
        id_: replace(r, needs=(r.needs or 0) * offered * 21 // 20 // wanted) for id_, r in plan.requirements.items()
    }
    board = board_of(picture_of(replace(plan, requirements=tight))[0])
    for effort in (Effort(nodes=0), Effort()):
        begin = time.perf_counter()
        found = filled(board, set(board.pledges), effort=effort)
        took = time.perf_counter() - begin
        unsure = [id_ for id_ in found.filled if found.least[id_] < found.most[id_]]
        said = f"{40 - len(unsure)} of 40 proven"
        if unsure:
            said += f", then {found.filled[unsure[0]]} found of at most {found.most[unsure[0]]}"
        print(f"300 x 40, all whole and 5% too few, solver at most {effort.seconds:g} s: {took:.2f} s; {said}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
