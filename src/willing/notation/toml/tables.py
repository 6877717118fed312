"""Text to tables, and where each key and value stands (§1).

The tables are tomllib's. It does not say where things stand, takes quadratic time on keys of very many parts and
lets some errors of the interpreter through; so a small scanner of our own goes over the text first, notes where every
key starts, and turns down what tomllib had better not see.
"""

import re
import tomllib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from willing.model.place import Place
from willing.model.problem import Problem
from willing.notation.grammar import DEEPEST, MOST_DIGITS

#: Keys and indices from the root of a file down to one value.
Path = tuple[str | int, ...]

#: How many parts a dotted key may have: tomllib is quadratic in them, and no key of a plan has more than five.
_MOST_PARTS = 50

# A number longer than this is turned down before it is read: int() refuses 4,300 digits with an error of its own.
_LONGEST_NUMBER = 40

# Possessive throughout, with the closing quote optional: whatever the bytes, every character is read once.
_TOKEN = re.compile(
    r'"""[^"\\]*+(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*+)*+(?:"{3,5})?'
    r"|'''[^']*+(?:'{1,2}(?!')[^']*+)*+(?:'{3,5})?"
    r'|"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+"
    r"|\n"
    r"|[\[\]{}=,]"
    r"""|[^\s\[\]{}=,\#"']++"""
)
_PART = re.compile(r"[^.]+")
_ESCAPED = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\n\s*|[\s\S])|[\s\S]")
_TOMLLIB_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TWICE = re.compile(r"Cannot declare \('(.*?)',?\) twice")


class SourceError(Exception):
    """Bytes that cannot be read as tables; carries the one ``problem`` that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
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


class Written(Protocol):
    """What somebody wrote as tables, and where each key and value of it stands: a TOML file, or sheets of cells."""

    root: dict[str, Any]

    @property
    def file(self) -> str:
        """The file, as problems name it."""
        ...

    def key(self, path: Path) -> Place:
        """Where the key at ``path`` stands; of what is not there, what holds it."""
        ...

    def value(self, path: Path) -> Place:
        """Where the value at ``path`` stands."""
        ...

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """Where ``length`` characters from ``offset`` on of the string at ``path`` stand."""
        ...

    def order(self, place: Place) -> tuple[int, int, int]:
        """By what problems at these places are sorted."""
        ...

    def problem(self, message: str, place: Place, subject: str = "") -> Problem:
        """A problem at one of these places, with what stands there."""
        ...

    def __contains__(self, path: Path) -> bool: ...


@dataclass(slots=True)
class Tables:
    """What a TOML file says, as dicts and lists, and where each key and value of it stands (:class:`Written`)."""

    root: dict[str, Any]
    lines: Lines
    starts: dict[Path, int] = field(repr=False)
    _array: "_Array | None" = None

    @property
    def file(self) -> str:
        """The file, as problems name it."""
        return self.lines.file

    def order(self, place: Place) -> tuple[int, int, int]:
        """The plan is the first of its files."""
        return 0, place.line, place.column

    def problem(self, message: str, place: Place, subject: str = "") -> Problem:
        """A problem with the line it stands on."""
        return problem(message, self.lines, place, subject)

    def key(self, path: Path) -> Place:
        """Where the key at ``path`` stands; of an array's element, the element; of what is not there, what holds it."""
        start = self.starts.get(path)
        if start is None:
            return self.value(path) if path in self else self.key(path[:-1]) if path else self.lines.at(1, 1)
        return self.lines.place(start, self._name_end(start))

    def value(self, path: Path) -> Place:
        """Where the value at ``path`` stands; a table with a header of its own stands where its name does."""
        start, end = self._span(path)
        return self.lines.place(start, end)

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """Where ``length`` characters from ``offset`` on of the string at ``path`` stand, escapes reckoned with."""
        start, end = self._span(path)
        raw = self.lines.text[start:end]
        quote = 3 if raw[:3] in ('"""', "'''") else 1
        begin = quote + (quote == 3 and raw[3:4] == "\n")
        if raw[:1] == '"' and "\\" in raw:
            marks = list(_raw_offsets(raw, begin, offset + length))
            return self.lines.place(start + marks[min(offset, len(marks) - 1)], start + marks[-1])
        return self.lines.place(start + begin + offset, min(start + begin + offset + length, max(end - quote, start)))

    def __contains__(self, path: Path) -> bool:
        return leads_somewhere(self.root, path)

    def _name_end(self, start: int) -> int:
        match = _TOKEN.match(self.lines.text, start)
        if match is None or match.group()[0] in "[{":
            return start + 1
        if match.group()[0] in "\"'":
            return match.end()
        dot = self.lines.text.find(".", start, match.end())
        return dot if dot >= 0 else match.end()

    def _span(self, path: Path) -> tuple[int, int]:
        start = self.starts.get(path)
        if start is None:
            if path and isinstance(path[-1], int):
                return self._element(path[:-1], path[-1])
            return self._span(path[:-1]) if path else (0, 1)
        text = self.lines.text
        if text[start] in "[{":
            return start, _value_end(text, start)
        for match in _TOKEN.finditer(text, start):
            token = match.group()
            if token in ("]", "\n"):
                break
            if token == "=":
                value = _TOKEN.search(text, match.end())
                return (value.start(), _value_end(text, value.start())) if value else (start, start + 1)
        return start, self._name_end(start)

    def _element(self, path: Path, index: int) -> tuple[int, int]:
        """The ``index``-th element of the array at ``path``, found by going through it; the next one goes on there."""
        array_ = self._array
        if array_ is None or array_.path != path or array_.index > index:
            start, end = self._span(path)
            if self.lines.text[start] != "[":
                return start, end
            array_ = self._array = _Array(path, start, end, start + 1, 0)
        text = self.lines.text
        while match := _TOKEN.search(text, array_.at, array_.end):
            array_.at = match.end()
            if match.group()[0] in "\n,#]":
                continue
            end = _value_end(text, match.start())
            if array_.index == index:
                array_.at = match.start()
                return match.start(), end
            array_.at = end
            array_.index += 1
        return array_.start, array_.end


