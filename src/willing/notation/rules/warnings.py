"""What is doubtful about a plan without errors. One function a rule, as of :mod:`willing.notation.rules.errors`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from willing.languages.answers import or_words
from willing.model.condition import Always, And, Condition, Name, Never, Share, atoms
from willing.model.condition_text import condition_text
from willing.model.plan import Plan, Pledge
from willing.model.problem import Listed, Message
from willing.model.table import on_the_table, requirements_unheard_of, stale, unheard_of
from willing.notation.nearest import nearest
from willing.notation.rules.finding import Finding, Rule, pledges_and_asks
from willing.notation.rules.lookalikes import look_alikes
from willing.notation.rules.possible import Possible, capabilities, may_serve, shortfalls

#: How many of what is told in one sentence are named in it.
_MOST_NAMED = 10

_WORD = re.compile(r"\w+")

#: From how many pledges without a source on they are told of in one sentence.
_SOURCES_ONE_BY_ONE = 20


def warnings(plan: Plan, mentioned: Set[str]) -> Iterator[Finding]:
    """Everything that is doubtful about a plan without errors; ``mentioned`` are the names in its conditions."""
    yield from unused_assumptions(plan, mentioned)
    yield from ambiguous_partners(plan, mentioned)
    for rule in _WARNINGS:
        yield from rule(plan)


def unused_assumptions(plan: Plan, mentioned: Set[str]) -> Iterator[Finding]:
    """An assumption that no condition names, nothing implies, and that is no option of a choice."""
    used = {other for assumption in plan.assumptions.values() for other in assumption.implies}
    used.update(option for choice in plan.choices.values() for option in choice.options)
    for assumption in plan.assumptions.values():
        if assumption.id not in mentioned and assumption.id not in used and not assumption.implies:
            message = Message("assumption-unused")
            yield Finding(table="assumptions", id=assumption.id, message=message, at_key=True)


def ambiguous_partners(plan: Plan, mentioned: Set[str]) -> Iterator[Finding]:
    """A partner of several pledges that a condition names as if there were one; told once, where it first is."""
    replaced = {name for pledge in plan.pledges.values() for name in pledge.ends}
    counts = Counter(pledge.partner for pledge in plan.pledges.values() if pledge.id not in replaced)
    several = {name: n for name, n in counts.items() if n > 1}
    waiting = {name for name in several if name in mentioned}
    if not waiting:
        return
    for pledge in plan.pledges.values():
        for name in _plain_names(pledge.condition):
            if name in waiting:
                waiting.discard(name)
                message = Message("partner-of-several-pledges", partner=name, count=several[name])
                yield Finding(table="pledges", id=pledge.id, path=(_condition_key(pledge),), word=name, message=message)
        if not waiting:
            return


def partners_met_by_support(plan: Plan) -> Iterator[Finding]:
    """A partner named for its only pledge, which no requirement asks for: is that pledge meant? (§4.6)"""
    wanted = {capability for requirement in plan.requirements.values() for capability in requirement.of}
    if not wanted:
        return
    table, _ = on_the_table(plan, plan.as_of, frozenset())
    own: dict[str, list[Pledge]] = {}
    for pledge in table.values():
        own.setdefault(pledge.partner, []).append(pledge)
    aside = {
        partner: its[0].provides
        for partner, its in own.items()
        if len(its) == 1 and its[0].provides and wanted.isdisjoint(capabilities(plan, its[0].provides))
    }
    for pledge in table.values() if aside else ():
        name = next((name for name in _plain_names(pledge.condition) if name in aside), None)
        if name is not None:
            message = Message("partner-met-by-support", partner=name, capability=aside.pop(name))
            yield Finding(table="pledges", id=pledge.id, path=(_condition_key(pledge),), word=name, message=message)


def offers_of_either(plan: Plan) -> Iterator[Finding]:
    """Two pledges of a partner of which a note says that one or the other is meant: alternatives? (§3.1)"""
    told = {id_ for alternatives in plan.alternatives.values() for id_ in alternatives.of}
    own: dict[str, list[Pledge]] = {}
    for pledge in on_the_table(plan, plan.as_of, frozenset())[0].values():
        if pledge.id not in told and pledge.provides:
            own.setdefault(pledge.partner, []).append(pledge)
    either = {note: _behind_or(note) for note in {p.note for its in own.values() for p in its} if note}
    for its in own.values():
        for pledge in its:
            if not (behind := either.get(pledge.note or "")):
                continue
            others = (o for o in its if o.provides != pledge.provides)
            other = next((o for o in others if _named_in(o, behind)), None)
            if other is not None:
                message = Message("alternatives-meant", other=other.id)
                yield Finding(table="pledges", id=pledge.id, path=("note",), message=message)
                break


def _behind_or(note: str) -> Sequence[Sequence[str]]:
    """What stands behind each word for or."""
    words = _WORD.findall(note.casefold())
    return [words[i + 1 :] for i, word in enumerate(words) if word in or_words()]


def _named_in(pledge: Pledge, clauses: Sequence[Sequence[str]]) -> bool:
    """Whether one of the clauses begins with what a pledge provides, in the singular or plural, after an article."""
    what = _WORD.findall((pledge.provides or "").casefold())[:1]
    return any(_alike(word, stem) for clause in clauses for word in clause[:3] for stem in what)


def _alike(word: str, other: str) -> bool:
    """Whether two words differ at most in an ending."""
    short, long = sorted((word, other), key=len)
    return len(short) > 2 and long.startswith(short[: max(3, len(short) - 1)]) and len(long) - len(short) < 3


def amounts_of_nothing(plan: Plan) -> Iterator[Finding]:
    """An amount of no capability, which nothing can add up; many of them in one sentence (§T19)."""
    of_nothing = [p for p in plan.pledges.values() if p.provides is None and (p.amount or p.up_to or p.follows)]
    if of_nothing:
        first = of_nothing[0]
        message = Message("amounts-without-capability", count=len(of_nothing))
        yield Finding(
            table="pledges",
            id=first.id,
            path=("up_to" if first.up_to and not first.amount else "amount",),
            message=message,
        )


def sourceless_pledges(plan: Plan) -> Iterator[Finding]:
    """A pledge that neither names a source nor has a statement; many of them in one sentence."""
    spoken_for = {statement.about for statement in plan.statements}
    heard = {p.id for p in plan.pledges.values() if p.sources or p.id in spoken_for}
    bare = [p for p in plan.pledges.values() if p.id not in heard and heard.isdisjoint(plan.promise(p.id))]
    if len(bare) > _SOURCES_ONE_BY_ONE or (len(bare) > 1 and len(bare) == len(plan.pledges)):
        every = len(bare) == len(plan.pledges)
        message = Message("no-pledge-has-source" if every else "pledges-without-source", count=len(bare))
        yield Finding(table="pledges", id=bare[0].id, message=message, at_key=True)
        return
    for pledge in bare:
        yield Finding(table="pledges", id=pledge.id, message=Message("pledge-without-source"), at_key=True)


def unserved_requirements(plan: Plan) -> Iterator[Finding]:
    """A requirement for which no pledge is eligible (§4.1); or one of whose capabilities nobody provides."""
    provided = _provided(plan)
    wanted = {c for requirement in plan.requirements.values() for c in requirement.of}
    caveats: dict[str, dict[tuple[tuple[str, ...], tuple[str, ...]], None]] = {}  # by capability: not_in and only
    for pledge in plan.pledges.values():
        if pledge.provides is not None:
            for capability in capabilities(plan, pledge.provides):
                if capability in wanted:
                    caveats.setdefault(capability, {})[pledge.not_in, pledge.only] = None
    for requirement in plan.requirements.values():
        message: Message | None = None
        word = ""
        if not requirement.of:
            message = Message("requirement-of-nothing")
        elif provided.isdisjoint(requirement.of):
            message = Message("nobody-provides", capabilities=Listed(requirement.of, "or"))
        elif not any(may_serve(requirement, *each) for c in requirement.of for each in caveats.get(c, ())):
            message = Message("nobody-may-serve")
        else:
            word = next((capability for capability in requirement.of if capability not in provided), "")
            message = Message("nobody-provides", capabilities=Listed((word,))) if word else None
        if message:
            yield Finding(table="requirements", id=requirement.id, path=("of",), word=word, message=message)


def hopeless_conditions(plan: Plan) -> Iterator[Finding]:
    """A condition that can never be met, other than a plain refusal; capabilities in it that nobody provides."""
    possible = Possible(plan)
    hopeless = possible.never_met()
    its = [p for p in plan.pledges.values() if p.id in hopeless and not isinstance(p.condition, Never)]
    reasons = {pledge.id: possible.reason(pledge) for pledge in its}
    counts, seen = Counter(reasons.values()), Counter[Message]()
    for pledge in its:
        message = reasons[pledge.id]
        number = seen[message] = seen[message] + 1
        if number < _MOST_NAMED or counts[message] <= _MOST_NAMED:
            word = possible.culprit(pledge)
        elif number == _MOST_NAMED:
            message, word = Message("more-so", count=counts[message] - number + 1), ""
        else:
            continue
        yield Finding(table="pledges", id=pledge.id, path=(_condition_key(pledge),), word=word, message=message)
    if plan.goal is not None:
        for message in _never_met(plan, plan.goal, possible):
            yield Finding(table="plan", path=("goal",), message=message)


def _never_met(plan: Plan, goal: Condition, possible: Possible) -> Iterator[Message]:
    """The parts of a goal that are met in no world, whatever comes (§4.7); a bound: there may be more."""
    parts = goal.of if isinstance(goal, And) else (goal,)
    hopeless = [condition_text(part) for part in parts if not possible.can(part, None)]
    if hopeless:
        yield (
            Message("goal-parts-never-met", parts=Listed(tuple(hopeless)))
            if len(parts) > 1
            else Message("goal-never-met")
        )
    lacking = [found for part in parts if isinstance(part, Share) for found in shortfalls(plan, part)]
    for requirement, most in dict(lacking).items():
        yield Message(
            "goal-never-filled", requirement=requirement, most=most, needs=plan.requirements[requirement].needs
        )


def goal_without_needs(plan: Plan) -> Iterator[Finding]:
    """A goal that asks for a share of requirements none of which says its need (§4.3): nothing would do."""
    for atom, _ in atoms(plan.goal) if plan.goal is not None else ():
        if isinstance(atom, Share) and atom.scope != "requirement" and not plan.asked_by(atom):
            which = f"{atom.scope} {atom.which}".strip()
            message = Message("goal-without-needs", which=which)
            yield Finding(table="plan", path=("goal",), word=which, message=message)


def idle_likelihoods(plan: Plan) -> Iterator[Finding]:
    """A likelihood on a pledge without ``only_if``: there is no decision that it could be of (§6.1)."""
    for table, pledge in pledges_and_asks(plan):
        if pledge.likelihood and not pledge.own_decision:
            message = Message("likelihood-without-decision")
            yield Finding(table=table, id=pledge.id, path=("likelihood",), message=message)


def idle_caveats(plan: Plan) -> Iterator[Finding]:
    """A caveat for a place where nothing is required."""
    places = {requirement.in_place for requirement in plan.requirements.values()}
    for table, pledge in pledges_and_asks(plan):
        for place in pledge.not_in:
            if place not in places:
                message = Message("caveat-for-nothing", place=place)
                yield Finding(table=table, id=pledge.id, path=("not_in",), word=place, message=message)


def lapsed_when_said(plan: Plan) -> Iterator[Finding]:
    """A pledge that lapses on the day it is said, or before."""
    for table, pledge in pledges_and_asks(plan):
        if pledge.until is not None and pledge.said is not None and pledge.until <= pledge.said:
            message = Message("lapsed-when-said", until=pledge.until, said=pledge.said)
            yield Finding(table=table, id=pledge.id, path=("until",), message=message)


def replaced_for_others(plan: Plan) -> Iterator[Finding]:
    """A pledge that replaces or refines one of another partner."""
    for pledge in plan.pledges.values():
        for key, names in (("replaces", pledge.replaces), ("refines", pledge.refines)):
            for name in names:
                other = plan.pledges.get(name)
                if other is not None and other.partner != pledge.partner:
                    message = Message("replaces-of-another", name=name, partner=other.partner)
                    yield Finding(table="pledges", id=pledge.id, path=(key,), word=name, message=message)


def consents_before_said(plan: Plan) -> Iterator[Finding]:
    """A consent given or refused before there was the pledge that needs it."""
    for table, pledge in pledges_and_asks(plan):
        for consent in pledge.subject_to:
            if consent.day is not None and pledge.said is not None and consent.day < pledge.said:
                message = Message("consent-before-said", body=consent.body, day=consent.day, said=pledge.said)
                yield Finding(table=table, id=pledge.id, path=("subject_to",), word=consent.body, message=message)


def stale_pledges(plan: Plan) -> Iterator[Finding]:
    """Pledges on the table that nobody has repeated for long (§8.5); told at the first."""
    table, _ = on_the_table(plan, plan.as_of, frozenset())
    spoken = {id_: p for id_, p in table.items() if not isinstance(p.condition, Never) and p.stage >= plan.counts}
    found = tuple(stale(plan, spoken, plan.as_of))
    if found:
        names = Listed(found[:_MOST_NAMED])
        message = Message("pledges-stale", count=len(found), days=plan.stale_after, day=plan.as_of, names=names)
        yield Finding(table="pledges", id=found[0], message=message, at_key=True)


def known_later(plan: Plan) -> Iterator[Finding]:
    """Pledges on the table and requirements that rest only on reports after the day of the picture (§8.5)."""
    unheard, needs = unheard_of(plan, plan.as_of), requirements_unheard_of(plan, plan.as_of)
    pledges = [id_ for id_ in on_the_table(plan, plan.as_of, frozenset())[0] if id_ in unheard] if unheard else []
    requirements = [id_ for id_ in plan.requirements if id_ in needs]
    found = (*pledges, *requirements)
    if found:
        message = Message("known-later", count=len(found), day=plan.as_of, names=Listed(found[:_MOST_NAMED]))
        yield Finding(table="pledges" if pledges else "requirements", id=found[0], message=message, at_key=True)


def idle_capabilities(plan: Plan) -> Iterator[Finding]:
    """A capability with a name or a unit that nobody provides and no requirement asks for."""
    used = _provided(plan) | {c for requirement in plan.requirements.values() for c in requirement.of}
    used |= {ask.provides for ask in plan.asks.values() if ask.provides is not None}
    for capability in plan.capabilities.values():
        if capability.id not in used:
            message = Message("capability-unused", meant=nearest(capability.id, used))
            yield Finding(table="capabilities", id=capability.id, message=message, at_key=True)


def _condition_key(pledge: Pledge) -> str:
    return "only_if" if pledge.own_decision else "if"


def _provided(plan: Plan) -> set[str]:
    """Every capability that some pledge provides, as itself or as a unit."""
    given = {pledge.provides for pledge in plan.pledges.values()}
    return {capability for each in given if each is not None for capability in capabilities(plan, each)}


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


_WARNINGS: tuple[Rule, ...] = (
    sourceless_pledges,
    amounts_of_nothing,
    unserved_requirements,
    partners_met_by_support,
    offers_of_either,
    hopeless_conditions,
    goal_without_needs,
    idle_likelihoods,
    idle_caveats,
    lapsed_when_said,
    replaced_for_others,
    consents_before_said,
    idle_capabilities,
    stale_pledges,
    known_later,
    look_alikes,
)
