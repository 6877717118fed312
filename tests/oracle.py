"""The definition: who is in (§3), by looking at every world and every set of pledges.

No cleverness and nothing from the engine: each function is one sentence of the contract. It takes a handful of
pledges and unknowns, and is what every faster way is held against. Not here: ``filled`` and ``usable`` (§4).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product

from willing.model import condition as c
from willing.model.plan import Plan, Pledge, Requirement

#: How something is in one world, best first (§3.3).
WORDS = ("stands", "together", "rival", "out")


class Outcome(frozenset[str]):
    """The ids of the pledges that are in; ``amounts``: what those give whose amount follows others (§3.8)."""

    amounts: Mapping[str, Fraction] = {}

    @property
    def key(self) -> tuple[frozenset[str], frozenset[tuple[str, Fraction]]]:
        return frozenset(self), frozenset(self.amounts.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Outcome) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def within(self, other: "Outcome") -> bool:
        """Whether its set is in the other's, and none of its amounts above the other's; and they are not the same."""
        return (
            self.key != other.key and self <= other and all(self.amounts[i] <= other.amounts[i] for i in self.amounts)
        )


@dataclass(frozen=True, slots=True)
class Status:
    """``word``: stands, together, rival, open or blocked. ``best``: the best in any world; None where blocked."""

    word: str
    best: str | None


@dataclass(frozen=True, slots=True)
class World:
    """All that is not up to the conditions (§3.2).

    ``decisions``: own ones by the id of the pledge, and consents by ``pledge.body``; ``gives``: what a pledge without
    an amount gives at most.
    """

    assumptions: Mapping[str, bool]
    decisions: Mapping[str, bool]
    gives: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """Statuses, None for what is uncounted, and the distinct maximal outcomes of all worlds, in file order."""

    pledges: Mapping[str, Status | None]
    partners: Mapping[str, Status | None]
    goal: Status | None
    maximal: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class NoOutcome:
    """There is no allowed world (``world`` is None), or this one has no outcome (§3.2)."""

    world: World | None


def resolve(plan: Plan, day: date | None, assume: Sequence[Mapping[str, bool]] = ()) -> Answer | NoOutcome:
    """Who is in on ``day``; ``assume``: layers of what scenarios and what-ifs decide, the one that wins first."""
    counted = counted_on(plan, day)
    worlds = list(worlds_of(plan, day, assume, counted))
    outcomes = [outcomes_of(plan, day, world, counted) for world in worlds]
    if not worlds or not all(outcomes):
        return NoOutcome(next((world for world, found in zip(worlds, outcomes, strict=True) if not found), None))
    goal = None
    if plan.goal is not None:
        met = [{o: holds(plan.goal, plan, day, world, o, None) for o in found}
               for world, found in zip(worlds, outcomes, strict=True)]  # fmt: skip
        goal = status([word({o for o, is_met in its.items() if is_met}, set(its)) for its in met])
    elif any(r.needs is not None for r in plan.requirements.values()):
        raise NotImplementedError("the goal of §5 that holds by default speaks of 'usable'")
    return Answer(
        pledges={p.id: among(outcomes, {p.id}) if p in counted else None for p in picture(plan, day)},
        partners={id_: among(outcomes, its) if (its := {p.id for p in counted if p.partner == id_}) else None
                  for id_ in plan.partners},
        goal=goal,
        maximal=tuple(sorted({tuple(p.id for p in counted if p.id in o) for found in outcomes for o in maximal(found)},
                             key=lambda ids: [list(plan.pledges).index(id_) for id_ in ids])),
    )  # fmt: skip


# -- §3.3 statuses ----------------------------------------------------------------------------------------------------


def among(outcomes: list[set[Outcome]], pledges: set[str]) -> Status:
    """The status of "some of these pledges is in"."""
    return status([word({o for o in found if o & pledges}, found) for found in outcomes])


def word(met: set[Outcome], found: set[Outcome]) -> str:
    """What something is in one world with the outcomes ``found``, if it is so in those of ``met``."""
    if met == found:
        return "stands"
    return "together" if maximal(found) <= met else "rival" if met else "out"


def status(words: Sequence[str]) -> Status:
    """From what it is in each world."""
    if set(words) == {"out"}:
        return Status("blocked", None)
    best = min(words, key=WORDS.index)
    return Status("open" if "out" in words else max(words, key=WORDS.index), best)


# -- §3.1 outcomes ----------------------------------------------------------------------------------------------------


def outcomes_of(
    plan: Plan, day: date | None, world: World, counted: Sequence[Pledge], failed: Sequence[Pledge] = ()
) -> set[Outcome]:
    """Every set of pledges that has a pledge in it if and only if its condition is true with exactly that set.

    ``failed``: pledges that fail, which may be the one of several alternatives and give nothing.
    """
    groups = [[p for p in (*counted, *failed) if p.id in those] for those in alternatives(plan, day)]
    either = {p.id for group in groups for p in group}
    return {
        o
        for inside in subsets(counted)
        for o in with_amounts(inside, plan, world)
        if all((p.id in o) == is_in(p, plan, day, world, o) for p in counted if p.id not in either)
        and all(one_of(group, o, [p for p in group if is_in(p, plan, day, world, o)], failed) for group in groups)
    }


def one_of(group: Sequence[Pledge], outcome: Outcome, could: Sequence[Pledge], failed: Sequence[Pledge] = ()) -> bool:
    """Exactly one of the alternatives is in wherever any could be, and it is one of these; else none, or one that
    fails."""
    chosen = [p for p in group if p.id in outcome]
    if not chosen:
        return not could or any(p in failed for p in could)
    return len(chosen) == 1 and chosen[0] in could


def alternatives(plan: Plan, day: date | None) -> list[set[str]]:
    """The pledges of each; what replaced one stands for it."""
    return [set().union(*(meant(plan, day, id_) for id_ in its.of)) for its in plan.alternatives.values()]


def maximal(found: set[Outcome]) -> set[Outcome]:
    """Those that are in no other."""
    return {o for o in found if not any(o.within(other) for other in found)}


def is_in(pledge: Pledge, plan: Plan, day: date | None, world: World, outcome: Outcome) -> bool:
    """Its condition is met, every consent is given and, where it decides for itself, it decides so (§3.2)."""
    needed = [pledge.id, *(f"{pledge.id}.{consent.body}" for consent in pledge.subject_to)]
    if not all(world.decisions.get(id_, True) for id_ in needed):
        return False
    return holds(pledge.condition, plan, day, world, outcome, pledge.partner)


def can_all_be_met(
    plan: Plan, day: date | None, world: World, counted: Sequence[Pledge], named: Iterable[Pledge]
) -> bool:
    """Whether those ``named`` can all be in exactly if their conditions are met, whatever the others do (§3.5)."""
    groups = alternatives(plan, day)

    def should_be(p: Pledge, o: Outcome) -> bool:
        instead = any((its & o) - {p.id} for its in groups if p.id in its)
        return not instead and is_in(p, plan, day, world, o)

    named = list(named)
    found = (o for inside in subsets(counted) for o in with_amounts(inside, plan, world))
    return any(all((p.id in o) == should_be(p, o) for p in named) for o in found)


def subsets(pledges: Sequence[Pledge]) -> Iterator[Outcome]:
    """Every set of them."""
    for bits in product((False, True), repeat=len(pledges)):
        yield Outcome(p.id for p, bit in zip(pledges, bits, strict=True) if bit)


# -- §3.8 amounts that follow -----------------------------------------------------------------------------------------


def with_amounts(inside: Outcome, plan: Plan, world: World) -> Iterator[Outcome]:
    """The set with its least and with its greatest amounts: where no ``not`` is near, what is so in both is so in all.

    Both are found by trying which of them give their ``up_to``, and which give nothing since nobody starts.
    """
    following = [plan.pledges[id_] for id_ in sorted(inside) if plan.pledges[id_].follows]
    if not following:
        yield inside
        return
    solutions = []
    for kinds in product(("nothing", "share", "most"), repeat=len(following)):
        found = solved(dict(zip([p.id for p in following], kinds, strict=True)), inside, plan, world)
        if found is None or min(found.values()) < 0:
            continue
        if all(found[p.id] == followed(p, found, inside, plan, world) for p in following):
            solutions.append(found)
    ends = [{id_: end(s[id_] for s in solutions) for id_ in solutions[0]} for end in (min, max)]
    for amounts in ends if ends[0] != ends[1] else ends[:1]:
        assert amounts in solutions
        outcome = Outcome(inside)
        outcome.amounts = amounts
        yield outcome


def followed(
    pledge: Pledge, amounts: Mapping[str, Fraction], inside: Iterable[str], plan: Plan, world: World
) -> Fraction:
    """Its share of the sum that these amounts make, at most its ``up_to``."""
    its = pledge.follows
    assert its is not None
    those = [p for id_ in inside if plan.provides(p := plan.pledges[id_], its.capability)]
    those = [p for p in those if not (its.others and p.partner == pledge.partner) and not p.unsized]
    if its.whose is not None:
        those = [p for p in those if p.partner in partners_of(plan, its.whose)]
    fixed = amount([p for p in those if not p.follows], (its.capability,), plan, world, {})
    share = Fraction(its.share) * (Fraction(fixed) + sum(amounts[p.id] for p in those if p.follows))
    return share if its.up_to is None else min(share, Fraction(its.up_to))


def solved(kinds: Mapping[str, str], inside: Outcome, plan: Plan, world: World) -> dict[str, Fraction] | None:
    """The one solution in which each gives nothing, its share or its most; None where there is not one."""
    mine = {id_: plan.pledges[id_] for id_ in kinds}
    most = {id_: Fraction(its.up_to or 0) for id_, p in mine.items() if (its := p.follows)}
    fixed = {id_: most[id_] if kind == "most" else Fraction(0) for id_, kind in kinds.items()}
    open_ = [id_ for id_, kind in kinds.items() if kind == "share"]
    endless = [replace(mine[id_], follows=replace(its, up_to=None)) for id_ in open_ if (its := mine[id_].follows)]

    def shares(amounts: Mapping[str, Fraction]) -> list[Fraction]:
        return [followed(pledge, amounts, inside, plan, world) for pledge in endless]

    base = shares(fixed)
    slopes = [[b - a for a, b in zip(base, shares(fixed | {id_: Fraction(1)}), strict=True)] for id_ in open_]
    rows = [[*(int(n == m) - slopes[m][n] for m in range(len(open_))), base[n]] for n in range(len(open_))]
    for n in range(len(rows)):
        pivot = next((row for row in rows[n:] if row[n]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        rows.insert(n, pivot)
        for row in rows:
            if row is not pivot and row[n]:
                times = row[n] / pivot[n]
                row[:] = [a - times * b for a, b in zip(row, pivot, strict=True)]
    return fixed | {id_: rows[n][-1] / rows[n][n] for n, id_ in enumerate(open_)}


# -- §3.2 worlds ------------------------------------------------------------------------------------------------------


def worlds_of(
    plan: Plan, day: date | None, assume: Sequence[Mapping[str, bool]], counted: Sequence[Pledge]
) -> Iterator[World]:
    """Every combination of what is left open: assumptions, decisions, sizes."""
    decided = {id_: value for layer in reversed(assume) for id_, value in layer.items()}
    decided = {**consents_on(plan, day), **decided}
    deciding = [p.id for p in counted if p.own_decision]
    deciding += [f"{p.id}.{consent.body}" for p in counted for consent in p.subject_to]
    unsized = [p for p in counted if p.unsized]
    decisions = product(*([decided[id_]] if id_ in decided else [False, True] for id_ in deciding))
    sizes = product(*((0.0, math.inf if p.up_to is None else p.up_to) for p in unsized))
    for assumptions, choice, size in product(allowed(plan, day, assume), list(decisions), list(sizes)):
        gives = {p.id: most for p, most in zip(unsized, size, strict=True)}
        yield World(assumptions, dict(zip(deciding, choice, strict=True)), gives)


def consents_on(plan: Plan, day: date | None) -> dict[str, bool]:
    """The consents that were granted or denied by that day (without a day: at all)."""
    return {
        f"{p.id}.{consent.body}": consent.granted is not None
        for p in plan.pledges.values()
        for consent in p.subject_to
        if (turn := consent.granted or consent.denied) and (day is None or turn <= day)
    }


def allowed(plan: Plan, day: date | None, assume: Sequence[Mapping[str, bool]]) -> list[dict[str, bool]]:
    """The values of all assumptions that implications, choices and decisions allow.

    What a stronger layer leaves no room for is passed over in a weaker one: the later wins, with all that follows.
    What never has room, whatever is decided, is passed over only where a stronger layer says otherwise.
    """
    ids = list(plan.assumptions)
    lawful = [dict(zip(ids, bits, strict=True)) for bits in product((False, True), repeat=len(ids))]
    lawful = [
        world for world in lawful
        if all(world[b] for a in plan.assumptions.values() if world[a.id] for b in a.implies)
        and all(sum(world[option] for option in choice.options) <= 1 for choice in plan.choices.values())
    ]  # fmt: skip
    as_it_holds = {a.id: value for a in plan.assumptions.values() if (value := a.holds_on(day)) is not None}
    left, said = lawful, set[str]()
    for layer in (*assume, dict.fromkeys(plan.premise, True), as_it_holds):
        wanted = {id_: value for id_, value in layer.items() if id_ in plan.assumptions}
        settled = {id_ for id_, value in wanted.items() if left and all(world[id_] != value for world in left)}
        settled -= {id_ for id_ in settled - said if all(world[id_] != wanted[id_] for world in lawful)}
        said |= set(wanted)
        left = [world for world in left if all(world[i] == v for i, v in wanted.items() if i not in settled)]
    return left


# -- §8.1 the picture of the day --------------------------------------------------------------------------------------


def picture(plan: Plan, day: date | None) -> list[Pledge]:
    """Pledges said by that day, not ended, lapsed or replaced by it; without a day, all that are not replaced."""
    return [
        p for p in plan.pledges.values()
        if was_said(p, day) and not replacing(plan, day, p.id)
        and not (day and p.ended and p.ended <= day) and not (day and p.until and p.until <= day)
    ]  # fmt: skip


def counted_on(plan: Plan, day: date | None) -> list[Pledge]:
    """Those of the picture that have come to the stage that counts, and are not left aside (§1.4)."""
    return [p for p in picture(plan, day) if p.stage >= plan.counts and p.id not in plan.aside]


def was_said(pledge: Pledge, day: date | None) -> bool:
    """On or before that day, or on none."""
    return day is None or pledge.said is None or pledge.said <= day


def replacing(plan: Plan, day: date | None, id_: str) -> list[Pledge]:
    """The pledges said by that day that replace this one; whether they still hold does not bring it back."""
    return [p for p in plan.pledges.values() if id_ in p.replaces and was_said(p, day)]


def meant(plan: Plan, day: date | None, id_: str) -> set[str]:
    """The pledges that the name of a pledge means: itself or, where it is replaced, whatever replaced it."""
    later = replacing(plan, day, id_)
    return {meaning for p in later for meaning in meant(plan, day, p.id)} if later else {id_}


# -- §2 conditions ----------------------------------------------------------------------------------------------------


def holds(
    condition: c.Condition, plan: Plan, day: date | None, world: World, outcome: frozenset[str], own: str | None
) -> bool:
    """Whether it is true in that world with exactly those pledges in; ``own``: the partner who says it."""

    inside = [plan.pledges[id_] for id_ in outcome]
    amounts = outcome.amounts if isinstance(outcome, Outcome) else {}

    def true(part: c.Condition) -> bool:
        return holds(part, plan, day, world, outcome, own)

    def partners(capability: str | None, but_own: bool) -> set[str]:
        those = {p.partner for p in inside if capability is None or plan.provides(p, capability)}
        return those - {own} if but_own else those

    match condition:
        case c.Always():
            return True
        case c.Never():
            return False
        case c.Not(of=inner):
            return not true(inner)
        case c.And(of=parts):
            return all(true(part) for part in parts)
        case c.Or(of=parts):
            return any(true(part) for part in parts)
        case c.Name(id=name) if name in plan.assumptions:
            return world.assumptions[name]
        case c.Name(id=name) if name in plan.pledges:
            return bool(meant(plan, day, name) & outcome)
        case c.Name(id=name, capability=capability):
            return name in partners(capability, False)
        case c.CountOf(count=count, of=parts):
            return sum(true(part) for part in parts) >= (len(parts) if count is None else count)
        case c.CountGroup(count=count, group=group, others=others, capability=capability):
            members = set(plan.groups[group].of) - ({own} if others else set())
            return len(members & partners(capability, others)) >= (len(members) if count is None else count)
        case c.CountPartners(count=count, others=others, capability=capability):
            return len(partners(capability, others)) >= count
        case c.Total(capability=capability, at_least=at_least, others=others, whose=whose):
            those = [p for p in inside if plan.provides(p, capability) and not (others and p.partner == own)]
            if whose is not None:
                those = [p for p in those if p.partner in partners_of(plan, whose)]
            return amount(those, (capability,), plan, world, amounts) >= at_least
        case c.Weight(word=word, group=group, at_least=at_least):
            weight = {member: Fraction(plan.partners[member].weight[word]) for member in plan.groups[group].of}
            have = sum(weight[member] for member in weight if member in partners(None, False))
            return have >= Fraction(at_least) * sum(weight.values())
        case c.Share(measure="offered", scope=scope, which=which, at_least=at_least):
            its = [r for r in plan.requirements.values() if r.needs is not None and which in named_by(r)[scope]]
            return all(
                amount([p for p in inside if eligible(p, r, plan)], r.of, plan, world, amounts)
                >= at_least * (r.needs or 0)
                for r in its
            )
    raise NotImplementedError(condition)


def partners_of(plan: Plan, whose: str) -> Sequence[str]:
    """The partners of a group; a partner by itself."""
    return plan.groups[whose].of if whose in plan.groups else [whose]


def named_by(requirement: Requirement) -> dict[str, tuple[str, ...]]:
    """The words of a ``what`` (§2) that this requirement answers to, by the kind of word."""
    domain = () if requirement.domain is None else (requirement.domain,)
    return {"requirement": (requirement.id,), "domain": domain, "priority": (str(requirement.priority),), "all": ("",)}


def eligible(pledge: Pledge, requirement: Requirement, plan: Plan) -> bool:
    """§4.1: it provides what is needed, may serve there, and may serve that."""
    provides = any(plan.provides(pledge, capability) for capability in requirement.of)
    barred = requirement.in_place is not None and requirement.in_place in pledge.not_in
    serves = not pledge.only or requirement.id in pledge.only or requirement.domain in pledge.only
    return provides and not barred and serves


def amount(
    pledges: Iterable[Pledge],
    capabilities: Sequence[str],
    plan: Plan,
    world: World,
    amounts: Mapping[str, Fraction],
) -> float:
    """What they add up to, in the unit of the capabilities (§1.5), at most a pool's size from each pool (§1).

    ``amounts``: of those that follow others; each is rounded down by itself (§3.8).
    """
    unpooled: float = 0
    pooled: dict[str, float] = {}
    size: dict[str, float] = {}
    for p in pledges:
        most = math.floor(amounts[p.id]) if p.follows else world.gives[p.id] if p.amount is None else p.amount
        given = most if most == math.inf else plan.in_units(p.provides, tuple(capabilities), int(most))
        if p.pool is None:
            unpooled += given
        else:
            pooled[p.pool] = pooled.get(p.pool, 0) + given
            size[p.pool] = plan.in_units(p.provides, tuple(capabilities), plan.pools[p.pool].size)
    return unpooled + sum(min(pooled[pool], size[pool]) for pool in pooled)
