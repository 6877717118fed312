"""The map: the states of a frame around Europe, or of the part of the world where the partners lie.

Outlines: Natural Earth (public domain), as tools/outlines.py made them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

#: A sign takes so much of the map's width: 1 of so many.
_SIGNS = 890
#: The part of the world that is shown is at least so wide, has so much around the partners, and no more odd a shape.
_LEAST, _AROUND, _WIDEST, _HIGHEST = 480, 0.16, 2.1, 1.15

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Outlines by ISO 3166-1 alpha-2 code: path data, and the point where the sign of a state stands."""

    width: int
    height: int
    outlines: Mapping[str, str]
    points: Mapping[str, tuple[int, int]]
    projection: Mapping[str, Any]


@cache
def atlas(name: str = "europe") -> Atlas:
    """That of ``europe``, or of the ``world``."""
    import json

    data = json.loads(files("willing.present.page").joinpath(f"{name}.json").read_text("utf-8"))
    return Atlas(
        width=data["width"],
        height=data["height"],
        outlines={code: state["path"] for code, state in data["states"].items()},
        points={code: tuple(state["at"]) for code, state in data["states"].items()},
        projection=data["projection"],
    )


def on_map(partners: Iterable[str]) -> list[str]:
    """Those partners that the map shows; none where most are no states, as there is no map then."""
    partners = list(partners)
    here = _atlas_of(partners)
    return [] if here is None else [id_ for id_ in partners if id_ in here.outlines]


def _atlas_of(partners: list[str]) -> Atlas | None:
    """Europe where it has most of the states among the partners, else the world; None where most are no states."""
    europe, world = (sum(id_ in atlas(name).outlines for id_ in partners) for name in ("europe", "world"))
    if max(europe, world) * 2 < len(partners) or not partners:
        return None
    return atlas("europe" if europe * 2 >= world else "world")


def map_svg(partners: Iterable[str], cell: Callable[[str], str], text: Callable[[str], str], *, label: str) -> str:
    """The map with these partners on it, of whom it shows some (:func:`on_map`).

    ``cell`` and ``text``: the attributes and the words of a cell; ``label``: what the map shows, for those who do not
    see it.
    """
    partners = list(partners)
    here = _atlas_of(partners)
    assert here is not None
    shown = on_map(partners)
    points = {id_: here.points[id_] for id_ in shown}
    left, top, wide, high = (0, 0, here.width, here.height) if here is atlas("europe") else _framed(points, here)
    size = wide / _SIGNS
    land = "".join(path for code, path in here.outlines.items() if code not in shown)
    states = "".join(
        f'<path class="fill state" {cell(f"is:{id_}")} d="{here.outlines[id_]}">'
        f"<title {cell(f'called:{id_}')}>{escape(text(f'called:{id_}'))}</title></path>"
        for id_ in shown
    )
    signs = "".join(
        f'<g class="pin" {cell(f"is:{id_}")} transform="translate({x} {y}) scale({size:.3g})"><circle r="9.5"/>'
        f'<use {cell(f"sign:{id_}")} x="-6.5" y="-6.5" width="13" height="13"/></g>'
        for id_, (x, y) in _apart(points, 19.0 * size).items()
    )
    return (
        f'<svg class="map" viewBox="{left:.0f} {top:.0f} {wide:.0f} {high:.0f}" role="img" '
        f'aria-label="{escape(label)}"><rect class="water" x="{left:.0f}" y="{top:.0f}" width="{wide:.0f}" '
        f'height="{high:.0f}"/><path class="land" d="{land}"/>{states}<g class="pins">{signs}</g></svg>'
    )


def _framed(points: Mapping[str, tuple[int, int]], here: Atlas) -> Box:
    """Left, top, width and height of what is shown of the world: the partners, and something around them."""
    xs, ys = ([at[axis] for at in points.values()] for axis in (0, 1))
    wide = max(_LEAST, (max(xs) - min(xs)) * (1 + 2 * _AROUND))
    high = max(wide / _WIDEST, (max(ys) - min(ys)) * (1 + 2 * _AROUND))
    wide = min(here.width, max(wide, high * _HIGHEST))
    high = min(here.height, high)
    left, top = (max(xs) + min(xs) - wide) / 2, (max(ys) + min(ys) - high) / 2
    return min(max(0, left), here.width - wide), min(max(0, top), here.height - high), wide, high


def _apart(points: Mapping[str, tuple[int, int]], room: float) -> dict[str, tuple[int, int]]:
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
