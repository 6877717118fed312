"""States by every name people use (docs/tables.md)."""

import tomllib
from pathlib import Path

import pytest

import willing.languages.data as data
from willing.languages import DATA
from willing.languages.data import languages_with
from willing.languages.names import codes_beside, organisation_names, other_names, state_called, state_names
from willing.languages.states import STATE_CODES

FOLDER = Path(DATA)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"), ("DEUTSCHLAND", "DE"), ("l’Allemagne", "DE"), ("DEU", "DE"), ("Німеччина", "DE"),
        ("The Netherlands", "NL"), ("die Niederlande", "NL"), ("USA", "US"), ("U.S.A.", "US"), ("UK", "GB"),
        ("Cote d'Ivoire", "CI"), ("Côte d’Ivoire", "CI"), ("Bosnia and Herzegovina", "BA"), ("Saint Lucia", "LC"),
        ("Republic of Korea", "KR"), ("Russian Federation", "RU"), ("Lao People's Democratic Republic", "LA"),
        ("Turkey", "TR"), ("Turkiye", "TR"), ("Myanmar", "MM"), ("Burma", "MM"), ("Hong Kong", "HK"), ("AND", "AD"),
        ("République tchèque", "CZ"), ("Viet Nam", "VN"), ("Tanzanie", "TZ"), ("Guinea-Bissau", "GW"),
        ("Federal Republic of Germany", "DE"), ("Bundesrepublik Deutschland", "DE"), ("French Republic", "FR"),
        ("République fédérale d’Allemagne", "DE"), ("République française", "FR"), ("the Kingdom of Norway", "NO"),
        ("Republic of the Union of Myanmar", "MM"), ("Republic of Congo", "CG"), ("Republic of China", "TW"),
        ("People's Republic of China", "CN"), ("République d'Estonie", "EE"), ("Republik Polen", "PL"),
        ("Islamic Republic of Mauritania", "MR"), ("République de Corée", "KR"), ("Kingdom of the Netherlands", "NL"),
        ("Korea, Republic of", "KR"), ("Iran, Islamic Republic of", "IR"), ("Saint-Martin", "MF"),
        ("Korea, Democratic People's Republic of", "KP"), ("Saint-Martin (Niederländischer Teil)", None),
        ("Holy See (Vatican City State)", "VA"), ("Iran (République islamique d')", "IR"),
        ("Saint Lucia, Georgia", None),
        ("State of Georgia", None), ("Republic of Norland", None), ("Republikaner", None), ("Union", None),
        ("and", None), ("can", None), ("Norland", None), ("", None), ("DE", None), ("Europe", None),
    ],
)  # fmt: skip
def test_a_state_is_known_by_its_names(name: str, code: str | None) -> None:
    assert state_called(name) == code


@pytest.mark.parametrize("language", languages_with("territories"))
def test_every_state_has_a_name_in_every_language(language: str) -> None:
    names = state_names(language)
    assert set(names) >= STATE_CODES
    assert names == tomllib.loads((FOLDER / language / "territories.toml").read_text("utf-8"))
    for code in STATE_CODES:
        assert state_called(names[code]) == code


def test_every_state_has_a_code_of_three_letters() -> None:
    assert {code for code in map(state_called, data.rows("alpha3")) if code} == STATE_CODES


@pytest.mark.parametrize("language", languages_with("also"))
def test_no_other_name_is_that_of_another_state(language: str) -> None:
    found = list(other_names(language))
    assert {code for code, _ in found} <= STATE_CODES
    assert [(state_called(name), name) for code, name in found] == found


@pytest.mark.parametrize(
    ("lang", "name"), [("en", "NATO"), ("de", "NATO"), ("fr", "OTAN"), ("uk", "НАТО"), ("pl", "NATO")]
)
def test_organisations_have_their_names_in_every_language(lang: str, name: str) -> None:
    assert organisation_names(lang)["NATO"] == name
    assert organisation_names(lang).keys() == {"EU", "NATO", "UN"}


def test_codes_beside_those_of_iso_are_of_states() -> None:
    assert set(codes_beside().values()) <= STATE_CODES
    assert set(codes_beside()).isdisjoint(STATE_CODES)
