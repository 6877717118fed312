"""Random histories, asked of the room and of the room by definition (``room_oracle.py``): both tell the same.

More of them: ``python bench/room.py histories``.
"""

import json
import random
import sys
from itertools import groupby, product
from pathlib import Path
from typing import Any

import pytest
from rooms import TestRoom

sys.path.insert(0, str(Path(__file__).parent.parent))
from room_oracle import SIGN, Body, Oracle, Release, Taken
from willing.room.basis import items_of
from willing.room.fold import folded
from willing.room.reading import to_json

WHO = ("DE/officer", "DE/signatory", "FR/officer", "FR/signatory", "host/planner", "host/chair", "observers/observer")
PLEDGES = ("de-troops", "de-a", "de-b", "fr-a", "fr-b", "host-de-a")
RECORDS = (*(f"pledge/{id_}" for id_ in PLEDGES), "requirement/sea")
READERS = ("DE/officer", "FR/officer", "EST/officer", "host/planner", "observers/observer")
ACTS = ("put", "put", "put", "put", "release", "release", "withdraw", "drop", "drop", "confirm", "respond", "respond")
RELEASES: tuple[Release | None, ...] = (None, None, (), ("host",), ("FR",), ("FR", "host"), "room", "room")


class Both:
    """A room and its oracle."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.room = TestRoom()
        self.oracle = Oracle()
        body = {"partner": "DE", "provides": "troops", "amount": 2000, "stage": "signalled"}
        self.oracle.taken.append(Taken(self.room.at, "DE/", "released", "pledge/de-troops", body, "room"))
        self.said: list[str] = []
        self.baselines: dict[str, dict[tuple[str, str, str], Body | None]] = {}

    def step(self, number: int) -> None:
        """Something is asked of both, or the round turns; then they are read."""
        room, pick = self.room, self.random.choice
        room.pass_(hours=7)
        if self.random.random() < 0.1:
            self.turn(number)
            return
        who, act, record, release = pick(WHO), pick(ACTS), pick(RECORDS), pick(RELEASES)
        if self.random.random() < 0.7:
            partner = record.partition("/")[2].partition("-")[0]
            who = pick([its for its in WHO if its.lower().startswith(partner)] or WHO[4:6])
        body = self.body(record, number)
        if record.startswith("requirement/") and release not in ("room", None):
            release = ()
        sent: dict[str, Any] = {"base": self.base(who, record)}
        if act == "put":
            sent |= {"body": body, **({} if release is None else {"release": release})}
            sent |= {"on_behalf": "DE"} if record.startswith("pledge/host-") and who.startswith("host") else {}
        elif act == "release":
            sent |= {"release": release or ()}
        elif act == "respond":
            sent |= {"what": "received"}
        if act in ("release", "withdraw", "confirm") or (act == "put" and release is not None):
            sent |= {"sign": SIGN} if record.startswith("pledge/") else {}
        sent = {key: list(its) if isinstance(its, tuple) else its for key, its in sent.items()}
        address = f"/records/{record}" + ("" if act == "put" else f"/{act}")
        told = room.ask(who, "PUT" if act == "put" else "POST", address, sent)
        code = self.oracle.ask(room.at, who, act, record, body, release)
        self.said.append(f"{who} {act} {record} {sent}: {told.status} {told.code}")
        assert code is not None or told.status != 201, self.said
        assert code is None or told.code == code, (code, self.said)

    def turn(self, number: int) -> None:
        if self.oracle.round:
            closed = self.oracle.round
            self.room.ask("host/chair", "POST", f"/rounds/{closed}/close", {})
            self.oracle.close(self.room.at)
            self.baselines[closed] = {
                (who.partition("/")[0], which, record): self.oracle.on_basis(record, who.partition("/")[0], which)
                for who, which, record in product(READERS, ("room", "mine"), RECORDS)
            }
        else:
            id_ = self.oracle.round = f"r{number}"
            self.room.ask("host/chair", "POST", "/rounds", {"id": id_, "name": "A round", "blind": True})
            self.room.ask("host/chair", "POST", f"/rounds/{id_}/open", {})
        self.said.append(f"round {self.oracle.round or 'closed'}")

    def body(self, record: str, number: int) -> Body:
        if record.startswith("requirement/"):
            return {"needs": number + 1, "of": "frigates"}
        partner = record.partition("/")[2].removeprefix("host-").partition("-")[0].upper()
        body = {"partner": partner, "amount": number, "stage": self.random.choice(("signalled", "assigned"))}
        named = self.random.choice(("always", "always", "always", *PLEDGES))
        return body if named in ("always", record.partition("/")[2]) else {**body, "if": named}

    def base(self, who: str, record: str) -> str:
        found = self.room.reader(who).record(*record.split("/"))
        return found.base if found else "0.0"

    def compare(self) -> None:
        """What each reader is told of each record, and what is on each basis."""
        for who in READERS:
            delegation, reader = who.partition("/")[0], self.room.reader(who)
            bases = {which: self.room.basis(delegation, which) for which in ("room", "mine", "drafts")}  # type: ignore[arg-type]
            for record in RECORDS:
                kind, _, id_ = record.partition("/")
                self.same(record, reader.record(kind, id_), self.oracle.record(record, delegation), who)
                self.same(record, reader.history(kind, id_), self.oracle.history(record, delegation), who)
                for which, basis in bases.items():
                    items = [its.body for its in (*basis.items, *basis.left_out) if (its.kind, its.id) == (kind, id_)]
                    self.same(
                        record,
                        items,
                        [] if (body := self.oracle.on_basis(record, delegation, which)) is None else [body],
                        which,
                    )

        for round_, bodies in self.baselines.items():
            self.baseline(round_, bodies)

    def baseline(self, round_: str, bodies: dict[tuple[str, str, str], Body | None]) -> None:
        """What a round left behind, whatever was done since (§R4.3)."""
        state = folded(self.room.events[: self.room.state.rounds[round_].closed])
        for (delegation, which), listed in groupby(bodies.items(), lambda its: its[0][:2]):
            found = {f"{its.kind}/{its.id}": its.body for its in items_of(state, delegation, which)}  # type: ignore[arg-type]
            for (_, _, record), body in listed:
                self.same(record, found.get(record, {}), body or {}, f"{delegation} on {which} of {round_}")

    def same(self, record: str, found: object, wanted: object, who: str) -> None:
        assert told(found, wanted) == told(wanted, wanted), (who, record, self.said)


def told(found: object, like: object) -> Any:
    """As JSON, with the keys of ``like``; whatever was changed in any order."""
    plain = json.loads(to_json(found)) if not isinstance(found, (dict, list)) else json.loads(to_json(_listed(found)))
    shape = json.loads(to_json(_listed(like)))
    return _cut(plain, shape)


def _listed(value: object) -> object:
    if isinstance(value, dict):
        return {key: _listed(its) for key, its in value.items()}
    if isinstance(value, list):
        return [_listed(its) for its in value]
    return sorted(value) if isinstance(value, set) else value


def _cut(value: Any, shape: Any) -> Any:
    """Without what the oracle does not say: who signed, why, and the word of a base that is not the owner's."""
    if isinstance(value, list) and isinstance(shape, list) and len(value) == len(shape):
        return [_cut(its, like) for its, like in zip(value, shape, strict=True)]
    if not isinstance(value, dict) or "sign" not in value:
        return value
    cut = {"kind", "id", "reason"} | ({"base"} if "base" not in shape else set())
    signed = value["sign"] and {key: value["sign"][key] for key in ("by", "ref", "at")}
    changed = {"changed": sorted(value["changed"])} if "changed" in value else {}
    return {key: its for key, its in value.items() if key not in cut} | {"sign": signed} | changed


def play(seed: int, steps: int = 25) -> None:
    """A history, asked of both and read now and then; raises AssertionError where they differ."""
    both = Both(seed)
    for number in range(1, steps + 1):
        both.step(number)
        if number % 5 == 0:
            both.compare()


@pytest.mark.parametrize("seed", [*range(39), 9728])  # the last: a response, and a widening that a blind round hides
def test_both_tell_the_same(seed: int) -> None:
    play(seed)
