"""Values of a plan as cells of a spreadsheet, and back (§1): one rule for each kind of key.

A cell is a text, a number, a day or a flag. What a plan keeps in a list or a table is one text: ``a; b`` for a list,
``2025-03-01: no; 2025-08-18: yes`` for values by day, ``0.6 if ceasefire; 0.1`` for a likelihood by case; what says
still more stands there as in a plan file, ``{Bundestag = {granted = 2026-01-20}}``. What is
written here is read back as the same value; beyond that, what people type into cells is understood as far as it can
mean one thing only.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from willing.answers.problems import MessageError, message_text
from willing.languages import amounts, answers, days
from willing.model.condition_text import condition_text
from willing.model.evidence import PartialDate
from willing.model.plan import Chance, Stage
from willing.model.problem import Listed, Message
from willing.notation.keys import Key
from willing.notation.write import MAYBE_TABLES, plainly, toml_value

#: What one cell holds; an empty one is None.
Cell = str | bool | int | float | Decimal | date | datetime | None

#: So many digits a spreadsheet keeps of a number; what has more is written as text.
DIGITS = 15

#: Sheets count days from 1900 and get the first two months of that year wrong: days before are written as text.
FIRST_DAY = date(1900, 3, 1)

# Amounts in words are looked for in texts of so many characters.
_LONGEST_COUNT = 60

_EMPTY_LIST = "[]"
_LIST_KINDS = ("texts", "words", "names", "word or words", "consents", "caveats")
_BLANK_TEXT = re.compile(r'("*)\s*\1', re.DOTALL)
_QUOTED_BLANK = re.compile(r'("+)\s*\1', re.DOTALL)

_DAY_PAIR = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})\s*[:=]\s*(.*?)\s*", re.DOTALL)
_CASE = re.compile(r"\s*(\S+?)(?:\s+if\s+(.*?))?\s*", re.DOTALL)


class CellError(MessageError):
    """A cell that cannot be understood, or could be in two ways; ``message`` says what to write instead, but for its
    part ``key``, which the reader of the cell knows (:meth:`Message.of_key`)."""

    def __str__(self) -> str:
        return message_text(self.message.of_key("…"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell's text that is a value of its own, and where it stands."""

    text: str
    start: int
    end: int


# -- writing ----------------------------------------------------------------------------------------------------------


def cell_of(key: Key, value: Any) -> Cell:
    """The cell of a value of the model."""
    if key.kind in MAYBE_TABLES:
        plain = plainly(key, value)
        if plain is None:
            return toml_value(key, value)
        value = plain
    match key.kind:
        case "text" | "called":
            return blank_text(value)
        case "texts" | "words" | "names" | "word or words" | "consents" | "caveats":
            return "; ".join(_element(key, each) for each in value) or _EMPTY_LIST
        case "one of":
            return value.name if isinstance(value, Stage) else str(value)
        case "condition":
            return condition_text(value)
        case "holds" if value and value[0][0] is None:
            return bool(value[0][1])
        case "holds":
            return "; ".join(f"{day.isoformat()}: {'yes' if its else 'no'}" for day, its in value)
        case "by day":
            return "; ".join(f"{day.isoformat()}: {its}" for day, its in value)
        case "likelihood" if len(value) == 1 and value[0].condition is None:
            return value[0].chance  # type: ignore[no-any-return]
        case "likelihood":
            return "\n".join(_case(each) for each in value)
        case "day or month":
            moment: PartialDate = value
            return str(moment) if moment.month_only else moment.first
    return value  # type: ignore[no-any-return]


def blank_text(text: str) -> str:
    """A text as a cell; one of blanks alone, or of blanks in quotes, gets quotes: an empty cell is something else."""
    return f'"{text}"' if _BLANK_TEXT.fullmatch(text) else text


