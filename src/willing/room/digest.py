"""What a delegation is told when it comes (§R12.4): what is asked of it, what lapses, what moved, what was answered."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from willing.room.limits import Used
from willing.room.reading import KINDS, EventJson, ProposalJson, Reader, RecordJson, ResponseJson, RoundJson

#: Owners are told so long before a version lapses (§R3.8).
LAPSES_IN = timedelta(days=14)
#: So many changes are told, the latest.
MOST_CHANGES = 50


class Lapsing(Struct, frozen=True, kw_only=True):
    """A pledge of one's own that lapses, and the last day on which it holds."""

    record: str
    until: date


class Responded(Struct, frozen=True, kw_only=True):
    """What the host said to a record of one's own."""

    kind: str
    record: str
    response: ResponseJson


class Digest(Struct, frozen=True, kw_only=True):
    """``proposals``: those under silence; ``asked``: the asks to the delegation; ``drafts``: what it wrote and has not
    released; ``changed``: what anybody did, the plan that the room was made of apart; ``nearly``: of what it
    may have or do most is used (§R16)."""

    cursor: int
    round: RoundJson | None
    proposals: tuple[ProposalJson, ...]
    asked: tuple[RecordJson, ...]
    lapses: tuple[Lapsing, ...]
    responses: tuple[Responded, ...]
    drafts: tuple[RecordJson, ...]
    changed: tuple[EventJson, ...]
    nearly: tuple[Used, ...] = ()


def digest(reader: Reader, after: int | None = None, used: Iterable[Used] = ()) -> Digest:
    """What a delegation is to know; ``after``: of what moved since its cursor stood there; ``used``: what it has."""
    records = reader.records()
    own = [record for record in records if record.owner == reader.delegation]
    asked = [its for its in records if its.kind == "ask" and its.body.get("partner") == reader.delegation]
    rounds = [its for its in reader.rounds() if its.state == "open"]
    return Digest(
        cursor=reader.cursor,
        round=rounds[0] if rounds else None,
        proposals=tuple(its for its in reader.proposals() if its.state == "open"),
        asked=tuple(asked),
        lapses=tuple(its for record in own if (its := _lapsing(record, reader.state.day)) is not None),
        responses=tuple(
            Responded(kind=its.kind, record=its.id, response=its.response) for its in own if its.response is not None
        ),
        drafts=tuple(its for its in own if its.state in ("draft", "revised")),
        changed=tuple(its for its in reader.told(after or 0) if its.kind in KINDS and its.delegation)[-MOST_CHANGES:],
        nearly=tuple(its for its in used if its.nearly),
    )


def _lapsing(record: RecordJson, today: date | None) -> Lapsing | None:
    until = record.body.get("until")
    if record.kind != "pledge" or record.state not in ("released", "revised") or not isinstance(until, str):
        return None
    try:
        day = date.fromisoformat(until)
    except ValueError:
        return None
    if today is None or not today <= day <= today + LAPSES_IN:
        return None
    return Lapsing(record=record.id, until=day)
