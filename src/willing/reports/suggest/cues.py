"""A clause as a row of cues: the words of each class of a lexicon, and what follows from how they stand together.

A cue is a class of the lexicon (``refuses``: its first words in the clause), or a fact made of several of them, by name
in :data:`FACTS`. Rules name cues and nothing else; what differs between languages is a feature of a cue.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from willing.languages.amounts import numbers
from willing.reports.suggest.actors import Mention, Names, alongside, mentions
from willing.reports.suggest.conditions import Clause
from willing.reports.suggest.lexicon import Lexicon
from willing.reports.suggest.lexicon.mixed import (
    AT_LARGE,
    BUT_NO,
    DEPENDS,
    EXCLUDES,
    LEANS,
    NEEDS_OBJECT,
    NOT_BEFORE,
    STRONG_IF,
    TRAINS,
    WHETHER,
)
from willing.reports.suggest.lists import TO_DO
from willing.reports.suggest.quantities import capabilities, quantities
from willing.reports.text.spans import blank, ends, within

#: Refusals of what somebody has been part of.
_LEAVES = re.compile(
    r"leav|quit|withdr|pull|drop|suspend|aus\w*steig|zurückz|verlass|retir|quitt|sortir|désengag", re.IGNORECASE
)
#: What may stand between "by" and who acts: by some 2,000 soldiers.
_BY_SO_MANY = re.compile(
    r"\W*(?:(?:the|la|le|les|den|der|dem|some|about|around|rund|etwa|environ|quelque)\W+)?"
    r"(?:\d[\d.,\s]*\s(?:[^\W\d_]+\s+)?)?(?:[ld]['’]\s*)?",
    re.IGNORECASE,
)
#: Deeds that are done by somebody, in the passive.
_BORNE = re.compile(
    r"(?<!\w)(?:signed|ratified|adopted|approved|endorsed|accepted|taken in|resettled|relocated|split|divided|shared"
    r"|paid|financed|funded|covered|guaranteed|unterzeichnet|ratifiziert|aufgenommen|bezahlt|getragen"
    r"|finanziert|verteilt"
    r"|(?:signée?|ratifiée?|adoptée?|approuvée?|accueillie?|répartie?|partagée?|payée?|financée?|garantie?)s?"
    r"|prise?s? en charge)(?!\w)",
    re.IGNORECASE,
)
_SAID_BEHIND = re.compile(r"[^\W\d_]{2}")
_IN_ORDER_TO = re.compile(r"(?<!\w)(?:um|ohne|statt|anstatt)(?!\w)", re.IGNORECASE)
#: A French verb that is in the future or the conditional by itself.
_FUTURE = re.compile(r"(?:ra|ront|rons|rai|rait|raient)(?: .*)?$", re.IGNORECASE)
#: What makes somebody's part hang on something that is told behind it.
_CONDITION_OF = re.compile(r"condition|requisite|préalable", re.IGNORECASE)
#: What may stand before a verb of one's own: and has promised.
_AUXILIARY = re.compile(r"(?:(?:has|have|had|hat|haben|a|ont|also|auch|aussi)\s+){1,2}", re.IGNORECASE)
#: What may stand between soldiers and whose they are.
_OF = re.compile(r"\s+(?:(?:of|from|by|de|des|du|von|der|aus)\s+)?(?:(?:the|la|le|les)\s+|[ld]['’]\s*)*", re.IGNORECASE)
#: What is given by others, who are not named.
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:(?:contributions?|troops|soldiers|forces|participation|involvement|deployment) (?:from"
    r"|by|of) (?:those|other|any|many|some|several|countries)(?!\w)"
    r"|(?:foreign|western|nato(?:-\w+)?|european|allied|international|outside) (?:\w+ )?(?:troops"
    r"|soldiers|forces|peacekeepers|military presence|boots)"
    r"|(?:ausländisch|westlich|europäisch|fremd|alliiert|international)\w* (?:\w+ )?(?:truppen"
    r"|soldaten|streitkräfte|militärpräsenz)"
    r"|(?:nato|eu)-(?:truppen|soldaten)"
    r"|(?:troupes|soldats|forces|présence militaire) (?:étrang\w+|occidenta\w+|européen\w+"
    r"|internationa\w+|alliée?s|de l['’]otan)"
    r"|(?:force|présence|militaires?) étrang\w+)(?!\w)",
    re.IGNORECASE,
)
#: What a state itself gives to the soldiers of others: passage, bases.
_THROUGH = re.compile(
    r"passage|transit|territor|(?<!\w)(?:allow|let|soil|bases?|stützpunkt|durchzug|überflug|gebiet)", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
#: German words of a commitment that with these are a passive: der Vertrag wurde unterzeichnet.
_PASSIVE = re.compile(
    r"(?:unterzeichnet|ratifiziert|beschlossen|bestellt|finanziert|geliefert|gespendet|genehmigt"
    r"|bewilligt|unterstützt)$",
    re.IGNORECASE,
)
_BECOMES = re.compile(r"(?<!\w)(?:wurden?|worden|werden)(?!\w)", re.IGNORECASE)
#: How far behind a German or French verb its no may stand.
_BEHIND_VERB = 2
#: Promises that are nouns by what stands before them: by not fulfilling pledges.
_NOUN = re.compile(r"pledges?|offers?|promises?|commitments?", re.IGNORECASE)
_BEFORE_NOUN = re.compile(
    r"(?<!\w)(?:of|by|with|for|about|more|any|all|other|existing|previous|earlier|fulfil\w*|such|these"
    r"|those|new|from|on|on a|his|her|my|headline|humanitarian|firm)\s+$",
    re.IGNORECASE,
)
#: How far a second refusal may stand from the first, and deny it.
_TWICE = 25
#: How far behind a could the verb may stand that is only possible.
_BESIDE_MAY = 8
_SO_FAR = re.compile(r"so far|to date|bislang|bisher|jusqu['’]", re.IGNORECASE)
#: How far a no may stand from the word it denies, and still deny it.
_NEAR = 90

#: What those who welcome something say of themselves, right behind an "and".
_OWN = ("will", "offers", "ready", "giving", "done", "refuses", "binds")

Match = re.Match[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a report as a whole makes of its sentences.

    ``about``: it tells who gives what, so that a sentence need not say so again; ``dense``: it tells of little else, so
    that what is given may be anything. ``names``: who is spoken of in it. ``year``: of its publication, if known.
    """

    names: Names
    about: bool
    dense: bool
    year: int | None


