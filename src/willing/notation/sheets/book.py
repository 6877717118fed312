"""The bytes of workbooks and CSV tables to sheets of cells: xlsx, ods, xls, CSV.

What opens them (calamine) believes what a file says of its size and passes over errors of formulas. So a zipped
workbook is gone through first: how much it unpacks to, how far its cells reach, which formulas failed or were never
worked out.
"""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from willing.model.place import Place
from willing.model.problem import Message, Part, Problem
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.csv_table import CsvTable, from_csv_text
from willing.notation.sheets.sheet import MOST_CELLS, Book, Sheet, letters
from willing.notation.toml.tables import SourceError

#: What a zipped workbook may unpack to, of how many parts, in how many sheets.
MOST_UNPACKED = 2**28
MOST_PARTS = 5_000
MOST_SHEETS = 500

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# A cell of a sheet in xlsx: its name, the rest of its tag, and what it holds unless it closes itself.
_XLSX_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^>/])?>')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_ODS_TOKEN = re.compile(r"<(table:table|/?table:table-row|table:(?:covered-)?table-cell)(?![\w-])([^>]*)>")
_FAILED = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")

# Formulas of one sheet that are told to have failed, and merged areas that are looked at.
_MOST_FAULTS = 10_000


class BookError(Exception):
    """A file that is no workbook that can be read; carries the one ``problem`` that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def open_book(data: bytes, file: str) -> Book:
    """The sheets of a workbook, or of one CSV table. Raises :class:`BookError`."""
    suffix = posixpath.splitext(file.lower())[1]
    if not data:
        raise _refused(file, "book-empty")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_zipped(data, file)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refused(file, "book-locked")
        return _open(data, file, ())
    if suffix == ".csv":
        return open_tables({file: data}, file)
    if suffix == ".toml":
        raise _refused(file, "book-is-plan")
    start = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        raise _refused(file, "book-is-page")
    if start.startswith(b"<?xml") or suffix == ".fods":
        raise _refused(file, "book-in-xml")
    raise _refused(file, "book-unknown")


def open_tables(files: Mapping[str, bytes], file: str) -> Book:
    """CSV tables as the sheets of one book; each is called as its file without ``.csv``. Raises :class:`BookError`."""
    sheets = []
    for path, data in files.items():
        name = posixpath.splitext(posixpath.basename(path.replace("\\", "/")))[0]
        sheets.append(_csv_sheet(name, data, path))
    _refuse_twins([sheet.name for sheet in sheets], file)
    return Book(file=file, sheets=tuple(sheets))


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


# -- zipped workbooks: what is in them before they are opened ---------------------------------------------------------


@dataclass(slots=True)
class _Look:
    """What a look at one sheet found: how far cells with something in them reach, and formulas that are of no use.

    ``merged``: areas of an .ods sheet; of an .xlsx one calamine tells.
    """

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], Message] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """There is something in this cell."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def refuse_if_too_far(self, name: str, file: str) -> None:
        """Raise :class:`BookError` where the sheet spans more cells than there is memory for."""
        if self.rows * self.columns > MOST_CELLS:
            far = f"{letters(self.columns - 1)}{self.rows}"
            raise _refused(file, "sheet-too-far", sheet=name, cell=far)


