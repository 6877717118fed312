"""From reports to a plan to be reviewed, and the review."""

import json
import os
import shutil
import tomllib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sentences import WORDS, report
from willing.answers.draft import Draft
from willing.answers.schema import answers_schema
from willing.app.drafting import DraftWords
from willing.app.packs import named_packs
from willing.app.reviewing import By
from willing.cli import main
from willing.model.condition import Name
from willing.notation.read import read_plan
from willing.notation.toml.layout import canonical_layout
from willing.notation.toml.marks import Marked, accepted, changed, dropped, mark, marked
from willing.notation.write import write_plan
from willing.questions.draft import draft
from willing.reports.report import Report

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "drafting" / "reports"
REAL = ROOT.parent / "shared" / "reports"

PACK = named_packs(["ukraine"])


def run(*arguments: str, typed: str | None = None) -> Result:
    lang = [] if arguments[0] == "check" else ["--lang", "en"]
    return CliRunner().invoke(main, [*arguments, *lang], input=typed)


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A draft from the example's reports."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLE, tmp_path / "reports")
    done = run("draft", "reports", "-o", "plan.toml", "--pack", "ukraine")
    assert done.exit_code == 0, done.output
    return tmp_path / "plan.toml"


# -- drafts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_a_draft(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLE, tmp_path / "reports")
    done = CliRunner().invoke(
        main, ["draft", "reports", "-o", "plan.toml", "--pack", "ukraine", "--width", "90", "--lang", lang]
    )
    assert done.exit_code == 0, done.output
    text = (tmp_path / "plan.toml").read_text("utf-8")
    golden(f"draft-{lang}.txt", f"{done.output}\n{text}")
    assert canonical_layout(text) == text
    assert read_plan(text.encode(), file="plan.toml", load=lambda name: b"").errors == ()


def test_every_pledge_is_marked_and_mentioned(plan: Path) -> None:
    data = tomllib.loads(plan.read_text("utf-8"))
    reviewed = {(entry.table, entry.id) for entry in marked(plan.read_text("utf-8"))}
    for pledge in data["pledges"]:
        assert pledge["stage"] == "mentioned"
        assert ("pledges", pledge["id"]) in reviewed
        assert any(s["about"] == pledge["id"] and s["says"] for s in data["statements"])


def test_passages_are_in_the_reports_where_it_is_said(plan: Path) -> None:
    found = json.loads(run("draft", "reports", "--pack", "ukraine", "--json").output)
    number = 0
    for told in found["reports"]:
        text = Path(told["file"]).read_text("utf-8")
        for each in (*told["suggestions"], *told["assumptions"], *told["premise"]):
            number += 1
            assert text[each["start"] : each["end"]] == each["passage"]
            assert " … ".join(text[start:end] for start, end in each["cues"]) == each["cue"]
    assert number > 10
    Draft202012Validator({**answers_schema([Draft]), "anyOf": [{"$ref": "#/$defs/Draft"}]}).validate(found)


def test_a_report_is_never_counted_twice(plan: Path) -> None:
    shutil.copy("reports/may.txt", "reports/may-again.txt")
    found = json.loads(run("draft", "reports", "reports/may.txt", "--json").stdout)
    assert len(found["reports"]) == 3
    assert len(found["twice"]) == 1


def test_a_plan_that_is_there_is_left_unless_forced(plan: Path) -> None:
    before = plan.read_bytes()
    refused = run("draft", "reports/may.txt", "-o", "plan.toml")
    assert (refused.exit_code, plan.read_bytes()) == (2, before)
    assert run("draft", "reports/may.txt", "-o", "plan.toml", "--force").exit_code == 0
    assert plan.read_bytes() != before


def test_without_a_file_the_plan_goes_to_standard_output(plan: Path) -> None:
    done = run("draft", "reports", "--pack", "ukraine")
    assert done.exit_code == 0
    assert done.stdout == plan.read_text("utf-8")


def test_partners_of_another_plan_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.toml").write_text('[plan]\nname = "x"\n[partners.norland]\nname = "Norland"\n', "utf-8")
    Path("report.txt").write_text(
        "Norland sails\n\nThe Norland government will send two frigates to the escort force.\n", "utf-8"
    )
    assert run("draft", "report.txt", "-o", "plan.toml", "--partners", "own.toml").exit_code == 0
    (pledge,) = tomllib.loads(Path("plan.toml").read_text("utf-8"))["pledges"]
    assert (pledge["partner"], pledge["amount"], pledge["provides"]) == ("norland", 2, "frigates")
    assert tomllib.loads(Path("plan.toml").read_text("utf-8"))["partners"]["norland"] == {"name": "Norland"}


