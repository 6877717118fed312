"""What is said of power in French."""

TEXTS = {
    "power.goal": "l’objectif : {goal}",
    "power.nobody": "Aucun partenaire n’a d’engagement qui compte : il n’y a personne à peser",
    "power.always": "Il est atteint sans l’engagement de personne : nul ne compte plus qu’un autre",
    "power.never": (
        "Les partenaires n’y parviennent pas par leurs engagements, de quelque façon qu’ils se "
        "réunissent : nul ne compte"
    ),
    "power.not.all": "Tous ensemble n’y parviennent pas, alors que certains d’entre eux y parviennent",
    "power.vetoes": "Rien ne se fait sans : {names}",
    "power.idle": "Cela ne tient jamais à : {names}",
    "power.best": (
        "Ce qui n’est pas connu (un chiffre, une décision, une hypothèse) est pris au mieux pour l’objectif"
    ),
    "power.shapley": "de tous les ordres",
    "power.banzhaf": "de toutes les bascules",
    "power.swings": "bascules",
    "power.weights": "Exact, compté d’après les poids et les quotas de {count} partenaires",
    "power.coalitions": "Exact : chaque coalition de {count} partenaires a été examinée",
    "power.sampled": (
        "Estimé d’après deux fois {samples} coalitions tirées au hasard (graine {seed}) : chaque part "
        "s’écarte d’au plus {error} dans 95 cas sur 100"
    ),
    "power.means": (
        "De tous les ordres dans lesquels ils peuvent venir, la part où celui-ci fait la différence "
        "(Shapley-Shubik) ; de tous les cas où quelqu’un la fait en rejoignant une coalition, ceux où "
        "c’est lui (bascules, Banzhaf)"
    ),
    "power.undecided.one": (
        "{count} coalition n’a pu être tranchée à temps ; elle est comptée comme n’atteignant pas l’objectif"
    ),
    "power.undecided.many": (
        "{count} coalitions n’ont pu être tranchées à temps ; elles sont comptées comme n’atteignant pas l’objectif"
    ),
}
