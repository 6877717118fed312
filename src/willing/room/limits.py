"""How much a delegation may have and do (§R16): none of another's is counted with it, and it is told in good time."""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from willing.room.events import Event
from willing.room.fold import HOST, Record, State

MOST_MEMBERS, MOST_RECORDS, MOST_OF_HOST = 20, 500, 5_000
#: Pages, and questions at once.
MOST_PAGES, MOST_ASKED = 100, 4

#: Writes, by how many seconds.
WRITES: Mapping[int, int] = {60: 600, 1: 20}
FREE: Mapping[int, int] = {}


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
    """What delegations wrote of late in a room, as whoever writes it counts (§R16): what is asked of it here, and what
    was taken elsewhere, which it reads before it writes. So they hold for all servers of a room together."""

    def __init__(self, writes: Mapping[int, int]) -> None:
        self._writes = writes
        self._done: dict[str, deque[datetime]] = {}

    @property
    def longest(self) -> timedelta:
        """How long a write is counted at most."""
        return timedelta(seconds=max(self._writes, default=0))

    def wait(self, delegation: str, now: datetime) -> int:
        """How many seconds a write has to wait; 0 for one that is counted now."""
        done = self._done.get(delegation, ())
        for seconds, most in self._writes.items():
            if len(done) >= most and (since := (now - done[-most]).total_seconds()) < seconds:
                return max(1, round(seconds - since))
        self._count(delegation, now)
        return 0

    def wrote(self, events: Sequence[Event]) -> None:
        """Count what was taken elsewhere: all that came under one key is one write."""
        for before, event in pairwise((None, *events)):
            if event is not None and event.key and (before is None or before.key != event.key):
                self._count(event.delegation, event.at)

    def _count(self, delegation: str, at: datetime) -> None:
        if self._writes:
            self._done.setdefault(delegation, deque(maxlen=max(self._writes.values()))).append(at)

    def used(self, delegation: str, now: datetime) -> Used | None:
        """What it wrote in the longest time that has a limit; None where there is none. Any thread may ask."""
        if not self._writes:
            return None
        seconds = max(self._writes)
        done = sum(1 for at in tuple(self._done.get(delegation, ())) if at > now - self.longest)
        return Used("writes", done, self._writes[seconds])
