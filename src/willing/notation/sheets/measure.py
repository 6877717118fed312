"""What is in a zipped workbook (xlsx, ods), before it is opened: how far its cells reach, which formulas failed.

Its XML is read as a stream, by the parser whose business that is, and nothing of it is kept: a file of a kilobyte that
unpacks to gigabytes, or says that its one cell is the last there can be, costs no more than looking at it.
"""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from willing.model.problem import Message, Part
from willing.notation.sheets.sheet import MOST_CELLS, letters

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType
    from zipfile import ZipFile

    #: Told of every element of a part: its name without prefix, its attributes, and what reads it.
    Begin = Callable[[str, dict[str, str], XMLParserType], None]

#: What a zipped workbook may unpack to, and of how many parts.
MOST_UNPACKED = 2**28
MOST_PARTS = 5_000

#: Cells of an .ods workbook that are there only because it says that others are repeated.
MOST_REPEATED = 100_000

#: Formulas of one sheet that are told to have failed, and merged areas that are looked at.
MOST_FAULTS = 10_000

# What is read of a part at once.
_PIECE = 2**16

_NAME = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_FAILED = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")


class MeasureError(Exception):
    """A workbook that is not to be opened: the code of why, and its parts."""

    def __init__(self, code: str, /, **parts: Part) -> None:
        super().__init__(code)
        self.code = code
        self.parts = parts


@dataclass(slots=True)
class Measure:
    """How far the cells of a sheet with something in them reach, and formulas that are of no use.

    ``merged``: areas of an .ods sheet; of an .xlsx calamine tells. Of an .xlsx ``hidden`` are rows that are not shown,
    ``struck`` cells that are struck through.
    """

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], Message] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)

    @property
    def cells(self) -> int:
        """Those of the rectangle around them."""
        return self.rows * self.columns

    def reach(self, row: int, column: int, name: str) -> None:
        """There is something in this cell. Raises :class:`MeasureError` where the sheet gets too large."""
        if row >= self.rows or column >= self.columns:
            self.rows = max(self.rows, row + 1)
            self.columns = max(self.columns, column + 1)
            if self.cells > MOST_CELLS:
                far = f"{letters(self.columns - 1)}{self.rows}"
                raise MeasureError("sheet-too-far", sheet=name, cell=far)


def is_failed(text: str) -> bool:
    """Whether a cell says that its formula failed."""
    return _FAILED.fullmatch(text) is not None


def failed_formula(error: str) -> Message:
    """What is said of it."""
    return Message("formula-fails", error=error[:40])


def measured(data: bytes) -> Sequence[tuple[str, Measure]]:
    """The sheets of a zipped workbook, in their order, and their measures. Raises :class:`MeasureError`."""
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as zipped:
            return _measured(zipped)
    except MeasureError:
        raise
    except (BadZipFile, ExpatError, LookupError, ValueError, EOFError, OSError, RuntimeError) as error:
        raise MeasureError("book-damaged", reason=str(error)) from None
    except MemoryError:
        raise
    except Exception as error:  # zlib's own error is no subclass of any of these
        raise MeasureError("book-damaged", reason=f"{type(error).__name__}: {error}") from None


