"""What partners are called."""

from willing.model.plan import Plan

#: The languages of answers, and of the names that partners can be asked for by.
LANGUAGES = ("en", "de", "fr")


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
