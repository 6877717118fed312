"""Small lexicons of what changes the meaning of a report: negation, certainty, numbers in words, names,
terms. Entries are written as words; they are compared as :func:`willing.reports.text.words.folded` leaves
them."""

import re
from functools import lru_cache

from willing.languages.names import state_names
from willing.reports.text.words import Word, folded

_NEGATIONS = {
    "en": """not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't
        aren't wasn't weren't wouldn't couldn't shouldn't hasn't haven't hadn't hardly refuse refuses refused
        deny denies denied reject rejects rejected""",
    "de": """nicht nie niemals niemand nichts kein keine keinen keinem keiner keines weder ohne kaum keinesfalls
        keineswegs nirgends lehnt ablehnen abgelehnt weigert verweigert bestreitet""",
    "fr": """ne n pas jamais aucun aucune personne rien ni sans nul nulle guère refuse refusé rejette rejeté dément
        exclut exclu""",
}
_CERTAINTIES = {
    "en": """may might can could would will shall should must ought seem seems seemed appear appears appeared certain
        certainly sure surely likely unlikely probable probably possible possibly perhaps maybe definite
        definitely clear clearly unclear doubtful doubt confirm confirmed confirms reportedly allegedly
        apparently expected expects expect hope hopes hoped plan plans planned intend intends consider considers
        considering want wants ready firm firmly guaranteed already only almost about nearly all most some many
        few always""",
    "de": """kann können könne könnte könnten konnte konnten darf dürfen dürfe dürfte dürften soll sollen solle
        sollte sollten will wollen wolle wollte wollten muss müssen müsse müsste müssten mag mögen möge möchte
        möchten scheint scheinen schien schiene scheine sicher sicherlich gewiss fest feststeht steht
        wahrscheinlich unwahrscheinlich möglich möglicherweise vielleicht wohl offenbar anscheinend angeblich
        mutmaßlich vermutlich klar unklar fraglich zweifelhaft ungewiss unsicher bestätigt bestätigte erwartet
        erwartete hofft hoffte plant plante erwägt erwog bereit wird würde würden sei seien wäre wären definitiv
        zweifellos garantiert alle meisten einige viele wenige fast etwa rund nur immer""",
    "fr": """peut peuvent pourra pourrait pourraient pouvait doit doivent devra devrait devraient devait semble
        semblent semblait sembler paraît paraissait certain certaine certains certainement sûr sûre sûrement
        probable probablement possible possiblement éventuel éventuellement peut-être clair claire clairement
        incertain douteux confirme confirmé confirmée prétendument apparemment attendu attendue espère espérait
        envisage envisageait compte prêt prêts prête veut voudrait voulait serait seraient aurait auraient tous
        toutes plupart quelques seulement presque environ toujours acquis acquise""",
}
_TERMS = {
    "en": """ceasefire cease-fire truce armistice peace war guarantee guarantees backstop mandate troops soldiers
        boots forces mission peacekeeping peacekeepers deterrence planes aircraft ships weapons air sea land
        border sanctions treaty agreement veto parliament condition provided unless if""",
    "de": """waffenstillstand waffenruhe feuerpause waffenpause frieden krieg garantie garantien sicherheitsgarantie
        sicherheitsgarantien rückversicherung mandat truppen soldaten streitkräfte bodentruppen friedenstruppen
        abschreckung flugzeuge schiffe waffen luftraum see grenze hinterland sanktionen vertrag abkommen veto
        parlament bundestag bedingung voraussetzung sofern falls wenn""",
    "fr": """cessez-le-feu trêve armistice paix guerre garantie garanties mandat troupes soldats forces dissuasion
        avions navires armes frontière sanctions traité accord veto parlement condition si sauf""",
}
_NUMBERS = {
    "en": """one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty
        seventy eighty ninety hundred hundreds thousand thousands million millions billion billions dozen dozens
        half double twice third""",
    "de": """zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn zwanzig dreißig vierzig fünfzig
        sechzig siebzig achtzig neunzig hundert hunderte tausend tausende million millionen milliarde milliarden
        dutzend dutzende hälfte halb doppelt drittel""",
    "fr": """deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante
        cent cents centaine centaines mille milliers millier million millions milliard milliards dizaine
        dizaines douzaine moitié demi double tiers""",
}
_SMALL = {
    "en": """the a an of to in on at by for with from as and or but that this these those it its he she they his her
        their we our be is are was were been being has have had do does did so then there also too""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber auch in im an am auf aus bei beim
        mit nach von vom vor zu zum zur für über unter um als wie dass es er sie ihr ihre sein seine ist sind
        war waren hat haben hatte sich so dann da dazu noch schon zudem""",
    "fr": """le la les l un une des du de d à au aux et ou mais que qui dans en sur sous par pour avec ce cet cette
        ces il elle ils elles on son sa ses leur leurs est sont était a ont avait se s y aussi puis""",
}