def _element(key: Key, text: str) -> str:
    special = not text or text != text.strip() or any(c in text for c in ';"\r\n') or text == _EMPTY_LIST
    special |= text[:1] == "{" and key.kind in MAYBE_TABLES
    if special or (key.kind == "names" and "," in text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _case(chance: Chance) -> str:
    number = f"{chance.chance:f}"
    return number if chance.condition is None else f"{number} if {condition_text(chance.condition)}"


# -- reading ----------------------------------------------------------------------------------------------------------


def raw_of(key: Key, cell: Cell, notes: list[Message], *, exact: bool = True) -> Any:
    """What a TOML file would have given for this cell; None for one that is empty.

    ``exact``: texts are taken as they stand, blanks before and behind them too. ``notes``: what was understood though
    it is not written as a plan writes it. What is not understood and not ambiguous is left as it is, for the reader of
    values to turn down. Raises :class:`CellError` for what may mean several things.
    """
    if _is_empty(key, cell, exact=exact):
        return None
    if (table := _table_in(key, cell)) is not None:
        return table
    match key.kind:
        case "text" | "called":
            return text_of(_plain(cell), exact=exact)
        case "word" | "id" | "name" | "one of":
            return _plain(cell).strip()
        case "texts" | "words" | "names" | "word or words" | "consents" | "caveats":
            return [piece.text for piece in pieces(key, _plain(cell))]
        case "condition":
            return ("always" if cell else "never") if isinstance(cell, bool) else _plain(cell)
        case "flag":
            return flag_of(cell)
        case "integer" | "amount":
            return _integer(cell, notes)
        case "number":
            return _number(cell, notes)
        case "day":
            return day_of(cell, notes)
        case "day or month":
            return _month_of(cell, notes)
        case "holds":
            return _by_day(cell, "cell-no-flag-by-day", flag_of)
        case "by day":
            return _by_day(cell, "cell-no-amount-by-day", lambda text: _integer(text, notes), always=False)
        case "likelihood":
            return _cases(cell, notes)
    return cell


def _is_empty(key: Key, cell: Cell, *, exact: bool) -> bool:
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and not (exact and key.prose) and not cell.strip()


def _table_in(key: Key, cell: Cell) -> Any:
    """The inline table of TOML that a cell is, where there may be one; None where it is none."""
    if not isinstance(cell, str) or key.kind not in MAYBE_TABLES or not cell.lstrip().startswith("{"):
        return None
    try:
        read = tomllib.loads(f"it = {cell.strip()}", parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    return read["it"] if len(read) == 1 else None


def _plain(cell: Cell) -> str:
    """A cell as the text it shows, as far as that can be known."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**DIGITS else repr(cell)
        case datetime():
            return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else str(cell)
        case date():
            return cell.isoformat()
    return str(cell)


def shown_cell(cell: Cell) -> str:
    """A cell as one line of text, each character where it stands in the cell."""
    text = "" if cell is None else _plain(cell)
    return text if text.isprintable() else re.sub(r"[\r\n\t]", " ", text)


def text_of(text: str, *, exact: bool) -> str:
    """A text from a cell; see :func:`blank_text`."""
    if _QUOTED_BLANK.fullmatch(text):
        return text[1:-1]
    return text if exact else text.strip()


def pieces(key: Key, text: str) -> Iterator[Piece]:
    """The values of a list, a likelihood or of values by day, and where each stands."""
    if key.kind not in _LIST_KINDS:
        yield from _split(text, quotes="'")
        return
    if text.strip() == _EMPTY_LIST:
        return
    also = "," if key.kind == "names" and "domains" not in key.names and ";" not in text else ""
    for piece in _split(text, quotes='"', also=also):
        if len(piece.text) > 1 and piece.text[0] == piece.text[-1] == '"':
            yield Piece(piece.text[1:-1].replace('""', '"'), piece.start + 1, piece.end - 1)
        else:
            yield piece


def _split(text: str, *, quotes: str, also: str = "") -> Iterator[Piece]:
    """The parts between ``;`` and line ends that are not in quotes, without the blanks around them; no empty ones."""
    start = 0
    inside = False
    for at, sign in enumerate(text + ";"):
        if sign == quotes and (inside or quotes == "'" or not text[start:at].strip()):
            inside = not inside
        elif at == len(text) or (not inside and (sign in ";\n" or sign in also)):
            part = text[start:at]
            bare = part.strip()
            if bare:
                first = start + len(part) - len(part.lstrip())
                yield Piece(bare, first, first + len(bare))
            start = at + 1


def piece_at(key: Key, cell: Cell, path: tuple[str | int, ...]) -> tuple[int, int] | None:
    """Where in a cell's text the value at ``path`` within it stands (offset, length); None: the cell as a whole."""
    if not path or not isinstance(cell, str):
        return None
    found = list(pieces(key, cell))
    step = path[0]
    if isinstance(step, str):
        piece = next((p for p in found if (pair := _DAY_PAIR.fullmatch(p.text)) and pair[1] == step), None)
    else:
        piece = found[step] if step < len(found) else None
    if piece is None:
        return None
    if key.kind == "likelihood" and path[1:] == ("if",) and (case := _CASE.fullmatch(piece.text)):
        return piece.start + case.start(2), len(case[2] or "")
    return piece.start, piece.end - piece.start


# -- flags, numbers ---------------------------------------------------------------------------------------------------


def flag_of(cell: Cell) -> Any:
    """True or false, in any of the words that spreadsheets and people use for it; anything else as it is."""
    if isinstance(cell, str):
        flag = answers.flag_of(cell)
        return cell.strip() if flag is None else flag
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell in (0, 1):
        return bool(cell)
    return _toml(cell)


def _toml(cell: Cell) -> Any:
    """A number as TOML would have given it; Python's floats are none of it."""
    return Decimal(repr(cell)) if isinstance(cell, float) else cell


def _integer(cell: Cell, notes: list[Message]) -> Any:
    if isinstance(cell, float):
        return _whole(cell)
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if (value := amounts.whole(text)) is not None:
        return value
    value = amounts.grouped(text)
    if value is None:
        value = amounts.count_of(text) if len(text) <= _LONGEST_COUNT else None
    if value is None:
        return text
    notes.append(Message("cell-read-as", given=text, value=value))
    return value


def _whole(number: float) -> Any:
    if not number.is_integer():
        return _toml(number)
    if abs(number) >= 10**DIGITS:
        raise CellError("cell-digits-lost", most=DIGITS)
    return int(number)


def _number(cell: Cell, notes: list[Message]) -> Any:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 10**DIGITS else _toml(cell)
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    value = amounts.decimal(text)
    if value is None:
        value = amounts.percent(text)
    if value is not None:
        return value
    if amounts.grouped(text) is not None:
        raise CellError("cell-thousands-or-fraction", given=text)
    value = amounts.decimal_comma(text)
    if value is None:
        return text
    notes.append(Message("cell-read-as", given=text, value=value))
    return value


# -- days -------------------------------------------------------------------------------------------------------------


def day_of(cell: Cell, notes: list[Message]) -> Any:
    """A day. Raises :class:`CellError` where it may be several."""
    if isinstance(cell, datetime):
        return cell.date() if not (cell.hour or cell.minute or cell.second) else cell
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int | Decimal) and not isinstance(cell, bool):
        raise CellError("cell-number-for-day", given=_plain(cell))
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    try:
        day = days.day_of(text)
    except days.AmbiguousDayError as error:
        raise CellError(
            "cell-of-two-days",
            given=text,
            days=Listed(tuple(day.isoformat() for day in error.days), "or", quoted=False),
        ) from None
    if day is None:
        return text
    if days.is_short(text):
        notes.append(Message("cell-read-as", given=text, value=day))
    return day


def _month_of(cell: Cell, notes: list[Message]) -> Any:
    if not isinstance(cell, str):
        return day_of(cell, notes)
    month = days.month_of(cell)
    return f"{month:%Y-%m}" if month else day_of(cell, notes)


# -- values by day and by case ----------------------------------------------------------------------------------------


def _by_day(cell: Cell, otherwise: str, value_of: Any, *, always: bool = True) -> Any:
    """A table {day: value}, or one value that needs no day."""
    if isinstance(cell, str) and (":" in cell or "=" in cell):
        steps: dict[str, Any] = {}
        for piece in _split(cell, quotes="'"):
            pair = _DAY_PAIR.fullmatch(piece.text)
            if pair is None:
                raise CellError(otherwise, given=piece.text)
            if pair[1] in steps:
                raise CellError("cell-day-twice", day=pair[1])
            steps[pair[1]] = value_of(pair[2])
        return steps
    if not always:
        raise CellError(otherwise, given=_plain(cell))
    return value_of(cell)


def _cases(cell: Cell, notes: list[Message]) -> Any:
    """A chance, or a list of them with conditions (§6.3)."""
    if not isinstance(cell, str):
        return _number(cell, notes)
    cases: list[dict[str, Any]] = []
    for piece in _split(cell, quotes="'"):
        found = _CASE.fullmatch(piece.text)
        if found is None:
            raise CellError("cell-no-chance", given=piece.text)
        case = {"if": found[2]} if found[2] else {}
        cases.append(case | {"is": _number(found[1], notes)})
    return cases[0]["is"] if len(cases) == 1 and "if" not in cases[0] else cases
