"""The routes of a live board over one plan: the page, the answer of a world, what follows a change, and saving.

| route | what it answers |
|---|---|
| ``GET /`` | the page; its query says of what (scenario, without, firm, as-of, known-by, try, lang) |
| ``GET /extras`` | the sections of the page that no switch changes, and that take longest |
| ``GET /world`` | the answer of a world: the page's query, and if, if-not, if-unknown |
| ``GET /plan`` | what can be tried: the keys of the pledges, the partners, what is provided |
| ``GET /condition`` | what a condition comes to: its sentence, its text and its tree, or what is wrong with it |
| ``GET /text`` | what the plan file holds |
| ``POST /check`` | what is wrong with a text that may take its place |
| ``POST /save`` | writes a text, a trial or a scenario into the plan file, or a plan beside it; or takes it back |
| ``WS /follow`` | told whenever the plan file changes |
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from willing.answers.answer import to_builtins
from willing.answers.problems import message_text
from willing.app.errors import PlanError
from willing.app.jobs import Jobs
from willing.app.query import Query
from willing.board.live import LivePlan, State
from willing.model.condition_text import condition_text
from willing.model.problem import Message
from willing.present.terminal.problems import problems_found, problems_text
from willing.web.address import MOST_TRIED, query_of
from willing.web.answers import (
    ERRORS,
    AddressError,
    error_page,
    error_text,
    json_answer,
    json_sent,
    language_of,
    page_answer,
)
from willing.web.conditions import condition_told
from willing.web.guard import Guard
from willing.web.opened import Open
from willing.web.pieces import changed
from willing.web.sockets import Followers

#: A text of a plan, and what it was made from, may be so long.
MOST_OF_TEXTS = 2**24

#: Seconds between two looks at whether the plan file changed.
LOOKS = 0.02

#: So many other pages than the server's own are worked out at once, so that it is not held up by them.
OTHERS = 2

_NAME = re.compile(r"[^\W\d_][\w-]*")
#: Not as Windows calls its devices: a plan is sent on to others.
_FILE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)\w[\w.-]{0,199}\.toml", re.IGNORECASE)
#: What an address says beside its question.
_NOT_ASKED = ("lang", "version", "view", "text", "own", "parts")
_T = TypeVar("_T")

#: What a page is told, and the pieces it shows then.
_News = tuple[str, Mapping[str, str] | None]


class Board:
    """A live plan and the pages that follow it. ``language``: of pages that ask for none; None: the browser's.

    What has to be worked out is, beside the loop, which answers meanwhile what is there already.
    """

    def __init__(self, live: LivePlan, language: str | None, jobs: Jobs) -> None:
        self.live = live
        self.language = language
        self.jobs = jobs
        self.followers = Followers()
        self._others = asyncio.Semaphore(OTHERS)
        self._news_of: dict[tuple[object, ...], asyncio.Future[_News]] = {}

    # -- answers --------------------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        """The page, with nothing switched."""
        try:
            html = (await self._opened(request)).html
        except (PlanError, AddressError) as error:
            return error_page(error, language_of(request, self.language))
        return page_answer(html, request.headers["host"])

    async def extras(self, request: Request) -> Response:
        """The sections of the page that no switch changes."""
        opened = await self._opened(request)
        return json_answer({"html": await self._page_beside(self._query(request).page, lambda: opened.extras)})

    async def world(self, request: Request) -> Response:
        """The answer of a world; with ``parts`` in its address only what the page shows of it."""
        query, language = self._query(request), language_of(request, self.language)
        asked = (query, language, "parts" in request.query_params)
        data = self.live.answered_already(*asked)
        return json_answer(data or await self._page_beside(query.page, self.live.answer, *asked))

    async def plan(self, request: Request) -> Response:
        """What can be tried."""
        opened = await self._opened(request)
        study = opened.study
        provided = {p.provides: None for p in study.plan.pledges.values() if p.provides}
        provided |= dict.fromkeys(capability for r in study.plan.requirements.values() for capability in r.of)
        pledges = {
            id_: {
                "partner": p.partner,
                "provides": p.provides,
                "amount": p.amount,
                "condition": condition_text(p.condition),
                "own": p.own_decision,
            }
            for id_, p in study.picture.pledges.items()
        }
        return json_answer(
            {
                "pledges": pledges,
                "partners": opened.page.words.partners,
                "provided": {id_: opened.page.words.gives(id_) for id_ in provided},
                "assumptions": {id_: opened.page.words.assumption(id_) for id_ in study.plan.assumptions},
                "groups": {id_: opened.page.words.group(id_) for id_ in study.plan.groups},
                "names": {id_: opened.page.words.pledge(id_) for id_ in study.picture.pledges},
                "can_save": self.live.state.text is not None,
            }
        )

    async def condition(self, request: Request) -> Response:
        """What the condition ``text`` of a pledge comes to; ``own``: it is an ``only_if``."""
        asked = request.query_params
        words = (await self._opened(request)).page.words
        return json_answer(condition_told(asked.get("text", "")[:MOST_TRIED], words, own="own" in asked))

    async def text(self, _: Request) -> Response:
        """What the plan file holds now, mistakes and all."""
        return json_answer({"text": self.live.file_text()})

    async def check(self, request: Request) -> Response:
        """What is wrong with ``text``, were it what the plan file holds, and what is to be looked at in it."""
        text = (await json_sent(request, MOST_OF_TEXTS)).get("text")
        if not isinstance(text, str):
            raise AddressError("saved-malformed")
        language = language_of(request, self.language)
        reading = await self._beside(self.live.checked, text)
        told = {"errors": reading.errors, "warnings": reading.warnings}
        found = {name: [to_builtins(each) for each in problems_found(its, language)] for name, its in told.items()}
        return json_answer({**found, "omitted": reading.omitted})

    async def save(self, request: Request) -> Response:
        """Write what is tried into the plan file (``as`` "plan"), or take back what was last saved into it ("undo");
        write a scenario into it ("scenario"), or a plan of its own beside it ("file"); or a whole text ("text").

        ``name``: of the scenario, or of the file; ``query``: the world, as its address says it; ``text``, and ``was``,
        the one that it was made from.
        """
        asked = await json_sent(request, MOST_OF_TEXTS)
        kind, name, address = asked.get("as"), asked.get("name", ""), asked.get("query", "")
        if not isinstance(name, str) or not isinstance(address, str):
            raise AddressError("saved-malformed")
        query = query_of(parse_qsl(address, keep_blank_values=True), self.live.standing)
        match kind:
            case "plan":
                saved = await self._beside(self.live.save_plan, query)
            case "text":
                text, was = asked.get("text"), asked.get("was")
                if not isinstance(text, str) or not isinstance(was, str):
                    raise AddressError("saved-malformed")
                saved = await self._beside(self.live.save_text, text, was)
            case "undo":
                saved = await self._beside(self.live.undo)
            case "scenario":
                if not _NAME.fullmatch(name):
                    raise AddressError("scenario-name")
                saved = await self._beside(self.live.save_scenario, query, name)
            case "file":
                if not _FILE.fullmatch(name):
                    raise AddressError("file-name")
                return json_answer({"saved": await self._beside(self.live.save_file, query, name)})
            case _:
                raise AddressError("saved-malformed")
        self.followers.wake()  # the plan may have been read anew before it was looked at
        told: dict[str, object] = {"saved": saved.where}
        if kind == "scenario":
            told["scenario"] = name
        if saved.kept is not None:
            told["note"] = message_text(Message("kept-beside", file=saved.kept), language_of(request, self.language))
        return json_answer(told)

    def _query(self, request: HTTPConnection) -> Query:
        """What an address asks. Raises :class:`AddressError`."""
        pairs = [(key, value) for key, value in request.query_params.multi_items() if key not in _NOT_ASKED]
        return query_of(pairs, self.live.standing)

    async def _opened(self, request: HTTPConnection) -> Open:
        """The page that an address asks for. Raises :class:`PlanError` and :class:`AddressError`."""
        page, language = self._query(request).page, language_of(request, self.language)
        opened = self.live.opened_already(page, language)
        if opened is not None:
            return opened
        return await self._page_beside(page, self.live.opened, page, language)

    async def _page_beside(self, page: Query, work: Callable[..., _T], *arguments: object) -> _T:
        if self.live.is_own(page):
            return await self._beside(work, *arguments)
        async with self._others:
            return await self._beside(work, *arguments)

    async def _beside(self, work: Callable[..., _T], *arguments: object) -> _T:
        return await asyncio.wrap_future(self.jobs.submit(work, *arguments))

    # -- following ------------------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Look at the plan file until the end, and wake up who follows."""
        while not self.followers.ended:
            await asyncio.sleep(LOOKS)
            with suppress(Exception):  # a fault in one look must not end the looking
                if self.live.store.is_changed() and await self._beside(self.live.look):
                    self.followers.wake()

    async def follow(self, socket: WebSocket) -> None:
        """Tell a page (of ``version``) of every change, in the pieces that differ, or what is wrong with the file."""
        try:
            page, language = self._query(socket).page, language_of(socket, self.language)
            shown_version = int(socket.query_params.get("version", ""))
        except (AddressError, ValueError):
            await socket.close(1008)
            return
        pieces: Mapping[str, str] | None = None
        if shown_version == self.live.state.version:
            pieces = (await self._opened(socket)).pieces

        async def tell() -> None:
            nonlocal pieces, shown_version
            state = self.live.state
            if state.version == shown_version:
                return
            key = (state.version, shown_version, pieces is None, page, language)
            if key not in self._news_of:  # pages of one base that had the same are told the same
                self._news_of = {other: news for other, news in self._news_of.items() if other[0] == state.version}
                news = self._page_beside(page, self._news, state, pieces, page, language)
                self._news_of[key] = asyncio.ensure_future(news)
            text, pieces = await asyncio.shield(self._news_of[key])
            shown_version = state.version
            await socket.send_text(text)

        await self.followers.follow(socket, tell)

    def _news(self, state: State, before: Mapping[str, str] | None, page: Query, language: str) -> _News:
        """What a page that shows these pieces (None: others) is told of a state, and the pieces it shows then."""
        after = before
        news: dict[str, object] = {"version": state.version}
        problems = problems_text(state.problems, lang=language)
        try:
            after = self.live.opened(page, language, state).pieces
            news["pieces"] = None if before is None else changed(before, after)
        except (PlanError, AddressError) as error:
            problems += error_text(error, language)
        return msgspec.json.encode({**news, "problems": problems}).decode(), after


def application(live: LivePlan, *, hosts: tuple[str, ...], language: str | None, jobs: Jobs | None = None) -> Starlette:
    """The board as an ASGI application.

    ``hosts``: the names and ports it answers to; ``language``: of pages, None: the browser's; ``jobs``: what works out
    its answers, default: threads.
    """
    board = Board(live, language, jobs or Jobs())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(board.watch())
        yield
        board.followers.end()
        await watching
        board.jobs.close()

    app = Starlette(
        routes=[
            Route("/", board.page),
            Route("/extras", board.extras),
            Route("/world", board.world),
            Route("/plan", board.plan),
            Route("/condition", board.condition),
            Route("/text", board.text),
            Route("/check", board.check, methods=["POST"]),
            Route("/save", board.save, methods=["POST"]),
            WebSocketRoute("/follow", board.follow),
        ],
        exception_handlers=ERRORS,
        lifespan=lifespan,
    )
    app.add_middleware(Guard, hosts=hosts)
    app.state.board = board
    app.state.language = language
    return app
