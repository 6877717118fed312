"""A plan through a workbook, or CSV tables, and back is the same plan (docs/tables.md)."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings

from plans import dressed_plans, plans
from willing import open_plan
from willing.answers.answer import to_builtins
from willing.app.errors import PlanError
from willing.app.open import check_plan, read_sheets
from willing.cli import main
from willing.model.condition import Name, Never
from willing.model.evidence import PartialDate, Source
from willing.model.plan import Assumption, Chance, Partner, Plan, Pledge, Requirement, Scenario, Stage
from willing.notation.read import Reading, read_plan
from willing.notation.sheets.book import open_book, open_tables
from willing.notation.sheets.own import is_ours, own_sheets
from willing.notation.sheets.sheet import Book
from willing.notation.starter import starter_plan
from willing.notation.write import write_plan
from willing.present.tables import csv_tables, workbook

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("**/plan.toml"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def through_xlsx(plan: Plan) -> Book:
    return open_book(workbook(plan, None), "book.xlsx")


def through_csv(plan: Plan) -> Book:
    return open_tables(csv_tables(plan, None), "folder")


def reading(book: Book) -> Reading:
    assert is_ours(book)
    return read_sheets(own_sheets(book))


def same(plan: Plan, again: Plan | None) -> bool:
    """The same, and all that is named in the same order."""
    assert again is not None
    orders = ("assumptions", "choices", "partners", "groups", "requirements", "pledges", "sources", "scenarios", "asks")
    assert all(list(getattr(plan, name)) == list(getattr(again, name)) for name in orders)
    return again == replace(plan, tables=())


# -- the identity -----------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(plan=dressed_plans())
def test_what_was_exported_is_read_back_as_the_same_plan(plan: Plan) -> None:
    for book in (through_xlsx(plan), through_csv(plan)):
        found = reading(book)
        assert found.errors == ()
        assert found.plan == replace(plan, tables=())


@settings(max_examples=30, deadline=None)
@given(plan=plans(coverage=True))
def test_so_it_is_with_windows_and_enablers(plan: Plan) -> None:
    for book in (through_xlsx(plan), through_csv(plan)):
        assert reading(book).plan == plan


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("target", ["book.xlsx", "folder/"])
def test_the_examples_give_the_same_answers(path: Path, target: str, tmp_path: Path) -> None:
    out = tmp_path / target
    assert run("export", path, f"{tmp_path}/{target}").exit_code == 0
    study, again = open_plan(path), open_plan(out)
    assert same(study.plan, again.plan)
    assert to_builtins(again.brief()) == to_builtins(study.brief())
    plan = tmp_path / "plan.toml"
    assert run("import", out, "-o", plan).exit_code == 0
    assert same(study.plan, open_plan(plan).plan)
    assert json.loads(run("brief", plan, "--json").stdout) == json.loads(run("brief", path, "--json").stdout)


EVERYTHING = Plan(
    name="=1+1",
    as_of=date(1899, 12, 31),
    goal=Name("p"),
    counts=Stage.signalled,
    marking="@SECRET",
    assumptions={
        "x": Assumption(id="x", name="-x", holds=((None, False),), decided_by=("a; b", "", ' "c', "[]", " d ", "e\nf")),
        "y": Assumption(
            id="y",
            holds=((date(2025, 3, 1), False), (date(2025, 8, 18), True)),
            likelihood=(Chance(chance=Decimal("0.60"), condition=Name("x")), Chance(chance=Decimal("1e-7"))),
            effort=Decimal("12345678.0000000001"),
        ),
    },
    partners={"Åland": Partner(id="Åland", name=""), "DE": Partner(id="DE"), "FR": Partner(id="FR", declared=False)},
    requirements={"r": Requirement(id="r", of=("a", "b; c"), needs=10**17, in_place="here", until_day=10**15 - 1)},
    pledges={
        "p": Pledge(
            id="p",
            partner="Åland",
            provides="a",
            amount=10**17 + 1,
            condition=Name("x"),
            own_decision=True,
            only=("r",),
            likelihood=(Chance(chance=Decimal("0.333333333333333333")),),
            reliability=Decimal("0.9"),
            delivered=((date(2025, 6, 1), 500), (date(2025, 7, 1), 10**17)),
            said=date(1899, 12, 30),
            by="+49 30 18272-0",
            note='""',
            sources=("s",),
        ),
        "q": Pledge(id="q", partner="FR", amount=0, note="'=x", by="   "),
    },
    sources={"s": Source(id="s", title="2025-04", published=PartialDate(first=date(2025, 4, 1), month_only=True))},
    scenarios={
        "empty": Scenario(id="empty"),
        "s": Scenario(
            id="s",
            assume={"x": True, "p": False},
            pledges={
                "p": {
                    "condition": Never(),
                    "own_decision": True,
                    "only": (),
                    "only_lifted": {},
                    "delivered": ((date(2025, 6, 1), 0),),
                },
                "q": {},
            },
            requirements={"r": {"needs": 3, "of": ("a",)}},
        ),
    },
    asks={"more": Pledge(id="more", partner="DE", provides="a", amount=5, whole=True)},
)


@pytest.mark.parametrize("through", [through_xlsx, through_csv])
def test_whatever_a_plan_may_hold(through) -> None:  # type: ignore[no-untyped-def]
    assert same(EVERYTHING, reading(through(EVERYTHING)).plan)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert workbook(EVERYTHING, None) == workbook(EVERYTHING, None)


def test_no_text_becomes_a_formula() -> None:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(workbook(EVERYTHING, None))) as zipped:
        sheets = [zipped.read(name) for name in zipped.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    for name, data in csv_tables(EVERYTHING, None).items():
        for line in data.decode().split("\r\n"):
            assert not any(cell.strip('"')[:1] in ("=", "+", "-", "@") for cell in line.split(",") if cell), (
                name,
                line,
            )


@pytest.mark.parametrize(("text", "said"), [("a" * 40_000, "40,000 characters"), ("\uffff", "no workbook can hold")])
def test_what_no_cell_can_hold_is_refused_and_csv_holds_it(text: str, said: str) -> None:
    plan = Plan(name=text)
    with pytest.raises(PlanError, match=said):
        workbook(plan, None)
    assert same(plan, reading(through_csv(plan)).plan)


# -- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path) -> Path:
    plan = tmp_path / "plan.toml"
    plan.write_text(starter_plan(), "utf-8")
    assert run("export", plan, tmp_path / "book.xlsx").exit_code == 0
    return tmp_path / "book.xlsx"


def test_every_question_takes_a_workbook(book: Path) -> None:
    assert "Brennia" in run("brief", book).stdout
    assert "Corvia" in run("why", book, "corvia-planes").stdout
    assert run("check", book).exit_code == 0
    assert run("check", book, "--strict").exit_code == 0


def test_nothing_is_written_over(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    done = run("export", tmp_path / "plan.toml", book)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is there already" in done.stderr
    assert book.read_bytes() == before
    assert run("import", book, "-o", tmp_path / "plan.toml").exit_code == 2
    assert run("import", book, "-o", tmp_path / "plan.toml", "--force").exit_code == 0
    assert run("export", tmp_path / "plan.toml", book, "--force").exit_code == 0


def test_a_folder_with_a_plan_says_where_the_plan_is(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(starter_plan(), "utf-8")
    done = run("brief", tmp_path)
    assert done.exit_code == 2
    assert f"the plan in it is {tmp_path}/plan.toml" in done.stderr


def test_a_plan_without_outcome_is_exported_all_the_same(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[plan]\nname = "x"\n[[pledges]]\npartner = "DE"\nif = "not FR"\n[[pledges]]\npartner = "FR"\nif = "DE"\n',
        "utf-8",
    )
    done = run("export", plan, tmp_path / "book.xlsx")
    assert done.exit_code == 0
    assert "what would be worked out is left out" in done.stderr
    again = check_plan(tmp_path / "book.xlsx").plan
    assert again is not None
    assert len(again.pledges) == 2


@pytest.mark.parametrize("through", [through_xlsx, through_csv])
def test_every_key_there_is_comes_back(through) -> None:  # type: ignore[no-untyped-def]
    data = Path(__file__).parents[1] / "data"
    text = (data / "full.toml").read_bytes()
    plan = read_plan(text, file="full.toml", load=lambda name: (data / name).read_bytes()).plan
    assert plan is not None
    assert same(plan, reading(through(plan)).plan)
    assert same(plan, read_plan(write_plan(plan).encode(), file="plan.toml", load=lambda name: b"").plan)
