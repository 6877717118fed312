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
from willing.engine.network import Network, compile_with, requirements_of
from willing.engine.worlds import bounded
from willing.model.condition import ALWAYS, Share
from willing.model.plan import Requirement
from willing.questions.risk.effort import Effort
from willing.questions.risk.events import AtLeast, Draw, EventModel, Formula, No
from willing.questions.risk.goals import GoalModel

#: Draws of which every way is gone through; of those without a chance, where worlds are drawn.
MOST_DRAWS = 12
MOST_BOTH_WAYS = 4

#: Ways in which alternatives may be chosen.
MOST_CHOICES = 64

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


class _Branch(NamedTuple):
    """The outcomes of one world in which these are the ones of their alternatives: none has less than ``least`` or
    more than ``greatest``; ``low``, ``top``: that is one of them."""

    least: Outcome
    greatest: Outcome
    network: Network
    low: bool
    top: bool

    @property
    def alike(self) -> bool:
        """Whether there is only one."""
        return self.least.in_ == self.greatest.in_ and self.least.amounts == self.greatest.amounts

    def within(self, other: "_Branch") -> bool:
        """Whether its greatest outcome is part of the other's, and less."""
        mine, its = self._given(), other._given()
        return mine != its and all(id_ in its and amount <= its[id_] for id_, amount in mine.items())

    def _given(self) -> dict[str, Fraction]:
        """Who is in, in the greatest outcome, and what follows others."""
        inside = ((id_, node) for id_, node in self.network.pledges.items() if self.greatest.in_[node])
        return {id_: self.greatest.amounts.get(node, Fraction(0)) for id_, node in inside}


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """One world: by name how likely "it is so" is at least and at most in it, 0 or 1; and what is filled."""

    so: Mapping[str, tuple[int, int]]
    filled: Mapping[str, tuple[int, int]]


class _Wired(NamedTuple):
    """A network with its wiring, and for each of several alternatives the node of what it needs."""

    network: Network
    wiring: Wiring
    could: Mapping[str, int]


class EachWorld:
    """The chances of a picture, world by world. ``samples`` None: every way is gone through."""

    def __init__(self, goals: GoalModel, odds: EventModel, effort: Effort) -> None:
        self.goals = goals
        self.odds = odds
        self.effort = effort
        self.budget = Budget.of("chances")
        self.networks: dict[tuple[frozenset[str], frozenset[str] | None], _Wired] = {}
        self.known: dict[Truth, _World] = {}
        self.open = odds.unknown
        self.alternatives = goals.picture.alternatives
        self.several = tuple(id_ for members in self.alternatives for id_ in members)
        if prod(1 + len(members) for members in self.alternatives) > MOST_CHOICES:
            raise OutOfBounds
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

    def _network(self, failing: frozenset[str], ones: frozenset[str] | None) -> "_Wired":
        """``ones``: those that are the one of their alternatives, and in without a condition."""
        if (failing, ones) not in self.networks:
            picture = self.goals.picture
            others = set(self.several).difference(ones or ())
            there = {
                id_: p if id_ not in self.several else replace(p, condition=ALWAYS, own_decision=False, subject_to=())
                for id_, p in picture.counted.items()
                if id_ not in failing and id_ not in others
            }
            asked = [(picture.counted[id_].needs, picture.counted[id_].partner) for id_ in self.several]
            bare = replace(picture, decided={}, counted=there, pledges=there)
            network, could = compile_with(bare, asked)
            self.networks[failing, ones] = _Wired(network, wire(network), dict(zip(self.several, could, strict=True)))
        return self.networks[failing, ones]

    def _branches(self, truth: Truth) -> Iterator[_Branch]:
        """The outcomes of one world, by who is the one of each alternatives (§3.1): one of those that do not fail, or
        nobody that is in."""
        odds = self.odds
        failing = frozenset(id_ for id_, formula in odds.reliable.items() if not so(formula, truth))
        choices = [(None, *(id_ for id_ in members if id_ not in failing)) for members in self.alternatives]
        for chosen in product(*choices):
            wired = self._network(failing, frozenset(filter(None, chosen)))
            self.budget.spend(WALKED * wired.network.size)
            case = bounded(
                wired.network, wired.wiring, {v.node: so(odds.of(v), truth) for v in wired.network.variables}
            )
            ends = case.least_worst, case.greatest_best
            valid, may = [case.settled, case.settled], True
            for one, members in zip(chosen, self.alternatives, strict=True):
                could, fails = (
                    [any(self._could(wired, id_, end, truth) for id_ in its) for end in ends]
                    for its in ([one] if one else {*members} - failing, failing & {*members})
                )
                allowed = could if one else [fail or not whole for fail, whole in zip(fails, could, strict=True)]
                valid = [so_far and its for so_far, its in zip(valid, allowed, strict=True)]
                may &= could[1] if one else fails[1] or not could[0]
            if may:
                yield _Branch(*ends, wired.network, *valid)

    def _could(self, wired: "_Wired", id_: str, end: Outcome, truth: Truth) -> bool:
        """Whether the condition, decision and consents of one of several alternatives hold in an outcome."""
        decides = self.odds.decisions.get(id_, True) if self.goals.picture.counted[id_].own_decision else True
        return bool(end.in_[wired.could[id_]]) and so(decides, truth)

    def _walked(self, truth: Truth) -> _World:
        goals = self.goals
        branches = list(self._branches(truth))
        told = [(self._end(b.network, b.least, truth), self._end(b.network, b.greatest, truth)) for b in branches]
        exists = any(b.low or b.top for b in branches)
        tops = [b.top and not any(b.within(other) for other in branches if other.top) for b in branches]
        surely = [top and not any(b.within(other) for other in branches) for top, b in zip(tops, branches, strict=True)]
        found: dict[str, tuple[int, int]] = {"none": (int(not branches), int(not exists))}
        asked = {"goal": (goals.goal_grows, [(low.met, high.met) for low, high in told])}
        for r in goals.requirements:
            asked[r.id] = goals.plain(r), [(low.full(r), high.full(r)) for low, high in told]
        for name, (grows, ends) in asked.items():
            all_ = [
                met_in_all(*its, grows=grows) is True and (grows or b.alike)
                for its, b in zip(ends, branches, strict=True)
            ]
            fails = any(
                (b.low and low is False) or (b.top and high is False)
                for (low, high), b in zip(ends, branches, strict=True)
            )
            lacks = any(top and high is False for (_, high), top in zip(ends, surely, strict=True))
            each = [all_[n] or (b.top and (not tops[n] or ends[n][1] is True)) for n, b in enumerate(branches)]
            found[f"stands {name}"] = int(exists and all(all_)), int(bool(branches) and not fails)
            found[f"together {name}"] = int(exists and all(each)), int(bool(branches) and not lacks)
        return _World(
            so=found, filled={r.id: self._filled(r.id, told, branches, tops, surely) for r in goals.requirements}
        )

    def _filled(
        self,
        id_: str,
        told: Sequence[tuple[Told, Told]],
        branches: Sequence[_Branch],
        tops: Sequence[bool],
        surely: Sequence[bool],
    ) -> tuple[int, int]:
        """Between what and what the least is that is filled in a maximal outcome."""
        least = [high.least[id_] for (_, high), top in zip(told, tops, strict=True) if top]
        most = [high.most[id_] for (_, high), top in zip(told, surely, strict=True) if top]
        most = most or [max((high.most[id_] for _, high in told), default=0)]
        return min(least) if least and all(b.top for b in branches) else 0, min(most)

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
