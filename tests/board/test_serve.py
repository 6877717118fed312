"""The live board: what it answers, what it refuses, how it follows the plan file, and what it writes."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

from willing import open_plan
from willing.answers.answer import to_builtins
from willing.app.errors import PlanError
from willing.app.files import ChangedError, replace
from willing.app.jobs import Jobs
from willing.app.query import Query
from willing.app.store import FilePlan
from willing.board.app import application
from willing.board.live import LivePlan
from willing.web.address import query_of
from willing.web.answers import AddressError
from willing.web.pieces import changed, pieces_of

ROOT = Path(__file__).parents[2]
UKRAINE = ROOT / "examples" / "ukraine-2025-04" / "plan.toml"
HOST = "127.0.0.1:8750"

STRAIT = """\
[plan]
name = "Strait Watch"
goal = "total(ships) >= 6"

[assumptions.mandate]
name = "A mandate"

[assumptions.vote]
implies = ["mandate"]

[partners.norland]

[partners.gudrun]

[[pledges]]
id       = "n-ships"
partner  = "norland"
provides = "ships"
amount   = 2

[[pledges]]
id       = "g-ships"
partner  = "gudrun"
provides = "ships"
amount   = 4
only_if  = "mandate"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(STRAIT, "utf-8")
    return path


@contextmanager
def served(plan: Path, standing: Query | None = None, language: str | None = None) -> Iterator[TestClient]:
    live = LivePlan(FilePlan(str(plan)), standing or Query())
    app = application(live, hosts=(HOST,), language=language)
    with TestClient(app, base_url=f"http://{HOST}") as client:
        yield client


def tried(trial: Any) -> str:
    return urlsafe_b64encode(json.dumps(trial).encode()).decode().rstrip("=")


# -- answers ----------------------------------------------------------------------------------------------------------


def test_the_page(plan: Path) -> None:
    with served(plan) as client:
        answer = client.get("/")
        assert answer.status_code == 200
        assert "Strait Watch" in answer.text
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"].split("style-src")[0]
        for id_ in ("mandate", "vote"):  # every assumption can be switched, not only the plan's switches
            assert f'data-switch="{id_}"' in answer.text


@pytest.mark.parametrize(
    ("header", "told"),
    [("de-AT,de;q=0.9,en;q=0.5", "de"), ("fr", "fr"), ("it,pt;q=0.9", "en"), ("", "en"), ("pt,fr;q=0.1", "fr")],
)
def test_the_language_of_the_browser(plan: Path, header: str, told: str) -> None:
    with served(plan) as client:
        assert f'<html lang="{told}"' in client.get("/", headers={"accept-language": header}).text
        assert '<html lang="fr"' in client.get("/?lang=fr", headers={"accept-language": header}).text
    with served(plan, language="de") as client:
        assert '<html lang="de"' in client.get("/", headers={"accept-language": header}).text


WORLDS: list[dict[str, bool | None]] = [
    {},
    {"us-backstop": True},
    {"us-backstop": True, "mission-defined": True, "nl-troops": True},
    {"ukraine-request": None, "peacekeeping": True},
    {"ceasefire": False},
]


@pytest.mark.parametrize("what_if", WORLDS, ids=str)
@pytest.mark.parametrize("scenario", [None, "six-ready"])
def test_a_world_is_answered_as_the_brief_is(what_if: dict[str, bool | None], scenario: str | None) -> None:
    ways = {True: "if", False: "if-not", None: "if-unknown"}
    query = [(ways[value], id_) for id_, value in what_if.items()] + ([("scenario", scenario)] if scenario else [])
    study = open_plan(UKRAINE, what_if=what_if, scenarios=[scenario] if scenario else [])
    with served(UKRAINE) as client:
        told = client.get("/world", params=query).json()
    assert told["impossible"] is None
    assert told["brief"] == json.loads(json.dumps(to_builtins(study.brief())))
    cells = {name: cell for part in told["parts"] for name, cell in part.items()}
    for id_, line in study.brief().partners.items():
        assert cells[f"is:{id_}"]["data-status"] == (line.standing.status if line.standing else "none")


def test_a_world_that_cannot_be(plan: Path) -> None:
    with served(plan) as client:
        told = client.get("/world", params=[("if", "vote"), ("if-not", "mandate")]).json()
    assert "cannot be" in told["impossible"]
    assert told["brief"] is None
    assert {"impossible": {"hidden": None}, "page": {"data-impossible": ""}} in told["parts"]


