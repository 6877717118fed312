"""The page in a browser: chromium, from a file, with the network off. `pytest --update` takes its pictures anew."""

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import pages
from willing import open_plan
from willing.answers.answer import to_builtins
from willing.present.page.page import page_html

ROOT = Path(__file__).parents[2]
REAL = ROOT / "examples" / "ukraine-2025-04" / "plan.toml"
PICTURES = ROOT / "docs" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
#: What a picture in docs/ may weigh.
MOST_BYTES = 300_000

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of the real case in each language."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for lang in ("en", "de", "fr"):
        found[lang] = folder / f"{lang}.html"
        found[lang].write_text(page_html(open_plan(REAL), lang), "utf-8")
    return found


class Visit:
    """One page, opened from its file with the network off; whatever it complains of is kept."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def __enter__(self) -> Any:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert not self.complaints
        assert all(url.startswith("file:") for url in self.asked), self.asked


#: Goes through settings by clicking the switches, and tells after each what the elements of the page show.
WALK = """(settings) => {
  const names = settings.switches, told = [], times = [];
  const inputs = names.map((name) => Object.fromEntries(
    [...document.querySelectorAll('#switches input')].filter((i) => i.name === name).map((i) => [i.value, i])));
  const elements = [...document.querySelectorAll('[data-cell]')].filter((e) =>
    /^(is|pledge|need|need-\\w+|goal|groups|value|row):?/.test(e.dataset.cell));
  for (const values of settings.all) {
    const start = performance.now();
    values.forEach((value, i) => { if (!inputs[i][value].checked) inputs[i][value].click(); });
    times.push(performance.now() - start);
    const cells = {};
    for (const element of elements) {
      const its = {};
      for (const attribute of element.attributes) its[attribute.name] = attribute.value;
      const name = element.dataset.cell, before = cells[name];
      if (before) for (const key of Object.keys(before))  // every element of a cell shows the same
        if (key.startsWith('data-') && its[key] !== before[key]) throw new Error(`${name}: ${key}`);
      cells[name] ??= its;
    }
    const lists = {};
    for (const list of document.querySelectorAll('[data-rows]:not([hidden])'))
      lists[list.dataset.rows] = [Number(list.querySelector('.count').textContent),
        [...list.querySelectorAll('li')].map((row) => row.dataset.partner)];
    told.push(JSON.stringify([cells, lists, document.querySelector('[data-cell=goal-text]').textContent]));
  }
  return {told, times};
}"""


def test_every_setting_of_the_real_case_in_the_browser(browser: Any, files: dict[str, Path]) -> None:
    study = open_plan(REAL)
    board = study.switchboard
    asked = list(pages.settings({"switches": board.switches}))
    seen: dict[str, int] = {}
    with Visit(browser, files["en"]) as page:
        result = page.evaluate(WALK, {"switches": list(board.switches), "all": asked})
    assert len(result["told"]) == 3**7
    for place, (values, told) in enumerate(zip(asked, result["told"], strict=True)):
        seen[told] = place
        if place % 5:  # that the table says what the briefs say is tested of all of them without a browser
            continue
        cells, lists, _ = json.loads(told)
        brief = to_builtins(study.switched(board.settings[place].asked).brief(reasons=False))
        assert [pages.MEANS[v] for v in values] == [brief["assumptions"][id_] for id_ in board.switches]
        pages.agrees(cells, brief)
        listed = sorted({partner for _, its in lists.values() for partner in its})
        assert listed == sorted(study.plan.partners)
        for kind, (count, its) in lists.items():
            assert count == len(set(its)) > 0
            for id_ in its:
                if brief["partners"][id_]["status"] in ("open", "together", "rival") and kind not in ("uncounted",):
                    assert kind == brief["partners"][id_]["status"], (values, id_)
    assert len(seen) > 243  # the settings are told apart


def test_a_page_passed_on_with_its_what_if(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["en"]) as page:
        page.locator("input[name='us-backstop'][value=yes]").check(force=True)
        page.wait_for_timeout(400)  # what is told to a screen reader waits for the last of several switches
        link = page.url
        assert link.endswith("#us-backstop=yes")
        assert "hangs on" in page.locator("#live").inner_text().lower()
        assert page.locator("#switched p").first.inner_text() == "Switched: an American backstop: yes Undo"
        page.locator("#reset").click()
        page.wait_for_timeout(400)
        assert "#" not in page.url
        page.goto("about:blank")
        page.goto(link)
        assert page.locator("[data-cell='is:CA']").first.get_attribute("data-status") == "open"


#: What every cell shows, in words and attributes.
STATE = """() => [...document.querySelectorAll('[data-cell]:not(#page)')].map((e) =>
  [e.dataset.cell, e.textContent, e.hidden, e.dataset.kind, e.dataset.list])"""


def test_a_scenario_is_chosen_and_left(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["en"]) as page:
        before = page.evaluate(STATE)
        page.locator("#scenario").focus()
        page.keyboard.type("us-in")
        page.keyboard.press("Enter")
        assert (
            page.locator("#moved")
            .inner_text()
            .startswith("Moved: United Kingdom: offered, not as things stand → hangs on")
        )
        assert page.evaluate("document.querySelector('[data-cell=\"value:us-backstop\"]').textContent") == "yes"
        page.wait_for_timeout(400)  # as long as it takes until the address says it
        assert page.url.endswith("#@us-in")
        chosen = page.evaluate(STATE)
        page.reload()
        assert page.evaluate(STATE) == chosen  # the address brings it back
        page.get_by_role("button", name="Undo").click()
        page.locator("#moved").wait_for(state="hidden")
        assert page.evaluate(STATE) == before
        page.locator("#scenario").select_option("sky-shield")
        assert "120 aircraft" in page.locator("#need-air").inner_text()
        page.locator("#switches input[value=yes]").first.click(force=True)  # a switch goes back to the plan
        assert page.locator("#scenario").input_value() == ""
        assert "48 aircraft" in page.locator("#need-air").inner_text()
        page.locator("#somebody").select_option("without=FR")
        assert page.locator("[data-rows=aside] li").inner_text() == "France*"
        assert "France: firm → left aside" in page.locator("#moved").inner_text()
        page.locator("#scenario").select_option("us-in")
        assert page.locator("#somebody").input_value() == ""  # one of both at a time
        assert page.locator("[data-rows=aside]").is_hidden()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_projector_shows_the_answer_on_one_screen(
    browser: Any, files: dict[str, Path], size: tuple[int, int]
) -> None:
    with Visit(browser, files["en"], viewport={"width": size[0], "height": size[1]}) as page:
        page.keyboard.press("p")
        assert page.evaluate("new URLSearchParams(location.search).get('view')") == "table"
        page.reload()
        assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [
            size[1],
            size[0],
        ]
        seen = page.evaluate("[...document.querySelectorAll('main > section')].filter((e) => e.offsetParent).length")
        assert seen == 3  # the answer, who, and the bars
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.goal')).fontSize)") >= 28
        page.keyboard.press("1")  # the first switch: from no to not known
        assert page.locator("input[name='us-backstop']:checked").get_attribute("value") == "unknown"
        page.keyboard.press("0")
        assert page.locator("input[name='us-backstop']:checked").get_attribute("value") == "no"
        page.keyboard.press("p")
        assert page.locator(".map-section").is_visible()


def test_the_keyboard_is_enough(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["en"], viewport={"width": 1280, "height": 800}) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "us-backstop":
                break
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.querySelector('input[name=us-backstop]:checked').value") == "unknown"
        assert page.locator("[data-cell='is:CA']").first.get_attribute("data-status") == "open"
        ring = page.evaluate("getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
        assert ring == "solid"


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, files: dict[str, Path], lang: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    with Visit(browser, files[lang], color_scheme=scheme) as page:
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        found = axe.Axe().run(page).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"], each["nodes"][0]["failureSummary"]) for each in found]


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_runs_out_of_the_page(browser: Any, files: dict[str, Path], width: int) -> None:
    with Visit(browser, files["de"], viewport={"width": width, "height": 800}) as page:
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        clipped = page.evaluate(
            """[...document.querySelectorAll('h1,h2,h3,p,li,legend,label span,summary')].filter((e) =>
              e.offsetParent && !e.classList.contains('unseen') && !e.closest('.unseen') &&
              e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline').map((e) => e.outerHTML)"""
        )
        assert clipped == []


