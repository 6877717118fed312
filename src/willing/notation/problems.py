"""The problems found so far, in the order of the files, and no more of them than anybody reads (§9)."""

from dataclasses import dataclass, field

from willing.model.problem import Message, Problem
from willing.notation.keys import Table

#: How many problems are kept; of more, only the number.
MOST_KEPT = 1_000

# How much of a value is quoted in a message.
_QUOTED = 60

#: Where a problem belongs: number of the file (0 is the plan, then its tables), line, column.
Order = tuple[int, int, int]


@dataclass(slots=True)
class Problems:
    """The first problems by order. Those that cannot be among them are counted, and need not be made."""

    _found: list[tuple[Order, int, Problem]] = field(default_factory=list)
    _last: Order | None = None
    omitted: int = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def room(self, order: Order) -> bool:
        """Whether a problem here may be among those kept; if not, it is counted."""
        if self._last is not None and order > self._last:
            self.omitted += 1
            return False
        return True

    def add(self, order: Order, problem: Problem) -> None:
        """Keep a problem for which there was :meth:`room`."""
        self._found.append((order, len(self._found), problem))
        if len(self._found) >= 2 * MOST_KEPT:
            self._cut()

    def in_order(self) -> tuple[Problem, ...]:
        """The problems kept."""
        self._cut()
        return tuple(problem for _, _, problem in self._found)

    def _cut(self) -> None:
        self._found.sort(key=lambda each: each[:2])
        if len(self._found) > MOST_KEPT:
            self.omitted += len(self._found) - MOST_KEPT
            del self._found[MOST_KEPT:]
            self._last = self._found[-1][0]


def subject_of(table: Table, id_: str | None, number: int) -> Message:
    """What a problem is about: an entry by its id, or by its number (from 0) in the table."""
    noun = Message(f"noun.{table.noun}")
    if id_ is not None:
        return Message("subject.id", noun=noun, id=clipped(id_))
    return Message("subject.number", noun=noun, number=number + 1)


def clipped(text: str) -> str:
    """``text``, or its beginning if it is too long to be quoted."""
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
