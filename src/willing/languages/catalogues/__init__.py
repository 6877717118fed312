"""What is said to a user, in one language at a time: one module a language, keyed alike, and how it writes numbers.

What only one kind of answer says stands in a folder of its own, again one module a language.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeVar

from willing.languages.names import LANGUAGES

if TYPE_CHECKING:
    from fractions import Fraction

_T = TypeVar("_T")


def _texts(language: str, subject: str | None = None) -> Mapping[str, str]:
    """The texts of a language, common ones or those of one subject; only their module is loaded."""
    if language not in LANGUAGES:
        raise ValueError(f"no language of Willing: {language!r}")
    room = f"{__name__}.{subject}" if subject else __name__
    texts: Mapping[str, str] = import_module(f"{room}.{language}").TEXTS
    return texts


class PartialDay(Protocol):
    """A day, or a month of which the day is not known; ``first`` is the earliest day it can be."""

    @property
    def first(self) -> date: ...
    @property
    def month_only(self) -> bool: ...


class Catalogue:
    """One language: its texts by key, its lists, numbers and days.

    ``catalogue("status.stands", name="Norland")`` is the text of that key with its parts put in. ``subjects``: folders
    here, whose texts it has beside those that every answer needs.
    """

    __slots__ = ("language", "texts")

    def __init__(self, language: str = "en", *subjects: str) -> None:
        self.language = language
        self.texts = _texts(language)
        for subject in subjects:
            self.texts = {**self.texts, **_texts(language, subject)}

    def __call__(self, key: str, /, **parts: object) -> str:
        return self.texts[key].format_map(parts)

    def many(self, key: str, count: int, /, **parts: object) -> str:
        """The text of ``key.one`` or ``key.many``; its part ``count`` is the number. French counts none as one."""
        one = count == 1 or (count == 0 and self.language == "fr")
        return self(f"{key}.{'one' if one else 'many'}", count=self.number(count), **parts)

    # -- lists ----------------------------------------------------------------------------------------------------

    def listed(self, words: Sequence[str], join: str = "and") -> str:
        """``a, b and c``; ``join`` is "and" or "or"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])}{self.texts['list.' + join]}{words[-1]}"

    def clauses(self, clauses: Sequence[str]) -> str:
        """Clauses in one sentence."""
        if len(clauses) < 2:
            return "".join(clauses)
        return self.texts["clauses"].join(clauses[:-1]) + self.texts["clauses.last"] + clauses[-1]

    def shortened(self, words: Sequence[str], most: int) -> list[str]:
        """At most so many words, and how many more there are."""
        shown = first_of(words, most)
        return [*shown, self.more(len(words) - len(shown))] if len(shown) < len(words) else list(words)

    def more(self, count: int) -> str:
        """What stands at the end of a list for those it does not name."""
        return self.many("more", count)

    # -- numbers and days -----------------------------------------------------------------------------------------

    def number(self, value: Decimal | float | None) -> str:
        """A number with thousands told apart, and no more digits than it has."""
        if value is None:
            return ""
        exact = Decimal(value) if isinstance(value, int) else Decimal(str(value))
        text = f"{exact:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if self.language != "en":
            text = text.translate({44: self.texts["number.thousands"], 46: self.texts["number.decimal"]})
        return text

    def percent(self, share: "Fraction | Decimal") -> str:
        """A share in percent; a fraction in whole ones, rounded down: never more than there is."""
        if not isinstance(share, Decimal):
            return self("percent", number=self.number(share.numerator * 100 // share.denominator))
        return self("percent", number=self.number(share * 100))

    def spelled(self, value: int) -> str:
        """A small number as a word."""
        small = self.texts["number.words"].split(",")
        return small[value] if value < len(small) else self.number(value)

    def day(self, value: date | PartialDay) -> str:
        """``9 May 2031``, or ``May 2031`` where the day is not known."""
        day, month_only = (value, False) if isinstance(value, date) else (value.first, value.month_only)
        key = "day.month" if month_only else "day.first" if day.day == 1 else "day"
        return self(key, day=day.day, month=self.texts["day.months"].split()[day.month - 1], year=day.year)


def first_of(items: Sequence[_T], most: int) -> Sequence[_T]:
    """Those of a list that are named where no more than ``most`` lines or words are wanted, "… more" counted in."""
    return items if len(items) <= most else items[: most - 1]


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
