"""What states are called, in every language there is a folder for, and what is meant by what people call them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from unicodedata import combining, normalize

from willing.languages.data import every, languages_with, rows, table
from willing.languages.states import STATE_CODES


@cache
def state_names(language: str) -> Mapping[str, str]:
    """By ISO 3166-1 alpha-2 code, the names of states and territories in a language (CLDR).

    Raises ValueError for a language of which there are none.
    """
    return MappingProxyType(rows(language, "territories"))


def other_names(language: str) -> Iterator[tuple[str, str]]:
    """The codes of states with what a language calls them beside :func:`state_names`: short, former, official names."""
    if language in languages_with("also"):
        for code, names in table(language, "also")["names"].items():
            yield from ((code, name) for name in names)


@cache
def organisation_names(language: str) -> Mapping[str, str]:
    """What a language, else English, calls an organisation of states, by the word for it in a plan (``NATO``)."""
    languages = [each for each in ("en", language) if each in languages_with("also")]
    return MappingProxyType(
        {k: v for each in languages for k, v in table(each, "also").get("organisations", {}).items()}
    )


@cache
def codes_beside() -> Mapping[str, str]:
    """Alpha-2 codes of states by what is written in their place, though no code of ISO 3166-1: ``EL``."""
    return MappingProxyType(rows("codes"))


@lru_cache(2**13)
def state_called(name: str) -> str | None:
    """The alpha-2 code of the state that is called so in some language, or by its alpha-3 code; None for none.

    Case, accents, the form of apostrophes and hyphens, articles, dots and ``&`` for ``and`` make no difference; and no
    more does what an official name begins with: ``the Federal Republic of Germany``.
    """
    text = name.strip()
    if len(text) == 3 and text.isupper() and (code := _alpha3().get(text)) in STATE_CODES:
        return code
    before, _, behind = (
        text.rstrip(")").replace(" (", ", ").partition(", ")
    )  # Korea, Republic of; Türkiye (Republic of)
    for each in (text, f"{before}, {behind}", f"{behind} {before}"):
        plain = _plain(each)
        code = _codes().get(plain) or _codes().get(_articles().sub("", _forms().sub("", plain)))
        if code is not None:
            return code
    return None


@cache
def _alpha3() -> Mapping[str, str]:
    return rows("alpha3")


@cache
def _codes() -> Mapping[str, str]:
    """Alpha-2 codes by plain names. What a language calls a state first goes before what another one calls it too."""
    named = [
        (name, code)
        for language in languages_with("territories")
        for code, name in state_names(language).items()
        if code in STATE_CODES
    ]
    named += [(name, code) for language in languages_with("also") for code, name in other_names(language)]
    codes: dict[str, str] = {}
    for name, code in named:
        codes.setdefault(_plain(name), code)
    bare: dict[str, set[str]] = {}  # Myanmar, of Myanmar (Burma); not Saint-Martin, of which there are two
    for name, code in named:
        if name.endswith(")"):
            bare.setdefault(_plain(name.partition(" (")[0]), set()).add(code)
    return {plain: code for plain, (code, *others) in bare.items() if not others} | codes


@cache
def _articles() -> re.Pattern[str]:
    words = "|".join(
        word if word.endswith("'") else rf"{word}\s" for words in every("also", "articles") for word in words
    )
    return re.compile(rf"^(?:{words})\s*")


@cache
def _forms() -> re.Pattern[str]:
    """What stands before the name of a state in its official name, the longest first: ``Federal Republic of``."""
    forms = sorted((_plain(form) for forms in every("also", "forms") for form in forms), key=len, reverse=True)
    return re.compile("|".join(rf"^{re.escape(form)}{'' if form[-1] == chr(39) else ' '}" for form in forms))


@cache
def _abbreviations() -> Mapping[str, str]:
    """Words of names that are written short, such as ``rep`` for republic."""
    return {short: word for words in every("also", "abbreviations") for short, word in words.items()}


def _plain(name: str) -> str:
    """A name as names are compared."""
    text = normalize("NFKD", name.casefold())
    text = "".join(sign for sign in text if not combining(sign))
    text = re.sub(r"[’ʼ`´‘]", "'", text).replace("&", " and ").replace(".", "").replace("-", " ").replace("–", " ")
    text = " ".join(_abbreviations().get(word, word) for word in text.split())
    return _articles().sub("", text)
