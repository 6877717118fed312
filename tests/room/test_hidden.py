"""Two rooms that agree on what somebody may read answer him with the same bytes on every route (§R6.3), by HTTP.

One of them holds more: what DE keeps to itself. More pairs: ``python bench/room.py hidden``.
"""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from postgres import Place, copied
from rooms import PLAN, plan_of
from served import Served

from willing.room.exchange import new_room
from willing.room.room import Room
from willing.room.server import application
from willing.room.serving import Wanted, listening, server_of, site_of

ROOM = "/rooms/norland"
READERS = ("FR/signatory", "host/chair", "observers/observer", "audit/auditor")
READS = (
    *(f"/answer?basis={basis}" for basis in ("room", "mine")),
    "/answer?basis=drafts&if=ceasefire",
    "/answer?without=DE",
    *(
        f"/{what}?basis=mine"
        for what in ("asks", "risk", "power", "timeline", "deliveries", "export.toml", "export.zip")
    ),
    *(f"/why/{name}?basis=mine" for name in ("air", "de-h1", "de-never", "DE")),
    *("/records", "/records?partner=DE", "/records?changed-since=2", "/records/pledge/de-h1", "/records/pool/de-h1"),
    *("/records/pledge/de-h1/history", "/records/pledge/de-a", "/records/pledge/de-a/history", "/compare?from=1&to=3"),
    *(
        "/journal",
        "/journal?after=3",
        "/rounds",
        "/rounds/r1/baseline?basis=mine",
        "/settings",
        "/proposals",
        "/members",
        "/digest",
        "/digest?after=2",
    ),
    *(f"/page/{name}" for name in ("today", "plan", "plan/world", "offers", "needs", "round", "people", "journal")),
    *("/page/record/pledge/de-h1", "/page/record/pledge/de-a"),
)


