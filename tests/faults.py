"""Every command that writes, ended or failed at each of its calls that change files: run with faults.c loaded before.

python tests/faults.py FOLDER    prints a JSON list: command, how many calls, and what was neither old nor new
"""

import ctypes
import errno
import io
import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from willing.cli import main

KILL = 0
WAYS = {"killed": KILL, "ENOSPC": errno.ENOSPC, "EIO": errno.EIO}

PLAN = """[plan]
name='Strait Watch'
goal='total(ships) >= 2'
[assumptions.mandate]
# to review: a yes
[[pledges]]
id='n-ships'
partner='DE'
provides='ships'
amount=2
if='mandate'
"""
REPORT = "Norland will send 500 troops to Estmark, its minister said on 3 March 2031."

#: The commands, and what they are told on standard input.
COMMANDS = {
    "fmt": (["fmt", "plan.toml"], ""),
    "new": (["new", "made"], ""),
    "schema": (["schema", "plan.toml", "-o", "schema.json"], ""),
    "schema over another": (["schema", "-o", "old.json"], ""),
    "import": (["import", "pledges.csv", "-o", "made.toml"], ""),
    "import over another": (["import", "pledges.csv", "-o", "plan.toml", "--force"], ""),
    "export": (["export", "plan.toml", "made/"], ""),
    "timeline": (["timeline", "plan.toml", "--svg", "made.svg"], ""),
    "diff": (["diff", "report.txt", "other.txt", "--html", "-o", "made.html"], ""),
    "report": (["report", "plan.toml", "-o", "made.html"], ""),
    "review": (["review", "plan.toml"], "accept\n"),
    "archive": (["archive", "add", "report.txt", "--archive", "kept.sqlite"], ""),
    "follow": (["follow", "feeds.toml", "--once", "--archive", "kept.sqlite"], ""),
    "a new archive": (["archive", "add", "report.txt", "--archive", "new.sqlite"], ""),
}


def prepared(folder: Path, *, archive: bool = False) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.chdir(folder)
    Path("plan.toml").write_text(PLAN, "utf-8")
    Path("pledges.csv").write_text("partner,provides,amount\nDE,troops,5\n", "utf-8")
    Path("old.json").write_text("old", "utf-8")
    Path("report.txt").write_text(REPORT, "utf-8")
    Path("feeds.toml").write_text("[feeds.inbox]\nfolder = 'inbox'\n", "utf-8")
    Path("inbox").mkdir()
    Path("inbox", "report.txt").write_text(REPORT, "utf-8")
    Path("other.txt").write_text(REPORT.replace("500", "600"), "utf-8")
    if archive:
        asked(["archive", "add", "other.txt", "--archive", "kept.sqlite"], "", KILL, -1)


def held(folder: Path) -> Mapping[str, object]:
    """What is in the folder: the bytes of files, the reports of archives; not what was written beside a file."""
    from willing.app.archive import Archive

    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".sqlite":
            with Archive(path, read=True) as archive:
                found[name] = sorted(kept.name for kept in archive.list())
        elif path.is_file() and ".sqlite" not in name and not any(p.startswith(".willing-") for p in path.parts):
            found[name] = path.read_bytes()
    return {name: its for name, its in found.items() if its != []}


def asked(command: list[str], typed: str, how: int, at: int) -> tuple[int, int]:
    """Run a command in a process of its own; its status (-9: killed), and how many calls it made."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()))
        shim = ctypes.CDLL(None)
        shim.faults_begin(at, how)
        try:
            main(command)
        except SystemExit as end:
            os.write(writes, f"{shim.faults_seen()} {end.code or 0}".encode())
        os._exit(0)
    os.close(writes)
    with open(reads, "rb") as told:
        said = told.read().split()
    os.waitpid(child, 0)
    return (int(said[1]), int(said[0])) if said else (-9, 0)


def tried(name: str, folder: Path) -> dict[str, object]:
    command, typed = COMMANDS[name]
    archive = name in ("archive", "follow")
    prepared(folder, archive=archive)
    old = held(folder)
    status, calls = asked(command, typed, KILL, -1)
    new = held(folder)
    wrong: list[str] = [] if status == 0 and new != old else [f"does nothing: {status}"]
    for way, how in WAYS.items():
        for at in range(1, calls + 1):
            prepared(folder, archive=archive)
            status, _ = asked(command, typed, how, at)
            now = held(folder)
            half = [each for each in {*old, *new, *now} if now.get(each) not in (old.get(each), new.get(each))]
            if half or (name == "export" and now not in (old, new)):
                wrong.append(f"{way} at {at}: half of {half}")
            elif how and (status not in (0, 2) or (status == 0 and now != new)):
                wrong.append(f"{way} at {at}: status {status}")
    return {"command": name, "calls": calls, "wrong": wrong}


def warmed(folder: Path) -> None:
    """Load what the commands need, once and not in each of their processes."""
    for command, _ in COMMANDS.values():
        shutil.rmtree(folder, ignore_errors=True)
        prepared(folder)
        sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
        stdout, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
        with suppress(SystemExit):
            main(command)
        sys.stdout = stdout


if __name__ == "__main__":
    where = Path(sys.argv[1]).resolve() / "work"
    warmed(where)
    print(json.dumps([tried(name, where) for name in sys.argv[2:] or COMMANDS]))
