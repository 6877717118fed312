"""The page: every setting of its switches says what the brief says, and whatever a plan holds can be shown."""

import json
import random
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import pages
import plans
from willing import PlanError, Study, open_plan
from willing.answers.answer import to_builtins
from willing.app.query import Query
from willing.cli import main
from willing.engine.picture import in_worlds
from willing.languages import LANGUAGES
from willing.present.page.answer import Teller, cells_of
from willing.present.page.atlas import atlas, map_svg, on_map
from willing.present.page.page import Page, page_html
from willing.present.page.standalone import PARTS, picture_svg
from willing.present.statuses import STATUSES
from willing.questions.switchboard import VALUES, told_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
REAL = EXAMPLES / "ukraine-2025-04" / "plan.toml"


def told_in(study: Study, what_if: dict[str, bool | None]) -> dict[str, object] | None:
    """The brief's JSON for these what-ifs, made afresh; None where they contradict each other or have no outcome."""
    try:
        query = Query(what_if=tuple(what_if.items()))
        return to_builtins(Study(study.plan, query, file=study.file).brief(reasons=False))
    except PlanError:
        return None


def told_alone(page: Page, what_if: dict[str, bool | None]) -> dict[str, Any]:
    """The cells of the answer to these what-ifs, worked out by itself."""
    there = page.study.switched(what_if)
    told = told_of(there.picture, there.resolution)
    return pages.as_json(cells_of(page.teller.answer(told, there.picture.decided).values()))


LAYERS = tuple(f"need-{layer}" for layer in ("stands", "together", "possible", "short"))


# -- what the evidence leaves in doubt --------------------------------------------------------------------------------

#: A pledge withdrawn, one lapsed, one said long ago, one contested, one by what it rests on, one known only later.
IN_DOUBT = """[plan]
name = "Strait Watch"
goal = "total(ships) >= 8"
as_of = 2031-06-01
stale_after = 90
[assumptions.request]
holds = true
[partners.norland]
[partners.lorne]
[partners.sund]
[partners.estmark]
[partners.gudrun]
[[pledges]]
id = "n-ships"
partner = "norland"
provides = "ships"
amount = 2
ended = 2031-05-01
[[pledges]]
id = "l-ships"
partner = "lorne"
provides = "ships"
amount = 2
said = 2031-01-10
[[pledges]]
id = "s-ships"
partner = "sund"
provides = "ships"
amount = 3
if = "request"
[[pledges]]
id = "e-ships"
partner = "estmark"
provides = "ships"
sources = ["late"]
[[pledges]]
id = "g-ships"
partner = "gudrun"
provides = "ships"
amount = 1
until = 2031-05-20
[[statements]]
about = "request"
source = "a"
against = true
says = "No request has been made."
[[statements]]
about = "e-ships"
source = "late"
against = true
says = "We have promised nothing."
[[statements]]
about = "n-ships"
source = "a"
on = 2031-05-01
who = "Norland's minister of defence"
says = "We take our ships back."
[sources.a]
outlet = "Courier"
published = 2031-05-01
[sources.late]
outlet = "Times"
published = 2031-06-30
"""


