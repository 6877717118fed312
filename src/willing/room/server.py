"""The routes of a server of rooms (§R11): each is a call of a reader, of the room's writer, or of what answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from socket import socket
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from willing.app.query import Query
from willing.model.problem import Message as Told
from willing.room.accounts import Accounts, FailedTooOftenError, Session, account_of, hashed, is_password
from willing.room.answers import Answered, Asked, Computing, DiedError
from willing.room.asked import check_shape, invalid, object_of, text_of, time_of
from willing.room.digest import digest
from willing.room.entered import Entered, basis_of
from willing.room.events import Event, exact
from willing.room.fold import State
from willing.room.gate import MOST_BYTES, MOST_OTHERWISE, Gate, Site, SlowDownError, body_of
from willing.room.limits import MOST_ASKED, MOST_PAGES, Used, members_of, records_of
from willing.room.live import Live, Page
from willing.room.mail import Post
from willing.room.pages import Pages
from willing.room.pen import Request as Wanted
from willing.room.problems import RefusedError
from willing.room.reading import RoundJson, to_json
from willing.room.rights import Actor, can_act, may
from willing.room.room import Room
from willing.room.services import NONE, Provider, Services
from willing.room.watching import Requests, Sample, note, tell, warn
from willing.web.answers import language_of
from willing.web.guard import HEADERS

#: Seconds between two looks at what is due by the clock, and at whether who follows still may.
LOOKS = 0.5
#: Seconds between two looks at what mail is due.
MAILS = 30.0
#: How a room stands is kept (§R13.2) when it has so many times as many events as then, and so many more.
_KEEPS = 1.1, 5_000
#: A page that has heard nothing hears so often that the server is there (§R12.2).
ALIVE = 10.0
#: How long an answer waits for a write it has to know (§R7.4).
WAITS = 30.0
#: Tokens of an account, and how long one lasts at most (§R10.2).
MOST_TOKENS, TOKEN_LASTS = 20, timedelta(days=366)

_EXPORTS = {
    "export.toml": "application/toml",
    "export.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "export.zip": "application/zip",
}
_T = TypeVar("_T")

if TYPE_CHECKING:
    from willing.room.oidc import Known, Oidc

#: The questions that take no more than a basis and what-ifs.
_PLAIN = ("asks", "risk", "power", "timeline", "deliveries")


class Server:
    """Rooms, the accounts of their members, who may ask, and what answers."""

    def __init__(
        self,
        gate: Gate,
        clock: Callable[[], datetime],
        *,
        demo: Mapping[str, str] | None = None,
        watched: socket | None = None,
        services: Services = NONE,
    ) -> None:
        self.gate = gate
        self.requests = Requests()
        self._watching = watched
        self.accounts = gate.accounts
        self.clock = clock
        self.demo = demo or {}
        self.oidc = None if services.oidc is None else _oidc(services.oidc)
        self.post = None if services.mail is None else Post(services.mail, gate.rooms, clock)
        self.pages = Pages(clock, services.oidc)
        self.live: dict[str, Live] = {}
        # one process keeps the pages up, the other answers who asks, and helps while nobody does
        self._following, self._asking = Computing(), Computing()
        self._away = False
        self._at_once: dict[tuple[str, str], asyncio.Semaphore] = {}
        self._in_hand: dict[tuple[str, int, Asked], asyncio.Task[Answered]] = {}
        # what pages that watch a round will ask when it closes
        self._watched: dict[tuple[str, str], set[Asked]] = {}
        # §R10.1: no more passwords are hashed at once, whoever asks; each takes 19 MiB
        self._beside = ThreadPoolExecutor(2, "accounts")

    # -- as long as it runs -------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self, _: Starlette) -> AsyncIterator[None]:
        """Keep the answers up, and write what is due."""
        self._following.start()
        self._asking.start()
        self.live = {name: Live(room, self._following, self._asking) for name, room in self.gate.rooms.items()}
        loop = asyncio.get_running_loop()
        for room in self.gate.rooms.values():

            def told(events: Sequence[Event], _: State, room: Room = room) -> None:
                for event in events:
                    if event.event == "round_closed":
                        loop.call_soon_threadsafe(self._closed, room, event.record)

            room.subscribe(told)
        tasks = [asyncio.create_task(live.run()) for live in self.live.values()]
        tasks.append(asyncio.create_task(self._tick()))
        if self.post is not None:
            tasks.append(asyncio.create_task(self._mail(self.post)))
        async with AsyncExitStack() as stack:
            if self._watching is not None:
                telling = partial(tell, samples=self._samples)
                await stack.enter_async_context(await asyncio.start_server(telling, sock=self._watching))
            note("started", rooms=list(self.gate.rooms))
            yield
        note("ended")
        for task in tasks:
            task.cancel()
        for live in self.live.values():
            live.cut(lambda _: True, 1001)
        self._following.close()
        self._asking.close()
        self._beside.shutdown(wait=False, cancel_futures=True)

    async def _mail(self, post: Post) -> None:
        """Send what is due, beside all else: in a thread that waits for the mail server, and for nothing of ours."""
        with ThreadPoolExecutor(1, "mail") as beside:
            while True:
                try:
                    await asyncio.get_running_loop().run_in_executor(beside, post.look)
                except OSError as error:  # the disk is away: it is looked again
                    warn("mail_failed", error=type(error).__name__)
                await asyncio.sleep(MAILS)

    async def _tick(self) -> None:
        while True:
            looks = [asyncio.wrap_future(room.tick()) for room in self.gate.rooms.values()]
            looks.append(asyncio.ensure_future(self._run(self.accounts.look)))
            told = await asyncio.gather(*looks, return_exceptions=True)
            self._away = any(isinstance(each, OSError) for each in told)
            for live in self.live.values():
                live.cut(lambda page: not self.gate.holds(page.session))
            for room in self.gate.rooms.values():
                if room.state.seq > _KEEPS[0] * room.kept + _KEEPS[1]:
                    room.kept = room.state.seq
                    self._worked_out(room, Asked(delegation="", which="room", what="keep"))
            await asyncio.sleep(LOOKS)

    async def _read_on(self, asked: HTTPConnection) -> None:
        """Know what other servers wrote in a room, or in all, before this was asked (§R7.4). Raises OSError."""
        head, _, rest = asked.scope["raw_path"].decode("latin-1").partition("?")[0].strip("/").partition("/")
        names = [] if head in ("", "health") else [unquote(rest.partition("/")[0])] if rest else list(self.gate.rooms)
        rooms = [room for name in names if (room := self.gate.rooms.get(name)) and room.ledger.store.shared]
        await asyncio.gather(*(asyncio.wrap_future(room.tick()) for room in rooms))

    def _samples(self) -> Iterator[Sample]:
        """The numbers of this server, for who runs it."""
        yield from self.requests.samples()
        yield "database_away", {}, self._away
        for process, its in (("following", self._following), ("asking", self._asking)):
            yield "process_questions", {"process": process}, its.asked
            yield "process_starts_total", {"process": process}, its.started
        for name, live in self.live.items():
            yield "room_events", {"room": name}, live.room.state.seq
            yield "room_commits_total", {"room": name}, live.room.commits
            yield "room_commits_seconds_total", {"room": name}, live.room.committing
            yield "room_pages", {"room": name}, live.count()
            yield "room_bases_behind", {"room": name}, live.behind

    async def _run(self, work: Callable[..., _T], *arguments: object) -> _T:
        """Do what waits for argon2, or for the disk of the accounts, beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._beside, partial(work, *arguments))

    # -- what needs no room -------------------------------------------------------------------------------------------

    async def answer(self, request: Request) -> Response:
        """Any request, and what it took."""
        begun = perf_counter()
        answer = await self._checked(request)
        self.requests.count(request.method, request.scope["path"], answer.status_code, perf_counter() - begun)
        return answer

    async def _checked(self, request: Request) -> Response:
        """Its checks, its answer, or why there is none (§R7.5)."""
        try:
            self.gate.site.check_host(request)
            self.gate.site.check_origin(request)
            await self._read_on(request)
            return await self._answer(request)
        except RefusedError as refused:
            return self._refused(request, refused)
        except ClientDisconnect:  # nobody waits for this
            return self._refused(request, RefusedError("invalid"))
        except (OSError, DiedError):  # the disk is full, or away, and nothing was written; or what answers died of it
            return self._refused(request, RefusedError("starting"))

    async def _answer(self, request: Request) -> Response:
        address = request.scope["raw_path"].decode("latin-1").partition("?")[0].strip("/")
        head, _, rest = address.partition("/")
        if head == "rooms" and rest:
            return await self._in_room(request, *rest.partition("/")[::2])
        method = "GET" if request.method == "HEAD" else request.method
        match (method, *address.split("/")):
            case ("GET", "" | "join" | "sign-in"):
                return self.pages.door()
            case ("GET", "health"):
                if self._away:
                    raise RefusedError("starting")
                return _json(b'{"ok":true}')
            case ("POST", "sign-in"):
                return await self._sign_in(request)
            case ("GET", "sign-in", "oidc") if self.oidc is not None:
                return await self._sign_in_elsewhere(request, self.oidc)
            case ("POST", "join"):
                return await self._join(request)
            case ("POST", "sign-out"):
                return await self._sign_out(request)
        return await self._of_account(request, method, address.split("/"))

    async def _of_account(self, request: Request, method: str, path: list[str]) -> Response:
        """What is an account's own, in whatever room."""
        match (method, *path):
            case ("GET", "me"):
                session = self.gate.session(request)
                return _json(self._me(session.account, session))
            case ("GET", "rooms"):
                session = self.gate.session(request)
                rooms = self.gate.rooms.items()
                return _json([{"room": name} for name, room in rooms if self.gate.actors(session, room)])
            case ("GET", "sessions" | "tokens" as which):
                return await self._sessions(request, which)
            case ("POST", "tokens"):
                return await self._make_token(request)
            case ("POST", "sessions", "end"):
                account = self.gate.person(request).account
                await body_of(request, MOST_OTHERWISE)
                await self._run(self.accounts.end_all, account)
                return _json({})
            case ("POST", "sessions" | "tokens" as which, id_, "end"):
                account = self.gate.person(request).account
                await body_of(request, MOST_OTHERWISE)
                if not await self._run(self.accounts.end_named, account, unquote(id_), which == "tokens"):
                    raise RefusedError("unknown")
                return _json({})
        self.gate.session(request)
        raise RefusedError("unknown")

    def _me(self, account: str, session: Session | None = None) -> dict[str, object]:
        """Who somebody is; ``session``: what is asked by, of which a token is one membership alone."""
        memberships = [
            {"room": name, "delegation": its.delegation, "role": its.role}
            for name, room in self.gate.rooms.items()
            for its in (self.gate.actors(session, room) if session else self.gate.memberships(account, room))
        ]
        return {"account": account, "memberships": memberships}

    async def _sessions(self, request: Request, which: str) -> Response:
        """The sessions of an account, or its tokens."""
        found = await self._run(self.accounts.sessions, self.gate.person(request).account)
        if which == "tokens":
            return _json([_token(its) for its in found if its.by_token])
        return _json([{"id": its.id, "begun": its.begun, "seen": its.seen} for its in found if not its.by_token])

    async def _make_token(self, request: Request) -> Response:
        """A token for a program (§R10.2): for a membership of its maker, or the role below it, and no wider."""
        session = self.gate.person(request)
        data = await body_of(request, MOST_OTHERWISE)
        said = check_shape(_decoded(data), ("room", "acting", "ends"), ("basis",))
        room = self.gate.rooms.get(text_of(said, "room"))
        members = self.gate.memberships(session.account, room) if room else []
        if room is None or not members:
            raise RefusedError("unknown")
        delegation, _, role = text_of(said, "acting").partition("/")
        if not any(its.delegation == delegation and can_act(its.role, role) for its in members):
            raise RefusedError("not_yours")
        basis, ends, now = basis_of(said.get("basis", "room")), time_of(said, "ends"), self.clock()
        if ends is None or not now < ends <= now + TOKEN_LASTS:
            raise invalid("room-token-ends", days=TOKEN_LASTS.days)
        its = [each for each in await self._run(self.accounts.sessions, session.account) if each.by_token]
        if len(its) >= MOST_TOKENS:
            raise RefusedError("too_large", detail=Told("room-too-many-tokens", most=MOST_TOKENS))
        acting = f"{room.id}/{delegation}/{role}"
        token, made = await self._run(self.accounts.issue, session.account, ends, acting, basis)
        return _json({**_token(made), "token": token}, 201)

    async def _sign_in(self, request: Request) -> Response:
        said = object_of(_decoded(await body_of(request, MOST_OTHERWISE)))
        token = said.get("token")
        if isinstance(token, str) and token in self.demo:
            return await self._signed_in(request, self.demo[token])
        account, password = account_of(said.get("account")), said.get("password")
        await self._check_password(request, account or "", password if isinstance(password, str) else "")
        assert account is not None
        return await self._signed_in(request, account)

    async def _sign_in_elsewhere(self, request: Request, oidc: "Oidc") -> Response:
        """To the provider, or back from it (§R10.1)."""
        site, asked = self.gate.site, dict(request.query_params)
        kept, back = f"{site.cookie}-oidc", site.here(request, "/sign-in/oidc")
        if not asked.keys() & {"state", "code", "error"}:
            address, begun = await self._run(oidc.begin, back)
            away = Response(b"", 302, {**_NO_STORE, "location": address})
            # not strict: it comes back by a link from elsewhere
            away.set_cookie(kept, begun, 600, path="/", secure=site.secure, httponly=True, samesite="lax")
            return away
        try:
            its = await self._run(oidc.finish, request.cookies.get(kept, ""), asked, back, self.clock())
            account = await self._bound(oidc.provider.issuer, its)
        except RefusedError as refused:
            if "text/html" not in request.headers.get("accept", ""):
                raise
            return self.pages.door(refused.status, str(refused.json(language_of(request, None)).detail))
        # a page, and not another address: a cookie that is strict comes with nothing that another site leads to
        answer = self.pages.door()
        answer.delete_cookie(kept, path="/", secure=site.secure, httponly=True, samesite="lax")
        return await self._signed_in(request, account, answer)

    async def _bound(self, issuer: str, known: "Known") -> str:
        """The account of somebody whom a provider knows; 401 where it is another's."""
        account = await self._run(self.accounts.bound, issuer, known.subject, known.account)
        if account is None:
            raise RefusedError("sign_in", detail=Told("room-oidc-bound"))
        return account

    def _check_by_password(self) -> None:
        """401 where people sign in elsewhere alone."""
        if self.oidc is not None and self.oidc.provider.only:
            raise RefusedError("sign_in", detail=Told("room-oidc-only"))

    async def _check_password(self, request: Request, account: str, password: str) -> None:
        """401 where it is not that of the account, 429 where that was tried too often."""
        self._check_by_password()
        address = self.gate.site.address(request)
        try:
            right = await self._run(self.accounts.is_right, account, password[:1_024], address)
        except FailedTooOftenError as error:
            raise SlowDownError(error.wait) from None
        if not right:
            raise RefusedError("sign_in")

    async def _signed_in(self, request: Request, account: str, answer: Response | None = None) -> Response:
        """A session begins: ``answer`` brings its cookie, or else who that is."""
        token = await self._run(self.accounts.begin, account, self.gate.site.token(request))
        answer = answer or _json(self._me(account))
        for room in self.gate.rooms.values() if answer.status_code == 200 else ():  # who joins is told to have joined
            await asyncio.wrap_future(room.signed_in(account))
        site = self.gate.site
        answer.set_cookie(site.cookie, token, path="/", secure=site.secure, httponly=True, samesite="strict")
        return answer

    async def _join(self, request: Request) -> Response:
        """Take up an invitation: as who is signed in, as a new account, or as one that gives its password."""
        said = object_of(_decoded(await body_of(request, MOST_OTHERWISE)))
        invitation = hashed(text_of(said, "invitation")) if "invitation" in said else ""
        room = self._invited(invitation)
        if said.keys() == {"invitation"}:
            account = self.gate.person(request).account
            await self._run(self.accounts.add, room.ledger.store, account, "", "")
        else:
            account = await self._account(request, room, said)
        if await asyncio.wrap_future(room.join(invitation, account)) is None:
            raise RefusedError("unknown")
        return await self._signed_in(request, account, _json(self._me(account), 201))

    def _invited(self, invitation: str) -> Room:
        now = self.clock()
        for room in self.gate.rooms.values():
            for member in room.state.members.values():
                if member.token == invitation and member.since is None and member.expires > now and not member.revoked:
                    return room
        raise RefusedError("unknown")

    async def _account(self, request: Request, room: Room, said: Mapping[str, object]) -> str:
        account, name, password = account_of(said.get("account")), said.get("name"), said.get("password")
        if account is None:
            raise invalid("room-no-mail")
        self._check_by_password()
        if await self._run(self.accounts.knows, account):
            await self._check_password(request, account, password if isinstance(password, str) else "")
        elif not isinstance(password, str) or not is_password(password):
            raise invalid("room-password")
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise invalid("room-malformed-key", key="name")
        await self._run(self.accounts.add, room.ledger.store, account, name.strip(), password)
        return account

    async def _sign_out(self, request: Request) -> Response:
        session = self.gate.person(request)
        await body_of(request, MOST_OTHERWISE)
        await self._run(self.accounts.end, session.hash)
        answer = _json({})
        answer.delete_cookie(self.gate.site.cookie, secure=self.gate.site.secure, httponly=True, samesite="strict")
        return answer

    # -- in a room ----------------------------------------------------------------------------------------------------

    async def _in_room(self, request: Request, name: str, address: str) -> Response:
        try:
            room, actor, _ = self.gate.enter(request, unquote(name))
        except RefusedError as refused:
            if refused.code == "sign_in" and address.startswith("page/"):
                return self.pages.door(401)  # a link from elsewhere comes without its cookie
            raise
        entered = Entered(request, room, actor, address, partial(self._used, room, actor.delegation))
        entered.check_token()
        if request.method in ("GET", "HEAD"):
            return await self._read(entered)
        if request.method not in ("PUT", "POST"):
            raise RefusedError("unknown")
        data = await body_of(request, MOST_BYTES.get(entered.path[-1], MOST_OTHERWISE))
        if entered.path == ["import"]:
            return await self._import(entered, data)
        key = request.headers.get("idempotency-key", "").strip().strip('"') or None
        wanted = Wanted(
            actor=actor, method=request.method, address=address, body=_decoded(data), key=key, language=entered.language
        )
        reply = await asyncio.wrap_future(room.write(wanted))
        answer = Response(reply.body, reply.status, _NO_STORE, _PROBLEM if reply.status >= 400 else _JSON)
        if reply.wait:
            answer.headers["retry-after"] = str(reply.wait)
        return answer

    def _used(self, room: Room, delegation: str) -> list[Used]:
        """How much a delegation has of what there is a limit of (§R16)."""
        pages = Used("pages", self.live[room.id].count(delegation), MOST_PAGES)
        writes = room.limits.used(delegation, self.clock())
        its = [records_of(room.state, delegation), members_of(room.state, delegation, self.clock()), pages]
        return its if writes is None else [*its, writes]

    async def _import(self, entered: Entered, data: bytes) -> Response:
        """The difference of a plan, as changes (§R14.2): nothing is written, so there is no key."""
        if not may(entered.actor, "import"):
            raise RefusedError("not_yours")
        plan = text_of(object_of(_decoded(data)), "plan")
        return await self._ask(entered, entered.asked("import", plan))

    async def _read(self, entered: Entered) -> Response:
        match entered.path:
            case ["answer"]:
                return await self._whole(entered)
            case ["why", name]:
                return await self._ask(entered, entered.asked("why", name))
            case ["compare"]:
                return await self._ask(entered, entered.asked("compare", entered.text("from"), entered.text("to")))
            case ["rounds"]:
                return _json([await self._with_baseline(entered, its) for its in entered.reader.rounds()])
            case ["rounds", id_, "baseline"]:
                return await self._ask(entered, entered.asked("baseline", id_))
            case [what] if what in _PLAIN:
                return await self._ask(entered, entered.asked(what))
            case [name] if name in _EXPORTS:
                answer = await self._ask(entered, entered.asked("export", name.partition(".")[2]))
                if answer.status_code == 200:
                    answer.headers["content-type"] = _EXPORTS[name]
                    await asyncio.wrap_future(entered.room.exported(entered.actor))
                return answer
            case ["page", *path]:
                return await self.pages.answer(entered, path, partial(self.ask, entered))
        return _json(self._written(entered))

    async def _with_baseline(self, entered: Entered, its: RoundJson) -> RoundJson:
        """A round with the hash of what all could read when it closed (§R4.3)."""
        if not entered.room.state.rounds[its.id].closed:
            return its
        asked = Asked(delegation=entered.actor.delegation, which="room", what="baseline", more=(its.id,))
        _, body = await self.ask(entered, asked)
        return replace(its, baseline=msgspec.json.decode(body)["hash"])

    def _written(self, entered: Entered) -> object:
        """What is written in the room, as far as it may be read."""
        reader, param = entered.reader, entered.param
        match entered.path:
            case ["records"]:
                return reader.records(param("kind"), param("partner"), entered.number("changed-since"))
            case ["records", kind, id_]:
                return _found(reader.record(kind, id_))
            case ["records", kind, id_, "history"]:
                return _found(reader.history(kind, id_))
            case ["proposals"]:
                return reader.proposals()
            case ["settings"]:
                return reader.settings()
            case ["members"]:
                entered.allow("members: own")
                return reader.members(self.clock())
            case ["journal"]:
                entered.allow("journal: readable")
                return reader.journal(entered.number("after") or 0)
            case ["digest"]:
                return digest(reader, entered.number("after"), entered.used())
        raise RefusedError("unknown")

    async def _whole(self, entered: Entered) -> Response:
        """The answer; where it cannot be had in time the last one there was, marked so (§R13.5)."""
        asked = entered.asked("whole")
        try:
            async with asyncio.timeout(WAITS):
                return await self._ask(entered, asked)
        except (TimeoutError, DiedError):
            last = self.live[entered.room.id].latest(entered.key)
            if last is None or asked.query != Query():
                raise RefusedError("starting") from None
            return _json({**last.told(entered.actor.delegation), "behind": True})

    async def ask(self, entered: Entered, asked: Asked) -> tuple[int, bytes]:
        """What is worked out on a basis: the status and body of its answer."""
        entered.allow("answer and its like")
        if asked.what == "reveal" and not entered.room.state.rounds[asked.more[0]].closed:
            self._watched.setdefault((entered.room.id, asked.more[0]), set()).add(asked)
        answered = await asyncio.shield(self._worked_out(entered.room, asked))
        return answered.status, answered.body

    def _worked_out(self, room: Room, asked: Asked) -> asyncio.Task[Answered]:
        """What many pages ask at one moment is worked out once."""
        key = (room.id, room.state.seq, asked)
        if key not in self._in_hand:

            def done(task: asyncio.Task[Answered]) -> None:
                del self._in_hand[key]
                if not task.cancelled():
                    task.exception()  # is told to who waits, if anybody does

            self._in_hand[key] = asyncio.create_task(self._work_out(room, asked))
            self._in_hand[key].add_done_callback(done)
        return self._in_hand[key]

    def _closed(self, room: Room, round_: str) -> None:
        """Begin with what pages ask as soon as they hear of it."""
        for asked in self._watched.pop((room.id, round_), ()):
            self._worked_out(room, asked)

    async def _work_out(self, room: Room, asked: Asked) -> Answered:
        whose = (room.id, asked.delegation)
        async with self._at_once.setdefault(whose, asyncio.Semaphore(MOST_ASKED)):
            state = room.state
            plain = asked.what == "whole" and asked.query == Query() and asked.day is None
            computing = self._following if plain else self._asking  # where it is worked out in any case
            return await computing.ask(room.ledger.where, state.seq, asked)

    async def _ask(self, entered: Entered, asked: Asked) -> Response:
        status, body = await self.ask(entered, asked)
        return Response(body, status, _NO_STORE, _PROBLEM if status >= 400 else _JSON)

    async def follow(self, socket: WebSocket) -> None:
        """A page that follows a basis (§R12)."""
        try:
            self.gate.site.check_host(socket)
            self.gate.site.check_origin(socket)
            await self._read_on(socket)
            room, actor, session = self.gate.enter(socket, unquote(socket.path_params["room"]))
            entered = Entered(socket, room, actor, "follow")
            key, cursor = entered.key, entered.number("cursor")
        except RefusedError as refused:
            await socket.close(1008, refused.code)
            return
        except OSError:
            await socket.close(1013, "starting")
            return
        live = self.live[room.id]
        if live.count(actor.delegation) >= MOST_PAGES:
            await socket.close(1013, "slow_down")
            return
        await socket.accept()
        page = Page(session)
        try:
            try:
                await live.follow(page, key, actor.delegation, cursor)
            except OSError:
                await socket.close(1013, "starting")
                return
            await page.send(socket, lambda: _alive(room, actor), ALIVE)
        finally:
            live.leave(page, key)

    def _refused(self, request: Request, refused: RefusedError) -> Response:
        body = to_json(refused.json(language_of(request, None)))
        answer = Response(body, refused.status, _NO_STORE, _PROBLEM)
        if isinstance(refused, SlowDownError):
            answer.headers["retry-after"] = str(refused.wait)
        return answer


