"""Was nur eine bediente Seite sagt, auf Deutsch."""

TEXTS = {
    "serve.sorry": "Diese Seite gibt es nicht",
    "serve.back": "Zum Plan, wie er ist",
    "serve.away": "Niemand antwortet: Läuft willing serve noch? Zu sehen ist die letzte Antwort.",
    "serve.mistakes": "Die Plandatei hat jetzt Fehler. Zu sehen ist der Plan, wie er davor war.",
    "serve.change": "Eine Änderung ausprobieren",
    "serve.drop": "Ohne die Bedingung",
    "serve.try": "Ausprobieren",
    "serve.add": "Eine weitere Zusage ausprobieren",
    "serve.save": "Das speichern",
    "serve.condition": "Bedingung",
    "serve.amount": "Anzahl",
    "serve.partner": "Partner",
    "serve.provides": "Was gegeben wird",
    "serve.name": "Name",
    "serve.scenario": "Als Szenario dieses Plans",
    "serve.file": "Als eigener Plan (name.toml)",
    "serve.saved": "Gespeichert:",
    "serve.tried": "Ausprobiert, noch in keiner Datei:",
    "serve.undo": "Alles zurücknehmen",
}
