"""What decides an outcome over many variants: one thing alone, two together, and a tree of them.

How much something decides is the share of the outcome's variance that lies between its values (the correlation ratio;
on a whole grid the first-order index of Sobol, 1993). Every figure is a sum over blocks of variants, so that no more
than one block is held at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from willing.answers.sweep import Node, Pair, ValueMean, Weight
from willing.model.sweep import Dimension

Array = NDArray[Any]

#: Gives the blocks of variants from the first one on: the places of their values, as
#: :func:`willing.questions.sweep.places_of` has them, and the outcome of each, NaN where none is possible.
Blocks = Callable[[], Iterator[tuple[Array, Array]]]

#: So many combinations of values are grouped as one, at most, where they are of several dimensions.
_PACKED = 256

#: Pairs are looked at of so many things that decide most alone.
MOST_PAIRED = 20

#: A tree is so deep at most; a part of the variants is divided further where that explains this share of the variance.
DEEPEST = 4
LEAST_GAIN = 0.01

#: Differences below this are those of adding up.
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Decides:
    """``mean`` None: nothing is possible. The rest as in :class:`willing.answers.sweep.Swept`."""

    possible: int
    mean: float | None
    varies: bool
    alone: tuple[Weight, ...]
    pairs: tuple[Pair, ...]
    tree: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of groups of variants: how many, and the sum of their outcomes."""

    count: Array
    total: Array

    def between(self) -> float:
        """The sum over groups of what their means contribute to the variance, times the number of variants."""
        there = self.count > 0
        count, total = self.count[there], self.total[there]
        return float((total**2 / count).sum() - total.sum() ** 2 / count.sum()) if len(count) else 0.0

    def mean(self, group: int) -> float | None:
        return float(self.total[group] / self.count[group]) if self.count[group] else None


def decides(dimensions: Sequence[Dimension], blocks: Blocks) -> Decides:
    """What decides the outcome of these blocks."""
    sizes = [len(dimension.values) for dimension in dimensions]
    by_one = _grouped(blocks, sizes, lambda places: places)
    possible = int(by_one[0].count.sum())  # of one thing that differs as of any other
    if not possible:
        return Decides(0, None, False, (), (), ())
    mean = float(by_one[0].total.sum() / possible)
    squares = sum(float(np.nansum((outcome - mean) ** 2)) for _, outcome in blocks())
    if squares <= _TINY * possible:
        return Decides(possible, mean, False, (), (), ())

    shares = [sums.between() / squares for sums in by_one]
    order = sorted(range(len(sizes)), key=lambda d: -round(shares[d], 12))
    alone = tuple(_weight(dimensions[d], by_one[d], shares[d]) for d in order)
    found = []
    for (a, b), sums in sorted(_by_two(blocks, sizes, sorted(order[:MOST_PAIRED])).items()):
        share = sums.between() / squares
        means = tuple(tuple(sums.mean(i * sizes[b] + j) for j in range(sizes[b])) for i in range(sizes[a]))
        beyond = share - shares[a] - shares[b]
        names = dimensions[a].name, dimensions[b].name
        found.append(Pair(a=names[0], b=names[1], share=_told(share), beyond=_told(beyond), means=means))
    found.sort(key=lambda pair: (-pair.beyond, -pair.share))
    return Decides(possible, mean, True, alone, tuple(found), _tree(dimensions, blocks, by_one, squares))


def _weight(dimension: Dimension, sums: _Sums, share: float) -> Weight:
    values = tuple(
        ValueMean(value=said, variants=int(sums.count[place]), mean=sums.mean(place))
        for place, said in enumerate(dimension.said)
    )
    return Weight(name=dimension.name, share=_told(share), values=values)


def _told(share: float) -> float:
    """Without what comes of adding up floating numbers."""
    return round(share, 9) + 0.0


def _grouped(blocks: Blocks, sizes: Sequence[int], groups: Callable[[Array], Iterable[Array]]) -> list[_Sums]:
    """Sums of several groupings in one pass: the ``sizes`` of each, and from the places the group of each variant."""
    sums = [_Sums(np.zeros(size, np.int64), np.zeros(size)) for size in sizes]
    for places, outcome in blocks():
        there = ~np.isnan(outcome)
        told = outcome[there]
        for group, added in zip(groups(places[:, there].astype(np.intp)), sums, strict=True):
            added.count[:] += np.bincount(group, minlength=len(added.count))
            added.total[:] += np.bincount(group, weights=told, minlength=len(added.count))
    return sums


