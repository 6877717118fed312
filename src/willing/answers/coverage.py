"""What is there of what is needed (§4.5)."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, Beside, Keys
from willing.answers.reason import Reason
from willing.model.plan import Requirement


class Usable(NamedTuple):
    """The usable share (§4.5): the least in any outcome, and in any maximal one."""

    stands: Fraction
    together: Fraction


class Given(NamedTuple):
    """What a pledge gives to a requirement, in units of it."""

    pledge: str
    amount: int


class Bound(NamedTuple):
    """What an ``enabler`` leaves usable of a requirement, in 0..1; and how much of the enabler is there (§4.3)."""

    share: Fraction
    enabler: Requirement
    there: int


class RequirementLine(Answer, frozen=True, kw_only=True):
    """A requirement and its layers in units (§4.5); None where its need is not known (§4.3).

    ``stands``, ``together``, ``possible`` and ``short`` add up to the need; ``missing`` is what is not there today, the
    need less ``stands`` and ``together``. ``day`` is that of the figure for stands + together, ``gives`` an allocation
    behind it. ``up_to``, ``if_counted``: stands + together if every pledge gave its ``up_to``, if every stage counted.
    ``unsized``: partners with an eligible pledge without a number that is not blocked. ``exact`` False: stands and
    together may be more than told, possible less. ``held_back``, ``ceiling``: where an enabler bounds what is usable,
    today and even at best (§4.7).
    """

    requirement: Annotated[Requirement, Keys("id", "priority", "needs")]
    day: int | None = None
    stands: int | None = None
    together: int | None = None
    possible: int | None = None
    short: int | None = None
    missing: int | None = None
    up_to: int | None = None
    if_counted: int | None = None
    usable: Usable | None = None
    gives: tuple[Given, ...] = field(name="from", default=())
    unsized: tuple[str, ...] = ()
    exact: Annotated[bool, UNUSUAL] = True
    held_back: Beside[Bound | None] = None
    ceiling: Beside[Bound | None] = None

    @property
    def there(self) -> int:
        """stands + together: what is there today; 0 where the need is not known."""
        return (self.stands or 0) + (self.together or 0)


class OnOffer(Answer, frozen=True, kw_only=True):
    """What is on the table of a capability where the plan asks for nothing: units that come for certain, that come too
    if all move, and that may come; and the partners that offer it and are not blocked."""

    provides: str
    stands: int
    together: int
    possible: int
    partners: tuple[str, ...]


class GoalPart(Answer, frozen=True, kw_only=True):
    """One thing that a goal asks for (§5), and whether it is there today.

    Of ``filled`` and ``usable`` that is ``asked`` units of the requirement of ``line``, and ``share`` of it usable
    where it is (``usable``); of anything else ``line`` is None, and ``reason`` says what there is of it.
    """

    met: bool
    line: RequirementLine | None = None
    asked: int = 0
    share: Decimal = Decimal(1)
    usable: bool = False
    reason: Reason | None = None

    @property
    def missing(self) -> int:
        """The units of what is asked for that are not there today."""
        return 0 if self.line is None else max(0, self.asked - self.line.there)

    @property
    def missing_at_best(self) -> int:
        """Those of them that would not be there even at best."""
        return 0 if self.line is None else max(0, self.asked - self.line.there - (self.line.possible or 0))
