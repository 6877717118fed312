"""What a request says, taken apart: its shape is checked here, before anything is looked up for it (§R7.1)."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TypeVar

from willing.model.problem import Message, Part
from willing.room.events import Body, Release, Sign
from willing.room.fold import HOST, ROOM
from willing.room.problems import RefusedError

_T = TypeVar("_T")

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def invalid(code: str, **parts: Part) -> RefusedError:
    """The refusal of a request that is not as it should be."""
    return RefusedError("invalid", detail=Message(code, **parts))


def check_key(key: str | None) -> None:
    """An Idempotency-Key has to be there (§R7.3)."""
    if key is None or not _KEY.fullmatch(key):
        raise invalid("room-key-missing")


def object_of(body: object) -> Body:
    """The request as an object; as an empty one where it is none, until :func:`check_shape` tells so."""
    return body if isinstance(body, dict) else {}


def check_shape(body: object, required: Collection[str], optional: Collection[str] = ()) -> Body:
    """The request, with these keys and no others."""
    if not isinstance(body, dict) or not body.keys() >= set(required) or not body.keys() <= {*required, *optional}:
        raise invalid("room-malformed", keys=tuple(required), more=tuple(optional))
    return body


def of_type(body: Body, key: str, type_: type[_T], default: _T | None = None) -> _T | None:
    """A key of the request that is of a type, if it is there and not null."""
    value = body.get(key)
    if value is None:
        return default
    if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
        raise invalid("room-malformed-key", key=key)
    return value


def text_of(body: Body, key: str) -> str:
    """A key of the request that has to be a text with something in it."""
    value = body.get(key)
    if not isinstance(value, str) or not value.strip():
        raise invalid("room-malformed-key", key=key)
    return value


def time_of(body: Body, key: str) -> datetime | None:
    """A moment in UTC, with Z (§R4.1); None where there is none."""
    value = of_type(body, key, str)
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise invalid("room-no-time", key=key) from None
    if not value.endswith("Z") or found.tzinfo is None:
        raise invalid("room-no-time", key=key)
    return found.astimezone(UTC)


def sign_of(body: Body, *, needed: bool) -> Sign | None:
    """The signature of a request (§R3.6)."""
    sign = body.get("sign")
    if sign is None and not needed:
        return None
    said = sign if isinstance(sign, dict) and sign.keys() == {"by", "ref"} else {}
    if not all(isinstance(said.get(key), str) and said[key].strip() for key in ("by", "ref")):
        raise invalid("room-sign")
    return Sign(by=said["by"], ref=said["ref"])


def release_of(value: object, *, owner: str, partners: Collection[str]) -> Release:
    """To whom something is to be released (§R5.1)."""
    if value == ROOM:
        return "room"
    known = {*partners, HOST}
    if not isinstance(value, list) or not all(isinstance(each, str) and each in known for each in value):
        raise invalid("room-release")
    return tuple(sorted({each for each in value if each != owner}))


def has_null(value: object) -> bool:
    """Whether there is a null anywhere in it, however deep."""
    waiting = [value]
    while waiting:
        its = waiting.pop()
        if its is None:
            return True
        if isinstance(its, dict | list):
            waiting += its.values() if isinstance(its, dict) else its
    return False