def _measured(zipped: "ZipFile") -> Sequence[tuple[str, Measure]]:
    parts = zipped.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise MeasureError("book-too-large", most=MOST_UNPACKED // 2**20)
    names = {part.filename for part in parts}
    if "EncryptedPackage" in names or any(part.flag_bits & 1 for part in parts):
        raise MeasureError("book-locked")
    if "xl/workbook.bin" in names:
        raise MeasureError("book-binary")
    if "content.xml" in names:
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in zipped.read(manifest):
            raise MeasureError("book-locked")
        reader = _OdsSheets()
        _Parts(zipped).parse("content.xml", reader.begin)
        return reader.found
    if "xl/workbook.xml" not in names:
        raise MeasureError("book-other-zip")
    return _of_xlsx(_Parts(zipped), names)


def _of_xlsx(parts: "_Parts", names: set[str]) -> Sequence[tuple[str, Measure]]:
    links: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []
    calculates = False

    def link(kind: str, its: dict[str, str], _: "XMLParserType") -> None:
        if kind == "Relationship":
            target = its.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            links[its.get("Id", "")] = path

    def sheet(kind: str, its: dict[str, str], _: "XMLParserType") -> None:
        nonlocal calculates
        if kind == "sheet":
            sheets.append((its.get("name", ""), links.get(_of(its, "id"), "")))
        elif kind == "calcPr":
            calculates = its.get("fullCalcOnLoad") in ("1", "true")

    parts.parse("xl/_rels/workbook.xml.rels", link)
    parts.parse("xl/workbook.xml", sheet)
    found = []
    styles = _Styles()
    if "xl/styles.xml" in names:
        parts.parse("xl/styles.xml", styles.begin)
    for name, part in sheets:
        reader = _XlsxSheet(name, calculates, styles.struck)
        if part in names:
            parts.parse(part, reader.begin)
        reader.settle()
        found.append((name, reader.measure))
    for part in names - {part for _, part in sheets}:
        if part.endswith(".xml"):
            parts.parse(part, lambda *_: None)  # one that unpacks to more than it says is found out here
    return found


def raised_texts(data: bytes) -> Mapping[str, str]:
    """Shared texts of a workbook in which something is raised, with that as a footnote mark (§T13).

    ``301`` whose last figure is raised is ``30¹``, and not 301. Empty where nothing is, and for what is no workbook.
    """
    from xml.parsers import expat
    from zipfile import BadZipFile, ZipFile

    found: dict[str, str] = {}
    as_is: set[str] = set()
    plain: list[str] = []
    marked: list[str] = []
    raised = inside = False

    def begin(name: str, its: dict[str, str]) -> None:
        nonlocal raised, inside
        kind = name.rpartition(":")[2]
        if kind == "si":
            plain.clear()
            marked.clear()
        elif kind == "r":
            raised = False
        elif kind == "vertAlign":
            raised = its.get("val") == "superscript"
        inside = kind == "t"

    def end(name: str) -> None:
        nonlocal raised, inside
        inside = False
        if name.rpartition(":")[2] == "si":
            if (text := "".join(marked)) != (joined := "".join(plain)):
                found[joined] = text
            else:
                as_is.add(joined)
            raised = False

    def text(piece: str) -> None:
        if inside:
            plain.append(piece)
            as_mark = piece.translate(_RAISED) if piece.strip().isdigit() else f"[{piece.strip()[:2]}]"
            marked.append(as_mark if raised and piece.strip() else piece)

    try:
        with ZipFile(BytesIO(data)) as zipped, zipped.open("xl/sharedStrings.xml") as stream:
            head = stream.read(MOST_UNPACKED)
            if b"superscript" not in head:
                return {}
            parser = expat.ParserCreate()
            parser.StartElementHandler = begin
            parser.EndElementHandler = end
            parser.CharacterDataHandler = text
            parser.Parse(head, True)
    except (BadZipFile, KeyError, expat.ExpatError, OSError, ValueError):
        return {}
    # Cells are told by their text alone: one that stands both ways is no figure for certain.
    return {text: f"{text} / {mark}" if text in as_is else mark for text, mark in found.items()}


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Parts:
    """The parts of a workbook, and how much they may still unpack to, whatever it says of their sizes."""

    def __init__(self, zipped: "ZipFile") -> None:
        self.zipped = zipped
        self.room = MOST_UNPACKED

    def parse(self, part: str, begin: "Begin") -> None:
        """Tell ``begin`` of every element of a part."""
        from xml.parsers import expat

        kinds: dict[str, str] = {}

        def tell(name: str, its: dict[str, str]) -> None:
            kind = kinds.get(name)
            if kind is None:
                kind = kinds[name] = name.rpartition(":")[2]
            begin(kind, its, parser)

        def refuse(*_: object) -> None:  # no workbook declares types, and entities can be made to explode
            raise MeasureError("book-damaged", reason="DOCTYPE")

        parser = expat.ParserCreate()
        parser.StartElementHandler = tell
        parser.StartDoctypeDeclHandler = refuse
        with self.zipped.open(part) as stream:
            while piece := stream.read(_PIECE):
                self.room -= len(piece)
                if self.room < 0:
                    raise MeasureError("book-too-large", most=MOST_UNPACKED // 2**20)
                parser.Parse(piece, False)
            parser.Parse(b"", True)


class _Styles:
    """Which styles of cells strike through what stands there, by the number that cells have of them."""

    def __init__(self) -> None:
        self.struck: set[str] = set()
        self.fonts: list[bool] = []
        self.cells = 0
        self.inside = ""

    def begin(self, kind: str, its: dict[str, str], _: "XMLParserType") -> None:
        """An element begins."""
        if kind in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            self.inside = kind
        elif kind == "font" and self.inside == "fonts":
            self.fonts.append(False)
        elif kind == "strike" and self.inside == "fonts" and self.fonts:
            self.fonts[-1] = its.get("val") not in ("0", "false")
        elif kind == "xf" and self.inside == "cellXfs":
            font = its.get("fontId", "")
            if font.isdecimal() and int(font[:6]) < len(self.fonts) and self.fonts[int(font[:6])]:
                self.struck.add(str(self.cells))
            self.cells += 1


class _XlsxSheet:
    """Measures a sheet in xlsx, told of one element after the other."""

    def __init__(self, name: str, calculates: bool, struck: Set[str]) -> None:
        self.name = name
        self.strikes = struck  # styles of cells that are struck through
        self.calculates = calculates  # its values are to be worked out when it is opened: a 0 stands for none
        self.measure = Measure()
        self.row = self.column = -1
        self.columns: dict[str, int] = {}
        self.cell: dict[str, str] = {}
        self.formula = False
        self.said: list[str] | None = None  # what a value says that has to be looked at

    def begin(self, kind: str, its: dict[str, str], parser: "XMLParserType") -> None:
        """An element begins."""
        if self.said is not None:
            parser.CharacterDataHandler = None
        if kind == "c":
            self.settle()
            self.cell = its
            name = its.get("r")
            if name is None:
                self.column += 1
            else:
                self.go_to(name)
            if its.get("s") in self.strikes and len(self.measure.struck) < MOST_FAULTS:
                self.measure.struck.add((self.row, self.column))
        elif kind == "row":
            self.settle()
            number = its.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.row + 1
            self.column = -1
            if its.get("hidden") in ("1", "true") and len(self.measure.hidden) < MOST_FAULTS:
                self.measure.hidden.add(self.row)
        elif kind == "v" or kind == "is" or kind == "t":
            self.measure.reach(self.row, self.column, self.name)
            if kind == "v" and (self.formula or self.cell.get("t") == "e"):
                self.said = []
                parser.CharacterDataHandler = self.said.append
        elif kind == "f":
            self.measure.reach(self.row, self.column, self.name)
            self.formula = True

    def go_to(self, name: str) -> None:
        """To the cell of a name. Raises :class:`MeasureError` for what is none."""
        of_column = name.rstrip("0123456789")
        column = self.columns.get(of_column)
        if column is None:
            found = _NAME.fullmatch(name)
            if found is None:
                raise MeasureError("book-damaged", reason=f"<c r={name[:40]!r}>")
            column = self.columns[of_column] = _column(of_column)
        self.column, self.row = column, int(name[len(of_column) :]) - 1

    def settle(self) -> None:
        """The cell before is at its end: whether its formula is of no use."""
        if self.formula or self.said is not None:
            said = "".join(self.said or ()).strip()
            if len(self.measure.faults) < MOST_FAULTS:
                if self.cell.get("t") == "e":
                    self.measure.faults[self.row, self.column] = failed_formula(said or "an error")
                elif (not said and self.cell.get("t") != "str") or (self.calculates and said == "0"):
                    self.measure.faults[self.row, self.column] = Message("formula-not-worked-out")
            self.formula, self.said = False, None


def _column(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _OdsSheets:
    """Measures the sheets of an .ods workbook, where a cell or a row may say that it is repeated."""

    def __init__(self) -> None:
        self.found: list[tuple[str, Measure]] = []
        self.row = self.column = self.repeated = 0
        self.tall = 0  # rows that the one under way stands for
        self.style = ""
        self.strikes: set[str] = set()  # styles that strike through

    def begin(self, kind: str, its: dict[str, str], _: "XMLParserType") -> None:
        """An element begins."""
        if kind == "table":
            self.found.append((_of(its, "name"), Measure()))
            self.row = self.tall = 0
        elif kind == "style":
            self.style = _of(its, "name")
        elif kind == "text-properties":
            if {_of(its, "text-line-through-style"), _of(its, "text-line-through-type")} - {"", "none"}:
                self.strikes.add(self.style)
        elif kind == "table-row":
            self.row += self.tall
            self.tall, self.column = _number(its, "number-rows-repeated"), 0
            if _of(its, "visibility") in ("collapse", "filter") and self.found and self.tall < MOST_FAULTS:
                self.found[-1][1].hidden.update(range(self.row, self.row + self.tall))
        elif kind in ("table-cell", "covered-table-cell") and self.found:
            name, measure = self.found[-1]
            wide = _number(its, "number-columns-repeated")
            if _of(its, "value-type") or _of(its, "formula"):
                row, column = self.row + self.tall - 1, self.column + wide - 1
                self.repeated += self.tall * wide - 1
                if self.repeated > MOST_REPEATED:
                    raise MeasureError("sheet-too-far", sheet=name, cell=f"{letters(column)}{row + 1}")
                measure.reach(row, column, name)
                if _of(its, "style-name") in self.strikes and len(measure.struck) < MOST_FAULTS:
                    measure.struck.add((self.row, self.column))
            tall, broad = _number(its, "number-rows-spanned"), _number(its, "number-columns-spanned")
            if (tall > 1 or broad > 1) and len(measure.merged) < MOST_FAULTS:
                measure.merged.append((self.row, self.column, self.row + tall - 1, self.column + broad - 1))
            self.column += wide


def _of(its: Mapping[str, str], name: str) -> str:
    """An attribute, whatever its prefix."""
    return next((value for key, value in its.items() if key.rpartition(":")[2] == name), "")


def _number(its: Mapping[str, str], name: str) -> int:
    said = _of(its, name)
    return int(said[:10]) if said.isdecimal() else 1
