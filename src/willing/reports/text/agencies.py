"""Agencies, as they are printed and as they are credited."""

import re

# As printed -> as credited. What is an ordinary word in one of the languages counts only in capitals as here.
_AGENCIES = {
    "AFP": "AFP",
    "Agence France-Presse": "AFP",
    "dpa": "dpa",
    "DPA": "dpa",
    "Deutsche Presse-Agentur": "dpa",
    "dpa-AFX": "dpa-AFX",
    "Reuters": "Reuters",
    "REUTERS": "Reuters",
    "rtr": "Reuters",
    "AP": "AP",
    "ap": "AP",
    "Associated Press": "AP",
    "The Associated Press": "AP",
    "Ukrinform": "Ukrinform",
    "Interfax-Ukraine": "Interfax-Ukraine",
    "Interfax": "Interfax",
    "TASS": "TASS",
    "ANSA": "ANSA",
    "EFE": "EFE",
    "PA": "PA",
    "PA Media": "PA",
    "APA": "APA",
    "apa": "APA",
    "KNA": "KNA",
    "epd": "epd",
    "SDA": "Keystone-SDA",
    "sda": "Keystone-SDA",
    "Keystone-SDA": "Keystone-SDA",
    "Belga": "Belga",
    "ANP": "ANP",
    "PAP": "PAP",
    "CTK": "ČTK",
    "ČTK": "ČTK",
    "NTB": "NTB",
    "TT": "TT",
    "Ritzau": "Ritzau",
    "STT": "STT",
    "BNS": "BNS",
    "LETA": "LETA",
    "Lusa": "Lusa",
    "Xinhua": "Xinhua",
    "Anadolu": "Anadolu",
    "Kyodo": "Kyodo",
    "UPI": "UPI",
    "Bloomberg": "Bloomberg",
    "afp": "AFP",
}
#: Their names as alternatives, the longest first.
ONE = "|".join(re.escape(name) for name in sorted(_AGENCIES, key=len, reverse=True))
AGENCY = re.compile(rf"(?<![\w-])(?:{ONE})(?![\w-])")


def agencies_in(text: str) -> str | None:
    """The agencies that ``text`` names, each once, with commas in between."""
    found = dict.fromkeys(_AGENCIES[match.group()] for match in AGENCY.finditer(text))
    return ", ".join(found) or None
