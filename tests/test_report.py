"""The page: every setting of its switches says what the brief says, and whatever a plan holds can be shown."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

import pages
from willing import PlanError, Study, open_plan
from willing.cli import main
from willing.engine.picture import picture_of
from willing.present.answers import brief_json
from willing.present.page.page import page_html

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
REAL = EXAMPLES / "ukraine-2025-04" / "plan.toml"


def told_in(study: Study, what_if: dict[str, bool | None]) -> dict[str, object] | None:
    """The brief's JSON for these what-ifs, made afresh; None where they contradict each other or have no outcome."""
    picture, contradictions = picture_of(study.plan, what_if=what_if)
    if contradictions:
        return None
    try:
        return brief_json(Study(study.plan, picture, (), study.file, what_if).brief(reasons=False))
    except PlanError:
        return None


LAYERS = tuple(f"need-{layer}" for layer in ("stands", "together", "possible", "short"))


# -- every setting says what the brief says ----------------------------------------------------------------------------


def test_every_setting_of_the_real_case_says_what_the_brief_says() -> None:
    study = open_plan(REAL)
    html = page_html(study)
    table = pages.table_of(html)
    assert table["switches"] == list(study.plan.switches)
    shown = pages.Cells(html).cells
    asked = pages.settings(table)
    assert len(asked) == 3**7
    for values in asked:
        what_if = pages.switched(table, values)
        cells = pages.answer(table, values)
        brief = told_in(study, what_if)
        assert brief is not None
        pages.agrees(cells, brief)
        if not what_if:
            for name, cell in cells.items():  # what the page shows at first is what the table says of it
                if name.split(":")[0] in ("called", "known", "need-bar", *LAYERS) and name not in shown:
                    continue  # only a picture has it, of what is in it
                for key, value in cell.items():
                    assert shown[name].get(key) == value, (name, key)


def test_the_command_line_says_the_same(tmp_path: Path) -> None:
    html = page_html(open_plan(REAL))
    table = pages.table_of(html)
    for values in random.Random(5).sample(pages.settings(table), 6):
        what_if = pages.switched(table, values)
        options = [f"--{ {True: 'if', False: 'if-not', None: 'if-unknown'}[v] }={id_}" for id_, v in what_if.items()]
        done = CliRunner().invoke(main, ["brief", str(REAL), "--json", *options])
        assert done.exit_code == 0, done.output
        pages.agrees(pages.answer(table, values), json.loads(done.stdout))


@pytest.mark.parametrize("name", ["bonn-1978", "rivals", "threshold", "chad-2008", "interceptors-2026"])
def test_every_setting_of_the_examples(name: str) -> None:
    every_setting(open_plan(EXAMPLES / name / "plan.toml"))


def every_setting(study: Study) -> None:
    table = pages.table_of(page_html(study)) if study.switchboard.switches else None
    for values in pages.settings(table) if table else ():
        assert table is not None
        cells = pages.answer(table, values)
        brief = told_in(study, pages.switched(table, values))
        if brief is None:
            assert cells["page"]["data-impossible"] == ""
        else:
            assert cells.get("page", {}).get("data-impossible") is None
            pages.agrees(cells, brief)
