"""Whom the cell of a partner names: one, several at once, or nobody (§T1, §T6)."""

import re
from collections.abc import Set
from functools import cache, lru_cache

from willing.languages.names import state_called
from willing.languages.states import STATE_CODES
from willing.notation.sheets.likeness import plain, plain_words


@lru_cache(2**13)
def is_nobody(name: str) -> bool:
    """Whether a name is that of nobody in particular.

    >>> is_nobody("Other donors"), is_nobody("Unallocated"), is_nobody("Other Norland")
    (True, True, False)
    """
    words = plain(re.sub(r"[(\[].*?[)\]]", " ", name)).removeprefix("the ")
    return words in plain_words("nobody") or _of_nobody().fullmatch(words) is not None


@cache
def _of_nobody() -> re.Pattern[str]:
    names, of = ("|".join(map(re.escape, sorted(plain_words(key)))) for key in ("nobody", "nobody_of"))
    return re.compile(rf"(?:{names})\s+(?:{of})|(?:{of})\s*,?\s+(?:{names})")


def several_in(cell: str, known: Set[str]) -> tuple[str, ...]:
    """The partners that a cell names, if all parts of it are states, or are ``known`` from cells of their own, as
    :func:`~willing.notation.sheets.likeness.plain` has them; one where all are the same state; none for one name.

    >>> several_in("France/Germany", set()), several_in("Bosnia and Herzegovina", set())
    (('France', 'Germany'), ())
    """
    if state_called(cell) is not None:
        return ()
    parts = [part.strip() for part in _between().split(cell) if part.strip()]
    codes = all(part in STATE_CODES for part in parts)
    states = [part if codes else state_called(part) for part in parts]
    if len(parts) < 2 or not all(state or plain(part) in known for state, part in zip(states, parts, strict=True)):
        return ()
    return tuple({state or plain(part): part for state, part in zip(states, parts, strict=True)}.values())


@cache
def _between() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(plain_words("both")) if word.isalpha())
    return re.compile(rf"\s*[/;,&+|\n]\s*|\s+(?:{words}|[-–—])\s+", re.IGNORECASE)
