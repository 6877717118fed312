"""Worlds drawn by workers: the answer is the same, byte for byte, whoever counted which block."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from willing import open_plan
from willing.answers.json_text import json_chunks
from willing.app.executors import OtherVersionError, executor_at
from willing.app.sampling import Counting, counts_of
from willing.cli import main
from willing.questions.coalitions import Game
from willing.questions.risk.effort import Effort

PLAN = str(Path(__file__).parents[2] / "examples" / "odds" / "plan.toml")


def test_the_same_answer_by_any_number_of_workers() -> None:
    asked = {"nodes": 0, "samples": 500_000, "within": 0.0001, "only_chances": True}
    told = []
    for workers in (1, 2):
        with executor_at(workers) as executor:
            study = open_plan(PLAN)
            counting = partial(Counting, study, work=counts_of, executor=executor) if executor else None
            answer = study.risk(**asked, counting=counting)  # type: ignore[arg-type]
            told.append("".join(json_chunks(answer)))
    assert told[0] == told[1]
    assert '"samples": 524288' in told[0]


def test_a_worker_with_other_files_says_so() -> None:
    study = open_plan(PLAN)
    assert study.picture.goal is not None
    with executor_at(2) as executor:
        assert executor is not None
        counting = Counting(study, study.picture.goal, Effort(), work=counts_of, executor=executor)
    with pytest.raises(OtherVersionError):
        counts_of(replace(counting._question, files=replace(counting._question.files, held="0")), 0)
    with pytest.raises(OtherVersionError):
        counts_of(replace(counting._question, files=replace(counting._question.files, version="0")), 0)


def test_the_command() -> None:
    asked = ["risk", PLAN, "--nodes", "0", "--samples", "300000", "--only-chances", "--json"]
    here, there = (CliRunner().invoke(main, [*asked, *more]) for more in ([], ["--workers", "2"]))
    assert (here.exit_code, here.output) == (0, there.output)


WAITING = "".join(
    f'{{partner = "P{i}", provides = "ships", amount = {i}, if = "at least {i % 3} others"}},' for i in range(40)
)
FORTY = f"""plan = {{name = "x", goal = "at least 36 partners or P1 and total(ships) >= 90"}}
partners = {{{", ".join(f"P{i} = {{}}" for i in range(40))}}}
pledges = [{WAITING}]
"""


def test_coalitions_drawn_by_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(FORTY, "utf-8")
    monkeypatch.setattr(Game, "by_diagrams", lambda _: None)
    asked = ["power", str(plan), "--samples", "10000", "--seed", "7", "--json"]
    here, there = (CliRunner().invoke(main, [*asked, *more]) for more in ([], ["--workers", "2"]))
    assert '"method": "sampled"' in here.output
    assert (here.exit_code, here.output) == (0, there.output)
