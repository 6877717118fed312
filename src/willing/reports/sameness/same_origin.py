"""Which reports are of one origin, with the evidence: the same text, possibly the same, or only shared passages.

Reports of the same text are one voice. Those that credit the same agency, on days close to each other, and speak of the
same in other words, or tell the same facts in the same order, are possibly one: a person has to confirm it. A quotation
or a background sentence in common makes reports no copies of each other: it is told, and changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from typing import TYPE_CHECKING, Literal

from willing.reports.report import Report, Span
from willing.reports.sameness.facts import facts_of, tells_the_same

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]

Answer = Literal["same", "possible", "passages"]

#: A passage of fewer words is no evidence of anything.
LEAST_PASSAGE = 12

#: Reports of one agency this many days apart at most, and this much alike, are possibly one.
MOST_DAYS, LEAST_ALIKE = 2, 0.25
#: Where words are less alike than this, reports speak of something else, and their facts are not compared.
_LEAST_FOR_FACTS = 0.05

#: Beyond so many reports, passages shared by reports of different origin are not looked for.
MOST_FOR_PASSAGES = 5_000
#: So many pairs are compared word by word at most, and so many are shown with their passages.
_MOST_COMPARED, _MOST_SHOWN = 200_000, 2_000
#: Words that begin with the same letters are taken for one.
_STEM = 5
#: So many words apart at most, what two texts say between the same words is taken for a change.
_SHORT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """Words in a row that are in two reports: how many, the text in the first, where it is in both.

    ``quoted``: it is a quotation, as far as most of it goes.
    """

    words: int
    text: str
    a: Span
    b: Span
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Where two copies say something different between the same words: a number, or whether it is so at all."""

    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What two reports have to do with each other; ``a`` < ``b`` are their places among the reports.

    ``share``: of the shorter text that is in the longer, quotations left out, 0..1; ``of_longer`` the other way round;
    None where this was not counted. ``passages``: the longest first. ``changes``: what makes one an update of the
    other.
    ``agency``, and ``alike`` (0..1) or ``facts`` in the same order: what makes them possibly the same.
    """

    a: int
    b: int
    answer: Answer
    share: float | None = None
    of_longer: float | None = None
    passages: tuple[SharedPassage, ...] = ()
    changes: tuple[Update, ...] = ()
    agency: str | None = None
    alike: float | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SameOrigin:
    """Reports by origin. ``groups`` of two or more, each ascending; who is in none is of its own origin.

    ``links``: one at least from every member of a group to the rest of it, those that are possible, and those that only
    share passages. ``carries``: reports with passages of several origins, and whose they are: what is said in them has
    an origin of its own each. ``complete``: False where there were too many reports to look for everything.
    """

    groups: tuple[tuple[int, ...], ...]
    links: tuple[Link, ...]
    carries: Mapping[int, tuple[int, ...]]
    complete: bool = True

    @property
    def first(self) -> Mapping[int, int]:
        """Of every report in a group the first one in it."""
        return {i: group[0] for group in self.groups for i in group}


def running_text(report: Report) -> str:
    """What is compared of a report: its sentences, without titles and subheads, which every outlet makes itself."""
    return " ".join(s.said for s in report.sentences if not s.heading)


def same_origin(reports: Sequence[Report]) -> SameOrigin:
    """Which of the reports are of one origin. The order of the reports changes nothing but the order of the answer.

    Raises ValueError for more than :data:`~willing.reports.sameness.pairs.MOST_TEXTS`.
    """
    from willing.reports.sameness.fingerprints import fingerprints
    from willing.reports.sameness.pairs import sharing
    from willing.reports.sameness.same_text import closest, same_text

    prints = fingerprints(map(running_text, reports))
    found = same_text(prints, [report.published for report in reports])
    texts = _Texts(reports)
    first = {i: group[0] for group in found.groups for i in group}
    links: list[Link] = []
    for pair in closest(found).values():
        passages, changes = texts.compared(pair.a, pair.b) if len(links) < _MOST_SHOWN else ((), ())
        links.append(
            Link(
                a=pair.a,
                b=pair.b,
                answer="same",
                share=pair.share,
                of_longer=pair.of_longer,
                passages=passages[:3],
                changes=changes,
            )
        )

    complete = len(links) < _MOST_SHOWN
    possible, all_compared = _possible(reports, texts, first)
    links += possible
    confirm = {_ends(link.a, link.b, first) for link in possible}
    if len(reports) > MOST_FOR_PASSAGES:
        complete = False
    else:
        longest: dict[tuple[int, int], Link] = {}
        for a, b in sharing(prints, least=2):
            key = _ends(a, b, first)
            if key[0] == key[1] or key in confirm:
                continue
            passages, _ = texts.compared(a, b)
            if passages:
                link = Link(a=a, b=b, answer="passages", passages=passages[:3])
                old = longest.get(key)
                if old is None or passages[0].words > old.passages[0].words:
                    longest[key] = link
        links += sorted(longest.values(), key=lambda link: (link.a, link.b))
    return SameOrigin(
        groups=found.groups, links=tuple(links), carries=found.carries, complete=complete and all_compared
    )


def _ends(a: int, b: int, first: Mapping[int, int]) -> tuple[int, int]:
    """Two reports by the first ones of their groups: one link between two groups says enough."""
    one, other = first.get(a, a), first.get(b, b)
    return min(one, other), max(one, other)


# -- possibly the same ------------------------------------------------------------------------------------------------


def _possible(reports: Sequence[Report], texts: _Texts, first: Mapping[int, int]) -> tuple[list[Link], bool]:
    """Pairs that credit the same agency on close days and speak of the same; and whether all were compared."""
    by_agency: dict[tuple[str, str | None], list[int]] = {}
    for i, report in enumerate(reports):
        if report.agency and report.published:
            for agency in report.agency.split(","):
                by_agency.setdefault((agency.strip().casefold(), report.language), []).append(i)
    for key, members in by_agency.items():
        # Of one text on one day, one report speaks for all.
        once = {(first.get(i, i), reports[i].published): i for i in reversed(members)}
        by_agency[key] = list(once.values()) if len({head for head, _ in once}) > 1 else []
    if not any(by_agency.values()):
        return [], True
    vectors = _Vectors(texts, len(reports))
    facts_in = cache(lambda i: facts_of(reports[i]))
    links: dict[tuple[int, int], Link] = {}
    compared = 0
    for members in by_agency.values():
        members.sort(key=lambda i: (reports[i].published, i))
        for k, i in enumerate(members):
            for j in members[k + 1 :]:
                one, other = reports[i].published, reports[j].published
                if one is None or other is None or (other - one).days > MOST_DAYS:
                    break
                a, b = min(i, j), max(i, j)
                ends = _ends(a, b, first)
                if ends[0] == ends[1]:
                    continue
                compared += 1
                if compared > _MOST_COMPARED:
                    return sorted(links.values(), key=lambda link: (link.a, link.b)), False
                alike = vectors.alike(a, b)
                known = links.get(ends)
                if known is not None and (known.alike or 0) >= alike:
                    continue
                close = _LEAST_FOR_FACTS < alike <= LEAST_ALIKE
                facts = tells_the_same(facts_in(a), facts_in(b)) if close else ()
                if alike > LEAST_ALIKE or facts:
                    links[ends] = Link(
                        a=a,
                        b=b,
                        answer="possible",
                        agency=_credited(reports[a], reports[b]),
                        alike=alike,
                        facts=facts,
                        passages=texts.compared(a, b)[0][:3],
                    )
    return sorted(links.values(), key=lambda link: (link.a, link.b)), True


def _credited(a: Report, b: Report) -> str:
    names = {name.strip().casefold() for name in (b.agency or "").split(",")}
    return next(name.strip() for name in (a.agency or "").split(",") if name.strip().casefold() in names)


class _Vectors:
    """Reports as weighted words (TF-IDF): how alike two of them are."""

    def __init__(self, texts: _Texts, count: int) -> None:
        self.texts = texts
        self.count = count
        self.counts: dict[int, Counter[str]] = {}
        self.known_in: Counter[str] = Counter()
        for i in range(count):
            self.counts[i] = Counter(w[:_STEM] for w in texts.lower(i) if len(w) > 2 and w not in _COMMON)
            self.known_in.update(self.counts[i].keys())
        self.weights: dict[int, dict[str, float]] = {}

    def weighted(self, i: int) -> dict[str, float]:
        """Of unit length."""
        if i not in self.weights:
            weights = {
                word: (1 + log(n)) * (1 + log((1 + self.count) / (1 + self.known_in[word])))
                for word, n in self.counts[i].items()
            }
            length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            self.weights[i] = {word: weight / length for word, weight in weights.items()}
        return self.weights[i]

    def alike(self, a: int, b: int) -> float:
        one, other = self.weighted(a), self.weighted(b)
        return sum(weight * other[word] for word, weight in one.items() if word in other)


# -- passages ---------------------------------------------------------------------------------------------------------


class _Texts:
    """The running text of reports in words, each taken apart once."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = reports
        self._taken: dict[int, _Text] = {}

    def of(self, i: int) -> _Text:
        if i not in self._taken:
            if len(self._taken) > 20_000:
                self._taken.clear()
            self._taken[i] = _Text(self.reports[i])
        return self._taken[i]

    def lower(self, i: int) -> Iterator[str]:
        """The words of a report in lower case."""
        text = running_text(self.reports[i])
        taken = self.of(i)
        for start, end in zip(taken.start, taken.end, strict=True):
            yield text[start:end].lower()

    def compared(self, a: int, b: int) -> tuple[tuple[SharedPassage, ...], tuple[Update, ...]]:
        """The passages that two reports share, the longest first, and what they say differently in between."""
        one, other = self.of(a), self.of(b)
        runs = one.shared_with(other)
        passages = tuple(
            SharedPassage(
                words=count,
                text=one.text[one.start[i] : one.end[i + count - 1]],
                a=one.place(i, i + count),
                b=other.place(j, j + count),
                quoted=2 * sum(one.quoted[i : i + count]) > count,
            )
            for i, j, count in sorted(runs, key=lambda run: (-run[2], run[0]))
            if count >= LEAST_PASSAGE
        )
        return passages, tuple(_changes(one, other, runs))


