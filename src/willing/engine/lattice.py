"""Statuses by solving, where nothing but unknowns stands under a ``not`` and no few worlds suffice (§3.4).

The least outcome of a world is the one stable model of the gates, the greatest that of their dual, so each status
takes four yes-or-no questions.
"""

from collections.abc import Sequence

from willing.answers.standing import BLOCKED, UNDECIDED, Standing, Status
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.gates import Gate, dual, flat_gates
from willing.engine.network import Network
from willing.engine.solvers.clingo import Program, encode_variables
from willing.model.picture import Picture


def by_lattice(picture: Picture, network: Network, nodes: Sequence[int], budget: Budget) -> dict[int, Standing]:
    """The standings of ``nodes`` in a network without loose opposites, over every allowed world."""
    try:
        gates, size = flat_gates(network)
    except OutOfBounds:
        return dict.fromkeys(nodes, UNDECIDED)
    in_least = _Sightings(picture, network, gates, size, budget, told_of_out=False)
    in_greatest = _Sightings(picture, network, list(dual(gates)), size, budget, told_of_out=True)
    result: dict[int, Standing] = {}
    for node in nodes:
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
        self,
        picture: Picture,
        network: Network,
        gates: Sequence[Gate],
        size: int,
        budget: Budget,
        *,
        told_of_out: bool,
    ) -> None:
        self.told_of_out = told_of_out
        self.program = Program(budget)
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
        return True
