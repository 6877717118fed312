"""Files are written whole or not at all, by two at once too, and every error names the file."""

import os
import threading
from pathlib import Path

import pytest

from willing.app import files
from willing.app.files import ChangedError, create, create_folder, put, replace, work_in


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)


@pytest.mark.usefixtures("full_disk")
def test_what_does_not_fit_leaves_all_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old.toml"
    old.write_bytes(b"old")
    for write, path in ((replace, old), (put, old), (create, tmp_path / "new"), (put, tmp_path / "new")):
        with pytest.raises(OSError, match="No space left") as caught:
            write(str(path), b"half of it")
        assert caught.value.filename == str(path)
    with pytest.raises(OSError, match="No space left") as caught:
        create_folder(str(tmp_path / "folder"), {"a": b"a"})
    assert caught.value.filename == str(tmp_path / "folder")
    assert left(tmp_path) == ["old.toml"]
    assert old.read_bytes() == b"old"


def test_what_is_there_is_not_written_over_by_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    create(str(path), b"first")
    with pytest.raises(FileExistsError):
        create(str(path), b"second")
    assert path.read_bytes() == b"first"
    assert left(tmp_path) == ["plan.toml"]


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    create(str(tmp_path / "made"), b"")
    create_folder(str(tmp_path / "folder"), {"made": b""})
    usual = (tmp_path / "usual").stat().st_mode
    assert [(tmp_path / each).stat().st_mode for each in ("made", "folder/made")] == [usual, usual]


def test_a_file_that_is_replaced_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "plan.toml", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    put(str(link), b"new")
    assert (link.is_symlink(), path.read_bytes(), path.stat().st_mode & 0o777) == (True, b"new", 0o640)


def test_a_link_to_nothing_is_filled(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "there")
    put(str(link), b"new")
    assert (link.is_symlink(), (tmp_path / "there").read_bytes()) == (True, b"new")
    (tmp_path / "lost").symlink_to(tmp_path / "no folder" / "there")
    with pytest.raises(FileNotFoundError) as caught:
        put(str(tmp_path / "lost"), b"new")
    assert caught.value.filename == str(tmp_path / "lost")


def test_what_changed_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"an editor's")
    with pytest.raises(ChangedError) as caught:
        replace(str(path), b"ours", was=b"old")
    assert (caught.value.data, path.read_bytes(), left(tmp_path)) == (b"an editor's", b"an editor's", ["plan.toml"])


def test_of_many_writers_none_is_told_and_lost(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"")
    told: list[bytes] = []

    def save(name: int) -> None:
        for number in range(20):
            mine = f"{name}-{number}\n".encode()
            while True:
                before = path.read_bytes()
                try:
                    replace(str(path), before + mine, was=before)
                except ChangedError:
                    continue
                told.append(mine)
                break

    savers = [threading.Thread(target=save, args=(name,)) for name in range(4)]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert sorted(path.read_bytes().splitlines(keepends=True)) == sorted(told)
    assert len(told) == 80
    assert left(tmp_path) == ["plan.toml"]


def test_who_is_held_up_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.0)
    monkeypatch.setattr(files, "_locked", lambda _: None)
    with pytest.raises(TimeoutError) as caught:
        create(str(tmp_path / "plan.toml"), b"")
    assert caught.value.filename == str(tmp_path / "plan.toml")
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("plan.toml", b"half a pl", "plan"),
        ("plan.txt", b'# our plan\n[plan]\nname = "A"\n', "plan"),
        ("pledges.CSV", b"partner\n", "plan"),
        ("book", b"PK\x03\x04", "plan"),
        ("kept", b"SQLite format 3\0", "archive"),
        ("report.html", b"<html>[plan]", None),
        ("empty.toml", b"", None),
    ],
)
def test_what_people_keep_is_known(tmp_path: Path, name: str, data: bytes, kind: str | None) -> None:
    (tmp_path / name).write_bytes(data)
    assert work_in(str(tmp_path / name)) == kind


def test_the_logs_of_an_archive_are_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"SQLite format 3\0")
    (tmp_path / "a.sqlite-wal").write_bytes(b"x")
    assert work_in(str(tmp_path / "a.sqlite-wal")) == "archive"
