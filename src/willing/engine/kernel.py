"""Least and greatest outcome of a network in one world, each in time linear in the network (§3.4).

The least outcome starts from nobody and adds whoever's condition is met; the greatest starts from everybody and
drops whoever's is not (Tarski; as a dynamic: Granovetter 1978). Both are one walk: a node *flips* (comes in, or
falls out), and tells the gates above it. What differs is how much has to flip before a gate does, and that is
prepared in two sets of thresholds.

One kernel, two speeds. A *pass* (:func:`thresholds`, :func:`turn_round`, :func:`walk`) is written once, as plain loops
over sequences of the right length, which it changes in place. Small work runs it as it stands, on lists
(:class:`Lists`); large work has it compiled by numba where that is installed, and runs it on arrays
(:class:`Arrays`), with the same results.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any, NamedTuple, Protocol, overload

from willing.engine.following import amounts
from willing.engine.network import FALSE, TRUE, Network, Tally

#: From this many edges on, loading the compiled passes (about a second; some more the first time ever) is worth it.
LARGE = 200_000


class Ints(Protocol):
    """A list of int, or an array of them for compiled passes."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[int]: ...
    @overload
    def __getitem__(self, place: int, /) -> int: ...
    @overload
    def __getitem__(self, places: slice, /) -> "Ints": ...
    def __setitem__(self, place: int, value: int, /) -> None: ...
    def copy(self) -> "Ints":
        """The same numbers, to be changed."""
        ...


class Lists:
    """Passes as they stand, on lists."""

    def run(self, pass_: Callable[..., Any]) -> Callable[..., Any]:
        """The pass, to be called with sequences from here."""
        return pass_

    def places(self, numbers: Sequence[int] | Ints) -> Ints:
        """Numbers of nodes and of places in other sequences; the sequence itself if it is of the right type."""
        return numbers if isinstance(numbers, list) else list(numbers)

    amounts = places

    def filled(self, value: int, length: int) -> Ints:
        """So many amounts."""
        return [value] * length

    def zeros(self, length: int) -> Ints:
        """So many places."""
        return [0] * length

    def flags(self, length: int) -> Ints:
        """So many flags, all 0."""
        return bytearray(length)

    def plain(self, numbers: Ints) -> list[int]:
        """As a list."""
        return list(numbers)

    def not_positive(self, numbers: Ints) -> Ints:
        """The places of all that is 0 or less."""
        return [place for place, its in enumerate(numbers) if its <= 0]


class Arrays(Lists):
    """Passes compiled, on arrays: places have 32 bits, amounts 64.

    ``narrow``: amounts have 16 bits, with which a walk takes half the time.
    """

    def __init__(self, *, narrow: bool = False) -> None:
        import numpy as np

        self.np = np
        self.amount: Any = np.int16 if narrow else np.int64

    def run(self, pass_: Callable[..., Any]) -> Callable[..., Any]:
        return _compiled(pass_)

    def places(self, numbers: Sequence[int] | Ints) -> Ints:
        return self.np.asarray(numbers, self.np.int32)

    def amounts(self, numbers: Sequence[int] | Ints) -> Ints:
        return self.np.asarray(numbers, self.amount)

    def filled(self, value: int, length: int) -> Ints:
        return self.np.full(length, value, self.amount)

    def zeros(self, length: int) -> Ints:
        return self.np.zeros(length, self.np.int32)

    def flags(self, length: int) -> Ints:
        return self.np.zeros(length, self.np.uint8)

    def plain(self, numbers: Ints) -> list[int]:
        as_list: list[int] = self.np.asarray(numbers).tolist()
        return as_list

    def not_positive(self, numbers: Ints) -> Ints:
        return self.np.flatnonzero(self.np.asarray(numbers) <= 0).astype(self.np.int32)


