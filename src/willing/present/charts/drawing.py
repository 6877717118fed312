"""What the pictures share: text as SVG may have it, patterns of statuses, colours of light and dark."""

from willing.present.escape import columns, shown

#: How wide a column of text is, about, in pixels: the text has 13 of them.
EM = 7.2

# The colours are told apart by people who see red and green alike, on light and on dark; contrast is at least 3 to 1.
_STYLE = """
.willing-chart { font: 13px system-ui, sans-serif; fill: var(--ink); --ink: #1b1f24; --faint: #5b6570; --rule: #d5dae0;
  --stands: #1f5fa8; --together: #0b7a75; --rival: #8a3ea8; --open: #9a6200; --blocked: #8a929b; --paper: #ffffff; }
@media (prefers-color-scheme: dark) { .willing-chart { --ink: #e6e9ee; --faint: #a3adb8; --rule: #3a424b;
  --stands: #6aa9f0; --together: #4fc2bb; --rival: #cf95e8; --open: #e0a94a; --blocked: #7d8791; --paper: #14181d; } }
.willing-chart .faint { fill: var(--faint); } .willing-chart .strong { font-weight: 600; }
.willing-chart .rule { stroke: var(--rule); } .willing-chart .mark { stroke: var(--ink); stroke-dasharray: 4 3; }
.willing-chart .stands, .willing-chart .support { fill: var(--stands); } .willing-chart .support { opacity: .75; }
.willing-chart .together { fill: url(#willing-together); } .willing-chart .rival { fill: url(#willing-rival); }
.willing-chart .open, .willing-chart .undecided { fill: url(#willing-open); }
.willing-chart .uncounted { fill: none; stroke: var(--blocked); stroke-dasharray: 2 2; }
.willing-chart .blocked { fill: none; stroke: var(--blocked); }
.willing-chart .refuses { fill: url(#willing-refuses); stroke: var(--blocked); }
.willing-chart .pledged { fill: none; stroke: var(--stands); } .willing-chart .sign { fill: var(--ink); }
.willing-chart .inside { fill: var(--paper); } .willing-chart .tick { stroke: var(--ink); stroke-width: 2; }
.willing-chart .halo { stroke: var(--paper); stroke-width: 4; paint-order: stroke; fill: var(--ink); }
"""

_PATTERNS = """<defs>
<pattern id="willing-together" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="6" height="6" fill="var(--together)" opacity=".28"/><rect width="3" height="6" fill="var(--together)"/>
</pattern>
<pattern id="willing-rival" width="8" height="8" patternUnits="userSpaceOnUse">
<rect width="8" height="8" fill="var(--rival)" opacity=".28"/><rect width="4" height="8" fill="var(--rival)"/></pattern>
<pattern id="willing-open" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" fill="var(--open)" opacity=".18"/><circle cx="3" cy="3" r="1.4" fill="var(--open)"/>
</pattern>
<pattern id="willing-refuses" width="6" height="6" patternUnits="userSpaceOnUse">
<rect y="2.5" width="6" height="1" fill="var(--blocked)"/></pattern>
</defs>"""


def escaped(text: str) -> str:
    """``text`` as it may stand in SVG, in text and in attributes."""
    text = shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def drawing(width: int, height: int, title: str, desc: str, parts: list[str]) -> str:
    """A whole picture; ``title`` and ``desc`` are what a screen reader says of it."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="willing-chart" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" style="max-width: 100%; height: auto">',
            f"<title>{escaped(title)}</title>",
            f"<desc>{escaped(desc)}</desc>",
            f"<style>{_STYLE}</style>",
            _PATTERNS,
            *parts,
            "</svg>",
            "",
        ]
    )


def embedded(picture: str) -> str:
    """A whole picture for a page that has the colours of its classes in its own style (`page.css`)."""
    return picture.replace(f"<style>{_STYLE}</style>\n", "")


def text(x: float, y: float, said: str, *, role: str = "", anchor: str = "start") -> str:
    """One line of text; ``role``: a class."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    its = f' class="{role}"' if role else ""
    return f'<text x="{x:g}" y="{y:g}"{place}{its}>{escaped(said)}</text>'


def fitted(said: str, room: float, *, strong: bool = False) -> str:
    """``said``, cut where it is wider than so many pixels; ``strong``: in bold."""
    most = max(3, int(room / (EM * (1.15 if strong else 1))))
    if columns(said) <= most:
        return said
    while said and columns(said) > most - 1:
        said = said[:-1]
    return said.rstrip() + "…"


def box(x: float, y: float, width: float, height: float, role: str, said: str = "") -> str:
    """A rectangle of a class; ``said``: what is told when it is pointed at."""
    title = f"<title>{escaped(said)}</title>" if said else ""
    return (
        f'<rect x="{round(x, 1):g}" y="{round(y, 1):g}" width="{round(max(width, 0), 1):g}" height="{height:g}" '
        f'class="{role}">{title}</rect>'
    )


def line(x1: float, y1: float, x2: float, y2: float, role: str) -> str:
    """A straight line of a class."""
    return f'<line x1="{round(x1, 1):g}" y1="{y1:g}" x2="{round(x2, 1):g}" y2="{y2:g}" class="{role}"/>'
