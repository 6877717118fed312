"""What is sent back: JSON, a page and what it may load, and in either why there is no answer."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape

import msgspec
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response

from willing.answers.answer import to_builtins
from willing.answers.problems import MessageError, message_text
from willing.app.errors import PlanError
from willing.app.files import ChangedError
from willing.languages import LANGUAGES
from willing.languages.messages import Catalogue
from willing.model.problem import Message, reason_of
from willing.present.terminal.problems import problems_found, problems_text

#: A request may send so much.
MOST_BYTES = 65_536

_SCRIPT = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)


class AddressError(MessageError):
    """A request for nothing that can be answered."""


def json_answer(data: object, status: int = 200) -> Response:
    """JSON; bytes are JSON already."""
    body = data if isinstance(data, bytes) else msgspec.json.encode(data)
    return Response(body, status, media_type="application/json", headers={"cache-control": "no-store"})


async def json_sent(request: Request, most: int = MOST_BYTES) -> dict[str, object]:
    """The JSON object that a request sends, of at most so many bytes. Raises :class:`AddressError`."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise AddressError("sent-too-much")
    try:
        sent = msgspec.json.decode(data)
    except msgspec.DecodeError:
        raise AddressError("sent-no-json") from None
    if not isinstance(sent, dict):
        raise AddressError("sent-no-object")
    return sent


def language_of(request: HTTPConnection, otherwise: str | None) -> str:
    """The language that an address asks for, else ``otherwise``, else that of the browser, else English."""
    asked = request.query_params.get("lang", otherwise or "")
    accepted = (
        part.split(";")[0].split("-")[0].strip() for part in request.headers.get("accept-language", "").split(",")
    )
    return next((lang for lang in (asked, *accepted) if lang in LANGUAGES), "en")


def page_answer(html: str, host: str) -> Response:
    """A page, which may load nothing but its own scripts, and answers from this server."""
    scripts = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _SCRIPT.findall(html)
    )
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(html, headers={"content-security-policy": policy})


def error_text(error: PlanError | AddressError, language: str) -> str:
    """What is wrong, as a terminal would be told."""
    if isinstance(error, PlanError):
        return problems_text(error.problems, omitted=error.omitted, lang=language)
    return message_text(error.message, language) + "\n"


async def changed_answer(request: Request, error: Exception) -> Response:
    """Who saves is told what somebody else changed meanwhile; nothing was written, and nothing is dropped."""
    assert isinstance(error, ChangedError)
    language = language_of(request, getattr(request.app.state, "language", None))
    message = Message("changed-meanwhile")
    said = message_text(message, language)
    told = {"file": error.path, "line": None, "column": None, "code": message.code, "message": said}
    return json_answer({"errors": [told], "difference": error.difference}, 409)


async def error_answer(request: Request, error: Exception) -> Response:
    """What cannot be asked, as JSON: a list of errors as ``check --json`` has it."""
    language = language_of(request, getattr(request.app.state, "language", None))
    if isinstance(error, PlanError):
        errors = [to_builtins(found) for found in problems_found(error.problems, language)]
    else:
        message = error.message if isinstance(error, AddressError) else _unwritable(error)
        said = message_text(message, language)
        errors = [{"file": None, "line": None, "column": None, "code": message.code, "message": said}]
    return json_answer({"errors": errors}, 422)


def _unwritable(error: Exception) -> Message:
    return Message("file-unwritable", reason=reason_of(error) if isinstance(error, OSError) else str(error))


#: Errors that are the user's, and how they are answered.
ERRORS = {
    PlanError: error_answer,
    AddressError: error_answer,
    OSError: error_answer,
    ChangedError: changed_answer,
}


def error_page(error: PlanError | AddressError, language: str) -> Response:
    """A page that says why there is none."""
    say = Catalogue(language)
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Willing</title>'
        f'<body style="font:1rem/1.5 system-ui;margin:3rem;max-width:60rem"><h1>{escape(say("serve.sorry"))}</h1>'
        f'<pre style="white-space:pre-wrap">{escape(error_text(error, language))}</pre>'
        f'<p><a href="/">{escape(say("serve.back"))}</a>',
        422,
        headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )
