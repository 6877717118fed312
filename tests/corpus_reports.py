"""The labelled reports of tests/corpus: how tests and the bench read them (its README describes the files)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"


@cache
def labels() -> tuple[dict[str, Any], ...]:
    """Every report with its labels, in file order."""
    with (CORPUS / "labels.toml").open("rb") as stream:
        return tuple(tomllib.load(stream)["reports"])


@cache
def names() -> dict[str, dict[str, Any]]:
    """The invented states, and the groups of them: what each language calls them."""
    with (CORPUS / "states.toml").open("rb") as stream:
        return tomllib.load(stream)


def path_of(report: str) -> Path:
    """Its file."""
    return CORPUS / "reports" / f"{report}.txt"


def text_of(report: str) -> str:
    """Its text, as it is in the file."""
    return path_of(report).read_text("utf-8")
