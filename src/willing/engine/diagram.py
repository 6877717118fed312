"""Decision diagrams: a function of many events as a graph in which equal parts are stored once (Bryant 1986).

Building is oxidd's. To read one, its nodes are walked once and kept as plain lists, children before parents; chances,
derivatives and sets of events are read off those, because a step through the library costs more than a step of the
reading itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from willing.engine.clock import Clock, OutOfBounds

#: A function of the variables of one :class:`Diagrams`; functions that are equal are the same.
Function = Any

#: Nodes of diagrams kept at a time, unless something else is asked for.
MOST_NODES = 8_000_000

#: Partial sums of one weighted count that are told apart; beyond it a count is out of bounds.
MOST_SUMS = 200_000


class Diagrams:
    """Diagrams over numbered variables, the first at the top. Whatever would take more than ``nodes`` nodes or more
    time than the clock has raises :class:`OutOfBounds`.
    """

    def __init__(self, variables: int, clock: Clock, *, nodes: int = MOST_NODES) -> None:
        from oxidd.bdd import BDDManager

        if nodes < 1:
            raise OutOfBounds
        self.clock = clock
        # The library takes all its memory at once; the cache of results does well with as many places as nodes.
        self.manager = BDDManager(max(nodes, 64), max(min(nodes, 2**20), 1024), 1)
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
        return result

    def disj(self, parts: Iterable[Function]) -> Function:
        """Any of them."""
        result = self.false
        for part in parts:
            result = result | part
            if result == self.true:
                break
        return result

    def at_least(self, kids: Iterable[tuple[Function, int]], need: int) -> Function:
        """The weights of those that are true come to ``need``: one step a child and partial sum that can arise."""
        open_kids = []
        for kid, weight in kids:
            if kid == self.true:
                need -= weight
            elif kid != self.false and weight > 0:
                open_kids.append((kid, weight))
        if need <= 0:
            return self.true
        self.clock.left()
        open_kids.sort(key=lambda each: each[0].node_level())
        rest = [0]
        for _, weight in reversed(open_kids):
            rest.append(rest[-1] + weight)
        rest.reverse()
        if rest[0] < need:
            return self.false
        if rest[0] - min(weight for _, weight in open_kids) < need:
            return self.conj(kid for kid, _ in reversed(open_kids))
        if all(weight >= need for _, weight in open_kids):
            return self.disj(kid for kid, _ in reversed(open_kids))
        asked: list[set[int]] = [{need}]
        told = 0
        for i, (_, weight) in enumerate(open_kids):
            below = {left for t in asked[i] for left in (t, t - weight) if 0 < left <= rest[i + 1]}
            told += len(below)
            if told > MOST_SUMS:
                raise OutOfBounds
            asked.append(below)
        known: dict[int, Function] = {}
        for i in range(len(open_kids) - 1, -1, -1):
            self.clock.left()
            kid, weight = open_kids[i]
            room = rest[i + 1]

            def of(left: int, room: int = room, known: dict[int, Function] = known) -> Function:
                return self.true if left <= 0 else self.false if left > room else known[left]

            known = {left: kid.ite(of(left - weight), of(left)) for left in asked[i]}
        return known[need]

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


def nodes_of(functions: Sequence[Function], *, most: int | None = None) -> Nodes:
    """The nodes of these functions as lists. Raises :class:`OutOfBounds` where there are more than ``most``."""
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
                raise OutOfBounds
        roots.append(index[function])
    return Nodes(variable=variable, low=low, high=high, roots=roots)
