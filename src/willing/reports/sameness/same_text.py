"""Which of many texts are one text: copies, excerpts and rewrites, found by the words in a row that they share.

Two texts are the same where a good part of the fingerprints of the shorter (31.5%) is in the longer, quotations left
out. What is found does not depend on the order of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from willing.reports.sameness.fingerprints import Prints
from willing.reports.sameness.pairs import HERE, THRESHOLD, Steps, common, equal_texts, pairs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]

#: Passages that two texts share with a third are of one text if they overlap by this part of the shorter.
_OVERLAP = 0.1
#: A text that has this part of another is its like, not a part of it.
_LIKE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts that are one, by their places in the input, ``a`` < ``b``.

    ``share``: of the shorter in the longer; ``of_longer``: of the longer in the shorter. Both 0..1.
    """

    a: int
    b: int
    share: float
    of_longer: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SameText:
    """Groups of texts that are one, each ascending and by its first; whoever is in none has no like.

    ``pairs``: those that were compared and found the same, at least enough to tie every group together, ascending.
    ``carries``: texts that have passages of several groups, or of one much shorter, and belong to none of them for
    that; by their place, what they share passages with.
    """

    groups: tuple[tuple[int, ...], ...]
    pairs: tuple[Pair, ...]
    carries: Mapping[int, tuple[int, ...]]


def same_text(prints: Prints, published: Sequence[date | None] | None = None, *, steps: Steps = HERE) -> SameText:
    """Which of the texts are one.

    ``published``: the day of each; a text that is older than all that it shares passages with is where they are from.
    ``steps``: how the heavy ones are done. Raises ValueError for more texts than they take.
    """
    if len(prints) > steps.most:
        raise ValueError(f"{len(prints):,} texts are too many to be compared: {steps.most:,} at most can be")
    first, alike = equal_texts(prints)
    a, b, shared, least, most = pairs_of(prints, first, steps)
    edges = [
        _Edge(*row) for row in zip(a.tolist(), b.tolist(), shared.tolist(), least.tolist(), most.tolist(), strict=True)
    ]
    groups, carries = _Groups(prints, edges, published).found()
    told = [
        Pair(a=min(e.a, e.b), b=max(e.a, e.b), share=e.shared / e.least, of_longer=e.shared / e.most) for e in edges
    ]
    # Equal texts were compared as one.
    members: dict[int, list[int]] = {int(rep): [int(rep)] for rep in first[alike]}
    for i in alike.tolist():
        if i != first[i]:
            members[int(first[i])].append(i)
            told.append(Pair(a=int(first[i]), b=i, share=1.0, of_longer=1.0))
    of_one = [sorted(i for rep in group for i in members.pop(rep, [rep])) for group in groups]
    of_one += members.values()
    return SameText(
        groups=tuple(sorted(map(tuple, of_one))),
        pairs=tuple(sorted(told, key=lambda pair: (pair.a, pair.b))),
        carries=dict(sorted(carries.items())),
    )


def closest(found: SameText) -> Mapping[int, Pair]:
    """Of every member of a group but the first the pair that ties it to the others, ascending.

    Rather with the first of the group; else with whom it shares most.
    """
    first = {i: group[0] for group in found.groups for i in group}
    best: dict[int, tuple[tuple[float, float, int], Pair]] = {}
    for pair in found.pairs:
        if pair.a in first and first[pair.a] == first.get(pair.b):
            head = first[pair.a]
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                rank = (float(other == head), pair.share, -other)
                if one != head and (one not in best or rank > best[one][0]):
                    best[one] = rank, pair
    return {one: pair for one, (_, pair) in sorted(best.items(), key=lambda item: item[0])}


# -- groups -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edge:
    a: int
    b: int
    shared: int
    least: int
    most: int

    @property
    def even(self) -> bool:
        """Whether the longer text is this one too: otherwise it only carries it."""
        return self.shared >= THRESHOLD * self.most

    def other(self, text: int) -> int:
        return self.b if text == self.a else self.a


@dataclass(slots=True)
class _Sets:
    """Which belong together (union-find)."""

    parent: dict[int, int] = field(default_factory=dict)

    def root(self, x: int) -> int:
        parent = self.parent
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def join(self, x: int, y: int) -> None:
        self.parent[self.root(y)] = self.root(x)


