"""The walk, as it stands and compiled, held against plain iteration; and at lengths at which nothing may recurse."""

import random
from dataclasses import replace
from importlib.util import find_spec
from itertools import accumulate
from operator import and_, or_
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from willing.engine import gates
from willing.engine import kernel as fixpoint
from willing.engine.budget import OutOfBounds
from willing.engine.gates import Gate, flat_gates
from willing.engine.kernel import Rising, Walk, greatest, least, wire
from willing.engine.network import FALSE, TRUE, Edge, Network, Tally, Variable

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")

OWNERS = ("FR", "GB", "DE", "PL")


def network_of(
    size: int,
    gates: list[tuple[int, int, list[int]]],
    tallies: tuple[Tally, ...] = (),
    variables: tuple[int, ...] = (),
) -> Network:
    """``gates``: (head, need, children)."""
    start = [0]
    for _, _, kids in gates:
        start.append(start[-1] + len(kids))
    return Network(
        size=size,
        head=[head for head, _, _ in gates],
        need=[need for _, need, _ in gates],
        start=start,
        kids=[kid for _, _, kids in gates for kid in kids],
        tallies=tallies,
        variables=tuple(Variable(kind="assumption", id=f"x{node}", node=node) for node in variables),
        opposites={},
        pledges={},
        partners={},
        goal=None,
    )


@st.composite
def networks(draw: st.DrawFn, *, tallies: bool = True) -> Network:
    """Variables, plain gates, and tallies with pools whose gates leave out an owner now and then."""
    variables, plain, shared = draw(st.integers(0, 3)), draw(st.integers(1, 8)), draw(st.integers(0, 2 * tallies))
    tally_gates = [draw(st.integers(1, 4)) for _ in range(shared)]
    first = 2 + variables
    size = first + plain + sum(tally_gates)
    nodes = st.integers(0, size - 1)
    gates = [
        (first + i, draw(st.integers(0, 4)), draw(st.lists(nodes, max_size=5)))  # now and then more than there are
        for i in range(plain)
    ]
    made = []
    at = first + plain
    for number in tally_gates:
        pools = draw(st.dictionaries(st.sampled_from("pq"), st.integers(0, 12), max_size=2))
        # A pool that several owners share is never left out in part: the compiler makes a tally of its own for that.
        pool_owner = {pool: draw(st.sampled_from(OWNERS)) for pool in pools}
        edges = []
        for node in draw(st.lists(nodes, max_size=8)):
            pool = draw(st.sampled_from([None, *pools]))
            owner = pool_owner[pool] if pool else draw(st.sampled_from(OWNERS))
            weight = draw(st.sampled_from([None, 0, 1, 1, 2, 5, 2**40]))
            edges.append(Edge(node=node, weight=weight, owner=owner, pool=pool))
        asked = [
            (at + i, draw(st.integers(1, 9) | st.just(2**41)), draw(st.sampled_from([None, *OWNERS])))
            for i in range(number)
        ]
        at += number
        drawn_on = {edge.pool for edge in edges}
        pools = {pool: units for pool, units in pools.items() if pool in drawn_on}
        made.append(Tally(edges=tuple(edges), pools=pools, gates=tuple(asked)))
    return network_of(size, gates, tuple(made), tuple(range(2, first)))


def naively(network: Network, true: set[int], now: set[int]) -> set[int]:
    """Look at every gate again and again, from ``now``, until nothing changes."""
    while True:
        then = {TRUE, *true} | {head for head, need, kids in network.gates() if sum(k in now for k in kids) >= need}
        for tally in network.tallies:
            for gate, need, without in tally.gates:
                there = [e for e in tally.edges if e.node in now and e.owner != without]
                pooled = dict.fromkeys(tally.pools, 0)
                for e in there:
                    pooled[e.pool or ""] = pooled.get(e.pool or "", 0) + (2**50 if e.weight is None else e.weight)
                if sum(min(units, tally.pools.get(pool, units)) for pool, units in pooled.items()) >= need:
                    then.add(gate)
        if then == now:
            return now
        now = then


def check(network: Network, true: set[int]) -> None:
    wiring = wire(network)
    everybody = set(range(network.size)) - {FALSE}
    leaves = {v.node for v in network.variables}
    from_below = naively(network, true, set())
    from_above = naively(network, true, everybody - (leaves - true))
    assert {node for node, is_in in enumerate(least(wiring, true).in_) if is_in} == from_below
    assert {node for node, is_in in enumerate(greatest(wiring, true).in_) if is_in} == from_above


