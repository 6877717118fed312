"""The plan file as a JSON Schema, for editors that complete, explain and check TOML while it is typed.

It is made from :mod:`willing.notation.keys`, so it knows every key; made for one plan, it offers that plan's names too.
It knows no conditions: what it accepts may still be wrong, what it refuses is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS
from willing.model.plan import Plan
from willing.notation.keys import CONSENT, FOLLOWS, LIKELIHOOD, LIMITATION, TABLES, Key, Kind, Table

Schema = dict[str, Any]

# Any sign beyond ASCII is taken for a letter: the dialects of regular expressions that editors speak share no word
# for "letter".
# What is not shown, or turns what stands beside it around, is in no name.
_UNSEEN = (
    r"\u0000-\u001F\u007F-\u00A0\u00AD\u0600-\u0605\u061C\u06DD\u070F\u1680\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F"
    r"\u3000\uE000-\uF8FF\uFEFF\uFFF9-\uFFFB"
)
_LETTER = rf"[^\u0000-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u2000-\u206F{_UNSEEN}]"
_ID = rf"^(?:[A-Za-z]|{_LETTER})(?:[A-Za-z0-9_-]|{_LETTER})*$"
_WORD = rf"^[^'\s{_UNSEEN}](?:[^'{_UNSEEN}]*[^'\s{_UNSEEN}])?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DAY_OR_MONTH = r"^[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?$"


def json_schema(plan: Plan | None = None) -> Schema:
    """The schema (draft 2020-12) of a plan file; a TOML date is a string of the format "date" in it.

    With a ``plan``, its names are offered where they can stand. Others are no mistake: they may be declared next.
    """
    definitions: dict[str, Schema] = {
        "id": {"type": "string", "pattern": _ID, "not": {"enum": sorted(KEYWORDS)}},
        "condition": {
            "type": "string",
            "minLength": 1,
            "examples": ["always", "never", "FR and GB", "at least 2 others with troops", "not x or all of (y, z)"],
        },
        "chance": {"type": "number", "minimum": 0, "maximum": 1},
        "likelihood": _object(LIKELIHOOD.values()),
        "share": _object(FOLLOWS.values()),
        "consent": _object(CONSENT.values()),
        "limitation": _object(LIMITATION.values()),
    }
    for table in TABLES.values():
        definitions[table.noun] = _entry(table)
    for key in TABLES["scenarios"].keys.values():
        if key.kind == "changes":
            definitions[f"changed-{TABLES[key.names[0]].noun}"] = _entry(TABLES[key.names[0]], change=True)
    if plan is not None:
        _offer(definitions, _names(plan))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Plan of a coalition of the willing",
        "type": "object",
        "properties": {table.name: _table(table) for table in TABLES.values()},
        "required": ["plan"],
        "additionalProperties": False,
        "$defs": definitions,
    }


#: Words that keys of any table share: what is provided, where, of what kind.
_WORDS = {"provides": "capabilities", "of": "capabilities", "place": "places", "not_in": "places", "domain": "domains"}


def _names(plan: Plan) -> Mapping[str, list[str]]:
    """What can be named in a plan, by the words of :data:`willing.notation.keys.Named` and of ``_WORDS``."""
    pledges = [*plan.pledges.values(), *plan.asks.values()]
    needs = plan.requirements.values()
    return {
        "assumptions": list(plan.assumptions),
        "partners": list(dict.fromkeys((*plan.partners, *sorted(STATE_CODES)))),
        "pools": list(plan.pools),
        "requirements": list(plan.requirements),
        "domains": _once(r.domain for r in needs),
        "pledges": list(plan.pledges),
        "decisions": [p.id for p in plan.pledges.values() if p.own_decision],
        "consents": [f"{p.id}.{consent.body}" for p in plan.pledges.values() for consent in p.subject_to],
        "sources": list(plan.sources),
        "capabilities": _once((*(p.provides for p in pledges), *(c for r in needs for c in r.of), *plan.units)),
        "places": _once((*(r.in_place for r in needs), *(place for p in pledges for place in p.not_in))),
    }


def _once(words: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word is not None))


def _offer(definitions: dict[str, Schema], names: Mapping[str, list[str]]) -> None:
    """Put the names of a plan where they can stand, beside whatever else may stand there."""
    for table in TABLES.values():
        for noun in (table.noun, f"changed-{table.noun}"):
            entry = definitions.get(noun, {"properties": {}})["properties"]
            for key in table.keys.values():
                if key.name in entry:
                    word = _WORDS.get(key.name) if key.kind in ("word", "words", "caveats", "word or words") else None
                    known = _once(name for each in ((word,) if word else key.names) for name in names[each])
                    entry[key.name] = _offered(entry[key.name], key, known)


def _offered(schema: Schema, key: Key, known: list[str]) -> Schema:
    if not known:
        return schema
    match key.kind:
        case "name" | "word":
            other = {name: its for name, its in schema.items() if name not in ("description", "default")}
            kept = {name: its for name, its in schema.items() if name in ("description", "default")}
            return {**kept, "anyOf": [{"enum": known}, other]}
        case "caveats":
            several, table = schema["anyOf"]
            several = {**several, "items": {"anyOf": [{"enum": known}, several["items"]]}}
            table = {**table, "properties": dict.fromkeys(known, table["additionalProperties"])}
            return {**schema, "anyOf": [several, table]}
        case "names" | "words":
            return {**schema, "items": {"anyOf": [{"enum": known}, schema["items"]]}}
        case "word or words":
            word, several = schema["anyOf"]
            several = {**several, "items": {"anyOf": [{"enum": known}, several["items"]]}}
            return {**schema, "anyOf": [{"enum": known}, word, several]}
        case "assume" | "changes":
            return {**schema, "properties": dict.fromkeys(known, schema["additionalProperties"])}
    return schema


def _table(table: Table) -> Schema:
    entry = {"$ref": f"#/$defs/{table.noun}"}
    match table.shape:
        case "one":
            return {"description": table.doc, **entry}
        case "named":
            named = _by_word if table.name == "capabilities" else _by_id  # whose names conditions quote (§1)
            return {"description": table.doc, **named(entry)}
        case "listed":
            return {"description": table.doc, "type": "array", "items": entry}


def _entry(table: Table, *, change: bool = False) -> Schema:
    """One entry of a table; a ``change`` of one is made elsewhere, so it needs nothing and has no id."""
    keys = [key for key in table.keys.values() if not (change and key.kind == "id")]
    entry = {"description": table.doc, **_object(keys, needs_all=not change)}
    if "only_if" in table.keys:
        entry["not"] = {"required": ["if", "only_if"]}
    return entry


def _object(keys: Iterable[Key], *, needs_all: bool = True) -> Schema:
    keys = list(keys)
    its: Schema = {
        "type": "object",
        "properties": {key.name: _key(key) for key in keys},
        "additionalProperties": False,
    }
    required = [key.name for key in keys if key.required and needs_all]
    return {**its, "required": required} if required else its


def _key(key: Key) -> Schema:
    schema = {"description": key.doc, **_value(key)}
    return schema if key.default is None else {**schema, "default": key.default}


_WORD_SCHEMA: Schema = {"type": "string", "pattern": _WORD}
_ID_SCHEMA: Schema = {"$ref": "#/$defs/id"}


def _by_day(entry: Schema) -> Schema:
    return {"type": "object", "patternProperties": {_DAY: entry}, "additionalProperties": False}


def _by_word(entry: Schema) -> Schema:
    return {"type": "object", "propertyNames": _WORD_SCHEMA, "additionalProperties": entry}


def _by_id(entry: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"$ref": "#/$defs/id"}, "additionalProperties": entry}


#: Kinds of values that are the same whatever the key.
_SAME: Mapping[Kind, Schema] = {
    "text": {"type": "string"},
    "word": _WORD_SCHEMA,
    "id": _ID_SCHEMA,
    "flag": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "day or month": {"type": "string", "pattern": _DAY_OR_MONTH},
    "condition": {"$ref": "#/$defs/condition"},
    "holds": {"anyOf": [{"type": "boolean"}, _by_day({"type": "boolean"})]},
    "likelihood": {
        "anyOf": [
            {"$ref": "#/$defs/chance"},
            {"type": "array", "items": {"$ref": "#/$defs/likelihood"}, "minItems": 1},
        ]
    },
    "assume": {"type": "object", "additionalProperties": {"type": "boolean"}},  # a consent is no id
    "called": {"anyOf": [{"type": "string"}, {**_by_word({"type": "string"}), "minProperties": 1}]},
    "consents": {
        "anyOf": [
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
            _by_word({"$ref": "#/$defs/consent"}),
        ]
    },
    "weights": _by_word({"type": "number", "minimum": 0}),
}


def _value(key: Key) -> Schema:
    match key.kind:
        case "texts":
            return _list(key, {"type": "string"})
        case "words":
            return {**_list(key, _WORD_SCHEMA), "uniqueItems": True}
        case "word or words":
            return {"anyOf": [_WORD_SCHEMA, {**_list(key, _WORD_SCHEMA), "uniqueItems": True}]}
        case "name":
            return {**_ID_SCHEMA, "description": f"{key.doc} (one of {_places(key)})"}
        case "names":
            # A consent is no id, so a list that may name one has words in it.
            entries = _WORD_SCHEMA if "consents" in key.names else _ID_SCHEMA
            return {**_list(key, entries), "uniqueItems": True, "description": f"{key.doc} (of {_places(key)})"}
        case "one of":
            return {"enum": list(key.words)}
        case "integer" | "number":
            return {"type": key.kind, **_bounds(key)}
        case "amount":
            return {"anyOf": [{"type": "integer", **_bounds(key)}, {"$ref": "#/$defs/share"}]}
        case "caveats":
            several = {"type": "array", "items": _WORD_SCHEMA, "uniqueItems": True}
            return {"anyOf": [several, _by_word({"$ref": "#/$defs/limitation"})]}
        case "by day":
            return _by_day({"type": "integer", **_bounds(key)})
        case "changes":
            return _by_id({"$ref": f"#/$defs/changed-{TABLES[key.names[0]].noun}"})
    return _SAME[key.kind]


def _places(key: Key) -> str:
    called = {"decisions": "pledges with only_if", "consents": "consents as pledge.body"}
    return ", ".join(called.get(name, name) for name in key.names)


def _bounds(key: Key) -> Mapping[str, int]:
    bounds = {"minimum": key.least, "maximum": key.most, "exclusiveMinimum": key.above}
    return {word: bound for word, bound in bounds.items() if bound is not None}


def _list(key: Key, entry: Schema) -> Schema:
    fewest, most = key.entries
    schema: Schema = {"type": "array", "items": entry}
    if fewest:
        schema["minItems"] = fewest
    if most is not None:
        schema["maxItems"] = most
    return schema
