"""The worked example of CONTRIBUTING.md is done as it stands there, on a copy of the program."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PLAN = '[plan]\nname = "Strait"\n[[pledges]]\npartner = "NO"\ncontact = "Desk 3"\n'
WILLING = "import sys; from willing.cli import main; main(sys.argv[1:], prog_name='willing')"
MODULE, TEST = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def run(house: Path, *arguments: str) -> str:
    """What Python prints, with the Willing of the copy."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=house,
        env={"PYTHONPATH": str(house / "src"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def applied(text: str, lines: list[str]) -> str:
    """The text with what a diff changes in it."""
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] != sign) for sign in "+-")
    assert text.count(old) == 1, f"this stands there {text.count(old)} times:\n{old}"
    return text.replace(old, new)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in which all of it is done."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("src", "tools", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    for diff in re.findall(r"^```diff\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
            file, *lines = part.splitlines()
            path = folder / file
            path.write_text(applied(path.read_text("utf-8"), [line or " " for line in lines]), "utf-8")
        if "/en/messages.po" in diff:
            run(folder, "tools/messages.py")
    run(folder, "tools/messages.py", "--check")
    (folder / "src/willing/reports/formats/gemtext.py").write_text(MODULE, "utf-8")
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    return folder


def test_a_new_key(house: Path) -> None:
    assert 'contact = "Desk 3"' in run(house, "-c", WILLING, "fmt", "--stdout", "plan.toml")
    assert '"contact"' in run(house, "-c", WILLING, "schema")
    code = "from willing import open_plan; print(*[p.contact for p in open_plan('plan.toml').plan.pledges.values()])"
    assert run(house, "-c", code) == "Desk 3\n"


def test_a_new_format(house: Path) -> None:
    run(house, "-c", f"from willing.reports.formats import read_report\n{TEST}test_gemtext()")


@pytest.mark.parametrize("lang", ["en", "de", "fr", "uk"])
def test_a_new_sentence(house: Path, lang: str) -> None:
    msgid = "Name a report that says so, or ask."
    asked = re.search(
        rf'^--- src/willing/languages/data/{lang}/messages.po\n msgid "{msgid}".*\n.*\n\+msgstr "(.*)"$',
        TEXT,
        re.MULTILINE,
    )
    said = run(house, "-c", WILLING, "sources", "plan.toml", "--lang", lang)
    assert (asked[1] if asked else msgid) in " ".join(said.split())
