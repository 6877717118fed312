"""The best allocation of given pledges (§4.1-§4.4): who is in is decided elsewhere; here, what that adds up to.

Pledges that can be split are supplies of a flow: from pools to pledges to requirements. Requirements are filled one
after the other, and a later one may make an earlier one take from elsewhere but never take less, so that the result
is the lexicographic best (§4.2) without any search. Pledges that serve the same requirements are one supply.
Whole pledges, and pledges that serve requirements in two units, are no flow: there the flow bounds a search of our
own and, where that takes too long, a solver looks level by level. What was not proven says so.

Units (§1.5). An amount is converted once, rounded down, and then given in whole units of the requirement. A pledge
(or pool) that serves requirements in its own unit and others in the unit it converts to gives whole units of its own
to the former, and what is left of it is converted once for the latter.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from heapq import heappop, heappush
from math import gcd
from typing import Any

from willing.engine.network import eligible
from willing.engine.picture import Picture
from willing.model.plan import Pledge, Requirement, Unit

#: Up to here a solver that calculates in doubles is trusted with whole units, its tolerances being 1e-9.
LARGEST_FOR_SOLVER = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to look where pledges are whole (or serve two units), per allocation.

    ``steps`` of our own search, then ``nodes`` of the solver at each requirement: they end at the same place every
    time. ``seconds``: what the solver may take at most in all; 0: no solver. It may overrun them by as much again.
    """

    steps: int = 60_000
    nodes: int = 5_000
    seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What can be allocated to what, prepared once for many allocations; made by :func:`board_of`.

    ``requirements``: those with a known need, by (priority, file order); ``unsized``: the others, in file order.
    ``pledges``: those eligible for any of them, in file order; ``serves``: for each the ids of these requirements.
    """

    requirements: tuple[Requirement, ...]
    unsized: tuple[Requirement, ...]
    pledges: Mapping[str, Pledge]
    serves: Mapping[str, tuple[str, ...]]
    layout: "_Layout" = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The best allocation of some pledges on one day (``day`` None: days left aside), per requirement with a need.

    Mappings are by requirement id, in the order of (priority, file order), of the requirements active on the day.
    ``filled``: units allocated, of ``needs``. ``usable``: shares in 0..1 (§4.3). ``given``: (pledge, units of the
    requirement) in file order of the pledges; a whole pledge is told with what of it counts, not with the excess.
    ``least``, ``most``: what the best allocation fills lies between them; equal to ``filled`` where it is proven
    (always, unless whole pledges or two units make it a search that took too long).
    """

    day: int | None
    filled: Mapping[str, int]
    usable: Mapping[str, Fraction]
    given: Mapping[str, tuple[tuple[str, int], ...]]
    least: Mapping[str, int]
    most: Mapping[str, int]

    @property
    def proven(self) -> bool:
        """Whether this is the best allocation, and not just the best that was found."""
        return self.least == self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The figure of one requirement (§4.4): that of its worst day in its window, without window of its best day.

    ``day``: the first such day, ``allocation``: that day's. ``usable`` has a worst (best) day of its own,
    ``usable_day``: a force that is complete all the time and loses its helicopters on day 30 is not usable.
    ``least`` and ``most`` bound ``filled`` as in :class:`Allocation`.
    """

    requirement: str
    day: int
    filled: int
    least: int
    most: int
    usable: Fraction
    usable_day: int
    allocation: Allocation = field(repr=False)

    @property
    def proven(self) -> bool:
        """Whether no other allocation could change the figure."""
        return self.least == self.most


#: Ids of the pledges that are in, with their own amounts (those without one give nothing); or by id what each of them
#: gives, in the unit of its capability, None: all that is asked for (§3.2), at most its pool.
Gives = Collection[str] | Mapping[str, int | None]


def board_of(picture: Picture, pledges: Mapping[str, Pledge] | None = None) -> Board:
    """What the ``pledges`` (default: those that count, in file order) may serve, in the picture's plan."""
    return _board(picture, picture.counted if pledges is None else pledges)


def filled(board: Board, gives: Gives, *, day: int | None = None, effort: Effort | None = None) -> Allocation:
    """The best allocation on ``day`` of the pledges there, among the requirements active; None: days left aside.

    Ids of pledges that are not on the board are passed over: they serve no requirement.
    """
    return _Day(board, gives, effort or Effort()).allocation(day)


def coverage_over_days(
    board: Board, gives: Gives, *, day: int | None = None, effort: Effort | None = None
) -> dict[str, Figure]:
    """The figure of every requirement with a need, by (priority, file order).

    ``day``: the figures of that day only, of the requirements active on it.
    """
    return _over_days(board, gives, day, effort or Effort())


