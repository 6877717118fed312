"""A room as it stands: the fold of its events (§R9.3). Pure, total, and cheap to go one event on.

What is here is all there is, whoever may read it; :mod:`willing.room.reading` is the only way to it for a reader.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from willing.room.events import Body, Event, Release, Sign, Tip
from willing.room.log import Log

#: The delegation of those who plan and chair, and the audience that is everybody.
HOST, ROOM = "host", "room"

#: So many things can happen at one instant, as far as their order is told (§R4.2).
_RANKS = 1 << 20


class Seen(NamedTuple):
    """When a version became readable, and which it was in the order of all that did (§R6.6)."""

    at: datetime
    order: int


class Version(Struct, frozen=True, kw_only=True):
    """A released state of a record (§R3.4).

    ``body`` is None where the law took it; the ``ended`` of a withdrawal is not in it, for it depends on who reads.
    ``seen``: since when it can be read, by delegation, or by the ``room``. ``on_behalf``: nobody confirmed it.
    """

    number: int
    at: datetime
    body: Body | None
    body_hash: str
    release: Release
    sign: Sign | None
    account: str
    delegation: str
    reason: str
    withdrawn: bool
    on_behalf: bool
    seen: dict[str, Seen]

    def seen_by(self, reader: str) -> Seen | None:
        """Since when a delegation, or the ``room``, may read it; None: it may not."""
        first, own = self.seen.get(ROOM), self.seen.get(reader)
        if first is None or own is None:
            return first or own
        return min(first, own, key=lambda seen: seen.order)

    def opened(self, owner: str) -> Release:
        """To whom it is open by now: what is released in a blind round is not, until it closes (§R4.2)."""
        return "room" if ROOM in self.seen else tuple(sorted(self.seen.keys() - {owner}))


class Draft(Struct, frozen=True, kw_only=True):
    """What an owner wrote and has not released."""

    body: Body | None
    at: datetime
    account: str
    reason: str


class Response(Struct, frozen=True, kw_only=True):
    """What the host says to a version (§R3.7)."""

    version: int
    what: str
    text: str | None
    at: datetime


class Record(Struct, frozen=True, kw_only=True):
    """One record: ``drafts`` counts those written or dropped since it began, at the event ``begun``.

    ``past``: every state its owner had before it, by its base: what conflicts are told against (§R7.2).
    """

    kind: str
    id: str
    owner: str
    begun: int
    versions: tuple[Version, ...] = ()
    draft: Draft | None = None
    drafts: int = 0
    response: Response | None = None
    comments: str = ""
    past: Log[tuple[str, Body | None]] = msgspec.field(default_factory=Log)

    @property
    def base(self) -> str:
        """Its state, as its owner names it (§R7.2)."""
        return f"{len(self.versions)}.{self.drafts}"

    @property
    def last(self) -> Version | None:
        """The last version, whoever may read it."""
        return self.versions[-1] if self.versions else None

    @property
    def withdrawn(self) -> bool:
        """Whether its owner withdrew it, for good."""
        return self.last is not None and self.last.withdrawn

    @property
    def on_behalf(self) -> bool:
        """Whether the host recorded it, and its owner has not confirmed it (§R2.4)."""
        return self.last is not None and self.last.on_behalf and not self.last.withdrawn

    @property
    def body(self) -> Body:
        """What its owner would go on writing: the draft, else the last version."""
        return (self.draft.body if self.draft else self.last.body if self.last else None) or {}

    def body_at(self, base: str) -> Body | None:
        """What its owner had written when its base was this; None: it never was."""
        return next((body for its, body in self.past.backwards() if its == base), None)

    def visible(self, reader: str) -> tuple[tuple[Version, Seen], ...]:
        """The versions that a delegation, or the ``room``, may read, oldest first."""
        return tuple(_seen(self.versions, reader))

    def shown(self, reader: str) -> tuple[Version, Seen, int] | None:
        """The last version that a delegation, or the ``room``, may read, and the order of the first; None where it may
        read none. What stands between them is not looked through."""
        last = next(_seen(reversed(self.versions), reader), None)
        return None if last is None else (*last, next(_seen(self.versions, reader))[1].order)


def _seen(versions: Iterable[Version], reader: str) -> Iterator[tuple[Version, Seen]]:
    """Those of the versions that a reader may read."""
    return ((version, seen) for version in versions if (seen := version.seen_by(reader)))


class Round(Struct, frozen=True, kw_only=True):
    """A round (§R4.1). ``opened``: the event that opened it; ``closed``: the one that closed it, if it was open then:
    its baselines are of that (§R4.3)."""

    id: str
    name: str
    opens: datetime | None
    closes: datetime | None
    blind: bool
    freeze: tuple[str, ...]
    state: Literal["planned", "open", "closed"] = "planned"
    opened: int = 0
    closed: int = 0


class Proposal(Struct, frozen=True, kw_only=True):
    """A proposal under silence (§R4.5); ``changes`` as they were proposed."""

    id: str
    text: str
    changes: tuple[Body, ...]
    deadline: datetime
    account: str
    acting: str
    state: Literal["open", "adopted", "broken", "withdrawn", "outdated"] = "open"
    broken_by: tuple[tuple[str, str], ...] = ()
    assented: tuple[str, ...] = ()


class Member(Struct, frozen=True, kw_only=True):
    """A membership, from its invitation on (§R2.3); ``token``: the SHA-256 of the invitation's."""

    id: str
    delegation: str
    role: str
    token: str
    expires: datetime
    account: str = ""
    since: datetime | None = None
    revoked: datetime | None = None

    @property
    def current(self) -> bool:
        """Whether somebody acts by it now."""
        return self.since is not None and self.revoked is None


