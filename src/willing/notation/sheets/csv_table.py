"""The rows of a CSV table, and where each of their cells stands in the file: the one way in which CSV is taken apart.

Rows are gone through without being kept, as often as they are needed. Where a cell stands is looked for only when
somebody asks: a table of a million rows has few mistakes.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

from willing.model.place import Place
from willing.model.problem import Message
from willing.notation.toml.tables import Lines, SourceError, decode, no_text

# What may stand between cells; which does, is judged by so much of the file.
_DELIMITERS = ",;\t|"
_JUDGED_BY = 2**16

_QUOTED = re.compile(r'[",\r\n\0]|^ ')
_FORMULA = re.compile(r"'*[=+\-@\t\r].*", re.DOTALL)


def csv_text(text: str) -> str:
    """A text as a cell of a CSV table; one that spreadsheets would take for a formula gets ``'`` before it."""
    return f"'{text}" if _FORMULA.fullmatch(text) else text


def from_csv_text(text: str) -> str:
    """What was written by :func:`csv_text`; and the text in ``="007"``, as spreadsheets are made to keep it one."""
    if text[:2] == '="' and text[-1:] == '"':
        return text[2:-1]
    return text[1:] if text[:1] == "'" and _FORMULA.fullmatch(text) else text


def csv_row(cells: Iterable[str]) -> str:
    """A row of a CSV table as it is read back: what would be lost or taken apart stands in quotes."""
    return ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells) + "\r\n"


class CsvTable:
    """One CSV table. ``width``: how many cells the first row with anything in it has."""

    def __init__(self, data: bytes, file: str) -> None:
        """Raises :class:`~willing.notation.toml.tables.SourceError` for what is no text.

        ``encoding``: in what it is written, if not in UTF-8: UTF-16 or, as Excel writes it, cp1252 (§T17).
        """
        self.file = file
        self._data, self.encoding = _in_utf8(data)
        text = decode(self._data, file)
        if "\0" in text:
            _refuse_damage(text, file)
        self._delimiter = _delimiter_of(text[:_JUDGED_BY])
        blank, other = rf"[^\S\r\n{self._delimiter}]", rf"[^{self._delimiter}\r\n]"
        self._cell_pattern = re.compile(rf'{blank}*"(?:[^"]|"")*"?{other}*|{other}*')
        self._line_starts: array[int] | None = None

    def rows(self, tell: Callable[[int, Message], None]) -> Iterator[tuple[int, list[str]]]:
        """Every row with its first line, empty ones too. What is no row is told: its line, and what is wrong."""
        import csv

        lines = TextIOWrapper(BytesIO(self._data), encoding="utf-8-sig", newline="\n")
        before = csv.field_size_limit(2**31 - 1)
        try:
            reader: Any = csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=True)
            line = 1
            whole = False
            while not whole:
                try:
                    for row in reader:
                        first, line = line, reader.line_num + 1
                        yield first, row
                    whole = True
                except csv.Error as error:
                    tell(line, _message(str(error)))
                    line = reader.line_num + 1
        finally:
            csv.field_size_limit(before)

    def has_stray_quote(self, line: int, index: int, cell: str) -> bool:
        """Whether a cell with a quote in it is not in quotes itself, as it would have to be."""
        if '"' not in cell:
            return False
        text, start, _ = self._cell(line, index)
        return text[start : start + 1] != '"'

    def cell(self, line: int, index: int) -> str:
        """The text of a cell in the row that begins on a line."""
        text, start, end = self._cell(line, index)
        return _unquoted(text[start:end])[0]

    def place(self, line: int, index: int | None, span: tuple[int, int] | None = None) -> Place:
        """Where a cell of the row that begins on ``line`` stands, or a stretch of its text (offset, length).

        ``index`` counts from 0; None: the row as a whole.
        """
        if index is None:
            return Place(file=self.file, line=line)
        text, start, end = self._cell(line, index)
        if span is not None:
            offsets = _unquoted(text[start:end])[1]
            first, last = (offsets[min(at, len(offsets) - 1)] for at in (span[0], span[0] + span[1]))
            start, end = start + first, start + last
        before = text.rfind("\n", 0, start) + 1
        below = text.find("\n", start, end)
        end = end if below < 0 else below
        return Place(
            file=self.file,
            line=line + text.count("\n", 0, start),
            column=start - before + 1,
            length=max(end - start, 1),
        )

    def line(self, line: int) -> str:
        """A line as it stands in the file, without its end."""
        if self._line_starts is None:
            self._line_starts = array("Q", [0])
            self._line_starts.extend(match.end() for match in re.finditer(b"\n", self._data))
        starts = self._line_starts
        if line > len(starts):
            return ""
        end = starts[line] - 1 if line < len(starts) else len(self._data)
        text = self._data[starts[line - 1] : end].decode("utf-8").removesuffix("\r")
        return text.removeprefix("\ufeff") if line == 1 else text

    def _cell(self, line: int, index: int) -> tuple[str, int, int]:
        """The text of the row that begins on a line, and where in it a cell starts and ends, blanks left out."""
        lines = [self.line(line)]
        if index == 0 and not lines[0].startswith(('"', " ", "\t")) and lines[0][:1].isprintable():
            return lines[0], 0, len(lines[0].partition(self._delimiter)[0].rstrip())  # as most rows begin
        quotes = lines[0].count('"')
        while quotes % 2 and line + len(lines) <= len(self._line_starts or ()):
            lines.append(self.line(line + len(lines)))
            quotes += lines[-1].count('"')
        text = "\n".join(lines)
        at = 0
        while True:
            match = self._cell_pattern.match(text, at)
            start, end = match.span() if match else (at, at)
            if index == 0 or end >= len(text):
                while start < end and text[start].isspace():
                    start += 1
                return text, start, start + len(text[start:end].rstrip())
            at = end + 1
            index -= 1


