"""Writes the names of states in the languages of answers, from the Unicode CLDR by way of babel.

Babel reads all it knows of a language to give one name, which is a sixth of the time a brief takes; so the names are
kept as modules: ``python tools/territories.py``. A test holds them to what babel says.
"""

from pathlib import Path

import babel
from babel import Locale

LANGUAGES = ("en", "de", "fr")
FOLDER = Path(__file__).parent.parent / "src" / "willing" / "languages" / "territories"


def names(language: str) -> dict[str, str]:
    """By ISO 3166-1 alpha-2 code, what CLDR calls a state or territory."""
    return {code: name for code, name in Locale.parse(language).territories.items() if len(code) == 2}


def module(language: str) -> str:
    """The text of the module."""
    rows = "".join(f'    "{code}": "{name}",\n' for code, name in sorted(names(language).items()))
    head = '"""Names of states from the Unicode CLDR; written by tools/territories.py."""'
    version = f'#: The version of babel they were read with.\nBABEL = "{babel.__version__}"'
    return f"{head}\n\n{version}\n\nNAMES = {{\n{rows}}}\n"


if __name__ == "__main__":
    for each in LANGUAGES:
        (FOLDER / f"{each}.py").write_text(module(each), "utf-8")
