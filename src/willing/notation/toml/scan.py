"""The one lexer of TOML text: what stands where, to the character, comments and all.

tomllib decides what is TOML and what it says. It does not say where, takes quadratic time on keys of very many parts
and lets some errors of the interpreter through; so a text is scanned first. :func:`scan` turns down what tomllib had
better not see and gives a :class:`Document`, the tree of tables, keys and values that places, layout and changes are
worked out on. The scanner takes more than TOML (whatever stops it stops tomllib too, at the same place or before), and
leaves the line ends of a text as they are.

What stands between two nodes of the tree is blanks, commas, line ends and comments, nothing else: whoever wants the
comments cuts up that text by its lines.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from willing.model.problem import Message
from willing.notation.grammar import DEEPEST, MOST_DIGITS
from willing.notation.written import Path

#: How many parts a dotted key may have: tomllib is quadratic in them, and no key of a plan has more than five.
MOST_PARTS = 50

# A number longer than this is turned down before it is read: int() refuses 4,300 digits with an error of its own.
_LONGEST_NUMBER = 40

# Possessive throughout, with the closing quote optional: whatever the bytes, every character is read once.
_ONE_LINE_STRING = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"?' r"|'[^'\n]*+'?"
_STRING = (
    r'"""[^"\\]*+(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*+)*+(?:"{3,5})?'
    r"|'''[^']*+(?:'{1,2}(?!')[^']*+)*+(?:'{3,5})?"
    rf"|{_ONE_LINE_STRING}"
)
_WORD = r"""[^\s\[\]{}=,\#"']++"""
_SCALAR = re.compile(rf"{_STRING}|{_WORD}(?:[ \t]++{_WORD})*+")
_RUN = re.compile(rf"({_ONE_LINE_STRING}|{_WORD})[ \t]*+")
_BARE_KEY = re.compile(r"([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+")
_PART = re.compile(r"[^.]+")
_BLANK = re.compile(r"[ \t]*+")
_BETWEEN_LINES = re.compile(r"(?:[ \t\r\n]++|\#[^\n]*+)*+")
_BETWEEN_ENTRIES = re.compile(r"(?:[ \t\r\n,]++|\#[^\n]*+)*+")
_STRING_OR_COMMENT = re.compile(rf"{_STRING}|\#[^\n]*+")


class ScanError(Exception):
    """A text that tomllib had better not see: why, and the stretch from ``start`` to ``end`` that is to blame."""

    def __init__(self, message: Message, start: int, end: int) -> None:
        super().__init__(message.code)
        self.message = message
        self.start = start
        self.end = end


class _NotTomlError(Exception):
    """Here the text stops to be anything like TOML."""


class Part(NamedTuple):
    """One part of a dotted key: the name it means, and where it stands, with its quotes."""

    name: str
    start: int
    end: int


class Scalar(NamedTuple):
    """A string, a number, a day, a word."""

    start: int
    end: int


class Array(NamedTuple):
    """``[1, 2]``, from bracket to bracket."""

    start: int
    end: int
    entries: tuple["Value", ...]


class Inline(NamedTuple):
    """An inline table, from brace to brace."""

    start: int
    end: int
    rows: tuple["Row", ...]


Value = Scalar | Array | Inline


class Row(NamedTuple):
    """``key = value``."""

    key: tuple[Part, ...]
    value: Value

    @property
    def start(self) -> int:
        """Where its key starts."""
        return self.key[0].start

    @property
    def end(self) -> int:
        """Where its value ends."""
        return self.value.end


class Table(NamedTuple):
    """A header, the rows below it, and the ``path`` to it. The first table of a document has no header and no path.

    ``start`` to ``end``: its header, with the brackets; ``listed``: they are double.
    """

    path: Path
    key: tuple[Part, ...]
    listed: bool
    start: int
    end: int
    rows: list[Row]

    @property
    def last(self) -> int:
        """Where its last value, or its header, ends."""
        return self.rows[-1].end if self.rows else self.end


