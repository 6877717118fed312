"""How much of what: numbers beside capabilities, in figures and words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from willing.languages.amounts import Number, currency_beside, numbers
from willing.languages.days import is_month
from willing.reports.suggest.lexicon import Lexicon

_COUNTED = frozenset(
    ("fighters", "patrol aircraft", "transport aircraft", "tankers", "helicopters", "aircraft", "minehunters",
     "frigates", "submarines", "ships")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """So much of a capability: ``amount`` is sure, ``up_to`` the most that is spoken of.

    ``instead``: the sentence gives it as what it is no longer. Code points ``start`` to ``end`` of the sentence.
    """

    start: int
    end: int
    capability: str
    amount: int | None = None
    up_to: int | None = None
    instead: bool = False


@lru_cache(maxsize=256)  # a clause is asked several times
def quantities(said: str, words: Lexicon) -> tuple[Quantity, ...]:
    """Every number of a sentence that stands beside a capability."""
    counted = numbers(said, words.language)
    if not counted:
        return ()
    things = capabilities(said, words)
    found: list[Quantity] = []
    skip = False
    for place, number in enumerate(counted):
        if skip:
            skip = False
            continue
        after = counted[place + 1] if place + 1 < len(counted) else None
        ranged = after is not None and _range(said[number.end : after.start], said[: number.start], words)
        end = after.end if ranged and after else number.end
        money = currency_beside(said, number.start, end)
        thing = money or _beside(said, end, things, number)
        if thing is None and number.value >= 10**6 and number.value % 10**4 == 0:
            thing = "money"
        if thing is None and not number.article:
            thing = _counted(said, end, words)
        if thing is None:
            continue
        units = _UNITS.match(said, end) is not None  # one battalion is not one soldier
        low = number.value
        high = after.value if ranged and after and after.value > low else None
        before = said[max(0, number.start - 24) : number.start]
        most = _ends_with(words.up_to, before)
        found.append(
            Quantity(
                start=number.start,
                end=end,
                capability=thing,
                amount=None if most or units else low,
                up_to=None if units else low if most else high,
                instead=_ends_with(words.instead, before) or (most and _ends_with(words.instead, before, 3)),
            )
        )
        skip = high is not None
    return tuple(found)


@lru_cache(maxsize=1024)  # a clause is asked several times
def capabilities(said: str, words: Lexicon) -> tuple[tuple[int, int, str], ...]:
    """Every capability a sentence names, with its place; of two at one place the more special one."""
    found: list[tuple[int, int, str]] = []
    for name, pattern in words.capabilities.possible(said):
        for match in pattern.finditer(said):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), name))
    return tuple(sorted(found))


def _ends_with(class_: re.Pattern[str], before: str, most: int = 1) -> bool:
    """Whether a word of a class ends a text, with fewer than ``most`` words behind it, or a small one such as "of"."""
    return any(
        len(re.findall(r"\w+", before[m.end() :])) <= most and not re.search(r"[.,;:]", before[m.end() :])
        for m in class_.finditer(before)
    )


def _range(between: str, before: str, words: Lexicon) -> bool:
    text = between.strip(" \u00a0\u202f$€£")
    if text in ("-", "–") or text.lower() in ("bis", "to", "bis zu", "à"):
        return True
    joined = words.between.fullmatch(text) is not None
    return (
        joined
        and re.search(r"(?:between|zwischen|entre|from|von|de)\s+[$€£]?$", before[-12:], re.IGNORECASE) is not None
    )


_UNITS = re.compile(
    r"(?![-–](?:man|men|strong|member|person|mann|köpfig)(?!\w))"
    r"[\s-]*(?:[\w-]+\s+){0,2}?(?:battalions?|brigades?|compan(?:y|ies)|contingents?|battlegroups?"
    r"|regiments?|platoons?|units?"
    r"|bataillone?n?|brigaden?|kompanien?|kontingente?n?|regimenter?|züge?|einheiten"
    r"|bataillons?|compagnies?|régiments?|sections?|unités)(?!\w)",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"[\s\u00a0\u202f]+(?:d['’]|de\s)?(?:(?:new|more|further|extra|modern|weitere[nr]?|neue[nr]?"
    r"|moderne[nr]?|mobile[nrs]?|autres|nouveaux|nouvelles)\s+)?"
    r"(?P<noun>[^\W\d_][\w-]{3,})(?:\s+(?P<second>[^\W\d_][\w-]{3,}))?"
)
_NO_WHAT = re.compile(
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|times|percent|per|cent|countries|nations|states"
    r"|members?|allies|partners|"
    r"governments?|capitals|ministers?|leaders?|people|sailors|miles|kilomet\w*|met(?:re|er)s?|tonnes?"
    r"|of|and|or|to|in|on|from|after|before|"
    r"jahren?|monaten?|wochen?|tagen?|stunden?|minuten?|mal|prozent|ländern?|staaten|nationen"
    r"|mitgliedern?|verbündete\w*|"
    r"partnern?|regierungen|ministern?|menschen|millionen|milliarden|uhr|kilometern?|metern?|tonnen|"
    r"ans|années?|mois|semaines?|jours?|heures?|fois|pour|pays|états|nations|membres|alliés|partenaires|"
    r"personnes|marins|kilomètres|mètres|voix|votes?|stimmen|other|others|andere[rn]?|autres|point"
    r"|reports?|year-old)$",
    re.IGNORECASE,
)


def _counted(said: str, end: int, words: Lexicon) -> str | None:
    """What a number counts that no lexicon has: the noun behind it."""
    match = _WHAT.match(said, end)
    if match is None:
        return None
    noun = match["noun"]
    if words.language == "en" and match["second"] and match["second"].endswith("s") and not noun.endswith("s"):
        noun = f"{noun} {match['second']}"
    if (
        _NO_WHAT.match(noun)
        or is_month(noun)
        or _NO_WHAT.match(match["second"] or "")
        or is_month(match["second"] or "")
        or (words.language != "de" and noun[0].isupper())
        or noun.lower() in words.stop
        or (words.language == "de" and not noun[0].isupper())
    ):
        return None
    return noun.lower() if words.language != "de" else noun


def _beside(said: str, end: int, things: Sequence[tuple[int, int, str]], number: Number) -> str | None:
    """The capability that a number counts: the next one, at most four words on, in the same breath."""
    for start, _, name in things:
        if start < end:
            continue
        between = said[end:start]
        if re.search(r"[;:.()–—]", between) or len(re.findall(r"\w+", between)) > (0 if number.article else 4):
            return None
        if "," in between and not re.fullmatch(r"[\s\w-]*(?:,[\s\w-]*)?", between):
            return None
        if re.search(
            r"(?:countr|state|nation|länder|staaten|pays|états|year|jahr|ans|days|tage|jours|month|monat|mois"
            r"|per ?cent|prozent|pour cent|%|km|uhr|men from|hour)",
            between,
            re.IGNORECASE,
        ):
            return None
        if number.article and name not in _COUNTED:
            return None
        return None if name == "money" else name
    return None
