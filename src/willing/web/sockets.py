"""Pages that follow what happens here, each by a socket and a queue of its own: none waits for another."""

import asyncio
from collections import deque
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


class Outbox:
    """What waits to be sent to one page: so much at most, else the page is cut off (it does not read)."""

    #: How many texts, and how many bytes of them, may wait; and how long a page may take for one.
    MOST, MOST_BYTES, SLOWEST = 32, 262_144, 5.0

    def __init__(self) -> None:
        self.code: int | None = None
        self._waiting: deque[str] = deque()
        self._bytes = 0
        self._woken = asyncio.Event()

    def put(self, text: str) -> None:
        """Send a text when what is before it is sent."""
        self._waiting.append(text)
        self._bytes += len(text)  # texts are ASCII but for names
        if len(self._waiting) > self.MOST or self._bytes > self.MOST_BYTES:
            self.close(1013)
        self._woken.set()

    def close(self, code: int) -> None:
        """Send nothing more, and close the page's socket."""
        if self.code is None:
            self.code = code
        self._woken.set()

    async def send(self, socket: WebSocket, alive: Callable[[], str], every: float) -> None:
        """Send what waits until the page is closed, or cut off; ``alive`` where nothing was for ``every`` seconds."""
        gone = asyncio.ensure_future(_gone(socket))
        gone.add_done_callback(lambda _: self.close(1000))
        try:
            while self.code is None:
                try:
                    async with asyncio.timeout(every):
                        await self._woken.wait()
                except TimeoutError:
                    self.put(alive())
                self._woken.clear()
                while self._waiting and self.code is None:
                    async with asyncio.timeout(self.SLOWEST):
                        await socket.send_text(self._waiting[0])
                    self._bytes -= len(self._waiting.popleft())
        except TimeoutError:
            self.close(1013)
        except (WebSocketDisconnect, RuntimeError):
            self.close(1000)
        finally:
            gone.cancel()
            with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
                async with asyncio.timeout(1):
                    await socket.close(self.code or 1001)
