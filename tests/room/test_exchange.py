"""Plans into rooms and out of them (§R14)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from rooms import PLAN, TestRoom, plan_of

from willing.answers.json_text import json_chunks
from willing.app.open import check_plan, open_plan
from willing.app.overlay import read_overlaid
from willing.app.query import Query
from willing.app.study import Study
from willing.cli import main
from willing.model.plan import Plan
from willing.notation.read import read_plan
from willing.room.basis import basis_of, checked, item_of
from willing.room.bodies import names_in
from willing.room.exchange import begin, differences
from willing.room.fold import Record, State
from willing.room.pen import Pen

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PLANS = sorted(path for path in EXAMPLES.glob("*/plan.toml"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_a_plan_through_a_room_answers_the_same(path: Path) -> None:
    plan = check_plan(path).plan
    assert plan is not None
    pen = Pen(State(), datetime(2031, 5, 1, tzinfo=UTC), lambda: "salt")
    begin(pen, plan, path.read_text("utf-8"))
    text = basis_of(pen.state, "host", "room").export()
    reading = read_plan(text.encode(), file="room.toml", load=lambda name: b"")
    assert reading.plan is not None, reading.errors
    day = plan.as_of or date(2031, 5, 1)
    there = Study(reading.plan, Query(as_of=day), file="room.toml").brief(reasons=False)
    here = open_plan(path, as_of=day).brief(reasons=False)
    assert "".join(json_chunks(there)) == "".join(json_chunks(here))


def test_comments_stay_with_their_records() -> None:
    text = PLAN.replace("[[pledges]]", "# by a note of the ministry\n[[pledges]]  # in May\n# its brigade")
    room = TestRoom(text)
    room.put("DE/officer", "pledge/de-troops", {"partner": "DE", "stage": "signalled"}, "1.0", release="room")
    entry = room.basis().export().partition("[[pledges]]")[0]
    assert entry.endswith("\n\n# by a note of the ministry\n# in May\n# its brigade\n")


def test_a_difference_is_what_one_may_write() -> None:
    room = TestRoom()
    room.put("DE/officer", "pledge/de-air", {"partner": "DE", "provides": "fighters", "stage": "offered"})
    text = room.basis("DE", "drafts").export().replace("amount   = 2000", "amount   = 3000")
    text += '[[pledges]]\nid = "de-new"\npartner = "DE"\n[[pledges]]\nid = "fr-new"\npartner = "FR"\n'
    text = text.replace("needs = 5", "needs = 6")
    plan = plan_of(text)
    own = differences(room.reader("DE/officer"), plan)
    assert [(its["record"], its["base"]) for its in own] == [("de-troops", "1.0"), ("de-new", "0.0")]
    hosts = differences(room.reader("host/planner"), plan)
    assert [its["record"] for its in hosts] == ["air"]
    assert room.ask("DE/officer", "POST", "/changes", {"changes": own}).status == 201
    assert differences(room.reader("DE/officer"), plan) == []


def test_what_is_invalid_is_a_comment_of_the_export() -> None:
    room = TestRoom()
    room.put("FR/officer", "pledge/fr-1", {"partner": "FR", "if": "ceasefire", "stage": "signalled"}, release="room")
    room.put("LOR/officer", "pledge/lor-1", {"partner": "LOR", "if": "fr-1", "stage": "signalled"}, release="room")
    dry = room.post(
        "host/chair", "assumption/ceasefire", "withdraw", room.base("host/chair", "assumption/ceasefire"), dry_run=True
    )
    assert dry.body == {"set_aside": ["fr-1", "lor-1"]}
    base = room.base("host/chair", "assumption/ceasefire")
    assert room.post("host/chair", "assumption/ceasefire", "withdraw", base).status == 201
    basis = room.basis()
    assert basis.set_aside == ("fr-1", "lor-1")
    assert '# id      = "fr-1"' in basis.export()
    assert (
        room.put("FR/officer", "pledge/fr-1", {"partner": "FR", "stage": "signalled"}, "1.0", release="room").status
        == 201
    )
    assert room.basis().set_aside == ()


def test_drafts_at_home(tmp_path: Path) -> None:
    (tmp_path / "room.toml").write_text(PLAN)
    (tmp_path / "mine.toml").write_text(
        '[[pledges]]\nid = "de-troops"\npartner = "DE"\nprovides = "fighters"\namount = 5\nif = "ceasefire"\n'
    )
    asked = ["brief", str(tmp_path / "room.toml"), "--drafts", str(tmp_path / "mine.toml"), "--json"]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 0, told.output
    assert '"status": "stands"' in told.output
    wrong = b'[[pledges]]\nid = "de-x"\npartner = "DE"\nif = "us-guarantee"\n'
    (problem,) = read_overlaid(PLAN.encode(), "room.toml", wrong, "mine.toml").errors
    assert (problem.place.file, problem.place.line, problem.code) == ("mine.toml", 4, "unknown-name")


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_what_a_plan_holds_a_room_takes(path: Path) -> None:
    """A record is checked beside what it can have to do with alone: nothing that it needs is left out (§R7.6)."""
    plan = check_plan(path).plan
    assert plan is not None
    pen = Pen(State(), datetime(2031, 5, 1, tzinfo=UTC), lambda: "salt")
    begin(pen, plan, None)
    records = [its for its in pen.state.records.values() if its.kind in ("pledge", "source", "statement")]
    for record in records[:: max(1, len(records) // 40)]:
        item = item_of(record, record.owner, "drafts")
        assert item is not None
        checked_plan, wrong = checked(pen.state, record.owner, item)
        assert (wrong, checked_plan is None) == ([], False), record.id
        assert checked_plan is not None
        assert list(names_in(checked_plan, record.kind, record.id)) == list(_names(plan, record))


def _names(plan: Plan, record: Record) -> Iterator[tuple[str, str, str]]:
    if record.kind != "statement":
        return names_in(plan, record.kind, record.id)
    number = int(record.id.rpartition("-")[2])
    return names_in(replace(plan, statements=plan.statements[:number]), record.kind, record.id)
