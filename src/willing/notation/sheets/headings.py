"""A planner's own sheets: which column may be which key. Proposals only; somebody has to say yes (docs/tables.md).

A sheet has a row of heads somewhere near its top, or two where heads stand in groups. Heads that are keys of ours need
no question. Heads that mean a key in some language (languages/data) are proposed; all others are told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from willing.answers.problems import MessageError
from willing.languages.data import every
from willing.model.problem import Listed, Message
from willing.notation.keys import TABLES
from willing.notation.nearest import nearest_or_all
from willing.notation.sheets.cells import shown_cell
from willing.notation.sheets.heads import COMPUTED, head_of
from willing.notation.sheets.sheet import Book, Sheet, letters

#: What sheets may hold that were not made for us; the others only an export has.
FOREIGN = ("pledges", "requirements", "partners", "assumptions", "statements", "sources")

#: Said of a column that is not to be read.
LEFT_OUT = "-"

# Heads are looked for in so many rows; of a sheet so many columns are looked at.
_MOST_HEAD_ROWS = 40
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a planner's sheet: its head as it stands there, and the key it may be.

    ``key``: what is settled, :data:`LEFT_OUT` for "not to be read", empty while nothing is. ``proposed``: a key of ours
    that the head means in one of three languages, or empty.
    """

    number: int
    head: str
    key: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a sheet may hold. ``head``: the row its heads end in; ``asked``: somebody said something about it."""

    sheet: Sheet
    table: str
    head: int
    columns: tuple[Column, ...]
    asked: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be asked."""
        return all(column.key for column in self.columns)


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


