"""The definition of what to ask for (§7.1): every set of changes, each made by rewriting the plan.

No cleverness and nothing from the analyses: whether the goal is met then is told by every world and every outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import floor, inf

import oracle
import oracle_coverage
from willing.model import condition as c
from willing.model.plan import Plan, Pledge


@dataclass(frozen=True, slots=True)
class Ask:
    """One change: what is asked for, of what, and how much effort it takes; ``what``: the part or the caveat."""

    kind: str
    id: str
    effort: Decimal
    what: c.Condition | str | None = None


def possible(plan: Plan, what_if: Mapping[str, bool]) -> list[Ask]:
    """What is not so already, may be asked for, and is not settled by the question."""
    true = dict(decided(plan, what_if))
    found = [
        Ask("assumption", a.id, a.effort)
        for a in plan.assumptions.values()
        if a.askable and not true.get(a.id) and a.id not in what_if
    ]
    for p in oracle.picture(plan, plan.as_of):
        if p.id in plan.aside:
            continue
        if p.own_decision and p.id not in what_if:
            found.append(Ask("decision", p.id, p.effort))
        if not p.fixed:
            found += droppable(plan, p)
        if p.stage < plan.counts:
            found.append(Ask("stage", p.id, p.effort))
        for consent in p.subject_to:
            id_ = f"{p.id}.{consent.body}"
            granted = consent.granted is not None and (plan.as_of is None or consent.granted <= plan.as_of)
            if not granted and id_ not in what_if:
                found.append(Ask("consent", id_, consent.effort))
        if p.unsized and p.up_to is not None:
            found.append(Ask("size", p.id, p.effort))
        found += [Ask("caveat", p.id, p.effort, place) for place in p.not_in_lifted]
        if p.only_lifted:
            found.append(Ask("caveat", p.id, p.effort, ", ".join(p.only)))
    return [*found, *(Ask("pledge", p.id, p.effort) for p in plan.asks.values())]


def droppable(plan: Plan, pledge: Pledge) -> list[Ask]:
    """Its condition, or where ``and`` joins several at the top, each of them that names no premise."""
    if not isinstance(pledge.condition, c.And):
        plain = isinstance(pledge.condition, c.Always | c.Never)
        return [] if plain else [Ask("condition", pledge.id, pledge.effort)]
    return [
        Ask("part", pledge.id, pledge.effort, part)
        for part in dict.fromkeys(joined(pledge.condition))
        if not isinstance(part, c.Always | c.Never)
        and not any(isinstance(atom, c.Name) and atom.id in plan.premise for atom, _ in c.atoms(part))
    ]


def joined(condition: c.Condition) -> list[c.Condition]:
    """What ``and`` joins at the top, opened."""
    return [each for part in condition.of for each in joined(part)] if isinstance(condition, c.And) else [condition]


def decided(plan: Plan, assume: Mapping[str, bool]) -> dict[str, bool]:
    """The assumptions that have one value in all worlds."""
    worlds = oracle.allowed(plan, plan.as_of, [assume, dict.fromkeys(plan.premise, True)])
    return {a: worlds[0][a] for a in plan.assumptions if len({world[a] for world in worlds}) == 1} if worlds else {}


def made(plan: Plan, what_if: Mapping[str, bool], asked: tuple[Ask, ...]) -> tuple[Plan, dict[str, bool]] | None:
    """The plan in which all of them are so, and what it then assumes; None where they are not allowed."""
    assume, pledges = dict(what_if), dict(plan.pledges)
    true_now = decided(plan, what_if)
    wanted = {ask.id for ask in asked if ask.kind == "assumption"}
    for ask in asked:
        if ask.kind in ("assumption", "decision"):
            assume[ask.id] = True
        if ask.kind == "assumption" and any(
            b not in wanted and not true_now.get(b) for b in plan.assumptions[ask.id].implies
        ):
            return None
        if ask.kind == "condition":
            pledges[ask.id] = replace(pledges[ask.id], condition=c.ALWAYS)
        if ask.kind == "part":
            its = [part for part in joined(pledges[ask.id].condition) if part != ask.what]
            pledges[ask.id] = replace(pledges[ask.id], condition=c.And((c.ALWAYS, *its)))
        if ask.kind == "consent":
            pledge, body = ask.id.split(".", 1)
            left = tuple(each for each in pledges[pledge].subject_to if each.body != body)
            pledges[pledge] = replace(pledges[pledge], subject_to=left)
        if ask.kind == "size":
            pledges[ask.id] = replace(pledges[ask.id], amount=pledges[ask.id].up_to)
        if ask.kind == "caveat" and ask.what in pledges[ask.id].not_in_lifted:
            left_out = tuple(place for place in pledges[ask.id].not_in if place != ask.what)
            pledges[ask.id] = replace(pledges[ask.id], not_in=left_out)
        elif ask.kind == "caveat":
            pledges[ask.id] = replace(pledges[ask.id], only=())
        if ask.kind == "stage":
            pledges[ask.id] = replace(pledges[ask.id], stage=plan.counts)
        if ask.kind == "pledge":
            its = plan.asks[ask.id]
            pledges[ask.id] = replace(its, stage=max(its.stage, plan.counts), said=None, ended=None)
    for a in plan.assumptions.values():
        if assume.get(a.id) and not all(assume.get(b, True) for b in a.implies):
            return None
    for choice in plan.choices.values():
        if sum(assume.get(option, False) for option in choice.options) > 1:
            return None
    return replace(plan, pledges=pledges), assume


def met(plan: Plan, assume: Mapping[str, bool]) -> bool:
    """Whether the goal is met in every maximal outcome of every world, of which there is one each."""
    assert plan.goal is not None
    counted = oracle.counted_on(plan, plan.as_of)
    worlds = list(oracle.worlds_of(plan, plan.as_of, [assume, dict.fromkeys(plan.premise, True)], counted))
    if not worlds:
        return False
    for world in worlds:
        found = oracle.outcomes_of(plan, plan.as_of, world, counted)
        if not found or not all(holds(plan, world, counted, outcome) for outcome in oracle.maximal(found)):
            return False
    return True


def holds(plan: Plan, world: oracle.World, counted: list[Pledge], outcome: oracle.Outcome) -> bool:
    """Whether the goal holds in one outcome of one world."""
    assert plan.goal is not None
    plenty = 1 + sum(r.needs or 0 for r in plan.requirements.values())
    gives = {}
    for p in counted:
        if p.id in outcome and p.provides is not None:
            amount = world.gives.get(p.id, inf) if p.amount is None else p.amount
            gives[p.id] = plenty * 1_000 if amount == inf else int(amount)
            if p.follows:
                gives[p.id] = floor(outcome.amounts[p.id])

    def told(goal: c.Condition) -> c.Condition:
        match goal:
            case c.Share(measure="filled" | "usable", scope=scope, which=which, at_least=at_least):
                figures = oracle_coverage.figures(plan, gives)
                met = all(
                    (figures[r.id][1] >= at_least * (r.needs or 0))
                    if goal.measure == "filled"
                    else (figures[r.id][3] >= at_least)
                    for r in plan.requirements.values()
                    if r.needs is not None and which in oracle.named_by(r)[scope]
                )
                return c.ALWAYS if met else c.Never()
            case c.Not(of=inner):
                return c.Not(told(inner))
            case c.And(of=parts) | c.Or(of=parts) | c.CountOf(of=parts):
                return replace(goal, of=tuple(told(part) for part in parts))
        return goal

    return oracle.holds(told(plan.goal), plan, plan.as_of, world, outcome, None)


def smallest(plan: Plan, what_if: Mapping[str, bool]) -> list[tuple[Ask, ...]]:
    """The inclusion-minimal sets: least effort first, then fewest changes, then file order."""
    asks = possible(plan, what_if)
    found: list[tuple[Ask, ...]] = []
    for size in range(len(asks) + 1):
        for asked in combinations(asks, size):
            if any(set(less) <= set(asked) for less in found):
                continue
            then = made(plan, what_if, asked)
            if then is not None and met(*then):
                found.append(asked)
    return sorted(found, key=lambda s: (sum(a.effort for a in s), len(s), [asks.index(a) for a in s]))


# -- §7.3 the lever ---------------------------------------------------------------------------------------------------

RANKS = {"blocked": 0, "open": 1, "rival": 2, "together": 3, "stands": 4}


@dataclass(frozen=True, slots=True)
class State:
    """Whether the goal is met, what is there of each requirement if all move, and how each partner stands."""

    met: bool
    there: Mapping[str, int]
    partners: Mapping[str, int]


def state(plan: Plan, assume: Mapping[str, bool]) -> State | None:
    """None where a world has no outcome."""
    answer = oracle.resolve(replace(plan, goal=c.ALWAYS), plan.as_of, [assume, dict.fromkeys(plan.premise, True)])
    if isinstance(answer, oracle.NoOutcome):
        return None
    there: dict[str, int] = {}
    counted = oracle.counted_on(plan, plan.as_of)
    layers = [assume, dict.fromkeys(plan.premise, True)]
    for world in oracle.worlds_of(plan, plan.as_of, layers, counted) if plan.requirements else ():
        for outcome in oracle.maximal(oracle.outcomes_of(plan, plan.as_of, world, counted)):
            its = {i: plan.pledges[i].amount or floor(outcome.amounts.get(i, Fraction(0))) for i in outcome}
            amounts = {i: amount for i, amount in its.items() if plan.pledges[i].provides is not None}
            for id_, figure in oracle_coverage.figures(plan, amounts).items():
                there[id_] = min(figure[1], there.get(id_, figure[1]))
    partners = {id_: RANKS[status.word] for id_, status in answer.partners.items() if status is not None}
    return State(plan.goal is not None and met(plan, assume), there, partners)


def lever(plan: Plan, what_if: Mapping[str, bool]) -> Ask | None:
    """The single change that changes most; None where the goal is met, or nothing makes anything better."""
    now = state(plan, what_if)
    assert now is not None
    if now.met:
        return None
    found = []
    for number, ask in enumerate(possible(plan, what_if)):
        then = made(plan, what_if, (ask,))
        after = None if then is None else state(*then)
        if after is not None and gain(plan, now, after) > gain(plan, now, now):
            found.append((gain(plan, now, after), -ask.effort, -number, ask))
    return max(found)[-1] if found else None


def gain(plan: Plan, now: State, then: State) -> tuple[bool, list[int], int, list[int]]:
    """What is better, the most important first."""
    wanted = sorted((r for r in plan.requirements.values() if r.needs), key=lambda r: r.priority)
    units = [(then.there[r.id] - now.there[r.id], r.needs or 0) for r in wanted]
    small = [0 <= units < Decimal("0.05") * needs for units, needs in units]
    moved = [(now.partners.get(id_, 0), then.partners.get(id_, 0)) for id_ in plan.partners]
    return (
        then.met,
        [0 if is_small else units for is_small, (units, _) in zip(small, units, strict=True)],
        sum(after > before for before, after in moved) - sum(after < before for before, after in moved),
        [units if is_small else 0 for is_small, (units, _) in zip(small, units, strict=True)],
    )
