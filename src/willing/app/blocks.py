"""Long work in blocks, each a pure function of its number, kept (Arrow) until the whole table (Parquet) is there.

Blocks may be worked out anywhere, in any order and by any number of workers: the table is the same, byte for byte.
Those that are done are kept beside the table until it is whole; the same work begun again goes on from there.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, TypeVar

from willing.app.errors import PlanError
from willing.app.files import put
from willing.app.jobs import Jobs
from willing.app.open import read_file
from willing.model.place import Place
from willing.model.problem import Message, Problem

if TYPE_CHECKING:
    import pyarrow as pa

_U = TypeVar("_U")


def block_bytes(table: "pa.Table", compression: str | None = None) -> bytes:
    """A block as a file (Arrow); ``compression``: of what repeats itself, ``lz4``."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=compression, use_threads=False)
    with pa.ipc.new_file(sink, table.schema, options=options) as file:
        file.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


class BlockTable:
    """The blocks of a table that is not whole yet: files in a folder beside it."""

    def __init__(self, path: str, about: bytes, count: int) -> None:
        """``about``: what tells this work from any other. Raises :class:`PlanError` where the folder has blocks of
        other work, and OSError."""
        self.path = path
        self.folder = f"{path}.blocks"
        self.count = count
        task = os.path.join(self.folder, "task.json")
        os.makedirs(self.folder, exist_ok=True)
        if not os.path.exists(task):
            put(task, about)
        elif read_file(task) != about:
            message = Message("blocks-of-another", folder=self.folder)
            raise PlanError((Problem(place=Place(file=path, line=0), message=message),))

    def file(self, block: int) -> str:
        """Where a block is kept."""
        return os.path.join(self.folder, f"{block:08}.arrow")

    def fill(
        self,
        work: Callable[[_U], bytes],
        units: Sequence[_U],
        executor: Executor | None,
        progress: Callable[[int, int], None],
    ) -> Iterator[int]:
        """Work out the blocks that are not there yet, each from its unit; without an executor, one by one here.

        Yields every block in their order, as soon as it is there: what is done with it is done while others work.
        Raises OSError and what ``work`` does; what is done by then stays.
        """
        missing = [block for block in range(self.count) if not os.path.exists(self.file(block))]
        done = self.count - len(missing)
        progress(done, self.count)
        worked_out: Iterator[tuple[int, bytes]]
        if executor is None:
            worked_out = ((place, work(units[block])) for place, block in enumerate(missing))
        else:
            worked_out = Jobs(executor).start(work, [units[block] for block in missing]).as_done()
        waiting, turn = set(missing), 0
        for place, data in worked_out:
            put(self.file(missing[place]), data)
            waiting.remove(missing[place])
            done += 1
            progress(done, self.count)
            while turn < self.count and turn not in waiting:
                yield turn
                turn += 1
        yield from range(turn, self.count)

    def table(self, block: int, columns: Sequence[str] | None = None) -> "pa.Table":
        """A block that is there, or these columns of it."""
        import pyarrow as pa

        with pa.OSFile(self.file(block)) as file:
            names = pa.ipc.open_file(file).schema.names
            wanted = None if columns is None else [names.index(name) for name in columns]
            options = pa.ipc.IpcReadOptions(use_threads=False, included_fields=wanted)
            return pa.ipc.open_file(file, options=options).read_all()

    def join(self, tables: "Iterable[pa.Table]") -> None:
        """Make the table of what was made of all blocks, in their order, a row group each, and let the folder go."""
        import pyarrow.parquet as pq

        whole = f"{self.folder}/whole"
        writer = None
        try:
            for table in tables:
                # what is the least and the most of a block helps nobody, and takes half the time
                writer = writer or pq.ParquetWriter(whole, table.schema, compression="zstd", write_statistics=False)
                writer.write_table(table)
        finally:
            if writer is not None:
                writer.close()
        os.replace(whole, self.path)
        shutil.rmtree(self.folder)
