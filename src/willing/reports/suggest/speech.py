"""Who says a sentence, told apart from what is said: the speaker is not the one who acts."""

import re
from collections.abc import Iterator, Sequence

from willing.reports.suggest.actors import ORGANISATIONS, Mention
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.text.spans import back, blank, clip, until

#: What stands beside a name, between commas: Poland, which borders Ukraine, …
_BESIDE = re.compile(
    r"\s*,\s*(?:which|who|whose|der|die|das|deren|dessen|qui|dont|où|the|a|an|le|la|l['’])\s?[^,]+,",
    re.IGNORECASE,
)


#: A name between commas: , Anna Muster,
_NAME = re.compile(r"\s*(?:[^\W\d_a-zà-ÿ][\w’'.-]+\s*){1,4},?$")
_NAME_BEHIND = re.compile(r",\s+(?:[^\W\d_a-zà-ÿ][\w’'-]+\s+){1,3}[^\W\d_a-zà-ÿ][\w’'-]+(?=\s*(?:[,.;”“\"»]|$))")
#: A day before who speaks.
_DAY = re.compile(
    r"^(?:(?:on |am |le )?(?:\w+day|\w+tag(?:abend|morgen)?|mittwoch(?:abend)?|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche)"
    r"|yesterday|today|gestern|heute|hier|aujourd['’]hui)(?: (?:soir|matin|evening|morning|night|abend))?\s+",
    re.IGNORECASE,
)
#: What stands right before a verb of speech that is said beside a name: countries that have confirmed their part.
_RELATIVE = re.compile(r"(?<!\w)(?:that|which|who|qui)\s+(?:(?:have|has|had|ont|a|avait|avaient)\s+)?$")
#: The name behind an office: President Anna Muster; le président norlandais Anna Muster.
_IN_OFFICE = re.compile(r"(?:\s+[a-zà-ÿ]+)?,?\s+(?P<name>(?:[^\W\d_a-zà-ÿ][\w’'.-]+\s+){1,3}[^\W\d_a-zà-ÿ][\w’'-]+)")
#: What stands before a verb of speech, or behind its speaker.
_AUXILIARY = re.compile(r"^(?:has|have|had|hat|haben|hatte|a|ont|avait)\s+|\s+(?:has|have|had|hat|haben|a|ont)$")
#: A German verb behind those who are credited: what follows is said by them.
_FINITE = re.compile(
    r"(?<!\w)(?:will|wollen|wird|werden?|würden?|hat|hatte|haben?|hätten?|ist|sind|sei|seien|soll"
    r"|sollen|kann|könnten?|muss"
    r"|stellt|stellen|gibt|kommen|nimmt|schickt|liefert|beteiligt)(?!\w)"
)
#: The party of somebody, behind the name.
_PARTY = re.compile(r"\([^()]{2,20}\)")
#: Who is credited beside those in office.
_BODY = (
    r"(?:\w*[Rr]egierung|\w*[Mm]inisterium\w*|\w*[Kk]reisen|\w*[Mm]edien\w*|Behörden|Armee|Militär"
    r"|Polizei|Agentur\w*)"
)
#: Medienberichten zufolge, Angaben der norländischen Regierung zufolge: who is credited stands before.
_BY_REPORT = re.compile(r"(?:[A-ZÄÖÜ][\w-]+\s+(?:(?:der|des|von|aus|im)\s+(?:\w+(?:en|er)\s+)?[A-ZÄÖÜ][\w-]+\s+)?)$")
_PRONOUN = re.compile(
    r",?\s*(?:that |dass |qu['’])?(?:\w+day |on \w+ )?(?:er|sie|he|she|it|they|ils?|elles?)(?!\w)", re.IGNORECASE
)


