"""Commands on a plan as a file: write one to start from, check it, lay it out, describe the format."""

import os
import sys
from dataclasses import replace as replaced
from typing import TYPE_CHECKING

import click

from willing.commands.files import create, laid_out, read, readable, replace
from willing.commands.language import SAID_IN, lang_asked, language_here
from willing.commands.misuse import MisuseError
from willing.commands.options import JSON, WRONG, opened_study
from willing.commands.output import (
    Refused,
    allow,
    can_write,
    deliver,
    shown,
    tell_message,
    tell_problems,
    told_in,
    write,
    write_json,
)
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.model.plan import Plan
    from willing.notation.read import Reading


@click.command()
@click.argument("directory", metavar="DIR")
@SAID_IN
def new(directory: str) -> None:
    """Write a commented plan to start from, DIR/plan.toml."""
    from shlex import quote

    from willing.notation.starter import starter_plan

    path = os.path.join(directory, "plan.toml")
    if os.path.lexists(path):
        raise Refused("file-there", about=path)
    os.makedirs(directory, exist_ok=True)
    create(path, starter_plan().encode())
    said = quote(path)
    write(
        f"Wrote {shown(path)}. Next:\n"
        f"  willing check {shown(said)}\n"
        f"  willing brief {shown(said)}\n"
        f"  willing why {shown(said)} corvia-planes\n"
    )


PLANS = click.argument("plans", metavar="PLAN...", nargs=-1, required=True)


@click.command()
@PLANS
@click.option("--strict", is_flag=True, help="End with status 1 if there are warnings.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out warnings of this kind; may be repeated.")
@JSON
@SAID_IN
def check(plans: tuple[str, ...], strict: bool, ignore: tuple[str, ...], as_json: bool) -> int:
    """Every mistake in a plan, and what looks doubtful.

    --json tells the code of each; docs/problems.md says what it means. Errors cannot be ignored.
    """
    from willing.answers.check import Check
    from willing.present.terminal.problems import found_text, problems_found

    language = language_here() if as_json else told_in(lang_asked())
    found = [(plan, _checked(plan, ignore)) for plan in plans]
    failed = any(each.errors for _, each in found)
    if as_json:
        errors = problems_found((problem for _, each in found for problem in each.errors), language)
        warnings = problems_found((problem for _, each in found for problem in each.warnings), language)
        write_json(Check(errors=errors, warnings=warnings, omitted=sum(each.omitted for _, each in found)))
    else:
        for plan, each in found:
            if each.errors:
                tell_problems(each.errors, omitted=each.omitted)
                continue
            tell_problems(each.warnings, kind="warning", omitted=each.omitted)
            if not failed:  # nothing on standard output beside an error (§9)
                number = len(each.warnings) + each.omitted
                write(found_text(plan, warnings=number, ascii=not can_write(sys.stdout), lang=language))
    return WRONG if failed else int(strict and any(each.warnings for _, each in found))


def _checked(plan: str, ignored: tuple[str, ...]) -> "Reading":
    """What a check finds, but for warnings that are ignored; that a file cannot be opened is a mistake like any other.

    Raises :class:`MisuseError` for a code that is none, or that of an error found.
    """
    from willing.answers.problems import is_code
    from willing.app.errors import PlanError
    from willing.app.open import check_plan
    from willing.notation.read import Reading

    try:
        with readable(plan):
            reading = check_plan(plan)
    except PlanError as error:
        reading = Reading(plan=None, errors=error.problems, omitted=error.omitted)
    for code in ignored:
        if not is_code(code):
            raise MisuseError(Message("ignored-no-code", code=code))
        if any(problem.code == code for problem in reading.errors):
            raise MisuseError(Message("ignored-error", code=code))
    warnings = tuple(problem for problem in reading.warnings if problem.code not in ignored)
    return replaced(reading, warnings=warnings)


@click.command()
@PLANS
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; end with status 1 if something would change."
)
@SAID_IN
@click.option("--stdout", "to_stdout", is_flag=True, help="Write the text to standard output, not to the file.")
def fmt(plans: tuple[str, ...], only_check: bool, to_stdout: bool) -> int:
    """The plan in its canonical layout, comments kept. With - as PLAN, from standard input to standard output."""
    if len(plans) > 1 and (to_stdout or "-" in plans):
        raise MisuseError(Message("one-plan-to-output"))
    return max([_lay_out(plan, only_check, to_stdout) for plan in plans])


def _lay_out(plan: str, only_check: bool, to_stdout: bool) -> int:
    from willing.app.files import ChangedError, text_like

    before = read(plan)
    after = text_like(laid_out(plan, before), before)
    changes = after != before
    if only_check:
        write(f"{shown(plan)}: {'would be laid out anew' if changes else 'is laid out as it should be'}\n")
        return int(changes)
    if to_stdout or plan == "-":
        deliver(after, None)
    elif changes:
        try:
            kept = replace(plan, after, was=before)
        except ChangedError:
            raise Refused("changed-meanwhile", about=plan) from None
        write(f"{shown(plan)}: laid out anew\n")
        if kept is not None:
            tell_message(Message("kept-beside", file=kept), plan)
    else:
        write(f"{shown(plan)}: nothing to change\n")
    return 0


@click.command()
@click.argument("plan", metavar="[PLAN]", required=False)
@click.option(
    "-o", "--output", "target", metavar="FILE", help="Write it there, over what is there; - for standard output."
)
@click.option("--answers", is_flag=True, help="The schema of what --json answers, not of plan files.")
@SAID_IN
def schema(plan: str | None, target: str | None, answers: bool) -> None:
    """A JSON Schema of plan files, for editors.

    With PLAN, one that offers the names in that plan.
    """
    if answers:
        from willing.answers.contract import ANSWERS
        from willing.answers.json_text import json_chunks
        from willing.answers.schema import answers_schema

        if plan is not None:
            raise MisuseError(Message("answers-of-plan"))
        told = answers_schema(ANSWERS.values())
        allow(target)
        if target is None:
            write_json(told)
        elif deliver("".join(json_chunks(told)), target):
            write(f"Wrote {shown(target)}\n")
        return
    if plan is None and target is None:
        from willing.notation.schema import json_schema

        write_json(json_schema())
        return
    from willing.app.query import Query

    study = None if plan is None else opened_study(plan, Query())
    allow(target, inputs=study.files if study else ())
    if deliver(_schema_text(study.plan if study else None), target) and target is not None:
        write(f"Wrote {shown(target)}. A plan beside it names it in its first line:\n")
        write(f"  #:schema ./{shown(os.path.basename(target))}\n")


def _schema_text(plan: "Plan | None") -> str:
    from willing.answers.json_text import json_chunks
    from willing.notation.schema import json_schema

    return "".join(json_chunks(json_schema(plan), ascii=False))
