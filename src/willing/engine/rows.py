"""Many worlds at once: 64 of them in a word, who is in told by logic on whole rows of words.

A *circuit* is a list of steps on rows; a row holds one bit for each world drawn. Counts and sums are added up bit by
bit, by adders made of such steps. The gates of a network are steps too, taken again until nothing changes: from nobody
for the least outcome of every world, from everybody for the greatest (§3.4).

One kernel, two speeds: the steps run as numpy's operations on rows of 1,024 words, or, where numba is there and enough
worlds are wanted, compiled, on parts of rows small enough for the processor's cache. Draws and results are the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.symbolic import Shape
from willing.engine.gates import threshold
from willing.engine.graph import feedback, reachable
from willing.engine.kernel import can_compile

#: Words of a row, and worlds in it; words of a part of it when compiled.
WORDS = 1024
WORLDS = 64 * WORDS
PART = 256

#: A chance is rounded to so many binary digits when worlds are drawn.
DIGITS = 32

#: Steps of one circuit, at most.
MOST_STEPS = 400_000

#: More steps than any gates take.
UNBOUNDED = 2**60

#: From so many worlds on, compiling (two seconds) is worth it.
MANY = 1_000_000

#: What a step does with its rows; of one that is only a part of another: (a or b) and c.
AND, OR, XOR, MOST, NOT, OR_AND = range(6)


@dataclass(slots=True)
class Steps:
    """The steps of circuits, as lists: what is done, to which row, with which three rows."""

    kind: list[int] = field(default_factory=list)
    to: list[int] = field(default_factory=list)
    one: list[int] = field(default_factory=list)
    two: list[int] = field(default_factory=list)
    three: list[int] = field(default_factory=list)

    def add(self, kind: int, to: int, one: int, two: int, three: int) -> None:
        if len(self.kind) > MOST_STEPS:
            raise OutOfBounds
        self.kind.append(kind)
        self.to.append(to)
        self.one.append(one)
        self.two.append(two)
        self.three.append(three)

    def folded(self, result: int, into: "Steps") -> None:
        """Add them to others, as few as will do: what is of use to one other step alone is a part of that one.

        ``result``: the row that is asked for.
        """
        each = dict(zip(self.to, zip(self.kind, self.one, self.two, self.three, strict=True), strict=True))
        uses = Counter((result, *self.one, *self.two, *self.three))
        for row, (kind, one, *pair) in list(each.items()):
            if kind not in (AND, OR) or one != (kind == AND):
                continue
            for part, other in (pair, pair[::-1]):
                its = each.get(part)
                if its is None or uses[part] > 1 or its[:2] not in ((kind, one), (OR, 0)):
                    continue
                each[row] = (kind if its[0] == kind else OR_AND, *its[2:], other)
                del each[part]
                break
        for row, (kind, one, two, three) in each.items():
            into.add(kind, row, one, two, three)


@dataclass(frozen=True, slots=True)
class Wire:
    """The row of something; ``&``, ``|`` and ``~`` make new ones in the same circuit."""

    circuit: "CircuitBuilder" = field(compare=False, repr=False)
    row: int

    def __and__(self, other: "Wire") -> "Wire":
        return self.circuit.step(AND, self.row, other.row, 1)

    def __or__(self, other: "Wire") -> "Wire":
        return self.circuit.step(OR, self.row, other.row, 0)

    def __invert__(self) -> "Wire":
        return self.circuit.step(NOT, self.row, 0, 0)


class CircuitBuilder:
    """Rows made of other rows, each once; does for rows what :class:`willing.engine.diagrams.bdd.Diagrams` does for
    functions. Row 0 is false in every world, row 1 true."""

    def __init__(self, steps: Steps, first_row: int, budget: Budget) -> None:
        self.steps = steps
        self.rows = first_row
        self.budget = budget
        self.known: dict[tuple[int, int, int, int], Wire] = {}
        self.true = Wire(self, 1)
        self.false = Wire(self, 0)

    def wire(self, row: int) -> Wire:
        """A row that is there already."""
        return Wire(self, row)

    def step(self, kind: int, one: int, two: int, three: int) -> Wire:
        """The row that a step makes, with what is constant left out."""
        if kind == NOT:
            if one <= 1:
                return Wire(self, 1 - one)
        else:
            one, two, three = sorted((one, two, three))
            if kind == MOST and one <= 1:
                kind, one = (OR, 0) if one else (AND, 1)
                one, two, three = sorted((one, two, three))
            if kind == AND:
                if one == 0:
                    return self.false
                if one == 1 and two == three:
                    return Wire(self, two)
                if one == 1 and two == 1:
                    return Wire(self, three)
            elif kind == OR:
                if 1 in (one, two, three):
                    return self.true
                if one == 0 and two in (0, three):
                    return Wire(self, three)
            elif one == two and kind == MOST:
                return Wire(self, one)
        key = kind, one, two, three
        if key not in self.known:
            self.steps.add(kind, self.rows, one, two, three)
            self.known[key] = Wire(self, self.rows)
            self.rows += 1
        return self.known[key]

    def given(self, value: bool) -> Wire:
        """The constant."""
        return self.true if value else self.false

    def conj(self, parts: Iterable[Wire]) -> Wire:
        """All of them."""
        return self._tree(AND, [part.row for part in parts], 1)

    def disj(self, parts: Iterable[Wire]) -> Wire:
        """Any of them."""
        return self._tree(OR, [part.row for part in parts], 0)

    def _tree(self, kind: int, rows: list[int], neutral: int) -> Wire:
        total = neutral
        for i in range(0, len(rows), 2):
            pair = [*rows[i : i + 2], neutral][:2]
            total = self.step(kind, total, *pair).row
        return Wire(self, total)

    def at_least(self, kids: Iterable[tuple[Wire, int]], need: int) -> Wire:
        """The weights of those that are true come to ``need``: added up bit by bit, then compared."""
        open_kids = []
        for kid, weight in kids:
            if kid.row == 1:
                need -= weight
            elif kid.row != 0:
                open_kids.append((kid.row, weight))
        form = threshold(open_kids, need)
        if isinstance(form, bool):
            return self.given(form)
        if form.kind != "sum":
            rows = [row for row, _ in form.kids]
            return self._tree(AND, rows, 1) if form.kind == "all" else self._tree(OR, rows, 0)
        need = form.need
        # The need is topped up to a power of two, so that the last carry decides.
        bits = (need - 1).bit_length()
        top_up = (1 << bits) - need
        columns: list[list[int]] = [[] for _ in range(bits + 1)]
        for row, weight in [*form.kids, (1, top_up)]:
            for bit in range(bits + 1):
                if weight >> bit & 1:
                    columns[bit].append(row)
        for bit in range(bits):
            column = columns[bit]
            while len(column) > 1:
                three = [*column[:3], 0][:3]
                del column[:3]
                columns[bit + 1].append(self.step(MOST, *three).row)
                if column:  # the lowest digit itself is asked for by nobody
                    column.append(self.step(XOR, *three).row)
        return self._tree(OR, columns[bits], 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """What is drawn, and what follows from it.

    ``draws``: how many there are; the row of each is ``2 + number``. ``inputs``: steps taken once, before all others.
    ``gates``: the network's, by ``heads``; ``start``: where the steps of each begin; ``result``: the row they end in;
    ``heard``: which gates each one bears on. ``turning``: (row of an opposite, row of what it is the opposite of).
    ``said``: steps taken at the end, in the least outcome of each world and in the greatest, for the rows ``asked``.
    """

    draws: int
    rows: int
    inputs: Steps
    gates: Steps
    start: list[int]
    heads: list[int]
    result: list[int]
    heard: list[list[int]]
    turning: list[tuple[int, int, list[int]]]
    said: Steps
    asked: Sequence[int]
    pledges: Mapping[int, int]
    watched: Sequence[tuple[int, int]]


def circuit_of(
    shape: Shape,
    draws: int,
    given: Callable[[CircuitBuilder], tuple[Mapping[int, Wire], Mapping[int, Wire]]],
    said: Callable[[CircuitBuilder, Callable[[int], Wire]], Sequence[int]],
    budget: Budget,
) -> Circuit:
    """Circuits of a network. ``given``: its variables and what must be true of pledges, as rows of the draws;
    ``said``: makes the rows that are asked for, from the row of any node, and tells which. Raises
    :class:`OutOfBounds`."""
    first = 2 + draws
    # What bears on who is in, each after what it needs but for loops: so a turn through the gates carries furthest.
    _, bearing = feedback(shape.network.pledges.values(), lambda node: shape.needs.get(node, ()))
    within = shape.within.intersection(bearing)
    heads = [node for node in bearing if node in shape.gates and node not in within]
    opposites = [node for node in bearing if node in shape.behind]
    row = {node: first + i for i, node in enumerate([*heads, *opposites])}
    inputs = Steps()
    circuit = CircuitBuilder(inputs, first + len(row), budget)
    variables, alive = given(circuit)
    row |= {node: wire.row for node, wire in variables.items()} | {0: 0, 1: 1}
    plain_opposites = {}
    for node in opposites:
        if shape.behind[node] in variables:
            plain_opposites[node] = (~variables[shape.behind[node]]).row
    row |= plain_opposites
    rows = circuit.rows

    last = CircuitBuilder(Steps(), rows, budget)
    made: dict[int, Wire] = {}

    def of(node: int) -> Wire:
        if node in shape.pledges or node in variables or node <= 1 or node in plain_opposites:
            return last.wire(row[node])
        if node not in made:
            if node in shape.behind:
                made[node] = ~of(shape.behind[node])
            else:
                gate = shape.gates[node]
                made[node] = last.at_least([(of(kid), weight) for kid, weight in gate.kids], gate.need)
        return made[node]

    asked = said(last, of)
    scratch = last.rows
    gates = Steps()
    start, result = [0], []
    most = scratch
    for node in heads:
        steps = Steps()
        its = CircuitBuilder(steps, scratch, budget)
        value = _value(its, shape, node, row)
        if node in alive:
            value = value & its.wire(alive[node].row)
        steps.folded(value.row, gates)
        result.append(value.row)
        start.append(len(gates.kind))
        most = max(most, its.rows)
    place = {node: i for i, node in enumerate(heads)}
    heard: list[list[int]] = [[] for _ in heads]
    turning: dict[int, list[int]] = {}
    for node in heads:
        for kid in set(reachable(shape.needs[node], lambda its: shape.needs[its] if its in within else ())):
            if kid in place:
                heard[place[kid]].append(place[node])
            elif kid in shape.behind and kid not in plain_opposites:
                turning.setdefault(kid, []).append(place[node])
    return Circuit(
        draws=draws,
        rows=most,
        inputs=inputs,
        gates=gates,
        start=start,
        heads=[row[node] for node in heads],
        result=result,
        heard=heard,
        turning=[(row[node], row[shape.behind[node]], its) for node, its in turning.items()],
        said=last.steps,
        asked=asked,
        pledges={node: row[node] for node in shape.pledges},
        watched=tuple((row[shape.behind[o]], row[o]) for o in opposites if shape.behind[o] in shape.under_not),
    )


def _value(circuit: CircuitBuilder, shape: Shape, node: int, row: Mapping[int, int]) -> Wire:
    """What a gate comes to, of the rows of other nodes; who has none is a part of it."""
    gate = shape.gates[node]
    kids = [
        (circuit.wire(row[kid]) if kid in row else _value(circuit, shape, kid, row), weight)
        for kid, weight in gate.kids
    ]
    return circuit.at_least(kids, gate.need)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """The rows of the least outcomes of worlds and of their greatest. ``open``: a row, the worlds in which what stands
    under a ``not`` is not the same in both: there the two are no outcomes, only bounds."""

    least: Any
    greatest: Any
    open: Any


class Blocks:
    """Blocks of :data:`WORLDS` worlds, drawn with these chances. Each hangs on the seed and its own number alone, so
    blocks may be drawn in any order, by any number of workers."""

    def __init__(self, circuit: Circuit, chances: Sequence[Fraction], *, fast: bool) -> None:
        self.chances = chances
        self.settling = Settling(circuit, WORDS, fast=fast)

    def worlds(self, seed: int, block: int) -> Worlds:
        """One block. Its rows are used again for the next."""
        import numpy as np

        generator = np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,)))
        for number, chance in enumerate(self.chances):
            _draw(generator, chance, self.settling.draws[number])
        return self.settling.worlds()


class Settling:
    """Who is in, in worlds whose draws are given: put them into ``draws`` (a row of so many ``words`` for each), then
    ask for the worlds."""

    def __init__(self, circuit: Circuit, words: int, *, fast: bool) -> None:
        import numpy as np

        self.circuit = circuit
        steps = [_arrays(its) for its in (circuit.inputs, circuit.gates, circuit.said)]
        self.heads = np.asarray(circuit.heads, np.int32)
        heard_start = np.cumsum([0, *map(len, circuit.heard)], dtype=np.int32)
        heard_to = np.asarray([gate for its in circuit.heard for gate in its], np.int32)
        start, result = np.asarray(circuit.start, np.int32), np.asarray(circuit.result, np.int32)
        wiring = [start, result, self.heads, heard_start, heard_to]
        if not fast:  # Python is quicker with lists
            steps = [[its.tolist() for its in each] for each in steps]
            wiring = [its.tolist() for its in wiring]
        self.steps, self.wiring = steps, wiring
        self.part = PART if fast else words
        self.take, self.settle = _compiled() if fast else _plain()
        self.least = np.zeros((circuit.rows, words), np.uint64)
        self.greatest = np.zeros((circuit.rows, words), np.uint64)
        self.least[1] = ~np.uint64(0)
        self.draws = self.least[2 : 2 + circuit.draws]
        self.low = np.zeros((circuit.rows, self.part), np.uint64)
        self.high = np.zeros((circuit.rows, self.part), np.uint64)
        self.low_rows: Any = self.low if fast else list(self.low)
        self.high_rows: Any = self.high if fast else list(self.high)
        asked = {*circuit.asked, *circuit.pledges.values(), *(node for node, _ in circuit.watched)}
        self.asked = np.asarray(sorted(asked), np.int32)
        self.taken = 0  # steps on rows of gates, so far
        self.kept = max([2 + circuit.draws, *(to + 1 for to in circuit.inputs.to)])

    def worlds(self, *, least: bool = True, most: int = UNBOUNDED) -> Worlds:
        """The worlds of these draws; used again for the next. Not ``least``: only the greatest outcomes are asked
        for, and the others worked out where those need them.

        Raises :class:`OutOfBounds` once gates have taken more than ``most`` steps.
        """
        import numpy as np

        circuit = self.circuit
        both = least or bool(circuit.turning)
        words = self.least.shape[1]
        most += self.taken
        for at in range(0, words, self.part):
            self._part(slice(at, at + self.part), most, both=both)
        open_ = np.zeros(words, np.uint64)
        for node, _ in circuit.watched if both else ():
            open_ |= self.least[node] ^ self.greatest[node]
        return Worlds(least=self.least, greatest=self.greatest, open=open_)

    def _part(self, place: slice, most: int, *, both: bool) -> None:
        import numpy as np

        circuit, low, high = self.circuit, self.low, self.high
        inputs, gates, said = self.steps
        ones = ~np.uint64(0)
        given = 2 + circuit.draws
        low[:given] = self.least[:given, place]
        self.take(self.low_rows, *inputs, 0, len(circuit.inputs.kind), 0, self.part)
        high[: self.kept] = low[: self.kept]
        low[self.heads] = 0
        high[self.heads] = ones
        for opposite, _, _ in circuit.turning:
            low[opposite] = 0
            high[opposite] = ones
        stale = np.full((2, len(self.heads), 2), (0, self.part), np.int32)
        changed = True
        while changed:
            changed = False
            if both:
                self._settled(self.low_rows, gates, stale[0], most)
                changed = _turn(low, high, circuit.turning, stale[1])
            self._settled(self.high_rows, gates, stale[1], most)
            changed |= _turn(high, low, circuit.turning, stale[0])
        ends = [(high, self.high_rows, self.greatest)]
        if both:
            ends.append((low, self.low_rows, self.least))
        for rows, numbered, whole in ends:
            self.take(numbered, *said, 0, len(circuit.said.kind), 0, self.part)
            whole[self.asked, place] = rows[self.asked]

    def _settled(self, rows: Any, gates: Any, stale: Any, most: int) -> None:
        self.taken += int(self.settle(rows, *gates, *self.wiring, stale, most - self.taken))
        if self.taken > most:
            raise OutOfBounds


def _turn(one: Any, other: Any, turning: Sequence[tuple[int, int, list[int]]], stale: Any) -> bool:
    """Put what is not so in ``one`` into the opposites of ``other``, and mark whoever that bears on."""
    changed = False
    for opposite, node, gates in turning:
        value = ~one[node]
        if (other[opposite] != value).any():
            other[opposite] = value
            stale[gates] = 0, one.shape[1]
            changed = True
    return changed


def _draw(generator: Any, chance: Fraction, row: Any) -> None:
    """Bits that are 1 with this chance: digit after digit of it, the last one first."""
    import numpy as np

    digits = round(chance * 2**DIGITS)
    if digits >= 2**DIGITS:
        row[:] = ~np.uint64(0)
        return
    row[:] = 0
    bit = 0
    while bit < DIGITS and not digits >> bit & 1:
        bit += 1
    for at in range(bit, DIGITS):
        random = generator.random_raw(len(row))
        if digits >> at & 1:
            np.bitwise_or(row, random, row)
        else:
            np.bitwise_and(row, random, row)


def _arrays(steps: Steps) -> list[Any]:
    import numpy as np

    return [np.asarray(its, np.int32) for its in (steps.kind, steps.to, steps.one, steps.two, steps.three)]


# -- the kernel -------------------------------------------------------------------------------------------------------


def _settling(take: Callable[..., None], moved: Callable[..., tuple[int, int]]) -> Callable[..., int]:
    def settle(
        rows: Any, kind: Any, to: Any, one: Any, two: Any, three: Any,
        start: Any, result: Any, heads: Any, heard_start: Any, heard_to: Any, stale: Any, most: int,
    ) -> int:  # fmt: skip
        """Work out every gate that is stale, where it is (from word, to word), and those it bears on, until nothing
        changes, or that took more than ``most`` steps; how many it took."""
        taken = 0
        again = True
        while again and taken <= most:
            again = False
            for gate in range(len(heads)):
                first, end = stale[gate, 0], stale[gate, 1]
                if first >= end:
                    continue
                stale[gate, 1] = 0
                take(rows, kind, to, one, two, three, start[gate], start[gate + 1], first, end)
                taken += start[gate + 1] - start[gate]
                first, end = moved(rows, result[gate], heads[gate], first, end)
                if first < end:
                    for at in range(heard_start[gate], heard_start[gate + 1]):
                        other = heard_to[at]
                        if stale[other, 0] >= stale[other, 1]:
                            stale[other, 0], stale[other, 1] = first, end
                        else:
                            stale[other, 0] = min(stale[other, 0], first)
                            stale[other, 1] = max(stale[other, 1], end)
                        again = True
        return taken

    return settle


def _take_plain(
    rows: Any, kind: Any, to: Any, one: Any, two: Any, three: Any, step: int, last: int, first: int, end: int
) -> None:
    import numpy as np

    both, either, differ, invert = np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert
    for at in range(step, last):  # of whole rows, as parts of them take as long
        what, a, row = kind[at], one[at], rows[to[at]]
        if what == NOT:
            invert(rows[a], row)
            continue
        b, c = rows[two[at]], rows[three[at]]
        if what == OR_AND:
            either(rows[a], b, row)
            both(row, c, row)
        elif a <= 1:  # a constant, which sorts first, leaves two
            (both if what == AND else differ if what == XOR else either)(b, c, row)
            if what == XOR and a == 1:
                invert(row, row)
        elif what == MOST:
            either(b, c, row)
            both(rows[a], row, row)
            either(row, both(b, c), row)
        else:
            its = both if what == AND else either if what == OR else differ
            its(b, c, row)
            its(rows[a], row, row)


def _moved_plain(rows: Any, one: int, other: int, first: int, end: int) -> tuple[int, int]:
    if rows[one].tobytes() == rows[other].tobytes():
        return 0, 0
    rows[other][:] = rows[one]
    return first, end


def _take(
    rows: Any, kind: Any, to: Any, one: Any, two: Any, three: Any, step: int, last: int, first: int, end: int
) -> None:
    width = end - first
    for at in range(step, last):
        what = kind[at]
        a, b, c = rows[one[at], first:end], rows[two[at], first:end], rows[three[at], first:end]
        row = rows[to[at], first:end]
        if what == 0:
            for i in range(width):
                row[i] = a[i] & b[i] & c[i]
        elif what == 1:
            for i in range(width):
                row[i] = a[i] | b[i] | c[i]
        elif what == 2:
            for i in range(width):
                row[i] = a[i] ^ b[i] ^ c[i]
        elif what == 3:
            for i in range(width):
                row[i] = (a[i] & b[i]) | (c[i] & (a[i] | b[i]))
        elif what == 4:
            for i in range(width):
                row[i] = ~a[i]
        else:
            for i in range(width):
                row[i] = (a[i] | b[i]) & c[i]


def _moved(rows: Any, one: int, other: int, first: int, end: int) -> tuple[int, int]:
    a, b = rows[one], rows[other]
    while first < end and a[first] == b[first]:
        first += 1
    while first < end and a[end - 1] == b[end - 1]:
        end -= 1
    its, to = a[first:end], b[first:end]
    for i in range(len(its)):
        to[i] = its[i]
    return first, end


def _plain() -> tuple[Callable[..., None], Callable[..., int]]:
    return _take_plain, _settling(_take_plain, _moved_plain)


def _compiled() -> tuple[Callable[..., None], Callable[..., int]]:
    import numba

    take = numba.njit(_take)
    return take, numba.njit(_settling(take, numba.njit(_moved)))


def can_be_fast(worlds_wanted: int) -> bool:
    """Whether compiling is possible and worth it."""
    return worlds_wanted >= MANY and can_compile()
