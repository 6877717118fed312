"""Which of any number of reports are of one origin, in stages, within a given memory (``willing origins -o``).

1. Files are read in blocks, anywhere; of each report its head, its fingerprints and what counts of them are kept.
2. Keys are joined in :data:`PARTS` parts of their range, and the pairs of all parts added up.
3. Pairs are counted exactly, some at a time.
4. Groups are made of the pairs, and the table written: a row a report, a row group a block.

The groups are those of :func:`~willing.reports.sameness.same_text.same_text` in memory. What is not looked for among so
many: reports that are possibly the same, and passages that reports of different origin share.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec
import numpy as np

from willing.answers.origins import LargestGroup, OriginsTable
from willing.answers.problems import MessageError
from willing.answers.reports import UnreadFile
from willing.app.blocks import BlockTable, block_bytes
from willing.app.executors import OtherVersionError
from willing.app.jobs import in_turn
from willing.app.report_files import report_files, reports_of
from willing.model.version import __version__
from willing.reports.report import Report
from willing.reports.sameness.fingerprints import Prints, fingerprints, ranges
from willing.reports.sameness.joining import (
    KEY_BITS,
    TOGETHER,
    Runs,
    added,
    apart,
    bound_for,
    packed,
    pairs_by_bound,
    pairs_in,
    runs_of,
    shared_by,
)
from willing.reports.sameness.pairs import Keys, Steps, Worth
from willing.reports.sameness.same_origin import running_text
from willing.reports.sameness.same_text import SameText, closest, same_text

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    U64 = NDArray[np.uint64]
    I64 = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Progress: TypeAlias = Callable[[int, int], None]

#: So many files are read as one block.
BLOCK = 1_000

#: Keys are joined in so many parts, by their upper bits, which leaves as many bits more for ranks.
PART_BITS = 8
PARTS = 1 << PART_BITS
_RANK_BITS = 24 + PART_BITS

#: Bytes that every process takes, and that stay in the first one for every report, as measured; see docs/scale.md.
BYTES_A_PROCESS = 400_000_000
BYTES_A_REPORT = 500
#: So many keys are put into their parts at a time.
_GATHERED = 1 << 20
#: So many of the largest groups are told.
MOST_LARGEST = 20

#: What a report's row tells of it, beside its file.
_HEAD = {"part": "int64", "title": "string", "outlet": "string", "agency": "string", "published": "date32",
         "language": "string"}  # fmt: skip


class MemoryTooSmallError(MessageError):
    """The reports do not fit into the memory that was given; ``message`` says how much they need."""


#: What a block is read from: files, or what else a source knows to read.
_U = TypeVar("_U")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Generic[_U]):
    """Where reports come from: what each block is read from, how, and what tells this source from others.

    ``read`` is a pure function, which a worker elsewhere can be sent: each report, or the file that is none.
    """

    units: Sequence[_U]
    read: Callable[[_U], Iterable[Report | UnreadFile]]
    about: str


Files: TypeAlias = tuple[str | UnreadFile, ...]


def source_of(paths: Iterable[str]) -> Source[Files]:
    """Files and folders; a file that is given twice is read once. Raises OSError.

    Blocks that are done are used again for the same files alone, by their paths, sizes and times.
    """
    files: dict[str, str | UnreadFile] = {}
    digest = sha256()
    folders: dict[str, str] = {}
    for found in report_files(paths, most=None):
        if isinstance(found, UnreadFile):
            files[f"\0{len(files)}"] = found
            digest.update(repr(found).encode("utf-8", "surrogateescape"))
            continue
        folder, name = os.path.split(found)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        real = os.path.realpath(found) if os.path.islink(found) else os.path.join(folders[folder], name)
        if real not in files:
            files[real] = found
            status = os.stat(found)
            told = (found, status.st_size, status.st_mtime_ns)
            digest.update(repr(told).encode("utf-8", "surrogateescape"))
    every = tuple(files.values())
    units = [every[first : first + BLOCK] for first in range(0, len(every), BLOCK)]
    return Source(units=units, read=_read, about=digest.hexdigest())


def _read(files: Files) -> Iterator[Report | UnreadFile]:
    for file in files:
        found = file if isinstance(file, UnreadFile) else reports_of(file)
        if isinstance(found, UnreadFile):
            yield found
        else:
            yield from found


def origins_to(
    path: str,
    source: Source[_U],
    *,
    memory: int,
    executor: Executor | None = None,
    workers: int = 1,
    progress: Progress = lambda done, of: None,
) -> OriginsTable:
    """Write the table of all reports by origin; ``memory``: bytes that all processes here may take, about.

    ``executor``: left out, all is done here; ``workers``: so many parts are worked on at once by it. ``progress`` is
    told how much of each stage is done. Blocks that were read before are not read again. Raises
    :class:`MemoryTooSmallError`, OSError, and what a worker does.
    """
    about = msgspec.json.encode({"about": source.about, "version": __version__})
    table = BlockTable(path, about, len(source.units))
    read = _ReadBlocks(table, table.fill(partial(_block, source.read, __version__), source.units, executor, progress))
    needed = BYTES_A_PROCESS * (workers + 1) + BYTES_A_REPORT * len(read.prints)
    if needed > memory:
        raise MemoryTooSmallError("origins-memory", reports=len(read.prints), needed=f"{-(-needed // 10**7) * 10}MB")
    steps = _OnDisk(table.folder, executor, progress)
    found = same_text(read.prints, read.published, steps=steps)
    table.join(_rows(table, found))
    return _told(path, read, found)


# -- 1: reading -------------------------------------------------------------------------------------------------------


def _block(read: Callable[[_U], Iterable[Report | UnreadFile]], version: str, unit: _U) -> bytes:
    """The reports of a block as a table: what a worker does, wherever it is.

    Raises :class:`~willing.app.executors.OtherVersionError` where it has another Willing.
    """
    import pyarrow as pa

    if version != __version__:
        raise OtherVersionError("Willing", version, __version__)
    every = list(read(unit))
    prints = fingerprints("" if isinstance(each, UnreadFile) else running_text(each) for each in every)
    columns = {"file": pa.array([each.file for each in every], pa.string())}
    for name, kind in _HEAD.items():
        columns[name] = pa.array([getattr(each, name, None) for each in every], getattr(pa, kind)())
    for name in ("why", "what"):
        columns[name] = pa.array([getattr(each, name, None) for each in every], pa.string())
    for name in ("own", "words", "contents"):
        columns[name] = pa.array(getattr(prints, name))
    columns["prints"] = pa.LargeListArray.from_arrays(pa.array(prints.starts), pa.array(prints.values))
    return block_bytes(pa.table(columns))


class _ReadBlocks:
    """The fingerprints of all blocks in one file, and of every report what counts of it."""

    def __init__(self, table: BlockTable, blocks: Iterable[int]) -> None:
        parts: dict[str, list[I64]] = {name: [np.zeros(0, np.int64)] for name in ("own", "words", "sizes")}
        contents: list[U64] = [np.zeros(0, np.uint64)]
        self.published: list[date | None] = []
        self.unread = 0
        path = os.path.join(table.folder, "prints")
        with open(path, "wb") as file:
            for number in blocks:
                block = table.table(number, ["published", "why", "own", "words", "contents", "prints"])
                prints = block["prints"].combine_chunks()
                prints.values.to_numpy().tofile(file)
                parts["sizes"].append(np.diff(prints.offsets.to_numpy()))
                # copied: views would hold the whole block in memory
                parts["own"].append(block["own"].to_numpy().copy())
                parts["words"].append(block["words"].to_numpy().copy())
                contents.append(block["contents"].to_numpy().copy())
                self.published += block["published"].to_pylist()
                self.unread += len(block) - block["why"].null_count
        sizes = np.concatenate(parts["sizes"])
        self.prints = _PrintsOnDisk(
            path=path,
            starts=np.concatenate(([0], np.cumsum(sizes))),
            own=np.concatenate(parts["own"]),
            words=np.concatenate(parts["words"]),
            contents=np.concatenate(contents),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _PrintsOnDisk:
    """:class:`~willing.reports.sameness.fingerprints.Prints` in a file, eight bytes each."""

    path: str
    starts: I64
    own: I64
    words: I64
    contents: U64

    def __len__(self) -> int:
        return len(self.words)

    def of(self, i: int) -> U64:
        return self.between(i, i + 1)

    def between(self, first: int, last: int) -> U64:

        begin, end = int(self.starts[first]), int(self.starts[last])
        return np.fromfile(self.path, np.uint64, count=end - begin, offset=8 * begin)

    def gathered(self, texts: I64) -> U64:
        return gathered(self.path, self.starts[texts], self.starts[texts + 1] - self.starts[texts])


def gathered(path: str, starts: I64, sizes: I64) -> U64:
    """Numbers of a file behind each other: from each start so many."""

    values = np.empty(int(sizes.sum()), np.uint64)
    room, place = values.view(np.uint8), 0
    with open(path, "rb", buffering=0) as file:
        for start, size in zip((8 * starts).tolist(), (8 * sizes).tolist(), strict=True):
            file.seek(start)
            file.readinto(room[place : place + size].data)
            place += size
    return values


# -- 2 and 3: joining and counting ------------------------------------------------------------------------------------


class _Counting(NamedTuple):
    """Pairs to be counted: where the fingerprints of both texts lie in a file, and whether only own ones count."""

    path: str
    a: I64
    sizes_a: I64
    b: I64
    sizes_b: I64
    own: bool


def count_part(asked: _Counting) -> I64:
    """How many fingerprints each pair shares: what a worker does."""
    a, b = gathered(asked.path, asked.a, asked.sizes_a), gathered(asked.path, asked.b, asked.sizes_b)
    return shared_by(a, asked.sizes_a, b, asked.sizes_b, own=asked.own)


def sort_parts(of: str | None, paths: Sequence[str]) -> I64:
    """Sort the keys of some parts, and leave of each the runs: how many pairs they make by each bound, in all.

    ``of``: a file of flags, by rank: those of which each run has one.
    """
    flags = None if of is None else np.fromfile(of, np.bool_)
    counts = np.zeros(len(TOGETHER), np.int64)
    for path in paths:
        runs = runs_of(np.fromfile(path, np.uint64), _RANK_BITS, flags)
        counts += pairs_by_bound(runs)
        runs.ranks[ranges(runs.begins, runs.lengths)].tofile(f"{path}.ranks")
        runs.lengths.tofile(f"{path}.lengths")
        os.remove(path)
    return counts


def pair_parts(most: int, bounds: U64, paths: Sequence[str]) -> I64:
    """Leave of each part its pairs and in how many runs they are; where in them those of each bound begin."""
    cuts = []
    for path in paths:
        ranks, lengths = np.fromfile(f"{path}.ranks", np.uint64), np.fromfile(f"{path}.lengths", np.int64)
        both, hits = pairs_in(Runs(ranks, np.cumsum(lengths) - lengths, lengths), most)
        np.stack((both, hits.astype(np.uint64)), axis=1).tofile(f"{path}.pairs")
        cuts.append(np.searchsorted(both, bounds))
    return np.array(cuts)


class _OnDisk(Steps):
    """The heavy steps in parts, on disk: :class:`~willing.reports.sameness.pairs.Steps`."""

    most = 1 << 32

    def __init__(self, folder: str, executor: Executor | None, progress: Progress) -> None:
        self.folder = folder
        self.executor = executor
        self.progress = progress

    def joined(self, keys: Iterable[Keys], worth: Worth, of: Flags | None = None) -> tuple[I64, I64]:
        paths, last = self._parted(keys)
        flags = None
        if of is not None:
            flags = os.path.join(self.folder, "of")
            of.tofile(flags)
        tasks = [paths[first : first + PARTS // 16] for first in range(0, PARTS, PARTS // 16)]
        counts = self._each(partial(sort_parts, flags), tasks)
        bounds = np.linspace(0, last + 1, PARTS // 4 + 1).astype(np.uint64) << np.uint64(32)
        cuts = np.concatenate(self._each(partial(pair_parts, bound_for(np.sum(counts, axis=0)), bounds), tasks))
        none = np.zeros(0, np.int64)
        found = [(none, none)]
        for begins, ends in zip(cuts.T[:-1], cuts.T[1:], strict=True):  # pairs of some ranks, from all parts
            rows = [
                np.fromfile(f"{path}.pairs", np.uint64, count=2 * int(end - begin), offset=16 * int(begin))
                for path, begin, end in zip(paths, begins, ends, strict=True)
                if end > begin
            ]
            if rows:
                both, hits = np.concatenate(rows).reshape(-1, 2).T
                a, b, times = apart(*added(both, hits.astype(np.int64)))
                keep = worth(a, b, times)
                found.append((a[keep], b[keep]))
        for path in paths:
            os.remove(f"{path}.pairs")
        a, b = map(np.concatenate, zip(*found, strict=True))
        return a, b

    def _parted(self, keys: Iterable[Keys]) -> tuple[list[str], int]:
        """Write keys to a file for each part of their range; the files, and the highest rank."""
        paths = [os.path.join(self.folder, f"keys-{part:03}") for part in range(PARTS)]
        last = 0
        shift = np.uint64(KEY_BITS - PART_BITS)
        with ExitStack() as opened:
            files = [opened.enter_context(open(path, "wb")) for path in paths]
            for hashes, ranks in _some_at_once(keys):
                order = np.argsort(hashes)
                hashes = hashes[order]
                kept = packed(hashes, ranks[order], _RANK_BITS)
                cuts = np.searchsorted(hashes >> shift, np.arange(PARTS + 1, dtype=np.uint64))
                for file, begin, end in zip(files, cuts[:-1], cuts[1:], strict=True):
                    kept[begin:end].tofile(file)
                last = max(last, int(ranks.max()))
        return paths, last

    def counted(self, prints: Prints, a: I64, b: I64, parts: Sequence[I64], *, own: bool) -> Iterator[I64]:
        assert isinstance(prints, _PrintsOnDisk)
        starts, sizes = prints.starts, np.diff(prints.starts)
        asked = (
            _Counting(prints.path, starts[a[some]], sizes[a[some]], starts[b[some]], sizes[b[some]], own)
            for some in parts
        )
        for done, counts in enumerate(in_turn(self.executor, count_part, asked), 1):
            self.progress(done, len(parts))
            yield counts

    def _each(self, work: Callable[[Sequence[str]], I64], tasks: list[list[str]]) -> list[I64]:
        results = []
        for result in in_turn(self.executor, work, tasks):
            results.append(result)
            self.progress(len(results), len(tasks))
        return results


def _some_at_once(keys: Iterable[Keys]) -> Iterator[Keys]:
    """Keys, so many of them together that it is worth writing them."""
    hashes: list[U64] = []
    ranks: list[I64] = []
    count = 0
    for some, whose in keys:
        hashes.append(some)
        ranks.append(whose)
        count += len(some)
        if count >= _GATHERED:
            yield np.concatenate(hashes), np.concatenate(ranks)
            hashes, ranks, count = [], [], 0
    if count:
        yield np.concatenate(hashes), np.concatenate(ranks)


# -- 4: the table -----------------------------------------------------------------------------------------------------


def _rows(table: BlockTable, found: SameText) -> Iterator[pa.Table]:
    """Of each block its reports, and of what origin they are."""
    import pyarrow as pa

    first = {i: group[0] for group in found.groups for i in group}
    best = closest(found)
    begin = 0
    for block in range(table.count):
        told = table.table(block, ["file", *_HEAD, "why", "what"])
        rows = range(begin, begin + len(told))
        begin += len(told)
        pairs = [best.get(i) for i in rows]
        told = told.append_column("origin", pa.array([first.get(i, i) for i in rows], pa.int64()))
        like = [None if pair is None else pair.a + pair.b - i for i, pair in zip(rows, pairs, strict=True)]
        told = told.append_column("like", pa.array(like, pa.int64()))
        for name in ("share", "of_longer"):
            share = [None if pair is None else getattr(pair, name) for pair in pairs]
            told = told.append_column(name, pa.array(share, pa.float64()))
        carries = [found.carries.get(i) for i in rows]
        yield told.append_column("carries", pa.array(carries, pa.list_(pa.int64())))


def _told(path: str, read: _ReadBlocks, found: SameText) -> OriginsTable:
    reports = len(read.prints) - read.unread
    groups = sorted(found.groups, key=lambda group: (-len(group), group))
    largest = [
        LargestGroup(reports=len(group), row=group[0], file=_file(path, group[0])) for group in groups[:MOST_LARGEST]
    ]
    return OriginsTable(
        table=path,
        reports=reports,
        origins=reports - sum(map(len, groups)) + len(groups),
        groups=len(groups),
        largest=tuple(largest),
        carriers=len(found.carries),
        unread=read.unread,
    )


def _file(path: str, row: int) -> str:
    """The file of a row."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(path)
    for group in range(table.num_row_groups):
        count = table.metadata.row_group(group).num_rows
        if row < count:
            return str(table.read_row_group(group, columns=["file"])["file"][row].as_py())
        row -= count
    raise IndexError(row)
