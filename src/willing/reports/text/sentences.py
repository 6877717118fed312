"""Where sentences end, in English, German and French.

A text is split at full stops, question and exclamation marks, and at ellipses that end a sentence, where what follows
can begin one. Abbreviations, initials, ordinals ("10. April") and ellipses that cut a word ("Ukra…") end none.
"""

import re
from functools import lru_cache

from willing.languages.days import is_month

# Abbreviations, without their last dot, in lower case: those that end no sentence; behind the first bar, those that may
# end one too; behind the second, those that are ordinary words unless a number follows.
_ABBREVIATIONS = {
    "en": """mr mrs ms dr prof gen lt col sgt capt cmdr maj adm brig gov sen rep rev hon st vs e.g i.e cf approx dept mt
        | etc jr sr inc ltd co corp a.m p.m u.s u.k u.n e.u d.c al
        | no nos vol fig p pp art sec ft jan feb mar apr jun jul aug sep sept oct nov dec est min max""",
    "de": """z.b u.a d.h i.d.r o.ä v.a s.o bzw ca dr prof nr str st hr fr frl vgl sog evtl ggf inkl exkl gen dipl ing
        hrsg jh jhd mio mrd tel zzgl geb gest anm ebd zit bspw insb einschl allg kath z b d h u a v
        | usw etc u.ä u.s.w v.chr n.chr a.d p.m o.g ev
        | art abs bd abb jan feb mär apr jun jul aug sep sept okt nov dez min max""",
    "fr": """m mm mme mmes mlle mlles dr pr me mgr gén cf st ste tél c.-à-d p.ex
        | etc av.j.-c apr.j.-c bd env
        | p pp vol art no n° fig av janv févr avr juil sept oct nov déc""",
}

# Words that begin sentences and are no nouns: behind a number or a cut word, a new sentence begins with them.
_STARTERS = frozenset(
    """the a an this that these those it he she they we you i but and or so if when while as at in on for from with
    after
    before since there here what who how why not no yes its his her their our my one some many most all both still
    yet now
    then later however meanwhile although though because under by to
    der die das den dem des ein eine einen einem einer es er sie wir ihr ich man aber und oder doch denn dann damit
    dabei
    dazu daher darum deshalb dagegen dennoch trotzdem jedoch allerdings zudem außerdem auch nur noch nun jetzt heute
    gestern morgen bisher zunächst zuvor danach später wenn als weil da dass ob obwohl während nachdem bevor seit bis
    in im
    am an auf aus bei beim mit nach von vom vor zu zum zur für über unter um ohne gegen durch wie was wer wo warum so
    dies diese dieser dieses jene kein keine nicht nichts alle viele einige beide sein seine ihre unser
    le la les un une des du de il elle ils elles on nous vous je ce cet cette ces mais et ou donc or car si quand comme
    lorsque puis ensuite alors ainsi aussi cependant pourtant toutefois enfin après avant depuis pendant dans en au
    aux sur
    sous par pour avec sans chez entre vers selon qui que quoi où son sa ses leur leurs notre votre tout tous""".split()
)

# What stands before a German ordinal; and what one counts.
_BEFORE_ORDINAL = frozenset(
    """am der die das den dem des vom zum beim im zur ab bis seit jeder jede jedes diesem dieser dieses ihr ihre
    ihrem ihren
    sein seine seinem seinen unser""".split()
)
_COUNTED = frozenset(
    """jahrhundert jahrhunderts jahrestag jahrestages jahrestags tag tages mal geburtstag bundestag
    legislaturperiode platz stock etage klasse brigade division armee korps panzerdivision runde woche monat jahr
    kriegsjahr
    kriegstag sitzung gipfel treffen weltkrieg weltkriegs weltkrieges""".split()
)

_CLOSERS = "\"'”’“‘»«›‹)]"
_ENDS = re.compile(rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>(?:\s?[»”](?=\s|$)|[{re.escape(_CLOSERS)}])*)(?=\s|$)")
_NEXT = re.compile(r"""\s+(?P<open>[-–—\s"'“”„‚‘«‹»›(\[¿¡]*)(?P<word>\S?[\w’'.-]*)""")
_LAST_WORD = re.compile(r"[\w.’'°-]*+")
#: So many code points before a mark tell whether it ends a sentence.
_BEFORE = 400
#: What goes on for longer has no sentences, and is cut at a blank: what is read in one takes time as its square.
_LONGEST = 2_000


