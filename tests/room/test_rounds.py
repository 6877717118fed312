"""Rounds and silence by HTTP (§R4): what a round left behind, and proposals."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from postgres import Place
from served import PASSWORD, Served, serving

from willing.cli import main
from willing.room.events import canonical
from willing.room.ledger import Ledger
from willing.room.verifying import verified

ROOM = "/rooms/norland"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, place: Place) -> Iterator[Served]:
    with serving(place(tmp_path_factory.mktemp("rounds")), writes=0) as found:
        yield found


def test_a_round_leaves_a_baseline(served: Served) -> None:
    chair, de = served.chair, served.person("DE/officer")
    chair.write("POST", f"{ROOM}/rounds", {"id": "first", "name": "First", "blind": True})
    chair.write("POST", f"{ROOM}/rounds/first/open", {})
    body = {"partner": "DE", "provides": "fighters", "amount": 5, "stage": "signalled"}
    made = de.write("PUT", f"{ROOM}/records/pledge/de-jets", {"base": "0.0", "body": body, "release": "room"})
    assert chair.ask("GET", f"{ROOM}/rounds/first/baseline")[0] == 404
    assert "de-jets" not in chair.get(f"{ROOM}/answer")["pledges"]
    chair.write("POST", f"{ROOM}/rounds/first/close", {})
    baseline = chair.get(f"{ROOM}/rounds/first/baseline")
    assert baseline["answer"]["pledges"]["de-jets"]["amount"] == 5
    assert [its["baseline"] for its in de.get(f"{ROOM}/rounds")] == [baseline["hash"]]
    more = {"base": made["base"], "patch": {"amount": 6}, "release": "room"}
    de.write("PUT", f"{ROOM}/records/pledge/de-jets", more)
    assert chair.get(f"{ROOM}/rounds/first/baseline") == baseline
    assert chair.get(f"{ROOM}/compare?from=first&to=2031-01-01")


def test_two_chairs_at_once(served: Served) -> None:
    """Each does what the other does at that moment: it is done once."""
    chairs = [served.chair, served.person("host/chair")]
    with ThreadPoolExecutor(2) as both:
        for act in ("", "/twice/open", "/twice/close"):
            body = {} if act else {"id": "twice", "name": "Twice"}
            asked = [both.submit(chair.ask, "POST", f"{ROOM}/rounds{act}", body) for chair in chairs]
            first, second = sorted(its.result()[0] for its in asked)
            assert first == 201
            assert second in (409, 422)
    done = [its["event"] for its in served.chair.get(f"{ROOM}/journal")["events"] if its["record"] == "twice"]
    assert done == ["round_planned", "round_opened", "round_closed"]


def test_a_proposal_is_made_and_broken(served: Served) -> None:
    chair, signatory = served.chair, served.person("FR/signatory")
    proposal = {"text": "Five will do", "deadline": "2099-01-01T12:00:00Z"}
    made = chair.write("POST", f"{ROOM}/proposals", proposal)
    assert (made["state"], made["deadline"]) == ("open", "2099-01-01T12:00:00Z")
    signatory.write("POST", f"{ROOM}/proposals/{made['id']}/assent", {})
    broken = signatory.write("POST", f"{ROOM}/proposals/{made['id']}/break", {"reason": "no"})
    assert (broken["state"], broken["assented"]) == ("broken", ["FR"])
    assert signatory.ask("POST", f"{ROOM}/proposals/{made['id']}/assent", {})[1]["type"] == "ended"
    assert chair.get(f"{ROOM}/proposals") == [broken]


def test_drafts_are_submitted_from_home(served: Served, tmp_path: Path) -> None:
    fr = served.person("FR/officer", account="anna@example.org")
    (tmp_path / "mine.toml").write_text('[[pledges]]\nid = "fr-new"\npartner = "FR"\nif = "ceasefire"\n', "utf-8")
    asked = ["room", "submit", str(tmp_path / "mine.toml"), "--at", f"http://127.0.0.1:{served.port}{ROOM}"]
    asked += ["--as", "FR/officer", "--account", "anna@example.org"]
    shown = CliRunner().invoke(main, asked, input=f"{PASSWORD}\n")
    assert (shown.exit_code, '"fr-new"' in shown.stdout) == (0, True), shown.output
    assert fr.ask("GET", f"{ROOM}/records/pledge/fr-new")[0] == 404
    sent = CliRunner().invoke(main, [*asked, "--yes"], input=f"{PASSWORD}\n")
    assert (sent.exit_code, sent.stdout) == (0, "1 change is sent.\n"), sent.output
    assert fr.get(f"{ROOM}/records/pledge/fr-new")["state"] == "draft"
    wrong = CliRunner().invoke(main, asked, input="another password\n")
    assert (wrong.exit_code, "401" in wrong.stderr) == (2, True)


def test_what_was_written_by_members_holds(served: Served) -> None:
    ledger = Ledger.open(served.where)
    events = list(ledger.events())
    ledger.close()
    found = verified(events)
    assert (found.wrong, found.events) == (None, len(events))
    assert all(canonical(its.body) for its in events if its.event == "released")
