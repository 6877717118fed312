"""One request on its way through the checks of §R7.5: what all that is written has in common."""

from msgspec.structs import replace

from willing.room.asked import check_key
from willing.room.events import Deed
from willing.room.fold import Record
from willing.room.pen import Pen, Request
from willing.room.problems import RefusedError
from willing.room.reading import Reader
from willing.room.rights import refusal


class Step:
    """Who asks for what, and the pen it is written with; ``reused``: its key was used for something else."""

    def __init__(self, pen: Pen, request: Request, reused: bool = False) -> None:
        self.pen = pen
        self.request = request
        self.actor = request.actor
        self.reused = reused

    @property
    def reader(self) -> Reader:
        """The room as who asks may read it now."""
        return Reader(self.pen.state, self.actor)

    @property
    def own(self) -> str:
        """The delegation that asks."""
        return self.actor.delegation

    def allow(self, action: str) -> None:
        """403 where the table of §R8 says so."""
        if code := refusal(self.actor, action):
            raise RefusedError(code)

    def key(self) -> None:
        """409 ``key_reused``, then the first of 422."""
        if self.reused:
            raise RefusedError("key_reused")
        check_key(self.request.key)

    def write(self, event: str, record: Record | str | None = None, kind: str = "", **more: object) -> None:
        """Write what is done, by who asks: to a record, or to something else of the room by its kind and id."""
        its = {} if record is None else {"kind": kind, "record": record}
        if isinstance(record, Record):
            its = {"kind": record.kind, "record": record.id, "owner": record.owner}
        self.pen.write(replace(self.deed(), event=event, **its, **more))

    def deed(self) -> Deed:
        """What is done, by who asks."""
        return Deed(event="", account=self.actor.account, acting=self.actor.acting, key=self.request.key or "")
