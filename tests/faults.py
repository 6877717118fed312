"""Whatever writes, ended or failed at each of its calls that change files: run with faults.c loaded before.

python tests/faults.py [--sample MANY SEED] [WRITER...]    prints a JSON list: writer, how many calls, and what was
                                                           neither old nor new

A writer is killed at each of its calls in turn, and each call fails once with ENOSPC and once with EIO; with --sample
as many of those as are asked for, by chance.
"""

import ctypes
import errno
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from willing.cli import main

#: So many faults of a writer are tried: all, but of those that make thousands of calls.
MOST = 600

KILL = 0
WAYS = {"killed": KILL, "ENOSPC": errno.ENOSPC, "EIO": errno.EIO}
COMPILER = shutil.which("gcc") or shutil.which("cc")

PLAN = """[plan]
name='Strait Watch'
goal='total(ships) >= 2'
switches=['mandate']
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
OTHER = REPORT.replace("500", "600")
TABLE = "partner,provides,amount\nDE,troops,5\n"
HEADED = "Country,Provides,Number\nDE,troops,5\nFR,troops,7\n"
SWEEP = "[assumptions]\nmandate = [true, false]\n"
#: What a second reader answers; kept, so that it is not asked again.
ANSWER = json.dumps({"choices": [{"message": {"content": '{"pledges": []}'}}]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Something that writes: a command, or a call. ``typed``: on standard input; ``before``: what was done there before
    (commands); ``whole``: several files, of which all are new or none."""

    does: Callable[[], object]
    typed: str = ""
    before: tuple[tuple[str, ...], ...] = ()
    whole: bool = False


def _asks(*command: str, typed: str = "", before: tuple[tuple[str, ...], ...] = (), whole: bool = False) -> Writer:
    return Writer(does=partial(main, list(command)), typed=typed, before=before, whole=whole)


def _saves(text: str) -> None:
    from willing.app.store import FilePlan

    try:
        FilePlan("plan.toml").write(text, PLAN.encode())
    except OSError:
        sys.exit(2)


def _saves_beside() -> None:
    from willing.app.store import FilePlan

    try:
        FilePlan("plan.toml").write_beside("tried.toml", PLAN)
    except OSError:
        sys.exit(2)


def _exports() -> None:
    from willing import open_plan
    from willing.notebook import export_tables

    try:
        export_tables(open_plan("plan.toml"), "made")
    except OSError:
        sys.exit(2)


_ID = sha256(OTHER.encode()).hexdigest()[:10]
_KEPT = ("archive", "add", "other.txt", "--archive", "kept.sqlite")
_ROOM = ("room", "new", "plan.toml", "-o", "its.room")

