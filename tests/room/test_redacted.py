"""A body that went by law, while its room is served: nothing that is asked afterwards has its words (§R9.3)."""

from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from click.testing import CliRunner
from served import Person, serving

from willing.cli import main

ROOM = "/rooms/norland"
WORDS = "the seventy-first wing"
READS = (
    *("records", "records/pledge/de-f", "records/pledge/de-f/history", "journal", "digest", "proposals", "rounds"),
    *(
        "answer",
        "answer?basis=mine",
        "answer?basis=drafts",
        "why/DE",
        "timeline",
        "deliveries",
        "asks",
        "compare?from=1&to=9",
    ),
    *("compare?from=first&to=99", "rounds/first/baseline", "rounds/first/baseline?basis=mine"),
    *(f"export.{form}?basis={basis}" for form in ("toml", "zip", "xlsx") for basis in ("room", "mine", "drafts")),
    *(
        "page/today",
        "page/offers",
        "page/plan",
        "page/needs",
        "page/round",
        "page/record/pledge/de-f",
        "page/reveal/first",
    ),
)


def said(person: Person, path: str) -> bytes:
    """All that is answered, packed or not."""
    connection = HTTPConnection("127.0.0.1", person.port, timeout=60)
    connection.request("GET", f"{ROOM}/{path}", headers={"cookie": person.cookie})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    if not data.startswith(b"PK"):
        return data
    with ZipFile(BytesIO(data)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_nothing_that_is_asked_afterwards_has_its_words(tmp_path: Path) -> None:
    with serving(tmp_path, writes=0) as served:
        de, chair = served.person("DE/signatory"), served.chair
        chair.write("POST", f"{ROOM}/rounds", {"id": "first", "name": "First"})
        chair.write("POST", f"{ROOM}/rounds/first/open", {})
        body = {"partner": "DE", "provides": WORDS, "amount": 3, "note": WORDS, "stage": "signalled"}
        change = {"base": "0.0", "body": body, "release": "room", "reason": "why"}
        base = de.write("PUT", f"{ROOM}/records/pledge/de-f", change)["base"]
        chair.write("POST", f"{ROOM}/rounds/first/close", {})
        de.write("PUT", f"{ROOM}/records/pledge/de-f", {"base": base, "body": {**body, "amount": 4}})
        had = [path for path in READS if WORDS.encode() in said(de, path)]
        assert {"answer", "rounds/first/baseline", "records/pledge/de-f/history", "export.xlsx?basis=room"} <= {*had}
        asked = ["room", "redact", str(served.where), "pledge/de-f", "--who", "a court", "--why", "a law"]
        told = CliRunner().invoke(main, asked)
        assert told.exit_code == 0, told.output
        served.rooms["norland"].tick().result()
        for person in (de, chair, served.person("observers/observer")):
            assert [path for path in READS if WORDS.encode() in said(person, path)] == []
