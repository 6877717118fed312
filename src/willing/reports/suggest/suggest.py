"""What a report says of pledges, read by rules that compose small lexicons: suggestions for a person to judge.

A sentence is cut into clauses of one subject each. In a clause, who speaks is told apart from what is said; what
follows "if" from the rest; and the stance comes of what is left: a word of will, readiness or promise beside something
that is done, a no beside it, a refusal, a hedge. No rule is a phrase. Where somebody takes part and no rule says how,
the stance is left open.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from willing.languages.amounts import numbers
from willing.reports.report import Report, Sentence, Span
from willing.reports.suggest.actors import Mention, Named, Names, mentions
from willing.reports.suggest.commitment import BESIDE, TO_DO, commitment
from willing.reports.suggest.conditions import GUARANTEES, Clause, Conditions
from willing.reports.suggest.lexicon import LANGUAGES, Lexicon, lexicon
from willing.reports.suggest.lexicon.mixed import (
    BACK,
    CONDITION_IS,
    COUNTRIES,
    FROM,
    GOVERNMENT,
    GUARANTEE,
    NEEDS,
    SIZE,
    UNNAMED,
    VERB_FIRST,
    WHETHER,
)
from willing.reports.suggest.pack import NO_PACK, Pack
from willing.reports.suggest.quantities import Quantity, capabilities, quantities
from willing.reports.suggest.speech import Speech
from willing.reports.suggest.stances import Stances, lower, no_of_refusal
from willing.reports.suggest.suggestion import (
    Claim,
    Findings,
    Hang,
    Order,
    Passage,
    PassedOver,
    Size,
    Stance,
    Suggestion,
    Surname,
)
from willing.reports.text.places import raw_spans
from willing.reports.text.spans import blank, clip, ends, until, within


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


# -- reading ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Before:
    """What the sentence before has left: who it was about, what was hung on, who spoke."""

    subject: tuple[str, ...] = ()
    hangs: tuple[Hang, ...] = ()
    speaker: str | None = None
    speaks_for: tuple[str, ...] = ()
    opposition: bool = False
    force: bool = False


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
        self.stances = Stances(words, about_pledges=self.about_pledges, dense=self.dense, names=self.names)
        self.pledges: list[Suggestion] = []
        self.claims: list[Claim] = []
        self.orders: list[Order] = []
        self.sizes: list[Size] = []
        self.settings: list[tuple[str, Passage]] = []
        self.passed: list[PassedOver] = []
        #: For each state the surnames that alone said last that it is meant; none where it was named otherwise.
        self.surnames: dict[str, tuple[Surname, ...]] = {}

    def read(self) -> Findings:
        before = _Before()
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
            claims=tuple(self.claims),
            orders=tuple(self.orders),
            sizes=tuple(self.sizes),
            settings=tuple(self.settings),
            passed=tuple(self.passed),
            language=self.words.language,
        )

    # -- one sentence -------------------------------------------------------------------------------------------------

    def sentence(self, number: int, sentence: Sentence, before: _Before) -> _Before:
        words, said = self.words, sentence.said
        found = _alike(mentions(said, self.names), said, words)
        self.note_surnames(found)
        speech = Speech(said, words, found)
        content = speech.content
        after = _Before(force=words.force.search(said) is not None)
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
        self.order(number, content, after)
        sized = self.size(number, content, acting)
        self.setting(number, content, context)
        clauses = [self.conditions.taken_out(clause, acting) for clause in self.clauses(content, acting)]
        self.needed(clauses, acting)
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

    def clauses(self, content: str, acting: list[Mention]) -> list[Clause]:
        """A sentence cut where another subject begins, or a contrast."""
        words = self.words
        cuts = {0, len(content)}
        cuts |= {m.end() for m in re.finditer(r";|\s[–—-]\s|[“”»]\s*,", content)}
        if words.language == "de":  # …, könnten aber …: the verb comes before the contrast
            cuts |= {
                m.start()
                for m in re.finditer(r",\s+\w+\s+(?:\w+\s+)?(?:aber|jedoch|allerdings|hingegen)(?!\w)", content)
            }
        told = rf"(?:,|(?<!\w)(?:and|und|et))\s+(?={words.said.pattern})"
        cuts |= {m.start() for m in re.finditer(told, content, re.IGNORECASE) if content[: m.start()].strip()}
        for match in words.contrast.finditer(content):
            led = content[: match.start()].rstrip()
            if (
                not led
                or led[-1] in ",;–—-»”“"
                or words.language == "en"
                or match.group().lower() in ("mais", "sondern")
            ):
                cuts.add(match.start())
        for mention in acting:
            if mention.place or (mention.owner and words.language != "de"):
                continue
            lead = content[: mention.start]
            prior = max(
                (m for m in acting if m.end <= mention.start),
                key=lambda m: m.end,
                default=None,
            )
            if prior is not None and _joined(content[prior.end : mention.start], words):
                continue
            joint = re.search(
                r"(?:,|(?<!\w)(?:and|und|et|or|oder|while|während|pendant que))\s*"
                r"(?:(?!\bto\b)[\w’'-]+\s+){0,3}(?:l['’])?$",
                lead,
            )
            if joint and words.that.search(joint.group()) and words.hangs.search(content[: joint.start()][-60:]):
                continue
            if joint is None or (mention.how == "adjective" and not joint.group().startswith(",")):
                continue
            cut = max(c for c in cuts if c <= joint.start())
            left, right = content[cut : joint.start()], content[mention.end :]
            if self.speaks(left) and self.speaks(right) and not self.opens(left):
                cuts.add(joint.start())
        places = sorted(cuts)
        found = []
        for start, end in itertools.pairwise(places):
            if content[start:end].strip(" ,.;–—-"):
                found.append(
                    Clause(
                        start=start,
                        end=end,
                        text=" " * start + content[start:end] + " " * (len(content) - end),
                    )
                )
        return found

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

    def needed(self, clauses: list[Clause], acting: list[Mention]) -> None:
        """Of "we are ready, but there must be a mandate" the second is the condition of the first."""
        words = self.words
        for first, second in pairwise(clauses):
            rest = words.only.sub(" ", words.contrast.sub(" ", second.main)).strip(" ,.;–—-“”„«»\"'")
            if second.hangs and not rest and self.speaks(first.main):  # …, but not before autumn
                first.hangs, first.only = [*first.hangs, *second.hangs], True
                second.hangs = []
        for first, second in pairwise(clauses):
            wants = words.must.search(second.main) or (
                words.hangs.search(second.main)
                and not any(
                    second.start <= m.start < second.end and self.pack.guarantor not in m.states for m in acting
                )
            )
            lead = second.main.lstrip(" ,–—-")
            wants = wants or (NEEDS.search(second.main) and (words.contrast.match(lead) or words.language == "de"))
            if first.hangs or second.hangs or not wants:
                continue
            if words.gives.search(second.main) and not words.topics[GUARANTEES].search(second.main):
                continue
            hangs, either = self.conditions.hangs(second.main, 0, acting)
            if hangs and self.speaks(first.main):
                first.hangs, first.either, first.only = hangs, either, True
                second.main = " " * len(second.main)

    def speaks(self, text: str) -> bool:
        """Whether a stretch says by itself how somebody stands, or could."""
        words = self.words
        return any(
            pattern.search(text)
            for pattern in (words.ready, words.will, words.may, words.offers, words.certain, words.refuses,
                            words.undecided, words.hangs, words.giving, words.gives,
                            words.binds, words.bars, words.deeds)
        )  # fmt: skip

    def opens(self, text: str) -> bool:
        """Whether a stretch is a condition from its first word on: its comma ends no clause."""
        lead = text.lstrip(" ,")
        if self.words.language == "de" and VERB_FIRST.match(lead + ", dann wäre "):
            return True
        return self.words.if_.match(lead) is not None

    # -- one clause ---------------------------------------------------------------------------------------------------

    def clause(
        self,
        number: int,
        clause: Clause,
        acting: list[Mention],
        before: _Before,
        after: _Before,
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
        head = self.head(main, free, hanging)
        if head and all(m.owner for m in head) and after.speaks_for and self.is_pronoun(main):
            head = []  # "it would not accept troops from …": it is who acts
        if head and (beside := BESIDE.match(main, head[-1].end)):  # Norway, which is no member, could join
            clause.main = main = blank(main, beside.start(), beside.end())
        subject = tuple(dict.fromkeys(s for m in head for s in m.states))
        clause.hangs = [h for h in clause.hangs if h.topic != "partner" or h.words not in subject]
        self.doubt(number, clause, after)
        if subject == (self.pack.guarantor,) and self.guarantee(number, clause, head, before, after, here):
            return subject
        group = next((m for m in head if m.how == "many"), None)
        opposition = after.opposition and not subject
        if not head:
            subject, opposition = self.inherited(clause, before, after, here)
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
        if asked and asked.start() < head[0].start and self.speaks(clause.main[head[-1].end :]):
            stance, cue, sure = (
                "undecided",
                [(asked.end() - len(asked.group().lstrip(" ,")), asked.end())],
                "medium",
            )  # it remains to be seen whether Germany …
        if stance == "firm" and not self.acts_for(clause.main, head):
            return subject  # Japan's biggest bank offered …
        open_frame = stance is None
        if stance is None and self.acts_for(main, head):
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
                    passage=self.passage(
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
                    passage=self.passage(number, clause, cue, head),
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
        if stance in (None, "firm") and not self.acts_for(clause.main, head):
            return
        if stance is None and (framed := self.framed(clause, head)) is not None:
            stance, cue = framed
        if stance is not None:
            self.pass_by(number, clause, subject, cue, head)

    def pass_by(
        self, number: int, clause: Clause, states: tuple[str, ...], cue: Iterable[tuple[int, int]], head: list[Mention]
    ) -> None:
        passage = self.passage(number, clause, cue, head)
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

    def acts_for(self, main: str, head: list[Mention]) -> bool:
        """Whether who is named acts: not what a state merely has, such as its economy or its biggest bank."""
        if not head or not all(m.owner for m in head):
            return True
        near = main[max(0, head[0].start - 50) : head[0].start] + "|" + main[head[-1].end : head[-1].end + 50]
        words = self.words
        own = (
            words.body,
            words.office,
            words.part,
            words.stakes,
            words.force,
            words.ready,
            *words.capabilities.values(),
        )
        return any(pattern.search(near) for pattern in own)

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

    def head(self, main: str, free: list[Mention], hanging: re.Match[str] | None) -> list[Mention]:
        """The mentions that act in a clause: the subject, with those joined to it."""
        words = self.words
        can = [m for m in free if not m.place and (m.how != "adjective" or m.acting)]
        if not can:
            return []
        strong = [m for m in can if not m.owner]
        acts = [m.start() for p in (words.ready, words.will, words.may, words.offers, words.refuses, words.undecided,
                                    words.hangs, words.giving, words.certain, words.bars, words.binds,
                                    words.doubts) for m in p.finditer(main)]  # fmt: skip
        first_act = min(acts, default=len(main))
        if words.language == "de":
            pool = strong or can
            first = pool[0]
        else:
            early = [m for m in strong if m.start < first_act]
            by = [m for m in can if m.owner and m.start > first_act]
            first = (early[-1] if words.language == "en" else early[0]) if early else (
                by[0] if by and not strong else (strong or can)[0]
            )  # fmt: skip
        at = can.index(first)
        group = [first]
        for direction in (range(at - 1, -1, -1), range(at + 1, len(can))):
            for place in direction:
                left, right = sorted((can[place], group[-1 if place > at else 0]), key=lambda m: m.start)
                if not _joined(main[left.end : right.start], words):
                    break
                group.insert(len(group) if place > at else 0, can[place])
        return group

    def inherited(
        self, clause: Clause, before: _Before, after: _Before, here: tuple[str, ...]
    ) -> tuple[tuple[str, ...], bool]:
        """Who acts in a clause that names nobody: the speaker's state, or the one that was just spoken of."""
        words = self.words
        start = clause.main.lstrip(' ,.;–—-„“"«»')
        again = re.match(
            rf"(?:(?:and|und|et)\s+)?{words.said.pattern}\s+(?:that\s+|dass\s+|qu[e'’]\s*)?", start, re.IGNORECASE
        )
        if again:  # …, and said it would
            start = start[again.end() :]
        lead = start[:70]
        own = words.own.search(lead)
        if after.speaks_for and own:
            return after.speaks_for, after.opposition
        if after.speaks_for and words.language == "de" and TO_DO.search(clause.main.rstrip(' .»“"')):
            return after.speaks_for, after.opposition  # Luxemburg kündigte an, die Mission zu unterstützen
        if here and (not self.leads_with_subject(lead) or words.same.match(lead) or clause.start):
            return here, False
        same = words.same.match(re.sub(words.contrast.pattern, "", lead, count=1, flags=re.IGNORECASE).lstrip(" ,"))
        if after.speaks_for and same:
            return after.speaks_for, after.opposition
        if after.speaker and not after.speaks_for and not words.own.match(after.speaker) and _PRONOUN.match(start):
            return (), False  # Volkswagen said it would …
        if same and before.subject and len(before.subject) == 1:
            return before.subject, False
        if same and before.speaks_for:
            return before.speaks_for, before.opposition
        return (), False

    def is_pronoun(self, main: str) -> bool:
        """Whether a clause begins with a word for who was spoken of: it would not, qu'elle."""
        lead = main.lstrip(" ,.„“\"«»'’")
        return self.words.own.match(lead) is not None or self.words.same.match(lead) is not None

    def leads_with_subject(self, lead: str) -> bool:
        """Whether a clause begins with a noun of its own: an article, and no word of what is done before it."""
        return (
            re.match(
                r"(?:the|a|an|der|die|das|ein|eine|le|la|les|un|une|des)\s",
                lead,
                re.IGNORECASE,
            )
            is not None
        )

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

    # -- beside pledges -----------------------------------------------------------------------------------------------

    def guarantee(
        self,
        number: int,
        clause: Clause,
        head: list[Mention],
        before: _Before,
        after: _Before,
        here: tuple[str, ...],
    ) -> bool:
        """What the guarantor says of its guarantee: an assumption, not a pledge. False: it is none of that."""
        words, main = self.words, clause.main
        about = GUARANTEE.search(main) is not None or (
            BACK.search(main) is not None
            and any(
                hang.topic in (self.pack.guarantee, GUARANTEES)
                for hang in (*before.hangs, *after.hangs, *_sofar(clause))
            )
        )
        if not about:
            return False
        guarantee = GUARANTEE.search(main)
        if (
            guarantee is not None
            and len(main[head[-1].end : guarantee.start()].split()) <= 2
            and (head[-1].how == "adjective" or not self.acts(main[head[-1].end : guarantee.start()]))
        ):
            return True  # "an American guarantee would be needed" says nothing of whether there is one
        no = next(
            (n for n in words.no.finditer(main) if not within(n, words.no_no.finditer(main))),
            None,
        )
        refuses, undecided = words.refuses.search(main), words.undecided.search(main)
        positive = words.ready.search(main) or words.will.search(main) or words.offers.search(main)
        certain = words.certain.search(main)
        if refuses is not None:
            holds = (
                None if no is not None and not no_of_refusal(refuses, no) and "nicht" not in refuses.group() else False
            )
            cue = refuses
        elif no is not None and any(
            abs(m.start() - no.end()) <= 10 for m in words.yet.finditer(main) if m.group() in ("yet", "noch", "encore")
        ):
            holds, cue = None, no
        elif no is not None:
            holds, cue = False, no
        elif words.must.search(main) is not None:
            return True
        elif undecided is not None or words.may.search(main):
            holds, cue = None, undecided or words.may.search(main) or head[0]  # type: ignore[assignment]
        elif positive is not None or certain is not None:
            holds, cue = (None if clause.hangs else True), positive or certain  # type: ignore[assignment]
        else:
            return False
        places = list(ends(cue)) if isinstance(cue, re.Match) else [(head[0].start, head[0].end)]
        if no is not None and positive is not None:
            places += ends(positive)
        self.claims.append(
            Claim(
                topic=self.pack.guarantee or GUARANTEES,
                holds=holds,
                against=holds is False,
                speaker=after.speaker,
                sure="high" if holds is not None and not words.seems.search(main) else "medium",
                passage=self.passage(number, clause, sorted(set(places)), head),
            )
        )
        return True

    def acts(self, text: str) -> bool:
        """Whether a stretch holds a word of what somebody does."""
        words = self.words
        classes = (
            words.will,
            words.ready,
            words.refuses,
            words.offers,
            words.gives,
            words.giving,
            words.no,
            words.may,
        )
        return any(pattern.search(text) for pattern in classes)

    def doubt(self, number: int, clause: Clause, after: _Before) -> None:
        """A ceasefire that is far off, or refused."""
        words, main = self.words, clause.main
        match = words.topics["ceasefire"].search(main)
        if match is None:
            return
        far = next(
            (m for m in words.far.finditer(main) if abs(m.start() - match.start()) < 60),
            None,
        )
        if far is not None:
            self.claims.append(
                Claim(
                    topic="ceasefire",
                    holds=None,
                    against=True,
                    speaker=after.speaker,
                    passage=self.passage(number, clause, [match.span(), *ends(far)], []),
                )
            )

    def planners(self, number: int, clause: Clause, inside: list[Mention], after: _Before) -> bool:
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
                    passage=self.passage(number, clause, [(quantity.start, group.end)], [group]),
                )
            )
            assert said
            return True
        return False

    def order(self, number: int, content: str, after: _Before) -> None:
        """Domains in an order: the first priority is this, then comes that."""
        words = self.words
        first = words.first.search(content)
        if first is None or words.priority.search(content) is None:
            return
        marks = [(first.start(), first.end())]
        marks += [m.span() for m in words.then.finditer(content, first.end())]
        ordered: list[str] = []
        places = [(first.start(), first.end())]
        for (_, start), following in zip(marks, [*marks[1:], (len(content), 0)], strict=True):
            hits = sorted(
                (m.start(), -m.end(), name)
                for name, pattern in words.domains.items()
                for m in [pattern.search(content, start, following[0])]
                if m is not None
            )
            for at, end, name in hits[:1]:
                if name not in ordered:
                    ordered.append(name)
                    places.append((at, -end))
        explicit = re.search(r"priorit|vorrang", content, re.IGNORECASE) is not None
        if ordered and (explicit or len(ordered) > 1) and (words.force.search(content) or explicit):
            whole = Clause(start=0, end=len(content), text=content)
            self.orders.append(
                Order(
                    domains=tuple(ordered),
                    speaker=after.speaker,
                    passage=self.passage(number, whole, sorted(places), []),
                )
            )

    def size(self, number: int, content: str, acting: list[Mention]) -> bool:
        """How many all of it is to have, where no single partner gives them."""
        words = self.words
        counted = quantities(content, words)
        instead = next(
            (q for q in counted if (q.instead and q.amount) or (q.instead and q.up_to)),
            None,
        )
        whole = Clause(start=0, end=len(content), text=content)
        if instead is not None:
            taken = {(q.start, q.end) for q in counted if q.instead}
            other: Quantity | None = next((q for q in counted if not q.instead), None)
            bare = next(
                (n for n in numbers(content, words.language) if n.value >= 10 and (n.start, n.end) not in taken), None
            )  # fmt: skip
            if other is None and bare is not None:
                other = Quantity(
                    start=bare.start,
                    end=bare.end,
                    capability=instead.capability,
                    amount=bare.value,
                )
            if other is not None and other.capability == instead.capability:
                places = [(instead.start, instead.end), (other.start, other.end)]
                self.sizes.append(
                    Size(
                        capability=other.capability,
                        amount=other.amount,
                        up_to=other.up_to,
                        instead_of=instead.up_to or instead.amount,
                        passage=self.passage(number, whole, sorted(places), []),
                    )
                )
                return True
        able = [m for m in acting if not m.place and m.states and m.states[0] not in self.pack.nobody]
        if able or not words.force.search(content):
            return False
        for quantity in counted:
            near = content[max(0, quantity.start - 40) : quantity.end + 40]
            if (
                quantity.capability == "troops"
                and (quantity.amount or quantity.up_to or 0) >= 500
                and SIZE.search(near)
            ):
                self.sizes.append(
                    Size(
                        capability="troops",
                        amount=quantity.amount,
                        up_to=quantity.up_to,
                        passage=self.passage(number, whole, [(quantity.start, quantity.end)], []),
                    )
                )
                return True
        return False

    def setting(self, number: int, content: str, context: bool) -> None:
        """What all of it presupposes: "after a ceasefire", "to secure a truce"."""
        words = self.words
        if any(topic == "ceasefire" for topic, _ in self.settings):
            return
        match = words.topics["ceasefire"].search(content)
        if match is None:
            return
        near = content[max(0, match.start() - 40) : match.end() + 70]
        given = next((m for m in words.given.finditer(near)), None)
        if given is None:
            return
        whole = Clause(start=0, end=len(content), text=content)
        self.settings.append(("ceasefire", self.passage(number, whole, [match.span()], [])))

    # -- passages -----------------------------------------------------------------------------------------------------

    def passage(
        self,
        number: int,
        clause: Clause,
        cue: Iterable[tuple[int, int]],
        head: list[Mention],
    ) -> Passage:
        """The passage around some cues: the sentence, or of a long one the clauses that say it."""
        sentence = self.report.sentences[number]
        cues = list(cue) or [(clause.start, min(clause.end, clause.start + 1))]
        start, end = 0, len(sentence.said)
        if end > _LONG:
            start = min([clause.start, *(s for s, _ in cues), *(m.start for m in head)])
            end = max([clause.end, *(e for _, e in cues)])
            text = sentence.said[start:end]
            start += len(text) - len(text.lstrip(" ,;–—-"))
            end -= len(text) - len(text.rstrip(" ,;–—-"))
        spans = [span for s, e in cues for span in raw_spans(self.report, sentence, s, e)]
        whole = (
            raw_spans(self.report, sentence, start, end)
            if (start, end) != (0, len(sentence.said))
            else (sentence.place,)
        )
        return Passage(
            sentence=number,
            text=sentence.said[start:end],
            place=Span(start=whole[0].start, end=whole[-1].end),
            cue=" … ".join(sentence.said[s:e] for s, e in cues),
            cues=tuple(spans),
        )


