"""What many briefs of one plan have in common, where nothing but what is decided differs: each is worked out once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from willing.engine.network import eligible
from willing.engine.reach import Reach, reach_of
from willing.model.condition import Share, atoms, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.questions.coverage import Coverage

_T = TypeVar("_T")


class Shared:
    """What is kept between briefs of one picture in many worlds.

    What is said of a pledge is kept by what is decided of all that its condition reaches: nothing else can change it.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.coverage: Coverage | None = None
        self._kept: dict[tuple[Any, ...], Any] = {}
        self._orders: dict[frozenset[str], tuple[str, ...]] = {}

    @cached_property
    def reach(self) -> Reach:
        """What the counted pledges and the goal depend on."""
        goal = self.picture.goal
        return reach_of(self.picture, None if goal is None or needs_allocation(goal) else goal)

    @cached_property
    def if_counted(self) -> Reach:
        """The same if every stage counted."""
        if self.picture.counted is self.picture.pledges:
            return self.reach
        return reach_of(replace(self.picture, counted=self.picture.pledges), None)

    @cached_property
    def sized(self) -> frozenset[str]:
        """What the pledges depend on that would give an amount to some requirement if every stage counted."""
        return self.if_counted.of(p.id for p in self._serving() if p.amount is not None)

    @cached_property
    def for_goal(self) -> frozenset[str]:
        """What the standing of the goal depends on."""
        goal = self.picture.goal
        if goal is None or not needs_allocation(goal):
            return self.reach.goal
        if self.reach.loose or not all(isinstance(atom, Share) for atom, _ in atoms(goal)):
            return frozenset(self.picture.plan.assumptions).union(self.picture.counted)
        return self.reach.of(p.id for p in self._serving() if p.id in self.picture.counted)

    def _serving(self) -> list[Pledge]:
        """The pledges that serve some requirement, counted or not."""
        requirements = self.picture.plan.requirements.values()
        return [p for p in self.picture.pledges.values() if any(eligible(self.picture, p, r) for r in requirements)]

    def once(self, what: str, picture: Picture, ids: Iterable[str], answer: Callable[[], _T]) -> _T:
        """The answer, worked out once for each way in which these ids are decided."""
        key = (what, *self.reach.decided(self._ordered(ids), picture.decided))
        if key not in self._kept:
            self._kept[key] = answer()
        found: _T = self._kept[key]
        return found

    def _ordered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Always in the same order, whatever the order of a set is."""
        several = ids if isinstance(ids, frozenset) else frozenset(ids)
        if several not in self._orders:
            self._orders[several] = tuple(sorted(several))
        return self._orders[several]
