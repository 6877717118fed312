"""Signing in on the word of another place (§R10.1): OpenID Connect, code flow with PKCE.

authlib checks what the provider says of who came: issuer, audience, nonce and time. Nothing is kept here between the
two halves of a sign-in: the browser has it in a cookie.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from willing.model.problem import Message
from willing.room.accounts import account_of
from willing.room.problems import RefusedError
from willing.room.services import Provider, is_safe

#: Seconds that the provider has for an answer, and how large one may be.
ANSWERS, MOST = 10, 1 << 20
#: Seconds that its clock may be off.
_LEEWAY = 60
#: How it may sign: with keys that are its own alone.
_SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]


class _Begun(NamedTuple):
    """What the browser keeps until it is back."""

    state: str
    nonce: str
    verifier: str


def _begun(kept: str) -> _Begun | None:
    parts = kept.split(".")
    return _Begun(*parts) if len(parts) == 3 and all(parts) else None


class Known(Struct, frozen=True, kw_only=True):
    """Who somebody is, as the provider says."""

    subject: str
    account: str
    name: str


def refusal(code: str) -> RefusedError:
    """401, and why."""
    return RefusedError("sign_in", detail=Message(code))


class Oidc:
    """A provider, asked. Its methods wait for it: not for the loop of a server."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._found: Mapping[str, Any] = {}

    def begin(self, back: str) -> tuple[str, str]:
        """Where the browser goes, and what it keeps; ``back``: where it is to come back to.

        Raises RefusedError where the provider does not answer, or is another.
        """
        begun = _Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
        address = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            client_id=self.provider.client_id,
            response_type="code",
            redirect_uri=back,
            scope="openid email profile",
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
        )
        return str(address), ".".join(begun)

    def finish(self, kept: str, answer: Mapping[str, str], back: str, now: datetime) -> Known:
        """Who came back with this answer, and what the browser ``kept``. Raises RefusedError for what does not hold."""
        begun = _begun(kept)
        if begun is None or not secrets.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise refusal("room-oidc-state")
        if answer.get("iss", self.provider.issuer) != self.provider.issuer:  # RFC 9207
            raise refusal("room-oidc-issuer")
        if "code" not in answer:
            raise refusal("room-oidc-denied")
        said = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": back,
            "client_id": self.provider.client_id,
            "code_verifier": begun.verifier,
        }
        if self.provider.client_secret:
            said["client_secret"] = self.provider.client_secret
        told = self._asked(self._endpoint("token_endpoint"), said)
        return self._known(told, begun, now)

    def _known(self, told: Mapping[str, Any], begun: _Begun, now: datetime) -> Known:
        try:
            keys = KeySet.import_key_set(self._asked(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
            token = jwt.decode(str(told.get("id_token", "")), keys, algorithms=_SIGNED)
            values = {"iss": self.provider.issuer, "aud": self.provider.client_id}
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={name: {"essential": True, "value": value} for name, value in values.items()},
                params={"nonce": begun.nonce, "client_id": self.provider.client_id, **_of_hash(told)},
            )
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        except ExpiredTokenError:
            raise refusal("room-oidc-expired") from None
        except ClaimError as error:
            known = {"iss": "room-oidc-issuer", "aud": "room-oidc-audience", "azp": "room-oidc-audience"}
            raise refusal({**known, "nonce": "room-oidc-nonce"}.get(error.claim, "room-oidc-token")) from None
        except (JoseError, ValueError, KeyError, TypeError):
            raise refusal("room-oidc-token") from None
        account = account_of(claims.get("email"))
        if account is None or claims.get("email_verified") is not True:
            raise refusal("room-oidc-mail")
        name = claims.get("name")
        return Known(subject=str(claims["sub"]), account=account, name=name if isinstance(name, str) else account)

    def _endpoint(self, name: str) -> str:
        """An address of the provider, as it says itself."""
        if not self._found:
            found = self._asked(self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != self.provider.issuer:
                raise refusal("room-oidc-issuer")
            self._found = found
        return str(self._found.get(name, ""))

    def _asked(self, address: str, said: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """What is answered there, as JSON."""
        if not is_safe(address):
            raise refusal("room-oidc-away")
        data = None if said is None else urlencode(said).encode()
        try:
            with urlopen(Request(address, data, {"accept": "application/json"}), timeout=ANSWERS) as answer:
                told = json.loads(answer.read(MOST))
        except (URLError, OSError, ValueError):
            raise refusal("room-oidc-away") from None
        if not isinstance(told, dict):
            raise refusal("room-oidc-away")
        return told


def _of_hash(told: Mapping[str, Any]) -> dict[str, str]:
    token = told.get("access_token")
    return {"access_token": token} if isinstance(token, str) else {}
