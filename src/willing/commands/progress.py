"""A bar on standard error for what takes longer than two seconds, if that is a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer

_AFTER = 2.0
_CELLS = 30


@contextmanager
def bar() -> Iterator[Callable[[int, int], None]]:
    """What is given is told how much is done, and of how much; once that is all, nothing is shown, for a while or for
    good."""
    start = shown = time.monotonic()
    terminal = sys.stderr is not None and sys.stderr.isatty()
    drawn = False
    last = (0, 0)
    pen = Lock()

    def erase() -> None:
        nonlocal drawn
        if drawn:
            sys.stderr.write("\r" + " " * (_CELLS + 24) + "\r")
            sys.stderr.flush()
        drawn = False

    def draw(now: float) -> None:
        nonlocal shown, drawn
        done, of = last
        full = _CELLS * done // max(1, of)
        sys.stderr.write(f"\r[{'#' * full}{'.' * (_CELLS - full)}] {done}/{of}")
        sys.stderr.flush()
        shown, drawn = now, True

    def progress(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        with pen:
            last = (done, of)
            if done >= of:
                erase()
            elif terminal and now - start > _AFTER and now - shown > 0.1:
                draw(now)

    def first() -> None:
        with pen:
            if last[0] < last[1]:
                draw(time.monotonic())

    timer = Timer(_AFTER, first)  # also where the first step takes longer, as opening a workbook does
    timer.daemon = True
    if terminal:
        timer.start()
    try:
        yield progress
    finally:
        timer.cancel()
        with pen:
            last = (0, 0)
            erase()
