"""Plans into rooms, and rooms into plans (§R14)."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from msgspec.structs import replace

from willing.model.plan import Plan
from willing.notation.keys import TABLES
from willing.notation.toml.scan import scan
from willing.notation.write import write_plan
from willing.notation.written import Path
from willing.room import names
from willing.room.basis import NOT_OF_ROOMS, basis_of
from willing.room.bodies import body_of
from willing.room.chairing import invited
from willing.room.events import Body, Deed, canonical
from willing.room.fold import COMMENTS, HOST, ROOM, State
from willing.room.ledger import Ledger
from willing.room.pen import Pen
from willing.room.reading import Reader
from willing.room.stores import RoomError


def bodies_of(plan: Plan) -> Iterator[tuple[Path, str, str, Body]]:
    """The records of a plan, in file order: where it stands, kind, id and body (§R3.1)."""
    root: Mapping[str, Any] = tomllib.loads(write_plan(plan), parse_float=Decimal)
    for table in TABLES.values():
        raw = root.get(table.name)
        if raw is None:
            continue
        if table.shape == "one":
            body = {key: value for key, value in body_of(raw).items() if key not in NOT_OF_ROOMS}
            packs = [name for name in body.pop("packs", ()) if name.isidentifier()]  # files do not come along
            yield (table.name,), table.noun, "plan", {**body, **({"packs": packs} if packs else {})}
        elif table.shape == "named":
            yield from (((table.name, id_), table.noun, id_, body_of(its)) for id_, its in raw.items())
        else:
            for number, its in enumerate(raw):
                body = body_of(its)
                id_ = body.pop("id", "")
                if not id_ or (table.noun == "ask" and id_.startswith(f"{body['partner']}-ask-")):
                    id_ = f"{table.noun}-{number + 1}"
                yield (table.name, number), table.noun, id_, body


def begin(pen: Pen, plan: Plan, text: str | None) -> None:
    """Write a plan as the first records of a room; ``text``: it as TOML, for its comments.

    Raises RoomError for a plan that has a partner whom no room can have (§R3.3).
    """
    for partner in plan.partners:
        if names.is_reserved(partner):
            raise RoomError("room-partner-reserved", partner=partner)
    pen.write(Deed(event="day", body={"day": pen.now.date().isoformat()}))
    comments: dict[Path, list[str]] = {}
    for path, comment in scan(text).commented() if text is not None else ():
        comments.setdefault(path[:2], []).append(comment)
    for path, kind, id_, body in bodies_of(plan):
        said = {COMMENTS: "\n".join(comments[path])} if path in comments else {}
        deed = Deed(event="imported", kind=kind, record=id_, owner=_owner(plan, kind, id_, body), version=1)
        pen.write(replace(deed, body={**body, **said}, release=ROOM))


def new_room(where: str, room: str, plan: Plan, text: str | None, now: datetime) -> str:
    """Make a room of a plan; the token of the first chair's invitation (§R1.1). Raises RoomError and OSError."""
    pen = Pen(State(), now)
    begin(pen, plan, text)
    token = invited(pen, "", HOST, "chair")
    Ledger.make(where, room, lambda turn: turn.append(pen.events))
    return token


def _owner(plan: Plan, kind: str, id_: str, body: Body) -> str:
    """Whose an imported record is (§R3.2)."""
    if kind == "pledge":
        return str(body["partner"])
    whose: set[str] = set()
    if kind == "pool":
        whose = {pledge.partner for pledge in plan.pledges.values() if pledge.pool == id_}
    elif kind == "alternatives":
        whose = {plan.pledges[pledge].partner for pledge in plan.alternatives[id_].of}
    return whose.pop() if len(whose) == 1 else HOST


def differences(reader: Reader, plan: Plan) -> list[Body]:
    """What of a plan is not so in the room, as the changes that who reads may write (§R14.2): a draft each.

    Nothing is taken away that the plan does not have.
    """
    state, own = reader.state, reader.delegation
    here: dict[tuple[str, str], bytes] = {}
    said: set[bytes] = set()
    for _, kind, id_, body in bodies_of(basis_of(state, own, "drafts").plan):
        here[kind, id_] = canonical(body)
        said |= {canonical(body)} if kind == "statement" else set()
    numbers = count(1)
    changes: list[Body] = []
    for _, kind, id_, body in bodies_of(plan):
        if canonical(body) in (said if kind == "statement" else (here.get((kind, id_)),)):
            continue
        if kind == "statement":
            stem = kind if own == HOST else f"{own.casefold()}-{kind}"
            id_ = next(name for number in numbers if state.record(kind, name := f"{stem}-{number}") is None)
        record = reader.found(kind, id_)
        if reader.owns(record) if record else names.can_give(state, own, kind, id_, None):
            changes.append({"kind": kind, "record": id_, "base": record.base if record else "0.0", "body": body})
    return changes
