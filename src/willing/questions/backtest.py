"""Does it come true? What was told of partners on each day of a record, and what they did afterwards.

A partner counts once for each word, from the first day on which a brief would have told it so. What it said itself is
what is held against it: it *comes* when it is firm by its own conditions. What is in place is told beside that, where
the plan keeps a record of deliveries (§8.4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from willing.answers.backtest import Coalition, InPlace, Rate, Told, WordTold
from willing.answers.deliveries import Deliveries
from willing.answers.standing import State
from willing.answers.timeline import Timeline
from willing.engine.chance import wilson
from willing.model.plan import Plan
from willing.questions.state import state_of
from willing.questions.timeline import days_named

WORDS: tuple[Told, ...] = ("firm", "together", "open", "out", "uncounted")

#: Under which word a state is told; nothing is told of a partner of whom nothing was said.
_WORD: Mapping[State, Told] = {
    "stands": "firm",
    "support": "firm",
    "together": "together",
    "rival": "open",
    "open": "open",
    "undecided": "open",
    "nothing": "open",
    "blocked": "out",
    "refuses": "out",
    "uncounted": "uncounted",
}


def last_day(plan: Plan) -> date | None:
    """The end of a plan's record: its own day, or the last that it names as known by then, deliveries included."""
    delivered = [day for p in plan.pledges.values() for day, _ in (*p.delivered, *p.received)]
    days = [*days_named(plan, None), *delivered, *([plan.as_of] if plan.as_of else [])]
    return max(days, default=None)


def words_of(timeline: Timeline, name: str, last: date) -> Iterator[WordTold]:
    """The first time each partner was told each word, up to the ``last`` day of the record."""
    days = [moment.picture.day for moment in timeline.moments]
    for partner in timeline.picture.plan.partners:
        told = [_WORD.get(state_of(moment, partner)) for moment in timeline.moments]
        seen: set[Told] = set()
        for place, word in enumerate(told):
            since = days[place]
            if word is None or word in seen or since is None or since >= last:  # nothing follows the last day
                continue
            seen.add(word)
            until = next((days[n] for n in range(place + 1, len(told)) if told[n] != word), None)
            firm = next((days[n] for n in range(place + 1, len(told)) if told[n] == "firm"), None)
            yield WordTold(
                plan=name,
                partner=partner,
                told=word,
                since=since,
                until=until,
                came=told[-1] == "firm" if word == "firm" else firm is not None,
                on=None if word == "firm" else firm,
                watched=(last - since).days,
            )


def rates(words: Iterable[WordTold]) -> tuple[Rate, ...]:
    """How many came, by what was told of them; only words that were told of somebody."""
    by_word: dict[Told, list[WordTold]] = {word: [] for word in WORDS}
    for word in words:
        by_word[word.told].append(word)
    return tuple(_rate(told, its) for told, its in by_word.items() if its)


def _rate(told: Told, its: Sequence[WordTold]) -> Rate:
    came = sum(word.came for word in its)
    low, high = wilson(came, len(its))
    days = [(word.on - word.since).days for word in its if word.on is not None]
    return Rate(
        told=told,
        partners=len(its),
        came=came,
        share=came / len(its),
        low=low,
        high=high,
        days=float(median(days)) if days else None,
        watched=float(median(word.watched for word in its)),
    )


def coalition(timeline: Timeline, name: str, file: str, last: date) -> tuple[Coalition, tuple[WordTold, ...]] | None:
    """One coalition and its words; None where its record has no two days."""
    first = next((moment.picture.day for moment in timeline.moments[1:]), None)
    if first is None or first >= last:
        return None
    words = tuple(words_of(timeline, name, last))
    return Coalition(plan=name, file=file, first=first, last=last, rates=rates(words)), words


def in_place(answer: Deliveries) -> Iterator[InPlace]:
    """What each partner has in place, of those capabilities of which any delivery is told."""
    for partner, sums in answer.partners:
        for its in sums:
            if its.recorded and its.pledged:
                yield InPlace(
                    plan=answer.plan,
                    partner=partner,
                    name=answer.picture.plan.partners[partner].name,
                    capability=its.capability,
                    pledged=its.pledged,
                    in_place=its.in_place,
                )
