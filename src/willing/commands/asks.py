"""``willing asks``."""

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
@click.option("--most", type=click.IntRange(1), metavar="N", help="So many sets of asks, the least effort first.")
def asks(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    goal: str | None,
    most: int | None,
    **world: Any,
) -> None:
    """What to ask for, of whom, so that the goal is reached."""
    from willing.commands.progress import bar
    from willing.present.terminal.asks import MOST_SETS

    study = asked_study(plan, **world)
    told = 20 if as_json else most or MOST_SETS
    with bar() as progress:
        answer = study.asks(goal, most=most, told=told, progress=progress)
    if as_json:
        from willing.present.asks_json import asks_json

        write_json(asks_json(answer))
    else:
        from willing.present.terminal.asks import asks_text

        write(asks_text(answer, file=plan, lang=language_of(lang), most=most, **looks(width, ascii_, colour)))
