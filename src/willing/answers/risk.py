"""How likely the goal is, what would break it, and what it hangs on (§6)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import UNSET, UnsetType, field

from willing.answers.answer import UNUSUAL, Answer, As, Beside
from willing.model.condition import Condition
from willing.model.picture import Picture
from willing.model.plan import Requirement


class Span(Answer, frozen=True, kw_only=True):
    """A number, or everything from ``low`` to ``high``. ``tight`` False: it may be narrower than told."""

    low: float
    high: float
    tight: bool = True

    @property
    def one(self) -> bool:
        """Whether it is a single number."""
        return self.low == self.high


def _chance(span: Span | None) -> float | tuple[float, float] | None:
    if span is None:
        return None
    return span.low if span.one else (span.low, span.high)


Chance = Annotated[Span | None, As(_chance)]


class Chances(Answer, frozen=True, kw_only=True):
    """How likely the goal is met: a number, or from where to where it may be."""

    stands: Chance = None
    together: Chance = None


class Sampled(Answer, frozen=True, kw_only=True):
    """Chances estimated from worlds drawn. ``intervals``: by "stands" and "together", what each lies within with 95%
    (Wilson 1927). ``reached``: they are as narrow as was asked for."""

    seed: int
    samples: int
    half_width: float
    reached: bool
    intervals: Mapping[str, tuple[float, float]]


class RequirementRisk(Answer, frozen=True, kw_only=True):
    """The chance that a requirement is filled in full, and its expected filled units in the worst maximal outcome."""

    requirement: Beside[Requirement]
    stands: Annotated[Span, As(_chance)]
    together: Annotated[Span, As(_chance)]
    expected: Annotated[Span, As(_chance)] = field(name="expected_filled")


class Sets(Answer, frozen=True, kw_only=True):
    """Inclusion-minimal sets: how many (None: could not be finished), the smallest, the likeliest with its chance.

    ``left_out``: why they are not looked for; "follow": amounts follow those of others.
    """

    count: int | None
    left_out: Annotated[Literal["follow"] | None, UNUSUAL] = None
    sets: tuple[tuple[str, ...], ...] = ()
    likeliest: Beside[tuple[tuple[str, ...], float] | None] = None


class Uncertain(Answer, frozen=True, kw_only=True):
    """Something that may turn out either way; ``key`` names it in answers, ``id`` is what it is about.

    ``unknown``: nobody said how likely it is.
    """

    key: str
    kind: Literal["assumption", "decision", "consent", "reliability", "size"]
    id: str
    unknown: bool


class Weight(Answer, frozen=True, kw_only=True):
    """What one event changes: the chance (together) if it turns out true, if false, and the difference (Birnbaum)."""

    event: Uncertain
    true: Span
    false: Span
    importance: Span


def _by_id(lines: tuple[RequirementRisk, ...] | None) -> Mapping[str, RequirementRisk]:
    return {line.requirement.id: line for line in lines or ()}


def _importance(weights: tuple[Weight, ...] | None) -> Mapping[str, float | tuple[float, float] | None]:
    return {weight.event.key: _chance(weight.importance) for weight in weights or ()}


def _no_outcome(span: Span | None) -> float | tuple[float, float] | UnsetType | None:
    return UNSET if span is None or span.high <= 0 else _chance(span)


class Risk(Answer, frozen=True, kw_only=True):
    """Chances as of §6. What was not worked out yet when it was ``stopped`` is None.

    ``no_outcome``: the chance of worlds without any outcome, in which nothing is met. ``breakers`` is None, and
    ``reachable`` False, where the goal is met in none of the brief's worlds. ``bounds``: a range may be narrower than
    told. ``interval``, ``samples``, ``seed`` and ``intervals``: where worlds were drawn.
    """

    chances: Chances = field(name="goal")
    requirements: Annotated[tuple[RequirementRisk, ...] | None, As(_by_id)] = None
    method: Literal["exact", "sampled"]
    interval: float | None
    samples: int | None
    breakers: Sets | None = None
    routes: Sets | None = None
    weights: Annotated[tuple[Weight, ...] | None, As(_importance)] = field(name="importance", default=None)
    seed: Annotated[int | None, UNUSUAL] = None
    intervals: Annotated[Mapping[str, tuple[float, float]] | None, UNUSUAL] = None
    no_outcome: Annotated[Span | None, As(_no_outcome)] = None
    bounds: Annotated[bool, UNUSUAL] = False
    stopped: Annotated[bool, UNUSUAL] = False
    picture: Beside[Picture]
    goal: Beside[Condition] = field(name="condition")
    events: Beside[tuple[Uncertain, ...]]
    sampled: Beside[Sampled | None] = None
    reachable: Beside[bool | None] = None

    @property
    def stands(self) -> Span | None:
        """The chance that the goal stands."""
        return self.chances.stands

    @property
    def together(self) -> Span | None:
        """The chance that it is met, at least if all move at once."""
        return self.chances.together

    @property
    def unknown(self) -> tuple[Uncertain, ...]:
        """The events of which nobody said how likely they are, and on which the answer depends."""
        if self.weights is None:
            return tuple(event for event in self.events if event.unknown)
        return tuple(
            w.event for w in self.weights if w.event.unknown and (w.importance.low, w.importance.high) != (0, 0)
        )
