"""``willing brief`` and ``willing why``."""

from typing import Any

import click

from willing.commands.options import LANG, LOOKS, NO_GOAL, PLAN, WORLD, WRONG, asked_study, language_of, looks
from willing.commands.output import shown, tell, write, write_json


@click.command()
@PLAN
@WORLD
@LOOKS
@LANG
@click.option("--cite", is_flag=True, help="Numbers behind the names, and the sources they stand for at the foot.")
@click.option("--day", type=click.IntRange(0), metavar="N", help="What it adds up to on this day of the mission alone.")
@click.option(
    "--require-goal", is_flag=True, help="End with status 1 unless the goal is firm, or is if all move at once."
)
def brief(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    cite: bool,
    day: int | None,
    require_goal: bool,
    **world: Any,
) -> int:
    """Who is in, who would be if, and who is not for want of what."""
    answer = asked_study(plan, **world).brief(reasons=not as_json, day=day)
    if require_goal and answer.goal is None:
        tell(shown(f"{plan}: {NO_GOAL}"))
        return WRONG
    if as_json:
        from willing.present.answers import brief_json

        write_json(brief_json(answer))
    else:
        from willing.present.terminal.brief import brief_text

        write(brief_text(answer, file=plan, lang=language_of(lang), cite=cite, **looks(width, ascii_, colour)))
    reached = answer.goal is not None and answer.goal.standing.firm
    return int(require_goal and not reached)


@click.command()
@PLAN
@click.argument("subject")
@WORLD
@LOOKS
@LANG
def why(
    plan: str,
    subject: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    **world: Any,
) -> None:
    """Why SUBJECT stands as it does, and who says so.

    SUBJECT is a partner, a pledge or an assumption, or the word goal.
    """
    answer = asked_study(plan, **world).why(subject)
    if as_json:
        from willing.present.answers import why_json

        write_json(why_json(answer))
    else:
        from willing.present.terminal.why import why_text

        write(why_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))
