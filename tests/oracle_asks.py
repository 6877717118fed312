"""The definition of what to ask for (§7.1): every set of changes, each made by rewriting the plan.

No cleverness and nothing from the analyses: whether the goal is met then is told by every world and every outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from math import inf

import oracle
import oracle_coverage
from willing.model import condition as c
from willing.model.plan import Plan, Pledge


@dataclass(frozen=True, slots=True)
class Ask:
    """One change: what is asked for, of what, and how much effort it takes."""

    kind: str
    id: str
    effort: Decimal


def possible(plan: Plan, what_if: Mapping[str, bool]) -> list[Ask]:
    """What is not so already, may be asked for, and is not settled by the question."""
    true = dict(decided(plan, what_if))
    found = [
        Ask("assumption", a.id, a.effort)
        for a in plan.assumptions.values()
        if a.askable and not true.get(a.id) and a.id not in what_if
    ]
    for p in oracle.picture(plan, plan.as_of):
        if p.own_decision and p.id not in what_if:
            found.append(Ask("decision", p.id, p.effort))
        if not isinstance(p.condition, c.Always | c.Never):
            found.append(Ask("condition", p.id, p.effort))
        if p.stage < plan.counts:
            found.append(Ask("stage", p.id, p.effort))
    return [*found, *(Ask("pledge", p.id, p.effort) for p in plan.asks.values())]


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
    counted = [p for p in oracle.picture(plan, plan.as_of) if p.stage >= plan.counts]
    worlds = list(oracle.worlds_of(plan, plan.as_of, [assume, dict.fromkeys(plan.premise, True)], counted))
    if not worlds:
        return False
    for world in worlds:
        found = oracle.outcomes_of(plan, plan.as_of, world, counted)
        if not found or not all(holds(plan, world, counted, outcome) for outcome in oracle.maximal(found)):
            return False
    return True


def holds(plan: Plan, world: oracle.World, counted: list[Pledge], outcome: frozenset[str]) -> bool:
    """Whether the goal holds in one outcome of one world."""
    assert plan.goal is not None
    plenty = 1 + sum(r.needs or 0 for r in plan.requirements.values())
    gives = {}
    for p in counted:
        if p.id in outcome and p.provides is not None:
            amount = p.amount if p.amount is not None else world.gives[p.id]
            gives[p.id] = plenty * 1_000 if amount == inf else int(amount)

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
