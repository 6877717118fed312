"""A planner's own sheet made orderly (§T3-§T16): rows that are no entries are left out, and cells are understood by
their column as a whole.

What comes of it is another sheet: an entry a row, every cell as a plan has it, and of each where it came from. What was
taken, and what was left out, is told once for a column; what a column leaves open is an error that says what to do.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, replace

from willing.languages import answers
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.choices import added_up
from willing.notation.sheets.columns import Guess
from willing.notation.sheets.doubts import doubts
from willing.notation.sheets.likeness import text_in
from willing.notation.sheets.sheet import Sheet
from willing.notation.sheets.tidy.dates import OF_DAYS, months, read_days
from willing.notation.sheets.tidy.entries import all_entries
from willing.notation.sheets.tidy.figures import delivered, read_amounts, spans, units
from willing.notation.sheets.tidy.names import capabilities, needs_of, partners
from willing.notation.sheets.tidy.references import references
from willing.notation.sheets.tidy.rows import (
    find_unit,
    keep_wished,
    leave_out,
    row_numbers,
    spread_merged,
    take_from_above,
)
from willing.notation.sheets.tidy.stances import not_said, nothing_said, statuses
from willing.notation.sheets.tidy.table import AMOUNTS, Table, Tell
from willing.notation.sheets.wishes import NO_WISHES, ROWS_ADDED, Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Orderly:
    """``sheet`` and ``columns``: as they are to be read; ``partners``: who is named, and pledges nothing here;
    ``used``: columns that are no key's and are understood all the same; ``sources``: those that cells name, by id."""

    sheet: Sheet
    columns: Mapping[int, str]
    partners: tuple[str, ...] = ()
    used: Set[int] = frozenset()
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def orderly(
    guess: Guess,
    note: Tell,
    fail: Tell,
    *,
    wishes: Wishes = NO_WISHES,
    without: Set[int] = frozenset(),
    step: Callable[[], None] = lambda: None,
) -> Orderly:
    """What a sheet holds once its columns are settled.

    ``note`` and ``fail`` are told what was taken to be meant and what cannot be decided, with its row and column
    (None: the row). ``without``: rows that are left out. ``step`` is called five times on the way.
    """
    return _orderly(Table(guess, note, fail, wishes, without), step)


def _orderly(table: Table, step: Callable[[], None]) -> Orderly:
    table.rows = [(number, table.source.rows[number]) for number in row_numbers(table)]
    spread_merged(table)
    keep_wished(table)
    leave_out(table)
    step()
    find_unit(table)
    take_from_above(table)
    table.answered = {
        table.at[key]
        for key in ("if", "only_if")
        if key in table.at and any(answers.flag_of(text_in(cell)) for cell in table.cells(table.at[key]))
    }
    table.counted = {
        table.at[key]
        for key in ("if", "only_if")
        if key in table.at and set(map(text_in, table.cells(table.at[key]))) <= {"0", "1", ""}
    }
    table.entries = list(all_entries(table))
    step()
    if table.guess.table == "pledges":
        partners(table)
        not_said(table)
        statuses(table)
        nothing_said(table)
        units(table)
        capabilities(table)
        references(table)
        delivered(table)
        for doubt in doubts(table.guess, table.rows, table.entries):
            table.fail(*doubt)
    if table.guess.table == "requirements":
        needs_of(table)
    step()
    for key in AMOUNTS:
        read_amounts(table, key)
    for key in ("ready", "stays", "from_day", "until_day"):
        spans(table, key)
    step()
    months(table)
    for key in OF_DAYS:
        read_days(table, key)
    if ROWS_ADDED in table.wishes.sums:
        _add_up(table)
    table.tell()
    made = _made(table)
    step()
    return made


def _add_up(table: Table) -> None:
    """One entry in place of those that say the same but for their amounts (§T8)."""
    table.entries, counts = added_up(table.entries)
    for (number, entry), count in zip(table.entries, counts, strict=True):
        if count > 1:
            names = ", ".join(text_in(entry[key][0]) for key in ("partner", "provides"))
            table.saw("rows-added-up", entry["amount"][1], number, None, f"{names}: {entry['amount'][0]}")


def _made(table: Table) -> Orderly:
    keys = list(dict.fromkeys(key for _, entry in table.entries for key in entry))
    rows: list[list[Cell]] = []
    came: list[tuple[int, tuple[int, ...]]] = []
    faults = {}
    known: dict[tuple[int, ...], tuple[int, ...]] = {}
    entries, table.entries = table.entries[::-1], []
    while entries:  # of a million, no row is kept twice
        number, entry = entries.pop()
        said = [entry.get(key) for key in keys]
        if None in said:
            first = entry["partner"][1] if "partner" in entry else min((at for _, at in entry.values()), default=0)
            columns = tuple(
                pair[1] if pair is not None else table.at.get(key, first) for key, pair in zip(keys, said, strict=True)
            )
        else:
            columns = tuple([pair[1] for pair in said if pair is not None])
        for place, pair in enumerate(said if table.source.faults else ()):
            if pair is not None and (number, pair[1]) in table.source.faults:
                faults[len(rows), place] = table.source.faults[number, pair[1]]
        rows.append([None if pair is None else pair[0] for pair in said])
        came.append((number, known.setdefault(columns, columns)))
    made = replace(table.source, rows=rows, came=came, merged=(), faults=faults, broken=())
    return Orderly(
        sheet=made, columns=dict(enumerate(keys)), partners=tuple(table.silent), used=table.used, sources=table.sources
    )
