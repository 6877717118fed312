"""Every way of deciding who is in, held against the definition (tests/oracle.py)."""

import random

import oracle
from plans import random_plan, random_what_if
from willing.engine.picture import Picture, picture_of
from willing.engine.resolve import resolve
from willing.engine.standing import Standing
from willing.model.plan import Plan


def pairs(standings: dict[str, Standing]) -> dict[str, tuple[str, str | None]]:
    return {id_: (s.status, s.best) for id_, s in standings.items()}


def expected(statuses: dict[str, oracle.Status | None]) -> dict[str, tuple[str, str | None]]:
    return {id_: (s.word, s.best) for id_, s in statuses.items() if s is not None}


def case(kind: str, seed: int) -> tuple[Plan, Picture, oracle.Answer | oracle.NoOutcome]:
    rng = random.Random(f"{kind}{seed}")
    plan = random_plan(rng, nots=kind)
    what_if = random_what_if(rng, plan)
    picture, contradictions = picture_of(plan, what_if=what_if)
    answer = oracle.resolve(plan, plan.as_of, [what_if, dict.fromkeys(plan.premise, True)])
    assert bool(contradictions) == (isinstance(answer, oracle.NoOutcome) and answer.world is None)
    return plan, picture, answer
