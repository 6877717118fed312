"""Pages that follow a room (§R12): each basis is worked out after a write that touches it, and what changed is sent."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from willing.room.accounts import Session
from willing.room.answers import Answered, Asked, Computing, DiedError
from willing.room.basis import Which
from willing.room.events import Event
from willing.room.fold import ROOM, State, Told, news
from willing.room.reading import KINDS
from willing.room.room import Room
from willing.web.sockets import Outbox

#: So many answers of a basis are kept for pages that come back.
MOST_KEPT = 32
#: Of so many answers that are worked out, one is a lever, if any waits.
EVERY = 8

#: Seconds until a ledger that could not be read is tried again.
AGAIN = 1.0

#: Happenings that leave a basis as it was, but ``drafts``, of which the first two are.
_OF_DRAFTS = ("drafted", "dropped")
_OF_NO_BASIS = ("responded",)
_OF_ALL = ("day", "round_opened", "round_closed")

#: Seconds until what could not be read is asked for again.
AWAY = 0.5

Path = tuple[str, ...]


class Key(NamedTuple):
    """A basis: ``room``, or ``mine`` or ``drafts`` of a delegation."""

    which: Which
    delegation: str

    @property
    def reader(self) -> str:
        """Who is told of what touches it."""
        return ROOM if self.which == "room" else self.delegation


_ROOM = Key("room", "")


class Shown(Struct, frozen=True, kw_only=True):
    """An answer on a basis, as the room stood then: ``value`` as §R15 has it but for its cursor; ``by``: the one record
    that made it another than before."""

    state: State
    value: dict[str, Any]
    by: dict[str, Any] | None = None

    def told(self, delegation: str) -> dict[str, Any]:
        """As a delegation reads it."""
        return {**self.value, "cursor": self.state.cursor(delegation)}


class Page(Outbox):
    """A page that follows, and the session it does so by."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class Live:
    """A room's answers, kept up with its writes, and the pages that show them.

    ``computing`` works them out; the ``others`` help it while nobody asks them anything.
    """

    def __init__(self, room: Room, computing: Computing, *others: Computing) -> None:
        self.room = room
        self.computing = computing
        self._others = others
        self._at: dict[Computing, tuple[Key, asyncio.Task[None]]] = {}
        self._kept: dict[Key, deque[Shown]] = {}
        self._pages: dict[Key, dict[Page, str]] = {_ROOM: {}}
        self._woken = asyncio.Event()
        self._done = 0
        self._last: Key | None = None
        self._changing: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)
        loop = asyncio.get_running_loop()

        def told(_: Sequence[Event], __: State) -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._woken.set)

        room.subscribe(told)

    # -- answers ------------------------------------------------------------------------------------------------------

    def latest(self, key: Key) -> Shown | None:
        """The last answer there is on a basis."""
        kept = self._kept.get(key)
        return kept[-1] if kept else None

    async def shown(self, key: Key) -> Shown:
        """The answer on a basis as the room stands now."""
        if self._touched(self.room.state, [key]):
            await self._work_out(key, self.computing)
        shown = self.latest(key)
        assert shown is not None
        return shown

    async def run(self) -> None:
        """Work out what is touched, and the levers, until the end."""
        try:
            while True:
                self._set_to_work()
                await self._woken.wait()
                self._woken.clear()
        finally:
            for _, task in self._at.values():
                task.cancel()

    def _set_to_work(self) -> None:
        """Give whoever is free what is to be worked out next."""
        for computing in (self.computing, *self._others):
            if computing in self._at or (computing is not self.computing and computing.asked):
                continue
            job = self._next()
            if job is None:
                break
            key, part = job
            work = self._work_out if part == "all" else self._lever
            task = asyncio.create_task(_tried(work(key, computing)))
            self._at[computing] = key, task
            task.add_done_callback(partial(self._worked_out, computing))

    def _worked_out(self, computing: Computing, task: "asyncio.Task[None]") -> None:
        del self._at[computing]
        self._woken.set()
        if not task.cancelled():
            task.result()  # a mistake of ours is told in the log of the loop

    def _next(self) -> tuple[Key, str] | None:
        """What is to be worked out next: ``room`` first, but the others have their turns; then levers."""
        at = {key for key, _ in self._at.values()}
        followed = [key for key, pages in self._pages.items() if (pages or key.which == "room") and key not in at]
        touched = self._touched(self.room.state, followed)
        waiting = [key for key in followed if (last := self.latest(key)) and "lever" in last.value["pending"]]
        self._done += 1
        if waiting and (not touched or self._done % EVERY == 0):
            return min(waiting, key=self._age), "lever"
        if not touched:
            return None
        if len(touched) > 1 and touched[0].which == "room" and self._last == touched[0]:
            touched = touched[1:]
        chosen = touched[0] if touched[0].which == "room" else min(touched, key=self._age)
        return chosen, "all"

    def _age(self, key: Key) -> int:
        last = self.latest(key)
        return last.state.seq if last else 0

    def _touched(self, state: State, keys: Sequence[Key]) -> list[Key]:
        """Of these bases those whose answer is not that of this state."""
        found = []
        for key in keys:
            last = self.latest(key)
            if last is None or (last.state is not state and any(_touching(last.state, state, key))):
                found.append(key)
        return found

    async def _work_out(self, key: Key, computing: Computing) -> None:
        """Work out an answer, keep it, and tell it."""
        async with self._changing[key]:
            state, before = self.room.state, self.latest(key)
            if before is not None and not any(_touching(before.state, state, key)):
                return
            value, by = await self._value(key, state, before, computing), None
            if key != _ROOM and self._changing[_ROOM].locked():  # which is told first
                async with self._changing[_ROOM]:
                    pass
            touching = [] if before is None else list(_touching(before.state, state, key))
            if len(touching) == 1 and touching[0].kind in KINDS:
                its = touching[0]
                by = {"kind": its.kind, "record": its.record, "delegation": its.delegation}
            self._last = key
            self._keep(key, Shown(state=state, value=value, by=by), "all", before)

    async def _value(self, key: Key, state: State, before: Shown | None, computing: Computing) -> dict[str, Any]:
        asked = Asked(delegation=key.delegation, which=key.which)
        answered = await self._answered(computing, state.seq, asked)
        if answered.status == 200:
            value: dict[str, Any] = msgspec.json.decode(answered.body)
            del value["cursor"]
            return value
        last = before.value if before else {"basis": key.which, "round": None, "set_aside": []}
        return {**last, "pending": [], "behind": True}

    async def _answered(self, computing: Computing, seq: int, asked: Asked) -> Answered:
        """What is answered; where the ledger cannot be read, as soon as it can; 503 where it cannot be worked out."""
        while True:
            try:
                return await computing.ask(self.room.ledger.where, seq, asked)
            except DiedError:
                return Answered(503, b"{}")
            except OSError:
                await asyncio.sleep(AGAIN)

    async def _lever(self, key: Key, computing: Computing) -> None:
        """Work out the lever of the last answer, and tell it."""
        async with self._changing[key]:
            before = self.latest(key)
            if before is None or "lever" not in before.value["pending"]:
                return
            asked = Asked(delegation=key.delegation, which=key.which, what="lever")
            answered = await self._answered(computing, before.state.seq, asked)
            lever = msgspec.json.decode(answered.body) if answered.status == 200 else None
            value = {**before.value, "lever": lever, "pending": []}
            self._kept[key].pop()
            self._keep(key, Shown(state=before.state, value=value, by=before.by), "lever", before)

    def _keep(self, key: Key, shown: Shown, part: str, before: Shown | None) -> None:
        kept = self._kept.setdefault(key, deque(maxlen=MOST_KEPT))
        kept.append(shown)
        pages = self._pages.get(key, {})
        if before is None or not pages:
            return
        changes = list(delta(before.value, shown.value))
        texts: dict[str, str] = {}  # pages of one delegation are told the same
        for page, delegation in list(pages.items()):
            if delegation not in texts:
                texts[delegation] = _message(key, shown, part, changes, before.state.cursor(delegation), delegation)
            page.put(texts[delegation])

    # -- pages --------------------------------------------------------------------------------------------------------

    async def follow(self, page: Page, key: Key, delegation: str, cursor: int | None) -> None:
        """Have a page told from now on; ``cursor``: what it had when it was last told."""
        now = await self.shown(key)
        newest = self.room.state
        state = now.state if self._touched(newest, [key]) else newest  # what else happened touched nothing of it
        if cursor is None or (had := self._had(key, delegation, cursor, state)) is None:
            reset = {**now.value, "cursor": state.cursor(delegation)}
            page.put(msgspec.json.encode({"reset": reset}).decode())
        else:
            lever = [[["lever"], now.value.get("lever")], [["pending"], now.value["pending"]]]
            missed = replace(now, state=state)
            page.put(_message(key, missed, "all", [*delta(had.value, now.value), *lever], cursor, delegation))
        self._pages.setdefault(key, {})[page] = delegation
        self._woken.set()

    def _had(self, key: Key, delegation: str, cursor: int, state: State) -> Shown | None:
        """The answer that a page had whose cursor stood there; None: that is not known any more."""
        if cursor > state.cursor(delegation):
            return None
        return next((its for its in reversed(self._kept[key]) if its.state.cursor(delegation) <= cursor), None)

    def leave(self, page: Page, key: Key) -> None:
        """Tell a page nothing more."""
        self._pages.get(key, {}).pop(page, None)

    def cut(self, is_over: Callable[[Page], bool], code: int = 1008) -> None:
        """Close the pages of which this is so."""
        for page in [page for pages in self._pages.values() for page in pages if is_over(page)]:
            page.close(code)

    def count(self, delegation: str | None = None) -> int:
        """How many pages a delegation has open, or all have."""
        return sum(delegation in (None, whose) for pages in self._pages.values() for whose in pages.values())

    @property
    def behind(self) -> int:
        """How many bases have an answer that is not the last."""
        return sum(kept[-1].value["behind"] for kept in self._kept.values())


