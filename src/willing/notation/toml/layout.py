"""The canonical layout of a plan file: the same plan, with every comment, laid out as all plans are.

It works on lines of text that are TOML already, so cutting them up needs no more than brackets and quotes. Keys come
in the order of :mod:`willing.notation.keys` and take the comments above and behind them along; ``=`` and the comments
behind values stand below each other within a table; one blank line stands between tables, which stay where they are.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from willing.notation.keys import LIKELIHOOD, TABLES

#: How wide a line with an array may get before each of its entries gets a line.
WIDEST = 100

#: Up to this width lines count when the column of the comments behind them is chosen.
_COMMENT_COLUMN = 70

# Possessive, so that every character is read once.
_BASIC = r'"(?:[^"\\\n]|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_STRING = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|""?(?!"))[^"\\]*+)*+"{3,5}'
    r"|'''[^']*+(?:''?(?!')[^']*+)*+'{3,5}"
    rf"|{_BASIC}|{_LITERAL}",
    re.DOTALL,
)
_KEY = re.compile(rf"(?:{_BASIC}|{_LITERAL}|[^=\"'\n]++)++")
_HEADER = re.compile(rf"(\[\[?)((?:{_BASIC}|{_LITERAL}|[^\]\"'\n]++)++)(\]\]?)")
_PLAIN = re.compile(r"[^#,\[\]{}\"'\n]+")
_BLANK = re.compile(r"[ \t]*")
_COMMENT = re.compile(r"#[^\n]*")


class LayoutError(Exception):
    """The layout of this file cannot be changed without changing what it says; it should be left as it is."""


def canonical_layout(text: str) -> str:
    """The file ``text`` in canonical layout; doing it again changes nothing.

    Raises :class:`tomllib.TOMLDecodeError` if it is not TOML, and :class:`LayoutError` rather than change its meaning.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    before = _meaning(text)
    try:
        cut = _Scanner(text)
        laid_out = "\n".join(_lines(cut.sections())).strip("\n") + "\n"
        again = _Scanner(laid_out)
        again.sections()
        same = _meaning(laid_out) == before and Counter(again.comments) == Counter(cut.comments)
    except (RecursionError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"cannot lay this file out: {error}") from error
    if not same:
        raise LayoutError("cannot lay this file out without changing what it says")
    return laid_out


