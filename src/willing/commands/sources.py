"""``willing sources`` and ``willing origins``."""

from typing import Any

import click

from willing.commands.options import LANG, LOOKS, PLAN, WORLD, WRONG, asked_study, language_of, looks
from willing.commands.output import tell, write, write_json


@click.command()
@PLAN
@WORLD
@LOOKS
@LANG
def sources(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    **world: Any,
) -> None:
    """Independent origins for and against; what to doubt.

    Also passages that are no longer in their files, and copies that are declared as two origins.
    """
    answer = asked_study(plan, **world).sources()
    if as_json:
        from willing.present.sources_json import sources_json

        write_json(sources_json(answer))
    else:
        from willing.present.terminal.sources import sources_text

        write(sources_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))


#: Some of the files could not be read; the others were (:data:`WRONG` where none could).
SOME_UNREAD = 1


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR ...")
@LOOKS
@LANG
def origins(
    files: tuple[str, ...], as_json: bool, width: int | None, ascii_: bool, colour: str, lang: str | None
) -> int:
    """Which reports are copies of each other, or share passages.

    The same text, possibly the same, or shared passages only, each with its evidence. Of a folder, all files in it.
    Ends with status 1 where some files could not be read, and 2 where none could.
    """
    from willing.app.report_files import read_files
    from willing.present.terminal.reports import unread_text
    from willing.reports.sameness.same_origin import same_origin

    read = read_files(files)
    language = language_of(lang)
    found = same_origin(read.reports)
    if as_json:
        from willing.present.sources_json import origins_json

        write_json(origins_json(read, found))
    elif read.reports:
        from willing.present.terminal.origins import origins_text

        write(origins_text(read.reports, found, lang=language, **looks(width, ascii_, colour)))
    tell(unread_text(read.unread, read.notes, language))
    return 0 if not read.unread else SOME_UNREAD if read.reports else WRONG
