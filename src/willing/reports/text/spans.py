"""Stretches of a sentence: cut, blanked out, found again."""

import re
from collections.abc import Iterable


def blank(text: str, start: int, end: int) -> str:
    """A text with a stretch blanked out, so that all else keeps its place."""
    return text[:start] + " " * (end - start) + text[end:]


def until(text: str, at: int, signs: str) -> int:
    """Where the first of some signs stands from ``at`` on, thousands aside; the end of the text if none does."""
    for place in range(at, len(text)):
        if text[place] in signs and not (
            0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()
        ):
            return place
    return len(text)


def back(text: str, at: int, signs: str) -> int:
    """Behind the last of some signs before ``at``."""
    for place in range(at - 1, -1, -1):
        if text[place] in signs and not (
            0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()
        ):
            return place + 1
    return 0


def clip(text: str, most: int) -> str:
    """At most so many characters, cut at a blank."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def ends(match: re.Match[str]) -> list[tuple[int, int]]:
    """The place of a match; of one with a gap in it (steht … fest) those of its first and its last word."""
    start, end = match.span()
    text = match.group()
    words = text.split()
    if len(text) > 30 and len(words) > 3:
        return [(start, start + len(words[0])), (end - len(words[-1]), end)]
    return [(start, end)]


def within(match: re.Match[str], others: Iterable[re.Match[str]]) -> bool:
    """Whether a match lies within another."""
    return any(other.start() <= match.start() and match.end() <= other.end() for other in others)
