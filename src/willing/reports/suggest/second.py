"""What a second reader, a language model, says of a report: held against the report, and put beside our own reading.

Nothing of it is taken on trust. A quotation has to stand in the report word for word, its state in the sentence by our
names, its amount there by our numbers, its condition there by its words; what fails is dropped. Where both read a
sentence alike that is said; where they differ, or only the second reads something, the stance is left open.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from msgspec import Struct

from willing.languages.amounts import numbers
from willing.languages.states import STATE_CODES
from willing.reports.quoted import normal
from willing.reports.report import Report
from willing.reports.suggest.actors import Named, Names, mentions
from willing.reports.suggest.conditions import Conditions
from willing.reports.suggest.lexicon import LANGUAGES, Lexicon, lexicon
from willing.reports.suggest.pack import Pack
from willing.reports.suggest.quantities import capabilities, quantities
from willing.reports.suggest.suggestion import Findings, Hang, Passage, Suggestion
from willing.reports.text.places import raw_spans
from willing.reports.text.spans import clip

#: A quotation of fewer characters could stand anywhere.
LEAST_QUOTED = 12


class SecondPledge(Struct, frozen=True, forbid_unknown_fields=True):
    """What the second reader says that a state does: ``state`` and ``amount`` as the report writes them."""

    quote: str
    state: str
    stance: Literal["firm", "conditional", "undecided", "refuses"]
    amount: str | None
    condition: str | None


class SecondReading(Struct, frozen=True, forbid_unknown_fields=True):
    """All that the second reader says of a report."""

    pledges: list[SecondPledge]


def held(
    said: Sequence[SecondPledge], report: Report, also: tuple[Named, ...], pack: Pack
) -> tuple[tuple[Suggestion, ...], int]:
    """What of it the report bears out, and how much it does not."""
    if report.language not in LANGUAGES:
        return (), len(said)
    words = lexicon(report.language)
    names = Names(words, also, pack, report.published)
    for sentence in report.sentences:
        names.learn(sentence.said)
    found = [suggestion for each in said if (suggestion := _held(each, report, words, names, pack)) is not None]
    return tuple(found), len(said) - len(found)


def _held(said: SecondPledge, report: Report, words: Lexicon, names: Names, pack: Pack) -> Suggestion | None:
    quote = normal(said.quote)
    sentences = enumerate(report.sentences)
    at = next((n for n, each in sentences if not each.heading and quote in normal(each.said)), None)
    if at is None or len(quote) < LEAST_QUOTED:
        return None
    sentence = report.sentences[at]
    there = mentions(sentence.said, names)
    meant = {state for each in mentions(said.state, names) for state in each.states} or {said.state} & STATE_CODES
    if len(meant) != 1 or not meant <= {state for each in there for state in each.states} or meant & set(pack.nobody):
        return None
    told = quantities(sentence.said, words)
    values = [number.value for number in numbers(said.amount or "", words.language)]
    quantity = next((each for each in told if values and values[0] in (each.amount, each.up_to)), None)
    if said.amount and quantity is None:
        return None
    conditions: list[Hang] = []
    if said.stance == "conditional":
        if not said.condition or normal(said.condition) not in normal(sentence.said):
            return None
        conditions, _ = Conditions(words, pack).hangs(said.condition, 0, mentions(said.condition, names))
        conditions = conditions or [Hang(topic="other", words=clip(said.condition, 90))]
    things = [name for _, _, name in capabilities(sentence.said, words)]
    start = max(0, sentence.said.find(said.quote))
    end = start + len(said.quote) if said.quote in sentence.said else len(sentence.said)
    return Suggestion(
        partners=tuple(meant),
        stance=said.stance,
        conditions=tuple(conditions),
        promise=said.stance == "conditional",
        capability=quantity.capability if quantity else next(iter(things), None),
        amount=quantity.amount if quantity else None,
        up_to=quantity.up_to if quantity else None,
        sure="low",
        passage=Passage(
            sentence=at,
            text=sentence.said,
            place=sentence.place,
            cue=sentence.said[start:end],
            cues=raw_spans(report, sentence, start, end),
        ),
    )


def merged(found: Findings, second: Sequence[Suggestion]) -> Findings:
    """Both readings as one: first what both say, and nothing that only the second says but as left open."""
    pledges: list[Suggestion] = []
    met: set[int] = set()
    for said in found.pledges:
        beside = [
            (n, other)
            for n, other in enumerate(second)
            if other.passage.sentence == said.passage.sentence and set(other.partners) & set(said.partners)
        ]
        met |= {n for n, _ in beside}
        if not beside:
            pledges.append(said)
        elif any(other.stance == said.stance for _, other in beside):
            pledges.append(replace(said, second="agrees"))
        else:
            readings = tuple(dict.fromkeys((said.stance, *(other.stance for _, other in beside))))
            pledges.append(replace(said, stance="open", readings=readings, second="differs"))
    alone = [other for n, other in enumerate(second) if n not in met]
    pledges += [replace(other, stance="open", readings=(other.stance,), second="alone") for other in alone]
    return replace(found, pledges=tuple(sorted(pledges, key=lambda said: said.second != "agrees")))