@cache
def can_compile() -> bool:
    """Whether numba is there; finding out loads it."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


@cache
def _compiled(pass_: Callable[..., Any]) -> Callable[..., Any]:
    """The pass, compiled when it is first run; what comes of it is kept beside the package or in the user's home."""
    import numba

    try:
        return numba.njit(cache=True)(pass_)
    except RuntimeError:  # neither can be written
        return numba.njit(pass_)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What has to flip: per gate, and per tally as a heap of (need, gate) in ``[heap_start[t], heap_start[t + 1])``.

    ``ready``: the gates that flip by themselves.
    """

    need: Ints
    ready: Ints
    room: Ints
    heap_start: Ints
    heap_key: Ints
    heap_gate: Ints


class Edges(NamedTuple):
    """From each node to what it counts for; a walk reads it and changes nothing of it.

    ``out_to[out_start[n]:out_start[n + 1]]`` are gates, or tallies: ``size + t`` is one unit of tally ``t``, and
    ``size + tallies + m`` is ``weight[m]`` units of tally ``mark_tally[m]``, from a pool and of an owner (-1: none).
    ``gate_owner``: whose part a tally's gate leaves out; empty where there are no tallies.
    """

    size: int
    out_start: Ints
    out_to: Ints
    mark_tally: Ints
    weight: Ints
    pool: Ints
    owner: Ints
    gate_owner: Ints


class State(NamedTuple):
    """What a walk changes.

    ``flipped``: a flag a node; ``order``: the nodes that flipped. ``need``: what each gate still lacks (of a tally's
    gate: all it needs). ``heap_start``, ``heap_end``: where the waiting gates of each tally lie in ``heap_key`` and
    ``heap_gate``. ``reached[t]``: the amount that has flipped in tally ``t``; ``owned[o]``: that of an owner in it;
    ``room``: what a pool still gives (rising), or may still lose without giving less (falling).
    """

    flipped: Ints
    order: Ints
    need: Ints
    heap_start: Ints
    heap_end: Ints
    heap_key: Ints
    heap_gate: Ints
    reached: Ints
    owned: Ints
    room: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """A network turned round: from each node to the gates and tallies it counts for.

    ``leaves``: variables and opposites; ``owners``: how many owners' parts are told apart. ``compiled``: all is
    arrays, for the compiled walk; ``narrow``: their amounts have 16 bits. ``following``: the network, where amounts in
    it follow others (§3.8): a walk is then repeated until they are those of whoever is in.
    """

    edges: Edges
    leaves: tuple[int, ...]
    owners: int
    rising: Direction
    falling: Direction
    compiled: bool
    narrow: bool
    following: Network | None = None
    _weighed: dict[frozenset[tuple[int, int]], "Wiring"] = field(default_factory=dict, compare=False, repr=False)

    def weighed(self, amounts: Mapping[int, int]) -> "Wiring":
        """The wiring of a network in which those whose amount follows give these amounts."""
        key = frozenset(amounts.items())
        if key not in self._weighed:
            assert self.following is not None
            every = {follower.node: 0 for follower in self.following.followers}
            self._weighed[key] = wire(self.following.with_known({**every, **amounts}))
        return self._weighed[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Which nodes are true (``in_[node]`` is 1), and what those give whose amount follows others, by node."""

    in_: bytes
    amounts: Mapping[int, Fraction] = field(default_factory=dict)


