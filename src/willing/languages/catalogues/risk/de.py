"""Was nur die Antwort zu den Wahrscheinlichkeiten sagt, auf Deutsch."""

TEXTS = {
    # -- the answer --
    "risk.chance": "das Ziel wird mit einer Wahrscheinlichkeit von {chance} erreicht: {goal}",
    "risk.together": (
        "bewegen sich alle, die aufeinander warten, zugleich, so wird das Ziel mit einer Wahrscheinlichkeit "
        "von {chance} erreicht: {goal}"
    ),
    "risk.stands": "ohne darauf zu bauen, liegt die Wahrscheinlichkeit bei {chance}",
    "risk.stands.never": "ohne darauf zu bauen, wird es in keinem Fall erreicht",
    "risk.never": "nichts von dem, was offen ist, würde das Ziel erreichen; die Wahrscheinlichkeit ist 0: {goal}",
    "risk.always": "das Ziel wird erreicht, was auch kommt; die Wahrscheinlichkeit ist 1: {goal}",
    "risk.anything": (
        "wie wahrscheinlich das Ziel ist, lässt sich nicht sagen; alles von 0 bis 100\u00a0% ist möglich: {goal}"
    ),
    "risk.certain": (
        "in diesem Plan ist nichts dem Zufall überlassen: nichts ist unbekannt, und keine Wahrscheinlichkeit "
        "ist angegeben"
    ),
    "risk.no.likelihood": "in diesem Plan ist keine Wahrscheinlichkeit angegeben",
    "risk.unknown": "wie wahrscheinlich dies ist, hat niemand gesagt, und das Ziel hängt daran: {names}",
    "risk.no.outcome": (
        "von allem, was kommen kann, widerspricht sich {chance} selbst (kein Ergebnis); dort gilt das Ziel "
        "als nicht erreicht"
    ),
    "risk.open": (
        "in {chance} der gezogenen Welten kann es mehrere Ergebnisse geben oder keines; ob das Ziel dort erreicht "
        "wird, bleibt offen"
    ),
    "risk.stopped.early": "abgebrochen, bevor eine Wahrscheinlichkeit bekannt war: {goal}",
    # -- the table --
    "risk.goal": "Das Ziel",
    "risk.head.stands": "fest",
    "risk.head.together": "gemeinsam",
    "risk.expected": "im Mittel {units} von {needs}",
    "risk.legend": "Wahrscheinlichkeit: fest █  gemeinsam ▓  nicht bekannt ▒  nicht erreicht ·",
    "risk.under": "unter {chance}",
    "risk.over": "über {chance}",
    # -- what it hangs on --
    "risk.hangs": "WORAN ES AM MEISTEN HÄNGT",
    "risk.sides": "{true}, wenn ja; {false}, wenn nicht",
    "risk.sides.size": "{true}, wenn alles Verlangte; {false}, wenn nichts",
    "risk.decides": "{name}: eigene Entscheidung",
    "risk.delivers": "{name} liefert",
    "risk.gives": "{name}: wie viel es gibt",
    # -- breakers and routes --
    "risk.breakers": "WORAN ES SCHEITERN WÜRDE",
    "risk.breakers.none": "an keinem Verlust von Annahmen oder Partnern",
    "risk.breakers.none.reached": "nichts zu verlieren: nach heutigem Stand wird das Ziel in keinem Fall erreicht",
    "risk.routes": "WELCHE ANNAHMEN GENÜGEN WÜRDEN",
    "risk.routes.none": "Annahmen allein erreichen das Ziel nicht mit Sicherheit",
    "risk.routes.given": "es braucht keine, die nicht schon als gegeben gilt",
    "risk.no.longer": "nicht mehr „{name}“",
    "risk.without": "ohne {name}",
    "risk.alone": "schon eines: {names}",
    "risk.with": "zusammen: {names}",
    "risk.sets.more": "und {count} weitere solche Mengen",
    "risk.sets.unfinished": "in der erlaubten Zeit und mit den erlaubten Knoten nicht bestimmt",
    "risk.likeliest": "am wahrscheinlichsten: {names} ({chance})",
    # -- the foot --
    "risk.exact": "exakt: alles, was kommen kann, ist gezählt",
    "risk.sampled": (
        "geschätzt aus {count} gezogenen Welten (Startwert {seed}); mit 95\u00a0% Sicherheit liegt die "
        "Wahrscheinlichkeit, wenn sich alle bewegen, zwischen {low} und {high}"
    ),
    "risk.not.narrow": "die Höchstzahl der Welten war erreicht, bevor das Intervall so eng war wie verlangt",
    "risk.bounds": "die Bereiche sind Schranken: was möglich ist, liegt darin und kann enger sein",
    "risk.stopped": "abgebrochen: dies war bis dahin bekannt",
}
