"""Cross-checks: what is wrong, or doubtful, about a plan whose every single value is right (§1.1). One function a rule.

A rule is a generator of findings over the plan; it knows no files. Where a finding stands is told by table, id and
path of keys, and by the word in the text there that it is about.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

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
    atoms,
)
from willing.model.decided import decide
from willing.model.plan import Plan, Pledge, Requirement
from willing.notation.keys import TABLES
from willing.notation.toml.tables import Path

#: From how many pledges without a source on they are told of in one sentence.
_SOURCES_ONE_BY_ONE = 20

# What is doubtful about conditions is looked for in so many steps; beyond, a warning may be missing.
_MOST_STEPS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about an entry, at the key ``path`` in it, at a ``word`` there.

    ``number`` counts, from 0, the entries of a table that have no id.
    """

    table: str
    message: str
    id: str = ""
    path: Path = ()
    word: str = ""
    number: int | None = None
    at_key: bool = False

    @property
    def subject(self) -> str:
        """What it is about, as problems say it."""
        noun = TABLES[self.table].noun
        if self.id:
            return f"{noun} '{self.id}'"
        return f"{noun} {self.number + 1}" if self.number is not None else ""


Rule = Callable[[Plan], Iterator[Finding]]


def errors(plan: Plan) -> Iterator[Finding]:
    """Everything that is wrong with the plan, and with what a scenario makes of it (told at the scenario)."""
    for rule in (*_OF_ENTRIES, *_OF_FIELDS, *_OF_PLAN):
        yield from rule(plan)
    for id_ in plan.scenarios:
        yield from _scenario_errors(plan, id_)


def warnings(plan: Plan, mentioned: Set[str]) -> Iterator[Finding]:
    """Everything that is doubtful about a plan without errors; ``mentioned`` are the names in its conditions."""
    yield from unused_assumptions(plan, mentioned)
    yield from ambiguous_partners(plan, mentioned)
    for rule in _WARNINGS:
        yield from rule(plan)


# -- errors: one entry by itself ----------------------------------------------------------------------------------


def up_to_below_amount(plan: Plan) -> Iterator[Finding]:
    """``up_to < amount``."""
    for table, pledge in _pledges_and_asks(plan):
        if pledge.up_to is not None and pledge.amount is not None and pledge.up_to < pledge.amount:
            message = f"'up_to' is {pledge.up_to}, less than the amount of {pledge.amount}"
            yield Finding(table=table, id=pledge.id, path=("up_to",), message=message)


def whole_in_pool(plan: Plan) -> Iterator[Finding]:
    """``whole`` together with a pool."""
    for table, pledge in _pledges_and_asks(plan):
        if pledge.whole and pledge.pool is not None:
            message = "'whole' does not go with a pool, which is shared; leave out one of them"
            yield Finding(table=table, id=pledge.id, path=("whole",), message=message)


def ended_before_said(plan: Plan) -> Iterator[Finding]:
    """``ended`` before ``said``."""
    for table, pledge in _pledges_and_asks(plan):
        if pledge.ended is not None and pledge.said is not None and pledge.ended < pledge.said:
            message = f"ended on {pledge.ended}, before it was said on {pledge.said}"
            yield Finding(table=table, id=pledge.id, path=("ended",), message=message)


def window_without_days(plan: Plan) -> Iterator[Finding]:
    """``until_day`` not behind ``from_day`` (§4.4)."""
    for requirement in plan.requirements.values():
        if requirement.until_day is not None and requirement.until_day <= requirement.from_day:
            message = f"'until_day' must be later than 'from_day', which is {requirement.from_day}"
            yield Finding(table="requirements", id=requirement.id, path=("until_day",), message=message)


# -- errors: entries together, by what they say under certain keys ------------------------------------------------


def enabler_cycles(plan: Plan) -> Iterator[Finding]:
    """Requirements that enable each other."""
    for cycle in _cycles({r.id: r.enablers for r in plan.requirements.values() if r.enablers}):
        message = f"enablers go round in a circle: {_circle(cycle)}"
        yield Finding(table="requirements", id=cycle[0], path=("enablers",), word=_next(cycle), message=message)


