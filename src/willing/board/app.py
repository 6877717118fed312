"""The routes of a live board over one plan: the page, the answer of a world, what follows a change, and saving.

| route | what it answers |
|---|---|
| ``GET /`` | the page; its query says of what (scenario, as-of, known-by, try, lang) |
| ``GET /world`` | the answer of a world: the page's query, and if, if-not, if-unknown |
| ``GET /plan`` | what can be tried: the keys of the pledges, the partners, what is provided |
| ``POST /save`` | writes a scenario into the plan file, or a plan of its own beside it |
| ``WS /follow`` | told whenever the plan file changes |
"""

import asyncio
import os
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from html import escape
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from willing.app.files import create, replace
from willing.app.query import Query
from willing.board.address import AddressError, query_of
from willing.board.guard import Guard
from willing.board.live import LivePlan
from willing.board.pieces import changed
from willing.languages import LANGUAGES
from willing.languages.messages import Catalogue
from willing.model.condition_text import condition_text
from willing.model.problem import PlanError
from willing.present.terminal.problems import problem_json, problems_text

#: Seconds between two looks at whether the plan file changed.
LOOKS = 0.02

#: A request may send so much.
MOST_BYTES = 65_536

_NAME = re.compile(r"[^\W\d_][\w-]*")
_FILE = re.compile(r"\w[\w.-]*\.toml")
_SCRIPT = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)


