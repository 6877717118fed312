"""Changes of records (§R7), and what else is done with a record: written, or refused in the order of §R7.5."""

from collections.abc import Iterable

from msgspec import UNSET

from willing.model.plan import Plan, Stage
from willing.model.problem import Message, Problem
from willing.notation.kept import words_in
from willing.room import names
from willing.room.asked import (
    check_shape,
    has_null,
    invalid,
    object_of,
    of_type,
    release_of,
    sign_of,
    text_of,
)
from willing.room.basis import NOT_OF_ROOMS, Item, checked, items_of
from willing.room.bodies import names_in
from willing.room.events import Body, Release, Sign, canonical
from willing.room.fold import HOST, ROOM, Record, State
from willing.room.limits import records_of
from willing.room.pen import Pen
from willing.room.problems import RefusedError, Wrong
from willing.room.reading import KINDS, OF_PARTNERS, OF_WRITERS, ended
from willing.room.steps import Step

#: How many changes may be in a set, and how long a record may be (§R16).
MOST_CHANGES = 500
MOST_BYTES = 65_536

#: What the host says to a pledge (§R3.7).
RESPONSES = ("received", "accepted", "not_needed", "question")

_NO_CONFLICTS: dict[str, dict[str, object]] = {}

# What may be readable to some only, and is named.
_HIDEABLE = tuple(kind for kind in KINDS if kind not in ("plan", "partner", "group"))

_OF_CHANGE = ("release", "sign", "on_behalf", "reason", "merge")


