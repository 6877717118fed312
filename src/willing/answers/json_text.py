"""Answers as JSON text, in pieces: an answer about a million pledges is never one string."""

import re
from collections.abc import Callable, Iterator
from json import JSONEncoder

from willing.answers.answer import Answer, to_builtins

Container = dict[str, object] | list[object] | tuple[object, ...]

# What fits into so many characters stands on one line, so that a pledge is one line of a brief.
_WIDEST = 200

# JSON leaves these as they are, and a terminal obeys some of them.
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def json_chunks(value: object, *, ascii: bool = False) -> Iterator[str]:  # noqa: A002
    """The text of an answer, or of what JSON has, with a line end behind it; with ``ascii``, all else is as escapes.

    Dicts must have strings as keys. What a terminal would obey is escaped in any case.
    """
    value = to_builtins(value) if isinstance(value, Answer) else value
    encode = JSONEncoder(ensure_ascii=ascii).encode
    for chunk in _chunks("", value, "\n", encode):
        yield chunk if chunk.isascii() and "\x7f" not in chunk else _UNSEEN.sub(_escape, chunk)
    yield "\n"


def _chunks(before: str, value: object, line: str, encode: Callable[[object], str]) -> Iterator[str]:
    """The text of ``value`` with ``before`` before it; ``line`` is a line end and the indent behind it."""
    if not isinstance(value, dict | list | tuple) or not value:
        yield before + encode(value)
        return
    if _room_left(value, _WIDEST // 3) >= 0:
        text = encode(value)
        if len(text) <= _WIDEST:
            yield before + text
            return
    inner = line + "  "
    if isinstance(value, dict):
        before += "{"
        for key, each in value.items():
            yield from _chunks(f"{before}{inner}{encode(key)}: ", each, inner, encode)
            before = ","
        yield line + "}"
    else:
        before += "["
        for each in value:
            yield from _chunks(before + inner, each, inner, encode)
            before = ","
        yield line + "]"


def _room_left(value: Container, room: int) -> int:
    """What is left of ``room`` for values after those in ``value``; below 0, it is too large for one line."""
    room -= len(value)
    if room >= 0:
        for each in value.values() if isinstance(value, dict) else value:
            if isinstance(each, dict | list | tuple) and each:
                room = _room_left(each, room)
                if room < 0:
                    break
    return room


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
