"""What if somebody is out, or comes whatever its conditions say (§7.4): on every answer, by every door."""

import json
import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import oracle
from plans import random_plan
from willing import PlanError, open_plan
from willing.answers.answer import to_builtins
from willing.app.query import Query
from willing.cli import main
from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.model.condition import ALWAYS, Never
from willing.model.plan import Plan
from willing.web.address import query_of

SOUND = """
plan = {name = "The Sound", as_of = 2031-05-09, goal = "Norland and Lorne and Ravel"}
assumptions.mandate = {holds = false}
partners = {Norland = {name = "Nordland"}, Lorne = {}, Ravel = {}, Estmark = {}}
pledges = [
    {id = "n-old", partner = "Norland", if = "never", said = 2031-01-01},
    {id = "n", partner = "Norland", replaces = ["n-old"], if = "mandate", said = 2031-02-01},
    {id = "l", partner = "Lorne", only_if = "Norland", said = 2031-02-01},
    {id = "l-more", partner = "Lorne", stage = "mentioned", if = "mandate", said = 2031-02-01},
    {id = "r", partner = "Ravel", if = "never", said = 2031-02-01},
    {id = "e", partner = "Estmark", said = 2031-03-01},
]
asks = [{id = "e-more", partner = "Estmark"}]
[scenarios.strict]
pledges.n = {if = "mandate and Ravel"}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.toml").write_text(SOUND, "utf-8")
    return tmp_path / "plan.toml"


def test_who_is_firm_drops_condition_and_decision_but_no_refusal(plan: Path) -> None:
    told = open_plan(plan, firm=["Norland", "Lorne", "Ravel"], scenarios=["strict"]).brief()
    words = {id_: line.standing.status if line.standing else None for id_, line in told.pledges.items()}
    assert words == {"n": "stands", "l": "stands", "l-more": None, "r": "blocked", "e": "stands"}
    assert told.goal is not None
    assert told.goal.standing.status == "blocked"
    assert open_plan(plan, firm=["n-old"]).brief().pledges["n"].standing == told.pledges["n"].standing


def test_who_is_out_is_in_no_outcome_and_asked_for_nothing(plan: Path) -> None:
    study = open_plan(plan, without=["nordland", "e"], firm=["Lorne"])
    told = study.brief()
    assert told.pledges["n"].standing is told.pledges["e"].standing is None
    assert told.partners["Norland"].standing is None
    assert to_builtins(told)["what_if"] == {
        "if": [], "if_not": [], "if_unknown": [], "without": ["Norland", "e"], "firm": ["Lorne"]
    }  # fmt: skip
    asked = {(change.kind, change.id) for change in study.asks("Estmark").changes}
    assert asked == {("assumption", "mandate"), ("stage", "l-more"), ("condition", "l-more"), ("pledge", "e-more")}
    assert not {c.id for c in open_plan(plan, without=["Estmark"]).asks("Estmark").changes} & {"e", "e-more"}


@pytest.mark.parametrize(
    "question", ["brief", "why goal", "asks", "risk", "power", "timeline", "deliveries", "compare 2031-01-05"]
)
def test_every_answer_takes_them(question: str, plan: Path) -> None:
    command, *rest = question.split()
    arguments = [command, str(plan), *rest, "--without", "Estmark", "--firm", "n", "--json"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)


def test_on_an_earlier_day_too(plan: Path) -> None:
    days = open_plan(plan, firm=["Norland"]).timeline().days
    moved = {(day.day, change.id) for day in days for change in day.changes if change.id in ("n", "Norland", "e")}
    assert (date(2031, 2, 1), "n") in moved or (date(2031, 2, 1), "Norland") in moved
    out = open_plan(plan, without=["Estmark"], as_of=date(2031, 4, 1)).timeline()
    assert not [change for day in out.days for change in day.changes if change.id in ("e", "Estmark")]


@pytest.mark.parametrize(
    ("without", "firm", "says"),
    [
        ("Norlan", "Lorne", "'Norlan' is no partner and no pledge of the plan; did you mean 'Norland'?"),
        ("Norland", "Norland", "'Norland' cannot be out and firm at once"),
        ("Norland", "nordland", "'Norland' cannot be out and firm at once"),
        ("Norland", "n", "'n' cannot be out and firm at once"),
    ],
)
def test_what_cannot_be_so_is_an_error(without: str, firm: str, says: str, plan: Path) -> None:
    with pytest.raises(PlanError, match=re.escape(says)):
        open_plan(plan, without=[without], firm=[firm])
    done = CliRunner().invoke(main, ["brief", str(plan), "--without", without, "--firm", firm])
    assert (done.exit_code, says in done.output) == (2, True)


def test_of_a_partner_that_is_firm_one_pledge_may_be_out(plan: Path) -> None:
    told = open_plan(plan, firm=["Lorne", "Norland"], without=["l"]).brief()
    assert told.pledges["l"].standing is None
    assert told.pledges["n"].standing is not None


def test_an_address_says_so_too() -> None:
    query = query_of([("without", "DE"), ("firm", "FR"), ("firm", "PL")], Query(without=("IT",)))
    assert (query.without, query.firm) == (("IT", "DE"), ("FR", "PL"))
    assert query.page == query


def test_it_is_the_plan_written_so() -> None:
    """Against the oracle, asked of a plan whose pledges are left aside, or say nothing of conditions."""
    for seed in range(60):
        rng = random.Random(f"somebody {seed}")
        plan = random_plan(rng, pledges=(2, 5), partners=(2, 3), bits=6, ahead=rng.random() < 0.5)
        plan = replace(plan, goal=None, requirements={})
        out, sure = rng.sample([*plan.partners, *plan.pledges], 2)
        picture, contradictions = picture_of(plan, without=[out], firm=[sure])
        resolution = resolve(picture)
        later = {id_ for id_ in plan.pledges if taking_the_place_of(plan, id_) & {out}}
        aside = [p.id for p in plan.pledges.values() if p.partner == out or p.id in {out, *later}]
        named = {id_ for id_ in plan.pledges if taking_the_place_of(plan, id_) & {sure}} | {sure}
        firm = {
            p.id: replace(p, condition=ALWAYS, own_decision=False, subject_to=())
            for p in plan.pledges.values()
            if (p.partner == sure or p.id in named) and p.stage >= plan.counts and not isinstance(p.condition, Never)
        }
        written = replace(plan, aside=(*plan.aside, *aside), pledges={**plan.pledges, **firm})
        expected = oracle.resolve(written, plan.as_of, [dict.fromkeys(plan.premise, True)])
        if isinstance(expected, oracle.NoOutcome) or contradictions:
            assert contradictions or resolution.contradiction is not None
            continue
        told = {id_: resolution.pledges[id_].status if id_ in resolution.pledges else None for id_ in picture.pledges}
        assert told == {id_: status and status.word for id_, status in expected.pledges.items()}


def taking_the_place_of(plan: Plan, id_: str) -> set[str]:
    """The pledges that this one, or one before it, replaces or refines."""
    pledge = plan.pledges[id_]
    direct = {*pledge.replaces, *pledge.refines}
    return direct.union(*(taking_the_place_of(plan, other) for other in direct))
