"""What is said: the brief and the explanations as text, looked at once and kept (`pytest --update`)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from willing import open_plan
from willing.notation.starter import starter_plan
from willing.present.brief import brief_text
from willing.present.paper import Paper
from willing.present.shown import columns
from willing.present.why import why_text

Golden = Callable[[str, str], None]
EXAMPLES = Path(__file__).parent.parent / "examples"

#: Every heading and every kind of reason in one plan.
ALL_KINDS = """
[plan]
name = "Strait watch"
as_of = 2031-05-09
marking = "DRAFT"
goal = "total(ships) >= 12 and not ravel"
premise = ["ceasefire"]
[assumptions.ceasefire]
name = "a ceasefire"
[assumptions.union-guarantee]
name = "the guarantee of the Union"
holds = false
decided_by = ["Union"]
[assumptions.mandate]
name = "a mandate"
[assumptions.port]
[partners.norland]
name = "Norland"
[partners.estmark]
name = "Estmark"
[partners.lorne]
name = "Lorne"
[partners.iskra]
name = "Iskra"
[partners.tolm]
name = "Tolm"
[partners.gudrun]
name = "Gudrun"
[partners.sund]
name = "Sund"
[partners.merrin]
name = "Merrin"
[partners.osk]
name = "Osk"
[partners.palm]
name = "Palm"
[partners.ravel]
name = "Ravel"
[partners.tessel]
name = "Tessel"
[partners.vigo]
name = "Vigo"
[partners.wend]
name = "Wend"
[groups.north]
of = ["norland", "estmark", "lorne", "vigo"]
[[requirements]]
id = "patrol"
needs = 12
of = "ships"
[[pledges]]
partner = "norland"
provides = "ships"
amount = 4
if = "ceasefire"
said = 2031-05-02
by = "defence minister"
[[pledges]]
partner = "norland"
id = "norland-late"
provides = "aircraft"
amount = 2
if = "at least 3 of north"
[[pledges]]
partner = "estmark"
provides = "ships"
amount = 3
if = "lorne"
[[pledges]]
partner = "lorne"
provides = "ships"
up_to = 2
if = "estmark and ceasefire"
[[pledges]]
partner = "iskra"
provides = "ships"
amount = 1
if = "not tolm"
[[pledges]]
partner = "tolm"
provides = "ships"
amount = 1
if = "not iskra"
[[pledges]]
partner = "gudrun"
provides = "ships"
amount = 2
only_if = "mandate"
[[pledges]]
partner = "sund"
provides = "ships"
amount = 1
only_if = "ceasefire"
[[pledges]]
partner = "merrin"
provides = "ships"
amount = 1
if = "union-guarantee"
[[pledges]]
partner = "osk"
provides = "ships"
amount = 1
if = "union-guarantee and (port or others(ships) >= 40)"
[[pledges]]
partner = "palm"
provides = "ships"
amount = 1
if = "gudrun and union-guarantee"
[[pledges]]
partner = "ravel"
if = "never"
[[pledges]]
partner = "tessel"
provides = "hospital"
amount = 1
[[pledges]]
partner = "wend"
provides = "ships"
amount = 9
stage = "signalled"
[sources.herald]
title = "Norland sends four ships"
outlet = "The Herald"
published = 2031-05-03
[[statements]]
about = "norland-1"
source = "herald"
says = "Four ships will go once the guns are silent."
who = "Minister of Defence"
on = 2031-05-02
confidence = "high"
[[statements]]
about = "norland-1"
source = "herald"
origin = "agency"
says = "Nothing has been decided."
named = false
against = true
[scenarios.union-in]
assume = {union-guarantee = true}
"""


@pytest.fixture
def strait(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(ALL_KINDS, encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [80, 120])
def test_brief_with_every_heading(strait: Path, width: int, golden: Golden) -> None:
    golden(f"brief-strait-{width}.txt", brief_text(open_plan(strait).brief(), width=width))


def test_brief_in_ascii_and_in_colour(strait: Path, golden: Golden) -> None:
    told = open_plan(strait, scenarios=["union-in"], what_if={"mandate": False}).brief()
    text = brief_text(told, width=80, ascii=True)
    assert text.isascii()
    golden("brief-strait-ascii.txt", text)
    coloured = brief_text(told, width=80, ascii=True, colour=True)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == text


@pytest.mark.parametrize("name", ["bonn-1978", "rivals", "threshold"])
def test_brief_of_an_example(name: str, golden: Golden) -> None:
    study = open_plan(EXAMPLES / name / "plan.toml")
    golden(f"brief-{name}.txt", brief_text(study.brief(), width=80))


def test_brief_of_the_starter_plan(tmp_path: Path, golden: Golden) -> None:
    (tmp_path / "plan.toml").write_text(starter_plan(), encoding="utf-8")
    golden("brief-starter.txt", brief_text(open_plan(tmp_path / "plan.toml").brief(), width=80))


def test_every_kind_of_why(strait: Path, golden: Golden) -> None:
    study = open_plan(strait)
    subjects = [*study.plan.partners, "norland-late", "mandate", "union-guarantee", "goal", "Gudrun"]
    text = "".join(f"$ why {subject}\n{why_text(study.why(subject), width=90)}\n" for subject in subjects)
    golden("why-strait.txt", text)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_too_wide(strait: Path, width: int) -> None:
    study = open_plan(strait)
    for text in [
        brief_text(study.brief(), width=width),
        *(why_text(study.why(s), width=width) for s in study.plan.partners),
    ]:
        assert max(columns(line) for line in text.splitlines()) <= width
        assert all(line == line.rstrip() for line in text.splitlines())


def test_what_a_plan_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        '[plan]\nname = "\\u001b[31mred\\u0007"\n[partners.a]\nname = "x\\u202Ey\\nz"\n'
        '[[pledges]]\npartner = "a"\nprovides = "ships"\namount = 1\nnote = "n"\nby = "\\u009b5m"\n',
        encoding="utf-8",
    )
    study = open_plan(path)
    text = brief_text(study.brief()) + why_text(study.why("a"))
    assert not set(text) & set("\x1b\x07\u202e\x9b")
    assert "\\x1b[31mred" in text


def test_words_longer_than_a_line_are_broken() -> None:
    paper = Paper(width=40)
    paper.paragraph("x" * 100, indent=2)
    paper.row("LABEL", ["日本" * 30], column=10, count=3)
    assert max(columns(line) for line in paper.lines) <= 40
    assert "".join(paper.lines).count("x") == 100
    assert "".join(paper.lines).count("日") == 30
