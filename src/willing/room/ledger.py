"""The events of a room (§R13.1): one table that only grows, behind SQLAlchemy Core.

Nothing above this module knows which engine keeps it. What was written in a turn is on disk when the turn is over.
"""

import errno
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from willing.app.files import appearing
from willing.room.events import SCHEMA, Event, Sign, canonical, exact
from willing.room.stores import Address, FileStore, RoomError, Store, closed, opened
from willing.room.tables import ACCOUNTS, EVENTS, IDENTITIES, META, METADATA, REQUESTS, REVISION, SNAPSHOTS

#: So many events are read at once.
_AT_ONCE = 1_000

_ITS = EVENTS.c.room == bindparam("its")
_READ = select(EVENTS).where(_ITS, EVENTS.c.seq > bindparam("after")).order_by(EVENTS.c.seq)
_LAST = select(EVENTS.c.seq).where(_ITS).order_by(EVENTS.c.seq.desc()).limit(1)


class Taken(msgspec.Struct, frozen=True):
    """A request that was taken: who asked, under which key, what for (a hash), and the answer as JSON (§R7.3)."""

    account: str
    key: str
    asked: str
    reply: str


class Ledger:
    """The events of one room, in their order. One writes at a time; any number read beside it.

    ``store`` is shared by those who keep other tables in the same place (accounts).
    """

    def __init__(self, store: Store, room: str, schema: int = SCHEMA) -> None:
        self.store = store
        self.room = room
        self.schema = schema
        self._is_open = True

    @property
    def where(self) -> str:
        """Where it can be opened again."""
        return self.store.address.of(self.room)

    @classmethod
    def make(cls, where: str, room: str, fill: Callable[["Turn"], object]) -> None:
        """A new ledger of a room with this id, and what is written first; or nothing.

        Raises :class:`RoomError` where it is already, and OSError.
        """
        if Address(where).is_database:
            cls._begin(Address(where), room, fill)
        else:
            with _new_file(where) as beside:
                cls._begin(Address(beside), room, fill)

    @classmethod
    def _begin(cls, address: Address, room: str, fill: Callable[["Turn"], object]) -> None:
        store = opened(address)
        try:
            with store.writing("") as connection:
                _make_tables(connection, address, room)
                said = {"id": room, "schema": str(SCHEMA)}
                connection.execute(insert(META), [{"room": room, "name": n, "value": v} for n, v in said.items()])
                fill(Turn(cls(store, room), connection))
        finally:
            closed(store)

    @classmethod
    def open(cls, where: str, *, any_schema: bool = False) -> "Ledger":
        """The ledger that is there. Raises :class:`RoomError` for what is none, or one of another schema.

        ``any_schema``: one of an earlier schema will do.
        """
        address = Address(where)
        with _looking(address) as store:
            schemas = _schemas(store)
        rooms = [address.room] if address.room is not None else list(schemas)
        if len(rooms) > 1:
            raise RoomError("room-several", room=str(address), rooms=", ".join(sorted(rooms)))
        if not rooms or rooms[0] not in schemas:
            raise RoomError("room-missing" if address.is_database else "room-of-nothing", room=str(address))
        schema = schemas[rooms[0]]
        if schema > SCHEMA or (schema < SCHEMA and not any_schema):
            raise RoomError("room-too-new" if schema > SCHEMA else "room-too-old", room=str(address))
        return cls(opened(address), rooms[0], schema)

    def close(self) -> None:
        """Let go of the place, if it was not before."""
        if self._is_open:
            self._is_open = False
            self.store.leave(self.room)
            closed(self.store)

    # -- reading ------------------------------------------------------------------------------------------------------

    def events(self, after: int = 0, upto: int | None = None) -> Iterator[Event]:
        """The events behind number ``after``, up to ``upto`` with it."""
        asked = (_READ if upto is None else _READ.where(EVENTS.c.seq <= upto)).limit(_AT_ONCE)
        more = True
        while more:  # in parts: who reads holds up nobody between two of them
            with self.store.reading() as connection:
                rows = connection.execute(asked, {"its": self.room, "after": after}).all()
            yield from map(_event, rows)
            more = len(rows) == _AT_ONCE
            after = rows[-1].seq if rows else after

    def last(self, until: datetime | None = None) -> int:
        """The number of the last event, or of the last until a moment; 0 where there is none."""
        asked = _LAST if until is None else _LAST.where(EVENTS.c.at <= until.isoformat())
        with self.store.reading() as connection:
            return connection.execute(asked, {"its": self.room}).scalar() or 0

    def snapshot(self) -> tuple[str, str] | None:
        """What was kept of the room as it stood, and the mark it was kept with."""
        with self.store.reading() as connection:
            row = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.room == self.room)).one_or_none()
            return None if row is None else (row.state, row.hash)

    def kept(self) -> int:
        """After which event what was kept is; 0 where there is nothing."""
        with self.store.reading() as connection:
            return connection.execute(select(SNAPSHOTS.c.seq).where(SNAPSHOTS.c.room == self.room)).scalar() or 0

    def keep(self, seq: int, mark: str, state: str) -> None:
        """Keep how the room stands after an event, in place of what was kept before; not where a later state is kept,
        or what it says had to go since. Raises OSError."""
        later = (
            select(SNAPSHOTS.c.seq).where(SNAPSHOTS.c.room == self.room, SNAPSHOTS.c.seq > seq),
            select(EVENTS.c.seq).where(EVENTS.c.room == self.room, EVENTS.c.seq > seq, EVENTS.c.event == "redacted"),
        )
        with self.store.writing(self.room) as connection:
            if any(connection.execute(asked.limit(1)).first() for asked in later):
                return
            connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.room == self.room))
            connection.execute(insert(SNAPSHOTS), [{"room": self.room, "seq": seq, "hash": mark, "state": state}])

    def taken(self, account: str, key: str) -> Taken | None:
        """What was taken under a key of an account."""
        with self.store.reading() as connection:
            return _taken(connection, self.room, [(account, key)]).get((account, key))

    # -- writing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator["Turn"]:
        """One's turn to write the room. Raises OSError: nothing was written then, or whether it was is not known."""
        with self.store.writing(self.room) as connection:
            yield Turn(self, connection)

    def append(self, events: Sequence[Event], taken: Iterable[Taken] = ()) -> None:
        """Write events that follow the last one, in a turn of their own. Raises OSError."""
        with self.turn() as turn:
            turn.append(events, taken)

    def copy(self, where: str) -> None:
        """One consistent copy of the room in a new place, while others write (§R13.3): its events, what was taken, and
        the accounts of who ever did something in it. Raises :class:`RoomError` and OSError.

        From a file to a file it is SQLite's own copy, with all that is in it.
        """
        address = Address(where)
        if isinstance(self.store, FileStore) and not address.is_database:
            try:
                with (
                    _new_file(where) as beside,
                    _looking(self.store.address) as store,
                    store.engine.connect() as connection,
                ):
                    at_once = connection.execution_options(isolation_level="AUTOCOMMIT")
                    at_once.execute(text("VACUUM INTO :where"), {"where": beside})
            except DBAPIError as error:
                raise OSError(str(error.orig)) from error
            return
        with self.store.whole() as source:
            Ledger.make(where, address.room or self.room, lambda turn: turn.copy(source, self.room))


