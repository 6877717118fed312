"""``willing timeline``, ``willing compare`` and ``willing deliveries``."""

import os
import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from willing.commands.options import LANG, LOOKS, PLAN, WORLD, asked_study, language_of, looks
from willing.commands.output import write, write_json

if TYPE_CHECKING:
    from willing.app.study import Study

SVG = click.option("--svg", metavar="FILE", help="Write a picture of it into this file; - for standard output.")


@click.command()
@PLAN
@WORLD
@LOOKS
@LANG
@SVG
def timeline(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    svg: str | None,
    **world: Any,
) -> None:
    """On which days who moved, why, and what tipped the goal."""
    from willing.commands.progress import bar

    study = asked_study(plan, **world)
    with bar() as progress:
        answer = study.timeline(coverage=svg is not None, progress=progress)
    if svg is not None:
        from willing.present.charts.timeline import timeline_svg
        from willing.present.words import Words

        if _picture(svg, timeline_svg(answer, Words(answer.picture, language_of(lang), "time"))):
            return
    if as_json:
        from willing.present.timeline_json import timeline_json

        write_json(timeline_json(answer))
    else:
        from willing.present.terminal.timeline import timeline_text

        write(timeline_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))


@click.command()
@PLAN
@WORLD
@LOOKS
@LANG
@SVG
def deliveries(
    plan: str,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    svg: str | None,
    **world: Any,
) -> None:
    """What was pledged, and what is in place of it."""
    answer = asked_study(plan, **world).deliveries()
    if svg is not None:
        from willing.present.charts.deliveries import deliveries_svg
        from willing.present.words import Words

        if _picture(svg, deliveries_svg(answer, Words(answer.picture, language_of(lang), "time"))):
            return
    if as_json:
        from willing.present.terminal.deliveries import deliveries_json

        write_json(deliveries_json(answer))
    else:
        from willing.present.terminal.deliveries import deliveries_text

        write(deliveries_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))


@click.command()
@PLAN
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--from", "from_", metavar="X", help="A day, a scenario or a plan file; default: PLAN as it is.")
@click.option("--to", metavar="Y", help="The same; default: PLAN as it is.")
@WORLD
@LOOKS
@LANG
def compare(
    plan: str,
    other: str | None,
    from_: str | None,
    to: str | None,
    as_json: bool,
    width: int | None,
    ascii_: bool,
    colour: str,
    lang: str | None,
    **world: Any,
) -> None:
    """Who moved between two days, scenarios or plans.

    OTHER is a second plan file, the same as --to OTHER.
    """
    if other is not None and to is not None:
        raise click.UsageError("give OTHER or --to, not both")
    to = to if other is None else other
    if from_ is None and to is None:
        raise click.UsageError("say what to compare: --from and --to take a day, a scenario or a plan file")
    first = _side(plan, from_, world)
    answer = first.compare(_side(plan, to, world))
    if as_json:
        from willing.present.terminal.compare import compare_json

        write_json(compare_json(answer))
    else:
        from willing.present.terminal.compare import compare_text

        write(compare_text(answer, lang=language_of(lang), **looks(width, ascii_, colour)))


def _side(plan: str, what: str | None, world: dict[str, Any]) -> "Study":
    """The plan on a day or in a scenario, or another plan."""
    if what is None:
        return asked_study(plan, **world)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", what):
        with suppress(ValueError):
            return asked_study(plan, **{**world, "as_of": date.fromisoformat(what)})
        raise click.UsageError(f"'{what}' is no day such as 2025-04-10")
    if what.endswith((".toml", ".xlsx")) or os.sep in what:
        return asked_study(what, **world)
    from willing.model.problem import PlanError

    try:
        return asked_study(plan, **{**world, "scenarios": (*world["scenarios"], what)})
    except PlanError:
        if not os.path.lexists(what):
            raise
    return asked_study(what, **world)


def _picture(file: str, svg: str) -> bool:
    """Write a picture; whether that was all that was asked for."""
    if file == "-":
        write(svg)
        return True
    with open(file, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(svg)
    return False


__all__ = ["compare", "deliveries", "timeline"]
