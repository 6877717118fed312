"""What editors and pre-commit are given (docs/editor.md)."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from test_schema import as_json

from willing.cli import main
from willing.notation.read import read_plan
from willing.notation.schema import json_schema
from willing.notation.starter import starter_plan

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("**/plan.toml"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_schema_of_a_plan_takes_it_and_knows_its_names(path: Path) -> None:
    plan = read_plan(path.read_bytes(), file="plan.toml", load=lambda name: (path.parent / name).read_bytes()).plan
    assert plan is not None
    schema = json_schema(plan)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(as_json(path.read_text("utf-8")))
    pledge = schema["$defs"]["pledge"]["properties"]
    assert set(plan.partners) <= set(pledge["partner"]["anyOf"][0]["enum"])
    if plan.sources:
        assert pledge["sources"]["items"]["anyOf"][0]["enum"] == list(plan.sources)
    if plan.scenarios:
        assert set(schema["$defs"]["scenario"]["properties"]["pledges"]["properties"]) == set(plan.pledges)


def test_a_new_plan_is_a_plan_and_nothing_else(tmp_path: Path) -> None:
    assert run("new", tmp_path / "here").exit_code == 0
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["plan.toml"]


def test_the_schema_of_the_starter_knows_its_names() -> None:
    schema = json_schema(read_plan(starter_plan().encode(), file="plan.toml", load=lambda name: b"").plan)
    assert "corvia" in schema["$defs"]["pledge"]["properties"]["partner"]["anyOf"][0]["enum"]
    Draft202012Validator(schema).validate(as_json(starter_plan()))
    Draft202012Validator(schema).validate(
        as_json(starter_plan() + '\n[[pledges]]\npartner = "someone-new"\nprovides = "tugs"\n')
    )
    assert not Draft202012Validator(schema).is_valid(as_json(starter_plan() + "\n[[pledges]]\npartner = 1\n"))


def test_a_schema_is_written_over_and_read_from_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(starter_plan(), "utf-8")
    assert run("export", tmp_path / "plan.toml", tmp_path / "book.xlsx").exit_code == 0
    for plan in ("plan.toml", "book.xlsx"):
        done = run("schema", tmp_path / plan, "-o", tmp_path / "plan.schema.json")
        assert done.stdout.endswith("#:schema ./plan.schema.json\n")
        assert json.loads((tmp_path / "plan.schema.json").read_text("utf-8")) == json.loads(
            run("schema", tmp_path / plan).stdout
        )
    assert run("schema", tmp_path / "gone.toml").exit_code == 2


def test_several_plans_are_checked_at_once(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text("[plan]\nname='x'\n", "utf-8")
    (tmp_path / "bad.toml").write_text("[plan]\nnmae = 'x'\n", "utf-8")
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    done = run("check", good, good)
    assert (done.exit_code, done.stdout.count("no errors")) == (0, 2)
    done = run("check", good, bad, bad)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("unknown key 'nmae'") == 2
    assert len(json.loads(run("check", good, bad, bad, "--json").stdout)["errors"]) == 4
    assert run("fmt", "--check", good, good).exit_code == 1
    assert run("fmt", good, good).exit_code == 0
    assert run("fmt", "--check", good, good).exit_code == 0
    assert run("fmt", "--stdout", good, good).exit_code == 2


def test_the_hooks_of_pre_commit() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"(- |  )[a-z]+: [^\s:#][^:#]*", line) for line in lines), "more YAML than this test reads"
    entries = re.split(r"^- ", "\n".join(lines), flags=re.MULTILINE)[1:]
    hooks = [dict(line.strip().split(": ", 1) for line in entry.splitlines()) for entry in entries]
    assert [hook["id"] for hook in hooks] == ["willing-check", "willing-fmt"]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        program, command, *options = hook["entry"].split()
        assert (program, hook["language"]) == ("willing", "python")
        assert run(command, *options, EXAMPLES[0]).exit_code == 0
        assert re.search(hook["files"], "plans/north/plan.toml")
        assert re.search(hook["files"], "plan.toml")
        assert not re.search(hook["files"], "my-plan.toml.bak")
        assert hook["id"] in (ROOT / "docs" / "editor.md").read_text("utf-8")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert "willing" in scripts
