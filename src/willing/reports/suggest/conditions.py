"""What a clause hangs on: what follows "if", "without" or "only after", taken out of it and named."""

import re
from dataclasses import dataclass, field

from willing.reports.suggest.actors import ORGANISATIONS, Mention
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import (
    BACKSTOP,
    GUARANTEE,
    PREPOSITION,
    STRONG_IF,
    VERB_FIRST,
    WAR_ENDS,
    WHOLE,
)
from willing.reports.suggest.pack import NO_PACK, Pack
from willing.reports.suggest.suggestion import Hang
from willing.reports.text.spans import blank, clip, until

#: The topic of guarantees, whoever gives them.
GUARANTEES = "security-guarantees"


#: Openers that tell when, or with whom, rather than under what condition.
_WHEN = re.compile(
    r"after|following|until|before|with|when|under|as part of|nach|mit|bei|bis|bevor|im rahmen|après|avant|jusqu['’]à"
    r"|au lendemain",
    re.IGNORECASE,
)


#: An opener behind an only: would only send troops as part of an allied mission.
_PART_OF = re.compile(r"(?<!\w)(?:as part of|within|in the framework of)(?!\w)", re.IGNORECASE)
#: How far behind an only its opener stands; what makes of an only the sole one of its kind.
_FAR_FROM_ONLY = 90
_SOLE = re.compile(r"(?<!\w)(?:the|its|their)\s+$", re.IGNORECASE)
#: An opener that with a no behind it says what they wait for.
_WITHOUT = re.compile(r"without|ohne|sans", re.IGNORECASE)
#: Openers that without a no tell how long.
_UNTIL = re.compile(r"until|bis|jusqu['’]à(?: ce)?", re.IGNORECASE)


@dataclass(slots=True)
class Clause:
    """A stretch of a sentence with one subject: the sentence with all else blanked out, so that places stay."""

    start: int
    end: int
    text: str
    main: str = ""  # without what is a condition
    hangs: list[Hang] = field(default_factory=list)
    either: bool = False
    only: bool = False
    opener: str = ""
    cond: tuple[int, int] | None = None
    question: bool = False
    goes_over: bool = False  # its verb stands at the end of the next one: wird Norland Panzer und Estmark Jets liefern
    goes_on: bool = False  # the clause before has a word of will, and this one a contrast: …, but help with logistics


