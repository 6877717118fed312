"""``willing export`` and ``willing import``: plans as workbooks and CSV tables, and back."""

import os
import sys
from typing import TYPE_CHECKING

import click

from willing.commands.files import readable
from willing.commands.options import JSON, LANG, WRONG, language_of, of_study
from willing.commands.output import STDOUT, allow, can_write, deliver, shown, tell, write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study
    from willing.notation.sheets.headings import Guess

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
        raise click.UsageError(f"'{target}' is neither a workbook (.xlsx) nor a folder (its name ends with a slash)")
    tables = tables_of(study, as_csv=into_folder, lang=language_of(lang))
    if tables.why_not:
        tell(shown(f"{study.file}: {tables.why_not}; what would be worked out is left out"))
    files = {os.path.join(target, name) if into_folder else target: data for name, data in tables.files.items()}
    for path in files:
        allow(path, inputs=study.files, force=force)
    if into_folder:
        os.makedirs(target, exist_ok=True)
    for path, data in files.items():
        deliver(data, path)
    if target == STDOUT:
        return
    from shlex import quote

    said = shown(quote(target))
    write(f"Wrote {shown(target)}. Next:\n  willing brief {said}\n  willing import {said} -o plan.toml\n")


@click.command("import")
@click.argument("book", metavar="BOOK")
@click.option(
    "-o", "--output", "target", required=True, metavar="FILE", help="The plan to write; - for standard output."
)
@click.option("--map", "maps", multiple=True, metavar="THEIRS=OURS", help="Which column is which key; - for none.")
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="Read only this sheet; NAME=pledges says as what."
)
@click.option("--yes", is_flag=True, help="Take what is proposed for columns, without asking.")
@FORCE
@JSON
def import_(
    book: str, target: str, maps: tuple[str, ...], sheets: tuple[str, ...], yes: bool, force: bool, as_json: bool
) -> int:
    """A workbook or a folder of CSV tables as a plan file.

    BOOK is an .xlsx, .ods or .xls file, one CSV table, or a folder of them. One that willing export wrote is read as it
    is. Of any other, what its columns mean is proposed and asked for, on a terminal, or said by --map, such as
    --map "Country=partner" --map "Remarks=-"; with the name of the sheet where it matters, --map "Navy!Ships=amount".
    """
    from willing.app.exchange import MistakenTablesError, UnsaidColumnsError, import_tables
    from willing.present.terminal.problems import problems_json, problems_text

    allow(target, inputs=(book,), force=force)
    ask = _ask if _somebody_there() else None
    try:
        with readable(book):
            made = import_tables(book, maps=maps, sheets=sheets, take_proposals=yes, ask=ask, target=target)
    except UnsaidColumnsError as error:
        if as_json:
            write_json({"written": None, "command": error.command, **problems_json(error.problems, ())})
        tell(problems_text(error.problems, ascii=not can_write(sys.stderr)))
        tell(shown(f"{book}: say what these columns are; as proposed above, - for those left out:"))
        tell(shown(f"  {error.command}"))
        return WRONG
    except MistakenTablesError as error:
        if as_json:
            problems = problems_json(error.problems, (), omitted=error.omitted)
            write_json({"written": None, "command": error.command, **problems})
        raise
    plan, text = made.plan, made.text
    if target != STDOUT or not as_json:
        deliver(text, target)
    tell(problems_text(made.warnings, kind="warning", ascii=not can_write(sys.stderr)))
    if as_json:
        answer = {"written": None, "plan": text} if target == STDOUT else {"written": target}
        write_json({**answer, "command": made.command, **problems_json((), made.warnings)})
    elif target != STDOUT:
        held = f"{len(plan.requirements)} requirements, {len(plan.pledges)} pledges, {len(plan.partners)} partners"
        write(f"Wrote {shown(target)}: {held}.\n")
        if made.command:
            write(f"Without asking next time:\n  {shown(made.command)}\n")
    return 0


def _somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def _ask(guess: "Guess") -> "Guess":
    """What a sheet holds, asked once in the terminal."""
    from dataclasses import replace

    from willing.notation.keys import TABLES
    from willing.notation.nearest import did_you_mean
    from willing.notation.sheets.headings import LEFT_OUT
    from willing.notation.sheets.heads import head_of
    from willing.notation.sheets.sheet import letters

    known = head_of(TABLES[guess.table])
    tell(shown(f"Sheet '{guess.sheet.name}' seems to hold {guess.table}; its heads end in row {guess.head + 1}."))
    tell("Which key is each column? Enter takes what is in brackets, - leaves a column out, ? lists the keys.")
    taken = {column.key for column in guess.columns if column.key}
    columns = []
    for column in guess.columns:
        key = column.key
        while not key:
            proposed = column.proposed if column.proposed not in taken else ""
            label = shown(f"  {letters(column.number)} {column.head}")
            answer = str(click.prompt(label, default=proposed or LEFT_OUT, err=True)).strip()
            if answer == LEFT_OUT or (answer in known and answer not in taken):
                key = answer
            elif answer == "?":
                tell("  " + ", ".join(name for name in known if name not in taken))
            elif answer in taken:
                tell(shown(f"  '{answer}' is another column already"))
            else:
                tell(shown(f"  '{answer}' is no key{did_you_mean(answer, known)}"))
        taken |= {key} - {LEFT_OUT}
        columns.append(replace(column, key=key))
    return replace(guess, columns=tuple(columns), asked=True)
