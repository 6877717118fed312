"""Tables of the kinds that people have, each with what it has to give (tests/data/planners/kinds.toml)."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from willing.cli import main

CASES = tomllib.loads((Path(__file__).parents[1] / "data" / "planners" / "kinds.toml").read_text("utf-8"))["case"]


def written(case: dict[str, Any], folder: Path) -> Path:
    """The table of a case as a file."""
    path = folder / case.get("name", "offers.csv")
    text = case["table"].replace("\n", case.get("ends", "\n"))
    encoding = case.get("encoding", "utf-8")
    mark = "\ufeff" if encoding.endswith("-sig") else ""
    path.write_bytes((mark + text).encode(encoding.removesuffix("-sig")))
    return path


def held(plan: dict[str, Any], case: dict[str, Any]) -> list[list[Any]]:
    """The pledges of a plan as a case lists them; what they lack is an empty text, an amount 0."""
    names = {id_: its.get("name", id_) for id_, its in plan.get("partners", {}).items()}
    held = []
    for pledge in plan.get("pledges", []):
        row = [names.get(pledge["partner"], pledge["partner"]), pledge.get("provides", ""), pledge.get("amount", 0)]
        wanted = case["pledges"][len(held)][3:] if len(held) < len(case["pledges"]) else []
        for key, example in zip(case.get("with", []), wanted, strict=False):
            value = pledge.get(key, type(example)())
            row.append(str(value) if isinstance(example, str) else value)
        held.append(row)
    return held


@pytest.mark.parametrize("case", CASES, ids=[case["kind"] for case in CASES])
def test_kinds_of_tables(case: dict[str, Any], tmp_path: Path) -> None:
    path, target = written(case, tmp_path), tmp_path / "plan.toml"
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(target), *case.get("options", ["--yes"])])
    assert done.exit_code == case.get("status", 0), done.stderr
    if "told" in case:
        assert re.search(case["told"], done.stderr, re.DOTALL), done.stderr
    if "pledges" in case:
        plan = tomllib.loads(target.read_text("utf-8"))
        assert held(plan, case) == case["pledges"]
    if case.get("again"):
        told = shlex.split(done.stdout.strip().splitlines()[-1].strip())
        before = target.read_bytes()
        again = CliRunner().invoke(main, [*told[1:], "--force"])
        assert (again.exit_code, target.read_bytes()) == (0, before), again.stderr
