"""Who is spoken of: every mention of a state, a group or somebody who speaks for one, and how it is mentioned."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypedDict, cast

from willing.languages.names import other_names, state_names
from willing.languages.states import STATE_CODES
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.pack import NO_PACK, OfficeHolder, Pack

#: How a state is mentioned: by name, adjective, people, capital, seat of government, one who speaks for it, as a group
#: of known members, or as an unnamed group of others.
How = Literal["name", "adjective", "people", "capital", "seat", "person", "group", "many"]

#: Neither a state nor a group of them, and yet spoken of as one who acts.
ORGANISATIONS = ("EU", "NATO", "UN")

_WORD = re.compile(r"[^\W_]+")
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_LONGEST = 5  # words of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Code points ``start`` to ``end`` of a sentence that mention ``states`` (empty: an unnamed group).

    ``place``: it is where something is, not who does it. ``owner``: what behind a preposition or in the genitive has
    or does something ("the participation of France"). ``words`` as written; ``acting``: an adjective beside those who
    act for the state ("the Dutch government").
    """

    start: int
    end: int
    states: tuple[str, ...]
    how: How
    words: str
    place: bool = False
    owner: bool = False
    acting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A partner beside the states that are known: its id and what one language calls it.

    ``adjectives`` are stems in German, masculine in French.
    """

    id: str
    names: tuple[str, ...]
    capitals: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Meant:
    states: tuple[str, ...]
    how: How


@lru_cache(maxsize=8)
def known(language: str, also: tuple[Named, ...] = ()) -> Mapping[tuple[str, ...], _Meant]:
    """What states are called in a language, by lower-case words: ``also``, ours, those of the CLDR."""
    spoken = _Spoken(language)
    for partner in also:
        spoken.partner(partner)
    for group in _demonyms()["groups"]:
        for text in group["names"]:
            spoken.add(text, tuple(group["members"]), "group")
    for code, forms in _demonyms()["names"].items():
        for text in forms:
            spoken.name(text, code)
    for code, forms in _demonyms()["seats"].items():
        for text in forms:
            spoken.add(text, (code,), "seat")
    for code, name in state_names(language).items():
        if code in STATE_CODES:
            spoken.name(name, code)
            if language == "de" and name.endswith("e"):
                spoken.add(name + "n", (code,), "name")
    for code, name in other_names(language):
        spoken.name(name, code)
    for code, spoken_of in _demonyms()["states"].items():
        spoken.state(code, spoken_of)
    return MappingProxyType(spoken.table)


class _Shared(TypedDict):
    states: Sequence[str]
    begin: Sequence[str]
    words: Sequence[str]


@lru_cache(maxsize=8)
def _first_words(language: str, also: tuple[Named, ...] = ()) -> frozenset[str]:
    """With what words that what states are called in a language begins: few words of a text do."""
    return frozenset(parts[0] for parts in known(language, also))


class _Spoken:
    """A table of what states are called in one language; of words that mean several things the first holds."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.table: dict[tuple[str, ...], _Meant] = {}

    def add(self, text: str, states: tuple[str, ...], how: How) -> None:
        words = _parts(text)
        if words and len(words) <= _LONGEST:
            self.table.setdefault(words, _Meant(states, how))

    def name(self, text: str, code: str, how: How = "name") -> None:
        """A name, in German with its genitive."""
        self.add(text, (code,), how)
        if self.language == "de" and not text.endswith("s"):
            self.add(text + "s", (code,), how)

    def adjective(self, text: str, code: str) -> None:
        """An adjective in all its forms: of a German stem, of a French masculine."""
        forms = _french(text) if self.language == "fr" else [text]
        if self.language == "de":
            forms = [text + ending for ending in ("e", "en", "er", "es", "em", "")]
        for form in forms:
            self.add(form, (code,), "adjective")

    def people(self, text: str, code: str) -> None:
        """A people; in English what is no plural is an adjective: Swiss."""
        self.add(text, (code,), "people" if self.language != "en" or _plural(text) else "adjective")
        if self.language == "de" and text.endswith("er"):
            self.add(text + "n", (code,), "people")

    def state(self, code: str, forms: Mapping[str, Sequence[str]]) -> None:
        """The adjectives, peoples and capitals of a state."""
        for text in forms[self.language]:
            if self.language == "fr" or text[0].islower():
                self.adjective(text, code)
            else:
                self.people(text, code)
        for text in forms["capital"]:
            self.name(text, code, "capital")

    def partner(self, partner: Named) -> None:
        """All that a partner beside the states is called."""
        for text in partner.names:
            self.name(text, partner.id)
            self.name(_ARTICLE.sub("", text), partner.id)
        for text in partner.capitals:
            self.name(text, partner.id, "capital")
        for text in partner.adjectives:
            self.adjective(text, partner.id)
        for text in partner.peoples:
            self.people(text, partner.id)


