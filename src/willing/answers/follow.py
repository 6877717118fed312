"""What came of asking feeds and folders once."""

from typing import Annotated

import msgspec

from willing.answers.answer import UNUSUAL, Answer, Keys
from willing.answers.reports import Kept


class FeedAsked(Answer, frozen=True, kw_only=True):
    """What became of a feed: ``read``, ``unchanged``, ``early`` (it was asked a short while ago) or ``unread``.

    ``source``: its address or folder; ``new``: how many of its reports were not kept yet; ``why`` and ``what``: of the
    first that could not be read.
    """

    feed: str
    source: str
    state: str
    new: int = 0
    why: Annotated[str | None, UNUSUAL] = None
    what: Annotated[str | None, UNUSUAL] = None


class Touched(Answer, frozen=True, kw_only=True):
    """A pledge of the plan whose partner a sentence (``said``) speaks of: how it says that the partner stands."""

    pledge: str
    partner: str
    stance: str
    said: str
    start: int
    end: int


class NewReport(Answer, frozen=True, kw_only=True):
    """A report that was not kept yet.

    ``copy_of``: the report kept before it that has the same text; ``possibly``: one that may have; by their ids.
    """

    kept: Annotated[Kept, Keys(*(field.name for field in msgspec.structs.fields(Kept)))]
    feed: str
    copy_of: str | None
    possibly: str | None
    touches: tuple[Touched, ...]


class Followed(Answer, frozen=True, kw_only=True):
    """What came of asking all of them once; ``reports``: those that are new, in the order of the feeds."""

    archive: str
    feeds: tuple[FeedAsked, ...]
    reports: tuple[NewReport, ...]
