"""Errors and warnings as text: where it is, what it is, and the line with the place marked beneath (§9)."""

from collections.abc import Iterable, Sequence
from typing import Literal

from willing.answers.check import Found
from willing.answers.problems import message_text, problem_sentence
from willing.model.problem import Message, Problem
from willing.present.escape import character, columns, shown

#: How many problems are shown; of more, only the number.
MOST_SHOWN = 1_000

#: How many columns of a line are shown.
WIDEST = 100

# A sentence quotes what was written; no quote is worth more than this many characters.
_LONGEST = 600

_INDENT = "    "
_TAB = "    "

Kind = Literal["error", "warning"]


def problems_text(
    problems: Sequence[Problem],
    *,
    kind: Kind = "error",
    omitted: int = 0,
    ascii: bool = False,  # noqa: A002
    lang: str = "en",
) -> str:
    """The problems one below the other, each line ended; ``omitted`` counts those found but not kept."""
    parts = [problem_text(problem, kind=kind, ascii=ascii, lang=lang) for problem in problems[:MOST_SHOWN]]
    more = omitted + max(len(problems) - MOST_SHOWN, 0)
    if more:
        parts.append(
            _shown(Message("found.more-errors" if kind == "error" else "more-warnings", count=more), ascii, lang) + "\n"
        )
    return "".join(parts)


def problem_text(problem: Problem, *, kind: Kind = "error", ascii: bool = False, lang: str = "en") -> str:  # noqa: A002
    """One problem: a line that says it and, where there is one, the line of the file with the place marked beneath.

    An error says its sentence only; a warning says that it is one. A place without a line is the file as a whole.
    """
    place = problem.place
    where = [shown(place.file, ascii=ascii)] if place.file else []
    if place.cell:
        where.append(shown(place.cell, ascii=ascii))
    elif place.line > 0:
        where.append(str(place.line))
    head = ":".join(where) + ": " if where else ""
    said = shown(_clipped(problem_sentence(problem, lang)), ascii=ascii)
    text = f"{head}{_shown(Message('sign.warning'), ascii, lang) if kind == 'warning' else ''}{said}\n"
    if problem.excerpt and place.line > 0:
        line, marks = _marked(problem, ascii)
        text += f"{_INDENT}{line}\n{_INDENT}{marks}\n"
    return text


def problem_found(problem: Problem, lang: str = "en") -> Found:
    """One problem as §10 has it."""
    place = problem.place
    column = _column_number(place.cell) if place.cell else place.column
    return Found(
        file=place.file,
        line=place.line if place.line > 0 else None,
        column=column if place.line > 0 else None,
        cell=place.cell or None,
        code=problem.code,
        message=_clipped(problem_sentence(problem, lang)),
    )


def _column_number(cell: str) -> int:
    """The number of a cell's column, from 1."""
    number = 0
    for letter in cell.rpartition("!")[2].rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def problems_found(problems: Iterable[Problem], lang: str = "en") -> tuple[Found, ...]:
    """Problems as §10 has them."""
    return tuple(problem_found(problem, lang) for problem in problems)


def found_text(file: str, *, warnings: int = 0, ascii: bool = False, lang: str = "en") -> str:  # noqa: A002
    """What a check found that found no errors, in one line: ``plan.toml: no errors, 2 warnings``."""
    found = Message("found.warnings", count=warnings) if warnings else Message("found.nothing")
    return f"{shown(file, ascii=ascii)}: {_shown(found, ascii, lang)}\n"


def _shown(message: Message, ascii: bool, lang: str) -> str:  # noqa: A002
    return shown(message_text(message, lang), ascii=ascii)


def _clipped(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} … {text[-half:]}"


def _marked(problem: Problem, ascii: bool) -> tuple[str, str]:  # noqa: A002
    """The line, clipped around the place if it is long, and the marks that go beneath it."""
    line, place = problem.excerpt, problem.place
    first = min(max(place.column - 1, 0), len(line))
    # A line may be megabytes long: only what can be seen of it is looked at.
    begin = max(first - WIDEST, 0)
    near = line[begin : first + WIDEST]
    cells = [_TAB if each == "\t" else character(each, ascii=ascii) for each in near]
    widths = [columns(cell) for cell in cells]
    mark = first - begin
    mark_end = min(mark + max(place.length, 1), len(cells))
    dots = "..." if ascii else "…"

    if begin == 0 and len(near) == len(line) and sum(widths) <= WIDEST:
        left, right = 0, len(cells)
    else:
        left, right = _window(widths, mark, mark_end, WIDEST - 2 * len(dots))
    before = dots if begin or left else ""
    after = dots if right < len(cells) or begin + len(near) < len(line) else ""
    blank = len(before) + sum(widths[left:mark])
    width = max(sum(widths[mark : min(mark_end, right)]), 1)
    return (before + "".join(cells[left:right]) + after).rstrip(), " " * blank + "^" * width


def _window(widths: Sequence[int], mark: int, mark_end: int, room: int) -> tuple[int, int]:
    """Which cells fit into ``room`` columns: those marked first, then as many before as behind them."""
    left = right = mark
    while right < mark_end and widths[right] <= room:
        room -= widths[right]
        right += 1
    half = room // 2
    while left and widths[left - 1] <= half:
        left -= 1
        half -= widths[left]
        room -= widths[left]
    while right < len(widths) and widths[right] <= room:
        room -= widths[right]
        right += 1
    while left and widths[left - 1] <= room:
        left -= 1
        room -= widths[left]
    return left, right
