"""The JSON Schema of answers, made from their types."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import UnsetType

from willing.answers.answer import Answer, As, Keys, Unusual, fields_of
from willing.model.condition import Condition
from willing.model.evidence import PartialDate, Source
from willing.model.plan import Pledge, Requirement, Stage

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SIMPLE: Mapping[Any, Mapping[str, Any]] = {
    NoneType: {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Fraction: {"type": "number"},
    Decimal: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    PartialDate: {"type": "string"},
    Stage: {"enum": [stage.name for stage in Stage]},
    **{each: {"type": "string"} for each in (Pledge, Requirement, Source)},
    Any: {},
    **{each: {"type": "string"} for each in get_args(Condition)},
}


def answers_schema(answers: Iterable[type[Answer]]) -> dict[str, Any]:
    """One schema that every one of these answers satisfies; each is by its name in ``$defs``, as are their parts."""
    schemas = _Schemas()
    refs = [schemas.of(answer) for answer in answers]
    return {
        "$schema": DIALECT,
        "title": "Answers of Willing",
        "anyOf": refs,
        "$defs": dict(sorted(schemas.definitions.items())),
    }


def parts_of(answers: Iterable[type[Answer]]) -> tuple[type, ...]:
    """These answers and all their parts that are objects."""
    schemas = _Schemas()
    for answer in answers:
        schemas.of(answer)
    return tuple(schemas.kinds.values())


class _Schemas:
    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}
        self.kinds: dict[str, type] = {}

    def of(self, kind: object) -> dict[str, Any]:
        """The schema of a type."""
        if kind in _SIMPLE:
            return dict(_SIMPLE[kind])
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            told = next((mark for mark in arguments[1:] if isinstance(mark, As)), None)
            return self.of(get_type_hints(told.tell)["return"] if told else arguments[0])
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (Union, UnionType):
            return self.any_of(each for each in arguments if each is not UnsetType)
        if origin is tuple and arguments[-1:] != (...,):
            return {"type": "array", "prefixItems": [self.of(each) for each in arguments], "items": False,
                    "minItems": len(arguments)}  # fmt: skip
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if origin in (tuple, list):
            return {"type": "array", "items": self.of(arguments[0])}
        assert isinstance(kind, type), kind
        return self.object(kind)

    def any_of(self, kinds: Iterable[object]) -> dict[str, Any]:
        """One of several types; plain ones are told in one."""
        parts: list[dict[str, Any]] = []
        for part in map(self.of, kinds):
            if part not in parts:
                parts.append(part)
        plain = [part["type"] for part in parts if part.keys() == {"type"}]
        if len(plain) == len(parts):
            return {"type": plain if len(plain) > 1 else plain[0]}
        if len(parts) == 2 and parts[0].keys() == {"enum"} and parts[1] == {"type": "null"}:
            return {"enum": [*parts[0]["enum"], None]}
        return {"anyOf": parts}

    def object(self, kind: type) -> dict[str, Any]:
        """A reference to the schema of an answer or a named tuple."""
        name = kind.__name__
        if name not in self.definitions:
            self.kinds[name] = kind
            schema: dict[str, Any] = {}
            self.definitions[name] = schema  # a part may hold itself
            properties: dict[str, Any] = {}
            required: list[str] = []
            for key, type_, usual in keys_of(kind):
                properties[key] = self.of(type_)
                required += [key] if usual else []
            schema |= {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
            if kind.__doc__ and issubclass(kind, Answer):
                schema |= {"description": cleandoc(kind.__doc__).split("\n\n")[0].replace("\n", " ")}
        if self.kinds[name] is not kind:
            raise TypeError(f"two parts of answers are called {name}")
        return {"$ref": f"#/$defs/{name}"}


def keys_of(kind: type) -> Iterable[tuple[str, object, bool]]:
    """The keys of an answer (or a named tuple) with their types, and whether each is always there."""
    if not issubclass(kind, Answer):
        for name, type_ in get_type_hints(kind, include_extras=True).items():
            yield name.rstrip("_"), type_, True
        return
    for _, key, type_, _ in fields_of(kind):
        marks = getattr(type_, "__metadata__", ())
        keys = next((mark for mark in marks if isinstance(mark, Keys)), None)
        told = next((get_type_hints(mark.tell)["return"] for mark in marks if isinstance(mark, As)), None)
        usual = UnsetType not in get_args(told) and not any(isinstance(mark, Unusual) for mark in marks)
        if keys is None:
            yield key, type_, usual
            continue
        inner = get_args(type_)[0]
        can_miss = NoneType in get_args(inner)
        value = next(each for each in get_args(inner) if each is not NoneType) if can_miss else inner
        for name in keys.names:
            of = _attribute(value, name)
            yield name.rstrip("_"), Union[of, None] if can_miss else of, usual  # noqa: UP007 (of a value, not a type to mypy)


def _attribute(kind: type, name: str) -> object:
    """The type of an attribute: of a field, or of a property."""
    held = getattr(kind, name, None)
    if isinstance(held, property):
        return get_type_hints(held.fget)["return"]
    return get_type_hints(kind, include_extras=True)[name]
