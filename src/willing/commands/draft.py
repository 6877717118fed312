"""``willing draft``."""

import os
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from willing.commands.files import readable
from willing.commands.misuse import MisuseError
from willing.commands.options import WRONG, Form, answers, options, read_status
from willing.commands.output import STDOUT, Refused, allow, deliver, shown, tell, write, write_json
from willing.commands.progress import bar
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.second_reader import SecondReader


def _second_reader(command: Callable[..., int]) -> Callable[..., int]:
    """The options that name a second reader; the command is given it as ``second``."""

    @wraps(command)
    def with_it(*, reader: str | None, model: str | None, send_to: str | None, **others: object) -> int:
        return command(second=_reader(reader, model, send_to) if reader is not None else None, **others)

    return options(
        click.option("--reader", metavar="URL", help="A second reader: an OpenAI-compatible address, such as .../v1."),
        click.option("--model", metavar="NAME", help="Which model reads there."),
        click.option("--send-to", metavar="HOST", help="That reports may be sent to HOST, which is not this machine."),
    )(with_it)


def _reader(address: str, model: str | None, send_to: str | None) -> "SecondReader":
    from willing.app.second_reader import SecondReader, is_here

    if model is None:
        raise MisuseError(Message("reader-without-model"))
    try:
        here = is_here(address)
    except ValueError:
        raise MisuseError(Message("reader-address", address=address)) from None
    host = urlsplit(address).hostname or ""
    if not here and send_to != host:
        raise Refused("reader-elsewhere", address=address, host=host)
    return SecondReader(address, model)


@click.command()
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("-o", "--output", metavar="PLAN", help="The plan file to write; - or none: standard output.")
@click.option("--name", help="What the plan is called.")
@click.option("--pack", "packs", metavar="NAME|FILE", multiple=True, help="Facts to read the reports with; repeatable.")
@click.option("--partners", metavar="PLAN", help="A plan whose own partners are looked for as well.")
@click.option("--force", is_flag=True, help="Write over a plan that is there.")
@_second_reader
@answers
def draft(
    reports: tuple[str, ...],
    output: str | None,
    name: str | None,
    packs: tuple[str, ...],
    partners: str | None,
    force: bool,
    second: "SecondReader | None",
    form: Form,
) -> int:
    """A plan from reports, each suggestion to be reviewed.

    REPORT is a file or a folder. A pack holds facts that reports take for granted, such as who is nobody in them and
    who held which office when: one by NAME, as ukraine, or a FILE of your own; those that PLAN names are used as well.
    A second reader is a language model of yours: what it says is held against the reports and shown beside our reading.
    --json tells every suggestion with its passage instead of writing a plan. Ends with status 1 where some files could
    not be read, and 2 where none could.
    """
    from willing.app.drafting import draft_plan
    from willing.app.report_files import read_files
    from willing.present.terminal.draft import draft_text
    from willing.present.terminal.reports import unread_text
    from willing.questions.reports import draft as draft_answer

    allow(output, inputs=[*reports, *filter(None, [partners])], force=force)
    to_file = output is not None and output != STDOUT
    found = read_files(reports)
    tell(unread_text(found.unread, found.notes, form.language))
    with readable(partners or ""), bar() as progress:
        if second is not None:
            second.progress = lambda done: progress(done, len(found.reports))
        made = draft_plan(found, name=name, packs=packs, partners=partners, language=form.language, second=second)
    if second is not None:
        from willing.present.terminal.draft import second_text

        tell(second_text(second, form.language))
    if made is None:
        return WRONG
    if to_file or not form.as_json:
        deliver(made.text(os.path.dirname(output or "") if to_file else "."), output)
    if form.as_json:
        write_json(draft_answer(made.drafted))
    elif output is not None and to_file:
        from shlex import quote

        said = shown(quote(output))
        commands = (f"willing review {said}", f"willing brief {said}") if made.drafted.marks else ()
        write(draft_text(made.drafted, made.words, path=shown(output), commands=commands, **form.look))
    return read_status(found)
