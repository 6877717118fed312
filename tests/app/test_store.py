"""A plan where it is kept: what is read, what counts as changed, and what is written."""

import sys
from pathlib import Path

import pytest

from willing.app import files
from willing.app.errors import PlanError
from willing.app.files import ChangedError
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
    saved = store.write('[plan]\nname = "y"\n', store.read().data)
    assert (saved.where, saved.kept) == (store.name, None)
    assert (tmp_path / "plan.toml").read_text("utf-8") == '[plan]\nname = "y"\n'
    assert store.write_beside("other.toml", "") == str(tmp_path / "other.toml")
    with pytest.raises(FileExistsError):
        store.write_beside("other.toml", "")


def test_ends_of_lines_are_kept(store: FilePlan, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    stored = store.read()
    assert stored.text == PLAN
    store.write(PLAN + "# more\n", stored.data)
    assert (tmp_path / "plan.toml").read_bytes() == stored.data + b"# more\r\n"


def test_what_changed_since_it_was_read_is_not_written_over(store: FilePlan, tmp_path: Path) -> None:
    was = store.read().data
    (tmp_path / "plan.toml").write_text(PLAN.replace('"x"', '"an editor"'), "utf-8")
    with pytest.raises(ChangedError) as caught:
        store.write(PLAN.replace('"x"', '"ours"'), was)
    assert caught.value.difference == '@@ -2,1 +2,1 @@\n-name = "x"\n+name = "an editor"'
    assert '"an editor"' in (tmp_path / "plan.toml").read_text("utf-8")


def test_what_an_editor_writes_in_that_instant_is_kept(
    store: FilePlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, swap = tmp_path / "plan.toml", files._swap
    was = store.read().data

    def between(beside: str, target: str) -> None:
        plan.write_text("an editor's", "utf-8")
        swap(beside, target)

    for number, system in ((1, sys.platform), (2, "another")):
        monkeypatch.setattr(sys, "platform", system)
        monkeypatch.setattr(files, "_swap", between)
        saved = store.write(PLAN, was)
        assert saved.kept == f"{plan}.kept-{number}"
        assert Path(saved.kept).read_text("utf-8") == "an editor's"
        assert plan.read_text("utf-8") == PLAN
        monkeypatch.undo()


def test_what_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        FilePlan(str(tmp_path / "none.toml")).read()
