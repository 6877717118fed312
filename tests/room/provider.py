"""A small OpenID provider for tests: it lets in whom it is told to, and says of them what it is told to say."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)
OTHER = RSAKey.generate_key(2048, {"kid": "one"}, auto_kid=False)


class Provider:
    """``claims`` are said in place of what is so; ``key``: what it signs with."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {}
        self.key = KEY
        self.denies = False
        self.asked: dict[str, dict[str, str]] = {}
        self.said: dict[str, str] = {}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to."""
        self.asked[asked["nonce"]] = asked
        said = {"state": asked["state"]}
        said |= {"error": "access_denied"} if self.denies else {"code": asked["nonce"]}
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def token(self, said: dict[str, str]) -> tuple[int, Any]:
        """What a code is worth, to who began it."""
        asked = self.asked.pop(said["code"])
        self.said = said
        challenge = base64.urlsafe_b64encode(hashlib.sha256(said["code_verifier"].encode()).digest()).rstrip(b"=")
        if challenge.decode() != asked["code_challenge"] or said["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "sub": "anna-1",
            "email": "Anna@example.org",
            "email_verified": True,
            "name": "Anna",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        claims = {key: value for key, value in claims.items() if value is not None}
        return 200, {"id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key), "token_type": "Bearer"}


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider on a free port."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            its = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(its.query).items()}
            if its.path == "/authorize":
                self.send_response(302)
                self.send_header("location", provider.authorize(asked))
                self.end_headers()
            elif its.path == "/keys":
                self.answer(200, {"keys": [KEY.as_dict(private=False)]})
            else:
                at = provider.issuer
                ends = {"authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token"}
                self.answer(200, {"issuer": at, **ends, "jwks_uri": f"{at}/keys"})

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["content-length"])).decode()
            self.answer(*provider.token({name: values[0] for name, values in parse_qs(data).items()}))

        def answer(self, status: int, body: Any) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
