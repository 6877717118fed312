"""Whatever is sent is answered as §R15a has it; what a blind round hides is hidden in every refusal too."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from willing.room.problems import STATUS
from willing.room.reading import KINDS, to_json

SIGN = {"by": "Chief", "ref": "1"}
WORDS = (
    "DE",
    "de-troops",
    "room",
    "host",
    "0.0",
    "1.0",
    "pledge",
    "requirement",
    "air",
    "officer",
    "2031-06-01T00:00:00Z",
)
KEYS = (
    *("base", "body", "patch", "release", "sign", "on_behalf", "reason", "merge", "kind", "record", "changes", "what"),
    *(
        "by",
        "ref",
        "partner",
        "amount",
        "if",
        "said",
        "subject_to",
        "delegation",
        "role",
        "id",
        "name",
        "opens",
        "closes",
    ),
    *(
        "blind",
        "freeze",
        "signed_from",
        "between",
        "dry_run",
        "text",
        "only",
        "likelihood",
        "assume",
        "pledges",
        "pool",
    ),
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2**70) | st.sampled_from(WORDS) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)
_BODIES = _VALUES | st.fixed_dictionaries(
    {"base": st.sampled_from(("0.0", "1.0"))}, optional=dict.fromkeys(KEYS[1:], _VALUES)
)
_IDS = st.sampled_from(("de-troops", "de-x", "fr-x", "air", "plan", "sea", "host-de-1", "ceasefire", "a b", "ﬁ", "m-1"))
_KINDS = st.sampled_from((*KINDS, "zebra"))
_ADDRESSES = st.one_of(
    st.tuples(_KINDS, _IDS).map(lambda its: ("PUT", f"/records/{its[0]}/{its[1]}")),
    st.tuples(_KINDS, _IDS, st.sampled_from(("release", "withdraw", "confirm", "respond", "drop", "dance"))).map(
        lambda its: ("POST", f"/records/{its[0]}/{its[1]}/{its[2]}")
    ),
    st.sampled_from(
        [
            *(("POST", "/changes"), ("PUT", "/settings"), ("POST", "/rounds"), ("POST", "/rounds/r1/open")),
            *(("POST", "/members"), ("POST", "/members/m-1/revoke"), ("POST", "/proposals"), ("PUT", "/")),
        ]
    ),
)
_WHO = st.sampled_from(
    ("DE/officer", "DE/signatory", "host/planner", "host/chair", "observers/observer", "audit/auditor")
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WHO, _ADDRESSES, _BODIES)
def test_odd_requests_are_answered(who: str, address: tuple[str, str], body: object) -> None:
    room = TestRoom()
    told = room.ask(who, *address, body)
    if told.status == 201:
        to_json(told.body)
        room.basis("DE", "drafts").export()
        room.basis("host", "drafts").export()
    else:
        assert told.status == (409 if told.status == 409 and told.code == "bad_id" else STATUS[told.code])
        to_json(told.body)


GOOD: dict[str, dict[str, Any]] = {
    "pledge/de-1": {"partner": "DE", "if": "ceasefire", "stage": "signalled"},
    "pool/de-p": {"size": 5},
    "source/de-s": {"title": "A note"},
    "statement/de-st": {"about": "de-1", "source": "de-s"},
    "alternatives/de-a": {"of": ["de-1", "de-troops"]},
}
OF_HOST: dict[str, dict[str, Any]] = {
    "assumption/truce": {"name": "a truce", "likelihood": [{"if": "ceasefire", "is": 0.5}, {"is": 0.1}]},
    "choice/which": {"options": ["ceasefire", "truce"]},
    "group/all-of-us": {"of": ["DE", "FR"]},
    "unit/GBP": {"equals": 1.2, "of": "EUR"},
    "capability/sea lift": {"name": "sea lift"},
    "scenario/peace": {"assume": {"truce": True}, "pledges": {"de-troops": {"if": "truce"}}},
    "ask/se-air": {"partner": "SE", "if": "de-troops"},
    "source/agency": {"title": "A report", "published": "2031-04"},
    "requirement/sea": {"needs": 2, "of": "frigates", "enablers": ["air"], "sources": ["agency"]},
    "statement/agency-1": {"about": "air", "source": "agency", "on": "2031-04-01"},
    "partner/SUN": {"name": "Sund", "weight": {"people": 5}},
}


def test_every_kind_is_written_and_released() -> None:
    room = TestRoom()
    for who, bodies in (
        ("DE/officer", GOOD),
        ("host/chair", OF_HOST),
    ):
        for record, body in bodies.items():
            told = room.put(who, record, body, release="room")
            assert told.status == 201, (record, told.body)
    assert room.basis().set_aside == ()
    room.put("host/planner", "requirement/land", {"domain": "ground", "needs": 1, "of": "troops"}, release="room")
    for more in ({"only": ["ground"]}, {"only": ["air"]}, {"if": "offered(domain ground) >= 50%"}, {"if": "LOR"}):
        body = {"partner": "DE", "provides": "troops", "amount": 1, "stage": "signalled", **more}
        assert room.put("DE/officer", "pledge/de-2", body, room.base_or_new("DE/officer", "pledge/de-2")).status == 201
    assert room.put("host/planner", "assumption/EST", {"name": "an id that a partner has"}).code == "invalid"


@pytest.mark.parametrize("key", [None, "", "a" * 65, "a b"])
def test_a_key_is_needed(key: str | None) -> None:
    told = TestRoom().ask("DE/officer", "PUT", "/records/pledge/de-x", {"base": "0.0", "body": {"partner": "DE"}}, key)
    assert (told.status, told.code) == (422, "invalid")


def blind_room(*, moved: bool) -> TestRoom:
    """A blind round in which DE confirms, withdraws and widens what others read before; or does nothing."""
    room = TestRoom()
    body = {"partner": "DE", "provides": "fighters", "stage": "signalled"}
    room.put("DE/officer", "pledge/de-old", body, release="room")
    room.put("DE/officer", "pledge/de-few", body, release=["FR", "host"])
    behalf: dict[str, Any] = {"on_behalf": "DE", "release": ["host", "FR"], "sign": SIGN}
    room.put("host/chair", "pledge/host-de-1", body, **behalf)
    room.ask("host/chair", "POST", "/rounds", {"id": "r1", "name": "First", "blind": True})
    room.ask("host/chair", "POST", "/rounds/r1/open", {})
    if moved:
        assert room.post("DE/signatory", "pledge/host-de-1", "confirm", "1.0", sign=SIGN).status == 201
        assert room.post("DE/signatory", "pledge/de-few", "release", "1.0", release="room").status == 201
        assert room.post("DE/signatory", "pledge/de-old", "withdraw", "1.0").status == 201
    return room


@pytest.mark.parametrize("who", ["host/chair", "FR/signatory"])
def test_refusals_tell_nothing_of_a_blind_round(who: str) -> None:
    still, moved = blind_room(moved=False), blind_room(moved=True)
    for id_ in ("de-old", "de-few", "host-de-1"):
        found = [room.reader(who).record("pledge", id_) for room in (still, moved)]
        assert found[0] == found[1]
        base = found[0].base if found[0] else "0.0"
        for act, more in (
            ("release", {"release": "room"}),
            ("withdraw", {}),
            ("drop", {}),
            ("confirm", {"sign": SIGN}),
            ("respond", {"what": "received"}),
        ):
            told = [room.post(who, f"pledge/{id_}", act, base, **more) for room in (still, moved)]
            assert told[0].status == told[1].status
            assert to_json(told[0].body) == to_json(told[1].body)
        for named in ({"if": id_}, {"replaces": [id_]}):
            body = {"partner": "FR", "stage": "signalled", **named}
            told = [room.put(who, "pledge/fr-n", body, release="room") for room in (still, moved)]
            assert to_json(told[0].body) == to_json(told[1].body)
    assert [room.reader(who).cursor for room in (still, moved)] == [still.reader(who).cursor] * 2
