"""What can be found of a plan: the words of §3.3, maximal outcomes, a world without outcome (§3.5)."""

from dataclasses import dataclass
from typing import Literal

from willing.engine.network import Variable

Status = Literal["stands", "together", "rival", "open", "blocked", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A status over all worlds, and the best in any world (None where blocked)."""

    status: Status
    best: Status | None

    @property
    def firm(self) -> bool:
        """In, in every maximal outcome of every world."""
        return self.status in ("stands", "together")


BLOCKED = Standing(status="blocked", best=None)
UNDECIDED = Standing(status="undecided", best="undecided")

#: How many maximal outcomes are listed (§3.5).
MOST_OUTCOMES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A world without outcome: ``pledges`` cannot all have their conditions, given what ``settings`` decides."""

    pledges: tuple[str, ...]
    settings: tuple[tuple[Variable, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Maximal outcomes, as sets of pledges in file order; ``complete``: there is no other."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool
