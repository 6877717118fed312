"""How much may be done for an answer of risk (§6.2)."""

from dataclasses import dataclass

from willing.engine.diagrams.bdd import MOST_NODES

#: Worlds drawn at most, and how wide the interval may be, unless something else is asked for.
SAMPLES = 4_000_000
WITHIN = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How far to go. ``nodes``: of diagrams, 0: none; ``samples``: worlds drawn at most; ``within``: width of the 95%
    interval that is enough; ``most``: sets listed; ``only_chances``:
    neither breakers nor routes, nor what it hangs on."""

    nodes: int = MOST_NODES
    samples: int = SAMPLES
    within: float = WITHIN
    seed: int = 1
    most: int = 10
    only_chances: bool = False
