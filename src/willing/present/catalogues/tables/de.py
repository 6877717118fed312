"""Was eine ausgegebene Arbeitsmappe auf Deutsch sagt."""

TEXTS = {
    "readme.title": "{plan}: ein Plan als Arbeitsmappe",
    "readme.what": (
        "Wer was unter welcher Bedingung zugesagt hat und was gebraucht wird. Hier ändern, dann Willing nach "
        "ebendieser Datei fragen: willing brief MAPPE. Weiter mit einer Plandatei: willing import MAPPE -o plan.toml."
    ),
    "readme.inputs": (
        "Blaue Reiter sind der Plan. Eine Zeile ist ein Eintrag, eine Spalte ein Schlüssel; die Reihenfolge der "
        "Spalten und leere Zeilen spielen keine Rolle."
    ),
    "readme.computed": (
        "Graue Reiter und graue Spalten wurden beim Schreiben der Datei berechnet. Sie werden nicht wieder gelesen und "
        "ändern sich nicht mit dem Rest: dafür neu ausgeben."
    ),
    "readme.sheet": "Blatt",
    "readme.column": "Spalte",
    "readme.says": "was sie sagt",
    "readme.how": "wie sie geschrieben wird",
    "readme.needed": "nötig",
    "how.text": "Text",
    "how.texts": "Texte, mit ; dazwischen",
    "how.word": "ein eigenes Wort",
    "how.words": "eigene Wörter, mit ; dazwischen",
    "how.id": "ein Kürzel: ein Buchstabe, dann Buchstaben, Ziffern, - und _",
    "how.name": "ein Kürzel aus dem Blatt, auf das es verweist",
    "how.names": "Kürzel, mit ; dazwischen",
    "how.choice": "eines von: {words}",
    "how.flag": "WAHR oder FALSCH; leer: {default}",
    "how.integer": "eine ganze Zahl",
    "how.number": "eine Zahl",
    "how.day": "ein Tag",
    "how.month": "ein Tag, oder ein Monat wie 2025-04",
    "how.condition": "eine Bedingung, etwa: mandate and at least 2 others",
    "how.holds": "ja oder nein; oder nach Tagen, etwa 2025-03-01: no; 2025-08-18: yes",
    "how.likelihood": "von 0 bis 1; oder nach Fällen, etwa 0.6 if ceasefire; 0.1",
    "how.delivered": "nach Tagen, etwa 2025-06-01: 500",
    "how.value": "wie in dem Blatt und der Spalte, für die er steht",
    "scenario.scenario": "der Name des Szenarios; eine Zeile für alles, was darin anders ist",
    "scenario.of": "was anders ist: assume (Annahme, oder Entscheidung einer Zusage), pledges oder requirements",
    "scenario.id": "welche",
    "scenario.key": "welche ihrer Spalten; leer bei assume",
    "scenario.value": "was in diesem Szenario gilt",
    "computed.note": "Von Willing berechnet{day}{scenarios}; wird nicht wieder gelesen.",
    "computed.day": " für den {day}",
    "computed.scenarios": ", in {names}",
    "computed.none": "Nicht berechnet: {why}",
    "cover.requirement": "Bedarf",
    "cover.needed": "gebraucht",
    "cover.firm": "steht fest",
    "cover.together": "dazu, wenn alle zugleich gehen",
    "cover.possible": "dazu bestenfalls",
    "cover.short": "es fehlen",
    "cover.usable": "nutzbar (fest)",
    "cover.usable.together": "nutzbar (wenn alle gehen)",
    "cover.day": "schlechtester oder bester Tag",
    "cover.unsized": "auch dabei, ohne Zahl",
    "cover.state": "derzeit",
    "cover.full": "gedeckt",
    "cover.full.together": "gedeckt, wenn alle zugleich gehen",
    "cover.lacking": "es fehlen {number}",
    "cover.unknown": "wie viel gebraucht wird, ist nicht bekannt",
    "who.partner": "Partner",
    "who.name": "Name",
    "who.state": "derzeit",
    "who.pledges": "Zusagen",
}
