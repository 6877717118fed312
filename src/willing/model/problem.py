"""What is wrong, or doubtful, in a plan or a question, as a value (a user's mistake never raises inside).

No sentence stands here: a message is a code and its parts, and :mod:`willing.answers.problems` says it.
"""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from willing.model.place import Place

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """Several names, or messages, in one sentence: names are said in quotes, ``'a', 'b' and 'c'``."""

    items: "tuple[str | Message, ...]"
    join: Literal["and", "or"] = "and"
    quoted: bool = True


#: What fills a gap of a sentence: names and numbers as they are written in the plan, days, several of them (with
#: commas), or a message that is a part of another. The part ``count`` is a number of things, and decides the plural.
Part: TypeAlias = "str | int | Decimal | date | tuple[str, ...] | Listed | Message | None"


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """One thing to be said: its code, and what fills the gaps of the sentence.

    The code of a problem is a word with dashes (``unknown-name``); one with a dot (``wanted.flag``) is a part of
    sentences. Two parts go behind any sentence: ``meant`` (a name: "did you mean …?") and ``hint`` (a message).
    """

    code: str
    parts: tuple[tuple[str, Part], ...]

    def __init__(self, code: str, /, **parts: Part) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "parts", tuple(parts.items()))

    def of_key(self, key: str) -> "Message":
        """The same with the key that it is about."""
        return Message(self.code, **dict(self.parts), key=key)

    def hinting(self, code: str) -> "Message":
        """The same with a hint behind it."""
        return Message(self.code, **dict(self.parts), hint=Message(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One message about one place.

    ``subjects`` name the thing it is about as the user wrote it (``pledge 'de-troops'``), from the outside in; none
    where it is about the file as a whole. ``excerpt`` is the line it stands on, as it stands there; empty where there
    is no line to show.
    """

    place: Place
    message: Message
    subjects: tuple[Message, ...] = ()
    excerpt: str = ""

    @property
    def code(self) -> str:
        """What kind of mistake it is: a word that does not change with the language (docs/problems.md)."""
        return self.message.code


_REASONS = {
    errno.ENOENT: "missing",
    errno.EACCES: "denied",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no-folder",
    errno.ENXIO: "no-file",
    errno.ETIMEDOUT: "late",
}


def reason_of(error: OSError) -> Part:
    """Why a file cannot be read or written; the rarer reasons in the words of the system."""
    code = _REASONS.get(error.errno or 0)
    return Message(f"os.{code}") if code else error.strerror or type(error).__name__
