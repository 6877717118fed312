"""Ce que seule une page servie dit, en français."""

TEXTS = {
    "serve.sorry": "Cette page n’existe pas",
    "serve.back": "Au plan tel qu’il est",
    "serve.away": "Personne ne répond : willing serve tourne-t-il encore ? La dernière réponse reste affichée.",
    "serve.mistakes": "Le fichier du plan contient des erreurs. Le plan reste affiché tel qu’il était avant elles.",
    "serve.change": "Essayer un changement",
    "serve.drop": "Sans sa condition",
    "serve.try": "Essayer",
    "serve.add": "Essayer un engagement de plus",
    "serve.save": "Enregistrer cela",
    "serve.condition": "Condition",
    "serve.amount": "Quantité",
    "serve.partner": "Partenaire",
    "serve.provides": "Ce qui est donné",
    "serve.name": "Nom",
    "serve.scenario": "Comme scénario de ce plan",
    "serve.file": "Comme plan à part (nom.toml)",
    "serve.saved": "Enregistré :",
    "serve.tried": "À l’essai, dans aucun fichier encore :",
    "serve.undo": "Tout annuler",
}
