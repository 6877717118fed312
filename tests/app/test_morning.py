"""One morning of twelve reports in three languages: what a draft makes of it, and how long a review takes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from willing.app.drafting import Draft, draft_plan
from willing.app.reviewing import Review
from willing.cli import main
from willing.model.condition import Always, Never
from willing.model.plan import Pledge

DATA = Path(__file__).parents[1] / "data"

#: What an analyst would write down, by partner: what, and how it stands (all that is given under a condition: if).
RIGHT = {
    "norland": {("troops", "yes"), ("troops", "if"), ("frigates", "yes")},
    "estmark": {("troops", "yes"), ("troops", "if")},
    "corvia": {("troops", "if"), (None, "if")},
    "belmark": {("troops", "no"), (None, "no"), ("medics", "yes")},
    "hestland": {("troops", "open"), (None, "open")},
    "arvenia": {("ships", "open")},
    "lorvane": {("EUR", "yes")},
    "meridia": {("EUR", "yes")},
    "sundria": {("EUR", "if")},
    "tarnovia": {("helicopters", "yes")},
    "kaunela": {("engineers", "yes")},
    "dalvonia": {("tanks", "open"), ("air defence", "open")},
    "radovia": {("troops", "no")},
    "ilmarien": {("troops", "if"), (None, "if"), ("ships", "open")},
    "castria": {("troops", "yes")},
    "ostmark": {("troops", "no"), (None, "no"), ("instructors", "yes")},
    "marhavia": {("minehunters", "yes")},
    "zelinia": {("minehunters", "yes")},
    "tolvania": {("minehunters", "yes")},
    "galdia": {("drones", "open")},
    "sundrie": {("police", "yes")},
    "vornie": {("troops", "no"), ("money", "yes"), ("funding", "yes"), (None, "yes")},
    "kertanie": {("ships", "open")},
    "quelande": {("troops", "if")},
    "alderie": {("EUR", "yes"), ("money", "yes"), (None, "yes")},
    "tramanie": {("troops", "open"), (None, "open")},
}
AMOUNTS = {
    "norland": {1200, 2}, "estmark": {300}, "lorvane": {40_000_000}, "meridia": {15_000_000}, "sundria": {5_000_000},
    "tarnovia": {4}, "kaunela": {60}, "castria": {200}, "marhavia": {1}, "zelinia": {1}, "tolvania": {1},
    "ostmark": {20}, "sundrie": {150}, "quelande": {400}, "alderie": {10_000_000},
}  # fmt: skip


@pytest.fixture(scope="module")
def drafted() -> Draft:
    made = draft_plan([str(DATA / "morning")], partners=DATA / "morning-partners.toml")
    assert made is not None
    return made


def stands(pledge: Pledge) -> str:
    if isinstance(pledge.condition, Never):
        return "no"
    if isinstance(pledge.condition, Always):
        return "open" if pledge.own_decision else "yes"
    return "if"


def test_nine_entries_of_ten_are_right_or_open(drafted: Draft) -> None:
    pledges = drafted.drafted.plan.pledges.values()
    wrong = [
        f"{each.partner}: {each.provides}, {stands(each)}"
        for each in pledges
        if stands(each) != "open" and (each.provides, stands(each)) not in RIGHT.get(each.partner, set())
    ]
    assert len(wrong) <= 0.1 * len(pledges), wrong
    assert {each.partner for each in pledges} == RIGHT.keys()


def test_no_amount_is_wrong(drafted: Draft) -> None:
    pledges = drafted.drafted.plan.pledges.values()
    told = {(each.partner, each.amount) for each in pledges if each.amount is not None}
    assert told <= {(partner, amount) for partner, its in AMOUNTS.items() for amount in its}
    assert len(told) >= 0.9 * sum(map(len, AMOUNTS.values()))


def test_a_copy_counts_once(drafted: Draft) -> None:
    sources = drafted.drafted.plan.sources
    assert [each.origin for each in sources.values() if each.outlet == "Evening Herald"] == ["stavik-post-2031-05-12"]


def test_a_review_of_it_is_short(drafted: Draft, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(drafted.text(tmp_path), "utf-8")
    waiting = Review(str(plan)).suggestions("partner")
    # One key a suggestion: at ten seconds each, under ten minutes.
    assert len(waiting) <= 60
    done = CliRunner().invoke(main, ["review", str(plan), "--by", "partner"], input="a\n" * len(waiting))
    assert done.exit_code == 0
    assert Review(str(plan)).suggestions() == ()