def test_what_is_tried(plan: Path) -> None:
    trial = {"changes": {"g-ships": {"if": "always"}}, "added": [{"partner": "SE", "provides": "ships", "amount": 1}]}
    with served(plan) as client:
        brief = client.get("/world", params={"try": tried(trial)}).json()["brief"]
        assert brief["goal"]["status"] == "stands"
        assert brief["partners"]["SE"]["status"] == "stands"
        assert "SE" not in client.get("/world").json()["brief"]["partners"]
        assert "Sweden" in client.get("/", params={"try": tried(trial)}).text
    assert plan.read_text("utf-8") == STRAIT


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ([("if", "mandat")], "did you mean 'mandate'"),
        ([("if", "n-ships")], "no decision of its own"),
        ([("if", "vote"), ("if-not", "vote")], "two ways"),
        ([("colour", "red")], "asks for nothing"),
        ([("as-of", "yesterday")], "no day"),
        ([("as-of", "2031-02-30")], "no day"),
        ([("scenario", "x")], "unknown scenario"),
        ([("try", "!!")], "cannot be read"),
        ([("try", tried({"changes": {"x": {"amount": 1}}}))], "no pledge 'x'"),
        ([("try", tried({"changes": {"n-ships": {"amount": -1}}}))], "amount"),
        ([("try", tried({"changes": {"n-ships": {"if": "mandate and"}}}))], "n-ships"),
        ([("try", "A" * 30_000)], "so much"),
    ],
)
def test_what_cannot_be_asked_is_said(plan: Path, query: list[tuple[str, str]], told: str) -> None:
    with served(plan) as client:
        answer = client.get("/world", params=query)
        assert answer.status_code == 422
        assert told in " ".join(error["message"] for error in answer.json()["errors"])
        page = client.get("/", params=[(k, v) for k, v in query if k in ("scenario", "try")])
        assert page.status_code in (200, 422)


def test_what_is_there_is_answered_while_something_is_worked_out(plan: Path) -> None:
    """Nothing is worked out on the loop: while a world, a page and a saving wait, a page that is there is answered."""
    go = threading.Event()

    class Held(ThreadPoolExecutor):
        def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Any:
            return super().submit(lambda: (go.wait(20), work(*arguments, **named))[1])

    app = application(
        LivePlan(FilePlan(str(plan)), Query()), hosts=(HOST,), language=None, jobs=Jobs(Held(max_workers=4))
    )
    with TestClient(app, base_url=f"http://{HOST}") as client, ThreadPoolExecutor() as askers:
        sent = {"as": "file", "name": "new.toml", "query": ""}
        waiting = [
            askers.submit(client.get, "/world?if=mandate"),
            askers.submit(client.get, "/?if=vote&as-of=2025-01-01"),
            askers.submit(client.post, "/save", json=sent, headers={"origin": f"http://{HOST}"}),
        ]
        assert client.get("/").status_code == 200
        assert client.get("/plan").json()["pledges"].keys() == {"n-ships", "g-ships"}
        assert not any(each.done() for each in waiting)
        go.set()
        assert [each.result().status_code for each in waiting] == [200, 200, 200]


# -- who may ask ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8751", "localhost.evil.example:8750", ""])
def test_another_host_is_refused(plan: Path, host: str) -> None:
    with served(plan) as client:
        assert client.get("/", headers={"host": host}).status_code == 421
        assert client.get("/world", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example", "content-type": "application/json"}, 403),
        ({"origin": "null", "content-type": "application/json"}, 403),
        ({"sec-fetch-site": "cross-site", "content-type": "application/json"}, 403),
        ({"origin": f"http://{HOST}", "content-type": "text/plain"}, 403),
        ({"origin": f"http://{HOST}", "content-type": "application/json"}, 200),
        ({"content-type": "application/json"}, 200),  # no browser: a script of the user's own
    ],
)
def test_other_sites_cannot_save(plan: Path, headers: dict[str, str], status: int) -> None:
    asked = {"as": "scenario", "name": "mine", "query": "if=mandate"}
    with served(plan) as client:
        assert client.post("/save", content=json.dumps(asked), headers=headers).status_code == status
    assert (plan.read_text("utf-8") == STRAIT) == (status != 200)


