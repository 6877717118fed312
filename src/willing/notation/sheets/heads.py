"""The heads of columns that are keys of ours: one way to read them, whatever table they stand in."""

from collections.abc import Callable, Sequence

from willing.model.problem import Message
from willing.notation.keys import TABLES, Key, Table
from willing.notation.nearest import nearest_key
from willing.notation.problems import clipped
from willing.notation.sheets.cells import Cell, shown_cell

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
    table: Table, heads: Sequence[Cell], tell: Callable[[int | None, Message], None], *, complete: bool
) -> dict[int, str]:
    """Which column is which key. Heads that are none are told with their number, or None for the row as a whole.

    ``complete``: every column has to have a head, and every key that is required a column.
    """
    known = head_of(table)
    if len(heads) - (not complete and heads.count(None)) > 4 * len(known):
        # no header: one problem for it, not one for each cell
        tell(None, Message("too-many-columns", number=len(heads), most=len(known)))
        return {}
    words = head_words(heads)
    columns: dict[int, str] = {}
    for number, (cell, word) in enumerate(zip(heads, words, strict=True)):
        if word in columns.values():
            tell(number, Message("column-twice", column=word))
        elif word in known:
            columns[number] = word
        elif (word or complete) and not word.endswith(COMPUTED):
            name = clipped(shown_cell(cell).strip())
            tell(number, Message("unknown-column", name=name, meant=nearest_key(word, known)))
    missing = [key.name for key in table.keys.values() if key.required and key.kind != "id"]
    for name in missing if complete else ():
        if name not in columns.values():
            required = Message("no-required-column", key=name, entry=Message(f"noun.{table.noun}"))
            tell(None, Message("no-partner-column") if name == "partner" else required)
            columns = {}
    return columns