@settings(max_examples=400)
@given(networks(), st.integers(0, 7))
def test_gates_told_one_by_one_say_what_sums_and_pools_said(network: Network, bits: int) -> None:
    true = true_leaves(network, bits)
    gates, _ = flat_gates(network)
    assert len({gate.head for gate in gates}) == len(gates)
    everybody = {node for gate in gates for node in (gate.head, *(kid for kid, _ in gate.kids))} - {FALSE}
    for walk, now in ((least, set[int]()), (greatest, everybody - ({v.node for v in network.variables} - true))):
        while True:
            then = {g.head for g in gates if sum(weight for kid, weight in g.kids if kid in now) >= g.need}
            if (then := {TRUE, *true} | then) == now:
                break
            now = then
        inside = walk(wire(network), true).in_
        assert {node for node in now if node < network.size} == {node for node, in_ in enumerate(inside) if in_}


def true_leaves(network: Network, bits: int) -> set[int]:
    return {v.node for i, v in enumerate(network.variables) if bits >> i & 1}


@settings(max_examples=400, deadline=None)
@given(networks(), st.integers(0, 7))
def test_the_walk_finds_what_iteration_finds(network: Network, bits: int) -> None:
    check(network, true_leaves(network, bits))


def test_many_thresholds_of_one_sum() -> None:
    rng = random.Random(1)
    for _ in range(60):
        weights = rng.choices([1, 1, 2, 5], k=8)
        edges = tuple(Edge(node=n, weight=w, owner=rng.choice(OWNERS)) for n, w in enumerate(weights, 2))
        asked = tuple((n, rng.randint(1, sum(weights)), rng.choice([None, *OWNERS])) for n in range(10, 40))
        network = network_of(40, [], (Tally(edges=edges, pools={}, gates=asked),), tuple(range(2, 10)))
        check(network, set(rng.sample(range(2, 10), rng.randint(1, 7))))


@needs_numba
@settings(max_examples=400, deadline=None)
@given(networks() | networks(tallies=False), st.integers(0, 7))
def test_the_compiled_walk_is_the_same_walk(network: Network, bits: int) -> None:
    true = true_leaves(network, bits)
    plain = wire(network)
    with mock.patch.object(fixpoint, "LARGE", 0):
        compiled = wire(network)
    assert compiled.compiled
    assert not plain.compiled
    for outcome in (least, greatest):
        assert outcome(compiled, true) == outcome(plain, true)


@pytest.mark.parametrize("large", [pytest.param(0, marks=needs_numba), 10**9])
@settings(max_examples=200, deadline=None)
@given(networks(), st.lists(st.integers(0, 7), max_size=4))
def test_a_walk_goes_on_to_the_next_world(large: int, network: Network, worlds: list[int]) -> None:
    with mock.patch.object(fixpoint, "LARGE", large):
        wiring = wire(network)
    more, fewer = list(accumulate(worlds, or_)), list(accumulate(worlds, and_))
    rising, falling = Walk(wiring, rising=True), Walk(wiring, rising=False)
    for bits in more:
        assert rising.on(true_leaves(network, bits)) == least(wiring, true_leaves(network, bits))
    for bits in fewer:
        assert falling.on(true_leaves(network, bits)) == greatest(wiring, true_leaves(network, bits))


@needs_numba
@given(networks(), st.integers(0, 7))
@settings(max_examples=50, deadline=None)
def test_a_network_of_arrays_is_as_good_as_one_of_lists(network: Network, bits: int) -> None:
    import numpy as np

    fields = {name: np.array(getattr(network, name), np.int64) for name in ("head", "need", "start", "kids")}
    arrays = replace(network, **fields)
    true = true_leaves(network, bits)
    for large in (0, fixpoint.LARGE):
        with mock.patch.object(fixpoint, "LARGE", large):
            wiring = wire(arrays)
        for outcome in (least, greatest):
            assert outcome(wiring, true) == outcome(wire(network), true)


def test_sums_beyond_64_bits_are_left_to_plain_integers() -> None:
    tally = Tally(
        edges=tuple(Edge(node=n, weight=2**63, owner="FR") for n in (2, 3)), pools={}, gates=((4, 2**64, None),)
    )
    network = network_of(5, [], (tally,), (2, 3))
    with mock.patch.object(fixpoint, "LARGE", 0):
        wiring = wire(network)
    assert not wiring.compiled
    assert [least(wiring, true).in_[4] for true in ([2], [3], [2, 3])] == [0, 0, 1]
    assert [greatest(wiring, true).in_[4] for true in ([2], [3], [2, 3])] == [0, 0, 1]


