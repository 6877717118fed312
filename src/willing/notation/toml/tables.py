"""Text to tables, and where each key and value stands (§1): tomllib's tables, with the places of our own scanner."""

import re
import tomllib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from willing.model.place import Place
from willing.model.problem import Message, Part, Problem
from willing.notation.toml.scan import Document, Node, ScanError, scan
from willing.notation.written import Path, leads_somewhere

_ESCAPED = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\n\s*|[\s\S])|[\s\S]")
_TOMLLIB_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_WITH_COMMAS = re.compile(r"=[ \t]*([+-]?\d{1,3}(?:,\d{3})+)(?!\d)")
_KEY = re.compile(r"[\w-]+")
_TWICE = re.compile(r"Cannot declare \('(.*?)',?\) twice")

#: What tomllib says of a text that is none: the key of it in the messages, and its own sentence.
_TOMLLIB = {
    "value": r"Invalid value",
    "equals": r"Expected '=' after a key in a key/value pair",
    "bracket": r"Expected '\]' at the end of a table declaration",
    "brackets": r"Expected '\]\]' at the end of an array declaration",
    "line-end": r"Expected newline or end of document after a statement",
    "expected": r"Expected (?P<what>.+)",
    "day": r"Invalid date or datetime",
    "hex": r"Invalid hex value",
    "scalar": r"Escaped character is not a Unicode scalar value",
    "key": r"Invalid initial character for a key part",
    "statement": r"Invalid statement",
    "list-open": r"Unclosed array",
    "table-open": r"Unclosed inline table",
    "backslash": r"Unescaped '\\' in a string",
    "string-open": r"Unterminated string",
    "closed": r"Cannot mutate immutable namespace \('(?P<name>.*?)',?\)",
    "redefined": r"Cannot redefine namespace \('(?P<name>.*?)',?\)",
    "found": r"Found invalid character (?P<what>.+)",
    "character": r"Illegal character (?P<what>.+)",
}


class SourceError(Exception):
    """Bytes that cannot be read as tables; carries the one ``problem`` that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(slots=True)
class Lines:
    """A text, and how a stretch of it becomes a place and an excerpt. Works out what is asked for, when it is."""

    file: str
    text: str
    _starts: "array[int] | None" = None
    _shown: tuple[int, str] = (0, "")

    def place(self, start: int, end: int) -> Place:
        """The stretch from ``start`` to ``end``, as far as it lies on one line."""
        line = bisect_right(self._line_starts(), start)
        first = self._line_starts()[line - 1]
        length = min(end, first + len(self.excerpt(line))) - start
        return Place(file=self.file, line=line, column=start - first + 1, length=max(length, 1))

    def at(self, line: int, column: int) -> Place:
        """One character by line and column."""
        return Place(file=self.file, line=line, column=column)

    def excerpt(self, line: int) -> str:
        """The line, without its end. (The last one is kept: a long line that has many problems is cut out once.)"""
        if self._shown[0] != line:
            starts = self._line_starts()
            end = starts[line] - 1 if line < len(starts) else len(self.text)
            self._shown = (line, self.text[starts[line - 1] : end])
        return self._shown[1]

    def count(self) -> int:
        """How many lines there are."""
        return len(self._line_starts())

    def _line_starts(self) -> "array[int]":
        if self._starts is None:
            self._starts = array("Q", [0])
            self._starts.extend(match.end() for match in re.finditer("\n", self.text))
        return self._starts


@dataclass(slots=True)
class Tables:
    """What a TOML file says, as dicts and lists, and where it stands (:class:`~willing.notation.written.Written`)."""

    root: dict[str, Any]
    lines: Lines
    document: Document = field(repr=False)
    in_cells: bool = False

    @property
    def file(self) -> str:
        """The file, as problems name it."""
        return self.lines.file

    def order(self, place: Place) -> tuple[int, int, int]:
        """The plan is the first of its files."""
        return 0, place.line, place.column

    def problem(self, message: Message, place: Place, subjects: tuple[Message, ...] = ()) -> Problem:
        """A problem with the line it stands on."""
        return problem(message, self.lines, place, subjects)

    def key(self, path: Path) -> Place:
        """Where the key at ``path`` stands; of an array's entry, the entry; of what is not there, what holds it."""
        node = self._nearest(path)
        return self.lines.place(node.start, node.end)

    def value(self, path: Path) -> Place:
        """Where the value at ``path`` stands; a table with a header of its own stands where its name does."""
        return self.lines.place(*self._nearest(path).shown)

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """Where ``length`` characters from ``offset`` on of the string at ``path`` stand, escapes reckoned with."""
        start, end = self._nearest(path).shown
        raw = self.lines.text[start:end]
        quote = 3 if raw[:3] in ('"""', "'''") else 1
        begin = quote + (quote == 3 and raw[3:4] == "\n")
        if raw[:1] == '"' and "\\" in raw:
            marks = list(_raw_offsets(raw, begin, offset + length))
            return self.lines.place(start + marks[min(offset, len(marks) - 1)], start + marks[-1])
        return self.lines.place(start + begin + offset, min(start + begin + offset + length, max(end - quote, start)))

    def __contains__(self, path: Path) -> bool:
        return leads_somewhere(self.root, path)

    def _nearest(self, path: Path) -> Node:
        return self.document.find(path)[0]