class Row:
    """The cues of one clause in which ``head`` is named, and ``acts`` (it is not just what a state has).

    ``context``: the clause, or the sentence before, is about a force. ``own``: those who act say it themselves.
    """

    def __init__(
        self,
        clause: Clause,
        words: Lexicon,
        setting: Setting,
        head: Sequence[Mention],
        *,
        acts: bool,
        context: bool,
        own: bool,
    ) -> None:
        self.clause, self.words, self.setting, self.head = clause, words, setting, head
        self.acts, self.context, self.own = acts, context, own
        self.main = clause.main
        #: Where what is said of those who act begins: a German verb may stand before them.
        #: or a list of them closes the clause: The text was signed by …; The following have signed: …
        self.at = 0 if words.language == "de" or not head or self._closes() else head[-1].end
        self._first: dict[tuple[str, int], Match] = {}
        self._so: dict[str, Match | bool] = {}

    def _closes(self) -> bool:
        """Whether those who act are named last: nothing is said behind them."""
        return not _SAID_BEHIND.search(self.main, self.head[-1].end)

    def first(self, name: str, at: int = 0) -> Match:
        """The first words of a class, from a place on."""
        if (name, at) not in self._first:
            may = self.words.may_have(name, self.main)
            self._first[name, at] = getattr(self.words, name).search(self.main, at) if may else None
        return self._first[name, at]

    def all(self, name: str) -> list[re.Match[str]]:
        """All words of a class."""
        return list(getattr(self.words, name).finditer(self.main)) if self.first(name) else []

    def cue(self, name: str) -> Match | bool:
        """A cue by name: its words, or whether it is so; None or False where it is not."""
        if name not in self._so:
            self._so[name] = FACTS[name](self) if name in FACTS else self.first(name)
        return self._so[name]

    def words_of(self, name: str) -> Match:
        """The words of a cue, if it has any."""
        found = self.cue(name)
        return found if isinstance(found, re.Match) else None

    def has(self, *names: str) -> bool:
        """Whether one of some cues is there."""
        so = self._so
        for name in names:  # a loop and no generator: asked some hundred times a clause
            found = so[name] if name in so else self.cue(name)
            if found:
                return True
        return False

    def places(self, names: Sequence[str]) -> list[tuple[int, int]]:
        """Where the words of some cues stand, those within others left out."""
        found = {place for name in names if (match := self.words_of(name)) for place in ends(match)}
        return sorted(p for p in found if not any(p != o and o[0] <= p[0] and p[1] <= o[1] for o in found))


