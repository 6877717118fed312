"""The sections of a page that the switches do not change: what other questions have found out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from willing.app.errors import PlanError
from willing.languages.messages import Catalogue, sentence
from willing.present.escape import shown
from willing.present.terminal.sheet import Sheet
from willing.present.words import Words

if TYPE_CHECKING:
    from markupsafe import Markup

    from willing.answers.risk import Risk
    from willing.app.study import Study
    from willing.present.terminal.risk import RiskPage

#: What takes longer is left to its own command: a timeline of more partners, asks and risks of more pledges.
MOST_ROWS = 60
MOST_PLEDGES = 80
#: Asks, and sets of losses, that are shown.
MOST_ASKS = 8
MOST_SETS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A section: its id in the page, its heading, a hint below it, and what is in it."""

    id: str
    heading: str
    hint: str
    body: "Markup"

    @property
    def html(self) -> "Markup":
        """The section."""
        from markupsafe import Markup

        hint = Markup('<p class="hint">{}</p>').format(self.hint) if self.hint else ""
        return Markup(
            '<section class="extra {0}" aria-labelledby="h-{0}"><h2 id="h-{0}">{1}</h2>{2}{3}</section>'
        ).format(self.id, self.heading, hint, self.body)


def extras_of(study: "Study", language: str) -> list[Extra]:
    """The sections there is something to say in."""
    told = [_asks(study, language), *_risk(study, language), _timeline(study, language), _record(study, language)]
    return [extra for extra in told if extra is not None]


def _asks(study: "Study", language: str) -> Extra | None:
    """What would change most: single changes, the most first."""
    from markupsafe import Markup

    if study.picture.goal is None or len(study.picture.pledges) > MOST_PLEDGES:
        return None
    from willing.present.terminal.asks import AsksPage

    asks = study.asks(most=20, told=1)
    page = AsksPage(asks, _sheet(language), MOST_ASKS)
    rows = []
    for single in asks.single[:MOST_ASKS]:
        brings = [sentence(line.split("  ")[0]) for line in page.brings(single.brings)]
        rows.append(
            Markup('<li><b dir="auto">{}</b> <span dir="auto">{}</span></li>').format(
                shown(page.asked(single.change.to, page.change(single.change))), shown(" ".join(brings))
            )
        )
    if not rows:
        return None
    say = Catalogue(language)
    body = Markup('<ol class="asks">{}</ol>').format(Markup("").join(rows))
    return Extra(id="asks", heading=say("board.asks"), hint=say("board.as.planned"), body=body)


def _risk(study: "Study", language: str) -> list[Extra]:
    """How likely it is, and what would break it."""
    if study.picture.goal is None or len(study.picture.pledges) > MOST_PLEDGES:
        return []
    from willing.present.terminal.risk import RiskPage

    try:
        risk = study.risk(most=MOST_SETS)
    except PlanError:  # likelihoods that make no sense: the command says which
        return []
    page = RiskPage(risk, _sheet(language))
    told = [_chances(study, risk, page, language), _breakers(risk, page, language)]
    return [extra for extra in told if extra is not None]


def _breakers(risk: "Risk", page: "RiskPage", language: str) -> Extra | None:
    """What would break it: the smallest sets of losses."""
    from markupsafe import Markup

    if risk.breakers is None or not risk.breakers.sets:
        return None
    say = Catalogue(language)
    shown_sets = risk.breakers.sets[:MOST_SETS]
    rows = [
        Markup('<li dir="auto">{}</li>').format(shown(sentence(say.listed([page.loss(i) for i in its]))))
        for its in shown_sets
    ]
    body = Markup('<ol class="asks">{}</ol>').format(Markup("").join(rows))
    more = (risk.breakers.count or 0) - len(shown_sets)
    if more > 0:
        body += Markup('<p class="said">{}</p>').format(sentence(say.more(more)))
    hint = f"{say('board.as.planned')} {say('board.breakers.hint')}"
    return Extra(id="breakers", heading=say("board.breakers"), hint=hint, body=body)


