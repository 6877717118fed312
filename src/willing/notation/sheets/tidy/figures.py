"""Amounts with their units and scales, and numbers of days (§T7, §T9, §T10)."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from willing.languages import amounts
from willing.model.problem import Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import is_of_units
from willing.notation.sheets.likeness import (
    begins_refusing,
    meant_by_status,
    plain,
    plain_words,
    said_behind,
    text_in,
)
from willing.notation.sheets.tidy.table import Entry, Table, cell_at, partner_of


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


def _subject(entry: Entry) -> tuple[str, ...]:
    """Of whom and of what an entry is."""
    return tuple(text_in(entry[of][0]) for of in ("partner", "provides") if of in entry)


def delivered(table: Table) -> None:
    """What was delivered needs its day: that of the table, where it is said; else it is kept in the note (§T9)."""
    on = table.wishes.on
    for key in ("delivered", "received"):
        for number, entry in table.entries:
            if key not in entry or ":" in text_in(entry[key][0]):
                continue
            cell, column = entry.pop(key)
            text = text_in(cell)
            if on is not None:
                entry[key] = (f"{on.isoformat()}: {text}", column)
            elif "amount" in table.at or table.wide:
                table.aside(number, entry, column, text, "delivered-without-day")
            elif key == "delivered":
                entry["amount"], entry["stage"] = (cell, column), ("deployed", column)
                table.saw("cells-taken", column, number, column, f"'{text}': deployed")


def units(table: Table) -> None:
    """The unit of a row, in a column of its own: a scale, a currency, or one unit for a capability (§T7)."""
    column = next((c for c in table.guess.columns if not c.key and is_of_units(c.head)), None)
    if column is None:
        return
    rows = dict(table.rows)
    for number, entry in table.entries:
        text = text_in(cell_at(rows[number], column.number))
        if not text or "amount" not in entry:
            continue
        scale, currency = amounts.scale_in(text)
        table.scales[number] = scale
        table.used.add(column.number)
        table.moneys[number] = currency or ""
        unit = currency or " ".join(word for word in plain(text).split() if amounts.scale_in(word) == (1, None))
        if "provides" not in entry and unit:
            entry["provides"] = (unit, column.number)
        other = table.units.setdefault(plain(text_in(entry.get("provides", ("", 0))[0])), unit)
        if unit != other and not currency:
            table.fail(Message("units-differ", column=column.head, one=other, other=unit), number, column.number)
            return
        table.saw("cells-taken", column.number, number, column.number, f"'{text}': {scale} {unit}".rstrip())


def read_amounts(table: Table, key: str) -> None:
    """Whole numbers, by the marks of the column as a whole and the scale of its head (§T10)."""
    columns: dict[int, list[tuple[int, Entry]]] = {}
    for number, entry in table.entries:
        if (said := entry.get(key)) is not None:
            columns.setdefault(said[1], []).append((number, entry))
    for column, its in sorted(columns.items(), key=lambda each: each[0]):
        texts = dict.fromkeys(cell for _, entry in its if isinstance(cell := entry[key][0], str))
        scale, currency = amounts.scale_in(table.heads.get(column, ""))
        if (scale, currency) == (1, None):
            scale, currency = table.of_all
        elif scale > 1:
            table.note(Message("column-scaled", column=table.heads[column], scale=scale), its[0][0], column)
        try:
            mark = table.wishes.decimal or amounts.decimal_mark(texts, whole=scale == 1)
        except amounts.MarksError as error:
            one, *other = error.cells
            contradict = Message("marks-contradict", one=one, other=other[0]) if other else None
            table.fail(contradict or Message("mark-unsure", given=one), its[0][0], column)
            continue
        figures = _Figures(column, mark, scale, currency, {})
        for number, entry in its:
            cell = entry[key][0]
            if isinstance(cell, str) and (known := figures.alike.get(cell)) is not None and number not in table.scales:
                _put(key, entry, known)
                if known.told:
                    table.saw("cells-taken", column, number, column, known.told)
            else:
                _amount(table, key, number, entry, figures)
    _taken_back(table, key)
    nameless = [(number, entry) for number, entry in table.entries if "amount" in entry and "provides" not in entry]
    column = table.at.get("amount", -1)
    if nameless and key == "amount" and column in table.heads:
        message = Message("amounts-of-nothing", count=len(nameless), column=table.heads[column])
        table.note(message, nameless[0][0], column)


def _amount(table: Table, key: str, number: int, entry: Entry, figures: _Figures) -> None:
    """One of them."""
    column, mark, scale, currency, alike = figures
    money = currency is not None or number in table.scales
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
            table.below.append((number, entry))
            return
        else:
            read = amounts.quantity(text, mark, money=money)
    unit = plain(read.unit) if read is not None and read.unit else ""
    measure = amounts.measure(unit)
    named = [plain(text_in(entry[of][0])) for of in ("provides", "of") if unit and of in entry]
    figure, behind = said_behind(text) if read is None or unit else ("", None)
    if behind is not None and table.guess.table == "pledges":
        _behind(table, number, entry, column, behind)
        entry[key] = (figure, column)
        _amount(table, key, number, entry, figures)
        return
    if read is None or (unit and not measure and unit not in named and unit not in plain_words("counted")):
        meaning = "never" if begins_refusing(text) else meant_by_status(text)
        if table.guess.table == "pledges" and meaning is not None and plain(text) not in plain_words("to_be_said"):
            _behind(table, number, entry, column, ("stage", meaning, f"'{text}': {meaning}"))
        else:
            table.aside(number, entry, column, text)
        return
    if table.guess.table == "pledges" and key == "amount":
        money_of = read.currency or table.moneys.get(number, "") or currency or measure
        _in_unit(table, number, entry, column, money_of)
    scale *= table.scales.get(number, 1)
    values = [None if value is None else value * scale for value in (read.least, read.most)]
    for value in values:
        if value is not None and value != int(value):
            table.fail(Message("fraction-of-unit", given=text), number, column)
            return
    least, most = (None if value is None else int(value) for value in values)
    as_is = isinstance(cell, float | int) or (text.isascii() and text.isdecimal())
    shown = " / ".join(str(value) for value in (least, most) if value is not None)
    made = _Counted(
        None if least is None else (str(least), column),
        None if most is None else (str(most), column),
        "" if as_is and scale == 1 else f"'{text}': {shown}",
    )
    _put(key, entry, made)
    table.below += [(number, entry)] if least is not None and least < 0 else []
    if made.told:
        table.saw("cells-taken", column, number, column, made.told)
    if isinstance(cell, str) and not (money or unit or read.currency or number in table.moneys):
        alike[cell] = made


def _behind(table: Table, number: int, entry: Entry, column: int, behind: tuple[str, str, str]) -> None:
    """What stands behind an amount is said of it, where no column says it of the row: ``2,000 (planned)``."""
    key, value, told = behind
    if value == "never":
        table.refuse(number, entry, column, partner_of(entry))
    elif key not in entry:
        entry[key] = (value, column)
        if told:
            table.saw("cells-taken", column, number, column, told)


def _taken_back(table: Table, key: str) -> None:
    """An amount below zero takes back what another row of the same says: neither stands without the other."""
    below = [(number, entry) for number, entry in table.below if key in entry]
    of_same = Counter(_subject(entry) for _, entry in table.entries if "amount" in entry) if below else Counter()
    for number, entry in below:
        same = _subject(entry)
        if of_same[same] > ("amount" in entry):
            message = Message("amount-taken-back", given=text_in(entry[key][0]), partner=same[0])
            table.fail(message, number, entry[key][1])
            return


def _in_unit(table: Table, number: int, entry: Entry, column: int, unit: str) -> None:
    """An amount has its currency or its measure in the name of its capability, or for its name (§T7)."""
    if not unit:
        return
    name = text_in(entry["provides"][0]) if "provides" in entry else ""
    at = entry["provides"][1] if "provides" in entry else column
    if not name or (at == column and not table.wide):
        entry["provides"] = (unit, column)  # no column says of what it is, but the cell does
    elif not re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", name):
        entry["provides"] = (f"{name} ({unit})", at)
        table.saw("cells-taken", at, number, at, f"'{name}': {name} ({unit})")


def spans(table: Table, key: str) -> None:
    """Numbers of days, with their unit perhaps."""
    for number, entry in table.entries:
        if key in entry and isinstance(entry[key][0], str):
            cell, column = entry[key]
            text = text_in(cell)
            span = amounts.days_of(text, longest=key in ("ready", "from_day"))
            if plain(text) in plain_words("endless"):
                del entry[key]
            elif span is None:
                del entry[key]
                table.aside(number, entry, column, text)
            else:
                entry[key] = (str(span), column)
                if str(span) != text:
                    table.saw("cells-taken", column, number, column, f"'{text}': {span}")
