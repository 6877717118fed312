"""The archive: what is told as kept is kept, whenever the process is killed; and nothing is read twice."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from willing.answers.reports import Hits
from willing.app.archive import Archive, ArchiveError, default_archive
from willing.cli import main
from willing.reports.formats import read_report
from willing.reports.formats.block import UnreadableError

ROOT = Path(__file__).parents[2]
OWN = sorted((ROOT / "tests" / "data" / "reports").iterdir())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "archive.sqlite"


def test_what_is_kept_is_the_file_and_what_was_read(archive: Path) -> None:
    with Archive(archive) as store:
        for path in OWN:
            new, reports = store.add(path.read_bytes(), path.name)
            assert new
            assert reports == read_report(path.read_bytes(), path.name)
    with Archive(archive, read=True) as store:
        kept = store.list()
        assert {each.name for each in kept} == {path.name for path in OWN}
        for each in kept:
            again, report = store.report(each.id)
            assert again == each
            path = ROOT / "tests" / "data" / "reports" / each.name
            assert store.data(each) == path.read_bytes()
            assert report == read_report(path.read_bytes(), path.name)[each.part]
        days = [each.published for each in kept if each.published]
        assert days == sorted(days, reverse=True)


def test_nothing_is_read_twice(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = OWN[0].read_bytes()
    with Archive(archive) as store:
        store.add(data, "a.txt")
        monkeypatch.setattr("willing.app.archive.reports_in", lambda *_: pytest.fail("read again"))
        new, reports = store.add(data, "b.txt")
        assert not new
        assert len(reports) == 1
        assert store.files() == 1


def test_what_is_no_report_is_not_kept(archive: Path) -> None:
    with Archive(archive) as store:
        with pytest.raises(UnreadableError):
            store.add(b"\x89PNG\r\n", "a.png")
        assert store.files() == 0


def test_finding(archive: Path) -> None:
    with Archive(archive) as store:
        for path in OWN:
            store.add(path.read_bytes(), path.name)
        found = store.find(["four ships", "ceasefire"])
        assert found.count == len(found.hits) == 2
        sentence = found.hits[0].found[0]
        assert store.report(found.hits[0].kept.id)[1].sentences[sentence.sentence].said == sentence.said
        assert {sentence.said[a:b] for a, b in sentence.marks} <= {"four ships", "ceasefire", "four", "ships"}
        assert store.find(["detroit"]).count == 1  # no accent
        assert store.find(["mandat"]).count == 3  # and the English mandate
        assert store.find(["navire"]).count == 1  # navires
        assert store.find(["ships four"]).count == 0
        assert store.find(['"', "four"]).count == 2
        assert store.find(["NOT", "AND", "zebra"]).count == 0
        assert store.find(["-", "*"]) == Hits(count=0, hits=())


def test_where_it_is() -> None:
    assert default_archive({"WILLING_ARCHIVE": "x.db"}, "linux") == Path("x.db")
    home = {"HOME": "/home/a"}
    assert default_archive(home, "linux") == Path("/home/a/.local/share/willing/archive.sqlite")
    assert default_archive({**home, "XDG_DATA_HOME": "/d"}, "linux") == Path("/d/willing/archive.sqlite")
    assert default_archive({**home, "XDG_DATA_HOME": "d"}, "linux") == default_archive(home, "linux")
    assert default_archive(home, "darwin") == Path("/home/a/Library/Application Support/Willing/archive.sqlite")


def test_what_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("This is no archive at all, but a letter to somebody.\n" * 50)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("create table t (x)")
    db.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(ArchiveError) as error:
            Archive(path)
        assert error.value.why == "foreign"
        assert path.read_bytes() == before


def test_asking_makes_no_archive(tmp_path: Path) -> None:
    with Archive(tmp_path / "none.sqlite", read=True) as store:
        assert store.list() == ()
        assert store.find(["a"]) == Hits(count=0, hits=())
    assert not list(tmp_path.iterdir())


ADD = """
import sys
from willing.archive import Archive
with Archive(sys.argv[1]) as store:
    for i in range(100_000):
        text = f"Norland will send {i} ships to the strait, its minister said. " * 40
        store.add(text.encode(), f"{i}.txt")
        print(i, flush=True)
