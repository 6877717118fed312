"""What a partner could offer so that the goal is met: the mirror of what to ask for, on the same relaxation.

More than enough of each capability is something that could be asked of the partner: the smallest sets of these that
reach the goal are the ways to offer. Of each, every amount is made as small as it can be, one after the other; then the
``if`` is found that keeps the partner from giving where the goal is not met all the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import ceil

from willing.answers.asks import Aim, Change
from willing.answers.offer import Offer, Offered, Offers
from willing.engine.budget import Budget
from willing.engine.interventions import changed
from willing.engine.resolve import Resolution, resolve
from willing.model.condition import (
    ALWAYS,
    And,
    Condition,
    CountGroup,
    CountPartners,
    Name,
    Not,
    Or,
    Share,
    Total,
    atoms,
)
from willing.model.picture import Picture
from willing.model.plan import Pledge
from willing.questions.asks import found_sets
from willing.questions.brings import RESOLVED, Now, standing_of

#: Ways to offer that are looked for.
MOST_OFFERS = 20


def offers(
    picture: Picture,
    resolution: Resolution,
    goal: Condition,
    partner: str,
    *,
    what_if: Mapping[str, bool | None],
    progress: Callable[[int, int], None] | None = None,
) -> Offers:
    """The offers of a partner that the plan knows. ``resolution``: of the picture as it is."""
    standing = standing_of(picture, goal, resolution)
    search = _Search(picture, resolution, goal, partner, what_if)
    found: list[Offer] = []
    complete = True
    if not standing.firm:
        pledges = search.plenty()
        changes = [Change(kind="pledge", id=p.id, to=(partner,), effort=Decimal(1)) for p in pledges]
        ways, complete, _, _ = found_sets(search.with_asks(pledges), what_if, goal, changes, MOST_OFFERS, progress)
        found = [search.offer([pledges[n] for n in way]) for way in ways]
    return Offers(
        partner=partner,
        aim=Aim(condition=goal, standing=standing),
        reached=standing.firm,
        offers=tuple(sorted(found, key=lambda offer: (sum(p.amount or 0 for p in offer.pledges), len(offer.pledges)))),
        complete=complete,
        picture=picture,
    )


class _Search:
    """Looks for the offers of one partner."""

    def __init__(
        self,
        picture: Picture,
        resolution: Resolution,
        goal: Condition,
        partner: str,
        what_if: Mapping[str, bool | None],
    ) -> None:
        self.picture = picture
        self.resolution = resolution
        self.goal = goal
        self.partner = partner
        self.what_if = what_if
        self.budget = Budget.of("single")  # of one offer

    def plenty(self) -> list[Pledge]:
        """Political support, and of every capability that anything speaks of more than is ever asked for."""
        most: dict[str | None, int] = {None: 0}
        for capability, units in self._asked():
            most[capability] = most.get(capability, 0) + units
        taken = {*self.picture.plan.pledges, *self.picture.plan.asks}
        ids = (id_ for n in range(1, len(taken) + len(most) + 2) if (id_ := f"{self.partner}-offer-{n}") not in taken)
        return [
            Pledge(id=id_, partner=self.partner, provides=capability, amount=None if capability is None else units)
            for id_, (capability, units) in zip(ids, most.items(), strict=False)
        ]

    def _asked(self) -> Iterator[tuple[str, int]]:
        """Capabilities that requirements, the goal or conditions ask for, and how much of them at most."""
        plan = self.picture.plan
        for requirement in plan.requirements.values():
            if not requirement.of:
                continue
            shares = [atom.at_least for atom, _ in atoms(self.goal) if isinstance(atom, Share)]
            yield requirement.of[0], ceil((requirement.needs or 1) * max([Decimal(1), *shares]))
        for condition in (self.goal, *(p.condition for p in self.picture.counted.values())):
            for atom, _ in atoms(condition):
                if isinstance(atom, Total):
                    yield atom.capability, max(1, ceil(atom.at_least))
                elif isinstance(atom, Name | CountGroup | CountPartners) and atom.capability is not None:
                    yield atom.capability, 1

    def with_asks(self, pledges: Sequence[Pledge]) -> Picture:
        """The picture in which these could be asked for."""
        plan = self.picture.plan
        return replace(self.picture, plan=replace(plan, asks={**plan.asks, **{p.id: p for p in pledges}}))

    def after(self, pledges: Sequence[Pledge]) -> Picture:
        """The picture once these are pledged."""
        changes = [Change(kind="pledge", id=p.id, to=(self.partner,), effort=Decimal(1)) for p in pledges]
        made = changed(self.with_asks(pledges), self.what_if, changes)
        assert made is not None  # pledges decide no assumption
        return made

    def met(self, pledges: Sequence[Pledge]) -> bool:
        """Whether the goal is then met in every maximal outcome; what is undecided is not."""
        self.budget.count(RESOLVED * len(self.picture.pledges))
        standing = standing_of(self.after(pledges), self.goal)
        return standing.status != "undecided" and standing.firm

    def offer(self, pledges: Sequence[Pledge]) -> Offer:
        """The offer of these capabilities: the least amounts, then the least demanding condition."""
        self.budget = Budget.of("single")
        least = list(pledges)
        for place, pledge in enumerate(least):
            if pledge.amount is not None:
                least[place] = self._least(least, place)
        condition, sure = self._condition(least)
        asked = [replace(p, condition=condition or ALWAYS) for p in least]
        changes = [Change(kind="pledge", id=p.id, to=(self.partner,), effort=Decimal(1)) for p in asked]
        now = Now(self.with_asks(asked), self.resolution, self.goal, self.what_if)
        after = now.after(changes, lacks=True)
        assert after is not None
        loose = any(under_not for p in self.picture.counted.values() for _, under_not in atoms(p.condition))
        return Offer(
            pledges=tuple(Offered(provides=p.provides, amount=p.amount) for p in asked),
            condition=condition,
            costs=self._costs(self.after(asked)),
            brings=after[0],
            sure=sure and not loose and not any(under_not for _, under_not in atoms(self.goal)),
        )

    def _least(self, pledges: Sequence[Pledge], place: int) -> Pledge:
        """One of the pledges with the least amount with which they still reach the goal."""
        pledge = pledges[place]
        low, high = -1, pledge.amount or 0  # with `high` they do; with less than nothing nobody asks
        while high - low > 1 and self.budget.left:
            middle = (low + high) // 2
            several = [*pledges[:place], replace(pledge, amount=middle), *pledges[place + 1 :]]
            low, high = (low, middle) if self.met(several) else (middle, high)
        return replace(pledge, amount=high)

    def _condition(self, pledges: Sequence[Pledge]) -> tuple[Condition | None, bool]:
        """The least demanding condition with which they are in only where the goal is met, and whether that is sure.

        Conditions are sets of pledges on the table that are in for certain then, of which none can be left out.
        """
        after = self.after(pledges)
        if standing_of(after, self.goal).status == "stands":
            return None, bool(self.budget.left)
        then = resolve(after)
        own = {p.id for p in pledges}
        names = [id_ for id_, standing in then.pledges.items() if standing.firm and id_ not in own]
        if not self._safe(pledges, names):
            return None, False
        blocks = [names]
        while blocks and self.budget.left:  # halves at a time, the last in the file first
            block = blocks.pop()
            fewer = [name for name in names if name not in block]
            if self._safe(pledges, fewer):
                names = fewer
            elif len(block) > 1:
                blocks += [block[: len(block) // 2], block[len(block) // 2 :]]
        return _all(names), bool(self.budget.left)

    def _safe(self, pledges: Sequence[Pledge], names: Sequence[str]) -> bool:
        """Whether under this condition they reach the goal, and are in nowhere that it is not met."""
        asked = [replace(p, condition=_all(names) or ALWAYS) for p in pledges]
        if not self.met(asked):
            return False
        never_in_vain = Or((Not(Or(tuple(Name(p.id) for p in asked))), self.goal))
        return standing_of(self.after(asked), never_in_vain).status == "stands"

    def _costs(self, after: Picture) -> dict[str, int | None]:
        """What the partner gives at worst, by capability: all its pledges that may be in, the most that each says."""
        costs: dict[str, int | None] = {}
        for id_, standing in resolve(after).pledges.items():
            pledge = after.counted[id_]
            if pledge.partner == self.partner and pledge.provides is not None and standing.status != "blocked":
                units = pledge.amount if pledge.amount is not None else pledge.up_to
                before = costs.get(pledge.provides, 0)
                costs[pledge.provides] = None if units is None or before is None else before + units
        return costs


def _all(names: Sequence[str]) -> Condition | None:
    if not names:
        return None
    return Name(names[0]) if len(names) == 1 else And(tuple(map(Name, names)))
