"""A plan as the text of one plan file: reading it gives the same plan, tables of pledges folded in (§1)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import compress, repeat
from operator import attrgetter, is_not
from typing import Any

from willing.model.condition import ALWAYS, Total
from willing.model.condition_text import condition_text
from willing.model.evidence import PartialDate
from willing.model.plan import Consent, Follows, Partner, Plan, Pledge, Stage
from willing.notation.keys import CONSENT, LIKELIHOOD, TABLES, Key, Table
from willing.notation.toml.layout import table_lines
from willing.notation.toml.literals import toml_array, toml_inline, toml_key, toml_string


def write_plan(plan: Plan, *, beside: Sequence[str] = ()) -> str:
    """The plan in canonical layout; all its pledges are in it, so ``tables`` are not named.

    ``beside``: tables that hold its pledges, which are left out then (§1.3).
    """
    lines: list[str] = []
    for table in TABLES.values():
        if table.shape == "one":
            entries = [(f"[{table.name}]", plan)]
        elif table.shape == "listed":
            records = getattr(plan, table.name)
            entries = [
                (f"[[{table.name}]]", r) for r in (records.values() if isinstance(records, Mapping) else records)
            ]
        else:
            named = getattr(plan, table.name).values()
            entries = [
                (f"[{table.name}.{toml_key(r.id)}]", r)
                for r in named
                if not (isinstance(r, Partner) and not r.declared)
            ]
        for header, record in entries if not (beside and table.name == "pledges") else ():
            rows = rows_of(table, record)
            if beside and table.name == "plan":
                order = [*table.keys]
                rows = iter(
                    sorted(
                        [*rows, ("tables", toml_array(map(toml_string, beside)))], key=lambda row: order.index(row[0])
                    )
                )
            lines += ["", header, *table_lines(rows)]
    return "\n".join(lines[1:]) + "\n"


def rows_of(table: Table, record: object) -> Iterator[tuple[str, str]]:
    """The keys of one entry that say more than their defaults, and their values as TOML."""
    for key, value in said(table, record):
        if key.kind == "changes":
            for id_, changes in value.items():
                changed = said_otherwise(TABLES[key.names[0]], changes)
                yield (
                    f"{key.name}.{toml_key(id_)}",
                    toml_inline((each.name, toml_value(each, its)) for each, its in changed),
                )
        else:
            yield key.name, toml_value(key, value)


def said(table: Table, record: object) -> Iterator[tuple[Key, Any]]:
    """The keys of one entry that say more than their defaults, in canonical order, and their values."""
    value: Any
    keys, defaults, values_of = _fields(table.name)
    values = values_of(record)
    besides = values[len(keys) :]
    told = map(is_not, values, defaults) if not any(besides) else repeat(True)
    for key, value in compress(zip(keys, values, strict=False), told):  # few keys of most entries
        if key.beside:
            value = key.of(record)
        if key.kind == "condition" and table.keys.get("only_if"):
            own = isinstance(record, Pledge) and record.own_decision
            if (key.name == "only_if") == own and (value != ALWAYS or own):
                yield key, value
        elif key.required or _says_something(key, value):
            yield key, value


@cache
def _fields(name: str) -> tuple[Sequence[Key], Sequence[object], Callable[[object], tuple[Any, ...]]]:
    """The keys of a table, what their fields hold where nothing is said, and what gives all their fields of a record,
    and then those beside them.

    A key about which something may have to be said whatever its field holds has an object of its own.
    """
    table = TABLES[name]
    keys = [key for key in table.keys.values() if not (name == "plan" and key.name == "tables")]
    held = {its.name: its.default for its in fields(table.record)}
    decides = "only_if" in table.keys  # whether a condition is one's own decision too
    skipped = [object() if key.required or (decides and key.kind == "condition") else held[key.field] for key in keys]
    names = [*(key.field for key in keys), *(key.beside for key in keys if key.beside)]
    return keys, skipped, attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)


def _says_something(key: Key, value: object) -> bool:
    if type(value) in _AS_IT_IS:
        return (value.name if isinstance(value, Stage) else value) != key.default
    if key.beside and isinstance(value, tuple):
        return any(each is not None and each not in ((), {}) for each in value)
    return value is not None and value != key.default and value not in ((), {})


def said_otherwise(table: Table, changes: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    """The keys of a pledge or requirement that a scenario reads otherwise, and their values."""
    for key in table.keys.values():
        if key.field in changes and (
            key.kind != "condition" or (key.name == "only_if") == changes.get("own_decision", False)
        ):
            value = changes[key.field]
            yield key, (value, changes.get(key.beside)) if key.beside else value


def toml_value(key: Key, read: object) -> str:
    """One value as TOML."""
    value: Any = read  # what it is, the kind of its key says
    if (write := _AS_IT_IS.get(type(value))) is not None and key.kind != "condition":
        return write(value)
    if key.kind in ("names", "texts", "words"):
        return toml_array(map(toml_string, value))
    match key.kind:
        case "condition":
            return toml_string(condition_text(value))
        case "holds" if value and value[0][0] is None:
            return _scalar(value[0][1])
        case "holds" | "by day":
            return toml_inline((day.isoformat(), _scalar(its)) for day, its in value)
        case "likelihood" if len(value) == 1 and value[0].condition is None:
            return _scalar(value[0].chance)
        case "likelihood":
            return toml_array(toml_inline(_said(LIKELIHOOD, chance)) for chance in value)
        case "assume":
            return toml_inline((toml_key(id_), _scalar(its)) for id_, its in value.items())
        case "word or words" if len(value) == 1:
            return _scalar(value[0])
    if key.kind in MAYBE_TABLES:
        plain = plainly(key, value)
        if plain is None:
            return toml_inline((toml_key(name), its) for name, its in _pairs(key, value))
        value = plain
    return toml_array(map(_scalar, value)) if isinstance(value, tuple) else _scalar(value)


def _said(keys: Mapping[str, Key], record: object) -> Iterator[tuple[str, str]]:
    """What a small table within an entry says beyond its defaults."""
    for key in keys.values():
        if key.required or _says_something(key, key.of(record)):
            yield key.name, toml_value(key, key.of(record))


# Values of one form, whatever the kind of their key.
_AS_IT_IS: Mapping[type, Callable[[Any], str]] = {
    str: toml_string,
    int: str,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    Stage: lambda value: toml_string(value.name),
}

#: Kinds of values that may be a table.
MAYBE_TABLES = ("called", "amount", "consents", "caveats", "weights")


def plainly(key: Key, read: object) -> object:
    """What a value of :data:`MAYBE_TABLES` says, where that needs no table; else None."""
    value: Any = read
    match key.kind:
        case "called" | "caveats" | "amount":
            plain: object = None if value[1] else value[0]
            return plain
        case "consents" if value == tuple(Consent(body=its.body) for its in value):
            return tuple(its.body for its in value)
    return None


def _pairs(key: Key, read: object) -> Iterator[tuple[str, str]]:
    """The keys of such a table, and their values as TOML."""
    value: Any = read
    match key.kind:
        case "called":
            yield from ((language, _scalar(name)) for language, name in value[1].items())
        case "amount":
            yield from _follows(value[1])
        case "caveats":
            for word in value[0]:
                lifted = [("lifted_by", _scalar(value[1][word]))] if word in value[1] else []
                yield word, toml_inline(lifted)
        case "consents":
            yield from ((its.body, toml_inline(_said(CONSENT, its))) for its in value)
        case "weights":
            yield from ((word, _scalar(number)) for word, number in value.items())


def _follows(follows: Follows) -> Iterator[tuple[str, str]]:
    """An amount that is a share of a sum (§3.8)."""
    total = Total(follows.capability, Decimal(0), follows.others, follows.whose)
    yield "share", _scalar(follows.share)
    yield "of", toml_string(condition_text(total).removesuffix(" >= 0"))
    if follows.up_to is not None:
        yield "up_to", _scalar(follows.up_to)


def _scalar(value: object) -> str:
    if (write := _AS_IT_IS.get(type(value))) is not None:
        return write(value)
    match value:
        case Decimal():
            return f"{value:f}"
        case PartialDate():
            return toml_string(str(value)) if value.month_only else str(value)
    return toml_string(str(value))
