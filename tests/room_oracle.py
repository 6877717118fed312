"""The room by definition (ROOM.md): what was taken, in order, and nothing else; whatever is asked is looked up in it.

Pledges, what the host records on behalf, requirements and blind rounds; no store, no fold, none of the room's own code.
"""

from datetime import datetime
from typing import Any, NamedTuple

Body = dict[str, Any]
Release = str | tuple[str, ...]

STAGES = ("mentioned", "signalled", "offered", "assigned", "deployed")
SIGNED_FROM = STAGES.index("offered")


class Taken(NamedTuple):
    """One thing that was done. ``round``: the blind round it was done in by a partner."""

    at: datetime
    who: str
    act: str
    record: str
    body: Body | None = None
    release: Release | None = None
    sign: Body | None = None
    round: str = ""

    @property
    def delegation(self) -> str:
        return self.who.partition("/")[0]


class Version(NamedTuple):
    """A version; ``releases``: to whom and by which event, the last of them the widest."""

    number: int
    by: Taken
    body: Body
    withdrawn: bool
    on_behalf: bool
    releases: tuple[tuple[Release, Taken], ...]

    @property
    def release(self) -> Release:
        return self.releases[-1][0]


def within(release: Release, other: Release) -> bool:
    """Whether all who read the one read the other."""
    return other == "room" or (release != "room" and set(release) <= set(other))


