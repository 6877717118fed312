"""Plans out of tables that others made: which column is which key is understood, said, or asked."""

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from willing.app.errors import PlanError
from willing.app.open import BOOK_ENDINGS, BOOKS, check_plan, read_book, read_file, read_sheets
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Listed, Message, Problem
from willing.notation.keys import TABLES
from willing.notation.sheets.beside import MOST_IN_PLAN, pledge_table, with_ended
from willing.notation.sheets.headings import command, options_of
from willing.notation.sheets.own import own_sheets
from willing.notation.sheets.wishes import Wishes, mapping_text
from willing.notation.toml.edit import Edit
from willing.notation.write import rows_of, write_plan
from willing.questions.release import Release, release

if TYPE_CHECKING:
    from willing.notation.read import Reading
    from willing.notation.sheets.choices import Kinds
    from willing.notation.sheets.columns import Guess
    from willing.notation.sheets.sheet import Book
    from willing.notation.sheets.tables import Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A plan that tables hold. ``warnings``: what looks doubtful in it, and what cells were taken to mean; ``command``:
    the command line that imports them again without asking, None where it needs none; ``mapping``: the same as a file
    for the next release. ``release``: what changed in the plan that was there, which said ``before`` what it did,
    and now says ``changed``; ``tables``: those of its tables that change, by their files: what each said, and now says.
    """

    plan: Plan
    warnings: tuple[Problem, ...]
    command: str | None
    mapping: str | None = None
    release: "Release | None" = None
    changed: str | None = None
    before: bytes = b""
    tables: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The plan as one plan file."""
        return write_plan(self.plan) if self.changed is None else self.changed

    def beside(self, target: str) -> str | None:
        """The table that holds the pledges, beside a plan file ``target``; None where they are few enough for that."""
        few = self.changed is not None or len(self.plan.pledges) <= MOST_IN_PLAN
        return None if few else f"{os.path.splitext(target)[0]}.pledges.csv"

    def files(self, target: str) -> Iterator[tuple[str, str | bytes]]:
        """What is to be written, and where: before the plan file the table beside it."""
        beside = self.beside(target)
        if beside is None:
            yield target, self.text
            return
        yield beside, pledge_table(self.plan.pledges.values())
        yield target, write_plan(self.plan, beside=(os.path.basename(beside),))


class UnsaidColumnsError(PlanError):
    """What some columns mean is not said; ``problems`` has each, ``command`` the command line that says what is
    proposed."""

    def __init__(self, problems: tuple[Problem, ...], command: str) -> None:
        super().__init__(problems)
        self.command = command


class MistakenTablesError(PlanError):
    """The tables are understood, and are a plan with mistakes; ``command`` as of :class:`Imported`."""

    def __init__(self, problems: tuple[Problem, ...], *, omitted: int, command: str | None) -> None:
        super().__init__(problems, omitted=omitted)
        self.command = command


class Dialogue(Protocol):
    """Somebody who is told how far an import is, and asked what a table leaves open."""

    def progress(self, done: int, of: int) -> None:
        """So many steps of so many are done; all of them too before anything is asked."""

    def columns(self, guess: "Guess") -> "Guess":
        """What the columns of a sheet are."""

    def settle(self, problem: Problem) -> tuple[str, str] | None:
        """An option of the command line that settles a problem, and its value; None for one that none does."""

    def kinds(self, kinds: "Kinds") -> Sequence[str]:
        """Which of the kinds of rows in a column are meant; none: all of them."""

    def added_up(self, groups: Sequence[Sequence[Mapping[str, Any]]]) -> bool:
        """Whether pledges that say the same but for their amounts are one pledge, group by group."""

    def needs(self, needs: Sequence[str], offered: Sequence[str]) -> Sequence[tuple[str, str]]:
        """Which of what is offered serves which of the needs that nothing offered has the name of."""


def _settled(dialogue: Dialogue, errors: Iterable[Problem], known: Set[tuple[str, str]]) -> list[tuple[str, str]]:
    """What somebody says of what is left open, as options of the command line (§T6, §T8)."""
    more = []
    for problem in errors:
        said = dialogue.settle(problem)
        if said is None and problem.code in _OF_COLUMNS:
            return []  # what nobody answers is no column to be left out
        more += [said] if said is not None and said not in known else []
    return more


