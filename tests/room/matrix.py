"""The table of §R8 as it stands in the contract, and every cell of it asked of a server: what is right is read off the
table here, and from nothing of the room's own."""

import json
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple

from served import Person, Served

TABLE = """
| | officer | signatory | planner | chair | observer | auditor | nobody |
| own pledge, pool, alternatives: draft | w | w | - | - | - | - | - |
| own pledge: release, widen, withdraw below `signed_from` / from it on | s / - | s / s | - | - | - | - | - |
| own pool, alternatives: release, widen, withdraw | s | s | - | - | - | - | - |
| own draft of these: drop ; on behalf: drop | w ; - | w ; s | - ; w | - ; w | - | - | - |
| another partner's pledge, pool, alternatives (if readable) | r | r | r | r | r | r | - |
| pledge on behalf: write, release ; its confirmation | r ; - | r ; s | w ; - | w ; - | r ; - | r ; - | - |
| response to a pledge (if readable, §R3.7) | r | r | w | w | r | r | - |
| requirement, capability, assumption, choice, group, unit, scenario, ask, partner | r | r | w | w | r | r | - |
| source, statement: own / another's (if readable) | w / r | w / r | w / r | w / r | - / r | - / r | - |
| head, round | r | r | r | w | r | r | - |
| settings | r | r | r | w | r | r | - |
| proposal: make / extend, withdraw | r / - | r / - | w / - | w / w | r / - | r / - | - |
| proposal: break, assent | - | s | - | - | - | - | - |
| answer, why, asks, power, risk and their like, export, baseline on a basis of its own | r | r | r | r | r | r | - |
| digest, own sessions and tokens | r | r | r | r | r | r | - |
| import | w | w | w | w | - | - | - |
| journal: own delegation / readable | r / r | r / r | r / r | r / r | - / - | - / r | - |
| members: own delegation / all | r / - | r / - | r / - | r / r | - / - | - / - | - |
| invite, revoke: own officers / all but partners' officers | - | w / - | - | - / w | - | - | - |
"""
ROWS = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in TABLE.strip().splitlines()]
ROLES = ROWS[0][1:]

ROOM = "/rooms/norland"
SIGN = {"by": "Chief", "ref": "1"}
OF_PARTNERS = ("pledge", "pool", "alternatives")
OF_WRITERS = ("source", "statement")
OF_HOST = ("requirement", "capability", "assumption", "choice", "group", "unit", "scenario", "ask", "partner")
BODIES: dict[str, dict[str, Any]] = {
    "pool": {"size": 4},
    "source": {"title": "A letter"},
    "statement": {"source": "letter", "about": "LT", "says": "We will"},
    "requirement": {"needs": 1, "of": "frigates"},
    "capability": {"name": "ships"},
    "assumption": {"holds": True},
    "choice": {"options": ["ceasefire"]},
    "group": {"of": ["DE", "FR"]},
    "unit": {"equals": 2, "of": "frigates"},
    "scenario": {"assume": {"ceasefire": False}},
    "ask": {"partner": "LT"},
    "partner": {"name": "Aland"},
}
ACTS = ("put", "put and release", "release", "withdraw", "confirm", "respond", "drop")


def letter(row: str, role: str, part: int = 0) -> str:
    """What a row of the table that begins so has for a role; of several the part."""
    found = next(cells for cells in ROWS if cells[0].startswith(row))
    parts = [each.strip() for each in found[1 + ROLES.index(role)].replace(";", "/").split("/")]
    return parts[min(part, len(parts) - 1)]


def refused(row: str, role: str, part: int = 0) -> str:
    """The code of the refusal to do what a row is of; empty where the role may."""
    if letter(row, role, part) in "ws":
        return ""
    of_signatory = role == "officer" and letter(row, "signatory", part) in "ws"
    return "needs_signatory" if of_signatory else "not_yours"