@dataclass(slots=True)
class _Array:
    """An array whose elements are being looked for: the element ``index`` stands at ``at`` or behind it."""

    path: Path
    start: int
    end: int
    at: int
    index: int


def leads_somewhere(root: Any, path: Path) -> bool:
    """Whether there is a value at ``path``."""
    value = root
    for step in path:
        in_list = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not in_list and not (isinstance(value, dict) and step in value):
            return False
        value = value[step]
    return True


def read_tables(data: bytes, file: str) -> Tables:
    """The tables of a plan file.

    Raises :class:`SourceError` with the first problem of bytes that are not TOML in UTF-8, or nested or numbered
    beyond all reason (§1.1).
    """
    lines = Lines(file, decode(data, file).replace("\r\n", "\n"))
    if "\0" in lines.text:
        raise SourceError(no_text(lines))
    starts = _Scan(lines).run()
    try:
        root = tomllib.loads(lines.text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(_not_toml(str(error), lines)) from None
    except (RecursionError, ValueError):
        raise SourceError(problem("not TOML: nested too deep, or a number too long", lines, lines.at(1, 1))) from None
    return Tables(root, lines, starts)


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
        message = f"not UTF-8: the byte 0x{data[error.start]:02x} stands here; save the file as UTF-8"
        raise SourceError(Problem(place=place, message=message, excerpt=excerpt)) from None
    return text.removeprefix("\ufeff")


def problem(message: str, lines: Lines, place: Place, subject: str = "") -> Problem:
    """A problem at a place in ``lines``, with the line it stands on."""
    return Problem(place=place, message=message, subject=subject, excerpt=lines.excerpt(place.line))


def no_text(lines: Lines) -> Problem:
    """The problem of a text with a NUL in it."""
    at = lines.text.index("\0")
    return problem("a NUL character stands here: this is no text, or it was damaged", lines, lines.place(at, at + 1))


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
        name = twice[1].replace("', '", ".")
        what = f"the table [{name}] stands here a second time; where there may be several, write [[{name}]] each time"
    elif what == "Cannot overwrite a value":
        what = "this key stands here a second time"
    elif what == "Invalid value":
        what = 'a value is expected: "text" in quotes, a number, a date, true, false or [a list]'
    else:
        what = what[:1].lower() + what[1:] + (", and the file ends here" if match and not match[1] else "")
    return problem(f"not TOML: {what}", lines, place)


def _value_end(text: str, start: int) -> int:
    """The end of the value that starts at ``start``: of the bracket's partner, or of a word and what belongs to it."""
    depth = 0
    end = start + 1
    bare = False
    for match in _TOKEN.finditer(text, start):
        token = match.group()
        if depth == 0 and match.start() > start and not (bare and token[0] not in "\n#,]}[{=\"'"):
            break
        end = match.end()
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
            if depth == 0:
                break
        elif depth == 0:
            bare = token[0] not in "\"'"  # only a date goes on behind a blank, with its time
    return end


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


@dataclass(slots=True)
class _Open:
    """A bracket not yet closed: in an array the next element's number."""

    bracket: str
    path: Path
    index: int = 0


class _Scan:
    """One pass over a text: where every key starts, and whether tomllib should see it."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.starts: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}  # of arrays of tables
        self.table: Path = ()  # what the last header named
        self.open: list[_Open] = []
        self.parts: list[tuple[str, int]] = []  # of the key that is being read, with their starts

    def run(self) -> dict[Path, int]:
        expects = "key"  # or "header", "value", "end" (of the value just read)
        value: Path = ()
        brackets = 0
        for match in _TOKEN.finditer(self.lines.text):
            token = match.group()
            first = token[0]
            if first == "#":
                continue
            if first == "\n":
                if not self.open:
                    expects = "key"
                    self.parts.clear()
            elif expects == "key":
                if first == "[" and not self.open and not self.parts:
                    expects, brackets = "header", 1
                elif first == "=":
                    value = self.name_key(match.start())
                    expects = "value"
                elif first == "}" and self.open:
                    expects = self.close()
                elif first in "{[":
                    break
                elif first not in "]},":
                    self.part(token, match.start())
            elif expects == "header":
                if first == "[":
                    brackets += 1
                    if brackets > 2:
                        break  # no header has three: tomllib will say so, and nothing behind it counts
                elif first == "]":
                    self.header(brackets)
                    expects = "end"
                elif first not in "{}=,":
                    self.part(token, match.start())
            elif expects == "value":
                if first in "[{":
                    expects, value = self.begin(first, value, match.start())
                elif first in "]}":
                    expects = self.close()
                elif first not in "=,":
                    self.scalar(token, match.start(), match.end())
                    expects = "end"
            elif first == "," and self.open:
                top = self.open[-1]
                top.index += 1
                self.parts.clear()
                expects, value = ("value", (*top.path, top.index)) if top.bracket == "[" else ("key", ())
            elif first in "]}":
                expects = self.close()
            elif first not in "[{=,":
                self.scalar(token, match.start(), match.end())
        return self.starts

    def part(self, token: str, start: int) -> None:
        if token[0] in "\"'":
            self.parts.append((_unquoted(token), start))
        else:
            if token.count(".") > _MOST_PARTS:
                self.too_many_parts(start)
            self.parts += ((match.group(), start + match.start()) for match in _PART.finditer(token))
        if len(self.parts) > _MOST_PARTS:
            self.too_many_parts(start)

    def too_many_parts(self, start: int) -> None:
        self.refuse(f"a key of more than {_MOST_PARTS} parts; no key of a plan is that long", start, start + 1)

    def name_key(self, at: int) -> Path:
        path = self.open[-1].path if self.open else self.table
        for name, start in self.parts:
            path = (*path, name)
            self.starts.setdefault(path, start)
        if not self.parts:
            self.starts.setdefault(path, at)
        self.parts.clear()
        return path

    def header(self, brackets: int) -> None:
        path: Path = ()
        for number, (name, start) in enumerate(self.parts, 1):
            path = (*path, name)
            self.starts.setdefault(path, start)
            if number == len(self.parts) and brackets > 1:
                index = self.lengths.get(path, 0)
                self.lengths[path] = index + 1
                path = (*path, index)
                self.starts[path] = start
            elif path in self.lengths:
                path = (*path, self.lengths[path] - 1)
        self.parts.clear()
        self.table = path

    def begin(self, bracket: str, path: Path, start: int) -> tuple[str, Path]:
        if len(self.open) == DEEPEST:
            self.refuse(f"nested more than {DEEPEST} deep", start, start + 1)
        if bracket == "{" and self.open and self.open[-1].bracket == "[":
            self.starts[path] = start  # a table in an array has no key that says where it is
        self.open.append(_Open(bracket, path))
        self.parts.clear()
        return ("value", (*path, 0)) if bracket == "[" else ("key", ())

    def close(self) -> str:
        if self.open:
            self.open.pop()
        self.parts.clear()
        return "end"

    def scalar(self, token: str, start: int, end: int) -> None:
        if len(token) > _LONGEST_NUMBER and token[0] in "+-.0123456789":
            self.refuse(f"a number has at most {MOST_DIGITS} digits", start, end)

    def refuse(self, message: str, start: int, end: int) -> None:
        raise SourceError(problem(message, self.lines, self.lines.place(start, end)))


def _unquoted(token: str) -> str:
    if token[0] == '"' and "\\" in token:
        try:
            return str(tomllib.loads(f"k={token}")["k"])
        except tomllib.TOMLDecodeError:
            return token  # tomllib will say so itself
    quote = 3 if token[:3] in ('"""', "'''") else 1
    return token[quote:-quote]
