"""The pages of a room (§R1a): rendered here, with the words and the style of the board, kept up by `room.js`."""

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from willing.languages.messages import Catalogue
from willing.present.page.page import stylesheet
from willing.room.answers import Asked
from willing.room.entered import Entered
from willing.room.problems import RefusedError

if TYPE_CHECKING:
    from jinja2 import Template


#: What works something out: its status, and its body.
Ask = Callable[[Asked], Awaitable[tuple[int, bytes]]]

#: The languages of the pages.
LANGUAGES = ("en", "de", "fr")

_DOOR = (
    "script", "sign.in", "sign.out", "mail", "password", "name", "join", "join.hint", "as", "wrong", "away", "nowhere",
)  # fmt: skip


class Pages:
    """What a server of rooms shows in a browser."""

    def door(self, request: HTTPConnection, status: int = 200) -> Response:
        """Where somebody signs in, or takes up an invitation: the same for all, and nothing of any room (§R10.1)."""
        return _page(_door(), status)

    async def answer(self, entered: Entered, path: list[str], ask: Ask) -> Response:
        """A page of a room."""
        raise RefusedError("unknown")


def _page(html: str, status: int = 200) -> Response:
    """A page that may load nothing but its own script, and answers of this server."""
    script = html.rpartition('<script type="module">')[2].partition("</script>")[0]
    hashed = b64encode(sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{hashed}'; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(html, status, {"content-security-policy": policy, "cache-control": "no-store"})


@cache
def _door() -> str:
    from markupsafe import Markup

    texts = {lang: {name: Catalogue(lang)(f"room.door.{name}") for name in _DOOR} for lang in LANGUAGES}
    return _template("door.html").render(
        css=Markup(stylesheet() + _asset("room.css")),
        languages=LANGUAGES,
        texts=texts,
        json=Markup(json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")),
        script=Markup(_asset("door.js")),
    )


@cache
def _asset(name: str) -> str:
    return files("willing.room").joinpath("page", name).read_text("utf-8")


@cache
def _template(name: str) -> "Template":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_asset),
    )
    return environment.get_template(name)
