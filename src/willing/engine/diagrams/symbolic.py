"""Who is in, as a function of everything that may turn out either way: the fixpoints of §3.4 on decision diagrams.

Two functions for each node of a network: when it is surely in, and when it may be. Without a ``not`` before a pledge
these are the least and the greatest outcome (§3.4), found by passing over each knot of gates until nothing changes.
With one, each is worked out with what the other one leaves open under a ``not`` (the alternating fixpoint of Van
Gelder, 1993). Where the two then still differ in something that stands under a ``not``, outcomes are told as what they
are: values of the pledges in the knot that agree with all conditions; those in no other are maximal (§3.1).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from willing.engine.diagrams.bdd import Diagrams, Function
from willing.engine.gates import Gate, flat_gates
from willing.engine.graph import feedback, knots, reachable
from willing.engine.network import FALSE, TRUE, Network

#: What holds in one outcome: the function of any node of the network.
Valuation = Callable[[int], Function]

#: Something said of one outcome, as a function of the events.
Said = Callable[[Valuation], Function]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the leaves of a network are: a function for each variable, and for pledges what has to be true as well."""

    variables: Mapping[int, Function]
    alive: Mapping[int, Function]


class Shape:
    """A network, its gates sorted into knots, each after what it needs; made once, read many times."""

    def __init__(self, network: Network) -> None:
        """Raises :class:`OutOfBounds` where the network is too large to spell out."""
        self.network = network
        gates, self.size = flat_gates(network)
        self.gates: dict[int, Gate] = {gate.head: gate for gate in gates}
        self.behind = {opposite: node for node, opposite in network.opposites.items()}
        self.pledges = frozenset(network.pledges.values())
        self.needs = {head: [kid for kid, _ in gate.kids] for head, gate in self.gates.items()}
        self.needs |= {opposite: [node] for opposite, node in self.behind.items()}
        self.knots = knots(self.needs)
        self.under_not = self._under_not()
        self.users = Counter(kid for kids in self.needs.values() for kid in kids)
        self.parts = self._parts()

    @cached_property
    def within(self) -> frozenset[int]:
        """Gates that are no pledges and that only one other gate uses, once: no more than a part of it."""
        user = {kid: node for node, kids in self.needs.items() for kid in kids}
        return frozenset(
            node
            for node in self.gates
            if node not in self.pledges and self.users[node] == 1 and user[node] in self.gates
        )

    def kind(self, node: int) -> Literal["all", "any", "one"] | None:
        """Whether a gate needs all of several, any of them, or its only one; None: anything else.

        A gate that only passes on what one other says, which nobody else uses, is of that one's kind.
        """
        while True:
            gate = self.gates.get(node)
            if gate is None or not gate.kids or gate.need < 1:
                return None
            weights = [weight for _, weight in gate.kids]
            if len(weights) > 1:
                if gate.need <= min(weights):
                    return "any"
                return "all" if gate.need > sum(weights) - min(weights) and gate.need <= sum(weights) else None
            if gate.need > weights[0]:
                return None
            behind = gate.kids[0][0]
            if behind not in self.gates or self.users[behind] > 1 or behind == node:
                return "one"
            node = behind

    def _parts(self) -> frozenset[int]:
        """Gates that only one other uses, and that could as well be a part of it: all of all, or any of any."""
        user = {kid: node for node, kids in self.needs.items() for kid in kids}
        alone = {knot[0] for knot in self.knots if len(knot) == 1 and knot[0] not in self.needs[knot[0]]}
        kinds = {node: self.kind(node) for node in alone}
        return frozenset(
            node
            for node, its in user.items()
            if self.users[node] == 1 and kinds.get(node) and kinds.get(its) and kinds[node] in ("one", kinds[its])
        )

    def _under_not(self) -> frozenset[int]:
        """Nodes that stand under a ``not`` in the condition of some pledge."""
        seen = reachable(self.pledges, lambda node: self.needs.get(node, ()))
        return frozenset(self.behind[node] for node in seen if node in self.behind)


