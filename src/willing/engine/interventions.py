"""What could be asked for (§7.1), and the picture once it is so: the plain reading, change by change."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from willing.answers.asks import Change, ChangeKind
from willing.engine.picture import picture_as_read
from willing.model.condition import ALWAYS, Always, Never
from willing.model.picture import Picture
from willing.model.plan import Pledge


def possible_changes(picture: Picture, what_if: Mapping[str, bool | None]) -> tuple[Change, ...]:
    """Everything that could be asked for, in the order of the file: assumptions, pledges, entries of ``[[asks]]``.

    What a what-if sets to yes or no stays as it is.
    """
    decided = picture.decided
    changes = [
        Change(kind="assumption", id=a.id, to=a.decided_by, effort=a.effort)
        for a in picture.plan.assumptions.values()
        if a.askable and not decided.get(a.id, False) and what_if.get(a.id) is None
    ]
    for pledge in picture.pledges.values():
        if pledge.id in picture.plan.aside:
            continue
        kinds: list[ChangeKind] = []
        if pledge.own_decision and not decided.get(pledge.id, False) and what_if.get(pledge.id) is None:
            kinds.append("decision")
        if not isinstance(pledge.condition, Always | Never):
            kinds.append("condition")
        if pledge.id not in picture.counted:
            kinds.append("stage")
        changes += [Change(kind=kind, id=pledge.id, to=(pledge.partner,), effort=pledge.effort) for kind in kinds]
    changes += [
        Change(kind="pledge", id=ask.id, to=(ask.partner,), effort=ask.effort)
        for ask in picture.plan.asks.values()
        if ask.partner not in picture.without and (ask.until is None or picture.day is None or ask.until > picture.day)
    ]
    return tuple(changes)


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
        match change.kind:
            case "assumption" | "decision":
                decided[change.id] = True
            case "condition":
                pledges[change.id] = replace(pledges[change.id], condition=ALWAYS)
            case "stage":
                pledges[change.id] = replace(pledges[change.id], stage=plan.counts)
            case "pledge":
                pledges[change.id] = as_pledged(picture, plan.asks[change.id])
    return redecided(picture, pledges, decided)


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
