"""What ``import willing`` offers: typed, documented, and imported only when it is asked for."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import willing

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", willing.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    assert getattr(willing, name).__doc__
    assert name in dir(willing)
    if name != "__version__":
        assert f"`{name}" in (ROOT / "docs" / "python.md").read_text("utf-8")


def test_there_are_no_other_names() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        willing.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = "import sys, willing; print(*(name for name in sys.modules if name.startswith('willing.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert done.stdout.split() == []


def test_its_types_are_what_they_are_said_to_be() -> None:
    if find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "tests/typing/public_api.py"],
        cwd=ROOT, env=os.environ | {"MYPYPATH": "src"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
