"""Where something stands in a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch of one line of a file, or of the text in a cell.

    ``line`` and ``column`` count from 1, columns in code points; ``length`` is at least 1. ``cell`` names a cell as
    spreadsheets do (``Pledges!F12``; ``F12`` in a CSV table), or a whole sheet; ``line`` is then its row, or 0.
    """

    file: str
    line: int
    column: int = 1
    length: int = 1
    cell: str = ""