def wire(network: Network) -> Wiring:
    """The wiring of a network, whose sequences may be lists or arrays; one pass over it, which serves every world."""
    network = network.walked
    size, tallies = network.size, len(network.tallies)
    sums = _Sums(size, tallies)
    for t, tally in enumerate(network.tallies):
        if tally.gates:
            sums.add(t, tally)
    edges = len(network.kids) + len(sums.edge_from)
    compiled = edges >= LARGE and size + tallies + edges < 2**30 and sums.largest < 2**62 and can_compile()
    # Without tallies, no amount is beyond the kids of a gate.
    narrow = compiled and tallies == 0 and _most_kids(network) < 2**15 - 1
    make = Arrays(narrow=narrow) if compiled else Lists()

    head, start = make.places(network.head), make.places(network.start)
    need, missing = make.filled(1, size), make.filled(1, size)
    make.run(thresholds)(head, make.places(network.need), start, need, missing)
    for _, enough, too_few, gate in sums.gates:
        need[gate], missing[gate] = enough, too_few
    out_start, out_to = make.zeros(size + 2), make.zeros(edges)
    edge_from, edge_to = make.places(sums.edge_from), make.places(sums.edge_to)
    make.run(turn_round)(head, start, make.places(network.kids), edge_from, edge_to, out_start, out_to)

    def direction(need: Ints, room: list[int], heap: list[tuple[int, int, int]]) -> Direction:
        heap.sort()  # sorted by need within each tally is a heap already
        starts = [0] * (tallies + 1)
        for t, _, _ in heap:
            starts[t + 1] += 1
        for t in range(tallies):
            starts[t + 1] += starts[t]
        return Direction(
            need=need,
            ready=make.not_positive(need),
            room=make.amounts(room),
            heap_start=make.places(starts),
            heap_key=make.amounts([key for _, key, _ in heap]),
            heap_gate=make.places([gate for _, _, gate in heap]),
        )

    return Wiring(
        edges=Edges(
            size=size,
            out_start=out_start,
            out_to=out_to,
            mark_tally=make.places(sums.mark_tally),
            weight=make.amounts(sums.weight),
            pool=make.places(sums.pool),
            owner=make.places(sums.owner),
            gate_owner=make.places(sums.gate_owner),
        ),
        leaves=tuple(v.node for v in network.variables) + tuple(network.opposites.values()),
        owners=sums.owners,
        rising=direction(need, sums.rooms, [(t, enough, gate) for t, enough, _, gate in sums.gates]),
        falling=direction(missing, sums.overs, [(t, too_few, gate) for t, _, too_few, gate in sums.gates]),
        compiled=compiled,
        narrow=narrow,
        following=network if network.followers else None,
    )


def _most_kids(network: Network) -> int:
    import numpy as np

    return int(np.diff(network.start).max(initial=0))


@dataclass(slots=True)
class _Sums:
    """The tallies of a network as flat lists. ``gates``: (tally, need rising, need falling, node)."""

    size: int
    tallies: int
    edge_from: list[int] = field(default_factory=list)
    edge_to: list[int] = field(default_factory=list)
    mark_tally: list[int] = field(default_factory=list)
    weight: list[int] = field(default_factory=list)
    pool: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    gate_owner: list[int] = field(default_factory=list)
    rooms: list[int] = field(default_factory=list)
    overs: list[int] = field(default_factory=list)
    gates: list[tuple[int, int, int, int]] = field(default_factory=list)
    owners: int = 0
    largest: int = 0

    def __post_init__(self) -> None:
        if self.tallies:
            self.gate_owner = [-1] * self.size

    def add(self, t: int, tally: Tally) -> None:
        most = max(need for _, need, _ in tally.gates)  # beyond it nothing changes: weights are cut there
        owner_index: dict[str | None, int] = {}
        for _, _, without in tally.gates:
            if without is not None and without not in owner_index:
                owner_index[without] = self.owners + len(owner_index)
        self.owners += len(owner_index)
        room = {name: len(self.rooms) + i for i, name in enumerate(tally.pools)}
        offered = dict.fromkeys(tally.pools, 0)
        part: dict[str, int] = {}
        pool_owner: dict[str, str] = {}
        marked = self.size + self.tallies
        for node, weight, owner, pool, _ in tally.edges:
            units = most if weight is None or weight > most else weight
            self.edge_from.append(node)
            if units == 1 and pool is None and owner not in owner_index:
                self.edge_to.append(self.size + t)
            else:
                self.edge_to.append(marked + len(self.weight))
                self.mark_tally.append(t)
                self.weight.append(units)
                self.pool.append(-1 if pool is None else room[pool])
                self.owner.append(owner_index.get(owner, -1))
            if pool is None:
                part[owner] = part.get(owner, 0) + units
            else:
                offered[pool] += units
                pool_owner[pool] = owner
        for name, sum_ in offered.items():
            limit = min(tally.pools[name], most)
            self.rooms.append(limit)
            self.overs.append(max(0, sum_ - limit))
            part[pool_owner[name]] = part.get(pool_owner[name], 0) + min(sum_, limit)
        whole = sum(part.values())
        self.largest = max(self.largest, whole + most)
        for node, need, without in tally.gates:
            self.gate_owner[node] = owner_index.get(without, -1)
            there = whole - (part.get(without, 0) if without is not None else 0)
            self.gates.append((t, need, there - need + 1, node))