def replacement_cycles(plan: Plan) -> Iterator[Finding]:
    """Pledges that replace each other."""
    for cycle in _cycles({p.id: p.replaces for p in plan.pledges.values() if p.replaces}):
        message = f"pledges replace each other in a circle: {_circle(cycle)}"
        yield Finding(table="pledges", id=cycle[0], path=("replaces",), word=_next(cycle), message=message)


def mixed_pools(plan: Plan) -> Iterator[Finding]:
    """A pool that pledges of two capabilities draw on: it has one unit (§1.5)."""
    first: dict[str, Pledge] = {}
    for table, pledge in _pledges_and_asks(plan):
        if pledge.pool is not None and pledge.provides is not None:
            other = first.setdefault(pledge.pool, pledge)
            if other.provides != pledge.provides:
                message = (
                    f"pool '{pledge.pool}' has one unit: '{other.id}' draws '{other.provides}' from it, "
                    f"this pledge '{pledge.provides}'"
                )
                yield Finding(table=table, id=pledge.id, path=("pool",), message=message)


def mixed_units(plan: Plan) -> Iterator[Finding]:
    """A requirement met in several capabilities, some of which convert, but not all into one of them (§1.5)."""
    for requirement in plan.requirements.values():
        bases = {plan.units[c].of if c in plan.units else c for c in requirement.of}
        if len(requirement.of) > 1 and (len(bases) > 1 or not bases <= set(requirement.of)):
            if not any(c in plan.units for c in requirement.of):
                continue
            message = f"'of' mixes units: {', '.join(map(repr, requirement.of))} do not convert into one of them"
            yield Finding(table="requirements", id=requirement.id, path=("of",), message=message)


# -- errors: the rest of the plan ---------------------------------------------------------------------------------


def origin_cycles(plan: Plan) -> Iterator[Finding]:
    """Sources that repeat each other, and a statement whose origin is its own source."""
    for cycle in _cycles({s.id: (s.origin,) for s in plan.sources.values() if s.origin is not None}):
        message = f"sources repeat each other in a circle: {_circle(cycle)}"
        yield Finding(table="sources", id=cycle[0], path=("origin",), message=message)
    for number, statement in enumerate(plan.statements):
        if statement.origin == statement.source:
            message = f"'origin' is the source itself, '{statement.source}'; leave it out"
            yield Finding(table="statements", number=number, path=("origin",), message=message)


def likelihood_cycles(plan: Plan) -> Iterator[Finding]:
    """Assumptions whose likelihoods depend on each other, or on themselves (§6.3)."""
    needs = {
        assumption.id: tuple(
            dict.fromkeys(
                atom.id
                for chance in assumption.likelihood
                if chance.condition is not None
                for atom, _ in atoms(chance.condition)
                if isinstance(atom, Name)
            )
        )
        for assumption in plan.assumptions.values()
    }
    for cycle in _cycles(needs):
        message = f"likelihoods depend on each other in a circle: {_circle(cycle)}"
        yield Finding(table="assumptions", id=cycle[0], path=("likelihood",), message=message, at_key=True)


def units_of_units(plan: Plan) -> Iterator[Finding]:
    """A unit whose ``of`` is a unit, or itself (§1.5)."""
    for unit in plan.units.values():
        if unit.of in plan.units:
            what = "itself" if unit.of == unit.id else f"'{unit.of}', which is told in another unit too"
            message = f"a unit of {what}: 'of' must be a capability that is not listed under [units]"
            yield Finding(table="units", id=unit.id, path=("of",), message=message)


def too_likely_choices(plan: Plan) -> Iterator[Finding]:
    """Options of a choice whose likelihoods, even at their least, add up to more than 1 (§6.1)."""
    for choice in plan.choices.values():
        listed = (plan.assumptions[o].likelihood for o in choice.options if o in plan.assumptions)
        total = sum((min(chance.chance for chance in each) for each in listed if each), Decimal(0))
        if total > 1:
            message = f"at most one option is true, but their likelihoods add up to {total}; at most 1 is possible"
            yield Finding(table="choices", id=choice.id, path=("options",), message=message, at_key=True)


