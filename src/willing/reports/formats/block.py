"""What a reader of one format finds in a file, before it is split into sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from willing.reports.formats.mapped_text import MappedText
from willing.reports.report import Doubt, LeftOut, Omission, Span

#: Why a file cannot be read at all.
Unread = Literal[
    "binary",
    "encoding",
    "empty",
    "large",
    "long",
    "nested",
    "no-text",
    "pdf",
    "locked",
    "no-report",
    "not-a-file",
    "twice",
    "time",
    "memory",
]


class UnreadableError(Exception):
    """A file that is no report one can read; ``why`` tells what is wrong, ``what`` which of it, where that helps."""

    def __init__(self, why: Unread, what: str = "") -> None:
        super().__init__(f"{why}: {what}" if what else why)
        self.why: Unread = why
        self.what = what

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[Unread, str]]:
        """It passes from one process to another."""
        return UnreadableError, (self.why, self.what)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one heading. ``cuts``: indices in its text where an ellipsis cuts a word."""

    mapped: MappedText
    heading: bool = False
    cuts: frozenset[int] = frozenset()


@dataclass(slots=True, kw_only=True)
class Draft:
    """A report being read: what the format says, block by block, and what is proposed as left out."""

    format: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    left_out: list[Omission] = field(default_factory=list)
    part: int = 0
    within: Span | None = None  # the part of the file this report stands in; None: all of it
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    agency: str | None = None
    language: str | None = None
    doubts: Sequence[Doubt] = ()

    def leave(self, start: int, end: int, why: LeftOut) -> None:
        """Propose a span as left out, without the blanks at its ends; nothing where it is only blanks."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            self.left_out.append(Omission(span=Span(start=start, end=end), why=why))
