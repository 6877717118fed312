"""What the rows of a sheet say, an entry each, or several (§T7)."""

from collections.abc import Iterable, Iterator, Sequence

from willing.languages import amounts, answers
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.contributions import counted_in_words
from willing.notation.sheets.likeness import plain, plain_words, text_in
from willing.notation.sheets.tidy.table import AMOUNTS, Entry, Table, cell_at
from willing.notation.sheets.wide import capability_of_sum
from willing.notation.sheets.wishes import ROWS_ADDED


def all_entries(table: Table) -> Iterator[tuple[int, Entry]]:
    """What the rows say; of each text of a column what it holds is found out once."""
    columns: list[tuple[str, int, dict[str, tuple[Cell, int]]]] = [(key, at, {}) for key, at in table.at.items()]
    plainly = not (table.wide or table.sections or table.wishes.sets or table.wishes.sums or table.guess.sums)
    plainly = plainly and ("amount" in table.at or table.guess.table != "pledges")
    for number, row in table.rows:
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
            elif text_in(cell) and not _is_nothing(table, key, cell, number, column):
                entry[key] = known[cell] = (cell, column)
        if plainly and "if" not in entry and "only_if" not in entry:
            yield number, entry
        else:
            yield from _entries_of(table, number, row, entry)


def _entries_of(table: Table, number: int, row: Sequence[Cell], entry: Entry) -> Iterable[tuple[int, Entry]]:
    """What a row says: one entry, or one for each column that is a capability (§T7)."""
    somewhere = table.at.get("partner", min(table.at.values(), default=0))
    if table.sections.get(number):
        entry["partner"] = (table.sections[number], somewhere)
    for key in ("if", "only_if"):
        if key in entry and (word := text_in(entry[key][0])).lower() in answers.words_for_nothing():
            at = entry[key][1]
            entry[key] = (f"{table.heads[at]} {word}", at)  # to be said, and not none
    for key, value in table.wishes.sets:
        entry[key] = (value, somewhere)
    sums = [each for each in dict.fromkeys((*table.wishes.sums, *table.guess.sums)) if each != ROWS_ADDED]
    several = len([key for _, key in sums if key == "amount"]) > 1
    for parts, key in sums:
        figures = [amounts.quantity(text_in(table.cell_below(row, part))) for part in parts]
        known = [figure.least for figure in figures if figure is not None and figure.least is not None]
        if several and key == "amount" and any(known):
            of = (capability_of_sum(parts), somewhere)
            yield number, {**entry, "provides": of, "amount": (float(sum(known)), somewhere)}
        elif known and not (several and key == "amount"):
            entry[key] = (float(sum(known)), somewhere)
    if several:
        return
    if not table.wide:
        yield from ((number, each) for each in _counted_in_words(table, number, entry))
        return
    yield from _wide_entries(table, number, row, entry)


def _wide_entries(table: Table, number: int, row: Sequence[Cell], entry: Entry) -> Iterable[tuple[int, Entry]]:
    """An entry for each column that is a capability; one of none where the row only says how they stand."""
    said = zero = False
    for column in table.wide:
        cell = cell_at(row, column.number)
        text = text_in(cell)
        of_wide: Entry = {**entry, table.of_wide: (column.wide, column.number)}
        if text in ("0", "0.0") or plain(text) in plain_words("zero"):
            table.saw("cells-zero", column.number, number, column.number, text)
            zero = True
        elif (flag := answers.flag_of(text)) is not None:
            said = said or flag
            zero = zero or not flag
            if flag:
                yield number, of_wide
        elif plain(text) in plain_words("to_be_said") or (
            text and not _is_nothing(table, "amount", cell, number, column.number)
        ):
            yield number, {**of_wide, "amount": (cell, column.number)}
            said = True
    if "partner" in entry and not said:  # what else the row says holds, but not of nothing
        yield number, {"partner": entry["partner"]} if zero else entry


def _counted_in_words(table: Table, number: int, entry: Entry) -> Iterable[Entry]:
    """What a contribution says of how much it is, where no column does: ``2 frigates, 1 tanker``."""
    if "provides" not in entry or table.guess.table != "pledges" or "amount" in table.at or "amount" in entry:
        yield entry
        return
    cell, column = entry["provides"]
    found = counted_in_words(text_in(cell))
    if not found or any(text_in(cell).endswith(f"({mark})") for mark in table.marks):  # that of a footnote
        yield entry
        return
    table.saw("cells-taken", column, number, column, "; ".join(f"{amount}: {what}" for amount, what in found))
    for amount, what in found:
        yield {**entry, "amount": (amount, column), "provides": (what, column)}


def _is_nothing(table: Table, key: str, cell: Cell, number: int, column: int) -> bool:
    """Whether a cell holds a word for nothing; in a column of prose every word is one of its own."""
    if not isinstance(cell, str) or key in ("note", "says", "name", "by"):
        return False
    word = cell.strip().lower()
    nothing = word in answers.words_for_nothing() and not (key in AMOUNTS and plain(word) in plain_words("zero"))
    if key == "only":
        nothing = nothing or plain(word) in plain_words("unconditional")
    if key in ("if", "only_if"):
        nothing = not word.strip("-–—") or plain(word) in plain_words("unconditional")
        nothing = nothing and not (column in table.answered and answers.flag_of(word) is False)
    if nothing:
        table.saw("cells-nothing", column, number, column, cell.strip())
    return nothing
