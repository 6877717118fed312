"""A room on a server, as a program asks it (§R11): to bring a plan, or what was drafted at home."""

import hashlib
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import msgspec

from willing.answers.problems import MessageError
from willing.room.events import canonical, exact

#: How long a server may take, in seconds.
_PATIENCE = 60


class ServerError(MessageError):
    """A server that cannot be reached, or that refuses."""


class Client:
    """One room on a server, for one who acts there. A password goes only over TLS, or to this machine."""

    def __init__(self, at: str, acting: str) -> None:
        parts = urlsplit(at)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ServerError("room-not-safe", at=at)
        self._at = at.rstrip("/")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._acting = acting
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def sign_in(self, account: str, password: str) -> None:
        """Begin a session. Raises :class:`ServerError`."""
        self._ask(f"{self._origin}/sign-in", {"account": account, "password": password})

    def get(self, address: str) -> bytes:
        """What is at an address below the room. Raises :class:`ServerError`."""
        return self._ask(f"{self._at}/{address}", None)

    def post(self, address: str, body: dict[str, Any]) -> dict[str, Any]:
        """What a request is answered; sent again, it is the same request. Raises :class:`ServerError`."""
        told = exact(self._ask(f"{self._at}/{address}", body))
        return told if isinstance(told, dict) else {}

    def _ask(self, address: str, body: dict[str, Any] | None) -> bytes:
        data = None if body is None else canonical(body)
        request = urllib.request.Request(address, data, {"Acting": self._acting, "Origin": self._origin})
        if data is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", hashlib.sha256(data).hexdigest()[:40])
        try:
            with self._opener.open(request, timeout=_PATIENCE) as answer:
                found: bytes = answer.read()
                return found
        except urllib.error.HTTPError as error:
            raise ServerError("room-refused", status=error.code, said=_said(error.read())) from None
        except OSError as error:
            raise ServerError("room-not-reached", at=self._at, said=str(error)) from None


def _said(data: bytes) -> str:
    try:
        told = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return data[:200].decode("utf-8", "replace")
    told = told if isinstance(told, dict) else {}
    errors = [f"{its.get('kind')}/{its.get('record')}: {its.get('message')}" for its in told.get("errors") or ()]
    return "; ".join(str(each) for each in (told.get("title"), told.get("detail"), *errors) if each)
