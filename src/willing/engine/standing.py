"""A world without outcome, and how many outcomes are listed (§3.5)."""

from dataclasses import dataclass

from willing.engine.network import Variable

#: How many maximal outcomes are listed (§3.5).
MOST_OUTCOMES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A world without outcome: ``pledges`` cannot all have their conditions, given what ``settings`` decides."""

    pledges: tuple[str, ...]
    settings: tuple[tuple[Variable, bool], ...]
