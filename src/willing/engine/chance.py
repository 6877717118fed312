"""How sure an estimate from samples is."""

from math import sqrt

#: Standard deviations on each side that 95% of a normal distribution lie within.
Z = 1.959963984540054


def wilson(hits: float, samples: float) -> tuple[float, float]:
    """The 95% interval of a chance that came true ``hits`` times in so many independent samples (Wilson 1927)."""
    if not samples:
        return 0.0, 1.0
    share = hits / samples
    middle = (share + Z * Z / (2 * samples)) / (1 + Z * Z / samples)
    half = Z / (1 + Z * Z / samples) * sqrt(share * (1 - share) / samples + Z * Z / (4 * samples * samples))
    return max(0.0, middle - half), min(1.0, middle + half)