def _chosen(
    dialogue: Dialogue, guesses: Iterable["Guess"], cells: "Cells", asked: set[str]
) -> Iterator[list[tuple[str, str]]]:
    """What somebody chooses of what could be left as it is: which kinds of rows, sums of rows, what serves which need.

    ``asked``: what was asked before, to which each question is added.
    """
    from willing.notation.sheets.choices import alike, kinds_of

    pledges, needs = (cells.root.get(table, []) for table in ("pledges", "requirements"))
    came = [cells.came_from("pledges", index) for index in range(len(pledges))]
    apart = False  # rows that are alike in what is read are of several kinds
    for its in guesses:
        rows = [(row, raw) for (name, row), raw in zip(came, pledges, strict=True) if name == its.sheet.name]
        for kinds in kinds_of(its, rows) if its.table == "pledges" else ():
            apart |= not kinds.read
            if (question := f"kinds {kinds.column}") not in asked:
                asked.add(question)
                kept = dialogue.kinds(kinds)
                yield [("where", f"{kinds.column}={'|'.join(kept)}")] if kept else []
    if not apart and "rows" not in asked and (groups := alike(pledges)):
        asked.add("rows")
        yield [("sum", "amount")] if dialogue.added_up(groups) else []
    if "needs" not in asked and pledges and needs:
        asked.add("needs")
        offered = dict.fromkeys(str(each["provides"]) for each in pledges if "provides" in each)
        wanted = dict.fromkeys(of for each in needs if isinstance(each.get("of"), list) for of in each["of"])
        missing = [need for need in wanted if need not in offered]
        free = [capability for capability in offered if capability not in wanted]
        matched = dialogue.needs(missing, free) if missing and free else ()
        yield [("value", f"{capability}={need}") for capability, need in matched]


def _with(
    options: Sequence[tuple[str, str]], more: Sequence[tuple[str, str]], before: Wishes
) -> tuple[list[str], list[str], Wishes]:
    """Maps, sheets and wishes of options, with more; of two columns that are one key, the later is meant."""
    from willing.notation.sheets.wishes import wishes_of

    keys = {value.rpartition("=")[2] for name, value in more if name == "map"} - {"-"}
    said: dict[str, list[str]] = {}
    for name, value in options:
        head, _, key = value.rpartition("=")
        said.setdefault(name, []).append(f"{head}=-" if name == "map" and key in keys else value)
    for name, value in more:
        head = f"{value.rpartition('=')[0]}="
        said[name] = [each for each in said.get(name, []) if name != "map" or not each.startswith(head)] + [value]
    made = wishes_of(
        tuple(said.get("set", ())),
        tuple(said.get("where", ())),
        tuple(said.get("sum", ())),
        tuple(said.get("value", ())),
        "".join(said.get("wide", ())),
    )
    decimal = said.get("decimal", [before.decimal])[-1]
    days = said.get("days", [before.days])[-1]
    wishes = replace(made, decimal=decimal, days=days, whole=before.whole, on=before.on)
    return said.get("map", []), said.get("sheet", []), wishes


