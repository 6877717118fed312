"""Extras are doors, never answers: without one, its door says how to open it, and everything else is as it was."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from willing import open_plan
from willing.app.extras import EXTRAS

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "reports"
PLAN = str(ROOT / "examples" / "ukraine-2025-04" / "plan.toml")

WILLING = "from willing.cli import main; main()"


def without(modules: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command where these modules cannot be imported, in its child processes neither."""
    missing = cwd / "missing"
    missing.mkdir(exist_ok=True)
    for name in modules.split():
        (missing / f"{name}.py").write_text(f"raise ModuleNotFoundError('No module named {name}', name='{name}')\n")
    path = [str(missing)] * bool(modules) + [str(ROOT / "src")]
    return subprocess.run(
        [sys.executable, "-c", WILLING, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path), "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_every_module_is_in_the_extra_that_is_named() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for module, extra in EXTRAS.items():
        if module != "lxml":  # comes with trafilatura
            assert any(each.startswith((module, module.replace("_", "-"))) for each in extras[extra]), module


#: What is missing, and a command that needs it.
DOORS = {
    "trafilatura": ["read", str(DATA / "strait-post.html")],
    "lxml_html_clean": ["read", str(DATA / "strait-post.html")],
    "feedparser": ["draft", str(DATA / "strait-post.rss")],
    "pypdf": ["origins", "report.pdf"],
    "rapidfuzz": ["diff", str(DATA / "text-edition.txt"), str(DATA / "agency.txt")],
    "xlsxwriter": ["export", PLAN, "out.xlsx"],
    "python_calamine": ["brief", "book.xlsx"],
    "uvicorn": ["serve", PLAN],
    "starlette": ["serve", PLAN],
    "websockets": ["serve", PLAN],
}


@pytest.mark.parametrize(("module", "arguments"), DOORS.items(), ids=DOORS)
def test_a_door_that_is_not_there_says_how_to_get_it(module: str, arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4\n")
    if "book.xlsx" in arguments:
        from willing.present.tables import workbook

        study = open_plan(PLAN)
        (tmp_path / "book.xlsx").write_bytes(workbook(study.plan, study.brief(reasons=False)))
    done = without(module, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    wanted = "lxml" if module == "lxml_html_clean" else module
    assert wanted in done.stderr
    assert f"pip install 'willing[{EXTRAS[module]}]'" in done.stderr
    assert not (tmp_path / "out.xlsx").exists()


#: Everything that the core alone answers.
CORE = {
    "brief": ["brief", PLAN],
    "brief of CSV tables": ["brief", "tables/"],
    "why": ["why", PLAN, "goal"],
    "risk": ["risk", PLAN],
    "asks": ["asks", PLAN],
    "power": ["power", PLAN],
    "report": ["report", PLAN, "-o", "-"],
    "import": ["import", "pledges.csv", "-o", "-"],
    "text": ["read", str(DATA / "agency.txt")],
    "Markdown": ["read", str(DATA / "les-navires.md")],
    "draft": ["draft", str(DATA / "agency.txt")],
    "origins": ["origins", str(DATA / "agency.txt"), str(DATA / "text-edition.txt")],
    "sources": ["sources", PLAN],
}


@pytest.mark.parametrize("arguments", CORE.values(), ids=CORE)
def test_the_core_answers_the_same_without_any_extra(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "pledges.csv").write_text("partner,provides,amount\nDE,troops,5\n", "utf-8")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "pledges.csv").write_text("id,partner,provides,amount\na,DE,troops,5\n", "utf-8")
    modules = " ".join([*EXTRAS, "numba", "babel"])
    alone, whole = without(modules, *arguments, cwd=tmp_path), without("", *arguments, cwd=tmp_path)
    assert alone.returncode == 0, alone.stderr
    assert (alone.stdout, alone.stderr) == (whole.stdout, whole.stderr)
