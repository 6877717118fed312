"""Where something stands in a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch of one line of a file.

    ``line`` and ``column`` count from 1, columns in code points; ``length`` is at least 1.
    """

    file: str
    line: int
    column: int = 1
    length: int = 1
