"""The rights of §R8, each cell asked of the core; what is expected is read from the contract, not from rights.py."""

from pathlib import Path
from typing import Any

import pytest
from rooms import PLAN, TestRoom

CONTRACT = Path(__file__).parent.parent.parent.parent / "shared" / "spec" / "ROOM.md"
SIGN = {"by": "Chief of Defence", "ref": "NV 12"}
ROLES = ("officer", "signatory", "planner", "chair", "observer", "auditor")
WHO = ("DE/officer", "DE/signatory", "FR/officer", "FR/signatory", "host/planner", "host/chair")
ALL = (*WHO, "observers/observer", "audit/auditor")

MORE = """
[capabilities.fighters]
name = "fighter aircraft"
[pools.de-pool]
size = 9
[alternatives.de-either]
of = ["de-low", "de-high"]
[choices.command]
options = ["ceasefire"]
[groups.members]
of = ["DE", "FR"]
[units.GBP]
equals = 1.2
of = "EUR"
[scenarios.peace]
assume = {ceasefire = true}
[sources.agency]
title = "A report"
[[statements]]
about = "de-low"
source = "agency"
[[asks]]
id = "se-air"
partner = "SE"
[[pledges]]
id = "de-low"
partner = "DE"
provides = "troops"
amount = 1
stage = "signalled"
pool = "de-pool"
[[pledges]]
id = "de-high"
partner = "DE"
stage = "offered"
"""


def cells(row: str, part: int) -> dict[str, str]:
    """What the contract gives each role in a row, in the part of its cells that is meant."""
    for line in CONTRACT.read_text("utf-8").partition("## §R8")[2].splitlines():
        if line.startswith(f"| {row}"):
            parts = [cell.strip() for cell in line.strip("|").split("|")[1:7]]
            sign = ";" if ";" in parts[0] else "/"
            split = [[each.strip() for each in cell.split(sign)] for cell in parts]
            return {role: each[part if len(each) > 1 else 0] for role, each in zip(ROLES, split, strict=True)}
    raise AssertionError(row)


def expected(row: str, part: int, who: str, owner: str) -> str:
    """201, or the code of the refusal."""
    delegation, _, role = who.partition("/")
    rights = cells(row, part)
    own = not owner or delegation in owner.split(" or ")
    if own and rights[role] in ("w", "s"):
        return "201"
    return "needs_signatory" if own and role == "officer" and rights["signatory"] in ("w", "s") else "not_yours"


EITHER = {"of": ["de-low", "de-high"]}
LOW = {"partner": "DE", "provides": "troops", "amount": 2, "stage": "signalled", "pool": "de-pool"}
HIGH = {"partner": "DE", "stage": "offered"}
BEHALF = {"partner": "DE", "stage": "assigned"}

