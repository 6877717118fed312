"""The ledger: what is written stays, holds, and goes only by law (§R9, §R13)."""

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner
from postgres import Postgres
from rooms import PLAN, plan_of
from sqlalchemy import text

from conftest import Place
from willing.cli import main
from willing.room.answers import Asked, worked_out
from willing.room.basis import basis_of
from willing.room.exchange import new_room
from willing.room.fold import folded
from willing.room.ledger import Ledger, rooms_at
from willing.room.pen import Pen, Request
from willing.room.rights import Actor
from willing.room.room import Reply, Room, keep, standing
from willing.room.stores import Address, RoomError, closed, opened
from willing.room.tables import METADATA
from willing.room.upgrading import migrate
from willing.room.verifying import verified

NOW = datetime(2031, 5, 1, 9, tzinfo=UTC)
DE = Actor("anna@example.org", "DE", "officer")


@pytest.fixture
def file(tmp_path: Path, place: Place) -> str:
    where = place(tmp_path)
    new_room(where, "x", plan_of(PLAN), PLAN, NOW)
    with_member(where)
    return where


def with_member(where: str) -> None:
    """An officer of DE joins."""
    from willing.room.chairing import invited, join

    ledger = Ledger.open(where)
    pen = Pen(folded(ledger.events()), NOW)
    invited(pen, "host", "DE", "officer")
    assert join(pen, pen.state.members[pen.events[-1].record].token, DE.account) is not None
    ledger.append(pen.events)
    ledger.close()


@pytest.fixture
def room(file: str) -> Iterator[Room]:
    opened = Room.open(file, clock=lambda: NOW)
    yield opened
    opened.close()


def write(room: Room, amount: int, base: str, key: str) -> "Future[Reply]":
    body = {"partner": "DE", "provides": "fighters", "amount": amount, "note": "of the 71st wing"}
    sent = {"base": base, "body": body}
    return room.write(Request(actor=DE, method="PUT", address="/records/pledge/de-f", body=sent, key=key))


def test_the_same_key_twice_and_after_a_restart(file: str, room: Room) -> None:
    first = write(room, 5, "0.0", "k").result()
    again = write(room, 5, "0.0", "k").result()
    assert (first.status, again.status, first.body) == (201, 200, again.body)
    assert b"key_reused" in write(room, 6, "0.0", "k").result().body
    room.close()
    other = Room.open(file, clock=lambda: NOW)
    after = write(other, 5, "0.0", "k").result()
    assert (after.status, after.body) == (200, first.body)
    assert other.state.records["pledge/de-f"].drafts == 1
    other.close()


def test_a_record_is_the_same_bytes_after_a_restart(file: str, room: Room) -> None:
    write(room, 5, "0.0", "k").result()
    before = msgspec.json.encode(room.state.records["pledge/de-f"].draft)
    other = Room.open(file, clock=lambda: NOW)
    assert msgspec.json.encode(other.state.records["pledge/de-f"].draft) == before
    other.close()


def test_what_is_refused_is_judged_anew(room: Room) -> None:
    assert write(room, 5, "0.7", "k").result().status == 409
    assert write(room, 5, "0.0", "k").result().status == 201


def test_requests_in_one_commit_see_each_other(room: Room) -> None:
    replies = [write(room, number, f"0.{number}", f"k{number}") for number in range(50)]
    assert [its.result().status for its in replies] == [201] * 50


def test_what_others_write_beside_it_is_read_on(file: str, room: Room) -> None:
    told: list[int] = []
    room.subscribe(lambda events, state: told.append(len(events)))
    with_member(file)
    assert write(room, 5, "0.0", "k").result().status == 201
    assert told == [2, 1]
    room.close()
    ledger = Ledger.open(file)
    assert verified(ledger.events()).wrong is None
    ledger.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("reason = 'because'", "room-chain-hash"),
        ("""body = '{"name":"Another"}'""", "room-chain-body"),
        ("before = '0'", "room-chain-gap"),
        ("at = '2030-01-01T00:00:00+00:00'", "room-chain-hash"),
    ],
)
def test_what_is_changed_afterwards_is_found(file: str, change: str, code: str) -> None:
    ledger = Ledger.open(file)
    with ledger.store.writing("") as connection:
        connection.execute(text(f"update events set {change} where seq = 4".replace(":", "\\:")))
    found = verified(ledger.events())
    ledger.close()
    assert found.wrong is not None
    assert (found.wrong.code, found.events) == (code, 3)


