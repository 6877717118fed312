"""What one partner could offer so that the goal is met (§9)."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import field

from willing.answers.answer import UNUSUAL, Answer, Beside
from willing.answers.asks import Aim, Brings
from willing.model.condition import Condition
from willing.model.picture import Picture


class Offered(Answer, frozen=True, kw_only=True):
    """One pledge of an offer; both None: political support."""

    provides: str | None
    amount: int | None


class Offer(Answer, frozen=True, kw_only=True):
    """Pledges of the partner after which the goal is met in every maximal outcome, and no smaller ones would do.

    ``condition``: their ``if``, the least demanding one with which they are in nowhere that the goal is not met (None:
    they need none). ``costs``: by capability, what all pledges of the partner come to at worst (None: one of them is
    without a number). ``sure``: that nothing smaller would do, and nothing less demanding, was decided.
    """

    pledges: tuple[Offered, ...]
    condition: Condition | None = field(name="if")
    costs: Mapping[str, int | None]
    brings: Brings
    sure: Annotated[bool, UNUSUAL] = True


class Offers(Answer, frozen=True, kw_only=True):
    """The offers of one partner, the cheapest first; none where the goal is ``reached`` as things stand.

    ``complete``: all combinations of capabilities were looked at.
    """

    partner: str
    aim: Aim = field(name="goal")
    reached: bool
    offers: tuple[Offer, ...]
    complete: bool
    picture: Beside[Picture]
