"""From reports to a plan to be reviewed: what they suggest, each thing once, with every passage that says so."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from willing.languages.amounts import numbers
from willing.languages.states import STATE_CODES
from willing.model.condition import ALWAYS, KEYWORDS, And, Condition, CountPartners, Name, Never, Or
from willing.model.evidence import PartialDate, Source, Statement
from willing.model.plan import Assumption, Partner, Plan, Pledge, Requirement, Stage
from willing.reports.report import Report, Span
from willing.reports.sameness.editions import Difference, differences, speaks_of
from willing.reports.sameness.same_origin import Link, same_origin
from willing.reports.suggest.actors import Named
from willing.reports.suggest.lexicon import lexicon
from willing.reports.suggest.pack import NO_PACK, Pack
from willing.reports.suggest.second import merged
from willing.reports.suggest.suggest import suggest
from willing.reports.suggest.suggestion import AMONG, Claim, Findings, Hang, Passage, Suggestion, Sure


class Say(Protocol):
    """What a plan calls things in one language, by key: "assumption.ceasefire", "capability.troops"."""

    @property
    def language(self) -> str:
        """Which language that is."""

    def __call__(self, key: str, /, **parts: object) -> str:
        """The text of a key, with its parts put in."""

    def partner(self, code: str) -> str:
        """What a partner is called."""


#: How the id of a partner begins that stands for a group nobody names.
GROUP = "group-"
_STRENGTH: Mapping[str, int] = {"firm": 4, "refuses": 4, "conditional": 3, "undecided": 2, "open": 1}
_SURE: Mapping[Sure, int] = {"high": 3, "medium": 2, "low": 1}

#: What may serve in a domain that a report only names.
_SERVING: Mapping[str, tuple[str, ...]] = {
    "air": ("fighters", "aircraft"),
    "sea": ("ships", "frigates"),
    "land": ("troops",),
    "logistics": ("logistics",),
    "training": ("instructors",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A suggestion with the report it comes from (its number) and the id of its source."""

    report: int
    source: str
    suggestion: Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A difference between two editions of one report, by their sources."""

    first: str
    second: str
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedSentences:
    """How many sentences read as a pledge of a state that a pack says is nobody, and the first of them."""

    state: str
    pack: str
    count: int
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A plan to be reviewed.

    ``marks``: for each entry that is suggested, by table and id, how it was read (lines for a comment above it).
    ``editions``: where editions of one report differ. ``twice``: files that only repeat another, word for word.
    ``silent``: sources that suggest nothing. ``passed``: how many sentences read as a pledge of a state that is nobody
    here, and the first of them.
    """

    plan: Plan
    marks: Mapping[tuple[str, str], tuple[str, ...]]
    editions: tuple[Edition, ...] = ()
    twice: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    passed: tuple[PassedSentences, ...] = ()
    findings: tuple[Findings, ...] = ()
    reports: tuple[Report, ...] = ()


def draft(
    reports: Iterable[Report],
    say: Say,
    *,
    name: str | None = None,
    also: Callable[[str], tuple[Named, ...]] = lambda language: (),
    pack: Pack = NO_PACK,
    second: Callable[[Report, tuple[Named, ...], Pack], Sequence[Suggestion]] | None = None,
) -> Drafted:
    """The plan that some reports suggest, in the words of ``say``.

    ``also``: partners beside the states, by language. ``pack``: facts the reports take for granted. ``second``: what a
    second reader says of a report, as far as the report bears it out (:mod:`willing.reports.suggest.second`). The same
    reports in the same order give the same plan.
    """
    kept: list[Report] = []
    twice: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for report in reports:
        words = tuple(sentence.said for sentence in report.sentences)
        if words in seen:
            twice.append(report.file)
            continue
        seen.add(words)
        kept.append(report)
    findings = []
    for report in kept:
        named = also(report.language or "en")
        found = suggest(report, named, pack)
        findings.append(merged(found, second(report, named, pack)) if second else found)
    return _Drafting(kept, findings, say, pack).plan(name, tuple(twice))


