"""Entries of a plan that somebody has yet to accept: a comment above them says so, and what they were read from.

The plan stays plain TOML. A decision about one entry touches its lines and, where it is dropped, the statements about
it; every other line of the file stays as it is, comments and all.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from willing.notation.toml.layout import LayoutError, changed_table
from willing.notation.write import toml_string

#: How the comment above an entry begins that is to be reviewed.
MARK = "# to review:"

_STRINGS = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*(\]\]?)\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One entry to be reviewed: its table and id, the lines of its mark, its keys as TOML reads them, its statements.

    ``first`` to ``last`` are its lines in the text, from 0 and excluded, the mark among them; ``header`` is the line of
    its header.
    """

    table: str
    id: str
    notes: tuple[str, ...]
    entry: Mapping[str, Any]
    statements: tuple[Mapping[str, Any], ...]
    first: int
    header: int
    last: int


def mark(text: str, notes: Mapping[tuple[str, str], Iterable[str]]) -> str:
    """A plan with a comment above each entry in ``notes`` (by table and id), a line a note."""
    lines = text.split("\n")
    above: dict[int, list[str]] = {}
    for block in _blocks(lines):
        told = notes.get((block.table, block.id))
        if told is not None:
            above[block.header] = [f"{MARK} {_one_line(note)}" for note in told]
    return "\n".join(line for at, line in enumerate(lines) for line in (*above.get(at, ()), line))


def marked(text: str) -> tuple[Marked, ...]:
    """The entries that are to be reviewed, in file order. Raises :class:`tomllib.TOMLDecodeError` for no TOML."""
    data = tomllib.loads(text)
    lines = text.split("\n")
    found = []
    statements: dict[str, list[Mapping[str, Any]]] = {}
    for statement in _tables(data, "statements"):
        statements.setdefault(str(statement.get("about")), []).append(statement)
    for block in _blocks(lines):
        above = [line.strip() for line in lines[block.first : block.header]]
        notes = tuple(line.removeprefix(MARK).strip() for line in above if line.startswith(MARK))
        if notes and block.id:
            found.append(
                Marked(
                    table=block.table,
                    id=block.id,
                    notes=notes,
                    entry=block.entry,
                    statements=tuple(statements.get(block.id, ())),
                    first=block.first,
                    header=block.header,
                    last=block.last,
                )
            )
    return tuple(found)


def accepted(text: str, entry: Marked, changes: Mapping[str, str | None] | None = None) -> str:
    """The plan without the mark of an entry, and with some of its keys changed (TOML values; None: left out)."""
    lines = (changed(text, entry, changes) if changes else text).split("\n")
    return "\n".join(
        line
        for at, line in enumerate(lines)
        if not (entry.first <= at < entry.header and line.strip().startswith(MARK))
    )


def changed(text: str, entry: Marked, changes: Mapping[str, str | None]) -> str:
    """The plan with some keys of an entry changed (TOML values; None: left out); its mark stays.

    Raises :class:`LayoutError` for a value that is not TOML.
    """
    lines = text.split("\n")
    block = changed_table("\n".join(lines[entry.header : entry.last]), changes).split("\n")
    return "\n".join([*lines[: entry.header], *block, *lines[entry.last :]])


def dropped(text: str, entry: Marked) -> str:
    """The plan without an entry and the statements about it; an assumption leaves the premise and the switches too."""
    lines = text.split("\n")
    gone: set[int] = set()
    for block in _blocks(lines):
        its = block.table == entry.table and block.id == entry.id
        about = block.table == "statements" and block.entry.get("about") == entry.id
        if its or about:
            gone |= set(range(block.first, block.last))
            if block.last < len(lines) and not lines[block.last].strip():
                gone.add(block.last)
    rest = "\n".join(line for at, line in enumerate(lines) if at not in gone)
    if entry.table == "assumptions":
        rest = _without(rest, entry.id)
    return rest


def _without(text: str, id_: str) -> str:
    """The plan with an id taken out of the lists under ``[plan]`` that name it."""
    lines = text.split("\n")
    for block in _blocks(lines):
        if block.table != "plan":
            continue
        changes: dict[str, str | None] = {}
        for key in ("premise", "switches"):
            names = block.entry.get(key)
            if isinstance(names, list) and id_ in names:
                rest = [toml_string(str(name)) for name in names if name != id_]
                changes[key] = f"[{', '.join(rest)}]" if rest else None
        if changes:
            piece = changed_table("\n".join(lines[block.header : block.last]), changes).split("\n")
            return "\n".join([*lines[: block.header], *piece, *lines[block.last :]])
    return text


def as_toml(value: str) -> str:
    """What somebody typed as the TOML of a value: as it is if it is TOML, else as a string."""
    value = value.strip()
    try:
        tomllib.loads(f"value = {value}")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return toml_string(value)
    if "\n" in value:
        raise LayoutError("one line")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A table of the text: its comments begin at line ``first``, its header is ``header``, it ends before ``last``."""

    table: str
    id: str
    entry: Mapping[str, Any]
    first: int
    header: int
    last: int


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """The tables of a text that is TOML. What stands inside a string of several lines is no header and no comment."""
    heads: list[tuple[int, str, str]] = []
    inside = set()
    quote = ""
    for at, line in enumerate(lines):
        if quote:
            inside.add(at)
        else:
            match = _HEADER.match(line)
            if match is not None and len(match[1]) == len(match[3]) and _is_header(line):
                heads.append((at, match[1], match[2]))
                continue
        quote = _open_quote(line, quote)
    for number, (at, bracket, name) in enumerate(heads):
        first = at
        while first > 0 and first - 1 not in inside and lines[first - 1].strip().startswith("#"):
            first -= 1
        end = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        while end > at + 1 and end - 1 not in inside and re.match(r"\s*(?:#|$)", lines[end - 1]):
            end -= 1
        try:
            entry = tomllib.loads("\n".join(lines[at + 1 : end]))
            path = _path(name)
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        id_ = str(entry.get("id", "")) if bracket == "[[" else path[1] if len(path) == 2 else ""
        yield _Block(table=path[0], id=id_, entry=entry, first=first, header=at, last=end)


def _is_header(line: str) -> bool:
    """Whether a line is a header by itself, and no row of an array."""
    try:
        tomllib.loads(line)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _open_quote(line: str, quote: str) -> str:
    """The quotes of a string of several lines that is open at the end of a line."""
    at = 0
    while True:
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return quote
            at, quote = end + 3, ""
        match = _STRINGS.search(line, at)
        if match is None or match.group().startswith("#"):
            return ""
        quote = match.group() if match.group() in ('"""', "'''") else ""
        at = match.end()


def _path(name: str) -> list[str]:
    data: Any = tomllib.loads(f"{name} = 0")
    path = []
    while isinstance(data, dict):
        ((part, data),) = data.items()
        path.append(part)
    return path


def _tables(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = data.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _one_line(text: str) -> str:
    """A text as a comment can hold it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
