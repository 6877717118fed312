"""How work grows with what it is given, without a clock: the time of the processor for so much, beside that for a part.

Seconds depend on the machine, on what else runs and on whether coverage is measured; how they grow does not.
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

#: What is large is so many times what is small. Where the time grows with the square, it is 16 times as long.
PART = 4
#: So many times as long it may take: proportion is 4; what caches, and the collection of garbage, add is in the rest.
_ALLOWED = 10
#: What takes less (in seconds of the processor) is not told from nothing.
_FLOOR = 0.01
_TRIES = 8


def grows_in_proportion(work: Callable[[_T], _R], small: _T, large: _T) -> _R:
    """Hold that work on ``large``, four times ``small``, takes no longer than in proportion, best of several tries;
    what came of it."""
    least_small = least_large = float("inf")
    for _ in range(_TRIES):
        least_small = min(least_small, _timed(work, small)[0])
        allowed = _ALLOWED * max(least_small, _FLOOR)
        with _no_longer_than(10 * allowed):
            seconds, result = _timed(work, large)
        least_large = min(least_large, seconds)
        if least_large <= allowed:
            return result
    raise AssertionError(f"{PART} times as much takes {least_large / max(least_small, _FLOOR):.0f} times as long")


def _timed(work: Callable[[_T], _R], given: _T) -> tuple[float, _R]:
    start = time.process_time()
    result = work(given)
    return time.process_time() - start, result


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """What has no end is a failure, not a wait."""

    def end(*_: object) -> None:
        raise AssertionError(f"{PART} times as much takes more than {10 * _ALLOWED} times as long")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
