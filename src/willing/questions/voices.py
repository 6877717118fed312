"""How many independent origins speak for something, and against it (§1: equal origins count once)."""

from collections.abc import Mapping
from datetime import date

from willing.answers.voices import Voices
from willing.model.plan import Plan


def voices(plan: Plan, *, known_by: date | None = None) -> Mapping[str, Voices]:
    """By id of pledge, assumption, requirement or partner; what nobody speaks of is missing.

    Sources published after ``known_by`` are not heard.
    """
    late = late_sources(plan, known_by)
    for_: dict[str, dict[str, None]] = {}
    against: dict[str, dict[str, None]] = {}
    for statement in plan.statements:
        if statement.source not in late:
            origin = root(plan, statement.origin if statement.origin is not None else statement.source)
            (against if statement.against else for_).setdefault(statement.about, {})[origin] = None
    named = [(p.id, p.sources) for p in plan.pledges.values()]
    for id_, sources in (*named, *((r.id, r.sources) for r in plan.requirements.values())):
        for source in sources:
            if source not in late:
                for_.setdefault(id_, {})[root(plan, source)] = None
    _inherit(plan, for_, against)
    return {
        id_: Voices(supporting=tuple(for_.get(id_, ())), contradicting=tuple(against.get(id_, ())))
        for id_ in for_ | against
    }


def late_sources(plan: Plan, known_by: date | None) -> frozenset[str]:
    """The sources published after a day."""
    return frozenset(
        s.id for s in plan.sources.values() if known_by is not None and s.published and s.published.first > known_by
    )


def _inherit(plan: Plan, *heard: dict[str, dict[str, None]]) -> None:
    """Add to what is said of each pledge what was said of those it refines (§8.1)."""
    promises = {p.id: plan.promise(p.id)[1:] for p in plan.pledges.values() if p.refines}
    for voices in heard:
        own = {id_: dict(said) for id_, said in voices.items()}
        for id_, refined in promises.items():
            said = {origin: None for each in refined for origin in own.get(each, ())}
            if said:
                voices.setdefault(id_, {}).update(said)


def root(plan: Plan, origin: str) -> str:
    """The first of a chain of reports that repeat each other (the reader allows no cycles)."""
    while origin in plan.sources and (before := plan.sources[origin].origin) is not None:
        origin = before
    return origin
