"""Two days, scenarios or files beside each other (§8.3), and what is in place of what was pledged (§8.4)."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from plans import dressed, random_plan
from willing import open_plan
from willing.answers.answer import to_builtins
from willing.app.errors import PlanError
from willing.cli import main
from willing.engine.picture import picture_of
from willing.model.condition import atoms
from willing.present.charts.deliveries import deliveries_svg
from willing.present.charts.timeline import timeline_svg
from willing.present.terminal.compare import compare_text
from willing.present.terminal.deliveries import deliveries_text
from willing.present.terminal.timeline import timeline_text
from willing.present.words import Words
from willing.questions.compare import compare
from willing.questions.deliveries import deliveries

Golden = Callable[[str, str], None]

STRAIT = """
[plan]
name = "Strait watch"
goal = "total(ships) >= 6"
premise = ["ceasefire"]

[assumptions.ceasefire]
name = "a ceasefire"

[assumptions.mandate]
name = "a mandate"
holds = {2031-05-20 = true, 2031-08-01 = false}

[partners.norland]
name = "Norland"

[partners.estmark]
name = "Estmark"

[partners.lorne]
name = "Lorne"

[partners.gudrun]
name = "Gudrun"

[partners.ravel]
name = "Ravel"

[partners.vigo]
name = "Vigo"

[units.flotilla]
equals = 2.5
of = "ships"

[pools.lorne-squadron]
size = 3

[[requirements]]
id = "sea"
name = "Patrol"
needs = 8
of = "ships"

[[pledges]]
id = "norland-march"
partner = "norland"
provides = "ships"
amount = 2
said = 2031-03-01
by = "Prime Minister"

[[pledges]]
id = "norland-june"
partner = "norland"
provides = "ships"
amount = 3
said = 2031-06-10
by = "Ada Norr, Prime Minister"
replaces = ["norland-march"]
delivered = {2031-07-01 = 1, 2031-07-20 = 4}
sources = ["wire"]

[[pledges]]
id = "estmark-ships"
partner = "estmark"
provides = "ships"
amount = 2
if = "ceasefire and norland-march"
said = 2031-03-05

[[pledges]]
id = "lorne-spring"
partner = "lorne"
provides = "ships"
amount = 2
pool = "lorne-squadron"
said = 2031-03-08
until = 2031-07-15
stage = "deployed"

[[pledges]]
id = "lorne-summer"
partner = "lorne"
provides = "ships"
amount = 2
pool = "lorne-squadron"
said = 2031-04-08
stage = "deployed"

[[pledges]]
id = "gudrun-ships"
partner = "gudrun"
provides = "flotilla"
amount = 1
only_if = "mandate"
said = 2031-03-10
ended = 2031-07-30

[[pledges]]
id = "ravel-no"
partner = "ravel"
provides = "ships"
if = "never"
said = 2031-06-12
by = "Foreign Minister"

[[pledges]]
id = "vigo-ships"
partner = "vigo"
provides = "ships"
stage = "mentioned"
said = 2031-06-12

[sources.wire]
outlet = "The Wire"
published = 2031-06-11

