"""Sentences cut into clauses of one subject each; what of them is only the condition of another."""

import itertools
import re
from itertools import pairwise

from willing.reports.suggest.actors import Mention, alongside
from willing.reports.suggest.conditions import GUARANTEES, Clause, Conditions
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import CONDITION_IS, NEEDS, VERB_FIRST
from willing.reports.suggest.lists import joined
from willing.reports.suggest.pack import Pack
from willing.reports.suggest.suggestion import Hang
from willing.reports.text.spans import clip

#: What may stand before the first word of a sentence.
_OPENING = " „“\"«»'’"

#: How far into a clause what must be stands, to be the condition of the one before.
_NEAR_MUST = 60
_DASHES = (" – ", " — ", " - ")
#: What stands between two dashes.
_ASIDE = re.compile(r"(?=\s([–—-]\s[^–—;]{1,150}?\s[–—-])\s)")
#: Who is said to differ, with no verb: …, Estmark dagegen nicht.
_OR_NOT = re.compile(r"\s+(?:dagegen|hingegen|aber|jedoch)\s+(?:nicht|schon)\W*$")
#: What is left of a clause is under what, or with whom, alone: …, but only under their command.
_BUT_ONLY = re.compile(
    r"(?:(?:but|though|albeit|aber|allerdings|jedoch|doch|mais|cependant)\W+)?(?:only|solely|nur"
    r"|ausschließlich|allenfalls|seulement|uniquement)\W+"
    r"(?P<what>(?:under|as|within|in|with|on|if|unter|als|im|in|mit|bei|auf|wenn|sous|dans|avec|en|si)\W.{4,110})",
    re.IGNORECASE | re.DOTALL,
)
_WHETHER = re.compile(r"(?<!\w)(?:ob|whether)(?!\w)", re.IGNORECASE)
#: Contrasts that may stand within a clause, behind who acts.
_ADVERB = re.compile(r"however|though|allerdings|hingegen|dagegen|cependant|en revanche|toutefois", re.IGNORECASE)
#: What has more is no sentence; its rest is one. Each is looked at beside the blanks of the others.
MOST_CLAUSES = 30