class Outcomes:
    """The outcomes of one reading of a network. Where it takes variables to tell them apart, they are added below."""

    def __init__(self, diagrams: Diagrams, shape: Shape, given: Given) -> None:
        self.diagrams = diagrams
        self.shape = shape
        self.given = given
        self.surely: dict[int, Function] = {FALSE: diagrams.false, TRUE: diagrams.true, **given.variables}
        self.possibly = dict(self.surely)
        self._merged: dict[int, list[int]] = {}  # parts not worked out by themselves: what they need
        for settled, knot in enumerate(shape.knots, 1):
            self._settle(knot)
            diagrams.settled = max(diagrams.settled, settled)  # it may be a second time, after garbage was collected
        self.open = [
            node for node in shape.pledges if node not in self._merged and self.surely[node] != self.possibly[node]
        ]
        #: Whether outcomes lie between a least and a greatest that are outcomes themselves.
        self.settled = all(
            self.surely[node] == self.possibly[node] for node in shape.under_not if node not in self._merged
        )
        self._every: tuple[Function, Valuation] | None = None
        self._greatest: Function | None = None

    # -- questions --------------------------------------------------------------------------------------------------

    def stands(self, said: Said, *, grows: bool) -> Function:
        """When it is so in every outcome. ``grows``: it is never lost by more pledges being in."""
        if not self.open or (self.settled and grows):
            return said(self.least)
        every, moment = self._outcomes()
        told = self._told()
        return every.exists(told) & ~(every & ~said(moment)).exists(told)

    def together(self, said: Said) -> Function:
        """When it is so in every maximal outcome."""
        if self.settled:
            return said(self.greatest)
        every, moment = self._outcomes()
        told = self._told()
        return every.exists(told) & ~(self._maximal() & ~said(moment)).exists(told)

    def each_together(self, told: Callable[[Valuation], list[tuple[int, Function]]]) -> list[tuple[int, Function]]:
        """When "so much or more" is so in every maximal outcome, for each of several amounts that ``told`` lists."""
        if self.settled:
            return told(self.greatest)
        every, moment = self._outcomes()
        cube = self._told()
        some, maximal = every.exists(cube), self._maximal()
        return [(amount, some & ~(maximal & ~so).exists(cube)) for amount, so in told(moment)]

    def none(self) -> Function:
        """When there is no outcome at all."""
        if self.settled:
            return self.diagrams.false
        return ~self._outcomes()[0].exists(self._told())

    @cached_property
    def least(self) -> Valuation:
        """The least outcome, where outcomes are settled."""
        return self._moment(self._known(self.surely))

    @cached_property
    def greatest(self) -> Valuation:
        """The greatest outcome, where outcomes are settled."""
        return self._moment(self._known(self.possibly))

    def _known(self, values: Mapping[int, Function]) -> dict[int, Function]:
        """The pledges, and whatever turns round among other nodes: who is the one of several that may fail (§3.1)."""
        pledges, turning = self.shape.pledges, self.shape.under_not
        return {node: value for node, value in values.items() if node in pledges or node in turning}

    # -- fixpoints --------------------------------------------------------------------------------------------------

    def _gate(self, node: int, values: Mapping[int, Function]) -> Function:
        gate = self.shape.gates[node]
        below = self._below(node)
        if below is self.shape.needs[node]:
            value = self.diagrams.at_least([(values[kid], weight) for kid, weight in gate.kids], gate.need)
        else:
            need = len(below) if self.shape.kind(node) == "all" else 1
            value = self.diagrams.at_least([(values[kid], 1) for kid in below], need)
        alive = self.given.alive.get(node)
        return value if alive is None else value & alive

    def _below(self, node: int) -> list[int]:
        """What a gate needs, its parts taken together with it."""
        needs = self.shape.needs[node]
        if self._merged.keys().isdisjoint(needs):
            return needs
        return [each for kid in needs for each in self._merged.get(kid, (kid,))]

    def _settle(self, knot: list[int]) -> None:
        diagrams, shape = self.diagrams, self.shape
        surely, possibly = self.surely, self.possibly
        if len(knot) == 1 and knot[0] not in shape.needs[knot[0]]:
            node = knot[0]
            if node in shape.behind:
                surely[node], possibly[node] = ~possibly[shape.behind[node]], ~surely[shape.behind[node]]
            else:
                below = self._below(node)
                same = all(surely[kid] == possibly[kid] for kid in below)
                if same and node in shape.parts and node not in self.given.alive:
                    self._merged[node] = below
                    return
                surely[node] = self._gate(node, surely)
                possibly[node] = surely[node] if same else self._gate(node, possibly)
            return
        turning = [node for node in knot if node in shape.behind]
        for node in knot:
            surely[node], possibly[node] = diagrams.false, diagrams.true
        while True:
            for node in turning:
                surely[node] = ~possibly[shape.behind[node]]
            self._pass_over(knot, surely, start=diagrams.false)
            before = [possibly[node] for node in turning]
            for node in turning:
                possibly[node] = ~surely[shape.behind[node]]
            self._pass_over(knot, possibly, start=diagrams.true)
            if not turning:
                return
            if before == [possibly[node] for node in turning] and all(
                surely[node] == ~possibly[shape.behind[node]] for node in turning
            ):
                return

    def _pass_over(self, knot: list[int], values: dict[int, Function], *, start: Function) -> None:
        """The least (``start`` false) or greatest solution of the gates of a knot, with its opposites as they are."""
        gates = [node for node in knot if node in self.shape.gates]
        for node in gates:
            values[node] = start
        inside = set(gates)
        heard: dict[int, list[int]] = {}
        for node in gates:
            for kid in self.shape.needs[node]:
                if kid in inside:
                    heard.setdefault(kid, []).append(node)
        waiting = dict.fromkeys(gates)
        while waiting:
            self.diagrams.budget.spend(1)
            node = next(iter(waiting))
            del waiting[node]
            value = self._gate(node, values)
            if value != values[node]:
                values[node] = value
                waiting.update(dict.fromkeys(heard.get(node, ())))

    # -- outcomes as values of loops ----------------------------------------------------------------------------------

    def _moment(self, known: Mapping[int, Function]) -> Valuation:
        """What holds where these nodes are so, and everything else follows."""
        values: dict[int, Function] = {
            FALSE: self.diagrams.false,
            TRUE: self.diagrams.true,
            **self.given.variables,
            **known,
        }

        def value(node: int) -> Function:
            stack = [node]
            while stack:
                at = stack[-1]
                if at in values:
                    stack.pop()
                    continue
                waiting = [kid for kid in self._below(at) if kid not in values]
                if waiting:
                    stack += waiting
                    continue
                behind = self.shape.behind.get(at)
                values[at] = self._gate(at, values) if behind is None else ~values[behind]
                stack.pop()
            return values[node]

        return value

    def _outcomes(self) -> tuple[Function, Valuation]:
        """When values of the loops are an outcome, and what holds in it."""
        if self._every is None:
            diagrams, shape = self.diagrams, self.shape
            self.loops = self._loops()
            self.spare = diagrams.add(2 * len(self.loops))
            free = {node: diagrams.var(self.spare + 2 * i) for i, node in enumerate(self.loops)}
            fixed = {
                node: value
                for node, value in self.surely.items()
                if value == self.possibly[node] and node not in self.given.variables
            }
            moment = self._moment({**fixed, **free})
            every = diagrams.true
            for node, variable in free.items():
                values = {kid: moment(kid) for kid in shape.needs[node]}
                behind = shape.behind.get(node)
                every = every & variable.equiv(self._gate(node, values) if behind is None else ~values[behind])
            self._every = every, moment
        return self._every

    def _loops(self) -> list[int]:
        """Nodes that, once known, leave nothing open that depends on itself."""
        surely, possibly, needs = self.surely, self.possibly, self.shape.needs

        def still_open(node: int) -> list[int]:
            return [kid for kid in needs.get(node, ()) if surely.get(kid) != possibly.get(kid)]

        return sorted(feedback(sorted(self.open), still_open)[0])

    def _told(self) -> Function:
        return self.diagrams.cube(self.spare + 2 * i for i in range(len(self.loops)))

    def _maximal(self) -> Function:
        """When values of the loops are an outcome that is in no other of the same world."""
        if self._greatest is None:
            every, moment = self._outcomes()
            diagrams = self.diagrams
            numbers = range(len(self.loops))
            other = every.make_substitution(
                [(self.spare + 2 * i, diagrams.var(self.spare + 2 * i + 1)) for i in numbers]
            )
            above, more = every.substitute(other), diagrams.false
            for node in sorted(self.open):
                diagrams.budget.spend(1)
                here = moment(node)
                there = here.substitute(other)
                above = above & here.imp(there)
                more = more | (there & ~here)
            primed = diagrams.cube(self.spare + 2 * i + 1 for i in numbers)
            self._greatest = every & ~(above & more).exists(primed)
        return self._greatest


