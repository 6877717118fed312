"""Opening a plan: a plan file with its tables, a workbook, or a folder of CSV tables. Here files are read."""

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from willing.app.errors import PlanError
from willing.app.query import Query
from willing.app.study import Study
from willing.model.place import Place
from willing.model.problem import Message, Problem
from willing.notation.read import Reading, read_plan

if TYPE_CHECKING:
    from willing.notation.sheets.book import SheetPart
    from willing.notation.sheets.sheet import Book
    from willing.notation.sheets.tables import Cells

#: A plan or a table larger than this is refused: nothing people write comes near it, and what never ends ends here.
MOST_BYTES = 2**30
#: The same of a plan as text; large ones keep their pledges in tables.
MOST_OF_TEXT = 2**26

#: Seconds that a pipe may give nothing.
_PATIENCE = 10.0

# How workbooks begin, and what they and CSV tables are called; no plan file begins so.
BOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".fods", ".csv", ".tsv", ".tab", ".json")


def open_plan(
    path: str | os.PathLike[str],
    *,
    scenarios: Iterable[str] = (),
    what_if: Mapping[str, bool | None] | None = None,
    without: Iterable[str] = (),
    firm: Iterable[str] = (),
    as_of: date | None = None,
    known_by: date | None = None,
) -> Study:
    """Open a plan file for questions (§9).

    ``scenarios`` stack in order; over them ``what_if`` sets assumptions, and decisions of pledges with ``only_if``;
    None leaves open what is decided otherwise. ``without`` and ``firm``: partners or pledges that are out, or come
    whatever their conditions say (§7.4).
    ``as_of``: the picture of that day; ``known_by``: without what rests only on sources published later (§8.1).
    Raises :class:`PlanError` with everything that is wrong with the plan or the question, and OSError.
    """
    query = Query(
        scenarios=tuple(scenarios),
        what_if=tuple((what_if or {}).items()),
        without=tuple(without),
        firm=tuple(firm),
        as_of=as_of,
        known_by=known_by,
    )
    return open_query(path, query)


def open_query(path: str | os.PathLike[str], query: Query) -> Study:
    """A plan file, opened for a question. Raises as :func:`open_plan` does."""
    return study_of(check_plan(path), query, file=os.fspath(path))


def study_of(reading: Reading, query: Query, *, file: str) -> Study:
    """A plan that was read already, opened for a question; ``file``: what errors name.

    Raises :class:`PlanError` with everything that is wrong with the plan or the question.
    """
    if reading.plan is None:
        raise PlanError(reading.errors, omitted=reading.omitted)
    return Study(reading.plan, query, file=file, warnings=reading.warnings, notes=reading.notes)


def check_plan(
    path: str | os.PathLike[str], data: bytes | None = None, tables: Mapping[str, bytes] | None = None
) -> Reading:
    """Read a plan: a plan file and its tables, a workbook, or a folder of CSV tables.

    ``data``: what the file holds, where that was read already; ``tables``: what some of its tables are to hold, by
    their files. Raises OSError where the file itself cannot be read.
    """
    file = os.fspath(path)
    folder = os.path.dirname(file)
    if os.path.isdir(file):
        return _read_sheets(read_book(file))
    data = read_file(file, pipe=True) if data is None else data
    if data.startswith(BOOKS) or file.lower().endswith(BOOK_ENDINGS):
        return _read_sheets(read_book(file, data))
    if len(data) > MOST_OF_TEXT:
        raise _too_large(file, MOST_OF_TEXT)

    def load(name: str) -> bytes:
        beside = os.path.join(folder, name)
        return tables[beside] if tables and beside in tables else read_file(beside)

    reading = read_plan(data, file=file, load=load)
    if reading.plan is None or not reading.plan.packs:
        return reading
    from willing.app.packs import packs_of_plan

    problems = packs_of_plan(reading.plan.packs, data, file)
    return replace(reading, plan=None, errors=problems) if problems else reading


def tables_in(folder: str) -> list[str]:
    """The names of the tables of a folder that is a plan. Raises OSError."""
    return sorted(name for name in os.listdir(folder) if name.lower().endswith(".csv"))


def read_book(file: str, data: bytes | None = None) -> "Book":
    """The sheets of a workbook, of a CSV table, or of a folder of those.

    Raises :class:`PlanError` where it cannot be opened as one, and OSError.
    """
    from willing.notation.sheets.book import BookError, is_workbook, open_tables, open_text

    try:
        if not os.path.isdir(file):
            data = read_file(file) if data is None else data
            return _workbook(data, file) if is_workbook(data) else open_text(data, file)
        names = tables_in(file)
        if names and (any(name.lower() == "plan.csv" for name in names) or "plan.toml" not in os.listdir(file)):
            return open_tables({os.path.join(file, name): read_file(os.path.join(file, name)) for name in names}, file)
    except BookError as error:
        raise PlanError((error.problem,)) from None
    inside = os.path.join(file, "plan.toml")
    if not os.path.exists(inside):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
    message = Message("folder-of-plan", plan=inside)
    raise PlanError((Problem(place=Place(file=file, line=0), message=message),))


