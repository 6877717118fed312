"""Names of states, and the languages that there are."""

from collections.abc import Mapping
from importlib import import_module

from willing.languages.states import STATE_CODES

#: The languages of answers, and of the names that partners can be asked for by.
LANGUAGES = ("en", "de", "fr")


#: Names of states that people use and the CLDR does not list first.
_ALSO = {
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "großbritannien": "GB",
    "grossbritannien": "GB",
    "grande-bretagne": "GB",
    "usa": "US",
    "u.s.": "US",
    "united states of america": "US",
    "vereinigte staaten von amerika": "US",
    "états-unis d'amérique": "US",
    "czech republic": "CZ",
    "tschechische republik": "CZ",
    "république tchèque": "CZ",
    "turkey": "TR",
    "south korea": "KR",
    "südkorea": "KR",
    "corée du sud": "KR",
    "the netherlands": "NL",
}


def states_by_name() -> dict[str, str]:
    """The codes of states by their names in English, German and French (CLDR), without case."""
    found = dict(_ALSO)
    for language in LANGUAGES:
        for code, name in state_names(language).items():
            if code in STATE_CODES:
                found[name.casefold()] = code
    return found


def state_names(language: str) -> Mapping[str, str]:
    """By ISO 3166-1 alpha-2 code, the names of states and territories in one of :data:`LANGUAGES` (CLDR)."""
    names: Mapping[str, str] = import_module(f"willing.languages.territories.{language}").NAMES
    return names
