"""What is known of each language, as files: one folder a language, one TOML file a subject."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from willing.languages import DATA


@cache
def languages_with(subject: str) -> tuple[str, ...]:
    """The languages that have a file on a subject (``calendar``), in the order of their codes."""
    folders = sorted(name for name in os.listdir(DATA) if not name.startswith("_"))
    return tuple(name for name in folders if os.path.exists(os.path.join(DATA, name, f"{subject}.toml")))


@cache
def table(language: str, subject: str) -> Mapping[str, Any]:
    """What the file of a language on a subject says. Raises ValueError where there is none."""
    try:
        with open(os.path.join(DATA, language, f"{subject}.toml"), "rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise ValueError(f"nothing is known of the {subject} of the language {language!r}") from None


def rows(*path: str) -> Mapping[str, str]:
    """What a file says that has one text a line (``DE = "Germany"``), in a tenth of the time that TOML takes.

    ``path`` leads to it from the folder of data, without its ending. Raises ValueError where there is none.
    """
    try:
        with open(os.path.join(DATA, *path) + ".toml", encoding="utf-8") as file:
            pairs = (line.rstrip("\n").partition(" = ") for line in file)
            return {key: value[1:-1] for key, equals, value in pairs if equals}
    except FileNotFoundError:
        raise ValueError(f"there is no table {'/'.join(path)}") from None


def every(subject: str, key: str) -> Iterator[Any]:
    """What each language says under a key of its file on a subject; of those that say nothing, nothing."""
    for language in languages_with(subject):
        if (value := table(language, subject).get(key)) is not None:
            yield value
