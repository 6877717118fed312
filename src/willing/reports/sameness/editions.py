"""Where two editions of one report tell the matter differently."""

from dataclasses import dataclass

from willing.reports.report import Report
from willing.reports.sameness.align import TooLongError, align
from willing.reports.suggest.lexicon import LANGUAGES, lexicon

#: Differences that change what is told, and the settings a slip about which speaks against them.
_TELLING = ("number", "name", "negation", "certainty", "term")
_TOPICS = ("ceasefire",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A sentence that two editions share but for what matters: ``first`` and ``second`` as each has it.

    ``words`` are the stretches that differ, of the first and of the second.
    """

    first: str
    second: str
    words: tuple[str, str]
    topic: str | None = None


def differences(first: Report, second: Report) -> tuple[Difference, ...]:
    """The sentences both have that differ in more than style, each with the most telling of its differences."""
    try:
        found = align(first, second)
    except TooLongError:
        return ()
    told = []
    for each in found.differences:
        if each.kind not in _TELLING or each.a is None or each.b is None:
            continue
        one, other = found.a.sentences[each.a], found.b.sentences[each.b]
        change = next(c for c in each.changes if c.kind == each.kind)
        words = (one.said[slice(*change.a)], other.said[slice(*change.b)])
        topic = next(
            (t for t in _TOPICS if speaks_of(one.said, t, first) != speaks_of(other.said, t, second)),
            None,
        )
        told.append(Difference(first=one.said, second=other.said, words=words, topic=topic))
    return tuple(told)


def speaks_of(text: str, topic: str, report: Report) -> bool:
    """Whether a sentence of a report speaks of a topic of the lexicons."""
    return report.language in LANGUAGES and lexicon(report.language).topics[topic].search(text) is not None