class Changes(Step):
    """One request that writes records."""

    def found(self, kind: str, id_: str) -> Record:
        """A record that is readable; else 404."""
        record = self.reader.found(kind, id_)
        if record is None:
            raise RefusedError("unknown")
        return record

    def open_for(self, kind: str, *, release: bool, on_behalf: bool = False) -> None:
        """409 for what the round that is open, or that none is, does not allow (§R4)."""
        state = self.pen.state
        closed = state.round is None and state.settings.between == "closed"
        if closed and release and kind in OF_PARTNERS:
            raise RefusedError("round_closed")
        if state.round is not None and (kind in state.round.freeze or (state.round.blind and on_behalf)):
            raise RefusedError("frozen")

    def not_stale(self, record: Record, base: object) -> None:
        """409 for what was withdrawn, and for a base that is not that of the record."""
        if record.withdrawn:
            raise RefusedError("withdrawn")
        if self.reader.base(record) != base:
            raise RefusedError("stale", current=self.reader.record(record.kind, record.id), conflicts={})

    def told(self, kind: str, id_: str) -> dict[str, object]:
        """What a change is answered."""
        record = self.reader.found(kind, id_) or self.pen.state.record(kind, id_)  # nothing is read of a dropped draft
        assert record is not None
        return {"kind": kind, "record": id_, "base": self.reader.base(record), "cursor": self.reader.cursor}

    # -- a change -----------------------------------------------------------------------------------------------------

    def change_set(self) -> dict[str, object]:
        """All of it, or none."""
        changes = object_of(self.request.body).get("changes")
        listed = changes if isinstance(changes, list) else []
        results: list[dict[str, object]] = []
        for change in listed[:MOST_CHANGES]:
            said = object_of(change)
            kind, id_ = said.get("kind"), said.get("record")
            if not isinstance(kind, str) or not isinstance(id_, str):
                raise invalid("room-malformed", keys=("kind", "record", "base"), more=("body", "patch", *_OF_CHANGE))
            rest = {key: value for key, value in said.items() if key not in ("kind", "record")}
            try:
                if any((its["kind"], its["record"]) == (kind, id_) for its in results):
                    raise invalid("room-change-set", most=MOST_CHANGES)
                results.append(self.put(kind, id_, rest))
            except RefusedError as error:
                raise _of_record(error, kind, id_) from None
        self.key()
        check_shape(self.request.body, ("changes",))
        if not isinstance(changes, list) or len(changes) > MOST_CHANGES:
            raise invalid("room-change-set", most=MOST_CHANGES)
        return {
            "results": [{k: v for k, v in r.items() if k != "cursor"} for r in results],
            "cursor": self.reader.cursor,
        }

    def put(self, kind: str, id_: str, change: object) -> dict[str, object]:
        """One change (§R7.1)."""
        said = object_of(change)
        record = self._addressed(kind, id_, said)
        owner = record.owner if record else self._owner(kind, said)
        base = said.get("base")
        before = (record.body_at(base) if record and isinstance(base, str) else None) or {}
        body = _written(said, before)
        releasing = said.get("release") is not None
        self._may_write(kind, record, owner, body, releasing=releasing)
        self.key()
        check_shape(change, ("base",), ("body", "patch", *_OF_CHANGE))
        on_behalf = owner != self.own
        release, sign, reason = self._said(kind, said, body, record=record, owner=owner)
        merged, conflicts = body, _NO_CONFLICTS
        if record is not None and base != record.base:
            merged, conflicts = _merged(before, body, record.body)
        if said.get("merge") is True and not conflicts:
            body = merged
        plan = self._check(kind, id_, owner, body, new=record is None)
        if release is not None:
            self._check_revealing(plan, kind, id_, owner, body, release)
        self.open_for(kind, release=releasing, on_behalf=on_behalf)
        if record is not None and record.withdrawn:
            raise RefusedError("withdrawn")
        here = record.base if record else "0.0"
        if base != here and (record is None or conflicts or said.get("merge") is not True):
            current = self.reader.record(kind, id_)
            raise RefusedError("stale", current=current, conflicts=conflicts)
        record = record or Record(kind=kind, id=id_, owner=owner, begun=0)
        if release is None:
            self.write(
                "drafted",
                record,
                version=len(record.versions),
                draft=record.drafts + 1,
                base=base,
                body=body,
                reason=reason,
            )
        else:
            self._not_narrower(record, release)
            event = "recorded_on_behalf" if on_behalf else "released"
            self.write(
                event,
                record,
                version=len(record.versions) + 1,
                draft=record.drafts,
                base=base,
                body=body,
                release=release,
                sign=sign,
                reason=reason,
            )
        return self.told(kind, id_)

    def _addressed(self, kind: str, id_: str, said: Body) -> Record | None:
        """The record that a change is of; None for a new one, 404 for what is neither readable nor theirs to make."""
        if kind not in KINDS:
            raise RefusedError("unknown")
        record = self.pen.state.record(kind, id_)
        if record is not None:
            found = self.reader.view(record) or (record if record.owner == self.own else None)
            if found is None:
                raise RefusedError("unknown")
            return found
        if not names.can_give(self.pen.state, self.own, kind, id_, said.get("on_behalf")):
            raise RefusedError("unknown")
        return None

    def _owner(self, kind: str, said: Body) -> str:
        """Of a new record (§R3.2)."""
        return str(said["on_behalf"]) if kind in OF_PARTNERS and self.own == HOST else self.own

    def _may_write(self, kind: str, record: Record | None, owner: str, body: Body, *, releasing: bool) -> None:
        """403."""
        if owner != self.own:
            if self.own != HOST or kind != "pledge" or (record is not None and not record.on_behalf):
                self.allow(action_of(kind, own=False))
                raise RefusedError("not_yours")
            self.allow("on behalf: write, release")
        elif record is not None and record.on_behalf:
            raise RefusedError("not_yours")
        elif releasing:
            self._may_release(kind, (body, record.last.body if record and record.last else None))
        else:
            self.allow(action_of(kind, own=True))
        self._names_own(kind, owner, body)

    def _may_release(self, kind: str, bodies: Iterable[Body | None]) -> None:
        """403 for who may not release, widen or withdraw this of its own: of several stages the highest counts."""
        if kind == "pledge":
            signed = takes_signatory(self.pen.state, *bodies)
            self.allow(f"own pledge: release, widen, withdraw {'from' if signed else 'below'}")
        elif kind in OF_PARTNERS:
            self.allow("own pool, alternatives: release, widen, withdraw")
        else:
            self.allow(action_of(kind, own=True))

    def _names_own(self, kind: str, owner: str, body: Body) -> None:
        """403 where a record replaces, refines, pools or holds what is another's (§R3.2)."""
        listed = {"replaces": "pledge", "refines": "pledge"} if kind in ("pledge", "ask") else {}
        if kind == "alternatives":
            listed = {"of": "pledge"}
        for key, what in listed.items():
            value = body.get(key)
            for name in value if isinstance(value, list) else ():
                other = self.reader.found(what, name) if isinstance(name, str) else None
                if other is not None and not self._same_hand(other, owner):
                    raise RefusedError("not_yours")
        pool = body.get("pool")
        other = self.reader.found("pool", pool) if kind in ("pledge", "ask") and isinstance(pool, str) else None
        if other is not None and other.owner not in (owner, HOST):
            raise RefusedError("not_yours")

    def _same_hand(self, other: Record, owner: str) -> bool:
        """Whether a record may replace another: of the same owner; on behalf, only what is so too (§R2.4)."""
        return other.owner == owner and (owner == self.own or other.on_behalf)

    # -- 422 ----------------------------------------------------------------------------------------------------------

    def _said(
        self, kind: str, said: Body, body: Body, *, record: Record | None, owner: str
    ) -> tuple[Release | None, Sign | None, str]:
        """The release, signature and reason of a change, as they should be."""
        if ("body" in said) == ("patch" in said) or not isinstance(said.get("body", said.get("patch")), dict):
            raise invalid("room-body-or-patch")
        text_of(said, "base")
        of_type(said, "merge", bool)
        reason = of_type(said, "reason", str) or ""
        on_behalf = of_type(said, "on_behalf", str)
        behalf = owner != self.own
        if on_behalf is not None and on_behalf != (owner if behalf else None):
            raise invalid("room-on-behalf")
        release = self._release(kind, owner, said["release"]) if said.get("release") is not None else None
        if behalf and (release is None or (release != ROOM and HOST not in release)):
            raise invalid("room-on-behalf")
        signed = kind == "pledge" and release is not None and (behalf or self._is_signed(record, body))
        return release, sign_of(said, needed=signed), reason

    def _is_signed(self, record: Record | None, body: Body | None) -> bool:
        return takes_signatory(self.pen.state, body, record.last.body if record and record.last else None)

    def _release(self, kind: str, owner: str, value: object) -> Release:
        release = release_of(value, owner=owner, partners=names.partners(self.pen.state, self.own))
        if owner == HOST and kind not in OF_WRITERS and release not in (ROOM, ()):
            raise invalid("room-release-of-host")
        return release

    def _check(self, kind: str, id_: str, owner: str, body: Body, *, new: bool) -> Plan | None:
        """422 for a body that a plan could not hold, on the writer's own drafts (§R7.6); else that plan, where there is
        one."""
        if new and names.is_no_id(kind, id_):
            raise RefusedError("bad_id")
        if new and (its := records_of(self.pen.state, self.own)).used >= its.most:
            raise RefusedError("too_large", detail=Message("room-too-many-records"))
        if len(canonical(body)) > MOST_BYTES:
            raise RefusedError("too_large", detail=Message("room-record-too-large"))
        if has_null(body):
            raise invalid("room-null")
        if kind == "plan" and (key := next((key for key in NOT_OF_ROOMS if key in body), None)):
            raise invalid("room-head-key", key=key)
        if kind in KINDS and "id" in body:
            raise invalid("room-head-key", key="id")
        if kind == "pledge" and body.get("partner") != owner:
            raise invalid("room-partner", owner=owner)
        plan, wrong = checked(self.pen.state, self.own, _item(kind, id_, body, self.pen))
        if wrong:
            raise RefusedError("invalid", errors=[_wrong(kind, id_, problem) for problem in wrong])
        return plan

    def _check_revealing(
        self, plan: Plan | None, kind: str, id_: str, owner: str, body: Body, release: Release
    ) -> None:
        """422 ``would_reveal`` where what is named is not readable to all who could read the record (§R5.3)."""
        words = words_in(KINDS[kind], body)
        listed = names_in(plan, kind, id_) if plan else (("", what, word) for word in words for what in _HIDEABLE)
        errors = []
        for key, what, name in dict.fromkeys(listed):
            other = self.reader.found(what, name)
            if other is not None and (what, name) != (kind, id_) and not _readable_to(other, owner, release):
                message = Message("room-would-reveal", name=name)
                errors.append(Wrong(kind=kind, record=id_, key=key or None, code="would_reveal", message=message))
        if errors:
            raise RefusedError("would_reveal", errors=errors)

    def _not_narrower(self, record: Record, release: Release) -> None:
        """409 for a version that fewer could read than the one before (§R5.2)."""
        last = record.last
        if last is not None and not _within(last.release, release):
            raise RefusedError("already_released")

    # -- what else is done with a record ------------------------------------------------------------------------------

    def release(self, kind: str, id_: str) -> dict[str, object]:
        """Release the draft, or widen."""
        said = object_of(self.request.body)
        record = self.found(kind, id_)
        body, on_behalf = record.body, record.owner != self.own
        if on_behalf:
            if self.own != HOST or not record.on_behalf:
                self.allow(action_of(kind, own=False))
                raise RefusedError("not_yours")
            self.allow("on behalf: write, release")
        elif record.on_behalf:
            raise RefusedError("not_yours")
        else:
            self._may_release(kind, (body, record.last.body if record.last else None))
        self.key()
        check_shape(self.request.body, ("base", "release"), ("sign", "reason"))
        reason = of_type(said, "reason", str) or ""
        release = self._release(kind, record.owner, said["release"])
        signed = kind == "pledge" and not on_behalf and self._is_signed(record, body)
        sign = sign_of(said, needed=signed)
        if record.draft is not None:
            plan = self._check(kind, id_, record.owner, body, new=False)
        else:
            plan, _ = checked(self.pen.state, self.own, _item(kind, id_, body, self.pen))
        self._check_revealing(plan, kind, id_, record.owner, body, release)
        self.open_for(kind, release=True, on_behalf=on_behalf)
        self.not_stale(record, said["base"])
        self._not_narrower(record, release)
        if record.draft is not None:
            self.write(
                "released",
                record,
                version=len(record.versions) + 1,
                draft=record.drafts,
                base=said["base"],
                body=body,
                release=release,
                sign=sign,
                reason=reason,
            )
        elif record.last is None or _within(release, record.last.release):
            raise RefusedError("already_released")
        else:
            self.write(
                "widened",
                record,
                version=len(record.versions),
                draft=record.drafts,
                base=said["base"],
                release=release,
                sign=sign,
                reason=reason,
            )
        return self.told(kind, id_)

    def withdraw(self, kind: str, id_: str) -> dict[str, object]:
        """Withdraw, for good (§R3.5)."""
        said = object_of(self.request.body)
        record = self.found(kind, id_)
        last, by_host = record.last, record.on_behalf and self.own == HOST
        if by_host:
            self.allow("on behalf: drop")  # which it is asked for, below: 409
        elif record.owner != self.own:
            self.allow(action_of(kind, own=False))
            raise RefusedError("not_yours")
        else:
            self._may_release(kind, (last.body if last else record.body,))
        self.key()
        check_shape(self.request.body, ("base",), ("sign", "reason", "dry_run"))
        reason = of_type(said, "reason", str) or ""
        if kind == "plan":
            raise invalid("room-head-stays")
        dry_run = of_type(said, "dry_run", bool)
        if dry_run:
            return {"set_aside": self._set_aside_by(record)}
        signed = kind == "pledge" and last is not None and not by_host and self._is_signed(record, last.body or {})
        sign = sign_of(said, needed=signed)
        self.open_for(kind, release=True, on_behalf=by_host)
        self.not_stale(record, said["base"])
        if last is None or record.on_behalf:
            raise RefusedError("stale", current=self.reader.record(kind, id_), conflicts={})
        self._end("withdrawn", record, base=said["base"], sign=sign, reason=reason)
        return self.told(kind, id_)

    def _end(self, event: str, record: Record, *, base: str, sign: Sign | None = None, reason: str = "") -> None:
        """A last version, in which the record has ended."""
        assert record.last is not None
        body = record.last.body or {}
        if record.kind == "pledge":
            body = {**body, "ended": ended(body, self.pen.now)}
        self.write(
            event,
            record,
            version=len(record.versions) + 1,
            draft=record.drafts,
            base=base,
            body=body,
            release=record.last.release,
            sign=sign,
            reason=reason,
        )

    def _set_aside_by(self, record: Record) -> list[str]:
        """The records that name a record, and whatever names those, as far as who asks may read."""
        items = items_of(self.pen.state, self.own, "mine")
        gone = {record.id}
        found: dict[str, None] = {}
        going = True
        while going:
            naming = [
                item
                for item in items
                if item.id not in found and item.id != record.id and gone & set(words_in(KINDS[item.kind], item.body))
            ]
            found |= dict.fromkeys(item.id for item in naming)
            gone = {item.id for item in naming}
            going = bool(gone)
        return list(found)

    def confirm(self, kind: str, id_: str) -> dict[str, object]:
        """A signatory stands by what the host recorded (§R2.4)."""
        said = object_of(self.request.body)
        record = self.found(kind, id_)
        if record.owner != self.own or kind != "pledge":
            raise RefusedError("not_yours")
        self.allow("on behalf: confirm")
        self.key()
        check_shape(self.request.body, ("base", "sign"))
        sign = sign_of(said, needed=True)
        self.open_for(kind, release=True)
        self.not_stale(record, said["base"])
        if not record.on_behalf or record.last is None:
            raise RefusedError("stale", current=self.reader.record(kind, id_), conflicts={})
        self.write(
            "confirmed",
            record,
            version=len(record.versions) + 1,
            draft=record.drafts,
            base=said["base"],
            body=record.last.body,
            release=record.last.release,
            sign=sign,
        )
        return self.told(kind, id_)

    def respond(self, kind: str, id_: str) -> dict[str, object]:
        """The host says what it makes of a version (§R3.7)."""
        said = object_of(self.request.body)
        record = self.found(kind, id_)
        self.allow("response")
        if kind != "pledge":
            raise RefusedError("not_yours")
        self.key()
        check_shape(self.request.body, ("base", "what"), ("text",))
        if said["what"] not in RESPONSES:
            raise invalid("room-malformed-key", key="what")
        text = of_type(said, "text", str)
        self.not_stale(record, said["base"])
        body = {"what": said["what"], **({"text": text} if text is not None else {})}
        assert record.last is not None
        self.write("responded", record, version=record.last.number, base=said["base"], body=body)
        return self.told(kind, id_)

    def drop(self, kind: str, id_: str) -> dict[str, object]:
        """Drop a draft; or withdraw what was recorded on behalf and is not confirmed."""
        said = object_of(self.request.body)
        record = self.found(kind, id_)
        if record.owner != self.own and not (self.own == HOST and record.on_behalf):
            self.allow(action_of(kind, own=False))
            raise RefusedError("not_yours")
        behalf = record.on_behalf
        if behalf:
            self.allow("on behalf: drop")
        else:
            self.allow("own draft: drop" if kind in OF_PARTNERS else action_of(kind, own=True))
        self.key()
        check_shape(self.request.body, ("base",))
        self.open_for(kind, release=behalf, on_behalf=behalf and self.own == HOST)
        self.not_stale(record, said["base"])
        if behalf:
            self._end("dropped", record, base=said["base"])
        elif record.draft is None:
            raise RefusedError("stale", current=self.reader.record(kind, id_), conflicts={})
        else:
            self.write("dropped", record, version=len(record.versions), draft=record.drafts + 1, base=said["base"])
        return self.told(kind, id_)