class Turn:
    """One's turn to write a room: until it is over nobody else does."""

    def __init__(self, ledger: Ledger, connection: Connection) -> None:
        self._ledger = ledger
        self._connection = connection

    def events(self, after: int) -> list[Event]:
        """What was written behind an event until now."""
        rows = self._connection.execute(_READ, {"its": self._ledger.room, "after": after})
        return [_event(row) for row in rows]

    def taken(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Taken]:
        """What was taken under these keys of accounts."""
        return _taken(self._connection, self._ledger.room, names) if names else {}

    def append(self, events: Sequence[Event], taken: Iterable[Taken] = ()) -> None:
        """Write events, and the requests that they answer."""
        room = self._ledger.room
        if events:
            self._connection.execute(insert(EVENTS), [_row(room, each) for each in events])
            self._ledger.store.tell(self._connection, room, events[-1].seq)
        if requests := [{"room": room, **msgspec.structs.asdict(each)} for each in taken]:
            self._connection.execute(insert(REQUESTS), requests)

    def erase(self, redacted: Event) -> None:
        """Write that a record is redacted, and delete its bodies with their salts: nothing else of an event ever
        changes (§R9.3). What else still has them is :meth:`Store.sweep`'s, afterwards."""
        room = self._ledger.room
        gone = update(EVENTS).where(
            EVENTS.c.room == room, EVENTS.c.kind == redacted.kind, EVENTS.c.record == redacted.record
        )
        self._connection.execute(gone.values(body=None, salt=""))
        self._connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.room == room))
        self.append([redacted])

    def copy(self, source: Connection, room: str) -> None:
        """Write what another place has of a room: its events, what was taken, and the accounts of who ever did
        something in it, but for those that are here."""
        people = select(EVENTS.c.account).where(EVENTS.c.room == room)
        here = set(self._connection.execute(select(ACCOUNTS.c.account)).scalars())
        for table, which in (
            (EVENTS, EVENTS.c.room == room),
            (REQUESTS, REQUESTS.c.room == room),
            (ACCOUNTS, ACCOUNTS.c.account.in_(people)),
            (IDENTITIES, IDENTITIES.c.account.in_(people)),
        ):
            found = source.execution_options(yield_per=_AT_ONCE).execute(select(table).where(which))
            for rows in found.mappings().partitions():
                if table in (ACCOUNTS, IDENTITIES):
                    told = [dict(row) for row in rows if row["account"] not in here]
                else:
                    told = [{**row, "room": self._ledger.room} for row in rows]
                if told:
                    self._connection.execute(insert(table), told)


