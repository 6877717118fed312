"""Who waits for whom, as a picture: partners on the left, what they wait for to the right of them.

The drawing is made once for all settings: whoever can hang on each other in a circle is one box, those who wait for the
same are one box, and a count over many is a box of its own. What a switch changes are signs, values and arrows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from willing.answers.brief import Brief
from willing.engine.explain import Certain
from willing.engine.network import eligible, requirements_of
from willing.engine.resolve import Resolution
from willing.model.condition import (
    And,
    Atom,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
)
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.present.escape import columns, shown
from willing.present.words import Words

#: More boxes than this are not drawn, more members of one are not named, and no line of a box is longer.
MOST_BOXES = 60
MOST_MEMBERS = 12
MOST_LETTERS = 34
#: A count over so many boxes points at each of them; over more, it stands for itself.
MOST_POINTED = 3

_LINE, _LETTER, _PAD, _GAP, _APART, _PORT = 19, 7.1, 9, 148, 16, 19


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """One atom of a condition: ``how`` it is meant, and what it is about."""

    atom: Atom
    how: str


@dataclass(slots=True, kw_only=True)
class _Box:
    """``pledges``: of partners that wait for the same, or (``circle``) for each other."""

    pledges: tuple[str, ...] = ()
    circle: bool = False
    assumption: str | None = None
    atom: Atom | None = None
    lines: list[tuple[str, str | None, str]] = field(default_factory=list)  # text, pledge whose sign it has, class
    rank: int = 0
    x: float = 0
    y: float = 0
    wide: float = 0
    high: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From who waits to what they wait for; ``owner``: whose condition it is part of."""

    start: int
    end: int
    wait: _Wait
    owner: str


