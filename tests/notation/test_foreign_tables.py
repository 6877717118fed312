"""Workbooks that nobody made for us, and those that nobody should have made (docs/tables.md)."""

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from plans import said
from willing import open_plan
from willing.answers.problems import problem_sentence
from willing.app.open import check_plan
from willing.cli import main
from willing.model.plan import Plan
from willing.notation.sheets.likeness import slug
from willing.notation.starter import starter_plan

ROOT = Path(__file__).parents[2]
CALC = shutil.which("soffice") or shutil.which("libreoffice")
HEADS = ["partner", "provides", "amount", "said", "if"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def told(path: Path) -> list[str]:
    """Errors, or else warnings but that a pledge has no source, without the name of the file."""
    found = check_plan(path)
    texts = []
    for problem in found.errors or found.warnings:
        if "source" not in said(problem) and "has no name" not in said(problem):
            where = problem.place.cell or problem.place.line
            texts.append(f"{where}: {problem_sentence(problem)}")
    return texts


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """A workbook with one sheet of pledges: rows below the heads, and what else is done to it."""

    def make(*rows: list[Any], then: Callable[[Any, Any], None] = lambda book, page: None) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Pledges"
        for row in (HEADS, *rows):
            page.append(row)
        then(book, page)
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    return make


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:
        for name, data in parts.items():
            after.writestr(name, change(name, data))
    return path


# -- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["DE", "troops", 5, "03/04/2025"], "D2: 'said': '03/04/2025' may be 2025-04-03 or 2025-03-04: write the one"),
        (["DE", "troops", 5, "30.02.2025"], "D2: pledge 'DE-1': 'said' must be a day such as 2025-04-10, not"),
        (["DE", "troops", 5, 45757], "D2: 'said': the number 45757 where a day is expected: format the cell as a date"),
        (["DE", "troops", 5, datetime(2025, 4, 1, 12)], "D2: pledge 'DE-1': 'said' must be a day such as 2025-04-10"),
        (["DE", "troops", 2.5], "C2: pledge 'DE-1': 'amount' must be a whole number, not 2.5"),
        (["DE", "troops", "many"], "C2: pledge 'DE-1': 'amount' must be a whole number, not \"many\""),
        (["DE", "troops", True], "C2: pledge 'DE-1': 'amount' must be a whole number, not true"),
        (["DE", "troops", -5], "C2: pledge 'DE-1': 'amount' must be at least 0, not -5"),
        (["DE", "troops", 1e17], "C2: 'amount': a number of more than 15 digits, of which spreadsheets lose"),
        (["DE", "troops", "12,500"], "C2: 'amount': '12,500' is read as 12500"),
        (["DE", "troops", "=1+1"], "C2: a formula that nobody has worked out yet"),
        (["DE", "troops", "#REF!"], "C2: the formula in this cell fails: #REF!"),
        (["DE", "troops", 5, None, "at least 2 other"], "E2: pledge 'DE-1': after 'at least' and a number stands"),
        (["Germany", "troops", 5], "A2: 'Germany' is taken for the state 'DE'"),
        (["New Land", "troops", 5], "A2: the partner 'New Land' is declared as 'new-land'"),
        (["DE", "troops", 5, None, "mandate"], "E2: 'mandate' is declared nowhere: taken as an assumption of which"),
        ([None, "troops", 5], "A2: pledge 1: the cell 'partner' is empty"),
    ],
)
def test_every_cell_is_named(row: list[Any], said: str, sheet: Callable[..., Path]) -> None:
    (found,) = told(sheet(row))
    assert found.startswith("Pledges!" + said)


def test_a_state_in_a_condition_is_known_by_its_name(sheet: Callable[..., Path]) -> None:
    found = told(sheet(["DE", "troops", 5, None, "Frankreich"]))
    assert any(each.startswith("Pledges!E2: the condition 'Frankreich' is in words; read as FR") for each in found)


