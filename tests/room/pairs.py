"""Pairs of ledgers that agree on what somebody may read (§R6.3), made at random, and all that he is told of each.

What the one room holds and the other does not: records that are never released to him; in a blind round whatever
partners do, until it closes; and after it in which order they did it.
"""

import random
from typing import Any

from rooms import TestRoom

from willing.answers.json_text import json_chunks
from willing.app.query import Query
from willing.room.basis import basis_of
from willing.room.digest import digest
from willing.room.fold import folded
from willing.room.reading import to_json

SIGN = {"by": "Chief", "ref": "1"}
PARTNERS = ("DE", "FR", "EST")
READERS = (
    "DE/signatory",
    "FR/officer",
    "EST/officer",
    "host/planner",
    "host/chair",
    "observers/observer",
    "audit/auditor",
)
PRIVATE = tuple(f"pledge/{partner.lower()}-p{number}" for partner in PARTNERS for number in (1, 2))
OPEN = ("pledge/de-a", "pledge/de-troops", "pledge/fr-a", "pledge/est-a", "pledge/host-de-a", "requirement/sea")
CONDITIONS = ("always", "ceasefire", "FR", "not EST", "de-a", "fr-a", "at least 1 others")
ACTS = ("put",) * 6 + ("release", "withdraw", "drop", "confirm", "respond", "propose", "break", "assent")

#: Who does what to which record, to whom it is released, what it waits for, and how high its stage is.
Step = tuple[str, str, str, Any, str, bool]


