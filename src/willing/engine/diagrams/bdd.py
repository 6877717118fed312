"""Decision diagrams: a function of many events as a graph in which equal parts are stored once (Bryant 1986).

Building is oxidd's. To read one, its nodes are walked once and kept as plain lists, children before parents; chances,
derivatives and sets of events are read off those, because a step through the library costs more than a step of the
reading itself. Large ones the library writes to a file in one go, and they are read into arrays, level by level.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.gates import threshold

#: A function of the variables of one :class:`Diagrams`; functions that are equal are the same.
Function = Any

#: Nodes of diagrams kept at a time, unless something else is asked for.
MOST_NODES = 8_000_000
#: Room beyond them for what one operation makes.
_ROOM = 2_000_000

#: Diagrams with more nodes than this are read from the library in one go, into arrays.
MANY_NODES = 20_000

#: Steps of one call to the library that finds all there.
_STEP = 5

#: Partial sums of one weighted count that are told apart; beyond it a count is out of bounds.
MOST_SUMS = 200_000


class Diagrams:
    """Diagrams over numbered variables, the first at the top. Whatever would take more than ``nodes`` nodes or more
    steps than there are raises :class:`OutOfBounds`.
    """

    def __init__(self, variables: int, budget: Budget, *, nodes: int = MOST_NODES) -> None:
        from oxidd.bdd import BDDManager

        if nodes < 1:
            raise OutOfBounds
        self.budget = budget
        self.made = 0  # nodes there were when steps were last counted
        self.nodes = nodes
        self.settled = 0  # knots of gates that are worked out; tells how far this got when it ends early
        # The library takes all its memory at once; the cache of results does well with as many places as nodes. It
        # looks for garbage in a thread of its own when it is nearly full, between two operations. There is room beside
        # ``nodes``, and they are counted after each, so that what there is hangs on no clock.
        self.manager = BDDManager(max(nodes + min(nodes, _ROOM), 64), max(min(nodes, 2**20), 1024), 1)
        self.manager.add_vars(variables)
        self.true: Function = self.manager.true()
        self.false: Function = self.manager.false()

    def var(self, number: int) -> Function:
        """The function that is true when that variable is."""
        return self.manager.var(number)

    def add(self, variables: int) -> int:
        """More variables, below all others; the number of the first."""
        first: int = self.manager.num_vars()
        self.manager.add_vars(variables)
        return first

    def given(self, value: bool) -> Function:
        """The constant."""
        return self.true if value else self.false

    def conj(self, parts: Iterable[Function]) -> Function:
        """All of them."""
        result = self.true
        for part in parts:
            result = result & part
            if result == self.false:
                break
            self._spend(0)
        return result

    def disj(self, parts: Iterable[Function]) -> Function:
        """Any of them."""
        result = self.false
        for part in parts:
            result = result | part
            if result == self.true:
                break
            self._spend(0)
        return result

    def at_least(self, kids: Iterable[tuple[Function, int]], need: int) -> Function:
        """The weights of those that are true come to ``need``: one step a child and partial sum that can arise."""
        open_kids = []
        for kid, weight in kids:
            if kid == self.true:
                need -= weight
            elif kid != self.false:
                open_kids.append((kid, weight))
        form = threshold(open_kids, need)
        if isinstance(form, bool):
            return self.given(form)
        self._spend(_STEP * len(form.kids))
        weights = sorted(form.kids, key=lambda each: each[0].node_level())
        if form.kind != "sum":  # from below, as that makes the fewest nodes on the way
            parts = (kid for kid, _ in reversed(weights))
            return self.conj(parts) if form.kind == "all" else self.disj(parts)
        need = form.need
        rest = [0]
        for _, weight in reversed(weights):
            rest.append(rest[-1] + weight)
        rest.reverse()
        asked: list[set[int]] = [{need}]
        told = 0
        for i, (_, weight) in enumerate(weights):
            below = {left for t in asked[i] for left in (t, t - weight) if 0 < left <= rest[i + 1]}
            told += len(below)
            if told > MOST_SUMS:
                raise OutOfBounds
            asked.append(below)
        known: dict[int, Function] = {}
        for i in range(len(weights) - 1, -1, -1):
            kid, weight = weights[i]
            room = rest[i + 1]

            def of(left: int, room: int = room, known: dict[int, Function] = known) -> Function:
                return self.true if left <= 0 else self.false if left > room else known[left]

            known = {left: kid.ite(of(left - weight), of(left)) for left in asked[i]}
            self._spend(_STEP * len(asked[i]))
        return known[need]

    def _spend(self, steps: int) -> None:
        """Steps, and one for each node that came since."""
        there = self.manager.approx_num_inner_nodes()
        self.budget.spend(steps + max(0, there - self.made))
        if there > self.nodes:
            self.manager.gc()
            there = self.manager.approx_num_inner_nodes()
            if there > self.nodes:
                raise OutOfBounds
        self.made = there

    def cube(self, variables: Iterable[int]) -> Function:
        """All of these variables, as quantifiers want them."""
        return self.conj(self.var(number) for number in sorted(variables, reverse=True))

    def guarded(self, what: Callable[[], Any]) -> Any:
        """``what()``; raises :class:`OutOfBounds` where the library runs out of nodes."""
        from oxidd.util import DDMemoryError

        try:
            return what()
        except (DDMemoryError, MemoryError):
            raise OutOfBounds from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Diagrams as lists. Node 0 is false, 1 is true; ``low`` and ``high`` come before the node they belong to."""

    variable: list[int]
    low: list[int]
    high: list[int]
    roots: list[int]

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.variable)

    @property
    def plain(self) -> "Nodes":
        """The same as lists."""
        return self

    def support(self, root: int) -> set[int]:
        """The variables that a function depends on."""
        seen = {0, 1}
        stack = [self.roots[root]]
        found = set()
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                found.add(self.variable[node])
                stack += [self.low[node], self.high[node]]
        return found

    def chances(self, of: Sequence[float]) -> list[float]:
        """The chance of every node, if the variables are independent and each is true with chance ``of[variable]``."""
        chance = [0.0, 1.0]
        variable, low, high = self.variable, self.low, self.high
        for node in range(2, len(variable)):
            below = chance[low[node]]
            chance.append(below + of[variable[node]] * (chance[high[node]] - below))
        return chance

    def chances_in(self, of: Mapping[int, Any], default: Sequence[float]) -> list[Any]:
        """The same in many cases at once: ``of`` maps some variables to arrays with a chance for each case."""
        chance: list[Any] = [0.0, 1.0]
        variable, low, high = self.variable, self.low, self.high
        uses = [0] * len(variable)
        for node in range(2, len(variable)):
            uses[low[node]] += 1
            uses[high[node]] += 1
        for root in self.roots:
            uses[root] += 1
        for node in range(2, len(variable)):
            number = variable[node]
            below, above = low[node], high[node]
            part = chance[below]
            chance.append(part + of.get(number, default[number]) * (chance[above] - part))
            for kid in (below, above):  # arrays that nobody asks for any more go
                uses[kid] -= 1
                if uses[kid] == 0 and kid > 1:
                    chance[kid] = None
        return [chance[root] for root in self.roots]

    def derivatives(self, root: int, of: Sequence[float]) -> dict[int, float]:
        """How much the chance of a function changes with that of each variable it depends on (Birnbaum 1969)."""
        chance = self.chances(of)
        weight = [0.0] * len(self.variable)
        weight[self.roots[root]] = 1.0
        found: dict[int, float] = {}
        for node in range(self.roots[root], 1, -1):
            its = weight[node]
            if its:
                number, low, high = self.variable[node], self.low[node], self.high[node]
                found[number] = found.get(number, 0.0) + its * (chance[high] - chance[low])
                weight[high] += its * of[number]
                weight[low] += its * (1.0 - of[number])
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyNodes:
    """The same as arrays of numpy. ``levels``: (first, last + 1, variable) of nodes of one variable, children first."""

    variable: Any
    low: Any
    high: Any
    roots: list[int]
    levels: list[tuple[int, int, int]]

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.variable)

    @property
    def plain(self) -> Nodes:
        """The same as lists."""
        return Nodes(variable=self.variable.tolist(), low=self.low.tolist(), high=self.high.tolist(), roots=self.roots)

    def support(self, root: int) -> set[int]:
        """The variables that a function depends on."""
        import numpy as np

        seen = np.zeros(self.size, bool)
        seen[self.roots[root]] = True
        found = set()
        for first, last, number in reversed(self.levels):
            its = np.flatnonzero(seen[first:last]) + first
            if len(its):
                found.add(number)
                seen[self.low[its]] = True
                seen[self.high[its]] = True
        return found

    def chances(self, of: Sequence[float]) -> Any:
        """The chance of every node, if the variables are independent and each is true with chance ``of[variable]``."""
        import numpy as np

        chance = np.empty(self.size)
        chance[:2] = 0.0, 1.0
        for first, last, number in self.levels:
            below = chance[self.low[first:last]]
            chance[first:last] = below + of[number] * (chance[self.high[first:last]] - below)
        return chance

    def chances_in(self, of: Mapping[int, Any], default: Sequence[float]) -> list[Any]:
        """The same in many cases at once: ``of`` maps some variables to arrays with a chance for each case."""
        return self.plain.chances_in(of, default)

    def derivatives(self, root: int, of: Sequence[float]) -> dict[int, float]:
        """How much the chance of a function changes with that of each variable it depends on (Birnbaum 1969)."""
        import numpy as np

        chance = self.chances(of)
        weight = np.zeros(self.size)
        weight[self.roots[root]] = 1.0
        found: dict[int, float] = {}
        for first, last, number in reversed(self.levels):
            its = weight[first:last]
            if its.any():
                low, high = self.low[first:last], self.high[first:last]
                found[number] = found.get(number, 0.0) + float(its @ (chance[high] - chance[low]))
                np.add.at(weight, high, its * of[number])
                np.add.at(weight, low, its * (1.0 - of[number]))
        return found


