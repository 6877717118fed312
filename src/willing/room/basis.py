"""A basis: exactly the records that a delegation looks at (§R6), as a plan. Nothing is ever computed over more."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, Literal

from msgspec import Struct

from willing.app.query import ImpossibleError, Query
from willing.app.study import Study
from willing.model.place import Place
from willing.model.plan import Plan, Stage
from willing.model.problem import Listed, Message, Problem
from willing.notation.kept import Kept, words_in
from willing.notation.keys import TABLES
from willing.notation.read import Reading, read_records
from willing.notation.toml.layout import table_lines
from willing.notation.toml.literals import toml_key, toml_literal
from willing.notation.written import Path, leads_somewhere
from willing.room.bodies import raw_of
from willing.room.events import Body
from willing.room.fold import ROOM, Record, State
from willing.room.reading import KINDS, body_as

Which = Literal["room", "mine", "drafts"]

#: What a file made of a basis is called in messages.
FILE = "room.toml"

#: The keys of a plan that a room has no use for: its day is the clock's, and its pledges are in no tables.
NOT_OF_ROOMS = ("as_of", "tables")

# Words of a condition that speak of requirements by none of their ids.

_ALL_NEEDS = {"domain", "priority", "all"}


class Item(Struct, frozen=True, kw_only=True):
    """A record on a basis: its body as it counts there, and when it became readable (§R6.6)."""

    kind: str
    id: str
    body: Body
    at: datetime
    order: int
    comments: str = ""


def item_of(record: Record, delegation: str, which: Which) -> Item | None:
    """A record as it is on a basis; None where it is not on it."""
    reader = ROOM if which == "room" else delegation
    shown = record.shown(reader)
    if which == "drafts" and record.draft is not None and record.owner == delegation:
        at, order = record.draft.at, shown[2] if shown else record.begun
        body = record.draft.body or {}
        return Item(kind=record.kind, id=record.id, body=body, at=at, order=order, comments=record.comments)
    if shown is None:
        return None
    last, seen, order = shown
    if last.body is None or (last.withdrawn and record.kind != "pledge"):
        return None
    body = body_as(record.kind, last, seen)
    if last.on_behalf:
        body = {**body, "stage": _at_most_signalled(body.get("stage"))}
    return Item(kind=record.kind, id=record.id, body=body, at=seen.at, order=order, comments=record.comments)


def items_of(state: State, delegation: str, which: Which) -> list[Item]:
    """All records on a basis, in file order."""
    found = (item_of(record, delegation, which) for record in state.records.values())
    return sorted((item for item in found if item is not None), key=lambda item: item.order)


def _at_most_signalled(stage: object) -> object:
    known = stage if isinstance(stage, str) and stage in Stage.__members__ else Stage.offered.name
    return min(Stage[known], Stage.signalled).name


class Entries:
    """Records as tables (:class:`~willing.notation.written.Written`): the line of a place is the number of its entry,
    counted from 1."""

    in_cells = False
    file = FILE

    def __init__(self, items: Iterable[Item], day: date | None, kept: Kept | None = None) -> None:
        kept = kept or Kept()
        self.items: list[Item] = []
        self.root: dict[str, Any] = {}
        self._numbers: dict[Path, int] = {}
        for item in items:
            table = KINDS[item.kind]
            raw = kept.made((item.kind, item.id), item.body, partial(_raw, item))
            if table.shape == "one":
                self.root[table.name] = raw if day is None else {**raw, "as_of": day}
                path: Path = (table.name,)
            elif table.shape == "named":
                self.root.setdefault(table.name, {})[item.id] = raw
                path = (table.name, item.id)
            else:
                listed = self.root.setdefault(table.name, [])
                path = (table.name, len(listed))
                listed.append(raw)
            self.items.append(item)
            self._numbers[path] = len(self.items)

    def number(self, path: Path) -> int:
        """The number of the entry that a path leads into; 0 where it leads into none."""
        return self._numbers.get(path[:2]) or self._numbers.get(path[:1], 0)

    def at(self, place: Place) -> Item | None:
        """The record at a place."""
        return self.items[place.line - 1] if place.line else None

    def key(self, path: Path) -> Place:
        """The entry; of a key within it, which one is in ``cell``."""
        return Place(file=FILE, line=self.number(path), cell=self._key_in(path))

    def value(self, path: Path) -> Place:
        """As :meth:`key`."""
        return self.key(path)

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """With the column in the text there."""
        place = self.key(path)
        return replace(place, column=offset + 1, length=max(length, 1))

    def order(self, place: Place) -> tuple[int, int, int]:
        """As the records stand."""
        return 0, place.line, place.column

    def problem(self, message: Message, place: Place, subjects: tuple[Message, ...] = ()) -> Problem:
        """A problem; there is no line to show."""
        return Problem(place=place, message=message, subjects=subjects)

    def __contains__(self, path: Path) -> bool:
        return leads_somewhere(self.root, path)

    def _key_in(self, path: Path) -> str:
        depth = 2 if path[:2] in self._numbers else 1
        return str(path[depth]) if len(path) > depth else ""


def _raw(item: Item) -> dict[str, Any]:
    """An entry as a plan file would have it."""
    table = KINDS[item.kind]
    raw = raw_of(table.keys, item.body)
    return {"id": item.id, **raw} if table.shape == "listed" and "id" in table.keys else raw


class Basis:
    """A set of records, as a plan of a day. ``invalid``: the ids of those that another's change made so (§R6.5).

    ``kept``: what was read of other bases, most of whose records are the same.
    """

    def __init__(self, items: Sequence[Item], day: date | None, kept: Kept | None = None) -> None:
        self.day = day
        self.items, self.left_out, self.reading = _read(items, day, kept or Kept())
        self.invalid = tuple(item.id for item in self.left_out)

    @property
    def plan(self) -> Plan:
        """The plan of what is not invalid."""
        assert self.reading.plan is not None
        return self.reading.plan

    @cached_property
    def set_aside(self) -> tuple[str, ...]:
        """What is no part of the answer (§R6.5): what is invalid, then pledges without which there is an outcome."""
        return (*self.invalid, *self._settled.plan.aside[len(self.plan.aside) :])

    @cached_property
    def _settled(self) -> Study:
        return self._study(Query(), self.plan)

    def study(self, query: Query) -> Study:
        """The plan opened for a question; what has to be is set aside in its plan (``plan.aside``).

        Raises PlanError for what cannot be asked. A study begun without what-ifs is worked out once.
        """
        return self._settled if query == Query() else self._study(query, self._settled.plan)

    def _study(self, query: Query, plan: Plan) -> Study:
        latest = {item.id: (item.at, number) for number, item in enumerate(self.items) if item.kind == "pledge"}
        while True:
            study = Study(plan, query, file=FILE)
            try:
                _ = study.resolution
            except ImpossibleError as error:
                named = _without_outcome(error)
                if not named:
                    raise
                plan = replace(plan, aside=(*plan.aside, max(named, key=lambda id_: latest[id_])))
            else:
                return study

    def export(self) -> str:
        """The plan file whose brief is the answer on this basis (§R14.1)."""
        aside = self._settled.plan.aside
        return "".join(_export(self.items, self.left_out, self.day, aside))


def basis_of(state: State, delegation: str, which: Which, day: date | None = None) -> Basis:
    """A basis of a delegation as the room stands, on a day (default: the room's, §R6.7)."""
    return Basis(items_of(state, delegation, which), day or state.day)


def _read(items: Sequence[Item], day: date | None, kept: Kept) -> tuple[list[Item], list[Item], Reading]:
    """The records that make a plan, those that cannot be part of it, and the plan."""
    listed = list(items)
    left_out: list[Item] = []
    while True:
        entries = Entries(listed, day, kept)
        reading = read_records(entries, kept=kept)
        if reading.plan is not None:
            return listed, left_out, reading
        wrong = {id(item): item for problem in reading.errors if (item := entries.at(problem.place)) is not None}
        assert wrong, [problem.code for problem in reading.errors]
        left_out += wrong.values()
        heads = [item for item in wrong.values() if item.kind == "plan"]
        listed = [item for item in listed if id(item) not in wrong]
        listed += [Item(kind="plan", id=head.id, body=_only_name(head), at=head.at, order=head.order) for head in heads]


def _only_name(head: Item) -> Body:
    name = head.body.get("name")
    return {"name": name if isinstance(name, str) and name else FILE}


def _without_outcome(error: ImpossibleError) -> tuple[str, ...]:
    """The pledges that an outcome fails by; none where it fails by something else."""
    message = error.problems[0].message
    if message.code not in ("condition-against-itself", "conditions-against-each-other"):
        return ()
    pledges = dict(message.parts)["pledges"]
    return tuple(str(item) for item in pledges.items) if isinstance(pledges, Listed) else ()


# -- a basis as a plan file -------------------------------------------------------------------------------------------


def _export(items: Iterable[Item], left_out: Iterable[Item], day: date | None, aside: Collection[str]) -> Iterator[str]:
    by_table: dict[str, list[Item]] = {name: [] for name in TABLES}
    for item in items:
        by_table[KINDS[item.kind].name].append(item)
    first = True
    for table in by_table.values():
        for item in table:
            yield ("" if first else "\n") + _table(item, day, aside)
            first = False
    for item in left_out:
        text = _table(item, None, ())
        yield "\n" + "".join(f"# {line}\n" for line in text.splitlines())


def _table(item: Item, day: date | None, aside: Collection[str]) -> str:
    table = KINDS[item.kind]
    raw = _raw(item)
    header = f"[[{table.name}]]"
    if table.shape == "one":
        header = f"[{table.name}]"
        raw = {**raw, **({"as_of": day} if day else {}), **({"aside": list(aside)} if aside else {})}
    elif table.shape == "named":
        header = f"[{table.name}.{toml_key(item.id)}]"
    rows = list(_rows(table.keys, raw))
    return "\n".join([*item.comments.splitlines(), header, *table_lines(rows)]) + "\n"


def _rows(keys: Mapping[str, Any], raw: Body) -> Iterator[tuple[str, str]]:
    """The keys in canonical order, and their values as TOML."""
    for name in (*(name for name in keys if name in raw), *(name for name in raw if name not in keys)):
        if name in keys and keys[name].kind == "changes" and isinstance(raw[name], dict):
            for id_, changes in raw[name].items():
                yield f"{toml_key(name)}.{toml_key(id_)}", toml_literal(changes)
        else:
            yield toml_key(name), toml_literal(raw[name])


# -- one change, checked ----------------------------------------------------------------------------------------------


def checked(state: State, delegation: str, changed: Item) -> tuple[Plan | None, list[Problem]]:
    """A record as its writer would have it, checked on the own drafts (§R7.6): the plan of what it has to do with, None
    where it cannot be part of one, and what is wrong with the record itself."""
    items = _around(state, delegation, changed) if changed.kind in ("pledge", "source", "statement") else None
    if items is None:
        items = [item for item in items_of(state, delegation, "drafts") if not _same(item, changed)]
    if changed.kind != "plan" and not any(item.kind == "plan" for item in items):
        items = [Item(kind="plan", id="plan", body={"name": FILE}, at=changed.at, order=0), *items]
    kept = Kept()
    entries = Entries([*items, changed], state.day, kept)
    reading = read_records(entries, kept=kept)
    own = len(entries.items)
    wrong = [problem for problem in reading.errors if problem.place.line == own or _is_about(problem, changed.id)]
    if wrong or reading.plan is not None:
        return reading.plan, wrong
    _, left_out, reading = _read(entries.items, state.day, kept)
    return None if any(_same(item, changed) for item in left_out) else reading.plan, []


def _is_about(problem: Problem, id_: str) -> bool:
    """Whether a record is in the circle that a problem tells of, or has the id that is taken, at whichever record that
    stands."""
    parts = dict(problem.message.parts)
    circle = parts.get("circle")
    if isinstance(circle, str):
        return id_ in circle.split(" → ")
    return problem.code == "id-taken" and parts["id"] == id_


def _same(item: Item, other: Item) -> bool:
    return item.kind == other.kind and item.id == other.id


def _around(state: State, delegation: str, changed: Item) -> list[Item] | None:
    """The records that a record names, those they name, and those it is checked beside; None: all of them."""
    if isinstance(changed.body.get("amount"), dict):
        return None
    found: dict[str, Item] = {}
    waiting = [changed]
    while waiting:
        item = waiting.pop()
        if item.body.get("only") or _ALL_NEEDS & {*words_in(KINDS[item.kind], item.body)}:
            needs = (record for record in state.records.values() if record.kind == "requirement")
            waiting += _more(delegation, found, needs)
        own = (item.id,) if item is changed else ()  # an id that something else has is told
        for word in dict.fromkeys((*own, *words_in(KINDS[item.kind], item.body))):
            waiting += _more(delegation, found, (state.records[key] for key in state.called.get(word, ())))
        pool = item.body.get("pool")
        if pool is not None and item is changed:
            drawing = (record for record in state.records.values() if _draws_on(record, delegation, pool))
            waiting += _more(delegation, found, drawing)
    found.pop(f"{changed.kind}/{changed.id}", None)
    return sorted(found.values(), key=lambda item: item.order)


def _draws_on(record: Record, delegation: str, pool: object) -> bool:
    """Whether a pledge draws on a pool, on the own drafts."""
    item = item_of(record, delegation, "drafts") if record.kind == "pledge" else None
    return item is not None and item.body.get("pool") == pool


def _more(delegation: str, found: dict[str, Item], records: Iterable[Record]) -> list[Item]:
    """Those of the records that are on the own drafts and not found yet, which they are then."""
    fresh = []
    for record in records:
        key = f"{record.kind}/{record.id}"
        if key not in found and record.kind != "plan" and (item := item_of(record, delegation, "drafts")) is not None:
            found[key] = item
            fresh.append(item)
    return fresh
