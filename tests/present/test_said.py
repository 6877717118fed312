"""Answers that cannot mislead: of each kind of sentence that once did a plan of our own, and the shared case of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from willing import open_plan
from willing.app.study import Study
from willing.languages.messages import Catalogue
from willing.present.statuses import STATUSES
from willing.present.terminal.brief import brief_text

SHARED = Path(__file__).parents[3] / "shared" / "cases" / "said"

Write = Callable[[str], Study]


@pytest.fixture
def plan(tmp_path: Path) -> Write:
    """Opens the plan that a text is."""

    def opened(text: str) -> Study:
        path = tmp_path / "plan.toml"
        path.write_text(text, "utf-8")
        return open_plan(path)

    return opened


def shared(name: str) -> Study:
    """A shared case; the test is skipped where they are missing."""
    path = SHARED / f"{name}.toml"
    if not path.exists():
        pytest.skip("the shared cases are not here")
    return open_plan(path)


def rows(study: Study) -> dict[str, str]:
    """Of each heading of the brief what stands under it."""
    say, found, heading = Catalogue(), dict[str, str](), ""
    headings = [say(f"heading.{kind}") for kind in STATUSES]
    for line in brief_text(study.brief(), width=120).splitlines():
        begun = next((each for each in headings if line.startswith(each)), "")
        heading = begun or (heading if line.startswith(" " * 12) else "")
        if heading:
            found[heading] = f"{found.get(heading, '')} {line.removeprefix(begun).strip()}".strip()
    return {heading: text.rstrip("0123456789 ") for heading, text in found.items()}


def entries(text: str) -> Iterator[str]:
    """The names of a row."""
    return (entry.strip(" ●+–◌✕") for entry in text.split("  ") if entry.strip())


# -- support is what it is, whatever else is refused or not met (§4.6) ------------------------------------------------

SUPPORT = """
[plan]
name = "Two hospitals"
[assumptions.mandate]
holds = false
[partners.norland]
[partners.veld]
[partners.osk]
[[requirements]]
id = "land"
needs = 10
of = "troops"
[[pledges]]
partner = "norland"
provides = "hospital"
amount = 1
[[pledges]]
partner = "veld"
provides = "transit"
[[pledges]]
partner = "veld"
provides = "troops"
if = "mandate"
[[pledges]]
partner = "osk"
provides = "troops"
amount = 2
[[pledges]]
partner = "osk"
provides = "transit"
"""


@pytest.mark.parametrize("more", ["", "[[pledges]]\npartner = 'norland'\nprovides = 'troops'\nif = 'never'\n"])
def test_a_refusal_makes_nobody_firm(plan: Write, more: str) -> None:
    study = plan(SUPPORT + more)
    told = rows(study)
    assert list(entries(told["SUPPORT, NO FORCES"])) == ["norland (hospital)", "veld (transit)"]
    assert list(entries(told["FIRM"])) == ["osk"]
    assert told["NOT AS THINGS STAND"] == "✕ lacks mandate: veld (troops)"
    assert ("REFUSES" in told) == bool(more)
    brief = study.brief()
    assert [line.support for line in brief.partners.values()] == [True, True, False]
    assert [line.state for line in brief.partners.values()] == ["support", "support", "stands"]


def test_shared_refusals_and_support() -> None:
    told = rows(shared("firmrefuse"))
    assert list(entries(told["SUPPORT, NO FORCES"])) == ["Norland (hospital)", "Lorne (hospital)"]
    assert told["REFUSES"] == "– Lorne (troops)"
    assert "FIRM" not in told
    under = shared("support-under-firm")
    assert rows(under)["SUPPORT, NO FORCES"] == "+ Estmark (hospital)"
    assert rows(under)["FIRM"] == "● Norland"
    assert under.brief().partners["estmark"].state == "support"
