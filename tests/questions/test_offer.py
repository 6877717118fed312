"""What a partner could offer: each offer, written into the plan, reaches the goal, and none smaller does."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_asks import KINDS, cases

import oracle
import oracle_asks
from plans import Nots
from willing import open_plan
from willing.cli import main
from willing.engine.resolve import resolve
from willing.languages import LANGUAGES
from willing.model.condition import ALWAYS, And, Condition, Name
from willing.model.plan import Plan, Pledge
from willing.notation.asked import read_goal
from willing.present.terminal.offer import offer_text
from willing.questions import offer as module
from willing.questions.offer import offers

UKRAINE = Path(__file__).parents[2] / "examples" / "ukraine-2025-04" / "plan.toml"
Offered = Sequence[tuple[str | None, int | None]]


def written(plan: Plan, partner: str, offered: Offered, condition: Condition | None) -> Plan:
    """The plan with an offer in it."""
    pledges = {
        f"offered-{n}": Pledge(
            id=f"offered-{n}", partner=partner, provides=provides, amount=amount, condition=condition or ALWAYS
        )
        for n, (provides, amount) in enumerate(offered)
    }
    return replace(plan, pledges={**plan.pledges, **pledges})


def in_vain(plan: Plan, assume: dict[str, bool]) -> bool:
    """Whether an offered pledge is in some outcome in which the goal is not met."""
    counted = oracle.counted_on(plan, plan.as_of)
    for world in oracle.worlds_of(plan, plan.as_of, [assume, dict.fromkeys(plan.premise, True)], counted):
        for outcome in oracle.outcomes_of(plan, plan.as_of, world, counted):
            there = any(id_.startswith("offered-") for id_ in outcome)
            if there and not oracle_asks.holds(plan, world, counted, outcome):
                return True
    return False


@pytest.mark.parametrize(("nots", "follows"), [*((nots, False) for nots in KINDS), ("monotone", True)])
def test_offers_reach_the_goal_and_none_smaller_does(nots: Nots, follows: bool) -> None:
    seen = 0
    for plan, picture, what_if in cases(nots, range(2_000, 2_050), follows=follows):
        resolution = resolve(picture)
        if resolution.contradiction is not None or picture.goal is None:
            continue
        partner = random.Random(str(plan.as_of)).choice(list(plan.partners))
        answer = offers(picture, resolution, picture.goal, partner, what_if=what_if)
        if answer.reached:
            assert oracle_asks.met(plan, what_if)
        for offer in answer.offers:
            seen += 1
            its: Offered = [(p.provides, p.amount) for p in offer.pledges]
            assert oracle_asks.met(written(plan, partner, its, offer.condition), what_if)
            if not offer.sure:
                continue
            for n, (provides, amount) in enumerate(its):
                less = [*its[:n], *([(provides, amount - 1)] if amount else []), *its[n + 1 :]]
                assert not less or not oracle_asks.met(written(plan, partner, less, None), what_if)
            assert not in_vain(written(plan, partner, its, offer.condition), what_if)
            names = () if offer.condition is None else getattr(offer.condition, "of", (offer.condition,))
            for name in names:
                fewer = tuple(other for other in names if other != name)
                weaker = written(plan, partner, its, And(fewer) if len(fewer) > 1 else fewer[0] if fewer else None)
                assert in_vain(weaker, what_if) or not oracle_asks.met(weaker, what_if)
        if answer.complete and not answer.offers and not answer.reached and nots == "monotone":
            needed = {r.of[0] for r in plan.requirements.values() if r.of}
            plenty = [(None, None), *((capability, 500) for capability in needed)]
            assert not oracle_asks.met(written(plan, partner, plenty, None), what_if)
    assert seen > 5


RING = """
plan = {name = "The Sound", goal = "total(ships) >= 9 and Lorne"}
partners = {Norland = {}, Lorne = {}, Estmark = {}}
pledges = [
    {id = "n", partner = "Norland", provides = "ships", amount = 5, if = "others(ships) >= 4"},
    {id = "l", partner = "Lorne", provides = "staff", amount = 2, if = "Norland"},
    {id = "own", partner = "Estmark", provides = "mines"},
]
"""


def test_an_offer_asks_for_no_more_than_it_needs(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(RING, "utf-8")
    done = CliRunner().invoke(main, ["offer", str(plan), "--as", "Estmark", "--json"])
    answer = json.loads(done.output)
    assert [(o["pledges"], o["if"], o["costs"]) for o in answer["offers"]] == [
        ([{"provides": "ships", "amount": 4}], None, {"mines": None, "ships": 4})
    ]
    assert answer["offers"][0]["brings"]["goal"] == "stands"
    waiting = RING.replace("others(ships) >= 4", "others(ships) >= 4 and Lorne")
    plan.write_text(waiting, "utf-8")
    offer = open_plan(plan).offer("Estmark").offers[0]
    assert (offer.pledges[0].amount, offer.condition) == (4, Name("n"))


def test_where_the_steps_end_an_offer_is_enough_but_not_said_to_be_the_least(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESOLVED", 10**9)
    plan = tmp_path / "plan.toml"
    plan.write_text(RING, "utf-8")
    offer = open_plan(plan).offer("Estmark").offers[0]
    assert not offer.sure
    assert (offer.pledges[0].amount or 0) >= 4
    assert offer.brings.goal is not None
    assert offer.brings.goal.firm


def test_who_can_offer_and_who_cannot(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(RING, "utf-8")

    def told(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["offer", str(plan), *arguments])
        return done.exit_code, done.output

    assert told("--as", "Sweden")[0] == told("--as", "SE")[0] == 0
    assert told("--as", "Norlnd")[0] == 2
    assert "did you mean 'Norland'?" in told("--as", "Norlnd")[1]
    assert told("--as", "Norland", "--without", "Norland")[0] == 2
    assert "No pledge of Norland alone reaches it" in told("--as", "Norland", "--for", "never")[1]
    assert "Nothing needs to be offered" in told("--as", "Norland", "--for", "always")[1]


@pytest.mark.parametrize(("goal", "partner"), [(None, "DE"), ("filled(land) >= 80%", "PL"), ("filled(land)", "FR")])
def test_on_the_real_case_each_offer_written_into_the_plan_is_enough(goal: str | None, partner: str) -> None:
    study = open_plan(UKRAINE)
    answer = study.offer(partner, goal)
    assert answer.offers
    for offer in answer.offers:
        its: Offered = [(p.provides, p.amount) for p in offer.pledges]
        assert status_with(partner, its, offer.condition, goal) in ("stands", "together")
        for n, (provides, amount) in enumerate(its):
            less = [*its[:n], (provides, (amount or 1) - 1), *its[n + 1 :]]
            assert status_with(partner, less, None, goal) == "open"


def status_with(partner: str, offered: Offered, condition: Condition | None, goal: str | None) -> str:
    from willing.app.query import Query
    from willing.app.study import Study

    plan = written(open_plan(UKRAINE).plan, partner, offered, condition)
    if goal is not None:
        read = read_goal(goal, plan, file="goal")
        plan = replace(plan, goal=read)  # type: ignore[arg-type]
    told = Study(plan, Query(), file="plan.toml").brief(reasons=False)
    assert told.goal is not None
    return told.goal.standing.status


@pytest.mark.parametrize("lang", LANGUAGES)
def test_offers_in_words(lang: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(RING.replace("others(ships) >= 4", "others(ships) >= 4 and Lorne"), "utf-8")
    text = offer_text(open_plan(plan).offer("Estmark"), width=90, lang=lang)
    text += offer_text(open_plan(plan).offer("Norland", "never"), width=90, lang=lang)
    for partner, goal in (("DE", None), ("DK", None), ("PL", "filled(land) >= 80%")):
        text += offer_text(open_plan(UKRAINE).offer(partner, goal), width=90, lang=lang)
    golden(f"offer-{lang}.txt", text)
