"""What is written is read again as the same plan."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

import oracle
from plans import dressed_plans, plans
from willing.model.condition import Name, Never
from willing.model.plan import Assumption, Chance, Partner, Plan, Pledge, Requirement, Scenario, Stage
from willing.notation.read import read_plan
from willing.notation.starter import starter_plan
from willing.notation.write import write_plan

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("**/plan.toml"))


def read(text: str) -> Plan:
    """The plan of a text that has no errors and names no tables."""
    reading = read_plan(text.encode(), file="plan.toml", load=lambda name: b"")
    assert reading.errors == ()
    assert reading.plan is not None
    return reading.plan


@given(plan=dressed_plans())
def test_reading_what_was_written_gives_the_same_plan(plan: Plan) -> None:
    assert read(write_plan(plan)) == plan


@given(plan=plans(coverage=True))
def test_so_it_does_with_windows_and_enablers(plan: Plan) -> None:
    assert read(write_plan(plan)) == plan


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_survive_being_written(path: Path) -> None:
    reading = read_plan(path.read_bytes(), file="plan.toml", load=lambda name: (path.parent / name).read_bytes())
    assert reading.plan is not None
    assert read(write_plan(reading.plan)) == replace(reading.plan, tables=())


def test_the_starter_reads_without_errors_and_warnings() -> None:
    reading = read_plan(starter_plan().encode(), file="plan.toml", load=lambda name: b"")
    assert (reading.errors, reading.warnings) == ((), ())


def test_the_starter_has_something_of_everything() -> None:
    plan = replace(read(starter_plan()), goal=None, requirements={})
    found = oracle.resolve(plan, plan.as_of)
    assert isinstance(found, oracle.Answer)
    words = [status.word if status else None for status in found.partners.values()]
    assert words == ["stands", "together", "together", "open", "blocked", "together"]
    decided = oracle.resolve(plan, plan.as_of, [plan.scenarios["with-mandate"].assume])
    assert isinstance(decided, oracle.Answer)
    assert decided.partners["dunholm"] == oracle.Status("stands", "stands")


def test_tables_are_folded_in() -> None:
    plan = Plan(name="x", tables=("pledges.csv",), partners={"DE": Partner(id="DE", declared=False)})
    plan = replace(plan, pledges={"DE-1": Pledge(id="DE-1", partner="DE")})
    assert read(write_plan(plan)) == replace(plan, tables=())


def test_how_a_plan_is_written() -> None:
    plan = Plan(
        name='a "quoted" name\n',
        as_of=date(2025, 4, 10),
        assumptions={
            "x": Assumption(id="x", holds=((None, False),), likelihood=(Chance(chance=Decimal("0.2")),)),
            "y": Assumption(
                id="y",
                holds=((date(2025, 3, 1), False), (date(2025, 8, 18), True)),
                likelihood=(Chance(chance=Decimal("0.60"), condition=Name("x")), Chance(chance=Decimal(0))),
            ),
        },
        partners={"åland": Partner(id="åland"), "DE": Partner(id="DE", declared=False)},
        requirements={"r": Requirement(id="r", of=("a", "b b"), in_place="here")},
        pledges={
            "no": Pledge(id="no", partner="DE", condition=Never()),
            "p": Pledge(
                id="p",
                partner="åland",
                provides="a",
                amount=5,
                condition=Name("x"),
                own_decision=True,
                stage=Stage.assigned,
                delivered=((date(2025, 6, 1), 500),),
            ),
        },
        scenarios={
            "s": Scenario(
                id="s",
                assume={"x": True},
                pledges={"p": {"condition": Never(), "own_decision": True, "stage": Stage.offered}},
                requirements={"r": {"needs": 3, "of": ("a",)}},
            )
        },
    )
    text = write_plan(plan)
    assert read(text) == plan
    assert (
        text
        == """\
[plan]
name  = "a \\"quoted\\" name\\n"
as_of = 2025-04-10

[assumptions.x]
holds      = false
likelihood = 0.2

[assumptions.y]
holds      = {2025-03-01 = false, 2025-08-18 = true}
likelihood = [{if = "x", is = 0.60}, {is = 0}]

[partners."åland"]

[[requirements]]
id    = "r"
of    = ["a", "b b"]
place = "here"

[[pledges]]
id      = "no"
partner = "DE"
if      = "never"

[[pledges]]
id        = "p"
partner   = "åland"
provides  = "a"
amount    = 5
only_if   = "x"
stage     = "assigned"
delivered = {2025-06-01 = 500}

[scenarios.s]
assume         = {x = true}
pledges.p      = {only_if = "never", stage = "offered"}
requirements.r = {needs = 3, of = "a"}
"""
    )


@pytest.mark.parametrize(
    "sign", [*map(chr, range(0x20)), '"', "\\", "'", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "🕊"]
)
def test_any_sign_may_stand_in_a_text(sign: str) -> None:
    text = write_plan(Plan(name=f"a{sign}{sign}{sign}b"))
    assert tomllib.loads(text)["plan"]["name"] == f"a{sign}{sign}{sign}b"
    assert len(text.splitlines()) == 2
