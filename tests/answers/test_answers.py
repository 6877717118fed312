"""Answers are told by their fields alone, and every one satisfies the schema made of the same fields."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from msgspec import UNSET, UnsetType, field

from willing import open_plan
from willing.answers.answer import UNUSUAL, Answer, As, Beside, Keys, to_builtins
from willing.answers.contract import ANSWERS
from willing.answers.json_text import json_chunks
from willing.answers.schema import answers_schema
from willing.answers.standing import BLOCKED, Standing, Stands, Word
from willing.app.study import Study
from willing.cli import main
from willing.model.condition import Name, Not
from willing.model.evidence import PartialDate
from willing.model.plan import Stage

ROOT = Path(__file__).parents[2]
PLANS = sorted((ROOT / "examples").glob("*/plan.toml"))
SCHEMA = answers_schema(ANSWERS.values())


class Pair(NamedTuple):
    from_: int
    to: Fraction | None


def _length(text: str) -> int | UnsetType:
    return len(text) or UNSET


class Part(Answer, frozen=True, kw_only=True):
    """One of everything."""

    stands: Stands
    word: Word = field(name="state")
    pair: Pair
    moved: Annotated[Pair | None, Keys("from_", "to"), UNUSUAL] = None
    effort: Decimal = Decimal("1.50")
    day: date = date(2031, 4, 1)
    month: PartialDate = PartialDate(first=date(2031, 4, 1), month_only=True)
    stage: Stage = Stage.offered
    asked: Not = Not(Name("A"))
    long: Annotated[str, As(_length)] = ""
    exact: Annotated[bool, UNUSUAL] = True
    inner: tuple["Part", ...] = ()
    picture: Beside[object] = None


def test_fields_and_marks() -> None:
    """What every mark and every kind of value becomes."""
    plain = Part(stands=BLOCKED, word=BLOCKED, pair=Pair(1, Fraction(1, 4)), picture=object())
    assert list(to_builtins(plain).items()) == [
        ("status", "blocked"), ("best", None), ("state", "blocked"), ("pair", {"from": 1, "to": 0.25}),
        ("effort", 1.5), ("day", "2031-04-01"), ("month", "2031-04"), ("stage", "offered"), ("asked", "not A"),
        ("inner", []),
    ]  # fmt: skip
    rare = Part(
        stands=None, word=None, pair=Pair(1, None), moved=Pair(2, None), effort=Decimal(3), long="abc", exact=False,
        inner=(plain,),
    )  # fmt: skip
    told = to_builtins(rare)
    assert (told["status"], told["best"], told["state"]) == (None, None, None)
    assert (told["from"], told["to"], told["effort"], told["long"], told["exact"]) == (2, None, 3, 3, False)
    assert told["inner"] == [to_builtins(plain)]
    validator = Draft202012Validator(answers_schema([Part]))
    for each in (plain, rare):
        validator.validate(json.loads("".join(json_chunks(each))))
    for wrong in ({"status": "no"}, {"pair": {"from": 1}}, {"picture": 1}, {"exact": 1}, {"stage": "certain"}):
        assert not validator.is_valid({**told, **wrong}), wrong
    assert not validator.is_valid({key: value for key, value in told.items() if key != "state"})


def test_what_has_no_place_in_an_answer_is_a_mistake() -> None:
    class Odd(Answer, frozen=True, kw_only=True):
        value: object

    with pytest.raises(TypeError, match="complex has no place in an answer"):
        to_builtins(Odd(value=1j))


def test_two_parts_of_one_name_are_a_mistake() -> None:
    other = type(Answer)("Standing", (Answer,), {"__annotations__": {"odd": int}}, frozen=True)

    class Both(Answer, frozen=True, kw_only=True):
        one: Standing
        two: other  # type: ignore[valid-type]

    with pytest.raises(TypeError, match="two parts of answers are called Standing"):
        answers_schema([Both])


def answers_of(study: Study) -> Iterator[tuple[str, Answer]]:
    """The answer of every command about one plan, as far as it has a goal."""
    yield "brief", study.brief()
    subjects = [*list(study.plan.partners)[:3], *list(study.plan.pledges)[:3], *list(study.plan.assumptions)[:2]]
    for subject in subjects + (["goal"] if study.picture.goal else []):
        yield "why", study.why(subject)
    yield "timeline", study.timeline()
    yield "deliveries", study.deliveries()
    others = [open_plan(study.file, scenarios=[name]) for name in list(study.plan.scenarios)[:1]]
    yield "compare", study.compare(others[0] if others else open_plan(study.file, as_of=date(2000, 1, 1)))
    if study.picture.goal is not None:
        yield "asks", study.asks(most=5)
        yield "power", study.power()
        yield "risk", study.risk(samples=1000, only_chances=True)
        yield "risk", study.risk(samples=1000, nodes=0, only_chances=True)


@pytest.mark.parametrize("path", PLANS, ids=[path.parent.name for path in PLANS])
def test_every_answer_satisfies_the_schema(path: Path) -> None:
    """Of every command, on every example."""
    for command, answer in answers_of(open_plan(path)):
        validator = Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{ANSWERS[command].__name__}"}]})
        validator.validate(json.loads("".join(json_chunks(answer))))


def test_the_schema_is_told() -> None:
    """``willing schema --answers`` prints it; it is about no plan."""
    Draft202012Validator.check_schema(SCHEMA)
    told = CliRunner().invoke(main, ["schema", "--answers"])
    assert json.loads(told.output) == SCHEMA
    assert CliRunner().invoke(main, ["schema", "--answers", "plan.toml"]).exit_code == 2


def test_the_page_is_made_from_the_types() -> None:
    """docs/answers.md is what tools/answers.py writes."""
    done = subprocess.run([sys.executable, ROOT / "tools" / "answers.py", "--check"], check=False)
    assert done.returncode == 0, "python tools/answers.py"
