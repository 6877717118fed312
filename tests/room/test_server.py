"""A server of rooms by HTTP: who may ask, in which order it is told, and what is answered (§R7.5, §R10, §R11)."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from postgres import Place
from served import PASSWORD, Person, Served, serving
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from willing import open_plan
from willing.answers.answer import to_builtins
from willing.app.files import create
from willing.room.room import standing
from willing.room.verifying import verified

ROOM = "/rooms/norland"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, place: Place) -> Iterator[Served]:
    with serving(place(tmp_path_factory.mktemp("room")), writes=0) as found:
        yield found


def pledge(amount: int = 5, **more: Any) -> dict[str, Any]:
    return {"partner": "DE", "provides": "fighters", "amount": amount, "stage": "signalled", **more}


# -- who may ask ------------------------------------------------------------------------------------------------------


def test_the_first_check_that_fails_is_told(served: Served) -> None:
    nobody, chair, stranger = Person(served.port), served.chair, served.person("DE/officer")
    big = b'{"x":"' + b"a" * 70_000 + b'"}'
    for who, path, body, headers, status, code in (
        (nobody, ROOM, {}, {"host": "elsewhere.example:80", "origin": "http://x.example"}, 421, "other_host"),
        (nobody, f"{ROOM}/changes", {}, {"origin": "http://elsewhere.example"}, 403, "other_origin"),
        (nobody, f"{ROOM}/changes", {}, {"origin": ""}, 403, "other_origin"),
        (nobody, "/rooms/none/changes", {}, {}, 401, "sign_in"),
        (chair, "/rooms/none/changes", {}, {"acting": "FR/officer"}, 404, "unknown"),
        (stranger, f"{ROOM}/records/pledge/de-x", big, {"acting": "FR/officer"}, 403, "not_acting"),
        (stranger, f"{ROOM}/records/pledge/de-x", big, {"content-type": "text/plain"}, 413, "too_large"),
        (stranger, f"{ROOM}/records/pledge/de-x", {}, {"content-type": "text/plain"}, 415, "json_only"),
        (stranger, f"{ROOM}/records/pledge/xx-x", {}, {}, 404, "unknown"),
        (stranger, f"{ROOM}/records/pledge/de-x", b"{", {}, 422, "invalid"),
        (stranger, f"{ROOM}/records/pledge/de-x", {"base": "0.0"}, {"idempotency-key": ""}, 422, "invalid"),
    ):
        found, told = who.ask("PUT" if "records" in path else "POST", path, body, **headers)
        assert (found, told["type"]) == (status, code), (path, headers, told)
        assert told["status"] == status
        assert who.told["content-type"] == "application/problem+json"
        assert who.told["cache-control"] == "no-store"


def test_another_site_reads_nothing(served: Served) -> None:
    status, told = served.chair.ask("GET", f"{ROOM}/answer", sec_fetch_site="cross-site", sec_fetch_mode="cors")
    assert (status, told["type"]) == (403, "other_origin")


def test_with_authorization_no_cookie_counts(served: Served) -> None:
    status, told = served.chair.ask("GET", "/me", authorization="Bearer nothing")
    assert (status, told["type"]) == (401, "sign_in")


@pytest.mark.parametrize("path", ["/", "/join", "/sign-in"])
def test_the_door_is_one_page_for_all(served: Served, path: str) -> None:
    nobody = Person(served.port)
    assert nobody.ask("GET", path) == served.chair.ask("GET", "/")
    assert "frame-ancestors 'none'" in nobody.told["content-security-policy"]
    assert nobody.told["x-content-type-options"] == "nosniff"


def test_health_says_nothing_of_the_rooms(served: Served) -> None:
    assert Person(served.port).get("/health") == {"ok": True}


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "POST", "PUT"])
@pytest.mark.parametrize("path", ["", "/", "/nothing", "/records/pledge", "/%ff", "/records/%00/%F0", "/answer"])
def test_what_there_is_not_is_told_so(served: Served, method: str, path: str) -> None:
    status, told = served.chair.ask(method, ROOM + path, {})
    assert (status, told["type"]) == (404, "unknown")


# -- accounts ---------------------------------------------------------------------------------------------------------


def test_an_invitation_is_taken_up_once(served: Served) -> None:
    told = served.chair.write("POST", f"{ROOM}/members", {"delegation": "audit", "role": "auditor"})
    token = told["link"].partition("#")[2]
    said = {"invitation": token, "account": "Aud@Example.org", "name": "A", "password": "short"}
    person = Person(served.port)
    assert person.ask("POST", "/join", said)[0] == 422
    status, me = person.ask("POST", "/join", {**said, "password": PASSWORD})
    assert status == 201
    assert me == {
        "account": "aud@example.org",
        "memberships": [{"room": "norland", "delegation": "audit", "role": "auditor"}],
    }
    cookie = person.told["set-cookie"]
    assert all(each in cookie for each in ("HttpOnly", "SameSite=strict", "Path=/"))
    used = Person(served.port).ask("POST", "/join", {**said, "password": PASSWORD})
    never = Person(served.port).ask("POST", "/join", {**said, "invitation": "never given", "password": PASSWORD})
    assert used == never
    assert used[0] == 404


def test_a_session_is_new_on_each_sign_in_and_ends(served: Served) -> None:
    person = served.person("DE/officer", account="two.words@example.org")
    first = person.cookie
    said = {"account": " Two.Words@example.org", "password": PASSWORD}
    assert person.ask("POST", "/sign-in", said)[0] == 200
    assert person.cookie != first
    old = Person(served.port)
    old.cookie = first
    assert old.ask("GET", "/me")[0] == 401
    assert len(person.get("/sessions")) == 1
    other = Person(served.port)
    assert other.ask("POST", "/sign-in", said)[0] == 200
    assert len(person.get("/sessions")) == 2
    assert person.ask("POST", "/sessions/end", {})[0] == 200
    assert other.ask("GET", "/me")[0] == person.ask("GET", "/me")[0] == 401


def test_what_cannot_be_signed_in_is_told_the_same(served: Served) -> None:
    served.person("DE/officer", account="known@example.org")
    wrong = [
        Person(served.port).ask("POST", "/sign-in", {"account": account, "password": "wrong"})
        for account in ("known@example.org", "unknown@example.org", "no mail")
    ]
    assert wrong[0] == wrong[1] == wrong[2]
    assert wrong[0][0] == 401


def test_failures_are_bounded(served: Served) -> None:
    served.person("DE/officer", account="target@example.org")
    person = Person(served.port)
    for _ in range(10):
        assert person.ask("POST", "/sign-in", {"account": "target@example.org", "password": "wrong"})[0] == 401
    status, told = person.ask("POST", "/sign-in", {"account": "target@example.org", "password": PASSWORD})
    assert (status, told["type"]) == (429, "slow_down")
    assert 0 < int(person.told["retry-after"]) <= 900


# -- rooms ------------------------------------------------------------------------------------------------------------


def test_who_has_several_roles_says_which(served: Served) -> None:
    person = served.person("LOR/officer", "EST/officer")
    assert person.ask("GET", f"{ROOM}/answer")[1]["type"] == "not_acting"
    assert person.get(f"{ROOM}/answer?acting=LOR/officer")
    assert person.get(f"{ROOM}/records", acting="EST/officer")


def test_a_write_is_in_the_next_answer_and_kept_under_its_key(served: Served) -> None:
    de = served.person("DE/officer")
    change = {"base": "0.0", "body": pledge(), "release": "room"}
    path = f"{ROOM}/records/pledge/de-jets"
    first = de.write("PUT", path, change, idempotency_key="jets")
    assert served.chair.get(f"{ROOM}/answer")["pledges"]["de-jets"]["amount"] == 5
    assert de.ask("PUT", path, change, idempotency_key="jets") == (200, first)
    assert de.ask("PUT", path, {**change, "base": "1.0"}, idempotency_key="jets")[1]["type"] == "key_reused"


def test_the_answer_is_that_of_the_exported_file(served: Served, tmp_path: Path) -> None:
    answer = served.chair.get(f"{ROOM}/answer")
    exported = tmp_path / "room.toml"
    create(str(exported), served.chair.get(f"{ROOM}/export.toml").encode())
    study = open_plan(str(exported))
    told = json.loads(json.dumps(to_builtins(study.brief(reasons=False, lever=True))))
    own = ("basis", "cursor", "round", "set_aside", "pending", "behind")
    assert {key: value for key, value in answer.items() if key not in own} == told
    assert answer["pending"] == []


def test_a_basis_is_a_workbook_and_tables_too(served: Served, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    for form in ("xlsx", "zip"):
        first, second = served.chair.raw(f"{ROOM}/export.{form}"), served.chair.raw(f"{ROOM}/export.{form}")
        assert first == second
        assert first[:2] == b"PK"
        create(str(tmp_path / form), first)
    with ZipFile(tmp_path / "zip") as tables:
        assert b"de-troops" in tables.read("Pledges.csv")


@pytest.mark.parametrize(
    "question",
    ["asks", "risk", "power", "timeline", "deliveries", "why/DE", "compare?from=1&to=2026-01-01", "digest", "rounds"],
)
def test_questions_are_answered_on_each_basis(served: Served, question: str) -> None:
    for basis in ("room", "mine", "drafts"):
        served.chair.get(f"{ROOM}/{question}{'&' if '?' in question else '?'}basis={basis}")


@pytest.mark.parametrize(
    "address",
    ["answer?basis=all", "answer?if=nothing", "answer?x=1", "why/xx", "compare?from=a&to=b", "journal?after=-1"],
)
def test_what_cannot_be_asked_is_told(served: Served, address: str) -> None:
    status, told = served.chair.ask("GET", f"{ROOM}/{address}")
    assert (status, told["type"]) == (422, "invalid")
    assert told["detail"]


def test_what_is_hidden_is_not_there(served: Served) -> None:
    de, lor = served.person("DE/officer"), served.person("LOR/officer")
    exported = lor.ask("GET", f"{ROOM}/export.toml")
    before = {path: lor.ask("GET", f"{ROOM}/{path}") for path in ("answer", "records", "journal", "asks")}
    assert before["journal"][1]["events"][-1]["event"] == "exported"
    de.write("PUT", f"{ROOM}/records/pledge/de-hidden", {"base": "0.0", "body": pledge(7), "release": []})
    assert {path: lor.ask("GET", f"{ROOM}/{path}") for path in before} == before
    assert lor.ask("GET", f"{ROOM}/export.toml") == exported
    hidden, never = (lor.ask("GET", f"{ROOM}/records/pledge/{id_}") for id_ in ("de-hidden", "de-never"))
    assert hidden == never
    mine = de.get(f"{ROOM}/answer?basis=mine")
    assert mine["pledges"]["de-hidden"]["amount"] == 7


def test_a_paradox_is_set_aside_and_told(tmp_path: Path) -> None:
    with serving(tmp_path, writes=0) as served:
        est, lor = served.person("EST/signatory"), served.person("LOR/signatory")
        bases, sign = {}, {"by": "the minister", "ref": "NV 1"}
        for who, partner, condition in ((est, "EST", "not LOR"), (lor, "LOR", "EST")):
            id_ = f"{partner.lower()}-ships"
            body = {"partner": partner, "provides": "ships", "amount": 2, "if": condition, "stage": "offered"}
            path = f"{ROOM}/records/pledge/{id_}"
            bases[id_] = who.write("PUT", path, {"base": "0.0", "body": body, "release": "room", "sign": sign})["base"]
        answer = served.chair.get(f"{ROOM}/answer")
        assert answer["set_aside"] == ["lor-ships"]
        assert answer["pledges"]["est-ships"]["status"] == "stands"
        assert answer["pledges"]["lor-ships"]["status"] is None
        lor.write("POST", f"{ROOM}/records/pledge/lor-ships/withdraw", {"base": bases["lor-ships"], "sign": sign})
        assert served.chair.get(f"{ROOM}/answer")["set_aside"] == []


def test_how_a_room_stands_is_kept_while_it_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("willing.room.server._KEEPS", (1, 3))
    with serving(tmp_path, writes=0) as served:
        de, room = served.person("DE/officer"), served.rooms["norland"]
        de.write("PUT", f"{ROOM}/records/pledge/de-x", {"base": "0.0", "body": pledge()})
        while not room.ledger.kept():
            time.sleep(0.02)
        assert standing(room.ledger) == room.state


def test_writes_are_bounded_by_delegation(tmp_path: Path) -> None:
    with serving(tmp_path, writes=3) as served:
        de = served.person("DE/signatory")
        change = {"base": "0.0", "body": pledge()}
        codes = [
            de.ask("PUT", f"{ROOM}/records/pledge/de-{number}", change, idempotency_key=f"n{number}")[0]
            for number in range(5)
        ]
        assert codes == [201, 201, 201, 429, 429]
        assert int(de.told["retry-after"]) >= 1
        again = de.ask("PUT", f"{ROOM}/records/pledge/de-0", {"base": "0.0", "body": pledge()}, idempotency_key="n0")
        assert again[0] == 200


# -- following --------------------------------------------------------------------------------------------------------


def follow(served: Served, person: Person, query: str = "") -> Any:
    headers = {"cookie": person.cookie, "origin": f"http://127.0.0.1:{served.port}"}
    address = f"ws://127.0.0.1:{served.port}{ROOM}/follow{query}"
    return connect(address, additional_headers=headers, max_size=None)


async def told(socket: Any) -> dict[str, Any]:
    """The next message that is not there to say that the server is."""
    while True:
        message = json.loads(await asyncio.wait_for(socket.recv(), 30))
        if "alive" not in message:
            found: dict[str, Any] = message
            return found


def applied(answer: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """An answer with the changes of a message made, as a page makes them."""
    for path, *value in message["delta"]:
        at: Any = answer
        for key in path[:-1]:
            at = next(each for each in at if each["id"] == key) if isinstance(at, list) else at[key]
        if isinstance(at, list):
            number = next(number for number, each in enumerate(at) if each["id"] == path[-1])
            at[number] = value[0]
        elif value:
            at[path[-1]] = value[0]
        else:
            del at[path[-1]]
    return answer


def test_a_page_is_told_what_changed(served: Served) -> None:
    de, est = served.person("DE/officer"), served.person("EST/officer")

    async def morning() -> None:
        async with follow(served, est) as socket:
            answer = (await told(socket))["reset"]
            while answer["pending"]:
                answer = applied(answer, await told(socket))
            assert answer == est.get(f"{ROOM}/answer")
            write = de.write
            for number in range(3):  # drafts are nobody else's
                base = "0.0" if number == 0 else f"0.{number}"
                await asyncio.to_thread(
                    write, "PUT", f"{ROOM}/records/pledge/de-live", {"base": base, "body": pledge(number + 1)}
                )
            await asyncio.to_thread(
                write, "PUT", f"{ROOM}/records/pledge/de-live", {"base": "0.3", "body": pledge(9), "release": "room"}
            )
            first = await told(socket)
            assert first["basis"] == "room"
            assert first["part"] == "all"
            assert first["by"] == {"kind": "pledge", "record": "de-live", "delegation": "DE"}
            assert first["cursor"] == answer["cursor"] + 1
            second = await told(socket)
            assert second["part"] == "lever"
            answer = applied(applied(answer, first), second)
            assert answer == await asyncio.to_thread(est.get, f"{ROOM}/answer")
            cursor = answer["cursor"]
        await asyncio.to_thread(
            write, "PUT", f"{ROOM}/records/pledge/de-live", {"base": "1.3", "body": pledge(4), "release": "room"}
        )
        async with follow(served, est, f"?cursor={cursor}") as socket:
            missed = await told(socket)
            answer = applied(answer, missed)
            while answer["pending"]:
                answer = applied(answer, await told(socket))
            assert answer == await asyncio.to_thread(est.get, f"{ROOM}/answer")

    asyncio.run(morning())


def test_a_page_of_who_is_revoked_is_closed(served: Served) -> None:
    signatory = served.person("DE/signatory")
    told_ = signatory.write("POST", f"{ROOM}/members", {"delegation": "DE", "role": "officer"})
    officer = Person(served.port)
    officer.join(told_["link"].partition("#")[2], "revoked@example.org")

    async def revoked() -> float:
        async with follow(served, officer) as socket:
            await asyncio.to_thread(signatory.write, "POST", f"{ROOM}/members/{told_['id']}/revoke", {})
            begun = time.monotonic()
            with suppress(ConnectionClosedError):
                async for _ in socket:
                    pass  # until it is closed
            assert socket.close_code == 1008
            return time.monotonic() - begun

    assert asyncio.run(revoked()) < 1.5
    assert officer.ask("GET", "/me")[0] == 401


def test_a_page_of_another_site_cannot_follow(served: Served) -> None:
    async def other() -> None:
        headers = {"cookie": served.chair.cookie, "origin": "http://elsewhere.example"}
        with pytest.raises(InvalidStatus):
            async with connect(f"ws://127.0.0.1:{served.port}{ROOM}/follow", additional_headers=headers):
                pass

    asyncio.run(other())


def test_who_signs_in_or_takes_an_export_is_told_to_the_own_delegation(served: Served) -> None:
    lor, est = served.person("LOR/officer", account="lorne-2@example.org"), served.person("EST/officer")
    before = est.get(f"{ROOM}/journal")
    assert lor.ask("POST", "/sign-in", {"account": "lorne-2@example.org", "password": PASSWORD})[0] == 200
    lor.get(f"{ROOM}/export.toml")
    told = [(its["event"], its["delegation"]) for its in lor.get(f"{ROOM}/journal")["events"][-2:]]
    assert told == [("signed_in", "LOR"), ("exported", "LOR")]
    assert est.get(f"{ROOM}/journal") == before
    ledger = served.rooms["norland"].ledger
    assert verified(ledger.events()).wrong is None
