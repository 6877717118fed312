"""What a pledge and a partner are shown as on a page, and the style sheet and definitions that fill by it."""

from willing.answers.standing import Standing
from willing.present.statuses import STATUSES


def status_of(standing: Standing | None) -> dict[str, str]:
    """The status words of the contract (§3.3), as attributes; ``none`` where nothing counts."""
    return {
        "data-status": "none" if standing is None else standing.status,
        "data-best": "none" if standing is None or standing.best is None else standing.best,
    }


def definitions() -> str:
    """The patterns and signs that pictures refer to, as SVG."""
    told = []
    for kind, look in STATUSES.items():
        told.append(
            f'<pattern id="p-{kind}" class="k-{kind}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect class="ground" width="8" height="8"/>{look.fill.pattern}</pattern>'
            f'<symbol id="s-{kind}" viewBox="0 0 16 16">{look.fill.mark}</symbol>'
        )
    return f"<defs>{''.join(told)}</defs>"


def style(*, dark: bool) -> str:
    """The colours of a light or a dark page as custom properties, to be put into a rule."""
    return "".join(
        f"--{kind}-ground:{look.fill.ground[dark]};--{kind}-ink:{look.fill.ink[dark]};"
        for kind, look in STATUSES.items()
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
        for kind in STATUSES
    ]
    told.append(".k-none .ink{stroke:none}")
    return "".join(told)
