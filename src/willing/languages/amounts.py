"""Numbers and money as people write them, in figures and in the words of every language, in a cell or in a sentence.

>>> grouped("12 500"), count_of("1,5 Mio."), count_of("zwei Dutzend")
(12500, 1500000, 24)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from willing.languages.data import every, languages_with, table

#: More than this is no force, fleet or sum that anybody pledges; such digits are something else.
MOST_COUNTED = 10**13

_GROUPS = r"[0-9]{1,3}(?:([.,\s\u00a0\u202f’'])[0-9]{3})(?:\1[0-9]{3})*"
_GROUPED = re.compile(_GROUPS)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_PERCENT = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*%")
_FIGURES = re.compile(rf"(?<![\w.,])(?<![A-Za-z]-)(?:{_GROUPS}(?![0-9])|[0-9]{{1,12}}(?:[.,][0-9]{{1,2}})?)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’])?")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

# Numbers of more figures are beyond every bound; Python refuses to read the longest at all.
_MOST_FIGURES = 40

# Words of so many stand behind figures or other words and multiply them: dozen, hundred, thousand, million.
_LEAST_SCALE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text: code points ``start`` to ``end`` and its value; ``article``: its word may be one."""

    start: int
    end: int
    value: int
    article: bool = False


# -- figures ----------------------------------------------------------------------------------------------------------


def grouped(text: str) -> int | None:
    """The number that figures in groups of three are, with one mark between them: ``12,500``; else None."""
    return whole(re.sub(r"[^0-9]", "", text)) if _GROUPED.fullmatch(text) else None


def whole(text: str) -> int | None:
    """The whole number that figures alone are, with a sign perhaps; else None. Of too many, 10**40 stands for it."""
    if not _WHOLE.fullmatch(text):
        return None
    return int(text) if len(text) <= _MOST_FIGURES else 10**_MOST_FIGURES


def decimal(text: str) -> Decimal | None:
    """The number that figures are, perhaps with a decimal point: ``0.25``; else None."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def decimal_comma(text: str) -> Decimal | None:
    """The number that figures with a decimal comma are; else None."""
    return Decimal(text.replace(",", ".")) if _DECIMAL_COMMA.fullmatch(text) else None


def percent(text: str) -> Decimal | None:
    """The share that figures before a percent sign are: ``12,5 %`` is 0.125; else None."""
    found = _PERCENT.fullmatch(text)
    return Decimal(found[1].replace(",", ".")) / 100 if found else None


# -- words ------------------------------------------------------------------------------------------------------------


@cache
def number_words(language: str) -> Mapping[str, int]:
    """The numbers that a language has words for, articles for one among them; none for one that is not known."""
    if language not in languages_with("amounts"):
        return MappingProxyType({})
    amounts = table(language, "amounts")
    return MappingProxyType(amounts["numbers"] | dict.fromkeys(amounts.get("articles", ()), 1))


@cache
def _articles() -> frozenset[str]:
    return frozenset(word for words in every("amounts", "articles") for word in words)


@cache
def _vague() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for words in every("amounts", "vague") for word in words)
    return re.compile(rf"(?:{words})\s+$", re.IGNORECASE)


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a sentence in its order."""
    words = number_words(language)
    found = _in_figures(text, words)
    taken = [(number.start, number.end) for number in found]
    tokens = list(_WORD.finditer(text))
    at = 0
    while at < len(tokens):
        token = tokens[at]
        value = words.get(token.group().lower().rstrip("'’"))
        if value is None or any(start <= token.start() < end for start, end in taken):
            at += 1
            continue
        total, end, article = value, token.end(), token.group().lower() in _articles()
        while at + 1 < len(tokens) and re.fullmatch(r"[\s-]+", text[end : tokens[at + 1].start()]):
            word = tokens[at + 1].group().lower()
            more = words.get(word)
            if more is None or word in _articles():
                break
            if article and more >= 10:  # une dizaine
                total = more
            elif (more >= _LEAST_SCALE and more > total) or more in (100, 1000, 10**6, 10**9):
                total *= more
            else:
                total += more
            end, article = tokens[at + 1].end(), False
            at += 1
        if not _vague().search(text[max(0, token.start() - 12) : token.start()]):
            found.append(Number(start=token.start(), end=end, value=total, article=article))
        at += 1
    return sorted((number for number in found if 0 <= number.value <= MOST_COUNTED), key=lambda number: number.start)


def _in_figures(text: str, words: Mapping[str, int]) -> list[Number]:
    """Numbers in figures, perhaps with a word behind them that multiplies; fractions of one are -1."""
    found = []
    for match in _FIGURES.finditer(text):
        whole = grouped(match.group())
        value = Decimal(match.group().replace(",", ".")) if whole is None else Decimal(whole)
        end = match.end()
        scale = re.match(r"[\s\u00a0-]*([^\W\d_]+)", text[end:])
        factor = words.get(scale[1].lower(), 0) if scale else 0
        if scale and factor >= _LEAST_SCALE and value * factor == int(value * factor):
            value, end = value * factor, end + scale.end()
        found.append(Number(start=match.start(), end=end, value=int(value) if value == int(value) else -1))
    return found


def count_of(text: str) -> int | None:
    """The whole number that a text as a whole is, in figures or words of some language: ``zwölf``, ``1.5 million``.

    None where it is none, or another one in another language.
    """
    text = text.strip()
    values = set()
    for language in languages_with("amounts"):
        match numbers(text, language):
            case [Number(start=0, end=end, value=value)] if not text[end:].strip("."):
                values.add(value)
    return values.pop() if len(values) == 1 else None


# -- money ------------------------------------------------------------------------------------------------------------


@cache
def _currencies() -> Mapping[str, re.Pattern[str]]:
    """By ISO 4217 code, the signs and words of a currency."""
    words: dict[str, list[str]] = {code: [] for code in _SIGNS}
    for each in every("amounts", "currencies"):
        for code, names in each.items():
            words.setdefault(code, [code.lower()]).extend(names)
    patterns = {}
    for code, names in words.items():
        alternatives = "|".join(re.escape(name) for name in sorted({code.lower(), *names}, key=len, reverse=True))
        sign = f"{re.escape(_SIGNS[code])}|" if code in _SIGNS else ""
        patterns[code] = re.compile(rf"{sign}(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
    return patterns


def currency_beside(text: str, start: int, end: int) -> str | None:
    """The currency (ISO 4217) whose sign or word stands beside the number at code points ``start`` to ``end``."""
    for code, pattern in _currencies().items():
        if pattern.match(text[end : end + 12].lstrip()) or pattern.search(text[max(0, start - 2) : start]):
            return code
        if pattern.match(re.sub(r"^\s*(?:de|d'|d’)\s*", "", text[end : end + 16])):
            return code
    return None
