"""One room, open: its state as it stands, and the one thread that writes it (§R7.4, §R13)."""

import hashlib
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from msgspec import Struct, field

from willing.room.chairing import due, exported, join, signed_in
from willing.room.events import Event, canonical
from willing.room.fold import FOLD, Member, State, begun_from, folded, kept
from willing.room.judging import judge
from willing.room.ledger import Ledger, Taken, Turn
from willing.room.limits import FREE, Limits
from willing.room.pen import Pen, Request
from willing.room.problems import RefusedError
from willing.room.reading import to_json
from willing.room.rights import Actor
from willing.room.watching import warn

#: So many requests go into one commit at most.
_GATHERED = 256


_Clock = Callable[[], datetime]
_Told = Callable[[Sequence[Event], State], None]
_Answer = tuple[Any, Exception | None]
_Requests = dict[tuple[str, str], Taken]


class Reply(Struct, frozen=True, kw_only=True):
    """An answer: its status, and its body as JSON; ``wait``: how many seconds to pass before it is asked again."""

    status: int
    body: bytes
    wait: int = 0


class _Job(Struct, kw_only=True):
    """What the writer is asked to do, and who waits for it; without ``work`` no more than to look."""

    done: "Future[Any]" = field(default_factory=Future)
    work: Callable[[Pen], Any] | None = None
    request: Request | None = None


