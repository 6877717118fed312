"""Keys that several texts have, joined by sorting; all of it on arrays, of any part of the keys.

A key is part of a fingerprint (:data:`KEY_BITS` bits) with the rank of its text below it, in one number of 64 bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from willing.reports.sameness.fingerprints import OWN, ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    Flags = NDArray[np.bool_]

KEY_BITS = 40

#: Up to so many texts with one key are paired each with each; of more, each with the next and the first. The first of
#: these bounds is taken with which there are no more than so many pairs, or the last.
TOGETHER = (64, 32, 16, 8, 4, 2)
MOST_PAIRS = 30_000_000

_RIGHT = np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)


class Runs(NamedTuple):
    """Ranks of texts with one key behind each other: where each run of two or more begins, and how long it is."""

    ranks: U64
    begins: I64
    lengths: I64


def packed(keys: U64, ranks: I64, rank_bits: int) -> U64:
    """Keys above ranks of so many bits. Beyond 24, the upper bits of a key are lost: it is of a part where all have the
    same."""
    return (keys << np.uint64(rank_bits)) | ranks.astype(np.uint64)


def runs_of(packed_keys: U64, rank_bits: int, of: Flags | None = None) -> Runs:
    """The texts of every key that several have; ``of``: only of keys that one of these texts has.

    Sorts what it is given, which may be sorted in parts.
    """
    packed_keys.sort(kind="stable")  # merges what is sorted in parts
    keys = packed_keys >> np.uint64(rank_bits)
    ranks = packed_keys & np.uint64((1 << rank_bits) - 1)
    begins = _run_starts(keys)
    lengths = np.diff(np.concatenate((begins, [len(keys)])))
    several = lengths > 1
    if of is not None and len(begins):
        several &= np.logical_or.reduceat(of[ranks], begins)
    return Runs(ranks, begins[several], lengths[several])


def pairs_by_bound(runs: Runs) -> I64:
    """How many pairs the runs make by each bound of :data:`TOGETHER`."""
    lengths = runs.lengths
    each = [np.where(lengths <= most, lengths * (lengths - 1) // 2, 2 * lengths).sum() for most in TOGETHER]
    return np.array(each, dtype=np.int64)


def bound_for(counts: I64) -> int:
    """Which bound keeps the pairs within :data:`MOST_PAIRS`, from how many there are by each."""
    return next((most for most, count in zip(TOGETHER, counts, strict=True) if count <= MOST_PAIRS), TOGETHER[-1])


def pairs_in(runs: Runs, most: int) -> tuple[U64, I64]:
    """Pairs of ranks in the runs, the lower one in the upper 32 bits, ascending, and in how many runs they are."""
    ranks, begins, lengths = runs
    parts = [np.zeros(0, dtype=np.uint64)]
    few, many = lengths <= most, lengths > most
    for apart in range(1, most):
        still = few & (lengths > apart)
        if not still.any():
            break
        here = ranges(begins[still], lengths[still] - apart)
        parts.append((ranks[here] << _RIGHT) | ranks[here + apart])
    if many.any():
        here = ranges(begins[many], lengths[many] - 1)
        heads = np.repeat(begins[many], lengths[many] - 1)
        parts.append((ranks[here] << _RIGHT) | ranks[here + 1])
        parts.append((ranks[heads] << _RIGHT) | ranks[here + 1])
    both = np.concatenate(parts)
    both.sort()
    edges = _run_starts(both)
    hits = np.diff(np.concatenate((edges, [len(both)])))
    return both[edges], hits


def added(both: U64, hits: I64) -> tuple[U64, I64]:
    """Pairs that were found in several parts: each once, in how many runs of all parts."""
    order = np.argsort(both, kind="stable")
    both = both[order]
    edges = _run_starts(both)
    return both[edges], np.add.reduceat(hits[order], edges) if len(edges) else hits


def apart(both: U64, hits: I64) -> tuple[I64, I64, I64]:
    """Pairs of different texts as two arrays of ranks, and their hits."""
    a, b = (both >> _RIGHT).astype(np.int64), (both & _LOW).astype(np.int64)
    different = a != b
    return a[different], b[different], hits[different]


def _run_starts(values: U64) -> I64:
    """Where in sorted numbers each that is another one begins."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))


def shared_by(a: U64, sizes_a: I64, b: U64, sizes_b: I64, *, own: bool) -> I64:
    """Of pairs of texts, whose fingerprints stand behind each other in ``a`` and ``b``, how many they share.

    ``sizes_a``, ``sizes_b``: how many each text has; ``own``: those outside of quotations in both.
    """
    keyed = []
    for values, sizes in ((a, sizes_a), (b, sizes_b)):
        which = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
        keep = values & OWN == OWN if own else slice(None)
        keyed.append((which[keep] << np.uint64(43)) | (values[keep] >> OWN))
    both = np.concatenate(keyed)
    both.sort(kind="stable")  # merges two sorted parts
    twice = both[1:][both[1:] == both[:-1]] >> np.uint64(43)
    return np.bincount(twice.astype(np.int64), minlength=len(sizes_a))
