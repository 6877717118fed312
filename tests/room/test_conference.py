"""A pledging conference played through (§R4): thirty delegations and three rounds, one of them blind and watched; a
silence that is broken, and one that is kept while the server is down; and what is left of it, checked from outside."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from browsing import needs_chromium, visit
from served import PASSWORD, Person, Served, running, serving

from willing.room.room import Room

ROOM = "/rooms/norland"
PARTNERS = (
    "AL AT BA BE BG CA CH CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MK NL NO PL PT RO".split()
)  # fmt: skip
SIGN = {"by": "The minister", "ref": "NV 1/31"}

PLAN = """
[plan]
name = "Reassurance of Norland"

[assumptions.ceasefire]
name = "a ceasefire"
holds = true

[[requirements]]
id = "air"
name = "Air policing"
needs = 60
of = "fighters"

[[requirements]]
id = "land"
name = "Troops"
needs = 9000
of = "troops"
"""


def pledge(number: int) -> dict[str, Any]:
    """What a delegation offers unseen: each leans on the next, some on how many there are."""
    partner, others = PARTNERS[number], [PARTNERS[(number + step) % 30] for step in (1, 2)]
    provides, amount = ("fighters", 4) if number % 2 else ("troops", 700)
    condition = (others[0], f"{others[0]} or {others[1]}", "at least 12 partners", "ceasefire")[number % 4]
    return {"partner": partner, "provides": provides, "amount": amount, "if": condition, "stage": "offered"}


def offer(person: Person, partner: str, body: dict[str, Any], base: str = "0.0") -> Any:
    change = {"base": base, "body": body, "release": "room", "sign": SIGN}
    return person.write("PUT", f"{ROOM}/records/pledge/{partner.lower()}-1", change)


def turn(chair: Person, id_: str, act: str) -> None:
    chair.write("POST", f"{ROOM}/rounds/{id_}/{act}", {})


@needs_chromium
def test_a_conference(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path, PLAN, writes=0) as served:
        day_one(browser, served)
    later = datetime.now(UTC) + timedelta(hours=2)
    Room.open(served.where, clock=lambda: later).close()  # the server was down at the deadline
    with running(served.where, writes=0) as (port, _):
        people = {who: signed_in(port, f"{who.lower()}@example.org") for who in ("chair", "PL", "IS")}
        answer = day_two(people)
    what_is_left(served.where, answer, tmp_path)


def signed_in(port: int, account: str) -> Person:
    person = Person(port)
    assert person.ask("POST", "/sign-in", {"account": account, "password": PASSWORD})[0] == 200
    return person


def day_one(browser: Any, served: Served) -> None:
    """An open round in which few speak, a blind one in which all do, and two proposals."""
    chair = served.chair
    people = {each: served.person(f"{each}/signatory", account=f"{each.lower()}@example.org") for each in PARTNERS}
    chair.write("POST", f"{ROOM}/rounds", {"id": "open", "name": "First words"})
    turn(chair, "open", "open")
    for partner in PARTNERS[:2]:
        offer(people[partner], partner, {"partner": partner, "provides": "troops", "amount": 100, "stage": "offered"})
    turn(chair, "open", "close")
    chair.write("POST", f"{ROOM}/rounds", {"id": "blind", "name": "Pledges", "blind": True, "freeze": ["requirement"]})
    turn(chair, "blind", "open")
    with visit(browser, served, "observers/observer") as hall:
        page = hall.see("reveal/blind")
        before = chair.get(f"{ROOM}/answer?basis=mine")
        for number, partner in enumerate(PARTNERS):
            offer(people[partner], partner, pledge(number), "1.0" if number < 2 else "0.0")
        during = chair.get(f"{ROOM}/answer?basis=mine")
        assert during == {**before, "cursor": during["cursor"]}
        assert during["cursor"] == before["cursor"]
        need = chair.get(f"{ROOM}/records/requirement/air")
        change = {"base": need["base"], "patch": {"needs": 50}, "release": "room"}
        assert chair.ask("PUT", f"{ROOM}/records/requirement/air", change)[1]["type"] == "frozen"
        turn(chair, "blind", "close")
        page.locator("[data-state=closed]").wait_for()
        assert page.locator(".moves li").count() == 30
        assert "→" in page.locator(".moves li").first.inner_text()
    released = chair.get(f"{ROOM}/records?kind=pledge")
    assert len({its["at"] for its in released}) == 1
    deadline = f"{datetime.now(UTC) + timedelta(minutes=61):%Y-%m-%dT%H:%M:%SZ}"
    for text, more in (
        ("We meet again in June", {}),
        ("Fifty aircraft will do", {"changes": [{"kind": "requirement", "record": "air", **change}]}),
    ):
        chair.write("POST", f"{ROOM}/proposals", {"text": text, "deadline": deadline, **more})
    people["FR"].write("POST", f"{ROOM}/proposals/p1/break", {"reason": "June is too late"})
    people["DE"].write("POST", f"{ROOM}/proposals/p2/assent", {})


def day_two(people: dict[str, Person]) -> Any:
    """What silence came to; a last round, in which one withdraws."""
    chair = people["chair"]
    broken, kept = chair.get(f"{ROOM}/proposals")
    assert (broken["state"], broken["broken_by"]) == ("broken", [{"delegation": "FR", "reason": "June is too late"}])
    assert (kept["state"], kept["assented"]) == ("adopted", ["DE"])
    need = chair.get(f"{ROOM}/records/requirement/air")
    assert (need["body"]["needs"], need["at"]) == (50, kept["deadline"])
    adopted = [its for its in chair.get(f"{ROOM}/journal")["events"] if its["event"] == "adopted"]
    assert [its["at"] for its in adopted] == [kept["deadline"]]
    chair.write("POST", f"{ROOM}/rounds", {"id": "last", "name": "Last words"})
    turn(chair, "last", "open")
    before = chair.get(f"{ROOM}/answer")
    people["PL"].write("POST", f"{ROOM}/records/pledge/pl-1/withdraw", {"base": "1.0", "sign": SIGN})
    turn(chair, "last", "close")
    after = chair.get(f"{ROOM}/answer")
    assert (before["partners"]["PL"]["status"], after["partners"].get("PL")) != (None, before["partners"]["PL"])
    baselines = [its["baseline"] for its in people["IS"].get(f"{ROOM}/rounds")]
    assert len(set(baselines)) == 3
    assert chair.get(f"{ROOM}/rounds/last/baseline")["answer"]["pledges"] == after["pledges"]
    assert chair.get(f"{ROOM}/compare?from=blind&to=last")["moved"]
    return after


def what_is_left(where: str, answer: Any, folder: Path) -> None:
    """The ledger holds, its export answers like the room, and each answer of its report is right."""

    def willing(*words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "willing", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    willing("room", "verify", where)
    plan, report = str(folder / "plan.toml"), str(folder / "report.html")
    willing("room", "export", where, "-o", plan)
    brief = json.loads(willing("brief", plan, "--json"))
    beside = ("basis", "cursor", "round", "set_aside", "pending", "behind")
    assert {key: value for key, value in answer.items() if key not in beside} == brief
    willing("report", plan, "-o", report)
    willing("verify", report)