class _Demonyms(TypedDict):
    companies: str
    names: Mapping[str, Sequence[str]]
    seats: Mapping[str, Sequence[str]]
    shared: _Shared
    groups: Sequence[Mapping[str, Sequence[str]]]
    irregular: Mapping[str, list[str]]
    states: Mapping[str, Mapping[str, Sequence[str]]]


@cache
def _demonyms() -> _Demonyms:
    """How states are spoken of beside their names (languages/data/demonyms.toml)."""
    return cast(
        _Demonyms, tomllib.loads(files("willing.languages").joinpath("data", "demonyms.toml").read_text("utf-8"))
    )


_ARTICLE = re.compile(r"^(?:the|der|die|das|les|la|le|l['’])\s*", re.IGNORECASE)


def _plural(text: str) -> bool:
    """Whether an English form is a people, not an adjective: Germans, Poles, Dane; not Swiss or Chinese."""
    return (text.endswith("s") and not text.endswith("ss")) or text in (
        "Dane",
        "Pole",
        "Swede",
        "Turk",
        "Briton",
    )


def _french(adjective: str) -> list[str]:
    """Its four forms."""
    if adjective in _demonyms()["irregular"]:
        return _demonyms()["irregular"][adjective]
    if adjective.endswith("e"):
        return [adjective, adjective + "s"]
    if adjective.endswith("s"):
        return [adjective, adjective + "e", adjective + "es"]
    feminine = adjective + ("ne" if adjective.endswith("en") else "e")
    return [adjective, feminine, adjective + "s", feminine + "s"]