@pytest.mark.parametrize(
    "written",
    ["2025-04-03", "3.4.2025", "03.04.2025", "3 April 2025", "April 3, 2025", "3. April 2025", "3 avril 2025",
     "le 3 avril 2025", "2025/4/3", date(2025, 4, 3), datetime(2025, 4, 3)],
)  # fmt: skip
def test_days_that_can_be_one_day_only(written: Any, sheet: Callable[..., Path]) -> None:
    plan = check_plan(sheet(["DE", "troops", 5, written])).plan
    assert plan is not None
    assert plan.pledges["DE-1"].said == date(2025, 4, 3)


def test_the_place_is_marked_in_the_cell(sheet: Callable[..., Path]) -> None:
    path = sheet(["DE", "troops", 5, None, "FR and at least 2 other"])
    done = run("brief", path)
    assert (done.exit_code, done.stdout) == (2, "")
    head, cell, mark = done.stderr.splitlines()
    assert head.startswith(f"{path}:Pledges!E2: pledge 'DE-1': after 'at least'")
    assert (cell.strip(), len(mark) - len("other")) == ("FR and at least 2 other", cell.index("other"))
    answer = json.loads(run("check", path, "--json").stdout)
    assert {key: answer["errors"][0][key] for key in ("line", "column", "cell")} == {
        "line": 2,
        "column": 5,
        "cell": "Pledges!E2",
    }


def test_what_was_taken_to_be_meant_is_told_with_every_answer(sheet: Callable[..., Path]) -> None:
    done = run("brief", sheet(["Germany", "troops", "1 500", None, "mandate"]))
    assert done.exit_code == 0
    assert "Germany" in done.stdout
    assert [line for line in done.stderr.splitlines() if "Pledges!" in line] != []


def test_what_happens_often_is_told_ten_times_and_counted(sheet: Callable[..., Path]) -> None:
    found = told(sheet(*(["DE", "troops", f"{n},000"] for n in range(1, 31))))
    assert found[9:] == [
        "Pledges!C11: 'amount': '10,000' is read as 10000",
        "Pledges!C12: so are 20 more cells of this column",
    ]


# -- sheets -----------------------------------------------------------------------------------------------------------


def test_merged_cells(sheet: Callable[..., Path]) -> None:
    def merge(book: Any, page: Any) -> None:
        page.merge_cells("A2:A3")
        page.merge_cells("A4:E4")

    plan = check_plan(sheet(["DE", "troops", 5], [None, "ships", 2], ["AIR FORCES"], ["FR"], then=merge)).plan
    assert plan is not None
    assert [pledge.partner for pledge in plan.pledges.values()] == ["DE", "DE", "FR"]


@pytest.mark.parametrize(
    ("area", "said"),
    [("C2:C3", "C2:C3 are merged: is this once for all of these rows, or for each?"), ("A2:B2", "A2:B2 are merged")],
)
def test_merged_cells_of_which_nobody_can_tell(area: str, said: str, sheet: Callable[..., Path]) -> None:
    path = sheet(["DE", "troops", 5], ["FR", "troops"], then=lambda book, page: page.merge_cells(area))
    assert any(said in each for each in told(path))


def test_a_million_empty_rows(sheet: Callable[..., Path]) -> None:
    def grow(name: str, data: bytes) -> bytes:
        rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 1_048_577))
        return data.replace(b"</sheetData>", rows + b"</sheetData>") if name.endswith("sheet1.xml") else data

    plan = check_plan(repacked(sheet(["DE", "troops", 5]), grow)).plan
    assert plan is not None
    assert len(plan.pledges) == 1


def test_a_cell_far_away(sheet: Callable[..., Path]) -> None:
    path = sheet(["DE", "troops", 5], then=lambda book, page: page.cell(1_048_576, 16_384, "here"))
    done = run("check", path)
    assert done.exit_code == 2
    assert "reaches as far as XFD1048576: delete what stands far off its table" in done.stderr


