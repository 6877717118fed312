"""Work on files of somebody else's, in a process of its own with limits on memory and time.

What reads workbooks, PDFs, feeds and pages believes what a file says of itself; a small one can take all memory, or
never end. So it is read apart: what goes wrong there ends that process, and is told here. Windows and macOS have no
such limit on memory; there, time is what bounds.
"""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Literal, TypeVar

_T = TypeVar("_T")

#: What work may take before it has measured what is to be done: bytes of memory, seconds of the processor.
MEMORY, SECONDS = 640 * 2**20, 10

#: Seconds of the clock after which work is ended where no processor counts them.
_ON_THE_CLOCK = 60


class ApartError(Exception):
    """Work that took more than it may (``why``), or whose process came to an end."""

    def __init__(self, why: Literal["memory", "time"]) -> None:
        super().__init__(why)
        self.why = why


class Apart:
    """A process for work, started when it is first needed; to be closed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def parts(self, work: Callable[..., Iterator[_T]], *arguments: object) -> Iterator[_T]:
        """What work yields, one after the other. ``work`` is a function of a module, its arguments and parts can be
        pickled.

        Raises what it raises, and :class:`ApartError`.
        """
        with self._lock:
            process = self._started()
            timer = threading.Timer(_ON_THE_CLOCK, process.kill)
            timer.daemon = True
            if sys.platform == "win32":
                timer.start()
            ended = False
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                with suppress(BrokenPipeError):  # it has ended; why, is found out below
                    pickle.dump((work, arguments), process.stdin)
                    process.stdin.flush()
                while True:
                    kind, told = pickle.load(process.stdout)  # from our own code
                    if kind != "part":
                        break
                    yield told
                ended = True
            except (EOFError, pickle.UnpicklingError):
                raise ApartError(_why(process)) from None
            finally:
                timer.cancel()
                if not ended:
                    self._end()
            if kind == "raised":
                raise told

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import _serve; _serve()"
            self._process = subprocess.Popen(
                [sys.executable, "-S", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


def _why(process: "subprocess.Popen[bytes]") -> Literal["memory", "time"]:
    """What a process ended of: the signals of its two clocks, else that it could not have more memory."""
    import signal

    return "time" if -process.wait() in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", 9)) else "memory"


#: What reads one report after the other: to start it for each would take longer than to read it.
_reader = Apart()
atexit.register(_reader.close)


def read_apart(work: Callable[..., Iterator[_T]], *arguments: object) -> Iterator[_T]:
    """What short work yields, in a process that is kept. Raises as :meth:`Apart.parts` does."""
    return _reader.parts(work, *arguments)


def _serve() -> None:
    """Work for the process that started this one, until it closes the pipe."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is printed here is no answer
    while True:
        try:
            work, arguments = pickle.load(asked)
        except EOFError:
            return
        limit(MEMORY, SECONDS)
        last: tuple[str, Any] = ("end", None)
        try:
            for part in work(*arguments):
                pickle.dump(("part", part), told)
        except MemoryError:
            os._exit(1)
        except Exception as error:
            last = ("raised", error)
        pickle.dump(last, told)
        told.flush()


def limit(memory: int, seconds: int) -> None:
    """Let this process take so many bytes, and so many seconds of the processor from now on."""
    if sys.platform == "win32":
        return
    import resource
    import time

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for kind, wanted in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, int(time.process_time()) + 1 + seconds),
        ):
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
