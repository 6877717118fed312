"""The map: the states of a frame around Europe.

Outlines: Natural Earth (public domain), as tools/outlines.py made them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Outlines by ISO 3166-1 alpha-2 code: path data, and the point where the sign of a state stands."""

    width: int
    height: int
    outlines: Mapping[str, str]
    points: Mapping[str, tuple[int, int]]
    projection: Mapping[str, Any]


@cache
def atlas() -> Atlas:
    """The one there is."""
    import json

    data = json.loads(files("willing.present.page").joinpath("europe.json").read_text("utf-8"))
    return Atlas(
        width=data["width"],
        height=data["height"],
        outlines={code: state["path"] for code, state in data["states"].items()},
        points={code: tuple(state["at"]) for code, state in data["states"].items()},
        projection=data["projection"],
    )


def on_map(partners: Iterable[str]) -> list[str]:
    """Those partners that the map shows."""
    return [id_ for id_ in partners if id_ in atlas().outlines]


def map_svg(partners: Iterable[str], cell: Callable[[str], str], text: Callable[[str], str], *, label: str) -> str:
    """The map with these partners on it.

    ``cell`` and ``text``: the attributes and the words of a cell; ``label``: what the map shows, for those who do not
    see it.
    """
    here = atlas()
    shown = on_map(partners)
    land = "".join(path for code, path in here.outlines.items() if code not in shown)
    states = "".join(
        f'<path class="fill state" {cell(f"is:{id_}")} d="{here.outlines[id_]}">'
        f"<title {cell(f'called:{id_}')}>{escape(text(f'called:{id_}'))}</title></path>"
        for id_ in shown
    )
    signs = "".join(
        f'<g class="pin" {cell(f"is:{id_}")} transform="translate({x} {y})"><circle r="9.5"/>'
        f'<use {cell(f"sign:{id_}")} x="-6.5" y="-6.5" width="13" height="13"/></g>'
        for id_, (x, y) in _apart({id_: here.points[id_] for id_ in shown}).items()
    )
    return (
        f'<svg class="map" viewBox="0 0 {here.width} {here.height}" role="img" aria-label="{escape(label)}">'
        f'<rect class="water" width="{here.width}" height="{here.height}"/>'
        f'<path class="land" d="{land}"/>{states}<g class="pins">{signs}</g></svg>'
    )


def _apart(points: Mapping[str, tuple[int, int]], room: float = 19.0) -> dict[str, tuple[int, int]]:
    """The points, moved as little as keeps signs from lying over each other."""
    at = {id_: [float(x), float(y)] for id_, (x, y) in points.items()}
    ids = list(at)
    for _ in range(60):
        moved = False
        for i, one in enumerate(ids):
            for other in ids[i + 1 :]:
                dx, dy = at[other][0] - at[one][0], at[other][1] - at[one][1]
                if abs(dx) >= room or abs(dy) >= room:
                    continue
                far = (dx * dx + dy * dy) ** 0.5
                if far >= room:
                    continue
                if far == 0:
                    dx, dy, far = 1.0, 0.0, 1.0
                by = (room - far) / 2 + 0.05
                for id_, sign in ((one, -1), (other, 1)):
                    at[id_][0] += sign * by * dx / far
                    at[id_][1] += sign * by * dy / far
                moved = True
        if not moved:
            break
    return {id_: (round(x), round(y)) for id_, (x, y) in at.items()}
