"""Wide tables (§T7): columns of figures that are a capability each, a sum of others, a part of one, or of a year."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import groupby

from willing.languages.amounts import MarksError, decimal_mark, money_words, quantity, scale_in
from willing.languages.answers import words_for_nothing
from willing.languages.data import every
from willing.languages.days import is_period
from willing.model.problem import Listed, Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import (
    FOREIGN,
    LEFT_OUT,
    MOST_LOOKED_AT,
    Column,
    Guess,
    is_state,
    meant,
    plain_head,
)
from willing.notation.sheets.likeness import (
    is_part,
    is_status,
    is_total,
    plain,
    plain_words,
    said_behind,
    text_in,
    tidy_name,
)


def widened(its: Guess, wide: Sequence[str]) -> Guess:
    """With the columns that are a capability each: those that were asked for, else those that can be (§T7)."""
    wanted = {plain_head(name) for name in wide}
    its = _without_parts(its)
    its = _of_two_genders(its)
    its, can_be = _without_sums(its, _wide_columns(its))
    by_partner = any((c.key or c.proposed) == "partner" for c in its.columns)
    named = [c for c in its.columns if plain_head(c.head) in wanted] if wanted and wanted != {"all"} else []
    chosen = {c.number: c for c in named or (can_be if wanted or not its.asked else ())}
    called = _called(chosen.values()) if by_partner else {n: tidy_name(c.head) for n, c in chosen.items()}
    columns = tuple(
        replace(c, key="amount" if wanted else c.key, proposed="amount", wide=called[c.number] or c.head)
        if c.number in chosen
        else replace(c, proposed="")
        if chosen and c.proposed == "amount"
        else c
        for c in its.columns
    )
    years = [c for c in columns if not c.key and _is_of_period(c.head)]
    if its.table == "pledges" and len(years) == 1 and not any("amount" in (c.key, c.proposed) for c in columns):
        columns = tuple(replace(c, proposed="amount") if c is years[0] else c for c in columns)
    return replace(its, columns=columns)


def _called(columns: Iterable[Column]) -> dict[int, str]:
    """The capability of each column; of several kinds of the same money, the kind with its currency."""
    called = {c.number: capability_in(c.head) for c in columns}
    several = {name for name in called.values() if list(called.values()).count(name) > 1}
    for column in columns:
        if called[column.number] in several and (kind := _named_in(column.head)):
            called[column.number] = f"{kind} ({called[column.number]})"
    return called


def capability_in(head: str) -> str:
    """The capability that the head of figures names; money is its currency; empty where it says how many only.

    >>> capability_in("Number of helicopters"), capability_in("Troops pledged"), capability_in("Amount (EUR)")
    ('helicopters', 'troops', 'EUR')
    >>> capability_in("Shells (thousands)"), capability_in("in thousands")
    ('shells', '')
    """
    return scale_in(head)[1] or _named_in(head)


def _named_in(head: str) -> str:
    """What the head of figures names beside how many there are, their unit, scale and currency."""
    bare = re.sub(r"[(\[].*?[)\]]", " ", head.rpartition(" / ")[2]).replace("_", " ")
    words = tidy_name(bare).replace("'", "’").split()
    money = scale_in(head)[1] is not None
    how_many = _words_of_amounts() - (plain_words("counted") - plain_words("pieces")) | plain_words("participles")
    scales = {word for word in words if money and (plain(word) in money_words() or scale_in(f"EUR {word}")[0] > 1)}
    words = [word for word in words if word not in scales and not (scale_in(word)[0] > 1 and len(words) == 1)]
    while words and (plain(words[0]) in how_many or plain(words[0]) in plain_words("of")):
        words = words[1:]
    while words and (plain(words[-1]) in how_many or plain(words[-1]) in plain_words("of")):
        words = words[:-1]
    return " ".join(word.lower() if word[1:].islower() or not word[1:] else word for word in words)


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
    if its.table != "pledges" or "amount" in settled or its.sums:
        return ()
    if "partner" not in keys and "provides" in keys:
        left = [c for c in its.columns if not (c.key or c.proposed) and not is_total(c.head)]
        are_states = 2 * sum(is_state(c.head) for c in left) >= max(len(left), 4)
        return tuple(c for c in left if _are_figures(its, c)) if are_states else ()
    if "provides" in keys or "partner" not in keys:
        return ()
    partner = next(c.number for c in its.columns if (c.key or c.proposed) == "partner")
    found = []
    for column in its.columns:
        if column.key or _is_no_offer(column.head) or period_in(column.head) or is_status(column.head):
            continue
        names = column.proposed in ("", "amount") and (capability_in(column.head) or is_total(column.head))
        fits = names and meant(column.head, "pledges") in ("", "amount") and _are_figures(its, column)
        if fits and not (column.number < partner and _counts_rows(its, column)):
            found.append(column)
    alone = [c.proposed for c in found] == ["amount"]
    stages = found and all(not _named_in(c.head) for c in found)  # Pledged (USD) | Disbursed (USD)
    return () if alone or stages else tuple(found)


def _is_no_offer(head: str) -> bool:
    """Whether a head is of figures that nobody offers: a share, a rank, the people of a country."""
    words = plain(re.sub(r"[(\[].*?[)\]]", " ", head))
    phrases = (word for word in plain_words("no_offer") if " " in word)
    per = re.search(r"(?<!\w)(?:per|pro|par)(?!\w)", words)
    return (
        "%" in head
        or per is not None
        or words.endswith(_YEARS)
        or words in plain_words("no_offer")
        or any(each in words for each in phrases)
    )


_YEARS = tuple(f" {word}" for word in plain_words("year"))


def _counts_rows(its: Guess, column: Column) -> bool:
    """Whether a column only numbers the rows."""
    cells = [text_in(cell) for cell in _cells(its, column) if text_in(cell)]
    return cells == [str(number) for number in range(1, len(cells) + 1)]


# -- years and other periods ------------------------------------------------------------------------------------------


def period_in(head: str) -> str:
    """The year, fiscal year, quarter or month that a head speaks of; empty for none: ``Pledged 2031``."""
    words = _words_without_money(head)
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            if is_period(" ".join(words[at : at + length])) and (length > 1 or len(words[at]) > 2):
                return " ".join(words[at : at + length])
    return ""


def _is_of_period(head: str) -> bool:
    """Whether a head says nothing but of which period its figures are."""
    return bool(period_in(head)) and period_in(head) == " ".join(_words_without_money(head))


def _words_without_money(head: str) -> list[str]:
    bare = re.sub(r"[(\[].*?[)\]]", " ", head.rpartition(" / ")[2])
    money = scale_in(bare)[1] is not None
    words = bare.replace("_", " ").split()
    return [w for w in words if not (money and (plain(w) in money_words() or scale_in(f"EUR {w}")[0] > 1))]


def same_but_for_period(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns whose heads are the same but for their period, of which one alone can be meant (§T7)."""
    of_period = [c for c in columns if not c.key and period_in(c.head)]
    rest = {c.number: " ".join(_words_without_money(c.head)).replace(period_in(c.head), "").strip() for c in of_period}
    groups = [
        tuple(its) for _, its in groupby(sorted(of_period, key=lambda c: rest[c.number]), lambda c: rest[c.number])
    ]
    return max(groups, key=len, default=())


