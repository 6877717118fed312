"""What partners are called."""

from willing.languages import LANGUAGES
from willing.languages.data import languages_with
from willing.languages.names import state_names
from willing.model.plan import Plan


def partner_names(plan: Plan, language: str = "en") -> dict[str, str]:
    """The name of every partner: its own, else that of the state in this language, else its id."""
    names = {id_: partner.name or id_ for id_, partner in plan.partners.items()}
    if any(partner.name is None for partner in plan.partners.values()):
        states = state_names(language if language in languages_with("territories") else "en")
        for id_, partner in plan.partners.items():
            if partner.name is None:
                names[id_] = states.get(id_, id_)
    return names


def partners_called(plan: Plan) -> dict[str, str]:
    """Every partner by what it is called in any language there is, capitals as they are; its own name wins."""
    called: dict[str, str] = {}
    for language in LANGUAGES:
        called = {name: id_ for id_, name in partner_names(plan, language).items()} | called
    return called
