"""What could be asked for (§7.1), and the picture once it is so: the plain reading, change by change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import msgspec

from willing.answers.asks import Change
from willing.engine.picture import picture_as_read
from willing.languages.names import state_called
from willing.model.condition import ALWAYS, Always, And, Condition, Name, Never, atoms, conjuncts
from willing.model.picture import Picture
from willing.model.plan import Plan, Pledge


def possible_changes(picture: Picture, what_if: Mapping[str, bool | None]) -> tuple[Change, ...]:
    """Everything that could be asked for, in the order of the file: assumptions, pledges, entries of ``[[asks]]``.

    What a what-if sets to yes or no stays as it is.
    """
    decided, plan = picture.decided, picture.plan
    changes = [
        Change(kind="assumption", id=a.id, to=a.decided_by, effort=a.effort)
        for a in plan.assumptions.values()
        if a.askable and not decided.get(a.id, False) and what_if.get(a.id) is None
    ]
    for pledge in picture.pledges.values():
        if pledge.id not in plan.aside:
            changes += _of_pledge(picture, pledge, what_if)
    changes += [
        Change(kind="pledge", id=ask.id, to=(ask.partner,), effort=ask.effort)
        for ask in plan.asks.values()
        if ask.partner not in picture.without and (ask.until is None or picture.day is None or ask.until > picture.day)
    ]
    return tuple(changes)


def addressed(plan: Plan, change: Change) -> Change:
    """The change with the ids of the partners that it names otherwise: by their own names, or those of states."""
    if all(who in plan.partners for who in change.to):
        return change
    called = {name.casefold(): p.id for p in plan.partners.values() for name in (p.name, *p.names.values()) if name}

    def partner(who: str) -> str:
        if who in plan.partners:
            return who
        found = called.get(who.casefold()) or state_called(who)
        return found if found is not None and found in plan.partners else who

    return msgspec.structs.replace(change, to=tuple(dict.fromkeys(map(partner, change.to))))


def _of_pledge(picture: Picture, pledge: Pledge, what_if: Mapping[str, bool | None]) -> Iterator[Change]:
    id_, effort, to = pledge.id, pledge.effort, (pledge.partner,)
    if isinstance(pledge.condition, Never):  # of somebody who refuses nothing else helps
        return
    if pledge.own_decision and not picture.decided.get(id_, False) and what_if.get(id_) is None:
        yield Change(kind="decision", id=id_, to=to, effort=effort)
    parts = conjuncts(pledge.condition)
    if not pledge.fixed:
        for part in parts:
            if not isinstance(part, Always | Never) and not _names(part, picture.plan.premise):
                yield Change(kind="part", id=id_, part=part, to=to, effort=effort)
        if not parts and not isinstance(pledge.condition, Always | Never):
            yield Change(kind="condition", id=id_, to=to, effort=effort)
    if id_ not in picture.counted:
        yield Change(kind="stage", id=id_, to=to, effort=effort)
    for name, consent in pledge.consents.items():
        if not picture.decided.get(name, False) and what_if.get(name) is None:
            yield Change(kind="consent", id=name, to=(consent.body,), effort=consent.effort)
    if pledge.unsized and pledge.up_to is not None:
        yield Change(kind="size", id=id_, to=to, effort=effort)
    for place, body in pledge.not_in_lifted.items():
        yield Change(kind="caveat", id=id_, caveat=place, to=(body,), effort=effort)
    if pledge.only_lifted:  # lifted as a whole, by all bodies it names (§1)
        bodies = tuple(dict.fromkeys(pledge.only_lifted.values()))
        yield Change(kind="caveat", id=id_, caveat=", ".join(pledge.only), to=bodies, effort=effort)


def _names(condition: Condition, ids: Iterable[str]) -> bool:
    return any(isinstance(atom, Name) and atom.id in ids for atom, _ in atoms(condition))


def unmet_implications(picture: Picture, changes: Iterable[Change]) -> tuple[str, ...]:
    """Assumptions that some of those asked for imply, and that are neither true nor asked for too."""
    asked = {change.id: None for change in changes if change.kind == "assumption"}
    implied = (other for id_ in asked for other in picture.plan.assumptions[id_].implies)
    return tuple(dict.fromkeys(o for o in implied if o not in asked and not picture.decided.get(o, False)))


def changed(picture: Picture, what_if: Mapping[str, bool | None], changes: Iterable[Change]) -> Picture | None:
    """The picture once these changes are made; None where implications or choices do not allow them together."""
    changes = tuple(changes)
    if unmet_implications(picture, changes):
        return None
    plan = picture.plan
    pledges = dict(plan.pledges)
    decided = dict(what_if)
    for change in changes:
        if change.kind in ("assumption", "decision", "consent"):
            decided[change.id] = True
        elif change.kind == "pledge":
            pledges[change.id] = as_pledged(picture, plan.asks[change.id])
        else:
            pledges[change.pledge] = granting(picture, pledges[change.pledge], change)
    return redecided(picture, pledges, decided)


def granting(picture: Picture, pledge: Pledge, change: Change) -> Pledge:
    """The pledge once a change of it is made: its condition, stage, size or a limitation."""
    match change.kind:
        case "condition":
            return replace(pledge, condition=ALWAYS)
        case "part":
            left = tuple(part for part in conjuncts(pledge.condition) or (pledge.condition,) if part != change.part)
            return replace(pledge, condition=And(left) if len(left) > 1 else left[0] if left else ALWAYS)
        case "stage":
            return replace(pledge, stage=picture.plan.counts)
        case "size":
            return replace(pledge, amount=pledge.up_to)
        case "caveat" if change.caveat in pledge.not_in_lifted:
            lifted = {place: body for place, body in pledge.not_in_lifted.items() if place != change.caveat}
            not_in = tuple(place for place in pledge.not_in if place != change.caveat)
            return replace(pledge, not_in=not_in, not_in_lifted=lifted)
        case "caveat":
            return replace(pledge, only=(), only_lifted={})
        case _:
            raise ValueError(f"{change.kind} does not change a pledge")


def as_pledged(picture: Picture, ask: Pledge) -> Pledge:
    """An entry of ``[[asks]]`` once it is pledged: on the table today, at a stage that counts."""
    return replace(ask, stage=max(ask.stage, picture.plan.counts), said=None, ended=None)


def redecided(picture: Picture, pledges: Mapping[str, Pledge], what_if: Mapping[str, bool | None]) -> Picture | None:
    """The picture with other pledges and what-ifs; None where these contradict each other."""
    found, contradictions = picture_as_read(
        replace(picture.plan, pledges=pledges),
        day=picture.day,
        known_by=picture.known_by,
        scenarios=picture.scenarios,
        what_if=what_if,
    )
    return None if any(c.layer == 0 for c in contradictions) else found
