"""Which paragraphs of a page are its report, and which are proposed as left out: the same rules for every format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from willing.languages.days import day_alone, day_in
from willing.reports.formats.block import Block, Draft, UnreadableError
from willing.reports.formats.mapped_text import MappedText
from willing.reports.report import LeftOut
from willing.reports.sameness.credits import byline, credit_line, is_outlet, may_be_outlet, printed
from willing.reports.text.language import language_of, leaning

#: A text with more paragraphs than this is no report.
MOST_PARAGRAPHS = 50_000

#: A bare line longer than this is no heading.
_HEADING = 120

_SECTIONS: tuple[tuple[LeftOut, re.Pattern[str]], ...] = (
    (
        "comments",
        re.compile(
            r"(?i)(?:[0-9]+\s)?(?:leser-?)?(?:kommentare?|comments?|commentaires?|diskussion|discussion|lesermeinungen|réactions"
            r"|reader comments|join the conversation|leave a comment|kommentar schreiben|laisser un commentaire)"
            r"\s*(?:\(\s*[0-9]+\s*\))?\s*:?"
        ),
    ),
    (
        "related",
        re.compile(
            r"(?i)(?:mehr|artikel|weiteres|lesen sie (?:auch|mehr)) zum thema|(?:lesen sie|mehr dazu"
            r"|auch) (?:auch|interessant|mehr)"
            r"|mehr (?:dazu|artikel)|(?:weitere|verwandte|ähnliche) (?:artikel|themen|beiträge)"
            r"|meistgelesen(?:e artikel)?"
            r"|das könnte sie auch interessieren|related(?: (?:articles?|stories|items|content|topics|coverage))?"
            r"|more (?:on this(?: story)?|stories|from .{2,30})|read (?:more|also|next)|see also|you (?:may"
            r"|might) also like"
            r"|recommended(?: for you)?|most (?:read|popular)|(?:à )?lire (?:aussi|également)|(?:à )?voir aussi"
            r"|articles? (?:liés?|connexes?)"
            r"|sur le même (?:sujet|thème)|dans la même rubrique|les plus lus"
        ),
    ),
    (
        "tags",
        re.compile(
            r"(?i)tags?|schlagw(?:orte|örter)|themen|topics?|keywords?|mots[- ]clés|thèmes|stichw(?:orte|örter)"
        ),
    ),
    ("links", re.compile(r"(?i)(?:web-?)?links|liens|references|einzelnachweise|références")),
    (
        "byline",
        re.compile(
            r"(?i)autor(?:en|in|innen)?|authors?|auteure?s?|(?:über den|about the) (?:autor|author)"
            r"|à propos de l.auteur"
        ),
    ),
)
#: A section also takes running text behind its heading where that is no more than this share of all there is: a menu
#: has such headings too.
_SWALLOWED: dict[LeftOut, float] = {"comments": 0.6, "related": 0.5, "byline": 0.2, "tags": 0.1, "links": 0.1}

_INLINE: tuple[tuple[LeftOut, re.Pattern[str]], ...] = (
    (
        "related",
        re.compile(
            r"(?i)(?:>+\s*)?(?:lesen sie (?:auch|mehr|hier)|mehr (?:dazu|zum thema)|read (?:more|also)|see also"
            r"|related|(?:à )?lire (?:aussi|également)"
            r"|(?:à )?voir aussi|auch interessant)\s?:\s?\S.*"
        ),
    ),
    (
        "tags",
        re.compile(
            r"(?i)(?:tags?|schlagw(?:orte|örter)|keywords?|mots[- ]clés|stichw(?:orte|örter)|topics)\s?:\s?\S.*"
        ),
    ),
    (
        "caption",
        re.compile(
            r"(?:Bild|Foto|FOTO|BILD|Photo|PHOTO|Image|Picture|Grafik|Graphic|Karte|Map|Archivbild|Symbolbild|Video|Légende"
            r"|File photo|Photo credit|Crédit photo|Bildunterschrift|Caption)(?:\s?\([^)]*\))?\s?[:/©|]\s?\S.*",
            re.DOTALL,
        ),
    ),
    ("links", re.compile(r"(?:\[[0-9]{1,3}\]:?\s*|[-*•]\s*)?(?:https?://|www\.)\S+")),
    ("byline", re.compile(r"(?:Additional r|R)eporting by .{3,160}|(?:Writing|Editing) by .{3,120}")),
    (
        "boilerplate",
        re.compile(
            r"(?i)©.*|copyright\b.*|\(c\) ?[12][0-9]{3}.*|(?:alle|all) (?:rechte|rights) (?:vorbehalten"
            r"|reserved).*|tous droits réservés.*"
            r"|anzeige|werbung|advertisement|sponsored|publicité|.{0,30}\b(?:newsletter|cookies?)\b.{0,90}"
            r"|(?:(?:jetzt )?(?:abonnieren|anmelden|registrieren|einloggen|teilen|drucken|merken)|subscribe"
            r"|sign (?:in|up)|log ?in|share(?: this)?|print"
            r"|s.abonner|partager|imprimer|se connecter|startseite|home(?:page)?|accueil|menü|menu|impressum"
            r"|datenschutz|kontakt|agb"
            r"|mentions légales|privacy(?: policy)?|terms(?: of use)?|imprint|contact(?: us)?|zurück|back to top"
            r"|nach oben|haut de page)[!.]?"
            r"|(?:share|teilen|partager)(?: (?:on|auf|sur)?.{0,40}\b(?:facebook|twitter|x|whatsapp|linkedin"
            r"|e-?mail)\b.{0,40})"
            r"|[-_=*~•·|\s]{3,}|(?:\W*(?:facebook|twitter|whatsapp|linkedin|instagram|telegram|e-?mail)\W*)+"
        ),
    ),
)
_FIELDS = re.compile(
    r"(?i)(?P<key>title|titel|titre|outlet|medium|média|source|quelle|author|autor(?:in)?|auteure?|date|datum|published|veröffentlicht"
    r"|publié|url|link|lien)\s?:\s+(?P<value>\S.*)"
)
_FIELD_NAMES = {
    "title": ("title", "titel", "titre"),
    "outlet": ("outlet", "medium", "média", "source", "quelle"),
    "author": ("author", "autor", "autorin", "auteur", "auteure"),
    "published": ("date", "datum", "published", "veröffentlicht", "publié"),
    "url": ("url", "link", "lien"),
}
_STOPS = (".", "!", "?", "…", ":", ";", ",")
_CLOSERS = "\"'”’“‘»«›‹)] "

# What people write who comment, and reporters do not: a blank before a full stop, spaced-out words, shouting, asides.
_SLOPPY = re.compile(
    r"(?<=[^\W\d_])\s[.,](?=\s|[^\W\d_]|$)|\b(?:[^\W\d_] ){3,}|!!|\?\?|\?!|\b(?:lol|haha+|btw|imho|mdr"
    r"|ptdr)\b|[:;]-?[)(D](?:\s|$)|^@\w|\s,\s?\w"
    r"|(?i:^(?:[\w .-]{2,30}\s)?(?:sagt|schreibt|says|writes|wrote|dit|a écrit)\s?:$)"
)

# Nor do reporters speak of themselves, outside of quotes.
_PERSONAL = re.compile(
    r"\b(?:ich|mich|mir|mein\w{0,2}|ech|mech|I|I'm|I’m|my|je|j'\w+|j’\w+|moi|mon|ma)\b|(?<!\w)(?:Ich|Ech|My|Je|J['’])"
)
_QUOTED = re.compile(r"[„“«\"][^“”»\"]{0,600}[“”»\"]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that stands together. ``heading``: the format says it is one, or is not; None: it does not say."""

    mapped: MappedText
    heading: bool | None = None
    cuts: frozenset[int] = frozenset()
    why: LeftOut | None = None  # already known to be left out


