"""A condition as text (§2)."""

import re
from decimal import Decimal

from willing.model.condition import (
    KEYWORDS,
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
)

_ID = re.compile(r"[^\W\d_](?:[^\W_]|[-_])*")


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of an id (§1): a letter, then letters, digits, ``-`` and ``_``."""
    return (text.isascii() and _ID.fullmatch(text) is not None) or (
        text[:1].isalpha() and all(c.isalpha() or c in "0123456789-_" for c in text)
    )


def condition_text(condition: Condition) -> str:
    """The canonical text of a condition: reading it gives the same tree."""
    return _text(condition, 0)


def _text(condition: Condition, tightness: int) -> str:
    """``tightness``: 0 anything may stand here, 1 no bare ``or``, 2 no bare ``and`` either."""
    match condition:
        case Always():
            return "always"
        case Never():
            return "never"
        case Name(id=name, capability=capability):
            return name + _with(capability)
        case Not(of=inner):
            return "not " + _text(inner, 2)
        case Or(of=parts):
            text = " or ".join(_text(part, 1) for part in parts)
            return f"({text})" if tightness > 0 else text
        case And(of=parts):
            text = " and ".join(_text(part, 2) for part in parts)
            return f"({text})" if tightness > 1 else text
        case CountOf(count=count, of=parts):
            return f"{_count(count)} of ({', '.join(_text(part, 0) for part in parts)})"
        case CountGroup(count=count, group=group, others=others, capability=capability):
            return f"{_count(count)}{' others' if others else ''} of {group}{_with(capability)}"
        case CountPartners(count=count, others=others, capability=capability):
            return f"at least {count} {'others' if others else 'partners'}{_with(capability)}"
        case Total(capability=capability, at_least=at_least, others=others, whose=whose):
            of = f" of {whose}" if whose is not None else ""
            return f"{'others' if others else 'total'}({_quoted(capability)}){of} >= {_plain(at_least)}"
        case Weight(word=word, group=group, at_least=at_least):
            return f"weight({_quoted(word)}) of {group} >= {_plain(at_least * 100)}%"
        case Share(measure=measure, scope=scope, which=which, at_least=at_least):
            what = {
                "requirement": which,
                "domain": f"domain {_quoted(which)}",
                "priority": f"priority {which}",
                "all": "all",
            }
            share = "" if at_least == 1 else f" >= {_plain(at_least * 100)}%"
            return f"{measure}({what[scope]}){share}"


def _count(count: int | None) -> str:
    return "all" if count is None else f"at least {count}"


def _with(capability: str | None) -> str:
    return f" with {_quoted(capability)}" if capability is not None else ""


def _quoted(word: str) -> str:
    return word if is_id(word) and word not in KEYWORDS else f"'{word}'"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
