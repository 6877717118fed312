"""Both outcomes of many pledges, from arrays: Willing's walks beside clingo's API and scipy's sparse sweeps.

A pledge is in if at least ``need`` of four others are and its assumption is true. Everybody gets the same arrays and
has to say who is in the least and who is in the greatest outcome.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clingo
import numpy as np
from scipy.sparse import csr_array

from measuring import ratios, spread, table, timed
from willing.engine.kernel import greatest, least, wire
from willing.engine.network import Network, Variable

_OTHERS = 4
_ASSUMPTIONS = 1_000


@dataclass(frozen=True)
class Pledges:
    """``others[i]``: whom pledge i counts, ``need[i]`` of them; ``on[i]``: its assumption; ``true``: which are."""

    others: Any
    need: Any
    on: Any
    true: Any


def random_pledges(n: int, seed: int) -> Pledges:
    """``need`` is 0 to 4, evenly; nine in ten assumptions are true."""
    rng = np.random.default_rng(seed)
    others = (np.arange(n)[:, None] + rng.integers(1, n, (n, _OTHERS))) % n
    return Pledges(
        others=others.astype(np.int32),
        need=rng.integers(0, _OTHERS + 1, n, dtype=np.int32),
        on=rng.integers(0, _ASSUMPTIONS, n, dtype=np.int32),
        true=rng.random(_ASSUMPTIONS) < 0.9,
    )


def willing_network(pledges: Pledges) -> Network:
    """One gate a pledge. "A, and k of n others" is n + 1 of: the n others, and A counted n - k + 1 times."""
    n, width = pledges.others.shape
    times = width - pledges.need + 1
    start = np.zeros(n + 1, np.int32)
    np.cumsum(width + times, out=start[1:])
    kids = np.repeat((2 + n + pledges.on).astype(np.int32), width + times)
    for j in range(width):
        kids[start[:-1] + j] = 2 + pledges.others[:, j]
    return Network(
        size=2 + n + len(pledges.true),
        head=np.arange(2, 2 + n, dtype=np.int32),  # type: ignore[arg-type]  # arrays do here what lists do
        need=np.full(n, width + 1, np.int32),  # type: ignore[arg-type]
        start=start,  # type: ignore[arg-type]
        kids=kids,
        tallies=(),
        variables=tuple(Variable(kind="assumption", id=str(i), node=2 + n + i) for i in range(len(pledges.true))),
        opposites={},
        pledges={},
        partners={},
        goal=None,
    )


def by_willing(pledges: Pledges) -> tuple[Any, Any]:
    """From the arrays above to both outcomes, the network included."""
    n = len(pledges.need)
    network = willing_network(pledges)
    wiring = wire(network)
    true = [2 + n + int(i) for i in np.flatnonzero(pledges.true)]
    found = least(wiring, true), greatest(wiring, true)
    in_least, in_greatest = (np.frombuffer(outcome.in_, np.uint8)[2 : 2 + n] for outcome in found)
    return in_least, in_greatest


def by_sweeps(pledges: Pledges) -> tuple[Any, Any]:
    """Count and compare for everybody, until nothing changes; bytes, as they are the fastest."""
    n = len(pledges.need)
    counts = _matrix(pledges)
    need, may = pledges.need.astype(np.int8), pledges.true[pledges.on]
    return _sweep(counts, need, may, np.zeros(n, np.int8))[0], _sweep(counts, need, may, np.ones(n, np.int8))[0]


def _sweep(counts: Any, need: Any, may: Any, now: Any, most: int = 10**9) -> tuple[Any, int]:
    sweeps = 0
    while sweeps < most:
        sweeps += 1
        then = ((counts @ now >= need) & may).view(np.int8)
        if np.array_equal(now, then):
            break
        now = then
    return now, sweeps


def by_clingo(pledges: Pledges) -> tuple[Any, Any, float]:
    """The least outcome as the stable model; the greatest as what is not in that of the dual program: who falls out.

    Also the seconds of it that clingo itself took, between the last rule and the model.
    """
    n, width = pledges.others.shape
    times = width + 1 - pledges.need
    inside = 0.0
    found = []
    for dual in (False, True):
        control = clingo.Control(["--warn=none"])
        with control.backend() as backend:
            pledge = [backend.add_atom() for _ in range(n)]
            given = [backend.add_atom() for _ in pledges.true]
            for atom, true in zip(given, pledges.true.tolist(), strict=True):
                if true is not dual:
                    backend.add_rule([atom])
            # "A, and k of n": as above. Falling out, so much of it is missing that too little is left.
            for head, others, on, weight in zip(
                pledge, pledges.others.tolist(), pledges.on.tolist(), times.tolist(), strict=True
            ):
                body = [(pledge[other], 1) for other in others]
                body.append((given[on], weight))
                backend.add_weight_rule([head], weight if dual else width + 1, body)
        model: list[int] = []

        def kept(answer: clingo.Model, model: list[int] = model, pledge: list[int] = pledge) -> None:
            is_true = answer.is_true
            model.extend(map(is_true, pledge))

        seconds, _ = timed(lambda control=control, kept=kept: control.solve(on_model=kept))  # type: ignore[misc]
        inside += seconds
        found.append(np.array(model, np.uint8) if not dual else 1 - np.array(model, np.uint8))
    return found[0], found[1], inside


def chain(n: int) -> Pledges:
    """Pledge i is in if pledge i - 1 is, and the first one anyway: as long as it gets, one after the other."""
    need = np.ones(n, np.int32)
    need[0] = 0
    return Pledges(
        others=np.maximum(np.arange(n, dtype=np.int32) - 1, 0)[:, None],
        need=need,
        on=np.zeros(n, np.int32),
        true=np.ones(1, bool),
    )


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """The same least and the same greatest outcome."""
    return all(np.array_equal(a, b) for a, b in zip(one[:2], other[:2], strict=True))


def run(n: int, runs: int) -> None:
    """Print the tables."""
    compiling, loading = _loading()
    print(
        f"\nLoading numba and the compiled walks takes {loading:.1f} s, once a process ({compiling:.1f} s the first "
        "time ever, when they are compiled and kept); not in what follows."
    )
    by_willing(random_pledges(250_000, 0))

    small = [random_pledges(2_000, seed) for seed in range(3)] + [chain(2_000)]
    if not all(same(by_willing(p), by_sweeps(p)) and same(by_willing(p), by_clingo(p)) for p in small):
        raise SystemExit("the outcomes differ")

    ours, sweeps, solver, inside = [], [], [], []
    in_least = in_greatest = 0
    for seed in range(runs):
        pledges = random_pledges(n, seed)
        our, mine = timed(lambda pledges=pledges: by_willing(pledges))  # type: ignore[misc]
        swept, theirs = timed(lambda pledges=pledges: by_sweeps(pledges))  # type: ignore[misc]
        solved, clingos = timed(lambda pledges=pledges: by_clingo(pledges))  # type: ignore[misc]
        if not same(mine, theirs) or not same(mine, clingos):
            raise SystemExit("the outcomes differ")
        ours.append(our)
        sweeps.append(swept)
        solver.append(solved)
        inside.append(clingos[2])
        in_least, in_greatest = int(mine[0].sum()), int(mine[1].sum())
    may, counts = pledges.true[pledges.on], _matrix(pledges)
    need = pledges.need.astype(np.int8)
    numbers = [_sweep(counts, need, may, np.full(n, x, np.int8))[1] for x in (0, 1)]
    table(
        f"Both outcomes of {n:,} random pledges, {runs} paired runs (smallest / median / largest); in the last run "
        f"{in_least:,} are in the least after {numbers[0]} sweeps, {in_greatest:,} in the greatest after {numbers[1]}",
        ("", "seconds", "times as long as Willing"),
        [
            ("Willing, from arrays", spread(ours), "1"),
            ("scipy sparse sweeps", spread(sweeps), spread(ratios(sweeps, ours))),
            ("clingo's API, rules and solving", spread(solver), spread(ratios(solver, ours))),
            ("of it inside clingo's solve", spread(inside), spread(ratios(inside, ours))),
        ],
    )

    pledges = chain(n)
    bounded = 200
    ours, sweeps = [], []
    matrix, need, may = _matrix(pledges), pledges.need.astype(np.int8), np.ones(n, bool)
    for _ in range(runs):
        our, mine = timed(lambda: by_willing(pledges))
        swept, _ = timed(lambda: _sweep(matrix, need, may, np.zeros(n, np.int8), bounded))
        if not mine[0].all() or not mine[1].all():
            raise SystemExit("the chain is not in")
        ours.append(our)
        sweeps.append(swept / bounded * n)
    table(
        f"Both outcomes of a chain of {n:,}, {runs} paired runs; the sweeps need {n:,} of them for the least outcome "
        f"alone, extrapolated from {bounded}",
        ("", "seconds", "times as long as Willing"),
        [
            ("Willing, from arrays", spread(ours), "1"),
            ("scipy sparse sweeps (extrapolated)", spread(sweeps), spread(ratios(sweeps, ours))),
        ],
    )


def _loading() -> tuple[float, float]:
    """Seconds that a first walk takes over a second one, in a process with nothing kept, and in the next."""
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); from outcomes import *; p = random_pledges(250_000, 0)\n"
        "first, _ = timed(lambda: by_willing(p)); again, _ = timed(lambda: by_willing(p)); print(first - again)"
    )
    with tempfile.TemporaryDirectory() as kept:
        command = [sys.executable, "-c", code, str(Path(__file__).parent)]
        environment = {**os.environ, "NUMBA_CACHE_DIR": kept}
        twice = [
            float(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)
            for _ in range(2)
        ]
    return twice[0], twice[1]


def _matrix(pledges: Pledges) -> Any:
    n, width = pledges.others.shape
    ends = np.arange(0, width * n + 1, width, dtype=np.int32)
    return csr_array((np.ones(width * n, np.int8), pledges.others.ravel(), ends), shape=(n, n))
