"""What is filled on a day, and over the days of a mission (§4.2, §4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from willing.engine.allocate.board import Board, Effort, Gives, Shared, active, is_there, usable_shares
from willing.engine.allocate.flow import Flow, FlowProblem, lexicographic_flow
from willing.engine.allocate.solve import search_best
from willing.engine.budget import OutOfBounds
from willing.engine.graph import reachable
from willing.model.condition import Share
from willing.model.plan import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The best allocation of some pledges on one day (``day`` None: days left aside), per requirement with a need.

    Mappings are by requirement id, in the order of (priority, file order), of the requirements active on the day.
    ``filled``: units allocated, of ``needs``. ``usable``: shares in 0..1 (§4.3). ``given``: (pledge, units of the
    requirement) in file order of the pledges; a whole pledge is told with what of it counts, not with the excess.
    ``least``, ``most``: what the best allocation fills lies between them; equal to ``filled`` where it is proven
    (always, unless whole pledges or two units make it a search that took too long).
    """

    day: int | None
    filled: Mapping[str, int]
    usable: Mapping[str, Fraction]
    given: Mapping[str, tuple[tuple[str, int], ...]]
    least: Mapping[str, int]
    most: Mapping[str, int]

    @property
    def proven(self) -> bool:
        """Whether this is the best allocation, and not just the best that was found."""
        return self.least == self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The figure of one requirement (§4.4): that of its worst day in its window, without window of its best day.

    ``day``: the first such day, ``allocation``: that day's. ``usable`` has a worst (best) day of its own,
    ``usable_day``: a force that is complete all the time and loses its helicopters on day 30 is not usable.
    ``least`` and ``most`` bound ``filled`` as in :class:`Allocation`.
    """

    requirement: str
    day: int
    filled: int
    least: int
    most: int
    usable: Fraction
    usable_day: int
    allocation: Allocation = field(repr=False)

    @property
    def proven(self) -> bool:
        """Whether no other allocation could change the figure."""
        return self.least == self.most


def share_of(
    share: Share, requirement: Requirement, figures: Mapping[str, Figure], requirements: Mapping[str, Requirement]
) -> Fraction:
    """What of a requirement is filled, or usable, as a share asks for it: a share in 0..1.

    Raises :class:`OutOfBounds` where the search for the best allocation did not get far enough to say whether that is
    as much as it asks for.
    """
    figure = figures[requirement.id]
    if share.measure == "usable":
        its = reachable([requirement.id], lambda id_: requirements[id_].enablers)
        if not all(figures[id_].proven for id_ in its if id_ in figures):
            raise OutOfBounds
        return figure.usable
    least, most = (Fraction(units, requirement.needs or 1) for units in (figure.least, figure.most))
    if least < share.at_least <= most:
        raise OutOfBounds
    return least


def filled(board: Board, gives: Gives, *, day: int | None = None, effort: Effort | None = None) -> Allocation:
    """The best allocation on ``day`` of the pledges there, among the requirements active; None: days left aside.

    Ids of pledges that are not on the board are passed over: they serve no requirement.
    """
    return _Day(board, gives, effort or Effort()).allocation(day)


def coverage_over_days(
    board: Board, gives: Gives, *, day: int | None = None, effort: Effort | None = None
) -> dict[str, Figure]:
    """The figure of every requirement with a need, by (priority, file order).

    ``day``: the figures of that day only, of the requirements active on it.
    """
    return _over_days(board, gives, day, effort or Effort())


class _Day:
    """Given pledges on a board, to be allocated on one day after the other."""

    def __init__(self, board: Board, gives: Gives, effort: Effort) -> None:
        self.board = board
        self.effort = effort
        self.gives = gives
        layout = board.layout
        self.parts: dict[str, list[tuple[int, int]]] = {}  # by pledge: (lot, amount in the lot's unit)
        self.own: dict[str, int] = {}  # by pledge in two units: its amount in its own
        if not isinstance(gives, Mapping):
            for id_ in gives:
                parts = layout.parts.get(id_)
                if parts is not None:
                    self.parts[id_] = [(part.lot, part.amount) for part in parts]
                    if id_ in layout.two_units:
                        self.own[id_] = board.pledges[id_].amount or 0
            return
        for id_, amount in gives.items():
            parts = layout.parts.get(id_)
            if parts is None:
                continue
            if id_ in layout.two_units:
                self.own[id_] = own = layout.two_units[id_].amount if amount is None else amount
                self.parts[id_] = [(p.lot, own if p.unit is None else p.unit.convert(own)) for p in parts]
            elif amount is None:
                self.parts[id_] = [(part.lot, part.ample) for part in parts]
            else:
                self.parts[id_] = [(p.lot, amount if p.unit is None else p.unit.convert(amount)) for p in parts]

    def there(self, day: int | None) -> list[str]:
        """Those on the board that are there on the day."""
        if day is None or self.board.layout.timeless:
            return list(self.parts)
        pledges = self.board.pledges
        return [id_ for id_ in self.parts if is_there(pledges[id_], day)]

    def allocation(self, day: int | None) -> Allocation:
        board, layout = self.board, self.board.layout
        requirements = board.requirements
        order = [i for i, r in enumerate(requirements) if day is None or active(r, day)]
        there = self.there(day)
        caps = [0] * len(layout.lot_pool)
        for id_ in there:
            for lot, amount in self.parts[id_]:
                caps[lot] += amount
        asking = sum(1 << i for i in order)
        problem = FlowProblem(
            order=order,
            needs=layout.needs,
            lots_for=list(layout.lots_for),
            caps=caps,
            rooms=list(layout.rooms),
            lot_pool=layout.lot_pool,
            pool_lots=layout.pool_lots,
        )
        choices: list[tuple[int, ...]] = []
        shared: list[Shared] = []
        if layout.choosy or layout.two_units or layout.pools_in_two_units:
            present = set(there)
            for id_, lots in layout.choosy.items():
                if id_ in present and sum((layout.lot_serves[lot] & asking).bit_count() for lot in lots) > 1:
                    choices.append(lots)
            shared = [replace(s, amount=self.own[id_]) for id_, s in layout.two_units.items() if id_ in present]
            shared += layout.pools_in_two_units
        if not choices and not shared:
            got, flow = lexicographic_flow(problem, problem.order)
            least = most = {requirements[i].id: got[i] for i in order}
        else:
            got, flow, lowest, highest = search_best(problem, choices, shared, layout.lot_serves, self.effort)
            least = {requirements[i].id: lowest[i] for i in order}
            most = {requirements[i].id: highest[i] for i in order}
        units = {requirements[i].id: got[i] for i in order}
        return Allocation(
            day=day,
            filled=units,
            usable=usable_shares(board, units, self.gives, day),
            given=self.given(flow, order, set(there)),
            least=least,
            most=most,
        )

    def given(self, flow: "Flow", order: list[int], there: set[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Who gave what: of a lot's pledges those that come first in the file give first, to what is filled first."""
        layout, requirements = self.board.layout, self.board.requirements
        found: dict[int, list[tuple[str, int]]] = {i: [] for i in order}
        several = set()
        for lot, to in enumerate(flow):
            if not to:
                continue
            wanted = sorted(to)
            members = iter(layout.lot_pledges[lot])
            left = 0
            for i in wanted:
                several.add(i) if found[i] else None
                want = to[i]
                while want:
                    while not left:
                        id_ = next(members)
                        if id_ in there:
                            left = next(amount for its, amount in self.parts[id_] if its == lot)
                    amount = min(left, want)
                    found[i].append((id_, amount))
                    left -= amount
                    want -= amount
        if several:
            rank = {id_: n for n, id_ in enumerate(self.board.pledges)}
            for i in several:
                found[i].sort(key=lambda gift: rank[gift[0]])
        return {requirements[i].id: tuple(found[i]) for i in order}


