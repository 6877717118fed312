"""Odd inputs of all kinds (odd.py), by the thousand: every door has to answer, or say what is wrong, within bounds.

python tests/fuzz.py MINUTES [SEED [KIND...]]    make fuzz MINUTES=5
python tests/fuzz.py again KIND SEED NUMBER      one case, in the folder fuzz-found/KIND-SEED-NUMBER

Cases are tried in processes of their own, so many in each; what takes too long or too much memory, is not answered, or
ends the process is told, and kept in the folder fuzz-found.
"""

import contextlib
import gc
import io
import json
import os
import re
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from odd import KINDS, Case, case

#: What one case may take: seconds of the processor, bytes of memory.
SECONDS, MEMORY = 20, 10**9

#: How a run ends that has answered, or said what is wrong; 1 is what `check`, `diff` and the like found.
ANSWERED = (0, 1, 2)

#: So many cases before the process that tries them is another one.
BATCH = 100

#: Seconds of the clock without a word after which that process hangs.
_PATIENCE = 600


class TooLongError(BaseException):
    """A case took more than it may; nothing but the harness catches this."""


def _late(*_: object) -> None:
    raise TooLongError


# -- commands ---------------------------------------------------------------------------------------------------------


def answered(tried: Case) -> str:
    """How a command in the folder that is current ends otherwise than it should; empty: it is answered."""
    from click.testing import CliRunner

    from willing.cli import main

    for name, data in tried.files.items():
        Path(name).write_bytes(data)
    done = CliRunner().invoke(main, list(tried.command), prog_name="willing")
    raised = done.exception if not isinstance(done.exception, SystemExit) else None
    if raised is not None or done.exit_code not in ANSWERED:
        return f"status {done.exit_code}: {raised or ''} {done.stderr.strip().splitlines()[-1:]}"
    if done.exit_code == 2 and not done.output.strip():
        return "status 2, and nothing is said"
    return ""


@contextmanager
def commands(folder: Path) -> Iterator[Callable[[Case], str]]:
    def tried(what: Case) -> str:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.chdir(folder)
        return answered(what)

    os.environ |= {"HOME": str(folder), "WILLING_ARCHIVE": str(folder / "kept.sqlite")}
    yield tried


# -- servers ----------------------------------------------------------------------------------------------------------

_BOARD = """[plan]
name = "Strait Watch"
goal = "total(ships) >= 6"
[assumptions.mandate]
[assumptions.vote]
implies = ["mandate"]
[partners.norland]
[partners.gudrun]
[[pledges]]
id = "n-ships"
partner = "norland"
provides = "ships"
amount = 2
[[pledges]]
id = "g-ships"
partner = "gudrun"
provides = "ships"
amount = 4
only_if = "mandate"
"""


