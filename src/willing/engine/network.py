"""A picture compiled to flat arrays: a network of thresholds over pledges, partners and what is unknown.

Every condition becomes gates: a gate is true when the weights of its true children reach its need (``and`` of n is
n of n, ``or`` is 1 of n). Negation is pushed inward until it stands before an atom: there it is a node of its own,
the *opposite* of the atom's node. What counts over many (partners, groups, totals) is a tally that all gates with
that count share, so that a plan in which everybody counts everybody still compiles to linear size; a gate may leave
one partner out of its tally (``others``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Literal, NamedTuple

from willing.engine.following import Follower, Sum
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
    is_consent,
    needed,
)
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge, Requirement

FALSE, TRUE = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What a world decides (§3.2): an unknown assumption, an own decision, a consent, or whether a size is brought."""

    kind: Literal["assumption", "decision", "consent", "size"]
    id: str
    node: int


class Edge(NamedTuple):
    """A child of a tally: ``weight`` None is "all that is asked for"; ``pool`` caps it together with others.

    ``follows``: the weight is the most that it could be, as the amount follows others (§3.8).
    """

    node: int
    weight: int | None
    owner: str
    pool: str | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A shared sum. ``pools``: the size of each pool in the tally's unit. ``gates``: (node, need, owner left out)."""

    edges: tuple[Edge, ...]
    pools: dict[str, int]
    gates: tuple[tuple[int, int, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The arrays. Node 0 is false, node 1 is true; every other node is a variable, an opposite, or a gate.

    Plain gates: ``head[i]`` is true when at least ``need[i]`` of ``kids[start[i]:start[i + 1]]`` are.
    ``opposites`` maps a node to the node that is true when it is not. ``loose``: the opposites of nodes that are no
    variable; where there are none (and none is used), outcomes form a lattice (§3.4). ``more``: the nodes of further
    conditions that were asked about. ``either``: nodes that are true when one of several alternatives is in, with those
    of "this one could be" (§3.1): an outcome has one of them in exactly where one could be, so walks know it before
    they know which one it is (:attr:`walked`). ``followers``: whose amount follows others (§3.8); their edges in
    tallies weigh the most they could give.
    """

    size: int
    head: Sequence[int]
    need: Sequence[int]
    start: Sequence[int]
    kids: Sequence[int]
    tallies: tuple[Tally, ...]
    variables: tuple[Variable, ...]
    opposites: dict[int, int]
    pledges: dict[str, int]
    partners: dict[str, int]
    goal: int | None
    more: tuple[int, ...] = ()
    either: dict[int, tuple[int, ...]] = field(default_factory=dict)
    followers: tuple[Follower, ...] = ()

    def with_known(self, amounts: Mapping[int, int]) -> "Network":
        """The network in which some of those whose amount follows are known to give these amounts, by node."""

        def known(edge: Edge) -> Edge:
            if not edge.follows or edge.node not in amounts:
                return edge
            return edge._replace(weight=amounts[edge.node], follows=False)

        tallies = tuple(replace(tally, edges=tuple(map(known, tally.edges))) for tally in self.tallies)
        return replace(self, tallies=tallies, followers=())

    @property
    def unsure(self) -> bool:
        """Whether something hangs on amounts that follow others, which only walks know (§3.8)."""
        return any(tally.gates and any(edge.follows for edge in tally.edges) for tally in self.tallies)

    @property
    def walked(self) -> "Network":
        """The network as walks read it: one of several alternatives is in where any of them could be."""
        if not self.either:
            return self
        gates = [(head, need, self.either.get(head, kids)) for head, need, kids in self.gates()]
        return replace(
            self,
            start=[0, *accumulate(len(kids) for _, _, kids in gates)],
            kids=[kid for _, _, kids in gates for kid in kids],
            either={},
        )

    @property
    def loose(self) -> dict[int, int]:
        """Nodes with an opposite that no world decides by itself: a ``not`` before a pledge, partner or amount."""
        variable = {v.node for v in self.variables}
        return {node: opposite for node, opposite in self.opposites.items() if node not in variable}

    def gates(self) -> Iterator[tuple[int, int, Sequence[int]]]:
        """(head, need, children) of every plain gate."""
        for i, head in enumerate(self.head):
            yield head, self.need[i], self.kids[self.start[i] : self.start[i + 1]]


def compile_picture(
    picture: Picture,
    *,
    goal: Condition | None = None,
    unconditional: frozenset[str] = frozenset(),
    more: Sequence[Condition] = (),
    failing: frozenset[str] = frozenset(),
) -> Network:
    """The network of a picture's counted pledges, with ``goal`` (which must not need an allocation) as one more node.

    The pledges named in ``unconditional`` are in whatever their condition says (§3.6). ``more``: conditions like a
    goal, each a node too. ``failing``: pledges whose node may be made false: as one of several alternatives such a
    pledge may still be the one (§3.1).
    """
    return _Compiler(picture, failing).compile(goal, unconditional, more)


def compile_with(picture: Picture, read: Iterable[tuple[Condition, str | None]]) -> tuple[Network, tuple[int, ...]]:
    """The network of a picture's counted pledges, and the node of each of these conditions, of that owner: they are
    read off it, and are nothing that is asked about."""
    compiler = _Compiler(picture)
    nodes = tuple(compiler.node(condition, owner) for condition, owner in read)
    return compiler.compile(None, frozenset(), ()), nodes


class _Compiler:
    """Grows the arrays, condition by condition. Nodes 2… are the pledges in file order."""

    def __init__(self, picture: Picture, failing: frozenset[str] = frozenset()) -> None:
        self.picture = picture
        self.plan = picture.plan
        self.failing = failing
        self.pledge_node = {id_: n for n, id_ in enumerate(picture.counted, 2)}
        self.named = dict(self.pledge_node)  # the node of every name met so far that stands without a capability
        self.size = 2 + len(self.pledge_node)
        self.head: list[int] = []
        self.need: list[int] = []
        self.start = [0]
        self.kids: list[int] = []
        self.opposites: dict[int, int] = {}
        self.variables: dict[tuple[str, str], Variable] = {}
        self.of_partner: dict[str, list[Pledge]] = {}
        for pledge in picture.counted.values():
            self.of_partner.setdefault(pledge.partner, []).append(pledge)
        self.partner_nodes: dict[tuple[str, str | None], int] = {}
        self.by_capability: dict[str, list[Pledge]] | None = None
        self.sized: dict[str, int] = {}
        self.tally_edges: dict[tuple[str | None, ...], tuple[list[Edge], dict[str, int]]] = {}
        self.pool_sharers: dict[tuple[str | None, ...], set[str]] = {}
        self.tally_gates: dict[tuple[str | None, ...], dict[tuple[int, str | None], int]] = {}
        self.either = tuple(members for members in picture.alternatives if failing.isdisjoint(members))
        self.owner = {self.pledge_node[p.id]: p.partner for p in picture.counted.values()}
        # its condition and consents hold
        self.could = {id_: self.new() for members in picture.alternatives for id_ in members}
        self.some_of = {members: self.new() for members in self.either}  # one of them is in: where any of them could be

    def compile(self, goal: Condition | None, unconditional: frozenset[str], more: Sequence[Condition]) -> Network:
        decided = self.picture.decided
        for id_, pledge in self.picture.counted.items():
            node = self.could.get(id_, self.pledge_node[id_])
            if id_ in unconditional:
                self.gate([], 0, node)
                continue
            condition = pledge.needs
            extra = []
            if pledge.own_decision:
                if id_ in decided:
                    extra = [TRUE if decided[id_] else FALSE]
                else:
                    extra = [self.variable("decision", id_)]
            if isinstance(condition, And) or extra:
                parts = condition.of if isinstance(condition, And) else (condition,)
                kids = self.nodes(parts, pledge.partner) + extra
                self.gate(kids, len(kids), node)
            elif isinstance(condition, CountOf) and condition.count is not None:
                self.gate(self.nodes(condition.of, pledge.partner), condition.count, node)
            else:
                self.gate([self.node(condition, pledge.partner)], 1, node)
        for members, some in self.some_of.items():
            self.gate([self.pledge_node[id_] for id_ in members], 1, some)
        for members in self.picture.alternatives:
            fails = not self.failing.isdisjoint(members)
            the_one = {id_: self.new() if fails else self.pledge_node[id_] for id_ in members}
            for id_, node in the_one.items():  # it could be in, and none of the others is the one (§3.1)
                others = [self.opposite(the_one[other]) for other in members if other != id_]
                self.gate([self.could[id_], *others], len(members), node)
                if fails:
                    self.gate([node], 1, self.pledge_node[id_])
        partners = {partner: self.partner(partner, None) for partner in self.of_partner}
        goal_node = self.node(goal, None) if goal is not None else None
        more_nodes = tuple(self.node(condition, None) for condition in more)
        return Network(
            size=self.size,
            head=self.head,
            need=self.need,
            start=self.start,
            kids=self.kids,
            tallies=tuple(
                Tally(
                    edges=tuple(edges),
                    pools=pools,
                    gates=tuple((node, need, owner) for (need, owner), node in self.tally_gates[key].items()),
                )
                for key, (edges, pools) in self.tally_edges.items()
            ),
            variables=tuple(self.variables.values()),
            opposites=self.opposites,
            pledges=self.pledge_node,
            partners=partners,
            goal=goal_node,
            more=more_nodes,
            either={some: tuple(self.could[id_] for id_ in members) for members, some in self.some_of.items()},
            followers=self.followers(),
        )

    # -- conditions -----------------------------------------------------------------------------------------------

    def nodes(self, parts: Iterable[Condition], owner: str | None, *, truth: bool = True) -> list[int]:
        """The node of each part; most parts are names met before, for which this is the quick way."""
        named = self.named
        kids = []
        for part in parts:
            kid = named.get(part.id) if type(part) is Name and truth and part.capability is None else None
            kids.append(self.node(part, owner, truth=truth) if kid is None else kid)
        return kids

    def node(self, condition: Condition, owner: str | None, *, truth: bool = True) -> int:
        """The node that is true when the condition (``truth`` False: its negation) is; ``owner``: whose it is."""
        match condition:
            case Always() | Never():
                return TRUE if isinstance(condition, Always) is truth else FALSE
            case Name():
                return self.name(condition, truth)
            case Not(of=inner):
                return self.node(inner, owner, truth=not truth)
            case And(of=parts) | Or(of=parts) | CountOf(of=parts):
                kids = self.nodes(parts, owner, truth=truth)
                need = needed(condition)
                return self.gate(kids, need if truth else len(kids) - need + 1)
            case CountGroup(group=group, capability=capability):
                members = self.plan.groups[group].of
                without = owner if condition.others else None
                need = condition.count if condition.count is not None else len([m for m in members if m != without])
                node = self.tally(("group", group, capability), need, without)
            case CountPartners(count=count, capability=capability):
                node = self.tally(("partners", capability), count, owner if condition.others else None)
            case Total(capability=capability, at_least=at_least, whose=whose):
                key = ("total", capability, whose)
                node = self.tally(key, ceil(at_least), owner if condition.others else None)
            case Weight(word=word, group=group, at_least=at_least):
                whole = sum(self.plan.weights(word, group).values())
                node = self.tally(("weight", word, group), units_for(whole, at_least), None)
            case Share(measure="offered"):
                kids = [
                    self.tally(("offered", r.id), units_for(r.needs or 0, condition.at_least), None)
                    for r in requirements_of(self.picture, condition)
                ]
                node = self.gate(kids, len(kids))
            case _:
                raise ValueError(f"{condition.measure} needs an allocation")
        return node if truth else self.opposite(node)

    def name(self, name: Name, truth: bool) -> int:
        if name.capability is not None:
            node = self.partner(name.id, name.capability)
        elif name.id in self.named:
            node = self.named[name.id]
        else:
            node = self.named[name.id] = self.meant(name.id)
        return node if truth else self.opposite(node)

    def meant(self, name: str) -> int:
        """The node of an assumption, a consent, a pledge that was replaced or is not counted, or a partner."""
        if name in self.plan.assumptions or is_consent(name):
            value = self.picture.decided.get(name)
            if value is not None:
                return TRUE if value else FALSE
            return self.variable("consent" if is_consent(name) else "assumption", name)
        if name in self.plan.pledges:
            return self.any([self.pledge_node[id_] for id_ in self.picture.meaning(name)])
        return self.partner(name, None)

    def gate(self, kids: list[int], need: int, node: int | None = None) -> int:
        """A node true when ``need`` of ``kids`` are (``node``: that one), constants folded away.

        Of something and its opposite exactly one is true.
        """
        for kid in list(kids) if self.opposites else ():
            if kid in self.opposites and kid in kids and self.opposites[kid] in kids:
                kids = list(kids)
                kids.remove(kid)
                kids.remove(self.opposites[kid])
                need -= 1
        need -= kids.count(TRUE)
        kids = [kid for kid in kids if kid > TRUE]
        if node is None:
            if need <= 0:
                return TRUE
            if need > len(kids):
                return FALSE
            if need == len(kids) == 1:
                return kids[0]
            node = self.new()
        elif need > len(kids):
            kids, need = [], 1
        elif need <= 0:
            kids = []
        self.head.append(node)
        self.need.append(need)
        self.kids.extend(kids)
        self.start.append(len(self.kids))
        return node

    def any(self, kids: list[int]) -> int:
        return self.gate(kids, 1)

    def new(self) -> int:
        self.size += 1
        return self.size - 1

    def opposite(self, node: int) -> int:
        if node <= TRUE:
            return TRUE - node
        if node not in self.opposites:
            self.opposites[node] = self.new()
        return self.opposites[node]

    def variable(self, kind: Literal["assumption", "decision", "consent", "size"], id_: str) -> int:
        if (kind, id_) not in self.variables:
            self.variables[kind, id_] = Variable(kind=kind, id=id_, node=self.new())
        return self.variables[kind, id_].node

    def partner(self, partner: str, capability: str | None) -> int:
        """Some counted pledge of the partner is in (and provides the capability)."""
        key = partner, capability
        if key not in self.partner_nodes:
            its = self.of_partner.get(partner, ())
            counted = [p.id for p in its if capability is None or self.plan.provides(p, capability)]
            whole = [members for members in self.either if set(members) <= set(counted)]
            together = {id_ for members in whole for id_ in members}
            single = [self.pledge_node[id_] for id_ in counted if id_ not in together]
            self.partner_nodes[key] = self.any([self.some_of[members] for members in whole] + single)
        return self.partner_nodes[key]

    # -- tallies --------------------------------------------------------------------------------------------------

    def tally(self, key: tuple[str | None, ...], need: int, without: str | None) -> int:
        """The gate that is true when a tally, perhaps without one partner's part, reaches ``need``."""
        if need <= 0:
            return TRUE
        if key not in self.tally_edges:
            self.add_tally(key, self.edges(key))
        if without in self.pool_sharers[key]:
            # Their pool is capped anew without them, so the shared sum is of no use.
            edges, _ = self.tally_edges[key]
            key = (*key, "without", without)
            if key not in self.tally_edges:
                self.add_tally(key, [e for e in edges if e.owner != without])
            without = None
        gates = self.tally_gates[key]
        if (need, without) not in gates:
            gates[need, without] = self.new()
        return gates[need, without]

    def add_tally(self, key: tuple[str | None, ...], edges: list[Edge]) -> None:
        pools = {e.pool for e in edges if e.pool}
        sizes = {}
        for pool in pools:
            provided = next(p.provides for p in self.picture.counted.values() if p.pool == pool)
            sizes[pool] = self.plan.in_units(provided, self.unit_of(key), self.plan.pools[pool].size)
        owners: dict[str, set[str]] = {}
        for edge in edges:
            if edge.pool is not None:
                owners.setdefault(edge.pool, set()).add(edge.owner)
        self.pool_sharers[key] = {owner for its in owners.values() if len(its) > 1 for owner in its}
        self.tally_edges[key] = edges, sizes
        self.tally_gates[key] = {}

    def edges(self, key: tuple[str | None, ...]) -> list[Edge]:
        match key:
            case ("partners", capability):
                nodes = [(partner, self.partner(partner, capability)) for partner in self.of_partner]
                return [Edge(node=node, weight=1, owner=partner) for partner, node in nodes if node != FALSE]
            case ("group", str(group), capability):
                nodes = [(partner, self.partner(partner, capability)) for partner in self.plan.groups[group].of]
                return [Edge(node=node, weight=1, owner=partner) for partner, node in nodes if node != FALSE]
            case ("weight", str(word), str(group)):
                weights = self.plan.weights(word, group)
                nodes = [(partner, self.partner(partner, None)) for partner in weights]
                return [
                    Edge(node=node, weight=weights[partner], owner=partner) for partner, node in nodes if node != FALSE
                ]
            case ("total", str(capability), whose):
                counted = summed(self.plan, self.offering((capability,)), capability, whose)
            case ("offered", str(id_)):
                requirement = self.plan.requirements[id_]
                counted = [p for p in self.offering(requirement.of) if eligible(self.picture, p, requirement)]
            case _:
                raise AssertionError(key)
        return self.amount_edges(key, counted)

    def offering(self, capabilities: Sequence[str]) -> list[Pledge]:
        """The counted pledges that provide any of these, in file order."""
        if self.by_capability is None:
            self.by_capability = provided(self.plan, self.picture.counted.values())
        found = [self.by_capability.get(capability, []) for capability in dict.fromkeys(capabilities)]
        if len(found) == 1:
            return found[0]
        its = {pledge.id: pledge for pledges in found for pledge in pledges}
        return sorted(its.values(), key=lambda pledge: self.pledge_node[pledge.id])

    def amount_edges(self, key: tuple[str | None, ...], counted: Sequence[Pledge]) -> list[Edge]:
        """An edge for each; of alternatives what any of them gives is certain with one of them, whichever it is."""
        unit = self.unit_of(key)
        edges = [self.amount_edge(unit, p) for p in counted]
        if not self.some_of:
            return edges
        by_node = {edge.node: edge for edge in edges if edge.weight is not None and edge.pool is None}
        for members, some in self.some_of.items():
            its = [by_node.get(self.pledge_node[id_]) for id_ in members]
            known = [edge for edge in its if edge is not None]
            least = min((edge.weight or 0 for edge in known), default=0)
            follow = any(self.picture.counted[id_].follows for id_ in members)
            alike = len({edge.owner for edge in known}) == 1  # what stands for one of them may be another partner's
            if least and alike and len(known) == len(its) and not follow:
                edges = [edge for edge in edges if edge not in known]
                edges += [edge._replace(weight=(edge.weight or 0) - least) for edge in known if edge.weight != least]
                edges.append(known[0]._replace(node=some, weight=least))
        return edges

    def followers(self) -> tuple[Follower, ...]:
        following = {p.id: p.follows for p in self.picture.counted.values() if p.follows is not None}
        sums: dict[tuple[str, str | None], Sum] = {}
        for its in following.values():
            if (its.capability, its.whose) not in sums:
                sums[its.capability, its.whose] = self.sum(its.capability, its.whose)
        return tuple(
            Follower(
                node=self.pledge_node[id_],
                share=Fraction(its.share),
                up_to=its.up_to,
                sum=sums[its.capability, its.whose],
                without=self.picture.counted[id_].partner if its.others else None,
            )
            for id_, its in following.items()
        )

    def sum(self, capability: str, whose: str | None) -> Sum:
        """What amounts follow that are a share of this."""
        counted = summed(self.plan, self.picture.counted.values(), capability, whose)
        sized = [p for p in counted if p.amount is not None]
        edges = [self.amount_edge((capability,), p) for p in sized]
        return Sum(
            fixed=tuple((e.node, e.weight or 0, e.pool, e.owner) for e in edges),
            pools={
                p.pool: self.plan.in_units(p.provides, (capability,), self.plan.pools[p.pool].size)
                for p in sized
                if p.pool is not None
            },
            following=tuple((self.pledge_node[p.id], p.partner) for p in counted if p.follows is not None),
        )

    def amount_edge(self, unit: tuple[str, ...], pledge: Pledge) -> Edge:
        """What a pledge counts for in a tally of this unit."""
        node = self.pledge_node[pledge.id]
        amount = pledge.amount if pledge.follows is None else pledge.follows.up_to
        if pledge.unsized:
            if pledge.id not in self.sized:
                self.sized[pledge.id] = self.gate([node, self.variable("size", pledge.id)], 2)
            node = self.sized[pledge.id]
            amount = pledge.up_to
        weight = None if amount is None else self.plan.in_units(pledge.provides, unit, amount)
        return Edge(node, weight, pledge.partner, pledge.pool, pledge.follows is not None)

    def unit_of(self, key: tuple[str | None, ...]) -> tuple[str, ...]:
        """The capabilities of which one is the unit that a tally counts in (§1.5)."""
        assert key[1] is not None
        return (key[1],) if key[0] == "total" else self.plan.requirements[key[1]].of


def needs_of(network: Network) -> dict[int, list[int]]:
    """Every node with what it is made of; tallies, and amounts that follow, are numbered beyond the nodes."""
    kids: dict[int, list[int]] = {head: list(children) for head, _, children in network.gates()}
    for hub, tally in enumerate(network.tallies, network.size):
        kids[hub] = [edge.node for edge in tally.edges]
        for gate, _, _ in tally.gates:
            kids.setdefault(gate, []).append(hub)
    hubs = {f.node: hub for hub, f in enumerate(network.followers, network.size + len(network.tallies))}
    for follower in network.followers:
        beside = [n for other in follower.beside for n in (other, hubs[other])]
        kids[hubs[follower.node]] = [*(node for node, _, _ in follower.fixed), *beside]
    for hub in range(network.size, network.size + len(network.tallies)) if hubs else ():
        kids[hub] += [hubs[node] for node in kids[hub] if node in hubs]
    for node, opposite in network.opposites.items():
        kids.setdefault(opposite, []).append(node)
    return kids


def eligible(picture: Picture, pledge: Pledge, requirement: Requirement) -> bool:
    """Whether the pledge may serve the requirement (§4.1): capability, place, and what it is kept for."""
    if pledge.provides not in requirement.of and not picture.plan.converts(pledge.provides, requirement.of):
        return False
    if requirement.in_place is not None and requirement.in_place in pledge.not_in:
        return False
    return not pledge.only or requirement.id in pledge.only or requirement.domain in pledge.only


def provided(plan: Plan, pledges: Iterable[Pledge]) -> dict[str, list[Pledge]]:
    """By capability the pledges that provide it, themselves or as a unit of it (§1.5)."""
    found: dict[str, list[Pledge]] = {}
    for pledge in pledges:
        if pledge.provides is not None:
            found.setdefault(pledge.provides, []).append(pledge)
            unit = plan.units.get(pledge.provides)
            if unit is not None:
                found.setdefault(unit.of, []).append(pledge)
    return found


def summed(plan: Plan, pledges: Iterable[Pledge], capability: str, whose: str | None) -> list[Pledge]:
    """Those of the pledges that ``total(CAPABILITY) [of WHOSE]`` adds up (§2)."""
    members = None if whose is None else frozenset(plan.members(whose))
    return [p for p in pledges if plan.provides(p, capability) and (members is None or p.partner in members)]


def units_for(needs: int, share: Decimal) -> int:
    """The fewest whole units that are at least this share of the need; exact whatever the digits."""
    numerator, denominator = share.as_integer_ratio()
    return -(-needs * numerator // denominator)


def requirements_of(picture: Picture, share: Share) -> list[Requirement]:
    """The requirements a share speaks of (§2): those with a known need, in file order."""
    return picture.plan.asked_by(share)
