"""Who is credited: agencies and outlets, in datelines, bylines and at the end of a report."""

import re
from dataclasses import dataclass
from datetime import date

from willing.languages.days import day_alone, day_in
from willing.reports.text.agencies import AGENCY, ONE, agencies_in

_SEVERAL = rf"(?:{ONE})(?:\s?(?:[/,+&-]|und|and|et)\s?(?:{ONE}))*"

# PARIS (AFP) –   Brüssel (dpa) -   KYIV, April 10 (Reuters) -   Brüssel taz |   LONDON —
_PLACE = r"[A-ZÀ-ÖØ-ÞČŁŠŽ][\w.’'-]*(?:[ /-][A-ZÀ-ÖØ-ÞČŁŠŽ][\w.’'-]*){0,3}"
_DATELINE = re.compile(
    rf"""(?x) (?:{_PLACE}) (?:,\s[^()|:–—]{{2,30}}?)? \s? (?:
        \( (?P<credit>[^()]{{2,60}}) \) (?:\s?[-–—:.]+ | (?=\s)) |
        (?:,\s)? (?P<bare>{_SEVERAL}) \s? [|–—-]+ |
        (?P<own>[\w./-]{{2,20}}) \s? \| |
        \s? [—–|] | \s--? )\s"""
)
_TAIL = re.compile(
    rf"\s*(?P<all>[(\[]\s?(?:©\s?)?(?:mit\s|with\s|avec\s)?(?P<credit>{_SEVERAL})(?:/\w{{2,4}})?\s?[)\]])\.?$"
)
_LINE = re.compile(
    rf"""(?ix) [(\[©–—\s-]* (?: (?:quellen?|sources?|agentur(?:en)?|agence|agency|credit
        |crédit|mit\ material\ (?:von|der)|with\ material\ from|reporting\ by|avec|von|par|by|from)\s*:?\s*)?
        (?:die|der|the)?\s*
        (?-i:(?P<credit>{_SEVERAL})) (?:/\w{{2,4}})? [\s)\].]*"""
)
_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Autor(?:in)?:|Author:|Auteure?\s?:|Text:|Written by|Reported by)\s+(?P<who>[^.!?]{3,90})"
)
_NAME = r"[A-ZÀ-ÖØ-ÞČŁŠŽ][\w.’'-]*(?:\s(?:von|van|de|der|den|du|la|le|zu|al|el|bin|di|[A-ZÀ-ÖØ-ÞČŁŠŽ][\w.’'-]*)){1,4}"
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s|\s(?:and|und|et|&)\s){_NAME}){{0,4}}")

