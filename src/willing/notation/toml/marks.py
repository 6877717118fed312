"""Entries of a plan that somebody has yet to accept: a comment above them says so, and what they were read from.

The plan stays plain TOML. A decision about one entry touches its lines and, where it is dropped, the statements about
it; every other line of the file stays as it is, comments and all.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from willing.notation.toml.edit import Edit, EditError
from willing.notation.toml.literals import toml_array, toml_string
from willing.notation.toml.scan import Document, Table, scan
from willing.notation.written import Path

#: How the comment above an entry begins that is to be reviewed.
MARK = "# to review:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One entry to be reviewed: its table and id, the lines of its mark, its keys as TOML reads them, its statements.

    ``path`` leads to it; ``marks``: where the lines of its mark start and end in the text.
    """

    table: str
    id: str
    notes: tuple[str, ...]
    entry: Mapping[str, Any]
    statements: tuple[Mapping[str, Any], ...]
    path: Path
    marks: tuple[tuple[int, int], ...]


def mark(text: str, notes: Mapping[tuple[str, str], Iterable[str]]) -> str:
    """A plan with a comment above each entry in ``notes`` (by table and id), a line a note."""
    edit = Edit(text)
    data = tomllib.loads(text)
    for table in edit.document.tables[1:]:
        name, id_, _ = _entry(table, data)
        for note in notes.get((name, id_), ()):
            edit.replace(table.start, table.start, f"{MARK} {_one_line(note)}\n")
    return edit.text()


def marked(text: str) -> tuple[Marked, ...]:
    """The entries that are to be reviewed, in file order. Raises :class:`tomllib.TOMLDecodeError` for no TOML."""
    data = tomllib.loads(text)
    statements: dict[str, list[Mapping[str, Any]]] = {}
    for statement in _tables(data, "statements"):
        statements.setdefault(str(statement.get("about")), []).append(statement)
    found = []
    for table, comments in _with_comments(scan(text)):
        marks = tuple(span for span in comments if text[slice(*span)].strip().startswith(MARK))
        name, id_, entry = _entry(table, data)
        if marks and id_:
            found.append(
                Marked(
                    table=name,
                    id=id_,
                    notes=tuple(text[slice(*span)].strip().removeprefix(MARK).strip() for span in marks),
                    entry=entry,
                    statements=tuple(statements.get(id_, ())),
                    path=table.path,
                    marks=marks,
                )
            )
    return tuple(found)


def accepted(text: str, entry: Marked, changes: Mapping[str, str | None] | None = None) -> str:
    """The plan without the mark of an entry, and with some of its keys changed (TOML values; None: left out).

    Raises :class:`EditError` for a value that is not TOML.
    """
    edit = Edit(text)
    edit.change(entry.path, changes or {})
    for start, end in entry.marks:
        edit.replace(start, end)
    return edit.text()


def changed(text: str, entry: Marked, changes: Mapping[str, str | None]) -> str:
    """The plan with some keys of an entry changed (TOML values; None: left out); its mark stays.

    Raises :class:`EditError` for a value that is not TOML.
    """
    edit = Edit(text)
    edit.change(entry.path, changes)
    return edit.text()


def dropped(text: str, entry: Marked) -> str:
    """The plan without an entry and the statements about it; an assumption leaves the premise and the switches too."""
    edit = Edit(text)
    data = tomllib.loads(text)
    _take_out(edit, text, {entry.path, *_paths_of_statements(data, entry)})
    plan = data.get("plan")
    if entry.table == "assumptions" and isinstance(plan, dict):
        lists = {key: plan[key] for key in ("premise", "switches") if isinstance(plan.get(key), list)}
        left = {key: [name for name in names if name != entry.id] for key, names in lists.items()}
        edit.change(
            ("plan",),
            {
                key: toml_array(map(toml_string, map(str, names))) if names else None
                for key, names in left.items()
                if names != lists[key]
            },
        )
    return edit.text()


def without_statement(text: str, entry: Marked, which: int) -> str:
    """The plan without one of the statements about an entry, by its place among them."""
    edit = Edit(text)
    _take_out(edit, text, {_paths_of_statements(tomllib.loads(text), entry)[which]})
    return edit.text()


def _paths_of_statements(data: Mapping[str, Any], entry: Marked) -> list[Path]:
    statements = enumerate(_tables(data, "statements"))
    return [("statements", number) for number, statement in statements if statement.get("about") == entry.id]


def _take_out(edit: Edit, text: str, gone: set[Path]) -> None:
    """Take tables out, with the comments above them and the blank line behind."""
    for table, comments in _with_comments(edit.document):
        if table.path[:2] in gone:
            end = edit.next_line(table.last)
            blank = edit.next_line(end)
            start = comments[0][0] if comments else edit.line_start(table.start)
            edit.replace(start, end if text[end:blank].strip() else blank)


def as_toml(value: str) -> str:
    """What somebody typed as the TOML of a value: as it is if it is TOML, else as a string."""
    value = value.strip()
    try:
        tomllib.loads(f"value = {value}")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return toml_string(value)
    if "\n" in value:
        raise EditError("not-one-value", value=value)
    return value


def _entry(table: Table, data: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any]]:
    """The name of the table that an entry with a header of its own is in, its id, if it has one, and what it says."""
    entry: Any = data
    for step in table.path:
        entry = entry[step]
    if table.listed:
        return str(table.path[0]), str(entry.get("id", "")), entry
    return str(table.path[0]), str(table.path[1]) if len(table.path) == 2 else "", entry


def _with_comments(document: Document) -> Iterator[tuple[Table, list[tuple[int, int]]]]:
    """The tables with headers, and the lines of the comments right above each."""
    text = document.text
    before = document.tables[0].last
    for table in document.tables[1:]:
        lines: list[tuple[int, int]] = []
        end = text.rfind("\n", 0, table.start) + 1
        while end > before:
            start = text.rfind("\n", before, end - 1) + 1
            if start < before or not text[start:end].lstrip().startswith("#"):
                break
            lines.append((start, end))
            end = start
        yield table, lines[::-1]
        before = table.last


def _tables(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = data.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _one_line(text: str) -> str:
    """A text as a comment can hold it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
