"""A planner's own sheets: which column may be which key. Proposals only; somebody has to say yes (docs/tables.md).

A sheet has a row of heads somewhere near its top, or two where heads stand in groups. Heads that are keys of ours need
no question. Heads that mean a key in some language (languages/data) are proposed; all others are told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import count, takewhile

from willing.answers.problems import MessageError
from willing.languages.data import every
from willing.model.problem import Listed, Message
from willing.notation.keys import TABLES
from willing.notation.nearest import nearest_or_all
from willing.notation.sheets.cells import Cell, shown_cell
from willing.notation.sheets.columns import (
    FOREIGN,
    LEFT_OUT,
    Column,
    Guess,
    is_meant,
    is_of_requirements,
    is_of_units,
    is_signature,
    is_state,
    keys_by_word,
    known_heads,
    meant,
    plain_head,
)
from willing.notation.sheets.content import are_states, propose_by_content
from willing.notation.sheets.csv_table import csv_row
from willing.notation.sheets.heads import COMPUTED, head_of
from willing.notation.sheets.likeness import plain, plain_words, text_in
from willing.notation.sheets.sheet import Book, Sheet, letters
from willing.notation.sheets.wide import widened
from willing.notation.sheets.wishes import Wishes

# Columns that say something of others: their unit, and when it was said.
_BESIDE = ("year", "month", "day")

# Heads are looked for in so many rows; of a sheet so many columns are looked at.
_MOST_HEAD_ROWS = 40
_MOST_COLUMNS = 200


class MappingError(MessageError):
    """A wish for a column or a sheet that cannot be met; ``message`` says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``their column = our key``: ``sheet`` and ``table`` are empty where none is named."""

    sheet: str
    head: str
    table: str
    key: str


def wish_of(text: str) -> Wish:
    """What ``--map`` says. Raises :class:`MappingError`."""
    theirs, equals, ours = text.rpartition("=")
    theirs, ours = theirs.strip(), ours.strip()
    if not equals or not theirs:
        raise MappingError("map-malformed", given=text)
    sheet, mark, head = theirs.rpartition("!")
    if not head.strip():  # Amount!, a head that ends so
        sheet, mark, head = "", "", theirs
    table, dot, key = ours.rpartition(".")
    if table and table not in FOREIGN:
        raise MappingError("map-of-no-table", table=table, tables=tuple(FOREIGN))
    if key in ("", LEFT_OUT):
        return Wish(sheet.strip(" '") if mark else "", head.strip(), table, LEFT_OUT)
    tables = [table] if dot else FOREIGN
    if not any(key in head_of(TABLES[each]) for each in tables):
        known = [name for each in tables for name in head_of(TABLES[each])]
        raise MappingError("map-to-no-key", key=key, **nearest_or_all(key, known))
    return Wish(sheet.strip(" '") if mark else "", head.strip(), table, key)


def guess(
    book: Book, wishes: Sequence[Wish] = (), sheets: Mapping[str, str] | None = None, wide: Sequence[str] = ()
) -> tuple[Guess, ...]:
    """What the sheets of a planner's book may hold, as far as that can be seen, and as it was wished.

    ``sheets``: those to be read by name, and their table (empty: as it seems); none: every one that is not hidden and
    seems to hold something. ``wide``: columns that are a capability each, ``all`` for every one that can be. Raises
    :class:`MappingError` for a wish that nothing answers to.
    """
    wanted = {name.casefold(): table for name, table in (sheets or {}).items()}
    for name in sheets or {}:
        if name.casefold() not in {sheet.name.casefold() for sheet in book.sheets}:
            known = tuple(f"'{sheet.name}'" for sheet in book.sheets)
            raise MappingError("map-of-no-sheet", sheet=name, hint=Message("hint.there-are", names=known))
    found = []
    used: set[Wish] = set()
    for sheet in book.sheets:
        if sheet.name.casefold() in wanted if wanted else not sheet.hidden:
            its = _guess(sheet, wishes, wanted.get(sheet.name.casefold(), ""), used, named=bool(wanted))
            if its is not None:
                found.append(widened(its, wide))
    for wish in wishes:
        if wish not in used:
            heads = tuple(f"'{column.head}'" for its in found for column in its.columns)
            hint = Message("hint.there-are", names=heads) if heads else None
            raise MappingError("map-of-no-column", column=wish.head, hint=hint)
    return tuple(found)


def _guess(sheet: Sheet, wishes: Sequence[Wish], table: str, used: set[Wish], *, named: bool) -> Guess | None:
    ours = [w for w in wishes if w.sheet.casefold() in ("", sheet.name.casefold())]
    known = known_heads() | {plain_head(wish.head) for wish in ours}
    row = _head_row(sheet, ours, known, named=named)
    if row is None:
        return None
    first, last = _head_rows(sheet, row, known)
    heads = _heads(sheet, first, last)
    tables = {wish.table for wish in ours if wish.table and _of(wish, heads)}
    if len(tables) > 1:
        raise MappingError("map-of-two-tables", sheet=sheet.name, tables=Listed(tuple(sorted(tables))))
    table = table or next(iter(tables), "") or _table_of(sheet, last, heads, ours)
    columns = [_settled(sheet, number, head, heads, table, ours, used) for number, head in heads.items()]
    taken = [column.key for column in columns if column.key not in ("", LEFT_OUT)]
    twice = next((key for key in taken if taken.count(key) > 1), None)
    if twice is not None:
        both = [column for column in columns if column.key == twice]
        heads_of_both = Listed(tuple(f"{letters(column.number)} '{column.head}'" for column in both), quoted=False)
        raise MappingError(
            "map-twice", sheet=sheet.name, key=twice, columns=heads_of_both, last=letters(both[-1].number)
        )
    for place, column in sorted(enumerate(columns), key=lambda one: is_signature(one[1].head)):
        proposed = "" if column.key else meant(column.head, table)
        if proposed and proposed not in taken:  # a day of signature only where there is none of a ratification
            taken.append(proposed)
            columns[place] = replace(column, proposed=proposed)
    before = tuple(columns)
    if table == "pledges":
        propose_by_content(sheet, last, columns)
    notes = tuple(
        (Message("column-by-content", column=now.head, key=now.proposed), now.number)
        for was, now in zip(before, columns, strict=True)
        if now.proposed not in (was.proposed, "")
    )
    asked = any(_of(wish, heads) and (wish.key == LEFT_OUT or wish.key in head_of(TABLES[table])) for wish in ours)
    return Guess(sheet=sheet, table=table, head=last, columns=tuple(columns), asked=asked, notes=notes)


def _head_row(sheet: Sheet, wishes: Sequence[Wish], known: Set[str], *, named: bool) -> int | None:
    """The row of heads: the one with most words that are known, else the one above a column of states."""
    best: tuple[int, int, int] | None = None
    for row in range(min(len(sheet.rows), _MOST_HEAD_ROWS)):
        texts = [cell for cell in sheet.rows[row][:_MOST_COLUMNS] if isinstance(cell, str)]
        words = [plain_head(shown_cell(cell)) for cell in texts]
        hits = len({word for word in words if word in known or is_meant(word)}) + (sum(map(is_state, texts)) > 1)
        if hits and (best is None or (hits, len(words)) > best[:2]):
            best = (hits, len(words), row)
    if best is not None and (
        best[0] > 1 or named or _wished(sheet, best[2], wishes) or _names_partners(sheet, best[2])
    ):
        return best[2]
    return _head_above_states(sheet)


def _settled(
    sheet: Sheet, number: int, head: str, heads: Mapping[int, str], table: str, wishes: Sequence[Wish], used: set[Wish]
) -> Column:
    """One column as it was wished, or as its head says; raises :class:`MappingError` for a wish of another table."""
    its = [w for w in wishes if _answers(w, number, head, heads)]
    wish = next((w for w in its if w.key == LEFT_OUT or w.key in head_of(TABLES[table])), None)
    if wish is None and (unfit := next((w for w in its if w.sheet or w.table), None)) is not None:
        raise MappingError("map-to-other-table", key=unfit.key, table=table, sheet=sheet.name)
    if wish is not None:
        used.add(wish)
        return Column(number=number, head=head, key=wish.key)
    word = "_".join(head.lower().split())
    key = word if word in head_of(TABLES[table]) else LEFT_OUT if head.lower().endswith(COMPUTED) else ""
    return Column(number=number, head=head, key=key)


def _wished(sheet: Sheet, row: int, wishes: Sequence[Wish]) -> bool:
    """Whether somebody named a sheet, or a head that stands in this row."""
    heads = {plain_head(shown_cell(cell)) for cell in sheet.rows[row][:_MOST_COLUMNS]}
    return any(wish.sheet or plain_head(wish.head) in heads for wish in wishes)


def _names_partners(sheet: Sheet, row: int) -> bool:
    """Whether one of several texts in a row is a head of partners."""
    words = [plain_head(cell) for cell in sheet.rows[row][:_MOST_COLUMNS] if isinstance(cell, str) and cell.strip()]
    return len(words) > 1 and any("partner" in keys_by_word("pledges").get(word, ()) for word in words)


def _head_above_states(sheet: Sheet) -> int | None:
    """The first row with two texts or more, if it is above a column of which most cells are states."""
    for row in range(min(len(sheet.rows), _MOST_HEAD_ROWS)):
        texts = [n for n, cell in enumerate(sheet.rows[row][:_MOST_COLUMNS]) if isinstance(cell, str) and cell.strip()]
        if len(texts) > 1:
            return row if any(are_states(sheet, row, column) for column in texts) else None
    return None


def _of(wish: Wish, heads: Mapping[int, str]) -> bool:
    return any(_answers(wish, number, head, heads) for number, head in heads.items())


def _answers(wish: Wish, number: int, head: str, heads: Mapping[int, str]) -> bool:
    """Whether a wish is about this column: by its head, the last part of a head in two rows, or its letter."""
    wanted = plain_head(wish.head)
    if wanted in (plain_head(head), plain_head(head.rpartition(" / ")[2])):
        return True
    alike = {plain_head(each) for each in heads.values()} | {
        plain_head(each.rpartition(" / ")[2]) for each in heads.values()
    }
    return wanted not in alike and wish.head == letters(number)


def _head_rows(sheet: Sheet, row: int, known: Set[str]) -> tuple[int, int]:
    """The rows of heads around ``row``: the one above and the one below where cells that are merged lead there."""
    first = last = row
    for top, left, bottom, right in sheet.merged:
        whole = right - left + 1 >= max(2, sum(cell is not None for cell in sheet.rows[row]))
        if top == bottom == row - 1 and right > left and not whole:
            first = row - 1
        if top <= row < bottom <= row + 2 and bottom - top <= 2:
            last = max(last, bottom)
        if top == bottom == row and right > left:
            last = max(last, row + 1)
    if last == row and row + 1 < len(sheet.rows):
        below = [cell for cell in sheet.rows[row + 1] if cell is not None]
        texts = [plain_head(cell) for cell in below if isinstance(cell, str)]
        tags = all(isinstance(cell, str) and cell.startswith("#") for cell in below)
        words = below and not tags and len(texts) == len(below)
        if words and (sum(text in known for text in texts) >= max(2, len(texts) - 1) or _parts_heads(sheet, row)):
            last = row + 1
    return first, min(last, len(sheet.rows) - 1)


def _parts_heads(sheet: Sheet, row: int) -> bool:
    """Whether the row below one of heads says the parts of some of them: nothing below the heads whose columns are of
    words, and something below at least one and the gap behind it; figures follow."""
    heads, below, then = (
        [text_in(cell) for cell in each] for each in (*sheet.rows[row : row + 2], _after(sheet, row + 2))
    )
    width = min(len(heads), len(below), len(then))
    parts = [column for column in range(width) if below[column]]
    gaps = [column for column in parts if not heads[column]]
    figures = all(re.search("[0-9]", then[column]) or not then[column] or then[column] in "–-" for column in parts)
    return bool(gaps) and not below[0] and figures and not any(re.search("[0-9]", each) for each in below)


def _gaps(sheet: Sheet, row: int, column: int) -> int:
    """How many cells of a row of heads, from a column on, are empty and not so the ones below them."""
    cells = ((sheet.cell_at(row, each), sheet.cell_at(row + 1, each)) for each in count(column))
    return sum(1 for _ in takewhile(lambda pair: not text_in(pair[0]) and bool(text_in(pair[1])), cells))


def _after(sheet: Sheet, row: int) -> Sequence[Cell]:
    return next((each for each in sheet.rows[row:] if any(text_in(cell) for cell in each)), ())


def _heads(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """The heads by column; of two rows, ``above / below``. A column with something in it and no head has its letter."""
    parts: dict[int, list[str]] = {}
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
    for row in range(first, last + 1):
        for column, cell in enumerate(sheet.rows[row][:_MOST_COLUMNS]):
            text = " ".join(shown_cell(cell).split())
            if text:
                _, right = spans.get((row, column), (row, column))
                if row < last and right == column:  # over the gaps behind it, where something stands below
                    right += _gaps(sheet, row, column + 1)
                for each in range(column, right + 1):
                    parts.setdefault(each, []).append(text)
    told = next(column for column in count() if column not in parts)  # so many have a head, one beside the other
    for row_ in sheet.rows[last + 1 :]:
        if len(row_) > told:
            for column, cell in enumerate(row_[told:_MOST_COLUMNS], told):
                if cell is not None and cell != "" and column not in parts:
                    parts[column] = []
            while told in parts:
                told += 1
    return {column: " / ".join(dict.fromkeys(parts[column])) or letters(column) for column in sorted(parts)}


def _table_of(sheet: Sheet, last: int, heads: Mapping[int, str], wishes: Iterable[Wish]) -> str:
    """The table that most heads belong to, and the name of the sheet."""
    plain = plain_head(sheet.name)
    for name in FOREIGN:
        if plain == name:
            return name
    keys = {wish.key for wish in wishes if wish.key != LEFT_OUT and _of(wish, heads)}
    if not keys and sum(map(is_state, heads.values())) > 1:
        return "pledges"  # a column for each partner
    states = any(are_states(sheet, last, number) for number in heads)
    sections = sum(
        is_state(row[0]) for row in sheet.rows[last + 1 :] if row and isinstance(row[0], str) and not any(row[1:])
    )
    candidates: tuple[str, ...] = FOREIGN
    if not keys and states:
        candidates = ("pledges", "partners")
    elif not keys and not any(is_of_requirements(head) for head in heads.values()):
        candidates = tuple(each for each in FOREIGN if each != "requirements")  # offers, though no head says of whom

    def score(table: str) -> int:
        known = set(head_of(TABLES[table]))
        hits = {meant(head, table) for head in heads.values()} - {""}
        hits |= {"_".join(head.lower().split()) for head in heads.values()} & known
        hits |= keys & known
        named = any(word in plain for sheets in every("headings", "sheets") for word in sheets.get(table, ()))
        needed = {key.name for key in TABLES[table].keys.values() if key.required and key.kind != "id"}
        needed -= {"partner"} if states or sections > 1 else set()
        return len(hits) + 2 * named - 3 * len(needed - hits) + (table == "pledges" and "partner" in hits)

    best = max(candidates, key=score)
    return "pledges" if score(best) < 0 and "pledges" in candidates else best


def command(file: str, target: str, options: Iterable[tuple[str, str]]) -> str:
    """The command line that imports a table with these options."""
    from shlex import quote

    words = ["willing import", quote(file), "-o", quote(target)]
    return " ".join([*words, *(f"--{name} {quote(value)}" for name, value in options)])


def options_of(guesses: Sequence[Guess], wishes: Wishes, *, later: bool = False) -> list[tuple[str, str]]:
    """The options that say again what every column is; of one about which nobody said anything, as proposed.

    ``later``: as they fit the next release too, whose file, and sheets of a year, are called otherwise (§T9).
    """
    options = []
    several = len(guesses) > 1
    for its in guesses:
        named = its.sheet.inside and re.search("[0-9]", its.sheet.name) is None
        if named or not later:
            options.append(("sheet", f"{its.sheet.name}={its.table}"))
        for column in its.columns:
            key = column.key or ("" if its.asked else column.proposed) or LEFT_OUT
            beside = not column.key and (
                is_of_units(column.head) or any(plain(column.head) in plain_words(word) for word in _BESIDE)
            )
            if (column.wide and key == "amount") or (beside and key == LEFT_OUT):
                continue
            if later or not (column.key and "_".join(column.head.lower().split()) == column.key):
                sheet = f"{its.sheet.name}!" if several and (named or not later) else ""
                of = f"{its.table}." if later and not named and key != LEFT_OUT else ""
                options.append(("map", f"{sheet}{column.head}={of}{key}"))
    options += [("sum", f"{'+'.join(parts)}={key}") for its in guesses for parts, key in its.sums]
    wide = [column.head for its in guesses for column in its.columns if column.wide]
    options += [("wide", csv_row(wide).rstrip())] if wide else []
    return options + wishes.options()
