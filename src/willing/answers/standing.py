"""How things stand: the words of §3.3, and maximal outcomes."""

from typing import Annotated, Literal

from willing.answers.answer import Answer, As, Keys

Status = Literal["stands", "together", "rival", "open", "blocked", "undecided"]


#: What a reader is told of a partner: its status, or that it refuses, supports, gives nothing yet (its amount
#: follows others, §3.8), or is too early to count.
State = Literal[
    "stands", "together", "rival", "open", "blocked", "undecided", "refuses", "support", "nothing", "uncounted", "none"
]  # fmt: skip


class Standing(Answer, frozen=True, kw_only=True):
    """A status over all worlds, and the best in any world (None where blocked)."""

    status: Status
    best: Status | None

    @property
    def firm(self) -> bool:
        """In, in every maximal outcome of every world."""
        return self.status in ("stands", "together")


def word(standing: Standing | None) -> Status | None:
    """The status alone."""
    return None if standing is None else standing.status


#: How a standing is told: in two keys, or as its status alone; null where there is nothing that counts.
Stands = Annotated[Standing | None, Keys("status", "best")]
Word = Annotated[Standing | None, As(word)]

STANDS = Standing(status="stands", best="stands")
BLOCKED = Standing(status="blocked", best=None)
UNDECIDED = Standing(status="undecided", best="undecided")


class Listing(Answer, frozen=True, kw_only=True):
    """Maximal outcomes, as sets of pledges in file order; ``complete``: there is no other."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool
