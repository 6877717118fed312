"""The sections of a page that the switches do not change: what other questions have found out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from willing.present.words import Words

if TYPE_CHECKING:
    from markupsafe import Markup

    from willing.study import Study

#: A timeline of more partners or moments than this is left to its own command.
MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A section: its id in the page, its heading, a hint below it, and what is in it."""

    id: str
    heading: str
    hint: str
    body: "Markup"


def extras_of(study: "Study", language: str) -> list[Extra]:
    """The sections there is something to say in."""
    told = [_timeline(study, language)]
    return [extra for extra in told if extra is not None]


def _timeline(study: "Study", language: str) -> Extra | None:
    from markupsafe import Markup

    from willing.present.charts.drawing import embedded
    from willing.present.charts.timeline import timeline_svg

    timeline = study.timeline()
    if len(timeline.days) < 2 or len(study.plan.partners) > MOST_ROWS:
        return None
    words = Words(study.picture, language, "board", "time")
    svg = embedded(timeline_svg(timeline, words, width=1040))
    return Extra(
        id="timeline",
        heading=words.say("board.timeline"),
        hint=words.say("board.as.planned"),
        body=Markup('<div class="wide" tabindex="0" role="group" aria-labelledby="h-timeline">{}</div>').format(
            Markup(svg)
        ),
    )
