"""Amounts that follow others (§3.8), as exact numbers: their equations, and the two ends of what solves them.

Each amount is its share of a sum, at most its ``up_to``. Such a map is monotone and concave, so for a set of pledges:

- the **greatest** solution starts from every ``up_to`` and solves for those of whom the sum asks for less, until there
  is none (each round is one system of linear equations, and never without a solution, as amounts only fall);
- the **least** gives 0 to whoever only follows others that give 0, and elsewhere there is one solution above 0, so it
  is the greatest once more. (Concave, monotone, 0 not a solution: two solutions would have to be in proportion.)

Many follow the same sum, each perhaps without its own partner's part. An amount is a share of sums, so only the sums
are unknown: of whole numbers, few equations.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm


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


#: A sum that is looked for: of all that follow in it, or of those of one owner.
_Unknown = tuple[Sum, str | None]


class _Equations:
    """Those of all pledges that are in. ``fixed``: what is fixed of each one's sum; ``own``: those that follow, and are
    left out of it; ``factor``: (p, q), of which it is p / q of all the rest of its sum, ``less`` another unknown.

    Who is left out alone of its own sum solves its equation for itself: x = s (sum - x) is s / (1 + s) of the sum.
    """

    def __init__(self, inside: Mapping[int, Follower], in_: Sequence[int]) -> None:
        self.inside = inside
        sums = dict.fromkeys(f.sum for f in inside.values())
        given = {sum_: sum_.given(in_) for sum_ in sums}
        members: dict[_Unknown, list[int]] = {}
        whole: dict[_Unknown, list[int]] = {}
        for sum_ in sums:
            its = [(node, owner) for node, owner in sum_.following if node in inside]
            whole[sum_, None] = [node for node, _ in its]
            for node, owner in its:
                members.setdefault((sum_, owner), []).append(node)
        self.fixed = {node: given[f.sum].without(f.without) for node, f in inside.items()}
        self.own: dict[int, list[int]] = {}
        self.factor: dict[int, tuple[int, int]] = {}
        self.less: dict[int, _Unknown] = {}
        for node, f in inside.items():
            key = f.sum, f.without
            self.own[node] = [] if f.without is None else members.get(key, [])
            share, of = f.share.numerator, f.share.denominator
            self.factor[node] = (share, share + of) if self.own[node] == [node] else (share, of)
            if self.own[node] not in ([], [node]):
                self.less[node] = key
        self.members = {key: members[key] for key in self.less.values()} | whole

    def solved(self, *, least: bool) -> dict[int, Fraction]:
        inside, fixed = self.inside, self.fixed
        moved = self._moved() if least else set(inside)
        given = {node: f.up_to for node, f in inside.items() if f.up_to is not None}
        given |= dict.fromkeys(inside.keys() - moved, 0)
        while True:
            sums, unit = self._sums(given)
            fewer = []
            for node, its in given.items():
                f = inside[node]
                own = sums[self.less[node]] if node in self.less else its * unit if self.own[node] else 0
                asked = f.share.numerator * (fixed[node] * unit + sums[f.sum, None] - own)
                if node in moved and asked < its * unit * f.share.denominator:
                    fewer.append(node)
            if not fewer:
                return {
                    node: Fraction(given[node]) if node in given else self._amount(node, sums, unit) for node in inside
                }
            for node in fewer:
                del given[node]

    def _amount(self, node: int, sums: Mapping[_Unknown, int], unit: int) -> Fraction:
        its, of = self.factor[node]
        less = sums[self.less[node]] if node in self.less else 0
        return Fraction(its * (self.fixed[node] * unit + sums[self.inside[node].sum, None] - less), of * unit)

    def _moved(self) -> set[int]:
        """Those that give more than 0 in the least solution."""
        moved: set[int] = set()
        news = {node for node, f in self.inside.items() if f.share and self.fixed[node]}
        while news:
            moved |= news
            many = {key: sum(n in moved for n in its) for key, its in self.members.items()}
            news = {
                node
                for node, f in self.inside.items()
                if node not in moved and many[f.sum, None] > sum(o in moved for o in self.own[node])
            }
        return moved

    def _sums(self, given: Mapping[int, int]) -> tuple[dict[_Unknown, int], int]:
        """Every unknown, in a unit of which 1 is so many, with the amounts of some ``given``."""
        unit = lcm(*(of for node, (_, of) in self.factor.items() if node not in given))
        rows: list[dict[_Unknown | None, Fraction]] = []
        for key, members in self.members.items():
            row = {key: unit}
            known = 0
            for node in members:
                if node in given:
                    known += unit * given[node]
                    continue
                its, of = self.factor[node]
                weight = its * (unit // of)
                known += weight * self.fixed[node]
                whole = self.inside[node].sum, None
                row[whole] = row.get(whole, 0) - weight
                if node in self.less:
                    row[self.less[node]] = row.get(self.less[node], 0) + weight
            rows.append({column: Fraction(its) for column, its in row.items()} | {None: Fraction(known)})
        found = _solution(rows, list(self.members))
        unit = lcm(*(its.denominator for its in found.values()))
        return {key: its.numerator * (unit // its.denominator) for key, its in found.items()}, unit


def _solution(rows: list[dict[_Unknown | None, Fraction]], unknowns: Sequence[_Unknown]) -> dict[_Unknown, Fraction]:
    """What solves linear equations (unknown to factor; None: the other side)."""
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
    found: dict[_Unknown, Fraction] = {}
    for unknown, row in zip(reversed(unknowns), reversed(rows), strict=True):
        known = sum((its * found[column] for column, its in row.items() if column in found), Fraction(0))
        found[unknown] = (row[None] - known) / row[unknown]
    return found
