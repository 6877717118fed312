"""Requests made odd: none is ever a fault of ours, and none is told what is hidden (§R18)."""

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from postgres import Place
from served import Person, Served, serving

ROOM = "/rooms/norland"
_WORDS = (
    "records", "pledge", "de-troops", "de-hidden", "answer", "why", "asks", "compare", "journal", "history", "release",
    "withdraw", "respond", "drop", "confirm", "changes", "members", "rounds", "open", "close", "settings", "digest",
    "export.toml", "import", "page", "plan", "said", "world", "offers", "today", "needs", "record", "revoke", "%00",
    "%ff", "%2F", "..", "", "é", "plan" * 40, "sessions", "end", "requirement", "air", "proposals", "baseline",
)  # fmt: skip
_VALUES = (
    None, True, 0, -1, 1e308, 10**30, "", "0.0", "1.0", "de-hidden", "room", [], ["DE"], {}, [None], {"by": "x"},
    "\ud800",
    "2025-02-30", "2031-01-01T00:00:00Z", "a" * 300, {"amount": "x"}, {"if": "not not not"}, {"if": "(" * 500}, [[[]]],
)  # fmt: skip
_KEYS = (
    "base", "body", "patch", "release", "sign", "reason", "merge", "on_behalf", "changes", "what", "text", "id", "name",
    "opens", "closes", "blind", "freeze", "delegation", "role", "plan", "signed_from", "between", "record", "kind",
)  # fmt: skip
_ASKED = (
    "basis=mine", "basis=drafts", "basis=x", "as-of=2031-01-01", "as-of=x", "if=ceasefire", "if=de-hidden",
    "day=3", "day=x", "from=1", "to=2", "from=2031-01-01", "condition=DE", "condition=(((", "after=3",
    "after=99999999999999999999", "lang=fr", "kind=pledge", "kind=%00", "scenario=x", "without=DE", "firm=DE",
    "try=xx", "known-by=2031-01-01", "acting=DE/officer",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, place: Place) -> Iterator[Served]:
    with serving(place(tmp_path_factory.mktemp("room")), writes=0) as found:
        yield found


def _odd(rng: random.Random) -> tuple[str, str, Any, dict[str, str]]:
    path = "/".join(rng.choice(_WORDS) for _ in range(rng.randrange(1, 5)))
    query = "&".join(rng.choice(_ASKED) for _ in range(rng.randrange(3)))
    body: Any = {key: rng.choice(_VALUES) for key in rng.sample(_KEYS, rng.randrange(5))}
    if rng.random() < 0.2:
        body = {"changes": [body, {"kind": "pledge", "record": "de-x", **body}]}
    if rng.random() < 0.1:
        body = rng.choice([b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5_000, b'{"a":1,"a":2}', b"NaN"])
    headers = {"content-type": "text/plain"} if rng.random() < 0.05 else {}
    if rng.random() < 0.1:
        headers["idempotency-key"] = rng.choice(["", '"', "x" * 65, "a b", "same"])
    if rng.random() < 0.1:
        headers["acting"] = rng.choice(["DE/officer", "host/chair", "%ff", "/", "DE"])
    return rng.choice(("GET", "GET", "POST", "PUT", "HEAD", "DELETE")), f"{ROOM}/{path}?{query}", body, headers


@pytest.mark.parametrize("seed", range(4))
def test_odd_requests_are_refused_and_no_fault(served: Served, seed: int) -> None:
    rng = random.Random(seed)
    de = served.person("DE/officer")
    hidden = {"partner": "DE", "provides": "fighters", "amount": 4711, "stage": "signalled"}
    path = f"{ROOM}/records/pledge/de-hidden"
    if de.ask("GET", path)[0] == 404:
        de.write("PUT", path, {"base": "0.0", "body": hidden, "release": []})
    people = [served.chair, served.person("LOR/signatory"), Person(served.port)]
    for number in range(150):
        method, address, body, headers = _odd(rng)
        person = people[number % 3]
        sent = None if method in ("GET", "HEAD") else body
        status, told = person.ask(method, quote(address, safe="/?&=%"), sent, **headers)
        assert status < 500, (method, address, body, headers, told)
        assert "4711" not in json.dumps(told), (method, address, body)


@pytest.mark.parametrize(
    "body", [{}, [], "x", {"account": 1}, {"invitation": None}, {"invitation": "x", "account": "é" * 300}]
)
@pytest.mark.parametrize(
    "path", ["/sign-in", "/join", "/sign-out", "/sessions/end", "/sessions/x/end", "/me", "/rooms"]
)
def test_odd_doors_are_shut(served: Served, path: str, body: Any) -> None:
    status, _ = Person(served.port).ask("POST", f"/{path}", body)
    assert status in (401, 404, 422)
