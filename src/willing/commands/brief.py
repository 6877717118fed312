"""``willing brief`` and ``willing why``."""

from typing import TYPE_CHECKING

import click

from willing.commands.options import DRAFTS, WRONG, Form, answers, of_study
from willing.commands.output import tell_message, write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study


@click.command()
@of_study
@DRAFTS
@answers
@click.option("--cite", is_flag=True, help="Numbers behind the names, and the sources they stand for at the foot.")
@click.option("--day", type=click.IntRange(0), metavar="N", help="What it adds up to on this day of the mission alone.")
@click.option(
    "--scenarios",
    "all_scenarios",
    is_flag=True,
    help="What each of the other scenarios would change, not three of them.",
)
@click.option(
    "--require-goal", is_flag=True, help="End with status 1 unless the goal is firm, or is if all move at once."
)
def brief(study: "Study", form: Form, cite: bool, day: int | None, all_scenarios: bool, require_goal: bool) -> int:
    """Who is in, who would be if, and who is not for want of what."""
    answer = study.brief(reasons=not form.as_json, lever=True, day=day)
    if require_goal and answer.goal is None:
        from willing.app.query import NO_GOAL

        tell_message(NO_GOAL, study.file)
        return WRONG
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.brief import brief_text

        write(brief_text(answer, file=study.file, cite=cite, scenarios=all_scenarios, **form.look))
    reached = answer.goal is not None and answer.goal.standing.firm
    return int(require_goal and not reached)


@click.command()
@of_study
@click.argument("subject")
@answers
def why(study: "Study", subject: str, form: Form) -> None:
    """Why SUBJECT stands as it does, and who says so.

    SUBJECT is a partner, a pledge or an assumption, or the word goal.
    """
    answer = study.why(subject)
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.why import why_text

        write(why_text(answer, **form.look))
