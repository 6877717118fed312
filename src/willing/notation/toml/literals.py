"""Values as the text of TOML."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

# What a string must not hold as it is: what TOML forbids, and what would break or turn around a line on the screen.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_string(text: str) -> str:
    """A text as a TOML string, with nothing in it that would break or turn around a line on the screen."""
    if _ESCAPED.search(text) is None:
        return f'"{text}"'
    return '"' + _ESCAPED.sub(lambda match: _SHORT.get(match.group()) or f"\\u{ord(match.group()):04X}", text) + '"'


def toml_key(name: str) -> str:
    """A name as a key; TOML wants quotes around letters beyond ASCII."""
    return name if _BARE.fullmatch(name) else toml_string(name)


def toml_literal(value: object) -> str:
    """A value of a plan file as TOML: what tomllib reads, with fractions as decimals."""
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return toml_array(map(toml_literal, value))
        case dict():
            return toml_inline((toml_key(name), toml_literal(its)) for name, its in value.items())
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}" if "." in f"{value:f}" else f"{value:f}.0"
        case int():
            return str(value)
    return toml_string(str(value))


def toml_array(entries: Iterable[str]) -> str:
    """An array of entries that are TOML."""
    return f"[{', '.join(entries)}]"


def toml_inline(pairs: Iterable[tuple[str, str]]) -> str:
    """An inline table of keys and values that are TOML."""
    return f"{{{', '.join(f'{key} = {value}' for key, value in pairs)}}}"
