"""A condition put together in the browser on a plan that is served: checked, saved into its file, taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opened import page_of
from test_board_browser import CHROMIUM, playwright
from test_serve import ROOT, STRAIT

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

NOT_WITHOUT = "It will not come without this: {}; whether it then comes is its own decision."


@contextmanager
def visited(folder: Path, lang: str = "en", **options: Any) -> Iterator[tuple[Any, Path]]:
    """The card of a partner on a served page, with its editor open, and the plan file."""
    plan = folder / "plan.toml"
    plan.write_text(STRAIT, "utf-8")
    env = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "PYTHONUNBUFFERED": "1"}
    with page_of("serve", str(plan), "--lang", lang, env=env, **options) as page:
        card = page.locator("#card-gudrun")
        card.locator("summary").first.click()
        card.locator(".trying > summary").click()
        card.locator(".sentence:not(:empty)").wait_for()
        yield page, plan


def sentence_is(page: Any, told: str) -> None:
    playwright.expect(page.locator("#card-gudrun .sentence")).to_have_text(told)


def test_a_condition_is_chosen_saved_and_taken_back(tmp_path: Path) -> None:
    with visited(tmp_path) as (page, plan):
        card = page.locator("#card-gudrun")
        sentence_is(page, NOT_WITHOUT.format("A mandate"))
        card.get_by_role("button", name="Add a condition").click()
        sentence_is(page, "something is not chosen yet")
        card.get_by_label("What or who").nth(1).select_option("norland")
        sentence_is(page, NOT_WITHOUT.format("A mandate and norland"))
        card.get_by_label("Kind").first.select_option("any of these")
        sentence_is(page, NOT_WITHOUT.format("A mandate or norland"))
        assert card.get_by_label("As the plan writes it").input_value() == "mandate or norland"
        card.get_by_role("button", name="Undo the last step").click()
        sentence_is(page, NOT_WITHOUT.format("A mandate and norland"))
        card.get_by_role("button", name="Save into the plan").click()
        playwright.expect(page.locator('[data-notice="saved"]')).to_contain_text(f"Saved: {plan}")
        assert plan.read_text("utf-8") == STRAIT.replace('"mandate"\n', '"mandate and norland"\n')
        playwright.expect(page.locator('[data-cell="condition:g-ships"]')).to_contain_text(
            "norland"
        )  # the page follows
        page.get_by_role("button", name="Take it back").click()
        playwright.expect(page.locator('[data-cell="condition:g-ships"]')).not_to_contain_text("norland")
        assert plan.read_text("utf-8") == STRAIT


def test_a_text_is_checked_as_it_is_written_and_drawn(tmp_path: Path) -> None:
    with visited(tmp_path) as (page, _):
        card = page.locator("#card-gudrun")
        text = card.get_by_label("As the plan writes it")
        text.fill("mandat")
        sentence_is(page, "unknown name 'mandat'; did you mean 'mandate'?")
        assert text.get_attribute("aria-invalid") == "true"
        text.fill("at least 2 of (norland, not vote, total(ships) >= 3)")
        sentence_is(
            page,
            NOT_WITHOUT.format("at least 2 of norland, not vote and at least 3 ships in all"),
        )
        assert card.get_by_label("Number").first.input_value() == "2"
        assert card.get_by_label("not this").nth(1).is_checked()
        card.get_by_role("button", name="Remove").first.click()
        playwright.expect(text).to_have_value("at least 2 of (not vote, total('ships') >= 3)")


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("de", "dark"), ("fr", "light")])
def test_axe_finds_nothing_in_the_editor(tmp_path: Path, lang: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    with visited(tmp_path, lang, color_scheme=scheme, viewport={"width": 360, "height": 800}) as (page, _):
        page.locator("#card-gudrun [data-at='0.group']").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = axe.Axe().run(page).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"], each["nodes"][0]["failureSummary"]) for each in found]
