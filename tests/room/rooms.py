"""Rooms in memory for tests: a clock that is told the time, and who acts."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from willing.model.plan import Plan
from willing.notation.read import read_plan
from willing.room.basis import Basis, Which, basis_of
from willing.room.chairing import due
from willing.room.events import canonical, exact
from willing.room.exchange import begin
from willing.room.fold import State
from willing.room.judging import judge
from willing.room.ledger import Ledger
from willing.room.pen import Pen, Request
from willing.room.problems import ProblemJson, RefusedError
from willing.room.reading import Reader, to_json
from willing.room.rights import Actor
from willing.room.room import Room
from willing.room.stores import Address

_HEAD = """
[plan]
name = "Reassurance of Norland"

[partners.EST]
name = "Estmark"

[partners.LOR]
name = "Lorne"
"""

PLAN = f"""{_HEAD}
[assumptions.ceasefire]
name = "a ceasefire"
holds = true

[[requirements]]
id = "air"
needs = 5
of = "fighters"

[[pledges]]
id = "de-troops"
partner = "DE"
provides = "troops"
amount = 2000
stage = "signalled"
"""

#: Of one thing alone; with the pledges of a test behind it.
AIR = f"""{_HEAD}
[[requirements]]
id = "air"
name = "Air policing"
needs = 24
of = "fighters"
"""


def plan_of(text: str) -> Plan:
    reading = read_plan(text.encode(), file="plan.toml", load=lambda name: b"")
    assert reading.plan is not None, reading.errors
    return reading.plan


class Told:
    """What a request was answered."""

    def __init__(self, status: int, body: Any) -> None:
        self.status = status
        self.body = body

    @property
    def base(self) -> str:
        assert self.status == 201, self.body
        return str(self.body["base"])

    @property
    def code(self) -> str:
        return self.body.type if isinstance(self.body, ProblemJson) else ""


class TestRoom:
    """A room that keeps nothing: what is asked of it, and what its readers read."""

    __test__ = False

    def __init__(self, text: str = PLAN, at: datetime = datetime(2031, 5, 1, 9, tzinfo=UTC)) -> None:
        self.at = at
        self._salts = count()
        self.events: list[Any] = []
        pen = self._pen(State())
        begin(pen, plan_of(text), text)
        self.state = self._kept(pen)

    def _pen(self, state: State) -> Pen:
        return Pen(state, self.at, lambda: f"salt-{next(self._salts)}")

    def _kept(self, pen: Pen) -> State:
        self.events += pen.events
        return pen.state

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)
        pen = self._pen(self.state)
        due(pen)
        self.state = self._kept(pen)

    def ask(self, who: str, method: str, address: str, body: object = None, key: str | None = "k") -> Told:
        pen = self._pen(self.state)
        try:
            written = judge(pen, self._request(who, method, address, body, key))
        except RefusedError as error:
            return Told(error.status, error.json("en"))
        self.state = self._kept(pen)
        return Told(201, written.body)

    def _request(self, who: str, method: str, address: str, body: object, key: str | None) -> Request:
        delegation, _, role = who.partition("/")
        actor = Actor(f"{who}@x", delegation, role)
        body = exact(canonical(body))  # as it comes over the wire
        return Request(actor=actor, method=method, address=address, body=body, key=key)

    def put(self, who: str, record: str, body: object, base: str = "0.0", **more: object) -> Told:
        return self.ask(who, "PUT", f"/records/{record}", {"base": base, "body": body, **more})

    def post(self, who: str, record: str, act: str, base: str, **more: object) -> Told:
        return self.ask(who, "POST", f"/records/{record}/{act}", {"base": base, **more})

    def reader(self, who: str) -> Reader:
        delegation, _, role = who.partition("/")
        return Reader(self.state, Actor(f"{who}@x", delegation, role))

    def base(self, who: str, record: str) -> str:
        kind, _, id_ = record.partition("/")
        found = self.reader(who).record(kind, id_)
        assert found is not None
        return found.base

    def base_or_new(self, who: str, record: str) -> str:
        found = self.reader(who).record(*record.split("/"))
        return found.base if found else "0.0"

    def basis(self, delegation: str = "host", which: Which = "room") -> Basis:
        return basis_of(self.state, delegation, which)


class KeptRoom(TestRoom):
    """A room that is kept as a server keeps it: it answers as in memory, and its state is what was kept. The server is
    down while time passes."""

    def __init__(self, where: str, text: str = PLAN) -> None:
        super().__init__(text)
        Ledger.make(where, Address(where).name, lambda turn: turn.append(self.events))
        self._where = where
        self._keys = count()
        self._begin()

    def _begin(self) -> None:
        self._room = Room.open(self._where, lambda: self.at)
        self.state = self._room.state

    def ask(self, who: str, method: str, address: str, body: object = None, key: str | None = "k") -> Told:
        told = super().ask(who, method, address, body, key)
        request = self._request(who, method, address, body, key and f"{key}{next(self._keys)}")
        reply = self._room.write(request).result()
        assert (reply.status, reply.body) == (told.status, to_json(told.body))
        self.state = self._room.state
        return told

    def pass_(self, **time: float) -> None:
        super().pass_(**time)
        self.close()
        self._begin()

    def close(self) -> None:
        self._room.close()


def events_of(entries: Iterable[Any]) -> list[str]:
    return [its.event for its in entries]
