"""What a table leaves open is asked, and what is answered is kept as options of the command line (§T6-§T8)."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from willing import open_plan
from willing.app.errors import PlanError
from willing.app.exchange import import_tables
from willing.cli import main
from willing.commands.table_dialogue import TerminalDialogue
from willing.model.problem import Problem
from willing.notation.sheets.choices import Kinds
from willing.notation.sheets.columns import Guess
from willing.notation.sheets.wishes import wishes_of


@dataclass
class Somebody:
    """Takes what is proposed for columns, and answers problems by their code."""

    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str]] = ()
    kept: Sequence[str] = ()
    adds: bool = False
    asked: list[str] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)

    def progress(self, done: int, of: int) -> None:
        self.steps.append((done, of))

    def columns(self, guess: Guess) -> Guess:
        self.asked.append(guess.sheet.name)
        columns = (replace(column, key=column.key or column.proposed) for column in guess.columns)
        return replace(guess, columns=tuple(columns), asked=True)

    def settle(self, problem: Problem) -> tuple[str, str] | None:
        self.asked.append(problem.code)
        return self.answers.get(problem.code)

    def kinds(self, kinds: Kinds) -> Sequence[str]:
        self.asked.append(f"{kinds.column}: {', '.join(f'{kind} {rows}' for kind, rows in kinds.rows)}")
        return self.kept

    def added_up(self, groups: Sequence[Sequence[Mapping[str, Any]]]) -> bool:
        self.asked.append(" / ".join("+".join(str(each["amount"]) for each in its) for its in groups))
        return self.adds

    def needs(self, needs: Sequence[str], offered: Sequence[str]) -> Sequence[tuple[str, str]]:
        self.asked.append(f"{', '.join(needs)} / {', '.join(offered)}")
        return self.pairs


@pytest.mark.parametrize(
    ("table", "code", "answer", "amounts"),
    [
        ("Country,Item,Qty,Status\nNorland,ships,2,Amber\n", "status-unknown", ("value", "Amber=declined"), [2]),
        ("Country,Item,2030,2031\nNorland,ships,2,3\n", "years-unsaid", ("map", "2031=amount"), [3]),
        ("Month,Country,Item,Qty\nMay 2031,Norland,ships,2\nJune 2031,Norland,ships,3\n", "periods-differ",
         ("where", "Month=latest"), [3]),
        ("Country,Item,Qty,Sends\nNorland,ships,2,No\n", "refusal-not-read", ("map", "Sends=stage"), [2]),
        ("Donor;EUR million\nNorland;1.250\n", "mark-unsure", ("decimal", "."), [1_250_000]),
    ],
)  # fmt: skip
def test_what_is_open_is_asked_and_kept(
    table: str, code: str, answer: tuple[str, str], amounts: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "offers.csv"
    path.write_text(table, "utf-8")
    somebody = Somebody({code: answer})
    made = import_tables(path, dialogue=somebody)
    assert [pledge.amount for pledge in made.plan.pledges.values()] == amounts
    assert somebody.asked == ["offers", code]
    assert made.command is not None
    assert f"--{answer[0]} " in made.command
    with pytest.raises(PlanError):
        import_tables(path, dialogue=Somebody())


def test_needs_of_another_name_are_asked_once(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "Offers.csv").write_text("Country,Capability,Qty\nNorland,Mech Inf Bn,2\nEstmark,Frigate,1\n", "utf-8")
    (folder / "Needs.csv").write_text("Requirement,Qty required\nBattalions,2\nFrigate,1\n", "utf-8")
    somebody = Somebody(pairs=[("Mech Inf Bn", "Battalions")])
    plan = import_tables(folder, dialogue=somebody).plan
    assert somebody.asked == ["Needs", "Offers", "Battalions / Mech Inf Bn"]
    assert {pledge.provides for pledge in plan.pledges.values()} == {"Battalions", "Frigate"}


def test_the_terminal_reads_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: "1=A, b 2=C 9=A")
    found = TerminalDialogue().needs(["Battalions", "Hospitals"], ["Inf Bn", "Inf Coy", "Role 2"])
    assert found == [("Inf Bn", "Battalions"), ("Inf Coy", "Battalions"), ("Role 2", "Hospitals")]


MISSIONS = """Country,Capability,Amount,Mission,Remarks
Norland,troops,200,UNMIX,
Norland,troops,100,UNMEST,
Norland,police,3,UNMIX,
Estmark,troops,50,UNMIX,
Estmark,troops,20,UNFOUR,
"""


@pytest.mark.parametrize(
    ("kept", "amounts"),
    [
        ((), [200, 100, 3, 50, 20]),
        (("UNMIX",), [200, 3, 50]),
        (("UNMIX", "UNFOUR"), [200, 3, 50, 20]),
    ],
)
def test_rows_of_several_kinds_are_offered_once(kept: Sequence[str], amounts: list[int], tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text(MISSIONS, "utf-8")
    somebody = Somebody(kept=kept)
    made = import_tables(path, dialogue=somebody)
    assert somebody.asked == ["offers", "Mission: UNMIX 3, UNMEST 1, UNFOUR 1"]
    assert [pledge.amount for pledge in made.plan.pledges.values()] == amounts
    assert made.command is not None
    assert ("--where" in made.command) is bool(kept)
    options = shlex.split(made.command)[2:]
    target = tmp_path / "again.toml"
    again = ["import", *options[:1], "-o", str(target), *options[3:]]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert [pledge.amount for pledge in open_plan(target).plan.pledges.values()] == amounts


@pytest.mark.parametrize(
    "table",
    [
        "Country,Capability,Amount,Region\nNorland,ships,2,North\nEstmark,ships,3,South\nLorne,ships,1,North\n",
        "Country,Capability,Amount,Page\nNorland,ships,2,1\nNorland,ships,3,2\nLorne,tanks,1,1\n",
        "Country,Capability,Amount,Name\nNorland,ships,2,Aurora\nNorland,ships,3,Borea\n",
    ],
)
def test_what_says_no_more_than_the_row_is_not_offered(table: str, tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text(table, "utf-8")
    somebody = Somebody()
    import_tables(path, dialogue=somebody)
    assert not any(":" in question for question in somebody.asked)


ALIKE = """Country,Capability,Amount,Max,Stage,Source,Remarks
Norland,ships,2,,offered,Letter 1,north
Norland,ships,3,5,offered,Letter 2,south
Norland,ships,9,,deployed,Letter 1,
Norland,tanks,4,,offered,Letter 1,
"""


@pytest.mark.parametrize(("adds", "amounts"), [(True, [5, 9, 4]), (False, [2, 3, 9, 4])])
def test_rows_that_are_alike_are_offered_as_one(adds: bool, amounts: list[int], tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text(ALIKE, "utf-8")
    somebody = Somebody(adds=adds)
    plan = import_tables(path, dialogue=somebody).plan
    assert somebody.asked == ["offers", "Stage: offered 3, deployed 1", "2+3"]
    assert [pledge.amount for pledge in plan.pledges.values()] == amounts
    if adds:
        first = next(iter(plan.pledges.values()))
        assert (first.up_to, first.note, first.sources) == (7, "north; south", ("letter-1", "letter-2"))


def test_rows_are_added_up_by_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text(ALIKE, "utf-8")
    made = import_tables(path, wishes=wishes_of(sums=("amount",)), take_proposals=True)
    assert [pledge.amount for pledge in made.plan.pledges.values()] == [5, 9, 4]
    assert "--sum amount" in str(made.command)
    assert "rows-added-up" in {problem.code for problem in made.warnings}


# -- an officer's workbook, on a terminal -----------------------------------------------------------------------------


def officers(path: Path) -> Path:
    """Offers and needs as officers write them down: titles, refusals, days missing, a legend, sums."""
    offers = [
        ("OFFERS FOR OP GREY LANTERN AS OF 9 MAY 2031",),
        (),
        ("Nation", "Capability offered", "Strength", "NTM (days)", "Caveats", "Status", "Date of offer", "AO"),
        ("Norland", "Mech Inf Bn", 800, 30, "None", "Confirmed", "02.05.2031", "North"),
        ("Norland", "Mech Inf Bn", 200, 30, "None", "Confirmed", "02.05.2031", "South"),
        ("Norland", "Mech Inf Bn", 100, 30, "None", "Confirmed", "02.05.2031", "North"),
        ("Estmark", "Field Hosp", "~120", 60, "Parliament to approve", "Offered", "30.04.2031", "North"),
        ("Lorne", "Inf Coy", 140, 30, "With Norland", "Amber", "05.05.2031", "South"),
        ("Gudrun", "–", None, None, "Will not participate", "Declined", "07.05.2031", None),
        ("Halm", "Inf Coy", "TBC", 90, "None", "Offered", None, "North"),
        ("TOTAL", None, 1360),
        (),
        ("Green = in writing. Amber = by word of mouth.",),
    ]  # fmt: skip
    needs = [
        ("Ser", "Requirement", "Qty required"),
        (1.1, "Battalions", 900),
        (1.2, "Field Hosp", 100),
        (2.1, "Ships", 2),
    ]
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("Offers", offers), ("CJSOR", needs)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_an_officers_workbook_on_a_terminal(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("willing.commands.tables._somebody_there", lambda: True)
    officers(tmp_path / "offers.xlsx")
    yes = {"en": "y", "de": "j", "fr": "o"}[language]
    said = "\n".join(("", "", "mentioned", "1", yes, "1=A,C", ""))
    done = CliRunner().invoke(main, ["import", "offers.xlsx", "-o", "plan.toml", "--lang", language], input=said)
    assert done.exit_code == 0, done.output
    golden(f"import-dialogue-{language}.txt", done.output.split("offers.xlsx:")[0])
    pledges = open_plan(tmp_path / "plan.toml").plan.pledges
    assert [(p.partner, p.provides, p.amount) for p in pledges.values()] == [
        ("Norland", "Battalions", 900), ("Estmark", "Field Hosp", 120)
    ]  # fmt: skip


def test_nobody_who_declined_is_in_an_officers_workbook(tmp_path: Path) -> None:
    path, target = officers(tmp_path / "offers.xlsx"), tmp_path / "plan.toml"
    refused = CliRunner().invoke(main, ["import", str(path), "-o", str(target), "--yes"])
    assert refused.exit_code == 2
    assert "Amber" in refused.stderr
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(target), "--yes", "--value", "Amber=declined"])
    assert done.exit_code == 0, done.stderr
    study = open_plan(target)
    brief = study.brief()
    assert {p.pledge.partner for line in brief.partners.values() for p in line.pledges if p.state == "refuses"} == {
        "Lorne", "Gudrun"
    }  # fmt: skip
    assert "Halm" not in {p.partner for p in study.plan.pledges.values()}


def test_somebody_is_told_how_far_an_import_is(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Country,Troops\nNorland,3\nEstmark,1\n", "utf-8")
    somebody = Somebody()
    import_tables(path, dialogue=somebody, take_proposals=True)
    assert [done for done, _ in somebody.steps] == sorted({done for done, _ in somebody.steps})
    assert somebody.steps[-1][0] == somebody.steps[-1][1]
    assert len(somebody.steps) > 5
    asked = Somebody()
    import_tables(path, dialogue=asked)
    assert asked.steps[2][0] == asked.steps[2][1]  # before the first question
