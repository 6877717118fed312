"""What it adds up to: a bar a requirement, with its layers."""

from collections.abc import Callable

#: The layers of a bar from left to right (§4.5).
LAYERS = ("stands", "together", "possible", "short")


def bar_svg(id_: str, cell: Callable[[str], str]) -> str:
    """One bar, as wide as there is room; ``cell``: the attributes of a cell."""
    layers = "".join(f'<rect class="layer {layer}" height="26" {cell(f"need-{layer}:{id_}")}/>' for layer in LAYERS)
    return f'<svg class="bar" role="img" preserveAspectRatio="none" {cell(f"need-bar:{id_}")}>{layers}</svg>'
