"""How likely, how fragile (§6): the chance that the goal stands, what would break it, what would bring it about.

Everything uncertain is a draw (:mod:`willing.questions.risk.events`); who is in, and whether the goal is met, are
functions of the draws, kept as decision diagrams, and chances are sums over those. Where the diagrams become too large,
worlds are drawn instead (:mod:`willing.questions.risk.montecarlo`), and the answer says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import inf, log, prod
from typing import Any, Generic, TypeVar

from willing.engine.budget import Clock, OutOfBounds, TooLarge
from willing.engine.diagrams.bdd import MOST_NODES, Diagrams, Function, nodes_of
from willing.engine.diagrams.symbolic import Given, Outcomes, Said, Shape, node_order
from willing.engine.diagrams.zdd import Family, minimal_sets
from willing.engine.picture import Picture
from willing.model.condition import Condition
from willing.model.plan import Requirement
from willing.questions.risk.events import AtLeast, Draw, Event, Formula, No, Odds, certain, implied, odds_of
from willing.questions.risk.goals import Filling

_T = TypeVar("_T")

#: Nodes tried first, in every order, before all that there may be: most plans need no more, in some order.
FEW_NODES = (2**15, 2**18)

#: What comes first below a gate, in each order that is tried: the part with most in it, the first, that with least.
ORDERS = (1, 0, -1)

#: Seconds for all attempts on diagrams together, and the share of them that exact chances may take.
SECONDS = 10.0
FOR_CHANCES = 0.6

#: Draws without a chance that are taken both ways, all of them together; and numbers worked out for that at a time.
MOST_BOTH_WAYS = 12
MOST_NUMBERS = 40_000_000

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
    odds: Odds
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


def risk(
    picture: Picture,
    goal: Condition,
    what_if: Mapping[str, bool | None],
    effort: Effort,
    tell: Callable[[str, float], None] = lambda what, share: None,
) -> Risk:
    """The answers of §6, as far as they are worked out when the user stops it.

    ``tell``: is told what is being worked out, and how far it is.Raises
    :class:`willing.questions.risk.events.Circular` and :class:`willing.questions.risk.events.TooLikely` where the
    likelihoods make no sense, :class:`OutOfBounds` where neither diagrams nor samples are allowed, and
    :class:`TooLarge` for a plan beyond either.
    """
    odds = odds_of(picture, what_if)
    filling = Filling(replace(picture, goal=goal))
    found = Risk(picture=picture, goal=goal, odds=odds)
    try:
        try:
            shape = Shape(filling.network)
        except OutOfBounds:
            raise TooLarge from None
        clock = Clock.starting_now(effort.seconds * FOR_CHANCES)
        exact = _exact(filling, shape, odds, effort.nodes, clock, tell)
        left = effort.seconds - clock.spent()
        if exact is not None:
            found = replace(found, **exact.chances())
        else:
            from willing.questions.risk.montecarlo import drawn  # loads numpy

            for part in drawn(filling, odds, effort, tell):
                found = replace(found, **part)
        if effort.only_chances:
            return found
        if effort.nodes > 0:
            tell("breakers", 0.0)
            clock = Clock.starting_now(left)
            fragile = _Fragile(filling, shape, odds, what_if, effort)
            breakers, reachable = fragile.breakers(clock.part(2))
            found = replace(found, breakers=breakers, reachable=reachable)
            tell("routes", 0.5)
            found = replace(found, routes=fragile.routes(clock))
        else:
            found = replace(found, breakers=Sets(count=None), routes=Sets(count=None))
        if exact is not None:
            tell("importance", 0.7)
            found = replace(found, weights=exact.weights())
    except KeyboardInterrupt:
        found = replace(found, stopped=True)
    return found


# -- exact ------------------------------------------------------------------------------------------------------------


def _exact(
    filling: Filling, shape: Shape, odds: Odds, nodes: int, clock: Clock, tell: Callable[[str, float], None]
) -> "_Exact | None":
    """Diagrams of all that is asked for, in the first of several orders of the draws that is not too large."""
    for attempt in _attempts([_order(filling, shape, odds, first) for first in ORDERS], nodes, clock):
        tell("exact", attempt.share)
        with suppress(OutOfBounds):
            return _Exact(filling, shape, odds, attempt.order, attempt.diagrams)
    return None


@dataclass(slots=True)
class _Attempt(Generic[_T]):
    """An order, nodes and time to try it with. ``share``: of all attempts, done before. ``reached``: how far it got."""

    order: _T
    nodes: int
    clock: Clock
    share: float
    _made: Diagrams | None = None

    def diagrams(self, variables: int) -> Diagrams:
        """Diagrams of that size."""
        self._made = Diagrams(variables, self.clock, nodes=self.nodes)
        return self._made

    def reached(self) -> int:
        """How many knots of gates were settled; the diagrams go."""
        made, self._made = self._made, None
        return 0 if made is None else made.settled


def _attempts(orders: Sequence[_T], nodes: int, clock: Clock) -> Iterator[_Attempt[_T]]:
    """What to try one after the other. Few nodes first, in every order; then more, the one that got furthest first."""
    reached = {i: 0 for i, order in enumerate(orders) if order not in orders[:i]}
    rounds = [*(few for few in FEW_NODES if few < nodes), nodes]
    turns = len(rounds) * len(reached)
    turn = 0
    for most in rounds:
        for i in sorted(reached, key=lambda i: -reached[i]):
            try:
                clock.left()
            except OutOfBounds:
                return
            left = turns - turn
            attempt = _Attempt(orders[i], most, clock.part(left if left <= len(reached) else 2), turn / turns)
            yield attempt
            reached[i] += attempt.reached()
            turn += 1


def _order(filling: Filling, shape: Shape, odds: Odds, first: int) -> list[int]:
    """Draws as a walk from the goal meets them; ``first``: one of ORDERS."""
    network = filling.network
    ids = {node: id_ for id_, node in network.pledges.items()}
    of_variable = {
        v.node: {"assumption": odds.assumptions, "decision": odds.decisions, "size": odds.gives}[v.kind].get(
            v.id, False
        )
        for v in network.variables
    }
    roots = [*network.more, *(network.pledges[id_] for id_ in filling.board.pledges), *network.pledges.values()]
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


class _Exact:
    """Everything that is asked for as functions of the draws, and its chances."""

    def __init__(
        self, filling: Filling, shape: Shape, odds: Odds, order: list[int], making: Callable[[int], Diagrams]
    ) -> None:
        self.filling = filling
        self.odds = odds
        self.diagrams = diagrams = making(len(order))
        self.of = _Drawn(diagrams, order)
        self.order = order
        diagrams.guarded(lambda: self._build(shape))

    def _build(self, shape: Shape) -> None:
        filling, odds, of, network = self.filling, self.odds, self.of, self.filling.network
        kinds: Mapping[str, Mapping[str, Formula]] = {
            "assumption": odds.assumptions, "decision": odds.decisions, "size": odds.gives,
        }  # fmt: skip
        given = Given(
            variables={v.node: of(kinds[v.kind][v.id]) for v in network.variables},
            alive={network.pledges[id_]: of(formula) for id_, formula in odds.reliable.items()},
        )
        outcomes = Outcomes(self.diagrams, shape, given)
        gives = {id_: of(formula) for id_, formula in odds.gives.items()}
        goal = _remembered(filling.goal(self.diagrams, gives))
        functions = {
            "stands": outcomes.stands(goal, grows=filling.goal_grows),
            "together": outcomes.together(goal),
            "none": outcomes.none(),
        }
        for i, (formula, _) in enumerate(odds.impossible):
            functions[f"impossible {i}"] = of(formula)
        self.levels: dict[str, list[int]] = {}
        scenes: dict[int, Any] = {}

        def scene(moment: Any) -> Any:
            from willing.questions.risk.goals import Scene

            if id(moment) not in scenes:
                scenes[id(moment)] = (Scene(filling, self.diagrams, moment, gives), moment)
            return scenes[id(moment)][0]

        for requirement in filling.requirements:
            id_ = requirement.id
            grows = filling.plain(requirement)

            def full(moment: Any, requirement: Requirement = requirement) -> Function:
                return scene(moment).part(requirement, Fraction(1), usable=False)

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
                from willing.questions.risk.events import TooLikely

                raise TooLikely(told_of)

    # -- chances ----------------------------------------------------------------------------------------------------

    def chances(self) -> dict[str, Any]:
        """The fields of :class:`Risk` that are chances."""
        spans = {name: self.span([(1.0, name)]) for name in ("stands", "together", "none")}
        requirements = []
        for requirement in self.filling.requirements:
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
            found.append(Weight(event=event, true=true, false=false, importance=change))
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
            cube = self.diagrams.cube(mixed)
            lows = nodes_of([function.forall(cube) for function in functions])
            highs = nodes_of([function.exists(cube) for function in functions])
            numbers, mixed = list(range(len(terms))), []
        factors = [factor for factor, _ in terms]
        return Span(
            low=float(_sums(lows or nodes, numbers, factors, low, mixed).min()),
            high=float(_sums(highs or nodes, numbers, factors, high, mixed).max()),
            tight=tight,
        )

    def _directions(
        self, functions: Sequence[Function], open_: Sequence[int]
    ) -> tuple[list[int], list[int], list[int]]:
        """Which draws can only help all of these functions, which can only harm them, and which may do either."""
        helps, harms, mixed = [], [], []
        false = self.diagrams.false
        for place in open_:
            self.diagrams.clock = Clock.starting_now(60)
            variable = self.diagrams.var(place)
            sides = [((f & ~variable).exists(variable), (f & variable).exists(variable)) for f in functions]
            if all((without & ~with_) == false for without, with_ in sides):
                helps.append(place)
            elif all((with_ & ~without) == false for without, with_ in sides):
                harms.append(place)
            else:
                mixed.append(place)
        return helps, harms, mixed

    def difference(self, with_: Mapping[int, float], without: Mapping[int, float], true: Span, false: Span) -> Span:
        """The least and the most that an event can change the chance of the goal (together)."""
        root = self.names["together"]
        support = self.nodes.support(root)
        open_ = sorted(support & self.open - set(with_) - set(without))
        if len(open_) <= MOST_BOTH_WAYS and self.nodes.size << len(open_) <= MOST_NUMBERS:
            sides = [
                _sums(self.nodes, [root], [1.0], [side.get(i, v) for i, v in enumerate(self.chance)], open_)
                for side in (with_, without)
            ]
            change = sides[0] - sides[1]
            return Span(low=float(change.min()), high=float(change.max()))
        return Span(low=true.low - false.high, high=true.high - false.low, tight=False)


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
    nodes: Any, numbers: Sequence[int], factors: Sequence[float], chance: Sequence[float], both_ways: Sequence[int]
) -> Any:
    """A weighted sum of chances, in every way in which some draws may turn out."""
    import numpy as np

    cases = np.arange(1 << len(both_ways))
    of = {place: (cases >> i & 1).astype(float) for i, place in enumerate(both_ways)}
    values = nodes.chances_in(of, chance)
    total = np.zeros(len(cases))
    for number, factor in zip(numbers, factors, strict=True):
        total = total + factor * values[number]
    return total


# -- breakers and routes ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Fragile:
    """Losses that break the goal, and assumptions that reach it (§6.4), in the worlds of the brief."""

    filling: Filling
    shape: Shape
    odds: Odds
    what_if: Mapping[str, bool | None]
    effort: Effort
    spans: dict[str, Any] = field(default_factory=dict)

    def breakers(self, clock: Clock) -> tuple[Sets | None, bool | None]:
        """The minimal sets of losses; None where there is nothing to lose. And whether the goal is met anywhere."""
        return self._tried(self._breakers, clock) or (Sets(count=None), None)

    def routes(self, clock: Clock) -> Sets:
        """The minimal sets of assumptions that are enough."""
        return self._tried(self._routes, clock) or Sets(count=None)

    def _tried(self, ask: Callable[[list[str], Callable[[int], Diagrams]], _T], clock: Clock) -> _T | None:
        """The answer in the first of several orders in which the diagrams are not too large."""
        for attempt in _attempts([self._relevant(first) for first in ORDERS], self.effort.nodes, clock):
            with suppress(OutOfBounds):
                return ask(attempt.order, attempt.diagrams)
        return None

    def _relevant(self, first: int) -> list[str]:
        """Assumptions and pledges as a walk from the goal meets them, assumptions followed by those they imply."""
        network = self.filling.network
        ids = {node: id_ for id_, node in network.pledges.items()}
        ids |= {v.node: v.id for v in network.variables if v.kind == "assumption"}
        roots = [
            *network.more,
            *(network.pledges[id_] for id_ in self.filling.board.pledges),
            *network.pledges.values(),
        ]
        found: dict[str, None] = {}
        for node in node_order(self.shape, roots, first=first):
            if node in ids:
                id_ = ids[node]
                its = implied(self.filling.picture, id_) if id_ in self.odds.assumptions else (id_,)
                found.update(dict.fromkeys(its))
        return list(found)

    def _breakers(self, order: list[str], making: Callable[[int], Diagrams]) -> tuple[Sets | None, bool | None]:
        picture, network = self.filling.picture, self.filling.network
        plan, decided = picture.plan, picture.decided
        names: dict[tuple[str, str], int] = {}  # what is open in the world, and what may be lost
        for id_ in order:
            if id_ in plan.assumptions:
                if id_ not in decided:
                    names.setdefault(("world", id_), len(names))
                if decided.get(id_) is not False:
                    names.setdefault(("loss", id_), len(names))
            else:
                names.setdefault(("loss", picture.counted[id_].partner), len(names))
        for kind in ("decision", "size"):
            for id_, pledge in picture.counted.items():
                is_open = (pledge.own_decision and id_ not in decided) if kind == "decision" else pledge.unsized
                if is_open:
                    names.setdefault((kind, id_), len(names))
        diagrams = making(len(names))

        def of(kind: str, id_: str) -> Function:
            return diagrams.var(names[kind, id_]) if (kind, id_) in names else diagrams.false

        def value(kind: str, id_: str) -> Function:
            if kind == "size" or id_ not in decided:
                return of("world" if kind == "assumption" else kind, id_)
            return diagrams.given(decided[id_])

        def met(lost: Callable[[str], Function]) -> Function:
            variables = {}
            for v in network.variables:
                true = value(v.kind, v.id)
                if v.kind == "assumption":
                    for other in implied(picture, v.id):
                        true = true & ~lost(other)
                variables[v.node] = true
            alive = {network.pledges[id_]: ~lost(p.partner) for id_, p in picture.counted.items()}
            outcomes = Outcomes(diagrams, self.shape, Given(variables=variables, alive=alive))
            gives = {id_: of("size", id_) for id_ in self.odds.gives}
            return outcomes.together(self.filling.goal(diagrams, gives))

        def find() -> tuple[Sets | None, bool | None]:
            worlds = diagrams.true
            open_ = [id_ for kind, id_ in names if kind == "world"]
            for id_ in open_:
                for other in plan.assumptions[id_].implies:
                    worlds = worlds & of("world", id_).imp(value("assumption", other))
            for choice in plan.choices.values():
                told = [
                    value("assumption", option) for option in choice.options if option in open_ or option in decided
                ]
                worlds = worlds & ~diagrams.at_least([(each, 1) for each in told], 2)
            worlds = worlds & met(lambda _: diagrams.false)
            if worlds == diagrams.false:
                return None, False
            still = worlds & met(lambda id_: of("loss", id_))
            unknown = diagrams.cube(number for (kind, _), number in names.items() if kind != "loss")
            broken = ~still.exists(unknown)
            family = minimal_sets(nodes_of([broken]), 0, diagrams.clock)
            losses = {n: id_ for (kind, id_), n in names.items() if kind == "loss"}
            return self._sets(family, losses, [*plan.assumptions, *plan.partners], self._lost), True

        found: tuple[Sets | None, bool | None] = diagrams.guarded(find)
        return found

    def _routes(self, order: list[str], making: Callable[[int], Diagrams]) -> Sets:
        picture, network = self.filling.picture, self.filling.network
        plan = picture.plan
        known = certain(picture, self.what_if)
        names: dict[tuple[str, str], int] = {}
        for id_ in order:
            if id_ in plan.assumptions and id_ not in known:
                names.setdefault(("route", id_), len(names))
        for kind in ("decision", "size"):
            for id_, pledge in picture.counted.items():
                if (pledge.own_decision and id_ not in known) if kind == "decision" else pledge.unsized:
                    names.setdefault((kind, id_), len(names))
        diagrams = making(len(names))

        def value(kind: str, id_: str) -> Function:
            if kind != "size" and id_ in known:
                return diagrams.given(known[id_])
            key = ("route" if kind == "assumption" else kind), id_
            return diagrams.var(names[key]) if key in names else diagrams.false

        def find() -> Sets:
            variables = {v.node: value(v.kind, v.id) for v in network.variables}
            outcomes = Outcomes(diagrams, self.shape, Given(variables=variables, alive={}))
            gives = {id_: value("size", id_) for id_ in self.odds.gives}
            met = outcomes.together(self.filling.goal(diagrams, gives))
            met = met.forall(diagrams.cube(number for (kind, _), number in names.items() if kind != "route"))
            open_ = {id_ for kind, id_ in names if kind == "route"}
            for id_ in open_:
                for other in plan.assumptions[id_].implies:
                    met = met & value("assumption", id_).imp(value("assumption", other))
            for choice in plan.choices.values():
                told = [value("assumption", o) for o in choice.options if o in open_ or o in known]
                met = met & ~diagrams.at_least([(each, 1) for each in told], 2)
            family = minimal_sets(nodes_of([met]), 0, diagrams.clock)
            assumptions = {number: id_ for (kind, id_), number in names.items() if kind == "route"}
            return self._sets(family, assumptions, list(plan.assumptions), self._true)

        found: Sets = diagrams.guarded(find)
        return found

    def _sets(
        self, family: Family, names: Mapping[int, str], order: list[str], chance: Callable[[str], float | None]
    ) -> Sets:
        place = {id_: i for i, id_ in enumerate(order)}

        def told(numbers: tuple[int, ...]) -> tuple[str, ...]:
            return tuple(sorted((names[number] for number in numbers), key=place.__getitem__))

        found: list[tuple[str, ...]] = []
        for _, numbers in family.least_first(lambda _: 1.0):
            if len(found) >= self.effort.most:
                break
            found.append(told(numbers))
        found.sort(key=lambda ids: (len(ids), [place[id_] for id_ in ids]))
        likeliest = None
        if self._independent():

            def cost(number: int) -> float:
                its = chance(names[number])
                return inf if its is None or its <= 0 else -log(its)

            first = next(family.least_first(cost), None)
            if first is not None:
                ids = told(first[1])
                likeliest = ids, prod(chance(id_) or 0.0 for id_ in ids)
        return Sets(count=family.count(), sets=tuple(found), likeliest=likeliest)

    def _independent(self) -> bool:
        """Whether every assumption is a draw of its own: then chances of several multiply."""
        plan = self.filling.picture.plan
        return not plan.choices and not any(a.implies or len(a.likelihood) > 1 for a in plan.assumptions.values())

    def _true(self, id_: str) -> float | None:
        formula = self.odds.assumptions[id_]
        if isinstance(formula, bool):
            return float(formula)
        assert isinstance(formula, Draw)
        chance = self.odds.chances[formula.number]
        return None if chance is None else float(chance)

    def _lost(self, id_: str) -> float | None:
        if id_ in self.odds.assumptions:
            true = self._true(id_)
            return None if true is None else 1.0 - true
        its = [p for p in self.filling.picture.counted.values() if p.partner == id_]
        if any(p.reliability is None for p in its):
            return None
        return prod(float(1 - Fraction(p.reliability or 0)) for p in its)
