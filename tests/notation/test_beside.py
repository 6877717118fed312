"""Pledges in a CSV table beside their plan (§1.3): nothing is lost there, and what is written can be opened."""

import tomllib
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from plans import random_plan
from willing.app import exchange
from willing.app.open import check_plan
from willing.cli import main
from willing.model.plan import Plan
from willing.notation.read import read_plan
from willing.notation.sheets.beside import pledge_table
from willing.notation.write import write_plan

DATA = Path(__file__).parents[1] / "data"


def beside(plan: Plan) -> Plan:
    """A plan as it is read again, its pledges from a table."""
    reading = read_plan(
        write_plan(plan, beside=("its.csv",)).encode(),
        file="plan.toml",
        load=lambda name: pledge_table(plan.pledges.values()),
    )
    assert reading.plan is not None, reading.errors
    return reading.plan


def one_file(plan: Plan) -> str:
    return write_plan(replace(plan, tables=()))


def test_every_key_of_a_pledge_is_kept_in_the_table() -> None:
    plan = check_plan(DATA / "full.toml").plan
    assert plan is not None
    assert one_file(beside(plan)) == one_file(plan)


@pytest.mark.parametrize("seed", range(60))
def test_random_plans_are_the_same_with_their_pledges_in_a_table(seed: int) -> None:
    plan = random_plan(Random(seed), coverage=bool(seed % 2))
    assert one_file(beside(plan)) == one_file(plan)


def test_texts_of_every_kind_come_back() -> None:
    plan = check_plan(DATA / "full.toml").plan
    assert plan is not None
    texts = [
        "=1+1",
        "'=1",
        " blank ",
        '"',
        '"quoted"',
        "two\nlines",
        "a\r\nb",
        "a;b, c",
        "-",
        "@x",
        "{a}",
        "[]",
        "\t",
        "1,200",
    ]
    first = next(iter(plan.pledges.values()))
    pledges = {f"p{n}": replace(first, id=f"p{n}", note=text, replaces=(), refines=()) for n, text in enumerate(texts)}
    its = replace(plan, pledges=plan.pledges | pledges)
    assert [p.note for p in beside(its).pledges.values()] == [p.note for p in its.pledges.values()]


def table(folder: Path, name: str, rows: int, gone: int = -1) -> Path:
    lines = [f"State {n},troops,{n + 1}" for n in range(rows) if n != gone]
    (folder / name).write_text("\n".join(["Country,Capability,Amount", *lines]) + "\n")
    return folder / name


def test_many_pledges_are_written_beside_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_IN_PLAN", 5)
    target = tmp_path / "plan.toml"
    book = table(tmp_path, "one.csv", 6)
    done = CliRunner().invoke(main, ["import", str(book), "-o", str(target), "--yes", "--on", "2031-05-01"])
    assert done.exit_code == 0, done.stderr
    assert "plan.pledges.csv beside it" in done.stdout
    plan = tomllib.loads(target.read_text())
    assert plan["plan"]["tables"] == ["plan.pledges.csv"]
    assert "pledges" not in plan
    assert "21" in CliRunner().invoke(main, ["brief", str(target)]).stdout
    again = CliRunner().invoke(main, ["import", str(book), "-o", str(target), "--yes"])
    assert again.exit_code == 2  # both files are there
    target.unlink()
    again = CliRunner().invoke(main, ["import", str(book), "-o", str(target), "--yes"])
    assert again.exit_code == 2
    assert not target.exists()


def test_a_pledge_in_the_table_that_falls_away_ends_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_IN_PLAN", 5)
    target = tmp_path / "plan.toml"
    run = CliRunner().invoke
    first = ["import", str(table(tmp_path, "one.csv", 6)), "-o", str(target), "--yes", "--on", "2031-05-01"]
    assert run(main, first).exit_code == 0
    then = str(table(tmp_path, "two.csv", 7, gone=3))
    like = ["--like", str(tmp_path / "plan.map.toml"), "--sheet", "two=pledges"]
    elsewhere = run(
        main, ["import", then, *like, "--onto", str(target), "-o", str(tmp_path / "x.toml"), "--on", "2031-06-01"]
    )
    assert elsewhere.exit_code == 2
    assert "state-3-1" in elsewhere.stderr
    done = run(main, ["import", then, *like, "--onto", str(target), "--on", "2031-06-01"])
    assert done.exit_code == 0, done.stderr
    reading = check_plan(target)
    assert reading.plan is not None
    ended = [pledge.id for pledge in reading.plan.pledges.values() if pledge.ended]
    assert ended == ["state-3-1"]
    assert len(reading.plan.pledges) == 7
