"""The picture of a day (§8.1), as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from willing.model.condition import Condition
from willing.model.plan import Plan, Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A plan on one day, in the scenarios asked for.

    ``pledges``: those on the table, in file order; of these ``counted`` have reached the stage that counts (§1.4).
    ``means``: for the name of a pledge that was replaced, the pledges on the table that took its place.
    ``decided``: assumptions, decisions of pledges, and consents (``pledge.body``) that have a value; ``unknown``: the
    other assumptions.
    ``goal``: the goal that holds (§5), None where there is neither goal nor requirement.
    ``what_if``, ``without``, ``firm``: what was asked for over the plan and its scenarios (§7.4, §9); ``decided`` and
    the pledges are so already.
    """

    plan: Plan
    day: date | None
    known_by: date | None
    scenarios: tuple[str, ...]
    pledges: Mapping[str, Pledge]
    counted: Mapping[str, Pledge]
    means: Mapping[str, tuple[str, ...]]
    decided: Mapping[str, bool]
    unknown: tuple[str, ...]
    goal: Condition | None
    what_if: Mapping[str, bool | None] = field(default_factory=dict, hash=False)
    without: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The counted pledges of each alternatives that has several; what replaced one stands for it (§3.1)."""
        means = (
            dict.fromkeys(m for id_ in its.of for m in self.meaning(id_)) for its in self.plan.alternatives.values()
        )
        return tuple(tuple(members) for members in means if len(members) > 1)

    def instead_of(self, pledge: str) -> tuple[str, ...]:
        """The other alternatives of a pledge."""
        if not self.plan.alternatives:
            return ()
        return tuple(o for members in self.alternatives if pledge in members for o in members if o != pledge)

    def alternatives_with(self, pledge: str) -> str | None:
        """The id of the alternatives of which a counted pledge is one, with others that are counted."""
        for its in self.plan.alternatives.values():
            members = {id_ for named in its.of for id_ in self.meaning(named)}
            if pledge in members and len(members) > 1:
                return its.id
        return None

    def meaning(self, pledge: str) -> tuple[str, ...]:
        """The counted pledges that the name of a pledge means today; none where it is not in the picture."""
        named = self.means.get(pledge, (pledge,))
        return tuple(id_ for id_ in named if id_ in self.counted)
