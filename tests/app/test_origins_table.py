"""Reports by origin in stages: the groups of the way in memory, whoever works on them, whatever is interrupted."""

import json
import os
import random
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from willing.app import origins as stages
from willing.app.blocks import BlockTable
from willing.app.executors import OtherVersionError, executor_at
from willing.app.origins import MemoryTooSmallError, origins_to, source_of
from willing.app.report_files import read_files
from willing.cli import main
from willing.reports.sameness.fingerprints import fingerprints
from willing.reports.sameness.same_origin import running_text
from willing.reports.sameness.same_text import closest, same_text

MEMORY = 10**10


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])


def words(number: int, rng: random.Random) -> list[str]:
    return ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(2, 9))) for _ in range(number)]


def archive(folder: Path, seed: int, count: int = 60) -> Path:
    """Reports that are copies, cuts, rewrites, collections and short notes of each other, some quoting the same."""
    rng = random.Random(seed)
    base = [words(rng.choice((20, 40, 80, 200, 300)), rng) for _ in range(count // 6)]
    quotation = " ".join(words(30, rng))
    for number in range(count):
        own = list(rng.choice(base))
        how = rng.random()
        if how < 0.3:
            own = [word if rng.random() < 0.9 else "x" + word for word in own]
        elif how < 0.5:
            own = own[: max(5, int(len(own) * rng.random()))]
        elif how < 0.7:
            own += rng.choice(base)
        if rng.random() < 0.3:
            own.append(f'"{quotation}".')
        text = " ".join(own) + "."
        head = f"Published: 2031-05-{rng.randint(1, 28):02}\n\n" if rng.random() < 0.5 else ""
        path = folder / f"{rng.choice('abc')}" / f"{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text, "utf-8")
    (folder / "a.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    return folder


def rows_in_memory(folder: Path) -> list[dict[str, Any]]:
    """What the table must say of every report, by the way in memory."""
    reports = read_files([str(folder)]).reports
    found = same_text(fingerprints(map(running_text, reports)), [report.published for report in reports])
    first = {i: group[0] for group in found.groups for i in group}
    best = closest(found)
    return [
        {
            "file": report.file,
            "origin": reports[first.get(i, i)].file,
            "share": best[i].share if i in best else None,
            "carries": [reports[other].file for other in found.carries[i]] if i in found.carries else None,
        }
        for i, report in enumerate(reports)
    ]


def rows_of(table: Path) -> list[dict[str, Any]]:
    rows = pq.read_table(table).to_pylist()
    return [
        {
            "file": row["file"],
            "origin": rows[row["origin"]]["file"],
            "share": row["share"],
            "carries": row["carries"] and [rows[other]["file"] for other in row["carries"]],
        }
        for row in rows
        if row["why"] is None
    ]


@pytest.mark.parametrize("seed", range(10))
def test_the_groups_are_those_of_the_way_in_memory(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether all fingerprints are keys or, as of many reports, only some."""
    folder = archive(tmp_path / "reports", seed)
    monkeypatch.setattr(stages, "BLOCK", 7)
    monkeypatch.setattr(stages, "_GATHERED", 500)
    if seed % 2:
        monkeypatch.setattr("willing.reports.sameness.pairs._FEW", 10)
    answer = origins_to(str(tmp_path / "out.parquet"), source_of([str(folder)]), memory=MEMORY)
    expected = rows_in_memory(folder)
    assert rows_of(tmp_path / "out.parquet") == expected
    assert (answer.reports, answer.unread) == (len(expected), 1)
    assert answer.origins == len({row["origin"] for row in expected}) < len(expected)
    assert answer.carriers == sum(row["carries"] is not None for row in expected)
    sizes = [sum(row["origin"] == group.file for row in expected) for group in answer.largest]
    assert [group.reports for group in answer.largest] == sizes == sorted(sizes, reverse=True)
    assert sorted(os.listdir(tmp_path)) == ["out.parquet", "reports"]


def test_the_same_bytes_by_any_number_of_workers(
    tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[bytes]"]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One, two, and two elsewhere of which one is killed."""
    monkeypatch.setattr(stages, "BLOCK", 7)
    address, workers = cluster
    source = source_of([str(archive(tmp_path / "reports", 3))])

    def kill(done: int, of: int) -> None:
        if done == 3:
            workers[0].send_signal(signal.SIGKILL)

    held = []
    for name, (count, at) in {"one": (1, None), "two": (2, None), "dask": (1, address)}.items():
        path = tmp_path / f"{name}.parquet"
        with executor_at(count, at) as executor:
            progress = kill if at else lambda done, of: None
            origins_to(str(path), source, memory=MEMORY, executor=executor, workers=count, progress=progress)
        held.append(path.read_bytes())
    assert held[0] == held[1] == held[2]
    assert workers[0].wait() == -signal.SIGKILL


def test_blocks_that_were_read_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = archive(tmp_path / "reports", 4), tmp_path / "out.parquet"
    monkeypatch.setattr(stages, "BLOCK", 7)
    read: list[Sequence[object]] = []
    block = stages._block

    def until_three(*asked: Any) -> bytes:
        if len(read) == 3:
            raise KeyboardInterrupt
        read.append(asked[-1])
        return block(*asked)

    monkeypatch.setattr(stages, "_block", until_three)
    with pytest.raises(KeyboardInterrupt):
        origins_to(str(out), source_of([str(folder)]), memory=MEMORY)
    assert not out.exists()
    monkeypatch.setattr(stages, "_block", lambda *asked: (read.append(asked[-1]), block(*asked))[1])
    source = source_of([str(folder)])
    origins_to(str(out), source, memory=MEMORY)
    assert sorted(map(str, read)) == sorted(map(str, source.units))
    assert rows_of(out) == rows_in_memory(folder)


def test_blocks_of_other_files_are_refused(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "reports", 5, 6), tmp_path / "out.parquet"
    BlockTable(str(out), b"other", 1)
    done = run("origins", folder, "-o", out)
    assert (done.exit_code, done.stderr.count(f"'{out}.blocks' holds a part of other work")) == (2, 1)


def test_memory_that_is_too_small_is_told(tmp_path: Path) -> None:
    folder, out = archive(tmp_path / "reports", 6, 6), tmp_path / "out.parquet"
    with pytest.raises(MemoryTooSmallError, match="7 reports need 810MB"):
        origins_to(str(out), source_of([str(folder)]), memory=1000)
    done = run("origins", folder, "-o", out, "--memory", "1MB", "--workers", "1")
    assert (done.exit_code, "need 810MB of memory" in done.stderr) == (2, True)


def test_a_worker_with_another_version_says_so() -> None:
    with pytest.raises(OtherVersionError):
        stages._block(stages._read, "0.0.1", ())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--memory", "1GB"], "name the table it writes"),
        (["--workers", "2"], "name the table it writes"),
        (["-o", "-"], "a Parquet table is no text"),
        (["-o", "out.parquet", "--memory", "much"], "much is no size of memory"),
        (["-o", "out.parquet", "--memory", "-1GB"], "-1GB is no size of memory"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "reports", 7, 6)
    done = run("origins", "reports", *arguments)
    assert (done.exit_code, told in done.stderr) == (2, True)
    assert os.listdir(tmp_path) == ["reports"]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where files are given twice, or none can be read."""
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "reports", 8, 12)
    done = run("origins", "reports", "reports/a", "-o", "out.parquet", "--workers", "1")
    told = json.loads(run("origins", "reports", "-o", "out.parquet", "--json").stdout)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"12 reports, {told['origins']} origins: out.parquet has a row for each.")
    assert "1 file could not be read; its row says why." in done.stdout
    assert (told["reports"], told["unread"], told["table"]) == (12, 1, "out.parquet")
    assert run("origins", "reports/a.pdf", "nowhere", "-o", "none.parquet").exit_code == 2
    why = pq.read_table("none.parquet")["why"].to_pylist()
    assert "missing" in why
    assert None not in why
