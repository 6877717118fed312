"""How a plan came to be as it is: the days on which any status changed, why, and what tipped the goal (§8.2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import msgspec

from willing.answers.coverage import RequirementLine
from willing.answers.standing import UNDECIDED, Standing
from willing.answers.steps import Step
from willing.answers.timeline import Cause, Day, Moment, StatusChange, Timeline
from willing.engine.budget import Budget
from willing.engine.picture import picture_as_read
from willing.engine.resolve import Resolution, resolve
from willing.model.condition import is_consent, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Plan
from willing.questions.steps import by_partner, steps_between

_NOT_BROKEN = ("stands", "together", "undecided")

Progress = Callable[[int, int], None]


def timeline(
    picture: Picture,
    *,
    what_if: Mapping[str, bool | None] | None = None,
    coverage: bool = False,
    progress: Progress | None = None,
) -> Timeline:
    """The timeline up to the day of ``picture``, in its scenarios and with these what-ifs.

    ``coverage``: with what it adds up to on each day. ``progress`` is told how many days are done, and of how many.
    """
    return _Walk(picture, dict(what_if or {}), coverage).timeline(progress or (lambda done, of: None))


def days_named(plan: Plan, until: date | None) -> list[date]:
    """The days on which the picture can change, up to ``until``: said, ended, lapsed, consents and dated values."""
    days = {d for p in plan.pledges.values() for d in (p.said, p.ended, p.until) if d is not None}
    consents = [consent for p in plan.pledges.values() for consent in p.subject_to]
    days |= {d for consent in consents for d in (consent.granted, consent.denied) if d is not None}
    days |= {since for a in plan.assumptions.values() for since, _ in a.holds if since is not None}
    return sorted(d for d in days if until is None or d <= until)


#: Steps of going through a day once more, for each pledge: without what somebody did on it.
UNDONE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """A picture with its answer; ``impossible``: it has none."""

    picture: Picture
    resolution: Resolution
    goal: Standing | None
    lines: tuple[RequirementLine, ...] = ()
    impossible: bool = False


@dataclass(slots=True)
class _Walk:
    last: Picture
    what_if: dict[str, bool | None]
    coverage: bool
    budget: Budget = field(default_factory=lambda: Budget.of("timeline"))
    left: int = 1  # days that still share the steps

    def timeline(self, progress: Progress) -> Timeline:
        days = days_named(self.last.plan, self.last.day)
        first = days[0] if days else None
        eve = self.last.day if first is None else max(first, date.min + timedelta(1)) - timedelta(1)
        before = self.answered(self.picture(eve))
        start = self.moment(before)
        told: list[Day] = []
        moments = [start]
        reached_from_start = firm(before.goal)
        reached: _Tipping | None = None
        at_reach = before.resolution.partners
        for done, day in enumerate(days):
            progress(done, len(days))
            self.left = len(days) - done
            picture, contradicted = self.picture(day)
            if not contradicted and _alike(picture, before.picture):
                continue
            now = self.answered((picture, contradicted))
            if now.impossible:
                told.append(Day(day=day, steps=(), changes=(), goal=None, impossible=True))
                moments.append(msgspec.structs.replace(moments[-1], picture=picture, goal=None))
                continue
            steps = steps_between(before.picture, picture)
            undoing = _Undoing(walk=self, now=now, before=before, steps=steps)
            changes = _changes(before, now, steps, undoing)
            if reached is None and not reached_from_start and firm(now.goal):
                reached = undoing.tipping()
                at_reach = now.resolution.partners
            if self.last.plan.lasts and not firm(now.goal) and firm(before.goal):
                now = replace(now, goal=before.goal)
            mentioned = tuple(s.id for s in steps if s.kind == "pledged" and s.id not in picture.counted)
            if changes or mentioned or _word(before.goal) != _word(now.goal):
                told.append(Day(day=day, steps=steps, changes=changes, mentioned=mentioned, goal=now.goal))
            moments.append(self.moment(now))
            before = now
        progress(len(days), len(days))
        there = before.resolution.partners
        return Timeline(
            picture=self.last,
            start=start,
            days=tuple(told),
            moments=tuple(moments),
            reached_on=None if reached is None else reached.day,
            reached_from_start=reached_from_start,
            tipped_by=() if reached is None else reached.by,
            tipped=None if reached is None else reached.how,
            fell_away=tuple(id_ for id_, was in at_reach.items() if firm(was) and not firm(there.get(id_)))
            if self.last.plan.lasts and (reached or reached_from_start)
            else (),
        )

    def picture(
        self, day: date | None, plan: Plan | None = None, unsaid: frozenset[str] = frozenset()
    ) -> tuple[Picture, bool]:
        """The picture of a day, and whether no world is left on it."""
        picture, contradictions = picture_as_read(
            plan or self.last.plan,
            day=day,
            known_by=self.last.known_by,
            scenarios=self.last.scenarios,
            what_if=self.what_if,
            unsaid=unsaid,
        )
        return picture, bool(contradictions)

    def answered(self, picture: tuple[Picture, bool], *, lines: bool = True, goal: bool = True) -> _Answered:
        """Who is in, and the goal (where that takes an allocation, only if asked for)."""
        seen, contradicted = picture
        nobody = Resolution(pledges={}, partners={})
        if contradicted:
            return _Answered(picture=seen, resolution=nobody, goal=None, impossible=True)
        allocated = seen.goal is not None and needs_allocation(seen.goal)
        resolution = resolve(seen, goal=None if allocated or not goal else seen.goal, budget=self.share(), listed=False)
        if resolution.contradiction is not None:
            return _Answered(picture=seen, resolution=nobody, goal=None, impossible=True)
        standing = resolution.goal
        told: tuple[RequirementLine, ...] = ()
        lines = lines and self.coverage and bool(seen.plan.requirements)
        if (allocated and goal) or lines:
            from willing.questions.coverage import Coverage

            adding = Coverage(seen, resolution)
            if allocated and goal and seen.goal is not None:
                standing = adding.goal(seen.goal) if resolution.walks or self.budget.left else UNDECIDED
            told = adding.lines() if lines else ()
        return _Answered(picture=seen, resolution=resolution, goal=standing, lines=told)

    def share(self) -> Budget:
        """What one more day may take of the solver's steps."""
        return self.budget.part(max(1, self.left))

    def moment(self, now: _Answered) -> Moment:
        return Moment(
            picture=now.picture,
            pledges=now.resolution.pledges,
            partners=now.resolution.partners,
            goal=now.goal,
            requirements=now.lines,
        )