class Target(NamedTuple):
    """A record that is to be asked for: ``release`` None is a draft, ``stage`` of a pledge."""

    kind: str
    owner: str
    release: tuple[str, ...] | str | None
    stage: str = ""
    on_behalf: bool = False

    @property
    def body(self) -> dict[str, Any]:
        if self.kind == "pledge":
            return {"partner": self.owner, "provides": "fighters", "amount": 1, "stage": self.stage}
        return {"name": "Norland"} if self.kind == "plan" else BODIES.get(self.kind, {})

    def is_readable(self, delegation: str, *, blind: bool) -> bool:
        """§R5.1, and §R4.2 of what a partner releases in a blind round."""
        if delegation == self.owner:
            return True
        if blind and self.owner != "host":
            return False
        if self.release == "room":
            return True
        return self.release is not None and delegation in self.release

    def row(self, act: str, delegation: str) -> tuple[str, int]:
        """The row of the table and its part that an act of a delegation falls under."""
        own = delegation == self.owner
        if act == "respond":
            return "response", 0
        if own and self.kind == "pledge" and act == "confirm":
            return "pledge on behalf", 1
        if self.on_behalf and (own or delegation == "host"):
            if act == "withdraw" and own:
                return "own pledge: release", 1
            return (
                ("own draft of these", 1)
                if act in ("drop", "withdraw")
                else ("pledge on behalf", int(act == "confirm"))
            )
        if self.kind in OF_WRITERS:
            return "source, statement", int(not own)
        if self.kind not in OF_PARTNERS:
            return ("head" if self.kind == "plan" else "requirement"), 0
        if not own:
            return "another partner's", 0
        if act in ("put", "drop"):
            return ("own pledge, pool" if act == "put" else "own draft of these"), 0
        if self.kind == "pledge":
            return "own pledge: release", int(self.stage == "assigned")
        return "own pool", 0

    def told(self, act: str) -> str:
        """What is told to who may, by the state of the record: a code, or nothing where it is taken."""
        draft, kind = self.release is None, self.kind
        if act in ("confirm", "respond") and kind != "pledge":
            return "not_yours"
        if act == "confirm" and not self.on_behalf:
            return "stale"
        if self.on_behalf and act == "withdraw":
            return "stale"
        if (act == "withdraw" and (draft or kind == "plan")) or (act == "drop" and not draft and not self.on_behalf):
            return "invalid" if kind == "plan" and act == "withdraw" else "stale"
        if act == "release" and self.release == "room":
            return "already_released"
        return ""


