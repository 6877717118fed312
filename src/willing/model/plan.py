"""A plan as it is written (§1): who pledged what on which condition, what is needed, and what is assumed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from math import lcm
from typing import Any, TypeVar

from willing.model.condition import ALWAYS, Always, And, Condition, Name, Share
from willing.model.evidence import PartialDate, Source, Statement
from willing.model.place import Place

_Named = TypeVar("_Named", "Plan", "Assumption", "Partner", "Group", "Capability", "Requirement")


class Stage(IntEnum):
    """How far a pledge has come, weakest first (§1)."""

    mentioned = 1
    signalled = 2
    offered = 3
    assigned = 4
    deployed = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """One line of a conditional likelihood (§6.3): ``chance`` in 0..1 where ``condition`` holds; None: otherwise."""

    chance: Decimal
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something outside the pledges.

    ``holds``: steps (since, value) in the order of days; since None is "always" (§1.2); empty: unknown.
    """

    id: str
    name: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    holds: tuple[tuple[date | None, bool], ...] = ()
    decided_by: tuple[str, ...] = ()
    askable: bool = True
    effort: Decimal = Decimal(1)
    likelihood: tuple[Chance, ...] = ()
    judged_by: str | None = None
    implies: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False)

    def holds_on(self, day: date | None) -> bool | None:
        """Its value on ``day`` (None: a plan without days, where the last step counts); None is unknown."""
        value = None
        for since, step in self.holds:
            if since is None or day is None or since <= day:
                value = step
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """At most one of the assumptions in ``options`` is true."""

    id: str
    options: tuple[str, ...]
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One who may pledge.

    ``name`` is None where an ISO 3166-1 code says enough; ``declared``: it has a table of its own. ``weight``: by
    word, what ``weight(WORD) of`` its groups adds up (§2).
    """

    id: str
    name: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    weight: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    declared: bool = True
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Partners that conditions count together."""

    id: str
    of: tuple[str, ...]
    name: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """How a capability is said, and in what unit (§1); a ``unit`` of None: the name is the unit."""

    id: str
    name: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    unit: str | None = None
    units: Mapping[str, str] = field(default_factory=dict, hash=False)
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Pledges of one partner of which it gives exactly one wherever any of them could be in (§3.1)."""

    id: str
    of: tuple[str, ...]
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Forces that several pledges draw on; ``size`` in the unit of their capability."""

    id: str
    size: int
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One ``id`` is ``equals`` of the capability ``of`` (§1.5)."""

    id: str
    equals: Decimal
    of: str
    place: Place | None = field(default=None, compare=False, repr=False)

    def convert(self, amount: int) -> int:
        """``amount`` of this unit in the other one, rounded down, exactly."""
        numerator, denominator = self.equals.as_integer_ratio()
        return amount * numerator // denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One line of the statement of requirements. ``needs`` None: needed, how much is not known (§4.3)."""

    id: str
    name: str | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    domain: str | None = None
    priority: int = 1
    needs: int | None = None
    of: tuple[str, ...] = ()
    in_place: str | None = None
    enablers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    from_day: int = 0
    until_day: int | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That of a ``body`` which a pledge still needs (§3.2): ``granted`` or ``denied`` from that day on, else open.

    Conditions in a plan do not speak of it; what-ifs and answers call it ``pledge.body``, a name that no id is.
    """

    body: str
    granted: date | None = None
    denied: date | None = None
    likelihood: tuple[Chance, ...] = ()
    effort: Decimal = Decimal(1)

    @property
    def day(self) -> date | None:
        """The day on which it was decided."""
        return self.granted or self.denied

    def given_on(self, day: date | None) -> bool | None:
        """Whether it is given on ``day`` (None: a plan without days, where what is decided counts); None is open."""
        if self.day is None or (day is not None and self.day > day):
            return None
        return self.granted is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """An amount that is ``share`` of a sum, at most ``up_to`` (§3.8).

    The sum is ``total(capability)``, or ``others(…)`` without the own partner, of a group or partner, ``whose``.
    """

    share: Decimal
    capability: str
    others: bool = False
    whose: str | None = None
    up_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A "yes, if". ``provides`` None is political support; ``amount`` None: the size is not known, or it ``follows``.

    ``condition`` is that of ``if``, or of ``only_if`` where ``own_decision`` is true (§3.2). ``not_in_lifted`` and
    ``only_lifted`` name the body that may lift a limitation of ``not_in`` (a place) or ``only`` (§4.1, §7.1).
    """

    id: str
    partner: str
    provides: str | None = None
    amount: int | None = None
    up_to: int | None = None
    follows: Follows | None = None
    condition: Condition = ALWAYS
    own_decision: bool = False
    subject_to: tuple[Consent, ...] = ()
    fixed: bool = False
    stage: Stage = Stage.offered
    not_in: tuple[str, ...] = ()
    not_in_lifted: Mapping[str, str] = field(default_factory=dict, hash=False)
    only: tuple[str, ...] = ()
    only_lifted: Mapping[str, str] = field(default_factory=dict, hash=False)
    whole: bool = False
    pool: str | None = None
    ready: int = 0
    stays: int | None = None
    likelihood: tuple[Chance, ...] = ()
    reliability: Decimal | None = None
    effort: Decimal = Decimal(1)
    said: date | None = None
    by: str | None = None
    until: date | None = None
    ended: date | None = None
    replaces: tuple[str, ...] = ()
    refines: tuple[str, ...] = ()
    delivered: tuple[tuple[date, int], ...] = ()
    received: tuple[tuple[date, int], ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def ends(self) -> tuple[str, ...]:
        """The pledges that end on the day it is said: those it replaces or refines."""
        return (*self.replaces, *self.refines)

    @property
    def consents(self) -> dict[str, Consent]:
        """The consents it needs, by their ids: ``pledge.body``."""
        return {f"{self.id}.{consent.body}": consent for consent in self.subject_to}

    @property
    def needs(self) -> Condition:
        """Its condition together with its consents, as names: what has to be so, but for its own decision (§3.2)."""
        if not self.subject_to:
            return self.condition
        given = tuple(Name(id_) for id_ in self.consents)
        if isinstance(self.condition, And):
            return And((*self.condition.of, *given))
        if isinstance(self.condition, Always):
            return given[0] if len(given) == 1 else And(given)
        return And((self.condition, *given))

    @property
    def unsized(self) -> bool:
        """It provides something and does not say how much (§3.2)."""
        return self.provides is not None and self.amount is None and self.follows is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named world: values of assumptions (or decisions), and fields that some pledges or requirements read otherwise.

    ``pledges`` and ``requirements`` map an id to fields of :class:`Pledge` and :class:`Requirement`, already read.
    """

    id: str
    assume: Mapping[str, bool] = field(default_factory=dict)
    pledges: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    requirements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one plan file and its tables say. Mappings are in file order.

    ``names`` of an entry are its ``name`` by language; its ``name`` is then the English one, or the first there is.

    ``partners`` holds the declared ones first, then every other that the plan names (ISO codes), in order of mention.
    ``goal`` None: the default of §5 holds. ``as_of`` None: the plan names no day at all.
    """

    name: str
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    as_of: date | None = None
    starts: date | None = None
    goal: Condition | None = None
    premise: tuple[str, ...] = ()
    counts: Stage = Stage.offered
    switches: tuple[str, ...] = ()
    marking: str | None = None
    about: str | None = None
    author: str | None = None
    contact: str | None = None
    method: str | None = None
    stale_after: int = 180
    lasts: bool = False
    aside: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    capabilities: Mapping[str, Capability] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    pledges: Mapping[str, Pledge] = field(default_factory=dict)
    alternatives: Mapping[str, Alternatives] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    asks: Mapping[str, Pledge] = field(default_factory=dict)

    def promise(self, pledge: str) -> tuple[str, ...]:
        """A pledge, then those that it refines, and they before it: the statements about them are its own (§8.1)."""
        found = {pledge: None}
        waiting = [pledge]
        while waiting:  # refining has no cycles (§1.1)
            refined = [id_ for id_ in self.pledges[waiting.pop(0)].refines if id_ not in found]
            found |= dict.fromkeys(refined)
            waiting += refined
        return tuple(found)

    def in_language(self, language: str) -> "Plan":
        """The plan with its names, and the units of its capabilities, in a language, where it has them in that one."""
        changed: dict[str, Any] = {}
        for kind in ("assumptions", "partners", "groups", "capabilities", "requirements"):
            table: Mapping[str, Any] = getattr(self, kind)
            named = {id_: _in_language(entry, language) for id_, entry in table.items()}
            if any(now is not was for now, was in zip(named.values(), table.values(), strict=True)):
                changed[kind] = named
        plan = _in_language(self, language)
        return replace(plan, **changed) if changed else plan

    def in_scenario(self, scenario: str) -> "Plan":
        """The plan with the pledges and requirements as that scenario reads them; its assumptions are not touched.

        Raises KeyError for a scenario the plan does not have.
        """
        read = self.scenarios[scenario]
        return replace(
            self,
            pledges={**self.pledges, **{id_: replace(self.pledges[id_], **f) for id_, f in read.pledges.items()}},
            requirements={
                **self.requirements,
                **{id_: replace(self.requirements[id_], **f) for id_, f in read.requirements.items()},
            },
        )

    def members(self, whose: str) -> tuple[str, ...]:
        """The partners of a group; a partner by itself."""
        group = self.groups.get(whose)
        return (whose,) if group is None else group.of

    def asked_by(self, share: Share) -> list[Requirement]:
        """The requirements a share speaks of (§2): those with a known need, in file order."""
        known = [r for r in self.requirements.values() if r.needs is not None]
        match share.scope:
            case "requirement":
                return [r for r in known if r.id == share.which]
            case "domain":
                return [r for r in known if r.domain == share.which]
            case "priority":
                return [r for r in known if r.priority == int(share.which)]
            case "all":
                return known

    def weights(self, word: str, group: str) -> dict[str, int]:
        """What each member of a group weighs (§2), in whole parts that are the same for all of them."""
        weights = {m: Fraction(self.partners[m].weight.get(word, 0)) for m in self.groups[group].of}
        parts = lcm(*(weight.denominator for weight in weights.values()))
        return {member: int(weight * parts) for member, weight in weights.items()}

    def counts_in(self, pledge: Pledge, follows: Follows, whose: Pledge) -> bool:
        """Whether a pledge is in the sum that the amount of pledge ``whose`` follows (§3.8)."""
        if (follows.others and pledge.partner == whose.partner) or not self.provides(pledge, follows.capability):
            return False
        return follows.whose is None or pledge.partner in self.members(follows.whose)

    def provides(self, pledge: Pledge, capability: str) -> bool:
        """Whether the pledge provides this capability, itself or as a unit of it (§1.5)."""
        given = pledge.provides
        unit = self.units.get(given or "")
        return given == capability or (unit is not None and unit.of == capability)

    def converts(self, provided: str | None, wanted: tuple[str, ...]) -> bool:
        """Whether a capability counts in one of ``wanted`` by §1.5, and not as what it is itself."""
        unit = self.units.get(provided or "")
        return unit is not None and unit.of in wanted

    def in_units(self, provided: str | None, wanted: tuple[str, ...], amount: int) -> int:
        """``amount`` of a capability that counts in one of ``wanted``, told in that one."""
        unit = self.units.get(provided or "")
        return unit.convert(amount) if unit is not None and unit.of in wanted else amount


def _in_language(named: _Named, language: str) -> _Named:
    said: dict[str, Any] = {"name": named.names.get(language, named.name)}
    if isinstance(named, Capability):
        said["unit"] = named.units.get(language, named.unit)
    return replace(named, **said) if any(getattr(named, key) != its for key, its in said.items()) else named


__all__ = [
    "Alternatives",
    "Assumption",
    "Capability",
    "Chance",
    "Choice",
    "Consent",
    "Follows",
    "Group",
    "PartialDate",
    "Partner",
    "Plan",
    "Pledge",
    "Pool",
    "Requirement",
    "Scenario",
    "Source",
    "Stage",
    "Statement",
    "Unit",
]  # fmt: skip