def _chances(study: "Study", risk: "Risk", page: "RiskPage", language: str) -> Extra | None:
    """How likely, as a dot plot: only where somebody said how likely something is."""
    from markupsafe import Markup

    plan = study.picture.plan
    judged = [a for a in plan.assumptions.values() if a.likelihood]
    chances = any(p.likelihood or p.reliability is not None for p in study.picture.pledges.values())
    if not (judged or chances):
        return None
    words = Words(study.picture, language)
    say = words.say
    rows = [] if risk.stands is None or risk.together is None else [(say("risk.goal"), risk.stands, risk.together)]
    rows += [(r.requirement.name or r.requirement.id, r.stands, r.together) for r in risk.requirements or ()]
    if not rows:
        return None
    drawn = []
    for name, stands, together in rows:
        told = say("board.risk.row", stands=page.chance(stands), together=page.chance(together))
        dots = "".join(
            f'<line class="{role}" x1="{100 * span.low:.2f}%" x2="{100 * span.high:.2f}%" y1="{y}" y2="{y}"/>'
            f'<circle class="{role}" cx="{50 * (span.low + span.high):.2f}%" cy="{y}" r="5"/>'
            for role, span, y in (("stands", stands, 8), ("together", together, 20))
        )
        drawn.append(
            Markup(
                '<li><b dir="auto">{}</b><svg class="dots" role="img" aria-label="{}">{}</svg><span>{}</span></li>'
            ).format(shown(name), told, Markup(dots), told)
        )
    by = [say("board.risk.by", name=words.assumption(a.id), by=a.judged_by) for a in judged if a.judged_by]
    body = Markup('<ol class="risk">{}</ol>').format(Markup("").join(drawn))
    if by:
        body += Markup('<p class="said" dir="auto">{}</p>').format(shown(sentence(say("semicolon").join(by))))
    return Extra(
        id="risk", heading=say("board.risk"), hint=f"{say('board.as.planned')} {say('board.risk.scale')}", body=body
    )


def _sheet(language: str) -> Sheet:
    return Sheet(width=1_000, lang=language)


def _timeline(study: "Study", language: str) -> Extra | None:
    from markupsafe import Markup

    from willing.present.charts.drawing import embedded
    from willing.present.charts.timeline import timeline_svg

    timeline = study.timeline()
    if len(timeline.days) < 2 or len(study.plan.partners) > MOST_ROWS:
        return None
    words = Words(study.picture, language)
    svg = embedded(timeline_svg(timeline, words, width=1040))
    return Extra(
        id="timeline",
        heading=words.say("board.timeline"),
        hint=words.say("board.as.planned"),
        body=Markup('<div class="wide" tabindex="0" role="group" aria-labelledby="h-timeline">{}</div>').format(
            Markup(svg)
        ),
    )


def _record(study: "Study", language: str) -> Extra | None:
    """Who kept what was promised, as a dot plot: only where the plan tells what was delivered."""
    from markupsafe import Markup

    if not any(pledge.delivered or pledge.received for pledge in study.plan.pledges.values()):
        return None
    from willing.app.recording import record
    from willing.present.terminal.record import how_counted, kept, promised, title

    answer = record(study)
    if not answer.records:
        return None
    say = Catalogue(language)
    drawn = [
        Markup(
            '<li><b dir="auto">{}</b><svg class="dots" role="img" aria-label="{}">'
            '<line class="stands" x1="{}%" x2="{}%" y1="14" y2="14"/>'
            '<circle class="stands" cx="{}%" cy="14" r="5"/></svg><span>{}</span></li>'
        ).format(
            shown(promised(its, say)),
            told := kept(its, say),
            *(f"{100 * share:.2f}" for share in (its.low, its.high, its.share)),
            told,
        )
        for its in answer.records[:MOST_ROWS]
    ]
    body = Markup('<ol class="risk">{}</ol>').format(Markup("").join(drawn))
    if (more := len(answer.records) - len(drawn)) > 0:
        body += Markup('<p class="said">{}</p>').format(sentence(say.more(more)))
    body += Markup('<p class="said">{}</p>').format(how_counted(answer, say))
    hint = f"{say('board.as.planned')} {say('board.risk.scale')}"
    return Extra(id="record", heading=title(answer, say), hint=hint, body=body)