def test_events_without_a_right_are_found(file: str) -> None:
    from willing.room.events import Deed

    ledger = Ledger.open(file)
    for deed in (
        Deed(event="drafted", kind="pledge", record="de-x", owner="DE", draft=1, account="eve", acting="DE/officer"),
        Deed(event="setting_changed", account=DE.account, acting=DE.acting, body={"between": "closed"}),
        Deed(event="released", kind="pledge", record="de-troops", owner="DE", version=2, acting=""),
    ):
        pen = Pen(folded(ledger.events()), NOW)
        pen.write(deed)
        found = verified([*ledger.events(), *pen.events])
        assert found.wrong is not None
        assert found.wrong.code == "room-without-right"
    ledger.close()


def test_a_body_that_goes_by_law(file: str, tmp_path: Path, room: Room) -> None:
    write(room, 5, "0.0", "k").result()
    write(room, 6, "0.1", "k2").result()
    assert b"71st wing" in everything_in(file, tmp_path)
    told = CliRunner().invoke(main, ["room", "redact", file, "pledge/de-f", "--who", "a court", "--why", "a law"])
    assert told.exit_code == 0, told.output
    room.tick().result()
    assert room.state.records["pledge/de-f"].body == {}
    room.close()
    assert CliRunner().invoke(main, ["room", "verify", file]).exit_code == 0
    copy = str(tmp_path / "copy.room")
    assert CliRunner().invoke(main, ["room", "backup", file, "-o", copy]).exit_code == 0
    assert b"71st wing" not in everything_in(file, tmp_path)
    ledger = Ledger.open(copy)
    assert "71st" not in basis_of(folded(ledger.events()), "DE", "drafts").export()
    ledger.close()