class Graph:
    """The boxes and arrows of one plan; ``given``: assumptions that nobody need be shown to wait for."""

    def __init__(self, picture: Picture, words: Words, given: frozenset[str]) -> None:
        self.picture = picture
        self.words = words
        self.say = words.say
        self.given = given
        self.boxes: list[_Box] = []
        self.arrows: list[Arrow] = []
        self.left_out = 0
        waits = {p.id: tuple(self._waits(p)) for p in picture.pledges.values() if not isinstance(p.condition, Never)}
        self._build(waits)
        self._place()

    # -- what waits for what --------------------------------------------------------------------------------------

    def _waits(self, pledge: Pledge) -> Iterator[_Wait]:
        """The atoms of its condition, each once, without what is given or always so."""
        seen = set()
        for atom, negated, one_of in _atoms(pledge.condition):
            if isinstance(atom, Name) and atom.id in self.given and not negated:
                continue
            if isinstance(atom, Name | CountGroup | CountPartners | Total | Share):
                how = "unless" if negated else "or" if one_of else "only" if pledge.own_decision else "if"
                if (atom, how) not in seen:
                    seen.add((atom, how))
                    yield _Wait(atom=atom, how=how)

    def _named(self, atom: Atom, owner: str) -> list[str]:
        """The pledges on the table that an atom is about."""
        picture, plan = self.picture, self.picture.plan
        table = picture.pledges.values()
        match atom:
            case Name(id=name) if name in plan.assumptions:
                return []
            case Name(id=name) if name in plan.pledges:
                return [id_ for id_ in picture.means.get(name, (name,)) if id_ in picture.pledges]
            case Name(id=name, capability=capability):
                return [p.id for p in table if p.partner == name and self._provides(p, capability)]
            case CountGroup(group=group, others=others, capability=capability):
                members = plan.groups[group].of
                its = [p for p in table if p.partner in members and self._provides(p, capability)]
                return [p.id for p in its if not (others and p.partner == owner)]
            case CountPartners(others=others, capability=capability):
                return [p.id for p in table if self._provides(p, capability) and not (others and p.partner == owner)]
            case Total(capability=capability, others=others):
                return [p.id for p in table if plan.provides(p, capability) and not (others and p.partner == owner)]
            case Share():
                needs = requirements_of(picture, atom)
                return [p.id for p in table if any(eligible(picture, p, r) for r in needs)]
            case _:
                return []

    def _provides(self, pledge: Pledge, capability: str | None) -> bool:
        return capability is None or self.picture.plan.provides(pledge, capability)

    def _build(self, waits: Mapping[str, tuple[_Wait, ...]]) -> None:
        picture = self.picture
        needs = {
            id_: {
                other
                for wait in its
                if wait.how != "unless"
                for other in self._named(wait.atom, picture.pledges[id_].partner)
                if other in waits
            }
            for id_, its in waits.items()
        }
        circles = [circle for circle in _circles(needs) if len(circle) > 1]
        box_of: dict[str, int] = {}
        order = list(picture.pledges)
        for circle in circles:
            for id_ in circle:
                box_of[id_] = len(self.boxes)
            self.boxes.append(_Box(pledges=tuple(sorted(circle, key=order.index)), circle=True))
        alike: dict[tuple[object, ...], list[str]] = {}
        for id_, its in waits.items():
            if its and id_ not in box_of:
                mine = picture.pledges[id_].partner if any(_others(wait.atom) for wait in its) else None
                alike.setdefault((its, picture.pledges[id_].own_decision, mine), []).append(id_)
        for ids in alike.values():
            box_of |= dict.fromkeys(ids, len(self.boxes))
            self.boxes.append(_Box(pledges=tuple(ids)))
        targets: dict[object, int] = {}
        for start in range(len(self.boxes)):
            box = self.boxes[start]
            done = set()
            for id_ in box.pledges if box.circle else box.pledges[:1]:
                owner = picture.pledges[id_].partner
                for wait in waits[id_]:
                    for end in self._ends(wait.atom, owner, targets, box_of, start):
                        if (end, wait) not in done:
                            done.add((end, wait))
                            self.arrows.append(Arrow(start=start, end=end, wait=wait, owner=owner))
        if len(self.boxes) > MOST_BOXES:
            self.left_out = len(self.boxes) - MOST_BOXES
            del self.boxes[MOST_BOXES:]
            self.arrows = [a for a in self.arrows if a.start < MOST_BOXES and a.end < MOST_BOXES]
        for box in self.boxes:
            box.lines = list(self._lines(box, waits))

    def _ends(
        self, atom: Atom, owner: str, targets: dict[object, int], box_of: dict[str, int], start: int
    ) -> list[int]:
        """The boxes that an arrow of this atom ends at; none where it stays within its own circle."""
        if isinstance(atom, Name) and atom.id in self.picture.plan.assumptions:
            return [self._box(("assumption", atom.id), targets, lambda: _Box(assumption=atom.id))]
        named = self._named(atom, owner)
        if isinstance(atom, Name):
            ends = []
            for id_ in named:
                if id_ not in box_of:
                    box_of[id_] = len(self.boxes)
                    self.boxes.append(_Box(pledges=(id_,)))
                ends.append(box_of[id_])
            if not named:
                ends = [self._box(("nobody", atom), targets, lambda: _Box(atom=atom))]
            return [end for end in dict.fromkeys(ends) if end != start]
        if self.boxes[start].circle and any(box_of.get(id_) == start for id_ in named):
            return []  # the box says of each member what it asks of the others
        whose = owner if _others(atom) else None
        return [self._box(("count", atom, whose), targets, lambda: _Box(atom=atom))]

    def _box(self, key: object, targets: dict[object, int], new: Callable[[], _Box]) -> int:
        if key not in targets:
            targets[key] = len(self.boxes)
            self.boxes.append(new())
        return targets[key]

    def _lines(self, box: _Box, waits: Mapping[str, tuple[_Wait, ...]]) -> Iterator[tuple[str, str | None, str]]:
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
            if box.circle:
                inner = [w for w in waits[id_] if set(self._named(w.atom, "")) & set(box.pledges)]
                if inner:
                    yield _cut(self._inner(inner)), None, "why"
        if len(few) < len(called):
            yield say.more(len(called) - len(few)), None, "more"

    def _inner(self, waits: Sequence[_Wait]) -> str:
        say = self.say
        told = say.listed([self.words.condition(wait.atom) for wait in waits])
        return say(f"board.graph.{waits[0].how}", what=told)

    def _called(self, ids: Iterable[str]) -> dict[str, str]:
        """The first pledge of each partner with its name, or each pledge where the partner has others elsewhere."""
        ids = list(ids)
        told: dict[str, str] = {}
        seen = set()
        for id_ in ids:
            partner = self.picture.pledges[id_].partner
            all_here = all(p.id in ids for p in self.picture.pledges.values() if p.partner == partner)
            if all_here and partner in seen:
                continue
            seen.add(partner)
            told[id_] = self.words.partner(partner) if all_here else self.words.pledge(id_)
        return told

    # -- what a world says ----------------------------------------------------------------------------------------

    def met(self, brief: Brief) -> Iterator[tuple[int, bool | None]]:
        """For each arrow between partners, whether what it waits for is so in a world; None: not certain."""
        certain = Certain(picture=brief.picture, resolution=_resolution(brief))
        for number, arrow in enumerate(self.arrows):
            if self.boxes[arrow.end].assumption is None:
                value = certain.atom(arrow.wait.atom, arrow.owner)
                yield number, (None if value is None else not value) if arrow.wait.how == "unless" else value

    def decided(self, decided: Mapping[str, bool]) -> Iterator[tuple[int, bool | None]]:
        """The same for each arrow that ends at an assumption, where so much is decided."""
        for number, arrow in enumerate(self.arrows):
            assumption = self.boxes[arrow.end].assumption
            if assumption is not None:
                value = decided.get(assumption)
                yield number, (None if value is None else not value) if arrow.wait.how == "unless" else value

    def arrow_text(self, number: int, how: str) -> str:
        """An arrow in words."""
        arrow = self.arrows[number]
        box = self.boxes[arrow.start]
        whom = self.say.listed(self.say.shortened(list(self._called(box.pledges).values()), MOST_MEMBERS))
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
        return (
            f'<svg class="graph" viewBox="-4 -14 {self.width + 8:.0f} {self.height + 22:.0f}" '
            f'width="{self.width + 8:.0f}" height="{self.height + 22:.0f}" role="img" aria-label="{escape(label)}">'
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
        kind = "circle" if box.circle else "who" if box.pledges else "count" if box.atom else "outside"
        its = f" {cell(f'known:{box.assumption}')}" if box.assumption is not None else ""
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
                told = f" {cell(f'value:{box.assumption}')}>{escape(text(f'value:{box.assumption}'))}"
            lines.append(f'<text class="{role}" x="{x:.0f}" y="{y:.0f}"{told}</text>')
            y += _LINE
        return (
            f'<g class="box {kind}"{its}><rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.wide:.0f}" '
            f'height="{box.high:.0f}" rx="7"/>{"".join(lines)}</g>'
        )


def _isolated(text: str) -> str:
    """A text whose direction of writing turns nothing beside it."""
    return f"\u2068{shown(text)}\u2069"


def _resolution(brief: Brief) -> Resolution:
    return Resolution(
        pledges={id_: line.standing for id_, line in brief.pledges.items() if line.standing is not None},
        partners={id_: line.standing for id_, line in brief.partners.items() if line.standing is not None},
    )


def _atoms(condition: Condition, *, negated: bool = False, one_of: bool = False) -> Iterator[tuple[Atom, bool, bool]]:
    """Every atom, whether it stands under a ``not``, and whether it is one of several that would do."""
    match condition:
        case Not(of=inner):
            yield from _atoms(inner, negated=not negated, one_of=one_of)
        case And(of=parts) | Or(of=parts) | CountOf(of=parts):
            several = isinstance(condition, Or) or (isinstance(condition, CountOf) and condition.count is not None)
            for part in parts:
                yield from _atoms(part, negated=negated, one_of=one_of or several)
        case _:
            yield condition, negated, one_of


def _others(atom: Atom) -> bool:
    return isinstance(atom, CountGroup | CountPartners | Total) and atom.others


def _circles(needs: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected components (Tarjan 1972), without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on: set[str] = set()
    stack: list[str] = []
    found: list[list[str]] = []
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(sorted(needs[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on.add(root)
        while work:
            node, rest = work[-1]
            other = next(rest, None)
            if other is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    circle = []
                    while True:
                        member = stack.pop()
                        on.discard(member)
                        circle.append(member)
                        if member == node:
                            break
                    found.append(circle)
            elif other not in index:
                index[other] = low[other] = len(index)
                stack.append(other)
                on.add(other)
                work.append((other, iter(sorted(needs[other]))))
            elif other in on:
                low[node] = min(low[node], index[other])
    return found


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