def contradictory_decisions(plan: Plan) -> Iterator[Finding]:
    """Premises, and then what holds on the day of the picture, that implications or choices do not allow (§3.2)."""
    holding = {a.id: value for a in plan.assumptions.values() if (value := a.holds_on(plan.as_of)) is not None}
    for found in decide(plan, [dict.fromkeys(plan.premise, True), holding])[1]:
        message = _contradiction(found.id, found.value, found.against)
        if found.layer == 0:
            yield Finding(table="plan", path=("premise",), word=found.id, message=message)
        else:
            yield Finding(table="assumptions", id=found.id, path=("holds",), message=message)


def _contradiction(id_: str, value: bool, against: tuple[str, ...]) -> str:
    others = " and ".join(f"'{other}'" for other in against) or "what is decided already"
    return f"'{id_}' cannot be {str(value).lower()}: by 'implies' or [choices] that contradicts {others}"


def _scenario_errors(plan: Plan, id_: str) -> Iterator[Finding]:
    """What is wrong in a scenario and was not without it, told where the scenario says so."""
    scenario = plan.scenarios[id_]
    holding = {a.id: value for a in plan.assumptions.values() if (value := a.holds_on(plan.as_of)) is not None}
    assumed = {name: value for name, value in scenario.assume.items() if name in plan.assumptions}
    for found in decide(plan, [assumed, dict.fromkeys(plan.premise, True), holding])[1]:
        if found.layer == 0:
            message = _contradiction(found.id, found.value, found.against)
            yield Finding(table="scenarios", id=id_, path=("assume",), word=found.id, message=message)
    for name in scenario.assume:
        pledge = plan.pledges.get(name)
        if pledge is not None and not scenario.pledges.get(name, {}).get("own_decision", pledge.own_decision):
            message = f"pledge '{name}' has no 'only_if' in this scenario, so there is no decision to take"
            yield Finding(table="scenarios", id=id_, path=("assume",), word=name, message=message)
    pledges = {name: f for name, f in scenario.pledges.items() if name in plan.pledges}
    requirements = {name: f for name, f in scenario.requirements.items() if name in plan.requirements}
    if not pledges and not requirements:
        return
    there = replace(plan, scenarios={id_: replace(scenario, pledges=pledges, requirements=requirements)}).in_scenario(
        id_
    )
    changed = replace(
        there,
        pledges={name: there.pledges[name] for name in pledges},
        requirements={name: there.requirements[name] for name in requirements},
        asks={},
    )
    touched = {field for fields in (*pledges.values(), *requirements.values()) for field in fields}
    for rule in _OF_ENTRIES:
        yield from _at_scenario(id_, rule(changed), rule(plan))
    for rule, reads in _OF_FIELDS.items():
        if touched & reads:
            yield from _at_scenario(id_, rule(there), rule(plan))


def _at_scenario(id_: str, found: Iterable[Finding], before: Iterable[Finding]) -> Iterator[Finding]:
    known: set[Finding] | None = None
    for finding in found:
        if known is None:
            known = set(before)
        if finding not in known:
            yield replace(
                finding,
                table="scenarios",
                id=id_,
                path=(finding.table, finding.id, *finding.path),
                message=f"{finding.subject}: {finding.message}",
            )


# -- warnings -----------------------------------------------------------------------------------------------------


def unused_assumptions(plan: Plan, mentioned: Set[str]) -> Iterator[Finding]:
    """An assumption that no condition names, nothing implies, and that is no option of a choice."""
    used = {other for assumption in plan.assumptions.values() for other in assumption.implies}
    used.update(option for choice in plan.choices.values() for option in choice.options)
    for assumption in plan.assumptions.values():
        if assumption.id not in mentioned and assumption.id not in used and not assumption.implies:
            message = "no condition names it, so it changes nothing"
            yield Finding(table="assumptions", id=assumption.id, message=message, at_key=True)


