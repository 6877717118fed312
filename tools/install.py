"""Install the wheel into empty environments, with the lowest and the newest versions it allows, and use it.

    make test-install          (or: python tools/install.py [--python 3.12] [lowest-direct highest core])

Each environment runs the commands that a newcomer runs first, warnings as errors. ``lowest-direct`` holds the lower
bounds of pyproject.toml, ``highest`` says whether a release that came since breaks anything, ``core`` is the program
without any extra: it must give the same answers, and say which extra it needs for the rest. The answers as JSON must be
the same bytes in all of them.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "examples" / "ukraine-2025-04" / "plan.toml"
ODDS = ROOT / "examples" / "odds" / "plan.toml"
KYOTO = ROOT / "examples" / "kyoto" / "plan.toml"
REPORTS = ROOT / "tests" / "data" / "reports"

#: What must be the same bytes everywhere.
ANSWERS = (
    ("brief", str(PLAN), "--json"),
    ("brief", str(KYOTO), "--json"),
    ("why", str(PLAN), "goal", "--json"),
    ("asks", str(PLAN), "--json"),
    ("risk", str(ODDS), "--json"),
    ("power", str(ROOT / "examples" / "security-council" / "plan.toml"), "--json"),
    ("timeline", str(PLAN), "--json"),
)


def run(command: list[str], *, cwd: Path, status: int = 0) -> tuple[str, str]:
    """Standard output and error of a command that must end with ``status``."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=600
    )
    if done.returncode != status:
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
    return done.stdout, done.stderr


def wheel(folder: Path) -> Path:
    """The wheel of this checkout, built into ``folder``."""
    uv("build", "--wheel", "--out-dir", str(folder), str(ROOT))
    (built,) = folder.glob("willing-*.whl")
    return built


def uv(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=True)


def environment(folder: Path, built: Path, kind: str, python: str) -> Path:
    """An environment of its own with the wheel in it; the path of its ``willing``."""
    uv("venv", "--python", python, str(folder))
    extras = "" if kind == "core" else "[all]"
    resolution = "highest" if kind == "core" else kind
    uv("pip", "install", "--python", str(folder), "--resolution", resolution, f"willing{extras} @ {built.as_uri()}")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    return scripts / "willing"


def answers(willing: Path, cwd: Path) -> dict[str, str]:
    """By command, its JSON."""
    told = {}
    for arguments in ANSWERS:
        told[" ".join(arguments)], _ = run([str(willing), *arguments], cwd=cwd)
        json.loads(told[" ".join(arguments)])
    return told


def use(willing: Path, cwd: Path) -> None:
    """What a newcomer does with it."""
    run([str(willing), "brief", str(PLAN)], cwd=cwd)
    run([str(willing), "why", str(PLAN), "Netherlands", "--lang", "fr"], cwd=cwd)
    run([str(willing), "report", str(PLAN), "-o", "board.html"], cwd=cwd)
    run([str(willing), "read", str(REPORTS / "agency.txt")], cwd=cwd)


def use_extras(willing: Path, cwd: Path) -> None:
    """What needs the extras ``excel``, ``press`` and ``room``."""
    run([str(willing), "export", str(KYOTO), "book.xlsx"], cwd=cwd)
    run([str(willing), "brief", "book.xlsx", "--json"], cwd=cwd)
    run([str(willing), "import", "book.xlsx", "-o", "back.toml"], cwd=cwd)
    before, _ = run([str(willing), "brief", str(KYOTO), "--json"], cwd=cwd)
    after, _ = run([str(willing), "brief", "back.toml", "--json"], cwd=cwd)
    if json.loads(before)["partners"] != json.loads(after)["partners"]:
        raise SystemExit("a plan that went through a workbook is another plan")
    run([str(willing), "read", str(REPORTS)], cwd=cwd)
    run([str(willing), "room", "new", str(KYOTO), "-o", "kyoto.room"], cwd=cwd)
    run([str(willing), "room", "verify", "kyoto.room"], cwd=cwd)
    run([str(willing), "room", "export", "kyoto.room", "-o", "room.toml"], cwd=cwd)
    run([str(willing), "brief", "room.toml"], cwd=cwd)


def refuse_extras(willing: Path, cwd: Path) -> None:
    """Without its extra, a door says what to install."""
    (cwd / "feeds.toml").write_text("[feeds.a]\naddress = 'http://127.0.0.1:1/rss'\n", "utf-8")
    for arguments, extra in (
        (("export", str(KYOTO), "book.xlsx"), "excel"),
        (("read", str(REPORTS / "strait-post.rss")), "press"),
        (("serve", str(PLAN), "--port", "0"), "serve"),
        (("room", "new", str(KYOTO), "-o", "kyoto.room"), "room"),
        (("follow", "feeds.toml", "--once", "--archive", "kept.sqlite"), "follow"),
    ):
        out, err = run([str(willing), *arguments], cwd=cwd, status=2)
        if f"willing[{extra}]" not in err:
            raise SystemExit(f"willing {' '.join(arguments)} does not say what to install:\n{out}{err}")


def main() -> None:
    """Try what is asked for, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=["lowest-direct", "highest", "core"])
    parser.add_argument("--python", default=sys.executable, help="which Python; default: this one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = wheel(folder)
        first: dict[str, str] = {}
        for kind in asked.kinds:
            willing = environment(folder / kind, built, kind, asked.python)
            work = folder / f"{kind}-work"
            work.mkdir()
            told = answers(willing, work)
            for command, answer in told.items():
                if first.setdefault(command, answer) != answer:
                    raise SystemExit(f"{kind}: another answer than with {asked.kinds[0]}: willing {command}")
            use(willing, work)
            (refuse_extras if kind == "core" else use_extras)(willing, work)
            print(f"{kind}: {len(told)} answers and the commands of a newcomer, as they should be", flush=True)


if __name__ == "__main__":
    main()