class _Groups:
    """Groups of one text, from pairs, such that chains do not run away.

    A text that has passages of two others which have nothing to do with each other (a page of news in brief) is a
    collection: it ties nothing together. A short text within a much longer one goes with it if it is the only one.
    """

    def __init__(self, prints: Prints, edges: Sequence[_Edge], published: Sequence[date | None] | None) -> None:
        self.prints = prints
        self.edges = edges
        self.published = published

    def found(self) -> tuple[list[list[int]], dict[int, tuple[int, ...]]]:
        at: dict[int, list[_Edge]] = {}
        for edge in self.edges:
            if edge.even:
                at.setdefault(edge.a, []).append(edge)
                at.setdefault(edge.b, []).append(edge)
        together = _Sets()
        for text, edges in at.items():
            for edge in edges:
                together.join(text, edge.other(text))
        whole = self._whole(at, together)
        collections = {t: e for t, e in at.items() if together.root(t) not in whole and self._collects(t, e)}
        sets = _Sets()
        for edge in self.edges:
            sets.root(edge.a), sets.root(edge.b)
            if edge.even and edge.a not in collections and edge.b not in collections:
                sets.join(edge.a, edge.b)
        # A copy of a collection goes with it.
        for text, edges in collections.items():
            for edge in edges:
                if edge.other(text) in collections and edge.shared >= _LIKE * edge.most:
                    sets.join(text, edge.other(text))
        carried = self._within(sets, collections)
        members: dict[int, list[int]] = {}
        for text in sets.parent:
            members.setdefault(sets.root(text), []).append(text)
        carries = {
            text: tuple(sorted(edge.other(text) for edge in edges if sets.root(edge.other(text)) != sets.root(text)))
            for text, edges in (collections | carried).items()
        }
        return [group for group in members.values() if len(group) > 1], {t: c for t, c in carries.items() if c}

    def _whole(self, at: Mapping[int, Sequence[_Edge]], together: _Sets) -> set[int]:
        """The components in which everybody is the same as everybody: nothing is to be told apart in them."""
        texts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for text, edges in at.items():
            root = together.root(text)
            texts[root] = texts.get(root, 0) + 1
            ends[root] = ends.get(root, 0) + len(edges)
        return {root for root, count in texts.items() if ends[root] == count * (count - 1)}

    def _collects(self, text: int, edges: Sequence[_Edge]) -> bool:
        """Whether a text has passages of several that do not overlap."""
        if len(edges) < 2 or self._older(text, edges):
            return False
        return self._parts(text, edges) > 1

    def _parts(self, text: int, edges: Iterable[_Edge]) -> int:
        """How many places in a text are shared with others, such that no two overlap."""
        mine = self.prints.of(text)
        size = max(1, int(self.prints.own[text]))
        apart: list[U64] = []
        for edge in sorted(edges, key=lambda e: (e.shared, e.least, e.most)):
            theirs = common(mine, self.prints.of(edge.other(text)))
            if len(theirs) >= _LIKE * size or not len(theirs):
                continue
            if not any(_overlap(theirs, other) for other in apart):
                apart.append(theirs)
                if len(apart) > 1:
                    break
        return len(apart)

    def _older(self, text: int, edges: Iterable[_Edge]) -> bool:
        """Whether it was published before all that it shares passages with."""
        if self.published is None:
            return False
        mine = self.published[text]
        others = [self.published[edge.other(text)] for edge in edges]
        return mine is not None and all(other is not None and mine < other for other in others)

    def _within(self, sets: _Sets, collections: Mapping[int, Sequence[_Edge]]) -> dict[int, list[_Edge]]:
        """Short texts go with the one longer text that carries them; those that carry without that are returned."""
        hosts: dict[int, list[_Edge]] = {}
        homes: dict[int, set[int]] = {}
        for edge in self.edges:
            if not edge.even:
                host, part = (edge.a, edge.b) if self._size(edge.a) >= self._size(edge.b) else (edge.b, edge.a)
                hosts.setdefault(host, []).append(edge)
                homes.setdefault(sets.root(part), set()).add(sets.root(host))
        joins: list[tuple[int, int]] = []
        left: dict[int, list[_Edge]] = {}
        for host, edges in hosts.items():
            one_text = host not in collections and (self._older(host, edges) or self._parts(host, edges) <= 1)
            for edge in edges:
                part = edge.other(host)
                if part in collections:  # it is told with the collection
                    continue
                if one_text and len(homes[sets.root(part)]) == 1:
                    joins.append((host, part))
                else:
                    left.setdefault(host, []).append(edge)
        for host, part in joins:
            sets.join(host, part)
        return left

    def _size(self, text: int) -> tuple[int, int]:
        return int(self.prints.own[text]), int(self.prints.starts[text + 1] - self.prints.starts[text])


def _overlap(a: U64, b: U64) -> bool:
    if len(a) > len(b):
        a, b = b, a
    place = np.minimum(np.searchsorted(b, a), len(b) - 1)
    return int((b[place] == a).sum()) >= _OVERLAP * len(a)
