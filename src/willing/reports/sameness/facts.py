"""What a report tells beside its words: numbers, names and quotations, in the order in which it first tells them.

Who writes an agency's report in words of their own keeps its facts, and mostly their order; who writes of the same
event for themselves has others, or begins elsewhere.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from willing.reports.report import Report
from willing.reports.text.words import words_of

#: So many facts two reports must have in the same order at least, numbers or quotations so many of them; and this share
#: of the facts of whoever has fewer.
LEAST_FACTS, LEAST_EXACT, LEAST_SHARE = 5, 2, 0.5

_QUOTED = re.compile(r"[„“«\"]([^„“”«»\"]{20,400})[”“»\"]")
_NAME = 6  # letters: forms of one name are taken for one


def facts_of(report: Report) -> tuple[str, ...]:
    """Its facts, each once: a number as ``#3000``, a quotation as ``»`` and its words, a name by its first letters."""
    facts: dict[str, None] = {}
    for sentence in report.sentences:
        if sentence.heading:
            continue
        at = {match.start(): match for match in _QUOTED.finditer(sentence.said)}
        end = 0
        for n, word in enumerate(words_of(sentence.said, report.language)):
            begun = next((at.pop(place) for place in list(at) if place < word.start), None)
            if begun is not None:
                facts["»" + " ".join(each.fold for each in words_of(begun[1], report.language))] = None
                end = begun.end()
            if word.start < end:
                continue  # of the quotation
            if word.number:
                facts[f"#{word.fold}"] = None
            elif n and word.text[0].isupper():
                facts[word.text[:_NAME].casefold()] = None
    return tuple(facts)


def in_order(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """The most facts that two reports have in the same order."""
    place = {fact: i for i, fact in enumerate(b)}
    ends: list[int] = []  # by length: where the best row of so many facts ends in b
    last: list[int] = []  # and in a
    before: dict[int, int | None] = {}
    for i, fact in enumerate(a):
        if fact not in place:
            continue
        length = bisect_left(ends, place[fact])
        ends[length : length + 1] = [place[fact]]
        last[length : length + 1] = [i]
        before[i] = last[length - 1] if length else None
    row: list[str] = []
    at = last[-1] if last else None
    while at is not None:
        row.append(a[at])
        at = before[at]
    return tuple(reversed(row))


def tells_the_same(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """The facts in the same order that make two reports of one agency possibly one account; none if they do not."""
    row = in_order(a, b)
    exact = sum(fact[0] in "#»" for fact in row)
    enough = len(row) >= max(LEAST_FACTS, LEAST_SHARE * min(len(a), len(b))) and exact >= LEAST_EXACT
    return row if enough else ()