FACTS: dict[str, Callable[[Row], Match | bool]] = {}


def _fact(function: Callable[[Row], Match | bool]) -> Callable[[Row], Match | bool]:
    FACTS[function.__name__] = function
    return function


# -- what it is about -------------------------------------------------------------------------------------------------


@_fact
def named(row: Row) -> bool:
    """Those who act are named in the clause itself."""
    return bool(row.head)


@_fact
def acts(row: Row) -> bool:
    """Those who are named act: it is not a state's economy, or its biggest bank."""
    return row.acts


@_fact
def thing(row: Row) -> bool:
    """Something that is given is named, or counted."""
    return bool(capabilities(row.main, row.words) or quantities(row.main, row.words))


@_fact
def force(row: Row) -> Match:
    """The force there is to take part in, also where the condition names it."""
    return row.words.force.search(row.clause.text)


def _object(row: Row) -> bool:
    """Whether something is named that verbs of giving may give; not so in the report of a meeting."""
    if row.has("thing") or row.first("force"):
        return True
    return not row.first("events") and bool(row.first("joins") or row.first("part") or row.setting.dense)


@_fact
def gives(row: Row) -> Match:
    """A verb of giving: to send. A German word that is capitalised within a sentence is a noun: keine Zahlen."""
    found = _verb(row, "gives") if _object(row) else None
    free = found is None and row.setting.dense and row.head and not row.has("giving") and not row.first("part")
    if free and not any(row.first(name) for name in ("will", "ready", "offers")) and _object(row):
        return row.first("may")  # in a report that tells of little else, whatever it is they may do
    return found


@_fact
def giving(row: Row) -> Match:
    """A verb that says by itself that it happens: sends."""
    found = (_verb(row, "giving") or row.words_of("done")) if _object(row) else None
    needs = found is not None and NEEDS_OBJECT.fullmatch(found.group()) and not row.has("thing")
    return None if needs and not row.setting.dense else found


@_fact
def done(row: Row) -> Match:
    """It has happened: has sent."""
    if _past(row):
        return None
    return row.first("done") if row.has("thing") or row.first("joins") else None


@_fact
def deed(row: Row) -> Match:
    """What is done: given, or taken part in; in a report that tells of little else, whatever it is they will do."""
    found = row.words_of("gives") or row.words_of("giving") or row.first("part")
    if found is None and row.setting.dense and row.head and _object(row):
        return row.first("will") or row.first("ready") or _offer(row)
    return found


def _verb(row: Row, name: str) -> Match:
    for match in row.all(name):
        if row.words.language != "de" or match.group()[0].islower() or not row.main[: match.start()].strip():
            return match
    return None


@_fact
def known(row: Row) -> bool:
    """It is about something that is given, and in a report, or a sentence, about that."""
    if not row.has("deed", "thing", "force", "demands") or (row.first("events") and not _object(row)):
        return False
    return row.context or row.has("thing", "force", "part")


@_fact
def demands(row: Row) -> bool:
    """Those who act make something hang on something."""
    return row.setting.about and bool(row.head) and row.first("hangs") is not None and not row.has("dependent")


@_fact
def dependent(row: Row) -> bool:
    """The word of it is one of mere dependence: depends on, abhängig."""
    found = row.first("hangs")
    return found is not None and (DEPENDS.match(found.group()) is not None or "abh" in found.group().lower())


@_fact
def plain(row: Row) -> bool:
    """In a report that tells who gives what, those who act, with nothing named beside them: Norland is in."""
    if row.first("events") and not _object(row):
        return False
    return row.setting.about and bool(row.head) and not (row.has("deed") and row.has("thing", "force"))


