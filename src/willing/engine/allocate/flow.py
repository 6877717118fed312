"""Forces that can be split, allocated by lexicographic flow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from willing.engine.allocate.board import bits_of

#: By lot: what it gives to which requirement.
Flow = list[dict[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowProblem:
    """One allocation by numbers: requirements in ``order``, of lots with ``caps`` in pools with ``rooms``."""

    order: list[int]
    needs: Sequence[int]
    lots_for: list[int]
    caps: list[int]
    rooms: list[int]
    lot_pool: tuple[int, ...]
    pool_lots: tuple[int, ...]


def lexicographic_flow(problem: FlowProblem, order: Iterable[int]) -> tuple[list[int], Flow]:
    """What each requirement gets, by number, if they are filled in this order; and from which lots.

    Each takes first what is free, then along shortest paths what is freed by one that can take from elsewhere: none
    that came earlier loses anything (a path ends where something free begins). Where a search finds no path, none
    will ever lead through where it was, so no later search looks there.
    """
    lots_for, lot_pool, pool_lots = problem.lots_for, problem.lot_pool, problem.pool_lots
    left, room = list(problem.caps), list(problem.rooms)
    flow: Flow = [{} for _ in left]
    got = [0] * len(problem.needs)
    free = 0  # lots from which something may still be taken: they have it, and their pool has room
    for lot, amount in enumerate(left):
        if amount and (lot_pool[lot] < 0 or room[lot_pool[lot]]):
            free |= 1 << lot
    stuck = 0  # lots in which a search ended that found nothing: no later one has to look there
    for i in order:
        want = problem.needs[i]
        if not want:
            continue
        while True:
            # Mostly a free lot may serve it as it is. Else look, breadth first, for requirements that could give up a
            # lot: each is met along the lots that serve the one before it, until one is met that a free lot serves.
            near = lots_for[i] & free
            end = i
            if not near:
                taken: dict[int, tuple[int, int, int]] = {i: (-1, -1, -1)}  # by requirement: lot that left it, …
                queue = [i]
                seen = stuck
                full = set()
                for end in queue:
                    near = lots_for[end] & free
                    if near:
                        break
                    new = lots_for[end] & ~seen
                    seen |= new
                    while new:
                        low = new & -new
                        new ^= low
                        lot = low.bit_length() - 1
                        for other in flow[lot]:
                            if other not in taken:
                                taken[other] = lot, lot, end
                                queue.append(other)
                        # A lot that has more, in a pool without room, may give if another lot of the pool gives less.
                        pool = lot_pool[lot]
                        if pool >= 0 and left[lot] and pool not in full:
                            full.add(pool)
                            sharing = pool_lots[pool] & ~seen
                            seen |= sharing
                            for giver in bits_of(sharing):
                                for other in flow[giver]:
                                    if other not in taken:
                                        taken[other] = giver, lot, end
                                        queue.append(other)
                if not near:
                    stuck = seen
                    break
            # The first free lot; no more than any step on the way can pass on.
            source = (near & -near).bit_length() - 1
            pool = lot_pool[source]
            amount = min(want, left[source])
            if pool >= 0 and room[pool] < amount:
                amount = room[pool]
            at = end
            while at != i:
                giver, taker, to = taken[at]
                amount = min(amount, flow[giver][at])
                if giver != taker:
                    amount = min(amount, left[taker])
                at = to
            # Each requirement on the way gives up so much of a lot to the one before it, and takes it from the next.
            at = end
            while at != i:
                giver, taker, to = taken[at]
                from_giver = flow[giver]
                if from_giver[at] == amount:
                    del from_giver[at]
                else:
                    from_giver[at] -= amount
                if giver != taker:
                    left[giver] += amount
                    left[taker] -= amount
                flow[taker][to] = flow[taker].get(to, 0) + amount
                at = to
            # What the last one gave up it takes from the free lot, which may use up the lot or its pool.
            flow[source][end] = flow[source].get(end, 0) + amount
            left[source] -= amount
            if not left[source]:
                free &= ~(1 << source)
            if pool >= 0:
                room[pool] -= amount
                if not room[pool]:
                    free &= ~pool_lots[pool]
            got[i] += amount
            want -= amount
            if not want:
                break
    return got, flow
