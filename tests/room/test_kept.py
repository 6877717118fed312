"""What was read of other bases is read on: each basis is the plan it would be by itself."""

from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from rooms import TestRoom
from test_history import HISTORIES, WHO, take

from willing.notation.kept import Kept
from willing.notation.read import read_records
from willing.room.basis import Basis, Entries, Item, items_of

BASES = tuple(product(sorted({who.partition("/")[0] for who in WHO}), ("room", "mine", "drafts")))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HISTORIES)
def test_a_basis_is_the_same_plan_whatever_was_read_before(steps: list[tuple[str, str, str, Any, str, bool]]) -> None:
    room, kept = TestRoom(), Kept()
    for number, step in enumerate(steps):
        take(room, step, number)
        for delegation, which in BASES:
            items = items_of(room.state, delegation, which)  # type: ignore[arg-type]
            one, other = Basis(items, room.state.day, kept), Basis(items, room.state.day)
            assert one.plan == other.plan
            assert list(one.plan.partners) == list(other.plan.partners)
            assert one.invalid == other.invalid


def reading(kept: Kept, *said: tuple[str, str, dict[str, Any]]) -> Any:
    items = [Item(kind=kind, id=id_, body=body, at=None, order=0) for kind, id_, body in said]  # type: ignore[arg-type]
    return read_records(Entries(items, None, kept), kept=kept)


def test_a_record_is_read_anew_where_a_name_in_it_means_something_else() -> None:
    kept = Kept()
    head = ("plan", "plan", {"name": "A plan"})
    waits = ("pledge", "fr-a", {"partner": "FR", "if": "oath and not_in or DE"})
    oath = ("assumption", "oath", {"name": "An oath"})
    other = ("assumption", "not_in", {"name": "Something else"})
    whole = reading(kept, head, oath, other, waits).plan
    again = reading(kept, head, oath, other, waits).plan
    assert again.pledges["fr-a"] is whole.pledges["fr-a"]
    assert list(again.partners) == ["FR", "DE"]  # which its condition mentions, read or not
    assert [each.code for each in reading(kept, head, other, waits).errors] == ["unknown-name"]
    wanting = ("requirement", "oath", {"needs": 1})
    assert [each.code for each in reading(kept, head, other, wanting, waits).errors] == ["unknown-name"]


def test_a_priority_that_nothing_has_any_more_is_told() -> None:
    kept = Kept()
    first = ("requirement", "air", {"needs": 1, "priority": 2, "of": "jets"})
    later = ("requirement", "air", {"needs": 1, "priority": 3, "of": "jets"})
    head = ("plan", "plan", {"name": "A plan", "goal": "filled(priority 2)"})
    assert reading(kept, head, first).plan is not None
    assert reading(kept, head, later).errors
