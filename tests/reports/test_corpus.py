"""The labels of the corpus fit its reports."""

from datetime import date

from corpus_reports import CORPUS, labels, names, path_of, text_of

KINDS = {
    "original", "copy", "excerpt", "embedded", "update", "rewrite", "reworded", "translation",
    "quotation", "background", "roundup", "independent",
}  # fmt: skip


def test_every_file_is_labelled() -> None:
    assert [r["id"] for r in labels()] == list(dict.fromkeys(r["id"] for r in labels()))
    assert {path_of(r["id"]) for r in labels()} == set((CORPUS / "reports").iterdir())
    assert len(labels()) >= 60


def test_both_parts_have_all_languages_and_share_no_event() -> None:
    events = {split: {r["event"] for r in labels() if r["split"] == split} for split in ("tune", "held")}
    assert not events["tune"] & events["held"]
    for split in events:
        assert {r["language"] for r in labels() if r["split"] == split} == {"en", "de", "fr"}


def test_reports_are_as_labelled() -> None:
    by_id = {r["id"]: r for r in labels()}
    for report in labels():
        assert report["kind"] in KINDS
        assert text_of(report["id"]).startswith(report["title"] + "\n")
        assert isinstance(report["published"], date)
        source = by_id[report.get("copy_of", report["id"])]
        assert report["origin"] == source["origin"]
        assert all(by_id[other]["origin"] != report["origin"] for other in report.get("shares", ()))
        assert all(by_id[r]["split"] == report["split"] for r in (source["id"], *report.get("shares", ())))


def test_statements_are_in_their_reports() -> None:
    for report in labels():
        text = " ".join(text_of(report["id"]).split())
        places = []
        for statement in report.get("statements", ()):
            assert text.count(statement["passage"]) == 1, statement
            places.append(text.index(statement["passage"]))
            assert statement["partner"] in names()["states"] | names()["groups"]
            assert statement["about"] in ("pledge", "assumption")
            assert statement["stance"] in ("firm", "conditional", "undecided", "refuses")
            assert ("condition" in statement) >= (statement["stance"] == "conditional")
            for words in ("condition", "speaker", "of"):
                assert statement.get(words, "").casefold() in text.casefold(), statement
        assert places == sorted(places)
