"""The tables of a room's file (§R9, §R10): what the ledger and the accounts write, on any engine.

Alembic's migrations make and change them (:mod:`willing.room.migrations`); a test holds the two equal.
"""

import re

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

METADATA = MetaData()


class Said(TypeDecorator[str]):
    """Text as somebody sent it. PostgreSQL keeps none that has a NUL in it: there it is escaped."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is kept."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\\", r"\\").replace("\0", r"\0")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As it was sent."""
        if value is None or dialect.name != "postgresql":
            return value
        return re.sub(r"\\(.)", lambda found: "\0" if found[1] == "0" else found[1], value)


#: Events that write a record, or drop a draft: no state of it comes twice (§R9.1).
_STATES = text(
    "event in ('drafted', 'released', 'imported', 'recorded_on_behalf', 'confirmed', 'withdrawn', 'dropped')"
)

META = Table(
    "meta",
    METADATA,
    Column("room", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("room", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("event", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("record", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", Integer, nullable=False),
    Column("base", Said, nullable=False),
    Column("account", String, nullable=False),
    Column("acting", String, nullable=False),
    Column("body", Text),
    Column("salt", String, nullable=False),
    Column("body_hash", String, nullable=False),
    Column("release", Text),
    Column("sign", Text),
    Column("reason", Said, nullable=False),
    Column("key", String, nullable=False),
    Column("before", String, nullable=False),
    Column("hash", String, nullable=False),
    Index(
        "states",
        "room",
        "kind",
        "record",
        "version",
        "draft",
        unique=True,
        sqlite_where=_STATES,
        postgresql_where=_STATES,
    ),
)

#: What was taken, by the key it came under (§R7.3): asked again, it is answered as then.
REQUESTS = Table(
    "requests",
    METADATA,
    Column("room", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("asked", String, nullable=False),
    Column("reply", Text, nullable=False),
)

#: People, by their mail address without case; ``password`` is empty where another place says who they are.
ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("account", String, primary_key=True),
    Column("name", Said, nullable=False),
    Column("password", String, nullable=False),
    Column("since", String, nullable=False),
)

#: Sessions and tokens, by the SHA-256 of what their holder has (§R10.2).
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("hash", String, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("account", String, nullable=False, index=True),
    Column("begun", String, nullable=False),
    Column("seen", String, nullable=False),
    Column("ends", String, nullable=False),
    Column("by_token", Boolean, nullable=False),
    Column("acting", String, nullable=False),
    Column("basis", String, nullable=False),
)

#: Who is whom elsewhere: each subject of an issuer is bound to one account (§R10.1), and each account to one.
IDENTITIES = Table(
    "identities",
    METADATA,
    Column("issuer", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("account", String, nullable=False),
    Index("known", "issuer", "account", unique=True),
)

#: Sign-ins that failed (§R10.1).
FAILURES = Table(
    "sign_in_failures",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("address", String, nullable=False),
    Column("at", String, nullable=False),
    Index("failures", "account", "address", "at"),
)

#: Folds kept with the hash they were made at (§R13.2): a cache.
SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("room", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("state", Text, nullable=False),
)

#: Alembic's own: up to which migration the tables are.
REVISION = Table("alembic_version", METADATA, Column("version_num", String(32), primary_key=True))
