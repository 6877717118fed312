"""A server of rooms on a socket: which names it answers to, over which protocol (§R1.1)."""

import gc
import socket
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from msgspec import Struct

from willing.room.gate import Site
from willing.room.ledger import rooms_at
from willing.room.limits import WRITES
from willing.room.room import Room
from willing.room.server import application
from willing.room.services import Services
from willing.room.stores import Address, RoomError

if TYPE_CHECKING:
    import uvicorn

#: What a page that does not read may leave with the kernel (§R12.3).
_SENDS = 64 << 10
LOCAL = ("127.0.0.1", "localhost", "::1")


class Wanted(Struct, frozen=True, kw_only=True):
    """How rooms are served. ``tls``: files of certificate and key; ``names``: hosts it is reached by, besides that it
    listens on; ``writes``: of a delegation a minute in place of the usual limits, 0: without limit; ``metrics``: the
    port of this machine where it tells its numbers; ``log``: whether each request is logged."""

    host: str = "127.0.0.1"
    port: int = 8750
    tls: tuple[str, str] | None = None
    proxy: bool = False
    names: tuple[str, ...] = ()
    writes: int | None = None
    metrics: int | None = None
    log: bool = False
    services: Services = Services()


def check(wanted: Wanted) -> None:
    """Raises RoomError for a server that would be reached from elsewhere in the clear (§R1.1)."""
    if wanted.host not in LOCAL and wanted.tls is None and not wanted.proxy:
        raise RoomError("room-in-the-clear", host=wanted.host)
    if (wanted.proxy or wanted.host in ("0.0.0.0", "::")) and not wanted.names:
        raise RoomError("room-no-name")


def listening(host: str, port: int) -> socket.socket:
    """A socket there. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SENDS)
    try:
        made.bind((host, port))
        made.listen(2_048)
    except OSError:
        made.close()
        raise
    return made


def site_of(wanted: Wanted, port: int) -> Site:
    """Where the server is, listening on this port."""
    secure = wanted.tls is not None or wanted.proxy
    own = ("127.0.0.1", "localhost") if wanted.host in LOCAL and not secure else (wanted.host,)
    hosts = {f"{name}:{port}" for name in own}
    for name in wanted.names:
        hosts |= {name.lower(), f"{name.lower()}:{port}"}
    return Site(hosts=frozenset(hosts), secure=secure, proxy=wanted.proxy)


def opened(paths: Iterable[str], stack: ExitStack, writes: int | None = None) -> dict[str, Room]:
    """The rooms that are kept there, by their ids; ``writes`` as of :class:`Wanted`. Raises RoomError, also for one id
    twice, and OSError."""
    limits = WRITES if writes is None else {60: writes} if writes else {}
    rooms: dict[str, Room] = {}
    for where in (each for path in paths for each in rooms_at(path)):
        room = Room.open(where, writes=limits)
        stack.callback(room.close)
        if room.id in rooms:
            raise RoomError("room-twice", room=str(Address(where)), id=room.id)
        rooms[room.id] = room
    return rooms


def server_of(
    rooms: Mapping[str, Room],
    wanted: Wanted,
    port: int,
    demo: Mapping[str, str] | None = None,
    watched: socket.socket | None = None,
) -> "uvicorn.Server":
    """What serves rooms on a socket that listens on this port: ``run(sockets=[…])``; ``watched``: where it tells its
    numbers."""
    import uvicorn
    import websockets  # noqa: F401  # which uvicorn looks for itself, and does without in silence

    from willing.web.heads import Heads

    app = application(rooms, site_of(wanted, port), demo=demo, watched=watched, services=wanted.services)
    certificate, key = wanted.tls or (None, None)
    gc.enable()  # a command is short and does without (cli.py); this is not
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="on",
            http=Heads,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
            ws_max_size=4_096,
            ws_per_message_deflate=False,
            ws_ping_interval=20,
            ws_ping_timeout=20,
            h11_max_incomplete_event_size=16_384,
            server_header=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
    )
