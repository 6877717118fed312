"""A plan file and its tables to a plan, or to everything that is wrong with them (§1).

Two passes: conditions may name what stands further down, so all ids come first, then all values. Then the
cross-checks of :mod:`willing.notation.rules`. Every mistake is told in one go; reading goes on behind each.
"""

import gc
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

from willing.languages.states import STATE_CODES
from willing.model.condition import KEYWORDS
from willing.model.condition_text import is_id
from willing.model.evidence import Source, Statement
from willing.model.place import Place
from willing.model.plan import (
    Alternatives,
    Assumption,
    Capability,
    Choice,
    Group,
    Partner,
    Plan,
    Pledge,
    Pool,
    Requirement,
    Scenario,
    Unit,
)
from willing.model.problem import Message, Problem, reason_of
from willing.notation.grammar import DEEPEST, ConditionError, Kind, parse_condition
from willing.notation.kept import Kept
from willing.notation.keys import TABLES, Key, Table
from willing.notation.nearest import nearest
from willing.notation.problems import MOST_KEPT, Problems, clipped, subject_of
from willing.notation.rules import errors as error_rules
from willing.notation.rules import warnings as warning_rules
from willing.notation.rules.finding import Finding
from willing.notation.toml.tables import SourceError, read_tables
from willing.notation.values import (
    EMPTY_CELL,
    MISSING_KEY,
    Known,
    Mistake,
    read_fields,
    state_meant,
    taken,
    wrong_id,
    wrong_word,
)
from willing.notation.written import Path, Written