def nodes_of(functions: Sequence[Function], *, many: int = MANY_NODES) -> Nodes | ManyNodes:
    """The nodes of these functions: as lists, and where there are more than ``many``, as arrays."""
    walked = _walked(functions, many)
    if walked is None:
        try:
            return _written(functions)
        except OSError:  # no room for the file
            walked = _walked(functions, None)
            assert walked is not None
    return walked


def _walked(functions: Sequence[Function], most: int | None) -> Nodes | None:
    """Nodes as lists, step by step; None where there are more than ``most``."""
    variable, low, high = [-1, -1], [0, 1], [0, 1]
    index: dict[Function, int] = {}
    roots = []
    for function in functions:
        stack = [(function, None)]
        while stack:
            node, kids = stack.pop()
            if node in index:
                continue
            if kids is None:
                kids = node.cofactors()
                if kids is None:
                    index[node] = int(node.valid())
                    continue
                stack.append((node, kids))
                stack += [(kid, None) for kid in kids if kid not in index]
                continue
            index[node] = len(variable)
            variable.append(node.node_var())
            high.append(index[kids[0]])
            low.append(index[kids[1]])
            if most is not None and len(variable) > most:
                return None
        roots.append(index[function])
    return Nodes(variable=variable, low=low, high=high, roots=roots)