def guess(book: Book, wishes: Sequence[Wish] = (), sheets: Mapping[str, str] | None = None) -> tuple[Guess, ...]:
    """What the sheets of a planner's book may hold, as far as that can be seen, and as it was wished.

    ``sheets``: those to be read by name, and their table (empty: as it seems); none: every one that is not hidden and
    seems to hold something. Raises :class:`MappingError` for a wish that nothing answers to.
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
                found.append(its)
    for wish in wishes:
        if wish not in used:
            heads = tuple(f"'{column.head}'" for its in found for column in its.columns)
            hint = Message("hint.there-are", names=heads) if heads else None
            raise MappingError("map-of-no-column", column=wish.head, hint=hint)
    return tuple(found)


def _guess(sheet: Sheet, wishes: Sequence[Wish], table: str, used: set[Wish], *, named: bool) -> Guess | None:
    ours = [w for w in wishes if w.sheet.casefold() in ("", sheet.name.casefold())]
    best: tuple[int, int, int] | None = None
    known = {word for each in FOREIGN for word in _keys_by_word(each)}
    known |= {_plain(name) for name in TABLES["pledges"].keys} | {_plain(wish.head) for wish in ours}
    for row in range(min(len(sheet.rows), _MOST_HEAD_ROWS)):
        words = [_plain(shown_cell(cell)) for cell in sheet.rows[row][:_MOST_COLUMNS] if isinstance(cell, str)]
        hits = len({word for word in words if word in known})
        if hits and (best is None or (hits, len(words)) > best[:2]):
            best = (hits, len(words), row)
    if best is None or (best[0] < 2 and not named and not any(wish.sheet for wish in ours)):
        return None
    first, last = _head_rows(sheet, best[2], known)
    heads = _heads(sheet, first, last)
    tables = {wish.table for wish in ours if wish.table and _of(wish, heads)}
    if len(tables) > 1:
        raise MappingError("map-of-two-tables", sheet=sheet.name, tables=Listed(tuple(sorted(tables))))
    table = table or next(iter(tables), "") or _table_of(sheet, heads, ours)
    columns: list[Column] = []
    asked = False
    for number, head in heads.items():
        column = Column(number=number, head=head)
        its = [w for w in ours if _answers(w, number, head, heads)]
        wish = next((w for w in its if w.key == LEFT_OUT or w.key in head_of(TABLES[table])), None)
        if wish is None and (unfit := next((w for w in its if w.sheet or w.table), None)) is not None:
            raise MappingError("map-to-other-table", key=unfit.key, table=table, sheet=sheet.name)
        if wish is not None:
            used.add(wish)
            asked = True
            column = replace(column, key=wish.key)
        elif "_".join(head.lower().split()) in head_of(TABLES[table]):
            column = replace(column, key="_".join(head.lower().split()))
        elif head.lower().endswith(COMPUTED):
            column = replace(column, key=LEFT_OUT)
        columns.append(column)
    taken = [column.key for column in columns if column.key not in ("", LEFT_OUT)]
    twice = next((key for key in taken if taken.count(key) > 1), None)
    if twice is not None:
        raise MappingError("map-twice", sheet=sheet.name, key=twice)
    for place, column in enumerate(columns):
        if not column.key:
            proposed = _meant(column.head, table)
            if proposed and proposed not in taken:
                taken.append(proposed)
                columns[place] = replace(column, proposed=proposed)
    return Guess(sheet=sheet, table=table, head=last, columns=tuple(columns), asked=asked)


def _of(wish: Wish, heads: Mapping[int, str]) -> bool:
    return any(_answers(wish, number, head, heads) for number, head in heads.items())


def _answers(wish: Wish, number: int, head: str, heads: Mapping[int, str]) -> bool:
    """Whether a wish is about this column: by its head, the last part of a head in two rows, or its letter."""
    wanted = _plain(wish.head)
    if wanted in (_plain(head), _plain(head.rpartition(" / ")[2])):
        return True
    alike = {_plain(each) for each in heads.values()} | {_plain(each.rpartition(" / ")[2]) for each in heads.values()}
    return wanted not in alike and wish.head == letters(number)


def _plain(text: str) -> str:
    """A head as words are compared: without case, marks around it, and what stands in brackets behind it."""
    text = re.sub(r"[(\[].*?[)\]]", " ", text.casefold()).replace("_", " ")
    text = re.sub(r"[:*#†]+", " ", text)
    return "_".join(text.split())


def _head_rows(sheet: Sheet, row: int, known: set[str]) -> tuple[int, int]:
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
        texts = [_plain(cell) for cell in below if isinstance(cell, str)]
        if below and len(texts) == len(below) and sum(text in known for text in texts) >= max(2, len(texts) - 1):
            last = row + 1
    return first, min(last, len(sheet.rows) - 1)


def _heads(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """The heads by column; of two rows, ``above / below``. A column with something in it and no head has its letter."""
    parts: dict[int, list[str]] = {}
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
    for row in range(first, last + 1):
        for column, cell in enumerate(sheet.rows[row][:_MOST_COLUMNS]):
            text = " ".join(shown_cell(cell).split())
            if text:
                _, right = spans.get((row, column), (row, column))
                for each in range(column, right + 1):
                    parts.setdefault(each, []).append(text)
    below = sheet.rows[last + 1 :]
    for row_ in below:
        for column, cell in enumerate(row_[:_MOST_COLUMNS]):
            if cell is not None and cell != "" and column not in parts:
                parts[column] = []
    return {column: " / ".join(dict.fromkeys(parts[column])) or letters(column) for column in sorted(parts)}


def _meant(head: str, table: str) -> str:
    """The key of a table that a head means; empty where it means none, or several."""
    for text in (head, head.rpartition(" / ")[2], head.partition(" / ")[0]):
        keys = _keys_by_word(table).get(_plain(text), ())
        if len(keys) == 1:
            return keys[0]
    return ""


@cache
def _keys_by_word(table: str) -> Mapping[str, tuple[str, ...]]:
    """The keys of a table that each word may mean in some language."""
    keys: dict[str, tuple[str, ...]] = {}
    for headings in every("headings", table):
        for key, words in headings.items():
            for word in map(_plain, words):
                if key not in keys.get(word, ()):
                    keys[word] = (*keys.get(word, ()), key)
    return keys


def _table_of(sheet: Sheet, heads: Mapping[int, str], wishes: Iterable[Wish]) -> str:
    """The table that most heads belong to, and the name of the sheet."""
    plain = _plain(sheet.name)
    for name in FOREIGN:
        if plain == name:
            return name
    keys = {wish.key for wish in wishes if wish.key != LEFT_OUT and _of(wish, heads)}

    def score(table: str) -> int:
        known = set(head_of(TABLES[table]))
        hits = {_meant(head, table) for head in heads.values()} - {""}
        hits |= {"_".join(head.lower().split()) for head in heads.values()} & known
        hits |= keys & known
        named = any(word in plain for sheets in every("headings", "sheets") for word in sheets.get(table, ()))
        needed = {key.name for key in TABLES[table].keys.values() if key.required and key.kind != "id"}
        return len(hits) + 2 * named - 3 * len(needed - hits) + (table == "pledges" and "partner" in hits)

    return max(FOREIGN, key=score)


def command(file: str, target: str, guesses: Sequence[Guess]) -> str:
    """The command line that says again what every column is; of one about which nobody said anything, as proposed."""
    from shlex import quote

    words = ["willing import", quote(file), "-o", quote(target)]
    several = len(guesses) > 1
    for its in guesses:
        words += ["--sheet", quote(f"{its.sheet.name}={its.table}")]
        for column in its.columns:
            key = column.key or ("" if its.asked else column.proposed) or LEFT_OUT
            if not (column.key and "_".join(column.head.lower().split()) == column.key):
                sheet = f"{its.sheet.name}!" if several else ""
                words += ["--map", quote(f"{sheet}{column.head}={key}")]
    return " ".join(words)
