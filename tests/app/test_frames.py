"""Plans and answers as data frames (docs/tables.md)."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from willing import Study, open_plan
from willing.questions import frames

NAMES = ("pledges", "partners", "requirements", "coverage", "assumptions", "statements", "sources")

PLAN = f"""
[plan]
name = "Frames"
as_of = 2025-04-10
[assumptions.mandate]
likelihood = 0.25
[[requirements]]
id = "ships"
needs = {10**17 + 3}
of = "ships"
[[pledges]]
partner = "DE"
provides = "ships"
amount = {10**17 + 1}
said = 2025-04-01
sources = ["s", "t"]
[[pledges]]
partner = "FR"
provides = "ships"
if = "mandate"
[sources.s]
published = "2025-03"
[sources.t]
[[statements]]
about = "FR-1"
source = "s"
named = false
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    return open_plan(tmp_path / "plan.toml")


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame, with None where something is missing."""
    if hasattr(frame, "to_dicts"):
        return list(frame.to_dicts())
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{k: v.date() if hasattr(v, "date") else v for k, v in row.items()} for row in plain]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_what_is_in_them(study: Study, backend: str) -> None:
    pytest.importorskip("narwhals")
    pytest.importorskip(backend)
    told = {name: rows(getattr(study, f"{name}_frame")(backend=backend)) for name in NAMES}
    one, other = told["pledges"]
    assert (one["amount"], one["status"], one["said"], one["sources"]) == (
        10**17 + 1,
        "stands",
        date(2025, 4, 1),
        "s; t",
    )
    assert (other["amount"], other["condition"], other["status"], other["best"]) == (None, "mandate", "open", "stands")
    assert [(row["id"], row["name"], row["declared"]) for row in told["partners"]] == [
        ("DE", "Germany", False),
        ("FR", "France", False),
    ]
    assert (told["coverage"][0]["stands"], told["coverage"][0]["short"]) == (10**17 + 1, 2)
    assert told["requirements"][0]["needs"] == 10**17 + 3
    assert told["assumptions"][0] | {"effort": 1.0} == told["assumptions"][0]
    assert (told["assumptions"][0]["value"], told["assumptions"][0]["likelihood"]) == (None, 0.25)
    assert (told["statements"][0]["named"], told["statements"][0]["on"]) == (False, None)
    assert [(row["published"], row["month_only"]) for row in told["sources"]] == [
        (date(2025, 3, 1), True),
        (None, None),
    ]


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_a_plan_of_nothing_has_all_columns(tmp_path: Path, backend: str) -> None:
    pytest.importorskip("narwhals")
    pytest.importorskip(backend)
    (tmp_path / "plan.toml").write_text("[plan]\nname = 'x'\n", "utf-8")
    frame = open_plan(tmp_path / "plan.toml").pledges_frame(backend=backend)
    assert len(frame) == 0
    assert list(frame.columns)[:3] == ["id", "partner", "provides"]


def test_what_to_install(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="there are: polars, pandas, pyarrow"):
        study.pledges_frame(backend="excel")
    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="pip install polars 'willing"):
        study.pledges_frame(backend="polars")
    for name in frames.BACKENDS:
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(ImportError, match="pip install 'willing"):
        study.pledges_frame()
    monkeypatch.setattr(frames, "find_spec", lambda name: None if name == "narwhals" else True)
    with pytest.raises(ImportError, match="need narwhals: pip install 'willing"):
        study.pledges_frame(backend="pandas")