class Settings(Struct, frozen=True, kw_only=True):
    """What a chair sets (§R3.6, §R4.4)."""

    signed_from: str = "offered"
    between: Literal["open", "closed"] = "open"


class Told(Struct, frozen=True, kw_only=True):
    """An entry of a journal: what happened, as those are told who read it.

    ``otherwise``: what it is to some of them, by delegation; "" is nothing.
    """

    at: datetime
    event: str
    kind: str
    record: str
    delegation: str
    order: int
    otherwise: dict[str, str] = {}

    def to(self, reader: str) -> str:
        """What it is called to a delegation."""
        return self.otherwise.get(reader, self.event)


class State(Struct, frozen=True, kw_only=True):
    """A room after its last event. ``called``: the records by their ids, whatever their kind.
    ``told`` are the journals, by delegation and of the ``room``; ``untold`` counts by
    delegation what of the room's it was told before. ``waiting``: what a blind round hides. ``active``: the partners
    that ever had members or pledges (§R3.3)."""

    tip: Tip = Tip()
    day: date | None = None
    records: dict[str, Record] = {}
    called: dict[str, tuple[str, ...]] = {}
    rounds: dict[str, Round] = {}
    proposals: dict[str, Proposal] = {}
    members: dict[str, Member] = {}
    settings: Settings = Settings()
    told: dict[str, Log[Told]] = {}
    untold: dict[str, int] = {}
    waiting: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()

    @property
    def seq(self) -> int:
        """The number of the last event."""
        return self.tip.seq

    @property
    def round(self) -> Round | None:
        """The round that is open."""
        return next((its for its in self.rounds.values() if its.state == "open"), None)

    def record(self, kind: str, id_: str) -> Record | None:
        """A record, whoever may read it."""
        return self.records.get(f"{kind}/{id_}")

    def cursor(self, delegation: str) -> int:
        """How many events a delegation may read (§R12.1)."""
        own = len(self.told.get(delegation, _NONE)) - self.untold.get(delegation, 0)
        return own + len(self.told.get(ROOM, _NONE))


_NONE: Log[Told] = Log()


def fold(state: State, event: Event) -> State:
    """The room after one more event."""
    step = _STEPS.get(event.event)
    state = replace(state, tip=Tip(event.seq, event.at, event.hash))
    return state if step is None else step(state, event)


def folded(events: Iterable[Event], state: State | None = None) -> State:
    """The room after all these events."""
    now = state or State()
    for event in events:
        now = fold(now, event)
    return now


# -- telling ----------------------------------------------------------------------------------------------------------


def _tell(state: State, audience: Iterable[str], told: Told) -> State:
    """Write an entry into the journals of those who may read it; where all may, into the room's alone."""
    audience = tuple(audience)
    readers = (ROOM,) if ROOM in audience else tuple(dict.fromkeys(audience))
    journals = dict(state.told)
    for reader in readers:
        journals[reader] = journals.get(reader, _NONE).with_(told)
    untold = state.untold
    if readers == (ROOM,):
        for reader in (reader for reader, name in told.otherwise.items() if not name):
            untold = {**untold, reader: untold.get(reader, 0) + 1}
    return replace(state, told=journals, untold=untold)


