"""The shared room: a plan whose records have an owner, a release and a history (ROOM.md, §R1)."""
