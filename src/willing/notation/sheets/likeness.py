"""Texts of cells compared, cleaned, and made ids: what is one name, however it is written (§T13, §T16)."""

import re
from collections.abc import Mapping, Set
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from unicodedata import normalize

from willing.languages import amounts, answers, days
from willing.languages.data import every
from willing.model.condition import KEYWORDS
from willing.notation.keys import STAGES
from willing.notation.sheets.cells import Cell, shown_cell

# So many texts of columns are looked at once: most columns have few.
_REMEMBERED = 2**13

# Remarks of more words tell stories: of what was withdrawn somewhere else, of what somebody had refused before.
_SHORT = 12

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
    """A day without what stands behind it: the letters that say how a party consented (``4 Jul 2032 a`` is an
    accession, ``AA`` an approval), an hour, footnote marks and what is in brackets."""
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]$", "", amounts.without_marks(text))
    bare = re.sub(
        r"[T\s]+[0-2]?[0-9]:[0-5][0-9](?::[0-9.]+)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:Z|[A-Z]{3,4}|[+-][0-9:]{2,5}))?$",
        "",
        bare,
    )
    return re.sub(r"(?<=[0-9])\s+(?:[A-Za-z]|AA)$", "", bare)


@lru_cache(_REMEMBERED)
def is_day(text: str) -> bool:
    """Whether a text is a day or a month, or one of several days."""
    try:
        return days.day_of(without_mark_of_day(text)) is not None or days.month_of(text) is not None
    except days.AmbiguousDayError:
        return True


def order(cell: Cell) -> tuple[int, float | tuple[tuple[int, int | str], ...]] | None:
    """What cells are compared by: numbers and days before texts, of which figures count as numbers; None for an empty
    one. ``R9`` comes before ``R10``."""
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
    pieces = re.split("([0-9]+)", text.casefold())
    return (1, tuple((0, int(p)) if p.isdecimal() else (1, p) for p in pieces if p)) if text else None


@cache
def plain_words(key: str) -> Set[str]:
    """The words that all languages have for something, as texts of cells are compared."""
    return frozenset(plain(word) for words in every("words", key) for word in words)


@lru_cache(_REMEMBERED)
def is_total(text: str) -> bool:
    """Whether the name of a row says that it is the sum of others: ``Grand total``, ``Norland Total`` (§T3)."""
    name = plain(re.sub(r"[(\[].*?[)\]]", " ", text))
    begin, end = _around("total")
    return name in plain_words("total") or name.startswith(begin) or name.endswith(end)


@lru_cache(_REMEMBERED)
def in_words(text: str, key: str) -> bool:
    """Whether a text has a word of this kind in it."""
    words = re.findall(r"[^\W_]+|[#%]", plain(text))
    name = f" {' '.join(words)} "
    return any(f" {word} " in name for word in plain_words(key))


@lru_cache(_REMEMBERED)
def is_part(text: str) -> bool:
    """Whether the name of a row or a column says that it is a part of the one before: ``of which: women`` (§T3)."""
    return plain(text).startswith(_parts())