def _open_zipped(data: bytes, file: str) -> Book:
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as zipped:
            looks = _looks(zipped, file)
    except BookError:
        raise
    except (
        BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise _refused(file, "book-damaged", reason=str(error)) from None
    except Exception as error:  # zlib's own error is no subclass of any of these
        raise _refused(file, "book-damaged", reason=f"{type(error).__name__}: {error}") from None
    return _open(data, file, looks)


def _looks(zipped: Any, file: str) -> Sequence[tuple[str, _Look]]:
    parts = zipped.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refused(file, "book-too-large", most=MOST_UNPACKED // 2**20)
    names = {part.filename for part in parts}
    if "EncryptedPackage" in names or any(part.flag_bits & 1 for part in parts):
        raise _refused(file, "book-locked")
    if "xl/workbook.bin" in names:
        raise _refused(file, "book-binary")
    if "content.xml" in names:
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in zipped.read(manifest):
            raise _refused(file, "book-locked")
        return _looks_at_ods(zipped.read("content.xml").decode("utf-8", "replace"), file)
    if "xl/workbook.xml" not in names:
        raise _refused(file, "book-other-zip")
    sheets = _xlsx_sheets(zipped)
    looks = []
    for name, part in sheets:
        look = _look(zipped.read(part), name) if part in names else _Look()
        look.refuse_if_too_far(name, file)
        looks.append((name, look))
    for part in names - {part for _, part in sheets}:
        if part.endswith(".xml"):
            zipped.read(part)  # one that unpacks to more than it says is found out here
    return looks


def _xlsx_sheets(zipped: Any) -> Sequence[tuple[str, str]]:
    """The sheets of a workbook in their order, and the part that holds each."""
    from xml.etree import ElementTree

    targets = {}
    for link in ElementTree.fromstring(zipped.read("xl/_rels/workbook.xml.rels")):
        target = link.get("Target", "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        targets[link.get("Id")] = path
    sheets = []
    for each in ElementTree.fromstring(zipped.read("xl/workbook.xml")).iter():
        if each.tag.rpartition("}")[2] == "sheet":
            link_id = next((value for key, value in each.items() if key.rpartition("}")[2] == "id"), None)
            sheets.append((each.get("name", ""), targets.get(link_id, "")))
    return sheets


def _look(xml: bytes, name: str) -> _Look:
    """How far the cells of a sheet in xlsx reach, and which of its formulas failed or were never worked out."""
    look = _Look()
    formulas = b"<f" in xml or b":f" in xml or b't="e"' in xml
    if not formulas and xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b":c ") == xml.count(b'<c r="'):
        cells = _PLAIN_CELL.findall(xml)  # the usual case, an eighth of the time
        if cells:
            far = max(_column(name.decode()) for name in {name for name, _ in cells})
            look.reach(max(int(row) for _, row in cells) - 1, far)
        return look
    row = column = -1
    rows: list[int] | None = None
    widths: dict[bytes, int] = {}
    for cell in _XLSX_CELL.finditer(xml):
        tag, content = cell.groups()
        if content is None:
            continue
        found = _REFERENCE.search(tag)
        if found is None:  # cells may leave their names out; they then follow each other
            rows = rows or [match.start() for match in re.finditer(rb"<(?:\w+:)?row\b", xml)]
            row, column = bisect_left(rows, cell.start()) - 1, column + 1
        else:
            letters_ = found[1]
            if letters_ not in widths:
                widths[letters_] = _column(letters_.decode())
            column, row = widths[letters_], int(found[2]) - 1
        look.reach(row, column)
        if formulas and len(look.faults) < _MOST_FAULTS:
            if _ERROR.search(tag):
                said = _VALUE.search(content)
                error = said[1].decode("utf-8", "replace") if said else "an error"
                look.faults[row, column] = _failed(error)
            elif b't="str"' not in tag and _FORMULA.search(content) and not _VALUE.search(content):
                look.faults[row, column] = Message("formula-not-worked-out")
    return look


def _failed(error: str) -> Message:
    return Message("formula-fails", error=error[:40])


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _looks_at_ods(xml: str, file: str) -> Sequence[tuple[str, _Look]]:
    """The same of a workbook in ods, where a cell or a row may say that it is repeated."""
    from html import unescape

    looks: list[tuple[str, _Look]] = []
    look = _Look()
    row = column = 0
    tall = wide = 1
    cells = 0
    for token in _ODS_TOKEN.finditer(xml):
        kind, rest = token.groups()
        if kind == "table:table":
            look = _Look()
            named = re.search(r'table:name="([^"]*)"', rest)
            looks.append((unescape(named[1]) if named else "", look))
            row, tall = 0, 1
        elif kind == "table:table-row":
            row += tall if column else 0
            tall, column = _repeated("rows", rest), 0
            if rest.endswith("/"):
                row += tall
                column = 0
        elif kind == "/table:table-row":
            row, column, tall = row + tall, 0, 1
        elif kind.endswith("table-cell"):
            wide = _repeated("columns", rest)
            if "office:value-type" in rest and not rest.endswith("/"):
                cells += tall * wide
                look.reach(row + tall - 1, column + wide - 1)
            if "-spanned=" in rest and len(look.merged) < _MOST_FAULTS:
                bottom, right = row + _spanned("rows", rest) - 1, column + _spanned("columns", rest) - 1
                look.merged.append((row, column, bottom, right))
            column += wide
        if cells > MOST_CELLS:
            raise _refused(file, "too-many-cells", count=MOST_CELLS)
        if looks:
            look.refuse_if_too_far(looks[-1][0], file)
    return looks


def _repeated(what: str, tag: str) -> int:
    found = re.search(rf'number-{what}-repeated="([0-9]{{1,9}})"', tag)
    return int(found[1]) if found else 1


def _spanned(what: str, tag: str) -> int:
    found = re.search(rf'number-{what}-spanned="([0-9]{{1,7}})"', tag)
    return int(found[1]) if found else 1


# -- opening ----------------------------------------------------------------------------------------------------------


def _open(data: bytes, file: str, looks: Sequence[tuple[str, _Look]]) -> Book:
    import python_calamine as calamine

    _refuse_twins([name for name, _ in looks], file)
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            kinds = book.sheets_metadata
            sheets = []
            for number, kind in enumerate(kinds[:MOST_SHEETS]):
                if kind.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                look = looks[number][1] if number < len(looks) else _Look()
                hidden = kind.visible != calamine.SheetVisibleEnum.Visible
                sheets.append(_sheet(book.get_sheet_by_index(number), kind.name, file, hidden, look))
    except calamine.PasswordError:
        raise _refused(file, "book-locked") from None
    except BookError:
        raise
    except (calamine.CalamineError, OSError, ValueError) as error:
        locked = "password" in str(error).lower()
        if locked:
            raise _refused(file, "book-locked") from None
        raise _refused(file, "book-unreadable", reason=str(error)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault of calamine's own arrives here
            raise
        raise _refused(file, "book-unreadable", reason=Message("os.damaged")) from None
    if len(kinds) > MOST_SHEETS:
        raise _refused(file, "too-many-sheets", count=len(kinds))
    _refuse_twins([sheet.name for sheet in sheets], file)
    return Book(file=file, sheets=tuple(sheets), notes=_notes(data, file))


def _notes(data: bytes, file: str) -> tuple[Problem, ...]:
    if not data.startswith(_OLE):
        return ()
    return (Problem(place=Place(file=file, line=0), message=Message("book-old")),)


def _sheet(its: Any, name: str, file: str, hidden: bool, look: _Look) -> Sheet:
    rows: list[list[Cell]] = []
    failed = dict(look.faults)
    for number, row in enumerate(its.to_python(skip_empty_area=False)):
        cells: list[Cell] = [None if cell == "" else cell for cell in row]
        for column, cell in enumerate(row):
            kind = type(cell)
            if kind is str:
                if cell and cell[0] in "#E" and _FAILED.fullmatch(cell):
                    failed[number, column] = _failed(cell)
            elif kind is time or kind is timedelta:
                cells[column] = str(cell)
        rows.append(cells)
    merged = [(first[0], first[1], last[0], last[1]) for first, last in (its.merged_cell_ranges or ())[:_MOST_FAULTS]]
    return Sheet(name=name, rows=rows, file=file, hidden=hidden, merged=tuple(merged or look.merged), faults=failed)


def _refuse_twins(names: Iterable[str], file: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other is not name:
            raise _refused(file, "sheet-name-twice", one=other, other=name)


def _refused(file: str, code: str, /, **parts: Part) -> BookError:
    return BookError(Problem(place=Place(file=file, line=0), message=Message(code, **parts)))
