"""HTML: trafilatura tells what of a page is its report; where that stands in the file is found here."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from willing.languages.days import day_in
from willing.reports.formats.block import Draft
from willing.reports.formats.boilerplate import Paragraph, classify, limited
from willing.reports.formats.mapped_text import mapped, normalised
from willing.reports.formats.markdown import SUFFIXES as OF_MARKDOWN
from willing.reports.formats.tags import TagPage, page_of
from willing.reports.report import LeftOut
from willing.reports.text.agencies import agencies_in

#: Beyond so many elements inside each other, trafilatura is not asked: its parser gives up or takes very long.
_DEEP = 200

#: Beyond so many characters of page, trafilatura is not asked either.
_LONG = 5_000_000

_SIGNS = re.compile(
    r"(?i)\A\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title)\b",
    re.DOTALL,
)
#: So many letters in a row stand in one place of a page only.
_TELLING = 30

_BLANK = re.compile(r"\s+")
_SITE = re.compile(r"\s+[|–—·•:-]+\s+")
_DAYS = (
    "article:published_time datepublished date dc.date dc.date.issued dcterms.created pubdate publish-date"
    " parsely-pub-date sailthru.date og:published_time last-modified"
).split()
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


#: What the names of the files say, where what is in them does not.
SUFFIXES = frozenset((".html", ".htm", ".xhtml"))


def drafts_of(text: str, suffix: str) -> list[Draft] | None:
    """The report on a page (see :mod:`willing.reports.formats`)."""
    marked = suffix in SUFFIXES or (suffix not in OF_MARKDOWN and is_html(text))
    return [read_html(text)] if marked else None


def is_html(text: str) -> bool:
    """Whether a text begins as a page does, or is full of tags."""
    return (
        bool(_SIGNS.match(text[:20_000]))
        or len(re.findall(r"(?i)</(?:p|div|h[1-6]|article|body)>", text[:20_000])) >= 2
    )


def read_html(text: str) -> Draft:
    """A page as one report."""
    page = page_of(text)
    draft = Draft(format="html", text=text)
    _tell(draft, page, text)
    # The h1 that says the title is the title as the page prints it; a title tag adds the outlet to it.
    heads = [_said(text, chunk.pieces) for chunk in page.chunks if chunk.tag == "h1"]
    title = next((head for head in heads if draft.title and _alike(head, draft.title)), None)
    if title is not None or (draft.title is None and len(heads) == 1):
        draft.title = title or heads[0]
    kept = _kept(text, page)
    said = [mapped(text, chunk.pieces, escaped=True) for chunk in limited(page.chunks)]
    keys = [_key(each.said) for each in said]
    keeps = [
        _is_kept(key, kept, chunk.hint, chunk.linked, chunk.letters)
        for key, chunk in zip(keys, page.chunks, strict=True)
    ]
    # Where most of what is kept stands in a place for comments, that place is not one.
    size = sum(len(key) for key, keep in zip(keys, keeps, strict=True) if keep)
    told = sum(len(k) for k, keep, c in zip(keys, keeps, page.chunks, strict=True) if keep and c.hint == "comments")
    no_comments = 2 * told > size
    paragraphs = []
    titled = False
    for chunk, taken, keep in zip(page.chunks, said, keeps, strict=True):
        if not taken.said:
            continue
        why: LeftOut | None = None
        if chunk.tag == "h1" and not titled and taken.said == draft.title:
            titled = True
        elif (chunk.hint == "comments" and not no_comments) or chunk.tag == "figcaption":
            why = chunk.hint
        elif not keep:
            why = chunk.hint or ("links" if 2 * chunk.linked > chunk.letters else "boilerplate")
            if why == "byline":
                _take_byline(draft, taken.said)
        heading = True if chunk.tag in _HEADINGS else False if chunk.tag in ("li", "td", "th", "blockquote") else None
        paragraphs.append(Paragraph(taken, heading=heading, why=why))
    for name, _, start, end in page.raw:
        draft.leave(start, end, "byline" if name == "title" else "boilerplate")
    classify(draft, paragraphs)
    return draft


def _kept(text: str, page: TagPage) -> tuple[frozenset[str], str] | None:
    """What trafilatura keeps: the keys of its lines, and all of them as one; None where it keeps nothing."""
    if page.deepest > _DEEP or len(text) > _LONG:
        return None
    import logging

    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = extract(text.replace("\0", ""), include_comments=False, include_tables=True, deduplicate=False)
    except Exception:  # a page that its parser does not survive is read by its tags alone
        found = None
    if not found:
        return None
    lines = {_key(line.lstrip("-•* ")) for line in found.splitlines() if line.strip()}
    cells = {_key(cell) for line in found.splitlines() if line.count("|") > 1 for cell in line.split("|")}
    return frozenset(lines | cells - {""}), _key(found)


def _is_kept(
    key: str, kept: tuple[frozenset[str], str] | None, hint: LeftOut | None, linked: int, letters: int
) -> bool:
    """Whether a block is part of the report: trafilatura keeps it or, where it is not asked, nothing speaks against
    it."""
    if kept is None:
        return hint is None and 2 * linked <= letters
    lines, whole = kept
    if key in lines or (len(key) >= _TELLING and key in whole):
        return True
    # what it keeps line by line, or without a word or two, may be one block here
    if len(key) < 2 * _TELLING or linked > letters // 2 or len(lines) > 2_000:
        return False
    return sum(len(line) for line in lines if len(line) >= _TELLING and line in key) >= 0.6 * len(key)


def _key(text: str) -> str:
    return _BLANK.sub("", normalised(text))


def _said(text: str, pieces: list[tuple[int, int]]) -> str:
    return normalised("".join(text[a:b] for a, b in pieces), escapes=1)


def _alike(head: str, title: str) -> bool:
    a, b = _key(head).lower(), _key(title).lower()
    return bool(a) and (a == b or (len(a) >= 12 and a in b) or (len(b) >= 12 and b in a))


# -- what a page says of itself ---------------------------------------------------------------------------------------


def _tell(draft: Draft, page: TagPage, text: str) -> None:
    """Title, outlet, author, day, address and language, from meta tags, JSON-LD, time and title."""
    meta: dict[str, str] = {}
    links: dict[str, str] = {}
    times: list[str] = []
    for name, told in page.tags:
        if name == "meta" and told.get("content", "").strip():
            key = told.get("property") or told.get("name") or told.get("itemprop") or ""
            meta.setdefault(key.lower(), normalised(told["content"]))
        elif name == "link" and told.get("href"):
            links.setdefault(told.get("rel", "").lower(), told["href"])
        elif name == "time" and told.get("datetime"):
            times.append(told["datetime"])
        elif name == "html" and draft.language is None:
            draft.language = told.get("lang", told.get("xml:lang", ""))[:2].lower() or None
    linked = _linked_data(page, text)

    def first(*keys: str) -> str | None:
        return next((meta[key] for key in keys if meta.get(key)), None)

    head = next((normalised(text[a:b], escapes=1) for name, _, a, b in page.raw if name == "title"), "")
    site = first("og:site_name", "application-name", "twitter:site", "dc.publisher", "publisher") or linked.get(
        "outlet"
    )
    parts = _SITE.split(head)
    if site is None and len(parts) > 1 and len(parts[-1]) <= 40:
        site = parts[-1]
    title = first("og:title", "twitter:title", "dc.title", "title", "headline") or linked.get("title")
    if title is None and head:
        title = parts[0] if len(parts) > 1 and site and _key(parts[-1]) == _key(site) else head
    author = first("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl") or linked.get(
        "author"
    )
    draft.title = title
    draft.outlet = site.removeprefix("@") if site else None
    draft.author = (
        re.sub(r"^(?:By|Von|Par)\s+", "", author) if author and not author.startswith(("http", "@", "/")) else None
    )
    days = (
        first(*_DAYS),
        linked.get("published"),
        *times[:1],
    )
    draft.published = next((day for told in days if told and (day := _day(told))), None)
    draft.url = links.get("canonical") or first("og:url") or linked.get("url")
    host = _host(draft.url or "")
    if host is None:
        draft.url = None
    draft.outlet = draft.outlet or (host or "").removeprefix("www.") or None
    if draft.author:
        draft.agency = agencies_in(draft.author)


def _day(told: str) -> date | None:
    return day_in(told)


def _linked_data(page: TagPage, text: str) -> dict[str, str]:
    """What JSON-LD says of the article."""
    found: dict[str, str] = {}
    for name, rest, start, end in page.raw:
        if name != "script" or "ld+json" not in rest or end - start > 500_000:
            continue
        try:
            told = json.loads(text[start:end])
        except (ValueError, RecursionError):
            continue
        for node in _nodes(told):
            kind = str(node.get("@type", ""))
            if not re.search(r"Article|NewsArticle|Posting|Report", kind):
                continue
            for key, value in (
                ("title", node.get("headline")),
                ("author", _names(node.get("author"))),
                ("outlet", _names(node.get("publisher"))),
                ("published", node.get("datePublished")),
                ("url", node.get("url")),
            ):
                if isinstance(value, str) and value.strip():
                    found.setdefault(key, normalised(value, escapes=1))
    return found


def _nodes(told: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > 5:
        return
    if isinstance(told, list):
        for each in told[:100]:
            yield from _nodes(each, depth + 1)
    elif isinstance(told, dict):
        yield told
        yield from _nodes(told.get("@graph"), depth + 1)
        yield from _nodes(told.get("mainEntity"), depth + 1)


def _names(told: object) -> str | None:
    several = told if isinstance(told, list) else [told]
    names = [each.get("name") if isinstance(each, dict) else each for each in several[:6]]
    return ", ".join(html.unescape(name) for name in names if isinstance(name, str)) or None


def _take_byline(draft: Draft, said: str) -> None:
    """A byline that is left out still tells who wrote, and when, where nothing else did."""
    from willing.reports.sameness.credits import byline

    if draft.published is None:
        draft.published = day_in(said)
    if draft.author is None and (who := byline(said)):
        draft.author = who
    if draft.agency is None:
        draft.agency = agencies_in(said)


def _host(address: str) -> str | None:
    """The host of an address of the web; None: it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:  # http://[
        return None
    return (parts.hostname or "") if parts.scheme in ("http", "https") else None
