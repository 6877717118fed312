"""Rounds, proposals, settings and members (§R2.3, §R4): who may change the room itself, and what the clock does."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from willing.model.plan import Stage
from willing.model.problem import Message
from willing.room import names
from willing.room.asked import (
    check_shape,
    invalid,
    object_of,
    of_type,
    text_of,
    time_of,
)
from willing.room.events import Body, Deed
from willing.room.fold import Member, Proposal, Settings
from willing.room.limits import members_of
from willing.room.pen import Pen, Request, Written
from willing.room.problems import RefusedError
from willing.room.reading import KINDS, OF_PARTNERS, OF_WRITERS, round_json
from willing.room.rights import OF_DELEGATION, Actor
from willing.room.rights import OF_PARTNERS as ROLES_OF_PARTNERS
from willing.room.steps import Step
from willing.room.writing import Changes

#: How long silence lasts at least (§R4.5).
SILENT_FOR = timedelta(hours=1)

#: How long an invitation can be taken up (§R2.3).
INVITED_FOR = timedelta(days=7)


class Chairing(Step):
    """One request that changes the room, not a record."""

    def settings(self) -> Settings:
        """What a chair sets; keys that are left out stay."""
        self.allow("settings")
        self.key()
        said = check_shape(self.request.body, (), ("signed_from", "between"))
        if said.get("signed_from", "offered") not in tuple(Stage.__members__):
            raise invalid("room-malformed-key", key="signed_from")
        if said.get("between", "open") not in ("open", "closed"):
            raise invalid("room-malformed-key", key="between")
        self.write("setting_changed", body=dict(said))
        return self.pen.state.settings

    def plan_round(self) -> object:
        """A round, planned (§R4.1)."""
        self.allow("head, round")
        self.key()
        said = check_shape(self.request.body, ("id", "name"), ("opens", "closes", "blind", "freeze"))
        id_, name = text_of(said, "id"), text_of(said, "name")
        opens, closes = time_of(said, "opens"), time_of(said, "closes")
        freeze = of_type(said, "freeze", list, []) or []
        if not all(isinstance(kind, str) and kind in KINDS for kind in freeze):
            raise invalid("room-malformed-key", key="freeze")
        if names.is_no_id("requirement", id_) or id_ in self.pen.state.rounds:
            raise RefusedError("bad_id")
        times = [self.pen.now, *(time for time in (opens, closes) if time is not None)]
        if any(one >= other for one, other in pairwise(times)):
            raise invalid("room-round-times")
        body = {
            "name": name,
            "opens": opens,
            "closes": closes,
            "blind": bool(of_type(said, "blind", bool)),
            "freeze": freeze,
        }
        self.write("round_planned", id_, "round", body=_as_json(body))
        return round_json(self.pen.state.rounds[id_])

    def turn_round(self, id_: str, act: str) -> object:
        """Open a round, or close it."""
        its = self.pen.state.rounds.get(id_)
        if its is None:
            raise RefusedError("unknown")
        self.allow("head, round")
        self.key()
        said = check_shape(self.request.body, (), ("reason",))
        reason = of_type(said, "reason", str) or ""
        if its.state == "closed":
            raise RefusedError("round_closed")
        if act == "open" and self.pen.state.round is not None:
            raise RefusedError("round_open")
        self.write("round_opened" if act == "open" else "round_closed", id_, "round", reason=reason)
        return round_json(self.pen.state.rounds[id_])

    def propose(self) -> object:
        """A proposal under silence (§R4.5); its changes are tried, and would be taken now."""
        self.allow("proposal: make")
        self.key()
        said = check_shape(self.request.body, ("text", "deadline"), ("changes",))
        text, deadline = text_of(said, "text"), self._deadline(said)
        changes = of_type(said, "changes", list, []) or []
        request = replace(self.request, body={"changes": changes})
        if any(object_of(its).get("kind") in (*OF_PARTNERS, *OF_WRITERS) for its in changes):
            raise invalid("room-proposal-of-host")
        if changes:
            Changes(Pen(self.pen.state, self.pen.now, self.pen.secret), request).change_set()
        id_ = f"p{len(self.pen.state.proposals) + 1}"
        body = {"text": text, "changes": changes, "deadline": deadline}
        self.write("proposed", id_, "proposal", body=_as_json(body))
        return self.reader.proposal(self.pen.state.proposals[id_])

    def answer(self, id_: str, act: str) -> object:
        """Break a proposal, assent to it, extend or withdraw it."""
        its = self.pen.state.proposals.get(id_)
        if its is None:
            raise RefusedError("unknown")
        own = act in ("break", "assent")
        self.allow("proposal: break, assent" if own else "proposal: extend, withdraw")
        self.key()
        keys = {"break": ("reason",), "extend": ("deadline",)}.get(act, ())
        said = check_shape(self.request.body, keys)
        reason = text_of(said, "reason") if act == "break" else ""
        deadline = self._deadline(said, after=its.deadline) if act == "extend" else None
        if its.state != "open":
            raise RefusedError("ended")
        event = {"break": "broken", "assent": "assented", "extend": "extended", "withdraw": "retracted"}[act]
        body = None if deadline is None else _as_json({"deadline": deadline})
        self.write(event, id_, "proposal", reason=reason, body=body)
        return self.reader.proposal(self.pen.state.proposals[id_])

    def _deadline(self, said: Body, after: datetime | None = None) -> datetime:
        """At least an hour ahead, and later than it was."""
        deadline = time_of(said, "deadline")
        earliest = self.pen.now + SILENT_FOR
        if deadline is None or deadline < earliest or (after is not None and deadline <= after):
            raise invalid("room-deadline")
        return deadline

    def invite(self) -> Written:
        """An invitation (§R2.3); its secret is told once."""
        said = object_of(self.request.body)
        delegation, role = said.get("delegation"), said.get("role")
        action = invites(self.actor.delegation, delegation, role)
        self.allow(action)
        self.key()
        check_shape(self.request.body, ("delegation", "role"))
        token = invited(self.pen, self.own, text_of(said, "delegation"), text_of(said, "role"), self.deed())
        its = self.pen.state.members[self.pen.events[-1].record]
        told = {"id": its.id, "link": f"/join#{token}", "expires": its.expires}
        return Written(told, {**told, "link": None})

    def revoke(self, id_: str) -> dict[str, object]:
        """End a membership, or take an invitation back."""
        known = {its.id: its for its in self.reader.members(self.pen.now)}
        its = known.get(id_)
        if its is None:
            raise RefusedError("unknown")
        self.allow(invites(self.actor.delegation, its.delegation, its.role))
        self.key()
        check_shape(self.request.body or {}, ())
        self.write("revoked", id_, "member")
        return {}


def invites(own: str, delegation: object, role: object) -> str:
    """The row of §R8 that inviting somebody, or revoking, falls under."""
    of_partner = role == "officer" and delegation not in tuple(OF_DELEGATION)
    if of_partner and own == delegation:
        return "invite, revoke: own officers"
    return "another partner's" if of_partner else "invite, revoke: all but partners' officers"


def _as_json(body: Body) -> Body:
    found: Body = msgspec.to_builtins(body)
    return found


def invited(pen: Pen, own: str, delegation: str, role: str, deed: Deed | None = None) -> str:
    """Write an invitation, by who does ``deed`` (default: who holds the room); its secret.

    Raises RefusedError for what is no delegation or role to ``own``, and for too many.
    """
    state = pen.state
    roles = OF_DELEGATION.get(delegation, ROLES_OF_PARTNERS)
    if role not in roles or (delegation not in OF_DELEGATION and delegation not in names.partners(state, own)):
        raise invalid("room-no-role", delegation=delegation, role=role)
    if (its := members_of(state, delegation, pen.now)).used >= its.most:
        raise RefusedError("too_large", detail=Message("room-too-many-members"))
    if delegation not in OF_DELEGATION and names.hidden_of_host(state, delegation):
        raise RefusedError("bad_id", status=409)
    token = pen.secret()
    body = {
        "delegation": delegation,
        "role": role,
        "token": hashlib.sha256(token.encode()).hexdigest(),
        "expires": pen.now + INVITED_FOR,
    }
    id_ = f"m-{hashlib.sha256(pen.secret().encode()).hexdigest()[:16]}"
    deed = replace(deed or Deed(event="invited"), event="invited", kind="member", record=id_, body=_as_json(body))
    pen.write(deed)
    return token


def join(pen: Pen, invitation: str, account: str) -> Member | None:
    """Take up an invitation, by the SHA-256 of its token; None where it was used, is over, or never was (§R10.1)."""
    for its in pen.state.members.values():
        if its.token == invitation and its.since is None and its.revoked is None and its.expires > pen.now:
            acting = f"{its.delegation}/{its.role}"
            pen.write(Deed(event="joined", kind="member", record=its.id, account=account, acting=acting))
            return pen.state.members[its.id]
    return None


def signed_in(pen: Pen, account: str) -> None:
    """Write that an account signed in, for each delegation that it is a member of to read (§R9.2)."""
    current = (its for its in pen.state.members.values() if its.account == account and its.current)
    for delegation, role in {its.delegation: its.role for its in current}.items():
        pen.write(Deed(event="signed_in", account=account, acting=f"{delegation}/{role}"))


def exported(pen: Pen, actor: Actor) -> None:
    """Write that somebody took an export with him (§R9.2)."""
    pen.write(Deed(event="exported", account=actor.account, acting=actor.acting))


def due(pen: Pen) -> None:
    """Write what is due by the clock, one after the other, dated as due: midnight, rounds, proposals (§R4, §R6.7)."""
    while waiting := _waiting(pen):
        when, _, write = min(waiting, key=lambda each: each[:2])
        dated = Pen(pen.state, when, pen.secret)
        write(dated)
        pen.state = dated.state
        pen.events += dated.events


#: When something is due, what comes first of what is due then, and what writes it.
_Due = tuple[datetime, int, Callable[[Pen], object]]


def _waiting(pen: Pen) -> list[_Due]:
    """What is due by now; a round that is to open waits until no other is open."""
    state, now = pen.state, pen.now
    waiting: list[_Due] = []
    if state.day is None or state.day < now.date():
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        day = Deed(event="day", body={"day": now.date().isoformat()})
        waiting.append((midnight, 0, partial(_write, day)))
    for its in state.rounds.values():
        if its.state != "closed" and its.closes is not None and its.closes <= now:
            waiting.append((its.closes, 1, partial(_write, Deed(event="round_closed", kind="round", record=its.id))))
        if its.state == "planned" and state.round is None and its.opens is not None and its.opens <= now:
            waiting.append((its.opens, 2, partial(_write, Deed(event="round_opened", kind="round", record=its.id))))
    proposals = (its for its in state.proposals.values() if its.state == "open" and its.deadline <= now)
    waiting += ((its.deadline, 3, partial(_adopt, its)) for its in proposals)
    return waiting


def _write(deed: Deed, pen: Pen) -> None:
    pen.write(deed)


def _adopt(proposal: Proposal, pen: Pen) -> None:
    """A proposal that nobody broke takes effect, by who made it; or ends, where its changes would be refused now."""
    delegation, _, role = proposal.acting.partition("/")
    request = Request(
        actor=Actor(proposal.account, delegation, role),
        method="POST",
        address="/changes",
        body={"changes": list(proposal.changes)},
        key=f"proposal-{proposal.id}",
    )
    trial = Pen(pen.state, pen.now, pen.secret)
    trial.write(Deed(event="adopted", kind="proposal", record=proposal.id))
    try:
        if proposal.changes:
            Changes(trial, request).change_set()
    except RefusedError:
        pen.write(Deed(event="outdated", kind="proposal", record=proposal.id))
    else:
        pen.state = trial.state
        pen.events += trial.events