class Asked:
    """A server, everybody who asks it, and what was wrong."""

    def __init__(self, served: Served, partners: tuple[str, str], *, round_: str = "") -> None:
        self.served = served
        self.partners = partners
        who = [f"{partner}/{role}" for partner in partners for role in ("officer", "signatory")]
        who += ["host/planner", "host/chair", "observers/observer", "audit/auditor"]
        self.people = {each: served.chair if each == "host/chair" else served.person(each) for each in who}
        self.numbers = count()
        self.bodies: dict[str, dict[str, Any]] = {}
        self.asked = 0
        self.wrong: list[str] = []
        self.blind = round_ == "blind"
        self.ask("host/chair", "POST", "/rounds", {"id": "over", "name": "Over"})
        for turn in ("open", "close"):  # before another is open
            self.ask("host/chair", "POST", f"/rounds/over/{turn}", {})
        if round_:
            self.ask("host/chair", "POST", "/rounds", {"id": "now", "name": "Now", "blind": self.blind})
            self.ask("host/chair", "POST", "/rounds/now/open", {})

    def ask(self, who: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        self.asked += 1
        return self.people[who].ask(method, ROOM + path, body)

    def expect(self, who: str, method: str, path: str, body: Any, code: str, like: str = "") -> bool:
        """Whether it was taken; notes what is answered otherwise. ``like``: an id never given, for the same."""
        seq = self.served.rooms["norland"].state.seq
        status, told = self.ask(who, method, path, body)
        found = told["type"] if status >= 400 else ""
        if found != code or (status >= 400 and self.served.rooms["norland"].state.seq != seq):
            self.wrong.append(f"{who} {method} {path} {json.dumps(body)}: {status} {found}, not {code or 'taken'}")
        if code == "unknown" and like:
            other = self.ask(who, method, like, body)
            if other != (status, told):
                self.wrong.append(f"{who} {method} {path}: not as {like}")
        return status < 400

    def writer(self, target: Target) -> str:
        if target.on_behalf:
            return "host/planner"
        return "host/chair" if target.owner == "host" else f"{target.owner}/signatory"

    def made(self, target: Target) -> str:
        """The address of a new record."""
        if target.kind == "plan":
            return "/records/plan/plan"
        begin = f"host-{target.owner}" if target.on_behalf else "" if target.owner == "host" else target.owner
        id_ = f"{begin}-n{next(self.numbers)}".lower().lstrip("-")
        address = f"/records/{target.kind}/{id_.upper() if target.kind == 'partner' else id_}"
        made = target.body if target.kind != "alternatives" else {"of": [self.pledge_of(target.owner) for _ in "12"]}
        self.bodies[address] = made
        body: dict[str, Any] = {"base": "0.0", "body": made}
        if target.release is not None:
            body |= {"release": target.release, "sign": SIGN}
        if target.on_behalf:
            body["on_behalf"] = target.owner
        status, told = self.ask(self.writer(target), "PUT", address, body)
        assert status == 201, (target, told)
        return address

    def pledge_of(self, partner: str) -> str:
        """The id of a new pledge that all read."""
        return self.made(Target("pledge", partner, "room", "signalled")).rpartition("/")[2]

    # -- records ------------------------------------------------------------------------------------------------------

    def records(self, targets: Iterable[Target]) -> None:
        """Everybody does everything with every record."""
        for target in targets:
            if target.on_behalf and self.blind:
                continue  # nobody makes one then
            address = self.made(target)
            for who in self.people:
                for act in ACTS:
                    if self.acted(who, act, target, address) and target.kind != "plan":
                        address = self.made(target)

    def acted(self, who: str, act: str, target: Target, address: str) -> bool:
        """One cell; whether the record is another now."""
        delegation, _, role = who.partition("/")
        readable = target.is_readable(delegation, blind=self.blind)
        never = address.rpartition("n")[0] + "never"
        self.expect(who, "GET", address, None, "" if readable else "unknown", never)
        self.expect(who, "GET", f"{address}/history", None, "" if readable else "unknown", f"{never}/history")
        base = self.people[who].ask("GET", ROOM + address)[1].get("base", "1.0")
        code = "unknown"
        if readable:
            row, part = target.row(act, delegation)
            code = refused(row, role, part) or target.told(act)
        body: dict[str, Any] = {"base": base}
        if act.startswith("put"):
            body |= {"body": self.bodies.get(address, target.body)}
        if act in ("release", "put and release") or (act == "put" and target.on_behalf):
            body |= {"release": "room"}
        if act == "respond":
            body |= {"what": "received"}
        if act not in ("put", "drop", "respond") or (act == "put" and target.on_behalf):
            body |= {"sign": SIGN}
        path = address if act.startswith("put") else f"{address}/{act}"
        like = never if act.startswith("put") else f"{never}/{act}"
        return self.expect(who, "PUT" if act.startswith("put") else "POST", path, body, code, like)

    # -- the room -----------------------------------------------------------------------------------------------------

    def room(self) -> None:
        """Everybody asks for what is no record."""
        for who in self.people:
            delegation, _, role = who.partition("/")
            for path, row, part in READS:
                self.expect(who, "GET", path, None, "" if letter(row, role, part) != "-" else "not_yours")
            for kind in (*OF_HOST, *OF_PARTNERS, *OF_WRITERS):
                self.new(who, kind)
            self.expect(who, "POST", "/import", {"plan": PLAN}, refused("import", role))
            self.expect(who, "PUT", "/settings", {"between": "open"}, refused("settings", role))
            id_ = f"r{next(self.numbers)}"
            self.expect(who, "POST", "/rounds", {"id": id_, "name": "Round"}, refused("head, round", role))
            self.expect("host/chair", "POST", "/rounds", {"id": f"{id_}-x", "name": "Round"}, "")
            self.expect(who, "POST", f"/rounds/{id_}-x/close", {}, refused("head, round", role))
            self.proposals(who, role)
            self.tokens(who, delegation, role)
            for basis in ("room", "mine"):
                code = "" if letter("answer", role) != "-" else "not_yours"
                self.expect(who, "GET", f"/rounds/over/baseline?basis={basis}", None, code)
            self.members(who, delegation, role)
        for path, _, _ in READS:
            if Person(self.served.port).ask("GET", ROOM + path)[0] != 401:
                self.wrong.append(f"nobody GET {path}")

    def new(self, who: str, kind: str) -> None:
        """A new record is made by whose it would be, and by nobody else."""
        delegation = who.partition("/")[0]
        for owner in (*self.partners, "host"):
            id_ = f"n{next(self.numbers)}" if owner == "host" else f"{owner.lower()}-n{next(self.numbers)}"
            if kind == "partner":
                id_ = id_.upper()
            own = owner == delegation and (owner == "host") == (kind in OF_HOST)
            own = own or (owner == delegation and kind in OF_WRITERS)
            body = {"base": "0.0", "body": Target(kind, owner, None, "signalled").body}
            if kind == "alternatives" and own:
                body["body"] = {"of": [self.pledge_of(owner) for _ in "12"]}
            self.expect(who, "PUT", f"/records/{kind}/{id_}", body, "" if own else "unknown")

    def proposals(self, who: str, role: str) -> None:
        """Silence (§R4.5)."""
        body = {"text": "Six aircraft", "deadline": "2099-01-01T00:00:00Z"}
        self.expect(who, "POST", "/proposals", body, refused("proposal: make", role))
        asked = (("extend", {"deadline": "2099-01-02T00:00:00Z"}), ("withdraw", {}), ("assent", {}))
        for act, said in (*asked, ("break", {"reason": "No"})):
            made = self.ask("host/chair", "POST", "/proposals", body)[1]["id"]
            row, part = ("proposal: make", 1) if act in ("extend", "withdraw") else ("proposal: break", 0)
            self.expect(who, "POST", f"/proposals/{made}/{act}", said, refused(row, role, part))

    def tokens(self, who: str, delegation: str, role: str) -> None:
        """Tokens of one's own (§R10.2), with rights not above their maker's (§R2.2); nobody else's is there."""
        below = {"signatory": "officer", "chair": "planner"}
        for other in self.people:
            asked = {"room": "norland", "acting": other, "ends": "2099-01-01T00:00:00Z"}
            self.asked += 1
            status, told = self.people[who].ask("POST", "/tokens", asked)
            its = other in (who, f"{delegation}/{below.get(role)}")
            if (status, told["type"]) != ((422, "invalid") if its else (403, "not_yours")):  # too far ahead, that is
                self.wrong.append(f"{who} POST /tokens {other}: {status}")
        for path in ("/tokens", "/sessions"):
            self.asked += 1
            if self.people[who].ask("GET", path)[0] != 200:
                self.wrong.append(f"{who} GET {path}")

    def members(self, who: str, delegation: str, role: str) -> None:
        """Invitations (§R2.3), and taking them back."""
        roles = [(each, its) for each in self.partners for its in ("officer", "signatory")]
        roles += [("host", "planner"), ("host", "chair"), ("observers", "observer"), ("audit", "auditor")]
        for of, as_ in roles:
            officers = as_ == "officer"
            row = "invite, revoke"
            code = refused(row, role, int(not officers)) if of == delegation or not officers else "not_yours"
            body = {"delegation": of, "role": as_}
            self.expect(who, "POST", "/members", body, code)
            by = f"{of}/signatory" if officers else "host/chair"
            made = self.ask(by, "POST", "/members", body)[1]["id"]
            known = letter("members", role) != "-" and (of == delegation or letter("members", role, 1) != "-")
            self.expect(
                who, "POST", f"/members/{made}/revoke", {}, code if known else "unknown", "/members/never/revoke"
            )
            self.ask(by, "POST", f"/members/{made}/revoke", {})
            for its in self.people[by].get(f"{ROOM}/members"):
                if its["account"] is None and by != "host/chair":
                    self.ask(by, "POST", f"/members/{its['id']}/revoke", {})


PLAN = """
[plan]
name = "Norland"

[assumptions.ceasefire]
holds = true

[[requirements]]
id = "air"
needs = 5
of = "fighters"

[sources.letter]
title = "A letter"
"""

#: What is read by GET, and the row and part of the table that it is under.
READS = (
    *((f"/answer?basis={basis}", "answer", 0) for basis in ("room", "mine", "drafts")),
    *((f"/{what}", "answer", 0) for what in ("asks", "risk", "power", "timeline", "export.toml", "why/air")),
    ("/digest", "digest", 0),
    ("/journal", "journal", 1),
    ("/members", "members", 0),
    ("/rounds", "head, round", 0),
    ("/settings", "settings", 0),
    ("/records", "another partner's", 0),
    ("/proposals", "proposal: make", 0),
)


def targets(partner: str, other: str) -> Iterator[Target]:
    """Records of a partner, to be read by whom it likes."""
    releases: tuple[tuple[str, ...] | str | None, ...] = (None, (), ("host",), (other,), "room")
    for release in releases:
        for stage in ("signalled", "assigned"):
            yield Target("pledge", partner, release, stage)
        for kind in ("pool", "alternatives"):
            yield Target(kind, partner, release)
    for release in releases:
        for owner in (partner, "host"):
            yield from (Target(kind, owner, release) for kind in OF_WRITERS)
    for release in (("host",), ("host", other), "room"):
        yield Target("pledge", partner, release, "assigned", on_behalf=True)


def targets_of_host() -> Iterator[Target]:
    """The host's own."""
    yield Target("plan", "host", "room")
    for kind in OF_HOST:
        yield from (Target(kind, "host", release) for release in (None, (), "room"))
