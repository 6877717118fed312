"""Texts of cells compared, cleaned, and made ids: what is one name, however it is written (§T13, §T16)."""

import re
from collections.abc import Set
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from unicodedata import normalize

from willing.languages import amounts, days
from willing.languages.data import every
from willing.model.condition import KEYWORDS
from willing.notation.sheets.cells import Cell, shown_cell

# So many texts of columns are looked at once: most columns have few.
_REMEMBERED = 2**13

#: An id made of a name has at most so many characters.
MOST_OF_ID = 40


def text_in(cell: Cell) -> str:
    """What a cell shows, without blanks around it; empty for an empty cell."""
    if isinstance(cell, str):
        return " ".join(cell.splitlines()).strip() if "\n" in cell or "\r" in cell else cell.strip()
    return shown_cell(cell).strip() if cell is not None else ""


@lru_cache(_REMEMBERED)
def plain(text: str) -> str:
    """A text as texts of cells are compared: without case, form, footnote marks, and what stands around it."""
    bare = amounts.without_marks(normalize("NFKC", text)).casefold().strip(" .:")
    return " ".join(bare.replace("’", "'").split())


@lru_cache(_REMEMBERED)
def tidy_name(text: str) -> str:
    """A name as it is meant: in one form, without footnote marks, with single blanks."""
    return " ".join(normalize("NFC", amounts.without_marks(text)).split())


def without_mark_of_day(text: str) -> str:
    """A day without the letter behind it that says how a party consented: ``4 Jul 2032 a`` is an accession."""
    return re.sub(r"(?<=[0-9])\s+[A-Za-z]$", "", text)


def order(cell: Cell) -> tuple[int, float | str] | None:
    """What cells are compared by: numbers and days before texts; None for an empty one."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return (0, float(cell))
    if isinstance(cell, date):
        return (0, float(cell.toordinal()))
    text = text_in(cell)
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return (0, float(text))
    with suppress(days.AmbiguousDayError):
        if (day := days.day_of(text) or days.month_of(text)) is not None:
            return (0, float(day.toordinal()))
    return (1, text) if text else None


@cache
def plain_words(key: str) -> Set[str]:
    """The words that all languages have for something, as texts of cells are compared."""
    return frozenset(plain(word) for words in every("words", key) for word in words)


@lru_cache(_REMEMBERED)
def is_total(text: str) -> bool:
    """Whether the name of a row says that it is the sum of others: ``Grand total``, ``Norland Total`` (§T3)."""
    name = plain(re.sub(r"[(\[].*?[)\]]", " ", text))
    return any(
        name == word or name.startswith(f"{word} ") or name.endswith(f" {word}") for word in plain_words("total")
    )


@lru_cache(_REMEMBERED)
def slug(text: str) -> str:
    """An id made of a name: ``2nd Brigade, rear`` is ``x-2nd-brigade-rear``; empty where nothing is left of it."""
    words = re.sub(r"[^\w]+", "-", text.casefold()).replace("_", "-").strip("-")
    words = "".join(c for c in words if c.isalpha() or c in "0123456789-")[:MOST_OF_ID].strip("-")
    if words and (not words[0].isalpha() or words in KEYWORDS):
        words = f"x-{words}"
    return words