class _Drafting:
    """One plan under way."""

    def __init__(
        self,
        reports: Sequence[Report],
        findings: Sequence[Findings],
        say: Say,
        pack: Pack,
    ) -> None:
        self.reports, self.findings, self.say, self.pack = reports, findings, say, pack
        self.taken: set[str] = set(STATE_CODES)
        self.shared: list[Link] = []
        self.carries: Mapping[int, tuple[int, ...]] = {}
        self.sources: list[str] = []
        self.agencies: dict[str, Source] = {}  # agencies that a sentence names, beside the reports
        self.statements: list[Statement] = []
        self.marks: dict[tuple[str, str], tuple[str, ...]] = {}
        self.assumptions: dict[str, Assumption] = {}
        self.partners: dict[str, Partner] = {}
        self.groups: dict[str, str] = {}  # what an unnamed group is called: its id
        self.others: dict[str, str] = {}  # words of a condition of its own: its id

    def plan(self, name: str | None, twice: tuple[str, ...]) -> Drafted:
        found = same_origin(self.reports)
        origin = self.origins(found.groups)
        self.shared = [link for link in found.links if link.answer == "passages"]
        self.carries = found.carries
        sources = self.of_sources(origin)
        self.confirm([link for link in found.links if link.answer == "possible"])
        pledges = self.of_pledges()
        self.of_claims()
        premise = self.of_settings()
        requirements = self.of_needs()
        editions = self.of_editions(origin)
        days = [report.published for report in self.reports if report.published]
        spoken = {s.source for s in self.statements}
        plan = Plan(
            name=name or self.name(),
            as_of=max(days) if days else None,
            premise=premise,
            marking=self.say("marking"),
            packs=self.pack.names,
            assumptions=self.assumptions,
            partners=self.partners,
            requirements=requirements,
            pledges=pledges,
            statements=tuple(self.statements),
            sources=sources | self.agencies,
        )
        return Drafted(
            plan=plan,
            marks=self.marks,
            editions=editions,
            twice=twice,
            silent=tuple(s for s in self.sources if s not in spoken),
            passed=self.passed(),
            findings=tuple(self.findings),
            reports=tuple(self.reports),
        )

    def passed(self) -> tuple[PassedSentences, ...]:
        """What is read as pledged by states that are nobody here, by state, the first that is met first."""
        sentences: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
        for number, found in enumerate(self.findings):
            for each in found.passed:
                told = sentences.setdefault((each.state, each.pack), {})
                told.setdefault((number, each.passage.sentence), each.passage.text)
        return tuple(
            PassedSentences(state=state, pack=pack, count=len(told), first=next(iter(told.values())))
            for (state, pack), told in sentences.items()
        )

    def name(self) -> str:
        titles = [report.title for report in self.reports if report.title]
        return self.say("plan.name", title=titles[0]) if titles else self.say("plan.unnamed")

    # -- ids ----------------------------------------------------------------------------------------------------------

    def id(self, wanted: str) -> str:
        """An id that is free: the wanted one, or with a number behind it."""
        if not wanted or wanted in KEYWORDS or not wanted[0].isalpha():
            wanted = f"group-{wanted}".rstrip("-")
        return _free(wanted, self.taken)

    # -- marks --------------------------------------------------------------------------------------------------------

    def mark(self, table: str, id_: str, lines: Iterable[str]) -> None:
        """Say above an entry how it was read, each line once, behind what is said there already."""
        self.marks[table, id_] = tuple(dict.fromkeys((*self.marks.get((table, id_), ()), *lines)))

    # -- origins ------------------------------------------------------------------------------------------------------

    def origins(self, groups: Sequence[Sequence[int]]) -> list[int]:
        """For each report the number of the one whose report it repeats: that of its group that appeared first."""
        origin = list(range(len(self.reports)))
        for group in groups:
            first = min(group, key=lambda i: (self.reports[i].published or date.max, i))
            for i in group:
                origin[i] = first
        return origin

    def confirm(self, possible: Sequence[Link]) -> None:
        """Reports that are possibly one are marked, for a person to say."""
        for link in possible:
            line = self.say("mark.possible", source=self.sources[link.a], agency=link.agency or "?")
            self.mark("sources", self.sources[link.b], [line])

    def taken_over(self, report: int, place: Span) -> str | None:
        """The source whose words a passage is, where a report carries those of others."""
        if report not in self.carries:
            return None
        for link in self.shared:
            if report not in (link.a, link.b):
                continue
            other = link.b if report == link.a else link.a
            if other in self.carries or not self.earlier(other, report):
                continue
            for shared in link.passages:
                span = shared.a if report == link.a else shared.b
                if not shared.quoted and span.start <= place.start and place.end <= span.end + 2:
                    return self.sources[other]
        return None

    def told_by(self, agency: str | None, report: int) -> str | None:
        """The source for what a sentence says an agency tells: one for an agency and a day, unless it is its report."""
        if agency is None or agency == self.reports[report].agency:
            return None
        day = self.reports[report].published
        id_ = f"{_slug(agency)}-{day.isoformat()}" if day else _slug(agency)
        if id_ in self.sources:
            return id_ if id_ != self.sources[report] else None
        self.agencies[id_] = Source(id=id_, outlet=agency, published=self.day(report))
        return id_

    def earlier(self, one: int, other: int) -> bool:
        days = self.reports[one].published, self.reports[other].published
        return days[0] is None or days[1] is None or days[0] <= days[1]

    # -- sources ------------------------------------------------------------------------------------------------------

    def of_sources(self, origin: Sequence[int]) -> dict[str, Source]:
        ids: set[str] = set()
        for report in self.reports:
            base = _slug(report.outlet or "") or _slug(re.sub(r".*[/\\]|\.\w+$", "", report.file)) or "report"
            base = base if base[0].isalpha() else f"report-{base}"
            wanted = f"{base}-{report.published.isoformat()}" if report.published else base
            self.sources.append(_free(wanted, ids))
        return {
            id_: Source(
                id=id_,
                title=report.title,
                outlet=report.outlet,
                author=report.author,
                published=self.day(number),
                url=report.url,
                file=report.file,
                origin=self.sources[origin[number]] if origin[number] != number else None,
            )
            for number, (id_, report) in enumerate(zip(self.sources, self.reports, strict=True))
        }

    # -- pledges ------------------------------------------------------------------------------------------------------

    def of_pledges(self) -> dict[str, Pledge]:
        """One pledge for each partner and capability, read from all that is said of it."""
        told: dict[tuple[str, str | None], list[Told]] = {}
        for number, found in enumerate(self.findings):
            named = {each.capability for each in found.pledges if each.rule == AMONG}
            for suggestion in found.pledges:
                if not suggestion.partners and suggestion.capability in named:
                    continue  # no group beside its members
                for partner in suggestion.partners or (self.group(suggestion.group or "?", found.language),):
                    key = (self.partner(partner), suggestion.capability)
                    told.setdefault(key, []).append(
                        Told(report=number, source=self.sources[number], suggestion=suggestion)
                    )
        for partner, capability in list(told):  # "will take part" says no more than what else is said of troops
            if capability is None and (partner, "troops") in told:
                told[partner, "troops"] += told.pop((partner, None))
        pledges = {}
        for (partner, capability), its in told.items():
            pledge = self.of_pledge(partner, capability, its)
            pledges[pledge.id] = pledge
        return pledges

    def of_pledge(self, partner: str, capability: str | None, its: list[Told]) -> Pledge:
        lead = max(its, key=lambda t: self.weight(t))
        its = sorted(its, key=lambda t: (t is not lead, t.report))
        said = lead.suggestion
        wanted = f"{partner.lower() if partner in STATE_CODES else partner}-{_slug(capability or 'support')}"
        id_ = self.id(wanted)
        unnamed = partner in self.groups.values()  # nobody knows who it is, so that it never counts
        stance = "open" if said.opposition else said.stance
        own = unnamed or stance in ("undecided", "open") or (stance == "conditional" and not said.promise)
        condition: Condition = Never() if stance == "refuses" else self.condition(said, partner)
        pledge = Pledge(
            id=id_,
            partner=partner,
            provides=None if capability is None else self.capability(capability),
            amount=said.amount if stance != "refuses" else None,
            up_to=said.up_to if stance != "refuses" else None,
            condition=condition,
            own_decision=own,
            stage=Stage.mentioned,
            said=said.said,
            by=said.speaker,
        )
        lines = [self.reading(said), *([self.say("mark.group")] if unnamed else [])]
        for other in its[1:]:
            if other.suggestion.stance != said.stance or other.suggestion.sure != said.sure:
                lines.append(self.say("mark.also", source=other.source, reading=self.reading(other.suggestion)))
            elif (other.suggestion.amount, other.suggestion.up_to) != (said.amount, said.up_to):
                amount = other.suggestion.amount or other.suggestion.up_to or "?"
                lines.append(self.say("mark.amount", source=other.source, amount=amount))
        lines += self.by_surname(partner, its)
        self.mark("pledges", id_, lines)
        seen: set[tuple[str, str]] = set()
        for each in its:
            suggestion = each.suggestion
            if (each.source, suggestion.passage.text) in seen:
                continue
            seen.add((each.source, suggestion.passage.text))
            against = not _agrees(suggestion, said)
            self.statement(id_, each.report, suggestion.passage, suggestion.speaker, suggestion.sure, against,
                           named=suggestion.named, agency=suggestion.agency)  # fmt: skip
        return pledge

    def by_surname(self, partner: str, its: list[Told]) -> Iterator[str]:
        """Which surnames alone put the pledge to the partner, and who says whose they are."""
        for surname in dict.fromkeys(s for each in its for s in each.suggestion.surnames if s.state == partner):
            key = "mark.surname" if surname.pack else "mark.surname.report"
            yield self.say(key, surname=surname.words, partner=self.say.partner(partner), pack=surname.pack)

    def weight(self, told: Told) -> tuple[bool, int, int, int, int, int, int]:
        """Which of several tellings leads: of a government, most certain, latest, most precise, first read.

        Of "they will, after the war" and "they will, if there is a ceasefire" the second is the more precise.
        """
        said = told.suggestion
        day = said.said.toordinal() if said.said else 0
        sized = int(said.amount is not None or said.up_to is not None)
        strength, hangs = min(_STRENGTH[said.stance], 3), int(said.stance == "conditional" and _at_peace(said))
        return (not said.opposition, strength, day // 2, _SURE[said.sure], hangs, sized, -told.report)

    def reading(self, said: Suggestion) -> str:
        """How a passage was read, in a line."""
        words = [self.say(f"stance.{said.stance}"), self.say(f"sure.{said.sure}")]
        if said.opposition:
            words.append(self.say("mark.opposition"))
        if said.stance == "open" and said.readings:
            words.append(self.say("mark.readings", readings=" / ".join(self.say(f"stance.{r}") for r in said.readings)))
        if said.second:
            words.append(self.say(f"second.{said.second}"))
        return self.say("mark.read", how=", ".join(words), cue=one_line(said.passage.cue))

    def condition(self, said: Suggestion, partner: str) -> Condition:
        parts: list[Condition] = []
        for hang in said.conditions:
            part = self.hang(hang, partner)
            if part is not None and part not in parts:
                parts.append(part)
        if not parts:
            return ALWAYS
        if len(parts) == 1:
            return parts[0]
        if said.either:
            either = [p for p in parts if isinstance(p, Name) and p.id in ("ceasefire", "peace-agreement")]
            rest = [p for p in parts if p not in either]
            if len(either) == 2:
                joined: Condition = Or(of=tuple(either))
                return And(of=(joined, *rest)) if rest else joined
        return And(of=tuple(parts))

    def hang(self, hang: Hang, partner: str) -> Condition | None:
        if hang.topic == "others":
            return CountPartners(count=1, others=True)
        if hang.topic == "partner":
            other = self.partner(hang.words)
            return Name(other) if other != partner else None
        if hang.topic == "other":
            return Name(self.other(hang.words))
        id_ = hang.topic
        decided = self.decided_by(id_)
        name = None
        if id_ == "parliament" and partner in STATE_CODES:
            id_, decided = f"{partner.lower()}-parliament", (partner,)
            name = self.say("assumption.parliament.of", partner=self.say.partner(partner))
        elif id_ == "own-defence" and partner in STATE_CODES:
            id_, decided = f"{partner.lower()}-own-defence", (partner,)
            name = self.say("assumption.own-defence.of", partner=self.say.partner(partner))
        self.assume(id_, name or self.topic(hang.topic), decided)
        if ("assumptions", id_) not in self.marks:
            self.mark("assumptions", id_, [self.say("mark.condition", words=one_line(hang.words))])
        return Name(id_)

    def topic(self, id_: str) -> str:
        """What a topic is called: by the pack that has it, or as every draft calls it."""
        names = self.pack.topics[id_].names if id_ in self.pack.topics else {}
        return names.get(self.say.language) or names.get("en") or self.say(f"assumption.{id_}")

    def decided_by(self, id_: str) -> tuple[str, ...]:
        return self.pack.topics[id_].decided_by if id_ in self.pack.topics else ()

    def assume(self, id_: str, name: str, decided: tuple[str, ...] = ()) -> None:
        if id_ not in self.assumptions:
            self.taken.add(id_)
            self.assumptions[id_] = Assumption(id=id_, name=name, decided_by=decided)

    def other(self, words: str) -> str:
        """The assumption for a condition that no topic fits, called as the report calls it."""
        key = words.lower()
        if key not in self.others:
            id_ = self.id("condition-" + ("-".join(_slug(words).split("-")[1:4]) or "x"))
            self.others[key] = id_
            self.assume(id_, words)
            self.mark("assumptions", id_, [self.say("mark.condition", words=one_line(words))])
        return self.others[key]

    def partner(self, code: str) -> str:
        if code not in STATE_CODES and code not in self.partners:
            self.taken.add(code)
            self.partners[code] = Partner(id=code, name=self.say.partner(code))
        return code

    def group(self, words: str, language: str | None) -> str:
        """The partner that stands for a group nobody names: one for each count of them, one for all other names."""
        counted = numbers(words, language or "en")
        key = f"{GROUP}{counted[0].value if counted else 'others'}"
        if key not in self.groups:
            id_ = self.id(key)
            self.groups[key] = id_
            self.partners[id_] = Partner(id=id_, name=self.say("group", words=" ".join(words.split())))
        return self.groups[key]

    def capability(self, name: str) -> str:
        """What a capability is called; one that no lexicon has, as the report calls it."""
        return self.say(f"capability.{name}") if name in lexicon("en").capabilities else name

    # -- assumptions --------------------------------------------------------------------------------------------------

    def of_claims(self) -> None:
        """What the reports say of assumptions: decided where they say one thing, by days where it changed."""
        by_topic: dict[str, list[tuple[int, Claim]]] = {}
        for number, found in enumerate(self.findings):
            for claim in found.claims:
                by_topic.setdefault(claim.topic, []).append((number, claim))
        for topic, claims in by_topic.items():
            self.assume(topic, self.topic(topic), self.decided_by(topic))
            decided = [(n, c) for n, c in claims if c.holds is not None]
            holds = self.holds(decided)
            self.assumptions[topic] = replace(self.assumptions[topic], holds=holds)
            lines = []
            for _number, claim in claims:
                how = self.say("holds.yes" if claim.holds else "holds.no" if claim.holds is False else "holds.doubt")
                lines.append(self.say("mark.read", how=how, cue=one_line(claim.passage.cue)))
            self.mark("assumptions", topic, lines)
            for number, claim in claims:
                self.statement(topic, number, claim.passage, claim.speaker, claim.sure, claim.against)

    def holds(self, decided: list[tuple[int, Claim]]) -> tuple[tuple[date | None, bool], ...]:
        values = {claim.holds for _, claim in decided}
        if len(values) == 1:
            return ((None, bool(values.pop())),)
        steps: dict[date, set[bool]] = {}
        for number, claim in decided:
            day = self.reports[number].published
            if day is None:
                return ()
            steps.setdefault(day, set()).add(bool(claim.holds))
        if any(len(said) > 1 for said in steps.values()):
            return ()
        return tuple((day, said.pop()) for day, said in sorted(steps.items()))

    def of_settings(self) -> tuple[str, ...]:
        """What all of it presupposes is the premise."""
        premise: list[str] = []
        for number, found in enumerate(self.findings):
            if not (found.pledges or found.orders or found.sizes):
                continue
            for topic, passage in found.settings:
                self.assume(topic, self.topic(topic))
                if topic not in premise:
                    premise.append(topic)
                    line = self.say("mark.premise", cue=one_line(passage.cue))
                    self.marks["assumptions", topic] = (line, *self.marks.get(("assumptions", topic), ()))
                self.statement(topic, number, passage, None, "medium", False)
        return tuple(premise)

    # -- needs --------------------------------------------------------------------------------------------------------

    def of_needs(self) -> dict[str, Requirement]:
        """What is needed: domains in the order a report gives them, and how large all of it is to be."""
        requirements: dict[str, Requirement] = {}
        order: list[str] = []
        for number, found in enumerate(self.findings):
            for each in sorted(found.orders, key=lambda o: -len(o.domains)):
                for domain in each.domains:
                    if domain not in order:
                        order.append(domain)
                line = self.say(
                    "mark.order",
                    order=", ".join(self.say(f"domain.{d}") for d in each.domains),
                    source=self.sources[number],
                    passage=one_line(each.passage.text),
                )
                for domain in each.domains:
                    self.mark("requirements", domain, [line])
        longest = max((o.domains for f in self.findings for o in f.orders), key=len, default=())
        order = [*longest, *(d for d in order if d not in longest)]
        for priority, domain in enumerate(order, 1):
            self.taken.add(domain)
            requirements[domain] = Requirement(
                id=domain,
                name=self.say(f"domain.{domain}"),
                domain=domain,
                priority=priority,
                of=tuple(map(self.capability, _SERVING.get(domain, ()))),
            )
        sizes = [(number, size) for number, found in enumerate(self.findings) for size in found.sizes]
        if sizes:
            number, size = max(sizes, key=lambda s: (s[1].instead_of is not None, s[0] * -1))
            needs = size.amount or size.up_to
            id_ = "land" if "land" in requirements and size.capability == "troops" else "force"
            lines = []
            for number, other in sizes:
                how = "mark.size.instead" if other.instead_of else "mark.size"
                told = {"amount": other.amount or other.up_to or 0, "instead": other.instead_of}
                lines.append(self.say(how, **told, source=self.sources[number], passage=one_line(other.passage.text)))
            before = requirements.get(id_)
            self.taken.add(id_)
            requirements[id_] = Requirement(
                id=id_,
                name=before.name if before else self.say("need.force"),
                domain="land" if size.capability == "troops" else None,
                priority=before.priority if before else len(order) + 1,
                needs=needs or None,
                of=(self.capability(size.capability),),
            )
            self.mark("requirements", id_, lines)
        return requirements

    # -- editions -----------------------------------------------------------------------------------------------------

    def of_editions(self, origin: Sequence[int]) -> tuple[Edition, ...]:
        """Where editions of one report differ in what matters; a slip beside a ceasefire speaks against it."""
        found: list[Edition] = []
        for number, first in enumerate(origin):
            if first == number:
                continue
            found += (
                Edition(first=self.sources[first], second=self.sources[number], difference=difference)
                for difference in differences(self.reports[first], self.reports[number])
            )
        for edition in found:
            topic = edition.difference.topic
            if topic is None:
                continue
            self.assume(topic, self.topic(topic))
            line = self.say(
                "mark.editions",
                first=edition.first,
                second=edition.second,
                one=edition.difference.words[0] or "–",
                other=edition.difference.words[1] or "–",
            )
            key = ("assumptions", topic)
            self.marks[key] = (*self.marks.get(key, ()), line)
            with_topic = speaks_of(edition.difference.first, topic, self.reports[self.sources.index(edition.first)])
            for source, text, against in (
                (edition.first, edition.difference.first, not with_topic),
                (edition.second, edition.difference.second, with_topic),
            ):
                told = any(s.about == topic and s.source == source and s.says == text for s in self.statements)
                if not told:
                    self.statements.append(
                        Statement(
                            about=topic,
                            source=source,
                            says=text,
                            on=self.day(self.sources.index(source)),
                            confidence="low",
                            against=against,
                        )
                    )
        return tuple(found)

    # -- statements ---------------------------------------------------------------------------------------------------

    def day(self, report: int) -> PartialDate | None:
        published = self.reports[report].published
        return PartialDate(first=published) if published else None

    def statement(
        self,
        about: str,
        report: int,
        passage: Passage,
        who: str | None,
        sure: Sure,
        against: bool,
        *,
        named: bool = True,
        agency: str | None = None,
    ) -> None:
        """Add a statement; the ``agency`` that its sentence names is where it comes from, whatever report has it."""
        self.statements.append(
            Statement(
                about=about,
                source=self.sources[report],
                origin=self.taken_over(report, passage.place) or self.told_by(agency, report),
                says=passage.text,
                on=self.day(report),
                who=who,
                named=named,
                confidence=sure,
                against=against,
            )
        )


def _agrees(said: Suggestion, lead: Suggestion) -> bool:
    """Whether two tellings of one pledge can both be so."""
    if said.opposition != lead.opposition:
        return False
    stances = {said.stance, lead.stance}
    if stances == {"firm", "conditional"}:
        return all(_at_peace(each) for each in (said, lead))
    return len(stances) == 1 or "open" in stances or stances == {"undecided", "conditional"}


def _at_peace(said: Suggestion) -> bool:
    """Whether it hangs on no more than that the fighting ends, which all of it is planned for."""
    return all(hang.topic in ("ceasefire", "peace-agreement") for hang in said.conditions)


def _free(wanted: str, taken: set[str]) -> str:
    """An id that is free, and taken from now on: the wanted one, or with a number behind it."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    taken.add(found)
    return found


def _slug(text: str) -> str:
    """Letters, digits and dashes, in ASCII: most-other-countries."""
    for sign, plain in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("œ", "oe"),
        ("æ", "ae"),
        ("ø", "o"),
        ("ł", "l"),
    ):
        text = text.replace(sign, plain).replace(sign.upper(), plain)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words[:6])[:48].strip("-")


def one_line(text: str) -> str:
    """A passage for a comment: on one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:160].rsplit(" ", 1)[0] + " …"