# -- parts ------------------------------------------------------------------------------------------------------------


def action_of(kind: str, *, own: bool) -> str:
    """The row of §R8 that writing a record of a kind falls under."""
    if kind in OF_PARTNERS:
        return "own pledge, pool, alternatives: draft" if own else "another partner's"
    if kind in OF_WRITERS:
        return "own source, statement" if own else "another partner's"
    return "head, round" if kind == "plan" else "of the host"


def _item(kind: str, id_: str, body: Body, pen: Pen) -> Item:
    """A record as it would be, last of all."""
    return Item(kind=kind, id=id_, body=body, at=pen.now, order=(pen.state.seq + 2) << 20)


def _wrong(kind: str, id_: str, problem: Problem) -> Wrong:
    place = problem.place
    column = place.column if place.length > 1 or place.column > 1 else None
    return Wrong(
        kind=kind, record=id_, key=place.cell or None, column=column, code=problem.code, message=problem.message
    )


def takes_signatory(state: State, *bodies: Body | None) -> bool:
    """Whether it takes a signatory to release these, one after the other (§R3.6): the highest stage counts, and one
    that is none is that."""
    stages = [body.get("stage", Stage.offered.name) for body in bodies if body is not None]
    known = [Stage[each] if isinstance(each, str) and each in Stage.__members__ else max(Stage) for each in stages]
    return max(known, default=max(Stage)) >= Stage[state.settings.signed_from]


