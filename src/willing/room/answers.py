"""What is worked out on a basis, in another process than the one that writes and sends (§R13.5).

The other process reads the ledger itself and folds it up to the event it is asked about: nothing but a path, a number
and a question goes there, and what comes back is JSON. Bases that hold the same records share their answers.
"""

import asyncio
import gc
import hashlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

from willing.answers.answer import to_builtins
from willing.app.errors import PlanError
from willing.app.extras import how_to_install
from willing.app.query import Query
from willing.app.study import Study
from willing.engine.budget import one_command
from willing.model.problem import Message
from willing.notation.kept import Kept
from willing.notation.read import read_plan
from willing.present.page.reveal import before_html, reveal_html
from willing.present.page.ways import ways_html
from willing.present.tables import tables_of
from willing.present.words import Words
from willing.room.basis import Basis, Which, items_of
from willing.room.events import Body, canonical
from willing.room.exchange import differences
from willing.room.fold import State, fold, folded
from willing.room.ledger import Ledger
from willing.room.problems import RefusedError, Wrong
from willing.room.reading import Reader, to_json
from willing.room.rights import Actor
from willing.room.room import keep, standing
from willing.web.conditions import condition_told
from willing.web.opened import Open

#: How much the other process keeps: states of a room, bases, answers.
MOST_STATES, MOST_BASES, MOST_ANSWERS = 64, 80, 1_000

#: How far those who answer give way to who writes and sends, where there are not processors for all.
_NICE = 5
#: After so many questions garbage is looked for, which takes a tenth of a second.
COLLECTED = 1_000

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")


class Asked(Struct, frozen=True, kw_only=True):
    """A question on a basis of a delegation. ``what``: a question of §R11 (``answer``: the brief without its lever,
    ``whole``: with it), or a part of a page; ``more``: what it is about; ``day``: of the mission (§4.4)."""

    delegation: str
    which: Which
    what: str = "answer"
    query: Query = Query()
    day: int | None = None
    more: tuple[str, ...] = ()
    language: str = "en"


class Answered(Struct, frozen=True):
    """An answer, or a problem of §R15a; its body as JSON, or as the text of a file."""

    status: int
    body: bytes


class DiedError(Exception):
    """The process died of this question, asked alone."""


class Computing:
    """The other process. One that dies is started again; what was asked of it is asked again, one at a time.

    ``asked``: how many questions it has not answered yet; ``started``: how often it was begun.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.started = 0
        self._pool: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None
        self._alone = asyncio.Lock()

    async def ask(self, where: str, seq: int, asked: Asked) -> Answered:
        """The answer as the room that is kept at ``where`` stood after event ``seq``. Raises DiedError."""
        self.asked += 1
        try:
            return await self._ask(where, seq, asked)
        finally:
            self.asked -= 1

    async def _ask(self, where: str, seq: int, asked: Asked) -> Answered:
        for again in (False, True):
            async with self._alone if again or self._alone.locked() else nullcontext():
                pool = self._pool or self.start()
                try:
                    return await asyncio.wrap_future(pool.submit(worked_out, where, seq, asked))
                except BrokenExecutor:
                    if self._pool is pool:
                        self._pool = None
        raise DiedError

    def start(self) -> ProcessPoolExecutor:
        """Begin the process, before anything is asked of it."""
        self.started += 1
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
        self._pid = self._pool.submit(os.getpid)
        self._pool.submit(_load)
        return self._pool

    def close(self) -> None:
        """End the process, whatever it is at."""
        begun = self._pid is not None and self._pid.done() and self._pid.exception() is None
        if self._pid is not None and begun:
            with suppress(OSError):
                os.kill(self._pid.result(), signal.SIGTERM)
        if self._pool is not None:
            self._pool.shutdown(wait=begun, cancel_futures=True)  # not waited for, its locks are said to be left behind
            self._pool = None


def _begin() -> None:
    """In the other process: end when the server does, however it ends; a Ctrl-C is for the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICE)
    gc.disable()  # what is kept here is much, and little of it garbage: looked for now and then (worked_out)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        assert parent is not None
        parent.join()
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()


def _load() -> None:
    """What a reveal needs, before a hall waits for it."""
    import fast_sugiyama  # noqa: F401

    import willing.questions.compare  # noqa: F401


# -- in the other process ---------------------------------------------------------------------------------------------