def _entry(event: Event, *, kind: str = "", rank: int = 0, otherwise: Mapping[str, str] | None = None) -> Told:
    return Told(
        at=event.at,
        event=event.event,
        kind=kind or event.kind,
        record=event.record,
        delegation=event.delegation,
        order=event.seq * _RANKS + rank,
        otherwise=dict(otherwise or {}),
    )


def _audience(release: Release) -> tuple[str, ...]:
    return (ROOM,) if isinstance(release, str) else release


# -- records ----------------------------------------------------------------------------------------------------------


def _begun(state: State, event: Event) -> Record:
    found = state.record(event.kind, event.record)
    return found or Record(kind=event.kind, id=event.record, owner=event.owner, begun=event.seq * _RANKS)


def _remembering(record: Record) -> Record:
    """A record that keeps what its owner had written when its base is what it is now."""
    return replace(record, past=record.past.with_((record.base, record.body)))


def _kept(state: State, record: Record) -> State:
    """The room with a record as it is now."""
    key = f"{record.kind}/{record.id}"
    if key not in state.records:
        called = {**state.called, record.id: (*state.called.get(record.id, ()), key)}
        state = replace(state, called=called, active=state.active | {record.owner})
    return replace(state, records={**state.records, key: record})


def _drafted(state: State, event: Event) -> State:
    record = _begun(state, event)
    draft = Draft(body=event.body, at=event.at, account=event.account, reason=event.reason)
    state = _kept(state, _remembering(replace(record, draft=draft, drafts=event.draft)))
    return _tell(state, (record.owner,), _entry(event))


def _version(state: State, event: Event) -> State:
    """A new version: released, imported, recorded, confirmed or withdrawn."""
    record = _begun(state, event)
    body, comments = event.body, record.comments
    ends = event.kind == "pledge" and event.event in _ENDS
    if body is not None and (event.event == "imported" or ends):
        comments = body.get(COMMENTS, comments)
        gone = {COMMENTS} if event.event == "imported" else {"ended"}
        body = {key: value for key, value in body.items() if key not in gone}
    version = Version(
        number=event.version,
        at=event.at,
        body=body,
        body_hash=event.body_hash,
        release=event.release or (),  # type: ignore[arg-type]
        sign=event.sign,
        account=event.account,
        delegation=event.delegation or record.owner,  # what is imported is its owner's (§R3.1)
        reason=event.reason,
        withdrawn=event.event in _ENDS,
        on_behalf=event.event == "recorded_on_behalf" or (event.event in _ENDS and record.on_behalf),
        seen={},
    )
    record = replace(
        record,
        versions=(*record.versions, version),
        drafts=event.draft,
        draft=None,
        comments=comments,
    )
    record = _remembering(record)
    return _opened(_kept(state, record), event, record)


def _widened(state: State, event: Event) -> State:
    record = _begun(state, event)
    if record.last is None:
        return state
    wider = replace(record.last, release=event.release or ())
    if event.sign is not None:
        wider = replace(wider, sign=event.sign)
    record = replace(record, versions=(*record.versions[:-1], wider))
    state = replace(state, records={**state.records, f"{record.kind}/{record.id}": record})
    return _opened(state, event, record)


def _opened(state: State, event: Event, record: Record, *, rank: int = 0) -> State:
    """The last version read by those it is released to; by its owner alone while a blind round hides it (§R4.2)."""
    last = record.last
    assert last is not None
    key = f"{record.kind}/{record.id}"
    closing = event.event == "round_closed"
    hidden = state.round is not None and state.round.blind and record.owner != HOST and not closing
    acting = last.delegation if closing else event.delegation
    release = () if hidden else _audience(last.release)
    readers = tuple(dict.fromkeys((*release, *(() if closing else (record.owner,)))))
    if hidden:
        state = replace(state, waiting=state.waiting | {key})
    when = Seen(event.at, event.seq * _RANKS + rank)
    before = record.versions[:-1]
    seen = {**{reader: when for reader in readers if last.seen_by(reader) is None}, **last.seen}
    room_knew = any(ROOM in version.seen for version in reversed(record.versions))  # of thousands, mostly the latest
    knew = set() if room_knew else {name for version in record.versions for name in version.seen}
    record = replace(record, versions=(*before, replace(last, seen=seen)))
    state = replace(state, records={**state.records, key: record})
    told = _face(event, last, closing=closing, new=not room_knew and not knew)
    names = {record.owner: "" if closing else event.event}
    if not closing and acting:
        names[acting] = event.event
    entry = Told(
        at=event.at,
        event=told if room_knew else "released",
        kind=record.kind,
        record=record.id,
        delegation=acting,
        order=when.order,
        otherwise={**dict.fromkeys(knew, told), **names},
    )
    return _tell(state, readers, entry)


