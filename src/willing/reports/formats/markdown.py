"""Markdown: headings, paragraphs, lists, quotations, links and emphasis; what is only marks is left out."""

import re
from datetime import date

from willing.languages.days import day_in
from willing.reports.formats.block import Draft
from willing.reports.formats.boilerplate import Paragraph, classify, limited
from willing.reports.formats.mapped_text import mapped
from willing.reports.report import LeftOut

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<inner>(?:.*\r?\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_PAIR = re.compile(r"^(?P<key>\w[\w-]*)[ \t]*:[ \t]*(?P<value>\S.*)$", re.MULTILINE)
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+(?P<said>\S.*)?)?$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+.*$")
_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_IMAGE_ALONE = re.compile(r"\s*(?:\[\s*)?!\[[^\]]*\]\([^)]*\)(?:\s*\]\([^)]*\))?\s*$")
_INLINE = re.compile(
    r"""(?x) (?P<escape>\\(?=[!-/:-@\[-`{-~]))
    | (?P<image>!\[[^\]]{0,400}\](?:\([^)\s]{0,600}(?:\s+"[^"]{0,400}")?\)|\[[^\]]{0,400}\]))
    | (?P<note>\[\^[^\]]{1,80}\])
    | (?P<open>\[)(?=(?>(?:[^\[\]]|\[[^\[\]]{0,80}\]){0,400})\](?:\(|\[))
    | (?P<close>\](?:\([^()\s]{0,600}(?:\([^()]{0,80}\)[^()\s]{0,400}){0,4}(?:\s+(?:"[^"]{0,400}"|'[^']{0,400}'))?\)
        |\[[^\]\n]{0,400}\]))
    | (?P<auto><(?=https?://|mailto:)) | (?P<tag></?[a-zA-Z][^<>\n]{0,600}>|<!--.{0,600}?-->) | (?P<code>`+)
    | (?P<mark>(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])
        |(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w)|~~|(?<=\w)\*{2,3}(?=\w))
    """
)

#: What tells Markdown from plain text, where the name of the file does not.
_SIGNS = re.compile(
    r"(?m)^#{1,6}[ \t]+\S|^\s{0,3}(?:[-*+])[ \t]+\S.*\n\s{0,3}[-*+][ \t]+\S|\[[^\]\n]+\]\((?:https?:|/"
    r"|#)[^)\n]*\)|^(?:```|~~~)|\*\*[^*\n]+\*\*|^[^\n]+\n={3,}[ \t]*$"
)


#: What the names of the files say, where what is in them does not.
SUFFIXES = frozenset((".md", ".markdown", ".mkd", ".mdown"))


def drafts_of(text: str, suffix: str) -> list[Draft] | None:
    """The report in Markdown (see :mod:`willing.reports.formats`)."""
    return [read_markdown(text)] if suffix in SUFFIXES or is_markdown(text) else None


def is_markdown(text: str) -> bool:
    """Whether a text without a telling name is Markdown: a heading, a link, emphasis."""
    return bool(_FRONT.match(text)) or bool(_SIGNS.search(text[:20_000]))


def read_markdown(text: str) -> Draft:
    """Markdown as one report; a front matter in YAML tells title, author and date."""
    draft = Draft(format="markdown", text=text)
    at = 0
    front = _FRONT.match(text)
    if front is not None and _PAIR.search(front["inner"]):
        _front_matter(draft, front["inner"])
        draft.leave(front.start(), front.end(), "byline")
        at = front.end()
    lines = _Lines(text, draft)
    for match in _LINE.finditer(text, at):
        if match.group():
            lines.take(match.start(), match.start() + len(match.group().rstrip("\r\n")))
    lines.close()
    classify(draft, limited(lines.paragraphs))
    return draft


#: Lines that end a paragraph and are none: what is left out there, None where there is nothing in them.
_APART: tuple[tuple[re.Pattern[str], LeftOut | None], ...] = (
    (_RULE, None),
    (_DEFINITION, "links"),
    (_TABLE, "boilerplate"),
    (_IMAGE_ALONE, "caption"),
)


