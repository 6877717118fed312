"""How much a delegation may have and do (§R16): none of another's is counted with it, and it is told in good time."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from willing.room.fold import HOST, Record, State

MOST_MEMBERS, MOST_RECORDS, MOST_OF_HOST = 20, 500, 5_000
#: Pages, and questions at once.
MOST_PAGES, MOST_ASKED = 100, 4

#: Writes, by how many seconds.
WRITES: Mapping[int, int] = {60: 600, 1: 20}


class Used(Struct, frozen=True):
    """How much of something there is, and how much there may be. ``what``: ``records``, ``members``, ``pages``, or
    ``writes`` of late."""

    what: str
    used: int
    most: int

    @property
    def nearly(self) -> bool:
        """Whether it is to be told: from 80 % on."""
        return self.used * 5 >= self.most * 4


def records_of(state: State, delegation: str) -> Used:
    """The records of a delegation; of the host with those that it made on behalf."""
    host = delegation == HOST
    its = (1 for each in state.records.values() if each.owner == delegation or (host and _by_host(each)))
    return Used("records", sum(its), MOST_OF_HOST if host else MOST_RECORDS)


def _by_host(record: Record) -> bool:
    return bool(record.versions) and record.versions[0].delegation == HOST and record.owner != HOST


def members_of(state: State, delegation: str, now: datetime) -> Used:
    """The members of a delegation, and the invitations that can still be taken up."""
    its = (each for each in state.members.values() if each.delegation == delegation and each.revoked is None)
    return Used("members", sum(1 for each in its if each.since is not None or each.expires > now), MOST_MEMBERS)


class Limits:
    """What delegations wrote of late."""

    def __init__(self, writes: Mapping[int, int], now: Callable[[], float] = time.monotonic) -> None:
        self._writes = writes
        self._now = now
        self._done: dict[tuple[str, str], deque[float]] = {}

    def wait(self, room: str, delegation: str) -> int:
        """How many seconds a write has to wait; 0 for one that is counted now."""
        if not self._writes:
            return 0
        done, now = self._done.setdefault((room, delegation), deque()), self._now()
        while done and done[0] <= now - max(self._writes):
            done.popleft()
        for seconds, most in self._writes.items():
            if len(done) >= most and (since := now - done[-most]) < seconds:
                return max(1, round(seconds - since))
        done.append(now)
        return 0

    def used(self, room: str, delegation: str) -> Used | None:
        """What it wrote in the longest time that has a limit; None where there is none."""
        if not self._writes:
            return None
        seconds = max(self._writes)
        begun = self._now() - seconds
        done = sum(1 for at in self._done.get((room, delegation), ()) if at > begun)
        return Used("writes", done, self._writes[seconds])
