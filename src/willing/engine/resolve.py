"""Who is in, over all worlds: the one place that picks the way to decide it (§3.3, §3.4).

What is certain comes first: bounds on every outcome of every world, then few cases of what bears on others both ways.
Only what is open after that goes to a solver, part by part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, islice
from math import floor
from operator import and_
from typing import TYPE_CHECKING

from willing.answers.standing import Listing, Standing
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.kernel import Wiring, least, wire
from willing.engine.network import Network, compile_picture
from willing.engine.standing import MOST_OUTCOMES, Contradiction
from willing.engine.worlds import Case, Cases, bounded, by_cases, every_world, some_worlds
from willing.model.condition import Condition
from willing.model.picture import Picture

if TYPE_CHECKING:
    from willing.engine.levels import Levels

#: Worlds walked through one by one to list their maximal outcomes; where there are more, the solver looks for the rest.
MOST_WORLDS = 256

#: Levels of amounts that follow others whose standings are asked for; beyond it what is told of them are bounds.
MOST_LEVELS = 16

#: Steps of each node that walks leave open: looking for its cases, cutting it into parts, telling the solver.
OPEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The standings of every counted pledge, of every partner that has one, and of the goal asked about.

    ``listing``: the maximal outcomes, where something stands under a ``not`` (§3.5), else None.
    ``contradiction``: a world without outcome; then nothing else is told.
    ``unchecked``: the steps ran out before it was certain that every world has an outcome.
    ``amounts``: what those give whose amount follows others, in the least and in the greatest outcome of any world.
    ``read_off``: what it was read off, but for the pledges ``beyond``, which took more.
    """

    pledges: Mapping[str, Standing]
    partners: Mapping[str, Standing]
    goal: Standing | None = None
    listing: Listing | None = None
    contradiction: Contradiction | None = None
    unchecked: bool = False
    amounts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    read_off: "Walks | None" = field(default=None, compare=False, repr=False)
    beyond: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @property
    def walks(self) -> "Walks | None":
        """What all of it was read off, where walks sufficed."""
        return None if self.beyond else self.read_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """A network, wired, and the cases that decide it. Without a ``not`` it is asked again at one walk a case."""

    network: Network
    wiring: Wiring
    cases: Cases

    @property
    def amounts(self) -> dict[str, tuple[int, int]]:
        """The least and the most that those give whose amount follows others; 0 where they are out (§3.8)."""
        following = {follower.node for follower in self.network.followers}
        cases = self.cases.cases
        return {
            id_: (
                min(floor(case.least_worst.amounts.get(node, 0)) for case in cases),
                max(floor(case.greatest_best.amounts.get(node, 0)) for case in cases),
            )
            for id_, node in (self.network.pledges.items() if following else ())
            if node in following
        }

    @property
    def monotone(self) -> bool:
        """Whether one thing more that is so keeps nothing else from being so."""
        return not self.network.loose

    def standing_if(self, unconditional: Iterable[str]) -> bytes:
        """For each pledge in file order, 1 if it stands once those named are in whatever their condition says.

        Of a ``monotone`` network only.
        """
        node = self.network.pledges
        forced = [node[id_] for id_ in unconditional]
        ins = [least(self.wiring, [*case.worst, *forced]).in_ for case in self.cases.cases]
        always = reduce(and_, (int.from_bytes(in_, "little") for in_ in ins)).to_bytes(len(ins[0]), "little")
        return always[2 : 2 + len(node)]  # as the pledges come first among the nodes


def standing_if(picture: Picture, resolution: Resolution, unconditional: frozenset[str], whole: Budget) -> bytes | None:
    """For each counted pledge in file order, 1 if it stands once those named are in whatever their condition says.

    None: undecided; ``whole``: what a trial by the solver may take is a part of it.
    """
    if resolution.walks is not None and resolution.walks.monotone:
        return resolution.walks.standing_if(unconditional)
    changed = resolve(picture, unconditional=unconditional, budget=Budget.of("trial", whole), listed=False)
    if changed.contradiction or any(s.status == "undecided" for s in changed.pledges.values()):
        return None
    return bytes(s.status == "stands" for s in changed.pledges.values())


