"""What certain bounds leave open, cut into parts that touch nothing else (§3.4).

After alternating walks (:func:`~willing.engine.worlds.bounded`) most nodes are true, or false, in every outcome of
every world. The rest hangs together less than it seems. Let *loops* be the nodes that an open ``not`` depends on and
that no world decides by itself. An outcome is an outcome of the loops and, given it, one of a lattice; so who depends
on no loop, no open ``not`` and no choice among unknowns is decided by four walks. The others fall into parts: two that
share nothing but what a world decides have outcomes independent of each other in each world, and each part can be
solved by itself. What only looks on (a partner's "some pledge of it", the goal) joins no parts for anybody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from willing.answers.standing import BLOCKED, STANDS, UNDECIDED, Standing
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.free import FreeOutcomes
from willing.engine.graph import knots, reachable
from willing.engine.kernel import wire
from willing.engine.lattice import by_lattice
from willing.engine.network import FALSE, TRUE, Network, Tally, Variable, needs_of
from willing.engine.standing import Contradiction
from willing.engine.table import Table, table_of
from willing.engine.worlds import Case, Cases, bounded, by_cases, exclusive
from willing.model.picture import Picture

#: Ways in which the outcomes of one part may differ that are gone through for the range of a sum.
MOST_WAYS = 256


class Part:
    """A network of its own: that of some open nodes of a whole (``node``: from those to its own).

    ``wanted``: the nodes of the whole that are asked about; ``joins``: the parts it is made of, where it looks on some.
    """

    def __init__(
        self,
        picture: Picture,
        network: Network,
        node: Mapping[int, int],
        wanted: Sequence[int],
        joins: Sequence["Part"] = (),
    ) -> None:
        self.picture = picture
        self.network = network
        self.node = node
        self.wanted = wanted
        self.joins = joins
        self._free: FreeOutcomes | None = None
        self._ranges: dict[tuple[tuple[int, int], ...], tuple[int, int, int] | None] = {}

    @cached_property
    def cases(self) -> Cases | None:
        """Its few cases, where they decide it."""
        if self.network.unsure:
            return None
        wiring = wire(self.network)
        return by_cases(self.picture, self.network, wiring, bounded(self.network, wiring))

    @cached_property
    def table(self) -> Table | None:
        """All its outcomes, where it is small."""
        with suppress(OutOfBounds):
            return table_of(self.picture, self.network)
        return None

    def free(self, budget: Budget) -> FreeOutcomes:
        """Its outcomes, for the solver. Raises :class:`OutOfBounds`."""
        if self._free is None:
            self._free = FreeOutcomes(self.picture, self.network, budget)
        self._free.program.budget = budget
        return self._free

    def without_outcome(self, budget: Budget) -> tuple[tuple[Variable, bool], ...] | None:
        """A world without outcome, as far as it bears on that. Raises :class:`OutOfBounds`."""
        if self.table is not None:
            return self.table.without_outcome()
        found = self.free(budget).contradiction()
        return None if found is None else found.settings

    def standings(self, budget: Budget) -> dict[int, Standing]:
        """Those of the nodes that are asked about."""
        node = self.node
        if self.cases is not None:
            return {its: self.cases.of(node[its]) for its in self.wanted}
        if self.table is not None:
            return {its: self.table.standing(node[its]) for its in self.wanted}
        asked = [node[its] for its in self.wanted]
        try:
            found = (
                self.free(budget).standings(asked)
                if self.network.loose
                else by_lattice(self.picture, self.network, asked, budget)
            )
        except OutOfBounds:
            return dict.fromkeys(self.wanted, UNDECIDED)
        return {its: found[node[its]] for its in self.wanted}

    def sums(self, weights: Mapping[int, int], budget: Budget) -> tuple[int, int, int] | None:
        """What weights of nodes of the whole come to: at least, at least in a maximal outcome, at most.

        Over all worlds. None: there are too many ways.
        """
        key = tuple(sorted(weights.items()))
        if key not in self._ranges:
            its = {self.node[node]: weight for node, weight in key}
            self._ranges[key] = None
            if self.table is not None:
                self._ranges[key] = self.table.sums(its)
                return self._ranges[key]
            try:
                free = self.free(budget)
                every, all_found = free.distinct(its, MOST_WAYS, maximal=False)
                maximal, all_maximal = free.distinct(its, MOST_WAYS, maximal=True)
            except OutOfBounds:
                all_found = all_maximal = False
            if all_found and all_maximal:
                least, least_maximal = (
                    min(sum(map(its.__getitem__, way)) for way in ways) for ways in (every, maximal)
                )
                self._ranges[key] = least, least_maximal, max(sum(map(its.__getitem__, way)) for way in every)
        return self._ranges[key]


class Open:
    """The open nodes of a network, given bounds on it, and what they are made of.

    ``kids``: the open children of each open node; tallies are numbered beyond the nodes.
    """

    def __init__(self, network: Network, bounds: Case) -> None:
        self.network = network
        self.surely, self.possibly = bounds.least_worst.in_, bounds.greatest_best.in_
        kids = needs_of(network)
        open_ = [node for node in range(network.size) if self.is_open(node)]
        inside = {*open_, *range(network.size, network.size + len(network.tallies))}
        self.kids = {node: [kid for kid in kids.get(node, ()) if kid in inside] for node in inside}

    def is_open(self, node: int) -> bool:
        return bool(self.possibly[node]) and not self.surely[node]

    def cone(self, nodes: Iterable[int]) -> list[int]:
        """These and all that they are made of."""
        return reachable(nodes, self.kids.__getitem__)

    @cached_property
    def needed(self) -> list[int]:
        """The open pledges and all that they are made of; whoever else there is only looks on."""
        return self.cone(node for node in self.network.pledges.values() if node in self.kids)

    @cached_property
    def functional(self) -> set[int]:
        """What every world decides by itself: nothing that depends on itself is in what it is made of."""
        found: set[int] = set()
        for knot in knots(self.kids):
            node = knot[0]
            if len(knot) == 1 and node not in self.kids[node] and found.issuperset(self.kids[node]):
                found.add(node)
        return found

    def hard(self, nodes: Sequence[int], exclude: Iterable[int]) -> set[int]:
        """Those of ``nodes`` (closed under what they are made of) that no four walks decide.

        ``exclude``: variables that exclude each other.
        """
        opposites = {opposite: node for node, opposite in self.network.opposites.items()}
        variables = {variable.node for variable in self.network.variables}
        inside = set(nodes)
        open_nots = [node for node in nodes if node in opposites]
        loops = self.cone(opposites[node] for node in open_nots if opposites[node] not in variables)
        parents: dict[int, list[int]] = {}
        for node in nodes:
            for kid in self.kids[node]:
                parents.setdefault(kid, []).append(node)
        roots = [*open_nots, *(node for node in loops if node not in self.functional), *exclude]
        return set(reachable((node for node in roots if node in inside), lambda node: parents.get(node, ())))

    def part(self, picture: Picture, nodes: Iterable[int], wanted: Sequence[int], joins: Sequence[Part] = ()) -> Part:
        """The network of some open nodes, which are closed under what they are made of."""
        network = self.network
        inside = dict.fromkeys(node for node in sorted(nodes) if node < network.size)
        pledges = {id_: node for id_, node in network.pledges.items() if node in inside}
        variables = {v.node: v for v in network.variables if v.node in inside}
        new = {node: number for number, node in enumerate(dict.fromkeys([*pledges.values(), *inside]), 2)}

        def told(node: int) -> int:
            return TRUE if self.surely[node] else new.get(node, FALSE)

        head, need, start, kids = list[int](), list[int](), [0], list[int]()
        for gate, its_need, children in network.gates():
            if gate in inside:
                its = [told(kid) for kid in children if self.possibly[kid]]
                head.append(new[gate])
                need.append(its_need - its.count(TRUE))
                kids += (kid for kid in its if kid != TRUE)
                start.append(len(kids))
        tallies = []
        for tally in network.tallies:
            gates = tuple((new[gate], n, without) for gate, n, without in tally.gates if gate in inside)
            if gates:
                edges = tuple(e._replace(node=told(e.node)) for e in tally.edges if self.possibly[e.node])
                pools = {pool: tally.pools[pool] for pool in dict.fromkeys(e.pool for e in edges) if pool is not None}
                tallies.append(Tally(edges=edges, pools=pools, gates=gates))
        its_network = Network(
            size=2 + len(new),
            head=head,
            need=need,
            start=start,
            kids=kids,
            tallies=tuple(tallies),
            variables=tuple(replace(v, node=new[node]) for node, v in variables.items()),
            opposites={new[n]: new[o] for n, o in network.opposites.items() if o in inside},
            pledges={id_: new[node] for id_, node in pledges.items()},
            partners={},
            goal=None,
            more=tuple(new[node] for node in wanted),
            either={
                new[some]: tuple(new[kid] for kid in could if self.possibly[kid])
                for some, could in network.either.items()
                if some in inside
            },
        )
        return Part(picture, its_network, new, wanted, joins)


class Parts:
    """Those of some nodes that bounds do not decide, part by part."""

    def __init__(self, picture: Picture, network: Network, bounds: Case, nodes: Iterable[int], budget: Budget) -> None:
        self.picture = picture
        self.network = network
        self.budget = budget
        self.open = Open(network, bounds)
        self.nodes = dict.fromkeys(nodes)
        options = set(exclusive(picture, network, self.open.kids))
        self.exclude = {v.node for v in network.variables if v.kind == "assumption" and v.id in options}
        self.of: dict[int, Part] = {}
        self.parts = self._between_pledges()
        self.onlookers = self._onlookers()

    def _between_pledges(self) -> list[Part]:
        """The parts of the pledges, and of what they are made of."""
        open_ = self.open
        hard = open_.hard(open_.needed, self.exclude)
        tangled = [node for node in open_.cone(n for n in open_.needed if n in hard) if node not in open_.functional]
        beside: dict[int, list[int]] = {node: [] for node in tangled}
        for node in tangled:
            for kid in open_.kids[node]:
                if kid in beside:
                    beside[node].append(kid)
                    beside[kid].append(node)
        parts: list[Part] = []
        for node in tangled:
            if node not in self.of:
                its = reachable([node], beside.__getitem__)
                wanted = [n for n in its if n in self.nodes and n in hard]
                parts.append(open_.part(self.picture, open_.cone(its), wanted))
                self.of |= dict.fromkeys(its, parts[-1])
        alone = [node for node in open_.needed if node in self.nodes and node in hard and node in open_.functional]
        parts += (open_.part(self.picture, open_.cone([node]), [node]) for node in alone)
        return parts

    def _onlookers(self) -> list[Part]:
        """One for each node on which no pledge hangs, and that takes more than walks."""
        open_ = self.open
        needed = set(open_.needed)
        found = []
        for node in self.nodes:
            if not open_.is_open(node) or node in needed:
                continue
            cone = open_.cone([node])
            joins = list(dict.fromkeys(self.of[n] for n in cone if n in self.of))
            if joins or node in open_.hard(cone, self.exclude):
                inside = {*cone, *(n for part in joins for n in part.node)}
                found.append(open_.part(self.picture, inside, [node], joins))
        return found

    def contradiction(self) -> tuple[Contradiction | None, bool]:
        """A world without outcome, if there is one; and whether that is not certain."""
        unchecked = False
        for part in self._by_size([part for part in self.parts if part.network.loose and part.cases is None]):
            try:
                world = part.without_outcome(self.budget)
                if world is not None:
                    with suppress(OutOfBounds):
                        whole = FreeOutcomes(self.picture, self.network, self.budget)
                        return whole.conflict(world), False
                    return part.free(self.budget).conflict(world), False
            except OutOfBounds:
                unchecked = True
        return None, unchecked

    def standings(self) -> dict[int, Standing]:
        """Those of the nodes that bounds do not decide; of onlookers last."""
        found: dict[int, Standing] = {}
        for parts in (self._by_size(self.parts), self.onlookers):
            for turn, part in enumerate(parts):
                with suppress(OutOfBounds):  # each gets its part of the steps, and what the ones before it left over
                    self._solve(part, found, self.budget.part(len(parts) - turn))
        return found

    def _solve(self, part: Part, found: dict[int, Standing], budget: Budget) -> None:
        found |= dict.fromkeys(part.wanted, UNDECIDED)
        if len(part.joins) > 1:
            with suppress(OutOfBounds):
                by_ranges = Ranges(self, budget).standing(part.wanted[0])
                if by_ranges is not None:
                    found[part.wanted[0]] = by_ranges
                    return
        found |= part.standings(budget)

    @staticmethod
    def _by_size(parts: Sequence[Part]) -> list[Part]:
        return sorted(parts, key=lambda part: part.network.size)


class Ranges:
    """What must and what may hold of sums over parts whose outcomes are independent of each other in each world."""

    def __init__(self, parts: Parts, budget: Budget) -> None:
        self.parts = parts
        self.budget = budget
        network = parts.network
        self.behind = {opposite: node for node, opposite in network.opposites.items()}
        self.gates = {head: (need, kids) for head, need, kids in network.gates()}
        self.sums = {node: (tally, need, without) for tally in network.tallies for node, need, without in tally.gates}
        self.exact = True

    def standing(self, node: int) -> Standing | None:
        """The standing of a node that looks on several parts, where their ranges tell."""
        every, maximal, some = self.of(node)
        if every:
            return STANDS
        if not some:
            return BLOCKED
        if not self.exact:
            return None
        return Standing(status="together", best="together") if maximal else Standing(status="rival", best="rival")

    def of(self, node: int) -> tuple[bool, bool, bool]:
        """Whether it holds for certain in every outcome, in every maximal one, and whether it may in some."""
        open_ = self.parts.open
        if not open_.is_open(node):
            return (bool(open_.surely[node]),) * 3
        if node in self.behind:
            self.exact = False
            every, _, some = self.of(self.behind[node])
            always = not some
            return always, always, not every
        if node in self.parts.of or node in self.gates:
            need, kids = (1, [node]) if node in self.parts.of else self.gates[node]
            return self.reach(need, [(kid, 1, None) for kid in kids], {})
        if node in self.sums:
            tally, need, without = self.sums[node]
            if any(edge.follows for edge in tally.edges):
                raise OutOfBounds
            edges = (edge for edge in tally.edges if edge.owner != without)
            return self.reach(
                need, [(e.node, need if e.weight is None else e.weight, e.pool) for e in edges], tally.pools
            )
        self.exact = False
        return False, False, True

    def reach(
        self, need: int, weights: Iterable[tuple[int, int, str | None]], pools: Mapping[str, int]
    ) -> tuple[bool, bool, bool]:
        """The same of weights that have to come to ``need``: those of a part or pool together, others one by one."""
        of = self.parts.of
        by_part: dict[Part, dict[int, int]] = {}
        sums = [0, 0, 0]
        pooled: dict[str, list[int]] = {}
        for node, weight, pool in weights:
            if pool is None and node in of and node not in self.behind:
                grouped = by_part.setdefault(of[node], {})
                grouped[node] = grouped.get(node, 0) + min(weight, need)
                continue
            to = sums if pool is None else pooled.setdefault(pool, [0, 0, 0])
            self.exact = self.exact and not self.parts.open.is_open(node)
            for place, so in enumerate(self.of(node)):
                to[place] += weight * so
        self.exact = self.exact and not pooled
        for pool, given in pooled.items():
            sums = [sum_ + min(amount, pools[pool]) for sum_, amount in zip(sums, given, strict=True)]
        for part, its in by_part.items():
            self.exact = self.exact and not part.network.variables
            ranges = part.sums(its, self.budget)
            if ranges is None:
                raise OutOfBounds
            sums = [sum_ + amount for sum_, amount in zip(sums, ranges, strict=True)]
        every, maximal, some = (sum_ >= need for sum_ in sums)
        return every, maximal, some