_Kind = Literal["text", "heading"] | LeftOut


_Some = TypeVar("_Some")


def limited(paragraphs: list[_Some]) -> list[_Some]:
    """The paragraphs of a text; raises :class:`UnreadableError` where there are more than a report has."""
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise UnreadableError("long", str(MOST_PARAGRAPHS))
    return paragraphs


def classify(draft: Draft, paragraphs: Sequence[Paragraph]) -> None:
    """Put each paragraph into ``draft``: as a block, or as left out; and what the first and last ones tell of it."""
    kinds: list[_Kind] = ["text"] * len(paragraphs)
    said = [paragraph.mapped.said for paragraph in paragraphs]
    running = [p.why is None and _is_running(text, p.heading) for p, text in zip(paragraphs, said, strict=True)]
    body = running.index(True) if True in running else len(paragraphs)
    ahead = _ahead(said, running)
    tail = _comments_from(draft, said, paragraphs, body)
    section: LeftOut | None = None
    whole = False
    for i, paragraph in enumerate(paragraphs):
        text = said[i]
        if paragraph.why is not None:
            kinds[i] = paragraph.why
        elif tail is not None and i >= tail:
            kinds[i] = "byline" if i == tail and _names_outlet(draft, text) else "comments"
        elif paragraph.heading is not False and len(text) <= 60 and (found := _section(text)):
            section, whole = found, ahead[i] <= _SWALLOWED[found]
            kinds[i] = found
        elif section is not None and (whole or not running[i]):
            kinds[i] = section
            if section == "byline" and draft.author is None and len(text) <= 90:
                draft.author = text
        else:
            section = None
            kinds[i] = _kind(draft, text, paragraph.heading, before=i < body, last=i == len(paragraphs) - 1)
    # A heading with nothing below it that is kept heads nothing.
    kept = [i for i, kind in enumerate(kinds) if kind in ("text", "heading")]
    while kept and kinds[kept[-1]] == "heading" and len(kept) > 1 and any(kinds[i] == "text" for i in kept):
        kinds[kept.pop()] = "boilerplate"
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        mapped = paragraph.mapped
        if kind in ("text", "heading"):
            draft.blocks.append(Block(mapped, heading=kind == "heading", cuts=paragraph.cuts))
        else:
            for span in mapped.spans(0, len(mapped.said)):
                draft.leave(span.start, span.end, kind)  # type: ignore[arg-type]