@pytest.mark.parametrize("path", ["/", "/world?if=mandate", "/plan"])
def test_other_sites_cannot_ask(plan: Path, path: str) -> None:
    with served(plan) as client:
        for site in ("cross-site", "same-site"):  # another port of this machine is the same site
            for mode, dest in (("no-cors", "script"), ("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")):
                headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
                assert client.get(path, headers=headers).status_code == 403
            followed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
            assert client.get(path, headers=followed).status_code == 200
        assert client.get(path, headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}).status_code == 200
        assert client.get(path).headers["x-content-type-options"] == "nosniff"
        assert client.get("/nowhere").headers["cross-origin-resource-policy"] == "same-origin"


def test_the_own_page_is_kept_whatever_others_ask_for(plan: Path) -> None:
    live = LivePlan(FilePlan(str(plan)), Query())
    own = live.opened(live.standing, "en")
    for day in range(1, 29):
        live.opened(query_of([("as-of", f"2031-01-{day:02}")], live.standing).page, "en")
    assert live.opened_already(live.standing, "en") is own


def test_other_sites_cannot_follow(plan: Path) -> None:
    from starlette.websockets import WebSocketDisconnect

    with served(plan) as client:
        for headers in ({"host": HOST, "origin": "http://evil.example"}, {"host": HOST}):
            with pytest.raises(WebSocketDisconnect), client.websocket_connect("/follow?version=1", headers=headers):
                pass


# -- what is saved ----------------------------------------------------------------------------------------------------


def save(client: TestClient, **asked: str) -> Any:
    return client.post("/save", json=asked)


#: What a saved world says another way: once it is a scenario, before it was a what-if.
ASKED_OTHERWISE = {"scenario": None, "what_if": None}


def test_a_world_is_saved_as_a_scenario(plan: Path) -> None:
    query = f"if=mandate&try={tried({'changes': {'g-ships': {'amount': 5}}})}"
    with served(plan) as client:
        there = client.get(f"/world?{query}").json()["brief"]
        assert save(client, **{"as": "scenario", "name": "mine", "query": query}).status_code == 200
    read = tomllib.loads(plan.read_text("utf-8"))
    assert read["scenarios"] == {"mine": {"assume": {"mandate": True}, "pledges": {"g-ships": {"amount": 5}}}}
    kept = to_builtins(open_plan(plan, scenarios=["mine"]).brief())
    assert {**kept, **ASKED_OTHERWISE} == {**there, **ASKED_OTHERWISE}


def test_of_saves_by_two_servers_and_an_editor_none_is_told_and_lost(plan: Path) -> None:
    saved: list[str] = []
    written = 0

    def saves(server: str) -> None:
        with served(plan) as client:
            for number in range(25):
                name = f"{server}{number}"
                answer = save(client, **{"as": "scenario", "name": name, "query": "if=mandate"})
                if answer.status_code == 200:
                    saved.append(name)
                    if "note" in answer.json():
                        kept.append(answer.json()["note"])
                else:
                    assert answer.status_code == 409, answer.text
                    assert answer.json()["errors"][0]["code"] == "changed-meanwhile"
                    assert answer.json()["difference"].startswith("@@")

    kept: list[str] = []
    with ThreadPoolExecutor() as both:
        servers = [both.submit(saves, name) for name in ("a", "b")]
        while written < 25 and not all(each.done() for each in servers):  # an editor that looks, and writes over
            was = plan.read_bytes()
            try:
                replace(str(plan), was + f"# {written}\n".encode(), was=was)
            except ChangedError:
                continue
            written += 1
        for each in servers:
            each.result()
    text = plan.read_text("utf-8")
    assert saved
    assert set(saved) <= tomllib.loads(text)["scenarios"].keys()
    assert [f"# {number}" in text for number in range(written)] == [True] * written
    assert kept == []


