"""Pledges in a CSV table beside their plan (§1.3): of many, what is written stays small, and is opened in seconds."""

from collections.abc import Collection, Set
from dataclasses import fields
from datetime import date
from decimal import Decimal

from willing.model.plan import Pledge
from willing.notation.keys import TABLES
from willing.notation.sheets.cells import Cell, cell_of
from willing.notation.sheets.csv_table import CsvTable, csv_row, csv_text
from willing.notation.sheets.heads import head_words
from willing.notation.write import said

#: A plan with more pledges is written with a table beside it.
MOST_IN_PLAN = 20_000

# So many values of cells are remembered.
_REMEMBERED = 2**16


def csv_cell(cell: Cell) -> str:
    """The text of a cell in a CSV table."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}"
        case str():
            return csv_text(cell)
    return str(cell)


def pledge_table(pledges: Collection[Pledge]) -> bytes:
    """Pledges as a CSV table in UTF-8, one a row, in their order; every key that one of them says has a column."""
    table = TABLES["pledges"]
    held = {its.name: its.default for its in fields(Pledge)}
    spoken = {name for name, none in held.items() if any(getattr(pledge, name) is not none for pledge in pledges)}
    can_be = [key for key in table.keys.values() if key.field in spoken or key.beside in spoken]
    at = {key.name: column for column, key in enumerate(can_be)}
    known: dict[tuple[int, int], str] = {}  # by column and value, which its pledge holds all the while
    rows: list[list[str]] = []
    used: set[int] = set()
    for pledge in pledges:
        row = [""] * len(at)
        for key, value in said(table, pledge):
            column = at[key.name]
            text = None if key.beside else known.get((column, id(value)))
            if text is None:
                used.add(column)
                text = csv_row([csv_cell(cell_of(key, value))]).removesuffix("\r\n")
                if not key.beside and len(known) < _REMEMBERED:
                    known[column, id(value)] = text
            row[column] = text
        rows.append(row)
    columns = sorted(used)
    heads = [can_be[column].name for column in columns]
    lines = (",".join([row[column] for column in columns]) for row in rows)
    return "".join(f"{line}\r\n" for line in (",".join(heads), *lines)).encode()


def with_ended(data: bytes, file: str, lines: Set[int], day: date) -> bytes:
    """A table in which the pledges of the rows that begin on these lines end on a day."""
    rows = [*CsvTable(data, file).rows(lambda line, message: None)]
    head = next(number for number, (_, row) in enumerate(rows) if row)
    words = head_words(rows[head][1])
    at = words.index("ended") if "ended" in words else len(words)
    made = []
    for number, (line, row) in enumerate(rows):
        cells = [*row, "ended" if number == head else ""] if at == len(words) and row else [*row]
        if line in lines:
            cells[at] = day.isoformat()
        made.append(csv_row(cells))
    return "".join(made).encode()