def everything_in(where: str, folder: Path) -> bytes:
    """What lies in the folder, and in the tables."""
    ledger = Ledger.open(where)
    with ledger.store.reading() as connection:
        rows = [row for table in METADATA.sorted_tables for row in connection.execute(table.select())]
    ledger.close()
    return repr(rows).encode() + b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_a_body_that_went_is_kept_by_no_answer(tmp_path: Path) -> None:
    file = str(tmp_path / "x.room")
    new_room(file, "x", plan_of(PLAN), PLAN, NOW)
    with_member(file)
    room = Room.open(file, clock=lambda: NOW)
    write(room, 5, "0.0", "k").result()
    drafts = Asked(delegation="DE", which="drafts", what="export", more=("toml",))
    before = room.state.seq
    assert b"71st wing" in worked_out(file, before, drafts).body
    asked = ["room", "redact", file, "pledge/de-f", "--who", "a court", "--why", "a law"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    room.tick().result()
    for seq in (room.state.seq, before):
        assert b"71st wing" not in worked_out(file, seq, drafts).body
    room.close()


@pytest.mark.parametrize("again", ["file", "database"])
def test_a_copy_answers_like_the_room(file: str, tmp_path: Path, room: Room, again: str, request: Any) -> None:
    write(room, 5, "0.0", "k").result()
    room.close()
    copy = str(tmp_path / "copy.room")
    target = str(tmp_path / "again.room") if again == "file" else request.getfixturevalue("postgres").database()
    for command in (["backup", file, "-o", copy], ["restore", copy, "-o", target], ["verify", target]):
        told = CliRunner().invoke(main, ["room", *command])
        assert told.exit_code == 0, told.output
    exports = [CliRunner().invoke(main, ["room", "export", each]).stdout for each in (file, copy, target)]
    assert exports[0] == exports[1] == exports[2] != ""
    told = CliRunner().invoke(main, ["room", "restore", copy, "-o", target])
    assert (told.exit_code, "already" in told.output) == (2, True)
    opened = Room.open(target, clock=lambda: NOW)
    assert write(opened, 5, "0.0", "k").result().status == 200  # what was taken is known there too
    opened.close()


def test_how_a_room_stands_is_kept_and_not_behind_a_redaction(file: str, room: Room) -> None:
    write(room, 5, "0.0", "k").result()
    before = room.state
    keep(room.ledger, before)
    write(room, 6, "0.1", "k2").result()
    assert standing(room.ledger) == room.state == folded(room.ledger.events())
    keep(room.ledger, room.state)
    keep(room.ledger, before)
    assert room.ledger.kept() == room.state.seq
    behind = room.state
    told = CliRunner().invoke(main, ["room", "redact", file, "pledge/de-f", "--who", "a court", "--why", "a law"])
    assert told.exit_code == 0, told.output
    keep(room.ledger, behind)  # as a server that has not heard of it yet
    assert room.ledger.kept() == 0
    assert standing(room.ledger).records["pledge/de-f"].body == {}


def test_what_postgresql_cannot_keep_is_kept(room: Room) -> None:
    odd = "nul \0 and \\0 and \\"
    body = {"base": "0.0", "body": {"partner": "DE", "note": odd}, "reason": odd}
    asked = Request(actor=DE, method="PUT", address="/records/pledge/de-f", body=body, key="k")
    assert room.write(asked).result().status == 201
    (event,) = room.ledger.events(room.state.seq - 1)
    assert (event.reason, (event.body or {})["note"]) == (odd, odd)
    assert verified(room.ledger.events()).wrong is None


def test_a_copy_that_does_not_hold_is_not_restored(file: str, tmp_path: Path) -> None:
    ledger = Ledger.open(file)
    with ledger.store.writing("") as connection:
        connection.execute(text("update events set reason = 'because' where seq = 4"))
    ledger.close()
    target = tmp_path / "new.room"
    told = CliRunner().invoke(main, ["room", "restore", file, "-o", str(target)])
    assert (told.exit_code, target.exists()) == (1, False)


def test_nobody_else_reads_the_file(tmp_path: Path) -> None:
    where = tmp_path / "a room? #1.room"
    new_room(str(where), "x", plan_of(PLAN), PLAN, NOW)
    ledger = Ledger.open(str(where))
    ledger.copy(str(tmp_path / "copy"))
    ledger.close()
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
    with pytest.raises(RoomError, match="something already"):
        new_room(str(where), "x", plan_of(PLAN), PLAN, NOW)


def test_what_is_no_room(tmp_path: Path) -> None:
    with pytest.raises(RoomError, match="no room at"):
        Ledger.open(str(tmp_path / "none"))
    (tmp_path / "text").write_text("no room")
    with pytest.raises(RoomError, match="is no room"):
        Ledger.open(str(tmp_path / "text"))
    (tmp_path / "later").write_bytes(b"")
    with pytest.raises(RoomError, match="is no room"):
        Ledger.open(str(tmp_path / "later"))


def test_a_clock_that_goes_back(file: str) -> None:
    opened = Room.open(file, clock=lambda: NOW - timedelta(hours=1))
    assert write(opened, 5, "0.0", "k").result().status == 201
    assert opened.state.tip.at == NOW
    opened.close()


def test_migrations_make_the_tables(tmp_path: Path, place: Place) -> None:
    address = Address(place(tmp_path))
    store = opened(address)
    with store.writing("") as connection:
        migrate(connection)
        context = MigrationContext.configure(connection)
        found = [
            each for each in compare_metadata(context, METADATA) if getattr(each[-1], "name", "") != "alembic_version"
        ]
    closed(store)
    assert found == []


def test_several_rooms_of_one_database(postgres: Postgres, tmp_path: Path) -> None:
    where = postgres.database()
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    for named in (f"{where}#norland", where):
        told = CliRunner().invoke(main, ["room", "new", str(tmp_path / "plan.toml"), "-o", named])
        assert told.exit_code == 0, told.output
    database = where.partition("?")[0].rpartition("/")[2]
    assert rooms_at(where) == [f"{where}#norland", f"{where}#{database}"]
    told = CliRunner().invoke(main, ["room", "verify", where])
    assert (told.exit_code, "norland, " in told.output) == (2, True)
    assert CliRunner().invoke(main, ["room", "verify", f"{where}#norland"]).exit_code == 0
    told = CliRunner().invoke(main, ["room", "verify", f"{where}#estmark"])
    assert (told.exit_code, "no room at" in told.output) == (2, True)


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    where = f"postgresql://willing:secret@/none?host={tmp_path}"
    told = CliRunner().invoke(main, ["room", "verify", where])
    assert (told.exit_code, "cannot be reached" in told.output, "secret" in told.output) == (2, True, False)