def active(requirement: Requirement, day: int | None) -> bool:
    """Whether it asks for anything on ``day`` (§4.4); None: days left aside."""
    if day is None:
        return True
    return requirement.from_day <= day and (requirement.until_day is None or day < requirement.until_day)


def is_there(pledge: Pledge, day: int | None) -> bool:
    """Whether the pledge, if it is in, is there on ``day`` (§4.4); None: days left aside."""
    if day is None:
        return True
    return pledge.ready <= day and (pledge.stays is None or day < pledge.ready + pledge.stays)


def usable_shares(
    board: Board, units: Mapping[str, int], pledges: Iterable[str], day: int | None = None
) -> dict[str, Fraction]:
    """How usable each requirement in ``units`` is (§4.3), if so many units of it are filled, by ``pledges`` on ``day``.

    An enabler without a need is usable if a pledge eligible for it is in and there, whatever its amount, and if its
    own enablers are. An enabler that is not active on the day is not asked for on it, so it is in nobody's way.
    """
    there = [id_ for id_ in pledges if id_ in board.pledges and is_there(board.pledges[id_], day)]
    served = {requirement for id_ in there for requirement in board.serves[id_]} if board.unsized else set()
    shares: dict[str, Fraction] = {}
    for requirement in board.layout.enablers_first:
        if not active(requirement, day):
            continue
        if requirement.needs is None:
            share = Fraction(requirement.id in served)
        else:
            share = Fraction(units.get(requirement.id, 0), requirement.needs)
        for enabler in requirement.enablers:
            if enabler in shares and shares[enabler] < share:
                share = shares[enabler]
        shares[requirement.id] = share
    return {id_: shares[id_] for id_ in units}


# -- the board --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A pledge's side of a lot. ``unit`` None: it counts in its own unit. ``ample``: more than is ever asked for."""

    lot: int
    unit: Unit | None
    amount: int
    ample: int


@dataclass(frozen=True, slots=True)
class _Shared:
    """One supply, told in its own unit on one side and converted on the other: no more than it is on both together.

    ``own`` and ``other`` are lots or, if ``is_pool``, pools. ``amount`` None: that of the pledge, by allocation.
    """

    is_pool: bool
    own: int
    other: int
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """The arrays of a board: requirements, lots and pools by number, sets of them as bits.

    A lot is what several pledges give to the same requirements, all in one unit, from one pool or none: ``lot_pool``
    (-1: none), ``lot_serves``, ``lot_pledges``. ``needs`` and ``lots_for`` are by requirement, ``rooms`` and
    ``pool_lots`` by pool. ``choosy``: whole pledges that may choose between requirements, with their lots.
    """

    needs: tuple[int, ...]
    lots_for: tuple[int, ...]
    lot_pool: tuple[int, ...]
    lot_serves: tuple[int, ...]
    lot_pledges: tuple[tuple[str, ...], ...]
    rooms: tuple[int, ...]
    pool_lots: tuple[int, ...]
    parts: Mapping[str, tuple[_Part, ...]]
    choosy: Mapping[str, tuple[int, ...]]
    two_units: Mapping[str, _Shared]
    pools_in_two_units: tuple[_Shared, ...]
    enablers_first: tuple[Requirement, ...]
    timeless: bool


