"""Servers of rooms on PostgreSQL, with all it writes on disk (§R16.1, §R18).

``python bench/servers.py killed [SECONDS] [EVERY]``: two servers of one room under load, one of them killed every EVERY
seconds in turn: what was lost or doubled, and how late pages were told.
``python bench/servers.py busy [SECONDS] [ROOMS] [BUSY]``: one server of many rooms of which some are busy.
"""

import os
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "room"))

from many import Conference, OneServer
from postgres import running
from rooms import plan_of

from measuring import machine, table
from room_speed import large
from willing.room.exchange import new_room


def killed(seconds: int = 300, every: int = 10) -> None:
    """A server is killed, comes back, the other is killed."""
    with running(quick=False) as postgres:
        its = Conference.begun(postgres.database(), writers=8, pages=20)
        begun, kills = time.monotonic(), 0
        while (kills + 1) * every <= seconds and not its.wrong:
            time.sleep(max(0.0, begun + (kills + 1) * every - time.monotonic()))
            server = its.servers[kills % 2]
            server.end()
            its.restart(server)
            kills += 1
        its.leave()
        wrong, late = [*its.wrong, *its.lost_or_doubled()], its.latest
        for server in its.servers:
            server.end()
    cuts = sum(page.cuts for page in its.pages)
    rows = [
        ["servers killed", f"{kills}"],
        ["writes acknowledged", f"{its.acknowledged:,}"],
        ["lost, doubled, answered otherwise", f"{len(wrong)}"],
        ["pages cut off", f"{cuts:,}"],
        ["a page told after a release, p50 / p99 / at most", _milliseconds(late)],
        ["more than 2 s", f"{sum(each > 2 for each in late):,} of {len(late):,}"],
    ]
    table(f"Two servers, one killed every {every} s, {seconds} s", ["what", "measured"], rows)
    print(*wrong[:10], sep="\n")


def busy(seconds: int = 60, rooms: int = 50, active: int = 5) -> None:
    """In the busy rooms two writes a second are released to twenty pages; the others are served, and nobody asks."""
    text = large()
    plan = plan_of(text)
    with running(quick=False) as postgres:
        where = postgres.database()
        invited = {f"{where}#r{number}": "" for number in range(rooms)}
        for number, address in enumerate(invited):
            invited[address] = new_room(address, f"r{number}", plan, text, datetime.now(UTC))
        server = OneServer(where)
        begun = time.monotonic()
        server.start()
        begun = time.monotonic() - begun
        conferences = [Conference(at, [server], token, 1, 20) for at, token in list(invited.items())[:active]]
        time.sleep(seconds)
        memory = _memory(server)
        for each in conferences:
            each.leave()
        wrong = [wrong for each in conferences for wrong in (*each.wrong, *each.lost_or_doubled())]
        server.end()
    late = [each for its in conferences for each in its.latest]
    took = [each for its in conferences for each in its.releaser.took]
    rows = [
        ["from the start until it answers", f"{begun:.1f} s"],
        ["memory of its three processes", f"{memory / 1e9:.2f} GB"],
        ["a release acknowledged, p50 / p99 / at most", _milliseconds(took)],
        ["a page told after it, p50 / p99 / at most", _milliseconds(late)],
        ["drafts and releases acknowledged a second", f"{sum(its.acknowledged for its in conferences) / seconds:,.0f}"],
        ["lost, doubled, answered otherwise", f"{len(wrong)}"],
    ]
    table(f"{rooms} rooms of 300 pledges, {active} of them busy", ["what", "measured"], rows)
    print(*wrong[:10], sep="\n")


def _milliseconds(seconds: list[float]) -> str:
    told = sorted(1_000 * each for each in seconds)
    return f"{statistics.median(told):,.0f} / {told[int(len(told) * 0.99)]:,.0f} / {told[-1]:,.0f} ms"


def _memory(server: OneServer) -> int:
    """Bytes that a server and its processes have in memory."""
    assert server.process is not None
    found, waiting = 0, [server.process.pid]
    while waiting:
        pid = waiting.pop()
        status = Path(f"/proc/{pid}/statm").read_text().split()
        found += int(status[1]) * os.sysconf("SC_PAGE_SIZE")
        waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return found


if __name__ == "__main__":
    print(*machine(), sep="\n")
    {"killed": killed, "busy": busy}[sys.argv[1]](*map(int, sys.argv[2:]))