async def _tried(work: Coroutine[None, None, None]) -> None:
    """Where the database is away, it is worked out another time."""
    try:
        await work
    except OSError:
        await asyncio.sleep(AWAY)


def _message(key: Key, shown: Shown, part: str, changes: Sequence[object], had: int, delegation: str) -> str:
    cursor = shown.state.cursor(delegation)
    moved = [[["cursor"], cursor]] if had != cursor else []
    by = shown.by if part == "all" else None
    told = {"cursor": cursor, "basis": key.which, "part": part, "by": by, "delta": [*changes, *moved]}
    return msgspec.json.encode(told).decode()


def _touching(before: State, after: State, key: Key) -> Iterator[Told]:
    """What touched a basis between two states of its room."""
    for told in news(before, after, key.reader):
        event = told.to(key.reader)
        of_records = told.kind in KINDS and event not in _OF_NO_BASIS
        if event in _OF_ALL or (of_records and (key.which == "drafts" or event not in _OF_DRAFTS)):
            yield told


def delta(before: object, after: object, path: Path = ()) -> Iterator[list[object]]:
    """What makes one answer of another (§R12.1): ``[path, value]`` sets, ``[path]`` takes away, in this order.

    In a path a requirement stands by its id; where their order is another, all of them are set.
    """
    if path == ("requirements",) and isinstance(before, list) and isinstance(after, list):
        old, new = ({each["id"]: each for each in its} for its in (before, after))
        if list(old) == list(new):
            before, after = old, new
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in before:
            if key not in after:
                yield [[*path, key]]
        for key, value in after.items():
            if key not in before:
                yield [[*path, key], value]
            elif not _same(before[key], value):
                yield from delta(before[key], value, (*path, key))
    elif not _same(before, after):
        yield [list(path), after]


def _same(before: object, after: object) -> bool:
    """Whether two values are one in JSON, where false is not 0."""
    return before == after and msgspec.json.encode(before) == msgspec.json.encode(after)