class Names:
    """Who may be spoken of in one report: states, partners beside them, and those who speak for a state, by surname.

    A surname counts where the report itself puts it to a state (:meth:`learn`), or the ``pack`` does for the report's
    ``day``.
    """

    def __init__(
        self, words: Lexicon, also: tuple[Named, ...] = (), pack: Pack = NO_PACK, day: date | None = None
    ) -> None:
        self.words = words
        self.table = known(words.language, also)
        self.firsts = _first_words(words.language, also)
        self.holders: dict[tuple[str, ...], OfficeHolder] = {}
        for surname, holder in pack.speaking_for(day).items():
            self.holders.setdefault(_parts(surname), holder)
            if words.language == "de" and not surname.endswith("s"):  # Starmers Regierung
                self.holders.setdefault(_parts(surname + "s"), holder)
        #: How further names begin: of who is in office, of what several states have.
        self.more = {parts[0] for parts in self.holders}
        #: Words of several states, as the report means them.
        self.shared: Mapping[tuple[str, ...], _Meant] = {}
        #: Surnames that the report itself puts to a state.
        self.taught: dict[str, str] = {}

    def settle(self, said: Sequence[str]) -> None:
        """Decide by the sentences of a report which state is meant by words of several: Bundesregierung."""
        shared = _demonyms()["shared"]
        if not any(text.startswith(begins) or f" {begins}" in text for begins in shared["begin"] for text in said):
            return
        words = {_parts(text) for text in shared["words"]}
        parts = [part for text in said for part in _parts(text)]
        if words.isdisjoint((part,) for part in parts):
            return
        count = Counter(s for part in parts if (meant := self.table.get((part,))) for s in meant.states)
        state = max(shared["states"], key=lambda code: count[code])  # of equals the first
        self.shared = dict.fromkeys(words, _Meant((state,), "seat"))
        self.more |= {parts[0] for parts in words}

    def learn(self, text: str) -> None:
        """Note the surnames that a sentence puts to a state; the first sentence that does holds."""
        if self.words.office.search(text):
            for surname, state in taught_by(text, self.words, self.table).items():
                self.taught.setdefault(surname, state)

    def may_begin(self, word: str, text: str) -> bool:
        """Whether a name may begin with a word, in lower case and as written."""
        return word in self.firsts or word in self.more or text in self.taught

    def meant_by(self, parts: tuple[str, ...], text: str) -> "_Meant | None":
        """What some words mean, in lower case and (of a single one) as written."""
        hit = self.table.get(parts) or self.shared.get(parts)
        if hit is None and text in self.taught:  # the report itself knows whom it means
            hit = _Meant((self.taught[text],), "person")
        if hit is None and (holder := self.holders.get(parts)) is not None:
            hit = _Meant((holder.state,), "person")
        return hit

    def is_a_word(self, parts: tuple[str, ...], before: str) -> bool:
        """Whether some words are a surname that is a word as well, and what stands ``before`` makes nobody of it."""
        holder = self.holders.get(parts)
        after = holder.after.get(self.words.language) if holder is not None and parts not in self.table else None
        return after is not None and re.search(rf"(?:{after})\s+$", before) is None

    def pack_of(self, text: str) -> str | None:
        """The pack that says who is meant by a surname as written; None where the report does."""
        holder = self.holders.get(_parts(text))
        return holder.pack if holder is not None else None

    def __contains__(self, parts: object) -> bool:
        """Whether some words, in lower case, are known."""
        return parts in self.table or parts in self.shared or parts in self.holders


def _parts(text: str) -> tuple[str, ...]:
    return tuple(m.group().lower() for m in _WORD.finditer(text))


def mentions(said: str, names: Names) -> list[Mention]:
    """Every mention in a sentence, in its order."""
    words = names.words
    tokens = list(_WORD.finditer(said))
    lowered = [token.group().lower() for token in tokens]
    found: list[Mention] = []
    covered = [(m.start(), m.end()) for m in words.many.finditer(said)]
    found += [
        Mention(
            start=start,
            end=end,
            states=(),
            how="many",
            words=said[start:end],
            place=_led_by(words.place, said[max(0, start - 40) : start]),
            owner=_led_by(words.agent, said[max(0, start - 40) : start]),
        )
        for start, end in covered
    ]
    at = 0
    while at < len(tokens):
        if not names.may_begin(lowered[at], tokens[at].group()):
            at += 1
            continue
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            hit = names.meant_by(tuple(lowered[at : at + length]), tokens[at].group() if length == 1 else "")
            if hit is None:
                continue
            start, end = tokens[at].start(), tokens[at + length - 1].end()
            if not _written_as_one(said[start:end], hit, words.language, length):
                continue
            end += "." in said[start:end] and said[end : end + 1] == "."  # the U.S.
            if names.is_a_word(tuple(lowered[at : at + length]), said[:start]):
                continue
            how = hit.how
            if words.language == "fr" and how == "adjective" and said[start].isupper():
                how = "people"
            found.append(_placed(said, start, end, hit.states, how, names))
            at += length - 1
            break
        at += 1
    found.sort(key=lambda mention: mention.start)
    return [m for m in found if not (m.how == "many" and _around_a_group(m, found))]


def _around_a_group(many: Mention, found: list[Mention]) -> bool:
    """ "the three Baltic states" is the Baltic states."""
    return any(m.how == "group" and m.start < many.end and many.start < m.end for m in found)


