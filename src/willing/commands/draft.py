"""``willing draft``."""

import os

import click

from willing.commands.options import WRONG, Form, answers, read_status
from willing.commands.output import STDOUT, allow, deliver, shown, tell, write, write_json


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("-o", "--output", metavar="PLAN", help="The plan file to write; - or none: standard output.")
@click.option("--name", help="What the plan is called.")
@click.option("--partners", metavar="PLAN", help="A plan whose own partners are looked for as well.")
@click.option("--force", is_flag=True, help="Write over a plan that is there.")
@answers
def draft(
    reports: tuple[str, ...], output: str | None, name: str | None, partners: str | None, force: bool, form: Form
) -> int:
    """A plan from reports, each suggestion to be reviewed.

    REPORT is a file or a folder. --json tells every suggestion with its passage instead of writing a plan. Ends with
    status 1 where some files could not be read, and 2 where none could.
    """
    from willing.app.report_files import read_files
    from willing.notation.toml.layout import canonical_layout
    from willing.notation.toml.marks import mark
    from willing.notation.write import write_plan
    from willing.present.terminal.draft import DraftWords, draft_json, draft_text
    from willing.present.terminal.reports import unread_text
    from willing.questions.draft import draft as drafted_from

    allow(output, inputs=[*reports, *filter(None, [partners])], force=force)
    if output == STDOUT:
        output = None
    own = _own_partners(partners) if partners is not None else {}
    words = DraftWords(form.language, own)
    found = read_files(reports)
    tell(unread_text(found.unread, found.notes, form.language))
    if not found.reports:
        return WRONG
    from willing.reports.suggest.actors import Named

    also = tuple(Named(id=id_, names=(called,)) for id_, called in own.items())
    drafted = drafted_from(found.reports, words, name=name, also=lambda _: also)
    text = ""
    if output is not None or not form.as_json:
        from dataclasses import replace as with_

        folder = os.path.dirname(os.path.abspath(output)) if output is not None else os.getcwd()
        sources = {
            id_: with_(source, file=_beside(source.file, folder)) for id_, source in drafted.plan.sources.items()
        }
        text = canonical_layout(mark(write_plan(with_(drafted.plan, sources=sources)), drafted.marks))
    if output is not None:
        deliver(text, output)
    if form.as_json:
        write_json(draft_json(drafted))
    elif output is None:
        deliver(text, STDOUT)
    else:
        from shlex import quote

        said = shown(quote(output))
        commands = (f"willing review {said}", f"willing brief {said}") if drafted.marks else ()
        write(draft_text(drafted, words, path=shown(output), commands=commands, **form.look))
    return read_status(found)


def _beside(file: str | None, folder: str) -> str | None:
    """The path of a report as the plan's folder sees it."""
    if file is None:
        return None
    try:
        return os.path.relpath(os.path.abspath(file), folder)
    except ValueError:  # on another drive
        return file


def _own_partners(path: str) -> dict[str, str]:
    """The partners that a plan declares, and what it calls them."""
    from willing.app.open import open_plan
    from willing.commands.files import readable

    with readable(path):
        plan = open_plan(path).plan
    return {partner.id: partner.name for partner in plan.partners.values() if partner.declared and partner.name}
