"""Amounts that follow others (§3.8), as exact numbers: their equations, and the two ends of what solves them.

Each amount is its share of a sum, at most its ``up_to``. Such a map is monotone and concave, so for a set of pledges:

- the **greatest** solution starts from every ``up_to`` and solves for those of whom the sum asks for less, until there
  is none (each round is one system of linear equations, and never without a solution, as amounts only fall);
- the **least** gives 0 to whoever only follows others that give 0, and elsewhere there is one solution above 0, so it
  is the greatest once more. (Concave, monotone, 0 not a solution: two solutions would have to be in proportion.)

Many follow the same sum, each perhaps without its own partner's part: the sums are unknowns of their own, so that the
equation of an amount has few of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sum:
    """What is followed. ``fixed``: (node, units, pool, owner) of pledges with an amount; ``following``: (node, owner)
    of those that follow others."""

    fixed: tuple[tuple[int, int, str | None, str], ...]
    pools: Mapping[str, int]
    following: tuple[tuple[int, str], ...]

    def given(self, in_: Sequence[int]) -> "_Given":
        """What the fixed part comes to; ``in_``: 1 for each node that is in."""
        of: dict[str, dict[str | None, int]] = {}
        all_: dict[str | None, int] = {}
        for node, units, pool, owner in self.fixed:
            if in_[node]:
                its = of.setdefault(owner, {})
                its[pool] = its.get(pool, 0) + units
                all_[pool] = all_.get(pool, 0) + units
        return _Given(self.pools, all_, of)


@dataclass(frozen=True, slots=True)
class _Given:
    """What is offered of each pool, and outside of pools (None): by all, and by each owner."""

    pools: Mapping[str, int]
    all_: Mapping[str | None, int]
    of: Mapping[str, Mapping[str | None, int]]

    def without(self, owner: str | None) -> int:
        """What comes of it without the part of one owner."""
        own = self.of.get(owner, {}) if owner is not None else {}
        left = {pool: units - own.get(pool, 0) for pool, units in self.all_.items()}
        return sum(units if pool is None else min(units, self.pools[pool]) for pool, units in left.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """The equation of one pledge, ``node``: at most ``up_to``, else ``share`` of what is in of a sum, ``without`` the
    part of one owner."""

    node: int
    share: Fraction
    up_to: int | None
    sum: Sum
    without: str | None

    @property
    def fixed(self) -> tuple[tuple[int, int, str | None], ...]:
        """Of its sum (node, units, pool) of pledges with an amount."""
        return tuple((node, units, pool) for node, units, pool, owner in self.sum.fixed if owner != self.without)

    @property
    def beside(self) -> tuple[int, ...]:
        """Of its sum the nodes of those that follow."""
        return tuple(node for node, owner in self.sum.following if owner != self.without)

    def of(self, whole: int) -> int:
        """What it gives, rounded down, where that is the whole of its sum."""
        its = floor(self.share * whole)
        return its if self.up_to is None else min(its, self.up_to)


def amounts(followers: Iterable[Follower], in_: Sequence[int], *, least: bool) -> dict[int, Fraction]:
    """What each of them that is in gives, in the least or the greatest solution; by node."""
    return _Equations({f.node: f for f in followers if in_[f.node]}, in_).solved(least=least)


class _Equations:
    """Those of all pledges that are in. ``base``: of each its share of what is fixed; ``own``: those that follow, and
    are left out of its sum."""

    def __init__(self, inside: Mapping[int, Follower], in_: Sequence[int]) -> None:
        self.inside = inside
        sums = dict.fromkeys(f.sum for f in inside.values())
        given = {sum_: sum_.given(in_) for sum_ in sums}
        self.following = {sum_: [node for node, _ in sum_.following if node in inside] for sum_ in sums}
        of: dict[tuple[Sum, str | None], list[int]] = {}
        for sum_ in sums:
            for node, owner in sum_.following:
                if node in inside:
                    of.setdefault((sum_, owner), []).append(node)
        self.base = {node: f.share * given[f.sum].without(f.without) for node, f in inside.items()}
        self.own = {node: of.get((f.sum, f.without), []) for node, f in inside.items()}

    def solved(self, *, least: bool) -> dict[int, Fraction]:
        inside, base = self.inside, self.base
        moved = self._moved() if least else set(inside)
        given = {node: Fraction(f.up_to) for node, f in inside.items() if f.up_to is not None}
        given |= dict.fromkeys(inside.keys() - moved, Fraction(0))
        while True:
            solved = given | self._linear([node for node in inside if node not in given], given)
            totals = {sum_: sum((solved[n] for n in its), Fraction(0)) for sum_, its in self.following.items()}
            fewer = [
                node
                for node, its in given.items()
                if node in moved
                and base[node]
                + inside[node].share * (totals[inside[node].sum] - sum(solved[o] for o in self.own[node]))
                < its
            ]
            if not fewer:
                return {node: solved[node] for node in inside}
            for node in fewer:
                del given[node]

    def _moved(self) -> set[int]:
        """Those that give more than 0 in the least solution."""
        moved: set[int] = set()
        news = {node for node in self.inside if self.base[node] > 0}
        while news:
            moved |= news
            many = {sum_: sum(n in moved for n in its) for sum_, its in self.following.items()}
            news = {
                node
                for node, f in self.inside.items()
                if node not in moved and many[f.sum] > sum(o in moved for o in self.own[node])
            }
        return moved

    def _linear(self, open_: Sequence[int], given: Mapping[int, Fraction]) -> dict[int, Fraction]:
        """The amounts of ``open_``, each its share of its whole sum, with those of the others ``given``."""
        rows: list[dict[int | Sum | None, Fraction]] = []
        for node in open_:
            its = self.inside[node]
            row: dict[int | Sum | None, Fraction] = {node: Fraction(1), its.sum: -its.share, None: self.base[node]}
            for other in self.own[node]:
                if other in given:
                    row[None] -= its.share * given[other]
                else:
                    row[other] = row.get(other, Fraction(0)) + its.share
            rows.append(row)
        sums = dict.fromkeys(self.inside[node].sum for node in open_)
        for sum_ in sums:
            known = sum((given[n] for n in self.following[sum_] if n in given), Fraction(0))
            rows.append({sum_: Fraction(1), None: known})
            rows[-1].update({n: Fraction(-1) for n in self.following[sum_] if n not in given})
        return _eliminated(rows, [*open_, *sums])


def _eliminated(rows: list[dict[int | Sum | None, Fraction]], unknowns: Sequence[int | Sum]) -> dict[int, Fraction]:
    """What solves linear equations (unknown to factor; None: the other side), of those unknowns that are nodes."""
    for place, unknown in enumerate(unknowns):
        at = next(n for n in range(place, len(rows)) if rows[n].get(unknown))
        rows[place], rows[at] = rows[at], rows[place]
        pivot = rows[place]
        for row in rows[place + 1 :]:
            if row.get(unknown):
                times = row.pop(unknown) / pivot[unknown]
                for column, its in pivot.items():
                    if column != unknown:
                        row[column] = row.get(column, Fraction(0)) - times * its
    found: dict[int | Sum, Fraction] = {}
    for unknown, row in zip(reversed(unknowns), reversed(rows), strict=True):
        known = sum((its * found[column] for column, its in row.items() if column in found), Fraction(0))
        found[unknown] = (row[None] - known) / row[unknown]
    return {unknown: its for unknown, its in found.items() if isinstance(unknown, int)}
