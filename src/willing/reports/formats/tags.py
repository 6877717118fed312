"""HTML as blocks of text with their places: a small reader of tags that forgives as browsers do, and never recurses."""

import html
import re
from dataclasses import dataclass, field

from willing.reports.formats.block import UnreadableError
from willing.reports.report import LeftOut

#: No page that people write nests deeper; what does is made to make readers fall.
DEEPEST = 1_000

#: No tag is longer; a page with so many tags whose quotes never end is read without regard to quotes.
_LONGEST, _PATIENCE = 50_000, 20

_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*)(?P<rest>[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)>"""
)
_LOOSE = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*)(?P<rest>[^>]*)>")
_OTHER = re.compile(r"<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<[!?][^>]*(?:>|$)", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"""(?P<key>[a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+)))?"""
)

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW = frozenset("script style textarea title noscript template svg math iframe object select option button".split())
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3
    h4 h5 h6 head header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr
    ul""".split()
)
#: What ends where one of its kind, or one of those, begins.
_CLOSED_BY = {
    "p": _BLOCKS,
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
}
_START, _END = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
_WORDS: tuple[tuple[LeftOut, str, str], ...] = (
    (
        "comments",
        "(?:user-?|reader-?|leser-?)?comments?|commentlist|kommentare?|commentaires?|disqus|respond",
        r"(?!-?(?:open|closed|enabled|disabled|count|off|on)\b)(?:$|[\s_-])",
    ),
    (
        "related",
        r"related|recommend\w*|read-?(?:more|also|next)|more-(?:on|stories|articles)|teasers?|mehr-zum-thema"
        "|zum-thema|lire-aussi|most-?read|trending|outbrain|taboola",
        _END,
    ),
    ("tags", "tags|tag-?(?:list|cloud|links)|keywords|topics|schlagworte?|mots-cles", r"(?:$|\s)"),
    ("caption", "captions?|caption-text|legende|bildunterschrift|image-credit|photo-credit", _END),
    (
        "byline",
        "bylines?|authors?|autor(?:en)?|dateline|pubdate|post-?meta|entry-meta|article-meta|timestamp|published"
        "|publish-date",
        _END,
    ),
    (
        "boilerplate",
        r"cookies?|consent|newsletter|share|sharing|social|subscribe|paywall|promo|advert\w*|ads?|anzeige|banner"
        "|breadcrumbs?|sidebar|footer|nav|navigation|menu|skip-link",
        _END,
    ),
)
_HINTS = tuple((why, re.compile(f"{_START}(?:{words}){end}")) for why, words, end in _WORDS)
_BY_TAG: dict[str, LeftOut] = {
    "nav": "boilerplate",
    "footer": "boilerplate",
    "aside": "boilerplate",
    "figcaption": "caption",
    "form": "boilerplate",
    "address": "byline",
}


@dataclass(slots=True)
class Chunk:
    """Text between two tags that part blocks: its pieces, the tag it stands in, and what its surroundings say it is."""

    tag: str
    pieces: list[tuple[int, int]] = field(default_factory=list)
    hint: LeftOut | None = None
    letters: int = 0
    linked: int = 0


@dataclass(slots=True)
class Page:
    """The blocks of a page, its empty tags and meta tags with their attributes, and its raw parts (title, scripts)."""

    chunks: list[Chunk] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    raw: list[tuple[str, str, int, int]] = field(default_factory=list)
    deepest: int = 0


#: The tags whose attributes are of use.
_TOLD = frozenset("html meta link time base".split())


