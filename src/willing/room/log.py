"""A list that only grows, and of which everybody keeps the beginning that he knew."""

from collections.abc import Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Log(Generic[_T]):
    """Entries that are never changed. Adding one takes the same time however many there are: logs that grew from one
    another share their entries, and only who adds to one that grew already is given entries of its own."""

    __slots__ = ("_entries", "_length")

    def __init__(self, entries: list[_T] | None = None) -> None:
        self._entries: list[_T] = [] if entries is None else entries
        self._length = len(self._entries)

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Log) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(self._length)

    def __iter__(self) -> Iterator[_T]:
        return self.since(0)

    def since(self, start: int) -> Iterator[_T]:
        """The entries from the one with this number on, counted from 0."""
        return iter(self._entries[start : self._length])

    def backwards(self) -> Iterator[_T]:
        """The entries, the last one first."""
        return (self._entries[number] for number in range(self._length - 1, -1, -1))

    def with_(self, entry: _T) -> "Log[_T]":
        """The log with one entry more."""
        shared = self._entries if len(self._entries) == self._length else self._entries[: self._length]
        shared.append(entry)
        return Log(shared)
