"""``willing serve``."""

import gc
import sys
from typing import TYPE_CHECKING

import click

from willing.commands.language import LANG
from willing.commands.options import PLAN, of_query
from willing.commands.output import Refused, shown, write

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from willing.app.query import Query

_HOST, _PORT = "127.0.0.1", 8750


@click.command()
@PLAN
@of_query
@LANG
@click.option("--port", type=click.IntRange(0, 65_535), help=f"Port; default: {_PORT}, or a free one if it is taken.")
@click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")
def serve(plan: str, query: "Query", lang: str | None, port: int | None, open_: bool) -> None:
    """The board live in a browser, to try changes on."""
    from willing.app.store import FilePlan
    from willing.board.app import application
    from willing.board.live import LivePlan

    live = LivePlan(FilePlan(plan), query)

    def told(address: str) -> str:
        return f"{plan} is at {address} (Ctrl-C ends this)"

    serve_here(lambda hosts: application(live, hosts=hosts, language=lang), told, port, open_=open_)


def serve_here(
    application: "Callable[[tuple[str, ...]], ASGIApp]", told: "Callable[[str], str]", port: int | None, *, open_: bool
) -> None:
    """Serve an application, made for the names and ports it answers to, on this machine alone until somebody ends it.

    ``told``: what is said of its address; ``open_``: in the browser too. Raises Refused for a port that is taken.
    """
    import uvicorn
    import websockets  # noqa: F401  # which uvicorn looks for itself, and does without in silence

    from willing.web.heads import Heads

    listening = _listening(port)
    if listening is None:
        raise Refused("port-taken", port=port)
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        application(tuple(f"{name}:{port}" for name in (_HOST, "localhost"))),
        log_level="warning",
        access_log=False,
        lifespan="on",
        http=Heads,
        timeout_graceful_shutdown=1,
        ws_max_size=65_536,
        ws_per_message_deflate=False,  # on this machine, packing takes longer than sending
        server_header=False,
        date_header=False,
    )
    server = uvicorn.Server(config)
    gc.enable()  # a command is short and does without (cli.py); this is not
    address = f"http://{_HOST}:{port}/"
    write(shown(told(address)) + "\n")
    sys.stdout.flush()
    if open_:
        click.launch(address)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # it has ended as it should
    finally:
        listening.close()


def _listening(port: int | None) -> "socket.socket | None":
    """A socket that listens on this port; without one on the usual, or on any; None: it is taken."""
    import socket

    for number in (_PORT, 0) if port is None else (port,):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio sends late
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((_HOST, number))
            made.listen(2_048)  # what connects before the server is up waits for it
        except OSError:
            made.close()
            continue
        return made
    return None
