"""``willing risk``."""

from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from willing.commands.options import STOPPED, Between, Form, Workers, answers, of_study, of_workers
from willing.commands.output import write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study


class _Effort(TypedDict):
    """How far to go, as :meth:`willing.app.study.Study.risk` has it."""

    seed: int
    samples: int | None
    within: float | None
    most: int
    nodes: int | None
    only_chances: bool


@click.command()
@of_study
@answers
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Of worlds drawn.")
@click.option(
    "--samples", type=click.IntRange(0), metavar="N", help="Worlds drawn at most, where exact is out of reach."
)
@click.option(
    "--within",
    type=Between(0, 1, min_open=True),
    metavar="X",
    help="How wide a 95% interval may be before no more worlds are drawn; default: 0.005.",
)
@click.option("--most", type=click.IntRange(0), default=10, show_default=True, metavar="N", help="Sets listed.")
@click.option(
    "--nodes", type=click.IntRange(0), metavar="N", help="Nodes of decision diagrams at most; 0: draw at once."
)
@click.option("--only-chances", is_flag=True, help="Neither what would break or reach it, nor what it hangs on.")
@of_workers
def risk(study: "Study", form: Form, workers: Workers, **effort: Unpack[_Effort]) -> int:
    """How likely the goal is, and what would break or reach it."""
    from willing.app.sampling import Counting, counts_of
    from willing.commands.progress import bar

    with bar() as progress, workers.executor(workers.processes or 1) as executor:
        answer = study.risk(
            **effort,
            tell=lambda _, share: progress(round(100 * share), 100),
            counting=partial(Counting, study, work=counts_of, executor=executor) if executor else None,
        )
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.risk import risk_text

        write(risk_text(answer, file=study.file, **form.look))
    return STOPPED if answer.stopped else 0
