"""The timeline (§8.2) against looking at every day with the oracle, and ``tipped_by`` against its definition."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import oracle
from plans import random_plan
from willing import open_plan
from willing.answers.answer import to_builtins
from willing.answers.timeline import Timeline
from willing.engine.budget import STEPS
from willing.engine.picture import picture_of
from willing.model.plan import Plan
from willing.model.table import on_the_table
from willing.notation.read import read_plan
from willing.present.terminal.timeline import timeline_text
from willing.questions import timeline as module
from willing.questions.state import state_of
from willing.questions.timeline import timeline

ROOT = Path(__file__).parents[2]
DAY = timedelta(1)


def timeline_of(plan: Plan) -> Timeline:
    picture, contradictions = picture_of(plan)
    assert not contradictions
    return timeline(picture)


def dated_plans(seed: int, count: int, **size: Any) -> Iterator[Plan]:
    """Random plans with days in them, of which no day is without an outcome."""
    rng = Random(seed)
    while count:
        plan = random_plan(rng, bits=7, **size)
        if plan.as_of is None or (plan.goal is None and any(r.needs for r in plan.requirements.values())):
            continue
        if all(isinstance(oracle.resolve(plan, day), oracle.Answer) for day in every_day(plan)):
            count -= 1
            yield plan


def every_day(plan: Plan) -> list[date]:
    """The day before everything, and every day on which anything could happen, up to that of the plan."""
    days = {d for p in plan.pledges.values() for d in (p.said, p.ended, p.until) if d}
    days |= {since for a in plan.assumptions.values() for since, _ in a.holds if since}
    assert plan.as_of is not None
    named = sorted(d for d in days if d <= plan.as_of)
    return [(named[0] if named else plan.as_of + DAY) - DAY, *named]


def statuses(plan: Plan, day: date) -> tuple[dict[str, str | None], str | None]:
    """Every pledge and partner with its word, None where it has none; and the goal."""
    answer = oracle.resolve(plan, day)
    assert isinstance(answer, oracle.Answer)
    words = dict.fromkeys((*plan.pledges, *plan.partners))
    told = words | {id_: s and s.word for id_, s in (*answer.pledges.items(), *answer.partners.items())}
    return told, answer.goal and answer.goal.word


FIRM = ("stands", "together")


@pytest.mark.parametrize("nots", ["monotone", "free"])
def test_every_day_is_as_the_oracle_says(nots: str) -> None:
    for plan in dated_plans(11, 60, nots=nots):
        told = to_builtins(timeline_of(plan))
        days = every_day(plan)
        before, goal = statuses(plan, days[0])
        expected = []
        for day in days[1:]:
            now, goal_now = statuses(plan, day)
            changes = {id_: (before[id_], word) for id_, word in now.items() if word != before[id_]}
            early = {p.id for p in plan.pledges.values() if p.said == day and p.stage < plan.counts}
            mentioned = early & on_the_table(plan, day, frozenset())[0].keys()
            if changes or mentioned or goal_now != goal:
                expected.append((day.isoformat(), changes, goal_now))
            before, goal = now, goal_now
        found = [(d["day"], {c["id"]: (c["from"], c["to"]) for c in d["changes"]}, d["goal"]) for d in told["days"]]
        assert found == expected, plan


@pytest.mark.parametrize("nots", ["monotone", "free"])
def test_tipped_by_is_as_defined(nots: str) -> None:
    reached = 0
    for plan in dated_plans(12, 150, nots=nots, pledges=(3, 6)):
        if plan.goal is None:
            continue
        found = timeline_of(plan)
        days = every_day(plan)
        goals = [statuses(plan, day)[1] for day in days]
        assert found.reached_from_start == (goals[0] in FIRM)
        first = next((i for i, goal in enumerate(goals) if goal in FIRM), None)
        assert found.reached_on == (days[first] if first else None)
        if not first:
            assert found.tipped_by == ()
            continue
        reached += 1
        assert found.tipped_by == tipped_by(plan, days[first - 1], days[first]), plan
    assert reached >= 10


def tipped_by(plan: Plan, eve: date, day: date) -> tuple[str, ...]:
    stepped = [
        partner
        for partner in plan.partners
        if any(p.partner == partner and took_a_step(plan, p.id, eve, day) for p in plan.pledges.values())
    ]
    needed = []
    for partner in stepped:
        undone = {}
        for id_, p in plan.pledges.items():
            if p.partner == partner:
                p = replace(p, ended=None if p.ended == day else p.ended, until=None if p.until == day else p.until)
                p = replace(p, said=day + DAY) if p.said == day else p
            undone[id_] = p
        without = oracle.resolve(replace(plan, pledges=undone), day)
        if not isinstance(without, oracle.Answer) or (without.goal and without.goal.word not in FIRM):
            needed.append(partner)
    if needed or stepped:
        return tuple(needed or stepped)
    then, now = decided(plan, eve), decided(plan, day)
    return tuple(id_ for id_ in plan.assumptions if then[id_] != now[id_])


def took_a_step(plan: Plan, id_: str, eve: date, day: date) -> bool:
    """It came onto the table, or left it by its own day, or took the place of one that was on it."""
    then = {p.id for p in oracle.picture(plan, eve)}
    now = {p.id for p in oracle.picture(plan, day)}
    if id_ in now - then:
        return True
    pledge = plan.pledges[id_]
    if id_ in then - now and not oracle.replacing(plan, day, id_):
        return True
    return pledge.said == day and any(i in then - now for i in pledge.replaces)


def decided(plan: Plan, day: date) -> dict[str, bool | None]:
    """The value that an assumption has in every allowed world."""
    worlds = oracle.allowed(plan, day, ())
    return {
        id_: worlds[0][id_] if len({world[id_] for world in worlds}) == 1 else None for id_ in plan.assumptions
    }  # fmt: skip


def test_days_of_the_same_picture_are_not_resolved_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    days = "\n".join(f'[[statements]]\nabout = "a-1"\nsource = "s"\non = 2031-05-{d:02}' for d in range(1, 29))
    steps = ", ".join(f"2031-04-{d:02} = true" for d in range(1, 29))
    (tmp_path / "plan.toml").write_text(
        f"""
