"""A server of rooms on a free port, for tests: its people, and what they ask."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from rooms import PLAN, plan_of

from willing.room.exchange import new_room
from willing.room.serving import Wanted, listening, opened, server_of

KEYS = count()
PASSWORD = "a password of many words"


class Person:
    """A browser, or a program, of somebody: keeps its cookie."""

    def __init__(self, port: int, acting: str | None = None) -> None:
        self.port = port
        self.acting = acting
        self.cookie = ""
        self.told: dict[str, str] = {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """The status, and the body of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {} if method == "GET" else {"origin": f"http://127.0.0.1:{self.port}"}
        if body is not None:
            sent["content-type"] = "application/json"
            sent["idempotency-key"] = f"key-{next(KEYS)}"
        if self.cookie:
            sent["cookie"] = self.cookie
        if self.acting:
            sent["acting"] = self.acting
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        connection.request(method, path, data, {name: value for name, value in sent.items() if value})
        answer = connection.getresponse()
        read = answer.read()
        self.told = {name.lower(): value for name, value in answer.getheaders()}
        if "set-cookie" in self.told:
            self.cookie = self.told["set-cookie"].partition(";")[0]
        connection.close()
        return answer.status, json.loads(read) if read and "json" in self.told.get(
            "content-type", ""
        ) else read.decode()

    def get(self, path: str, **headers: str) -> Any:
        """What is answered to who may ask."""
        status, body = self.ask("GET", path, **headers)
        assert status == 200, body
        return body

    def raw(self, path: str) -> bytes:
        """The bytes of a file."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"cookie": self.cookie})
        answer = connection.getresponse()
        assert answer.status == 200
        data = answer.read()
        connection.close()
        return data

    def write(self, method: str, path: str, body: Any, **headers: str) -> Any:
        """What is answered to who may write."""
        status, told = self.ask(method, path, body, **headers)
        assert status == 201, told
        return told

    def join(self, token: str, account: str) -> None:
        status, told = self.ask(
            "POST", "/join", {"invitation": token, "account": account, "name": account, "password": PASSWORD}
        )
        assert status == 201, told


class Served:
    """A server that runs, and its first chair."""

    def __init__(self, port: int, rooms: dict[str, Any], where: str, chair: str, room: str = "norland") -> None:
        self.port = port
        self.rooms = rooms
        self.where = where
        self.room = room
        self.chair = Person(port)
        self.chair.join(chair, "chair@example.org")

    def person(self, *acting: str, account: str = "") -> Person:
        """Somebody with these memberships, invited by who may."""
        person = Person(self.port)
        for each in acting:
            delegation, role = each.split("/")
            by = self.chair
            if role == "officer":
                by = self.person(f"{delegation}/signatory")
            told = by.write("POST", f"/rooms/{self.room}/members", {"delegation": delegation, "role": role})
            token = told["link"].partition("#")[2]
            if person.cookie:
                status, _ = person.ask("POST", "/join", {"invitation": token})
                assert status == 201
            else:
                person.join(token, account or f"{delegation}-{role}-{next(KEYS)}@example.org".lower())
        return person


@contextmanager
def serving(where: Path | str, plan: str = PLAN, pings: float | None = None, **wanted: Any) -> Iterator[Served]:
    """A room of a plan, served; ``where``: its address, or the folder of its file; ``pings``: seconds between two pings
    of a page, and until one has to be answered."""
    from datetime import UTC, datetime

    where = str(where / "norland.room") if isinstance(where, Path) else where
    token = new_room(where, "norland", plan_of(plan), plan, datetime.now(UTC))
    with running(where, pings, **wanted) as (port, rooms):
        yield Served(port, rooms, where, token)


@contextmanager
def running(where: str, pings: float | None = None, **wanted: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """A server of the room that is there: its port, and its rooms."""
    with ExitStack() as stack:
        rooms = opened([where], stack, wanted.get("writes"))
        socket = stack.enter_context(listening("127.0.0.1", 0))
        port = socket.getsockname()[1]
        server = server_of(rooms, Wanted(port=port, **wanted), port)
        if pings is not None:
            server.config.ws_ping_interval = server.config.ws_ping_timeout = pings
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        try:
            yield port, rooms
        finally:
            server.handle_exit(signal.SIGINT, None)
            thread.join(10)
