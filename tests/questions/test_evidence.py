"""What the evidence says about a picture (§8.1, §8.5): refined, withdrawn, stale, later, contested."""

from datetime import date
from typing import Any

import pytest

from plans import said
from willing.answers.answer import to_builtins
from willing.app.open import study_of
from willing.app.query import Query
from willing.app.study import Study
from willing.notation.read import read_plan
from willing.present.terminal.brief import brief_text
from willing.present.terminal.compare import compare_text
from willing.present.terminal.deliveries import deliveries_text
from willing.present.terminal.why import why_text
from willing.questions.sources import sources

HEAD = "[plan]\nname='x'\nas_of=2031-06-01\ngoal='total(ships) >= 4'\n[partners.A]\n[partners.B]\n"
SHIPS = "[[pledges]]\nid='%s'\npartner='%s'\nprovides='ships'\namount=2\nsaid=%s\n"


def study(text: str, **query: Any) -> Study:
    reading = read_plan(text.encode(), file="plan.toml", load=lambda name: b"")
    return study_of(reading, Query(**query), file="plan.toml")


def told(text: str, **query: Any) -> dict[str, Any]:
    return to_builtins(study(text, **query).brief())


# -- what a promise is ------------------------------------------------------------------------------------------------

REFINED = (
    HEAD
    + SHIPS % ("march", "A", "2031-03-01")
    + SHIPS % ("may", "A", "2031-05-01")
    + """refines=['march']
[[statements]]
about='march'
source='s'
[[statements]]
about='march'
source='t'
against=true
[[statements]]
about='may'
source='u'
[sources.s]
published=2031-03-02
[sources.t]
published=2031-03-03
[sources.u]
published=2031-05-02
"""
)


def test_a_refined_promise_keeps_its_statements_and_its_first_day():
    its = study(REFINED)
    line = its.brief().pledges["may"]
    assert (line.voices.supporting, line.voices.contradicting) == (("u", "s"), ("t",))
    (why,) = its.why("may").pledges
    assert why.first_said == date(2031, 3, 1)
    assert [word.source.id for word in its.why("may").words] == ["u", "s", "t"]
    assert "first said on 1 March 2031" in why_text(its.why("may"))


def test_what_it_replaced_speaks_no_more():
    line = study(REFINED.replace("refines", "replaces")).brief().pledges["may"]
    assert (line.voices.supporting, line.voices.contradicting) == (("u",), ())


def test_known_before_its_own_sources_the_refined_one_speaks():
    brief = told(REFINED, known_by=date(2031, 4, 1))
    assert {id_: pledge["origins"] for id_, pledge in brief["pledges"].items()} == {"march": 1}


@pytest.mark.parametrize("known_by", [None, date(2031, 4, 1)])
def test_origins_are_equal_in_brief_and_sources(known_by):
    its = study(REFINED, known_by=known_by)
    heard = {s.id: len(s.supporting) for s in sources(its.picture, {}).subjects if s.kind == "pledge"}
    assert heard == {id_: line.voices.origins for id_, line in its.brief().pledges.items()}


# -- what is on the table no more -------------------------------------------------------------------------------------


def test_withdrawn_and_lapsed_are_told_with_their_days():
    text = HEAD + SHIPS % ("a", "A", "2031-01-01") + "ended=2031-05-01\n" + SHIPS % ("b", "B", "2031-01-01")
    brief = told(text + "until=2031-05-02")
    assert brief["withdrawn"] == [
        {"partner": "A", "pledge": "a", "day": "2031-05-01", "how": "ended"},
        {"partner": "B", "pledge": "b", "day": "2031-05-02", "how": "lapsed"},
    ]
    page = brief_text(study(text).brief())
    assert "WITHDRAWN" in page
    assert "NO PLEDGE" not in page.replace("B", "")
    assert told(text, as_of=date(2031, 4, 30))["withdrawn"] == []


def test_not_withdrawn_are_refusals_what_was_replaced_and_what_is_still_there():
    text = (
        HEAD + SHIPS % ("no", "A", "2031-01-01") + "if='never'\nended=2031-05-01\n" + SHIPS % ("b", "B", "2031-01-01")
    )
    text += "ended=2031-05-01\n" + SHIPS % ("c", "B", "2031-05-01") + "replaces=['b']\nended=2031-07-01"
    assert told(text)["withdrawn"] == []


def test_why_tells_of_a_partner_that_withdrew():
    text = HEAD + SHIPS % ("a", "A", "2031-01-01") + "ended=2031-05-01\nsources=['s']\n[sources.s]\noutlet='Courier'"
    for subject in ("A", "a"):
        page = why_text(study(text).why(subject))
        assert "A withdrew on 1 May 2031: 2 ships." in page
        assert "Courier" in page


