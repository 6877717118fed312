"""``willing report``: a plan as a page, a document or a picture."""

import os
from typing import Any

import click

from willing.commands.options import LANG, PLAN, WORLD, WRONG, asked_study, language_of
from willing.commands.output import shown, tell, write

#: The pictures that can be had by themselves (`present/page/standalone.py`).
_PARTS = ("map", "coverage", "graph", "timeline")


@click.command()
@PLAN
@click.option("-o", "--output", metavar="FILE", help="Where to write it; - for standard output. [default: report.html]")
@WORLD
@LANG
@click.option("--pdf", is_flag=True, help="As a document, printed by Chromium or Chrome.")
@click.option("--png", is_flag=True, help="As a picture of the whole page, taken by Chromium or Chrome.")
@click.option("--svg", "part", type=click.Choice(_PARTS), help="One picture of the page by itself.")
def report(
    plan: str, output: str | None, lang: str | None, pdf: bool, png: bool, part: str | None, **world: Any
) -> int:
    """One file that shows the plan and answers its what-ifs."""
    if pdf + png + (part is not None) > 1:
        raise click.UsageError("--pdf, --png and --svg are different files: ask for one at a time")
    kind = "pdf" if pdf else "png" if png else "svg" if part else "html"
    file = output or f"{part or 'report'}.{kind}"
    study = asked_study(plan, **world)
    from willing.present.page.page import Page

    page = Page(study, language_of(lang))
    if part is not None:
        from willing.present.page.standalone import picture_svg

        data = picture_svg(page, part).encode()
        if not data:
            tell(shown(f"{plan}: there is nothing to show in this picture: {_NOTHING[part]}"))
            return WRONG
    else:
        data = page.html().encode("utf-8", "backslashreplace")
    if pdf or png:
        from willing.commands.chromium import NoChromium, picture, printed

        try:
            data = printed(data) if pdf else picture(data)
        except NoChromium as error:
            tell(str(error))
            return WRONG
    if file == "-":
        import sys

        sys.stdout.buffer.write(data)
        return 0
    from willing.app.files import put

    os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    put(file, data)
    write(f"Wrote {shown(file)} ({_size(len(data))}).{_NEXT.get(kind, '')}\n")
    return 0


_NOTHING = {
    "map": "the plan names no partners",
    "coverage": "the plan has no requirements",
    "graph": "nobody in the plan waits for anything",
    "timeline": "the plan names no days",
}
_NEXT = {"html": " Open it in a browser; it needs no network."}


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
