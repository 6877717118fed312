"""The same CSV gives the same plan, or the same mistakes, by every door (docs/tables.md)."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plans import said
from willing.app.open import read_sheets
from willing.notation.read import Reading, read_plan
from willing.notation.sheets.book import open_tables
from willing.notation.sheets.own import own_sheets
from willing.notation.sheets.sheet import Book, Sheet

PLAN_TOML = b"""
[plan]
name = "x"
tables = ["pledges.csv"]
[assumptions.x]
[partners.norland]
name = "Norland"
[requirements.r]
of = "troops"
[sources.s]
"""
BESIDE = {
    "plan.csv": b"key,value\nname,x\n",
    "assumptions.csv": b"id\nx\n",
    "partners.csv": b"id,name\nnorland,Norland\n",
    "requirements.csv": b"id,of\nr,troops\n",
    "sources.csv": b"id\ns\n",
}


def as_a_table_of_a_plan(rows: bytes) -> Reading:
    plan = PLAN_TOML.replace(b"[requirements.r]", b"[[requirements]]\nid = 'r'")
    return read_plan(plan, file="plan.toml", load=lambda name: rows)


def as_a_folder(rows: bytes) -> Reading:
    return read_sheets(own_sheets(open_tables({**BESIDE, "pledges.csv": rows}, "folder")))


def as_a_workbook(rows: bytes) -> Reading:
    """Cells of texts, as a spreadsheet has them that somebody pasted the table into."""
    sheets = [
        Sheet(
            name=name.removesuffix(".csv"),
            rows=[[cell or None for cell in row] for row in csv.reader(StringIO(data.decode(), newline=""))],
            file="book.xlsx",
        )
        for name, data in {**BESIDE, "pledges.csv": rows}.items()
    ]
    return read_sheets(own_sheets(Book(file="book.xlsx", sheets=tuple(sheets))))


def mistakes(reading: Reading) -> Iterator[tuple[int, str]]:
    """The lines and sentences of what is wrong with the table."""
    for problem in reading.errors:
        assert problem.place.file in ("pledges.csv", "book.xlsx")
        yield problem.place.line, said(problem)


def notes(reading: Reading) -> list[tuple[int, str]]:
    return [(note.place.line, said(note)) for note in reading.notes]


def same(one: Reading, other: Reading) -> None:
    assert sorted(mistakes(one)) == sorted(mistakes(other))
    if one.plan is not None and other.plan is not None:
        assert one.plan.pledges == other.plan.pledges
        assert one.plan.as_of == other.plan.as_of
        assert one.plan.partners.keys() == other.plan.partners.keys()
        assert notes(one) == notes(other)


CELLS = {
    "partner": ["DE", "Germany", "FRA", "norland", "NORLAND", "l’Italie", " GB ", ""],
    "id": ["", "", "a", "b", "5a", "of", "DE-1"],
    "provides": ["troops", "two words", "it's", ""],
    "amount": ["5", "1,200", "1 200", "1.200", "zwölf", "1,5 Mio.", "many", "-5", "2.5", "9" * 30, "", " 7"],
    "up_to": ["", "5000000", "12", "3"],
    "said": ["2025-02-05", "5 févr 2025", "5 fév 2025", "3 mrz 2031", "3. März 2031", "3/4/2025", "2.5.31", "soon", ""],
    "whole": ["", "yes", "Ja", "FAUX", "x", "perhaps", "TRUE"],
    "reliability": ["", "0.5", "20%", "0,25", "1,200", "2", "half"],
    "if": ["", "x", "always", "x and x", "x and", "FR", '"x'],
    "stage": ["", "offered", "agreed", "nearly"],
    "only": ["", "r", "r; r", "[]"],
    "delivered": ["", "2025-06-01: 500", "2025-06-01: 1,200; 2025-07-01: 2000", "500", "2025-06-01: some"],
    "sources": ["", "s", "s;s", '"s"', "t"],
    "note": ["", "two words", "a; b", "it's, well", '"quoted"', "two\nlines", " blank", "'=1+1", "-"],
}


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """CSV of pledges, well written as CSV, with cells of all sorts."""
    more = draw(st.lists(st.sampled_from([name for name in CELLS if name != "partner"]), unique=True, max_size=6))
    heads = draw(st.permutations(["partner", *more]))
    rows = draw(st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in heads)), max_size=6))
    text = StringIO(newline="")
    kind = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    delimiter = draw(st.sampled_from(",;\t"))
    written = csv.writer(text, quoting=kind, delimiter=delimiter, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    written.writerow([name.replace("_", draw(st.sampled_from(["_", " "]))).capitalize() for name in heads])
    written.writerows(rows)
    return text.getvalue().encode()


@settings(max_examples=300, deadline=None)
@given(tables())
def test_the_same_table_by_every_door(rows: bytes) -> None:
    same(as_a_table_of_a_plan(rows), as_a_folder(rows))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in CELLS if name != "note")), max_size=4))
def test_the_same_cells_in_a_workbook(rows: list[tuple[str, ...]]) -> None:
    text = StringIO(newline="")
    csv.writer(text).writerows([[name for name in CELLS if name != "note"], *rows])
    data = text.getvalue().encode()
    one, other = as_a_folder(data), as_a_workbook(data)
    assert sorted(message for _, message in mistakes(one)) == sorted(message for _, message in mistakes(other))
    if one.plan is not None and other.plan is not None:
        assert one.plan.pledges == other.plan.pledges


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab ,;"\n\r\t\0é', max_size=60))
@example('a,"b\nc",d')
@example('a,b "c"')
def test_whatever_bytes_are_taken_apart_alike(text: str) -> None:
    rows = b"partner,note,id\n" + text.encode()
    try:
        other = as_a_folder(rows)
    except Exception as error:  # a book that cannot be opened at all has one problem
        problems = [said(error.problem)]  # type: ignore[attr-defined]
        assert [said(problem) for problem in as_a_table_of_a_plan(rows).errors] == problems
        return
    one = as_a_table_of_a_plan(rows)
    structural = ("cell", "quote", "carriage return")
    for reading in (one, other):
        assert (reading.plan is None) == bool(reading.errors)
    assert [each for each in mistakes(one) if each[1].endswith(structural) or "quote" in each[1]] == [
        each for each in mistakes(other) if each[1].endswith(structural) or "quote" in each[1]
    ]


#: What stood in the review: refused by one door, accepted by the other.
def test_a_table_as_people_write_it() -> None:
    head = "id,partner,provides,amount,said"
    rows = f'{head}\na,FR,troops,"1,200",5 févr 2025\nb,Italy,troops,zwölf,3 mrz 2031\n'.encode()
    for door in (as_a_table_of_a_plan, as_a_folder, as_a_workbook):
        reading = door(rows)
        assert reading.errors == ()
        assert reading.plan is not None
        assert [(p.partner, p.amount, str(p.said)) for p in reading.plan.pledges.values()] == [
            ("FR", 1200, "2025-02-05"), ("IT", 12, "2031-03-03")
        ]  # fmt: skip
        assert notes(reading) == [
            (2, "'amount': '1,200' is read as 1200"),
            (3, "'Italy' is taken for the state 'IT'"),
            (3, "'amount': 'zwölf' is read as 12"),
        ]


@pytest.mark.parametrize("door", [as_a_table_of_a_plan, as_a_folder])
def test_a_place_in_a_table_is_its_line_by_every_door(door) -> None:  # type: ignore[no-untyped-def]
    rows = b'partner;note;if\nDE;"two\nlines";x\n\nFR;;"x and\nyy or x"\nGB;;x and\n'
    found = [(p.place.line, p.place.column, p.place.length, p.excerpt) for p in door(rows).errors]
    assert found[-1] == (7, 10, 1, "GB;;x and")


@pytest.mark.parametrize("door", [as_a_table_of_a_plan, as_a_folder])
def test_what_happens_often_is_told_ten_times_and_counted(door) -> None:  # type: ignore[no-untyped-def]
    rows = b"partner,amount\n" + b'DE,"1,200"\n' * 30
    found = notes(door(rows))
    assert found[9:] == [(11, "'amount': '1,200' is read as 1200"), (12, "so are 20 more cells of this column")]
