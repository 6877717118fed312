"""The law of a blind round (§R4.2): of conditions without `not` there is one greatest outcome, whoever wrote first; and
who asks less makes it no smaller for anybody else."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from willing.app.query import Query

PARTNERS = ("DE", "FR", "PL", "SE", "NO")
PLAN = '[plan]\nname = "Norland"\n[assumptions.ceasefire]\nholds = true\n'

_LEAVES = st.sampled_from((*PARTNERS, "ceasefire", "at least 2 partners", "at least 4 others"))
_CONDITIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(lambda its: f"({' '.join(its)})"),
        st.tuples(st.integers(1, 3), st.lists(inner, min_size=3, max_size=3)).map(
            lambda its: f"at least {its[0]} of ({', '.join(its[1])})"
        ),
    ),
    max_leaves=4,
)
_WRITTEN = st.fixed_dictionaries(dict.fromkeys(PARTNERS, _CONDITIONS))


def outcome(conditions: dict[str, str]) -> frozenset[str]:
    """Who is in after a blind round in which each wrote its condition, in this order."""
    room = TestRoom(PLAN)
    room.ask("host/chair", "POST", "/rounds", {"id": "r", "name": "R", "blind": True})
    room.ask("host/chair", "POST", "/rounds/r/open", {})
    for partner, condition in conditions.items():
        body = {"partner": partner, "provides": "troops", "amount": 1, "stage": "offered", "if": condition}
        sign = {"by": "minister", "ref": "NV 1"}
        told = room.put(f"{partner}/signatory", f"pledge/{partner.lower()}-1", body, release="room", sign=sign)
        assert told.status == 201, told.body
    room.ask("host/chair", "POST", "/rounds/r/close", {})
    study = room.basis().study(Query())
    return frozenset(id_ for id_, its in study.brief().partners.items() if its.standing and its.standing.firm)


@settings(max_examples=25, deadline=None)
@given(_WRITTEN, st.permutations(PARTNERS))
def test_the_outcome_does_not_hang_on_who_wrote_first(written: dict[str, str], order: list[str]) -> None:
    assert outcome(written) == outcome({partner: written[partner] for partner in order})


@settings(max_examples=25, deadline=None)
@given(_WRITTEN, st.sampled_from(PARTNERS), _CONDITIONS)
def test_who_asks_less_takes_nobody_out(written: dict[str, str], who: str, more: str) -> None:
    modest = {**written, who: f"({written[who]}) or ({more})"}
    assert outcome(written) <= outcome(modest)


def test_with_not_it_is_no_law() -> None:
    written = dict.fromkeys(PARTNERS, "not DE") | {"DE": "FR"}
    assert "FR" in outcome({**written, "DE": "FR and PL and not FR"})
    assert "FR" not in outcome({**written, "DE": "ceasefire"})