def node_order(shape: Shape, roots: Iterable[int], *, first: int) -> list[int]:
    """Variables and pledges as a walk in depth meets them: what is named together stands together.

    Below each gate the part with most in it comes first (``first``: 1), or last (-1), or parts come as they stand (0).
    """
    size: dict[int, int] = {}
    for knot in shape.knots:
        inside = set(knot)
        members = len(knot) + sum(size.get(kid, 1) for node in knot for kid in shape.needs[node] if kid not in inside)
        size |= dict.fromkeys(knot, members)
    found: dict[int, None] = {}
    variables = {variable.node for variable in shape.network.variables}
    seen: set[int] = set()
    stack = list(roots)[::-1]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        if node in variables or node in shape.pledges:
            found[node] = None
        below, passed = _merged(shape, node)
        seen.update(passed)
        found.update(dict.fromkeys(kid for kid in passed if kid in shape.pledges))
        # The last one put down is taken up first, and of equals the first.
        stack += sorted(reversed(below), key=lambda kid: first * size.get(kid, 1))  # noqa: C414
    return list(found)


def _merged(shape: Shape, node: int) -> tuple[list[int], list[int]]:
    """What a gate needs, its parts taken together with it; and those parts."""
    below: list[int] = []
    passed: list[int] = []
    stack = list(reversed(shape.needs.get(node, ())))
    while stack:
        kid = stack.pop()
        if kid in shape.parts and kid not in passed:
            passed.append(kid)
            stack += reversed(shape.needs[kid])
        else:
            below.append(kid)
    return below, passed
