"""A plan as the text of one plan file: reading it gives the same plan, tables of pledges folded in (§1)."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from willing.model.condition import ALWAYS
from willing.model.condition_text import condition_text
from willing.model.evidence import PartialDate
from willing.model.plan import Chance, Partner, Plan, Pledge, Stage
from willing.notation.keys import LIKELIHOOD, TABLES, Key, Table
from willing.notation.toml.layout import table_lines
from willing.notation.toml.literals import toml_array, toml_inline, toml_key, toml_string


def write_plan(plan: Plan) -> str:
    """The plan in canonical layout; all its pledges are in it, so ``tables`` are not named."""
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
        for header, record in entries:
            lines += ["", header, *table_lines(_rows(table, record))]
    return "\n".join(lines[1:]) + "\n"


def _rows(table: Table, record: object) -> Iterator[tuple[str, str]]:
    """The keys of one entry that say more than their defaults, and their values as TOML."""
    for key, value in said(table, record):
        if key.kind == "changes":
            for id_, changes in value.items():
                changed = said_otherwise(TABLES[key.names[0]], changes)
                yield (
                    f"{key.name}.{toml_key(id_)}",
                    toml_inline((each.name, _value(each, its)) for each, its in changed),
                )
        else:
            yield key.name, _value(key, value)


def said(table: Table, record: object) -> Iterator[tuple[Key, Any]]:
    """The keys of one entry that say more than their defaults, in canonical order, and their values."""
    for key in table.keys.values():
        if table.name == "plan" and key.name == "tables":
            continue
        value = getattr(record, key.field)
        if key.kind == "condition" and table.keys.get("only_if"):
            own = isinstance(record, Pledge) and record.own_decision
            if (key.name == "only_if") == own and (value != ALWAYS or own):
                yield key, value
        elif key.required or _says_something(key, value):
            yield key, value


def _says_something(key: Key, value: object) -> bool:
    default = Stage[str(key.default)] if isinstance(value, Stage) else key.default
    return value is not None and value != default and value not in ((), {})


def said_otherwise(table: Table, changes: Mapping[str, Any]) -> Iterator[tuple[Key, Any]]:
    """The keys of a pledge or requirement that a scenario reads otherwise, and their values."""
    for key in table.keys.values():
        if key.field in changes and (
            key.kind != "condition" or (key.name == "only_if") == changes.get("own_decision", False)
        ):
            yield key, changes[key.field]


def _value(key: Key, read: object) -> str:
    """One value as TOML."""
    value: Any = read  # what it is, the kind of its key says
    match key.kind:
        case "condition":
            return toml_string(condition_text(value))
        case "holds" if value and value[0][0] is None:
            return _scalar(value[0][1])
        case "holds" | "delivered":
            return toml_inline((day.isoformat(), _scalar(its)) for day, its in value)
        case "likelihood" if len(value) == 1 and value[0].condition is None:
            return _scalar(value[0].chance)
        case "likelihood":
            return toml_array(toml_inline(_case(chance)) for chance in value)
        case "assume":
            return toml_inline((toml_key(id_), _scalar(its)) for id_, its in value.items())
        case "word or words" if len(value) == 1:
            return _scalar(value[0])
    return toml_array(map(_scalar, value)) if isinstance(value, tuple) else _scalar(value)


def _case(chance: Chance) -> Iterator[tuple[str, str]]:
    """One line of a conditional likelihood (§6.3)."""
    for key in LIKELIHOOD.values():
        if (its := getattr(chance, key.field)) is not None:
            yield key.name, _value(key, its)


def _scalar(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Stage():
            return toml_string(value.name)
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case PartialDate():
            return toml_string(str(value)) if value.month_only else str(value)
    return toml_string(str(value))
