"""Texts as sets of fingerprints: every three words in a row as one number, and whether they stand in a quotation.

Words are runs of letters and digits, upper and lower case alike. A fingerprint depends on its three words alone: not on
the process, the machine or the texts beside it. All arithmetic is on arrays, many texts at a time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: So many words in a row make a fingerprint.
SHINGLE = 3

#: A quotation of fewer words is a name or an expression, and everybody's own.
LEAST_QUOTED = 5

#: Quotation marks further apart than this do not belong together.
_LONGEST_QUOTATION = 2_000

#: So many characters are worked on at a time: what comes of them fits into a processor's cache.
_BATCH = 1 << 17

#: What closes a quotation that was opened so.
_CLOSES = {
    "„": "“”\"", "“": "”“\"", "”": "”", "«": "»", "»": "«", '"': "\"”“", "‘": "’", "‚": "‘’", "‹": "›", "›": "‹",
}  # fmt: skip
_MARKS = frozenset(_CLOSES) | frozenset("".join(_CLOSES.values()))

# A fingerprint in a set: 43 bits of hash above the bit that tells whether it stands outside of quotations.
OWN = np.uint64(1)
_HASH_BITS = 43
_PLACE = np.uint64(_HASH_BITS + 1)
_ALL = np.uint64((1 << (_HASH_BITS + 1)) - 1)


class Prints(Protocol):
    """The fingerprints of many texts, wherever they are kept: of each text ascending, each once.

    The lowest bit of a value says whether these words stand outside of quotations somewhere in the text; the 43 bits
    above it are the fingerprint. ``starts``: where those of each text begin among all, and the end; ``own``: how many
    of a text stand outside; ``words``: its words outside of quotations; ``contents``: a number that depends on its
    fingerprints alone.
    """

    @property
    def starts(self) -> I64: ...
    @property
    def own(self) -> I64: ...
    @property
    def words(self) -> I64: ...
    @property
    def contents(self) -> U64: ...

    def __len__(self) -> int: ...

    def of(self, i: int) -> U64:
        """Those of one text."""

    def between(self, first: int, last: int) -> U64:
        """Those of the texts from ``first`` up to ``last``, which is not among them."""

    def gathered(self, texts: I64) -> U64:
        """Those of some texts behind each other."""


@dataclass(frozen=True, kw_only=True)
class Fingerprints:
    """:class:`Prints` in memory: those of text i are ``values[starts[i]:starts[i + 1]]``."""

    values: U64
    starts: I64
    own: I64
    words: I64

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def contents(self) -> U64:
        sums = np.zeros(len(self), dtype=np.uint64)
        first = 0
        while first < len(self):  # some at a time, which stay in a processor's cache
            last = max(first + 1, int(np.searchsorted(self.starts, self.starts[first] + _BATCH, side="right")) - 1)
            spread = self.between(first, last) * np.uint64(0x9E3779B97F4A7C15)
            spread ^= spread >> np.uint64(29)
            starts = self.starts[first : last + 1] - self.starts[first]
            some = np.flatnonzero(np.diff(starts))
            if len(some):
                sums[first + some] = np.add.reduceat(spread, starts[some])
            first = last
        return sums

    def of(self, i: int) -> U64:
        return self.between(i, i + 1)

    def between(self, first: int, last: int) -> U64:
        values: U64 = self.values[self.starts[first] : self.starts[last]]
        return values

    def gathered(self, texts: I64) -> U64:
        values: U64 = self.values[ranges(self.starts[texts], np.diff(self.starts)[texts])]
        return values


def ranges(begins: I64, lengths: I64) -> I64:
    """``begins[0], begins[0] + 1, …`` so many of each, behind each other."""
    offsets = np.cumsum(lengths) - lengths
    every: I64 = np.arange(int(lengths.sum())) + np.repeat(begins - offsets, lengths)
    return every


def fingerprints(texts: Iterable[str]) -> Fingerprints:
    """The fingerprints of every text, in order: eight bytes for every word."""
    values: list[U64] = []
    sizes: list[I64] = []
    own: list[I64] = []
    words: list[I64] = []
    for pieces, goes_on in _batches(texts):
        found, starts, outside, counted = _of_batch(pieces)
        if goes_on:  # a long text came in several pieces; only its last one can have others behind it
            first = _union(values[-1][len(values[-1]) - sizes[-1][-1] :], found[: starts[1]])
            values[-1] = values[-1][: len(values[-1]) - sizes[-1][-1]]
            values.append(np.concatenate((first, found[starts[1] :])))
            counted[0] += words[-1][-1]
            outside[0] = int((first & OWN).sum())
            for each in (sizes, own, words):
                each[-1] = each[-1][:-1]
            sizes.append(np.concatenate(([len(first)], np.diff(starts[1:]))))
        else:
            values.append(found)
            sizes.append(np.diff(starts))
        own.append(outside)
        words.append(counted)
    none = np.zeros(0, dtype=np.int64)
    return Fingerprints(
        values=np.concatenate(values) if values else np.zeros(0, dtype=np.uint64),
        starts=_starts(np.concatenate(sizes) if sizes else none),
        own=np.concatenate(own) if own else none,
        words=np.concatenate(words) if words else none,
    )


def _starts(sizes: I64) -> I64:
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


# -- batches ----------------------------------------------------------------------------------------------------------


def _batches(texts: Iterable[str]) -> Iterator[tuple[list[str], bool]]:
    """Texts in batches, long ones in pieces that end between words; and whether the first goes on with the last."""
    batch: list[str] = []
    size, goes_on = 0, False
    for text in texts:
        normal = text if text.isascii() else unicodedata.normalize("NFC", text)
        if batch and size + len(normal) > _BATCH:
            yield batch, goes_on
            batch, size, goes_on = [], 0, False
        while len(normal) > _BATCH:
            blank = normal.rfind(" ", 1, _BATCH)
            cut = blank if blank > 0 else _BATCH
            yield [normal[:cut]], goes_on
            normal, goes_on = normal[cut:], True
        batch.append(normal)
        size += len(normal) + 1
    if batch:
        yield batch, goes_on


def _of_batch(pieces: Sequence[str]) -> tuple[U64, I64, I64, I64]:
    """Of all pieces: their sets behind each other, where each starts, its own fingerprints, its own words."""
    text = "\n".join(pieces)
    count = len(pieces)
    bounds = _starts(np.fromiter(map(len, pieces), dtype=np.int64, count=count) + 1)
    words = words_of(text)
    first_word = np.searchsorted(words.start, bounds)
    piece_of = np.repeat(np.arange(count), np.diff(first_word))
    quoted = in_quotations(text, words, bounds)
    outside = np.diff(np.concatenate(([0], np.cumsum(~quoted)))[first_word]) if quoted.any() else np.diff(first_word)

    rows = max(0, len(words.hash) - SHINGLE + 1)
    keyed = _mixed(words.hash[:rows], words.hash[1 : rows + 1], words.hash[SHINGLE - 1 :])
    keyed &= _ALL - OWN
    if quoted.any():
        keyed |= ~(quoted[:rows] | quoted[1 : rows + 1] | quoted[SHINGLE - 1 :])
    else:
        keyed |= OWN
    # Sorted by piece, then by fingerprint: the piece takes the place of the upper bits meanwhile.
    keyed |= piece_of[:rows].astype(np.uint64) << _PLACE
    keyed = keyed[piece_of[:rows] == piece_of[SHINGLE - 1 :]]
    keyed.sort()
    keyed = _once(keyed)
    starts = np.searchsorted(keyed, np.arange(count + 1, dtype=np.uint64) << _PLACE)
    own = np.concatenate(([0], np.cumsum((keyed & OWN).astype(np.int64))))
    return keyed & _ALL, starts.astype(np.int64), np.diff(own[starts]), outside.astype(np.int64)


def _once(keyed: U64) -> U64:
    """Sorted values, of each fingerprint the last: the one outside of quotations, if there is one."""
    if not len(keyed):
        return keyed
    shifted = keyed >> OWN
    return keyed[np.concatenate((shifted[1:] != shifted[:-1], [True]))]


def _union(a: U64, b: U64) -> U64:
    return _once(np.sort(np.concatenate((a, b))))


# -- words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text: where each starts and ends (code points), and its hash."""

    start: I64
    end: I64
    hash: U64