def attributes(rest: str) -> dict[str, str]:
    """The attributes in a tag; names in lower case, the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        value = match["a"] if match["a"] is not None else match["b"] if match["b"] is not None else match["c"] or ""
        found.setdefault(match["key"].lower(), html.unescape(value))
    return found


def page_of(text: str) -> Page:
    """The blocks of text of a page or of a piece of HTML. Raises :class:`UnreadableError` where it nests too deep."""
    page = Page()
    stack: list[tuple[str, LeftOut | None]] = []
    opened: dict[str, int] = {}
    links = 0
    chunk = Chunk(tag="")
    misses = 0
    at, size, close = 0, len(text), -1

    def part() -> Chunk:
        if chunk.pieces and chunk.letters:
            page.chunks.append(chunk)
        tag = next((name for name, _ in reversed(stack[-8:]) if name in _BLOCKS), "")
        return Chunk(tag=tag, hint=stack[-1][1] if stack else None)

    def say(first: int, end: int) -> None:
        if first < end:
            chunk.pieces.append((first, end))
            letters = end - first if not text[first:end].isspace() else 0
            chunk.letters += letters
            chunk.linked += letters if links else 0

    while at < size:
        mark = text.find("<", at)
        if mark < 0:
            say(at, size)
            break
        say(at, mark)
        if close < mark:
            close = text.find(">", mark)
            if close < 0:  # nothing ends any more: all that is left is text
                say(mark, size)
                break
        following = text[mark + 1 : mark + 2]
        if following in ("!", "?") and (other := _OTHER.match(text, mark)) is not None:
            at = other.end()
            continue
        match = None
        if close - mark < _LONGEST and (following.isalpha() or following == "/"):
            match = (_TAG if misses < _PATIENCE else _LOOSE).match(text, mark, min(mark + _LONGEST, size))
            if match is None:
                misses += 1
                match = _LOOSE.match(text, mark, min(mark + _LONGEST, size))
        if match is None:  # a bare "<" is text
            say(mark, mark + 1)
            at = mark + 1
            continue
        at = match.end()
        name = match["name"].lower()
        closing = bool(match["close"])
        if name == "br":
            blank = text[mark - 1 : mark].isspace() or text[at : at + 1].isspace()
            if not blank or text[at : at + 8].lstrip().lower().startswith("<br"):
                chunk = part()
            continue
        if closing:
            if not opened.get(name):
                if name in _BLOCKS:
                    chunk = part()
                continue
            block = False
            while stack:
                top, _ = stack.pop()
                opened[top] -= 1
                links -= top == "a"
                block = block or top in _BLOCKS
                if top == name:
                    break
            if block:
                chunk = part()
            continue
        if name in _TOLD:
            page.tags.append((name, attributes(match["rest"])))
        if name in _RAW and not match["rest"].rstrip().endswith("/"):
            end = _raw_end(text, name, at)
            page.raw.append((name, match["rest"], at, end))
            behind = text.find(">", end)
            at = size if behind < 0 else behind + 1
            continue
        if name in _VOID or match["rest"].rstrip().endswith("/"):
            if name in _BLOCKS:
                chunk = part()
            continue
        while stack and name in _CLOSED_BY.get(stack[-1][0], ()):
            top, _ = stack.pop()
            opened[top] -= 1
        hint = _hint(name, match["rest"]) or (stack[-1][1] if stack else None)
        stack.append((name, hint))
        opened[name] = opened.get(name, 0) + 1
        links += name == "a"
        if len(stack) > DEEPEST:
            raise UnreadableError("nested", str(DEEPEST))
        page.deepest = max(page.deepest, len(stack))
        if name in _BLOCKS:
            chunk = part()
    part()
    return page


def _raw_end(text: str, name: str, at: int) -> int:
    """Where an element ends whose inside is no text of the page."""
    match = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
    return len(text) if match is None else match.start()


def _hint(name: str, rest: str) -> LeftOut | None:
    """What the name, class and id of an element say of what stands in it."""
    if "=" in rest and name not in ("body", "html", "a", "img"):
        told = attributes(rest)
        words = (
            f"{told.get('class', '')} {told.get('id', '')} {told.get('role', '')} {told.get('itemprop', '')}".lower()
        )
        if words.strip():
            for why, pattern in _HINTS:
                if pattern.search(words) and not (name in ("main", "article") and why != "comments"):
                    return why
    return _BY_TAG.get(name)
