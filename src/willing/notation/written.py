"""What somebody wrote as tables, whatever it is written in: the border between bytes and the reading of a plan (§1).

A TOML file (:mod:`willing.notation.toml.tables`) and sheets of cells (:mod:`willing.notation.sheets.tables`) are
written so; whatever else comes to hold plans needs no more than this to be read, checked and pointed at.
"""

from typing import Any, Protocol

from willing.model.place import Place
from willing.model.problem import Message, Problem

#: Keys and indices from the root down to one value.
Path = tuple[str | int, ...]


class Written(Protocol):
    """Tables, and where each key and value of them stands."""

    root: dict[str, Any]
    in_cells: bool  # keys are heads of columns, and values stand in cells

    @property
    def file(self) -> str:
        """The file, as problems name it."""
        ...

    def key(self, path: Path) -> Place:
        """Where the key at ``path`` stands; of what is not there, what holds it."""
        ...

    def value(self, path: Path) -> Place:
        """Where the value at ``path`` stands."""
        ...

    def inside(self, path: Path, offset: int, length: int) -> Place:
        """Where ``length`` characters from ``offset`` on of the string at ``path`` stand."""
        ...

    def order(self, place: Place) -> tuple[int, int, int]:
        """By what problems at these places are sorted."""
        ...

    def problem(self, message: Message, place: Place, subjects: tuple[Message, ...] = ()) -> Problem:
        """A problem at one of these places, with what stands there."""
        ...

    def __contains__(self, path: Path) -> bool: ...


def leads_somewhere(root: object, path: Path) -> bool:
    """Whether there is a value at ``path``."""
    value: Any = root
    for step in path:
        in_list = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not in_list and not (isinstance(value, dict) and step in value):
            return False
        value = value[step]
    return True