def test_a_save_over_another_is_told_the_difference(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(plan) as client:
        write = FilePlan.write

        def late(self: FilePlan, text: str, was: bytes) -> Any:
            plan.write_text(STRAIT.replace("Strait Watch", "Sound Watch"), "utf-8")
            return write(self, text, was)

        monkeypatch.setattr(FilePlan, "write", late)
        answer = save(client, **{"as": "scenario", "name": "mine", "query": "if=mandate"})
        assert answer.status_code == 409
        assert '+name = "Sound Watch"' in answer.json()["difference"]
    assert "mine" not in plan.read_text("utf-8")


def test_a_trial_is_saved_as_a_plan_of_its_own(plan: Path) -> None:
    query = f"if=mandate&try={tried({'added': [{'partner': 'SE', 'provides': 'ships', 'amount': 1}]})}"
    with served(plan) as client:
        there = client.get(f"/world?{query}").json()["brief"]
        assert save(client, **{"as": "file", "name": "other.toml", "query": query}).status_code == 200
        again = save(client, **{"as": "file", "name": "other.toml", "query": query})
        assert again.status_code == 422
        assert "left as it is" not in again.text or "other name" in again.text
    assert plan.read_text("utf-8") == STRAIT
    kept = to_builtins(open_plan(plan.with_name("other.toml"), scenarios=["tried"]).brief())
    assert {**kept, **ASKED_OTHERWISE} == {**there, **ASKED_OTHERWISE}


TRIED = {"changes": {"g-ships": {"only_if": "mandate and norland"}}}


def test_what_is_tried_is_saved_into_the_plan_and_taken_back(plan: Path) -> None:
    before = plan.read_text("utf-8")
    with served(plan) as client:
        assert save(client, **{"as": "undo"}).json()["errors"][0]["code"] == "nothing-to-undo"
        assert save(client, **{"as": "plan"}).json()["errors"][0]["code"] == "nothing-to-save"
        assert save(client, **{"as": "plan", "query": f"try={tried(TRIED)}"}).json() == {"saved": str(plan)}
        after = plan.read_text("utf-8")
        lines = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
        assert lines == [('only_if  = "mandate"', 'only_if  = "mandate and norland"')]  # and nothing else
        assert save(client, **{"as": "undo"}).json() == {"saved": str(plan)}
        assert plan.read_text("utf-8") == before
        assert save(client, **{"as": "undo"}).status_code == 422  # once


def test_what_somebody_changed_since_is_not_taken_back(plan: Path) -> None:
    with served(plan) as client:
        save(client, **{"as": "plan", "query": f"try={tried(TRIED)}"})
        theirs = plan.read_text("utf-8") + "# mine\n"
        plan.write_text(theirs, "utf-8")
        assert save(client, **{"as": "undo"}).json()["errors"][0]["code"] == "nothing-to-undo"
        assert plan.read_text("utf-8") == theirs


def test_a_mistake_is_not_saved_into_the_plan(plan: Path) -> None:
    before = plan.read_text("utf-8")
    trial = tried({"changes": {"g-ships": {"only_if": "mandat"}}})
    with served(plan) as client:
        assert save(client, **{"as": "plan", "query": f"try={trial}"}).status_code == 422
    assert plan.read_text("utf-8") == before


def saved_text(client: TestClient, text: object, was: object) -> Any:
    return client.post("/save", json={"as": "text", "text": text, "was": was})


def test_a_text_is_checked_with_its_lines_saved_and_taken_back(plan: Path) -> None:
    plan.write_bytes(b"\xef\xbb\xbf" + STRAIT.replace("\n", "\r\n").encode())
    before = plan.read_bytes()
    with served(plan) as client:
        was = client.get("/text").json()["text"]
        assert was == STRAIT
        wrong = was.replace('"mandate"\n', '"mandat"\n')
        told = client.post("/check?lang=de", json={"text": wrong}).json()
        assert [(each["line"], each["column"], each["code"]) for each in told["errors"]] == [(26, 13, "unknown-name")]
        assert "ist 'mandate' gemeint" in told["errors"][0]["message"]
        told = client.post("/check", json={"text": was}).json()
        assert (told["errors"], told["omitted"]) == ([], 0)
        assert [(each["line"], each["code"]) for each in told["warnings"]] == [(15, "no-pledge-has-source")]
        assert client.post("/check", json={"text": "[plan"}).json()["errors"][0]["line"] == 1
        assert (
            saved_text(client, wrong, was).json()["errors"]
            == client.post("/check", json={"text": wrong}).json()["errors"]
        )
        assert saved_text(client, was, was).json()["errors"][0]["code"] == "nothing-to-save"
        assert plan.read_bytes() == before
        after = was.replace("amount   = 2", "amount   = 6")
        assert saved_text(client, after, was).json() == {"saved": str(plan)}
        assert plan.read_bytes() == before.replace(b"amount   = 2", b"amount   = 6")  # its ends of lines are kept
        assert client.get("/world").json()["brief"]["goal"]["status"] == "stands"
        assert save(client, **{"as": "undo"}).status_code == 200
        assert plan.read_bytes() == before


def test_a_text_that_is_saved_is_read_once_unless_its_tables_change(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import willing.app.store as store

    plan.write_text(STRAIT.replace("[plan]", '[plan]\ntables = ["more.csv"]'), "utf-8")
    table = plan.with_name("more.csv")
    table.write_text("id,partner,provides,amount\nm,SE,ships,1\n", "utf-8")
    read: list[bytes] = []
    check = store.check_plan
    monkeypatch.setattr(store, "check_plan", lambda file, data: (read.append(data), check(file, data))[1])
    kept = FilePlan(str(plan))
    before = kept.read()
    text = str(before.text).replace("amount   = 2", "amount   = 6")
    checked = kept.check(text)
    kept.write(text, before.data)
    assert kept.read().reading is checked
    assert len(read) == 2
    table.write_text("id,partner,provides,amount\nm,SE,ships,99\n", "utf-8")
    again = kept.read().reading
    assert again.plan is not None
    assert again.plan.pledges["m"].amount == 99
    assert len(read) == 3


def test_a_text_made_from_another_is_not_saved(plan: Path) -> None:
    theirs = STRAIT.replace("Strait Watch", "Sound Watch")
    mine = STRAIT.replace("amount   = 2", "amount   = 6")
    with served(plan) as client:
        plan.write_text(theirs, "utf-8")
        answer = saved_text(client, mine, STRAIT)
        assert answer.status_code == 409
        assert answer.json()["errors"][0]["code"] == "changed-meanwhile"
        assert answer.json()["difference"] == '@@ -2,1 +2,1 @@\n-name = "Strait Watch"\n+name = "Sound Watch"'
    assert plan.read_text("utf-8") == theirs


def test_mistakes_of_the_file_are_mended_by_its_text(plan: Path) -> None:
    with served(plan) as client:
        plan.write_text(STRAIT + "\n[oops\n", "utf-8")
        assert save(client, **{"as": "plan", "query": f"try={tried(TRIED)}"}).status_code == 422
        was = client.get("/text").json()["text"]
        assert was.endswith("[oops\n")
        assert saved_text(client, STRAIT, was).status_code == 200
        assert plan.read_text("utf-8") == STRAIT
        assert save(client, **{"as": "undo"}).json()["errors"][0]["code"] == "nothing-to-undo"  # no mistakes come back


@pytest.mark.parametrize("text", [None, 3, ["x"]])
def test_what_is_no_text_is_not_saved(plan: Path, text: object) -> None:
    with served(plan) as client:
        for answer in (
            client.post("/check", json={"text": text}),
            saved_text(client, text, STRAIT),
            saved_text(client, STRAIT, text),
        ):
            assert answer.json()["errors"][0]["code"] == "saved-malformed"
        lone = client.post("/check", content=b'{"text": "\\ud800"}', headers={"content-type": "application/json"})
        assert lone.status_code == 422
    assert plan.read_text("utf-8") == STRAIT


def test_a_file_that_is_no_text_has_none_to_edit(plan: Path) -> None:
    with served(plan) as client:
        plan.write_bytes(b"\xff\xfe[plan]")
        assert save(client, **{"as": "undo"}).status_code == 422  # it is looked at
        assert client.get("/text").json()["errors"][0]["code"] == "tried-on-book"
        assert saved_text(client, STRAIT, "").status_code == 422
    assert plan.read_bytes() == b"\xff\xfe[plan]"


@pytest.mark.parametrize(
    "text",
    ["always", "mandate", "not mandate", "mandate and norland or gudrun with ships", "at least 2 of (mandate, norland)",
     "total(ships) >= 4", "at least 2 others with ships", "others(ships) >= 3 and never"],
)  # fmt: skip
def test_a_condition_is_told_as_sentence_text_and_tree(plan: Path, text: str) -> None:
    with served(plan) as client:
        told = client.get("/condition", params={"text": text}).json()
        assert told["text"] == text
        assert told["sentence"].startswith("Its condition: ")
        assert client.get("/condition", params={"text": text, "own": ""}).json()["sentence"] != told["sentence"]


def test_a_condition_that_cannot_be_read_says_where(plan: Path) -> None:
    with served(plan) as client:
        told = client.get("/condition", params={"text": "norland and mandat", "lang": "de"}).json()
    assert told["errors"][0]["column"] == 13
    assert "'mandate'" in told["errors"][0]["message"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"as": "scenario"},
        {"as": "all", "name": "x"},
        {"as": "scenario", "name": "a b", "query": "if=mandate"},
        {"as": "scenario", "name": "x", "query": ""},
        {"as": "scenario", "name": "x", "query": "if-unknown=mandate"},
        {"as": "file", "name": "../other.toml"},
        {"as": "file", "name": "/tmp/other.toml"},
        {"as": "file", "name": "plan.toml"},
        {"as": "file", "name": "plan.txt"},
        {"as": "file", "name": 3},
        {"as": "scenario", "name": "x", "query": "if=nobody"},
    ],
    ids=str,
)
def test_nonsense_is_not_saved(plan: Path, asked: dict[str, Any]) -> None:
    with served(plan) as client:
        answer = client.post("/save", json=asked)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["message"]
    assert plan.read_text("utf-8") == STRAIT
    assert [path.name for path in plan.parent.iterdir()] == ["plan.toml"]


