"""The heads of columns that are keys of ours: one way to read them, whatever table they stand in."""

from collections.abc import Callable, Sequence

from willing.notation.keys import TABLES, Key, Table
from willing.notation.nearest import did_you_mean
from willing.notation.sheets.cells import Cell, shown_cell
from willing.notation.values import a, clipped

#: The first word of the row that says so: the mark by which a workbook is known as one of ours.
MARK = "layout"

#: The columns of the sheets that are no tables of rows.
PLAN_HEAD = ("key", "value", "what it says")
SCENARIO_HEAD = ("scenario", "of", "id", "key", "value")

#: Behind the head of a column that was worked out, and is not read.
COMPUTED = "(computed)"


def head_of(table: Table) -> tuple[str, ...]:
    """The columns of a table's sheet."""
    own = ("id",) if table.shape == "named" and "id" not in table.keys else ()
    return (*own, *table.keys)


def key_of(table: Table, name: str) -> Key:
    """The key of a column; of a table named by id, the id is one too."""
    return table.keys[name] if name in table.keys else TABLES["pledges"].keys["id"]


def head_words(row: Sequence[Cell]) -> list[str]:
    """The heads of columns as keys are written: ``Up to`` is ``up_to``."""
    return ["_".join(shown_cell(cell).strip().lower().split()) for cell in row]


def columns_of(
    table: Table, heads: Sequence[Cell], tell: Callable[[int | None, str], None], *, complete: bool
) -> dict[int, str]:
    """Which column is which key. Heads that are none are told with their number, or None for the row as a whole.

    ``complete``: every column has to have a head, and every key that is required a column.
    """
    known = head_of(table)
    if len(heads) - (not complete and heads.count(None)) > 4 * len(known):
        # no header: one problem for it, not one for each cell
        tell(None, f"{len(heads)} cells in the first row, which names the columns; there are {len(known)}")
        return {}
    words = head_words(heads)
    columns: dict[int, str] = {}
    for number, (cell, word) in enumerate(zip(heads, words, strict=True)):
        if word in columns.values():
            tell(number, f"the column '{word}' stands here a second time")
        elif word in known:
            columns[number] = word
        elif (word or complete) and not word.endswith(COMPUTED):
            tell(number, f"unknown column '{clipped(shown_cell(cell).strip())}'{did_you_mean(word, known)}")
    missing = [key.name for key in table.keys.values() if key.required and key.kind != "id"]
    for name in missing if complete else ():
        if name not in columns.values():
            message = f"no column '{name}': the first row names the columns, and every {table.noun} has {a(name)}"
            tell(None, message)
            columns = {}
    return columns
