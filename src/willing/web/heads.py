"""HTTP in which the head of a request comes in time: else somebody who sends a letter a minute holds a connection."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Heads(H11Protocol):
    """A connection that is closed where a head takes longer than :attr:`SLOWEST` seconds."""

    SLOWEST = 10.0

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is awaited."""
        super().connection_made(transport)
        self._await()

    def data_received(self, data: bytes) -> None:
        """A part of a head, or what is behind it."""
        super().data_received(data)
        self._await()

    def on_response_complete(self) -> None:
        """A part of the next head may have come with the request that is answered."""
        super().on_response_complete()
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        super().connection_lost(exc)
        self._forget()

    def _await(self) -> None:
        """Begin to wait for a head, go on waiting, or stop where it is there."""
        if self.conn.their_state is not h11.IDLE:
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(self.SLOWEST, self.transport.close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
