"""Files that are none, and files that would stop the machine: each is answered, or refused with a sentence."""

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from willing.cli import main

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "cases" / "hostile"

#: What is asked of files that end so.
ASKED = {
    ".xlsx": ("import", "-o", "-", "--yes"),
    ".ods": ("import", "-o", "-", "--yes"),
    ".txt": ("draft",),
    ".rss": ("draft",),
    ".pdf": ("draft",),
}
#: Plans, of which each question has its bounds; all of all is in bench/rims.py.
PLANS = {"r60.toml": ("brief", "asks"), "r28.toml": ("power",)}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="willing")


#: Runs a command and tells the most memory that it took, in kB: asked here, Linux would count that of the tests too.
MEASURED = (
    "import resource, subprocess, sys\n"
    "status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    "sys.exit(status if status >= 0 else 128 - status)"
)


def bounded(*arguments: str, seconds: int) -> tuple[int, str, int]:
    """A command that the system ends after so many seconds of the processor; its status, what it complains of, and the
    most memory that it took, in kB."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, sys.executable, "-m", "willing", *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        preexec_fn=limit,
        check=False,
        text=True,
    )
    return done.returncode, done.stderr, int(done.stdout)


def hostile() -> list[tuple[str, ...]]:
    """A file, the question, and what is said with it."""
    found: list[tuple[str, ...]] = [(file, question) for file, asked in PLANS.items() for question in asked]
    for path in sorted(SHARED.iterdir()) if SHARED.is_dir() else []:
        if path.suffix in ASKED:
            question, *more = ASKED[path.suffix]
            found.append((path.name, question, *more))
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("case", hostile(), ids=" ".join)
def test_a_hostile_file_is_answered_or_refused_in_time(case: tuple[str, ...]) -> None:
    file, question, *more = case
    status, said, memory = bounded(question, str(SHARED / file), *more, seconds=20)
    assert status in (0, 2)
    assert "Willing itself" not in said
    assert status == 0 or said.strip()
    assert memory < 1_000_000


@pytest.mark.parametrize(
    "command",
    [
        ["brief", "pipe"],
        ["fmt", "pipe"],
        ["brief", "plan.toml", "--drafts", "pipe"],
        ["sweep", "plan.toml", "pipe"],
        ["follow", "pipe", "--once"],
        ["import", "pipe", "-o", "-"],
        ["import", "pipe.csv", "--like", "pipe", "-o", "-"],
        ["draft", "plan.toml", "--pack", "pipe.toml"],
        ["read", "pipe"],
        ["verify", "pipe"],
        ["backtest", "pipe"],
        ["archive", "add", "plan.toml", "--archive", "/dev/zero"],
        ["schema", "-o", "pipe"],
        ["export", "plan.toml", "pipe.xlsx", "--force"],
        ["serve", "pipe"],
        ["room", "new", "pipe", "-o", "x.room"],
    ],
    ids=" ".join,
)
def test_a_pipe_at_which_nobody_is_is_not_waited_for(
    here: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("willing.app.open._PATIENCE", 0.05)
    for name in ("pipe", "pipe.csv", "pipe.toml", "pipe.xlsx"):
        os.mkfifo(here / name)
    (here / "plan.toml").write_text("[plan]\nname = 'x'\n", "utf-8")
    done = run(*command)
    assert done.exit_code == 2
    assert "Willing itself" not in done.stderr
    assert done.stderr.strip()


def test_a_plan_from_a_pipe_is_not_written_back(here: Path) -> None:
    os.mkfifo(here / "pipe")
    writer = threading.Thread(target=lambda: (here / "pipe").write_text("[plan]\nname='x'\n", "utf-8"))
    writer.start()
    done = run("fmt", "pipe")
    writer.join()
    assert (done.exit_code, done.stderr) == (2, "pipe: cannot be written: not a file\n")


def test_what_is_made_goes_where_somebody_reads(here: Path) -> None:
    reads, writes = os.pipe()
    assert run("schema", "-o", f"/dev/fd/{writes}").exit_code == 0 or not os.path.exists("/dev/fd")
    os.close(reads)
    os.close(writes)
