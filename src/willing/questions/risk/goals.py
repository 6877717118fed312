"""What single outcomes add up to, as functions of the events: goals and requirements on decision diagrams (§4, §5).

Where every pledge that may serve a requirement serves nothing else, or serves all that its fellows do, how much of it
is filled is a capped sum, and "so much of it" one weighted count. Everything else is told apart case by case: which
pledges are in, and what the best allocation then is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Generic, Protocol, Self, TypeVar

from willing.engine.allocate.board import Board, active, board_of, is_there
from willing.engine.allocate.days import Figure, coverage_over_days, share_of
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.diagrams.bdd import Diagrams, Function
from willing.engine.diagrams.symbolic import Said
from willing.engine.graph import reachable
from willing.engine.network import Network, compile_picture, requirements_of
from willing.model.condition import (
    And,
    Condition,
    CountOf,
    Name,
    Not,
    Or,
    Share,
    allocated,
    atoms,
    children,
    needed,
    needs_allocation,
)
from willing.model.picture import Picture
from willing.model.plan import Pledge, Requirement

#: Cases of who is in that are allocated one by one, and sums of one requirement that are told apart.
MOST_CASES = 5_000

#: Steps of one more pledge in one more way, and of one allocation.
_SPLIT, _ALLOCATED = 10, 500
MOST_LEVELS = 2_000


class Term(Protocol):
    """Something that is true or not, case by case: a function of the events, or a row of worlds."""

    def __and__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


F = TypeVar("F", bound=Term)


class Logic(Protocol[F]):
    """What terms are made with: decision diagrams, or circuits."""

    true: F
    false: F
    budget: Budget

    def conj(self, parts: Iterable[F]) -> F: ...
    def disj(self, parts: Iterable[F]) -> F: ...
    def at_least(self, kids: Iterable[tuple[F, int]], need: int) -> F: ...


class GoalModel:
    """What can be asked of one outcome of a picture: its goal, and how much of each requirement is filled.

    ``network``: the picture's, with nothing decided, and a node for every part of the goal that needs no allocation.
    ``failing``: pledges that may fail, where one of several alternatives that fails may still be the one (§3.1);
    without them, that is not told from there being several outcomes.
    """

    def __init__(self, picture: Picture, failing: frozenset[str] = frozenset()) -> None:
        self.picture = picture
        self.board: Board = board_of(picture)
        parts: dict[Condition, None] = {}
        if picture.goal is not None:
            for part in _parts(picture.goal):
                parts[part] = None
        self.network: Network = compile_picture(replace(picture, decided={}), more=list(parts), failing=failing)
        self.node = dict(zip(parts, self.network.more, strict=True))
        self.requirements = [r for r in picture.plan.requirements.values() if r.needs is not None]

    @cached_property
    def goal_grows(self) -> bool:
        """Whether more pledges never lose the goal."""
        goal = self.picture.goal
        return goal is not None and self._grows(goal)

    def _grows(self, condition: Condition) -> bool:
        plan = self.picture.plan
        for atom, under_not in atoms(condition):
            if under_not and not (isinstance(atom, Name) and atom.id in plan.assumptions):
                return False
            if isinstance(atom, Share) and allocated(atom) and not self.sums(atom):
                return False
        return True

    def sums(self, share: Share) -> bool:
        """Whether all that a share asks for is filled by plain sums."""
        return all(self.plain(r) for r in self.asked(share) if r.needs is not None)

    # -- which requirements are plain sums ----------------------------------------------------------------------------

    @cached_property
    def same_supply(self) -> Mapping[str, tuple[Requirement, ...] | None]:
        """By requirement: those that the same pledges serve, in the order in which they are filled; None: no sum."""
        plan = self.picture.plan
        known = {r.id for r in self.board.requirements}
        of: dict[str, tuple[Requirement, ...] | None] = {}
        sets: dict[str, set[frozenset[str]]] = {id_: set() for id_ in known}
        of_pool: dict[str, set[frozenset[str]]] = {}
        for id_, serves in self.board.serves.items():
            its = frozenset(r for r in serves if r in known)
            for r in its:
                sets[r].add(its)
            pool = self.board.pledges[id_].pool
            if pool is not None:
                of_pool.setdefault(pool, set()).add(its)
        for requirement in self.board.requirements:
            kinds = sets[requirement.id]
            of[requirement.id] = None
            if len(kinds) > 1:
                continue
            group = next(iter(kinds), frozenset({requirement.id}))
            if any(sets[other] != kinds for other in group):
                continue
            pledges = [p for id_, p in self.board.pledges.items() if requirement.id in self.board.serves[id_]]
            if len(group) > 1 and any(p.whole for p in pledges):
                continue
            if any(p.pool is not None and len(of_pool[p.pool] - {frozenset()}) > 1 for p in pledges):
                continue
            units = {(p.provides, plan.converts(p.provides, plan.requirements[r].of)) for p in pledges for r in group}
            if len({provides for provides, _ in units}) < len(units):
                continue
            of[requirement.id] = tuple(r for r in self.board.requirements if r.id in group)
        return of

    def plain(self, requirement: Requirement) -> bool:
        """Whether it is filled by a sum that nothing else takes from."""
        return self.same_supply[requirement.id] is not None

    def taken_before(self, requirement: Requirement, day: int) -> int:
        """What those that are filled first take of the same supply, in units."""
        taken = 0
        for other in self.same_supply[requirement.id] or ():
            if other.id == requirement.id:
                return taken
            if active(other, day):
                taken += other.needs or 0
        return taken

    # -- what holds in a moment ---------------------------------------------------------------------------------------

    def goal(self, diagrams: Diagrams, gives: Mapping[str, Function]) -> Said:
        """The goal, as something said of one outcome. ``gives``: when pledges without an amount give all they can."""
        goal = self.picture.goal
        assert goal is not None
        return lambda moment: self.holds(GoalFunctions(self, diagrams, moment, gives), goal)

    def holds(self, scene: "GoalFunctions[F]", condition: Condition) -> F:
        """When a condition holds in a scene."""
        if condition in self.node:
            return scene.moment(self.node[condition])
        match condition:
            case Not(of=inner):
                return ~self.holds(scene, inner)
            case And(of=parts):
                return scene.diagrams.conj(self.holds(scene, part) for part in parts)
            case Or(of=parts):
                return scene.diagrams.disj(self.holds(scene, part) for part in parts)
            case CountOf(of=parts):
                return scene.diagrams.at_least([(self.holds(scene, part), 1) for part in parts], needed(condition))
            case Share():
                its = requirements_of(self.picture, condition)
                return scene.diagrams.conj(scene.part(r, condition) for r in its)
            case _:
                raise AssertionError(condition)

    def with_enablers(self, requirement: Requirement) -> list[Requirement]:
        ids = reachable([requirement.id], lambda id_: self.picture.plan.requirements[id_].enablers)
        return [self.picture.plan.requirements[id_] for id_ in ids]

    def asked(self, share: Share) -> list[Requirement]:
        """The requirements that a share speaks of, those that make them usable included."""
        its = requirements_of(self.picture, share)
        return its if share.measure == "filled" else [r for each in its for r in self.with_enablers(each)]

    def supply(self, requirement: Requirement, day: int) -> dict[str | None, list[tuple[Pledge, int | None]]]:
        """By pool, the pledges there that may serve a requirement, with their units of it; None: all asked for."""
        plan = self.picture.plan
        of_pool: dict[str | None, list[tuple[Pledge, int | None]]] = {}
        for id_, pledge in self.board.pledges.items():
            if requirement.id in self.board.serves[id_] and is_there(pledge, day):
                amount = pledge.amount if pledge.amount is not None else pledge.up_to
                weight = None if amount is None else plan.in_units(pledge.provides, requirement.of, amount)
                of_pool.setdefault(pledge.pool, []).append((pledge, weight))
        return of_pool

    def size_of(self, pool: str | None, requirement: Requirement) -> int | None:
        """The size of a pool in units of a requirement."""
        if pool is None:
            return None
        plan = self.picture.plan
        provided = next(p.provides for p in self.board.pledges.values() if p.pool == pool)
        return plan.in_units(provided, requirement.of, plan.pools[pool].size)

    def days(self, requirement: Requirement) -> list[int]:
        """The days on which a requirement's figure may change (§4.4), its first one included."""
        days = {requirement.from_day}
        for p in self.board.pledges.values():
            days |= {p.ready} if p.stays is None else {p.ready, p.ready + p.stays}
        for r in self.picture.plan.requirements.values():
            days |= {r.from_day} if r.until_day is None else {r.from_day, r.until_day}
        return sorted(day for day in days if active(requirement, day))