def ambiguous_partners(plan: Plan, mentioned: Set[str]) -> Iterator[Finding]:
    """A partner of several pledges that a condition names as if there were one; told once, where it first is."""
    replaced = {name for pledge in plan.pledges.values() for name in pledge.replaces}
    counts = Counter(pledge.partner for pledge in plan.pledges.values() if pledge.id not in replaced)
    several = {name: n for name, n in counts.items() if n > 1}
    waiting = {name for name in several if name in mentioned}
    if not waiting:
        return
    for pledge in plan.pledges.values():
        for name in _plain_names(pledge.condition):
            if name in waiting:
                waiting.discard(name)
                message = f"partner '{name}' has {several[name]} pledges, and any of them counts here"
                yield Finding(table="pledges", id=pledge.id, path=(_condition_key(pledge),), word=name, message=message)
        if not waiting:
            return


def sourceless_pledges(plan: Plan) -> Iterator[Finding]:
    """A pledge that neither names a source nor has a statement; many of them in one sentence."""
    spoken_for = {statement.about for statement in plan.statements}
    bare = [p for p in plan.pledges.values() if not p.sources and p.id not in spoken_for]
    if len(bare) > _SOURCES_ONE_BY_ONE or (len(bare) > 1 and len(bare) == len(plan.pledges)):
        what = f"none of the {len(bare)} pledges has" if len(bare) == len(plan.pledges) else f"{len(bare)} pledges have"
        message = f"{what} a source: say under 'sources' where it can be read"
        yield Finding(table="pledges", id=bare[0].id, message=message, at_key=True)
        return
    for pledge in bare:
        yield Finding(table="pledges", id=pledge.id, message="no source speaks for it", at_key=True)


def unserved_requirements(plan: Plan) -> Iterator[Finding]:
    """A requirement for which no pledge is eligible (§4.1); or one of whose capabilities nobody provides."""
    provided = _provided(plan)
    wanted = {c for requirement in plan.requirements.values() for c in requirement.of}
    caveats: dict[str, dict[tuple[tuple[str, ...], tuple[str, ...]], None]] = {}  # by capability: not_in and only
    for pledge in plan.pledges.values():
        if pledge.provides is not None:
            for capability in _capabilities(plan, pledge.provides):
                if capability in wanted:
                    caveats.setdefault(capability, {})[pledge.not_in, pledge.only] = None
    for requirement in plan.requirements.values():
        message = ""
        word = ""
        if not requirement.of:
            message = "no 'of': it says no capability, so nothing can serve it"
        elif provided.isdisjoint(requirement.of):
            message = f"no pledge provides {' or '.join(map(repr, requirement.of))}"
        elif not any(_may_serve(requirement, *each) for c in requirement.of for each in caveats.get(c, ())):
            message = "no pledge may serve it: those that could are kept out by 'not_in' or 'only'"
        else:
            word = next((capability for capability in requirement.of if capability not in provided), "")
            message = f"no pledge provides '{word}'" if word else ""
        if message:
            yield Finding(table="requirements", id=requirement.id, path=("of",), word=word, message=message)


def hopeless_conditions(plan: Plan) -> Iterator[Finding]:
    """A condition that can never be met, other than a plain refusal; capabilities in it that nobody provides."""
    possible = _Possible(plan)
    hopeless = possible.never_met()
    for pledge in plan.pledges.values():
        if pledge.id in hopeless and not isinstance(pledge.condition, Never):
            message = f"this can never be met{possible.because(pledge)}"
            yield Finding(
                table="pledges",
                id=pledge.id,
                path=(_condition_key(pledge),),
                word=possible.culprit(pledge),
                message=message,
            )
    if plan.goal is not None and not possible.can(plan.goal, None):
        yield Finding(table="plan", path=("goal",), message="the goal can never be met")


def goal_without_needs(plan: Plan) -> Iterator[Finding]:
    """A goal that asks for a share of requirements none of which says its need (§4.3): nothing would do."""
    for atom, _ in atoms(plan.goal) if plan.goal is not None else ():
        if isinstance(atom, Share) and atom.scope != "requirement" and not _of_known_need(plan, atom):
            which = f"{atom.scope} {atom.which}".strip()
            message = f"no requirement of '{which}' says its 'needs', so this part of the goal is met by nothing at all"
            yield Finding(table="plan", path=("goal",), word=which, message=message)


