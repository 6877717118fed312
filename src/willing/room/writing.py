"""What is written into a room, and what is refused, in the order of §R7.5."""

from typing import Any

from msgspec import Struct

from willing.room.fold import Member
from willing.room.pen import Pen, Request


class Written(Struct, frozen=True):
    """What a request is answered; ``kept``: the same for whoever repeats it, where that differs."""

    body: Any
    kept: Any = None


def judge(pen: Pen, request: Request, *, reused: bool = False) -> Written:
    """Write what is asked for. Raises RefusedError; ``pen`` is then to be thrown away."""
    raise NotImplementedError


def due(pen: Pen) -> None:
    """Write what is due by the clock."""


def join(pen: Pen, invitation: str, account: str) -> Member | None:
    """Take up an invitation."""
    raise NotImplementedError
