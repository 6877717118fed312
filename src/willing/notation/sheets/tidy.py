"""A planner's own sheet made orderly (§T3-§T16): rows that are no entries are left out, and cells are understood by
their column as a whole.

What comes of it is another sheet: an entry a row, every cell as a plan has it, and of each where it came from. What was
taken, and what was left out, is told once for a column; what a column leaves open is an error that says what to do.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from willing.languages import amounts, answers, days
from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS
from willing.model.condition_text import is_id
from willing.model.problem import Listed, Message
from willing.notation.keys import STAGES
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.choices import added_up
from willing.notation.sheets.columns import LEFT_OUT, Guess, is_of_units, meant, writes_days_first
from willing.notation.sheets.contributions import counted_in_words
from willing.notation.sheets.doubts import doubts
from willing.notation.sheets.likeness import (
    begins_refusing,
    begins_with_condition,
    condition_behind,
    meant_by_status,
    order,
    plain,
    plain_words,
    slug,
    speaks_of_refusing,
    text_in,
    tidy_name,
    without_mark_of_day,
)
from willing.notation.sheets.no_entries import NoEntries, Row, silent_in
from willing.notation.sheets.partners import behind_name, is_nobody, name_in, several_in, state_of_code
from willing.notation.sheets.sheet import Sheet, letters
from willing.notation.sheets.wide import capability_in, capability_of_sum
from willing.notation.sheets.wishes import NO_WISHES, ROWS_ADDED, Wishes

#: So many examples are told of what a column was taken to mean.
MOST_EXAMPLES = 5

_ISO_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(?::[0-9.]+)?(?:Z|[+-][0-9:]{2,5})?")
_DAY_0 = date(1899, 12, 30)  # from which spreadsheets count days
_FIGURE = re.compile("[0-9]")
_LONGEST_DITTO = 40
_DITTO = ('"', "''", "″", "〃", "”")
_TWO_FIGURES = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-][0-9]{2,4}")

#: An entry as it is made: by key, its cell and the column that this came from.
Entry = dict[str, tuple[Cell, int]]

_AMOUNTS = ("amount", "up_to", "needs")
_OF_DAYS = ("said", "until", "ended")

Tell = Callable[[Message, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Orderly:
    """``sheet`` and ``columns``: as they are to be read; ``partners``: who is named, and pledges nothing here;
    ``used``: columns that are no key's and are understood all the same; ``sources``: those that cells name, by id."""

    sheet: Sheet
    columns: Mapping[int, str]
    partners: tuple[str, ...] = ()
    used: Set[int] = frozenset()
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def orderly(
    guess: Guess,
    note: Tell,
    fail: Tell,
    *,
    wishes: Wishes = NO_WISHES,
    without: Set[int] = frozenset(),
    step: Callable[[], None] = lambda: None,
) -> Orderly:
    """What a sheet holds once its columns are settled.

    ``note`` and ``fail`` are told what was taken to be meant and what cannot be decided, with its row and column
    (None: the row). ``without``: rows that are left out. ``step`` is called five times on the way.
    """
    return _Tidy(guess, note, fail, wishes, without).sheet(step)


@dataclass(slots=True)
class _Seen:
    """What was done with cells of one column: how often, the first place, and examples."""

    count: int = 0
    place: tuple[int, int | None] = (0, None)
    examples: dict[str | Message, None] = field(default_factory=dict)


class _Counted(NamedTuple):
    """An amount of a column: the least of it, the most that is spoken of, and what is to be told of it."""

    least: tuple[Cell, int] | None
    most: tuple[Cell, int] | None
    told: str


class _Figures(NamedTuple):
    """How the figures of a column are read: their decimal mark, scale and currency; ``alike``: those that are the same
    in every row, by what their cells say."""

    column: int
    mark: str
    scale: int
    currency: str | None
    alike: dict[str, _Counted]


def _put(key: str, entry: Entry, counted: _Counted) -> None:
    """An amount under its key."""
    if counted.least is not None:
        entry[key] = counted.least
    if counted.most is not None and key == "amount":
        if counted.least is None:
            entry.pop(key, None)
        entry.setdefault("up_to", counted.most)
    elif counted.most is not None and counted.least is None:
        entry[key] = counted.most


