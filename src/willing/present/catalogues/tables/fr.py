"""Ce que dit en français un classeur exporté."""

TEXTS = {
    "readme.title": "{plan} : un plan en classeur",
    "readme.what": (
        "Qui a promis quoi, à quelle condition, et ce qu'il faut. Modifiez ici, puis interrogez Willing sur ce même "
        "fichier : willing brief CLASSEUR. "
        "Pour continuer avec un fichier de plan : willing import CLASSEUR -o plan.toml."
    ),
    "readme.inputs": (
        "Les onglets bleus sont le plan. Une ligne est une entrée, une colonne une clé ; l'ordre des colonnes et "
        "les lignes vides sont sans importance."
    ),
    "readme.computed": (
        "Les onglets gris et les colonnes grises ont été calculés à l'écriture du fichier. Ils ne sont pas relus et ne "
        "changent pas avec le reste : exportez à nouveau."
    ),
    "readme.sheet": "feuille",
    "readme.column": "colonne",
    "readme.says": "ce qu'elle dit",
    "readme.how": "comment l'écrire",
    "readme.needed": "nécessaire",
    "how.text": "un texte",
    "how.texts": "des textes, séparés par ;",
    "how.word": "un mot de votre choix",
    "how.words": "des mots de votre choix, séparés par ;",
    "how.id": "un identifiant : une lettre, puis lettres, chiffres, - et _",
    "how.name": "un identifiant de la feuille à laquelle il renvoie",
    "how.names": "des identifiants, séparés par ;",
    "how.choice": "au choix : {words}",
    "how.flag": "VRAI ou FAUX ; vide : {default}",
    "how.integer": "un nombre entier",
    "how.number": "un nombre",
    "how.day": "un jour",
    "how.month": "un jour, ou un mois comme 2025-04",
    "how.condition": "une condition, par exemple : mandate and at least 2 others",
    "how.holds": "oui ou non ; ou par jour, par exemple 2025-03-01: no; 2025-08-18: yes",
    "how.likelihood": "de 0 à 1 ; ou par cas, par exemple 0.6 if ceasefire; 0.1",
    "how.delivered": "par jour, par exemple 2025-06-01: 500",
    "how.value": "comme dans la feuille et la colonne dont il s'agit",
    "scenario.scenario": "le nom du scénario ; une ligne pour chaque chose qui y diffère",
    "scenario.of": "ce qui diffère : assume (une hypothèse, ou la décision d'un engagement), pledges ou requirements",
    "scenario.id": "lequel ou laquelle",
    "scenario.key": "laquelle de ses colonnes ; vide pour assume",
    "scenario.value": "ce qui vaut dans ce scénario",
    "computed.note": "Calculé par Willing{day}{scenarios} ; n'est pas relu.",
    "computed.day": " pour le {day}",
    "computed.scenarios": ", dans {names}",
    "computed.none": "Pas calculé : {why}",
    "cover.requirement": "besoin",
    "cover.needed": "nécessaire",
    "cover.firm": "acquis",
    "cover.together": "en plus si tous avancent ensemble",
    "cover.possible": "en plus au mieux",
    "cover.short": "manque",
    "cover.usable": "utilisable (acquis)",
    "cover.usable.together": "utilisable (si tous avancent)",
    "cover.day": "pire ou meilleur jour",
    "cover.unsized": "aussi présents, sans chiffre",
    "cover.state": "en l'état",
    "cover.full": "couvert",
    "cover.full.together": "couvert si tous avancent ensemble",
    "cover.lacking": "il manque {number}",
    "cover.unknown": "on ne sait pas combien il en faut",
    "who.partner": "partenaire",
    "who.name": "nom",
    "who.state": "en l'état",
    "who.pledges": "engagements",
}