@_fact
def agency(row: Row) -> Match:
    """Those who act are named as those by whom it is done, or from whom it comes: is undertaken by Norland."""
    if not row.head:
        return None
    at = row.head[0].start
    near = [m for m in row.all("done_by") if m.end() <= at and _BY_SO_MANY.fullmatch(row.main, m.end(), at)]
    return near[-1] if near else None


@_fact
def borne(row: Row) -> bool:
    """What is done by those who act is a deed of theirs, whatever of: the text is signed by Norland."""
    return row.has("agency") and _BORNE.search(row.main) is not None


@_fact
def accompanied(row: Row) -> Match:
    """What those who act do beside others: with Norland giving so much."""
    if not row.head:
        return None
    return alongside(row.main[: row.head[0].start], row.main, row.head[-1].end, row.words)


@_fact
def figure(row: Row) -> bool:
    """A number, of whatever."""
    return bool(numbers(row.main, row.words.language))


# -- conditions -------------------------------------------------------------------------------------------------------


@_fact
def condition(row: Row) -> bool:
    """It hangs on something."""
    return bool(row.clause.hangs)


@_fact
def unless(row: Row) -> bool:
    """Its condition has a no in it: without, not before, only."""
    return bool(row.clause.hangs) and NOT_BEFORE.match(row.clause.opener) is not None


@_fact
def only_if(row: Row) -> bool:
    """It is under its condition alone."""
    return bool(row.clause.hangs) and (row.clause.only or NOT_BEFORE.match(row.clause.opener) is not None)


@_fact
def only(row: Row) -> bool:
    """Its condition says only."""
    return bool(row.clause.hangs) and row.clause.only


@_fact
def strong_if(row: Row) -> bool:
    """Its condition begins with an if, not with a mere preposition."""
    return bool(row.clause.hangs) and STRONG_IF.match(row.clause.opener.strip()) is not None


# -- noes -------------------------------------------------------------------------------------------------------------


def noes(row: Row) -> list[re.Match[str]]:
    """The noes of a clause; "not only" is none."""
    found = [no for no in row.all("no") if not within(no, row.words.no_no.finditer(row.main))]
    but = row.words.except_.search(row.main, 0, row.head[0].start) if found and row.head else None
    if but is None:
        return found
    others = row.words.nobody.search(row.main, row.head[-1].end)  # except for Norland, no country
    return [
        no for no in found if no.start() > but.end() and not (others and others.start() <= no.start() < others.end())
    ]


@_fact
def no(row: Row) -> Match:
    """The first no."""
    return next(iter(noes(row)), None)


@_fact
def not_yet(row: Row) -> bool:
    """The no is one for now."""
    found = row.words_of("no")
    return (
        found is not None
        and found.group().lower() != "weder"
        and any(
            abs(m.start() - found.end()) <= 10 or abs(found.start() - m.end()) <= 2
            for m in row.all("yet")
            if m.group().lower() in ("yet", "noch", "encore")
        )
    )


@_fact
def so_far(row: Row) -> bool:
    """What is not said to be, is so up to now: has so far announced no part in it."""
    return row.has("no") and any(_SO_FAR.match(m.group()) for m in row.all("yet"))


@_fact
def but_no(row: Row) -> Match:
    """All the clause is, is a no to something: …, but no troops."""
    bare = row.main.strip()
    if not BUT_NO.match(bare):
        return None
    return BUT_NO.match(row.main[: row.main.index(bare) + len(bare)], row.main.index(bare))


def _refusal(row: Row) -> list[re.Match[str]]:
    """Words of refusal that are not within those of a hesitation."""
    doubt_ = row.first("undecided")
    found = [m for m in row.all("refuses") if not (doubt_ and doubt_.start() <= m.start() < doubt_.end())]
    return [m for m in found if not _by_another(row, m)] if found and row.head else found


def _by_another(row: Row, cue: re.Match[str]) -> bool:
    """Whether a verb has a subject of its own right before it: will take over as Estmark withdraws."""
    before = row.main[row.head[-1].end : cue.start()].rstrip()
    if not before or row.words.language == "de":
        return False
    near = next((m for m in reversed(mentions(before, row.setting.names)) if m.end == len(before)), None)
    return near is not None and near.how != "adjective" and not near.owner and " " in before[: near.start].strip()


