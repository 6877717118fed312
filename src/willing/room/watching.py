"""What a server tells who runs it: numbers for Prometheus, and lines of JSON. Never what is in a room: no body, no
condition, no secret, and of an address no more than which question it was."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

#: Bounds of the times that are counted, in seconds.
BOUNDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

#: What is told of an address: the question, not what it is about.
_ROUTES = frozenset(
    "answer why asks risk power timeline compare deliveries records changes rounds proposals members settings digest "
    "import journal export.toml export.xlsx export.zip page sign-in sign-out join me rooms sessions tokens "
    "health".split()
)

_LOGGER = logging.getLogger("willing.room")

Sample = tuple[str, Mapping[str, str], float]


def route_of(address: str) -> str:
    """Which question an address is."""
    path = address.strip("/").split("/")
    name = path[2] if path[0] == "rooms" and len(path) > 2 else path[0]
    return name if name in _ROUTES else "other"


def note(event: str, **facts: object) -> None:
    """A line of what happened."""
    _LOGGER.info(event, extra={"facts": facts})


def warn(event: str, **facts: object) -> None:
    """A line of what should not happen."""
    _LOGGER.warning(event, extra={"facts": facts})


class Lines(logging.Formatter):
    """A record as a line of JSON. Of what others than us log no more is told than who, and of a mistake its kind and
    place: their texts may have anything in them."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        ours = record.name == _LOGGER.name
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours else record.name,
            **getattr(record, "facts", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            last = error.__traceback__
            while last is not None and last.tb_next is not None:
                last = last.tb_next
            told["error"] = type(error).__name__
            told["where"] = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last is not None else ""
        return msgspec.json.encode(told).decode()


def begin_log(*, requests: bool) -> None:
    """Log on standard error: what should not happen, and with ``requests`` each request too."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _LOGGER.setLevel(logging.INFO if requests else logging.WARNING)


class Requests:
    """How many requests there were, by question and status, and how long they took."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, int]] = Counter()
        self._seconds: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * (len(BOUNDS) + 2))

    def count(self, method: str, address: str, status: int, seconds: float) -> None:
        """One that was answered."""
        route = route_of(address)
        self._counts[method, route, status] += 1
        its = self._seconds[route]
        its[next((at for at, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))] += 1
        its[-1] += seconds
        note("request", method=method, route=route, status=status, ms=round(seconds * 1_000, 1))

    def samples(self) -> Iterator[Sample]:
        """As Prometheus counts them."""
        for (method, route, status), number in self._counts.items():
            yield "requests_total", {"method": method, "route": route, "status": str(status)}, number
        for route, its in self._seconds.items():
            below = 0.0
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), its, strict=False):
                below += count
                yield "request_seconds_bucket", {"route": route, "le": bound}, below
            yield "request_seconds_sum", {"route": route}, its[-1]
            yield "request_seconds_count", {"route": route}, below


def prometheus(samples: Iterable[Sample]) -> str:
    """Samples as the text that Prometheus reads; those of one name one after the other."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for name, labels, value in samples:
        said = ",".join(f"{key}={msgspec.json.encode(text).decode()}" for key, text in labels.items())
        family = name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count")
        lines[family].append(f"willing_{name}{{{said}}} {value:.17g}")
    told = []
    for family, its in lines.items():
        kind = "histogram" if family.endswith("_seconds") else "counter" if family.endswith("_total") else "gauge"
        told += [f"# TYPE willing_{family} {kind}", *its]
    return "\n".join(told) + "\n"


async def tell(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, samples: Callable[[], Iterable[Sample]]
) -> None:
    """Answer one request for the numbers, on a socket of this machine's own that nobody else reaches."""
    try:
        async with asyncio.timeout(5):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
            host = next((line.partition(":")[2].strip() for line in head if line.startswith("host:")), "")
            asked = head[0].startswith("get /metrics ") and host.rpartition(":")[0] in ("127.0.0.1", "localhost")
            body = prometheus(samples()).encode() if asked else b""
            told = [
                f"HTTP/1.1 {'200 OK' if asked else '404 Not Found'}",
                "content-type: text/plain; version=0.0.4; charset=utf-8",
                f"content-length: {len(body)}",
                "connection: close",
            ]
            writer.write("\r\n".join((*told, "", "")).encode() + body)
            await writer.drain()
    except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # who asks so is not answered
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