def test_what_cannot_be_read_is_said_and_the_rest_is_read(plan: Path) -> None:
    Path("reports/empty.txt").write_bytes(b"")
    done = run("draft", "reports", "missing.txt", "-o", "other.toml")
    assert done.exit_code == 1
    assert "missing.txt" in done.output
    assert "empty.txt" in done.output
    none = run("draft", "missing.txt", "-o", "none.toml")
    assert none.exit_code == 2
    assert not Path("none.toml").exists()


def test_a_group_that_nobody_names_is_one_under_all_its_names_and_beside_no_member() -> None:
    said = (
        "Nine countries will send troops to the force.",
        "The 9 nations will send troops.",
        "Others will send troops.",
    )
    more = ("Most other countries have pledged troops.", "Zwölf Länder werden Soldaten schicken.")
    drafted = draft([report("en", *said, more[0]), report("de", more[1])], DraftWords("en"))
    assert {pledge.partner for pledge in drafted.plan.pledges.values()} == {"group-9", "group-others", "group-12"}
    assert all(pledge.own_decision for pledge in drafted.plan.pledges.values())
    named = report("en", "Nine countries will send troops to the force.", "Among them are Norway and Denmark.")
    drafted = draft([named], DraftWords("en"))
    assert {pledge.partner for pledge in drafted.plan.pledges.values()} == {"NO", "DK"}


def test_firm_after_the_war_and_if_there_is_a_ceasefire_do_not_contradict() -> None:
    reports = [
        report("en", "Norway is ready to send troops after the war."),
        report("en", "Norway will send troops to the force if there is a ceasefire."),
    ]
    plan = draft(reports, DraftWords("en")).plan
    (pledge,) = plan.pledges.values()
    assert pledge.condition == Name("ceasefire")
    assert [s.against for s in plan.statements if s.about == pledge.id] == [False, False]


def test_what_a_stance_left_open_may_be_is_told() -> None:
    drafted = draft([report("de", "Norwegen könnte Soldaten für die Truppe schicken.")], DraftWords("en"))
    ((reading,),) = [lines for (table, _), lines in drafted.marks.items() if table == "pledges"]
    assert "may be undecided / firm" in reading


@pytest.mark.skipif(not REAL.is_dir(), reason="the two real reports are not here")
def test_the_two_real_reports() -> None:
    from willing.reports.formats import read_report

    reports = [r for path in sorted(REAL.glob("*.txt")) for r in read_report(path.read_bytes(), path.name)]
    drafted = draft(reports, DraftWords("en"), pack=PACK)
    plan = drafted.plan
    firm = [p for p in plan.pledges.values() if p.partner in ("FR", "GB")]
    assert [(p.partner, p.provides, p.own_decision) for p in firm] == [("FR", "troops", False), ("GB", "troops", False)]
    for pledge in firm:
        said = [s for s in plan.statements if s.about == pledge.id]
        assert {s.confidence for s in said} == {"high", "medium"}  # is certain; seems certain
        assert len({s.source for s in said}) == 2
    (others,) = [p for p in plan.pledges.values() if p.partner == "group-others"]
    assert others.own_decision
    assert "us-guarantee" in str(others.condition)
    assert plan.assumptions["us-guarantee"].holds == ((None, False),)
    assert all(s.against for s in plan.statements if s.about == "us-guarantee")
    assert plan.premise == ("ceasefire",)
    needs = sorted(plan.requirements.values(), key=lambda r: r.priority)
    assert [r.id for r in needs][:2] == ["air", "sea"]
    assert plan.requirements["force"].needs == 20_000
    assert any("200,000" in line for line in drafted.marks["requirements", "force"])
    (planners,) = [p for p in plan.pledges.values() if p.provides == "planners"]
    assert planners.amount == 200
    assert "30" in (plan.partners[planners.partner].name or "")
    assert sum(source.origin is None for source in plan.sources.values()) == 1
    assert any("in den USA" in e.difference.words[0] + e.difference.words[1] for e in drafted.editions)
    assert not any("tripotéieren" in (s.says or "") or "Irak" in (s.says or "") for s in plan.statements)


