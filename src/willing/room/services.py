"""Services that a server of rooms uses, by a file of whoever runs it: who signs people in, and who sends mail."""

import tomllib
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from willing.room.stores import RoomError


class Provider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says who somebody is (§R10.1); ``name`` for the link, ``only``: in place of passwords."""

    issuer: str
    client_id: str
    client_secret: str = ""
    name: str = "OpenID Connect"
    only: bool = False


class Mail(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who sends the digest (§R12.4): from ``sender``, with a ``link`` to the rooms, from an ``hour`` on (UTC)."""

    host: str
    sender: str
    link: str
    port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    language: Literal["en", "de", "fr"] = "en"
    hour: Annotated[int, Meta(ge=0, le=23)] = 6


def is_safe(address: str) -> bool:
    """Whether what is sent there is encrypted, or stays on this machine."""
    its = urlsplit(address)
    return its.scheme == "https" or (its.scheme == "http" and its.hostname in ("127.0.0.1", "localhost", "::1"))


class Services(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """None: it does without."""

    oidc: Provider | None = None
    mail: Mail | None = None


#: A server that does all by itself.
NONE = Services()


def services_in(path: str) -> Services:
    """What a TOML file says. Raises RoomError for what it cannot say, and OSError."""
    with open(path, "rb") as stream:
        data = stream.read()
    try:
        found = msgspec.convert(tomllib.loads(data.decode()), Services)
    except (ValueError, msgspec.ValidationError) as error:  # TOML, its encoding, or what it says
        raise RoomError("room-services", file=path, why=str(error)) from None
    if found.oidc is not None and not is_safe(found.oidc.issuer):
        raise RoomError("room-services", file=path, why="oidc.issuer")
    its = found.mail
    if its is not None and its.security == "none" and not is_safe(f"http://{its.host}"):
        raise RoomError("room-services", file=path, why="mail.security")
    return found
