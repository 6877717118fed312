"""What the words of briefs were worth, as terminal text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Unpack

from willing.answers.backtest import Backtest, Coalition, InPlace, Rate
from willing.languages.messages import Catalogue
from willing.languages.names import state_names
from willing.present.terminal.sheet import Look, Sheet

#: The columns of a table of rates.
HEADS = ("told", "partners", "came", "share", "interval", "days", "watched")


def backtest_text(answer: Backtest, **look: Unpack[Look]) -> str:
    """The findings, a line for each word of all coalitions together and of each, and what is in place."""
    paper = Sheet(**look)
    say = paper.say
    paper.paragraph(say("backtest.title"), ink="strong")
    paper.gap()
    for line in findings(answer, say):
        paper.paragraph(line, indent=2, hang=4)
    several = len(answer.coalitions) > 1
    tables = [(say.many("backtest.over", len(answer.coalitions)), answer.rates)] if several else []
    tables += [(record(each, say), each.rates) for each in answer.coalitions]
    for name, rates in tables:
        paper.gap()
        paper.paragraph(name, ink="strong")
        for rate in rates:
            cells = dict(zip(HEADS, row(rate, say), strict=True))
            came = f"{cells['came']} / {cells['partners']} · {cells['share']} ({cells['interval']})"
            told = [say("value", name=cells["told"], value=came)]
            told += [say("value", name=say("backtest.head.days"), value=cells["days"])] if cells["days"] else []
            paper.paragraph(" · ".join(told), indent=2, hang=4)
    if answer.in_place:
        paper.gap()
        paper.paragraph(say("backtest.placed"), ink="strong")
        for line in placed(answer.in_place, say):
            paper.paragraph(line, indent=2, hang=4)
    paper.gap()
    paper.paragraph(say("backtest.how"), indent=2, ink="faint")
    return paper.text()


def record(coalition: Coalition, say: Catalogue) -> str:
    """A coalition and the days of its record."""
    return f"{coalition.plan} ({say.day(coalition.first)} – {say.day(coalition.last)})"


def findings(answer: Backtest, say: Catalogue) -> Iterator[str]:
    """What came of those called in, and of those that hung on something; what was left out."""
    if not answer.coalitions:
        yield say("backtest.none")
    for rate in answer.rates:
        if rate.told in ("firm", "open"):
            key = "backtest.stayed" if rate.told == "firm" else "backtest.hung"
            yield say.many(key, rate.partners, came=say.number(rate.came))
    if answer.unrecorded:
        yield say("backtest.unrecorded", files=say.listed(answer.unrecorded))


def row(rate: Rate, say: Catalogue) -> tuple[str, ...]:
    """A rate in the order of :data:`HEADS`."""
    low, high = (_percent(bound, say) for bound in (rate.low, rate.high))
    return (
        say(f"backtest.word.{rate.told}"),
        say.number(rate.partners),
        say.number(rate.came),
        _percent(rate.share, say),
        say("backtest.between", low=low, high=high),
        say.number(None if rate.days is None else Decimal(str(rate.days))),
        say.number(None if rate.watched is None else Decimal(str(rate.watched))),
    )


def placed(in_place: Sequence[InPlace], say: Catalogue) -> Iterator[str]:
    """What each partner has in place, the plans one after the other."""
    names = state_names(say.language)
    for its in in_place:
        yield say(
            "backtest.placed.of",
            name=its.name or names.get(its.partner, its.partner),
            placed=say.number(its.in_place),
            pledged=say.number(its.pledged),
            what=its.capability,
        )


def _percent(share: float | None, say: Catalogue) -> str:
    return "" if share is None else say.percent(Fraction(share).limit_denominator(10_000))
