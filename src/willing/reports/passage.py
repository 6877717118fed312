"""Passages: how one is addressed, and how it is found again in a file that may have changed.

As in the W3C Web Annotation model: by its position in the untouched file, and by what it says in the normalised text,
with a little of what stands before and behind it. What is no longer there is an orphan; it is never taken for something
that only looks like it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from willing.reports.formats.mapped_text import normalised
from willing.reports.report import Report, Sentence, Span

#: How much of the text before and behind a passage is kept with it, in code points.
CONTEXT = 32

#: So much of it must be the same where the passage does not stand in the same surroundings.
_NEAR = 16

#: A whole sentence of so many words is the same one wherever it stands.
_TELLING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A piece of a report: what it says (``exact``), what stands around it, and its place in the untouched file."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Where a passage stands now: its sentences, and its place in the file."""

    sentences: tuple[Sentence, ...]
    place: Span


def passage(report: Report, first: int, last: int | None = None) -> Anchor:
    """The sentences from index ``first`` to ``last`` (included; by itself, ``first``) of a report."""
    last = first if last is None else last
    text, starts = _flow(report.sentences)
    start, end = starts[first], starts[last] + len(report.sentences[last].said)
    return Anchor(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=report.sentences[first].place.start,
        end=report.sentences[last].place.end,
    )


def find(report: Report, wanted: Anchor) -> Anchored | None:
    """Where a passage stands in a report; None: it is an orphan.

    It must be there word for word, begin and end with words, and within a sentence the rest of that sentence must be
    as it was. Of several, what stands around tells which; where that does not tell, it is an orphan.
    """
    exact = normalised(wanted.exact)
    if not exact or not report.sentences:
        return None
    text, starts = _flow(report.sentences)
    ends = [start + len(sentence.said) for start, sentence in zip(starts, report.sentences, strict=True)]
    prefix, suffix = _kept(wanted.prefix), _kept(wanted.suffix)
    told = bool(prefix or suffix) or wanted.start is not None
    places: list[tuple[int, int]] = []  # how well what stands around it fits, and where it stands
    at = text.find(exact)
    while at >= 0:
        end = at + len(exact)
        if _is_word_edge(text, at) and _is_word_edge(text, end):
            opens = starts[bisect_right(starts, at) - 1]
            closes = ends[bisect_left(ends, end)]
            goes_on = _goes_on(prefix, text[opens:at], before=True) and _goes_on(suffix, text[end:closes], before=False)
            if goes_on or not told:
                before = _fits(prefix, text[max(0, at - CONTEXT) : at], before=True, edge=at == 0)
                behind = _fits(suffix, text[end : end + CONTEXT], before=False, edge=end == len(text))
                places.append((before + behind, at))
        at = text.find(exact, at + 1)
    if not places:
        return None
    best = max(score for score, _ in places)
    chosen = [at for score, at in places if score == best]
    if told and best == 0 and len(exact.split()) < _TELLING:
        return None
    if len(chosen) > 1:  # the same words in the same surroundings: only the place in the file can tell
        chosen = [at for at in chosen if _place(report, starts, ends, at, at + len(exact)).start == wanted.start]
        if len(chosen) != 1:
            return None
    first, end = chosen[0], chosen[0] + len(exact)
    sentences = report.sentences[bisect_right(starts, first) - 1 : bisect_left(ends, end) + 1]
    return Anchored(sentences=sentences, place=_place(report, starts, ends, first, end))


def _flow(sentences: Sequence[Sentence]) -> tuple[str, list[int]]:
    """The normalised text of a report, and where each sentence begins in it."""
    starts = list(accumulate((len(sentence.said) + 1 for sentence in sentences[:-1]), initial=0))
    return " ".join(sentence.said for sentence in sentences), starts


def _kept(context: str) -> str:
    """Normalised, with the blank that parts it from the passage."""
    said = normalised(context)
    return f"{' ' if context[:1].isspace() else ''}{said}{' ' if said and context[-1:].isspace() else ''}"


def _is_word_edge(text: str, at: int) -> bool:
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())


def _goes_on(context: str, rest: str, *, before: bool) -> bool:
    """Whether what else the sentence says, where the passage is only a part of it, is as it was."""
    if not rest.strip():
        return True
    if not context.strip():
        return False
    size = min(len(context), len(rest))
    return context[-size:] == rest[-size:] if before else context[:size] == rest[:size]


def _fits(context: str, around: str, *, before: bool, edge: bool) -> int:
    """2: it stands next to what it stood next to; 1: next to much the same; 0: not."""
    if not context.strip():
        return 2 if edge else 0
    if context == around:
        return 2
    size = min(_NEAR, len(context))
    return int(
        len(around) >= size and (context[-size:] == around[-size:] if before else context[:size] == around[:size])
    )


def _place(report: Report, starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> Span:
    """The place in the file of a piece of the normalised text; within a sentence, that of the whole sentence."""
    first = report.sentences[bisect_right(starts, start) - 1]
    last = report.sentences[bisect_left(ends, end)]
    return Span(start=first.place.start, end=last.place.end)
