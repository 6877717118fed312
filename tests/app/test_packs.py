"""Packs of facts: no state is nobody and no surname somebody but where a pack, or the report itself, says so."""

import json
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sentences import report
from willing.answers.problems import message_text
from willing.app.errors import PlanError
from willing.app.packs import named_packs, read_pack, shipped
from willing.cli import main
from willing.reports.suggest.pack import NO_PACK, Pack
from willing.reports.suggest.suggest import suggest

UKRAINE = named_packs(["ukraine"])
PATROL = """\
The patrol

Gazette, 4 May 2024

Ukraine will send 200 troops to the Sund patrol. Norway will send 300 soldiers. Russia has ruled out sending soldiers.
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def mission(day: str) -> str:
    return f"The mission\n\nGazette, {day}\n\nBlair said he would send 500 soldiers to the mission.\n"


def partners(sentence: str, day: date | None, pack: Pack) -> list[str]:
    from dataclasses import replace

    return [p for s in suggest(replace(report("en", sentence), published=day), pack=pack).pledges for p in s.partners]


def test_without_a_pack_no_state_is_nobody() -> None:
    Path("report.txt").write_text(PATROL, "utf-8")
    pledges = tomllib.loads(run("draft", "report.txt").stdout)["pledges"]
    assert [p["partner"] for p in pledges] == ["UA", "NO", "RU"]
    assert "packs" not in tomllib.loads(run("draft", "report.txt").stdout)["plan"]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "1 sentence reads as a pledge of Ukraine, passed over (pack ukraine)"),
        ("de", "1 Satz liest sich als Zusage (Ukraine), übergangen (Paket ukraine)"),
        ("fr", "1 phrase vaudrait un engagement (Ukraine), écartée (paquet ukraine)"),
    ],
)
def test_what_a_pack_passes_over_is_said(lang: str, line: str) -> None:
    Path("report.txt").write_text(PATROL, "utf-8")
    done = run("draft", "report.txt", "-o", "plan.toml", "--pack", "ukraine", "--lang", lang, "--width", "400")
    assert line in done.output
    text = Path("plan.toml").read_text("utf-8")
    assert text.startswith(f"# {line}")
    assert [p["partner"] for p in tomllib.loads(text)["pledges"]] == ["NO"]
    assert tomllib.loads(text)["plan"]["packs"] == ["ukraine"]
    assert run("check", "plan.toml").exit_code == 0
    (told,) = json.loads(run("draft", "report.txt", "--pack", "ukraine", "--json").stdout)["reports"]
    assert [(p["partner"], p["pack"]) for p in told["passed_over"]] == [("UA", "ukraine"), ("RU", "ukraine")]
    assert told["passed_over"][0]["passage"] == "Ukraine will send 200 troops to the Sund patrol."


def test_a_surname_is_somebody_only_while_the_office_is_held() -> None:
    said = "Blair said he would send 500 soldiers to the mission."
    assert partners(said, date(2024, 5, 4), UKRAINE) == ["CA"]
    assert partners(said, date(2003, 3, 18), UKRAINE) == []
    assert partners(said, date(2024, 5, 4), NO_PACK) == []
    assert partners("Rutte will send 500 soldiers to the mission.", date(2024, 3, 1), UKRAINE) == ["NL"]
    assert partners("Rutte will send 500 soldiers to the mission.", date(2025, 3, 1), UKRAINE) == ["NATO"]
    assert (
        partners("Rutte will send 500 soldiers to the mission.", None, UKRAINE) == []
    )  # of two, and no day says which
    assert partners("Merz will send 500 soldiers to the mission.", None, UKRAINE) == ["DE"]


def test_a_draft_says_that_a_surname_alone_put_a_pledge_to_a_state() -> None:
    Path("report.txt").write_text(mission("4 May 2024"), "utf-8")
    text = run("draft", "report.txt", "--pack", "ukraine").stdout
    assert "# to review: put to Canada by the surname Blair alone (pack ukraine)" in text
    Path("report.txt").write_text(mission("18 March 2003"), "utf-8")
    assert "pledges" not in tomllib.loads(run("draft", "report.txt", "--pack", "ukraine").stdout)
    own = "The British prime minister, Tony Blair, met them. Later, Blair said he would send 500 soldiers to the force."
    Path("report.txt").write_text(f"The mission\n\nGazette, 18 March 2003\n\n{own}\n", "utf-8")
    text = run("draft", "report.txt").stdout
    assert "put to United Kingdom by the surname Blair alone, which the report puts there" in text
    (said,) = json.loads(run("draft", "report.txt", "--json").stdout)["reports"][0]["suggestions"]
    assert said["by_surname"] == [{"surname": "Blair", "partner": "GB", "pack": None}]


def test_packs_of_a_plan_and_of_ones_own() -> None:
    Path("report.txt").write_text(PATROL, "utf-8")
    Path("packs").mkdir()
    Path("packs/sund.toml").write_text(
        '[theatre]\nadversaries = ["NO"]\n[topics.ice]\nname = {en = "the ice holding"}\n'
        'words = {en = "the ice holds"}\n',
        "utf-8",
    )
    Path("own.toml").write_text('[plan]\nname = "x"\npacks = ["ukraine", "packs/sund.toml"]\n', "utf-8")
    assert run("check", "own.toml").output == "own.toml: no errors, no warnings\n"
    done = run("draft", "report.txt", "--partners", "own.toml", "-o", "plan.toml")
    assert "No pledge was found" in done.output
    assert tomllib.loads(Path("plan.toml").read_text("utf-8"))["plan"]["packs"] == ["ukraine", "packs/sund.toml"]
    ice = "Sweden will send 300 soldiers to the patrol if the ice holds."
    Path("report.txt").write_text(f"The patrol\n\nGazette, 4 May 2024\n\n{ice}\n", "utf-8")
    plan = tomllib.loads(run("draft", "report.txt", "--pack", "packs/sund.toml").stdout)
    assert plan["assumptions"]["ice"]["name"] == "the ice holding"
    assert plan["pledges"][0]["if"] == "ice"
    Path("deep").mkdir()  # a pack that lies elsewhere cannot be named by the plan, and that is said in it
    assert run("draft", "report.txt", "--pack", "packs/sund.toml", "-o", "deep/plan.toml").exit_code == 0
    text = Path("deep/plan.toml").read_text("utf-8")
    assert "# read with the pack ../packs/sund.toml, which lies neither beside nor below this plan" in text
    assert "packs" not in tomllib.loads(text)["plan"]


BAD = """\
titel = "x"
[theatre]
protected = ["XX"]
adversaries = "RU"
[topics.ice]
[topics.snow]
name = {en = "snow"}
words = {en = "((", it = "neve"}
[topics."1"]
guarantor = "US"
name = {en = "one"}
[topics.two]
guarantor = "GB"
name = {en = ""}
[[office_holders]]
state = 3
names = []
from = "2025"
[[office_holders]]
state = "FR"
names = ["Macron"]
office = "president"
from = 2025-01-02
until = 2025-01-01
source = "public record"
"""


def test_everything_wrong_with_a_pack_is_said_with_its_place() -> None:
    with pytest.raises(PlanError) as caught:
        read_pack(BAD.encode(), "bad.toml")
    assert [(p.place.line, message_text(p.message).split(";")[0].split(":")[0]) for p in caught.value.problems] == [
        (1, "unknown key 'titel'"),
        (3, "'XX' is no code of a state, such as FR"),
        (4, "'adversaries' must be a list of texts"),
        (5, "a topic that no lexicon has needs a name"),
        (5, "a topic that no lexicon has needs words"),
        (8, "no pattern"),
        (8, "unknown key 'it'"),
        (9, "a topic is an id"),
        (13, "a pack has one 'guarantor', and there was one above"),
        (14, "'en' must be there, and be a text"),
        (15, "'office' must be there, and be a text"),
        (15, "'source' must be there, and be a text"),
        (15, "an office-holder needs names"),
        (16, "3 is no code of a state, such as FR"),
        (18, "'from' must be there, and be a day such as 2025-01-20"),
        (24, "'until' is 2025-01-01, before 'from', which is 2025-01-02"),
    ]
    for data in (b"\xff", b"= 1", b"theatre = 1", b"topics = [1]", b"office_holders = 1", b"office_holders = [1]"):
        with pytest.raises(PlanError):
            read_pack(data, "bad.toml")


def test_a_pack_that_is_not_there_is_told_where_it_is_named() -> None:
    Path("report.txt").write_text(PATROL, "utf-8")
    for name, said in (
        ("nosuch", "there is no pack 'nosuch'; those there are: ukraine"),
        ("no.toml", "cannot be read"),
    ):
        done = run("draft", "report.txt", "--pack", name)
        assert (done.exit_code, said in done.output) == (2, True)
    Path("bad.toml").write_text(BAD, "utf-8")
    Path("plan.toml").write_text('[plan]\nname = "x"\npacks = ["nosuch", "../x.toml", "bad.toml"]\n', "utf-8")
    done = run("check", "plan.toml")
    assert done.exit_code == 2
    assert "plan.toml:3: plan: there is no pack 'nosuch'" in done.output
    assert "plan.toml:3: plan: the pack '../x.toml' must lie beside the plan or below it" in done.output
    assert "bad.toml:3: theatre 'protected': 'XX' is no code of a state" in done.output


def test_the_packs_that_come_along_are_whole() -> None:
    assert shipped() == ("ukraine",)
    data = tomllib.loads(files("willing").joinpath("packs", "ukraine.toml").read_text("utf-8"))
    for holder in data["office_holders"]:
        assert holder["source"]
        assert holder["office"]
    assert all(set(topic["name"]) == {"de", "en", "fr"} for topic in data["topics"].values() if "name" in topic)
    assert set(UKRAINE.nobody) == {"UA", "RU", "BY"}


def test_no_war_and_no_office_holder_stands_in_code() -> None:
    """The names of the pack's people and theatre are in no module."""
    words = {holder.surname for holder in UKRAINE.office_holders} | {"us-guarantee", "russia-consent"}
    words -= {"Martin", "Harris", "Dan", "Costa", "Store"}  # first names and words as well
    for path in Path(str(files("willing"))).rglob("*.py"):
        text = path.read_text("utf-8")
        if "questions" in path.parts or "notation" in path.parts or "reports" in path.parts:
            assert not [word for word in words if f'"{word}' in text or f",{word}," in text], path