[plan]
name = "Quiet days"
[assumptions.x]
holds = {{{steps}}}
[partners.a]
[[pledges]]
id = "a-1"
partner = "a"
said = 2031-03-01
[sources.s]
{days}
""",
        "utf-8",
    )
    from willing.questions import timeline as module

    asked: list[Any] = []
    resolve = module.resolve
    monkeypatch.setattr(module, "resolve", lambda *args, **kwargs: asked.append(args) or resolve(*args, **kwargs))
    study = open_plan(tmp_path / "plan.toml")
    assert len(study.timeline().days) == 1
    assert len(asked) == 3  # the eve, the first of March, the first of April


def test_thirty_partners_and_three_hundred_changes_take_little_more_than_many_briefs() -> None:
    """Whole process, in seconds of the processor, beside one brief of the same plan: that is steadier than a clock."""
    rng = Random(3)
    partners = [f"p{i}" for i in range(30)]
    pledges = []
    for i, day in enumerate(sorted(rng.randrange(400) for _ in range(300))):
        condition = rng.choice([f"at least {rng.randrange(2, 20)} others", rng.choice(partners), f"x{i % 8}", "always"])
        pledges.append(
            f'[[pledges]]\npartner = "{rng.choice(partners)}"\nprovides = "troops"\namount = {rng.randrange(1, 900)}\n'
            f'if = "{condition}"\nsaid = {date(2030, 1, 1) + day * DAY}\nuntil = {date(2030, 3, 1) + day * DAY}\n'
        )
    text = '[plan]\nname = "Long"\ngoal = "usable(r)"\n' + "".join(f"[partners.{p}]\n" for p in partners)
    text += "".join(f"[assumptions.x{i}]\nholds = {{{date(2030, 2, 1) + 40 * i * DAY} = true}}\n" for i in range(8))
    text += '[[requirements]]\nid = "r"\nof = "troops"\nneeds = 20000\n' + "".join(pledges)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.toml"
        file.write_text(text, "utf-8")
        one, all_ = (min(seconds(command, file) for _ in range(2)) for command in ("brief", "timeline"))
    assert all_ < 12 * one, (one, all_)


def test_where_the_steps_do_not_do_all_of_a_day_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
    plan = {name = "x", goal = "at least 3 partners"}
    partners = {A = {}, B = {}, C = {}, D = {}}
    pledges = [
        {partner = "A", said = 2031-01-01, if = "B"},
        {partner = "B", said = 2031-02-01},
        {partner = "C", said = 2031-02-01, if = "A"},
        {partner = "D", said = 2031-02-01, if = "never"},
    ]
    """
    exact = read_timeline(text)
    assert (exact.tipped_by, exact.tipped) == (("B", "C"), "each")
    monkeypatch.setattr(module, "UNDONE", STEPS["timeline"])
    named = read_timeline(text)
    assert (named.tipped_by, named.tipped) == (("B", "C", "D"), "undecided")
    assert named.reached_on == exact.reached_on
    for told, all_ in zip(exact.days, named.days, strict=True):
        assert [(c.id, c.before, c.after) for c in told.changes] == [(c.id, c.before, c.after) for c in all_.changes]
    causes = [{change.id: [step.id for step in change.why.steps] for change in day.changes} for day in named.days]
    assert causes[-1]["A-1"] == ["B-1", "C-1", "D-1"]
    told = timeline_text(named, width=200)
    assert "by B, C and D; who of them was indispensable was not looked at one by one" in told


