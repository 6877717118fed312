"""What a goal asks for, part by part; and a goal told without an allocation: what else, what at least, what alike."""

from collections.abc import Iterable, Mapping

from willing.answers.coverage import GoalPart, RequirementLine
from willing.engine.explain import Certain, known
from willing.engine.graph import reachable
from willing.engine.network import eligible, requirements_of
from willing.model.condition import ALWAYS, And, Atom, Condition, Never, Share, allocated, atoms, rebuilt
from willing.model.picture import Picture
from willing.model.plan import Requirement


def goal_parts(
    certain: Certain, goal: Condition, lines: Iterable[RequirementLine]
) -> Mapping[Condition, tuple[GoalPart, ...]]:
    """By atom of the goal: what it asks for of each requirement that it speaks of (with a figure in ``lines``)."""
    by_id = {line.requirement.id: line for line in lines}

    def parts(atom: Atom) -> tuple[GoalPart, ...]:
        if not isinstance(atom, Share) or not allocated(atom):
            reason = known(certain, atom, None)
            return (GoalPart(met=reason.met is True, reason=reason),)
        told = [by_id[r.id] for r in requirements_of(certain.picture, atom) if r.id in by_id]
        return tuple(_share_of(line, atom) for line in told)

    return {atom: parts(atom) for atom, _ in atoms(goal)}


def _share_of(line: RequirementLine, atom: Share) -> GoalPart:
    numerator, denominator = atom.at_least.as_integer_ratio()
    asked = -(-(line.requirement.needs or 0) * numerator // denominator)
    usable = atom.measure == "usable"
    met = line.there >= asked if not usable or line.usable is None else line.usable.together >= atom.at_least
    return GoalPart(met=met, line=line, asked=asked, share=atom.at_least, usable=usable)


def without_allocation(goal: Condition) -> Condition:
    """The goal with every share that takes an allocation taken as met: what else it speaks of stays in it."""
    return rebuilt(goal, lambda atom, _: ALWAYS if allocated(atom) else atom)


def offered_at_least(goal: Condition, picture: Picture) -> Condition:
    """What the goal needs at least, without an allocation: what is filled has been offered."""
    requirements = picture.plan.requirements

    def enablers(id_: str) -> list[str]:
        """Those that have to be there as long as this one is."""
        wanted = requirements[id_]
        always = [e for e in wanted.enablers if requirements[e].from_day <= wanted.from_day]
        return [e for e in always if requirements[e].until_day is None and requirements[e].needs is not None]

    def offered(atom: Atom, negated: bool) -> Condition:
        if not isinstance(atom, Share) or atom.measure == "offered":
            return atom
        if negated:
            return Never()
        asked = [r.id for r in requirements_of(picture, atom)]
        return _all_offered(reachable(asked, enablers) if atom.measure == "usable" else asked, atom)

    return rebuilt(goal, offered)


def as_offered(goal: Condition, picture: Picture) -> Condition | None:
    """The goal with ``offered`` for ``filled`` and ``usable``, where that is the same; None where it is not."""
    requirements = picture.plan.requirements

    def asked(share: Share) -> list[str]:
        ids = [r.id for r in requirements_of(picture, share)]
        return reachable(ids, lambda id_: requirements[id_].enablers) if share.measure == "usable" else ids

    for atom, _ in atoms(goal):
        if isinstance(atom, Share) and allocated(atom):
            same = atom.at_least <= 1 and all(_just_adds_up(picture, requirements[id_]) for id_ in asked(atom))
            if not same:
                return None
    return rebuilt(
        goal, lambda atom, _: _all_offered(asked(atom), atom) if isinstance(atom, Share) and allocated(atom) else atom
    )


def _all_offered(ids: list[str], share: Share) -> Condition:
    """That each of these requirements is offered to the same share of its need."""
    if not ids:
        return ALWAYS
    return And(tuple(Share("offered", "requirement", id_, share.at_least) for id_ in ids))


def _just_adds_up(picture: Picture, requirement: Requirement) -> bool:
    """Whether a requirement gets all that is eligible for it, at any time, and has no day of its own."""
    if requirement.needs is None or requirement.from_day > 0 or requirement.until_day is not None:
        return False
    plan = picture.plan
    its = [p for p in picture.counted.values() if eligible(picture, p, requirement)]
    sized = [r for r in plan.requirements.values() if r.needs is not None and r.id != requirement.id]
    pools = {p.pool for p in its if p.pool is not None}
    if any(p.pool is not None and plan.converts(p.provides, requirement.of) for p in its):
        return False
    return not any(p.stays is not None or any(eligible(picture, p, r) for r in sized) for p in its) and all(
        eligible(picture, p, requirement) for p in picture.counted.values() if p.pool in pools
    )
