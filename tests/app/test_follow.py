"""Feeds are followed: asked of a real server on this machine, politely, and nothing is kept or told twice."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from willing.app import fetch as fetch_module
from willing.app.archive import Archive
from willing.app.errors import PlanError
from willing.app.feeds import Feed, Feeds, open_feeds
from willing.app.fetch import Fetcher, FetchError
from willing.app.follow import Follower, pledges_of
from willing.cli import main

FLEET = (
    "Norland and Estmark will send four ships to the strait, their defence ministers said on Monday in Stavik. "
    "The escort is to begin in July, once the harbour of Halm has been cleared of mines, and to last two years. "
    "Corvia would join if its parliament agrees, a spokeswoman said after a meeting that went on until midnight. "
    "Denmark ruled out sending troops, and said it would pay for the coal of the ships of others instead."
)
TALKS = (
    "Talks on the price of herring went on in Hamnes for a third day, and nobody was in a hurry to end them. "
    "The fishermen want eleven crowns a box, the canneries offer nine, and the harbour master wants his supper."
)


def item(title: str, text: str, link: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><description>{text}</description></item>"


def rss(*items: str, title: str = "Stavik Post") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'
    ).encode()


@dataclass
class Served:
    """What a server on this machine gives, and what it was asked."""

    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def give(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def served() -> Iterator[Served]:
    its = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            its.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            status, headers, body = its.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    its.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield its
    server.shutdown()
    server.server_close()


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def follow(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Follower]]:
    archive = Archive(tmp_path / "kept.sqlite")

    def made(*sources: str, **more: Any) -> Follower:
        feeds = tuple(
            Feed(id=f"f{n}", minutes=30, **{"address" if each.startswith("http") else "folder": each})
            for n, each in enumerate(sources)
        )
        return Follower(Feeds(feeds=feeds), archive, now=clock, wait=clock.wait, **more)

    yield made
    archive.close()


def test_only_what_is_new_is_kept_and_told(served: Served, follow: Callable[..., Follower], clock: Clock) -> None:
    address = served.give("/rss", rss(item("Ships", FLEET), item("Herring", TALKS)))
    with follow(address) as follower:
        assert [each.kept.title for each in follower.round().reports] == ["Ships", "Herring"]
        clock.now += 1_800
        served.give("/rss", rss(item("Ships in July", FLEET), item("Ships", FLEET), item("Herring", TALKS)))
        second = follower.round()
    assert [each.kept.title for each in second.reports] == ["Ships in July"]
    ids = {kept.title: kept.id for kept in follower.archive.list()}
    assert list(ids) == ["Ships", "Herring", "Ships in July"]
    assert second.reports[0].copy_of == ids["Ships"]
    with follow(address) as later:  # another process, a day later
        clock.now += 86_400
        assert not later.round().reports


def test_requests_are_conditional(served: Served, follow: Callable[..., Follower], clock: Clock) -> None:
    day = "Mon, 12 May 2031 08:00:00 GMT"
    address = served.give("/rss", rss(item("Ships", FLEET)), ETag='"a"', Last_Modified=day)
    with follow(address) as follower:
        follower.round()
        clock.now += 1_800
        assert follower.round().feeds[0].state == "unchanged"
    headers = served.asked[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"a"', day)
    assert headers["user-agent"].startswith("willing/")


def test_a_feed_is_asked_no_more_often_than_it_should_be(
    served: Served, follow: Callable[..., Follower], clock: Clock
) -> None:
    address = served.give("/rss", rss(item("Ships", FLEET)))
    with follow(address) as follower:
        follower.round()
        clock.now += 1_799
        assert follower.round().feeds[0].state == "early"
        assert follower.due() == pytest.approx(1)
        follower.rest()
        assert follower.round().feeds[0].state == "read"
    assert served.paths().count("/rss") == 2


def test_who_fails_is_asked_ever_more_seldom(served: Served, follow: Callable[..., Follower], clock: Clock) -> None:
    address = served.give("/rss", status=503, Retry_After="3000")
    with follow(address) as follower:
        told = follower.round().feeds[0]
        assert (told.state, told.why, told.what) == ("unread", "status", "503")
        assert follower.due() == pytest.approx(3_000)
        waits = []
        for _ in range(8):
            follower.rest()
            follower.round()
            waits.append(round(follower.due()))
    assert waits == [3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 86_400, 86_400]


def test_what_robots_are_told_holds(served: Served, follow: Callable[..., Follower], clock: Clock) -> None:
    served.give("/robots.txt", b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    closed, one, two = (served.give(path, rss(item(path, FLEET))) for path in ("/private/rss", "/a", "/b"))
    with follow(closed, one, two) as follower:
        told = follower.round().feeds
    assert [(each.state, each.why) for each in told] == [("unread", "robots"), ("read", None), ("read", None)]
    assert served.paths() == ["/robots.txt", "/a", "/b"]
    assert sum(clock.waited) == pytest.approx(7, abs=1)


def test_a_server_that_cannot_say_what_it_allows_is_not_asked(served: Served, follow: Callable[..., Follower]) -> None:
    served.give("/robots.txt", status=500)
    with follow(served.give("/rss", rss(item("Ships", FLEET)))) as follower:
        assert follower.round().feeds[0].why == "status"
    assert served.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ({"status": 404}, "status"),
        ({"status": 302, "Location": "/rss"}, "redirects"),
        ({"status": 302, "Location": "file:///etc/passwd"}, "no-address"),
        ({"status": 302, "Location": "http://[x"}, "no-address"),
        ({"body": b"\x1f\x8b no gzip", "Content_Encoding": "gzip"}, "packed"),
        ({"body": gzip.compress(rss(item("Ships", FLEET)))[:-9], "Content_Encoding": "gzip"}, "packed"),
        ({"body": b"x", "Content_Encoding": "br"}, "packed"),
        ({"body": gzip.compress(b" " * 60_000_000), "Content_Encoding": "gzip"}, "large"),
    ],
)
def test_what_cannot_be_fetched_is_told(page: dict[str, Any], why: str, served: Served) -> None:
    fetcher = Fetcher(wait=lambda _: None)
    with pytest.raises(FetchError) as told:
        fetcher.fetch(served.give("/rss", **page))
    assert told.value.why == why
    fetcher.close()


def test_nobody_there_and_nobody_who_answers(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "_WHOLE", -1.0)
    fetcher = Fetcher(wait=lambda _: None)
    with pytest.raises(FetchError) as slow:
        fetcher.fetch(served.give("/rss", rss(item("Ships", FLEET))))
    monkeypatch.setattr(fetch_module, "_WHOLE", 60.0)
    with pytest.raises(FetchError) as gone:
        fetcher.fetch("http://127.0.0.1:1/rss")
    fetcher.close()
    assert (slow.value.why, gone.value.why) == ("timeout", "connection")


def test_a_server_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "_WHOLE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/rss"
        ended = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 404 Gone\r\nX: ")
                while not ended.wait(0.01):
                    connection.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        fetcher = Fetcher(wait=lambda _: None)
        with pytest.raises(FetchError) as told:
            fetcher.fetch(address)
        ended.set()
        thread.join()
        fetcher.close()
    assert told.value.why == "timeout"


def test_gzip_and_redirects_are_followed(served: Served) -> None:
    served.give("/new", gzip.compress(b"news"), Content_Encoding="gzip", ETag='"n"')
    fetcher = Fetcher("desk@example.org", wait=lambda _: None)
    got = fetcher.fetch(served.give("/rss", status=301, Location="/new"))
    fetcher.close()
    assert (got.data, got.etag) == (b"news", '"n"')
    assert served.asked[-1][1]["user-agent"].endswith("(desk@example.org)")


def test_a_feed_that_breaks_is_told_and_the_others_are_read(served: Served, follow: Callable[..., Follower]) -> None:
    bad, good = served.give("/bad", b"\x00\x01\x02"), served.give("/good", rss(item("Ships", FLEET)))
    with follow(bad, good) as follower:
        told = follower.round()
    assert [each.state for each in told.feeds] == ["unread", "read"]
    assert [each.kept.title for each in told.reports] == ["Ships"]


def test_folders_are_followed(tmp_path: Path, follow: Callable[..., Follower]) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with follow(str(inbox), str(tmp_path / "none")) as follower:
        assert [(each.state, each.why) for each in follower.round().feeds] == [("read", None), ("unread", "missing")]
        (inbox / "a.txt").write_text(FLEET)
        assert [each.feed for each in follower.round().reports] == ["f0"]
        assert not follower.round().reports


def test_what_a_report_says_of_a_plan_s_partners(tmp_path: Path, follow: Callable[..., Follower]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[plan]\nname = "Strait"\n[[pledges]]\nid = "dk-troops"\npartner = "DK"\nprovides = "troops"\namount = 90\n'
        '[[pledges]]\nid = "dk-ships"\npartner = "DK"\nprovides = "frigates"\namount = 1\n'
    )
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text(FLEET)
    with follow(str(tmp_path / "inbox"), pledges=pledges_of(str(plan))) as follower:
        (report,) = follower.round().reports
    assert [(each.pledge, each.partner, each.stance) for each in report.touches if each.stance == "refuses"] == [
        ("dk-troops", "DK", "refuses")
    ]
    assert FLEET[report.touches[0].start : report.touches[0].end] == report.touches[0].said


def test_an_archive_of_before_is_brought_up_to_date(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "kept.sqlite"
    Archive(path).close()
    with sqlite3.connect(path) as old:
        old.execute("drop table asked")
        old.execute("pragma user_version = 1")
    old.close()
    Archive(path, read=True).close()
    with Archive(path) as archive:
        assert archive.asked("http://example.org").failures == 0


# -- the file that names them -----------------------------------------------------------------------------------------


def test_a_file_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "FEEDS.toml"
    path.write_text(
        'archive = "a.sqlite"\ncontact = "desk@example.org"\nminutes = 60\n'
        '[feeds.post]\naddress = "https://example.org/rss.xml"\n[feeds.inbox]\nfolder = "inbox"\nminutes = 5\n'
    )
    assert open_feeds(str(path)) == Feeds(
        feeds=(
            Feed(id="post", address="https://example.org/rss.xml", minutes=60),
            Feed(id="inbox", folder=str(tmp_path / "inbox"), minutes=5),
        ),
        archive=str(tmp_path / "a.sqlite"),
        contact="desk@example.org",
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["feeds-none"]),
        ("feeds = 3", ["not-a-table", "feeds-none"]),
        ("[feeds.a]\nadress = 'https://example.org'", ["feed-without-source", "unknown-key"]),
        ("[feeds.a]\naddress = 'https://example.org'\nfolder = 'b'", ["feed-without-source"]),
        ("[feeds.a]\naddress = 'ftp://example.org'\nminutes = 0", ["feed-address", "feed-minutes"]),
        ("[feeds.a]\naddress = 'http://[::1'", ["feed-address"]),
        ("minutes = true\narchive = 7\n[feeds.a]\nfolder = ''", ["feed-minutes", "feed-text", "feed-text"]),
        ("[feeds", ["not-toml-at-end"]),
    ],
)
def test_what_is_wrong_is_told_at_once(text: str, codes: list[str], tmp_path: Path) -> None:
    path = tmp_path / "FEEDS.toml"
    path.write_text(text)
    with pytest.raises(PlanError) as told:
        open_feeds(str(path))
    assert sorted(each.code for each in told.value.problems) == sorted(codes)


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def feeds_file(tmp_path: Path) -> Callable[..., str]:
    def made(*addresses: str) -> str:
        path = tmp_path / "FEEDS.toml"
        entries = "".join(f'[feeds.f{n}]\naddress = "{each}"\n' for n, each in enumerate(addresses))
        path.write_text(f'archive = "kept.sqlite"\n{entries}')
        return str(path)

    return made


def test_once_is_told_in_words_and_as_json(served: Served, feeds_file: Callable[..., str]) -> None:
    path = feeds_file(served.give("/rss", rss(item("Ships", FLEET))), served.give("/gone", status=410))
    done = CliRunner().invoke(main, ["follow", path, "--once", "--lang", "en"])
    assert done.exit_code == 1
    assert "Ships · Stavik Post" in done.stdout
    assert "1 new report." in done.stdout
    assert done.stderr.endswith("its server answers 410\n")
    again = CliRunner().invoke(main, ["follow", path, "--once", "--json"])
    assert again.exit_code == 0
    told = json.loads(again.stdout)
    assert [each["state"] for each in told["feeds"]] == ["early", "early"]
    assert told["reports"] == []


def test_nobody_answers(feeds_file: Callable[..., str]) -> None:
    done = CliRunner().invoke(main, ["follow", feeds_file("http://127.0.0.1:1/rss"), "--once", "--lang", "de"])
    assert done.exit_code == 2
    assert "nicht zu erreichen" in done.stderr


def test_staying_ends_cleanly(served: Served, feeds_file: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    def rest(follower: Follower) -> None:
        rounds.append(follower.due())
        if len(rounds) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Follower, "rest", rest)
    done = CliRunner().invoke(main, ["follow", feeds_file(served.give("/rss", rss(item("Ships", FLEET))))])
    assert done.exit_code == 0
    assert len(rounds) == 2
    assert "Ships" in done.stdout
    assert done.stdout.count("new report") == 1  # the second time there was none, and nothing is told
