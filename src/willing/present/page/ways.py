"""What one delegation can do so that enough others come: what its own step starts, what it could promise, what to ask
of others, and that as a letter to each, in its language (§3.6, §7.1, §9). Nothing here is sent."""

import os
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from willing.answers.asks import Asks, AskSet
from willing.app.errors import PlanError
from willing.languages import DATA
from willing.languages.messages import Catalogue, sentence
from willing.present.escape import shown
from willing.present.terminal.asks import AsksPage, addressed
from willing.present.terminal.brief import BriefPage
from willing.present.terminal.offer import offer_lines
from willing.present.terminal.sheet import Sheet
from willing.present.words import Words

if TYPE_CHECKING:
    from willing.app.study import Study

#: Sets of asks that are shown, and offers.
MOST_SETS, MOST_OFFERS = 3, 5


def ways_html(study: "Study", partner: str | None, language: str) -> str:
    """The sections; ``partner``: who looks, None for who pledges nothing."""
    parts = [*_own(study, partner, language)] if partner is not None else []
    try:
        asks = study.asks(most=20, told=MOST_SETS)
    except PlanError:  # nothing is asked for: there is neither goal nor requirement
        asks = None
    if asks is not None:
        parts += _asked(asks, partner, language, study.plan.name)
    return "".join(parts) or _section(Catalogue(language)("ways.nothing"), [])


def _section(heading: str, body: Iterable[str]) -> str:
    return f'<div class="brought"><h2>{escape(shown(heading))}</h2>{"".join(body)}</div>'


def _lines(lines: Iterable[str], kind: str = "lines") -> str:
    told = (f'<li dir="auto">{escape(shown(sentence(each)))}</li>' for each in lines)
    return f'<ul class="{kind}">{"".join(told)}</ul>'


def _own(study: "Study", partner: str, language: str) -> Iterator[str]:
    """What its step starts, and what it could promise."""
    page = BriefPage(study.brief(reasons=False), _sheet(language))
    say = page.say
    starts = [group for group in page.brief.waiting if any(partner in its for its in group.starters or ())]
    if starts:
        yield _section(say("ways.starts"), [_lines([page.waiting(group, alone=False) for group in starts])])
    try:
        found = study.offer(partner)
    except PlanError:  # it is out, or there is no goal
        return
    words = Words(found.picture, language)
    name = words.partner(partner)
    offers = [each for each in found.offers if all(its.amount != 0 for its in each.pledges)]  # of none is no promise
    if found.reached:
        told = [_lines([say("offer.reached", partner=name)])]
    elif not offers:
        told = [_lines([say("offer.none" if found.complete else "offer.open", partner=name)])]
    else:
        told = [_lines(offer_lines(each, words, partner), "way") for each in offers[:MOST_OFFERS]]
    yield _section(say("ways.offer"), told)


def _asked(asks: Asks, partner: str | None, language: str, plan: str) -> Iterator[str]:
    """What to ask of others, and the letters of the first way."""
    page = AsksPage(asks, _sheet(language), MOST_SETS)
    say = page.say
    if asks.reached or not asks.sets:
        key = "asks.reached" if asks.reached else "asks.none" if asks.complete else "asks.open"
        yield _section(say("ways.asks"), [_lines([say(key)])])
        return
    told = []
    for number, its in enumerate(asks.sets[:MOST_SETS], 1):
        told.append(f"<h3>{escape(say('ways.way', number=say.number(number)))}</h3>")
        told.append(_lines(page.by_addressee(its.changes)))
        if its.brings is not None:
            told.append(_lines([each.split("  ")[0] for each in page.brings(its.brings)], "lines then"))
    yield _section(say("ways.asks"), told)
    letters = list(_letters(asks, asks.sets[0], partner, plan))
    if letters:
        yield _section(say("ways.letters"), [f'<p class="hint">{escape(say("ways.letters.hint"))}</p>', *letters])


def _letters(asks: Asks, its: AskSet, own: str | None, plan: str) -> Iterator[str]:
    """One to each whom it asks but oneself: what is asked, and what others do then."""
    for to, changes in addressed(its.changes):
        if not to or own in to:
            continue
        language = _language(to)
        page = AsksPage(asks, _sheet(language), MOST_SETS)
        say, whom = page.say, page.whom(to)
        brings = [] if its.brings is None else [each.split("  ")[0] for each in page.brings(its.brings)]
        lines = [
            say("ways.letter.to", whom=whom, plan=plan),
            "",
            say("ways.letter.goal", goal=page.words.condition(asks.goal)),
            "",
            *(f"– {sentence(each)}" for each in page.changes(changes)),
            "",
            *([say("ways.letter.then"), "", *(f"– {sentence(each)}" for each in brings)] if brings else []),
        ]
        text, label = escape("\n".join(map(shown, lines)).strip()), escape(shown(whom))
        yield f'<h3 lang="{language}">{label}</h3><pre class="letter" lang="{language}" dir="auto">{text}</pre>'


def _language(to: Sequence[str]) -> str:
    """The language of a letter: that of whom it is to, where all have the same."""
    found = {next((language for language, states in _official().items() if who in states), "en") for who in to}
    return found.pop() if len(found) == 1 else "en"


@cache
def _official() -> dict[str, list[str]]:
    with open(os.path.join(DATA, "official.toml"), "rb") as stream:
        return tomllib.load(stream)


def _sheet(language: str) -> Sheet:
    return Sheet(width=10_000, lang=language)
