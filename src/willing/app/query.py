"""What is asked of a plan: on which day, in which scenarios, with which what-ifs; and what is wrong with asking so."""

from collections.abc import Iterable, Mapping
from datetime import date

from willing.engine.picture import picture_of
from willing.model.decided import Contradiction
from willing.model.picture import Picture
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import PlanError, Problem
from willing.notation.nearest import did_you_mean

#: Said where a question needs a goal and the plan has none (§9).
NO_GOAL = 'the plan has no goal: give it one under [plan], such as goal = "total(troops) >= 1000"'


class ImpossibleError(PlanError):
    """What is asked for cannot be so: it contradicts itself or the plan, or no outcome is left (§3.5)."""


def picture_asked(
    plan: Plan,
    file: str,
    *,
    scenarios: tuple[str, ...],
    day: date | None,
    known_by: date | None,
    what_if: Mapping[str, bool | None] | None,
) -> Picture:
    """The picture that is asked for (:func:`picture_of`). Raises :class:`ImpossibleError` where no world allows it."""
    picture, contradictions = picture_of(plan, scenarios=scenarios, day=day, known_by=known_by, what_if=what_if)
    if contradictions:
        place = Place(file=file, line=0)
        raise ImpossibleError(tuple(Problem(place=place, message=_contradiction(c, scenarios)) for c in contradictions))
    return picture


def unknown_what_ifs(plan: Plan, what_if: Iterable[str]) -> list[str]:
    return [_unknown_what_if(plan, id_) for id_ in what_if if not _can_be_set(plan, id_)]


def _can_be_set(plan: Plan, id_: str) -> bool:
    return id_ in plan.assumptions or (id_ in plan.pledges and plan.pledges[id_].own_decision)


def unknown_scenario(plan: Plan, scenario: str) -> str:
    if not plan.scenarios:
        return f"unknown scenario '{scenario}': the plan has none"
    hint = did_you_mean(scenario, plan.scenarios) or f"; there are: {', '.join(plan.scenarios)}"
    return f"unknown scenario '{scenario}'{hint}"


def _unknown_what_if(plan: Plan, id_: str) -> str:
    if id_ in plan.pledges:
        return f"pledge '{id_}' has no decision of its own to set: only pledges with 'only_if' do, and assumptions"
    if id_ in plan.partners:
        own = [p.id for p in plan.pledges.values() if p.partner == id_ and p.own_decision]
        hint = f"name its pledge that does: {', '.join(own)}" if own else "and none of its pledges does"
        return f"'{id_}' is a partner and has no decision of its own to set; {hint}"
    settable = [*plan.assumptions, *(p.id for p in plan.pledges.values() if p.own_decision)]
    return f"'{id_}' is no assumption of the plan{did_you_mean(id_, settable)}"


def _contradiction(contradiction: Contradiction, scenarios: tuple[str, ...]) -> str:
    whose = ["what is asked for", *(f"scenario '{s}'" for s in reversed(scenarios)), "the premise", "what holds"]
    value = "true" if contradiction.value else "false"
    against = listed([f"'{id_}'" for id_ in contradiction.against])
    return (
        f"no world allows {whose[contradiction.layer]}: '{contradiction.id}' cannot be {value}, because of {against} "
        "(by the implications and choices of the plan)"
    )


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
