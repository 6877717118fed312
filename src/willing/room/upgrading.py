"""Rooms that earlier versions wrote, brought up to date (§R9.3): their tables change, their events never do."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, update

from willing.room.events import SCHEMA, Deed
from willing.room.fold import folded
from willing.room.ledger import Ledger
from willing.room.pen import Pen
from willing.room.tables import META


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables of a database to a revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def upgraded(where: str, now: datetime) -> None:
    """Bring a room up to date; one that is stays as it is. Raises RoomError and OSError."""
    ledger = Ledger.open(where, any_schema=True)
    try:
        if ledger.schema == SCHEMA:
            return
        with ledger.engine.begin() as connection:
            migrate(connection)
            connection.execute(update(META).where(META.c.name == "schema").values(value=str(SCHEMA)))
        pen = Pen(folded(ledger.events()), now)
        pen.write(Deed(event="upgraded", body={"schema": SCHEMA}))
        ledger.append(pen.events)
    finally:
        ledger.close()