if TYPE_CHECKING:
    from willing.notation.sheets.rows import PledgeRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading a plan.

    ``plan`` is None if and only if there are ``errors``. ``warnings`` are looked for only where there are none.
    ``omitted`` counts the errors beyond the 1,000 that are kept (§9). ``notes``: those of the warnings that say what
    cells were taken to mean, and what of a workbook was not read.
    """

    plan: Plan | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    omitted: int = 0
    notes: tuple[Problem, ...] = ()


def read_plan(data: bytes, *, file: str, load: Callable[[str], bytes]) -> Reading:
    """Read a plan from the bytes of its file, named ``file`` in problems.

    ``load(name)`` gives the bytes of a CSV table that ``[plan].tables`` names; it may raise OSError. A user's mistake,
    whatever the bytes, is in the reading; nothing is raised for it.
    """
    with _without_collector():
        try:
            tables = read_tables(data, file)
        except SourceError as error:
            return Reading(plan=None, errors=(error.problem,))
        return _Reader(tables, load).read()


def read_written(
    tables: Written,
    *,
    load: Callable[[str], bytes],
    found: Problems,
    notes: tuple[Problem, ...] = (),
    placed: bool = True,
) -> Reading:
    """Read a plan from tables that are no TOML file, as far as they could be understood: ``found`` is what could not.

    Partners and assumptions that are named and not declared are taken as declared, unless another name is near; that,
    like ``notes``, is told among the warnings. ``placed``: whether records know where they stand.
    """
    with _without_collector():
        return _Reader(tables, load, problems=found, notes=list(notes), proposes=True, placed=placed).read()


def read_records(tables: Written, *, kept: Kept | None = None) -> Reading:
    """Read a plan from tables that hold all of it; for a name that is unknown, no other is suggested.

    ``kept``: what was read before, to be read on; then no warnings are looked for, and records have no places.
    """
    known = Known(comparisons=1)
    known.spend(1)
    with _without_collector():
        return _Reader(tables, _no_table, known=known, kept=kept, placed=kept is None).read()


def _no_table(name: str) -> bytes:
    raise FileNotFoundError(name)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A plan is millions of small values that stay: looking for garbage among them again and again doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(slots=True)
class _Entry:
    """One entry of a table of the TOML file: its id, if it has one, where it stands, and what it says."""

    table: Table
    id: str | None
    path: Path
    raw: Mapping[str, Any]

    @property
    def subject(self) -> Message:
        if self.table.shape == "one":
            return Message("subject.table", table=self.table.name)
        number = self.path[-1]
        return subject_of(self.table, self.id, number if isinstance(number, int) else 0)


@dataclass(slots=True)
class _Reader:
    tables: Written
    load: Callable[[str], bytes]
    problems: Problems = field(default_factory=Problems)
    known: Known = field(default_factory=Known)
    entries: dict[str, list[_Entry]] = field(default_factory=dict)
    rows: list["PledgeRows"] = field(default_factory=list)
    by_id: dict[str, dict[str, Path]] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    proposes: bool = False
    kept: Kept | None = None
    placed: bool = True

    def read(self) -> Reading:
        for table in TABLES.values():
            self.entries[table.name] = list(self.entries_of(table))
        self.unknown_tables()
        self.collect_ids()
        if self.proposes:
            self.propose()
        plan = self.plan()
        self.check(plan)
        if self.problems:
            errors = self.problems.in_order()
            return Reading(plan=None, errors=errors, omitted=self.problems.omitted)
        warnings = self.warnings(plan) if self.kept is None else ()
        return Reading(plan=plan, warnings=(*self.notes, *warnings), notes=tuple(self.notes))

    # -- tables to entries ----------------------------------------------------------------------------------------

    def entries_of(self, table: Table) -> Iterator[_Entry]:
        name = table.name
        raw = self.tables.root.get(name)
        if raw is None:
            if table.shape == "one":
                self.tell((), Mistake(message=Message("no-plan-table"), at_key=True))
        elif table.shape == "listed":
            if isinstance(raw, dict):
                self.tell((name,), Mistake(message=Message("double-brackets", table=name), at_key=True))
            elif not isinstance(raw, list):
                self.tell((name,), Mistake(message=Message("not-tables", table=name), at_key=True))
            else:
                for index, entry in enumerate(raw):
                    if isinstance(entry, dict):
                        own = entry.get("id") if "id" in table.keys else None
                        yield _Entry(table, own if isinstance(own, str) else None, (name, index), entry)
                    else:
                        self.tell((name, index), Mistake(message=Message("not-tables", table=name)))
        elif isinstance(raw, list):
            code = "single-brackets" if table.shape == "one" else "single-brackets-with-id"
            self.tell((name, 0), Mistake(message=Message(code, table=name), at_key=True))
        elif not isinstance(raw, dict):
            self.tell((name,), Mistake(message=Message("not-a-table", table=name), at_key=True))
        elif table.shape == "one":
            yield _Entry(table, None, (name,), raw)
        else:
            for id_, entry in raw.items():
                if isinstance(entry, dict):
                    yield _Entry(table, id_, (name, id_), entry)
                elif id_ in table.keys:
                    message = Message("key-without-id", key=id_, entry=Message(f"a.{table.noun}"), table=name)
                    self.tell((name, id_), Mistake(message=message, at_key=True))
                else:
                    entry_ = Message(f"noun.{table.noun}")
                    message = Message("entry-not-a-table", entry=entry_, id=clipped(id_), table=name)
                    self.tell((name, id_), Mistake(message=message, at_key=True))

    def unknown_tables(self) -> None:
        for name, raw in self.tables.root.items():
            if name in TABLES:
                continue
            if isinstance(raw, dict | list):
                meant = self.known.meant(name, TABLES, len(TABLES))
                message = Message("unknown-table", name=clipped(name), meant=meant)
            elif name in TABLES["plan"].keys:
                message = Message("key-outside-tables", key=name)
            else:
                message = Message("unknown-key-outside-tables", name=clipped(name))
            self.tell((name,), Mistake(message=message, at_key=True))

    # -- the first pass: ids --------------------------------------------------------------------------------------

    def collect_ids(self) -> None:
        known = self.known
        kinds: dict[str, Kind] = {
            "assumptions": "assumption",
            "choices": "choice",
            "partners": "partner",
            "groups": "group",
        }
        for table, kind in kinds.items():
            for entry in self.entries[table]:
                self.claim(entry, kind)
        for table, names in (("pools", known.pools), ("sources", known.sources)):
            names.update((entry.id, None) for entry in self.entries[table] if entry.id is not None)
        for table in ("pools", "sources", "units", "scenarios", "alternatives"):
            for entry in self.entries[table]:
                self.well_formed(entry)
        for entry in self.entries["capabilities"]:
            if entry.id is not None and (message := wrong_word("id", entry.id)) is not None:
                self.tell_id(entry, message)
        self.collect_requirements()
        counts: dict[str, int] = {}
        self.number(self.entries["pledges"], counts, "")
        for entry in self.entries["pledges"]:
            self.claim(entry, "pledge")
            if entry.id is not None:
                known.asked_for(entry.id, entry.raw)
        self.open_rows()
        called = self.partners_by_name() if self.rows else {}
        for table_rows in self.rows:
            table_rows.collect(known, counts, called)
        asks = self.entries["asks"]
        self.number(asks, {}, "ask-")
        for entry in asks:
            if self.claim(entry, None) and entry.id is not None:
                known.asks[entry.id] = None
        self.codes_as_ids(counts)
        for entry in self.entries["scenarios"]:
            changes = entry.raw.get("pledges")
            for id_, raw in changes.items() if isinstance(changes, dict) else ():
                known.asked_for(id_, raw if isinstance(raw, dict) else {})

    def partners_by_name(self) -> Mapping[str, str]:
        """The ids of declared partners by their names, without case."""
        called: dict[str, str] = {}
        for entry in self.entries["partners"]:
            name = entry.raw.get("name")
            names = name.values() if isinstance(name, dict) else (name,)
            if entry.id is not None:
                called.update((each.casefold(), entry.id) for each in names if isinstance(each, str))
        return called

    def well_formed(self, entry: _Entry) -> bool:
        id_ = entry.id
        if id_ is None or (is_id(id_) and id_ not in KEYWORDS):
            return True
        self.tell_id(entry, wrong_id(id_))
        return False

    def claim(self, entry: _Entry, kind: Kind | None) -> bool:
        """Take the entry's id in the namespace that names in conditions share; False where it is taken."""
        if entry.id is None:
            return False
        if entry.id in self.known.kinds or entry.id in self.known.asks:
            self.tell_id(entry, taken(entry.id, self.known))
            return False
        self.well_formed(entry)
        if kind is not None:
            self.known.kinds[entry.id] = kind
        return True

    def collect_requirements(self) -> None:
        known = self.known
        for entry in self.entries["requirements"]:
            if entry.id is not None:
                if entry.id in known.requirements:
                    self.tell_id(entry, Message("id-taken", id=clipped(entry.id), kind=Message("a.requirement")))
                self.well_formed(entry)
                known.requirements[entry.id] = "needs" in entry.raw
            domain, priority = entry.raw.get("domain"), entry.raw.get("priority", 1)
            if isinstance(domain, str):
                known.domains[domain] = None
            if isinstance(priority, int):
                known.priorities[priority] = None

    def number(self, entries: list[_Entry], counts: dict[str, int], infix: str) -> None:
        """Give every entry without an id the default one: its partner and a running number."""
        for entry in entries:
            partner = entry.raw.get("partner")
            if isinstance(partner, str):
                count = counts[partner] = counts.get(partner, 0) + 1
                if "id" not in entry.raw:
                    entry.id = f"{partner}-{infix}{count}"

    def codes_as_ids(self, counts: Mapping[str, int]) -> None:
        """A state's code that is a partner somewhere cannot be the id of something else."""
        used = set(counts)
        for entry in self.entries["groups"]:
            of = entry.raw.get("of")
            used.update(name for name in (of if isinstance(of, list) else ()) if isinstance(name, str))
        clashing = {name for name in used & STATE_CODES if self.known.kinds.get(name, "partner") != "partner"}
        if clashing:
            for table in ("assumptions", "choices", "groups", "pledges"):
                for entry in self.entries[table]:
                    if entry.id in clashing:
                        self.tell_id(entry, Message("id-is-state", id=entry.id))
            self.known.kinds.update(dict.fromkeys(clashing, "partner"))

    # -- names that nothing declares --------------------------------------------------------------------------------

    def propose(self) -> None:
        """Declare the partners and assumptions that are named and not declared, where no other name is near."""
        declared = [entry.id for entry in self.entries["partners"] if entry.id is not None]
        for table in ("pledges", "asks"):
            for entry in self.entries[table]:
                self.propose_partner(entry.raw.get("partner"), (*entry.path, "partner"), declared)
        for entry in self.entries["groups"]:
            of = entry.raw.get("of")
            for index, name in enumerate(of if isinstance(of, list) else ()):
                self.propose_partner(name, (*entry.path, "of", index), declared)
        for table in ("plan", "assumptions", "choices"):
            for entry in self.entries[table]:
                for key in entry.table.keys.values():
                    if key.kind == "names" and "assumptions" in key.names:
                        listed = entry.raw.get(key.name)
                        for index, name in enumerate(listed if isinstance(listed, list) else ()):
                            self.propose_assumption(name, (*entry.path, key.name, index))
        for table in ("plan", "pledges", "asks"):
            conditions = [key for key in TABLES[table].keys.values() if key.kind == "condition"]
            for entry in self.entries[table]:
                for key in conditions:
                    if key.name in entry.raw:
                        self.propose_in(key, entry.raw[key.name], (*entry.path, key.name))

    def propose_partner(self, name: object, path: Path, declared: list[str]) -> None:
        if self.may_be_declared(name) and not (state_meant(name) or nearest(name, declared)):
            self.declare("partners", "partner", name, path)

    def propose_assumption(self, name: object, path: Path) -> None:
        if self.may_be_declared(name):
            if state_meant(name) or nearest(name, self.known.kinds):
                return
            self.declare("assumptions", "assumption", name, path)

    def may_be_declared(self, name: object) -> TypeGuard[str]:
        return (
            isinstance(name, str)
            and name not in self.known.kinds
            and name not in self.known.asks
            and name not in STATE_CODES
            and name not in KEYWORDS
            and is_id(name)
        )

    def propose_in(self, key: Key, text: object, path: Path) -> None:
        """Declare the names of a condition that nothing declares."""
        if not isinstance(text, str):
            return
        known = self.known
        for _ in range(DEEPEST):
            try:
                parse_condition(text, known.scope(key))
            except ConditionError as error:
                name = text[error.offset : error.offset + error.length]
                before = len(known.kinds)
                if error.message.code == "unknown-name":
                    self.propose_assumption(name, path)
                if len(known.kinds) == before:
                    return
            else:
                return

    def declare(self, table: str, kind: Kind, name: str, path: Path) -> None:
        self.known.kinds[name] = kind
        self.entries[table].append(_Entry(TABLES[table], name, path, {}))
        if len(self.notes) < MOST_KEPT:
            span = _stands(name, value) if isinstance(value := self.value(path), str) else None
            mistake = Mistake(message=Message(f"undeclared-{kind}", name=name), span=span)
            self.notes.append(self.tables.problem(mistake.message, self.place(path, mistake)))

    # -- CSV tables -------------------------------------------------------------------------------------------------

    def open_rows(self) -> None:
        for entry in self.entries["plan"]:
            names = entry.raw.get("tables")
            opened: set[str] = set()
            for index, name in enumerate(names if isinstance(names, list) else ()):
                if isinstance(name, str):
                    where = ("plan", "tables", index)
                    if name in opened:
                        self.tell(where, Mistake(message=Message("table-twice", name=clipped(name))), entry)
                    elif not _beside(name):
                        self.tell(where, Mistake(message=Message("table-elsewhere", name=clipped(name))), entry)
                    else:
                        opened.add(name)
                        self.open_table(name, index + 1, entry)

    def open_table(self, name: str, number: int, entry: _Entry) -> None:
        try:
            data = self.load(name)
        except OSError as error:
            message = Message("table-unreadable", name=clipped(name), reason=reason_of(error))
            self.tell(("plan", "tables", number - 1), Mistake(message=message), entry)
            return
        from willing.notation.sheets.rows import PledgeRows

        file = posixpath.join(posixpath.dirname(self.tables.file), name)
        try:
            self.rows.append(PledgeRows(data, file, number, self.problems))
        except SourceError as error:
            place = error.problem.place
            if self.problems.room((number, place.line, place.column)):
                self.problems.add((number, place.line, place.column), error.problem)

    # -- the second pass: values ----------------------------------------------------------------------------------

    def plan(self) -> Plan:
        """The plan as far as it could be read; whole if there are no problems."""
        if self.kept is not None:
            self.kept.begin(self.known)
        about: dict[str, Any] = {"name": ""}
        for entry in self.entries["plan"]:
            about |= self.fields(entry)
        assumptions: dict[str, Assumption] = self.records("assumptions")
        choices: dict[str, Choice] = self.records("choices")
        declared: dict[str, Partner] = self.records("partners")
        groups: dict[str, Group] = self.records("groups")
        capabilities: dict[str, Capability] = self.records("capabilities")
        pools: dict[str, Pool] = self.records("pools")
        requirements: dict[str, Requirement] = self.records("requirements")
        pledges: dict[str, Pledge] = self.records("pledges")
        for rows in self.rows:
            pledges.update((pledge.id, pledge) for pledge in rows.pledges(self.known))
            self.notes += rows.notes()
        alternatives: dict[str, Alternatives] = self.records("alternatives")
        statements: tuple[Statement, ...] = tuple(self.values("statements"))
        for statement in statements:
            self.known.mention(statement.about)
        sources: dict[str, Source] = self.records("sources")
        units: dict[str, Unit] = self.records("units")
        scenarios: dict[str, Scenario] = self.records("scenarios")
        asks: dict[str, Pledge] = self.records("asks")
        about.setdefault("as_of", _latest_day(assumptions, pledges, statements, sources))
        return Plan(
            **about,
            assumptions=assumptions,
            choices=choices,
            partners=declared | self.mentioned(declared, pledges, asks, groups),
            groups=groups,
            capabilities=capabilities,
            pools=pools,
            requirements=requirements,
            pledges=pledges,
            alternatives=alternatives,
            statements=statements,
            sources=sources,
            units=units,
            scenarios=scenarios,
            asks=asks,
        )

    def fields(self, entry: _Entry) -> dict[str, Any]:
        mistakes: list[Mistake] = []
        missing = EMPTY_CELL if self.tables.in_cells else MISSING_KEY
        table = entry.table
        fields = read_fields(table.keys, entry.raw, self.known, mistakes, required=table.required, missing=missing)
        for mistake in mistakes:
            self.tell(entry.path, mistake, entry)
        return fields

    def values(self, name: str) -> Iterator[Any]:
        """The records of a table; those that lack what is required are left out."""
        if not self.entries[name]:
            return
        table = TABLES[name]
        required = [key.field for key in table.keys.values() if key.required and key.kind != "id"]
        read = self.value_of if self.kept is None else partial(self.value_kept, self.kept)
        for entry in self.entries[name]:
            value = read(entry, required)
            if value is not None:
                if entry.id is not None:
                    self.by_id.setdefault(name, {})[entry.id] = entry.path
                yield value

    def value_of(self, entry: _Entry, required: list[str]) -> Any:  # noqa: ANN401  # a record of the entry's table
        """The record of an entry; None where it lacks what is required."""
        table = entry.table
        fields = self.fields(entry)
        if "id" in table.keys or table.shape == "named":
            if entry.id is None:
                return None
            fields["id"] = entry.id
        if not all(each in fields for each in required):
            return None
        return table.record(**fields, place=self.tables.key(entry.path) if self.placed else None)

    def value_kept(self, kept: Kept, entry: _Entry, required: list[str]) -> Any:  # noqa: ANN401  # as above
        """The same, as it was read before, or kept for another time."""
        its = entry.table, entry.id, entry.raw
        value = kept.found(*its, self.known)
        if value is None:
            known = self.known
            self.known = known.apart()
            value = self.value_of(entry, required)
            found, self.known = self.known, known
            known.names.update(found.names)
            known.partners_with.update(found.partners_with)
            if value is not None and not self.problems:
                kept.keep(*its, value, found)
        return value

    def records(self, name: str) -> dict[str, Any]:
        return {record.id: record for record in self.values(name)}

    def mentioned(
        self,
        declared: Mapping[str, Partner],
        pledges: Mapping[str, Pledge],
        asks: Mapping[str, Pledge],
        groups: Mapping[str, Group],
    ) -> dict[str, Partner]:
        """The partners that the plan names without declaring them, in order of mention."""
        names: dict[str, None] = {}
        for entry in self.entries["pledges"]:
            if entry.id is not None and entry.id in pledges:
                names[pledges[entry.id].partner] = None
        for rows in self.rows:
            names |= dict.fromkeys(rows.partners())
        for ask in asks.values():
            names[ask.partner] = None
        for group in groups.values():
            names |= dict.fromkeys(group.of)
        kinds = self.known.kinds
        names |= dict.fromkeys(name for name in self.known.names if name in STATE_CODES and name not in kinds)
        names |= self.known.partners_with
        return {name: Partner(id=name, declared=False) for name in names if name not in declared}

    # -- cross-checks ---------------------------------------------------------------------------------------------

    def check(self, plan: Plan) -> None:
        for finding in error_rules.errors(plan):
            self.tell_finding(plan, finding)

    def warnings(self, plan: Plan) -> tuple[Problem, ...]:
        self.problems = Problems()
        mentioned = self.known.names.keys() | self.known.partners_with.keys()
        for finding in warning_rules.warnings(plan, mentioned):
            self.tell_finding(plan, finding)
        kept = self.problems.in_order()
        if self.problems.omitted:
            message = Message("more-warnings", count=self.problems.omitted)
            kept += (self.tables.problem(message, self.tables.key(("plan",))),)
        return kept

    def tell_finding(self, plan: Plan, finding: Finding) -> None:
        pledge = plan.pledges.get(finding.id) if finding.table == "pledges" else None
        if pledge is not None and pledge.place is not None:
            for rows in self.rows:
                if rows.file == pledge.place.file:
                    self.tell_in_rows(rows, pledge.place.line, finding)
                    return
        path = self.path(finding)
        mistake = Mistake(message=finding.message, at_key=finding.at_key or path not in self.tables)
        value: Any = self.value(path)
        if finding.word and isinstance(value, str):
            span = _stands(finding.word, value)
            mistake = Mistake(message=finding.message, span=span)
        elif finding.word and isinstance(value, list) and finding.word in value:
            mistake = Mistake(message=finding.message, within=(value.index(finding.word),))
        elif finding.word and isinstance(value, dict) and finding.word in value:
            mistake = Mistake(message=finding.message, within=(finding.word,), at_key=True)
        self.tell(path, mistake, subjects=finding.subjects)

    def tell_in_rows(self, rows: "PledgeRows", line: int, finding: Finding) -> None:
        if self.problems.room((rows.number, line, 0)):
            column = str(finding.path[0]) if finding.path else "id"
            cell = rows.cell(line, column) if finding.word else ""
            place = rows.place(line, column, _stands(finding.word, cell) if finding.word else None)
            self.problems.add((rows.number, line, place.column), rows.problem(place, finding.message, finding.subjects))

    def path(self, finding: Finding) -> Path:
        """Where in the TOML file a finding stands; as near to it as the file has a key."""
        table = TABLES[finding.table]
        path: Path = (finding.table,)
        if table.shape == "named":
            path = (finding.table, finding.id)
        elif table.shape == "listed":
            if finding.number is not None:
                path = self.entries[finding.table][finding.number].path
            else:
                path = self.paths(finding.table).get(finding.id, path)
        for step in finding.path:
            if (*path, step) not in self.tables:
                break
            path = (*path, step)
        return path

    def paths(self, table: str) -> Mapping[str, Path]:
        """Where each record of a listed table stands; of an id given twice, the one that is in the plan."""
        return self.by_id.get(table, {})

    def value(self, path: Path) -> object:
        value: Any = self.tables.root
        for step in path:
            if step in value if isinstance(value, dict) else isinstance(step, int):
                value = value[step]
            else:
                return None
        return value

    # -- telling --------------------------------------------------------------------------------------------------

    def tell_id(self, entry: _Entry, message: Message) -> None:
        if entry.table.shape == "named":
            self.tell(entry.path, Mistake(message=message, at_key=True), entry)
        elif "id" in entry.raw:
            self.tell((*entry.path, "id"), Mistake(message=message), entry)
        else:
            self.tell(entry.path, Mistake(message=message.hinting("hint.id"), at_key=True), entry)

    def tell(
        self, path: Path, mistake: Mistake, entry: _Entry | None = None, subjects: tuple[Message, ...] = ()
    ) -> None:
        place = self.place((*path, *mistake.within), mistake)
        order = self.tables.order(place)
        if self.problems.room(order):
            if entry is not None:
                subjects = (entry.subject,)
            self.problems.add(order, self.tables.problem(mistake.message, place, subjects))

    def place(self, path: Path, mistake: Mistake) -> Place:
        if mistake.at_key:
            return self.tables.key(path)
        if mistake.span is not None:
            return self.tables.inside(path, *mistake.span)
        return self.tables.value(path)


def _stands(word: str, text: str) -> tuple[int, int] | None:
    """Where ``word`` stands by itself in a condition text."""
    found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    return (found.start(), len(word)) if found else None


def _beside(name: str) -> bool:
    """Whether a table's name stays in the plan's folder, on every system (§1)."""
    parts = name.split("/")
    return name.isprintable() and not any(c in name for c in "\\:") and ".." not in parts and "" not in parts


def _latest_day(
    assumptions: Mapping[str, Assumption],
    pledges: Mapping[str, Pledge],
    statements: tuple[Statement, ...],
    sources: Mapping[str, Source],
) -> date | None:
    """The default day of the picture (§1): the latest of said, ended, on, published and holds."""
    days: set[date | None] = {since for assumption in assumptions.values() for since, _ in assumption.holds}
    days.update(pledge.said for pledge in pledges.values())
    days.update(pledge.ended for pledge in pledges.values())
    days.update(statement.on.first for statement in statements if statement.on)
    days.update(source.published.first for source in sources.values() if source.published)
    return max((day for day in days if day is not None), default=None)
