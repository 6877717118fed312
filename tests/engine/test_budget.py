"""What an answer may take (§3.4), and that it is documented."""

import re
from pathlib import Path

import pytest

from willing.engine.budget import BRAKE, STEPS, Budget, OutOfBounds, one_command

DOCS = Path(__file__).parents[2] / "docs" / "semantics.md"


def test_the_documented_bounds_are_those_that_are_kept() -> None:
    text = DOCS.read_text("utf-8")
    told = {name: int(steps.replace(",", "")) for steps, name in re.findall(r"^\| ([\d,]+) \| `(\w+)`", text, re.M)}
    assert told == dict(STEPS)
    assert f"after {BRAKE:.0f} seconds of one question" in text


def test_what_a_part_spends_the_whole_has_spent() -> None:
    whole = Budget(1_000_000)
    part = whole.part(4)
    assert part.left == 250_000
    part.spend(300_000)
    assert (part.left, whole.left) == (0, 700_000)
    with pytest.raises(OutOfBounds):
        part.spend()
    whole.spend(650_000)
    assert whole.part(4).left == 50_000
    assert Budget.of("asks", whole).left == 50_000


def test_the_brake_ends_what_has_steps_left() -> None:
    with pytest.raises(OutOfBounds):
        Budget(1_000, brake=1e-9).spend()


def test_the_questions_of_a_command_share_one_budget() -> None:
    alone = Budget.of("reasons")
    with one_command():
        first = Budget.of("statuses")
        assert first.left == STEPS["command"] // 2
        first.spend(STEPS["command"] // 2)
        assert Budget.of("asks").left == STEPS["command"] // 4
        with one_command():
            assert Budget.of("reasons").left == alone.left
        Budget.of("asks").count(STEPS["command"])
        assert Budget.of("asks").left == 0
    assert Budget.of("asks").left == STEPS["asks"]
