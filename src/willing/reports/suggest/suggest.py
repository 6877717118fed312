"""What a report says of pledges, read by rules that compose small lexicons: suggestions for a person to judge.

A sentence is cut into clauses of one subject each. In a clause, who speaks is told apart from what is said; what
follows "if" from the rest; and the stance comes of what is left: a word of will, readiness or promise beside something
that is done, a no beside it, a refusal, a hedge. No rule is a phrase. Where somebody takes part and no rule says how,
the stance is left open.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from willing.reports.report import Report, Sentence
from willing.reports.suggest.actors import Mention, Named, Names, mentions
from willing.reports.suggest.assumptions import Assumptions
from willing.reports.suggest.clauses import Clauses, alike
from willing.reports.suggest.commitment import BESIDE, commitment
from willing.reports.suggest.conditions import Clause, Conditions
from willing.reports.suggest.lexicon import LANGUAGES, Lexicon, lexicon
from willing.reports.suggest.lexicon.mixed import (
    CONDITION_IS,
    COUNTRIES,
    FROM,
    GOVERNMENT,
    UNNAMED,
    WHETHER,
)
from willing.reports.suggest.needs import Needs
from willing.reports.suggest.pack import NO_PACK, Pack
from willing.reports.suggest.passages import Passages
from willing.reports.suggest.quantities import Quantity, capabilities, quantities
from willing.reports.suggest.speech import Speech
from willing.reports.suggest.stances import Stances, lower
from willing.reports.suggest.subjects import Before, Subjects
from willing.reports.suggest.suggestion import (
    Findings,
    Hang,
    PassedOver,
    Stance,
    Suggestion,
    Surname,
)
from willing.reports.text.spans import blank, clip, until


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


class _Reader:
    """Reads one report from its first sentence to its last."""

    def __init__(self, report: Report, words: Lexicon, also: tuple[Named, ...], pack: Pack) -> None:
        self.report = report
        self.words = words
        self.pack = pack
        self.names = Names(words, also, pack, report.published)
        for sentence in report.sentences:
            self.names.learn(sentence.said)
        classes = (
            words.joins,
            words.part,
            words.offers,
            words.out,
            words.wavers,
            words.hangs,
            words.ready,
            words.refuses,
        )
        told = sum(any(c.search(s.said) for c in classes) for s in report.sentences)
        forces = any(words.force.search(s.said) or quantities(s.said, words) for s in report.sentences)
        troops = words.capabilities["troops"]
        #: Whether taking part means troops.
        self.military = len(report.sentences) < 4 or any(troops.search(s.said) for s in report.sentences)
        body = sum(not s.heading for s in report.sentences)
        #: Whether the report as a whole tells who gives what: then a sentence need not say so again.
        self.about_pledges = told >= 2 or (told >= 1 and forces)
        #: Whether it tells of little else: then what is given may be anything.
        self.dense = told >= 2 and told >= 0.4 * body
        self.conditions = Conditions(words, pack)
        self.clauses = Clauses(words, self.conditions, pack)
        self.subjects = Subjects(words)
        self.passages = Passages(report)
        self.needs = Needs(words, pack, self.passages)
        self.assumptions = Assumptions(words, pack, self.passages)
        self.stances = Stances(words, about_pledges=self.about_pledges, dense=self.dense, names=self.names)
        self.pledges: list[Suggestion] = []
        self.passed: list[PassedOver] = []
        #: For each state the surnames that alone said last that it is meant; none where it was named otherwise.
        self.surnames: dict[str, tuple[Surname, ...]] = {}

    def read(self) -> Findings:
        before = Before()
        for number, sentence in enumerate(self.report.sentences):
            if sentence.heading:
                continue
            count = len(self.pledges)
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

    # -- one sentence -------------------------------------------------------------------------------------------------

    def sentence(self, number: int, sentence: Sentence, before: Before) -> Before:
        words, said = self.words, sentence.said
        found = alike(mentions(said, self.names), said, words)
        self.note_surnames(found)
        speech = Speech(said, words, found)
        content = speech.content
        after = Before(force=words.force.search(said) is not None)
        after.speaker, after.speaks_for = speech.speaker, speech.states
        after.opposition = speech.opposition
        if (
            speech.speaker is not None
            and not speech.states
            and words.office.search(speech.speaker)
            and not speech.opposition
            and len(before.subject) == 1
        ):
            after.speaks_for = before.subject  # Sweden … The prime minister said his country would …
        if speech.speaker is not None and not after.speaks_for and GOVERNMENT.search(speech.speaker):
            seat = next((m for m in found if m.how == "capital" and m.start < 12 and len(m.states) == 1), None)
            after.speaks_for = seat.states if seat else ()  # In Ljubljana, the government said it …
        if speech.speaker is None and said[:1] in '„“"«»' and before.speaker:
            after.speaker, after.speaks_for, after.opposition = (
                before.speaker,
                before.speaks_for,
                before.opposition,
            )
        acting = [m for m in found if not speech.has(m.start)]
        context = after.force or before.force or self.about_pledges
        self.needs.order(number, content, after)
        sized = self.needs.size(number, content, acting)
        self.assumptions.setting(number, content, context)
        clauses = [self.conditions.taken_out(clause, acting) for clause in self.clauses.cut(content, acting)]
        self.clauses.needed(clauses, acting)
        for first, second in pairwise(clauses):
            second.goes_on = (
                words.will.search(first.main) is not None
                and words.contrast.match(second.main.lstrip(" ,–—-")) is not None
            )
        for i, clause in enumerate(clauses):  # "If there is a mandate, …": the condition of what follows
            if not clause.main.strip(" ,.") and clause.hangs and i + 1 < len(clauses):
                follower = clauses[i + 1]
                follower.hangs = [*clause.hangs, *follower.hangs]
                follower.only |= clause.only
        if self.afterwards(number, content, clauses, acting):
            after.subject = before.subject
            return after
        here: tuple[str, ...] = ()
        for clause in clauses:
            here = self.clause(number, clause, acting, before, after, here, context, sized) or here
        after.subject = here or (before.subject if not found else ())
        after.hangs = tuple(hang for clause in clauses for hang in clause.hangs) or after.hangs
        return after

    def afterwards(self, number: int, content: str, clauses: list[Clause], acting: list[Mention]) -> bool:
        """A condition told in a sentence of its own: "The condition is a ceasefire" is that of what went before."""
        begins = CONDITION_IS.match(content)
        if begins is None or not self.pledges or self.pledges[-1].passage.sentence != number - 1:
            return False
        text = content[begins.end() :]
        hangs, either = self.conditions.hangs(text, begins.end(), acting)
        hangs = hangs or [hang for clause in clauses for hang in clause.hangs]
        hangs = hangs or [Hang(topic="other", words=clip(text.strip(" ,.:;"), 90))]
        for at, said in enumerate(self.pledges):
            if said.passage.sentence == number - 1 and said.stance in (
                "firm",
                "conditional",
            ):
                conditions = (
                    *said.conditions,
                    *(h for h in hangs if h not in said.conditions),
                )
                self.pledges[at] = replace(
                    said,
                    stance="conditional",
                    conditions=conditions,
                    either=either,
                    promise=False,
                )
        return True

    # -- one clause ---------------------------------------------------------------------------------------------------

    def clause(
        self,
        number: int,
        clause: Clause,
        acting: list[Mention],
        before: Before,
        after: Before,
        here: tuple[str, ...],
        context: bool,
        sized: bool,
    ) -> tuple[str, ...]:
        """What a clause says; returns the states it is about, for those that follow."""
        words, main = self.words, clause.main
        if not main.strip():
            return ()
        inside = [m for m in acting if clause.start <= m.start < clause.end]
        free = [m for m in inside if not main[m.start : m.end].isspace()]
        if self.planners(number, clause, inside, after):
            return ()
        hanging = words.hangs.search(main)
        that = words.that.search(main, hanging.end()) if hanging else None
        if hanging and that and that.start() - hanging.end() < 12:
            piece = main[that.end() :]
            hangs, clause.either = self.conditions.hangs(piece, that.end(), free)
            clause.hangs += hangs or [Hang(topic="other", words=clip(piece.strip(" ,.;"), 90))]
            clause.main = main = blank(main, that.start(), len(main))
            free = [m for m in free if m.start < that.start()]
        elif hanging and not clause.hangs:
            clause.hangs, clause.either = self.conditions.hangs(main, 0, free)
        head = self.subjects.head(main, free, hanging)
        if head and all(m.owner for m in head) and after.speaks_for and self.subjects.is_pronoun(main):
            head = []  # "it would not accept troops from …": it is who acts
        if head and (beside := BESIDE.match(main, head[-1].end)):  # Norway, which is no member, could join
            clause.main = main = blank(main, beside.start(), beside.end())
        subject = tuple(dict.fromkeys(s for m in head for s in m.states))
        clause.hangs = [h for h in clause.hangs if h.topic != "partner" or h.words not in subject]
        self.assumptions.doubt(number, clause, after)
        if subject == (self.pack.guarantor,) and self.assumptions.guarantee(number, clause, head, before, after, here):
            return subject
        group = next((m for m in head if m.how == "many"), None)
        opposition = after.opposition and not subject
        if not head:
            subject, opposition = self.subjects.inherited(clause, before, after, here)
        states = tuple(s for s in subject if s not in self.pack.nobody)
        if len(states) < len(subject):
            self.pass_over(number, clause, subject, head, context)
        if subject and not states:
            return subject
        if not states and group is None:
            return ()
        if words.opposition.search(_around(main, head)):
            opposition = True
        stance, cue, sure = self.stances.stance(clause, context, bool(head))
        asked = WHETHER.search(clause.main) if head and stance in (None, "firm", "conditional") else None
        if asked and words.events.search(clause.main):
            asked = None  # whether it comes to the summit
        if asked and asked.start() < head[0].start and self.clauses.speaks(clause.main[head[-1].end :]):
            stance, cue, sure = (
                "undecided",
                [(asked.end() - len(asked.group().lstrip(" ,")), asked.end())],
                "medium",
            )  # it remains to be seen whether Germany …
        if stance == "firm" and not self.subjects.acts_for(clause.main, head):
            return subject  # Japan's biggest bank offered …
        open_frame = stance is None
        if stance is None and self.subjects.acts_for(main, head):
            framed = self.framed(clause, head)
            if framed is None:
                return subject
            (stance, cue), sure = framed, "medium"
            if stance == "conditional" and not clause.hangs:
                clause.hangs = [Hang(topic="other", words=clip(clause.main.strip(" ,.;"), 90))]
        if stance is None:
            return subject
        told = self.pledges[-1] if self.pledges else None
        if (
            told is not None
            and told.passage.sentence == number
            and (told.partners, told.stance, stance) == (states, "refuses", "undecided")
            and words.refuses.search(clause.main)
        ):
            return subject  # will not take part, but does not oppose it
        opposition |= after.opposition and words.opposition.search(after.speaker or "") is not None
        if opposition or (after.speaker and UNNAMED.search(after.speaker)):
            sure = "low" if opposition else lower(sure)
        last = self.pledges[-1] if self.pledges else None
        if (
            last is not None
            and not head
            and clause.hangs
            and stance == "conditional"
            and last.passage.sentence == number
            and last.partners == states
            and last.stance == "firm"
        ):  # three boats; they will sail once …
            conditions = (*last.conditions, *clause.hangs)
            self.pledges[-1] = replace(last, stance="conditional", conditions=conditions, promise=not clause.only)
            return subject
        gaps = self.gaps(clause, free, head) if stance in ("firm", "conditional", "undecided") else []
        for _, quantity in gaps:
            clause.main = blank(clause.main, quantity.start, len(clause.main))
        for mention, quantity in gaps:
            partners = tuple(s for s in mention.states if s not in self.pack.nobody)
            if mention.states and not partners:
                self.pass_by(number, clause, mention.states, [(quantity.start, quantity.end)], [mention])
                continue
            self.pledges.append(
                Suggestion(
                    partners=partners,
                    group=mention.words if not mention.states else None,
                    stance=stance,
                    conditions=tuple(clause.hangs) if stance != "firm" else (),
                    promise=stance == "conditional" and not clause.only and self.stances.promises(clause, hanging),
                    capability=quantity.capability,
                    amount=quantity.amount,
                    up_to=quantity.up_to,
                    said=self.report.published,
                    speaker=after.speaker,
                    sure=sure,
                    passage=self.passages.passage(
                        number,
                        clause,
                        [*cue, (quantity.start, quantity.end)],
                        [mention],
                    ),
                )
            )
        for capability, amount, up_to in self.given(clause, stance, known=not open_frame):
            self.pledges.append(
                Suggestion(
                    partners=states,
                    group=None if states else (group.words if group else None),
                    stance=stance,
                    conditions=tuple(clause.hangs) if stance in ("conditional", "undecided") else (),
                    either=clause.either,
                    promise=stance == "conditional" and not clause.only and self.stances.promises(clause, hanging),
                    capability=capability,
                    amount=amount,
                    up_to=up_to,
                    said=self.report.published,
                    speaker=after.speaker,
                    named=not (after.speaker and UNNAMED.search(after.speaker)),
                    opposition=opposition,
                    sure=sure,
                    passage=self.passages.passage(number, clause, cue, head),
                )
            )
        return subject

    def framed(self, clause: Clause, head: list[Mention]) -> tuple[Stance, list[tuple[int, int]]] | None:
        """How whoever acts stands on whatever it is, where nothing known is given."""
        return commitment(
            clause.main,
            clause.text,
            self.words,
            acts_from=head[-1].end if head else clause.start,
            hanging=bool(clause.hangs),
            opener=clause.opener,
            only=clause.only,
        )

    def pass_over(
        self, number: int, clause: Clause, subject: tuple[str, ...], head: list[Mention], context: bool
    ) -> None:
        """Note a pledge of states of the theatre: it is none of this plan, and that is said."""
        stance, cue, _ = self.stances.stance(replace(clause, hangs=list(clause.hangs)), context, bool(head))
        if stance in (None, "firm") and not self.subjects.acts_for(clause.main, head):
            return
        if stance is None and (framed := self.framed(clause, head)) is not None:
            stance, cue = framed
        if stance is not None:
            self.pass_by(number, clause, subject, cue, head)

    def pass_by(
        self, number: int, clause: Clause, states: tuple[str, ...], cue: Iterable[tuple[int, int]], head: list[Mention]
    ) -> None:
        passage = self.passages.passage(number, clause, cue, head)
        for state in states:
            if state in self.pack.nobody:
                self.passed.append(PassedOver(state=state, pack=self.pack.nobody[state], passage=passage))

    def note_surnames(self, found: list[Mention]) -> None:
        """Note for each state whether a surname alone said here that it is meant."""
        for state in {state for mention in found for state in mention.states}:
            meant = [mention for mention in found if state in mention.states]
            alone = all(mention.how == "person" for mention in meant)
            self.surnames[state] = (
                tuple(
                    {
                        m.words: Surname(words=m.words, state=state, pack=self.names.pack_of(m.words)) for m in meant
                    }.values()
                )
                if alone
                else ()
            )

    def gaps(self, clause: Clause, free: list[Mention], head: list[Mention]) -> list[tuple[Mention, Quantity]]:
        """Who gives how much with no verb of their own: Denmark sends a frigate, Finland two officers."""
        last = max((m.end for m in head), default=0)
        found = []
        for mention in free:
            if mention.start <= last or mention.place or mention.owner or mention.how == "adjective":
                continue
            next_ = next(
                (q for q in quantities(clause.main, self.words) if 0 <= q.start - mention.end <= 12),
                None,
            )
            if next_ is not None and clause.main[: mention.start].rstrip(" ")[-1:] in (
                ",",
                ";",
            ):
                found.append((mention, next_))
        return found

    def given(
        self, clause: Clause, stance: Stance, *, known: bool
    ) -> Iterator[tuple[str | None, int | None, int | None]]:
        """What would be given: each capability with its amount; once with None where the clause names none."""
        words = self.words
        counted = [q for q in quantities(clause.main, words) if not q.instead]
        if counted and stance != "refuses":
            seen: set[str] = set()
            for quantity in counted:
                if quantity.capability not in seen:
                    seen.add(quantity.capability)
                    yield quantity.capability, quantity.amount, quantity.up_to
            return
        things = [name for _, _, name in capabilities(clause.main, words) if name != "money"]
        if "troops" in things and stance == "refuses":
            yield "troops", None, None
        elif things and stance != "refuses" and (several := self.listed(clause.main)):
            for name in several:
                yield name, None, None
        elif things:
            yield (
                ("troops" if things[0] in ("intelligence", "logistics") and "troops" in things else things[0]),
                None,
                None,
            )
        elif (
            known
            and self.military
            and (
                words.force.search(clause.text)
                or any(not _PROMISE.fullmatch(m.group()) for m in words.part.finditer(clause.main))
            )
        ):
            yield "troops", None, None
        else:
            yield None, None, None

    def listed(self, main: str) -> list[str]:
        """Capabilities that are given together: minehunters and support ships."""
        things = capabilities(main, self.words)
        found: list[str] = []
        for (_, end, name), (start, _, other) in pairwise(things):
            between = main[end:start]
            if name == other or "money" in (name, other) or "," in between:
                continue
            rest = self.words.and_.sub("&", between)
            if "&" in rest and len(re.findall(r"\w+", rest)) <= 2:
                found += [name] if name not in found else []
                found += [other] if other not in found else []
        return found

    def planners(self, number: int, clause: Clause, inside: list[Mention], after: Before) -> bool:
        """So many of something from so many countries: theirs, though they are not named."""
        words, said = self.words, self.report.sentences[number].said
        for quantity in quantities(clause.main, words):
            thing = next(
                (t for t in capabilities(clause.main, words) if t[0] >= quantity.end),
                None,
            )
            if thing is None or quantity.instead:
                continue
            led = FROM.match(clause.main, thing[1])
            group = next(
                (m for m in inside if led and m.how == "many" and m.start <= led.end() + 12 and m.start >= led.start()),
                None,
            )
            if led is None or group is None or not COUNTRIES.search(group.words):
                continue
            self.pledges.append(
                Suggestion(
                    partners=(),
                    group=group.words,
                    stance="firm",
                    capability=quantity.capability,
                    amount=quantity.amount,
                    up_to=quantity.up_to,
                    said=self.report.published,
                    speaker=after.speaker,
                    sure="medium",
                    passage=self.passages.passage(number, clause, [(quantity.start, group.end)], [group]),
                )
            )
            assert said
            return True
        return False


#: Parts that are promised of anything, not of a force.
_PROMISE = re.compile(r"offers?|offre|promesse|angebote?s?", re.IGNORECASE)


def _around(main: str, head: list[Mention]) -> str:
    if not head:
        return ""
    return main[max(0, head[0].start - 60) : until(main, min(len(main), head[-1].end + 22), " ,.;")]
