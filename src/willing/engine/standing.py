"""The words of §3.3, and what is known of one subject."""

from dataclasses import dataclass
from typing import Literal, Protocol

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


class Standings(Protocol):
    """The standing of any node of one network."""

    def of(self, node: int) -> Standing:
        """Its status, and its best."""
        ...
