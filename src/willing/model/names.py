"""What partners are called."""

from willing.model.plan import Plan
from willing.model.states import STATE_CODES

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
    from babel import Locale

    found = dict(_ALSO)
    for language in ("en", "de", "fr"):
        for code, name in Locale.parse(language).territories.items():
            if code in STATE_CODES:
                found[name.casefold()] = code
    return found


def partner_names(plan: Plan, language: str = "en") -> dict[str, str]:
    """The name of every partner: its own, else that of the state (CLDR), else its id."""
    names = {id_: partner.name or id_ for id_, partner in plan.partners.items()}
    if any(partner.name is None for partner in plan.partners.values()):
        from babel import Locale

        states = Locale.parse(language).territories
        for id_, partner in plan.partners.items():
            if partner.name is None:
                names[id_] = states.get(id_, id_)
    return names
