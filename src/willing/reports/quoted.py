"""Whether a report says what a statement quotes from it: word for word, never something like it.

A statement quotes no more than its words; a passage that was kept with what stands around it is found by
``passage.py``.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from willing.reports.report import LeftOut, Report, Span

# Marks that editions of one text write differently; they are taken for one.
_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "\u00ad": None}
)
_GAP = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\)|…|\.\.\.)\s*")
_INSIDE_QUOTES = re.compile(r'(?<=")\s+(?=\w)|(?<=[\w.,!?])\s+(?=")')

#: Parts of a passage with a gap in between stand within so many characters.
_WIDEST_GAP = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuote:
    """Where a passage stands: the report, the sentences it goes through, and why it is left out, if it is."""

    report: Report
    span: Span
    left_out: LeftOut | None = None


def find_said(says: str, reports: Sequence[Report]) -> FoundQuote | None:
    """Where a passage stands in what was read of a file: word for word, but for blanks and the shape of marks.

    ``…`` in it stands for words left out, unless the report has it too. A passage that is only in what is proposed as
    left out (a comment, a related item) is told as that.
    """
    wanted = normal(says)
    if not wanted:
        return None
    for report in reports:
        begins: list[int] = []
        text = ""
        for sentence in report.sentences:
            begins.append(len(text))
            text += normal(sentence.said) + " "
        place = _place(wanted, text)
        if place is not None:
            through = [
                s for s, begin in zip(report.sentences, begins, strict=True)
                if begin < place[1] and begin + len(normal(s.said)) > place[0]
            ]  # fmt: skip
            return FoundQuote(report=report, span=Span(start=through[0].place.start, end=through[-1].place.end))
    for report in reports:
        for omission in report.left_out:
            text = normal(report.text[omission.span.start : omission.span.end])
            if _place(wanted, text) is not None:
                return FoundQuote(report=report, span=omission.span, left_out=omission.why)
    return None


def normal(text: str) -> str:
    """Text as passages are compared in: blanks single, quotation marks, apostrophes and dashes of one shape."""
    single = " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())
    return _INSIDE_QUOTES.sub("", single)


def _place(wanted: str, text: str) -> tuple[int, int] | None:
    whole = _whole_words(wanted, text, 0)
    if whole is not None:
        return whole
    parts = [part for part in _GAP.split(wanted) if part]
    if len(parts) < 2:
        return None
    start = 0
    while (first := _whole_words(parts[0], text, start)) is not None:
        end = first[1]
        for part in parts[1:]:
            there = _whole_words(part, text, end)
            if there is None or there[0] - end > _WIDEST_GAP:
                break
            end = there[1]
        else:
            return first[0], end
        start = first[0] + 1
    return None


def _whole_words(wanted: str, text: str, start: int) -> tuple[int, int] | None:
    """The next place of it that does not cut a word: 200 is not in 1,200."""
    while (place := text.find(wanted, start)) >= 0:
        end = place + len(wanted)
        cut = (wanted[0].isalnum() and text[place - 1 : place].isalnum()) or (
            wanted[-1].isalnum() and text[end : end + 1].isalnum()
        )
        number = wanted[0].isdigit() and re.search(r"\d[.,\u00a0\u202f ]?$", text[max(0, place - 2) : place])
        if not cut and not number:
            return place, end
        start = place + 1
    return None