def _written(said: Body, before: Body) -> Body:
    """The body that a change comes to."""
    patch = said.get("patch")
    if isinstance(patch, dict):
        return {key: value for key, value in {**before, **patch}.items() if patch.get(key, value) is not None}
    return object_of(said.get("body"))


def _merged(before: Body, yours: Body, theirs: Body) -> tuple[Body, dict[str, dict[str, object]]]:
    """The body with what both sides changed, and the keys that both changed and not alike (§R7.2)."""
    conflicts: dict[str, dict[str, object]] = {}
    merged = dict(theirs)
    for key in dict.fromkeys((*before, *yours, *theirs)):
        was, mine, now = (body.get(key, UNSET) for body in (before, yours, theirs))
        if mine in (was, now):
            continue
        if was != now:
            conflicts[key] = {
                name: None if value is UNSET else value
                for name, value in (("base", was), ("yours", mine), ("theirs", now))
            }
        elif mine is UNSET:
            merged.pop(key, None)
        else:
            merged[key] = mine
    return merged, conflicts


def _within(release: Release, other: Release) -> bool:
    """Whether all who could read the one could read the other."""
    return other == ROOM or (release != ROOM and set(release) <= set(other))


def _readable_to(other: Record, owner: str, release: Release) -> bool:
    """Whether what is named can be read by all who could read what names it."""
    if other.last is None:
        return False
    if release == ROOM:
        return other.last.release == ROOM
    readers = tuple({*release, owner} - {other.owner})
    return _within(readers, other.last.release)


def _of_record(error: RefusedError, kind: str, id_: str) -> RefusedError:
    """The refusal of a change set by one of its changes, which its errors name."""
    if not error.errors:
        error.errors = (Wrong(kind=kind, record=id_, code=error.code, message=error.detail),)
    return error
