"""What a report says of pledges: suggestions for a person to judge.

A sentence is cut into clauses of one subject each. In a clause, who speaks is told apart from what is said; what
follows "if" from the rest; what is left is a row of cues, and the stance that of the first rule that fits it
(``rules.toml``). Where somebody takes part and no rule says how, the stance is left open.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from willing.languages.amounts import numbers
from willing.reports.report import Report, Sentence
from willing.reports.suggest.actors import Mention, Named, Names, mentions
from willing.reports.suggest.assumptions import Assumptions
from willing.reports.suggest.clauses import Clauses
from willing.reports.suggest.conditions import Clause, Conditions
from willing.reports.suggest.cues import Row, Setting
from willing.reports.suggest.given import Gift, amounts, given
from willing.reports.suggest.lexicon import LANGUAGES, Lexicon, lexicon
from willing.reports.suggest.lexicon.mixed import CONDITION_IS, COUNTRIES, DEPENDS, EXCLUDES, FROM, GOVERNMENT, UNNAMED
from willing.reports.suggest.lists import (
    Line,
    alike,
    cells_of,
    line_of,
    portions,
    told_beside,
    without_relative_clauses,
)
from willing.reports.suggest.needs import Needs
from willing.reports.suggest.pack import NO_PACK, Pack
from willing.reports.suggest.passages import Passages
from willing.reports.suggest.quantities import Quantity, capabilities, quantities
from willing.reports.suggest.rules import Rule, rule_of
from willing.reports.suggest.speech import Speech, opposed, person_who_acts
from willing.reports.suggest.subjects import Before, Subjects
from willing.reports.suggest.suggestion import AMONG, Findings, Hang, PassedOver, Suggestion, Sure, Surname
from willing.reports.text.agencies import agencies_in
from willing.reports.text.spans import blank, clip, until

#: What stands beside a name: Norland, which borders Estmark, …
_BESIDE = re.compile(r"\s*,\s*(?:which|who|whose|der|die|das|deren|dessen|qui|dont|où)\s[^,]+,", re.IGNORECASE)
Place = tuple[int, int]
_ARTICLE = re.compile(r"^(?:the|die|der|la|le|les|l['’]|agence|agentur|agency)\s*", re.IGNORECASE)
_DASH = re.compile(r"[\s)][-–—|]\s|:\s|\t")
_POINTS = re.compile(r"(?<!\w)(?:daran|davon|darauf|dafür)(?: abhängig)?\W*$", re.IGNORECASE)
#: What may stand behind a bare number.
_COUNTS = re.compile(r"\W*(?:(?:and|und|et)\W.*)?", re.DOTALL)
#: In German who is waited for stands behind this: von Estmark abhängen.
_ON_WHOM = re.compile(r"(?<!\w)(?:von|vom)\s(?=[^,;]*(?:abh|ab(?!\w)))")
_LONGEST_LINE = 160
#: How far before a place stands what is there.
_NEAR_PLACE = 40
#: Classes of words that tell who gives what, or does not.
_STAND = ("joins", "part", "offers", "out", "wavers", "hangs", "ready", "refuses")
_QUOTES = '„“"«»'


def suggest(report: Report, also: tuple[Named, ...] = (), pack: Pack = NO_PACK) -> Findings:
    """What a report suggests; nothing for one in a language without a lexicon.

    ``also``: partners beside the states, as the report's language calls them. ``pack``: the facts it takes for granted.
    """
    language = report.language if report.language in LANGUAGES else _language(report)
    if language is None:
        return Findings()
    words = lexicon(language).with_topics(
        {id_: topic.words[language] for id_, topic in pack.topics.items() if language in topic.words}
    )
    return _Reader(report, words, also, pack).read()


def _language(report: Report) -> str | None:
    """The language whose own words are most, if there are enough of them."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for sentence in report.sentences:
        for word in re.findall(r"[^\W\d_]+", sentence.said.lower()):
            for language in LANGUAGES:
                counts[language] += word in lexicon(language).stop
    best = max(LANGUAGES, key=counts.__getitem__)
    return best if counts[best] >= 3 else None


