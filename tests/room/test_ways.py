"""What a delegation can do so that enough others come (§3.6, §7.1, §9), on its own basis; and letters nobody sends."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import axe, needs_chromium, visit
from rooms import AIR
from served import Served, serving

ROOM = "/rooms/norland"

PLAN = f"""{AIR}
[[pledges]]
id = "est-jets"
partner = "EST"
provides = "fighters"
amount = 10
if = "FR and LOR"

[[pledges]]
id = "lor-jets"
partner = "LOR"
provides = "fighters"
amount = 8
if = "EST"

[[pledges]]
id = "fr-jets"
partner = "FR"
provides = "fighters"
amount = 6
if = "DE"
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("ways"), PLAN, writes=0) as found:
        yield found


def part(person: Any, basis: str, lang: str = "en") -> str:
    html = person.get(f"{ROOM}/page/ways/part?basis={basis}&lang={lang}")
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_from_where_one_sits(served: Served) -> None:
    de = served.person("DE/officer")
    told = part(de, "room")
    assert "What you would have to promise so that enough others come" in told
    assert "olitical support" in told
    assert "come to ." not in told
    assert " 0 fighters" not in told
    body = {"partner": "DE", "provides": "fighters", "amount": 1, "stage": "offered", "if": "EST"}
    change = {"base": "0.0", "body": body, "release": ["EST"], "sign": {"by": "minister", "ref": "NV 1"}}
    served.person("DE/signatory").write("PUT", f"{ROOM}/records/pledge/de-hidden", change)
    assert part(de, "room") == told  # what is hidden changes nothing of what all may see
    est = served.person("EST/officer")
    assert "What your step would start" in part(est, "mine")
    assert "Estmark’s step would start it" in part(est, "mine")
    assert "step" not in part(est, "room") + part(de, "mine")  # Germany's would not
    assert "promise" not in part(served.chair, "room")


def test_a_letter_is_in_the_language_of_whom_it_asks(served: Served) -> None:
    html = served.chair.get(f"{ROOM}/page/ways/part?basis=room")
    letters = re.findall(r'<pre class="letter" lang="(\w\w)" dir="auto">(.*?)</pre>', html, re.DOTALL)
    assert letters
    by_language = dict(letters)
    assert "fr" in by_language
    assert by_language["fr"].startswith("À France, au sujet de Reassurance of Norland")
    assert "nous vous demandons" in by_language["fr"]


@needs_chromium
def test_the_page(browser: Any, served: Served) -> None:
    narrow = {"width": 360, "height": 800}
    with visit(browser, served, "FR/officer", viewport=narrow) as fr:
        for lang in ("de", "fr"):
            page = fr.see("ways", lang)
            page.locator("[data-ways] h2").first.wait_for()
            found = axe.Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
