"""Words of yes, no and nothing, as spreadsheets and people write them in every language."""

from collections.abc import Mapping
from functools import cache

from willing.languages.data import every

# Marks that belong to no language.
_YES = ("x", "✓", "✔", "✅", "☑", "🗹", "👍")
_NO = ("✗", "✕", "✘", "✖", "❌", "❎", "⛔", "🚫", "👎")
_NOTHING = ("-", "–", "—", "−", "--", "…", "..", "?")


@cache
def _flags() -> Mapping[str, bool]:
    flags = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    for key, value in (("yes", True), ("no", False)):
        flags |= {word: value for words in every("words", key) for word in words}
    return flags


def flag_of(text: str) -> bool | None:
    """Whether a text as a whole says yes (True) or no (False), without case; None where it says neither."""
    return _flags().get(text.strip(" \t\ufe0f").lower())


@cache
def words_for_nothing() -> frozenset[str]:
    """What people write into a cell that is to be empty: lower-case ``n/a``, ``tbd``, ``-``."""
    return frozenset((*_NOTHING, *(word for words in every("words", "nothing") for word in words)))


@cache
def or_words() -> frozenset[str]:
    """The words between two things of which one is meant, in every language."""
    return frozenset(word for words in every("words", "or") for word in words)
