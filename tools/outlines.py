"""Project the outlines of states once, into the data file that the map is drawn from.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outlines.py package/countries-50m.json

The outlines are Natural Earth's (https://www.naturalearthdata.com, public domain), in the TopoJSON of the npm package
world-atlas (its licence, ISC, covers the packaging). Two of them are put right: Crimea belongs to Ukraine, and the
north of Cyprus to Cyprus. Borders are simplified arc by arc, so that neighbours still meet.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src" / "willing" / "present" / "page" / "europe.json"

#: The frame: Lambert's azimuthal equal-area projection around a point, so many units to the radius of the earth, and
#: the corner of the view in projected units.
CENTRE = (12.0, 53.5)
SCALE = 1250.0
LEFT, TOP = -375.0, -405.0
WIDTH, HEIGHT = 890, 790
MARGIN = 12.0
#: How far, in units, a simplified border may stray; smaller islands than this many square units are left out.
TOLERANCE = 0.7
SMALLEST = 5.0

Point = tuple[float, float]

#: ISO 3166-1: numeric to alpha-2, for what the frame can show.
CODES = {
    "004": "AF", "008": "AL", "012": "DZ", "020": "AD", "031": "AZ", "040": "AT", "048": "BH", "051": "AM",
    "056": "BE", "070": "BA", "100": "BG", "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK",
    "233": "EE", "234": "FO", "246": "FI", "248": "AX", "250": "FR", "268": "GE", "275": "PS", "276": "DE",
    "292": "GI", "300": "GR", "304": "GL", "336": "VA", "348": "HU", "352": "IS", "364": "IR", "368": "IQ",
    "372": "IE", "376": "IL", "380": "IT", "398": "KZ", "400": "JO", "414": "KW", "422": "LB", "428": "LV",
    "434": "LY", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC", "498": "MD", "499": "ME",
    "504": "MA", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM",
    "682": "SA", "688": "RS", "703": "SK", "705": "SI", "724": "ES", "744": "SJ", "752": "SE", "756": "CH",
    "760": "SY", "788": "TN", "792": "TR", "804": "UA", "807": "MK", "818": "EG", "826": "GB", "831": "GG",
    "832": "JE", "833": "IM", "795": "TM", "860": "UZ",
}  # fmt: skip
#: Outlines without a number: whose they are.
NAMED = {"Kosovo": "XK", "N. Cyprus": "CY"}

SIMFEROPOL = (34.1, 44.95)


def project(lon: float, lat: float) -> Point:
    """Longitude and latitude in degrees to the units of the view."""
    lon0, lat0 = map(math.radians, CENTRE)
    x, y = math.radians(lon) - lon0, math.radians(lat)
    cosine = math.sin(lat0) * math.sin(y) + math.cos(lat0) * math.cos(y) * math.cos(x)
    k = math.sqrt(2 / max(1e-9, 1 + cosine)) * SCALE
    east = k * math.cos(y) * math.sin(x)
    north = k * (math.cos(lat0) * math.sin(y) - math.sin(lat0) * math.cos(y) * math.cos(x))
    return east - LEFT, -north - TOP


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

    def __init__(self, data: dict[str, Any]) -> None:
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[Point]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.drawn = [simplified([project(*p) for p in arc], TOLERANCE) for arc in self.arcs]

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


def clipped(ring: list[Point]) -> list[Point]:
    """What of a ring lies in the view and a margin around it (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, HEIGHT + MARGIN, -1)):
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


def middle(rings: list[list[Point]]) -> Point | None:
    """The point of the largest ring that is farthest from its border, of a grid; None where it is out of the view."""
    ring = max(rings, key=lambda r: abs(area(r)))
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    best, found = -1.0, None
    steps = 32
    for i in range(1, steps):
        for j in range(1, steps):
            x = min(xs) + (max(xs) - min(xs)) * i / steps
            y = min(ys) + (max(ys) - min(ys)) * j / steps
            if not (10 < x < WIDTH - 10 and 10 < y < HEIGHT - 10) or not inside((x, y), ring):
                continue
            room = min(_to_segment((x, y), a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
            if room > best:
                best, found = room, (x, y)
    if found is None and 0 < xs[0] < WIDTH and 0 < ys[0] < HEIGHT:
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
    """Read the TopoJSON and write the data file."""
    data = json.loads(Path(source).read_text("utf-8"))
    topology = Topology(data)
    states: dict[str, list[list[list[int]]]] = {}
    for geometry in data["objects"]["countries"]["geometries"]:
        code = CODES.get(geometry.get("id", "")) or NAMED.get(geometry["properties"]["name"])
        if code is not None and "arcs" in geometry:
            polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            states.setdefault(code, []).extend(polygons)

    crimea = [p for p in states["RU"] if inside(SIMFEROPOL, topology.ring(p[0], drawn=False))]
    print(f"{len(crimea)} polygon drawn as Russia's goes to Ukraine")
    states["RU"] = [p for p in states["RU"] if p not in crimea]
    states["UA"] = merged(topology, [*states["UA"], *crimea])
    states["CY"] = merged(topology, states["CY"])

    told = {}
    for code, polygons in sorted(states.items()):
        rings = [clipped(topology.ring(ring, drawn=True)) for polygon in polygons for ring in polygon]
        rings = [ring for ring in rings if len(ring) > 2]
        large = [ring for ring in rings if abs(area(ring)) >= SMALLEST]
        rings = large or rings[:1]
        if rings and (point := middle(rings)) is not None:
            told[code] = {"at": [round(point[0]), round(point[1])], "path": path(rings)}
    answer = {
        "about": "Outlines: Natural Earth (public domain), by way of the npm package world-atlas 2.0.2; made by "
        "tools/outlines.py. Crimea is drawn as Ukraine's, the north of Cyprus as Cyprus's.",
        "projection": {
            "name": "Lambert azimuthal equal-area",
            "centre": CENTRE,
            "scale": SCALE,
            "left": LEFT,
            "top": TOP,
        },
        "width": WIDTH,
        "height": HEIGHT,
        "states": told,
    }
    TARGET.write_text(json.dumps(answer, indent=0, separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(told)} states, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
