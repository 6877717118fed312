"""Numbers and money as people write them, in figures and in the words of every language, in a cell or in a sentence.

>>> grouped("12 500"), count_of("1,5 Mio."), count_of("zwei Dutzend")
(12500, 1500000, 24)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from unicodedata import decimal as digit_of

from willing.languages.data import every, languages_with, table

#: More than this is no force, fleet or sum that anybody pledges; such digits are something else.
MOST_COUNTED = 10**13

_GROUPS = r"[0-9]{1,3}(?:([.,\s\u00a0\u202f’'])[0-9]{3})(?:\1[0-9]{3})*"
_GROUPED = re.compile(_GROUPS)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_PERCENT = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*%")
_FIGURES = re.compile(
    rf"(?:(?<![\w.,])(?<![A-Za-z]-)|(?<=\$US)|(?<=\$[AC]))(?:{_GROUPS}(?![0-9])|[0-9]{{1,12}}(?:[.,][0-9]{{1,2}})?)"
    r"(?P<scale>[kKmM]|mn|mln|bn|Bn|Mio|Mrd|Md)?(?!\w)"
)
_ATTACHED = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9, "mrd": 10**9, "md": 10**9}
_MONEY_SCALE = re.compile(r"\s?([kKmM])[€$£]")
_MONEY_SCALE_BEFORE = re.compile(r"(?<![^\W\d_])([kKmM])[€$£]\s?$")
_WORD = re.compile(r"[^\W\d_]+(?:['’])?")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

# Numbers of more figures are beyond every bound; Python refuses to read the longest at all.
_MOST_FIGURES = 40

# Words of so many stand behind figures or other words and multiply them: dozen, hundred, thousand, million.
_LEAST_SCALE = 12

# Texts longer than this are no number in words; scales that only money has: bn is a battalion too.
_LONGEST_COUNT = 60
_SCALES_OF_MONEY = ("m", "bn")


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
        before = text[: token.start()].rstrip("\u00a0- ")
        if value >= _LEAST_SCALE and before[-1:].isdigit() and all(end != len(before) for _, end in taken):
            at += 1  # a scale behind a figure that is not read gives no number, and never a wrong one
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
        figure = match.group().removesuffix(match["scale"] or "")
        read = grouped(figure)
        value = Decimal(figure.replace(",", ".")) if read is None else Decimal(read)
        end = match.end()
        if attached := (match["scale"] or "").lower():  # €100m, 5bn, 5k
            if attached == "m" and currency_beside(text, match.start(), end) is None:
                continue  # 100 metres
            value *= _ATTACHED[attached]
        before = _MONEY_SCALE_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
        behind = _MONEY_SCALE.match(text, end)
        if of_money := before or behind:  # m€ 5, 5 M€
            value *= 10**6 if of_money[1] in "mM" else 1000
            end = behind.end() - 1 if behind else end
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


# -- cells ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount as people write it into a cell (§T10): ``least`` of it is sure, ``most`` is the most that is spoken of.

    ``rough``: it is an estimate. ``unit``: what stands behind the figure, such as ``pax``; empty for nothing.
    ``currency``: that which stands beside it (ISO 4217); empty for none.
    """

    least: Decimal | None
    most: Decimal | None = None
    rough: bool = False
    unit: str = ""
    currency: str = ""


class MarksError(ValueError):
    """Figures of one column whose marks contradict each other, as in the two ``cells``, or, of one, tell nothing."""

    def __init__(self, *cells: str) -> None:
        super().__init__(*cells)
        self.cells = cells


_FIGURE = r"[0-9](?:[0-9.,’'\s]*[0-9])?(?:[eE][+-]?[0-9]{1,3})?"
_BARE_FIGURE = re.compile("[0-9](?:[0-9.,]*[0-9])?")
_MARK_AT_END = re.compile(
    r"(?:\s*(?:[*†‡§¹²³⁰⁴-⁹ªº]|\[\w{1,2}\]|\([0-9a-z]\)|(?<=[^\W\d])\^\w{1,2}|(?<=\s)(?:[0-9a-z][)/]|/[0-9])))+$"
)
_UNMARKED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .,:'-]*[A-Za-z0-9])?")
_MARK_BEFORE = re.compile(r"^(?:[*†‡§¹²³⁰⁴-⁹]|\[\w{1,2}\])+\s*")