class Board:
    """A live plan and the pages that follow it. ``language``: of pages that ask for none; None: the browser's."""

    def __init__(self, live: LivePlan, language: str | None) -> None:
        self.live = live
        self.language = language
        self.changed = asyncio.Event()
        self.ending = False
        self._told: dict[tuple[Any, ...], tuple[str, Mapping[str, str] | None]] = {}

    # -- answers --------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        """The page, with nothing switched."""
        language = self._language(request)
        try:
            html = self.live.opened(self._query(request).page, language).html
        except (PlanError, AddressError) as error:
            return _sorry(error, language)
        return HTMLResponse(html, headers={"content-security-policy": _policy(html, request.headers["host"])})

    async def world(self, request: Request) -> Response:
        """The answer of a world."""
        return _json(self.live.answer(self._query(request), self._language(request)))

    async def plan(self, request: Request) -> Response:
        """What can be tried."""
        opened = self.live.opened(self._query(request).page, self._language(request))
        study = opened.study
        provided = {p.provides: None for p in study.plan.pledges.values() if p.provides}
        provided |= dict.fromkeys(capability for r in study.plan.requirements.values() for capability in r.of)
        told = {
            "pledges": {
                id_: {
                    "partner": p.partner,
                    "provides": p.provides,
                    "amount": p.amount,
                    "condition": condition_text(p.condition),
                    "own": p.own_decision,
                }
                for id_, p in study.picture.pledges.items()
            },
            "partners": opened.page.words.partners,
            "provided": list(provided),
            "can_save": self.live.state.text is not None,
        }
        return _json(msgspec.json.encode(told))

    async def save(self, request: Request) -> Response:
        """Write a scenario into the plan file (``as`` "scenario"), or a plan of its own beside it (``as`` "file").

        ``name``: of the scenario, or of the file; ``query``: the world, as its address says it.
        """
        asked = await _sent(request)
        kind, name, address = asked.get("as"), asked.get("name"), asked.get("query", "")
        if kind not in ("scenario", "file") or not isinstance(name, str) or not isinstance(address, str):
            raise AddressError('what is saved is {"as": "scenario" or "file", "name": …, "query": …}')
        from urllib.parse import parse_qsl

        query = query_of(parse_qsl(address, keep_blank_values=True), self.live.standing)
        if kind == "scenario":
            if not _NAME.fullmatch(name):
                raise AddressError("a scenario's name is a letter, then letters, digits, '-' or '_'")
            self.live.look()
            text = self.live.as_scenario(query, name)
            replace(self.live.file, text.encode())
            return _json(msgspec.json.encode({"saved": self.live.file, "scenario": name}))
        if not _FILE.fullmatch(name):
            raise AddressError("a plan's file is a plain name that ends in .toml; it comes to lie beside this plan")
        path = os.path.join(os.path.dirname(self.live.file), name)
        text = self.live.as_file(query)
        try:
            create(path, text.encode())
        except FileExistsError:
            raise AddressError(f"there is a '{name}' already, and it was left as it is: choose another name") from None
        return _json(msgspec.json.encode({"saved": path}))

    def _query(self, request: HTTPConnection) -> Query:
        """What an address asks. Raises :class:`AddressError`."""
        pairs = [(key, value) for key, value in request.query_params.multi_items() if key not in ("lang", "version")]
        return query_of(pairs, self.live.standing)

    def _language(self, request: HTTPConnection) -> str:
        """The language that an address asks for, else that of the command, else of the browser."""
        asked = request.query_params.get("lang", self.language or "")
        told = (
            part.split(";")[0].split("-")[0].strip() for part in request.headers.get("accept-language", "").split(",")
        )
        return next((lang for lang in (asked, *told) if lang in LANGUAGES), "en")

    # -- following ------------------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Look at the plan file until the end, and wake up who follows."""
        while not self.ending:
            await asyncio.sleep(LOOKS)
            with suppress(Exception):  # a fault in one look must not end the looking
                if self.live.is_changed() and await asyncio.to_thread(self.live.look):
                    self.wake()

    def wake(self) -> None:
        """Wake up who follows: there is something new, or an end."""
        self.changed.set()
        self.changed = asyncio.Event()

    async def follow(self, socket: WebSocket) -> None:
        """Tell a page (of ``version``) of every change, in the pieces that differ, or what is wrong with the file."""
        try:
            page, language = self._query(socket).page, self._language(socket)
            has = int(socket.query_params.get("version", ""))
        except (AddressError, ValueError):
            await socket.close(1008)
            return
        await socket.accept()
        gone = asyncio.ensure_future(_gone(socket))
        try:
            pieces: Mapping[str, str] | None = None
            if has == self.live.state.version:
                pieces = self.live.opened(page, language).pieces
            told_version = has
            while not self.ending and not gone.done():
                waiting = self.changed
                state = self.live.state
                if state.version != told_version:
                    key = (told_version, pieces is None, state.version, page, language)
                    if key not in self._told:  # pages of one base that had the same are told the same
                        self._told = {key: self._news(pieces, page, language)}
                    text, pieces = self._told[key]
                    told_version = state.version
                    await socket.send_text(text)
                woken = asyncio.ensure_future(waiting.wait())
                await asyncio.wait({woken, gone}, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page was closed while it was told
        finally:
            gone.cancel()
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(1001)

    def _news(
        self, before: Mapping[str, str] | None, page: Query, language: str
    ) -> tuple[str, Mapping[str, str] | None]:
        """What a page that shows these pieces (None: others) is told now, and the pieces it shows then."""
        state, after = self.live.state, before
        told: dict[str, Any] = {"version": state.version, "problems": problems_text(state.problems)}
        try:
            after = self.live.opened(page, language).pieces
            told["pieces"] = None if before is None else changed(before, after)
        except (PlanError, AddressError) as error:
            told["problems"] += _said(error)
        return msgspec.json.encode(told).decode(), after


async def _gone(socket: WebSocket) -> None:
    """Wait until the page is closed; what it says is not for us."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _sent(request: Request) -> dict[str, Any]:
    """The JSON object that was sent. Raises :class:`AddressError`."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise AddressError("so much is not sent here")
    try:
        told = msgspec.json.decode(data)
    except msgspec.DecodeError:
        raise AddressError("what is sent here is JSON") from None
    if not isinstance(told, dict):
        raise AddressError("what is sent here is an object")
    return told


def _json(data: bytes, status: int = 200) -> Response:
    return Response(data, status, media_type="application/json", headers={"cache-control": "no-store"})


def _said(error: Exception) -> str:
    if isinstance(error, PlanError):
        return problems_text(error.problems, omitted=error.omitted)
    return f"{error}\n"


async def _refused(_: Request, error: Exception) -> Response:
    """What cannot be asked, as JSON: an errors list as ``check --json`` has it."""
    if isinstance(error, PlanError):
        told = [problem_json(problem) for problem in error.problems]
    else:
        said = str(error) if isinstance(error, AddressError) else f"cannot be written: {error}"
        told = [{"file": None, "line": None, "column": None, "message": said}]
    return _json(msgspec.json.encode({"errors": told}), 422)


def _sorry(error: Exception, language: str) -> Response:
    """A page that says why there is none."""
    say = Catalogue(language)
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Willing</title>'
        f'<body style="font:1rem/1.5 system-ui;margin:3rem;max-width:60rem"><h1>{escape(say("serve.sorry"))}</h1>'
        f'<pre style="white-space:pre-wrap">{escape(_said(error))}</pre><p><a href="/">{escape(say("serve.back"))}</a>',
        422,
        headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )


def _policy(html: str, host: str) -> str:
    """What the page may load: nothing but its own scripts, and answers from here."""
    scripts = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _SCRIPT.findall(html)
    )
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def application(live: LivePlan, *, hosts: tuple[str, ...], language: str | None) -> Starlette:
    """The board as an ASGI application.

    ``hosts``: the names and ports it answers to; ``language``: of pages, None: the browser's.
    """
    board = Board(live, language)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(board.watch())
        yield
        board.ending = True
        board.wake()
        await watching

    app = Starlette(
        routes=[
            Route("/", board.page),
            Route("/world", board.world),
            Route("/plan", board.plan),
            Route("/save", board.save, methods=["POST"]),
            WebSocketRoute("/follow", board.follow),
        ],
        exception_handlers={PlanError: _refused, AddressError: _refused, OSError: _refused},
        lifespan=lifespan,
    )
    app.add_middleware(Guard, hosts=hosts)
    app.state.board = board
    return app
