"""Statuses from few worlds, where few suffice (§3.4).

A variable that only ever helps is worst when false and best when true. A *mixed* one (a ``not`` before it, a choice
among unknowns, or it bears on something that stands under a ``not``) is taken both ways. As long as that makes no
more than :data:`MOST_CASES` cases, and in each of them everything under a ``not`` is settled, four walks a case
(least and greatest outcome, in the worst and in the best world) decide every status exactly.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import islice
from math import floor
from operator import and_, or_
from types import MappingProxyType

from willing.answers.standing import BLOCKED, Standing, Status
from willing.engine.following import amounts
from willing.engine.graph import reachable
from willing.engine.kernel import Outcome, Walk, Wiring
from willing.engine.network import FALSE, TRUE, Network, needs_of
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.model.plan import Plan

#: More cases than this are left to the solver.
MOST_CASES = 64

_NOTHING: Mapping[int, bool] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Bounds on the outcomes of some worlds; exact of each single world in between where ``settled``.

    ``worst``: the leaves (variables and opposites) that are true in the worst. ``settled``: what stands under a
    ``not`` before a pledge, partner or amount is the same in all of them, as far as anything hangs on it.
    """

    worst: tuple[int, ...]

    least_worst: Outcome
    greatest_worst: Outcome
    least_best: Outcome
    greatest_best: Outcome
    settled: bool

    def amounts(self, network: Network) -> dict[int, int]:
        """What those give, by node, whose amount follows others and is the same wherever they are in."""
        known = {}
        for node in (follower.node for follower in network.followers):
            inside = bytearray(self.least_worst.in_)
            inside[node] = 1
            low = floor(amounts(network.followers, inside, least=True)[node])
            if low == floor(self.greatest_best.amounts.get(node, low)):
                known[node] = low
        return known

    def is_open(self, node: int) -> bool:
        """Whether the node is in some outcomes and not in others, as far as is known."""
        return self.greatest_best.in_[node] > self.least_worst.in_[node]


@dataclass(frozen=True, kw_only=True)
class Cases:
    """Standings read off the cases."""

    cases: tuple[Case, ...]

    def of(self, node: int) -> Standing:
        """The standing of a node (§3.3, by §3.4)."""
        return _STANDINGS[self._codes[node]]

    def each(self, nodes: Mapping[str, int]) -> dict[str, Standing]:
        """The standings of many nodes, by what they are called."""
        codes = self._codes
        return {name: _STANDINGS[codes[node]] for name, node in nodes.items()}

    @cached_property
    def _codes(self) -> bytes:
        """By node, whether it always is in the greatest and in the least outcome, and whether it is in some world."""
        always_in = reduce(and_, (_number(case.greatest_worst) for case in self.cases))
        always_stands = reduce(and_, (_number(case.least_worst) for case in self.cases))
        somewhere_in = reduce(or_, (_number(case.greatest_best) for case in self.cases))
        somewhere_stands = reduce(or_, (_number(case.least_best) for case in self.cases))
        codes = always_in + 2 * always_stands + 4 * somewhere_in + 8 * somewhere_stands
        return codes.to_bytes(len(self.cases[0].least_worst.in_), "little")


def _number(outcome: Outcome) -> int:
    return int.from_bytes(outcome.in_, "little")


def _standing(code: int) -> Standing:
    always_in, always_stands, somewhere_in, somewhere_stands = (code >> bit & 1 for bit in range(4))
    if not somewhere_in:
        return BLOCKED
    status: Status = "stands" if always_stands else "together" if always_in else "open"
    return Standing(status=status, best="stands" if somewhere_stands else "together")