def _by_two(blocks: Blocks, sizes: Sequence[int], dimensions: Sequence[int]) -> dict[tuple[int, int], _Sums]:
    """Sums by the values of any two of these dimensions, the second's counted fastest.

    Dimensions are packed together while few values come of it; two packs are grouped at once, and hold all their pairs.
    """
    packs: list[list[int]] = [[]]
    for dimension in dimensions:
        if prod(sizes[each] for each in [*packs[-1], dimension]) > _PACKED and packs[-1]:
            packs.append([])
        packs[-1].append(dimension)
    joined = [[*one, *other] for one, other in combinations(packs, 2)] or packs
    shapes = [tuple(sizes[each] for each in its) for its in joined]

    def groups(places: Array) -> Iterator[Array]:
        return (np.ravel_multi_index(tuple(places[its]), shape) for its, shape in zip(joined, shapes, strict=True))

    found: dict[tuple[int, int], _Sums] = {}
    for its, shape, sums in zip(joined, shapes, _grouped(blocks, [prod(each) for each in shapes], groups), strict=True):
        for one, other in combinations(range(len(its)), 2):
            others = tuple(axis for axis in range(len(its)) if axis not in (one, other))
            count, total = (each.reshape(shape).sum(axis=others).ravel() for each in (sums.count, sums.total))
            found[its[one], its[other]] = _Sums(count, total)
    return found


def _tree(dimensions: Sequence[Dimension], blocks: Blocks, by_one: list[_Sums], squares: float) -> tuple[Node, ...]:
    """The variants divided by what decides most, then each part by what decides most there; one level a pass.

    ``by_one``: the sums of all variants by each dimension, which divide the first.
    """
    sizes = [len(dimension.values) for dimension in dimensions]
    possible = int(by_one[0].count.sum())
    nodes = [Node(under=None, value=None, by=None, variants=possible, mean=float(by_one[0].total.sum() / possible))]
    split: dict[int, tuple[int, dict[int, int]]] = {}  # of a node: by which dimension, and the node of each value
    open_ = [0]
    for _ in range(DEEPEST):
        if not open_:
            break
        place = {node: number for number, node in enumerate(open_)}

        def groups(places: Array, place: dict[int, int] = place) -> Iterator[Array]:
            slot = np.full(len(nodes), len(place), np.intp)  # behind all others, what is divided no further
            slot[list(place)] = list(place.values())
            at = slot[_reached(places, split)]
            return (at * size + its for size, its in zip(sizes, places, strict=True))

        sums = _grouped(blocks, [(len(open_) + 1) * size for size in sizes], groups) if split else by_one
        further: list[int] = []
        for node in open_:
            parts = []
            for d, size in enumerate(sizes):
                own = slice(place[node] * size, (place[node] + 1) * size)
                parts.append(_Sums(sums[d].count[own], sums[d].total[own]))
            gains = [round(part.between() / squares, 12) for part in parts]
            best = max(range(len(sizes)), key=lambda d: (gains[d], -d), default=None)
            if best is None or gains[best] < LEAST_GAIN:
                continue
            nodes[node] = Node(
                under=nodes[node].under,
                value=nodes[node].value,
                by=dimensions[best].name,
                variants=nodes[node].variants,
                mean=nodes[node].mean,
            )
            branches: dict[int, int] = {}
            for value, said in enumerate(dimensions[best].said):
                its = parts[best].mean(value)
                if its is not None:
                    branches[value] = len(nodes)
                    count = int(parts[best].count[value])
                    nodes.append(Node(under=node, value=said, by=None, variants=count, mean=its))
            split[node] = best, branches
            further += branches.values()
        open_ = further
    return tuple(nodes)


def _reached(places: Array, split: dict[int, tuple[int, dict[int, int]]]) -> Array:
    """The node at which each variant arrives."""
    at = np.zeros(places.shape[1], np.int64)
    for node, (dimension, branches) in split.items():  # a node before those under it
        inside = at == node
        table = np.full(max(branches) + 1, node, np.int64)
        table[list(branches)] = list(branches.values())
        at[inside] = table[np.minimum(places[dimension][inside], len(table) - 1)]
    return at
