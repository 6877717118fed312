"""``willing asks``, and its mirror, ``willing offer``."""

from typing import TYPE_CHECKING

import click

from willing.commands.options import STOPPED, Form, answers, of_study
from willing.commands.output import write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study


@click.command()
@of_study
@answers
@click.option("--for", "goal", metavar="CONDITION", help='For another goal, such as "filled(air) >= 80%".')
@click.option("--most", type=click.IntRange(1), metavar="N", help="So many sets of asks, the least effort first.")
def asks(study: "Study", form: Form, goal: str | None, most: int | None) -> int:
    """What to ask for, of whom, so that the goal is reached."""
    from willing.commands.progress import bar
    from willing.present.terminal.asks import MOST_SETS

    with bar() as progress:
        answer = study.asks(goal, most=most, told=20 if form.as_json else most or MOST_SETS, progress=progress)
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.asks import asks_text

        write(asks_text(answer, file=study.file, most=most, **form.look))
    return STOPPED if answer.stopped else 0


@click.command()
@of_study
@answers
@click.option("--as", "partner", metavar="PARTNER", required=True, help="Whose offers: a partner, by code, id or name.")
@click.option("--for", "goal", metavar="CONDITION", help='For another goal, such as "filled(air) >= 80%".')
def offer(study: "Study", form: Form, partner: str, goal: str | None) -> None:
    """What one partner could offer so that the goal is reached."""
    from willing.commands.progress import bar

    with bar() as progress:
        answer = study.offer(partner, goal, progress=progress)
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.offer import offer_text

        write(offer_text(answer, file=study.file, **form.look))
