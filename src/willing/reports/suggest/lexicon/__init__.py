"""Words of pledges in German, English and French: small classes that the rules of suggestions compose, never phrases.

Each language is one file of patterns, keyed alike (languages/data/<lang>/lexicon.toml); :func:`lexicon` reads the one
that is asked for, once, and a pattern is compiled where it is first used.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache

from willing.languages.data import languages_with, table

#: The languages there are words for.
LANGUAGES = languages_with("lexicon")


#: The classes that say how somebody stands, or could.
_STANDING = (
    "ready", "will", "may", "offers", "certain", "refuses", "undecided", "hangs", "giving", "done", "gives", "binds", "bars",
    "deeds",
)  # fmt: skip


class Patterns(Mapping[str, re.Pattern[str]]):
    """Patterns by name, each compiled when it is first asked for; in the order of the file."""

    def __init__(self, alternatives: Mapping[str, str]) -> None:
        self.alternatives = alternatives
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._openings = {name: openings(words) for name, words in alternatives.items()}

    def possible(self, text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
        """Those a text may have words of, by how they begin."""
        begun = beginnings(text)
        for name, opening in self._openings.items():
            if opening is None or not opening.isdisjoint(begun):
                yield name, self[name]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """The pattern of a name. Raises KeyError."""
        if name not in self._compiled:
            self._compiled[name] = words_pattern(self.alternatives[name])
        return self._compiled[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the file."""
        return iter(self.alternatives)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.alternatives)


