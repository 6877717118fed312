"""A report proves itself: made again from the plan inside it, it is the same; whatever is changed in it is found."""

import random
import re
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner

import plans
from willing import PlanError, open_plan
from willing.app.open import study_of
from willing.app.query import Query
from willing.cli import main
from willing.languages import LANGUAGES
from willing.notation.read import read_plan
from willing.notation.write import write_plan
from willing.present.page.embed import embed_html, preview_html
from willing.present.page.inside import inside_of, inside_page
from willing.present.page.page import Page, page_html
from willing.present.page.verified import NotAReportError, verified

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(ROOT.glob("examples/*/plan.toml"))
PLAN = """\
[plan]
name = "Strait <Watch>"
as_of = 2031-05-09
switches = ["mandate", "port"]
[assumptions.mandate]
[assumptions.port]
[[requirements]]
id = "air"
needs = 48
of = "fighters"
[[pledges]]
partner = "NO"
provides = "fighters"
amount = 18
if = "mandate or port"
sources = ["halm"]
[[statements]]
about = "NO-1"
source = "halm"
says = "Norland sends eighteen fighters, if there is a mandate or a port."
[sources.halm]
outlet = "Halm"
file = "halm.txt"
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    (tmp_path / "halm.txt").write_text("Norland sends eighteen fighters, if there is a mandate or a port.\n", "utf-8")
    made = CliRunner().invoke(main, ["report", str(tmp_path / "plan.toml"), "-o", str(tmp_path / "report.html")])
    assert made.exit_code == 0, made.stderr
    return tmp_path / "report.html"


def asked(report: Path, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["verify", str(report), *more])
    return done.exit_code, done.stdout + done.stderr


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_shipped_report_follows_from_the_plan_inside(path: Path) -> None:
    answer = verified(page_html(open_plan(path)), file="report.html")
    assert (answer.follows, answer.wrong, answer.first) == (True, 0, None)
    assert answer.answers == 3 ** len(open_plan(path).switchboard.switches)


def test_whatever_was_asked_is_asked_again() -> None:
    real = ROOT / "examples" / "ukraine-2025-26" / "plan.toml"
    for language in LANGUAGES:
        study = open_plan(real, scenarios=["us-in"], what_if={"peace-deal": None}, as_of=None)
        assert verified(page_html(study, language), file="report.html").follows


@pytest.mark.parametrize("seed", range(40))
def test_random_plans_follow(seed: int) -> None:
    text = plans.random_text(random.Random(seed), pledges=(2, 6))
    try:
        study = study_of(read_plan(text.encode(), file="", load=lambda name: b""), Query(), file="plan.toml")
        html = page_html(study)
    except PlanError:
        return
    assert verified(html, file="report.html").follows


def test_it_is_said_in_words(report: Path) -> None:
    status, text = asked(report)
    assert status == 0
    assert "All 9 answers, and every other word, follow from the plan inside." in text
    assert "1 of 1 passages are in the files of their sources." in text
    (report.parent / "halm.txt").unlink()
    assert "1 passage is of a source whose file is not here." in asked(report)[1]


def test_every_digit_that_is_changed_is_found(report: Path) -> None:
    html = report.read_text("utf-8")
    digits = [m.start() for m in re.finditer(r"[0-9]", html)]
    for at in random.Random(1).sample(digits, 60):
        changed = html[:at] + str((int(html[at]) + 1) % 10) + html[at + 1 :]
        try:
            answer = verified(changed, file=str(report))
        except (PlanError, NotAReportError):
            continue
        assert not answer.follows, html[at - 40 : at + 40]


def test_a_changed_answer_is_named(report: Path) -> None:
    html = report.read_text("utf-8")
    before, table, after = re.split(r'(?<=id="answers">)([^<]*)', html, maxsplit=1)
    assert "missing 30" in table or "short 30" in table
    report.write_text(before + re.sub("(missing|short) 30", r"\1 20", table) + after, "utf-8")
    status, text = asked(report)
    assert status == 1
    assert re.search(r"\d of 9 answers do not follow from the plan inside\.", text)
    assert "The first is that with mandate: yes and port: yes." in text
    assert "20" in text
    assert "30" in text


def test_a_table_that_is_none_is_wrong_everywhere(report: Path) -> None:
    html = report.read_text("utf-8")
    for table in ("", "{}", "[1]", '{"switches":[],"tables":[],"parts":[[5,[]]]}', "\udcff"):
        changed = re.sub(r'(?<=id="answers">)[^<]*', lambda _, table=table: table, html)
        answer = verified(changed, file="report.html")
        assert (answer.wrong, answer.follows) == (9, False)


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    for name, text in (("plan.toml", PLAN), ("x.html", "<html lang='en'>"), ("y.html", '<html lang="en"></html>')):
        (tmp_path / name).write_text(text, "utf-8")
        status, said = asked(tmp_path / name)
        assert status == 2
        assert "no plan is inside this file" in said
    (tmp_path / "z.html").write_bytes(
        b'<html lang="en"><script type="application/json" id="inside">{"plan": 1}</script>'
    )
    assert asked(tmp_path / "z.html")[0] == 2
    assert asked(tmp_path / "none.html")[0] == 2


def test_a_plan_inside_that_is_broken_is_told(report: Path) -> None:
    html = report.read_text("utf-8")
    report.write_text(
        html.replace('partner = \\"NO\\"', 'partnr = \\"NO\\"').replace("partner  = ", "partnr  = "), "utf-8"
    )
    status, text = asked(report)
    assert status == 2
    assert "did you mean 'partner'?" in text


def test_the_plan_inside_is_the_plan(report: Path) -> None:
    inside = inside_page(report.read_text("utf-8"))
    assert inside is not None
    study = open_plan(report.parent / "plan.toml")
    assert inside == inside_of(study)
    assert inside.plan == write_plan(study.plan)
    assert inside.digest[:16] in report.read_text("utf-8")


# -- to be put into other pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_it_can_be_put_into_another_page(path: Path, language: str) -> None:
    study = open_plan(path)
    html = embed_html(Page(study, language), "https://example.org/report.html?a=1&b=2")
    assert len(html.encode()) < 60_000
    assert "<script" not in html
    assert "https://example.org/report.html?a=1&amp;b=2#" in html
    assert study.brief().requirements == () or 'role="img" aria-label="' in html


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_preview_says_what_the_page_finds(path: Path) -> None:
    page = Page(open_plan(path), "de")
    html = preview_html(page)
    assert "<script" not in html
    assert escape(page.plan.name) in html
    finding = page.cells.get("goal-text", {}).get("text")
    assert finding is None or escape(finding) in html


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_preview_counts_as_the_page_does(path: Path) -> None:
    """Who refuses one thing and helps with another counts there and there (§7.1)."""
    page = Page(open_plan(path), "en")
    on_page = re.findall(r'<h3><svg.*?href="#s-(\w+)".*?class="count">(\d+)<', page.html())
    told = re.findall(r'<li><svg.*?href="#s-(\w+)"/></svg> (\d+) ', preview_html(page))
    assert told
    assert set(told) <= set(on_page)


def test_the_address_of_a_preview_changes_nothing_that_follows(report: Path) -> None:
    """However it is written."""
    study = open_plan(ROOT / "examples" / "rivals" / "plan.toml")
    for image in ("https://example.org/a.png", 'a&b"<c>.png'):
        html = Page(study, "fr").html(image=image)
        assert f'<meta property="og:image" content="{escape(image)}">' in html.replace("&#34;", "&quot;")
        assert verified(html, file=str(report)).follows
    assert "og:image" not in Page(study, "fr").html()