def import_tables(
    path: str | os.PathLike[str],
    *,
    maps: Sequence[str] = (),
    sheets: Sequence[str] = (),
    wishes: "Wishes | None" = None,
    take_proposals: bool = False,
    dialogue: "Dialogue | None" = None,
    target: str = "plan.toml",
    onto: str | os.PathLike[str] | None = None,
) -> Imported:
    """The plan in a workbook, a CSV table or a folder of them.

    ``maps`` say which column is which key ("Country=partner", "Navy!Ships=amount", "Remarks=-" for none); ``sheets``
    which sheets are read ("Navy", "Navy=pledges"). What is not said is taken as proposed (``take_proposals``), or asked
    (``dialogue``). ``wishes``: constants, filters, sums, words for words (§T8), and the day of the table, on which
    those pledged that name none. Rows that cannot be read are left out and told. ``target``: the plan file that
    :attr:`Imported.command` names. ``onto``: a plan file of which the tables are a newer release (§T9); nothing is
    written.

    Raises OSError, :class:`UnsaidColumnsError` where nobody says what a column means, and :class:`PlanError`.
    """
    progress = _no_progress if dialogue is None else dialogue.progress
    progress(0, _STEPS)
    book = read_book(os.fspath(path))
    progress(1, _STEPS)
    wishes = wishes or Wishes()
    before = None if onto is None else _plan_there(os.fspath(onto), wishes.on)
    left_out: tuple[Problem, ...] = ()
    settled: set[tuple[str, str]] = set()
    asked: set[str] = set()
    while True:
        if not take_proposals:
            progress(_STEPS, _STEPS)
        guesses, options = _understood(
            book, target, maps, sheets, wishes, dialogue=None if take_proposals else dialogue, agreed=take_proposals
        )
        if guesses is None:
            cells = own_sheets(book)
            reading = read_sheets(cells, placed=False)
            break
        cells, reading, left_out = _read(book, guesses, wishes, before.plan if before else None, progress)
        more: list[tuple[str, str]] = []
        if dialogue is not None and not take_proposals:
            more = _settled(dialogue, reading.errors, settled)
            if not reading.errors:
                more = next(filter(None, _chosen(dialogue, guesses, cells, asked)), [])
        if not more:
            break
        settled |= {*more}
        maps, sheets, wishes = _with(options_of(guesses, wishes), more, wishes)
    progress(_STEPS, _STEPS)
    said = None if options is None else command(book.file, target, options)
    if reading.plan is None:
        raise MistakenTablesError(reading.errors, omitted=reading.omitted, command=said)
    mapping = mapping_text(options_of(guesses, wishes, later=True)) if guesses and options else None
    made = Imported(
        plan=_dated(reading.plan, wishes.on),
        warnings=(*left_out, *reading.warnings),
        command=said,
        mapping=mapping,
    )
    if before is None or wishes.on is None:
        return made
    warnings = (*left_out, *cells.notes_in_order())
    given = {table: cells.keys_of(table) for table in ("pledges", "requirements")}
    return replace(_released(made, before, wishes.on, given, inside=target == onto), warnings=warnings)


def _dated(plan: Plan, on: date | None) -> Plan:
    """With the day ``on`` for pledges that do not say theirs."""
    if on is None:
        return plan
    pledges = {id_: pledge if pledge.said else replace(pledge, said=on) for id_, pledge in plan.pledges.items()}
    return replace(plan, pledges=pledges, as_of=max(plan.as_of or on, on))


@dataclass(frozen=True, slots=True, kw_only=True)
class _There:
    """A plan file that is to be changed."""

    file: str
    data: bytes
    plan: Plan


def _plan_there(file: str, on: date | None) -> _There:
    """The plan of which a table is a newer release. Raises :class:`PlanError`, also where it speaks of later days."""
    data = read_file(file)
    reading = check_plan(file, data)
    if reading.plan is None:
        raise PlanError(reading.errors, omitted=reading.omitted)
    if data.startswith(BOOKS) or os.path.splitext(file)[1].lower() in BOOK_ENDINGS:
        raise PlanError((Problem(place=Place(file=file, line=0), message=Message("onto-no-plan-file")),))
    later = next((p for p in reading.plan.pledges.values() if p.said and on and p.said > on), None)
    if later is not None and later.said is not None and on is not None:
        message = Message("release-too-early", day=on, pledge=later.id, said=later.said)
        raise PlanError((Problem(place=later.place or Place(file=file, line=0), message=message),))
    return _There(file=file, data=data, plan=reading.plan)


