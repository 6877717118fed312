"""Two briefs beside each other: two days, two scenarios or two files (§8.3)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from willing.answers.brief import Brief, PledgeLine
from willing.answers.compare import Comparison, Move, Pledges, Shift
from willing.answers.coverage import RequirementLine
from willing.answers.standing import Standing, State, word
from willing.answers.steps import Step
from willing.model.condition import Never
from willing.model.plan import Pledge
from willing.questions.steps import by_partner, steps_between

#: From the best to the least: what a partner that moved came nearer to, or moved away from. Who says nothing is as far
#: as who lacks something.
_RANK: dict[State, int] = {
    "stands": 0, "support": 1, "together": 2, "nothing": 3, "rival": 4, "open": 5, "undecided": 6, "uncounted": 7,
    "none": 8,
    "blocked": 8, "refuses": 9,
}  # fmt: skip


def compare(first: Brief, second: Brief) -> Comparison:
    """What is otherwise in the second of two briefs."""
    steps = steps_between(first.picture, second.picture)
    own = by_partner(steps)
    moved, restated = [], []
    for id_ in dict.fromkeys([*second.partners, *first.partners]):
        for move in _moves(first, second, id_, own.get(id_, ())):
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


def _moves(first: Brief, second: Brief, id_: str, steps: tuple[Step, ...]) -> Iterator[Move]:
    """How a partner moved: as a whole, or capability by capability where those moved differently."""
    sides = [brief.partners.get(id_) for brief in (first, second)]
    lines = [line.pledges if line is not None else () for line in sides]
    capabilities = dict.fromkeys(line.pledge.provides for line in (*lines[1], *lines[0]))
    apart = [_side(lines, capability) for capability in capabilities]
    whole = _Side(*(("none", None) if line is None else (line.state, line.standing) for line in sides))
    if len({side.states for side in apart}) < 2:
        yield _move(first, second, id_, None, whole, steps)
        return
    for capability, side in zip(capabilities, apart, strict=True):
        if side.is_[0] == "none" and all(
            second.picture.means.get(line.pledge.id) for line in lines[0] if line.pledge.provides == capability
        ):
            continue  # told of what stands in its place
        own = tuple(step for step in steps if capability in _provided(first, second, step))
        keeps = tuple(
            each
            for each, its in zip(capabilities, apart, strict=True)
            if each is not None and each != capability and its.kept
        )
        yield replace(_move(first, second, id_, capability, side, own), provides=capability or "", keeps=keeps)


class _Side(NamedTuple):
    """What a partner, or one capability of it, was and is: a state, and a standing."""

    was: tuple[State, Standing | None]
    is_: tuple[State, Standing | None]

    @property
    def states(self) -> tuple[State, State]:
        return self.was[0], self.is_[0]

    @property
    def kept(self) -> bool:
        """It was in, and is so still."""
        return self.was == self.is_ and self.is_[1] is not None and self.is_[1].firm


def _side(lines: Sequence[Sequence[PledgeLine]], capability: str | None) -> _Side:
    """The best that a partner is with one capability, on each side."""
    best = [
        min(
            (line for line in its if line.pledge.provides == capability),
            key=lambda line: _RANK[line.state],
            default=None,
        )
        for its in lines
    ]
    return _Side(*(("none", None) if line is None else (line.state, line.standing) for line in best))


def _provided(first: Brief, second: Brief, step: Step) -> set[str | None]:
    """What the pledge of a step provides, and those that it replaced."""
    known = {**first.picture.plan.pledges, **second.picture.plan.pledges}
    return {known[id_].provides for id_ in (step.id, *(step.replaces or ()), *(step.replaced_by or ())) if id_ in known}


def _move(first: Brief, second: Brief, id_: str, capability: str | None, side: _Side, steps: tuple[Step, ...]) -> Move:
    """One move; of a ``capability`` of the partner, where several moved differently."""
    old = {p.id: p for p in first.picture.pledges.values() if p.partner == id_}
    new = {p.id: p for p in second.picture.pledges.values() if p.partner == id_}
    if capability is not None:
        old, new = ({i: p for i, p in its.items() if p.provides == capability} for its in (old, new))
    (was, before), (is_, after) = side
    rank = _RANK[is_] - _RANK[was]
    if rank > 0 and is_ == "blocked" and _offered(new.values()) > _offered(old.values()):
        rank = 0  # who offers more, if not as things stand, does not stand further off
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


def _offered(pledges: Iterable[Pledge]) -> int:
    """What is on the table in numbers, whatever its conditions; refusals are nothing."""
    return sum(p.amount or 0 for p in pledges if not isinstance(p.condition, Never))


def _figures(line: RequirementLine) -> tuple[object, ...]:
    return (
        line.requirement.needs, line.stands, line.together, line.possible, line.short, line.usable, line.unsized,
        line.up_to,
    )  # fmt: skip
