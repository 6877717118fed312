"""A newer table as changes to a plan that is there (§T9): ``willing import --like --onto --on``."""

import json
import tomllib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from willing import open_plan
from willing.app.exchange import import_tables
from willing.cli import main
from willing.model.table import on_the_table
from willing.notation.sheets.wishes import Wishes

MAY = """\
Donor;Item;Quantity;Status;Condition
Norland;ships;2;pledged;
Estmark;ships;3;pledged;with Norland
Lorne;tanks;tbd;announced;
Gudrun;boats;4;pledged;
"""
JUNE = """\
Donor;Item;Quantity;Status;Condition
Norland;ships;5;committed;
Estmark;ships;3;pledged;with Norland
Lorne;tanks;7;committed;
Sund;boats;1;pledged;with Estmark
"""


def run(folder: Path, *words: str) -> Result:
    """``willing import`` with these words; names of files are those in a folder."""
    return CliRunner().invoke(main, ["import", *(str(folder / w) if "." in w and "=" not in w else w for w in words)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the table of May, its plan, and the table of June."""
    (tmp_path / "may.csv").write_text(MAY, "utf-8")
    (tmp_path / "june.csv").write_text(JUNE, "utf-8")
    done = run(tmp_path, "may.csv", "-o", "plan.toml", "--yes", "--on", "2031-05-01")
    assert done.exit_code == 0, done.stderr
    return tmp_path


def next_release(folder: Path, *words: str) -> Result:
    return run(folder, "june.csv", "--like", "plan.map.toml", "--onto", "plan.toml", "--on", "2031-06-01", *words)


def test_the_mapping_is_kept_beside_the_plan(folder: Path) -> None:
    assert tomllib.loads((folder / "plan.map.toml").read_text("utf-8")) == {
        "map": [
            "Donor=pledges.partner",
            "Item=pledges.provides",
            "Quantity=pledges.amount",
            "Status=pledges.stage",
            "Condition=pledges.if",
        ]
    }


def test_a_release_is_what_is_new_other_and_gone(folder: Path) -> None:
    plan = folder / "plan.toml"
    plan.write_text("# ours\n" + plan.read_text("utf-8"), "utf-8")
    done = next_release(folder)
    assert done.exit_code == 0, done.stderr
    assert "Gudrun" in done.stdout
    assert "1 pledge says what it said" in done.stdout
    text = plan.read_text("utf-8")
    assert text.startswith("# ours\n")
    pledges = {pledge["id"]: pledge for pledge in tomllib.loads(text)["pledges"]}
    assert pledges["Norland-1-2031-06-01"]["replaces"] == ["Norland-1"]
    assert pledges["Lorne-1-2031-06-01"]["refines"] == ["Lorne-1"]
    assert pledges["Gudrun-1"]["ended"] == date(2031, 6, 1)
    assert pledges["Sund-1"]["said"] == date(2031, 6, 1)
    assert "ended" not in pledges["Estmark-1"]
    days = [day.day for day in open_plan(plan).timeline().days]
    assert days == [date(2031, 5, 1), date(2031, 6, 1)]


def test_the_same_release_again_changes_nothing(folder: Path) -> None:
    assert next_release(folder).exit_code == 0
    before = (folder / "plan.toml").read_text("utf-8")
    done = next_release(folder)
    assert "4 pledges say what they said" in done.stdout
    assert (folder / "plan.toml").read_text("utf-8") == before


def test_what_rests_on_more_than_the_table_stays(folder: Path) -> None:
    plan = folder / "plan.toml"
    more = '\n[sources.gazette]\n\n[[statements]]\nabout = "Gudrun-1"\nsource = "gazette"\nsays = "we stay"\n'
    plan.write_text(plan.read_text("utf-8") + more, "utf-8")
    done = next_release(folder, "--json")
    changes = {change["pledge"]: change["how"] for change in json.loads(done.stdout)["changes"]}
    assert changes == {
        "Norland-1-2031-06-01": "replaces",
        "Lorne-1-2031-06-01": "refines",
        "Sund-1": "new",
        "Gudrun-1": "kept",
    }
    assert "ended" not in plan.read_text("utf-8")


def test_what_the_table_does_not_speak_of_stays_as_it_was(folder: Path) -> None:
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text("utf-8").replace('provides = "ships"\n', 'provides = "ships"\nready = 30\n', 1))
    assert next_release(folder).exit_code == 0
    pledges = open_plan(plan).plan.pledges
    assert pledges["Norland-1-2031-06-01"].ready == pledges["Norland-1"].ready == 30


def test_ids_say_which_pledge_is_which(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("id,country,item,quantity\na1,Norland,ships,2\na2,Norland,ships,3\n")
    (tmp_path / "june.csv").write_text("id,country,item,quantity\na2,Norland,ships,2\na3,Norland,ships,3\n")
    (tmp_path / "july.csv").write_text("id,country,item,quantity\na2,Norland,ships,9\na3,Norland,ships,3\n")
    assert run(tmp_path, "may.csv", "-o", "plan.toml", "--yes", "--on", "2031-05-01").exit_code == 0
    assert next_release(tmp_path).exit_code == 0
    done = run(tmp_path, "july.csv", "--like", "plan.map.toml", "--onto", "plan.toml", "--on", "2031-07-01")
    assert done.exit_code == 0, done.stderr
    pledges = open_plan(tmp_path / "plan.toml").plan.pledges
    assert {id_: (p.amount, p.ends, p.ended is not None) for id_, p in pledges.items()} == {
        "a1": (2, (), True),
        "a2": (3, (), False),
        "a2-2031-06-01": (2, ("a2",), False),
        "a3": (3, (), False),
        "a2-2031-07-01": (9, ("a2-2031-06-01",), False),
    }


def test_a_workbook_comes_back_with_names_in_its_conditions(tmp_path: Path) -> None:
    plan, book = tmp_path / "plan.toml", tmp_path / "book.xlsx"
    plan.write_text(
        'plan.name = "Patrol"\npartners.norland.name = "New Norland"\n[[requirements]]\nid = "ships"\nneeds = 4\n'
        '[[pledges]]\npartner = "norland"\nprovides = "ships"\namount = 2\n'
        '[[pledges]]\npartner = "FR"\nprovides = "ships"\namount = 2\nif = "norland"\n',
        "utf-8",
    )
    assert CliRunner().invoke(main, ["export", str(plan), str(book)]).exit_code == 0
    opened = openpyxl.load_workbook(book)
    sheet = opened["Pledges"]
    at = {cell.value: cell.column for cell in sheet[1]}
    hidden = {head: sheet.column_dimensions[openpyxl.utils.get_column_letter(at[head])].hidden for head in at}
    assert (hidden["if"], hidden["amount"], hidden["subject_to"], hidden["note"]) == (False, False, True, True)
    sheet.cell(3, at["if"], "at least 2 of (New Norland, Kenya, United Kingdom)")
    opened.save(book)
    done = CliRunner().invoke(main, ["import", str(book), "--onto", str(plan), "--on", "2031-06-01"])
    assert done.exit_code == 0, done.stderr
    assert tomllib.loads(plan.read_text("utf-8"))["pledges"][-1]["if"] == "at least 2 of (norland, KE, GB)"
    assert "Pledges!" in done.stderr


def test_needs_are_changed_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("requirement,capability,quantity required\nDecks,ships,4\nHulls,boats,2\n")
    (tmp_path / "june.csv").write_text("requirement,capability,quantity required\nDecks,ships,6\nDocks,cranes,1\n")
    assert run(tmp_path, "may.csv", "-o", "plan.toml", "--yes").exit_code == 0
    done = next_release(tmp_path)
    assert done.exit_code == 0, done.stderr
    assert "'hulls' is not in the table" in done.stdout
    needs = open_plan(tmp_path / "plan.toml").plan.requirements
    assert {id_: need.needs for id_, need in needs.items()} == {"decks": 6, "hulls": 2, "docks": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("june.csv", "--yes"), "-o plan.toml"),
        (("june.csv", "--onto", "plan.toml", "--yes"), "--on 2031-06-01"),
        (("june.csv", "--onto", "plan.toml", "--yes", "--on", "2031-04-01"), "history is not edited"),
        (("june.csv", "--onto", "may.csv", "--yes", "--on", "2031-06-01"), "plan"),
        (("june.csv", "--like", "may.csv", "-o", "other.toml"), "--like"),
    ],
)
def test_what_cannot_be(folder: Path, words: tuple[str, ...], told: str) -> None:
    before = (folder / "plan.toml").read_bytes()
    done = run(folder, *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert (folder / "plan.toml").read_bytes() == before


ROWS = st.lists(
    st.tuples(st.sampled_from(["Norland", "Estmark", "Lorne"]), st.sampled_from("abc"), st.integers(1, 5)), max_size=6
)


def as_table(rows: list[tuple[str, str, int]]) -> str:
    return "\n".join(["partner,provides,amount", "Sund,d,1", *(f"{p},{c},{n}" for p, c, n in rows)]) + "\n"


@settings(max_examples=40, deadline=None)
@given(first=ROWS, then=ROWS)
def test_each_day_has_what_its_table_had(
    tmp_path_factory: pytest.TempPathFactory, first: list[tuple[str, str, int]], then: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("releases")
    days = date(2031, 5, 1), date(2031, 6, 1)
    for name, rows in (("one.csv", first), ("two.csv", then)):
        (folder / name).write_text(as_table(rows), "utf-8")
    plan = folder / "plan.toml"
    plan.write_text(import_tables(folder / "one.csv", take_proposals=True, wishes=Wishes(on=days[0])).text)
    made = import_tables(folder / "two.csv", take_proposals=True, wishes=Wishes(on=days[1]), onto=plan)
    for day, rows in zip(days, (first, then), strict=True):
        table, _ = on_the_table(made.plan, day, frozenset())
        held = sorted((p.partner, p.provides, p.amount) for p in table.values())
        assert held == sorted([("Sund", "d", 1), *rows])
