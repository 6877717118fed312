"""What a status can depend on: the assumptions and decisions that a condition reaches, through whoever it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from willing.engine.graph import reachable
from willing.engine.network import compile_picture, needs_of
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.model.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """By pledge, and of the goal, the ids of what a world decides (assumptions, decisions) that it can depend on.

    ``tied``: the assumptions that implications and choices tie to one, over any number of steps. ``loose``: there is
    a ``not`` before a pledge, partner or amount; then anything may bear on anything, and each reaches all.
    """

    pledges: Mapping[str, frozenset[str]]
    goal: frozenset[str]
    tied: Mapping[str, tuple[str, ...]]
    loose: bool

    @property
    def everything(self) -> frozenset[str]:
        """All that any of them depends on."""
        return frozenset(self.goal.union(*self.pledges.values()))

    def of(self, pledges: Iterable[str]) -> frozenset[str]:
        """All that these pledges depend on."""
        return frozenset().union(*(self.pledges[id_] for id_ in pledges))

    def decided(self, ids: Iterable[str], decided: Mapping[str, bool]) -> tuple[bool | None, ...]:
        """What is decided as far as it can bear on something that reaches these ids.

        An assumption that is true needs nothing of those it is tied to; of one that is not, these settle whether it is
        false for good, and whether it could be true.
        """
        values = []
        for id_ in ids:
            value = decided.get(id_)
            values.append(value)
            if value is not True and id_ in self.tied:
                values += map(decided.get, self.tied[id_])
        return tuple(values)


def reach_of(picture: Picture, goal: Condition | None) -> Reach:
    """What every counted pledge of a picture reaches, and a goal (one that needs no allocation).

    What is decided in the picture is passed over: every assumption and decision is taken as one that might change.
    """
    network = compile_picture(replace(picture, decided={}, unknown=tuple(picture.plan.assumptions)), goal=goal)
    kids = needs_of(network)
    variables = {v.node: v.id for v in network.variables if v.kind != "size"}

    def reached(node: int) -> frozenset[str]:
        return frozenset(variables[n] for n in reachable([node], lambda n: kids.get(n, ())) if n in variables)

    pledges = {id_: reached(node) for id_, node in network.pledges.items()}
    of_goal = frozenset[str]() if network.goal is None else reached(network.goal)
    tied_to = tied(picture.plan)
    if not network.loose:
        return Reach(pledges=pledges, goal=of_goal, tied=tied_to, loose=False)
    everything = of_goal.union(*pledges.values())
    return Reach(pledges=dict.fromkeys(pledges, everything), goal=everything, tied=tied_to, loose=True)


def tied(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Every assumption that implications or choices tie to others, with all of these."""
    beside: dict[str, set[str]] = {}
    pairs = [(a.id, other) for a in plan.assumptions.values() for other in a.implies]
    pairs += [(choice.options[0], other) for choice in plan.choices.values() for other in choice.options[1:]]
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    tied: dict[str, tuple[str, ...]] = {}
    for id_ in beside:
        if id_ not in tied:
            seen = reachable([id_], beside.__getitem__)
            tied |= dict.fromkeys(seen, tuple(sorted(seen)))
    return tied