class _Tidy:
    def __init__(self, guess: Guess, note: Tell, fail: Tell, wishes: Wishes, without: Set[int]) -> None:
        self.guess = guess
        self.source = guess.sheet
        self.note = note
        self.fail = fail
        self.wishes = wishes
        self.without = without
        self.seen: dict[tuple[str, int], _Seen] = {}
        self.columns = [column for column in guess.columns if column.key not in ("", LEFT_OUT)]
        self.at = {column.key: column.number for column in self.columns if not column.wide}
        self.wide = [column for column in self.columns if column.wide]
        self.of_wide = "provides" if "partner" in self.at else "partner"  # what the heads of wide columns are
        self.used: set[int] = set()  # columns that are no key's
        self.scales: dict[int, int] = {}  # of rows whose unit has one
        self.moneys: dict[int, str] = {}  # the currency of rows that have one in their unit
        self.units: dict[str, str] = {}  # by capability
        self.of_all: tuple[int, str | None] = (1, None)  # the scale and the currency of all figures
        self.heads = {column.number: column.head for column in guess.columns}
        self.rows: list[Row] = []
        self.entries: list[tuple[int, Entry]] = []
        self.answered: set[int] = set()  # columns of conditions that say yes and no
        self.counted: set[int] = set()  # columns of conditions that say so as 1 and 0
        self.below: list[tuple[int, Entry]] = []  # entries of less than nothing
        self.silent: dict[str, None] = {}
        self.marks: set[str] = set()  # of footnotes below the table
        self.sections: dict[int, str] = {}  # by row, what stands alone in one above
        self.sources: dict[str, dict[str, str]] = {}

    def sheet(self, step: Callable[[], None]) -> Orderly:
        self.rows = [(number, self.source.rows[number]) for number in self._row_numbers()]
        self._merged()
        self._wishes()
        self._no_entries()
        step()
        self._unit_of_all()
        self._from_above()
        self.answered = {
            self.at[key]
            for key in ("if", "only_if")
            if key in self.at and any(answers.flag_of(text_in(cell)) for cell in self._cells(self.at[key]))
        }
        self.counted = {
            self.at[key]
            for key in ("if", "only_if")
            if key in self.at and set(map(text_in, self._cells(self.at[key]))) <= {"0", "1", ""}
        }
        self.entries = list(self._all_entries())
        step()
        if self.guess.table == "pledges":
            self._partners()
            self._not_said()
            self._statuses()
            self._units()
            self._capabilities()
            self._references()
            self._delivered()
            for doubt in doubts(self.guess, self.rows, self.entries):
                self.fail(*doubt)
        if self.guess.table == "requirements":
            self._needs_of()
        step()
        for key in _AMOUNTS:
            self._amounts(key)
        for key in ("ready", "stays", "from_day", "until_day"):
            self._spans(key)
        step()
        self._months()
        for key in _OF_DAYS:
            self._days(key)
        if ROWS_ADDED in self.wishes.sums:
            self._add_up()
        self._tell()
        made = self._made()
        step()
        return made

    # -- rows -------------------------------------------------------------------------------------------------------

    def _row_numbers(self) -> Iterable[int]:
        rows, without = self.source.rows, self.without
        for number in range(self.guess.head + 1, len(rows)):
            if number not in without and any(map(text_in, rows[number])):
                yield number

    def _merged(self) -> None:
        """A cell that is merged with the ones below says the same of each; amounts cannot."""
        places = {number: place for place, (number, _) in enumerate(self.rows)} if self.source.merged else {}
        for top, left, bottom, right in self.source.merged:
            if bottom <= self.guess.head or top == bottom or left != right or top >= len(self.source.rows):
                continue
            key = next((column.key for column in self.columns if column.number == left), "")
            value = self.source.cell_at(top, left)
            if not key or value is None:
                continue
            if key in ("amount", "up_to", "needs", "id"):
                ends = (self.source.cell_name(*end).rpartition("!")[2] for end in ((top, left), (bottom, right)))
                area = ":".join(ends)
                self.fail(Message("merged-ids" if key == "id" else "merged-amounts", area=area), top, left)
                continue
            for number in range(max(top, self.guess.head + 1), bottom + 1):
                if (place := places.get(number)) is not None:
                    self.rows[place] = (number, _with_cell(self.rows[place][1], left, value))

    def _wishes(self) -> None:
        """Only the rows that were asked for; sums of columns; words that are to be read as others."""
        heads = {plain(head) for head in self.heads.values()}
        of_pledges = self.guess.table == "pledges"  # none of them is counted in by a filter that it has no column for
        where = [each for each in self.wishes.where if of_pledges or plain(each.column) in heads]
        if where:
            named = [row for _, row in self.rows if text_in(self._at(row, self.at.get("partner", 0)))]  # no notes below
            latest = {
                each.column: max(
                    (value for row in named if (value := order(self._cell(row, each.column))) is not None),
                    default=None,
                )
                for each in where
                if each.sign == "latest"
            }
            for each in where:
                fit = [
                    (number, row)
                    for number, row in self.rows
                    if each.fits(self._cell(row, each.column), latest.get(each.column))
                ]
                if self.rows and not fit:
                    values = dict.fromkeys(text_in(self._cell(row, each.column)) for _, row in self.rows)
                    there = Listed(tuple(value for value in values if value)[:MOST_EXAMPLES])
                    self.fail(
                        Message("where-none", given=each.text, column=each.column, values=there), self.guess.head, None
                    )
                self.rows = fit
        values = {plain(theirs): ours for theirs, ours in self.wishes.values}
        if values:
            self.rows = [
                (number, [values.get(plain(text_in(cell)), cell) if text_in(cell) else cell for cell in row])
                for number, row in self.rows
            ]

    def _cell(self, row: Sequence[Cell], head: str) -> Cell:
        """The cell of a row below this head."""
        wanted = plain(head)
        number = next((n for n, each in self.heads.items() if plain(each) == wanted), None)
        return None if number is None or number >= len(row) else row[number]

    def _no_entries(self) -> None:
        """Leave out totals, headings between rows, notes below them, tags, and heads that come again (§T3)."""
        kept: list[Row] = []
        kinds = NoEntries(self.guess, self.at, [column.number for column in self.wide], self.rows)
        partner = self.at.get("partner")
        again: set[tuple[Cell, ...]] = set()
        section = ""  # what the last row between others said
        for place, (number, row) in enumerate(self.rows):
            if self._is_unseen(number, row, partner):
                continue
            kind = kinds.kind(place)
            if kind == "entry":
                if kinds.figures:
                    before = len(again)
                    again.add(tuple(row))
                    if len(again) == before:
                        self._saw("rows-again", 0, number, None, self.source.cell_name(number, _filled(row)[0]))
                kept.append((number, row))
                if section:
                    self.sections[number] = section
                continue
            if kind == "other-table":
                for other, cells in self.rows[place:]:
                    at = next((n for n, cell in enumerate(cells) if text_in(cell)), 0)
                    self._saw("rows-other-table", 0, other, None, self.source.cell_name(other, at))
                break
            filled = _filled(row)
            self._saw(kind, 0, number, None, self.source.cell_name(number, filled[0]))
            if mark := re.match(r"[(\[]?([0-9]{1,2}|[a-z])[)\].:/]*\s", filled[1]):
                self.marks.add(mark[1])
            if len({text_in(cell) for cell in row} - {""}) == 1 and filled[0] == min(self.heads, default=0):
                section = filled[1]
            if silent := silent_in(kind, filled, partner):
                self.silent[silent] = None
        self.rows = kept
        self._too_long()
        self._other_tables_above()
        states = self.sections and _mostly_states([self.sections.get(number, "") for number, _ in kept])
        if "partner" in self.at or self.wide or not states:
            self.sections = {}

    def _is_unseen(self, number: int, row: Sequence[Cell], partner: int | None) -> bool:
        """Whether a row is struck through; that it is, or is hidden, is told."""
        if number not in self.source.unseen and not self.source.struck:
            return False
        first = _filled(row)[0]
        name = self.source.cell_name(number, first)
        if number in self.source.unseen:
            self._saw("rows-hidden", 0, number, None, name)
        if (number, partner or first) not in self.source.struck:
            return False
        self._saw("rows-struck", 0, number, None, name)
        return True

    def _other_tables_above(self) -> None:
        """Rows above the heads that are of another table: words, and figures below them, in as many cells."""
        above = [[text for cell in row if (text := text_in(cell))] for row in self.source.rows[: self.guess.head]]
        pairs = pairwise(above)
        is_table = (
            len(a) == len(b) > 1 and not any(map(_FIGURE.search, a)) and any(map(_FIGURE.match, b)) for a, b in pairs
        )
        if (first := next((number for number, its in enumerate(is_table) if its), None)) is not None:
            for number in (n for n in range(first, len(above)) if above[n]):
                self._saw("rows-other-table", 0, number, None, self.source.cell_name(number, 0))

    def _unit_of_all(self) -> None:
        """The scale and the currency that a line above or below the table says of all its figures (§T7)."""
        entries = {number for number, _ in self.rows}
        for number, row in enumerate(self.source.rows):
            if number not in entries and not self.guess.head >= number > self.guess.head - 1:
                texts = [text for cell in row if (text := text_in(cell))]
                scale, currency = amounts.unit_stated(texts[0]) if len(texts) == 1 else (1, None)
                if scale > 1 or currency:
                    self.of_all = (scale, currency)
                    self.note(Message("table-scaled", scale=scale, line=texts[0]), number, None)
                    return

    def _too_long(self) -> None:
        """Rows of a CSV table that go on behind the last head, as ``1,200`` without quotes does, are none."""
        if self.source.csv is None:
            return
        heads = [column.number for column in self.guess.columns if column.head != letters(column.number)]
        last = max(heads, default=0)
        long = [(n, row) for n, row in self.rows if len(row) > last + 1 and any(map(text_in, row[last + 1 :]))]
        if len(long) < len(self.rows):
            for number, row in long:
                self.fail(Message("row-of-other-width", count=len(row), width=last + 1), number, None)

    def _from_above(self) -> None:
        """A name that stands once for the rows below it, or is repeated by a mark (§T5)."""
        partner = self.at.get("partner")
        levels = [self.at[key] for key in ("provides", "partner") if key in self.at]
        texts = [self.at[key] for key in ("stage", "if", "by", "sources", "said") if key in self.at]
        last: dict[int, Cell] = {}
        gaps = {c: its for c in (*levels, *texts) if (its := {cell for cell in self._cells(c) if _is_gap(cell)})}
        for place, (number, row) in enumerate(self.rows if gaps else ()):
            blank = partner is not None and not text_in(self._at(row, partner))
            for column, its in gaps.items():
                cell = self._at(row, column)
                text = text_in(cell)
                repeated = bool(text) and cell in its
                left = partner is not None and column < partner
                outer = column == partner or left or (blank and column in levels)
                if repeated or (not text and outer):
                    if column in last:
                        row = _with_cell(row, column, last[column])
                        self.rows[place] = (number, row)
                        self._saw("cells-from-above", column, number, column, text_in(last[column]))
                elif text:
                    last[column] = row[column]

    def _cells(self, column: int) -> set[Cell]:
        """The different cells of a column."""
        return {row[column] if column < len(row) else None for _, row in self.rows}

    @staticmethod
    def _at(row: Sequence[Cell], column: int) -> Cell:
        return row[column] if column < len(row) else None

    def _all_entries(self) -> Iterator[tuple[int, Entry]]:
        """What the rows say; of each text of a column what it holds is found out once."""
        columns: list[tuple[str, int, dict[str, tuple[Cell, int]]]] = [(key, at, {}) for key, at in self.at.items()]
        plainly = not (self.wide or self.sections or self.wishes.sets or self.wishes.sums or self.guess.sums)
        plainly = plainly and ("amount" in self.at or self.guess.table != "pledges")
        for number, row in self.rows:
            width = len(row)
            entry: Entry = {}
            for key, column, known in columns:
                cell = row[column] if column < width else None
                if cell is None:
                    continue
                if type(cell) is not str:
                    entry[key] = (cell, column)
                elif (said := known.get(cell)) is not None:
                    entry[key] = said
                elif text_in(cell) and not self._is_nothing(key, cell, number, column):
                    entry[key] = known[cell] = (cell, column)
            if plainly and "if" not in entry and "only_if" not in entry:
                yield number, entry
            else:
                yield from self._entries_of(number, row, entry)

    def _entries_of(self, number: int, row: Sequence[Cell], entry: Entry) -> Iterable[tuple[int, Entry]]:
        """What a row says: one entry, or one for each column that is a capability (§T7)."""
        somewhere = self.at.get("partner", min(self.at.values(), default=0))
        if self.sections.get(number):
            entry["partner"] = (self.sections[number], somewhere)
        for key in ("if", "only_if"):
            if key in entry and (word := text_in(entry[key][0])).lower() in answers.words_for_nothing():
                at = entry[key][1]
                entry[key] = (f"{self.heads[at]} {word}", at)  # to be said, and not none
        for key, value in self.wishes.sets:
            entry[key] = (value, somewhere)
        sums = [each for each in dict.fromkeys((*self.wishes.sums, *self.guess.sums)) if each != ROWS_ADDED]
        several = len([key for _, key in sums if key == "amount"]) > 1
        for parts, key in sums:
            figures = [amounts.quantity(text_in(self._cell(row, part))) for part in parts]
            known = [figure.least for figure in figures if figure is not None and figure.least is not None]
            if several and key == "amount" and any(known):
                of = (capability_of_sum(parts), somewhere)
                yield number, {**entry, "provides": of, "amount": (float(sum(known)), somewhere)}
            elif known and not (several and key == "amount"):
                entry[key] = (float(sum(known)), somewhere)
        if several:
            return
        if not self.wide:
            yield from ((number, each) for each in self._counted_in_words(number, entry))
            return
        for column in self.wide:
            cell = self._at(row, column.number)
            text = text_in(cell)
            of_wide: Entry = {**entry, self.of_wide: (column.wide, column.number)}
            if text in ("0", "0.0") or plain(text) in plain_words("zero"):
                self._saw("cells-zero", column.number, number, column.number, text)
            elif (flag := answers.flag_of(text)) is not None:
                if flag:
                    yield number, of_wide
            elif plain(text) in plain_words("to_be_said") or (
                text and not self._is_nothing("amount", cell, number, column.number)
            ):
                yield number, {**of_wide, "amount": (cell, column.number)}

    def _counted_in_words(self, number: int, entry: Entry) -> Iterable[Entry]:
        """What a contribution says of how much it is, where no column does: ``2 frigates, 1 tanker``."""
        if "provides" not in entry or self.guess.table != "pledges" or "amount" in self.at or "amount" in entry:
            yield entry
            return
        cell, column = entry["provides"]
        found = counted_in_words(text_in(cell))
        if not found:
            yield entry
            return
        self._saw("cells-taken", column, number, column, "; ".join(f"{amount}: {what}" for amount, what in found))
        for amount, what in found:
            yield {**entry, "amount": (amount, column), "provides": (what, column)}

    def _is_nothing(self, key: str, cell: Cell, number: int, column: int) -> bool:
        """Whether a cell holds a word for nothing; in a column of prose every word is one of its own."""
        if not isinstance(cell, str) or key in ("note", "says", "name", "by"):
            return False
        word = cell.strip().lower()
        nothing = word in answers.words_for_nothing() and not (key in _AMOUNTS and plain(word) in plain_words("zero"))
        if key == "only":
            nothing = nothing or plain(word) in plain_words("unconditional")
        if key in ("if", "only_if"):
            nothing = not word.strip("-–—") or plain(word) in plain_words("unconditional")
            nothing = nothing and not (column in self.answered and answers.flag_of(word) is False)
        if nothing:
            self._saw("cells-nothing", column, number, column, cell.strip())
        return nothing

    # -- names ------------------------------------------------------------------------------------------------------

    def _partners(self) -> None:
        """One spelling for each partner; codes are states only where the whole column is codes (§T15, §T16)."""
        column = self.at.get("partner", self.wide[0].number if self.wide else None)
        if column is None:
            return
        self._whom(column)
        called: dict[str, str] = {}
        cells = {entry["partner"][0] for _, entry in self.entries if "partner" in entry}
        names = {plain(name_in(text_in(cell))[0]) for cell in cells}
        read: dict[tuple[Cell, int], tuple[tuple[Cell, int], bool, str, tuple[str, str, str] | None]] = {}
        for number, entry in self.entries:
            if "partner" not in entry:
                continue
            said = entry["partner"]
            if said not in read:
                given = text_in(said[0])
                name, refuses = name_in(given)
                name, behind = behind_name(name)
                name = called.setdefault(plain(name), name)
                marked = re.fullmatch(r"(.*[^\W\d_]{3})(?:( ?)([0-9]{1,2})(?:, ?[0-9]{1,2})*| ([a-z]))", name)
                if marked and (
                    (marked[3] or marked[4]) in self.marks
                    or (marked[3] and ((not marked[2] and plain(marked[1]) in names) or state_called(marked[1])))
                ):
                    name = called.setdefault(plain(marked[1]), marked[1])
                read[said] = ((name, said[1]), refuses, "" if name == given else f"'{given}': {name}", behind)
            entry["partner"], refuses, told, behind = read[said]
            if behind is not None:
                self._said_behind(number, entry, column, behind)
            if refuses:
                self._refuse(number, entry, column, str(entry["partner"][0]))
            elif told:
                self._saw("cells-taken", column, number, column, told)
        self._codes(column, list(dict.fromkeys(called.values())))

    def _whom(self, column: int) -> None:
        """Rows of nobody in particular, and of several partners who give something together, are left out; what several
        say, each of them says (§T1)."""
        cells = dict.fromkeys(entry["partner"][0] for _, entry in self.entries if "partner" in entry)
        names = {plain(name_in(text_in(cell))[0]) for cell in cells}
        nobody = {cell for cell in cells if is_nobody(name_in(text_in(cell))[0])}
        several = {cell: its for cell in cells if (its := several_in(str(cell).strip(), names))}
        if not nobody and not several:
            return
        kept: list[tuple[int, Entry]] = []
        left_out: set[int] = set()
        for number, entry in self.entries:
            cell, at = entry.get("partner", (None, column))
            its = several.get(cell, ())
            together = len(its) > 1 and bool(entry.keys() & {"provides", *_AMOUNTS})
            if (cell in nobody or together) and number not in left_out:
                left_out.add(number)
                self._saw("rows-of-nobody" if cell in nobody else "rows-of-several", column, number, at, text_in(cell))
            if cell in nobody or together:
                continue
            if its:
                self._saw("cells-taken", column, number, at, f"'{text_in(cell)}': {'; '.join(its)}")
                kept += [(number, {**entry, "partner": (name, at)}) for name in its]
            else:
                kept.append((number, entry))
        self.entries = kept

    def _said_behind(self, number: int, entry: Entry, column: int, behind: tuple[str, str, str]) -> None:
        """What stands behind a name is of its row (§T12): its key, its value, and what is to be told of it."""
        key, value, told = behind
        if value == "never":
            self._refuse(number, entry, column, _partner_of(entry))
            return
        entry.setdefault(key, (value, column))
        if told:
            self._saw("cells-taken", column, number, column, told)

    def _codes(self, column: int, called: Sequence[str]) -> None:
        """Codes are states where all are that are no organisations; else those among names are left out (§T15)."""
        organisations = {name for name in called if plain(name) in plain_words("organisations")}
        names = [name for name in called if name not in organisations]
        if names and all(re.fullmatch("[a-z]{2,3}", name) and state_of_code(name.upper()) for name in names):
            for _, entry in self.entries:
                entry["partner"] = (str(entry["partner"][0]).upper(), column)
            names = [name.upper() for name in names]
        codes = [name for name in names if re.fullmatch("[A-Z]{2,3}", name)]
        if codes and len(codes) == len(names):
            strange = [code for code in codes if not state_of_code(code)]
            if strange and len(strange) < len(codes):
                first = next(n for n, entry in self.entries if "partner" in entry and entry["partner"][0] in strange)
                states = tuple(code for code in codes if code not in strange)
                self.fail(
                    Message(
                        "codes-of-no-states",
                        codes=Listed(tuple(strange[:MOST_EXAMPLES])),
                        states=Listed(states[:MOST_EXAMPLES]),
                        example=states[0],
                    ),
                    first,
                    column,
                )
            elif not strange:
                for number, entry in self.entries:
                    if "partner" in entry:
                        code = str(entry["partner"][0])
                        if (state := state_of_code(code)) is None or code in organisations:
                            continue
                        entry["partner"] = (state, column)
                        self._saw("codes-read", column, number, column, Message("state.read", code=code, state=state))
            return
        of_no_state = {name for name in called if name in STATE_CODES and state_called(name) is None}
        if of_no_state:
            kept = []
            for number, entry in self.entries:
                name = text_in(entry["partner"][0]) if "partner" in entry else ""
                if name in of_no_state:
                    self._saw("rows-of-code", column, number, column, name)
                else:
                    kept.append((number, entry))
            self.entries = kept

    def _capabilities(self) -> None:
        """One spelling for each capability; what the head says where no column does (§T6, §T16)."""
        called: dict[str, str] = {}
        column = self.at.get("amount")
        given = "" if column is None else capability_in(self.heads[column]) or self.of_all[1] or ""
        if column is None and self.guess.sums:  # Troops / M, Troops / F
            given = capability_of_sum(self.guess.sums[0][0])
            column = next(c.number for c in self.guess.columns if c.head == self.guess.sums[0][0][0])
        told = False
        read: dict[tuple[Cell, int], tuple[tuple[Cell, int], str, tuple[str, str, str] | None]] = {}
        for number, entry in self.entries:
            if "provides" not in entry and given and "amount" in entry and column is not None:
                entry["provides"] = (given, column)
                if not told:
                    message = Message("capability-of-head", column=self.heads[column], capability=given)
                    self.note(message, number, column)
                    told = True
            if "provides" in entry:
                said = entry["provides"]
                if said not in read:
                    cell, at = said
                    name, behind = behind_name(tidy_name(text_in(cell)).replace("'", "’"))
                    name = called.setdefault(plain(name), name)
                    read[said] = ((name, at), "" if name == text_in(cell) else f"'{text_in(cell)}': {name}", behind)
                entry["provides"], text, behind = read[said]
                if behind is not None:
                    self._said_behind(number, entry, said[1], behind)
                if text:
                    self._saw("cells-taken", said[1], number, said[1], text)

    def _needs_of(self) -> None:
        """A requirement without a capability takes the one of its name (§T6)."""
        for _, entry in self.entries:
            if "of" not in entry and "name" in entry:
                cell, column = entry["name"]
                entry["of"] = (tidy_name(text_in(cell)).replace("'", "’").replace(";", ","), column)

    def _units(self) -> None:
        """The unit of a row, in a column of its own: a scale, a currency, or one unit for a capability (§T7)."""
        column = next((c for c in self.guess.columns if not c.key and is_of_units(c.head)), None)
        if column is None:
            return
        rows = dict(self.rows)
        for number, entry in self.entries:
            text = text_in(self._at(rows[number], column.number))
            if not text or "amount" not in entry:
                continue
            scale, currency = amounts.scale_in(text)
            self.scales[number] = scale
            self.used.add(column.number)
            self.moneys[number] = currency or ""
            unit = currency or " ".join(word for word in plain(text).split() if amounts.scale_in(word) == (1, None))
            if "provides" not in entry and unit:
                entry["provides"] = (unit, column.number)
            other = self.units.setdefault(plain(text_in(entry.get("provides", ("", 0))[0])), unit)
            if unit != other and not currency:
                self.fail(Message("units-differ", column=column.head, one=other, other=unit), number, column.number)
                return
            self._saw("cells-taken", column.number, number, column.number, f"'{text}': {scale:,} {unit}".rstrip())

    def _delivered(self) -> None:
        """What was delivered needs its day: that of the table, where it is said; else it is kept in the note (§T9)."""
        on = self.wishes.on
        for key in ("delivered", "received"):
            for number, entry in self.entries:
                if key not in entry or ":" in text_in(entry[key][0]):
                    continue
                cell, column = entry.pop(key)
                text = text_in(cell)
                if on is not None:
                    entry[key] = (f"{on.isoformat()}: {text}", column)
                elif "amount" in self.at or self.wide:
                    self._aside(number, entry, column, text, "delivered-without-day")
                elif key == "delivered":
                    entry["amount"], entry["stage"] = (cell, column), ("deployed", column)
                    self._saw("cells-taken", column, number, column, f"'{text}': deployed")

    def _references(self) -> None:
        """What cells name as sources, and references that are no ids, are declared as sources (§T14)."""
        ids = [text_in(entry["id"][0]) for _, entry in self.entries if "id" in entry]
        if any(not is_id(each) or each in KEYWORDS for each in ids) or len(set(ids)) < len(ids):
            numbers = all(re.fullmatch(r"[\W_]*[0-9.]+[\W_]*", each) for each in ids)  # of rows, and no references
            if numbers and "id" in self.at:
                message = Message("column-not-read", column=self.heads[self.at["id"]], hint=None)
                self.note(message, self.guess.head, self.at["id"])
            for _, entry in self.entries:
                if "id" in entry and "sources" not in entry and not numbers:
                    entry["sources"] = entry.pop("id")
                entry.pop("id", None)
        known: dict[str, str] = {}
        twins: dict[str, int] = {}
        read: dict[tuple[Cell, int], tuple[Cell, int]] = {}
        for number, entry in self.entries:
            if (said := entry.get("sources")) is None:
                continue
            if said not in read:
                cell, column = said
                text = " ".join(text_in(cell).split())
                urls = re.findall(r"https?://[^\s,;]+(?:;[^\s,;]+)*", text)
                several = urls if len(urls) > 1 else [text]
                for each in several:
                    if each not in known:
                        known[each] = self._declared(each, twins)
                        self._saw("sources-declared", column, number, column, known[each])
                read[said] = ("; ".join(known[each] for each in several), column)
            entry["sources"] = read[said]

    def _declared(self, text: str, twins: dict[str, int]) -> str:
        """The id of a source that is declared for what a cell says: an address, or a title.

        ``twins``: by id that several would have, the number of the last one.
        """
        base = slug(re.sub(r"^https?://(?:www\.)?", "", text)) or "source"
        twin = twins.get(base, 1)
        id_ = base if twin == 1 else f"{base}-{twin}"
        while id_ in self.sources:
            twin += 1
            id_ = f"{base}-{twin}"
        twins[base] = twin
        url = re.match(r"https?://\S+$", text)
        self.sources[id_] = {"url": text} if url else {"title": text}
        return id_

    # -- what cells say ---------------------------------------------------------------------------------------------

    def _statuses(self) -> None:
        """Words of a status as stages, and as refusals (§T8, §T12), wherever they stand."""
        strange: dict[str, tuple[int, int, str]] = {}
        stages: dict[tuple[Cell, int], tuple[str | None, str]] = {}
        kept = []
        for number, entry in self.entries:
            if "if" in entry:
                cell, column = entry["if"]
                flag = answers.flag_of(text_in(cell)) if column not in self.counted else text_in(cell) == "1"
                if flag is not None:
                    entry["if"] = ("always" if flag else "never", column)
                elif begins_refusing(text_in(cell)):
                    self._refuse(number, entry, column, _partner_of(entry))
            if "stage" in entry and not self._status(number, entry, stages, strange):
                continue
            if "ended" in entry and (flag := answers.flag_of(text_in(entry["ended"][0]))) is not None:
                _, column = entry.pop("ended")
                if flag:
                    self._refuse(number, entry, column, _partner_of(entry))
            if not ("note" in entry or "only" in entry) or self._remarks(number, entry):
                kept.append((number, entry))
        self.entries = kept
        for text, (number, column, partner) in strange.items():
            message = Message("status-unknown", given=text, partner=partner, stages=Listed(STAGES, "or"))
            self.fail(message, number, column)

    def _status(
        self,
        number: int,
        entry: Entry,
        stages: dict[tuple[Cell, int], tuple[str | None, str]],
        strange: dict[str, tuple[int, int, str]],
    ) -> bool:
        """The word of a row's status; False where the row is left out: it says that this is not done yet."""
        said = entry["stage"]
        column, partner = said[1], _partner_of(entry)
        first, condition = condition_behind(text_in(said[0]))
        if condition:  # Yes, if Norland does
            entry.setdefault("if", (condition, column))
        text = first or text_in(said[0])
        if said not in stages:
            meaning = meant_by_status(text)
            stages[said] = (meaning, "" if meaning == plain(text) else f"'{text}': {meaning}")
        meaning, told = stages[said]
        if meaning is None and plain(text) in plain_words("not_yet") and meant(self.heads[column], "pledges") == "said":
            self._saw("rows-not-yet", column, number, column, partner)
            self.silent[partner] = None
            return False
        if meaning == "never":
            self._refuse(number, entry, column, partner)
        elif meaning is None:
            strange.setdefault(text_in(said[0]), (number, column, partner))
            del entry["stage"]
        else:
            entry["stage"] = (meaning, column)
            if told:
                self._saw("cells-taken", column, number, column, told)
        return True

    def _remarks(self, number: int, entry: Entry) -> bool:
        """Refusals and conditions that stand in a remark or a caveat (§T12); False where the row is left out for it."""
        if "only" in entry and begins_refusing(text_in(entry["only"][0])):
            entry.setdefault("note", entry.pop("only"))
        if "note" not in entry:
            return True
        remark, at = text_in(entry["note"][0]), entry["note"][1]
        if begins_refusing(remark):
            self._refuse(number, entry, at, _partner_of(entry))
        elif entry.get("if", ("", 0))[0] != "never" and speaks_of_refusing(remark):
            partner = _partner_of(entry)
            self._saw("rows-perhaps-refused", at, number, at, f"{partner}: {remark}")
            self.silent[partner] = None
            return False
        elif "if" not in entry and begins_with_condition(remark):
            entry["if"] = (remark, at)
        return True

    def _refuse(self, number: int, entry: Entry, column: int, partner: str) -> None:
        """This partner says no: it never comes."""
        entry["if"] = ("never", column)
        entry.pop("only_if", None)
        entry.pop("stage", None)
        self._saw("cells-refuse", column, number, column, partner)

    def _not_said(self) -> None:
        """In a column of days that others have filled in, or that is all there is to be said, no day is no promise
        (§T11)."""
        column = self.at.get("said")
        if column is None:
            return
        below = self.source.rows[self.guess.head + 1 :]  # rows that are left out say too that the others have not
        alone = not ({"provides", "amount"} & self.at.keys() or self.wide or self.guess.sums)
        wished = any(each.key == "said" and not each.proposed for each in self.columns)
        if not (alone or wished or any(text_in(self._at(row, column)) for row in below)):
            return  # nobody filled it in
        cells = {entry["said"][0] for _, entry in self.entries if "said" in entry}
        no_day = {cell for cell in cells if _says_no_day(text_in(cell))}
        kept = []
        for number, entry in self.entries:
            if "said" in entry and entry["said"][0] not in no_day:
                kept.append((number, entry))
            else:
                name = _partner_of(entry)
                self._saw("rows-not-said", column, number, column, name)
                self.silent[name] = None
        self.entries = kept

    def _amounts(self, key: str) -> None:
        """Whole numbers, by the marks of the column as a whole and the scale of its head (§T10)."""
        columns: dict[int, list[tuple[int, Entry]]] = {}
        for number, entry in self.entries:
            if (said := entry.get(key)) is not None:
                columns.setdefault(said[1], []).append((number, entry))
        for column, its in sorted(columns.items(), key=lambda each: each[0]):
            texts = dict.fromkeys(cell for _, entry in its if isinstance(cell := entry[key][0], str))
            scale, currency = amounts.scale_in(self.heads.get(column, ""))
            if (scale, currency) == (1, None):
                scale, currency = self.of_all
            elif scale > 1:
                self.note(Message("column-scaled", column=self.heads[column], scale=scale), its[0][0], column)
            try:
                mark = self.wishes.decimal or amounts.decimal_mark(texts, whole=scale == 1)
            except amounts.MarksError as error:
                one, *other = error.cells
                contradict = Message("marks-contradict", one=one, other=other[0]) if other else None
                self.fail(contradict or Message("mark-unsure", given=one), its[0][0], column)
                continue
            figures = _Figures(column, mark, scale, currency, {})
            for number, entry in its:
                cell = entry[key][0]
                if (
                    isinstance(cell, str)
                    and (known := figures.alike.get(cell)) is not None
                    and number not in self.scales
                ):
                    _put(key, entry, known)
                    if known.told:
                        self._saw("cells-taken", column, number, column, known.told)
                else:
                    self._amount(key, number, entry, figures)
        self._taken_back(key)
        nameless = [(number, entry) for number, entry in self.entries if "amount" in entry and "provides" not in entry]
        column = self.at.get("amount", -1)
        if nameless and key == "amount" and column in self.heads:
            message = Message("amounts-of-nothing", count=len(nameless), column=self.heads[column])
            self.note(message, nameless[0][0], column)

    def _amount(self, key: str, number: int, entry: Entry, figures: _Figures) -> None:
        """One of them."""
        column, mark, scale, currency, alike = figures
        money = currency is not None or number in self.scales
        if isinstance(cell := entry[key][0], str) and not money and scale == 1 and cell.isascii() and cell.isdecimal():
            return  # nothing is to be understood
        del entry[key]
        if isinstance(cell, bool | date):
            entry[key] = (cell, column)
            return
        read = amounts.Quantity(least=Decimal(repr(cell))) if isinstance(cell, float | int) else None
        text = text_in(cell)
        if isinstance(cell, str):
            if not text[:1].isdecimal() and plain(text) in plain_words("zero"):
                read = amounts.Quantity(least=Decimal(0))
            elif text[:1] in "-−(" and (
                re.fullmatch(r"[-−]\s*[0-9].*", text) or (money and re.fullmatch(r"\([0-9.,\s]+\)", text))
            ):
                entry[key] = (f"-{text.strip('-−() ')}", column)  # the reader says what is wrong with it
                self.below.append((number, entry))
                return
            else:
                read = amounts.quantity(text, mark, money=money)
        unit = plain(read.unit) if read is not None and read.unit else ""
        measure = amounts.measure(unit)
        named = [plain(text_in(entry[of][0])) for of in ("provides", "of") if unit and of in entry]
        figure, condition = condition_behind(text) if read is None or unit else ("", "")
        if figure and self.guess.table == "pledges":
            entry[key] = (figure, column)
            entry.setdefault("if", (condition, column))
            self._amount(key, number, entry, figures)
            return
        if read is None or (unit and not measure and unit not in named and unit not in plain_words("counted")):
            if self.guess.table == "pledges" and (meant_by_status(text) == "never" or begins_refusing(text)):
                self._refuse(number, entry, column, _partner_of(entry))
            else:
                self._aside(number, entry, column, text)
            return
        if self.guess.table == "pledges" and key == "amount":
            money_of = read.currency or self.moneys.get(number, "") or currency or measure
            self._in_unit(number, entry, column, money_of)
        scale *= self.scales.get(number, 1)
        values = [None if value is None else value * scale for value in (read.least, read.most)]
        for value in values:
            if value is not None and value != int(value):
                self.fail(Message("fraction-of-unit", given=text), number, column)
                return
        least, most = (None if value is None else int(value) for value in values)
        as_is = isinstance(cell, float | int) or (text.isascii() and text.isdecimal())
        shown = " / ".join(f"{value:,}" for value in (least, most) if value is not None)
        made = _Counted(
            None if least is None else (str(least), column),
            None if most is None else (str(most), column),
            "" if as_is and scale == 1 else f"'{text}': {shown}",
        )
        _put(key, entry, made)
        self.below += [(number, entry)] if least is not None and least < 0 else []
        if made.told:
            self._saw("cells-taken", column, number, column, made.told)
        if isinstance(cell, str) and not (money or unit or read.currency or number in self.moneys):
            alike[cell] = made

    def _taken_back(self, key: str) -> None:
        """An amount below zero takes back what another row of the same says: neither stands without the other."""
        below = [(number, entry) for number, entry in self.below if key in entry]
        of_same = Counter(_subject(entry) for _, entry in self.entries if "amount" in entry) if below else Counter()
        for number, entry in below:
            same = _subject(entry)
            if of_same[same] > ("amount" in entry):
                message = Message("amount-taken-back", given=text_in(entry[key][0]), partner=same[0])
                self.fail(message, number, entry[key][1])
                return

    def _in_unit(self, number: int, entry: Entry, column: int, unit: str) -> None:
        """An amount has its currency or its measure in the name of its capability, or for its name (§T7)."""
        if not unit:
            return
        name = text_in(entry["provides"][0]) if "provides" in entry else ""
        at = entry["provides"][1] if "provides" in entry else column
        if not name or (at == column and not self.wide):
            entry["provides"] = (unit, column)  # no column says of what it is, but the cell does
        elif not re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", name):
            entry["provides"] = (f"{name} ({unit})", at)
            self._saw("cells-taken", at, number, at, f"'{name}': {name} ({unit})")

    def _aside(self, number: int, entry: Entry, column: int, text: str, code: str = "cells-aside") -> None:
        """What a cell says that is no value of its key, in the note of the entry."""
        if self.guess.table == "pledges":
            before = text_in(entry["note"][0]) if "note" in entry else ""
            said = f"{self.heads.get(column, '')}: {text}"
            entry["note"] = (f"{before}; {said}" if before else said, column)
        self._saw(code, column, number, column, text)

    def _spans(self, key: str) -> None:
        """Numbers of days, with their unit perhaps."""
        for number, entry in self.entries:
            if key in entry and isinstance(entry[key][0], str):
                cell, column = entry[key]
                text = text_in(cell)
                span = amounts.days_of(text, longest=key in ("ready", "from_day"))
                if plain(text) in plain_words("endless"):
                    del entry[key]
                elif span is None:
                    del entry[key]
                    self._aside(number, entry, column, text)
                else:
                    entry[key] = (str(span), column)
                    if str(span) != text:
                        self._saw("cells-taken", column, number, column, f"'{text}': {span}")

    def _months(self) -> None:
        """The year, the month and perhaps the day of a row, in columns of their own, as that it was said (§T11)."""
        at = {
            word: column.number
            for column in self.guess.columns
            for word in ("year", "month", "day")
            if not column.key and plain(column.head) in plain_words(word)
        }
        if not {"year", "month"} <= at.keys() or "said" in self.at or self.guess.table != "pledges":
            return
        rows = dict(self.rows)
        for number, entry in self.entries:
            parts = [text_in(self._at(rows[number], at[word])) for word in ("day", "month", "year") if word in at]
            if all(parts):
                figures = all(part.isdecimal() for part in parts)
                entry["said"] = (
                    ("." if len(parts) > 2 else "/").join(parts) if figures else " ".join(parts),
                    at["year"],
                )
                self.used |= {*at.values()}

    def _days(self, key: str) -> None:
        """Days; of those that may be two the one that the column proves (§T11)."""
        its = [(number, entry) for number, entry in self.entries if key in entry]
        texts = {without_mark_of_day(text_in(cell)) for cell in {entry[key][0] for _, entry in its}}
        counted = all(re.fullmatch("[2-7][0-9]{4}", text) for text in texts)  # as spreadsheets do
        day_first, month_first = self._first_of_days(key, texts)

        @cache
        def meant(text: str) -> date | None:
            try:
                day = days.day_of(text)
            except days.AmbiguousDayError as error:
                if day_first == month_first:
                    return None  # the reader says which days it may be
                match = _TWO_FIGURES.fullmatch(text)
                month = int(match[2 if day_first else 1]) if match else 0
                day = next((each for each in error.days if each.month == month), None)
            if day is None:
                day = days.month_of(text) if key == "ended" else days.last_day_of(text)
            if day is None and (said := re.fullmatch(r"(\w+)\s*[-,:(]?\s*(.+?)\)?", text)) and answers.flag_of(said[1]):
                return meant(said[2])  # Yes (2 May 2031)
            return _DAY_0 + timedelta(days=int(text)) if day is None and counted else day

        read: dict[Cell, tuple[date | None, str]] = {}
        pairs: dict[tuple[Cell, int], tuple[Cell, int]] = {}
        for number, entry in its:
            said = entry[key]
            cell, column = said
            if cell not in read:
                if key == "until" and plain(text_in(cell)) in plain_words("endless"):
                    del entry[key]
                    continue
                read[cell] = _day_told(cell, meant)
            day, told = read[cell]
            if day is not None:
                entry[key] = pairs.setdefault(said, (day, column))
            if told:
                self._saw("cells-taken", column, number, column, told)

    def _first_of_days(self, key: str, texts: Set[str]) -> tuple[bool, bool]:
        """Whether the day and whether the month comes first in days of a column, as its cells prove it, else those of
        other columns of days, else what was said, else a language that writes days first; it is asked where nothing
        does, and some cell may be two days."""

        def proved(texts: Iterable[str]) -> tuple[bool, bool]:
            figures = [match for text in texts if (match := _TWO_FIGURES.fullmatch(text))]
            return any(int(match[1]) > 12 for match in figures), any(int(match[2]) > 12 for match in figures)

        its = proved(texts)
        unsure = [text for text in texts if any(its) is False and _TWO_FIGURES.fullmatch(text) and _two_days(text)]
        if not unsure:
            return its
        others = [other for other in _OF_DAYS if other != key]
        elsewhere = {
            without_mark_of_day(text_in(e[other][0])) for _, e in self.entries for other in others if other in e
        }
        beside = proved(elsewhere)
        if sum(beside) == 1:
            return beside
        if self.wishes.days:
            return self.wishes.days == "dmy", self.wishes.days == "mdy"
        number, entry = next(
            (n, e) for n, e in self.entries if key in e and without_mark_of_day(text_in(e[key][0])) in unsure
        )
        column = entry[key][1]
        if writes_days_first(self.heads.values()):
            self.note(
                Message("days-first", column=self.heads.get(column, ""), given=text_in(entry[key][0])), number, column
            )
            return True, False
        two = Listed(tuple(day.isoformat() for day in _two_days(text_in(entry[key][0]))), "or", quoted=False)
        self.fail(
            Message("days-unsure", column=self.heads.get(column, ""), given=text_in(entry[key][0]), days=two),
            number,
            column,
        )
        return its

    def _add_up(self) -> None:
        """One entry in place of those that say the same but for their amounts (§T8)."""
        self.entries, counts = added_up(self.entries)
        for (number, entry), count in zip(self.entries, counts, strict=True):
            if count > 1:
                names = ", ".join(text_in(entry[key][0]) for key in ("partner", "provides"))
                self._saw("rows-added-up", entry["amount"][1], number, None, f"{names}: {entry['amount'][0]}")

    # -- what was done, and what came of it -------------------------------------------------------------------------

    def _saw(self, code: str, column: int, number: int, where: int | None, example: str | Message) -> None:
        seen = self.seen.get((code, column))
        if seen is None:
            seen = self.seen[code, column] = _Seen(place=(number, where))
        seen.count += 1
        if len(seen.examples) < MOST_EXAMPLES:
            seen.examples[example] = None

    def _tell(self) -> None:
        for (code, column), seen in self.seen.items():
            parts: dict[str, object] = {"count": seen.count, "examples": Listed(tuple(seen.examples), quoted=False)}
            if code not in (
                "rows-note",
                "rows-total",
                "rows-part",
                "rows-again",
                "rows-other-table",
                "rows-hidden",
                "rows-struck",
            ):
                parts["column"] = self.heads.get(column, "")
            self.note(Message(code, **parts), *seen.place)  # type: ignore[arg-type]

    def _made(self) -> Orderly:
        keys = list(dict.fromkeys(key for _, entry in self.entries for key in entry))
        rows: list[list[Cell]] = []
        came: list[tuple[int, tuple[int, ...]]] = []
        faults = {}
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        entries, self.entries = self.entries[::-1], []
        while entries:  # of a million, no row is kept twice
            number, entry = entries.pop()
            said = [entry.get(key) for key in keys]
            if None in said:
                first = entry["partner"][1] if "partner" in entry else min((at for _, at in entry.values()), default=0)
                columns = tuple(
                    pair[1] if pair is not None else self.at.get(key, first)
                    for key, pair in zip(keys, said, strict=True)
                )
            else:
                columns = tuple([pair[1] for pair in said if pair is not None])
            for place, pair in enumerate(said if self.source.faults else ()):
                if pair is not None and (number, pair[1]) in self.source.faults:
                    faults[len(rows), place] = self.source.faults[number, pair[1]]
            rows.append([None if pair is None else pair[0] for pair in said])
            came.append((number, known.setdefault(columns, columns)))
        made = replace(self.source, rows=rows, came=came, merged=(), faults=faults, broken=())
        return Orderly(
            sheet=made, columns=dict(enumerate(keys)), partners=tuple(self.silent), used=self.used, sources=self.sources
        )


