"""Files fetched from the web, politely: by conditional requests, as robots.txt allows, seldom, within limits."""

import zlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from time import monotonic
from typing import Literal
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx2 as httpx

from willing.reports.formats import MOST_BYTES

#: What programs are called in robots.txt.
AGENT = "willing"

#: Seconds: until a server answers; for all of an answer; between two requests to one server; robots.txt is kept.
_ANSWERS, _WHOLE, _PAUSE, _ROBOTS = 20.0, 60.0, 1.0, 24 * 3600.0
_MOST_HOPS, _MOST_OF_ROBOTS = 5, 500_000
_MOVED = (301, 302, 303, 307, 308)

Unfetched = Literal[
    "robots", "status", "timeout", "connection", "redirects", "packed", "large", "too-long", "no-address"
]


class FetchError(Exception):
    """Nothing was fetched: ``why`` (messages ``unread.*``), which or how much (``what``), and after how many seconds
    the server may be asked again, where it says so."""

    def __init__(self, why: Unfetched, what: str = "", after: float | None = None) -> None:
        super().__init__(f"{why}: {what}" if what else why)
        self.why, self.what, self.after = why, what, after


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered: ``data``, None where nothing has changed, and by what it will know that next time."""

    data: bytes | None
    etag: str | None = None
    modified: str | None = None


class Fetcher:
    """Fetches files one after the other. To be closed.

    ``contact``: what servers are told of who asks; ``now`` in seconds, and ``wait`` for some.
    """

    def __init__(
        self, contact: str | None = None, *, now: Callable[[], float] = monotonic, wait: Callable[[float], None]
    ) -> None:
        self._now, self._wait = now, wait
        self._robots: dict[str, tuple[float, RobotFileParser]] = {}
        self._asked: dict[str, float] = {}
        told = f"{AGENT}/{_version()}" + (f" ({contact})" if contact else "")
        headers = {"User-Agent": told, "Accept-Encoding": "gzip, deflate"}
        self._client = httpx.Client(headers=headers, timeout=_ANSWERS, follow_redirects=False)

    def close(self) -> None:
        """Close what is still open to servers."""
        self._client.close()

    def fetch(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """A file, unless it is as it was when the server gave it the mark ``etag`` or said it was ``modified`` then.

        Raises :class:`FetchError`.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        return self._get(address, {name: value for name, value in known.items() if value}, MOST_BYTES, robots=True)

    def _get(self, address: str, headers: dict[str, str], most: int, *, robots: bool) -> Fetched:
        for _ in range(_MOST_HOPS + 1):
            if urlsplit(address).scheme not in ("http", "https"):
                raise FetchError("no-address", address)
            if robots:
                self._wait_for(address, self._allowed(address))
            answer = _answered(partial(self._client.stream, "GET", address, headers=headers), most, _WHOLE)
            if answer.status in _MOVED and "location" in answer.headers:
                try:
                    address = urljoin(address, answer.headers["location"])
                except ValueError:  # http://[
                    raise FetchError("no-address", answer.headers["location"]) from None
                continue
            if answer.status == httpx.codes.NOT_MODIFIED:
                return Fetched(data=None)
            data = answer.whole()
            return Fetched(data=data, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
        raise FetchError("redirects", str(_MOST_HOPS))

    def _allowed(self, address: str) -> float:
        """How many seconds a server wants between requests (RFC 9309).

        Raises :class:`FetchError` where it wants none, and where it cannot say so.
        """
        parts = urlsplit(address)
        server = f"{parts.scheme}://{parts.netloc}"
        kept = self._robots.get(server)
        if kept is None or self._now() - kept[0] > _ROBOTS:
            rules = RobotFileParser()
            try:
                got = self._get(f"{server}/robots.txt", {}, _MOST_OF_ROBOTS, robots=False)
                rules.parse((got.data or b"").decode("utf-8", "replace").splitlines())
            except FetchError as error:
                if error.why != "status" or not error.what.startswith("4"):
                    raise
                rules.parse([])
            kept = self._robots[server] = (self._now(), rules)
        if not kept[1].can_fetch(AGENT, address):
            raise FetchError("robots")
        return min(float(kept[1].crawl_delay(AGENT) or 0), _WHOLE)

    def _wait_for(self, address: str, pause: float) -> None:
        server = urlsplit(address).netloc
        if server in self._asked:
            self._wait(max(0.0, self._asked[server] + max(_PAUSE, pause) - self._now()))
        self._asked[server] = self._now()


def _version() -> str:
    try:
        return version("willing")
    except PackageNotFoundError:
        return "0"


def post(address: str, data: bytes, *, seconds: float, most: int) -> bytes:
    """What a server answers to JSON: no more than ``most`` bytes, in no more than so many seconds.

    Raises :class:`FetchError`.
    """
    headers = {"Content-Type": "application/json", "User-Agent": f"{AGENT}/{_version()}"}
    asking = partial(httpx.stream, "POST", address, headers=headers, content=data, timeout=seconds)
    return _answered(asking, most, seconds).whole()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server answered, with its body where that is what was asked for."""

    status: int
    headers: httpx.Headers
    body: bytes

    def whole(self) -> bytes:
        if self.status != httpx.codes.OK:
            raise FetchError("status", str(self.status), _after(self.headers))
        return self.body


def _answered(asking: Callable[[], AbstractContextManager[httpx.Response]], most: int, seconds: float) -> _Answer:
    """The answer to a request, in no more than so many seconds: also of a server that never ends what it sends.

    Raises :class:`FetchError`, whatever goes wrong on the way.
    """
    told: Future[_Answer] = Future()

    def exchange() -> None:
        try:
            with asking() as answer:
                body = _body(answer, most, seconds) if answer.status_code == httpx.codes.OK else b""
                told.set_result(_Answer(answer.status_code, answer.headers, body))
        except BaseException as error:  # raised where it is waited for
            told.set_exception(error)

    Thread(target=exchange, daemon=True).start()  # a program that ends does not wait for it
    try:
        return told.result(seconds)
    except (TimeoutError, httpx.TimeoutException):
        raise FetchError("timeout", f"{seconds:.0f}") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError, OSError) as error:
        raise FetchError("connection", str(error) or type(error).__name__) from None


def _body(answer: httpx.Response, most: int, seconds: float) -> bytes:
    """What a server sends, unpacked: no more than ``most`` bytes of it, in no more than so many seconds."""
    end = monotonic() + seconds
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError("packed", packing)
    unpacking = zlib.decompressobj(47) if packing not in ("identity", "") else None
    data = bytearray()
    try:
        for chunk in answer.iter_raw():
            data += unpacking.decompress(chunk, most + 1 - len(data)) if unpacking else chunk
            if len(data) > most:
                raise FetchError("large", str(len(data)))
            if monotonic() > end:
                raise FetchError("timeout", f"{seconds:.0f}")
        if unpacking and not unpacking.eof:
            raise FetchError("packed", packing)
    except zlib.error:
        raise FetchError("packed", packing) from None
    return bytes(data)


def _after(headers: httpx.Headers) -> float | None:
    """How many seconds a server that is busy wants not to be asked (Retry-After)."""
    told = headers.get("retry-after", "")
    if told.isdecimal():
        return float(told[:9])
    try:
        then = parsedate_to_datetime(told)
        sent = parsedate_to_datetime(headers["date"])
        return (then - sent).total_seconds()
    except (ValueError, TypeError, KeyError):
        return None
