"""Every setting of the switches of a plan, answered ahead (what a page needs that has to answer without a program).

A setting gives each switch one of three values: yes, no, or not known. A switch that is set to what the plan says
anyway is not switched, so that the plan can still say otherwise where another switch brings that with it. Settings
that come to the same decisions, as far as anything hangs on them, are answered once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import msgspec

from willing.answers.asks import Lever
from willing.answers.brief import Brief
from willing.answers.reason import Reason
from willing.engine.budget import Budget
from willing.engine.picture import in_worlds
from willing.engine.reach import Reach
from willing.engine.resolve import Resolution, resolve
from willing.model.condition import needs_allocation
from willing.model.picture import Picture
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
class Switchboard:
    """The answers to every setting.

    ``switches``: the ids, the first changes slowest. ``left_out``: others that the plan lets people switch, which would
    have taken too long. ``answers``: by setting, the place of its answer in ``briefs``; -1 where the switched values
    contradict each other, or no outcome is left. ``decided``: by setting, what is decided, with what follows from the
    switches (the briefs are told apart only by what hangs on that). ``plain``: the setting that switches nothing.
    """

    switches: tuple[str, ...]
    left_out: tuple[str, ...]
    plain: int
    decided: tuple[Mapping[str, bool], ...]
    answers: tuple[int, ...]
    briefs: tuple[Told, ...]

    def setting(self, values: Mapping[str, bool | None]) -> int:
        """The place of the setting that gives these values, and to the other switches what the plan says."""
        place = 0
        for id_, plain in zip(self.switches, self.of(self.plain), strict=True):
            place = place * len(VALUES) + VALUES.index(values.get(id_, plain))
        return place

    def of(self, setting: int) -> tuple[bool | None, ...]:
        """The values that a setting gives to the switches."""
        values = []
        for _ in self.switches:
            setting, value = divmod(setting, len(VALUES))
            values.append(VALUES[value])
        return tuple(reversed(values))


def switchboard(picture: Picture, resolution: Resolution) -> Switchboard:
    """The answers to every setting of a resolved picture's switches: those of the plan, else those that move most."""
    shared = Shared(picture)
    bearing = shared.reach.everything | shared.sized | shared.for_goal
    wanted = (picture.plan.switches or _that_move(picture, resolution, bearing))[:MOST_SWITCHES]
    switches = _that_fit(shared.reach, wanted, solved=resolution.walks is None)
    plain = tuple(picture.decided.get(id_) for id_ in switches)
    settings = list(product(VALUES, repeat=len(switches)))
    asked = [
        {id_: value for id_, value, now in zip(switches, values, plain, strict=True) if value is not now}
        for values in settings
    ]
    order = sorted(bearing)
    disputable = {s.about for s in picture.plan.statements}.intersection(switches)  # not contested once it is asked
    places: dict[tuple[object, ...], int] = {}
    briefs: list[Told] = []
    answers: list[int] = []
    decided: list[Mapping[str, bool]] = []
    budget = Budget.of("page")
    for (there, contradictions), what_if in zip(in_worlds(picture, asked), asked, strict=True):
        decided.append(there)
        key = (*shared.reach.decided(order, there), *sorted(disputable.intersection(what_if)))
        if contradictions:
            answers.append(-1)
            continue
        if key not in places:
            world = replace(picture, what_if={**picture.what_if, **what_if})
            told = _told(world, there, shared, budget.part(len(settings) - len(answers)))
            places[key] = -1 if told is None else len(briefs)
            briefs += [] if told is None else [told]
        answers.append(places[key])
    return Switchboard(
        switches=switches,
        left_out=wanted[len(switches) :],
        plain=settings.index(plain),
        decided=tuple(decided),
        answers=tuple(answers),
        briefs=tuple(briefs),
    )


def told_of(picture: Picture, resolution: Resolution, shared: Shared | None = None) -> Told:
    """One answer; ``shared``: where it is one of many, what they have in common."""
    because = {}
    for id_, pledge in picture.counted.items():
        if resolution.pledges[id_].firm:
            ask = partial(because_of, picture, resolution, pledge)
            because[id_] = shared.once(f"because {id_}", picture, shared.reach.pledges[id_], ask) if shared else ask()
    return Told(
        brief=brief(picture, resolution, reasons=True, shared=shared),
        because={id_: reason for id_, reason in because.items() if reason is not None},
    )


def with_lever(told: Told, lever: Lever | None, sought: bool) -> Told:
    """An answer that also tells the single change that would change most (§7.3), or that there is none (``sought``)."""
    return replace(told, brief=msgspec.structs.replace(told.brief, lever=lever, lever_sought=sought))


def _told(picture: Picture, decided: Mapping[str, bool], shared: Shared, budget: Budget) -> Told | None:
    """The answer of the picture with something else decided; None where no outcome is left."""
    there, resolution = _resolved(picture, decided, budget)
    return None if resolution.contradiction else told_of(there, resolution, shared)


def _resolved(picture: Picture, decided: Mapping[str, bool], budget: Budget) -> tuple[Picture, Resolution]:
    unknown = tuple(id_ for id_ in picture.plan.assumptions if id_ not in decided)
    there = replace(picture, decided=decided, unknown=unknown)
    goal = picture.goal
    return there, resolve(there, goal=None if goal is None or needs_allocation(goal) else goal, budget=budget)


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


def _that_move(picture: Picture, resolution: Resolution, bearing: frozenset[str]) -> tuple[str, ...]:
    """The assumptions that change most statuses, most first, ties in file order; a premise is not switched."""
    plan = picture.plan
    candidates = [id_ for id_ in plan.assumptions if id_ in bearing and id_ not in plan.premise]
    if len(candidates) * len(picture.counted) * (SOLVED if resolution.walks is None else 1) > MOST_WORK:
        return tuple(candidates)
    moves: dict[str, int] = {}
    budget = Budget.of("page")
    for id_ in candidates:
        others = [value for value in VALUES if value is not picture.decided.get(id_)]
        worlds = in_worlds(picture, ({id_: value} for value in others))
        there = [
            _resolved(picture, decided, budget.part(len(candidates)))[1]
            for decided, contradictions in worlds
            if not contradictions
        ]
        moves[id_] = max((_moved(resolution, then) for then in there), default=0)
    return tuple(sorted((id_ for id_ in candidates if moves[id_]), key=lambda id_: -moves[id_]))


def _moved(before: Resolution, after: Resolution) -> int:
    """How many pledges have another status; the goal counts as much as one."""
    if after.contradiction:
        return 0
    return sum(before.pledges[id_] != s for id_, s in after.pledges.items()) + (before.goal != after.goal)