def test_days_counted_from_1904(sheet: Callable[..., Path]) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def old(book: Any, page: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    plan = check_plan(sheet(["DE", "troops", 5, date(2025, 4, 3)], then=old)).plan
    assert plan is not None
    assert plan.pledges["DE-1"].said == date(2025, 4, 3)


def test_what_is_no_workbook(tmp_path: Path, sheet: Callable[..., Path]) -> None:
    (tmp_path / "plan.toml").write_text(starter_plan(), "utf-8")
    done = run("import", tmp_path / "plan.toml", "-o", "-")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "this is a plan file, which needs no import" in done.stderr
    done = run("fmt", sheet(["DE"]))
    assert done.exit_code == 2
    assert "a workbook has no layout to be changed; willing import makes it a plan file" in done.stderr
    (tmp_path / "pk.csv").write_text("partner,note\nPK,PK first\n", "utf-8")
    assert run("check", tmp_path / "pk.csv").exit_code == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("book.xlsx", b"", "the file is empty"),
        ("book.xlsx", b"PK\x03\x04 and no more", "the workbook is damaged"),
        ("book.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000), "the workbook cannot be read"),
        (
            "book.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("book.xls", b"<html><body><table>", "this is a web page"),
        ("book.fods", b'<?xml version="1.0"?><office/>', "a workbook in one XML file"),
        ("book.ods", b"hello", "this is no workbook"),
        ("book.csv", b"partner\n\x81\n", "not UTF-8"),
    ],
)
def test_what_cannot_be_opened_is_told(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    for arguments in (("brief", tmp_path / name), ("import", tmp_path / name, "-o", tmp_path / "plan.toml")):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "plan.toml").exists()


def test_a_bomb_is_not_unpacked(sheet: Callable[..., Path]) -> None:
    path = repacked(sheet(), lambda name, data: data + b" " * (300_000_000 if name.endswith("sheet1.xml") else 0))
    assert path.stat().st_size < 1_000_000
    assert "unpacks to more than 256 MiB" in run("check", path).stderr


def test_damage_anywhere_ends_with_a_sentence(sheet: Callable[..., Path]) -> None:
    path = sheet(["DE", "troops", 5])
    good = path.read_bytes()
    for at in range(0, len(good), max(len(good) // 60, 1)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        assert run("check", path).exit_code in (0, 2)
        path.write_bytes(good[:at])
        assert run("check", path).exit_code == 2


def test_two_sheets_of_one_name(sheet: Callable[..., Path]) -> None:
    twin = b'<sheet name="pledges" sheetId="9" r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></sheets>'
    path = repacked(sheet(), lambda name, data: data.replace(b"</sheets>", twin))
    assert "two sheets are called 'Pledges' and 'pledges'" in run("check", path).stderr


def test_an_export_that_somebody_changed(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(starter_plan(), "utf-8")
    run("export", tmp_path / "plan.toml", tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    page = book["Pledges"]
    heads = [cell.value for cell in page[1]]
    page.append(
        [{"partner": "Gilden", "provides": "frigates", "amount": "1,000", "if": "treaty"}.get(h) for h in heads]
    )
    book["Pledges"].sheet_state = "hidden"
    book.create_sheet("My notes")["A1"] = "remember"
    book.save(tmp_path / "book.xlsx")
    plan = open_plan(tmp_path / "book.xlsx").plan
    assert plan.pledges["Gilden-1"].amount == 1000
    assert (plan.partners["Gilden"].declared, "treaty" in plan.assumptions) == (True, True)
    assert told(tmp_path / "book.xlsx") == [
        "Pledges: this sheet is hidden; it is read all the same",
        "'My notes': this sheet is not read; those that are: Plan, Requirements, Pledges, Partners, Assumptions, "
        "Statements, Sources, Groups, Capabilities, Choices, Pools, Alternatives, Units, Scenarios, Asks",
        "Pledges!D8: 'amount': '1,000' is read as 1000",
        "Pledges!B8: 'Gilden' is declared nowhere: taken as a partner of that name",
        "Pledges!F8: 'treaty' is declared nowhere: taken as an assumption of which nothing is known",
    ]
    page.cell(1, 3, "brings")
    page.cell(8, 2, "aldmarck")
    book.save(tmp_path / "book.xlsx")
    errors = told(tmp_path / "book.xlsx")
    assert any("Pledges!C1: unknown column 'brings'" in each for each in errors)
    assert any("Pledges!B8" in each and "did you mean 'aldmark'?" in each for each in errors)


# -- columns of their own ---------------------------------------------------------------------------------------------


def by_hand(path: Path) -> Path:
    """As a planner writes it: a title, heads in two rows, merged cells, days and numbers as text, a hidden sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Kräfte"
    page["A1"] = "Truppensteller, Stand April"
    page.merge_cells("A1:H1")
    for cell, text in (
        ("A3", "Land"),
        ("B3", "Zusage"),
        ("E3", "Bedingung"),
        ("F3", "Angekündigt am"),
        ("G3", "Farbe"),
    ):
        page[cell] = text
    page.merge_cells("A3:A4")
    page.merge_cells("B3:D3")
    for cell, text in (("B4", "Fähigkeit"), ("C4", "Anzahl"), ("D4", "höchstens"), ("H3", "Bemerkung")):
        page[cell] = text
    rows = [
        ("Deutschland", "troops", "2.000", 5000, "mandate", "27.03.2025", "rot", "x"),
        ("Frankreich", "fighters", 12, None, "Bluland with troops", date(2025, 4, 1), "blau", None),
        ("Bluland", "troops", "1 500", None, None, date(2025, 4, 2), None, None),
        (None, "fighters", 4, None, None, "3. April 2025", None, "mehr"),
    ]
    for number, row in enumerate(rows, 5):
        for column, value in enumerate(row, 1):
            page.cell(number, column, value)
    page.merge_cells("A7:A8")
    needs = book.create_sheet("Bedarf")
    needs.append(["Nr.", "Bezeichnung", "Fähigkeit", "Anzahl", "Priorität"])
    needs.append(["1.1", "Truppen im Hinterland", "troops", 25000, 1])
    needs.append(["1.2", "Luft", "fighters", "48", 2])
    old = book.create_sheet("Alt")
    old.sheet_state = "hidden"
    old.append(["Land", "Anzahl"])
    old.append(["Polen", 1])
    book.save(path)
    return path


def is_theirs(plan: Plan | None) -> bool:
    assert plan is not None
    assert {id_: (p.partner, p.amount) for id_, p in plan.pledges.items()} == {
        "DE-1": ("DE", 2000),
        "FR-1": ("FR", 12),
        "Bluland-1": ("Bluland", 1500),
        "Bluland-2": ("Bluland", 4),
    }
    assert [(r.id, r.needs, r.priority) for r in plan.requirements.values()] == [("x-1-1", 25000, 1), ("x-1-2", 48, 2)]
    assert plan.as_of == date(2025, 4, 3)
    return True


def test_nothing_is_guessed(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "hand.xlsx")
    done = run("brief", path)
    assert done.exit_code == 2
    assert f"willing import {path} -o plan.toml" in done.stderr
    done = run("import", path, "-o", tmp_path / "plan.toml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{path}:Kräfte!A4: the column 'Land' may be 'partner' of the pledges" in done.stderr
    assert f"{path}:Kräfte!G4: the column 'Farbe' is not understood" in done.stderr
    assert not (tmp_path / "plan.toml").exists()


def test_the_command_that_is_offered_answers(tmp_path: Path) -> None:
    import shlex

    path = by_hand(tmp_path / "hand.xlsx")
    offered = run("import", path, "-o", tmp_path / "plan.toml").stderr.splitlines()[-1]
    done = run(*shlex.split(offered)[1:])
    assert done.exit_code == 0, done.stderr
    assert is_theirs(open_plan(tmp_path / "plan.toml").plan)
    for line in ("Alt: warning: this sheet is hidden, and not read", "'1.1' is no id; it becomes 'x-1-1'"):
        assert line in done.stderr


def test_what_is_proposed_can_be_taken_at_once(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "hand.xlsx")
    done = run("import", path, "-o", tmp_path / "plan.toml", "--yes", "--json")
    assert done.exit_code == 0
    assert "Kräfte!G4: warning: the column 'Farbe' is not read" in done.stderr
    answer = json.loads(done.stdout)
    assert answer["written"] == str(tmp_path / "plan.toml")
    assert "--map 'Kräfte!Land=partner'" in answer["command"]
    assert is_theirs(open_plan(tmp_path / "plan.toml").plan)


def test_what_is_said_of_some_columns_leaves_the_others_out(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "hand.xlsx")
    maps = ["--map", "Land=partner", "--map", "Fähigkeit=provides", "--map", "höchstens=up_to"]
    done = run("import", path, "-o", "-", *maps)
    assert done.exit_code == 0
    assert "up_to" in done.stdout
    assert "\namount" not in done.stdout
    assert "Kräfte!E4: warning: the column 'Bedingung' is not read; it may be --map \"Bedingung=if\"" in done.stderr
    assert "Bedarf: warning: this sheet is not read" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--map", "Lnd=partner"], "no column 'Lnd' is read; there are: 'Land'"),
        (["--map", "Land=prtner"], "'prtner' is no key; did you mean 'partner'?"),
        (["--map", "Land"], "does not say THEIRS=OURS"),
        (["--map", "Land=scenarios.id"], "'scenarios' is no table that can be imported"),
        (["--map", "Bedarf!Anzahl=amount"], "no key of the requirements"),
        (["--map", "Land=partner", "--map", "Farbe=partner"], "two columns of the sheet 'Kräfte' would be 'partner'"),
        (["--sheet", "Nix"], "there is no sheet 'Nix'; there are: 'Kräfte', 'Bedarf', 'Alt'"),
        (["--sheet", "Kräfte=pledges", "--map", "Farbe=note"], "no column for 'partner'"),
    ],
)
def test_wishes_that_cannot_be_met(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = run("import", by_hand(tmp_path / "hand.xlsx"), "-o", "-", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_hidden_sheet_is_read_if_it_is_named(tmp_path: Path) -> None:
    done = run("import", by_hand(tmp_path / "hand.xlsx"), "-o", "-", "--sheet", "Alt=pledges", "--yes")
    assert done.exit_code == 0
    assert 'partner = "PL"' in done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no terminals of one's own here")
def test_a_terminal_is_asked_once(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "hand.xlsx")
    here, there = pty.openpty()
    code = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"
    child = subprocess.Popen(
        [sys.executable, "-c", code, "import", str(path), "-o", str(tmp_path / "plan.toml")],
        stdin=there, stdout=subprocess.PIPE, stderr=there, env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    os.close(there)
    os.write(here, b"\n" * 40)
    seen = b""
    while child.poll() is None and select.select([here], [], [], 20)[0]:
        try:
            seen += os.read(here, 10_000)
        except OSError:
            break
    out = child.communicate()[0].decode()
    os.close(here)
    assert child.returncode == 0, seen.decode()
    assert "A  Land                          partner" in seen.decode()
    assert "Without asking next time:\n  willing import" in out
    assert is_theirs(open_plan(tmp_path / "plan.toml").plan)


def test_a_table_with_semicolons(tmp_path: Path) -> None:
    (tmp_path / "zusagen.csv").write_text("Land;Fähigkeit;Anzahl\nPolen;Fregatten;1.000\n", "utf-8")
    done = run("import", tmp_path / "zusagen.csv", "-o", "-", "--yes")
    assert 'partner  = "PL"' in done.stdout
    assert "amount   = 1000" in done.stdout


@pytest.mark.parametrize(
    ("name", "id_"),
    [("2nd Brigade, rear", "x-2nd-brigade-rear"), ("Île-de-Fer", "île-de-fer"), ("or", "x-or"), ("?", "")],
)
def test_names_become_ids(name: str, id_: str) -> None:
    assert slug(name) == id_


# -- LibreOffice ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(CALC is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_libreoffice_opens_it_and_gives_it_back(ending: str, tmp_path: Path) -> None:
    assert CALC is not None
    plan = ROOT / "examples" / "rivals" / "plan.toml"
    run("export", plan, tmp_path / "ours.xlsx")
    by_hand(tmp_path / "hand.xlsx")
    done = subprocess.run(
        [CALC, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", ending,
         "--outdir", str(tmp_path / "out"), str(tmp_path / "ours.xlsx"), str(tmp_path / "hand.xlsx")],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "error" not in done.stderr.lower()
    assert open_plan(tmp_path / "out" / f"ours.{ending}").plan == open_plan(plan).plan
    again = run("import", tmp_path / "out" / f"hand.{ending}", "-o", tmp_path / "plan.toml", "--yes")
    assert again.exit_code == 0, again.stderr
    assert is_theirs(open_plan(tmp_path / "plan.toml").plan)