def _written(functions: Sequence[Function]) -> ManyNodes:
    """Nodes as arrays, by way of a file in the DDDMP format of CUDD: ``number variable high low``, children first."""
    from tempfile import TemporaryDirectory

    import numpy as np

    with TemporaryDirectory() as folder:
        path = f"{folder}/nodes"
        functions[0].manager.export_dddmp(path, functions, ascii=True)
        with open(path, "rb") as file:
            text = file.read()
    at = text.index(b".nodes\n")
    head = {key: told for key, *told in (line.split() for line in text[:at].splitlines())}
    at += len(b".nodes\n")
    constants = [1, 1]  # their numbers in the file: false, true
    while True:
        end = text.index(b"\n", at)
        number, name = text[at:end].split()[:2]
        if name not in (b"F", b"T"):
            break
        constants[name == b"T"] = int(number)
        at = end + 1
    rows = np.fromstring(text[at : text.rindex(b".end")], dtype=np.int64, sep=" ").reshape(-1, 4)
    first = int(rows[0, 0])
    place = np.arange(-first + 2, len(rows) + 2)  # by number in the file
    place[constants[0]], place[constants[1]] = 0, 1
    variable, low, high = (np.concatenate((start, its)) for start, its in (
        ((-1, -1), np.array([int(told) for told in head[b".ids"]])[rows[:, 1]]),
        ((0, 1), place[rows[:, 3]]),
        ((0, 1), place[rows[:, 2]]),
    ))  # fmt: skip
    cuts = [2, *(np.flatnonzero(np.diff(variable[2:])) + 3).tolist(), len(variable)]
    return ManyNodes(
        variable=variable,
        low=low,
        high=high,
        roots=[int(place[int(told)]) for told in head[b".rootids"]],
        levels=[(one, other, int(variable[one])) for one, other in pairwise(cuts)],
    )