@_fact
def nobody(row: Row) -> bool:
    """It is nobody who acts: no country has agreed; not so in no country except Norland."""
    found = row.first("nobody")
    if found is None or (row.head and row.head[0].start < found.start()):
        return False
    return row.words.except_.search(row.main, found.end()) is None


@_fact
def not_they(row: Row) -> Match:
    """All the clause is, is a no to those who act, who differ from those before: …, but not Norland."""
    no_ = row.words_of("no") if row.head and row.clause.start else None
    rest = row.words.contrast.sub(lambda m: " " * len(m.group()), row.main)
    for start, end in [(m.start, m.end) for m in row.head] + ([no_.span()] if no_ else []):
        rest = blank(rest, start, end)
    return None if re.search(r"\w{3}", rest) else no_


@_fact
def refusal(row: Row) -> Match:
    """The first words of refusal."""
    return next(iter(_refusal(row)), None)


@_fact
def of_others(row: Row) -> bool:
    """What is refused is what others would do: Norland rejects Estmarkian soldiers, a deployment of Estmark's."""
    if not row.head or not (row.has("refusal") or row.first("bars") or row.first("out")):
        return False
    if TRAINS.search(row.main) or _THROUGH.search(row.main):
        return False
    if _OF_OTHERS.search(row.main, row.head[-1].end if row.words.language != "de" else 0):
        return True
    own = {state for mention in row.head for state in mention.states}
    kinds = (row.words.part, row.words.capabilities["troops"])
    return any(
        kind.match(row.main, mention.end + 1)
        or any(_OF.fullmatch(row.main, match.end(), mention.start) for match in kind.finditer(row.main))
        for mention in mentions(row.main, row.setting.names)
        if mention.states and own.isdisjoint(mention.states)
        for kind in kinds
    )


@_fact
def refusal_denied(row: Row) -> Match | bool:
    """A no beside the refusal denies it: has not ruled out."""
    found = _refusal(row)
    if not found:
        return False
    first = found[0]
    if len(found) > 1 and 0 < found[1].start() - first.end() <= _TWICE:
        return True  # refused to rule out
    low, high = first.start() - 30, first.end() + 12
    if row.words.parted.match(first.group()):  # schließt … nicht aus: the no stands within
        low, high = first.start(), first.end() + 1
    return next((n for n in noes(row) if low <= n.start() < high and not no_of_refusal(first, n)), False)


# -- questions --


@_fact
def question(row: Row) -> bool:
    """It is asked, not said."""
    return row.clause.question


@_fact
def own_voice(row: Row) -> bool:
    """Those who act say so themselves: Norland said it could."""
    return row.own


@_fact
def meets(row: Row) -> bool:
    """What is joined is a meeting: will join a call about the force."""
    return any(row.words.events.search(row.main, m.end(), m.end() + 40) for m in row.all("joins"))


@_fact
def waited_for(row: Row) -> bool:
    """Those who are named are what is waited for: success depends on Norland."""
    found = row.first("hangs")
    if found is None or not row.head or row.head[0].start < found.end():
        return False
    if row.words.language == "de":  # hängt davon ab, ob Norland
        return WHETHER.search(row.main, found.end(), row.head[0].start) is not None
    return not (
        _CONDITION_OF.search(found.group()) and row.has("owned_part")
    )  # a condition for Norland's participation


@_fact
def whether(row: Row) -> Match:
    """A whether before those who act, and how they could stand behind them: it is unclear whether Norland will …"""
    if not row.head or row.first("events"):
        return None
    found = WHETHER.search(row.main)
    if found is not None and row.words.hangs.search(row.main, 0, found.start()):
        return None  # depends on whether Norland will
    before = found is not None and found.start() < row.head[0].start
    return found if before and row.words.speaks(row.main[row.head[-1].end :]) else None


# -- a yes ------------------------------------------------------------------------------------------------------------


@_fact
def gerund(row: Row) -> bool:
    """What would be done is what is spoken of, not what somebody will do: sending soldiers would overstretch them."""
    will, verb = row.first("will") or row.first("may"), row.words_of("gives")
    if will is None or verb is None or not verb.group().lower().endswith("ing") or verb.end() >= will.start():
        return False
    return not any(m.start() > will.end() for m in row.all("gives"))


