"""What is said of power in German."""

TEXTS = {
    "power.goal": "das Ziel: {goal}",
    "power.nobody": "Kein Partner hat eine Zusage, die zählt: Es gibt niemanden abzuwägen",
    "power.always": "Es ist ohne jede Zusage erreicht: Niemand zählt mehr als andere",
    "power.never": "Mit ihren Zusagen erreichen es die Partner nicht, wie sie auch zusammenkommen: Niemand zählt",
    "power.not.all": "Alle zusammen erreichen es nicht, manche von ihnen schon",
    "power.vetoes": "Nichts geht ohne: {names}",
    "power.idle": "Nie kommt es an auf: {names}",
    "power.best": (
        "Was nicht bekannt ist (eine Zahl, eine Entscheidung, eine Annahme), gilt so, wie es für das Ziel am besten ist"
    ),
    "power.shapley": "aller Reihenfolgen",
    "power.banzhaf": "aller Wenden",
    "power.swings": "Wenden",
    "power.weights": "Genau, aus Gewichten und Quoten von {count} Partnern gezählt",
    "power.coalitions": "Genau: Jede Koalition von {count} Partnern wurde geprüft",
    "power.sampled": (
        "Geschätzt aus zweimal {samples} zufällig gezogenen Koalitionen (Startwert {seed}): Jeder Anteil "
        "liegt in 95 von 100 Fällen um höchstens {error} daneben"
    ),
    "power.means": (
        "Von allen Reihenfolgen, in denen sie dazukommen können, der Anteil, in dem dieser den Ausschlag "
        "gibt (Shapley-Shubik); von allen Fällen, in denen jemand ihn beim Beitritt zu einer Koalition "
        "gibt, jene, in denen es dieser ist (Wenden, Banzhaf)"
    ),
    "power.undecided.one": (
        "{count} Koalition war nicht rechtzeitig zu klären; sie gilt als eine, die das Ziel nicht erreicht"
    ),
    "power.undecided.many": (
        "{count} Koalitionen waren nicht rechtzeitig zu klären; sie gelten als solche, die das Ziel nicht erreichen"
    ),
}