def without_marks(text: str) -> str:
    """A name or a figure without the footnote marks around it: ``Norland*``, ``150 (1)``, ``¹Estmark`` (§T13)."""
    text = text.strip()
    if _UNMARKED.fullmatch(text):
        return text  # most names and figures
    bare = _MARK_BEFORE.sub("", _MARK_AT_END.sub("", text)).rstrip()
    return bare if bare and bare.count("(") == bare.count(")") else text


def plain_figures(text: str) -> str:
    """A text with the digits of any script as 0 to 9, and their marks: ``١٢`` is ``12``."""
    if text.isascii():
        return text
    digits = (str(digit_of(sign)) if sign.isdecimal() else sign for sign in text)
    return "".join(digits).replace("\u066b", ".").replace("\u066c", ",").replace("−", "-")


# What a figure proves hangs on which of its digits are zeros, and on no other.
_FORM = str.maketrans("23456789", "11111111")


def decimal_mark(texts: Iterable[str], *, whole: bool = True) -> str:
    """The mark before decimals of a column, as its figures prove it together; where none proves one, ``.``.

    A leading zero is never thousands, nor is a group that has not three figures, nor one behind more than three. Where
    nothing else proves it, one mark before three figures is for thousands if the amounts are ``whole``.
    Raises :class:`MarksError` where two cells contradict each other, or where a single mark may be either.
    """
    decimals: dict[str, str] = {}
    thousands: dict[str, str] = {}
    open_: dict[str, str] = {}
    alike: dict[str, str] = {}  # figures of one form, such as 1,111, prove the same: the first of each
    for text in texts:
        alike.setdefault(plain_figures(text).translate(_FORM), text)
    for form, text in alike.items():
        for figure in re.findall(_FIGURE, form):
            marks = re.findall("[.,]", figure)
            if not marks or "e" in figure.lower():
                continue
            last = marks[-1]
            if len(set(marks)) == 2:
                decimals.setdefault(last, text)
                thousands.setdefault(marks[0], text)
            elif len(marks) > 1:
                thousands.setdefault(last, text)
            else:
                before, _, behind = figure.partition(last)
                unsure = len(behind) == 3 and len(before) <= 3 and before.lstrip("0")[:1] == before[:1]
                (open_ if unsure else decimals).setdefault(last, text)
    other = {".": ",", ",": "."}
    for mark in thousands.keys() & decimals.keys():
        raise MarksError(thousands[mark], decimals[mark])
    for kind in (decimals, thousands, {} if decimals or thousands else open_):
        if len(kind) == 2:
            raise MarksError(kind["."], kind[","])
    if decimals or thousands:
        return next(iter(decimals), None) or next(other[mark] for mark in thousands)
    if open_ and not whole:
        raise MarksError(*open_.values())
    return next((other[mark] for mark in open_), ".")


def _figure(text: str, mark: str) -> Decimal | None:
    """The number that figures are, with this mark before decimals and others between groups of figures."""
    figures, _, power = text.lower().partition("e")
    whole, point, fraction = figures.partition(mark)
    if len(text) > _MOST_FIGURES or not re.fullmatch(
        r"[0-9]+|[0-9]{1,3}(?:[\s.,’'][0-9]{2,3})*[\s.,’'][0-9]{3}", whole
    ):
        return None
    if mark in whole or (point and not re.fullmatch("[0-9]+", fraction)):
        return None
    return Decimal(f"{re.sub('[^0-9]', '', whole)}.{fraction or 0}e{power or 0}")


@cache
def _cell_words(key: str) -> str:
    """The words of a kind as alternatives, the longest first."""
    words = {word for words in every("words", key) for word in words}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _scales() -> Mapping[str, int]:
    return {word: value for scales in every("words", "scales") for word, value in scales.items()}


