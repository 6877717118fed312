"""Where rooms are kept (§R13.1): a file of SQLite, which is one room, or a database of PostgreSQL with any number.

All that the two do differently is here: how one writes alone, how others hear of it, how what is deleted is gone.
"""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar
from urllib.parse import quote, unquote

from msgspec import Struct
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.pool import QueuePool

from willing.answers.problems import MessageError

#: How SQLite is told to write: what is committed is on disk, and what is deleted is gone from the file (§R9.3).
_PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=30000", "secure_delete=on", "foreign_keys=on")

#: The same of PostgreSQL. Who wrote half a commit and is gone, or hangs, holds up the others no longer than this.
_SETTINGS = (
    "synchronous_commit = on",
    "client_encoding = 'UTF8'",
    "idle_in_transaction_session_timeout = '10s'",
    "tcp_keepalives_idle = 5",
    "tcp_keepalives_interval = 2",
    "tcp_keepalives_count = 3",
)

#: Where servers tell each other what was written.
_CHANNEL = "willing"

#: Seconds until a listener that was cut off, or is to end, looks again.
_LISTENS = 0.2

#: Told the number of the last event of a room, by whoever wrote it.
_Heard = Callable[[int], object]


class RoomError(MessageError):
    """A room that cannot be opened, or what cannot be done with it."""


class Address(Struct, frozen=True):
    """Where a room is kept, as who runs it says: a path, or ``postgresql://…``, with ``#ID`` for one of several."""

    said: str

    @property
    def is_database(self) -> bool:
        """Whether it is on PostgreSQL."""
        return self.said.startswith(("postgresql://", "postgres://"))

    @property
    def place(self) -> str:
        """The file, or the database."""
        return self.said.partition("#")[0] if self.is_database else self.said

    @property
    def room(self) -> str | None:
        """The room that is meant; None where it is the only one."""
        return (unquote(self.said.partition("#")[2]) or None) if self.is_database else None

    @property
    def name(self) -> str:
        """What a room that is made there is called, unless somebody says otherwise."""
        if self.is_database:
            return self.room or self.url.database or "room"
        return os.path.splitext(os.path.basename(self.said))[0]

    @property
    def url(self) -> URL:
        """The database, for SQLAlchemy. Raises RoomError."""
        if not self.is_database:
            return URL.create("sqlite", database=self.said)
        try:
            return make_url(self.place).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
            raise RoomError("room-of-nothing", room="postgresql://…") from None

    def of(self, room: str) -> str:
        """The address of one room there."""
        return f"{self.place}#{quote(room)}" if self.is_database else self.said

    def __str__(self) -> str:
        """As it is told: without a password."""
        if not self.is_database:
            return self.said
        told = self.url.set(drivername="postgresql").render_as_string()
        return told + (f"#{quote(self.room)}" if self.room else "")


class Store:
    """A place where rooms are kept: all their tables. Those of one process who open the same place share it."""

    #: Whether others write here too, whom one has to ask before each answer.
    shared: ClassVar[bool] = False

    def __init__(self, address: Address, engine: Engine) -> None:
        self.address = address
        self.engine = engine
        self.users = 0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look. Raises OSError."""
        with _told_as_os_error(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, what: str) -> Iterator[Connection]:
        """A transaction, whole or not at all; nobody else writes ``what`` (a room, or the accounts) until its end.

        Raises OSError: nothing was written then, or whether it was is not known.
        """
        with (
            _told_as_os_error(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            self._hold(connection, what)
            yield connection

    @contextmanager
    def whole(self) -> Iterator[Connection]:
        """Several looks at one moment. Raises OSError."""
        with _told_as_os_error(), self.engine.connect() as connection, connection.begin():
            yield connection

    def tell(self, connection: Connection, room: str, seq: int) -> None:
        """Have others hear of what is written up to an event, once it is committed."""

    def listen(self, room: str, heard: _Heard) -> None:
        """Be told of what others write in a room, in a thread of the store's."""

    def leave(self, room: str) -> None:
        """Be told no more."""

    def sweep(self) -> None:
        """Have what was deleted gone, also from where it lay; as far as others let us now."""

    def _hold(self, connection: Connection, what: str) -> None:
        """Wait until nobody else writes this."""

    def _at_once(self, *statements: str) -> None:
        """Outside any transaction."""
        for statement in statements:
            with suppress(DBAPIError), self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(statement))

    def _end(self) -> None:
        self.engine.dispose()


