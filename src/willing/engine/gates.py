"""Thresholds: the gates of a network one by one, and the one normal form that every way to decide them takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Generic, Literal, TypeVar

from willing.engine.budget import OutOfBounds
from willing.engine.network import Network, Tally

Kid = TypeVar("Kid")

#: A pool with more distinct fillings than this is not compiled: what hangs on it is undecided.
MOST_FILLINGS = 4_096

#: A network larger than this is not given to the solver: handing it over alone would take too long.
MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Threshold(Generic[Kid]):
    """Weights that have to come to ``need``, none of them 0 or above it, without a common factor.

    ``kind``: what that comes to: all of them, any of them, or a sum.
    """

    kind: Literal["all", "any", "sum"]
    need: int
    kids: tuple[tuple[Kid, int], ...]


def threshold(kids: Iterable[tuple[Kid, int]], need: int) -> Threshold[Kid] | bool:
    """The normal form of "the weights of those that are true come to ``need``"; a bool where that is certain."""
    if need <= 0:
        return True
    cut = [(kid, min(weight, need)) for kid, weight in kids if weight > 0]
    whole = sum(weight for _, weight in cut)
    if whole < need:
        return False
    smallest = min(weight for _, weight in cut)
    kind: Literal["all", "any", "sum"] = "sum"
    if whole - smallest < need:
        kind = "all"
    elif smallest >= need:
        kind = "any"
    common = gcd(*(weight for _, weight in cut))
    return Threshold(kind, -(-need // common), tuple((kid, weight // common) for kid, weight in cut))


@dataclass(frozen=True, slots=True)
class Gate:
    """``head`` is true when the weights of its true ``kids`` reach ``need``."""

    head: int
    need: int
    kids: tuple[tuple[int, int], ...]


def flat_gates(network: Network) -> tuple[list[Gate], int]:
    """Every gate with its own weighted children (tallies spelled out, pools as gates), and the number of nodes.

    Raises :class:`OutOfBounds` where there are too many of them, or they hang on amounts that follow others.
    """
    if network.unsure or network.size + sum(len(t.edges) * len(t.gates) for t in network.tallies) > MOST_NODES:
        raise OutOfBounds
    gates = [Gate(head, need, tuple((kid, 1) for kid in kids)) for head, need, kids in network.gates()]
    size = network.size
    for tally in network.tallies:
        for node, need, without in tally.gates:
            kids: list[tuple[int, int]] = []
            pooled: dict[str, list[tuple[int, int]]] = {}
            for edge in tally.edges:
                if edge.owner == without:
                    continue
                weight = need if edge.weight is None else min(edge.weight, need)
                if edge.pool is None:
                    kids.append((edge.node, weight))
                else:
                    pooled.setdefault(edge.pool, []).append((edge.node, weight))
            for pool, members in pooled.items():
                below = 0
                for filling in _fillings(tally, pool, members, need):
                    gates.append(Gate(size, filling, tuple(members)))
                    kids.append((size, filling - below))
                    below = filling
                    size += 1
            gates.append(Gate(node, need, tuple(kids)))
    return gates, size


def _fillings(tally: Tally, pool: str, members: Sequence[tuple[int, int]], need: int) -> list[int]:
    """The amounts a pool can come to, ascending, without zero."""
    limit = min(tally.pools[pool], need)
    sums = {0}
    for _, weight in members:
        sums |= {min(limit, s + weight) for s in sums}
        if len(sums) > MOST_FILLINGS:
            raise OutOfBounds
    return sorted(sums - {0})


def dual(gates: Iterable[Gate]) -> Iterator[Gate]:
    """The same gates told of what is out: a gate is out when so much of its children is that its need is not met."""
    for gate in gates:
        yield Gate(gate.head, sum(weight for _, weight in gate.kids) - gate.need + 1, gate.kids)