def idle_likelihoods(plan: Plan) -> Iterator[Finding]:
    """A likelihood on a pledge without ``only_if``: there is no decision that it could be of (§6.1)."""
    for table, pledge in _pledges_and_asks(plan):
        if pledge.likelihood is not None and not pledge.own_decision:
            message = "'likelihood' is that of an own decision, and there is no 'only_if'; is 'reliability' meant?"
            yield Finding(table=table, id=pledge.id, path=("likelihood",), message=message)


def idle_caveats(plan: Plan) -> Iterator[Finding]:
    """A caveat for a place where nothing is required."""
    places = {requirement.in_place for requirement in plan.requirements.values()}
    for table, pledge in _pledges_and_asks(plan):
        for place in pledge.not_in:
            if place not in places:
                message = f"no requirement has the place '{place}', so this keeps it out of nothing"
                yield Finding(table=table, id=pledge.id, path=("not_in",), word=place, message=message)


def lapsed_when_said(plan: Plan) -> Iterator[Finding]:
    """A pledge that lapses on the day it is said, or before."""
    for table, pledge in _pledges_and_asks(plan):
        if pledge.until is not None and pledge.said is not None and pledge.until <= pledge.said:
            message = f"it lapses on {pledge.until}, and was said on {pledge.said}: it never counts"
            yield Finding(table=table, id=pledge.id, path=("until",), message=message)


def replaced_for_others(plan: Plan) -> Iterator[Finding]:
    """A pledge that replaces one of another partner."""
    for pledge in plan.pledges.values():
        for name in pledge.replaces:
            other = plan.pledges.get(name)
            if other is not None and other.partner != pledge.partner:
                message = f"it replaces '{name}', a pledge of another partner, {other.partner}"
                yield Finding(table="pledges", id=pledge.id, path=("replaces",), word=name, message=message)


# -- what the rules share -----------------------------------------------------------------------------------------


def _pledges_and_asks(plan: Plan) -> Iterator[tuple[str, Pledge]]:
    for pledge in plan.pledges.values():
        yield "pledges", pledge
    for pledge in plan.asks.values():
        yield "asks", pledge


def _of_known_need(plan: Plan, share: Share) -> bool:
    return any(
        r.needs is not None
        and (share.scope == "all" or share.which == (r.domain if share.scope == "domain" else str(r.priority)))
        for r in plan.requirements.values()
    )


def _condition_key(pledge: Pledge) -> str:
    return "only_if" if pledge.own_decision else "if"


def _circle(cycle: tuple[str, ...]) -> str:
    shown = cycle if len(cycle) <= 10 else (*cycle[:9], "…")
    return " → ".join((*shown, cycle[0]))


def _next(cycle: tuple[str, ...]) -> str:
    return cycle[1 % len(cycle)]


def _cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """One cycle for each knot of nodes that reach each other, from its first node on; in linear time.

    Depth first without recursion: an edge back to a node still on the way closes a cycle.
    """
    done: set[str] = set()
    told: set[str] = set()
    for root in edges:
        if root in done:
            continue
        way: list[str] = []
        position: dict[str, int] = {}
        stack: list[tuple[str, Iterator[str]]] = []

        def enter(node: str) -> None:
            position[node] = len(way)  # noqa: B023  # used up before the loop goes on
            way.append(node)  # noqa: B023
            stack.append((node, iter(edges.get(node, ()))))  # noqa: B023

        enter(root)
        while stack:
            node, following = stack[-1]
            target = next(following, None)
            if target is None:
                stack.pop()
                way.pop()
                del position[node]
                done.add(node)
            elif target in position:
                cycle = way[position[target] :]
                if told.isdisjoint(cycle):
                    told.update(cycle)
                    first = min(range(len(cycle)), key=list(_order(edges, cycle)).__getitem__)
                    yield (*cycle[first:], *cycle[:first])
            elif target not in done:
                enter(target)


def _order(edges: Mapping[str, Any], names: Iterable[str]) -> Iterator[int]:
    order = {name: number for number, name in enumerate(edges)}
    return (order.get(name, len(order)) for name in names)


def _capabilities(plan: Plan, provided: str) -> tuple[str, ...]:
    unit = plan.units.get(provided)
    return (provided,) if unit is None else (provided, unit.of)


