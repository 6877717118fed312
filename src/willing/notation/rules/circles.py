"""Circles among things that point at each other."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """One cycle for each knot of nodes that reach each other, from its first node on; in linear time.

    Depth first without recursion: an edge back to a node still on the way closes a cycle.
    """
    done: set[str] = set()
    told: set[str] = set()
    for root in edges:
        if root in done:
            continue
        way: list[str] = []
        position: dict[str, int] = {}
        stack: list[tuple[str, Iterator[str]]] = []

        def enter(node: str) -> None:
            position[node] = len(way)  # noqa: B023  # used up before the loop goes on
            way.append(node)  # noqa: B023
            stack.append((node, iter(edges.get(node, ()))))  # noqa: B023

        enter(root)
        while stack:
            node, following = stack[-1]
            target = next(following, None)
            if target is None:
                stack.pop()
                way.pop()
                del position[node]
                done.add(node)
            elif target in position:
                cycle = way[position[target] :]
                if told.isdisjoint(cycle):
                    told.update(cycle)
                    first = min(range(len(cycle)), key=list(_order(edges, cycle)).__getitem__)
                    yield (*cycle[first:], *cycle[:first])
            elif target not in done:
                enter(target)


def _order(edges: Mapping[str, Any], names: Iterable[str]) -> Iterator[int]:
    order = {name: number for number, name in enumerate(edges)}
    return (order.get(name, len(order)) for name in names)
