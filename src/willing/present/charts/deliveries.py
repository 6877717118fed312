"""Pledged and in place as a picture: an outline for what was pledged, filled as far as it is in place."""

from willing.answers.deliveries import Deliveries, Sum
from willing.present.charts.drawing import EM, box, drawing, fitted, line, text
from willing.present.words import Words

_ROW = 24


def deliveries_svg(deliveries: Deliveries, words: Words, width: int = 760) -> str:
    """An SVG of deliveries, by capability and partner. ``words``: of their picture, with the subject "time"."""
    width = max(320, width)
    say = words.say
    parts: list[str] = []
    left = min(200, width * 0.36)
    right = width - 10 - 20 * EM
    top = 10.0
    for total in deliveries.totals:
        parts.append(text(4, top + 14, fitted(total.capability, width - 12, strong=True), role="strong"))
        top += _ROW
        rows: list[tuple[str, Sum]] = [
            (words.partner(id_), each)
            for id_, sums in deliveries.partners
            for each in sums
            if each.capability == total.capability
        ]
        most = max([1, *(max(each.pledged, each.in_place) for _, each in rows)])
        for name, each in rows:
            scale = (right - left) / most
            share = f"{say.number(each.in_place)} / {say.number(each.pledged)}"
            told = say("time.line", name=name, now=f"{say('time.in.place')} / {say('time.pledged')}: {share}")
            parts.append(text(12, top + 13, fitted(name, left - 18)))
            parts.append(box(left, top + 3, each.in_place * scale, 13, "stands", told))
            parts.append(box(left, top + 3, each.pledged * scale, 13, "pledged", told))
            if each.in_place > each.pledged:
                x = left + each.pledged * scale
                parts.append(line(x, top + 1, x, top + 18, "tick"))
            end = left + max(each.in_place, each.pledged) * scale
            parts.append(text(end + 6, top + 14, share, role="faint"))
            top += _ROW
        share = f"{say.number(total.in_place)} / {say.number(total.pledged)}"
        parts.append(text(12, top + 13, fitted(say("time.total"), left - 18), role="faint"))
        parts.append(text(left, top + 13, share, role="strong"))
        top += _ROW + 8
    parts.append(box(4, top + 2, 22, 12, "stands"))
    parts.append(text(32, top + 13, say("time.in.place"), role="faint"))
    parts.append(box(150, top + 2, 22, 12, "pledged"))
    parts.append(text(178, top + 13, say("time.pledged"), role="faint"))
    title = say("time.svg.deliveries", plan=deliveries.picture.plan.name)
    sums = [f"{s.capability}: {say.number(s.in_place)} / {say.number(s.pledged)}" for s in deliveries.totals]
    return drawing(width, int(top + 28), title, say.listed(sums) or say("time.none"), parts)
