"""The morning in the room for who hears it: the tree that chromium gives a screen reader, by the devtools protocol."""

import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from browsing import needs_chromium, visit
from served import Served, serving
from test_pages import PAGES, row

pytestmark = needs_chromium

CONTROLS = {
    *("button", "link", "textbox", "combobox", "checkbox", "radio", "searchbox", "spinbutton", "slider", "switch"),
    *("DisclosureTriangle", "Date", "DateTime", "InputTime", "listbox", "tab", "menuitem", "PopUpButton"),
}
SIGN = {"by": "The minister", "ref": "NV 7/31"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("room"), writes=0) as found:
        yield found


class Heard:
    """A page as a screen reader goes through it: what is there, in order, each with its role, name and level."""

    def __init__(self, page: Any) -> None:
        devtools = page.context.new_cdp_session(page)
        before: list[int] = []
        while True:  # what comes while it is asked for is in one of the two alone
            nodes = {node["nodeId"]: node for node in devtools.send("Accessibility.getFullAXTree")["nodes"]}
            self.in_document = _ids(devtools.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"])
            if self.in_document == before:
                break
            before = self.in_document
        self.nodes: list[dict[str, Any]] = []
        waiting = [node for node in nodes.values() if "parentId" not in node]
        while waiting:
            node = waiting.pop(0)
            if not node["ignored"]:
                self.nodes.append(node)
            waiting = [nodes[child] for child in node.get("childIds", ()) if child in nodes] + waiting
        devtools.detach()

    def of(self, *roles: str) -> list[dict[str, Any]]:
        return [node for node in self.nodes if node["role"]["value"] in roles]

    def place(self, role: str) -> int:
        """Where the first of a role comes."""
        return next(number for number, node in enumerate(self.nodes) if node["role"]["value"] == role)

    def announced(self) -> str:
        """The texts of what is read out by itself when it changes."""
        inside = {node["nodeId"] for node in self.nodes if any(its["name"] == "live" for its in node["properties"])}
        texts = []
        for node in self.nodes:
            if node.get("parentId") in inside:
                inside.add(node["nodeId"])
                texts.append(name(node) if node["role"]["value"] == "StaticText" else "")
        return " ".join(filter(None, texts))


def _ids(node: dict[str, Any]) -> list[int]:
    """All elements, in the order of the document."""
    inside = (*node.get("shadowRoots", ()), *node.get("children", ()))  # a field of a date has fields in it
    return [node["backendNodeId"], *(id_ for child in inside for id_ in _ids(child))]


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def level(node: dict[str, Any]) -> int:
    return int(next(its["value"]["value"] for its in node["properties"] if its["name"] == "level"))


def awaited(page: Any, text: str) -> None:
    """Wait until something is read out."""
    for _ in range(100):
        if text in Heard(page).announced():
            return
        time.sleep(0.1)
    raise AssertionError(Heard(page).announced())


@pytest.mark.parametrize("who", PAGES)
def test_all_that_can_be_used_has_a_name_and_comes_in_order(browser: Any, served: Served, who: str) -> None:
    with visit(browser, served, who) as one:
        for number, page_name in enumerate(PAGES[who]):
            page = one.see(page_name, ("en", "de", "fr")[number % 3])
            heard = Heard(page)
            controls = heard.of(*CONTROLS)
            assert len(controls) >= 8
            assert [node["role"]["value"] for node in controls if not name(node)] == [], page_name
            places = [heard.in_document.index(node["backendDOMNodeId"]) for node in controls]
            assert places == sorted(places), page_name
            assert page.locator('[tabindex]:not([tabindex="0"],[tabindex="-1"])').count() == 0
            assert heard.place("navigation") < min(heard.place("main"), heard.place("heading")), page_name
            levels = [level(node) for node in heard.of("heading")]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(after <= before + 1 for before, after in pairwise(levels)), levels
            assert len(heard.of("columnheader")) >= len(heard.of("table")), page_name


def test_what_happens_is_announced(browser: Any, served: Served) -> None:
    with (
        visit(browser, served, "DE/signatory") as de,
        visit(browser, served, "observers/observer") as observer,
        visit(browser, served, "host/chair") as chair,
    ):
        plan, today, offers = observer.see("plan"), chair.see("today"), de.see("offers")
        new = row(offers, "")
        new.locator("input").nth(0).fill("de-heard")
        new.locator('[data-key="provides"]').fill("fighters")
        new.locator('[data-key="amount"]').fill("5")
        new.locator('[data-key="if"]').fill("FR")
        new.locator('[data-key="stage"]').select_option("signalled")
        new.locator("[data-release]").select_option('"room"')
        new.locator('[data-do="release"]').click()
        awaited(offers, "It is written.")
        awaited(plan, "Changed by others:")
        awaited(today, "Changed by others: What moved")
        wrong = row(offers, "de-heard")
        wrong.locator('[data-key="if"]').fill("nobody knows")
        wrong.locator('[data-do="draft"]').click()
        awaited(offers, "nobody")
