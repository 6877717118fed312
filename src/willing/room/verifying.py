"""Whether a ledger holds (§R13.4): its chain, its fold, and the rights of every event at its time."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from willing.model.problem import Message
from willing.room.chairing import invites
from willing.room.events import Event, link_broken
from willing.room.fold import HOST, Record, State, fold
from willing.room.reading import OF_PARTNERS
from willing.room.rights import Actor, can_act, may
from willing.room.writing import action_of, takes_signatory

#: Events of the server, and of who holds the room.
_OF_NOBODY = (
    "day",
    "imported",
    "invited",
    "round_opened",
    "round_closed",
    "adopted",
    "outdated",
    "redacted",
    "upgraded",
)

_STATES = ("drafted", "released", "imported", "recorded_on_behalf", "confirmed", "withdrawn", "dropped")


class Verified(Struct, frozen=True, kw_only=True):
    """How many events hold; the first that does not, and why."""

    events: int
    wrong: Message | None
    state: State


def verified(events: Iterable[Event]) -> Verified:
    """Go through a ledger from its beginning."""
    state, count = State(), 0
    seen: set[tuple[str, str, int, int]] = set()
    for event in events:
        wrong = link_broken(event, state.tip)
        name = (event.kind, event.record, event.version, event.draft)
        if wrong is None and event.event in _STATES:
            wrong = Message("room-state-twice", seq=event.seq) if name in seen else None
            seen.add(name)
        if wrong is None and not _rightful(state, event):
            wrong = Message("room-without-right", seq=event.seq, event=event.event, acting=event.acting or "-")
        if wrong is None:
            try:
                state = fold(state, event)
            except (KeyError, ValueError, AssertionError):
                wrong = Message("room-fold", seq=event.seq)
        if wrong is not None:
            return Verified(events=count, wrong=wrong, state=state)
        count += 1
    return Verified(events=count, wrong=None, state=state)


def _rightful(state: State, event: Event) -> bool:
    """Whether who did it was a member then, and might (§R8)."""
    if not event.acting:
        return event.event in _OF_NOBODY
    adopted = state.proposals.get(event.key.removeprefix("proposal-"))
    if adopted is not None and adopted.state == "adopted":
        return event.acting == adopted.acting
    delegation, _, role = event.acting.partition("/")
    of_member = (
        its for its in state.members.values() if its.delegation == delegation and can_act(its.role, role)
    )  # a token may act below its maker's role
    if event.event == "joined":
        return event.record in state.members and state.members[event.record].since is None
    if not any(its.current and its.account == event.account for its in of_member):
        return False
    actor = Actor(event.account, delegation, role)
    action = _action(state, event, delegation)
    return action is None or may(actor, action)


#: The rows of §R8 that events fall under, whatever they are about.
_ACTIONS: Mapping[str, str] = {
    "recorded_on_behalf": "on behalf: write, release",
    "confirmed": "on behalf: confirm",
    "responded": "response",
    **dict.fromkeys(("round_planned", "round_opened", "round_closed"), "head, round"),
    "setting_changed": "settings",
    "proposed": "proposal: make",
    **dict.fromkeys(("extended", "retracted"), "proposal: extend, withdraw"),
    **dict.fromkeys(("broken", "assented"), "proposal: break, assent"),
}


def _action(state: State, event: Event, delegation: str) -> str | None:
    """The row of §R8 that an event falls under; None for what every member may."""
    record = state.record(event.kind, event.record)
    own = event.owner == delegation
    match event.event:
        case "drafted":
            return action_of(event.kind, own=own)
        case "released" | "widened" | "withdrawn" if own:
            return _release(state, event, record)
        case "released" | "widened" | "withdrawn":
            return "on behalf: write, release" if delegation == HOST else "another partner's"
        case "dropped" if record is not None and record.on_behalf:
            return "on behalf: drop"
        case "dropped":
            return "own draft: drop" if event.kind in OF_PARTNERS else action_of(event.kind, own=own)
        case "invited":
            body = event.body or {}
            return invites(delegation, body.get("delegation"), body.get("role"))
        case "revoked":
            member = state.members.get(event.record)
            return invites(delegation, member.delegation, member.role) if member else "another partner's"
    return _ACTIONS.get(event.event)


def _release(state: State, event: Event, record: Record | None) -> str:
    if event.kind == "pledge":
        bodies = [body for body in (event.body, record.last.body if record and record.last else None) if body]
        signed = bool(bodies) and takes_signatory(state, *bodies)  # of bodies that went by law nobody knows
        return f"own pledge: release, widen, withdraw {'from' if signed else 'below'}"
    if event.kind in OF_PARTNERS:
        return "own pool, alternatives: release, widen, withdraw"
    return action_of(event.kind, own=True)
