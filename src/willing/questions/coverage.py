"""What it adds up to against what is needed (§4.5), over all worlds and outcomes, and goals that ask for it (§5).

The figures are the least or the most of single outcomes. Where more pledges never fill a requirement less and few
cases decide who is in, the least and the greatest outcomes give them. Else the ways in which outcomes differ are gone
through one by one, up to a bound; beyond it the figures are bounds, and say so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import floor
from typing import NamedTuple

import msgspec

from willing.answers.coverage import Bound, Given, OnOffer, RequirementLine, Usable
from willing.answers.standing import BLOCKED, UNDECIDED, Standing, Status
from willing.engine.allocate.board import Board, board_of
from willing.engine.allocate.days import Figure, coverage_over_days, share_of
from willing.engine.budget import Budget, OutOfBounds
from willing.engine.evaluate import Moment, holds
from willing.engine.following import amounts as following
from willing.engine.graph import reachable
from willing.engine.kernel import Outcome, wire
from willing.engine.network import Network, compile_picture, eligible, requirements_of
from willing.engine.resolve import Resolution, resolve
from willing.engine.worlds import Cases, bounded, by_cases
from willing.model.condition import Condition, Share, allocated, atoms
from willing.model.picture import Picture
from willing.model.plan import Pledge, Requirement
from willing.questions.goals import without_allocation

#: Ways in which outcomes (and, for a goal, worlds) may differ that are gone through one by one.
MOST_WAYS = 2_000

Inside = frozenset[str]


class Way(NamedTuple):
    """Pledges that are in, and what those of them give whose amount follows others (§3.8)."""

    inside: Inside
    gives: frozenset[tuple[str, int]] = frozenset()

    def within(self, other: "Way") -> bool:
        """Whether it is another outcome, that has no pledge more and none that gives more (§3.8)."""
        most = dict(other.gives)
        return self != other and self.inside <= other.inside and all(give <= most[id_] for id_, give in self.gives)


NOBODY = Way(frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """Ways between which the figures lie: the least of ``every`` and ``maximal``, the most of ``most``."""

    every: tuple[Way, ...]
    maximal: tuple[Way, ...]
    most: tuple[Way, ...]
    exact: bool


def offered(picture: Picture, resolution: Resolution) -> tuple[OnOffer, ...]:
    """What there is of each capability, the most first: as much as if all of it were needed (§4.5)."""
    plan = picture.plan
    most: dict[str, int] = {}
    partners: dict[str, dict[str, None]] = {}
    for id_, pledge in picture.counted.items():
        if pledge.provides is None:
            continue
        unit = plan.units.get(pledge.provides)
        spoken_of = max(pledge.amount or 0, pledge.up_to or 0, resolution.amounts.get(id_, (0, 0))[1])
        capability = unit.of if unit else pledge.provides
        most[capability] = most.get(capability, 0) + (unit.convert(spoken_of) if unit else spoken_of)
        if resolution.pledges[id_].status != "blocked":
            partners.setdefault(capability, {})[pledge.partner] = None
    asked = {name: Requirement(id=name, needs=most_, of=(name,)) for name, most_ in most.items() if most_}
    wanting = replace(picture, plan=replace(plan, requirements=asked))
    lines = {line.requirement.id: line for line in Coverage(wanting, resolution).lines({})} if asked else {}
    told = [
        OnOffer(
            provides=name,
            stands=(line := lines.get(name, _NOTHING)).stands or 0,
            together=line.together or 0,
            possible=line.possible or 0,
            partners=tuple(partners.get(name, ())),
        )
        for name in most
    ]
    return tuple(sorted(told, key=lambda each: -(each.stands + each.together + each.possible)))


_NOTHING = RequirementLine(requirement=Requirement(id=""))


class Coverage:
    """What one resolved picture adds up to. ``day``: on that day alone (§4.4).

    ``beside``: the coverage of a picture that differs in nothing but what is decided, and of the same day; what was
    worked out for the one need not be for the other.
    """

    def __init__(
        self,
        picture: Picture,
        resolution: Resolution,
        *,
        day: int | None = None,
        beside: "Coverage | None" = None,
    ) -> None:
        self.picture = picture
        self.resolution = resolution
        self.day = day
        self.board: Board = beside.board if beside else board_of(picture)
        self._figures: dict[tuple[Inside, frozenset[tuple[str, int | None]]], Mapping[str, Figure]] = (
            beside._figures if beside else {}
        )
        self._told: dict[tuple[Way, bool], Mapping[str, Figure]] = {}

    # -- layers ---------------------------------------------------------------------------------------------------

    def lines(self, if_counted: Mapping[str, int] | None = None) -> tuple[RequirementLine, ...]:
        """One line a requirement, in file order; with ``day``, those active on it.

        ``if_counted``: what :meth:`if_counted` says, where that is known.
        """
        if_counted = self.if_counted() if if_counted is None else if_counted
        lines = (self.line(requirement, if_counted) for requirement in self.picture.plan.requirements.values())
        return tuple(line for line in lines if line is not None)

    def line(self, requirement: Requirement, if_counted: Mapping[str, int]) -> RequirementLine | None:
        """The line of one requirement; None where it is not active on the day."""
        id_ = requirement.id
        if requirement.needs is None:
            there = self.day is None or requirement.from_day <= self.day
            return RequirementLine(requirement=requirement, unsized=self._unsized(requirement)) if there else None
        if id_ not in self._of(NOBODY):
            return None
        line = self._line(requirement, requirement.needs)
        counted = if_counted.get(id_, (line.stands or 0) + (line.together or 0))
        return msgspec.structs.replace(line, if_counted=counted)

    def together(self) -> dict[str, int]:
        """stands + together of every requirement with a need, in units: the least in any maximal outcome."""
        return self.least_of(self.ways.maximal)

    def least_of(self, ways: Iterable[Way]) -> dict[str, int]:
        """The least that each requirement with a need is filled, in units, in any of several ways."""
        figures = [self._of(way) for way in ways]
        return {id_: min(each[id_].least for each in figures) for id_ in self._of(NOBODY)}

    def _line(self, requirement: Requirement, needs: int) -> RequirementLine:
        id_ = requirement.id
        ways = self.ways

        def usable(way: Way) -> Fraction:
            return self._of(way)[id_].usable

        every = [self._of(way)[id_] for way in ways.every]
        maximal = [self._of(way)[id_] for way in ways.maximal]
        most = max(self._of(way)[id_].most for way in ways.most)
        stands = min(figure.least for figure in every)
        told = min(maximal, key=lambda figure: figure.least)
        together = max(stands, told.least)
        most = max(most, together)
        return RequirementLine(
            requirement=requirement,
            day=told.day,
            stands=stands,
            together=together - stands,
            possible=most - together,
            short=needs - most,
            missing=needs - together,
            held_back=self._bound(requirement, min(ways.maximal, key=usable)),
            ceiling=self._bound(requirement, max(ways.most, key=usable), at_best=True),
            up_to=min(self._of(way, up_to=True)[id_].least for way in ways.maximal),
            usable=Usable(min(figure.usable for figure in every), min(figure.usable for figure in maximal)),
            gives=tuple(Given(*each) for each in told.allocation.given[id_]),
            unsized=self._unsized(requirement),
            exact=ways.exact and all(figure.proven for figure in (*every, *maximal)),
        )

    def _bound(self, requirement: Requirement, way: Way, *, at_best: bool = False) -> Bound | None:
        """Which enabler bounds what is usable of a requirement in one way; None where none does.

        ``at_best``: what a partner without a number gives may lift it.
        """
        figures, requirements = self._of(way), self.picture.plan.requirements
        enablers = reachable(requirement.enablers, lambda id_: requirements[id_].enablers)

        def share(id_: str) -> Fraction:
            needs = requirements[id_].needs
            if needs is not None:
                return min(Fraction(1), Fraction(figures[id_].most, needs)) if id_ in figures else Fraction(1)
            return Fraction(any(id_ in self.board.serves.get(pledge, ()) for pledge in way.inside))

        usable = figures[requirement.id].usable
        if not enablers or usable >= share(requirement.id):
            return None
        if at_best and any(self._unsized(requirements[id_]) for id_ in enablers):
            return None
        weakest = min(enablers, key=share)
        return Bound(usable, requirements[weakest], figures[weakest].most if weakest in figures else 0)

    def _unsized(self, requirement: Requirement) -> tuple[str, ...]:
        its = (p for p in self._without_amount if eligible(self.picture, p, requirement))
        return tuple(dict.fromkeys(p.partner for p in its))

    @cached_property
    def _without_amount(self) -> list[Pledge]:
        """Pledges without an amount that are not blocked."""
        its = self.picture.counted.values()
        return [p for p in its if p.unsized and self.resolution.pledges[p.id].status != "blocked"]

    def if_counted(self) -> Mapping[str, int]:
        """stands + together by requirement if every stage counted; empty where every one does."""
        picture = self.picture
        counted = {id_: p for id_, p in picture.pledges.items() if id_ not in picture.plan.aside}
        if len(picture.counted) == len(counted):
            return {}
        all_count = replace(picture, counted=counted)
        resolution = resolve(all_count, listed=False)
        if resolution.contradiction is not None:
            return {}
        coverage = Coverage(all_count, resolution, day=self.day)
        maximal = coverage.ways.maximal
        ids = coverage._of(NOBODY)
        return {id_: min(coverage._of(way)[id_].least for way in maximal) for id_ in ids}

    @cached_property
    def ways(self) -> _Ways:
        """The sets of pledges that the figures are the least and the most of."""
        walks = self.resolution.read_off
        if walks is not None and self.growing and self.resolution.beyond.isdisjoint(self.board.pledges):
            network, cases = walks.network, walks.cases.cases
            return _Ways(
                every=tuple(self.way(network, case.least_worst) for case in cases),
                maximal=tuple(self.way(network, case.greatest_worst) for case in cases),
                most=tuple(self.way(network, case.greatest_best) for case in cases),
                exact=True,
            )
        from willing.engine.free import FreeOutcomes  # few plans come here

        network = compile_picture(self.picture)
        if network.followers:
            return self._bounds()
        nodes = {node: id_ for id_, node in network.pledges.items() if id_ in self.board.pledges}
        try:
            free = FreeOutcomes(self.picture, network, Budget.of("ways"))
        except OutOfBounds:
            return self._bounds()
        every, all_found = free.distinct(nodes, MOST_WAYS, maximal=False)
        if not all_found:
            return self._bounds()
        maximal, all_found = free.distinct(nodes, MOST_WAYS, maximal=True)
        if not all_found:
            return self._bounds()
        return _Ways(
            every=tuple(Way(frozenset(nodes[node] for node in way)) for way in every),
            maximal=tuple(Way(frozenset(nodes[node] for node in way)) for way in maximal),
            most=tuple(Way(frozenset(nodes[node] for node in way)) for way in every),
            exact=True,
        )

    def _bounds(self) -> _Ways:
        """Who is in for certain, and who may be; where more pledges may fill a requirement less, nobody is certain."""
        pledges = self.resolution.pledges
        stands = frozenset(id_ for id_ in self.board.pledges if pledges[id_].status == "stands")
        firm = frozenset(id_ for id_ in self.board.pledges if pledges[id_].firm)
        possible = frozenset(id_ for id_ in self.board.pledges if pledges[id_].status != "blocked")
        amounts = self.resolution.amounts
        low, high = (frozenset((id_, its[end]) for id_, its in amounts.items()) for end in (0, 1))
        return _Ways(
            every=(Way(stands, low) if self.growing else NOBODY,),
            maximal=(Way(firm, low) if self.growing else NOBODY,),
            most=tuple(Way(inside, high) for inside in self._one_of_each(possible)),
            exact=False,
        )

    def _one_of_each(self, possible: Inside) -> Iterator[Inside]:
        """Sets of pledges of which one fills a requirement the most, whichever it is, with one of all alternatives.

        Of alternatives that serve the same requirement in the same way the one with most counts, else all of them.
        """
        board = self.board
        for requirement in self.picture.plan.requirements:
            left_out: set[str] = set()
            for members in self.picture.alternatives:
                its = [id_ for id_ in members if id_ in possible and requirement in board.serves.get(id_, ())]
                alike = {(board.pledges[id_].ready, board.pledges[id_].stays) for id_ in its}
                left_out.update(id_ for id_ in members if id_ not in its)
                if len(alike) == 1 and all(board.pledges[id_].amount is not None for id_ in its):
                    most = max(its, key=lambda id_: board.pledges[id_].amount or 0)
                    left_out.update(id_ for id_ in its if id_ != most)
            yield possible - left_out

    @cached_property
    def growing(self) -> bool:
        """Whether more pledges never fill any requirement less (§3.4): sources and sinks of a flow are complements.

        Not so for whole pledges, for pools whose pledges serve different requirements or at different times, and for
        pledges that serve requirements in two units.
        """
        plan = self.picture.plan
        of_pool: dict[str, set[tuple[object, ...]]] = {}
        for id_, pledge in self.board.pledges.items():
            converts = {plan.converts(pledge.provides, plan.requirements[r].of) for r in self.board.serves[id_]}
            if pledge.whole or len(converts) > 1:
                return False
            if pledge.pool is not None:
                alike = (frozenset(self.board.serves[id_]), pledge.ready, pledge.stays)
                of_pool.setdefault(pledge.pool, set()).add(alike)
        return all(len(kinds) == 1 for kinds in of_pool.values())

    @staticmethod
    def way(network: Network, outcome: Outcome) -> Way:
        """One outcome, of all pledges."""
        inside = frozenset(id_ for id_, node in network.pledges.items() if outcome.in_[node])
        return Way(inside, _gives(network, outcome.amounts))

    def _of(
        self, way: Way, *, up_to: bool = False, giving: Mapping[str, int | None] | None = None
    ) -> Mapping[str, Figure]:
        """The figures in one way; ``giving``: what pledges without an amount give."""
        if not giving and (way, up_to) in self._told:
            return self._told[way, up_to]
        amounts: dict[str, int | None] = {}
        follow = dict(way.gives)
        inside = way.inside.intersection(self.board.pledges)
        for id_ in inside:
            pledge = self.board.pledges[id_]
            amount = pledge.amount
            if up_to and pledge.up_to is not None:
                amount = pledge.up_to
            if amount is not None:
                amounts[id_] = amount
            elif giving and id_ in giving:
                amounts[id_] = giving[id_]
            else:
                amounts[id_] = follow.get(id_, 0)
        key = inside, frozenset(amounts.items())
        if key not in self._figures:
            self._figures[key] = coverage_over_days(self.board, amounts, day=self.day)
        if not giving:
            self._told[way, up_to] = self._figures[key]
        return self._figures[key]

    # -- the goal -------------------------------------------------------------------------------------------------

    def goal(self, goal: Condition) -> Standing:
        """The standing of a goal that asks for ``filled`` or ``usable`` (§3.3, §5)."""
        walks = self.resolution.walks
        if walks is not None and self.growing and all(allocated(atom) and not under for atom, under in atoms(goal)):
            return self._goal_by_cases(goal, walks.network, walks.cases)  # it speaks of nothing that they do not have
        network = compile_picture(self.picture, goal=without_allocation(goal))
        against = any(under_not and allocated(atom) for atom, under_not in atoms(goal))
        if not network.loose and self.growing and not against:
            wiring = wire(network)
            cases = by_cases(self.picture, network, wiring, bounded(network, wiring))
            if cases is not None:
                return self._goal_by_cases(goal, network, cases)
        return self._goal_by_moments(goal, network)

    def met_in(self, goal: Condition, network: Network, outcome: Outcome) -> bool:
        """Whether a goal holds in one outcome of a network, where what no variable decides is false."""
        true = frozenset(v.node for v in network.variables if outcome.in_[v.node])
        return self._met(goal, network, true, self.way(network, outcome))

    def _goal_by_cases(self, goal: Condition, network: Network, cases: Cases) -> Standing:
        def met(outcome: Outcome, *, best: bool) -> bool:
            true = frozenset(v.node for v in network.variables if outcome.in_[v.node])
            return self._met(goal, network, true, self.way(network, outcome), best=best)

        if not any(met(case.greatest_best, best=True) for case in cases.cases):
            return BLOCKED
        best: Status = "stands" if any(met(case.least_best, best=True) for case in cases.cases) else "together"
        if not all(met(case.greatest_worst, best=False) for case in cases.cases):
            return Standing(status="open", best=best)
        stands = all(met(case.least_worst, best=False) for case in cases.cases)
        return Standing(status="stands" if stands else "together", best=best)

    def _goal_by_moments(self, goal: Condition, network: Network) -> Standing:
        """Every outcome of every world, one by one; unless who is in for certain, or at most, settles it."""
        if self.growing and not any(under_not for _, under_not in atoms(goal)):
            nothing: frozenset[int] = frozenset()
            everything = frozenset(v.node for v in network.variables)
            certain = frozenset(id_ for id_, s in self.resolution.pledges.items() if s.status == "stands")
            amounts = self.resolution.amounts
            low, high = (frozenset((id_, its[end]) for id_, its in amounts.items()) for end in (0, 1))
            if self._met(goal, network, nothing, Way(certain, low), best=False):
                return Standing(status="stands", best="stands")
            at_most = frozenset(id_ for id_, s in self.resolution.pledges.items() if s.status != "blocked")
            if not self._met(goal, network, everything, Way(at_most, high), best=True):
                return BLOCKED
        from willing.engine.free import FreeOutcomes

        variables = frozenset(v.node for v in network.variables)
        pledges = {node: id_ for id_, node in network.pledges.items()}
        try:
            free = FreeOutcomes(self.picture, network, Budget.of("ways"))
        except OutOfBounds:
            return UNDECIDED
        sized = {v.id for v in network.variables if v.kind == "size"}
        open_sizes = [id_ for id_, p in self.board.pledges.items() if p.unsized and id_ not in sized]
        if 2 ** len(open_sizes) > MOST_WAYS:
            return UNDECIDED
        moments, all_found = free.distinct([*variables, *pledges], MOST_WAYS, maximal=False)
        if not all_found or len(moments) * 2 ** len(open_sizes) > 10 * MOST_WAYS:
            return UNDECIDED
        worlds: dict[frozenset[int], list[Way]] = {}
        for moment in moments:
            inside = frozenset(pledges[node] for node in moment if node in pledges)
            in_ = [node in moment for node in range(network.size)]
            ends = [_gives(network, following(network.followers, in_, least=least)) for least in (True, False)]
            worlds.setdefault(moment & variables, []).extend(Way(inside, gives) for gives in dict.fromkeys(ends))
        words = []
        for true, outcomes in worlds.items():
            maximal = [o for o in outcomes if not any(o.within(other) for other in outcomes)]
            for sizes in product((False, True), repeat=len(open_sizes)):
                giving = frozenset(id_ for id_, gives in zip(open_sizes, sizes, strict=True) if gives)
                try:
                    met = {o: self._met(goal, network, true, o, giving=giving) for o in outcomes}
                except OutOfBounds:
                    return UNDECIDED
                words.append(_word(list(met.values()), [met[o] for o in maximal]))
        return _over_worlds(words)

    def _met(
        self,
        goal: Condition,
        network: Network,
        true: frozenset[int],
        way: Way,
        *,
        best: bool = False,
        giving: Inside = frozenset(),
    ) -> bool:
        """Whether the goal holds in one outcome of the world in which these variables are ``true``.

        What no variable decides: unknown assumptions and sizes that bear on nobody are as ``best`` says, or ``giving``.
        Raises :class:`OutOfBounds` where the best allocation was not found, and may say another thing.
        """
        picture = self.picture
        variables = {(v.kind, v.id): v.node in true for v in network.variables}
        gives = {
            id_
            for id_, p in picture.counted.items()
            if p.unsized and variables.get(("size", id_), best or id_ in giving)
        }
        moment = Moment(
            assumptions={
                id_: picture.decided.get(id_, variables.get(("assumption", id_), best))
                for id_ in picture.plan.assumptions
            },
            inside=way.inside,
            giving=gives,
            amounts=dict(way.gives),
        )
        sizes = {id_: self.board.pledges[id_].up_to for id_ in gives if id_ in self.board.pledges}
        figures = self._of(way, giving=sizes)

        def filled(share: Share) -> bool:
            for requirement in requirements_of(picture, share):
                if requirement.id not in figures:
                    continue  # not active on the one day that is asked about
                if share_of(share, requirement, figures, picture.plan.requirements) < share.at_least:
                    return False
            return True

        return holds(picture, moment, goal, filled)


def _gives(network: Network, amounts: Mapping[int, Fraction]) -> frozenset[tuple[str, int]]:
    """What those give whose amount follows others, each rounded down."""
    if not amounts:
        return frozenset()
    return frozenset((id_, floor(amounts[node])) for id_, node in network.pledges.items() if node in amounts)


def _word(met: list[bool], met_in_maximal: list[bool]) -> str:
    if all(met):
        return "stands"
    if all(met_in_maximal):
        return "together"
    return "rival" if any(met) else "out"


def _over_worlds(words: Iterable[str]) -> Standing:
    order: list[Status] = ["stands", "together", "rival"]
    seen = set(words)
    inside = [word for word in order if word in seen]
    if not inside:
        return BLOCKED
    return Standing(status="open" if "out" in seen else inside[-1], best=inside[0])