@pytest.mark.parametrize("large", [pytest.param(0, marks=needs_numba), 10**9])
def test_a_chain_of_a_million(large: int) -> None:
    n = 1_000_000
    network = network_of(n + 3, [(i, 1, [i - 1]) for i in range(3, n + 3)], (), (2,))
    with mock.patch.object(fixpoint, "LARGE", large):
        wiring = wire(network)
    assert wiring.compiled is (large == 0)
    for outcome in (least, greatest):
        assert sum(outcome(wiring, [2]).in_) == n + 2
        assert sum(outcome(wiring, []).in_) == 1


@needs_numba
def test_without_numba_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(5, [(3, 1, [2]), (4, 2, [2, 3])], (), (2,))
    monkeypatch.setattr(fixpoint, "LARGE", 0)
    with_numba = least(wire(network), [2])
    monkeypatch.setattr(fixpoint, "can_compile", lambda: False)
    assert not wire(network).compiled
    assert least(wire(network), [2]) == with_numba


@needs_numba
def test_nowhere_to_keep_what_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    import numba

    njit = numba.njit

    def nowhere(*args: object, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(*args)

    monkeypatch.setattr(numba, "njit", nowhere)
    network = network_of(5, [(3, 1, [2]), (4, 2, [2, 3])], (), (2,))
    expected = least(wire(network), [2])
    monkeypatch.setattr(fixpoint, "LARGE", 0)
    fixpoint._compiled.cache_clear()
    try:
        assert least(wire(network), [2]) == expected
    finally:
        fixpoint._compiled.cache_clear()


def test_pools_told_as_gates_give_every_amount_that_they_can_come_to() -> None:
    edges = tuple(Edge(node=n, weight=2, owner="FR", pool="p") for n in (2, 3))
    network = network_of(5, [], (Tally(edges=edges, pools={"p": 3}, gates=((4, 3, None),)),), (2, 3))
    members = ((2, 2), (3, 2))
    assert flat_gates(network) == ([Gate(5, 2, members), Gate(6, 3, members), Gate(4, 3, ((5, 2), (6, 1)))], 7)


def test_what_is_too_large_or_hangs_on_what_follows_is_not_told_as_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    edge = Edge(node=2, weight=2, owner="FR")
    network = network_of(4, [], (Tally(edges=(edge,), pools={}, gates=((3, 2, None),)),), (2,))
    follows = replace(network.tallies[0], edges=(edge._replace(follows=True),))
    with pytest.raises(OutOfBounds):
        flat_gates(replace(network, tallies=(follows,)))
    monkeypatch.setattr(gates, "MOST_NODES", 4)
    with pytest.raises(OutOfBounds):
        flat_gates(network)
    monkeypatch.setattr(gates, "MOST_NODES", 5)
    assert flat_gates(network) == ([Gate(3, 2, ((2, 2),))], 4)


@pytest.mark.parametrize("large", [pytest.param(0, marks=needs_numba), 10**9])
def test_as_many_children_as_16_bits_hold_lose_no_gate(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixpoint, "LARGE", large)
    for many in (2**15 - 2, 2**15 - 1):
        wiring = wire(network_of(5, [(3, 0, [2] * many), (4, many + 1, [2] * many)], (), (2,)))
        assert list(greatest(wiring, []).in_) == [0, 1, 0, 1, 0]
        assert list(least(wiring, [2]).in_) == [0, 1, 1, 1, 0]


@pytest.mark.parametrize("large", [pytest.param(0, marks=needs_numba), 10**9])
def test_what_a_trial_brings_is_kept_where_it_does_not_suffice(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixpoint, "LARGE", large)
    rising = Rising(wire(network_of(6, [(3, 1, [2]), (5, 2, [3, 4])], (), (2, 4))), [])
    assert not rising.brings([2], rising.make.places([5]), follow=True)
    assert rising.followed == {2, 3}
    assert rising.brings([2, 4], rising.make.places([5]), follow=True)
    assert rising.followed == {2, 3}
    assert not rising.brings([4], rising.make.places([5]))
    assert rising.followed == {2, 3}


def test_a_pool_gives_up_what_is_beyond_its_size_first() -> None:
    edges = tuple(Edge(node=n, weight=w, owner="FR", pool="p") for n, w in ((2, 2), (3, 1)))
    for size, without_3 in ((3, 0), (2, 1)):
        tally = Tally(edges=edges, pools={"p": size}, gates=((4, size, None),))
        wiring = wire(network_of(5, [], (tally,), (2, 3)))
        assert greatest(wiring, [2]).in_[4] == without_3