#: Outlets that print their name on a line of its own; others are known by such words in their names.
_OUTLETS = frozenset(
    " ".join(
        """de maart|tageblatt|taz|taz.de|luxemburger wort|l'essentiel|le quotidien|paperjam|rtl|spiegel|der spiegel|zeit
        |die zeit|süddeutsche zeitung|frankfurter allgemeine zeitung|faz|welt|die welt|bild|tagesschau|tagesspiegel
        |der tagesspiegel|handelsblatt|focus|stern|ntv|n-tv|zdf|ard|deutschlandfunk|deutsche welle|dw|der standard
        |die presse|kurier|nzz|neue zürcher zeitung|tages-anzeiger|le monde|le figaro|libération|les échos|la croix
        |le parisien|ouest-france|mediapart|france 24|rfi|le soir|la libre belgique|le temps|the guardian|guardian
        |the times|the telegraph|the independent|financial times|bbc|bbc news|sky news|politico|politico europe|euractiv
        |euronews|kyiv independent|the kyiv independent|kyiv post|ukrainska pravda|the new york times
        |the washington post|cnn|axios|foreign policy|defense news|breaking defense|irish times
        |the irish times""".split()
    )
    .replace(" |", "|")
    .split("|")
)
_OUTLET_WORDS = re.compile(
    r"(?i)\w*(?:zeitung|blatt|bote|kurier|anzeiger|rundschau)\b|\b(?:zeitung|tageblatt"
    r"|anzeiger|nachrichten|kurier|rundschau|tagblatt|maart|wort|times|post|herald|tribune|gazette"
    r"|journal|courier|chronicle|news|guardian|telegraph|observer|monde|figaro|quotidien|dépêche|voix|télégramme)\b|\w+\.(?:de|com|fr|lu|at|ch|be|org|net|eu|co\.uk)$"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence: how long it is, and the agency and day it names."""

    length: int
    agency: str | None
    day: date | None
    outlet: str | None = None


def dateline(text: str) -> Dateline | None:
    """The dateline at the start of a paragraph; None where there is none."""
    match = _DATELINE.match(text[:120])
    if match is None:
        return None
    head = match.group()
    credit = match["credit"] or match["bare"]
    agency = agency_named(credit) if credit else None
    if match["credit"] and not AGENCY.search(match["credit"]):
        dashed = re.search(r"[-–—|:]\s$", head) is not None
        initials = "".join(word[0] for word in head.partition(" (")[0].split())
        if not dashed or initials.endswith(match["credit"]):
            return None  # "Berlin (West) war …", "Anna Muster (ABC) hat …", "The Northern Union (NU) – …"
    if credit is None and "|" not in head and not head.strip(" -–—").isupper():
        return None  # "Paris – und auch London – …" is a sentence
    return Dateline(length=match.end(), agency=agency, day=day_in(head), outlet=match["own"])


def credit_at_end(text: str) -> tuple[int, str] | None:
    """Where a paragraph ends with a credit in brackets, such as "(AFP)", and to whom."""
    match = _TAIL.search(text, max(0, len(text) - 60))
    if match is None or (found := agencies_in(match["credit"])) is None:
        return None
    return match.start("all"), found


def credit_line(line: str) -> str | None:
    """The agencies of a line that holds nothing but a credit."""
    match = _LINE.fullmatch(line) if len(line) <= 80 else None
    return agencies_in(match["credit"]) if match else None


def byline(line: str) -> str | None:
    """The authors of a line that names nothing but authors; None for any other line."""
    if len(line) > 110:
        return None
    match = _BYLINE.fullmatch(line.strip().rstrip("."))
    if match is None:
        return None
    names = re.split(r"\s?[|·•(]|,\s(?=[a-zäöü])|,? (?:in|aus|à|from) (?=[A-Z])", match["who"].strip())[0].strip(" ,")
    return names if _NAMES.fullmatch(names) else None


_PRINTED = re.compile(
    r"(?P<outlet>[^\W\d_][^,.!?|·–—]{1,60}?)(?:\s(?:mit|with|avec)\s(?P<with>[\w/& -]{2,30}))?\s?[,"
    r"|·–—-]\s?(?P<day>[^()]{6,40}?)"
    r"(?:\s?\((?P<agency>[^()]{2,30})\))?"
)
_UNKNOWN_AGENCY = re.compile(r"[A-ZÀ-Þ]{2,6}(?:\s?[/,]\s?[A-ZÀ-Þ]{2,6})*")


@dataclass(frozen=True, slots=True)
class Printed:
    """Where and when a report was printed, as a line of its own tells it: "The Ledger, 10 June 2031"."""

    outlet: str
    day: date
    agency: str | None


def printed(line: str) -> Printed | None:
    """What a line tells that names an outlet and a day, and perhaps an agency; None for any other line."""
    match = _PRINTED.fullmatch(line) if len(line) <= 120 else None
    if match is None or (day := day_alone(match["day"])) is None:
        return None
    return Printed(outlet=match["outlet"], day=day, agency=agency_named(match["with"] or match["agency"] or ""))


def agency_named(credit: str) -> str | None:
    """The agencies of a credit: those that are known, else what is all capitals, as only agencies are there."""
    return agencies_in(credit) or (credit if _UNKNOWN_AGENCY.fullmatch(credit) else None)


def is_outlet(line: str) -> bool:
    """Whether a line is the name of an outlet that is known."""
    return line.strip(" .|–—-").lower() in _OUTLETS


def may_be_outlet(line: str) -> bool:
    """Whether a line could be the name of an outlet: few words, none of them small."""
    words = line.split()
    if not 1 <= len(words) <= 4 or len(line) > 40 or re.search(r"[.!?,:;…]$", line):
        return False
    return bool(_OUTLET_WORDS.search(line)) and all(
        word[0].isupper() or "." in word or word in ("de", "la", "le") for word in words
    )
