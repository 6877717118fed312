"""Limits of a delegation (§R16): none of another's is counted with its own, and from 80 % on it is told."""

from pathlib import Path

from rooms import TestRoom
from served import serving

from willing.room.limits import Limits, Used, members_of, records_of

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
    now = 0.0
    limits = Limits({60: 10, 1: 5}, lambda: now)
    assert [limits.wait("a", "DE") for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert (limits.used("a", "DE"), limits.used("a", "FR")) == (Used("writes", 5, 10), Used("writes", 0, 10))
    now = 61.0
    assert limits.used("a", "DE") == Used("writes", 0, 10)
    assert Limits({}).used("a", "DE") is None


def test_it_is_told_to_the_delegation_alone(tmp_path: Path) -> None:
    with serving(tmp_path, writes=5) as served:
        de, fr = served.person("DE/officer"), served.person("FR/officer")
        for number in range(3):  # its signatory invited it
            de.write("PUT", f"{ROOM}/records/pledge/de-{number}", {"base": "0.0", "body": PLEDGE})
        assert de.get(f"{ROOM}/digest")["nearly"] == [{"what": "writes", "used": 4, "most": 5}]
        assert "4 of 5 changes in the last minute" in de.get(f"{ROOM}/page/today")
        assert fr.get(f"{ROOM}/digest")["nearly"] == []
        assert "h-nearly" not in fr.get(f"{ROOM}/page/today")
