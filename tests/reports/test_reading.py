"""Reading: whatever the format, every sentence stands where it says, and nothing of a file goes unaccounted for."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import PART, grows_in_proportion
from willing.cli import main
from willing.languages.days import day_alone
from willing.present.terminal.reports import reports_text
from willing.reports.formats import read_report
from willing.reports.formats.block import UnreadableError
from willing.reports.formats.mapped_text import normalised
from willing.reports.report import Report
from willing.reports.text.language import language_of
from willing.reports.text.sentences import sentence_ends

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "tests" / "data" / "reports").iterdir())
SHARED = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))
ESCAPES = {"html": 1, "feed": 2}


def read(path: Path) -> tuple[Report, ...]:
    return read_report(path.read_bytes(), path.name)


def own(name: str) -> Report:
    (report,) = read(ROOT / "tests" / "data" / "reports" / name)
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
    assert "Fest steht bislang allerdings allein die Zusage ihres Landes, z. B. für vier Schiffe." in said(report)
    assert said(report)[-1] == "Dann tagt der Rat der Union mit rund 3.500 Beratern."


def test_the_text_edition_with_all_its_quirks() -> None:
    report = own("text-edition.txt")
    assert report.format == "bars"
    assert report.title == "„Koalition der Küsten“ in Veldham: Ein Bündnis ohne Schif…"
    assert (report.outlet, report.author, report.published) == ("strait.example", "Erik Beispiel", date(2031, 5, 3))
    assert said(report)[3] == "Die norländische „Koalition der Küsten“ für die Meere… sucht den Anschluss an die Union."
    assert "Minister am 2. Mai ins Haus der Union in Veldham." in said(report)[4]
    assert "Am Abend sollte der Rat der „Küsten“ Bila… ziehen." in said(report)
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
    first, second = read(ROOT / "tests" / "data" / "reports" / "strait-post.rss")
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


# -- the page edition in other hands ----------------------------------------------------------------------------------

PAGE = """\
Man wolle die Abschreckung sichern, sagte der Minister nach dem Treffen in Veldham, zu dem er geladen hatte. Es daure.
Fest steht bislang allein, dass Norland kommt; fast alle übrigen Küstenstaaten verlangen dafür vorher Garantien.
Große Worte
Am Freitag wissen alle mehr. Dann tagt die Gruppe in der Hauptstadt des Landes.
"""
PAGE_EN = """\
The ministers met on Friday and agreed to send four ships to the strait, officials said after the talks.
No date was set. The council will meet again next week in the capital, the spokesman told reporters.
"""


@pytest.mark.parametrize(
    ("page", "comments"),
    [
        (PAGE, "De Maart\nEndlich.\nDas ist richtig."),
        (PAGE, "Veldhamer Kurier\nIch finde das gut und richtig, was die Minister da machen."),
        (PAGE, "Inselbote\nIch finde das gut.\nDas sehe ich anders, denn wer soll das bezahlen?"),
        (PAGE, "Norland Online\nDie fahren da nie hin , wetten .\nAm Ende zahlen wir !!"),
        (PAGE, "Kommentare (2)\nEndlich sagt es einer.\nDas sehen viele anders, denn wer soll das bezahlen?"),
        (PAGE, "Ech fannen dat net gutt datt si elo schonn erëm dohinner ginn an eis Suen ausginn."),
        (PAGE_EN, "The Guardian\nWhat a joke , they will never go !!\nThe above is right."),
    ],
)
def test_comments_are_proposed_as_left_out(page: str, comments: str) -> None:
    plain, (report,) = read_report(page.encode(), "a.txt")[0], read_report((page + comments + "\n").encode(), "a.txt")
    assert said(report) == said(plain)
    assert report.language == plain.language


def test_a_name_may_head_a_part_of_the_report() -> None:
    first, *rest = PAGE.splitlines()
    report = read_report("\n".join([first, "Emmanuel Macron", *rest]).encode(), "a.txt")[0]
    assert [s.said for s in report.sentences if s.heading] == ["Emmanuel Macron", "Große Worte"]
    assert not left_out(report, "comments")


@pytest.mark.parametrize(
    ("line", "outlet", "agency"),
    [
        ("The Ledger, 2 May 2031", "The Ledger", None),
        ("L'Écho de Ponte Reale, 2 mai 2031 (AGP)", "L'Écho de Ponte Reale", "AGP"),
        ("Le Courrier avec AFP, 2 mai 2031", "Le Courrier", "AFP"),
        ("Veldhamer Bote | 2. Mai 2031", "Veldhamer Bote", None),
    ],
)
def test_a_line_that_tells_where_and_when(line: str, outlet: str, agency: str | None) -> None:
    report = read_report(f"Schiffe für die Meerenge\n\n{line}\n\n{ARTICLE}".encode(), "a.txt")[0]
    assert (report.outlet, report.agency, report.published) == (outlet, agency, date(2031, 5, 2))
    assert len(said(report)) == 3


def test_lines_that_name_what_they_hold() -> None:
    head = "Titel: Schiffe für die Meerenge\nMedium: Veldhamer Bote\nAutor: Ada Beispiel\nDatum: 2. Mai 2031\n\n"
    report = read_report((head + ARTICLE).encode(), "a.txt")[0]
    assert (report.title, report.outlet) == ("Schiffe für die Meerenge", "Veldhamer Bote")
    assert (report.author, report.published) == ("Ada Beispiel", date(2031, 5, 2))


# -- sentences --------------------------------------------------------------------------------------------------------

SPLIT = {
    "de": [
        "Am 10. April trafen sich 30 Minister.|Es war der 3. Gipfel in Folge.|Danach reisten sie ab.",
        "Das sagte Dr. Meyer, z. B. in Brüssel, am Freitag.|Und bzw. oder half nicht.",
        "„Wir kommen.|Aber nicht allein“, sagte sie.|„Wann?“, fragte er.|„Bald!“|Dann ging er.",
        "Es kamen 20.000.|Das war im Jahr 2025.|Danach kam niemand mehr.",
        "Im 21. Jahrhundert sei das so, d. h. heute, usw.|Das stimmt.",
        "Er sagte … nichts.|Sie schwieg …|Dann ging sie.",
        "Die Ausbeute (vgl. S. 3) blieb klein.|Mehr nicht?|Doch!",
        "König Ludwig XIV. herrschte lange.|Wilhelm II. auch.",
    ],
    "en": [
        "Mr. Smith of the U.S. Navy met Gen. Lee at 5 p.m. on Friday.|They talked.",
        "“We will come,” she said.|“But not alone.”|Then J. R. Healey left.",
        "It costs $3.5 million, i.e. nothing.|The U.K. will pay.|No. 10 agreed.",
        "He waited...|Nothing came.|Did it?|Yes!",
        "Talks in the U.S. ended.|The Senate, e.g. Sen. Brown, agreed etc.|It is over.",
    ],
    "fr": [
        "M. Macron a vu Mme Roche, p. ex. à Paris.|« Nous irons. »|Puis il est parti.",
        "« Est-ce possible ? »|Oui, dit-il !|C'est l'art de vivre.",
        "Le 1er mai, 20 000 soldats sont partis.|La réunion a eu lieu, cf. p. 3 du texte.|Fin.",
    ],
}


@pytest.mark.parametrize(
    ("language", "text"), [(lang, text) for lang, texts in SPLIT.items() for text in texts], ids=lambda each: each[:40]
)
def test_sentences_end_where_a_reader_would_end_them(language: str, text: str) -> None:
    whole = text.replace("|", " ")
    found = [whole[start:end] for start, end in sentence_ends(whole, language)]
    assert found == text.split("|")


@pytest.mark.parametrize("word", ["if ships, ", "x" * 5_000])
def test_what_never_ends_is_cut_where_a_blank_stands(word: str) -> None:
    text = (word * (20_000 // len(word))).strip()
    pieces = [text[start:end] for start, end in sentence_ends(text, "en")]
    assert max(map(len, pieces)) <= 2_000
    assert (" " if " " in word else "").join(pieces) == text


def test_an_ellipsis_that_cuts_a_word_ends_no_sentence() -> None:
    for text in (
        "Die Hilfe für die Ukra… nähert sich.",
        "Die Hilfe für die Ukra… Nato nähert sich.",
        "They want Bila… now.",
    ):
        assert len(sentence_ends(text, None)) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Minister haben sich am Freitag in Brüssel getroffen und wollen helfen.", "de"),
        ("The ministers met in Brussels on Friday and they would like to help.", "en"),
        ("Les ministres se sont réunis vendredi à Bruxelles et ils veulent aider.", "fr"),
        ("Majo, da bleiwen déi Hären nach Méint do sëtzen an et kënnt näischt dobäi eraus.", None),
        ("D'Ministere sinn e Freideg zu Bréissel zesummekomm an hu gesot datt si hëllefe wëllen.", None),
        ("De ministers hebben elkaar vrijdag in Brussel ontmoet en zij willen helpen met een plan.", None),
        ("Los ministros se reunieron el viernes en Bruselas y quieren ayudar con un plan de la UE.", None),
        ("Kyiv Paris London", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("10 Apr 2025", date(2025, 4, 10)),
        ("10. April 2025", date(2025, 4, 10)),
        ("Donnerstag, 10. April 2025, 14:05 Uhr", date(2025, 4, 10)),
        ("10.04.2025", date(2025, 4, 10)),
        ("2025-04-10T08:00:00Z", date(2025, 4, 10)),
        ("April 10, 2025", date(2025, 4, 10)),
        ("Le jeudi 1er mai 2025", date(2025, 5, 1)),
        ("Published on 10th of April 2025 at 9:30 a.m. GMT", date(2025, 4, 10)),
        ("10/04/2025 - 18:20", date(2025, 4, 10)),
        ("Am 10. April 2025 trafen sich die Minister", None),
        ("31. Februar 2025", None),
        ("2025", None),
    ],
)
def test_days(line: str, day: date | None) -> None:
    assert day_alone(line) == day


# -- bad input --------------------------------------------------------------------------------------------------------

ARTICLE = "Norland schickt vier Schiffe, sagte die Ministerin für Häfen. „Wir kommen“, fügte sie hinzu.\n"


@pytest.mark.parametrize(
    ("encoding", "told", "doubts"),
    [
        ("utf-8", "utf-8", ()),
        ("utf-8-sig", "utf-8", ()),
        ("cp1252", "cp1252", ("encoding",)),
        ("utf-16", "utf-16-le", ()),
        ("utf-16-le", "utf-16-le", ("encoding",)),
        ("utf-16-be", "utf-16-be", ("encoding",)),
        ("utf-32", "utf-32-le", ()),
    ],
)
def test_encodings(encoding: str, told: str, doubts: tuple[str, ...]) -> None:
    (report,) = read_report((ARTICLE * 3).encode(encoding), "a.txt")
    assert (report.encoding, report.doubts) == (told, doubts)
    assert said(report)[0].endswith("Ministerin für Häfen.")
    assert report.text.lstrip("\ufeff") == ARTICLE * 3


def test_a_page_may_say_its_encoding() -> None:
    head = '<html><head><meta charset="iso-8859-1"></head>'
    page = f"{head}<body><article><p>{ARTICLE[:60] * 5}</p></article></body></html>"
    (report,) = read_report(page.encode("latin-1"), "a.html")
    assert report.doubts == ()
    assert "Häfen" in said(report)[0]


def test_damaged_bytes_are_told() -> None:
    (report,) = read_report((ARTICLE * 3).encode()[:-1] + b" \xff Das war es.", "a.txt")
    assert report.doubts == ("damaged",)


def pdf(*pages: str) -> bytes:
    """A PDF by hand: one line of Helvetica a page line, no compression."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        lines = " T* ".join(f"({line}) Tj" for line in page.split("\n"))
        stream = f"BT /F1 11 Tf 14 TL 40 800 Td {lines} ET" if page else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, inside in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{inside}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def test_a_pdf() -> None:
    data = pdf(
        "Ministers promise ships\nVELDHAM - Norland will send four ships to the strait, its mini-\nster of defence said"
        " on Friday, as\nwas expected. Estmark waits for a mandate of the council\nand of its parliament.",
        "",
    )
    (report,) = read_report(data, "a.pdf")
    assert (report.format, report.language, report.doubts) == ("pdf", "en", ("pages",))
    assert said(report)[-2:] == [
        "Norland will send four ships to the strait, its minister of defence said on Friday, as was expected.",
        "Estmark waits for a mandate of the council and of its parliament.",
    ]
    for sentence in report.sentences:
        assert normalised("".join(report.text[s.start : s.end] for s in sentence.spans)) == sentence.said


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"PK\x03\x04" + bytes(500), "binary"),
        (b"%PDF-1.4\nnothing of the kind", "pdf"),
        (pdf("", ""), "no-text"),
        (b"<html><body>" + b"<div>" * 100_000 + b"Norland sends ships.", "nested"),
        (b"<html><head><title></title></head><body><script>x()</script></body></html>", "no-report"),
        (b"<rss version='2.0'><channel><title>Nothing</title></channel></rss>", "no-report"),
        (b"a " * 6_000_000, "large"),
        (b"Norland\n\n" * 60_000, "long"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_read_is_told(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_report(data, "a")
    assert error.value.why == why


def bombs(part: int = 1) -> dict[str, bytes]:
    """What is made to take a reader long, or a part of it."""
    return {
        "entities": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
        + b"]><rss><channel><item><title>Ships</title>"
        + b"<description>Norland sends ships. &a11;</description></item></rss>",
        "quotes": b"<html><body>" + b'<a "' * (100_000 // part),
        "brackets": b"<html><body>" + b"<" * (300_000 // part),
        "comments": b"<!-- a -->" * (20_000 // part) + b"<rss>",
        "entity": b"<html><body><p>&" + b"a" * (300_000 // part),
        "cdata": b"<rss><channel><item><title>A b</title><description>" + b"<![CDATA[" * (20_000 // part),
        "links": b"# A\n\n" + b"[" * (100_000 // part),
        "images": b"# A\n\n" + b"![a](" * (20_000 // part),
        "link marks": b"[1][" * (200_000 // part),
        "dots": b"." * (500_000 // part),
        "json": b'<html><script type="application/ld+json">'
        + b"[" * (100_000 // part)
        + b"</script><body><p>Norland sends ships.</p>",
    }


BOMBS = bombs()


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_go_out(name: str) -> None:
    def read(data: bytes) -> None:
        with suppress(UnreadableError):
            read_report(data, "a")

    grows_in_proportion(read, bombs(PART)[name], BOMBS[name])


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    item = b"<item><title>Ships & more</title><description>Norland sends ships.</description></item>"
    first, _ = read_report(b"<rss><channel>" + item + b"<item><title>B", "a.rss")
    assert first.doubts == ("feed",)
    assert said(first) == ["Ships & more", "Norland sends ships."]


PIECES = [
    *'< > </p> <p> <br> <!-- ]]> &amp; &nbsp; &#65; [1][ ] ** ` <item> </item> <script> (AFP) … " \u00ad \u200b'.split(
        " "
    ),
    *("| ", " | |", "\n", "\r\n", "\n\n", "# ", "## ", "e\u0301", ". ", "! ", " – ", "\ufeff", "\x85", "\u2028"),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(OWN), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES)), max_size=6))
def test_whatever_is_put_in_between_places_are_exact(path: Path, pieces: list[tuple[float, str]]) -> None:
    text = path.read_text("utf-8")
    for where, piece in pieces:
        at = int(where * len(text))
        text = text[:at] + piece + text[at:]
    with suppress(UnreadableError):
        for report in read_report(text.encode(), path.name):
            spans = sorted((s.start, s.end) for sentence in report.sentences for s in sentence.spans)
            spans += [(o.span.start, o.span.end) for o in report.left_out]
            spans.sort()
            assert all(before[1] <= after[0] for before, after in pairwise(spans))
            for sentence in report.sentences:
                taken = "".join(report.text[s.start : s.end] for s in sentence.spans)
                plain = report.format not in ESCAPES
                if plain or "&" not in taken:
                    assert normalised(taken) == sentence.said


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_reads_the_rest(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.txt").write_text(ARTICLE * (2 if folder == "a" else 3), "utf-8")
    (tmp_path / "a" / "copy.txt").write_text(ARTICLE * 2, "utf-8")
    (tmp_path / "a" / ".hidden").write_text("x")
    (tmp_path / "a" / "photo.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "empty").mkdir()
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200 * 10**6)
    names = [str(tmp_path / each) for each in ("a", "b", "a/r.txt", "empty", "huge.txt", "none")]
    done = CliRunner().invoke(main, ["read", *names, "--json"])
    assert done.exit_code == 1
    answer = json.loads(done.stdout)
    assert [Path(report["file"]).name for report in answer["reports"]] == ["copy.txt", "r.txt", "r.txt"]
    assert {(Path(each["file"]).name, each["why"]) for each in answer["unread"]} == {
        ("photo.png", "binary"),
        ("empty", "nothing-inside"),
        ("huge.txt", "large"),
        ("none", "missing"),
    }
    assert [note["kind"] for note in answer["notes"]] == ["same-bytes", "same-name", "given-twice"]
    assert "huge.txt: is too large: 200 MB, and at most 50 MB are read\n" in done.stderr
    assert CliRunner().invoke(main, ["read", str(tmp_path / "none")]).exit_code == 2
    fine = CliRunner().invoke(main, ["read", str(tmp_path / "b")])
    assert (fine.exit_code, fine.stderr) == (0, "")


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_what_is_said_of_reports(lang: str, golden: Callable[[str, str], None]) -> None:
    reports = [report for path in OWN for report in read(path)]
    golden(f"read-own-{lang}.txt", reports_text(reports, lang=lang))
    if lang == "en":
        golden("read-own-sentences.txt", reports_text(reports[-1:], sentences=True))


def test_the_format_that_contributing_adds() -> None:
    """The module written out in CONTRIBUTING.md reads what its test there says."""
    written = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(\"{3}Gemtext.*?)^```", written, re.MULTILINE | re.DOTALL)
    module: dict[str, Any] = {}
    exec(compile(code, "CONTRIBUTING.md", "exec"), module)
    text = "# Ships\n\nNorway will send 300 troops.\n=> https://paper.example/ more\n"
    (draft,) = module["drafts_of"](text, ".gmi")
    assert draft.title == "Ships"
    assert [block.mapped.said for block in draft.blocks] == ["Ships", "Norway will send 300 troops."]
    assert module["drafts_of"](text, ".txt") is None


@pytest.mark.parametrize("figures", ["1114112", "x110000", "55296", "xD800", "0", "99999999999999999999", "9" * 5000])
@pytest.mark.parametrize("before", ["&", "&amp;", "&amp;amp;"])
def test_a_feed_may_refer_to_characters_that_are_none(before: str, figures: str) -> None:
    feed = (
        f"<rss version='2.0'><channel><title>News {before}#{figures};</title><item><title>Norland {before}#{figures};"
        " pledges</title><description>Norland has pledged 500&#160;troops.</description></item></channel></rss>"
    )
    (report,) = read_report(feed.encode(), "a")
    assert report.outlet is not None
    assert report.outlet.startswith("News")


@pytest.mark.parametrize(
    "said",
    [
        "Anna Muster (ABC) hat am Freitag Hilfe zugesagt.",
        "The Northern Union (NU) – as a whole – will contribute $245 million.",
    ],
)
def test_a_party_in_brackets_is_no_agency(said: str) -> None:
    (report,) = read_report(f"A title\n\n{said} It is told here at some length.\n".encode(), "report.txt")
    assert report.sentences[1].said == said


def test_divided_words_and_ligatures_are_read_whole() -> None:
    first = "Norway will send 500 sol\u00addiers to the e\ufb00ort, its minis-"
    text = f"A title\n\n{first}\nter said on Friday, land-\nand sea. More text is here.\n"
    (report,) = read_report(text.encode(), "report.txt")
    sentence = report.sentences[1]
    assert sentence.said == "Norway will send 500 soldiers to the effort, its minister said on Friday, land- and sea."
    assert report.text[sentence.spans[0].start : sentence.spans[0].end] == first.removesuffix("-")
