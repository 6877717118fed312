"""Statuses from few worlds, where few suffice (§3.4).

A variable that only ever helps is worst when false and best when true. A *mixed* one (a ``not`` before it, a choice
among unknowns, or it bears on something that stands under a ``not``) is taken both ways. As long as that makes no
more than :data:`MOST_CASES` cases, and in each of them everything under a ``not`` is settled, four walks a case
(least and greatest outcome, in the worst and in the best world) decide every status exactly.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from willing.answers.standing import BLOCKED, Standing
from willing.engine.graph import reachable
from willing.engine.kernel import Outcome, Wiring, greatest, least
from willing.engine.network import FALSE, TRUE, Network, needs_of
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.model.plan import Plan

#: More cases than this are left to the solver.
MOST_CASES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way the mixed variables can go: the outcomes of its worst and of its best world.

    ``worst``: the leaves (variables and opposites) that are true in the worst.
    """

    worst: tuple[int, ...]

    least_worst: Outcome
    greatest_worst: Outcome
    least_best: Outcome
    greatest_best: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Standings read off the cases; ``every_world``: there is no world beside them."""

    cases: tuple[Case, ...]
    every_world: bool

    def of(self, node: int) -> Standing:
        """The standing of a node (§3.3, by §3.4)."""
        somewhere_in = somewhere_stands = 0
        always_in = always_stands = 1
        for case in self.cases:
            somewhere_in |= case.greatest_best.in_[node]
            somewhere_stands |= case.least_best.in_[node]
            always_in &= case.greatest_worst.in_[node]
            always_stands &= case.least_worst.in_[node]
        if not somewhere_in:
            return BLOCKED
        return _STANDINGS[always_in + always_stands][somewhere_stands]


# One object for each: there may be a million pledges. By in how many of the worst outcomes it always is, the least and
# the greatest, and by whether it is in the least one of a best world.
_STANDINGS: tuple[tuple[Standing, Standing], ...] = tuple(
    (Standing(status=status, best="together"), Standing(status=status, best="stands"))
    for status in ("open", "together", "stands")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """What is taken both ways: assumptions by id (used by the network or not), decisions and sizes by node."""

    assumptions: tuple[str, ...]
    others: tuple[int, ...]


def mixed_variables(picture: Picture, network: Network) -> Mixed:
    """The variables of which neither value is always the worse one."""
    below = _below(network, network.loose)
    mixed = [v for v in network.variables if v.node in network.opposites or v.node in below]
    ids = dict.fromkeys(v.id for v in mixed if v.kind == "assumption")
    concerned = set(implied(picture.plan, [v.id for v in network.variables if v.kind == "assumption"]))
    for choice in picture.plan.choices.values():
        options = [option for option in choice.options if option in concerned and option not in picture.decided]
        if len(options) > 1:
            ids.update(dict.fromkeys(options))
    return Mixed(assumptions=tuple(ids), others=tuple(v.node for v in mixed if v.kind != "assumption"))


def implied(plan: Plan, ids: Iterable[str]) -> list[str]:
    """Assumptions and all that they can only be true together with, each followed by what it implies."""
    return reachable(ids, lambda id_: plan.assumptions[id_].implies)


def by_cases(picture: Picture, network: Network, wiring: Wiring) -> Cases | None:
    """The standings of every node, or None where that takes the solver."""
    mixed = mixed_variables(picture, network)
    ways = list(islice(settings(picture, network, mixed), MOST_CASES + 1))
    if len(ways) > MOST_CASES:
        return None
    cases: list[Case] = []
    for values in ways:
        case = _case(network, wiring, values)
        if case is None:
            return None
        cases.append(case)
    settled = {v.node for v in network.variables if v.id in mixed.assumptions or v.node in mixed.others}
    return Cases(cases=tuple(cases), every_world=len(settled) == len(network.variables))


def settings(picture: Picture, network: Network, mixed: Mixed) -> Iterator[dict[int, bool]]:
    """Every allowed setting of the mixed variables, with what follows for the others (node to value)."""
    nodes = {v.id: v.node for v in network.variables if v.kind == "assumption"}
    known = {id_: value for id_, value in picture.decided.items() if id_ in picture.plan.assumptions}
    stack: list[tuple[dict[str, bool], int]] = [(known, 0)]
    while stack:
        decided, at = stack.pop()
        while at < len(mixed.assumptions) and mixed.assumptions[at] in decided:
            at += 1
        if at < len(mixed.assumptions):
            for value in (True, False):  # the last one pushed is looked at first: false before true
                closed, contradictions = decide(picture.plan, [{**decided, mixed.assumptions[at]: value}])
                if not contradictions:
                    stack.append((closed, at + 1))
            continue
        values = {nodes[id_]: value for id_, value in decided.items() if id_ in nodes}
        for turn in range(2 ** len(mixed.others)):
            yield values | {node: bool(turn >> i & 1) for i, node in enumerate(mixed.others)}


def _case(network: Network, wiring: Wiring, values: dict[int, bool]) -> Case | None:
    free = [v.node for v in network.variables if v.node not in values]
    fixed = [node if value else network.opposites.get(node, FALSE) for node, value in values.items()]
    fixed = [node for node in fixed if node > TRUE]
    loose = network.loose
    surely: list[int] = []
    possibly = list(loose.values())
    while True:
        least_worst = least(wiring, fixed + surely)
        greatest_best = greatest(wiring, fixed + free + possibly)
        now_surely = [opposite for node, opposite in loose.items() if not greatest_best.in_[node]]
        now_possibly = [opposite for node, opposite in loose.items() if not least_worst.in_[node]]
        if now_surely == surely and now_possibly == possibly:
            break
        surely, possibly = now_surely, now_possibly
    if surely != possibly:
        return None
    return Case(
        worst=tuple(fixed + surely),
        least_worst=least_worst,
        greatest_best=greatest_best,
        greatest_worst=greatest(wiring, fixed + surely) if free else greatest_best,
        least_best=least(wiring, fixed + free + surely) if free else least_worst,
    )


def _below(network: Network, tops: dict[int, int]) -> set[int]:
    """Every node that any of ``tops`` depends on (and some hubs, numbered beyond the nodes)."""
    if not tops:
        return set()
    kids = needs_of(network)
    return set(reachable(tops, lambda node: kids.get(node, ())))
