"""A room being written: deeds become events, one behind the other, and the room goes on with each."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from willing.room.events import Deed, Event, sealed
from willing.room.fold import State, fold
from willing.room.rights import Actor


class Request(Struct, frozen=True, kw_only=True):
    """What somebody asks to be written. ``address``: the path below the room, percent-encoded; ``body``: JSON, read
    with exact numbers; ``key``: the Idempotency-Key; ``language``: of the sentences in the answer."""

    actor: Actor
    method: str
    address: str
    body: Any = None
    key: str | None = None
    language: str = "en"


class Written(Struct, frozen=True):
    """What a request is answered; ``kept``: the same for whoever repeats it, where that differs."""

    body: Any
    kept: Any = None


class Pen:
    """Writes events behind those of a state. Whoever gives up on what was written takes another pen of the old state.

    ``secret`` makes what nobody can guess. ``now`` is never before the last event: a clock may go back.
    """

    def __init__(
        self, state: State, now: datetime, secret: Callable[[], str] = lambda: secrets.token_urlsafe(24)
    ) -> None:
        self.state = state
        self.now = max(now, state.tip.at)
        self.secret = secret
        self.events: list[Event] = []

    def write(self, deed: Deed) -> Event:
        """One event more."""
        event = sealed(deed, self.state.tip, self.now, self.secret)
        self.state = fold(self.state, event)
        self.events.append(event)
        return event
