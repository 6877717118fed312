"""The canonical layout of a plan file: the same plan, with every comment, laid out as all plans are.

Keys come in the order of :mod:`willing.notation.keys` and take the comments above and behind them along; ``=`` and the
comments behind values stand below each other within a table; one blank line stands between tables, which stay where
they are.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from willing.answers.problems import MessageError
from willing.notation.keys import LIKELIHOOD, TABLES
from willing.notation.toml.scan import (
    Array,
    Document,
    Inline,
    Part,
    Row,
    Scalar,
    ScanError,
    Table,
    Value,
    scan,
    scan_value,
)

#: How wide a line with an array may get before each of its entries gets a line.
WIDEST = 100

#: Up to this width lines count when the column of the comments behind them is chosen.
_COMMENT_COLUMN = 70


class LayoutError(MessageError):
    """The layout of this file cannot be changed without changing what it says; it should be left as it is."""


def canonical_layout(text: str) -> str:
    """The file ``text`` in canonical layout; doing it again changes nothing.

    Raises :class:`tomllib.TOMLDecodeError` if it is not TOML, and :class:`LayoutError` rather than change its meaning.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    before = _meaning(text)
    try:
        document = scan(text)
        laid_out = "\n".join(_lines(document)).strip("\n") + "\n"
        same = _meaning(laid_out) == before and Counter(scan(laid_out).comments()) == Counter(document.comments())
    except (RecursionError, ScanError, tomllib.TOMLDecodeError) as error:
        what = error.message if isinstance(error, ScanError) else str(error)
        raise LayoutError("layout-impossible", what=what) from error
    if not same:
        raise LayoutError("layout-changes")
    return laid_out