class FileStore(Store):
    """A file of SQLite: one room. Who writes in this process takes turns here, for SQLite's own turns are by chance."""

    def __init__(self, address: Address) -> None:
        engine = create_engine(address.url, poolclass=QueuePool, pool_size=4, max_overflow=16, hide_parameters=True)
        event.listen(engine, "connect", _tell_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        super().__init__(address, engine)
        self._turn = threading.Lock()

    @contextmanager
    def writing(self, what: str) -> Iterator[Connection]:
        """As of any store."""
        with self._turn, super().writing(what) as connection:
            yield connection

    def sweep(self) -> None:
        """Readers may be at work; the bodies are gone from where they lay in any case (``secure_delete``)."""
        self._at_once("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def _tell_sqlite(connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # we say ourselves when a transaction begins
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class DatabaseStore(Store):
    """A database of PostgreSQL, which any number of servers share (§R16.1)."""

    shared = True

    def __init__(self, address: Address) -> None:
        engine = create_engine(
            address.url,
            isolation_level="READ COMMITTED",  # who waited for a turn sees what was written meanwhile
            pool_size=4,
            max_overflow=16,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 5},
        )
        event.listen(engine, "connect", _tell_postgres)
        super().__init__(address, engine)
        self._heard: dict[str, _Heard] = {}
        self._ended = threading.Event()
        self._listener: threading.Thread | None = None

    @contextmanager
    def whole(self) -> Iterator[Connection]:
        """Several looks at one moment."""
        with _told_as_os_error(), self.engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def _hold(self, connection: Connection, what: str) -> None:
        number = int.from_bytes(hashlib.sha256(f"willing {what}".encode()).digest()[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})

    def tell(self, connection: Connection, room: str, seq: int) -> None:
        """The notice goes with the commit, or not at all."""
        told = {"channel": _CHANNEL, "said": f"{seq} {room}"}
        connection.execute(text("SELECT pg_notify(:channel, :said)"), told)

    def listen(self, room: str, heard: _Heard) -> None:
        """One connection listens for all rooms."""
        self._heard[room] = heard
        if self._listener is None:
            self._listener = threading.Thread(target=self._listen, name="listener", daemon=True)
            self._listener.start()

    def leave(self, room: str) -> None:
        """Be told no more."""
        self._heard.pop(room, None)

    def sweep(self) -> None:
        """What is in the database's own log stays there until it is overwritten (docs/room.md)."""
        self._at_once("VACUUM events", "VACUUM snapshots")

    def _listen(self) -> None:
        """Until the store is closed; where the database is away, wait for it. What is missed meanwhile, rooms find."""
        import psycopg

        said = self.address.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._ended.is_set():
            try:
                with psycopg.connect(said, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {_CHANNEL}")
                    while not self._ended.is_set():
                        for notice in connection.notifies(timeout=_LISTENS):
                            seq, _, room = notice.payload.partition(" ")
                            if seq.isdecimal() and (heard := self._heard.get(room)):
                                heard(int(seq))
            except psycopg.Error:
                time.sleep(_LISTENS)

    def _end(self) -> None:
        self._ended.set()
        if self._listener is not None:
            self._listener.join()
        super()._end()


def _tell_postgres(connection: object, _: object) -> None:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        for setting in _SETTINGS:
            cursor.execute(f"SET {setting}")
    connection.commit()  # type: ignore[attr-defined]


@contextmanager
def _told_as_os_error() -> Iterator[None]:
    """What the database refuses is, to those above, a disk that does."""
    try:
        yield
    except DBAPIError as error:
        raise OSError(str(error.orig)) from error
    except NoConnectionError as error:
        raise OSError(str(error)) from error


_STORES: dict[str, Store] = {}
_OPENING = threading.Lock()


def opened(address: Address) -> Store:
    """The store at an address; :func:`closed` lets go of it."""
    with _OPENING:
        store = _STORES.get(address.place)
        if store is None:
            store = _STORES[address.place] = DatabaseStore(address) if address.is_database else FileStore(address)
        store.users += 1
        return store


def closed(store: Store) -> None:
    """Let go of a store: the last who does so ends it."""
    with _OPENING:
        store.users -= 1
        if store.users == 0:
            del _STORES[store.address.place]
            store._end()
