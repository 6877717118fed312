"""A goal that a question brings along, read like one of the plan (§2, §5)."""

from willing.model.condition import Condition
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Problem
from willing.notation.grammar import ConditionError, Kind, Scope, parse_condition
from willing.notation.rules.errors import unweighted


def read_goal(text: str, plan: Plan, *, file: str) -> Condition | Problem:
    """The goal of a text, or what is wrong with it; ``file``: what the place of a problem is called."""
    kinds: dict[str, Kind] = dict.fromkeys(plan.partners, "partner")
    kinds |= dict.fromkeys(plan.assumptions, "assumption")
    kinds |= dict.fromkeys(plan.groups, "group")
    kinds |= dict.fromkeys(plan.pledges, "pledge")
    scope = Scope(
        kinds=kinds,
        role="goal",
        requirements={r.id: r.needs is not None for r in plan.requirements.values()},
        domains={r.domain: None for r in plan.requirements.values() if r.domain is not None},
        priorities={r.priority: None for r in plan.requirements.values()},
    )
    try:
        goal = parse_condition(text, scope)
    except ConditionError as error:
        place = Place(file=file, line=1, column=error.offset + 1, length=max(1, error.length))
        return Problem(place=place, message=error.message, excerpt=text)
    for message in unweighted(plan, goal):
        return Problem(place=Place(file=file, line=1, column=1, length=len(text)), message=message, excerpt=text)
    return goal