class Pair:
    """Two rooms, ``more`` and ``less``, that agree on what ``reader`` may read; ``said``: what was asked of both."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.reader = self.pick.choice(READERS)
        self.own = self.reader.partition("/")[0]
        self.private = [its for its in PRIVATE if not its.startswith(f"pledge/{self.own.lower()}-")]
        self.more, self.less = TestRoom(), TestRoom()
        self.said: list[str] = []
        self.number = 0

    def play(self, steps: int) -> int:
        """A history; how many times what the reader was told was compared."""
        compared = 0
        for _ in range(steps):
            if self.pick.random() < 0.08:
                compared += self.blind_round()
            else:
                step = self.step()
                self.both(step) if step[2] not in PRIVATE else self.take(self.more, step)
            self.wait(7)
        self.compare()
        return compared + 1

    def blind_round(self) -> int:
        """While it is open the reader learns nothing of what partners do in it; when it closes, not who came first."""
        name = f"r{self.number}"
        for room in (self.more, self.less):
            room.ask("host/chair", "POST", "/rounds", {"id": name, "name": "A round", "blind": True})
            room.ask("host/chair", "POST", f"/rounds/{name}/open", {})
        others = [partner for partner in PARTNERS if partner != self.own]
        first, second = ([self.step(partner) for _ in range(self.pick.randrange(1, 4))] for partner in others[:2])
        steps = list(enumerate([*first, *second], self.number))
        self.number += len(steps)
        for number, step in steps:
            self.take(self.more, step, number)
        self.compare()
        for number, step in [*steps[len(first) :], *steps[: len(first)]]:
            self.take(self.less, step, number)
        self.compare()
        self.wait(7)
        for room in (self.more, self.less):
            room.ask("host/chair", "POST", f"/rounds/{name}/close", {})
        self.compare()
        return 3

    def step(self, partner: str = "") -> Step:
        """Something at random; of a partner: to its own record, which all may read."""
        pick = self.pick.choice
        act = pick(ACTS[:10] if partner else ACTS)
        records = [its for its in OPEN if its.startswith(f"pledge/{partner.lower()}-")] if partner else list(OPEN)
        record = pick(records if partner or act in ("propose", "break", "assent") else [*records, *self.private])
        whose = record.partition("/")[2].partition("-")[0].upper()
        who = "host/chair" if whose in ("HOST", "SEA") else f"{whose}/signatory"
        if not partner and self.pick.random() < 0.15:
            who = pick(READERS)
        release = pick(("room", "room", ["host"], [], None))
        if record in PRIVATE:
            release = pick([[], None, *([its] for its in ("host", *PARTNERS) if its not in (self.own, whose))])
        condition = pick(CONDITIONS)
        return act, who, record, release, condition, pick((True, False))

    def both(self, step: Step) -> None:
        """The same asked of both; where the reader's own delegation asks, it is answered the same."""
        told = [self.take(room, step) for room in (self.more, self.less)]
        if step[1].partition("/")[0] == self.own:
            answers = [(each.status, to_json(each.body)) for each in told]
            assert answers[0] == answers[1], (self.reader, self.said)

    def take(self, room: TestRoom, step: Step, number: int | None = None) -> Any:
        """Ask it on the base that its writer reads."""
        act, who, record, release, condition, high = step
        if number is None:
            number, self.number = self.number, self.number + (room is self.less or record in PRIVATE)
        self.said.append(f"{'more' if room is self.more else 'less'}: {step}")
        base = room.base_or_new(who, record)
        id_ = record.partition("/")[2]
        if act == "propose":
            change = {"kind": "requirement", "record": "air", "base": room.base_or_new(who, "requirement/air")}
            deadline = room.at.replace(year=room.at.year + 1).isoformat().replace("+00:00", "Z") if high else "soon"
            body = {"needs": number + 1, "of": "fighters"}
            asked = {"text": "?", "changes": [{**change, "body": body, "release": "room"}], "deadline": deadline}
            return room.ask(who, "POST", "/proposals", asked)
        if act in ("break", "assent"):
            last = f"p{len(room.state.proposals)}"
            return room.ask(who, "POST", f"/proposals/{last}/{act}", {"reason": "no"} if act == "break" else {})
        if act == "put":
            behalf = {"on_behalf": "DE"} if id_.startswith("host-") else {}
            body = {"partner": "DE" if behalf else id_.partition("-")[0].upper(), "if": condition, "amount": number}
            body |= {"provides": "fighters", "stage": "assigned" if high else "signalled"}
            if record.startswith("requirement/"):
                body, release = {"needs": number + 1, "of": "frigates"}, release if release in ("room", None) else []
            released = {} if release is None else {"release": release, "sign": SIGN}
            return room.put(who, record, body, base, **released, **behalf)
        more: dict[str, Any] = {"sign": SIGN} if act in ("release", "withdraw", "confirm") else {}
        more |= {"release": release or []} if act == "release" else {"what": "received"} if act == "respond" else {}
        return room.post(who, record, act, base, **more)

    def wait(self, hours: int) -> None:
        for room in (self.more, self.less):
            room.pass_(hours=hours)

    def compare(self) -> None:
        """All that the reader may ask of either room is answered with the same bytes."""
        assert everything(self.more, self.reader) == everything(self.less, self.reader), (self.reader, self.said)


def everything(room: TestRoom, who: str) -> bytes:
    """All that a reader can be told, as bytes."""
    reader, state = room.reader(who), room.state
    told: list[Any] = [reader.cursor, reader.records(), reader.journal(), reader.journal(3), digest(reader, 2)]
    for record in (*OPEN, *PRIVATE):
        kind, _, id_ = record.partition("/")
        told += [reader.record(kind, id_), reader.history(kind, id_)]
    told += [reader.records(changed_since=3), reader.rounds(), reader.proposals(), reader.members(room.at)]
    bases = [basis_of(state, reader.delegation, which) for which in ("room", "mine", "drafts")]
    bases += [_closed(room, its.closed, reader.delegation) for its in state.rounds.values() if its.closed][-1:]
    told += [[basis.set_aside, basis.export(), "".join(json_chunks(basis.study(Query()).brief()))] for basis in bases]
    return to_json(told)


def _closed(room: TestRoom, seq: int, delegation: str) -> Any:
    """What the last round left behind (§R4.3)."""
    return basis_of(folded(room.events[:seq]), delegation, "mine")


def play(seed: int, steps: int = 16) -> int:
    """A pair; how many times what the reader was told was compared. Raises AssertionError where it differs."""
    return Pair(seed).play(steps)