#: Everything that writes, by what it is called.
WRITERS: Mapping[str, Writer] = {
    "fmt": _asks("fmt", "plan.toml"),
    "new": _asks("new", "made"),
    "schema": _asks("schema", "plan.toml", "-o", "schema.json"),
    "schema over another": _asks("schema", "-o", "old.json"),
    "import": _asks("import", "pledges.csv", "-o", "made.toml"),
    "import over another": _asks("import", "pledges.csv", "-o", "plan.toml", "--force"),
    "import, and what was said": _asks("import", "headed.csv", "-o", "made.toml", "--yes"),
    "import of a release": _asks(
        "import", "headed.csv", "--like", "made.map.toml", "--onto", "made.toml", "--on", "2031-06-01",
        before=(("import", "first.csv", "-o", "made.toml", "--yes"),),
    ),
    "export": _asks("export", "plan.toml", "made/", whole=True),
    "export of a workbook": _asks("export", "plan.toml", "made.xlsx"),
    "timeline": _asks("timeline", "plan.toml", "--svg", "made.svg"),
    "deliveries": _asks("deliveries", "plan.toml", "--svg", "made.svg"),
    "diff": _asks("diff", "report.txt", "other.txt", "--html", "-o", "made.html"),
    "diff over another": _asks("diff", "report.txt", "other.txt", "--html", "-o", "old.json"),
    "report": _asks("report", "plan.toml", "-o", "made.html"),
    "report over another": _asks("report", "plan.toml", "--embed", "-o", "old.json"),
    "a picture of a report": _asks("report", "plan.toml", "--svg", "map", "-o", "made.svg"),
    "draft": _asks("draft", "report.txt", "-o", "made.toml"),
    "draft over another": _asks("draft", "report.txt", "-o", "plan.toml", "--force"),
    "what a second reader said": _asks(
        "draft", "report.txt", "--reader", "http://127.0.0.1:1/v1", "--model", "m", "-o", "made.toml"
    ),
    "review": _asks("review", "plan.toml", typed="accept\n"),
    "archive": _asks("archive", "add", "report.txt", "--archive", "kept.sqlite", before=(_KEPT,)),
    "a new archive": _asks("archive", "add", "report.txt", "--archive", "new.sqlite"),
    "archive show": _asks(
        "archive", "show", _ID, "--raw", "-o", "made.txt", "--archive", "kept.sqlite", before=(_KEPT,)
    ),
    "follow": _asks("follow", "feeds.toml", "--once", "--archive", "kept.sqlite", before=(_KEPT,)),
    "sweep": _asks("sweep", "plan.toml", "sweep.toml", "-o", "made.parquet", "--page", "made.html"),
    "origins": _asks("origins", "report.txt", "other.txt", "-o", "made.parquet"),
    "backtest": _asks("backtest", "plan.toml", "--page", "made.html"),
    "record": _asks("record", "kept.toml", "--apply", "--yes"),
    "a saved change": Writer(does=partial(_saves, PLAN.replace("amount=2", "amount=3"))),
    "a plan saved beside": Writer(does=_saves_beside),
    "tables from a notebook": Writer(does=_exports),
    "a new room": _asks(*_ROOM),
    "room backup": _asks("room", "backup", "its.room", "-o", "copy.room", before=(_ROOM,)),
    "room restore": _asks("room", "restore", "its.room", "-o", "copy.room", before=(_ROOM,)),
    "room invite": _asks("room", "invite", "its.room", "host/chair", before=(_ROOM,)),
    "room export": _asks("room", "export", "its.room", "-o", "made.toml", before=(_ROOM,)),
    "room redact": _asks(
        "room", "redact", "its.room", "pledge/n-ships", "--who", "a court", "--why", "a law", before=(_ROOM,)
    ),
}  # fmt: skip


