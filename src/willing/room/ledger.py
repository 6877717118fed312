"""Where a room is kept (§R13.1): one table of events that only grows, behind SQLAlchemy Core.

Nothing above this module knows which engine it is. What is returned from :meth:`Ledger.append` is on disk.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

import msgspec
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import QueuePool

from willing.answers.problems import MessageError
from willing.room.events import SCHEMA, Event, Sign, canonical, exact
from willing.room.tables import EVENTS, META, METADATA, REQUESTS, REVISION, SNAPSHOTS

#: How SQLite is told to write: what is committed is on disk, and what is deleted is gone from the file (§R9.3).
_PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=30000", "secure_delete=on", "foreign_keys=on")

_READ = select(EVENTS).order_by(EVENTS.c.seq)


_LAST = select(func.max(EVENTS.c.seq)).where(EVENTS.c.room == bindparam("its"))


class BehindError(Exception):
    """Somebody else wrote meanwhile: read on, and judge anew."""


class RoomError(MessageError):
    """A room that cannot be opened, or what cannot be done with it."""


class Taken(msgspec.Struct, frozen=True):
    """A request that was taken: who asked, under which key, what for (a hash), and the answer as JSON (§R7.3)."""

    account: str
    key: str
    asked: str
    reply: str


class Ledger:
    """The events of one room, in their order. One writes at a time; any number read beside it.

    ``engine`` is shared by those who keep other tables in the same place (accounts).
    """

    def __init__(self, engine: Engine, room: str, where: str, schema: int = SCHEMA) -> None:
        self.engine = engine
        self.room = room
        self.where = where
        self.schema = schema

    @classmethod
    def make(cls, where: str, room: str) -> "Ledger":
        """A new, empty ledger of a room with this id. Raises :class:`RoomError` where something is already,
        and OSError."""
        _reserve(where)
        engine = _engine(where)
        with engine.begin() as connection:
            METADATA.create_all(connection)
            said = {"id": room, "schema": str(SCHEMA)}
            connection.execute(insert(META), [{"room": room, "name": n, "value": v} for n, v in said.items()])
            connection.execute(insert(REVISION), {"version_num": f"{SCHEMA:04}"})
        return cls(engine, room, where)

    @classmethod
    def open(cls, where: str, *, any_schema: bool = False) -> "Ledger":
        """The ledger that is there. Raises :class:`RoomError` for what is none, or one of another schema.

        ``any_schema``: one of an earlier schema will do.
        """
        if not os.path.isfile(where):
            raise RoomError("room-missing", room=where)
        engine = _engine(where)
        try:
            with engine.connect() as connection:
                found = connection.execute(select(META.c.room).where(META.c.name == "id")).scalar()
                schema = connection.execute(select(META.c.value).where(META.c.name == "schema")).scalar()
        except DatabaseError:
            engine.dispose()
            raise RoomError("room-of-nothing", room=where) from None
        if found is None or schema is None:
            engine.dispose()
            raise RoomError("room-of-nothing", room=where)
        if int(schema) > SCHEMA or (int(schema) < SCHEMA and not any_schema):
            engine.dispose()
            raise RoomError("room-too-new" if int(schema) > SCHEMA else "room-too-old", room=where)
        return cls(engine, found, where, int(schema))

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    # -- reading ------------------------------------------------------------------------------------------------------

    def events(self, after: int = 0, upto: int | None = None) -> Iterator[Event]:
        """The events behind number ``after``, up to ``upto`` with it."""
        asked = _READ.where(EVENTS.c.room == self.room, EVENTS.c.seq > after)
        if upto is not None:
            asked = asked.where(EVENTS.c.seq <= upto)
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=1000).execute(asked):
                yield _event(row)

    def last(self) -> int:
        """The number of the last event."""
        with self.engine.connect() as connection:
            return connection.execute(_LAST, {"its": self.room}).scalar() or 0

    def snapshot(self) -> tuple[str, str] | None:
        """What was kept of the room as it stood, and the mark it was kept with."""
        with self.engine.connect() as connection:
            row = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.room == self.room)).one_or_none()
            return None if row is None else (row.state, row.hash)

    def keep(self, seq: int, mark: str, state: str) -> None:
        """Keep how the room stands after an event, in place of what was kept before. Raises OSError."""
        with self._writing() as connection:
            connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.room == self.room))
            connection.execute(insert(SNAPSHOTS), [{"room": self.room, "seq": seq, "hash": mark, "state": state}])

    def keys(self) -> Iterator[tuple[str, str]]:
        """The accounts and keys of all that was taken."""
        with self.engine.connect() as connection:
            for row in connection.execute(
                select(REQUESTS.c.account, REQUESTS.c.key).where(REQUESTS.c.room == self.room)
            ):
                yield row.account, row.key

    def taken(self, account: str, key: str) -> Taken | None:
        """What was taken under a key of an account."""
        asked = select(REQUESTS).where(
            REQUESTS.c.room == self.room, REQUESTS.c.account == account, REQUESTS.c.key == key
        )
        with self.engine.connect() as connection:
            row = connection.execute(asked).one_or_none()
        return None if row is None else Taken(account, key, row.asked, row.reply)

    # -- writing ------------------------------------------------------------------------------------------------------

    def append(self, events: Sequence[Event], taken: Iterable[Taken] = ()) -> None:
        """Write events, and the requests that they answer: all of them, on disk, or none.

        Raises :class:`BehindError` where somebody else wrote meanwhile, and OSError.
        """
        rows = [self._row(each) for each in events]
        requests = [{"room": self.room, **msgspec.structs.asdict(each)} for each in taken]
        with self._writing() as connection:
            connection.execute(insert(EVENTS), rows)
            if requests:
                connection.execute(insert(REQUESTS), requests)

    def erase(self, redacted: Event) -> None:
        """Write that a record is redacted, and delete its bodies with their salts: nothing else of an event ever
        changes (§R9.3). Raises OSError."""
        gone = update(EVENTS).where(
            EVENTS.c.room == self.room, EVENTS.c.kind == redacted.kind, EVENTS.c.record == redacted.record
        )
        with self._writing() as connection:
            connection.execute(gone.values(body=None, salt=""))
            connection.execute(insert(EVENTS), [self._row(redacted)])
            connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.room == self.room))
        for tidy in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            with suppress(DatabaseError), self._at_once() as connection:  # readers may be at work; the bodies are gone
                connection.execute(text(tidy))

    def copy(self, where: str) -> None:
        """One consistent copy in a new file, while others write (§R13.3). Raises :class:`RoomError` and OSError."""
        _reserve(where)
        try:
            with self._at_once() as connection:
                connection.execute(text("VACUUM INTO :where"), {"where": where})
        except DatabaseError as error:
            os.unlink(where)
            raise OSError(str(error.orig)) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that writes, whole or not at all. Raises OSError, and :class:`BehindError`."""
        try:
            with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
        except IntegrityError as error:
            raise BehindError from error
        except DatabaseError as error:
            raise OSError(str(error.orig)) from error

    def _at_once(self) -> Connection:
        """A connection outside any transaction."""
        return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _row(self, its: Event) -> dict[str, object]:
        row = msgspec.structs.asdict(its)
        row["room"] = self.room
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


def _reserve(where: str) -> None:
    """Make an empty file that nobody else may read. Raises :class:`RoomError` where there is one, and OSError."""
    try:
        os.close(os.open(where, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise RoomError("room-exists", room=where) from None


def _engine(where: str) -> Engine:
    engine = create_engine(URL.create("sqlite", database=where), poolclass=QueuePool, pool_size=4, max_overflow=16)

    @event.listens_for(engine, "connect")
    def told(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # we say ourselves when a transaction begins
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql(
                "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
            )

    return engine
