"""The rims: hostile files, each in a process of its own; 200 saves of two servers and an editor at once; a switch over
HTTP by the time that the server takes.

The hostile files are those of the folder that is named, made by others; without one, that part is left out.
"""

import asyncio
import os
import random
import resource
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.request import Request, urlopen

import msgspec

from measuring import table
from serve import PLAN, WILLING, asked, server, settings, sized
from willing.app.files import ChangedError, replace
from willing.app.query import Query
from willing.app.store import FilePlan
from willing.board.live import LivePlan
from willing.web.address import query_of

SAVES, WORLDS = 200, 2_000
#: What is asked of files that end so.
ASKED = {
    ".toml": ("check", "brief", "asks", "power", "risk", "timeline"),
    ".xlsx": ("brief", "import"), ".ods": ("brief", "import"), ".xls": ("brief", "import"), ".csv": ("brief", "import"),
}  # fmt: skip


def hostile(folder: Path) -> None:
    """Print what each question to each file takes."""
    rows = []
    for path in sorted(folder.iterdir()):
        for question in ASKED.get(path.suffix, ("read", "draft", "origins")):
            more = ["-o", "-", "--yes"] if question == "import" else []
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            child = subprocess.Popen(
                [sys.executable, "-c", WILLING, question, str(path), *more],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            seconds = usage.ru_utime + usage.ru_stime
            assert before.ru_maxrss >= 0
            rows.append((path.name, question, str(child.returncode), f"{seconds:.1f}", f"{usage.ru_maxrss / 1e3:.0f}"))
    table("Hostile files", ("file", "question", "status", "s of the processor", "MB"), rows)


def _saved(address: str, name: str) -> bool:
    """Whether a server says that it saved a scenario; it says what changed, where it did not."""
    body = msgspec.json.encode({"as": "scenario", "name": name, "query": "if=ceasefire"})
    request = Request(f"{address}/save", body, {"Content-Type": "application/json", "Origin": address})
    try:
        with urlopen(request, timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError as error:
        if getattr(error, "code", 0) != 409:
            raise
        return False


def saves() -> None:
    """Print what became of saves by two servers and an editor into one plan."""
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.toml"
        plan.write_text(
            sized(3).replace("[assumptions.mandate]", "[assumptions.mandate]\n[assumptions.ceasefire]"), "utf-8"
        )
        told: list[str] = []
        written: list[int] = []

        def save(address: str, by: str) -> None:
            told.extend(name for name in (f"{by}{number}" for number in range(SAVES)) if _saved(address, name))

        def edit() -> None:
            while len(written) < SAVES:
                was = plan.read_bytes()
                try:
                    replace(str(plan), was + f"# edit {len(written)}\n".encode(), was=was)
                except ChangedError:
                    continue
                written.append(len(written))
                time.sleep(0.01)

        with (
            server(WILLING, "serve", str(plan), "--port", "0") as (host, one),
            server(WILLING, "serve", str(plan), "--port", "0") as (_, other),
        ):
            threads = [
                Thread(target=save, args=(f"http://{host}:{one}", "a")),
                Thread(target=save, args=(f"http://{host}:{other}", "b")),
                Thread(target=edit),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        text = plan.read_text("utf-8")
        there = tomllib.loads(text)["scenarios"]
        lost = [name for name in told if name not in there] + [n for n in written if f"# edit {n}\n" not in text]
        kept = len([*Path(folder).glob("*.kept-*")])
    rows = [(f"2 × {SAVES} asked", f"{len(told)}", f"{len(written)}", str(len(lost)), str(kept))]
    table(
        "Saves by two servers and an editor at once",
        ("", "told as saved", "by the editor", "lost", "kept beside"),
        rows,
    )


def worlds() -> None:
    """Print what a world never asked before takes: within the server alone, and over a connection that is kept."""
    live = LivePlan(FilePlan(str(PLAN)), Query())
    live.opened(live.standing, "en")
    rng = random.Random(2)
    queries = list(dict.fromkeys(settings(2)))
    rng.shuffle(queries)
    taken = []
    for text in queries:
        query = query_of([tuple(pair.split("=")) for pair in text.split("&") if pair], live.standing)
        start = time.process_time()
        live.answer(query, "en", True)
        taken.append(1_000 * (time.process_time() - start))
    with server(WILLING, "serve", str(PLAN), "--port", "0") as (host, port):
        over, size = asyncio.run(asked(host, port, settings(3)))
    rows = []
    for name, each in (("worked out, of the processor", taken), (f"over HTTP, {size:,} bytes, of the clock", over)):
        each.sort()
        rows.append((name, f"{each[len(each) // 2]:.2f}", f"{each[len(each) * 99 // 100]:.2f}", f"{each[-1]:.2f}"))
    table("A switch on the real case", ("", "median, ms", "99 of 100, ms", "most, ms"), rows)
    print(f"{len(taken) / sum(taken) * 1_000:,.0f} worlds a second")


def run(folder: str | None) -> None:
    """Print all tables."""
    if folder is not None:
        hostile(Path(folder))
    saves()
    worlds()


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else None)