class Conditions:
    """Reads the conditions of clauses in one language, as a pack knows what is waited for."""

    def __init__(self, words: Lexicon, pack: Pack = NO_PACK) -> None:
        self.words = words
        self.pack = pack

    def taken_out(self, clause: Clause, acting: list[Mention]) -> Clause:
        """The clause with what it hangs on taken out of it."""
        words, text = self.words, clause.text
        for match in words.aside.finditer(text):
            text = blank(text, match.start(), match.end())
        for match in words.regardless.finditer(text):
            end = until(text, match.end(), ",;.")
            end = min(end, match.end() + 60)
            text = blank(text, match.start(), end)
        main = text
        for match in self.openers(clause, text):
            if main[match.start() : match.end()].isspace():
                continue
            if _UNTIL.fullmatch(match.group().strip()) and not words.no.search(text):
                continue  # will stay until the election: how long, and no condition
            starts = not text[: match.start()].strip(' ,„“"«»') or text[: match.start()].rstrip().endswith(",")
            end = until(text, match.end(), ",;")
            if not text[match.end() : end].strip() and end < len(text) and text[end] == ",":
                end = until(text, end + 1, ",;")  # provided, the …
            piece = text[match.start() : end]
            if WHOLE.search(match.group()):
                end = match.end()
                piece = text[match.start() : end]
            elif PREPOSITION.fullmatch(match.group().strip()):
                end = self.phrase_end(text, match.end(), end, acting if starts else [])
                piece = text[match.start() : end]
            elif starts and until(text, match.end(), ",;") == clause.end and words.language == "en":
                end = clause.end
            hangs, either = self.hangs(piece[match.end() - match.start() :], match.end(), acting)
            if _WHEN.fullmatch(match.group().strip()):  # after Norland's election: that is when
                hangs = [h for h in hangs if h.topic not in ("partner", "others") and not WAR_ENDS.search(h.words)]
            without = (
                _WITHOUT.fullmatch(match.group().strip()) is not None
                and words.no.search(blank(main, match.start(), match.end())) is not None
            )
            strong = (without or STRONG_IF.match(match.group()) is not None) and "entscheid" not in piece
            if not hangs and strong and len(re.findall(r"\w+", piece)) >= 2:
                hangs = [Hang(topic="other", words=clip(piece.strip(" ,.;"), 90))]
            if not hangs:
                continue
            clause.hangs += [h for h in hangs if h not in clause.hangs]
            clause.either |= either
            led = text[max(0, match.start() - 14) : match.start()]
            clause.only |= words.only.search(match.group()) is not None or any(
                not led[m.end() :].strip() for m in words.only.finditer(led)
            )
            clause.opener = clause.opener or match.group()
            clause.cond = clause.cond or (match.start(), end)
            main = blank(main, match.start(), end)
        clause.text, clause.main = text, main
        return clause

    def openers(self, clause: Clause, text: str) -> list[re.Match[str]]:
        """What may begin a condition in a clause of this text."""
        words = self.words
        found = list(words.if_.finditer(text))
        if (only := words.only.search(text)) and not _SOLE.search(text, 0, only.start()):
            found += _PART_OF.finditer(text, only.end(), only.end() + _FAR_FROM_ONLY)
        if words.language == "de":
            first = VERB_FIRST.match(text) if clause.start == 0 else None
            found = [*([first] if first else []), *found]
            found += re.finditer(r"(?<=,\s)sollten?(?=\s)", text)  # …, sollte die Union zahlen
        return found

    def phrase_end(self, text: str, start: int, end: int, acting: list[Mention]) -> int:
        """Where a condition ends that begins with a preposition: behind what it names, if a deed follows that.

        Where it begins the clause, who acts in that, or its verb, ends it: Without support Norland will not come.
        """
        words = self.words
        if words.language == "de":
            verb = words.will.search(text, start, end) if acting else None
            end = verb.start() if verb else end
        else:
            ends = (m.start for m in acting if m.how != "adjective" and not (m.place or m.owner))
            end = min((at for at in ends if start + 3 < at < end), default=end)
        far = until(text, min(end, start + 80), " ,;.")
        near = [
            match.end()
            for topic, pattern in words.topics.items()
            for match in pattern.finditer(text, start, far)
            if topic != GUARANTEES or GUARANTEE.search(match.group())
        ]
        last = max(near, default=end)
        rest = text[last:end]
        return last if words.gives.search(rest) or words.part.search(rest) or words.ready.search(rest) else end

    def hangs(self, text: str, offset: int, acting: list[Mention]) -> tuple[list[Hang], bool]:
        """What a condition's words name, and whether one of it is enough."""
        words = self.words
        inside = [m for m in acting if offset <= m.start < offset + len(text)]
        hits: list[tuple[int, Hang]] = []
        guarantor, guarantee = self.pack.guarantor, self.pack.guarantee
        by_guarantor = guarantor is not None and any(guarantor in m.states for m in inside)
        for topic, pattern in words.topics.items():
            match = pattern.search(text)
            if match is None:
                continue
            if topic == GUARANTEES:
                if not by_guarantor and not GUARANTEE.search(text):
                    continue
                if guarantee is not None and (by_guarantor or BACKSTOP.search(text)):
                    topic = guarantee
            if topic == "peace-agreement" and len(match.group()) <= 9 and any(h.topic == "ceasefire" for _, h in hits):
                continue
            hits.append((match.start(), Hang(topic=topic, words=match.group())))
        if guarantee is not None and by_guarantor and not hits:
            hits.append((0, Hang(topic=guarantee, words=clip(text.strip(" ,.;"), 60))))
        topics = {hang.topic for _, hang in hits}
        if guarantee in topics:
            hits = [hit for hit in hits if hit[1].topic not in ("others",)]
        if guarantee not in topics and not topics & {
            "ceasefire",
            "mandate",
            "request",
            "peace-agreement",
            "parliament",
        }:
            hits += self.partners(inside, offset)
            if any(m.how == "many" for m in inside) and "others" not in topics:
                hits.append((0, Hang(topic="others", words=inside[0].words)))
        if "ceasefire" in topics and "peace-agreement" in topics:
            between = text[min(p for p, h in hits if h.topic in ("ceasefire", "peace-agreement")) :]
            either = re.search(r"(?<!\w)(?:or|oder|ou)(?!\w)", between) is not None
        else:
            either = False
        return [hang for _, hang in sorted(hits, key=lambda hit: hit[0])], either

    def partners(self, inside: list[Mention], offset: int) -> list[tuple[int, Hang]]:
        """The states a condition waits for, with where they are named: none of the theatre, nor the guarantor."""
        others = (*ORGANISATIONS, self.pack.guarantor)
        return [
            (mention.start - offset, Hang(topic="partner", words=state))
            for mention in inside
            if mention.how in ("name", "people", "capital", "seat", "group")
            for state in mention.states
            if state not in self.pack.nobody and state not in others
        ]
