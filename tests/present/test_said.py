"""Answers that cannot mislead: of each kind of sentence that once did a plan of our own, and the shared case of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from willing import open_plan
from willing.app.study import Study
from willing.cli import main
from willing.languages.messages import Catalogue, sentence
from willing.present.page.page import page_html
from willing.present.statuses import STATUSES
from willing.present.terminal.brief import COLUMN, BriefPage, brief_text
from willing.present.terminal.deliveries import deliveries_text
from willing.present.terminal.sheet import Sheet
from willing.present.terminal.why import why_text

SHARED = Path(__file__).parents[3] / "shared" / "cases" / "said"

Write = Callable[[str], Study]


@pytest.fixture
def plan(tmp_path: Path) -> Write:
    """Opens the plan that a text is."""

    def opened(text: str) -> Study:
        path = tmp_path / "plan.toml"
        path.write_text(text, "utf-8")
        return open_plan(path)

    return opened


def shared(name: str) -> Study:
    """A shared case; the test is skipped where they are missing."""
    path = SHARED / f"{name}.toml"
    if not path.exists():
        pytest.skip("the shared cases are not here")
    return open_plan(path)


def rows(study: Study) -> dict[str, str]:
    """Of each heading of the brief what stands under it."""
    say, found, heading = Catalogue(), dict[str, str](), ""
    headings = [say(f"heading.{kind}") for kind in STATUSES]
    for line in brief_text(study.brief(), width=120).splitlines():
        begun = next((each for each in headings if line.startswith(each)), "")
        table = line.lstrip().startswith(say("needed"))
        heading = begun or (heading if line.startswith(" " * COLUMN) and not table else "")
        if heading:
            found[heading] = f"{found.get(heading, '')} {line.removeprefix(begun).strip()}".strip()
    return {heading: text.rstrip("0123456789 ") for heading, text in found.items()}


def entries(text: str) -> Iterator[str]:
    """The names of a row."""
    names = re.split(r"(?:  | · |, | and )(?![^()]*\))", text)
    return (entry.strip(" ●+–◌✕") for entry in names if entry.strip())


# -- support is what it is, whatever else is refused or not met (§4.6) ------------------------------------------------

SUPPORT = """
[plan]
name = "Two hospitals"
[assumptions.mandate]
holds = false
[partners.norland]
[partners.veld]
[partners.osk]
[[requirements]]
id = "land"
needs = 10
of = "troops"
[[pledges]]
partner = "norland"
provides = "hospital"
amount = 1
[[pledges]]
partner = "veld"
provides = "transit"
[[pledges]]
partner = "veld"
provides = "troops"
if = "mandate"
[[pledges]]
partner = "osk"
provides = "troops"
amount = 2
[[pledges]]
partner = "osk"
provides = "transit"
"""


@pytest.mark.parametrize("more", ["", "[[pledges]]\npartner = 'norland'\nprovides = 'troops'\nif = 'never'\n"])
def test_a_refusal_makes_nobody_firm(plan: Write, more: str) -> None:
    study = plan(SUPPORT + more)
    told = rows(study)
    assert list(entries(told["SUPPORT, NO FORCES"])) == ["norland (hospital)", "veld (transit)"]
    assert list(entries(told["FIRM"])) == ["osk"]
    assert told["OFFERED, NOT AS THINGS STAND"] == "✕ lacks mandate: veld (troops)"
    assert ("REFUSES" in told) == bool(more)
    brief = study.brief()
    assert [line.support for line in brief.partners.values()] == [True, True, False]
    assert [line.state for line in brief.partners.values()] == ["support", "support", "stands"]


def test_shared_refusals_and_support() -> None:
    told = rows(shared("firmrefuse"))
    assert list(entries(told["SUPPORT, NO FORCES"])) == ["Norland (hospital)", "Lorne (hospital)"]
    assert told["REFUSES"] == "– Lorne (troops)"
    assert "FIRM" not in told
    under = shared("support-under-firm")
    assert rows(under)["SUPPORT, NO FORCES"] == "+ Estmark (hospital)"
    assert rows(under)["FIRM"] == "● Norland"
    assert under.brief().partners["estmark"].state == "support"


# -- what is missing today, and even at best; only what is not met is blamed (§4.5, §4.7, §5) ------------------------

NEEDS = """
[plan]
name = "Convoy"
goal = "filled(fuel) >= 50% and usable(trucks)"
[assumptions.vote]
[partners.norland]
[partners.veld]
[[requirements]]
id = "fuel"
name = "Fuel"
needs = 100
of = "tonnes"
[[requirements]]
id = "trucks"
name = "Trucks"
needs = 40
of = "trucks"
enablers = ["drivers"]
[[requirements]]
id = "drivers"
name = "Drivers"
priority = 2
needs = 80
of = "drivers"
[[pledges]]
partner = "norland"
provides = "tonnes"
amount = 60
[[pledges]]
partner = "norland"
provides = "trucks"
amount = 10
[[pledges]]
partner = "veld"
provides = "trucks"
amount = 20
if = "vote"
[[pledges]]
partner = "veld"
provides = "drivers"
amount = 20
"""


def headline(study: Study) -> str:
    """What the brief says of the goal, in one line."""
    paper = Sheet(width=1_000)
    goal = study.brief().goal
    assert goal is not None
    return " ".join(sentence(each) for each in BriefPage(study.brief(), paper).goal(goal))


def test_what_is_missing_today_and_at_best(plan: Write) -> None:
    study = plan(NEEDS)
    assert headline(study) == "Not reached: Trucks is missing 30 of 40; even at best usable to 25%: Drivers 20 of 80."
    told = brief_text(study.brief(), width=120)
    assert "missing 30, 10 of it even at best" in told
    assert "even at best usable to 25%: Drivers 20 of 80" in told
    assert "Fuel is" not in told
    assert "short" not in told
    without = plan(NEEDS.replace('enablers = ["drivers"]', ""))
    assert headline(without) == "Not reached: Trucks is missing 30 of 40, 10 of it even at best."
    full = plan(NEEDS.replace("amount = 10", "amount = 40").replace('amount = 20\n"', ""))
    assert headline(full) == "Not reached: Trucks is complete but even at best usable to 25%: Drivers 20 of 80."


def test_shared_what_is_missing() -> None:
    told = brief_text(shared("two-shorts").brief(), width=120)
    assert told.count("missing 700") == 2
    assert told.count("200 of it even at best") == 2
    assert "short" not in told
    assert headline(shared("goal-share")) == "Not reached: Troops is missing 10 of 100, even at best."
    for name in ("enabler", "enabler-open"):
        study = shared(name)
        share = "0%: Helicopters 0 of 4" if name == "enabler" else "50%: Helicopters 2 of 4"
        assert f"even at best usable to {share}" in headline(study)
        assert f"even at best usable to {share}" in brief_text(study.brief(), width=120).split("needed")[1]


# -- what is given is said to be so; the lever; what scenarios would change ----------------------------

GIVEN = """
[plan]
name = "Given"
as_of = 2031-05-01
premise = ["truce"]
goal = "total(ships) >= 4"
[assumptions.truce]
name = "a truce"
holds = {2031-01-01 = true, 2031-04-02 = false}
[assumptions.vote]
name = "a vote"
holds = false
[partners.norland]
[partners.veld]
[partners.osk]
[[pledges]]
partner = "norland"
provides = "ships"
amount = 2
if = "truce"
[[pledges]]
partner = "veld"
provides = "ships"
amount = 2
if = "vote and osk"
[[pledges]]
partner = "osk"
provides = "ships"
amount = 1
if = "vote and veld"
[scenarios.voted]
assume = {vote = true}
"""


def test_a_premise_that_is_not_so_is_said_not_to_be(plan: Write) -> None:
    study = plan(GIVEN)
    told = brief_text(study.brief(), width=100)
    assert "all this given: a truce (in fact: no since 2 April 2031)" in told
    assert "a truce (in fact: no since 2 April 2031): given" in why_text(study.why("norland"))
    assert "What would change most: a vote; the goal is then reached if all move at once;" in told
    assert "in scenario voted: in as well if all move at once: veld and osk" in told


def test_shared_premise_and_offers() -> None:
    assert "a ceasefire (in fact: no since 1 April 2031)" in brief_text(shared("premise").brief())
    assert "a ceasefire (in fact: no since 1 April 2031): given" in why_text(shared("premise").why("norland"))
    told = brief_text(shared("words").brief())
    assert "OFFERED, NOT AS THINGS STAND" in told
    assert "out of the question" not in told


# -- why reaches sums, requirements and the parts of a goal -----------------------------------------------------------

SUM = """
[plan]
name = "Sums"
goal = "filled(land)"
[assumptions.vote]
name = "a vote"
[partners.norland]
[partners.veld]
[partners.osk]
[[requirements]]
id = "land"
name = "Land"
needs = 10
of = "troops"
[[pledges]]
partner = "norland"
provides = "troops"
amount = 10
if = "total(ships) >= 3"
[[pledges]]
partner = "veld"
provides = "ships"
amount = 2
[[pledges]]
partner = "osk"
provides = "ships"
amount = 4
if = "vote"
"""


def test_why_reaches_sums_and_requirements(plan: Write) -> None:
    study = plan(SUM)
    told = why_text(study.why("norland"))
    assert "● veld (2 ships): firm" in told
    assert "◌ osk (4 ships), who in turn hangs on:" in told
    for one in ("veld", "osk"):
        assert "Norland waits for it." in why_text(study.why(one))
    for called in ("land", "Land"):
        told = why_text(study.why(called))
        assert told.startswith("Land: 0 of 10 there today.\n")
        assert "◌ norland: 10 troops; at least 3 ships in all (firm so far: 2)" in told


def test_shared_sums_and_parts_of_a_goal() -> None:
    study = shared("sums")
    told = why_text(study.why("norland"))
    assert "Estmark (150 money): firm" in told
    assert "Lorne (100 money), who in turn hangs on:" in told
    assert all("Norland waits for it." in why_text(study.why(each)) for each in ("estmark", "lorne"))
    told = why_text(shared("goal-share").why("goal"))
    assert "● Money: 364; the goal asks for 300" in told
    assert "✕ Troops is missing 10 of 100" in told
    for name in ("enabler", "enabler-open"):
        assert "even at best usable" in why_text(shared(name).why("goal"), width=200)


def test_consents_are_one_phrase_and_every_name_stays(plan: Write) -> None:
    pledges = "".join(
        f'[[pledges]]\npartner = "{partner}"\nprovides = "troops"\nif = "{when}"\nsubject_to = ["cabinet", "senate"]\n'
        for partner, when in zip(("DE", "FR", "GB", "NL", "DK", "SE", "NO"), "abcdefg", strict=True)
    )
    hanging = rows(plan("[plan]\nname = 'x'\n" + "".join(f"[assumptions.{id_}]\n" for id_ in "abcdefg") + pledges))
    told = hanging[Catalogue()("heading.open")]
    assert "Germany: a and the consent of cabinet and senate" in told
    assert all(name in told for name in ("United Kingdom", "Denmark", "Sweden and Norway"))
    assert "Norway:" not in told  # `why` tells on what


# -- who is missing, by name (§5) -------------------------------------------------------------------------------------


def test_why_goal_names_who_is_missing() -> None:
    told = why_text(shared("two-shorts").why("goal"))
    assert "  Not there today:\n    ◌ Estmark: 500 troops; a mandate\n" in told
    assert "Not there today" not in why_text(shared("goal-share").why("goal"))  # nobody has offered more


def test_offered_says_what_it_leaves_aside() -> None:
    study = shared("offered")
    assert "“offered” counts each of these by itself" in why_text(study.why("lorne"))
    assert "counts each of these" not in why_text(study.why("norland"))


# -- quotation marks stand round verbatim words alone -----------------------------------------------------------------


@pytest.mark.parametrize("verbatim", [True, False])
def test_a_paraphrase_is_not_quoted(plan: Write, verbatim: bool) -> None:
    statement = "[[statements]]\nabout = 'norland-1'\nsource = 's'\nsays = 'We shall sail.'\n"
    study = plan(
        "[plan]\nname = 'x'\n[partners.norland]\n[sources.s]\n[[pledges]]\npartner = 'norland'\n"
        + statement
        + "verbatim = true\n" * verbatim
    )
    for lang, quoted in (
        ("en", "“We shall sail.”"),
        ("de", "„We shall sail.“"),
        ("fr", "«\u00a0We shall sail.\u00a0»"),
    ):
        told = why_text(study.why("norland"), lang=lang)
        assert "We shall sail." in told
        assert (quoted in told) == verbatim
    page = page_html(study)
    assert ">We shall sail.<" in page
    assert ('<q dir="auto">We shall sail.</q>' in page) == verbatim


def test_who_is_left_aside_is_not_called_too_early() -> None:
    """§1.4: what a question leaves aside is shown as left aside, whatever its stage."""
    study = open_plan(Path(__file__).parents[2] / "examples" / "ukraine-2025-04" / "plan.toml", without=["FR"])
    told = brief_text(study.brief(), width=100)
    (line,) = [line for line in told.splitlines() if "France" in line and "›" in line]
    assert line.startswith("LEFT ASIDE")


# -- every other shared case: what a command says of it, and what it must not ------------------------------------------


@pytest.mark.parametrize(
    ("name", "change", "asked", "said", "unsaid"),
    [
        ("comes1", ("", ""), ["check"], "met by whatever 'DE' gives, and that is 'field hospitals'", "no warnings"),
        ("corr", ("", ""), ["risk"], "taken as independent of everything else", ""),
        ("corr3", ("", ""), ["risk"], "mood ███████████████· 93% if so", ""),
        (
            "disputed",
            ("", ""),
            ["brief"],
            "contested: a request, which bears on Norland: No request has been made (Courier, 1 May 2031).",
            "",
        ),
        ("either", ("", ""), ["brief"], "FIRM ● Norland (one way or another) 1", "Norland (frigates)"),
        ("either", ("if = ", "note = "), ["deliveries"], "Norland (frigates) 2 – or, in its place, submarines: 1", ""),
        ("either-naive", ("", ""), ["check"], "put them under [alternatives]", ""),
        ("lapse", ("", ""), ["brief"], "WITHDRAWN ○ Norland (1 May 2031)", "NO PLEDGE ON RECORD"),
        ("lapse", ("", ""), ["why", "norland"], "1 May 2031", "no pledge on record"),
        (
            "kept",
            ("", ""),
            ["compare", "--from=2031-05-01", "--to=2032-01-08"],
            "now hang on a peace agreement: 5 troops. Norland keeps its place with fighters",
            "",
        ),
        ("late", ("", ""), ["brief"], "1 number is from a report after this day", ""),
        ("late", ("", ""), ["check"], "1 number is from a report after 2031-04-11", ""),
        ("stale", ("", ""), ["brief"], "Stale: a sixth state (unnamed), last said 320 days ago", ""),
        ("stale", ("", ""), ["check"], "last said more than 180 days before 2032-02-24", ""),
        ("unsized", ("", ""), ["asks"], "Norland to name a number (fighters)", ""),
        ("latch", ("as_of", "lasts = true\nas_of"), ["brief"], "has been so since 1 February 2031, and lasts", ""),
        ("latch", ("as_of", "lasts = true\nas_of"), ["timeline"], "stays reached; since then b fell away", ""),
        ("likelihood", ("", ""), ["power"], "Without a number, and taken at all that is asked for: Lorne", ""),
        ("likelihood", ("", ""), ["asks"], "What Lorne would bring is without a number", ""),
        ("likelihood", ("", ""), ["risk"], "Without a number: Lorne", ""),
        ("likelihood", ("", ""), ["brief"], "in as well if all move at once: Norland and Estmark", ""),
        (
            "offered",
            ("", ""),
            ["why", "strike"],
            "Norland could serve it and is in, but serves what comes",
            "has offered",
        ),
        ("replaced-evidence", ("replaces", "refines"), ["brief", "--cite"], "FIRM ● Norland* [1,2; against 3] 1", ""),
        (
            "replaced-evidence",
            ("replaces", "refines"),
            ["brief", "--cite", "--known-by=2031-04-01"],
            "Norland* [1; against 2]",
            "(firm so far: 4)",
        ),
        ("req-leak", ("", ""), ["brief", "--known-by=2031-04-11"], "Needed, of unknown size: Troops", "64,000"),
        ("tl", ("", ""), ["timeline"], "10 February 2031 › Sund: too early to count; 2 ships", ""),
        ("unsized-cond", ("", ""), ["asks"], "1 A: to commit itself to the number it speaks of", ""),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isidentifier() else "",
)
def test_shared_cases_by_a_command(
    name: str, change: tuple[str, str], asked: list[str], said: str, unsaid: str, tmp_path: Path
) -> None:
    shared(name)
    file = tmp_path / "plan.toml"
    text = (SHARED / f"{name}.toml").read_text("utf-8").replace(*change) if change[0] else ""
    if asked == ["deliveries"]:
        text += '\n[alternatives.offer]\nof = ["n-frigates", "n-submarine"]\n'
    file.write_text(text or (SHARED / f"{name}.toml").read_text("utf-8"), "utf-8")
    wide = [] if asked[0] == "check" else ["--width=120"]
    done = CliRunner().invoke(main, [asked[0], str(file), *asked[1:], *wide])
    told = " ".join((done.stdout + done.stderr).split())
    assert said in told, told
    assert not unsaid or unsaid not in told, told


ESCORT = """
[plan]
name = "Sea lane"
goal = "filled(escort) and usable(escort) >= 50%"
[partners.norland]
[partners.lorne]
[partners.veld]
[[requirements]]
id = "escort"
needs = 6
of = "frigates"
enablers = ["fuel"]
[[requirements]]
id = "fuel"
needs = 2
of = "tankers"
[[pledges]]
partner = "norland"
provides = "frigates"
amount = 1
[[pledges]]
partner = "lorne"
provides = "frigates"
[[pledges]]
partner = "veld"
provides = "tankers"
amount = 2
only_if = "lorne"
"""


def test_a_goal_of_what_is_usable_blames_the_enabler_and_names_what_is_missing_once(plan: Write) -> None:
    study = plan(ESCORT)
    told = " ".join(brief_text(study.brief(), width=200).split())
    assert (
        "Not certain: escort is missing 5 of 6 frigates (without a number: lorne) and escort is usable only to 0%: "
        "fuel 0 of 2." in told
    )
    told = " ".join(why_text(study.why("goal"), width=200).split())
    assert "escort is missing 2 of the 3 frigates asked for; now usable to 0%: fuel 0 of 2" in told
    enough = plan(ESCORT.replace("amount = 1", "amount = 4").replace("filled(escort) and ", ""))
    told = " ".join(brief_text(enough.brief(), width=200).split())
    assert "escort has what is asked for but is usable only to 0%: fuel 0 of 2" in told


def test_who_refuses_is_asked_for_nothing(plan: Write) -> None:
    study = plan(ESCORT.replace('provides = "frigates"\n[[', 'provides = "frigates"\nif = "never"\n[['))
    answer = study.asks()
    changes = [*answer.changes, *(single.change for single in answer.single)]
    assert all(change.to != ("lorne",) for change in changes)
    assert "– lorne: frigates, without a number; refuses" in why_text(study.why("escort"), width=200)


EITHER = """
[plan]
name = "Ships or money"
goal = "total(ships) >= 4 or total(money) >= 300"
[partners.norland]
[[pledges]]
id = "ships"
partner = "norland"
provides = "ships"
amount = 4
[[pledges]]
id = "money"
partner = "norland"
provides = "money"
amount = 300
[alternatives.one]
of = ["ships", "money"]
[[requirements]]
id = "sea"
needs = 9
of = "ships"
"""


def test_of_one_or_the_other_neither_is_to_blame_and_each_sum_says_so(plan: Write) -> None:
    study = plan(EITHER.replace("total(ships) >= 4", "filled(sea) >= 40%"))
    told = why_text(study.why("goal"), width=200)
    assert "It is reached" in told
    assert "◑ sea filled to 40%: not certain by itself" in told
    assert "missing" not in told
    assert "Not there today" not in told
    told = deliveries_text(study.deliveries(), width=200)
    assert told.count("4 of it only in place of something else") == 2  # in all, and for what is needed
    assert "300 of it only in place of something else" in told


def test_every_shared_case_is_told_here() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared cases are not here")
    own = Path(__file__).read_text("utf-8")
    assert [path.stem for path in SHARED.glob("*.toml") if f'"{path.stem}"' not in own] == []


WAITING_IN_TURN = """
[plan]
name = "In turn"
goal = "at least 3 of parties and B"
[groups.parties]
of = ["A", "B", "C", "D"]
[partners.A]
[partners.B]
[partners.C]
[partners.D]
[[pledges]]
id = "a"
partner = "A"
subject_to = ["Senate"]
[[pledges]]
id = "b"
partner = "B"
if = "A"
[[pledges]]
id = "c"
partner = "C"
if = "B"
[[pledges]]
id = "d"
partner = "D"
if = "B"
"""


def test_who_hangs_on_what_is_explained_once(tmp_path: Path) -> None:
    """§3.7: a partner on whom many hang is explained where it is first met, else an explanation grows as a tree."""
    (tmp_path / "plan.toml").write_text(WAITING_IN_TURN, "utf-8")
    told = why_text(open_plan(tmp_path / "plan.toml").why("goal"), lang="en", width=80)
    assert told.count("A, who in turn hangs on:") == 1
    assert told.count("B, who in turn hangs on:") == 1
    assert told.count("B: not certain (see above)") == 3


def test_routes_take_open_consents_as_given_and_say_so(tmp_path: Path) -> None:
    """§6.4."""
    (tmp_path / "plan.toml").write_text(WAITING_IN_TURN, "utf-8")
    told = CliRunner().invoke(main, ["risk", str(tmp_path / "plan.toml")]).stdout
    assert "open consents are taken as given: the consent of Senate (A)" in told


def test_a_goal_of_parts_that_all_lack_is_said_once(tmp_path: Path) -> None:
    """What the goal lacks is not said again where that is all that it asks for."""
    (tmp_path / "plan.toml").write_text(WAITING_IN_TURN, "utf-8")
    told = brief_text(open_plan(tmp_path / "plan.toml").brief(), file="plan.toml", lang="en", width=80)
    assert "Not certain: at least 3 of parties (firm so far: 0) and B." in told
    assert "It hangs on" not in told


def test_clauses_with_commas_are_set_apart_by_more_than_a_comma() -> None:
    """``say.clauses``: "is missing 6, none of it at best and radar is missing 4" would run on."""
    say = Catalogue("en")
    assert say.clauses(["ships are missing 6, none at best", "radar is missing 4"]).count(";") == 1
    assert say.clauses(["ships are missing 6", "radar is missing 4"]) == "ships are missing 6 and radar is missing 4"


ASIDE = """
plan = {name = "Aside", goal = "total(USD) >= 5", aside = ["a2"]}
assumptions.x.name = "the road is open"
partners = {XA.name = "Aland", XB.name = "Bland"}
pledges = [
    {id = "a", partner = "XA", provides = "USD", amount = 3},
    {id = "a2", partner = "XA", provides = "USD", amount = 4},
    {id = "b", partner = "XB", provides = "USD", amount = 2, if = "a2 or x"},
]
"""


def test_what_is_left_aside_is_said_to_be_so_and_nothing_hangs_on_it(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(ASIDE, "utf-8")
    study = open_plan(tmp_path / "plan.toml")
    assert "this pledge is left aside in what is asked" in why_text(study.why("a2"))
    assert "It hangs on:\n    ◌ the road is open" in why_text(study.why("b"))
    assert "Bland: the road is open" in brief_text(study.brief())
    without = open_plan(tmp_path / "plan.toml", without=["XA"])
    assert "left aside in what is asked" in why_text(without.why("a"))
    told = deliveries_text(without.deliveries())
    assert "      left aside\n" in told
    assert "does not count yet\n" not in told


@pytest.mark.parametrize("command", ["brief", "why goal", "timeline", "deliveries", "asks", "risk", "power"])
def test_what_was_asked_for_stands_above_every_answer(command: str, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(ASIDE, "utf-8")
    what, *subject = command.split()
    asked = ["--without", "a", "--firm", "XB", "--if-not", "x"]
    told = CliRunner().invoke(main, [what, str(tmp_path / "plan.toml"), *subject, *asked, "--lang", "en"]).output
    assert "without Aland (3 USD)" in told
    assert "with Bland taken as firm" in told
    assert "the road is open: no" in told
