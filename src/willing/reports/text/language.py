"""Which language a text is in, by its small words; None where that is not clear.

English, German and French are told apart, and told from neighbours that look like them: Luxembourgish, Dutch, Spanish,
Italian.
"""

import re
from collections import Counter

#: Small words that are frequent in a language. Words of several languages are in several profiles.
_PROFILES = {
    "en": """a about after all also an and any are as at be been but by can could did do for from had has have he her
        his how if in into is it its more most new no not of on one only or other our out over said says she should so
        some such than that the their them then there these they this to under up was we were what when which while who
        will with would you""",
    "de": """aber alle als also am an auch auf aus bei beim bereit bis damit dann das dass dem den denn der des die dies
        diese dieser doch durch ein eine einem einen einer eines er es für gegen habe haben hat hatte hätten ich ihr
        ihre
        im in ist jedoch kann kein keine können man mehr mit nach nicht nichts noch nun nur oder ohne sagte schon sei
        sein
        seine sich sie sind so soll sollen sollte über um und uns unter vom von vor war waren wenn werden wie wir wird
        wolle worden würde zu zum zur zwar zwischen""",
    "fr": """a afin ainsi alors après au aucun aussi autre autres aux avait avant avec avoir c'est car ce celle celui
        ces cet cette ceux comme contre d dans de depuis des deux dit donc dont du elle elles en encore entre est et
        était être eux fait il ils je jusqu l la le les leur leurs lors lui mais même moins n ne ni non nos notre nous
        on ont ou où par pas plus pour qu quand que qui s sa sans se sera ses si son sont sous sur tous tout toute très
        un une vers vos votre vous""",
    "lb": """a all an ass awer bei d dass datt de den déi dem der dës do dat drun eis eng en engem ech et fir gëtt gouf
        ginn hat hien hir ie iwwer kann keen keng krut mat mee méi mer mir muss nach net ni no nët nëmmen oder och op
        ouni
        sech séi sinn si sou souguer vum vun vill wat wéi wann war weider weess wou wuer zanter ze zum zur huet hunn
        hunn
        eppes jo majo dann mei gin""",
    "nl": """aan al als bij dan dat de der deze die dit door een en er geen had heb heeft hem het hij hun ik in is
        je kan maar me meer men met mijn na naar niet nog nu of om ook op over te toch tot uit van veel voor want waren
        was wat werd wie wij worden zal ze zich zij zijn zo zonder zou""",
    "es": """a al ante antes aunque con como contra cuando de del desde donde dos durante el ella en entre era es esa
        ese eso esta este está están fue ha han hasta hay la las le les lo los más me muy no nos o otra otro para pero
        por porque que se según ser si sin sobre son su sus también tan un una y ya""",
    "it": """a agli ai al alla alle anche che chi ci come con contro cui da dal dalla degli dei del della delle di dopo
        due e è era gli ha hanno i il in la le lo loro ma nel nella non o per perché più quando quella questo se
        sono sta stato su sua sul sulla suo tra tutti un una""",
}
_VOTES = {
    word: tuple(language for language, words in _PROFILES.items() if word in words.split())
    for word in {word for words in _PROFILES.values() for word in words.split()}
}
_WORD = re.compile(r"[^\W\d_]+")

#: Languages that reports are read in.
READ = ("en", "de", "fr")

#: A text is in a language where at least this share of its words are small words of it, and more than of any other.
_LEAST, _AHEAD = 0.18, 1.25

#: Beyond so many characters more text tells nothing new.
_ENOUGH = 20_000


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of "en", "de" or "fr"; None for another language, a mixture or too little text."""
    words, ranked = _ranked(text)
    if words < 4 or not ranked:
        return None
    best, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    if most < max(2, words * _LEAST) or most < second * (_AHEAD if words >= 25 else 1.34):
        return None
    return best if best in READ else None


def leaning(text: str) -> str | None:
    """The language whose small words are the most frequent, also of the neighbours that are not read; None: none is."""
    words, ranked = _ranked(text)
    if (
        not ranked
        or ranked[0][1] < max(3, words * _LEAST)
        or (len(ranked) > 1 and ranked[0][1] < ranked[1][1] * _AHEAD)
    ):
        return None
    return ranked[0][0]


def _ranked(text: str) -> tuple[int, list[tuple[str, int]]]:
    """How many words there are, and how many of them are small words of each language, most first."""
    words = _WORD.findall(text[:_ENOUGH].lower())
    votes: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for language in _VOTES.get(word, ()):
            votes[language] += count
    return len(words), votes.most_common(2)
