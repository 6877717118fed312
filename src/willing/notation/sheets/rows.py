"""CSV tables of pledges (§1.3): a million rows in seconds, read as every cell is.

A table is gone through twice: conditions may name pledges further down, so all ids come first. Neither time are the
rows kept. What a cell means is worked out as in every sheet (:func:`~willing.notation.sheets.cells.raw_of`), once for
each text of a column, and remembered.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS, Condition
from willing.model.condition_text import is_id
from willing.model.place import Place
from willing.model.plan import Pledge
from willing.model.problem import Message, Problem
from willing.notation.grammar import ConditionError, parse_condition
from willing.notation.keys import TABLES, Key
from willing.notation.problems import Problems, subject_of
from willing.notation.sheets.cells import CellError, piece_at, raw_of
from willing.notation.sheets.csv_table import CsvTable, from_csv_text, wrong_width
from willing.notation.sheets.heads import columns_of
from willing.notation.sheets.understood import Understood
from willing.notation.values import Known, Mistake, fields_of, read_value, taken, wrong_id

# How many different texts of one column are remembered with their value. Columns of few texts profit, and columns of
# many do not keep them all in memory.
_REMEMBERED = 20_000

_KEYS = TABLES["pledges"].keys


@dataclass(slots=True)
class _Column:
    """A column whose cells become ``key``.

    ``seen``: the values of cells by their text; ``noted``: of those that are told what they were taken to mean, that.
    """

    index: int
    key: Key
    seen: dict[str, Any] = field(default_factory=dict)
    noted: dict[str, tuple[Any, list[Message]]] = field(default_factory=dict)


class PledgeRows:
    """One CSV table of pledges. ``number`` is its place among the files of the plan, which is file 0."""

    def __init__(self, data: bytes, file: str, number: int, problems: Problems) -> None:
        """Reads the header. Raises :class:`~willing.notation.toml.tables.SourceError` for what is no text in UTF-8."""
        self.file = file
        self.number = number
        self._problems = problems
        self._table = CsvTable(data, file)
        self._understood: Understood[str] = Understood(self._note)
        self._columns: dict[str, _Column] = {}
        self._width = 0
        self._head = 0  # the line of the header
        self._ids: list[str | None] = []
        self._partners: dict[str, str] = {}
        self._read_header()

    # -- the two passes -------------------------------------------------------------------------------------------

    def collect(self, known: Known, counts: dict[str, int], called: Mapping[str, str]) -> None:
        """Add the ids of all rows to ``known``; ``counts`` numbers the pledges of each partner (§1).

        ``called``: ids of declared partners by their names, without case.
        """
        partner_column = self._columns.get("partner")
        if partner_column is None:
            if self._width:
                deque(self._table.rows(self._tell_row), 0)  # what is no row is told all the same
            return
        at_partner = partner_column.index
        at_id = self._columns["id"].index if "id" in self._columns else -1
        at_decision = self._columns["only_if"].index if "only_if" in self._columns else -1
        at_consents = self._columns["subject_to"].index if "subject_to" in self._columns else -1
        kinds, ids, partners = known.kinds, self._ids, self._partners
        for line, row in self._rows(self._tell_row):
            cell = row[at_partner]
            partner = partners.get(cell)
            if partner is None:
                partner = partners[cell] = self._partner(cell.strip(), line, known, called)
            number = counts[partner] = counts.get(partner, 0) + 1
            id_ = row[at_id].strip() if at_id >= 0 else ""
            given = bool(id_)
            if not given:
                if not partner:
                    ids.append(None)
                    continue
                id_ = f"{partner}-{number}"
            if id_ in kinds or id_ in known.asks:
                message = taken(id_, known) if given else taken(id_, known).hinting("hint.id")
                self._tell(line, "id" if at_id >= 0 else "partner", id_, Mistake(message=message))
            else:
                kinds[id_] = "pledge"
                if given and (id_ in KEYWORDS or not is_id(id_)):
                    self._tell(line, "id", id_, Mistake(message=wrong_id(id_)))
            ids.append(id_)
            if at_decision >= 0 and row[at_decision]:
                known.decisions[id_] = None
            if at_consents >= 0 and row[at_consents]:
                known.asked_for(id_, {"subject_to": self._bodies(row[at_consents])})

    def _bodies(self, cell: str) -> object:
        """The bodies that a cell names, as far as it can be understood; the second pass tells what cannot."""
        try:
            return raw_of(_KEYS["subject_to"], from_csv_text(cell), [])
        except CellError:
            return None

    def _partner(self, name: str, line: int, known: Known, called: Mapping[str, str]) -> str:
        """The id of a partner that a cell calls by its id or its name; what is neither stays as it is."""
        if not name or name in STATE_CODES or name in known.kinds:
            return name
        if (declared := called.get(name.casefold())) is not None:
            return declared
        code = state_called(name)
        if code is None:
            return name
        self._understood.add("partner", line, Message("taken-for-state", name=name, id=code))
        return code

    def partners(self) -> tuple[str, ...]:
        """The partners of the rows read so far, in order."""
        column = self._columns.get("partner")
        return tuple(dict.fromkeys(column.seen.values())) if column else ()

    def notes(self) -> list[Problem]:
        """What cells were taken to mean that are not written as a plan writes it, as they stand in the table."""
        notes = sorted(self._understood.notes(), key=lambda note: (note.place.line, note.place.column))
        if self._table.encoding:
            message = Message("csv-in-encoding", encoding=self._table.encoding)
            notes.insert(0, Problem(place=Place(file=self.file, line=1), message=message))
        return notes

    def pledges(self, known: Known) -> Iterator[Pledge]:
        """The pledges, once every id of the plan is in ``known``."""
        if "partner" not in self._columns:
            return
        columns = self._valued()
        conditions = [column for column in self._columns.values() if column.key.kind == "condition"]
        decision = self._columns.get("only_if")
        file = self.file
        ids = iter(self._ids)
        for line, row in self._rows(lambda line, message: None):
            id_ = next(ids)
            fields: dict[str, Any] = {}
            for index, field_, seen, column in columns:
                cell = row[index]
                if cell:
                    value = seen.get(cell)
                    if value is None:
                        value = self._value(column, cell, line, id_, known)
                        if value is None:
                            continue
                    if field_:
                        fields[field_] = value
                    else:
                        fields |= fields_of(column.key, value)
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
                self._decides_alone(row, line, id_)
            if "partner" in fields and id_ is not None:
                yield Pledge(id=id_, place=Place(file=file, line=line), **fields)
            elif not row[self._columns["partner"].index].strip():
                self._tell(line, "partner", id_, Mistake(message=Message("cell-empty", name="partner")))

    def _decides_alone(self, row: list[str], line: int, id_: str | None) -> None:
        """Tell of a row that has ``if`` beside its ``only_if``."""
        if "if" in self._columns and row[self._columns["if"].index]:
            self._tell(line, "only_if", id_, Mistake(message=Message("if-and-only-if")))

    def _valued(self) -> list[tuple[int, str, dict[str, Any], _Column]]:
        """The columns that are neither id nor condition: index, field (empty where a cell is a pair), values seen."""
        return [
            (column.index, "" if column.key.beside else column.key.field, column.seen, column)
            for column in self._columns.values()
            if column.key.kind not in ("id", "condition")
        ]

    def _condition(self, column: _Column, cell: str, line: int, id_: str | None, known: Known) -> Condition | None:
        """The quick way for what most large tables consist of: conditions of names and counts without mistakes."""
        if "with" in cell or ">=" in cell or cell[0] == "'":
            return self._value(column, cell, line, id_, known)  # type: ignore[no-any-return]
        try:
            condition = parse_condition(cell, known.scope(column.key))
        except ConditionError:
            return self._value(column, cell, line, id_, known)  # type: ignore[no-any-return]
        if len(column.seen) < _REMEMBERED:
            column.seen[cell] = condition
        return condition

    def _value(self, column: _Column, cell: str, line: int, id_: str | None, known: Known) -> Any:
        """What a cell means; None where it is empty, or where it had to be told that it cannot be understood."""
        key = column.key
        if cell in column.noted:
            value, notes = column.noted[cell]
        else:
            notes = []
            value = self._read(column, cell, line, id_, known, notes)
        if value is None:
            return None
        if notes:
            column.noted[cell] = (value, notes)
            for note in notes:
                self._understood.add(key.name, line, note.of_key(key.name))
        elif '"' not in cell and (len(column.seen) < _REMEMBERED or key.name == "partner"):
            column.seen[cell] = value
        return value

    def _read(self, column: _Column, cell: str, line: int, id_: str | None, known: Known, notes: list[Message]) -> Any:
        key = column.key
        mistakes: list[Mistake] = []
        if key.prose and self._table.has_stray_quote(line, column.index, cell):
            mistakes.append(Mistake(message=Message("quote-inside-cell")))
        text = self._partners[cell] if key.name == "partner" else from_csv_text(cell)
        try:
            raw = raw_of(key, text, notes)
        except CellError as error:
            raw = None
            mistakes.append(Mistake(message=error.message.of_key(key.name)))
        value = None if raw is None else read_value(key, raw, known, mistakes)
        for mistake in mistakes:
            self._tell(line, key.name, id_, mistake, text)
        return None if mistakes else value

    # -- rows -----------------------------------------------------------------------------------------------------

    def _rows(self, tell: Callable[[int, Message], None]) -> Iterator[tuple[int, list[str]]]:
        """Every good row below the header with its line; the others are told."""
        width, head = self._width, self._head
        for line, row in self._table.rows(tell):
            if len(row) == width:
                if line > head and (row[0] or any(row)):
                    yield line, row
            elif row:
                tell(line, wrong_width(row, width))

    def _read_header(self) -> None:
        broken = False

        def tell(line: int, message: Message) -> None:
            nonlocal broken
            broken = True
            self._tell_row(line, message)

        self._head, names = next(((line, row) for line, row in self._table.rows(tell) if row), (1, []))
        if broken:
            return
        self._width = len(names)
        tell_head = lambda index, message: self._tell_at(self._table.place(self._head, index), message)  # noqa: E731
        for index, name in columns_of(TABLES["pledges"], names, tell_head, complete=True).items():
            self._columns[name] = _Column(index, _KEYS[name])

    # -- where things stand ---------------------------------------------------------------------------------------

    def place(self, line: int, column: str, span: tuple[int, int] | None = None) -> Place:
        """Where a cell stands; of it, a stretch of its text (offset, length)."""
        return self._table.place(line, self._columns[column].index if column in self._columns else None, span)

    def problem(self, place: Place, message: Message, subjects: tuple[Message, ...] = ()) -> Problem:
        """A problem at a place in this table."""
        return Problem(place=place, message=message, subjects=subjects, excerpt=self._table.line(place.line))

    def cell(self, line: int, column: str) -> str:
        """The text of one cell; empty where there is no such column."""
        return self._table.cell(line, self._columns[column].index) if column in self._columns else ""

    def _note(self, message: Message, column: str, line: int) -> Problem:
        return self.problem(self.place(line, column), message)

    def _tell(self, line: int, column: str, id_: str | None, mistake: Mistake, cell: str = "") -> None:
        if not self._problems.room((self.number, line, 0)):
            return
        span = piece_at(_KEYS[column], cell, mistake.within)
        if mistake.span is not None:
            span = ((span[0] if span else 0) + mistake.span[0], mistake.span[1])
        subjects = (subject_of(TABLES["pledges"], id_, 0),) if id_ is not None else ()
        self._tell_at(self.place(line, column, span), mistake.message, subjects)

    def _tell_row(self, line: int, message: Message) -> None:
        if self._problems.room((self.number, line, 0)):
            self._problems.add((self.number, line, 0), self.problem(Place(file=self.file, line=line), message))

    def _tell_at(self, place: Place, message: Message, subjects: tuple[Message, ...] = ()) -> None:
        if self._problems.room((self.number, place.line, place.column)):
            self._problems.add((self.number, place.line, place.column), self.problem(place, message, subjects))