def rooms_at(where: str) -> list[str]:
    """The addresses of the rooms that are kept there: the one that is named, or all. Raises RoomError and OSError."""
    address = Address(where)
    if not address.is_database or address.room is not None:
        return [where]
    with _looking(address) as store:
        found = sorted(_schemas(store))
    if not found:
        raise RoomError("room-missing", room=str(address))
    return [address.of(room) for room in found]


@contextmanager
def _looking(address: Address) -> Iterator[Store]:
    """A store for a look; RoomError for what is none."""
    if not address.is_database and not os.path.isfile(address.said):
        raise RoomError("room-missing", room=address.said)
    store = opened(address)
    try:
        yield store
    finally:
        closed(store)


def _schemas(store: Store) -> dict[str, int]:
    """The rooms of a store, and the schema of each. Raises RoomError where there can be none."""
    try:
        with store.engine.connect() as connection:
            if not inspect(connection).has_table(META.name):
                return {}
            rows = connection.execute(select(META.c.room, META.c.value).where(META.c.name == "schema"))
            return {row.room: int(row.value) for row in rows}
    except OperationalError as error:
        if store.shared:
            raise RoomError("room-away", room=str(store.address), reason=_reason(error)) from None
        raise RoomError("room-of-nothing", room=str(store.address)) from None
    except DBAPIError:
        raise RoomError("room-of-nothing", room=str(store.address)) from None


def _reason(error: DBAPIError) -> str:
    """What a database says, on one line; it never says a password."""
    return " ".join(str(error.orig).split())


def _make_tables(connection: Connection, address: Address, room: str) -> None:
    """The tables, where there are none. Raises RoomError for those of another version, and where the room is there."""
    if not inspect(connection).has_table(META.name):
        METADATA.create_all(connection)
        connection.execute(insert(REVISION), {"version_num": f"{SCHEMA:04}"})
    found = connection.execute(select(REVISION)).scalar()
    if found != f"{SCHEMA:04}":
        code = "room-too-new" if str(found) > f"{SCHEMA:04}" else "room-too-old"
        raise RoomError(code, room=str(address))
    if connection.execute(select(META).where(META.c.room == room)).first() is not None:
        raise RoomError("room-exists", room=str(Address(address.of(room))))


def _taken(connection: Connection, room: str, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Taken]:
    keys = sorted({key for _, key in names})
    rows = connection.execute(select(REQUESTS).where(REQUESTS.c.room == room, REQUESTS.c.key.in_(keys)))
    found = {(row.account, row.key): Taken(row.account, row.key, row.asked, row.reply) for row in rows}
    return {name: found[name] for name in names if name in found}


def _row(room: str, its: Event) -> dict[str, object]:
    row = msgspec.structs.asdict(its)
    row["room"] = room
    row["at"] = its.at.isoformat()
    for name in ("body", "release", "sign"):
        row[name] = None if row[name] is None else canonical(row[name]).decode()
    return row


def _event(row: object) -> Event:
    told = dict(row._mapping)  # type: ignore[attr-defined]
    del told["room"]
    told["at"] = datetime.fromisoformat(told["at"])
    if told["body"] is not None:
        told["body"] = exact(told["body"])
    if told["release"] is not None:
        release = exact(told["release"])
        told["release"] = tuple(release) if isinstance(release, list) else release
    if told["sign"] is not None:
        told["sign"] = msgspec.json.decode(told["sign"], type=Sign)
    return Event(**told)


@contextmanager
def _new_file(where: str) -> Iterator[str]:
    """An empty file beside, which nobody else may read, that is at ``where`` once it is filled.

    Raises :class:`RoomError` where there is one, and OSError.
    """
    try:
        with appearing(where) as beside:
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            try:
                yield beside
                if os.path.exists(f"{beside}-wal"):  # the disk did not take all of it into the file
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
            finally:
                for its in ("-wal", "-shm"):
                    with suppress(OSError):
                        os.unlink(beside + its)
    except FileExistsError:
        raise RoomError("room-exists", room=where) from None