class Speech:
    """Who says a sentence, and what is left of it without that: ``content``, of the same length."""

    def __init__(self, said: str, words: Lexicon, found: list[Mention]) -> None:
        self.content = said
        self.speaker: str | None = None
        self.states: tuple[str, ...] = ()
        self.opposition = False
        self.spans: list[tuple[int, int]] = []
        self.words = words
        self.found = found
        for start, end, cut in self._spans(said):
            self.spans.append((start, end))
            self.content = blank(self.content, start, end)
            if self.speaker is None:
                self._name(said[start:end], start, end, cut)

    def has(self, at: int) -> bool:
        """Whether a place is where somebody is named as speaking."""
        return any(start <= at < end for start, end in self.spans)

    def _spans(self, said: str) -> Iterator[tuple[int, int, int]]:
        """Where somebody is named as speaking, once or twice: start, end, and where the words for it end."""
        if span := next(filter(None, (self._credited(said, after) for after in self.words.after.finditer(said))), None):
            yield span
            return
        for verb in self.words.said.finditer(said):
            if span := self._saying(said, verb):
                yield span
                return

    def _credited(self, said: str, after: re.Match[str]) -> tuple[int, int, int] | None:
        """According to somebody."""
        if after.group().lower() in ("pour", "wie"):
            return None
        if after.group().lower() == "zufolge":
            report = _BY_REPORT.search(said, 0, after.start())
            return (report.start(), after.end(), after.end()) if report else None
        end = until(said, after.end(), ",;")
        behind = [m for m in self.found if after.end() <= m.start < min(end, after.end() + 60)]
        verb = _FINITE.search(said, after.end(), end) if self.words.language == "de" else None
        if verb:
            end, behind = verb.start(), [m for m in behind if m.start < verb.start()]  # Laut Muster will Norland
        credited = self._german_name(said, after.end()) if self.words.language == "de" else None
        if credited and (not behind or behind[0].start >= credited.start()):
            return after.start(), credited.end(), after.end()  # wird nach Angaben von Anna Muster …
        if self.words.language == "de" and behind:
            end = behind[-1].end if len(behind) == 1 else behind[0].end
            for m in behind[1:]:
                if len(said[end : m.start].split()) <= 1 and m.how != "many":
                    end = m.end
        led = said[: after.start()].rstrip()
        return (after.start(), end, after.end()) if behind or not led or led.endswith(",") else None

    def _german_name(self, said: str, at: int) -> re.Match[str] | None:
        """Who is credited in the midst of a sentence: somebody in office, or a name behind "von"."""
        office = (
            rf"\s+(?:(?:von|vom|des|der|dem|aus)\s+)?(?:\w+(?:en|er)\s+)?(?:(?i:{self.words.office.pattern})|{_BODY})"
        )
        name = r"(?:\s+[^\W\d_a-zà-ÿ][\w-]+)"
        return re.compile(rf"{office}{name}{{0,2}}").match(said, at) or re.compile(rf"\s+von{name}{{2}}").match(
            said, at
        )

    def _saying(self, said: str, verb: re.Match[str]) -> tuple[int, int, int] | None:
        """Somebody says: Norland said that …; …, said Norland."""
        words = self.words
        demands = verb.group().lower().startswith("insist") and words.must.search(said, verb.end())
        if demands and not words.will.search(said, verb.end()):
            return None  # insists that its troops must have a mandate: on that it hangs
        promise = words.offers.match(said, verb.start())
        if promise and _OF_THEIRS.match(promise.group(), verb.end() - verb.start()):
            return None  # declared its participation
        start = self._begins(said, verb)
        if self._adds(said[start : verb.start()]) or _RELATIVE.search(said, start, verb.start()):
            return None
        end = self._with_name(said, verb.end(), until(said, verb.end(), ",;:"))
        named = [m for m in self.found if start <= m.start < end and m.start < verb.start() + 90]
        spoken = named or words.office.search(said[start:end]) or words.same.search(said[start : verb.start()])
        spoken = spoken or (self._bare_name(said, start, verb, end) if start > 12 else None)
        that = words.that.search(said, verb.end(), min(len(said), verb.end() + 60))
        reaches = said[verb.end() : that.start()] if that else ""
        if start > 12 and not (that and "," not in reaches and that.start() < end):
            rest = said[verb.end() : end]
            if not that and not words.speaks(said[:start]) and words.offers.match(said, verb.start()):
                return None  # Host of the talks, Norland announced $5 million: no speech, but a pledge
            if words.language == "en" and not words.speaks(said[:start]) and words.speaks(said[verb.end() :]):
                return start, verb.end(), verb.end()  # On Friday, Muster said Norland would …
            if spoken and not any(p.search(rest) for p in (words.gives, words.ready, words.refuses)):
                return start, min(end + 1, len(said)), verb.end()
            if not spoken and re.match(r"\s*(?:hieß|heißt)", said[start:]):
                return start, end, verb.end()
        pronoun = _PRONOUN.match(said, verb.end()) if start < 12 else None  # Muster said he would
        if not spoken and not pronoun and words.own.search(said[: verb.start()]) is None:
            return None
        if that is not None and not re.search(r"[,;:]", reaches[:-2].strip(" ,")) and len(reaches.split()) <= 7:
            if words.ready.search(reaches) or words.gives.search(reaches):
                return None
            return 0 if start < 12 else start, that.end(), verb.end()
        return _SAYS[words.language](words, said, verb, start, end)

    def _with_name(self, said: str, start: int, end: int) -> int:
        """Where those who speak cease to be named: …, said the president, Anna Muster."""
        name = _NAME_BEHIND.match(said, end) if self.words.office.search(said, start, end) else None
        return end if name is None or named_in(self.found, end, name.end()) else name.end()

    def _bare_name(self, said: str, start: int, verb: re.Match[str], end: int) -> re.Match[str] | None:
        """The name that is all there is beside a verb of speech: …, sagte Muster; …, a précisé Anna Muster."""
        rest = said[start : verb.start()] + said[verb.end() : end]
        rest = _AUXILIARY.sub("", rest.strip(' .„“”"«»'))
        return _NAME.fullmatch(rest) if said[start - 1] in ',”“"»–' else None

    def _adds(self, lead: str) -> bool:
        """Whether the words before a verb of speech tell of a stance first: Norland ruled out troops but said it …"""
        words = self.words
        joints = [*words.and_.finditer(lead), *words.contrast.finditer(lead)]
        joint = next((m for m in joints if len(lead[m.end() :].split()) <= 1), None)
        told = lead[: joint.start()] if joint else ""
        return any(getattr(words, name).search(told) for name in ("refuses", "offers", "giving", "done"))

    def _begins(self, said: str, verb: re.Match[str]) -> int:
        """Where those who speak begin to be named before a verb."""
        start = back(said, verb.start(), ',;:”“"»–')
        beside = back(said, start - 1, ',;:”“"»–') if said[start - 1 : start] == "," else 0
        between = said[beside:start]
        if said[beside - 1 : beside] == "," and len(said[start : verb.start()].split()) <= 2 and _NAME.match(between):
            start = back(said, beside - 1, ',;:”“"»–')  # The president, Anna Muster, has said
        opens = said[:start].partition(",")[0]
        verb_alone = said[start - 1 : start] == "," and len(said[start : verb.start()].split()) <= 2
        if verb_alone and self.words.office.search(opens) and not self.words.speaks(opens):
            return 0  # General Anna Muster, who spoke in Norburg, has said
        first = next((mention for mention in self.found if not mention.place), None)
        if first is None or first.start >= 12 or not start:
            return start
        if enumerated(said[first.end : start], self.words, self.found):
            return 0  # Greece, Hungary and Slovakia have said
        beside = _BESIDE.match(said, first.end) is not None and not named_in(self.found, start, verb.start())
        return 0 if beside else start  # Poland, which borders Ukraine, has said

    def _name(self, text: str, start: int, end: int, cut: int) -> None:
        words = self.words
        named = [m for m in self.found if start <= m.start < end]
        states = [s for m in named if not m.place or m.how == "adjective" for s in m.states] or [
            s for m in named for s in m.states
        ]
        acting = [s for s in states if s not in ORGANISATIONS]
        together = [m for m in named if m.how in ("name", "capital", "group", "people")]
        many = enumerated(text, words, named) if len(together) > 1 else False
        self.states = tuple(dict.fromkeys(acting if many else acting[:1])) or tuple(
            s for s in states[:1] if s != "UN"
        )  # the European Union said it would
        bare = words.said.sub("|", text)
        bare = words.after.sub("|", bare)
        pieces = [piece.strip(' ,;:.„“”"«»–—-') for piece in re.split(r"[|,]", bare)]
        noisy = re.compile(
            r"(?:\s+|^)(?:on|am|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|that|dass|que|qu['’]|in|im"
            r"|at|late|told"
            r"|hinzu|mahnend|fügte)(?:\s+\w+){0,3}\s*$",
            re.IGNORECASE,
        )
        best = [noisy.sub("", piece).strip() for piece in pieces]
        best = [p for p in best if p and p.lower() not in words.stop and not _AUXILIARY.fullmatch(f"{p} ")]
        chosen = next(
            (p for p in best if words.office.search(p) or any(m.words in p for m in named)),
            None,
        )
        chosen = chosen or next(iter(best), None)
        named_beside = next((piece for piece in best if piece != chosen and " " in piece and _NAME.match(piece)), None)
        if chosen and named_beside and words.office.search(chosen):
            chosen = f"{chosen}, {named_beside}"  # the Norlandic president, Anna Muster
        chosen = re.sub(r"\s+(?:has|have|had|hat|haben|hatte|a|ont|avait)$", "", chosen) if chosen else None
        if chosen:
            chosen = re.sub(
                r"^(?:aus|Aus|von|of|de|du|des|d['’]|le|der|the)\s+(?=[^\W\d_a-z])",
                "",
                chosen,
            )
            chosen = _DAY.sub("", re.sub(r"\s+(?:has|have|had)\s+\w+ly$", "", chosen))
        self.speaker = clip(chosen, 90) if chosen else None
        self.opposition = opposed(text, words)


