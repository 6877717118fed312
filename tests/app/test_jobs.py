"""Long work beside the one who asks: in order, told how far it is, ended early, and never done twice."""

import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from willing.app.jobs import Jobs, Kept


def test_results_are_in_the_order_of_the_units_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    jobs = Jobs(ThreadPoolExecutor(3))
    job = jobs.start(lambda n: n * n, range(20))
    assert job.results(lambda done, of: told.append((done, of))) == [n * n for n in range(20)]
    assert told == [(n, 20) for n in range(1, 21)]
    assert (job.done, job.of) == (20, 20)
    jobs.close()


def test_what_is_cancelled_begins_nothing_more() -> None:
    jobs, go, begun = Jobs(ThreadPoolExecutor(1)), threading.Event(), []

    def work(unit: int) -> None:
        begun.append(unit)
        go.wait(10)

    job = jobs.start(work, range(50))
    job.cancel()
    go.set()
    with pytest.raises(CancelledError):
        job.results()
    jobs.executor.shutdown()
    assert len(begun) <= 1


def test_a_unit_that_fails_fails_the_job() -> None:
    def work(unit: int) -> float:
        return 1 / unit

    jobs = Jobs()
    with pytest.raises(ZeroDivisionError):
        jobs.start(work, [1, 0, 2]).results()
    jobs.close()


def test_what_is_asked_at_once_is_worked_out_once() -> None:
    kept: Kept[str, int] = Kept(2)
    made: list[int] = []
    go = threading.Event()

    def make() -> int:
        made.append(1)
        go.wait(10)
        return 7

    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(kept.get, "a", make) for _ in range(4)]
        assert kept.ready("a") is None
        go.set()
        assert [each.result() for each in answers] == [7] * 4
    assert made == [1]
    assert kept.ready("a") == 7


def test_what_was_not_asked_for_longest_is_forgotten_and_what_failed_is_not_kept() -> None:
    kept: Kept[str, str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)
    assert [kept.ready(key) for key in ("a", "b", "c")] == ["a", None, "c"]
    assert kept.newest() == "c"
    with pytest.raises(KeyError):
        kept.get("d", lambda: {}["nothing"])
    assert kept.get("d", lambda: "now") == "now"
    kept.clear()
    assert kept.newest() is None