class Lexicon:
    """The classes of one language. Patterns match at whole words, whatever their case.

    The first group is what somebody does, the second how it is said, the third what it hangs on, the last who and what.
    """

    language: str
    # what is done
    gives: re.Pattern[str]  # to send, to take part: as an infinitive, beside a word of will
    giving: re.Pattern[str]  # sends, is sending, will take part in one word: says by itself that it happens
    done: re.Pattern[str]  # has sent: it has happened
    joins: re.Pattern[str]  # takes part, contributes: what is given goes without saying
    events: re.Pattern[str]  # a meeting: taking part in it is no pledge
    part: re.Pattern[str]  # participation, contribution, deployment
    force: re.Pattern[str]  # the force, the mission, the coalition: what there is to take part in
    # how it is said
    will: re.Pattern[str]  # will, intends, plans
    due: re.Pattern[str]  # is to send: with how much, it is settled
    planned: re.Pattern[str]  # is planned: a part with a no is none
    ready: re.Pattern[str]  # ready, willing, prepared
    may: re.Pattern[str]  # could, may
    offers: re.Pattern[str]  # offers, pledges, promises, has agreed
    certain: re.Pattern[str]  # is certain
    seems: re.Pattern[str]  # seems, probably
    expected: re.Pattern[str]  # is expected to: others say so
    rumoured: re.Pattern[str]  # reportedly: somebody tells, and stands not for it
    perhaps: re.Pattern[str]  # perhaps, possibly
    no: re.Pattern[str]  # not, no
    no_no: re.Pattern[str]  # not only, no doubt: reads like a no and is none
    yet: re.Pattern[str]  # (not) yet
    refuses: re.Pattern[str]  # rules out, rejects
    parted: re.Pattern[str]  # refusals whose verb is parted, so that a no may stand within: schließt … nicht aus
    undecided: re.Pattern[str]  # considers, has not decided
    comes: re.Pattern[str]  # is in, on board: a yes with nothing beside it
    out: re.Pattern[str]  # stays out, said no: a refusal with nothing beside it
    wavers: re.Pattern[str]  # has yet to make up its mind: the same of a hesitation
    binds: re.Pattern[str]  # pledges, is ready to: a commitment, whatever it is to
    bars: re.Pattern[str]  # rules out, rejects: a refusal, whatever of
    threatens: re.Pattern[str]  # threatens to leave: it stays under its condition
    doubts: re.Pattern[str]  # considers, open to: undecided, whatever on
    deeds: re.Pattern[str]  # ratify, buy, join: what beside a mere "will" is a pledge
    stakes: re.Pattern[str]  # support, ratification: what somebody may make hang on something
    idle: re.Pattern[str]  # talks, visits, accusations: what is promised or refused there is no pledge
    reacts: re.Pattern[str]  # welcomes, warns of: what follows is what others do
    must: re.Pattern[str]  # must, should, is asked to: no promise of whoever it is said of
    # what it hangs on
    hangs: re.Pattern[str]  # depends on, conditional on
    if_: re.Pattern[str]  # if, provided that, without, once: what follows is a condition
    only: re.Pattern[str]  # only, not … without: no promise
    regardless: re.Pattern[str]  # even without, whether or not: no condition
    aside: re.Pattern[str]  # as soon as possible, if necessary: no condition, and whole by itself
    given: re.Pattern[str]  # after, to secure: beside a ceasefire, it is the setting of it all
    far: re.Pattern[str]  # far off: beside a ceasefire, there is none in sight
    contrast: re.Pattern[str]  # but, while: another clause begins
    and_: re.Pattern[str]  # and
    # who
    said: re.Pattern[str]  # said, announced
    after: re.Pattern[str]  # according to
    that: re.Pattern[str]  # that: what was said begins
    own: re.Pattern[str]  # we, his country: the speaker's own state
    same: re.Pattern[str]  # it, the country: the state that was spoken of
    place: re.Pattern[str]  # in, to: a state behind it is a place
    agent: re.Pattern[str]  # by, of: a state behind it acts
    office: re.Pattern[str]  # president, minister
    body: re.Pattern[str]  # government, army: behind an adjective of a state, they act for it
    opposition: re.Pattern[str]
    many: re.Pattern[str]  # most other countries, 26 states, several allies: a group that is not named
    nobody: re.Pattern[str]  # no country
    such: re.Pattern[str]  # including, such as: members of a group are named behind it
    among: re.Pattern[str]  # these countries are, among them: those that were counted before are named
    beside: re.Pattern[str]  # like, after: others named behind it do as the subject does, if it does so "too"
    except_: re.Pattern[str]  # except: a no before it is not one of those named behind it
    besides: re.Pattern[str]  # in addition to: others named behind it do as the subject does
    likewise: re.Pattern[str]  # …, as has: others named behind it do as was just said of the subject
    too: re.Pattern[str]  # also
    which: re.Pattern[str]  # which, of what was just said: …, which Norland rejects
    cuts: re.Pattern[str]  # withdrawal, reduction: less is given, not more
    revokes: re.Pattern[str]  # has withdrawn its offer
    done_by: re.Pattern[str]  # is undertaken by, pledges from: those named behind it act
    private: re.Pattern[str]  # firms, banks, courts, media: whatever state they are of, it is not they who act for it
    soldiers: re.Pattern[str]  # troops, jets: what is done to those of a state is no deed of its own
    done_to: re.Pattern[str]  # for, against: what stands before them is done to them
    led: re.Pattern[str]  # geführte: a name before it is only a word of what is led
    led_by: re.Pattern[str]  # established by: a name behind it is only a word of what was established
    under_one: re.Pattern[str]  # commanded by a: an adjective behind it is that of one person
    accord: re.Pattern[str]  # the treaty of: a name behind it is where it was made
    of_union: re.Pattern[str]  # force, summit: an organisation named before it is not who acts
    government: re.Pattern[str]  # government, cabinet
    governs: re.Pattern[str]  # the government in: a capital behind it is its own
    held_at: re.Pattern[str]  # summit, talks: a capital before it is where they are held
    for_whom: re.Pattern[str]  # out of the question for: it is those behind it who say so
    alongside: re.Pattern[str]  # with: those behind it act beside others,
    doing: re.Pattern[str]  # if this stands behind them: giving
    verbs: re.Pattern[str]  # have, will: an adjective before it is a people (the Dutch have)
    some_of: re.Pattern[str]  # most: some of a people are not the state
    towards: re.Pattern[str]  # mit, an: a German adjective behind it is of those whom it goes to,
    governing: re.Pattern[str]  # if this stands behind it: Regierung
    taken_in: re.Pattern[str]  # accepts so many from: whom a state takes in is no gift of where they come from
    past: re.Pattern[str]  # of former years
    # how much
    instead: re.Pattern[str]  # instead of: the number behind it is not the one
    up_to: re.Pattern[str]
    between: re.Pattern[str]  # between the two numbers of a range
    # in which order
    first: re.Pattern[str]  # first, the priority
    then: re.Pattern[str]
    priority: re.Pattern[str]
    topics: Patterns  # what a pledge may hang on, by the id of the assumption
    capabilities: Patterns
    domains: Patterns
    stop: frozenset[str]  # words of this language that the others do not have

    def __init__(self, language: str, tables: Mapping[str, object]) -> None:
        self.language = language
        #: The names of what the file has.
        self.classes = frozenset(tables)
        self._alternatives: dict[str, str] = {}
        self._openings: dict[str, frozenset[str] | None] = {}
        for name, value in tables.items():
            if name == "stop":
                self.stop = frozenset(str(value).split())
            elif isinstance(value, dict):
                setattr(self, name, Patterns(value))
            else:
                self._alternatives[name] = str(value)

    def with_topics(self, words: Mapping[str, str]) -> "Lexicon":
        """The lexicon with more words of topics, before its own; one that it has not comes last."""
        if not words:
            return self
        known = self.topics.alternatives
        more = {id_: f"{words[id_]}\n{known[id_]}" if id_ in known else words[id_] for id_ in words}
        other = copy(self)
        other.topics = Patterns({**known, **more})
        return other

    def speaks(self, text: str) -> bool:
        """Whether a stretch says by itself how somebody stands, or could."""
        return any(self.may_have(name, text) and getattr(self, name).search(text) for name in _STANDING)

    def may_have(self, name: str, text: str) -> bool:
        """Whether a stretch may have words of a class: by how they begin, before the pattern itself is asked."""
        if name not in self._openings:
            self._openings[name] = openings(self._alternatives[name]) if name in self._alternatives else None
        opening = self._openings[name]
        return opening is None or not opening.isdisjoint(beginnings(text))

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """The pattern of a class that was not asked for yet. Raises AttributeError where the file has none."""
        alternatives = self.__dict__.get("_alternatives", {}).get(name.rstrip("_"))
        if alternatives is None:
            raise AttributeError(name)
        pattern = words_pattern(alternatives)
        self.__dict__[name] = pattern
        return pattern


