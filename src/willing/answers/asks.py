"""What to ask for so that the goal is reached (§7.1)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, As, Beside, Keys
from willing.answers.reason import Reason
from willing.answers.standing import Standing, word
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.model.plan import Requirement

ChangeKind = Literal["assumption", "decision", "condition", "part", "stage", "consent", "size", "caveat", "pledge"]


class Change(Answer, frozen=True, kw_only=True):
    """One thing that could be asked for: ``id`` is that of an assumption, a pledge, or an entry of ``[[asks]]``; of a
    consent, ``pledge.body``.

    ``to``: who could make it so, partners by id and others in the words of the plan; empty where nobody is named.
    ``part``: of a condition, what is dropped; ``caveat``: of a limitation that is lifted, the place, or what the pledge
    is kept for.
    """

    kind: ChangeKind
    id: str
    part: Annotated[Condition | None, UNUSUAL] = None
    caveat: Annotated[str | None, UNUSUAL] = None
    to: tuple[str, ...]
    effort: Beside[Decimal]

    @property
    def pledge(self) -> str:
        """The id of the pledge that changes, where one does."""
        return self.id.partition(".")[0]


def _ids(possible: tuple[tuple[str, tuple[Reason, ...] | None], ...]) -> list[str]:
    return [id_ for id_, _ in possible]


def _by_id(covers: tuple[tuple[Requirement, int, int], ...]) -> Mapping[str, tuple[int, int]]:
    return {requirement.id: (now, then) for requirement, now, then in covers}


class Brings(Answer, frozen=True, kw_only=True):
    """What changes bring. ``goal``: its standing then; None: there is none.

    ``firm``: partners that stand only then; ``together``: those that are in then if all move at once, and not even so
    now; ``lost``: those that are in now (if all move) and not then; ``possible``: those that are out now and may be in
    then, each with what it still lacks (None: not known). ``covers``: units that are there even in the worst case if
    all move, of requirements of which that differs: (requirement, now, then).
    """

    goal: Annotated[Standing | None, As(word)]
    firm: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    possible: Annotated[tuple[tuple[str, tuple[Reason, ...] | None], ...], As(_ids)] = ()
    covers: Annotated[tuple[tuple[Requirement, int, int], ...], As(_by_id)] = field(name="requirements", default=())

    @property
    def nothing(self) -> bool:
        """Whether nobody moves and nothing is filled more or less."""
        return not (self.firm or self.together or self.lost or self.possible or self.covers)


class AskSet(Answer, frozen=True, kw_only=True):
    """Changes that together reach the goal, none of which can be left out; ``brings``: None where nobody looked."""

    effort: Decimal
    changes: tuple[Change, ...]
    brings: Annotated[Brings | None, UNUSUAL] = None


class Single(Answer, frozen=True, kw_only=True):
    """One change, and what it brings by itself."""

    change: Change
    brings: Brings


class Lever(Answer, frozen=True, kw_only=True):
    """The single change that changes most (§7.3). ``complete``: all were tried; else the best of those that were."""

    change: Change
    brings: Brings
    complete: Annotated[bool, UNUSUAL] = True


class Aim(Answer, frozen=True, kw_only=True):
    """The goal that is asked for, and its standing now."""

    condition: Condition = field(name="text")
    standing: Annotated[Standing, Keys("status", "best")]


class Asks(Answer, frozen=True, kw_only=True):
    """The answer of §7.1.

    ``reached``: the goal is met as things stand, and nothing needs to be asked for. ``sets`` in order; ``complete``:
    there are no others. Where it is not, ``bound`` is the effort below which there is certainly no other set (None:
    nothing is certain). ``single``: the changes that change anything, the most first; ``single_complete``: all were
    looked at.

    ``changes``: what could be asked for; ``stopped``: somebody stopped the search. ``all_bring``: what asking for
    everything brings, where no set reaches the goal and everything may be asked for at once; ``all_there``: what is
    then there, of the requirements that the goal speaks of; ``all_unsized``: partners that could serve what is short of
    them, with something without a number; ``all_lacks``: what a goal without ``filled`` and ``usable`` then lacks.
    """

    aim: Aim = field(name="goal")
    reached: bool
    sets: tuple[AskSet, ...]
    complete: bool
    single: tuple[Single, ...]
    single_complete: bool
    bound: Annotated[Decimal | None, UNUSUAL] = None
    picture: Beside[Picture]
    changes: Beside[tuple[Change, ...]]
    stopped: Beside[bool]
    all_bring: Beside[Brings | None]
    all_there: Beside[tuple[tuple[Requirement, int], ...]]
    all_unsized: Beside[tuple[str, ...]]
    all_lacks: Beside[tuple[Reason, ...]]

    @property
    def goal(self) -> Condition:
        """What is asked for."""
        return self.aim.condition

    @property
    def standing(self) -> Standing:
        """Its standing now."""
        return self.aim.standing
