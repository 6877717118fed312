"""What happened in a room, one event a time, chained by hashes (§R9.1): the truth that all else is a fold of."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from willing.model.problem import Message

#: The version of the tables and of the fold; ``willing room upgrade`` brings older ones to it.
SCHEMA = 1

#: JSON of a record: the keys of §1 without the id.
Body: TypeAlias = dict[str, Any]

#: Who may read a version: everybody, or these delegations and the owner (§R5.1).
Release: TypeAlias = Literal["room"] | tuple[str, ...]

_JSON = msgspec.json.Encoder(order="sorted", decimal_format="number")
_EXACT = msgspec.json.Decoder(float_hook=Decimal)

#: What stands before the first event.
NOTHING = "0" * 64


class Sign(Struct, frozen=True, kw_only=True):
    """Who decided (``by``), and in which letter or note (``ref``), as the signatory says (§R3.6)."""

    by: str
    ref: str


class Deed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody does, before it has its place in the chain. ``acting``: ``DE/officer``; empty for the server."""

    event: str
    kind: str = ""
    record: str = ""
    owner: str = ""
    version: int = 0
    draft: int = 0
    base: str = ""
    account: str = ""
    acting: str = ""
    body: Body | None = None
    release: str | tuple[str, ...] | None = None
    sign: Sign | None = None
    reason: str = ""
    key: str = ""


class Event(Deed, frozen=True, kw_only=True):
    """One deed in its place. ``body_hash`` is of ``salt`` and body, so that a body can go and the chain still holds."""

    seq: int
    at: datetime
    salt: str = ""
    body_hash: str = ""
    before: str
    hash: str

    @property
    def delegation(self) -> str:
        """That of who did it; empty for the server."""
        return self.acting.partition("/")[0]


def canonical(value: object) -> bytes:
    """JSON with its keys sorted and no blanks, numbers as they were written."""
    return _JSON.encode(value)


def exact(data: bytes | str) -> object:
    """A value from its JSON, fractions as decimals. Raises msgspec.DecodeError."""
    value: object = _EXACT.decode(data)
    return value


def body_hash(salt: str, body: Body) -> str:
    """What a signature is of (§R3.6)."""
    return hashlib.sha256(salt.encode() + canonical(body)).hexdigest()


class Tip(NamedTuple):
    """Where the chain ends: the last event's number, moment and hash."""

    seq: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)
    hash: str = NOTHING


def sealed(deed: Deed, tip: Tip, now: datetime, salt: Callable[[], str]) -> Event:
    """The deed as the event behind ``tip``, dated ``now`` but never before it; ``salt`` makes a new random one."""
    told: dict[str, Any] = {name: getattr(deed, name) for name in Deed.__struct_fields__}
    if deed.body is not None:  # with its keys in the order in which every other server, and this one later, reads them
        body: Body = exact(canonical(deed.body))  # type: ignore[assignment]
        grain = salt()
        told |= {"body": body, "salt": grain, "body_hash": body_hash(grain, body)}
    event = Event(**told, seq=tip.seq + 1, at=max(now, tip.at), before=tip.hash, hash="")
    return msgspec.structs.replace(event, hash=hash_of(event))


def hash_of(event: Event) -> str:
    """The SHA-256 of an event's canonical JSON without ``hash``, body and salt."""
    return hashlib.sha256(canonical(msgspec.structs.replace(event, hash="", body=None, salt=""))).hexdigest()


def link_broken(event: Event, tip: Tip) -> Message | None:
    """Why an event does not hold behind the end of the chain before it (§R13.4); None where it does."""
    if event.seq != tip.seq + 1 or event.before != tip.hash:
        return Message("room-chain-gap", seq=event.seq)
    if event.hash != hash_of(event):
        return Message("room-chain-hash", seq=event.seq)
    if event.body is not None and event.body_hash != body_hash(event.salt, event.body):
        return Message("room-chain-body", seq=event.seq)
    return Message("room-chain-clock", seq=event.seq) if event.at < tip.at else None
