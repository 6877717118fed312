"""Every setting of the switches of a plan, answered ahead (what a page needs that has to answer without a program).

A setting gives each switch one of three values: yes, no, or not known. A switch that is set to what the plan says
anyway is not switched, so that the plan can still say otherwise where another switch brings that with it. An answer
speaks of many things, and what it says of one hangs on few: an answer is worked out only where something that it speaks
of stands as in none before.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from types import MappingProxyType

import msgspec

from willing.answers.asks import Lever
from willing.answers.brief import Brief
from willing.answers.coverage import RequirementLine
from willing.answers.reason import Reason
from willing.engine.budget import Budget
from willing.engine.explain import Certain
from willing.engine.graph import reachable
from willing.engine.picture import in_worlds
from willing.engine.reach import Reach
from willing.engine.resolve import Resolution, resolve
from willing.engine.variants import TOGETHER
from willing.model.condition import Atom, Name, atoms, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.model.table import stale
from willing.questions.brief import brief
from willing.questions.memo import Shared
from willing.questions.why import because_of

#: The values of a switch, in the order in which settings are counted.
VALUES = (True, False, None)

#: So many switches at most (§1), fewer where answering would take longer. Counted is, for each pledge, in how many ways
#: the switches that it can depend on can be set, times all pledges; where statuses take the solver, so many times that.
MOST_SWITCHES = 8
MOST_WORK = 400_000
SOLVED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer: the brief, and ``because``: by pledge that is in, why."""

    brief: Brief
    because: Mapping[str, Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The switches with values: what is ``asked`` over what the plan says, and what is ``decided`` then.

    ``impossible``: the switched values contradict each other.
    """

    asked: Mapping[str, bool | None]
    decided: Mapping[str, bool]
    impossible: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """Something that an answer speaks of.

    ``hangs_on``: the ids of what a world decides that it can hang on. ``key``: in two settings in which this is the
    same, the same is said of it.
    """

    hangs_on: frozenset[str]
    key: Callable[[Setting], Hashable]


class Switchboard:
    """The answers to every setting of the switches: to each as much as is asked for, and once what is the same.

    ``switches``: the ids, the first changes slowest. ``left_out``: others that the plan lets people switch, which would
    have taken too long. ``plain``: the number of the setting that switches nothing.
    """

    def __init__(self, picture: Picture, resolution: Resolution) -> None:
        self.picture = picture
        self._shared = shared = Shared(picture)
        counted = map(shared.for_pledge, picture.counted)
        self._bearing = frozenset().union(shared.reach.everything, shared.sized, shared.for_goal, *counted)
        wanted = (picture.plan.switches or _that_move(shared, resolution, self._bearing))[:MOST_SWITCHES]
        self.switches = _that_fit(shared.reach, wanted, solved=resolution.walks is None)
        self.left_out = wanted[len(self.switches) :]
        plain = tuple(picture.decided.get(id_) for id_ in self.switches)
        values = list(product(VALUES, repeat=len(self.switches)))
        asked = [
            {id_: value for id_, value, now in zip(self.switches, its, plain, strict=True) if value is not now}
            for its in values
        ]
        self.plain = values.index(plain)
        self.settings = tuple(
            Setting(asked=what_if, decided=decided, impossible=bool(contradictions))
            for what_if, (decided, contradictions) in zip(asked, in_worlds(picture, asked), strict=True)
        )
        self._budget = Budget.of("page")
        self._told: dict[int, Told | None] = {}
        self._first: dict[Subject, dict[Hashable, int]] = {}
        spoken_of = {s.about for s in picture.plan.statements}
        self._disputable = tuple(id_ for id_ in self.switches if id_ in spoken_of)

    def number(self, values: Mapping[str, bool | None]) -> int:
        """The number of the setting that gives these values, and to the other switches what the plan says."""
        place = 0
        for id_, plain in zip(self.switches, self.values(self.plain), strict=True):
            place = place * len(VALUES) + VALUES.index(values.get(id_, plain))
        return place

    def values(self, number: int) -> tuple[bool | None, ...]:
        """The values that a setting gives to the switches."""
        values = []
        for _ in self.switches:
            number, value = divmod(number, len(VALUES))
            values.append(VALUES[value])
        return tuple(reversed(values))

    def axes(self, hangs_on: frozenset[str]) -> tuple[int, ...]:
        """The places of the switches that can change anything of this."""
        tied = self._shared.reach.tied
        return tuple(n for n, id_ in enumerate(self.switches) if not hangs_on.isdisjoint((id_, *tied.get(id_, ()))))

    def along(self, axes: Sequence[int]) -> list[int]:
        """The numbers of all settings of these switches, in which the others are as the plan says."""
        numbers = [self.plain]
        for axis in axes:
            step = len(VALUES) ** (len(self.switches) - 1 - axis)
            numbers = [n + (value - n // step % len(VALUES)) * step for n in numbers for value in range(len(VALUES))]
        return numbers

    def told(self, subject: Subject, number: int) -> Told | None:
        """An answer that says of the subject what the one to this setting says; None where there is none."""
        setting = self.settings[number]
        if setting.impossible:
            return None
        first = self._first.setdefault(subject, {})
        return self.answer(first.setdefault(subject.key(setting), number))

    def answer(self, number: int) -> Told | None:
        """The answer to a setting; None where its values contradict each other, or no outcome is left."""
        if number not in self._told:
            setting = self.settings[number]
            self._told[number] = None if setting.impossible else self._answer(setting)
        return self._told[number]

    def _answer(self, setting: Setting) -> Told | None:
        there = _world(self.picture, setting)
        resolution = self._shared.resolution(setting.decided)
        if resolution is None:
            resolution = _resolved(there, self._budget.part(len(self.settings) - len(self._told)))
        return None if resolution.contradiction else told_of(there, resolution, self._shared)

    def impossible(self, number: int) -> bool:
        """Whether a setting cannot be: its values contradict each other, or leave no outcome."""
        if self._shared.variants is not None:  # with it, every world has an outcome
            return self.settings[number].impossible
        return self.told(self.everything, number) is None

    # -- what an answer speaks of -----------------------------------------------------------------------------------

    @cached_property
    def everything(self) -> Subject:
        """All of it, and whether there is an answer."""
        shared, hangs_on = self._shared, self._bearing.union(self._shared.reach.tied)

        def key(setting: Setting) -> Hashable:
            asked = tuple(id_ for id_ in self._disputable if id_ in setting.asked)
            return shared.on(hangs_on, setting.decided), asked

        return Subject(hangs_on=hangs_on, key=key)

    def partner(self, id_: str) -> Subject:
        """How a partner and its pledges stand, and why."""
        its = [p for p in self.picture.counted.values() if p.partner == id_]
        doubted = self._doubted(p for p in self.picture.pledges.values() if p.partner == id_)

        def key(setting: Setting) -> Hashable:
            return tuple(self._pledge(p, setting) for p in its), self._doubts(doubted, setting)

        return self._subject((p.id for p in its), key, also=doubted)

    def requirement(self, id_: str) -> Subject:
        """What a requirement has, beside its enablers."""
        shared, requirements = self._shared, self.picture.plan.requirements
        its = reachable([id_], lambda each: requirements[each].enablers)

        def key(setting: Setting) -> Hashable:
            key = shared.coverage_of(frozenset([id_]), setting.decided)
            if shared.ends(setting.decided) is None:
                return key
            return shared.once(f"of {id_}", key, lambda: tuple(id(self._line(each, setting)) for each in its))

        return self._subject((), key, also=shared.for_coverage)

    def _line(self, id_: str, setting: Setting) -> RequirementLine | None:
        there, resolution = self._world(setting)
        return self._shared.line(there, resolution, id_)

    def goal(self) -> Subject:
        """How the goal stands, and what it lacks."""
        shared = self._shared
        return self._subject((), lambda setting: shared.goal(setting.decided), also=shared.for_goal)

    def groups(self) -> Subject:
        """Who waits for each other."""
        shared, reach = self._shared, self._shared.reach
        hangs_on = reach.of(reach.pledges)

        def key(setting: Setting) -> Hashable:
            ends = shared.ends(setting.decided)
            return shared.on(hangs_on, setting.decided) if ends is None or TOGETHER.intersection(ends.codes) else None

        return self._subject((), key, also=hangs_on)

    def doubts(self) -> Subject:
        """What the evidence leaves in doubt."""
        doubted, counted = self._doubted(self.picture.pledges.values()), self.picture.counted
        old = [id_ for id_ in stale(self.picture.plan, self.picture.pledges, self.picture.day) if id_ in counted]

        def key(setting: Setting) -> Hashable:
            ends = self._shared.ends(setting.decided)
            codes = None if ends is None else tuple(self._shared.code(id_, ends) for id_ in old)
            return self._doubts(doubted, setting), codes

        return self._subject(old, key, also=doubted)

    def atom(self, atom: Atom, owner: str) -> Subject:
        """Whether an atom of somebody's condition is so."""
        shared = self._shared
        return self._subject(shared.meant(atom, owner), lambda setting: shared.atom(atom, owner, setting.decided))

    def fixed(self) -> Subject:
        """What no setting changes where walks decide all of them."""
        return self._subject((), lambda setting: None)

    def known_without(self, partner: str) -> dict[str, tuple[Reason, ...] | None]:
        """What those lack, as things are, on whom nothing of a partner bears through anybody's condition."""
        plain, counted = self.answer(self.plain), self.picture.counted

        def spoken_of(id_: str) -> Iterable[str]:
            return (*self._shared.meant(counted[id_].needs, counted[id_].partner), *self.picture.instead_of(id_))

        lacks = {} if plain is None else plain.brief.lacks
        return {
            id_: its
            for id_, its in lacks.items()
            if all(counted[each].partner != partner for each in reachable([id_], spoken_of))
        }

    def _subject(self, pledges: Iterable[str], key: Callable[[Setting], Hashable], also: Iterable[str] = ()) -> Subject:
        """What hangs on how these pledges stand, and on what else is decided; where walks do not decide every setting,
        on everything: what takes longer may be told less exactly."""
        variants = self._shared.variants
        if variants is None or variants.network.opposites:
            return self.everything
        return Subject(hangs_on=frozenset().union(*map(self._shared.for_pledge, pledges), also), key=key)

    def _pledge(self, pledge: Pledge, setting: Setting) -> Hashable:
        """How a pledge stands, and what it lacks or why it is in: equal reasons are one value."""
        shared, decided = self._shared, setting.decided
        ends = shared.ends(decided)
        if ends is None:
            return shared.pledge(pledge.id, decided)
        key = shared.pledge(pledge.id, decided)
        return shared.code(pledge.id, ends), id(
            shared.once(f"why {pledge.id}", key, lambda: self._why(pledge, setting))
        )

    def _why(self, pledge: Pledge, setting: Setting) -> object:
        shared = self._shared
        there, resolution = self._world(setting)
        if resolution.pledges[pledge.id].firm:
            return shared.because(there, resolution, pledge)
        certain = Certain(picture=there, resolution=resolution)
        return shared.lacks(certain, pledge, shared.trials(there, resolution))

    def _world(self, setting: Setting) -> tuple[Picture, Resolution]:
        """A setting in which walks decide every status."""
        resolution = self._shared.resolution(setting.decided)
        assert resolution is not None
        return _world(self.picture, setting), resolution

    def _doubted(self, pledges: Iterable[Pledge]) -> tuple[str, ...]:
        """What these pledges rest on that may be contested, unless it is asked."""
        named = {atom.id for p in pledges for atom, _ in atoms(p.condition) if isinstance(atom, Name)}
        return tuple(id_ for id_ in self._disputable if id_ in named)

    @staticmethod
    def _doubts(doubted: Sequence[str], setting: Setting) -> Hashable:
        return tuple(id_ in setting.asked or (setting.decided.get(id_),) for id_ in doubted)


def told_of(
    picture: Picture,
    resolution: Resolution,
    shared: Shared | None = None,
    lacks: Mapping[str, tuple[Reason, ...] | None] = MappingProxyType({}),
) -> Told:
    """One answer; ``shared``: where it is one of many, what they have in common; ``lacks``: what is known of it."""
    why = shared.because if shared else because_of
    its = {id_: why(picture, resolution, p) for id_, p in picture.counted.items() if resolution.pledges[id_].firm}
    return Told(
        brief=brief(picture, resolution, reasons=True, shared=shared, lacks=lacks),
        because={id_: reason for id_, reason in its.items() if reason is not None},
    )


def with_lever(told: Told, lever: Lever | None, sought: bool) -> Told:
    """An answer that also tells the single change that would change most (§7.3), or that there is none (``sought``)."""
    return replace(told, brief=msgspec.structs.replace(told.brief, lever=lever, lever_sought=sought))


def _world(picture: Picture, setting: Setting) -> Picture:
    """The picture with the switches set so."""
    unknown = tuple(id_ for id_ in picture.plan.assumptions if id_ not in setting.decided)
    what_if = {**picture.what_if, **setting.asked}
    return replace(picture, decided=setting.decided, unknown=unknown, what_if=what_if)


def _resolved(there: Picture, budget: Budget) -> Resolution:
    goal = there.goal
    return resolve(there, goal=None if goal is None or needs_allocation(goal) else goal, budget=budget)


def _that_fit(reach: Reach, wanted: tuple[str, ...], *, solved: bool) -> tuple[str, ...]:
    """The first switches, as many as can be answered in all settings."""
    one = max(1, len(reach.pledges)) * (SOLVED if solved else 1)
    ways = dict.fromkeys(reach.pledges, 1)
    fit: list[str] = []
    for id_ in wanted:
        for pledge, its in reach.pledges.items():
            ways[pledge] *= len(VALUES) if id_ in its else 1
        if sum(ways.values()) * one > MOST_WORK:
            break
        fit.append(id_)
    return tuple(fit)


def _that_move(shared: Shared, resolution: Resolution, bearing: frozenset[str]) -> tuple[str, ...]:
    """The assumptions that change most statuses, most first, ties in file order; a premise is not switched."""
    picture, plan = shared.picture, shared.picture.plan
    candidates = [id_ for id_ in plan.assumptions if id_ in bearing and id_ not in plan.premise]
    if len(candidates) * len(picture.counted) * (SOLVED if resolution.walks is None else 1) > MOST_WORK:
        return tuple(candidates)
    moves: dict[str, int] = {}
    budget = Budget.of("page")
    for id_ in candidates:
        others = [{id_: value} for value in VALUES if value is not picture.decided.get(id_)]
        moves[id_] = 0
        for asked, (decided, contradictions) in zip(others, in_worlds(picture, others), strict=True):
            if not contradictions:
                there = _world(picture, Setting(asked=asked, decided=decided, impossible=False))
                then = shared.resolution(decided) or _resolved(there, budget.part(len(candidates)))
                moves[id_] = max(moves[id_], _moved(resolution, then))
    return tuple(sorted((id_ for id_ in candidates if moves[id_]), key=lambda id_: -moves[id_]))


def _moved(before: Resolution, after: Resolution) -> int:
    """How many pledges have another status; the goal counts as much as one."""
    if after.contradiction:
        return 0
    return sum(before.pledges[id_] != s for id_, s in after.pledges.items()) + (before.goal != after.goal)
