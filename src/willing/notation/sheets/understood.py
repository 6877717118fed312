"""What cells that are not written as a plan writes them were taken to mean: told, and counted where it is often."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from willing.model.problem import Message, Problem

#: Cells of one column of which it is told one by one what they were taken to mean.
MOST_ALIKE = 10

_Column = TypeVar("_Column")


class Understood(Generic[_Column]):
    """Notes by column and row. ``problem(message, column, row)`` makes one of them, with its place."""

    def __init__(self, problem: Callable[[Message, _Column, int], Problem]) -> None:
        self._problem = problem
        self._counts: dict[_Column, int] = {}
        self._next: dict[_Column, int] = {}  # the first row that is only counted
        self._told: list[Problem] = []

    def add(self, column: _Column, row: int, message: Message) -> None:
        """What the cell there was taken to mean."""
        count = self._counts[column] = self._counts.get(column, 0) + 1
        if count <= MOST_ALIKE:
            self._told.append(self._problem(message, column, row))
        elif count == MOST_ALIKE + 1:
            self._next[column] = row

    def notes(self) -> Iterator[Problem]:
        """The first of each column, and how many more there are."""
        yield from self._told
        for column, row in self._next.items():
            message = Message("more-cells-so", count=self._counts[column] - MOST_ALIKE)
            yield self._problem(message, column, row)


#: Kinds of notes about a name each; others are about a column or a sheet, and stand alone.
_OF_NAMES = frozenset({"partner-declared", "taken-for-state", "condition-in-words", "id-made"})


def once(notes: Sequence[Problem]) -> Iterator[Problem]:
    """Notes about names once a kind: the first that are so, and how many more there are (§T1)."""
    counts = Counter(note.code for note in notes if note.code in _OF_NAMES)
    seen: Counter[str] = Counter()
    for note in notes:
        number = seen[note.code] = seen[note.code] + 1
        if number < MOST_ALIKE or counts[note.code] <= MOST_ALIKE:
            yield note
        elif number == MOST_ALIKE:
            more = Message("more-so", count=counts[note.code] - MOST_ALIKE + 1)
            yield replace(note, message=more, subjects=())
