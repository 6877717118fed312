"""Pairs of texts that share words in a row: found through samples of their fingerprints, then counted exactly.

Samples are sorted and joined; the work grows with the length of all texts together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from willing.reports.sameness.fingerprints import OWN, SHINGLE, Prints
from willing.reports.sameness.joining import (
    apart,
    bound_for,
    packed,
    pairs_by_bound,
    pairs_in,
    runs_of,
    shared_by,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Keys and the ranks of their texts.
Keys: TypeAlias = "tuple[U64, I64]"
#: Of pairs of ranks, and how many keys each has in common: whether they are worth being counted.
Worth: TypeAlias = "Callable[[I64, I64, I64], Flags]"

#: The least share of the shorter text that must be in the other one.
THRESHOLD = 0.315

#: Texts with fewer words outside of quotations are compared whole, quotations included, and must share more.
FLOOR = 60
SHORT_THRESHOLD = 0.7
#: A text with fewer words than this is compared with none.
LEAST_WORDS = 12

#: Up to so many fingerprints there is no need for samples.
_FEW = 1_000_000

#: No more texts are compared at once: their places are told in 24 bits.
RANK_BITS = 24
MOST_TEXTS = 1 << RANK_BITS
_EVERY = np.uint64((1 << 64) - 1)
#: So many fingerprints are looked at at once, and so many counted.
_CHUNK = 1 << 18
_COUNTED = 1 << 20


class Steps:
    """The two heavy steps, done here and at once; :mod:`willing.app.origins` does them in parts, on disk."""

    #: No more texts are compared.
    most = MOST_TEXTS

    def joined(self, keys: Iterable[Keys], worth: Worth, of: Flags | None = None) -> tuple[I64, I64]:
        """Pairs of ranks that have keys in common, the lower first, as far as they are worth it.

        ``of``: by rank, those of which each pair has one.
        """
        parts = [packed(hashes, ranks, RANK_BITS) for hashes, ranks in keys]
        runs = runs_of(np.concatenate(parts) if parts else np.zeros(0, np.uint64), RANK_BITS, of)
        a, b, hits = apart(*pairs_in(runs, bound_for(pairs_by_bound(runs))))
        keep = worth(a, b, hits)
        return a[keep], b[keep]

    def counted(self, prints: Prints, a: I64, b: I64, parts: Sequence[I64], *, own: bool) -> Iterable[I64]:
        """Of every part of the pairs ``a``, ``b``, how many fingerprints each pair shares."""
        sizes = np.diff(prints.starts)
        for some in parts:
            one, other = a[some], b[some]
            yield shared_by(prints.gathered(one), sizes[one], prints.gathered(other), sizes[other], own=own)


HERE = Steps()


# -- equal texts ------------------------------------------------------------------------------------------------------


def equal_texts(prints: Prints) -> tuple[I64, I64]:
    """Of every text the first that has the very same fingerprints; and the texts that have an equal one."""
    count, contents = len(prints), prints.contents
    sizes = np.diff(prints.starts)
    first = np.arange(count)
    if not count:
        return first, first
    order = np.lexsort((first, contents, sizes))
    same = (contents[order][1:] == contents[order][:-1]) & (sizes[order][1:] == sizes[order][:-1])
    same &= sizes[order][1:] >= LEAST_WORDS - SHINGLE + 1
    heads = np.concatenate(([True], ~same))
    first[order] = order[heads][np.cumsum(heads) - 1]
    has_like = np.zeros(count, dtype=np.bool_)
    has_like[order[1:][same]] = True
    has_like[first[has_like]] = True
    return first, np.flatnonzero(has_like)


# -- pairs ------------------------------------------------------------------------------------------------------------


def pairs_of(prints: Prints, first: I64, steps: Steps = HERE) -> tuple[I64, I64, I64, I64, I64]:
    """Pairs of unequal texts that are one: their places, what they share, and what the shorter and longer have."""
    sizes = np.diff(prints.starts)
    candidates = np.flatnonzero((first == np.arange(len(prints))) & (sizes >= LEAST_WORDS - SHINGLE + 1))
    # An order that depends on the texts alone, so that their order in the input changes nothing.
    order = candidates[np.lexsort((prints.contents[candidates], -sizes[candidates], -prints.own[candidates]))]
    long_enough = prints.own[order] >= FLOOR - SHINGLE + 1
    rows = []
    if long_enough.any():
        rows.append(_long_pairs(prints, order, long_enough, steps))
    if not long_enough.all():
        rows.append(_short_pairs(prints, order, ~long_enough, steps))
    if not rows:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none, none, none
    a, b, shared, least, most = (np.concatenate(column) for column in zip(*rows, strict=True))
    return order[a], order[b], shared, least, most


def sharing(prints: Prints, *, least: int) -> list[tuple[int, int]]:
    """Pairs of texts that seem to share passages, quotations too: so many fingerprints of every second, or more."""
    every = np.arange(len(prints))
    keys = _keys(prints, every, every, np.ones(len(prints), dtype=np.int64), np.uint64(0))
    a, b = HERE.joined(keys, lambda a, b, hits: hits >= least)
    return sorted(zip(a.tolist(), b.tolist(), strict=True))


def _long_pairs(prints: Prints, order: I64, members: Flags, steps: Steps) -> tuple[I64, I64, I64, I64, I64]:
    own = prints.own[order]
    bits = _bits(own, int(prints.starts[-1]))

    def worth(a: I64, b: I64, hits: I64) -> Flags:
        return _expected(THRESHOLD * np.minimum(own[a], own[b]), bits, a, b) <= hits

    a, b = steps.joined(_keys(prints, order, np.flatnonzero(members), bits, OWN), worth)
    least, most = np.minimum(own[a], own[b]), np.maximum(own[a], own[b])
    shared = _shared(prints, order[a], order[b], steps, own=True)
    same = shared >= THRESHOLD * least
    return a[same], b[same], shared[same], least[same], most[same]


def _short_pairs(prints: Prints, order: I64, short: Flags, steps: Steps) -> tuple[I64, I64, I64, I64, I64]:
    """Pairs of which one is short."""
    sizes = np.diff(prints.starts)[order]
    own = prints.own[order]
    bits = np.where(short, 0, _bits(own, int(prints.starts[-1])))

    def worth(a: I64, b: I64, hits: I64) -> Flags:
        least = SHORT_THRESHOLD * np.minimum(sizes[a], sizes[b])
        return (short[a] | short[b]) & (_expected(least, bits, a, b) <= hits)

    every = _keys(prints, order, np.arange(len(order)), bits, np.uint64(0))
    a, b = steps.joined(every, worth, short)
    least, most = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
    shared = _shared(prints, order[a], order[b], steps, own=False)
    # What is shared must not be a quotation alone: half of what either says for itself must be in the other.
    outside = _shared(prints, order[a], order[b], steps, own=True)
    own_least = np.minimum(own[a], own[b])
    same = (shared >= SHORT_THRESHOLD * least) & (2 * outside >= own_least) & (own_least > 0)
    return a[same], b[same], shared[same], least[same], most[same]


def _expected(shared: NDArray[np.float64], bits: I64, a: I64, b: I64) -> NDArray[np.float64]:
    """How many keys a pair with so many shared fingerprints must have in common to be counted: a quarter of those that
    a sample has on average."""
    return np.maximum(1, shared / (1 << np.maximum(bits[a], bits[b])) / 4)


def _bits(own: I64, total: int) -> I64:
    """Of how many bits the lowest must be zero for a fingerprint to be in the sample: long texts can spare more.

    Of few texts every fingerprint is: nothing is left to chance then.
    """
    if total <= _FEW:
        return np.zeros(len(own), dtype=np.int64)
    bits: I64 = np.searchsorted(np.array([48, 96, 192]), own, side="left").astype(np.int64)
    return bits


def _keys(prints: Prints, order: I64, ranks: I64, bits: I64, wanted: np.uint64) -> Iterator[Keys]:
    """Sampled fingerprints with the ranks of their texts, some texts at a time.

    ``wanted``: :data:`OWN` for those outside of quotations, 0 for all.
    """
    count = len(prints)
    rank_of = np.full(count, -1, dtype=np.int64)
    rank_of[order[ranks]] = ranks
    # No fingerprint has none of the bits of a mask of ones: that leaves out the other texts.
    mask_of = np.full(count, _EVERY, dtype=np.uint64)
    mask_of[order[ranks]] = (np.uint64(2) << bits[ranks].astype(np.uint64)) - np.uint64(2) + wanted
    sizes = np.diff(prints.starts)
    first = 0
    while first < count:
        last = max(first + 1, int(np.searchsorted(prints.starts, prints.starts[first] + _CHUNK, side="right")) - 1)
        values = prints.between(first, last)
        mask = np.repeat(mask_of[first:last], sizes[first:last])
        mask &= values ^ wanted
        keep = np.flatnonzero(mask == 0)
        which = np.searchsorted(prints.starts, keep + prints.starts[first], side="right") - 1
        yield values[keep] >> np.uint64(4), rank_of[which]
        first = last


def _shared(prints: Prints, a: I64, b: I64, steps: Steps, *, own: bool) -> I64:
    """How many fingerprints each pair shares, exactly; ``own``: those outside of quotations in both."""
    sizes = np.diff(prints.starts)
    shared = np.zeros(len(a), dtype=np.int64)
    low, high = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
    uneven = high > 16 * low + 1024
    for k in np.flatnonzero(uneven).tolist():
        shared[k] = len(common(prints.of(a[k]), prints.of(b[k]), own=own))
    even = np.flatnonzero(~uneven)
    total = np.cumsum((low + high)[even])
    cuts = np.searchsorted(total, np.arange(_COUNTED, int(total[-1]) + 1 if len(total) else 0, _COUNTED))
    parts = [some for some in np.split(even, cuts) if len(some)]
    for some, counts in zip(parts, steps.counted(prints, a, b, parts, own=own), strict=True):
        shared[some] = counts
    return shared


def common(a: U64, b: U64, *, own: bool = True) -> U64:
    """The fingerprints two sets share; ``own``: those outside of quotations in both."""
    if own:
        a, b = a[a & OWN == OWN], b[b & OWN == OWN]
    a, b = a >> OWN, b >> OWN
    if len(a) > len(b):
        a, b = b, a
    if not len(b):
        return a[:0]
    place = np.minimum(np.searchsorted(b, a), len(b) - 1)
    shared: U64 = a[b[place] == a]
    return shared