def _face(event: Event, last: Version, *, closing: bool, new: bool) -> str:
    """What an event is called to those who read the record before and have no part in it (§R3.4)."""
    if last.withdrawn and not new:
        return "withdrawn"
    return event.event if event.event in ("widened", "imported") and not closing else "released"


def _dropped(state: State, event: Event) -> State:
    record = _begun(state, event)
    if record.on_behalf:
        return _version(state, event)
    state = _kept(state, _remembering(replace(record, draft=None, drafts=event.draft)))
    return _tell(state, (record.owner,), _entry(event))


def _responded(state: State, event: Event) -> State:
    record = _begun(state, event)
    body = event.body or {}
    said = Response(version=event.version, what=body.get("what", ""), text=body.get("text"), at=event.at)
    record = replace(record, response=said)
    state = replace(state, records={**state.records, f"{record.kind}/{record.id}": record})
    open_ = any(ROOM in version.seen for version in record.versions if version.number == event.version)
    return _tell(state, (ROOM,) if open_ else (record.owner, HOST), _entry(event))


def _redacted(state: State, event: Event) -> State:
    """A record whose bodies went by law: it is in no basis any more."""
    record = _begun(state, event)
    versions = tuple(replace(each, body=None, withdrawn=True) for each in record.versions)
    record = replace(record, versions=versions, draft=None, past=Log(), comments="", response=None)
    state = replace(state, records={**state.records, f"{record.kind}/{record.id}": record})
    readers = {name for version in versions for name in version.seen} | {record.owner}
    return _tell(state, readers, _entry(event))


# -- rounds and proposals ---------------------------------------------------------------------------------------------


def _round_planned(state: State, event: Event) -> State:
    planned = msgspec.convert({**(event.body or {}), "id": event.record}, Round)
    return _all(replace(state, rounds={**state.rounds, planned.id: planned}), event)


def _round_opened(state: State, event: Event) -> State:
    opened = replace(state.rounds[event.record], state="open", opened=event.seq)
    return _all(replace(state, rounds={**state.rounds, opened.id: opened}), event)


def _round_closed(state: State, event: Event) -> State:
    its = state.rounds[event.record]
    was_open = its.state == "open"
    closed = replace(its, state="closed", closed=event.seq if was_open else 0)
    state = _all(replace(state, rounds={**state.rounds, closed.id: closed}), event)
    if not was_open:
        return state
    waiting = sorted((state.records[key] for key in state.waiting), key=lambda its: (its.owner, its.kind, its.id))
    state = replace(state, waiting=frozenset())
    for rank, record in enumerate(waiting, 1):
        state = _opened(state, event, record, rank=rank)
    return state


def _proposed(state: State, event: Event) -> State:
    body = {**(event.body or {}), "id": event.record, "account": event.account, "acting": event.acting}
    proposal = msgspec.convert(body, Proposal)
    return _all(replace(state, proposals={**state.proposals, proposal.id: proposal}), event)


def _proposal(change: Callable[[Proposal, Event], Proposal]) -> Callable[[State, Event], State]:
    """A step that changes a proposal."""

    def step(state: State, event: Event) -> State:
        its = change(state.proposals[event.record], event)
        return _all(replace(state, proposals={**state.proposals, its.id: its}), event)

    return step


def _broken(its: Proposal, event: Event) -> Proposal:
    return replace(its, state="broken", broken_by=(*its.broken_by, (event.delegation, event.reason)))


def _assented(its: Proposal, event: Event) -> Proposal:
    return replace(its, assented=tuple(dict.fromkeys((*its.assented, event.delegation))))


def _extended(its: Proposal, event: Event) -> Proposal:
    return replace(its, deadline=datetime.fromisoformat((event.body or {})["deadline"]))


