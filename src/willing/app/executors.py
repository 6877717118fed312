"""Where long work is done: here, in processes of this machine, or by workers elsewhere (Dask)."""

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from willing.answers.problems import MessageError
from willing.app.open import read_file, tables_in
from willing.model.version import __version__

#: How an address of workers begins, and how Dask writes that.
SCHEMES = {"dask://": "tcp://", "dask+tls://": "tls://"}

#: Seconds until a scheduler that does not answer counts as gone; how often work is given to others whose worker died.
PATIENCE = 10
RETRIES = 3


class ExecutorError(MessageError):
    """Work could not be done where it was sent; ``message`` says why."""


class OtherVersionError(Exception):
    """A worker has something else than whoever asked it; ``what``: Willing, or a file; how it is here and there."""

    def __init__(self, what: str, here: str, there: str) -> None:
        super().__init__(what, here, there)
        self.what, self.here, self.there = what, here, there


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What work rests on, wherever it is done: paths (files, or folders of tables), SHA-256 of what they hold, and the
    version that asks."""

    paths: tuple[str, ...]
    held: str
    version: str = __version__

    @classmethod
    def of(cls, *paths: str) -> "Files":
        """These as they are now; what is neither file nor folder counts as empty. Raises OSError."""
        paths = tuple(map(os.path.abspath, paths))
        digest = sha256()
        for path in paths:
            digest.update(_held(path))
        return cls(paths=paths, held=digest.hexdigest())

    def check(self) -> None:
        """Raises :class:`OtherVersionError` where they are others here, or Willing is another one."""
        if self.version != __version__:
            raise OtherVersionError("Willing", self.version, __version__)
        here = Files.of(*self.paths)
        if here.held != self.held:
            raise OtherVersionError(self.paths[0], self.held[:12], here.held[:12])


def _held(path: str) -> bytes:
    """The SHA-256 of a file, or of the tables of a folder and their names."""
    if not os.path.isdir(path):
        return sha256(read_file(path) if os.path.isfile(path) else b"").digest()
    held = sha256()
    for name in tables_in(path):
        held.update(sha256(os.fsencode(name)).digest() + _held(os.path.join(path, name)))
    return held.digest()


@contextmanager
def executor_at(workers: int, address: str | None = None) -> Iterator[Executor | None]:
    """An executor of so many processes, or of the workers at an address (``dask://host:port``); None: do it here.

    Raises :class:`ExecutorError` where there are none, and where they fail while it is used; ImportError without the
    extra ``scale`` where it is needed.
    """
    try:
        if address is not None:
            yield from _dask(address)
        elif workers > 1:
            from concurrent.futures import ProcessPoolExecutor  # most questions are answered here
            from multiprocessing import get_context

            pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
            try:
                yield pool
            finally:
                pool.shutdown(cancel_futures=True)
        else:
            yield None
    except BrokenExecutor:
        raise ExecutorError("worker-died") from None
    except OtherVersionError as error:
        raise ExecutorError("worker-other-version", what=error.what, here=error.here, there=error.there) from None


def _dask(address: str) -> Iterator[Executor]:
    scheme = next((each for each in SCHEMES if address.startswith(each) and len(address) > len(each)), None)
    if scheme is None:
        raise ExecutorError("executor-unknown", address=address)
    from distributed import Client, KilledWorker
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError

    try:
        client = Client(SCHEMES[scheme] + address.removeprefix(scheme), timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, CommClosedError) as error:
        raise ExecutorError("scheduler-gone", address=address, reason=str(error) or type(error).__name__) from None
    try:
        yield client.get_executor(retries=RETRIES)
    except KilledWorker:
        raise ExecutorError("worker-died") from None
    except (CommClosedError, FutureCancelledError, TimeoutError) as error:
        raise ExecutorError("scheduler-gone", address=address, reason=type(error).__name__) from None
    finally:
        client.close(timeout=PATIENCE)
