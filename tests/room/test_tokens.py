"""Tokens for programs (§R10.2): made by who is signed in, for no more than he may, until they end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from served import Person, Served, serving

from willing.room.accounts import Session

ROOM = "/rooms/norland"
PLEDGE = {"partner": "DE", "provides": "fighters", "amount": 3, "stage": "signalled"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("tokens"), writes=0) as found:
        yield found


def soon(**time: float) -> str:
    return f"{datetime.now(UTC) + timedelta(**(time or {'days': 1})):%Y-%m-%dT%H:%M:%S.%fZ}"


class Program:
    """Asks with a token: neither cookie nor origin."""

    def __init__(self, served: Served, token: str) -> None:
        self.person = Person(served.port)
        self.token = token

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        return self.person.ask(method, path, body, authorization=f"Bearer {self.token}", origin="")


def made(person: Person, acting: str, basis: str = "drafts", **time: float) -> Any:
    asked = {"room": "norland", "acting": acting, "basis": basis, "ends": soon(**time)}
    status, told = person.ask("POST", "/tokens", asked)
    assert status == 201, told
    return told


def test_a_token_is_made_listed_and_revoked(served: Served) -> None:
    de = served.person("DE/signatory")
    told = made(de, "DE/officer")
    program = Program(served, told["token"])
    listed = de.get("/tokens")
    assert [its["id"] for its in listed] == [told["id"]]
    assert "token" not in listed[0]
    assert (listed[0]["room"], listed[0]["acting"], listed[0]["basis"]) == ("norland", "DE/officer", "drafts")
    assert [its["id"] for its in de.get("/sessions")] != [told["id"]]
    memberships = [{"room": "norland", "delegation": "DE", "role": "officer"}]
    assert program.ask("GET", "/me")[1]["memberships"] == memberships
    change = {"base": "0.0", "body": PLEDGE, "release": "room"}
    assert program.ask("PUT", f"{ROOM}/records/pledge/de-by-token", change)[0] == 201
    assert served.chair.get(f"{ROOM}/records/pledge/de-by-token")["body"]["amount"] == 3
    for path in ("/tokens", "/sessions"):
        assert program.ask("GET", path)[1]["type"] == "not_yours"
    assert program.ask("POST", "/sessions/end", {})[1]["type"] == "not_yours"
    assert served.chair.ask("POST", f"/tokens/{told['id']}/end", {})[0] == 404
    assert de.ask("POST", f"/tokens/{told['id']}/end", {}) == (200, {})
    assert program.ask("GET", f"{ROOM}/answer")[1]["type"] == "sign_in"
    assert de.get("/tokens") == []


def test_a_token_has_no_rights_above_its_maker(served: Served) -> None:
    officer = served.person("FR/officer")
    for acting in ("FR/signatory", "DE/officer", "host/chair", "FR"):
        asked = {"room": "norland", "acting": acting, "ends": soon()}
        assert officer.ask("POST", "/tokens", asked)[1]["type"] == "not_yours", acting
    assert officer.ask("POST", "/tokens", {"room": "other", "acting": "FR/officer", "ends": soon()})[0] == 404
    program = Program(served, made(served.person("FR/signatory"), "FR/officer")["token"])
    sign = {"by": "minister", "ref": "NV 3"}
    body = {"partner": "FR", "provides": "fighters", "stage": "assigned"}
    change = {"base": "0.0", "body": body, "release": "room", "sign": sign}
    assert program.ask("PUT", f"{ROOM}/records/pledge/fr-signed", change)[1]["type"] == "needs_signatory"
    assert program.ask("GET", f"{ROOM}/answer?acting=FR/signatory")[1]["type"] == "not_acting"


@pytest.mark.parametrize(("basis", "may"), [("room", 1), ("mine", 2), ("drafts", 3)])
def test_a_token_asks_no_wider_basis(served: Served, basis: str, may: int) -> None:
    lt = served.person("LT/officer")
    program = Program(served, made(lt, "LT/officer", basis)["token"])
    for place, wanted in enumerate(("room", "mine", "drafts")):
        for route in ("answer", "export.toml", "asks", "risk"):
            status, told = program.ask("GET", f"{ROOM}/{route}?basis={wanted}")
            assert status == (200 if place < may else 403), (route, wanted, told)
    for path in ("/rounds", "/proposals", "/settings"):
        assert program.ask("GET", ROOM + path)[0] == 200
    for path in ("/records", "/journal", "/digest", "/members", "/page/today"):
        assert program.ask("GET", ROOM + path)[0] == (200 if basis == "drafts" else 403)
    body = {"partner": "LT", "provides": "fighters", "stage": "signalled"}
    status, _ = program.ask("PUT", f"{ROOM}/records/pledge/lt-{basis}", {"base": "0.0", "body": body})
    assert status == (201 if basis == "drafts" else 403)


def test_a_token_ends_with_its_membership_and_not_too_late(served: Served) -> None:
    se = served.person("SE/signatory")
    for ends in (soon(days=400), soon(days=-1), "tomorrow"):
        asked = {"room": "norland", "acting": "SE/officer", "ends": ends}
        assert se.ask("POST", "/tokens", asked)[1]["type"] == "invalid"
    lasting = Program(served, made(se, "SE/officer")["token"])
    assert lasting.ask("GET", f"{ROOM}/answer")[0] == 200
    member = next(its for its in se.get(f"{ROOM}/members") if its["role"] == "signatory")
    served.chair.write("POST", f"{ROOM}/members/{member['id']}/revoke", {})
    assert lasting.ask("GET", f"{ROOM}/answer")[1]["type"] == "sign_in"


def test_a_token_runs_out_and_is_not_idle() -> None:
    now = datetime(2031, 5, 1, 9, tzinfo=UTC)
    its = Session(hash="", id="", account="a@x", begun=now, seen=now, ends=now + timedelta(hours=2))
    token = replace(its, acting="norland/SE/officer", basis="room")
    hours = [timedelta(hours=hours) for hours in (0, 1, 1.99, 2)]
    assert [token.lives(now + after) for after in hours] == [True, True, True, False]
    assert [its.lives(now + after) for after in hours] == [True, False, False, False]


def test_neither_secret_stands_in_for_the_other(served: Served) -> None:
    no = served.person("NO/officer")
    told = made(no, "NO/officer")
    name, _, session = no.cookie.partition("=")
    assert Program(served, session).ask("GET", "/me")[0] == 401
    assert Person(served.port).ask("GET", "/me", cookie=f"{name}={told['token']}")[0] == 401
    for authorization in ("Basic eA==", "Bearer", "Bearer nothing"):
        assert no.ask("GET", "/me", authorization=authorization)[0] == 401  # and no cookie counts


def test_what_a_program_wrote_is_verified(served: Served, tmp_path: Path) -> None:
    from willing.room.ledger import Ledger
    from willing.room.verifying import verified

    ledger = Ledger.open(str(served.where))
    assert verified(ledger.events()).wrong is None
    ledger.close()