# -- stale, later, contested ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "stale"),
    [
        ("", {"a": date(2030, 6, 1)}),
        ("if='never'", {}),
        ("stage='mentioned'", {}),
        ("sources=['s']\n[sources.s]\npublished=2031-05-01", {}),
        ("[sources.s]\n[[statements]]\nabout='a'\nsource='s'\non=2031-05-01", {}),
        ("[sources.s]\n[[statements]]\nabout='a'\nsource='s'\non=2031-05-01\nagainst=true", {"a": date(2030, 6, 1)}),
        ("[sources.s]\n[[statements]]\nabout='a'\nsource='s'\non=2031-07-01", {"a": date(2030, 6, 1)}),
    ],
)
def test_stale(more, stale):
    text = HEAD + SHIPS % ("a", "A", "2030-06-01") + more
    assert study(text).brief().stale == stale
    assert study(text.replace("as_of", "stale_after=0\nas_of")).brief().stale == {}


def test_a_promise_said_again_more_exactly_is_not_stale():
    text = HEAD + SHIPS % ("a", "A", "2030-01-01") + SHIPS % ("b", "A", "2030-06-01") + "refines=['a']\n"
    assert study(text).brief().stale == {"b": date(2030, 6, 1)}
    fresh = "[sources.s]\n[[statements]]\nabout='a'\nsource='s'\non=2031-05-01"
    assert study(text + fresh).brief().stale == {}


LATE = (
    HEAD
    + SHIPS % ("a", "A", "2031-01-01")
    + "sources=['late']\n[[requirements]]\nid='r'\nneeds=5\nof='ships'\nsources=['late']\n"
    + "[sources.late]\npublished=2031-07-01\n[scenarios.more]\nrequirements.r={needs=9}"
)


def test_later_is_what_rests_only_on_reports_after_the_day():
    brief = told(LATE)
    assert brief["later"] == ["a", "r"]
    assert brief["requirements"][0]["needs"] == 5
    assert told(LATE + "\n[[statements]]\nabout='a'\nsource='early'\n[sources.early]\npublished=2031-01-02")[
        "later"
    ] == ["r"]


def test_a_need_known_only_later_is_not_known_and_what_rests_on_it_is_not_told():
    its = study(LATE, known_by=date(2031, 6, 1))
    brief = its.brief()
    assert [line.requirement.needs for line in brief.requirements] == [None]
    assert (brief.later, brief.other_scenarios, list(brief.pledges)) == ((), (), [])


@pytest.mark.parametrize(
    ("holds", "against", "contested"),
    [
        ("true", True, True), ("true", False, False), ("false", True, False), ("false", False, True),
        (None, True, False),
    ],
)  # fmt: skip
def test_contested_reaches_through_what_a_pledge_rests_on(holds, against, contested):
    text = HEAD + SHIPS % ("a", "A", "2031-01-01") + "if='x or B'\n[assumptions.x]\n"
    text += f"holds={holds}\n" if holds else ""
    text += f"[[statements]]\nabout='x'\nsource='s'\nagainst={str(against).lower()}\n[sources.s]"
    line = study(text).brief().pledges["a"]
    assert (line.contested, line.disputed) == (contested, ("x",) if contested else ())
    given = study(text.replace("goal", "premise=['x']\ngoal", 1)).brief().pledges["a"]
    assert not given.contested


def test_statements_about_requirements_and_partners_are_sources_too():
    text = (
        LATE + "\n[[statements]]\nabout='B'\nsource='late'\n[[statements]]\nabout='r'\nsource='other'\n[sources.other]"
    )
    heard = {(s.kind, s.id): len(s.supporting) for s in sources(study(text).picture, {}).subjects}
    assert heard == {("pledge", "a"): 1, ("requirement", "r"): 2, ("partner", "B"): 1}


# -- what check says of it --------------------------------------------------------------------------------------------


def doubts(text: str) -> list[str]:
    reading = read_plan(text.encode(), file="plan.toml", load=lambda name: b"")
    return [said(problem) for problem in reading.warnings if problem.code in ("pledges-stale", "known-later")]


def test_check_doubts_what_is_stale_or_known_only_later():
    assert doubts(LATE) == ["2 numbers are from reports after 2031-06-01, the day of the picture: 'a' and 'r'"]
    stale = HEAD + SHIPS % ("a", "A", "2030-06-01") + SHIPS % ("b", "B", "2031-05-01")
    assert doubts(stale) == ["1 pledge was last said more than 180 days before 2031-06-01: 'a'"]


