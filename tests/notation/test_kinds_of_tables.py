"""Tables of the kinds that people have, each with what it has to give (tests/data/planners/kinds.toml)."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from willing.cli import main

PLANNERS = Path(__file__).parents[1] / "data" / "planners"
CASES = tomllib.loads((PLANNERS / "kinds.toml").read_text("utf-8"))["case"]
LAYOUTS = tomllib.loads((PLANNERS / "layouts.toml").read_text("utf-8"))["case"]


def written(case: dict[str, Any], folder: Path) -> Path:
    """The table of a case as a file."""
    path = folder / case.get("name", "offers.csv")
    text = case["table"].replace("\n", case.get("ends", "\n"))
    encoding = case.get("encoding", "utf-8")
    mark = "\ufeff" if encoding.endswith("-sig") else ""
    path.write_bytes((mark + text).encode(encoding.removesuffix("-sig")))
    return path


def held(plan: dict[str, Any], case: dict[str, Any]) -> list[list[Any]]:
    """The pledges of a plan as a case lists them; what they lack is an empty text, an amount 0."""
    names = {id_: its.get("name", id_) for id_, its in plan.get("partners", {}).items()}
    held = []
    for pledge in plan.get("pledges", []):
        row = [names.get(pledge["partner"], pledge["partner"]), pledge.get("provides", ""), pledge.get("amount", 0)]
        wanted = case["pledges"][len(held)][3:] if len(held) < len(case["pledges"]) else []
        for key, example in zip(case.get("with", []), wanted, strict=False):
            value = pledge.get(key, type(example)())
            row.append(str(value) if isinstance(example, str) else value)
        held.append(row)
    return held


@pytest.mark.parametrize("case", [*CASES, *LAYOUTS], ids=[case["kind"] for case in [*CASES, *LAYOUTS]])
def test_kinds_of_tables(case: dict[str, Any], tmp_path: Path) -> None:
    path, target = written(case, tmp_path), tmp_path / "plan.toml"
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(target), *case.get("options", ["--yes"])])
    assert done.exit_code == case.get("status", 0), done.stderr
    if "told" in case:
        assert re.search(case["told"], done.stderr, re.DOTALL), done.stderr
    if "pledges" in case:
        plan = tomllib.loads(target.read_text("utf-8"))
        assert held(plan, case) == case["pledges"]
    if "brief" in case:
        assert re.search(case["brief"], CliRunner().invoke(main, ["brief", str(target)]).stdout)
    if case.get("again"):
        told = shlex.split(done.stdout.strip().splitlines()[-1].strip())
        before = target.read_bytes()
        again = CliRunner().invoke(main, [*told[1:], "--force"])
        assert (again.exit_code, target.read_bytes()) == (0, before), again.stderr


def test_rows_of_a_workbook_that_are_hidden_or_struck_through(tmp_path: Path) -> None:
    path, target = tmp_path / "offers.xlsx", tmp_path / "plan.toml"
    with xlsxwriter.Workbook(path) as book:
        sheet, struck = book.add_worksheet("Offers"), book.add_format({"font_strikeout": True})
        for number, row in enumerate((("Country", "Item", "Number"), ("Norland", "ships", 1), ("Lorne", "ships", 3))):
            sheet.write_row(number, 0, row, struck if row[0] == "Lorne" else None)
        sheet.write_row(3, 0, ("Estmark", "ships", 2))
        sheet.set_row(3, None, None, {"hidden": True})
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(target), "--yes"])
    assert [pledge["partner"] for pledge in tomllib.loads(target.read_text("utf-8"))["pledges"]] == [
        "Norland",
        "Estmark",
    ]
    assert "1 row is struck through, and is left out: Offers!A3" in done.stderr
    assert "1 row is hidden in the workbook, and is read all the same: Offers!A4" in done.stderr


def test_heads_in_groups_over_several_columns(tmp_path: Path) -> None:
    path, target = tmp_path / "offers.xlsx", tmp_path / "plan.toml"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Offers")
        sheet.merge_range("A1:E1", "Offers of May")
        sheet.merge_range("B2:C2", "Land")
        sheet.merge_range("D2:E2", "Sea")
        sheet.write_row(1, 0, ("Country",))
        sheet.write_row(2, 1, ("Tanks", "Guns", "Ships", "Boats"))
        sheet.write_row(3, 0, ("Norland", 1, 2, 3, 4))
        sheet.write_row(4, 0, ("Total", 1, 2, 3, 4))
    assert CliRunner().invoke(main, ["import", str(path), "-o", str(target), "--yes"]).exit_code == 0
    held = [(pledge["provides"], pledge["amount"]) for pledge in tomllib.loads(target.read_text("utf-8"))["pledges"]]
    assert held == [("tanks", 1), ("guns", 2), ("ships", 3), ("boats", 4)]


def test_names_are_told_once_a_kind_and_columns_each(tmp_path: Path) -> None:
    path, target = tmp_path / "offers.csv", tmp_path / "plan.toml"
    rows = [f"New Land {number},ships,1{',x' * 15}" for number in range(40)]
    path.write_text("\n".join([f"Country,Capability,Amount{',Odd' * 14},Last", *rows]), "utf-8")
    told = CliRunner().invoke(main, ["import", str(path), "-o", str(target), "--yes"]).stderr
    assert told.count("is declared as") == 9
    assert "and 31 more like these, from here on" in told
    assert told.count("is not read") == 15
