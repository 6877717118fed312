"""Sheets of cells, and books of them, whatever file they come from; and where a cell stands in it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from willing.model.place import Place
from willing.model.problem import Message, Problem
from willing.notation.sheets.cells import Cell, shown_cell
from willing.notation.sheets.csv_table import CsvTable

#: Cells of one sheet that are looked at.
MOST_CELLS = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. ``rows`` and their cells count from 0 here, and from 1 and A where people see them.

    ``file``: where problems say it stands, ``inside``: whether it is one of several sheets of that file. ``merged``:
    (first row, first column, last row, last column). ``faults``: what is wrong with a cell's formula.
    ``unseen``: rows that are hidden, by hand or by a filter; ``struck``: cells that are struck through. Of a CSV table,
    ``csv`` knows where cells stand, ``lines`` are the first lines of the rows, and ``broken`` says of lines why they
    are no row. ``old``: it is of an .xls workbook. ``came``: of a sheet that was made of another one, for each row the
    row there and the columns there.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    file: str
    inside: bool = True
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    faults: Mapping[tuple[int, int], Message] = field(default_factory=dict)
    unseen: Set[int] = frozenset()
    struck: Set[tuple[int, int]] = frozenset()
    csv: CsvTable | None = None
    lines: Sequence[int] = ()
    broken: tuple[tuple[int, Message], ...] = ()
    old: bool = False
    came: Sequence[tuple[int, Sequence[int]]] = ()

    def cell_name(self, row: int, column: int) -> str:
        """``Pledges!F12``, or ``F12`` where the sheet is a file of its own."""
        row, column = self._origin(row, column)
        name = f"{letters(column)}{row + 1}"
        return f"{sheet_name(self.name)}!{name}" if self.inside else name

    def place(self, row: int, column: int | None, span: tuple[int, int] | None = None) -> Place:
        """Where a cell stands, or a stretch of its text (offset, length); without ``column`` the row."""
        first, its = self._origin(row, column or 0)
        if self.csv is not None:
            at = None if column is None else its
            return self.csv.place(self.lines[first], at, span) if self.lines else Place(file=self.file, line=1)
        here = self.cell_at(row, column or 0)
        start, length = span or (0, len(shown_cell(here)))
        name = self.cell_name(row, column or 0)
        return Place(file=self.file, line=first + 1, column=start + 1, length=max(length, 1), cell=name)

    def _origin(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell stands in the file."""
        if not self.came:
            return row, column
        number, columns = self.came[row]
        return number, columns[column] if column < len(columns) else columns[0]

    def has_stray_quote(self, row: int, column: int) -> bool:
        """Whether a cell of a CSV table has a quote in it, and is not in quotes itself."""
        cell = self.cell_at(row, column)
        return (
            self.csv is not None and isinstance(cell, str) and self.csv.has_stray_quote(self.lines[row], column, cell)
        )

    def cell_at(self, row: int, column: int) -> Cell:
        """What a cell holds; nothing where the sheet has none."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Sheets that belong together: a workbook, or a folder of CSV tables. ``notes``: what was noticed opening it."""

    file: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...] = ()


def letters(column: int) -> str:
    """The name of a column, from 0: A, B … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def sheet_name(name: str) -> str:
    """The name of a sheet as spreadsheets write it before a cell."""
    return name if name.isidentifier() else "'" + name.replace("'", "''") + "'"
