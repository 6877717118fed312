"""A newer table as changes to a plan that is there (§T9): what is new in it, what is said otherwise, what fell away.

Pledges are one by their ids where the table has any, else by partner and capability, those that say the same first.
History is not edited (§8.1): what is said otherwise is a pledge of its own, which refines or replaces the one before.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from willing.model.condition import Never
from willing.model.plan import Plan, Pledge, Requirement
from willing.model.table import on_the_table
from willing.notation.keys import TABLES

How = Literal["new", "refines", "replaces", "withdrawn", "kept"]

#: Fields of a pledge that a table says together with a key of it.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "amount": ("amount", "up_to", "follows"),
    "if": ("condition", "own_decision", "subject_to"),
    "only_if": ("condition", "own_decision", "subject_to"),
}
_WHOSE = ("id", "partner", "place", "said", "replaces", "refines", "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change: ``pledge`` as it is from that day on; ``was``: the one that it takes the place of.

    ``kept``: the table lacks it, but it rests on more than a table, so that it stays.
    """

    how: How
    pledge: Pledge
    was: Pledge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The steps from a plan to what a newer table says; ``same``: how many pledges say what they said.

    ``needs``: requirements that are new or others, as they are to be; ``unlisted``: those that the table lacks.
    """

    steps: tuple[Step, ...]
    same: int
    needs: tuple[Requirement, ...] = ()
    unlisted: tuple[str, ...] = ()


def release(plan: Plan, table: Plan, day: date, given: Mapping[str, Set[str]]) -> Release:
    """What is new, other and gone in ``table``, as of ``day``.

    ``given``: by the name of a table, the keys that the newer one says anything about; all else stays as it was.
    """
    current, _ = on_the_table(plan, day, frozenset())
    keys = given.get("pledges", frozenset())
    spelled = {p.provides.casefold(): p.provides for p in plan.pledges.values() if p.provides}
    stands_for = {name: pledge.id for pledge in current.values() for name in (pledge.id, *_before(plan, pledge))}
    rows = [
        replace(row, provides=spelled.get((row.provides or "").casefold(), row.provides))
        for row in table.pledges.values()
        if "id" not in keys or not _is_past(row.id, plan, table, stands_for)
    ]
    pairs = dict(_paired(current, rows, keys, stands_for))
    taken = set(plan.pledges)
    steps, same = [], 0
    for row in rows:
        was = pairs.get(row.id)
        as_it_is = row if was is None else _with(was, row, keys)
        if was is not None and as_it_is == was:
            same += 1
            continue
        first = row.id if was is None else _first(plan, was)
        id_ = _free(first, day, taken)
        taken.add(id_)
        said = row.said if row.said and (was is None or was.said is None or was.said < row.said <= day) else day
        made = replace(as_it_is, id=id_, said=said, replaces=(), refines=(), place=None)
        if was is None:
            steps.append(Step(how="new", pledge=made))
        elif _says_more(was, as_it_is):
            steps.append(Step(how="refines", pledge=replace(made, refines=(was.id,)), was=was))
        else:
            steps.append(Step(how="replaces", pledge=replace(made, replaces=(was.id,)), was=was))
    if keys:
        listed = {was.id for was in pairs.values()}
        spoken_of = {statement.about for statement in plan.statements}
        for id_, pledge in current.items():
            if id_ not in listed:
                more = id_ in spoken_of or (pledge.sources and "sources" not in keys)
                steps.append(Step(how="kept" if more else "withdrawn", pledge=pledge))
    needs, unlisted = _needs(plan, table, given.get("requirements", frozenset()))
    return Release(steps=tuple(steps), same=same, needs=needs, unlisted=unlisted)


def _is_past(id_: str, plan: Plan, table: Plan, stands_for: Mapping[str, str]) -> bool:
    """Whether a row of an export tells of a pledge that is over, or that another row has taken the place of."""
    now = stands_for.get(id_)
    return id_ in plan.pledges and (now is None or (now != id_ and now in table.pledges))


def _paired(
    current: Mapping[str, Pledge], rows: list[Pledge], keys: Set[str], stands_for: Mapping[str, str]
) -> Iterator[tuple[str, Pledge]]:
    """Which row is which pledge, by the row's id."""
    if "id" in keys:
        yield from ((row.id, current[stands_for[row.id]]) for row in rows if row.id in stands_for)
        return
    alike: dict[tuple[str, str | None], list[Pledge]] = {}
    for pledge in current.values():
        alike.setdefault((pledge.partner, pledge.provides), []).append(pledge)
    left = []
    for row in rows:
        its = alike.get((row.partner, row.provides), [])
        was = next((pledge for pledge in its if _with(pledge, row, keys) == pledge), None)
        if was is None:
            left.append(row)
        else:
            its.remove(was)
            yield row.id, was
    for row in left:
        its = alike.get((row.partner, row.provides), [])
        if its:
            yield row.id, its.pop(0)


def _with(was: Pledge, row: Pledge, keys: Set[str]) -> Pledge:
    """A pledge as the row says it, in what the table says anything about."""
    said = {field for key in keys for field in _BESIDE.get(key, (TABLES["pledges"].keys[key].field,))}
    if "stage" in keys and isinstance(row.condition, Never) is not isinstance(was.condition, Never):
        said |= {"condition", "own_decision"}  # a status says who refuses
    said |= {"note"} if row.note is not None else set()
    changes = {each.name: getattr(row, each.name) for each in fields(row) if each.name in said - {*_WHOSE}}
    return replace(was, **changes)


def _says_more(was: Pledge, now: Pledge) -> bool:
    """Whether it is the same promise said more exactly: nothing is taken back, and no condition is another."""
    most = was.up_to if was.up_to is not None else was.amount
    more = was.amount is None or (now.amount is not None and now.amount >= was.amount)
    within = most is None or (now.up_to or now.amount or 0) <= most
    as_before = replace(
        now, amount=was.amount, up_to=was.up_to, stage=was.stage, note=was.note, sources=was.sources, by=was.by
    )
    return more and within and now.stage >= was.stage and as_before == was


def _before(plan: Plan, pledge: Pledge) -> Iterator[str]:
    """The pledges that it took the place of, and those before them."""
    for id_ in pledge.ends:
        yield id_
        yield from _before(plan, plan.pledges[id_])


def _first(plan: Plan, pledge: Pledge) -> str:
    return (pledge.id, *_before(plan, pledge))[-1]


def _free(id_: str, day: date, taken: Set[str]) -> str:
    """An id that nothing has: the same, else with the day behind it, else with a number too."""
    tries = (f"{id_}-{day.isoformat()}{'' if number == 1 else f'-{number}'}" for number in range(1, len(taken) + 2))
    return id_ if id_ not in taken else next(each for each in tries if each not in taken)


def _needs(plan: Plan, table: Plan, keys: Set[str]) -> tuple[tuple[Requirement, ...], tuple[str, ...]]:
    """The requirements that are new or others, and the ids of those that are not in the table."""
    if not keys:
        return (), ()
    changed = []
    said = {TABLES["requirements"].keys[key].field for key in keys} - {"id"}
    for row in table.requirements.values():
        was = plan.requirements.get(row.id)
        now = row if was is None else replace(was, **{field: getattr(row, field) for field in said})
        if now != was:
            changed.append(now)
    return tuple(changed), tuple(id_ for id_ in plan.requirements if id_ not in table.requirements)
