"""The definition: what given pledges add up to (§4.1-§4.4), by looking at every allocation of every day.

No cleverness and nothing from the analyses: each function is one sentence of the contract. It takes a handful of
pledges of a few units and is what every faster way is held against.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from willing.model.plan import Plan, Pledge, Requirement

#: By requirement id: units allocated.
Filled = dict[str, int]


def wanted(plan: Plan) -> list[Requirement]:
    """The requirements with a need, by (priority, file order) (§4.2)."""
    return sorted((r for r in plan.requirements.values() if r.needs is not None), key=lambda r: r.priority)


def eligible(plan: Plan, pledge: Pledge, requirement: Requirement) -> bool:
    """§4.1: it provides one of ``of``, the place is not in ``not_in``, ``only`` names the requirement or its domain."""
    return (
        any(plan.provides(pledge, capability) for capability in requirement.of)
        and not (requirement.in_place is not None and requirement.in_place in pledge.not_in)
        and (not pledge.only or requirement.id in pledge.only or requirement.domain in pledge.only)
    )


def is_active(requirement: Requirement, day: int) -> bool:
    """§4.4: from ``from_day`` on, and before ``until_day`` where there is one."""
    return requirement.from_day <= day and (requirement.until_day is None or day < requirement.until_day)


def is_there(pledge: Pledge, day: int) -> bool:
    """§4.4: from ``ready`` (included) to ``ready + stays`` (excluded)."""
    return pledge.ready <= day and (pledge.stays is None or day < pledge.ready + pledge.stays)


# -- §4.1, §4.2 one day -----------------------------------------------------------------------------------------------


def best(plan: Plan, gives: Mapping[str, int], day: int) -> Filled:
    """The lexicographic best of all allocations; ``gives``: what each pledge that is in gives, in its own unit."""
    order = [r for r in wanted(plan) if is_active(r, day)]
    units = max(allocations(plan, gives, day), key=lambda filled: [filled[r.id] for r in order])
    return {r.id: units[r.id] for r in order}


def allocations(plan: Plan, gives: Mapping[str, int], day: int) -> Iterator[Filled]:
    """What can be filled: of pledges that are in and there, no more than amount, pool and need."""
    order = [r for r in wanted(plan) if is_active(r, day)]
    there = [plan.pledges[id_] for id_ in gives if is_there(plan.pledges[id_], day)]
    # Pledge after pledge: what is filled by now, and what of each pool is used for requirements in its own unit,
    # and for requirements in the unit that it converts to.
    states: set[tuple[tuple[int, ...], tuple[tuple[str, int, int], ...]]] = {((0,) * len(order), ())}
    for pledge in there:
        found = set()
        for (filled, used), gift in product(states, list(gifts(plan, pledge, gives[pledge.id], order))):
            total = tuple(
                min(a + b, r.needs or 0) if pledge.whole else a + b for a, b, r in zip(filled, gift, order, strict=True)
            )
            pools = {pool: (own, other) for pool, own, other in used}
            if pledge.pool is not None:
                own, other = pools.get(pledge.pool, (0, 0))
                own += sum(units for units, its in zip(gift, mine(plan, pledge, order), strict=True) if its)
                other += sum(units for units, its in zip(gift, mine(plan, pledge, order), strict=True) if not its)
                pools[pledge.pool] = own, other
                if not enough(plan, pledge, plan.pools[pledge.pool].size, own, other):
                    continue
            if all(units <= (r.needs or 0) for units, r in zip(total, order, strict=True)):
                found.add((total, tuple((pool, *both) for pool, both in sorted(pools.items()))))
        states = found
    for filled, _ in states:
        yield {r.id: units for r, units in zip(order, filled, strict=True)}


def gifts(plan: Plan, pledge: Pledge, amount: int, order: list[Requirement]) -> Iterator[tuple[int, ...]]:
    """Every way to give whole units of it to requirements it is eligible for, in the unit of each (§1.5)."""
    most = [in_unit_of(plan, pledge, r, amount) if eligible(plan, pledge, r) else 0 for r in order]
    if pledge.whole:
        # One requirement with all it has, or none.
        yield (0,) * len(order)
        for i in range(len(order)):
            yield tuple(most[i] if j == i else 0 for j in range(len(order)))
        return
    for gift in product(*(range(min(m, r.needs or 0) + 1) for m, r in zip(most, order, strict=True))):
        own = sum(units for units, its in zip(gift, mine(plan, pledge, order), strict=True) if its)
        other = sum(units for units, its in zip(gift, mine(plan, pledge, order), strict=True) if not its)
        if enough(plan, pledge, amount, own, other):
            yield gift


def enough(plan: Plan, pledge: Pledge, amount: int, own: int, other: int) -> bool:
    """Whether ``amount`` allows for so much in the pledge's own unit, and what is left of it for the other unit."""
    if own > amount:
        return False
    return other == 0 or other <= plan.units[pledge.provides or ""].convert(amount - own)


def mine(plan: Plan, pledge: Pledge, order: list[Requirement]) -> list[bool]:
    """For each requirement whether the pledge counts in it as what it is, and not converted (§1.5)."""
    return [not plan.converts(pledge.provides, r.of) for r in order]


def in_unit_of(plan: Plan, pledge: Pledge, requirement: Requirement, amount: int) -> int:
    """§1.5: converted pledge by pledge, rounded down."""
    return plan.in_units(pledge.provides, requirement.of, amount)


# -- §4.3 usable ------------------------------------------------------------------------------------------------------


def usable(plan: Plan, gives: Mapping[str, int], day: int, filled: Filled, id_: str) -> Fraction:
    """The least of its filled share and of the usable shares of its enablers that are active on the day.

    An enabler without a need is usable if something eligible is in and there.
    """
    requirement = plan.requirements[id_]
    if requirement.needs is not None:
        own = Fraction(filled[id_], requirement.needs)
    else:
        there = [plan.pledges[p] for p in gives if is_there(plan.pledges[p], day)]
        own = Fraction(any(eligible(plan, pledge, requirement) for pledge in there))
    enablers = [e for e in requirement.enablers if is_active(plan.requirements[e], day)]
    return min([own, *(usable(plan, gives, day, filled, e) for e in enablers)])


# -- §4.4 all days ----------------------------------------------------------------------------------------------------


def figures(plan: Plan, gives: Mapping[str, int]) -> dict[str, tuple[int, int, int, Fraction]]:
    """By requirement: (day, filled, day, usable), of the worst day in the window or, without one, of the best day.

    The first of equals. After the last day on which anything begins or ends, nothing changes any more.
    """
    ends = [p.ready + (p.stays or 0) for p in plan.pledges.values()]
    ends += [max(r.from_day, r.until_day or 0) for r in plan.requirements.values()]
    days = range(max(ends, default=0) + 1)
    filled = {day: best(plan, gives, day) for day in days}
    found = {}
    for r in wanted(plan):
        its = [day for day in days if is_active(r, day)]
        share = {day: usable(plan, gives, day, filled[day], r.id) for day in its}
        pick = max if r.until_day is None else min
        units, part = pick(filled[day][r.id] for day in its), pick(share.values())
        first = next(day for day in its if filled[day][r.id] == units)
        found[r.id] = (first, units, next(day for day in its if share[day] == part), part)
    return found