def _sent(port: int, data: bytes, patience: float = 30) -> bytes:
    """What a server answers to these bytes, until it ends the connection or is silent after an answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        told = b""
        try:
            while piece := connection.recv(65_536):
                told += piece
                connection.settimeout(0.2)
        except TimeoutError:
            if not told:
                raise
        except OSError:
            pass
    return told


def heard(port: int, data: bytes, good: bytes) -> str:
    """What is wrong with how a server takes a request; ``good``: one that it answers always."""
    try:
        told = _sent(port, data)
    except TimeoutError:
        return "no answer, and the connection stays"
    statuses = [int(each) for each in re.findall(rb"^HTTP/1\.1 ([0-9]{3})", told)]
    if any(status >= 500 for status in statuses):
        return f"status {statuses}: {told[:300]!r}"
    if b"Traceback" in told:
        return f"a traceback: {told[:300]!r}"
    if not _sent(port, good).startswith(b"HTTP/1.1 200"):
        return "after it, nothing is answered"
    return ""


def _named(data: bytes, port: int) -> bytes:
    return data.replace(b"HOST", f"127.0.0.1:{port}".encode())


@contextmanager
def board(folder: Path) -> Iterator[Callable[[bytes], str]]:
    """A live board, and what tries a request on it."""
    import uvicorn

    from willing.app.query import Query
    from willing.app.store import FilePlan
    from willing.board.app import application
    from willing.board.live import LivePlan

    folder.mkdir()
    plan = folder / "plan.toml"
    plan.write_text(_BOARD, "utf-8")
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = application(LivePlan(FilePlan(str(plan)), Query()), hosts=(f"127.0.0.1:{port}",), language=None)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on", ws_max_size=65_536))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    good = _named(b"GET /plan HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n", port)
    try:
        yield lambda data: heard(port, _named(data, port), good)
    finally:
        server.handle_exit(signal.SIGINT, None)
        thread.join(10)


@contextmanager
def room(folder: Path) -> Iterator[Callable[[bytes], str]]:
    """A server of rooms, and what tries a request on it."""
    sys.path.insert(0, str(Path(__file__).parent / "room"))
    from served import serving

    folder.mkdir()
    with serving(folder, writes=0) as served:
        cookie = served.chair.cookie.encode()
        good = _named(b"GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n", served.port)
        yield lambda data: heard(served.port, _named(data.replace(b"COOKIE", cookie), served.port), good)


_DOORS = {"requests": board, "room requests": room}


# -- batches ----------------------------------------------------------------------------------------------------------


def _memory() -> int:
    """The most that this process, or one that it started, has taken, in bytes."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    status = Path("/proc/self/status")
    if not status.exists():
        return max(started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (
            1 if sys.platform == "darwin" else 1024
        )
    # Linux counts what took a process up with what it was begun from, as long as it asks for ru_maxrss.
    return max(started, int(status.read_text().partition("VmHWM:")[2].split()[0])) * 1024


def _worked() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def batch(kind: str, seed: int, first: int, many: int, folder: Path) -> None:
    """Try cases, and print a line before each, and one after it: what is wrong."""
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    sys.stdout = sys.stderr = io.StringIO()
    signal.signal(signal.SIGPROF, _late)
    with ExitStack() as stack:
        tried = stack.enter_context(_DOORS.get(kind, commands)(folder))
        for number in range(first, first + many):
            made = case(kind, seed, number)
            print(json.dumps([number, None]), file=told, flush=True)
            before = _worked()
            signal.setitimer(signal.ITIMER_PROF, 2 * SECONDS)
            try:
                wrong = tried(made)  # type: ignore[arg-type]
            except TooLongError:
                wrong = f"takes more than {2 * SECONDS} s"
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            if not wrong and _worked() - before > SECONDS:
                wrong = f"takes {_worked() - before:.0f} s"
            if not wrong and _memory() > MEMORY:
                wrong = f"takes {_memory() / 1e6:.0f} MB"
            print(json.dumps([number, wrong]), file=told, flush=True)
            gc.collect()
            if "MB" in wrong:
                break
    print(json.dumps([-1, ""]), file=told, flush=True)
    os._exit(0)  # no thread of a server is waited for


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[tuple[int, str | None]]:
    """What a batch tells, until it ends, or hangs."""
    assert process.stdout is not None
    held = b""
    while select.select([process.stdout], [], [], _PATIENCE)[0]:
        piece = os.read(process.stdout.fileno(), 65_536)
        if not piece:
            return
        *whole, held = (held + piece).split(b"\n")
        for line in whole:
            number, wrong = json.loads(line)
            yield number, wrong
    process.kill()


def tried(kind: str, seed: int, first: int, many: int) -> tuple[int, list[tuple[int, str]]]:
    """So many cases of a kind in a process of their own: how many were tried, and what is wrong with which."""
    found = []
    count, open_ = 0, -1
    with tempfile.TemporaryDirectory() as folder:
        with subprocess.Popen(
            [sys.executable, __file__, "batch", kind, str(seed), str(first), str(many), f"{folder}/work"],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        ) as process:
            for number, wrong in _lines(process):
                if wrong is None:
                    count, open_ = count + 1, number
                else:
                    open_ = -1
                    if wrong:
                        found.append((number, wrong))
        status = process.returncode
        if open_ >= 0 or status:
            found.append((open_, f"the process ends with {status}"))
    return count, found


def keep(kind: str, seed: int, number: int, folder: Path) -> str:
    """Write a case down; the command that asks it again."""
    where = folder / f"{kind.replace(' ', '-')}-{seed}-{number}"
    where.mkdir(parents=True, exist_ok=True)
    made = case(kind, seed, number)
    if isinstance(made, bytes):
        (where / "request").write_bytes(made)
        return str(where / "request")
    for name, data in made.files.items():
        (where / name).write_bytes(data)
    return f"(cd {where}; willing {' '.join(made.command)})"


def main(minutes: float, seed: int, kinds: list[str]) -> int:
    """Try kinds in turn for so long; the status."""
    end = time.monotonic() + 60 * minutes
    counts = dict.fromkeys(kinds, 0)
    wrong = 0
    while time.monotonic() < end:
        for kind in kinds:
            count, found = tried(kind, seed, counts[kind], BATCH)
            for number, what in found:
                wrong += 1
                print(f"{kind} {seed} {number}: {what}\n  {keep(kind, seed, number, Path('fuzz-found'))}", flush=True)
            counts[kind] += max(count, 1)
            if time.monotonic() > end:
                break
    print(f"{sum(counts.values()):,} cases with the seed {seed}, {wrong} wrong: "
          + ", ".join(f"{kind} {count:,}" for kind, count in counts.items()))  # fmt: skip
    return int(wrong > 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["batch", kind, seed, first, many, folder]:
            batch(kind, int(seed), int(first), int(many), Path(folder))
        case ["again", kind, seed, number]:
            print(keep(kind, int(seed), int(number), Path("fuzz-found")))
            print(tried(kind, int(seed), int(number), 1))
        case [minutes, *more]:
            sys.exit(main(float(minutes), int(more[0]) if more else time.time_ns() % 10**6, more[1:] or [*KINDS]))
