"""What is on the table on a day, and what is known of it then (§8.1, §8.5)."""

from collections.abc import Mapping
from datetime import date

from willing.model.plan import Plan, Pledge


def over_on(pledge: Pledge, day: date | None) -> date | None:
    """The day on which a pledge was withdrawn, or has lapsed, by ``day``; None where it has not."""
    if day is None or (pledge.ended is None and pledge.until is None):
        return None
    return min((d for d in (pledge.ended, pledge.until) if d is not None and d <= day), default=None)


def on_the_table(
    plan: Plan, day: date | None, unheard: frozenset[str]
) -> tuple[dict[str, Pledge], dict[str, tuple[str, ...]]]:
    """The pledges of a picture; and for the name of each that was replaced, those on the table in its place."""
    said = {
        id_: p
        for id_, p in plan.pledges.items()
        if (p.said is None or day is None or p.said <= day) and id_ not in unheard
    }
    successors: dict[str, list[str]] = {}
    for id_, pledge in said.items():
        if pledge.replaces or pledge.refines:
            for replaced in pledge.ends:
                successors.setdefault(replaced, []).append(id_)
    table = {
        id_: p
        for id_, p in said.items()
        if id_ not in successors and ((p.ended is None and p.until is None) or over_on(p, day) is None)
    }
    means: dict[str, tuple[str, ...]] = {}
    for id_ in successors:
        found: dict[str, None] = {}
        stack = [id_]
        while stack:  # replacing has no cycles (§1.1)
            name = stack.pop()
            if name in successors:
                stack.extend(reversed(successors[name]))
            elif name in table:
                found[name] = None
        means[id_] = tuple(found)
    return table, means


def unheard_of(plan: Plan, known_by: date | None) -> frozenset[str]:
    """Pledges, assumptions and partners that rest only on sources published after ``known_by`` (§8.1).

    A source without a day counts as known; what has no source at all stays.
    """
    late = _late(plan, known_by)
    if not late:
        return frozenset()
    rests_on = {id_: list(p.sources) for id_, p in plan.pledges.items() if p.sources}
    for about, sources in _spoken_of(plan).items():
        rests_on.setdefault(about, []).extend(sources)
    return frozenset(id_ for id_, sources in rests_on.items() if late.issuperset(sources))


def requirements_unheard_of(plan: Plan, known_by: date | None) -> frozenset[str]:
    """The same of requirements; of an id that is a pledge's, or whatever conditions can name, too, statements are
    about that."""
    late = _late(plan, known_by)
    if not late:
        return frozenset()
    spoken_of = _spoken_of(plan)
    named = {*plan.pledges, *plan.assumptions, *plan.partners}
    rests_on = {
        id_: (*r.sources, *(() if id_ in named else spoken_of.get(id_, ()))) for id_, r in plan.requirements.items()
    }
    return frozenset(id_ for id_, sources in rests_on.items() if sources and late.issuperset(sources))


def _late(plan: Plan, known_by: date | None) -> set[str]:
    if known_by is None:
        return set()
    return {s.id for s in plan.sources.values() if s.published is not None and s.published.first > known_by}


def _spoken_of(plan: Plan) -> Mapping[str, list[str]]:
    """The sources of the statements that speak for something, by what they are about."""
    found: dict[str, list[str]] = {}
    for statement in plan.statements:
        if not statement.against:
            found.setdefault(statement.about, []).append(statement.source)
    return found


def last_said(plan: Plan, day: date | None) -> dict[str, date]:
    """By pledge the day, up to ``day``, on which its promise was last said: by its newest statement, or by itself."""
    last: dict[str, date] = {}

    def hear(about: str, said: date | None) -> None:
        if said is not None and (day is None or said <= day) and said > last.get(about, date.min):
            last[about] = said

    published = {id_: None if s.published is None else s.published.first for id_, s in plan.sources.items()}
    for pledge in plan.pledges.values():
        if (said := pledge.said) is not None and (day is None or said <= day):
            last[pledge.id] = said
        for source in pledge.sources:
            hear(pledge.id, published[source])
    for statement in plan.statements:
        if not statement.against and statement.about in plan.pledges:
            hear(statement.about, published[statement.source] if statement.on is None else statement.on.first)
    for pledge in plan.pledges.values():
        for id_ in plan.promise(pledge.id)[1:] if pledge.refines else ():
            hear(pledge.id, last.get(id_))
    return last


def stale(plan: Plan, pledges: Mapping[str, Pledge], day: date | None) -> dict[str, date]:
    """Of these pledges those last said more than ``stale_after`` days before ``day``, and when that was (§8.5)."""
    if day is None or not plan.stale_after:
        return {}
    last = last_said(plan, day)
    return {id_: last[id_] for id_ in pledges if id_ in last and (day - last[id_]).days > plan.stale_after}
