"""Commands on a plan as a file: write one to start from, check it, lay it out, describe the format."""

import os
import sys
from typing import Any

import click

from willing.commands.files import create, laid_out, read, readable, replace
from willing.commands.options import JSON, PLAN, WRONG
from willing.commands.output import can_write, shown, tell, write, write_json


@click.command()
@click.argument("directory", metavar="DIR")
def new(directory: str) -> int:
    """Write a commented plan to start from, DIR/plan.toml."""
    from shlex import quote

    from willing.notation.starter import starter_plan

    path = os.path.join(directory, "plan.toml")
    text = starter_plan().encode()
    if os.path.lexists(path):
        tell(f"{path}: is there already, and was left as it is")
        return WRONG
    os.makedirs(directory, exist_ok=True)
    create(path, text)
    said = quote(path)
    write(
        f"Wrote {shown(path)}. Next:\n"
        f"  willing check {shown(said)}\n"
        f"  willing brief {shown(said)}\n"
        f"  willing why {shown(said)} corvia-planes\n"
    )
    return 0


@click.command()
@PLAN
@click.option("--strict", is_flag=True, help="End with status 1 if there are warnings.")
@JSON
def check(plan: str, strict: bool, as_json: bool) -> int:
    """Every mistake in a plan, and what looks doubtful."""
    from willing.model.problem import PlanError
    from willing.notation.reader import Reading
    from willing.present.problems import found_text, problems_json, problems_text
    from willing.study import check_plan

    try:
        with readable(plan):
            found = check_plan(plan)
    except PlanError as error:
        found = Reading(plan=None, errors=error.problems, omitted=error.omitted)
    if as_json:
        write_json(problems_json(found.errors, found.warnings, omitted=found.omitted))
    else:
        look: Any = {"ascii": not can_write(sys.stderr)}
        if found.errors:
            tell(problems_text(found.errors, omitted=found.omitted, **look))
        else:
            tell(problems_text(found.warnings, kind="warning", omitted=found.omitted, **look))
            number = len(found.warnings) + found.omitted
            write(found_text(plan, warnings=number, ascii=not can_write(sys.stdout)))
    return WRONG if found.errors else int(strict and bool(found.warnings))


@click.command()
@PLAN
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; end with status 1 if something would change."
)
@click.option("--stdout", "to_stdout", is_flag=True, help="Write the text to standard output, not to the file.")
def fmt(plan: str, only_check: bool, to_stdout: bool) -> int:
    """The plan in its canonical layout, comments kept. With - as PLAN, from standard input to standard output."""
    before = sys.stdin.buffer.read() if plan == "-" else read(plan)
    after = laid_out(plan, before).encode()
    changes = after != before
    if only_check:
        write(f"{shown(plan)}: {'would be laid out anew' if changes else 'is laid out as it should be'}\n")
        return int(changes)
    if to_stdout or plan == "-":
        write(after.decode())
    elif changes:
        replace(plan, after)
        write(f"{shown(plan)}: laid out anew\n")
    else:
        write(f"{shown(plan)}: nothing to change\n")
    return 0


@click.command()
def schema() -> None:
    """A JSON Schema of plan files, for editors."""
    from willing.notation.schema import json_schema

    write_json(json_schema())
