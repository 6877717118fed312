"""Does it come true: counted by hand on a small record, on the case of Ukraine, by the definition on random ones."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from plans import random_text
from willing import open_plan
from willing.answers.backtest import Backtest
from willing.app.backtesting import backtest
from willing.app.open import check_plan
from willing.app.query import ImpossibleError
from willing.cli import main
from willing.present.page.backtest import backtest_html
from willing.present.terminal.backtest import backtest_text
from willing.questions.backtest import last_day

ROOT = Path(__file__).parents[2]
EXAMPLES = [
    str(ROOT / "examples" / name / "plan.toml")
    for name in ("kyoto", "popular-vote-compact", "chad-2008", "contact-group", "interceptors-2026", "ukraine-2025-26")
]

# Norland is in from the first day; Estmark hangs on a mandate, which comes 41 days later; Corvia hangs on it too, and
# withdraws before; Sund is in and goes; Lorvane refuses.
RECORD = """
[plan]
name  = "A patrol"
as_of = 2031-06-30
[assumptions.mandate]
holds = {2031-05-12 = true}
[partners.norland]
name = "Norland"
[partners.estmark]
[partners.corvia]
[partners.sund]
[partners.lorvane]
[[pledges]]
id       = "norland-1"
partner  = "norland"
provides = "ships"
amount   = 4
said     = 2031-04-01
delivered = {2031-06-01 = 3}
[[pledges]]
id      = "estmark-1"
partner = "estmark"
if      = "mandate"
said    = 2031-04-01
[[pledges]]
id      = "corvia-1"
partner = "corvia"
if      = "mandate"
said    = 2031-04-01
ended   = 2031-05-01
[[pledges]]
id      = "sund-1"
partner = "sund"
said    = 2031-04-02
ended   = 2031-06-01
[[pledges]]
id      = "lorvane-1"
partner = "lorvane"
if      = "never"
said    = 2031-04-01
"""


def of(tmp_path: Path, text: str) -> Backtest:
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    return backtest([str(path)])


def test_a_record_counted_by_hand(tmp_path: Path) -> None:
    answer = of(tmp_path, RECORD)
    assert {rate.told: (rate.partners, rate.came, rate.days) for rate in answer.rates} == {
        "firm": (3, 2, None),  # Norland, Sund, which goes, and Estmark, once it has come
        "open": (2, 1, 41.0),  # Estmark, and Corvia
        "out": (1, 0, None),
    }
    (firm, hanging, out) = answer.rates
    assert (firm.low, firm.high) == pytest.approx((0.2077, 0.9385), abs=5e-5)
    assert (hanging.watched, out.watched) == (90.0, 90.0)
    (placed,) = answer.in_place
    assert (placed.name, placed.pledged, placed.in_place) == ("Norland", 4, 3)
    (whole,) = answer.coalitions
    assert (whole.first, whole.last) == (date(2031, 4, 1), date(2031, 6, 30))


def test_who_came_of_the_case_of_ukraine() -> None:
    """Each word held against the briefs of the days on which it was told, and of all days after."""
    answer = backtest(EXAMPLES[-1:])
    (whole,) = answer.coalitions
    days = sorted({word.since for word in answer.words} | {word.on for word in answer.words if word.on} | {whole.last})
    briefs = {day: open_plan(EXAMPLES[-1], as_of=day).brief(reasons=False) for day in days}
    for word in answer.words:
        told = briefs[word.since].partners[word.partner].state
        assert (word.told == "firm") == (told in ("stands", "support"))
        firm = [d for d in days if d > word.since and briefs[d].partners[word.partner].state in ("stands", "support")]
        if word.told == "firm":
            assert word.came == (briefs[whole.last].partners[word.partner].state in ("stands", "support"))
        else:
            assert (word.came, word.on) == (bool(firm), min(firm, default=None))
    rates = {rate.told: (rate.partners, rate.came) for rate in answer.rates}
    assert rates == {
        told: (len(its := [w for w in answer.words if w.told == told]), sum(w.came for w in its)) for told in rates
    }


@pytest.mark.parametrize("seed", range(60))
def test_words_by_the_definition(tmp_path: Path, seed: int) -> None:
    """Of a random record: the first day of each word, and whether the partner was in on a later one."""
    path = tmp_path / "plan.toml"
    path.write_text(random_text(random.Random(seed), nots="mixed"), "utf-8")
    plan = check_plan(path).plan
    assert plan is not None
    try:
        answer = backtest([str(path)])
    except ImpossibleError:  # so it is at the end of the record, and said
        return
    last = last_day(plan)
    if last is None or not answer.coalitions:
        assert not answer.words
        return
    first = answer.coalitions[0].first
    days = [first - timedelta(1) + timedelta(n) for n in range((last - first).days + 2)]
    states: dict[str, list[str]] = {partner: [] for partner in plan.partners}
    for day in days:
        try:
            told = {id_: line.state for id_, line in open_plan(path, as_of=day).brief(reasons=False).partners.items()}
        except ImpossibleError:  # what was told before stays
            told = {id_: its[-1] for id_, its in states.items()}
        for partner, state in told.items():
            states[partner].append(state)
    for word in answer.words:
        place = days.index(word.since)
        firm = [
            d for d, s in zip(days, states[word.partner], strict=True) if d > word.since and s in ("stands", "support")
        ]
        assert (word.told == "firm") == (states[word.partner][place] in ("stands", "support"))
        if word.told != "firm":
            assert word.on == min(firm, default=None)


def test_plans_without_two_days_are_told(tmp_path: Path) -> None:
    answer = of(tmp_path, '[plan]\nname = "None"\n[partners.norland]\n[[pledges]]\nid = "a"\npartner = "norland"\n')
    assert (answer.coalitions, answer.unrecorded) == ((), (str(tmp_path / "plan.toml"),))
    assert "No plan has a record" in backtest_text(answer)


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_it_is_said(lang: str, golden: Callable[[str, str], None]) -> None:
    golden(f"backtest-{lang}.txt", backtest_text(backtest(EXAMPLES), lang=lang, width=100))


def test_the_page_and_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden("backtest.html", backtest_html(backtest(EXAMPLES[-2:])))
    page = tmp_path / "page.html"
    assert main(["backtest", *EXAMPLES, "--json", "--page", str(page)], standalone_mode=False) in (0, None)
    here = json.loads(capsys.readouterr().out)
    assert "Did it come true" in page.read_text("utf-8")
    assert main(["backtest", *EXAMPLES, "--json", "--workers", "2"], standalone_mode=False) in (0, None)
    assert json.loads(capsys.readouterr().out) == here
    assert main(["backtest", str(tmp_path / "no.toml"), "--lang", "en"], standalone_mode=False) == 2
    assert "no.toml" in capsys.readouterr().err