def _released(made: Imported, before: _There, on: date, given: Mapping[str, Set[str]], *, inside: bool) -> Imported:
    """The plan that was there with what a newer release changes; its comments and all else stay as they are.

    ``inside``: its tables may be changed too, for it is written where it was.
    """
    plan, table = before.plan, made.plan
    steps = release(plan, table, on, given)
    edit = Edit(before.data.decode())
    needs = {need.id: dict(rows_of(TABLES["requirements"], need)) for need in steps.needs}
    for number, need in enumerate(plan.requirements.values()):  # changes first: what is added follows the last line
        if need.id in needs:
            rows, was = needs.pop(need.id), dict(rows_of(TABLES["requirements"], need))
            changes = {key: rows.get(key) for key in {*rows, *was} if rows.get(key) != was.get(key)}
            edit.change(("requirements", number), changes)
    here = [p.id for p in plan.pledges.values() if p.place is None or p.place.file == before.file]
    numbers = {id_: number for number, id_ in enumerate(here)}
    elsewhere: dict[str, set[int]] = {}  # rows of tables that end
    for gone in (step.pledge for step in steps.steps if step.how == "withdrawn"):
        if gone.id in numbers:
            edit.change(("pledges", numbers[gone.id]), {"ended": on.isoformat()})
        elif inside and gone.place is not None:
            elsewhere.setdefault(gone.place.file, set()).add(gone.place.line)
        else:
            message = Message("withdrawn-elsewhere", pledge=gone.id, day=on)
            raise PlanError((Problem(place=gone.place or Place(file=before.file, line=0), message=message),))
    tables = {}
    for file, lines in elsewhere.items():
        held = read_file(file)
        tables[file] = (held, with_ended(held, file, lines, on))
    if "as_of" in tomllib.loads(before.data.decode("utf-8-sig")).get("plan", {}):
        edit.change(("plan",), {"as_of": on.isoformat()})
    for name in ("partners", "assumptions", "sources"):
        known = getattr(plan, name)
        for id_, record in getattr(table, name).items():
            if getattr(record, "declared", True) and not (id_ in known and getattr(known[id_], "declared", True)):
                edit.add((name, id_), rows_of(TABLES[name], record))
    for rows in needs.values():
        edit.append(("requirements",), rows.items())
    for step in steps.steps:
        if step.how not in ("withdrawn", "kept"):
            edit.append(("pledges",), rows_of(TABLES["pledges"], step.pledge))
    text = edit.text()
    reading = check_plan(before.file, text.encode(), {file: its for file, (_, its) in tables.items()})
    if reading.plan is None:
        raise MistakenTablesError(reading.errors, omitted=reading.omitted, command=made.command)
    return replace(made, plan=reading.plan, release=steps, changed=text, before=before.data, tables=tables)


def _no_progress(done: int, of: int) -> None:
    """Nobody is told."""


# Steps of an import: a file is opened (1), a sheet made orderly (5), all become tables (1), and they a plan (3).
_STEPS = 10


def _read(
    book: "Book",
    guesses: "tuple[Guess, ...]",
    wishes: "Wishes",
    plan: Plan | None,
    progress: Callable[[int, int], None],
) -> tuple["Cells", "Reading", tuple[Problem, ...]]:
    """What sheets say, as a plan, and what is wrong with the rows that are left out of it (§T4)."""
    from willing.notation.sheets.foreign import read_foreign

    without: dict[str, set[int]] = {}
    left_out: list[Problem] = []
    done = 1

    def step() -> None:
        nonlocal done
        done = min(done + 1, _STEPS - 1)
        progress(done, _STEPS)

    while True:
        cells = read_foreign(book, guesses, wishes, without, plan, step)
        step()
        reading = read_sheets(cells, placed=False)
        if reading.plan is not None and not any(cells.root.get(its.table) for its in guesses):
            problem = Problem(place=Place(file=book.file, line=0), message=Message("nothing-read"))
            raise PlanError((problem, *left_out))
        if reading.plan is not None or wishes.whole:
            return cells, reading, tuple(left_out)
        rows = {error: cells.row_of(error.place) for error in reading.errors}
        if not reading.errors or None in rows.values() or any(error.code in _OF_COLUMNS for error in rows):
            return cells, reading, ()
        before = len(left_out)
        for error, row in rows.items():
            assert row is not None
            name, number = row
            if number not in without.setdefault(name, set()):
                without[name].add(number)
                left_out.append(replace(error, message=Message("row-left-out", why=error.message)))
        if len(left_out) == before:  # a row that is left out is still complained of
            return cells, reading, ()
        if all(len(without.get(its.sheet.name, ())) >= len(its.sheet.rows) - its.head - 1 for its in guesses):
            return cells, reading, ()


#: Errors that are about a column, and not about one of its rows.
_OF_COLUMNS = frozenset(
    {
        "marks-contradict",
        "mark-unsure",
        "days-unsure",
        "fraction-of-unit",
        "amount-taken-back",
        "codes-of-no-states",
        "status-unknown",
        "no-column-for-key",
        "refusal-not-read",
        "periods-differ",
        "head-again",
        "years-unsaid",
        "units-differ",
        "days-not-read",
        "condition-yes-no",
        "condition-untold",
        "words-not-known",
        "where-none",
    }
)


