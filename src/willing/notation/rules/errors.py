"""What is wrong in a plan whose every single value is right (§1.1). One function a rule.

A rule is a generator of findings over the plan; it knows no files. Where a finding stands is told by table, id and
path of keys, and by the word in the text there that it is about.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from willing.model.condition import ALWAYS, Condition, Name, Weight, atoms
from willing.model.decided import decide
from willing.model.plan import Plan, Pledge
from willing.model.problem import Listed, Message
from willing.notation.rules.circles import cycles
from willing.notation.rules.finding import Finding, Rule, pledges_and_asks


def errors(plan: Plan) -> Iterator[Finding]:
    """Everything that is wrong with the plan, and with what a scenario makes of it (told at the scenario)."""
    for rule in (*_OF_ENTRIES, *_OF_FIELDS, *_OF_PLAN):
        yield from rule(plan)
    for id_ in plan.scenarios:
        yield from _scenario_errors(plan, id_)


# -- errors: one entry by itself ----------------------------------------------------------------------------------


def up_to_below_amount(plan: Plan) -> Iterator[Finding]:
    """``up_to < amount``."""
    for table, pledge in pledges_and_asks(plan):
        if pledge.up_to is not None and pledge.amount is not None and pledge.up_to < pledge.amount:
            message = Message("up-to-below-amount", up_to=pledge.up_to, amount=pledge.amount)
            yield Finding(table=table, id=pledge.id, path=("up_to",), message=message)


def whole_in_pool(plan: Plan) -> Iterator[Finding]:
    """``whole`` together with a pool."""
    for table, pledge in pledges_and_asks(plan):
        if pledge.whole and pledge.pool is not None:
            message = Message("whole-in-pool")
            yield Finding(table=table, id=pledge.id, path=("whole",), message=message)


def misplaced_with_share(plan: Plan) -> Iterator[Finding]:
    """An amount that follows, and a key or a unit that wants one of its own (§1.1)."""
    for table, pledge in pledges_and_asks(plan):
        if pledge.follows is None:
            continue
        for key in ("up_to", "whole", "pool"):
            if getattr(pledge, key) not in (None, False):
                message = Message("up-to-of-share") if key == "up_to" else Message("share-and", key=key)
                yield Finding(table=table, id=pledge.id, path=(key,), message=message)
        if (unit := plan.units.get(pledge.provides or "")) is not None:
            message = Message("share-in-unit", unit=unit.id, of=unit.of)
            yield Finding(table=table, id=pledge.id, path=("provides",), message=message)


def ended_before_said(plan: Plan) -> Iterator[Finding]:
    """``ended`` before ``said``."""
    for table, pledge in pledges_and_asks(plan):
        if pledge.ended is not None and pledge.said is not None and pledge.ended < pledge.said:
            message = Message("ended-before-said", ended=pledge.ended, said=pledge.said)
            yield Finding(table=table, id=pledge.id, path=("ended",), message=message)


def window_without_days(plan: Plan) -> Iterator[Finding]:
    """``until_day`` not behind ``from_day`` (§4.4)."""
    for requirement in plan.requirements.values():
        if requirement.until_day is not None and requirement.until_day <= requirement.from_day:
            message = Message("until-before-from", from_day=requirement.from_day)
            yield Finding(table="requirements", id=requirement.id, path=("until_day",), message=message)


# -- errors: entries together, by what they say under certain keys ------------------------------------------------


def enabler_cycles(plan: Plan) -> Iterator[Finding]:
    """Requirements that enable each other."""
    for cycle in cycles({r.id: r.enablers for r in plan.requirements.values() if r.enablers}):
        message = Message("cycle-of-enablers", circle=_circle(cycle))
        yield Finding(table="requirements", id=cycle[0], path=("enablers",), word=_next(cycle), message=message)


def replacement_cycles(plan: Plan) -> Iterator[Finding]:
    """Pledges that replace or refine each other."""
    for cycle in cycles({p.id: p.ends for p in plan.pledges.values() if p.ends}):
        message = Message("cycle-of-replacements", circle=_circle(cycle))
        key = "replaces" if _next(cycle) in plan.pledges[cycle[0]].replaces else "refines"
        yield Finding(table="pledges", id=cycle[0], path=(key,), word=_next(cycle), message=message)


def mixed_alternatives(plan: Plan) -> Iterator[Finding]:
    """Alternatives of two partners; a pledge in two of them (§3.1)."""
    first: dict[str, str] = {}
    for alternatives in plan.alternatives.values():
        partners = tuple(dict.fromkeys(plan.pledges[id_].partner for id_ in alternatives.of if id_ in plan.pledges))
        if len(partners) > 1:
            message = Message("alternatives-of-several", partners=Listed(partners))
            yield Finding(table="alternatives", id=alternatives.id, path=("of",), message=message)
        for id_ in alternatives.of:
            if first.setdefault(id_, alternatives.id) != alternatives.id:
                message = Message("in-two-alternatives", pledge=id_, other=first[id_])
                yield Finding(table="alternatives", id=alternatives.id, path=("of",), word=id_, message=message)


def shares_of_themselves(plan: Plan) -> Iterator[Finding]:
    """A share of 1 or more of a sum that counts the pledge itself: no amount would do (§3.8)."""
    for table, pledge in pledges_and_asks(plan):
        follows = pledge.follows
        if follows is not None and follows.share >= 1 and plan.counts_in(pledge, follows, pledge):
            message = Message("share-of-itself", share=follows.share)
            yield Finding(table=table, id=pledge.id, path=("amount", "share"), message=message)


def unbounded_shares(plan: Plan) -> Iterator[Finding]:
    """Without ``up_to``, an amount follows a sum in which another follows too: they might push each other up (§3.8)."""
    following = [(table, pledge) for table, pledge in pledges_and_asks(plan) if pledge.follows is not None]
    before = {pledge.id: set(_before(plan, pledge)) for _, pledge in following}
    for table, pledge in following:
        if pledge.follows is None or pledge.follows.up_to is not None:
            continue
        for _, other in following:
            succeed = other.id in before[pledge.id] or pledge.id in before[other.id]
            if other is not pledge and not succeed and plan.counts_in(other, pledge.follows, pledge):
                message = Message("share-without-bound", other=other.id)
                yield Finding(table=table, id=pledge.id, path=("amount",), message=message)
                break


def _before(plan: Plan, pledge: Pledge) -> Iterator[str]:
    """The pledges that it has replaced or refined, and they before it."""
    seen: set[str] = set()
    waiting = [*pledge.ends]
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            yield id_
            waiting += plan.pledges[id_].ends if id_ in plan.pledges else ()


def mixed_pools(plan: Plan) -> Iterator[Finding]:
    """A pool that pledges of two capabilities draw on: it has one unit (§1.5)."""
    first: dict[str, Pledge] = {}
    for table, pledge in pledges_and_asks(plan):
        if pledge.pool is not None and pledge.provides is not None:
            other = first.setdefault(pledge.pool, pledge)
            if other.provides != pledge.provides:
                message = Message(
                    "pool-of-two-units", pool=pledge.pool, other=other.id, first=other.provides, second=pledge.provides
                )
                yield Finding(table=table, id=pledge.id, path=("pool",), message=message)


def mixed_units(plan: Plan) -> Iterator[Finding]:
    """A requirement met in several capabilities, some of which convert, but not all into one of them (§1.5)."""
    for requirement in plan.requirements.values():
        bases = {plan.units[c].of if c in plan.units else c for c in requirement.of}
        if len(requirement.of) > 1 and (len(bases) > 1 or not bases <= set(requirement.of)):
            if not any(c in plan.units for c in requirement.of):
                continue
            message = Message("units-mixed", capabilities=tuple(f"'{each}'" for each in requirement.of))
            yield Finding(table="requirements", id=requirement.id, path=("of",), message=message)


def weights_missing(plan: Plan) -> Iterator[Finding]:
    """A weight that a condition adds up, and a member of the group that has none (§2)."""
    conditions: list[tuple[str, str, str, Condition]] = [
        (table, p.id, "only_if" if p.own_decision else "if", p.condition)
        for table, p in pledges_and_asks(plan)
        if p.condition is not ALWAYS
    ]
    if plan.goal is not None:
        conditions.append(("plan", "", "goal", plan.goal))
    for table, id_, key, condition in conditions:
        for message in unweighted(plan, condition):
            yield Finding(table=table, id=id_, path=(key,), word=str(dict(message.parts)["word"]), message=message)


def unweighted(plan: Plan, condition: Condition) -> Iterator[Message]:
    """What is wrong with the weights in one condition, each once."""
    for atom in dict.fromkeys(atom for atom, _ in atoms(condition) if isinstance(atom, Weight)):
        for member in plan.members(atom.group):
            if member not in plan.partners or atom.word not in plan.partners[member].weight:
                yield Message("weight-missing", member=member, group=atom.group, word=atom.word)


# -- errors: the rest of the plan ---------------------------------------------------------------------------------


def origin_cycles(plan: Plan) -> Iterator[Finding]:
    """Sources that repeat each other, and a statement whose origin is its own source."""
    for cycle in cycles({s.id: (s.origin,) for s in plan.sources.values() if s.origin is not None}):
        message = Message("cycle-of-sources", circle=_circle(cycle))
        yield Finding(table="sources", id=cycle[0], path=("origin",), message=message)
    for number, statement in enumerate(plan.statements):
        if statement.origin == statement.source:
            message = Message("origin-is-source", source=statement.source)
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
    for cycle in cycles(needs):
        message = Message("cycle-of-likelihoods", circle=_circle(cycle))
        yield Finding(table="assumptions", id=cycle[0], path=("likelihood",), message=message, at_key=True)


def weightless_groups(plan: Plan) -> Iterator[Finding]:
    """A group all of whose members weigh nothing by some word: there is no share of that (§2)."""
    for group in plan.groups.values():
        weights = [plan.partners[member].weight for member in group.of if member in plan.partners]
        for word in dict.fromkeys(word for weight in weights for word in weight):
            if not any(weight.get(word, 1) for weight in weights):
                message = Message("weightless-group", word=word)
                yield Finding(table="groups", id=group.id, path=("of",), message=message)


def units_of_units(plan: Plan) -> Iterator[Finding]:
    """A unit whose ``of`` is a unit, or itself (§1.5)."""
    for unit in plan.units.values():
        if unit.of in plan.units:
            message = Message("unit-of-itself") if unit.of == unit.id else Message("unit-of-unit", of=unit.of)
            yield Finding(table="units", id=unit.id, path=("of",), message=message)


def too_likely_choices(plan: Plan) -> Iterator[Finding]:
    """Options of a choice whose likelihoods, even at their least, add up to more than 1 (§6.1)."""
    for choice in plan.choices.values():
        listed = (plan.assumptions[o].likelihood for o in choice.options if o in plan.assumptions)
        total = sum((min(chance.chance for chance in each) for each in listed if each), Decimal(0))
        if total > 1:
            message = Message("options-too-likely", total=total)
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


def _contradiction(id_: str, value: bool, against: tuple[str, ...]) -> Message:
    others = Listed(against) if against else Message("decided.already")
    return Message("contradiction", id=id_, value=str(value).lower(), others=others)


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
            message = Message("no-decision-in-scenario", name=name)
            yield Finding(table="scenarios", id=id_, path=("assume",), word=name, message=message)
        id_of, _, body = name.partition(".")
        if body and id_of in plan.pledges:
            consents = scenario.pledges.get(id_of, {}).get("subject_to", plan.pledges[id_of].subject_to)
            if body not in [consent.body for consent in consents]:
                message = Message("no-consent-in-scenario", pledge=id_of, body=body)
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
                inner=finding.subjects,
            )


def _circle(cycle: tuple[str, ...]) -> str:
    shown = cycle if len(cycle) <= 10 else (*cycle[:9], "…")
    return " → ".join((*shown, cycle[0]))


def _next(cycle: tuple[str, ...]) -> str:
    return cycle[1 % len(cycle)]


#: Rules about entries one by one: what a scenario changes is looked at by itself.
_OF_ENTRIES: tuple[Rule, ...] = (
    up_to_below_amount,
    whole_in_pool,
    misplaced_with_share,
    ended_before_said,
    window_without_days,
)

#: Rules about entries together, and the fields they read: asked again of scenarios that change one of those.
_OF_FIELDS: Mapping[Rule, frozenset[str]] = {
    enabler_cycles: frozenset({"enablers"}),
    replacement_cycles: frozenset({"replaces", "refines"}),
    mixed_alternatives: frozenset({"partner"}),
    shares_of_themselves: frozenset({"follows", "provides", "partner"}),
    unbounded_shares: frozenset({"follows", "provides", "partner"}),
    mixed_pools: frozenset({"pool", "provides"}),
    mixed_units: frozenset({"of"}),
    weights_missing: frozenset({"condition"}),
}

#: Rules about what no scenario can change.
_OF_PLAN: tuple[Rule, ...] = (
    origin_cycles,
    likelihood_cycles,
    weightless_groups,
    units_of_units,
    too_likely_choices,
    contradictory_decisions,
)