def opposed(text: str, words: Lexicon) -> bool:
    """Whether those who are named are an opposition; the party of somebody in office, in brackets, says nothing."""
    if words.office.search(text):
        text = _PARTY.sub(" ", text)
    return words.opposition.search(text) is not None


def person_who_acts(content: str, head: Sequence[Mention], words: Lexicon) -> str | None:
    """Somebody in office who is named as the one who acts: President Anna Muster has promised; by surname, Muster."""
    if not head:
        return None
    person = next((m.words for m in head if m.how == "person"), None)
    near = range(max(0, head[0].start - 40), head[-1].end + 40)
    for office in words.office.finditer(content, near.start, min(len(content), near.stop + 20)):
        name = _IN_OFFICE.match(content, office.end())
        if name and (person is None or person in name["name"]):
            return name["name"].removesuffix("’s").removesuffix("'s")
    return person


def named_in(found: list[Mention], start: int, end: int) -> bool:
    """Whether somebody is named in a stretch."""
    return any(start <= mention.start < end for mention in found)


def enumerated(text: str, words: Lexicon, found: list[Mention]) -> bool:
    """Whether a stretch is a list of those who speak: names, commas, an "and", and no more than a verb."""
    rest = words.and_.sub(" ", words.said.sub(" ", text))
    for mention in found:
        rest = rest.replace(mention.words, " ")
    rest = re.sub(
        r"(?<!\w)(?:have|has|had|haben|hat|ont|a|the|die|la|le|les|l|that|dass|que|also|both|all|each"
        r"|already|now|auch|beide|bereits"
        r"|aussi|également|déjà)(?!\w)",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    return not re.sub(r"[\s,'’]", "", rest)


#: What may stand between an English verb of speech and what is said: on Friday, in a statement, reporters.
_WHEN = r"(?:\s+(?:on|in|at|late|early|last|to|this|reporters|parliament|yesterday|today|\w+day)(?:\s+\w+){0,3}?)?\s+"
_SAID = re.compile(
    _WHEN + r"(?:it|he|she|they|we|his|her|their|there|the|a|an|any|no|some|most|up|about|more|at least|\d|[A-Z])"
)
_OF_THEIRS = re.compile(r"\s+(?:its|their|his|her)\s+(?:(?:strong|firm|full|clear|continued)\s+)?")
_WHATEVER = re.compile(r"\s+\w")
_SAID_OF_ITSELF = re.compile(_WHEN + r"(?:it|he|she|they|we|his|her|their)\b", re.IGNORECASE)

Told = tuple[int, int, int] | None


def _says_english(words: Lexicon, said: str, verb: re.Match[str], start: int, end: int) -> Told:
    """Norland said on Friday it would; "announced" is a promise as well, and says something only of itself."""
    follows = _SAID_OF_ITSELF if words.offers.fullmatch(verb.group()) else _SAID
    if verb.group().lower() in ("said", "says") and words.office.search(said, start, verb.start()):
        follows = _WHATEVER  # the Norlandic president said conditions are not in place
    own = _OF_THEIRS.match(said, verb.end())
    if own and words.refuses.match(said, own.end()):
        return None  # repeated their opposition
    near = start < 40 and len(said[: verb.start()].split()) <= 14
    return (start, verb.end(), verb.end()) if near and follows.match(said, verb.end()) else None


def _says_german(words: Lexicon, said: str, verb: re.Match[str], start: int, end: int) -> Told:
    """Norland teilte mit, es werde; but not: Norland sagte zu, …"""
    if end >= len(said) or said[end] not in ",:" or start >= 12:
        return None
    reaches = said[verb.end() : end]
    promised = reaches.rstrip().endswith((" zu", " ab")) or words.ready.search(said[start : verb.start()])
    own = re.search(r"(?<!\w)sich(?!\w)", reaches) or words.ready.search(reaches) or words.refuses.search(reaches)
    return None if promised or own else (start, end + 1, verb.end())


def _says_french(words: Lexicon, said: str, verb: re.Match[str], start: int, end: int) -> Told:
    """La Norlande a déclaré : …"""
    return (start, end + 1, verb.end()) if end < len(said) and said[end] == ":" else None


_SAYS = {"en": _says_english, "de": _says_german, "fr": _says_french}