def table_lines(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The lines of a table in canonical layout, from keys and the TOML of their values."""
    cut = [_Row(key=key, value=_Scanner(value).value()) for key, value in rows]
    return _row_lines(cut, ordered=True)


def changed_table(block: str, changes: Mapping[str, str | None]) -> str:
    """A table of a plan (its header and its rows) with some keys changed, in canonical layout, its comments kept.

    ``changes``: the TOML of the new value by key; None leaves the key out. Raises :class:`LayoutError` for a value that
    is not one TOML value.
    """
    try:
        for key, value in changes.items():
            if value is not None and list(tomllib.loads(f"{key} = {value}")) != [key]:
                raise LayoutError(f"'{value}' is not one value")
        before, section = _Scanner(block.strip("\n") + "\n").sections()
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"not TOML: {error}") from error
    except ValueError as error:
        raise LayoutError("cannot change this table") from error
    rows = [row for row in section.rows if changes.get(row.key, "") is not None]
    for key, value in changes.items():
        if value is None:
            continue
        new = _Scanner(value).value()
        row = next((row for row in rows if row.key == key), None)
        if row is None:
            rows.append(_Row(key=key, value=new))
        else:
            row.value = new
    section.rows = rows
    return "\n".join(_lines([before, section])).strip("\n")


def _meaning(text: str) -> tuple[Any, ...]:
    """What must stay: the data, numbers as they are written, and the order of what is named."""
    data = tomllib.loads(text, parse_float=str)
    named = (data.get(table.name) for table in TABLES.values() if table.shape == "named")
    return data, [list(its) for its in named if isinstance(its, dict)]


# -- cutting up -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """One entry of an array, with the comments above it and behind it."""

    above: list[str]
    value: "_Value"
    behind: str = ""


@dataclass(slots=True)
class _Array:
    entries: list[_Entry] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    broken: bool = False


@dataclass(slots=True)
class _Inline:
    """An inline table."""

    pairs: list[tuple[str, "_Value"]] = field(default_factory=list)


#: Anything without parts is its text.
_Value = str | _Array | _Inline


@dataclass(slots=True)
class _Row:
    """``key = value`` with the comments above ("" is a blank line) and behind."""

    key: str
    value: _Value
    above: list[str] = field(default_factory=list)
    behind: str = ""


@dataclass(slots=True)
class _Section:
    """A table: its header (empty for what stands before the first), its rows, and the comments after them."""

    header: str = ""
    above: list[str] = field(default_factory=list)
    behind: str = ""
    rows: list[_Row] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


class _Scanner:
    """Cuts text up that is known to be TOML."""

    __slots__ = ("at", "comments", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.comments: list[str] = []

    def sections(self) -> list[_Section]:
        sections = [_Section()]
        pending: list[str] = []
        while self.blank() and self.at < len(self.text):
            if self.peek() == "\n":
                self.at += 1
                pending.append("")
            elif self.peek() == "#":
                pending.append(self.comment())
                self.at += 1
            elif self.peek() == "[":
                start = len(pending)
                while start and pending[start - 1]:
                    start -= 1
                sections[-1].last = pending[:start]
                opening, name, closing = self.take(_HEADER).groups()
                header = opening + name.strip() + closing
                sections.append(_Section(header=header, above=pending[start:], behind=self.behind()))
                pending = []
            else:
                key = self.take(_KEY).group().strip()
                self.at += 1
                self.blank()
                sections[-1].rows.append(_Row(key=key, value=self.value(), above=pending, behind=self.behind()))
                pending = []
        sections[-1].last = pending
        return sections

    def value(self) -> _Value:
        match self.peek():
            case "[":
                return self.array()
            case "{":
                return self.inline()
            case '"' | "'":
                return self.take(_STRING).group()
        return self.take(_PLAIN).group().strip()

    def array(self) -> _Array:
        array = _Array()
        pending: list[str] = []
        here: _Entry | None = None  # the entry that a comment on this line belongs to
        self.at += 1
        while self.blank() and self.peek() != "]":
            match self.peek():
                case "\n":
                    array.broken = True
                    here = None
                    self.at += 1
                case "#" if here is not None and not here.behind:
                    here.behind = self.comment()
                case "#":
                    pending.append(self.comment())
                case ",":
                    self.at += 1
                case _:
                    here = _Entry(pending, self.value())
                    array.entries.append(here)
                    pending = []
        self.at += 1
        array.last = pending
        return array

    def inline(self) -> _Inline:
        inline = _Inline()
        self.at += 1
        while self.blank() and self.peek() != "}":
            if self.peek() == ",":
                self.at += 1
                self.blank()
            key = self.take(_KEY).group().strip()
            self.at += 1
            self.blank()
            inline.pairs.append((key, self.value()))
        self.at += 1
        return inline

    def behind(self) -> str:
        """The comment behind a value or header, and the end of its line."""
        self.blank()
        comment = self.comment() if self.peek() == "#" else ""
        self.at += 1
        return comment

    def comment(self) -> str:
        comment = self.take(_COMMENT).group().rstrip()
        self.comments.append(comment)
        return comment

    def blank(self) -> bool:
        self.take(_BLANK)
        return True

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.at)
        if match is None or (not match.group() and pattern is not _BLANK):
            raise LayoutError(f"cannot lay this file out: not understood at '{self.text[self.at : self.at + 20]}'")
        self.at = match.end()
        return match


# -- putting together -------------------------------------------------------------------------------------------------


def _lines(sections: list[_Section]) -> Iterator[str]:
    for section in sections:
        order = _order(section.header)
        if section.header:
            yield ""
            yield from section.above
            yield section.header + (f"  {section.behind}" if section.behind else "")
        if order is not None:
            section.rows.sort(key=lambda row: order.get(_path(row.key)[0], len(order)))
        yield from _row_lines(section.rows, ordered=order is not None)
        yield from _single_blanks([*section.last, ""])[:-1]


def _order(header: str) -> Mapping[str, int] | None:
    """The place of each key in the table with this header; None where the order is the writer's own."""
    match _path(header.strip("[]")) if header else ():
        case [table] if table in TABLES and TABLES[table].shape != "named":
            keys = list(TABLES[table].keys)
        case [table, _] if table in TABLES and TABLES[table].shape == "named":
            keys = list(TABLES[table].keys)
        case ["scenarios", _, "pledges" | "requirements" as table, _]:
            keys = list(TABLES[table].keys)
        case ["assumptions", _, "likelihood"]:
            keys = list(LIKELIHOOD)
        case _:
            return None
    return {key: place for place, key in enumerate(keys)}


@lru_cache(maxsize=1000)
def _path(key: str) -> tuple[str, ...]:
    """The parts of a dotted key, without their quotes."""
    data, path = tomllib.loads(f"{key} = 0"), []
    while isinstance(data, dict):
        ((part, data),) = data.items()
        path.append(part)
    return tuple(path)


def _row_lines(rows: list[_Row], *, ordered: bool) -> list[str]:
    """The lines of some rows; between rows that keep their order, blank lines are kept as well."""
    width = max((len(row.key) for row in rows), default=0)
    texts = [f"{row.key:<{width}} = {_text(row.value, width + 3)}" for row in rows]
    narrow = [len(t) for t, row in zip(texts, rows, strict=True) if row.behind and len(t) <= _COMMENT_COLUMN]
    column = max(narrow, default=0)
    lines = []
    for row, text in zip(rows, texts, strict=True):
        lines += [line for line in row.above if line] if ordered else row.above
        pad = column if "\n" not in text else 0
        lines.append(f"{text:<{pad}}  {row.behind}" if row.behind else text)
    return lines if ordered else _single_blanks(lines)[1 if lines and not lines[0] else 0 :]


def _single_blanks(lines: list[str]) -> list[str]:
    """Without a blank line after another."""
    return [line for i, line in enumerate(lines) if line or not i or lines[i - 1]]


def _text(value: _Value, used: int | None, indent: str = "") -> str:
    """A value as it is laid out behind ``used`` columns (None: never to be broken, inside an inline table)."""
    if isinstance(value, str):
        return value
    if isinstance(value, _Inline):
        return f"{{{', '.join(f'{key} = {_text(its, None, indent)}' for key, its in value.pairs)}}}"
    line = _one_line(value)
    if line is not None and (used is None or not value.entries or _widest(line, used) <= WIDEST):
        return line
    inner = indent + "    "
    lines = ["["]
    for entry in value.entries:
        lines += [inner + comment for comment in entry.above]
        text = f"{inner}{_text(entry.value, len(inner), inner)},"
        lines.append(f"{text}  {entry.behind}" if entry.behind else text)
    lines += [inner + comment for comment in value.last]
    return "\n".join([*lines, indent + "]"])


def _widest(text: str, used: int) -> int:
    """The width of its widest line, the first behind ``used`` columns."""
    first, *more = text.split("\n")
    return max(used + len(first), *map(len, more), 0)


def _one_line(value: _Value) -> str | None:
    """The value on one line; None where it has an array broken over lines (as all with comments are)."""
    if isinstance(value, str):
        return value
    if isinstance(value, _Inline):
        parts = [(f"{key} = ", _one_line(its)) for key, its in value.pairs]
    else:
        parts = [("", _one_line(entry.value)) for entry in value.entries]
        if value.broken and (parts or value.last):
            return None
    if any(text is None for _, text in parts):
        return None
    inner = ", ".join(f"{before}{text}" for before, text in parts)
    return f"{{{inner}}}" if isinstance(value, _Inline) else f"[{inner}]"