@_fact
def positive(row: Row) -> Match:
    """A word of will, readiness or promise beside what is done; or what is done, said to happen."""
    if row.has("gerund"):
        return None
    long_ago = _past(row) or AT_LARGE.search(row.clause.text)
    present = None if long_ago else row.words_of("giving")
    certain = row.first("certain") if row.first("part") or row.has("deed") else None
    ready, offers = row.first("ready"), _offer(row)
    found = ready or _will(row) or offers or present or certain
    if (
        found
        and not row.has("deed")
        and not (row.words.language == "de" and row.clause.goes_over and row.has("thing"))
        and not (row.has("thing") and (offers or ready))
        and not (ready and row.has("force"))
    ):
        found = None
    if found is None and row.clause.goes_on and row.has("thing") and not row.has("no") and not row.first("may"):
        found = row.words_of("gives")
    return found


def _offer(row: Row) -> Match:
    """A word of promise that is no mere possibility: could offer."""
    may = row.first("may")
    return next(
        (
            m
            for m in row.all("offers")
            if (may is None or not 0 <= m.start() - may.end() <= _BESIDE_MAY)
            and not (_NOUN.fullmatch(m.group()) and _BEFORE_NOUN.search(row.main, 0, m.start()))
        ),
        None,
    )


def _past(row: Row) -> bool:
    """Whether it is of former years: not of the year the report is from, or of one to come."""
    since = row.setting.year
    for match in row.words.past.finditer(row.clause.text):
        year = _YEAR.search(match.group())
        if since is None or year is None or int(year.group()) < since:
            return True
    return False


@_fact
def expected(row: Row) -> Match:
    """It is expected of those who act, not of others who are named behind what they do: …, Estmark probably 200."""
    found = row.first("expected")
    if found is None or not row.head or found.start() < row.head[-1].end:
        return found
    between = row.main[row.head[-1].end : found.start()]
    deed = row.words_of("gives") or row.words_of("giving")
    return None if deed and deed.start() < row.head[-1].end + between.rfind(",") else found


@_fact
def hearsay(row: Row) -> Match:
    """Somebody seems to give, with no word of a will of theirs."""
    return row.first("seems") if row.has("gives") and not row.has("positive") else None


@_fact
def positive_denied(row: Row) -> bool:
    """A no belongs to the yes: no clause of its own stands between them."""
    found = row.words_of("positive")
    commas = 2 if row.words.language == "de" else 1
    return found is not None and bool(_touching(row, found, commas))


@_fact
def sure_yes(row: Row) -> bool:
    """It is said to be certain, or promised outright."""
    return bool(row.first("certain") or (_offer(row) and not row.first("may")))


@_fact
def willed(row: Row) -> bool:
    """A will, an offer or a certainty beside a mere may."""
    return bool(_will(row) or _offer(row) or row.first("certain"))


def _will(row: Row) -> Match:
    """A word of will; a German passive behind a could is none: könnten stationiert werden."""
    found, may_ = row.first("will"), row.first("may")
    passive = found and may_ and row.words.language == "de" and found.group().lower() == "werden"
    return None if passive and found and may_ and may_.start() < found.start() else found


@_fact
def hedge(row: Row) -> Match:
    """Words of hesitation, unless something is certain before."""
    certain, found = row.first("certain"), row.first("undecided")
    return None if certain and found and certain.start() < found.start() else found


@_fact
def leans(row: Row) -> bool:
    """The hedge leans to a yes: open to."""
    found = row.words_of("hedge") if row.has("known") else row.words_of("doubt")
    return found is not None and LEANS.match(found.group()) is not None


@_fact
def obliged(row: Row) -> bool:
    """Others say that they must, should, are asked to: before any word of their own."""
    must = row.first("must")
    if must is None or row.has("refusal", "expected") or row.first("undecided") or row.first("hangs"):
        return False
    if _own_after(row, must.end()):
        return False  # must lead the force and has promised
    return must.start() < min((m.start() for n in ("ready", "offers") if (m := row.first(n))), default=len(row.main))


@_fact
def reacts(row: Row) -> Match:
    """Those who act welcome what others do, or warn of it, and say nothing of their own."""
    found = row.first("reacts", row.at)
    if found is None or row.words.speaks(row.main[row.at : found.start()]):
        return None
    return None if _own_after(row, found.end()) else found