def _written_as_one(text: str, hit: _Meant, language: str, length: int) -> bool:
    """Names begin with a capital letter; "us" and "turkey" are none, nor are adjectives English without one."""
    first = text[0]
    if hit.how == "adjective":
        return language != "en" or first.isupper()
    if not first.isupper() and hit.how not in ("group",):
        return False
    if text.lower() in ("us", "uk", "un", "eu", "ue", "uno", "onu"):
        return text.isupper()
    return length > 1 or len(text) > 1


def _placed(
    said: str,
    start: int,
    end: int,
    states: tuple[str, ...],
    how: How,
    names: Names,
) -> Mention:
    """A mention with what the words around it make of it."""
    words = names.words
    text = said[start:end]
    before = said[max(0, start - 40) : start]
    behind = said[end : end + 40]
    mention = Mention(start=start, end=end, states=states, how=how, words=text)
    if _no_actor(how, text, said[max(0, start - _NEAR_TAKEN) : start], behind, names):
        return replace(mention, place=True)
    if how == "adjective":
        if re.search(r"(?:^|\W)the\s+$", before, re.IGNORECASE) and _next_words(words.verbs, behind, 1):
            return replace(mention, how="people")  # the Dutch have …
        acts = _next_words(words.body, behind, 3)
        office = _next_words(words.office, behind, 3)
        if words.language == "fr" and not acts:  # la diplomatie espagnole, des soldats britanniques; not: l'envoi de …
            noun = _FRENCH_NOUN.search(before)
            acts = noun is not None and (
                words.body.fullmatch(noun["noun"].split()[-1]) is not None
                or words.office.search(noun["noun"]) is not None
                or _OF_STATE.fullmatch(noun["noun"]) is not None
            )
        return replace(mention, acting=acts or office, place=not (acts or office))
    place = _led_by(words.place, before) and not (_ABOUT.fullmatch(before) or alongside(before, behind, 0, words))
    if place and how == "capital" and re.fullmatch(r"\W*(?:aus|from)\s+", before, re.IGNORECASE):
        place = False  # Aus Paris hieß es
    governed = re.match(rf"{_IN_WHICH_THE}{words.government.pattern}", behind, re.IGNORECASE) or re.match(
        rf"\s*,\s*{words.office.pattern}", behind, re.IGNORECASE
    )
    if place and how in ("name", "capital") and len(before) < 12 and governed:
        place = False
    if place and ((how == "capital" and _ends_with(words.governs, before)) or _led_by(words.except_, before)):
        place = False  # the government in The Hague; apart from Norland, no country will
    if place and how in ("name", "capital") and _FROM.search(before):
        led = _FROM.sub("", before)
        given = (words.part, words.offers, words.refuses, words.force, *words.capabilities.values())
        place = not any(led.endswith(match.group()) for class_ in given for match in class_.finditer(led))
        if not place:
            return replace(mention, owner=True)
    by = any(_ARTICLES.fullmatch(before, m.end()) for m in words.done_by.finditer(before))
    has = behind[:2] in ("'s", "’s") and (
        _next_words(words.part, behind[2:], 3) or _next_words(words.offers, behind[2:], 3)
    )
    has |= _ends_with(words.for_whom, before)
    if place and how in ("name", "capital", "group") and (by or has):
        return replace(mention, owner=True)  # troops will come from Norland; a condition for Norland's participation
    owner = not place and (_led_by(words.agent, before) or behind[:2] in ("'s", "’s") or _genitive(text, names))
    if re.match(r"[-–](?!\s)", behind) and how in ("name", "capital", "seat") and text not in ("US", "EU", "UN"):
        place = True  # the Paris-based, Ukraine-Kontaktgruppe
    if how == "capital" and re.match(r"\s*(?:\([A-Z/ ]+\)|[-–—|:])\s", behind) and start < 25:
        place = True  # a dateline
    if how == "capital" and _next_words(words.held_at, behind, 1):
        place = True
    beside = _next_words(words.led, behind, 1) or _ends_with(words.led_by, before) or _ends_with(words.accord, before)
    of_union = re.match(r"-[^\W\d_]", behind) or _next_words(words.of_union, behind, 1)
    if beside or (states[0:1] and states[0] in ORGANISATIONS and (owner or of_union)):
        place, owner = True, False
    return replace(mention, place=place, owner=owner)