def table_lines(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The lines of a table in canonical layout, from keys and the TOML of their values, each written on one line."""
    rows = list(rows)
    width = max([len(key) for key, _ in rows], default=0)
    room = WIDEST - width - 3
    if not [value for _, value in rows if len(value) > room and value[0] == "["]:  # nothing is to be broken
        return [f"{key.ljust(width)} = {value}" for key, value in rows]
    return _row_lines([_Line(key, value, scan_value(value)) for key, value in rows], ordered=True)


def key_order(header: tuple[str, ...]) -> Mapping[str, int] | None:
    """The place of each key in the table with this header; None where the order is the writer's own."""
    match header:
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


def _meaning(text: str) -> tuple[Any, ...]:
    """What must stay: the data, numbers as they are written, and the order of what is named."""
    data = tomllib.loads(text, parse_float=str)
    named = (data.get(table.name) for table in TABLES.values() if table.shape == "named")
    return data, [list(its) for its in named if isinstance(its, dict)]


# -- taking apart -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """``key = value`` with the comments above ("" is a blank line) and behind; the value stands in ``text``."""

    key: str
    text: str
    value: Value
    name: str = ""
    above: list[str] = field(default_factory=list)
    behind: str = ""


@dataclass(slots=True)
class _Section:
    """A table: its header (empty for what stands before the first), its rows, and the comments after them."""

    header: str = ""
    order: Mapping[str, int] | None = None
    above: list[str] = field(default_factory=list)
    behind: str = ""
    rows: list[_Line] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


def _sections(document: Document) -> list[_Section]:
    text = document.text
    nodes: list[Table | Row] = []
    for table in document.tables:
        nodes += (table, *table.rows)
    del nodes[0]  # the first table has no header
    gaps = _gaps(text, 0, nodes, len(text))
    sections = [_Section()]
    for _, lines in gaps:
        if lines and not lines[-1]:
            lines.pop()  # the beginning of the line of what follows
    for node, (_, above), (behind, _) in zip(nodes, gaps, gaps[1:], strict=False):
        if isinstance(node, Table):
            start = len(above)
            while start and above[start - 1]:
                start -= 1
            sections[-1].last = above[:start]
            header = f"[[{_key(text, node.key)}]]" if node.listed else f"[{_key(text, node.key)}]"
            order = key_order(tuple(part.name for part in node.key))
            sections.append(_Section(header, order, above[start:], behind))
        else:
            line = _Line(_key(text, node.key), text, node.value, node.key[0].name, above, behind)
            sections[-1].rows.append(line)
    sections[-1].last = gaps[-1][1]
    return sections


def _key(text: str, key: tuple[Part, ...]) -> str:
    """A key as it is written."""
    return text[key[0].start : key[-1].end]


def _gaps(text: str, start: int, nodes: Sequence[Row | Table | Value], end: int) -> list[tuple[str, list[str]]]:
    """What stands from ``start`` to the first of the nodes, between them, and from the last to ``end``.

    Of each the comment behind what ends there (nothing does at ``start``), and what its further lines have: comments
    about what follows, and "" for a line, or the beginning of one, without.
    """
    gaps: list[tuple[str, list[str]]] = []
    for first, last in zip([start, *(node.end for node in nodes)], [*(node.start for node in nodes), end], strict=True):
        behind, *lines = (line.lstrip(" \t,").rstrip() for line in text[first:last].split("\n"))
        gaps.append((behind, lines) if gaps or not behind else ("", [behind, *lines]))
    return gaps


def _array_gaps(text: str, array: Array) -> list[tuple[str, list[str]]]:
    return _gaps(text, array.start + 1, array.entries, array.end - 1)


# -- putting together -------------------------------------------------------------------------------------------------


def _lines(document: Document) -> Iterator[str]:
    for section in _sections(document):
        order = section.order
        if section.header:
            yield ""
            yield from section.above
            yield section.header + (f"  {section.behind}" if section.behind else "")
        if order is not None:
            section.rows.sort(key=lambda row: order.get(row.name, len(order)))
        yield from _row_lines(section.rows, ordered=order is not None)
        yield from _single_blanks([*section.last, ""])[:-1]


def _row_lines(rows: list[_Line], *, ordered: bool) -> list[str]:
    """The lines of some rows; between rows that keep their order, blank lines are kept as well."""
    width = max((len(row.key) for row in rows), default=0)
    texts = [f"{row.key:<{width}} = {_text(row.text, row.value, width + 3)}" for row in rows]
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


def _text(text: str, value: Value, used: int | None, indent: str = "") -> str:
    """A value of ``text`` laid out behind ``used`` columns (None: not to be broken, inside an inline table)."""
    if isinstance(value, Scalar):
        return text[value.start : value.end]
    if isinstance(value, Inline):
        pairs = (f"{_key(text, row.key)} = {_text(text, row.value, None, indent)}" for row in value.rows)
        return f"{{{', '.join(pairs)}}}"
    line = _one_line(text, value)
    if line is not None and (used is None or not value.entries or _widest(line, used) <= WIDEST):
        return line
    inner = indent + "    "
    lines = ["["]
    gaps = _array_gaps(text, value)
    for entry, (_, above), (behind, _) in zip(value.entries, gaps, gaps[1:], strict=False):
        lines += [inner + comment for comment in above if comment]
        laid_out = f"{inner}{_text(text, entry, len(inner), inner)},"
        lines.append(f"{laid_out}  {behind}" if behind else laid_out)
    lines += [inner + comment for comment in gaps[-1][1] if comment]
    return "\n".join([*lines, indent + "]"])


def _widest(text: str, used: int) -> int:
    """The width of its widest line, the first behind ``used`` columns."""
    first, *more = text.split("\n")
    return max(used + len(first), *map(len, more), 0)


def _one_line(text: str, value: Value) -> str | None:
    """The value on one line; None where it has an array broken over lines (as all with comments are)."""
    if isinstance(value, Scalar):
        return text[value.start : value.end]
    if isinstance(value, Inline):
        parts = [(f"{_key(text, row.key)} = ", _one_line(text, row.value)) for row in value.rows]
    else:
        parts = [("", _one_line(text, entry)) for entry in value.entries]
        gaps = _array_gaps(text, value)
        if any(lines for _, lines in gaps) and (parts or any(gaps[-1][1])):
            return None
    if any(each is None for _, each in parts):
        return None
    inner = ", ".join(f"{before}{each}" for before, each in parts)
    return f"{{{inner}}}" if isinstance(value, Inline) else f"[{inner}]"
