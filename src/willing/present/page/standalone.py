"""A picture of the page by itself, as a file: with its style, its patterns and what it shows in words."""

from collections.abc import Callable, Mapping
from html import escape

from willing.present.charts.timeline import timeline_svg
from willing.present.escape import columns, shown
from willing.present.page.atlas import on_map
from willing.present.page.bars import LAYERS
from willing.present.page.kinds import definitions
from willing.present.page.page import Page, stylesheet
from willing.present.words import Words

_WIDTH, _LEFT, _ROW = 900, 300, 62


def picture_svg(page: Page, part: str) -> str:
    """One of :data:`PARTS` as the text of an SVG file; empty where the plan has nothing to show in it."""
    return PARTS[part](page)


def _map(page: Page) -> str:
    return _alone(page.map()) if on_map(page.told.brief.partners) else ""


def _graph(page: Page) -> str:
    return _alone(page.graph_svg()) if page.graph.boxes else ""


def _timeline(page: Page) -> str:
    timeline = page.study.timeline(coverage=True)
    return timeline_svg(timeline, Words(page.picture, page.language)) if timeline.days else ""


def _coverage(page: Page) -> str:
    bars = coverage_svg(page)
    return _alone(bars) if bars else ""


def coverage_svg(page: Page) -> str:
    """The bars with their names and numbers; empty where nothing is needed. Its style is that of what it stands in."""
    lines = sorted(page.told.brief.requirements, key=lambda line: line.requirement.priority)
    if not lines:
        return ""
    say, cells = page.say, page.cells
    told = []
    for row, line in enumerate(lines):
        need, y = line.requirement, 16 + row * _ROW
        needed = page.teller.needed(need)
        told.append(
            f'<text class="name" x="12" y="{y + 18}">{_text(f"{need.priority}  {need.name or need.id}", 38)}</text>'
        )
        told.append(f'<text class="soft" x="12" y="{y + 38}">{_text(needed, 44)}</text>')
        if need.needs:
            layers = "".join(
                f'<rect class="layer {layer}" height="24" x="{cells[f"need-{layer}:{need.id}"]["x"]}" '
                f'width="{cells[f"need-{layer}:{need.id}"]["width"]}"/>'
                for layer in LAYERS
            )
            told.append(
                f'<svg x="{_LEFT}" y="{y}" width="{_WIDTH - _LEFT - 12}" height="24">{layers}</svg>'
                f'<rect class="rim" x="{_LEFT}" y="{y}" width="{_WIDTH - _LEFT - 12}" height="24" rx="3"/>'
            )
            said = cells[f"need-told:{need.id}"]["text"] or ""
            told.append(f'<text x="{_LEFT}" y="{y + 42}">{_text(said, 80)}</text>')
    y = 16 + len(lines) * _ROW
    x = 12.0
    for layer in LAYERS:
        name = say(f"layer.{layer}")
        told.append(
            f'<rect class="layer rimmed {layer}" x="{x:.0f}" y="{y}" width="26" height="14"/>'
            f'<text class="soft" x="{x + 32:.0f}" y="{y + 12}">{_text(name, 40)}</text>'
        )
        x += 60 + columns(name) * 7
    label = say("semicolon").join(cells[f"need-bar:{line.requirement.id}"]["aria-label"] or "" for line in lines)
    return f'<svg viewBox="0 0 {_WIDTH} {y + 26}" role="img" aria-label="{escape(shown(label))}">{"".join(told)}</svg>'


def _text(text: str, most: int) -> str:
    text = shown(text)
    if columns(text) > most:
        while columns(text) > most - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    return escape(f"\u2068{text}\u2069")


#: What texts of a picture look like, beside the style sheet of the page.
PICTURE_STYLE = (
    "svg{background:var(--card);color:var(--text);font:14px system-ui,sans-serif}text{fill:var(--text)}"
    ".name{font-weight:600}.soft{fill:var(--soft)}.rim,.rimmed{stroke:var(--soft)}.rim{fill:none}"
)


def _alone(svg: str) -> str:
    """An SVG of the page with all that it takes from the page."""
    start = svg.index(">") + 1
    head = svg[:start].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{head}<style>{escape(stylesheet(), quote=False)}{PICTURE_STYLE}</style>{definitions()}{svg[start:]}\n"


#: The pictures there are, by the name they are asked for by.
PARTS: Mapping[str, Callable[[Page], str]] = {
    "map": _map,
    "coverage": _coverage,
    "graph": _graph,
    "timeline": _timeline,
}
