"""The sources of a plan: voices, passages that are there or gone, copies declared as two origins."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpus_reports import labels, path_of, text_of
from willing import open_plan
from willing.answers.sources import Sources
from willing.cli import main
from willing.languages import LANGUAGES
from willing.present.escape import columns
from willing.present.terminal.sources import sources_text
from willing.questions.voices import voices
from willing.reports.formats import read_report
from willing.reports.quoted import find_said

EXAMPLES = Path(__file__).parents[2] / "examples"

PLAN = """
[plan]
name = "Halm escort"
as_of = 2031-06-12
goal = "total(frigates) >= 2"
[assumptions.mandate]
name = "The Corvian parliament votes a mandate"
[partners.belmark]
name = "Belmark"
[partners.corvia]
name = "Corvia"
[partners.lorvane]
name = "Lorvane"
[[pledges]]
partner = "belmark"
provides = "frigates"
amount = 2
[[pledges]]
partner = "corvia"
provides = "troops"
amount = 120
if = "mandate"
[[pledges]]
partner = "lorvane"
if = "never"
"""

POST = '[sources.post]\nfile = "halm-1.txt"\npublished = 2031-05-12\n'
HERALD = '[sources.herald]\nfile = "halm-2.txt"\npublished = 2031-05-13\n'
CORVIA = "Corvia would join with 120 boarding troops"
BELMARK = "Belmark will lead an escort of grain ships through the Strait of Halm from July and put two frigates into it"


def statement(about: str, source: str, says: str | None = None, **keys: Any) -> str:
    lines = ["[[statements]]", f'about = "{about}"', f'source = "{source}"']
    lines += [f"says = {json.dumps(says, ensure_ascii=False)}"] if says else []
    lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for each in labels():
        (tmp_path / f"{each['id']}.txt").write_text(text_of(each["id"]), "utf-8")
    return tmp_path


def asked(folder: Path, text: str, **how: Any) -> Sources:
    (folder / "plan.toml").write_text(PLAN + text, "utf-8")
    return open_plan(folder / "plan.toml", **how).sources()


# -- voices -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("plan.toml")), ids=lambda p: p.parent.name)
def test_voices_are_those_that_every_answer_counts(path: Path) -> None:
    study = open_plan(path)
    heard = voices(study.plan)
    for subject in study.sources().subjects:
        told = heard.get(subject.id)
        assert [v.origin for v in subject.supporting] == list(told.supporting if told else ())
        assert [v.origin for v in subject.contradicting] == list(told.contradicting if told else ())


def test_equal_origins_are_one_voice_and_told_why(folder: Path) -> None:
    text = (
        POST
        + HERALD
        + 'origin = "post"\n[sources.page]\n'
        + statement("belmark-1", "post", BELMARK)
        + statement("belmark-1", "herald", BELMARK)
        + statement("belmark-1", "page", origin="npa-2031")
        + statement("corvia-1", "herald", CORVIA, against=True)
    )
    answer = asked(folder, text)
    belmark, corvia, lorvane, mandate = answer.subjects
    assert [(v.origin, v.sources, dict(v.repeats)) for v in belmark.supporting] == [
        ("post", ("post", "herald"), {"herald": "post"}),
        ("npa-2031", ("page",), {"page": None}),
    ]
    assert [v.origin for v in corvia.contradicting] == ["post"]
    assert not corvia.supporting
    assert (lorvane.supporting, mandate.kind) == ((), "assumption")
    assert answer.origins == 2
    assert answer.single == ()
    assert answer.unsourced == ("corvia-1", "lorvane-1")
    assert answer.alike == ()  # they are declared as one already
    late = asked(folder, text, known_by=date(2031, 5, 12))
    assert late.subjects[0].supporting[0].sources == ("post",)


# -- passages ---------------------------------------------------------------------------------------------------------


def test_every_labelled_passage_is_found_and_no_other() -> None:
    for each in labels():
        reports = read_report(path_of(each["id"]).read_bytes(), each["id"])
        for told in each.get("statements", ()):
            found = find_said(told["passage"], reports)
            assert found is not None
            assert found.left_out is None
            there = " ".join(found.report.text[found.span.start : found.span.end].split())
            assert told["passage"] in there
            changed = told["passage"].replace("e", "ee", 1)
            assert find_said(changed, reports) is None


def test_a_passage_that_is_gone_is_an_orphan_and_no_lookalike_is_taken(folder: Path) -> None:
    # The update says three where the plan has two: all else is the same.
    text = (
        POST.replace("halm-1", "halm-3")
        + statement("belmark-1", "post", BELMARK)
        + statement("corvia-1", "post", CORVIA)
    )
    answer = asked(folder, text)
    (orphan,) = answer.orphans
    assert (orphan.about, orphan.lost, orphan.file) == ("belmark-1", "gone", "halm-3.txt")
    assert (answer.passages.sought, answer.passages.found) == (2, 1)


@pytest.mark.parametrize(
    ("says", "there"),
    [
        ("Norland sends 1,200 men", True),
        ("sends   1,200\nmen", True),
        ("200 men", False),
        ("orland sends", False),
        ("Norland sends … by June", True),
        ("Norland sends [...] by June", True),
        ("by June … Norland sends", False),
        ("Norland … never", False),
        ('"We go," he said', True),
        ("„We go,“ he said", True),
        ("norland sends", False),
        ("It’s late", True),
        ("...", False),
        ("", False),
    ],
)
def test_what_counts_as_the_same_passage(says: str, there: bool) -> None:
    text = "Norland sends\n1,200 men to the strait by June. “We go,” he said. It's late."
    assert (find_said(says, read_report(text.encode(), "a.txt")) is not None) == there


def test_a_comment_is_no_report(folder: Path) -> None:
    page = (
        "<html><body><article><h1>Two frigates</h1>" + f"<p>{text_of('halm-1')}</p>" * 2 + "</article>"
        '<section id="comments" class="comments"><div class="comment"><p>Norland will send ninety ships, I heard it '
        "from my neighbour and he is never wrong about ships.</p></div></section></body></html>"
    )
    (folder / "page.html").write_text(page, "utf-8")
    text = POST.replace("halm-1.txt", "page.html") + statement("belmark-1", "post", "Norland will send ninety ships")
    answer = asked(folder, text)
    assert [orphan.about for orphan in answer.orphans] == ["belmark-1"]
    assert answer.passages.found == 0


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: None, "missing"),
        (lambda path: path.mkdir(), "not-a-file"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(bytes(range(256)) * 40), "binary"),
        (lambda path: path.write_bytes(b"%PDF-1.4\n nothing"), "pdf"),
    ],
    ids=["missing", "folder", "empty", "binary", "broken PDF"],
)
def test_files_that_cannot_be_read_are_told(folder: Path, make: Any, why: str) -> None:
    make(folder / "x.bin")
    text = POST.replace("halm-1.txt", "x.bin") + HERALD + statement("corvia-1", "post", CORVIA)
    text += statement("corvia-1", "herald", CORVIA)
    answer = asked(folder, text)
    (unread,) = answer.unread
    assert (unread.source, unread.why) == ("post", why)
    assert answer.orphans == ()
    assert (answer.passages.sought, answer.passages.found) == (1, 1)
    for lang in LANGUAGES:
        assert "x.bin" in sources_text(answer, lang=lang)


# -- what looks like one ----------------------------------------------------------------------------------------------


def test_copies_declared_as_two_are_suggested_and_not_counted(folder: Path) -> None:
    text = POST + HERALD + statement("corvia-1", "post", CORVIA) + statement("corvia-1", "herald", CORVIA)
    text += statement("belmark-1", "post", BELMARK)
    answer = asked(folder, text)
    (pair,) = answer.alike
    assert (pair.a, pair.b, pair.about, pair.elsewhere) == ("post", "herald", ("corvia-1",), ())
    assert pair.answer == "same"
    assert pair.passages[0].words > 100
    assert len(answer.subjects[1].supporting) == 2  # a suggestion changes no count


def test_a_passage_of_its_own_in_a_copy_is_told(folder: Path) -> None:
    third = "a third frigate, the Valdemar, had been cleared for the mission"
    text = POST + HERALD.replace("halm-2", "halm-3")
    text += statement("belmark-1", "post", BELMARK) + statement("belmark-1", "herald", third)
    (pair,) = asked(folder, text).alike
    assert (pair.about, pair.elsewhere) == (("belmark-1",), ("belmark-1",))


def test_shared_quotations_and_background_are_no_suspicion(folder: Path) -> None:
    text = POST + '[sources.chronicle]\nfile = "halm-5.txt"\n[sources.inquiry]\nfile = "quay-1.txt"\n'
    text += statement("corvia-1", "post", CORVIA) + statement("belmark-1", "chronicle", "A tanker could be spared")
    answer = asked(folder, text)
    assert answer.alike == ()
    assert answer.carries == {}


def test_pages_of_several_origins_are_told(folder: Path) -> None:
    text = POST + '[sources.week]\nfile = "runde-1.txt"\n[sources.mules]\nfile = "quay-3.txt"\n'
    answer = asked(folder, text + statement("corvia-1", "week", CORVIA))
    assert answer.carries == {"week": ("post", "mules")}


def test_the_same_words_of_two_origins_are_told_without_files(folder: Path) -> None:
    says = "Lorvane will not take part in it, whatever anybody may offer."
    text = "[sources.a]\n[sources.b]\n" + statement("lorvane-1", "a", says) + statement("lorvane-1", "b", says.upper())
    (pair,) = asked(folder, text).alike
    assert (pair.a, pair.b, pair.answer, pair.about) == ("a", "b", "passage", ("lorvane-1",))
    quoted = "[sources.a]\n[sources.b]\n" + "".join(statement("lorvane-1", s, f"“{says}”, he said") for s in "ab")
    assert asked(folder, quoted).alike == ()
    short = "[sources.a]\n[sources.b]\n" + "".join(statement("lorvane-1", s, "Lorvane says no") for s in "ab")
    assert asked(folder, short).alike == ()
    one = "[sources.a]\n[sources.b]\norigin = 'a'\n" + "".join(statement("lorvane-1", s, says) for s in "ab")
    assert asked(folder, one).alike == ()


# -- what is said -----------------------------------------------------------------------------------------------------

EVERYTHING = (
    POST
    + HERALD
    + '[sources.week]\nfile = "runde-1.txt"\n[sources.mules]\nfile = "quay-3.txt"\n'
    + '[sources.lost]\nfile = "lost.txt"\n[sources.talk]\n'
    + statement("belmark-1", "post", BELMARK)
    + statement("belmark-1", "herald", BELMARK.replace("two", "four"))
    + statement("corvia-1", "post", CORVIA)
    + statement("corvia-1", "herald", CORVIA)
    + statement("lorvane-1", "talk", "Lorvane will have nothing to do with it.")
    + statement("mandate", "mules", "it meets on the last Thursday of the month", against=True)
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_in_every_language(folder: Path, lang: str, golden: Any) -> None:
    golden(f"sources-halm-{lang}.txt", sources_text(asked(folder, EVERYTHING), width=80, lang=lang))


@pytest.mark.parametrize("width", [40, 60, 120])
@pytest.mark.parametrize("ascii_", [False, True])
def test_no_line_is_wider_than_asked_for(folder: Path, width: int, ascii_: bool) -> None:
    for lang in LANGUAGES:
        text = sources_text(asked(folder, EVERYTHING), width=width, ascii=ascii_, lang=lang)
        assert max(map(columns, text.splitlines())) <= width
        assert text.isascii() or not ascii_


def test_as_json(folder: Path) -> None:
    asked(folder, EVERYTHING)
    done = CliRunner().invoke(main, ["sources", str(folder / "plan.toml"), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["passages"] == {"sought": 5, "found": 4, "without_file": 1}
    assert [each["about"] for each in told["orphans"]] == ["belmark-1"]
    assert told["unread"] == [{"source": "lost", "file": "lost.txt", "why": "missing", "what": ""}]
    assert [(each["a"], each["b"], each["answer"]) for each in told["alike"]] == [("post", "herald", "same")]
    assert told["carries"] == {"week": ["post", "herald", "mules"]} or told["carries"] == {"week": ["post", "mules"]}
    assert told["pledges"]["corvia-1"]["for"][0]["origin"] == "post"
    assert told["single"] == ["lorvane-1"]