def seconds(command: str, file: Path) -> float:
    code = "import sys, time; from willing.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "print(time.process_time(), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, command, str(file), "--json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    json.loads(done.stdout)
    return float(done.stderr)


# -- what is too early, what lasts, who consents -----------------------------------------------------------------------


def read_timeline(text: str) -> Timeline:
    reading = read_plan(text.encode(), file="plan.toml", load=lambda name: b"")
    assert reading.plan is not None
    return timeline_of(reading.plan)


def test_a_mention_is_an_event_of_its_own() -> None:
    text = "[plan]\nname='x'\n[[pledges]]\nid='a'\npartner='DE'\nsaid=2031-01-01\n"
    text += "[[pledges]]\nid='b'\npartner='FR'\nsaid=2031-02-01\nstage='mentioned'"
    days = read_timeline(text).days
    assert [(day.day, day.mentioned, len(day.changes)) for day in days] == [
        (date(2031, 1, 1), (), 2),
        (date(2031, 2, 1), ("b",), 0),
    ]


def test_a_new_pledge_of_a_day_that_leaves_no_outcome_has_no_state() -> None:
    text = "[plan]\nname='x'\ngoal='FR'\nas_of=2031-04-01\n[choices.seat]\noptions=['x','z']\n"
    holds = "holds={2031-01-01 = true, 2031-02-01 = false}"
    text += f"[assumptions.x]\n{holds}\n[assumptions.z]\n{holds}\n[[pledges]]\nid='a'\npartner='FR'\n"
    timeline = read_timeline(text + "[[pledges]]\nid='b'\npartner='FR'\nsaid=2031-01-01\n")
    without = next(m for m in timeline.moments if set(m.pledges) < set(m.picture.counted))
    assert state_of(without, "FR") == "stands"


@pytest.mark.parametrize(
    ("lasts", "goals", "fell_away"), [("true", ["stands"], ("FR",)), ("false", ["stands", "blocked"], ())]
)
def test_what_lasts_stays_reached(lasts: str, goals: list[str], fell_away: tuple[str, ...]) -> None:
    text = f"[plan]\nname='x'\ngoal='at least 2 partners'\nlasts={lasts}\nas_of=2031-09-01\n"
    text += "[[pledges]]\npartner='DE'\nsaid=2031-01-01\n[[pledges]]\npartner='FR'\nsaid=2031-01-01\nended=2031-05-01"
    found = read_timeline(text)
    assert [day.goal.status for day in found.days if day.goal][: len(goals)] == goals
    assert found.moments[-1].goal is not None
    assert (found.moments[-1].goal.status, found.fell_away) == (goals[-1], fell_away)
    assert found.reached_on == date(2031, 1, 1)


def test_a_consent_tips_the_goal_on_its_day() -> None:
    text = "[plan]\nname='x'\ngoal='DE'\n[[pledges]]\nid='a'\npartner='DE'\nsaid=2031-01-01\n"
    text += "subject_to={Bundestag={granted=2031-02-01}}\n[[pledges]]\npartner='FR'\nsaid=2031-03-01"
    found = read_timeline(text)
    assert (found.reached_on, found.tipped_by, found.tipped) == (date(2031, 2, 1), ("a.Bundestag",), "assumptions")
