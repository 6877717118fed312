"""Was von Quellen und von Berichten eines Ursprungs gesagt wird, auf Deutsch."""

TEXTS = {
    # -- Berichte nach Ursprung --
    "origins.count": "{reports}, {origins}.",
    "origins.count.in": "{reports} in {folder}, {origins}.",
    "origins.reports.one": "{count} Bericht",
    "origins.reports.many": "{count} Berichte",
    "origins.origins.one": "{count} Ursprung",
    "origins.origins.many": "{count} Ursprünge",
    "origins.same": "EIN URSPRUNG, EINMAL GEZÄHLT",
    "origins.possible": "VIELLEICHT EIN URSPRUNG: BITTE PRÜFEN",
    "origins.carries": "STELLEN MEHRERER URSPRÜNGE",
    "origins.passages": "GEMEINSAME STELLEN, EIGENE URSPRÜNGE",
    "origins.own": "EIGENE URSPRÜNGE",
    "origins.item": "{file} (Beitrag {number})",
    "origins.all": "derselbe Text wie {other}",
    "origins.share": "stimmt zu {share} mit {other} überein (gemessen am kürzeren)",
    "origins.longest": "{count} Wörter hintereinander: „{text}“ ({a} und {b})",
    "origins.place": "{start}–{end}",
    "origins.changed": "doch „{mine}“ hier heißt „{theirs}“ in {other}: eine Fortschreibung oder Berichtigung",
    "origins.pair": "{a} und {b}",
    "origins.alike": (
        "beide nennen {agency}, liegen höchstens {days} Tage auseinander und gleichen sich in den Wörtern"
        " ({alike} von 1; ab {least} zählt es)"
    ),
    "origins.carries.of": "{file} enthält Stellen aus {others}: jede Aussage daraus braucht ihren eigenen Ursprung",
    "origins.quotation": "ein Zitat von {count} Wörtern: „{text}“",
    "origins.background": "eine Stelle von {count} Wörtern: „{text}“",
    "origins.incomplete": (
        "Es sind zu viele Berichte, um nach allem zu suchen: Kopien sind gefunden, gemeinsame Stellen und"
        " mögliche Paare vielleicht nicht alle."
    ),
    # -- die Quellen eines Plans --
    "sources.title": "Quellen von {name}",
    "sources.as.of": "Stand {day}",
    "sources.sum": "Unabhängige Ursprünge: {origins}, für {subjects}.",
    "sources.subjects.one": "{count} Zusage oder Annahme",
    "sources.subjects.many": "{count} Zusagen und Annahmen",
    "sources.single.one": "{count} Zusage stützt sich auf einen einzigen Ursprung: {names}.",
    "sources.single.many": "{count} Zusagen stützen sich auf einen einzigen Ursprung: {names}.",
    "sources.none.one": "{count} Zusage hat keine Quelle: {names}.",
    "sources.none.many": "{count} Zusagen haben keine Quelle: {names}.",
    "sources.pledges": "ZUSAGEN",
    "sources.assumptions": "ANNAHMEN",
    "sources.for": "dafür",
    "sources.against": "dagegen",
    "sources.voice": "{origin} (auch in {sources})",
    "sources.carried": "{origin} (in {sources})",
    "sources.against.by": "dagegen: {names}",
    "sources.nobody": "niemand",
    "sources.orphans": "STELLEN, DIE NICHT DA SIND",
    "sources.orphan.gone": "{about}: „{says}“ steht nicht in {file}, der Datei von {source}.",
    "sources.orphan.left": "{about}: „{says}“ steht in {file} nur in dem, was vom Bericht weggelassen ist ({why}).",
    "sources.unread": "DATEIEN, DIE NICHT ZU LESEN WAREN",
    "sources.unread.file": "{file}, die Datei von {source}, {why}.",
    "sources.alike": "VIELLEICHT EIN URSPRUNG: BITTE PRÜFEN",
    "sources.alike.same": "{a} und {b} gelten als zwei Ursprünge, doch ihre Dateien sehen nach einem Text aus.",
    "sources.alike.possible": "{a} und {b} gelten als zwei Ursprünge, könnten aber der Bericht einer Agentur sein.",
    "sources.alike.passage": (
        "{a} und {b} gelten als zwei Ursprünge, sagen aber über {about} Wort für Wort dasselbe: „{says}“."
    ),
    "sources.alike.advice": 'Wenn sie einer sind, gehört origin = "{a}" unter [sources.{b}].',
    "sources.alike.effect": "Damit fiele ein Ursprung weg bei {about}.",
    "sources.alike.elsewhere": "Was sie über {about} sagen, steht allerdings nicht in beiden Dateien.",
    "sources.carries": (
        "{source} enthält in seiner Datei Stellen aus {others}: jede seiner Aussagen sollte ihren Ursprung nennen."
    ),
    "sources.checked": "{found} von {sought} Stellen wurden in den Dateien ihrer Quellen gefunden.",
    "sources.checked.none": (
        "Keine Stelle ließ sich nachschlagen: keine Quelle mit Datei hat eine (file = … unter [sources.ID])."
    ),
    "sources.no.file.one": "{count} Aussage stammt aus einer Quelle ohne Datei.",
    "sources.no.file.many": "{count} Aussagen stammen aus Quellen ohne Datei.",
    "sources.incomplete": "Es sind zu viele Berichte, um alle auf jede Weise zu vergleichen.",
}
