"""A room to look at in one command (§R1.5): the real case, one account for each role, an open round, hidden pledges."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.json import decode

from willing.app.store import FilePlan
from willing.room.accounts import hashed
from willing.room.exchange import new_room
from willing.room.fold import HOST
from willing.room.pen import Request
from willing.room.rights import Actor
from willing.room.room import Room

#: The plan, as it is beside this module where Willing is installed, and in its repository.
_PLANS = (
    Path(__file__).with_name("demo.toml"),
    Path(__file__).parents[3] / "examples" / "ukraine-2025-04" / "plan.toml",
)

_CHAIR = ("host", "chair")
_MEMBERS = (
    ("FR", "signatory"),
    ("FR", "officer"),
    ("DE", "signatory"),
    ("DE", "officer"),
    ("host", "planner"),
    ("observers", "observer"),
    ("audit", "auditor"),
)

#: What is hidden from most: of whom, from whom, and what. No source says any of it, and its note says so.
_INVENTED = "Invented for this demo: no source says it."
_HIDDEN: tuple[tuple[str, str, list[str], dict[str, Any]], ...] = (
    ("DE", "de-more-troops", [], {"provides": "troops", "amount": 800, "if": "DE", "note": _INVENTED}),
    ("DE", "de-brigade", [HOST], {"provides": "troops", "amount": 2_000, "if": "FR", "note": _INVENTED}),
    ("FR", "fr-more-troops", ["DE", HOST], {"provides": "troops", "amount": 1_500, "if": "DE", "note": _INVENTED}),
)

_SIGN = {"by": "ministry of defence", "ref": "demo"}


def demo_plan() -> str:
    """Where the plan of a demo is."""
    return str(next(path for path in _PLANS if path.is_file()))


def make_demo(where: str, plan: str, now: datetime) -> Mapping[str, str]:
    """Make a room of a plan with a member in each role; who acts (``DE/officer``) by the token that signs in as them.

    Raises PlanError (of ``app/errors.py``) for a plan with mistakes, RoomError and OSError.
    """
    stored = FilePlan(plan).read()
    assert stored.reading.plan is not None, stored.reading.errors
    invitation = new_room(where, "demo", stored.reading.plan, stored.text, now)
    room = Room.open(where)
    try:
        room.join(hashed(invitation), account_of(*_CHAIR)).result()
        for delegation, role in _MEMBERS:
            by = _CHAIR if role != "officer" else (delegation, "signatory")
            told = _asked(room, by, "POST", "members", {"delegation": delegation, "role": role})
            room.join(hashed(told["link"].partition("#")[2]), account_of(delegation, role)).result()
        told = _asked(
            room, _CHAIR, "POST", "rounds", {"id": "first", "name": "First round", "opens": None, "closes": None}
        )
        _asked(room, _CHAIR, "POST", "rounds/first/open", {})
        for partner, id_, release, body in _HIDDEN:
            change = {"base": "0.0", "body": {"partner": partner, **body}, "release": release, "sign": _SIGN}
            _asked(room, (partner, "signatory"), "PUT", f"records/pledge/{id_}", change)
    finally:
        room.close()
    return {secrets.token_urlsafe(18): "/".join(member) for member in (*_MEMBERS, _CHAIR)}


def account_of(delegation: str, role: str) -> str:
    """The account of a membership in a demo."""
    return f"{delegation}-{role}@demo.invalid".lower()


def _asked(room: Room, who: tuple[str, str], method: str, address: str, body: dict[str, Any]) -> dict[str, Any]:
    request = Request(
        actor=Actor(account_of(*who), *who), method=method, address=address, body=body, key=secrets.token_urlsafe(9)
    )
    reply = room.write(request).result()
    assert reply.status == 201, reply.body
    told: dict[str, Any] = decode(reply.body)
    return told
