"""How many reports a second are read on one core, beside peers that do a part of it: pysbd and trafilatura."""

import random
import sys
from importlib.util import find_spec
from pathlib import Path

from measuring import ratios, spread, table, timed
from willing.reports.formats import read_report

_OWN = Path(__file__).parent.parent / "tests" / "data" / "reports"
_COUNT = 400


def main(runs: int = 5) -> None:
    """Print the tables."""
    texts = [_plain(seed) for seed in range(_COUNT)]
    pages = [_page(text) for text in texts[:100]]
    data = [text.encode() for text in texts]
    ours: list[float] = []
    theirs: list[float] = []
    read_report(data[0], "a.txt")
    peer = _pysbd() if find_spec("pysbd") is not None else None
    for _ in range(runs):
        ours.append(timed(lambda: [read_report(each, "a.txt") for each in data])[0])
        if peer is not None:
            few = texts[:20]
            theirs.append(timed(lambda few=few: [peer(each) for each in few])[0] * len(texts) / len(few))
    words = sum(len(text.split()) for text in texts) // len(texts)
    rows = [("Willing: everything", spread([len(data) / s for s in ours]), "1")]
    if theirs:
        rows.append(("pysbd: sentences alone", spread([len(data) / s for s in theirs]), spread(ratios(theirs, ours))))
    table(
        f"{len(texts)} plain reports of {words} words on one core, {runs} paired runs (smallest / median / largest)",
        ("", "reports a second", "times as long as Willing"),
        rows,
    )
    if min(len(data) / s for s in ours) < 200:
        print("\nThe goal of 200 plain reports a second a core was not reached in every run.")
    _pages(pages, runs)


def _pages(pages: list[str], runs: int) -> None:
    from trafilatura import extract

    read_report(pages[0].encode(), "a.html")
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(timed(lambda: [read_report(page.encode(), "a.html") for page in pages])[0])
        theirs.append(timed(lambda: [extract(page, include_comments=False) for page in pages])[0])
    table(
        f"{len(pages)} pages of HTML with the same texts, {runs} paired runs (smallest / median / largest)",
        ("", "pages a second", "times as long as Willing"),
        [
            ("Willing: everything", spread([len(pages) / s for s in ours]), "1"),
            ("trafilatura: text alone", spread([len(pages) / s for s in theirs]), spread(ratios(theirs, ours))),
        ],
    )


def _pysbd():  # type: ignore[no-untyped-def]
    import pysbd

    segmenter = pysbd.Segmenter(language="de", clean=False)
    return segmenter.segment


def _plain(seed: int) -> str:
    """A report of about 500 words, put together from the sentences of the test's page edition."""
    draw = random.Random(seed)
    lines = (_OWN / "page-edition.txt").read_text("utf-8").splitlines()[:5]
    sentences = [each + "." for line in lines for each in line.rstrip(".").split(". ") if len(each) > 30]
    paragraphs = [" ".join(draw.choices(sentences, k=4)) for _ in range(10)]
    return f"Bericht {seed} aus Veldham\nVon Ada Beispiel\n2. Mai 2031\n\n" + "\n\n".join(paragraphs) + "\n"


def _page(text: str) -> str:
    title, author, day, _, *paragraphs = text.split("\n")
    body = "\n".join(f"<p>{each}</p>" for each in paragraphs if each)
    menu = "".join(f'<li><a href="/{i}">Ressort {i}</a></li>' for i in range(30))
    return (
        f'<!doctype html><html lang="de"><head><title>{title}</title></head><body><nav><ul>{menu}</ul></nav><article>'
        f"<h1>{title}</h1><p class='byline'>{author}, {day}</p>{body}</article><footer>© Veldham</footer></body></html>"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
