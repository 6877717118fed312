"""``willing export`` and ``willing import``: plans as workbooks and CSV tables, and back."""

import os
import sys
from typing import Any

import click

from willing.commands.files import create, readable, replace
from willing.commands.options import JSON, LANG, PLAN, WORLD, WRONG, asked_study, language_of
from willing.commands.output import can_write, shown, tell, write, write_json

FORCE = click.option("--force", is_flag=True, help="Write over what is there.")


@click.command()
@PLAN
@click.argument("target", metavar="BOOK")
@WORLD
@LANG
@FORCE
def export(plan: str, target: str, lang: str | None, force: bool, **world: Any) -> int:
    """The plan as a workbook to look at, change and read back.

    BOOK is an .xlsx file, or a folder (its name ends with a slash, or it is there) for one CSV table a sheet.
    """
    from willing.model.problem import PlanError
    from willing.present.tables import csv_tables, workbook

    into_folder = target.endswith(("/", os.sep)) or os.path.isdir(target)
    if not into_folder and not target.lower().endswith(".xlsx"):
        raise click.UsageError(f"'{target}' is neither a workbook (.xlsx) nor a folder (its name ends with a slash)")
    study = asked_study(plan, **world)
    brief, why_not = None, ""
    try:
        brief = study.brief(reasons=False)
    except PlanError as error:
        why_not = error.problems[0].message
        tell(shown(f"{plan}: {why_not}; what would be worked out is left out"))
    language = language_of(lang)
    if into_folder:
        files = {
            os.path.join(target, name): data
            for name, data in csv_tables(study.plan, brief, lang=language, why_not=why_not).items()
        }
    else:
        files = {target: workbook(study.plan, brief, lang=language, why_not=why_not)}
    there = next((path for path in files if os.path.lexists(path)), None)
    if there is not None and not force:
        tell(shown(f"{there}: is there already, and was left as it is; --force writes over it"))
        return WRONG
    if into_folder:
        os.makedirs(target, exist_ok=True)
    for path, data in files.items():
        put(path, data)
    from shlex import quote

    said = shown(quote(target))
    write(f"Wrote {shown(target)}. Next:\n  willing brief {said}\n  willing import {said} -o plan.toml\n")
    return 0


def put(path: str, data: bytes) -> None:
    """Write a file, or write over it, whole or not at all."""
    if os.path.lexists(path):
        replace(path, data)
    else:
        create(path, data)


@click.command("import")
@click.argument("book", metavar="BOOK")
@click.option("-o", "--output", "target", required=True, metavar="FILE", help="The plan to write; - for the screen.")
@FORCE
@JSON
def import_(book: str, target: str, force: bool, as_json: bool) -> int:
    """A workbook or a folder of CSV tables as a plan file.

    BOOK is an .xlsx, .ods or .xls file, one CSV table, or a folder of them.
    """
    from willing.model.problem import PlanError
    from willing.notation.writer import write_plan
    from willing.present.problems import problems_json, problems_text
    from willing.study import check_plan

    if target != "-" and os.path.lexists(target) and not force:
        tell(shown(f"{target}: is there already, and was left as it is; --force writes over it"))
        return WRONG
    with readable(book):
        reading = check_plan(book)
    if reading.plan is None:
        raise PlanError(reading.errors, omitted=reading.omitted)
    text = write_plan(reading.plan).encode()
    if target == "-":
        write(text.decode())
    else:
        put(target, text)
    tell(problems_text(reading.warnings, kind="warning", ascii=not can_write(sys.stderr)))
    if as_json:
        write_json({"written": target, **problems_json((), reading.warnings)})
    elif target != "-":
        write(f"Wrote {shown(target)}.\n")
    return 0
