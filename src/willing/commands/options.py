"""Options that several commands have, and what they mean."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import wraps
from math import isnan
from typing import TYPE_CHECKING, Any, TypeVar

import click

from willing.commands.files import readable
from willing.commands.language import LANG, code_asked, language_of
from willing.commands.misuse import MisuseError
from willing.commands.output import Refused, can_write, tell_problems, told_in
from willing.model.problem import Message

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from willing.app.query import Query
    from willing.app.report_files import ReadFiles
    from willing.app.study import Study
    from willing.present.terminal.sheet import Look

_F = TypeVar("_F", bound=Callable[..., Any])
_R = TypeVar("_R")

#: How an answer is bounded where nothing says how wide the terminal is, and how narrow or wide it can get.
_WIDTH, _NARROWEST, _WIDEST = 80, 40, 1_000

#: The exit status of a question that has no answer: a mistake in the plan or in the command (§9).
WRONG = 2
STOPPED = 130  # 128 + SIGINT, as shells tell it

#: Some of the files could not be read; the others were (:data:`WRONG` where none could).
SOME_UNREAD = 1


def day_of(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day as a plan writes it."""
    if value is None:
        return None
    with suppress(ValueError):  # the 30th of February
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    raise MisuseError(Message("option-no-day", option=param.get_error_hint(ctx), given=value), ctx)


class Between(click.FloatRange):
    """A number between two others; click takes what is no number at all (``nan``)."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or click's own error."""
        number: float = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{value!r} is not a valid number.", param, ctx)
        return number


