"""How things stand: the words of §3.3, and maximal outcomes."""

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Maximal outcomes, as sets of pledges in file order; ``complete``: there is no other."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool
