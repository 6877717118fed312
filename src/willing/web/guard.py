"""Who may ask: this machine's own browser, on a page of ours. All else is refused before it is read."""

from collections.abc import Collection, Iterable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What every answer says: it is what it says it is, and no page of another site may have it in itself.
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """Lets through what names this server as its host and, where it can change something, comes from its own pages.

    A name that somebody else's DNS points here is no host of ours; a page of somebody else's cannot post here, nor
    listen.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = self.refuses(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        if refused is None:
            await self.app(scope, receive, guarded)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": refused})
        else:
            status = 421 if "host" in refused else 403
            await PlainTextResponse(f"{refused}\n", status_code=status)(scope, receive, guarded)

    def refuses(self, scope: Scope) -> str | None:
        """Why a request is refused; None: it is not."""
        headers = Headers(scope=scope)
        if is_other_host(headers, self.hosts):
            return "this server answers to another host name: use the address it printed when it was started"
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if reads:
            other = is_read_elsewhere(headers)
            return "pages of other sites cannot ask anything here; a link to the page is followed" if other else None
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            return "pages of other sites cannot change or follow anything here"
        if origin is None and (scope["type"] == "websocket" or headers.get("sec-fetch-site", "none") != "none"):
            return "this does not say from which page it comes"
        if scope["type"] == "http" and not is_json(headers):
            return "what is sent here is JSON, and says so"
        return None


def is_other_host(headers: Headers, hosts: Collection[str]) -> bool:
    """Whether a request is for a host that is none of these."""
    named = headers.getlist("host")
    return len(named) != 1 or named[0].lower() not in hosts


def is_read_elsewhere(headers: Headers) -> bool:
    """Whether another site's page reads something, otherwise than by following a link."""
    elsewhere = headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
    followed = headers.get("sec-fetch-mode") == "navigate"
    return elsewhere and not (followed and headers.get("sec-fetch-dest", "document") == "document")


def is_json(headers: Headers) -> bool:
    """Whether what is sent says that it is JSON."""
    return headers.get("content-type", "").split(";")[0].strip().lower() == "application/json"