def _board(picture: Picture, pledges: Mapping[str, Pledge]) -> Board:
    plan = picture.plan
    order = sorted((r for r in plan.requirements.values() if r.needs is not None), key=lambda r: r.priority)
    unsized = tuple(r for r in plan.requirements.values() if r.needs is None)
    needs = tuple(r.needs or 0 for r in order)
    serves: dict[str, tuple[str, ...]] = {}
    sides: dict[str, dict[bool, int]] = {}  # by pledge: the requirements served in its own unit, and in the other
    for id_, pledge in pledges.items():
        if pledge.provides is None:
            continue
        its = [(i, r) for i, r in enumerate((*order, *unsized)) if eligible(picture, pledge, r)]
        if its:
            serves[id_] = tuple(r.id for _, r in its)
            side = sides[id_] = {}
            for i, r in its:
                if i < len(order):
                    own = not plan.converts(pledge.provides, r.of)
                    side[own] = side.get(own, 0) | 1 << i

    of_pool: dict[str, set[bool]] = {}
    for id_, side in sides.items():
        pool = pledges[id_].pool
        if pool is not None:
            of_pool.setdefault(pool, set()).update(side)
    pool_numbers: dict[tuple[str, bool], int] = {}
    rooms: list[int] = []
    lots: dict[tuple[object, ...], int] = {}
    lot_pool: list[int] = []
    lot_serves: list[int] = []
    members: list[list[str]] = []
    parts: dict[str, tuple[_Part, ...]] = {}
    choosy: dict[str, tuple[int, ...]] = {}
    two_units: dict[str, _Shared] = {}
    shared_pools: list[_Shared] = []
    for id_, side in sides.items():
        pledge = pledges[id_]
        unit = plan.units.get(pledge.provides or "")
        alone = len(side) == 2 or (pledge.whole and sum(mask.bit_count() for mask in side.values()) > 1)
        asked = {own: sum(needs[i] for i in _bits(mask)) for own, mask in side.items()}
        ample = asked.get(True, 0) + (_own_units(unit, asked.get(False, 0)) if unit is not None else 0)
        its_parts = []
        for own, mask in sorted(side.items(), reverse=True):
            pool_number = -1
            if pledge.pool is not None:
                size = plan.pools[pledge.pool].size
                if (pledge.pool, own) not in pool_numbers:
                    pool_numbers[pledge.pool, own] = len(rooms)
                    rooms.append(size if own or unit is None else unit.convert(size))
                pool_number = pool_numbers[pledge.pool, own]
            key = (id_, own) if alone else (pool_number, mask)
            if key not in lots:
                lots[key] = len(lot_pool)
                lot_pool.append(pool_number)
                lot_serves.append(mask)
                members.append([])
            lot = lots[key]
            members[lot].append(id_)
            counted_in = None if own else unit
            amount = pledge.amount or 0
            amount = counted_in.convert(amount) if counted_in is not None else amount
            its_parts.append(_Part(lot, counted_in, amount, asked[own]))
        parts[id_] = tuple(its_parts)
        if pledge.whole and alone:
            choosy[id_] = tuple(part.lot for part in its_parts)
        elif len(side) == 2 and unit is not None:
            two_units[id_] = _Shared(False, its_parts[0].lot, its_parts[1].lot, unit, ample)

    for pool, sides_used in of_pool.items():
        unit = next(plan.units.get(p.provides or "") for p in pledges.values() if p.pool == pool and p.id in sides)
        if len(sides_used) == 2 and unit is not None:
            numbers = pool_numbers[pool, True], pool_numbers[pool, False]
            shared_pools.append(_Shared(True, *numbers, unit, plan.pools[pool].size))

    lots_for = [0] * len(order)
    pool_lots = [0] * len(rooms)
    for lot, mask in enumerate(lot_serves):
        for i in _bits(mask):
            lots_for[i] |= 1 << lot
        if lot_pool[lot] >= 0:
            pool_lots[lot_pool[lot]] |= 1 << lot
    on_board = {id_: pledges[id_] for id_ in serves}
    timeless = all(p.ready == 0 and p.stays is None for p in on_board.values()) and all(
        r.from_day == 0 and r.until_day is None for r in (*order, *unsized)
    )
    return Board(
        requirements=tuple(order),
        unsized=unsized,
        pledges=on_board,
        serves=serves,
        layout=_Layout(
            needs=needs,
            lots_for=tuple(lots_for),
            lot_pool=tuple(lot_pool),
            lot_serves=tuple(lot_serves),
            lot_pledges=tuple(tuple(its) for its in members),
            rooms=tuple(rooms),
            pool_lots=tuple(pool_lots),
            parts=parts,
            choosy=choosy,
            two_units=two_units,
            pools_in_two_units=tuple(shared_pools),
            enablers_first=_enablers_first(plan.requirements),
            timeless=timeless,
        ),
    )


def _enablers_first(requirements: Mapping[str, Requirement]) -> tuple[Requirement, ...]:
    """Them all, none before one of its enablers (of which there are no cycles, §1.1)."""
    found: dict[str, Requirement] = {}
    for first in requirements.values():
        stack = [first]
        while stack:
            requirement = stack[-1]
            waiting = [requirements[e] for e in requirement.enablers if e not in found]
            if waiting:
                stack.extend(waiting)
            else:
                found.setdefault(stack.pop().id, requirement)
    return tuple(found.values())