# One object for each: there may be a million pledges.
_STANDINGS = tuple(map(_standing, range(16)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """What is taken both ways: assumptions by id (used by the network or not), decisions and sizes by node."""

    assumptions: tuple[str, ...]
    others: tuple[int, ...]


def mixed_variables(picture: Picture, network: Network, bounds: Case) -> Mixed:
    """The variables of which neither value is always the worse one, as far as ``bounds`` leave anything open."""
    if not network.opposites and not picture.plan.choices:
        return Mixed(assumptions=(), others=())
    behind = {opposite: node for node, opposite in network.opposites.items()}
    used = _open_below(network, bounds)
    under_not = _open_below(network, bounds, (behind[node] for node in used if node in behind))
    mixed = [v for v in network.variables if v.node in under_not]
    ids = dict.fromkeys(v.id for v in mixed if v.kind == "assumption")
    ids.update(dict.fromkeys(exclusive(picture, network, used)))
    return Mixed(assumptions=tuple(ids), others=tuple(v.node for v in mixed if v.kind != "assumption"))


def exclusive(picture: Picture, network: Network, nodes: Iterable[int]) -> list[str]:
    """The unknown options of choices of which these nodes, with what their assumptions imply, have more than one."""
    if not picture.plan.choices:
        return []
    inside = set(nodes)
    used = [v.id for v in network.variables if v.kind == "assumption" and v.node in inside]
    concerned = set(implied(picture.plan, used))
    found: dict[str, None] = {}
    for choice in picture.plan.choices.values():
        options = [option for option in choice.options if option in concerned and option not in picture.decided]
        if len(options) > 1:
            found.update(dict.fromkeys(options))
    return list(found)


def _open_below(network: Network, bounds: Case, tops: Iterable[int] | None = None) -> dict[int, None]:
    """The open nodes that ``tops`` (left out: whoever is asked about) are or depend on, and hubs, beyond the nodes."""
    kids = needs_of(network)

    def open_kids(node: int) -> Iterable[int]:
        return (kid for kid in kids.get(node, ()) if kid >= network.size or bounds.is_open(kid))

    roots = _subjects(network) if tops is None else tops
    return dict.fromkeys(reachable((node for node in roots if bounds.is_open(node)), open_kids))


def _subjects(network: Network) -> Iterator[int]:
    """The nodes that are asked about."""
    yield from network.pledges.values()
    yield from network.partners.values()
    yield from network.more
    if network.goal is not None:
        yield network.goal


def implied(plan: Plan, ids: Iterable[str]) -> list[str]:
    """Assumptions and all that they can only be true together with, each followed by what it implies."""
    return reachable(ids, lambda id_: plan.assumptions[id_].implies)


def by_cases(
    picture: Picture, network: Network, wiring: Wiring, bounds: Case, given: Mapping[int, bool] = _NOTHING
) -> Cases | None:
    """The standings of every node, or None where that takes the solver; ``bounds``: of all worlds, in which variables
    have the values that are ``given``."""
    mixed = mixed_variables(picture, network, bounds)
    if not (mixed.assumptions or mixed.others):
        return Cases(cases=(bounds,)) if bounds.settled else None
    ways = list(islice(settings(picture, network, mixed), MOST_CASES + 1))
    if len(ways) > MOST_CASES:
        return None
    cases: list[Case] = []
    for values in ways:
        case = bounded(network, wiring, {**given, **values})
        if not case.settled:
            return None
        cases.append(case)
    return Cases(cases=tuple(cases))


def settings(picture: Picture, network: Network, mixed: Mixed) -> Iterator[dict[int, bool]]:
    """Every allowed setting of the mixed variables, with what follows for the others (node to value)."""
    tied = bool(picture.plan.choices) or any(a.implies for a in picture.plan.assumptions.values())
    nodes = {v.id: v.node for v in network.variables if v.kind == "assumption"}
    known = {id_: value for id_, value in picture.decided.items() if id_ in picture.plan.assumptions}
    stack: list[tuple[dict[str, bool], int]] = [(known, 0)]
    while stack:
        decided, at = stack.pop()
        while at < len(mixed.assumptions) and mixed.assumptions[at] in decided:
            at += 1
        if at < len(mixed.assumptions):
            for value in (True, False):  # the last one pushed is looked at first: false before true
                closed = {**decided, mixed.assumptions[at]: value}
                closed, contradictions = decide(picture.plan, [closed]) if tied else (closed, ())
                if not contradictions:
                    stack.append((closed, at + 1))
            continue
        values = {nodes[id_]: value for id_, value in decided.items() if id_ in nodes}
        for turn in range(2 ** len(mixed.others)):
            yield values | {node: bool(turn >> i & 1) for i, node in enumerate(mixed.others)}


def bounded(network: Network, wiring: Wiring, values: Mapping[int, bool] = _NOTHING) -> Case:
    """Bounds on all worlds in which variables have these ``values``, by least and greatest walks in turn.

    Whatever is under a ``not`` is certain once a bound on the other side says so, and then makes others certain: the
    well-founded way (van Gelder, Ross and Schlipf 1991), from both sides.
    """
    opposites, loose = network.opposites, network.loose
    free = [v.node for v in network.variables if v.node not in values]
    either = free + [opposites[node] for node in free if node in opposites]
    fixed = [node if value else opposites.get(node, FALSE) for node, value in values.items()]
    fixed = [node for node in fixed if node > TRUE]
    surely: list[int] = []
    possibly = list(loose.values())
    rising, falling = Walk(wiring, rising=True), Walk(wiring, rising=False)
    while True:
        least_worst = rising.on(fixed + surely)
        greatest_best = falling.on(fixed + either + possibly)
        now_surely = [opposite for node, opposite in loose.items() if not greatest_best.in_[node]]
        now_possibly = [opposite for node, opposite in loose.items() if not least_worst.in_[node]]
        if now_surely == surely and now_possibly == possibly:
            break
        surely, possibly = now_surely, now_possibly
    alike = not either and surely == possibly
    return Case(
        worst=tuple(fixed + surely),
        least_worst=least_worst,
        greatest_best=greatest_best,
        greatest_worst=greatest_best if alike else falling.on(fixed + surely),
        least_best=least_worst if alike else rising.on(fixed + either + possibly),
        settled=surely == possibly or not _bears(network, least_worst, greatest_best, set(possibly) - set(surely)),
    )


def _bears(network: Network, least_: Outcome, greatest_: Outcome, opposites: set[int]) -> bool:
    """Whether any of these opposites is asked about, or used by a gate that is open."""
    return not opposites.isdisjoint(_subjects(network)) or any(
        greatest_.in_[head] and not least_.in_[head] and not opposites.isdisjoint(kids)
        for head, _, kids in network.gates()
    )


def every_world(picture: Picture, network: Network, bounds: Case) -> Iterator[dict[int, bool]]:
    """Every allowed setting of the variables on which anything open hangs; the others are left out."""
    below = _open_below(network, bounds)
    used = [v for v in network.variables if v.node in below]
    ids = tuple(v.id for v in used if v.kind == "assumption")
    others = tuple(v.node for v in used if v.kind != "assumption")
    return settings(picture, network, Mixed(assumptions=ids, others=others))


def some_worlds(picture: Picture, network: Network, bounds: Case) -> Iterator[dict[int, bool]]:
    """Some of these that are unlike each other: all true, all false, and each of them with one variable otherwise."""
    below = _open_below(network, bounds)
    used = [v for v in network.variables if v.node in below]
    for value in (True, False):
        for other in (None, *used):
            values = {v.node: value is not (v is other) for v in used}
            wanted = {v.id: values[v.node] for v in used if v.kind == "assumption"}
            first = {other.id: not value} if other is not None and other.kind == "assumption" else {}
            decided, _ = decide(picture.plan, [picture.decided, first, wanted])
            yield values | {v.node: decided[v.id] for v in used if v.kind == "assumption"}