class Clock:
    """Told the time."""

    def __init__(self) -> None:
        self.now = datetime(2031, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def running(where: str, clock: Clock) -> Iterator[int]:
    """A server of a room, by a clock of ours: its port."""
    with ExitStack() as stack:
        room = Room.open(where, clock)
        stack.callback(room.close)
        socket = stack.enter_context(listening("127.0.0.1", 0))
        port = socket.getsockname()[1]
        server = server_of({room.id: room}, Wanted(port=port), port)
        site = site_of(Wanted(port=port), port)
        server.config.app = application({room.id: room}, site, clock=clock)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(10)


def prepared(where: str) -> dict[str, str]:
    """A room with its people: the cookies of each."""
    clock = Clock()
    token = new_room(where, "norland", plan_of(PLAN), PLAN, clock())
    with running(where, clock) as port:
        served = Served(port, {}, where, token)
        people = {who: served.person(who) for who in ("DE/signatory", *READERS) if who != "host/chair"}
        people["host/chair"] = served.chair
        return {who: person.cookie.partition("=")[2] for who, person in people.items()}


def asked(port: int, cookie: str, method: str, path: str, body: Any = None, key: str = "") -> tuple[Any, ...]:
    """All that is answered, but the day of the answer and what a port is called."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"cookie": f"willing-{port}={cookie}", "origin": f"http://127.0.0.1:{port}"}
    if body is not None:
        sent |= {"content-type": "application/json", "idempotency-key": key}
    connection.request(method, ROOM + path, None if body is None else json.dumps(body).encode(), sent)
    answer = connection.getresponse()
    read = answer.read().replace(str(port).encode(), b"PORT")
    headers = sorted((name.lower(), value.replace(str(port), "PORT")) for name, value in answer.getheaders())
    connection.close()
    return answer.status, [each for each in headers if each[0] not in ("date", "content-length")], read


def writes(seed: int) -> Iterator[tuple[str, str, str, Any]]:
    """Who asks for what, and whether DE keeps it to itself (``hidden``); a blind round and a proposal among it."""
    pick = random.Random(seed).choice
    opens, closes = pick(((2, 6), (4, 9), (5, 99)))  # one is open to the end
    blind = {"id": "r1", "name": "Blind", "blind": True}
    proposal = {"text": "Five will do", "deadline": "2031-05-03T12:00:00Z"}
    for number in range(14):
        if number == opens:
            yield "host/chair", "POST", "/rounds", blind
            yield "host/chair", "POST", "/rounds/r1/open", {}
            yield "host/chair", "POST", "/proposals", proposal
        elif number == closes:
            yield "host/chair", "POST", "/rounds/r1/close", {}
            act = pick(("assent", "break"))
            yield "FR/signatory", "POST", f"/proposals/p1/{act}", {"reason": "no"} if act == "break" else {}
        stage = pick(("signalled", "signalled", "assigned"))
        if pick((True, False)):
            body = {
                "partner": "DE",
                "provides": "fighters",
                "amount": number,
                "stage": stage,
                "if": pick(("always", "FR")),
            }
            release = pick(({}, {"release": [], "sign": {"by": "Chief", "ref": "1"}}))
            yield "hidden", "PUT", f"/records/pledge/de-h{pick('12')}", {"body": body, **release}
            continue
        who, partner = pick((("DE/signatory", "DE"), ("FR/signatory", "FR")))
        named = pick(("always", "de-h1", "de-a", "not EST")) if partner == "FR" else "always"
        body = {"partner": partner, "provides": "fighters", "amount": number, "stage": stage, "if": named}
        signed = {"release": pick(("room", ["host"])), "sign": {"by": "Chief", "ref": "1"}}
        yield who, "PUT", f"/records/pledge/{partner.lower()}-{pick('ab')}", {"body": body, **signed}


@contextmanager
def two(where: str, clock: Clock) -> Iterator[tuple[dict[str, str], int, int]]:
    """A new room and a copy of it: the cookies of each who is in them, and the ports."""
    cookies = prepared(where)
    with running(copied(where), clock) as less, running(where, clock) as more:
        yield cookies, more, less


def pair(seed: int, where: str) -> int:
    """Two rooms are written, read, and told to be the same; how many answers were compared."""
    clock, compared = Clock(), 0
    with two(where, clock) as (cookies, more, less):
        for number, (who, method, path, body) in enumerate(writes(seed)):
            clock.now += timedelta(seconds=1)
            ports = (more,) if who == "hidden" else (more, less)
            cookie = cookies[who.replace("hidden", "DE/signatory")]
            told = []
            for port in ports:
                found = json.loads(asked(port, cookie, "GET", path)[2]) if method == "PUT" else {}
                sent = {"base": found.get("base", "0.0"), **body} if method == "PUT" else body
                told.append(asked(port, cookie, method, path, sent, f"pair-{number}"))
            assert who not in READERS or told[0] == told[1], (seed, path, body)
            assert method == "PUT" or told[0][0] == 201, (seed, path, told)
        for who in READERS:
            for path in READS:
                answers = [asked(port, cookies[who], "GET", path) for port in (more, less)]
                assert answers[0] == answers[1], (seed, who, path)
                compared += 1
    return compared


def test_what_is_hidden_changes_no_byte(tmp_path: Path, place: Place) -> None:
    assert pair(0, place(tmp_path)) == len(READERS) * len(READS)


def test_the_rooms_do_differ_to_who_hides(tmp_path: Path) -> None:
    """The test would notice: DE itself reads otherwise in the two."""
    with two(str(tmp_path / "norland.room"), Clock()) as (cookies, more, less):
        body = {"base": "0.0", "body": {"partner": "DE", "provides": "fighters", "amount": 5}}
        asked(more, cookies["DE/signatory"], "PUT", "/records/pledge/de-h1", body, "key")
        answers = [asked(port, cookies["DE/signatory"], "GET", "/journal") for port in (more, less)]
        assert answers[0][0] == answers[1][0] == 200
        assert answers[0] != answers[1]
