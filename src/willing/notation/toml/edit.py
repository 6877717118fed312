"""Changes to a text of TOML that touch the lines of what they change and no other.

Comments, blank lines, line ends, a byte order mark and the way in which anything else is written stay as they are.
"""

import tomllib
from collections.abc import Iterable, Mapping

from willing.answers.problems import MessageError
from willing.notation.toml.layout import key_order, table_lines
from willing.notation.toml.literals import toml_inline, toml_key
from willing.notation.toml.scan import Array, Document, Inline, Row, ScanError, Table, scan
from willing.notation.toml.tables import not_toml
from willing.notation.written import Path


class EditError(MessageError):
    """A change that cannot be made in this text."""


class Edit:
    """Changes to one text, collected, and made all at once by :meth:`text`. All are places in the text as it was.

    Raises :class:`EditError` for a text that nothing can be found in; whether it is TOML, :meth:`text` says.
    """

    def __init__(self, text: str) -> None:
        try:
            self.document: Document = scan(text)
        except ScanError as error:
            raise EditError("not-toml", what=error.message) from None
        self._before = text
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._changes: list[tuple[int, int, str]] = []

    def text(self) -> str:
        """The text with the changes made. Raises :class:`EditError` where that would be no TOML."""
        text = self.unread()
        checked(text)
        return text

    def unread(self) -> str:
        """The same for who reads it anyway: whether it is TOML is not looked at."""
        pieces, at = [], 0
        for start, end, new in sorted(self._changes, key=lambda change: change[:2]):
            pieces += [self._before[at:start], new]
            at = end
        return "".join(pieces) + self._before[at:]

    def replace(self, start: int, end: int, new: str = "") -> None:
        """Put ``new`` in the place of a stretch of the text."""
        self._changes.append((start, end, new.replace("\r\n", "\n").replace("\n", self._line_end)))

    def line_start(self, at: int) -> int:
        """Where the line starts on which ``at`` is."""
        return max(self._before.rfind("\n", 0, at) + 1, self.document.tables[0].start)

    def next_line(self, at: int) -> int:
        """Where the line behind it starts; the end of the text, if there is none."""
        return self._before.find("\n", at) + 1 or len(self._before)

    # -- keys ---------------------------------------------------------------------------------------------------------

    def change(self, path: Path, values: Mapping[str, str | None]) -> None:
        """Give keys of the table at ``path`` other values, in TOML; None leaves a key out.

        Raises :class:`EditError` for what is no value, and for a table, or a key, that is not written as one.
        """
        for key, value in values.items():
            if value is not None and list(checked(f"{toml_key(key)} = {value}")) != [key]:
                raise EditError("not-one-value", value=value)
        node, there = self.document.find(path)
        rows: dict[str, Row] = {}
        for key in values if there else ():
            child = node.child(key)
            if child is not None and child.row is not None:
                rows[key] = child.row
            elif child is not None:
                raise EditError("key-written-as-table", key=key)
        if isinstance(node.value, Inline) and there:
            self._change_inline(node.value, rows, values)
        elif node.bodies and there:
            self._change_body(node.bodies[0], rows, values)
        else:
            checked(self._before)  # what is no TOML has no tables
            raise EditError("table-written-otherwise")

    def _change_body(self, table: Table, rows: Mapping[str, Row], values: Mapping[str, str | None]) -> None:
        order = key_order(tuple(part.name for part in table.key)) or {}
        for key in sorted(values, key=lambda key: order.get(key, len(order))):
            value = values[key]
            if key not in rows:
                if value is not None:
                    self._add_row(table, key, value, order)
            elif value is None:
                self.replace(self.line_start(rows[key].start), self.next_line(rows[key].end))
            else:
                self.replace(rows[key].value.start, rows[key].value.end, value)

    def _add_row(self, table: Table, key: str, value: str, order: Mapping[str, int]) -> None:
        """A new row behind the last that comes before it, its ``=`` below the one there."""
        place = order.get(key, len(order))
        before = [row for row in table.rows if order.get(row.key[0].name, len(order)) <= place]
        text = self._before
        like = before[-1] if before else table.rows[0] if table.rows else None
        line = f"{toml_key(key)} = {value}"
        if like is not None:
            left, _, right = text[like.key[-1].end : like.value.start].partition("=")
            start = self.line_start(like.start)
            width = like.key[-1].end - like.start + len(left)
            name = f"{toml_key(key)}{left and ' '}"
            line = f"{text[start : like.start]}{name:<{width}}={right}{value}"
        at = self.next_line(before[-1].end if before else table.end) if before or table.key else table.end
        if at == len(text) and text[:at] and text[at - 1] != "\n":
            self.replace(at, at, f"\n{line}")
        else:
            self.replace(at, at, f"{line}\n")

    def _change_inline(self, table: Inline, rows: Mapping[str, Row], values: Mapping[str, str | None]) -> None:
        text = self._before
        if all(key in rows and value is not None for key, value in values.items()):
            for key, value in values.items():
                self.replace(rows[key].value.start, rows[key].value.end, value or "")
            return
        gone = {row.start for key, row in rows.items() if values[key] is None}
        new = {row.start: values[key] for key, row in rows.items()}
        pairs = [
            text[row.start : row.value.start] + (new.get(row.start) or text[row.value.start : row.end])
            for row in table.rows
            if row.start not in gone
        ]
        pairs += [
            f"{toml_key(key)} = {value}" for key, value in values.items() if key not in rows and value is not None
        ]
        left = text[table.start + 1 : table.rows[0].start] if table.rows else ""
        right = text[table.rows[-1].end : table.end - 1] if table.rows else ""
        self.replace(table.start, table.end, f"{{{left}{', '.join(pairs)}{right}}}")

    # -- entries ------------------------------------------------------------------------------------------------------

    def append(self, path: Path, rows: Iterable[tuple[str, str]]) -> None:
        """One entry more in the array of tables at ``path``, if there is one yet; keys and values in TOML."""
        node, there = self.document.find(path)
        if there and isinstance(node.value, Array):
            self._append_entry(node.value, toml_inline(rows))
        else:
            self.append_table(f"[[{_dotted(path)}]]", rows)

    def add(self, path: Path, rows: Iterable[tuple[str, str]]) -> None:
        """A new table at ``path``, whose rows may have dotted keys."""
        holder, there = self.document.find(path[:-1])
        if there and isinstance(holder.value, Inline):
            self.change(path[:-1], {str(path[-1]): toml_inline(rows)})
        else:
            self.append_table(f"[{_dotted(path)}]", rows)

    def append_table(self, header: str, rows: Iterable[tuple[str, str]]) -> None:
        """A table at the end of the text: no comment comes to stand above what it is not about."""
        text = self._before.removeprefix("\ufeff").replace("\r\n", "\n")
        apart = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        end = len(self._before)
        self.replace(end, end, apart + "\n".join([header, *table_lines(rows)]) + "\n")

    def _append_entry(self, array: Array, value: str) -> None:
        text, closing = self._before, array.end - 1
        last = array.entries[-1] if array.entries else None
        if last is not None:
            lines = text[last.end : closing].split("\n")
            if not any("," in line.partition("#")[0] for line in lines):
                self.replace(last.end, last.end, ",")
        line = self.line_start(closing)
        if line > array.start and not text[line:closing].strip():
            indent = text[self.line_start(last.start) : last.start] if last is not None else "    "
            self.replace(line, line, f"{indent if not indent.strip() else '    '}{value},\n")
        else:
            self.replace(
                closing, closing, f"{' ' if last is not None and not text[closing - 1].isspace() else ''}{value}"
            )


def checked(text: str) -> dict[str, object]:
    """What a text says. Raises :class:`EditError` for what is not TOML."""
    try:
        scan(text)
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, ScanError, ValueError, RecursionError) as error:
        raise EditError(
            "not-toml", what=error.message if isinstance(error, ScanError) else not_toml(str(error))
        ) from None


def _dotted(path: Path) -> str:
    return ".".join(toml_key(str(step)) for step in path)
