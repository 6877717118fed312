"""What only the cells below a head tell of a column (§T6): the partners, the days, who says yes and no."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from willing.languages import answers
from willing.languages.amounts import quantity, without_marks
from willing.languages.days import is_period
from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.notation.sheets.columns import MOST_LOOKED_AT, Column, texts_below
from willing.notation.sheets.likeness import (
    begins_with_condition,
    in_words,
    is_day,
    is_status,
    plain,
    plain_words,
    said_behind,
)
from willing.notation.sheets.sheet import Sheet


def propose_by_content(sheet: Sheet, head: int, columns: list[Column]) -> None:
    """Propose what only the cells below a head tell (§T6): the partners, the days, who says yes and no."""
    taken = {column.key or column.proposed for column in columns}
    for place, column in enumerate(columns):
        texts = texts_below(sheet, head, column.number)
        if column.key or not texts:
            continue
        tells = _TELLS.get(column.proposed)
        if tells and 2 * sum(map(is_status, texts)) > len(texts) and not any(map(tells, texts)):
            free = "stage" if "stage" not in taken else ""  # Ratified, Commitment: yes, no, pending
            columns[place] = replace(column, proposed=free)
            taken = taken - {column.proposed} | {free}
        elif column.proposed == "provides" and _are_amounts(texts):  # Pledge: EUR 5 million
            free = "amount" if "amount" not in taken else ""
            columns[place] = replace(column, proposed=free)
            taken = taken - {"provides"} | {free}
        elif not column.proposed and (key := _key_of(texts)) and key not in taken:
            columns[place] = replace(column, proposed=key)
            taken.add(key)
    if "partner" not in taken:
        named = [c for c in columns if not c.key and (not c.proposed or c.proposed in ("id", "by"))]
        states = [c for c in named if are_states(sheet, head, c.number)]
        names = [c for c in named if _are_names(texts_below(sheet, head, c.number))]
        if states or len(names) == 1:
            chosen = (states or names)[0]
            columns[columns.index(chosen)] = replace(chosen, proposed="partner")
    dated = [c for c in columns if not (c.key or c.proposed) and _are_days(sheet, head, c)]
    if not {"said", "until", "ended"} & taken and len(dated) == 1:
        columns[columns.index(dated[0])] = replace(dated[0], proposed="said")


def _key_of(texts: Sequence[str]) -> str:
    """The key of a column of conditions, of stages or of addresses; empty for none of these."""
    if _are_conditional(texts):
        return "if"
    if all(re.match("https?://", text) for text in texts):
        return "sources"
    told = all(is_status(text) or begins_with_condition(text) for text in texts) and 2 * sum(
        map(is_status, texts)
    ) > len(texts)
    told = told and all(answers.flag_of(text) is None for text in texts)
    return "stage" if told else ""


def _tells_amount(text: str) -> bool:
    """Whether a text is an amount and nothing else."""
    read = next((read for mark in ".," if (read := quantity(text, mark)) is not None), None)
    return read is not None and not read.unit


def _are_amounts(texts: Sequence[str]) -> bool:
    """Whether most texts are amounts, with what is said of them perhaps, but for those that say how somebody stands."""
    said = [text for text in texts if text.lower() not in answers.words_for_nothing() and not is_status(text)]
    return bool(said) and 5 * sum(_tells_amount(said_behind(text)[0]) for text in said) >= 3 * len(said)


#: By key, whether a text tells what stands in its column.
_TELLS: Mapping[str, Callable[[str], bool]] = {"said": is_day, "amount": _tells_amount}


def _are_conditional(texts: Sequence[str]) -> bool:
    """Whether a column says of each whether it is conditional, and nothing else."""
    words = {plain(text) for text in texts}
    return words <= plain_words("conditional") | plain_words("unconditional") and bool(
        words & plain_words("conditional")
    )


def _are_names(texts: Sequence[str]) -> bool:
    """Whether texts are names: short, without figures, and most of them different."""
    names = [text for text in texts if len(text) <= 80 and not re.search("[0-9]", text) and not is_status(text)]
    return 5 * len(names) >= 4 * len(texts) and 2 * len(set(names)) > len(names)


def _are_days(sheet: Sheet, head: int, column: Column) -> bool:
    """Whether a column is one of days on which something was said: its head speaks of nothing later."""
    texts = texts_below(sheet, head, column.number)
    return (
        not in_words(column.head, "later")
        and not is_period(column.head)
        and not in_words(column.head, "month")
        and not in_words(column.head, "year")
        and 2 * sum(map(is_day, texts)) > len(texts)
    )


def are_states(sheet: Sheet, head: int, column: int) -> bool:
    """Whether most cells below a head are states (§T6)."""
    cells = [row[column] for row in sheet.rows[head + 1 : head + 1 + MOST_LOOKED_AT] if column < len(row)]
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    states = [text for text in texts if text.strip() in STATE_CODES or state_called(without_marks(text))]
    return len(states) > 1 and 2 * len(states) > len(texts)