def read_tables(data: bytes, file: str) -> Tables:
    """The tables of a plan file.

    Raises :class:`SourceError` with the first problem of bytes that are not TOML in UTF-8, or nested or numbered
    beyond all reason (§1.1).
    """
    lines = Lines(file, decode(data, file).replace("\r\n", "\n"))
    if "\0" in lines.text:
        raise SourceError(no_text(lines, lines.text.index("\0")))
    try:
        document = scan(lines.text)
        root = tomllib.loads(lines.text, parse_float=_decimal)
    except ScanError as error:
        raise SourceError(problem(error.message, lines, lines.place(error.start, error.end))) from None
    except tomllib.TOMLDecodeError as error:
        raise SourceError(_not_toml(str(error), lines)) from None
    except (RecursionError, ValueError):
        raise SourceError(problem(Message("toml-beyond-reason"), lines, lines.at(1, 1))) from None
    return Tables(root, lines, document)


def decode(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark. Raises :class:`SourceError` where it is not."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        end = data.find(b"\n", error.start)
        place = Place(
            file=file,
            line=data.count(b"\n", 0, error.start) + 1,
            column=len(data[start : error.start].decode("utf-8").removeprefix("\ufeff")) + 1,
        )
        excerpt = data[start : end if end >= 0 else len(data)].decode("utf-8", "replace").removeprefix("\ufeff")
        message = Message("not-utf-8", byte=f"0x{data[error.start]:02x}")
        raise SourceError(Problem(place=place, message=message, excerpt=excerpt)) from None
    return text.removeprefix("\ufeff")


def problem(message: Message, lines: Lines, place: Place, subjects: tuple[Message, ...] = ()) -> Problem:
    """A problem at a place in ``lines``, with the line it stands on."""
    return Problem(place=place, message=message, subjects=subjects, excerpt=lines.excerpt(place.line))


def no_text(lines: Lines, at: int) -> Problem:
    """The problem of a text with a NUL in it, there."""
    return problem(Message("nul-character"), lines, lines.place(at, at + 1))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what even Decimal holds; turned down with the bounds of numbers
        return Decimal("Infinity")


def _not_toml(said: str, lines: Lines) -> Problem:
    match = _TOMLLIB_PLACE.search(said)
    what = said[: match.start()] if match else said
    if match and match[1]:
        line = min(int(match[1]), lines.count())
        place = lines.at(line, min(int(match[2]), len(lines.excerpt(line)) + 1))
    else:
        line = lines.count()
        place = lines.at(line, len(lines.excerpt(line)) + 1)
    if twice := _TWICE.match(what):
        message = Message("toml-table-twice", table=twice[1].replace("', '", "."))
    elif what == "Cannot overwrite a value" or what.startswith("Duplicate inline table key"):
        message = Message("toml-key-twice")
    elif what == "Invalid value":
        message = Message("toml-value-expected")
    else:
        code = "not-toml-at-end" if match and not match[1] else "not-toml"
        hint = _thousands(lines, place) or _unquoted(lines, place)
        message = Message(code, what=not_toml(what), hint=Message("hint.write", text=hint) if hint else None)
    return problem(message, lines, place)


def not_toml(said: str) -> Part:
    """What tomllib says of a text, to be said in any language; in its own words where these are not known."""
    said = _TOMLLIB_PLACE.sub("", said)
    for code, pattern in _TOMLLIB.items():
        if match := re.fullmatch(pattern, said):
            return Message(
                f"toml.{code}", **{part: text.replace("', '", ".") for part, text in match.groupdict().items()}
            )
    return said[:1].lower() + said[1:]


def _thousands(lines: Lines, place: Place) -> str:
    """How a number is written that breaks off here at the comma of its thousands."""
    for match in _WITH_COMMAS.finditer(lines.excerpt(place.line)):
        if match.start(1) < place.column <= match.end(1) + 2:
            return match[1].replace(",", "_")
    return ""


def _unquoted(lines: Lines, place: Place) -> str:
    """How a key is written that breaks off here at a letter which TOML wants in quotes: ``[partners."Österreich"]``."""
    for match in _KEY.finditer(lines.excerpt(place.line)):
        if match.start() < place.column <= match.end() and not match[0].isascii():
            return f'"{match[0]}"'
    return ""


def _raw_offsets(raw: str, begin: int, needed: int) -> Iterator[int]:
    """Where each of the first ``needed`` characters of a basic string starts in ``raw``, and the end of the last."""
    count = 0
    for match in _ESCAPED.finditer(raw, begin):
        token = match.group()
        if len(token) > 1 and token[1] in " \t\n":
            continue  # a backslash at the end of a line: that, and the blanks after it, is no character
        yield match.start()
        if count == needed:
            return
        count += 1
    yield len(raw)
