"""The digest as mail (§R12.4), by a mail server of our own: off unless set, once a day, and never in the way."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from served import Served, serving

from willing.room import mail
from willing.room.mail import Post
from willing.room.room import Room
from willing.room.services import Mail, Services

ROOM = "/rooms/norland"
DAY = timedelta(days=1)


class Box:
    """Takes mail, or answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.answer = "250 OK"
        self.tried = 0

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        if self.answer.startswith("550"):
            self.tried += 1
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        self.tried += 1
        if self.answer == "250 OK":
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@contextmanager
def receiving() -> Iterator[tuple[Box, int]]:
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def wanted(port: int, **more: Any) -> Mail:
    told = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "room@example.org", "hour": 0, **more}
    return Mail(link="https://room.example.org", **told)


def members(served: Served) -> None:
    """Two delegations, of which one asks something of the other's eyes."""
    served.person("DE/officer", account="anna@example.org")
    fr = served.person("FR/officer", account="luc@example.org")
    body = {"partner": "FR", "provides": "fighters", "amount": 3, "stage": "signalled"}
    fr.write("PUT", f"{ROOM}/records/pledge/fr-own", {"base": "0.0", "body": body, "release": []})


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    with serving(tmp_path_factory.mktemp("mail"), writes=0) as served:
        members(served)
        asked = {"kind": "ask", "record": "ask-air", "base": "0.0", "body": {"partner": "DE"}, "release": "room"}
        served.chair.write("POST", f"{ROOM}/changes", {"changes": [asked]})
        return served.where


class Days:
    """A room on some days, and its post."""

    def __init__(self, where: str, **more: Any) -> None:
        self.now = datetime.now(UTC).replace(hour=12) + DAY
        self.room = Room.open(where, clock=lambda: self.now)
        self.post: Post | None = None

    def through(self, its: Mail) -> Post:
        self.post = Post(its, {self.room.id: self.room}, lambda: self.now)
        return self.post

    def pass_(self, **time_: float) -> None:
        self.now += timedelta(**time_)
        self.room.tick().result()


@pytest.fixture
def days(where: str, tmp_path: Path) -> Iterator[Days]:
    copy = tmp_path / "norland.room"
    copy.write_bytes(Path(where).read_bytes())
    found = Days(str(copy))
    yield found
    found.room.close()


def test_each_is_told_what_its_delegation_is_to_know_once_a_day(days: Days) -> None:
    with receiving() as (box, port):
        post = days.through(wanted(port, language="fr"))
        assert post.look() == 2  # what is asked of both of DE; the others hear of what comes from now on
        letter = next(its for its in box.mails if its["to"] == "anna@example.org")
        assert letter["from"] == "room@example.org"
        assert letter["subject"] == "Reassurance of Norland\u202f: ce qu’il y a de nouveau"
        assert "ask-air" in letter.get_content()
        assert "https://room.example.org/rooms/norland/page/today?acting=DE%2Fofficer&lang=fr" in letter.get_content()
        assert post.look() == 0
        days.pass_(days=1)
        assert days.through(wanted(port)).look() == 2  # also by another server, or after a start
        assert "fr-own" not in "".join(each.get_content() for each in box.mails)


def test_not_before_its_hour(days: Days) -> None:
    with receiving() as (box, port):
        days.now = days.now.replace(hour=5)
        assert days.through(wanted(port, hour=6)).look() == 0
        days.now = days.now.replace(hour=6)
        assert days.through(wanted(port, hour=6)).look() == 2
        assert len(box.mails) == 2


def test_a_server_that_fails_is_asked_again_and_given_up(days: Days, caplog: pytest.LogCaptureFixture) -> None:
    with receiving() as (box, port):
        box.answer = "451 later"
        post = days.through(wanted(port))
        for minutes in (0, 1, 5, 15, 60):
            days.pass_(minutes=minutes)
            assert post.look() == 0
            assert post.look() == 0  # not again at once
        assert box.tried == 5
        days.pass_(hours=1)
        post.look()
        assert box.tried == 5
        assert [each.message for each in caplog.records].count("mail_failed") == 5
        assert "mail_given_up" in caplog.text
        assert "anna" not in caplog.text
        box.answer = "250 OK"
        days.pass_(days=1)
        assert post.look() == 2


def test_an_address_that_is_refused_holds_up_no_other(days: Days) -> None:
    with receiving() as (box, port):
        box.answer = "550 nobody"
        post = days.through(wanted(port))
        post.look()
        assert box.tried == 2
        assert post.look() == 0


def test_a_server_that_hangs_or_is_away(days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "ANSWERS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection, and says nothing
        assert days.through(wanted(silent.getsockname()[1])).look() == 0
    assert days.through(wanted(1)).look() == 0


def test_a_room_answers_while_the_mail_server_hangs(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        services = Services(mail=wanted(silent.getsockname()[1]))
        with serving(tmp_path, writes=0, services=services) as served:
            begun = time.perf_counter()
            members(served)
            assert served.chair.get(f"{ROOM}/answer")
            assert time.perf_counter() - begun < mail.ANSWERS
