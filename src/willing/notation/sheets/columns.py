"""Columns of a planner's sheet, and which key their heads mean by their words (languages/data)."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from willing.languages.amounts import scale_in, without_marks
from willing.languages.data import every, languages_with, table
from willing.languages.names import state_called
from willing.model.problem import Message
from willing.notation.keys import TABLES
from willing.notation.sheets.likeness import in_words, plain_words, text_in
from willing.notation.sheets.sheet import Sheet

#: What sheets may hold that were not made for us; the others only an export has.
FOREIGN = ("pledges", "requirements", "partners", "assumptions", "statements", "sources")

#: Said of a column that is not to be read.
LEFT_OUT = "-"

#: So many rows of a sheet are looked at to judge a column.
MOST_LOOKED_AT = 1_000


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
    """What a sheet may hold. ``head``: the row its heads end in; ``asked``: somebody said something about it; ``sums``:
    columns that are one amount together, and the key of it; ``notes``: what is to be told of columns, by number."""

    sheet: Sheet
    table: str
    head: int
    columns: tuple[Column, ...]
    asked: bool = False
    sums: tuple[tuple[tuple[str, ...], str], ...] = ()
    notes: tuple[tuple[Message, int], ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be asked."""
        return all(column.key for column in self.columns)


@cache
def known_heads() -> Set[str]:
    """What heads of planners' tables are, as :func:`plain_head` has them."""
    words = {word for each in FOREIGN for word in keys_by_word(each)}
    return frozenset(words | {plain_head(name) for name in TABLES["pledges"].keys})


def writes_days_first(heads: Iterable[str]) -> bool:
    """Whether heads are in languages that write the day first in figures, and none of them is of one that does not.

    >>> writes_days_first(["Pays", "Date"]), writes_days_first(["Country", "Date"])
    (True, False)
    """
    words = {plain_head(head) for head in heads}
    known = {
        language: {
            plain_head(word) for each in table(language, "headings").values() for its in each.values() for word in its
        }
        for language in languages_with("headings")
    }
    first = {language: bool(table(language, "calendar").get("day_first")) for language in known}
    sure, other = (
        {word for language, its in known.items() if first[language] is so for word in its & words}
        for so in (True, False)
    )
    return bool(sure - other) and not other - sure


#: More of a head is not looked at: brackets that nothing closes take time as their square.
_LONGEST = 500


@lru_cache(2**13)
def plain_head(text: str) -> str:
    """A head as words are compared: without case, marks around it, and what stands in brackets behind it.

    >>> plain_head("amountPledged"), plain_head("Number (pcs)*")
    ('amount_pledged', 'number')
    """
    text = re.sub("(?<=[a-z])(?=[A-Z])", " ", without_marks(text[:_LONGEST])).casefold()
    text = re.sub(r"[(\[].*?[)\]]", " ", text).replace("_", " ")
    text = re.sub(r"[:*#†\"“”„«»'’‘!?/]+|\.(?=\s|$)", " ", text)
    return "_".join(text.split())


def meant(head: str, table: str) -> str:
    """The key of a table that a head means; empty where it means none, or several."""
    for text in (head, head.rpartition(" / ")[2]):
        keys = keys_by_word(table).get(plain_head(text), ())
        if len(keys) == 1:
            return keys[0]
    parts = [keys_by_word(table).get(plain_head(part), ()) for part in re.split("[/|]", head)]
    if len(set(parts)) == 1 and len(parts[0]) == 1:
        return parts[0][0]
    # "Ratification, Acceptance (A), Approval (AA), Accession (a)": of what a head lists most is known, and is one key
    listed = [keys_by_word(table).get(plain_head(part), ()) for part in re.split("[,;]", head)]
    known = {keys for keys in listed if keys}
    if 2 * listed.count(()) < len(listed) > 1 and len(known) == 1 and len(one := known.pop()) == 1:
        return one[0]
    return _meant_by_words(head, table)


def is_signature(head: str) -> bool:
    """Whether a head is of the day on which something was signed, which binds nobody where a ratification is asked."""
    return all(plain_head(part).replace("_", " ") in plain_words("signature") for part in re.split("[,;/|]", head))


@lru_cache(2**13)
def is_meant(word: str) -> bool:
    """Whether the words of a head together are a key of a pledge or a requirement."""
    return any(_meant_by_words(word, table) for table in FOREIGN[:2])


def _meant_by_words(head: str, table: str) -> str:
    """The key that all words of a head mean but one perhaps: ``Contributing Country``, ``Item Description``; money."""
    words = [word for word in plain_head(head.rpartition(" / ")[2]).split("_") if word not in plain_words("of")]
    bare = [word for word in words if word not in plain_words("participles")]
    meant = [keys_by_word(table).get(word, ()) for word in bare]
    keys = {key for each in meant for key in each}
    if len(words) > 1 and len(keys) == 1 and meant.count(()) < 2 and not in_words(head, "no_offer"):
        key = keys.pop()
        return key if key in ("partner", "provides", "amount", "needs", "of") else ""
    scale, currency = scale_in(head)
    alone = (currency or scale > 1) and all(
        scale_in(word) != (1, None) or word in plain_words("of") for word in re.findall(r"[^\W_]+", head.casefold())
    )
    return "amount" if table == "pledges" and alone else ""


@cache
def keys_by_word(table: str) -> Mapping[str, tuple[str, ...]]:
    """The keys of a table that each word may mean in some language."""
    keys: dict[str, tuple[str, ...]] = {}
    for headings in every("headings", table):
        for key, words in headings.items():
            for word in map(plain_head, words):
                if key not in keys.get(word, ()):
                    keys[word] = (*keys.get(word, ()), key)
    return keys


def is_of_requirements(head: str) -> bool:
    """Whether a head is one that only requirements have, in some language: ``Qty required``, ``Task``."""
    key = meant(head, "requirements")
    others = (each for each in FOREIGN if each != "requirements")
    return bool(key) and not any(keys_by_word(each).get(plain_head(head)) or meant(head, each) for each in others)


def is_state(text: str) -> bool:
    return state_called(without_marks(text)) is not None


def is_of_units(head: str) -> bool:
    """Whether a head is of the unit of each row: ``Unit``, ``Original currency``."""
    words = plain_head(head).split("_")
    return " ".join(word for word in words if word not in plain_words("participles")) in plain_words("unit")


def texts_below(sheet: Sheet, head: int, column: int) -> list[str]:
    """What stands in a column below its head, as text, without empty cells."""
    rows = sheet.rows[head + 1 : head + 1 + MOST_LOOKED_AT]
    return [text for row in rows if column < len(row) and (text := text_in(row[column]))]