_PRONOUN = re.compile(
    r"(?:that\s+|dass\s+|qu['’]\s*|que\s+)?(?:it|he|she|they|es|er|sie|ils?|elles?)(?!\w)", re.IGNORECASE
)
#: Parts that are promised of anything, not of a force.
_PROMISE = re.compile(r"offers?|offre|promesse|angebote?s?", re.IGNORECASE)
#: A sentence longer than this is cited by the clauses that say it.
_LONG = 320


# -- small readings ---------------------------------------------------------------------------------------------------


def _joined(between: str, words: Lexicon) -> bool:
    """Whether two mentions are one subject: nothing but commas, an "and", articles between them."""
    rest = words.and_.sub(" ", between)
    rest = re.sub(
        r"(?<!\w)(?:the|der|die|das|den|dem|la|le|les|l|d|also|auch|aussi|both|de|du|des|in|not|noch)(?!\w)",
        " ",
        rest,
    )
    return not re.sub(r"[\s,'’/&-]", "", rest)


def _alike(found: list[Mention], said: str, words: Lexicon) -> list[Mention]:
    """Mentions that are joined are alike: "with the French and the British"."""
    for at in range(1, len(found)):
        first, second = found[at - 1], found[at]
        if first.place and first.how != "adjective" and not second.place and second.how == first.how:
            between = said[first.end : second.start]
            if "," not in between and _joined(between, words):
                found[at] = replace(second, place=True)
    return found


def _around(main: str, head: list[Mention]) -> str:
    if not head:
        return ""
    return main[max(0, head[0].start - 60) : until(main, min(len(main), head[-1].end + 22), " ,.;")]


def _sofar(clause: Clause) -> list[Hang]:
    return clause.hangs