def least(wiring: Wiring, true_leaves: Iterable[int]) -> Outcome:
    """The least set of nodes that holds ``true_leaves`` and every gate whose need is met."""
    return Walk(wiring, rising=True).on(true_leaves)


def greatest(wiring: Wiring, true_leaves: Iterable[int], inside: Sequence[int] = ()) -> Outcome:
    """The greatest set of nodes without the other leaves in which every gate's need is met, but those of ``inside``,
    which are in whatever they need."""
    return Walk(wiring, inside, rising=False).on(true_leaves)


class Walk:
    """The least outcomes of worlds (not ``rising``: the greatest), of which each has no less (no more) that is true
    than the one before: what flipped stays so, and a walk goes on from there."""

    def __init__(self, wiring: Wiring, inside: Sequence[int] = (), *, rising: bool) -> None:
        self.wiring, self.inside, self.rising = wiring, inside, rising
        if wiring.following is None:
            self.make = make = Arrays(narrow=wiring.narrow) if wiring.compiled else Lists()
            direction = wiring.rising if rising else wiring.falling
            size = wiring.edges.size
            self.state = State(
                flipped=make.flags(size),
                order=make.zeros(size),
                need=direction.need.copy(),
                heap_start=direction.heap_start,
                heap_end=direction.heap_start[1:].copy(),
                heap_key=direction.heap_key.copy(),
                heap_gate=direction.heap_gate.copy(),
                reached=make.filled(0, len(direction.heap_start) - 1),
                owned=make.filled(0, wiring.owners),
                room=direction.room.copy(),
            )
            for node in inside:
                self.state.flipped[node] = 1  # so that it does not fall out
            self.ready = direction.ready

    def on(self, true_leaves: Iterable[int]) -> Outcome:
        """The next one."""
        wiring = self.wiring
        if wiring.following is not None:
            return self._with_amounts(wiring, wiring.following, list(true_leaves))
        if self.rising:
            self.flip([TRUE, *true_leaves])
            return Outcome(in_=bytes(self.state.flipped))
        true = set(true_leaves)
        self.flip([FALSE, *(leaf for leaf in wiring.leaves if leaf not in true)])
        out = bytearray(self.state.flipped)
        for node in self.inside:
            out[node] = 0
        return Outcome(in_=bytes(out).translate(_SWAPPED))

    def flip(self, nodes: Sequence[int]) -> int:
        """Flip these, and all that follows; how many flipped."""
        ready, self.ready = self.ready, self.make.places(())
        count: int = self.make.run(walk)(self.make.places(nodes), ready, self.rising, self.wiring.edges, self.state)
        return count

    def _with_amounts(self, wiring: Wiring, network: Network, leaves: list[int]) -> Outcome:
        """A walk, and those who follow: who is in moves their amounts, these who is in, all one way."""
        rising = self.rising
        found = amounts(network.followers, (b"\0" if rising else b"\1") * network.size, least=rising)
        while True:
            told = {node: floor(amount) for node, amount in found.items()}
            outcome = Walk(wiring.weighed(told), self.inside, rising=rising).on(leaves)
            found = amounts(network.followers, outcome.in_, least=rising)
            if all(floor(amount) == told.get(node, 0) for node, amount in found.items()):
                return replace(outcome, amounts=found)


_SWAPPED = bytes([1, 0, *range(2, 256)])


class Rising(Walk):
    """The least outcome of one world, and walks on from it and back: what more comes in with some nodes forced.

    What a trial costs is what comes in by it. ``work``: edges walked so far, there and back.
    """

    def __init__(self, wiring: Wiring, true_leaves: Iterable[int]) -> None:
        super().__init__(wiring, rising=True)
        self.work = 0
        self.followed: frozenset[int] = frozenset()
        self.flip([TRUE, *true_leaves])

    def brings(self, forced: Sequence[int], wanted: Ints, *, follow: bool = False) -> bool:
        """Whether all ``wanted`` are in once those ``forced`` are; everything is then as before.

        ``follow``: in ``followed`` is kept what came in, where that is not so.
        """
        make, state = self.make, self.state
        # What a walk does to nodes and plain gates is taken back edge by edge, what it does to tallies by a copy.
        kept = {field: getattr(state, field).copy() for field in _OF_TALLIES}
        count = self.flip(forced)
        all_there = bool(make.run(all_in)(wanted, state.flipped))
        if follow and not all_there:
            self.followed = frozenset(make.plain(state.order[:count]))
        self.work += int(make.run(unwalk)(count, self.wiring.edges, state))
        self.state = state._replace(**kept)
        return all_there


