"""Two briefs beside each other: two days, two scenarios or two files (§8.3)."""

from typing import Literal

from willing.answers.brief import Brief
from willing.answers.compare import Comparison, Move, Pledges, Shift
from willing.answers.coverage import RequirementLine
from willing.answers.standing import State, word
from willing.answers.steps import Step
from willing.questions.steps import by_partner, steps_between

#: From the best to the least: what a partner that moved came nearer to, or moved away from. Who says nothing is as far
#: as who lacks something.
_RANK: dict[State, int] = {
    "stands": 0, "support": 1, "together": 2, "rival": 3, "open": 4, "undecided": 5, "uncounted": 6, "none": 7,
    "blocked": 7, "refuses": 8,
}  # fmt: skip


def compare(first: Brief, second: Brief) -> Comparison:
    """What is otherwise in the second of two briefs."""
    steps = steps_between(first.picture, second.picture)
    own = by_partner(steps)
    moved, restated = [], []
    for id_ in dict.fromkeys([*second.partners, *first.partners]):
        move = _move(first, second, id_, own.get(id_, ()))
        if move.was != move.is_ or word(move.before) != word(move.after):
            moved.append(move)
        elif move.steps:
            restated.append(move)
    before = {line.requirement.id: line for line in first.requirements}
    after = {line.requirement.id: line for line in second.requirements}
    alike = (
        first.picture.plan is second.picture.plan
        or first.picture.plan.pledges.keys() == second.picture.plan.pledges.keys()
    )
    how: Literal["days", "scenarios", "files"] = "files"
    if first.plan == second.plan and alike:
        how = "days" if first.as_of != second.as_of and first.scenarios == second.scenarios else "scenarios"
    return Comparison(
        first=first,
        second=second,
        how=how,
        moved=tuple(moved),
        restated=tuple(restated),
        assumptions=tuple(step for step in steps if step.kind == "assumption"),
        requirements=tuple(
            Shift(id=id_, before=before[id_], after=line)
            for id_, line in after.items()
            if id_ in before and _figures(before[id_]) != _figures(line)
        ),
        added=tuple(line for id_, line in after.items() if id_ not in before),
        dropped=tuple(line for id_, line in before.items() if id_ not in after),
    )


def _move(first: Brief, second: Brief, id_: str, steps: tuple[Step, ...]) -> Move:
    before = first.partners[id_].standing if id_ in first.partners else None
    after = second.partners[id_].standing if id_ in second.partners else None
    was: State = first.partners[id_].state if id_ in first.partners else "none"
    is_: State = second.partners[id_].state if id_ in second.partners else "none"
    old = {p.id: p for p in first.picture.pledges.values() if p.partner == id_}
    new = {p.id: p for p in second.picture.pledges.values() if p.partner == id_}
    rank = _RANK[is_] - _RANK[was]
    days = [step.voice.on.toordinal() if step.voice.on else 0 for step in steps]
    return Move(
        partner=id_,
        way="nearer" if rank < 0 else "further" if rank > 0 else "level",
        was=was,
        is_=is_,
        before=before,
        after=after,
        steps=tuple(step for _, step in sorted(zip(days, steps, strict=True), key=lambda pair: pair[0])),
        pledges=Pledges(
            tuple(p for i, p in old.items() if new.get(i) != p), tuple(p for i, p in new.items() if old.get(i) != p)
        ),
    )


def _figures(line: RequirementLine) -> tuple[object, ...]:
    return (
        line.requirement.needs, line.stands, line.together, line.possible, line.short, line.usable, line.unsized,
        line.up_to,
    )  # fmt: skip
