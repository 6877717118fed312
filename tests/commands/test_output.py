"""What commands write: to a file whole or not at all, or to standard output; and never over what they read."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from willing.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
WILLING = [sys.executable, "-c", "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="willing")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan, two reports and a table to be imported, where the commands run."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLES / "ukraine-2025-04" / "plan.toml", tmp_path)
    for name in ("morning", "evening"):
        shutil.copy(EXAMPLES / "reports" / f"strait-{name}.txt", tmp_path / f"{name}.txt")
    (tmp_path / "pledges.csv").write_text("partner,provides,amount\nDE,troops,5\n", "utf-8")
    return tmp_path


#: Every command that can be told where to write, how it is told, and how what it writes begins.
WRITERS = {
    "draft": (["draft", "morning.txt", "-o"], b"[plan]"),
    "schema": (["schema", "-o"], b"{"),
    "schema of a plan": (["schema", "plan.toml", "-o"], b"{"),
    "diff": (["diff", "morning.txt", "evening.txt", "-o"], b""),
    "diff as JSON": (["diff", "morning.txt", "evening.txt", "--json", "-o"], b"{"),
    "diff as a page": (["diff", "morning.txt", "evening.txt", "--html", "-o"], b"<!doctype html>"),
    "report": (["report", "plan.toml", "-o"], b"<!doctype html>"),
    "a picture": (["report", "plan.toml", "--svg", "map", "-o"], b"<svg"),
    "import": (["import", "pledges.csv", "-o"], b"[plan]"),
    "export": (["export", "plan.toml"], b"PK"),
    "timeline": (["timeline", "plan.toml", "--svg"], b"<svg"),
    "deliveries": (["deliveries", "plan.toml", "--svg"], b"<svg"),
}


@pytest.mark.parametrize(("command", "begins"), WRITERS.values(), ids=WRITERS)
def test_a_dash_is_standard_output(here: Path, command: list[str], begins: bytes) -> None:
    before = sorted(os.listdir(here))
    done = run(*command, "-")
    assert done.exit_code == 0, done.stderr
    assert done.stdout_bytes.lower().startswith(begins.lower())
    assert sorted(os.listdir(here)) == before


@pytest.mark.parametrize(("command", "begins"), WRITERS.values(), ids=WRITERS)
def test_a_file_holds_what_standard_output_is_sent(here: Path, command: list[str], begins: bytes) -> None:
    target = "out.xlsx" if command[0] == "export" else "out"
    sent = run(*command, "-").stdout_bytes
    assert run(*command, target).exit_code == 0
    assert begins in (here / target).read_bytes()[:20]
    if command[0] not in ("diff", "draft", "export"):  # colours; paths as the plan's folder sees them; a clock
        assert (here / target).read_bytes() == sent


@pytest.mark.parametrize(("command", "read"), [(each, each[0][1]) for each in WRITERS.values() if "-o" in each[0]])
def test_what_is_read_is_not_written_over(here: Path, command: tuple[list[str], bytes], read: str) -> None:
    if read == "-o":
        return
    before = (here / read).read_bytes()
    force = ["--force"] if command[0][0] in ("draft", "import") else []
    os.link(here / read, here / "same")  # under another name too
    for target in (read, "same"):
        done = run(*command[0], target, *force)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "is read here" in done.stderr
    assert (here / read).read_bytes() == before


def test_tables_and_sources_of_a_plan_are_not_written_over(here: Path) -> None:
    shutil.copytree(EXAMPLES / "kyoto", here / "kyoto")
    done = run("report", "kyoto/plan.toml", "-o", "kyoto/parties.csv")
    assert done.exit_code == 2
    assert "is read here" in done.stderr


@pytest.mark.parametrize("command", [each for each, _ in WRITERS.values()], ids=WRITERS)
def test_a_plan_or_an_archive_is_not_written_over(here: Path, command: list[str]) -> None:
    target = "kept.xlsx" if command[0] == "export" else "kept"
    run("archive", "add", "morning.txt", "--archive", "kept.sqlite")
    archive = (here / "kept.sqlite").read_bytes()
    cases = {"archive": archive} | ({} if command[0] in ("draft", "import", "export") else {"plan": b"[plan]\nhalf"})
    force = [] if "plan" in cases else ["--force"]  # by which those write over a plan that write plans
    for kind, held in cases.items():
        (here / target).write_bytes(held)
        done = run(*command, target, *force)
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"{target}: holds a" in done.stderr, kind
        assert (here / target).read_bytes() == held


def test_what_an_archive_sends_is_not_written_over_it(here: Path) -> None:
    run("archive", "add", "morning.txt", "--archive", "kept.sqlite")
    kept = run("archive", "list", "--archive", "kept.sqlite", "--json").stdout
    id_ = json.loads(kept)["reports"][0]["id"]
    before = (here / "kept.sqlite").read_bytes()
    for target in ("kept.sqlite", "plan.toml"):
        done = run("archive", "show", id_, "--raw", "--archive", "kept.sqlite", "-o", target)
        assert (done.exit_code, done.stdout) == (2, "")
    assert (here / "kept.sqlite").read_bytes() == before


def test_a_terminal_is_sent_no_workbook(here: Path) -> None:
    leader, follower = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [*WILLING, "export", "plan.toml", "-"],
        cwd=here, env=environment, stdout=follower, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert b"name a file with -o" in done.stderr


# -- what is asked is checked in one place ----------------------------------------------------------------------------


@pytest.mark.parametrize("options", [["--if", "x", "--if-not", "x"], ["--if", "x", "--if-unknown", "x"]], ids=" ".join)
def test_no_command_takes_one_thing_two_ways(here: Path, options: list[str]) -> None:
    group = click.Context(main)
    commands = {name: main.get_command(group, name) for name in main.list_commands(group)}
    asked = [name for name, each in commands.items() if each and any(option.name == "if_not" for option in each.params)]
    assert {"brief", "serve", "report", "export", "compare"} <= set(asked)
    for name in asked:
        more = {"why": ["goal"], "offer": ["--as", "FR"], "export": ["out/"], "compare": ["--to", "2025-04-10"]}.get(
            name, []
        )
        done = run(name, "plan.toml", *more, *options)
        assert (done.exit_code, done.stdout) == (2, ""), name
        assert "set two ways" in done.stderr, name


def test_the_package_can_be_run() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "willing"]
    done = subprocess.run([*command, "--version"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[:1], done.stderr) == (0, ["willing"], "")
    done = subprocess.run([*command, "brief"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split(":")[0]) == (2, "willing brief")
