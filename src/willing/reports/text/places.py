"""Where a stretch of a sentence stands in the file it was read from."""

from willing.reports.report import Report, Sentence, Span


def raw_spans(report: Report, sentence: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """Where code points ``start`` to ``end`` of a sentence's normalised text stand in the file.

    The text and the file are walked side by side, blanks aside; what only the file has (marks of the format, the end
    of a cut word) is stepped over.
    """
    raw = [(at, report.text[at]) for span in sentence.spans for at in range(span.start, span.end)]
    places: list[int] = []
    at = 0
    for position, sign in enumerate(sentence.said[:end]):
        if sign.isspace():
            continue
        ahead = at
        while ahead < len(raw) and raw[ahead][1] != sign:
            ahead += 1
        if ahead == len(raw):
            continue
        if position >= start:
            places.append(raw[ahead][0])
        at = ahead + 1
    if not places:
        return (sentence.place,)
    spans: list[Span] = []
    for place in places:
        if spans and not report.text[spans[-1].end : place].strip():
            spans[-1] = Span(start=spans[-1].start, end=place + 1)
        else:
            spans.append(Span(start=place, end=place + 1))
    return tuple(spans)
