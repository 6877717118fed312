"""How a plan came to be as it is (§8.2)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, As, Beside
from willing.answers.coverage import RequirementLine
from willing.answers.standing import Standing, word
from willing.answers.steps import Step
from willing.model.picture import Picture


class Cause(Answer, frozen=True, kw_only=True):
    """Why a status changed: by a step of its own (its kind), or by what ``steps`` name: an ``assumption`` changed, or
    ``others`` moved, of whom it waits for some."""

    reason: Literal["pledged", "replaced", "ended", "lapsed", "read", "gone", "assumption", "others"]
    steps: tuple[Step, ...]

    @property
    def own(self) -> bool:
        """It changed by a step of its own."""
        return self.reason not in ("assumption", "others")


class StatusChange(Answer, frozen=True, kw_only=True):
    """The status of a pledge or partner was ``before`` and is ``after``; None: it has none (not said, or uncounted)."""

    id: str
    kind: Beside[Literal["pledge", "partner"]]
    before: Annotated[Standing | None, As(word)] = field(name="from")
    after: Annotated[Standing | None, As(word)] = field(name="to")
    why: Cause


class Day(Answer, frozen=True, kw_only=True):
    """A day on which something changed. ``mentioned``: pledges said that day that are too early to count.
    ``goal``: its standing at the end of the day, None where there is no goal.

    ``impossible``: no world, or no outcome in one, is left on that day (§3.5); its statuses are then those before.
    """

    day: date
    steps: Beside[tuple[Step, ...]]
    changes: tuple[StatusChange, ...]
    mentioned: Annotated[tuple[str, ...], UNUSUAL] = ()
    goal: Annotated[Standing | None, As(word)]
    impossible: Annotated[bool, UNUSUAL] = False


class Moment(Answer, frozen=True, kw_only=True):
    """Everybody's standing on the day of a picture, and what it adds up to where that was asked for (§4.5)."""

    picture: Picture
    pledges: Mapping[str, Standing]
    partners: Mapping[str, Standing]
    goal: Standing | None
    requirements: tuple[RequirementLine, ...] = ()


class Timeline(Answer, frozen=True, kw_only=True):
    """The days on which any status changed, up to that of ``picture``.

    ``reached_on``: the first day on which the goal was together or better; None where it never was, or was
    ``reached_from_start``. ``tipped_by``: whose steps of that day were each needed for it, else who took one that day,
    else the assumptions that changed; which of these ``tipped`` says ("each", "some", "assumptions"), or that it was
    too much to look at the day without each of those who took a step ("undecided").

    Where the goal ``lasts``, it stays reached; ``fell_away``: partners that were in when it was, and are no longer.

    ``start``: as it was before the first day that the plan names. ``moments``: the start, then every day on which the
    picture is another one.
    """

    days: tuple[Day, ...]
    reached_on: date | None
    reached_from_start: bool
    tipped_by: tuple[str, ...]
    tipped: Beside[Literal["each", "some", "assumptions", "undecided"] | None]
    fell_away: Annotated[tuple[str, ...], UNUSUAL] = ()
    picture: Beside[Picture]
    start: Beside[Moment]
    moments: Beside[tuple[Moment, ...]]
