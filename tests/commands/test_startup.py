"""Light to start: what a brief of a small plan must not load, by name. Most of its time is loading."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Each costs more to load than it can be worth on a small plan.
HEAVY = """
    asyncio babel calendar clingo concurrent csv ctypes difflib email html http hypothesis
    importlib.metadata jsonschema llvmlite logging lzma multiprocessing narwhals numba numpy openpyxl optparse
    pandas pip pkg_resources polars pydoc pytest python_calamine random rich scipy secrets setuptools shutil socket
    sqlite3 ssl subprocess tempfile traceback unittest urllib.request xlsxwriter xml yaml zipfile
""".split()

#: Other commands need these.
OURS = """
    willing.notation.toml.layout willing.notation.schema willing.notation.starter willing.notation.write
    willing.notation.sheets.cells willing.notation.sheets.headings willing.notation.sheets.tables
    willing.notation.sheets.book
""".split()

SMALL = """\
[plan]
name = "Small"
goal = "norland and estmark"

[assumptions.mandate]

[partners.norland]
name = "Norland"

[partners.estmark]
name = "Estmark"

[[pledges]]
partner = "norland"
if = "mandate"

[[pledges]]
partner = "estmark"
if = "norland"
"""

LOADED = """
import sys
from willing.cli import main
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
print("loaded", *sys.modules, file=sys.stderr)
"""


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a command loads, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split()[1:])


@pytest.fixture
def before(tmp_path: Path) -> set[str]:
    """What Python itself has loaded before it does anything."""
    code = "import sys; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout.split()
    )


@pytest.mark.parametrize("arguments", [["brief"], ["brief", "--json"], ["check"]], ids=" ".join)
def test_a_small_plan_loads_nothing_heavy(arguments: list[str], tmp_path: Path, before: set[str]) -> None:
    (tmp_path / "plan.toml").write_text(SMALL, "utf-8")
    name, *options = arguments
    found = loaded(name, "plan.toml", *options, cwd=tmp_path) - before
    assert not found & set(HEAVY)
    assert not found & set(OURS)


def test_only_the_names_of_states_that_are_needed_are_read(tmp_path: Path) -> None:
    """None where the plan names its partners, else those of the language of the answer; never other names."""
    code = """
import builtins, os, sys
real = builtins.open
opened = []
builtins.open = lambda file, *more, **options: (opened.append(os.fspath(file)), real(file, *more, **options))[1]
from willing.cli import main
try:
    main()
except SystemExit:
    pass
print([os.path.relpath(path, os.environ["DATA"]) for path in opened if path.startswith(os.environ["DATA"])])
"""
    data = ROOT / "src" / "willing" / "languages" / "data"
    for text, read in (
        (SMALL, []),
        (SMALL.replace('name = "Norland"', ""), ["de/territories.toml"]),
    ):
        (tmp_path / "plan.toml").write_text(text, "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", code, "brief", "plan.toml", "--lang", "de"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "DATA": str(data)},
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60,
        )
        assert done.stdout.splitlines()[-1] == str(read)


def test_text_needs_no_json_and_json_no_text(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(SMALL, "utf-8")
    assert "json" not in loaded("brief", "plan.toml", cwd=tmp_path)
    assert "willing.present.terminal.layout" not in loaded("brief", "plan.toml", "--json", cwd=tmp_path)


def test_help_loads_no_more_of_the_engine_than_the_budget_of_a_command(tmp_path: Path) -> None:
    ours = {module for module in loaded("brief", "--help", cwd=tmp_path) if module.startswith("willing.")}
    names = ("answers", "answers.problems", "app", "app.files", "cli", "commands", "languages", "model")
    names += ("engine", "engine.budget")
    assert ours == {f"willing.{name}" for name in (*names, "model.place", "model.problem")} | {
        f"willing.commands.{name}" for name in ("brief", "files", "language", "misuse", "options", "output")
    }
