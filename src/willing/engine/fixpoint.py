"""Least and greatest outcome of a network in one world, each in time linear in the network (§3.4).

The least outcome starts from nobody and adds whoever's condition is met; the greatest starts from everybody and
drops whoever's is not (Tarski; as a dynamic: Granovetter 1978). Both are one walk: a node *flips* (comes in, or
falls out), and tells the gates above it. What differs is how much has to flip before a gate does, and that is
prepared in two sets of thresholds. The walk is written once, on plain sequences; on large networks it is compiled
by numba where that is installed, with the same results.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from willing.engine.network import FALSE, TRUE, Network

#: From this many edges on, compiling the walk (about a second, once) is worth it.
LARGE = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What has to flip: per gate, and per tally as a heap of (need, gate) in ``[heap_start[t], heap_start[t + 1])``."""

    need: Sequence[int]
    room: Sequence[int]
    heap_start: Sequence[int]
    heap_key: Sequence[int]
    heap_gate: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """A network turned round: from each node to the gates and tallies it counts for.

    ``out_to[out_start[n]:out_start[n + 1]]``: gates, or ``size + t`` for tally ``t``; ``out_mark``: -1 for a plain
    edge of weight 1, else an index into ``weight``, ``pool`` and ``owner`` (-1: none). ``gate_owner``: whose part a
    tally's gate leaves out. ``exact``: every sum fits 64 bits, so the walk may be compiled.
    """

    size: int
    leaves: tuple[int, ...]
    out_start: Sequence[int]
    out_to: Sequence[int]
    out_mark: Sequence[int]
    weight: Sequence[int]
    pool: Sequence[int]
    owner: Sequence[int]
    gate_owner: Sequence[int]
    owners: int
    rising: Direction
    falling: Direction
    fits_64_bits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Which nodes are true (``in_[node]`` is 1), and the nodes that flipped, in the order in which they did.

    Both are sequences of int: lists, or arrays where the walk was compiled.
    """

    in_: Any
    order: Any


def wire(network: Network) -> Wiring:
    """The wiring of a network; costs one pass over it and serves every world."""
    size = network.size
    edge_from: list[int] = []
    edge_to: list[int] = []
    edge_mark: list[int] = []
    weight: list[int] = []
    pool: list[int] = []
    owner: list[int] = []
    rising_need, falling_need = [1] * size, [1] * size
    for i, head in enumerate(network.head):
        rising_need[head] = network.need[i]
        falling_need[head] = network.start[i + 1] - network.start[i] - network.need[i] + 1
    gate_owner = [-1] * size
    rooms: list[int] = []
    overs: list[int] = []
    owners = 0
    heaps: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]] = ([], [])
    largest = 0
    for t, tally in enumerate(network.tallies):
        if not tally.gates:
            continue
        most = max(need for _, need, _ in tally.gates)  # beyond it nothing changes: weights are cut there
        owner_index: dict[str | None, int] = {}
        for _, _, without in tally.gates:
            if without is not None and without not in owner_index:
                owner_index[without] = owners + len(owner_index)
        owners += len(owner_index)
        room = {name: len(rooms) + i for i, name in enumerate(tally.pools)}
        offered = dict.fromkeys(tally.pools, 0)
        part: dict[str, int] = {}
        pool_owner: dict[str, str] = {}
        for edge in tally.edges:
            units = most if edge.weight is None else min(edge.weight, most)
            edge_from.append(edge.node)
            edge_to.append(size + t)
            if units == 1 and edge.pool is None and edge.owner not in owner_index:
                edge_mark.append(-1)
            else:
                edge_mark.append(len(weight))
                weight.append(units)
                pool.append(room[edge.pool] if edge.pool is not None else -1)
                owner.append(owner_index.get(edge.owner, -1))
            if edge.pool is None:
                part[edge.owner] = part.get(edge.owner, 0) + units
            else:
                offered[edge.pool] += units
                pool_owner[edge.pool] = edge.owner
        for name, sum_ in offered.items():
            limit = min(tally.pools[name], most)
            rooms.append(limit)
            overs.append(max(0, sum_ - limit))
            part[pool_owner[name]] = part.get(pool_owner[name], 0) + min(sum_, limit)
        whole = sum(part.values())
        largest = max(largest, whole + most)
        for node, need, without in tally.gates:
            gate_owner[node] = owner_index.get(without, -1)
            rising_need[node] = need
            falling_need[node] = whole - (part.get(without, 0) if without is not None else 0) - need + 1
            heaps[0].append((t, rising_need[node], node))
            heaps[1].append((t, falling_need[node], node))
    out_start, out_to, out_mark = _turn_round(network, edge_from, edge_to, edge_mark)
    return Wiring(
        size=size,
        leaves=tuple(v.node for v in network.variables) + tuple(network.opposites.values()),
        out_start=out_start,
        out_to=out_to,
        out_mark=out_mark,
        weight=weight,
        pool=pool,
        owner=owner,
        gate_owner=gate_owner,
        owners=owners,
        rising=_direction(rising_need, rooms, heaps[0], len(network.tallies)),
        falling=_direction(falling_need, overs, heaps[1], len(network.tallies)),
        fits_64_bits=largest < 2**62,
    )


def _direction(need: list[int], room: list[int], heap: list[tuple[int, int, int]], tallies: int) -> Direction:
    heap.sort()  # sorted by need within each tally is a heap already
    starts = [0] * (tallies + 1)
    for t, _, _ in heap:
        starts[t + 1] += 1
    for t in range(tallies):
        starts[t + 1] += starts[t]
    return Direction(
        need=need,
        room=room,
        heap_start=starts,
        heap_key=[key for _, key, _ in heap],
        heap_gate=[gate for _, _, gate in heap],
    )


def _turn_round(
    network: Network, edge_from: list[int], edge_to: list[int], edge_mark: list[int]
) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Edges by their child, in the order in which they were written."""
    out_start = [0] * (network.size + 1)
    for kid in network.kids:
        out_start[kid + 1] += 1
    for kid in edge_from:
        out_start[kid + 1] += 1
    for node in range(network.size):
        out_start[node + 1] += out_start[node]
    at = out_start[:-1].copy()
    out_to = [0] * out_start[-1]
    out_mark = [-1] * out_start[-1]
    for i, head in enumerate(network.head):
        for j in range(network.start[i], network.start[i + 1]):
            kid = network.kids[j]
            out_to[at[kid]] = head
            at[kid] += 1
    for kid, to, mark in zip(edge_from, edge_to, edge_mark, strict=True):
        out_to[at[kid]] = to
        out_mark[at[kid]] = mark
        at[kid] += 1
    return out_start, out_to, out_mark


