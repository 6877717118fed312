"""``willing read`` and ``willing diff``."""

import click

from willing.commands.misuse import MisuseError
from willing.commands.options import WRONG, Form, answers, read_status
from willing.commands.output import STDOUT, allow, deliver, tell, write, write_json
from willing.model.problem import Message


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR ...")
@click.option("--sentences", is_flag=True, help="Every sentence and everything left out, with its place in the file.")
@answers
def read(files: tuple[str, ...], sentences: bool, form: Form) -> int:
    """What reports say, and what is proposed as left out.

    Reads plain text, Markdown, HTML, RSS, Atom, PDF and text editions in bars; of a folder, all files in it. Ends with
    status 1 where some files could not be read, and 2 where none could.
    """
    from willing.app.report_files import read_files
    from willing.commands.progress import bar
    from willing.present.terminal.reports import reports_text, unread_text

    with bar() as progress:
        found = read_files(files, progress=progress)
    if form.as_json:
        write_json(found.answer())
    elif found.reports:
        write(reports_text(found.reports, sentences=sentences, **form.look))
    tell(unread_text(found.unread, found.notes, form.language))
    return read_status(found)


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--html", "as_html", is_flag=True, help="Side by side, as one HTML file.")
@click.option("-o", "--output", metavar="FILE", help="Write there, and not to the terminal.")
@answers
def diff(a: str, b: str, as_html: bool, output: str | None, form: Form) -> int:
    """How two editions of a report differ, most telling first."""
    from willing.app.report_files import read_files
    from willing.present.terminal.diff import diff_text, several_text, too_long_text, written_text
    from willing.present.terminal.reports import unread_text
    from willing.reports.sameness.align import TooLongError, align

    if as_html and form.as_json:
        raise MisuseError(Message("html-and-json"))
    allow(output, inputs=(a, b))
    language = form.language
    sides = []
    for path in (a, b):
        found = read_files([path])
        if len(found.reports) == 1:
            sides.append(found.reports[0])
        elif found.reports:
            tell(several_text(path, len(found.reports), language))
        tell(unread_text(found.unread, found.notes, language))
    if len(sides) < 2:
        return WRONG
    try:
        alignment = align(*sides)
    except TooLongError:
        tell(too_long_text(a, b, language))
        return WRONG
    to_file = output not in (None, STDOUT)
    if form.as_json:
        from willing.answers.json_text import json_chunks
        from willing.questions.reports import diff as diff_of

        answer = diff_of(alignment)
        if not to_file:
            write_json(answer)
            return 0
        text = "".join(json_chunks(answer))
    elif as_html:
        from willing.present.page.diff import diff_html

        text = diff_html(alignment, lang=language)
    else:
        look = form.look.copy()
        look["colour"] &= not to_file
        text = diff_text(alignment, **look)
        if not to_file:
            write(text)
            return 0
    if deliver(text, output):
        tell(written_text(output or "", language))
    return 0
