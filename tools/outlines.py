"""Project the outlines of states once, into the data files that maps are drawn from: Europe, and the world.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outlines.py package/countries-50m.json

The outlines are Natural Earth's (https://www.naturalearthdata.com, public domain), in the TopoJSON of the npm package
world-atlas (its licence, ISC, covers the packaging). Two of them are put right: Crimea belongs to Ukraine, and the
north of Cyprus to Cyprus. Borders are simplified arc by arc, so that neighbours still meet.
"""

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.core import get_global

PAGE = Path(__file__).parent.parent / "src" / "willing" / "present" / "page"

MARGIN = 12.0

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A view: ``projection`` of longitude and latitude in radians to units of the earth's radius, so many units to that
    radius, and the corner of the view in projected units.

    ``tolerance``: how far, in units, a simplified border may stray; islands of fewer square units than ``smallest`` are
    left out.
    """

    name: str
    projection: Callable[[float, float], Point]
    told: Mapping[str, object]
    scale: float
    left: float
    top: float
    width: int
    height: int
    tolerance: float
    smallest: float

    def project(self, lon: float, lat: float) -> Point:
        """Longitude and latitude in degrees to the units of the view."""
        east, north = self.projection(math.radians(lon), math.radians(lat))
        return self.scale * east - self.left, -self.scale * north - self.top


def lambert(centre: Point) -> Callable[[float, float], Point]:
    """Lambert's azimuthal equal-area projection around a point in degrees."""
    lon0, lat0 = map(math.radians, centre)

    def project(lon: float, lat: float) -> Point:
        x = lon - lon0
        cosine = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(x)
        k = math.sqrt(2 / max(1e-9, 1 + cosine))
        north = math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * math.cos(x)
        return k * math.cos(lat) * math.sin(x), k * north

    return project


def equal_earth(lon: float, lat: float) -> Point:
    """Equal Earth (Šavrič, Patterson and Jenny 2019), cut where no land is torn: between the Diomede Islands, west of
    St. Lawrence and St. Matthew, between the Aleutians, east of Samoa."""
    cut = math.radians(next(west for north, west in CUTS if lat > math.radians(north)))
    lon = (lon - cut) % math.tau + cut - math.radians(MERIDIAN)
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(lat))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    return 2 * math.sqrt(3) * lon * math.cos(t) / (3 * slope), a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


CENTRE = (12.0, 53.5)
MERIDIAN = 11.0
#: Above which latitude the world is cut at which longitude.
CUTS = ((64.0, -168.95), (56.0, -173.4), (50.0, -172.25), (-91.0, -165.0))
EUROPE = Frame(
    name="europe", projection=lambert(CENTRE), told={"name": "Lambert azimuthal equal-area", "centre": CENTRE},
    scale=1250.0, left=-375.0, top=-405.0, width=890, height=790, tolerance=0.7, smallest=5.0,
)  # fmt: skip
WORLD = Frame(
    name="world", projection=equal_earth, told={"name": "Equal Earth", "meridian": MERIDIAN},
    scale=555.0, left=-1502.0, top=-732.0, width=3004, height=1330, tolerance=0.9, smallest=6.0,
)  # fmt: skip

#: Outlines without a number: whose they are.
NAMED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}

SIMFEROPOL = (34.1, 44.95)


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies within a ring (even-odd rule)."""
    x, y = point
    hit = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            hit = not hit
    return hit


def area(ring: Sequence[Point]) -> float:
    """The signed area of a ring."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


class Topology:
    """Arcs in degrees and projected, and rings stitched from them."""

    def __init__(self, data: dict[str, Any], frame: Frame) -> None:
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.drawn = [simplified([frame.project(*p) for p in arc], frame.tolerance) for arc in self.arcs]

    def ring(self, ids: Sequence[int], *, drawn: bool) -> list[Point]:
        """The points of a ring of arcs; an arc that is ~n runs backwards."""
        points: list[Point] = []
        for id_ in ids:
            arcs = self.drawn if drawn else self.arcs
            arc = arcs[id_] if id_ >= 0 else arcs[~id_][::-1]
            points.extend(arc[:-1])
        return points

    def ends(self, id_: int) -> tuple[Point, Point]:
        """Where an arc begins and where it ends."""
        arc = self.arcs[id_] if id_ >= 0 else self.arcs[~id_][::-1]
        return arc[0], arc[-1]


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """A line with fewer points (Douglas and Peucker 1973); a closed one keeps its farthest point too."""
    if len(points) < 3:
        return points
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda i: math.dist(points[0], points[i]))
        return simplified(points[: far + 1], tolerance)[:-1] + simplified(points[far:], tolerance)
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)
    away = [abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length for x, y in points[1:-1]]
    at = max(range(len(away)), key=away.__getitem__)
    if away[at] <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[: at + 2], tolerance)[:-1] + simplified(points[at + 1 :], tolerance)


def merged(topology: Topology, polygons: list[list[list[int]]]) -> list[list[list[int]]]:
    """Polygons of one state as one: an arc that two of them share is no border; the rest is stitched to rings."""
    used = {id_ for polygon in polygons for ring in polygon for id_ in ring}
    if not any(~id_ in used for id_ in used):
        return polygons
    touching = [p for p in polygons if any(~id_ in used for ring in p for id_ in ring)]
    others = [p for p in polygons if p not in touching]
    left = [id_ for p in touching for ring in p for id_ in ring if ~id_ not in used]
    return [*others, *([ring] for ring in stitched(topology, left))]


