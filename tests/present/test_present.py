"""What is said: the brief and the explanations as text, looked at once and kept (`pytest --update`)."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from willing import open_plan
from willing.answers.brief import ScenarioLine
from willing.cli import main
from willing.languages import LANGUAGES
from willing.languages.messages import Catalogue
from willing.notation.starter import starter_plan
from willing.present.escape import columns
from willing.present.terminal.brief import brief_text
from willing.present.terminal.layout import Paper
from willing.present.terminal.sheet import plain
from willing.present.terminal.why import why_text

Golden = Callable[[str, str], None]
EXAMPLES = Path(__file__).parents[2] / "examples"
UKRAINE = EXAMPLES / "ukraine-2025-04" / "plan.toml"

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


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 79, 80, 81, 200])
def test_no_line_is_too_wide(strait: Path, width: int, lang: str) -> None:
    study, real = open_plan(strait), open_plan(UKRAINE)
    for text in [
        brief_text(study.brief(), width=width, lang=lang),
        brief_text(study.brief(), width=width, lang=lang, ascii=True, cite=True),
        brief_text(real.brief(), width=width, lang=lang, cite=True),
        *(why_text(study.why(s), width=width, lang=lang) for s in study.plan.partners),
    ]:
        for line in text.splitlines():  # an address is of use only whole, on a line of its own
            assert columns(line) <= width or re.fullmatch(r" +https?://[^ ]+", line)
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


# -- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "fr"])
@pytest.mark.parametrize("width", [80, 120])
def test_brief_in_other_languages(strait: Path, width: int, lang: str, golden: Golden) -> None:
    golden(f"brief-strait-{lang}-{width}.txt", brief_text(open_plan(strait).brief(), width=width, lang=lang))


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_other_languages_in_ascii(strait: Path, lang: str, golden: Golden) -> None:
    text = brief_text(open_plan(strait).brief(), width=80, lang=lang, ascii=True, cite=True)
    assert text.isascii()
    assert "\\x" not in text
    golden(f"brief-strait-{lang}-ascii.txt", text)


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_every_kind_of_why_in_other_languages(strait: Path, lang: str, golden: Golden) -> None:
    study = open_plan(strait)
    subjects = [*study.plan.partners, "norland-late", "ceasefire", "mandate", "union-guarantee", "goal"]
    text = "".join(f"$ why {subject}\n{why_text(study.why(subject), width=90, lang=lang)}\n" for subject in subjects)
    golden(f"why-strait-{lang}.txt", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_brief_of_the_real_case(lang: str, golden: Golden) -> None:
    golden(f"brief-ukraine-{lang}.txt", brief_text(open_plan(UKRAINE).brief(), width=80, lang=lang))


def test_names_of_states_are_those_of_the_language() -> None:
    told = {lang: brief_text(open_plan(UKRAINE).brief(), lang=lang) for lang in LANGUAGES}
    for lang, name in {"en": "Greece", "de": "Griechenland", "fr": "Grèce"}.items():
        assert name in told[lang]
        assert "a sixth state" in told[lang]  # the plan's own name


def test_letters_that_ascii_does_not_have() -> None:
    assert plain("Übergröße, ÄRA, Öl, Türkiye, Łódź", "de") == "Uebergroesse, AERA, Oel, Tuerkiye, Lodz"
    assert plain("Türkiye, Grèce, cœur, «\u00a0État\u202f»", "fr") == 'Turkiye, Grece, coeur, "\u00a0Etat\u00a0"'
    assert plain("≠ 日", "de") == "≠ 日"
    assert plain("Київ, ЩО Є, Жнива, ніч", "uk") == "Kyiv, SHCHO Ie, Zhnyva, nich"


def test_a_language_that_is_not_here(strait: Path) -> None:
    with pytest.raises(ValueError, match="'it'"):
        brief_text(open_plan(strait).brief(), lang="it")


@pytest.mark.parametrize(
    ("environment", "arguments", "lang"),
    [
        ({}, [], "en"),
        ({"LANG": "de_DE.UTF-8"}, [], "de"),
        ({"LANG": "fr"}, [], "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_MESSAGES": "de_AT"}, [], "de"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, [], "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, [], "fr"),
        ({"LANG": "it_IT.UTF-8"}, [], "en"),
        ({"LANG": "de_DE.UTF-8"}, ["--lang", "fr"], "fr"),
        ({"LANG": "de_DE.UTF-8"}, ["--lang", "en"], "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    strait: Path, environment: dict[str, str], arguments: list[str], lang: str
) -> None:
    env = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None, "COLUMNS": "80", **environment}
    for command, yes in ((["brief"], {"en": "FIRM", "de": "STEHT FEST", "fr": "ACQUIS"}),
                         (["why"], {"en": "refuses", "de": "lehnt ab", "fr": "refuse."})):  # fmt: skip
        subject = ["ravel"] if command == ["why"] else []
        done = CliRunner().invoke(main, [*command, str(strait), *subject, *arguments], env=env)
        assert done.exit_code == 0
        assert yes[lang] in done.output


def test_json_is_in_no_language(strait: Path) -> None:
    for command in (["brief", str(strait)], ["why", str(strait), "norland"]):
        english, german = (
            CliRunner().invoke(main, [*command, "--json", "--lang", lang]).output for lang in ("en", "de")
        )
        assert json.loads(english) == json.loads(german)


def test_scenarios_that_were_not_compared_are_not_said_to_change_nothing(
    strait: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = open_plan(strait).brief()
    lines = tuple(ScenarioLine(scenario=f"s{i}", same=i % 2 == 1) for i in range(9))
    told = brief_text(msgspec.structs.replace(brief, other_scenarios=lines), scenarios=True)
    assert "s7: nobody moves" in told
    assert "s6: nobody comes in and nobody drops out" in told
    monkeypatch.setattr("willing.app.study.MOST_COMPARED", 0)
    brief = open_plan(strait).brief()
    assert brief.other_scenarios
    assert not any(line.compared for line in brief.other_scenarios)
    assert brief_text(brief, scenarios=True).count(": not worked out") == len(brief.other_scenarios)


# -- sources ----------------------------------------------------------------------------------------------------------


def test_brief_with_sources(strait: Path, golden: Golden) -> None:
    golden("brief-strait-cite.txt", brief_text(open_plan(strait).brief(), width=80, cite=True))


@pytest.mark.parametrize("name", ["ukraine-2025-04", "ukraine-2025-26"])
def test_brief_of_the_real_case_is_one_screen(name: str) -> None:
    path = f"examples/{name}/plan.toml"
    lines = brief_text(open_plan(EXAMPLES / name / "plan.toml").brief(), width=100, file=path).splitlines()
    assert len(lines) <= 40
    assert lines[-2].endswith(f"more: willing brief {path} --scenarios")  # what is left out is said, with its command


def test_brief_of_the_real_case_with_sources(golden: Golden) -> None:
    golden("brief-ukraine-cite.txt", brief_text(open_plan(UKRAINE).brief(), width=80, cite=True))


def test_sources_are_numbered_as_they_come_and_each_once() -> None:
    text = brief_text(open_plan(UKRAINE).brief(), width=1000, cite=True)
    above, below = text.split("\n  Sources\n")
    listed = [int(n) for n in re.findall(r"^ +\[(\d+)\]", below, re.MULTILINE)]
    assert listed == list(range(1, len(listed) + 1))
    seen: list[int] = []
    for mark in re.findall(r"\[((?:against.)?[\d,–]+(?:;.against.[\d,–]+)?)\]", above):
        for run in re.findall(r"[\d–]+", mark):
            first, _, last = run.partition("–")
            seen += [n for n in range(int(first), int(last or first) + 1) if n not in seen]
    assert seen == listed
    lines = below.splitlines()[: len(listed)]
    assert len({line.split("]", 1)[1] for line in lines}) == len(listed)


def test_sources_published_later_are_not_named() -> None:
    late = brief_text(open_plan(UKRAINE).brief(), width=1000, cite=True)
    known = brief_text(open_plan(UKRAINE, known_by=date(2025, 4, 11)).brief(), width=1000, cite=True)
    assert ", 30 April 2025" in late
    assert ", 30 April 2025" not in known


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ascii_", [False, True])
@pytest.mark.parametrize("width", range(60, 121, 7))
def test_numbers_stay_with_their_name(width: int, ascii_: bool, lang: str) -> None:
    text = brief_text(open_plan(UKRAINE).brief(), width=width, cite=True, ascii=ascii_, lang=lang)
    heading = Catalogue(lang)("sources")
    above = text.split(f"\n  {plain(heading, lang) if ascii_ else heading}\n")[0]
    assert above != text
    assert not [line for line in above.splitlines() if re.match(r" *\[[\d,–-]+\]", line)]


def test_a_day_of_the_mission_has_its_date(tmp_path: Path) -> None:
    plan = """
    plan = {name = "A mission", starts = 2031-06-01, goal = "filled(sea)"}
    partners = {Norland = {}, Estmark = {}}
    requirements = [{id = "sea", needs = 10, of = "ships", until_day = 120}]
    pledges = [
        {partner = "Norland", provides = "ships", amount = 6},
        {partner = "Estmark", provides = "ships", amount = 4, stays = 90},
    ]
    """
    (tmp_path / "plan.toml").write_text(plan, "utf-8")
    told = brief_text(open_plan(tmp_path / "plan.toml").brief(), width=100)
    assert "ships on day 90, 30 August 2031, even at best" in told
    assert "missing 4 (day 90, 30 August 2031)" in told
    (tmp_path / "plan.toml").write_text(plan.replace("2031-06-01", "9999-12-01"), "utf-8")
    assert "on day 90, even at best" in brief_text(open_plan(tmp_path / "plan.toml").brief(), width=100)
