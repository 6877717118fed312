"""Days, as the column of each proves them (§T11)."""

import re
from collections.abc import Callable, Iterable, Set
from datetime import date, datetime, timedelta
from functools import cache

from willing.languages import answers, days
from willing.model.problem import Listed, Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import writes_days_first
from willing.notation.sheets.likeness import plain, plain_words, text_in, without_mark_of_day
from willing.notation.sheets.tidy.table import Table, cell_at

_ISO_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(?::[0-9.]+)?(?:Z|[+-][0-9:]{2,5})?")
_DAY_0 = date(1899, 12, 30)  # from which spreadsheets count days
_TWO_FIGURES = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-][0-9]{2,4}")
OF_DAYS = ("said", "until", "ended")


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


def months(table: Table) -> None:
    """The year, the month and perhaps the day of a row, in columns of their own, as that it was said (§T11)."""
    at = {
        word: column.number
        for column in table.guess.columns
        for word in ("year", "month", "day")
        if not column.key and plain(column.head) in plain_words(word)
    }
    if not {"year", "month"} <= at.keys() or "said" in table.at or table.guess.table != "pledges":
        return
    rows = dict(table.rows)
    for number, entry in table.entries:
        parts = [text_in(cell_at(rows[number], at[word])) for word in ("day", "month", "year") if word in at]
        if all(parts):
            figures = all(part.isdecimal() for part in parts)
            entry["said"] = (
                ("." if len(parts) > 2 else "/").join(parts) if figures else " ".join(parts),
                at["year"],
            )
            table.used |= {*at.values()}


def read_days(table: Table, key: str) -> None:
    """Days; of those that may be two the one that the column proves (§T11)."""
    its = [(number, entry) for number, entry in table.entries if key in entry]
    texts = {without_mark_of_day(text_in(cell)) for cell in {entry[key][0] for _, entry in its}}
    counted = all(re.fullmatch("[2-7][0-9]{4}", text) for text in texts)  # as spreadsheets do
    day_first, month_first = _first_of_days(table, key, texts)

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
            table.saw("cells-taken", column, number, column, told)


def _first_of_days(table: Table, key: str, texts: Set[str]) -> tuple[bool, bool]:
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
    others = [other for other in OF_DAYS if other != key]
    elsewhere = {without_mark_of_day(text_in(e[other][0])) for _, e in table.entries for other in others if other in e}
    beside = proved(elsewhere)
    if sum(beside) == 1:
        return beside
    if table.wishes.days:
        return table.wishes.days == "dmy", table.wishes.days == "mdy"
    number, entry = next(
        (n, e) for n, e in table.entries if key in e and without_mark_of_day(text_in(e[key][0])) in unsure
    )
    column = entry[key][1]
    if writes_days_first(table.heads.values()):
        table.note(
            Message("days-first", column=table.heads.get(column, ""), given=text_in(entry[key][0])), number, column
        )
        return True, False
    two = Listed(tuple(day.isoformat() for day in _two_days(text_in(entry[key][0]))), "or", quoted=False)
    table.fail(
        Message("days-unsure", column=table.heads.get(column, ""), given=text_in(entry[key][0]), days=two),
        number,
        column,
    )
    return its
