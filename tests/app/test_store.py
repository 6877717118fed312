"""A plan where it is kept: what is read, what counts as changed, and what is written."""

from pathlib import Path

import pytest

from willing.app.errors import PlanError
from willing.app.store import FilePlan

PLAN = '[plan]\nname = "x"\ntables = ["pledges.csv"]\n'
TABLE = "id,partner,provides,amount\na,DE,troops,5\n"


@pytest.fixture
def store(tmp_path: Path) -> FilePlan:
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    (tmp_path / "pledges.csv").write_text(TABLE, "utf-8")
    return FilePlan(str(tmp_path / "plan.toml"))


def test_a_plan_and_its_tables_are_watched(store: FilePlan, tmp_path: Path) -> None:
    stored = store.read()
    assert stored.reading.plan is not None
    assert stored.text == PLAN
    assert not store.is_changed()
    (tmp_path / "pledges.csv").write_text(TABLE + "b,FR,troops,5\n", "utf-8")
    assert store.is_changed()
    plan = store.read().reading.plan
    assert plan is not None
    assert [*plan.pledges] == ["a", "b"]
    assert not store.is_changed()


def test_a_table_that_is_mended_is_seen(store: FilePlan, tmp_path: Path) -> None:
    store.read()
    for broken in ("id,partner,provides,amount\na,DE,troops,many\n", None):
        if broken is None:
            (tmp_path / "pledges.csv").unlink()
        else:
            (tmp_path / "pledges.csv").write_text(broken, "utf-8")
        assert store.is_changed()
        assert store.read().reading.plan is None
        assert not store.is_changed()
        (tmp_path / "pledges.csv").write_text(TABLE, "utf-8")
        assert store.is_changed()
        assert store.read().reading.plan is not None


def test_what_is_written(store: FilePlan, tmp_path: Path) -> None:
    assert store.write('[plan]\nname = "y"\n') == store.name
    assert (tmp_path / "plan.toml").read_text("utf-8") == '[plan]\nname = "y"\n'
    assert store.write_beside("other.toml", "") == str(tmp_path / "other.toml")
    with pytest.raises(FileExistsError):
        store.write_beside("other.toml", "")


def test_what_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        FilePlan(str(tmp_path / "none.toml")).read()