class _Text:
    """One report's running text, word by word."""

    def __init__(self, report: Report) -> None:
        from willing.reports.sameness.fingerprints import in_quotations, words_of

        self.report = report
        self.text = running_text(report)
        words = words_of(self.text)
        self.start: list[int] = words.start.tolist()
        self.end: list[int] = words.end.tolist()
        self.hash: list[int] = words.hash.tolist()
        self.quoted: list[bool] = in_quotations(self.text, words).tolist()
        self._sentences = [s for s in report.sentences if not s.heading]
        self._begins: list[int] = []
        place = 0
        for sentence in self._sentences:
            self._begins.append(place)
            place += len(sentence.said) + 1

    def word(self, i: int) -> str:
        return self.text[self.start[i] : self.end[i]]

    def between(self, first: int, last: int) -> str:
        """The text from the word ``first`` up to the word ``last``, which is not in it."""
        return self.text[self.start[first] : self.end[last - 1]]

    def shared_with(self, other: _Text) -> list[tuple[int, int, int]]:
        """Three words in a row or more that are in both: where they start in this one and the other, and how many."""
        places: dict[tuple[int, int, int], list[int]] = {}
        theirs, mine = other.hash, self.hash
        for j in range(len(theirs) - 2):
            places.setdefault((theirs[j], theirs[j + 1], theirs[j + 2]), []).append(j)
        runs: list[tuple[int, int, int]] = []
        i, expected = 0, 0
        while i < len(mine) - 2:
            found = places.get((mine[i], mine[i + 1], mine[i + 2]))
            if found is None:
                i += 1
                continue
            # Of several places the next one behind what was found before.
            k = bisect_right(found, expected - 1)
            j = found[k] if k < len(found) else found[0]
            count = 3
            while i + count < len(mine) and j + count < len(theirs) and mine[i + count] == theirs[j + count]:
                count += 1
            runs.append((i, j, count))
            i, expected = i + count, j + count
        return runs

    def place(self, first: int, last: int) -> Span:
        """Where the words from ``first`` up to ``last`` stand in the file."""
        return Span(start=self._in_file(first)[0], end=self._in_file(last - 1)[1])

    def _in_file(self, i: int) -> tuple[int, int]:
        """Where one word stands in the file: exactly, or else where its sentence does."""
        from willing.reports.sameness.fingerprints import words_of

        k = bisect_right(self._begins, self.start[i]) - 1
        sentence = self._sentences[k]
        raw = "".join(self.report.text[span.start : span.end] for span in sentence.spans)
        there = words_of(raw)
        nth = sum(1 for start in self.start[: i + 1] if start >= self._begins[k]) - 1
        if nth >= len(there.start) or int(there.hash[nth]) != self.hash[i]:
            return sentence.place.start, sentence.place.end
        return (
            _raw_place(sentence.spans, int(there.start[nth])),
            _raw_place(sentence.spans, int(there.end[nth]) - 1) + 1,
        )