def test_what_is_too_much_is_not_read(plan: Path) -> None:
    with served(plan) as client:
        headers = {"content-type": "application/json"}
        for content in (b"x" * 100_000, b"[]", b"{", b'"as"'):
            assert client.post("/save", content=content, headers=headers).status_code == 422


def test_a_file_that_has_mistakes_is_not_saved_over(plan: Path) -> None:
    with served(plan) as client:
        plan.write_text(STRAIT + "\n[oops\n", "utf-8")
        answer = save(client, **{"as": "scenario", "name": "mine", "query": "if=mandate"})
        assert answer.status_code == 422
        assert "mistakes" in answer.text
    assert plan.read_text("utf-8") == STRAIT + "\n[oops\n"


# -- following the file -----------------------------------------------------------------------------------------------


def test_a_page_follows_its_file(plan: Path) -> None:
    own = {"host": HOST, "origin": f"http://{HOST}"}
    with served(plan) as client, client.websocket_connect("/follow?version=1", headers=own) as page:
        plan.write_text(STRAIT.replace("amount   = 2", "amount   = 6"), "utf-8")
        told = page.receive_json()
        assert (told["version"], told["problems"]) == (2, "")
        assert any("6 ships" in piece for piece in told["pieces"].values())
        assert all("A mandate" not in piece or "6 ships" in piece for piece in told["pieces"].values())
        assert [selector for selector in told["pieces"] if "card" in selector] == ['[id="card-norland"]']
        assert client.get("/world").json()["brief"]["goal"]["status"] == "stands"

        plan.write_text("[plan\n", "utf-8")
        told = page.receive_json()
        assert told["version"] == 3
        assert "not TOML" in told["problems"]
        assert told["pieces"] == {}
        assert client.get("/world").json()["brief"]["goal"]["status"] == "stands"  # the last good state

        plan.unlink()
        assert "cannot be read" in page.receive_json()["problems"]
        plan.write_text(STRAIT, "utf-8")
        told = page.receive_json()
        assert (told["version"], told["problems"]) == (5, "")
        assert client.get("/world").json()["brief"]["goal"]["status"] == "open"

        plan.write_text(
            STRAIT + '\n[partners.tolm]\n\n[[requirements]]\nid = "sea"\nneeds = 3\nof = "ships"\n', "utf-8"
        )
        assert page.receive_json()["pieces"] is None  # a section more: the page is loaded anew


