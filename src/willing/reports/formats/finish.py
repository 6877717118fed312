"""From what a format's reader found to a report: sentences, credits, language, and everything else as left out."""

from willing.reports.formats.block import Draft
from willing.reports.formats.mapped_text import MappedText
from willing.reports.report import Omission, Report, Sentence, Span
from willing.reports.sameness.credits import credit_at_end, dateline
from willing.reports.text.agencies import agencies_in
from willing.reports.text.language import READ, language_of
from willing.reports.text.sentences import sentence_ends

#: A dateline stands in one of the first paragraphs of running text, if anywhere.
_FIRST = 3


def finish(draft: Draft, *, file: str, encoding: str) -> Report:
    """The report. What of the file is neither in a sentence nor left out for a reason is markup."""
    running = [block for block in draft.blocks if not block.heading]
    language = language_of(" ".join(block.mapped.said for block in running or draft.blocks))
    if language is None and draft.language in READ and sum(len(block.mapped.said) for block in running) < 200:
        language = draft.language
    begins: dict[int, int] = {}
    for block in running[:_FIRST]:
        found = dateline(block.mapped.said)
        if found is not None:
            begins[id(block)] = found.length
            _leave(draft, block.mapped, 0, found.length)
            draft.agency = draft.agency or found.agency
            draft.published = draft.published or found.day
            draft.outlet = draft.outlet or found.outlet
            break
    ends: dict[int, int] = {}
    for block in running[-1:]:
        credit = credit_at_end(block.mapped.said)
        if credit is not None:
            ends[id(block)] = credit[0]
            _leave(draft, block.mapped, credit[0], len(block.mapped.said))
            draft.agency = draft.agency or credit[1]
    if draft.agency is None and draft.author is not None:
        draft.agency = agencies_in(draft.author)
    sentences = []
    for block in draft.blocks:
        mapped = block.mapped
        first = begins.get(id(block), 0)
        text = mapped.said[first : ends.get(id(block))].rstrip(" ")
        if block.heading:
            spans = [(0, len(text))] if text else []
        else:
            spans = sentence_ends(text, language, cuts=frozenset(cut - first for cut in block.cuts))
        sentences += [
            Sentence(said=text[a:b], spans=mapped.spans(first + a, first + b), heading=block.heading) for a, b in spans
        ]
    return Report(
        file=file,
        part=draft.part,
        format=draft.format,
        text=draft.text,
        title=draft.title,
        outlet=draft.outlet,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        agency=draft.agency,
        language=language,
        sentences=tuple(sentences),
        left_out=_all_left_out(draft, sentences),
        encoding=encoding,
        doubts=tuple(draft.doubts),
    )


def _leave(draft: Draft, mapped: MappedText, start: int, end: int) -> None:
    for span in mapped.spans(start, end):
        draft.leave(span.start, span.end, "byline")


def _all_left_out(draft: Draft, sentences: list[Sentence]) -> tuple[Omission, ...]:
    """What was left out for a reason, and as markup all that is in no sentence, in the order of the file."""
    known = sorted(
        [(span.start, span.end) for sentence in sentences for span in sentence.spans]
        + [(omission.span.start, omission.span.end) for omission in draft.left_out]
    )
    within = draft.within or Span(start=0, end=len(draft.text))
    at = within.start
    for start, end in [*known, (within.end, within.end)]:
        if start > at:
            draft.leave(at, start, "markup")
        at = max(at, end)
    return tuple(sorted(draft.left_out, key=lambda omission: omission.span.start))
