"""The reveal (§R4.2): what a round brought, on a page that is watched; nothing before it closes, then all at once."""

import re
from pathlib import Path
from typing import Any

from browsing import axe, needs_chromium, visit
from rooms import AIR
from served import Person, Served, serving

ROOM = "/rooms/norland"

PLAN = f"""{AIR}
[[pledges]]
id = "de-jets"
partner = "DE"
provides = "fighters"
amount = 6
"""


def release(served: Served, who: str, id_: str, **body: Any) -> Person:
    person = served.person(f"{who}/signatory")
    change = {"base": "0.0", "body": {"partner": who, "provides": "fighters", **body}, "release": "room"}
    person.write("PUT", f"{ROOM}/records/pledge/{id_}", {**change, "sign": {"by": "minister", "ref": "NV 1"}})
    return person


def opened(served: Served, **more: Any) -> None:
    served.chair.write("POST", f"{ROOM}/rounds", {"id": "first", "name": "Pledging", "blind": True, **more})
    served.chair.write("POST", f"{ROOM}/rounds/first/open", {})


def words(html: str) -> str:
    return " ".join(re.sub(r"<(style|script|svg).*?</\1>|<[^>]+>", " ", html, flags=re.S).split())


def test_nothing_of_a_round_is_told_before_it_closes_and_then_all_of_it(tmp_path: Path) -> None:
    with serving(tmp_path, PLAN) as served:
        page = f"{ROOM}/page/reveal/first"
        assert served.chair.ask("GET", page)[0] == 404
        served.chair.write("POST", f"{ROOM}/rounds", {"id": "first", "name": "Pledging", "blind": True})
        assert "The round has not opened yet." in words(served.chair.get(page))
        served.chair.write("POST", f"{ROOM}/rounds/first/open", {})
        observer = served.person("observers/observer")
        before = observer.get(f"{page}/part")
        est = release(served, "EST", "est-jets", amount=10, **{"if": "LOR"})
        release(served, "LOR", "lor-jets", amount=8, **{"if": "EST"})
        assert observer.get(f"{page}/part") == before
        assert "1 record of your own is waiting" in words(est.get(page))
        assert "missing 18" in words(before)
        served.chair.write("POST", f"{ROOM}/rounds/first/close", {})
        told = words(observer.get(f"{page}/part"))
        assert told == words(est.get(f"{page}/part"))
        assert "Estmark and Lorne wait for each other; a step of any one of them would start it." in told
        assert "2 only if all move at once was 0" in told
        assert "Estmark no pledge on record → only if all move at once 10 fighters, if Lorne" in told
        assert "before 6 · missing 18 now 6 +18 · filled if all move" in told
        assert "Closed Pledging What it brought" in words(observer.get(f"{ROOM}/page/today"))
        est.write("POST", f"{ROOM}/records/pledge/est-jets/withdraw", {"base": "1.0", "sign": {"by": "m", "ref": "2"}})
        assert told == words(observer.get(f"{page}/part"))  # what it brought stays so


def test_what_is_not_for_all_is_in_the_reveal_of_who_may_read_it_alone(tmp_path: Path) -> None:
    with serving(tmp_path, PLAN) as served:
        opened(served)
        est = served.person("EST/officer")
        body = {"partner": "EST", "provides": "fighters", "amount": 7, "stage": "signalled"}
        est.write("PUT", f"{ROOM}/records/pledge/est-own", {"base": "0.0", "body": body, "release": []})
        served.chair.write("POST", f"{ROOM}/rounds/first/close", {})
        page = f"{ROOM}/page/reveal/first/part?basis="
        assert "7" not in words(served.person("LOR/officer").get(page + "mine"))
        assert "7" not in words(est.get(page + "room"))
        assert "Estmark no pledge on record → too early to count" in words(est.get(page + "mine"))


def rounds(served: Served) -> None:
    """Two of them, and what came afterwards."""
    opened(served)
    est = release(served, "EST", "est-jets", amount=10)
    served.chair.write("POST", f"{ROOM}/rounds/first/close", {})
    served.chair.write("POST", f"{ROOM}/rounds", {"id": "second", "name": "Topping up"})
    release(served, "LOR", "lor-jets", amount=8)  # between the two, which nobody's reveal shows
    served.chair.write("POST", f"{ROOM}/rounds/second/open", {})
    served.chair.write("POST", f"{ROOM}/rounds/second/close", {})
    est.write("POST", f"{ROOM}/records/pledge/est-jets/withdraw", {"base": "1.0", "sign": {"by": "m", "ref": "2"}})


def test_a_round_is_compared_with_the_last_and_with_now(tmp_path: Path) -> None:
    with serving(tmp_path, PLAN) as served:
        rounds(served)
        page = served.chair.get(f"{ROOM}/page/round")
        links = [link for link in re.findall(r'href="[^"]*/page/(\S+?)\?', page) if "/" in link]
        assert links == ["reveal/first", "reveal/second", "compared/first/second", "compared/second"]
        told = words(served.chair.get(f"{ROOM}/page/compared/first/second"))
        assert "Topping up compared with Pledging" in told
        assert "Lorne no pledge on record → firm 8 fighters" in told
        assert "before 16 · missing 8 now 24 · filled" in told
        since = words(served.chair.get(f"{ROOM}/page/compared/second"))
        assert "Since Topping up" in since
        assert "before 24 · filled now 14 · missing 10" in since
        for unknown in ("compared/never", "compared/first/never", "compared"):
            assert served.chair.ask("GET", f"{ROOM}/page/{unknown}")[0] == 404


@needs_chromium
def test_a_hall_watches_the_moment(browser: Any, tmp_path: Path) -> None:
    narrow = {"width": 360, "height": 800}
    with serving(tmp_path, PLAN) as served, visit(browser, served, "observers/observer", viewport=narrow) as hall:
        opened(served, closes="2099-01-01T12:00:00Z")
        release(served, "EST", "est-jets", amount=10, **{"if": "LOR"})
        release(served, "LOR", "lor-jets", amount=8, **{"if": "EST"})
        page = hall.see("reveal/first", "fr")
        page.locator(".tiles").wait_for()
        assert axe.Axe().run(page).violations_count == 0
        served.chair.write("POST", f"{ROOM}/rounds/first/close", {})
        page.locator("[data-part=reveal][data-state=closed][data-new]").wait_for()
        assert "seul pas" in page.locator(".brought h2").nth(1).inner_text()
        page = hall.see("reveal/first", "de")
        assert "einzelne Schritt" in page.locator(".brought h2").nth(1).inner_text()
        for act in ("", "/second/open", "/second/close"):
            served.chair.write("POST", f"{ROOM}/rounds{act}", {} if act else {"id": "second", "name": "Topping up"})
        for path, lang in (("reveal/first", "de"), ("compared/first/second", "fr"), ("compared/second", "de")):
            page = hall.see(path, lang)
            found = axe.Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
