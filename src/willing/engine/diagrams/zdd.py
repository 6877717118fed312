"""Families of sets without listing them: which sets of events are enough, and none of them is too much.

A zero-suppressed diagram (Minato 1993) holds a family: a path to 1 is a set, the variables left on their high side are
its members. From the diagram of "these are enough" the sets that are enough and hold no smaller one follow node by
node (Rauzy 1993). Counting them is one sum a node; the smallest are found by walking, best first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf

from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.bdd import ManyNodes, Nodes


@dataclass(slots=True)
class MinimalSets:
    """A family of sets of numbers; node 0 is no set, node 1 the empty set alone."""

    budget: Budget
    most: int
    variable: list[int] = field(default_factory=lambda: [-1, -1])
    low: list[int] = field(default_factory=lambda: [0, 0])
    high: list[int] = field(default_factory=lambda: [0, 0])
    root: int = 0
    _made: dict[tuple[int, int, int], int] = field(default_factory=dict, repr=False)
    _without: dict[tuple[int, int], int] = field(default_factory=dict, repr=False)
    _steps: int = 0

    def step(self) -> None:
        """One pair of nodes was looked at. Raises :class:`OutOfBounds` where the budget is spent."""
        self._steps += 1
        if self._steps % 1024 == 0:
            self.budget.spend(1024)

    def node(self, variable: int, low: int, high: int) -> int:
        """The node, found or made."""
        if high == 0:
            return low
        key = variable, low, high
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = len(self.variable)
            if made > self.most:
                raise OutOfBounds
            self.variable.append(variable)
            self.low.append(low)
            self.high.append(high)
        return made

    def without(self, sets: int, smaller: int) -> int:
        """Those of ``sets`` that hold none of the sets in ``smaller``. Variables grow downwards."""
        stack = [(sets, smaller)]
        known = self._without
        while stack:
            self.step()
            f, g = stack[-1]
            if (f, g) in known:
                stack.pop()
                continue
            if f == 0 or g == 1 or f == g:
                known[f, g] = 0
                continue
            if g == 0 or f == 1:  # the empty set holds only the empty set, which g has not: that would be node 1 within
                known[f, g] = f if g == 0 or not self._has_empty(g) else 0
                continue
            one, other = self.variable[f], self.variable[g]
            if one > other:  # nothing in f has g's top
                wanted = [(f, self.low[g])]
            elif one < other:
                wanted = [(self.low[f], g), (self.high[f], g)]
            else:
                wanted = [(self.low[f], self.low[g]), (self.high[f], self.low[g]), (self.high[f], self.high[g])]
            open_ = [pair for pair in wanted if pair not in known]
            if open_:
                stack += open_
                continue
            if one > other:
                known[f, g] = known[wanted[0]]
            elif one < other:
                known[f, g] = self.node(one, known[wanted[0]], known[wanted[1]])
            else:
                both = self._meet(known[wanted[1]], known[wanted[2]])
                known[f, g] = self.node(one, known[wanted[0]], both)
        return known[sets, smaller]

    def _has_empty(self, node: int) -> bool:
        while node > 1:
            node = self.low[node]
        return node == 1

    def _meet(self, f: int, g: int) -> int:
        """The sets in both."""
        known: dict[tuple[int, int], int] = {}
        stack = [(f, g)]
        while stack:
            self.step()
            f_, g_ = stack[-1]
            if (f_, g_) in known:
                stack.pop()
                continue
            if f_ == g_ or f_ == 0 or g_ == 0:
                known[f_, g_] = f_ if f_ == g_ else 0
                continue
            one = self.variable[f_] if f_ > 1 else inf
            other = self.variable[g_] if g_ > 1 else inf
            if one < other:
                wanted = [(self.low[f_], g_)]
            elif one > other:
                wanted = [(f_, self.low[g_])]
            else:
                wanted = [(self.low[f_], self.low[g_]), (self.high[f_], self.high[g_])]
            open_ = [pair for pair in wanted if pair not in known]
            if open_:
                stack += open_
                continue
            if one == other:
                known[f_, g_] = self.node(self.variable[f_], known[wanted[0]], known[wanted[1]])
            else:
                known[f_, g_] = known[wanted[0]]
        return known[f, g]

    # -- reading ----------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many sets there are, exactly."""
        sets = [0, 1]
        for node in range(2, len(self.variable)):
            sets.append(sets[self.low[node]] + sets[self.high[node]])
        return sets[self.root]

    def least_first(
        self, cost: Callable[[int], float], place: Callable[[int], int]
    ) -> Iterator[tuple[float, tuple[int, ...]]]:
        """The sets by what their members cost in all (none less than 0), then by how many they are, then by their
        first members, in the order of their places (from 0): whatever the order of the diagram's variables."""
        places = {number: place(number) for number in self.variable[2:]}
        last = max(places.values(), default=0)
        # A whole number each, whose sum is less for fewer members, and of as many for those with the first places.
        rank = {number: (2 << last) - (1 << (last - its)) for number, its in places.items()}

        def more(costs: tuple[float, int], number: int) -> tuple[float, int]:
            return round(costs[0] + cost(number), 12), costs[1] + rank[number]

        best = [(inf, 0), (0.0, 0)]
        for node in range(2, len(self.variable)):
            best.append(min(best[self.low[node]], more(best[self.high[node]], self.variable[node])))
        order = count()
        heap: list[tuple[float, int, int, int, tuple[float, int], tuple[int, ...]]] = []

        def push(node: int, spent: tuple[float, int], taken: tuple[int, ...]) -> None:
            if best[node][0] < inf:
                total = round(spent[0] + best[node][0], 12), spent[1] + best[node][1]
                heappush(heap, (*total, next(order), node, spent, taken))

        push(self.root, (0.0, 0), ())
        while heap:
            total, _, _, node, spent, taken = heappop(heap)
            if node == 1:
                yield total, taken
                continue
            number = self.variable[node]
            push(self.high[node], more(spent, number), (*taken, number))
            push(self.low[node], spent, taken)


def minimal_sets(of: Nodes | ManyNodes, root: int, budget: Budget, *, most: int = 1_000_000) -> MinimalSets:
    """The inclusion-minimal sets of variables that make a function true when exactly they are true."""
    nodes = of.plain
    family = MinimalSets(budget=budget, most=most)
    sets = [0, 1]
    wanted = _reachable(nodes, nodes.roots[root])
    for node in range(2, len(nodes.variable)):
        if node not in wanted:
            sets.append(0)
            continue
        low, high = sets[nodes.low[node]], sets[nodes.high[node]]
        sets.append(family.node(nodes.variable[node], low, family.without(high, low)))
    family.root = sets[nodes.roots[root]]
    return family


def _reachable(nodes: Nodes, root: int) -> set[int]:
    seen: set[int] = set()
    stack: list[int] = [root]
    while stack:
        node = stack.pop()
        if node > 1 and node not in seen:
            seen.add(node)
            stack += [nodes.low[node], nodes.high[node]]
    return seen
