"""The page of the real case: how long `willing report` takes, how large it is, how long a switch takes in chromium."""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measuring import process, ratios, spread, table

_PLAN = Path(__file__).parent.parent / "examples" / "ukraine-2025-04" / "plan.toml"
_OPTIONS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"

#: Clicks one switch after the other; milliseconds from the click to the page laid out anew.
_CLICKS = """async () => {
  const inputs = [...document.querySelectorAll('#switches input')], times = [];
  for (let round = 0; round < 5; round++)
    for (const input of inputs) {
      if (input.checked) continue;
      const start = performance.now();
      input.click();
      document.body.getBoundingClientRect();
      times.push(performance.now() - start);
      await new Promise((done) => setTimeout(done, 5));
    }
  return times;
}"""


def run(runs: int) -> None:
    """Print the table."""
    start = "import sys; from willing.cli import main; sys.argv[0] = 'willing'; main()"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        command = [sys.executable, "-c", start, "report", str(_PLAN), "-o", str(page)]
        process(command)
        bare = [process([sys.executable, "-c", "pass"])[0] for _ in range(runs)]
        seconds = [process(command)[0] for _ in range(runs)]
        rows = [
            ("willing report, whole process", spread([1000 * s for s in seconds], " ms")),
            ("times as long as a bare Python", spread(ratios(seconds, bare))),
            ("the file", f"{page.stat().st_size:,} bytes"),
        ]
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium:
            from playwright.sync_api import sync_playwright

            with sync_playwright() as running:
                browser = running.chromium.launch(executable_path=chromium, args=_OPTIONS.split())
                opened = browser.new_page(viewport={"width": 1440, "height": 900})
                opened.goto(page.as_uri())
                times = opened.evaluate(_CLICKS)
                browser.close()
            rows.append(("a switch, to the page laid out anew", spread(times, " ms")))
            rows.append(("its median", f"{statistics.median(times):.2f} ms of a frame of 16 ms"))
    table(f"The page of the real case, {runs} runs (smallest / median / largest)", ("", ""), rows)
