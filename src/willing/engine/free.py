"""Statuses, outcomes and contradictions by solving, where anything may stand under a ``not`` (§3.4, §3.5).

An outcome is a set of pledges that is in exactly where its conditions are met. A question such as "is there a world
in whose every outcome p is in" has two quantifiers: a candidate world is asked for and refuted by an outcome; that
refutation is then generalised to every world it holds in, until no candidate is left or one is not refuted
(counterexample-guided refinement). To generalise, only what stands under a ``not`` is kept as it was; with that
settled the rest is a lattice again, and its least or greatest outcome is a function of the world.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from willing.answers.standing import BLOCKED, UNDECIDED, Listing, Standing, Status
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.gates import Gate, dual, flat_gates
from willing.engine.graph import feedback, reachable
from willing.engine.kernel import Outcome, wire
from willing.engine.kernel import greatest as run_greatest
from willing.engine.kernel import least as run_least
from willing.engine.network import TRUE, Network, Variable
from willing.engine.solvers.clingo import Program, encode_variables
from willing.engine.standing import MOST_OUTCOMES, Contradiction
from willing.model.picture import Picture


@dataclass(slots=True)
class _Known:
    """An outcome found, as a function of the world: with its loops settled as they were, the rest follows.

    ``holds``: it is an outcome there; ``values``: which nodes are in it; each a literal, 0 for false, None for true.
    ``dominated``, ``refutes`` and ``above`` (by ``id`` of the lesser) are literals made when first asked for.
    """

    holds: int | None
    values: dict[int, int | None]
    dominated: int | None = None
    refutes: dict[tuple[int, bool], int | None] = field(default_factory=dict)
    above: dict[int, int | None] = field(default_factory=dict)


class FreeOutcomes:
    """Questions about all outcomes of all worlds of a network in which anything may stand under a ``not``.

    The constructor and :meth:`contradiction` raise :class:`OutOfBounds` when steps or a bound are used up; the other
    questions say so in their answer.
    """

    def __init__(self, picture: Picture, network: Network, budget: Budget) -> None:
        self.network = network
        self.ids = {node: id_ for id_, node in network.pledges.items()}
        self.program = program = Program(budget)
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
        self.loops, self.order = feedback(self.gates, self._gates_below)
        self.wiring = wire(network)
        self.loose = self._loose()
        watched = (*network.pledges.values(), *network.more, *self.loops, *self.loose)
        self.asked = list({*self.variables.values(), *(abs(literals[node]) for node in watched)})
        self.known: list[_Known] = []
        self.settled: set[tuple[frozenset[int], bool]] = set()
        self.seen: set[int] = set()

    # -- the questions ------------------------------------------------------------------------------------------------

    def standings(self, nodes: Iterable[int]) -> dict[int, Standing]:
        """The standings of ``nodes`` by §3.3: first what one model can tell, then what takes all outcomes."""
        result: dict[int, Standing] = {}
        between = []
        for node in nodes:
            result[node] = UNDECIDED
            with suppress(OutOfBounds):
                if not self._ever(self.literals[node]):
                    result[node] = BLOCKED
                elif not self._ever(-self.literals[node]):
                    result[node] = Standing(status="stands", best="stands")
                else:
                    between.append(node)
        whole = self.program.budget
        for i, node in enumerate(between):
            with suppress(OutOfBounds):  # each gets its part of the steps, and what the ones before it left over
                self.program.budget = whole.part(len(between) - i)
                result[node] = self._between(node)
        self.program.budget = whole
        return result

    def _between(self, node: int) -> Standing:
        """The standing of a node that is in some outcome, and not in some; its best may be undecided by itself."""
        literal = self.literals[node]
        status: Status = "together"
        if self._some_world_all(-literal, node, in_=False):
            status = "open"
        elif self._top_without(literal, []) is not None:
            status = "rival"
        try:
            if self._some_world_all(literal, node, in_=True):
                return Standing(status=status, best="stands")
            if status == "together" or self._together_somewhere(node):
                return Standing(status=status, best="together")
        except OutOfBounds:
            return Standing(status=status, best="undecided")
        return Standing(status=status, best="rival")

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
            self._remember(outcome, greatest=True)

    def conflict(self, settings: Iterable[tuple[Variable, bool]]) -> Contradiction:
        """The smallest list of pledges that cannot all have their conditions in worlds that are so, which must be."""
        node = {(v.kind, v.id): v.node for v in self.network.variables}
        values = [(self.variables[node[v.kind, v.id]], value) for v, value in settings]
        world = [atom if value else -atom for atom, value in values]
        assert self._model(world) is None
        return self._smallest_conflict(world)

    def listing(self) -> Listing:
        """The maximal outcomes of all worlds, each set once, at most :data:`MOST_OUTCOMES` of them."""
        found, complete = self.distinct(self.network.pledges.values(), MOST_OUTCOMES, maximal=True)
        sets = sorted(tuple(sorted(nodes)) for nodes in found)
        return Listing(sets=tuple(tuple(self.ids[n] for n in nodes) for nodes in sets), complete=complete)

    def distinct(self, nodes: Iterable[int], most: int, *, maximal: bool) -> tuple[list[frozenset[int]], bool]:
        """How (maximal) outcomes of all worlds differ in some pledges and variables: each way once, and if that is all.

        ``nodes``: of pledges and variables; a way is those of them that are true. At most ``most`` ways.
        """
        watched = {self.literals[node]: node for node in nodes}
        self.asked = list({*self.asked, *watched})
        found: dict[frozenset[int], int] = {}
        while True:
            try:
                model = self._model([*(self._not_dominated() if maximal else ()), *found.values()])
                if model is None:
                    return list(found), True
                top, grown = self._grow(model) if maximal else (model, False)
            except OutOfBounds:
                return list(found), False
            if grown:
                self._remember(top, greatest=True)
            way = frozenset(node for atom, node in watched.items() if atom in top)
            if way not in found:
                if len(found) == most:
                    return list(found), False
                differs = found[way] = self.program.atom()
                for atom, node in watched.items():
                    self.program.rule(differs, [-atom if node in way else atom])

    # -- how they are answered ----------------------------------------------------------------------------------------

    def _ever(self, literal: int) -> bool:
        """Whether the literal is true in some outcome of some world."""
        if literal not in self.seen:
            model = self._model([literal])
            if model is None:
                return False
            self.seen.update(atom if atom in model else -atom for atom in self.asked)
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
            self._remember(other, greatest=not in_)

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
        if 0 in (one, other):
            return 0
        atom = self.program.atom()
        self.program.rule(atom, [one, other])
        return atom

    def _top_without(self, literal: int, world: Sequence[int]) -> frozenset[int] | None:
        """Some maximal outcome (of ``world``, or of any) that has the literal false; None where there is none."""
        while True:
            model = self._model([-literal, *world, *self._not_dominated()])
            if model is None:
                return None
            top, grown = self._grow(model)
            if not self._true(literal, top):
                return top
            assert grown
            self._remember(top, greatest=True)

    def _together_somewhere(self, node: int) -> bool:
        """Whether some world has the node in every maximal outcome (and has it in one at all)."""
        literal = self.literals[node]
        while True:
            without = [k for k in self.known if self._refutes(k, node, in_=False) != 0]
            kept = [self._maximal_so_far(known, node) for known in without]
            model = None if None in kept else self._model([literal, *(-lit for lit in kept if lit)])
            if model is not None:
                top = self._top_without(literal, self._world(model))
                if top is None:
                    return True
                self._remember(top, greatest=True)
            elif not self._found_above(node, without):
                return False

    def _maximal_so_far(self, known: _Known, node: int) -> int | None:
        """The literal "this is an outcome without the node, and within no other known one"; 0 never, None always."""
        result = self._refutes(known, node, in_=False)
        for other in self.known:
            if other is not known:
                result = self._both(result, _negated(self._dominates(other, known)))
        return result

    def _found_above(self, node: int, without: list[_Known]) -> bool:
        """Look for an outcome above a known one without the node, but not within a known one; keep it if there is."""
        for known in without:
            above = self._within(known.values, self.pledges)
            kept = self._maximal_so_far(known, node)
            model = self._model([lit for lit in (above, kept) if lit])
            if model is not None:
                self._remember(self._grow(model)[0], greatest=True)
                return True
        return False

    def _dominates(self, other: _Known, known: _Known) -> int | None:
        """The literal "the other is an outcome, and holds all of this one and more"."""
        key = id(known)
        if key not in other.above:
            other.above[key] = self._both(other.holds, self._within(known.values, other.values))
        return other.above[key]

    def _within(self, one: Mapping[int, int | None], other: Mapping[int, int | None]) -> int | None:
        """The literal "the pledges of one are all in the other, which has more"."""
        program = self.program
        astray, more = program.atom(), program.atom()
        for node in self.pledges:
            for head, has, lacks in ((astray, one[node], other[node]), (more, other[node], one[node])):
                if has != 0 and lacks is not None:
                    program.rule(head, [lit for lit in (has, _negated(lacks)) if lit])
        return self._both(-astray, more)

    def _grow(self, model: frozenset[int]) -> tuple[frozenset[int], bool]:
        """A maximal outcome of the model's world above the model's; and whether it is another one."""
        world = self._world(model)
        model, grown = self._leap(model, world)
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

    def _leap(self, model: frozenset[int], world: list[int]) -> tuple[frozenset[int], bool]:
        """The greatest outcome with the same under every ``not``, if it is one: saves most steps of growing."""
        settled, outcome = self._settle(model, greatest=True)
        if any(outcome.in_[node] != (node in settled) for node in self.loose):
            return model, False
        pledges = {node for node in self.pledges if outcome.in_[node]}
        if pledges == self._in(model):
            return model, False
        top = self._model([*world, *(atom if node in pledges else -atom for node, atom in self.pledges.items())])
        return (model, False) if top is None else (top, True)

    def _settle(self, model: frozenset[int], *, greatest: bool) -> tuple[frozenset[int], Outcome]:
        """What is true under a ``not`` in a model, and the walk in its world with that settled."""
        settled = frozenset(node for node in self.loose if self._true(self.literals[node], model))
        opposites = self.network.opposites
        true = [node for node, atom in self.variables.items() if atom in model]
        true += [opposites[node] for node in self.loose if node not in settled]
        true += [o for node, o in opposites.items() if node in self.variables and self.variables[node] not in model]
        return settled, (run_greatest if greatest else run_least)(self.wiring, true)

    def _not_dominated(self) -> list[int]:
        """Assumptions: the outcome asked for is in none of the known ones of its world."""
        result = []
        for known in self.known:
            if known.dominated is None:
                known.dominated = self._both(known.holds, self._within(self.pledges, known.values))
            if known.dominated:
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
        variable_of = {self.variables[v.node]: v for v in self.network.variables}
        return Contradiction(
            pledges=tuple(self.ids[node] for node in sorted(node_of[tie] for tie in keep)),
            settings=tuple((variable_of[abs(lit)], lit > 0) for lit in settings),
        )

    # -- models, worlds, and outcomes as functions of the world ---------------------------------------------------

    def _model(self, assumptions: Sequence[int], *, live: bool = True) -> frozenset[int] | None:
        return self.program.solve([*(self.live if live else ()), *assumptions], self.asked)

    def _world(self, model: frozenset[int]) -> list[int]:
        return [atom if atom in model else -atom for atom in self.variables.values()]

    def _in(self, model: frozenset[int]) -> frozenset[int]:
        return frozenset(node for node, atom in self.pledges.items() if atom in model)

    @staticmethod
    def _true(literal: int, model: frozenset[int]) -> bool:
        return literal in model if literal > 0 else -literal not in model

    def _remember(self, model: frozenset[int], *, greatest: bool) -> None:
        """Keep an outcome as a function of the world: what stands under ``not`` as it is here, the rest as follows.

        ``greatest``: the greatest such outcome of each world, else the least. Where that is not an outcome even in
        the model's own world, every loop is kept as it is, and not only what stands under a ``not``.
        """
        self.program.budget.spend(2 * self.network.size)
        settled, here = self._settle(model, greatest=greatest)
        if (settled, greatest) in self.settled or any(here.in_[node] != (node in settled) for node in self.loose):
            self._remember_loops(model)
            return
        self.settled.add((settled, greatest))
        values = self._follow(settled, greatest=greatest)
        holds: int | None = None
        for node in self.loose:
            holds = self._both(holds, values[node] if node in settled else _negated(values[node]))
        self.known.append(_Known(holds=holds, values=values))

    def _follow(self, settled: frozenset[int], *, greatest: bool) -> dict[int, int | None]:
        """The least or greatest solution of the gates in each world, with what is under ``not`` settled."""
        program = self.program
        given = [self.network.opposites[node] for node in self.loose if node not in settled]
        rest = [o for node, o in self.network.opposites.items() if node not in self.loose]
        surely = run_least(self.wiring, given).in_
        possibly = run_greatest(self.wiring, [*given, *rest, *self.variables]).in_
        values: dict[int, int | None] = {TRUE: None, **self.variables}
        for opposite, node in self.behind.items():
            if node in self.loose:
                values[opposite] = 0 if node in settled else None
            elif node in self.variables:
                values[opposite] = -self.variables[node]
        for head in self.gates:
            seen = head < self.network.size  # fillings of pools are beyond what the walk knows
            values[head] = None if seen and surely[head] else program.atom() if not seen or possibly[head] else 0
            if greatest and values[head]:
                values[head] = _negated(values[head])  # the atom says that it is out
        for opposite, node in self.behind.items():
            values.setdefault(opposite, _negated(values[node]))
        for gate in self.gates.values():
            value = values[gate.head]
            if not value:
                continue
            told = next(iter(dual([gate]))) if greatest else gate
            need, kids = told.need, []
            for kid, weight in told.kids:
                its = _negated(values[kid]) if greatest else values[kid]
                if its is None:
                    need -= weight
                elif its:
                    kids.append((its, weight))
            program.threshold(abs(value), need, kids)
        return values

    def _loose(self) -> tuple[int, ...]:
        """Nodes under a ``not`` in the conditions of pledges; those of the goal alone are of no account."""
        seen = reachable((node for node in self.pledges if node in self.gates), self._gates_below)
        used = {kid for node in seen for kid, _ in self.gates[node].kids}
        return tuple(node for opposite, node in self.behind.items() if opposite in used and node not in self.variables)

    def _remember_loops(self, model: frozenset[int]) -> None:
        """Keep an outcome: its loops as they are in the model, everything else as it follows from them."""
        values: dict[int, int | None] = {TRUE: None, **self.variables}
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

    def _gates_below(self, node: int) -> list[int]:
        """The gates that a gate needs, those behind opposites included."""
        kids = (self.behind.get(kid, kid) for kid, _ in self.gates[node].kids)
        return [kid for kid in kids if kid in self.gates]


def _negated(value: int | None) -> int | None:
    return None if value == 0 else 0 if value is None else -value