@cache
def _quantity() -> re.Pattern[str]:
    scales = "|".join(re.escape(word) for word in sorted(_scales(), key=len, reverse=True))
    kinds = (("up", "up_to"), ("low", "at_least"), ("about", "about"), ("two", "between"))
    before = "|".join(rf"(?P<{name}>{_cell_words(key)})" for name, key in kinds)
    both = rf"(?(two)(?<!\w)(?:{_cell_words('both')})(?!\w)|(?!))"
    between = rf"\s*(?:[-–—…]|(?<!\w)(?:{_cell_words('ranges')}|{_cell_words('or')})(?!\w)|{both})\s*"
    one, other = (rf"\+?(?P<{each}>{_FIGURE})(?:\s*(?P<{each}_scale>{scales})\b\.?)?" for each in ("one", "other"))
    return re.compile(
        rf"(?:{before})?\s*{one}(?:{between}{other})?"
        rf"\s*(?P<plus>\+)?\s*(?P<est>\?|\(?(?:{_cell_words('estimated')})\)?)?"
        rf"\s*(?:[x×]\s+)?(?P<unit>[^\W\d_][^\d,;]{{0,30}})?",
        re.IGNORECASE,
    )


@lru_cache(2**13)
def quantity(text: str, mark: str = ".", *, money: bool = False) -> Quantity | None:
    """The amount that a cell as a whole tells (§T10), with this mark before decimals; None where it tells none.

    ``money``: it is one of money whether the cell says so or not, and ``bn`` no battalions.

    >>> quantity("up to 500").most, quantity("200-300").least, quantity("c. 120").least
    (Decimal('500'), Decimal('200'), Decimal('120'))
    """
    if _BARE_FIGURE.fullmatch(text):
        value = _figure(text, mark)
        return None if value is None else Quantity(least=value)
    bare = without_marks(plain_figures(text)).removeprefix("'")
    starred = bare != text.strip()
    currency = currency_in(bare)
    bare, signs = _money_signs().subn(" ", bare)
    bare = bare.replace("%", " ").strip()
    match = _quantity().fullmatch(bare)
    if match is None or match["unit"]:
        in_words = len(bare) <= _LONGEST_COUNT and bare.lower() not in _scales()  # twelve, 2 dozen; not million
        count = count_of(bare) if in_words else None
        if match is None or count is not None:
            return None if count is None else Quantity(least=Decimal(count), rough=starred)
    values = [_figure(figure, mark) if (figure := match[each]) else None for each in ("one", "other")]
    scales = [word.lower() if (word := match[f"{each}_scale"]) else "" for each in ("one", "other")]
    if unsure := [] if money or signs else [word for word in scales if word in _SCALES_OF_MONEY]:
        return Quantity(least=values[0], unit=unsure[0], currency=currency)
    least, most = (
        None if value is None else value * _scales().get(scale or scales[1], 1)
        for value, scale in zip(values, scales, strict=True)
    )
    if least is None or (most is None) is bool(match["other"] or match["two"]) or (most or least) < least:
        return None
    if match["up"]:
        least, most = None, most or least
    rough = bool(match["about"] or match["est"] or starred)
    return Quantity(least=least, most=most, rough=rough, unit=(match["unit"] or "").strip(" ."), currency=currency)


def currency_in(text: str) -> str:
    """The one currency (ISO 4217) that a text names by sign or word; empty for none, or several."""
    if text.isdecimal():
        return ""
    found = {code for code, pattern in _currencies().items() if pattern.search(text)}
    return found.pop() if len(found) == 1 else ""