def _parts(condition: Condition) -> Iterable[Condition]:
    """The largest parts of a condition that need no allocation."""
    if not needs_allocation(condition):
        yield condition
    for part in children(condition) if needs_allocation(condition) else ():
        yield from _parts(part)


@dataclass(slots=True)
class _Case(Generic[F]):
    """Cases in which the same pledges are in and give the same."""

    when: F
    figures: Mapping[str, Figure]


class GoalFunctions(Generic[F]):
    """One outcome, with functions for everything in it."""

    def __init__(
        self, goals: GoalModel, diagrams: Logic[F], moment: Callable[[int], F], gives: Mapping[str, F]
    ) -> None:
        self.goals = goals
        self.diagrams = diagrams
        self.moment = moment
        self.gives = gives
        self._cases: list[_Case[F]] | None = None
        self._sums: dict[tuple[str, int, int], F] = {}

    def part(self, requirement: Requirement, asked: Share) -> F:
        """When a requirement is filled, or usable, to the share of its need that is asked for."""
        share, usable = Fraction(asked.at_least), asked.measure == "usable"
        if share <= 0:
            return self.diagrams.true
        if share > 1:
            return self.diagrams.false
        goals = self.goals
        its = goals.with_enablers(requirement) if usable else [requirement]
        if not all(goals.plain(r) for r in its if r.needs is not None):
            requirements = goals.picture.plan.requirements
            return self._by_cases(lambda figures: share_of(asked, requirement, figures, requirements) >= share)
        on_days = []
        for day in goals.days(requirement):
            met = [
                self._there(r, day) if r.needs is None else self._units(r, ceil(r.needs * share), day)
                for r in its
                if active(r, day)
            ]
            on_days.append(self.diagrams.conj(met))
        windowed = requirement.until_day is not None
        return self.diagrams.conj(on_days) if windowed else self.diagrams.disj(on_days)

    def full(self, requirement: Requirement) -> F:
        """When all of a requirement's need is filled."""
        return self.part(requirement, Share("filled", "requirement", requirement.id))

    def levels(self, requirement: Requirement) -> list[tuple[int, F]]:
        """Units that may be filled, ascending, each with when it is so much or more. Raises :class:`OutOfBounds` where
        that is not proven of some case."""
        goals = self.goals
        needs = requirement.needs or 0
        if not goals.plain(requirement):
            if not all(case.figures[requirement.id].proven for case in self.cases):
                raise OutOfBounds
            least = sorted({case.figures[requirement.id].least for case in self.cases} - {0})
            return [(units, self._by_cases(lambda f, u=units: f[requirement.id].least >= u)) for units in least]
        days = goals.days(requirement)
        levels = set()
        for day in days:
            before = goals.taken_before(requirement, day)
            sums = _attainable(self._items(requirement, day), before + needs)
            levels |= {min(total - before, needs) for total in sums if total > before}
            if len(levels) > MOST_LEVELS:
                raise OutOfBounds
        windowed = requirement.until_day is not None
        told = []
        for units in sorted(levels):
            on_days = [self._units(requirement, units, day) for day in days]
            told.append((units, self.diagrams.conj(on_days) if windowed else self.diagrams.disj(on_days)))
        return told

    # -- plain sums ---------------------------------------------------------------------------------------------------

    def _units(self, requirement: Requirement, units: int, day: int) -> F:
        key = requirement.id, units, day
        if key not in self._sums:
            need = units + self.goals.taken_before(requirement, day)
            kids = []
            for members, size in self._items(requirement, day):
                if size is None:
                    kids += [(function, need if weight is None else min(weight, need)) for function, weight in members]
                    continue
                limit = min(size, need)
                sums = _attainable([([each], None) for each in members], limit)
                below = 0
                for total in sorted(sums - {0}):
                    weights = [(f, limit if weight is None else min(weight, limit)) for f, weight in members]
                    kids.append((self.diagrams.at_least(weights, total), total - below))
                    below = total
            self._sums[key] = self.diagrams.at_least(kids, need)
        return self._sums[key]

    def _items(self, requirement: Requirement, day: int) -> list[tuple[list[tuple[F, int | None]], int | None]]:
        """Who is in and there, with what it gives, by pool: (members, size of the pool)."""
        return [
            ([(self._giving(p), weight) for p, weight in members], self.goals.size_of(pool, requirement))
            for pool, members in self.goals.supply(requirement, day).items()
        ]

    def _inside(self, pledge: Pledge) -> F:
        return self.moment(self.goals.network.pledges[pledge.id])

    def _giving(self, pledge: Pledge) -> F:
        inside = self._inside(pledge)
        return inside & self.gives[pledge.id] if pledge.unsized else inside

    def _there(self, requirement: Requirement, day: int) -> F:
        board = self.goals.board
        return self.diagrams.disj(
            self._inside(p)
            for id_, p in board.pledges.items()
            if requirement.id in board.serves[id_] and is_there(p, day)
        )

    # -- case by case -------------------------------------------------------------------------------------------------

    def _by_cases(self, so: object) -> F:
        assert callable(so)
        return self.diagrams.disj(case.when for case in self.cases if so(case.figures))

    @property
    def cases(self) -> list[_Case[F]]:
        """Every way in which pledges on the board are in and give, and what the best allocation then fills."""
        if self._cases is None:
            diagrams = self.diagrams
            found: list[tuple[F, dict[str, int | None]]] = [(diagrams.true, {})]
            for id_, pledge in self.goals.board.pledges.items():
                inside = self._inside(pledge)
                ways: list[tuple[F, int | None, bool]] = [(~inside, 0, False), (inside, pledge.amount, True)]
                if pledge.unsized:
                    gives = self.gives[id_]
                    ways = [(~inside, 0, False), (inside & ~gives, 0, True), (inside & gives, pledge.up_to, True)]
                split = []
                for when, giving in found:
                    diagrams.budget.spend(_SPLIT)
                    for way, amount, is_in in ways:
                        both = when & way
                        if both != diagrams.false:
                            split.append((both, {**giving, id_: amount} if is_in else giving))
                if len(split) > MOST_CASES:
                    raise OutOfBounds
                found = split
            self._cases = []
            for when, giving in found:
                diagrams.budget.spend(_ALLOCATED)
                self._cases.append(_Case(when=when, figures=coverage_over_days(self.goals.board, giving)))
        return self._cases


def _attainable(items: Iterable[tuple[list[tuple[F, int | None]], int | None]], most: int) -> set[int]:
    """The sums that can arise, none told above ``most``."""
    sums = {0}
    for members, size in items:
        limit = most if size is None else min(size, most)
        within = {0}
        for _, weight in members:
            step = limit if weight is None else min(weight, limit)
            if size is None:
                sums |= {min(total + step, most) for total in sums}
            else:
                within |= {min(total + step, limit) for total in within}
            if max(len(sums), len(within)) > MOST_LEVELS:
                raise OutOfBounds
        if size is not None:
            sums = {min(total + part, most) for total in sums for part in within}
            if len(sums) > MOST_LEVELS:
                raise OutOfBounds
    return sums
