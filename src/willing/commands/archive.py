"""``willing archive``: reports that are kept, searched, and never read twice."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from willing.commands.language import LANG
from willing.commands.misuse import MisuseError
from willing.commands.options import JSON, SOME_UNREAD, WRONG, Form, answers, options
from willing.commands.output import allow, deliver, tell, told_in, write, write_json
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.archive import Archive

_ARCHIVE = click.option(
    "--archive", "path", metavar="PATH", help="The archive; default: WILLING_ARCHIVE, or the place for a user's data."
)


@contextmanager
def opened(path: str | None, *, read: bool) -> "Iterator[Archive]":
    """The archive; what is wrong with it is told of its path."""
    from willing.app.archive import ArchiveError, default_archive, open_archive

    where = path or str(default_archive())
    try:
        with open_archive(where, read=read) as archive:
            yield archive
    except ArchiveError as error:
        from willing.app.errors import PlanError
        from willing.model.place import Place
        from willing.model.problem import Message, Problem

        message = Message(f"archive-{error.why}", what=error.what)
        raise PlanError((Problem(place=Place(file=where, line=0), message=message),)) from None


@click.group()
def archive() -> None:
    """Reports kept in one file, searched, and never read twice."""


@archive.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR ...")
@_ARCHIVE
@JSON
@LANG
def add(files: tuple[str, ...], path: str | None, as_json: bool, lang: str | None) -> int:
    """Keep reports: the files as they came, and what was read in them.

    What is told as kept is kept, whatever happens next. Ends with status 1 where some files could not be read, and 2
    where none could.
    """
    from willing.answers.reports import Added, AddedFile, UnreadFile
    from willing.app.report_files import file_bytes, report_files
    from willing.present.terminal.archive import added_line
    from willing.present.terminal.reports import unread_text
    from willing.reports.formats.block import UnreadableError

    language = told_in(lang)
    told = []
    kept = failed = 0
    with opened(path, read=False) as store:
        for found in report_files(files):
            data = found if isinstance(found, UnreadFile) else file_bytes(found)
            if not isinstance(data, UnreadFile) and not isinstance(found, UnreadFile):
                try:
                    new, reports = store.add(data, found)
                except UnreadableError as error:
                    data = UnreadFile(file=found, why=error.why, what=error.what)
                else:
                    kept += 1
                    if as_json:
                        told.append(AddedFile(file=found, new=new, reports=len(reports)))
                    else:
                        write(added_line(found, new, len(reports), language))
                        sys.stdout.flush()
            if isinstance(data, UnreadFile):
                failed += 1
                tell(unread_text([data], [], language))
                if as_json:
                    told.append(AddedFile(file=data.file, why=data.why, what=data.what))
    if as_json:
        write_json(Added(files=tuple(told)))
    return 0 if not failed else SOME_UNREAD if kept else WRONG


@archive.command()
@click.argument("words", nargs=-1, required=True)
@_ARCHIVE
@click.option("--most", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many are shown.")
@answers
def find(words: tuple[str, ...], path: str | None, most: int, form: Form) -> None:
    """The reports that hold all of WORDS, best first, and the sentences they stand in.

    A word also finds longer ones that begin with it; several words in quotes are looked for as they stand there.
    """
    with opened(path, read=True) as store:
        found = store.find(words, most=most)
    if form.as_json:
        write_json(found)
    else:
        from willing.present.terminal.archive import found_text

        write(found_text(words, found, **form.look))


@archive.command(name="list")
@_ARCHIVE
@answers
def list_(path: str | None, form: Form) -> None:
    """All reports that are kept, the latest first."""
    with opened(path, read=True) as store:
        kept, where = store.list(), store.path
    if form.as_json:
        from willing.answers.reports import KeptReports

        write_json(KeptReports(archive=where, reports=kept))
    else:
        from willing.present.terminal.archive import list_text

        write(list_text(kept, where, **form.look))


@archive.command()
@click.argument("id_", metavar="ID")
@_ARCHIVE
@options(
    click.option("--sentences", is_flag=True, help="Every sentence and everything left out, with its place."),
    click.option("--raw", is_flag=True, help="The file as it came, byte for byte."),
    click.option("-o", "--output", metavar="FILE", help="With --raw: write it there."),
)
@answers
def show(id_: str, path: str | None, sentences: bool, raw: bool, output: str | None, form: Form) -> None:
    """One report that is kept. ID is what 'list' and 'find' show before it, or the beginning of that."""
    if output is not None and not raw:
        raise MisuseError(Message("output-without-raw"))
    allow(output)
    with opened(path, read=True) as store:
        kept, report = store.report(id_)
        data = store.data(kept) if raw else b""
    if raw:
        deliver(data, output)
    elif form.as_json:
        from willing.questions.reports import report_kept

        write_json(report_kept(report, kept))
    else:
        from willing.present.terminal.reports import reports_text

        write(reports_text([report], sentences=sentences, **form.look))
