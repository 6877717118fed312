"""Days as reports print them, in English, German and French."""

import re
from contextlib import suppress
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner jän janvier janv",
            "february feb februar feber février fevrier févr fevr fév",
            "march mar märz mär maerz mars",
            "april apr avril avr",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet juil",
            "august aug août aout",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(?P<y>[12][0-9]{3})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?=$|[^0-9])")
_COMPACT = re.compile(r"\b(?P<y>(?:19|20)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])\b")
_WRITTEN = re.compile(
    rf"\b(?P<d>[0-3]?[0-9])(?:\.|er|st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_NAME})\b\.?,?\s+(?P<y>[12][0-9]{{3}})\b",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"\b(?P<m>{_NAME})\b\.?\s+(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?,?\s+(?P<y>[12][0-9]{{3}})\b", re.IGNORECASE
)
_DOTTED = re.compile(r"\b(?P<d>[0-3]?[0-9])\.\s?(?P<m>[01]?[0-9])\.\s?(?P<y>[12][0-9]{3})\b")
_SLASHED = re.compile(r"\b(?P<d>[0-3]?[0-9])/(?P<m>[01]?[0-9])/(?P<y>[12][0-9]{3})\b")
_SLASHED_ISO = re.compile(r"\b(?P<y>[12][0-9]{3})/(?P<m>[01]?[0-9])/(?P<d>[0-3]?[0-9])\b")
_SHAPES = (_ISO, _WRITTEN, _AMERICAN, _DOTTED, _SLASHED_ISO, _SLASHED)

# What may stand beside a day on a line that tells nothing else.
_BESIDE = re.compile(
    r"""(?ix) [\s,.|·•()\-–—:/]+ | \b(?:
        t?[0-2]?[0-9](?:[:.h][0-5][0-9]){1,2}(?:\.[0-9]+)?z? | uhr | h | [ap]\.?m\.? | gmt | utc | cest? | mesz
        | [+-][0-9]{2}:?[0-9]{2}
        | mon(?:day)? | tue(?:s(?:day)?)? | wed(?:nesday)? | thu(?:rs(?:day)?)? | fri(?:day)? | sat(?:urday)?
        | sun(?:day)? | montag | dienstag | mittwoch | donnerstag | freitag | samstag | sonnabend | sonntag
        | mo | di | mi | do | fr | sa | so | lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche
        | published | posted | updated | on | at | date | as\ of | stand | vom | am | um | den | veröffentlicht
        | aktualisiert | datum | publié | mis\ à\ jour | le | à | du )\b"""
)


def _day(match: re.Match[str]) -> date | None:
    month = match["m"].lower()
    with suppress(ValueError):
        return date(int(match["y"]), int(month) if month.isdecimal() else _MONTHS[month], int(match["d"]))
    return None


def day_in(text: str) -> date | None:
    """The first day that ``text`` names in full; None where there is none."""
    if not re.search("[0-9]", text):
        return None
    found = [(match.start(), day) for shape in _SHAPES if (match := shape.search(text)) and (day := _day(match))]
    if not found and (match := _COMPACT.search(text)):
        return _day(match)
    return min(found)[1] if found else None


def day_alone(line: str) -> date | None:
    """The day of a line that tells nothing but a day, and perhaps an hour; None for any other line."""
    if len(line) > 80 or not re.search("[0-9]{4}", line):
        return None
    for shape in _SHAPES:
        match = shape.search(line)
        if match and (day := _day(match)) and not _BESIDE.sub("", line[: match.start()] + " " + line[match.end() :]):
            return day
    return None