# -- sums and parts ---------------------------------------------------------------------------------------------------


def _without_parts(its: Guess) -> Guess:
    """Leave out columns that are a part of another: ``of which women``."""
    parts = [c for c in its.columns if not c.key and is_part(c.head.rpartition(" / ")[2]) and _are_figures(its, c)]
    return _left_out(its, [(Message("column-of-part", column=c.head), c) for c in parts])


def _of_two_genders(its: Guess) -> Guess:
    """Women and men are one amount together (§T8), of each kind of people; a column that is their sum says the same."""
    if its.table != "pledges" or its.asked or any(c.key == "amount" for c in its.columns):
        return its
    pairs: dict[str, dict[str, Column]] = {}
    for column in its.columns:
        gender, kind = _gender_of(column.head)
        if not column.key and gender and _are_figures(its, column):
            if gender in pairs.setdefault(kind, {}):
                return its
            pairs[kind][gender] = column
    if not pairs or any(len(pair) != 2 for pair in pairs.values()):
        return its
    both = [column for pair in pairs.values() for column in pair.values()]
    runs = [[*pair.values()] for pair in pairs.values()] + [both]
    others = [c for c in its.columns if not c.key and c not in both and any(_is_sum(its, c, run) for run in runs)]
    columns = tuple(replace(c, proposed="") if c in both or c.proposed == "amount" else c for c in its.columns)
    sums = tuple((tuple(c.head for c in pair.values()), "amount") for pair in pairs.values())
    its = replace(its, columns=columns, sums=sums)
    told = [(Message("columns-summed", columns=Listed(heads)), both[2 * n].number) for n, (heads, _) in enumerate(sums)]
    its = replace(its, notes=(*its.notes, *told))
    return _left_out(its, [(Message("column-of-sums", column=c.head), c) for c in others])


