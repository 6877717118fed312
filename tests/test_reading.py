"""Reading: whatever the format, every sentence stands where it says, and nothing of a file goes unaccounted for."""

from datetime import date
from pathlib import Path

import pytest

from willing.evidence.formats import read_report
from willing.evidence.formats.strand import normalised
from willing.evidence.report import Report

ROOT = Path(__file__).parent.parent
OWN = sorted((ROOT / "tests" / "reports").iterdir())
SHARED = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))
ESCAPES = {"html": 1, "feed": 2}


def read(path: Path) -> tuple[Report, ...]:
    return read_report(path.read_bytes(), path.name)


def own(name: str) -> Report:
    (report,) = read(ROOT / "tests" / "reports" / name)
    return report


def left_out(report: Report, why: str) -> list[str]:
    return [report.text[o.span.start : o.span.end] for o in report.left_out if o.why == why]


def said(report: Report) -> list[str]:
    return [sentence.said for sentence in report.sentences]


@pytest.mark.parametrize("path", [*OWN, *SHARED], ids=lambda path: path.name)
def test_every_sentence_stands_where_it_says(path: Path) -> None:
    for report in read(path):
        assert report.sentences
        for sentence in report.sentences:
            pieces = "".join(report.text[span.start : span.end] for span in sentence.spans)
            assert normalised(pieces, escapes=ESCAPES.get(report.format, 0)) == sentence.said
            assert sentence.place.start < sentence.place.end


@pytest.mark.parametrize("path", [*OWN, *SHARED], ids=lambda path: path.name)
def test_nothing_is_dropped_silently(path: Path) -> None:
    reports = read(path)
    if reports[0].format == "feed":
        return  # what stands between the items belongs to none
    for report in reports:
        spans = sorted(
            [(s.start, s.end) for sentence in report.sentences for s in sentence.spans]
            + [(o.span.start, o.span.end) for o in report.left_out]
        )
        at = 0
        for start, end in spans:
            assert start >= at, f"{report.text[start:at]!r} is told twice"
            assert not report.text[at:start].strip()
            at = end
        assert not report.text[at:].strip()


@pytest.mark.parametrize("path", [path for path in OWN if path.suffix == ".txt"], ids=lambda path: path.name)
def test_positions_are_code_points_of_the_untouched_file(path: Path) -> None:
    (report,) = read(path)
    assert report.text == path.read_bytes().decode("utf-8")


def test_the_page_edition_has_no_head_and_comments_at_its_end() -> None:
    report = own("page-edition.txt")
    assert (report.title, report.author, report.published) == (None, None, None)
    assert (report.outlet, report.language) == ("Veldhamer Tageblatt", "de")
    assert [s.said for s in report.sentences if s.heading] == ["Zusagen unter Vorbehalt"]
    assert len(left_out(report, "comments")) == 2
    assert said(report)[0].startswith("Man wolle vorbereitet sein, wenn am 10. Mai die Waffen schwiegen")
    assert "Bisher stehe allerdings nur die Zusage ihres Landes fest, z. B. für vier Schiffe." in said(report)
    assert said(report)[-1] == "Dann trifft sich der Rat der Union mit rund 3.500 Beratern."


def test_the_text_edition_with_all_its_quirks() -> None:
    report = own("text-edition.txt")
    assert report.format == "bars"
    assert report.title == "„Koalition der Küsten“ in Veldham: Ein Bündnis ohne Schif…"
    assert (report.outlet, report.author, report.published) == ("strait.example", "Erik Beispiel", date(2031, 5, 3))
    assert said(report)[3] == "Die norländische „Koalition der Küsten“ für die Meere… rückt näher an die Union."
    assert "Minister am 2. Mai im Haus der Union in Veldham." in said(report)[4]
    assert "Beim Treffen wollten die „Küsten“ nun Bila… ziehen." in said(report)
    assert said(report)[-1].endswith("– ob die anderen mitkommen, ist fraglich.")
    assert left_out(report, "byline") == ["Veldham strait |", "3 May 2031", "## AUTOREN", "Erik Beispiel"]
    assert left_out(report, "caption") == ["Foto: Die Minister am Kai von Veldham"]
    assert left_out(report, "tags") == ["## TAGS", "Schwerpunkt Meerenge", "Norland"]
    assert len(left_out(report, "links")) == 4
    assert len(left_out(report, "related")) == 3


def test_an_agency_report() -> None:
    report = own("agency.txt")
    assert report.title == "Ministers promise ships for the strait"
    assert (report.author, report.agency, report.published) == ("Ann Lee", "Reuters", date(2031, 5, 2))
    assert report.language == "en"
    assert said(report)[1].endswith("its minister of defence said on Friday, provided a ceasefire holds.")
    assert said(report)[2:] == [
        '"We are ready," Mr. Brandt told reporters.',
        '"But not alone."',
        "Estmark would follow, e.g. with two minehunters, if the U.S. Navy took part.",
        "No decision was made at 5 p.m. on Friday.",
    ]


def test_a_page_in_html() -> None:
    report = own("strait-post.html")
    assert (report.title, report.outlet, report.author) == ("Norland pledges ships", "The Strait Post", "Ann Lee")
    assert (report.published, report.language, report.agency) == (date(2031, 5, 2), "en", "Reuters")
    assert said(report)[1].startswith("Norland will send four ships")
    assert any("hesitant" in each for each in said(report))
    assert left_out(report, "comments")[0] == "3 comments"


def test_a_feed_holds_several_reports() -> None:
    first, second = read(ROOT / "tests" / "reports" / "strait-post.rss")
    assert (first.part, second.part) == (0, 1)
    assert first.title == "Norland & Estmark: Schiffe"
    assert said(first)[1:] == [
        "Norland schickt vier Schiffe, sagte der Minister.",
        "Er sei sich dessen sicher & bereit.",
    ]
    assert second.agency == "dpa"


def test_markdown() -> None:
    report = own("les-navires.md")
    assert (report.title, report.author) == ("La Norlande promet quatre navires", "Jeanne Petit")
    assert (report.outlet, report.language) == ("Le Courrier du Détroit", "fr")
    assert said(report)[1:4] == [
        "La Norlande enverra quatre navires dans le détroit, a dit M. Duval au journal vendredi.",
        "« Nous sommes prêts. »",
        "Il n'y a pas de mandat pour le moment, a ajouté Mme Roche.",
    ]