@dataclass(slots=True)
class Node:
    """A key or an entry of an array, by the path that leads to it.

    ``start`` to ``end``: its name where it is mentioned first (of an entry its first character, or all of a scalar);
    ``shown``: the value behind it there, or its name again where that is a header. ``value``: what it is if that is
    written as one value; ``row``: the row that gives it; ``bodies``: the tables with headers whose rows are its keys.
    """

    start: int
    end: int
    shown: tuple[int, int]
    value: Value | None = None
    row: Row | None = None
    bodies: list[Table] = field(default_factory=list)
    _children: "dict[str | int, Node]" = field(default_factory=dict)
    _spread: int = 0  # how many of the bodies are among the children

    def child(self, step: str | int) -> "Node | None":
        """The key ``step`` in it, or its entry of that number."""
        if isinstance(self.value, Array) and isinstance(step, int):
            if step not in self._children and step < len(self.value.entries):
                self._children[step] = _entry(self.value.entries[step])
        elif self._spread < len(self.bodies) or (isinstance(self.value, Inline) and not self._children):
            rows = self.value.rows if isinstance(self.value, Inline) else ()
            for row in (*rows, *(row for body in self.bodies[self._spread :] for row in body.rows)):
                self._spread_out(row)
            self._spread = len(self.bodies)
        return self._children.get(step)

    def _spread_out(self, row: Row) -> None:
        node = self
        for part in row.key:
            node = node.mention(part.name, part, (row.value.start, row.value.end))
        node.row, node.value = row, row.value

    def mention(self, step: str | int, part: Part, shown: tuple[int, int]) -> "Node":
        """The child that ``part`` names, made if it is not there."""
        node = self._children.get(step)
        if node is None:
            node = self._children[step] = Node(part.start, part.end, shown)
        elif part.start < node.start:
            node.start, node.end, node.shown = part.start, part.end, shown
        return node


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its tables, in its order; the first is what stands before any header."""

    text: str
    tables: list[Table]
    root: Node

    def find(self, path: Path) -> tuple[Node, bool]:
        """The node at ``path``, or the one nearest to it on the way there; and whether it is there."""
        node = self.root
        for step in path:
            child = node.child(step)
            if child is None:
                return node, False
            node = child
        return node, True

    def comments(self) -> Iterator[str]:
        """Every comment, without the blanks behind it."""
        return (comment for _, comment in self.comments_at())

    def comments_at(self) -> Iterator[tuple[int, str]]:
        """Every comment, and where it starts."""
        tokens = ((match.start(), match.group()) for match in _STRING_OR_COMMENT.finditer(self.text))
        return ((start, token.rstrip()) for start, token in tokens if token[0] == "#")

    def commented(self) -> Iterator[tuple[Path, str]]:
        """Every comment by the path of the table it is about: the one it stands in, or right above."""
        number = 0
        for start, comment in self.comments_at():
            while number + 1 < len(self.tables) and self.tables[number + 1].start < start:
                number += 1
            table, following = self.tables[number], self.tables[number + 1 : number + 2]
            behind = "\n" in self.text[table.last : start]
            if following and (not number or (behind and "\n\n" not in self.text[start : following[0].start])):
                table = following[0]
            yield table.path, comment


def scan(text: str) -> Document:
    """The tables of a text. Raises :class:`ScanError` for what is nested or numbered beyond all reason (§1.1)."""
    start = 1 if text.startswith("\ufeff") else 0
    first = Table((), (), False, start, start, [])
    root = Node(0, 1, (0, 1), bodies=[first])
    tables = [first]
    lengths: dict[Path, int] = {}
    at = start
    try:
        while (at := _end(_BETWEEN_LINES, text, at)) < len(text):
            if text[at] == "[":
                table = _header(text, at, root, lengths)
                tables.append(table)
                at = table.end
            else:
                row = _row(text, at, 0)
                tables[-1].rows.append(row)
                at = row.value.end
    except _NotTomlError:
        pass  # and tomllib will say so
    return Document(text, tables, root)


def scan_value(text: str) -> Value:
    """The one value that a text is. Raises :class:`ScanError`, and ValueError for what is none."""
    try:
        return _value(text, 0, 0)
    except _NotTomlError:
        raise ValueError(text) from None


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The end of what may be nothing."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _header(text: str, start: int, root: Node, lengths: dict[Path, int]) -> Table:
    """A header and where it leads; ``lengths``: of the arrays of tables so far."""
    listed = text.startswith("[[", start)
    key, end = _key(text, _end(_BLANK, text, start + 1 + listed))
    if not key or not text.startswith("]]" if listed else "]", end):
        raise _NotTomlError
    path: Path = ()
    node = root
    for number, part in enumerate(key, 1):
        path = (*path, part.name)
        node = node.mention(part.name, part, (part.start, part.end))
        index = lengths.get(path, 0) - 1
        if number == len(key) and listed:
            index += 1
            lengths[path] = index + 1
        if index >= 0:
            path = (*path, index)
            node = node.mention(index, part, (part.start, part.end))
    table = Table(path, key, listed, start, end + 1 + listed, [])
    node.bodies.append(table)
    return table


def _row(text: str, start: int, depth: int) -> Row:
    if match := _BARE_KEY.match(text, start):  # as nearly all keys are
        return Row((Part(match[1], start, match.end(1)),), _value(text, match.end(), depth))
    key, at = _key(text, start)
    if not key or text[at : at + 1] != "=":
        raise _NotTomlError
    return Row(key, _value(text, _end(_BLANK, text, at + 1), depth))


def _key(text: str, at: int) -> tuple[tuple[Part, ...], int]:
    """The parts of the key that starts here (none, if none does), and where what follows it starts."""
    parts: list[Part] = []
    while match := _RUN.match(text, at):
        start, end = match.span(1)
        if text[start] in "\"'":
            parts.append(Part(_unquoted(match[1]), start, end))
        elif text.find(".", start, end) < 0:
            parts.append(Part(match[1], start, end))
        elif text.count(".", start, end) > MOST_PARTS:
            raise _too_many_parts(start)
        else:
            parts += (Part(part.group(), *part.span()) for part in _PART.finditer(text, start, end))
        if len(parts) > MOST_PARTS:
            raise _too_many_parts(start)
        at = match.end()
    return tuple(parts), at


def _too_many_parts(start: int) -> ScanError:
    return ScanError(Message("key-too-long", most=MOST_PARTS), start, start + 1)


def _unquoted(token: str) -> str:
    if token[0] == '"' and "\\" in token:
        try:
            return str(tomllib.loads(f"k={token}")["k"])
        except tomllib.TOMLDecodeError:
            return token  # tomllib will say so itself
    return token[1:-1]


def _value(text: str, start: int, depth: int) -> Value:
    match = _SCALAR.match(text, start)
    if match is None:
        match text[start : start + 1]:
            case "[":
                return _array(text, start, _deeper(depth, start))
            case "{":
                return _inline(text, start, _deeper(depth, start))
        raise _NotTomlError
    end = match.end()
    if end - start > _LONGEST_NUMBER and text[start] in "+-.0123456789":
        for word in re.finditer(_WORD, match.group()):
            if len(word.group()) > _LONGEST_NUMBER:
                message = Message("digits-too-many", most=MOST_DIGITS)
                raise ScanError(message, start + word.start(), start + word.end())
    return Scalar(start, end)


def _deeper(depth: int, start: int) -> int:
    if depth == DEEPEST:
        raise ScanError(Message("nested-too-deep", most=DEEPEST), start, start + 1)
    return depth + 1


def _array(text: str, start: int, depth: int) -> Array:
    entries: list[Value] = []
    at = start + 1
    while text[(at := _end(_BETWEEN_ENTRIES, text, at)) : at + 1] != "]":
        entries.append(_value(text, at, depth))
        at = entries[-1].end
    return Array(start, at + 1, tuple(entries))


def _inline(text: str, start: int, depth: int) -> Inline:
    rows: list[Row] = []
    at = start + 1
    while text[(at := _end(_BETWEEN_ENTRIES, text, at)) : at + 1] != "}":
        rows.append(_row(text, at, depth))
        at = rows[-1].value.end
    return Inline(start, at + 1, tuple(rows))


def _entry(value: Value) -> Node:
    """The node of an entry of an array. A table in an array has no key: its brace stands for it."""
    end = value.start + 1 if isinstance(value, Inline) else value.end
    return Node(value.start, end, (value.start, value.end), value)