def _bits(mask: int) -> list[int]:
    """The numbers in a set of bits, in their order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _own_units(unit: Unit, converted: int) -> int:
    """The fewest whole units that are worth so many of the other capability."""
    numerator, denominator = unit.equals.as_integer_ratio()
    return -(-converted * denominator // numerator)


# -- days -------------------------------------------------------------------------------------------------------------


class _Day:
    """Given pledges on a board, to be allocated on one day after the other."""

    def __init__(self, board: Board, gives: Gives, effort: Effort) -> None:
        self.board = board
        self.effort = effort
        self.gives = gives
        layout = board.layout
        self.parts: dict[str, list[tuple[int, int]]] = {}  # by pledge: (lot, amount in the lot's unit)
        self.own: dict[str, int] = {}  # by pledge in two units: its amount in its own
        if not isinstance(gives, Mapping):
            for id_ in gives:
                parts = layout.parts.get(id_)
                if parts is not None:
                    self.parts[id_] = [(part.lot, part.amount) for part in parts]
                    if id_ in layout.two_units:
                        self.own[id_] = board.pledges[id_].amount or 0
            return
        for id_, amount in gives.items():
            parts = layout.parts.get(id_)
            if parts is None:
                continue
            if id_ in layout.two_units:
                self.own[id_] = own = layout.two_units[id_].amount if amount is None else amount
                self.parts[id_] = [(p.lot, own if p.unit is None else p.unit.convert(own)) for p in parts]
            elif amount is None:
                self.parts[id_] = [(part.lot, part.ample) for part in parts]
            else:
                self.parts[id_] = [(p.lot, amount if p.unit is None else p.unit.convert(amount)) for p in parts]

    def there(self, day: int | None) -> list[str]:
        """Those on the board that are there on the day."""
        if day is None or self.board.layout.timeless:
            return list(self.parts)
        pledges = self.board.pledges
        return [id_ for id_ in self.parts if is_there(pledges[id_], day)]

    def allocation(self, day: int | None) -> Allocation:
        board, layout = self.board, self.board.layout
        requirements = board.requirements
        order = [i for i, r in enumerate(requirements) if day is None or active(r, day)]
        there = self.there(day)
        caps = [0] * len(layout.lot_pool)
        for id_ in there:
            for lot, amount in self.parts[id_]:
                caps[lot] += amount
        asking = sum(1 << i for i in order)
        problem = _Problem(
            order=order,
            needs=layout.needs,
            lots_for=list(layout.lots_for),
            caps=caps,
            rooms=list(layout.rooms),
            lot_pool=layout.lot_pool,
            pool_lots=layout.pool_lots,
        )
        choices: list[tuple[int, ...]] = []
        shared: list[_Shared] = []
        if layout.choosy or layout.two_units or layout.pools_in_two_units:
            present = set(there)
            for id_, lots in layout.choosy.items():
                if id_ in present and sum((layout.lot_serves[lot] & asking).bit_count() for lot in lots) > 1:
                    choices.append(lots)
            shared = [replace(s, amount=self.own[id_]) for id_, s in layout.two_units.items() if id_ in present]
            shared += layout.pools_in_two_units
        if not choices and not shared:
            got, flow = _flow(problem, problem.order)
            least = most = {requirements[i].id: got[i] for i in order}
        else:
            got, flow, lowest, highest = _search(problem, choices, shared, layout.lot_serves, self.effort)
            least = {requirements[i].id: lowest[i] for i in order}
            most = {requirements[i].id: highest[i] for i in order}
        units = {requirements[i].id: got[i] for i in order}
        return Allocation(
            day=day,
            filled=units,
            usable=usable_shares(board, units, self.gives, day),
            given=self.given(flow, order, set(there)),
            least=least,
            most=most,
        )

    def given(self, flow: "_Flow", order: list[int], there: set[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Who gave what: of a lot's pledges those that come first in the file give first, to what is filled first."""
        layout, requirements = self.board.layout, self.board.requirements
        found: dict[int, list[tuple[str, int]]] = {i: [] for i in order}
        several = set()
        for lot, to in enumerate(flow):
            if not to:
                continue
            wanted = sorted(to)
            members = iter(layout.lot_pledges[lot])
            left = 0
            for i in wanted:
                several.add(i) if found[i] else None
                want = to[i]
                while want:
                    while not left:
                        id_ = next(members)
                        if id_ in there:
                            left = next(amount for its, amount in self.parts[id_] if its == lot)
                    amount = min(left, want)
                    found[i].append((id_, amount))
                    left -= amount
                    want -= amount
        if several:
            rank = {id_: n for n, id_ in enumerate(self.board.pledges)}
            for i in several:
                found[i].sort(key=lambda gift: rank[gift[0]])
        return {requirements[i].id: tuple(found[i]) for i in order}


