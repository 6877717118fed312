"""The passages of a report that suggestions rest on."""

from collections.abc import Iterable

from willing.reports.report import Report, Span
from willing.reports.suggest.actors import Mention
from willing.reports.suggest.conditions import Clause
from willing.reports.suggest.suggestion import Passage
from willing.reports.text.places import raw_spans

#: A sentence longer than this is cited by the clauses that say it.
_LONG = 320


class Passages:
    """Finds the passages of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def passage(
        self,
        number: int,
        clause: Clause,
        cue: Iterable[tuple[int, int]],
        head: list[Mention],
    ) -> Passage:
        """The passage around some cues: the sentence, or of a long one the clauses that say it."""
        sentence = self.report.sentences[number]
        cues = list(cue) or [(clause.start, min(clause.end, clause.start + 1))]
        start, end = 0, len(sentence.said)
        if end > _LONG:
            start = min([clause.start, *(s for s, _ in cues), *(m.start for m in head)])
            end = max([clause.end, *(e for _, e in cues)])
            text = sentence.said[start:end]
            start += len(text) - len(text.lstrip(" ,;–—-"))
            end -= len(text) - len(text.rstrip(" ,;–—-"))
        spans = [span for s, e in cues for span in raw_spans(self.report, sentence, s, e)]
        whole = (
            raw_spans(self.report, sentence, start, end)
            if (start, end) != (0, len(sentence.said))
            else (sentence.place,)
        )
        return Passage(
            sentence=number,
            text=sentence.said[start:end],
            place=Span(start=whole[0].start, end=whole[-1].end),
            cue=" … ".join(sentence.said[s:e] for s, e in cues),
            cues=tuple(spans),
        )
