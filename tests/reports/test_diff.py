"""Two editions side by side: which sentences are the same, what differs, and what differs most first."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from willing.cli import main
from willing.present.page.diff import diff_html
from willing.present.terminal.diff import diff_text
from willing.reports.formats import read_report
from willing.reports.report import Report
from willing.reports.sameness.align import KINDS, THRESHOLD, Alignment, align

Golden = Callable[[str, str], None]
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "reports"
SHARED = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))


def report(text: str, name: str = "a.txt") -> Report:
    return read_report(text.encode(), name)[0]


def between(a: str, b: str) -> Alignment:
    return align(report(a), report(b, "b.txt"))


def told(alignment: Alignment) -> list[tuple[str, str, str]]:
    """Kind, words of the first, words of the second, of every change in a pair, in the order of the answer."""
    found = []
    for each in alignment.differences:
        if each.a is not None and each.b is not None:
            a, b = alignment.a.sentences[each.a].said, alignment.b.sentences[each.b].said
            found += [(c.kind, a[slice(*c.a)], b[slice(*c.b)]) for c in each.changes]
    return found


@pytest.fixture
def editions() -> Alignment:
    names = ("strait-morning.txt", "strait-evening.txt")
    a, b = (read_report((EXAMPLES / name).read_bytes(), name)[0] for name in names)
    return align(a, b)


# -- the real case ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(len(SHARED) < 2, reason="the two real reports are not here")
def test_the_two_real_editions() -> None:
    a, b = (read_report(path.read_bytes(), path.name)[0] for path in SHARED[:2])
    found = align(a, b)
    assert len(found.pairs) == 17
    assert min(pair.likeness for pair in found.pairs) == pytest.approx(0.67, abs=0.01)
    assert not any(pair.moved for pair in found.pairs)
    first = found.differences[0]
    assert first.kind == "number"
    assert first.b is None
    assert first.a is not None
    assert "200.000" in a.sentences[first.a].said
    assert "20.000" in a.sentences[first.a].said
    changes = told(found)
    assert changes[0] == ("name", "einen Waffenstillstand", "den Frieden in den USA")
    assert changes[1:3] == [("certainty", "steht", "scheint"), ("certainty", "fest", "sicher")]
    assert any(kind == "clause" and "See" in only_a and not only_b for kind, only_a, only_b in changes)
    assert not any("Bila" in old or "Bila" in new for _, old, new in changes)
    kinds = [KINDS.index(each.kind) for each in found.differences]
    assert kinds == sorted(kinds)


# -- the ranking ------------------------------------------------------------------------------------------------------


def test_the_most_telling_comes_first(editions: Alignment) -> None:
    assert told(editions) == [
        ("number", "four", ""),
        ("number", "1,200", "200"),
        ("name", "a ceasefire", "peace in the Union"),
        ("negation", "not", ""),
        ("certainty", "is certain", "seems likely"),
        ("clause", "then to watch the air", ""),
    ]


@pytest.mark.parametrize(
    ("said", "kind", "old", "new"),
    [
        ("Frankreich wird {} Soldaten schicken, sagte er am Freitag.", "number", "5.000", "500"),
        ("La {} enverra des navires dans le détroit, dit-il.", "name", "France", "Grèce"),
        ("Die Regierung hat das bisher {} zugesagt, wie es hieß.", "negation", "", "nicht"),
        ("Le gouvernement enverra {} ses troupes en mai, dit-il.", "certainty", "sûrement", "peut-être"),
        ("The minister {} decide on the ships by Friday.", "certainty", "must", "may"),
        ("They would come after a {} had been agreed.", "term", "ceasefire", "treaty"),
        ("The {} ships of the navy leave on Friday morning.", "style", "big", "large"),
    ],
)
def test_kinds(said: str, kind: str, old: str, new: str) -> None:
    assert told(between(said.format(old), said.format(new))) == [(kind, old, new)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Die Minister wollten nun Bila… ziehen und reisen.", "Die Minister wollten nun Bilanz ziehen und reisen."),
        ("The Ministers agreed on 20,000 soldiers at NATO.", "The ministers agreed on 20.000 soldiers at Nato."),
        ("Der große Plan der Ministerin steht schon lange.", "Die großen Pläne der Ministerin steht schon lange."),
    ],
)
def test_form_is_no_difference(a: str, b: str) -> None:
    kinds = {kind for kind, _, _ in told(between(a, b))}
    assert kinds <= {"style"}
    assert len(between(a, b).pairs) == 1


def test_sentences_that_moved_are_found() -> None:
    first, second, third = (
        "Norland will send four ships to the strait.",
        "Estmark waits for a mandate of the council.",
        "Gudrun said nothing about its aircraft at all.",
    )
    found = between(f"{first} {second} {third}", f"{third} {first} {second}")
    assert [(pair.a, pair.b, pair.moved) for pair in found.pairs] == [(0, 1, False), (1, 2, False), (2, 0, True)]
    assert found.differences == ()


WORDS = ["ships", "four", "not", "Norland", "may", "send", "the", "a", "ceasefire", "troops", "200", "will"]


@settings(max_examples=150, deadline=None)
@given(*[st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=8), min_size=1, max_size=6)] * 2)
def test_pairs_are_one_to_one_and_alike(a: list[list[str]], b: list[list[str]]) -> None:
    found = between(*("\n\n".join(f"The {' '.join(words)} of the day came here." for words in side) for side in (a, b)))
    assert len({pair.a for pair in found.pairs}) == len({pair.b for pair in found.pairs}) == len(found.pairs)
    assert all(pair.likeness >= THRESHOLD for pair in found.pairs)
    in_order = [pair.b for pair in found.pairs if not pair.moved]
    assert in_order == sorted(in_order)
    assert len(found.pairs) + len(found.alone_a) == len(found.a.sentences)
    assert len(found.pairs) + len(found.alone_b) == len(found.b.sentences)
    same = align(found.a, found.a)
    assert not same.differences


# -- how it is shown --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_text(editions: Alignment, lang: str, golden: Golden) -> None:
    golden(f"diff-strait-{lang}.txt", diff_text(editions, lang=lang))


def test_html(editions: Alignment, golden: Golden) -> None:
    golden("diff-strait.html", diff_html(editions))


def test_html_escapes_what_reports_say() -> None:
    page = diff_html(
        between('He said <script>alert("1")</script> & left today.', "He said <b onload=x>no</b> & left today.")
    )
    assert "<script>" not in page
    assert "<b onload" not in page
    assert "http" not in page


def test_the_command(tmp_path: Path) -> None:
    a, b = str(EXAMPLES / "strait-morning.txt"), str(EXAMPLES / "strait-evening.txt")
    run = CliRunner().invoke
    answer = json.loads(run(main, ["diff", a, b, "--json"]).stdout)
    assert len(answer["pairs"]) == 7
    assert answer["differences"][1]["changes"][0] == {"a": "1,200", "b": "200", "a_span": [33, 38], "b_span": [33, 36]}
    out = tmp_path / "diff.html"
    assert run(main, ["diff", a, b, "--html", "-o", str(out)]).exit_code == 0
    assert out.read_text("utf-8").startswith("<!doctype html>")
    assert run(main, ["diff", a, b, "--html", "--json"]).exit_code == 2
    missing = run(main, ["diff", a, str(tmp_path / "none.txt")])
    assert (missing.exit_code, missing.stderr) == (2, f"{tmp_path / 'none.txt'}: is not there\n")
    feed = run(main, ["diff", a, str(ROOT / "tests" / "data" / "reports" / "strait-post.rss")])
    assert feed.exit_code == 2
    assert "holds 2 reports" in feed.stderr
    assert run(main, ["diff", a, b, "-o", os.path.join(str(tmp_path), "no", "such")]).exit_code == 2
