"""A short run of tests/fuzz.py with a seed, so that everybody has the same; `make fuzz` runs as long as one likes."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuzz import answered, tried
from odd import KINDS, Case, pdf
from willing.cli import main

#: So many cases of each kind.
MANY = 25

#: What ever broke: a file, what was in it, and the command.
BROKE = {
    "a row that is left out is still complained of": (
        "input.csv",
        "partner,id,provides,amount,refines,sources,note\n"
        'GB,,GBP,5,,"at least 1 of (DE, FR with fighters),,{Parliament = {granted = 2025-'
        '01-05}};yes,deployed,"{ukraine = {lifted_by = ""Parliament""}, poland = {}}",mon'
        'ey; support,true,,3,4,,0.25,0.5,2025-01-01,"Smith, ""PM""",2026-01-01,,,GB-1,taz'
        "-2025-04-10;tageblatt,\n"
        "EU,eu-1,,,,,ceasefire,Council; the people,,,,,false,,,,0.5,,,,,,2025-02-02,,,,x\n"
        "PL,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
        ("import", "input.csv", "-o", "-", "--yes"),
    ),
    "two columns are one key": (
        "input.csv",
        "partner,amount,amount\nDE,1,2\n",
        ("brief", "input.csv"),
    ),
    "an address of a page is none": (
        "input.html",
        '<html><head><link rel="canonical" href="http://[x"></head><body><p>Norland will send ships.</p></body></html>',
        ("read", "input.html"),
    ),
    "brackets that nothing closes": (
        "input.csv",
        f"partner,provides,if\nDE,troops,{'(' * 50_000}FR\n",
        ("brief", "input.csv"),
    ),
    "a table of nothing but brackets": ("input.csv", f"{'[' * 50_000}", ("import", "input.csv", "-o", "-", "--yes")),
    "a sentence of clauses without end": (
        "input.txt",
        f"Norland will send troops {'if Norland and not troops, ' * 3_000}.",
        ("draft", "input.txt"),
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals and limits as elsewhere")
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_asked_is_answered_within_bounds(kind: str) -> None:
    count, found = tried(kind, 0, 0, MANY)
    assert (count, found) == (MANY, [])


def test_a_page_that_needs_what_is_not_installed_is_a_pdf_without_text(tmp_path: Path) -> None:
    broken = pdf("Norland").replace(b"/FlateDecode", b"/JBIG2Decode")
    (tmp_path / "report.pdf").write_bytes(broken)
    done = CliRunner().invoke(main, ["read", str(tmp_path / "report.pdf")])
    assert done.exit_code == 2
    assert "PDF" in done.stderr


@pytest.mark.parametrize(("file", "text", "command"), BROKE.values(), ids=BROKE)
def test_what_ever_broke_is_answered(
    file: str, text: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answered(Case(files={file: os.fsencode(text)}, command=command)) == ""