def _oidc(provider: Provider) -> "Oidc":
    from willing.room.oidc import Oidc  # loads much, and few servers need it

    return Oidc(provider)


def _alive(room: Room, actor: Actor) -> str:
    return msgspec.json.encode({"alive": room.state.cursor(actor.delegation)}).decode()


_JSON, _PROBLEM = "application/json", "application/problem+json"
_NO_STORE = {"cache-control": "no-store"}


def _json(data: object, status: int = 200) -> Response:
    return Response(data if isinstance(data, bytes) else to_json(data), status, _NO_STORE, _JSON)


def _token(its: Session) -> dict[str, object]:
    """A token as its account is told of it."""
    room, _, acting = its.acting.partition("/")
    told = {"id": its.id, "room": room, "acting": acting, "basis": its.basis}
    return {**told, "begun": its.begun, "seen": its.seen, "ends": its.ends}


def _found(data: _T | None) -> _T:
    if data is None:
        raise RefusedError("unknown")
    return data


def _decoded(data: bytes) -> object:
    """What is sent, as JSON; nothing where it is none, which the room tells when it comes to it (§R7.5)."""
    try:
        return exact(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


class _Frame:
    """HTTP is answered here, by no route: with what every answer says of itself; on https, that this server is asked by
    https alone. Sockets, and when it starts and ends, go on to ``app``."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request], Awaitable[Response]], secure: bool) -> None:
        self.app = app
        self.answer = answer
        self.headers = [*HEADERS, (b"x-frame-options", b"DENY")]
        if secure:
            self.headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self.answer(Request(scope, receive))
        answer.raw_headers.extend(self.headers)
        await answer(scope, receive, send)


def application(
    rooms: Mapping[str, Room],
    site: Site,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    demo: Mapping[str, str] | None = None,
    watched: socket | None = None,
    services: Services = NONE,
) -> Starlette:
    """A server of rooms, by their ids, as an ASGI application.

    ``demo``: accounts by the token that signs in as them; ``watched``: a socket of this machine's own, where it tells
    its numbers.
    """

    def now() -> datetime:
        """The server's clock, behind what any room has last: one that goes back does not undo what was done (§R9.1)."""
        return max([clock(), *(room.state.tip.at + timedelta(microseconds=1) for room in rooms.values())])

    accounts = Accounts([room.ledger.store for room in rooms.values()], now)
    server = Server(Gate(site, accounts, rooms), now, demo=demo, watched=watched, services=services)
    app = Starlette(routes=[WebSocketRoute("/rooms/{room}/follow", server.follow)], lifespan=server.running)
    app.add_middleware(_Frame, answer=server.answer, secure=site.secure)
    return app
