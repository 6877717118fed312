"""One plan and what is derived from it: the days, what was known, what-ifs, and what other scenarios would change."""

from datetime import date
from pathlib import Path

import pytest

from willing import PlanError, Study, open_plan
from willing.answers.brief import ScenarioLine
from willing.answers.standing import Standing

PLAN = """
[plan]
name = "Days"
as_of = 2031-05-10
goal = "total(ships) >= 4"
[assumptions.truce]
holds = {2031-04-01 = false, 2031-05-01 = true}
[assumptions.guarantee]
name = "the guarantee"
[partners.A]
name = "Aldmere"
[partners.B]
[partners.C]
[[requirements]]
id = "sea"
name = "The sea"
needs = 4
of = "ships"
[[pledges]]
id = "a-march"
partner = "A"
provides = "ships"
amount = 1
said = 2031-03-01
sources = ["early"]
[[pledges]]
id = "a-may"
partner = "A"
provides = "ships"
amount = 3
said = 2031-05-02
replaces = ["a-march"]
sources = ["late"]
[[pledges]]
id = "b-ships"
partner = "B"
provides = "ships"
amount = 1
only_if = "guarantee and truce"
[[pledges]]
id = "c-word"
partner = "C"
if = "a-march"
until = 2031-05-09
[sources.early]
published = 2031-03-02
[sources.late]
published = 2031-05-20
[[statements]]
about = "truce"
source = "late"
[scenarios.in]
assume = {guarantee = true}
[scenarios.sure]
assume = {guarantee = true, b-ships = true}
[scenarios.out]
pledges.a-may = {if = "never"}
[scenarios.more]
requirements.sea = {needs = 9}
[scenarios.odd]
pledges.b-ships = {if = "not b-ships"}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    return file


def statuses(study: Study) -> dict[str, str]:
    return {id_: standing.status for id_, standing in study.resolution.pledges.items()}


def test_the_picture_of_a_day(path: Path) -> None:
    assert statuses(open_plan(path)) == {"a-may": "stands", "b-ships": "open"}
    assert statuses(open_plan(path, as_of=date(2031, 4, 1))) == {
        "a-march": "stands",
        "b-ships": "blocked",
        "c-word": "stands",
    }


def test_what_was_known_by_a_day(path: Path) -> None:
    known = open_plan(path, known_by=date(2031, 5, 10))
    assert statuses(known) == {"a-march": "stands", "b-ships": "open"}
    assert known.picture.decided == {}  # what is said of the truce was published later
    assert open_plan(path).picture.decided == {"truce": True}


def test_what_ifs_win_over_scenarios_and_these_over_each_other(path: Path) -> None:
    sure = open_plan(path, scenarios=["sure"])
    assert statuses(sure)["b-ships"] == "stands"
    assert statuses(open_plan(path, scenarios=["sure"], what_if={"b-ships": False}))["b-ships"] == "blocked"
    assert statuses(open_plan(path, scenarios=["sure"], what_if={"truce": False}))["b-ships"] == "blocked"


def test_what_other_scenarios_would_change(path: Path) -> None:
    brief = open_plan(path).brief()
    sea = open_plan(path).plan.requirements["sea"]
    stands, blocked = Standing(status="stands", best="stands"), Standing(status="blocked", best=None)
    told = {line.scenario: line for line in brief.other_scenarios}
    assert told["in"] == ScenarioLine(scenario="in", same=True, goal=Standing(status="open", best="stands"))
    assert told["sure"] == ScenarioLine(scenario="sure", firm=("B",), goal=stands, missing=((sea, 0, 1),))
    assert told["out"] == ScenarioLine(scenario="out", lost=("A",), goal=blocked, missing=((sea, 4, 1),))
    assert (told["more"].missing[0][1], told["more"].missing[0][2]) == (6, 1)
    assert told["odd"].impossible


def test_what_a_scenario_makes_of_those_who_are_neither_in_nor_out(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        """
plan = {name = "p"}
assumptions = {x = {}}
partners = {a = {}, b = {}, c = {}}
pledges = [
    {id = "a1", partner = "a", if = "x"},
    {id = "b1", partner = "b", if = "x", stage = "mentioned"},
    {id = "c1", partner = "c", if = "x", stage = "mentioned"},
]
[scenarios.other]
pledges.a1 = {if = "never"}
pledges.b1 = {stage = "offered"}
pledges.c1 = {if = "never", stage = "offered"}
""",
        encoding="utf-8",
    )
    (line,) = open_plan(tmp_path / "plan.toml").brief().other_scenarios
    assert line == ScenarioLine(scenario="other", counted=("b",), gone=("a", "c"))


@pytest.mark.parametrize("name", ["Germany", "germany", "Deutschland", "ALLEMAGNE", "DE"])
def test_a_partner_is_asked_for_by_its_name_in_any_language(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.toml").write_text('plan = {name = "p"}\npledges = [{partner = "DE"}]\n', encoding="utf-8")
    assert open_plan(tmp_path / "plan.toml").why(name).subject == "DE"


def test_the_evidence_of_a_replaced_pledge_is_told_after_that_of_the_one_that_replaced_it(path: Path) -> None:
    told = open_plan(path).why("A")
    assert told.before == ("a-march",)
    assert [word.about for word in told.words if word.about in ("a-march", "a-may")] == ["a-may", "a-march"]


def test_a_scenario_without_outcome_says_so_when_asked_for(path: Path) -> None:
    with pytest.raises(PlanError, match="speaks against itself"):
        open_plan(path, scenarios=["odd"]).brief()


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"scenarios": ["inn"]}, "unknown scenario 'inn'; did you mean 'in'"),
        ({"what_if": {"guarante": True}}, "did you mean 'guarantee'"),
        ({"what_if": {"a-may": True}}, "has no decision of its own"),
        ({"what_if": {"B": True}}, "b-ships"),
        ({"what_if": {"A": True}}, "none of its pledges"),
    ],
)
def test_questions_that_cannot_be_answered(path: Path, question: dict[str, object], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        open_plan(path, **question)  # type: ignore[arg-type]


def test_subjects_go_by_id_or_by_name(path: Path) -> None:
    study = open_plan(path)
    assert study.why("aldmere").subject == "A"
    assert study.why("The Guarantee").subject == "guarantee"
    with pytest.raises(PlanError, match="did you mean 'Aldmere'"):
        study.why("Aldmer")


def test_results_are_frozen_and_nothing_is_printed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = open_plan(path)
    brief = study.brief()
    with pytest.raises(AttributeError):
        brief.plan = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        study.why("A").subject = "B"  # type: ignore[misc]
    assert capsys.readouterr() == ("", "")


def test_one_day_of_the_mission(path: Path) -> None:
    brief = open_plan(path).brief(day=3)
    assert brief.requirements[0].day == 3


def test_what_never_ends_is_refused() -> None:
    with pytest.raises(OSError, match="not a file: '/dev/zero'"):
        open_plan("/dev/zero")


def test_what_is_too_large_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("willing.app.open.MOST_BYTES", 10)
    with pytest.raises(OSError, match="that is no plan"):
        open_plan(path)


def test_what_is_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("it is opened"))
    with path.open("r+b") as file:  # a file of holes
        file.truncate(2**30 + 1)
    with pytest.raises(OSError, match="that is no plan"):
        open_plan(path)