def prepared(folder: Path, writer: Writer) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.chdir(folder)
    os.environ |= {"HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    Path("plan.toml").write_text(PLAN, "utf-8")
    Path("pledges.csv").write_text(TABLE, "utf-8")
    Path("first.csv").write_text(HEADED.replace("7", "3"), "utf-8")
    Path("headed.csv").write_text(HEADED, "utf-8")
    Path("sweep.toml").write_text(SWEEP, "utf-8")
    Path("old.json").write_text("old", "utf-8")
    Path("kept.toml").write_text(PLAN + "ended=2031-05-01\n[[pledges]]\npartner='DE'\nprovides='ships'\n", "utf-8")
    Path("report.txt").write_text(REPORT, "utf-8")
    Path("feeds.toml").write_text("[feeds.inbox]\nfolder = 'inbox'\n", "utf-8")
    Path("inbox").mkdir()
    Path("inbox", "report.txt").write_text(REPORT, "utf-8")
    Path("other.txt").write_text(OTHER, "utf-8")
    for command in writer.before:
        asked(Writer(does=partial(main, list(command))), KILL, -1)


def held(folder: Path) -> Mapping[str, object]:
    """What is in the folder: the bytes of files, the reports of archives, the events of rooms; not what was written
    beside a file, nor blocks of a sweep, from which it goes on."""
    from willing.app.archive import Archive
    from willing.room.ledger import Ledger

    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".sqlite":
            with Archive(path, read=True) as archive:
                found[name] = sorted(kept.name for kept in archive.list())
        elif path.suffix == ".room":
            ledger = Ledger.open(str(path))
            found[name] = [(each.event, each.body is None) for each in ledger.events()]
            ledger.close()
        elif (
            path.is_file()
            and not any(
                part.startswith(".willing-") or part.endswith(".blocks") for part in path.relative_to(folder).parts
            )
            and not path.name.endswith(("-wal", "-shm", "-journal"))
        ):
            found[name] = path.read_bytes()
    return {name: its for name, its in found.items() if its != []}


def asked(writer: Writer, how: int, at: int) -> tuple[int, int]:
    """Let it write in a process of its own; its status (-9: killed), and how many calls it made."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        sys.stdin = io.TextIOWrapper(io.BytesIO(writer.typed.encode()))
        shim = ctypes.CDLL(None)
        shim.faults_begin(at, how)
        status: object = 0
        try:
            writer.does()
        except SystemExit as end:
            status = end.code or 0
        os.write(writes, f"{shim.faults_seen()} {status}".encode())
        os._exit(0)
    os.close(writes)
    with open(reads, "rb") as told:
        said = told.read().split()
    os.waitpid(child, 0)
    return (int(said[1]), int(said[0])) if said else (-9, 0)


def tried(name: str, folder: Path, sample: tuple[int, str]) -> dict[str, object]:
    """How a writer stands it to be killed, or refused, at its calls; ``sample``: at how many of them, by a seed."""
    writer = WRITERS[name]
    prepared(folder, writer)
    old = held(folder)
    status, calls = asked(writer, KILL, -1)
    new = held(folder)
    wrong: list[str] = [] if status == 0 and new != old else [f"does nothing: {status}"]
    faults = [(way, at) for at in range(1, calls + 1) for way in WAYS]
    faults = random.Random(f"{sample[1]} {name}").sample(faults, min(sample[0], len(faults)))
    for way, at in faults:
        prepared(folder, writer)
        status, _ = asked(writer, WAYS[way], at)
        try:
            now = held(folder)
        except Exception as error:  # what cannot be opened is half
            wrong.append(f"{way} at {at}: {error!r}")
            continue
        half = [each for each in {*old, *new, *now} if now.get(each) not in (old.get(each), new.get(each))]
        if half or (writer.whole and now not in (old, new)):
            wrong.append(f"{way} at {at}: half of {half}")
        elif WAYS[way] and (status not in (0, 2) or (status == 0 and now != new)):
            wrong.append(f"{way} at {at}: status {status}")
        elif name in _AGAIN and asked(writer, KILL, -1)[0] != 0:
            wrong.append(f"{way} at {at}: cannot be done afterwards")
    return {"writer": name, "calls": calls, "tried": len(faults), "wrong": wrong}


#: What can be done again where it was done, so that it has to be possible after a fault.
_AGAIN = ("fmt", "schema", "archive", "a new archive", "follow", "sweep", "report over another", "diff over another")


def warmed(folder: Path, names: list[str]) -> None:
    """Load what writers need, once and not in each of their processes."""
    from willing.app import fetch

    fetch.post = lambda *_, **__: ANSWER.encode()
    for name in names:
        prepared(folder, WRITERS[name])
        sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
        with suppress(SystemExit), redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.StringIO()):
            WRITERS[name].does()


def loaded(arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run this module with the shim loaded before; in memory, where there is such a place: each run waits for the disk
    several times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        shim = Path(folder, "faults.so")
        source = Path(__file__).with_suffix(".c")
        subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
        return subprocess.run(
            [sys.executable, __file__, *arguments],
            env=os.environ | {"LD_PRELOAD": str(shim), "PYTHONDONTWRITEBYTECODE": "1", "FAULTS": f"{folder}/work"},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )


if __name__ == "__main__":
    names, sample = sys.argv[1:], (MOST, "0")
    if names[:1] == ["--sample"]:
        sample, names = (int(names[1]), names[2]), names[3:]
    if "FAULTS" not in os.environ:
        done = loaded(sys.argv[1:])
        print(done.stdout, end="")
        sys.exit(done.returncode)
    where = Path(os.environ["FAULTS"])
    names = names or [*WRITERS]
    warmed(where, names)
    found = [tried(name, where, sample) for name in names]
    print(json.dumps(found))
    sys.exit(any(each["wrong"] for each in found))