def least(wiring: Wiring, true_leaves: Iterable[int]) -> Outcome:
    """The least set of nodes that holds ``true_leaves`` and every gate whose need is met."""
    direction = wiring.rising
    seeds = [TRUE, *true_leaves, *(node for node, need in enumerate(direction.need) if need <= 0)]
    return _run(wiring, direction, seeds, rising=True)


def greatest(wiring: Wiring, true_leaves: Iterable[int]) -> Outcome:
    """The greatest set of nodes without the other leaves in which every gate's need is met."""
    direction = wiring.falling
    true = set(true_leaves)
    seeds = [FALSE, *(leaf for leaf in wiring.leaves if leaf not in true)]
    seeds += [node for node, need in enumerate(direction.need) if need <= 0]
    return _run(wiring, direction, seeds, rising=False)


def _run(wiring: Wiring, direction: Direction, seeds: Sequence[int], *, rising: bool) -> Outcome:
    arrays = (
        wiring.out_start, wiring.out_to, wiring.out_mark, wiring.weight, wiring.pool, wiring.owner, wiring.gate_owner,
    )  # fmt: skip
    state = (direction.need, direction.room, direction.heap_key, direction.heap_gate)
    tallies = len(direction.heap_start) - 1
    compiled = _compiled() if wiring.fits_64_bits and len(wiring.out_to) >= LARGE else None
    if compiled is None:
        flipped, order = [0] * wiring.size, [0] * wiring.size
        count = walk(
            list(seeds), flipped, order, rising, wiring.size, *arrays, direction.heap_start,
            list(direction.heap_start[1:]), [0] * tallies, [0] * wiring.owners, *map(list, state),
        )  # fmt: skip
        if not rising:
            flipped = [1 - flag for flag in flipped]
        return Outcome(in_=flipped, order=order[:count])
    import numpy as np

    flags, turns = np.zeros(wiring.size, np.int8), np.zeros(wiring.size, np.int64)
    count = compiled(
        np.asarray(seeds, np.int64), flags, turns, rising, wiring.size,
        *(np.asarray(a, np.int64) for a in arrays), np.asarray(direction.heap_start, np.int64),
        np.array(direction.heap_start[1:], np.int64), np.zeros(tallies, np.int64), np.zeros(wiring.owners, np.int64),
        *(np.array(a, np.int64) for a in state),
    )  # fmt: skip
    return Outcome(in_=flags if rising else 1 - flags, order=turns[:count])


