"""Plain text: paragraphs with blank lines between them or one a line, wrapped or not, such as the page edition of a
report."""

import re

from willing.reports.formats.block import Draft
from willing.reports.formats.boilerplate import Paragraph, classify, limited
from willing.reports.formats.mapped_text import mapped

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029\x85]+")
# Lines that stand for themselves: "Author: …", "© …".
_ALONE = re.compile(
    r"(?i)(?:titel|title|titre|outlet|medium|média|autor(?:in)?|author|auteure?|datum|date|url|link)\s?:\s|©|\(c\)"
)
_LIST = re.compile(r"[-*•·–]\s+(?=\S)")

#: Lines longer than this were not wrapped by a writer of plain text.
_WIDEST = 130

#: Nor were those wrapped that are shorter than this.
_NARROWEST = 40


def drafts_of(text: str, suffix: str) -> list[Draft] | None:
    """The report in any other text (see :mod:`willing.reports.formats`)."""
    return [read_plain(text)]


def read_plain(text: str) -> Draft:
    """Plain text as one report."""
    draft = Draft(format="text", text=text)
    taken = (mapped(text, [span]) for span in limited(paragraphs(text)))
    classify(draft, [Paragraph(each) for each in taken if each.said])
    return draft


def paragraphs(text: str, first: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The paragraphs of plain text as spans: lines that a wrapped text tears apart are put together again."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, first, len(text) if end is None else end):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            lines.append((start, start + len(stripped)))
    joins = joined_lines(text, lines)
    spans: list[tuple[int, int]] = []
    for i, (start, to) in enumerate(lines):
        if joins[i]:
            spans[-1] = (spans[-1][0], to)
        else:
            spans.append((start, to))
    return [(start + (m.end() if (m := _LIST.match(text[start:to][:8])) else 0), to) for start, to in spans]


def joined_lines(text: str, lines: list[tuple[int, int]], *, adjacent: bool = False) -> list[bool]:
    """For each line, whether it goes on with the one before: its first word would not have fitted there.

    A blank line parts paragraphs. ``adjacent``: there are none; what stands between the lines is a frame, and a
    paragraph ends only where a sentence does.
    """
    joins = [False] * len(lines)
    together = [
        i
        for i in range(1, len(lines))
        if adjacent
        or text.count("\n", lines[i - 1][1], lines[i][0]) + text.count("\r", lines[i - 1][1], lines[i][0]) < 2
        or text[lines[i - 1][1] : lines[i][0]].strip(" \t") == "\r\n"
    ]
    if not together:
        return joins
    ends = (".", "!", "?", *(stop + close for stop in ".!?" for close in '"“”»)'))
    lengths = sorted(lines[i - 1][1] - lines[i - 1][0] for i in together)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    full = {i for i in together if _is_full(text, lines[i - 1], lines[i], width)}
    # Lines of a wrapped text end in the middle of sentences; where paragraphs are a line each, they end with one.
    torn = sum(not text[lines[i - 1][0] : lines[i - 1][1]].endswith(ends) for i in full)
    wrapped = _NARROWEST <= width <= _WIDEST and len(full) >= 0.5 * len(together) and 2 * torn >= len(full)
    for i in together:
        before, line = text[lines[i - 1][0] : lines[i - 1][1]], text[lines[i][0] : lines[i][1]]
        if _LIST.match(line) or _ALONE.match(line):
            continue
        if wrapped:
            goes_on = not before.rstrip("]").endswith(ends) and (adjacent or (line[0].islower() and len(before) > 20))
            joins[i] = (i in full and len(before) > 20) or goes_on
        else:
            joins[i] = (
                line[0].islower() and len(before) > 20 and not before.endswith((".", "!", "?", ":", "“", "”", "»"))
            )
    return joins


def _is_full(text: str, before: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    word = text[line[0] : line[1]].split(None, 1)[0]
    return before[1] - before[0] + 1 + len(word) > width
