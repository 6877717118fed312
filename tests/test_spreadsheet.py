"""docs/why-not-a-spreadsheet.md says what its workbook shows. Recalculated only where LibreOffice is installed."""

import importlib.util
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs" / "why-not-a-spreadsheet.md").read_text("utf-8")
BLOCKS = re.findall(r"^```text\n(.*?)^```$", DOC, re.MULTILINE | re.DOTALL)
CALC = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("spreadsheet_build", ROOT / "docs" / "spreadsheet" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


def entries(build: ModuleType) -> dict[tuple[str, str], str]:
    """What the workbook shows before anything is calculated: the texts that are typed into it."""
    return {
        (sheet.name, address): entry
        for sheet in build.workbook()
        for address, entry in build.addresses(sheet)
        if isinstance(entry, str) and not entry.startswith("=")
    }


def words(line: str) -> list[str]:
    return re.split(r" {2,}", line)


def test_the_workbook_can_be_read_back(build: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "willing.fods"
    path.write_text(build.flat_file(build.workbook()), "utf-8")
    tree = ElementTree.parse(path)
    iteration = tree.find(".//table:iteration", build.SPACES)
    assert iteration is not None
    assert iteration.get(f"{{{build.SPACES['table']}}}status") == "enable"
    shown = build.shown_cells(path)
    assert {sheet for sheet, _ in shown} == {sheet.name for sheet in build.workbook()}
    for place, text in entries(build).items():
        assert text in ("", build.START) or shown[place] == text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=AND(B3;$B$5)", "of:=AND([.B3];[.$B$5])"),
        ('=SUMIF($A2:$A3;"<>B2";B2:B3)>=30', 'of:=SUMIF([.$A2:.$A3];"<>B2";[.B2:.B3])>=30'),
        ("=TRUE()", "of:=TRUE()"),
    ],
)
def test_formulas_are_written_in_openformula(build: ModuleType, typed: str, written: str) -> None:
    assert build.formula(typed) == written


def test_a_saved_workbook_keeps_what_its_circles_showed(build: ModuleType) -> None:
    sheets = [build.Sheet("S", [("start", build.START), ("A", "=B3"), ("B", "=B2")])]
    saved = build.flat_file(sheets, start=True, stored={("S", "B2"): "TRUE", ("S", "B3"): "Err:523"})
    cells = list(ElementTree.fromstring(saved).iterfind(".//table:table-cell", build.SPACES))
    values = [cell.get(f"{{{build.SPACES['office']}}}boolean-value") for cell in cells]
    assert values == [None, "true", None, "true", None, None]


def test_what_the_document_says_of_willing(build: ModuleType, tmp_path: Path) -> None:
    labels = entries(build)
    tables = build.Report(dict.fromkeys(build.PASSES, labels), build.Answers(tmp_path)).tables()
    assert len(tables) == len(BLOCKS)
    for table, block in zip(tables, BLOCKS, strict=True):
        title, head, *lines = block.splitlines()
        assert title == f"## {table.title}"
        assert words(head)[-1] == table.head[-1]
        assert len(lines) == len(table.rows)
        for row, line in zip(table.rows, lines, strict=True):
            if row[0].startswith("Willing, "):
                assert words(line) == list(row)
            elif head.endswith("Willing") and row[-1]:
                assert words(line)[-1] == row[-1]


def shown_in_blocks() -> Mapping[str, str]:
    """By cell, as LibreOffice names it (Bonn.B2): what the document's tables show of it."""
    shown: dict[str, str] = {}
    for block in BLOCKS:
        title, head, *lines = block.splitlines()
        sheet = re.match(r"## Sheet '(.*?)'", title)
        assert sheet is not None
        for row in map(words, lines):
            place = f"{sheet[1]}.{row[0].split(' ')[0]}"
            if "opened" in head:
                shown[place] = f"{row[2]}, then {row[4]}"
            elif len(row) > 1:
                shown[place] = row[1]
    return shown


def test_the_overview_agrees_with_the_tables() -> None:
    rows = re.findall(r"^\| ([A-Z][\w ,]*\.[A-Z]\d+) \| ([^|]*) \|", DOC, re.MULTILINE)
    assert len(rows) > 8
    shown = shown_in_blocks()
    for cell, says in rows:
        assert shown[cell] == says, cell


def test_without_libreoffice_it_says_so(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert build.main([str(tmp_path / "made")]) == 1
    assert "install LibreOffice" in capsys.readouterr().out
    assert (tmp_path / "made" / "willing.fods").exists()


@pytest.mark.skipif(CALC is None, reason="LibreOffice is not installed")
def test_what_the_document_says_of_the_cells(build: ModuleType, tmp_path: Path) -> None:
    calc = build.calc_here(tmp_path / "profile")
    version = calc.version()
    if version not in DOC:
        pytest.skip(f"the document tells of another LibreOffice than {version}")
    folder = tmp_path / "made"
    folder.mkdir()
    report = build.Report(build.three_times(calc, folder), build.Answers(folder))
    assert [str(table) for table in report.tables()] == BLOCKS
