"""A report as it was read: its text, where it came from, its sentences with their places, and what was left out.

Places are half-open spans of code points in ``text``, which is the untouched file once decoded (or, for a format that
is not text, such as PDF, the text that was taken out of it); as in the W3C Web Annotation model's
TextPositionSelector.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: Why a span of a file is proposed as left out.
LeftOut = Literal["markup", "boilerplate", "links", "tags", "related", "comments", "caption", "byline"]

#: What is doubtful about how a file was read: its encoding was guessed; some of its bytes are no text in it; the feed
#: is not well-formed; some pages of a PDF hold no text; a limit was reached, and the rest was not read.
Doubt = Literal["encoding", "damaged", "feed", "pages", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Code points ``start`` (included) to ``end`` (excluded) of a report's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: ``said`` is its normalised text (marks of the format taken out, blanks made single).

    ``spans`` are the pieces of the file it stands in, in order: more than one where marks of the format or
    something left out stand in between. Put together with nothing in between, and normalised, they are ``said``; a
    blank between two pieces belongs to one of them. ``heading``: it is a title or a subhead, not running text.
    """

    said: str
    spans: tuple[Span, ...]
    heading: bool = False

    @property
    def place(self) -> Span:
        """From its first to its last code point in the file."""
        return Span(start=self.spans[0].start, end=self.spans[-1].end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A part of the file that is proposed as left out, and why; nothing is dropped silently."""

    span: Span
    why: LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. What the file does not say is None.

    ``file`` is the path as it was given; a feed holds several reports, told apart by ``part`` (0, 1, …). ``format``
    is that of the reader; ``language`` an ISO 639-1 code; ``agency`` the agencies credited, with commas in between.
    ``encoding`` is the one the file was decoded with, by its Python name.
    """

    file: str
    part: int = 0
    format: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    agency: str | None = None
    language: str | None = None
    sentences: tuple[Sentence, ...] = ()
    left_out: tuple[Omission, ...] = ()
    encoding: str = "utf-8"
    doubts: tuple[Doubt, ...] = ()
