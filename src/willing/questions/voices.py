"""How many independent origins speak for a pledge or an assumption, and against it (§1: equal origins count once)."""

from collections.abc import Mapping
from datetime import date

from willing.answers.voices import Voices
from willing.model.plan import Plan


def voices(plan: Plan, *, known_by: date | None = None) -> Mapping[str, Voices]:
    """By id of pledge or assumption; what nobody speaks of is missing. Sources published after ``known_by`` are not."""
    late = {
        s.id for s in plan.sources.values() if known_by is not None and s.published and s.published.first > known_by
    }
    for_: dict[str, dict[str, None]] = {}
    against: dict[str, dict[str, None]] = {}
    for statement in plan.statements:
        if statement.source not in late:
            origin = root(plan, statement.origin if statement.origin is not None else statement.source)
            (against if statement.against else for_).setdefault(statement.about, {})[origin] = None
    for pledge in plan.pledges.values():
        for source in pledge.sources:
            if source not in late:
                for_.setdefault(pledge.id, {})[root(plan, source)] = None
    return {
        id_: Voices(supporting=tuple(for_.get(id_, ())), contradicting=tuple(against.get(id_, ())))
        for id_ in for_ | against
    }


def root(plan: Plan, origin: str) -> str:
    """The first of a chain of reports that repeat each other (the reader allows no cycles)."""
    while origin in plan.sources and (before := plan.sources[origin].origin) is not None:
        origin = before
    return origin