@cache
def _around(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How texts begin, and how they end, of which these words are the first or the last."""
    words = sorted(plain_words(key))
    return tuple(f"{word} " for word in words), tuple(f" {word}" for word in words)


@cache
def _parts() -> tuple[str, ...]:
    return tuple(f"{word}{sign}" for word in sorted(plain_words("part")) for sign in " :")


@lru_cache(_REMEMBERED)
def meant_by_status(text: str) -> str | None:
    """What a status says: a stage of §1, ``never`` for a refusal; None where it says neither, or both (§T8, §T12).

    What stands behind a dash, in brackets or after a comma says more about it: ``Withdrawn (May 2031)``.
    """
    whole = plain(text)
    first = plain(re.split(r"\s+[-–—]\s+|[(\[,;:]", text, maxsplit=1)[0])
    for word in dict.fromkeys((whole, first)):
        if word in plain_words("refused") or answers.flag_of(word) is False:
            return "never"
        stage = word if word in STAGES else "offered" if answers.flag_of(word) else _stages().get(word)
        if stage is not None:
            return stage if word == whole or not refuses_within(text) else None
    return None


def is_status(text: str) -> bool:
    """Whether a text says how far a pledge has come, or that there is none."""
    return meant_by_status(text) is not None or plain(text) in plain_words("not_yet")


@lru_cache(_REMEMBERED)
def refuses_within(text: str) -> bool:
    """Whether some words of a text say that somebody refuses: ``offered, then withdrawn``."""
    return any(plain(part) in plain_words("refused") for part in re.split(r"[^\w']+", text) if len(part) > 3)


@lru_cache(_REMEMBERED)
def begins_refusing(text: str) -> bool:
    """Whether a remark says first of all that somebody refuses: ``withdrew its offer on 3 May`` (§T12)."""
    return _refusing().match(text.casefold()) is not None or plain(text) in plain_words("refused")


@lru_cache(_REMEMBERED)
def speaks_of_refusing(text: str) -> bool:
    """Whether a short remark says somewhere that somebody refuses, and no word before that takes it back (§T12).

    >>> speaks_of_refusing("Offer withdrawn 3 May"), speaks_of_refusing("stays unless it is withdrawn")
    (True, False)
    """
    words = text.casefold()
    found = _words_of("refused_within").search(words) if len(words.split()) <= _SHORT else None
    return found is not None and _words_of("hedges").search(words[: found.start()]) is None


@lru_cache(_REMEMBERED)
def begins_with_condition(text: str) -> bool:
    """Whether a text says first of all on what something hangs (§T12).

    >>> begins_with_condition("Subject to a mandate"), begins_with_condition("Subject to change")
    (True, False)
    """
    words = text.casefold().replace("’", "'").strip()
    return _at_beginning("condition_begins").match(words) is not None and not _at_beginning("no_condition").match(words)


def without_lead(text: str) -> str:
    """A condition without the words that lead it: ``subject to parliamentary approval``."""
    whole = text.strip()
    words = whole.casefold().replace("’", "'")
    lead = _at_beginning("condition_begins").match(words) if begins_with_condition(text) else None
    found = _articles().match(words, lead.end()) if lead else None
    return whole[found.end() :] or whole if found and len(words) == len(whole) else whole


@cache
def _articles() -> re.Pattern[str]:
    words = sorted(plain_words("articles"), key=len, reverse=True)
    some = "|".join(re.escape(word) + ("" if word.endswith("'") else r"\s+") for word in words)
    return re.compile(rf"\s*(?:{some})?")


@lru_cache(_REMEMBERED)
def condition_behind(text: str) -> tuple[str, str]:
    """What stands before a condition in brackets, after a comma or after a figure, and the condition; empty for none.

    >>> condition_behind("2 (if mandated)"), condition_behind("Norland (North)")
    (('2', 'if mandated'), ('', ''))
    """
    parts = (
        re.fullmatch(r"(.*?\S)\s*[(\[](.+)[)\]]", text),
        re.fullmatch(r"(.*?\S)\s*[,;:–—]\s+(.+)", text),
        re.fullmatch(r"(\W*[0-9][0-9.,\s]*?)\s+(\D.*)", text),
    )
    for found in filter(None, parts):
        if begins_with_condition(found[2]) or plain(found[2]) in plain_words("conditional"):
            return found[1], found[2]
    return "", ""


@lru_cache(_REMEMBERED)
def said_behind(text: str) -> tuple[str, tuple[str, str, str] | None]:
    """A name or an amount without the condition or the status that stands behind it, and what that is: its key, its
    value, and what is to be told of it.

    >>> said_behind("Norland - declined"), said_behind("2,000 (planned)")[1][:2]
    (('Norland', ('if', 'never', "'Norland - declined': never")), ('stage', 'signalled'))
    """
    first, condition = condition_behind(text)
    if condition:
        return first, ("if", condition, "")
    behind = re.fullmatch(r"(.*?\S)\s*(?:[(\[](.+)[)\]]|\s[-–—]\s+(.+))", text)
    said = (behind[2] or behind[3]) if behind else ""
    stage = meant_by_status(said) if answers.flag_of(said) is None else None
    if behind is None or stage is None:
        return text, None
    return behind[1], ("if" if stage == "never" else "stage", stage, f"'{text}': {stage}")


@cache
def _at_beginning(key: str) -> re.Pattern[str]:
    words = sorted((word.replace("’", "'") for word in plain_words(key)), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)")


@cache
def _words_of(key: str) -> re.Pattern[str]:
    words = sorted(plain_words(key), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)(?!\s+(?:from|aus|de)\b)")


@cache
def _refusing() -> re.Pattern[str]:
    words = sorted((word for word in plain_words("refused") if len(word) > 4), key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})(?!\w)(?!\s+(?:to|zu|de|à)\b)")


@cache
def _stages() -> Mapping[str, str]:
    return {plain(word): stage for each in every("words", "stages") for stage, words in each.items() for word in words}


@lru_cache(_REMEMBERED)
def slug(text: str) -> str:
    """An id made of a name: ``2nd Brigade, rear`` is ``x-2nd-brigade-rear``; empty where nothing is left of it."""
    words = re.sub(r"[^\w]+", "-", text.casefold()).replace("_", "-").strip("-")
    words = "".join(c for c in words if c.isalpha() or c in "0123456789-")[:MOST_OF_ID].strip("-")
    if words and (not words[0].isalpha() or words in KEYWORDS):
        words = f"x-{words}"
    return words
