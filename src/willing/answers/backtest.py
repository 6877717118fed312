"""What came of what was told: the words of earlier briefs against what followed (§3.3, §8)."""

from datetime import date
from typing import Annotated, Literal

from willing.answers.answer import Answer, As

#: What a brief tells of a partner, firm first: firm, only if all move, hanging on something, no, too early to count.
Told = Literal["firm", "together", "open", "out", "uncounted"]


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


Share = Annotated[float | None, As(_share)]


class WordTold(Answer, frozen=True, kw_only=True):
    """The first time that a partner of a coalition was told so: from ``since`` to ``until`` (null: to the end).

    ``came``: of a firm word, whether it is firm at the end of the record; of any other, whether it was firm on some
    later day, ``on`` the first such day. ``watched``: days from ``since`` to the end of the record.
    """

    plan: str
    partner: str
    told: Told
    since: date
    until: date | None
    came: bool
    on: date | None
    watched: int


class Rate(Answer, frozen=True, kw_only=True):
    """Of the ``partners`` told so, how many ``came``: the ``share`` with its 95% interval (Wilson, 1927), which takes
    partners as independent. ``days``: the median from the word to coming; ``watched``: the median of days watched.
    """

    told: Told
    partners: int
    came: int
    share: Share
    low: Share
    high: Share
    days: float | None
    watched: float | None


class InPlace(Answer, frozen=True, kw_only=True):
    """What a partner has in place at the end of the record of what it pledged, where the plan tells of deliveries.

    ``name``: as the plan calls the partner, if it does.
    """

    plan: str
    partner: str
    name: str | None
    capability: str
    pledged: int
    in_place: int


class Coalition(Answer, frozen=True, kw_only=True):
    """One coalition: the first and the last day of its record, and its own rates."""

    plan: str
    file: str
    first: date
    last: date
    rates: tuple[Rate, ...]


class Backtest(Answer, frozen=True, kw_only=True):
    """What the words of briefs were worth over several coalitions.

    ``rates``: of all together. ``unrecorded``: files of plans that name no two days, so that nothing could follow.
    """

    coalitions: tuple[Coalition, ...]
    rates: tuple[Rate, ...]
    words: tuple[WordTold, ...]
    in_place: tuple[InPlace, ...]
    unrecorded: tuple[str, ...]
