"""What a table leaves open is asked, and what is answered is kept as options of the command line (§T6-§T8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from willing.app.errors import PlanError
from willing.app.exchange import import_tables
from willing.commands.table_dialogue import TerminalDialogue
from willing.model.problem import Problem
from willing.notation.sheets.columns import Guess


@dataclass
class Somebody:
    """Takes what is proposed for columns, and answers problems by their code."""

    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str]] = ()
    asked: list[str] = field(default_factory=list)

    def columns(self, guess: Guess) -> Guess:
        self.asked.append(guess.sheet.name)
        columns = (replace(column, key=column.key or column.proposed) for column in guess.columns)
        return replace(guess, columns=tuple(columns), asked=True)

    def settle(self, problem: Problem) -> tuple[str, str] | None:
        self.asked.append(problem.code)
        return self.answers.get(problem.code)

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
