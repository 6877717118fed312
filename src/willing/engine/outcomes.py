"""Statuses, outcomes and contradictions by solving, where no few worlds suffice (§3.4, §3.5).

Two encodings. *Lattice*: nothing stands under a ``not`` but variables; the least outcome of a world is the stable
model of the gates, the greatest that of their dual, so each status takes four yes-or-no questions. *Free*: any
``not``; an outcome is a set of pledges that is in exactly where its conditions are met. There a question such as
"is there a world in whose every outcome p is in" has two quantifiers: a candidate world is asked for, refuted by an
outcome, and that outcome is then excluded as a refutation in *all* worlds in which its loops are settled alike, until
no candidate is left or one is not refuted (counterexample-guided refinement).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from willing.engine.network import FALSE, TRUE, Network
from willing.engine.picture import Picture
from willing.engine.solver import Clock, Gate, OutOfBounds, Program, dual, encode_variables, flat_gates
from willing.engine.standing import BLOCKED, UNDECIDED, Standing, Status

#: How many maximal outcomes are listed (§3.5), and how many worlds one question about "the best in any" may try.
MOST_OUTCOMES = 20
MOST_WORLDS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A world without outcome: ``pledges`` cannot all have their conditions, given ``settings`` (id to value)."""

    pledges: tuple[str, ...]
    settings: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Maximal outcomes, as sets of pledges in file order; ``complete``: there is no other."""

    sets: tuple[tuple[str, ...], ...]
    complete: bool


# -- lattice ----------------------------------------------------------------------------------------------------------


def by_lattice(picture: Picture, network: Network, nodes: Iterable[int], clock: Clock) -> dict[int, Standing]:
    """The standings of ``nodes`` in a network without loose opposites, over every allowed world."""
    wanted = [node for node in nodes if node > TRUE]
    try:
        gates, size = flat_gates(network)
    except OutOfBounds:
        return dict.fromkeys(wanted, UNDECIDED)
    in_least = _Sightings(picture, network, gates, size, clock, told_of_out=False)
    in_greatest = _Sightings(picture, network, list(dual(gates)), size, clock, told_of_out=True)
    result = {FALSE: BLOCKED, TRUE: Standing(status="stands", best="stands")}
    for node in wanted:
        try:
            if not in_greatest.ever(node, in_=True):
                result[node] = BLOCKED
                continue
            best: Status = "stands" if in_least.ever(node, in_=True) else "together"
            if in_greatest.ever(node, in_=False):
                result[node] = Standing(status="open", best=best)
            else:
                stands = best == "stands" and not in_least.ever(node, in_=False)
                result[node] = Standing(status="stands" if stands else "together", best=best)
        except OutOfBounds:
            result[node] = UNDECIDED
    return result


class _Sightings:
    """Whether a node is ever in, or ever out, in the one outcome that a world of a stable program has."""

    def __init__(
        self, picture: Picture, network: Network, gates: Sequence[Gate], size: int, clock: Clock, *, told_of_out: bool
    ) -> None:
        self.told_of_out = told_of_out
        self.program = Program(clock)
        literals = encode_variables(self.program, picture, network)
        for node, opposite in network.opposites.items():
            literals[opposite] = -literals[node]
        if told_of_out:
            literals = {node: -literal for node, literal in literals.items()}
        for node in range(size):
            if node not in literals:
                literals[node] = self.program.atom()
        for gate in gates:
            self.program.threshold(literals[gate.head], gate.need, [(literals[kid], w) for kid, w in gate.kids])
        self.literals = literals
        self.positive = [literals[node] for node in range(network.size) if literals[node] > 0]
        self.seen: set[int] = set()

    def ever(self, node: int, *, in_: bool) -> bool:
        literal = self.literals[node] if in_ is not self.told_of_out else -self.literals[node]
        if literal in self.seen:
            return True
        model = self.program.solve([literal], self.positive)
        if model is None:
            return False
        self.seen.update(atom if atom in model else -atom for atom in self.positive)
        self.seen.add(literal)
        return True


# -- free -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """An outcome found, as a function of the world: with its loops settled as they were, the rest follows.

    ``holds``: it is an outcome there; ``values``: which nodes are in it; each a literal, 0 for false, None for true.
    ``dominated`` and ``refutes`` are literals made when first asked for.
    """

    holds: int | None
    values: dict[int, int | None]
    dominated: int | None = None
    refutes: dict[tuple[int, bool], int | None] = field(default_factory=dict)


class FreeOutcomes:
    """Questions about all outcomes of all worlds of a network in which anything may stand under a ``not``.

    The constructor and :meth:`contradiction` raise :class:`OutOfBounds` when time or a bound is used up; the other
    questions say so in their answer.
    """

    def __init__(self, picture: Picture, network: Network, clock: Clock) -> None:
        self.network = network
        self.ids = {node: id_ for id_, node in network.pledges.items()}
        self.program = program = Program(clock)
        gates, size = flat_gates(network)
        self.gates = {gate.head: gate for gate in gates}
        self.literals = literals = encode_variables(program, picture, network)
        self.variables = {variable.node: literals[variable.node] for variable in network.variables}
        self.pledges = {node: program.free_atom() for node in network.pledges.values()}
        literals.update(self.pledges)
        self.behind = {opposite: node for node, opposite in network.opposites.items()}
        for node in range(size):
            if node not in literals and node not in self.behind:
                literals[node] = program.atom()
        for opposite, node in self.behind.items():
            literals[opposite] = -literals[node]
        self.bound: dict[int, int] = {}  # pledge node to the atom that ties it to its condition
        for gate in gates:
            kids = [(literals[kid], weight) for kid, weight in gate.kids]
            if gate.head not in self.pledges:
                program.threshold(literals[gate.head], gate.need, kids)
                continue
            met = program.atom()
            program.threshold(met, gate.need, kids)
            tie = self.bound[gate.head] = program.free_atom()
            program.forbid([tie, self.pledges[gate.head], -met])
            program.forbid([tie, -self.pledges[gate.head], met])
        self.live = list(self.bound.values())
        self.asked = [*self.variables.values(), *(a for a in literals.values() if a > 0)]
        self.loops, self.order = self._loops()
        self.known: list[_Known] = []
        self.seen: set[int] = set()

    # -- the questions ------------------------------------------------------------------------------------------------

    def standing(self, node: int) -> Standing:
        """The standing of a node by §3.3."""
        if node <= TRUE:
            return BLOCKED if node == FALSE else Standing(status="stands", best="stands")
        try:
            return self._standing(node)
        except OutOfBounds:
            return UNDECIDED

    def _standing(self, node: int) -> Standing:
        literal = self.literals[node]
        if not self._ever(literal):
            return BLOCKED
        if not self._ever(-literal):
            return Standing(status="stands", best="stands")
        out_somewhere = self._some_world_all(-literal, node, in_=False)
        stands_somewhere = self._some_world_all(literal, node, in_=True)
        best: Status = "stands"
        if not out_somewhere and not self._maximal_without(literal, []):
            return Standing(status="together", best="stands" if stands_somewhere else "together")
        if not stands_somewhere:
            best = "together" if self._together_somewhere(node) else "rival"
        return Standing(status="open" if out_somewhere else "rival", best=best)

    def contradiction(self) -> Contradiction | None:
        """A world without outcome, with a smallest list of pledges that cannot all have their conditions (§3.5)."""
        while True:
            if any(known.holds is None for known in self.known):
                return None
            model = self._model([-known.holds for known in self.known if known.holds], live=False)
            if model is None:
                return None
            world = self._world(model)
            outcome = self._model(world)
            if outcome is None:
                return self._smallest_conflict(world)
            self._remember(outcome)

    def listing(self) -> Listing:
        """The maximal outcomes of all worlds, each set once, at most :data:`MOST_OUTCOMES` of them."""
        found: dict[frozenset[int], int] = {}
        complete = False
        while True:
            try:
                model = self._model([*self._not_dominated(), *found.values()])
                if model is None:
                    complete = True
                    break
                top, grown = self._grow(model)
            except OutOfBounds:
                break
            if grown:
                self._remember(top)
            pledges = self._in(top)
            if pledges in found:
                continue
            if len(found) == MOST_OUTCOMES:
                break
            differs = self.program.atom()
            for node, atom in self.pledges.items():
                self.program.rule(differs, [-atom if node in pledges else atom])
            found[pledges] = differs
        sets = sorted(tuple(sorted(nodes)) for nodes in found)
        return Listing(sets=tuple(tuple(self.ids[n] for n in nodes) for nodes in sets), complete=complete)

    # -- how they are answered ----------------------------------------------------------------------------------------

    def _ever(self, literal: int) -> bool:
        """Whether the literal is true in some outcome of some world."""
        if literal not in self.seen:
            model = self._model([literal])
            if model is None:
                return False
            self.seen.update(atom if atom in model else -atom for atom in self.asked)
            self.seen.add(literal)
        return True

    def _some_world_all(self, literal: int, node: int, *, in_: bool) -> bool:
        """Whether some world has the literal true in every outcome."""
        while True:
            refuted = [self._refutes(known, node, in_=not in_) for known in self.known]
            if None in refuted:
                return False
            model = self._model([literal, *(-lit for lit in refuted if lit)])
            if model is None:
                return False
            other = self._model([*self._world(model), -literal])
            if other is None:
                return True
            self._remember(other)

    def _refutes(self, known: _Known, node: int, *, in_: bool) -> int | None:
        """The literal "this is an outcome, and the node is in (or out of) it"; 0 never, None always."""
        key = node, in_
        if key not in known.refutes:
            value = known.values[node]
            known.refutes[key] = self._both(known.holds, value if in_ else _negated(value))
        return known.refutes[key]

    def _both(self, one: int | None, other: int | None) -> int | None:
        if one is None or other is None:
            return other if one is None else one
        if one == 0 or other == 0:
            return 0
        atom = self.program.atom()
        self.program.rule(atom, [one, other])
        return atom

    def _maximal_without(self, literal: int, world: Sequence[int]) -> bool:
        """Whether some maximal outcome (of ``world``, or of any) has the literal false."""
        while True:
            model = self._model([-literal, *world, *self._not_dominated()])
            if model is None:
                return False
            top, grown = self._grow(model)
            if not self._true(literal, top):
                return True
            assert grown
            self._remember(top)

    def _together_somewhere(self, node: int) -> bool:
        """Whether some world has the node in every maximal outcome (and has it in one at all)."""
        literal = self.literals[node]
        tried: list[int] = []
        while True:
            model = self._model([literal, *tried])
            if model is None:
                return False
            if len(tried) == MOST_WORLDS:
                raise OutOfBounds
            world = self._world(model)
            if not self._maximal_without(literal, world):
                return True
            if not world:
                return False
            other_world = self.program.atom()
            for variable in world:
                self.program.rule(other_world, [-variable])
            tried.append(other_world)

    def _grow(self, model: frozenset[int]) -> tuple[frozenset[int], bool]:
        """A maximal outcome of the model's world above the model's; and whether it is another one."""
        grown = False
        world = self._world(model)
        while True:
            pledges = self._in(model)
            more = self.program.atom()
            for node, atom in self.pledges.items():
                if node not in pledges:
                    self.program.rule(more, [atom])
            larger = self._model([*world, *(self.pledges[node] for node in pledges), more])
            if larger is None:
                return model, grown
            model, grown = larger, True

    def _not_dominated(self) -> list[int]:
        """Assumptions: the outcome asked for is in none of the known ones of its world."""
        result = []
        for known in self.known:
            if known.holds == 0:
                continue
            if known.dominated is None:
                more, less = self.program.atom(), self.program.atom()
                for node, atom in self.pledges.items():
                    value = known.values[node]
                    if value is not None:
                        self.program.rule(more, [atom, -value] if value else [atom])
                    if value != 0:
                        self.program.rule(less, [-atom, value] if value else [-atom])
                known.dominated = self.program.atom()
                self.program.rule(known.dominated, [-more, less, *([known.holds] if known.holds else [])])
            result.append(-known.dominated)
        return result

    def _smallest_conflict(self, world: list[int]) -> Contradiction:
        """Drop every tie, then every setting, without which there is still no model."""
        core = [lit for lit in self.program.core if lit not in world]
        keep = core if self._model([*core, *world], live=False) is None else list(self.live)
        for tie in list(keep):
            rest = [other for other in keep if other != tie]
            if self._model([*rest, *world], live=False) is None:
                keep = rest
        settings = list(world)
        for setting in list(settings):
            rest = [other for other in settings if other != setting]
            if self._model([*keep, *rest], live=False) is None:
                settings = rest
        node_of = {atom: node for node, atom in self.bound.items()}
        id_of = {self.variables[v.node]: v.id for v in self.network.variables}
        return Contradiction(
            pledges=tuple(self.ids[node] for node in sorted(node_of[tie] for tie in keep)),
            settings=tuple((id_of[abs(lit)], lit > 0) for lit in settings),
        )

    # -- models, worlds, and outcomes as functions of the world ----------------------------------------------------------

    def _model(self, assumptions: Sequence[int], *, live: bool = True) -> frozenset[int] | None:
        return self.program.solve([*(self.live if live else ()), *assumptions], self.asked)

    def _world(self, model: frozenset[int]) -> list[int]:
        return [atom if atom in model else -atom for atom in self.variables.values()]

    def _in(self, model: frozenset[int]) -> frozenset[int]:
        return frozenset(node for node, atom in self.pledges.items() if atom in model)

    @staticmethod
    def _true(literal: int, model: frozenset[int]) -> bool:
        return literal in model if literal > 0 else -literal not in model

    def _remember(self, model: frozenset[int]) -> None:
        """Keep an outcome: its loops as they are in the model, everything else as it follows from them."""
        values: dict[int, int | None] = {FALSE: 0, TRUE: None, **self.variables}
        for node in self.loops:
            values[node] = None if self._true(self.literals[node], model) else 0
        holds: int | None = None
        for node in self.order:
            met = self._folded(self.gates[node], values)
            if node not in self.loops:
                values[node] = met
            else:
                holds = self._both(holds, met if values[node] is None else _negated(met))
        for opposite, node in self.behind.items():
            values[opposite] = _negated(values[node])
        self.known.append(_Known(holds=holds, values=values))

    def _folded(self, gate: Gate, values: dict[int, int | None]) -> int | None:
        """A gate's literal, where its children's may be constants."""
        need = gate.need
        open_kids = []
        for kid, weight in gate.kids:
            value = _negated(values[self.behind[kid]]) if kid in self.behind else values[kid]
            if value is None:
                need -= weight
            elif value:
                open_kids.append((value, weight))
        if need <= 0:
            return None
        if sum(weight for _, weight in open_kids) < need:
            return 0
        atom = self.program.atom()
        self.program.threshold(atom, need, open_kids)
        return atom

    def _loops(self) -> tuple[set[int], list[int]]:
        """Nodes that, once settled, leave nothing that depends on itself; and the gates, each after what it needs.

        One walk in depth: the nodes that are met again while they are still being looked into.
        """
        loops: set[int] = set()
        order: list[int] = []
        entered: set[int] = set()
        left: set[int] = set()
        for root in self.gates:
            stack = [(root, False)]
            while stack:
                node, leaving = stack.pop()
                if leaving:
                    entered.discard(node)
                    left.add(node)
                    order.append(node)
                elif node not in left:
                    entered.add(node)
                    stack.append((node, True))
                    for kid, _ in self.gates[node].kids:
                        below = self.behind.get(kid, kid)
                        if below in entered:
                            loops.add(below)
                        elif below in self.gates:
                            stack.append((below, False))
        return loops, order


def _negated(value: int | None) -> int | None:
    return None if value == 0 else 0 if value is None else -value
