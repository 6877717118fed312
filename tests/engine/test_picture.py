"""The picture of a day, and what if somebody was out or came for certain (§7.4)."""

from test_oracle import a_plan

from willing.engine.picture import picture_of, pledges_of
from willing.engine.resolve import resolve


def test_a_pledge_is_meant_with_all_that_took_its_place() -> None:
    chain = {"A-1": {}, "A-2": {"replaces": ("A-1",)}, "A-3": {"replaces": ("A-2",)}, "B-1": {}}
    assert pledges_of(a_plan(chain), "A-1") == ("A-1", "A-2", "A-3")
    assert pledges_of(a_plan(chain), "A") == ("A-1", "A-2", "A-3")


def test_one_is_out_or_comes_for_certain_each_by_itself() -> None:
    plan = a_plan({"A": {}, "B": "A", "C": "D", "D": "never"})
    for more, words in (
        ({"without": ("A",)}, {"B": "blocked", "C": "blocked", "D": "blocked"}),
        ({"firm": ("C",)}, {"A": "stands", "B": "stands", "C": "stands", "D": "blocked"}),
        ({"without": ("A",), "firm": ("B", "D")}, {"B": "stands", "C": "blocked", "D": "blocked"}),
    ):
        found = resolve(picture_of(plan, **more)[0])
        assert {id_: standing.status for id_, standing in found.pledges.items()} == words