class _Latest(OrderedDict[_K, _T]):
    """What was made last; what was not asked for longest is forgotten."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def made(self, key: _K, make: Callable[[], _T]) -> _T:
        """What is kept under a key, made if it is not there."""
        if key not in self:
            self[key] = make()
        self.move_to_end(key)
        while len(self) > self._most:
            self.popitem(last=False)
        return self[key]


class _Here:
    """A room, read here."""

    def __init__(self, where: str) -> None:
        self._ledger = Ledger.open(where)
        self._states: _Latest[int, State] = _Latest(MOST_STATES)
        self._bases: _Latest[Hashable, Basis] = _Latest(MOST_BASES)
        self._answers: _Latest[Hashable, Any] = _Latest(MOST_ANSWERS)
        self._pages: _Latest[Hashable, Open] = _Latest(8)
        self._kept = Kept()

    def state(self, seq: int) -> State:
        """The room after an event."""
        return self._states.made(seq, lambda: self._folded(seq))

    def _folded(self, seq: int) -> State:
        nearest = max((each for each in self._states if each <= seq), default=None)
        if nearest is None:
            return standing(self._ledger, seq)
        events = list(self._ledger.events(nearest, seq))
        if any(event.event == "redacted" for event in events):  # what was kept here has what is to be gone (§R9.3)
            for kept in (self._states, self._bases, self._answers, self._pages):
                kept.clear()
            self._kept = Kept()
            return standing(self._ledger, seq)
        return folded(events, self._states[nearest])

    def answer(self, seq: int, asked: Asked) -> object:
        """What is asked, without what §R15 adds of the moment."""
        if asked.what == "compare":
            before, after = (self._study(*self._at(seq, each, asked), asked) for each in asked.more)
            return to_builtins(before.compare(after))
        state = self.state(seq)
        if asked.what == "keep":
            keep(self._ledger, state)
            return {}
        if asked.what == "baseline":
            return self._baseline(state, asked)
        if asked.what == "reveal":
            return self._reveal(state, asked)
        if asked.what == "compared":
            closed = [its.closed if (its := state.rounds.get(id_)) else 0 for id_ in asked.more]
            return self._beside([*closed, seq][:2], asked)
        if asked.what == "import":
            return {"changes": self._differences(state, asked)}
        key, basis = self._basis(state, asked)
        about = replace(asked.query, language="")
        question = (key, asked.what, about, asked.day, asked.more, asked.language if asked.what in _SAID else "")
        if asked.what in _OF_PAGES:
            return self._of_page(question, basis, asked)
        told = self._answers.made(question, lambda: _answer(basis, asked))
        if not isinstance(told, dict) or asked.what not in ("answer", "whole"):
            return told
        round_ = state.round.id if state.round else None
        return {**told, "basis": asked.which, "cursor": state.cursor(asked.delegation), "round": round_}

    def _baseline(self, state: State, asked: Asked) -> dict[str, object]:
        """A basis as a round closed: its plan, its answer, and the hash of both (§R4.3)."""
        its = state.rounds.get(asked.more[0])
        if its is None or not its.closed:
            raise RefusedError("unknown")
        key, basis = self._basis(self.state(its.closed), asked)
        answer = self._answers.made((key, "baseline"), lambda: to_builtins(basis.study(Query()).brief(reasons=False)))
        told = {"plan": basis.export(), "answer": answer}
        return {**told, "hash": hashlib.sha256(canonical(told)).hexdigest()}

    def _reveal(self, state: State, asked: Asked) -> object:
        """What a round brought on a basis, as HTML; while it is open, how things stood as it opened."""
        its = state.rounds.get(asked.more[0])
        if its is None or not its.opened:
            raise RefusedError("unknown")
        return self._beside([seq for seq in (its.opened, its.closed) if seq], asked)

    def _beside(self, moments: Sequence[int], asked: Asked) -> object:
        """How a basis stood after an event, and what is otherwise after another, as HTML."""
        if not all(moments):
            raise RefusedError("unknown")
        bases = [self._basis(self.state(seq), asked) for seq in moments]
        question = (*(key for key, _ in bases), "reveal", asked.language)
        return self._answers.made(question, lambda: _revealed([basis for _, basis in bases], asked.language))

    def _differences(self, state: State, asked: Asked) -> list[Body]:
        """What of a plan, as TOML, is not so in the room (§R14.2). Raises PlanError."""
        reading = read_plan(asked.more[0].encode(), file="plan.toml", load=_no_table)
        if reading.plan is None:
            raise PlanError(reading.errors, omitted=reading.omitted)
        return differences(Reader(state, Actor("", asked.delegation, "")), reading.plan)

    def _basis(self, state: State, asked: Asked) -> tuple[Hashable, Basis]:
        items = items_of(state, asked.delegation, asked.which)
        said = [state.day, *([item.kind, item.id, item.body, item.at, item.comments] for item in items)]
        key = hashlib.sha256(canonical(said)).digest()
        return key, self._bases.made(key, lambda: Basis(items, state.day, self._kept))

    def _study(self, state: State, day: date | None, asked: Asked) -> Study:
        _, basis = self._basis(state, asked)
        return basis.study(replace(asked.query, as_of=day) if day else asked.query)

    def _at(self, seq: int, moment: str, asked: Asked) -> tuple[State, date | None]:
        """The room at a moment of a comparison: a day, when a round closed, or when its reader's cursor stood there."""
        its = self.state(seq).rounds.get(moment)
        if its is not None and its.closed:
            return self.state(its.closed), None
        if not moment.isdecimal():
            try:
                return self.state(seq), date.fromisoformat(moment)
            except ValueError:
                raise RefusedError("invalid", detail=Message("room-no-moment", given=moment)) from None
        state, wanted = State(), int(moment)
        for event in self._ledger.events(0, seq):
            after = fold(state, event)
            if after.cursor(asked.delegation) > wanted and state.record("plan", "plan"):
                break
            state = after
        return state, None

    def _of_page(self, question: tuple[Hashable, ...], basis: Basis, asked: Asked) -> object:
        page = (question[0], asked.query.page, asked.language)
        study = basis.study(replace(asked.query.page, language=asked.language))
        opened = self._pages.made(page, lambda: Open(study, asked.language, ""))
        if asked.what == "world":
            return opened.answer(dict(asked.query.switched), briefly=True)
        return {"html": opened.extras} if asked.what == "extras" else opened.html.encode()


