"""``willing power``."""

from typing import TYPE_CHECKING

import click

from willing.commands.options import Form, answers, of_study
from willing.commands.output import write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study


@click.command()
@of_study
@answers
@click.option("--for", "goal", metavar="CONDITION", help='For another goal, such as "filled(air) >= 80%".')
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draw, where one is needed.")
@click.option("--samples", type=click.IntRange(1), metavar="N", help="Coalitions drawn, where that is needed.")
def power(study: "Study", form: Form, goal: str | None, seed: int, samples: int | None) -> None:
    """How much each partner counts for the goal."""
    from willing.commands.progress import bar

    with bar() as progress:
        answer = study.power(goal, seed=seed, samples=samples, progress=progress)
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.power import power_text

        write(power_text(answer, **form.look))
