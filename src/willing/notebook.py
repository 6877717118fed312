"""What a notebook shows of a study: the page of `willing report`, in a frame of its own.

A study knows nothing of pages, which are above it; so it is taught here, when `willing` hands it out.
"""

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
