"""Limits of a delegation (§R16): none of another's is counted with its own, and from 80 % on it is told."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from postgres import Place
from rooms import PLAN, TestRoom, plan_of
from served import serving

from willing.room.exchange import new_room
from willing.room.limits import Limits, Used, members_of, records_of
from willing.room.pen import Request
from willing.room.rights import Actor
from willing.room.room import Room

ROOM = "/rooms/norland"
PLEDGE = {"partner": "DE", "provides": "ships", "amount": 1, "stage": "signalled"}


def test_from_four_fifths_on_it_is_told() -> None:
    assert [Used("records", used, 500).nearly for used in (399, 400, 500)] == [False, True, True]


def test_records_are_counted_with_who_wrote_them() -> None:
    room = TestRoom()
    before = {who: records_of(room.state, who).used for who in ("DE", "FR", "host")}
    room.put("DE/officer", "pledge/de-a", PLEDGE)
    behalf = {"on_behalf": "DE", "release": ["host"], "sign": {"by": "The desk", "ref": "a call"}}
    assert room.put("host/planner", "pledge/host-de-a", PLEDGE, **behalf).status == 201
    after = {who: records_of(room.state, who).used for who in ("DE", "FR", "host")}
    assert {who: after[who] - before[who] for who in after} == {"DE": 2, "FR": 0, "host": 1}
    assert records_of(room.state, "host").most == 5_000


def test_invitations_count_as_long_as_they_can_be_taken_up() -> None:
    room = TestRoom()
    invitation = {"delegation": "host", "role": "planner"}
    room.ask("host/chair", "POST", "/members", invitation)
    assert members_of(room.state, "host", room.at).used == 1
    room.pass_(days=8)
    assert members_of(room.state, "host", room.at).used == 0


def test_writes_of_a_minute_are_forgotten() -> None:
    begun = datetime(2031, 5, 1, 12, tzinfo=UTC)
    limits = Limits({60: 10, 1: 5})
    assert [limits.wait("DE", begun) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert (limits.used("DE", begun), limits.used("FR", begun)) == (Used("writes", 5, 10), Used("writes", 0, 10))
    later = begun + timedelta(seconds=61)
    assert limits.used("DE", later) == Used("writes", 0, 10)
    assert Limits({}).used("DE", later) is None


def write(room: Room, number: int) -> int:
    """A draft, or its second part; the status of the answer."""
    who = Actor("de@example.org", "DE", "officer")
    changes = [{"kind": "pledge", "record": f"de-{number}-{part}", "base": "0.0", "body": PLEDGE} for part in "ab"]
    asked = Request(actor=who, method="POST", address="/changes", body={"changes": changes}, key=f"n{number}")
    return room.write(asked).result().status


def test_writes_hold_for_all_servers_of_a_room_together(tmp_path: Path, place: Place) -> None:
    where, now = place(tmp_path), datetime(2031, 5, 1, 12, tzinfo=UTC)
    new_room(where, "norland", plan_of(PLAN), PLAN, now)
    with ExitStack() as stack:

        def server() -> Room:
            room = Room.open(where, lambda: now, {60: 4})
            stack.callback(room.close)
            return room

        one, other = server(), server()
        assert [write(one, 1), write(other, 2), write(one, 3), write(other, 4)] == [201] * 4
        assert [write(room, 5) for room in (one, other, server())] == [429] * 3  # one that was begun since, too
        assert [write(room, 4) for room in (one, other)] == [200, 200]  # a key taken before is answered again
        now += timedelta(seconds=60)
        assert [write(other, 5), write(one, 5)] == [201, 200]


def test_it_is_told_to_the_delegation_alone(tmp_path: Path) -> None:
    with serving(tmp_path, writes=5) as served:
        de, fr = served.person("DE/officer"), served.person("FR/officer")
        for number in range(3):  # its signatory invited it
            de.write("PUT", f"{ROOM}/records/pledge/de-{number}", {"base": "0.0", "body": PLEDGE})
        assert de.get(f"{ROOM}/digest")["nearly"] == [{"what": "writes", "used": 4, "most": 5}]
        assert "4 of 5 changes in the last minute" in de.get(f"{ROOM}/page/today")
        assert fr.get(f"{ROOM}/digest")["nearly"] == []
        assert "h-nearly" not in fr.get(f"{ROOM}/page/today")