def _own_after(row: Row, at: int) -> bool:
    """Whether those who act say something of themselves, right behind an "and" from a place on."""
    rest = row.main[at:]
    after = [_AUXILIARY.sub("", rest[m.end() :].lstrip(), count=1)[:60] for m in row.words.and_.finditer(rest)]
    said = (text for text in after if row.words.said.match(text))  # and said it was ready
    return any(getattr(row.words, name).match(text) for text in after for name in _OWN) or any(
        map(row.words.speaks, said)
    )


@_fact
def owned_part(row: Row) -> Match:
    """A part that is somebody's: the participation of France, a German contribution."""
    part = row.first("part")
    if part is None:
        return None
    near = row.main[max(0, part.start() - 30) : part.end() + 30]
    return part if any(m.owner or m.how == "adjective" for m in mentions(near, row.setting.names)) else None


@_fact
def counted(row: Row) -> bool:
    """So much of something."""
    return bool(quantities(row.main, row.words))


@_fact
def promised(row: Row) -> bool:
    """Under their condition they will, rather than: without it they do not."""
    if row.first("hangs") or row.first("undecided") or (row.first("may") and not row.first("will")):
        return False
    return any(row.first(name) for name in ("will", "ready", "offers", "giving", "certain"))


# -- whatever it is about ---------------------------------------------------------------------------------------------


@_fact
def told(row: Row) -> bool:
    """Something is said of those who act, and not of former years."""
    return not _past(row) and _SAID_BEHIND.search(row.main, row.at) is not None


@_fact
def asked(row: Row) -> Match:
    """A whether: what follows is what somebody has not said."""
    return WHETHER.search(row.main, row.at)


@_fact
def event(row: Row) -> Match:
    """A meeting, and the like."""
    return row.first("events", row.at)


@_fact
def at_large(row: Row) -> Match | bool:
    """Support at large, or of long standing; or what they must do before any word of their own."""
    if found := AT_LARGE.search(row.clause.text):
        return found
    must = row.first("must", row.at)
    if must is not None and _own_after(row, must.end()):
        return False
    cues = [m.start() for n in ("doubts", "bar", "bind") if (m := row.words_of(n))]
    return must is not None and must.start() < min(cues, default=len(row.main))


@_fact
def busy(row: Row) -> Match:
    """Talks, visits, accusations, said of those who act: nobody pledges them."""
    return row.first("idle", row.at)


@_fact
def hung(row: Row) -> Match:
    """Words that make something hang on something, said of those who act."""
    return row.first("hangs", row.at)


@_fact
def stake(row: Row) -> Match:
    """What somebody may make hang on something: support, participation."""
    return row.first("stakes") or row.first("part")


@_fact
def bar(row: Row) -> Match:
    """A refusal, whatever of."""
    return row.first("bars", row.at)


@_fact
def leaving(row: Row) -> bool:
    """What is refused is to stay: will leave, aussteigen."""
    found = row.words_of("bar")
    return found is not None and _LEAVES.search(found.group()) is not None


@_fact
def bar_denied(row: Row) -> Match | bool:
    """A no, or a second refusal, denies the refusal."""
    found = row.words_of("bar")
    if found is None:
        return False
    if row.words.language != "de" and row.words.bars.search(row.main, found.end()):
        return True
    return next((n for n in noes(row) if _denies(n, found, row.words)), False)


@_fact
def doubt(row: Row) -> Match:
    """A hedge, whatever about, unless they have bound themselves before."""
    found, bound = row.first("doubts"), row.words_of("bind")
    return None if found and bound and bound.end() < found.start() and row.words.language != "de" else found


@_fact
def doubt_denied(row: Row) -> Match:
    """A no right beside the hedge: is not considering."""
    return _not_considered(row, "doubt")


@_fact
def hedge_denied(row: Row) -> Match:
    """The same of what is known to be given: is not considering sending soldiers."""
    return _not_considered(row, "hedge")


def _not_considered(row: Row, name: str) -> Match:
    found = row.words_of(name)
    if found is None or row.words.no.search(found.group()):  # not decided: the no is the hedge's own
        return None
    behind = 0 if row.words.language == "en" else _BEHIND_VERB  # erwägt keine, n'envisage pas
    return next(
        (
            n
            for n in noes(row)
            if 0 <= found.start() - n.end() <= 3 or (behind and 0 <= n.start() - found.end() <= behind)
        ),
        None,
    )


