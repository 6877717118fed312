"""What a report suggests: pledges, what they hang on, what is needed first, each with the passage that says so."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from willing.reports.report import Span

Stance = Literal["firm", "conditional", "undecided", "refuses", "open"]
Sure = Literal["high", "medium", "low"]
#: The rule by which members of a group that was told of before are named.
AMONG = "among them"
#: What a second reader says beside ours: the same, something else, or (alone) what ours does not say.
Second = Literal["agrees", "differs", "alone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where a report says something: the sentence of that number, its words, and where it stands in the file.

    ``cue``: the words the reading rests on; ``cues``: where they stand in the file. ``text`` is part of the sentence's
    normalised text, word by word.
    """

    sentence: int
    text: str
    place: Span
    cue: str
    cues: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """What a pledge hangs on: a ``topic`` of the lexicons, ``partner`` with the state in ``words``, or ``other``."""

    topic: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surname:
    """A surname that alone put a pledge to a ``state``: by that ``pack``, or (None) by the report itself."""

    words: str
    state: str
    pack: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A pledge that is read as one of ``state``, which the ``pack`` says is nobody in reports of this kind."""

    state: str
    pack: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A pledge, or a refusal, that a passage speaks of.

    ``partners``: codes of states, or EU, NATO, UN; empty: a group that is not named, called ``group`` in the passage.
    ``conditions`` all have to be met, or with ``either`` one of them. ``promise``: they will, if; else they do not
    without. ``rule``: which says so;
    ``readings``: what a stance that is left open may be. ``speaker`` is who says so, never who acts;
    ``agency``: whose claim the sentence says it is;
    ``opposition``: it is no voice of the government. ``capability`` None: taking part, or support, with no word on
    what. ``surnames``: those that alone say which states act. ``second``: what a second reader says.
    """

    partners: tuple[str, ...]
    group: str | None = None
    stance: Stance
    rule: str = ""
    readings: tuple[Stance, ...] = ()
    conditions: tuple[Hang, ...] = ()
    either: bool = False
    promise: bool = False
    capability: str | None = None
    amount: int | None = None
    up_to: int | None = None
    said: date | None = None
    speaker: str | None = None
    named: bool = True
    agency: str | None = None
    opposition: bool = False
    sure: Sure = "medium"
    surnames: tuple[Surname, ...] = ()
    second: Second | None = None
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a passage says of an assumption: that it ``holds``, does not, or (None) only that it is in doubt."""

    topic: str
    holds: bool | None
    against: bool = False
    speaker: str | None = None
    sure: Sure = "medium"
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Domains in the order in which a passage wants them, first one first."""

    domains: tuple[str, ...]
    speaker: str | None = None
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large all of it is to be; ``instead_of``: what was spoken of before."""

    capability: str
    amount: int | None
    up_to: int | None
    instead_of: int | None = None
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that one report suggests.

    ``settings``: what all of it presupposes, by topic, with the passages. ``passed``: pledges of states that a pack
    says are nobody.
    """

    pledges: tuple[Suggestion, ...] = ()
    claims: tuple[Claim, ...] = ()
    orders: tuple[Order, ...] = ()
    sizes: tuple[Size, ...] = ()
    settings: tuple[tuple[str, Passage], ...] = ()
    passed: tuple[PassedOver, ...] = ()
    language: str | None = None
