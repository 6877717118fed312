"""The real cases over time: what the record says of them, found again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from willing import open_plan
from willing.present.terminal.compare import compare_text

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_russia_brought_the_kyoto_protocol_into_force() -> None:
    found = open_plan(EXAMPLES / "kyoto" / "plan.toml").timeline()
    assert (found.reached_on, found.tipped_by) == (date(2004, 11, 18), ("RU",))


def test_without_russia_kyoto_is_never_reached() -> None:
    found = open_plan(EXAMPLES / "kyoto" / "plan.toml", scenarios=["no-russia"]).timeline()
    assert (found.reached_on, found.reached_from_start, found.tipped_by) == (None, False, ())
    assert all(day.goal is not None and day.goal.status == "blocked" for day in found.days)


@pytest.mark.parametrize(("day", "parties"), [(date(2002, 5, 22), 54), (date(2002, 5, 23), 55)])
def test_iceland_was_the_55th_party(day: date, parties: int) -> None:
    study = open_plan(EXAMPLES / "kyoto" / "plan.toml", as_of=day)
    total = next(s for s in study.deliveries().totals if s.capability == "instruments")
    assert total.pledged == parties


def test_44_percent_before_russia_and_61_6_with_it() -> None:
    for day, tenths in ((date(2004, 11, 17), 442), (date(2004, 11, 18), 616)):
        study = open_plan(EXAMPLES / "kyoto" / "plan.toml", as_of=day)
        assert next(s for s in study.deliveries().totals if s.capability == "emissions").pledged == tenths


def test_april_to_september_reads_like_a_paragraph(golden: Callable[[str, str], None]) -> None:
    april, september = (
        open_plan(EXAMPLES / "ukraine-2025-26" / "plan.toml", as_of=day)
        for day in (date(2025, 4, 11), date(2025, 9, 11))
    )
    for lang in ("en", "de", "fr"):
        golden(f"compare-ukraine-{lang}.txt", compare_text(april.compare(september), lang=lang, width=100))


def test_the_year_begins_as_the_april_plan_ends() -> None:
    day = date(2025, 4, 11)
    year, april = (
        open_plan(EXAMPLES / name / "plan.toml", as_of=day) for name in ("ukraine-2025-26", "ukraine-2025-04")
    )
    assert {id_: s.status for id_, s in year.resolution.pledges.items()} == {
        id_: s.status for id_, s in april.resolution.pledges.items()
    }


@pytest.mark.parametrize(("scenarios", "pledged"), [([], 31_868_220_000), (["told-once"], 25_380_020_000)])
def test_the_contact_group_is_told_once(scenarios: list[str], pledged: int) -> None:
    found = open_plan(EXAMPLES / "contact-group" / "plan.toml", scenarios=scenarios).deliveries()
    money = next(s for s in found.totals if s.capability == "EUR")
    assert (money.announced, money.pledged, money.in_place) == (161_197_680_000, pledged, 92_400_000)


def test_chad_had_troops_in_place_in_june() -> None:
    found = open_plan(EXAMPLES / "chad-2008" / "plan.toml", as_of=date(2008, 6, 30)).deliveries()
    places = {line.pledge.partner: line.in_place for line in found.pledges if line.pledge.provides == "troops"}
    assert (places["FR"], places["PL"], places["IE"]) == (1503, 95, 500)
    troops = next(s for s in found.totals if s.capability == "troops")
    assert (troops.pledged, troops.in_place, troops.announced) == (3700, 2924, 7400)


def test_the_compact_lacks_48_votes() -> None:
    for day, votes in ((date(2024, 4, 15), 209), (date(2026, 4, 13), 222)):
        study = open_plan(EXAMPLES / "popular-vote-compact" / "plan.toml", as_of=day)
        assert study.deliveries().totals[0].pledged == votes
    found = study.timeline()
    assert (found.reached_on, found.reached_from_start) == (None, False)
