"""A planner's own sheets: which column may be which key. Proposals only; somebody has to say yes (docs/tables.md).

A sheet has a row of heads somewhere near its top, or two where heads stand in groups. Heads that are keys of ours need
no question. Heads that mean a key in some language (languages/data) are proposed; all others are told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from willing.answers.problems import MessageError
from willing.languages.amounts import MarksError, decimal_mark, quantity, scale_in, without_marks
from willing.languages.answers import words_for_nothing
from willing.languages.data import every
from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.model.problem import Listed, Message
from willing.notation.keys import TABLES
from willing.notation.nearest import nearest_or_all
from willing.notation.sheets.cells import Cell, shown_cell
from willing.notation.sheets.csv_table import csv_row
from willing.notation.sheets.heads import COMPUTED, head_of
from willing.notation.sheets.likeness import is_total, plain, plain_words, text_in, tidy_name
from willing.notation.sheets.sheet import Book, Sheet, letters
from willing.notation.sheets.wishes import Wishes

#: What sheets may hold that were not made for us; the others only an export has.
FOREIGN = ("pledges", "requirements", "partners", "assumptions", "statements", "sources")

#: Said of a column that is not to be read.
LEFT_OUT = "-"

# Heads are looked for in so many rows; of a sheet so many columns are looked at.
_MOST_HEAD_ROWS = 40
_MOST_COLUMNS = 200
_MOST_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a planner's sheet: its head as it stands there, and the key it may be.

    ``key``: what is settled, :data:`LEFT_OUT` for "not to be read", empty while nothing is. ``proposed``: a key of ours
    that the head means in one of three languages, or empty. ``wide``: the capability that its figures are of (§T7).
    """

    number: int
    head: str
    key: str = ""
    proposed: str = ""
    wide: str = ""


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
                found.append(_widened(its, wide))
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
    table = table or next(iter(tables), "") or _table_of(sheet, heads, ours)
    columns = [_settled(sheet, number, head, heads, table, ours, used) for number, head in heads.items()]
    taken = [column.key for column in columns if column.key not in ("", LEFT_OUT)]
    twice = next((key for key in taken if taken.count(key) > 1), None)
    if twice is not None:
        both = [column for column in columns if column.key == twice]
        heads_of_both = Listed(tuple(f"{letters(column.number)} '{column.head}'" for column in both), quoted=False)
        raise MappingError(
            "map-twice", sheet=sheet.name, key=twice, columns=heads_of_both, last=letters(both[-1].number)
        )
    for place, column in enumerate(columns):
        proposed = "" if column.key else _meant(column.head, table)
        if proposed and proposed not in taken:
            taken.append(proposed)
            columns[place] = replace(column, proposed=proposed)
    if table == "pledges" and "partner" not in taken:
        _propose_states(sheet, last, columns)
    asked = any(_of(wish, heads) and (wish.key == LEFT_OUT or wish.key in head_of(TABLES[table])) for wish in ours)
    return Guess(sheet=sheet, table=table, head=last, columns=tuple(columns), asked=asked)


@cache
def known_heads() -> Set[str]:
    """What heads of planners' tables are, as :func:`plain_head` has them."""
    words = {word for each in FOREIGN for word in _keys_by_word(each)}
    return frozenset(words | {plain_head(name) for name in TABLES["pledges"].keys})


def _head_row(sheet: Sheet, wishes: Sequence[Wish], known: Set[str], *, named: bool) -> int | None:
    """The row of heads: the one with most words that are known, else the one above a column of states."""
    best: tuple[int, int, int] | None = None
    for row in range(min(len(sheet.rows), _MOST_HEAD_ROWS)):
        texts = [cell for cell in sheet.rows[row][:_MOST_COLUMNS] if isinstance(cell, str)]
        words = [plain_head(shown_cell(cell)) for cell in texts]
        hits = len({word for word in words if word in known}) + (sum(map(_is_state, texts)) > 1)
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


def _propose_states(sheet: Sheet, head: int, columns: list[Column]) -> None:
    """Propose the first column of states, whatever its head, as that of the partners (§T6)."""
    for place, column in enumerate(columns):
        if not column.key and _are_states(sheet, head, column.number):
            columns[place] = replace(column, proposed="partner")
            return


def _names_partners(sheet: Sheet, row: int) -> bool:
    """Whether one of several texts in a row is a head of partners."""
    words = [plain_head(cell) for cell in sheet.rows[row][:_MOST_COLUMNS] if isinstance(cell, str) and cell.strip()]
    return len(words) > 1 and any("partner" in _keys_by_word("pledges").get(word, ()) for word in words)


def _head_above_states(sheet: Sheet) -> int | None:
    """The first row with two texts or more, if it is above a column of which most cells are states."""
    for row in range(min(len(sheet.rows), _MOST_HEAD_ROWS)):
        texts = [n for n, cell in enumerate(sheet.rows[row][:_MOST_COLUMNS]) if isinstance(cell, str) and cell.strip()]
        if len(texts) > 1:
            return row if any(_are_states(sheet, row, column) for column in texts) else None
    return None


