"""What a problem says, in one language: the sentence of its code with its parts put in."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from willing.model.problem import Listed, Message, Part, Problem

if TYPE_CHECKING:
    from willing.languages.messages import Catalogue


@cache
def _sentences(language: str) -> "Catalogue":
    from willing.languages import LANGUAGES
    from willing.languages.messages import Catalogue  # not needed where nothing is wrong

    return Catalogue(language if language in LANGUAGES else "en")


def message_text(message: Message, language: str = "en") -> str:
    """The sentence of a message; in English where ``language`` does not have it."""
    say = _sentences(language)
    parts = dict(message.parts)
    hint, meant = parts.pop("hint", None), parts.pop("meant", None)
    count = parts.pop("count", None)
    shown = {name: _part(part, language) for name, part in parts.items()}
    if "state" in shown:  # a code, said by its name
        from willing.languages.names import state_names

        shown["state"] = state_names(language).get(shown["state"], shown["state"])
    if isinstance(count, int):
        text = say.many(f"problem.{message.code}", count, **shown)
    else:
        text = say(f"problem.{message.code}", **shown)
    if hint is not None:
        text += say("semicolon") + _part(hint, language)
    if meant is not None:
        text += say("semicolon") + say("problem.hint.meant", name=meant)
    return text


def is_code(text: str) -> bool:
    """Whether ``text`` is the code of a problem (docs/problems.md)."""
    return "." not in text and f"problem.{text}" in _sentences("en")


def problem_sentence(problem: Problem, language: str = "en") -> str:
    """What a problem is about and what it says: ``pledge 'de-troops': unknown key 'ammount'; did you mean …``."""
    colon = _sentences(language)("problem.sign.colon")
    return colon.join(message_text(each, language) for each in (*problem.subjects, problem.message))


def _part(part: Part, language: str) -> str:
    match part:
        case Message():
            return message_text(part, language)
        case Listed(items=items, join=join, quoted=quoted):
            names = (f"'{item}'" if quoted and isinstance(item, str) else item for item in items)
            return _sentences(language).listed([_part(name, language) for name in names], join)
        case tuple():
            return ", ".join(part)
        case date():
            return part.isoformat()
    return str(part)


class MessageError(Exception):
    """What cannot be done, as a message; says it in English."""

    def __init__(self, message: Message | str, /, **parts: Part) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **parts)
        super().__init__(self.message.code)

    def __str__(self) -> str:
        return message_text(self.message)