def test_a_switch_answers_at_once(browser: Any, files: dict[str, Path]) -> None:
    with Visit(browser, files["en"]) as page:
        table = {"switches": ["us-backstop", "mission-defined"], "all": [["yes", "yes"], ["no", "unknown"]] * 20}
        table["all"] = [list(values) for values in table["all"]]
        times = sorted(page.evaluate(WALK, table)["times"])
        assert times[len(times) // 2] < 160  # bench/board.py measures; here only: not ten frames


# -- pictures ---------------------------------------------------------------------------------------------------------

SHOTS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 2400}},
    "phone": {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2},
    "dark": {"viewport": {"width": 1440, "height": 2400}, "color_scheme": "dark"},
    "what-if": {"viewport": {"width": 1360, "height": 940}},
    "print": {"viewport": {"width": 794, "height": 1123}},
    "projector": {"viewport": {"width": 1280, "height": 720}},
}
#: Of what is printed, the beginning.
FOUR_SHEETS = {"x": 0, "y": 0, "width": 794, "height": 4 * 1123}


@pytest.mark.parametrize("name", SHOTS)
def test_pictures_for_the_documents(
    browser: Any, files: dict[str, Path], name: str, request: pytest.FixtureRequest
) -> None:
    target = PICTURES / f"{name}.png"
    if request.config.getoption("--update"):
        with Visit(browser, files["en"], **SHOTS[name]) as page:
            if name == "print":
                page.emulate_media(media="print")
            if name == "projector":
                page.keyboard.press("p")
            if name == "what-if":
                page.locator("input[name='us-backstop'][value=yes]").check(force=True)
                page.locator("input[name='mission-defined'][value=yes]").check(force=True)
            PICTURES.mkdir(parents=True, exist_ok=True)
            whole = {"full_page": True, "clip": FOUR_SHEETS} if name == "print" else {}
            target.write_bytes(smaller(page.screenshot(**whole)))
    assert target.exists(), f"no {target.name}; `pytest --update` takes it"
    assert 10_000 < target.stat().st_size < MOST_BYTES


def smaller(png: bytes) -> bytes:
    """The picture with 200 colours, if Pillow is there to reduce it."""
    image = pytest.importorskip("PIL.Image", reason="Pillow makes pictures small")
    small = image.open(BytesIO(png)).convert("RGB").quantize(200, dither=0)
    told = BytesIO()
    small.save(told, "PNG", optimize=True)
    return told.getvalue()
