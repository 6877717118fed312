"""Plans out of tables that others made: which column is which key is understood, said, or asked."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from willing.app.errors import PlanError
from willing.app.open import read_book, read_sheets
from willing.model.place import Place
from willing.model.plan import Plan
from willing.model.problem import Listed, Message, Problem
from willing.notation.sheets.own import own_sheets
from willing.notation.sheets.wishes import Wishes
from willing.notation.write import write_plan

if TYPE_CHECKING:
    from willing.notation.read import Reading
    from willing.notation.sheets.headings import Guess
    from willing.notation.sheets.sheet import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A plan that tables hold. ``warnings``: what looks doubtful in it, and what cells were taken to mean; ``command``:
    the command line that imports them again without asking, None where it needs none."""

    plan: Plan
    warnings: tuple[Problem, ...]
    command: str | None

    @property
    def text(self) -> str:
        """The plan as a plan file."""
        return write_plan(self.plan)


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


def import_tables(
    path: str | os.PathLike[str],
    *,
    maps: Sequence[str] = (),
    sheets: Sequence[str] = (),
    wishes: "Wishes | None" = None,
    whole: bool = False,
    take_proposals: bool = False,
    ask: "Callable[[Guess], Guess] | None" = None,
    target: str = "plan.toml",
) -> Imported:
    """The plan in a workbook, a CSV table or a folder of them.

    ``maps`` say which column is which key ("Country=partner", "Navy!Ships=amount", "Remarks=-" for none); ``sheets``
    which sheets are read ("Navy", "Navy=pledges"). What is not said is taken as proposed (``take_proposals``), or asked
    (``ask``). ``wishes``: constants, filters, sums, words for words (§T8). Rows that cannot be read are left out and
    told, or refuse the whole (``whole``, §T4). ``target``: the plan file that :attr:`Imported.command` names.

    Raises OSError, :class:`UnsaidColumnsError` where nobody says what a column means, and :class:`PlanError`.
    """
    book = read_book(os.fspath(path))
    guesses, command = _understood(
        book, target, maps, sheets, wishes or Wishes(), take_proposals=take_proposals, ask=ask
    )
    if guesses is None:
        reading = read_sheets(own_sheets(book))
        left_out: tuple[Problem, ...] = ()
    else:
        reading, left_out = _read(book, guesses, wishes or Wishes(), whole=whole)
    if reading.plan is None:
        raise MistakenTablesError(reading.errors, omitted=reading.omitted, command=command)
    return Imported(plan=reading.plan, warnings=(*left_out, *reading.warnings), command=command)


def _read(
    book: "Book", guesses: "tuple[Guess, ...]", wishes: "Wishes", *, whole: bool
) -> tuple["Reading", tuple[Problem, ...]]:
    """The plan in sheets, and what is wrong with the rows that are left out of it (§T4)."""
    from willing.notation.sheets.foreign import read_foreign

    without: dict[str, set[int]] = {}
    left_out: list[Problem] = []
    while True:
        cells = read_foreign(book, guesses, wishes, without)
        reading = read_sheets(cells)
        if reading.plan is not None or whole:
            return reading, tuple(left_out)
        rows = {error: cells.row_of(error.place) for error in reading.errors}
        if not reading.errors or None in rows.values() or any(error.code in _OF_COLUMNS for error in rows):
            return reading, ()
        before = len(left_out)
        for error, row in rows.items():
            assert row is not None
            name, number = row
            if number not in without.setdefault(name, set()):
                without[name].add(number)
                left_out.append(replace(error, message=Message("row-left-out", why=error.message)))
        if len(left_out) == before:  # a row that is left out is still complained of
            return reading, ()
        if all(len(without.get(its.sheet.name, ())) >= len(its.sheet.rows) - its.head - 1 for its in guesses):
            return reading, ()


#: Errors that are about a column, and not about one of its rows.
_OF_COLUMNS = frozenset(
    {
        "marks-contradict",
        "fraction-of-unit",
        "codes-of-no-states",
        "status-unknown",
        "no-column-for-key",
        "refusal-not-read",
        "days-not-read",
    }
)


def _understood(
    book: "Book",
    target: str,
    maps: Sequence[str],
    sheets: Sequence[str],
    wishes: "Wishes",
    *,
    take_proposals: bool,
    ask: "Callable[[Guess], Guess] | None",
) -> tuple["tuple[Guess, ...] | None", str | None]:
    """What the sheets hold (None: they are an export's), and the command line that says again what had to be asked."""
    from willing.notation.sheets.headings import FOREIGN, MappingError, command, guess, wish_of
    from willing.notation.sheets.own import is_headed_as_ours, is_ours

    if is_ours(book) and (maps or sheets):
        raise _refused(book, Message("map-of-export"))
    if not maps and not sheets and wishes == Wishes() and (is_ours(book) or is_headed_as_ours(book)):
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
    open_ones = [its for its in guesses if not its.settled and not its.asked]
    if take_proposals:
        guesses = tuple(_agreed(its) for its in (guesses if sheets else _latest(guesses)))
    elif open_ones and ask is not None:
        guesses = tuple(its if its.settled or its.asked else ask(its) for its in guesses)
    elif open_ones and len(open_ones) < len(guesses) and not sheets:
        guesses = tuple(its for its in guesses if its.settled or its.asked)  # the others are told as not read
    elif open_ones:
        raise UnsaidColumnsError(_questions(guesses), command(book.file, target, guesses, wishes.options()))
    elsewhere = any(column.head != column.key for its in guesses for column in its.columns)
    said = command(book.file, target, guesses, wishes.options()) if elsewhere else None
    return guesses, said


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
