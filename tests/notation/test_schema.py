"""The JSON Schema takes what plans say, and sees what no plan may say."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from plans import dressed_plans
from willing.notation.keys import TABLES
from willing.notation.schema import json_schema
from willing.notation.starter import starter_plan
from willing.notation.write import write_plan

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("**/plan.toml"))
VALIDATOR = Draft202012Validator(json_schema())


def as_json(text: str) -> Any:
    """A TOML text as an editor hands it to a schema: days are strings."""
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json.loads(json.dumps(json_schema())) == json_schema()


def test_everything_in_it_is_explained() -> None:
    schema = json_schema()
    assert list(schema["properties"]) == list(TABLES)
    for table in TABLES.values():
        entry = schema["$defs"][table.noun]
        assert list(entry["properties"]) == list(table.keys)
        assert entry["additionalProperties"] is False
        assert all(key["description"] for key in entry["properties"].values())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_are_accepted(path: Path) -> None:
    VALIDATOR.validate(as_json(path.read_text(encoding="utf-8")))


def test_the_starter_is_accepted() -> None:
    VALIDATOR.validate(as_json(starter_plan()))


@settings(max_examples=50)
@given(plan=dressed_plans())
def test_plans_are_accepted(plan: Any) -> None:
    VALIDATOR.validate(as_json(write_plan(plan)))


@pytest.mark.parametrize(
    "wrong",
    [
        "plan.nmae = 'x'",
        "plan.goal = ''",
        "plan.counts = 'promised'",
        "plan.switches = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']",
        "assumptions.at.holds = true",
        "assumptions.1x.holds = true",
        "assumptions.x.holds = 'yes'",
        "assumptions.x.holds = {march = true}",
        "assumptions.x.likelihood = 1.1",
        "assumptions.x.likelihood = [{if = 'y'}]",
        "groups.g.of = []",
        "pools.p = {}",
        "units.GBP = {equals = 0, of = 'EUR'}",
        "requirements = [{id = 'r', needs = 0}]",
        "requirements = [{id = 'r', of = \"it's\"}]",
        "pledges = [{amount = 1}]",
        "pledges = [{partner = 'DE', amount = -1}]",
        "pledges = [{partner = 'DE', amount = 1.5}]",
        "pledges = [{partner = 'DE', if = 'always', only_if = 'always'}]",
        "pledges = [{partner = 'DE', stage = 'Offered'}]",
        "pledges = [{partner = 'DE', replaces = ['a', 'a']}]",
        "pledges = [{partner = 'DE', delivered = {2025-06-01 = -1}}]",
        "statements = [{about = 'x', source = 's', on = '2025-4'}]",
        "sources.s.published = 2025",
        "scenarios.s.pledges.p = {id = 'q'}",
        "scenarios.s.assume.x = 1",
        "other = 1",
    ],
)
def test_what_is_wrong_is_seen(wrong: str) -> None:
    name = "" if "plan." in wrong else "plan.name = 'x'\n"
    VALIDATOR.validate(as_json("plan.name = 'x'"))
    assert not VALIDATOR.is_valid(as_json(name + wrong + ("\nplan.name = 'x'" if not name else "")))


def test_an_id_may_have_letters_of_any_alphabet() -> None:
    VALIDATOR.validate(as_json("plan.name = 'x'\nassumptions.'überflug-1_a' = {}\npartners.'Україна' = {}"))
