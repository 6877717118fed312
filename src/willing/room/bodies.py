"""Bodies of records: JSON there, values of a plan file where they are read (§R3.1); and what they name (§R5.3)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from willing.model.condition import Condition, Name, Share, atoms
from willing.model.plan import Plan
from willing.notation.keys import CONSENT, TABLES, Key
from willing.notation.write import said
from willing.room.reading import KINDS

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def raw_of(keys: Mapping[str, Key], body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as a plan file would have it: days are days."""
    return {name: _raw(keys.get(name), value) for name, value in body.items()}


def _raw(key: Key | None, value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
    if key is None:
        return value
    if key.kind in ("day", "day or month") and isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if not isinstance(value, dict):
        return value
    if key.kind == "consents":
        return {name: raw_of(CONSENT, its) if isinstance(its, dict) else its for name, its in value.items()}
    if key.kind == "changes":
        inner = TABLES[key.names[0]].keys
        return {name: raw_of(inner, its) if isinstance(its, dict) else its for name, its in value.items()}
    return value


def body_of(raw: Any) -> Any:  # noqa: ANN401  # whatever TOML holds
    """What a plan file has, as JSON: days are text."""
    if isinstance(raw, dict):
        return {name: body_of(value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [body_of(value) for value in raw]
    return raw.isoformat() if isinstance(raw, date) else raw


def names_in(plan: Plan, kind: str, id_: str) -> Iterator[tuple[str, str, str]]:
    """What a record of a plan names (§R5.3): the key, the kind, and the id; not partners, groups and totals.

    Statements have no ids in a plan: the last is meant.
    """
    table = KINDS[kind]
    listed = getattr(plan, table.name, None)
    record = plan if table.shape == "one" else listed[id_] if isinstance(listed, Mapping) else plan.statements[-1]
    for key, value in said(table, record):
        for what, name in _named(plan, key, value):
            yield key.name, what, name


def _named(plan: Plan, key: Key, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # what a key may hold
    match key.kind:
        case "condition" if value is not None:
            yield from _in_condition(plan, value)
        case "likelihood":
            for chance in value:
                yield from _in_condition(plan, chance.condition) if chance.condition is not None else ()
        case "name":
            yield from _entry(plan, key, (value,) if value is not None else ())
        case "names":
            yield from _entry(plan, key, value)
        case "caveats" if key.names:
            yield from _entry(plan, key, value[0])
        case "assume":
            yield from _entry(plan, key, value)
        case "consents":
            for consent in value:
                yield from _named(plan, CONSENT["likelihood"], consent.likelihood)
        case "changes":
            inner = TABLES[key.names[0]]
            for id_, fields in value.items():
                yield inner.noun, id_
                for its in inner.keys.values():
                    if its.field in fields and not its.beside:
                        yield from _named(plan, its, fields[its.field])


def _entry(plan: Plan, key: Key, names: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # names, or what is by name
    kinds = {"decisions": "pledge", "consents": "pledge", **{name: table.noun for name, table in TABLES.items()}}
    for name in names:
        id_ = name.partition(".")[0]
        for what in key.names:
            if what in kinds and kinds[what] != "partner" and id_ in getattr(plan, KINDS[kinds[what]].name):
                yield kinds[what], id_
                break


def _in_condition(plan: Plan, condition: Condition) -> Iterator[tuple[str, str]]:
    for atom, _ in atoms(condition):
        if isinstance(atom, Name):
            if atom.id in plan.pledges:
                yield "pledge", atom.id
            elif atom.id in plan.assumptions:
                yield "assumption", atom.id
        elif isinstance(atom, Share) and atom.scope == "requirement":
            yield "requirement", str(atom.which)
