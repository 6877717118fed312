"""What may be chosen of a sheet's rows although nothing has to be (§T8): of rows of several kinds some of them; of rows
of one partner and capability that say the same, one pledge with their sum."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from willing.notation.sheets.cells import Cell
from willing.notation.sheets.columns import LEFT_OUT, Guess
from willing.notation.sheets.likeness import is_day, text_in

#: Columns with more kinds than this tell rows apart, and no kinds.
MOST_KINDS = 12

#: Sums that are shown of rows that may be added up.
MOST_SHOWN = 3

# What rows may differ in that are one pledge together.
_ADDED = ("amount", "up_to", "note", "sources")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of rows that a column names, each with how many rows are of it, the most first. ``read``: the column is
    a key's."""

    column: str
    read: bool
    rows: tuple[tuple[str, int], ...]


def kinds_of(guess: Guess, pledges: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterable[Kinds]:
    """The columns in which rows of one partner and capability are of several kinds, and that no key but the stage is.

    ``pledges``: what the sheet says, by row.
    """
    of = {row: (raw.get("partner"), raw.get("provides")) for row, raw in pledges}
    for column in guess.columns:
        if column.key not in ("", LEFT_OUT, "stage") or column.wide:
            continue
        said = {row: text for row in of if (text := _at(guess.sheet.rows[row], column.number))}
        kinds = Counter(said.values())
        figures = sum(bool(re.fullmatch(r"[\W\d]+", text)) or is_day(text) for text in kinds)
        if not 1 < len(kinds) <= min(MOST_KINDS, len(said) - 1) or 2 * figures >= len(kinds):
            continue
        if len({*((of[row], text) for row, text in said.items())}) > len({of[row] for row in said}):
            yield Kinds(column.head, column.key == "stage", tuple(kinds.most_common()))


def alike(pledges: Iterable[Mapping[str, Any]]) -> Sequence[Sequence[Mapping[str, Any]]]:
    """Pledges of one partner and capability that say the same but for their amounts, notes and sources."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for raw in pledges:
        if "id" not in raw and "provides" in raw and isinstance(raw.get("amount"), int):
            groups.setdefault(repr(sorted((k, v) for k, v in raw.items() if k not in _ADDED)), []).append(raw)
    return [its for its in groups.values() if len(its) > 1]


def added_up(
    entries: Sequence[tuple[int, dict[str, tuple[Cell, int]]]],
) -> tuple[list[tuple[int, dict[str, tuple[Cell, int]]]], Sequence[int]]:
    """Entries with one in place of those that are alike, where the first of them stands; and how many each was."""
    made: list[tuple[int, dict[str, tuple[Cell, int]]]] = []
    first: dict[object, int] = {}
    counts: list[int] = []
    for number, entry in entries:
        key = frozenset((key, repr(cell)) for key, (cell, _) in entry.items() if key not in _ADDED)
        whole = "id" not in entry and "provides" in entry and text_in(entry.get("amount", ("", 0))[0]).isdecimal()
        if whole and key in first:
            at = first[key]
            made[at] = (made[at][0], _sum(made[at][1], entry))
            counts[at] += 1
            continue
        if whole:
            first[key] = len(made)
        made.append((number, entry))
        counts.append(1)
    return made, counts


def _sum(one: dict[str, tuple[Cell, int]], other: dict[str, tuple[Cell, int]]) -> dict[str, tuple[Cell, int]]:
    both = {**other, **one}
    least = [int(text_in(each["amount"][0])) for each in (one, other)]
    both["amount"] = (str(sum(least)), one["amount"][1])
    if "up_to" in both:
        most = [text_in(each["up_to"][0]) if "up_to" in each else "" for each in (one, other)]
        total = sum(int(text) if text.isdecimal() else amount for text, amount in zip(most, least, strict=True))
        both["up_to"] = (str(total), both["up_to"][1])
    for key in ("note", "sources"):
        if key in one and key in other:
            parts = dict.fromkeys(text_in(each[key][0]) for each in (one, other))
            both[key] = ("; ".join(parts), one[key][1])
    return both


def _at(row: Sequence[Cell], column: int) -> str:
    return text_in(row[column]) if column < len(row) else ""
