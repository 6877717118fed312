"""``willing sources`` and ``willing origins``."""

from typing import TYPE_CHECKING

import click

from willing.commands.misuse import MisuseError
from willing.commands.options import (
    SOME_UNREAD,
    WRONG,
    Form,
    Workers,
    answers,
    of_study,
    of_workers,
    read_status,
)
from willing.commands.output import STDOUT, Refused, allow, tell, write, write_json
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.study import Study

_UNITS = {"MB": 10**6, "GB": 10**9, "TB": 10**12}


@click.command()
@of_study
@answers
def sources(study: "Study", form: Form) -> None:
    """Independent origins for and against; what to doubt.

    Also passages that are no longer in their files, and copies that are declared as two origins.
    """
    answer = study.sources()
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.sources import sources_text

        write(sources_text(answer, **form.look))


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR ...")
@click.option("-o", "--output", metavar="FILE", help="In stages, any number of reports: the table (Parquet).")
@click.option("--memory", metavar="SIZE", help="With -o: what it may take at most, such as 500MB. [2GB]")
@answers
@of_workers
def origins(files: tuple[str, ...], output: str | None, memory: str | None, form: Form, workers: Workers) -> int:
    """Which reports are copies of each other, or share passages.

    The same text, possibly the same, or shared passages only, each with its evidence. Of a folder, all files in it.
    With -o a table of all reports, each with the first of its origin: the same text only, in stages that are worked out
    by several processes within a given memory; what is done is kept, and the same command goes on from there. Ends with
    status 1 where some files could not be read, and 2 where none could.
    """
    if output is not None:
        return _table(files, output, _bytes(memory or "2GB"), form, workers)
    if memory or workers.processes or workers.address:
        raise MisuseError(Message("origins-without-table"))
    from willing.app.report_files import read_files
    from willing.present.terminal.reports import unread_text
    from willing.reports.sameness.same_origin import same_origin

    read = read_files(files)
    found = same_origin(read.reports)
    if form.as_json:
        from willing.questions.reports import origins as origins_of

        write_json(origins_of(read.reports, found, read.unread))
    elif read.reports:
        from willing.present.terminal.origins import origins_text

        write(origins_text(read.reports, found, **form.look))
    tell(unread_text(read.unread, read.notes, form.language))
    return read_status(read)


def _bytes(size: str) -> int:
    number, unit = size[:-2].strip(), size[-2:].upper()
    if unit not in _UNITS or not (number.isascii() and number.isdigit()):
        raise MisuseError(Message("memory-size", given=size))
    return int(number) * _UNITS[unit]


def _table(files: tuple[str, ...], output: str, memory: int, form: Form, workers: Workers) -> int:
    if output == STDOUT:
        raise MisuseError(Message("table-to-stdout", file="origins.parquet"))
    allow(output, inputs=files)
    from willing.app.origins import MemoryTooSmallError, origins_to, source_of
    from willing.commands.progress import bar

    source = source_of(files)
    count = workers.count(len(source.units))
    try:
        with bar() as progress, workers.executor(units=len(source.units)) as executor:
            answer = origins_to(output, source, memory=memory, executor=executor, workers=count, progress=progress)
    except MemoryTooSmallError as error:
        raise Refused(error.message) from None
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.origins import table_text

        write(table_text(answer, **form.look))
    return 0 if not answer.unread else SOME_UNREAD if answer.reports else WRONG