def _are_states(sheet: Sheet, head: int, column: int) -> bool:
    """Whether most cells below a head are states (§T6)."""
    cells = [row[column] for row in sheet.rows[head + 1 : head + 1 + _MOST_LOOKED_AT] if column < len(row)]
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    states = [text for text in texts if text.strip() in STATE_CODES or state_called(without_marks(text))]
    return len(states) > 1 and 2 * len(states) > len(texts)


def _widened(its: Guess, wide: Sequence[str]) -> Guess:
    """With the columns that are a capability each: those that were asked for, else those that can be (§T7)."""
    wanted = {plain_head(name) for name in wide}
    its, can_be = _without_sums(its, _wide_columns(its))
    called = capability_in if any((c.key or c.proposed) == "partner" for c in its.columns) else tidy_name
    named = [c for c in its.columns if plain_head(c.head) in wanted] if wanted and wanted != {"all"} else []
    chosen = {c.number for c in named or (can_be if wanted or not its.asked else ())}
    columns = tuple(
        replace(c, key="amount" if wanted else c.key, proposed="amount", wide=called(c.head) or c.head)
        if c.number in chosen
        else c
        for c in its.columns
    )
    years = [c for c in columns if not c.key and is_year(c.head)]
    if its.table == "pledges" and len(years) == 1 and not any("amount" in (c.key, c.proposed) for c in columns):
        columns = tuple(replace(c, proposed="amount") if c is years[0] else c for c in columns)
    return replace(its, columns=columns)


def capability_in(head: str) -> str:
    """The capability that the head of figures names; money is its currency; empty where it says how many only.

    >>> capability_in("Number of helicopters"), capability_in("Troops pledged"), capability_in("Amount (EUR)")
    ('helicopters', 'troops', 'EUR')
    """
    scale, currency = scale_in(head)
    if currency:
        return currency
    words = tidy_name(re.sub(r"[(\[].*?[)\]]", " ", head.rpartition(" / ")[2])).replace("'", "’").split()
    how_many = _words_of_amounts() - plain_words("counted")
    while words and plain(words[0]) in how_many:
        words = words[1:]
        while words and plain(words[0]) in plain_words("of"):
            words = words[1:]
    while words and plain(words[-1]) in how_many:
        words = words[:-1]
    name = " ".join(word.lower() if word[1:].islower() or not word[1:] else word for word in words)
    return "" if scale > 1 or plain(name) in _words_of_amounts() else name


@cache
def _words_of_amounts() -> Set[str]:
    """Heads of amounts that name no capability."""
    tables = (each for table in FOREIGN[:2] for each in every("headings", table))
    return frozenset(
        plain(word) for each in tables for key in ("amount", "up_to", "needs") for word in each.get(key, ())
    )


def _wide_columns(its: Guess) -> tuple[Column, ...]:
    """The columns of a sheet of pledges with figures that may each be of a capability; a year is none of them.

    Where a column is of capabilities and most other heads are states, they are a partner each. One whose head means an
    amount is among them where others are beside it: ``Military personnel | Police personnel``.
    """
    keys = {c.key or c.proposed for c in its.columns}
    settled = {c.key for c in its.columns}
    if its.table != "pledges" or "amount" in settled:
        return ()
    if "partner" not in keys and "provides" in keys:
        left = [c for c in its.columns if not (c.key or c.proposed) and not is_total(c.head)]
        are_states = 2 * sum(_is_state(c.head) for c in left) >= max(len(left), 4)
        return tuple(c for c in left if _are_figures(its, c)) if are_states else ()
    if "provides" in keys or "partner" not in keys:
        return ()
    found = []
    for column in its.columns:
        if column.key or "%" in column.head or is_year(column.head):
            continue
        names = column.proposed in ("", "amount") and (capability_in(column.head) or is_total(column.head))
        if names and column.proposed == _meant(column.head, "pledges") and _are_figures(its, column):
            found.append(column)
    return () if [c.proposed for c in found] == ["amount"] else tuple(found)


def is_year(head: str) -> bool:
    """Whether a head is a year: what stands below it is of that year."""
    return re.fullmatch("(?:19|20)[0-9]{2}", head.rpartition(" / ")[2].strip()) is not None


def _are_figures(its: Guess, column: Column) -> bool:
    """Whether most cells of a column that hold something hold figures."""
    rows = its.sheet.rows[its.head + 1 : its.head + 1 + _MOST_LOOKED_AT]
    cells = [row[column.number] for row in rows if column.number < len(row) and text_in(row[column.number])]
    filled = [cell for cell in cells if text_in(cell).lower() not in words_for_nothing()]
    figures = [c for c in filled if isinstance(c, float | int) or any(quantity(text_in(c), mark) for mark in ".,")]
    return bool(filled) and len(figures) * 5 >= len(filled) * 3