def test_a_page_that_came_late_is_told_to_load_anew(plan: Path) -> None:
    own = {"host": HOST, "origin": f"http://{HOST}"}
    with served(plan) as client, client.websocket_connect("/follow?version=0", headers=own) as page:
        assert page.receive_json() == {"version": 1, "problems": "", "pieces": None}


def test_tables_beside_the_plan_are_followed(plan: Path) -> None:
    plan.write_text(STRAIT.replace("[plan]", '[plan]\ntables = ["more.csv"]'), "utf-8")
    table = plan.with_name("more.csv")
    table.write_text("id,partner,provides,amount\nm,SE,ships,1\n", "utf-8")
    own = {"host": HOST, "origin": f"http://{HOST}"}
    with served(plan) as client, client.websocket_connect("/follow?version=1", headers=own) as page:
        table.write_text("id,partner,provides,amount\nm,SE,ships,99\n", "utf-8")
        assert any("99 ships" in piece for piece in page.receive_json()["pieces"].values())


def test_what_a_plan_says_is_shown_and_not_run(plan: Path) -> None:
    plan.write_text(STRAIT.replace('"A mandate"', '"<script>alert(1)</script></section>"'), "utf-8")
    with served(plan) as client:
        html = client.get("/").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert pieces_of(html)


