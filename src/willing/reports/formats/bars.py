"""The text edition whose lines run ``| text | |``: no blank lines, a head ``# site -- title``, sections after
``##``."""

import re

from willing.languages.days import day_alone
from willing.reports.formats.block import Block, Draft
from willing.reports.formats.mapped_text import mapped
from willing.reports.formats.plain import joined_lines
from willing.reports.report import LeftOut

#: A line: a bar, what it says (blanks at its end are told apart), and one or two bars at its end.
_LINE = re.compile(r"^[ \t\ufeff]*\|(?P<said>[^\r\n]*?)\|[ \t]*(?:\|[ \t]*)?\r?$", re.MULTILINE)
_TITLE = re.compile(r"#\s+(?:(?P<site>\S+(?: \S+){0,3}?)\s+--\s+)?(?P<title>.*\S)")
_CAPTION = re.compile(r"(?:Bild|Foto|Grafik|Karte|Video|Photo|Image)\s?:\s?\S")
_LINK = re.compile(r"\[[0-9]{1,4}\]\[")
_SECTIONS: tuple[tuple[LeftOut, re.Pattern[str]], ...] = (
    ("links", re.compile(r"LINKS?|LIENS")),
    ("byline", re.compile(r"AUTOR(?:EN|IN|INNEN)?|AUTHORS?|AUTEURS?")),
    ("tags", re.compile(r"TAGS?|SCHLAGWORTE|THEMEN|MOTS[- ]CLÉS")),
    (
        "related",
        re.compile(
            r"ARTIKEL ZUM THEMA|MEHR ZUM THEMA|RELATED(?: ARTICLES| ITEMS)?|À LIRE AUSSI|SUR LE MÊME (?:SUJET|THÈME)"
        ),
    ),
    ("comments", re.compile(r"(?:LESER)?KOMMENTARE?|COMMENTS?|COMMENTAIRES?")),
)


def drafts_of(text: str, suffix: str) -> list[Draft] | None:
    """The report in a text between bars (see :mod:`willing.reports.formats`)."""
    return [read_bars(text)] if is_barred(text) else None


def is_barred(text: str) -> bool:
    """Whether the lines of a text run between bars."""
    lines = [line for line in text[:20_000].splitlines() if line.strip(" \t\ufeff")]
    if len(text) > 20_000:
        lines = lines[:-1]
    barred = sum(bool(_LINE.match(line)) and line.rstrip().endswith(("| |", "||")) for line in lines)
    return len(lines) >= 2 and barred >= 0.8 * len(lines)


def read_bars(text: str) -> Draft:
    """The bar-framed text edition as one report."""
    draft = Draft(format="bars", text=text)
    lines = [(m.start("said"), m.end("said")) for m in _LINE.finditer(text)]
    body: list[tuple[int, int]] = []
    section: LeftOut | None = None
    caption = False
    flows = _Flows(draft)
    for i, (start, end) in enumerate(lines):
        said = text[start:end].strip()
        at = start + len(text[start:end]) - len(text[start:end].lstrip())
        to = at + len(said)
        goes_on, caption = caption, False
        if not said:
            flows.put(body)
            body = []
        elif said.startswith("## ") or said == "##":
            flows.put(body)
            body = []
            name = said[2:].strip()
            section = _section(name)
            if section is not None:
                draft.leave(at, to, section)
            elif name:
                flows.heading(at + said.index(name), to)
        elif section is not None:
            draft.leave(at, to, section)
            if section == "byline" and len(said) <= 90:
                draft.author = said if draft.author is None else f"{draft.author}, {said}"
        elif i < 3 and draft.title is None and (match := _TITLE.fullmatch(said)):
            draft.outlet = match["site"]
            draft.title = match["title"]
            flows.heading(at + match.start("title"), to)
        elif said.startswith(">"):
            inner = said[1:].lstrip()
            if body and not flows.quoted:
                flows.put(body)
                body = []
            flows.quoted = True
            if inner:
                body.append((to - len(inner), to))
        elif _CAPTION.match(said) or (goes_on and said[0].islower()):
            flows.put(body)
            body = []
            draft.leave(at, to, "caption")
            caption = True
        elif (day := day_alone(said)) is not None:
            flows.put(body)
            body = []
            draft.published = draft.published or day
            draft.leave(at, to, "byline")
        else:
            if flows.quoted:
                flows.put(body)
                body = []
            body.append((at, to))
    flows.put(body)
    return draft


class _Flows:
    """Lines that follow each other, put into the draft as paragraphs."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.quoted = False
        self.depth = 0  # how deep inside the brackets of a link, which may span lines

    def heading(self, start: int, end: int) -> None:
        block = mapped(self.draft.text, self._pieces([(start, end)]))
        self.depth = 0
        if block.said:
            self.draft.blocks.append(Block(block, heading=True))

    def put(self, lines: list[tuple[int, int]]) -> None:
        """Lines without marks between them: paragraphs are where a line ends early."""
        self.quoted = False
        if not lines:
            return
        text = self.draft.text
        joins = joined_lines(text, lines, adjacent=True)
        first = 0
        for i in range(1, len(lines) + 1):
            if i == len(lines) or not joins[i]:
                self._paragraph(lines[first:i])
                first = i

    def _paragraph(self, lines: list[tuple[int, int]]) -> None:
        text = self.draft.text
        block = mapped(text, self._pieces(lines))
        if not block.said:
            return
        # An ellipsis at the end of a line, right behind a letter, cuts a word.
        cut = {end - 1 for start, end in lines if text[end - 1] == "…" and end - start > 1 and text[end - 2].isalnum()}
        cuts = frozenset(i for i, at in enumerate(block.starts) if at in cut) if cut else frozenset()
        self.draft.blocks.append(Block(block, cuts=cuts))

    def _pieces(self, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """What the lines say without the marks of links, each with the blank that parts it from the next line."""
        text = self.draft.text
        pieces = []
        for n, (start, end) in enumerate(lines):
            at = start
            i = start
            while i < end:
                letter = text[i]
                if letter == "[" and (match := _LINK.match(text, i, end)):
                    pieces.append((at, i))
                    at = i = match.end()
                    self.depth = 1
                    continue
                if letter == "[" and self.depth:
                    self.depth += 1
                elif letter == "]" and self.depth:
                    self.depth -= 1
                    if self.depth == 0:
                        pieces.append((at, i))
                        at = i + 1
                i += 1
            last = end
            if n + 1 < len(lines):
                if text[end : end + 1] in (" ", "\t"):
                    last = end + 1
                pieces.append((at, last))
                if last == end:  # no blank before the bar: the one behind the next bar
                    start, to = lines[n + 1]
                    if text[start - 1 : start] in (" ", "\t"):
                        lines[n + 1] = (start - 1, to)
            else:
                pieces.append((at, end))
        return [(a, b) for a, b in pieces if a < b]


def _section(name: str) -> LeftOut | None:
    """The section a ``##`` line heads; a subhead of the report heads none."""
    bare = name.rstrip(" :")
    for why, pattern in _SECTIONS:
        if pattern.fullmatch(bare):
            return why
    return None
