"""A room to look at in one command (§R1.5): the real case, one account for each role, an open round, hidden pledges."""

import secrets
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.json import decode

from willing.app.store import FilePlan
from willing.room.accounts import hashed
from willing.room.exchange import new_room
from willing.room.pen import Request
from willing.room.rights import Actor
from willing.room.room import Room

#: The plan, as it is beside this module where Willing is installed, and in its repository.
_PLANS = (
    Path(__file__).with_name("demo.toml"),
    Path(__file__).parents[3] / "examples" / "ukraine-2025-04" / "plan.toml",
)

#: Who is in it beside the chair, and what is hidden from most; no source says any of that, and its note says so.
_INVENTED = Path(__file__).with_name("demo_members.toml")

_CHAIR = ("host", "chair")
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
    invented = tomllib.loads(_INVENTED.read_text("utf-8"))
    members = [(delegation, role) for delegation, _, role in (each.partition("/") for each in invented["members"])]
    invitation = new_room(where, "demo", stored.reading.plan, stored.text, now)
    room = Room.open(where)
    try:
        room.join(hashed(invitation), account_of(*_CHAIR)).result()
        for delegation, role in members:
            by = _CHAIR if role != "officer" else (delegation, "signatory")
            told = _asked(room, by, "POST", "members", {"delegation": delegation, "role": role})
            room.join(hashed(told["link"].partition("#")[2]), account_of(delegation, role)).result()
        told = _asked(
            room, _CHAIR, "POST", "rounds", {"id": "first", "name": "First round", "opens": None, "closes": None}
        )
        _asked(room, _CHAIR, "POST", "rounds/first/open", {})
        for hidden in invented["hidden"]:
            change = {"base": "0.0", "body": hidden["body"], "release": hidden["release"], "sign": _SIGN}
            by = (hidden["body"]["partner"], "signatory")
            _asked(room, by, "PUT", f"records/pledge/{hidden['id']}", change)
    finally:
        room.close()
    return {secrets.token_urlsafe(18): "/".join(member) for member in (*members, _CHAIR)}


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
