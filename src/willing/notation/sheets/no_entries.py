"""Rows of a planner's sheet that are no entries (§T3): sums, parts, headings, notes, tags, and another table below.

A row is one by its words, or by its figures: where nobody is named beside them, or a group of countries, they are a sum
if they are what the rows above add up to.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import takewhile

from willing.languages import amounts
from willing.languages.names import state_called
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import Guess, known_heads, plain_head
from willing.notation.sheets.likeness import is_part, is_total, plain, plain_words, text_in

#: A row: its number in the sheet, and its cells.
Row = tuple[int, Sequence[Cell]]

_SOME_SIGN = re.compile(r"[^\W_]|[✓✔✗✕]")

# One word, or a reference: nothing stands around it, so that it is compared as it is.
_WORD = re.compile(r"[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*")

# So many texts of names are remembered: most tables say the same again and again.
_REMEMBERED = 20_000


class NoEntries:
    """Tells the kinds of rows of one sheet. ``at``: columns by key; ``wide``: columns that are a capability each."""

    def __init__(self, guess: Guess, at: Mapping[str, int], wide: Iterable[int], rows: Sequence[Row]) -> None:
        self.guess = guess
        self.rows = rows
        self.at = at
        self.partner = at.get("partner", -1)
        self.provides = at.get("provides", -1)
        self.heads = [plain(column.head) for column in guess.columns]
        self.head_of_partners = {plain(c.head.rpartition(" / ")[2]) for c in guess.columns if c.number == self.partner}
        self.first = min((column.number for column in guess.columns), default=0)
        self.named = {at[key] for key in ("partner", "provides", "name", "of", "id") if key in at} | {self.first}
        self.figures = [*wide] or [at[key] for key in ("amount", "needs") if key in at]
        self.prose = {at[key] for key in ("note", "says") if key in at}
        self.entries: list[int] = []  # places of rows that are entries
        self.since = 0  # how many of them there were at the last sum
        self.last = next((n for n in range(len(rows) - 1, -1, -1) if self._has_figures(n)), -1)
        self.capabilities: set[str] = set()
        self.words = (
            plain_words("groups") | plain_words("all") | plain_words("footnote") | plain_words("total") | {*self.heads}
        )
        self.naming = sorted(self.named | {column for column in (self.partner, self.provides) if column >= 0})
        self.plain: dict[Cell, str] = {}  # the text of names that only entries have; empty for others

    def kind(self, place: int) -> str:
        """What the row at a place among all is: ``entry``, ``other-table``, or the code of what is told of it."""
        _, row = self.rows[place]
        if self._is_plain(place, row):
            kind = "entry"
        else:
            filled = [(column, text) for column, cell in enumerate(row) if (text := text_in(cell))]
            kind = self._kind(place, row, filled)
        if kind == "entry":
            self.entries.append(place)
            if self.provides >= 0:
                self.capabilities.add(plain(self._text(row, self.provides)))
        elif kind == "rows-total":
            self.since = len(self.entries)
        return kind

    def _is_plain(self, place: int, row: Sequence[Cell]) -> bool:
        """Whether the names of a row tell already that it is an entry, whatever else stands in it."""
        if self.partner < 0 or place == self.last or len(row) <= self.naming[-1]:
            return False
        other = partner = ""  # one of the names, and that of the partner
        several = False
        for column in self.naming:
            cell = row[column]
            if cell is None:
                if column in (self.first, self.partner, self.provides):
                    return False
                continue
            text = self.plain.get(cell)
            if text is None:
                text = text_in(cell) if self._is_name(text_in(cell)) else ""
                if len(self.plain) < _REMEMBERED:
                    self.plain[cell] = text
            if not text:
                return False
            several = several or (bool(other) and text != other)
            other = text
            if column == self.partner:
                partner = text
        several = several or len({text for cell in row if (text := text_in(cell)).strip("-–—")}) > 1
        return several and not _is_head(partner) and plain(partner) not in self.head_of_partners

    def _is_name(self, text: str) -> bool:
        """Whether a text is a name, and neither a word for a sum, a part, a group or a note, nor a head."""
        if _WORD.fullmatch(text):
            return text.lower() not in self.words
        bare = plain(text)
        return (
            _SOME_SIGN.search(text) is not None
            and bare not in self.words
            and plain(text.partition(":")[0]) not in self.words
            and not text.startswith("#")
            and not is_total(text)
            and not is_part(text)
        )

    def _kind(self, place: int, row: Sequence[Cell], filled: Sequence[tuple[int, str]]) -> str:
        again = plain(filled[0][1]) == self.heads[0] and [plain(text) for _, text in filled] == self.heads
        heads = (
            all(_is_head(text) for _, text in filled) or plain(self._text(row, self.partner)) in self.head_of_partners
        )
        if self.entries and not again and len(filled) > 1 and heads:
            return "other-table"
        if again or self._is_remark(row, filled) or not any(_SOME_SIGN.search(text) for _, text in filled):
            return "rows-note"
        if any(is_part(text) for column, text in filled if column in self.named):
            return "rows-part"
        if self._says_total(row, filled) or self._is_sum(place, row):
            return "rows-total"
        if len(self.guess.columns) > 1 and len({text for _, text in filled if text.strip("-–—")}) == 1:
            return "rows-note"
        return "entry"

    def _has_figures(self, place: int) -> bool:
        return any(re.search("[0-9]", self._text(self.rows[place][1], column)) for column in self.figures)

    def _text(self, row: Sequence[Cell], column: int) -> str:
        return text_in(row[column]) if 0 <= column < len(row) else ""

    def _is_remark(self, row: Sequence[Cell], filled: Sequence[tuple[int, str]]) -> bool:
        """Whether a row is a comment, a row of tags, or says a source, a day or a note, and no amount."""
        text = filled[0][1]
        figures = any(amounts.quantity(self._text(row, column)) for column in self.figures)
        word, colon, _ = text.partition(":")
        says = plain(word) in plain_words("footnote") and (len(filled) < 3 or bool(colon))
        return re.match("#(?![0-9])", text) is not None or (says and not figures)

    def _says_total(self, row: Sequence[Cell], filled: Sequence[tuple[int, str]]) -> bool:
        """Whether a name says that it is a sum; where nobody is named, any text."""
        nobody = self.partner >= 0 and not self._text(row, self.partner)
        naming = [text for column, text in filled if column in self.named or (nobody and column not in self.prose)]
        beside = [text for column, text in filled if column in (self.first, self.partner)]
        return any(map(is_total, naming)) or any(plain(text) in plain_words("all") for text in beside)

    def _is_sum(self, place: int, row: Sequence[Cell]) -> bool:
        """Whether the figures of a row that names nobody, or a group, are the sum of rows above, or of all below."""
        if self.partner < 0 or not self.figures:
            return False
        name, capability = plain(self._text(row, self.partner)), plain(self._text(row, self.provides))
        if self.provides >= 0 and not capability and name in self.capabilities:
            same = [e for e in self.entries if plain(self._text(self.rows[e][1], self.provides)) == name]
            return self._adds_up(place, [same], least=1)
        group = name in plain_words("groups")
        if (name or capability) and not group:
            return place == self.last and self._sums_up_all(place, row)
        above = [self.entries, self.entries[self.since :]]
        above += [self.entries[at:] for at in range(max(0, len(self.entries) - 30), len(self.entries) - 1)]
        below = list(range(place + 1, len(self.rows)))
        members = (
            list(takewhile(lambda at: _is_member(self._text(self.rows[at][1], self.partner)), below)) if group else []
        )
        return self._adds_up(place, above if self.entries else [below]) or self._adds_up(place, [members], least=1)

    def _sums_up_all(self, place: int, row: Sequence[Cell]) -> bool:
        """Whether the last row is the sum of all others in several columns, or of one and says less than they do: the
        word it has for it may be of any language."""
        empty = self.provides >= 0 and not self._text(row, self.provides)
        alone = not state_called(self._text(row, self.partner)) and all(
            state_called(amounts.without_marks(self._text(self.rows[each][1], self.partner))) for each in self.entries
        )
        if not (empty or alone) and len(self.figures) < 3:
            return False
        filled = [column for column in self.figures if self._value(place, column)]
        return (empty or alone or len(filled) > 2) and self._adds_up(place, [self.entries])

    def _adds_up(self, place: int, runs: Iterable[Sequence[int]], *, least: int = 2) -> bool:
        sums = {column: value for column in self.figures if (value := self._value(place, column)) is not None}
        for run in runs:
            if not sums or len(run) < least:
                continue
            parts = {c: [v for each in run if (v := self._value(each, c)) is not None] for c in sums}
            if all(sum(parts[column]) == value and len(parts[column]) >= least for column, value in sums.items()):
                return True
        return False

    def _value(self, place: int, column: int) -> Decimal | None:
        cell = self.rows[place][1][column] if column < len(self.rows[place][1]) else None
        if isinstance(cell, float | int):
            return Decimal(repr(cell)) if not isinstance(cell, bool) else None
        read = amounts.quantity(text_in(cell), self._mark(column))
        return None if read is None else read.least

    @cache  # noqa: B019 - one object a sheet, gone with it
    def _mark(self, column: int) -> str:
        cells = dict.fromkeys(row[column] for _, row in self.rows if column < len(row))
        try:
            return amounts.decimal_mark(cell for cell in cells if isinstance(cell, str))
        except amounts.MarksError:
            return "."


def _is_member(name: str) -> bool:
    """Whether a name below that of a group may be of one in it: it is neither empty nor another group or sum."""
    return bool(name) and plain(name) not in plain_words("groups") | plain_words("all") and not is_total(name)


@cache
def _is_head(text: str) -> bool:
    return plain_head(text) in known_heads()


def silent_in(kind: str, filled: tuple[int, str], partner: int | None) -> str:
    """The state that stands alone in a row, and so pledges nothing; empty for none."""
    name = amounts.without_marks(filled[1])
    return name if kind == "rows-note" and filled[0] == partner and state_called(name) else ""