def words_of(text: str) -> Words:
    """All words of a text, in order."""
    numbers = _numbers(text)
    is_word = np.zeros(len(numbers) + 2, dtype=np.int8)
    np.not_equal(numbers, 0, out=is_word[1:-1], casting="unsafe")
    edges = np.flatnonzero(is_word[1:] != is_word[:-1])
    start, end = edges[::2], edges[1::2]
    # The sum of its letters' numbers, each times a power of its place, shifted back to the start of the word.
    power, inverse = _powers(len(numbers))
    numbers *= power[: len(numbers)]
    sums = np.zeros(len(numbers) + 1, dtype=np.uint64)
    np.cumsum(numbers, out=sums[1:])
    return Words(start=start, end=end, hash=(sums[end] - sums[start]) * inverse[start])


def _numbers(text: str) -> U64:
    """A random number for every letter and digit, the same for upper and lower case; zero for all else."""
    narrow = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(narrow) == len(text):
        return _table()[narrow]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    numbers = _table()[np.minimum(codes, 0xFFFF)]
    beyond = np.flatnonzero(codes > 0xFFFF)  # rare scripts and signs: each is taken for a letter
    numbers[beyond] = _mix(codes[beyond].astype(np.uint64))
    return numbers


@cache
def _table() -> U64:
    """The numbers of all code points up to U+FFFF: always the same ones."""
    numbers = _mix(np.arange(1, 0x10001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    place = np.zeros(0x10000, dtype=np.int64)
    for code in range(0x10000):
        each = chr(code)
        if each.isalnum() or unicodedata.category(each) in ("Mn", "Mc"):
            lower = each.lower()
            place[code] = ord(lower) if len(lower) == 1 else code
    return np.where(place > 0, numbers[place], np.uint64(0))


_BASE = 0xD1342543DE82EF95  # odd, so that it has an inverse


@cache
def _powers_up_to(size: int) -> tuple[U64, U64]:
    both = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        powers = np.full(size, base, dtype=np.uint64)
        powers[0] = 1
        both.append(np.cumprod(powers, dtype=np.uint64))
    return both[0], both[1]


def _powers(size: int) -> tuple[U64, U64]:
    """Powers of the base, and of its inverse, modulo 2**64."""
    return _powers_up_to(max(2 * _BATCH, 1 << size.bit_length()))


def _mix(x: U64) -> U64:
    """Spread every bit over all of them (the last steps of splitmix64); changes what it is given."""
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x


def _mixed(a: U64, b: U64, c: U64) -> U64:
    """One number for three words in their order."""
    x = a * np.uint64(0x9FB21C651E98DF25)
    x += b * np.uint64(0xC2B2AE3D27D4EB4F)
    x += c * np.uint64(0x165667B19E3779F9)
    return _mix(x)


# -- quotations -------------------------------------------------------------------------------------------------------


def in_quotations(text: str, words: Words, bounds: I64 | None = None) -> Flags:
    """Of every word, whether it stands in a quotation of :data:`LEAST_QUOTED` words or more.

    ``bounds``: where the pieces start that ``text`` is made of, and its end; no quotation goes beyond its piece.
    """
    quoted = np.zeros(len(words.start), dtype=np.bool_)
    marks = _marks(text)
    if not marks:
        return quoted
    if bounds is None:
        ends = [len(text)] * len(marks)
    else:
        ends = bounds[np.searchsorted(bounds, marks, side="right")].tolist()
    pairs = np.array(_pairs(text, marks, ends), dtype=np.int64).reshape(-1, 2)
    first, last = np.searchsorted(words.start, pairs[:, 0]), np.searchsorted(words.start, pairs[:, 1])
    long_enough = last - first >= LEAST_QUOTED
    depth = np.zeros(len(words.start) + 1, dtype=np.int32)
    np.add.at(depth, first[long_enough], 1)
    np.add.at(depth, last[long_enough], -1)
    np.not_equal(np.cumsum(depth[:-1]), 0, out=quoted)
    return quoted


def _marks(text: str) -> list[int]:
    """Where the quotation marks are."""
    places: list[int] = []
    for mark in _MARKS:
        place = text.find(mark)
        while place >= 0:
            places.append(place)
            place = text.find(mark, place + 1)
    places.sort()
    return places


def _pairs(text: str, marks: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    """The quotations that marks at these places open and close."""
    pairs: list[tuple[int, int]] = []
    opened, closes, bound = -1, "", 0
    for place, end in zip(marks, ends, strict=True):
        mark = text[place]
        if opened >= 0 and (place >= bound or place - opened > _LONGEST_QUOTATION):
            opened = -1  # it was never closed
        after = text[place + 1 : place + 2]
        if opened >= 0 and mark in closes:
            if mark != "’" or not after.isalnum():  # otherwise it is an apostrophe
                pairs.append((opened, place))
                opened = -1
            continue
        before = text[place - 1 : place]
        if mark in "„«":
            opens = True
        else:
            opens = mark in _CLOSES and not before.isalnum() and (after.isalnum() or mark == "“")
        # An opening mark within a quotation is of one inside it, unless the outer one was never closed.
        if opens and (opened < 0 or mark == text[opened]):
            opened, closes, bound = place, _CLOSES[mark], end
    return pairs
