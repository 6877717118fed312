"""What is to be allocated to what: requirements, the parts of pledges that may serve them, days (§4)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from willing.engine.network import eligible
from willing.model.picture import Picture
from willing.model.plan import Pledge, Requirement, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to look where pledges are whole (or serve two units), per allocation.

    ``steps`` of our own search, then ``nodes`` of the solver at each requirement (0: no solver): they end at the same
    place every time.
    """

    steps: int = 60_000
    nodes: int = 5_000


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
    layout: "Layout" = field(repr=False)


#: Ids of the pledges that are in, with their own amounts (those without one give nothing); or by id what each of them
#: gives, in the unit of its capability, None: all that is asked for (§3.2), at most its pool.
Gives = Collection[str] | Mapping[str, int | None]


def board_of(picture: Picture, pledges: Mapping[str, Pledge] | None = None) -> Board:
    """What the ``pledges`` (default: those that count, in file order) may serve, in the picture's plan."""
    return _board(picture, picture.counted if pledges is None else pledges)


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


@dataclass(frozen=True, slots=True)
class Part:
    """A pledge's side of a lot. ``unit`` None: it counts in its own unit. ``ample``: more than is ever asked for."""

    lot: int
    unit: Unit | None
    amount: int
    ample: int


@dataclass(frozen=True, slots=True)
class Shared:
    """One supply, told in its own unit on one side and converted on the other: no more than it is on both together.

    ``own`` and ``other`` are lots or, if ``is_pool``, pools. ``amount`` None: that of the pledge, by allocation.
    """

    is_pool: bool
    own: int
    other: int
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
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
    parts: Mapping[str, tuple[Part, ...]]
    choosy: Mapping[str, tuple[int, ...]]
    two_units: Mapping[str, Shared]
    pools_in_two_units: tuple[Shared, ...]
    enablers_first: tuple[Requirement, ...]
    timeless: bool


def _board(picture: Picture, pledges: Mapping[str, Pledge]) -> Board:
    plan = picture.plan
    order = sorted((r for r in plan.requirements.values() if r.needs is not None), key=lambda r: r.priority)
    unsized = tuple(r for r in plan.requirements.values() if r.needs is None)
    needs = tuple(r.needs or 0 for r in order)
    serves: dict[str, tuple[str, ...]] = {}
    sides: dict[str, dict[bool, int]] = {}  # by pledge: the requirements served in its own unit, and in the other
    wanted: dict[str, dict[int, Requirement]] = {}  # by capability
    for i, r in enumerate((*order, *unsized)):
        for capability in r.of:
            wanted.setdefault(capability, {})[i] = r
    for id_, pledge in pledges.items():
        if pledge.provides is None:
            continue
        unit = plan.units.get(pledge.provides)
        might = wanted.get(pledge.provides, {}) | (wanted.get(unit.of, {}) if unit is not None else {})
        its = [(i, r) for i, r in sorted(might.items()) if eligible(picture, pledge, r)]
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
    parts: dict[str, tuple[Part, ...]] = {}
    choosy: dict[str, tuple[int, ...]] = {}
    two_units: dict[str, Shared] = {}
    shared_pools: list[Shared] = []
    for id_, side in sides.items():
        pledge = pledges[id_]
        unit = plan.units.get(pledge.provides or "")
        alone = len(side) == 2 or (pledge.whole and sum(mask.bit_count() for mask in side.values()) > 1)
        asked = {own: sum(needs[i] for i in bits_of(mask)) for own, mask in side.items()}
        ample = asked.get(True, 0) + (own_units(unit, asked.get(False, 0)) if unit is not None else 0)
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
            its_parts.append(Part(lot, counted_in, amount, asked[own]))
        parts[id_] = tuple(its_parts)
        if pledge.whole and alone:
            choosy[id_] = tuple(part.lot for part in its_parts)
        elif len(side) == 2 and unit is not None:
            two_units[id_] = Shared(False, its_parts[0].lot, its_parts[1].lot, unit, ample)

    for pool, sides_used in of_pool.items():
        unit = next(plan.units.get(p.provides or "") for p in pledges.values() if p.pool == pool and p.id in sides)
        if len(sides_used) == 2 and unit is not None:
            numbers = pool_numbers[pool, True], pool_numbers[pool, False]
            shared_pools.append(Shared(True, *numbers, unit, plan.pools[pool].size))

    lots_for = [0] * len(order)
    pool_lots = [0] * len(rooms)
    for lot, mask in enumerate(lot_serves):
        for i in bits_of(mask):
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
        layout=Layout(
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


def bits_of(mask: int) -> list[int]:
    """The numbers in a set of bits, in their order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def own_units(unit: Unit, converted: int) -> int:
    """The fewest whole units that are worth so many of the other capability."""
    numerator, denominator = unit.equals.as_integer_ratio()
    return -(-converted * denominator // numerator)