_OF_PAGES = ("page", "world", "extras")
_SAID = (*_OF_PAGES, "said", "export", "ways")


def _no_table(name: str) -> bytes:
    raise FileNotFoundError(name)  # a plan that is sent brings no tables with it


def _answer(basis: Basis, asked: Asked) -> object:
    if asked.what == "export":
        return _exported(basis, asked.more[0], asked.language)
    if asked.what == "ways":
        return _ways(basis, asked.more[0], asked.language)
    study = basis.study(asked.query)
    match asked.what:
        case "answer" | "whole":
            whole = asked.what == "whole"
            told = to_builtins(study.brief(reasons=False, lever=whole, day=asked.day))
            pending = [] if whole else ["lever"]
            return {**told, "set_aside": basis.set_aside, "pending": pending, "behind": False}
        case "lever":
            return to_builtins(study.brief(reasons=False, lever=True))["lever"]
        case "said":
            condition, own = asked.more
            return condition_told(condition, Words(study.picture, asked.language), own=bool(own))
        case "why":
            return to_builtins(study.why(asked.more[0]))
        case "asks":
            return to_builtins(study.asks())
        case "risk":
            return to_builtins(study.risk())
        case "power":
            return to_builtins(study.power())
        case "timeline":
            return to_builtins(study.timeline())
    return to_builtins(study.deliveries())


def _revealed(bases: Sequence[Basis], language: str) -> bytes:
    studies = [basis.study(Query(language=language)) for basis in bases]
    if len(studies) == 1:
        return before_html(studies[0].brief(reasons=False), language).encode()
    return reveal_html(studies[0].compare(studies[1], reasons=False), language).encode()


def _ways(basis: Basis, partner: str, language: str) -> bytes:
    return ways_html(basis.study(Query(language=language)), partner or None, language).encode()


def _exported(basis: Basis, form: str, language: str) -> bytes:
    """A basis as a plan file, as a workbook, or as CSV tables in an archive that has no day of its own (§R14.1)."""
    if form == "toml":
        return basis.export().encode()
    try:
        tables = tables_of(basis.study(Query()), as_csv=form == "zip", lang=language)
    except ImportError as error:
        raise RefusedError("invalid", detail=how_to_install(error)) from None
    if form == "xlsx":
        return next(iter(tables.files.values()))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in tables.files.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return packed.getvalue()


_QUESTIONS = count(1)


@lru_cache(maxsize=64)
def _here(where: str) -> _Here:
    return _Here(where)


def worked_out(where: str, seq: int, asked: Asked) -> Answered:
    """The answer to a question, or why there is none."""
    if not gc.isenabled() and next(_QUESTIONS) % COLLECTED == 0:
        gc.collect()
    try:
        with one_command():
            told = _here(where).answer(seq, asked)
    except PlanError as error:
        errors = [Wrong(kind="", record="", code=each.code, message=each.message) for each in error.problems]
        refused = RefusedError("invalid", detail=error.problems[0].message, errors=errors)
        return Answered(refused.status, to_json(refused.json(asked.language)))
    except RefusedError as error:
        return Answered(error.status, to_json(error.json(asked.language)))
    return Answered(200, told if isinstance(told, bytes) else to_json(told))