def _in_utf8(data: bytes) -> tuple[bytes, str]:
    """A file as UTF-8, and the encoding it was in if that is another; what is in none stays as it is."""
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")  # line ends of old
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16").encode(), "UTF-16"
        start = data[:_JUDGED_BY]
        for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):  # most of it Latin: every other byte is 0
            if len(data) % 2 == 0 and 4 * start[first::2].count(0) > len(start) and not start[1 - first :: 2].count(0):
                return data.decode(codec).encode(), "UTF-16"
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252").encode(), "cp1252"
        except UnicodeDecodeError:
            return data, ""
    return data, ""


def _delimiter_of(text: str) -> str:
    """The sign that divides most rows into equally many cells, quotes respected (§T17); a comma where none does."""
    import csv

    def divides(sign: str) -> tuple[int, int]:
        before = csv.field_size_limit(2**31 - 1)
        widths: list[int] = []
        with suppress(csv.Error):
            widths += (len(row) for row in csv.reader(StringIO(text), delimiter=sign, skipinitialspace=True) if row)
        csv.field_size_limit(before)
        rows = max(Counter(width for width in widths if width > 1).values(), default=0)
        return rows, widths[0] if widths else 0

    return max(_DELIMITERS, key=divides)


def _refuse_damage(text: str, file: str) -> None:
    """Raise SourceError for a NUL outside quotes; in quotes it is a part of a text, as an export writes it."""
    for match in re.finditer('"[^"]*"?|\0', text):
        if match.group() == "\0":
            lines = Lines(file, text)
            raise SourceError(no_text(lines, match.start()))


def wrong_width(row: Sequence[object], width: int) -> Message:
    """What is wrong with a row that has not as many cells as the first one."""
    return Message("row-of-other-width", count=len(row), width=width)


def _unquoted(raw: str) -> tuple[str, list[int]]:
    """The text of a cell as it is written, and where each of its characters stands in there; then the end."""
    if raw[:1] != '"':
        return raw, list(range(len(raw) + 1))
    text = []
    offsets = []
    at = 1
    while at < len(raw) and (raw[at] != '"' or raw[at : at + 2] == '""'):
        text.append(raw[at])
        offsets.append(at)
        at += 2 if raw[at] == '"' else 1
    return "".join(text), [*offsets, at]


def _message(error: str) -> Message:
    """What is wrong with a row, from what Python's reader of CSV says."""
    if "field larger" in error or "unexpected end" in error:
        return Message("quote-without-end-in-csv")
    if "expected after" in error:
        return Message("quote-ends-inside-cell")
    if "new-line" in error:
        return Message("carriage-return")
    return Message("not-csv", what=error)
