"""Contributions that say how much they are in their own words (§T10): ``2 frigates, 1 tanker``."""

import re
from collections.abc import Sequence
from functools import lru_cache

from willing.languages import amounts


@lru_cache(2**13)
def counted_in_words(text: str) -> Sequence[tuple[str, str]]:
    """The amounts that a text says, and of what each is: ``Two frigates and a helicopter``; none where it says more."""
    for joins in (r"\s*[;,]\s+|\s+(?:and|und|et|\+|&)\s+", r"\s*[;,]\s+"):
        parts = re.split(joins, text)
        found = [each for part in parts if (each := _amount_of(part)) is not None]
        if len(found) == len(parts):
            return found
    return ()


def _amount_of(part: str) -> tuple[str, str] | None:
    """``up to 3 aircraft``, ``Frigate (1)``: how many, and of what; None where a text says no amount of one thing."""
    behind = re.fullmatch(r"([^\W\d_][^()]*?)\s*(?:\(\s*([0-9][0-9.,]*)\s*\)|\s[x×]\s?([0-9][0-9.,]*))", part)
    if behind and amounts.quantity(behind[2] or behind[3]) is not None:
        return behind[2] or behind[3], behind[1]
    words = re.fullmatch(r"([^\W\d_]+|[0-9][0-9.,\s]*)\s*[x×]?\s+([^\W\d_].*)", part)
    if words and amounts.quantity(words[1]) is not None:
        return words[1], words[2]
    read = amounts.quantity(part)
    if read is None or not read.unit or not part.endswith(read.unit) or not re.search("[0-9]", part):
        return None
    return part.removesuffix(read.unit).strip(), read.unit
