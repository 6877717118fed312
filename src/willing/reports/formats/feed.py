"""RSS and Atom: one report an item. feedparser tells what each is; where its text stands in the file is found here."""

import html
import re
from collections.abc import Sequence
from datetime import date

from willing.languages.days import day_in
from willing.reports.formats.block import Block, Draft, UnreadableError
from willing.reports.formats.boilerplate import Paragraph, classify, limited
from willing.reports.formats.mapped_text import MappedText, mapped, normalised, through
from willing.reports.formats.tags import page_of
from willing.reports.report import Doubt, Span
from willing.reports.text.agencies import agencies_in

#: No more items of one feed are read.
MOST_ITEMS = 10_000

_SIGNS = re.compile(
    r"(?i)\A\ufeff?\s*(?:<\?xml[^>]*\?>\s*)?(?>(?><!--.*?-->)\s*|<\?[^>]*\?>\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:rss|feed|rdf:RDF)\b",
    re.DOTALL,
)
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|$)|<!--.*?(?:-->|$)|<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>[^<>]*)>|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:amp;)*#(?:[xX](?P<hex>[0-9a-fA-F]+)|(?P<decimal>[0-9]+));?")
_DOCTYPE, _STOP, _DEFINED = re.compile("<!DOCTYPE", re.IGNORECASE), re.compile(r"[\[>]"), re.compile(r"\]\s*+>")
_PREDEFINED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}
_ITEMS = ("item", "entry")
_LONG = ("content:encoded", "content", "body", "xhtml:body")
_SHORT = ("description", "summary")


#: What the names of the files say, where what is in them does not.
SUFFIXES = frozenset((".rss", ".atom", ".rdf"))


def drafts_of(text: str, suffix: str) -> list[Draft] | None:
    """The reports of a feed (see :mod:`willing.reports.formats`)."""
    return read_feed(text) if suffix in SUFFIXES or is_feed(text) else None


def is_feed(text: str) -> bool:
    """Whether a text begins as a feed does."""
    return bool(_SIGNS.match(text[:20_000]))


def read_feed(text: str) -> list[Draft]:
    """A feed as its reports. One that is not well-formed is read as far as it goes, and that is said."""
    elements = _elements(text)
    if not elements:
        raise UnreadableError("no-report")
    told, doubts = _told(text)
    drafts = []
    if len(elements) > MOST_ITEMS:
        doubts = (*doubts, "cut")
    for n, (start, end, inner) in enumerate(elements[:MOST_ITEMS]):
        entry = told[n] if len(told) == len(elements) else {}
        drafts.append(_draft(text, n, Span(start=start, end=end), inner, entry, doubts))
    return drafts


def _told(text: str) -> tuple[Sequence[dict[str, object]], tuple[Doubt, ...]]:
    """What feedparser says of each item; declarations of entities are taken out, as they can be made to explode."""
    import feedparser

    safe = re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", _without_declarations(text))
    safe = _REFERENCE.sub(_known_character, safe)
    feed = feedparser.parse(
        safe.encode("utf-8", "replace"), response_headers={"content-type": "application/xml; charset=utf-8"}
    )
    entries = list(feed.entries)
    for entry in entries:
        entry["_site"] = feed.feed.get("title")
        entry["_language"] = feed.feed.get("language")
    return entries, ("feed",) if feed.get("bozo") else ()


def _known_character(match: re.Match[str]) -> str:
    """A reference to a character as it stands; one to none (beyond Unicode, half of a pair) is U+FFFD, as in HTML."""
    figures = (match["hex"] or match["decimal"]).lstrip("0")
    code = int(figures or "0", 16 if match["hex"] else 10) if len(figures) < 8 else 0x110000
    return match.group() if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _without_declarations(text: str) -> str:
    """A text without its <!DOCTYPE …>; one that has no end stays, and so do those in it."""
    kept: list[str] = []
    at = 0
    for match in _DOCTYPE.finditer(text):
        if match.start() < at:
            continue
        stop = _STOP.search(text, match.end())
        end = _DEFINED.search(text, stop.end()) if stop is not None and stop.group() == "[" else stop
        if end is None:
            break
        kept.append(text[at : match.start()])
        at = end.end()
    return "".join((*kept, text[at:]))


def _elements(text: str) -> list[tuple[int, int, dict[str, list[tuple[int, int, str]]]]]:
    """The items with their places, and in each what stands directly in it: where by name, and the tag's attributes."""
    items: list[tuple[int, int, dict[str, list[tuple[int, int, str]]]]] = []
    inner: dict[str, list[tuple[int, int, str]]] | None = None
    opened: list[tuple[str, int, str]] = []  # within an item
    begun = 0
    for match in _TOKEN.finditer(text):
        name = match["name"]
        if name is None:
            continue
        bare = name.lower()
        if inner is None:
            if bare in _ITEMS and not match["close"] and not match["rest"].endswith("/"):
                inner, begun, opened = {}, match.start(), []
        elif match["close"]:
            if bare in _ITEMS and not any(each == bare for each, _, _ in opened):
                items.append((begun, match.end(), inner))
                inner = None
                continue
            _close(bare, match.start(), opened, inner)
        elif bare in _ITEMS and not opened:  # the item before was never closed
            items.append((begun, match.start(), inner))
            inner, begun = {}, match.start()
        elif not match["rest"].endswith("/"):
            if len(opened) < 200:
                opened.append((bare, match.end(), match["rest"]))
        elif not opened:
            inner.setdefault(bare, []).append((match.end(), match.end(), match["rest"]))
    if inner is not None:
        for bare, at, rest in opened[:1]:
            inner.setdefault(bare, []).append((at, len(text), rest))
        items.append((begun, len(text), inner))
    return items


