"""The lever (§7.3): the single change that would change most, where the goal is not reached or there is none.

Most changes are tried on one network that has them all as levers, at three walks a case; what is filled then is worked
out only for those whose new pledges could bring as much as the best so far. Changes that reach further than that, and
plans whose outcomes are no lattice, take the engine, one change after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from willing.answers.asks import Change, Lever
from willing.answers.standing import Status
from willing.engine.budget import STEPS, Budget
from willing.engine.graph import reachable
from willing.engine.interventions import addressed, possible_changes, unmet_implications
from willing.engine.network import FALSE, requirements_of, units_for
from willing.engine.relaxation import Ends, Relaxation, entangled, relax
from willing.engine.resolve import Resolution
from willing.model.condition import ALWAYS, Condition, Share, allocated, conjuncts, needs_allocation
from willing.model.picture import Picture
from willing.questions.brings import RELAXED, RESOLVED, SOLVED, Gain, Judge, Now, moves
from willing.questions.coverage import Coverage, Way
from willing.questions.goals import offered_at_least


def lever(
    picture: Picture,
    resolution: Resolution,
    goal: Condition | None,
    what_if: Mapping[str, bool | None],
) -> tuple[Lever | None, bool]:
    """The lever of a resolved picture, None where the goal is reached or no single change makes anything better; and
    whether there is certainly none where it is None.

    Where the steps it may take do not do for all changes, the best of those tried, in order of effort; that is said.
    """
    if RESOLVED * len(picture.pledges) > STEPS["lever"]:
        return None, False  # not even one
    now = Now(picture, resolution, goal, what_if)
    if now.standing is not None and now.standing.firm:
        return None, True
    return _Trials(now, possible_changes(picture, what_if)).best()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """How things stand after a change: the partners, and who is in the greatest outcome of each worst world."""

    ends: Sequence[Ends]
    statuses: Mapping[str, Status | None]
    inside: tuple[Way, ...]
    possible: bool


class _Trials:
    """The changes of one picture, tried one by one."""

    def __init__(self, now: Now, changes: Sequence[Change]) -> None:
        self.now = now
        self.changes = changes
        self.budget = now.budget = Budget.of("lever")
        self.apart = entangled(now.picture, changes)
        self.goal = now.goal or ALWAYS

    def best(self) -> tuple[Lever | None, bool]:
        """The change with the greatest gain; and whether all were tried, or there is one."""
        found: tuple[Gain, int] | None = None
        complete = True
        hopes: list[tuple[Gain, int, _Tried]] = []
        order = sorted(range(len(self.changes)), key=lambda n: (self.changes[n].effort, n))
        for place, n in enumerate(order):
            if unmet_implications(self.now.picture, [self.changes[n]]):
                continue
            relaxed = self.relaxed is not None and n not in self.apart
            if self.budget.left < (1 if relaxed else self._cost):
                complete = False
                break
            if relaxed:
                tried = None if self._idle(n) else self._tried(n)
                if tried is not None:
                    hopes.append((self._hoped(tried), place, tried))
                continue
            gain = self._gain(n)
            if gain is not None and not gain.nothing and (found is None or gain > found[0]):
                found = gain, place
        for hoped, place, tried in sorted(hopes, key=lambda hope: (hope[0], -hope[1]), reverse=True):
            if hoped.nothing or (found is not None and (hoped, -place) < (found[0], -found[1])):
                break
            gain = self._gain_of(order[place], tried)
            if gain is not None and not gain.nothing and (found is None or (gain, -place) > (found[0], -found[1])):
                found = gain, place
        if found is None:
            return None, complete
        change = self.changes[order[found[1]]]
        self.now.budget = None
        after = self.now.after((change,), lacks=True)
        told = addressed(self.now.picture.plan, change)
        return None if after is None else Lever(change=told, brings=after[0], complete=complete), True

    @cached_property
    def _cost(self) -> int:
        """Steps that a change takes by the engine."""
        return (SOLVED if self.now.resolution.walks is None else RESOLVED) * len(self.now.picture.pledges)

    def _gain(self, n: int) -> Gain | None:
        """By the engine."""
        self.budget.count(self._cost)
        after = self.now.after((self.changes[n],))
        return None if after is None else after[1]

    # -- on one network -------------------------------------------------------------------------------------------

    @cached_property
    def relaxed(self) -> Relaxation | None:
        """The network of all changes but those apart; None where that does not decide what is."""
        picture, now = self.now.picture, self.now
        follow = any(p.follows is not None for p in (*picture.pledges.values(), *picture.plan.asks.values()))
        if RELAXED * len(picture.pledges) > self.budget.left or now.resolution.walks is None or follow:
            return None
        goal = offered_at_least(self.goal, picture) if needs_allocation(self.goal) else self.goal
        made = relax(picture, now.what_if, self.changes, goal, self.apart, frozenset())
        if made is None or made.cases is None or made.network.loose or made.network.either:
            return None
        return made

    @cached_property
    def _network(self) -> Relaxation:
        assert self.relaxed is not None
        return self.relaxed

    @cached_property
    def _coverage(self) -> Coverage:
        return Coverage(self._network.picture, Resolution(pledges={}, partners={}))

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self._network, self.goal, allocated=needs_allocation(self.goal))

    @cached_property
    def _ends(self) -> list[Ends]:
        return self._network.outcomes(())

    @cached_property
    def _before(self) -> _Tried:
        return self._told(self._ends)

    @cached_property
    def _standing(self) -> frozenset[str]:
        """Pledges that stand: nothing that is asked of them changes anything, but a size or a limitation."""
        return frozenset(id_ for id_, s in self.now.resolution.pledges.items() if s.status == "stands")

    def _idle(self, n: int) -> bool:
        change = self.changes[n]
        if n not in self._network.lever:
            return True
        return change.kind not in ("assumption", "size", "caveat") and change.pledge in self._standing

    def _tried(self, n: int) -> _Tried | None:
        """How things stand after a change; None where they stand as before."""
        change, network = self.changes[n], self._network.network
        through = FALSE if change.kind == "assumption" else network.pledges.get(change.pledge, FALSE)
        self.budget.count(network.size * len(self._ends))
        ends = self._network.outcomes({n}, self._ends, through)
        return None if all(now is then for now, then in zip(self._ends, ends, strict=True)) else self._told(ends)

    def _told(self, cases: Sequence[Ends]) -> _Tried:
        network = self._network.network

        def status(node: int) -> Status:
            if not any(best.in_[node] for _, _, best in cases):
                return "blocked"
            if not all(upper.in_[node] for _, upper, _ in cases):
                return "open"
            return "stands" if all(lower.in_[node] for lower, _, _ in cases) else "together"

        worst = tuple(self._coverage.way(network, upper) for _, upper, _ in cases)
        best = worst if self._coverage.growing else tuple(self._coverage.way(network, best) for _, _, best in cases)
        return _Tried(
            ends=cases,
            statuses={id_: status(node) for id_, node in network.partners.items()},
            inside=worst if worst == best else (),
            possible=network.goal is not None and all(upper.in_[network.goal] for _, upper, _ in cases),
        )

    def _hoped(self, tried: _Tried) -> Gain:
        """What a change brings at most: no requirement gains more than the pledges give that come in with it, and only
        where these, or pledges that they free for it, may serve it."""
        board = self._coverage.board
        pledges, layout = board.pledges, board.layout
        both = list(zip(tried.inside, self._before.inside, strict=False))
        new = {id_ for one, other in both for id_ in one.inside - other.inside if id_ in pledges}
        plain = bool(both) and not any(one.gives for one, _ in both)
        plain = plain and not (layout.choosy or layout.two_units or layout.pools_in_two_units)
        given: dict[int, int] = {}
        for id_ in new:
            for joined in {self._joined[requirement] for requirement in board.serves[id_]}:
                given[joined] = given.get(joined, 0) + (pledges[id_].amount or 0)
        units = []
        for requirement in self.now.requirements:
            lacks = (requirement.needs or 0) - self.now.covers.get(requirement.id, 0)
            converted = any(self.now.picture.plan.converts(pledges[id_].provides, requirement.of) for id_ in new)
            most = given.get(self._joined.get(requirement.id, -1), 0)
            units.append((requirement, lacks if converted or not plain else min(lacks, most)))
        reached = self._may_reach(tried) and self._may_fill({r.id: units_ for r, units_ in units})
        return Gain.of(reached=reached, units=units, moves=self._moves(tried))

    @cached_property
    def _joined(self) -> Mapping[str, int]:
        """By requirement that some pledge serves, the number of those among which pledges and pools may move."""
        board = self._coverage.board
        near: dict[str, list[str]] = {}
        of_pool: dict[str, list[str]] = {}
        for id_, its in board.serves.items():
            pool = board.pledges[id_].pool
            together = [*its] if pool is None else of_pool.setdefault(pool, [])
            if pool is not None:
                together += its
            for requirement in its:
                near.setdefault(requirement, []).extend((together[0], *its[:1]))
                near.setdefault(together[0], []).append(requirement)
        numbers: dict[str, int] = {}
        for requirement in near:
            if requirement not in numbers:
                numbers |= dict.fromkeys(reachable([requirement], near.__getitem__), len(numbers))
        return numbers

    def _may_fill(self, gains: Mapping[str, int]) -> bool:
        """Whether all that the goal wants filled may be with no more gained than this."""
        parts = conjuncts(self.goal) or (self.goal,)
        shares = [part for part in parts if isinstance(part, Share) and allocated(part)]
        asked = [(r, share) for share in shares for r in requirements_of(self.now.picture, share)]
        return all(
            self.now.covers.get(r.id, 0) + gains.get(r.id, 0) >= units_for(r.needs or 0, share.at_least)
            for r, share in asked
        )

    def _may_reach(self, tried: _Tried) -> bool:
        return self.now.goal is not None and tried.possible

    def _moves(self, tried: _Tried) -> int:
        return moves(self._before.statuses, tried.statuses)

    def _gain_of(self, n: int, tried: _Tried) -> Gain | None:
        """Exactly what a change brings."""
        reached = False
        if self._may_reach(tried):
            met = self._judge.met_by([(upper, True) for _, upper, _ in tried.ends])
            if met is None:
                return self._gain(n)
            reached = met
        if self.now.requirements and not tried.inside:
            return self._gain(n)
        covers = self._coverage.least_of(tried.inside) if self.now.requirements else {}
        return Gain.of(
            reached=reached,
            units=[(r, covers.get(r.id, 0) - self.now.covers.get(r.id, 0)) for r in self.now.requirements],
            moves=self._moves(tried),
        )