def _understood(
    book: "Book",
    target: str,
    maps: Sequence[str],
    sheets: Sequence[str],
    wishes: "Wishes",
    *,
    dialogue: "Dialogue | None",
    agreed: bool,
) -> tuple["tuple[Guess, ...] | None", list[tuple[str, str]] | None]:
    """What the sheets hold (None: they are an export's), and the options that say again what had to be asked."""
    from willing.notation.sheets.columns import FOREIGN
    from willing.notation.sheets.headings import MappingError, guess, wish_of
    from willing.notation.sheets.own import is_headed_as_ours, is_ours

    if is_ours(book) and (maps or sheets):
        raise _refused(book, Message("map-of-export"))
    if (
        not maps
        and not sheets
        and replace(wishes, on=None, whole=False) == Wishes()
        and (is_ours(book) or is_headed_as_ours(book))
    ):
        return None, None
    named = {}
    try:
        for each in sheets:
            name, _, table = each.rpartition("=") if each.rpartition("=")[2] in FOREIGN else (each, "", "")
            named[name] = table
        guesses = guess(book, [wish_of(each) for each in maps], named, wishes.wide)
    except MappingError as error:
        raise _refused(book, error.message) from None
    if not guesses:
        raise _refused(book, _no_heads(book))
    _refuse_unknown(book, guesses, wishes)
    open_ones = [its for its in guesses if not its.settled and not its.asked]
    if agreed:
        guesses = tuple(_agreed(its) for its in (guesses if sheets else _latest(guesses)))
    elif open_ones and dialogue is not None:
        guesses = tuple(its if its.settled or its.asked else dialogue.columns(its) for its in guesses)
    elif open_ones and len(open_ones) < len(guesses) and not sheets:
        guesses = tuple(its for its in guesses if its.settled or its.asked)  # the others are told as not read
    elif open_ones:
        raise UnsaidColumnsError(_questions(guesses), command(book.file, target, options_of(guesses, wishes)))
    elsewhere = any(column.head != column.key for its in guesses for column in its.columns)
    return guesses, options_of(guesses, wishes) if elsewhere else None


def _refuse_unknown(book: "Book", guesses: "tuple[Guess, ...]", wishes: Wishes) -> None:
    """Raise :class:`PlanError` for a filter or a sum of a column that no sheet has, and for a filter of no day."""
    from willing.notation.sheets.likeness import plain

    heads = {plain(column.head): column.head for its in guesses for column in its.columns}
    wanted = (*(each.column for each in wishes.where), *(part for parts, _ in wishes.sums for part in parts))
    for each in (*wanted, *(head for head in wishes.wide if head != "all")):
        if plain(each) not in heads:
            hint = Message("hint.there-are", names=tuple(f"'{head}'" for head in heads.values()))
            raise _refused(book, Message("map-of-no-column", column=each, hint=hint))


def _no_heads(book: "Book") -> Message:
    """That no row looks like heads, with what stands in the first row that may be one."""
    from willing.notation.sheets.likeness import text_in

    rows = ([text_in(cell) for cell in row if text_in(cell)] for sheet in book.sheets for row in sheet.rows)
    heads = next((texts for texts in rows if len(texts) > 1), ["…"])
    return Message("no-heads", heads=Listed(tuple(heads[:12])), first=heads[0])


def _latest(guesses: "tuple[Guess, ...]") -> "tuple[Guess, ...]":
    """Of sheets of one form, whose names differ in figures only (years, releases), the latest; never added up (§T5)."""
    latest: dict[tuple[str, ...], Guess] = {}
    for its in guesses:
        form = (its.table, re.sub("[0-9]+", "#", its.sheet.name), *(column.head for column in its.columns))
        if form not in latest or _figures(its) > _figures(latest[form]):
            latest[form] = its
    return tuple(latest.values())


def _figures(its: "Guess") -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall("[0-9]{1,9}", its.sheet.name))


def _refused(book: "Book", message: Message) -> PlanError:
    return PlanError((Problem(place=Place(file=book.file, line=0), message=message),))


def _agreed(guess: "Guess") -> "Guess":
    """With everything that is proposed; what is not understood is left out, and told."""
    columns = tuple(replace(column, key=column.key or column.proposed) for column in guess.columns)
    return replace(guess, columns=columns)


def _questions(guesses: tuple["Guess", ...]) -> tuple[Problem, ...]:
    """What would have been asked, cell by cell."""
    problems = []
    for its in guesses:
        for column in its.columns:
            if not column.key:
                cell = its.sheet.cell_name(its.head, column.number)
                place = Place(file=its.sheet.file, line=its.head + 1, cell=cell, length=len(column.head))
                message = Message("column-not-understood", column=column.head)
                if column.proposed:
                    message = Message("column-proposed", column=column.head, key=column.proposed, table=its.table)
                problems.append(Problem(place=place, message=message))
    return tuple(problems)
