"""Who kept what was promised: counted by hand on a small record; the interval by closed forms."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from willing import open_plan
from willing.app.recording import record
from willing.cli import main
from willing.engine.chance import beta_quantile
from willing.present.page.extras import extras_of
from willing.present.page.page import page_html
from willing.present.terminal.record import record_text

# Norland promised 4 ships and has 4 after 61 days, 31 after its readiness; 10 tanks, then said to be 6, 5 of them in
# place; and 2 ships that are open. Estmark withdrew; Lorne let its offer lapse; Gudrun only mentioned one.
RECORD = """
[plan]
name  = "A patrol"
as_of = 2031-06-30
[partners.norland]
name = "Norland"
[partners.estmark]
[partners.lorne]
[partners.gudrun]
[[pledges]]
id        = "n-ships"
partner   = "norland"
provides  = "ships"
amount    = 4
ready     = 30
said      = 2031-04-01
delivered = {2031-05-01 = 1, 2031-06-01 = 4}
[[pledges]]
id       = "n-tanks"
partner  = "norland"
provides = "tanks"
amount   = 10
said     = 2031-04-01
[[pledges]]
id        = "n-tanks-2"
partner   = "norland"
provides  = "tanks"
amount    = 6
said      = 2031-05-01
replaces  = ["n-tanks"]
delivered = {2031-06-01 = 5}
[[pledges]]
id       = "n-more"
partner  = "norland"
provides = "ships"
amount   = 2
said     = 2031-06-01
[[pledges]]
id       = "e-ships"
partner  = "estmark"
provides = "ships"
amount   = 3
said     = 2031-04-01
ended    = 2031-05-01
[[pledges]]
id       = "l-ships"
partner  = "lorne"
provides = "ships"
amount   = 3
said     = 2031-04-01
until    = 2031-05-31
[[pledges]]
id       = "l-more"
partner  = "lorne"
provides = "aircraft"
amount   = 1
[[pledges]]
id       = "g-ships"
partner  = "gudrun"
provides = "ships"
amount   = 3
stage    = "mentioned"
ended    = 2031-05-01
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(RECORD, "utf-8")
    return path


def test_a_record_counted_by_hand(plan: Path) -> None:
    answer = record(open_plan(plan))
    told = {(its.partner, its.capability): its for its in answer.records}
    assert {key: (its.promises, its.came, its.open) for key, its in told.items()} == {
        ("norland", None): (2, 1.5, 1), ("norland", "ships"): (1, 1.0, 1), ("norland", "tanks"): (1, 0.5, 0),
        ("estmark", "ships"): (1, 0.0, 0), ("lorne", None): (1, 0.0, 1), ("lorne", "ships"): (1, 0.0, 0),
    }  # fmt: skip
    ships = told["norland", "ships"]
    assert (ships.days, ships.late, ships.share) == (61.0, 31.0, 2 / 3)
    assert told["norland", "tanks"].days is None
    assert (told["norland", None].share, answer.prior) == (2.5 / 4, (1.0, 1.0))
    assert [(its.pledge, its.reliability) for its in answer.proposed] == [
        ("n-more", Decimal("0.67")), ("l-more", Decimal("0.33"))
    ]  # fmt: skip


def test_only_what_was_known_by_a_day(plan: Path) -> None:
    before = record(open_plan(plan, as_of=date(2031, 5, 15)))
    assert {(its.partner, its.capability): its.came for its in before.records} == {
        ("norland", None): 0.25, ("norland", "ships"): 0.25, ("norland", "tanks"): 0.0, ("estmark", "ships"): 0.0,
    }  # fmt: skip


def test_nothing_is_applied_without_a_yes(plan: Path) -> None:
    run = CliRunner()
    told = run.invoke(main, ["record", str(plan), "--width", "100"])
    assert "Norland, ships: 1 of 1 promise came; 67% expected of the next" in told.stdout
    assert "31 days late" in told.stdout
    assert run.invoke(main, ["record", str(plan), "--apply"], input="n\n").exit_code == 0
    assert plan.read_text("utf-8") == RECORD
    answer = json.loads(run.invoke(main, ["record", str(plan), "--json", "--prior", "2", "1"]).stdout)
    assert (answer["prior"], answer["records"][0]["share"]) == ([2, 1], 0.7)
    assert run.invoke(main, ["record", str(plan), "--apply", "--yes"]).exit_code == 0
    pledges = open_plan(plan).plan.pledges
    assert {id_: its.reliability for id_, its in pledges.items() if its.reliability is not None} == {
        "n-more": Decimal("0.67"), "l-more": Decimal("0.33")
    }  # fmt: skip
    assert record(open_plan(plan)).proposed == ()


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_it_is_said_in_every_language(language: str, plan: Path) -> None:
    assert "Norland" in record_text(record(open_plan(plan)), lang=language)


def test_a_plan_without_a_record(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('[plan]\nname = "x"\n[[pledges]]\npartner = "FR"\nprovides = "ships"\namount = 1\n', "utf-8")
    answer = record(open_plan(path))
    assert (answer.records, answer.proposed) == ((), ())
    assert "Nothing is known" in record_text(answer)


@given(st.floats(0.01, 0.99), st.integers(1, 200))
def test_the_interval_by_closed_forms(chance: float, promises: int) -> None:
    assert beta_quantile(chance, 1, promises) == pytest.approx(1 - (1 - chance) ** (1 / promises), abs=1e-9)
    assert beta_quantile(chance, promises, 1) == pytest.approx(chance ** (1 / promises), abs=1e-9)
    assert beta_quantile(0.5, promises + 0.5, promises + 0.5) == pytest.approx(0.5, abs=1e-9)


# -- on the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_a_page_tells_it_where_deliveries_are_known(
    language: str, plan: Path, golden: Callable[[str, str], None]
) -> None:
    sections = {each.id: each.html for each in extras_of(open_plan(plan), language)}
    golden(f"record-{language}.html", str(sections["record"]).replace("><", ">\n<") + "\n")
    assert str(sections["record"]) in page_html(open_plan(plan), language)


def test_a_page_of_a_plan_without_deliveries_has_no_record(plan: Path) -> None:
    plan.write_text(re.sub("delivered.*", "", RECORD), "utf-8")
    assert record(open_plan(plan)).records
    assert "record" not in {each.id for each in extras_of(open_plan(plan), "en")}
    plan.write_text(
        re.sub("delivered.*", "", RECORD).replace('"e-ships"', '"e-ships"\nreceived = {2031-04-20 = 1}'), "utf-8"
    )
    assert "record" in {each.id for each in extras_of(open_plan(plan), "en")}
