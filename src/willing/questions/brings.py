"""What changes bring: how things stand once they are made, beside how they stand now (§7.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from willing.answers.asks import Brings, Change
from willing.answers.reason import Reason
from willing.answers.standing import BLOCKED, UNDECIDED, Standing, Status
from willing.engine.budget import Budget
from willing.engine.explain import Certain, missing
from willing.engine.interventions import changed
from willing.engine.kernel import Outcome
from willing.engine.network import requirements_of
from willing.engine.relaxation import Relaxation
from willing.engine.resolve import Resolution, resolve
from willing.engine.trials import Trials
from willing.model.condition import Condition, Share, atoms, needs_allocation
from willing.model.picture import Picture
from willing.model.plan import Requirement
from willing.questions.coverage import Coverage

#: Steps a pledge: of a change that takes the engine, of one that takes the solver, and of the one network of all.
RESOLVED = 150
SOLVED = 600
RELAXED = 250

#: Steps a pledge of telling what there is on each day on which anything changes.
DAY = 8


@dataclass(frozen=True, slots=True, order=True)
class Gain:
    """How much changes bring, the more the greater (§7.3): whether they reach the goal; units of each requirement by
    (priority, file order), gains under 5% of its need left aside; partners that move up less those that move down; and
    the small gains."""

    reached: bool
    units: tuple[int, ...]
    moves: int
    small: tuple[int, ...]

    @classmethod
    def of(cls, *, reached: bool, units: Sequence[tuple[Requirement, int]], moves: int) -> "Gain":
        """From what each requirement gains or loses, in the order in which they matter."""
        large = [gain < 0 or gain * 20 >= (requirement.needs or 0) for requirement, gain in units]
        return cls(
            reached,
            tuple(gain if is_large else 0 for is_large, (_, gain) in zip(large, units, strict=True)),
            moves,
            tuple(0 if is_large else gain for is_large, (_, gain) in zip(large, units, strict=True)),
        )

    @property
    def nothing(self) -> bool:
        """Whether nothing is better than it was."""
        return self <= Gain(False, (0,) * len(self.units), 0, (0,) * len(self.small))


_RANKS = {None: 0, "blocked": 0, "open": 1, "undecided": 1, "rival": 2, "together": 3, "stands": 4}


def moves(now: Mapping[str, Status | None], then: Mapping[str, Status | None]) -> int:
    """How many partners move up, less those that move down; one that nothing is decided of moves nowhere."""
    both = [(now.get(id_), then.get(id_)) for id_ in {**now, **then}]
    known = [(_RANKS[a], _RANKS[b]) for a, b in both if "undecided" not in (a, b)]
    return sum((b > a) - (b < a) for a, b in known)


def standing_of(
    picture: Picture, goal: Condition, resolution: Resolution | None = None, *, whole: Budget | None = None
) -> Standing:
    """The standing of any goal; undecided where it is not certain that every world has an outcome.

    ``whole``: what this may take is a part of it.
    """
    allocated = needs_allocation(goal)
    if resolution is None or not allocated:
        budget = Budget.of("asked", whole)
        resolution = resolve(picture, goal=None if allocated else goal, budget=budget, listed=False)
    if resolution.contradiction is not None:
        return BLOCKED
    if resolution.unchecked:
        return UNDECIDED
    found = Coverage(picture, resolution).goal(goal) if allocated else resolution.goal
    assert found is not None
    return found


class Judge:
    """The goal on one relaxation. ``certain``: its node, with the coverage if there is one, says all of it."""

    def __init__(self, relaxation: Relaxation, goal: Condition, *, allocated: bool) -> None:
        self.relaxation = relaxation
        self.goal = relaxation.goal_of(goal)
        self.coverage: Coverage | None = None
        self.certain = not allocated
        if allocated and not any(under_not for _, under_not in atoms(goal)):
            coverage = Coverage(relaxation.picture, Resolution(pledges={}, partners={}))
            if coverage.growing:
                self.coverage, self.certain = coverage, True

    def met(self, on: frozenset[int]) -> bool | None:
        """Whether it is met after these changes; None where that takes the engine."""
        return self.met_by(self.relaxation.bounds(on))

    def met_by(self, found: Sequence[tuple[Outcome, bool]]) -> bool | None:
        """The same, given the bound of each case."""
        if not all(self._possible(outcome) for outcome, _ in found):
            return False
        return True if self.certain and all(exact for _, exact in found) else None

    def never(self, low: frozenset[int], high: frozenset[int]) -> bool:
        """Whether it is certain that no set between these two meets it."""
        return not all(self._possible(outcome) for outcome, _ in self.relaxation.bounds(low, high - low))

    def _possible(self, outcome: Outcome) -> bool:
        network = self.relaxation.network
        assert network.goal is not None
        if not outcome.in_[network.goal]:
            return False
        return self.coverage is None or self.coverage.met_in(self.goal, network, outcome)


class Now:
    """How things stand, and how they would stand after changes. ``goal`` None: there is none."""

    def __init__(
        self, picture: Picture, resolution: Resolution, goal: Condition | None, what_if: Mapping[str, bool | None]
    ) -> None:
        self.picture = picture
        self.goal = goal
        self.what_if = what_if
        self.resolution = resolution
        self.budget: Budget | None = None  # what all that is asked from now on may take together
        self.standing = None if goal is None else standing_of(picture, goal, resolution)
        self.covers = self._covers(picture, resolution)

    def _covers(self, picture: Picture, resolution: Resolution) -> Mapping[str, int]:
        return Coverage(picture, resolution).together() if picture.plan.requirements else {}

    @cached_property
    def requirements(self) -> list[Requirement]:
        """Those with a need, in the order in which they matter."""
        return sorted(
            (r for r in self.picture.plan.requirements.values() if r.needs is not None), key=lambda r: r.priority
        )

    def after(self, changes: Sequence[Change], *, lacks: bool = False) -> tuple[Brings, Gain] | None:
        """What these changes bring, and how much that is; None where they are not allowed, or leave a world without
        outcome."""
        after = changed(self.picture, self.what_if, changes)
        if after is None:
            return None
        allocated = self.goal is not None and needs_allocation(self.goal)
        then = resolve(
            after, goal=None if allocated else self.goal, budget=Budget.of("asked", self.budget), listed=False
        )
        if then.contradiction is not None:
            return None
        standing = then.goal or (UNDECIDED if self.goal else None)
        if allocated and self.goal is not None:
            standing = Coverage(after, then).goal(self.goal)
        before = self.resolution.partners
        in_now = {id_ for id_, s in before.items() if s.firm}
        firm_now = {id_ for id_, s in before.items() if s.status == "stands"}
        in_then = {id_ for id_, s in then.partners.items() if s.firm}
        firm_then = {id_ for id_, s in then.partners.items() if s.status == "stands"}
        out = {id_ for id_ in then.partners if id_ not in before or before[id_].best is None}
        possible = {id_ for id_ in out - in_then if then.partners[id_].best is not None}
        covers = self._covers(after, then)
        order = after.plan.partners
        brings = Brings(
            goal=standing,
            firm=tuple(id_ for id_ in order if id_ in firm_then - firm_now),
            together=tuple(id_ for id_ in order if id_ in in_then - firm_then - in_now),
            lost=tuple(id_ for id_ in order if id_ in in_now - in_then),
            possible=tuple((id_, _lacks(after, then, id_) if lacks else None) for id_ in order if id_ in possible),
            covers=tuple(
                (requirement, self.covers[id_], covers[id_])
                for id_, requirement in self.picture.plan.requirements.items()
                if id_ in covers and covers[id_] != self.covers[id_]
            ),
        )
        gain = Gain.of(
            reached=standing is not None and standing.firm,
            units=[(r, covers.get(r.id, 0) - self.covers.get(r.id, 0)) for r in self.requirements],
            moves=moves(_statuses(self.resolution), _statuses(then)),
        )
        return brings, gain

    def there(self, brings: Brings | None) -> tuple[tuple[Requirement, int], ...]:
        """What is there after changes, of the requirements that the goal speaks of."""
        if brings is None or self.goal is None:
            return ()
        shares = [atom for atom, _ in atoms(self.goal) if isinstance(atom, Share)]
        asked = {r.id: r for share in shares for r in requirements_of(self.picture, share)}
        then = {r.id: units for r, _, units in brings.covers}
        return tuple((r, then.get(id_, self.covers.get(id_, 0))) for id_, r in asked.items())

    def lacks(self, changes: Sequence[Change]) -> tuple[Reason, ...]:
        """What the goal lacks after changes, where it needs no allocation."""
        after = changed(self.picture, self.what_if, changes)
        if after is None or self.goal is None or needs_allocation(self.goal):
            return ()
        certain = Certain(
            picture=after, resolution=resolve(after, goal=self.goal, budget=Budget.of("asked"), listed=False)
        )
        return missing(certain, self.goal, None, Trials.for_one(after, certain.resolution, self.goal)) or ()


def _lacks(picture: Picture, resolution: Resolution, partner: str) -> tuple[Reason, ...] | None:
    """What the partner still lacks, in that of its pledges that lacks the least."""
    certain = Certain(picture=picture, resolution=resolution)
    its = [
        p
        for p in picture.counted.values()
        if p.partner == partner and resolution.pledges[p.id].best is not None and not resolution.pledges[p.id].firm
    ]
    found = [missing(certain, p.needs, p, Trials.for_all(picture, resolution)) for p in its]
    return min((lacks for lacks in found if lacks is not None), key=len, default=None)


def _statuses(resolution: Resolution) -> dict[str, Status | None]:
    return {id_: standing.status for id_, standing in resolution.partners.items()}
