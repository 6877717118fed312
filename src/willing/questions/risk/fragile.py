"""What would break the goal, and what would bring it about (§6.4)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from math import inf, log, prod
from typing import Any, TypeVar

from willing.answers.risk import Sets
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.bdd import Diagrams, Function, nodes_of
from willing.engine.diagrams.symbolic import Given, Outcomes, Shape, node_order
from willing.engine.diagrams.zdd import MinimalSets, minimal_sets
from willing.engine.worlds import implied
from willing.questions.risk.effort import Effort
from willing.questions.risk.events import Draw, EventModel, certain
from willing.questions.risk.exact import ORDERS, attempts
from willing.questions.risk.goals import GoalModel

_T = TypeVar("_T")


@dataclass(slots=True)
class Fragility:
    """Losses that break the goal, and assumptions that reach it (§6.4), in the worlds of the brief."""

    goals: GoalModel
    shape: Shape
    odds: EventModel
    what_if: Mapping[str, bool | None]
    effort: Effort
    spans: dict[str, Any] = field(default_factory=dict)

    def breakers(self, budget: Budget) -> tuple[Sets | None, bool | None]:
        """The minimal sets of losses; None where there is nothing to lose. And whether the goal is met anywhere."""
        return self._tried(self._breakers, budget) or (Sets(count=None), None)

    def routes(self, budget: Budget) -> Sets:
        """The minimal sets of assumptions that are enough."""
        return self._tried(self._routes, budget) or Sets(count=None)

    def _tried(self, ask: Callable[[list[str], Callable[[int], Diagrams]], _T], budget: Budget) -> _T | None:
        """The answer in the first of several orders in which the diagrams are not too large."""
        for attempt in attempts([self._relevant(first) for first in ORDERS], self.effort.nodes, budget):
            with suppress(OutOfBounds):
                return ask(attempt.order, attempt.diagrams)
        return None

    def _relevant(self, first: int) -> list[str]:
        """Assumptions and pledges as a walk from the goal meets them, assumptions followed by those they imply."""
        network = self.goals.network
        ids = {node: id_ for id_, node in network.pledges.items()}
        ids |= {v.node: v.id for v in network.variables if v.kind == "assumption"}
        roots = [
            *network.more,
            *(network.pledges[id_] for id_ in self.goals.board.pledges),
            *network.pledges.values(),
        ]
        found: dict[str, None] = {}
        for node in node_order(self.shape, roots, first=first):
            if node in ids:
                id_ = ids[node]
                its = implied(self.goals.picture.plan, [id_]) if id_ in self.odds.assumptions else (id_,)
                found.update(dict.fromkeys(its))
        return list(found)

    def _up_to_others(self) -> Iterator[tuple[str, str]]:
        """Decisions, consents and sizes of the pledges that count, decided or not."""
        counted = self.goals.picture.counted.items()
        yield from (("decision", id_) for id_, p in counted if p.own_decision)
        yield from (("consent", name) for _, p in counted for name in p.consents)
        yield from (("size", id_) for id_, p in counted if p.unsized)

    def _breakers(self, order: list[str], making: Callable[[int], Diagrams]) -> tuple[Sets | None, bool | None]:
        picture, network = self.goals.picture, self.goals.network
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
        for kind, id_ in self._up_to_others():
            if kind == "size" or id_ not in decided:
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
                    for other in implied(plan, [v.id]):
                        true = true & ~lost(other)
                variables[v.node] = true
            alive = {network.pledges[id_]: ~lost(p.partner) for id_, p in picture.counted.items()}
            outcomes = Outcomes(diagrams, self.shape, Given(variables=variables, alive=alive))
            gives = {id_: of("size", id_) for id_ in self.odds.gives}
            return outcomes.together(self.goals.goal(diagrams, gives))

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
            family = minimal_sets(nodes_of([broken]), 0, diagrams.budget)
            losses = {n: id_ for (kind, id_), n in names.items() if kind == "loss"}
            return self._sets(family, losses, [*plan.assumptions, *plan.partners], self._lost), True

        found: tuple[Sets | None, bool | None] = diagrams.guarded(find)
        return found

    def _routes(self, order: list[str], making: Callable[[int], Diagrams]) -> Sets:
        picture, network = self.goals.picture, self.goals.network
        plan = picture.plan
        known = certain(picture, self.what_if)
        names: dict[tuple[str, str], int] = {}
        for id_ in order:
            if id_ in plan.assumptions and id_ not in known:
                names.setdefault(("route", id_), len(names))
        for kind, id_ in self._up_to_others():
            if kind == "size" or (kind == "decision" and id_ not in known):
                names.setdefault((kind, id_), len(names))
        diagrams = making(len(names))

        def value(kind: str, id_: str) -> Function:
            if kind != "size" and id_ in known:
                return diagrams.given(known[id_])
            if kind == "consent":  # an open one is taken as given (§6.4)
                return diagrams.given(picture.decided.get(id_, True))
            key = ("route" if kind == "assumption" else kind), id_
            return diagrams.var(names[key]) if key in names else diagrams.false

        def find() -> Sets:
            variables = {v.node: value(v.kind, v.id) for v in network.variables}
            outcomes = Outcomes(diagrams, self.shape, Given(variables=variables, alive={}))
            gives = {id_: value("size", id_) for id_ in self.odds.gives}
            met = outcomes.together(self.goals.goal(diagrams, gives))
            met = met.forall(diagrams.cube(number for (kind, _), number in names.items() if kind != "route"))
            open_ = {id_ for kind, id_ in names if kind == "route"}
            for id_ in open_:
                for other in plan.assumptions[id_].implies:
                    met = met & value("assumption", id_).imp(value("assumption", other))
            for choice in plan.choices.values():
                told = [value("assumption", o) for o in choice.options if o in open_ or o in known]
                met = met & ~diagrams.at_least([(each, 1) for each in told], 2)
            family = minimal_sets(nodes_of([met]), 0, diagrams.budget)
            assumptions = {number: id_ for (kind, id_), number in names.items() if kind == "route"}
            return self._sets(family, assumptions, list(plan.assumptions), self._true)

        found: Sets = diagrams.guarded(find)
        return found

    def _sets(
        self, family: MinimalSets, names: Mapping[int, str], order: list[str], chance: Callable[[str], float | None]
    ) -> Sets:
        place = {id_: i for i, id_ in enumerate(order)}

        def told(numbers: tuple[int, ...]) -> tuple[str, ...]:
            return tuple(sorted((names[number] for number in numbers), key=place.__getitem__))

        def at(number: int) -> int:
            return place[names[number]]

        found = [told(numbers) for _, numbers in islice(family.least_first(lambda _: 1.0, at), self.effort.most)]
        likeliest = None
        if self._independent():

            def cost(number: int) -> float:
                its = chance(names[number])
                return inf if its is None or its <= 0 else -log(its)

            first = next(family.least_first(cost, at), None)
            if first is not None:
                ids = told(first[1])
                likeliest = ids, prod(chance(id_) or 0.0 for id_ in ids)
        return Sets(count=family.count(), sets=tuple(found), likeliest=likeliest)

    def _independent(self) -> bool:
        """Whether every assumption is a draw of its own: then chances of several multiply."""
        plan = self.goals.picture.plan
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
        its = [p for p in self.goals.picture.counted.values() if p.partner == id_]
        if any(p.reliability is None for p in its):
            return None
        return prod(float(1 - Fraction(p.reliability or 0)) for p in its)