#: The row of §R8, the part of its cells, whose it is, the address, and what is sent.
PROBES: list[tuple[str, int, str, str, str, dict[str, Any]]] = [
    ("own pledge, pool, alternatives: draft", 0, "DE", "PUT", "pledge/de-low", {"body": LOW}),
    ("own pledge, pool, alternatives: draft", 0, "DE", "PUT", "pool/de-pool", {"body": {"size": 8}}),
    (
        "own pledge, pool, alternatives: draft",
        0,
        "DE",
        "PUT",
        "alternatives/de-either",
        {"body": EITHER},
    ),
    ("own pledge: release", 0, "DE", "PUT", "pledge/de-low", {"body": LOW, "release": "room"}),
    ("own pledge: release", 1, "DE", "PUT", "pledge/de-high", {"body": HIGH, "release": "room", "sign": SIGN}),
    ("own pledge: release", 0, "DE", "POST", "pledge/de-few/release", {"release": "room"}),
    ("own pledge: release", 0, "DE", "POST", "pledge/de-low/withdraw", {}),
    ("own pledge: release", 1, "DE", "POST", "pledge/de-high/withdraw", {"sign": SIGN}),
    ("own pool, alternatives: release", 0, "DE", "PUT", "pool/de-pool", {"body": {"size": 8}, "release": "room"}),
    ("own pool, alternatives: release", 0, "DE", "POST", "alternatives/de-either/withdraw", {}),
    ("own draft of these: drop", 0, "DE", "POST", "pledge/de-revised/drop", {}),
    ("own draft of these: drop", 1, "DE or host", "POST", "pledge/host-de-1/drop", {}),
    (
        *("pledge on behalf", 0, "host", "PUT", "pledge/host-de-1"),
        {"body": BEHALF, "on_behalf": "DE", "release": "room", "sign": SIGN},
    ),
    ("pledge on behalf", 0, "host", "POST", "pledge/host-de-2/release", {"release": "room"}),
    ("pledge on behalf", 1, "DE", "POST", "pledge/host-de-1/confirm", {"sign": SIGN}),
    ("response to a pledge", 0, "host", "POST", "pledge/de-low/respond", {"what": "received"}),
    *(
        ("requirement, capability", 0, "host", "PUT", record, {"body": body})
        for record, body in {
            "requirement/air": {"needs": 6, "of": "fighters"},
            "capability/fighters": {"name": "aircraft"},
            "assumption/ceasefire": {"name": "a truce"},
            "choice/command": {"options": ["ceasefire"]},
            "group/members": {"of": ["DE"]},
            "unit/GBP": {"equals": 2, "of": "EUR"},
            "scenario/peace": {"assume": {"ceasefire": False}},
            "ask/se-air": {"partner": "SE", "effort": 2},
            "partner/EST": {"name": "Estmark"},
        }.items()
    ),
    ("source, statement", 0, "host", "PUT", "source/agency", {"body": {"title": "Another"}}),
    ("source, statement", 0, "host", "PUT", "statement/statement-1", {"body": {"about": "de-low", "source": "agency"}}),
    ("head, round", 0, "host", "PUT", "plan/plan", {"body": {"name": "Another"}}),
    ("head, round", 0, "host", "POST", "/rounds", {"id": "r2", "name": "Second"}),
    ("head, round", 0, "host", "POST", "/rounds/r1/open", {}),
    ("settings", 0, "host", "PUT", "/settings", {"between": "closed"}),
    ("proposal: make", 0, "host", "POST", "/proposals", {"text": "?", "deadline": "2031-06-01T00:00:00Z"}),
    ("proposal: make", 1, "host", "POST", "/proposals/p1/withdraw", {}),
    ("proposal: break, assent", 0, "", "POST", "/proposals/p1/assent", {}),
    ("invite, revoke", 0, "DE", "POST", "/members", {"delegation": "DE", "role": "officer"}),
    ("invite, revoke", 1, "", "POST", "/members", {"delegation": "DE", "role": "signatory"}),
    ("invite, revoke", 1, "", "POST", "/members", {"delegation": "audit", "role": "auditor"}),
]


def prepared() -> TestRoom:
    room = TestRoom(PLAN + MORE)
    room.put("DE/officer", "pledge/de-few", LOW, release=["host", "FR"])
    room.put("DE/officer", "pledge/de-revised", {"partner": "DE", "stage": "signalled"}, release="room")
    room.put("DE/officer", "pledge/de-revised", {"partner": "DE", "stage": "mentioned"}, "1.0")
    room.put("FR/officer", "pledge/fr-1", {"partner": "FR", "stage": "signalled"}, release="room")
    behalf: dict[str, Any] = {"on_behalf": "DE", "sign": SIGN}
    room.put("host/chair", "pledge/host-de-1", BEHALF, release="room", **behalf)
    room.put("host/chair", "pledge/host-de-2", BEHALF, release=["host", "FR"], **behalf)
    room.ask("host/chair", "POST", "/rounds", {"id": "r1", "name": "First"})
    room.ask("host/chair", "POST", "/proposals", {"text": "?", "deadline": "2031-06-01T00:00:00Z"})
    return room


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not here")
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: f"{probe[0][:18]} {probe[3]} {probe[4]}")
def test_a_row_of_the_contract(probe: tuple[str, int, str, str, str, dict[str, Any]]) -> None:
    row, part, owner, method, address, body = probe
    for who in ALL:
        room = prepared()
        sent = body
        if not address.startswith("/"):
            kind, id_, *_ = address.split("/")
            found = room.reader(who).record(kind, id_)
            sent = {"base": found.base if found else "0.0", **body}
            wanted = "unknown" if found is None else expected(row, part, who, owner)
        else:
            wanted = expected(row, part, who, owner)
        told = room.ask(who, method, address if address.startswith("/") else f"/records/{address}", sent)
        assert (told.code or str(told.status)) == wanted, (who, told.body)
