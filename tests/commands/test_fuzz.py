"""A short run of tests/fuzz.py with a seed, so that everybody has the same; `make fuzz` runs as long as one likes."""

from pathlib import Path

import pytest

from fuzz import run, status

#: What ever broke: the end of the file's name, what was in it, and the command.
BROKE = {
    "a row that is left out is still complained of": (
        ".csv",
        "partner,id,provides,amount,refines,sources,note\n"
        'GB,,GBP,5,,"at least 1 of (DE, FR with fighters),,{Parliament = {granted = 2025-'
        '01-05}};yes,deployed,"{ukraine = {lifted_by = ""Parliament""}, poland = {}}",mon'
        'ey; support,true,,3,4,,0.25,0.5,2025-01-01,"Smith, ""PM""",2026-01-01,,,GB-1,taz'
        "-2025-04-10;tageblatt,\n"
        "EU,eu-1,,,,,ceasefire,Council; the people,,,,,false,,,,0.5,,,,,,2025-02-02,,,,x\n"
        "PL,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
        ["import", "-o", "-", "--yes"],
    ),
}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_read_is_answered(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tried, found = run(seed, most=40)
    assert tried == 40
    assert found == []


@pytest.mark.parametrize(("suffix", "text", "command"), BROKE.values(), ids=BROKE)
def test_what_ever_broke_is_answered(
    suffix: str, text: str, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"input{suffix}").write_text(text, "utf-8")
    assert status(command, f"input{suffix}")[0] in (0, 1, 2)