#: How many letters of a word are looked at before a pattern is asked.
_OPENING = 4


@lru_cache(maxsize=512)  # a clause is asked for every class
def beginnings(text: str) -> frozenset[str]:
    """How the words of a stretch begin, in up to so many letters."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(word[:length] for word in words for length in range(1, _OPENING + 1))


@lru_cache(maxsize=1024)  # a lexicon with a pack's topics asks for all of them again
def openings(alternatives: str) -> frozenset[str] | None:
    """How the words of a class may begin, in letters that stand in its alternatives; None where one has no letter."""
    found: set[str] = set()
    for one in _split(alternatives.strip().replace("\n", "|")):
        letters = _letters(one.strip())
        if letters is None:
            return None
        found |= letters
    return frozenset(found)


def _split(text: str, *, whole: bool = False) -> list[str]:
    """Alternatives told apart by a bar that is in no bracket; ``whole``: the empty ones too."""
    found, depth, last = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and not depth:
            found.append(text[last:at])
            last = at + 1
    return [each for each in (*found, text[last:]) if whole or each.strip()]


def _letters(one: str) -> set[str] | None:
    """How one alternative may begin; None where that is no letter."""
    one = _AROUND.sub("", one)
    if one.startswith("(?:"):
        depth = 0
        end = next(at for at, sign in enumerate(one) if (depth := depth + (sign == "(") - (sign == ")")) == 0)
        inner = _split(one[3:end])
        if one[end + 1 : end + 2] in ("?", "*"):
            inner.append(one[end + 1 :].lstrip("?*"))
        several = [_letters(each) for each in inner]
        return None if None in several else {letter for each in several for letter in each or ()}
    run = _RUN.match(one)
    letters = run.group() if run else ""
    if one[len(letters) : len(letters) + 1] in ("?", "*", "{"):
        letters = letters[:-1]
    return {letters[:_OPENING].lower()} if letters else None


_AROUND = re.compile(r"^(?:\(\?<?[!=][^()]*\))+")
_RUN = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of :data:`LANGUAGES`; raises ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"no words of pledges in {language!r}")
    return Lexicon(language, table(language, "lexicon"))


_ALL_BUT = re.compile(r"\[\^[,.;]+\]")
_IN_A_FIGURE = r"(?<=\d)(?:[,.](?=\d)|\.(?=\s))"


@lru_cache(maxsize=1024)  # a lexicon with a pack's topics asks for all of them again
def words_pattern(alternatives: str) -> re.Pattern[str]:
    """Alternatives, one a line or told apart by ``|``, as a pattern of whole words; blanks match any blank.

    What a class of all but some points leaves out ends no figure: steuert 1,5 Milliarden bei, nahm am 5. Mai zehn auf.
    """
    joined = "|".join(line.strip().strip("|") for line in alternatives.strip().splitlines() if line.strip())
    joined = _ALL_BUT.sub(lambda those: f"(?:{those.group()}|{_IN_A_FIGURE})", joined)
    branches = _by_letter(_split(joined.replace(" ", r"\s+")))
    return re.compile(rf"(?<!\w)(?:{branches})(?:(?<=['’])|(?!\w))", re.IGNORECASE)


#: Signs that some letter matches besides its two cases.
_LIKE_LETTERS = "İıſ\u212a\u212bẞ"


@cache
def _cases(letter: str) -> str:
    """All that a letter matches, whatever its case, as a class that says so itself."""
    some = dict.fromkeys((letter.lower(), letter.upper(), *_LIKE_LETTERS))
    signs = [sign for sign in some if len(sign) == 1 and re.fullmatch(letter, sign, re.IGNORECASE)]
    return f"(?-i:[{''.join(signs)}])"


def _by_letter(alternatives: Sequence[str]) -> str:
    """The same alternatives in branches by their first letter, which a search tells apart before it tries any of them.

    Of two that may begin alike the first is still tried first.
    """
    branches: list[tuple[str, list[str]]] = []
    open_: dict[str, int] = {}
    for letter, rest in (begun for one in alternatives for begun in _begun(one)):
        if not letter:
            open_.clear()  # it may begin with any
        if not letter or letter not in open_:
            open_[letter] = len(branches)
            branches.append((letter, []))
        branches[open_[letter]][1].append(rest)
    return "|".join(
        f"{_cases(letter)}(?:{'|'.join(several)})" if letter else "|".join(several) for letter, several in branches
    )


def _begun(one: str) -> list[tuple[str, str]]:
    """An alternative as the letters it begins with, each with its rest, in the order they are tried; "" is any other."""
    group = one.startswith("(?:") and "\\(" not in one and "\\[" not in one
    if not group and (not one[:1].isalpha() or one[1:2] in ("*", "+", "{")):
        return [("", one)]
    if group:
        depth = 0
        end = next(at for at, sign in enumerate(one) if (depth := depth + (sign in "([") - (sign in ")]")) == 0)
        firsts, behind = _split(one[3:end], whole=True), one[end + 1 :]
    else:
        firsts, behind = [one[0]], one[1:]
    if behind[:1] in ("*", "+", "{") or behind[:2] in ("??", "?+"):
        return [("", one)]
    optional = behind.startswith("?")
    if not group and not optional:
        return [(one[0].lower(), behind)]
    rest = behind[optional:]
    several = [first + rest for first in firsts] + ([rest] if optional else [])
    return [begun for each in several for begun in _begun(each)] if len(several) <= _MOST_BEGINNINGS else [("", one)]


#: An alternative that begins with one of more words is tried as it is.
_MOST_BEGINNINGS = 40
