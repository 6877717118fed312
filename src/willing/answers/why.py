"""Why something is in or not (§3.7)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, As, Beside, Keys
from willing.answers.asks import Lever
from willing.answers.brief import Withdrawn
from willing.answers.coverage import GoalPart, RequirementLine
from willing.answers.reason import Reason, texts
from willing.answers.standing import Listing, Standing, word
from willing.answers.waiting import WaitingGroup
from willing.model.condition import Condition
from willing.model.evidence import Source, Statement
from willing.model.picture import Picture
from willing.model.plan import Pledge


def _id(source: Source) -> str:
    return source.id


class Word(Answer, frozen=True, kw_only=True):
    """One statement with its source, or (``statement`` None) a source that says no more than that."""

    about: str
    source: Annotated[Source, As(_id)]
    statement: Annotated[Statement | None, Keys("origin", "says", "on", "who", "confidence")]
    against: bool
    url: str | None


class PledgeWhy(Answer, frozen=True, kw_only=True):
    """One pledge: ``missing`` is what it lacks where it is not in (None: nothing would bring it in).

    ``because``: why it is in; or what it lacks, with what those lack that it waits for below it.
    ``group``: the waiting group it is in. ``replaced_by``: what took its place, if it is not in the picture any more.
    ``first_said``: the day of the promise, however often it was refined since (§8.1). ``gives``: where its amount
    follows others, what that comes to in the least and in the greatest outcome of any world.
    """

    pledge: Pledge
    standing: Standing | None
    in_picture: bool
    because: Reason | None
    missing: tuple[Reason, ...] | None
    group: WaitingGroup | None
    replaced_by: tuple[str, ...]
    first_said: date | None
    gives: Beside[tuple[int, int] | None]


class Why(Answer, frozen=True, kw_only=True):
    """The answer about one subject.

    ``because`` and ``missing`` as told for the whole subject; of a goal that asks for ``filled`` or ``usable``,
    ``parts`` tells instead, by the atoms of its condition; of a requirement its ``line``, and of both the pledges that
    ``could`` serve what is not met and are not in for certain; those ``elsewhere`` are, and serve other requirements;
    those in ``nothing`` are too, follow others, and give nothing yet.

    ``pledges``: the subject itself, or all pledges of the partner; ``before``: those they replaced, the latest first.
    ``withdrawn``: pledges of it that were withdrawn or have lapsed.
    ``lever``: of a goal that is not reached, the single change that would change most.
    ``needed_by``: pledges whose conditions name it. ``value``: of an assumption.
    """

    subject: str
    standing: Annotated[Standing | None, As(word)] = field(name="status")
    because: Reason | None
    missing: Annotated[tuple[Reason, ...] | None, As(texts)]
    words: tuple[Word, ...] = field(name="statements")
    lever: Annotated[Lever | None, UNUSUAL] = None
    kind: Beside[Literal["pledge", "partner", "goal", "assumption", "requirement"]]
    value: Beside[bool | None]
    condition: Beside[Condition | None]
    parts: Beside[Mapping[Condition, tuple[GoalPart, ...]]]
    line: Beside[RequirementLine | None]
    could: Beside[tuple[PledgeWhy, ...]]
    elsewhere: Beside[tuple[str, ...]]
    nothing: Beside[tuple[str, ...]]
    pledges: Beside[tuple[PledgeWhy, ...]]
    before: Beside[tuple[str, ...]]
    withdrawn: Beside[tuple[Withdrawn, ...]]
    needed_by: Beside[tuple[Pledge, ...]]
    listing: Beside[Listing | None]
    picture: Beside[Picture]
