"""What an answer is, and how it becomes JSON (§10).

An answer is a frozen value. Its fields, in their order, are the keys of its JSON. Where it holds more than the contract
has, or holds it in another form, the field says so by a mark in its annotation:

    pledge: Annotated[Pledge, Keys("partner", "provides")]    two keys in its place, the attributes of the pledge
    picture: Beside[Picture]                                  no key at all: for those who show the answer
    standing: Annotated[Standing | None, As(word)]            told as what ``word`` makes of it
    exact: Annotated[bool, UNUSUAL] = True                    told only where it is not the default

A named tuple is an object; a key that is a word of Python has an underscore behind it there. A condition is told as its
text, and a pledge, a requirement or a source of the plan as its id.

The text (:mod:`willing.answers.json_text`) and the JSON Schema (:mod:`willing.answers.schema`) come from it alike.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar, get_args

import msgspec
from msgspec import NODEFAULT, UNSET, Struct

from willing.model.condition import Condition
from willing.model.condition_text import condition_text
from willing.model.evidence import PartialDate, Source
from willing.model.plan import Pledge, Requirement, Stage

_T = TypeVar("_T")


class Answer(Struct, frozen=True):
    """An answer, or a part of one."""


class Keys:
    """A mark: these attributes of the value are keys in place of the field, null where the value is None."""

    def __init__(self, *names: str) -> None:
        self.names = names


class As:
    """A mark: the value is told as what ``tell`` makes of it, which is of the type that ``tell`` says it returns.

    The key is left out where that is :data:`msgspec.UNSET`.
    """

    def __init__(self, tell: Callable[[Any], Any]) -> None:
        self.tell = tell


class Unusual:
    """A mark: the key is there only where the value is not the default."""


UNUSUAL = Unusual()

#: What those who show an answer need beside its contract.
Beside: TypeAlias = Annotated[_T, Keys()]

#: How what is no value of JSON is told, by its type.
_TOLD: Mapping[type, Callable[[Any], object]] = {
    Fraction: float,
    Decimal: lambda value: int(value) if value == value.to_integral_value() else float(value),
    date: date.isoformat,
    PartialDate: str,
    Stage: lambda stage: stage.name,
    **dict.fromkeys((Pledge, Requirement, Source), lambda part: part.id),
    **dict.fromkeys(get_args(Condition), condition_text),
}
_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_builtins(answer: Answer) -> dict[str, Any]:
    """An answer as dicts, lists, strings, numbers, booleans and None.

    Raises TypeError for a value in it that has no place in an answer.
    """
    told: dict[str, Any] = {}
    for name, key, keys, tell, default in _fields(answer.__class__):
        value = getattr(answer, name)
        if value == default:
            continue
        if keys is not None:
            for each in keys:
                told[each.rstrip("_")] = None if value is None else _plain(getattr(value, each))
        else:
            value = value if tell is None else tell(value)
            if value is not UNSET:
                told[key] = _plain(value)
    return told


def _plain(value: object) -> object:
    kind = value.__class__
    if kind in _PLAIN:
        return value
    if isinstance(value, Answer):
        return to_builtins(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        if hasattr(value, "_fields"):  # a named tuple
            return {name.rstrip("_"): _plain(each) for name, each in zip(value._fields, value, strict=True)}
        return [_plain(each) for each in value]
    if kind not in _TOLD:
        raise TypeError(f"{kind.__name__} has no place in an answer")
    return _TOLD[kind](value)


@cache
def _fields(
    answer: type[Answer],
) -> tuple[tuple[str, str, tuple[str, ...] | None, Callable[[Any], Any] | None, object], ...]:
    """Of each field its name, its key, the keys in its place, how it is told, and a value that leaves it out."""
    fields = []
    for name, key, kind, default in fields_of(answer):
        marks = getattr(kind, "__metadata__", ())
        keys = next((mark.names for mark in marks if isinstance(mark, Keys)), None)
        tell = next((mark.tell for mark in marks if isinstance(mark, As)), None)
        fields.append((name, key, keys, tell, default if UNUSUAL in marks else NODEFAULT))
    return tuple(fields)


def fields_of(answer: type[Answer]) -> list[tuple[str, str, Any, object]]:
    """Of each field of an answer its name, its key, its type with its marks, and its default, if it has one."""
    return [(f.name, f.encode_name, f.type, f.default) for f in msgspec.structs.fields(answer)]
