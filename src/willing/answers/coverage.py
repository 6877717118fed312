"""What is there of what is needed (§4.5)."""

from fractions import Fraction
from typing import Annotated, NamedTuple

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, Keys
from willing.model.plan import Requirement


class Usable(NamedTuple):
    """The usable share (§4.5): the least in any outcome, and in any maximal one."""

    stands: Fraction
    together: Fraction


class Given(NamedTuple):
    """What a pledge gives to a requirement, in units of it."""

    pledge: str
    amount: int


class RequirementLine(Answer, frozen=True, kw_only=True):
    """A requirement and its layers in units (§4.5); None where its need is not known (§4.3).

    ``stands``, ``together``, ``possible`` and ``short`` add up to the need. ``day`` is that of the figure for
    stands + together, ``gives`` an allocation behind it. ``up_to``, ``if_counted``: stands + together if every pledge
    gave its ``up_to``, if every stage counted. ``unsized``: partners with an eligible pledge without a number that is
    not blocked. ``exact`` False: stands and together may be more than told, possible less.
    """

    requirement: Annotated[Requirement, Keys("id", "priority", "needs")]
    day: int | None = None
    stands: int | None = None
    together: int | None = None
    possible: int | None = None
    short: int | None = None
    up_to: int | None = None
    if_counted: int | None = None
    usable: Usable | None = None
    gives: tuple[Given, ...] = field(name="from", default=())
    unsized: tuple[str, ...] = ()
    exact: Annotated[bool, UNUSUAL] = True
