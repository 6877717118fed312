"""Reading a page as a browser would, without one: its cells, and its table of answers."""

import json
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from itertools import product
from typing import Any

from willing.present.page.pack import DIGITS

VALUES = ("yes", "no", "unknown")
MEANS = {"yes": True, "no": False, "unknown": None}


class Cells(HTMLParser):
    """What elements with ``data-cell`` say: attributes of the first of each name, and its words."""

    VOID = frozenset(("meta", "link", "br", "hr", "input", "img", "path", "rect", "circle", "use"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: dict[str, dict[str, str | None]] = {}
        self.tags: list[str] = []
        self._open: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told: dict[str, str | None] = {name: value or "" for name, value in attrs}  # an attribute without a value is ""
        name = told.pop("data-cell", None)
        if name is not None and name not in self.cells:
            self.cells[name] = {**told, "text": ""}
        elif name is not None:
            name = None
        if tag not in self.VOID:
            self._open.append(name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in self._open:
            if name is not None:
                self.cells[name]["text"] = (self.cells[name]["text"] or "") + data


def table_of(html: str) -> dict[str, Any]:
    """The table of answers in a page."""
    found = re.search(r'<script type="application/json" id="answers">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    table: dict[str, Any] = json.loads(found[1])
    return table


def settings(table: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Every setting of its switches."""
    return list(product(VALUES, repeat=len(table["switches"])))


def answer(table: Mapping[str, Any], values: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """The cells of one setting, by the plainest reading of the table."""
    cells: dict[str, dict[str, str | None]] = {}
    for which, states in table["parts"]:
        axes, text = table["tables"][which]
        width = len(text) // 3 ** len(axes)
        place = 0
        for axis in axes:
            place = place * 3 + VALUES.index(values[axis])
        number = 0
        for digit in text[place * width : (place + 1) * width]:
            number = number * 64 + DIGITS.index(digit)
        cells |= states[number]
    return cells


def switched(table: Mapping[str, Any], values: Sequence[str]) -> dict[str, bool | None]:
    """What a setting switches, as what-ifs."""
    plain = table["plain"]
    return {id_: MEANS[value] for id_, value, now in zip(table["switches"], values, plain, strict=True) if value != now}


def agrees(cells: Mapping[str, Mapping[str, str | None]], brief: Mapping[str, Any]) -> None:
    """Assert that what a page shows is what the brief's JSON says (§10)."""
    for id_, partner in brief["partners"].items():
        its = cells[f"is:{id_}"]
        assert (its["data-status"], its["data-best"]) == (partner["status"] or "none", partner["best"] or "none"), id_
        assert (its["data-kind"] == "support") == partner["support"], id_
    for id_, pledge in brief["pledges"].items():
        its = cells[f"pledge:{id_}"]
        assert (its["data-status"], its["data-best"]) == (pledge["status"] or "none", pledge["best"] or "none"), id_
        assert its["data-counted"] == str(pledge["counted"]).lower(), id_
    for need in brief["requirements"]:
        its = cells[f"need:{need['id']}"]
        for key in ("day", "stands", "together", "possible", "short", "up_to", "if_counted"):
            told = its.get(f"data-{key.replace('_', '-')}")
            assert (None if told is None else int(told)) == need[key], (need["id"], key)
        if need["usable"] is not None:
            shares = [float(share) for share in (its["data-usable"] or "").split()]
            assert shares == [round_(need["usable"]["stands"]), round_(need["usable"]["together"])]
        if need["needs"]:
            upto = 0.0
            for layer in ("stands", "together", "possible", "short"):
                bar = cells[f"need-{layer}:{need['id']}"]
                x, width = (float((bar[name] or "").rstrip("%")) for name in ("x", "width"))
                assert abs(x - upto) < 0.02
                assert abs(width - 100 * need[layer] / need["needs"]) < 0.02
                upto += width
    goal = brief["goal"]
    if goal is not None:
        assert (cells["goal"]["data-status"], cells["goal"]["data-best"]) == (goal["status"], goal["best"] or "none")
    told_groups = cells["groups"].get("data-waiting") or ""
    assert told_groups == " | ".join(" ".join(group["partners"]) for group in brief["waiting"])
    for id_, value in brief["assumptions"].items():
        assert cells[f"value:{id_}"]["data-value"] == {True: "yes", False: "no", None: "unknown"}[value], id_


def as_json(value: Any) -> Any:
    """A value as a page has it."""
    return json.loads(json.dumps(value))


def round_(share: float) -> float:
    """A share as the page tells it."""
    return float(f"{share:.6g}")
