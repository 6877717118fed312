"""Sheets of cells as nested tables, and in which cell each key and value stands (§1).

What the sheets say is turned into the same tables that a TOML file gives, and goes through the same reader. That a
column is a key is a matter of the caller, who hands a :class:`Layout` for each sheet.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from willing.model.place import Place
from willing.model.problem import Message, Problem
from willing.notation.keys import TABLES, Key
from willing.notation.nearest import nearest_key
from willing.notation.problems import MOST_KEPT, Problems, clipped
from willing.notation.sheets.cells import Cell, CellError, flag_of, piece_at, raw_of, shown_cell
from willing.notation.sheets.csv_table import wrong_width
from willing.notation.sheets.heads import COMPUTED, MARK, PLAN_HEAD, SCENARIO_HEAD, head_words, key_of
from willing.notation.sheets.sheet import Book, Sheet, letters, sheet_name
from willing.notation.sheets.understood import Understood, once
from willing.notation.written import Path, leads_somewhere

# How many different texts of one column are remembered with their value.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the rows of a sheet are: entries of ``table`` from row ``first`` on; a column's number to its key."""

    sheet: Sheet
    table: str
    first: int
    columns: Mapping[int, str]


@dataclass(slots=True)
class _Spot:
    """A cell that a value stands in, and the key that says how it is written there."""

    sheet: int
    row: int
    column: int
    key: Key | None = None