def _provided(plan: Plan) -> set[str]:
    """Every capability that some pledge provides, as itself or as a unit."""
    given = {pledge.provides for pledge in plan.pledges.values()}
    return {capability for each in given if each is not None for capability in _capabilities(plan, each)}


def _may_serve(requirement: Requirement, not_in: tuple[str, ...], only: tuple[str, ...]) -> bool:
    """The caveats of §4.1."""
    return (requirement.in_place is None or requirement.in_place not in not_in) and (
        not only or requirement.id in only or requirement.domain in only
    )


def _plain_names(condition: Condition) -> Iterator[str]:
    """The names in a condition that stand without a capability."""
    kind = type(condition)
    if kind is Name:
        if condition.capability is None:  # type: ignore[union-attr]
            yield condition.id  # type: ignore[union-attr]
    elif kind is not Always:
        for atom, _ in atoms(condition):
            if isinstance(atom, Name) and atom.capability is None:
                yield atom.id


class _Possible:
    """Which conditions could be met if every assumption were as they like it: a bound from above, never below."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lost: set[str] = set()  # pledges, and partners, that can never be in
        self.pledges_left = Counter(pledge.partner for pledge in plan.pledges.values())
        self.lost.update(name for name in plan.partners if not self.pledges_left[name])
        # the name of a replaced pledge means what replaced it (§8.1), so such a name is never given up
        self.replaced = {name for pledge in plan.pledges.values() for name in pledge.replaces}
        self.offering: dict[str | None, set[str]] = {None: set()}  # partners by what their pledges provide
        self.most: dict[str, int | None] = {}  # the most of each capability; None: not known
        for pledge in plan.pledges.values():
            if isinstance(pledge.condition, Never):
                continue
            self.offering[None].add(pledge.partner)
            if pledge.provides is not None:
                for capability in _capabilities(plan, pledge.provides):
                    self.offering.setdefault(capability, set()).add(pledge.partner)
                    most = self.most.get(capability, 0)
                    if pledge.amount is None or most is None:
                        self.most[capability] = None
                    else:
                        self.most[capability] = most + plan.in_units(pledge.provides, (capability,), pledge.amount)
        self.members = cache(self._members)
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
            case Total(capability=capability, at_least=at_least):
                most = self.most.get(capability, 0)
                return most is None or most >= at_least
        return True

    def because(self, pledge: Pledge) -> str:
        """What is wrong with it, if one thing is; in words that go on the sentence."""
        word = self.culprit(pledge)
        if not word:
            return ""
        if word in self.plan.partners:
            return f": partner '{word}' pledges nothing that could be in"
        if word in self.plan.pledges:
            return f": '{word}' can never be in"
        return f": no pledge provides '{word}'"

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

    def _depending(self) -> dict[str, list[Pledge]]:
        depending: dict[str, list[Pledge]] = {}
        for pledge in self.plan.pledges.values():
            for atom, _ in atoms(pledge.condition):
                if isinstance(atom, Name):
                    depending.setdefault(atom.id, []).append(pledge)
        return depending


#: Rules about entries one by one: what a scenario changes is looked at by itself.
_OF_ENTRIES: tuple[Rule, ...] = (up_to_below_amount, whole_in_pool, ended_before_said, window_without_days)

#: Rules about entries together, and the fields they read: asked again of scenarios that change one of those.
_OF_FIELDS: Mapping[Rule, frozenset[str]] = {
    enabler_cycles: frozenset({"enablers"}),
    replacement_cycles: frozenset({"replaces"}),
    mixed_pools: frozenset({"pool", "provides"}),
    mixed_units: frozenset({"of"}),
}

#: Rules about what no scenario can change.
_OF_PLAN: tuple[Rule, ...] = (
    origin_cycles,
    likelihood_cycles,
    units_of_units,
    too_likely_choices,
    contradictory_decisions,
)

_WARNINGS: tuple[Rule, ...] = (
    sourceless_pledges,
    unserved_requirements,
    hopeless_conditions,
    goal_without_needs,
    idle_likelihoods,
    idle_caveats,
    lapsed_when_said,
    replaced_for_others,
)
