"""Chromium for tests of pages: somebody who is signed in and sees pages of a room."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from served import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")


class Visit:
    """A browser of somebody who is signed in; what it complains of is kept."""

    def __init__(self, browser: Any, served: Served, who: str, **options: Any) -> None:
        self.acting = who
        self.base = f"http://127.0.0.1:{served.port}"
        person = served.chair if who == "host/chair" else served.person(who)
        name, _, value = person.cookie.partition("=")
        self.context = browser.new_context(**{"locale": "en", **options})
        self.context.add_cookies([{"name": name, "value": value, "url": self.base}])
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def see(self, name: str, lang: str = "en") -> Any:
        """One of the pages."""
        self.page.goto(f"{self.base}/rooms/norland/page/{name}?acting={self.acting}&lang={lang}")
        assert self.page.locator("#page, main").count() >= 1
        return self.page


@contextmanager
def visit(browser: Any, served: Served, who: str, **options: Any) -> Iterator[Visit]:
    found = Visit(browser, served, who, **options)
    try:
        yield found
        assert not found.complaints
    finally:
        found.context.close()
