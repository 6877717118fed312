"""Reports as they were read, beside each other, and as an archive keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec

from willing.answers.answer import UNUSUAL, Answer, Keys

#: Code points of a text, the first included, the last not.
Place = tuple[int, int]


class UnreadFile(Answer, frozen=True, kw_only=True):
    """A file that is not among the reports: why, and which of it or how much (``what``)."""

    file: str
    why: str
    what: str = ""


class FileNote(Answer, frozen=True, kw_only=True):
    """Two files that one may take for one another."""

    kind: str
    file: str
    other: str


class ReportHead(Answer, frozen=True, kw_only=True):
    """Where a report came from; null for what its file does not say.

    ``part``: which of the reports of a feed; ``doubts``: what is doubtful about how the file was read.
    """

    file: str
    part: int
    format: str
    encoding: str
    doubts: tuple[str, ...]
    title: str | None
    outlet: str | None
    author: str | None
    published: date | None
    url: str | None
    agency: str | None
    language: str | None


class SentenceRead(Answer, frozen=True, kw_only=True):
    """A sentence, and where it stands in the file; ``spans``: the pieces it is made of."""

    said: str
    start: int
    end: int
    spans: tuple[Place, ...]
    heading: bool


class PartLeftOut(Answer, frozen=True, kw_only=True):
    """A part of the file that is proposed as left out, and why."""

    start: int
    end: int
    why: str


class ReportRead(ReportHead, frozen=True, kw_only=True):
    """One report. Places count the code points of the untouched file, decoded as ``encoding`` says, from 0.

    ``text`` is there for a PDF alone: places count in the text that was taken out of it, which nobody else has.
    """

    sentences: tuple[SentenceRead, ...]
    left_out: tuple[PartLeftOut, ...]
    text: Annotated[str | None, UNUSUAL] = None


class Read(Answer, frozen=True, kw_only=True):
    """What is in the files, and what could not be read."""

    reports: tuple[ReportRead, ...]
    unread: tuple[UnreadFile, ...]
    notes: tuple[FileNote, ...]


# -- two editions beside each other -----------------------------------------------------------------------------------


class EditionSentence(Answer, frozen=True, kw_only=True):
    """A sentence of one edition."""

    said: str
    start: int
    end: int
    heading: bool


class Edition(ReportHead, frozen=True, kw_only=True):
    """One of two editions."""

    sentences: tuple[EditionSentence, ...]


class SentencePair(Answer, frozen=True, kw_only=True):
    """Two sentences that are the same one, by their indices; ``likeness``: the share of words in common, 0 to 1."""

    a: int
    b: int
    likeness: float
    moved: bool


class WordsChanged(Answer, frozen=True, kw_only=True):
    """Words of one edition that stand for words of the other, and where in the text of their sentences."""

    a: str
    b: str
    a_span: Place
    b_span: Place


class EditionDifference(Answer, frozen=True, kw_only=True):
    """What differs in a pair of sentences, or a sentence that only one edition has: the other is null."""

    kind: str
    a: int | None
    b: int | None
    changes: tuple[WordsChanged, ...]


class Diff(Answer, frozen=True, kw_only=True):
    """Two editions; sentences are named by their indices, from 0. ``alone``: what only one has, by ``a`` and ``b``.

    ``differences``: the most telling first.
    """

    a: Edition
    b: Edition
    pairs: tuple[SentencePair, ...]
    alone: Mapping[str, tuple[int, ...]]
    differences: tuple[EditionDifference, ...]


# -- the archive ------------------------------------------------------------------------------------------------------


class Kept(Answer, frozen=True, kw_only=True):
    """One report in the archive, without its text. ``id`` is short and stays the same in every archive.

    ``sha256``: of the file as it came, ``name`` its name then; ``sentences``: how many.
    """

    id: str
    sha256: str
    part: int
    name: str
    title: str | None
    outlet: str | None
    author: str | None
    published: date | None
    agency: str | None
    language: str | None
    format: str
    sentences: int


class SentenceFound(Answer, frozen=True, kw_only=True):
    """A sentence in which words were found, by its number; ``marks``: where in ``said`` they stand."""

    sentence: int
    said: str
    start: int
    end: int
    marks: tuple[Place, ...]


class Hit(Answer, frozen=True, kw_only=True):
    """A report in which words were found, and the sentences that hold them."""

    kept: Annotated[Kept, Keys(*(field.name for field in msgspec.structs.fields(Kept)))]
    found: tuple[SentenceFound, ...]


class Hits(Answer, frozen=True, kw_only=True):
    """``count``: in how many reports the words were found; ``hits``: the best of them first, as many as were asked
    for."""

    count: int
    hits: tuple[Hit, ...]


class KeptReports(Answer, frozen=True, kw_only=True):
    """All that an archive keeps, the latest first."""

    archive: str
    reports: tuple[Kept, ...]


class ReportKept(ReportRead, frozen=True, kw_only=True):
    """A report of the archive, read."""

    id: str
    sha256: str
    name: str


class AddedFile(Answer, frozen=True, kw_only=True):
    """What became of a file: kept (``new``: it was not there yet), with so many reports; or not, and why."""

    file: str
    new: Annotated[bool | None, UNUSUAL] = None
    reports: Annotated[int | None, UNUSUAL] = None
    why: Annotated[str | None, UNUSUAL] = None
    what: Annotated[str | None, UNUSUAL] = None


class Added(Answer, frozen=True, kw_only=True):
    """What became of the files that were to be kept."""

    files: tuple[AddedFile, ...]
