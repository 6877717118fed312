"""The lever (§7.3): the one change that changes most, against every single change tried by the oracle."""

from dataclasses import replace

import pytest
from test_asks import KINDS, cases

import oracle_asks
from plans import Nots
from willing.engine.resolve import resolve
from willing.questions.lever import lever


@pytest.mark.parametrize("nots", KINDS)
def test_the_lever_is_the_best_single_change(nots: Nots) -> None:
    seen = 0
    for plan, picture, what_if in cases(nots, range(150)):
        resolution = resolve(picture)
        if resolution.contradiction is not None:
            continue
        expected = oracle_asks.lever(plan, what_if)
        found = lever(picture, resolution, picture.goal, what_if)
        assert found is None or found.complete
        change = found and found.change
        told = change and oracle_asks.Ask(change.kind, change.id, change.effort, change.part or change.caveat)
        assert told == expected
        seen += expected is not None
    assert seen > 50


@pytest.mark.parametrize("nots", KINDS)
def test_without_a_goal_too(nots: Nots) -> None:
    for plan, picture, what_if in cases(nots, range(1_000, 1_040)):
        resolution = resolve(picture)
        if resolution.contradiction is not None:
            continue
        expected = oracle_asks.lever(replace(plan, goal=None), what_if)
        found = lever(replace(picture, goal=None), resolution, None, what_if)
        assert (found and (found.change.kind, found.change.id)) == (expected and (expected.kind, expected.id))
