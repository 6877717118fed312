"""``willing report``: a plan as a page, a document or a picture."""

import os
from typing import TYPE_CHECKING

import click

from willing.commands.language import LANG
from willing.commands.options import of_study
from willing.commands.output import STDOUT, MisuseError, Refused, allow, deliver, shown, told_in, write
from willing.model.problem import Message

if TYPE_CHECKING:
    from willing.app.study import Study

#: The pictures that can be had by themselves (`present/page/standalone.py`).
_PARTS = ("map", "coverage", "graph", "timeline")


@click.command()
@of_study
@click.option("-o", "--output", metavar="FILE", help="Where to write it; - for standard output. [default: report.html]")
@LANG
@click.option("--pdf", is_flag=True, help="As a document, printed by Chromium or Chrome.")
@click.option("--png", is_flag=True, help="As a picture of the whole page, taken by Chromium or Chrome.")
@click.option("--embed", is_flag=True, help="Small and without script, to be put into another page.")
@click.option("--link", metavar="URL", default="report.html", show_default=True, help="With --embed: of the report.")
@click.option("--svg", "part", type=click.Choice(_PARTS), help="One picture of the page by itself.")
def report(
    study: "Study", output: str | None, lang: str | None, pdf: bool, png: bool, embed: bool, link: str, part: str | None
) -> None:
    """One file that shows the plan and answers its what-ifs."""
    if pdf + png + embed + (part is not None) > 1:
        raise MisuseError(Message("pdf-png-svg"))
    kind = "pdf" if pdf else "png" if png else "svg" if part else "html"
    file = output or f"{part or ('embed' if embed else 'report')}.{kind}"
    allow(file, inputs=study.files)
    from willing.present.page.page import Page

    page = Page(study, told_in(lang))
    data: str | bytes
    if part is not None:
        from willing.present.page.standalone import picture_svg

        data = picture_svg(page, part)
        if not data:
            raise Refused(f"no-picture-of-{part}", about=study.file)
    elif embed:
        from willing.present.page.embed import embed_html

        data = embed_html(page, link)
    else:
        data = page.html()
    if pdf or png:
        from willing.commands.chromium import picture, printed

        html = data.encode("utf-8", "backslashreplace")
        data = printed(html) if pdf else picture(html)
    if file != STDOUT:
        os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    if deliver(data, file):
        write(f"Wrote {shown(file)} ({_size(os.path.getsize(file))}).{_NEXT.get(kind, '')}\n")


_NEXT = {"html": " Open it in a browser; it needs no network."}


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
