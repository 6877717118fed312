"""``willing timeline``, ``willing compare`` and ``willing deliveries``."""

import os
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from willing.commands.misuse import MisuseError
from willing.commands.options import PLAN, Form, answers, of_query, of_study, opened_study
from willing.commands.output import allow, deliver, write, write_json
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.query import Query
    from willing.app.study import Study

SVG = click.option("--svg", metavar="FILE", help="Write a picture of it into this file; - for standard output.")


@click.command()
@of_study
@answers
@SVG
def timeline(study: "Study", form: Form, svg: str | None) -> None:
    """On which days who moved, why, and what tipped the goal."""
    from willing.commands.progress import bar

    allow(svg, inputs=study.files)
    with bar() as progress:
        answer = study.timeline(coverage=svg is not None, progress=progress)
    if svg is not None:
        from willing.present.charts.timeline import timeline_svg
        from willing.present.words import Words

        if not deliver(timeline_svg(answer, Words(answer.picture, form.language)), svg):
            return
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.timeline import timeline_text

        write(timeline_text(answer, **form.look))


@click.command()
@of_study
@answers
@SVG
def deliveries(study: "Study", form: Form, svg: str | None) -> None:
    """What was pledged, and what is in place of it."""
    allow(svg, inputs=study.files)
    answer = study.deliveries()
    if svg is not None:
        from willing.present.charts.deliveries import deliveries_svg
        from willing.present.words import Words

        if not deliver(deliveries_svg(answer, Words(answer.picture, form.language)), svg):
            return
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.deliveries import deliveries_text

        write(deliveries_text(answer, **form.look))


@click.command()
@PLAN
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--from", "from_", metavar="X", help="A day, a scenario or a plan file; default: PLAN as it is.")
@click.option("--to", metavar="Y", help="The same; default: PLAN as it is.")
@of_query
@answers
def compare(plan: str, other: str | None, from_: str | None, to: str | None, query: "Query", form: Form) -> None:
    """Who moved between two days, scenarios or plans.

    OTHER is a second plan file, the same as --to OTHER.
    """
    if other is not None and to is not None:
        raise MisuseError(Message("other-and-to"))
    to = to if other is None else other
    if from_ is None and to is None:
        raise MisuseError(Message("nothing-to-compare"))
    first = _side(plan, from_, query)
    answer = first.compare(_side(plan, to, query))
    if form.as_json:
        write_json(answer)
    else:
        from willing.present.terminal.compare import compare_text

        write(compare_text(answer, **form.look))


def _side(plan: str, what: str | None, query: "Query") -> "Study":
    """The plan on a day or in a scenario, or another plan."""
    if what is None:
        return opened_study(plan, query)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", what):
        with suppress(ValueError):
            return opened_study(plan, replace(query, as_of=date.fromisoformat(what)))
        raise MisuseError(Message("not-a-day", given=what))
    if what.endswith((".toml", ".xlsx")) or os.sep in what:
        return opened_study(what, query)
    from willing.app.errors import PlanError

    try:
        return opened_study(plan, replace(query, scenarios=(*query.scenarios, what)))
    except PlanError:
        if not os.path.lexists(what):
            raise
    return opened_study(what, query)
