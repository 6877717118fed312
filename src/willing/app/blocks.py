"""Long work in blocks, each a pure function of its number, kept as a table (Parquet) until the whole of it is there.

Blocks may be worked out anywhere, in any order and by any number of workers: the table is the same, byte for byte.
Those that are done are kept beside the table until it is whole; the same work begun again goes on from there.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
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


def parquet(table: "pa.Table", *, compressed: bool = True) -> bytes:
    """A table as a file; not ``compressed``: of numbers without order, which only take time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd" if compressed else "none", use_dictionary=compressed)
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
        return os.path.join(self.folder, f"{block:08}.parquet")

    def fill(
        self,
        work: Callable[[_U], bytes],
        units: Sequence[_U],
        executor: Executor | None,
        progress: Callable[[int, int], None],
    ) -> None:
        """Work out the blocks that are not there yet, each from its unit; without an executor, one by one here.

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
        for place, data in worked_out:
            put(self.file(missing[place]), data)
            done += 1
            progress(done, self.count)

    def tables(self, columns: Sequence[str] | None = None) -> "Iterator[pa.Table]":
        """The blocks in their order, or these columns of them."""
        import pyarrow.parquet as pq

        for block in range(self.count):
            yield pq.read_table(self.file(block), columns=columns, use_threads=False)

    def join(self, tables: "Iterator[pa.Table] | None" = None) -> None:
        """Make the table of all blocks, or of what was made of them, a row group each, and let the folder go."""
        import pyarrow.parquet as pq

        whole = f"{self.folder}/whole"
        writer = None
        try:
            for table in tables or self.tables():
                writer = writer or pq.ParquetWriter(whole, table.schema, compression="zstd")
                writer.write_table(table)
        finally:
            if writer is not None:
                writer.close()
        os.replace(whole, self.path)
        shutil.rmtree(self.folder)
