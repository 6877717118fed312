"""``willing sweep``: one question in many variants."""

import shlex
from typing import TYPE_CHECKING

import click

from willing.commands.files import readable
from willing.commands.misuse import MisuseError
from willing.commands.options import PLAN, Form, Workers, answers, of_workers
from willing.commands.output import STDOUT, allow, deliver, write, write_json
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.answers.brief import Brief


@click.command()
@PLAN
@click.argument("sweep", metavar="SWEEP")
@answers
@click.option("-o", "--output", default="sweep.parquet", show_default=True, metavar="FILE", help="The table (Parquet).")
@click.option("--page", metavar="FILE", help="Also a page of what decides.")
@click.option("--of", metavar="WHAT", default="", help="Look at: goal, possible, partners, or a requirement.")
@click.option("--row", type=int, metavar="N", help="No table: the brief of this variant.")
@of_workers
def sweep(
    plan: str,
    sweep: str,
    form: Form,
    output: str,
    page: str | None,
    of: str,
    row: int | None,
    workers: Workers,
) -> None:
    """One question in many variants, and what decides.

    SWEEP is a file that says what differs: assumptions, days, scenarios, partners, amounts, conditions (docs/sweep.md).
    Every combination is worked out, or as many as its 'sample' says; what is done is kept, and the same command goes on
    from there.
    """
    from willing.app.sweeping import Sweeping

    language = "" if form.as_json else form.look["lang"]
    with readable(sweep):
        sweeping = Sweeping(plan, sweep, language=language)
    if row is not None:
        _brief(sweeping.study(row).brief(), form)
        return
    if output == STDOUT:
        raise MisuseError(Message("table-to-stdout", file="sweep.parquet"))
    allow(output, inputs=(plan, sweep))
    allow(page, inputs=(plan, sweep, output))
    from willing.app.sweeping import sweep_to, swept
    from willing.commands.progress import bar

    with bar() as progress, workers.executor(units=sweeping.blocks) as executor:
        sweep_to(output, sweeping, executor=executor, progress=progress)
    with bar() as progress:
        answer = swept(output, sweeping, of, progress=progress)
    if page is not None:
        from willing.present.page.sweep import sweep_html

        deliver(sweep_html(answer, sweeping.sweep, sweeping.picture, lang=form.look["lang"]), page)
    if form.as_json:
        write_json(answer)
        return
    from willing.present.terminal.sweep import sweep_text

    command = f"willing sweep {shlex.quote(plan)} {shlex.quote(sweep)} --row N"
    write(sweep_text(answer, sweeping.sweep, sweeping.picture, command=command, **form.look))


def _brief(brief: "Brief", form: Form) -> None:
    if form.as_json:
        write_json(brief)
    else:
        from willing.present.terminal.brief import brief_text

        write(brief_text(brief, **form.look))
