"""What stands above a table: the name of its plan, its day and its marking (§T3)."""

import re
from collections.abc import Iterator
from datetime import date

from willing.languages import days
from willing.languages.amounts import unit_stated
from willing.notation.sheets.columns import Guess
from willing.notation.sheets.likeness import plain, plain_words, text_in, tidy_name


def titles_above(guess: Guess) -> Iterator[tuple[str, str | date, int]]:
    """The keys of a plan that lines above the heads of its table say, their values, and the row of each."""
    name = False
    for number, row in enumerate(guess.sheet.rows[: guess.head]):
        texts = [text for cell in row if (text := text_in(cell))]
        if not texts or len(texts) > 2 or re.match("#|sep=", texts[0]):
            continue
        word, _, behind = texts[0].partition(":") if len(texts) == 1 else (texts[0], ":", texts[1])
        if plain(word) in plain_words("marking"):
            yield "marking", re.split(r"\s{2,}|[;|]", behind.strip())[0], number
            continue
        if len(texts) == 1 and (day := days.day_in(texts[0]) or days.last_day_of(behind.strip())) is not None:
            yield "as_of", day, number
            if days.day_alone(texts[0]) or len(texts[0].split()) < 5:
                continue
        if len(texts) == 1 and not name and unit_stated(texts[0]) == (1, None) and not _is_remark(texts[0]):
            name = True
            yield "name", tidy_name(texts[0]), number


def _is_remark(text: str) -> bool:
    """Whether a line begins as remarks do: with a source, a day, a note."""
    return any(re.match(rf"{re.escape(word)}(?!\w)", plain(text)) for word in plain_words("footnote"))