def sentence_ends(text: str, language: str | None, *, cuts: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """The sentences of a normalised text as half-open spans, without the blanks between them.

    ``language`` is "en", "de", "fr", or None where it is not known: then what any of them abbreviates counts.
    ``cuts``: where an ellipsis stands that is known to cut a word; it ends no sentence.
    """
    spans = []
    start, size = 0, len(text)
    for match in _ENDS.finditer(text):
        end = match.end()
        if end < size and not _is_end(text, match, language, cuts, start):
            continue
        spans += _pieces(text, start, end)
        start = end
        while start < size and text[start] == " ":
            start += 1
    if start < size:
        spans += _pieces(text, start, size)
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span, in pieces where it is too long for a sentence."""
    spans = []
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        spans.append((start, cut if cut > 0 else start + _LONGEST))
        start = cut + 1 if cut > 0 else start + _LONGEST
    return [*spans, (start, end)]


def _is_end(text: str, match: re.Match[str], language: str | None, cuts: frozenset[int], start: int) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return True
    word = following["word"]
    mark = match["mark"]
    if not word:
        return not following["open"]  # nothing but dashes or quotes follows
    if word[0].islower():
        return False
    if not word[0].isalnum():
        return word[0] not in ",;:.…!?"
    at = match.start("mark")
    if mark[-1] == "…" or mark.endswith("..."):
        if match.end("mark") - 1 in cuts:
            return False
        attached = mark == "…" and at > start and text[at - 1].isalnum()  # "Ukra…", not "waited..."
        return (
            not attached or bool(match["close"]) or word.lower() in _STARTERS or bool(following["open"].strip(" –—-"))
        )
    if mark != ".":
        return True
    # backwards, so that a text of nothing but marks is read in time that grows as it does
    sentence = text[max(start, at - _BEFORE) : at]
    found = _LAST_WORD.match(sentence[::-1])
    before = found.group()[::-1] if found else ""
    if match["close"] and not match["close"].startswith((")", "]")):
        return True
    return _dot_ends(sentence, before, word, language)


def _dot_ends(sentence: str, before: str, word: str, language: str | None) -> bool:
    """Whether a single dot behind ``before`` ends a sentence when ``word`` follows."""
    bare = before.lower().strip("'’-.").removeprefix("l’").removeprefix("d’")
    if before.isdecimal():
        return _number_ends(sentence, before, word, language)
    never, seldom, numbered = _abbreviations(language)
    if bare in never or (bare in numbered and word[0].isdigit()):
        return False
    if bare in seldom:
        return word.lower() in _STARTERS
    if len(bare) == 1 and before[-1:].isupper():  # an initial: J. Healey; at the end of a sentence: plan B.
        return word.lower() in _STARTERS and not sentence[: -len(before)].rstrip().endswith(".")
    if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", before):  # U.S
        return word.lower() in _STARTERS
    return True


def _number_ends(sentence: str, number: str, word: str, language: str | None) -> bool:
    """Whether a dot behind a number ends a sentence: not in "10. April", nor where it numbers what follows."""
    if not sentence[: -len(number)].strip(" \"'„“«(-–*"):
        return False  # "1. Paris"
    if len(number) > 3 or language not in ("de", None):
        return True
    if word.lower().strip(".,") in _COUNTED or is_month(word.strip(".,")) or word[0].isdigit():
        return False
    words = sentence[: -len(number)].split()
    if words and words[-1].lower().strip("„“(") in _BEFORE_ORDINAL:
        return word.lower() in _STARTERS
    return True


@lru_cache(maxsize=8)
def _abbreviations(language: str | None) -> tuple[frozenset[str], ...]:
    """Those that end no sentence, that may end one, and that need a number behind them."""
    told = [words.split("|") for each, words in _ABBREVIATIONS.items() if language in (None, each)]
    return tuple(frozenset(" ".join(column).split()) for column in zip(*told, strict=True))