# -- what the receiver says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "amount", "told"),
    [
        ("{2031-05-03 = 10, 2031-07-01 = 12}", 10, "the receiver says 10, 2 fewer"),
        ("{2031-05-03 = 13}", 13, "the receiver says 13, 1 more"),
        ("{2031-05-03 = 12}", 12, "the receiver says so too"),
        ("{2031-07-01 = 12}", None, "since 1 May 2031"),
    ],
)
def test_a_difference_to_what_the_receiver_says_is_told(received, amount, told):
    text = HEAD + SHIPS % ("a", "A", "2031-01-01") + f"delivered={{2031-05-01 = 12}}\nreceived={received}"
    deliveries = study(text).deliveries()
    assert [(line.in_place, line.received) for line in deliveries.pledges] == [(12, amount)]
    assert [total.in_place for total in deliveries.totals] == [12]
    assert told in deliveries_text(deliveries)


# -- compared by capability (§8.3) ------------------------------------------------------------------------------------

JETS = "[[pledges]]\nid='jets'\npartner='A'\nprovides='jets'\namount=1\nsaid=2031-01-01\n"
PEACE = "[assumptions.peace]\nholds=false\n"


def moves(text: str) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    found = study(text, as_of=date(2031, 3, 1)).compare(study(text))
    return [(move.partner, move.way, move.provides, move.keeps) for move in found.moved]


def test_a_partner_may_be_further_with_ships_and_keep_its_jets():
    text = HEAD + PEACE + JETS
    for id_, partner in (("a", "A"), ("b", "B")):
        text += SHIPS % (id_, partner, "2031-01-01")
        text += SHIPS % (f"{id_}2", partner, "2031-05-01") + f"if='peace'\nreplaces=['{id_}']\n"
    assert moves(text) == [("A", "further", "ships", ("jets",)), ("B", "further", None, ())]


def test_nearer_with_one_and_further_with_another():
    text = HEAD + PEACE + JETS + "ended=2031-05-01\n" + SHIPS % ("a", "A", "2031-05-01")
    assert moves(text) == [("A", "nearer", "ships", ()), ("A", "further", "jets", ())]


@pytest.mark.parametrize(("amount", "way"), [(2, "further"), (4, "level")])
def test_who_offers_more_stands_no_further_off(amount, way):
    text = HEAD + PEACE + SHIPS % ("a", "A", "2031-01-01") + "only_if='always'\n"
    text += (SHIPS % ("b", "A", "2031-05-01")).replace(
        "amount=2", f"amount={amount}"
    ) + "only_if='peace'\nreplaces=['a']"
    assert moves(text) == [("A", way, None, ())]
    assert "is now out" not in compare_text(study(text, as_of=date(2031, 3, 1)).compare(study(text)))


# -- how things are called --------------------------------------------------------------------------------------------

CALLED = """[plan]
name={en="Fund", de="Fonds"}
goal="total(usd) >= 9000 and at least 1 of g with usd"
[partners.A]
name={en="Norland", de="Nordland"}
[partners.B]
[groups.g]
of=["A", "B"]
name={en="the neighbours", de="die Nachbarn"}
[capabilities.usd]
name={en="money", de="Geld"}
unit={en="millions", de="Millionen"}
[[pledges]]
partner="A"
provides="usd"
amount={share=0.3, of="others(usd) of g", up_to=3000}
[[pledges]]
partner="B"
provides="usd"
amount=4800
if="A"
"""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Fund", "Norland", "30% of what the others of the neighbours give in millions, at most 3,000"]),
        (
            "de",
            ["Fonds", "Nordland", "30 % dessen, was die anderen an Millionen geben (die Nachbarn), höchstens 3.000"],
        ),
    ],
)
def test_names_units_and_shares_are_said_in_the_language_of_the_text(language, told):
    its = study(CALLED, language=language)
    page = " ".join((brief_text(its.brief(), lang=language) + why_text(its.why("A"), lang=language)).split())
    for text in told:
        assert text.replace("\xa0", " ").replace("\u202f", " ") in page.replace("\xa0", " ").replace("\u202f", " ")
    assert "usd" not in page.replace("usd)", "")


@pytest.mark.parametrize(("lasts", "goal"), [("true", "stands"), ("false", "blocked")])
def test_the_brief_of_a_goal_that_lasts_says_since_when_it_is_reached(lasts, goal):
    text = HEAD.replace("goal=", f"lasts={lasts}\ngoal=") + SHIPS % ("a", "A", "2031-01-01")
    text += SHIPS % ("b", "B", "2031-02-01") + "ended=2031-05-01"
    brief = study(text).brief()
    assert brief.goal is not None
    assert (brief.goal.standing.status, brief.goal.since) == (goal, date(2031, 2, 1) if lasts == "true" else None)
    assert ("since 1 February 2031" in brief_text(brief)) == (lasts == "true")
