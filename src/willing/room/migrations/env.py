"""What Alembic runs: the migrations of a room's tables, on the connection it is given."""

from alembic import context

from willing.room.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