class Oracle:
    """What was taken; who may read what of it; what is to be told to a request."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.round = ""
        self.closed: dict[str, datetime] = {}

    # -- a record -----------------------------------------------------------------------------------------------------

    def owner(self, record: str) -> str:
        id_ = record.partition("/")[2].removeprefix("host-")
        return "host" if record.startswith("requirement/") else id_.partition("-")[0].upper()

    def of(self, record: str) -> list[Taken]:
        return [its for its in self.taken if its.record == record]

    def versions(self, record: str) -> list[Version]:
        """§R3.4."""
        found: list[Version] = []
        for its in self.of(record):
            if its.act == "widened":
                assert its.release is not None
                found[-1] = found[-1]._replace(releases=(*found[-1].releases, (its.release, its)))
            elif its.act in ("released", "withdrawn", "recorded", "confirmed", "ended"):
                last = found[-1] if found else None
                body = its.body if its.body is not None else last.body if last else {}
                release = its.release if its.release is not None else last.release if last else ()
                over = its.act in ("withdrawn", "ended")
                behalf = its.act == "recorded" or (its.act == "ended" and last is not None and last.on_behalf)
                made = Version(len(found) + 1, its, body, over, behalf, ((release, its),))
                found.append(made)
        return found

    def drafts(self, record: str) -> tuple[int, Taken | None]:
        """How many drafts were written or dropped, and the one that lies over the last version."""
        count, lies = 0, None
        for its in self.of(record):
            count += its.act in ("drafted", "dropped")
            lies = its if its.act == "drafted" else lies if its.act in ("widened", "responded") else None
        return count, lies

    # -- who reads what -----------------------------------------------------------------------------------------------

    def moment(self, version: Version, record: str, reader: str) -> datetime | None:
        """When a version became readable to a delegation, or to ``room``: None where it is not (§R3.4, §R4.2)."""
        if reader == self.owner(record):
            return version.by.at
        for release, its in version.releases:
            if release != "room" and reader not in release:
                continue
            if not its.round:
                return its.at
            in_round = [each.number for each in self.versions(record) if its.round in self.rounds_of(each)]
            if its.round in self.closed and version.number == max(in_round):
                return self.closed[its.round]
        return None

    def rounds_of(self, version: Version) -> set[str]:
        return {its.round for _, its in version.releases}

    def read(self, record: str, reader: str) -> list[tuple[Version, datetime]]:
        """The versions that a reader may read, and since when."""
        found = ((its, self.moment(its, record, reader)) for its in self.versions(record))
        return [(its, at) for its, at in found if at is not None]

    def told_release(self, version: Version, record: str, reader: str) -> Release:
        """To whom it is released, as far as that is open by now."""
        if reader == self.owner(record):
            return version.release
        return [release for release, its in version.releases if not its.round or its.round in self.closed][-1]

    def body(self, version: Version, at: datetime) -> Body:
        """As it is to who reads it since then (§R3.5)."""
        ends = version.withdrawn and "partner" in version.body
        return {**version.body, "ended": at.date().isoformat()} if ends else version.body

    def is_there(self, record: str, reader: str) -> bool:
        own = reader == self.owner(record) and self.drafts(record)[1] is not None
        return own or bool(self.read(record, reader))

    def record(self, record: str, reader: str) -> Body | None:
        """As §R15 has it, but for who signed and the word of the base of those who do not own it."""
        if not self.is_there(record, reader):
            return None
        own, (drafts, draft) = reader == self.owner(record), self.drafts(record)
        read = self.read(record, reader)
        told: Body = {"owner": self.owner(record), "release": [], "state": "draft", "sign": None, "response": None}
        told["on_behalf"] = False
        if read:
            version, at = read[-1]
            release = self.told_release(version, record, reader)
            told |= {"release": release if release == "room" else list(release)}
            told |= {
                "state": "withdrawn" if version.withdrawn else "released",
                "body": self.body(version, at),
                "at": at,
            }
            told |= {"sign": self.sign(version, at), "on_behalf": version.on_behalf}
            told["response"] = self.response(version, record, reader)
        elif draft is not None:
            told |= {"body": draft.body, "at": draft.at}
        if own:
            told |= {"base": f"{len(self.versions(record))}.{drafts}", "version": len(read)}
            if draft is not None:
                told |= {"state": "revised" if read else "draft", "draft": {"n": drafts, "body": draft.body}}
        return told

    def sign(self, version: Version, at: datetime) -> Body | None:
        return None if version.by.sign is None else {**version.by.sign, "at": at}

    def response(self, version: Version, record: str, reader: str) -> Body | None:
        """§R3.7."""
        said = [its for its in self.of(record) if its.act == "responded" and its.sign == {"of": version.number}]
        if not said or (
            reader not in (self.owner(record), "host") and self.told_release(version, record, reader) != "room"
        ):
            return None
        return said[-1].body

    def history(self, record: str, reader: str) -> list[Body] | None:
        """§R15."""
        if not self.is_there(record, reader):
            return None
        told: list[Body] = []
        before: Body = {}
        for version, at in self.read(record, reader):
            body = self.body(version, at)
            changed = {key for key in {**before, **body} if before.get(key) != body.get(key)}
            its: Body = {"at": at, "delegation": version.by.delegation, "body": body, "changed": changed}
            its["sign"] = self.sign(version, at)
            told.append({**its, "version": version.number} if reader == self.owner(record) else its)
            before = body
        return told

    def on_basis(self, record: str, delegation: str, which: str) -> Body | None:
        """The body of a record on a basis (§R6.1)."""
        draft = self.drafts(record)[1]
        if which == "drafts" and draft is not None and delegation == self.owner(record):
            return draft.body
        read = self.read(record, "room" if which == "room" else delegation)
        if not read or (read[-1][0].withdrawn and not record.startswith("pledge/")):
            return None
        body = self.body(*read[-1])
        if read[-1][0].on_behalf:
            body = {**body, "stage": min(body["stage"], "signalled", key=STAGES.index)}
        return body

    # -- what is to be told -------------------------------------------------------------------------------------------

    def ask(self, at: datetime, who: str, act: str, record: str, body: Body, release: Release | None) -> str | None:
        """The code of the refusal of what is asked on the base as read, signed; empty where it is taken; None where
        the contract does not say."""
        if release is not None and release != "room":
            release = tuple(its for its in release if its != self.owner(record))
        code = self.code(who, act, record, body, release)
        if code == "":
            self.take(at, who, act, record, body, release)
        return code

    def code(self, who: str, act: str, record: str, body: Body, release: Release | None) -> str | None:
        """The first check of §R7.5 that fails."""
        delegation, _, role = who.partition("/")
        owner, behalf = self.owner(record), record.startswith("pledge/host-")
        there, begun = self.is_there(record, delegation), bool(self.of(record))
        makes = delegation == "host" if behalf else delegation == owner
        if not there and not (act == "put" and makes and (not begun or not behalf)):
            return "unknown"
        read = self.read(record, delegation)
        last = read[-1][0] if read else None
        unconfirmed = behalf and last is not None and last.on_behalf
        if behalf and begun and last is not None and last.withdrawn and act in ("put", "release", "withdraw", "drop"):
            return None
        code = self.right(act, record, delegation, role, body, release, unconfirmed=unconfirmed)
        return code if code else self.wrong(act, record, delegation, body, release, there=there, begun=begun)

    def right(
        self,
        act: str,
        record: str,
        delegation: str,
        role: str,
        body: Body,
        release: Release | None,
        *,
        unconfirmed: bool,
    ) -> str:
        """403."""
        owner, pledge = self.owner(record), record.startswith("pledge/")
        if act == "respond":
            return "" if delegation == "host" and pledge else "not_yours"
        if act == "confirm":
            return (
                "not_yours" if not pledge or delegation != owner else "" if role == "signatory" else "needs_signatory"
            )
        if owner == "host" or (record.startswith("pledge/host-") and (unconfirmed or not self.of(record))):
            if delegation == owner and owner != "host" and act == "drop":
                return "" if role == "signatory" else "needs_signatory"
            if delegation == owner and owner != "host" and act == "withdraw":
                return "" if role == "signatory" or not self.is_signed(record, None) else "needs_signatory"
            return "" if delegation == "host" else "not_yours"
        if delegation != owner:
            return "not_yours"
        releasing = (act == "put" and release is not None) or act in ("release", "withdraw")
        new = body if act == "put" else None
        if act == "release":
            draft = self.drafts(record)[1]
            new = draft.body if draft else None
        signed = releasing and role == "officer" and self.is_signed(record, new)
        return "needs_signatory" if signed else ""

    def is_signed(self, record: str, new: Body | None) -> bool:
        """§R3.6: of a new version and the one it follows the higher stage counts."""
        versions, draft = self.versions(record), self.drafts(record)[1]
        bodies = [its for its in (new, versions[-1].body if versions else None) if its is not None]
        bodies = bodies or [draft.body] if draft is not None and draft.body is not None else bodies
        return max(STAGES.index(its["stage"]) for its in bodies) >= SIGNED_FROM

    def wrong(
        self, act: str, record: str, delegation: str, body: Body, release: Release | None, *, there: bool, begun: bool
    ) -> str | None:
        """422, then 409."""
        owner, (_, draft) = self.owner(record), self.drafts(record)
        read = self.read(record, delegation)
        last = read[-1][0] if read else None
        behalf = record.startswith("pledge/host-") and (last is None or last.on_behalf)
        if act == "release" and release is None:
            release = ()
        if owner == "host" and release not in (None, "room", ()):
            return "invalid"
        if behalf and act == "put" and (release is None or not within(("host",), release)):
            return "invalid"
        named = body if act == "put" else draft.body if act == "release" and draft else last.body if last else {}
        code = self.naming(named or {}, owner, delegation, release) if act in ("put", "release") else ""
        if code != "":
            return code
        if self.blind and behalf and delegation == "host" and act in ("put", "release", "drop", "withdraw"):
            return "frozen"
        if last is not None and last.withdrawn:
            return "withdrawn"
        if (not there and begun) or (act == "withdraw" and (last is None or behalf)):
            return "stale"
        if (act == "confirm" and not behalf) or (act == "drop" and not behalf and draft is None):
            return "stale"
        if release is not None and last is not None and act in ("put", "release"):
            same = act == "release" and draft is None and within(release, last.release)
            if same or not within(last.release, release):
                return "already_released"
        return ""

    def naming(self, body: Body, owner: str, delegation: str, release: Release | None) -> str | None:
        """§R5.3: what a condition names, by one who may write it."""
        name = f"pledge/{body.get('if', 'always')}"
        if name == "pledge/always":
            return ""
        if not self.is_there(name, delegation):
            return "invalid"
        if release is None:
            return ""
        read = self.read(name, delegation)
        if not read:
            return None if release == () else "would_reveal"
        readers = "room" if release == "room" else tuple({*release, owner} - {self.owner(name)})
        return "" if within(readers, self.told_release(read[-1][0], name, delegation)) else "would_reveal"

    @property
    def blind(self) -> bool:
        return bool(self.round)

    def take(self, at: datetime, who: str, act: str, record: str, body: Body, release: Release | None) -> None:
        """What was taken."""
        delegation = who.partition("/")[0]
        draft, behalf = self.drafts(record)[1], record.startswith("pledge/host-")
        sign: Body | None = SIGN if record.startswith("pledge/") else None
        named = {"withdraw": "withdrawn", "confirm": "confirmed", "respond": "responded", "drop": "dropped"}
        done = named.get(act, "")
        if act == "put":
            done = "drafted" if release is None else "recorded" if behalf and delegation == "host" else "released"
        elif act == "release":
            done, body, release = (
                ("released" if draft else "widened"),
                (draft.body or {}) if draft else {},
                release or (),
            )
        elif act == "drop" and behalf and self.versions(record)[-1].on_behalf:
            done, sign = "ended", None
        elif act == "respond":
            body, sign = {"what": "received", "text": None}, {"of": self.read(record, "host")[-1][0].number}
        kept = body if act in ("put", "respond") or (act == "release" and draft) else None
        round_ = self.round if delegation != "host" else ""
        self.taken.append(
            Taken(at, who, done, record, kept, release if act in ("put", "release") else None, sign, round_)
        )

    def close(self, at: datetime) -> None:
        """The open round closes."""
        self.closed[self.round], self.round = at, ""


SIGN = {"by": "Chief", "ref": "1"}
