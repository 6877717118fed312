"""Random histories: the ledger folds to the room, every cursor counts its journal."""

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from willing.room.fold import begun_from, folded, kept
from willing.room.verifying import verified

SIGN = {"by": "Chief", "ref": "1"}
WHO = ("DE/officer", "DE/signatory", "FR/signatory", "EST/officer", "host/planner", "host/chair", "observers/observer")
RECORDS = (
    "pledge/de-a",
    "pledge/de-b",
    "pledge/fr-a",
    "pledge/est-a",
    "pledge/host-de-a",
    "requirement/sea",
    "pledge/de-troops",
)
RELEASES = ("room", ["host"], [], ["FR"], None)
ACTS = ("put", "put", "put", "release", "withdraw", "drop", "confirm", "respond", "open", "close", "wait")
CONDITIONS = ("always", "ceasefire", "FR", "not EST", "de-a", "fr-a", "at least 1 others")

_STEP = st.tuples(
    st.sampled_from(ACTS),
    st.sampled_from(WHO),
    st.sampled_from(RECORDS),
    st.sampled_from(RELEASES),
    st.sampled_from(CONDITIONS),
    st.booleans(),
)
HISTORIES = st.lists(_STEP, max_size=25)


def take(room: TestRoom, step: tuple[str, str, str, Any, str, bool], number: int) -> None:
    """One step, asked on the base that its writer reads."""
    act, who, record, release, condition, signed = step
    kind, _, id_ = record.partition("/")
    found = room.reader(who).record(kind, id_)
    base = found.base if found else "0.0"
    sign = {"sign": SIGN} if signed else {}
    released = {} if release is None else {"release": release}
    if act == "put":
        behalf = {"on_behalf": "DE"} if id_.startswith("host-") else {}
        partner = "DE" if behalf else id_.partition("-")[0].upper()
        body: dict[str, Any] = {"partner": partner, "if": condition, "amount": number, "provides": "fighters"}
        body["stage"] = "assigned" if signed else "signalled"
        if kind == "requirement":
            body = {"needs": number + 1, "of": "frigates"}
        room.put(who, record, body, base, **released, **sign, **behalf)
    elif act == "release":
        room.post(who, record, act, base, release=release or [], **sign)
    elif act in ("withdraw", "confirm"):
        room.post(who, record, act, base, **sign)
    elif act == "drop":
        room.post(who, record, act, base)
    elif act == "respond":
        room.post(who, record, act, base, what="received")
    elif act == "open":
        room.ask("host/chair", "POST", "/rounds", {"id": f"r{number}", "name": "A round", "blind": signed})
        room.ask("host/chair", "POST", f"/rounds/r{number}/open", {})
    elif act == "close" and room.state.round is not None:
        room.ask("host/chair", "POST", f"/rounds/{room.state.round.id}/close", {})
    room.pass_(hours=7)


def play(steps: Sequence[tuple[str, str, str, Any, str, bool]]) -> TestRoom:
    room = TestRoom()
    for number, step in enumerate(steps):
        take(room, step, number)
    return room


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HISTORIES)
def test_the_ledger_is_the_room(steps: list[tuple[str, str, str, Any, str, bool]]) -> None:
    room = play(steps)
    assert folded(room.events) == room.state == begun_from(kept(room.state))
    for who in WHO[:-1]:
        reader = room.reader(who)
        told = reader.journal().events
        assert [its.cursor for its in told] == list(range(1, reader.cursor + 1))
        assert [its.at for its in told] == sorted(its.at for its in told)
        for its in reader.records():
            history = reader.history(its.kind, its.id)
            assert history is not None
            assert not history or history[-1].body == its.body
        for which in ("room", "mine", "drafts"):
            room.basis(reader.delegation, which).export()  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HISTORIES)
def test_a_history_holds_but_for_its_members(steps: list[tuple[str, str, str, Any, str, bool]]) -> None:
    """Nobody was invited in these rooms: the first event that somebody wrote is told, and none before it."""
    room = play(steps)
    found = verified(room.events)
    by_somebody = next((number for number, its in enumerate(room.events) if its.acting), None)
    assert found.events == (len(room.events) if by_somebody is None else by_somebody)
    assert (found.wrong is None) == (by_somebody is None)
