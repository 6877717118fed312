"""What was done between two pictures of a plan: pledges given, replaced, ended, lapsed; assumptions changed (§8.1)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from willing.answers.steps import Step, Turn, Voice
from willing.model.evidence import Statement
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge


def steps_between(before: Picture, after: Picture) -> tuple[Step, ...]:
    """What is otherwise in ``after``: pledges in file order, then assumptions, then consents."""
    steps = []
    old, new = before.pledges, after.pledges
    for id_ in new:
        if id_ not in old:
            steps.append(_pledged(before, after, new[id_]))
        elif old[id_] is not new[id_] and old[id_] != new[id_]:
            steps.append(Step(kind="read", id=id_, partners=(new[id_].partner,), voice=voice(after, id_)))
    steps += [_gone(before, after, old[id_]) for id_ in old if id_ not in new]
    known = {*before.plan.assumptions, *_consents(before)}
    for id_ in (*after.plan.assumptions, *_consents(after)):
        was, is_ = before.decided.get(id_), after.decided.get(id_)
        if was != is_ and id_ in known:
            steps.append(Step(kind="assumption", id=id_, turned=Turn(was, is_), voice=voice(after, id_)))
    order = {id_: i for i, id_ in enumerate(dict.fromkeys([*before.plan.pledges, *after.plan.pledges]))}
    last = len(order)
    return tuple(sorted(steps, key=lambda step: order.get(step.id, last)))


def _consents(picture: Picture) -> list[str]:
    """The consents that pledges on the table need."""
    return [id_ for pledge in picture.pledges.values() if pledge.subject_to for id_ in pledge.consents]


def _pledged(before: Picture, after: Picture, pledge: Pledge) -> Step:
    replaced = tuple(id_ for id_ in _all_replaced(after.plan, pledge) if id_ in before.pledges)
    return Step(
        kind="pledged", id=pledge.id, partners=(pledge.partner,), replaces=replaced, voice=voice(after, pledge.id)
    )


def _all_replaced(plan: Plan, pledge: Pledge) -> Iterable[str]:
    """What it replaces, and what those replaced before."""
    found: dict[str, None] = {}
    stack = list(reversed(pledge.ends))
    while stack:
        id_ = stack.pop()
        if id_ not in found:
            found[id_] = None
            stack.extend(reversed(plan.pledges[id_].ends))
    return found


def _gone(before: Picture, after: Picture, pledge: Pledge) -> Step:
    id_, day = pledge.id, after.day
    if id_ not in after.plan.pledges:
        return Step(kind="gone", id=id_, partners=(pledge.partner,))
    pledge = after.plan.pledges[id_]
    if id_ in after.means and id_ not in before.means:
        direct = [p for p in after.plan.pledges.values() if id_ in p.ends and _said_between(p, before, after)]
        partners = tuple(dict.fromkeys(p.partner for p in direct)) or (pledge.partner,)
        others = after.means[id_] or tuple(p.id for p in direct)
        said = voice(after, others[0]) if others else Voice()
        return Step(kind="replaced", id=id_, partners=partners, replaced_by=others, voice=said)
    kind: Literal["ended", "lapsed", "gone"] = "gone"
    if day is not None and pledge.ended is not None and pledge.ended <= day:
        kind = "ended"
    elif day is not None and pledge.until is not None and pledge.until <= day:
        kind = "lapsed"
    on = pledge.ended if kind == "ended" else pledge.until if kind == "lapsed" else None
    return Step(kind=kind, id=id_, partners=(pledge.partner,), voice=voice(after, id_, on=on))


def _said_between(pledge: Pledge, before: Picture, after: Picture) -> bool:
    if pledge.said is None or before.day is None or after.day is None:
        return True
    return before.day < pledge.said <= after.day


def voice(picture: Picture, about: str, *, on: date | None = None) -> Voice:
    """Whose word there is for a pledge or an assumption; ``on``: where it is about what happened to it that day.

    Statements of that day come first; what is published after ``known_by`` is not heard.
    """
    plan = picture.plan
    pledge = plan.pledges.get(about)
    day = on if on is not None else pledge.said if pledge is not None else None
    value = picture.decided.get(about)
    heard = [s for s in plan.statements if s.about == about and _known(plan, s.source, picture.known_by)]
    if picture.day is not None:
        heard = [s for s in heard if s.on is None or s.on.first <= picture.day]
    if pledge is not None:
        heard = [s for s in heard if not s.against]
    told = min(heard, key=lambda s: _distance(s, day, value), default=None)
    if pledge is not None and on is None:
        sources = [s for s in pledge.sources if _known(plan, s, picture.known_by)]
        source = told.source if told else sources[0] if sources else None
        return Voice(
            by=pledge.by or (told.who if told else None),
            own=pledge.by is not None,
            on=pledge.said,
            source=plan.sources[source] if source else None,
            says=told.says if told else None,
        )
    if told is None:
        return Voice(on=on)
    told_on = told.on.first if told.on is not None and not told.on.month_only else None
    return Voice(by=told.who, on=on or told_on, source=plan.sources[told.source], says=told.says)


def _distance(statement: Statement, day: date | None, value: bool | None) -> tuple[bool, int]:
    """First those that say what is told, then the nearest to its day, or the latest where it has none."""
    contrary = value is not None and statement.against == value
    if statement.on is None:
        return contrary, 10**8
    return contrary, abs((day - statement.on.first).days) if day else -statement.on.first.toordinal()


def _known(plan: Plan, source: str, known_by: date | None) -> bool:
    published = plan.sources[source].published
    return known_by is None or published is None or published.first <= known_by


def by_partner(steps: Iterable[Step]) -> Mapping[str, tuple[Step, ...]]:
    """The steps of each partner that took one."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        for partner in step.partners:
            found[partner] = (*found.get(partner, ()), step)
    return found
