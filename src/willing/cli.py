"""The commands. Each imports what it needs when it runs: that is most of what a small plan takes (§9)."""

import atexit
import gc
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from willing.model.problem import PlanError
    from willing.study import Study

_F = TypeVar("_F", bound=Callable[..., Any])

#: How an answer is bounded where nothing says how wide the terminal is, and how narrow or wide it can get.
_WIDTH, _NARROWEST, _WIDEST = 80, 40, 1_000

# Signs that answers use; where one of them cannot be written, the answer is in ASCII.
_SIGNS = "●◐◑◌✕○–…·█▓▒"

# The languages of answers, as in present/catalogues; where none is asked for, that of the environment if it is here.
_LANGUAGES = ("en", "de", "fr")

_NO_GOAL = 'the plan has no goal: give it one under [plan], such as goal = "total(troops) >= 1000"'

_STOPPED = 130  # 128 + SIGINT, as shells tell it
_READER_GONE = 141  # 128 + SIGPIPE
_WRONG = 2
_OUR_FAULT = 70  # EX_SOFTWARE


class _Commands(click.Group):
    """A group whose commands end with a sentence and a status whatever happens, and return that status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are needed."""
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Answer the command line, or ``args``.

        A process that was started for one command is short: looking for garbage, in it and at its end, is a sixth of
        what a small plan takes, and seconds of a large one.
        """
        if not args and extra.get("args") is None:
            gc.disable()
            atexit.register(gc.freeze)
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        status = _WRONG
        try:
            status = super().invoke(ctx) or 0
            if sys.stdout is not None:
                sys.stdout.flush()
        except click.ClickException as error:
            status = error.exit_code
            _tell_misuse(error)
        except BrokenPipeError:  # `willing brief … | head -1` has what it wanted
            status = _READER_GONE
            _drop_output()
        except KeyboardInterrupt:
            status = _STOPPED
            _drop_output()
            _tell("Stopped.")
        except OSError as error:
            _drop_output()
            _tell(_shown(f"{error.filename or 'the answer'}: cannot be written: {error.strerror or error}"))
        except MemoryError:
            _tell("There is not enough memory for this.")
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from willing.model.problem import PlanError

            if isinstance(error, PlanError):
                _tell_errors(error)
            else:
                status = _OUR_FAULT
                _tell_fault(error)
        ctx.exit(status)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("willing")
        except PackageNotFoundError:
            number = "(not installed)"
        _write(f"willing {number}\n")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
def main() -> None:
    """Planning for coalitions of the willing: who is in, if; what it adds up to; what is missing."""


# -- options that several commands have -------------------------------------------------------------------------------


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day as a plan writes it."""
    if value is None:
        return None
    with suppress(ValueError):  # the 30th of February
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    raise click.BadParameter(f"'{value}' is no day such as 2025-04-10", ctx, param)


