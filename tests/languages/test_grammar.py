"""Days, amounts and words of yes and no mean the same in a cell and in a sentence (docs/tables.md)."""

from datetime import date

import pytest

from willing.languages import LANGUAGES
from willing.languages.amounts import count_of, currency_beside, numbers
from willing.languages.answers import flag_of
from willing.languages.data import languages_with, table
from willing.languages.days import AmbiguousDayError, day_alone, day_in, day_of, month_of
from willing.model.problem import Message
from willing.notation.keys import TABLES
from willing.notation.sheets.cells import CellError, raw_of

PLEDGE = TABLES["pledges"].keys

#: A day as it is written, and the day.
DAYS = [
    ("2025-02-05", date(2025, 2, 5)),
    ("2025/2/5", date(2025, 2, 5)),
    ("5.2.2025", date(2025, 2, 5)),
    ("05. 02. 2025", date(2025, 2, 5)),
    ("13/02/2025", date(2025, 2, 13)),
    ("2/13/2025", date(2025, 2, 13)),
    ("20250205", date(2025, 2, 5)),
    ("5 fév 2025", date(2025, 2, 5)),
    ("5 fév. 2025", date(2025, 2, 5)),
    ("5 févr 2025", date(2025, 2, 5)),
    ("5 fe\u0301vr. 2025", date(2025, 2, 5)),
    ("1er mars 2031", date(2031, 3, 1)),
    ("le 3 avril 2025", date(2025, 4, 3)),
    ("3 mrz 2031", date(2031, 3, 3)),
    ("3. März 2031", date(2031, 3, 3)),
    ("3. MÄRZ 2031", date(2031, 3, 3)),
    ("am 1. Jänner 2031", date(2031, 1, 1)),
    ("3rd of May 2031", date(2031, 5, 3)),
    ("May 3rd, 2031", date(2031, 5, 3)),
    ("02-May-2031", date(2031, 5, 2)),
    ("Sept. 5, 2031", date(2031, 9, 5)),
    ("5 лютого 2025 року", date(2025, 2, 5)),
]


@pytest.mark.parametrize(("text", "day"), DAYS, ids=[ascii(text) for text, _ in DAYS])
def test_a_day_is_the_same_in_a_cell_and_in_a_sentence(text: str, day: date) -> None:
    notes: list[Message] = []
    assert raw_of(PLEDGE["said"], text, notes) == day
    assert raw_of(TABLES["sources"].keys["published"], text, notes) == day
    assert notes == []
    assert day_in(f"They met, {text}; and left.") == day
    assert day_alone(text) == (None if text.isdecimal() else day)  # eight figures on a line may be any number


