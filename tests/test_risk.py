"""How likely, how fragile (§6): held against the plain definition, and what is said of it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

import oracle
import oracle_risk
from oracle_risk import Question, Worlds
from plans import Nots, random_plan, random_what_if
from test_coverage import a_goal
from willing.analyses.odds import Circular, TooLikely
from willing.analyses.risk import Effort, Risk, Span, risk
from willing.engine.picture import picture_of
from willing.model import condition as c
from willing.model.plan import Assumption, Chance, Plan

KINDS: list[Nots] = ["monotone", "mixed", "free"]
#: For each of the three kinds: more than 2,000 in all.
PLANS = 760


def odds(rng: random.Random, plan: Plan) -> Plan:
    """The plan with likelihoods of every kind: plain, by condition, of options, of decisions, of delivery."""

    def share() -> Decimal:
        return Decimal(rng.choice(("0", "1", *("0.5", "0.3", "0.25", "0.9", "0.333333333333333333") * 2)))

    options = {o for choice in plan.choices.values() for o in choice.options}
    assumptions: dict[str, Assumption] = {}
    implied: dict[str, set[str]] = {i: oracle_risk.together_with(plan, i) for i in plan.assumptions}
    for id_, a in plan.assumptions.items():
        if rng.random() < 0.65:
            lines = [Chance(chance=share())]
            if id_ in options:
                lines = [Chance(chance=share() / len(options))]
            # What implies it, or is chosen with it, hangs on it: its likelihood may not hang on that.
            earlier = [
                i
                for i in assumptions
                if not options & ({i} | implied[i]) and id_ not in implied[i] and not assumptions[i].implies
            ]
            if earlier and rng.random() < 0.4:
                one: c.Condition = c.Name(rng.choice(earlier))
                fits = rng.choice([one, c.Not(one), c.Or((one, c.Name(rng.choice(earlier))))])
                low = lines[0].chance if id_ in options else share()
                lines = [Chance(chance=low / 2, condition=fits), *lines]
            a = replace(a, likelihood=tuple(lines))
        assumptions[id_] = a
    left = 3
    pledges = {}
    for id_, p in plan.pledges.items():
        if p.own_decision and rng.random() < 0.6:
            p = replace(p, likelihood=share())
        if left and rng.random() < 0.25:
            left -= 1
            p = replace(p, reliability=share())
        pledges[id_] = p
    return replace(plan, assumptions=assumptions, pledges=pledges)


def cases(nots: Nots, seeds: range) -> Iterator[tuple[int, Question, Risk]]:
    for seed in seeds:
        rng = random.Random(f"risk {nots} {seed}")
        plan = random_plan(rng, nots=nots, coverage=rng.random() < 0.5, pledges=(2, 4), unknowns=(0, 3), bits=6)
        if plan.requirements and rng.random() < 0.4:
            plan = replace(plan, goal=a_goal(rng, plan, nots))
        elif rng.random() < 0.6:
            names: list[c.Condition] = [c.Name(id_) for id_ in (*plan.pledges, *plan.assumptions)]
            some = tuple(rng.sample(names, min(len(names), 3)))
            plan = replace(plan, goal=rng.choice([c.Or(some), c.And(some[:2]), c.CountOf(2, some)]))
        plan = odds(rng, plan)
        what_if = random_what_if(rng, plan) if rng.random() < 0.3 else {}
        picture, contradictions = picture_of(plan, what_if=what_if)
        question = Question(plan, plan.as_of, [what_if, dict.fromkeys(plan.premise, True)])
        if contradictions or picture.goal is None or not oracle.allowed(plan, plan.as_of, question.layers):
            continue
        question = replace(question, plan=replace(plan, goal=picture.goal))
        try:
            found = risk(picture, picture.goal, what_if, Effort(most=1_000))
        except (Circular, TooLikely) as error:
            raise AssertionError(f"{nots} {seed}: {error}") from None
        yield seed, question, found


def same(span: Span, values: list[float]) -> bool:
    return span.tight and abs(span.low - min(values)) < 1e-12 and abs(span.high - max(values)) < 1e-12


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("nots", KINDS)
def test_chances_are_as_defined(nots: Nots, part: int) -> None:
    for seed, question, found in cases(nots, range(part * PLANS // 4, (part + 1) * PLANS // 4)):
        worlds = Worlds(question)
        ways = [oracle_risk.numbers(worlds, unknown) for unknown in oracle_risk.every_way(question)]
        assert found.stands is not None
        assert found.together is not None
        assert found.no_outcome is not None
        assert found.requirements is not None
        told = nots, seed
        assert same(found.no_outcome, [way.none for way in ways]), told
        assert same(found.stands, [way.stands for way in ways]), told
        assert same(found.together, [way.together for way in ways]), told
        for line in found.requirements:
            its = [way.filled[line.requirement.id] for way in ways]
            assert same(line.stands, [each[0] for each in its]), told
            assert same(line.together, [each[1] for each in its]), told
            spread = [each[2] for each in its]
            assert abs(line.expected.low - min(spread)) < 1e-9, told
            assert abs(line.expected.high - max(spread)) < 1e-9, told
        expected = oracle_risk.breakers(worlds)
        assert (found.breakers is None) == (expected is None), told
        if found.breakers is not None:
            assert {frozenset(ids) for ids in found.breakers.sets} == expected, told
            assert found.breakers.count == len(expected or ()), told
        assert found.routes is not None
        routes = oracle_risk.routes(worlds)
        assert {frozenset(ids) for ids in found.routes.sets} == routes, told
        assert found.routes.count == len(routes), told
        assert found.weights is not None
        for weight in found.weights:
            changes = [oracle_risk.importance(worlds, weight.event.key, way) for way in oracle_risk.every_way(question)]
            assert same(weight.importance, changes), (told, weight.event.key, changes, weight.importance)
