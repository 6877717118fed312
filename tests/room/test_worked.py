"""The worked cases of the contract (§R17), asked of the core in memory, and of
what keeps it on PostgreSQL; by HTTP they are asked again in test_server.py."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeAlias

import msgspec
import pytest
from postgres import Postgres
from rooms import PLAN, KeptRoom, TestRoom

from willing.answers.json_text import json_chunks
from willing.app.open import study_of
from willing.app.query import Query
from willing.notation.read import read_plan
from willing.room.reading import to_json
from willing.room.stores import Address, closed, opened

SIGN = {"by": "Chief of Defence", "ref": "NV 12"}
NUMBERS = count()
Begun: TypeAlias = Callable[..., TestRoom]


def fighters(amount: int = 5, **more: object) -> dict[str, object]:
    return {"partner": "DE", "provides": "fighters", "amount": amount, "stage": "signalled", **more}


def short(room: TestRoom, delegation: str = "host", which: str = "room") -> int:
    brief = room.basis(delegation, which).study(Query()).brief()  # type: ignore[arg-type]
    return brief.requirements[0].short


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[str]:
    """The address of one, connected to as long as its rooms come and go."""
    where = postgres.database()
    store = opened(Address(where))
    yield where
    closed(store)


@pytest.fixture(params=["memory", "postgresql"])
def begun(request: pytest.FixtureRequest) -> Iterator[Begun]:
    """Makes rooms of plans: in memory, and on PostgreSQL."""
    with ExitStack() as stack:

        def kept(text: str = PLAN) -> TestRoom:
            where = f"{request.getfixturevalue('database')}#r{next(NUMBERS)}"
            return stack.enter_context(closing(KeptRoom(where, text)))

        yield TestRoom if request.param == "memory" else kept


@pytest.fixture
def room(begun: Begun) -> TestRoom:
    return begun()


def test_others_pledges_and_ids_never_given(room: TestRoom) -> None:
    assert room.put("DE/officer", "pledge/de-hidden", fighters()).status == 201
    body = {"partner": "DE"}
    readable = room.put("FR/officer", "pledge/de-troops", body)
    hidden = room.put("FR/officer", "pledge/de-hidden", body)
    never = room.put("FR/officer", "pledge/de-nothing", body)
    assert (readable.status, readable.code) == (403, "not_yours")
    assert hidden.status == never.status == 404
    assert to_json(hidden.body) == to_json(never.body)


def test_the_chair_writes_nothing_of_a_partner(room: TestRoom) -> None:
    before = room.state
    assert (
        room.put("host/chair", "pledge/de-troops", fighters(), room.base("host/chair", "pledge/de-troops")).status
        == 403
    )
    assert room.state is before


def test_drafts_are_counted_for_nobody_else(room: TestRoom) -> None:
    before = room.reader("FR/officer").cursor
    for number in range(9):
        assert room.put("DE/officer", "pledge/de-f", fighters(number), f"0.{number}").status == 201
    assert room.reader("FR/officer").cursor == before
    assert room.post("DE/officer", "pledge/de-f", "release", "0.9", release="room").base == "1.9"
    assert room.reader("FR/officer").cursor == before + 1
    found = room.reader("FR/officer").record("pledge", "de-f")
    assert found is not None
    assert found.version is msgspec.UNSET
    assert found.draft is msgspec.UNSET


def test_writing_on_what_was_read_before_a_colleague(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-f", fighters(), release="room")
    assert room.put("DE/officer", "pledge/de-f", fighters(6), "1.0").base == "1.1"
    late = room.put("DE/officer", "pledge/de-f", fighters(7), "1.0")
    assert (late.status, late.code) == (409, "stale")


def test_what_is_hidden_is_short_for_all_but_those_who_read_it(room: TestRoom) -> None:
    seen = room.basis().export()
    room.put("DE/officer", "pledge/de-f", fighters(stage="offered"))
    signed = room.post("DE/signatory", "pledge/de-f", "release", "0.1", release=[], sign=SIGN)
    assert signed.base == "1.1"
    assert (short(room), short(room, "DE", "mine"), short(room, "host", "mine")) == (5, 0, 5)
    assert room.post("DE/signatory", "pledge/de-f", "release", "1.1", release=["host"], sign=SIGN).status == 201
    assert (short(room), short(room, "host", "mine"), short(room, "FR", "mine")) == (5, 0, 5)
    assert room.basis().export() == seen


def json_text(answer: object) -> str:
    return "".join(json_chunks(answer))


def everything(room: TestRoom, who: str) -> bytes:
    """All that a reader can be told, as bytes."""
    reader = room.reader(who)
    records = reader.records()
    told = [reader.cursor, records, reader.journal(), [reader.history(its.kind, its.id) for its in records]]
    bases = [room.basis(reader.delegation, which) for which in ("room", "mine", "drafts")]  # type: ignore[arg-type]
    told += [[basis.set_aside, basis.export(), json_text(basis.study(Query()).brief())] for basis in bases]
    return to_json(told)


def test_at_once_or_widened_at_that_moment(room: TestRoom, begun: Begun) -> None:
    other = begun()
    other.put("DE/officer", "pledge/de-f", fighters(), release=["host"])
    for each in (room, other):
        each.pass_(hours=1)
    room.put("DE/officer", "pledge/de-f", fighters(), release="room")
    other.post("DE/officer", "pledge/de-f", "release", "1.0", release="room")
    assert everything(room, "FR/officer") == everything(other, "FR/officer")
    assert everything(room, "observers/observer") == everything(other, "observers/observer")


def test_a_hidden_name_is_one_never_given(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-secret", fighters(), release=["host"])
    hidden = room.put("FR/officer", "pledge/fr-x", {"partner": "FR", "if": "de-secret"})
    never = room.put("FR/officer", "pledge/fr-x", {"partner": "FR", "if": "de-nothing"})
    assert hidden.status == never.status == 422
    assert to_json(hidden.body) == to_json(never.body).replace(b"de-nothing", b"de-secret")


def test_a_condition_would_reveal(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-x", fighters(), release=[])
    told = room.put("DE/officer", "pledge/de-y", {"partner": "DE", "if": "de-x", "stage": "signalled"}, release="room")
    assert (told.status, told.code) == (422, "would_reveal")
    assert [(its.key, its.record) for its in told.body.errors] == [("if", "de-y")]
    assert room.put("DE/officer", "pledge/de-y", {"partner": "DE", "if": "de-x", "stage": "signalled"}).status == 201


def test_replacing_what_is_anothers(room: TestRoom) -> None:
    told = room.put("FR/officer", "pledge/fr-x", {"partner": "FR", "replaces": ["de-troops"]})
    assert (told.status, told.code) == (403, "not_yours")


def test_the_latest_of_two_that_cannot_be_is_set_aside(room: TestRoom) -> None:
    room.put("EST/officer", "pledge/est-1", {"partner": "EST", "if": "not LOR", "stage": "offered"})
    assert room.post("EST/signatory", "pledge/est-1", "release", "0.1", release="room", sign=SIGN).status == 201
    room.pass_(minutes=1)
    room.put("LOR/officer", "pledge/lor-1", {"partner": "LOR", "if": "EST"})
    assert room.post("LOR/signatory", "pledge/lor-1", "release", "0.1", release="room", sign=SIGN).status == 201
    basis = room.basis()
    assert basis.set_aside == ("lor-1",)
    brief = basis.study(Query()).brief()
    assert brief.partners["EST"].standing.status == "stands"
    assert room.post("LOR/signatory", "pledge/lor-1", "withdraw", "1.1", sign=SIGN).status == 201
    assert room.basis().set_aside == ()


def test_two_officers_on_one_base(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-f", fighters(note="a"))
    assert room.put("DE/officer", "pledge/de-f", fighters(6, note="a"), "0.1").status == 201
    other = room.put("DE/officer", "pledge/de-f", fighters(note="b"), "0.1")
    assert (other.code, other.body.conflicts) == ("stale", {})
    same = room.put("DE/officer", "pledge/de-f", fighters(7, note="a"), "0.1", merge=True)
    assert (same.code, same.body.conflicts) == ("stale", {"amount": {"base": 5, "yours": 7, "theirs": 6}})
    merged = room.put("DE/officer", "pledge/de-f", fighters(note="b"), "0.1", merge=True)
    assert merged.base == "0.3"
    found = room.reader("DE/officer").record("pledge", "de-f")
    assert found is not None
    assert (found.body["amount"], found.body["note"]) == (6, "b")


def test_a_patch_is_of_what_its_base_names(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-f", fighters(note="a"), release="room")
    patch = {"base": "1.0", "patch": {"amount": 6, "note": None}}
    assert room.ask("DE/officer", "PUT", "/records/pledge/de-f", patch).status == 201
    found = room.reader("DE/officer").record("pledge", "de-f")
    assert found is not None
    assert (found.state, found.draft.body) == ("revised", fighters(6))  # type: ignore[union-attr]
    late = room.ask("DE/officer", "PUT", "/records/pledge/de-f", {"base": "1.0", "patch": {"amount": 7}})
    assert late.body.conflicts == {"amount": {"base": 5, "yours": 7, "theirs": 6}}


@pytest.mark.parametrize("stage", ["assigned", "signalled"])
def test_what_takes_a_signatory(room: TestRoom, stage: str) -> None:
    room.put("DE/officer", "pledge/de-f", fighters(stage="assigned"))
    told = room.post("DE/officer", "pledge/de-f", "release", "0.1", release="room")
    assert (told.status, told.code) == (403, "needs_signatory")
    assert room.post("DE/signatory", "pledge/de-f", "release", "0.1", release="room", sign=SIGN).status == 201
    told = room.put("DE/officer", "pledge/de-f", fighters(stage=stage), "1.1", release="room")
    assert (told.status, told.code) == (403, "needs_signatory")


def test_withdrawn_today_in_a_plan_of_another_day(begun: Begun) -> None:
    room = begun(PLAN.replace('"Reassurance of Norland"', '"Reassurance of Norland"\nas_of = 2025-04-10'))
    assert room.post("DE/officer", "pledge/de-troops", "withdraw", "1.0").base == "2.0"
    brief = room.basis().study(Query()).brief()
    assert "de-troops" not in brief.pledges
    assert brief.as_of == date(2031, 5, 1)


def test_two_hidden_versions_and_one_for_all(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-f", fighters(1), release=["host"])
    room.put("DE/officer", "pledge/de-f", fighters(2), "1.0", release=["host"])
    room.put("DE/officer", "pledge/de-f", fighters(3), "2.0", release="room")
    told = room.reader("FR/officer").history("pledge", "de-f")
    assert told is not None
    assert [(its.body["amount"], its.version) for its in told] == [(3, msgspec.UNSET)]
    own = room.reader("DE/officer").history("pledge", "de-f")
    assert own is not None
    assert [its.version for its in own] == [1, 2, 3]


def blind(room: TestRoom) -> None:
    planned = {"id": "r1", "name": "First", "blind": True}
    assert room.ask("host/chair", "POST", "/rounds", planned).status == 201
    assert room.ask("host/chair", "POST", "/rounds/r1/open", {}).status == 201


def test_what_a_blind_round_shows_when_it_closes(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-old", fighters(), release="room")
    blind(room)
    room.put("DE/officer", "pledge/de-a", fighters(1), release="room")
    room.pass_(hours=1)
    room.put("FR/officer", "pledge/fr-a", {"partner": "FR", "stage": "signalled"}, release="room")
    room.post("DE/officer", "pledge/de-old", "withdraw", "1.0")
    seen = room.reader("host/chair").cursor
    for record in ("de-a", "fr-a"):
        assert room.reader("host/chair").record("pledge", record) is None
    old = room.reader("host/chair").record("pledge", "de-old")
    assert old is not None
    assert old.state == "released"
    own = room.reader("DE/officer").record("pledge", "de-old")
    assert own is not None
    assert own.body["ended"] == "2031-05-01"
    room.pass_(days=1)
    room.ask("host/chair", "POST", "/rounds/r1/close", {})
    records = [room.reader("host/chair").record("pledge", its) for its in ("de-a", "fr-a", "de-old")]
    assert [its and its.at for its in records] == [room.at] * 3
    assert records[2] is not None
    assert records[2].body["ended"] == "2031-05-02"
    journal = room.reader("host/chair").journal(seen).events
    assert [(its.event, its.record) for its in journal] == [
        ("day", None),
        ("round_closed", "r1"),
        ("released", "de-a"),
        ("withdrawn", "de-old"),
        ("released", "fr-a"),
    ]


def test_who_came_first_in_a_blind_round(room: TestRoom, begun: Begun) -> None:
    other = begun()
    writes = [
        ("DE/officer", "pledge/de-a", fighters()),
        ("FR/officer", "pledge/fr-a", {"partner": "FR", "stage": "signalled"}),
    ]
    for each, order in ((room, writes), (other, writes[::-1])):
        blind(each)
        for write in order:
            assert each.put(*write, release="room").status == 201
            each.pass_(minutes=5)
        each.ask("host/chair", "POST", "/rounds/r1/close", {})
    assert everything(room, "EST/officer") == everything(other, "EST/officer")
    assert everything(room, "host/planner") == everything(other, "host/planner")


def test_widening_never_narrows(room: TestRoom) -> None:
    room.put("DE/officer", "pledge/de-f", fighters(), release=["host"])
    assert room.post("DE/officer", "pledge/de-f", "release", "1.0", release="room").status == 201
    told = room.post("DE/officer", "pledge/de-f", "release", "1.0", release=["host"])
    assert (told.status, told.code) == (409, "already_released")


def test_on_behalf_counts_as_signalled_until_it_is_confirmed(room: TestRoom) -> None:
    body = {"partner": "DE", "provides": "fighters", "amount": 8, "stage": "assigned"}
    more = {"on_behalf": "DE", "release": "room", "sign": SIGN}
    assert room.put("host/planner", "pledge/host-de-1", body, **more).base == "1.0"
    assert short(room) == 5
    assert room.put("DE/officer", "pledge/host-de-1", body, "1.0").code == "not_yours"
    assert room.post("DE/officer", "pledge/host-de-1", "confirm", "1.0", sign=SIGN).code == "needs_signatory"
    assert room.post("DE/signatory", "pledge/host-de-1", "confirm", "1.0", sign=SIGN).base == "2.0"
    assert short(room) == 0
    assert room.put("host/planner", "pledge/host-de-1", body, "2.0", **more).code == "not_yours"


def test_what_is_recorded_on_behalf_is_dropped_and_not_withdrawn(room: TestRoom) -> None:
    body = {"partner": "DE", "provides": "fighters", "amount": 8, "stage": "assigned"}
    room.put("host/planner", "pledge/host-de-1", body, on_behalf="DE", release=["host"], sign=SIGN)
    for who in ("host/planner", "DE/signatory"):
        assert room.post(who, "pledge/host-de-1", "withdraw", "1.0", sign=SIGN).code == "stale"
    assert room.post("host/planner", "pledge/host-de-1", "drop", "1.0").status == 201


def test_a_statement_is_released(room: TestRoom) -> None:
    room.put("FR/officer", "source/fr-letter", {"title": "A letter"}, release="room")
    body = {"source": "fr-letter", "about": "FR", "says": "We will"}
    assert room.put("FR/officer", "statement/fr-1", body, release="room").base == "1.0"
    room.put("FR/officer", "source/fr-hidden", {"title": "A letter"}, release=[])
    told = room.put("FR/officer", "statement/fr-2", {**body, "source": "fr-hidden"}, release="room")
    assert (told.code, told.body.errors[0].key) == ("would_reveal", "source")


def test_what_a_withdrawal_leaves_of_what_is_no_pledge(room: TestRoom) -> None:
    base = room.base("host/planner", "requirement/air")
    room.post("host/planner", "requirement/air", "withdraw", base)
    found = room.reader("FR/officer").record("requirement", "air")
    assert found is not None
    assert (found.state, found.body) == ("withdrawn", {"needs": 5, "of": "fighters"})


def test_what_is_imported_is_of_its_owner(room: TestRoom) -> None:
    told = room.reader("FR/officer").history("pledge", "de-troops")
    assert told is not None
    assert [its.delegation for its in told] == ["DE"]


def test_numbers_are_told_to_the_owner_alone(room: TestRoom) -> None:
    body = {"partner": "DE", "stage": "assigned"}
    room.put("host/planner", "pledge/host-de-1", body, on_behalf="DE", release=["host"], sign=SIGN)
    found = [room.reader(who).record("pledge", "host-de-1") for who in ("host/planner", "DE/officer")]
    assert [(its.base, its.version) for its in found if its] == [("1.0", msgspec.UNSET), ("1.0", 1)]


def test_the_export_answers_as_the_room(room: TestRoom) -> None:
    room.put("EST/officer", "pledge/est-1", {"partner": "EST", "if": "not LOR", "stage": "signalled"}, release="room")
    room.put("LOR/officer", "pledge/lor-1", {"partner": "LOR", "if": "EST", "stage": "signalled"}, release="room")
    room.put("host/planner", "requirement/sea", {"needs": 2, "of": "frigates"}, release="room")
    head = room.reader("host/chair").record("plan", "plan")
    assert head is not None
    room.put("host/chair", "plan/plan", {**head.body, "counts": "signalled"}, head.base, release="room")
    basis = room.basis()
    assert basis.set_aside == ("lor-1",)
    reading = read_plan(basis.export().encode(), file="room.toml", load=lambda name: b"")
    answer = study_of(reading, Query(), file="room.toml").brief()
    assert json_text(answer) == json_text(basis.study(Query()).brief())


def test_time_passes(room: TestRoom) -> None:
    closes = datetime(2031, 5, 1, 12, tzinfo=UTC)
    planned = {"id": "r1", "name": "First", "opens": "2031-05-01T10:00:00Z", "closes": "2031-05-01T12:00:00Z"}
    assert room.ask("host/chair", "POST", "/rounds", planned).status == 201
    room.pass_(days=2)  # the server was down
    dated = [(its.event, its.at) for its in room.events[-3:]]
    assert dated == [
        ("round_opened", datetime(2031, 5, 1, 10, tzinfo=UTC)),
        ("round_closed", closes),
        ("day", datetime(2031, 5, 3, tzinfo=UTC)),
    ]


NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def proposed(room: TestRoom, **more: object) -> str:
    body = {"text": "Six aircraft, not five", "deadline": "2031-05-01T12:00:00Z", **more}
    told = room.ask("host/planner", "POST", "/proposals", body)
    assert told.status == 201, told.body
    return str(told.body.id)


def test_silence_while_the_server_is_down(room: TestRoom) -> None:
    base = room.base("host/planner", "requirement/air")
    change = {"kind": "requirement", "record": "air", "base": base, "patch": {"needs": 6}, "release": "room"}
    id_ = proposed(room, changes=[change])
    room.pass_(hours=3, minutes=5)
    assert [(its.event, its.at) for its in room.events[-2:]] == [("adopted", NOON), ("released", NOON)]
    assert room.state.proposals[id_].state == "adopted"
    found = room.reader("FR/officer").record("requirement", "air")
    assert found is not None
    assert found.body["needs"] == 6
    assert room.ask("DE/signatory", "POST", f"/proposals/{id_}/break", {"reason": "late"}).code == "ended"


def test_silence_that_is_broken_or_gone_stale(room: TestRoom) -> None:
    broken = proposed(room)
    assert room.ask("DE/officer", "POST", f"/proposals/{broken}/break", {"reason": "no"}).code == "needs_signatory"
    told = room.ask("DE/signatory", "POST", f"/proposals/{broken}/break", {"reason": "five will do"})
    assert told.body.broken_by == ({"delegation": "DE", "reason": "five will do"},)
    base = room.base("host/planner", "requirement/air")
    change = {"kind": "requirement", "record": "air", "base": base, "patch": {"needs": 6}, "release": "room"}
    stale = proposed(room, changes=[change])
    room.put("host/planner", "requirement/air", {"needs": 7, "of": "fighters"}, base, release="room")
    assert (
        room.ask("host/chair", "POST", f"/proposals/{stale}/extend", {"deadline": "2031-05-01T13:00:00Z"}).status == 201
    )
    room.pass_(hours=5)
    assert [its.state for its in room.state.proposals.values()] == ["broken", "outdated"]
    assert "base" not in room.reader("DE/officer").proposals()[1].changes[0]
    assert "base" in room.reader("host/planner").proposals()[1].changes[0]


def test_a_deadline_is_an_hour_ahead(room: TestRoom) -> None:
    body = {"text": "Now", "deadline": "2031-05-01T09:30:00Z"}
    assert room.ask("host/planner", "POST", "/proposals", body).status == 422


def test_another_round_that_closes_reveals_nothing(room: TestRoom) -> None:
    blind(room)
    room.ask("host/chair", "POST", "/rounds", {"id": "r2", "name": "Second"})
    room.put("DE/officer", "pledge/de-a", fighters(1), release="room")
    assert room.ask("host/chair", "POST", "/rounds/r2/close", {}).status == 201
    assert room.reader("FR/officer").record("pledge", "de-a") is None
    assert room.ask("host/chair", "POST", "/rounds/r2/open", {}).code == "round_closed"


def test_what_a_round_freezes_and_what_is_closed_between(room: TestRoom) -> None:
    room.ask("host/chair", "PUT", "/settings", {"between": "closed"})
    assert room.put("DE/officer", "pledge/de-a", fighters()).base == "0.1"
    assert room.post("DE/officer", "pledge/de-a", "release", "0.1", release="room").code == "round_closed"
    room.ask("host/chair", "POST", "/rounds", {"id": "r1", "name": "First", "freeze": ["requirement"]})
    room.ask("host/chair", "POST", "/rounds/r1/open", {})
    assert room.post("DE/officer", "pledge/de-a", "release", "0.1", release="room").base == "1.1"
    assert room.put("host/planner", "requirement/sea", {"needs": 1, "of": "frigates"}).code == "frozen"


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(None, "2031-05-01T08:59:59Z"), ("2031-05-01T08:00:00Z", None), ("2031-05-01T12:00:00Z", "2031-05-01T11:00:00Z")],
)
def test_a_round_neither_begins_nor_ends_in_the_past(room: TestRoom, opens: str | None, closes: str | None) -> None:
    planned = {"id": "r1", "name": "First", "opens": opens, "closes": closes}
    assert room.ask("host/chair", "POST", "/rounds", planned).status == 422
    assert room.state.rounds == {}


def test_one_round_is_open_and_closes_once(room: TestRoom) -> None:
    blind(room)
    room.ask("host/chair", "POST", "/rounds", {"id": "r2", "name": "Second"})
    assert room.ask("host/chair", "POST", "/rounds/r2/open", {}).code == "round_open"
    assert room.ask("host/chair", "POST", "/rounds/r1/close", {}).status == 201
    for act in ("close", "open"):
        assert room.ask("host/chair", "POST", f"/rounds/r1/{act}", {}).code == "round_closed"
    assert [its.state for its in room.reader("host/chair").rounds()] == ["closed", "planned"]


def test_silence_that_ends_while_a_round_freezes_what_it_would_change(room: TestRoom) -> None:
    base = room.base("host/planner", "requirement/air")
    change = {"kind": "requirement", "record": "air", "base": base, "patch": {"needs": 6}, "release": "room"}
    id_ = proposed(room, changes=[change])
    room.ask("host/chair", "POST", "/rounds", {"id": "r1", "name": "First", "freeze": ["requirement"]})
    room.ask("host/chair", "POST", "/rounds/r1/open", {})
    room.pass_(hours=5)
    assert room.state.proposals[id_].state == "outdated"
    found = room.reader("FR/officer").record("requirement", "air")
    assert found is not None
    assert found.body["needs"] == 5


def test_what_is_confirmed_while_it_is_dropped(room: TestRoom) -> None:
    body = {"partner": "DE", "provides": "fighters", "amount": 8, "stage": "assigned"}
    acts = [("host/planner", "drop", {}), ("DE/signatory", "confirm", {"sign": SIGN})]
    for number, both in enumerate((acts, acts[::-1])):
        record = f"pledge/host-de-{number}"
        room.put("host/planner", record, body, on_behalf="DE", release=["host"], sign=SIGN)
        told = [room.post(who, record, act, "1.0", **more) for who, act, more in both]
        assert told[0].status == 201
        assert told[1].status in (403, 409)
        found = room.reader("DE/signatory").record(*record.split("/"))
        assert found is not None
        assert found.state == ("withdrawn" if both is acts else "released")
