"""A request that got into a room, and what its address asks for."""

from collections.abc import Callable, Iterable
from urllib.parse import unquote

from starlette.requests import HTTPConnection

from willing.app.query import Query
from willing.room.answers import Asked
from willing.room.asked import invalid
from willing.room.basis import Which
from willing.room.limits import Used
from willing.room.live import Key
from willing.room.problems import RefusedError
from willing.room.reading import Reader
from willing.room.rights import Actor, reads
from willing.room.room import Room
from willing.web.address import query_of
from willing.web.answers import AddressError, language_of

#: Words of an address that are no what-ifs.
_OF_ROOM = ("basis", "acting", "lang", "day", "from", "to")


#: What is asked on a basis, and what all read.
_OF_BASES = (
    *("answer", "why", "asks", "risk", "power", "timeline", "compare", "deliveries"),
    *("export.toml", "export.xlsx", "export.zip", "rounds", "proposals", "settings"),
)

#: From the narrowest to the widest.
BASES: tuple[Which, ...] = ("room", "mine", "drafts")


def basis_of(word: object) -> Which:
    """The basis that a word names; 422 for none."""
    for which in BASES:
        if word == which:
            return which
    raise invalid("room-malformed-key", key="basis")


class Entered:
    """A request that got into a room: as whom, and what it may read; ``used``: how much its delegation has (§R16)."""

    def __init__(
        self,
        connection: HTTPConnection,
        room: Room,
        actor: Actor,
        address: str,
        used: Callable[[], Iterable[Used]] = tuple,
    ) -> None:
        self.connection = connection
        self.room = room
        self.actor = actor
        self.address = address
        self.used = used
        self.path = [unquote(part) for part in address.split("/")]
        self.reader = Reader(room.state, actor)
        self.language = language_of(connection, None)

    def param(self, name: str) -> str | None:
        """A word of the address."""
        return self.connection.query_params.get(name)

    def text(self, name: str) -> str:
        """A word of the address that has to be there; else 422."""
        value = self.param(name)
        if value is None:
            raise invalid("room-malformed-key", key=name)
        return value

    def number(self, name: str) -> int | None:
        """A whole number of the address; 422 for what is none."""
        value = self.param(name)
        if value is None:
            return None
        if not value.isdecimal() or len(value) > 15:
            raise invalid("room-malformed-key", key=name)
        return int(value)

    @property
    def which(self) -> Which:
        """The basis that is asked for; 403 for one that a token may not ask."""
        which = basis_of(self.param("basis") or "room")
        if BASES.index(which) > BASES.index(basis_of(self.actor.basis)):
            raise RefusedError("not_yours")
        return which

    def check_token(self) -> None:
        """403 for what a token that may not ask the drafts would do beside asking and exporting what is on a basis."""
        reads = self.connection.scope["method"] in ("GET", "HEAD") and self.path[0] in _OF_BASES
        if self.actor.basis != "drafts" and not reads:
            raise RefusedError("not_yours")

    @property
    def key(self) -> Key:
        """The basis, and whose it is."""
        return Key(self.which, "" if self.which == "room" else self.actor.delegation)

    def query(self) -> Query:
        """The what-ifs of the address; 422 for what is none."""
        pairs = self.connection.query_params.multi_items()
        try:
            return query_of([pair for pair in pairs if pair[0] not in _OF_ROOM], Query())
        except AddressError as error:
            raise RefusedError("invalid", detail=error.message) from None

    def asked(self, what: str, *more: str) -> Asked:
        """The question of the address."""
        return Asked(
            delegation=self.actor.delegation,
            which=self.which,
            what=what,
            query=self.query(),
            day=self.number("day"),
            more=more,
            language=self.language,
        )

    def allow(self, what: str) -> None:
        """403 for what a role may not even read."""
        if not reads(self.actor, what):
            raise RefusedError("not_yours")
