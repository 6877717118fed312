"""How sure an estimate from samples is."""

from math import exp, lgamma, log, log1p, sqrt

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


def beta_quantile(chance: float, alpha: float, beta: float) -> float:
    """The share below which a beta distribution has this chance, to nine digits.

    >>> round(beta_quantile(0.5, 3, 3), 6), round(beta_quantile(0.025, 1, 1), 6)
    (0.5, 0.025)
    """
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_below(middle, alpha, beta) < chance else (low, middle)
    return (low + high) / 2


def _beta_below(share: float, alpha: float, beta: float) -> float:
    """The regularized incomplete beta function, by its continued fraction (DLMF 8.17.22)."""
    if share <= 0 or share >= 1:
        return float(share >= 1)
    if share > (alpha + 1) / (alpha + beta + 2):  # there the fraction converges fast for the other side
        return 1 - _beta_below(1 - share, beta, alpha)
    front = exp(lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta) + alpha * log(share) + beta * log1p(-share)) / alpha
    fraction = 1.0
    for step in range(200, 0, -1):
        half = step // 2
        if step % 2:
            term = -(alpha + half) * (alpha + beta + half) / ((alpha + 2 * half) * (alpha + 2 * half + 1))
        else:
            term = half * (beta - half) / ((alpha + 2 * half - 1) * (alpha + 2 * half))
        fraction = 1 + term * share / fraction
    return front / fraction
