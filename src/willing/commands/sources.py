"""``willing sources``."""

from typing import Any

import click

from willing.commands.options import LANG, LOOKS, PLAN, WORLD, asked_study, language_of, looks
from willing.commands.output import write, write_json


@click.command()
@PLAN
@WORLD
@LOOKS
@LANG
def sources(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    **world: Any,
) -> None:
    """Who says so: independent origins for and against, passages that are gone, copies declared as two origins."""
    answer = asked_study(plan, **world).sources()
    if as_json:
        from willing.present.sources_json import sources_json

        write_json(sources_json(answer))
    else:
        from willing.present.sources import sources_text

        write(sources_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))
