"""Who acts in a clause: its subject, or whoever was spoken of before."""

import re
from dataclasses import dataclass

from willing.reports.suggest.actors import Mention
from willing.reports.suggest.conditions import Clause
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lists import TO_DO, joined, members
from willing.reports.suggest.quantities import capabilities
from willing.reports.suggest.suggestion import Hang

_PRONOUN = re.compile(
    r"(?:that\s+|dass\s+|qu['’]\s*|que\s+)?(?:it|he|she|they|es|er|sie|ils?|elles?)(?!\w)", re.IGNORECASE
)


#: Classes of words that say what the subject does: it stands before the first of them.
_ACTS = (
    "ready", "will", "may", "offers", "refuses", "undecided", "hangs", "giving", "done", "certain", "bars", "binds",
    "doubts",
)  # fmt: skip
#: What stands between who acts and to whom they do it.
_OBJECT = re.compile(r"(?<!\w)(?:told|(?!led|named|joined|united)[a-z]+ed)\s+(?:the\s+)?$")
#: What may stand before a name, and for whom else.
_ARTICLE = (
    r"(?:(?:the|die|der|den|dem|la|le|les|du|des|both|neighbou?ring|(?:eu|nato)[- ](?:members?|mitglied(?:er)?))\s+"
    r"|[ld]['’]\s*)*"
)
#: Somebody who is told of beside others, in German.
_NEXT_TO = re.compile(r"(?<!\w)neben\s+(?:(?:der|dem|den)\s+)?$", re.IGNORECASE)
_ALSO = re.compile(r"[^,;]{0,30}?(?<!\w)auch(?!\w)")
#: What stands before what somebody speaks of as theirs: the deployment, any contribution.
_ITS = (
    r"(?:that |dass |qu['’]|que )?"
    r"(?:this|that|the|any|such an?|diese[rs]?|der|die|das|eine?|ce|cet|cette|le|la|une?|toute?) "
)
#: How far into what somebody says it may name the forces that are theirs: up to 300 soldiers.
_OWN_FORCES = 12
_THAT = re.compile(r"^(?:that\s+|dass\s+|qu['’]\s*|que\s+)")
#: The first names between an adjective of a state and the surname of who is in office there.
_GIVEN = re.compile(r"(?:\s+[^\W\d_a-zß-öø-ÿ][\w’'.-]+){0,2}\s+")
_BLANKS = re.compile(r"\s{2,}")
#: A pronoun that is nobody's: es geht um, it is too early, il faut; one that is a person's.
_IMPERSONAL = re.compile(
    r"(?:es (?:geht|ging|gibt|gab|gebe|handelt|heißt|hieß|besteht|bestehe|steht|stehe|kommt)"
    r"|es (?:ist|sei|war|wäre) (?:\w+ )?(?:zu früh|unklar|nicht klar|offen|wichtig|notwendig"
    r"|ausgeschlossen|denkbar|absehbar|möglich|so|ein|die)"
    r"|(?:it is|it['’]s|it was) (?:\w+ )?(?:unclear|not clear|too early|important|possible|unlikely"
    r"|not the|time|clear|hoped|thought|believed"
    r"|estimated|feared)"
    r"|il n['’]y|il (?:faut|s['’]agit|y a|y aura|reste|est (?:trop|temps|important|possible|clair|prématuré"
    r"|nécessaire|prévu|question)))(?!\w)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:he|she|er|sie)(?!\w)", re.IGNORECASE)
#: What may stand before a pronoun that begins a clause: In addition, the country will; Zudem wird das Land.
_OPENING = {
    "en": re.compile(
        r"[^,]{2,40},\s*|(?:last|this|on|in|earlier|late|early) (?:\w+ ){1,3}?(?=(?:it|he|she|they|the) )"
    ),
    "de": re.compile(r"(?:[\w-]+\s+){1,4}?(?=(?:es|er|sie|das|die|der)\s)"),
    "fr": re.compile(r"[^,]{2,40},\s*"),
}


def _has(main: str, mention: Mention) -> bool:
    """Whether an English mention is in the genitive: they welcomed Norland's decision."""
    return main[mention.end : mention.end + 2] in ("'s", "’s")


@dataclass(slots=True)
class Before:
    """What the sentence before has left: who it was about, what was hung on, who spoke."""

    subject: tuple[str, ...] = ()
    hangs: tuple[Hang, ...] = ()
    speaker: str | None = None
    speaks_for: tuple[str, ...] = ()
    agency: str | None = None
    opposition: bool = False
    force: bool = False


