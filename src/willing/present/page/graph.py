"""Who waits for whom, as a picture: partners on the left, what they wait for to the right of them.

The drawing is made once for all settings: whoever can hang on each other in a circle is one box, those who wait for the
same are one box, and a count over many is a box of its own. What a switch changes are signs, values and arrows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from willing.answers.waits import Arrow, Box, Wait, Waits
from willing.model.picture import Picture
from willing.present.escape import columns, shown
from willing.present.words import Words

#: More members of one box are not named, and no line of a box is longer.
MOST_MEMBERS = 12
MOST_LETTERS = 34
#: Below this width, in pixels, it is scrolled instead of made smaller; its letters are then still to be read.
LEAST = 640

_LINE, _LETTER, _PAD, _GAP, _APART, _PORT = 19, 7.1, 9, 148, 16, 19


@dataclass(slots=True, kw_only=True)
class _Box:
    """A box of the answer, with its lines (text, the pledge whose sign it has, class) and its place."""

    of: Box
    lines: list[tuple[str, str | None, str]]
    rank: int = 0
    x: float = 0
    y: float = 0
    wide: float = 0
    high: float = 0


class Graph:
    """The drawing of who waits for what in one plan."""

    def __init__(self, picture: Picture, words: Words, waits: Waits) -> None:
        self.picture = picture
        self.words = words
        self.say = words.say
        self.waits = waits
        self.boxes = [_Box(of=box, lines=list(self._lines(box))) for box in waits.boxes]
        self.arrows = waits.arrows
        self._whom: dict[int, str] = {}  # by box, who is in it
        self._place()

    # -- what boxes say -------------------------------------------------------------------------------------------

    def _lines(self, box: Box) -> Iterator[tuple[str, str | None, str]]:
        say, words = self.say, self.words
        if box.assumption is not None:
            for line in _wrapped(words.assumption(box.assumption)):
                yield line, None, "what"
            yield "", None, "value"
            return
        if box.atom is not None:
            for line in _wrapped(words.condition(box.atom)):
                yield line, None, "what"
            return
        if box.circle:
            yield say("board.graph.circle"), None, "head"
        called = self._called(box.pledges)
        few = list(called.items())[: MOST_MEMBERS if len(called) <= MOST_MEMBERS else MOST_MEMBERS - 1]
        for id_, name in few:
            yield _cut(name), id_, "who"
            if box.inner.get(id_):
                yield _cut(self._inner(box.inner[id_])), None, "why"
        if len(few) < len(called):
            yield say.more(len(called) - len(few)), None, "more"

    def _inner(self, waits: Sequence[Wait]) -> str:
        say = self.say
        told = say.listed([self.words.condition(wait.atom) for wait in waits])
        return say(f"board.graph.{waits[0].how}", what=told)

    def _called(self, ids: Iterable[str]) -> dict[str, str]:
        """The first pledge of each partner with its name, or each pledge where the partner has others elsewhere."""
        here = dict.fromkeys(ids)
        told: dict[str, str] = {}
        seen = set()
        for id_ in here:
            partner = self.picture.pledges[id_].partner
            all_here = all(p.id in here for p in self.words.of_partner[partner] if p.id in self.picture.pledges)
            if all_here and partner in seen:
                continue
            seen.add(partner)
            told[id_] = self.words.partner(partner) if all_here else self.words.pledge(id_)
        return told

    # -- what a world says ----------------------------------------------------------------------------------------

    def decided(self, decided: Mapping[str, bool]) -> Iterator[tuple[int, bool | None]]:
        """For each arrow to an assumption, whether what it waits for is so where so much is decided."""
        for number, arrow in enumerate(self.arrows):
            assumption = self.boxes[arrow.end].of.assumption
            if assumption is not None:
                value = decided.get(assumption)
                yield number, (None if value is None else not value) if arrow.wait.how == "unless" else value

    def arrow_text(self, number: int, how: str) -> str:
        """An arrow in words."""
        arrow = self.arrows[number]
        whom = self._whom.get(arrow.start)
        if whom is None:
            names = list(self._called(self.boxes[arrow.start].of.pledges).values())
            whom = self._whom[arrow.start] = self.say.listed(self.say.shortened(names, MOST_MEMBERS))
        what = self.say(f"board.graph.{arrow.wait.how}", what=self.words.condition(arrow.wait.atom))
        return self.say("board.graph.arrow", whom=whom, what=what, how=how)

    # -- the drawing ----------------------------------------------------------------------------------------------

    def _place(self) -> None:
        """Give every box its column by the layers of Sugiyama's method, its order in it, and room."""
        self.width = self.height = 0.0
        if not self.boxes:
            return
        out: dict[int, int] = {}
        into: dict[int, int] = {}
        for arrow in self.arrows:
            out[arrow.start] = out.get(arrow.start, 0) + 1
            into[arrow.end] = into.get(arrow.end, 0) + 1
        for number, box in enumerate(self.boxes):
            text = max((columns(line) + (3 if pledge else 0) for line, pledge, _ in box.lines), default=4)
            box.wide = max(96, text * _LETTER + 2 * _PAD)
            ports = max(out.get(number, 0), into.get(number, 0) * 0.6)
            box.high = max(len(box.lines) * _LINE + 2 * _PAD - 4, ports * _PORT + 8)
        top = 0.0
        components = self._components()
        widest: dict[int, float] = {}
        for box in self.boxes:
            widest[box.rank] = max(widest.get(box.rank, 0.0), box.wide)
        for component in components:
            ranks: dict[int, list[int]] = {}
            for number in component:
                ranks.setdefault(self.boxes[number].rank, []).append(number)
            highs = {r: sum(self.boxes[n].high for n in its) + _APART * (len(its) - 1) for r, its in ranks.items()}
            x = 0.0
            for rank in range(max(ranks) + 1):
                y = top + (max(highs.values()) - highs.get(rank, 0.0)) / 2
                for number in ranks.get(rank, ()):
                    box = self.boxes[number]
                    box.x, box.y = x, y
                    y += box.high + _APART
                    self.width = max(self.width, x + box.wide)
                x += widest.get(rank, 0.0) + _GAP
            top += max(highs.values()) + 1.6 * _APART
        self.height = top - 1.6 * _APART

    def _components(self) -> list[list[int]]:
        """The boxes that arrows join, each with its rank, from top to bottom; the largest first."""
        import fast_sugiyama

        edges = list(dict.fromkeys((arrow.start, arrow.end) for arrow in self.arrows if arrow.start != arrow.end))
        found: list[list[int]] = []
        if edges:
            for places, *_ in fast_sugiyama.from_edges(edges, vertex_spacing=1, dummy_vertices=False):
                at = {int(number): place for number, place in places}
                highest = max(y for _, y in at.values())
                for number, (_, y) in at.items():
                    self.boxes[number].rank = round(highest - y)
                found.append(sorted(at, key=lambda n: (at[n][0], n)))
        placed = {number for its in found for number in its}
        found += [[number] for number in range(len(self.boxes)) if number not in placed]
        return sorted(found, key=lambda its: (-len(its), min(its)))

    def svg(self, cell: Callable[[str], str], text: Callable[[str], str], *, label: str) -> str:
        """The picture; ``cell`` and ``text``: the attributes and the words of a cell, ``label``: what it shows."""
        told = []
        starts = self._ports(out=True)
        ends = self._ports(out=False)
        for number, arrow in enumerate(self.arrows):
            line = self._line(arrow, starts[number], ends[number])
            one = self.boxes[arrow.start]
            said = self.say(f"board.arrow.label.{arrow.wait.how}")
            told.append(
                f'<g class="arrow" {cell(f"arrow:{number}")}><path d="{line}"/>'
                f'<text x="{one.x + one.wide + 7:.0f}" y="{starts[number] - 4:.0f}">{escape(said)}'
                '<tspan class="mark-met"> ✓</tspan><tspan class="mark-unmet"> ✕</tspan>'
                '<tspan class="mark-unsure"> ?</tspan></text></g>'
            )
        boxes = "".join(self._drawn(box, cell, text) for box in self.boxes)
        heads = "".join(
            f'<marker id="head-{how}" class="head {how}" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="8" '
            'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0l8 4l-8 4z"/></marker>'
            for how in ("met", "unmet", "unsure")
        )
        wide, high = self.width + 8, self.height + 22
        return (
            f'<svg class="graph" viewBox="-4 -14 {wide:.0f} {high:.0f}" style="min-width:{min(wide, LEAST):.0f}px" '
            f'width="{wide:.0f}" height="{high:.0f}" role="img" aria-label="{escape(label)}">'
            f"<defs>{heads}</defs>{''.join(told)}{boxes}</svg>"
        )

    def _line(self, arrow: Arrow, start: float, end: float) -> str:
        """From the right side of one box to the left side of another; back to the left, round the outside."""
        one, other = self.boxes[arrow.start], self.boxes[arrow.end]
        x = one.x + one.wide
        if other.x <= one.x:
            to = other.x + other.wide + 7
            return f"M{x:.0f} {start:.0f}C{x + 90:.0f} {start:.0f} {to + 90:.0f} {end:.0f} {to:.0f} {end:.0f}"
        to, bend = other.x - 7, x + 0.62 * _GAP
        reach = max(30.0, (to - bend) * 0.5)
        return (
            f"M{x:.0f} {start:.0f}H{bend:.0f}C{bend + reach:.0f} {start:.0f} {to - reach:.0f} {end:.0f} "
            f"{to:.0f} {end:.0f}"
        )

    def _ports(self, *, out: bool) -> dict[int, float]:
        """Where on the side of its box each arrow begins, or ends: in the order of the other ends."""
        of_box: dict[int, list[int]] = {}
        for number, arrow in enumerate(self.arrows):
            of_box.setdefault(arrow.start if out else arrow.end, []).append(number)
        ports: dict[int, float] = {}
        for mine, numbers in of_box.items():
            box = self.boxes[mine]
            others = {n: self.boxes[self.arrows[n].end if out else self.arrows[n].start] for n in numbers}
            numbers.sort(key=lambda n: (others[n].y + others[n].high / 2, n))
            apart = min(_PORT, (box.high - 8) / len(numbers))
            first = box.y + box.high / 2 - apart * (len(numbers) - 1) / 2
            ports |= {n: first + apart * i for i, n in enumerate(numbers)}
        return ports

    def _drawn(self, box: _Box, cell: Callable[[str], str], text: Callable[[str], str]) -> str:
        kind = "circle" if box.of.circle else "who" if box.of.pledges else "count" if box.of.atom else "outside"
        its = f" {cell(f'known:{box.of.assumption}')}" if box.of.assumption is not None else ""
        lines = []
        y = box.y + (box.high - len(box.lines) * _LINE) / 2 + 14
        for said, pledge, role in box.lines:
            x = box.x + _PAD + (12 if role == "why" else 0)
            told = f">{escape(_isolated(said))}"
            if pledge is not None:
                lines.append(
                    f'<g {cell(f"pledge:{pledge}")}><use class="sign" {cell(f"pledge-sign:{pledge}")} '
                    f'x="{x:.0f}" y="{y - 11.5:.1f}" width="13" height="13"/></g>'
                )
                x += 19
            if role == "value":
                told = f" {cell(f'value:{box.of.assumption}')}>{escape(text(f'value:{box.of.assumption}'))}"
            lines.append(f'<text class="{role}" x="{x:.0f}" y="{y:.0f}"{told}</text>')
            y += _LINE
        return (
            f'<g class="box {kind}"{its}><rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.wide:.0f}" '
            f'height="{box.high:.0f}" rx="7"/>{"".join(lines)}</g>'
        )


def _isolated(text: str) -> str:
    """A text whose direction of writing turns nothing beside it."""
    return f"\u2068{shown(text)}\u2069"


def _cut(text: str) -> str:
    text = shown(text)
    if columns(text) <= MOST_LETTERS:
        return text
    while columns(text) > MOST_LETTERS - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _wrapped(text: str, most: int = 3) -> list[str]:
    """A text in lines that fit a box, the last one cut."""
    lines = [""]
    for word in shown(text).split():
        if lines[-1] and columns(lines[-1]) + 1 + columns(word) > MOST_LETTERS - 8:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line) for line in lines]