def _attributive(how: How, text: str, behind: str) -> bool:
    """Whether a mention says whose, or of which kind, what follows is: US bank, Norland's biggest airline."""
    return how == "adjective" or behind[:2] in ("'s", "’s") or text in ("US", "UK", "EU", "U.S.", "U.K.")


def _no_actor(how: How, text: str, before: str, behind: str, names: Names) -> bool:
    """Whether what stands around a mention makes of it nobody who acts."""
    words = names.words
    if how in ("adjective", "name"):
        if _companies().match(behind):
            return True
        if _genitive(text, names) and _next_words(words.private, behind, 2):  # Norlands größte Bank
            return True
        if _attributive(how, text, behind) and _next_words(words.private, _OWNS.sub("", behind, count=1), 4):
            return True
    if how == "adjective":
        if _ends_with(words.under_one, before):
            return True
        if _ends_with(words.done_to, before) and _next_words(words.soldiers, behind, 2):
            return True
        return text[0].islower() and _next_words(words.governing, behind, 1) and _ends_with(words.towards, before)
    if how == "people":
        return _ends_with(words.some_of, before)
    if how not in ("name", "capital"):
        return False
    return _ends_with(words.taken_in, before) or _PART_OF_NAME.search(before) is not None


@cache
def _companies() -> re.Pattern[str]:
    """Names of companies, as they stand behind what they are named after: Norland Airlines."""
    return re.compile(r"\s+(?:" + _demonyms()["companies"] + r")(?!\w)")


_OWNS = re.compile("^['’]s")
#: The noun a French adjective stands behind, where it begins a clause; or a minister and the like.
_FRENCH_NOUN = re.compile(
    r"(?:(?:^|[,;:«\"]\s*|(?<!\w)(?:et|ou|que|par)\s+|qu['’])(?:(?:des|les|le|la|une?|aucune?)\s+|l['’])?"
    r"|chef(?:fe)? (?:de (?:la |l['’])?|du |d['’]))"
    r"(?:[\d\s.,]+|(?:environ|près de|plus de|quelque) |quelque \w+ |(?:premi|derni)\w+ )*(?P<noun>(?:\w+ )?\w+)\s+$",
    re.IGNORECASE,
)
#: What somebody is at the head of, whose office stands before the adjective: le chef de l'État norlandais.
_OF_STATE = re.compile(r"(?:\w+ )?(?:[ée]tat|gouvernement|diplomatie|état-major|armées?)", re.IGNORECASE)
#: In Den Haag prüft die Regierung; In Ljubljana, the government said; Aux Pays-Bas, le gouvernement étudie.
_IN_WHICH_THE = r"\s*,?\s*(?:\w+\s+){0,2}(?:the|die|das|le|l['’])\s?"
#: For Spain it is too early: at the beginning it is no place.
_ABOUT = re.compile(r"\W*(?:für|for|pour)\s+(?:die\s+|the\s+|la\s+|le\s+|les\s+|l['’])?", re.IGNORECASE)
#: au Nord-Mali
_PART_OF_NAME = re.compile(r"[^\W\d_][-–]$")
#: Whoever is taken in from somewhere is told so within so many characters before it.
_NEAR_TAKEN = 60
#: Troops from France: France gives them.
_FROM = re.compile(r"\s+(?:from|aus|von|de|d['’])\s*(?:the\s+|der\s+|den\s+|la\s+|l['’])?$", re.IGNORECASE)
_ARTICLES = re.compile(
    r"\s*(?:[a-z]+-[a-z]+\s+)?(?:(?:the|der|die|das|dem|den|des|la|le|les|both|other|its|seine[rmn]?"
    r"|neighbou?ring|benachbarten)\s+|[ld]['’]\s*)?"
    r"(?:(?:the|der|die|das|dem|den|la|le|les)\s+|l['’]\s*)?",
    re.IGNORECASE,
)


