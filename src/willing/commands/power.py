"""``willing power``."""

from typing import Any

import click

from willing.commands.options import LANG, LOOKS, PLAN, WORLD, asked_study, language_of, looks
from willing.commands.output import write, write_json


@click.command()
@PLAN
@WORLD
@LOOKS
@LANG
@click.option("--for", "goal", metavar="CONDITION", help='For another goal, such as "filled(air) >= 80%".')
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draw, where one is needed.")
@click.option("--samples", type=click.IntRange(1), metavar="N", help="Coalitions drawn, where that is needed.")
def power(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    goal: str | None,
    seed: int,
    samples: int | None,
    **world: Any,
) -> None:
    """How much each partner counts for the goal."""
    from willing.commands.progress import bar

    study = asked_study(plan, **world)
    with bar() as progress:
        answer = study.power(goal, seed=seed, samples=samples, progress=progress)
    if as_json:
        from willing.present.power_json import power_json

        write_json(power_json(answer))
    else:
        from willing.present.terminal.power import power_text

        write(power_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))