# -- people and the room ----------------------------------------------------------------------------------------------


def _invited(state: State, event: Event) -> State:
    member = msgspec.convert({**(event.body or {}), "id": event.record}, Member)
    active = state.active | {member.delegation}
    return _people(replace(state, members={**state.members, member.id: member}, active=active), event)


def _joined(state: State, event: Event) -> State:
    member = replace(state.members[event.record], account=event.account, since=event.at)
    return _people(replace(state, members={**state.members, member.id: member}), event)


def _revoked(state: State, event: Event) -> State:
    member = replace(state.members[event.record], revoked=event.at)
    return _people(replace(state, members={**state.members, member.id: member}), event)


def _people(state: State, event: Event) -> State:
    return _tell(state, (state.members[event.record].delegation, HOST), _entry(event, kind="member"))


def _of_own(state: State, event: Event) -> State:
    return _tell(state, (event.delegation,), _entry(event)) if event.delegation else state


def _setting_changed(state: State, event: Event) -> State:
    settings = msgspec.convert({**msgspec.structs.asdict(state.settings), **(event.body or {})}, Settings)
    return _all(replace(state, settings=settings), event)


def _day(state: State, event: Event) -> State:
    return _all(replace(state, day=date.fromisoformat((event.body or {})["day"])), event)


def _all(state: State, event: Event) -> State:
    return _tell(state, (ROOM,), _entry(event))


#: Where the comments of an imported record stand in its event (§R14.1): no key of a plan.
COMMENTS = "#"

_ENDS = ("withdrawn", "dropped")

_STEPS: Mapping[str, Callable[[State, Event], State]] = {
    "drafted": _drafted,
    "released": _version,
    "imported": _version,
    "recorded_on_behalf": _version,
    "confirmed": _version,
    "withdrawn": _version,
    "widened": _widened,
    "dropped": _dropped,
    "responded": _responded,
    "redacted": _redacted,
    "round_planned": _round_planned,
    "round_opened": _round_opened,
    "round_closed": _round_closed,
    "proposed": _proposed,
    "broken": _proposal(_broken),
    "assented": _proposal(_assented),
    "extended": _proposal(_extended),
    "retracted": _proposal(lambda its, event: replace(its, state="withdrawn")),
    "adopted": _proposal(lambda its, event: replace(its, state="adopted")),
    "outdated": _proposal(lambda its, event: replace(its, state="outdated")),
    "invited": _invited,
    "joined": _joined,
    "revoked": _revoked,
    "signed_in": _of_own,
    "exported": _of_own,
    "setting_changed": _setting_changed,
    "upgraded": _all,
    "day": _day,
}


def news(before: State, after: State, reader: str) -> Iterator[Told]:
    """What a delegation was told from one state to a later one."""
    fresh = [
        told
        for audience in dict.fromkeys((ROOM, reader))
        for told in after.told.get(audience, _NONE).since(len(before.told.get(audience, _NONE)))
        if told.to(reader)
    ]
    return iter(sorted(fresh, key=lambda told: told.order))


def latest(state: State, reader: str) -> Iterator[Told]:
    """What a delegation was told, the last of it first."""
    journals = {audience: state.told.get(audience, _NONE) for audience in (ROOM, reader)}
    told = heapq.merge(*(its.backwards() for its in journals.values()), key=lambda its: its.order, reverse=True)
    return (its for its in told if its.to(reader))


# -- kept -------------------------------------------------------------------------------------------------------------


#: Goes up with whatever makes a fold come to another state: what an earlier one kept is then of no use.
FOLD = 4

_KEEP = msgspec.json.Encoder(decimal_format="number", enc_hook=list)
_KEPT = msgspec.json.Decoder(State, float_hook=Decimal, dec_hook=lambda type_, value: _log(type_, value))


def _log(type_: object, value: list[object]) -> Log[object]:
    (entry,) = get_args(type_)
    return Log(msgspec.convert(value, list[entry]))  # type: ignore[valid-type]


def kept(state: State) -> str:
    """A state as text, to begin from another time (§R13.2)."""
    return _KEEP.encode(state).decode()


def begun_from(text: str) -> State | None:
    """The state that was kept; None where the text is of no use."""
    try:
        return _KEPT.decode(text)
    except msgspec.DecodeError:
        return None
