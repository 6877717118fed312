"""Two briefs beside each other (§8.3)."""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, As, Beside, Keys
from willing.answers.brief import Brief
from willing.answers.coverage import RequirementLine
from willing.answers.standing import Standing, State, Status, word
from willing.answers.steps import Step, Turn
from willing.model.condition import Condition
from willing.model.plan import Pledge


class SideGoal(NamedTuple):
    """The goal of one side."""

    text: Condition
    status: Status


class Side(NamedTuple):
    """Which brief one side is."""

    plan: str
    as_of: date | None
    scenario: tuple[str, ...]
    goal: SideGoal | None


class Pledges(NamedTuple):
    """The pledges of a partner on the table before and after, as far as they differ."""

    from_: tuple[Pledge, ...]
    to: tuple[Pledge, ...]


class Figures(NamedTuple):
    """What there is of what one side needs (§4.5)."""

    needs: int | None
    stands: int | None
    together: int | None
    possible: int | None
    short: int | None
    missing: int | None
    unsized: tuple[str, ...]


class Turned(Answer, frozen=True, kw_only=True):
    """An assumption with another value."""

    id: str
    turn: Annotated[Turn, Keys("from_", "to")]


def _side(brief: Brief) -> Side:
    goal = brief.goal
    told = None if goal is None else SideGoal(goal.condition, goal.standing.status)
    return Side(brief.plan, brief.as_of, brief.scenarios, told)


def _figures(line: RequirementLine) -> Figures:
    return Figures(
        line.requirement.needs, line.stands, line.together, line.possible, line.short, line.missing, line.unsized
    )  # fmt: skip


def _turned(steps: tuple[Step, ...]) -> list[Turned]:
    return [Turned(id=step.id, turn=step.turned) for step in steps if step.turned is not None]


def _ids(lines: tuple[RequirementLine, ...]) -> list[str]:
    return [line.requirement.id for line in lines]


class Move(Answer, frozen=True, kw_only=True):
    """A partner that is otherwise in the second brief; ``way``: nearer to being in, further from it, or as near.

    ``before`` and ``after``: its statuses, None where it has none; ``was`` and ``is_``: what a reader is told of it.
    ``provides``: where its capabilities moved differently, that of this move (empty: political support); ``keeps``:
    those with which it is in as before. ``steps``: its own, in the order in which they were said; empty where it moved
    because of others.
    """

    partner: str
    way: Literal["nearer", "further", "level"]
    was: Beside[State]
    is_: Beside[State]
    before: Annotated[Standing | None, As(word)] = field(name="from")
    after: Annotated[Standing | None, As(word)] = field(name="to")
    pledges: Pledges
    steps: tuple[Step, ...]
    provides: Annotated[str | None, UNUSUAL] = None
    keeps: Beside[tuple[str, ...]] = ()


class Shift(Answer, frozen=True, kw_only=True):
    """A requirement in both briefs, of which some figure differs (§4.5)."""

    id: str
    before: Annotated[RequirementLine, As(_figures)] = field(name="from")
    after: Annotated[RequirementLine, As(_figures)] = field(name="to")


class Comparison(Answer, frozen=True, kw_only=True):
    """``first`` and ``second``, and what is otherwise in the second, in the order of its file.

    ``how``: whether they differ by their day, by their scenarios (or what-ifs), or are two files. ``moved``: partners
    of another status; ``restated``: those with other pledges, but the same status. ``assumptions``: those that changed.
    ``requirements``: those of which a figure differs; ``added`` and ``dropped``: those in one brief only.
    """

    how: Literal["days", "scenarios", "files"]
    first: Annotated[Brief, As(_side)] = field(name="from")
    second: Annotated[Brief, As(_side)] = field(name="to")
    moved: tuple[Move, ...]
    restated: tuple[Move, ...]
    assumptions: Annotated[tuple[Step, ...], As(_turned)]
    requirements: tuple[Shift, ...]
    added: Annotated[tuple[RequirementLine, ...], As(_ids)]
    dropped: Annotated[tuple[RequirementLine, ...], As(_ids)]
