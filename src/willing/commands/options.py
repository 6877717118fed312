"""Options that several commands have, and what they mean."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from willing.commands.files import readable
from willing.commands.output import can_write, tell

if TYPE_CHECKING:
    from willing.app.study import Study

_F = TypeVar("_F", bound=Callable[..., Any])

#: How an answer is bounded where nothing says how wide the terminal is, and how narrow or wide it can get.
_WIDTH, _NARROWEST, _WIDEST = 80, 40, 1_000

# The languages of answers, as in present/catalogues; where none is asked for, that of the environment if it is here.
LANGUAGES = ("en", "de", "fr")

#: The exit status of a question that has no answer: a mistake in the plan or in the command (§9).
WRONG = 2

#: Said where a command needs a goal and the plan has none (§9).
NO_GOAL = 'the plan has no goal: give it one under [plan], such as goal = "total(troops) >= 1000"'


def day_of(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day as a plan writes it."""
    if value is None:
        return None
    with suppress(ValueError):  # the 30th of February
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    raise click.BadParameter(f"'{value}' is no day such as 2025-04-10", ctx, param)


def options(*several: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Several options as one decorator."""

    def decorate(command: _F) -> _F:
        for option in reversed(several):
            command = option(command)
        return command

    return decorate


PLAN = click.argument("plan", metavar="PLAN")

JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")

WORLD = options(
    click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="In this scenario; stacks in order."),
    click.option("--if", "if_", multiple=True, metavar="ID", help="If this were true, or this pledge decided yes."),
    click.option("--if-not", "if_not", multiple=True, metavar="ID", help="If this were false, or decided no."),
    click.option("--if-unknown", "if_unknown", multiple=True, metavar="ID", help="If nothing were known of this."),
    click.option("--as-of", callback=day_of, metavar="DAY", help="The picture of this day, such as 2025-04-10."),
    click.option("--known-by", callback=day_of, metavar="DAY", help="Without what rests only on later sources."),
)

LOOKS = options(
    JSON,
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


LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of the text; default: as LC_ALL, LC_MESSAGES or LANG say, or en.",
)


def language_of(lang: str | None) -> str:
    """The language asked for, or that of the environment, or English."""
    if lang is None:
        told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        lang = re.split("[_.@-]", told)[0].lower()
    return lang if lang in LANGUAGES else "en"


def asked_study(
    plan: str,
    *,
    scenarios: tuple[str, ...],
    if_: tuple[str, ...],
    if_not: tuple[str, ...],
    as_of: date | None,
    known_by: date | None,
    if_unknown: tuple[str, ...] = (),
) -> "Study":
    """The plan as the options of :data:`WORLD` want it seen."""
    from willing.app.open import open_plan

    both = next((id_ for id_ in if_ if id_ in if_not), None)
    if both is not None:
        raise click.UsageError(f"'{both}' cannot be both --if and --if-not")
    both = next((id_ for id_ in if_unknown if id_ in if_ or id_ in if_not), None)
    if both is not None:
        raise click.UsageError(f"'{both}' cannot be unknown and set at once")
    what_if = {**dict.fromkeys(if_, True), **dict.fromkeys(if_not, False), **dict.fromkeys(if_unknown)}
    with readable(plan):
        study = open_plan(plan, scenarios=scenarios, what_if=what_if, as_of=as_of, known_by=known_by)
    if study.notes:  # of a workbook: what its cells were taken to mean
        from willing.present.terminal.problems import problems_text

        tell(problems_text(study.notes, kind="warning", ascii=not can_write(sys.stderr)))
    return study


def looks(width: int | None, ascii_: bool, colour: str) -> Mapping[str, Any]:
    """How text should look, from the options of :data:`LOOKS`."""
    return {
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
