"""What programs and notebooks get of a study beside its answers: its page, in a frame of its own, and its tables.

A study knows nothing of pages, which are above it; so it is taught here, when `willing` hands it out.
"""

import os
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from willing.app.study import Study

#: How high the frame is, in pixels.
HEIGHT = 900


def html_of(study: "Study", language: str = "en") -> str:
    """The page as a frame for a notebook: its scripts run in it alone, and reach nothing outside."""
    from willing.present.page.page import page_html

    page = escape(page_html(study, language))
    return (
        f'<iframe title="{escape(study.plan.name)}" sandbox="allow-scripts" srcdoc="{page}" '
        f'style="width:100%;height:{HEIGHT}px;border:0"></iframe>'
    )


def teach(study: "type[Study]") -> None:
    """Let a notebook show studies (IPython asks for ``_repr_html_``)."""
    if not hasattr(study, "_repr_html_"):
        setattr(study, "_repr_html_", html_of)  # noqa: B010


def export_tables(study: "Study", target: str | os.PathLike[str], *, language: str = "en") -> tuple[str, ...]:
    """Write a plan, and what was worked out of it, as a workbook (``target`` ends in .xlsx) or, in a folder, as CSV
    tables; the paths of what was written, over what was there, each whole or not at all.

    What cannot be worked out is left out, and said in the tables. Raises :class:`PlanError` for texts that no cell can
    hold, OSError, and ImportError without the extra ``excel`` for a workbook.
    """
    from willing.app.files import put
    from willing.present.tables import tables_of

    path = os.fspath(target)
    into_folder = not path.lower().endswith(".xlsx")
    files = tables_of(study, as_csv=into_folder, lang=language).files
    if into_folder:
        os.makedirs(path, exist_ok=True)
    paths = {os.path.join(path, name) if into_folder else path: data for name, data in files.items()}
    for each, data in paths.items():
        put(each, data)
    return tuple(paths)