def _mark(cells: Iterable[Cell]) -> str:
    """The mark before decimals in a column, as far as it is proved."""
    try:
        return decimal_mark(cell for cell in cells if isinstance(cell, str))
    except MarksError:
        return "."


def _without_sums(its: Guess, wide: tuple[Column, ...]) -> tuple[Guess, tuple[Column, ...]]:
    """Leave out a column that is the sum of the others, by its head and in most of its rows (§T3)."""
    for column in wide:
        others = [each.number for each in wide if each is not column]
        if len(others) < 2 or not is_total(column.head):
            continue
        sums = []
        rows = its.sheet.rows[its.head + 1 : its.head + 1 + _MOST_LOOKED_AT]
        marks = {n: _mark(row[n] for row in rows if n < len(row)) for n in (*others, column.number)}
        for row in rows:
            figures = {n: quantity(text_in(row[n]), mark) for n, mark in marks.items() if n < len(row)}
            values = {n: figure.least or 0 for n, figure in figures.items() if figure is not None}
            if column.number in values:
                sums.append(values.pop(column.number) == sum(values.values()))
        if 2 * sum(sums) > len(sums):
            columns = tuple(replace(c, key=LEFT_OUT, proposed="") if c is column else c for c in its.columns)
            return replace(its, columns=columns), tuple(each for each in wide if each is not column)
    return its, wide


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


def _is_state(text: str) -> bool:
    return state_called(without_marks(text)) is not None


@lru_cache(2**13)
def plain_head(text: str) -> str:
    """A head as words are compared: without case, marks around it, and what stands in brackets behind it."""
    text = re.sub(r"[(\[].*?[)\]]", " ", without_marks(text).casefold()).replace("_", " ")
    text = re.sub(r"[:*#†\"“”„«»'’‘!?/]+", " ", text)
    return "_".join(text.split())


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
        if (
            below
            and not tags
            and len(texts) == len(below)
            and sum(text in known for text in texts) >= max(2, len(texts) - 1)
        ):
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
    for text in (head, head.rpartition(" / ")[2]):
        keys = _keys_by_word(table).get(plain_head(text), ())
        if len(keys) == 1:
            return keys[0]
    return _meant_by_words(head, table)


def _meant_by_words(head: str, table: str) -> str:
    """The key that all words of a head mean but one perhaps: ``Contributing Country``, ``Item Description``; money."""
    words = [word for word in plain_head(head.rpartition(" / ")[2]).split("_") if word not in plain_words("of")]
    meant = [_keys_by_word(table).get(word, ()) for word in words]
    keys = {key for each in meant for key in each}
    if table == "pledges" and len(words) > 1 and len(keys) == 1 and meant.count(()) < 2:
        return key if (key := keys.pop()) in ("partner", "provides", "amount") else ""
    scale, currency = scale_in(head)
    alone = (currency or scale > 1) and all(
        scale_in(word) != (1, None) or word in plain_words("of") for word in re.findall(r"[^\W_]+", head.casefold())
    )
    return "amount" if table == "pledges" and alone else ""


@cache
def _keys_by_word(table: str) -> Mapping[str, tuple[str, ...]]:
    """The keys of a table that each word may mean in some language."""
    keys: dict[str, tuple[str, ...]] = {}
    for headings in every("headings", table):
        for key, words in headings.items():
            for word in map(plain_head, words):
                if key not in keys.get(word, ()):
                    keys[word] = (*keys.get(word, ()), key)
    return keys


def _table_of(sheet: Sheet, heads: Mapping[int, str], wishes: Iterable[Wish]) -> str:
    """The table that most heads belong to, and the name of the sheet."""
    plain = plain_head(sheet.name)
    for name in FOREIGN:
        if plain == name:
            return name
    keys = {wish.key for wish in wishes if wish.key != LEFT_OUT and _of(wish, heads)}
    if not keys and sum(map(_is_state, heads.values())) > 1:
        return "pledges"  # a column for each partner

    def score(table: str) -> int:
        known = set(head_of(TABLES[table]))
        hits = {_meant(head, table) for head in heads.values()} - {""}
        hits |= {"_".join(head.lower().split()) for head in heads.values()} & known
        hits |= keys & known
        named = any(word in plain for sheets in every("headings", "sheets") for word in sheets.get(table, ()))
        needed = {key.name for key in TABLES[table].keys.values() if key.required and key.kind != "id"}
        return len(hits) + 2 * named - 3 * len(needed - hits) + (table == "pledges" and "partner" in hits)

    return max(FOREIGN, key=score)


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
            if column.wide and key == "amount":
                continue
            if later or not (column.key and "_".join(column.head.lower().split()) == column.key):
                sheet = f"{its.sheet.name}!" if several and (named or not later) else ""
                of = f"{its.table}." if later and not named and key != LEFT_OUT else ""
                options.append(("map", f"{sheet}{column.head}={of}{key}"))
    wide = [column.head for its in guesses for column in its.columns if column.wide]
    options += [("wide", csv_row(wide).rstrip())] if wide else []
    return options + wishes.options()
