"""Days and months as people write them, in figures and in the words of every language, in a cell or in a sentence.

The shapes of a day are one table for both, with one difference: a text that is a day as a whole may be written shorter
(``2.5.31``) than one that a sentence is searched for, where the same figures may be anything else.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from unicodedata import normalize

from willing.languages.data import every

# Years of two figures from here on are of the last century.
_LAST_CENTURY = 69


class AmbiguousDayError(Exception):
    """A text that may be several days: ``days``, in their order."""

    def __init__(self, days: tuple[date, ...]) -> None:
        super().__init__(", ".join(day.isoformat() for day in days))
        self.days = days


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Patterns of days; their groups ``y``, ``m`` and ``d`` are figures, ``m`` perhaps a word.

    ``anywhere``: what is a day in any sentence; ``compact``: eight figures, a day where there is no other; ``short``: a
    day only where the text is nothing else. ``month`` is a month and a year.
    """

    months: dict[str, int]
    anywhere: tuple[re.Pattern[str], ...]
    compact: re.Pattern[str]
    short: tuple[re.Pattern[str], ...]
    month: re.Pattern[str]
    lead: re.Pattern[str]
    beside: re.Pattern[str]


def _alternatives(words: set[str]) -> str:
    """A pattern of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


def _words(key: str) -> set[str]:
    return {word for words in every("calendar", key) for word in words}


@cache
def _shapes() -> _Shapes:
    months = {
        word: number
        for calendar in every("calendar", "months")
        for number, words in enumerate(calendar, start=1)
        for word in words
    }
    day, year, month = "(?P<d>[0-3]?[0-9])", "(?P<y>[12][0-9]{3})", "(?P<m>[01]?[0-9])"
    word = f"(?P<m>{_alternatives(set(months))})"
    behind = rf"(?:\.|{_alternatives(_words('behind_day'))})?"
    of = rf"(?:(?:{_alternatives(_words('before_month'))})\s+)?"
    after = rf"(?:\s+(?:{_alternatives(_words('behind_year'))})\.?)?"
    worded = rf"\b{day}{behind}(?:\s+{of}|\s?-\s?){word}\b\.?(?:,?\s+|\s?-\s?){year}\b"
    joined = rf"\b(?P<d>[0-3][0-9]){word}{year}\b"
    american = rf"\b{word}\b\.?\s+{day}{behind},?\s+{year}\b"
    second = "(?P<m>[0-3]?[0-9])"  # it is the day where the month comes first: 04/25/2031
    figures = rf"\b{day}(?P<mark>[./-])\s?{second}(?P=mark)\s?{year}\b"
    beside = _alternatives(set().union(*map(_words, ("weekdays", "beside", "before_day", "behind_year"))))
    two = "(?P<y>[0-9]{2})"
    only = rf"(?:{word}\.?(?:\s+|\s?-\s?)|(?P<n>[01]?[0-9])[./]){year}{after}"
    return _Shapes(
        months=months,
        anywhere=tuple(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                r"\b(?P<y>[12][0-9]{3})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?=$|[^0-9])",
                rf"\b{year}(?P<mark>[./]){month}(?P=mark){day}\b",
                worded,
                joined,
                american,
                figures,
            )
        ),
        compact=re.compile(r"\b(?P<y>(?:19|20)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])\b"),
        short=tuple(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                *(pattern.replace(year, two) for pattern in (worded, joined, american, figures)),
                rf"{word}\s?-\s?{day}\s?-\s?{year}",  # May-02-2031
                rf"{year}-{month}-{day}",  # 2031-5-2
                rf"{year}\s+{word}\.?\s+{day}",
            )
        ),
        month=re.compile(only, re.IGNORECASE),
        lead=re.compile(
            rf"(?:(?:{_alternatives(_words('weekdays'))})\b\.?,?\s+)?(?:(?:{_alternatives(_words('before_day'))})\s+)?"
            rf"(.*?){after}",
            re.IGNORECASE,
        ),
        beside=re.compile(
            r"[\s,.|·•()\-–—:/]+|\b(?:t?[0-2]?[0-9](?:[:.h][0-5][0-9]){1,2}(?:\.[0-9]+)?z?|[+-][0-9]{2}:?[0-9]{2}"
            rf"|{beside.replace(chr(92) + ' ', chr(92) + 's+')})\b",
            re.IGNORECASE,
        ),
    )


def _days(match: re.Match[str]) -> tuple[date, ...]:
    """The days that figures or words may mean, the likelier first; none for the 30th of February."""
    year, month, day = match["y"], match["m"].lower(), match["d"]
    number = int(month) if month.isdecimal() else _shapes().months[month]
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _LAST_CENTURY else 2000)
    mark = match.groupdict().get("mark")
    dates = [(full, number, int(day))]
    if mark in ("/", "-") and match.start("d") < match.start("m"):
        dates.append((full, int(day), number))  # 4/13/2031, as Americans write
        if len(year) == 2 and mark == "-":
            dates.append((2000 + int(day), number, int(year)))  # 31-05-02
    found: dict[date, None] = {}
    for each in dates:
        with suppress(ValueError):
            found[date(*each)] = None
    return tuple(found)


def is_month(word: str) -> bool:
    """Whether a word is a month in some language, in full or shortened."""
    return word.lower() in _shapes().months


@lru_cache(2**13)
def day_of(text: str) -> date | None:
    """The day that a text as a whole is; None where it is none, such as the 30th of February.

    Raises :class:`AmbiguousDayError` where it may be several: ``03/04/2025``.
    """
    shapes = _shapes()
    lead = shapes.lead.fullmatch(normalize("NFC", text.strip()))
    bare = lead[1] if lead else text
    for shape in (*shapes.anywhere, shapes.compact, *shapes.short):
        if match := shape.fullmatch(bare):
            days = _days(match)
            if len(days) > 1:
                raise AmbiguousDayError(days)
            return days[0] if days else None
    return None


def is_short(text: str) -> bool:
    """Whether a text that is a day has a year of two figures, so that its century is a guess."""
    return re.search(r"[0-9]{4}", text) is None


def month_of(text: str) -> date | None:
    """The first day of the month that a text as a whole is: ``April 2025``, ``avr. 2025``, ``04/2025``, ``2025-04``."""
    text = re.sub(r"^([12][0-9]{3})-([01][0-9])$", r"\2/\1", normalize("NFC", text.strip()))
    match = _shapes().month.fullmatch(text)
    if match is None:
        return None
    number = _shapes().months[match["m"].lower()] if match["m"] else int(match["n"])
    with suppress(ValueError):
        return date(int(match["y"]), number, 1)
    return None


@cache
def _periods() -> tuple[re.Pattern[str], ...]:
    """Months without a year, quarters, halves and years, perhaps of a fiscal year; their years are groups ``y``."""
    year = "(?P<y>(?:19|20)[0-9]{2})"
    behind = r"(?:\.|st|nd|rd|th|er|e|ère|ème)?"

    def part(words: str, most: int, name: str) -> str:
        return rf"(?:{words}\s?(?P<{name}>[1-{most}])|(?P<{name}2>[1-{most}]){behind}\s?{words})"

    quarter = part(f"(?:{_alternatives(_words('quarters'))})", 4, "q")
    half = part(f"(?:{_alternatives(_words('halves'))})", 2, "h")
    fiscal = rf"(?:(?:{_alternatives(_words('fiscal'))})\.?\s?)?"
    patterns = (
        rf"(?:{quarter}|{half})(?:[\s/,-]*{year})?",
        rf"{year}[\s/,-]*(?:{quarter}|{half})",
        rf"{fiscal}{year}(?:\s?[/–-]\s?(?P<z>(?:20)?[0-9]{{2}}))?",
        rf"(?:{_alternatives(_words('fiscal'))})\.?\s?(?P<two>[0-9]{{2}})(?:\s?[/–-]\s?[0-9]{{2}})?",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def is_period(text: str) -> bool:
    """Whether a text as a whole is a year, a fiscal year, a quarter, a half or a month, with its year or without."""
    text = normalize("NFC", text.strip())
    word, *year = re.split(r"[\s.'’-]+", text, maxsplit=1)  # May-31, May '31
    shortened = is_month(word) and re.fullmatch("[0-9]{2}", "".join(year))
    return bool(is_month(text) or month_of(text) or shortened or any(each.fullmatch(text) for each in _periods()))


def last_day_of(text: str) -> date | None:
    """The last day of the month, quarter, half or year that a text as a whole is: nobody said before it what was said
    in it. ``mid-May 2031`` is in that month."""
    text = normalize("NFC", text.strip())
    text = re.sub(rf"^(?:{_alternatives(_words('within'))})[\s-]+", "", text, flags=re.IGNORECASE)
    first = month_of(text)
    if first is None:
        match = next((match for each in _periods() if (match := each.fullmatch(text))), None)
        found = match.groupdict() if match else {}
        if not found.get("y"):
            return None
        year = int(found["y"])
        if z := found.get("z"):
            if int(z) % 100 != (year + 1) % 100:
                return None  # 2029-31 is none, and 2031-02 a month
            year += 1
        quarter, half = found.get("q") or found.get("q2"), found.get("h") or found.get("h2")
        first = date(year, int(quarter) * 3 if quarter else int(half) * 6 if half else 12, 1)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def day_in(text: str) -> date | None:
    """The first day that a text names in full; None where there is none. ``03/04/2025`` is in April."""
    if not re.search("[0-9]", text):
        return None
    text = normalize("NFC", text)
    shapes = _shapes()
    found = [
        (match.start(), days[0])
        for shape in shapes.anywhere
        if (match := shape.search(text)) and (days := _days(match))
    ]
    if not found and (match := shapes.compact.search(text)):
        return next(iter(_days(match)), None)
    return min(found)[1] if found else None


def day_alone(line: str) -> date | None:
    """The day of a line that tells nothing but a day, and perhaps an hour; None for any other line."""
    if len(line) > 80 or not re.search("[0-9]{4}", line):
        return None
    line = normalize("NFC", line)
    shapes = _shapes()
    for shape in shapes.anywhere:
        match = shape.search(line)
        if match is None or not (days := _days(match)):
            continue
        if not shapes.beside.sub("", line[: match.start()] + " " + line[match.end() :]):
            return days[0]
    return None
