"""How statuses look: never by colour alone. Each has a sign, a pattern, and colours for a light and a dark page.

From here come the style sheet, the patterns and signs of every picture, and what the tests hold them to.
"""

from dataclasses import dataclass

from willing.answers.brief import PartnerLine, PledgeLine
from willing.answers.standing import Standing


@dataclass(frozen=True, slots=True)
class Look:
    """The ground and the drawing of a fill, each on a light and on a dark page, the drawing, and the sign."""

    ground: tuple[str, str]
    ink: tuple[str, str]
    pattern: str
    sign: str


#: A tile of 8 by 8; ``ink`` is the class of what is drawn.
_HATCHED = '<path class="ink line" d="M-2 2l4-4M-2 10L10-2M6 10l4-4"/>'
_BARS = '<path class="ink" d="M0 0h4v8H0z"/>'
_DOTS = '<circle class="ink" cx="2" cy="2" r="1.3"/><circle class="ink" cx="6" cy="6" r="1.3"/>'
_CROSSED = '<path class="ink thin" d="M1.5 1.5l5 5m0-5l-5 5"/>'
_RULED = '<path class="ink line" d="M0 2h8M0 6h8"/>'
_PLUSES = '<path class="ink thin" d="M4 1.5v5M1.5 4h5"/>'
_SPECKS = '<circle class="ink" cx="4" cy="4" r=".9"/>'

#: Signs on 16 by 16.
_RING = '<circle class="ring" cx="8" cy="8" r="5.6"/>'
_SIGN = {
    "disc": '<circle class="full" cx="8" cy="8" r="6.4"/>',
    "left": f'{_RING}<path class="full" d="M8 2.4a5.6 5.6 0 0 0 0 11.2z"/>',
    "right": f'{_RING}<path class="full" d="M8 2.4a5.6 5.6 0 0 1 0 11.2z"/>',
    "dotted": '<circle class="ring dotted" cx="8" cy="8" r="5.6"/>',
    "cross": '<path class="stroke" d="M3.5 3.5l9 9m0-9l-9 9"/>',
    "dash": '<path class="stroke" d="M2.5 8h11"/>',
    "plus": '<path class="stroke" d="M8 2.5v11M2.5 8h11"/>',
    "angle": '<path class="stroke" d="M6 3.5L10.5 8 6 12.5"/>',
    "question": '<path class="stroke" d="M5 5.6a3 3 0 1 1 4.2 2.8c-.9.4-1.2.9-1.2 1.9"/>'
    '<circle class="full" cx="8" cy="13.2" r="1.2"/>',
    "ring": _RING,
}

#: In the order of the brief.
KINDS = {
    "stands": Look(("#1f5f99", "#4d9be0"), ("#1f5f99", "#4d9be0"), "", _SIGN["disc"]),
    "together": Look(("#cfe3f5", "#173a5a"), ("#2f74b5", "#6fb1ec"), _HATCHED, _SIGN["left"]),
    "rival": Look(("#e9dcf5", "#3a2a52"), ("#7a4fa8", "#b892e0"), _BARS, _SIGN["right"]),
    "open": Look(("#fdeec6", "#453410"), ("#a86400", "#f0b64a"), _DOTS, _SIGN["dotted"]),
    "blocked": Look(("#dfe1e4", "#33373d"), ("#7a818a", "#9098a2"), _CROSSED, _SIGN["cross"]),
    "refuses": Look(("#b9bec5", "#22252a"), ("#565d66", "#7b838d"), _RULED, _SIGN["dash"]),
    "support": Look(("#d5ede0", "#173d2b"), ("#2b7d57", "#63c295"), _PLUSES, _SIGN["plus"]),
    "uncounted": Look(("#f6f1e6", "#2e2b25"), ("#9a8f7a", "#a39a88"), _SPECKS, _SIGN["angle"]),
    "undecided": Look(("#f7d9e3", "#4a2030"), ("#a83260", "#e58aac"), _BARS, _SIGN["question"]),
    "none": Look(("#ffffff", "#1c2026"), ("#8a919a", "#8a919a"), "", _SIGN["ring"]),
}  # fmt: skip


def kind_of(line: PledgeLine) -> str:
    """What a pledge is shown as: its status, or that it refuses or does not count yet."""
    if line.standing is None:
        return "uncounted"
    return "refuses" if line.refusal else line.standing.status


def kind_of_partner(line: PartnerLine) -> str:
    """What a partner is shown as where it is shown once."""
    if not line.pledges:
        return "none"
    if line.standing is None:
        return "uncounted"
    if line.support:
        return "support"
    counted = [pledge for pledge in line.pledges if pledge.standing is not None]
    return "refuses" if all(pledge.refusal for pledge in counted) else line.standing.status


def status_of(standing: Standing | None) -> dict[str, str]:
    """The status words of the contract (§3.3), as attributes; ``none`` where nothing counts."""
    return {
        "data-status": "none" if standing is None else standing.status,
        "data-best": "none" if standing is None or standing.best is None else standing.best,
    }


def definitions() -> str:
    """The patterns and signs that pictures refer to, as SVG."""
    told = []
    for kind, look in KINDS.items():
        told.append(
            f'<pattern id="p-{kind}" class="k-{kind}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect class="ground" width="8" height="8"/>{look.pattern}</pattern>'
            f'<symbol id="s-{kind}" viewBox="0 0 16 16">{look.sign}</symbol>'
        )
    return f"<defs>{''.join(told)}</defs>"


def style(*, dark: bool) -> str:
    """The colours of a light or a dark page as custom properties, to be put into a rule."""
    return "".join(
        f"--{kind}-ground:{look.ground[dark]};--{kind}-ink:{look.ink[dark]};" for kind, look in KINDS.items()
    )


def rules() -> str:
    """What fills by kind, the same on a light and on a dark page."""
    told = [
        ".ink{stroke:none}.ink.line{fill:none;stroke-width:1.8}.ink.thin{fill:none;stroke-width:1.1}",
        ".full{fill:currentColor}.ring,.stroke{fill:none;stroke:currentColor;stroke-width:1.7}",
        ".stroke{stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}.dotted{stroke-dasharray:1.8 1.72}",
    ]
    told += [
        f".k-{kind} .ground{{fill:var(--{kind}-ground)}}.k-{kind} .ink{{fill:var(--{kind}-ink);"
        f"stroke:var(--{kind}-ink)}}.k-{kind} .line,.k-{kind} .thin{{fill:none}}"
        f'.fill[data-kind="{kind}"]{{fill:url(#p-{kind});--edge:var(--{kind}-ink)}}'
        f'[data-kind="{kind}"]{{--kind:var(--{kind}-ink)}}'
        for kind in KINDS
    ]
    told.append(".k-none .ink{stroke:none}")
    return "".join(told)