def options(*several: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Several options as one decorator."""

    def decorate(command: _F) -> _F:
        for option in reversed(several):
            command = option(command)
        return command

    return decorate


PLAN = click.argument("plan", metavar="PLAN")

JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")

_WORLD = options(
    click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="In this scenario; stacks in order."),
    click.option("--if", "if_", multiple=True, metavar="ID", help="If this were true, or this pledge decided yes."),
    click.option("--if-not", "if_not", multiple=True, metavar="ID", help="If this were false, or decided no."),
    click.option("--if-unknown", "if_unknown", multiple=True, metavar="ID", help="If nothing were known of this."),
    click.option("--without", "without", multiple=True, metavar="NAME", help="If this partner or pledge were out."),
    click.option("--firm", "firm", multiple=True, metavar="NAME", help="If it came whatever its conditions say."),
    click.option("--as-of", callback=day_of, metavar="DAY", help="The picture of this day, such as 2025-04-10."),
    click.option("--known-by", callback=day_of, metavar="DAY", help="Without what rests only on later sources."),
)


def of_query(command: Callable[..., _R]) -> Callable[..., _R]:
    """The options that say what is asked of a plan; the command is given them as one ``query``."""

    @wraps(command)
    def asked(
        *,
        scenarios: tuple[str, ...],
        if_: tuple[str, ...],
        if_not: tuple[str, ...],
        if_unknown: tuple[str, ...],
        without: tuple[str, ...],
        firm: tuple[str, ...],
        as_of: date | None,
        known_by: date | None,
        **others: object,
    ) -> _R:
        from willing.app.query import Query, QueryError, what_ifs

        try:
            what_if = what_ifs(if_, if_not, if_unknown)
        except QueryError as error:
            raise MisuseError(error.message) from None
        lang = others.get("lang")
        query = Query(
            scenarios=scenarios,
            what_if=what_if,
            without=without,
            firm=firm,
            as_of=as_of,
            known_by=known_by,
            language="" if others.get("as_json") else code_asked(str(lang) if lang else None) or "",
        )
        return command(query=query, **others)

    return _WORLD(asked)


def of_study(command: Callable[..., _R]) -> Callable[..., _R]:
    """A plan and what is asked of it; the command is given the ``study``."""

    @wraps(command)
    def opened(*, plan: str, query: "Query", drafts: str | None = None, **others: object) -> _R:
        study = opened_study(plan, query) if drafts is None else _overlaid(plan, drafts, query)
        return command(study=study, **others)

    return PLAN(of_query(opened))


#: Beside :func:`of_study`.
DRAFTS = click.option("--drafts", metavar="FILE", help="With what was drafted there, in place of entries of those ids.")


LOOKS = options(
    click.option("--width", type=click.IntRange(_NARROWEST, _WIDEST), help="Columns; default: the terminal's, or 80."),
    click.option("--ascii", "ascii_", is_flag=True, help="Only ASCII signs."),
    click.option(
        "--color",
        "--colour",
        "colour",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colours; auto: on a terminal, unless NO_COLOR is set.",
    ),
)


@dataclass(frozen=True, slots=True)
class Form:
    """In which form an answer is wanted: as JSON, or as text that looks so."""

    as_json: bool
    look: "Look"

    @property
    def language(self) -> str:
        """Of all that is said."""
        return self.look["lang"]


def answers(command: Callable[..., _R]) -> Callable[..., _R]:
    """The options that say in which form an answer is wanted; the command is given the ``form``."""

    @wraps(command)
    def formed(
        *, as_json: bool, width: int | None, ascii_: bool, colour: str, lang: str | None, **others: object
    ) -> _R:
        look = look_of(width, ascii_, colour, lang if as_json else told_in(lang))
        return command(form=Form(as_json, look), **others)

    return JSON(LOOKS(LANG(formed)))


@dataclass(frozen=True, slots=True)
class Workers:
    """Where long work is to be done: so many processes (None: one a processor), or workers at an address."""

    processes: int | None
    address: str | None

    def count(self, units: int) -> int:
        """How many processes of this machine work on so many units."""
        return 0 if self.address else min(self.processes or os.cpu_count() or 1, units)

    @contextmanager
    def executor(self, units: int) -> "Iterator[Executor | None]":
        """The executor for so many units of work; None: do them here."""
        from willing.app.executors import ExecutorError, executor_at

        try:
            with executor_at(self.count(units), self.address) as executor:
                yield executor
        except ExecutorError as error:
            raise Refused(error.message) from None


def of_workers(command: Callable[..., _R]) -> Callable[..., _R]:
    """The options that say where long work is done; the command is given the ``workers``."""

    @wraps(command)
    def given(*, workers: int | None, executor: str | None, **others: object) -> _R:
        return command(workers=Workers(workers, executor), **others)

    return _WORKERS(given)


_WORKERS = options(
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes to work with."),
    click.option("--executor", metavar="ADDRESS", help="Workers elsewhere, such as dask://HOST:8786."),
)


def read_status(read: "ReadFiles") -> int:
    """The status of a command that read reports: whether some, or all, could not be read."""
    return 0 if not read.unread else SOME_UNREAD if read.reports else WRONG


def opened_study(plan: str, query: "Query") -> "Study":
    """A plan, opened for a question; what the cells of a workbook were taken to mean is told."""
    from willing.app.open import open_query

    with readable(plan):
        study = open_query(plan, query)
    if study.notes:
        tell_problems(study.notes, kind="warning")
    return study


def _overlaid(plan: str, drafts: str, query: "Query") -> "Study":
    """A plan with what was drafted beside it, opened for a question."""
    from willing.app.open import read_file, study_of
    from willing.app.overlay import read_overlaid

    with readable(plan):
        data = read_file(plan)
    with readable(drafts):
        return study_of(read_overlaid(data, plan, read_file(drafts), drafts), query, file=plan)


def look_of(width: int | None, ascii_: bool, colour: str, lang: str | None) -> "Look":
    """How text should look, from the options of :data:`LOOKS`."""
    return {
        "lang": language_of(lang),
        "width": width or _terminal_width(),
        "ascii": ascii_ or not can_write(sys.stdout),
        "colour": _coloured(colour),
    }


def _terminal_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        width = int(columns)
    else:
        width = _WIDTH
        with suppress(OSError, ValueError, AttributeError):
            width = os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    return min(max(width, _NARROWEST), _WIDEST)


def _coloured(when: str) -> bool:
    if when != "auto":
        return when == "always"
    return (
        not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stdout is not None
        and sys.stdout.isatty()
    )