_OF_TALLIES = ("heap_end", "heap_key", "heap_gate", "reached", "owned", "room")


def all_in(nodes: Ints, in_: Ints) -> bool:
    """Whether all of these nodes are in."""
    for node in nodes:  # noqa: SIM110 - to be compiled
        if in_[node] == 0:
            return False
    return True


def unwalk(count: int, edges: Edges, state: State) -> int:
    """Take back what a walk flipped, but not what it did to tallies; how many edges that were."""
    size, out_start, out_to = edges.size, edges.out_start, edges.out_to
    flipped, order, need = state.flipped, state.order, state.need
    walked = 0
    for at in range(count):
        node = order[at]
        flipped[node] = 0
        for edge in range(out_start[node], out_start[node + 1]):
            walked += 1
            to = out_to[edge]
            if to < size:
                need[to] += 1
    return walked


def thresholds(head: Ints, need: Ints, start: Ints, rising: Ints, falling: Ints) -> None:
    """Fill in how many children of each plain gate have to come in (``rising``), or to fall out, before it does."""
    for i in range(len(head)):
        kids = start[i + 1] - start[i]
        enough = 0 if need[i] < 0 else need[i] if need[i] <= kids else kids + 1
        rising[head[i]] = enough
        falling[head[i]] = kids - enough + 1


def turn_round(
    head: Ints, start: Ints, kids: Ints, edge_from: Ints, edge_to: Ints, out_start: Ints, out_to: Ints
) -> None:
    """Sort all edges by their child, stably, into ``out_to``: those of plain gates first, then ``edge_from/_to``.

    ``out_start``, all 0, has two places more than there are nodes: one for the end, and one so that the starts can
    move along while they are filled, and be right when all is done.
    """
    for kid in kids:
        out_start[kid + 2] += 1
    for kid in edge_from:
        out_start[kid + 2] += 1
    for i in range(2, len(out_start)):
        out_start[i] += out_start[i - 1]
    for i in range(len(head)):
        to = head[i]
        for j in range(start[i], start[i + 1]):
            kid = kids[j] + 1
            out_to[out_start[kid]] = to
            out_start[kid] += 1
    for i in range(len(edge_from)):
        kid = edge_from[i] + 1
        out_to[out_start[kid]] = edge_to[i]
        out_start[kid] += 1


def walk(seeds: Ints, ready: Ints, rising: bool, edges: Edges, state: State) -> int:
    """Flip the seeds, what is ready, and all that follows from them; how many flipped. Changes the state in place.

    A gate without its owner's part flips when ``reached - owned`` comes to its need; as ``owned`` may grow while it
    waits, it is looked at again when ``reached`` comes to what would do now.
    """
    # Local names: an attribute a step would take half the time of a walk.
    size, out_start, out_to, mark_tally, weight, pool, owner, gate_owner = edges
    flipped, order, need, heap_start, heap_end, heap_key, heap_gate, reached, owned, room = state
    tallies = len(reached)
    count = 0
    for node in seeds:
        if flipped[node] == 0:
            flipped[node] = 1
            order[count] = node
            count += 1
    for node in ready:
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
            if to < size:
                left = need[to] - 1
                need[to] = left
                if left == 0 and flipped[to] == 0:  # it passes 0 once, so most edges cost one look and not two
                    flipped[to] = 1
                    order[count] = to
                    count += 1
                continue
            t = to - size
            amount = 1
            if t >= tallies:
                mark = t - tallies
                t = mark_tally[mark]
                amount = weight[mark]
                if pool[mark] >= 0:
                    # Rising, of what a pool gives only the first `room` units pass on; falling, the first units
                    # lost are those beyond its size, and pass on nothing.
                    part = min(amount, room[pool[mark]])
                    room[pool[mark]] -= part
                    amount = part if rising else amount - part
                if owner[mark] >= 0:
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
                    if child + 1 < heap_end[t] and heap_key[child] > heap_key[child + 1]:
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
