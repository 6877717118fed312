"""``willing sources`` and ``willing origins``."""

from typing import TYPE_CHECKING

import click

from willing.commands.options import Form, answers, of_study, read_status
from willing.commands.output import tell, write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study


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
@answers
def origins(files: tuple[str, ...], form: Form) -> int:
    """Which reports are copies of each other, or share passages.

    The same text, possibly the same, or shared passages only, each with its evidence. Of a folder, all files in it.
    Ends with status 1 where some files could not be read, and 2 where none could.
    """
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