def alongside(before: str, text: str, at: int, words: Lexicon) -> re.Match[str] | None:
    """What those who are named do beside others, from ``at`` on: with Norland giving 15 million; None: they do not."""
    if not _ends_with(words.alongside, before):
        return None
    return re.compile(rf"\s+{words.doing.pattern}", re.IGNORECASE).match(text, at)


def _ends_with(class_: re.Pattern[str], before: str) -> bool:
    """Whether words of a class stand right before what follows."""
    return any(not before[match.end() :].strip() for match in class_.finditer(before))


def _led_by(class_: re.Pattern[str], before: str) -> bool:
    """Whether a word of a class stands before what follows, with nothing but an article between."""
    return any(_ARTICLES.fullmatch(before, match.end()) for match in class_.finditer(before))


def _genitive(text: str, names: Names) -> bool:
    """Whether a German name is in the genitive: Frankreichs."""
    return names.words.language == "de" and text.endswith("s") and _parts(text.removesuffix("s")) in names


def _next_words(pattern: re.Pattern[str], behind: str, most: int) -> bool:
    """Whether one of the next words, with no comma before it, is of a class."""
    at = 0
    for number, word in enumerate(re.finditer(r"[\w-]+", behind)):
        if number >= most or any(c in behind[at : word.start()] for c in ",.;:()"):
            return False
        if pattern.fullmatch(word.group()) or pattern.match(behind, word.start()):
            return True
        at = word.end()
    return False


def taught_by(text: str, words: Lexicon, table: Mapping[tuple[str, ...], _Meant]) -> dict[str, str]:
    """Surnames that a sentence puts to a state: "the Danish prime minister, Mette Frederiksen", "…, Poland's …"."""
    taught: dict[str, str] = {}
    for office in words.office.finditer(text):
        near = text[max(0, office.start() - 45) : office.start()]
        near = re.split(r"[,.;:()]", near)[-1]
        behind = re.split(r"[,.;:()]|\s(?:in|at|à|en|bei|nach)\s", text[office.end() : office.end() + 30])[0]
        state = _state_in(near, table) or _state_in(behind, table)
        if state is None:
            continue
        name = re.match(
            r"(?:\s+(?:von|of|de|du|des|d['’])[^,.;:()]{1,25},"
            r"|,)?\s+(?:[^\W\d_]+\s+)?((?:[^\W\d_a-z]\w+[-\s]){0,3}[^\W\d_a-z][\w’'-]+)",
            text[office.end() :],
        )
        if name and not _state_in(name[1], table):
            last = name[1].split()[-1].removesuffix("'s").removesuffix("’s")
            if last[0].isupper() and len(last) > 2 and last.lower() not in words.stop:
                taught[last] = state
        ahead = re.search(
            r"((?:[^\W\d_a-z][\w’'-]+\s+){1,3}),\s*$",
            text[: max(0, office.start() - len(near))] + "",
        )
        if ahead:
            last = ahead[1].split()[-1]
            taught.setdefault(last, state)
    return taught


def _state_in(text: str, table: Mapping[tuple[str, ...], _Meant]) -> str | None:
    words = [m.group().lower() for m in _WORD.finditer(text)]
    for at in range(len(words) - 1, -1, -1):
        for length in range(1, min(_LONGEST, len(words) - at) + 1):
            hit = table.get(tuple(words[at : at + length]))
            if hit and len(hit.states) == 1 and hit.how in ("name", "adjective", "capital"):
                return hit.states[0]
    return None
