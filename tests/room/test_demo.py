"""``willing room serve`` and ``demo``: from the command to somebody who is signed in (§R1.5)."""

import json
import signal
import subprocess
import sys

import pytest
from served import Person

from willing.room.serving import Wanted, check, site_of
from willing.room.stores import RoomError


def test_a_demo_has_a_way_in_for_each_role() -> None:
    command = [sys.executable, "-m", "willing", "room", "demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline().split() for _ in range(8)]
        assert [line[0] for line in lines] == [
            "FR/signatory",
            "FR/officer",
            "DE/signatory",
            "DE/officer",
            "host/planner",
            "observers/observer",
            "audit/auditor",
            "host/chair",
        ]
        seen = {}
        for who, address in lines:
            port = int(address.split(":")[2].split("/")[0])
            person = Person(port)
            token = address.partition("#")[2]
            for _ in range(2):  # as often as wanted
                status, me = person.ask("POST", "/sign-in", {"token": token})
                assert status == 200, me
            assert [f"{its['delegation']}/{its['role']}" for its in me["memberships"]] == [who]
            seen[who] = {its["id"] for its in person.get("/rooms/demo/records?kind=pledge")}
            assert json.dumps(person.get("/rooms/demo/rounds")).count('"open"') == 1
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    assert seen["DE/officer"] - seen["FR/officer"] == {"de-more-troops", "de-brigade"}
    assert seen["FR/officer"] - seen["observers/observer"] == {"fr-more-troops"}
    assert "de-brigade" in seen["host/planner"]


@pytest.mark.parametrize("wanted", [Wanted(host="0.0.0.0"), Wanted(host="0.0.0.0", proxy=True)])
def test_nothing_is_served_in_the_clear_or_without_a_name(wanted: Wanted) -> None:
    with pytest.raises(RoomError):
        check(wanted)


def test_a_server_answers_to_its_names_alone() -> None:
    site = site_of(Wanted(host="127.0.0.1", proxy=True, names=("Room.example.org",)), 8750)
    assert site.cookie == "__Host-willing"
    assert "https://room.example.org" in site.origins
    assert site_of(Wanted(), 8750).origins == {"http://127.0.0.1:8750", "http://localhost:8750"}
