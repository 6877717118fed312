"""A page cut into the pieces that change with its plan: what a page that is open is sent, not all of it."""

import re
from collections.abc import Mapping

_TAG = re.compile(r"<(/?)(header|form|section|main|footer)\b([^>]*)>")


def pieces_of(html: str) -> Mapping[str, str]:
    """By a selector, the content of every header, form and footer, and of the sections that stand in none of these.

    What a plan says is escaped in a page, so a tag is always one of ours.
    """
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
    return found


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> Mapping[str, str] | None:
    """The pieces that differ; None where one came or went, so that the page has to be loaded anew."""
    if before.keys() != after.keys():
        return None
    return {selector: piece for selector, piece in after.items() if before[selector] != piece}
