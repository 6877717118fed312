"""The real cases over time: what the record says of them, found again."""

from datetime import date
from pathlib import Path

import pytest

from willing import open_plan

EXAMPLES = Path(__file__).parent.parent / "examples"


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
