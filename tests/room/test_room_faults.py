"""What may go wrong around a room: a full disk, a clock that goes back, heads and pages that never come (§R18)."""

import json
import os
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rooms import PLAN, plan_of
from served import Person, Served, serving
from sqlalchemy import Connection, event
from test_hidden import Clock, running

from willing.room.exchange import new_room
from willing.room.ledger import Ledger
from willing.room.verifying import verified
from willing.web.heads import Heads

ROOM = "/rooms/norland"


def pledge(amount: int, words: str = "") -> dict[str, Any]:
    return {"partner": "DE", "provides": "ships", "amount": amount, "stage": "signalled", "note": words}


@contextmanager
def full(served: Served) -> Iterator[None]:
    """While the disk has no room for one page more."""
    engine = served.rooms["norland"].ledger.store.engine

    def limited(connection: Connection, most: int = 1) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    event.listen(engine, "begin", limited)
    try:
        yield
    finally:
        event.remove(engine, "begin", limited)
        event.listen(engine, "begin", lambda connection: limited(connection, 1 << 30))


def test_a_full_disk_loses_and_doubles_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with serving(tmp_path, writes=0) as served:
        de, observer = served.person("DE/officer"), served.person("observers/observer")
        change = {"base": "0.0", "body": pledge(0), "release": "room"}
        base, taken, refused = de.write("PUT", f"{ROOM}/records/pledge/de-a", change)["base"], 1, None
        with full(served):
            while refused is None:
                change = {"base": base, "body": pledge(taken, "words " * 1_000), "release": "room"}
                status, told = de.ask("PUT", f"{ROOM}/records/pledge/de-a", change, idempotency_key=f"full-{taken}")
                if status == 201:
                    base, taken = told["base"], taken + 1
                else:
                    refused = change
            assert (status, told["type"]) == (503, "starting")
            assert len(observer.get(f"{ROOM}/records/pledge/de-a/history")) == taken
            assert observer.get(f"{ROOM}/answer")["behind"] is False
            assert de.ask("PUT", f"{ROOM}/records/pledge/de-a", refused)[0] == 503  # and told in the log no more
        assert [each.facts for each in caplog.records if each.name == "willing.room"] == [
            {"room": "norland", "reason": "database or disk is full"}
        ]
        for status in (201, 200):  # sent again when there is room
            sent = de.ask("PUT", f"{ROOM}/records/pledge/de-a", refused, idempotency_key=f"full-{taken}")
            assert sent[0] == status
        assert len(observer.get(f"{ROOM}/records/pledge/de-a/history")) == taken + 1
        assert verified(served.rooms["norland"].ledger.events()).wrong is None


def test_a_clock_that_goes_back_an_hour_undoes_nothing(tmp_path: Path) -> None:
    where, clock = str(tmp_path / "norland.room"), Clock()
    token = new_room(where, "norland", plan_of(PLAN), PLAN, clock())
    with running(where, clock) as port:
        served = Served(port, {}, where, token)
        de = served.person("DE/officer", "LOR/officer", account="both@example.org")
        de.acting = "DE/officer"
        clock.now += timedelta(minutes=5)
        written = de.write("PUT", f"{ROOM}/records/pledge/de-a", {"base": "0.0", "body": pledge(1), "release": "room"})
        officers = [its["id"] for its in served.chair.get(f"{ROOM}/members") if its["account"] == "both@example.org"]
        signatory = served.person("DE/signatory")
        signatory.write("POST", f"{ROOM}/members/{officers[0]}/revoke", {})
        assert de.ask("GET", "/me")[0] == 401
        before = served.chair.get(f"{ROOM}/journal")["events"]
        clock.now -= timedelta(hours=1)
        again = Person(port)
        said = {"account": "both@example.org", "password": "a password of many words"}
        assert again.ask("POST", "/sign-in", said)[0] == 200
        assert again.get("/me")["memberships"] == [{"room": "norland", "delegation": "LOR", "role": "officer"}]
        change = {"base": written["base"], "body": pledge(2), "release": "room"}
        signatory.write("PUT", f"{ROOM}/records/pledge/de-a", change)
        after = served.chair.get(f"{ROOM}/journal")["events"]
        assert after[: len(before)] == before
        assert [its["at"] for its in after] == sorted(its["at"] for its in after)
    ledger = Ledger.open(where)
    assert verified(ledger.events()).wrong is None
    ledger.close()


def ends(connection: socket.socket, within: float) -> bool:
    """Whether the server lets go of a connection before it is silent for so many seconds."""
    connection.settimeout(within)
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return False
    return True


def left_alone(port: int, sent: bytes) -> bool:
    """Whether the server lets go of a connection in which no more comes than this."""
    with closing(socket.create_connection(("127.0.0.1", port))) as connection:
        connection.sendall(sent)
        return ends(connection, within=5)


def test_a_head_that_does_not_come_is_not_awaited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Heads, "SLOWEST", 0.3)
    with serving(tmp_path, writes=0) as served:
        host = f"Host: 127.0.0.1:{served.port}\r\n"
        assert left_alone(served.port, b"")
        assert left_alone(served.port, f"GET /health HTTP/1.1\r\n{host}".encode())
        assert left_alone(served.port, f"GET /health HTTP/1.1\r\n{host}\r\nGET /hea".encode())
        with closing(page(served)) as follows:  # its head was there in time, and no other comes
            time.sleep(0.5)
            assert not ends(follows, within=0.5)


def page(served: Served) -> socket.socket:
    """A page that follows, and says nothing more."""
    connection = socket.create_connection(("127.0.0.1", served.port), timeout=10)
    connection.sendall(
        f"GET {ROOM}/follow HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Origin: http://127.0.0.1:{served.port}\r\nCookie: {served.chair.cookie}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
    )
    return connection


def test_a_page_that_is_gone_without_a_word_is_let_go(tmp_path: Path) -> None:
    """It answers no ping: half a connection."""
    with serving(tmp_path, writes=0, pings=0.3) as served, closing(page(served)) as gone:
        assert any(not gone.recv(65_536) for _ in range(40)), "forty pings, and no end"
        assert json.dumps(served.chair.get(f"{ROOM}/rounds")) == "[]"
