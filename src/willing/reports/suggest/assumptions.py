"""What a report says of assumptions: a guarantee, a ceasefire, what all of it presupposes."""

import re

from willing.reports.suggest.actors import Mention
from willing.reports.suggest.conditions import GUARANTEES, Clause
from willing.reports.suggest.cues import no_of_refusal
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import BACK, GUARANTEE
from willing.reports.suggest.pack import Pack
from willing.reports.suggest.passages import Passages
from willing.reports.suggest.subjects import Before
from willing.reports.suggest.suggestion import Claim, Passage
from willing.reports.text.spans import ends, within


class Assumptions:
    """Gathers what one report says of assumptions."""

    def __init__(self, words: Lexicon, pack: Pack, passages: Passages) -> None:
        self.words = words
        self.pack = pack
        self.passages = passages
        self.claims: list[Claim] = []
        self.settings: list[tuple[str, Passage]] = []

    def guarantee(
        self,
        number: int,
        clause: Clause,
        head: list[Mention],
        before: Before,
        after: Before,
        here: tuple[str, ...],
    ) -> bool:
        """What the guarantor says of its guarantee: an assumption, not a pledge. False: it is none of that."""
        words, main = self.words, clause.main
        about = GUARANTEE.search(main) is not None or (
            BACK.search(main) is not None
            and any(
                hang.topic in (self.pack.guarantee, GUARANTEES) for hang in (*before.hangs, *after.hangs, *clause.hangs)
            )
        )
        if not about:
            return False
        guarantee = GUARANTEE.search(main)
        if (
            guarantee is not None
            and head
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
                passage=self.passages.passage(number, clause, sorted(set(places)), head),
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

    def doubt(self, number: int, clause: Clause, after: Before) -> None:
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
                    passage=self.passages.passage(number, clause, [match.span(), *ends(far)], []),
                )
            )

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
        self.settings.append(("ceasefire", self.passages.passage(number, whole, [match.span()], [])))