[scenarios.no-norland]
pledges.norland-june = {if = "mandate"}
"""


@pytest.fixture
def strait(tmp_path: Path) -> Path:
    (tmp_path / "plan.toml").write_text(STRAIT, "utf-8")
    return tmp_path / "plan.toml"


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_texts(strait: Path, golden: Golden, lang: str) -> None:
    study = open_plan(strait)
    golden(f"timeline-strait-{lang}.txt", timeline_text(study.timeline(), lang=lang))
    golden(
        f"deliveries-strait-{lang}.txt",
        deliveries_text(open_plan(strait, as_of=date(2031, 7, 21)).deliveries(), lang=lang, width=100),
    )
    spring = open_plan(strait, as_of=date(2031, 4, 1))
    golden(f"compare-strait-{lang}.txt", compare_text(spring.compare(study), lang=lang))
    scenario = open_plan(strait, scenarios=["no-norland"])
    golden(f"compare-scenario-{lang}.txt", compare_text(study.compare(scenario), lang=lang))


def test_timeline_of_the_strait(strait: Path) -> None:
    found = open_plan(strait).timeline()
    assert found.reached_on == date(2031, 3, 8)
    assert found.tipped_by == ("lorne",)
    july = next(day for day in found.days if day.day == date(2031, 7, 30))
    assert [step.kind for step in july.steps] == ["ended"]


def test_deliveries_count_once(strait: Path) -> None:
    told = to_builtins(open_plan(strait, as_of=date(2031, 7, 10)).deliveries())
    assert told["pledges"]["norland-june"]["in_place"] == 1
    assert "norland-march" not in told["pledges"]
    assert "ravel-no" not in told["pledges"]
    assert told["partners"]["lorne"] == [
        {"capability": "ships", "pledged": 3, "in_place": 3, "recorded": True, "announced": 4, "unsized": 0}
    ]
    assert told["pledges"]["gudrun-ships"]["in_unit"] == {"of": "ships", "pledged": 2, "in_place": 0}
    (total,) = told["totals"]
    assert (total["pledged"], total["in_place"], total["announced"]) == (3 + 2 + 3 + 2, 1 + 3, 2 + 3 + 2 + 4 + 2)


def test_more_than_pledged_is_shown(strait: Path) -> None:
    told = open_plan(strait, as_of=date(2031, 7, 20)).deliveries()
    norland = next(line for line in told.pledges if line.pledge.id == "norland-june")
    assert (norland.pledged, norland.in_place, norland.since) == (3, 4, date(2031, 7, 20))
    assert "more than pledged" in deliveries_text(told)


@pytest.mark.parametrize("width", [320, 760])
def test_pictures_are_xml_that_tells_itself(strait: Path, width: int) -> None:
    study = open_plan(strait)
    words = Words(study.picture, "en")
    for svg in (
        timeline_svg(study.timeline(coverage=True), words, width),
        deliveries_svg(study.deliveries(), words, width),
    ):
        root = ElementTree.fromstring(svg)
        tags = [child.tag.rpartition("}")[2] for child in root]
        assert tags[:2] == ["title", "desc"]
        assert all(child.text for child in root[:2])
        assert root.get("width") == str(width)


def test_commands(strait: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(main, list(arguments))
        return done.exit_code, done.stdout, done.stderr

    plan = str(strait)
    code, out, _ = run("compare", plan, "--from", "2031-04-01", "--to", "no-norland", "--json")
    assert code == 0
    assert json.loads(out)["how"] == "scenarios"
    code, out, _ = run("compare", plan, plan, "--json")
    assert json.loads(out)["moved"] == []
    code, out, _ = run("timeline", plan, "--svg", "-")
    assert code == 0
    assert out.startswith("<svg ")
    code, _, _ = run("deliveries", plan, "--svg", str(tmp_path / "d.svg"))
    assert code == 0
    assert (tmp_path / "d.svg").read_text("utf-8").startswith("<svg ")
    for arguments in (
        ["compare", plan],
        ["compare", plan, "--to", "2031-02-30"],
        ["compare", plan, "--to", "nowhere"],
        ["compare", plan, plan, "--to", plan],
        ["compare", plan, "missing.toml"],
        ["timeline", "missing.toml"],
    ):
        code, out, error = run(*arguments)
        assert (code, out) == (2, ""), arguments
        assert error


def test_sums_are_those_of_their_parts() -> None:
    """Of random plans: without pools a sum is plain addition; with one, never more than its size and the rest."""
    rng = Random(7)
    for _ in range(300):
        plan = dressed(rng, random_plan(rng, bits=9))
        picture, contradictions = picture_of(plan)
        assert not contradictions
        told = deliveries(picture)
        for total in told.totals:
            lines = [line for line in told.pledges if line.counted and line.unit == total.capability]
            free = [line for line in lines if line.pledge.pool is None]
            pooled = [line for line in lines if line.pledge.pool is not None]
            given = sum((line.in_unit.pledged if line.in_unit else line.pledged) or 0 for line in pooled)
            size = 0
            if pooled:
                stock = plan.pools[pooled[0].pledge.pool or ""]
                size = plan.in_units(pooled[0].pledge.provides, (total.capability,), stock.size)
            added = sum((line.in_unit.pledged if line.in_unit else line.pledged) or 0 for line in free)
            added += min(given, size)
            if any(under for line in lines for _, under in atoms(line.pledge.needs)):  # one may rule out another
                assert (total.pledged or 0) <= added
            else:
                assert total.pledged == added
            assert total.unsized == sum(line.pledged is None for line in lines)
        partners = {id_: dict.fromkeys(s.capability for s in sums) for id_, sums in told.partners}
        counted = {line.pledge.partner for line in told.pledges if line.counted}
        assert set(partners) == counted
        for line in told.pledges:
            later = [amount for since, amount in line.pledge.delivered if picture.day is None or since <= picture.day]
            full = line.pledge.amount if line.pledge.stage.name == "deployed" else 0
            assert line.in_place == (later[-1] if later else 0 if line.pledge.delivered else full)


def test_known_by_and_replaced_names(strait: Path) -> None:
    by_june = open_plan(strait, known_by=date(2031, 6, 10)).timeline()
    assert "norland-june" not in {change.id for day in by_june.days for change in day.changes}
    after = open_plan(strait).timeline()
    june = next(day for day in after.days if day.day == date(2031, 6, 10))
    # Estmark waits for "norland-march", which now means what replaced it: its status does not change
    assert {change.id for change in june.changes} == {"norland-march", "norland-june"}
    assert [(c.before and c.before.status, c.after and c.after.status) for c in june.changes] == [
        ("stands", None),
        (None, "stands"),
    ]


def test_a_day_without_outcome_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        """
[plan]
name = "Now and then"
goal = "a"
[partners.a]
[partners.b]
[[pledges]]
id = "a-first"
partner = "a"
if = "not b"
said = 2031-01-01
[[pledges]]
id = "b-first"
partner = "b"
if = "a"
said = 2031-02-01
ended = 2031-03-01
""",
        "utf-8",
    )
    found = open_plan(tmp_path / "plan.toml").timeline()
    assert [(day.day.month, day.impossible) for day in found.days] == [(1, False), (2, True)]
    assert "contradicts itself" in timeline_text(found)
    with pytest.raises(PlanError):
        open_plan(tmp_path / "plan.toml", as_of=date(2031, 2, 2)).timeline()
    assert found.reached_on == date(2031, 1, 1)


def test_a_partner_is_named_once_for_what_moved_alike(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        """
[plan]
name = "Said again otherwise"
[assumptions.vote]
[partners.lorne]
name = "Lorne"
[partners.veld]
name = "Veld"
[[pledges]]
id = "before"
partner = "lorne"
said = 2031-01-01
[[pledges]]
partner = "lorne"
provides = "ships"
amount = 1
if = "vote"
said = 2031-02-01
replaces = ["before"]
[[pledges]]
partner = "lorne"
provides = "training"
if = "vote"
said = 2031-02-01
replaces = ["before"]
[[pledges]]
partner = "veld"
provides = "troops"
amount = 10
said = 2031-01-01
[[pledges]]
id = "veld-ships"
partner = "veld"
provides = "ships"
amount = 2
said = 2031-01-01
ended = 2031-02-01
""",
        "utf-8",
    )
    first, second = (open_plan(path, as_of=date(2031, month, 2)).brief() for month in (1, 2))
    text = " ".join(compare_text(compare(first, second)).split())
    assert "One stands nearer than before. Lorne (ships and training), until then without a pledge, now hangs" in text
    assert "One stands further off. Veld (ships), until then firm, withdrew on 1 February 2031." in text
    assert "Lorne, until then" not in text  # what was replaced is not withdrawn
    assert "Lorne and Lorne" not in text
