"""What was pledged, and what is in place of it (§8.4): per pledge, partner and requirement, nothing counted twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, count

from willing.answers.deliveries import Deliveries, InUnit, PledgeDelivery, RequirementDelivery, Sum
from willing.engine.network import eligible
from willing.model.condition import And, Condition, CountOf, Name, Never, Not, Or
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge, Stage
from willing.questions.waits import pledges_meant

#: Of pledges that exclude each other in part, so many choices are tried.
MOST_TRIED = 500


def deliveries(picture: Picture) -> Deliveries:
    """Pledged and in place on the day of ``picture``."""
    plan = picture.plan
    apart = exclusions(picture)
    lines = tuple(
        _line(picture, p, apart.get(p.id, ()))
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


def _line(picture: Picture, pledge: Pledge, instead: tuple[str, ...]) -> PledgeDelivery:
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
        instead=instead,
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
    """Amounts in the unit of ``wanted``; a pool is never more than its size, and of what excludes each other counts the
    most that may be in together, unless more is in place."""
    pledged = there = 0
    amounts: dict[str, int] = {}
    placed: dict[str, int] = {}
    pools: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    apart: dict[str, frozenset[str]] = {}
    for line in lines:
        id_, given, pool = line.pledge.id, line.pledge.provides, line.pledge.pool
        amounts[id_] = plan.in_units(given, wanted, line.pledged or 0)
        placed[id_] = plan.in_units(given, wanted, line.in_place or 0)
        if pool is not None:
            pools.setdefault(pool, []).append(id_)
            sizes[pool] = plan.in_units(given, wanted, plan.pools[pool].size)
        elif line.instead:
            apart[id_] = frozenset(line.instead)
        else:
            pledged += amounts[id_]
            there += placed[id_]
    groups = [(ids, min(sizes[pool], sum(map(amounts.__getitem__, ids))), sizes[pool]) for pool, ids in pools.items()]
    for ids in _components(apart):
        most = most_together({id_: amounts[id_] for id_ in ids}, apart)
        groups.append((ids, most, most))
    for ids, most, size in groups:
        its = [placed[id_] for id_ in ids]
        pledged += most
        there += min(max(size, *its), sum(its))
    elsewhere = {id_: amounts[id_] for id_, others in apart.items() if not others <= apart.keys()}
    return Sum(
        capability=capability,
        pledged=pledged,
        in_place=there,
        recorded=any(line.recorded for line in lines),
        announced=sum(plan.in_units(p.provides, wanted, p.amount or 0) for p in said),
        unsized=sum(line.pledged is None for line in lines),
        instead=most_together(elsewhere, apart),
    )


def exclusions(picture: Picture) -> Mapping[str, tuple[str, ...]]:
    """By pledge that counts those that are never in together with it: alternatives, and whatever the condition of
    either rules out (``not``), in file order; a refusal is never in, so that it keeps nobody out."""
    counted = {id_: pledge for id_, pledge in picture.counted.items() if not isinstance(pledge.needs, Never)}
    found: dict[str, set[str]] = {id_: set(picture.instead_of(id_)) for id_ in counted}
    for id_, pledge in counted.items():
        for atom in _ruled_out(pledge.needs):
            for other in pledges_meant(picture, atom, pledge.partner, counted.values()):
                if other != id_:
                    found[id_].add(other)
                    found[other].add(id_)
    place = {id_: i for i, id_ in enumerate(counted)}
    return {id_: tuple(sorted(others, key=place.__getitem__)) for id_, others in found.items() if others}


def _ruled_out(condition: Condition, *, so: bool = True) -> Iterator[Name]:
    """The names that must not be in where a condition is met (``so``), or where it is not."""
    match condition:
        case Name() if not so:
            yield condition
        case Not(of=inner):
            yield from _ruled_out(inner, so=not so)
        case And(of=parts) | CountOf(count=None, of=parts) if so:
            yield from chain.from_iterable(_ruled_out(part) for part in parts)
        case Or(of=parts) if not so:
            yield from chain.from_iterable(_ruled_out(part, so=False) for part in parts)


def _components(apart: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """The pledges of which each excludes another of the same, directly or by others."""
    left, found = dict.fromkeys(apart), []
    while left:
        its = [left.popitem()[0]]
        for id_ in its:
            near = [other for other in apart[id_] if other in left]
            its += near
            for other in near:
                del left[other]
        found.append(its)
    return found


def most_together(amounts: Mapping[str, int], apart: Mapping[str, frozenset[str]]) -> int:
    """The most that pledges come to of which no two exclude each other; beyond :data:`MOST_TRIED` steps all of what is
    open then, which is never less."""
    steps = count()

    def most(left: frozenset[str]) -> int:
        degrees = {id_: len(apart[id_] & left) for id_ in sorted(left)}
        if not left or next(steps) >= MOST_TRIED or not any(degrees.values()):
            return sum(amounts[id_] for id_ in left)
        if min(degrees.values()) == len(left) - 1:  # each excludes all others
            return max(amounts[id_] for id_ in left)
        node = max(degrees, key=degrees.__getitem__)
        without = left - {node}
        return max(most(without), amounts[node] + most(without - apart[node]))

    return most(frozenset(amounts))
