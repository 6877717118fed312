"""Amounts that follow others, as levels: what the solver makes of them where walks leave something open (§3.8).

Where no ring of them could give less or more (the least and the greatest solution are one whoever is in), an amount
is a function of who is in that only grows. Each height it can reach is a gate: a sum that is enough for it where all of
that are fixed amounts, else any of the smallest sets of pledges that reach it.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from math import floor

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.following import Follower, amounts
from willing.engine.graph import reachable
from willing.engine.kernel import Outcome
from willing.engine.network import Edge, Network, Tally
from willing.engine.worlds import Case

#: Steps of working out the amounts of one set of pledges, for each that follows.
_SOLVED = 50

#: Sets of pledges that are looked at for one amount, and sums of which it is a share that are told apart.
MOST_SETS = 1_024
MOST_SUMS = 1_024


#: Of a pledge whose amount follows: gates, each with what it gives more where that is true.
Levels = Sequence[tuple[int, int]]


def with_levels(
    network: Network, followers: Sequence[Follower], bounds: Case, budget: Budget
) -> tuple[Network, Case, dict[int, Levels]]:
    """The network, and bounds on it, with the amounts of ``followers`` as gates, and these by pledge.

    Those are left out of which a ring could make less or more, or for which there is too much to look at.
    """
    size, head, need, start, kids = network.size, [*network.head], [*network.need], [*network.start], [*network.kids]
    surely, possibly = bytearray(bounds.least_worst.in_), bytearray(bounds.greatest_best.in_)

    def new(sure: bool, possible: bool = True) -> int:
        surely.append(sure)
        possibly.append(possible)
        return len(surely) - 1

    def gate(its: Sequence[int], least: int) -> int:
        head.append(new(*(sum(in_[kid] for kid in its) >= least for in_ in (surely, possibly))))
        need.append(least)
        kids.extend(its)
        start.append(len(kids))
        return head[-1]

    tallies = [tally for tally in network.tallies if tally.gates]
    levels: dict[int, Levels] = {}

    def spell(node: int, its: Follower) -> Levels:
        if not any(possibly[other] for other in its.beside):
            sums = sorted(_sums(its, surely, possibly, budget))
            low = {height: sum_ for sum_ in reversed(sums) if (height := its.of(sum_))}  # the least sum that is enough
            heights = sorted(low)
            edges = tuple(Edge(node=n, weight=u, owner="", pool=pool) for n, u, pool in its.fixed if possibly[n])
            met = {height: new(low[height] <= sums[0]) for height in heights}
            gates = tuple((met[height], low[height], None) for height in heights)
            tallies.append(Tally(edges=edges, pools=dict(its.sum.pools), gates=gates))
            reached = met if surely[node] else {height: gate([node, met[height]], 2) for height in heights}
        else:
            found = list(_sets(followers, node, surely, possibly, budget))
            heights = sorted({height for height, _ in found} - {0})
            reached = {}
            for height in heights:
                sets = dict.fromkeys(its for most, its in found if most >= height)
                smallest = [its for its in sets if not any(other < its for other in sets)]
                reached[height] = gate([gate(sorted(its), len(its)) for its in smallest], 1)
        return [(reached[height], height - below) for below, height in pairwise((0, *heights))]

    for follower in followers:
        with suppress(OutOfBounds):
            levels[follower.node] = spell(follower.node, follower) if possibly[follower.node] else ()

    def told(edge: Edge) -> Iterator[Edge]:
        if not edge.follows or edge.node not in levels:
            yield edge
            return
        for node, weight in levels[edge.node]:
            yield edge._replace(node=node, weight=weight, follows=False)

    tallies = [replace(tally, edges=tuple(e for edge in tally.edges for e in told(edge))) for tally in tallies]
    network = replace(network, size=len(surely), head=head, need=need, start=start, kids=kids, tallies=tuple(tallies))

    def grown(outcome: Outcome, in_: bytearray) -> Outcome:
        return replace(outcome, in_=bytes(outcome.in_) + bytes(in_[size:]))

    least_worst, greatest_best = grown(bounds.least_worst, surely), grown(bounds.greatest_best, possibly)
    return network, replace(bounds, least_worst=least_worst, greatest_best=greatest_best), levels


def _sums(follower: Follower, surely: Sequence[int], possibly: Sequence[int], budget: Budget) -> set[int]:
    """What the fixed part of its sum may come to."""
    pools: dict[str | None, set[int]] = {}
    for node, units, pool in follower.fixed:
        if possibly[node]:
            before = pools.get(pool, {0})
            most = None if pool is None else follower.sum.pools[pool]
            after = {total + units if most is None else min(total + units, most) for total in before}
            pools[pool] = after if surely[node] else before | after
            _few(pools[pool], budget)
    sums = {0}
    for each in pools.values():
        sums = _few({total + part for total in sums for part in each}, budget)
    return sums


def _few(sums: set[int], budget: Budget) -> set[int]:
    budget.spend(len(sums))
    if len(sums) > MOST_SUMS:
        raise OutOfBounds
    return sums


def _sets(
    followers: Sequence[Follower], node: int, surely: Sequence[int], possibly: Sequence[int], budget: Budget
) -> Iterator[tuple[int, frozenset[int]]]:
    """What it gives, rounded down, with sets of pledges that are enough for it; the most with each that matters."""
    by_node = {follower.node: follower for follower in followers}
    its = [by_node[n] for n in reachable([node], lambda n: by_node[n].beside)]
    bearing = dict.fromkeys([node, *(n for f in its for n in (f.node, *(n for n, _, _ in f.fixed)))])
    open_ = [n for n in bearing if possibly[n] and not surely[n] and n != node]
    inside = bytearray(surely)
    inside[node] = 1
    left = MOST_SETS
    stack: list[tuple[int, frozenset[int]]] = [(0, frozenset({node}))]

    def given(in_: Sequence[int]) -> int:
        budget.spend(_SOLVED * len(its))
        low, high = (amounts(its, in_, least=least)[node] for least in (True, False))
        if floor(low) != floor(high):
            raise OutOfBounds
        return floor(low)

    while stack:
        at, chosen = stack.pop()
        left -= 1
        if not left:
            raise OutOfBounds
        here, most = bytearray(inside), bytearray(inside)
        for n in chosen:
            here[n] = most[n] = 1
        for n in open_[at:]:
            most[n] = 1
        height = given(here)
        if at == len(open_) or height == given(most):
            yield height, chosen
            continue
        stack += [(at + 1, chosen | {open_[at]}), (at + 1, chosen)]
