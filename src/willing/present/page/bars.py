"""What it adds up to: a bar a requirement, with its layers."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from willing.answers.coverage import RequirementLine

#: The layers of a bar from left to right (§4.5).
LAYERS = ("stands", "together", "possible", "short")


def bar_svg(id_: str, cell: Callable[[str], str]) -> str:
    """One bar, as wide as there is room; ``cell``: the attributes of a cell."""
    layers = "".join(f'<rect class="layer {layer}" height="26" {cell(f"need-{layer}:{id_}")}/>' for layer in LAYERS)
    return f'<svg class="bar" role="img" preserveAspectRatio="none" {cell(f"need-bar:{id_}")}>{layers}</svg>'


def layers_of(line: RequirementLine) -> Iterator[tuple[str, str, str]]:
    """Each layer of a bar, where it begins and how wide it is, in percent of the need."""
    at = Fraction(0)
    for layer in LAYERS:
        part = getattr(line, layer)
        wide = Fraction(100 * part, line.requirement.needs) if line.requirement.needs and part else Fraction(0)
        yield layer, _percent(at), _percent(wide)
        at += wide


def _percent(share: Fraction) -> str:
    return f"{float(share):.4g}%"
