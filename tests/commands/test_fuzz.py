"""A short run of tests/fuzz.py with a seed, so that everybody has the same; `make fuzz` runs as long as one likes."""

from pathlib import Path

import pytest

from fuzz import run


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_read_is_answered(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tried, found = run(seed, most=40)
    assert tried == 40
    assert found == []
