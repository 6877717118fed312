"""What is said to a user, in one language at a time, and how that language writes numbers, lists and days.

The sentences are in ``data/<language>/messages.po``. An installed Willing has them compiled, as ``messages.py`` beside
that file. In a checkout they are compiled when they are first asked for, and Python keeps the result as it does with
any module: it is made anew when the file has changed.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from willing.languages import DATA, LANGUAGES

if TYPE_CHECKING:
    from fractions import Fraction

_T = TypeVar("_T")

#: What a ``.po`` file is compiled by, and what its keys and English texts come from.
_COMPILED_WITH = (os.path.join(os.path.dirname(__file__), "po.py"), os.path.join(DATA, "en", "messages.po"))


class _PoLoader(SourceFileLoader):
    """Loads a ``.po`` file as the module that it is compiled to."""

    def get_data(self, path: str) -> bytes:
        if not path.endswith(".po"):
            return super().get_data(path)
        from willing.languages.po import module_text

        return module_text(os.path.basename(os.path.dirname(path))).encode()

    def path_stats(self, path: str) -> Mapping[str, Any]:
        """What tells whether the kept result is that of these files: Python compares 32 bits of ``mtime``."""
        stats = [os.stat(each) for each in (path, *_COMPILED_WITH)]
        return {"mtime": hash(tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)), "size": None}


@cache
def _compiled(language: str) -> Mapping[str, Any]:
    """What :func:`willing.languages.po.module_text` says: ``TEXTS``, ``form`` and ``COMPLETE`` of a language."""
    if language not in LANGUAGES:
        raise ValueError(f"no language of Willing: {language!r}")
    name = f"willing.languages.data.{language}.messages"
    path = os.path.join(DATA, language, "messages.py")
    loader = SourceFileLoader(name, path) if os.path.isfile(path) else _PoLoader(name, path[:-2] + "po")
    module: dict[str, Any] = {}
    exec(loader.get_code(name) or "", module)
    return module


class PartialDay(Protocol):
    """A day, or a month of which the day is not known; ``first`` is the earliest day it can be."""

    @property
    def first(self) -> date: ...
    @property
    def month_only(self) -> bool: ...


class Catalogue:
    """One language: its texts by key, its lists, numbers and days.

    ``catalogue("status.stands", name="Norland")`` is the text of that key with its parts put in. A text that the
    language does not have is said in English.
    """

    __slots__ = ("_english", "_form", "_texts", "language")

    def __init__(self, language: str = "en") -> None:
        compiled = _compiled(language)
        self.language = language
        self._texts: Mapping[str, str | tuple[str, ...]] = compiled["TEXTS"]
        self._form: Callable[[int], int] = compiled["form"]
        self._english = self if compiled["COMPLETE"] else Catalogue()

    def __contains__(self, key: str) -> bool:
        return key in self._english._texts

    def __call__(self, key: str, /, **parts: object) -> str:
        text = self._texts.get(key) or self._english._texts[key]
        if not isinstance(text, str):
            raise TypeError(f"{key} depends on a number")
        return text.format_map(parts)

    def many(self, key: str, count: Decimal | int, /, **parts: object) -> str:
        """The text of ``key`` in the form that a number asks for; its part ``count`` is that number.

        A number that is not whole takes the last form: the rules of gettext know none.
        """
        said_by = self if key in self._texts else self._english
        forms = said_by._texts[key]
        if isinstance(forms, str):
            raise TypeError(f"{key} depends on no number")
        form = said_by._form(abs(int(count))) if count == int(count) else -1
        return forms[form].format_map({**parts, "count": self.number(count)})

    def status(self, key: str) -> str:
        """The word of a status as one place says it (``time.state.open``), or else as all do (``kind.open``)."""
        return self(key if key in self else f"kind.{key.rpartition('.')[2]}")

    @property
    def partial(self) -> str:
        """What a reader of a language is told that lacks texts: how many it has; empty where it has all."""
        if self._english is self:
            return ""
        there, all_ = len(self._texts), len(self._english._texts)
        return self("language.partial", there=self.number(there), all=self.number(all_))

    # -- lists ----------------------------------------------------------------------------------------------------

    def listed(self, words: Sequence[str], join: str = "and") -> str:
        """``a, b and c``; ``join`` is "and" or "or"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])}{self('list.' + join)}{words[-1]}"

    def clauses(self, clauses: Sequence[str]) -> str:
        """Clauses in one sentence, set apart by more than a comma where they have commas of their own."""
        if len(clauses) < 2 or any("," in clause for clause in clauses):
            return self("semicolon").join(clauses)
        return self("clauses").join(clauses[:-1]) + self("clauses.last") + clauses[-1]

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
            text = text.translate({44: self("number.thousands"), 46: self("number.decimal")})
        return text

    def percent(self, share: "Fraction | Decimal") -> str:
        """A share in percent; a fraction in whole ones, rounded; 0 and 100 only where it is so, else to a tenth."""
        if not isinstance(share, Decimal):
            whole = (share.numerator * 200 + share.denominator) // (2 * share.denominator)
            if whole in (0, 100) and share.numerator * 100 != whole * share.denominator:
                tenths = min(999, max(1, share.numerator * 1000 // share.denominator))
                return self("percent", number=self.number(Decimal(tenths) / 10))
            return self("percent", number=self.number(whole))
        return self("percent", number=self.number(share * 100))

    def spelled(self, value: int) -> str:
        """A small number as a word."""
        small = self("number.words").split(",")
        return small[value] if value < len(small) else self.number(value)

    def day(self, value: date | PartialDay) -> str:
        """``9 May 2031``, or ``May 2031`` where the day is not known."""
        day, month_only = (value, False) if isinstance(value, date) else (value.first, value.month_only)
        key = "day.month" if month_only else "day.first" if day.day == 1 else "day"
        months = self("day.months.alone" if month_only else "day.months").split()
        return self(key, day=day.day, month=months[day.month - 1], year=day.year)


def first_of(items: Sequence[_T], most: int) -> Sequence[_T]:
    """Those of a list that are named where no more than ``most`` lines or words are wanted, "… more" counted in."""
    return items if len(items) <= most else items[: most - 1]


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
