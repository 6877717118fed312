"""Who says so (§1): the independent origins for and against everything in a plan, and what to doubt about them."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import field

from willing.answers.answer import Answer, Beside
from willing.answers.origins import Likeness
from willing.model.picture import Picture

#: Where a passage is instead of in its report: nowhere in the file, or in what is proposed as left out of it.
Lost = Literal["gone", "left out"]

#: What a statement may be about.
Subjects = Literal["pledge", "assumption", "requirement", "partner"]


class SourceVoice(Answer, frozen=True, kw_only=True):
    """One origin that speaks of something: the sources that carry it, in file order, and how many statements.

    ``repeats``: of each source that is not the origin itself, the source it declares to repeat; null where the
    statement names the origin.
    """

    origin: str
    sources: tuple[str, ...]
    repeats: Mapping[str, str | None]
    statements: int


class Subject(Answer, frozen=True, kw_only=True):
    """The origins that speak for something in a plan, and those that speak against it."""

    id: Beside[str]
    kind: Beside[Subjects]
    supporting: tuple[SourceVoice, ...] = field(default=(), name="for")
    contradicting: tuple[SourceVoice, ...] = field(default=(), name="against")


class Orphan(Answer, frozen=True, kw_only=True):
    """A statement whose passage is not in its report any more; ``left_out``: as what it is left out, if it is.

    ``line``: where the statement stands in the plan.
    """

    about: str
    source: str
    says: str | None
    file: str
    lost: Lost
    left_out: str | None
    line: int | None


class UnreadSource(Answer, frozen=True, kw_only=True):
    """A source whose file is missing or cannot be read, so that its passages are not among those sought."""

    source: str
    file: str
    why: str
    what: str


class Alike(Likeness, frozen=True, kw_only=True):
    """Two sources that are declared as two origins and look like one: ``a`` before ``b`` in the file.

    ``answer`` is ``passage`` where only the passage of a statement is the same, which ``passage`` is. ``about``: what
    both speak of; ``elsewhere``: of these, where what one says is not in the other's file.
    """

    a: str
    b: str
    about: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    passage: str | None = None


class PassagesChecked(Answer, frozen=True, kw_only=True):
    """``found`` of ``sought`` passages stand in their files; ``without_file``: statements of sources that name none."""

    sought: int
    found: int
    without_file: int


class Sources(Answer, frozen=True, kw_only=True):
    """How many independent origins are heard, who speaks for what, and what to doubt about it.

    ``single``: pledges that one origin alone speaks for; ``unsourced``: those that none does. ``carries``: sources
    whose file has passages of several others, which need an origin statement by statement. ``complete``: false where
    there were too many reports to look for everything.
    """

    plan: str | None
    as_of: date | None
    marking: str | None
    origins: int
    pledges: Mapping[str, Subject]
    assumptions: Mapping[str, Subject]
    requirements: Mapping[str, Subject]
    partners: Mapping[str, Subject]
    single: tuple[str, ...]
    unsourced: tuple[str, ...]
    passages: PassagesChecked
    orphans: tuple[Orphan, ...]
    unread: tuple[UnreadSource, ...]
    alike: tuple[Alike, ...]
    carries: Mapping[str, tuple[str, ...]]
    complete: bool
    picture: Beside[Picture]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """All that is spoken of: pledges, assumptions, requirements, partners."""
        parts = (self.pledges, self.assumptions, self.requirements, self.partners)
        return tuple(subject for part in parts for subject in part.values())
