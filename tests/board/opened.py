"""A page that a command serves, in chromium."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from test_board_browser import CHROMIUM, OPTIONS, playwright
from test_serve import WILLING


@contextmanager
def page_of(*command: str, env: Mapping[str, str] | None = None, **options: Any) -> Iterator[Any]:
    """The page that a command serves on a free port, which it is told; it may complain of nothing."""
    asked = [sys.executable, "-c", WILLING, *command, "--port", "0"]
    serving = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert serving.stdout is not None
        found = re.search(r"http://[\d.:]+/", serving.stdout.readline())
        assert found is not None
        with playwright.sync_playwright() as running:
            browser = running.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            page = browser.new_context(**options).new_page()
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(found.group())
            # a key that is pressed before the first picture is drawn may be lost
            page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
            yield page
            browser.close()
            assert not complaints
    finally:
        serving.kill()
        serving.communicate()
