"""The docs site: headlines of the atlas follow from answers, every page is built, and none asks another host."""

import json
import os
import re
import sys
import tomllib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

import willing
from willing.cli import main

ROOT = Path(__file__).parents[1]
ATLAS = tomllib.loads((ROOT / "docs" / "atlas.toml").read_text("utf-8"))["examples"]
LINES = [(each["folder"], line) for each in ATLAS for line in each["because"]]


def test_every_example_is_in_the_atlas() -> None:
    assert sorted(each["folder"] for each in ATLAS) == sorted(
        path.parent.name for path in (ROOT / "examples").glob("*/plan.toml")
    )


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], Any]:
    return {}


@pytest.mark.parametrize(("folder", "line"), LINES, ids=[f"{folder} {line['path']}" for folder, line in LINES])
def test_a_headline_follows_from_answers(folder: str, line: Any, answers: dict[tuple[str, str], Any]) -> None:
    key = (folder, line["ask"])
    if key not in answers:
        command, *options = line["ask"].split()
        plan = str(ROOT / "examples" / folder / "plan.toml")
        done = CliRunner().invoke(main, [command, plan, *options, "--json"])
        assert done.exit_code == 0, done.output
        answers[key] = json.loads(done.stdout)
    value = answers[key]
    for step in line["path"].split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    if "is" in line:
        assert (value if value is not None else "none") == line["is"]
    else:
        assert line["from"] <= value <= line["to"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs")
    import subprocess

    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],  # --quiet counts no warnings
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


class _Asked(HTMLParser):
    """The addresses that a browser asks for by itself when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        fetched = ["src", "srcset", "poster", "data"] if tag != "link" else []
        if tag == "link" and given.get("rel") not in ("canonical", "prev", "next", "alternate"):
            fetched = ["href"]
        self.addresses += [given[name] or "" for name in fetched if name in given]


def test_no_page_asks_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(ATLAS) + 15
    for page in pages:
        text = page.read_text("utf-8")
        asked = _Asked()
        asked.feed(text)
        assert [address for address in asked.addresses if re.match(r"(?:https?:)?//", address)] == [], page
    for path in (*pages, *site.rglob("*.css")):
        found = re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^)\"']*", path.read_text("utf-8"))
        assert found == [], path


def test_no_link_leads_nowhere(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        links = re.findall(r'<a [^>]*?href="([^"#?]+)', page.read_text("utf-8"))
        for link in dict.fromkeys(links):
            if not re.match(r"[a-z]+:|/", link):
                target = page.parent / unquote(unescape(link))
                assert target.is_file() or (target / "index.html").is_file(), f"{page.name} leads to {link}"


def test_the_atlas_shows_every_example(site: Path) -> None:
    first = (site / "index.html").read_text("utf-8")
    for example in ATLAS:
        page = site / "atlas" / f"{example['folder']}.html"
        assert f"atlas/{page.name}" in first
        assert "data-cell" in page.read_text("utf-8")


def test_the_reference_has_every_public_name(site: Path) -> None:
    text = (site / "reference.html").read_text("utf-8")
    called = {"read_reports": "read_files"}
    for name in willing.__all__:
        if not name.startswith("__"):
            assert re.search(rf'id="willing\.[a-z_.]*\b{called.get(name, name)}"', text), name
    assert not re.search(r":[a-z]+:<code>", text)
