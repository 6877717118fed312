"""What to ask for (§7.1): minimal and complete against every set of changes, and what the answer says."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_coverage import a_goal

import oracle_asks
from plans import Nots, random_plan, random_what_if
from willing import open_plan
from willing.cli import main
from willing.engine.budget import OutOfBounds
from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.engine.solvers.clingo import Program
from willing.languages import LANGUAGES
from willing.model.condition import ALWAYS, And, Condition, CountOf, CountPartners, Name, Never, Not, Total
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge, Stage
from willing.notation.read import read_plan
from willing.present.terminal.asks import asks_text
from willing.questions.asks import asks

Golden = Callable[[str, str], None]
KINDS: list[Nots] = ["monotone", "mixed", "free"]
PLANS = 300


def askable_plan(rng: random.Random, nots: Nots, *, most: int = 7, follows: bool = False) -> Plan:
    """A small plan with efforts, entries of ``[[asks]]``, what cannot be asked for, and early stages."""
    coverage = rng.random() < 0.3
    plan = random_plan(
        rng,
        nots=nots,
        coverage=coverage,
        pledges=(2, 4),
        partners=(2, 3),
        unknowns=(0, 2),
        bits=6,
        ahead=rng.random() < 0.4,
        either=rng.random() < 0.2 and not follows,
        follows=follows,
    )
    if coverage and plan.requirements and rng.random() < 0.7:
        plan = replace(plan, goal=a_goal(rng, plan, nots))
    elif rng.random() < 0.7:
        plan = replace(plan, goal=a_far_goal(rng, plan))
    efforts = [Decimal(e) for e in ("0", "1", "1", "1", "2", "0.5", "3")]
    waiting: list[Condition] = [Name(id_) for id_ in (*plan.assumptions, *plan.pledges)]
    if nots == "free":
        waiting += [Not(one) for one in waiting]
    pledges = {
        id_: replace(p, condition=rng.choice(waiting)) if p.condition == ALWAYS and rng.random() < 0.8 else p
        for id_, p in plan.pledges.items()
    }
    pledges = {
        id_: replace(p, effort=rng.choice(efforts), stage=rng.choice([p.stage, p.stage, p.stage, Stage.mentioned]))
        for id_, p in pledges.items()
    }
    asked = {}
    if rng.random() < 0.5:
        like = rng.choice(list(pledges.values()))
        replaces = (like.id,) if rng.random() < 0.2 else ()
        asked["more"] = replace(like, id="more", effort=rng.choice(efforts), replaces=replaces)
    pledges = {id_: dressed(rng, plan, p, efforts) for id_, p in pledges.items()}
    assumptions = {
        id_: replace(a, effort=rng.choice(efforts), askable=rng.random() < 0.85, decided_by=("UN",))
        for id_, a in plan.assumptions.items()
    }
    plan = replace(plan, pledges=pledges, asks=asked, assumptions=assumptions)
    plainer: list[Callable[[Plan], Plan]] = [
        *(
            lambda plan, id_=id_: of_pledges(plan, lambda p: replace(p, fixed=p.fixed or p.id == id_))
            for id_ in pledges
        ),
        lambda plan: replace(plan, asks={}),
        lambda plan: of_pledges(plan, lambda p: replace(p, stage=max(p.stage, plan.counts))),
    ]
    for less in plainer:
        if len(oracle_asks.possible(plan, {})) > most:
            plan = less(plan)
    return plan


def of_pledges(plan: Plan, change: Callable[[Pledge], Pledge]) -> Plan:
    return replace(plan, pledges={id_: change(p) for id_, p in plan.pledges.items()})


def dressed(rng: random.Random, plan: Plan, pledge: Pledge, efforts: list[Decimal]) -> Pledge:
    """The pledge, perhaps with a condition of several parts, one that is fixed, a size that is open, a limitation."""
    names: list[Condition] = [Name(id_) for id_ in (*plan.assumptions, *plan.pledges)]
    if rng.random() < 0.3 and not isinstance(pledge.condition, Never):
        pledge = replace(pledge, condition=And((pledge.condition, *rng.sample(names, min(len(names), 2)))))
    if rng.random() < 0.2:
        pledge = replace(pledge, fixed=True)
    sized = pledge.provides is not None and pledge.follows is None and pledge.pool is None and not pledge.whole
    if sized and rng.random() < 0.25:
        pledge = replace(pledge, amount=None, up_to=rng.choice((2, 4, 6)))
    places = [r.in_place for r in plan.requirements.values() if r.in_place]
    if places and rng.random() < 0.25:
        pledge = replace(pledge, not_in=(rng.choice(places),))
    if pledge.not_in and rng.random() < 0.7:
        pledge = replace(pledge, not_in_lifted={pledge.not_in[0]: "a body"})
    if pledge.only and rng.random() < 0.7:
        pledge = replace(pledge, only_lifted=dict.fromkeys(pledge.only, "another body"))
    return pledge


def a_far_goal(rng: random.Random, plan: Plan) -> Condition:
    """A goal that takes several."""
    names: list[Condition] = [Name(id_) for id_ in (*plan.pledges, *plan.assumptions)]
    some = tuple(rng.sample(names, min(len(names), rng.choice((2, 3)))))
    return rng.choice([And(some), CountOf(2, tuple(names)), CountPartners(2), Total("troops", Decimal(4))])


def cases(nots: Nots, seeds: range, *, follows: bool = False) -> Iterator[tuple[Plan, Picture, dict[str, bool]]]:
    for seed in seeds:
        rng = random.Random(f"asks {nots} {seed}")
        plan = askable_plan(rng, nots, follows=follows)
        if follows and not any(p.follows for p in plan.pledges.values()):
            continue
        what_if = random_what_if(rng, plan) if rng.random() < 0.2 else {}
        picture, contradictions = picture_of(plan, what_if=what_if)
        if not contradictions and picture.goal is not None:
            yield replace(plan, goal=picture.goal), picture, what_if


def it_takes_many(*_: object) -> None:
    """The solver that is asked first gives up at once."""
    raise OutOfBounds


@pytest.mark.parametrize(
    ("nots", "follows", "few"),
    [*((nots, False, True) for nots in KINDS), ("monotone", True, True), *((nots, False, False) for nots in KINDS)],
)
def test_sets_are_minimal_and_complete(nots: Nots, follows: bool, few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not few:
        monkeypatch.setattr(Program, "best", it_takes_many)
    for plan, picture, what_if in cases(nots, range(PLANS if few else PLANS // 2), follows=follows):
        resolution = resolve(picture)
        if resolution.contradiction is not None:
            continue
        assert picture.goal is not None
        expected = oracle_asks.smallest(plan, what_if)
        found = asks(picture, resolution, picture.goal, what_if=what_if)
        assert found.complete
        if expected == [()]:
            assert found.reached
            assert not found.sets
            continue
        assert not found.reached
        told = [
            tuple(oracle_asks.Ask(ch.kind, ch.id, ch.effort, ch.part or ch.caveat) for ch in s.changes)
            for s in found.sets
        ]
        assert told == expected


# -- what the answer says ---------------------------------------------------------------------------------------------

STRAIT = """
plan = {name = "Strait Watch", goal = "filled(air)"}
assumptions.guarantee = {name = "the guarantee", holds = false, decided_by = ["the Union"], effort = 2}
partners = {norland = {}, estmark = {}, lorne = {}, ravel = {}}
requirements = [{id = "air", name = "Air policing", needs = 20, of = "fighters"}]
pledges = [
    {partner = "norland", provides = "fighters", amount = 6},
    {partner = "estmark", provides = "fighters", amount = 8, if = "guarantee"},
    {id = "lorne", partner = "lorne", provides = "fighters", amount = 6, only_if = "guarantee and estmark"},
    {partner = "ravel", provides = "fighters", amount = 90, if = "never"},
]
asks = [{id = "more", partner = "lorne", provides = "fighters", amount = 8, effort = 4}]
""".replace('{id = "lorne", ', '{id = "lorne-six", ')


def asked(tmp_path: Path, text: str, *arguments: str) -> Any:
    """The answer to a plan, as JSON."""
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["asks", str(tmp_path / "plan.toml"), "--json", *arguments])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def sets_of(answer: Any) -> list[tuple[float, list[str]]]:
    return [(s["effort"], [f"{c['kind']} {c['id']}" for c in s["changes"]]) for s in answer["sets"]]


def test_sets_come_by_effort_and_tell_what_they_bring(tmp_path: Path) -> None:
    answer = asked(tmp_path, STRAIT)
    assert (answer["reached"], answer["complete"]) == (False, True)
    assert sets_of(answer)[:3] == [
        (3, ["assumption guarantee", "decision lorne-six"]),
        (3, ["condition estmark-1", "decision lorne-six", "part lorne-six"]),
        (5, ["condition estmark-1", "pledge more"]),
    ]
    first = answer["sets"][0]
    assert first["changes"][0]["to"] == ["the Union"]
    assert first["brings"]["firm"] == ["estmark", "lorne"]
    assert first["brings"]["requirements"] == {"air": [6, 20]}
    single = answer["single"][0]
    assert single["change"]["id"] == "guarantee"
    assert single["brings"]["possible"] == ["lorne"]
    assert single["brings"]["requirements"] == {"air": [6, 14]}


def test_a_part_of_a_condition_is_asked_away_by_itself(tmp_path: Path) -> None:
    text = """
    plan = {name = "Parts", goal = "A", premise = ["peace"]}
    assumptions = {peace = {}, mandate = {askable = false}, port = {effort = 3}}
    partners = {A = {}}
    pledges = [{partner = "A", if = "peace and (port and (mandate))"}]
    """
    answer = asked(tmp_path, text)
    assert sets_of(answer) == [(2, ["part A-1", "part A-1"]), (4, ["assumption port", "part A-1"])]
    parts = [[change.get("part") for change in its["changes"]] for its in answer["sets"]]
    assert parts == [["port", "mandate"], [None, "mandate"]]


def test_a_number_is_asked_for_where_there_is_one(tmp_path: Path) -> None:
    text = """
    plan = {name = "Numbers", goal = "total(ships) >= 5"}
    partners = {A = {}, B = {}}
    pledges = [{partner = "A", provides = "ships", up_to = 6}, {partner = "B", provides = "ships"}]
    """
    answer = asked(tmp_path, text)
    assert sets_of(answer) == [(1, ["size A-1"])]
    assert [single["change"]["id"] for single in answer["single"]] == ["A-1", "B-1"]
    assert answer["single"][1]["brings"]["goal"] == answer["goal"]["status"] == "open"


def test_a_number_that_nobody_spoke_of_reaches_nothing(tmp_path: Path) -> None:
    text = """
    plan = {name = "One without a number"}
    partners = {A = {}}
    requirements = [{id = "air", needs = 48, of = "fighters"}]
    pledges = [{partner = "A", provides = "fighters"}]
    """
    answer = asked(tmp_path, text)
    assert (answer["sets"], answer["complete"]) == ([], True)
    assert [single["change"] for single in answer["single"]] == [{"kind": "size", "id": "A-1", "to": ["A"]}]


def test_what_a_what_if_settles_is_not_asked_for(tmp_path: Path) -> None:
    told = [c for _, changes in sets_of(asked(tmp_path, STRAIT, "--if-not", "guarantee")) for c in changes]
    assert "assumption guarantee" not in told
    assert "decision lorne-six" in told


def test_another_goal(tmp_path: Path) -> None:
    answer = asked(tmp_path, STRAIT, "--for", "filled(air) >= 70%")
    assert sets_of(answer)[0] == (1, ["condition estmark-1"])
    assert asked(tmp_path, STRAIT, "--for", "filled(air) >= 30%")["reached"]
    assert sets_of(asked(tmp_path, STRAIT, "--for", "ravel")) == []


def test_most_cuts_and_says_so(tmp_path: Path) -> None:
    answer = asked(tmp_path, STRAIT, "--most", "1")
    assert (len(answer["sets"]), answer["complete"], answer["bound"]) == (1, False, 3)


def test_an_assumption_brings_none_of_those_it_implies(tmp_path: Path) -> None:
    text = """
    plan = {name = "Peace first", goal = "A"}
    assumptions.peace = {implies = ["ceasefire"]}
    assumptions.ceasefire = {}
    assumptions.talks = {implies = ["host"]}
    assumptions.host = {askable = false}
    partners = {A = {}}
    pledges = [{partner = "A", if = "peace or talks"}]
    """
    found = sets_of(asked(tmp_path, text))
    assert found == [(1, ["condition A-1"]), (2, ["assumption peace", "assumption ceasefire"])]


def test_an_option_asked_for_makes_the_others_false(tmp_path: Path) -> None:
    text = """
    plan = {name = "One seat", goal = "A and B"}
    assumptions = {paris = {holds = true}, london = {}}
    choices = {seat = {options = ["paris", "london"]}}
    partners = {A = {}, B = {}}
    pledges = [{partner = "A", if = "paris"}, {partner = "B", if = "london"}]
    """
    assert sets_of(asked(tmp_path, text)) == [
        (1, ["condition B-1"]),
        (2, ["assumption london", "condition A-1"]),
    ]


def test_what_cannot_be_answered_is_said(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    for text, arguments, says in (
        ('plan = {name = "x"}', [], "the plan has no goal"),
        ('plan = {name = "x", goal = "DE"}', [], "There is nothing to ask for"),
        ('plan = {name = "x", goal = "DE"}\npledges = [{partner = "DE"}]', [], "Nothing needs to be asked for"),
        (
            'plan = {name = "x", goal = "DE and FR"}\npledges = [{partner = "DE", only_if = "always"}]',
            [],
            "lacks France",
        ),
        ('plan = {name = "x", goal = "DE"}', ["--for", "DE and"], "--for:1"),
        ('plan = {name = "x", goal = "DE"}', ["--for", "filled(x)"], "unknown requirement"),
    ):
        plan.write_text(text, "utf-8")
        done = CliRunner().invoke(main, ["asks", str(plan), *arguments])
        assert says in done.output
        assert done.exit_code == (2 if says in ("the plan has no goal", "--for:1", "unknown requirement") else 0)


UKRAINE = Path(__file__).parents[2] / "examples" / "ukraine-2025-04" / "plan.toml"
BONN = Path(__file__).parents[2] / "examples" / "bonn-1978" / "plan.toml"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_asks_in_words(lang: str, tmp_path: Path, golden: Golden) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(STRAIT, "utf-8")
    text = asks_text(open_plan(plan).asks(), width=90, lang=lang)
    text += asks_text(open_plan(UKRAINE).asks(), width=90, lang=lang)
    text += asks_text(open_plan(UKRAINE).asks("NL and SE"), width=90, lang=lang, most=1)
    text += asks_text(open_plan(BONN, scenarios=["no-oil"]).asks(), width=90, lang=lang)
    golden(f"asks-{lang}.txt", text)


def test_cutting_the_list_never_changes_its_order(tmp_path: Path) -> None:
    names = "ABCDEFG"
    pledges = ", ".join(f'{{partner = "{n}", if = "vote{i}"}}' for i, n in enumerate(names))
    text = f"""
    plan = {{name = "Ties", goal = "at least 3 partners"}}
    assumptions = {{{", ".join(f"vote{i} = {{askable = false}}" for i in range(len(names)))}}}
    partners = {{{", ".join(f"{n} = {{}}" for n in names)}}}
    pledges = [{pledges}]
    """
    every = asked(tmp_path, text)
    assert (len(every["sets"]), every["complete"]) == (35, True)
    for most in (1, 2, 17, 34, 35):
        cut = asked(tmp_path, text, "--most", str(most))
        assert [s["changes"] for s in cut["sets"]] == [s["changes"] for s in every["sets"][:most]]
        assert cut["complete"] == (most == 35)


# -- consents and limitations (§11) -----------------------------------------------------------------------------------

LU = """
plan = {name = "Transit", goal = "LU"}
assumptions.x = {holds = VALUE, askable = false}
pledges = [{partner = "LU", only_if = "x", subject_to = ["the government", "Chamber"]}]
"""


def test_consents_are_asked_of_the_bodies(tmp_path: Path) -> None:
    consents = ["consent LU-1.the government", "consent LU-1.Chamber"]
    answer = asked(tmp_path, LU.replace("VALUE", "true"))
    assert sets_of(answer) == [(3, ["decision LU-1", *consents])]
    assert [change["to"] for change in answer["sets"][0]["changes"]] == [["LU"], ["the government"], ["Chamber"]]
    assert sets_of(asked(tmp_path, LU.replace("VALUE", "false"))) == [
        (4, ["decision LU-1", "condition LU-1", *consents])
    ]
    granted = LU.replace('["the government", "Chamber"]', "{Chamber = {granted = 2025-01-01}, Senate = {effort = 0.5}}")
    assert sets_of(asked(tmp_path, granted.replace("VALUE", "true"))) == [
        (1.5, ["decision LU-1", "consent LU-1.Senate"])
    ]


def test_a_limitation_is_lifted_by_its_body_and_a_prohibition_by_nobody(tmp_path: Path) -> None:
    text = """
    plan = {name = "Air", goal = "filled(air)"}
    requirements = [{id = "air", needs = 5, of = "fighters", place = "ukraine"}, {id = "sea", of = "ships"}]
    pledges = [{partner = "DE", provides = "fighters", amount = 5, LIMITED}]
    """
    lifted = asked(tmp_path, text.replace("LIMITED", 'not_in = {ukraine = {lifted_by = "Bundestag"}}'))
    assert [s["changes"] for s in lifted["sets"]] == [
        [{"kind": "caveat", "id": "DE-1", "caveat": "ukraine", "to": ["Bundestag"]}]
    ]
    assert lifted["sets"][0]["brings"]["goal"] == "stands"
    assert lifted["sets"][0]["brings"]["requirements"] == {"air": [0, 5]}
    barred = asked(tmp_path, text.replace("LIMITED", 'not_in = ["ukraine"]'))
    assert (barred["sets"], barred["complete"]) == ([], True)
    kept = asked(tmp_path, text.replace("LIMITED", 'only = {sea = {lifted_by = "Bundestag"}}'))
    assert sets_of(kept) == [(1, ["caveat DE-1"])]


def test_what_was_found_before_an_interrupt_is_told_with_status_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("willing.questions.asks.Searcher.look", interrupted)
    path = tmp_path / "plan.toml"
    text = (
        'plan = {name = "x", goal = "A"}\npartners = {A = {}}\npledges = [{partner = "A", if = "x"}]\n[assumptions.x]\n'
    )
    path.write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["asks", str(path), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["complete"]) == (130, False)


@pytest.mark.parametrize("seed", range(3))
def test_how_many_are_asked_for_never_changes_their_order(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    pledges = "".join(
        f'[[pledges]]\npartner = "P{n}"\nif = "at least {rng.choice((1, 2))} of (Q{n % 5}, Q{(n + 1) % 5}, x{n % 3})"\n'
        for n in range(12)
    ) + "".join(f'[[pledges]]\npartner = "Q{n}"\nif = "x{n % 3} and P{n}"\neffort = {n % 2 + 1}\n' for n in range(5))
    partners = "".join(f"[partners.P{n}]\n" for n in range(12)) + "".join(f"[partners.Q{n}]\n" for n in range(5))
    assumptions = "".join(f"[assumptions.x{n}]\nholds = false\neffort = 2\n" for n in range(3))
    text = f'[plan]\nname = "Many"\ngoal = "at least 8 partners"\n{assumptions}{partners}{pledges}'
    plan = read_plan(text.encode(), file="plan.toml", load=lambda _: b"").plan
    assert plan is not None
    picture, _ = picture_of(plan)
    assert picture.goal is not None
    resolution = resolve(picture)
    for ties, few in ((100, True), (3, True), (100, False)):
        monkeypatch.setattr("willing.questions.asks.MOST_TIES", ties)
        if not few:
            monkeypatch.setattr(Program, "best", it_takes_many)
        every = asks(picture, resolution, picture.goal, what_if={}, most=40, single=False).sets
        assert len(every) > 5
        order = [(its.effort, len(its.changes)) for its in every]
        assert order == sorted(order)
        for most in (1, 2, 7):
            cut = asks(picture, resolution, picture.goal, what_if={}, most=most, single=False).sets
            assert [its.changes for its in cut] == [its.changes for its in every[:most]]
