"""How good reports are judged: same origin, on the labelled reports of tests/corpus, the part that was tuned on and
the part that was held out."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from measuring import table

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from corpus_reports import labels, path_of

#: What no comparison of words can find, and is not asked to.
OTHER_WORDS = ("reworded", "translation")


def run() -> None:
    """Print precision and recall of both parts."""
    rows = []
    for split in ("tune", "held"):
        told = [each for each in labels() if each["split"] == split]
        rows += [[split, *row] for row in _same_origin(told)]
    head = ["part", "answer", "right of those told", "precision", "found of those there are", "recall"]
    table("Same origin, pairs of labelled reports", head, rows)


def _same_origin(told: Sequence[dict[str, Any]]) -> list[list[str]]:
    from willing.reports.formats import read_report
    from willing.reports.sameness.same_origin import same_origin

    # Agencies and outlets are invented, so that no reader can know them: what the report credits is taken as labelled.
    reports = [
        replace(
            read_report(path_of(each["id"]).read_bytes(), each["id"])[0],
            agency=each.get("agency"),
            published=each["published"],
        )
        for each in told
    ]
    found = same_origin(reports)
    first = found.first
    every = list(combinations(range(len(told)), 2))
    origin = [each["origin"] for each in told]
    by_words = [each["kind"] not in OTHER_WORDS for each in told]

    same = {(a, b) for a, b in every if first.get(a, -1) == first.get(b, -2)}
    are = {(a, b) for a, b in every if origin[a] == origin[b] and by_words[a] and by_words[b]}
    # A pair that is possibly one stands for the groups of both.
    ends = {(first.get(link.a, link.a), first.get(link.b, link.b)) for link in found.links if link.answer == "possible"}
    possible = {
        (a, b)
        for a, b in every
        if (first.get(a, a), first.get(b, b)) in ends or (first.get(b, b), first.get(a, a)) in ends
    }
    maybe = {
        (a, b)
        for a, b in every
        if origin[a] == origin[b]
        and "reworded" in (told[a]["kind"], told[b]["kind"])
        and told[a]["language"] == told[b]["language"]
    }
    number = {each["id"]: i for i, each in enumerate(told)}
    shared = {
        (first.get(link.a, link.a), first.get(link.b, link.b)) for link in found.links if link.answer == "passages"
    }
    shared = {(min(pair), max(pair)) for pair in shared}
    passages = set()
    for each in told:
        for other in each.get("shares", ()):
            a, b = (first.get(number[id_], number[id_]) for id_ in (each["id"], other))
            passages.add((min(a, b), max(a, b)))
    return [
        ["the same text", *_scores(same, are)],
        ["possibly the same", *_scores(possible, maybe)],
        ["shared passages, of groups", *_scores(shared, passages)],
    ]


def _scores(told: set[tuple[int, int]], there: set[tuple[int, int]]) -> list[str]:
    right = len(told & there)
    return [
        f"{right} of {len(told)}",
        f"{right / len(told):.2f}" if told else "–",
        f"{right} of {len(there)}",
        f"{right / len(there):.2f}" if there else "–",
    ]


if __name__ == "__main__":
    run()