def _options(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    """Several options as one decorator."""

    def decorate(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_PLAN = click.argument("plan", metavar="PLAN")

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")

_WORLD = _options(
    click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="In this scenario; stacks in order."),
    click.option("--if", "if_", multiple=True, metavar="ID", help="If this were true, or this pledge decided yes."),
    click.option("--if-not", "if_not", multiple=True, metavar="ID", help="If this were false, or decided no."),
    click.option("--as-of", callback=_day, metavar="DAY", help="The picture of this day, such as 2025-04-10."),
    click.option("--known-by", callback=_day, metavar="DAY", help="Without what rests only on later sources."),
)

_LOOKS = _options(
    _JSON,
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


_LANG = click.option(
    "--lang",
    type=click.Choice(_LANGUAGES),
    help="Language of the text; default: as LC_ALL, LC_MESSAGES or LANG say, or en.",
)


def _language(lang: str | None) -> str:
    """The language asked for, or that of the environment, or English."""
    if lang is None:
        told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        lang = re.split("[_.@-]", told)[0].lower()
    return lang if lang in _LANGUAGES else "en"


def _study(
    plan: str,
    *,
    scenarios: tuple[str, ...],
    if_: tuple[str, ...],
    if_not: tuple[str, ...],
    as_of: date | None,
    known_by: date | None,
) -> "Study":
    """The plan as the options of :data:`_WORLD` want it seen."""
    from willing.study import open_plan

    both = next((id_ for id_ in if_ if id_ in if_not), None)
    if both is not None:
        raise click.UsageError(f"'{both}' cannot be both --if and --if-not")
    what_if = {**dict.fromkeys(if_, True), **dict.fromkeys(if_not, False)}
    with _readable(plan):
        return open_plan(plan, scenarios=scenarios, what_if=what_if, as_of=as_of, known_by=known_by)


def _look(width: int | None, ascii_: bool, colour: str) -> Mapping[str, Any]:
    """How text should look, from the options of :data:`_LOOKS`."""
    return {
        "width": width or _terminal_width(),
        "ascii": ascii_ or not _can_write(sys.stdout),
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


# -- the commands -----------------------------------------------------------------------------------------------------


@main.command()
@click.argument("directory", metavar="DIR")
def new(directory: str) -> int:
    """Write a commented plan to start from, DIR/plan.toml."""
    from shlex import quote

    from willing.notation.starter import starter_plan

    path = os.path.join(directory, "plan.toml")
    text = starter_plan().encode()
    if os.path.lexists(path):
        _tell(f"{path}: is there already, and was left as it is")
        return _WRONG
    os.makedirs(directory, exist_ok=True)
    _create(path, text)
    said = quote(path)
    _write(
        f"Wrote {_shown(path)}. Next:\n"
        f"  willing check {_shown(said)}\n"
        f"  willing brief {_shown(said)}\n"
        f"  willing why {_shown(said)} corvia-planes\n"
    )
    return 0


@main.command()
@_PLAN
@click.option("--strict", is_flag=True, help="End with status 1 if there are warnings.")
@_JSON
def check(plan: str, strict: bool, as_json: bool) -> int:
    """Every mistake in a plan, and what looks doubtful."""
    from willing.model.problem import PlanError
    from willing.notation.reader import Reading
    from willing.present.problems import found_text, problems_json, problems_text
    from willing.study import check_plan

    try:
        with _readable(plan):
            found = check_plan(plan)
    except PlanError as error:
        found = Reading(plan=None, errors=error.problems, omitted=error.omitted)
    if as_json:
        _write_json(problems_json(found.errors, found.warnings, omitted=found.omitted))
    else:
        look: Any = {"ascii": not _can_write(sys.stderr)}
        if found.errors:
            _tell(problems_text(found.errors, omitted=found.omitted, **look))
        else:
            _tell(problems_text(found.warnings, kind="warning", omitted=found.omitted, **look))
            number = len(found.warnings) + found.omitted
            _write(found_text(plan, warnings=number, ascii=not _can_write(sys.stdout)))
    return _WRONG if found.errors else int(strict and bool(found.warnings))


@main.command()
@_PLAN
@_WORLD
@_LOOKS
@_LANG
@click.option("--cite", is_flag=True, help="Numbers behind the names, and the sources they stand for at the foot.")
@click.option("--day", type=click.IntRange(0), metavar="N", help="What it adds up to on this day of the mission alone.")
@click.option(
    "--require-goal", is_flag=True, help="End with status 1 unless the goal is firm, or is if all move at once."
)
def brief(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    cite: bool,
    day: int | None,
    require_goal: bool,
    **world: Any,
) -> int:
    """Who is in, who would be if, and who is not for want of what."""
    answer = _study(plan, **world).brief(reasons=not as_json, day=day)
    if require_goal and answer.goal is None:
        _tell(_shown(f"{plan}: {_NO_GOAL}"))
        return _WRONG
    if as_json:
        from willing.present.answers import brief_json

        _write_json(brief_json(answer))
    else:
        from willing.present.brief import brief_text

        _write(brief_text(answer, file=plan, lang=_language(lang), cite=cite, **_look(width, ascii_, colour)))
    reached = answer.goal is not None and answer.goal.standing.firm
    return int(require_goal and not reached)


@main.command()
@_PLAN
@click.argument("subject")
@_WORLD
@_LOOKS
@_LANG
def why(
    plan: str,
    subject: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    **world: Any,
) -> None:
    """Why SUBJECT stands as it does, and who says so.

    SUBJECT is a partner, a pledge or an assumption, or the word goal.
    """
    answer = _study(plan, **world).why(subject)
    if as_json:
        from willing.present.answers import why_json

        _write_json(why_json(answer))
    else:
        from willing.present.why import why_text

        _write(why_text(answer, lang=_language(lang), **_look(width, ascii_, colour)))


@main.command()
@_PLAN
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; end with status 1 if something would change."
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Write the text to standard output, not to the file.")
def fmt(plan: str, only_check: bool, to_stdout: bool) -> int:
    """The plan in its canonical layout, comments kept. With - as PLAN, from standard input to standard output."""
    before = sys.stdin.buffer.read() if plan == "-" else _read(plan)
    after = _laid_out(plan, before).encode()
    changes = after != before
    if only_check:
        _write(f"{_shown(plan)}: {'would be laid out anew' if changes else 'is laid out as it should be'}\n")
        return int(changes)
    if to_stdout or plan == "-":
        _write(after.decode())
    elif changes:
        _replace(plan, after)
        _write(f"{_shown(plan)}: laid out anew\n")
    else:
        _write(f"{_shown(plan)}: nothing to change\n")
    return 0


@main.command()
def schema() -> None:
    """A JSON Schema of plan files, for editors."""
    from willing.notation.schema import json_schema

    _write_json(json_schema())


# -- files ------------------------------------------------------------------------------------------------------------


def _read(path: str) -> bytes:
    with _readable(path), open(path, "rb") as file:
        return file.read()


@contextmanager
def _readable(path: str) -> Iterator[None]:
    """A plan that cannot be read is a mistake in the plan, told of the path as it was typed."""
    try:
        yield
    except OSError as error:
        from willing.model.place import Place
        from willing.model.problem import PlanError, Problem

        message = f"cannot be read: {error.strerror or error}"
        raise PlanError((Problem(place=Place(file=path, line=0), message=message),)) from None


def _laid_out(file: str, data: bytes) -> str:
    """The text of a plan file in canonical layout; raises PlanError for what is not TOML."""
    from willing.model.place import Place
    from willing.model.problem import PlanError, Problem
    from willing.notation.layout import LayoutError, canonical_layout
    from willing.notation.source import SourceError, read_tables

    try:
        return canonical_layout(read_tables(data, file).lines.text)
    except SourceError as error:
        raise PlanError((error.problem,)) from None
    except LayoutError as error:
        raise PlanError((Problem(place=Place(file=file, line=0), message=str(error)),)) from None


def _replace(path: str, data: bytes) -> None:
    """Put ``data`` into a file, all of it or nothing; it keeps its mode, and a link stays a link."""
    import errno
    import tempfile

    target = os.path.realpath(path)
    if not os.access(target, os.W_OK):  # a file can be replaced that must not be written
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    try:
        handle, beside = tempfile.mkstemp(prefix=".plan-", dir=os.path.dirname(target))
        with _or_no_file(beside):
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(handle)
            os.chmod(beside, os.stat(target).st_mode & 0o7777)
            os.replace(beside, target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def _create(path: str, data: bytes) -> None:
    with open(path, "xb") as file, _or_no_file(path):
        file.write(data)
        file.flush()


@contextmanager
def _or_no_file(path: str) -> Iterator[None]:
    """Half a file is worse than none."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


# -- writing ----------------------------------------------------------------------------------------------------------


def _write(text: str) -> None:
    """Write to standard output; what its encoding does not have is written as escapes."""
    if sys.stdout is not None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _write_json(answer: Mapping[str, Any]) -> None:
    """Write an answer to standard output, in UTF-8 or, where that is not its encoding, in ASCII."""
    from willing.present.json_text import json_chunks

    if sys.stdout is not None:
        # A name that is no text (a lone surrogate) has no UTF-8; written as \udc80 it is JSON all the same.
        for chunk in json_chunks(answer, ascii=not _is_utf8(sys.stdout)):
            sys.stdout.write(chunk if chunk.isascii() else chunk.encode("utf-8", "backslashreplace").decode())


def _tell(text: str) -> None:
    """Write to standard error. Where that cannot be, the exit status has to say it."""
    if text and sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text if text.endswith("\n") else text + "\n")
            sys.stderr.flush()


def _tell_errors(error: "PlanError") -> None:
    from willing.present.problems import problems_text

    _tell(problems_text(error.problems, omitted=error.omitted, ascii=not _can_write(sys.stderr)))


def _tell_misuse(error: click.ClickException) -> None:
    """A command line that is not understood; it is escaped too, for it may have been pasted."""
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "willing"
    said = error.format_message()
    _tell(f"{path}: {_shown(said[:1].lower() + said[1:])}\n'{path} --help' tells how it is used.")


def _tell_fault(error: Exception) -> None:
    """A mistake of the program: it has no traceback unless somebody wants one."""
    import traceback

    if os.environ.get("WILLING_TRACEBACK"):
        _tell("\n".join(map(_shown, "".join(traceback.format_exception(error)).split("\n"))))
        return
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    where = f", {os.path.basename(frames[0].filename)}:{frames[0].lineno}" if frames else ""
    what = _shown(f"{type(error).__name__}: {error}"[:200])
    _tell(f"This is a mistake in Willing itself, please report it ({what}{where}). WILLING_TRACEBACK=1 tells more.")


def _shown(text: str) -> str:
    from willing.present.shown import shown

    return shown(text)


def _can_write(stream: TextIO | None) -> bool:
    """Whether its encoding has the signs that answers use."""
    try:
        _SIGNS.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")


def _drop_output() -> None:
    """Forget what is still to be written: the interpreter would try once more at its end, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
