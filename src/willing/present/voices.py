"""Whose word something is, what a pledge offers and why a status changed: what timeline and compare both say."""

from collections.abc import Iterable, Sequence
from datetime import date

from willing.answers.steps import Step, Voice
from willing.answers.why import Word
from willing.languages.messages import Catalogue
from willing.model.condition import ALWAYS, Always, And, Condition, Name, Never
from willing.model.evidence import Source, Statement
from willing.model.plan import Plan, Pledge
from willing.present.words import Words


def voice_text(words: Words, voice: Voice, *, dated: bool = True, year: int | None = None) -> str:
    """``Theo Maes, Minister of Defence, 19 May 2031 (The Strait Times)``, or as much of it as is known.

    ``dated``: with its day, of which the year is told unless it is ``year``.
    """
    say = words.say
    outlet = (voice.source.outlet or voice.source.title or voice.source.id) if voice.source else ""
    if not voice.by:
        return say("time.voice.outlet.only", outlet=outlet) if outlet else ""
    its = voice.own and voice.by[:1].islower()
    told = say("time.voice.by.its" if its else "time.voice.by", by=voice.by)
    if dated and voice.on is not None:
        told = say("time.voice.on", by=told, day=day_text(words, voice.on, year))
    return say("time.voice.outlet", voice=told, outlet=outlet) if outlet else told


def source_name(source: Source) -> str:
    """The outlet and the title of a source, as far as there are any; else its id."""
    return ", ".join(part for part in (source.outlet, source.title) if part) or source.id


def speaker_text(statement: Statement, say: Catalogue) -> str:
    """Who said something, and that whoever it was is not named; empty where the source does not say."""
    return statement.who or ("" if statement.named else say("unnamed"))


def passage_voice(words: Words, word: Word) -> str:
    """Whose word a passage is, where and when it stands, and how sure that is."""
    source, statement, say = word.source, word.statement, words.say
    when = statement.on if statement is not None and statement.on else source.published
    told = [source_name(source), say.day(when) if when else ""]
    if statement is not None:
        told.insert(0, speaker_text(statement, say))
        told.append(say(f"confidence.{statement.confidence}") if statement.confidence else "")
    return ", ".join(filter(None, told))


def day_text(words: Words, day: date, year: int | None) -> str:
    """A day, of which the year goes without saying if it is ``year``."""
    say = words.say
    if day.year != year:
        return say.day(day)
    month = say("day.months").split()[day.month - 1]
    return say("time.day.first" if day.day == 1 else "time.day", day=day.day, month=month)


def offers_text(words: Words, pledges: Sequence[Pledge], *, plain: bool = False) -> str:
    """What pledges give, and under which condition but the premise of the plan; empty for refusals.

    Those without a number and with one condition are told in one. ``plain``: without their conditions.
    """
    say = words.say
    groups: dict[tuple[Condition, bool, str], list[Pledge]] = {}
    for pledge in pledges:
        if isinstance(pledge.condition, Never):
            continue
        condition = ALWAYS if plain else _beyond_premise(pledge.needs, words.picture.plan)
        alike = "" if pledge.unsized and pledge.up_to is None else pledge.id
        groups.setdefault((condition, pledge.own_decision and not plain, alike), []).append(pledge)
    told: dict[str, None] = {}
    for (condition, own, alike), group in groups.items():
        offer = words.offer(group[0])
        if not alike:
            offer = say(
                "time.offer.unsized",
                offers=say.listed(list(dict.fromkeys(words.capability(p.provides) for p in group))),
            )
        if isinstance(condition, Always):
            told[say("time.offer.own", offer=offer) if own else offer] = None
        else:
            key = "time.offer.only.if" if own else "time.offer.if"
            told[say(key, offer=offer, condition=words.condition(condition))] = None
    return say("semicolon").join(told)


def _beyond_premise(condition: Condition, plan: Plan) -> Condition:
    """A condition without what the whole plan takes as given."""
    parts = condition.of if isinstance(condition, And) else (condition,)
    left = tuple(part for part in parts if not (isinstance(part, Name) and part.id in plan.premise))
    return ALWAYS if not left else left[0] if len(left) == 1 else And(left)


def premise_text(words: Words) -> str:
    """What the whole plan takes as given; empty where that is nothing."""
    given = [words.premise(id_) for id_ in words.taken]
    return words.say("given", names=words.say.listed(given)) if given else ""


def assumptions_told(words: Words, steps: Iterable[Step]) -> list[str]:
    """Assumptions and consents among these steps, each with the value it changed to."""
    return [
        words.say("time.assumption.value", name=words.switch(s.id), value=words.known(s.turned.to))
        for s in steps
        if s.turned is not None
    ]
