"""Whatever writes, killed or failed at its system calls: what it writes is old or new, never half.

Some of its calls, by a seed; ``make fuzz`` tries each of them.
"""

import ast
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from faults import COMPILER, WRITERS, loaded

SOURCES = Path(__file__).parents[2] / "src" / "willing"

#: What writes files (app/files.py, and what hands on to it), and what writes archives and rooms.
WRITE = {
    "create", "replace", "rewrite", "put", "create_folder", "deliver", "Archive", "open_archive", "opened",
    "Ledger",
}  # fmt: skip
FROM = {
    "willing.app.files", "willing.commands.files", "willing.commands.output", "willing.commands.archive",
    "willing.app.archive", "willing.room.ledger",
}  # fmt: skip

#: The modules that write, and the writers of tests/faults.py that hold it.
HELD: Mapping[str, tuple[str, ...]] = {
    "app/follow.py": ("follow",),
    "app/second_reader.py": ("what a second reader said",),
    "app/store.py": ("a saved change", "a plan saved beside", "review"),
    "app/blocks.py": ("sweep", "origins"),
    "app/origins.py": ("origins",),
    "commands/archive.py": ("archive", "a new archive", "archive show"),
    "commands/backtest.py": ("backtest",),
    "commands/draft.py": ("draft", "draft over another"),
    "commands/follow.py": ("follow",),
    "commands/plan_file.py": ("fmt", "new", "schema", "schema over another"),
    "commands/record.py": ("record",),
    "commands/report.py": ("report", "report over another", "a picture of a report"),
    "commands/reports.py": ("diff", "diff over another"),
    "commands/room.py": (
        "a new room", "room invite", "room export", "room backup", "room restore", "room redact",
    ),
    "commands/sweep.py": ("sweep",),
    "commands/tables.py": (
        "import", "import over another", "import, and what was said", "import of a release", "export",
        "export of a workbook",
    ),
    "commands/time.py": ("timeline", "deliveries"),
    "notebook.py": ("tables from a notebook",),
}  # fmt: skip

#: What the others write by, what only names it, and what Chromium is given in a folder that goes again.
OWN = {"app/files.py", "commands/files.py", "commands/output.py", "__init__.py", "commands/chromium.py"}


def _writes(source: str) -> Iterator[str]:
    """What of a module writes: names it has from elsewhere, and calls of Python's own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in FROM:
            yield from ({name.name for name in node.names} & WRITE)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if (
                called in ("os.replace", "os.rename", "os.link", "shutil.copy", "shutil.move")
                or called.endswith((".write_bytes", ".write_text", "ParquetWriter"))
                or (
                    called == "open"
                    and any(
                        isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wax") for mode in node.args[1:2]
                    )
                )
            ):
                yield called


def test_every_writer_is_tried() -> None:
    writing = {
        path.relative_to(SOURCES).as_posix(): found
        for path in SOURCES.rglob("*.py")
        if (found := set(_writes(path.read_text("utf-8"))))
    }
    assert {each for each in writing if not each.startswith("room/")} - OWN == {*HELD}
    assert {name for names in HELD.values() for name in names} == {*WRITERS}


@pytest.mark.skipif(sys.platform != "linux" or COMPILER is None, reason="the shim is compiled, and loaded, on Linux")
def test_what_is_written_is_old_or_new_never_half() -> None:
    told = json.loads(loaded(["--sample", "3", "1"]).stdout.splitlines()[-1])
    assert [each["writer"] for each in told] == [*WRITERS]
    assert [each for each in told if each["wrong"] or each["calls"] < 3] == []