def _workbook(data: bytes, file: str) -> "Book":
    """A workbook, opened in a process of its own. Raises BookError and :class:`PlanError`."""
    from willing.app.apart import Apart, ApartError
    from willing.notation.sheets.book import book_of

    apart = Apart()
    try:
        return book_of(apart.parts(_sheet_parts, data, file), file)
    except ApartError as error:
        message = Message("book-takes-too-long" if error.why == "time" else "book-takes-too-much")
        raise PlanError((Problem(place=Place(file=file, line=0), message=message),)) from None
    finally:
        apart.close()


def _sheet_parts(data: bytes, file: str) -> "Iterator[SheetPart]":
    """In that process: once it is measured, a workbook may take what so many cells need."""
    from willing.app.apart import MEMORY, SECONDS, limit
    from willing.notation.sheets.book import sheet_parts

    return sheet_parts(data, file, lambda cells: limit(MEMORY + 120 * cells, SECONDS + cells // 200_000))


def _read_sheets(book: "Book") -> Reading:
    """The plan that sheets tell, if they are laid out as an export lays them out."""
    from willing.notation.sheets.own import is_headed_as_ours, is_ours, own_sheets

    if not is_ours(book) and not is_headed_as_ours(book):
        from willing.notation.sheets.foreign import read_foreign
        from willing.notation.sheets.headings import MappingError, guess

        try:
            guesses = guess(book)
        except MappingError as error:
            return Reading(plan=None, errors=(Problem(place=Place(file=book.file, line=0), message=error.message),))
        if guesses and all(its.settled for its in guesses):
            return read_sheets(read_foreign(book, guesses))
        from shlex import quote

        message = Message("sheets-of-no-plan", command=f"willing import {quote(book.file)} -o plan.toml")
        return Reading(plan=None, errors=(Problem(place=Place(file=book.file, line=0), message=message),))
    return read_sheets(own_sheets(book))


def read_sheets(cells: "Cells", *, placed: bool = True) -> Reading:
    """The plan that sheets tell, once it is known which column is which key. ``placed``: as of :func:`read_written`."""
    from willing.notation.read import read_written
    from willing.notation.sheets.foreign import name_partners, unnamed_partners
    from willing.notation.sheets.said import named_conditions

    if unnamed_partners(cells):
        name_partners(cells)
    named_conditions(cells)
    file = cells.book.file
    plan = cells.root.setdefault("plan", {})
    notes = list(cells.notes_in_order())
    if "name" not in plan:
        plan["name"] = os.path.splitext(os.path.basename(os.path.normpath(file)))[0]
        message = Message("plan-without-name", name=plan["name"])
        notes.append(Problem(place=Place(file=file, line=0), message=message))
    folder = file if os.path.isdir(file) else os.path.dirname(file)
    load = lambda name: read_file(os.path.join(folder, name))  # noqa: E731
    return read_written(cells, load=load, found=cells.found, notes=tuple(notes), placed=placed)


def read_file(file: str, *, pipe: bool = False, most: int | None = None) -> bytes:
    """What a plan or one of its tables holds, of at most so many bytes; what is no file (a device, unless ``pipe`` a
    pipe) is not waited for.

    Raises OSError.
    """
    most = MOST_BYTES if most is None else most
    found = os.stat(file)
    mode = found.st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode) and not (pipe and stat.S_ISFIFO(mode)):
        raise OSError(errno.ENXIO, "not a file", file)
    if found.st_size > most:  # nobody has to hold it to say so
        raise _too_large(file, most)
    if stat.S_ISFIFO(mode):
        data = _piped(file, most)
    else:
        with open(file, "rb") as stream:
            data = stream.read(most + 1)
    if len(data) > most:
        raise _too_large(file, most)
    return data


def _piped(file: str, most: int) -> bytes:
    """What is written into a pipe, until whoever writes ends, or it is too much.

    Raises OSError where nothing comes for too long.
    """
    data = bytearray()
    with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as stream:
        last = time.monotonic()
        while len(data) <= most:
            piece = stream.read(2**16)
            if piece:
                data += piece
                last = time.monotonic()
            elif piece is not None and data:
                break  # whoever wrote has ended
            elif time.monotonic() - last > _PATIENCE:  # also where nobody writes
                raise TimeoutError(errno.ETIMEDOUT, "nothing came in time", file)
            else:
                time.sleep(0.01)
    return bytes(data)


def _too_large(file: str, most: int) -> OSError:
    return OSError(errno.EFBIG, f"larger than {most // 2**20:,} MiB: that is no plan", file)
