"""Work in a process of its own: it answers as here, and what takes too much ends there."""

import sys
import time
from collections.abc import Iterator

import pytest

from willing.app import apart
from willing.app.apart import Apart, ApartError
from willing.notation.sheets.book import BookError, sheet_parts
from willing.reports.formats import read_report
from willing.reports.formats.block import UnreadableError
from willing.reports.report import Report


def counts(to: int) -> Iterator[int]:
    yield from range(to)


def prints() -> Iterator[str]:
    print("this is no answer")
    yield "an answer"


def takes_memory() -> Iterator[int]:
    yield len(bytes(2**40))


def has_no_end() -> Iterator[int]:
    apart.limit(apart.MEMORY, 0)
    while time:
        pass
    yield 0


def fails() -> Iterator[Report]:
    yield from read_report(b"", "empty.txt")


def test_parts_arrive_in_order() -> None:
    one = Apart()
    assert list(one.parts(counts, 1000)) == list(range(1000))
    assert list(one.parts(prints)) == ["an answer"]
    one.close()


def test_what_is_raised_there_is_raised_here() -> None:
    one = Apart()
    with pytest.raises(UnreadableError) as caught:
        list(one.parts(fails))
    assert (caught.value.why, caught.value.what) == ("empty", "")
    with pytest.raises(BookError) as refused:
        list(one.parts(sheet_parts, b"PK\x03\x04", "book.xlsx"))
    assert refused.value.problem.code == "book-damaged"
    one.close()


@pytest.mark.skipif(sys.platform != "linux", reason="no other system bounds memory")
def test_what_takes_too_much_is_ended_and_the_next_begins_anew() -> None:
    one = Apart()
    for _ in range(2):
        with pytest.raises(ApartError, match="memory"):
            list(one.parts(takes_memory))
        with pytest.raises(ApartError, match="time"):
            list(one.parts(has_no_end))
        assert list(one.parts(counts, 3)) == [0, 1, 2]
    one.close()


def test_who_wants_no_more_parts_is_not_held_up() -> None:
    one = Apart()
    for part in one.parts(counts, 10**9):
        if part == 3:
            break
    began = time.process_time()
    assert list(one.parts(counts, 2)) == [0, 1]
    assert time.process_time() - began < 5
    one.close()