@cache
def _money_signs() -> re.Pattern[str]:
    """Signs and words of currencies, with what stands before them."""
    words = sorted({word for names in _money().values() for word in names}, key=len, reverse=True)
    return re.compile(rf"(?:US)?[€$£]|(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _money() -> Mapping[str, frozenset[str]]:
    """By ISO 4217 code, the words of a currency, its code among them."""
    words: dict[str, set[str]] = {code: {code.lower()} for code in _SIGNS}
    for each in every("amounts", "currencies"):
        for code, names in each.items():
            words.setdefault(code, {code.lower()}).update(names)
    return {code: frozenset(names) for code, names in words.items()}


@cache
def money_words() -> frozenset[str]:
    """The words and codes of currencies, without case, and their signs."""
    return frozenset({*_SIGNS.values(), *(word for words in _money().values() for word in words)})


def scale_in(head: str) -> tuple[int, str | None]:
    """The scale and the currency (ISO 4217) that the head of a column names: ``EUR million``, ``in thousands``.

    Of ``m`` and ``bn`` only where it is about money or nothing else: an ``Inf Bn`` is a battalion.
    """
    text = head.casefold()
    currency = next((code for code, sign in _SIGNS.items() if sign in text), None)
    words = re.findall(r"[^\W_]+", re.sub("[€$£]", " ", text))
    currency = currency or next((code for code, names in _money().items() if names & set(words)), None)
    scale = 1
    for word in words:
        factor = _scales().get(word, 1)
        if factor > 1 and (currency or len(words) == 1 or f"({word})" in text or word not in _SCALES_OF_MONEY):
            scale = factor if len(word) > 1 or currency else scale
    return scale, currency


@cache
def _measures() -> Mapping[str, str]:
    return {word: name for each in every("words", "measures") for name, words in each.items() for word in words}


def measure(unit: str) -> str:
    """The measure that a unit behind a figure is, by its one name; empty for none: ``tonnes`` are ``t``."""
    return _measures().get(unit.casefold(), "")


def unit_stated(text: str) -> tuple[int, str | None]:
    """The scale and the currency that a line beside a table says of its figures: ``Aid, in EUR million``,
    ``(in thousands)``; 1 and None where it says none. ``Aid worth EUR 5 million`` says none.
    """
    stated = (r"\(([^()]+)\)", rf"(?<!\w)(?:{_cell_words('of_unit')})\s+([^,;.()]+(?:\.(?=\s*\w+)[^,;.()]*)?)")
    for part in (part for pattern in stated for part in re.findall(pattern, text, re.IGNORECASE)):
        words = re.findall(r"[^\W_]+|[€$£]", part.casefold())
        scale, currency = scale_in(part)
        units = [word for word in words if word in money_words() or scale_in(f"EUR {word}")[0] > 1]
        rest = {*words} - {*units} - {word for each in every("words", "of") for word in each}
        if (
            units
            and not rest - {word for each in every("words", "of_unit") for word in each}
            and (scale > 1 or currency)
        ):
            return scale, currency
    return 1, None


@cache
def _spans() -> Mapping[str, int]:
    return {word: days for spans in every("words", "spans") for word, days in spans.items()}


def days_of(text: str, *, longest: bool = False) -> int | None:
    """How many days a cell says: ``30``, ``180 days``, ``D+30``, ``6 Wochen``, ``immediately``; None where it says none
    for certain. Of several (``10-30 days``) the fewest, or the ``longest``."""
    bare = text.strip().lower()
    if re.fullmatch(_cell_words("at_once"), bare):
        return 0
    figures = rf"(?:d\s*\+\s*)?([0-9]{{1,6}})(?:\s*(?:[-–—]|{_cell_words('ranges')})\s*([0-9]{{1,6}}))?"
    found = re.fullmatch(rf"{figures}\s*([^\W\d_]*)\.?", bare)
    if found is None or (found[3] and found[3] not in _spans()):
        return None
    numbers = [int(number) for number in found.groups()[:2] if number]
    return (max if longest else min)(numbers) * _spans().get(found[3], 1)


# -- money ------------------------------------------------------------------------------------------------------------


@cache
def _currencies() -> Mapping[str, re.Pattern[str]]:
    """By ISO 4217 code, the signs and words of a currency."""
    patterns = {}
    for code, names in _money().items():
        alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        sign = rf"{re.escape(_SIGNS[code])}(?:US|A|C)?|" if code in _SIGNS else ""
        patterns[code] = re.compile(rf"{sign}(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
    return patterns


def currency_beside(text: str, start: int, end: int) -> str | None:
    """The currency (ISO 4217) whose sign or word stands beside the number at code points ``start`` to ``end``."""
    behind = re.sub(r"^(?:de\s|d['’])\s*", "", text[end : end + 28].lstrip(" .\u00a0\u202f"))
    before = text[max(0, start - 5) : start].rstrip("\u00a0\u202f ")
    for code, pattern in _currencies().items():
        if pattern.match(behind) or any(m.end() == len(before) for m in pattern.finditer(before)):
            return code
    return None