def _over_days(board: Board, gives: Gives, day: int | None, effort: Effort) -> dict[str, Figure]:
    requirements = board.requirements
    on = _Day(board, gives, effort)
    if day is None and board.layout.timeless:
        day = 0
    if day is not None:
        allocation = on.allocation(day)
        return {r.id: _figure(r, [allocation]) for r in requirements if active(r, day)}

    # Nothing changes between these days, so of each stretch the first stands for all.
    changes = {day for r in (*requirements, *board.unsized) for day in (r.from_day, r.until_day) if day is not None}
    for id_ in gives:
        pledge = board.pledges.get(id_)
        if pledge is not None:
            changes.add(pledge.ready)
            if pledge.stays is not None:
                changes.add(pledge.ready + pledge.stays)
    days = {r.id: [day for day in sorted(changes) if active(r, day)] for r in requirements}
    known: dict[tuple[frozenset[str], frozenset[str]], Allocation] = {}
    on_day: dict[int, Allocation] = {}
    for day in sorted({day for its in days.values() for day in its}):
        there = frozenset(id_ for id_ in gives if id_ in board.pledges and is_there(board.pledges[id_], day))
        asked = frozenset(r.id for r in (*requirements, *board.unsized) if active(r, day))
        same = known.get((there, asked))
        on_day[day] = known[there, asked] = on.allocation(day) if same is None else replace(same, day=day)
    return {r.id: _figure(r, [on_day[day] for day in days[r.id]]) for r in requirements}


def _figure(requirement: Requirement, days: list[Allocation]) -> Figure:
    """Of the worst of these days if there is a window, else of the best; the first of equals."""
    id_ = requirement.id
    pick = max if requirement.until_day is None else min
    first = pick(days, key=lambda allocation: allocation.filled[id_])
    usable = pick(days, key=lambda allocation: allocation.usable[id_])
    return Figure(
        requirement=id_,
        day=first.day or 0,
        filled=first.filled[id_],
        least=pick(allocation.least[id_] for allocation in days),
        most=pick(allocation.most[id_] for allocation in days),
        usable=usable.usable[id_],
        usable_day=usable.day or 0,
        allocation=first,
    )


# -- splittable: a flow -----------------------------------------------------------------------------------------------