# Words that begin with a capital in every language, and are no names of anybody.
_NO_NAMES = {
    "en": """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december mr mrs ms dr president minister i""",
    "fr": "m mme mm dr",
}

# Places and bodies that reports of this kind name; states come from the CLDR beside them, and "USA" and its like are
# told by their capitals.
_PLACES = """paris london londres brüssel brussels bruxelles berlin washington moskau moscow moscou kiew kyjiw kyiv
    kiev warschau warsaw varsovie rom rome madrid wien vienna vienne ankara istanbul genf geneva genève riad
    riyadh ottawa tallinn riga vilnius helsinki oslo kopenhagen copenhagen copenhague stockholm
    prag prague athen athens athènes lissabon lisbon lisbonne dublin odessa odesa charkiw kharkiv krim
    crimea crimée donbass donbas ramstein europa europe amerika america amérique kreml kremlin
    großbritannien britain grande-bretagne england angleterre schottland türkei turkey turquie baltikum
    baltics holland tschechien nato otan uno onu osze osce""".split()
_DEMONYMS = re.compile(
    r"(?:amerikan|britisch|briten?|franz(?:os|ös)|deutsch|russ(?:isch|en?$)|russian|ukrain|polnisch|pole[ns]?$|türkisch|italien|spanisch"
    r"|europä|american|british|french|german|polish|turkish|italian|spanish|european|américain|britannique|français|allemand|russe"
    r"|polonais|turc|turque|italien|espagnol|européen|estn|estonian|estonien|lett|latvian|letton|litau|lithuanian|lituanien|kanad|canad"
    r"|niederländ|dutch|néerlandais|dänisch|danish|danois|schwed|swed|suédois|norweg|norvég|finn)"
)


@lru_cache(maxsize=32)
def _folds(table: str, language: str | None) -> frozenset[str]:
    words = {"negation": _NEGATIONS, "certainty": _CERTAINTIES, "term": _TERMS, "number": _NUMBERS, "small": _SMALL}[
        table
    ]
    languages = (language,) if language in words else tuple(words)
    return frozenset(folded(word, each) for each in languages for word in words[each].split())


def is_negation(word: Word, language: str | None) -> bool:
    """Whether a word denies."""
    return word.fold in _folds("negation", language) or word.fold.startswith("kein")


def is_certainty(word: Word, language: str | None) -> bool:
    """Whether a word says how sure, how much or how willing: can, must, seems, all, perhaps."""
    return word.fold in _folds("certainty", language)


def is_term(word: Word, language: str | None) -> bool:
    """Whether a plan may hang on a word: ceasefire, guarantee, mandate, troops."""
    return word.fold in _folds("term", language)


def is_number_word(word: Word, language: str | None) -> bool:
    """Whether a word is a number, or how many."""
    return word.fold in _folds("number", language)


def is_small(word: Word, language: str | None) -> bool:
    """Whether a word only holds others together."""
    return word.fold in _folds("small", language)


def is_name(word: Word, language: str | None) -> bool:
    """Whether a word names a state, a place, a body or a person. In German, where every noun has a capital,
    only those that are known, all capitals, or like no German noun."""
    text = word.text
    if not text[:1].isupper():
        return False
    parts = text.rstrip("…").split("-")
    if any(part.isupper() and len(part) > 1 for part in parts):
        return True
    low = text.casefold()
    if low in _PLACES or _DEMONYMS.match(low) or low in _states(language) or low.rstrip("s") in _states(language):
        return True
    if language in ("en", "fr"):
        return word.start > 0 and low not in _NO_NAMES[language].split()
    return False


@lru_cache(maxsize=4)
def _states(language: str | None) -> frozenset[str]:
    """The words of the names of states, in the language of the report."""
    return frozenset(name.casefold() for name in state_names(language or "en").values() if " " not in name)
