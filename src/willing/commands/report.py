"""``willing report``: a plan as a page, a document or a picture."""

import os
from typing import TYPE_CHECKING

import click

from willing.commands.language import LANG
from willing.commands.misuse import MisuseError
from willing.commands.options import of_study
from willing.commands.output import STDOUT, Refused, allow, deliver, shown, told_in, write
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
@click.option("--preview", is_flag=True, help="As the picture that goes before a link, taken by Chromium or Chrome.")
@click.option("--image", metavar="URL", help="Where that picture will lie; the page names it to those who show links.")
@click.option("--link", metavar="URL", default="report.html", show_default=True, help="With --embed: of the report.")
@click.option("--svg", "part", type=click.Choice(_PARTS), help="One picture of the page by itself.")
def report(
    study: "Study",
    output: str | None,
    lang: str | None,
    link: str,
    image: str | None,
    part: str | None,
    **forms: bool,
) -> None:
    """One file that shows the plan and answers its what-ifs."""
    asked = [form for form, is_asked in forms.items() if is_asked] + (["svg"] if part else [])
    if len(asked) > 1:
        raise MisuseError(Message("pdf-png-svg"))
    form = asked[0] if asked else "html"
    kind = {"embed": "html", "preview": "png"}.get(form, form)
    file = output or f"{part or (form if form in ('embed', 'preview') else 'report')}.{kind}"
    allow(file, inputs=study.files)
    from willing.present.page.page import Page

    page = Page(study, told_in(lang))
    data: str | bytes
    size = None
    if part is not None:
        from willing.present.page.standalone import picture_svg

        data = picture_svg(page, part)
        if not data:
            raise Refused(f"no-picture-of-{part}", about=study.file)
    elif form in ("embed", "preview"):
        from willing.present.page.embed import PREVIEW, embed_html, preview_html

        data = embed_html(page, link) if form == "embed" else preview_html(page)
        size = PREVIEW
    else:
        data = page.html(image=image or "")
    if kind in ("pdf", "png"):
        from willing.commands.chromium import picture, printed

        html = data.encode("utf-8", "backslashreplace")
        data = printed(html) if kind == "pdf" else picture(html, size)
    if file != STDOUT:
        os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    if deliver(data, file):
        write(f"Wrote {shown(file)} ({_size(os.path.getsize(file))}).{_NEXT.get(kind, '')}\n")


_NEXT = {"html": " Open it in a browser; it needs no network."}


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