@settings(max_examples=120, deadline=None)
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(["de", "en", "fr"]),
            st.lists(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=22).map(" ".join)), max_size=5),
        ),
        max_size=3,
    )
)
def test_whatever_is_drafted_is_a_plan(told: list[tuple[str, list[str]]]) -> None:
    reports: list[Report] = [report(language, *sentences) for language, sentences in told]
    drafted = draft(reports, DraftWords("en"), pack=PACK)
    text = canonical_layout(mark(write_plan(drafted.plan), drafted.marks))
    assert read_plan(text.encode("utf-8", "replace"), file="plan.toml", load=lambda name: b"").errors == ()
    assert {(e.table, e.id) for e in marked(text)} == set(drafted.marks)


# -- marks ------------------------------------------------------------------------------------------------------------

MARKED = '''\
[plan]
name    = "x"
premise = ["truce", "mandate"]

# mine
# to review: a condition: "truce"
[assumptions.truce]
name = "a truce"  # kept

[assumptions.mandate]

# to review: firm: "will send"
# and mine
[[pledges]]
id      = "fr-1"
partner = "FR"
stage   = "mentioned"
note    = """
[[pledges]]
# to review: nothing"""

[[statements]]
about  = "fr-1"
source = "s"

[[statements]]
about  = "mandate"
source = "s"

[sources.s]
'''


def test_marks_are_found() -> None:
    found = marked(MARKED)
    assert [(e.table, e.id, e.notes) for e in found] == [
        ("assumptions", "truce", ('a condition: "truce"',)),
        ("pledges", "fr-1", ('firm: "will send"',)),
    ]
    assert len(found[1].statements) == 1


def test_accepting_takes_the_mark_and_nothing_else() -> None:
    _, pledge = marked(MARKED)
    assert accepted(MARKED, pledge) == MARKED.replace('# to review: firm: "will send"\n', "")
    counts = accepted(MARKED, pledge, {"stage": None})
    assert counts == MARKED.replace('# to review: firm: "will send"\n', "").replace('stage   = "mentioned"\n', "")


def test_changing_touches_one_entry() -> None:
    _, pledge = marked(MARKED)
    text = changed(MARKED, pledge, {"amount": "5", "stage": '"signalled"'})
    assert text.split("[[pledges]]")[0] == MARKED.split("[[pledges]]")[0]
    assert "amount  = 5\n" in text
    assert 'stage   = "signalled"\n' in text
    assert text.split("[[statements]]", 1)[1] == MARKED.split("[[statements]]", 1)[1]


def test_dropping_takes_what_was_said_of_it() -> None:
    truce, pledge = marked(MARKED)
    text = dropped(MARKED, pledge)
    assert "fr-1" not in text
    assert "mandate" in text.split("[[statements]]")[1]
    assert 'premise = ["mandate"]' in dropped(MARKED, truce)


# -- the review -------------------------------------------------------------------------------------------------------


def test_a_review_from_a_pipe(plan: Path, golden: Callable[[str, str], None]) -> None:
    before = plan.read_text("utf-8")
    number = len(marked(before))
    done = run("review", "plan.toml", "--width", "90", typed="a\nwhat\nn\nd\nu\ne\namount = 700\n\na\n")
    assert done.exit_code == 0, done.output
    golden("review.txt", done.output)
    left = marked(plan.read_text("utf-8"))
    assert len(left) < number
    assert run("check", "plan.toml").exit_code == 0


def test_nothing_typed_leaves_it_as_it_is(plan: Path) -> None:
    before = plan.read_bytes()
    assert run("review", "plan.toml", typed="").exit_code == 0
    assert plan.read_bytes() == before


def test_accepted_pledges_count_and_open_ones_do_not(plan: Path) -> None:
    number = len(marked(plan.read_text("utf-8")))
    done = run("review", "plan.toml", typed="a\n" * number)
    assert done.exit_code == 0
    data = tomllib.loads(plan.read_text("utf-8"))
    for pledge in data["pledges"]:
        unnamed = pledge["partner"].startswith("group-")
        stage = "mentioned" if unnamed or pledge.get("only_if") == "always" else "offered"
        assert pledge.get("stage", "offered") == stage
    assert marked(plan.read_text("utf-8")) == ()
    assert "Nothing is left" in run("review", "plan.toml").output


def test_everything_can_be_taken_back(plan: Path) -> None:
    before = plan.read_bytes()
    number = len(marked(plan.read_text("utf-8")))
    run("review", "plan.toml", typed="a\n" * (number - 1) + "u\n" * (number - 1) + "q\n")
    assert plan.read_bytes() == before


def waiting(plan: Path, partner: str) -> Marked:
    return next(each for each in marked(plan.read_text("utf-8")) if each.entry.get("partner") == partner)


