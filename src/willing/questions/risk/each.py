"""Chances world by world, where amounts follow others (§3.8): these are numbers, and no function that diagrams keep.

Every way the draws can come out where these are few, else some of them drawn; each is walked through by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import floor, prod
from random import Random
from typing import Any, NamedTuple

from willing.answers.risk import RequirementRisk, Sampled, Sets, Span, Weight
from willing.engine.allocate.days import coverage_over_days, share_of
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.chance import wilson
from willing.engine.evaluate import Moment, holds
from willing.engine.kernel import Outcome, Wiring, wire
from willing.engine.network import Network, compile_picture, requirements_of
from willing.engine.worlds import bounded
from willing.model.condition import Share
from willing.model.plan import Requirement
from willing.questions.risk.effort import Effort
from willing.questions.risk.events import AtLeast, Draw, EventModel, Formula, No
from willing.questions.risk.goals import GoalModel

#: Draws of which every way is gone through; of those without a chance, where worlds are drawn.
MOST_DRAWS = 12
MOST_BOTH_WAYS = 4

#: Worlds that are drawn at most, and steps that one takes, for each node.
MOST_WORLDS = 10_000
WALKED = 10

Truth = tuple[bool, ...]


def so(formula: Formula, truth: Mapping[int, bool] | Truth) -> bool:
    """Whether a formula is true, by draw."""
    match formula:
        case bool():
            return formula
        case Draw(number=number):
            return truth[number]
        case No(of=inner):
            return not so(inner, truth)
        case AtLeast(need=need, of=parts):
            return sum(so(part, truth) for part in parts) >= need


class Told(NamedTuple):
    """One outcome: whether the goal is met (None: that took more steps than there are), and between what and what of
    each requirement is filled."""

    met: bool | None
    least: Mapping[str, int]
    most: Mapping[str, int]

    def full(self, requirement: Requirement) -> bool | None:
        """Whether a requirement is filled; None: undecided."""
        needs = requirement.needs or 0
        if self.least[requirement.id] >= needs:
            return True
        return None if self.most[requirement.id] >= needs else False


def met_in_all(in_least: bool | None, in_greatest: bool | None, *, grows: bool) -> bool | None:
    """Whether something holds in the least outcome and in the greatest; ``grows``: who are more never lose it."""
    if in_least is False or (in_greatest is False and not grows):
        return False
    return None if in_least is None or (in_greatest is None and not grows) else True


def figures(
    goals: GoalModel,
    odds: EventModel,
    inside: set[str],
    truth: Mapping[int, bool] | Truth,
    follow: Mapping[str, int] | None = None,
) -> Told:
    """What one outcome comes to. ``follow``: the amounts that follow others."""
    picture = goals.picture
    goal = picture.goal
    assert goal is not None
    giving = {id_ for id_, formula in odds.gives.items() if so(formula, truth)}
    amounts: dict[str, int | None] = {}
    for id_, pledge in goals.board.pledges.items():
        if id_ not in inside:
            continue
        if pledge.follows is not None:
            amounts[id_] = (follow or {}).get(id_, 0)
        else:
            amounts[id_] = pledge.amount if not pledge.unsized else pledge.up_to if id_ in giving else 0
    found = coverage_over_days(goals.board, amounts)
    moment = Moment(
        assumptions={id_: so(formula, truth) for id_, formula in odds.assumptions.items()},
        inside=inside,
        giving=giving,
        amounts=follow or {},
    )

    def met(share: Share) -> bool:
        requirements = picture.plan.requirements
        its = requirements_of(picture, share)
        return all(share_of(share, r, found, requirements) >= share.at_least for r in its)

    so_far: bool | None = None
    with suppress(OutOfBounds):
        so_far = holds(picture, moment, goal, met)
    return Told(
        met=so_far,
        least={id_: figure.least for id_, figure in found.items()},
        most={id_: figure.most for id_, figure in found.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """One world: by name how likely "it is so" is at least and at most in it, 0 or 1; and what is filled."""

    so: Mapping[str, tuple[int, int]]
    filled: Mapping[str, tuple[int, int]]


class EachWorld:
    """The chances of a picture, world by world. ``samples`` None: every way is gone through."""

    def __init__(self, goals: GoalModel, odds: EventModel, effort: Effort) -> None:
        self.goals = goals
        self.odds = odds
        self.effort = effort
        self.budget = Budget.of("chances")
        self.networks: dict[frozenset[str], tuple[Network, Wiring]] = {}
        self.known: dict[Truth, _World] = {}
        self.open = odds.unknown
        self.ways: list[tuple[Mapping[int, bool], list[Truth]]] = []
        self.samples = None if len(odds.chances) <= MOST_DRAWS else min(MOST_WORLDS, effort.samples)
        if self.samples is not None and (len(self.open) > MOST_BOTH_WAYS or not self.samples):
            raise OutOfBounds
        for values in product((False, True), repeat=len(self.open)):
            unknown = dict(zip(self.open, values, strict=True))
            self.ways.append((unknown, list(self._truths(unknown))))

    def _truths(self, unknown: Mapping[int, bool]) -> Iterator[Truth]:
        """How the draws may come out, with what nobody knows as given: all ways, or those drawn."""
        chances = self.odds.chances
        if self.samples is None:
            yield from product(*([unknown[n]] if n in unknown else [False, True] for n in range(len(chances))))
            return
        rng = Random(f"worlds {self.effort.seed}")
        for _ in range(self.samples):
            drawn = [rng.random() for _ in chances]
            yield tuple(
                unknown[n] if c is None else drawn[n] < c for n, c in enumerate(chances)
            )  # the same draws, whatever nobody knows

    # -- one world ------------------------------------------------------------------------------------------------

    def world(self, truth: Truth) -> _World:
        """What is so in one world, worked out once. Raises :class:`OutOfBounds` where the steps are spent."""
        if truth not in self.known:
            self.known[truth] = self._walked(truth)
        return self.known[truth]

    def _network(self, failing: frozenset[str]) -> tuple[Network, Wiring]:
        if failing not in self.networks:
            picture = self.goals.picture
            there = {id_: p for id_, p in picture.counted.items() if id_ not in failing}
            network = compile_picture(replace(picture, decided={}, counted=there))
            self.networks[failing] = network, wire(network)
        return self.networks[failing]

    def _walked(self, truth: Truth) -> _World:
        goals, odds = self.goals, self.odds
        failing = frozenset(id_ for id_, formula in odds.reliable.items() if not so(formula, truth))
        network, wiring = self._network(failing)
        self.budget.spend(WALKED * network.size)
        case = bounded(network, wiring, {v.node: so(odds.of(v), truth) for v in network.variables})
        ends = [self._end(network, outcome, truth) for outcome in (case.least_worst, case.greatest_best)]
        low, high = ends
        same = case.least_worst.in_ == case.greatest_best.in_ and case.least_worst.amounts == case.greatest_best.amounts
        names = {"goal": (low.met, high.met, goals.goal_grows)}
        for r in goals.requirements:
            names[r.id] = low.full(r), high.full(r), goals.plain(r)
        found: dict[str, tuple[int, int]] = {"none": (0, int(not case.settled))}
        for name, (in_least, in_greatest, grows) in names.items():
            stands = met_in_all(in_least, in_greatest, grows=grows)
            sure = case.settled and (same or grows or stands is False)
            found[f"stands {name}"] = int(stands is True and sure), int(stands is not False or not case.settled)
            together = in_greatest if case.settled else None
            found[f"together {name}"] = int(together is True), int(together is not False)
        return _World(so=found, filled={r.id: (high.least[r.id], high.most[r.id]) for r in goals.requirements})

    def _end(self, network: Network, outcome: Outcome, truth: Truth) -> Told:
        inside = {id_ for id_, node in network.pledges.items() if outcome.in_[node]}
        follow = {id_: floor(outcome.amounts.get(network.pledges[id_], Fraction(0))) for id_ in inside}
        return figures(self.goals, self.odds, inside, truth, follow)

    # -- all of them ----------------------------------------------------------------------------------------------

    def weighed(self, given: Mapping[int, float] | None = None) -> Iterator[list[tuple[float, _World]]]:
        """For each way of what nobody knows, the worlds with their weights; ``given``: other chances of some draws."""
        chances = [float(c) if c is not None else None for c in self.odds.chances]
        for unknown, truths in self.ways:
            its = {n: float(unknown[n]) if c is None else c for n, c in enumerate(chances)} | dict(given or {})
            if self.samples is not None:
                yield [(1 / self.samples, self.world(truth)) for truth in truths]
                continue
            told = []
            for truth in product((False, True), repeat=len(chances)) if given else truths:
                weight = prod(its[n] if bit else 1.0 - its[n] for n, bit in enumerate(truth))
                if weight:
                    told.append((weight, self.world(truth)))
            yield told

    def span(self, name: str, given: Mapping[int, float] | None = None) -> Span:
        """Between what and what a chance lies."""
        lows, highs = [], []
        for worlds in self.weighed(given):
            lows.append(sum(weight * world.so[name][0] for weight, world in worlds))
            highs.append(sum(weight * world.so[name][1] for weight, world in worlds))
        return Span(low=min(lows), high=max(highs), tight=lows == highs)

    def told(self) -> Mapping[str, Any]:
        """Fields of :class:`willing.answers.risk.Risk`. Raises :class:`OutOfBounds` where there are not the steps."""
        requirements = []
        for r in self.goals.requirements:
            least, most = (
                [sum(weight * world.filled[r.id][end] for weight, world in worlds) for worlds in self.weighed()]
                for end in (0, 1)
            )
            settled = not self.span("none").high
            requirements.append(
                RequirementRisk(
                    requirement=r,
                    stands=self.span(f"stands {r.id}"),
                    together=self.span(f"together {r.id}"),
                    expected=Span(low=min(least) if settled else 0.0, high=max(most), tight=settled and least == most),
                )
            )
        found: dict[str, Any] = {
            "stands": self.span("stands goal"),
            "together": self.span("together goal"),
            "no_outcome": self.span("none"),
            "requirements": tuple(requirements),
            "breakers": Sets(count=None, left_out="follow"),
            "routes": Sets(count=None, left_out="follow"),
        }
        if self.samples is None:
            return found | {"weights": tuple(self._weights())}
        return found | {"sampled": self._sampled(self.samples, found["stands"], found["together"])}

    def _sampled(self, samples: int, stands: Span, together: Span) -> Sampled:
        intervals = {
            name: (wilson(span.low * samples, samples)[0], wilson(span.high * samples, samples)[1])
            for name, span in (("stands", stands), ("together", together))
        }
        width = max(
            high - low for p in (stands.low, stands.high, together.low) for low, high in [wilson(p * samples, samples)]
        )
        return Sampled(
            seed=self.effort.seed,
            samples=samples,
            half_width=width / 2,
            reached=width <= self.effort.within,
            intervals=intervals,
        )

    def _weights(self) -> Iterator[Weight]:
        """What each event changes (Birnbaum)."""
        for event in self.odds.events:
            sides: list[Sequence[float]] = []
            spans = []
            for given in (event.true, event.false):
                spans.append(self.span("together goal", given))
                sides.append([sum(w * world.so["together goal"][0] for w, world in its) for its in self.weighed(given)])
            change = [true - false for true, false in zip(*sides, strict=True)]
            tight = all(span.tight for span in spans)
            yield Weight(
                event=event.named,
                true=spans[0],
                false=spans[1],
                importance=Span(low=min(change) if tight else -1.0, high=max(change) if tight else 1.0, tight=tight),
            )
