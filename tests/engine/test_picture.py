"""The picture of a day, and what if somebody was out or came for certain (§7.4)."""

from dataclasses import replace
from datetime import date

from test_oracle import a_plan

from willing.engine.picture import picture_of, pledges_of
from willing.engine.resolve import resolve
from willing.model.condition import Share
from willing.model.evidence import PartialDate, Source
from willing.model.plan import Requirement


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


def test_without_a_goal_it_is_the_first_priority_whose_need_is_said() -> None:
    needs = {"later": (3, 1), "sooner": (2, 1), "vague": (1, None)}
    names = [Requirement(id=id_, priority=priority, needs=units) for id_, (priority, units) in needs.items()]
    assert picture_of(a_plan({"A": {}}, names=names))[0].goal == Share("usable", "priority", "2")


def test_what_a_requirement_needs_is_not_known_before_it_is_published() -> None:
    names = [Requirement(id="ships", needs=1, sources=("later",)), Requirement(id="crews", priority=2, needs=1)]
    first, second = (Share("usable", "priority", priority) for priority in "12")
    sources = {"later": Source(id="later", published=PartialDate(first=date(2031, 5, 1)))}
    for goal, before, after in (
        ("", second, first),
        ("offered(ships)", second, None),  # it speaks of nothing yet
        ("offered(crews)", None, None),
    ):
        plan = replace(a_plan({"A": {}}, goal=goal, names=names), sources=sources)
        for known_by, expected in ((date(2031, 4, 30), before), (date(2031, 5, 1), after)):
            assert picture_of(plan, known_by=known_by)[0].goal == (expected or plan.goal)