@_fact
def bind(row: Row) -> Match:
    """A commitment, whatever it is to; not what is done to something, by nobody knows whom."""
    found = row.first("binds", row.at)
    passive = found and row.words.language == "de" and not row.has("agency") and _PASSIVE.match(found.group())
    return None if passive and found and _BECOMES.search(row.main) else found


@_fact
def does(row: Row) -> Match:
    """A deed such as ratifying or buying."""
    return row.first("deeds", row.at)


@_fact
def lead(row: Row) -> Match:
    """What commits: a word that binds, a will beside a deed, or one with a condition."""
    if found := row.words_of("bind"):
        return found
    act, will = row.words_of("does"), row.first("will", row.at)
    german, event_ = row.words.language == "de", row.has("event")
    if will and act and not event_:
        return will
    if act and not event_ and _sure_will(row, act):
        return act
    if will and not event_ and row.has("strong_if"):
        return will
    return act if german and row.has("condition") else None  # dass sie nur mit … mitmachen


@_fact
def lead_denied(row: Row) -> Match:
    """A no belongs to what commits."""
    found = row.words_of("lead")
    return next(iter(_touching(row, found, 1)), None) if found else None


@_fact
def not_yet_lead(row: Row) -> bool:
    """The no is one for now."""
    yets = (m.group().lower() for m in row.all("yet"))
    return any(yet in ("yet", "noch", "encore") for yet in yets) and "weder" not in row.main.lower()


@_fact
def may_do(row: Row) -> Match:
    """A mere may beside a deed."""
    return row.first("may", row.at) if row.has("does") else None


@_fact
def may_denied(row: Row) -> Match:
    """A no belongs to the may."""
    found = row.words_of("may_do")
    return next(iter(_touching(row, found, 1)), None) if found else None


@_fact
def may_no(row: Row) -> Match:
    """A no belongs to the may, or to what they may give: not to a clause behind it, even if no answer was given."""
    found = [row.first("may"), row.words_of("gives")]
    return next((n for cue in found if cue for n in _touching(row, cue, 1 if row.words.language == "de" else 0)), None)


@_fact
def may_first(row: Row) -> bool:
    """A may before what commits, and no will."""
    may, found = row.first("may", row.at), row.words_of("lead")
    return bool(may and found and not row.first("will", row.at) and may.start() < found.start())


def _sure_will(row: Row, act: re.Match[str]) -> bool:
    """Whether a deed is by itself something that will be done: financera; kündigte an, … zu finanzieren."""
    if row.words.language == "fr":
        return _FUTURE.search(act.group()) is not None
    upto = row.main[: act.end()]
    if row.words.language != "de" or TO_DO.search(upto) is None or _IN_ORDER_TO.search(row.main):
        return False
    before = row.main[: act.start()].rpartition(",")[0]  # who says so is blanked out: kündigte an, … zu finanzieren
    words = ("offers", "will", "ready", "said", "binds")
    return not before.strip() or any(getattr(row.words, name).search(before) for name in words)


def _touching(row: Row, cue: re.Match[str], commas: int) -> list[re.Match[str]]:
    """The noes that belong to a word: no clause of its own stands between them."""
    found = []
    for each in noes(row):
        left, right = sorted((each.span(), cue.span()))
        between = row.main[left[1] : right[0]]
        if len(between) <= _NEAR and between.count(",") <= commas:
            found.append(each)
    return found


def no_of_refusal(refusal_: re.Match[str], no_: re.Match[str]) -> bool:
    """Whether a no is part of the refusal's own words: kommt nicht in Frage, no to …; not so in ruled nothing out."""
    inside = refusal_.start() <= no_.start() < refusal_.end()
    return inside and EXCLUDES.match(refusal_.group()) is None


def _denies(no_: re.Match[str], bar_: re.Match[str], words: Lexicon) -> bool:
    """Whether a no denies a refusal: does not rule out, schließt … nicht aus."""
    if bar_.start() <= no_.start() < bar_.end():
        return words.parted.match(bar_.group()) is not None
    before = 0 <= bar_.start() - no_.end() <= 12
    return before or (words.language == "fr" and 0 <= no_.start() - bar_.end() <= 6)
