"""Changes tried on a plan: only they change, and what is kept of them says the same."""

import tomllib
from pathlib import Path

import pytest

from willing.notation.read import read_plan
from willing.notation.toml.trial import Trial, TrialError, trial_from, with_scenario, with_trial

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("plan.toml"))

STRAIT = """\
[plan]
name = "Strait"

[assumptions.mandate]  # asked for in March

[partners.norland]

[[pledges]]
id       = "n"
partner  = "norland"
provides = "ships"
amount   = 2
only_if  = "mandate"  # their words

# The rest

[scenarios.mandated]
assume = {mandate = true}
"""

INLINE = """\
plan = {name = "Strait"}
assumptions = {mandate = {}}
partners = {norland = {}}
pledges = [{id = "n", partner = "norland", provides = "ships", amount = 2, only_if = "mandate"}]
scenarios = {mandated = {assume = {mandate = true}}}
"""


def pledges_of(text: str) -> dict[str, dict[str, object]]:
    return {p.get("id", "?"): p for p in tomllib.loads(text)["pledges"]}


@pytest.mark.parametrize("text", [STRAIT, INLINE])
def test_a_trial_changes_what_it_says_and_nothing_else(text: str) -> None:
    trial = trial_from(
        {"changes": {"n": {"if": "always", "amount": 3}}, "added": [{"id": "m", "partner": "SE", "provides": "ships"}]}
    )
    tried = with_trial(text, trial, ["n"])
    assert pledges_of(tried) == {
        "n": {"id": "n", "partner": "norland", "provides": "ships", "amount": 3, "if": "always"},
        "m": {"id": "m", "partner": "SE", "provides": "ships"},
    }
    for comment in ("# asked for in March", "# The rest"):
        assert (comment in tried) == (comment in text)
    before, after = tomllib.loads(text), tomllib.loads(tried)
    del before["pledges"], after["pledges"]
    assert before == after


@pytest.mark.parametrize("text", [STRAIT, INLINE])
def test_a_scenario_says_the_same_as_the_trial(text: str) -> None:
    trial = Trial(changes={"n": {"if": "always", "amount": 3}})
    kept = with_scenario(text, "mine", trial, {"mandate": False})
    reading = read_plan(kept.encode(), file="plan.toml", load=lambda _: b"")
    assert reading.plan is not None
    tried = read_plan(with_trial(text, trial, ["n"]).encode(), file="plan.toml", load=lambda _: b"")
    assert tried.plan is not None
    assert reading.plan.in_scenario("mine").pledges == tried.plan.pledges
    assert reading.plan.scenarios["mine"].assume == {"mandate": False}
    assert reading.plan.scenarios["mandated"].assume == {"mandate": True}


def test_a_key_is_left_out() -> None:
    tried = with_trial(STRAIT, trial_from({"changes": {"n": {"amount": None}}}), ["n"])
    assert "amount" not in pledges_of(tried)["n"]
    with pytest.raises(TrialError, match="file of its own"):
        with_scenario(STRAIT, "mine", trial_from({"changes": {"n": {"amount": None}}}), {})


def test_a_plan_without_pledges_gets_its_first() -> None:
    text = '[plan]\nname = "x"\n'
    assert (
        pledges_of(with_trial(text, trial_from({"added": [{"id": "a", "partner": "SE"}]}), []))["a"]["partner"] == "SE"
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_example_can_be_tried_on(path: Path) -> None:
    text = path.read_text("utf-8")
    tables = {p.name: p.read_bytes() for p in path.parent.glob("*.csv")}
    plan = read_plan(text.encode(), file="plan.toml", load=tables.__getitem__).plan
    assert plan is not None
    own = tomllib.loads(text).get("pledges", [])
    first = next(iter(plan.pledges))
    if not own:
        return
    tried = with_trial(text, Trial(changes={first: {"if": "always"}}), list(plan.pledges))
    there = read_plan(tried.encode(), file="plan.toml", load=tables.__getitem__).plan
    assert there is not None
    assert {id_ for id_, p in there.pledges.items() if p != plan.pledges[id_]} <= {first}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "nothing else"),
        ({"drop": {}}, "nothing else"),
        ({"changes": []}, "by the id"),
        ({"changes": {"n": {}}}, "at least one key"),
        ({"changes": {"n": {"note": "x"}}}, "cannot be tried"),
        ({"changes": {"n": {"amount": 1.5}}}, "whole number"),
        ({"changes": {"n": {"amount": True}}}, "whole number"),
        ({"added": [{"amount": None, "partner": "SE"}]}, "not naming it"),
    ],
)
def test_nonsense_is_no_trial(value: object, told: str) -> None:
    with pytest.raises(TrialError, match=told):
        trial_from(value)


def test_what_cannot_be_tried_is_said() -> None:
    some = trial_from({"changes": {"c": {"amount": 3}}})
    with pytest.raises(TrialError, match="no pledge 'c'"):
        with_trial(STRAIT, some, ["n"])
    with pytest.raises(TrialError, match="table beside"):
        with_trial(STRAIT, some, ["n", "c"])
    with pytest.raises(TrialError, match="nothing to save"):
        with_scenario(STRAIT, "mine", Trial(), {})
    with pytest.raises(TrialError, match="already"):
        with_scenario(STRAIT, "mandated", some, {})
    with pytest.raises(TrialError, match="cannot add"):
        with_scenario(STRAIT, "mine", trial_from({"added": [{"partner": "SE"}]}), {})
