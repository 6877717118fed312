"""CSV tables of pledges (§1.3): a million rows in seconds, and the column of a mistake when there is one.

A table is gone through twice: conditions may name pledges further down, so all ids come first. Neither time are the
rows kept. Columns are looked for only where something is wrong.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import Any

from willing.model.condition import KEYWORDS, Condition
from willing.model.condition_text import is_id
from willing.model.place import Place
from willing.model.plan import Pledge
from willing.model.problem import Problem
from willing.notation.grammar import ConditionError, parse_condition
from willing.notation.keys import COLUMNS, TABLES, Key
from willing.notation.nearest import did_you_mean
from willing.notation.problems import Problems
from willing.notation.toml.tables import Lines, decode, no_text
from willing.notation.values import Known, Mistake, clipped, from_cell, read_value

# How many different texts of one column are remembered with their value. Columns of few texts profit, and columns of
# many do not keep them all in memory.
_REMEMBERED = 20_000

_CELL = re.compile(r'[^\S\r\n]*"(?:[^"]|"")*"?[^,\r\n]*|[^,\r\n]*')


@dataclass(slots=True)
class _Column:
    """A column whose cells become ``key``; ``seen`` remembers what cells were read as."""

    index: int
    key: Key
    seen: dict[str, Any]


class PledgeRows:
    """One CSV table of pledges. ``number`` is its place among the files of the plan, which is file 0."""

    def __init__(self, data: bytes, file: str, number: int, problems: Problems) -> None:
        """Reads the header. Raises :class:`~willing.notation.toml.tables.SourceError` for what is no text in UTF-8."""
        self.file = file
        self.number = number
        self._data = data
        self._problems = problems
        self._line_starts: array[int] | None = None
        text = decode(data, file)
        self.damaged = no_text(Lines(file, text)) if "\0" in text else None
        del text
        self._columns: dict[str, _Column] = {}
        self._width = 0
        self._ids: list[str | None] = []
        self._read_header()

    # -- the two passes -------------------------------------------------------------------------------------------

    def collect(self, known: Known, counts: dict[str, int]) -> None:
        """Add the ids of all rows to ``known``; ``counts`` numbers the pledges of each partner (§1)."""
        partner_column = self._columns.get("partner")
        if partner_column is None:
            return
        at_partner = partner_column.index
        at_id = self._columns["id"].index if "id" in self._columns else -1
        at_decision = self._columns["only_if"].index if "only_if" in self._columns else -1
        kinds, ids = known.kinds, self._ids
        for line, row in self._rows(tell=True):
            partner = row[at_partner].strip()
            number = counts[partner] = counts.get(partner, 0) + 1
            id_ = row[at_id].strip() if at_id >= 0 else ""
            if not id_:
                if not partner:
                    ids.append(None)
                    continue
                id_ = f"{partner}-{number}"
            elif id_ in KEYWORDS or not is_id(id_):
                self._tell(line, "id", id_, Mistake(message=wrong_id(id_)))
            if id_ in kinds or id_ in known.asks:
                self._tell(line, "id" if at_id >= 0 else "partner", id_, Mistake(message=taken(id_, known)))
            else:
                kinds[id_] = "pledge"
            ids.append(id_)
            if at_decision >= 0 and row[at_decision]:
                known.decisions[id_] = None

    def partners(self) -> tuple[str, ...]:
        """The partners of the rows read so far, in order."""
        column = self._columns.get("partner")
        return tuple(column.seen) if column else ()

    def pledges(self, known: Known) -> Iterator[Pledge]:
        """The pledges, once every id of the plan is in ``known``."""
        if "partner" not in self._columns:
            return
        columns = [
            (column.index, column.key.field, column.seen, column)
            for column in self._columns.values()
            if column.key.kind not in ("id", "condition")
        ]
        conditions = [column for column in self._columns.values() if column.key.kind == "condition"]
        decision = self._columns.get("only_if")
        both = (decision.index, self._columns["if"].index) if decision and "if" in self._columns else None
        file = self.file
        ids = iter(self._ids)
        for line, row in self._rows(tell=False):
            id_ = next(ids)
            fields: dict[str, Any] = {}
            for index, field, seen, column in columns:
                cell = row[index]
                if cell:
                    value = seen.get(cell)
                    if value is None:
                        value = self._value(column, cell, line, id_, known)
                        if value is None:
                            continue
                    fields[field] = value
            for column in conditions:
                cell = row[column.index]
                if cell:
                    value = column.seen.get(cell)
                    if value is None:
                        value = self._condition(column, cell, line, id_, known)
                    if value is not None:
                        fields["condition"] = value
            if decision is not None and row[decision.index]:
                fields["own_decision"] = True
                if both and row[both[1]]:
                    self._tell(line, "only_if", id_, Mistake(message="both 'if' and 'only_if' are filled; keep one"))
            if "partner" in fields and id_ is not None:
                yield Pledge(id=id_, place=Place(file=file, line=line), **fields)
            elif not row[self._columns["partner"].index].strip():
                self._tell(line, "partner", id_, Mistake(message="the cell 'partner' is empty"))

    def _condition(self, column: _Column, cell: str, line: int, id_: str | None, known: Known) -> Condition | None:
        """The quick way for what most large tables consist of: conditions without ``with`` and without mistakes."""
        if "with" in cell:
            return self._value(column, cell, line, id_, known)  # type: ignore[no-any-return]
        try:
            condition = parse_condition(cell, known.scope(column.key))
        except ConditionError:
            return self._value(column, cell, line, id_, known)  # type: ignore[no-any-return]
        if len(column.seen) < _REMEMBERED:
            column.seen[cell] = condition
        return condition

    def _value(self, column: _Column, cell: str, line: int, id_: str | None, known: Known) -> Any:
        key = column.key
        mistakes: list[Mistake] = []
        if key.kind == "text" and '"' in cell and self._stray_quote(line, column.index):
            mistakes.append(Mistake(message='a quote inside a cell: put the whole cell in quotes, and write "" for it'))
        raw = from_cell(key)(cell)
        if raw == "":
            return None
        value = read_value(key, raw, known, mistakes)
        if mistakes:
            for mistake in mistakes:
                self._tell(line, key.name, id_, mistake, cell)
            return None
        if len(column.seen) < _REMEMBERED or key.name == "partner":
            column.seen[cell] = value
        return value

    # -- rows -----------------------------------------------------------------------------------------------------

    def _rows(self, *, tell: bool) -> Iterator[tuple[int, list[str]]]:
        """Every good row below the header with its line; with ``tell``, the others become problems."""
        import csv

        reader = self._csv()
        width = self._width
        line = 1
        header = True
        whole = False
        while not whole:
            try:
                for row in reader:
                    first, line = line, reader.line_num + 1
                    if header:
                        header = not row
                    elif line - first > 1:
                        if tell:
                            self._tell_row(first, "a cell goes on over the end of the line, or its quote does not end")
                    elif len(row) == width:
                        if row[0] or any(row):
                            yield first, row
                    elif row and tell:
                        cells = _counted(len(row), "cell")
                        self._tell_row(first, f"{cells} where the first row has {width}; is a comma amiss?")
                whole = True
            except csv.Error as error:
                if tell:
                    self._tell_row(line, _csv_message(str(error)))
                line = reader.line_num + 1

    def _csv(self) -> Any:
        import csv

        lines = TextIOWrapper(BytesIO(self._data), encoding="utf-8-sig", newline="\n")
        return csv.reader(lines, strict=True, skipinitialspace=True)

    def _read_header(self) -> None:
        import csv

        if self.damaged:
            if self._problems.room((self.number, self.damaged.place.line, 0)):
                self._problems.add((self.number, self.damaged.place.line, 0), self.damaged)
            return
        reader = self._csv()
        names: list[str] = []
        try:
            names = next((row for row in reader if row), [])
        except csv.Error as error:
            self._tell_row(reader.line_num, _csv_message(str(error)))
            return
        line = max(reader.line_num, 1)
        self._width = len(names)
        if len(names) > 4 * len(COLUMNS):  # no header: one problem for it, not one for each cell
            self._tell_row(
                line, f"{len(names)} cells in the first row, which names the columns; there are {len(COLUMNS)}"
            )
            return
        for index, name in enumerate(map(str.strip, names)):
            key = COLUMNS.get(name)
            if name in self._columns:
                self._tell_header(line, index, f"the column '{name}' stands here a second time")
            elif key is not None:
                self._columns[name] = _Column(index, key, {})
            elif name in TABLES["pledges"].keys:
                self._tell_header(line, index, f"'{name}' cannot be a column; write such a pledge in the plan itself")
            else:
                hint = did_you_mean(name, COLUMNS)
                self._tell_header(line, index, f"unknown column '{clipped(name)}'{hint}")
        if "partner" not in self._columns:
            self._tell_row(line, "no column 'partner': the first row names the columns, and every pledge has a partner")

    # -- where things stand ---------------------------------------------------------------------------------------

    def place(self, line: int, column: str, span: tuple[int, int] | None = None, part: str | None = None) -> Place:
        """Where a cell stands; of it, a stretch of its text (offset, length), or one part of a list."""
        if column not in self._columns:
            return Place(file=self.file, line=line)
        return self._cell_place(line, self._columns[column].index, span, part)

    def problem(self, place: Place, message: str, subject: str) -> Problem:
        """A problem at a place in this table."""
        return Problem(place=place, message=message, subject=subject, excerpt=self._line(place.line))

    def cell(self, line: int, column: str) -> str:
        """The text of one cell; empty where there is no such column."""
        if column not in self._columns:
            return ""
        start, end, text = self._cell(line, self._columns[column].index)
        return _unquoted(text[start:end])[0]

    def _cell_place(self, line: int, index: int, span: tuple[int, int] | None = None, part: str | None = None) -> Place:
        start, end, text = self._cell(line, index)
        cell, offsets = _unquoted(text[start:end])
        if part is not None:
            found = re.search(rf"(?:^|;)\s*({re.escape(part)})\s*(?:;|$)", cell)
            span = (found.start(1), len(part)) if found else None
        if span is not None:
            first = offsets[min(span[0], len(offsets) - 1)]
            last = offsets[min(span[0] + span[1], len(offsets) - 1)]
            start, end = start + first, start + last
        return Place(file=self.file, line=line, column=start + 1, length=max(end - start, 1))

    def _cell(self, line: int, index: int) -> tuple[int, int, str]:
        text = self._line(line)
        at = 0
        while True:
            match = _CELL.match(text, at)
            start, end = match.span() if match else (at, at)
            if index == 0 or end >= len(text):
                while start < end and text[start].isspace():
                    start += 1
                return start, start + len(text[start:end].rstrip()), text
            at = end + 1
            index -= 1

    def _stray_quote(self, line: int, index: int) -> bool:
        start, _, text = self._cell(line, index)
        return text[start : start + 1] != '"'

    def _line(self, line: int) -> str:
        if self._line_starts is None:
            self._line_starts = array("Q", [0])
            self._line_starts.extend(match.end() for match in re.finditer(b"\n", self._data))
        starts = self._line_starts
        end = starts[line] - 1 if line < len(starts) else len(self._data)
        text = self._data[starts[line - 1] : end].decode("utf-8").removesuffix("\r")
        return text.removeprefix("\ufeff") if line == 1 else text

    def _tell(self, line: int, column: str, id_: str | None, mistake: Mistake, cell: str = "") -> None:
        if not self._problems.room((self.number, line, 0)):
            return
        part = None
        if mistake.within and isinstance(mistake.within[0], int):
            part = from_cell(COLUMNS[column])(cell)[mistake.within[0]]
        place = self.place(line, column, mistake.span, part)
        subject = f"pledge '{id_}'" if id_ is not None else ""
        self._problems.add((self.number, line, place.column), self.problem(place, mistake.message, subject))

    def _tell_row(self, line: int, message: str) -> None:
        if self._problems.room((self.number, line, 0)):
            place = Place(file=self.file, line=line)
            self._problems.add((self.number, line, 0), self.problem(place, message, ""))

    def _tell_header(self, line: int, index: int, message: str) -> None:
        place = self._cell_place(line, index)
        if self._problems.room((self.number, line, place.column)):
            self._problems.add((self.number, line, place.column), self.problem(place, message, ""))


def wrong_id(name: str) -> str:
    """Why ``name`` cannot be an id (§1)."""
    if name in KEYWORDS:
        return f"'{name}' is a word of the language of conditions, so it cannot be an id"
    return f"'{clipped(name)}' is no id: a letter first, then letters, digits, '-' or '_'"


def taken(name: str, known: Known) -> str:
    """Why ``name``, a good id, cannot be given again (§1)."""
    kind = "ask" if name in known.asks else known.kinds[name]
    return f"the id '{clipped(name)}' is taken: {'an' if kind[0] == 'a' else 'a'} {kind} has it already"


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


def _csv_message(said: str) -> str:
    if "field larger" in said or "unexpected end" in said:
        return "a quote does not end"
    if "expected after" in said:
        return 'a quote ends inside a cell: a comma must follow it; a quote in the text is written ""'
    if "new-line" in said:
        return "a carriage return stands inside a row; save the file with usual line ends"
    return f"not CSV: {said}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