def resolve(
    picture: Picture,
    *,
    goal: Condition | None = None,
    unconditional: frozenset[str] = frozenset(),
    budget: Budget | None = None,
    listed: bool = True,
) -> Resolution:
    """Decide every status exactly, or say ``undecided``; ``listed``: with the maximal outcomes.

    ``budget``: left out, what the statuses of a plan may take; what is open when it is spent is undecided.

    ``goal`` must not need an allocation (``filled``, ``usable``): raises ValueError if it does.
    """
    budget = Budget.of("statuses") if budget is None else budget
    network = compile_picture(picture, goal=goal, unconditional=unconditional)
    plain = network
    if goal is not None and (network.opposites or picture.plan.choices):
        plain = compile_picture(picture, unconditional=unconditional)  # whatever the goal says of them
    subjects = [*plain.pledges.values(), *plain.partners.values()]
    found = _decided(picture, plain, [*subjects, plain.goal or 0], budget, listed=listed)
    if found.contradiction is not None:
        return Resolution(pledges={}, partners={}, contradiction=found.contradiction)
    standing = None
    if network.goal is not None:
        its = found
        if plain is not network:
            its = _decided(picture, network, [network.goal], budget, listed=False, checked=True)
        standing = its.standing(network.goal)
    return Resolution(
        pledges=found.standings(plain.pledges),
        partners=found.standings(plain.partners),
        goal=standing,
        listing=found.listing,
        unchecked=found.unchecked,
        amounts={id_: found.amounts.get(plain.pledges[id_], its) for id_, its in found.walks.amounts.items()},
        read_off=found.walks,
        beyond=frozenset(id_ for id_, node in plain.pledges.items() if node in found.solved)
        if found.solved
        else frozenset(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one network says of some of its nodes: ``walks``, but ``solved`` of those that take more, and the least and
    the most of ``amounts`` that do."""

    walks: Walks
    solved: Mapping[int, Standing] = field(default_factory=dict)
    amounts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    listing: Listing | None = None
    contradiction: Contradiction | None = None
    unchecked: bool = False

    def standing(self, node: int) -> Standing:
        return self.solved.get(node) or self.walks.cases.of(node)

    def standings(self, nodes: Mapping[str, int]) -> dict[str, Standing]:
        """The standing of each, by the same names."""
        solved = {name: self.solved[node] for name, node in nodes.items() if node in self.solved} if self.solved else {}
        return self.walks.cases.each(nodes) | solved


def _decided(
    picture: Picture, network: Network, nodes: list[int], budget: Budget, *, listed: bool, checked: bool = False
) -> _Found:
    """``checked``: it is known that every world has an outcome."""
    wiring = wire(network)
    bounds = bounded(network, wiring)
    cases = by_cases(picture, network, wiring, bounds)
    listed = listed and bool(network.loose)
    if cases is not None:
        walks = Walks(network=network, wiring=wiring, cases=cases)
        return _Found(walks=walks, listing=_listing(picture, network, bounds, budget, cases) if listed else None)
    from willing.engine.levels import with_levels
    from willing.engine.parts import Parts

    budget.count(OPEN * (sum(bounds.greatest_best.in_) - sum(bounds.least_worst.in_)))
    walks = Walks(network=network, wiring=wiring, cases=Cases(cases=(bounds,)))
    levels: dict[int, Levels] = {}
    if network.followers:
        followers, network = network.followers, network.with_known(bounds.amounts(network))
        network, bounds, levels = with_levels(network, followers, bounds, budget)
    parts = Parts(picture, network, bounds, [*nodes, *(node for its in levels.values() for node, _ in its)], budget)
    contradiction, unchecked = (None, False) if checked else parts.contradiction()
    if contradiction is not None:
        return _Found(walks=walks, contradiction=contradiction)
    if unchecked:
        parts.budget = Budget.of("statuses", budget.whole)
    solved = parts.standings()
    return _Found(
        walks=walks,
        solved=solved,
        amounts={node: _range(its, solved, bounds) for node, its in levels.items()},
        listing=_listing(picture, network, bounds, parts.budget, None) if listed else None,
        unchecked=unchecked,
    )


def _range(levels: "Levels", solved: Mapping[int, Standing], bounds: Case) -> tuple[int, int]:
    """The least and the most that a pledge gives in any outcome, whose amount has these levels."""

    def surely(node: int) -> bool:
        return solved[node].status == "stands" if node in solved else bool(bounds.least_worst.in_[node])

    def possibly(node: int) -> bool:
        return solved[node].status != "blocked" if node in solved else bool(bounds.greatest_best.in_[node])

    return sum(more for node, more in levels if surely(node)), sum(more for node, more in levels if possibly(node))


def _listing(picture: Picture, network: Network, bounds: Case, budget: Budget, cases: Cases | None) -> Listing:
    """The maximal outcomes of all worlds (§3.5), each once; ``cases``: where they decide, each world has one."""
    from willing.engine.parts import Open

    open_ = Open(network, bounds)
    part = open_.part(picture, open_.needed, ()).network
    sets, complete = _walked(picture, part) if cases is not None else (None, False)
    if sets is None:
        from willing.engine.free import FreeOutcomes

        try:
            listing = FreeOutcomes(picture, part, budget).listing()
        except OutOfBounds:
            return Listing(sets=(), complete=False)
        sets, complete = list(listing.sets), listing.complete
    sure = [id_ for id_, node in network.pledges.items() if bounds.least_worst.in_[node]]
    node, ids = network.pledges, list(network.pledges)
    told = sorted(sorted(map(node.__getitem__, (*its, *sure))) for its in sets)
    return Listing(sets=tuple(tuple(ids[n - 2] for n in its) for its in told), complete=complete)


def _walked(picture: Picture, network: Network) -> tuple[list[tuple[str, ...]] | None, bool]:
    """The one maximal outcome of each world, and whether these are all; None: there are too many worlds to walk."""
    wiring = wire(network)
    bounds = bounded(network, wiring)
    sets: dict[tuple[str, ...], None] = {}
    several, all_ = some_worlds(picture, network, bounds), every_world(picture, network, bounds)
    for values in chain(several, islice(all_, MOST_WORLDS)):
        in_ = bounded(network, wiring, values).greatest_best.in_
        sets[tuple(id_ for id_, node in network.pledges.items() if in_[node])] = None
        if len(sets) > MOST_OUTCOMES:
            return list(sets)[:MOST_OUTCOMES], False
    return (list(sets), True) if next(all_, None) is None else (None, False)