@pytest.mark.parametrize(
    ("partner", "key", "keys"),
    [
        ("LT", "y", {"if": None, "only_if": None, "stage": None}),
        ("LT", "refuses", {"if": "never", "only_if": None, "stage": None}),
        ("LT", "o", {"if": None, "only_if": "always", "stage": "mentioned"}),
        ("NL", "i", {"if": "us-guarantee", "only_if": None, "stage": None}),
        ("LT", "i", {"if": "ceasefire and lt-parliament", "only_if": None, "stage": "mentioned"}),  # it stands so
    ],
)
def test_a_pledge_is_read_otherwise_with_one_key(
    partner: str, key: str, keys: dict[str, str | None], plan: Path
) -> None:
    entry, before = waiting(plan, partner), plan.read_bytes()
    at = marked(plan.read_text("utf-8")).index(entry)
    done = run("review", "plan.toml", typed="n\n" * at + f"{key}\nq\n")
    pledge = next(each for each in tomllib.loads(plan.read_text("utf-8"))["pledges"] if each["id"] == entry.id)
    assert {name: pledge.get(name) for name in keys} == keys
    assert ("Not understood" in done.output) == (plan.read_bytes() == before)
    assert run("check", "plan.toml").exit_code == 0


def test_one_passage_can_be_dropped(plan: Path) -> None:
    def said() -> list[str]:
        statements = tomllib.loads(plan.read_text("utf-8"))["statements"]
        return [each["says"] for each in statements if each["about"] == "ceasefire"]

    before, text = said(), plan.read_bytes()
    assert run("review", "plan.toml", typed="s9\nq\n").output.count("Not understood") == 1
    run("review", "plan.toml", typed="s2\nq\n")
    assert said() == [before[0], *before[2:]]
    run("review", "plan.toml", typed="s\nu\nq\n")
    assert said() == [before[0], *before[2:]]
    run("review", "plan.toml", typed="s\ns\nu\nu\nq\n")
    assert len(plan.read_bytes()) < len(text)


@pytest.mark.parametrize("by", ["partner", "report"])
def test_what_belongs_together_is_walked_through_together(by: By, plan: Path) -> None:
    from willing.app.reviewing import Review, group_of

    review = Review("plan.toml")
    groups = [group_of(entry, by) for entry in review.suggestions(by)]
    assert sorted(groups) == sorted(group_of(entry, by) for entry in review.suggestions())
    assert len(list(groupby(groups))) == len(set(groups)) > 1
    done = run("review", "plan.toml", "--by", by, typed="n\n" * len(groups))
    assert ("\nGermany\n" in done.output) == (by == "partner")
    assert ("\nTwenty-six countries, and who is not among them\n" in done.output) == (by == "report")


def test_a_passage_is_shown_with_its_neighbours(plan: Path) -> None:
    from willing.app.reviewing import Review

    review = Review("plan.toml")
    statements = [each for entry in review.suggestions() for each in entry.statements]
    around = [review.neighbours(statement) for statement in statements]
    texts = " ".join(" ".join(path.read_text("utf-8") for path in Path("reports").iterdir()).split())
    assert all(before + behind for before, behind in around)
    for statement, (before, behind) in zip(statements, around, strict=True):
        assert f"{before} {statement['says']}".strip() in texts or not before
        assert not behind or behind in texts
    shutil.rmtree("reports")
    assert Review("plan.toml").neighbours(statements[0]) == ("", "")


def test_what_would_be_a_mistake_is_not_done(plan: Path) -> None:
    before = plan.read_bytes()
    done = run("review", "plan.toml", typed="e\nif = nobody and\n\ne\nspeed = 5\n\nq\n")
    assert done.exit_code == 0
    assert done.output.count("Not done") == 2
    assert plan.read_bytes() == before


def test_a_file_changed_meanwhile_is_read_again(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from willing.commands import review as room

    changes = iter([True])
    ask = room._Review.ask

    def meanwhile(self: room._Review, entry: object) -> str | None:
        if next(changes, False):
            plan.write_text(plan.read_text("utf-8") + "\n# somebody else\n", "utf-8")
        return ask(self, entry)  # type: ignore[arg-type]

    monkeypatch.setattr(room._Review, "ask", meanwhile)
    done = run("review", "plan.toml", typed="a\nq\n")
    assert "changed meanwhile" in done.output
    assert "# somebody else" in plan.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_line_ends_of_the_file_are_kept(plan: Path) -> None:
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n"))
    run("review", "plan.toml", typed="a\nq\n")
    data = plan.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
