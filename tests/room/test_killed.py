"""A room whose process is killed while many write (§R13.2): nothing acknowledged is lost or doubled."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from rooms import PLAN, plan_of

from willing.room.events import Tip, link_broken
from willing.room.exchange import new_room
from willing.room.ledger import Ledger

WRITERS = """
import sys, threading
from willing.room.pen import Request
from willing.room.rights import Actor
from willing.room.room import Room

room = Room.open(sys.argv[1])

def write(number):
    actor = Actor(f"{number}@example.org", "DE", "officer")
    id_ = f"de-{sys.argv[2]}-{number}"
    for draft in range(10_000):
        body = {"base": f"0.{draft}", "body": {"partner": "DE", "amount": draft}}
        asked = Request(actor=actor, method="PUT", address=f"/records/pledge/{id_}", body=body, key=f"{id_}-{draft}")
        assert room.write(asked).result().status == 201
        sys.stdout.write(f"{id_} {draft + 1}\\n")
        sys.stdout.flush()

for number in range(8):
    threading.Thread(target=write, args=(number,)).start()
"""


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    where = str(tmp_path / "x.room")
    new_room(where, "x", plan_of(PLAN), PLAN, datetime.now(UTC))
    acknowledged: list[tuple[str, int]] = []
    for run in range(3):
        command = [sys.executable, "-c", WRITERS, where, str(run)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as writers:
            assert writers.stdout is not None
            acknowledged += [_acknowledged(writers.stdout.readline()) for _ in range(40 + 25 * run)]
            writers.send_signal(signal.SIGKILL)
            rest = writers.stdout.read().splitlines()
        acknowledged += [_acknowledged(line) for line in rest[:-1]]  # the last may be cut off
    ledger = Ledger.open(where)
    drafted = [(its.record, its.draft) for its in ledger.events() if its.event == "drafted"]
    keys = [(its.account, its.key) for its in ledger.events() if its.key and ledger.taken(its.account, its.key)]
    assert len(set(drafted)) == len(drafted) == len(keys)
    assert set(acknowledged) <= set(drafted)
    tip = Tip()
    for event in ledger.events():
        assert link_broken(event, tip) is None
        tip = Tip(event.seq, event.at, event.hash)
    ledger.close()


def _acknowledged(line: str) -> tuple[str, int]:
    id_, draft = line.split()
    return id_, int(draft)
