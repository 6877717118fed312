"""Kinds of sentences, the same in three languages: how those who are named in them stand."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sentences import report
from willing.reports.suggest.actors import Named
from willing.reports.suggest.lexicon import LANGUAGES
from willing.reports.suggest.pack import NO_PACK
from willing.reports.suggest.suggest import suggest

KINDS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text("utf-8"))["kind"]
#: Invented states, as each language calls them: name, adjective, people, capital.
NAMES = {
    "en": (
        ("Norland", "Norlandic", "Norlanders", "Norburg"),
        ("Estmark", "Estmarkian", "Estmarkers", "Estburg"),
        ("Veland", "Velandic", "Velanders", "Velburg"),
    ),
    "de": (
        ("Norland", "norländisch", "Norländer", "Norburg"),
        ("Estmark", "estmärkisch", "Estmärker", "Estburg"),
        ("Veland", "veländisch", "Veländer", "Velburg"),
    ),
    "fr": (
        ("Norlande", "norlandais", "Norlandais", "Norbourg"),
        ("Estmarque", "estmarquais", "Estmarquais", "Estbourg"),
        ("Véland", "vélandais", "Vélandais", "Vélbourg"),
    ),
}
ALSO = {
    language: tuple(
        Named(id=id_, names=(name,), adjectives=(adjective,), peoples=(people,), capitals=(capital,))
        for id_, (name, adjective, people, capital) in zip(("norland", "estmark", "veland"), named, strict=True)
    )
    for language, named in NAMES.items()
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=[kind["name"] for kind in KINDS])
def test_a_kind_of_sentence_is_read(kind: dict[str, Any], language: str) -> None:
    wrong: dict[str, Any] = {}
    for said in kind[language]:
        before = [kind["context"][language]] if "context" in kind else []
        found = suggest(report(language, *before, said), ALSO[language], NO_PACK).pledges
        read = {
            (partner, each.stance)
            for each in found
            if each.passage.sentence == len(before) and each.stance != "open"
            for partner in each.partners
        }
        speakers = {each.speaker for each in found if each.passage.sentence == len(before)}
        if read != set(kind["reads"].items()):
            wrong[said] = read
        if "speaker" in kind and not all(kind["speaker"] in (speaker or "") for speaker in speakers):
            wrong[said] = speakers
    assert not wrong
