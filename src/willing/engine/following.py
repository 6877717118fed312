"""Amounts that follow others (§3.8), as exact numbers: their equations, and the two ends of what solves them.

Each amount is its share of a sum, at most its ``up_to``. Such a map is monotone and concave, so for a set of pledges:

- the **greatest** solution starts from every ``up_to`` and solves for those of whom the sum asks for less, until there
  is none (each round is one system of linear equations, and never without a solution, as amounts only fall);
- the **least** gives 0 to whoever only follows others that give 0, and elsewhere there is one solution above 0, so it
  is the greatest once more. (Concave, monotone, 0 not a solution: two solutions would have to be in proportion.)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """The equation of one pledge, ``node``: at most ``up_to``, else ``share`` of what is in of a sum.

    ``fixed``: of the sum (node, units, pool) of pledges with an amount; ``beside``: the nodes of those that follow.
    """

    node: int
    share: Fraction
    up_to: int | None
    fixed: tuple[tuple[int, int, str | None], ...]
    pools: Mapping[str, int]
    beside: tuple[int, ...]

    def base(self, in_: Sequence[int]) -> Fraction:
        """Its share of the fixed part of its sum; ``in_``: 1 for each node that is in."""
        sums: dict[str | None, int] = {}
        for node, units, pool in self.fixed:
            if in_[node]:
                sums[pool] = sums.get(pool, 0) + units
        whole = sum(units if pool is None else min(units, self.pools[pool]) for pool, units in sums.items())
        return self.share * whole

    def of(self, whole: int) -> int:
        """What it gives, rounded down, where that is the whole of its sum."""
        its = floor(self.share * whole)
        return its if self.up_to is None else min(its, self.up_to)


def amounts(followers: Iterable[Follower], in_: Sequence[int], *, least: bool) -> dict[int, Fraction]:
    """What each of them that is in gives, in the least or the greatest solution; by node."""
    inside = {f.node: f for f in followers if in_[f.node]}
    base = {node: f.base(in_) for node, f in inside.items()}
    beside = {node: [other for other in f.beside if other in inside] for node, f in inside.items()}
    moved = dict.fromkeys(inside, True)
    if least:
        started = [node for node in inside if base[node] > 0]
        moved = dict.fromkeys(started, True)
        behind: dict[int, list[int]] = {}
        for node, others in beside.items():
            for other in others:
                behind.setdefault(other, []).append(node)
        while started:
            news = [node for node in behind.get(started.pop(), ()) if node not in moved]
            moved |= dict.fromkeys(news, True)
            started += dict.fromkeys(news)
    given = {node: Fraction(f.up_to) for node, f in inside.items() if f.up_to is not None and node in moved}
    given |= {node: Fraction(0) for node in inside if node not in moved}
    open_ = [node for node in moved if node not in given]
    while True:
        solved = given | _linear(open_, given, inside, base, beside)
        fewer = [
            node
            for node in given
            if node in moved and base[node] + inside[node].share * sum(solved[o] for o in beside[node]) < given[node]
        ]
        if not fewer:
            return {node: solved[node] for node in inside}
        open_ += fewer
        for node in fewer:
            del given[node]


def _linear(
    open_: Sequence[int],
    given: Mapping[int, Fraction],
    inside: Mapping[int, Follower],
    base: Mapping[int, Fraction],
    beside: Mapping[int, Collection[int]],
) -> dict[int, Fraction]:
    """The amounts of ``open_``, each its share of its whole sum, with those of the others ``given``."""
    rows: list[dict[int | None, Fraction]] = []
    for node in open_:
        share = inside[node].share
        row: dict[int | None, Fraction] = {node: Fraction(1)}
        row[None] = base[node] + share * sum(given[o] for o in beside[node] if o in given)
        for other in beside[node]:
            if other not in given:
                row[other] = row.get(other, Fraction(0)) - share
        rows.append(row)
    for place, node in enumerate(open_):
        at = next(n for n in range(place, len(rows)) if rows[n].get(node))
        rows[place], rows[at] = rows[at], rows[place]
        pivot = rows[place]
        for row in rows:
            if row is not pivot and row.get(node):
                times = row[node] / pivot[node]
                for column, its in pivot.items():
                    row[column] = row.get(column, Fraction(0)) - times * its
    return {node: rows[place][None] / rows[place][node] for place, node in enumerate(open_)}
