"""Text taken out of a file: normalised, and for each of its characters where it stands in the file."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from html.entities import html5

from willing.reports.report import Span

#: Characters that are not seen: soft hyphens, joiners, direction marks, byte order marks.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_MARKS = "\u0300-\u036f"
_LIGATURES = "\ufb00-\ufb06"
_TOKEN = re.compile(
    rf"[^\s&{_UNSEEN}{_MARKS}{_LIGATURES}]+|\s+|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?|.", re.DOTALL
)
_GAP = re.compile(r"\s{2,}|[^\S ]")
_ODD = re.compile(rf"[{_UNSEEN}{_MARKS}{_LIGATURES}]")
_LIGATURE = re.compile(f"[{_LIGATURES}]")
#: A word divided at the end of a line; not "Land- und Seestreitkräfte".
_DIVIDED = re.compile(r"(?<=[a-zß-öø-ÿ])- (?=(?!(?:und|oder|bis|sowie|and|or|to|et|ou)\b)[a-zß-öø-ÿ])")
_BLANKS = re.compile(r"\s+")
_UNSEEN_ALL = re.compile(f"[{_UNSEEN}]+")

# A reference to no character, of more figures than html.unescape can count.
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{20,};?")


def unescaped(text: str) -> str:
    """A text with its references to characters read; one to no character is U+FFFD."""
    return html.unescape(_ENDLESS.sub("\ufffd", text))


def normalised(text: str, *, escapes: int = 0) -> str:
    """``text`` as sentences say it: entities read ``escapes`` times, unseen characters gone, NFC, blanks single."""
    for _ in range(escapes):
        text = unescaped(text)
    text = _LIGATURE.sub(lambda match: _spelt(match.group()), _UNSEEN_ALL.sub("", text))
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _spelt(ligature: str) -> str:
    """The letters of a ligature."""
    return unicodedata.normalize("NFKC", ligature)


class MappedText:
    """Normalised text, put together from pieces of a file, and where each character of it stands.

    ``said[i]`` stands at ``starts[i]`` of the file and ends before ``ends[i]``; ``joints`` are the indices at which
    what follows does not stand directly behind what came before.
    """

    __slots__ = ("ends", "joints", "said", "starts")

    def __init__(self, said: str, starts: Sequence[int], ends: Sequence[int], joints: Sequence[int]) -> None:
        self.said = said
        self.starts = starts
        self.ends = ends
        self.joints = joints

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The pieces of the file in which ``said[start:end]`` stands."""
        starts, ends, joints = self.starts, self.ends, self.joints
        spans = []
        first = start
        for i in range(bisect_right(joints, start), len(joints)):
            if joints[i] >= end:
                break
            spans.append(Span(start=starts[first], end=ends[joints[i] - 1]))
            first = joints[i]
        spans.append(Span(start=starts[first], end=ends[end - 1]))
        return tuple(spans)


def mapped(text: str, pieces: Iterable[tuple[int, int]], *, escaped: bool = False) -> MappedText:
    """The pieces of ``text`` as one; ``escaped``: ``&amp;`` stands for ``&``, as in HTML and XML."""
    taken = _Taken(text)
    last = -1  # where the piece before ended
    for first, end in pieces:
        if first != last:
            taken.part()
        last = end
        part = text[first:end]
        if not _ODD.search(part) and (not escaped or "&" not in part):
            taken.plain(first, part)
        else:
            for match in _TOKEN.finditer(part):
                taken.token(match.group(), first + match.start(), escaped)
    return taken.mapped()


