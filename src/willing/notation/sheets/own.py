"""A plan as the sheets of an export, and back: one sheet a table of :mod:`willing.notation.keys`, one column a key.

That sheets are ours is told by a mark on the sheet of the plan, or by their names and heads; a planner's own sheets are
a matter of :mod:`willing.notation.sheets.headings` and :mod:`willing.notation.sheets.foreign`.
"""

from collections.abc import Iterator, Mapping

from willing.model.plan import Partner, Plan
from willing.model.problem import Message
from willing.notation.keys import TABLES, Table
from willing.notation.sheets.cells import Cell, cell_of
from willing.notation.sheets.heads import (
    MARK,
    PLAN_HEAD,
    SCENARIO_HEAD,
    columns_of,
    head_of,
    head_words,
)
from willing.notation.sheets.sheet import Book, Sheet
from willing.notation.sheets.tables import Cells, Layout
from willing.notation.write import said, said_otherwise

#: How the sheets are laid out, told on the sheet of the plan; a later layout gets another number.
LAYOUT = 1

#: The sheets, in their order, and the table each holds.
SHEETS: Mapping[str, str] = {
    name.capitalize(): name
    for name in (
        "plan",
        "requirements",
        "pledges",
        "partners",
        "assumptions",
        "statements",
        "sources",
        "groups",
        "capabilities",
        "choices",
        "pools",
        "alternatives",
        "units",
        "scenarios",
        "asks",
    )
}

#: Sheets that an export adds for people to look at; they are not read.
ADDED = ("Read me", "Coverage", "Who is in", "Lists", "Answer")


# -- writing ----------------------------------------------------------------------------------------------------------


def sheets_of(plan: Plan) -> Iterator[tuple[str, list[list[Cell]]]]:
    """The sheets of a plan by title: a head, and a row for each entry. ``tables`` are folded in, as in one file."""
    for title, name in SHEETS.items():
        table = TABLES[name]
        if table.shape == "one":
            yield title, list(_plan_rows(plan))
        elif name == "scenarios":
            yield title, list(_scenario_rows(plan))
        else:
            yield title, list(_entry_rows(plan, table))


def _plan_rows(plan: Plan) -> Iterator[list[Cell]]:
    yield list(PLAN_HEAD)
    yield [MARK, LAYOUT, "how this workbook is laid out; leave it as it is"]
    values = {key.name: cell_of(key, value) for key, value in said(TABLES["plan"], plan)}
    for key in TABLES["plan"].keys.values():
        if key.name != "tables":
            yield [key.name, values.get(key.name), key.doc]


def _entry_rows(plan: Plan, table: Table) -> Iterator[list[Cell]]:
    head = head_of(table)
    columns = {name: number for number, name in enumerate(head)}
    yield list(head)
    records = getattr(plan, table.name)
    for record in records.values() if isinstance(records, Mapping) else records:
        if isinstance(record, Partner) and not record.declared:
            continue
        row: list[Cell] = [None] * len(head)
        if "id" in columns:
            row[columns["id"]] = record.id
        for key, value in said(table, record):
            row[columns[key.name]] = cell_of(key, value)
        yield row


def _scenario_rows(plan: Plan) -> Iterator[list[Cell]]:
    yield list(SCENARIO_HEAD)
    for scenario in plan.scenarios.values():
        rows: list[list[Cell]] = [[scenario.id, "assume", id_, None, value] for id_, value in scenario.assume.items()]
        for name in ("pledges", "requirements"):
            for id_, changes in getattr(scenario, name).items():
                changed: list[tuple[str | None, Cell]] = [
                    (key.name, cell_of(key, value)) for key, value in said_otherwise(TABLES[name], changes)
                ]
                rows += [[scenario.id, name, id_, key, value] for key, value in changed or [(None, None)]]
        yield from rows or [[scenario.id, None, None, None, None]]


# -- reading ----------------------------------------------------------------------------------------------------------


def is_ours(book: Book) -> bool:
    """Whether it was written by an export, which its sheet of the plan says."""
    return _layout_row(book) is not None


def is_headed_as_ours(book: Book) -> bool:
    """Whether its sheets are at least named, and their columns headed, as those of an export: nothing needs asking."""
    titles = {title.casefold(): name for title, name in SHEETS.items()}
    headed = set()
    for sheet in book.sheets:
        name = titles.get(sheet.name.casefold())
        head = next((row for row in sheet.rows if any(cell is not None for cell in row)), None)
        if name is None or head is None:
            continue
        if name not in ("plan", "scenarios"):
            if not {word for word in head_words(head) if word} <= {*head_of(TABLES[name])}:
                return False
            headed.add(name)
    return bool(headed & {"pledges", "requirements"})


def _layout_row(book: Book) -> tuple[Sheet, int] | None:
    for sheet in book.sheets:
        if sheet.name.casefold() == "plan":
            for number, row in enumerate(sheet.rows[:10]):
                if row and isinstance(row[0], str) and row[0].strip().casefold() == MARK:
                    return sheet, number
    return None


def own_sheets(book: Book) -> Cells:
    """What the sheets of an export say, or of sheets that are named and headed as those are."""
    cells = Cells(book)
    titles = {title.casefold(): name for title, name in SHEETS.items()}
    added = {title.casefold() for title in ADDED}
    marked = _layout_row(book)
    if marked is not None:
        sheet, row = marked
        if len(sheet.rows[row]) < 2 or sheet.rows[row][1] not in (LAYOUT, float(LAYOUT), str(LAYOUT)):
            cells.tell(sheet, row, 1, Message("other-layout", layout=LAYOUT))
    for sheet in book.sheets:
        name = titles.get(sheet.name.casefold())
        if name is None:
            if sheet.name.casefold() not in added and any(any(cell is not None for cell in row) for row in sheet.rows):
                cells.note(sheet, Message("sheet-not-read", read=tuple(SHEETS)))
            continue
        if sheet.hidden:
            cells.note(sheet, Message("sheet-hidden"))
        if name == "plan":
            cells.read_plan(sheet)
        elif name == "scenarios":
            cells.read_scenarios(sheet)
        else:
            cells.read(own_layout(cells, sheet, name))
    return cells


def own_layout(cells: Cells, sheet: Sheet, name: str) -> Layout:
    """The layout of a sheet whose heads are keys; others are told."""
    start = next((n for n, row in enumerate(sheet.rows) if any(cell is not None for cell in row)), 0)
    heads = sheet.rows[start] if sheet.rows else ()
    columns = columns_of(
        TABLES[name],
        heads,
        lambda number, message: cells.tell(sheet, start, number, message),
        complete=sheet.csv is not None,
    )
    return Layout(sheet=sheet, table=name, first=start + 1, columns=columns)