def test_what_is_in_doubt_is_marked_and_told(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(IN_DOUBT, "utf-8")
    html = page_html(open_plan(file))
    cells = pages.Cells(html).cells
    assert cells["status:norland"]["text"] == "withdrawn"
    assert cells["status:gudrun"]["text"] == "lapsed"
    who = html[html.index('aria-labelledby="h-who"') :]
    gone = r"WITHDRAWN.*norland.*1 May 2031.*We take our ships back\..*minister of defence \(Courier\)"
    assert re.search(gone, who, re.S)
    assert re.search(r"LAPSED.*gudrun.*20 May 2031", who, re.S)
    assert cells["row-name:sund"]["text"] == "sund*"
    assert cells["pledge-doubt:l-ships"]["text"] == "Last said 142 days ago."
    assert cells["pledge-doubt:s-ships"]["text"] == "A source speaks against what it rests on: request."
    assert cells["pledge-doubt:e-ships"]["text"] == "Known only from a report after this day."
    assert "hidden" not in cells["doubts"]
    contested, stale, later = (cells["doubts-told"]["text"] or "").splitlines()
    assert "request" in contested
    assert stale == "Stale: lorne, last said 142 days ago."
    assert later.startswith("1 number is from a report after this day")
    by = re.search(r'<ul class="contested">(.*?)</section>', html, re.S)
    assert by is not None
    assert re.search("estmark.*We have promised nothing", by[1])
    assert "sund" not in by[1]  # nobody speaks against the pledge itself
    sources = re.sub(r"<[^>]+>|\s+", " ", html[html.index('id="h-sources"') :])
    assert re.search("Times , 30 June 2031 – +Against: +estmark", sources)
    assert re.search("Courier , 1 May 2031 – +Against: +request", sources)


def test_nothing_in_doubt_is_not_told(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text('[plan]\nname = "x"\n[partners.norland]\n[[pledges]]\npartner = "norland"\n', "utf-8")
    assert "hidden" in pages.Cells(page_html(open_plan(file))).cells["doubts"]


def test_what_is_switched_is_contested_no_more(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(IN_DOUBT, "utf-8")
    study = open_plan(file)
    table = pages.table_of(page_html(study))
    assert table["switches"] == ["request"]
    for value in pages.VALUES:
        what_if = pages.switched(table, [value])
        its = to_builtins(Study(study.plan, Query(what_if=tuple(what_if.items())), file=study.file).brief())
        starred = pages.answer(table, [value])["row-name:sund"]["text"] == "sund*"
        assert its["pledges"]["s-ships"]["contested"] is starred is (value == "yes")


# -- every setting says what the brief says ---------------------------------------------------------------------------


def test_every_setting_of_the_real_case_says_what_the_brief_says() -> None:
    study = open_plan(REAL)
    html = page_html(study)
    table = pages.table_of(html)
    assert table["switches"] == list(study.plan.switches)
    shown = pages.Cells(html).cells
    asked = pages.settings(table)
    assert len(asked) == 3**7
    for values in asked:
        what_if = pages.switched(table, values)
        cells = pages.answer(table, values)
        brief = told_in(study, what_if)
        assert brief is not None
        pages.agrees(cells, brief)
        if not what_if:
            for name, cell in cells.items():  # what the page shows at first is what the table says of it
                if name.split(":")[0] in ("called", "known", "need-bar", *LAYERS) and name not in shown:
                    continue  # only a picture has it, of what is in it
                for key, value in cell.items():
                    assert shown[name].get(key) == value, (name, key)


def test_every_scenario_says_what_the_brief_says() -> None:
    study = open_plan(REAL)
    html = page_html(study)
    plain, told = pages.Cells(html).cells, pages.table_of(html)["scenarios"]
    assert list(told) == list(study.plan.scenarios)
    for scenario, cells in told.items():
        shown = {name: {**plain.get(name, {}), **cells.get(name, {})} for name in {**plain, **cells}}
        there = Study(study.plan, Query(scenarios=(scenario,)), file=study.file)
        pages.agrees(shown, to_builtins(there.brief(reasons=False)))
    assert told["sky-shield"]["needed:air"]["text"] == "120 aircraft needed"
    assert told["sky-shield"]["need-name:air"]["text"] == "Safe skies (Sky Shield)"
    assert told["only-two"]["condition:lt-troops"]["text"] != plain["condition:lt-troops"]["text"]
    assert told["us-in"]["follows:us-backstop"] == {"text": "in this scenario: yes", "hidden": None}


def test_whoever_leaves_or_comes_the_page_says_what_the_brief_says() -> None:
    study = open_plan(REAL)
    page = Page(study)
    html = page.html()
    plain, told = pages.Cells(html).cells, pages.table_of(html)["somebody"]
    assert {"without=FR", "firm=NL", "without=NL"} <= set(told)
    assert "firm=FI" not in told  # nothing holds it back
    assert "without=JP" not in told  # and this one has offered nothing
    for asked in random.Random(4).sample(sorted(told), 12):
        shown = {name: {**plain.get(name, {}), **told[asked].get(name, {})} for name in {**plain, **told[asked]}}
        how, _, partner = asked.partition("=")
        there = Study(study.plan, Query(**{how: (partner,)}), file=study.file)  # type: ignore[arg-type]
        pages.agrees(shown, to_builtins(there.brief(reasons=False)))
        alone = told_of(there.picture, there.resolution)
        teller = Teller(there.picture, "en", page.graph)
        assert told[asked] == pages.as_json(teller.scenario(alone, page.told, page.cells))
    assert told["without=NL"]["row:NL"] == {"data-list": "aside"}
    assert told["without=NL"]["status:NL"] == {"text": "left aside"}
    assert '<optgroup label="comes, whatever it waits for"><option value="firm=AU">Australia</option>' in html


def test_scenarios_that_the_page_cannot_show_are_not_offered(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(
        """[plan]
name = "x"
goal = "norland"
as_of = 2031-05-01
[assumptions.vote]
[partners.norland]
[[pledges]]
id = "n"
partner = "norland"
if = "vote"
[scenarios.later]
pledges.n = {said = 2031-06-01}
[scenarios.passed]
assume = {vote = true}
""",
        "utf-8",
    )
    html = page_html(open_plan(file))
    assert pages.table_of(html)["scenarios"]["later"] is None
    assert '<option value="later" disabled>' in html
    assert '<option value="passed">' in html


def test_the_command_line_says_the_same(tmp_path: Path) -> None:
    html = page_html(open_plan(REAL))
    table = pages.table_of(html)
    for values in random.Random(5).sample(pages.settings(table), 6):
        what_if = pages.switched(table, values)
        options = [f"--{ {True: 'if', False: 'if-not', None: 'if-unknown'}[v] }={id_}" for id_, v in what_if.items()]
        done = CliRunner().invoke(main, ["brief", str(REAL), "--json", *options])
        assert done.exit_code == 0, done.output
        pages.agrees(pages.answer(table, values), json.loads(done.stdout))


@pytest.mark.parametrize("name", ["bonn-1978", "rivals", "threshold", "chad-2008", "interceptors-2026"])
def test_every_setting_of_the_examples(name: str) -> None:
    every_setting(open_plan(EXAMPLES / name / "plan.toml"))


def every_setting(study: Study) -> None:
    page = Page(study)
    table = pages.table_of(page.html()) if study.switchboard.switches else None
    for values in pages.settings(table) if table else ():
        assert table is not None
        cells = pages.answer(table, values)
        brief = told_in(study, pages.switched(table, values))
        if brief is None:
            assert cells["page"]["data-impossible"] == ""
        else:
            assert cells.get("page", {}).get("data-impossible") is None
            pages.agrees(cells, brief)
            told = told_alone(page, pages.switched(table, values))
            assert {name: cells[name] for name in told} == told, values


# -- random plans, and plans that hold anything -----------------------------------------------------------------------


def test_every_setting_of_random_plans(tmp_path: Path) -> None:
    rng = random.Random(71)
    answered = 0
    for number in range(60):
        file = tmp_path / f"{number}.toml"
        nots = rng.choice(["monotone", "mixed", "free"])
        file.write_text(plans.random_text(rng, nots=nots, coverage=number % 3 == 0, unknowns=(1, 3)), "utf-8")
        study = open_plan(file)
        try:
            every_setting(study)
        except PlanError:
            continue  # a world without outcome: there is nothing to show
        answered += 1
    assert answered > 25


def large(partners: int, assumptions: int) -> str:
    """A plan of so many partners, each waiting for an assumption and for one or two others."""
    lines = ['[plan]\nname = "Large"\ngoal = "total(troops) >= 5000"']
    lines += [f'[assumptions.a{i}]\nname = "assumption {i}"' for i in range(assumptions)]
    lines += [f'[partners.p{i}]\nname = "Partner {i}"' for i in range(partners)]
    lines.append('[[requirements]]\nid = "land"\nneeds = 20000\nof = "troops"')
    for i in range(partners):
        condition = f"a{i % assumptions} and (p{(i + 1) % partners} or at least {i % 7} others)"
        lines.append(f'[[pledges]]\npartner = "p{i}"\nprovides = "troops"\namount = {10 + i}\nif = "{condition}"')
    return "\n".join(lines)


def test_two_hundred_partners_and_sixty_assumptions(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(large(200, 60), "utf-8")
    study = open_plan(file)
    board = study.switchboard
    assert 1 <= len(board.switches) <= 8
    assert board.left_out  # and the page names them
    html = page_html(study)
    assert len(html) < 6_000_000
    table = pages.table_of(html)
    for values in random.Random(3).sample(pages.settings(table), 5):
        brief = told_in(study, pages.switched(table, values))
        assert brief is not None
        pages.agrees(pages.answer(table, values), brief)


ODD = """
[plan]
name = "<script>alert(1)</script> & \\"quotes\\""
marking = "</script><b>"
switches = ["x"]
[assumptions.x]
name = "<img src=x onerror=alert(2)>"
[partners.evil]
name = "</script><script>alert(3)</script>"
[partners.rtl]
name = "\u05de\u05d3\u05d9\u05e0\u05ea \u05d9\u05e9\u05e8\u05d0\u05dc"
[partners.turned]
name = "a\u202eb"
[[pledges]]
partner = "evil"
if = "x and rtl"
note = "<iframe>"
sources = ["s"]
[[pledges]]
partner = "rtl"
if = "evil or x"
[sources.s]
title = "<u>title</u>"
url = "javascript:alert(4)"
"""


def test_names_are_shown_and_never_run(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(ODD, "utf-8")
    html = page_html(open_plan(file))
    seen = pages.Cells(html)
    assert seen.tags.count("script") == 3  # the table, the plan inside, and the page's own
    assert not {"img", "iframe", "u"} & set(seen.tags)
    assert "javascript:" not in re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    assert "\u202e" not in html
    assert "\u05de\u05d3\u05d9\u05e0\u05ea \u05d9\u05e9\u05e8\u05d0\u05dc" in html
    assert seen.cells["row-name:evil"]["text"] == "</script><script>alert(3)</script>"
    every_setting(open_plan(file))


@pytest.mark.parametrize(
    "text",
    [
        '[plan]\nname = "Nothing"\n',
        '[plan]\nname = "Nobody waits"\n[partners.FR]\n[[pledges]]\npartner = "FR"\n',
        '[plan]\nname = "No map"\n[partners.lorne]\n[partners.sund]\n[[pledges]]\npartner = "lorne"\nif = "sund"\n',
    ],
)
def test_plans_that_lack_almost_everything(text: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(text, "utf-8")
    for lang in ("en", "de", "fr"):
        html = page_html(open_plan(file), lang)
        assert '<svg class="map"' not in html or "FR" in text
        assert 'class="bar"' not in html


# -- one file, small, by itself ---------------------------------------------------------------------------------------


def test_one_small_file_that_needs_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.html"
    done = CliRunner().invoke(main, ["report", str(REAL), "-o", str(target)])
    assert done.exit_code == 0, done.output
    html = target.read_text("utf-8")
    assert len(html.encode()) < 1_000_000
    without_links = re.sub(r'<a href="[^"]*"', "", html)
    assert not re.search(r'(?:src|href)="(?!#)[^"]*"', without_links)
    assert "@import" not in html
    assert "url(" not in re.sub(r"url\(#", "", html)
    assert page_html(open_plan(REAL)) == page_html(open_plan(REAL))  # byte for byte


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_pictures_by_themselves(part: str, lang: str) -> None:
    svg = picture_svg(Page(open_plan(REAL), lang), part)
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("aria-label") or root.find("{http://www.w3.org/2000/svg}title") is not None


def test_a_picture_of_nothing_says_so(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text('[plan]\nname = "Nothing"\n', "utf-8")
    for part in PARTS:
        done = CliRunner().invoke(main, ["report", str(file), "--svg", part, "-o", str(tmp_path / "x.svg")])
        assert done.exit_code == 2
        assert "there is nothing to show in this picture" in done.stderr


def test_without_chromium_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLING_CHROMIUM", str(tmp_path / "none"))
    done = CliRunner().invoke(main, ["report", str(REAL), "--pdf", "-o", str(tmp_path / "x.pdf")])
    assert done.exit_code == 2
    assert "apt install chromium" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is missing")
def test_a_preview_is_as_large_as_previews_are(tmp_path: Path) -> None:
    file = tmp_path / "preview.png"
    done = CliRunner().invoke(main, ["report", str(REAL), "--preview", "-o", str(file)])
    assert done.exit_code == 0, done.stderr
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (1200, 630)


def test_a_notebook_shows_the_page() -> None:
    shown = open_plan(REAL)._repr_html_()  # type: ignore[attr-defined]
    assert shown.startswith("<iframe")
    assert "sandbox=" in shown
    assert "&lt;section class=&#34;who&#34;" in shown or "&lt;section class=&quot;who&quot;" in shown


# -- the map, and how statuses look -----------------------------------------------------------------------------------


def tool() -> ModuleType:
    spec = spec_from_file_location("outlines", ROOT / "tools" / "outlines.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rings(path: str) -> Iterator[list[tuple[float, float]]]:
    for ring in path.split("M")[1:]:
        start, _, rest = ring.rstrip("z").partition("l")
        x, y = map(int, start.split())
        points = [(float(x), float(y))]
        numbers = [int(n) for n in re.findall(r"-?\d+", rest)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((float(x), float(y)))
        yield points


@pytest.mark.parametrize(
    ("place", "lon", "lat", "state"),
    [
        ("Simferopol", 34.10, 44.95, "UA"), ("Kerch", 36.2, 45.3, "UA"), ("Kyiv", 30.52, 50.45, "UA"),
        ("Paris", 2.35, 48.86, "FR"), ("Warsaw", 21.0, 52.23, "PL"), ("Moscow", 37.6, 55.75, "RU"),
        ("Ankara", 32.85, 39.93, "TR"), ("Kyrenia", 33.32, 35.25, "CY"),
    ],
)  # fmt: skip
def test_places_lie_in_their_states(place: str, lon: float, lat: float, state: str) -> None:
    outlines = tool()
    point = outlines.EUROPE.project(lon, lat)
    found = [
        code for code, path in atlas().outlines.items() if sum(outlines.inside(point, ring) for ring in rings(path)) % 2
    ]
    assert found == [state], place


def test_crimea_is_of_one_piece_with_ukraine() -> None:
    outlines = tool()
    kyiv, simferopol = outlines.EUROPE.project(30.52, 50.45), outlines.EUROPE.project(34.10, 44.95)
    assert any(
        outlines.inside(kyiv, ring) and outlines.inside(simferopol, ring) for ring in rings(atlas().outlines["UA"])
    )


@pytest.mark.parametrize(
    ("lon", "lat", "state"),
    [(-72.3, 19.1, "HT"), (36.8, -1.3, "KE"), (-100.0, 40.0, "US"), (-150.0, 65.0, "US"), (-165.0, 65.0, "US"),
     (-172.0, 66.0, "RU"), (178.0, 68.0, "RU"), (135.0, -25.0, "AU"), (34.1, 44.95, "UA"), (178.0, -17.8, "FJ")],
)  # fmt: skip
def test_places_lie_in_their_states_of_the_world(lon: float, lat: float, state: str) -> None:
    outlines = tool()
    point = outlines.WORLD.project(lon, lat)
    found = [
        code
        for code, path in atlas("world").outlines.items()
        if sum(outlines.inside(point, ring) for ring in rings(path)) % 2
    ]
    assert found == [state]


def test_no_outline_of_the_world_goes_round_it() -> None:
    for code, path in atlas("world").outlines.items():
        for ring in rings(path):
            assert max(abs(a[0] - b[0]) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) < 700, code


@pytest.mark.parametrize(
    ("partners", "here", "europe"),
    [("FR DE PL", "FR DE PL", True), ("FR DE CA", "FR DE", True), ("KE HT FR", "KE HT FR", False),
     ("norland estmark FR", "", True), ("norland KE", "KE", False), ("", "", True)],
)  # fmt: skip
def test_the_map_is_framed_by_its_partners(partners: str, here: str, europe: bool) -> None:
    assert on_map(partners.split()) == here.split()
    if here:
        drawn = map_svg(partners.split(), lambda name: f'data-cell="{name}"', lambda name: name, label="x")
        box = [float(part) for part in re.findall(r'viewBox="([^"]+)"', drawn)[0].split()]
        assert (box == [0, 0, 890, 790]) is europe
        for id_ in here.split() if not europe else ():
            x, y = atlas("world").points[id_]
            assert box[0] < x < box[0] + box[2]
            assert box[1] < y < box[1] + box[3]


def test_the_atlas_is_what_the_tool_projects() -> None:
    outlines = tool()
    assert atlas().projection["centre"] == list(outlines.CENTRE)
    assert (atlas().width, atlas().height) == (outlines.EUROPE.width, outlines.EUROPE.height)


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def as_seen(colour: str) -> list[float]:
    return linear(colour)


def by_deuteranopes(colour: str) -> list[float]:
    """Machado, Oliveira and Fernandes 2009, severity 1."""
    red, green, blue = linear(colour)
    matrix = [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)]
    return [max(0.0, min(1.0, a * red + b * green + c * blue)) for a, b, c in matrix]


def in_grey(colour: str) -> list[float]:
    red, green, blue = linear(colour)
    return [0.2126 * red + 0.7152 * green + 0.0722 * blue] * 3


@pytest.mark.parametrize("seen", [as_seen, by_deuteranopes, in_grey])
@pytest.mark.parametrize("dark", [False, True])
def test_statuses_are_told_apart(seen: Callable[[str], list[float]], dark: bool) -> None:
    fills = {kind: look.fill for kind, look in STATUSES.items()}
    assert len({fill.mark for fill in fills.values()}) == len({look.sign for look in STATUSES.values()}) == len(fills)
    for one, other in combinations(("stands", "together", "rival", "open", "blocked", "refuses", "support"), 2):
        first, second = fills[one], fills[other]
        apart = max(abs(a - b) for a, b in zip(seen(first.ground[dark]), seen(second.ground[dark]), strict=True))
        assert first.pattern != second.pattern or apart > 0.1, (one, other)
    for kind, look in fills.items():
        if look.pattern:  # and what is drawn is seen on its ground
            light, deep = (sum(c * w for c, w in zip(seen(c), (0.2126, 0.7152, 0.0722), strict=True))
                           for c in (look.ground[dark], look.ink[dark]))  # fmt: skip
            contrast = (max(light, deep) + 0.05) / (min(light, deep) + 0.05)
            assert contrast > 1.8, (kind, contrast)


def test_values_are_counted_as_the_page_counts_them() -> None:
    assert tuple(pages.MEANS[value] for value in pages.VALUES) == VALUES
    study = open_plan(REAL)
    board = study.switchboard
    worlds = in_worlds(study.picture, [{"us-backstop": True, "peace-deal": None}])
    assert board.settings[board.number({"us-backstop": True})].decided == next(iter(worlds))[0]


def test_a_circle_is_drawn_though_no_arrow_leaves_it() -> None:
    svg = picture_svg(Page(open_plan(EXAMPLES / "bonn-1978" / "plan.toml")), "graph")
    assert 'class="box circle"' in svg


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_would_break_it_whether_or_not_it_is_known_how_likely(lang: str) -> None:
    study = open_plan(REAL)
    html = page_html(study, lang)
    section = html[html.index('id="h-breakers"') :].split("</section>")[0]
    said = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li[^>]*>(.*?)</li>", section)]
    breakers = study.risk(most=8).breakers
    assert breakers is not None
    assert len(said) == len(breakers.sets) == breakers.count
    assert 'id="h-risk"' not in html  # nobody said how likely anything is
