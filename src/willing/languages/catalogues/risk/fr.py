"""Ce que seule la réponse sur les probabilités dit, en français."""

from willing.languages.catalogues.fr import spaced

_WRITTEN = {
    # -- the answer --
    "risk.chance": "l’objectif est atteint avec une probabilité de {chance} : {goal}",
    "risk.together": (
        "si tous ceux qui s’attendent bougent en même temps, l’objectif est atteint avec une probabilité de "
        "{chance} : {goal}"
    ),
    "risk.stands": "sans compter là-dessus, la probabilité est de {chance}",
    "risk.stands.never": "sans compter là-dessus, il n’est atteint dans aucun cas",
    "risk.never": (
        "rien de ce qui est encore ouvert ne permettrait d’atteindre l’objectif ; sa probabilité est de 0 : {goal}"
    ),
    "risk.always": "l’objectif est atteint quoi qu’il arrive ; sa probabilité est de 1 : {goal}",
    "risk.anything": (
        "on ne peut dire quelle est la probabilité de l’objectif ; tout est possible, de 0 à 100\u202f% : {goal}"
    ),
    "risk.certain": (
        "dans ce plan, rien n’est laissé au hasard : rien n’est inconnu et aucune probabilité n’est donnée"
    ),
    "risk.no.likelihood": "aucune probabilité n’est donnée dans ce plan",
    "risk.unknown": "personne n’a dit quelle est la probabilité de ce dont l’objectif dépend : {names}",
    "risk.no.outcome": (
        "de tout ce qui peut arriver, {chance} se contredit (aucune issue) ; l’objectif y est compté comme non atteint"
    ),
    "risk.open": (
        "dans {chance} des mondes tirés, plusieurs issues sont possibles, ou aucune ; que l’objectif y soit atteint "
        "reste ouvert"
    ),
    "risk.stopped.early": "interrompu avant qu’aucune probabilité ne soit connue : {goal}",
    # -- the table --
    "risk.goal": "L’objectif",
    "risk.head.stands": "acquis",
    "risk.head.together": "si tous bougent",
    "risk.expected": "en moyenne {units} sur {needs}",
    "risk.legend": "probabilité : acquis █  si tous bougent ▓  inconnu ▒  non atteint ·",
    "risk.under": "moins de {chance}",
    "risk.over": "plus de {chance}",
    # -- what it hangs on --
    "risk.hangs": "CE DONT CELA DÉPEND LE PLUS",
    "risk.sides": "{true} si oui, {false} si non",
    "risk.sides.size": "{true} si tout ce qui est demandé, {false} si rien",
    "risk.decides": "{name} : sa propre décision",
    "risk.delivers": "{name} livre",
    "risk.gives": "{name} : combien il donne",
    # -- breakers and routes --
    "risk.breakers": "CE QUI LE FERAIT ÉCHOUER",
    "risk.breakers.none": "aucune perte d’hypothèse ou de partenaire",
    "risk.breakers.none.reached": "rien à perdre : en l’état, l’objectif n’est atteint dans aucun cas",
    "risk.routes": "QUELLES HYPOTHÈSES SUFFIRAIENT",
    "risk.routes.none": "aucun ensemble d’hypothèses ne suffit à lui seul à garantir l’objectif",
    "risk.routes.given": "aucune, au-delà de ce qui est tenu pour acquis",
    "risk.no.longer": "perte de « {name} »",
    "risk.without": "sans {name}",
    "risk.alone": "une seule suffit : {names}",
    "risk.with": "ensemble : {names}",
    "risk.sets.more": "et {count} autres ensembles de ce genre",
    "risk.sets.unfinished": "non déterminés dans le temps et les nœuds permis",
    "risk.likeliest": "le plus probable : {names} ({chance})",
    # -- the foot --
    "risk.exact": "exact : tout ce qui peut arriver est compté",
    "risk.sampled": (
        "estimé à partir de {count} mondes tirés (graine {seed}) ; avec 95\u202f% de certitude, la probabilité si "
        "tous bougent se situe entre {low} et {high}"
    ),
    "risk.not.narrow": (
        "le nombre maximal de mondes a été atteint avant que l’intervalle ne soit aussi étroit que demandé"
    ),
    "risk.bounds": "les fourchettes sont des bornes : ce qui est possible s’y trouve, et peut être plus étroit",
    "risk.stopped": "interrompu : voici ce que l’on savait alors",
}

TEXTS = {key: spaced(text) for key, text in _WRITTEN.items()}