def _ahead(said: Sequence[str], running: Sequence[bool]) -> list[float]:
    """For each paragraph, which share of all running text stands behind it."""
    sizes = [len(text) if runs else 0 for text, runs in zip(said, running, strict=True)]
    left = total = sum(sizes)
    shares = []
    for size in sizes:
        left -= size
        shares.append(left / total if total else 0.0)
    return shares


def _kind(draft: Draft, text: str, heading: bool | None, *, before: bool, last: bool) -> _Kind:
    """What one paragraph is; ``before``: the first running text comes later."""
    for why, pattern in _INLINE:
        if pattern.fullmatch(text):
            return why
    day = day_alone(text)
    if day is not None:
        draft.published = draft.published or day
        return "byline"
    if (who := byline(text)) is not None:
        draft.author = draft.author or who
        if draft.published is None:
            draft.published = day_in(text)
        return "byline"
    if (agency := credit_line(text)) is not None:
        draft.agency = draft.agency or agency
        return "byline"
    if before and (match := _FIELDS.fullmatch(text)) and len(text) <= 300:
        _take_field(draft, match["key"].lower(), match["value"])
        return "byline"
    if before and heading is not False and (told := printed(text)) is not None:
        draft.outlet = draft.outlet or told.outlet
        draft.published = draft.published or told.day
        draft.agency = draft.agency or told.agency
        return "byline"
    if is_outlet(text):
        draft.outlet = draft.outlet or text.strip(" .|–—-")
        return "byline"
    if heading is False:
        return "text"
    if heading or _is_bare(text) or (before and draft.title is None and _is_question(text)):
        if before and draft.title is None:
            draft.title = text
            return "heading"
        return "heading" if heading or not last else "text"
    return "text"


