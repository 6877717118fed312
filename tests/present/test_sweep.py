"""What decides over many variants, as it is said and shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from willing.app.sweeping import Sweeping, sweep_to, swept
from willing.cli import main
from willing.present.page.sweep import sweep_html
from willing.present.terminal.sweep import sweep_text

FOLDER = Path(__file__).parents[2] / "examples" / "ukraine-2025-04"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("sweep") / "table.parquet")
    sweep_to(path, Sweeping(str(FOLDER / "plan.toml"), str(FOLDER / "sweep.toml")))
    return path


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_what_decides_is_said(table: str, lang: str, golden: Callable[[str, str], None]) -> None:
    sweeping = Sweeping(str(FOLDER / "plan.toml"), str(FOLDER / "sweep.toml"), language=lang)
    told = []
    for of in ("", "partners", "land"):
        answer = replace(swept(table, sweeping, of), table="sweep.parquet")
        told.append(sweep_text(answer, sweeping.sweep, sweeping.picture, command="willing …", lang=lang))
    golden(f"sweep-{lang}.txt", "\n".join(told))


def test_the_page(table: str, golden: Callable[[str, str], None]) -> None:
    sweeping = Sweeping(str(FOLDER / "plan.toml"), str(FOLDER / "sweep.toml"))
    html = sweep_html(swept(table, sweeping), sweeping.sweep, sweeping.picture)
    assert html.count("<li>") == html.count("</li>")
    assert html.count("<ul") == html.count("</ul>")
    golden("sweep.html", html)


def test_a_draw_days_scenarios_and_partners_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    file = tmp_path / "sweep.toml"
    file.write_text(
        'sample = 300\ndays = [2025-03-10, 2025-04-11]\nscenarios = ["", "six-ready"]\n'
        '[partners]\nFR = ["in", "out", "firm"]\n[pledges.gb-troops]\namount = [1_000, 10_000]\n'
        "[requirements.land]\nneeds = [5_000, 25_000]\n[assumptions]\nceasefire = [true, false]\n",
        "utf-8",
    )
    out = tmp_path / "out.parquet"
    asked = ["sweep", str(FOLDER / "plan.toml"), str(file), "-o", str(out), "--lang", "en", "--width", "100"]
    assert main([*asked, "--of", "partners"], standalone_mode=False) in (0, None)
    told = capsys.readouterr().out
    golden("sweep-drawn.txt", told[: told.index("  The table")])
    assert main([*asked, "--row", "0"], standalone_mode=False) in (0, None)
    assert "Reassurance force" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--row", "729"], "there is no variant 729: they are numbered from 0 to 728"),
        (["--of", "lend"], "'lend' is nothing to look at here"),
        (["-o", "-"], "a Parquet table is no text"),
        (["--executor", "ray://x"], "'ray://x' is no address of workers"),
    ],
)
def test_what_cannot_be_asked(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status = main(
        ["sweep", str(FOLDER / "plan.toml"), str(FOLDER / "sweep.toml"), "--lang", "en", *more], standalone_mode=False
    )
    assert (status, said in capsys.readouterr().err) == (2, True)
