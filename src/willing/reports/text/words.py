"""Words of a sentence, and what of them is only form: case, inflection, how a number is printed, words cut short."""

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"(?P<number>(?<![0-9])[0-9]{1,3}(?:[.,’' ][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,:][0-9]+)*)"
    r"|[^\W\d_]+(?:[’'-][^\W_]+)*’?(?P<cut>…)?"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,’' ][0-9]{3})+")

# Endings that inflection adds, the longest first; a stem keeps at least so many letters.
_ENDINGS = {
    "de": tuple("erinnen innen ungen sten test tens est ern tet ten em en er es te et st e n s t".split()),
    "en": tuple("ies ing ied ed es ly ’s 's s d e y".split()),
    "fr": tuple(
        """issent aient eront erait erons ements ement ations antes ante ants ées és ée ent ant era ait ons ez er ir es
        é e s x t""".split()
    ),
}
_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word or number of a sentence: as it stands there, where, and folded so that forms of one word are alike."""

    text: str
    start: int
    end: int
    fold: str
    number: bool = False
    cut: bool = False


def words_of(text: str, language: str | None) -> tuple[Word, ...]:
    """The words of a normalised text."""
    found = []
    for match in _WORD.finditer(text):
        if match["number"] is not None:
            token = match.group()
            found.append(Word(token, match.start(), match.end(), bare_number(token), number=True))
        else:
            token = match.group()
            cut = match["cut"] is not None
            fold = token[:-1].casefold() if cut else folded(token, language)
            found.append(Word(token, match.start(), match.end(), fold, cut=cut))
    return tuple(found)


def bare_number(token: str) -> str:
    """``20,000``, ``20.000`` and ``20 000`` as ``20000``."""
    if _GROUPED.fullmatch(token):
        return re.sub(r"[^0-9]", "", token)
    return token.replace(",", ".")


@lru_cache(maxsize=100_000)
def folded(word: str, language: str | None) -> str:
    """A word without case and without the endings of inflection; what is short or all capitals keeps its end."""
    low = word.casefold().replace("’", "'")
    if len(word) > 1 and word.isupper():
        return low
    for ending in _ENDINGS.get(language or "", ()):
        if low.endswith(ending) and len(low) - len(ending) >= _LEAST_STEM:
            return low[: -len(ending)]
    return low
