"""Who is in, over all worlds: the one place that picks the way to decide it (§3.3, §3.4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from willing.answers.standing import UNDECIDED, Listing, Standing
from willing.engine.budget import Deadline, OutOfBounds
from willing.engine.kernel import Wiring, least, wire
from willing.engine.network import Network, compile_picture
from willing.engine.standing import MOST_OUTCOMES, Contradiction
from willing.engine.worlds import Cases, by_cases
from willing.model.condition import Condition
from willing.model.picture import Picture

#: Seconds that one question to the solver side may take in all (§3.4); what is open then is undecided.
SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The standings of every counted pledge, of every partner that has one, and of the goal asked about.

    ``listing``: the maximal outcomes, where something stands under a ``not`` (§3.5), else None.
    ``contradiction``: a world without outcome; then nothing else is told.
    ``unchecked``: time ran out before it was certain that every world has an outcome.
    ``walks``: what it was read off, where nothing stands under a ``not`` and few worlds sufficed.
    """

    pledges: Mapping[str, Standing]
    partners: Mapping[str, Standing]
    goal: Standing | None = None
    listing: Listing | None = None
    contradiction: Contradiction | None = None
    unchecked: bool = False
    walks: "Walks | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """A network without ``not``, wired, and its cases: asked again at the cost of one walk a case."""

    network: Network
    wiring: Wiring
    cases: Cases

    def standing_if(self, unconditional: Iterable[str]) -> bytes:
        """For each pledge in file order, 1 if it stands once those named are in whatever their condition says."""
        node = self.network.pledges
        forced = [node[id_] for id_ in unconditional]
        ins = [least(self.wiring, [*case.worst, *forced]).in_ for case in self.cases.cases]
        always = reduce(and_, (int.from_bytes(in_, "little") for in_ in ins)).to_bytes(len(ins[0]), "little")
        return always[2 : 2 + len(node)]  # as the pledges come first among the nodes


def standing_if(picture: Picture, resolution: Resolution, unconditional: frozenset[str]) -> bytes | None:
    """For each counted pledge in file order, 1 if it stands once those named are in whatever their condition says.

    None: undecided.
    """
    if resolution.walks is not None:
        return resolution.walks.standing_if(unconditional)
    changed = resolve(picture, unconditional=unconditional, seconds=2.0)
    if changed.contradiction or any(s.status == "undecided" for s in changed.pledges.values()):
        return None
    return bytes(s.status == "stands" for s in changed.pledges.values())


def resolve(
    picture: Picture,
    *,
    goal: Condition | None = None,
    unconditional: frozenset[str] = frozenset(),
    seconds: float = SECONDS,
) -> Resolution:
    """Decide every status exactly, or say ``undecided``.

    ``goal`` must not need an allocation (``filled``, ``usable``): raises ValueError if it does.
    """
    deadline = Deadline.after(seconds)
    network = compile_picture(picture, goal=goal, unconditional=unconditional)
    plain = network
    if goal is not None and network.loose:
        plain = compile_picture(picture, unconditional=unconditional)
    subjects = [*plain.pledges.values(), *plain.partners.values()]
    if network.loose and not plain.loose:
        # Only the goal says "not": the pledges need no more than they would without it.
        answer = _Answer.of(picture, plain, subjects, deadline)
        goal_answer = _Answer.of(picture, network, [network.goal or 0], deadline)
    else:
        answer = goal_answer = _Answer.of(picture, network, [*subjects, network.goal or 0], deadline)
    if answer.contradiction is not None:
        return Resolution(pledges={}, partners={}, contradiction=answer.contradiction)
    return Resolution(
        pledges={id_: answer.standing(node) for id_, node in plain.pledges.items()},
        partners={id_: answer.standing(node) for id_, node in plain.partners.items()},
        goal=None if network.goal is None else goal_answer.standing(network.goal),
        listing=answer.listing if plain.loose else None,
        unchecked=answer.unchecked,
        walks=answer.walks,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one network says of some of its nodes."""

    standing: Callable[[int], Standing]
    listing: Listing | None = None
    contradiction: Contradiction | None = None
    unchecked: bool = False
    walks: Walks | None = None

    @classmethod
    def of(cls, picture: Picture, network: Network, nodes: list[int], deadline: Deadline) -> "_Answer":
        wiring = wire(network)
        cases = by_cases(picture, network, wiring)
        if not network.loose:
            if cases is not None:
                return cls(standing=cases.of, walks=Walks(network=network, wiring=wiring, cases=cases))
            from willing.engine.lattice import by_lattice

            return cls(standing=by_lattice(picture, network, nodes, deadline).__getitem__)
        if cases is not None and cases.every_world:
            return cls(standing=cases.of, listing=_maximal(network, cases))
        from willing.engine.free import FreeOutcomes

        try:
            free = FreeOutcomes(picture, network, deadline)
            if cases is not None:
                return cls(standing=cases.of, listing=free.listing())
        except OutOfBounds:
            of = cases.of if cases is not None else lambda _: UNDECIDED
            return cls(standing=of, listing=Listing(sets=(), complete=False), unchecked=cases is None)
        try:
            contradiction = free.contradiction()
            unchecked = False
        except OutOfBounds:
            contradiction, unchecked = None, True
            free.program.deadline = Deadline.after(deadline.seconds)
        if contradiction is not None:
            return cls(standing=lambda _: UNDECIDED, contradiction=contradiction)
        standings = free.standings(nodes)
        return cls(standing=standings.__getitem__, listing=free.listing(), unchecked=unchecked)


def _maximal(network: Network, cases: Cases) -> Listing:
    """The one maximal outcome of each case, where the cases are all the worlds there are."""
    sets = {
        tuple(id_ for id_, node in network.pledges.items() if case.greatest_best.in_[node]): None
        for case in cases.cases
    }
    order = {id_: i for i, id_ in enumerate(network.pledges)}
    listed = sorted(sets, key=lambda ids: [order[id_] for id_ in ids])
    return Listing(sets=tuple(listed[:MOST_OUTCOMES]), complete=len(listed) <= MOST_OUTCOMES)