class Subjects:
    """Finds the subjects of clauses in one language."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words

    def head(self, main: str, free: list[Mention]) -> list[Mention]:
        """The mentions that act in a clause: the subject, with those joined to it."""
        words = self.words
        can = [m for m in free if not m.place and (m.how != "adjective" or m.acting)]
        if not can:
            return []
        strong = [m for m in can if not m.owner]
        found = (getattr(words, name).search(main) for name in _ACTS if words.may_have(name, main))
        acts = [match.start() for match in found if match]
        first_act = min(acts, default=len(main))
        if words.language == "de":
            pool = strong or can
            first = pool[0]
        else:
            early = [m for m in strong if m.start < first_act]
            passive = words.done_by.search(main)
            by = [
                m
                for m in can
                if m.owner and (m.start > first_act or (passive and m.start >= passive.end())) and not _has(main, m)
            ]
            if len(early) > 1 and _OBJECT.search(main, early[-2].end, early[-1].start):
                early.pop()  # Norland has informed the United Nations of its readiness
            first = (early[-1] if words.language == "en" else early[0]) if early else (
                by[0] if by and not strong else (strong or can)[0]
            )  # fmt: skip
        at = can.index(first)
        group = [first]
        for direction in (range(at - 1, -1, -1), range(at + 1, len(can))):
            for place in direction:
                left, right = sorted((can[place], group[-1 if place > at else 0]), key=lambda m: m.start)
                between = main[left.end : right.start]
                if not joined(between, words) and not (right.how == "person" and _GIVEN.fullmatch(between)):
                    break
                group.insert(len(group) if place > at else 0, can[place])
        named = [m for whole in group if whole.how == "many" for m in members(main, whole, free, words)]
        return named or group

    def beside(self, main: str, free: list[Mention]) -> list[Mention]:
        """Those who do as the subject does: besides Norland, Estmark has pledged; …, as has Estmark."""
        words = self.words
        if not free or not any(words.may_have(name, main) for name in ("besides", "beside", "likewise")):
            return []
        opens = [words.besides, *([words.beside] if words.too.search(main) else [])]
        found: list[Mention] = []
        listed = False
        for mention in (m for m in free if m.how not in ("adjective", "many", "person")):
            between = main[found[-1].end : mention.start] if found else ","
            if ((found and listed) or "," not in between) and joined(between, words):
                found.append(mention)
                continue
            before = main[: mention.start]
            led = before.rpartition(",")[2]
            spoken = words.speaks(before)
            ways = [words.likewise] if spoken and led != before else [] if before.strip() != led.strip() else opens
            if words.language == "de" and _NEXT_TO.search(before) and _ALSO.match(main, mention.end):
                found.append(mention)  # sind neben Norland auch Estmark und Sudland
                continue
            listed = spoken and led != before  # as well as Norland, Estmark and Sudland
            if any(re.fullmatch(rf"\W*{way.pattern}\W+{_ARTICLE}", led, re.IGNORECASE) for way in ways):
                found.append(mention)
        return found if any(m not in found and not m.place for m in free) or words.same.search(main) else []

    def inherited(
        self, clause: Clause, before: Before, after: Before, here: tuple[str, ...]
    ) -> tuple[tuple[str, ...], bool, bool]:
        """Who acts in a clause that names nobody: the speaker's state, or the one that was just spoken of.

        With it whether they are an opposition, and whether it may as well be somebody else: a person, another noun.
        """
        words = self.words
        start = _BLANKS.sub(" ", clause.main).lstrip(' ,.;–—-„“"«»')
        again = re.match(
            rf"(?:(?:and|und|et)\s+)?{words.said.pattern}\s+(?:that\s+|dass\s+|qu[e'’]\s*)?", start, re.IGNORECASE
        )
        if again:  # …, and said it would
            start = start[again.end() :]
        lead = start[:70]
        if opening := _OPENING[words.language].match(lead):
            after_opening = lead[opening.end() :]
            lead = after_opening if words.same.match(after_opening) or words.own.match(after_opening) else lead
        own = words.own.search(lead)
        if after.speaks_for and own:
            return after.speaks_for, after.opposition, False
        if after.speaks_for and words.language == "de" and TO_DO.search(clause.main.rstrip(' .,»“"')):
            return after.speaks_for, after.opposition, False  # Luxemburg kündigte an, die Mission zu unterstützen
        if after.speaks_for and words.undecided.match(re.sub(_THAT, "", lead)):
            return after.speaks_for, after.opposition, False  # a spokesman said no decision had been taken
        if after.speaks_for and re.match(rf"{_ITS}(?:\w+ )?{words.part.pattern}", lead, re.IGNORECASE):
            return after.speaks_for, after.opposition, False  # Muster said the deployment would …
        if after.speaks_for and any(start <= _OWN_FORCES for start, _, _ in capabilities(lead, words)):
            return after.speaks_for, after.opposition, False  # Norland's president said troops could be sent
        if here and (not self.leads_with_subject(lead) or words.same.match(lead) or clause.start):
            bare = re.sub(_THAT, "", re.sub(rf"^{words.and_.pattern}\s+", "", lead, flags=re.IGNORECASE))
            return here, False, self.leads_with_subject(bare) and not words.same.match(bare)
        same = words.same.match(re.sub(words.contrast.pattern, "", lead, count=1, flags=re.IGNORECASE).lstrip(" ,"))
        if after.speaks_for and same:
            return after.speaks_for, after.opposition, False
        if after.speaker and not after.speaks_for and not words.own.match(after.speaker) and _PRONOUN.match(start):
            return (), False, False  # Volkswagen said it would …
        if same and _IMPERSONAL.match(lead):
            return (), False, False
        person = _PERSON.match(lead) is not None
        if same and before.subject and len(before.subject) == 1:
            return before.subject, False, person
        if same and before.speaks_for:
            return before.speaks_for, before.opposition, person
        return (), False, False

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
            words.done_by,
            words.ready,
            *words.capabilities.values(),
        )
        return any(pattern.search(near) for pattern in own)
