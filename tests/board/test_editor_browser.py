"""The plan's text, edited in the browser on a plan that is served: checked as it is typed, saved, taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opened import page_of
from test_board_browser import CHROMIUM, playwright
from test_serve import ROOT, STRAIT

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

MORE = '\n[[pledges]]\nid = "n-more"\npartner = "norland"\nprovides = "ships"\namount = 3\n'


@contextmanager
def visited(folder: Path, lang: str = "en", **options: Any) -> Iterator[tuple[Any, Any, Path]]:
    """A served page with its editor open by the keyboard, the text in it, and the plan file."""
    plan = folder / "plan.toml"
    plan.write_text(STRAIT, "utf-8")
    env = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "PYTHONUNBUFFERED": "1"}
    with page_of("serve", str(plan), "--lang", lang, env=env, **options) as page:
        page.locator(".editing > summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        text = page.locator(".editing textarea")
        playwright.expect(text).to_be_focused()
        playwright.expect(text).to_have_value(STRAIT)
        yield page, text, plan


def state_is(page: Any, told: str) -> None:
    playwright.expect(page.locator("#editor-state")).to_have_text(told)


def test_a_text_is_checked_as_it_is_typed_and_saved_by_a_key(tmp_path: Path) -> None:
    with visited(tmp_path) as (page, text, plan):
        state_is(page, "As it is in the file. It has no mistakes.")
        broken = STRAIT.replace('"mandate"\n', '"mandat"\n')
        text.fill(broken)
        state_is(page, "Not saved yet. It has mistakes, and is saved only once they are mended.")
        line = broken[: broken.index('"mandat"')].count("\n") + 1
        beside = page.locator(".beneath span")
        playwright.expect(beside).to_contain_text("unknown name 'mandat'; did you mean 'mandate'?")
        mark = page.locator(".beneath mark").bounding_box()
        assert text.bounding_box()["y"] < mark["y"] < beside.bounding_box()["y"] + 5 < mark["y"] + mark["height"]
        assert text.get_attribute("aria-invalid") == "true"
        page.keyboard.press("Control+s")
        playwright.expect(page.locator(".editing .problems")).to_contain_text("did you mean 'mandate'")
        assert plan.read_text("utf-8") == STRAIT
        page.locator("#editor-found button").press("Enter")  # leads to the place, and there it is mended
        playwright.expect(text).to_be_focused()
        assert text.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length") == line
        assert text.evaluate("area => area.value.slice(area.selectionStart).startsWith('mandat')")
        page.keyboard.press("Control+z")
        text.fill(STRAIT.replace("amount   = 2", "amount   = 6"))
        state_is(page, "Not saved yet. It has no mistakes.")
        page.keyboard.press("Control+s")
        playwright.expect(page.locator('[data-notice="saved"]')).to_contain_text(f"Saved: {plan}")
        assert plan.read_text("utf-8") == STRAIT.replace("amount   = 2", "amount   = 6")
        playwright.expect(page.locator('[data-cell="offer:n-ships"]')).to_contain_text("6 ships")  # the page follows
        page.get_by_role("button", name="Take it back").click()
        playwright.expect(text).to_have_value(STRAIT)
        assert plan.read_text("utf-8") == STRAIT


def test_what_somebody_else_changed_is_told_and_nothing_is_dropped(tmp_path: Path) -> None:
    with visited(tmp_path) as (page, text, plan):
        state_is(page, "As it is in the file. It has no mistakes.")
        mine, theirs = STRAIT.replace("amount   = 2", "amount   = 6"), STRAIT.replace("Strait Watch", "Sound Watch")
        text.fill(mine)
        plan.write_text(theirs, "utf-8")
        state_is(page, "The file was changed meanwhile; what you wrote is still here.")
        page.keyboard.press("Control+s")
        playwright.expect(page.locator(".editing .problems")).to_contain_text('+name = "Sound Watch"')
        assert (text.input_value(), plan.read_text("utf-8")) == (mine, theirs)
        page.get_by_role("button", name="Take what the file says now").click()
        playwright.expect(text).to_have_value(theirs)
        page.keyboard.press("Control+z")  # what was typed comes back
        playwright.expect(text).to_have_value(mine)
        page.get_by_role("button", name="Save into the plan").last.click()
        playwright.expect(page.locator('[data-notice="saved"]')).to_contain_text("Saved:")
        assert plan.read_text("utf-8") == mine
        page.get_by_role("button", name="Take it back").click()
        playwright.expect(text).to_have_value(theirs)


def test_what_is_typed_outlives_a_page_that_is_loaded_anew(tmp_path: Path) -> None:
    with visited(tmp_path) as (page, text, plan):
        state_is(page, "As it is in the file. It has no mistakes.")
        text.fill(STRAIT + "# mine\n")
        with page.expect_navigation():  # a section more
            plan.write_text(STRAIT + MORE + '\n[[requirements]]\nid = "sea"\nneeds = 3\nof = "ships"\n', "utf-8")
        playwright.expect(text).to_have_value(STRAIT + "# mine\n")
        page.keyboard.press("Control+s")


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("de", "dark"), ("fr", "light")])
def test_axe_finds_nothing_in_the_editor_of_the_text(tmp_path: Path, lang: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    with visited(tmp_path, lang, color_scheme=scheme, viewport={"width": 360, "height": 800}) as (page, text, _):
        text.fill(STRAIT.replace('"mandate"\n', '"mandat"\n') + '\n[partners.tolm]\nname = "Tolm"\n')
        page.locator(".beneath span").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = axe.Axe().run(page).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"], each["nodes"][0]["failureSummary"]) for each in found]
