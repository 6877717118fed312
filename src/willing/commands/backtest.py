"""``willing backtest``: what the words of briefs were worth."""

import click

from willing.commands.files import readable
from willing.commands.options import Form, Workers, answers, of_workers
from willing.commands.output import allow, deliver, write, write_json


@click.command()
@click.argument("plans", metavar="PLAN...", nargs=-1, required=True)
@answers
@click.option("--page", metavar="FILE", help="Also a page.")
@of_workers
def backtest(plans: tuple[str, ...], form: Form, page: str | None, workers: Workers) -> None:
    """What was told of partners, and what they did.

    Each plan is read as of every day of its record, and held against the end of that.
    """
    allow(page, inputs=plans)
    from willing.app.backtesting import backtest as tested
    from willing.app.open import read_file
    from willing.commands.progress import bar

    for plan in plans:
        with readable(plan):
            read_file(plan)
    units = len(plans) if workers.processes or workers.address else 1  # a plan takes less than a process to begin
    with bar() as progress, workers.executor(units) as executor:
        answer = tested(plans, executor=executor, progress=progress)
    if page is not None:
        from willing.present.page.backtest import backtest_html

        deliver(backtest_html(answer, lang=form.look["lang"]), page)
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.backtest import backtest_text

        write(backtest_text(answer, **form.look))