class _Taken:
    """What is taken of a text so far, blanks as single ones, and where each character of it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.said: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.joints: list[int] = []
        self.ends_blank = True  # so that none is at the start

    def part(self) -> None:
        """Note that what follows does not stand right behind."""
        if self.said and self.at_no_joint():
            self.joints.append(len(self.starts))

    def at_no_joint(self) -> bool:
        return not self.joints or self.joints[-1] != len(self.starts)

    def plain(self, first: int, part: str) -> None:
        """A piece without anything odd, in one go from one irregular blank to the next: nearly all text is."""
        at = first
        for gap in [*_GAP.finditer(part), None]:
            to = first + len(part) if gap is None else first + gap.start()
            if at < to and self.ends_blank and self.text[at] == " ":
                at += 1
            if at < to:
                self.as_it_stands(at, to)
                self.ends_blank = self.text[to - 1] == " "
            if gap is not None:
                at = first + gap.end()
                self.blank(to, at)

    def token(self, token: str, at: int, escaped: bool) -> None:
        """A blank, a word, a sign, an entity or a combining mark."""
        to = at + len(token)
        if token[0].isspace():
            if self.ends_blank and self.said and self.ends and self.at_no_joint():
                self.ends[-1] = to
            self.blank(at, to)
        elif token[0] == "&":
            size = _entity(token) if escaped else 0
            self.entity(unescaped(token[:size]), at, at + size)
            if size < len(token):  # what is no entity, or stands behind one that has no semicolon
                self.as_it_stands(at + size, to)
        elif not _ODD.match(token):
            self.as_it_stands(at, to)
        elif _LIGATURE.match(token):
            self.entity(_spelt(token), at, to)
        elif "\u0300" <= token <= "\u036f":
            if self.said and not self.ends_blank:
                _compose(self.said, self.starts, self.ends, token, at)
            else:  # a mark on nothing
                self.as_it_stands(at, to)

    def as_it_stands(self, at: int, to: int) -> None:
        self.said.append(self.text[at:to])
        self.starts.extend(range(at, to))
        self.ends.extend(range(at + 1, to + 1))
        self.ends_blank = False

    def blank(self, at: int, to: int) -> None:
        """One blank for all that stand there, if none is there yet."""
        if not self.ends_blank:
            self.said.append(" ")
            self.starts.append(at)
            self.ends.append(to)
            self.ends_blank = True

    def entity(self, read: str, at: int, to: int) -> None:
        if read.isspace():
            self.blank(at, to)
        elif read and not _UNSEEN_ALL.fullmatch(read):
            self.said.append(read)
            self.starts.extend([at] * len(read))
            self.ends.extend([to] * len(read))
            self.ends_blank = False

    def mapped(self) -> MappedText:
        """All of it, without a blank at the end."""
        whole = "".join(self.said).rstrip(" ")
        size = len(whole)
        del self.starts[size:], self.ends[size:]
        self.joints = [joint for joint in self.joints if 0 < joint < size]
        divided = [
            m.start()
            for m in _DIVIDED.finditer(whole)
            if "\n" in self.text[self.starts[m.start()] : self.starts[m.end()]]
        ]
        return self.undivided(whole, divided) if divided else MappedText(whole, self.starts, self.ends, self.joints)

    def undivided(self, whole: str, divided: Sequence[int]) -> MappedText:
        """The text with the words whole that were divided at the ends of lines: without hyphen and blank."""
        kept = [*zip([0, *(at + 2 for at in divided)], [*divided, len(whole)], strict=True)]
        moved = [joint - 2 * bisect_right(divided, joint - 1) for joint in self.joints]
        moved += [at - 2 * number for number, at in enumerate(divided)]
        return MappedText(
            "".join(whole[first:end] for first, end in kept),
            [start for first, end in kept for start in self.starts[first:end]],
            [stop for first, end in kept for stop in self.ends[first:end]],
            sorted(set(moved)),
        )


def _entity(token: str) -> int:
    """How much of a token that begins with "&" is an entity; some need no semicolon (``&nbspx`` begins with one)."""
    if token.startswith("&#") or token[1:] in html5:
        return len(token)
    return next((size for size in range(min(len(token) - 1, 40), 2, -1) if token[1:size] in html5), 0)


def _compose(said: list[str], starts: list[int], ends: list[int], mark: str, at: int) -> None:
    """Put a combining mark onto the character before it."""
    whole = unicodedata.normalize("NFC", said[-1][-1] + mark)
    if len(whole) == 1:
        said[-1] = said[-1][:-1] + whole
        ends[-1] = at + 1
    else:
        said.append(mark)
        starts.append(at)
        ends.append(at + 1)


def through(inner: MappedText, outer_starts: Sequence[int], outer_ends: Sequence[int]) -> MappedText:
    """A text that was itself taken out of a file, with places in that file.

    ``outer_starts`` and ``outer_ends`` tell for each character of that text where it stands.
    """
    starts = [outer_starts[i] for i in inner.starts]
    ends = [outer_ends[i - 1] for i in inner.ends]
    joints = set(inner.joints)
    joints.update(i for i in range(1, len(starts)) if starts[i] > ends[i - 1])
    return MappedText(inner.said, starts, ends, sorted(joints))
