"""A sheet while it is made orderly, and what is noted of it on the way."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field

from willing.model.problem import Listed, Message
from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import LEFT_OUT, Guess
from willing.notation.sheets.likeness import plain, text_in
from willing.notation.sheets.no_entries import Row
from willing.notation.sheets.wishes import Wishes

#: So many examples are told of what a column was taken to mean.
MOST_EXAMPLES = 5

#: An entry as it is made: by key, its cell and the column that this came from.
Entry = dict[str, tuple[Cell, int]]
#: The keys of a table that hold amounts.
AMOUNTS = ("amount", "up_to", "needs")
#: Is told a message, with its row and column (None: the row).
Tell = Callable[[Message, int, int | None], None]


@dataclass(slots=True)
class _Seen:
    """What was done with cells of one column: how often, the first place, and examples."""

    count: int = 0
    place: tuple[int, int | None] = (0, None)
    examples: dict[str | Message, None] = field(default_factory=dict)


def partner_of(entry: Entry) -> str:
    """Whose an entry is; empty where nobody is named."""
    return str(entry["partner"][0]) if "partner" in entry else ""


class Table:
    """A sheet while it is made orderly: its rows, the entries that they are, and what was done with its cells."""

    def __init__(self, guess: Guess, note: Tell, fail: Tell, wishes: Wishes, without: Set[int]) -> None:
        self.guess = guess
        self.source = guess.sheet
        self.note = note
        self.fail = fail
        self.wishes = wishes
        self.without = without
        self.seen: dict[tuple[str, int], _Seen] = {}
        self.columns = [column for column in guess.columns if column.key not in ("", LEFT_OUT)]
        self.at = {column.key: column.number for column in self.columns if not column.wide}
        self.wide = [column for column in self.columns if column.wide]
        self.of_wide = "provides" if "partner" in self.at else "partner"  # what the heads of wide columns are
        self.used: set[int] = set()  # columns that are no key's
        self.scales: dict[int, int] = {}  # of rows whose unit has one
        self.moneys: dict[int, str] = {}  # the currency of rows that have one in their unit
        self.units: dict[str, str] = {}  # by capability
        self.of_all: tuple[int, str | None] = (1, None)  # the scale and the currency of all figures
        self.heads = {column.number: column.head for column in guess.columns}
        self.rows: list[Row] = []
        self.entries: list[tuple[int, Entry]] = []
        self.answered: set[int] = set()  # columns of conditions that say yes and no
        self.counted: set[int] = set()  # columns of conditions that say so as 1 and 0
        self.below: list[tuple[int, Entry]] = []  # entries of less than nothing
        self.silent: dict[str, None] = {}
        self.marks: set[str] = set()  # of footnotes below the table
        self.sections: dict[int, str] = {}  # by row, what stands alone in one above
        self.sources: dict[str, dict[str, str]] = {}

    def cells(self, column: int) -> set[Cell]:
        """The different cells of a column."""
        return {row[column] if column < len(row) else None for _, row in self.rows}

    def cell_below(self, row: Sequence[Cell], head: str) -> Cell:
        """The cell of a row below this head."""
        wanted = plain(head)
        number = next((n for n, each in self.heads.items() if plain(each) == wanted), None)
        return None if number is None or number >= len(row) else row[number]

    def saw(self, code: str, column: int, number: int, where: int | None, example: str | Message) -> None:
        """Note what was done with a cell, to be told once for its column."""
        seen = self.seen.get((code, column))
        if seen is None:
            seen = self.seen[code, column] = _Seen(place=(number, where))
        seen.count += 1
        if len(seen.examples) < MOST_EXAMPLES:
            seen.examples[example] = None

    def tell(self) -> None:
        """Tell all that was noted."""
        for (code, column), seen in self.seen.items():
            parts: dict[str, object] = {"count": seen.count, "examples": Listed(tuple(seen.examples), quoted=False)}
            if code not in (
                "rows-note",
                "rows-total",
                "rows-part",
                "rows-again",
                "rows-nothing",
                "rows-other-table",
                "rows-hidden",
                "rows-struck",
            ):
                parts["column"] = self.heads.get(column, "")
            self.note(Message(code, **parts), *seen.place)  # type: ignore[arg-type]

    def refuse(self, number: int, entry: Entry, column: int, partner: str) -> None:
        """This partner says no: it never comes."""
        entry["if"] = ("never", column)
        entry.pop("only_if", None)
        entry.pop("stage", None)
        self.saw("cells-refuse", column, number, column, partner)

    def aside(self, number: int, entry: Entry, column: int, text: str, code: str = "cells-aside") -> None:
        """What a cell says that is no value of its key, in the note of the entry."""
        if self.guess.table == "pledges":
            before = text_in(entry["note"][0]) if "note" in entry else ""
            said = f"{self.heads.get(column, '')}: {text}"
            entry["note"] = (f"{before}; {said}" if before else said, column)
        self.saw(code, column, number, column, text)


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """The cell of a row in a column; None behind its end."""
    return row[column] if column < len(row) else None
