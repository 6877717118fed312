"""What a planner's sheet leaves open although its columns are settled, so that somebody would wrongly be in, or amounts
be added that are not one sum (§T1): each is refused where it stands, with what to say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from willing.languages import answers, days
from willing.model.problem import Listed, Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import FOREIGN, Column, Guess, is_signature, known_heads, meant, plain_head
from willing.notation.sheets.likeness import (
    begins_refusing,
    condition_behind,
    in_words,
    is_day,
    is_status,
    meant_by_status,
    order,
    plain,
    plain_words,
    speaks_of_refusing,
    text_in,
)
from willing.notation.sheets.sheet import letters
from willing.notation.sheets.wide import same_but_for_period

#: What is doubtful, and the row and column (None: the row) it stands in.
Doubt = tuple[Message, int, int | None]

Rows = Sequence[tuple[int, Sequence[Cell]]]


def doubts(guess: Guess, rows: Rows, entries: Sequence[tuple[int, Mapping[str, tuple[Cell, int]]]]) -> Iterator[Doubt]:
    """Everything that is doubtful about a sheet of pledges; ``entries``: what its rows say, by row."""
    partners = {number: text_in(entry["partner"][0]) for number, entry in entries if "partner" in entry}
    what = {number: text_in(entry["provides"][0]) for number, entry in entries if "provides" in entry}
    for column in guess.columns:
        if not column.key:
            yield from _who_says_no(column, rows, partners)
            yield from _conditional(column, rows, partners)
            yield from _signs(column, rows, partners)
            yield from _periods(column, rows, partners, what)
            yield from _other_table(guess, column)
        elif column.key in ("if", "only_if") and meant(column.head, "pledges") == column.key:
            yield from _yes_and_no(column, rows)
    if not any(
        meant(column.head, table) or plain_head(column.head) in known_heads()
        for column in guess.columns
        for table in FOREIGN
    ):
        yield from _strange_words(guess, rows, partners)
    yield from _years(guess)
    days_at = next((column for column in guess.columns if column.key == "said"), None)
    if days_at is not None:
        yield from _same_days(days_at, rows, partners, what)


def _same_days(column: Column, rows: Rows, partners: Mapping[int, str], what: Mapping[int, str]) -> Iterator[Doubt]:
    """Where all stand for the same several days, these are days of tables and not of pledges: none is added up."""
    said: dict[tuple[str, str], set[str]] = {}
    for number, row in rows:
        if number in partners:
            said.setdefault((partners[number], what.get(number, "")), set()).add(_at(row, column.number))
    alike = {frozenset(its) for its in said.values()}
    if len(said) > 1 and len(alike) == 1 and len(periods := next(iter(alike))) > 1:
        message = Message(
            "periods-differ", column=column.head, periods=Listed(tuple(sorted(periods))[:3], quoted=False)
        )
        yield message, rows[0][0], column.number


def _who_says_no(column: Column, rows: Rows, partners: Mapping[int, str]) -> Iterator[Doubt]:
    """A column that nobody reads may not count in who says no in it, or has no day where others do (§T8, §T11)."""
    cells = [(number, _at(row, column.number)) for number, row in rows if number in partners]
    filled = [text for _, text in cells if text]
    against = plain(column.head) in plain_words("refused")
    taken_back = any(in_words(column.head, key) for key in ("refused_within", "taken_back"))
    as_figures = {text for _, text in cells} == {"0", "1"}
    against_it = {
        text
        for text in {text for _, text in cells}
        if _refuses(text)
        or (as_figures and text == "0")
        or (against and (answers.flag_of(text) or text == "1"))
        or (taken_back and re.search("[1-9]", text))
    }
    no = next((cell for cell in cells if cell[1] in against_it), None) if against_it else None
    empty = next((number for number, text in cells if not text), None)
    if no is None and 2 * sum(map(is_status, filled)) > len(filled):
        no = next((cell for cell in cells if _is_open(cell[1])), None)
    if no is not None:
        message = Message("refusal-not-read", column=column.head, partner=partners[no[0]], given=no[1])
        yield message, no[0], column.number
    elif empty is not None and not is_signature(column.head) and 2 * sum(is_day(text) for text in filled) > len(filled):
        yield Message("days-not-read", column=column.head, partner=partners[empty]), empty, column.number


def _strange_words(guess: Guess, rows: Rows, partners: Mapping[int, str]) -> Iterator[Doubt]:
    """Where no head is in a language that is known, a column of words may say who takes no part."""
    for column in guess.columns:
        cells = [] if column.key else [(number, _at(row, column.number)) for number, row in rows if number in partners]
        number, text = next(((number, text) for number, text in cells if re.search(r"[^\W\d_]{2}", text)), (0, ""))
        if text:
            message = Message("words-not-known", column=column.head, partner=partners[number], given=text)
            yield message, number, column.number


def _is_open(text: str) -> bool:
    """Whether a status says that nothing is said yet, or not without a condition."""
    meaning = meant_by_status(text)
    return (meaning is None and is_status(text)) or meaning == "mentioned" or condition_behind(text)[1] != ""


def _signs(column: Column, rows: Rows, partners: Mapping[int, str]) -> Iterator[Doubt]:
    """A column of several signs, such as lights in three colours, may say who takes no part."""
    cells = [(number, text) for number, row in rows if number in partners and (text := _at(row, column.number))]
    signs = {text for _, text in cells if text not in answers.words_for_nothing()}
    known = all(answers.flag_of(text) is not None for text in signs)
    if len(signs) > 1 and not known and not any(re.search(r"[\w+$€£]", text) for text in signs):
        number, text = cells[0]
        message = Message("refusal-not-read", column=column.head, partner=partners[number], given=text)
        yield message, number, column.number


def _refuses(text: str) -> bool:
    return meant_by_status(text) == "never" or begins_refusing(text) or speaks_of_refusing(text)


def _conditional(column: Column, rows: Rows, partners: Mapping[int, str]) -> Iterator[Doubt]:
    """A column that nobody reads may not make a pledge firm of which it says that it is conditional."""
    asks = plain(column.head) in plain_words("conditional")
    cells = {cell for _, row in rows if column.number < len(row) and (cell := row[column.number]) is not None}
    says = {
        text
        for text in map(text_in, cells)
        if plain(text) in plain_words("conditional") or (asks and answers.flag_of(text) is True)
    }
    for number, row in rows if says else ():
        text = _at(row, column.number)
        if text in says and number in partners:
            message = Message("condition-untold", column=column.head, partner=partners[number], given=text)
            yield message, number, column.number
            return


def _yes_and_no(column: Column, rows: Rows) -> Iterator[Doubt]:
    """Yes below a head of conditions: that there is one, or that it is met."""
    for number, row in rows:
        text = _at(row, column.number)
        if text.casefold() in plain_words("yes") - plain_words("true"):
            yield Message("condition-yes-no", column=column.head, given=text), number, column.number
            return


def _periods(column: Column, rows: Rows, partners: Mapping[int, str], what: Mapping[int, str]) -> Iterator[Doubt]:
    """Rows that say the same again for another month or year are never added up."""
    cells = [(number, _at(row, column.number)) for number, row in rows if number in partners]
    named = plain(column.head) in plain_words("year") | plain_words("month")
    months = {text for text in {text for _, text in cells} if not named and _is_month(text)}
    if not named and 2 * sum(text in months for _, text in cells) <= len(cells):
        return
    said = sorted((partners[number], what.get(number, ""), text) for number, text in cells)
    sizes = [len(set(its)) for _, its in groupby(said, key=lambda each: each[:2])]
    if 2 * sum(size for size in sizes if size > 1) > len(cells):
        periods = tuple(dict.fromkeys(text for _, text in cells))[:3]
        message = Message("periods-differ", column=column.head, periods=Listed(periods, quoted=False))
        yield message, cells[0][0], column.number


def _other_table(guess: Guess, column: Column) -> Iterator[Doubt]:
    """A head that comes again, so that a table may stand beside the table."""
    partner = next((c for c in guess.columns if (c.key or c.proposed) == "partner"), None)
    if partner is not None and column is not partner and plain(column.head) == plain(partner.head):
        message = Message("head-again", column=column.head, letter=letters(column.number))
        yield message, guess.head, column.number


def _years(guess: Guess) -> Iterator[Doubt]:
    """Figures of several years, and nobody says which of them are meant."""
    years = same_but_for_period(guess.columns)
    if years and not any(column.key == "amount" for column in guess.columns):
        last = max(years, key=lambda column: order(column.head) or (0, 0.0))
        message = Message("years-unsaid", years=Listed(tuple(column.head for column in years)), last=last.head)
        yield message, guess.head, years[0].number


def _at(row: Sequence[Cell], column: int) -> str:
    return text_in(row[column]) if column < len(row) else ""


def _is_month(text: str) -> bool:
    return days.month_of(text) is not None
