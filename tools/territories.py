"""Writes the names of states and territories, and their codes of three letters, from the Unicode CLDR by way of babel.

Babel reads all it knows of a language to give one name, which is a sixth of the time a brief takes; so the names are
kept as data: ``python tools/territories.py``. A test holds them to what the babel says that is installed.
"""

from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global

FOLDER = Path(__file__).parent.parent / "src" / "willing" / "languages" / "data"

# Of ISO 3166-3: states that are no more, and a part of one.
_FORMER = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}

_HEAD = "# Written by tools/territories.py from the Unicode CLDR, by way of babel."


def names(language: str) -> dict[str, str]:
    """By ISO 3166-1 alpha-2 code, what CLDR calls a state or territory."""
    return {code: name for code, name in Locale.parse(language).territories.items() if len(code) == 2}


def codes() -> dict[str, str]:
    """The ISO 3166-1 alpha-2 codes by alpha-3 ones, those that CLDR takes for overlong names of the former."""
    known = names("en")
    aliases = {code: to[0] for code, to in get_global("territory_aliases").items() if len(to) == 1}
    overlong = {code: to for code, to in aliases.items() if len(code) == 3 and code.isalpha() and to in known}
    return {code: to for code, to in overlong.items() if code not in _FORMER}


def written(rows: dict[str, str]) -> str:
    """A file of one table, sorted, one name a line: it is read without a reader of TOML, in a tenth of the time."""
    lines = "".join(f'{code} = "{name}"\n' for code, name in sorted(rows.items()))
    return f"{_HEAD}\n\n{lines}"


def files() -> dict[Path, str]:
    """What the files say: of every language that has a folder, and the codes."""
    languages = sorted(path.name for path in FOLDER.iterdir() if (path / "calendar.toml").is_file())
    texts = {FOLDER / language / "territories.toml": written(names(language)) for language in languages}
    return {**texts, FOLDER / "alpha3.toml": written(codes())}


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, "utf-8")
    print(f"written with babel {babel.__version__}")