# -- pieces and addresses ---------------------------------------------------------------------------------------------


def test_pieces() -> None:
    one = (
        '<body><header class="top">a</header><main><section aria-labelledby="h">x<section>y</section></section></main>'
    )
    two = one.replace(">y<", ">z<")
    assert pieces_of(one) == {"body > header": "a", 'section[aria-labelledby="h"]': "x<section>y</section>"}
    assert changed(pieces_of(one), pieces_of(two)) == {'section[aria-labelledby="h"]': "x<section>z</section>"}
    assert changed(pieces_of(one), {}) is None


def test_of_the_cards_those_that_differ_are_sent() -> None:
    def page(*names: str) -> Mapping[str, str]:
        cards = "".join(f'<details class="card" id="card-{name[0]}">{name}</details>' for name in names)
        return pieces_of(f'<main><section aria-labelledby="c">{cards}!</section></main>')

    def card(name: str) -> str:
        return f'<details class="card" id="card-{name[0]}">{name}</details>'

    before = page("a", "b", "c")
    assert changed(before, page("a", "b2", "c")) == {'[id="card-b"]': card("b2")}
    assert changed(before, page("a", "b", "c")) == {}
    # a new one comes where it stands, and all that stand beside it
    assert changed(before, page("a", "n", "b", "c2")) == {
        'section[aria-labelledby="c"]': f"{card('a')}{card('n')}{card('b')}{card('c2')}!"
    }


def test_addresses() -> None:
    query = query_of([("if", "b"), ("if-not", "a"), ("scenario", "s"), ("lang", "de")], Query(scenarios=("first",)))
    assert query.scenarios == ("first", "s")
    assert query.switched == (("a", False), ("b", True))
    with pytest.raises(AddressError):
        query_of([("if", "a"), ("if-unknown", "a")], Query())


def test_a_plan_that_cannot_be_answered_is_not_served(plan: Path) -> None:
    with pytest.raises(PlanError):
        LivePlan(FilePlan(str(plan.with_name("none.toml"))), Query())
    with pytest.raises(PlanError):
        LivePlan(FilePlan(str(plan)), Query(scenarios=("x",)))


# -- the command ------------------------------------------------------------------------------------------------------

WILLING = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"


@contextmanager
def running(*arguments: str, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", WILLING, "serve", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "", "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://[\d.]+:\d+/", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield process, found.group()
    finally:
        process.kill()
        process.communicate()


def test_ctrl_c_ends_it_with_pages_open(plan: Path) -> None:
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect

    with running("plan.toml", "--port", "0", cwd=plan.parent) as (process, address):
        with urlopen(address) as page:
            assert page.status == 200
        where = address.replace("http", "ws") + "follow?version=1"
        with ExitStack() as pages:
            followed = [
                pages.enter_context(connect(where, origin=address.rstrip("/"), proxy=None))  # type: ignore[arg-type]
                for _ in range(5)
            ]
            process.send_signal(signal.SIGINT)
            for page in followed:  # each is told, and none waited for
                with pytest.raises(ConnectionClosed) as closed:
                    page.recv(timeout=60)
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code in (1001, 1012)  # by the board, or by uvicorn
            assert process.wait(timeout=60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_port_that_is_taken(plan: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-c", WILLING, "serve", "plan.toml", "--port", str(taken.getsockname()[1])],
            cwd=plan.parent,
            capture_output=True,
            text=True,
            env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert "taken" in done.stderr