def _raw_place(spans: Sequence[Span], offset: int) -> int:
    """Where in the file the character is that stands so far into pieces of it."""
    for span in spans:
        if offset < span.end - span.start:
            return span.start + offset
        offset -= span.end - span.start
    return spans[-1].end


# -- changes ----------------------------------------------------------------------------------------------------------

_NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million millions
    billion billions dozen half zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
    fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig
    hundert tausend million millionen milliarde milliarden dutzend deux trois quatre cinq six sept huit neuf dix
    onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante cent cents mille
    millions milliard milliards douzaine""".split()
)
_DENIALS = frozenset(
    """not no never none without cannot nicht kein keine keinen keiner keinem nie niemals ohne weder
    ne pas jamais aucun aucune sans ni""".split()
)


def _changes(one: _Text, other: _Text, runs: Sequence[tuple[int, int, int]]) -> Iterator[Update]:
    """What two texts say differently between the same words, where it is a number or a no."""
    behind: tuple[int, int] | None = None
    for i, j, count in runs:
        if behind is not None and behind[0] <= i <= behind[0] + _SHORT and behind[1] <= j <= behind[1] + _SHORT:
            mine = [one.word(k) for k in range(behind[0], i)]
            theirs = [other.word(k) for k in range(behind[1], j)]
            if ((mine and theirs) or len(mine + theirs) <= 3) and _telling(mine) != _telling(theirs):
                # What one of them does not have is told with the words around it.
                wide = 0 if mine and theirs else 1
                yield Update(a=one.between(behind[0] - wide, i + wide), b=other.between(behind[1] - wide, j + wide))
        behind = i + count, j + count


def _telling(words: Sequence[str]) -> list[str]:
    """The numbers and denials among words."""
    low = [word.lower() for word in words]
    return [word for word in low if word in _NUMBERS or word in _DENIALS or any(map(str.isdigit, word))]


#: Words that every report is full of.
_COMMON = frozenset(
    """the and for that with was has have had are were will would which from its his her their they this but not
    been said who whom what when than then into over after before about more one two all any can could may might
    should must also there here out only other some such very upon while where der die das den dem des ein eine
    einen einem einer eines und oder aber nicht auch sich mit von vom für auf aus bei nach vor über unter durch
    gegen ohne bis als wie dass daß wenn weil hat haben hatte war waren ist sind sei seien wird werden wurde
    wurden würde kann können soll sollen will wollen muss noch nur schon mehr sie ihr ihre ihren ihrer sein
    seine seinen seiner man zum zur beim dies diese dieser dieses was wer habe les des une aux par pour dans sur
    avec sans sous que qui quoi dont est sont était ont avait sera seront pas plus mais son ses leur leurs elle
    ils elles nous vous cette ces ceux celui celle tout tous toute même aussi entre depuis après avant être
    avoir fait comme encore""".split()
)
