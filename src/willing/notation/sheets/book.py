"""The bytes of workbooks and CSV tables to sheets of cells: xlsx, ods, xls, CSV.

What opens them (calamine) believes what a file says of its size and passes over errors of formulas. So a zipped
workbook is measured first (``measure.py``), and its sheets are read some rows at a time, so that they can be opened in
a process with limits.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from willing.model.place import Place
from willing.model.problem import Message, Part, Problem
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.csv_table import CsvTable, from_csv_text
from willing.notation.sheets.measure import (
    MOST_FAULTS,
    Measure,
    MeasureError,
    failed_formula,
    is_failed,
    measured,
    raised_texts,
)
from willing.notation.sheets.sheet import MOST_CELLS, Book, Sheet
from willing.notation.toml.tables import SourceError

MOST_SHEETS = 500

#: Code points of different texts in a workbook.
MOST_TEXT = 2**28

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

# Rows that are handed on at once.
_SOME = 2_000

#: A sheet without its rows, behind the rows, some at a time.
SheetPart = Sheet | list[list[Cell]]


class BookError(Exception):
    """A file that is no workbook that can be read; carries the one ``problem`` that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def open_book(data: bytes, file: str) -> Book:
    """The sheets of a workbook, or of one CSV table. Raises :class:`BookError`."""
    return book_of(sheet_parts(data, file), file) if is_workbook(data) else open_text(data, file)


def is_workbook(data: bytes) -> bool:
    """Whether a file begins as workbooks do."""
    return data.startswith((*_ZIP, _OLE))


def open_text(data: bytes, file: str) -> Book:
    """The sheet of a CSV table. Raises :class:`BookError` for what is none either."""
    suffix = posixpath.splitext(file.lower())[1]
    if not data:
        raise _refused(file, "book-empty")
    if suffix in (".csv", ".tsv", ".tab", ".txt"):
        return open_tables({file: data}, file)
    if suffix == ".json":
        return _open_records(data, file)
    if suffix == ".toml":
        raise _refused(file, "book-is-plan")
    start = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        raise _refused(file, "book-is-page")
    if start.startswith(b"<?xml") or suffix == ".fods":
        raise _refused(file, "book-in-xml")
    raise _refused(file, "book-unknown")


def book_of(parts: Iterable[SheetPart], file: str) -> Book:
    """The sheets of a workbook, put together. Raises :class:`BookError`."""
    sheets: list[Sheet] = []
    rows: list[list[Cell]] = []
    for part in parts:
        if isinstance(part, Sheet):
            sheets.append(replace(part, rows=rows))
            rows = []
        else:
            rows += part
    _refuse_twins([sheet.name for sheet in sheets], file)
    old = any(sheet.old for sheet in sheets)
    note = Problem(place=Place(file=file, line=0), message=Message("book-old"))
    return Book(file=file, sheets=tuple(sheets), notes=(note,) if old else ())


def open_tables(files: Mapping[str, bytes], file: str) -> Book:
    """CSV tables as the sheets of one book; each is called as its file without ``.csv``. Raises :class:`BookError`."""
    sheets = []
    for path, data in files.items():
        name = posixpath.splitext(posixpath.basename(path.replace("\\", "/")))[0]
        sheets.append(_csv_sheet(name, data, path))
    _refuse_twins([sheet.name for sheet in sheets], file)
    notes = [
        Problem(place=Place(file=sheet.file, line=1), message=Message("csv-in-encoding", encoding=sheet.csv.encoding))
        for sheet in sheets
        if sheet.csv is not None and sheet.csv.encoding
    ]
    return Book(file=file, sheets=tuple(sheets), notes=tuple(notes))


def _open_records(data: bytes, file: str) -> Book:
    """A list of records in JSON as a sheet: their keys are the heads (§T17)."""
    import json

    try:
        records = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused(file, "book-damaged", reason=str(error)) from None
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise _refused(file, "json-no-records")
    heads = list(dict.fromkeys(key for each in records for key in each))
    if len(records) * len(heads) > MOST_CELLS:
        raise _refused(file, "too-many-cells", count=MOST_CELLS)
    rows: list[list[Cell]] = [list(heads)]
    rows += [[_json_cell(each.get(head)) for head in heads] for each in records]
    name = posixpath.splitext(posixpath.basename(file.replace("\\", "/")))[0]
    return Book(file=file, sheets=(Sheet(name=name, rows=rows, file=file, inside=False),))


