"""Whether a condition holds of one outcome of one world: the plainest reading of the tree (§2)."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from math import inf

from willing.engine.network import eligible, requirements_of, summed, units_for
from willing.model.condition import (
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    needed,
)
from willing.model.picture import Picture
from willing.model.plan import Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One outcome of one world.

    ``assumptions``: the value of each; ``inside``: the pledges that are in; ``giving``: those without an amount that
    give all that is asked for, at most their ``up_to`` (§3.2); ``amounts``: of those that follow others (§3.8).
    """

    assumptions: Mapping[str, bool]
    inside: Set[str]
    giving: Set[str]
    amounts: Mapping[str, int] = field(default_factory=dict)

    def amount(self, pledge: Pledge) -> float:
        """What a pledge that is in gives, in its own unit; infinity is "all that is asked for"."""
        if pledge.amount is not None:
            return pledge.amount
        if pledge.follows is not None:
            return self.amounts[pledge.id]
        if pledge.id not in self.giving:
            return 0
        return inf if pledge.up_to is None else pledge.up_to


def holds(picture: Picture, moment: Moment, condition: Condition, allocated: Callable[[Share], bool]) -> bool:
    """Whether a goal holds; ``allocated`` says it of ``filled`` and ``usable``, which take an allocation (§4)."""
    match condition:
        case Always() | Never():
            return isinstance(condition, Always)
        case Not(of=inner):
            return not holds(picture, moment, inner, allocated)
        case And(of=parts):
            return all(holds(picture, moment, part, allocated) for part in parts)
        case Or(of=parts):
            return any(holds(picture, moment, part, allocated) for part in parts)
        case CountOf(of=parts):
            return sum(holds(picture, moment, part, allocated) for part in parts) >= needed(condition)
        case Share(measure="offered"):
            return all(
                _sum(picture, moment, [p for p in _inside(picture, moment) if eligible(picture, p, r)], r.of)
                >= (r.needs or 0) * condition.at_least
                for r in requirements_of(picture, condition)
            )
        case Share():
            return allocated(condition)
        case Name(id=name) if name in picture.plan.assumptions:
            return moment.assumptions[name]
        case Name(id=name) if name in picture.plan.pledges:
            return any(id_ in moment.inside for id_ in picture.meaning(name))
        case Name(id=name, capability=capability):
            return name in _partners(picture, moment, capability)
        case CountGroup(count=count, group=group, capability=capability):
            members = picture.plan.groups[group].of
            there = _partners(picture, moment, capability)
            return sum(m in there for m in members) >= (len(members) if count is None else count)
        case CountPartners(count=least, capability=capability):
            return len(_partners(picture, moment, capability)) >= least
        case Total(capability=capability, at_least=at_least, whose=whose):
            given = summed(picture.plan, _inside(picture, moment), capability, whose)
            return _sum(picture, moment, given, (capability,)) >= at_least
        case Weight(word=word, group=group, at_least=at_least):
            weights = picture.plan.weights(word, group)
            there = _partners(picture, moment, None)
            have = sum(weight for member, weight in weights.items() if member in there)
            return have >= units_for(sum(weights.values()), at_least)


def _inside(picture: Picture, moment: Moment) -> list[Pledge]:
    return [p for p in picture.counted.values() if p.id in moment.inside]


def _partners(picture: Picture, moment: Moment, capability: str | None) -> set[str]:
    plan = picture.plan
    return {p.partner for p in _inside(picture, moment) if capability is None or plan.provides(p, capability)}


def _sum(picture: Picture, moment: Moment, pledges: list[Pledge], units: tuple[str, ...]) -> float:
    plan = picture.plan
    sums: dict[str | None, float] = {}
    sizes: dict[str | None, float] = {None: inf}
    for pledge in pledges:
        amount = moment.amount(pledge)
        told = amount if amount == inf else plan.in_units(pledge.provides, units, int(amount))
        sums[pledge.pool] = sums.get(pledge.pool, 0) + told
        if pledge.pool is not None:
            sizes[pledge.pool] = plan.in_units(pledge.provides, units, plan.pools[pledge.pool].size)
    return sum(min(part, sizes[pool]) for pool, part in sums.items())
