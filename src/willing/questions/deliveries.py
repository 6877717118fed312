"""What was pledged, and what is in place of it (§8.4): per pledge, partner and requirement, nothing counted twice."""

from collections.abc import Iterable, Sequence
from datetime import date

from willing.answers.deliveries import Deliveries, InUnit, PledgeDelivery, RequirementDelivery, Sum
from willing.engine.network import eligible
from willing.model.condition import Never
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge, Stage


def deliveries(picture: Picture) -> Deliveries:
    """Pledged and in place on the day of ``picture``."""
    plan = picture.plan
    lines = tuple(
        _line(picture, p)
        for p in picture.pledges.values()
        if p.provides is not None and not isinstance(p.condition, Never)
    )
    said = [p for p in plan.pledges.values() if _was_said(p, picture.day) and not isinstance(p.condition, Never)]
    counted = [line for line in lines if line.counted]
    partners = []
    for id_ in plan.partners:
        its = [line for line in counted if line.pledge.partner == id_]
        if its:
            partners.append((id_, _sums(plan, its, [p for p in said if p.partner == id_])))
    requirements = []
    for requirement in plan.requirements.values():
        serving = [line for line in counted if eligible(picture, line.pledge, requirement)]
        if not requirement.of:
            continue
        announced = [p for p in said if eligible(picture, p, requirement)]
        total = _sum(plan, requirement.of[0], requirement.of, serving, announced)
        requirements.append(RequirementDelivery(requirement=requirement, sum=total))
    return Deliveries(
        plan=plan.name,
        as_of=picture.day,
        picture=picture,
        pledges=lines,
        partners=tuple(partners),
        requirements=tuple(requirements),
        totals=_sums(plan, counted, said),
    )


def _was_said(pledge: Pledge, day: date | None) -> bool:
    return pledge.said is None or day is None or pledge.said <= day


def _told_by(amounts: Sequence[tuple[date, int]], day: date | None) -> tuple[date | None, int | None]:
    """The last of dated amounts up to a day, and its day."""
    return next(((since, amount) for since, amount in reversed(amounts) if day is None or since <= day), (None, None))


def in_place(pledge: Pledge, day: date | None) -> tuple[int | None, date | None]:
    """What is in place of a pledge on a day, and since when: by ``delivered``; else all of it, once deployed.

    Before the first day that ``delivered`` names it is nothing. None: in full, but no size is known.
    """
    if pledge.delivered:
        since, amount = _told_by(pledge.delivered, day)
        return amount or 0, since
    return (pledge.amount if pledge.stage >= Stage.deployed else 0), None


def _line(picture: Picture, pledge: Pledge) -> PledgeDelivery:
    plan = picture.plan
    there, since = in_place(pledge, picture.day)
    unit = plan.units.get(pledge.provides or "")

    def converted(amount: int | None) -> int | None:
        return amount if amount is None or unit is None else unit.convert(amount)

    return PledgeDelivery(
        pledge=pledge,
        up_to=pledge.up_to,
        stage=pledge.stage,
        pool=pledge.pool,
        pledged=pledge.amount,
        in_place=there,
        since=since,
        received=_told_by(pledge.received, picture.day)[1],
        recorded=bool(pledge.delivered) or pledge.stage >= Stage.deployed,
        counted=pledge.id in picture.counted,
        instead=picture.instead_of(pledge.id),
        unit=unit.of if unit is not None else pledge.provides or "",
        in_unit=None if unit is None else InUnit(unit.of, converted(pledge.amount), converted(there)),
    )


def _sums(plan: Plan, lines: Iterable[PledgeDelivery], said: Iterable[Pledge]) -> tuple[Sum, ...]:
    """By capability, each amount in the unit it is a multiple of."""
    lines, said = list(lines), list(said)
    units = dict.fromkeys(line.unit for line in lines)
    return tuple(
        _sum(
            plan, unit, (unit,), [line for line in lines if line.unit == unit],
            [p for p in said if plan.provides(p, unit)],
        )
        for unit in units
    )  # fmt: skip


def _sum(plan: Plan, capability: str, wanted: tuple[str, ...], lines: list[PledgeDelivery], said: list[Pledge]) -> Sum:
    """Amounts in the unit of ``wanted``; a pool is never more than its size, unless more of one pledge is in place."""
    pledged = there = 0
    here = {line.pledge.id for line in lines}
    pools: dict[str, list[tuple[int, int]]] = {}
    sizes: dict[str, int] = {}
    elsewhere: set[str] = set()
    for line in lines:
        given = line.pledge.provides
        amount = plan.in_units(given, wanted, line.pledged or 0)
        placed = plan.in_units(given, wanted, line.in_place or 0)
        if line.pledge.pool is not None:
            pools.setdefault(line.pledge.pool, []).append((amount, placed))
            sizes[line.pledge.pool] = plan.in_units(given, wanted, plan.pools[line.pledge.pool].size)
        elif line.instead:  # of alternatives as much as the largest, and no more
            one_of = min(line.pledge.id, *line.instead)
            pools.setdefault(f"{one_of} or another", []).append((amount, placed))
            sizes[f"{one_of} or another"] = max(amount, sizes.get(f"{one_of} or another", 0))
            elsewhere |= {f"{one_of} or another"} if not here.issuperset(line.instead) else set()
        else:
            pledged += amount
            there += placed
    for id_, amounts in pools.items():
        pledged += min(sizes[id_], sum(amount for amount, _ in amounts))
        there += min(max(sizes[id_], *(placed for _, placed in amounts)), sum(placed for _, placed in amounts))
    return Sum(
        capability=capability,
        pledged=pledged,
        in_place=there,
        recorded=any(line.recorded for line in lines),
        announced=sum(plan.in_units(p.provides, wanted, p.amount or 0) for p in said),
        unsized=sum(line.pledged is None for line in lines),
        instead=sum(sizes[id_] for id_ in elsewhere),
    )
