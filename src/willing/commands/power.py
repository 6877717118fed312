"""``willing power``."""

from functools import partial
from typing import TYPE_CHECKING

import click

from willing.commands.options import Form, Workers, answers, of_study, of_workers
from willing.commands.output import write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study


@click.command()
@of_study
@answers
@click.option("--for", "goal", metavar="CONDITION", help='For another goal, such as "filled(air) >= 80%".')
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draw, where one is needed.")
@click.option("--samples", type=click.IntRange(1), metavar="N", help="Orders drawn, where that is needed.")
@of_workers
def power(study: "Study", form: Form, workers: Workers, goal: str | None, seed: int, samples: int | None) -> None:
    """How much each partner counts for the goal."""
    from willing.app.sampling import Counting, coalitions_of
    from willing.commands.progress import bar

    with bar() as progress, workers.executor(workers.processes or 1) as executor:
        answer = study.power(
            goal,
            seed=seed,
            samples=samples,
            progress=progress,
            counting=partial(Counting, study, work=coalitions_of, executor=executor) if executor else None,
        )
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.power import power_text

        write(power_text(answer, **form.look))
