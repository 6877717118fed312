"""The lever (§7.3): the one change that changes most, against every single change tried by the oracle."""

from dataclasses import replace
from pathlib import Path

import pytest
from test_asks import KINDS, cases

import oracle_asks
from plans import Nots
from willing import open_plan
from willing.answers.answer import to_builtins
from willing.engine.resolve import resolve
from willing.questions.lever import lever


@pytest.mark.parametrize(("nots", "follows"), [*((nots, False) for nots in KINDS), ("monotone", True)])
def test_the_lever_is_the_best_single_change(nots: Nots, follows: bool) -> None:
    seen = 0
    for plan, picture, what_if in cases(nots, range(150), follows=follows):
        resolution = resolve(picture)
        if resolution.contradiction is not None:
            continue
        expected = oracle_asks.lever(plan, what_if)
        found, sought = lever(picture, resolution, picture.goal, what_if)
        assert sought
        assert found is None or found.complete
        change = found and found.change
        told = change and oracle_asks.Ask(change.kind, change.id, change.effort, change.part or change.caveat)
        assert told == expected
        seen += expected is not None
    assert seen > (20 if follows else 50)


@pytest.mark.parametrize("nots", KINDS)
def test_without_a_goal_too(nots: Nots) -> None:
    for plan, picture, what_if in cases(nots, range(1_000, 1_040)):
        resolution = resolve(picture)
        if resolution.contradiction is not None:
            continue
        expected = oracle_asks.lever(replace(plan, goal=None), what_if)
        found, _ = lever(replace(picture, goal=None), resolution, None, what_if)
        assert (found and (found.change.kind, found.change.id)) == (expected and (expected.kind, expected.id))


PLAN = """
plan = {name = "Strait Watch", GOAL}
assumptions = {guarantee = {holds = false}, mandate = {holds = false}}
partners = {Norland = {}, Estmark = {}, Lorne = {}}
requirements = [{id = "air", needs = 20, of = "fighters"}]
pledges = [
    {partner = "Norland", provides = "fighters", amount = 8, if = "guarantee"},
    {partner = "Estmark", provides = "fighters", amount = 2, if = "mandate"},
    {partner = "Lorne", if = "mandate"},
]
"""


@pytest.mark.parametrize(
    ("goal", "changes"),
    [
        ('goal = "filled(air)"', "guarantee"),  # what it adds to air comes before who moves
        ('goal = "Estmark"', "mandate"),  # one that reaches the goal comes first
        ('counts = "offered"', "guarantee"),
        ('goal = "always"', None),
        ('goal = "never"', "guarantee"),
    ],
)
def test_the_brief_tells_it(goal: str, changes: str | None, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN.replace("GOAL", goal), "utf-8")
    told = to_builtins(open_plan(tmp_path / "plan.toml").brief())["lever"]
    assert (told and told["change"]) == (changes and {"kind": "assumption", "id": changes, "to": []})
    if changes == "guarantee":
        assert told["brings"]["requirements"] == {"air": [0, 8]}
        assert told["brings"]["firm"] == ["Norland"]


def test_where_nothing_is_better_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text('plan = {name = "x", goal = "A"}\npledges = [{partner = "DE", if = "never"}]\n'
                                        "partners = {A = {}}\nassumptions = {idle = {}}\n", "utf-8")  # fmt: skip
    brief = open_plan(tmp_path / "plan.toml").brief()
    assert (brief.lever, brief.lever_sought) == (None, True)


def test_small_gains_count_last(tmp_path: Path) -> None:
    """40 of 1,000 are under 5%: two partners move for the mandate, and that is more."""
    text = PLAN.replace("needs = 20", "needs = 1000").replace("amount = 8", "amount = 40").replace("GOAL", "about = ''")
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    lever_ = open_plan(tmp_path / "plan.toml").brief().lever
    assert lever_ is not None
    assert lever_.change.id == "mandate"