def firm(standing: Standing | None) -> bool:
    """Together or better."""
    return standing is not None and standing.firm


def _word(standing: Standing | None) -> str | None:
    return None if standing is None else standing.status


def _alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures of one plan have the same answer."""
    return (
        one.decided == other.decided
        and one.pledges.keys() == other.pledges.keys()
        and one.means == other.means
        and one.unknown == other.unknown
    )


# -- why --------------------------------------------------------------------------------------------------------------


def _changes(
    before: _Answered, now: _Answered, steps: tuple[Step, ...], undoing: "_Undoing"
) -> tuple[StatusChange, ...]:
    """What has another status, pledges first, each in file order."""
    plan = now.picture.plan
    changes = []
    own = {step.id: step for step in steps if step.kind != "assumption"}
    for id_ in (id_ for id_ in plan.pledges if id_ in before.resolution.pledges or id_ in now.resolution.pledges):
        was, is_ = before.resolution.pledges.get(id_), now.resolution.pledges.get(id_)
        if _word(was) != _word(is_):
            step = own.get(id_)
            why = Cause(reason=step.kind, steps=(step,)) if step else undoing.cause("pledge", id_)
            changes.append(StatusChange(id=id_, kind="pledge", before=was, after=is_, why=why))
    for id_ in plan.partners:
        was, is_ = before.resolution.partners.get(id_), now.resolution.partners.get(id_)
        if _word(was) != _word(is_):
            why = undoing.cause("partner", id_)
            changes.append(StatusChange(id=id_, kind="partner", before=was, after=is_, why=why))
    return tuple(changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tipping:
    day: date
    by: tuple[str, ...]
    how: Literal["each", "some", "assumptions", "undecided"]


@dataclass(kw_only=True)
class _Undoing:
    """What a day would have been without the steps of one partner, or without one change of an assumption."""

    walk: _Walk
    now: _Answered
    before: _Answered
    steps: tuple[Step, ...]

    @cached_property
    def partners(self) -> Mapping[str, tuple[Step, ...]]:
        order = self.now.picture.plan.partners
        found = by_partner(self.steps)
        return {id_: found[id_] for id_ in order if id_ in found}

    @cached_property
    def assumptions(self) -> Mapping[str, tuple[Step, ...]]:
        return {step.id: (step,) for step in self.steps if step.kind == "assumption"}

    @cached_property
    def without(self) -> Mapping[str, _Answered]:
        """The day without each of them; if there is but one, that is the day before. Empty where that is too much."""
        units = len(self.partners) + len(self.assumptions)
        if units == 1:
            return dict.fromkeys([*self.partners, *self.assumptions], self.before)
        if not self._affordable(units):
            return {}
        found = {id_: self._without_partner(id_, goal=False) for id_ in self.partners}
        return found | {id_: self._without_assumption(id_) for id_ in self.assumptions}

    def _affordable(self, days: int) -> bool:
        """Whether there are the steps to go through the day so many times more, which are then spent."""
        steps = days * UNDONE * len(self.now.picture.pledges)
        if steps > self.walk.budget.left:
            return False
        self.walk.budget.count(steps)
        return True

    def _without_partner(self, partner: str, *, goal: bool) -> _Answered:
        """As if the partner had done nothing that day: nothing said, ended or lapsed."""
        day, plan = self.now.picture.day, self.walk.last.plan
        its = {id_: p for id_, p in plan.pledges.items() if p.partner == partner}
        still = {
            id_: replace(p, ended=None if p.ended == day else p.ended, until=None if p.until == day else p.until)
            for id_, p in its.items()
            if day in (p.ended, p.until)
        }
        if still:
            plan = replace(plan, pledges={**plan.pledges, **still})
        unsaid = frozenset(id_ for id_, p in its.items() if p.said == day)
        return self.walk.answered(self.walk.picture(day, plan, unsaid), lines=False, goal=goal)

    def _without_assumption(self, id_: str) -> _Answered:
        day, plan = self.now.picture.day, self.walk.last.plan
        if is_consent(id_):
            pledge = plan.pledges[id_.partition(".")[0]]
            still = tuple(replace(c, granted=None, denied=None) if c.day == day else c for c in pledge.subject_to)
            plan = replace(plan, pledges={**plan.pledges, pledge.id: replace(pledge, subject_to=still)})
            return self.walk.answered(self.walk.picture(day, plan), lines=False, goal=False)
        assumption = plan.assumptions[id_]
        kept = tuple(step for step in assumption.holds if step[0] != day)
        plan = replace(plan, assumptions={**plan.assumptions, id_: replace(assumption, holds=kept)})
        return self.walk.answered(self.walk.picture(day, plan), lines=False, goal=False)

    def cause(self, kind: Literal["pledge", "partner"], id_: str) -> Cause:
        """What the new status is due to: the steps without any one of which it would be another, else all of them."""
        units = {**self.partners, **self.assumptions}
        now = self._status(self.now, kind, id_)
        needed = [
            unit
            for unit in units
            if unit in self.without
            and (self.without[unit].impossible or self._status(self.without[unit], kind, id_) != now)
        ]
        if not needed and kind == "partner" and id_ in units:
            needed = [id_]
        chosen = needed or list(units)
        own = kind == "partner" and id_ in chosen
        steps = units[id_] if own else tuple(dict.fromkeys(step for unit in chosen for step in units[unit]))
        if own:
            return Cause(reason=steps[0].kind, steps=steps)
        assumed = all(step.kind == "assumption" for step in steps)
        return Cause(reason="assumption" if assumed else "others", steps=steps)

    @staticmethod
    def _breaks(without: _Answered) -> bool:
        """Whether the goal is for certain not reached then."""
        return without.impossible or (without.goal is not None and without.goal.status not in _NOT_BROKEN)

    @staticmethod
    def _status(answered: _Answered, kind: Literal["pledge", "partner"], id_: str) -> str | None:
        resolution = answered.resolution
        return _word((resolution.pledges if kind == "pledge" else resolution.partners).get(id_))

    def tipping(self) -> _Tipping:
        """Who brought the goal about on the day it was first reached (§8.2)."""
        day = self.now.picture.day
        assert day is not None
        if not self._affordable(len(self.partners)):
            return _Tipping(day=day, by=tuple(self.partners), how="undecided")
        needed = tuple(id_ for id_ in self.partners if self._breaks(self._without_partner(id_, goal=True)))
        if needed:
            return _Tipping(day=day, by=needed, how="each")
        if self.partners:
            return _Tipping(day=day, by=tuple(self.partners), how="some")
        return _Tipping(day=day, by=tuple(self.assumptions), how="assumptions")
