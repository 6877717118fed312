"""What a draft from reports suggests, each with the passage that says so."""

from datetime import date
from typing import Annotated

from willing.answers.answer import UNUSUAL, Answer
from willing.answers.reports import Place


class Said(Answer, frozen=True, kw_only=True):
    """A ``passage`` of a report and where it stands in the file (code points).

    ``cue``: the words that the reading rests on; ``cues``: where they stand.
    """

    passage: str
    start: int
    end: int
    cue: str
    cues: tuple[Place, ...]


class ConditionSaid(Answer, frozen=True, kw_only=True):
    """What a pledge hangs on: the topic, and the words that say so."""

    about: str
    words: str


class BySurname(Answer, frozen=True, kw_only=True):
    """A surname that alone put a pledge to a partner: by that ``pack``, or (null) by the report itself."""

    surname: str
    partner: str
    pack: str | None


class PledgeSaid(Said, frozen=True, kw_only=True):
    """A pledge or a refusal. ``partners``: codes; empty: a group without a name, called ``group``.

    ``conditions``: all have to be met, or with ``either`` one of them; ``promise``: they will, if. ``provides`` null:
    taking part, with no word on what. ``readings``: what a stance that is left open may be. ``speaker`` says so and is
    never who acts; ``opposition``: no voice of the government. ``second``: what a second reader says.
    """

    partners: tuple[str, ...]
    group: str | None
    stance: str
    readings: tuple[str, ...]
    conditions: tuple[ConditionSaid, ...]
    either: bool
    promise: bool
    provides: str | None
    amount: int | None
    up_to: int | None
    on: date | None
    speaker: str | None
    opposition: bool
    by_surname: tuple[BySurname, ...]
    confidence: str
    second: Annotated[str | None, UNUSUAL] = None


class AssumptionSaid(Said, frozen=True, kw_only=True):
    """What is said of an assumption: that it holds, does not, or (null) that it is in doubt."""

    about: str
    holds: bool | None
    against: bool
    speaker: str | None
    confidence: str


class OrderSaid(Said, frozen=True, kw_only=True):
    """Domains in the order in which they are wanted."""

    domains: tuple[str, ...]
    speaker: str | None


class SizeSaid(Said, frozen=True, kw_only=True):
    """How much of something all of it is to be; ``instead_of``: what was spoken of before."""

    of: str
    amount: int | None
    up_to: int | None
    instead_of: int | None


class PremiseSaid(Said, frozen=True, kw_only=True):
    """What all of the report presupposes."""

    about: str


class PassedOverSaid(Said, frozen=True, kw_only=True):
    """What reads as a pledge of a ``partner`` that the ``pack`` says is nobody in such reports."""

    partner: str
    pack: str


class ReportDrafted(Answer, frozen=True, kw_only=True):
    """What one report suggests. ``source``: its id in the plan; ``origin``: the source that it repeats."""

    source: str
    file: str
    part: int
    language: str | None
    origin: str | None
    suggestions: tuple[PledgeSaid, ...]
    assumptions: tuple[AssumptionSaid, ...]
    orders: tuple[OrderSaid, ...]
    sizes: tuple[SizeSaid, ...]
    premise: tuple[PremiseSaid, ...]
    passed_over: tuple[PassedOverSaid, ...]


class EditionsDiffer(Answer, frozen=True, kw_only=True):
    """A difference of two editions, by their sources: the passages, and the words of each that differ."""

    first: str
    second: str
    passages: tuple[str, str]
    words: tuple[str, str]


class Draft(Answer, frozen=True, kw_only=True):
    """What reports suggest. ``twice``: files that only repeat another; ``packs``: facts they were read with."""

    reports: tuple[ReportDrafted, ...]
    editions: tuple[EditionsDiffer, ...]
    twice: tuple[str, ...]
    packs: tuple[str, ...]
