"""How a status looks: never by colour alone. Each has a sign, an ink on a terminal, colours of a cell in a workbook,
and on a page a pattern, a mark and colours for light and dark.

From here come the signs of a terminal, the style sheet, the patterns and marks of every picture, and what the tests
hold them to. What a status is called is in the messages.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Ink = Literal["plain", "strong", "faint", "firm", "together", "rival", "open", "blocked"]


class Fill(Struct, frozen=True):
    """On a page: the ground and the drawing of a fill, each on a light and on a dark one, the drawing, and the mark."""

    ground: tuple[str, str]
    ink: tuple[str, str]
    pattern: str
    mark: str


class Look(Struct, frozen=True):
    """``sign`` and ``ink`` on a terminal; ``cell``: background and letters in a workbook; ``fill`` on a page."""

    sign: str
    ink: Ink
    cell: tuple[str, str]
    fill: Fill


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
    "zero": '<circle class="ring" cx="8" cy="8" r="3"/>',
}

#: In the order of the brief.
STATUSES: Mapping[str, Look] = {
    "stands": Look(
        "●", "firm", ("#C6E8CE", "#10401C"),
        Fill(("#1f5f99", "#4d9be0"), ("#1f5f99", "#4d9be0"), "", _SIGN["disc"]),
    ),
    "together": Look(
        "◐", "together", ("#DCEFC8", "#2F4A10"),
        Fill(("#cfe3f5", "#173a5a"), ("#2f74b5", "#6fb1ec"), _HATCHED, _SIGN["left"]),
    ),
    "rival": Look(
        "◑", "rival", ("#E4DCF2", "#3A2560"),
        Fill(("#e9dcf5", "#3a2a52"), ("#7a4fa8", "#b892e0"), _BARS, _SIGN["right"]),
    ),
    "open": Look(
        "◌", "open", ("#FCEFC0", "#5A4300"),
        Fill(("#fdeec6", "#453410"), ("#a86400", "#f0b64a"), _DOTS, _SIGN["dotted"]),
    ),
    "blocked": Look(
        "✕", "blocked", ("#E0E0E0", "#333333"),
        Fill(("#dfe1e4", "#33373d"), ("#7a818a", "#9098a2"), _CROSSED, _SIGN["cross"]),
    ),
    "refuses": Look(
        "–", "blocked", ("#F4D3CF", "#611A12"),
        Fill(("#b9bec5", "#22252a"), ("#565d66", "#7b838d"), _RULED, _SIGN["dash"]),
    ),
    "support": Look(
        "+", "firm", ("#D6E8F6", "#123A5A"),
        Fill(("#d5ede0", "#173d2b"), ("#2b7d57", "#63c295"), _PLUSES, _SIGN["plus"]),
    ),
    "nothing": Look(
        "0", "open", ("#EEF1D8", "#3F4210"),
        Fill(("#eef1d8", "#34381a"), ("#7d8428", "#c2c96a"), _SPECKS, _SIGN["zero"]),
    ),
    "uncounted": Look(
        "›", "faint", ("#F2F2F2", "#444444"),
        Fill(("#f6f1e6", "#2e2b25"), ("#9a8f7a", "#a39a88"), _SPECKS, _SIGN["angle"]),
    ),
    "undecided": Look(
        "?", "open", ("#F2F2F2", "#444444"),
        Fill(("#f7d9e3", "#4a2030"), ("#a83260", "#e58aac"), _BARS, _SIGN["question"]),
    ),
    "none": Look(
        "○", "faint", ("#FFFFFF", "#444444"),
        Fill(("#ffffff", "#1c2026"), ("#8a919a", "#8a919a"), "", _SIGN["ring"]),
    ),
}  # fmt: skip