class Cells:
    """Sheets as tables, and in which cell each key and value stands (:class:`willing.notation.written.Written`).

    ``found``: what could not be understood; ``notes``: what is worth telling though it could.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.root: dict[str, Any] = {}
        self.in_cells = True
        self.found = Problems()
        self.notes: list[Problem] = list(book.notes)
        self._entries: dict[Path, tuple[int, int]] = {}  # an entry's path to its layout and row
        self._listed: dict[str, tuple[array[int], array[int]]] = {}  # the same of entries by their number in a table
        self._spots: dict[Path, _Spot] = {}  # values that do not stand in a row of their entry
        self._layouts: list[tuple[Layout, dict[str, int]]] = []
        self._numbers = {id(sheet): number for number, sheet in enumerate(book.sheets)}
        self._by_name: dict[tuple[str, str], tuple[int, int, int]] = {}
        self._tables = {sheet.file: (number, sheet.csv) for number, sheet in enumerate(book.sheets) if sheet.csv}
        self._understood: Understood[tuple[int, int]] = Understood(self._note_at)
        for number, sheet in enumerate(book.sheets):
            for line, message in sheet.broken:
                if self.found.room((number, line, 0)):
                    self.found.add((number, line, 0), self.problem(message, Place(file=sheet.file, line=line)))

    def keys_of(self, table: str) -> Set[str]:
        """The keys that columns of a table are."""
        return {key for layout, _ in self._layouts if layout.table == table for key in layout.columns.values()}

    # -- what the sheets say --------------------------------------------------------------------------------------

    def read_plan(self, sheet: Sheet) -> None:
        """The sheet of the plan: a key and its value a row."""
        table = TABLES["plan"]
        raw = self.root.setdefault("plan", {})
        for number, row in enumerate(sheet.rows):
            word = head_words(row[:1])[0] if row else ""
            if word in ("", MARK) or (word == PLAN_HEAD[0] and head_words(row[1:2]) == [PLAN_HEAD[1]]):
                continue
            key = table.keys.get(word)
            if key is None:
                message = Message("unknown-key", name=clipped(word), meant=nearest_key(word, table.keys))
                self.tell(sheet, number, 0, message)
            elif word in raw:
                self.tell(sheet, number, 0, Message("key-twice", key=word))
            else:
                value = self._value(key, sheet, number, 1)
                if value is not None:
                    raw[word] = value
                    self._spots["plan", word] = _Spot(self._numbers[id(sheet)], number, 1, key)

    def read_scenarios(self, sheet: Sheet) -> None:
        """The sheet of scenarios: what one of them decides, or reads otherwise, a row."""
        layout = self._scenario_layout(sheet)
        scenarios = self.root.setdefault("scenarios", {})
        at = {name: number for number, name in layout.items()}
        if "scenario" not in at:
            return
        start = next(n for n, row in enumerate(sheet.rows) if any(cell is not None for cell in row))
        for number in range(start + 1, len(sheet.rows)):
            row = sheet.rows[number]
            words = {n: self._word(sheet, number, c) if n != "value" else "" for n, c in at.items()}
            if not any(cell is not None and cell != "" for cell in row):
                continue
            id_ = words["scenario"]
            if not id_:
                self.tell(sheet, number, at["scenario"], Message("cell-empty", name="scenario"))
                continue
            scenario = scenarios.setdefault(id_, {})
            self._spots.setdefault(("scenarios", id_), _Spot(self._numbers[id(sheet)], number, at["scenario"]))
            self._change(sheet, number, at, words, scenario)

    def _change(
        self, sheet: Sheet, row: int, at: Mapping[str, int], words: Mapping[str, str], scenario: dict[str, Any]
    ) -> None:
        of, id_, name = (words.get(each, "") for each in ("of", "id", "key"))
        column = at.get("value", at["scenario"])
        key: Key | None = None
        if of == "":
            if id_ or name:
                self.tell(sheet, row, at.get("of", 0), Message("scenario-of-nothing"))
            return
        if of not in ("assume", "pledges", "requirements"):
            self.tell(sheet, row, at["of"], Message("scenario-of-unknown", given=clipped(of)))
            return
        if not id_:
            self.tell(sheet, row, at.get("id", at["of"]), Message("cell-empty", name="id"))
            return
        spot = _Spot(self._numbers[id(sheet)], row, column)
        path: Path = ("scenarios", words["scenario"], of, id_)
        if of == "assume":
            raw = scenario.setdefault(of, {})
            cell = sheet.cell_at(row, column)
            value = flag_of(cell) if cell is not None else None
            if value is None:
                self.tell(sheet, row, column, Message("cell-empty", name="value"))
                return
            name = id_
        else:
            raw = scenario.setdefault(of, {}).setdefault(id_, {})
            self._spots.setdefault(path, _Spot(spot.sheet, row, at.get("id", 0)))
            if not name:
                return
            key = TABLES[of].keys.get(name)
            if key is None or key.kind == "id":
                message = Message("unknown-key", name=clipped(name), meant=nearest_key(name, TABLES[of].keys))
                self.tell(sheet, row, at["key"], message)
                return
            value = self._value(key, sheet, row, column)
            if value is None:
                self.tell(sheet, row, column, Message("cell-empty", name="value"))
                return
            path = (*path, name)
        if name in raw:
            self.tell(sheet, row, column, Message("value-twice", name=clipped(name)))
            return
        raw[name] = value
        spot.key = key
        self._spots[path] = spot

    def _scenario_layout(self, sheet: Sheet) -> dict[int, str]:
        start = next((n for n, row in enumerate(sheet.rows) if any(cell is not None for cell in row)), None)
        columns: dict[int, str] = {}
        if start is not None:
            for number, word in enumerate(head_words(sheet.rows[start])):
                if word in SCENARIO_HEAD and word not in columns.values():
                    columns[number] = word
                elif word and not word.endswith(COMPUTED):
                    message = Message("unknown-scenario-column", name=clipped(word), columns=SCENARIO_HEAD)
                    self.tell(sheet, start, number, message)
            if "scenario" not in columns.values():
                self.tell(sheet, start, 0, Message("no-scenario-column", columns=SCENARIO_HEAD))
        return columns

    def read(
        self,
        layout: Layout,
        *,
        exact: bool = True,
        nothing: Set[str] = frozenset(),
        id_of: Callable[[Mapping[str, Any]], str | None] | None = None,
    ) -> None:
        """A sheet with an entry a row.

        ``nothing``: texts that people write for an empty cell. ``id_of``: the id of an entry that gives itself none.
        """
        table = TABLES[layout.table]
        named = table.shape == "named"
        sheet = layout.sheet
        at = {name: number for number, name in layout.columns.items()}
        self._layouts.append((layout, at))
        which = len(self._layouts) - 1
        columns = sorted(layout.columns.items())
        keys: list[tuple[int, str, Key, dict[str, Any]]] = [(at, name, key_of(table, name), {}) for at, name in columns]
        listed = self._listed.setdefault(table.name, (array("l"), array("l")))
        wide = len(sheet.rows[layout.first - 1]) if sheet.csv is not None and exact else None
        entries = self.root.setdefault(table.name, {} if named else [])
        merged, headings = self._merged(layout, {column: key for column, _, key, _ in keys})
        faults = sheet.faults
        for number in range(layout.first, len(sheet.rows)):
            row = sheet.rows[number]
            width = len(row)
            raw: dict[str, Any] = {}
            broken = False  # something was told of a cell
            if number in headings:
                self._stray(sheet, number, row)
                continue
            if wide is not None and row and width != wide:
                self.tell(sheet, number, None, wrong_width(row, wide))
                continue
            for column, name, key, known in keys:
                cell = row[column] if column < width else None
                if merged and (number, column) in merged:
                    cell = merged[number, column]
                if type(cell) is str and not faults and cell in known:
                    raw[name] = known[cell]
                    continue
                if cell is None and (not faults or (number, column) not in faults):
                    continue
                if nothing and not key.prose and isinstance(cell, str) and cell.strip().lower() in nothing:
                    message = Message("read-as-empty", given=cell.strip())
                    self._understood.add((self._numbers[id(sheet)], column), number, message)
                    continue
                value = self._value(key, sheet, number, column, cell, exact=exact, known=known)
                if value is not None:
                    raw[name] = value
                else:
                    broken = broken or bool(shown_cell(cell).strip())
            if not raw and (named or not broken):
                if any(cell is not None and cell != "" for cell in row):
                    self._stray(sheet, number, row)
                continue
            if named:
                self._named(layout, at.get("id", 0), which, number, raw, id_of)
            else:
                listed[0].append(which)
                listed[1].append(number)
                entries.append(raw)

    def _named(
        self,
        layout: Layout,
        at: int,
        which: int,
        number: int,
        raw: dict[str, Any],
        id_of: Callable[[Mapping[str, Any]], str | None] | None,
    ) -> None:
        """A row of a table whose entries have ids; ``at``: the column in which that has to be told of."""
        table, sheet, entries = TABLES[layout.table], layout.sheet, self.root[layout.table]
        id_ = raw.pop("id", None)
        if id_ is None and id_of is not None:
            id_ = id_of(raw)
        if id_ is None:
            self.tell(sheet, number, at, Message("entry-without-id", noun=Message(f"noun.{table.noun}")))
        elif id_ in entries:
            first = self._entries[table.name, id_][1]
            first = sheet.lines[first] if sheet.lines else first + 1
            self.tell(sheet, number, at, Message("id-in-row", id=clipped(id_), row=first))
        else:
            entries[id_] = raw
            self._entries[table.name, id_] = (which, number)

    def _stray(self, sheet: Sheet, number: int, row: Sequence[Cell]) -> None:
        """A row with something in it, and nothing in the columns that are read."""
        column = next(c for c, cell in enumerate(row) if cell is not None and cell != "")
        self.note(sheet, Message("row-not-read", given=clipped(shown_cell(row[column]))), number, column)

    def _merged(self, layout: Layout, keys: Mapping[int, Key]) -> tuple[dict[tuple[int, int], Cell], set[int]]:
        """What cells that are merged with the one above hold: its value, where that can be meant for each of them.

        And the rows that are a heading between the others: one text over several columns, and nothing else.
        """
        filled: dict[tuple[int, int], Cell] = {}
        headings: set[int] = set()
        sheet = layout.sheet
        for top, left, bottom, right in sheet.merged:
            if bottom < layout.first or top >= len(sheet.rows):
                continue
            value = sheet.rows[top][left] if left < len(sheet.rows[top]) else None
            area = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            read = [column for column in range(left, right + 1) if column in keys]
            if value is None or not read or (read == [left] == [right] and top == bottom):
                continue
            if len(read) > 1 and bottom - top == 0 and self._alone(sheet.rows[top], left, right):
                headings.add(top)
            elif len(read) > 1:
                self.tell(sheet, top, left, Message("merged-columns", area=area))
            elif keys[read[0]].kind in ("integer", "amount", "number", "by day", "likelihood", "id") and top != bottom:
                code = "merged-amounts" if keys[read[0]].kind != "id" else "merged-ids"
                self.tell(sheet, top, left, Message(code, area=area))
            else:
                filled |= {(row, read[0]): value for row in range(max(top, layout.first), bottom + 1)}
        return filled, headings

    def _alone(self, row: Sequence[Cell], left: int, right: int) -> bool:
        return all(cell is None or cell == "" or left <= column <= right for column, cell in enumerate(row))

    def _word(self, sheet: Sheet, row: int, column: int) -> str:
        return shown_cell(sheet.cell_at(row, column)).strip()

    def _value(
        self,
        key: Key,
        sheet: Sheet,
        row: int,
        column: int,
        cell: Cell = None,
        *,
        exact: bool = True,
        known: dict[str, Any] | None = None,
    ) -> Any:
        """The raw value of a cell; None where it is empty, or where it had to be told that it is not understood.

        ``known``: values of texts of the column of which nothing was told, to be added to.
        """
        if (row, column) in sheet.faults:
            self.tell(sheet, row, column, sheet.faults[row, column])
            return None
        cell = sheet.cell_at(row, column) if cell is None else cell
        if exact and key.prose and sheet.has_stray_quote(row, column):
            self.tell(sheet, row, column, Message("quote-inside-cell"))
            return None
        notes: list[Message] = []
        try:
            value = raw_of(key, cell, notes, exact=exact)
        except CellError as error:
            self.tell(sheet, row, column, error.message.of_key(key.name))
            return None
        for note in notes:
            self._understood.add((self._numbers[id(sheet)], column), row, note.of_key(key.name))
        alike = not notes and value is not None and isinstance(cell, str) and '"' not in cell
        if alike and known is not None and len(known) < _REMEMBERED:
            known[str(cell)] = value
        return value

    # -- telling --------------------------------------------------------------------------------------------------

    def tell(self, sheet: Sheet, row: int, column: int | None, message: Message) -> None:
        """Something about a cell, or a row, that could not be understood."""
        place = self._place(sheet, row, column)
        if self.found.room(self.order(place)):
            self.found.add(self.order(place), self.problem(message, place))

    def notes_in_order(self) -> tuple[Problem, ...]:
        """The notes as they stand in the sheets; what is about the book as a whole comes first."""
        notes = [*once(sorted(self.notes, key=lambda note: self.order(note.place))), *self._understood.notes()]
        return tuple(sorted(notes[:MOST_KEPT], key=lambda note: self.order(note.place)))

    def _note_at(self, message: Message, where: tuple[int, int], row: int) -> Problem:
        number, column = where
        return self.problem(message, self._place(self.book.sheets[number], row, column))

    def note(self, sheet: Sheet, message: Message, row: int | None = None, column: int = 0) -> None:
        """Something about a sheet, or a cell, that people should know; as many as people read."""
        if len(self.notes) >= MOST_KEPT:
            return
        place = _sheet_place(sheet) if row is None else self._place(sheet, row, column)
        self.notes.append(self.problem(message, place))

    # -- where things stand ---------------------------------------------------------------------------------------

    @property
    def file(self) -> str:
        """The workbook, or the folder of tables."""
        return self.book.file

    def key(self, path: Path) -> Place:
        """The cell of the value at ``path``; of what is not there, the cell it would be in, or the row or sheet."""
        spot, _ = self._spot(path)
        if spot is not None:
            return self._spot_place(spot)
        for layout, _ in self._layouts:
            if path and layout.table == path[0]:
                return _sheet_place(layout.sheet)
        for sheet in self.book.sheets:
            if path and sheet.name.casefold() == path[0]:
                return _sheet_place(sheet)
        return Place(file=self.book.file, line=0)

    def value(self, path: Path) -> Place:
        """The cell of the value at ``path``, and the part of its text."""
        spot, rest = self._spot(path)
        if spot is None:
            return self.key(path)
        span = piece_at(spot.key, self._at(spot), rest) if spot.key is not None else None
        return self._spot_place(spot, span)

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """A stretch of the text at ``path``."""
        spot, rest = self._spot(path)
        if spot is None:
            return self.key(path)
        span = piece_at(spot.key, self._at(spot), rest) if spot.key is not None else None
        return self._spot_place(spot, ((span[0] if span else 0) + offset, length))

    def order(self, place: Place) -> tuple[int, int, int]:
        """By sheet, row and column; in a CSV table by line."""
        if place.file in self._tables:
            return self._tables[place.file][0], place.line, place.column if place.line else 0
        return self._by_name.get((place.file, place.cell), (0, 0, 0))

    def problem(self, message: Message, place: Place, subjects: tuple[Message, ...] = ()) -> Problem:
        """A problem with the text of the cell."""
        found = self._by_name.get((place.file, place.cell))
        excerpt = ""
        if place.file in self._tables:
            excerpt = self._tables[place.file][1].line(place.line) if place.line else ""
        elif found is not None:
            excerpt = shown_cell(self.book.sheets[found[0]].cell_at(found[1], found[2]))
        return Problem(place=place, message=message, subjects=subjects, excerpt=excerpt)

    def came_from(self, table: str, index: int) -> tuple[str, int]:
        """The sheet and the row of it that an entry of a list came from."""
        which, number = (its[index] for its in self._listed[table])
        sheet = self._layouts[which][0].sheet
        return sheet.name, sheet.came[number][0] if sheet.came else number

    def row_of(self, place: Place) -> tuple[str, int] | None:
        """The sheet and the row of it, as they are in the file, that a place is in; None: no row of one."""
        if place.file in self._tables:
            sheet = self.book.sheets[self._tables[place.file][0]]
            number = bisect_right(sheet.lines, place.line) - 1
            return (sheet.name, number) if number >= 0 and place.line else None
        found = self._by_name.get((place.file, place.cell))
        return None if found is None or not place.line else (self.book.sheets[found[0]].name, place.line - 1)

    def __contains__(self, path: Path) -> bool:
        return leads_somewhere(self.root, path)

    def _spot(self, path: Path) -> tuple[_Spot | None, Path]:
        """The cell that ``path`` leads to, and what is left of the path within it."""
        for end in range(len(path), 1, -1):
            if (spot := self._spots.get(path[:end])) is not None:
                return spot, path[end:]
        found = self._entries.get(path[:2]) or self._listed_at(path[:2])
        if found is None:
            return None, path
        layout, at = self._layouts[found[0]]
        sheet = self._numbers[id(layout.sheet)]
        if len(path) > 2 and isinstance(path[2], str) and path[2] in at:
            key = key_of(TABLES[layout.table], path[2])
            return _Spot(sheet, found[1], at[path[2]], key), path[3:]
        return _Spot(sheet, found[1], at.get("id", min(layout.columns, default=0))), ()

    def _listed_at(self, path: Path) -> tuple[int, int] | None:
        """The layout and the row of an entry by its number in a table."""
        layouts, rows = self._listed.get(str(path[0]), ((), ())) if path else ((), ())
        number = path[1] if len(path) > 1 else None
        return (layouts[number], rows[number]) if isinstance(number, int) and number < len(rows) else None

    def _at(self, spot: _Spot) -> Cell:
        return self.book.sheets[spot.sheet].cell_at(spot.row, spot.column)

    def _spot_place(self, spot: _Spot, span: tuple[int, int] | None = None) -> Place:
        return self._place(self.book.sheets[spot.sheet], spot.row, spot.column, span)

    def _place(self, sheet: Sheet, row: int, column: int | None, span: tuple[int, int] | None = None) -> Place:
        place = sheet.place(row, column, span)
        if place.cell:
            self._by_name[place.file, place.cell] = (self._numbers[id(sheet)], row, column or 0)
        return place


def _sheet_place(sheet: Sheet) -> Place:
    return Place(file=sheet.file, line=0, cell=sheet_name(sheet.name) if sheet.inside else "")