"""


#: What somebody, or a disk, may have done to an archive.
DAMAGE = {
    "a table is gone": "drop table words",
    "a column is gone": "alter table reports drop column title",
    "names are gone": "delete from names",
    "files are gone": "delete from files",
    "a file is another": "update files set data = 'text'",
    "a report is not packed": "update reports set report = 'text'",
    "a report is none": f"update reports set report = x'{zlib.compress(b'no report').hex()}'",
    "a report unpacks to too much": f"update reports set report = x'{zlib.compress(bytes(10**9)).hex()}'",
    "a day is none": "update reports set published = '2031-99-99'",
    "a title is no text": "update reports set title = x'ff'",
    "a title is no UTF-8": "update reports set title = cast(x'ff' as text)",
    "words are of no report": "insert into words (rowid, said) values (99, 'Norland')",
    "words are gone": "delete from words_data",
    "a view without end": "drop table names; create view names as with recursive r(n) as"
    " (select 1 union all select n + 1 from r) select cast('a' as blob) sha256, n name from r",
    "a table is another": "update sqlite_master set sql = 'create table reports (x' where name = 'reports'",
    "cut off": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: data[:4096] + b"\xff" * (len(data) - 4096),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_archive_is_told(archive: Path, tmp_path: Path, damage: str | Callable[[bytes], bytes]) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Norland will send 500 troops to Estmark.", "utf-8")
    with Archive(archive) as store:
        store.add(report.read_bytes(), "report.txt")
        (kept,) = store.list()
    with closing(sqlite3.connect(archive, isolation_level=None)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
        if isinstance(damage, str):
            db.execute("pragma writable_schema = on")
            db.executescript(damage)
    if not isinstance(damage, str):
        archive.write_bytes(damage(archive.read_bytes()))
    told = set()
    questions = (["list"], ["find", "Norland"], ["show", kept.id], ["show", kept.id, "--raw"], ["add", str(report)])
    for question in questions:
        done = CliRunner().invoke(main, ["archive", *question, "--archive", str(archive)], prog_name="willing")
        assert done.exit_code in (0, 2), done.stderr
        told.add("is damaged" in done.stderr)
    assert True in told


def test_what_is_no_file_is_no_archive(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArchiveError, match="foreign"):
        Archive(tmp_path / "pipe")


def test_several_make_the_same_archive_at_once(archive: Path) -> None:
    def add(number: int) -> None:
        with Archive(archive) as store:
            store.add(f"Norland will send {number} troops.".encode(), f"{number}.txt")

    with ThreadPoolExecutor(8) as adders:
        list(adders.map(add, range(8)))
    with Archive(archive, read=True) as store:
        assert store.files() == 8


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_any_moment_nothing_that_was_told_is_lost(archive: Path) -> None:
    told = 0
    for stop in (1, 2, 5, 9):
        child = subprocess.Popen(
            [sys.executable, "-c", ADD, str(archive)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        )
        assert child.stdout is not None
        for line in child.stdout:
            told = max(told, int(line) + 1)
            if told >= stop * 3:
                child.send_signal(signal.SIGKILL)
                break
        # what it managed to tell before it fell
        told = max([told, *(int(line) + 1 for line in child.stdout.read().split(b"\n")[:-1])])
        child.stdout.close()
        child.wait()
        with Archive(archive) as store:
            names = {each.name for each in store.list()}
            assert {f"{i}.txt" for i in range(told)} <= names
            assert store.files() == len(names)
            assert all(store.report(each.id)[1].sentences for each in store.list())
        with sqlite3.connect(archive) as db:
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
            db.execute("insert into words(words) values ('integrity-check')")
        db.close()


def test_the_commands(archive: Path, tmp_path: Path) -> None:
    def run(*arguments: str, status: int = 0) -> str:
        done = CliRunner().invoke(main, ["archive", *arguments, "--archive", str(archive)])
        assert done.exit_code == status, done.output
        return done.stdout + done.stderr

    (tmp_path / "b.bin").write_bytes(b"\0\1\2")
    page = ROOT / "tests" / "data" / "reports" / "agency.txt"
    assert run("add", str(page), str(tmp_path / "b.bin"), status=1) == (
        f"{page}: kept, 1 report\n{tmp_path / 'b.bin'}: is no text\n"
    )
    assert "already kept" in run("add", str(page))
    assert run("add", str(tmp_path / "none"), status=2) == f"{tmp_path / 'none'}: is not there\n"
    (kept,) = json.loads(run("list", "--json"))["reports"]
    assert kept["agency"] == "Reuters"
    assert "Ministers promise ships" in run("list")
    found = json.loads(run("find", "minehunters", "--json"))
    assert found["hits"][0]["id"] == kept["id"]
    assert "Estmark would follow" in run("find", "minehunters")
    assert "Nothing found for zebra." in run("find", "zebra")
    assert json.loads(run("show", kept["id"][:5], "--json"))["title"] == kept["title"]
    run("show", kept["id"], "--raw", "-o", str(tmp_path / "copy.txt"))
    assert (tmp_path / "copy.txt").read_bytes() == page.read_bytes()
    assert "no report in the archive begins with 'zzz'" in run("show", "zzz", status=2)
