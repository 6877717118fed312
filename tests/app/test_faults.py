"""Every command that writes, killed or failed at each of its system calls: what it writes is old or new, never half."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
COMPILER = shutil.which("gcc") or shutil.which("cc")

#: In memory where there is such a place: every run waits for the disk several times.
_MEMORY = Path("/dev/shm")

COMMANDS = (
    "fmt",
    "new",
    "schema",
    "schema over another",
    "import",
    "import over another",
    "export",
    "review",
    "archive",
    "follow",
)


@pytest.mark.skipif(sys.platform != "linux" or COMPILER is None, reason="the shim is compiled, and loaded, on Linux")
def test_what_is_written_is_old_or_new_never_half(tmp_path: Path) -> None:
    shim = tmp_path / "faults.so"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", shim, TESTS / "faults.c", "-ldl"], check=True)
    environment = os.environ | {
        "LD_PRELOAD": str(shim),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(TESTS.parent / "src"),
    }
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else tmp_path) as folder:
        done = subprocess.run(
            [sys.executable, str(TESTS / "faults.py"), folder, *COMMANDS],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    assert [each["command"] for each in told] == [*COMMANDS]
    assert [each for each in told if each["wrong"] or each["calls"] < 3] == []
