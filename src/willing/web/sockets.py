"""Pages that follow what happens here, each by a socket and a queue of its own: none waits for another."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect


class Followers:
    """The pages that follow."""

    def __init__(self) -> None:
        self.ended = False
        self._queues: set[asyncio.Queue[None]] = set()

    def wake(self) -> None:
        """There is something new. Who has not yet seen what was new before sees both at once."""
        for queue in self._queues:
            if queue.empty():
                queue.put_nowait(None)

    def end(self) -> None:
        """Close every socket."""
        self.ended = True
        self.wake()

    async def follow(self, socket: WebSocket, tell: Callable[[], Awaitable[None]]) -> None:
        """Let ``tell`` say what a page has not seen, now and whenever there is something new, until it is closed."""
        await socket.accept()
        queue: asyncio.Queue[None] = asyncio.Queue(1)
        self._queues.add(queue)
        gone = asyncio.ensure_future(_gone(socket))
        try:
            while not self.ended and not gone.done():
                await tell()
                woken = asyncio.ensure_future(queue.get())
                await asyncio.wait({woken, gone}, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page was closed while it was told
        finally:
            self._queues.discard(queue)
            gone.cancel()
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(1001)


async def _gone(socket: WebSocket) -> None:
    """Wait until the page is closed; what it says is not for us."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
