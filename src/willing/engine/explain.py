"""Why a pledge is in or not: its condition read again, with what is certain and what is not (§3.7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import chain, combinations, islice
from math import inf
from operator import sub

import msgspec

from willing.answers.reason import Kind, Reason
from willing.answers.standing import Standing
from willing.engine.budget import Budget
from willing.engine.network import eligible, requirements_of, summed, units_for
from willing.engine.resolve import Resolution, resolve
from willing.engine.trials import LARGEST_TRIAL, Leaf, Trials, as_condition, leaves_of
from willing.model.condition import (
    Always,
    And,
    Atom,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    is_consent,
    needed,
)
from willing.model.decided import decide
from willing.model.picture import Picture
from willing.model.plan import Pledge, Requirement

#: Unknowns tried for telling an explanation by cases.
MOST_SPLITS = 8
#: Sets of leaves tried in the condition itself; beyond it the set found is not proven smallest.
MOST_SETS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """Partners with whether each is certainly in; how many are for certain, and how many may be."""

    values: Mapping[str, bool | None]
    low: int
    high: int


@dataclass(slots=True)
class _Sum:
    """Amounts added up by pool, and by pool and owner: (for certain, at the most); no more of a pool than its size."""

    pools: dict[str | None, list[float]] = field(default_factory=dict)
    sizes: dict[str | None, float] = field(default_factory=dict)
    owned: dict[str, dict[str | None, list[float]]] = field(default_factory=dict)
    whole: tuple[float, float] | None = None

    def add(self, owner: str, pool: str | None, size: float, low: float, high: float) -> None:
        self.sizes[pool] = max(self.sizes.get(pool, 0), size)
        for part in (
            self.pools.setdefault(pool, [0, 0, 0]),
            self.owned.setdefault(owner, {}).setdefault(pool, [0, 0, 0]),
        ):
            part[0] += low
            part[1] += high if high < inf else 0
            part[2] += high == inf

    def without(self, owner: str | None) -> tuple[float, float]:
        """What they come to for certain, and at the most, without those of one owner."""
        own = self.owned.get(owner, {}) if owner is not None else {}
        if not own and self.whole is not None:
            return self.whole
        low: float = 0
        high: float = 0
        for pool, part in self.pools.items():
            certain, most, endless = map(sub, part, own.get(pool, (0, 0, 0)))
            low += min(certain, self.sizes[pool])
            high += min(inf if endless else most, self.sizes[pool])
        if not own:
            self.whole = low, high
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Certain:
    """What may be taken for granted: pledges whose status is among ``firm`` are in, blocked ones are out."""

    picture: Picture
    resolution: Resolution
    firm: frozenset[str] = frozenset({"stands", "together"})
    _counted: dict[tuple[str | None, str | None], "_Count"] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    _sums: dict[tuple[str | None, ...], "_Sum"] = field(init=False, default_factory=dict, compare=False, repr=False)
    _of_partner: dict[str, list[Pledge]] = field(init=False, default_factory=dict, compare=False, repr=False)

    def truth(self, condition: Condition, owner: str | None, given: Mapping[Leaf, bool] | None = None) -> bool | None:
        """Whether the condition is certainly met (True), certainly not (False), or neither. ``given``: leaves set."""
        match condition:
            case Not(of=inner) if isinstance(inner, Not | And | Or | CountOf):
                value = self.truth(_pushed(inner), owner, given)
            case Not(of=inner):
                if given and (leaf := Leaf(_atom(inner), negated=True)) in given:
                    return given[leaf]
                value = self.truth(inner, owner, given)
                value = None if value is None else not value
            case And(of=parts) | Or(of=parts) | CountOf(of=parts):
                values = [self.truth(part, owner, given) for part in parts]
                need = needed(condition)
                sure = sum(value is True for value in values)
                value = True if sure >= need else None if sure + values.count(None) >= need else False
            case _:
                if given and (leaf := Leaf(condition)) in given:
                    return given[leaf]
                value = self.atom(condition, owner)
        return value

    def atom(self, atom: Atom, owner: str | None) -> bool | None:
        """The same of one atom."""
        match atom:
            case Always():
                return True
            case Never():
                return False
            case Name(id=name, capability=capability):
                plan = self.picture.plan
                if name in plan.assumptions or is_consent(name):
                    return self.picture.decided.get(name)
                if name in plan.pledges:
                    return self.any([self.picture.counted[id_] for id_ in self.picture.meaning(name)])
                if capability is None and name in self.resolution.partners:
                    return self.of(self.resolution.partners[name])
                return self.any(self.pledges_of(name, capability))
            case _:
                low, high, need = self.bounds(atom, owner)
                return True if low >= need else None if high >= need else False

    def bounds(self, atom: Atom, owner: str | None) -> tuple[float, float, float]:
        """What a count or an amount has for certain, has at the most, and needs.

        Shares: of the worst requirement; weights: in the whole parts of :meth:`Plan.weights`.
        """
        plan = self.picture.plan
        match atom:
            case CountGroup(count=count, group=group, others=others, capability=capability):
                counted = self._count(group, capability)
                without = owner if others and owner in counted.values else None
                need = float(len(counted.values) - (without is not None) if count is None else count)
            case CountPartners(count=count, others=others, capability=capability):
                counted = self._count(None, capability)
                without = owner if others and owner in counted.values else None
                need = float(count)
            case Total(capability=capability, at_least=at_least, others=others, whose=whose):
                everybody = self.picture.counted.values()
                given = partial(summed, plan, everybody, capability, whose)
                sum_ = self._sum(("total", capability, whose), (capability,), given)
                return *sum_.without(owner if others else None), float(at_least)
            case Weight(word=word, group=group, at_least=at_least):
                weights = plan.weights(word, group)
                values = self._count(group, None).values
                certain = sum(weights[m] for m, value in values.items() if value is True)
                possible = sum(weights[m] for m, value in values.items() if value is not False)
                return certain, possible, units_for(sum(weights.values()), at_least)
            case Share():
                worst: tuple[float, float, float] = (inf, inf, 0.0)
                for requirement in requirements_of(self.picture, atom):
                    sum_ = self._sum(("offered", requirement.id), requirement.of, partial(self._served, requirement))
                    low, high = sum_.without(None)
                    need = float((requirement.needs or 0) * atom.at_least)
                    worst = min(worst, (low, high, need), key=lambda b: b[0] - b[2])
                return worst
            case _:
                raise TypeError(atom)
        low, high = counted.low, counted.high
        if without is not None:
            low -= counted.values[without] is True
            high -= counted.values[without] is not False
        return low, high, need

    def _count(self, group: str | None, capability: str | None) -> "_Count":
        """The members of a group (None: all partners) counted once: "at least n others" only leaves one out."""
        key = group, capability
        if key not in self._counted:
            counted = self.picture.counted.values()
            members = dict.fromkeys(p.partner for p in counted) if group is None else self.picture.plan.groups[group].of
            values = {member: self.atom(Name(member, capability), None) for member in members}
            low, high = sum(v is True for v in values.values()), sum(v is not False for v in values.values())
            self._counted[key] = _Count(values=values, low=low, high=high)
        return self._counted[key]

    def _sum(self, key: tuple[str | None, ...], units: tuple[str, ...], given: Callable[[], list[Pledge]]) -> "_Sum":
        """What pledges come to, told in one of ``units``, added up once: "others" only leaves one out."""
        if key not in self._sums:
            plan = self.picture.plan
            either = {id_: members for members in self.picture.alternatives for id_ in members}
            sum_ = self._sums[key] = _Sum()
            for pledge in given():
                value = self.any([pledge])
                sure = pledge.amount
                most = pledge.up_to if sure is None else sure
                if pledge.follows is not None:
                    sure, most = self.resolution.amounts.get(pledge.id, (0, pledge.follows.up_to))
                told = inf if most is None else plan.in_units(pledge.provides, units, most)
                low = 0 if value is not True or sure is None else plan.in_units(pledge.provides, units, sure)
                pool, size = pledge.pool, inf
                if pool is not None:
                    size = plan.in_units(pledge.provides, units, plan.pools[pool].size)
                elif pledge.id in either:  # what the largest of them gives, and no more
                    pool, size = f"either {either[pledge.id][0]}", told
                sum_.add(pledge.partner, pool, size, low, told if value is not False else 0)
        return self._sums[key]

    def any(self, pledges: list[Pledge]) -> bool | None:
        """Whether one of these pledges is certainly in."""
        values = [self.of(self.resolution.pledges[p.id]) for p in pledges]
        return True if True in values else None if None in values else False

    def of(self, standing: Standing) -> bool | None:
        """What a standing makes certain."""
        return True if standing.status in self.firm else False if standing.status == "blocked" else None

    def _served(self, requirement: Requirement) -> list[Pledge]:
        return [p for p in self.picture.counted.values() if eligible(self.picture, p, requirement)]

    def pledges_of(self, partner: str, capability: str | None) -> list[Pledge]:
        """The counted pledges of a partner (that provide a capability)."""
        if not self._of_partner:
            for pledge in self.picture.counted.values():
                self._of_partner.setdefault(pledge.partner, []).append(pledge)
        plan = self.picture.plan
        its = self._of_partner.get(partner, [])
        return its if capability is None else [p for p in its if plan.provides(p, capability)]


def _atom(condition: Condition) -> Atom:
    assert not isinstance(condition, Not | And | Or | CountOf)
    return condition


def _pushed(condition: Condition) -> Condition:
    """The negation of a condition, with the ``not`` one step further in."""
    match condition:
        case Not(of=inner):
            return inner
        case And(of=parts):
            return Or(tuple(Not(part) for part in parts))
        case Or(of=parts):
            return And(tuple(Not(part) for part in parts))
        case CountOf(of=parts):
            return CountOf(len(parts) - needed(condition) + 1, tuple(Not(part) for part in parts))
    return Not(condition)


# -- what is in -------------------------------------------------------------------------------------------------------


def because(certain: Certain, condition: Condition, owner: str | None) -> Reason:
    """A tree of certainly met conditions that makes a condition true; only what is needed is in it.

    Of a condition that is not certainly met, its leaf with what is known of it.
    """
    value = certain.truth(condition, owner)
    if value is not True:
        return msgspec.structs.replace(known(certain, condition, owner), met=True)
    match condition:
        case Not(of=inner) if isinstance(inner, Not | And | Or | CountOf):
            return because(certain, _pushed(inner), owner)
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            met = [part for part in parts if certain.truth(part, owner) is True]
            reasons = tuple(because(certain, part, owner) for part in met[: needed(condition)])
            if len(reasons) == 1:
                return reasons[0]
            return Reason(kind="condition", condition=condition, met=True, by=reasons)
        case _:
            return known(certain, condition, owner)


def explained(certain: Certain, condition: Condition, owner: str | None, *, depth: int = 3) -> Reason:
    """Why a condition that is met in every maximal outcome is met.

    Where no one reason does in all worlds, the cases of an unknown are told apart (``case``), up to ``depth`` of them;
    a node without anything below it was found in every outcome, one by one.
    """
    found = _by_case(certain, condition, owner, depth, Budget.of("reasons"))
    return found or Reason(kind="condition", condition=condition, met=True)


def _by_case(certain: Certain, condition: Condition, owner: str | None, depth: int, budget: Budget) -> Reason | None:
    if certain.truth(condition, owner) is True:
        return because(certain, condition, owner)
    picture = certain.picture
    if depth == 0 or len(picture.counted) * 10 > LARGEST_TRIAL:
        return None
    named = [leaf.atom.id for leaf in leaves_of(condition) if isinstance(leaf.atom, Name)]
    unknown = [*dict.fromkeys(id_ for id_ in named if id_ in picture.unknown), *picture.unknown][:MOST_SPLITS]
    for id_ in dict.fromkeys(unknown):
        cases = []
        for value in (True, False):
            decided, contradictions = decide(picture.plan, [{**picture.decided, id_: value}])
            if contradictions:
                continue
            left = tuple(other for other in picture.unknown if other not in decided)
            then = replace(picture, decided=decided, unknown=left)
            trial = Budget.of("trial", budget)
            if not trial.left:
                return None
            sure = replace(certain, picture=then, resolution=resolve(then, budget=trial, listed=False))
            reason = _by_case(sure, condition, owner, depth - 1, budget)
            if reason is None:
                break
            cases.append(msgspec.structs.replace(reason, case=(id_, value)))
        else:
            return Reason(kind="condition", condition=condition, met=True, by=tuple(cases))
    return None


def known(certain: Certain, condition: Condition, owner: str | None) -> Reason:
    """An atom, or its negation, with what is known of it."""
    atom = condition.of if isinstance(condition, Not) else condition
    met = certain.truth(condition, owner)
    plan = certain.picture.plan
    match atom:
        case Always() | Never():
            return Reason(kind="constant", condition=condition, met=met)
        case Name(id=name) if name in plan.assumptions:
            return Reason(kind="assumption", condition=condition, met=met)
        case Name(id=name) if is_consent(name):
            return Reason(kind="consent", condition=condition, met=met)
        case Name(id=name) if name in plan.pledges:
            its = [certain.resolution.pledges[id_] for id_ in certain.picture.meaning(name)]
            return Reason(kind="pledge", condition=condition, met=met, standing=its[0] if its else None)
        case Name(id=name):
            standing = certain.resolution.partners.get(name)
            return Reason(kind="partner", condition=condition, met=met, standing=standing)
        case CountGroup() | CountPartners() | Total() | Weight() | Share():
            have, _, need = certain.bounds(atom, owner)
            kind: Kind = "count" if isinstance(atom, CountGroup | CountPartners) else "amount"
            if isinstance(atom, Weight):
                share = Fraction(int(have), sum(plan.weights(atom.word, atom.group).values()) or 1)
                return Reason(kind=kind, condition=condition, met=met, have=share, need=float(atom.at_least))
            return Reason(kind=kind, condition=condition, met=met, have=have, need=need)
        case _:
            return Reason(kind="condition", condition=condition, met=met)


# -- what is out ------------------------------------------------------------------------------------------------------


def missing(certain: Certain, condition: Condition, pledge: Pledge | None, trials: Trials) -> tuple[Reason, ...] | None:
    """A smallest set of leaves, not certain now, that would bring a pledge in (or reach a goal: ``pledge`` None).

    Fewest leaves, ties by their order in the condition; of a condition that may be met, what cannot be so comes last.
    A set is enough if the condition is then met by itself, or if the plan brings the rest about once it is so: ``A if B
    and x``, ``B if A`` lacks no more than x. None: nothing would do (a refusal, or leaves that exclude each other). Of
    alternatives it is what lets this one be the one that is in.
    """
    owner = pledge.partner if pledge else None
    leaves = [
        leaf
        for leaf in dict.fromkeys(leaves_of(condition))
        if not isinstance(leaf.atom, Always | Never) and certain.truth(as_condition(leaf), owner) is not True
    ]
    if certain.truth(condition, owner) is None:  # it hangs on what may be so, rather than on what is not
        leaves.sort(key=lambda leaf: certain.truth(as_condition(leaf), owner) is False)
    decided = certain.picture.decided.get(pledge.id) if pledge else None
    own = (Leaf(None),) if pledge and pledge.own_decision and decided is not True else ()
    others = certain.picture.instead_of(pledge.id) if pledge else ()
    if others and not own and certain.truth(condition, owner) is True:  # nothing is missing but the choice
        instead = [id_ for id_ in others if certain.resolution.pledges[id_].status != "blocked"]
        return tuple(known(certain, Not(Name(id_)), owner) for id_ in instead)

    def alone(chosen: tuple[Leaf, ...]) -> bool:
        given = dict.fromkeys(chosen, True)
        for leaf in chosen:
            opposite = replace(leaf, negated=not leaf.negated)
            if opposite in given:
                return False
            given[opposite] = False
        return certain.truth(condition, owner, given) is True

    found = _smallest(leaves, alone)
    if found is None:
        return None
    found = _searched(pledge, leaves, found, trials, fewest=0 if own else 1)
    if found is None:
        return None
    return tuple(
        Reason(kind="decision", condition=None, met=decided)
        if leaf.atom is None
        else known(certain, as_condition(leaf), owner)
        for leaf in (*found, *own)
    )


def _searched(
    pledge: Pledge | None, leaves: list[Leaf], alone: tuple[Leaf, ...], trials: Trials, *, fewest: int
) -> tuple[Leaf, ...] | None:
    """The first smallest set of leaves that brings it about; ``alone`` (it meets the condition) if trials run out."""
    for size in range(fewest, len(leaves) + 1):
        if trials.over or (size == len(alone) and trials.helps(pledge)):
            return alone
        for chosen in chain([alone] if size == len(alone) else [], combinations(leaves, size)):
            if trials.over:
                return alone
            if trials.bring_about(pledge, chosen):
                return chosen
    return None


def _smallest(leaves: list[Leaf], suffices: Callable[[tuple[Leaf, ...]], bool]) -> tuple[Leaf, ...] | None:
    """The first smallest set that suffices, by size and then by order."""
    both_ways = any(replace(leaf, negated=not leaf.negated) in leaves for leaf in leaves)
    if not both_ways and not suffices(tuple(leaves)):
        return None
    sets = (chosen for size in range(len(leaves) + 1) for chosen in combinations(leaves, size))
    for chosen in islice(sets, MOST_SETS):
        if suffices(chosen):
            return chosen
    chosen = tuple(leaves)
    for leaf in leaves:  # too many to try: one that is at least minimal
        rest = tuple(other for other in chosen if other != leaf)
        if suffices(rest):
            chosen = rest
    return chosen if suffices(chosen) else None
