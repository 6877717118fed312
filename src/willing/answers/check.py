"""What is wrong with a plan file (§10)."""

from typing import Annotated, Literal

from willing.answers.answer import UNUSUAL, Answer


class Found(Answer, frozen=True, kw_only=True):
    """An error or a warning; ``line`` and ``column`` are null where it is about the file as a whole.

    In a spreadsheet they are the row and the number of the column, and ``cell`` names the cell. ``code``:
    docs/problems.md says what it means and what to do.
    """

    file: str
    line: int | None
    column: int | None
    cell: Annotated[str | None, UNUSUAL] = None
    code: str
    message: str


class Check(Answer, frozen=True, kw_only=True):
    """All that was found; where there was more than is kept, ``omitted`` says how much more."""

    errors: tuple[Found, ...]
    warnings: tuple[Found, ...]
    omitted: Annotated[int, UNUSUAL] = 0


class Changed(Answer, frozen=True, kw_only=True):
    """What a newer table changed in a plan: a pledge that is new, refines or replaces another (``was``), was withdrawn,
    or is kept though the table lacks it."""

    how: Literal["new", "refines", "replaces", "withdrawn", "kept"]
    pledge: str
    was: str | None


class Imported(Answer, frozen=True, kw_only=True):
    """Where a plan was written that was made of tables, or (``plan``) the plan itself; null where none could be made.

    ``command``: what imports the same without asking.
    """

    written: str | None
    plan: Annotated[str | None, UNUSUAL] = None
    command: str | None
    changes: Annotated[tuple[Changed, ...], UNUSUAL] = ()
    errors: tuple[Found, ...] = ()
    warnings: tuple[Found, ...] = ()
    omitted: Annotated[int, UNUSUAL] = 0
