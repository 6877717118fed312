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
class TagPage:
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


def page_of(text: str) -> TagPage:
    """The blocks of text of a page or of a piece of HTML. Raises :class:`UnreadableError` where it nests too deep."""
    reader = _TagReader(text)
    at, close = 0, -1
    while at < len(text):
        mark = text.find("<", at)
        if mark < 0:
            reader.say(at, len(text))
            break
        reader.say(at, mark)
        if close < mark:
            close = text.find(">", mark)
            if close < 0:  # nothing ends any more: all that is left is text
                reader.say(mark, len(text))
                break
        at = reader.markup(mark, close)
    reader.part()
    return reader.page


class _TagReader:
    """Reads a page from one sign of markup to the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.page = TagPage()
        self.chunk = Chunk(tag="")
        self.stack: list[tuple[str, LeftOut | None]] = []
        self.opened: dict[str, int] = {}  # how many of a name are on the stack
        self.links = 0
        self.misses = 0  # tags that only the loose reading could read

    def part(self) -> None:
        """End the block under way, and begin another."""
        if self.chunk.pieces and self.chunk.letters:
            self.page.chunks.append(self.chunk)
        tag = next((name for name, _ in reversed(self.stack[-8:]) if name in _BLOCKS), "")
        self.chunk = Chunk(tag=tag, hint=self.stack[-1][1] if self.stack else None)

    def say(self, first: int, end: int) -> None:
        """Take text into the block under way."""
        if first < end:
            self.chunk.pieces.append((first, end))
            letters = end - first if not self.text[first:end].isspace() else 0
            self.chunk.letters += letters
            self.chunk.linked += letters if self.links else 0

    def markup(self, mark: int, close: int) -> int:
        """Read what begins with the "<" at ``mark``, ``close`` being the next ">"; returns where it ends."""
        following = self.text[mark + 1 : mark + 2]
        if following in ("!", "?") and (other := _OTHER.match(self.text, mark)) is not None:
            return other.end()
        match = self.tag(mark) if close - mark < _LONGEST and (following.isalpha() or following == "/") else None
        if match is None:  # a bare "<" is text
            self.say(mark, mark + 1)
            return mark + 1
        name = match["name"].lower()
        if name == "br":
            self.line_break(mark, match.end())
        elif match["close"]:
            self.closing(name)
        else:
            return self.opening(name, match["rest"], match.end())
        return match.end()

    def tag(self, mark: int) -> re.Match[str] | None:
        """A tag; where the exact reading has failed too often, only the loose one is tried, which takes less time."""
        end = min(mark + _LONGEST, len(self.text))
        match = (_TAG if self.misses < _PATIENCE else _LOOSE).match(self.text, mark, end)
        if match is None:
            self.misses += 1
            match = _LOOSE.match(self.text, mark, end)
        return match

    def line_break(self, mark: int, at: int) -> None:
        """A line break ends a block but where it stands in for a blank."""
        blank = self.text[mark - 1 : mark].isspace() or self.text[at : at + 1].isspace()
        if not blank or self.text[at : at + 8].lstrip().lower().startswith("<br"):
            self.part()

    def pop(self) -> str:
        top, _ = self.stack.pop()
        self.opened[top] -= 1
        return top

    def closing(self, name: str) -> None:
        """Close an element, and those in it that were never closed."""
        if not self.opened.get(name):
            if name in _BLOCKS:
                self.part()
            return
        block = False
        while self.stack:
            top = self.pop()
            self.links -= top == "a"
            block = block or top in _BLOCKS
            if top == name:
                break
        if block:
            self.part()

    def opening(self, name: str, rest: str, at: int) -> int:
        """Open an element; returns where reading goes on: behind one whose inside is no text."""
        if name in _TOLD:
            self.page.tags.append((name, attributes(rest)))
        empty = rest.rstrip().endswith("/")
        if name in _RAW and not empty:
            end = _raw_end(self.text, name, at)
            self.page.raw.append((name, rest, at, end))
            behind = self.text.find(">", end)
            return len(self.text) if behind < 0 else behind + 1
        if name not in _VOID and not empty:
            self.push(name, rest)
        if name in _BLOCKS:
            self.part()
        return at

    def push(self, name: str, rest: str) -> None:
        while self.stack and name in _CLOSED_BY.get(self.stack[-1][0], ()):
            self.pop()
        hint = _hint(name, rest) or (self.stack[-1][1] if self.stack else None)
        self.stack.append((name, hint))
        self.opened[name] = self.opened.get(name, 0) + 1
        self.links += name == "a"
        if len(self.stack) > DEEPEST:
            raise UnreadableError("nested", str(DEEPEST))
        self.page.deepest = max(self.page.deepest, len(self.stack))


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
