"""The finding of a plan, its bars and who stands how, small and without script: to be put into another page, and as a
picture that goes before a link."""

from html import escape
from urllib.parse import quote

from willing.present.escape import shown
from willing.present.page.kinds import definitions
from willing.present.page.page import Page, sentence_day, stylesheet
from willing.present.page.standalone import PICTURE_STYLE, coverage_svg
from willing.present.statuses import STATUSES

#: Partners that are named of a status, and statuses that a preview counts.
MOST_NAMES, MOST_COUNTS = 12, 4

_STYLE = (
    "body{padding:1rem;background:var(--card);max-width:60rem}h1{font-size:1.15rem}.goal{font-size:1.05rem}figure{margin:0}"
    "figure svg{width:100%;height:auto}dl{margin:.5rem 0}dt{font-weight:600}dd{margin:0 0 .3rem 1.6rem}"
)

#: What a preview is, in pixels, as those who show links want it.
PREVIEW = (1200, 630)
_PREVIEW_STYLE = (
    "body{margin:0;padding:36px 48px;box-sizing:border-box;width:1200px;height:630px;overflow:hidden;display:flex;"
    "flex-direction:column;gap:14px;background:var(--card);font-size:26px}h1{font-size:30px;margin:0}p{margin:0}"
    ".goal{font-size:40px;line-height:1.2;font-weight:600}figure{margin:0;flex:1;min-height:0}"
    "figure svg{width:100%;height:100%}p.soft{font-size:20px}"
    "ul{display:flex;gap:34px;list-style:none;margin:0;padding:0}"
)


def preview_html(page: Page) -> str:
    """What a preview shows (:data:`PREVIEW`): name and day, what the goal comes to, the bars, how many stand how."""
    say, cells, brief, listed = page.say, page.cells, page.told.brief, _listed(page)
    counts = [
        f'<li><svg class="sign" aria-hidden="true"><use href="#s-{kind}"/></svg> {len(dict(listed[kind]))} '
        f"{_text(say(f'heading.{kind}'))}</li>"
        for kind in STATUSES
        if listed[kind]
    ][:MOST_COUNTS]
    day = _text(sentence_day(say, brief.as_of)) if brief.as_of else ""
    lines = [
        f'<p class="marking">{_text(page.plan.marking)}</p>' if page.plan.marking else "",
        f"<h1>{_text(page.plan.name)}</h1>",
        f'<p class="goal">{_text(cells["goal-text"]["text"] or "")}</p>' if cells.get("goal") else "",
        f"<figure>{coverage_svg(page)}</figure>" if brief.requirements else "",
        f"<ul>{''.join(counts)}</ul>",
        f'<p class="soft">{day + " · " if day else ""}{_text(say("board.foot.made"))}</p>',
    ]
    return _page(page, _PREVIEW_STYLE, lines, scheme="light")


def embed_html(page: Page, link: str) -> str:
    """One HTML file: what the goal comes to, the bars, the partners by status with links to their cards.

    ``link``: the address of the report.
    """
    say, cells, brief, listed = page.say, page.cells, page.told.brief, _listed(page)
    lines = [
        f'<p class="marking">{_text(page.plan.marking)}</p>' if page.plan.marking else "",
        f"<h1>{_text(page.plan.name)}</h1>",
        f'<p class="soft">{_text(sentence_day(say, brief.as_of))}</p>' if brief.as_of else "",
        f'<p class="goal">{_text(cells["goal-text"]["text"] or "")}</p>' if cells.get("goal") else "",
        f"<p>{_text(cells['goal-lacks']['text'] or '')}</p>" if cells.get("goal") else "",
        f"<figure>{coverage_svg(page)}</figure>" if brief.requirements else "",
        f"<dl>{''.join(_kind(page, kind, listed[kind], link) for kind in STATUSES if listed[kind])}</dl>",
        f'<p class="soft"><a href="{escape(link)}" target="_top">{_text(say("board.embed.whole"))}</a> · '
        f"{_text(say('board.foot.made'))}</p>",
    ]
    return _page(page, _STYLE, lines)


def _page(page: Page, style: str, lines: list[str], scheme: str = "light dark") -> str:
    head = (
        f'<!doctype html>\n<html lang="{page.language}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="{scheme}">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(shown(page.plan.name))}</title>\n<style>{stylesheet()}{PICTURE_STYLE}{style}</style>\n"
    )
    signs = f'<svg class="defs" width="0" height="0" aria-hidden="true">{definitions()}</svg>\n'
    return head + signs + "\n".join(line for line in lines if line) + "\n</html>\n"


def _listed(page: Page) -> dict[str, list[tuple[str, str]]]:
    """By status who stands under it, and what they are called there; who is left aside counts as not counted."""
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in STATUSES}
    for kind, partner, id_ in page.listed():
        if kind is not None:
            name = (page.cells[f"row-name:{id_}"]["text"] or "").removesuffix("*")  # who contests is told in the report
            found["uncounted" if kind == "aside" else kind].append((partner, name))
    return found


def _kind(page: Page, kind: str, listed: list[tuple[str, str]], link: str) -> str:
    """Who stands under one status."""
    names = [
        f'<a href="{escape(f"{link}#{quote(partner)}")}" target="_top">{_text(name)}</a>'
        for partner, name in listed[:MOST_NAMES]
    ]
    if len(listed) > MOST_NAMES:
        names.append(_text(page.say.many("more", len(listed) - MOST_NAMES)))
    sign = f'<svg class="sign" aria-hidden="true"><use href="#s-{kind}"/></svg>'
    return f'<dt data-kind="{kind}">{sign} {_text(page.say(f"heading.{kind}"))}</dt><dd>{", ".join(names)}</dd>'


def _text(text: str) -> str:
    return f"<bdi>{escape(shown(text))}</bdi>"
