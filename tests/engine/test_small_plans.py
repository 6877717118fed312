"""Plans so small that their answer is plain, each of a kind that random ones seldom are (see tools/mutate.py)."""

from dataclasses import replace
from datetime import date

from test_oracle import a_plan

from willing.engine.picture import picture_of
from willing.engine.resolve import resolve
from willing.model.evidence import PartialDate, Source, Statement
from willing.model.plan import Assumption


def test_an_assumption_that_rests_on_what_came_later_is_not_known_yet() -> None:
    plan = a_plan({"A": "x", "B": "y"}, names=[Assumption(id=id_, holds=((None, True),)) for id_ in ("x", "y")])
    source = Source(id="later", published=PartialDate(first=date(2031, 5, 1)))
    plan = replace(plan, sources={"later": source}, statements=(Statement(about="x", source="later", says=""),))
    for known_by, decided in ((None, {"x": True, "y": True}), (date(2031, 4, 1), {"y": True})):
        picture, _ = picture_of(plan, known_by=known_by)
        assert picture.decided == decided
        assert [s.status for s in resolve(picture).pledges.values()] == [
            "stands" if id_ in decided else "open" for id_ in ("x", "y")
        ]
