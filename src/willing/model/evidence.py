"""Which report says so (§1): sources, and statements that rest on them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from willing.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A day, or a month of which the day is not known; ``first`` is the earliest day it can be."""

    first: date
    month_only: bool = False

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}" if self.month_only else self.first.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One report. ``origin``: the source whose report this one repeats."""

    id: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    file: str | None = None
    origin: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What supports, or speaks ``against``, a pledge, assumption, requirement or partner.

    ``origin`` wins over that of the source; ``verbatim``: ``says`` is word for word.
    """

    about: str
    source: str
    origin: str | None = None
    says: str | None = None
    on: PartialDate | None = None
    who: str | None = None
    named: bool = True
    confidence: Literal["high", "medium", "low"] | None = None
    against: bool = False
    verbatim: bool = False
    place: Place | None = field(default=None, compare=False, repr=False)