# -- names ------------------------------------------------------------------------------------------------------------


def _two_days(text: str) -> tuple[date, ...]:
    """The days that a text may be, where it may be several."""
    try:
        days.day_of(without_mark_of_day(text))
    except days.AmbiguousDayError as error:
        return error.days
    return ()


def _day_told(cell: Cell, meant: Callable[[str], date | None]) -> tuple[date | None, str]:
    """The day of a cell, and what is to be told of it where it is not written as one."""
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        return None, ""
    text = text_in(cell)
    day = meant(without_mark_of_day(text)) or meant(text)
    as_is = day is None or text == day.isoformat() or _ISO_TIME.fullmatch(text) is not None
    return day, "" if as_is or day is None else f"'{text}': {day.isoformat()}"


def _subject(entry: Entry) -> tuple[str, ...]:
    """Of whom and of what an entry is."""
    return tuple(text_in(entry[of][0]) for of in ("partner", "provides") if of in entry)


def _partner_of(entry: Entry) -> str:
    return str(entry["partner"][0]) if "partner" in entry else ""


def _says_no_day(text: str) -> bool:
    """Whether what stands below a head of days says that nothing was said yet."""
    return not text or meant_by_status(text) in ("never", "mentioned") or plain(text) in plain_words("not_yet")


def _filled(row: Sequence[Cell]) -> tuple[int, str]:
    """The first column of a row with something in it, and what."""
    return next((column, text) for column, cell in enumerate(row) if (text := text_in(cell)))


def _with_cell(row: Sequence[Cell], column: int, cell: Cell) -> Sequence[Cell]:
    """A row with another cell in this column."""
    return [*row[:column], *[None] * (column - len(row)), cell, *row[column + 1 :]]


def _mostly_states(names: Sequence[str]) -> bool:
    """Whether rows stand below headings that are states, most of them."""
    return 2 * sum(state_called(name) is not None for name in names) > len(names)


def _is_gap(cell: Cell) -> bool:
    """Whether a cell is empty, or says that it is as the one above."""
    text = text_in(cell)
    return not text or text in _DITTO or (len(text) <= _LONGEST_DITTO and plain(text) in plain_words("ditto"))
