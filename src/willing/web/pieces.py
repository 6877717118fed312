"""A page cut into the pieces that change with its plan: what a page that is open is sent, not all of it."""

import re
from collections.abc import Mapping

_TAG = re.compile(r"<(/?)(header|form|section|main|footer)\b([^>]*)>")
#: A card of a partner: of thousands, a change of the plan changes a few.
_CARD = re.compile(r'<details class="card" id="(card-[^"]+)".*?</details>', re.DOTALL)
_CUT = re.compile(r"\0([^\0]+)\0")


def pieces_of(html: str) -> Mapping[str, str]:
    """By a selector, the content of every header, form and footer, and of the sections that stand in none of these; and
    every card, whole, in whose place its selector then stands between two NUL.

    What a plan says is escaped in a page, so a tag is always one of ours.
    """
    cards = {f'[id="{card[1]}"]': card[0] for card in _CARD.finditer(html)}
    html = _CARD.sub(lambda card: f'\0[id="{card[1]}"]\0', html)
    found: dict[str, str] = {}
    inside = 0
    start, selector = 0, ""
    for tag in _TAG.finditer(html):
        closing, name, attributes = tag.groups()
        if name == "main":
            continue
        if closing:
            inside -= 1
            if inside == 0:
                found[selector] = html[start : tag.start()]
        else:
            if inside == 0:
                start = tag.end()
                labelled = re.search(r'aria-labelledby="([^"]+)"', attributes)
                selector = f'{name}[aria-labelledby="{labelled.group(1)}"]' if labelled else f"body > {name}"
            inside += 1
    return found | cards


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Mapping[str, str] | None:
    """The pieces that differ, with a new card in the section it stands in; None where a section came or went, so that
    the page has to be loaded anew."""
    if {piece for piece in before if piece[0] != "["} != {piece for piece in after if piece[0] != "["}:
        return None
    told: dict[str, str] = {}
    within: set[str] = set()
    for selector, piece in after.items():
        if before.get(selector) != piece and selector not in within:
            within.update(_CUT.findall(piece))
            told[selector] = _CUT.sub(lambda card: after[card[1]], piece)
    return told