@pytest.mark.parametrize("text", ["30.02.2025", "5 fevereiro 2025", "may", "5", "2025", "45757", "", "0.0.2025"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None
    assert day_in(text) is None
    assert raw_of(PLEDGE["said"], text or "x", []) == (text or "x")


def test_what_may_be_two_days_is_asked_in_a_cell_and_european_in_a_sentence() -> None:
    with pytest.raises(AmbiguousDayError):
        day_of("03/04/2025")
    with pytest.raises(CellError, match="may be 2025-04-03 or 2025-03-04"):
        raw_of(PLEDGE["said"], "03/04/2025", [])
    assert day_in("On 03/04/2025 they met") == date(2025, 4, 3)
    with pytest.raises(CellError, match="may be 2002-05-31 or 2031-05-02"):
        raw_of(PLEDGE["said"], "31-05-02", [])


@pytest.mark.parametrize(
    ("text", "day"),
    [("2.5.31", date(2031, 5, 2)), ("02-May-31", date(2031, 5, 2)), ("31/12/99", date(1999, 12, 31))],
)
def test_a_year_of_two_figures_is_told_and_only_in_cells(text: str, day: date) -> None:
    notes: list[Message] = []
    assert raw_of(PLEDGE["said"], text, notes) == day
    assert notes == [Message("cell-read-as", given=text, value=day)]
    assert day_in(f"see section {text}") is None


@pytest.mark.parametrize("text", ["February 2025", "févr. 2025", "Feber 2025", "feb-2025", "02/2025", "лютий 2025"])
def test_months(text: str) -> None:
    assert month_of(text) == date(2025, 2, 1)
    assert raw_of(TABLES["sources"].keys["published"], text, []) == "2025-02"


#: An amount as it is written, its language, and the number.
AMOUNTS = [
    ("1200", "en", 1200),
    ("1,200", "en", 1200),
    ("1.200", "de", 1200),
    ("1 200", "fr", 1200),
    ("1\u202f200", "fr", 1200),
    ("1'200", "de", 1200),
    ("1 200 000", "fr", 1_200_000),
    ("12", "en", 12),
    ("zwölf", "de", 12),
    ("twenty-five", "en", 25),
    ("two thousand", "en", 2000),
    ("1.5 million", "en", 1_500_000),
    ("1,5 Mio.", "de", 1_500_000),
    ("3 milliards", "fr", 3_000_000_000),
    ("deux douzaines", "fr", None),
    ("2 млн", "uk", 2_000_000),
]


@pytest.mark.parametrize(("text", "language", "value"), AMOUNTS, ids=[ascii(text) for text, *_ in AMOUNTS])
def test_an_amount_is_the_same_in_a_cell_and_in_a_sentence(text: str, language: str, value: int | None) -> None:
    notes: list[Message] = []
    cell = raw_of(PLEDGE["amount"], text, notes)
    if value is None:
        assert (cell, count_of(text)) == (text, None)
        return
    assert cell == value
    assert notes == ([] if text.isdecimal() else [Message("cell-read-as", given=text, value=value)])
    assert [number.value for number in numbers(f"x {text} y", language)] == [value]


@pytest.mark.parametrize("text", ["many", "5 men", "a battalion", "200-300", "up to 500", "1,20", "1,2000", "several"])
def test_what_is_no_amount_stays_what_it_is(text: str) -> None:
    assert raw_of(PLEDGE["amount"], text, []) == text


def test_figures_without_end_are_a_number_too_large() -> None:
    for text in ("9" * 5_000, "9" + ",999" * 2_000):
        assert raw_of(PLEDGE["amount"], text, []) == 10**40


def test_yes_and_no() -> None:
    assert [flag_of(word) for word in ("Ja", "OUI", "TRUE", " x ", "✓", "так")] == [True] * 6
    assert [flag_of(word) for word in ("nein", "Faux", "no", "✗", "ні")] == [False] * 5
    assert flag_of("perhaps") is None


@pytest.mark.parametrize("language", languages_with("calendar"))
def test_every_calendar_is_whole(language: str) -> None:
    calendar = table(language, "calendar")
    assert len(calendar["months"]) == 12
    words = [word for words in calendar["months"] for word in words]
    assert len(words) == len(set(words))
    assert all(word == word.lower() for word in words)
    assert {"weekdays", "beside"} <= calendar.keys()


def test_no_word_is_two_months_in_two_languages() -> None:
    seen: dict[str, int] = {}
    for language in languages_with("calendar"):
        for number, words in enumerate(table(language, "calendar")["months"]):
            for word in words:
                assert seen.setdefault(word, number) == number


def test_a_language_of_answers_has_its_calendar_words_and_names() -> None:
    for subject in ("calendar", "amounts", "words", "headings", "territories"):
        assert {*languages_with(subject)} >= {*LANGUAGES}


@pytest.mark.parametrize("language", languages_with("headings"))
def test_headings_are_those_of_keys(language: str) -> None:
    headings = dict(table(language, "headings"))
    sheets = headings.pop("sheets")
    assert {*headings, *sheets} <= {*TABLES}
    for name, keys in headings.items():
        assert keys.keys() <= {"id", *TABLES[name].keys}
        for words in (*keys.values(), *sheets.values()):
            assert all(word == word.lower().strip() for word in words)


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("$US100 million", "en", [100_000_000]), ("€5bn", "en", [5_000_000_000]),
        ("m€ 5", "fr", [5_000_000]), ("5 M€", "fr", [5_000_000]),
        ("une quarantaine de soldats", "fr", [40]), ("the 27 two hundred", "en", [27, 200]), ("12 dozen", "en", [144]),
        ("500 to one thousand", "en", [500, 1000]), ("2,5 Milliarden Euro", "de", [2_500_000_000]),
    ],
)  # fmt: skip
def test_an_unread_figure_gives_no_amount_and_never_a_wrong_one(text: str, language: str, values: list[int]) -> None:
    assert [number.value for number in numbers(text, language)] == values


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("en", "$US100 million", 100_000_000, "USD"),
        ("en", "€100m", 100_000_000, "EUR"),
        ("en", "5bn euros", 5_000_000_000, "EUR"),
        ("en", "NOK 300 million", 300_000_000, "NOK"),
        ("en", "20 million Swiss francs", 20_000_000, "CHF"),
        ("en", "5k", 5_000, None),
        ("de", "100 Mio. Euro", 100_000_000, "EUR"),
        ("de", "2,5 Milliarden norwegische Kronen", 2_500_000_000, "NOK"),
        ("fr", "100 M€", 100_000_000, "EUR"),
        ("fr", "1 Md€", 1_000_000_000, "EUR"),
        ("fr", "une quarantaine", 40, None),
    ],
)
def test_money_and_scales_of_sentences(language: str, text: str, value: int, currency: str | None) -> None:
    (number,) = [n for n in numbers(text, language) if not n.article]
    assert number.value == value
    assert currency_beside(text, number.start, number.end) == currency


@pytest.mark.parametrize("text", ["several hundred", "hundreds", "a 100m race"])
def test_an_unread_figure_gives_no_amount(text: str) -> None:
    assert [n.value for n in numbers(text, "en") if not n.article] == []
