"""Several servers of one room, of which some are killed while many write and follow: what each was told, and when."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from typing import Any

from rooms import PLAN, plan_of
from served import Served
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from willing.room.exchange import new_room
from willing.room.ledger import Ledger
from willing.room.stores import Address
from willing.room.verifying import verified

WILLING = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class OneServer:
    """A server in a process of its own, always on the same port."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, and wait until it answers."""
        command = ["room", "serve", self.where, "--port", str(self.port), "--writes-per-minute", "0"]
        self.process = subprocess.Popen([sys.executable, "-c", WILLING, *command], stdout=subprocess.DEVNULL)
        while not self._is_up():
            assert self.process.poll() is None
            time.sleep(0.05)

    def _is_up(self) -> bool:
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as probe:
            probe.request("GET", "/health")
            return probe.getresponse().status == 200
        return False

    def end(self, with_: signal.Signals = signal.SIGKILL) -> int:
        """End it; its status."""
        assert self.process is not None
        self.process.send_signal(with_)
        return self.process.wait()


class Somebody(threading.Thread):
    """Who asks one server, and another as soon as that does not answer. ``token``: of a session."""

    def __init__(self, ports: list[int], room: str, token: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.ports, self.token, self.number, self.stop = ports, token, number, stop
        self.room = f"/rooms/{room}"
        self.at = number % len(ports)
        self.wrong: list[str] = []

    @property
    def port(self) -> int:
        return self.ports[self.at]

    @property
    def cookie(self) -> str:
        return f"willing-{self.port}={self.token}"

    def run(self) -> None:
        while not self.stop.is_set() and not self.wrong:
            with suppress(OSError, HTTPException, WebSocketException):
                self.ask()
            self.at = (self.at + 1) % len(self.ports)

    def ask(self) -> None:
        """Ask one server for as long as it answers."""
        raise NotImplementedError


class Writer(Somebody):
    """Writes one pledge over and over, each time under its key until it is acknowledged: ``acknowledged`` has when,
    ``took`` how many seconds it took.

    ``releases``: not as drafts, but for all to read, with a pause between two.
    """

    def __init__(self, *who: Any, releases: bool = False) -> None:
        super().__init__(*who)
        self.id = f"de-w{self.number}"
        self.releases = releases
        self.acknowledged: list[float] = []
        self.took: list[float] = []

    def ask(self) -> None:
        """Write."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            while not self.stop.is_set() and not self.wrong:
                done = len(self.acknowledged)
                body = {"partner": "DE", "provides": "fighters", "amount": done + 1, "stage": "signalled"}
                base, after = (f"{done}.0", f"{done + 1}.0") if self.releases else (f"0.{done}", f"0.{done + 1}")
                change = {"base": base, "body": body, **({"release": "room"} if self.releases else {})}
                sent = {"origin": f"http://127.0.0.1:{self.port}", "cookie": self.cookie}
                sent |= {"content-type": "application/json", "idempotency-key": f"{self.id}-{done}"}
                begun = time.monotonic()
                connection.request("PUT", f"{self.room}/records/pledge/{self.id}", json.dumps(change), sent)
                answer = connection.getresponse()
                told = answer.read()
                if answer.status == 503:  # the server is about to end, or its database is away
                    return
                if answer.status not in (200, 201) or json.loads(told)["base"] != after:
                    self.wrong.append(f"{self.id} {done}: {answer.status} {told!r}")
                    return
                self.acknowledged.append(time.monotonic())
                self.took.append(self.acknowledged[-1] - begun)
                if self.releases:
                    self.stop.wait(0.5)


class Page(Somebody):
    """Follows what all may read; ``seen`` has when it was told of each amount of the pledge that is released."""

    def __init__(self, *who: Any, pledge: str) -> None:
        super().__init__(*who)
        self.pledge = pledge
        self.cursor: int | None = None
        self.seen: list[float] = []
        self.cuts = 0

    def ask(self) -> None:
        """Follow, from what it knows on."""
        since = "" if self.cursor is None else f"&cursor={self.cursor}"
        where = f"ws://127.0.0.1:{self.port}{self.room}/follow?basis=room{since}"
        more = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            with connect(where, additional_headers=more, open_timeout=5, compression=None) as followed:
                while not self.stop.is_set():
                    with suppress(TimeoutError):
                        self._hear(json.loads(followed.recv(timeout=0.2)))
        finally:
            self.cuts += not self.stop.is_set()

    def _hear(self, told: dict[str, Any]) -> None:
        amount = 0
        if "reset" in told:
            self.cursor = told["reset"]["cursor"]
            amount = told["reset"]["pledges"].get(self.pledge, {}).get("amount", 0)
        elif "delta" in told:
            self.cursor = max(self.cursor or 0, told["cursor"])
            for path, *value in told["delta"]:
                if path == ["pledges", self.pledge]:
                    amount = value[0].get("amount", 0)
                elif path == ["pledges", self.pledge, "amount"]:
                    amount = value[0]
        self.seen += [time.monotonic()] * (amount - len(self.seen))


class Conference:
    """Those who write in a room, and those who follow it, on any of its servers. ``invited``: its first chair."""

    def __init__(
        self, where: str, servers: Sequence[OneServer], invited: str, writers: int = 4, pages: int = 4
    ) -> None:
        self.where = where
        self.servers = servers
        self.written, self.stop = threading.Event(), threading.Event()
        ports = [each.port for each in servers]
        room = Address(where).room or "norland"
        served = Served(ports[0], {}, where, invited, room)
        de, fr = (served.person(who).cookie.partition("=")[2] for who in ("DE/signatory", "FR/officer"))
        self.releaser = Writer(ports, room, de, 0, self.written, releases=True)
        self.writers = [
            self.releaser,
            *(Writer(ports, room, de, number + 1, self.written) for number in range(writers)),
        ]
        self.pages = [Page(ports, room, fr, number, self.stop, pledge=self.releaser.id) for number in range(pages)]
        for server in servers:
            self.wait_until_it_answers(server)
        for each in (*self.writers, *self.pages):
            each.start()

    @classmethod
    def begun(cls, where: str, servers: int = 2, **more: int) -> "Conference":
        """A new room and its servers."""
        invited = new_room(where, "norland", plan_of(PLAN), PLAN, datetime.now(UTC))
        found = [OneServer(where) for _ in range(servers)]
        for each in found:
            each.start()
        return cls(where, found, invited, **more)

    def restart(self, server: OneServer) -> None:
        """Begin a server again."""
        server.start()
        self.wait_until_it_answers(server)

    def wait_until_it_answers(self, server: OneServer) -> None:
        """It does so a while after it is up."""
        cookie = f"willing-{server.port}={self.pages[0].token}"
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
            connection.request("GET", f"{self.pages[0].room}/answer", headers={"cookie": cookie})
            assert connection.getresponse().status == 200

    @property
    def acknowledged(self) -> int:
        """How many writes were."""
        return sum(len(each.acknowledged) for each in self.writers)

    @property
    def wrong(self) -> list[str]:
        """What was answered otherwise than it should be."""
        return [each for its in (*self.writers, *self.pages) for each in its.wrong]

    def wait_for(self, writes: int) -> None:
        """Until so many more writes are acknowledged, or something is wrong."""
        enough = self.acknowledged + writes
        while self.acknowledged < enough and not self.wrong:
            time.sleep(0.002)

    def end(self) -> None:
        """Until the pages know the last release; then all end, the servers too."""
        self.leave()
        self.ended = [server.end(signal.SIGTERM) for server in self.servers]

    def leave(self) -> None:
        """Until the pages know the last release; then nobody asks any more."""
        self.written.set()
        for each in self.writers:
            each.join(60)
        last = len(self.releaser.acknowledged)
        until = time.monotonic() + 60
        while any(len(its.seen) < last for its in self.pages) and time.monotonic() < until:
            time.sleep(0.02)
        self.stop.set()
        for page in self.pages:
            page.join(60)

    @property
    def latest(self) -> list[float]:
        """How many seconds after each release that was acknowledged a page was told of it."""
        return [
            max(0.0, seen - done)
            for page in self.pages
            for done, seen in zip(self.releaser.acknowledged, page.seen, strict=False)
        ]

    def lost_or_doubled(self) -> list[str]:
        """Of what was acknowledged what is not in the ledger once; and why that does not hold, if so."""
        ledger = Ledger.open(self.where)
        events = list(ledger.events())
        ledger.close()
        drafted = Counter((its.record, its.draft) for its in events if its.event == "drafted")
        released = Counter((its.record, its.version) for its in events if its.event == "released")
        told = [f"{name} {count} times" for name, count in (drafted + released).items() if count > 1]
        for its in self.writers:
            found = released if its.releases else drafted
            told += [
                f"{its.id} {number}" for number in range(1, len(its.acknowledged) + 1) if not found[its.id, number]
            ]
        wrong = verified(events).wrong
        return told + ([wrong.code] if wrong else [])
