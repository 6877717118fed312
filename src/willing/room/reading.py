"""What a delegation may read, and nothing else (§R5, §R15): the one way from a room's state to a reader.

What somebody may not read does not exist here: no method tells it from what was never there.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from willing.notation.keys import TABLES
from willing.room.events import Body, Release, canonical
from willing.room.fold import HOST, ROOM, Member, Proposal, Record, Round, Seen, Settings, State, Told, Version, latest
from willing.room.rights import Actor, reads

#: The kinds of records, in the order of the tables of a plan (§R3.1), and their tables.
KINDS = {table.noun: table for table in TABLES.values()}

#: Kinds that partners own.
OF_PARTNERS = ("pledge", "pool", "alternatives")
#: Kinds that whoever wrote them owns.
OF_WRITERS = ("source", "statement")

#: How many entries of a journal are told at once.
MOST_EVENTS = 1_000


class SignJson(Struct, frozen=True, kw_only=True):
    """A signature; to its owner with the account, to others with the delegation."""

    account: str | UnsetType = UNSET
    delegation: str | UnsetType = UNSET
    by: str
    ref: str
    at: datetime


class ResponseJson(Struct, frozen=True):
    """What the host says to a version."""

    what: str
    text: str | None


class DraftJson(Struct, frozen=True):
    """What lies over the last version."""

    n: int
    body: Body


class RecordJson(Struct, frozen=True, kw_only=True):
    """A record as its reader may read it (§R15)."""

    id: str
    kind: str
    owner: str
    base: str
    state: str
    release: Release
    body: Body
    sign: SignJson | None
    response: ResponseJson | None
    on_behalf: bool
    at: datetime
    version: int | UnsetType = UNSET
    draft: DraftJson | UnsetType = UNSET


class HistoryJson(Struct, frozen=True, kw_only=True):
    """One version, and what it changed (§R15)."""

    at: datetime
    delegation: str
    body: Body
    changed: tuple[str, ...]
    sign: SignJson | None
    reason: str | None
    version: int | UnsetType = UNSET


class EventJson(Struct, frozen=True, kw_only=True):
    """An entry of the journal (§R15)."""

    cursor: int
    at: datetime
    event: str
    kind: str | None
    record: str | None
    delegation: str | None


class JournalJson(Struct, frozen=True):
    """A stretch of the journal (§R15)."""

    events: tuple[EventJson, ...]
    more: bool


class RoundJson(Struct, frozen=True, kw_only=True):
    """A round (§R15); ``baseline`` is the hash of that of ``room``, put in by who works it out."""

    id: str
    name: str
    state: str
    opens: datetime | None
    closes: datetime | None
    blind: bool
    freeze: tuple[str, ...]
    baseline: str | None = None


class MemberJson(Struct, frozen=True, kw_only=True):
    """A membership; ``account`` null until somebody took up the invitation."""

    id: str
    account: str | None
    delegation: str
    role: str
    since: datetime | None


class ProposalJson(Struct, frozen=True, kw_only=True):
    """A proposal (§R15)."""

    id: str
    text: str
    changes: tuple[Body, ...]
    deadline: datetime
    state: str
    broken_by: tuple[dict[str, str], ...]
    assented: tuple[str, ...]


def body_as(kind: str, version: Version, seen: Seen) -> Body:
    """A version's body as it is to who reads it since then: of a pledge with the day on which it ended for them
    (§R3.4)."""
    body = version.body or {}
    ends = kind == "pledge" and version.withdrawn and version.body is not None
    return {**body, "ended": ended(body, seen.at)} if ends else body


def ended(body: Body, at: datetime) -> str:
    """The day on which what is withdrawn ends: that day, or the one on which it was said if that is later (§R3.5)."""
    day, said = at.date().isoformat(), body.get("said")
    try:
        return max(day, date.fromisoformat(said).isoformat()) if isinstance(said, str) else day
    except ValueError:
        return day


class Reader:
    """A room as a delegation may read it, acting in a role."""

    def __init__(self, state: State, actor: Actor) -> None:
        self.state = state
        self.actor = actor
        self.delegation = actor.delegation

    @property
    def cursor(self) -> int:
        """How many events it may read (§R12.1)."""
        return self.state.cursor(self.delegation)

    # -- records ------------------------------------------------------------------------------------------------------

    def owns(self, record: Record) -> bool:
        """Whether it has the pen of a record that it found: the host too, while what it recorded is not confirmed."""
        return record.owner == self.delegation or (self.delegation == HOST and record.on_behalf)

    def found(self, kind: str, id_: str) -> Record | None:
        """A record, with what it may read of it; None for what it may not read, and what there is not."""
        record = self.state.record(kind, id_)
        return None if record is None else self.view(record)

    def view(self, record: Record) -> Record | None:
        """A record with what it may read of it, as far as that is open by now; None where it is nothing."""
        if record.owner == self.delegation:
            return record if record.versions or record.draft else None
        versions = tuple(replace(its, release=its.opened(record.owner)) for its, _ in record.visible(self.delegation))
        return replace(record, versions=versions, draft=None, drafts=0) if versions else None

    def record(self, kind: str, id_: str) -> RecordJson | None:
        """A record as it may read it; None for what it may not, and what there is not."""
        record = self.found(kind, id_)
        return None if record is None else self.json(record)

    def records(
        self, kind: str | None = None, partner: str | None = None, changed_since: int | None = None
    ) -> list[RecordJson]:
        """All it may read, in file order; of a kind, of what a partner owns, changed since a cursor."""
        touched = None
        if changed_since is not None:
            entries = self._entries(changed_since)
            touched = {f"{told.kind}/{told.record}" for _, told in entries if told.kind in KINDS}
        listed = [
            found
            for key, record in self.state.records.items()
            if (kind is None or record.kind == kind) and (touched is None or key in touched)
            if (found := self.view(record)) is not None
        ]
        tables = {noun: number for number, noun in enumerate(KINDS)}
        listed.sort(key=lambda record: (tables[record.kind], self._order(record)))
        told = [self.json(record) for record in listed]
        return [its for its in told if partner is None or partner in (its.owner, its.body.get("partner"))]

    def json(self, record: Record) -> RecordJson:
        """A record that it found, as it is told."""
        visible = record.visible(self.delegation)
        last, seen = visible[-1] if visible else (None, None)
        own = record.owner == self.delegation
        draft = record.draft if own else None
        body = body_as(record.kind, last, seen) if last and seen else (draft.body if draft else None) or {}
        state = "withdrawn" if last and last.withdrawn else "released" if last else "draft"
        if own and draft is not None and last is not None:
            state = "revised"
        more: dict[str, object] = {}
        if own:
            more["version"] = len(record.versions)
            if draft is not None:
                more["draft"] = DraftJson(record.drafts, draft.body or {})
        return RecordJson(
            id=record.id,
            kind=record.kind,
            owner=record.owner,
            base=self.base(record),
            state=state,
            release=last.release if last else (),
            body=body,
            sign=self._sign(record, last, seen),
            response=self._response(record),
            on_behalf=last is not None and last.on_behalf,
            at=seen.at if seen else draft.at,  # type: ignore[union-attr]  # there is one or the other
            **more,  # type: ignore[arg-type]
        )

    def base(self, record: Record) -> str:
        """What a change of the record names as its base (§R7.2): an opaque word to all but its owner."""
        if self.owns(record):
            return record.base
        visible = record.visible(self.delegation)
        last = [[body_as(record.kind, *its), its[1].at] for its in visible[-1:]]
        said = [[record.kind, record.id, len(visible)], *last]
        return hashlib.sha256(canonical(said)).hexdigest()[:16]

    def history(self, kind: str, id_: str) -> list[HistoryJson] | None:
        """The versions of a record that it may read, oldest first; None for what it may not."""
        record = self.found(kind, id_)
        if record is None:
            return None
        told, before = [], Body()
        for version, seen in record.visible(self.delegation):
            body = body_as(kind, version, seen)
            keys = dict.fromkeys((*before, *body))
            changed = tuple(key for key in keys if before.get(key, UNSET) != body.get(key, UNSET))
            number = version.number if record.owner == self.delegation else UNSET
            told.append(
                HistoryJson(
                    at=seen.at,
                    delegation=version.delegation,
                    body=body,
                    changed=changed,
                    sign=self._sign(record, version, seen),
                    reason=version.reason or None,
                    version=number,
                )
            )
            before = body
        return told

    def _order(self, record: Record) -> int:
        """Where it stands in file order (§R6.6)."""
        visible = record.visible(self.delegation)
        return visible[0][1].order if visible else record.begun

    def _sign(self, record: Record, version: Version | None, seen: Seen | None) -> SignJson | None:
        if version is None or seen is None or version.sign is None:
            return None
        own = record.owner == version.delegation == self.delegation  # who the members of others are is not told
        who = {"account": version.account} if own else {"delegation": version.delegation}
        return SignJson(by=version.sign.by, ref=version.sign.ref, at=seen.at, **who)

    def _response(self, record: Record) -> ResponseJson | None:
        response, last = record.response, record.last
        if response is None or last is None or response.version != last.number:
            return None
        if self.delegation not in (record.owner, HOST) and ROOM not in last.seen:
            return None
        return ResponseJson(response.what, response.text)

    # -- the room -----------------------------------------------------------------------------------------------------

    def journal(self, after: int = 0, most: int = MOST_EVENTS) -> JournalJson:
        """Who did what, behind a cursor (§R15)."""
        told = self.told(after) if reads(self.actor, "journal: readable") else ()
        return JournalJson(told[:most], len(told) > most)

    def told(self, after: int = 0) -> tuple[EventJson, ...]:
        """All that its delegation was told, behind a cursor."""
        return tuple(
            EventJson(
                cursor=cursor,
                at=its.at,
                event=its.to(self.delegation),
                kind=its.kind or None,
                record=its.record or None,
                delegation=its.delegation or None,
            )
            for cursor, its in self._entries(after)
        )

    def _entries(self, after: int) -> list[tuple[int, Told]]:
        cursors = range(self.cursor, max(after, 0), -1)
        return [*zip(cursors, latest(self.state, self.delegation), strict=False)][::-1]

    def rounds(self) -> list[RoundJson]:
        """All rounds, as they were planned."""
        return [round_json(each) for each in self.state.rounds.values()]

    def waiting(self) -> int:
        """How many records of its own a blind round hides from others until it closes (§R4.2)."""
        return sum(self.state.records[key].owner == self.delegation for key in self.state.waiting)

    def settings(self) -> Settings:
        """What the chair set."""
        return self.state.settings

    def members(self, now: datetime) -> list[MemberJson]:
        """The members that it may know of (§R2.3), with invitations that can be taken up; none of those revoked."""
        return [member_json(each) for each in self._members(now)]

    def _members(self, now: datetime) -> Iterator[Member]:
        everybody = reads(self.actor, "members: all")
        if not everybody and not reads(self.actor, "members: own"):
            return
        for member in self.state.members.values():
            open_ = member.since is not None or member.expires > now
            if member.revoked is None and open_ and (everybody or member.delegation == self.delegation):
                yield member

    def proposals(self) -> list[ProposalJson]:
        """All proposals; their changes without bases to all but the host."""
        return [self.proposal(each) for each in self.state.proposals.values()]

    def proposal(self, its: Proposal) -> ProposalJson:
        """One of them."""
        return ProposalJson(
            id=its.id,
            text=its.text,
            changes=tuple(
                change if self.delegation == HOST else {k: v for k, v in change.items() if k != "base"}
                for change in its.changes
            ),
            deadline=its.deadline,
            state=its.state,
            broken_by=tuple({"delegation": who, "reason": why} for who, why in its.broken_by),
            assented=its.assented,
        )


def round_json(its: Round) -> RoundJson:
    """A round as all read it."""
    names = ("id", "name", "state", "opens", "closes", "blind", "freeze")
    return RoundJson(**{name: getattr(its, name) for name in names})


def member_json(its: Member) -> MemberJson:
    """A membership, as those read it who may know of it."""
    return MemberJson(id=its.id, account=its.account or None, delegation=its.delegation, role=its.role, since=its.since)


#: What is read, as JSON: numbers as they were written.
to_json = msgspec.json.Encoder(decimal_format="number").encode
