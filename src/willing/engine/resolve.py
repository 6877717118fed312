"""Who is in, over all worlds: the one place that picks the way to decide it (§3.3, §3.4).

What is certain comes first: bounds on every outcome of every world, then few cases of what bears on others both ways.
Only what is open after that goes to a solver, part by part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import and_

from willing.answers.standing import Listing, Standing
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.kernel import Wiring, least, wire
from willing.engine.network import Network, compile_picture
from willing.engine.standing import MOST_OUTCOMES, Contradiction
from willing.engine.worlds import Case, Cases, bounded, by_cases, every_world, some_worlds
from willing.model.condition import Condition
from willing.model.picture import Picture

#: Worlds walked through one by one to list their maximal outcomes; where there are more, the solver looks for the rest.
MOST_WORLDS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The standings of every counted pledge, of every partner that has one, and of the goal asked about.

    ``listing``: the maximal outcomes, where something stands under a ``not`` (§3.5), else None.
    ``contradiction``: a world without outcome; then nothing else is told.
    ``unchecked``: the steps ran out before it was certain that every world has an outcome.
    ``read_off``: what it was read off, but for the pledges ``beyond``, which took more.
    """

    pledges: Mapping[str, Standing]
    partners: Mapping[str, Standing]
    goal: Standing | None = None
    listing: Listing | None = None
    contradiction: Contradiction | None = None
    unchecked: bool = False
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


def standing_if(picture: Picture, resolution: Resolution, unconditional: frozenset[str]) -> bytes | None:
    """For each counted pledge in file order, 1 if it stands once those named are in whatever their condition says.

    None: undecided.
    """
    if resolution.walks is not None and resolution.walks.monotone:
        return resolution.walks.standing_if(unconditional)
    changed = resolve(picture, unconditional=unconditional, budget=Budget.of("trial"), listed=False)
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
        pledges={id_: found.standing(node) for id_, node in plain.pledges.items()},
        partners={id_: found.standing(node) for id_, node in plain.partners.items()},
        goal=standing,
        listing=found.listing,
        unchecked=found.unchecked,
        read_off=found.walks,
        beyond=frozenset(id_ for id_, node in plain.pledges.items() if node in found.solved),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one network says of some of its nodes: ``walks``, but ``solved`` of those that take more."""

    walks: Walks
    solved: Mapping[int, Standing] = field(default_factory=dict)
    listing: Listing | None = None
    contradiction: Contradiction | None = None
    unchecked: bool = False

    def standing(self, node: int) -> Standing:
        return self.solved.get(node) or self.walks.cases.of(node)


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
        return _Found(walks=walks, listing=_listing(picture, walks, bounds, budget) if listed else None)
    from willing.engine.parts import Parts

    walks = Walks(network=network, wiring=wiring, cases=Cases(cases=(bounds,), every_world=False))
    parts = Parts(picture, network, bounds, nodes, budget)
    contradiction, unchecked = (None, False) if checked else parts.contradiction()
    if contradiction is not None:
        return _Found(walks=walks, contradiction=contradiction)
    if unchecked:
        parts.budget = Budget.of("statuses", budget.whole)
    return _Found(
        walks=walks,
        solved=parts.standings(),
        listing=_solved(picture, network, bounds, parts.budget) if listed else None,
        unchecked=unchecked,
    )


def _listing(picture: Picture, walks: Walks, bounds: Case, budget: Budget) -> Listing:
    """The one maximal outcome of each world, each once (§3.5), where cases decide who is in."""
    network = walks.network
    if walks.cases.every_world:
        return _told(network, (case.greatest_best.in_ for case in walks.cases.cases))
    sets: dict[bytes, None] = {}
    several, all_ = some_worlds(picture, network, bounds), every_world(picture, network, bounds)
    for values in (*several, *islice(all_, MOST_WORLDS)):
        greatest_ = bounded(network, walks.wiring, values).greatest_best
        sets[greatest_.in_[: 2 + len(network.pledges)]] = None
        if len(sets) > MOST_OUTCOMES:
            break
    else:
        if next(all_, None) is not None:
            return _solved(picture, network, bounds, budget)
    return _told(network, sets)


def _told(network: Network, ins: Iterable[bytes]) -> Listing:
    sets = {tuple(node for node in network.pledges.values() if in_[node]): None for in_ in ins}
    ids = list(network.pledges)
    told = sorted(list(sets)[:MOST_OUTCOMES])
    return Listing(sets=tuple(tuple(ids[n - 2] for n in its) for its in told), complete=len(sets) <= MOST_OUTCOMES)


def _solved(picture: Picture, network: Network, bounds: Case, budget: Budget) -> Listing:
    """The same by solving what is open."""
    from willing.engine.free import FreeOutcomes
    from willing.engine.parts import Open

    open_ = Open(network, bounds)
    part = open_.part(picture, open_.needed, ())
    try:
        listing = FreeOutcomes(picture, part.network, budget).listing()
    except OutOfBounds:
        return Listing(sets=(), complete=False)
    sure = [id_ for id_, node in network.pledges.items() if bounds.least_worst.in_[node]]
    node = network.pledges
    sets = sorted(sorted((*its, *sure), key=node.__getitem__) for its in listing.sets)
    return Listing(
        sets=tuple(map(tuple, sorted(sets, key=lambda ids: [node[i] for i in ids]))), complete=listing.complete
    )
