"""A condition that is put together by choosing: as plain values, which a page can edit, and what a text comes to."""

from collections.abc import Mapping

from willing.answers.problems import message_text
from willing.languages.messages import sentence
from willing.model.condition import (
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Not,
    Or,
    Total,
)
from willing.model.condition_text import condition_text
from willing.model.problem import Problem
from willing.notation.asked import read_condition
from willing.present.words import Words


def condition_told(text: str, words: Words, *, own: bool) -> Mapping[str, object]:
    """What a condition says: its ``sentence``, its ``text`` as a plan writes it, and its ``tree``; or its ``errors``.

    ``own``: whoever says it keeps the decision to itself (``only_if``).
    """
    read = read_condition(text, words.picture.plan, file="")
    if isinstance(read, Problem):
        return {"errors": [{"message": message_text(read.message, words.say.language), "column": read.place.column}]}
    told = words.say("condition.own" if own else "condition", condition=words.condition(read))
    return {"sentence": sentence(told), "text": condition_text(read), "tree": tree(read)}


def tree(condition: Condition) -> Mapping[str, object]:
    """A condition as plain values by ``kind``; what cannot be chosen stays ``text``."""
    match condition:
        case Always():
            return {"kind": "all", "of": []}
        case And(of=parts) | CountOf(count=None, of=parts):
            return {"kind": "all", "of": [tree(part) for part in parts]}
        case Or(of=parts):
            return {"kind": "any", "of": [tree(part) for part in parts]}
        case CountOf(count=count, of=parts):
            return {"kind": "some", "count": count, "of": [tree(part) for part in parts]}
        case Not(of=inner):
            return {"kind": "not", "of": [tree(inner)]}
        case Name(id=id_, capability=capability):
            return {"kind": "name", "id": id_, "with": capability}
        case CountPartners(count=count, others=others, capability=capability):
            return {"kind": "others" if others else "partners", "count": count, "with": capability}
        case CountGroup(count=int(), others=False):
            its = condition
            return {"kind": "group", "count": its.count, "id": its.group, "with": its.capability}
        case Total(others=False, whose=None) if condition.at_least == int(condition.at_least):
            return {"kind": "total", "count": int(condition.at_least), "with": condition.capability}
        case _:
            return {"kind": "text", "text": condition_text(condition)}
