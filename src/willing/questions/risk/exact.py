"""Exact chances: who is in, and whether the goal is met, as decision diagrams (§6.2)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from willing.answers.risk import RequirementRisk, Span, Weight
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.bdd import Diagrams, Function, ManyNodes, Nodes, nodes_of
from willing.engine.diagrams.symbolic import Given, Outcomes, Said, Shape, node_order
from willing.model.plan import Requirement
from willing.questions.risk.events import AtLeast, Draw, EventModel, Formula, No
from willing.questions.risk.goals import GoalModel

_T = TypeVar("_T")


#: Nodes tried first, in every order, before all that there may be: most plans need no more, in some order.
FEW_NODES = (2**15, 2**18)


#: What comes first below a gate, in each order that is tried: the part with most in it, the first, that with least.
ORDERS = (1, 0, -1)

#: Draws without a chance that are taken both ways, all of them together; and numbers worked out for that at a time.
MOST_BOTH_WAYS = 12
MOST_NUMBERS = 40_000_000


def exact_risk(
    goals: GoalModel,
    shape: Shape,
    odds: EventModel,
    nodes: int,
    budget: Budget,
    tell: Callable[[str, float], None],
) -> "ExactRisk | None":
    """Diagrams of all that is asked for, in the first of several orders of the draws that is not too large."""
    for attempt in attempts([_order(goals, shape, odds, first) for first in ORDERS], nodes, budget):
        tell("exact", attempt.share)
        with suppress(OutOfBounds):
            return ExactRisk(goals, shape, odds, attempt.order, attempt.diagrams)
    return None


@dataclass(slots=True)
class Attempt(Generic[_T]):
    """An order, nodes and steps to try with. ``share``: of all attempts, done before. ``reached``: how far it got."""

    order: _T
    nodes: int
    budget: Budget
    share: float
    _made: Diagrams | None = None

    def diagrams(self, variables: int) -> Diagrams:
        """Diagrams of that size."""
        self._made = Diagrams(variables, self.budget, nodes=self.nodes)
        return self._made

    def reached(self) -> int:
        """How many knots of gates were settled; the diagrams go."""
        made, self._made = self._made, None
        return 0 if made is None else made.settled


def attempts(orders: Sequence[_T], nodes: int, budget: Budget) -> Iterator[Attempt[_T]]:
    """What to try one after the other. Few nodes first, in every order; then more, the one that got furthest first."""
    reached = {i: 0 for i, order in enumerate(orders) if order not in orders[:i]}
    rounds = [*(few for few in FEW_NODES if few < nodes), nodes]
    turns = len(rounds) * len(reached)
    turn = 0
    for most in rounds:
        for i in sorted(reached, key=lambda i: -reached[i]):
            if not budget.left:
                return
            left = turns - turn
            attempt = Attempt(orders[i], most, budget.part(left if left <= len(reached) else 2), turn / turns)
            yield attempt
            reached[i] += attempt.reached()
            turn += 1


def _order(goals: GoalModel, shape: Shape, odds: EventModel, first: int) -> list[int]:
    """Draws as a walk from the goal meets them; ``first``: one of ORDERS."""
    network = goals.network
    ids = {node: id_ for id_, node in network.pledges.items()}
    of_variable = {variable.node: odds.of(variable) for variable in network.variables}
    roots = [*network.more, *(network.pledges[id_] for id_ in goals.board.pledges), *network.pledges.values()]
    found: dict[int, None] = {}
    for node in node_order(shape, roots, first=first):
        if node in of_variable:
            found.update(dict.fromkeys(_draws(of_variable[node])))
        elif node in ids:
            for formulas in (odds.reliable, odds.gives):
                if ids[node] in formulas:
                    found.update(dict.fromkeys(_draws(formulas[ids[node]])))
    return [*found, *(number for number in range(len(odds.chances)) if number not in found)]


def _draws(formula: Formula) -> Iterator[int]:
    stack = [formula]
    while stack:
        match stack.pop():
            case Draw(number=number):
                yield number
            case No(of=inner):
                stack.append(inner)
            case AtLeast(of=parts):
                stack.extend(reversed(parts))


class _Drawn:
    """Formulas over draws as functions; ``order``: the draws from the top."""

    def __init__(self, diagrams: Diagrams, order: Sequence[int]) -> None:
        self.diagrams = diagrams
        self.place = {number: place for place, number in enumerate(order)}
        self.known: dict[Formula, Function] = {}

    def __call__(self, formula: Formula) -> Function:
        if isinstance(formula, bool):
            return self.diagrams.given(formula)
        if formula not in self.known:
            match formula:
                case Draw(number=number):
                    value = self.diagrams.var(self.place[number])
                case No(of=inner):
                    value = ~self(inner)
                case AtLeast(need=need, of=parts):
                    value = self.diagrams.at_least([(self(part), 1) for part in parts], need)
            self.known[formula] = value
        return self.known[formula]


class ExactRisk:
    """Everything that is asked for as functions of the draws, and its chances."""

    def __init__(
        self, goals: GoalModel, shape: Shape, odds: EventModel, order: list[int], making: Callable[[int], Diagrams]
    ) -> None:
        self.goals = goals
        self.odds = odds
        self.diagrams = diagrams = making(len(order))
        self.of = _Drawn(diagrams, order)
        self.order = order
        diagrams.guarded(lambda: self._build(shape))

    def _build(self, shape: Shape) -> None:
        goals, odds, of, network = self.goals, self.odds, self.of, self.goals.network
        given = Given(
            variables={v.node: of(odds.of(v)) for v in network.variables},
            alive={network.pledges[id_]: of(formula) for id_, formula in odds.reliable.items()},
        )
        outcomes = Outcomes(self.diagrams, shape, given)
        gives = {id_: of(formula) for id_, formula in odds.gives.items()}
        goal = _remembered(goals.goal(self.diagrams, gives))
        functions = {
            "stands": outcomes.stands(goal, grows=goals.goal_grows),
            "together": outcomes.together(goal),
            "none": outcomes.none(),
        }
        for i, (formula, _) in enumerate(odds.impossible):
            functions[f"impossible {i}"] = of(formula)
        self.levels: dict[str, list[int]] = {}
        scenes: dict[int, Any] = {}

        def scene(moment: Any) -> Any:
            from willing.questions.risk.goals import GoalFunctions

            if id(moment) not in scenes:
                scenes[id(moment)] = (GoalFunctions(goals, self.diagrams, moment, gives), moment)
            return scenes[id(moment)][0]

        for requirement in goals.requirements:
            id_ = requirement.id
            grows = goals.plain(requirement)

            def full(moment: Any, requirement: Requirement = requirement) -> Function:
                return scene(moment).full(requirement)

            functions[f"stands {id_}"] = outcomes.stands(full, grows=grows)
            functions[f"together {id_}"] = outcomes.together(full)

            def levels(moment: Any, requirement: Requirement = requirement) -> list[tuple[int, Function]]:
                its: list[tuple[int, Function]] = scene(moment).levels(requirement)
                return its

            told = outcomes.each_together(levels)
            self.levels[id_] = [units for units, _ in told]
            functions |= {f"{units} of {id_}": function for units, function in told}
        self.names = {name: i for i, name in enumerate(functions)}
        self.functions = list(functions.values())
        self.nodes = nodes_of(self.functions)
        chances = [self.odds.chances[number] for number in self.order]
        self.chance = [0.5 if chance is None else float(chance) for chance in chances]
        self.open = {place for place, chance in enumerate(chances) if chance is None}
        for i, (_, told_of) in enumerate(odds.impossible):
            if self.functions[self.names[f"impossible {i}"]] != self.diagrams.false:
                from willing.questions.risk.events import LikelihoodError

                raise LikelihoodError(told_of)

    # -- chances ----------------------------------------------------------------------------------------------------

    def chances(self) -> dict[str, Any]:
        """The fields of :class:`Risk` that are chances."""
        spans = {name: self.span([(1.0, name)]) for name in ("stands", "together", "none")}
        requirements = []
        for requirement in self.goals.requirements:
            id_ = requirement.id
            steps = zip(self.levels[id_], [0, *self.levels[id_]], strict=False)
            requirements.append(
                RequirementRisk(
                    requirement=requirement,
                    stands=self.span([(1.0, f"stands {id_}")]),
                    together=self.span([(1.0, f"together {id_}")]),
                    expected=self.span([(float(units - below), f"{units} of {id_}") for units, below in steps]),
                )
            )
        return {
            "stands": spans["stands"],
            "together": spans["together"],
            "no_outcome": spans["none"],
            "requirements": tuple(requirements),
        }

    def weights(self) -> tuple[Weight, ...]:
        """What each event changes, in the order of the events."""
        support = self.nodes.support(self.names["together"])
        place = self.of.place
        base = self.span([(1.0, "together")])
        slopes: dict[int, float] | None = None
        if not self.open & support:
            slopes = self.nodes.derivatives(self.names["together"], self.chance)
        found = []
        for event in self.odds.events:
            numbers = [place[number] for number in event.true]
            if not support & set(numbers):
                true = false = base
                change = Span(low=0.0, high=0.0)
            elif slopes is not None and len(numbers) == 1:
                slope, chance = slopes.get(numbers[0], 0.0), self.chance[numbers[0]]
                true = _one(base.low + (1.0 - chance) * slope)
                false = _one(base.low - chance * slope)
                change = Span(low=slope, high=slope)
            else:
                sides = [{place[n]: chance for n, chance in side.items()} for side in (event.true, event.false)]
                true, false = (self.span([(1.0, "together")], side) for side in sides)
                change = self.difference(sides[0], sides[1], true, false)
            found.append(Weight(event=event.named, true=true, false=false, importance=change))
        return tuple(found)

    @cached_property
    def _known(self) -> Sequence[float]:
        """The chance of every node, where nothing is open."""
        return self.nodes.chances(self.chance)

    def span(self, terms: Sequence[tuple[float, str]], setting: Mapping[int, float] | None = None) -> Span:
        """The least and the most that a sum of chances can be, whatever the chances that nobody said.

        Each is linear in any one of those, so that the ends lie where all of them are 0 or 1.
        """
        setting = setting or {}
        chance = [setting.get(place, value) for place, value in enumerate(self.chance)]
        free = self.open - set(setting)
        open_ = sorted(free and {place for _, name in terms for place in self.nodes.support(self.names[name])} & free)
        roots = [self.nodes.roots[self.names[name]] for _, name in terms]
        if not open_:
            known = self.nodes.chances(chance) if setting else self._known
            return _one(float(sum(factor * known[root] for (factor, _), root in zip(terms, roots, strict=True))))
        functions = [self.functions[self.names[name]] for _, name in terms]
        helps, harms, mixed = self._directions(functions, open_)
        low, high = list(chance), list(chance)
        for place in helps:
            low[place], high[place] = 0.0, 1.0
        for place in harms:
            low[place], high[place] = 1.0, 0.0
        nodes, numbers = self.nodes, [self.names[name] for _, name in terms]
        lows = highs = None
        tight = len(mixed) <= MOST_BOTH_WAYS and nodes.size << len(mixed) <= MOST_NUMBERS
        if not tight:  # the chances that are neither good nor bad: as if each world had its own
            try:
                lows, highs = self.diagrams.guarded(lambda: self._ends(functions, mixed))
            except OutOfBounds:
                return Span(low=0.0, high=float(sum(factor for factor, _ in terms)), tight=False)
            numbers, mixed = list(range(len(terms))), []
        factors = [factor for factor, _ in terms]
        return Span(
            low=float(_sums(lows or nodes, numbers, factors, low, mixed).min()),
            high=float(_sums(highs or nodes, numbers, factors, high, mixed).max()),
            tight=tight,
        )

    def _ends(
        self, functions: Sequence[Function], places: Sequence[int]
    ) -> tuple[Nodes | ManyNodes, Nodes | ManyNodes]:
        """The functions where all of these draws are as bad, and as good, as can be, in each world by itself."""
        cube = self.diagrams.cube(places)
        return nodes_of([f.forall(cube) for f in functions]), nodes_of([f.exists(cube) for f in functions])

    def _directions(
        self, functions: Sequence[Function], open_: Sequence[int]
    ) -> tuple[list[int], list[int], list[int]]:
        """Which draws can only help all of these functions, which can only harm them, and which may do either."""
        found: dict[str, list[int]] = {"helps": [], "harms": [], "mixed": []}
        for place in open_:
            self.diagrams.budget = Budget.of("chances")
            try:
                way = self.diagrams.guarded(
                    partial(_direction, functions, self.diagrams.var(place), self.diagrams.false)
                )
            except OutOfBounds:  # no room to tell: it may do either
                way = "mixed"
            found[way].append(place)
        return found["helps"], found["harms"], found["mixed"]

    def difference(self, with_: Mapping[int, float], without: Mapping[int, float], true: Span, false: Span) -> Span:
        """The least and the most that an event can change the chance of the goal (together)."""
        root = self.names["together"]
        support = self.nodes.support(root)
        open_ = sorted(support & self.open - (set(with_) & set(without)))  # what one side settles, the other may not
        if len(open_) <= MOST_BOTH_WAYS and self.nodes.size << len(open_) <= MOST_NUMBERS:
            one, other = (
                _sums(self.nodes, [root], [1.0], [side.get(i, v) for i, v in enumerate(self.chance)], open_, side)
                for side in (with_, without)
            )
            change = one - other
            return Span(low=float(change.min()), high=float(change.max()))
        return Span(low=true.low - false.high, high=true.high - false.low, tight=False)


def _direction(functions: Sequence[Function], variable: Function, false: Function) -> str:
    """Whether a draw can only help all of these functions (``helps``), only harm them (``harms``), or do either."""
    sides = [((f & ~variable).exists(variable), (f & variable).exists(variable)) for f in functions]
    if all((without & ~with_) == false for without, with_ in sides):
        return "helps"
    return "harms" if all((with_ & ~without) == false for without, with_ in sides) else "mixed"


def _one(value: float) -> Span:
    return Span(low=value, high=value)


def _remembered(said: Said) -> Said:
    """Work something out once a moment."""
    known: dict[int, tuple[Any, Function]] = {}

    def remembered(moment: Any) -> Function:
        if id(moment) not in known:
            known[id(moment)] = moment, said(moment)
        return known[id(moment)][1]

    return remembered


def _sums(
    nodes: Any,
    numbers: Sequence[int],
    factors: Sequence[float],
    chance: Sequence[float],
    both_ways: Sequence[int],
    settled: Collection[int] = (),
) -> Any:
    """A weighted sum of chances, in every way in which some draws may turn out; those ``settled`` are as they are."""
    import numpy as np

    cases = np.arange(1 << len(both_ways))
    of = {place: (cases >> i & 1).astype(float) for i, place in enumerate(both_ways) if place not in settled}
    values = nodes.chances_in(of, chance)
    total = np.zeros(len(cases))
    for number, factor in zip(numbers, factors, strict=True):
        total = total + factor * values[number]
    return total
