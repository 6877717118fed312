"""A goal, or a condition, that comes from outside the plan, read like one of the plan (§2, §5)."""

from willing.model.condition import Condition
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Problem
from willing.notation.grammar import ConditionError, parse_condition
from willing.notation.keys import TABLES, Key
from willing.notation.rules.errors import unweighted
from willing.notation.values import Known


def read_condition(text: str, plan: Plan, *, file: str) -> Condition | Problem:
    """The condition of a pledge that a text says, or what is wrong with it; ``file``: what its place is called."""
    return _read(text, plan, TABLES["pledges"].keys["if"], file)


def read_goal(text: str, plan: Plan, *, file: str) -> Condition | Problem:
    """The goal of a text, or what is wrong with it; ``file``: what the place of a problem is called."""
    return _read(text, plan, TABLES["plan"].keys["goal"], file)


def _read(text: str, plan: Plan, key: Key, file: str) -> Condition | Problem:
    try:
        read = parse_condition(text, Known.of_plan(plan).scope(key))
    except ConditionError as error:
        place = Place(file=file, line=1, column=error.offset + 1, length=max(1, error.length))
        return Problem(place=place, message=error.message, excerpt=text)
    for message in unweighted(plan, read):
        return Problem(place=Place(file=file, line=1, column=1, length=len(text)), message=message, excerpt=text)
    return read
