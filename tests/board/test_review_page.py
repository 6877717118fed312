"""A draft reviewed on a page in chromium: by keys alone, its report beside it, the file written at once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opened import page_of
from starlette.testclient import TestClient
from test_board_browser import CHROMIUM
from test_serve import WILLING

from willing.app.reviewing import Review
from willing.board.review import application

REPORT = """Norland ready to send troops

STOCKHOLM, 2 April 2025 (Wire) - Sweden would send 800 troops if the United States gave guarantees, the minister said.

Germany will not send soldiers, the chancellor said. Denmark is ready to contribute four frigates.

The ministers meet again in May.
"""
HOST = "127.0.0.1:8750"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    command = [sys.executable, "-c", WILLING, "draft", "report.txt", "-o", "draft.toml"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "draft.toml"


@contextmanager
def reviewed(draft: Path, lang: str = "en", **options: Any) -> Iterator[Any]:
    """The page in chromium; it may complain of nothing."""
    with page_of("review", str(draft), "--lang", lang, **options) as page:
        yield page


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_all_is_decided_by_keys(draft: Path) -> None:
    with reviewed(draft) as page:
        said, heading = page.locator("#said"), page.locator("h1")
        heading.get_by_text("1 of 4").wait_for()
        assert page.evaluate("document.activeElement.tagName") == "H1"
        page.keyboard.press("n")  # passed over, until all else is decided
        heading.get_by_text("Sweden").wait_for()
        mark = page.locator("mark").first
        assert "Sweden would send 800 troops" in mark.inner_text()
        assert "The ministers meet again" in page.locator(".text").first.inner_text()
        page.keyboard.press("e")
        page.keyboard.type("amount = 900")
        page.keyboard.press("Control+Enter")
        page.locator("dd", has_text="900").wait_for()
        assert "amount   = 900" in draft.read_text("utf-8")
        page.keyboard.press("a")
        said.get_by_text("counts as offered").wait_for()
        heading.get_by_text("Germany").wait_for()
        page.keyboard.press("d")
        heading.get_by_text("Denmark").wait_for()
        page.keyboard.press("u")
        heading.get_by_text("Germany").wait_for()
        assert '"de-troops"' in draft.read_text("utf-8")
        for _ in range(3):
            before = said.inner_text()
            page.keyboard.press("a")
            page.wait_for_function("before => document.querySelector('#said').textContent !== before", arg=before)
        heading.get_by_text("Nothing is left to review").wait_for()
    assert "to review" not in draft.read_text("utf-8")


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("de", "dark"), ("fr", "light")])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(draft: Path, lang: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    with reviewed(draft, lang, color_scheme=scheme, viewport={"width": 360, "height": 800}) as page:
        page.keyboard.press("n")
        page.locator("article").first.wait_for()
        page.keyboard.press("e")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = axe.Axe().run(page).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_what_was_typed_stays_where_nothing_answers(draft: Path) -> None:
    with reviewed(draft) as page:
        page.route("**/decide", lambda route: route.abort())
        page.keyboard.press("e")
        page.locator("textarea:focus").wait_for()
        page.keyboard.type("name = Word")
        page.keyboard.press("Control+Enter")
        page.locator("#said", has_text="Nothing answers any more").wait_for()
        assert page.locator("textarea").input_value() == "name = Word"


def test_what_cannot_be_is_refused_and_said(draft: Path) -> None:
    app = application(Review(str(draft)), "file", hosts=(HOST,), language="en")
    before = draft.read_text("utf-8")
    with TestClient(app, base_url=f"http://{HOST}") as client:
        asked = {"table": "pledges", "id": "se-troops"}
        assert "nothing to take back" in client.post("/decide", json={"answer": "undo"}).json()["said"]
        told = client.post("/decide", json={**asked, "answer": "edit", "keys": "amount = many"}).json()["said"]
        assert told.startswith("Not done")
        told = client.post("/decide", json={**asked, "answer": "edit", "keys": "what?"}).json()["said"]
        assert told.startswith("Not understood: 'what?'")
        assert client.post("/decide", json={**asked, "answer": "statement", "which": 7}).status_code == 422
        assert client.post("/decide", json={**asked, "answer": "burn"}).status_code == 422
        assert client.post("/decide", content=b"answer=drop").status_code == 403
        elsewhere = {"origin": "http://example.org"}
        assert client.post("/decide", json={**asked, "answer": "drop"}, headers=elsewhere).status_code == 403
        assert client.get("/", headers={"host": "example.org"}).status_code == 421
    assert draft.read_text("utf-8") == before


def test_what_somebody_else_wrote_meanwhile_is_told_here_too(draft: Path) -> None:
    review = Review(str(draft))
    app = application(review, "file", hosts=(HOST,), language="en")
    with TestClient(app, base_url=f"http://{HOST}") as client:
        review.kept = f"{draft}.kept-1"
        told = [client.post("/decide", json={"answer": "undo"}).json()["said"] for _ in range(2)]
    assert [f"{draft}.kept-1" in each for each in told] == [True, False]


def test_what_a_file_is_called_is_text(tmp_path: Path) -> None:
    plan = tmp_path / "<b>.toml"
    plan.write_text("[plan]\nname = 'x'\n", "utf-8")
    app = application(Review(str(plan)), "file", hosts=(HOST,), language="en")
    with TestClient(app, base_url=f"http://{HOST}") as client:
        html = client.get("/").text
    assert "&lt;b&gt;.toml" in html
    assert "<b>.toml" not in html
