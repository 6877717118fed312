"""What is reached, what depends on itself, and what comes before what, in graphs of things that need each other."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import TypeVar

from willing.engine.kernel import LARGE, Arrays, Ints, Lists, can_compile

Node = TypeVar("Node", bound=Hashable)


def reachable(roots: Iterable[Node], kids: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """The roots and all that leads from them, as a walk in depth meets them."""
    found: dict[Node, None] = {}
    stack = list(roots)[::-1]
    while stack:
        node = stack.pop()
        if node not in found:
            found[node] = None
            stack.extend(reversed(tuple(kids(node))))
    return list(found)


def feedback(roots: Iterable[Node], kids: Callable[[Node], Iterable[Node]]) -> tuple[set[Node], list[Node]]:
    """Nodes that, once known, leave nothing that depends on itself; and all that is reached, each after what it needs.

    One walk in depth: the nodes that are met again while they are still being looked into.
    """
    loops: set[Node] = set()
    order: list[Node] = []
    entered: set[Node] = set()
    left: set[Node] = set()
    for root in roots:
        stack = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                entered.discard(node)
                left.add(node)
                order.append(node)
            elif node not in left:
                entered.add(node)
                stack.append((node, True))
                for kid in kids(node):
                    if kid in entered:
                        loops.add(kid)
                    elif kid not in left:
                        stack.append((kid, False))
    return loops, order


def knots(kids: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """The strongly connected components among the keys, each after those it leads to; other nodes are passed over."""
    nodes = list(kids)
    number = {node: i for i, node in enumerate(nodes)}
    of, order = components([[number[kid] for kid in its if kid in number] for its in kids.values()])
    found: list[list[Node]] = []
    before = None
    for place in order:
        if of[place] != before:
            found.append([])
            before = of[place]
        found[-1].append(nodes[place])
    return found


def components(kids: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """The strongly connected component of each node, by a number; and the nodes, component by component.

    A component comes after those it leads to. Linear; compiled where there are many edges.
    """
    start = [0, *accumulate(map(len, kids))]
    make = Arrays() if start[-1] >= LARGE and can_compile() else Lists()
    nodes = len(kids)
    component, order = make.zeros(nodes), make.zeros(nodes)
    make.run(number_components)(
        make.places(start), make.places(list(chain.from_iterable(kids))), component, order,
        make.zeros(nodes), make.zeros(nodes), make.zeros(nodes), make.zeros(nodes),
    )  # fmt: skip
    return make.plain(component), make.plain(order)


def number_components(
    start: Ints, kids: Ints, component: Ints, order: Ints, low: Ints, path: Ints, work: Ints, at: Ints
) -> None:
    """Number the strongly connected components (Tarjan 1972), from -1 downwards; all but ``kids`` are 0 at first.

    The children of a node are ``kids[start[node]:start[node + 1]]``. Until its component is known, ``component`` of a
    node is its turn in the search, above 0. ``order``: the nodes as their components are found.
    """
    turns = found = depth = length = placed = 0
    for root in range(len(component)):
        if component[root] != 0:
            continue
        depth = 0
        work[0] = root
        while depth >= 0:
            node = work[depth]
            if component[node] == 0:
                turns += 1
                component[node] = low[node] = turns
                at[node] = start[node]
                path[length] = node
                length += 1
            if at[node] < start[node + 1]:
                kid = kids[at[node]]
                at[node] += 1
                if component[kid] == 0:
                    depth += 1
                    work[depth] = kid
                elif 0 < component[kid] < low[node]:
                    low[node] = component[kid]
                continue
            depth -= 1
            if depth >= 0 and low[node] < low[work[depth]]:
                low[work[depth]] = low[node]
            if low[node] == component[node]:
                found += 1
                while True:
                    length -= 1
                    member = path[length]
                    component[member] = -found
                    order[placed] = member
                    placed += 1
                    if member == node:
                        break
