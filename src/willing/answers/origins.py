"""Which reports are of one origin."""

from datetime import date
from typing import Annotated

from willing.answers.answer import Answer, As
from willing.answers.reports import Place, UnreadFile


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


Share = Annotated[float | None, As(_share)]


class SharedPassage(Answer, frozen=True, kw_only=True):
    """Words in a row that are in two reports: how many, the text in the first, and where it is in both."""

    words: int
    text: str
    a: Place
    b: Place
    quoted: bool


class Update(Answer, frozen=True, kw_only=True):
    """What two copies say differently between the same words."""

    a: str
    b: str


class Likeness(Answer, frozen=True, kw_only=True):
    """What two reports have to do with each other: the same text, possibly the same, or only passages shared.

    ``share``: of the shorter text that is in the longer, quotations left out, 0 to 1; ``of_longer``: the other way
    round. ``agency``, and ``alike`` (0 to 1) or ``facts`` in the same order: what makes them possibly the same; a
    number is told as ``#3000``, a quotation as ``»`` and its words, a name by its first letters. ``changes``: what
    makes one an update of the other. Null for what was not counted.
    """

    answer: str
    share: Share = None
    of_longer: Share = None
    agency: str | None = None
    alike: Share = None
    facts: tuple[str, ...] = ()
    passages: tuple[SharedPassage, ...] = ()
    changes: tuple[Update, ...] = ()


class OriginLink(Likeness, frozen=True, kw_only=True):
    """Two reports, by their places in ``reports``."""

    a: int
    b: int


class OriginReport(Answer, frozen=True, kw_only=True):
    """One of the reports that were compared."""

    file: str
    part: int
    title: str | None
    outlet: str | None
    agency: str | None
    published: date | None
    language: str | None


class Carrier(Answer, frozen=True, kw_only=True):
    """A report with passages of several others, which are of different origin."""

    report: int
    of: tuple[int, ...]


class Origins(Answer, frozen=True, kw_only=True):
    """Reports by origin, named by their places in ``reports``.

    ``origins``: how many there are. ``groups``: reports of one origin, two or more. ``complete``: false where there
    were too many reports to look for everything.
    """

    reports: tuple[OriginReport, ...]
    origins: int
    groups: tuple[tuple[int, ...], ...]
    links: tuple[OriginLink, ...]
    carries: tuple[Carrier, ...]
    complete: bool
    unread: tuple[UnreadFile, ...]


class LargestGroup(Answer, frozen=True, kw_only=True):
    """Reports of one origin: how many, the row of the first in the table, and its file."""

    reports: int
    row: int
    file: str


class OriginsTable(Answer, frozen=True, kw_only=True):
    """What came of comparing any number of reports in stages; the ``table`` has a row for each.

    ``origins``: how many there are; ``groups``: of two or more; ``largest``: the largest of them, at most 20.
    ``carriers``: reports with passages of several origins; ``unread``: files that could not be read, each with a row of
    its own that says why.
    """

    table: str
    reports: int
    origins: int
    groups: int
    largest: tuple[LargestGroup, ...]
    carriers: int
    unread: int
