"""What risk answers (§6.2), and how much may be done for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from willing.engine.diagrams.bdd import MOST_NODES
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.model.plan import Requirement
from willing.questions.risk.events import Event, EventModel

#: Seconds for all attempts on diagrams together.
SECONDS = 10.0

#: Worlds drawn at most, and how wide the interval may be, unless something else is asked for.
SAMPLES = 4_000_000
WITHIN = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A number, or everything from ``low`` to ``high``. ``tight`` False: it may be narrower than told."""

    low: float
    high: float
    tight: bool = True

    @property
    def one(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Chances estimated from worlds drawn. ``intervals``: by "stands" and "together", what each lies within with 95%
    (Wilson 1927). ``reached``: they are as narrow as was asked for."""

    seed: int
    samples: int
    half_width: float
    reached: bool
    intervals: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRisk:
    """The chance that a requirement is filled in full, and its expected filled units in the worst maximal outcome."""

    requirement: Requirement
    stands: Span
    together: Span
    expected: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """Inclusion-minimal sets: how many (None: could not be finished), the smallest, the likeliest with its chance."""

    count: int | None
    sets: tuple[tuple[str, ...], ...] = ()
    likeliest: tuple[tuple[str, ...], float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one event changes: the chance (together) if it turns out true, if false, and the difference (Birnbaum)."""

    event: Event
    true: Span
    false: Span
    importance: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Chances as of §6. What was not worked out yet when it was stopped is None.

    ``no_outcome``: the chance of worlds without any outcome, in which nothing is met. ``breakers`` is None, and
    ``reachable`` False, where the goal is met in none of the brief's worlds.
    """

    picture: Picture
    goal: Condition
    odds: EventModel
    stands: Span | None = None
    together: Span | None = None
    requirements: tuple[RequirementRisk, ...] | None = None
    no_outcome: Span | None = None
    sampled: Sampled | None = None
    breakers: Sets | None = None
    reachable: bool | None = None
    routes: Sets | None = None
    weights: tuple[Weight, ...] | None = None
    stopped: bool = False

    @property
    def unknown(self) -> tuple[Event, ...]:
        """The events of which nobody said how likely they are, and on which the answer depends."""
        if self.weights is None:
            return tuple(event for event in self.odds.events if event.unknown)
        return tuple(
            w.event for w in self.weights if w.event.unknown and (w.importance.low, w.importance.high) != (0, 0)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How far to go. ``nodes``: of diagrams, 0: none; ``samples``: worlds drawn at most; ``within``: width of the 95%
    interval that is enough; ``most``: sets listed; ``seconds``: for all that is done on diagrams; ``only_chances``:
    neither breakers nor routes, nor what it hangs on."""

    nodes: int = MOST_NODES
    samples: int = SAMPLES
    within: float = WITHIN
    seed: int = 1
    most: int = 10
    seconds: float = SECONDS
    only_chances: bool = False
