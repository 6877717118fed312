"""The track record of partners: what came of what they promised, and how late (§8.4)."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from willing.answers.answer import Answer, As


def _rounded(value: float) -> float:
    return round(value, 4)


Share = Annotated[float, As(_rounded)]


class PromisesKept(Answer, frozen=True, kw_only=True):
    """What came of the promises of a partner, of one capability (null: of all it promised).

    ``promises``: those of which it is known what came of them: something is told of a delivery, it is deployed, it was
    withdrawn or has lapsed. ``came``: the sum of the shares that came of each, so that 2 promises of which one came
    whole and one by half are 1.5. ``share``: the share expected of the next, with its 95% interval ``low`` to ``high``.
    ``days``: the median from the first word to all of it in place, ``late``: by how many days later than its readiness
    said; null where nothing is known. ``open``: promises of which nothing is known yet.
    """

    partner: str
    name: str | None
    capability: str | None
    promises: int
    came: Share
    share: Share
    low: Share
    high: Share
    days: float | None
    late: float | None
    open: int


class Proposed(Answer, frozen=True, kw_only=True):
    """A ``reliability`` for an open promise that has none, as its partner's record suggests it."""

    pledge: str
    reliability: Decimal


class TrackRecord(Answer, frozen=True, kw_only=True):
    """Who kept what was promised, by the end of a plan's record.

    ``prior``: the beta distribution that shares are expected to have before anything is known: ``[1, 1]`` holds every
    share alike likely. ``records``: by partner and capability, each partner's capabilities after all of its promises.
    ``proposed`` is never in the plan by itself.
    """

    plan: str
    as_of: date | None
    prior: tuple[float, float]
    records: tuple[PromisesKept, ...]
    proposed: tuple[Proposed, ...]
