"""Who may ask, and how much: the checks of a request before its room looks at it, in the order of §R7.5."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import unquote

from msgspec import Struct
from starlette.requests import HTTPConnection, Request

from willing.room.accounts import Accounts, Session
from willing.room.asked import invalid
from willing.room.fold import Member
from willing.room.problems import RefusedError
from willing.room.rights import Actor, can_act
from willing.room.room import Room
from willing.web.guard import is_json, is_other_host, is_read_elsewhere

#: How large a body may be (§R10.3), by the last word of its address; and how long it may take.
MOST_BYTES: Mapping[str, int] = {"changes": 1 << 20, "import": 16 << 20}
MOST_OTHERWISE = 64 << 10
SLOWEST = 30.0


class Site(Struct, frozen=True, kw_only=True):
    """Where a server is: the hosts it answers to, whether by https, and whether somebody in front ends TLS."""

    hosts: frozenset[str]
    secure: bool = False
    proxy: bool = False

    @property
    def cookie(self) -> str:
        """What its session cookie is called (§R10.2)."""
        ports = (host.rpartition(":")[2] for host in sorted(self.hosts))
        return "__Host-willing" if self.secure else f"willing-{next(ports)}"

    @property
    def origins(self) -> frozenset[str]:
        """Where its own pages come from."""
        return frozenset(f"http{'s' if self.secure else ''}://{host}" for host in self.hosts)

    def check_host(self, connection: HTTPConnection) -> None:
        """421."""
        if is_other_host(connection.headers, self.hosts):
            raise RefusedError("other_host")

    def check_origin(self, connection: HTTPConnection) -> None:
        """403 ``other_origin``: of what changes something, or follows, by a cookie; and what other pages read."""
        reads = connection.scope.get("method") in ("GET", "HEAD")
        if "authorization" in connection.headers:
            return
        if reads and is_read_elsewhere(connection.headers):
            raise RefusedError("other_origin")
        if not reads and connection.headers.get("origin", "").lower() not in self.origins:
            raise RefusedError("other_origin")

    def token(self, connection: HTTPConnection) -> str | None:
        """What the session of a request is known by; with ``Authorization`` no cookie counts."""
        if "authorization" in connection.headers:
            scheme, _, token = connection.headers["authorization"].partition(" ")
            return token.strip() if scheme.lower() == "bearer" else None
        cookie: SimpleCookie = SimpleCookie()
        try:
            cookie.load(connection.headers.get("cookie", ""))
        except CookieError:
            return None
        return cookie[self.cookie].value if self.cookie in cookie else None

    def here(self, connection: HTTPConnection, path: str) -> str:
        """The address of a page, as the browser knows it."""
        return f"http{'s' if self.secure else ''}://{connection.headers['host']}{path}"

    def address(self, connection: HTTPConnection) -> str:
        """Where a request comes from, as whoever stands in front says."""
        if self.proxy:
            return connection.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return connection.client.host if connection.client else ""


class _People:
    """Members by account: those that are, and when one was last revoked."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self.members = members
        self.current: dict[str, list[Member]] = {}
        self.revoked: dict[str, datetime] = {}
        for its in members.values():
            if its.current:
                self.current.setdefault(its.account, []).append(its)
            elif its.revoked is not None:
                self.revoked[its.account] = max(its.revoked, self.revoked.get(its.account, its.revoked))


class Gate:
    """The site, who is signed in, and the rooms."""

    def __init__(self, site: Site, accounts: Accounts, rooms: Mapping[str, Room]) -> None:
        self.site = site
        self.accounts = accounts
        self.rooms = rooms
        self._members: dict[str, _People] = {}

    def session(self, connection: HTTPConnection) -> Session:
        """The session of a request; else 401 ``sign_in``."""
        token = self.site.token(connection)
        session = self.accounts.session(token) if token else None
        by_token = "authorization" in connection.headers
        if session is None or session.by_token != by_token or self.is_revoked(session):
            raise RefusedError("sign_in")
        return session

    def person(self, connection: HTTPConnection) -> Session:
        """The session of somebody who is there: a token does nothing for its account."""
        session = self.session(connection)
        if session.by_token:
            raise RefusedError("not_yours")
        return session

    def holds(self, session: Session) -> bool:
        """Whether a session that was found before still is one. Asking so is no use of it."""
        return self.accounts.is_open(session) and not self.is_revoked(session)

    def is_revoked(self, session: Session) -> bool:
        """Whether a membership of its account was revoked since it began: its sessions are over then (§R2.3)."""
        lasts = (self._people(room).revoked.get(session.account) for room in self.rooms.values())
        return any(last is not None and last >= session.begun for last in lasts)

    def memberships(self, account: str, room: Room) -> list[Member]:
        """Those of an account in a room, now."""
        return self._people(room).current.get(account, [])

    def actors(self, session: Session, room: Room) -> list[Actor]:
        """As whom a session acts in a room: by each membership, or as its token says while its maker may."""
        members = self.memberships(session.account, room)
        if not session.by_token:
            return [Actor(session.account, its.delegation, its.role) for its in members]
        name, delegation, role = session.acting.split("/")
        may = any(its.delegation == delegation and can_act(its.role, role) for its in members)
        return [Actor(session.account, delegation, role, session.basis)] if may and name == room.id else []

    def _people(self, room: Room) -> "_People":
        """The members of a room by account, looked through once for as long as they stay the same."""
        members = room.state.members
        found = self._members.get(room.id)
        if found is None or found.members is not members:
            found = self._members[room.id] = _People(members)
        return found

    def enter(self, connection: HTTPConnection, name: str) -> tuple[Room, Actor, Session]:
        """The room that is asked, and as whom: 401, 404 for no room of one's own, 403 ``not_acting``."""
        session = self.session(connection)
        room = self.rooms.get(name)
        actors = self.actors(session, room) if room else []
        if room is None or not actors:
            raise RefusedError("unknown")
        asked = connection.headers.get("acting") or connection.query_params.get("acting")
        acting = unquote(asked) if asked else None
        if acting is None and len(actors) > 1:
            raise RefusedError("not_acting")
        for actor in actors:
            if acting in (None, actor.acting):
                return room, actor, session
        raise RefusedError("not_acting")


async def body_of(request: Request, most: int) -> bytes:
    """What a request sends: 413 ``too_large``, 415 ``json_only``."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise RefusedError("too_large")
    if not is_json(request.headers):
        raise RefusedError("json_only")
    data = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in request.stream():
                data += chunk
                if len(data) > most:
                    raise RefusedError("too_large")
    except TimeoutError:
        raise invalid("room-too-slow", seconds=int(SLOWEST)) from None
    return bytes(data)


class SlowDownError(RefusedError):
    """Too much at once; ``wait`` seconds are to pass."""

    def __init__(self, wait: int) -> None:
        super().__init__("slow_down")
        self.wait = wait
