"""Every outcome of every world of a small network, by looking at all there could be (§3.1).

A way things could be is a world and a guess of the nodes that depend on themselves; all others follow. A node is one
number with a bit for each way, so that a gate is worked out for all ways at once. The ways in which every guess agrees
with what follows are the outcomes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from willing.answers.standing import BLOCKED, Standing, Status
from willing.engine.gates import Gate, flat_gates
from willing.engine.graph import feedback
from willing.engine.network import TRUE, Network, Variable
from willing.engine.worlds import Mixed, settings
from willing.model.picture import Picture

#: Ways that are looked at, and how many of one world.
MOST_WAYS = 4_096
MOST_GUESSES = 256

#: How something may be in one world, best first (§3.3).
_WORDS: tuple[Status, ...] = ("stands", "together", "rival")


@dataclass(frozen=True)
class Table:
    """``worlds``: what variables are in each; ``guesses``: ways of one world; ``rows``: by node, a bit for each way."""

    network: Network
    worlds: Sequence[Mapping[int, bool]]
    guesses: int
    rows: Mapping[int, int]
    outcomes: int

    def without_outcome(self) -> tuple[tuple[Variable, bool], ...] | None:
        """The first world without outcome; None where there is no such world."""
        for number, world in enumerate(self.worlds):
            if not self._in_world(self.outcomes, number):
                return tuple((v, world[v.node]) for v in self.network.variables)
        return None

    def standing(self, node: int) -> Standing:
        """The standing of a node, where every world has an outcome (§3.3)."""
        row = self.rows[node]
        words = {self._word(row, number) for number in range(len(self.worlds))}
        inside = [word for word in _WORDS if word in words]
        if not inside:
            return BLOCKED
        return Standing(status="open" if None in words else inside[-1], best=inside[0])

    def _word(self, row: int, number: int) -> Status | None:
        every = self._in_world(self.outcomes, number)
        met = every & self._in_world(row, number)
        if met == every:
            return "stands"
        if not self._in_world(self.maximal & ~row, number):
            return "together"
        return "rival" if met else None

    def sums(self, weights: Mapping[int, int]) -> tuple[int, int, int]:
        """What weights of nodes come to: at least, at least in a maximal outcome, at most."""
        found = {0: self.outcomes}
        for node, weight in weights.items():
            row = self.rows[node]
            split: dict[int, int] = {}
            for total, ways in found.items():
                for its, then in ((ways & row, total + weight), (ways & ~row, total)):
                    if its:
                        split[then] = split.get(then, 0) | its
            found = split
        return min(found), min(total for total, ways in found.items() if ways & self.maximal), max(found)

    @cached_property
    def maximal(self) -> int:
        """The outcomes that are in no other of their world."""
        pledges = [self.rows[node] for node in self.network.pledges.values()]
        found = 0
        for number in range(len(self.worlds)):
            first = number * self.guesses
            left = self._in_world(self.outcomes, number)
            ways = [way for way in range(first, first + self.guesses) if left >> way - first & 1]
            sets = {way: sum((row >> way & 1) << i for i, row in enumerate(pledges)) for way in ways}
            for way, inside in sets.items():
                if not any(inside != other and inside & other == inside for other in sets.values()):
                    found |= 1 << way
        return found

    def _in_world(self, row: int, number: int) -> int:
        return row >> number * self.guesses & (1 << self.guesses) - 1


def table_of(picture: Picture, network: Network) -> Table | None:
    """The table of a network; None where there would be too much to look at, and raises OutOfBounds like gates do."""
    flat, _ = flat_gates(network)
    gates = {gate.head: gate for gate in flat}
    behind = {opposite: node for node, opposite in network.opposites.items()}

    def below(node: int) -> list[int]:
        kids = (behind.get(kid, kid) for kid, _ in gates[node].kids)
        return [kid for kid in kids if kid in gates]

    loops, order = feedback(gates, below)
    guesses = 1 << len(loops)
    if guesses > MOST_GUESSES:
        return None
    ids = tuple(v.id for v in network.variables if v.kind == "assumption")
    others = tuple(v.node for v in network.variables if v.kind != "assumption")
    most = MOST_WAYS // guesses
    worlds = list(islice(settings(picture, network, Mixed(assumptions=ids, others=others)), most + 1))
    if len(worlds) > most:
        return None
    ways = guesses * len(worlds)
    all_ = (1 << ways) - 1
    block = (1 << guesses) - 1
    rows = {TRUE: all_}
    for variable in network.variables:
        rows[variable.node] = sum(block << i * guesses for i, world in enumerate(worlds) if world[variable.node])
    guessed = {node: sum(1 << way for way in range(ways) if way >> i & 1) for i, node in enumerate(sorted(loops))}
    rows |= guessed
    outcomes = all_
    for node in order:
        row = _row(gates[node], rows, behind, all_)
        if node in guessed:
            outcomes &= ~(row ^ guessed[node])
        else:
            rows[node] = row
    rows |= {opposite: all_ & ~rows[node] for opposite, node in behind.items()}
    return Table(network=network, worlds=worlds, guesses=guesses, rows=rows, outcomes=outcomes)


def _row(gate: Gate, rows: Mapping[int, int], behind: Mapping[int, int], all_: int) -> int:
    """In which ways a gate is met; by the sums that its children come to."""
    sums = {0: all_}
    for kid, weight in gate.kids:
        row = all_ & ~rows[behind[kid]] if kid in behind else rows[kid]
        split: dict[int, int] = {}
        for total, ways in sums.items():
            for its, then in ((ways & row, min(total + weight, gate.need)), (ways & ~row, total)):
                if its:
                    split[then] = split.get(then, 0) | its
        sums = split
    return _union(ways for total, ways in sums.items() if total >= gate.need)


def _union(rows: Iterable[int]) -> int:
    found = 0
    for row in rows:
        found |= row
    return found
