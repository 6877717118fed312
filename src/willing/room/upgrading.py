"""Rooms that earlier versions wrote, brought up to date (§R9.3): their tables change, their events never do."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, update

from willing.room.events import SCHEMA, Deed
from willing.room.fold import folded
from willing.room.ledger import Ledger, rooms_at
from willing.room.pen import Pen
from willing.room.tables import META


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables of a database to a revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def upgraded(where: str, now: datetime) -> None:
    """Bring the rooms that are kept there up to date; one that is stays as it is. Raises RoomError and OSError."""
    for each in rooms_at(where):
        ledger = Ledger.open(each, any_schema=True)
        try:
            if ledger.schema < SCHEMA:
                _upgrade(ledger, now)
        finally:
            ledger.close()


def _upgrade(ledger: Ledger, now: datetime) -> None:
    with ledger.store.writing("") as connection:
        migrate(connection)  # rooms of one database have their tables in common
        its = update(META).where(META.c.room == ledger.room, META.c.name == "schema")
        connection.execute(its.values(value=str(SCHEMA)))
    with ledger.turn() as turn:
        pen = Pen(folded(turn.events(0)), now)
        pen.write(Deed(event="upgraded", body={"schema": SCHEMA}))
        turn.append(pen.events)
