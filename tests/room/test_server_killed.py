"""A server that is killed while many write by HTTP (§R13.2): what was acknowledged is there, once; what was not is sent
again under its key, and taken once."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from rooms import PLAN, plan_of
from served import Served

from willing.room.exchange import new_room
from willing.room.ledger import Ledger
from willing.room.verifying import verified

ROOM = "/rooms/norland"
WILLING = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"


@contextmanager
def server(where: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, that answers; killed at the end."""
    command = ["room", "serve", str(where), "--port", str(port), "--writes-per-minute", "0"]
    told = where.with_suffix(".log")
    with (
        told.open("wb") as log,
        subprocess.Popen([sys.executable, "-c", WILLING, *command], stdout=log, stderr=log) as process,
    ):
        try:
            while True:
                with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port)) as probe:
                    probe.request("GET", "/health")
                    probe.getresponse().read()
                    break
                assert process.poll() is None, told.read_text("utf-8")
                time.sleep(0.05)
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


class Writer(threading.Thread):
    """Drafts one record over and over, each draft under its key until it is acknowledged."""

    def __init__(self, port: int, cookie: str, number: int, stop: threading.Event) -> None:
        super().__init__()
        self.port, self.cookie, self.id, self.stop = port, cookie, f"de-w{number}", stop
        self.acknowledged: list[int] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set() and not self.wrong:
            with suppress(OSError, HTTPException), closing(self.connection()) as connection:
                self.write(connection, len(self.acknowledged))
                continue
            time.sleep(0.02)

    def connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=20)

    def write(self, connection: HTTPConnection, draft: int) -> None:
        sent = {"origin": f"http://127.0.0.1:{self.port}", "cookie": self.cookie, "content-type": "application/json"}
        sent["idempotency-key"] = f"{self.id}-{draft}"
        body = {"base": f"0.{draft}", "body": {"partner": "DE", "amount": draft}}
        connection.request("PUT", f"{ROOM}/records/pledge/{self.id}", json.dumps(body), sent)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status in (200, 201) and json.loads(told)["base"] == f"0.{draft + 1}":
            self.acknowledged.append(draft + 1)
        else:
            self.wrong.append(f"{answer.status} {told!r}")


def killed(where: Path, kills: int, writers: int, each: int, seed: int = 1) -> int:
    """A server is killed so many times while so many write, after about ``each`` writes; how many were acknowledged.

    Every other time what answers for it dies first. Raises AssertionError where a write is lost, doubled or refused.
    """
    token = new_room(str(where), "norland", plan_of(PLAN), PLAN, datetime.now(UTC))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with server(where, port):
        cookie = Served(port, {}, where, token).person("DE/signatory").cookie
    stop, pick = threading.Event(), random.Random(seed)
    writing = [Writer(port, cookie, number, stop) for number in range(writers)]
    for writer in writing:
        writer.start()
    try:
        for kill in range(kills):
            with server(where, port) as process:
                enough = sum(len(its.acknowledged) for its in writing) + pick.randrange(each // 2, each * 3 // 2)
                while sum(len(its.acknowledged) for its in writing) < enough and not any(its.wrong for its in writing):
                    time.sleep(0.002)
                for child in children(process.pid) if kill % 2 else ():
                    os.kill(child, signal.SIGKILL)
    finally:
        stop.set()
        for writer in writing:
            writer.join()
    assert [its.wrong for its in writing if its.wrong] == []
    ledger = Ledger.open(str(where))
    drafted = Counter((its.record, its.draft) for its in ledger.events() if its.event == "drafted")
    wrong = verified(ledger.events()).wrong
    ledger.close()
    assert wrong is None
    assert set(drafted.values()) == {1}
    acknowledged = {(its.id, draft) for its in writing for draft in its.acknowledged}
    assert acknowledged <= drafted.keys()
    return len(acknowledged)


def children(process: int) -> list[int]:
    """The processes that one has begun."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text("ascii").split()] if listed.exists() else []


def test_nothing_acknowledged_is_lost_or_doubled_by_a_server(tmp_path: Path) -> None:
    assert killed(tmp_path / "norland.room", kills=5, writers=8, each=40) >= 100
