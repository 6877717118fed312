"""Which conditions could be met at all, whatever comes: what a warning of a hopeless one needs to know."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from willing.model.condition import (
    ALWAYS,
    Always,
    And,
    Condition,
    CountGroup,
    CountOf,
    CountPartners,
    Name,
    Never,
    Not,
    Or,
    Share,
    Total,
    Weight,
    atoms,
)
from willing.model.plan import Plan, Pledge, Requirement
from willing.model.problem import Message
from willing.model.table import on_the_table

# What is doubtful about conditions is looked for in so many steps; beyond, a warning may be missing.
_MOST_STEPS = 20_000_000


def capabilities(plan: Plan, provided: str) -> tuple[str, ...]:
    unit = plan.units.get(provided)
    return (provided,) if unit is None else (provided, unit.of)


def may_serve(requirement: Requirement, not_in: tuple[str, ...], only: tuple[str, ...]) -> bool:
    """The caveats of §4.1."""
    return (requirement.in_place is None or requirement.in_place not in not_in) and (
        not only or requirement.id in only or requirement.domain in only
    )


def shortfalls(plan: Plan, share: Share) -> Iterator[tuple[str, int]]:
    """Requirements that a share of a goal hangs on, with all that is on the table for them, where that is too little.

    Those it speaks of and, of ``usable``, those that enable them; limits of allocation, pools and conditions are left
    aside, so what is told is so in every world.
    """
    table, _ = on_the_table(plan, plan.as_of, frozenset())
    asked = {requirement.id: requirement for requirement in plan.asked_by(share)}
    found = list(asked.values()) if share.measure == "usable" else []
    while found:
        enablers = [plan.requirements[id_] for id_ in found.pop().enablers if id_ not in asked]
        asked |= {enabler.id: enabler for enabler in enablers}
        found += enablers
    for requirement in asked.values():
        its = [
            pledge
            for pledge in table.values()
            if pledge.stage >= plan.counts
            and not isinstance(pledge.condition, Never)
            and any(plan.provides(pledge, capability) for capability in requirement.of)
            and may_serve(requirement, pledge.not_in, pledge.only)
        ]
        if requirement.needs is not None and all(p.amount is not None for p in its):
            most = sum(plan.in_units(p.provides, requirement.of, p.amount or 0) for p in its)
            if most < share.at_least * requirement.needs:
                yield requirement.id, most


class Possible:
    """Which conditions could be met if every assumption were as they like it: a bound from above, never below."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lost: set[str] = set()  # pledges, and partners, that can never be in
        self.pledges_left = Counter(pledge.partner for pledge in plan.pledges.values())
        self.lost.update(name for name in plan.partners if not self.pledges_left[name])
        # the name of a replaced pledge means what replaced it (§8.1), so such a name is never given up
        self.replaced = {name for pledge in plan.pledges.values() for name in pledge.ends}
        self.offering: dict[str | None, set[str]] = {None: set()}  # partners by what their pledges provide
        self.most: dict[str, int | None] = {}  # the most of each capability; None: not known
        for pledge in plan.pledges.values():
            if isinstance(pledge.condition, Never):
                continue
            self.offering[None].add(pledge.partner)
            if pledge.provides is not None:
                for capability in capabilities(plan, pledge.provides):
                    self.offering.setdefault(capability, set()).add(pledge.partner)
                    most = self.most.get(capability, 0)
                    if pledge.amount is None or most is None:
                        self.most[capability] = None
                    else:
                        self.most[capability] = most + plan.in_units(pledge.provides, (capability,), pledge.amount)
        self.members = cache(self._members)
        self.most_of = cache(self._most_of)
        self.steps = _MOST_STEPS

    def never_met(self) -> set[str]:
        """The pledges whose condition can never be met, refusals among them."""
        can = self.can
        pledges = self.plan.pledges.values()
        first = [p for p in pledges if p.condition is not ALWAYS and not can(p.condition, p.partner)]
        hopeless = {pledge.id for pledge in first}
        depending: dict[str, list[Pledge]] | None = None
        batch = first
        while batch and self.steps > 0:
            news = [pledge.id for pledge in batch if pledge.id not in self.replaced]
            for pledge in batch:
                self.pledges_left[pledge.partner] -= 1
                if not self.pledges_left[pledge.partner]:
                    news.append(pledge.partner)
            self.lost.update(news)
            depending = self._depending() if depending is None else depending
            asked = {pledge.id: pledge for name in news for pledge in depending.get(name, ())}
            batch = [p for id_, p in asked.items() if id_ not in hopeless and not can(p.condition, p.partner)]
            hopeless.update(pledge.id for pledge in batch)
        return hopeless

    def can(self, condition: Condition, own: str | None) -> bool:
        """Whether the condition of a pledge of partner ``own`` may be met at all."""
        self.steps -= 1
        kind = type(condition)  # the frequent kinds first, and without a match: a million conditions pass here
        if kind is Name and condition.capability is None:  # type: ignore[union-attr]
            return condition.id not in self.lost  # type: ignore[union-attr]
        can, lost = self.can, self.lost
        if kind is And or (kind is CountOf and condition.count is None):  # type: ignore[union-attr]
            for part in condition.of:  # type: ignore[union-attr]
                if type(part) is Name and part.capability is None:
                    if part.id in lost:
                        return False
                elif not can(part, own):
                    return False
            return True
        if kind is Or or kind is CountOf:
            missing: int = 1 if kind is Or else condition.count  # type: ignore[union-attr, assignment]
            for part in condition.of:  # type: ignore[union-attr]
                if missing <= 0:
                    break
                if type(part) is Name and part.capability is None:
                    missing -= part.id not in lost
                else:
                    missing -= can(part, own)
            return missing <= 0
        return self._can(condition, own)

    def _can(self, condition: Condition, own: str | None) -> bool:
        """The same of the kinds that are rare."""
        match condition:
            case Never():
                return False
            case Not(of=Always()):
                return False
            case Name(id=name, capability=capability):
                return name not in self.lost and name in self.offering.get(capability, ())
            case CountGroup(count=count, group=group, others=others, capability=capability):
                there = self.members(group, capability)
                members = self.plan.groups[group].of
                aside = others and own in members
                needed = len(members) - aside if count is None else count
                return len(there) - (others and own in there) >= needed
            case CountPartners(count=count, others=others, capability=capability):
                offering = self.offering.get(capability, set())
                return len(offering) - (others and own in offering) >= count
            case Total(capability=capability, at_least=at_least, whose=whose):
                most = self.most_of(capability, whose)
                return most is None or most >= at_least
            case Weight(word=word, group=group, at_least=at_least):
                weights = self.plan.weights(word, group)
                there = self.members(group, None)
                return sum(weights[member] for member in there) >= at_least * sum(weights.values())
        return True

    def reason(self, pledge: Pledge) -> Message:
        """Why it can never be met: the one thing that is to blame, if one is."""
        word = self.culprit(pledge)
        if not word:
            return Message("never-met")
        if word in self.plan.partners:
            return Message("never-met-by-partner", partner=word)
        if word in self.plan.pledges:
            return Message("never-met-by-pledge", pledge=word)
        return Message("never-met-by-capability", capability=word)

    def culprit(self, pledge: Pledge) -> str:
        """The first name, or capability, in the condition that is to blame; empty if it is a matter of counting."""
        for atom, under_not in atoms(pledge.condition):
            match atom:
                case Name(id=name) if name in self.lost and not under_not:
                    return name
                case (
                    Name(capability=str(word)) | CountGroup(capability=str(word)) | CountPartners(capability=str(word))
                ) if word not in self.offering:
                    return word
                case Total(capability=word) if word not in self.most:
                    return word
        return ""

    def _members(self, group: str, capability: str | None) -> frozenset[str]:
        return frozenset(self.plan.groups[group].of) & self.offering.get(capability, set())

    def _most_of(self, capability: str, whose: str | None) -> int | None:
        """The most of a capability, of a group or partner where one is named; None: not known."""
        if whose is None:
            return self.most.get(capability, 0)
        plan, members = self.plan, self.plan.members(whose)
        self.steps -= len(plan.pledges)
        if self.steps < 0:
            return None
        its = [p for p in plan.pledges.values() if p.partner in members and plan.provides(p, capability)]
        given = [p for p in its if not isinstance(p.condition, Never)]
        if any(p.amount is None for p in given):
            return None
        return sum(plan.in_units(p.provides, (capability,), p.amount or 0) for p in given)

    def _depending(self) -> dict[str, list[Pledge]]:
        depending: dict[str, list[Pledge]] = {}
        for pledge in self.plan.pledges.values():
            for atom, _ in atoms(pledge.condition):
                if isinstance(atom, Name):
                    depending.setdefault(atom.id, []).append(pledge)
        return depending