#: By lot: what it gives to which requirement.
_Flow = list[dict[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    """One allocation by numbers: requirements in ``order``, of lots with ``caps`` in pools with ``rooms``."""

    order: list[int]
    needs: Sequence[int]
    lots_for: list[int]
    caps: list[int]
    rooms: list[int]
    lot_pool: tuple[int, ...]
    pool_lots: tuple[int, ...]


def _flow(problem: _Problem, order: Iterable[int]) -> tuple[list[int], _Flow]:
    """What each requirement gets, by number, if they are filled in this order; and from which lots.

    Each takes first what is free, then along shortest paths what is freed by one that can take from elsewhere: none
    that came earlier loses anything (a path ends where something free begins). Where a search finds no path, none
    will ever lead through where it was, so no later search looks there.
    """
    lots_for, lot_pool, pool_lots = problem.lots_for, problem.lot_pool, problem.pool_lots
    left, room = list(problem.caps), list(problem.rooms)
    flow: _Flow = [{} for _ in left]
    got = [0] * len(problem.needs)
    free = 0
    for lot, amount in enumerate(left):
        if amount and (lot_pool[lot] < 0 or room[lot_pool[lot]]):
            free |= 1 << lot
    stuck = 0
    for i in order:
        want = problem.needs[i]
        if not want:
            continue
        while True:
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
                        pool = lot_pool[lot]
                        if pool >= 0 and left[lot] and pool not in full:
                            full.add(pool)
                            sharing = pool_lots[pool] & ~seen
                            seen |= sharing
                            for giver in _bits(sharing):
                                for other in flow[giver]:
                                    if other not in taken:
                                        taken[other] = giver, lot, end
                                        queue.append(other)
                if not near:
                    stuck = seen
                    break
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


# -- whole pledges, and two units: a search ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of what is to be searched: ``problem`` as if all could be split, within what is decided in it.

    ``held``: for each supply in two units, the least and the most of its own units that are kept for its own side.
    """

    problem: _Problem
    held: tuple[tuple[int, int], ...]
    units: tuple[int, ...]
    flow: _Flow


class _Search:
    """Best first: what could be filled if all could be split is what a part of the search can hold at most.

    Amounts are cut to what is asked for, so that a whole pledge gives all it has or fills the need.
    """

    def __init__(
        self,
        problem: _Problem,
        choices: Sequence[tuple[int, ...]],
        shared: Sequence[_Shared],
        serves: Sequence[int],
    ) -> None:
        self.order = problem.order
        self.choices = choices
        self.shared = shared
        self.asking = sum(1 << i for i in problem.order)
        self.serves = [mask & self.asking for mask in serves]
        self.choosing = {lot for lots in choices for lot in lots}
        caps, needs = list(problem.caps), problem.needs
        for lot, mask in enumerate(self.serves):
            asked = [needs[i] for i in _bits(mask)]
            caps[lot] = min(caps[lot], max(asked, default=0) if lot in self.choosing else sum(asked))
        self.twins: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for number, lots in enumerate(choices):
            self.twins.setdefault(tuple((caps[lot], self.serves[lot]) for lot in lots), []).append(number)
        self.twins_of = {number: twins for twins in self.twins.values() for number in twins}
        self.steps = 0
        self.root = self.node(replace(problem, caps=caps), tuple((0, s.amount) for s in shared))

    def node(self, problem: _Problem, held: tuple[tuple[int, int], ...]) -> _Node:
        self.steps += len(problem.caps) + len(self.order)
        got, flow = _flow(problem, self.order)
        return _Node(problem, held, tuple(got[i] for i in self.order), flow)

    def choose(self, node: _Node, number: int, to: Iterable[int], *, twins: bool = False) -> _Problem:
        """The problem where a whole pledge may serve those in ``to`` only.

        ``twins``: of whole pledges that are the same but for their names, the earlier serve what comes earlier.
        """
        lots_for = list(node.problem.lots_for)
        to = set(to)

        def bar(number: int, from_: Iterable[int]) -> None:
            bits = sum(1 << lot for lot in self.choices[number])
            for i in from_:
                lots_for[i] &= ~bits

        bar(number, [i for i in self.order if i not in to])
        if twins:
            (only,) = to
            for twin in self.twins_of[number]:
                if twin != number:
                    bar(twin, [i for i in self.order if (i > only if twin < number else i < only)])
        return replace(node.problem, lots_for=lots_for)

    def hold(self, node: _Node, number: int, least: int, most: int) -> tuple[_Problem, tuple[tuple[int, int], ...]]:
        """The problem where of a supply in two units so many of its own units are kept for its own side."""
        shared = self.shared[number]
        caps, rooms = list(node.problem.caps), list(node.problem.rooms)
        limits = rooms if shared.is_pool else caps
        limits[shared.own] = min(limits[shared.own], most)
        limits[shared.other] = min(limits[shared.other], shared.unit.convert(shared.amount - least))
        held = (*node.held[:number], (least, most), *node.held[number + 1 :])
        return replace(node.problem, caps=caps, rooms=rooms), held

    def split(self, node: _Node) -> Iterable[tuple[int, dict[int, int]]]:
        """The whole pledges that serve several requirements here, and how much of it each gets."""
        for number, lots in enumerate(self.choices):
            to = {i: amount for lot in lots for i, amount in node.flow[lot].items()}
            if len(to) > 1:
                yield number, to

    def overdrawn(self, node: _Node) -> Iterable[tuple[int, int, int, bool]]:
        """The supplies that give too much on both sides together: own units on each side, and whether own is first."""
        for number, shared in enumerate(self.shared):
            used, first = [], []
            for side in (shared.own, shared.other):
                lots = _bits(node.problem.pool_lots[side]) if shared.is_pool else [side]
                used.append(sum(sum(node.flow[lot].values()) for lot in lots))
                first.append(min((i for lot in lots for i in node.flow[lot]), default=len(node.problem.needs)))
            back = _own_units(shared.unit, used[1])
            if used[0] + back > shared.amount:
                yield number, used[0], back, first[0] < first[1]

    def parts(self, node: _Node) -> list[_Node]:
        """Two parts that hold all allocations of the node, but not what it would be if all could be split."""
        splits = list(self.split(node))
        if splits:
            number, to = min(splits, key=lambda split: min(split[1]))
            chosen = max(to, key=lambda i: (to[i], -i))
            others = [i for i in self.order if i != chosen]
            return [
                self.node(self.choose(node, number, others), node.held),
                self.node(self.choose(node, number, [chosen], twins=True), node.held),
            ]
        number, own, back, own_first = next(iter(self.overdrawn(node)))
        least, most = node.held[number]
        below = own - 1 if own_first else self.shared[number].amount - back
        parts = [self.hold(node, number, least, below), self.hold(node, number, below + 1, most)]
        return [self.node(*part) for part in (parts if own_first else reversed(parts))]

    def rounded(self, node: _Node) -> _Node:
        """An allocation near this node: whoever is split serves the one that gets most of it."""
        while True:
            splits, overdrawn = list(self.split(node)), list(self.overdrawn(node))
            if not splits and not overdrawn:
                return node
            for number, to in splits:
                chosen = max(to, key=lambda i: (to[i], -i))
                node = replace(node, problem=self.choose(node, number, [chosen]))
            for number, own, back, own_first in overdrawn:
                keep = own if own_first else self.shared[number].amount - back
                problem, held = self.hold(node, number, keep, keep)
                node = replace(node, problem=problem, held=held)
            node = self.node(node.problem, node.held)

    def run(self, steps: int) -> tuple[_Node, tuple[int, ...]]:
        """The best allocation found within so many steps, and what the best one is at most, compared as a list."""
        best = self.rounded(self.root)
        count = 0
        heap = [(tuple(-x for x in self.root.units), count, self.root)]
        while heap and heap[0][2].units > best.units:
            if self.steps > steps:
                return best, heap[0][2].units
            _, _, node = heappop(heap)
            if count % 16 == 15:
                best = max(best, self.rounded(node), key=lambda n: n.units)
            for part in self.parts(node):
                if part.units > best.units:
                    if not any(self.split(part)) and not any(self.overdrawn(part)):
                        best = part
                    else:
                        count += 1
                        heappush(heap, (tuple(-x for x in part.units), -count, part))
        return best, best.units


def _search(
    problem: _Problem,
    choices: Sequence[tuple[int, ...]],
    shared: Sequence[_Shared],
    serves: Sequence[int],
    effort: Effort,
) -> tuple[list[int], _Flow, list[int], list[int]]:
    """What each requirement gets, from which lots, and the least and the most the best allocation gives it."""
    search = _Search(problem, choices, shared, serves)
    best, top = search.run(effort.steps)
    order, needs = problem.order, list(problem.needs)
    least, most = [0] * len(needs), [0] * len(needs)
    solver: _Solver | None = None
    left = effort.seconds
    for level, i in enumerate(order):
        # Given what is proven of those before it, it gets no more than if all could be split.
        bound = best.units[level]
        if top > best.units:
            split = _flow(replace(search.root.problem, needs=needs), order[: level + 1])[0][i]
            bound = min(split, top[level]) if top[:level] == best.units[:level] else split
        if bound > best.units[level] and left > 0:
            solver = solver or _Solver(search)
            if solver.trusted:
                best, proven, left = solver.level(level, best, effort.nodes, left)
                bound = min(bound, max(proven, best.units[level]))
        least[i], most[i] = best.units[level], bound
        if bound > best.units[level]:
            # It may get more than was found, which may cost those after it, or help them.
            needs[i] = best.units[level]
            for later in order[level + 1 :]:
                alone = _flow(replace(search.root.problem, needs=needs), [*order[: level + 1], later])
                most[later] = alone[0][later]
            break
        needs[i] = best.units[level]
    got = [0] * len(needs)
    for i, units in zip(order, best.units, strict=True):
        got[i] = units
    return got, best.flow, least, most


class _Solver:
    """HiGHS, level by level. What it finds is counted anew in whole numbers; only its bounds are taken as they are.

    ``trusted``: the numbers are small enough for that.
    """

    def __init__(self, search: _Search) -> None:
        self.search = search
        problem = search.root.problem
        self.columns: list[tuple[float, float, bool]] = []  # lower, upper, whole
        self.rows: list[tuple[float, dict[int, int]]] = []  # upper, weights
        order, lot_pool = search.order, problem.lot_pool
        numbers = [*(problem.needs[i] for i in order), *problem.caps]
        rooms = [
            min(room, sum(problem.caps[lot] for lot in _bits(lots)))
            for room, lots in zip(problem.rooms, problem.pool_lots, strict=True)
        ]
        numbers += rooms
        self.scale = 1
        if not search.shared:
            self.scale = gcd(*numbers) or 1
        for s in search.shared:
            numbers += [s.amount, *s.unit.equals.as_integer_ratio()]
            numbers.append(s.amount * max(s.unit.equals.as_integer_ratio()))
        self.trusted = max(numbers) // self.scale <= LARGEST_FOR_SOLVER
        if not self.trusted:
            return
        scale = self.scale
        self.fill = {i: self.column(problem.needs[i] // scale) for i in order}
        self.takes: list[dict[int, int]] = []  # by whole pledge: the column of each requirement
        gets: dict[int, dict[int, int]] = {i: {self.fill[i]: 1} for i in order}
        for lots in search.choices:
            take = {}
            for lot in lots:
                for i in _bits(search.serves[lot]):
                    take[i] = self.column(1, whole=True)
                    gets[i][take[i]] = -(min(problem.caps[lot], problem.needs[i]) // scale)
            self.rows.append((1, dict.fromkeys(take.values(), 1)))
            self.takes.append(take)
        by_lot: dict[int, dict[int, int]] = {}
        by_pool: dict[int, dict[int, int]] = {pool: {} for pool in range(len(rooms))}
        for lot, cap in enumerate(problem.caps):
            if lot in search.choosing:
                continue
            gives = by_lot[lot] = {}
            for i in _bits(search.serves[lot]):
                column = self.column(cap // scale)
                gives[column] = 1
                gets[i][column] = -1
            self.rows.append((cap // scale, gives))
            if lot_pool[lot] >= 0:
                by_pool[lot_pool[lot]].update(gives)
        self.rows += [(room // scale, by_pool[pool]) for pool, room in enumerate(rooms)]
        self.kept: list[int] = []
        for s in search.shared:
            sides = by_pool if s.is_pool else by_lot
            kept, other = self.column(s.amount, whole=True), self.column(s.unit.convert(s.amount), whole=True)
            self.kept.append(kept)
            numerator, denominator = s.unit.equals.as_integer_ratio()
            self.rows.append((0, {**sides[s.own], kept: -1}))
            self.rows.append((0, {**sides[s.other], other: -1}))
            self.rows.append((numerator * s.amount, {other: denominator, kept: numerator}))
        self.rows += [(0, weights) for weights in gets.values()]
        self.highs = self.model()

    def column(self, upper: int, *, whole: bool = False) -> int:
        self.columns.append((0, upper, whole))
        return len(self.columns) - 1

    def model(self) -> Any:
        import highspy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), len(self.rows)
        lp.col_cost_ = [0.0] * len(self.columns)
        lp.col_lower_ = [lower for lower, _, _ in self.columns]
        lp.col_upper_ = [upper for _, upper, _ in self.columns]
        kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [kinds[0] if whole else kinds[1] for _, _, whole in self.columns]
        lp.row_lower_ = [-highspy.kHighsInf] * len(self.rows)
        lp.row_upper_ = [upper for upper, _ in self.rows]
        starts = [0]
        for _, weights in self.rows:
            starts.append(starts[-1] + len(weights))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = [column for _, weights in self.rows for column in weights]
        lp.a_matrix_.value_ = [weight for _, weights in self.rows for weight in weights.values()]
        lp.sense_ = highspy.ObjSense.kMaximize
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
            ("mip_feasibility_tolerance", 1e-9),
            ("primal_feasibility_tolerance", 1e-9),
        ):
            highs.setOptionValue(option, value)
        highs.passModel(lp)
        return highs

    def level(self, level: int, best: _Node, nodes: int, seconds: float) -> tuple[_Node, int, float]:
        """The best now found, the most this level can get (as those before it get what they got), seconds left."""
        search, highs = self.search, self.highs
        for n, i in enumerate(search.order[: level + 1]):
            highs.changeColCost(self.fill[i], float(n == level))
            if n < level:
                units = best.units[n] // self.scale
                highs.changeColBounds(self.fill[i], units, units)
        before = highs.getRunTime()
        highs.setOptionValue("time_limit", before + seconds)
        highs.setOptionValue("mip_max_nodes", nodes)
        highs.run()
        left = seconds - (highs.getRunTime() - before)
        info = highs.getInfo()
        if info.primal_solution_status == 2:  # feasible
            values = highs.getSolution().col_value
            node = search.root
            for number, take in enumerate(self.takes):
                chosen = [i for i, column in take.items() if values[column] > 0.5]
                if chosen:  # who serves nobody here may serve what comes later
                    node = replace(node, problem=search.choose(node, number, chosen))
            for number, column in enumerate(self.kept):
                keep = round(values[column])
                problem, held = search.hold(node, number, keep, keep)
                node = replace(node, problem=problem, held=held)
            node = search.rounded(search.node(node.problem, node.held))
            best = max(best, node, key=lambda n: n.units)
        bound = info.mip_dual_bound
        need = search.root.problem.needs[search.order[level]]
        return best, need if not bound < need else int(bound + 1e-4) * self.scale, left