def _close(
    name: str, end: int, opened: list[tuple[str, int, str]], inner: dict[str, list[tuple[int, int, str]]]
) -> None:
    """Close an element, and those in it that were never closed; note it where it stands directly in the item."""
    while opened:
        top, at, rest = opened.pop()
        if not opened and top == name:
            inner.setdefault(top, []).append((at, end, rest))
        if top == name:
            return


def _draft(
    text: str,
    part: int,
    within: Span,
    inner: dict[str, list[tuple[int, int, str]]],
    entry: dict[str, object],
    doubts: tuple[Doubt, ...],
) -> Draft:
    draft = Draft(format="feed", text=text, part=part, within=within, doubts=doubts)

    def first(*keys: str) -> str | None:
        for key in keys:
            for start, end, _ in inner.get(key, ()):
                if said := normalised(_inside(text, start, end)[0], escapes=1):
                    return said
        return None

    source = entry.get("source")
    draft.outlet = (
        _clean(source.get("title") if isinstance(source, dict) else None)
        or first("source")
        or _clean(entry.get("_site"))
    )
    draft.author = _clean(entry.get("author")) or first("dc:creator", "author", "name")
    draft.url = _clean(entry.get("link")) or first("link", "guid")
    draft.published = _day(entry) or day_in(first("pubdate", "published", "dc:date", "updated") or "")
    language = _clean(entry.get("_language"))
    draft.language = language[:2].lower() if language else None
    if draft.author:
        draft.agency = agencies_in(draft.author)
    used: set[tuple[int, int]] = set()
    for start, end, rest in inner.get("title", ())[:1]:
        used.add((start, end))
        title = _whole(_paragraphs(text, start, end, rest))
        if title is not None:
            draft.title = title.said
            draft.blocks.append(Block(title, heading=True))
    long = _longest(text, inner, _LONG)
    short = _longest(text, inner, _SHORT)
    taken = long if long is not None else short
    if taken is not None:
        used.add(taken[:2])
        classify(draft, _paragraphs(text, *taken))
    if long is not None and short is not None:  # a summary beside the whole text says nothing more
        draft.leave(short[0], short[1], "boilerplate")
    for name, places in inner.items():
        for start, end, _ in places:
            if (start, end) not in used and (short is None or (start, end) != short[:2]):
                why = (
                    "tags"
                    if name in ("category", "tags")
                    else "links"
                    if name in ("link", "guid", "id", "comments")
                    else "byline"
                )
                draft.leave(start, end, why)  # type: ignore[arg-type]
    return draft


def _longest(
    text: str, inner: dict[str, list[tuple[int, int, str]]], names: Sequence[str]
) -> tuple[int, int, str] | None:
    found = [place for name in names for place in inner.get(name, ()) if text[place[0] : place[1]].strip()]
    return max(found, key=lambda place: place[1] - place[0]) if found else None


def _paragraphs(text: str, start: int, end: int, rest: str) -> list[Paragraph]:
    """The paragraphs of an element that holds text or, escaped or not, HTML."""
    said, starts, ends = _inside(text, start, end)
    paragraphs = []
    for chunk in limited(page_of(said).chunks):
        taken = through(mapped(said, chunk.pieces, escaped=True), starts, ends)
        if taken.said:
            heading = True if chunk.tag in ("h1", "h2", "h3", "h4", "h5", "h6") else None
            paragraphs.append(Paragraph(taken, heading=heading, why=chunk.hint))
    return paragraphs


def _whole(paragraphs: Sequence[Paragraph]) -> MappedText | None:
    return paragraphs[0].mapped if paragraphs else None


def _inside(text: str, start: int, end: int) -> tuple[str, list[int], list[int]]:
    """What XML says between two places, CDATA and entities read, and where each character of it stands."""
    said: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def plain(first: int, to: int) -> None:
        said.append(text[first:to])
        starts.extend(range(first, to))
        ends.extend(range(first + 1, to + 1))

    at = start
    for match in _TOKEN.finditer(text, start, end):
        if match["name"] is not None:
            continue
        plain(at, match.start())
        at = match.end()
        token = match.group()
        if match["cdata"] is not None:
            plain(match.start("cdata"), match.end("cdata"))
        elif token.startswith("&"):
            read = _PREDEFINED.get(token) or html.unescape(token)
            said.append(read)
            starts.extend([match.start()] * len(read))
            ends.extend([match.end()] * len(read))
    plain(at, end)
    return "".join(said), starts, ends


def _day(entry: dict[str, object]) -> date | None:
    for key in ("published_parsed", "updated_parsed"):
        told = dict.get(entry, key)  # its own get warns of one taken for the other
        if isinstance(told, tuple):
            try:
                return date(*told[:3])
            except (TypeError, ValueError):
                continue
    return None


def _clean(told: object) -> str | None:
    return (normalised(told, escapes=1) or None) if isinstance(told, str) else None