class Clauses:
    """Cuts the sentences of one report."""

    def __init__(self, words: Lexicon, conditions: Conditions, pack: Pack) -> None:
        self.words = words
        self.conditions = conditions
        self.pack = pack

    def cut(self, content: str, acting: list[Mention]) -> list[Clause]:
        """A sentence cut where another subject begins, or a contrast."""
        words = self.words
        cuts = {0, len(content)}
        asides = self._asides(content)
        ends = (m.end() for m in re.finditer(r";|\s[–—-]\s|[“”»]\s*,|,[”»\"]", content))
        cuts |= {at for at in ends if not any(start <= at <= end + 1 for start, end in asides)}
        if words.language == "de":  # …, könnten aber …: the verb comes before the contrast
            cuts |= {
                m.start()
                for m in re.finditer(r",\s+\w+\s+(?:\w+\s+)?(?:aber|jedoch|allerdings|hingegen)(?!\w)", content)
            }
        cuts |= self._led(content, acting)
        told = rf"(?:,|(?<!\w)(?:and|und|et))\s+(?={words.said.pattern})"
        cuts |= {m.start() for m in re.finditer(told, content, re.IGNORECASE) if content[: m.start()].strip()}
        for match in words.contrast.finditer(content):
            led = content[: match.start()].rstrip()
            since = max(c for c in cuts if c <= match.start())
            if _ADVERB.fullmatch(match.group()) and not words.speaks(content[since : match.start()]):
                continue  # Norland, however, will
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
            if prior is not None and joined(content[prior.end : mention.start], words):
                continue
            joint = re.search(
                r"(?:,|(?<!\w)(?:and|und|et|or|oder|while|während|pendant que))\s*"
                r"(?:(?!\bto\b)[\w’'-]+\s+){0,3}(?:l['’])?$",
                lead,
            )
            leads = joint and (words.that.search(joint.group()) or _WHETHER.search(joint.group()))
            led = content[: joint.start()][-60:] if joint and leads else ""
            if led and (words.hangs.search(led) or words.expected.search(led)):
                continue
            if joint is None or (mention.how == "adjective" and not joint.group().startswith(",")):
                continue
            cut = max(c for c in cuts if c <= joint.start())
            left, right = content[cut : joint.start()], content[mention.end : min(c for c in cuts if c > mention.start)]
            accompanied = alongside(joint.group(), right, 0, words)
            at_once = accompanied or any(
                getattr(words, name).match(right.lstrip()) for name in ("will", "giving", "refuses", "binds", "bars")
            )
            speaks = words.speaks(left) or (at_once and any(cut <= m.start < joint.start() for m in acting))
            if not speaks and words.language == "de" and not leads:
                speaks = words.must.search(left) is not None
            if words.that.search(joint.group()) and mention.how == "many" and words.speaks(right):
                cuts.add(joint.start())
            tells = accompanied or words.speaks(right) or _OR_NOT.match(right)
            if speaks and tells and not self.opens(left):
                cuts.add(joint.start())
        places = sorted(cuts)
        places[MOST_CLAUSES:] = places[-1:]
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

    def _asides(self, content: str) -> list[tuple[int, int]]:
        """What stands between two dashes and says of nobody how they stand: Norland – as a neighbour – will …"""
        if not any(dash in content for dash in _DASHES):
            return []
        found = [(m.start(1), m.end(1)) for m in _ASIDE.finditer(content)]
        return [(start, end) for start, end in found if not self.words.speaks(content[start:end])]

    def _led(self, content: str, acting: list[Mention]) -> set[int]:
        """Where a clause ends that a contrast leads, and where one begins of what somebody else says of it all."""
        words = self.words
        starts = {m.start for m in acting}
        found = {
            m.start()
            for m in re.finditer(rf",\s+{words.which.pattern}\s*(?:the\s|la\s|le\s|les\s|l['’]|die\s)?", content, re.I)
            if m.end() in starts and words.speaks(content[m.end() :])
        }
        lead = words.contrast.match(content.lstrip(_OPENING))
        comma = content.find(",") if lead else -1
        named = any(m.start < comma and not m.place for m in acting) and any(m.start > comma for m in acting)
        if named and words.speaks(content[:comma]) and words.speaks(content[comma:]):
            found.add(comma)  # While Norland will take part, Estmark has refused
        return found

    def needed(self, clauses: list[Clause], acting: list[Mention]) -> None:
        """Of "we are ready, but there must be a mandate" the second is the condition of the first."""
        words = self.words
        for first, second in pairwise(clauses):
            rest = words.only.sub(" ", words.contrast.sub(" ", second.main)).strip(" ,.;–—-“”„«»\"'")
            if second.hangs and not rest and words.speaks(first.main):  # …, but not before autumn
                first.hangs, first.only = [*first.hangs, *second.hangs], True
                second.hangs = []
        for first, second in pairwise(clauses):
            alone = None if first.hangs else _BUT_ONLY.fullmatch(second.main.strip(" .,;–—-“”„«»\"'"))
            if alone and words.speaks(first.main):  # could help, but only under their command
                first.hangs, first.only = [Hang(topic="other", words=clip(alone["what"], 90))], True
                second.main = " " * len(second.main)
        for first, second in pairwise(clauses):
            price = None if first.hangs else CONDITION_IS.match(second.main)
            if price and words.speaks(first.main):  # will reduce them - the condition is that others do
                text = second.text[price.end() :].strip(" ,.:;")
                first.hangs = (
                    second.hangs
                    or self.conditions.hangs(second.main, 0, [m for m in acting if m.start >= second.start])[0]
                )
                first.hangs = first.hangs or [Hang(topic="other", words=clip(text, 90))]
                second.main, second.hangs = " " * len(second.main), []
        for first, second in pairwise(clauses):
            opens = len(second.main) - len(second.main.lstrip(" ,.;–—-"))
            wants = words.must.search(second.main, opens, min(len(second.main), opens + _NEAR_MUST)) or (
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
            if hangs and words.speaks(first.main):
                first.hangs, first.either, first.only = hangs, either, True
                second.main = " " * len(second.main)

    def opens(self, text: str) -> bool:
        """Whether a stretch is a condition from its first word on: its comma ends no clause."""
        lead = text.lstrip(" ,")
        if self.words.language == "de" and VERB_FIRST.match(lead + ", dann wäre "):
            return True
        return self.words.if_.match(lead) is not None