class Room:
    """A room that is read and written. ``state`` is that of the last commit: take it, and keep it as long as needed."""

    def __init__(self, ledger: Ledger, state: State, clock: _Clock, limits: Limits) -> None:
        self.ledger = ledger
        self.state = state
        self.limits = limits
        self._clock = clock
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._told: list[_Told] = []
        self.kept = ledger.kept()  # after which event how it stands is kept
        self._failed = False
        self.commits = 0  # how many there were, and how many seconds they took
        self.committing = 0.0
        self._writer = threading.Thread(target=self._write, name=f"writer of {ledger.room}", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, where: str, clock: _Clock = lambda: datetime.now(UTC), writes: Mapping[int, int] = FREE) -> "Room":
        """Open the room that is kept there; ``writes``: how many a delegation has in so many seconds.

        Raises RoomError (of the ledger) and OSError.
        """
        ledger, limits = Ledger.open(where), Limits(writes)
        state = standing(ledger)
        limits.wrote(list(ledger.events(ledger.last(clock() - limits.longest), state.seq)))
        room = cls(ledger, state, clock, limits)
        ledger.store.listen(room.id, room.hear)
        room.tick().result()
        return room

    @property
    def id(self) -> str:
        """The {room} of its addresses."""
        return self.ledger.room

    def write(self, request: Request) -> "Future[Reply]":
        """Ask for something to be written; the answer comes when it is on disk. Any thread may ask."""
        return self._asked(_Job(request=request))

    def tick(self) -> "Future[None]":
        """Read on what others wrote, and write what is due by the clock: midnight, rounds, proposals (§R4, §R6.7)."""
        return self._asked(_Job())

    def hear(self, seq: int) -> None:
        """Others wrote, up to this event: read on."""
        if seq > self.state.seq:
            self.tick()

    def join(self, invitation: str, account: str) -> "Future[Member | None]":
        """Take up an invitation, named by the SHA-256 of its token; None where it was used, is over or never was."""
        return self._asked(_Job(work=lambda pen: join(pen, invitation, account)))

    def signed_in(self, account: str) -> "Future[None]":
        """Write that somebody signed in."""
        return self._asked(_Job(work=lambda pen: signed_in(pen, account)))

    def exported(self, actor: Actor) -> "Future[None]":
        """Write that somebody took an export."""
        return self._asked(_Job(work=lambda pen: exported(pen, actor)))

    def _asked(self, job: _Job) -> "Future[Any]":
        self._jobs.put(job)
        return job.done

    def subscribe(self, told: _Told) -> None:
        """Have a function told of every commit, in the writer's thread, before those who wait for it are answered."""
        self._told.append(told)

    def close(self) -> None:
        """Write what waits, and let go of where it is kept; closed already, it stays so."""
        if not self._writer.is_alive():
            return
        self._jobs.put(None)
        self._writer.join()
        if self.state.seq > self.kept:
            with suppress(OSError):  # it is a cache
                keep(self.ledger, self.state)
        self.ledger.close()

    # -- the writer's thread ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        going = True
        while going:
            jobs: list[_Job] = []
            job = self._jobs.get()
            while job is not None:
                if job.done.set_running_or_notify_cancel():
                    jobs.append(job)
                if len(jobs) == _GATHERED or self._jobs.empty():
                    break
                job = self._jobs.get()
            going = job is not None
            try:
                self._commit(jobs)
            except Exception as error:  # the disk's, or a mistake of ours: told to who waits, and the room goes on
                if isinstance(error, OSError) and not self._failed:  # once, to who runs it
                    warn("not written", room=self.id, reason=str(error).partition("\n")[0])
                self._failed = isinstance(error, OSError)
                for waiting in (each.done for each in jobs if not each.done.done()):
                    waiting.set_exception(error)

    def _commit(self, jobs: list[_Job]) -> None:
        """Judge the jobs one after the other, write what they come to in one commit, then answer them."""
        if not any(job.work or job.request for job in jobs) and self._is_quiet():
            answers: list[_Answer] = [(None, None)] * len(jobs)
        else:
            begun = perf_counter()
            with self.ledger.turn() as turn:
                self._read_on(turn.events(self.state.seq))
                pen, taken, answers = self._judged(jobs, turn)
                turn.append(pen.events, taken.values())
            self._failed = False
            self.commits += 1
            self.committing += perf_counter() - begun
            self._tell(pen.events, pen.state)
        for job, (answer, failed) in zip(jobs, answers, strict=True):
            if failed is not None:
                job.done.set_exception(failed)
            else:
                job.done.set_result(answer)

    def _is_quiet(self) -> bool:
        """Know what others wrote, as who holds the room may, beside the server; whether nothing is due."""
        if self.ledger.last() > self.state.seq:
            self._read_on(list(self.ledger.events(self.state.seq)))
        pen = Pen(self.state, self._clock())
        due(pen)
        return not pen.events

    def _read_on(self, events: Sequence[Event]) -> None:
        if events:
            self.limits.wrote(events)
            self._tell(events, folded(events, self.state))

    def _tell(self, events: Sequence[Event], state: State) -> None:
        self.state = state
        for told in self._told if events else ():
            told(events, state)

    def _judged(self, jobs: list[_Job], turn: Turn) -> tuple[Pen, _Requests, list[_Answer]]:
        """What the jobs come to: events, the requests that were taken, and an answer or a mistake for each job."""
        before = turn.taken([(its.request.actor.account, its.request.key or "") for its in jobs if its.request])
        whole = Pen(self.state, self._clock())
        due(whole)  # what is due comes before what is asked now
        taken: dict[tuple[str, str], Taken] = {}
        answers: list[_Answer] = []
        for job in jobs:
            pen = Pen(whole.state, whole.now)
            try:
                if job.request is not None:
                    answer: Any = self._answer(job.request, pen, before, taken)
                else:
                    answer = job.work(pen) if job.work else None
            except Exception as error:  # a mistake of ours in one request is not to stop the room
                answers.append((None, error))
                continue
            answers.append((answer, None))
            if not isinstance(answer, Reply) or answer.status == 201:
                whole.state = pen.state
                whole.events += pen.events
        return whole, taken, answers

    def _answer(self, request: Request, pen: Pen, before: _Requests, taken: _Requests) -> Reply:
        name = (request.actor.account, request.key or "")
        same = taken.get(name) or before.get(name)
        asked = _asked(request)
        if same is not None and same.asked == asked:
            return Reply(status=200, body=same.reply.encode())
        if wait := self.limits.wait(request.actor.delegation, pen.now):
            refused = RefusedError("slow_down")
            return Reply(status=refused.status, body=to_json(refused.json(request.language)), wait=wait)
        try:
            written = judge(pen, request, reused=same is not None)
        except RefusedError as refused:
            return Reply(status=refused.status, body=to_json(refused.json(request.language)))
        reply = to_json(written.body)
        if not pen.events:
            return Reply(status=200, body=reply)
        kept = to_json(written.kept) if written.kept is not None else reply
        taken[name] = Taken(*name, asked, kept.decode())
        return Reply(status=201, body=reply)


def keep(ledger: Ledger, state: State) -> None:
    """Keep how a room stands, to begin from there another time (§R13.2). Raises OSError."""
    ledger.keep(state.seq, _mark(state), kept(state))


def standing(ledger: Ledger, upto: int | None = None) -> State:
    """A room as it stands, or stood after event ``upto``: from what was kept on, if that is of these events, of this
    fold, and not later (§R13.2)."""
    found = ledger.snapshot()
    state = begun_from(found[0]) if found is not None else None
    if state is not None and found is not None and found[1] == _mark(state) and state.seq <= (upto or state.seq):
        here = next(ledger.events(state.seq - 1, state.seq), None)
        if here is not None and here.hash == state.tip.hash:
            return folded(ledger.events(state.seq, upto), state)
    return folded(ledger.events(0, upto))


def _mark(state: State) -> str:
    return f"{FOLD}:{state.tip.hash}"


def _asked(request: Request) -> str:
    """What is asked for, as a hash: two requests with the same are one (§R7.3)."""
    said = [request.method, request.address, request.actor.acting, request.body]
    return hashlib.sha256(canonical(said)).hexdigest()
