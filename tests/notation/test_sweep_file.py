"""Sweep files: what they say, and every mistake in them, each at its place."""

from datetime import date
from pathlib import Path

from willing.answers.problems import message_text
from willing.app.open import check_plan
from willing.model.plan import Plan
from willing.model.sweep import Change, Sweep
from willing.notation.sweep import read_sweep

PLAN = Path(__file__).parents[2] / "examples" / "ukraine-2025-04" / "plan.toml"


def plan() -> Plan:
    found = check_plan(PLAN).plan
    assert found is not None
    return found


def test_what_a_sweep_says() -> None:
    text = """
sample = 1_000
seed   = 3
scenarios = ["", "six-ready"]
days = [2025-03-10, 2025-04-11]
[assumptions]
us-backstop = [true, "unknown"]
[partners]
FR = ["in", "firm"]
nl-troops = ["out"]
[pledges.gb-troops]
amount = [5_000, 10_000]
if = ["always"]
[requirements.land]
needs = [10_000]
"""
    sweep = read_sweep(text.encode(), plan(), file="sweep.toml")
    assert isinstance(sweep, Sweep)
    assert [its.name for its in sweep.dimensions] == [
        "days", "scenarios", "partners.FR", "partners.nl-troops", "pledges.gb-troops.amount", "pledges.gb-troops.if",
        "requirements.land.needs", "assumptions.us-backstop",
    ]  # fmt: skip
    assert (sweep.count, sweep.combinations, sweep.seed) == (1_000, 32, 3)
    change = Change.of(sweep.dimensions[:-1], (1, 1, 1, 0, 1, 0, 0))
    assert (change.day, change.scenarios) == (date(2025, 4, 11), ("six-ready",))
    assert (change.without, change.firm) == (("nl-troops",), ("FR",))
    assert change.pledges["gb-troops"]["amount"] == 10_000
    assert change.requirements == {"land": {"needs": 10_000}}


def test_every_mistake_is_told_at_its_place() -> None:
    text = """samples = 10
sample = 0
days = ["today"]
scenarios = ["six-redy"]
[assumptions]
us-backstopp = [true]
peace-deal = [1]
troops-safe = true
lv-defence = [true, true]
[partners]
FR = ["absent"]
[pledges.gb-troops]
amount = [-1]
if = ["us-backstopp"]
ammount = [1]
[requirements]
land = [1]
"""
    found = read_sweep(text.encode(), plan(), file="sweep.toml")
    assert isinstance(found, tuple)
    assert [f"{each.place.line}: {message_text(each.message)}" for each in found] == [
        "1: unknown key 'samples'; did you mean 'sample'?",
        "2: 'sample' must be a whole number from 1 on",
        "3: must be a day, such as 2025-04-10",
        "4: unknown scenario 'six-redy'; did you mean 'six-ready'?",
        "6: the plan has no 'us-backstopp' here; did you mean 'us-backstop'?",
        '7: must be true, false or "unknown"',
        '8: must be a list of the values, such as [true, false, "unknown"]',
        "9: 'yes' stands there twice",
        "11: must be one of in, out, firm",
        "13: 'amount' must be at least 0, not -1",
        "14: unknown name 'us-backstopp'; did you mean 'us-backstop'?",
        "15: unknown key 'ammount'; did you mean 'amount'?",
        "17: 'land' must be a table",
    ]


def test_what_is_too_much_or_nothing() -> None:
    grid = "[pledges.gb-troops]\n" + "".join(
        f"{key} = {list(range(1, 1001))}\n" for key in ("amount", "up_to", "ready", "stays")
    )
    for text, code in ((grid, "sweep-too-large"), ("seed = 2", "sweep-of-nothing"), ("[", "not-toml-at-end")):
        found = read_sweep(text.encode(), plan(), file="sweep.toml")
        assert isinstance(found, tuple)
        assert [each.message.code for each in found] == [code]
