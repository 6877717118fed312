"""Which rows of a sheet are entries (§T3), and what those above say of them (§T5)."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from willing.languages import amounts
from willing.languages.names import state_called
from willing.model.problem import Listed, Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.likeness import order, plain, plain_words, text_in
from willing.notation.sheets.no_entries import NoEntries, Row, silent_in
from willing.notation.sheets.sheet import letters
from willing.notation.sheets.tidy.table import MOST_EXAMPLES, Table, cell_at

_FIGURE = re.compile("[0-9]")
_LONGEST_DITTO = 40
_DITTO = ('"', "''", "″", "〃", "”")


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


def row_numbers(table: Table) -> Iterable[int]:
    """The rows below the heads with something in them, those that are left out aside."""
    rows, without = table.source.rows, table.without
    for number in range(table.guess.head + 1, len(rows)):
        if number not in without and any(map(text_in, rows[number])):
            yield number


def spread_merged(table: Table) -> None:
    """A cell that is merged with the ones below says the same of each; amounts cannot."""
    places = {number: place for place, (number, _) in enumerate(table.rows)} if table.source.merged else {}
    for top, left, bottom, right in table.source.merged:
        if bottom <= table.guess.head or top == bottom or left != right or top >= len(table.source.rows):
            continue
        key = next((column.key for column in table.columns if column.number == left), "")
        value = table.source.cell_at(top, left)
        if not key or value is None:
            continue
        if key in ("amount", "up_to", "needs", "id"):
            ends = (table.source.cell_name(*end).rpartition("!")[2] for end in ((top, left), (bottom, right)))
            area = ":".join(ends)
            table.fail(Message("merged-ids" if key == "id" else "merged-amounts", area=area), top, left)
            continue
        for number in range(max(top, table.guess.head + 1), bottom + 1):
            if (place := places.get(number)) is not None:
                table.rows[place] = (number, _with_cell(table.rows[place][1], left, value))


def keep_wished(table: Table) -> None:
    """Only the rows that were asked for; sums of columns; words that are to be read as others."""
    heads = {plain(head) for head in table.heads.values()}
    of_pledges = table.guess.table == "pledges"  # none of them is counted in by a filter that it has no column for
    where = [each for each in table.wishes.where if of_pledges or plain(each.column) in heads]
    if where:
        named = [row for _, row in table.rows if text_in(cell_at(row, table.at.get("partner", 0)))]  # no notes below
        latest = {
            each.column: max(
                (value for row in named if (value := order(table.cell_below(row, each.column))) is not None),
                default=None,
            )
            for each in where
            if each.sign == "latest"
        }
        for each in where:
            fit = [
                (number, row)
                for number, row in table.rows
                if each.fits(table.cell_below(row, each.column), latest.get(each.column))
            ]
            if table.rows and not fit:
                values = dict.fromkeys(text_in(table.cell_below(row, each.column)) for _, row in table.rows)
                there = Listed(tuple(value for value in values if value)[:MOST_EXAMPLES])
                table.fail(
                    Message("where-none", given=each.text, column=each.column, values=there), table.guess.head, None
                )
            table.rows = fit
    values = {plain(theirs): ours for theirs, ours in table.wishes.values}
    if values:
        table.rows = [
            (number, [values.get(plain(text_in(cell)), cell) if text_in(cell) else cell for cell in row])
            for number, row in table.rows
        ]


def leave_out(table: Table) -> None:
    """Leave out totals, headings between rows, notes below them, tags, and heads that come again (§T3)."""
    kept: list[Row] = []
    kinds = NoEntries(table.guess, table.at, [column.number for column in table.wide], table.rows)
    partner = table.at.get("partner")
    again: set[tuple[Cell, ...]] = set()
    section = ""  # what the last row between others said
    for place, (number, row) in enumerate(table.rows):
        if _is_unseen(table, number, row, partner):
            continue
        kind = kinds.kind(place)
        if kind == "entry":
            if kinds.figures:
                before = len(again)
                again.add(tuple(row))
                if len(again) == before:
                    table.saw("rows-again", 0, number, None, table.source.cell_name(number, _filled(row)[0]))
            kept.append((number, row))
            if section:
                table.sections[number] = section
            continue
        if kind == "other-table":
            for other, cells in table.rows[place:]:
                at = next((n for n, cell in enumerate(cells) if text_in(cell)), 0)
                table.saw("rows-other-table", 0, other, None, table.source.cell_name(other, at))
            break
        filled = _filled(row)
        table.saw(kind, 0, number, None, table.source.cell_name(number, filled[0]))
        if mark := re.match(r"[(\[]?([0-9]{1,2}|[a-z])[)\].:/]*\s", filled[1]):
            table.marks.add(mark[1])
        if len({text_in(cell) for cell in row} - {""}) == 1 and filled[0] == min(table.heads, default=0):
            section = filled[1]
        if silent := silent_in(kind, filled, partner):
            table.silent[silent] = None
    table.rows = kept
    _too_long(table)
    _other_tables_above(table)
    states = table.sections and _mostly_states([table.sections.get(number, "") for number, _ in kept])
    if "partner" in table.at or table.wide or not states:
        table.sections = {}


def _is_unseen(table: Table, number: int, row: Sequence[Cell], partner: int | None) -> bool:
    """Whether a row is struck through; that it is, or is hidden, is told."""
    if number not in table.source.unseen and not table.source.struck:
        return False
    first = _filled(row)[0]
    name = table.source.cell_name(number, first)
    if number in table.source.unseen:
        table.saw("rows-hidden", 0, number, None, name)
    if (number, partner or first) not in table.source.struck:
        return False
    table.saw("rows-struck", 0, number, None, name)
    return True


def _other_tables_above(table: Table) -> None:
    """Rows above the heads that are of another table: words, and figures below them, in as many cells."""
    above = [[text for cell in row if (text := text_in(cell))] for row in table.source.rows[: table.guess.head]]
    pairs = pairwise(above)
    is_table = (
        len(a) == len(b) > 1 and not any(map(_FIGURE.search, a)) and any(map(_FIGURE.match, b)) for a, b in pairs
    )
    if (first := next((number for number, its in enumerate(is_table) if its), None)) is not None:
        for number in (n for n in range(first, len(above)) if above[n]):
            table.saw("rows-other-table", 0, number, None, table.source.cell_name(number, 0))


def find_unit(table: Table) -> None:
    """The scale and the currency that a line above or below the table says of all its figures (§T7)."""
    entries = {number for number, _ in table.rows}
    for number, row in enumerate(table.source.rows):
        if number not in entries and not table.guess.head >= number > table.guess.head - 1:
            texts = [text for cell in row if (text := text_in(cell))]
            scale, currency = amounts.unit_stated(texts[0]) if len(texts) == 1 else (1, None)
            if scale > 1 or currency:
                table.of_all = (scale, currency)
                table.note(Message("table-scaled", scale=scale, line=texts[0]), number, None)
                return


def _too_long(table: Table) -> None:
    """Rows of a CSV table that go on behind the last head, as ``1,200`` without quotes does, are none."""
    if table.source.csv is None:
        return
    heads = [column.number for column in table.guess.columns if column.head != letters(column.number)]
    last = max(heads, default=0)
    long = [(n, row) for n, row in table.rows if len(row) > last + 1 and any(map(text_in, row[last + 1 :]))]
    if len(long) < len(table.rows):
        for number, row in long:
            table.fail(Message("row-of-other-width", count=len(row), width=last + 1), number, None)


def take_from_above(table: Table) -> None:
    """A name that stands once for the rows below it, or is repeated by a mark (§T5)."""
    partner = table.at.get("partner")
    levels = [table.at[key] for key in ("provides", "partner") if key in table.at]
    texts = [table.at[key] for key in ("stage", "if", "by", "sources", "said") if key in table.at]
    last: dict[int, Cell] = {}
    gaps = {c: its for c in (*levels, *texts) if (its := {cell for cell in table.cells(c) if _is_gap(cell)})}
    for place, (number, row) in enumerate(table.rows if gaps else ()):
        blank = partner is not None and not text_in(cell_at(row, partner))
        for column, its in gaps.items():
            cell = cell_at(row, column)
            text = text_in(cell)
            repeated = bool(text) and cell in its
            left = partner is not None and column < partner
            outer = column == partner or left or (blank and column in levels)
            if repeated or (not text and outer):
                if column in last:
                    row = _with_cell(row, column, last[column])
                    table.rows[place] = (number, row)
                    table.saw("cells-from-above", column, number, column, text_in(last[column]))
            elif text:
                last[column] = row[column]