def _take_field(draft: Draft, key: str, value: str) -> None:
    name = next(name for name, keys in _FIELD_NAMES.items() if key in keys)
    if name == "published":
        draft.published = draft.published or day_in(value)
    elif getattr(draft, name) is None:
        setattr(draft, name, value)


def _names_outlet(draft: Draft, text: str) -> bool:
    if is_outlet(text) or may_be_outlet(text):
        draft.outlet = draft.outlet or text.strip(" .|–—-")
        return True
    return False


def _section(text: str) -> LeftOut | None:
    """The section that a line heads, such as "Comments (3)" or "Mehr zum Thema"."""
    bare = text.strip(" .:·•|–—-")
    return next((why for why, pattern in _SECTIONS if pattern.fullmatch(bare)), None)


def _is_bare(text: str) -> bool:
    """Whether a line could be a heading: short, no stop at its end, and it begins as headings do."""
    end = text.rstrip(_CLOSERS)
    return (
        len(text) <= _HEADING
        and not end.endswith(_STOPS)
        and len(text.split()) <= 18
        and not text[:1].islower()
        and any(letter.isalpha() for letter in text)
        and not re.match(r"[-*•·]\s|[0-9]+[.)]\s", text)
    )


def _is_question(text: str) -> bool:
    return len(text) <= _HEADING and text.endswith(("?", "!")) and not re.search(r"[.!?]\s", text)


def _is_running(text: str, heading: bool | None) -> bool:
    """Whether it is running text: a sentence, not a line of its own."""
    if heading:
        return False
    return len(text) > _HEADING or (
        not _is_bare(text)
        and len(text) > 40
        and text.rstrip(_CLOSERS).endswith((".", "!", "?", "…"))
        and day_alone(text) is None
        and byline(text) is None
        and not _FIELDS.fullmatch(text)
        and not any(pattern.fullmatch(text) for _, pattern in _INLINE)
    )


def _comments_from(draft: Draft, said: Sequence[str], paragraphs: Sequence[Paragraph], body: int) -> int | None:
    """Where the comments of readers begin that nothing marks: behind the name of the outlet, or where the language
    changes.

    Comments are told by where they stand and by how they are written; it is a proposal, and everything stays in the
    file.
    """
    running = [i for i in range(body, len(said)) if paragraphs[i].why is None]
    if len(running) < 2:
        return None
    for i in running[1:]:
        text = said[i]
        named = is_outlet(text)
        if paragraphs[i].heading is not None or not (named or may_be_outlet(text) or _is_name(text)):
            continue
        rest = [said[j] for j in running if j > i]
        if not rest:
            return i if named else None
        share = sum(map(len, rest)) / sum(len(said[j]) for j in running)
        odd = [bool(_SLOPPY.search(each) or _PERSONAL.search(_QUOTED.sub("", each))) for each in rest]
        like = (any(odd) and may_be_outlet(text)) or (odd[0] and 2 * sum(odd) >= len(rest))
        if share < 0.6 and (named or like):
            return i
    language = language_of(" ".join(said[i] for i in running))
    first = None
    for i in reversed(running[1:]):
        other = leaning(said[i])
        if language is None or paragraphs[i].heading or len(said[i].split()) < 8 or other in (None, language):
            break
        first = i
    return first


def _is_name(text: str) -> bool:
    """One to three words that are all written large: the name of somebody or something, perhaps an outlet."""
    words = text.split()
    return len(words) <= 3 and len(text) <= 30 and all(word[0].isupper() for word in words) and _is_bare(text)