def _gender_of(head: str) -> tuple[str, str]:
    """Whether a head is of women or of men, empty for neither, and of what beside: ``Troops M``."""
    words = plain_head(head).split("_")
    gender = next((word for word in reversed(words) if word in plain_words("genders")), "")
    return gender, " ".join(word for word in words if word not in plain_words("genders"))


def capability_of_sum(heads: Iterable[str]) -> str:
    """What columns of women and men are of together: ``Troops M`` and ``Troops F`` of troops; empty where they tell
    nothing, or several things."""
    kinds = {_gender_of(head)[1] for head in heads}
    return capability_in(kinds.pop()) if len(kinds) == 1 else ""


def _without_sums(its: Guess, wide: tuple[Column, ...]) -> tuple[Guess, tuple[Column, ...]]:
    """Leave out columns that are the sum of others, by their head and in most of their rows, or of all in all (§T3)."""
    for column in wide:
        named = is_total(column.head) or plain_head(column.head) in plain_words("all")
        others = [each for each in wide if each is not column]
        before = [each for each in others if each.number < column.number]
        runs = [others, *(before[at:] for at in range(len(before) - 1))] if named else [others]
        if any(len(run) > 1 and _is_sum(its, column, run, always=not named) for run in runs):
            its = _left_out(its, [(Message("column-of-sums", column=column.head), column)])
            return _without_sums(its, tuple(others))
    return its, wide


def _left_out(its: Guess, told: Sequence[tuple[Message, Column]]) -> Guess:
    """Without these columns, and what is told of each."""
    gone = {column.number for _, column in told}
    columns = tuple(replace(c, key=LEFT_OUT, proposed="") if c.number in gone else c for c in its.columns)
    return replace(its, columns=columns, notes=(*its.notes, *((message, column.number) for message, column in told)))


def _is_sum(its: Guess, column: Column, others: Sequence[Column], *, always: bool = False) -> bool:
    """Whether a column is the sum of others in most of its rows; ``always``: in three rows at least, and in each."""
    marks = {c.number: _mark(_cells(its, c)) for c in (*others, column)}
    sums, told = [], 0
    for row in its.sheet.rows[its.head + 1 : its.head + 1 + MOST_LOOKED_AT]:
        figures = {n: quantity(text_in(row[n]), mark) for n, mark in marks.items() if n < len(row)}
        values = {n: figure.least or 0 for n, figure in figures.items() if figure is not None}
        if column.number in values:
            total = values.pop(column.number)
            sums.append(total == sum(values.values()))
            told += len([value for value in values.values() if value]) > 1
    return all(sums) and told > 2 if always else 2 * sum(sums) > len(sums)


def _cells(its: Guess, column: Column) -> list[Cell]:
    rows = its.sheet.rows[its.head + 1 : its.head + 1 + MOST_LOOKED_AT]
    return [row[column.number] for row in rows if column.number < len(row)]


def _are_figures(its: Guess, column: Column) -> bool:
    """Whether most cells of a column that hold something hold figures, but for those that say how somebody stands."""
    filled = [cell for cell in _cells(its, column) if text_in(cell)]
    filled = [c for c in filled if text_in(c).lower() not in words_for_nothing() and not is_status(text_in(c))]
    figures = [
        c
        for c in filled
        if isinstance(c, float | int) or any(quantity(said_behind(text_in(c))[0], mark) for mark in ".,")
    ]
    return bool(filled) and len(figures) * 5 >= len(filled) * 3


def _mark(cells: Iterable[Cell]) -> str:
    """The mark before decimals in a column, as far as it is proved."""
    try:
        return decimal_mark(cell for cell in cells if isinstance(cell, str))
    except MarksError:
        return "."