class _Lines:
    """Puts lines together to paragraphs, one line after the other."""

    def __init__(self, text: str, draft: Draft) -> None:
        self.text = text
        self.draft = draft
        self.paragraphs: list[Paragraph] = []
        self.open: list[tuple[int, int]] = []  # the lines of the paragraph under way
        self.fence = ""  # what closes the code under way
        self.quoted = False

    def take(self, start: int, end: int) -> None:
        """The next line, without its end."""
        line = self.text[start:end]
        if self.fence:
            self.draft.leave(start, end, "boilerplate")
            if line.strip().startswith(self.fence):
                self.fence = ""
        elif not line.strip():
            self.close()
        elif match := _FENCE.match(line):
            self.close()
            self.fence = match.group(1)
            self.draft.leave(start, end, "markup")
        elif self.open and _SETEXT.match(line):
            self.close(heading=True)
        elif match := _ATX.match(line):
            self.close()
            said = (match["said"] or "").rstrip(" \t")
            bare = said.rstrip("#")
            if not bare or bare[-1] in " \t":  # signs that close the heading
                said = bare.rstrip(" \t")
            if said:
                self.open.append((start + match.start("said"), start + match.start("said") + len(said)))
                self.close(heading=True)
        elif apart := next(((why,) for pattern, why in _APART if pattern.match(line)), None):
            self.close()
            if apart[0] is not None:
                self.draft.leave(start, end, apart[0])
        else:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """A line of text: a quotation or an item of a list begins a paragraph."""
        was, self.quoted = self.quoted, False
        while match := _QUOTE.match(self.text, start, end):
            start = match.end()
            self.quoted = True
        if self.quoted and not was:
            self.close()
        if match := _ITEM.match(self.text, start, end):
            self.close()
            start = match.end()
        if start < end:
            self.open.append((start, end))
        else:
            self.close()

    def close(self, heading: bool | None = None) -> None:
        """End the paragraph under way."""
        if self.open:
            first, last = self.open[0][0], self.open[-1][1]
            taken = mapped(self.text, _pieces(self.text, self.open))
            alone = heading is None and _IMAGE_ALONE.fullmatch(self.text[first:last])
            if taken.said:
                self.paragraphs.append(Paragraph(taken, heading=heading, why="caption" if alone else None))
            self.open.clear()


def _pieces(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What lines say, without inline marks; each line with the line end behind it, which is the blank to the next."""
    pieces: list[tuple[int, int]] = []
    depth = 0
    for n, (start, end) in enumerate(lines):
        # the line end is a blank, and belongs to this piece
        stop = min(end + 1, len(text)) if n + 1 < len(lines) else end
        at = start
        code = ""
        for match in _INLINE.finditer(text, start, end):
            kind = match.lastgroup
            if code and not (kind == "code" and match.group() == code):
                continue
            if kind == "open":
                depth += 1
            elif kind == "close":
                if depth == 0:
                    continue
                depth -= 1
            elif kind == "code":
                code = "" if code else match.group()
            if match.start() >= at:
                pieces.append((at, match.start()))
                at = match.end()
        pieces.append((at, stop))
    return [(a, b) for a, b in pieces if a < b]


def _front_matter(draft: Draft, inner: str) -> None:
    values = {m["key"].lower(): m["value"].strip().strip("\"'") for m in _PAIR.finditer(inner)}

    def first(*keys: str) -> str | None:
        return next((str(values[key]) for key in keys if values.get(key)), None)

    draft.title = first("title", "titel", "titre")
    draft.author = first("author", "authors", "autor", "byline", "auteur")
    draft.outlet = first("outlet", "source", "site", "publication", "publisher", "medium")
    draft.url = first("url", "link", "canonical", "source_url")
    draft.agency = first("agency", "agentur", "agence")
    day: date | None = day_in(first("date", "published", "datum", "pubdate", "created") or "")
    draft.published = day
    draft.language = (first("lang", "language", "sprache") or "")[:2].lower() or None
