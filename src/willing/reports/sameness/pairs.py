"""Pairs of texts that share words in a row: found through samples of their fingerprints, then counted exactly.

Samples are sorted and joined; the work grows with the length of all texts together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from willing.reports.sameness.fingerprints import OWN, SHINGLE, Fingerprints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: The least share of the shorter text that must be in the other one.
THRESHOLD = 0.315

#: Texts with fewer words outside of quotations are compared whole, quotations included, and must share more.
FLOOR = 60
SHORT_THRESHOLD = 0.7
#: A text with fewer words than this is compared with none.
LEAST_WORDS = 12

#: Up to so many texts with one fingerprint are compared each with each; of more, each with the next and the first.
_MOST_TOGETHER = 64
_MOST_PAIRS = 30_000_000

#: Up to so many fingerprints there is no need for samples.
_FEW = 1_000_000

#: No more texts are compared: their places are told in 24 bits.
MOST_TEXTS = 1 << 24
_RANK_BITS = np.uint64(24)
_RANK = np.uint64(MOST_TEXTS - 1)
_EVERY = np.uint64((1 << 64) - 1)
_CHUNK = 1 << 18
_PAIRED = 1 << 20


# -- equal texts ------------------------------------------------------------------------------------------------------


def contents_of(prints: Fingerprints) -> U64:
    """Of every text a number that depends on its fingerprints alone."""
    spread = prints.values * np.uint64(0x9E3779B97F4A7C15)
    spread ^= spread >> np.uint64(29)
    sums = np.zeros(len(spread) + 1, dtype=np.uint64)
    np.cumsum(spread, out=sums[1:])
    return sums[prints.starts[1:]] - sums[prints.starts[:-1]]


def equal_texts(prints: Fingerprints, contents: U64) -> tuple[I64, I64]:
    """Of every text the first that has the very same fingerprints; and the texts that have an equal one."""
    count = len(prints)
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


def pairs_of(prints: Fingerprints, first: I64, contents: U64) -> tuple[I64, I64, I64, I64, I64]:
    """Pairs of unequal texts that are one: their places, what they share, and what the shorter and longer have."""
    sizes = np.diff(prints.starts)
    candidates = np.flatnonzero((first == np.arange(len(prints))) & (sizes >= LEAST_WORDS - SHINGLE + 1))
    # An order that depends on the texts alone, so that their order in the input changes nothing.
    order = candidates[np.lexsort((contents[candidates], -sizes[candidates], -prints.own[candidates]))]
    long_enough = prints.own[order] >= FLOOR - SHINGLE + 1
    rows = []
    if long_enough.any():
        rows.append(_long_pairs(prints, order, long_enough))
    if not long_enough.all():
        rows.append(_short_pairs(prints, order, ~long_enough))
    if not rows:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none, none, none
    a, b, shared, least, most = (np.concatenate(column) for column in zip(*rows, strict=True))
    return order[a], order[b], shared, least, most


def sharing(prints: Fingerprints, *, least: int) -> list[tuple[int, int]]:
    """Pairs of texts that seem to share passages, quotations too: so many fingerprints of every second, or more."""
    every = np.arange(len(prints))
    keys = np.concatenate(list(_keys(prints, every, every, np.ones(len(prints), dtype=np.int64), np.uint64(0))))
    a, b, hits = _joined(keys)
    return sorted(zip(a[hits >= least].tolist(), b[hits >= least].tolist(), strict=True))


def _long_pairs(prints: Fingerprints, order: I64, members: Flags) -> tuple[I64, I64, I64, I64, I64]:
    own = prints.own[order]
    bits = _bits(own, len(prints.values))
    keys = np.concatenate(list(_keys(prints, order, np.flatnonzero(members), bits, OWN)))
    a, b, hits = _joined(keys)
    least, most = np.minimum(own[a], own[b]), np.maximum(own[a], own[b])
    expected = THRESHOLD * least / (1 << np.maximum(bits[a], bits[b]))
    worth = hits >= np.maximum(1, expected / 4)
    a, b, least, most = a[worth], b[worth], least[worth], most[worth]
    shared = _shared(prints, order[a], order[b], own=True)
    same = shared >= THRESHOLD * least
    return a[same], b[same], shared[same], least[same], most[same]


def _short_pairs(prints: Fingerprints, order: I64, short: Flags) -> tuple[I64, I64, I64, I64, I64]:
    """Pairs of which one is short."""
    sizes = np.diff(prints.starts)[order]
    own = prints.own[order]
    bits = np.where(short, 0, _bits(own, len(prints.values)))
    keys = np.concatenate(list(_keys(prints, order, np.flatnonzero(short), bits, np.uint64(0))))
    wanted = np.unique(keys >> _RANK_BITS)
    others = [
        some[np.isin(some >> _RANK_BITS, wanted, assume_unique=False)]
        for some in _keys(prints, order, np.flatnonzero(~short), bits, np.uint64(0))
    ]
    a, b, hits = _joined(np.concatenate([keys, *others]))
    least, most = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
    expected = SHORT_THRESHOLD * least / (1 << np.maximum(bits[a], bits[b]))
    worth = (short[a] | short[b]) & (hits >= np.maximum(1, expected / 4))
    a, b, least, most = a[worth], b[worth], least[worth], most[worth]
    shared = _shared(prints, order[a], order[b], own=False)
    # What is shared must not be a quotation alone: half of what either says for itself must be in the other.
    outside = _shared(prints, order[a], order[b], own=True)
    own_least = np.minimum(own[a], own[b])
    same = (shared >= SHORT_THRESHOLD * least) & (2 * outside >= own_least) & (own_least > 0)
    return a[same], b[same], shared[same], least[same], most[same]


def _bits(own: I64, total: int) -> I64:
    """Of how many bits the lowest must be zero for a fingerprint to be in the sample: long texts can spare more.

    Of few texts every fingerprint is: nothing is left to chance then.
    """
    if total <= _FEW:
        return np.zeros(len(own), dtype=np.int64)
    bits: I64 = np.searchsorted(np.array([48, 96, 192]), own, side="left").astype(np.int64)
    return bits


def _keys(prints: Fingerprints, order: I64, ranks: I64, bits: I64, wanted: np.uint64) -> Iterator[U64]:
    """Sampled fingerprints with the rank of their text in the lower bits, some texts at a time.

    ``wanted``: :data:`OWN` for those outside of quotations, 0 for all.
    """
    yield np.zeros(0, dtype=np.uint64)
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
        values = prints.values[prints.starts[first] : prints.starts[last]]
        mask = np.repeat(mask_of[first:last], sizes[first:last])
        mask &= values ^ wanted
        keep = np.flatnonzero(mask == 0)
        which = np.searchsorted(prints.starts, keep + prints.starts[first], side="right") - 1
        yield ((values[keep] >> np.uint64(4)) << _RANK_BITS) | rank_of[which].astype(np.uint64)
        first = last


def _gathered(prints: Fingerprints, texts: I64) -> tuple[U64, I64]:
    """The fingerprints of some texts behind each other, and which of these texts each is of."""
    starts, sizes = prints.starts[texts], np.diff(prints.starts)[texts]
    which = np.repeat(np.arange(len(texts)), sizes)
    offsets = np.cumsum(sizes) - sizes
    return prints.values[np.arange(len(which)) + (starts - offsets)[which]], which


def _joined(keys: U64) -> tuple[I64, I64, I64]:
    """Pairs of ranks that have a key in common, and how many."""
    keys.sort()
    values = keys >> _RANK_BITS
    ranks = keys & _RANK
    begins = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(keys) else np.zeros(0, np.int64)
    lengths = np.diff(np.concatenate((begins, [len(keys)])))
    several = lengths > 1
    begins, lengths = begins[several], lengths[several]
    most = _MOST_TOGETHER
    while most > 2 and np.sum(np.where(lengths <= most, lengths * (lengths - 1) // 2, 2 * lengths)) > _MOST_PAIRS:
        most //= 2
    parts = [np.zeros(0, dtype=np.uint64)]
    few, many = lengths <= most, lengths > most
    for apart in range(1, most):
        still = few & (lengths > apart)
        if not still.any():
            break
        here = _ranges(begins[still], lengths[still] - apart)
        parts.append((ranks[here] << np.uint64(32)) | ranks[here + apart])
    if many.any():
        here = _ranges(begins[many], lengths[many] - 1)
        heads = np.repeat(begins[many], lengths[many] - 1)
        parts.append((ranks[here] << np.uint64(32)) | ranks[here + 1])
        parts.append((ranks[heads] << np.uint64(32)) | ranks[here + 1])
    both = np.concatenate(parts)
    both.sort()
    edges = np.flatnonzero(np.concatenate(([True], both[1:] != both[:-1]))) if len(both) else np.zeros(0, np.int64)
    hits = np.diff(np.concatenate((edges, [len(both)])))
    both = both[edges]
    a, b = (both >> np.uint64(32)).astype(np.int64), (both & np.uint64(0xFFFFFFFF)).astype(np.int64)
    apart_ = a != b
    return a[apart_], b[apart_], hits[apart_]


def _ranges(begins: I64, lengths: I64) -> I64:
    """``begins[0], begins[0] + 1, …`` so many of each, behind each other."""
    offsets = np.cumsum(lengths) - lengths
    ranges: I64 = np.arange(int(lengths.sum())) + np.repeat(begins - offsets, lengths)
    return ranges


def _shared(prints: Fingerprints, a: I64, b: I64, *, own: bool) -> I64:
    """How many fingerprints each pair shares, exactly; ``own``: those outside of quotations in both."""
    sizes = np.diff(prints.starts)
    shared = np.zeros(len(a), dtype=np.int64)
    low, high = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
    uneven = high > 16 * low + 1024
    for k in np.flatnonzero(uneven).tolist():
        shared[k] = len(common(prints.of(a[k]), prints.of(b[k]), own=own))
    even = np.flatnonzero(~uneven)
    total = np.cumsum((low + high)[even])
    cuts = np.searchsorted(total, np.arange(_PAIRED, int(total[-1]) + 1 if len(total) else 0, _PAIRED))
    for some in np.split(even, cuts):
        if not len(some):
            continue
        keyed = []
        for side in (a, b):
            values, which = _gathered(prints, side[some])
            keep = values & OWN == OWN if own else np.ones(len(values), dtype=np.bool_)
            keyed.append((which[keep].astype(np.uint64) << np.uint64(43)) | (values[keep] >> OWN))
        both = np.concatenate(keyed)
        both.sort()
        twice = both[1:][both[1:] == both[:-1]] >> np.uint64(43)
        shared[some] = np.bincount(twice.astype(np.int64), minlength=len(some))
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
