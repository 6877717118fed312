"""Which feeds and folders are followed: a file such as FEEDS.toml to frozen values."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from willing.app.errors import PlanError
from willing.app.open import read_file
from willing.model.problem import Message, Problem
from willing.notation.nearest import nearest_key
from willing.notation.toml.tables import SourceError, Tables, read_tables

#: Minutes between two requests for the same feed: the fewest, what is usual, and the most.
LEAST_MINUTES, USUAL_MINUTES, MOST_MINUTES = 5, 30, 7 * 24 * 60

_KEYS = ("archive", "plan", "contact", "minutes", "feeds")
_OF_FEED = ("address", "folder", "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, by its id: an ``address`` of the web, or else a ``folder``; asked every so many ``minutes``."""

    id: str
    address: str | None = None
    folder: str | None = None
    minutes: int = USUAL_MINUTES

    @property
    def source(self) -> str:
        """Where its reports come from."""
        return self.address or self.folder or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """All that is followed; ``archive``, ``plan`` and folders as the working folder sees them, None: not told.

    ``contact``: what servers are told of who asks.
    """

    feeds: tuple[Feed, ...]
    archive: str | None = None
    plan: str | None = None
    contact: str | None = None


def open_feeds(path: str) -> Feeds:
    """The feeds that a file names. Raises OSError, and :class:`PlanError` with everything that is wrong with it."""
    try:
        tables = read_tables(read_file(path), path)
    except SourceError as error:
        raise PlanError((error.problem,)) from None
    reader = _Reader(tables, os.path.dirname(path))
    feeds = reader.feeds()
    if reader.problems:
        raise PlanError(tuple(sorted(reader.problems, key=lambda each: (each.place.line, each.place.column))))
    return feeds


class _Reader:
    """Reads the tables; what is wrong is gathered in ``problems``."""

    def __init__(self, tables: Tables, folder: str) -> None:
        self.tables = tables
        self.folder = folder
        self.problems: list[Problem] = []

    def feeds(self) -> Feeds:
        root = self.tables.root
        self.keys((), root, _KEYS)
        minutes = self.minutes((), root, USUAL_MINUTES)
        named = self.table(("feeds",), root.get("feeds", {}))
        found = [self.feed(id_, self.table(("feeds", id_), raw), minutes) for id_, raw in named.items()]
        if not found:
            self.tell((), Message("feeds-none"))
        return Feeds(
            feeds=tuple(found),
            archive=self.path((), root, "archive"),
            plan=self.path((), root, "plan"),
            contact=self.text((), root, "contact"),
        )

    def feed(self, id_: str, table: Mapping[str, Any], minutes: int) -> Feed:
        at = ("feeds", id_)
        self.keys(at, table, _OF_FEED)
        address, folder = self.text(at, table, "address"), self.path(at, table, "folder")
        if ("address" in table) == ("folder" in table):
            self.tell(at, Message("feed-without-source"))
        elif address is not None and not _is_address(address):
            self.tell((*at, "address"), Message("feed-address", address=address))
        return Feed(id=id_, address=address, folder=folder, minutes=self.minutes(at, table, minutes))

    def tell(self, path: Sequence[str], message: Message) -> None:
        subjects = (Message("subject.id", noun="feeds", id=path[1]),) if len(path) > 1 else ()
        self.problems.append(self.tables.problem(message, self.tables.value(tuple(path)), subjects))

    def keys(self, path: Sequence[str], table: Mapping[str, Any], known: Sequence[str]) -> None:
        for key in table:
            if key not in known:
                self.tell((*path, key), Message("unknown-key", name=key, meant=nearest_key(key, known)))

    def table(self, path: Sequence[str], raw: object) -> Mapping[str, Any]:
        if isinstance(raw, dict):
            return raw
        self.tell(path, Message("not-a-table", table=path[-1]))
        return {}

    def text(self, path: Sequence[str], table: Mapping[str, Any], key: str) -> str | None:
        value = table.get(key)
        if value is None or (isinstance(value, str) and value.strip() and value.isprintable()):
            return value
        self.tell((*path, key), Message("feed-text", key=key))
        return None

    def path(self, path: Sequence[str], table: Mapping[str, Any], key: str) -> str | None:
        value = self.text(path, table, key)
        return None if value is None else os.path.join(self.folder, value)

    def minutes(self, path: Sequence[str], table: Mapping[str, Any], usual: int) -> int:
        value = table.get("minutes", usual)
        if type(value) is int and LEAST_MINUTES <= value <= MOST_MINUTES:
            return value
        self.tell((*path, "minutes"), Message("feed-minutes", least=LEAST_MINUTES, most=MOST_MINUTES))
        return usual


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and " " not in text
    except ValueError:
        return False