def _json_cell(value: object) -> Cell:
    import json

    if isinstance(value, bool | str) or value is None:
        return value if value != "" else None
    return float(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def _csv_sheet(name: str, data: bytes, file: str) -> Sheet:
    try:
        table = CsvTable(data, file)
    except SourceError as error:
        raise BookError(error.problem) from None
    rows: list[list[Cell]] = []
    lines: list[int] = []
    broken: list[tuple[int, Message]] = []
    cells = 0
    for line, row in table.rows(lambda line, message: broken.append((line, message))):
        cells += len(row)
        if cells > MOST_CELLS:
            raise _refused(file, "too-many-cells", count=MOST_CELLS)
        rows.append([from_csv_text(cell) if cell else None for cell in row])
        lines.append(line)
    return Sheet(name=name, rows=rows, file=file, inside=False, csv=table, lines=lines, broken=tuple(broken))


# -- workbooks --------------------------------------------------------------------------------------------------------


def sheet_parts(data: bytes, file: str, allow: Callable[[int], None] = lambda cells: None) -> Iterator[SheetPart]:
    """A workbook, some rows at a time. ``allow`` is told how many cells were measured before they are read.

    Raises :class:`BookError`.
    """
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refused(file, "book-locked")
        measures: Sequence[tuple[str, Measure]] = ()
    else:
        try:
            measures = measured(data)
        except MeasureError as error:
            raise _refused(file, error.code, **error.parts) from None
        allow(sum(its.cells for _, its in measures))
    _refuse_twins([name for name, _ in measures], file)
    yield from _sheets(data, file, measures)


def _sheets(data: bytes, file: str, measures: Sequence[tuple[str, Measure]]) -> Iterator[SheetPart]:
    import python_calamine as calamine

    with _opening(file), calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        kinds = book.sheets_metadata
        if len(kinds) > MOST_SHEETS:
            raise _refused(file, "too-many-sheets", count=len(kinds))
        room = MOST_TEXT
        raised = raised_texts(data)
        for number, kind in enumerate(kinds):
            if kind.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            its = book.get_sheet_by_index(number)
            if its.total_height * its.total_width > MOST_CELLS:
                raise _refused(file, "too-many-cells", count=MOST_CELLS)
            measure = measures[number][1] if number < len(measures) else Measure()
            failed = dict(measure.faults)
            for rows, text in _rows(its, failed, raised):
                room -= text
                if room < 0:
                    raise _refused(file, "book-too-large", most=MOST_TEXT // 2**20)
                yield rows
            areas = (its.merged_cell_ranges or ())[:MOST_FAULTS]
            merged = tuple((first[0], first[1], last[0], last[1]) for first, last in areas)
            hidden = kind.visible != calamine.SheetVisibleEnum.Visible
            yield Sheet(
                name=kind.name,
                rows=(),
                file=file,
                hidden=hidden,
                merged=merged or tuple(measure.merged),
                faults=failed,
                unseen=frozenset(measure.hidden),
                struck=frozenset(measure.struck),
                old=data.startswith(_OLE),
            )


@contextmanager
def _opening(file: str) -> Iterator[None]:
    """What calamine complains of, as a :class:`BookError`."""
    import python_calamine as calamine

    try:
        yield
    except calamine.PasswordError:
        raise _refused(file, "book-locked") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise _refused(file, "book-locked") from None
        raise _refused(file, "book-unreadable", reason=str(error)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault of calamine's own arrives here
            raise
        raise _refused(file, "book-unreadable", reason=Message("os.damaged")) from None


def _rows(
    its: Any, failed: dict[tuple[int, int], Message], raised: Mapping[str, str]
) -> Iterator[tuple[list[list[Cell]], int]]:
    """The rows of a sheet, some at a time, and the length of the different texts in them; what failed is added.

    ``raised``: texts in which something is raised, with that as a footnote mark.
    """
    rows: list[list[Cell]] = [[]] * (its.start[0] if its.start else 0)
    blank: list[Cell] = [None] * (its.start[1] if its.start else 0)
    texts: dict[str, str] = {}
    for number, row in enumerate(its.iter_rows(), len(rows)):
        cells: list[Cell] = blank.copy()
        for cell in row:
            kind = type(cell)
            if kind is str:
                if cell and cell[0] in "#E" and is_failed(cell):
                    failed[number, len(cells)] = failed_formula(cell)
                cells.append(texts.setdefault(cell, raised.get(cell, cell)) if cell else None)
            elif kind is time or kind is timedelta:
                cells.append(str(cell))
            else:
                cells.append(cell)
        rows.append(cells)
        if len(rows) >= _SOME:
            yield rows, sum(map(len, texts))
            rows, texts = [], {}
    yield rows, sum(map(len, texts))


def _refuse_twins(names: Iterable[str], file: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other is not name:
            raise _refused(file, "sheet-name-twice", one=other, other=name)


def _refused(file: str, code: str, /, **parts: Part) -> BookError:
    return BookError(Problem(place=Place(file=file, line=0), message=Message(code, **parts)))
