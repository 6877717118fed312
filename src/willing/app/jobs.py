"""Long work beside the thread that asks for it, on any executor; and answers that are worked out once."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")
_U = TypeVar("_U")

#: So many things are worked out at once where no executor is given: more threads would only wait for one another.
WORKERS = 4

#: So many units are begun beyond the one that is waited for.
_AHEAD = 16


class Job(Generic[_T]):
    """Work on several units; ``done`` of them are worked out, ``of`` so many."""

    def __init__(self, futures: Sequence["Future[_T]"]) -> None:
        self._futures = list(futures)
        self.of = len(futures)

    @property
    def done(self) -> int:
        """How many units are worked out."""
        return sum(future.done() for future in self._futures)

    def cancel(self) -> None:
        """Begin no unit that is not begun; :meth:`results` then raises CancelledError."""
        for future in self._futures:
            future.cancel()

    def as_done(self) -> Iterator[tuple[int, _T]]:
        """The place of each unit and what came of it, as they are done, which is let go then.

        Raises what a unit raised, and cancels the others then.
        """
        places = {future: place for place, future in enumerate(self._futures)}
        self._futures = []
        try:
            for future in as_completed(list(places)):
                yield places.pop(future), future.result()
        except BaseException:
            for future in places:
                future.cancel()
            raise

    def results(self, progress: Callable[[int, int], None] = lambda done, of: None) -> list[_T]:
        """What came of the units, in their order; ``progress`` is told how many are done, of how many.

        Raises what a unit raised, and cancels the others then.
        """
        try:
            for done, future in enumerate(as_completed(self._futures), 1):
                future.result()
                progress(done, self.of)
        except BaseException:
            self.cancel()
            raise
        return [future.result() for future in self._futures]


class Jobs:
    """What runs jobs: threads of this process or, given one, any :class:`concurrent.futures.Executor`."""

    def __init__(self, executor: Executor | None = None) -> None:
        self.executor = executor or ThreadPoolExecutor(WORKERS, "willing")

    def submit(self, work: Callable[..., _T], *arguments: object) -> "Future[_T]":
        """Begin a piece of work."""
        return self.executor.submit(work, *arguments)

    def start(self, work: Callable[[_U], _T], units: Sequence[_U]) -> Job[_T]:
        """Begin the same work on several units."""
        return Job([self.executor.submit(work, unit) for unit in units])

    def close(self) -> None:
        """Begin nothing more."""
        self.executor.shutdown(wait=False, cancel_futures=True)


def in_turn(executor: Executor | None, work: Callable[[_U], _T], units: Iterable[_U]) -> Iterator[_T]:
    """What comes of each unit, in their order; units are taken as they are needed, a few ahead of what is done.

    Without an executor, one after the other here. Raises what a unit raised, and cancels the others then.
    """
    if executor is None:
        yield from map(work, units)
        return
    ahead: deque[Future[_T]] = deque()
    try:
        for unit in units:
            ahead.append(executor.submit(work, unit))
            if len(ahead) > _AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        for future in ahead:
            future.cancel()


class Kept(Generic[_K, _T]):
    """Answers by what was asked: each is worked out once, also where several threads ask at once; at most ``most`` are
    kept, and what was not asked for longest is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[_K, Future[_T]] = OrderedDict()

    def ready(self, key: _K) -> _T | None:
        """The answer, if it is there now."""
        with self._lock:
            future = self._kept.get(key)
            if future is None or not future.done():
                return None
            self._kept.move_to_end(key)
        return future.result()

    def get(self, key: _K, make: Callable[[], _T]) -> _T:
        """The answer, made if it is not there. Raises what ``make`` does; nothing is kept then."""
        with self._lock:
            future = self._kept.get(key)
            mine = future is None
            if future is None:
                future = self._kept[key] = Future()
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        if not mine:
            return future.result()
        try:
            future.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is future:
                    del self._kept[key]
            future.set_exception(error)
        return future.result()

    def newest(self) -> _K | None:
        """What was asked last."""
        with self._lock:
            return next(reversed(self._kept), None)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
