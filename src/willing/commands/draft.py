"""``willing draft``."""

import os

import click

from willing.commands.files import readable
from willing.commands.options import WRONG, Form, answers, read_status
from willing.commands.output import STDOUT, allow, deliver, shown, tell, write, write_json


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("-o", "--output", metavar="PLAN", help="The plan file to write; - or none: standard output.")
@click.option("--name", help="What the plan is called.")
@click.option("--pack", "packs", metavar="NAME|FILE", multiple=True, help="Facts to read the reports with; repeatable.")
@click.option("--partners", metavar="PLAN", help="A plan whose own partners are looked for as well.")
@click.option("--force", is_flag=True, help="Write over a plan that is there.")
@answers
def draft(
    reports: tuple[str, ...],
    output: str | None,
    name: str | None,
    packs: tuple[str, ...],
    partners: str | None,
    force: bool,
    form: Form,
) -> int:
    """A plan from reports, each suggestion to be reviewed.

    REPORT is a file or a folder. A pack holds facts that reports take for granted, such as who is nobody in them and
    who held which office when: one by NAME, as ukraine, or a FILE of your own; those that PLAN names are used as well.
    --json tells every suggestion with its passage instead of writing a plan. Ends with status 1 where some files could
    not be read, and 2 where none could.
    """
    from willing.app.drafting import draft_plan
    from willing.app.report_files import read_files
    from willing.present.terminal.draft import draft_json, draft_text
    from willing.present.terminal.reports import unread_text

    allow(output, inputs=[*reports, *filter(None, [partners])], force=force)
    to_file = output is not None and output != STDOUT
    found = read_files(reports)
    tell(unread_text(found.unread, found.notes, form.language))
    with readable(partners or ""):
        made = draft_plan(found, name=name, packs=packs, partners=partners, language=form.language)
    if made is None:
        return WRONG
    if to_file or not form.as_json:
        deliver(made.text(os.path.dirname(output or "") if to_file else "."), output)
    if form.as_json:
        write_json(draft_json(made.drafted))
    elif output is not None and to_file:
        from shlex import quote

        said = shown(quote(output))
        commands = (f"willing review {said}", f"willing brief {said}") if made.drafted.marks else ()
        write(draft_text(made.drafted, made.words, path=shown(output), commands=commands, **form.look))
    return read_status(found)
