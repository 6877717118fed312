"""Forces that come whole, allocated by branch and bound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from willing.engine.allocate.board import Shared, bits_of, own_units
from willing.engine.allocate.flow import Flow, FlowProblem, lexicographic_flow

#: For each supply in two units, the least and the most of its own units that are kept for its own side.
Held = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchNode:
    """A part of what is to be searched: ``problem`` as if all could be split, within what is decided in it."""

    problem: FlowProblem
    held: Held
    units: tuple[int, ...]
    flow: Flow


class BranchAndBound:
    """Best first: what could be filled if all could be split is what a part of the search can hold at most.

    Amounts are cut to what is asked for, so that a whole pledge gives all it has or fills the need.
    """

    def __init__(
        self,
        problem: FlowProblem,
        choices: Sequence[tuple[int, ...]],
        shared: Sequence[Shared],
        serves: Sequence[int],
    ) -> None:
        self.order = problem.order
        self.choices = choices
        self.shared = shared
        self.asking = sum(1 << i for i in problem.order)
        self.serves = [mask & self.asking for mask in serves]
        self.choosing = {lot for lots in choices for lot in lots}
        caps, needs = list(problem.caps), problem.needs
        for lot, mask in enumerate(self.serves):
            asked = [needs[i] for i in bits_of(mask)]
            caps[lot] = min(caps[lot], max(asked, default=0) if lot in self.choosing else sum(asked))
        self.twins: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for number, lots in enumerate(choices):
            self.twins.setdefault(tuple((caps[lot], self.serves[lot]) for lot in lots), []).append(number)
        self.twins_of = {number: twins for twins in self.twins.values() for number in twins}
        self.steps = 0
        self.root = self.node(replace(problem, caps=caps), tuple((0, s.amount) for s in shared))

    def node(self, problem: FlowProblem, held: Held) -> SearchNode:
        self.steps += len(problem.caps) + len(self.order)
        got, flow = lexicographic_flow(problem, self.order)
        return SearchNode(problem, held, tuple(got[i] for i in self.order), flow)

    def choose(self, node: SearchNode, number: int, to: Iterable[int], *, twins: bool = False) -> FlowProblem:
        """The problem where a whole pledge may serve those in ``to`` only.

        ``twins``: of whole pledges that are the same but for their names, the earlier serve what comes earlier.
        """
        lots_for = list(node.problem.lots_for)
        to = set(to)

        def bar(number: int, from_: Iterable[int]) -> None:
            bits = sum(1 << lot for lot in self.choices[number])
            for i in from_:
                lots_for[i] &= ~bits

        bar(number, [i for i in self.order if i not in to])
        if twins:
            (only,) = to
            for twin in self.twins_of[number]:
                if twin != number:
                    bar(twin, [i for i in self.order if (i > only if twin < number else i < only)])
        return replace(node.problem, lots_for=lots_for)

    def hold(self, node: SearchNode, number: int, least: int, most: int) -> tuple[FlowProblem, Held]:
        """The problem where of a supply in two units so many of its own units are kept for its own side."""
        shared = self.shared[number]
        caps, rooms = list(node.problem.caps), list(node.problem.rooms)
        limits = rooms if shared.is_pool else caps
        limits[shared.own] = min(limits[shared.own], most)
        limits[shared.other] = min(limits[shared.other], shared.unit.convert(shared.amount - least))
        held = (*node.held[:number], (least, most), *node.held[number + 1 :])
        return replace(node.problem, caps=caps, rooms=rooms), held

    def split(self, node: SearchNode) -> Iterable[tuple[int, dict[int, int]]]:
        """The whole pledges that serve several requirements here, and how much of it each gets."""
        for number, lots in enumerate(self.choices):
            to = {i: amount for lot in lots for i, amount in node.flow[lot].items()}
            if len(to) > 1:
                yield number, to

    def overdrawn(self, node: SearchNode) -> Iterable[tuple[int, int, int, bool]]:
        """The supplies that give too much on both sides together: own units on each side, and whether own is first."""
        for number, shared in enumerate(self.shared):
            used, first = [], []
            for side in (shared.own, shared.other):
                lots = bits_of(node.problem.pool_lots[side]) if shared.is_pool else [side]
                used.append(sum(sum(node.flow[lot].values()) for lot in lots))
                first.append(min((i for lot in lots for i in node.flow[lot]), default=len(node.problem.needs)))
            back = own_units(shared.unit, used[1])
            if used[0] + back > shared.amount:
                yield number, used[0], back, first[0] < first[1]

    def parts(self, node: SearchNode) -> list[SearchNode]:
        """Two parts that hold all allocations of the node, but not what it would be if all could be split."""
        splits = list(self.split(node))
        if splits:
            number, to = min(splits, key=lambda split: min(split[1]))
            chosen = max(to, key=lambda i: (to[i], -i))
            others = [i for i in self.order if i != chosen]
            return [
                self.node(self.choose(node, number, others), node.held),
                self.node(self.choose(node, number, [chosen], twins=True), node.held),
            ]
        number, own, back, own_first = next(iter(self.overdrawn(node)))
        least, most = node.held[number]
        below = own - 1 if own_first else self.shared[number].amount - back
        parts = [self.hold(node, number, least, below), self.hold(node, number, below + 1, most)]
        return [self.node(*part) for part in (parts if own_first else reversed(parts))]

    def rounded(self, node: SearchNode) -> SearchNode:
        """An allocation near this node: whoever is split serves the one that gets most of it."""
        while True:
            splits, overdrawn = list(self.split(node)), list(self.overdrawn(node))
            if not splits and not overdrawn:
                return node
            for number, to in splits:
                chosen = max(to, key=lambda i: (to[i], -i))
                node = replace(node, problem=self.choose(node, number, [chosen]))
            for number, own, back, own_first in overdrawn:
                keep = own if own_first else self.shared[number].amount - back
                problem, held = self.hold(node, number, keep, keep)
                node = replace(node, problem=problem, held=held)
            node = self.node(node.problem, node.held)

    def run(self, steps: int) -> tuple[SearchNode, tuple[int, ...]]:
        """The best allocation found within so many steps, and what the best one is at most, compared as a list."""
        best = self.rounded(self.root)
        count = 0
        heap = [(tuple(-x for x in self.root.units), count, self.root)]
        while heap and heap[0][2].units > best.units:
            if self.steps > steps:
                return best, heap[0][2].units
            _, _, node = heappop(heap)
            if count % 16 == 15:
                best = max(best, self.rounded(node), key=lambda n: n.units)
            for part in self.parts(node):
                if part.units > best.units:
                    if not any(self.split(part)) and not any(self.overdrawn(part)):
                        best = part
                    else:
                        count += 1
                        heappush(heap, (tuple(-x for x in part.units), -count, part))
        return best, best.units
