"""Who kept what was promised, as terminal text."""

from decimal import Decimal
from fractions import Fraction
from typing import Unpack

from willing.answers.record import PromisesKept, TrackRecord
from willing.languages.messages import Catalogue
from willing.languages.names import state_names
from willing.present.terminal.sheet import Look, Sheet


def record_text(answer: TrackRecord, **look: Unpack[Look]) -> str:
    """A line for each partner and capability; what is proposed; how it is worked out."""
    paper = Sheet(**look)
    say = paper.say
    paper.paragraph(title(answer, say), ink="strong")
    paper.gap()
    if not answer.records:
        paper.paragraph(say("record.none"), indent=2)
        return paper.text()
    for each in answer.records:
        paper.paragraph(say("value", name=promised(each, say), value=kept(each, say)), indent=2, hang=4)
    if answer.proposed:
        paper.gap()
        paper.paragraph(say.many("record.proposed", len(answer.proposed)), ink="strong")
        for its in answer.proposed:
            paper.paragraph(say("value", name=its.pledge, value=say.number(its.reliability)), indent=2, hang=4)
    paper.gap()
    paper.paragraph(how_counted(answer, say), indent=2, ink="faint")
    return paper.text()


def promised(its: PromisesKept, say: Catalogue) -> str:
    """Whose promises a line is about, and of what."""
    name = its.name or state_names(say.language).get(its.partner, its.partner)
    return name if its.capability is None else say("record.of", name=name, what=its.capability)


def kept(its: PromisesKept, say: Catalogue) -> str:
    """What came of a partner's promises, what is expected of the next, and how late it was."""
    parts = [
        say.many(
            "record.kept",
            its.promises,
            came=say.number(Decimal(f"{its.came:.2f}").normalize()),
            share=_percent(its.share, say),
            low=_percent(its.low, say),
            high=_percent(its.high, say),
        )
    ]
    if its.days is not None:
        parts.append(say.many("record.days", Decimal(str(its.days)).normalize()))
    if its.late is not None:
        key = "record.late" if its.late > 0 else "record.early"
        parts.append(say.many(key, abs(Decimal(str(its.late)).normalize())))
    if its.open:
        parts.append(say.many("record.open", its.open))
    return " · ".join(parts)


def how_counted(answer: TrackRecord, say: Catalogue) -> str:
    """How the shares were worked out, and from which prior."""
    alpha, beta = (say.number(Decimal(str(each)).normalize()) for each in answer.prior)
    return say("record.how", alpha=alpha, beta=beta)


def title(answer: TrackRecord, say: Catalogue) -> str:
    """What is told, and by which day."""
    return say("record.title") if answer.as_of is None else say("record.title.by", day=say.day(answer.as_of))


def _percent(share: float, say: Catalogue) -> str:
    return say.percent(Fraction(share).limit_denominator(10_000))