@dataclass(slots=True, kw_only=True)
class _Told:
    """One sentence while it is read: who is named, who acts, who speaks (``after``), what it is about."""

    number: int
    content: str
    acting: list[Mention]
    before: Before
    after: Before
    context: bool
    here: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Actor:
    """Who acts in a clause: its subject, named by ``head`` or spoken of before; of ``states`` none is nobody.

    ``beside``: those who are said to do the same. ``loose``: they are not named, and it may be somebody else.
    """

    head: list[Mention]
    subject: tuple[str, ...]
    states: tuple[str, ...]
    beside: tuple[str, ...]
    group: str | None
    opposition: bool
    loose: bool


class _Reader:
    """Reads one report from its first sentence to its last."""

    def __init__(self, report: Report, words: Lexicon, also: tuple[Named, ...], pack: Pack) -> None:
        self.report = report
        self.words = words
        self.pack = pack
        self.names = Names(words, also, pack, report.published)
        self.names.settle([sentence.said for sentence in report.sentences])
        for sentence in report.sentences:
            self.names.learn(sentence.said)
        #: Who is mentioned in each sentence.
        self.mentioned = [mentions(sentence.said, self.names) for sentence in report.sentences]
        self.theatre = self.where_it_is()
        #: Whether taking part means troops.
        self.military = len(report.sentences) < 4 or any(
            words.capabilities["troops"].search(s.said) for s in report.sentences
        )
        self.conditions = Conditions(words, pack)
        self.clauses = Clauses(words, self.conditions, pack)
        self.subjects = Subjects(words)
        self.passages = Passages(report)
        self.needs = Needs(words, pack, self.passages)
        self.assumptions = Assumptions(words, pack, self.passages)
        self.setting = self.setting_of(report)
        self.pledges: list[Suggestion] = []
        self.passed: list[PassedOver] = []
        #: For each state the surnames that alone said last that it is meant; none where it was named otherwise.
        self.surnames: dict[str, tuple[Surname, ...]] = {}

    def setting_of(self, report: Report) -> Setting:
        words = self.words
        told = sum(
            any(words.may_have(name, s.said) and getattr(words, name).search(s.said) for name in _STAND)
            for s in report.sentences
        )
        forces = any(words.force.search(s.said) or quantities(s.said, words) for s in report.sentences)
        body = sum(not s.heading for s in report.sentences)
        return Setting(
            names=self.names,
            about=told >= 2 or (told >= 1 and forces),
            dense=told >= 2 and told >= 0.4 * body,
            year=report.published.year if report.published else None,
        )

    def where_it_is(self) -> frozenset[str]:
        """The states a force is sent to, or is in, by two sentences at least: what is said of them is no pledge."""
        words, count = self.words, Counter[str]()
        for sentence, found in zip(self.report.sentences, self.mentioned, strict=True):
            for mention in found:
                before = sentence.said[max(0, mention.start - _NEAR_PLACE) : mention.start]
                sent = (words.force, words.part, words.capabilities["troops"], words.gives)
                if mention.place and mention.how == "name" and any(class_.search(before) for class_ in sent):
                    count.update(set(mention.states))
        return frozenset(state for state, times in count.items() if times > 1)

    def read(self) -> Findings:
        before = Before()
        lines = self.lines()
        for number, sentence in enumerate(self.report.sentences):
            count = len(self.pledges)
            if number in lines:
                self.line(number, lines[number])
            elif not sentence.heading:
                before = self.sentence(number, sentence, before)
            self.pledges[count:] = [
                replace(said, surnames=tuple(s for state in said.partners for s in self.surnames.get(state, ())))
                for said in self.pledges[count:]
            ]
        return Findings(
            pledges=tuple(self.pledges),
            claims=tuple(self.assumptions.claims),
            orders=tuple(self.needs.orders),
            sizes=tuple(self.needs.sizes),
            settings=tuple(self.assumptions.settings),
            passed=tuple(self.passed),
            language=self.words.language,
        )

    # -- lists in lines ------------------------------------------------------------------------------------------------

    def lines(self) -> dict[int, Line]:
        """The lines of lists, by sentence: two at least that stand near each other, in a report about pledges."""
        if not self.setting.about:
            return {}
        found = {}
        for number, sentence in enumerate(self.report.sentences):
            if len(sentence.said) <= _LONGEST_LINE and _DASH.search(sentence.said):
                line = line_of(sentence.said, self.mentioned[number], self.words)
                if line is not None:
                    found[number] = line
        said = [sentence.said for sentence in self.report.sentences]
        listed = {n: line for n, line in found.items() if any(n + by in found for by in (-2, -1, 1, 2))}
        return listed | cells_of(said, self.mentioned, self.words)

    def line(self, number: int, line: Line) -> None:
        """Add what a line of a list gives."""
        partners = tuple(s for s in line.mention.states if s not in self.pack.nobody)
        said = self.report.sentences[number].said
        clause = self.conditions.taken_out(Clause(start=0, end=len(said), text=said), [])
        named = said.startswith(line.mention.words, line.mention.start)  # in a cell of a table only the amount is
        cue = (line.mention.start, line.mention.end) if named else (0, len(said))
        for capability, amount, up_to in amounts(line.quantities) or [(None, None, None)]:
            passage = self.passages.passage(number, clause, [cue], [])
            if partners:
                self.pledges.append(
                    Suggestion(
                        partners=partners,
                        stance="conditional" if clause.hangs else "firm",
                        rule="a line of a list",
                        conditions=tuple(clause.hangs),
                        either=clause.either,
                        promise=bool(clause.hangs) and not clause.only,
                        capability=capability,
                        amount=amount,
                        up_to=up_to,
                        said=self.report.published,
                        passage=passage,
                    )
                )

    # -- one sentence -------------------------------------------------------------------------------------------------

    def sentence(self, number: int, sentence: Sentence, before: Before) -> Before:
        words, said = self.words, sentence.said
        found = alike(list(self.mentioned[number]), said, words)
        self.note_surnames(found)
        speech = Speech(said, words, found)
        after = self.heard(speech, said, found, before)
        told = _Told(
            number=number,
            content=speech.content,
            acting=[m for m in found if not speech.has(m.start)],
            before=before,
            after=after,
            context=after.force or before.force or self.setting.about,
        )
        self.needs.order(number, told.content, after)
        self.needs.size(number, told.content, told.acting)
        self.assumptions.setting(number, told.content, told.context)
        count = len(self.pledges)
        self.beside(told)
        told.content = without_relative_clauses(told.content, told.acting, words)
        told.acting = [m for m in told.acting if not told.content[m.start : m.end].isspace()]
        clauses = self.clauses_of(told)
        if self.afterwards(told, clauses):
            after.subject = before.subject
            return after
        for clause in clauses:
            told.here = self.clause(clause, told) or told.here
        if len(self.pledges) == count and not self.members(told, clauses):
            self.goes_on(told)
        after.subject = told.here or (before.subject if not found else ())
        after.hangs = tuple(hang for clause in clauses for hang in clause.hangs) or after.hangs
        return after

    def beside(self, told: _Told) -> None:
        """What relative clauses say of those they are beside, blanked out of the sentence."""
        for mention, whole, what in [*told_beside(told.content, told.acting, self.words)]:
            text = blank(blank(told.content, 0, mention.start), mention.end, what[0])
            text = blank(text, what[1], len(text))
            acts = replace(mention, place=False, owner=False)
            inside = [m for m in told.acting if what[0] <= m.start < what[1]]
            clause = self.conditions.taken_out(Clause(start=mention.start, end=what[1], text=text), inside)
            self.clause(clause, replace(told, acting=[acts, *inside], here=()))
            told.content = blank(told.content, *whole)

    def heard(self, speech: Speech, said: str, found: list[Mention], before: Before) -> Before:
        """Who speaks in a sentence, and for which state: one that was spoken of, or that of the seat it begins with."""
        after = Before(force=self.words.force.search(said) is not None)
        after.speaker, after.speaks_for, after.opposition = speech.speaker, speech.states, speech.opposition
        if self.words.after.search(said) or self.words.said.search(said):
            after.agency = agencies_in(said)
            if after.agency and after.speaker and _ARTICLE.sub("", after.speaker) == after.agency:
                after.speaker = None  # according to AFP: an agency tells it, whoever said it
        if speech.speaker is None:
            if said[:1] in _QUOTES and before.speaker:
                after.speaker, after.speaks_for, after.opposition = before.speaker, before.speaks_for, before.opposition
            return after
        office = self.words.office.search(speech.speaker) and not speech.opposition
        if office and not speech.states and len(before.subject) == 1:
            after.speaks_for = before.subject  # Sweden … The prime minister said his country would …
        if not after.speaks_for and GOVERNMENT.search(speech.speaker):
            seat = next((m for m in found if m.how == "capital" and m.start < 12 and len(m.states) == 1), None)
            after.speaks_for = seat.states if seat else ()  # In Ljubljana, the government said it …
        return after

    def clauses_of(self, told: _Told) -> list[Clause]:
        """The clauses of a sentence, each with what it hangs on."""
        words = self.words
        cut = self.clauses.cut(told.content, told.acting)
        clauses = [self.conditions.taken_out(clause, told.acting) for clause in cut]
        self.clauses.needed(clauses, told.acting)
        for clause in clauses:
            clause.question = told.content.rstrip(_QUOTES + " )").endswith("?")
        for first, second in pairwise(clauses):
            contrast = words.contrast.match(second.main.lstrip(" ,–—-"))
            first.goes_over = contrast is None and words.and_.match(second.main.lstrip()) is not None
            second.goes_on = contrast is not None and words.will.search(first.main) is not None
            if not first.main.strip(" ,.") and first.hangs:  # "If there is a mandate, …": the condition of what follows
                second.hangs = [*first.hangs, *second.hangs]
                second.only |= first.only
        return clauses

    def afterwards(self, told: _Told, clauses: list[Clause]) -> bool:
        """A condition told in a sentence of its own: "The condition is a ceasefire" is that of what went before."""
        begins = CONDITION_IS.match(told.content)
        if begins is None or not self.pledges or self.pledges[-1].passage.sentence != told.number - 1:
            return False
        text = told.content[begins.end() :]
        hangs, either = self.conditions.hangs(text, begins.end(), told.acting)
        hangs = hangs or [hang for clause in clauses for hang in clause.hangs]
        hangs = hangs or [Hang(topic="other", words=clip(text.strip(" ,.:;"), 90))]
        for at, said in enumerate(self.pledges):
            if said.passage.sentence == told.number - 1 and said.stance in ("firm", "conditional"):
                conditions = (*said.conditions, *(h for h in hangs if h not in said.conditions))
                self.pledges[at] = replace(
                    said, stance="conditional", conditions=conditions, either=either, promise=False
                )
        return True

    # -- one clause ---------------------------------------------------------------------------------------------------

    def clause(self, clause: Clause, told: _Told) -> tuple[str, ...]:
        """What a clause says; returns the states it is about, for those that follow."""
        if not clause.main.strip():
            return ()
        inside = [m for m in told.acting if clause.start <= m.start < clause.end]
        if self.planners(clause, inside, told):
            return ()
        free = [m for m in inside if not clause.main[m.start : m.end].isspace()]
        free = self.hung(clause, free)
        actor = self.actor(clause, free, told)
        self.assumptions.doubt(told.number, clause, told.after)
        if actor.subject == (self.pack.guarantor,) and self.assumptions.guarantee(
            told.number, clause, actor.head, told.before, told.after, told.here
        ):
            return actor.subject
        if not actor.subject and actor.group is None:
            return ()
        acts = self.subjects.acts_for(clause.main, actor.head)
        own = bool(actor.subject) and set(actor.subject) <= set(told.after.speaks_for)
        row = Row(clause, self.words, self.setting, actor.head, acts=acts, context=told.context, own=own)
        rule = rule_of(row)
        if rule is None or (actor.loose and (rule.anything or rule.then == "refuses")):
            self.adds(clause, free, told)
            return actor.subject
        if len(actor.states) < len(actor.subject):
            self.pass_by(told.number, clause, actor.subject, row.places(rule.cite), actor.head)
        if actor.states or (actor.group and not actor.subject):
            self.pledge(row, rule, actor, free, told)
        return actor.subject

    def hung(self, clause: Clause, free: list[Mention]) -> list[Mention]:
        """What a clause makes itself depend on, taken out of it; the mentions that are left."""
        words, main = self.words, clause.main
        hanging = words.hangs.search(main) if words.may_have("hangs", main) else None
        that = words.that.search(main, hanging.end()) if hanging else None
        points = that is not None and _POINTS.search(main, 0, that.start()) is not None  # knüpfte es daran, dass
        if hanging and that and (points or that.start() - hanging.end() < 12):
            piece = main[that.end() :]
            hangs, clause.either = self.conditions.hangs(piece, that.end(), free)
            clause.hangs += hangs or [Hang(topic="other", words=clip(piece.strip(" ,.;"), 90))]
            clause.main = blank(main, that.start(), len(main))
            return [m for m in free if m.start < that.start()]
        if hanging and words.language == "de" and (on := _ON_WHOM.search(main)) and "häng" in hanging.group():
            waited = [m for m in free if m.start >= on.end()]
            clause.hangs += [] if clause.hangs else self.conditions.hangs(main[on.end() :], on.end(), waited)[0]
            return [m for m in free if m not in waited]
        before = [m for m in free if hanging and m.end <= hanging.start()]
        if hanging and before and words.language != "de" and DEPENDS.match(hanging.group()):
            rest = main[hanging.end() :]
            hangs, clause.either = self.conditions.hangs(rest, hanging.end(), free)
            clause.hangs += hangs or [Hang(topic="other", words=clip(rest.strip(" ,.;"), 90))]
            return before  # Norland's part hinges on Estmark's: it is Norland that acts
        if hanging and not clause.hangs:
            clause.hangs, clause.either = self.conditions.hangs(main, 0, free)
        return free

    def actor(self, clause: Clause, free: list[Mention], told: _Told) -> _Actor:
        """Who acts in a clause."""
        after = told.after
        beside = self.subjects.beside(clause.main, free)
        head = self.subjects.head(clause.main, [m for m in free if m not in beside])
        if head and (after.speaks_for or after.speaker) and self.subjects.is_pronoun(clause.main):
            lead = clause.main[: head[0].start]
            if all(m.owner or m.how == "adjective" for m in head) or self.words.speaks(lead):
                head = []  # "it would not accept troops from …", "it would send ten and Estmark two": it is who acts
        if head and (aside := _BESIDE.match(clause.main, head[-1].end)):  # Norway, which is no member, could join
            clause.main = blank(clause.main, aside.start(), aside.end())
        subject = tuple(dict.fromkeys(s for m in head for s in m.states))
        clause.hangs = [h for h in clause.hangs if h.topic != "partner" or h.words not in subject]
        group = next((m.words for m in head if m.how == "many"), None)
        opposition, loose = after.opposition and not subject, False
        if not head:
            subject, opposition, loose = self.subjects.inherited(clause, told.before, after, told.here)
        voice = opposed(after.speaker or "", self.words)
        opposition |= opposed(_around(clause.main, head), self.words)
        return _Actor(
            head=head,
            subject=subject,
            states=tuple(s for s in subject if s not in (*self.pack.nobody, "UN")),
            beside=tuple(s for m in beside for s in m.states if s not in (*subject, *self.pack.nobody, "UN")),
            group=None if subject else group,
            opposition=opposition or (after.opposition and voice),
            loose=loose,
        )

    def pledge(self, row: Row, rule: Rule, actor: _Actor, free: list[Mention], told: _Told) -> None:
        """Add what a clause says of those who act, by the rule that fits it."""
        clause, stance = row.clause, rule.then
        assert stance is not None
        if self.said_before(row, rule, actor, told):
            return
        clause.only |= rule.only
        if stance == "conditional" and not clause.hangs:
            clause.hangs = [Hang(topic="other", words=clip(clause.main.strip(" ,.;"), 90))]
        cue = row.places(rule.cite)
        made = Suggestion(
            partners=actor.states,
            group=actor.group,
            stance=stance,
            rule=rule.name,
            readings=rule.readings,
            conditions=tuple(clause.hangs) if stance in ("conditional", "undecided") else (),
            either=clause.either,
            promise=stance == "conditional" and not clause.only and row.has("promised"),
            said=self.report.published,
            speaker=told.after.speaker or person_who_acts(told.content, actor.head, self.words),
            agency=told.after.agency,
            named=not (told.after.speaker and UNNAMED.search(told.after.speaker)),
            opposition=actor.opposition,
            sure=_how_sure(rule, row, actor, told.after.speaker),
            passage=self.passages.passage(told.number, clause, cue, actor.head),
        )
        if actor.states and self.theatre.issuperset(actor.states) and stance != "open":
            made = replace(made, stance="open", readings=(stance,), conditions=(), promise=False, sure="low")
        shares = portions(clause.main, free, self.words) if stance != "refuses" else {}
        shares = {m: q for m, q in shares.items() if m in actor.head or not actor.head or m.start > actor.head[-1].end}
        for mention, quantity in shares.items():
            self.share(made, mention, quantity, clause, told.number, cue)
        for quantity in shares.values():
            clause.main = blank(clause.main, quantity.start, quantity.end)
        if actor.beside:
            self.pledges.append(replace(made, partners=actor.beside, group=None))
        taken = {state for mention in shares for state in mention.states}
        made = replace(made, partners=tuple(s for s in made.partners if s not in taken))
        if not made.partners and not made.group:
            return
        gifts = [*given(clause, stance, self.words, part_is_troops=self.military and not rule.anything)]
        for capability, amount, up_to in self.like_the_last(clause, gifts, told) or gifts:
            self.pledges.append(replace(made, capability=capability, amount=amount, up_to=up_to))

    def like_the_last(self, clause: Clause, gifts: Sequence[Gift], told: _Told) -> list[Gift]:
        """What a bare number counts: what was counted last. Norland offered 300 soldiers, Estmark promised 200."""
        last = self.pledges[-1] if self.pledges else None
        bare = numbers(clause.main, self.words.language)
        if last is None or last.passage.sentence != told.number or last.amount is last.up_to is None or len(bare) != 1:
            return []
        if any(amount or up_to for _, amount, up_to in gifts) or not _COUNTS.fullmatch(clause.main, bare[0].end):
            return []
        if bare[0].value <= 0 or 1900 <= bare[0].value <= 2100 or capabilities(clause.main, self.words):
            return []
        most = self.words.up_to.search(clause.main, 0, bare[0].start) is not None
        return [(last.capability, None if most else bare[0].value, bare[0].value if most else None)]

    def said_before(self, row: Row, rule: Rule, actor: _Actor, told: _Told) -> bool:
        """Whether a clause only adds to what the sentence just said of the same, which then is changed."""
        last = self.pledges[-1] if self.pledges else None
        if last is None or last.passage.sentence != told.number or last.partners != actor.states:
            return False
        if (last.stance, rule.then) == ("refuses", "undecided") and (denied := row.first("refuses")):
            if EXCLUDES.match(denied.group()):  # has not offered it, but not ruled it out either
                self.pledges[-1] = replace(last, stance="undecided", sure="medium")
            return True  # will not take part, but does not oppose it
        if (last.stance, rule.then, last.rule) == ("firm", "refuses", "commits") and row.has("known", "plain"):
            self.pledges.pop()  # is in favour of it, but will not take part
        if (last.stance, rule.then) == ("firm", "conditional") and not actor.head and row.clause.hangs:
            conditions = (*last.conditions, *row.clause.hangs)  # three boats; they will sail once …
            promise = not (row.clause.only or rule.only)
            self.pledges[-1] = replace(last, stance="conditional", conditions=conditions, promise=promise)
            return True
        return False

    def share(
        self, made: Suggestion, mention: Mention, quantity: Quantity, clause: Clause, number: int, cue: Sequence[Place]
    ) -> None:
        """Add what somebody gives with no verb of their own."""
        at = number
        places = [*cue, (quantity.start, quantity.end)]
        partners = tuple(s for s in mention.states if s not in self.pack.nobody)
        if mention.states and not partners:
            self.pass_by(at, clause, mention.states, places, [mention])
            return
        self.pledges.append(
            replace(
                made,
                partners=partners,
                group=None if mention.states else mention.words,
                capability=quantity.capability,
                amount=quantity.amount,
                up_to=quantity.up_to,
                passage=self.passages.passage(at, clause, places, [mention]),
            )
        )

    def pass_by(
        self, number: int, clause: Clause, states: tuple[str, ...], cue: Iterable[tuple[int, int]], head: list[Mention]
    ) -> None:
        """Note a pledge of states of the theatre: it is none of this plan, and that is said."""
        passage = self.passages.passage(number, clause, cue, head)
        for state in states:
            if state in self.pack.nobody:
                self.passed.append(PassedOver(state=state, pack=self.pack.nobody[state], passage=passage))

    def note_surnames(self, found: list[Mention]) -> None:
        """Note for each state whether a surname alone said here that it is meant."""
        for state in {state for mention in found for state in mention.states}:
            meant = [mention for mention in found if state in mention.states]
            persons = {m.words: Surname(words=m.words, state=state, pack=self.names.pack_of(m.words)) for m in meant}
            alone = all(mention.how == "person" for mention in meant)
            self.surnames[state] = tuple(persons.values()) if alone else ()

    def adds(self, clause: Clause, free: list[Mention], told: _Told) -> None:
        """Add what others give, told with no verb in a clause of its own: Norland has promised 110; Estmark, 244."""
        last = self.pledges[-1] if self.pledges else None
        if last is None or last.passage.sentence != told.number or last.amount is last.up_to is None:
            return
        if last.stance not in ("firm", "conditional") or self.words.speaks(clause.main):
            return
        for mention, quantity in portions(clause.main, free, self.words, last.capability).items():
            self.share(last, mention, quantity, clause, told.number, ())

    def goes_on(self, told: _Told) -> None:
        """Add what others give, told with no verb in a sentence of its own: Norland 300, Estmark up to 800."""
        last = self.pledges[-1] if self.pledges else None
        if last is None or told.number - last.passage.sentence != 1 or last.amount is last.up_to is None:
            return
        if last.stance != "firm" or last.capability is None or self.words.speaks(told.content):
            return
        shares = portions(told.content, told.acting, self.words, last.capability)
        clause = Clause(start=0, end=len(told.content), text=told.content)
        for mention, quantity in shares.items() if len(shares) > 1 else ():
            self.share(last, mention, quantity, clause, told.number, ())

    def members(self, told: _Told, clauses: list[Clause]) -> bool:
        """Add those who are named of a group that the sentence before told of: Among them are Norland and Estmark."""
        led = self.words.among.search(told.content)
        last = next((p for p in reversed(self.pledges) if p.group is not None), None)
        if led is None or last is None or told.number - last.passage.sentence > 2:
            return False
        named = [m for m in told.acting if m.start >= led.end() and not m.place and m.how != "adjective"]
        states = tuple(dict.fromkeys(s for m in named for s in m.states if s not in self.pack.nobody))
        if states:
            clause = Clause(start=0, end=len(told.content), text=told.content)
            passage = self.passages.passage(told.number, clause, [led.span()], named)
            hangs = tuple(hang for each in clauses for hang in each.hangs)
            if hangs and last.stance == "firm":  # if the mission is authorised, these are Norland and Estmark
                last = replace(last, stance="conditional", conditions=hangs)
            self.pledges.append(replace(last, partners=states, group=None, rule=AMONG, passage=passage))
            told.here = states if len(states) == 1 else ()
        return bool(states)

    def planners(self, clause: Clause, inside: list[Mention], told: _Told) -> bool:
        """So many of something from so many countries: theirs, though they are not named."""
        for quantity in quantities(clause.main, self.words):
            things = capabilities(clause.main, self.words)
            thing = next((t for t in things if t[0] >= quantity.end), None)
            led = FROM.match(clause.main, thing[1]) if thing and not quantity.instead else None
            if led is None:
                continue
            near = range(led.start(), led.end() + 13)
            group = next((m for m in inside if m.how == "many" and m.start in near), None)
            if group is None or not COUNTRIES.search(group.words):
                continue
            self.pledges.append(
                Suggestion(
                    partners=(),
                    group=group.words,
                    stance="firm",
                    rule="so many countries",
                    capability=quantity.capability,
                    amount=quantity.amount,
                    up_to=quantity.up_to,
                    said=self.report.published,
                    speaker=told.after.speaker,
                    passage=self.passages.passage(told.number, clause, [(quantity.start, group.end)], [group]),
                )
            )
            return True
        return False


def _how_sure(rule: Rule, row: Row, actor: _Actor, speaker: str | None) -> Sure:
    """How sure a rule's reading is: less where it seems so, or nobody named says it; least of an opposition."""
    if actor.opposition:
        return "low"
    doubts = (row.has("seems") and not rule.anything) + bool(speaker and UNNAMED.search(speaker))
    return _LESS[max(0, _LESS.index(rule.sure) - doubts)] if rule.sure != "low" else "low"


_LESS: tuple[Sure, ...] = ("low", "medium", "high")


def _around(main: str, head: list[Mention]) -> str:
    if not head:
        return ""
    return main[max(0, head[0].start - 60) : until(main, min(len(main), head[-1].end + 22), " ,.;")]