def walk(  # one loop with everything in it, so that it can be compiled as it stands
    seeds: Any, flipped: Any, order: Any, rising: bool, size: int,
    out_start: Any, out_to: Any, out_mark: Any, weight: Any, pool: Any, owner: Any, gate_owner: Any,
    heap_start: Any, heap_end: Any, reached: Any, owned: Any,
    need: Any, room: Any, heap_key: Any, heap_gate: Any,
) -> int:  # fmt: skip
    """Flip the seeds and all that follows from them; how many flipped. Plain lists or arrays, changed in place.

    ``reached[t]`` is the amount that has flipped in tally ``t``, ``owned[o]`` that of an owner in it. A gate without
    its owner's part flips when ``reached - owned`` comes to its need; as ``owned`` may grow while it waits, it is
    looked at again when ``reached`` comes to what would do now.
    """
    count = 0
    for node in seeds:
        if flipped[node] == 0:
            flipped[node] = 1
            order[count] = node
            count += 1
    at = 0
    while at < count:
        node = order[at]
        at += 1
        for edge in range(out_start[node], out_start[node + 1]):
            to = out_to[edge]
            mark = out_mark[edge]
            amount = 1
            if mark >= 0:
                amount = weight[mark]
                if pool[mark] >= 0:
                    # Rising, of what a pool gives only the first `room` units pass on; falling, the first units
                    # lost are those beyond its size, and pass on nothing.
                    part = min(amount, room[pool[mark]])
                    room[pool[mark]] -= part
                    amount = part if rising else amount - part
            if to < size:
                if flipped[to] == 0:
                    need[to] -= amount
                    if need[to] <= 0:
                        flipped[to] = 1
                        order[count] = to
                        count += 1
                continue
            t = to - size
            if mark >= 0 and owner[mark] >= 0:
                owned[owner[mark]] += amount
            reached[t] += amount
            first = heap_start[t]
            while heap_end[t] > first and heap_key[first] <= reached[t]:
                gate = heap_gate[first]
                key = need[gate]
                if gate_owner[gate] >= 0:
                    key += owned[gate_owner[gate]]
                if key <= reached[t]:
                    if flipped[gate] == 0:
                        flipped[gate] = 1
                        order[count] = gate
                        count += 1
                    heap_end[t] -= 1
                    key = heap_key[heap_end[t]]
                    gate = heap_gate[heap_end[t]]
                # Sift (key, gate) down from the top.
                hole = first
                while True:
                    child = 2 * (hole - first) + 1 + first
                    if child >= heap_end[t]:
                        break
                    if child + 1 < heap_end[t] and heap_key[child + 1] < heap_key[child]:
                        child += 1
                    if heap_key[child] >= key:
                        break
                    heap_key[hole] = heap_key[child]
                    heap_gate[hole] = heap_gate[child]
                    hole = child
                if hole < heap_end[t]:
                    heap_key[hole] = key
                    heap_gate[hole] = gate
    return count


def _compiled() -> Any:
    """The walk compiled by numba, or None where numba is not installed."""
    try:
        import numba
    except ImportError:
        return None
    return numba.njit(cache=True)(walk)