def changing(board: Board, gives: Gives) -> set[int]:
    """The days on which anything changes: nothing does between them, so of each stretch the first stands for all."""
    changes = {
        day for r in (*board.requirements, *board.unsized) for day in (r.from_day, r.until_day) if day is not None
    }
    for id_ in gives:
        pledge = board.pledges.get(id_)
        if pledge is not None:
            changes.add(pledge.ready)
            if pledge.stays is not None:
                changes.add(pledge.ready + pledge.stays)
    return changes


def _over_days(board: Board, gives: Gives, day: int | None, effort: Effort) -> dict[str, Figure]:
    requirements = board.requirements
    on = _Day(board, gives, effort)
    if day is None and board.layout.timeless:
        day = 0
    if day is not None:
        allocation = on.allocation(day)
        return {r.id: _figure(r, [allocation]) for r in requirements if active(r, day)}

    changes = changing(board, gives)
    days = {r.id: [day for day in sorted(changes) if active(r, day)] for r in requirements}
    known: dict[tuple[frozenset[str], frozenset[str]], Allocation] = {}
    on_day: dict[int, Allocation] = {}
    for day in sorted({day for its in days.values() for day in its}):
        there = frozenset(id_ for id_ in gives if id_ in board.pledges and is_there(board.pledges[id_], day))
        asked = frozenset(r.id for r in (*requirements, *board.unsized) if active(r, day))
        same = known.get((there, asked))
        on_day[day] = known[there, asked] = on.allocation(day) if same is None else replace(same, day=day)
    return {r.id: _figure(r, [on_day[day] for day in days[r.id]]) for r in requirements}


def _figure(requirement: Requirement, days: list[Allocation]) -> Figure:
    """Of the worst of these days if there is a window, else of the best; the first of equals."""
    id_ = requirement.id
    pick = max if requirement.until_day is None else min
    first = pick(days, key=lambda allocation: allocation.filled[id_])
    usable = pick(days, key=lambda allocation: allocation.usable[id_])
    return Figure(
        requirement=id_,
        day=first.day or 0,
        filled=first.filled[id_],
        least=pick(allocation.least[id_] for allocation in days),
        most=pick(allocation.most[id_] for allocation in days),
        usable=usable.usable[id_],
        usable_day=usable.day or 0,
        allocation=first,
    )
