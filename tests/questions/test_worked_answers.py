"""The worked answers of §11, from the file to the JSON answer (§10)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest

from plans import said
from willing import PlanError, open_plan
from willing.answers.answer import to_builtins
from willing.app.query import Query
from willing.app.study import Study
from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.model.condition import Total
from willing.model.plan import Consent, Plan
from willing.model.problem import Problem
from willing.notation.asked import read_goal
from willing.notation.read import read_plan
from willing.present.terminal.brief import brief_text
from willing.present.terminal.why import why_text

Answer = Callable[..., dict[str, Any]]


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    """The brief of a plan given as text."""

    def ask(text: str, **question: Any) -> dict[str, Any]:
        path = tmp_path / "plan.toml"
        path.write_text(text, encoding="utf-8")
        return to_builtins(open_plan(path, **question).brief())

    return ask


def plan(*pledges: str, head: str = "", partners: list[str] | None = None) -> str:
    """Plan text: each pledge is ``PARTNER: condition``, or ``PARTNER: condition; key = value; …``."""
    text = f'[plan]\nname = "worked"\n{head}\n'
    ids: dict[str, None] = {}
    tables = ""
    for pledge in pledges:
        partner, _, rest = pledge.partition(": ")
        ids[partner] = None
        condition, *keys = rest.split("; ")
        tables += f'[[pledges]]\npartner = "{partner}"\n'
        tables += f'if = "{condition}"\n' if not condition.startswith("only_if") else f"{condition}\n"
        tables += "".join(f"{key}\n" for key in keys)
    for partner in partners if partners is not None else ids:
        text += f"[partners.{partner}]\n"
    return text + tables


def statuses(brief: dict[str, Any]) -> list[str]:
    return [pledge["status"] for pledge in brief["pledges"].values()]


def test_a_hundred_partners_fall_in_one_after_the_other(answer: Answer) -> None:
    brief = answer(plan(*(f"p{k}: at least {k} others" for k in range(100))))
    assert statuses(brief) == ["stands"] * 100
    assert brief["waiting"] == []
    assert brief["outcomes"] is None


def test_one_step_less_and_99_wait_for_each_other(answer: Answer) -> None:
    thresholds = [0, 2, *range(2, 100)]
    brief = answer(plan(*(f"p{k}: at least {t} others" for k, t in enumerate(thresholds))))
    assert statuses(brief) == ["stands"] + ["together"] * 99
    (group,) = brief["waiting"]
    assert group["partners"] == [f"p{k}" for k in range(1, 100)]
    assert group["starters"] == [[f"p{k}"] for k in range(1, 100)]
    assert group["unlocks"] == []


@pytest.mark.parametrize(
    ("thresholds", "status"),
    [((2, 2, 2, 4, 4), "together"), ((3, 3, 3, 5, 5), "blocked"), ((0, 1, 2, 3, 4), "stands")],
)
def test_five_partners(answer: Answer, thresholds: tuple[int, ...], status: str) -> None:
    brief = answer(plan(*(f"p{k}: at least {t} others" for k, t in enumerate(thresholds))))
    assert statuses(brief) == [status] * 5


def test_one_pledge_holds_itself_up(answer: Answer) -> None:
    brief = answer(plan("p: at least 1 partners"))
    assert statuses(brief) == ["together"]
    assert brief["waiting"] == [{"partners": ["p"], "starters": [["p"]], "unlocks": []}]


BONN = ["DE: oil and tariffs; id = 'stimulus'", "US: DE; id = 'oil'", "JP: oil", "GB: DE and JP; id = 'tariffs'",
        "US: always; id = 'inflation'"]  # fmt: skip


def test_bonn(answer: Answer) -> None:
    brief = answer(plan(*BONN, partners=[]))
    assert {id_: p["status"] for id_, p in brief["pledges"].items()} == {
        "stimulus": "together", "oil": "together", "JP-1": "together", "tariffs": "together", "inflation": "stands",
    }  # fmt: skip
    (group,) = brief["waiting"]
    assert group == {"partners": ["DE", "US", "JP", "GB"], "starters": [["DE"]], "unlocks": []}
    assert brief["partners"]["DE"]["name"] == "Germany"


@pytest.mark.parametrize("refusing", range(4))
def test_bonn_without_one(answer: Answer, refusing: int) -> None:
    pledges = [text.replace(text.split(": ")[1].split("; ")[0], "never", 1) if i == refusing else text
               for i, text in enumerate(BONN)]  # fmt: skip
    assert statuses(answer(plan(*pledges, partners=[]))) == ["blocked"] * 4 + ["stands"]


def test_rivals(answer: Answer) -> None:
    brief = answer(plan("A: not B", "B: not A", head='goal = "at least 2 partners"'))
    assert statuses(brief) == ["rival", "rival"]
    assert brief["outcomes"] == {"sets": [["A-1"], ["B-1"]], "complete": True}
    assert brief["goal"] == {"text": "at least 2 partners", "status": "blocked", "best": None}


def test_a_goal_that_hangs_on_a_size(answer: Answer) -> None:
    brief = answer(
        plan(
            "DE: always; provides = 'ships'",
            "FR: always; provides = 'ships'; amount = 2",
            head="goal = 'total(ships) >= 5'",
        )
    )
    assert brief["goal"] == {"text": "total(ships) >= 5", "status": "open", "best": "stands"}
    assert statuses(brief) == ["stands", "stands"]


def test_either_way_on_an_unknown(answer: Answer) -> None:
    brief = answer(plan("A: x", "B: not x") + "[assumptions.x]\n")
    assert [(p["status"], p["best"]) for p in brief["pledges"].values()] == [("open", "stands")] * 2
    assert brief["assumptions"] == {"x": None}


def test_no_outcome_names_both(answer: Answer) -> None:
    with pytest.raises(PlanError) as raised:
        answer(plan("A: not B", "B: A"))
    (problem,) = raised.value.problems
    assert "'A-1'" in said(problem)
    assert "'B-1'" in said(problem)


@pytest.mark.parametrize(
    ("holds", "what_if", "status"),
    [
        ("holds = true", {}, "open"),
        ("holds = false", {}, "blocked"),
        ("", {}, "open"),
        ("holds = true", {"FR-1": True}, "stands"),
        ("", {"FR-1": True}, "open"),
        ("", {"FR-1": True, "x": True}, "stands"),
        ("holds = true", {"FR-1": False}, "blocked"),
    ],
)
def test_their_own_decision(answer: Answer, holds: str, what_if: dict[str, bool], status: str) -> None:
    text = plan("FR: only_if = 'x'") + f"[assumptions.x]\n{holds}\n"
    assert statuses(answer(text, what_if=what_if)) == [status]


@pytest.mark.parametrize(
    ("others", "status"),
    [
        (["amount = 30"], "stands"),
        (["amount = 29"], "blocked"),
        (["amount = 29", ""], "open"),
        (["amount = 29", "up_to = 1"], "open"),
        (["amount = 28", "up_to = 1"], "blocked"),
    ],
)
def test_five_if_others_give_thirty(answer: Answer, others: list[str], status: str) -> None:
    rest = [f"O{i}: always; provides = 'pac3'; {keys}" for i, keys in enumerate(others)]
    brief = answer(plan("DE: others(pac3) >= 30; provides = 'pac3'; amount = 5", *rest))
    assert brief["pledges"]["DE-1"]["status"] == status


def test_votes(answer: Answer) -> None:
    votes = [4, 4, 4, 2, 2, 1]
    text = plan(
        *(f"v{i}: always; provides = 'votes'; amount = {n}" for i, n in enumerate(votes)),
        head="goal = 'total(votes) >= 12'",
    )
    assert answer(text)["goal"]["status"] == "stands"


def requirement(id_: str, needs: int | None, of: str, *keys: str) -> str:
    lines = [f"id = '{id_}'", f"of = '{of}'", *keys, *([f"needs = {needs}"] if needs is not None else [])]
    return "[[requirements]]\n" + "\n".join(lines) + "\n"


def layers(brief: dict[str, Any], at: int = 0) -> tuple[int, int, int, int]:
    told = brief["requirements"][at]
    return told["stands"], told["together"], told["possible"], told["short"]


def test_rivals_five_come_for_sure_whoever_it_is(answer: Answer) -> None:
    ships = "provides = 'ships'; amount = 5"
    brief = answer(plan(f"A: not B; {ships}", f"B: not A; {ships}") + requirement("sea", 10, "ships"))
    assert layers(brief) == (5, 0, 0, 5)
    assert brief["goal"] == {"text": "usable(priority 1)", "status": "blocked", "best": None}


def test_a_pledge_without_a_number_is_told_beside_the_layers(answer: Answer) -> None:
    brief = answer(
        plan("DE: always; provides = 'ships'", "FR: always; provides = 'ships'; amount = 2", partners=[])
        + requirement("sea", 5, "ships")
    )
    assert layers(brief) == (2, 0, 0, 3)
    assert brief["requirements"][0]["unsized"] == ["DE"]
    assert brief["goal"]["status"] == "open"


def test_either_way_five_come(answer: Answer) -> None:
    ships = "provides = 'ships'; amount = 5"
    text = plan(f"A: x; {ships}", f"B: not x; {ships}") + "[assumptions.x]\n" + requirement("sea", 10, "ships")
    assert layers(answer(text)) == (5, 0, 0, 5)


@pytest.mark.parametrize(("needs", "filled"), [(1_000, 1_000), (3_000, 1_000)])
def test_three_contingents_one_after_the_other(answer: Answer, needs: int, filled: int) -> None:
    troops = "provides = 'troops'; amount = 1000; stays = 120"
    pledges = [f"p{day}: always; {troops}; ready = {day}" for day in (0, 120, 240)]
    brief = answer(plan(*pledges) + requirement("land", needs, "troops", "until_day = 360"))
    assert layers(brief) == (filled, 0, 0, needs - filled)


def test_no_helicopters(answer: Answer) -> None:
    brief = answer(
        plan("FR: always; provides = 'troops'; amount = 3700", partners=[], head="goal = 'usable(troops)'")
        + requirement("troops", 3_700, "troops", "enablers = ['lift']")
        + requirement("lift", 10, "helicopters")
    )
    assert layers(brief) == (3_700, 0, 0, 0)
    assert brief["requirements"][0]["usable"] == {"stands": 0.0, "together": 0.0}
    assert brief["requirements"][0]["from"] == [{"pledge": "FR-1", "amount": 3_700}]
    assert brief["goal"] == {"text": "usable(troops)", "status": "blocked", "best": None}


def test_what_is_spoken_of_and_what_would_count(answer: Answer) -> None:
    brief = answer(
        plan(
            "A: always; provides = 'ships'; amount = 2; up_to = 5",
            "B: always; provides = 'ships'; amount = 3; stage = 'mentioned'",
        )
        + requirement("sea", 9, "ships")
        + requirement("mines", None, "sweepers", "priority = 2")
    )
    told, mines = brief["requirements"]
    assert (told["stands"], told["up_to"], told["if_counted"]) == (2, 5, 5)
    assert (mines["needs"], mines["stands"], mines["usable"]) == (None, None, None)


def test_pledges_below_what_counts_are_shown_without_a_status(answer: Answer) -> None:
    brief = answer(plan("A: always; stage = 'mentioned'", "B: A"))
    assert brief["pledges"]["A-1"]["status"] is None
    assert brief["pledges"]["A-1"]["counted"] is False
    assert brief["pledges"]["B-1"]["status"] == "blocked"
    assert brief["partners"]["A"]["status"] is None


def test_why_tells_a_smallest_set_that_would_do(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(plan("A: B and x and (y or z and u)", "B: A") + "".join(f"[assumptions.{i}]\n" for i in "xyzu"))
    told = to_builtins(open_plan(path).why("A"))
    assert told["status"] == "open"
    assert told["missing"] == ["x", "y"]
    both = open_plan(path, what_if={"x": True, "y": True})
    assert both.resolution.pledges["A-1"].firm


def test_the_keys_of_the_answers(answer: Answer, tmp_path: Path) -> None:
    brief = answer(plan("A: x; provides = 'ships'; amount = 3", "B: always") + "[assumptions.x]\n")
    assert list(brief) == [
        "plan", "as_of", "marking", "scenario", "what_if", "premise", "assumptions", "pledges", "partners",
        "requirements", "offered",
        "goal", "withdrawn", "stale", "later", "lever", "waiting", "outcomes", "warnings",
    ]  # fmt: skip
    needed = answer(plan("A: x; provides = 'ships'; amount = 3") + "[assumptions.x]\n[[requirements]]\nid = 'r'\n")
    assert list(needed) == [key for key in brief if key != "offered"]  # which is of plans without requirements (§T19)
    assert brief["pledges"]["A-1"] == {
        "partner": "A", "provides": "ships", "amount": 3, "up_to": None, "status": "open", "best": "stands",
        "counted": True, "origins": 0, "contested": False, "support": False, "consents": {},
    }  # fmt: skip
    assert brief["partners"]["B"] == {"name": "B", "status": "stands", "best": "stands", "support": False}
    assert brief["goal"] is None
    told = to_builtins(open_plan(tmp_path / "plan.toml").why("A"))
    assert list(told) == ["subject", "status", "because", "missing", "statements"]


def test_statements_of_one_origin_count_once(answer: Answer) -> None:
    text = plan("A: always; sources = ['s1', 's2']", "B: always") + (
        "[sources.s0]\n[sources.s1]\norigin = 's0'\n[sources.s2]\norigin = 's1'\n"
        "[[statements]]\nabout = 'A-1'\nsource = 's2'\norigin = 'agency'\n"
        "[[statements]]\nabout = 'A-1'\nsource = 's1'\nagainst = true\n"
    )
    brief = answer(text)
    assert brief["pledges"]["A-1"]["origins"] == 2
    assert brief["pledges"]["A-1"]["contested"] is True
    assert brief["pledges"]["B-1"]["origins"] == 0


def test_a_unit_beside_what_it_is_a_unit_of_counts_converted(answer: Answer) -> None:
    text = plan(
        "GB: always; provides = 'GBP'; amount = 5",
        "DE: always; provides = 'EUR'; amount = 2",
        partners=[],
        head="goal = 'offered(money) >= 70%'",
    )
    text += "[units.GBP]\nequals = 1.16\nof = 'EUR'\n" + requirement("money", 10, "x").replace("'x'", "['EUR', 'GBP']")
    brief = answer(text)
    assert layers(brief) == (7, 0, 0, 3)
    assert brief["goal"]["status"] == "stands"


# -- ▲ totals of some, and weights ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("france", "norway"), [(5_000, "stands"), (4_999, "blocked")])
def test_the_total_of_a_group(answer: Answer, france: int, norway: str) -> None:
    text = plan(
        f'FR: always; provides = "troops"; amount = {france}',
        'GB: always; provides = "troops"; amount = 1000',
        'NO: total(troops) of neighbours >= 6_000; provides = "troops"; amount = 3000',
        partners=[],
    )
    brief = answer(text + '[groups.neighbours]\nof = ["FR", "GB"]\n')
    assert statuses(brief) == ["stands", "stands", norway]


def weighty(*pledges: str, share: str = "70%") -> Plan:
    """Members of 4, 3 and 3 people, and a goal of their share."""
    group = '[groups.members]\nof = ["DE", "FR", "IT"]\n'
    found = read_plan((plan(*pledges, partners=[]) + group).encode(), file="plan.toml", load=lambda _: b"").plan
    assert found is not None
    people = {"DE": Decimal(4), "FR": Decimal("3.0"), "IT": Decimal(3)}
    partners = {id_: replace(found.partners[id_], weight={"people": weight}) for id_, weight in people.items()}
    goal = read_goal(f"weight(people) of members >= {share}", replace(found, partners=partners), file="--goal")
    assert not isinstance(goal, Problem)
    return replace(found, partners=partners, goal=goal)


@pytest.mark.parametrize(
    ("pledges", "status"),
    [
        (("DE: always", "FR: always"), "stands"),
        (("DE: always", "FR: always", "IT: never"), "stands"),
        (("DE: never", "FR: always", "IT: never"), "blocked"),
        (("DE: never", "FR: never", "IT: always"), "blocked"),
    ],
)
def test_weights(pledges: tuple[str, ...], status: str) -> None:
    with_weights = weighty(*pledges)
    study = Study(with_weights, Query(), file="plan.toml")
    assert to_builtins(study.brief())["goal"]["status"] == status
    if status == "stands":
        reason = to_builtins(study.why("goal"))["because"]
        assert (reason["have"], reason["need"]) == (0.7, 0.7)


def test_a_weight_that_a_member_lacks_is_an_error() -> None:
    problem = read_goal("weight(votes) of members >= 1%", weighty("DE: always"), file="--goal")
    assert isinstance(problem, Problem)
    assert problem.message.code == "weight-missing"


# -- ▲ consents ----------------------------------------------------------------------------------------------------


def read(text: str) -> Plan:
    found = read_plan(text.encode(), file="plan.toml", load=lambda _: b"").plan
    assert found is not None
    return found


def subject_to(plan: Plan, id_: str, *consents: Consent) -> Plan:
    return replace(plan, pledges={**plan.pledges, id_: replace(plan.pledges[id_], subject_to=consents)})


@pytest.mark.parametrize(
    ("consent", "status", "best", "known"),
    [
        (Consent(body="Riigikogu"), "open", "stands", None),
        (Consent(body="Riigikogu", granted=date(2031, 5, 1)), "stands", "stands", True),
        (Consent(body="Riigikogu", denied=date(2031, 5, 1)), "blocked", None, False),
        (Consent(body="Riigikogu", denied=date(2031, 5, 3)), "open", "stands", None),
    ],
)
def test_a_consent(consent: Consent, status: str, best: str | None, known: bool | None) -> None:
    head = 'premise = ["ceasefire"]\nas_of = 2031-05-02\n[assumptions.ceasefire]\n'
    estonia = subject_to(read(plan("EE: ceasefire", head=head, partners=[])), "EE-1", consent)
    study = Study(estonia, Query(), file="plan.toml")
    line = to_builtins(study.brief())["pledges"]["EE-1"]
    assert (line["status"], line["best"], line["consents"]) == (status, best, {"Riigikogu": known})
    lacks = [] if status == "stands" else ["EE-1.Riigikogu"]
    assert to_builtins(study.why("EE"))["missing"] == lacks
    granted = Query(what_if=(("EE-1.Riigikogu", True),))
    assert to_builtins(Study(estonia, granted, file="plan.toml").brief())["pledges"]["EE-1"]["status"] == "stands"


def test_a_consent_is_told_in_words() -> None:
    estonia = subject_to(read(plan("EE: always", partners=[])), "EE-1", Consent(body="Riigikogu"))
    study = Study(estonia, Query(), file="plan.toml")
    assert "the consent of Riigikogu" in brief_text(study.brief())
    assert "the consent of Riigikogu" in why_text(study.why("EE"))


def test_several_consents_and_an_own_decision() -> None:
    head = "[assumptions.x]\nholds = false\n"
    bodies = (Consent(body="the government"), Consent(body="Chamber"))
    lux = subject_to(read(plan('LU: only_if = "x"', head=head, partners=[])), "LU-1", *bodies)
    assert to_builtins(Study(lux, Query(), file="plan.toml").brief())["pledges"]["LU-1"]["status"] == "blocked"
    missing = to_builtins(Study(lux, Query(), file="plan.toml").why("LU"))["missing"]
    assert missing == ["x", "LU-1.the government", "LU-1.Chamber", "own decision"]
    yes = Query(what_if=tuple((id_, True) for id_ in ("x", "LU-1.the government", "LU-1.Chamber", "LU-1")))
    assert to_builtins(Study(lux, yes, file="plan.toml").brief())["pledges"]["LU-1"]["status"] == "stands"


def test_what_is_left_aside() -> None:
    text = plan("A: not B", "B: A")
    for aside, told in (("A", {"A-1": None, "B-1": "blocked"}), ("B", {"A-1": "stands", "B-1": None})):
        study = Study(replace(read(text), aside=(f"{aside}-1",)), Query(), file="plan.toml")
        brief = to_builtins(study.brief())
        assert {id_: line["status"] for id_, line in brief["pledges"].items()} == told
        assert brief["pledges"][f"{aside}-1"]["counted"] is False


# -- ▲ alternatives ------------------------------------------------------------------------------------------------

SUND = """
[plan]
name = "Sund"
[partners.sund]
[partners.norland]
[partners.lorne]
[[requirements]]
id = "sea"
needs = 2
of = "frigates"
[[requirements]]
id = "deep"
needs = 1
of = "submarines"
[[pledges]]
id = "frigates"
partner = "sund"
provides = "frigates"
amount = 2
[[pledges]]
id = "submarine"
partner = "sund"
provides = "submarines"
amount = 1
[alternatives.offer]
of = ["frigates", "submarine"]
"""


@pytest.mark.parametrize(("join", "status"), [("or", "stands"), ("and", "blocked")])
def test_alternatives(answer: Answer, join: str, status: str) -> None:
    goal = f"total(frigates) >= 2 {join} total(submarines) >= 1"
    brief = answer(SUND.replace('name = "Sund"\n', f'name = "Sund"\ngoal = "{goal}"\n'))
    assert statuses(brief) == ["rival", "rival"]
    assert brief["partners"]["sund"]["status"] == "stands"
    assert brief["goal"]["status"] == status
    assert [layers(brief, at) for at in (0, 1)] == [(0, 0, 2, 0), (0, 0, 1, 0)]
    assert brief["outcomes"] == {"sets": [["frigates"], ["submarine"]], "complete": True}


def test_alternatives_one_of_which_waits(answer: Answer) -> None:
    ring = '[[pledges]]\npartner = "norland"\nif = "lorne"\n[[pledges]]\npartner = "lorne"\nif = "norland"\n'
    brief = answer(SUND.replace('id = "frigates"\n', 'id = "frigates"\nif = "norland"\n') + ring)
    assert [line["status"] for line in brief["partners"].values()] == ["stands", "together", "together"]


def test_why_alternatives(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(SUND, encoding="utf-8")
    study = open_plan(path)
    assert to_builtins(study.why("frigates"))["missing"] == ["not submarine"]
    assert to_builtins(study.why("sund"))["status"] == "stands"
    assert "It comes instead of sund (submarines), never with it (offer)." in why_text(study.why("frigates"))
    assert {line.alternatives for line in study.brief().pledges.values()} == {"offer"}


def test_alternatives_one_of_which_is_open_are_told_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(SUND.replace('id = "frigates"\n', 'id = "frigates"\nif = "x"\n') + "[assumptions.x]\n", "utf-8")
    told = [line for line in brief_text(open_plan(path).brief()).splitlines() if line.startswith("EITHER-OR")]
    assert "sund (frigates) or sund (submarines)" in told[0]


def test_layers_never_add_up_alternatives(answer: Answer) -> None:
    brief = answer(SUND.replace('provides = "submarines"', 'provides = "frigates"').replace("needs = 2", "needs = 3"))
    assert layers(brief) == (1, 0, 1, 1)


def test_many_alternatives_leave_the_rest_decided() -> None:
    some = "".join(
        f'[[pledges]]\nid = "a{i}"\npartner = "p{i}"\nprovides = "x"\namount = 1\n'
        f'[[pledges]]\nid = "b{i}"\npartner = "p{i}"\nprovides = "x"\namount = 2\n'
        f'[alternatives.e{i}]\nof = ["a{i}", "b{i}"]\n'
        f'[[pledges]]\nid = "c{i}"\npartner = "q{i}"\nif = "at least {30 + i} others"\n'
        for i in range(30)
    )
    names = "".join(f"[partners.p{i}]\n[partners.q{i}]\n" for i in range(30))
    found = resolve(picture_of(read('[plan]\nname = "many"\n' + names + some))[0], goal=Total("x", Decimal(30)))
    assert {found.pledges[f"{x}{i}"].status for x in "ab" for i in range(30)} == {"rival"}
    assert {found.pledges[f"c{i}"].status for i in range(30)} == {"stands"}
    assert {standing.status for standing in found.partners.values()} == {"stands"}
    assert found.goal is not None
    assert found.goal.status == "stands"


# -- ▲ amounts that follow -----------------------------------------------------------------------------------------

FUND = 'provides = "USD"; amount = '
SHARE = '{share = 0.3, of = "total(USD)", up_to = 3000}'
NEED = '[[requirements]]\nid = "fund"\nneeds = 12000\nof = "USD"\n'


def test_a_share_of_the_whole(answer: Answer) -> None:
    text = plan(f"rest: always; {FUND}4800", f"JP: always; {FUND}1500", f"US: always; {FUND}{SHARE}", partners=["rest"])
    brief = answer(text + NEED)
    assert statuses(brief) == ["stands"] * 3
    us = brief["pledges"]["US-1"]
    assert (us["amount"], us["least"], us["greatest"]) == (None, 2_700, 2_700)
    assert "least" not in brief["pledges"]["JP-1"]
    assert layers(brief) == (9_000, 0, 0, 3_000)
    for goal, status in (("9_000", "stands"), ("9_001", "blocked")):
        told = answer(text.replace('"worked"', f'"worked"\ngoal = "total(USD) >= {goal}"'))
        assert told["goal"]["status"] == status


MATCH = 'always; provides = "EUR"; amount = {share = 1, of = "others(EUR)", up_to = 5}'
EUROS = '[[requirements]]\nid = "fund"\nneeds = 20\nof = "EUR"\n'


def test_two_that_match_each_other(answer: Answer, tmp_path: Path) -> None:
    pledges = (f"A: {MATCH}", f"B: {MATCH}")
    brief = answer(plan(*pledges, 'C: always; provides = "EUR"; amount = 2') + EUROS)
    assert [brief["pledges"][id_]["least"] for id_ in ("A-1", "B-1")] == [5, 5]
    assert layers(brief) == (12, 0, 0, 8)
    alone = answer(plan(*pledges) + EUROS)
    assert statuses(alone) == ["stands", "stands"]
    assert [(p["least"], p["greatest"]) for p in alone["pledges"].values()] == [(0, 5), (0, 5)]
    assert layers(alone) == (0, 10, 0, 10)
    text = brief_text(open_plan(tmp_path / "plan.toml").brief())
    assert "GIVES NOTHING YET" in text
    assert "FIRM" not in text
    assert "A (waits for B)" in text


def test_a_ring_is_solved_exactly_and_rounded_down_once(answer: Answer) -> None:
    third = 'provides = "x"; amount = {share = 0.3333, of = "others(x)", up_to = 100}'
    brief = answer(plan('A: always; provides = "x"; amount = 10', f"B: always; {third}", f"C: always; {third}"))
    exact = Fraction("0.3333") * 10 / (1 - Fraction("0.3333"))
    assert [brief["pledges"][id_]["least"] for id_ in ("B-1", "C-1")] == [floor(exact)] * 2


def test_what_follows_is_in_the_way_of_nothing(answer: Answer) -> None:
    """Who hangs on an amount under a ``not`` may be undecided; who does not is decided."""
    match = MATCH.removeprefix("always; ")
    brief = answer(plan(f"A: not D; {match}", f"B: {MATCH}", "D: not A", "F: always", "G: at least 2 partners"))
    assert statuses(brief) == ["rival", "stands", "rival", "stands", "stands"]
    unsure = answer(plan(f"A: not D; {match}", f"B: {MATCH}", "D: not A", "E: total(EUR) >= 3", "F: always"))
    assert unsure["pledges"]["F-1"]["status"] == "stands"
    assert unsure["pledges"]["E-1"]["status"] == "undecided"


def test_support_that_also_refuses(answer: Answer) -> None:
    text = plan('lorne: always; provides = "hospital"; amount = 1', 'lorne: never; provides = "troops"')
    brief = answer(text + '[[requirements]]\nid = "army"\nneeds = 5\nof = "troops"\n')
    assert brief["partners"]["lorne"]["support"] is True
    assert statuses(brief) == ["stands", "blocked"]
