"""The project keeps its promises: floors, no state in modules, clean tools, and documents that cannot rot."""

import ast
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from willing.notation.keys import TABLES
from willing.notation.toml.layout import canonical_layout

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src" / "willing"
MODULES = sorted(SRC.rglob("*.py"))
DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
EXAMPLES = sorted((ROOT / "examples").rglob("plan.toml"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# -- no state in modules ----------------------------------------------------------------------------------------------

CONSTANT = re.compile(r"_{0,2}[A-Z][A-Z0-9_]*|__[a-z]+__")
MUTABLE_DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
MUTABLE_CALLS = {"dict", "list", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"}


def is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return name in MUTABLE_CALLS
    return isinstance(value, MUTABLE_DISPLAYS)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_hold_no_state(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_mutable(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                name = target.id if isinstance(target, ast.Name) else ast.unparse(target)
                assert CONSTANT.fullmatch(name), f"{named(path)}:{node.lineno}: {name} is state in a module"
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Global), f"{named(path)}:{node.lineno}: 'global'"


# -- the tools --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("ruff", ["check"]),
        ("ruff", ["format", "--check"]),
        ("mypy", ["--strict"]),
    ],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_tools_are_content(module: str, arguments: list[str]) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_floors_and_circles() -> None:
    """The contracts of pyproject.toml ([tool.importlinter]) are kept."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "KEPT" in done.stdout


def test_everything_that_is_installed_is_locked() -> None:
    """constraints.txt has a version within its bounds for all that pyproject.toml asks for (`make constraints`)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = {}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        pinned = Requirement(line)
        if pinned.marker is None or pinned.marker.evaluate():
            locked[canonicalize_name(pinned.name)] = next(iter(pinned.specifier)).version
    for text in (
        *project["dependencies"],
        *(each for its in project["optional-dependencies"].values() for each in its),
    ):
        asked = Requirement(text)
        if asked.name != project["name"]:
            version = locked.get(canonicalize_name(asked.name))
            assert version, f"{text}: not in constraints.txt"
            assert asked.specifier.contains(version), f"{text}: constraints.txt has {version}"


def test_ci_is_a_script_that_can_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


def test_changelog_tells_of_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# -- the documents ----------------------------------------------------------------------------------------------------


def fenced(text: str, language: str) -> list[str]:
    """What stands in the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def python(code: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A Python of its own that knows our package, in a plain terminal 100 columns wide."""
    environment = {key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "CLICOLOR_FORCE")}
    environment |= {
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(SRC.parent),
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def willing(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"
    return python(code, *arguments, cwd=cwd)


def written_commands() -> Iterator[tuple[str, str]]:
    """Every ``willing …`` in a ``sh`` block of a document, and those ``make demo`` offers, with where it stands."""
    for path in DOCS:
        for block in fenced(path.read_text("utf-8"), "sh"):
            for line in block.splitlines():
                if line.startswith("willing "):
                    yield named(path), line
    makefile = (ROOT / "Makefile").read_text("utf-8")
    plan = re.search(r"^PLAN := (.*)$", makefile, re.MULTILINE)
    assert plan is not None
    for line in re.findall(
        r"\$\(BIN\)/(willing (?!room demo)[^\"\n]*)", makefile
    ):  # which stays: tests/room/test_demo.py
        yield "Makefile", line.replace("$(PLAN)", plan.group(1))


COMMANDS = list(dict.fromkeys(written_commands()))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A place with the examples in it, where commands may write."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize(("where", "line"), COMMANDS, ids=[f"{where}: {line}" for where, line in COMMANDS])
def test_written_commands_run(where: str, line: str, clone: Path) -> None:
    words = shlex.split(line, comments=True)[1:]
    arguments = words[: next((i for i, word in enumerate(words) if word in (">", "|")), None)]
    done = willing(*arguments, cwd=clone)
    assert done.returncode == 0, f"{where}: {line}\n{done.stderr}"
    assert done.stdout.strip(), f"{where}: {line} says nothing"
    assert not done.stderr, f"{where}: {line}\n{done.stderr}"


def shown_runs() -> Iterator[tuple[str, str, str]]:
    """Every ``$ willing …`` in a ``console`` block, with the output that the document shows for it."""
    for path in DOCS:
        for block in fenced(path.read_text("utf-8"), "console"):
            for command, output in re.findall(r"^\$ (willing .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                yield named(path), command, output


RUNS = list(shown_runs())


@pytest.mark.skipif(not RUNS, reason="no document shows a run")
@pytest.mark.parametrize(("where", "line", "output"), RUNS, ids=[f"{where}: {line}" for where, line, _ in RUNS])
def test_shown_output_is_the_output(where: str, line: str, output: str, clone: Path) -> None:
    def tidy(text: str) -> list[str]:
        return [stripped for raw in text.strip("\n").splitlines() if (stripped := raw.rstrip())]

    done = willing(*shlex.split(line)[1:], cwd=clone)
    assert tidy(done.stdout + done.stderr) == tidy(output), f"{where}: {line}"


def test_every_command_is_documented() -> None:
    from willing import cli

    group = next(value for value in vars(cli).values() if isinstance(value, click.Group))
    documents = "\n".join(path.read_text("utf-8") for path in DOCS)
    for command in group.list_commands(click.Context(group)):
        assert re.search(rf"\bwilling {re.escape(command)}\b", documents), f"no document tells of 'willing {command}'"


def test_every_key_is_documented() -> None:
    sections = re.split(r"^### ", (ROOT / "docs" / "plan-file.md").read_text("utf-8"), flags=re.MULTILINE)
    for table in TABLES.values():
        heading = {"one": f"`[{table.name}]`", "named": f"`[{table.name}.ID]`", "listed": f"`[[{table.name}]]`"}
        section = next((text for text in sections if text.startswith(heading[table.shape] + "\n")), None)
        assert section is not None, f"docs/plan-file.md has no section {heading[table.shape]}"
        rows = dict(re.findall(r"^\| `(\w+)` \|(.*)$", section, re.MULTILINE))
        if table.name == "asks" and table.keys.keys() == TABLES["pledges"].keys.keys():
            assert not rows, "the keys of an ask are those of a pledge, and told there"
            continue
        assert list(rows) == list(table.keys), f"{heading[table.shape]} in docs/plan-file.md"
        for key in table.keys.values():
            assert ("| required |" in rows[key.name]) == key.required, f"{table.name}.{key.name}"


def test_sections_cited_exist() -> None:
    told = set(re.findall(r"§\d+(?:\.\d+)?", "\n".join(p.read_text("utf-8") for p in (ROOT / "docs").glob("*.md"))))
    for path in MODULES:
        for section in re.findall(r"§\d+(?:\.\d+)?", path.read_text("utf-8")):
            assert section in told, f"{named(path)} cites {section}, which no document has"


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{named(path)} links to {target}"


# -- plans in documents and examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=named)
def test_examples_have_no_errors(path: Path) -> None:
    done = willing("check", str(path), "--json", cwd=ROOT)
    assert json.loads(done.stdout)["errors"] == []
    assert done.returncode == 0


@pytest.mark.parametrize("path", EXAMPLES, ids=named)
def test_examples_are_in_canonical_layout(path: Path) -> None:
    text = path.read_text("utf-8")
    assert canonical_layout(text) == text


@pytest.mark.parametrize("path", EXAMPLES, ids=named)
def test_examples_have_a_short_readme(path: Path) -> None:
    readme = (path.parent / "README.md").read_text("utf-8")
    shown = sum(block.count("\n") for block in fenced(readme, "console"))
    assert len(readme.splitlines()) - shown <= 45
    for scenario in tomllib.loads(path.read_text("utf-8")).get("scenarios", {}):
        assert scenario in readme, f"the README does not say what '{scenario}' is for"


def test_the_plan_of_the_readme(tmp_path: Path) -> None:
    (block,) = fenced((ROOT / "README.md").read_text("utf-8"), "toml")
    (tmp_path / "plan.toml").write_text(block, "utf-8")
    brief = json.loads(willing("brief", "plan.toml", "--json", cwd=tmp_path).stdout)
    assert {id_: partner["status"] for id_, partner in brief["partners"].items()} == {
        "norland": "stands",
        "estmark": "together",
        "lorne": "together",
        "gudrun": "open",
    }
    assert brief["goal"]["status"] == "together"


def test_the_python_of_the_readme() -> None:
    (block,) = fenced((ROOT / "README.md").read_text("utf-8"), "python")
    done = python(block, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("block", fenced((ROOT / "docs" / "python.md").read_text("utf-8"), "python"))
def test_the_python_of_the_documents(block: str) -> None:
    done = python(block, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_fragments_of_the_reference_make_a_plan(tmp_path: Path) -> None:
    blocks = fenced((ROOT / "docs" / "plan-file.md").read_text("utf-8"), "toml")
    (tmp_path / "plan.toml").write_text("\n".join(blocks), "utf-8")
    done = willing("check", "plan.toml", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["errors"] == []


WORKED = fenced((ROOT / "docs" / "semantics.md").read_text("utf-8"), "toml")


@pytest.mark.parametrize("block", WORKED, ids=[tomllib.loads(block)["plan"]["name"] for block in WORKED])
def test_worked_examples(block: str, tmp_path: Path) -> None:
    *_, last = block.splitlines()
    assert last.startswith("# answers: ")
    (tmp_path / "plan.toml").write_text(block, "utf-8")
    done = willing("brief", "plan.toml", "--json", cwd=tmp_path)
    if last == "# answers: error":
        assert done.returncode == 2
        assert not done.stdout
        return
    assert done.returncode == 0, done.stderr
    partners = json.loads(done.stdout)["partners"]
    said = dict(part.split() for part in last.removeprefix("# answers: ").split(", "))
    assert {id_: partner["status"] for id_, partner in partners.items()} == said


# -- what was written by a script -------------------------------------------------------------------------------------


def test_names_of_states_are_those_of_the_cldr() -> None:
    """What the tool would write with the babel that is installed, which is asked for by the extra ``test``."""
    spec = importlib.util.spec_from_file_location("territories", ROOT / "tools" / "territories.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for path, text in tool.files().items():
        assert path.read_text("utf-8") == text, f"{named(path)}: 'python tools/territories.py' writes it anew"


# -- nothing of where it was written ----------------------------------------------------------------------------------


def test_nothing_names_the_workplace() -> None:
    names = ("/wo" + "rk/", "far" + "m-", ".lib" + "rary")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git work tree")
    for path in (ROOT / name for name in listed.stdout.split("\0") if name):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            for name in names:
                assert name not in text, f"{named(path)} names {name}"
