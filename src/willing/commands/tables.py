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
    from willing.model.problem import Problem
    from willing.notation.sheets.headings import Guess
    from willing.notation.sheets.layout import Book, Cells

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
    from willing.model.problem import PlanError
    from willing.present.tables import csv_tables, workbook

    into_folder = target.endswith(("/", os.sep)) or os.path.isdir(target)
    if not into_folder and target != STDOUT and not target.lower().endswith(".xlsx"):
        raise click.UsageError(f"'{target}' is neither a workbook (.xlsx) nor a folder (its name ends with a slash)")
    brief, why_not = None, ""
    try:
        brief = study.brief(reasons=False)
    except PlanError as error:
        why_not = error.problems[0].message
        tell(shown(f"{study.file}: {why_not}; what would be worked out is left out"))
    language = language_of(lang)
    if into_folder:
        files = {
            os.path.join(target, name): data
            for name, data in csv_tables(study.plan, brief, lang=language, why_not=why_not).items()
        }
    else:
        files = {target: workbook(study.plan, brief, lang=language, why_not=why_not)}
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
    from willing.app.open import read_book, read_sheets
    from willing.model.problem import PlanError
    from willing.notation.write import write_plan
    from willing.present.terminal.problems import problems_json, problems_text

    allow(target, inputs=(book,), force=force)
    with readable(book):
        opened = read_book(book)
    try:
        cells, said = _understood(opened, target, maps, sheets, yes=yes)
    except _UnsaidError as error:
        if as_json:
            write_json({"written": None, "command": error.command, **problems_json(error.problems, ())})
        tell(problems_text(error.problems, ascii=not can_write(sys.stderr)))
        tell(shown(f"{book}: say what these columns are; as proposed above, - for those left out:"))
        tell(shown(f"  {error.command}"))
        return WRONG
    reading = read_sheets(cells)
    if reading.plan is None:
        if as_json:
            write_json({"written": None, "command": said, **problems_json(reading.errors, (), omitted=reading.omitted)})
        raise PlanError(reading.errors, omitted=reading.omitted)
    text = write_plan(reading.plan)
    if target != STDOUT or not as_json:
        deliver(text, target)
    tell(problems_text(reading.warnings, kind="warning", ascii=not can_write(sys.stderr)))
    if as_json:
        answer = {"written": None, "plan": text} if target == STDOUT else {"written": target}
        write_json({**answer, "command": said, **problems_json((), reading.warnings)})
    elif target != STDOUT:
        plan = reading.plan
        held = f"{len(plan.requirements)} requirements, {len(plan.pledges)} pledges, {len(plan.partners)} partners"
        write(f"Wrote {shown(target)}: {held}.\n")
        if said:
            write(f"Without asking next time:\n  {shown(said)}\n")
    return 0


class _UnsaidError(Exception):
    """It is not said what the columns are, and there is nobody to ask."""

    def __init__(self, problems: tuple["Problem", ...], command: str) -> None:
        super().__init__(command)
        self.problems = problems
        self.command = command


def _understood(
    opened: "Book", target: str, maps: tuple[str, ...], sheets: tuple[str, ...], *, yes: bool
) -> tuple["Cells", str | None]:
    """What the sheets say, and the command line that says again what had to be asked (None: nothing had).

    Raises PlanError where what is said of the columns cannot be, and :class:`_UnsaidError`.
    """
    from willing.model.place import Place
    from willing.model.problem import PlanError, Problem
    from willing.notation.sheets.headings import FOREIGN, MappingError, command, guess, read_foreign, wish_of
    from willing.notation.sheets.layout import is_headed_as_ours, is_ours, own_sheets

    if is_ours(opened) and (maps or sheets):
        message = "this was written by willing export and is read as it is: leave out --map and --sheet"
        raise PlanError((Problem(place=Place(file=opened.file, line=0), message=message),))
    if not maps and not sheets and (is_ours(opened) or is_headed_as_ours(opened)):
        return own_sheets(opened), None
    named = {}
    try:
        for each in sheets:
            name, _, table = each.rpartition("=") if each.rpartition("=")[2] in FOREIGN else (each, "", "")
            named[name] = table
        guesses = guess(opened, [wish_of(each) for each in maps], named)
    except MappingError as error:
        raise PlanError((Problem(place=Place(file=opened.file, line=0), message=str(error)),)) from None
    if not guesses:
        message = (
            "no sheet has a row that looks like the heads of columns; say what one of them means: "
            '--sheet "NAME=pledges" --map "THEIRS=partner"'
        )
        raise PlanError((Problem(place=Place(file=opened.file, line=0), message=message),))
    open_ones = [its for its in guesses if not its.settled and not its.asked]
    if open_ones and yes:
        guesses = tuple(_agreed(its) for its in guesses)
    elif open_ones and _somebody_there():
        guesses = tuple(its if its.settled or its.asked else _ask(its) for its in guesses)
    elif open_ones and len(open_ones) < len(guesses) and not sheets:
        guesses = tuple(its for its in guesses if its.settled or its.asked)  # the others are told as not read
    elif open_ones:
        raise _UnsaidError(_questions(guesses), command(opened.file, target, guesses))
    elsewhere = any(column.head != column.key for its in guesses for column in its.columns)
    said = command(opened.file, target, guesses) if elsewhere else None
    return read_foreign(opened, guesses), said


def _somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def _agreed(guess: "Guess") -> "Guess":
    """With everything that is proposed; what is not understood is left out, and told."""
    from dataclasses import replace

    columns = tuple(replace(column, key=column.key or column.proposed) for column in guess.columns)
    return replace(guess, columns=columns)


def _questions(guesses: tuple["Guess", ...]) -> tuple["Problem", ...]:
    """What would have been asked, cell by cell."""
    from willing.model.place import Place
    from willing.model.problem import Problem

    problems = []
    for its in guesses:
        for column in its.columns:
            if not column.key:
                cell = its.sheet.cell_name(its.head, column.number)
                place = Place(file=its.sheet.file, line=its.head + 1, cell=cell, length=len(column.head))
                meant = f"may be '{column.proposed}' of the {its.table}" if column.proposed else "is not understood"
                message = f"the column '{column.head}' {meant}"
                problems.append(Problem(place=place, message=message))
    return tuple(problems)


def _ask(guess: "Guess") -> "Guess":
    """What a sheet holds, asked once in the terminal."""
    from dataclasses import replace

    from willing.notation.keys import TABLES
    from willing.notation.nearest import did_you_mean
    from willing.notation.sheets.headings import LEFT_OUT
    from willing.notation.sheets.heads import head_of
    from willing.notation.sheets.layout import letters

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
