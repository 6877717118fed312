"""What was pledged, and what is in place of it (§8.4)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from willing.answers.answer import Answer, As, Beside, Keys
from willing.model.picture import Picture
from willing.model.plan import Pledge, Requirement, Stage


class InUnit(NamedTuple):
    """What is pledged and in place in the unit that a capability is a multiple of (§1.5)."""

    of: str
    pledged: int | None
    in_place: int | None


class PledgeDelivery(Answer, frozen=True, kw_only=True):
    """A pledge in its own unit; in ``in_unit`` the same two figures in the unit it is a multiple of (§1.5), if any.

    ``pledged``: None where no size is known. ``in_place``: None where it is in place in full and no size is known.
    ``since``: the day of the figure, where ``delivered`` gives it. ``received``: the same as the receiver says it, if
    it says anything by then. ``recorded``: something is told of its delivery; where nothing is, ``in_place`` is 0.
    ``counted``: at or above the stage that counts. ``instead``: the pledges that are never in together with
    it.
    """

    pledge: Annotated[Pledge, Keys("partner", "provides")]
    pledged: int | None
    up_to: int | None
    in_place: int | None
    since: date | None
    received: int | None
    recorded: bool
    stage: Stage
    counted: bool
    pool: str | None
    in_unit: InUnit | None
    unit: Beside[str]
    instead: Beside[tuple[str, ...]] = ()


class Sum(Answer, frozen=True, kw_only=True):
    """Pledged and in place of one capability, every pool counted once; ``unsized``: pledges without a number in it.

    ``recorded``: something is told of the delivery of any. ``announced``: what adding up every announcement, also those
    that were replaced or share a pool, would come to. ``instead``: so much of ``pledged`` comes only in place of
    something else, which another sum has.
    """

    capability: str
    pledged: int
    in_place: int
    recorded: bool
    announced: int
    unsized: int
    instead: Beside[int] = 0


class RequirementDelivery(Answer, frozen=True, kw_only=True):
    """What may serve a requirement, as ``offered`` counts it (§2): a pledge that may serve two is told in both.

    ``sum``: told in the first capability of ``of``.
    """

    requirement: Annotated[Requirement, Keys("id", "needs")]
    sum: Annotated[Sum, Keys("capability", "pledged", "in_place", "recorded", "announced", "unsized")]


def _by_id(lines: tuple[PledgeDelivery, ...]) -> Mapping[str, PledgeDelivery]:
    return {line.pledge.id: line for line in lines}


def _by_partner(partners: tuple[tuple[str, tuple[Sum, ...]], ...]) -> Mapping[str, tuple[Sum, ...]]:
    return dict(partners)


class Deliveries(Answer, frozen=True, kw_only=True):
    """The deliveries of a picture. ``refused`` pledges and political support are not in them.

    ``partners``: (partner, its sums by capability), in file order; ``totals``: of all, by capability.
    """

    plan: str
    as_of: date | None
    pledges: Annotated[tuple[PledgeDelivery, ...], As(_by_id)]
    partners: Annotated[tuple[tuple[str, tuple[Sum, ...]], ...], As(_by_partner)]
    requirements: tuple[RequirementDelivery, ...]
    totals: tuple[Sum, ...]
    picture: Beside[Picture]
