"""``willing export`` and ``willing import``: plans as workbooks and CSV tables, and back."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from willing.commands.files import create_folder, readable, rewrite
from willing.commands.language import LANG, SAID_IN, language_here
from willing.commands.misuse import MisuseError
from willing.commands.options import JSON, WRONG, day_of, of_study
from willing.commands.output import (
    STDOUT,
    allow,
    deliver,
    shown,
    tell,
    tell_message,
    tell_problems,
    told_in,
    write,
    write_json,
)
from willing.model.problem import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from willing.app.exchange import Imported
    from willing.app.study import Study
    from willing.notation.sheets.wishes import Wishes

FORCE = click.option("--force", is_flag=True, help="Write over what is there.")


@click.command()
@of_study
@click.argument("target", metavar="BOOK")
@LANG
@FORCE
def export(study: "Study", target: str, lang: str | None, force: bool) -> None:
    """The plan as a workbook to look at, change and read back.

    BOOK is an .xlsx file, or a folder (its name ends with a slash, or it is there) for one CSV table a sheet; - sends a
    workbook to standard output.
    """
    from willing.present.tables import tables_of

    into_folder = target.endswith(("/", os.sep)) or os.path.isdir(target)
    if not into_folder and target != STDOUT and not target.lower().endswith(".xlsx"):
        raise MisuseError(Message("export-to-neither", target=target))
    tables = tables_of(study, as_csv=into_folder, lang=told_in(lang))
    if tables.why_not:
        tell_message(Message("worked-out-left-out", why=tables.why_not), study.file)
    files = {os.path.join(target, name) if into_folder else target: data for name, data in tables.files.items()}
    for path in files:
        allow(path, inputs=study.files, force=force)
    if into_folder and not (os.path.isdir(target) and os.listdir(target)):
        create_folder(target, tables.files)
    else:
        for path, data in files.items():
            deliver(data, path)
    if target == STDOUT:
        return
    from shlex import quote

    said = shown(quote(target))
    write(f"Wrote {shown(target)}. Next:\n  willing brief {said}\n  willing import {said} -o plan.toml\n")


class _More(TypedDict):
    """What is wanted of a table beside which column is which key (§T8)."""

    sets: tuple[str, ...]
    where: tuple[str, ...]
    sums: tuple[str, ...]
    values: tuple[str, ...]
    wide: str
    decimal: str | None
    days: str | None
    whole: bool
    like: str | None
    onto: str | None
    on: "date | None"


@click.command("import")
@click.argument("book", metavar="BOOK")
@click.option("-o", "--output", "target", metavar="FILE", help="The plan to write; - for standard output.")
@click.option("--like", metavar="FILE", help="Read it as the last release was: the .map.toml beside its plan.")
@click.option("--onto", metavar="PLAN", help="Change this plan by what is new, other or gone; -o: write it elsewhere.")
@click.option("--on", callback=day_of, metavar="DAY", help="The day of this table.")
@click.option("--map", "maps", multiple=True, metavar="THEIRS=OURS", help="Which column is which key; - for none.")
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Read only this sheet; NAME=pledges says as what."
)
@click.option("--set", "sets", multiple=True, metavar="KEY=VALUE", help="Of every row, such as provides=troops.")
@click.option("--where", multiple=True, metavar="COND", help='Only rows such as "Mission=A|B"; =, !=, <, >, =latest.')
@click.option(
    "--sum", "sums", multiple=True, metavar="A+B=KEY", help="Columns added up: Male+Female=amount; amount: rows alike."
)
@click.option("--value", "values", multiple=True, metavar="THEIRS=OURS", help="Cells that say this mean that.")
@click.option(
    "--wide", default="", metavar="A,B", help="Columns that are a capability each; all: every one that can be."
)
@click.option("--decimal", type=click.Choice([".", ","]), default=None, help="The mark before decimals in amounts.")
@click.option(
    "--days", type=click.Choice(["dmy", "mdy"]), default=None, help="What comes first in days such as 02/03/2031."
)
@click.option("--whole", is_flag=True, help="Refuse the whole where a row cannot be read, and leave none out.")
@click.option("--yes", is_flag=True, help="Take what is proposed for columns, without asking.")
@FORCE
@JSON
@SAID_IN
def import_(
    book: str,
    target: str | None,
    maps: tuple[str, ...],
    sheets: tuple[str, ...],
    yes: bool,
    force: bool,
    as_json: bool,
    **more: Unpack[_More],
) -> int:
    """A workbook or a folder of CSV tables as a plan file.

    BOOK is an .xlsx, .ods or .xls file, one CSV table, or a folder of them. One that willing export wrote is read as it
    is. Of any other, what its columns mean is proposed and asked for, on a terminal, or said by --map, such as
    --map "Country=partner" --map "Remarks=-"; with the name of the sheet where it matters, --map "Navy!Ships=amount".

    What was said is kept beside the plan, as plan.map.toml. The next release of a table is read in the same way, and
    becomes changes to the plan: willing import next.xlsx --like plan.map.toml --onto plan.toml --on 2031-06-01.
    """
    from willing.answers import check
    from willing.app.exchange import MistakenTablesError, UnsaidColumnsError, import_tables
    from willing.commands.progress import bar
    from willing.commands.table_dialogue import TerminalDialogue
    from willing.present.terminal.problems import problems_found

    onto = more["onto"]
    if target is None and onto is None:
        raise MisuseError(Message("import-to-nothing"))
    if onto is not None and more["on"] is None:
        raise MisuseError(Message("release-without-day"))
    target = target or onto or STDOUT
    allow(target, inputs=(book,), force=force or target == onto)
    said = language_here()
    kept = _kept(more["like"])
    heads = {each.rpartition("=")[0].strip() for each in maps}
    try:
        with readable(book), bar() as progress:
            made = import_tables(
                book,
                maps=(*maps, *(each for each in kept.get("map", ()) if each.rpartition("=")[0].strip() not in heads)),
                sheets=sheets or kept.get("sheet", ()),
                wishes=_wishes(more, kept),
                take_proposals=yes,
                dialogue=TerminalDialogue(progress) if _somebody_there() else None,
                target=target,
                onto=onto,
            )
    except UnsaidColumnsError as error:
        if as_json:
            write_json(check.Imported(written=None, command=error.command, errors=problems_found(error.problems, said)))
        tell_problems(error.problems)
        tell_message(Message("columns-unsaid"), book)
        tell(shown(f"  {error.command}"))
        return WRONG
    except MistakenTablesError as error:
        if as_json:
            errors = problems_found(error.problems, said)
            write_json(check.Imported(written=None, command=error.command, errors=errors, omitted=error.omitted))
        raise
    keeps = made.mapping is not None and onto is None and more["like"] is None and target != STDOUT
    beside = f"{os.path.splitext(target)[0]}.map.toml"
    if keeps:
        allow(beside, inputs=(book,), force=force or _is_mapping(beside))
    if made.release is not None and target == onto:
        for file, (was, its) in made.tables.items():
            rewrite(file, its.decode(), was)
        rewrite(target, made.text, made.before)
    elif target != STDOUT:
        if (table := made.beside(target)) is not None:
            allow(table, inputs=(book,), force=force)
        for file, data in made.files(target):
            deliver(data, file)
    elif not as_json:
        deliver(made.text, target)
    if keeps and made.mapping is not None:
        deliver(made.mapping, beside)
    tell_problems(made.warnings, kind="warning")
    _say_imported(made, target, as_json=as_json)
    return 0


def _say_imported(made: "Imported", target: str, *, as_json: bool) -> None:
    """What was written, and what a newer table changed in it."""
    from willing.answers import check
    from willing.present.terminal.problems import problems_found
    from willing.present.terminal.release import release_text

    plan = made.plan
    if as_json:
        written, inside = (None, made.text) if target == STDOUT else (target, None)
        steps = made.release.steps if made.release else ()
        changes = tuple(check.Changed(how=s.how, pledge=s.pledge.id, was=s.was.id if s.was else None) for s in steps)
        warnings = problems_found(made.warnings, language_here())
        write_json(
            check.Imported(written=written, plan=inside, command=made.command, changes=changes, warnings=warnings)
        )
    elif target != STDOUT:
        if made.release is not None:
            write(release_text(made.release, plan, language_here()))
        held = f"{len(plan.requirements)} requirements, {len(plan.pledges)} pledges, {len(plan.partners)} partners"
        table = made.beside(target)
        beside = f", with {shown(table)} beside it" if table is not None else ""
        write(f"Wrote {shown(target)}{beside}: {held}.\n")
        if made.command and made.release is None:
            write(f"Without asking next time:\n  {shown(made.command)}\n")


def _wishes(more: _More, kept: "Mapping[str, tuple[str, ...]]") -> "Wishes":
    """What the command line wants of a table, and what the file of ``--like`` does."""
    from dataclasses import replace

    from willing.notation.sheets.wishes import WishError, wishes_of

    try:
        wishes = wishes_of(
            (*more["sets"], *kept.get("set", ())),
            (*more["where"], *kept.get("where", ())),
            (*more["sums"], *kept.get("sum", ())),
            (*more["values"], *kept.get("value", ())),
            more["wide"] or "".join(kept.get("wide", ())),
        )
    except WishError as error:
        raise MisuseError(error.message) from None
    decimal = more["decimal"] or "".join(kept.get("decimal", ()))
    days = more["days"] or "".join(kept.get("days", ()))
    return replace(wishes, decimal=decimal, days=days, whole=more["whole"], on=more["on"])


def _kept(like: str | None) -> "Mapping[str, tuple[str, ...]]":
    """What the file of ``--like`` says, by option."""
    from willing.app.open import read_file
    from willing.notation.sheets.wishes import WishError, mapping_of

    if like is None:
        return {}
    try:
        with readable(like):
            return mapping_of(read_file(like).decode("utf-8", "replace"))
    except WishError as error:
        raise MisuseError(error.message) from None


def _is_mapping(path: str) -> bool:
    """Whether a file is one that an import left beside a plan."""
    from willing.notation.sheets.wishes import MAPPING

    with suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        return file.readline().rstrip() == MAPPING
    return False


def _somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()