def stitched(topology: Topology, left: list[int]) -> Iterator[list[int]]:
    """Rings from loose arcs, by their ends."""
    ends = {id_: topology.ends(id_) for id_ in left}
    while left:
        ring = [left.pop(0)]
        while ends[ring[-1]][1] != ends[ring[0]][0]:
            following = next(id_ for id_ in left if ends[id_][0] == ends[ring[-1]][1])
            left.remove(following)
            ring.append(following)
        yield ring


def clipped(ring: list[Point], frame: Frame) -> list[Point]:
    """What of a ring lies in the view and a margin around it (Sutherland and Hodgman 1974)."""
    right, bottom = frame.width + MARGIN, frame.height + MARGIN
    for axis, limit, sign in ((0, -MARGIN, 1), (0, right, -1), (1, -MARGIN, 1), (1, bottom, -1)):
        kept: list[Point] = []
        for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            was, is_ = (sign * (p[axis] - limit) >= 0 for p in (before, point))
            if was != is_:
                t = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])))
            if is_:
                kept.append(point)
        ring = kept
    return ring


def middle(rings: list[list[Point]], frame: Frame) -> Point | None:
    """The point of the largest ring that is farthest from its border, of a grid; None where it is out of the view."""
    ring = max(rings, key=lambda r: abs(area(r)))
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    best, found = -1.0, None
    steps = 32
    for i in range(1, steps):
        for j in range(1, steps):
            x = min(xs) + (max(xs) - min(xs)) * i / steps
            y = min(ys) + (max(ys) - min(ys)) * j / steps
            if not (10 < x < frame.width - 10 and 10 < y < frame.height - 10) or not inside((x, y), ring):
                continue
            room = min(_to_segment((x, y), a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
            if room > best:
                best, found = room, (x, y)
    if found is None and 0 < xs[0] < frame.width and 0 < ys[0] < frame.height:
        found = (sum(xs) / len(xs), sum(ys) / len(ys))
    return found


def _to_segment(p: Point, a: Point, b: Point) -> float:
    (px, py), (ax, ay), (bx, by) = p, a, b
    length = (bx - ax) ** 2 + (by - ay) ** 2
    t = 0.0 if length == 0 else min(1.0, max(0.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay))


def path(rings: list[list[Point]]) -> str:
    """SVG path data in whole units, each point relative to the one before."""
    told = []
    for ring in rings:
        points: list[tuple[int, int]] = []
        for x, y in ring:
            point = round(x), round(y)
            if not points or points[-1] != point:
                points.append(point)
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(points) < 3:
            x, y = points[0]
            points = [(x - 1, y - 1), (x + 2, y - 1), (x + 2, y + 2), (x - 1, y + 2)]  # too small to see: a speck
        x, y = points[0]
        text = f"M{x} {y}l"
        for i, (nx, ny) in enumerate(points[1:]):
            text += f"{'' if i == 0 or nx - x < 0 else ' '}{nx - x}{'' if ny - y < 0 else ' '}{ny - y}"
            x, y = nx, ny
        told.append(text + "z")
    return "".join(told)


def main(source: str) -> None:
    """Read the TopoJSON and write the data files."""
    data = json.loads(Path(source).read_text("utf-8"))
    for frame in (EUROPE, WORLD):
        write(data, frame)


def write(data: dict[str, Any], frame: Frame) -> None:
    """Write the data file of one view."""
    topology = Topology(data, frame)
    aliases = get_global("territory_aliases")  # of a number of ISO 3166-1 its two letters
    states: dict[str, list[list[list[int]]]] = {}
    for geometry in data["objects"]["countries"]["geometries"]:
        code = next(iter(aliases.get(geometry.get("id", ""), ())), NAMED.get(geometry["properties"]["name"]))
        if code is not None and "arcs" in geometry:
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            states.setdefault(code, []).extend(polygons)

    crimea = [p for p in states["RU"] if inside(SIMFEROPOL, topology.ring(p[0], drawn=False))]
    print(f"{len(crimea)} polygon drawn as Russia's goes to Ukraine")
    states["RU"] = [p for p in states["RU"] if p not in crimea]
    states["UA"] = merged(topology, [*states["UA"], *crimea])
    for code in ("CY", "SO"):
        states[code] = merged(topology, states[code])

    told = {}
    for code, polygons in sorted(states.items()):
        rings = [clipped(topology.ring(ring, drawn=True), frame) for polygon in polygons for ring in polygon]
        rings = [ring for ring in rings if len(ring) > 2]
        large = [ring for ring in rings if abs(area(ring)) >= frame.smallest]
        rings = large or rings[:1]
        if rings and (point := middle(rings, frame)) is not None:
            told[code] = {"at": [round(point[0]), round(point[1])], "path": path(rings)}
    answer = {
        "about": "Outlines: Natural Earth (public domain), by way of the npm package world-atlas 2.0.2; made by "
        "tools/outlines.py. Crimea is drawn as Ukraine's, the north of Cyprus as Cyprus's.",
        "projection": {**frame.told, "scale": frame.scale, "left": frame.left, "top": frame.top},
        "width": frame.width,
        "height": frame.height,
        "states": told,
    }
    target = PAGE / f"{frame.name}.json"
    target.write_text(json.dumps(answer, indent=0, separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(told)} states, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
