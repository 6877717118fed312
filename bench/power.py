"""Who counts: Willing's exact indices beside the package powerindex, where it is installed, and beside a plain table of
states in Python integers (dynamic programming by sum and size, one player taken out after the other)."""

import random
from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any

from measuring import spread, table, timed
from willing.engine.games import AtLeast, Quota, by_states, by_sums, shapley

NICE = (*(29,) * 4, *(27,) * 2, 14, 13, *(12,) * 5, *(10,) * 3, *(7,) * 5, *(4,) * 5, 3)


def willing(weights: tuple[int, ...], quota: int) -> tuple[list[int], list[Fraction]]:
    """Swings and Shapley-Shubik."""
    counts = by_sums(Quota(weights, quota))
    assert counts is not None
    return [sum(its) for its in counts], shapley(counts)


def plain(weights: tuple[int, ...], quota: int) -> tuple[list[int], list[Fraction]]:
    """The textbook way: how many coalitions there are of each sum and size, then without each player."""
    n = len(weights)
    ways = [[0] * (n + 1) for _ in range(quota)]
    ways[0][0] = 1
    for weight in weights:
        for total in range(quota - 1, weight - 1, -1):
            row, below = ways[total], ways[total - weight]
            for size in range(n, 0, -1):
                row[size] += below[size - 1]
    swings, shares = [], []
    for weight in weights:
        without = [list(row) for row in ways]
        for total in range(weight, quota):
            row, below = without[total], without[total - weight]
            for size in range(1, n + 1):
                row[size] -= below[size - 1]
        by_size = [sum(row[size] for row in without[max(0, quota - weight) :]) for size in range(n)]
        swings.append(sum(by_size))
        orders = sum(c * factorial(k) * factorial(n - 1 - k) for k, c in enumerate(by_size))
        shares.append(Fraction(orders, factorial(n)))
    return swings, shares


def package() -> Callable[[tuple[int, ...], int], Any] | None:
    """The package powerindex, of which only the float indices are asked for."""
    try:
        import powerindex
    except ImportError:
        return None

    def run(weights: tuple[int, ...], quota: int) -> Any:
        game = powerindex.Game(quota=quota, weights=list(weights))
        game.calc_banzhaf()
        game.calc_shapley_shubik()
        return [float(x) for x in game.shapley_shubik]

    return run


def run(runs: int) -> None:
    """Print the table."""
    rng = random.Random(1)
    some = tuple(rng.randint(1, 100) for _ in range(100))
    games = [("Council of 27, Nice weights", NICE, 255, True), ("40 partners, weights up to 100", some[:40], 0, True)]
    games.append(("100 partners, weights up to 100", some, 0, False))
    other = package()
    rows = []
    for name, weights, quota, small in games:
        quota = quota or sum(weights) // 2 + 1
        ours, peers, packaged = [], [], []
        for _ in range(runs):
            seconds, mine = timed(lambda w=weights, q=quota: willing(w, q))
            ours.append(seconds * 1e3)
            if small:
                seconds, theirs = timed(lambda w=weights, q=quota: plain(w, q))
                peers.append(seconds * 1e3)
                if theirs != mine:
                    raise SystemExit("they do not agree")
            if other is not None and small:
                seconds, found = timed(lambda w=weights, q=quota: other(w, q))
                packaged.append(seconds * 1e3)
                if max(abs(a - float(b)) for a, b in zip(found, mine[1], strict=True)) > 1e-6:
                    packaged[-1] = float("nan")
        rows.append(
            (name, spread(ours), spread(peers) if peers else "not run", spread(packaged) if packaged else "none")
        )
    votes = AtLeast(2, (Quota((1,) * 15, 9), Quota((1,) * 5 + (0,) * 10, 5)))
    seconds = [timed(lambda: by_states(votes, 15))[0] * 1e3 for _ in range(runs)]
    rows.append(("Security Council, two quotas", spread(seconds), "not run", "none"))
    table(
        f"Swings and indices of all partners, exact, {runs} paired runs, milliseconds (smallest / median / largest)",
        ("", "Willing", "plain Python", "powerindex (floats)"),
        rows,
    )
