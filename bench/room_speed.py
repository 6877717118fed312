"""How soon a room answers (§R18): from a write to the new answer on every page, and what a page takes.

A room of 30 partners, 300 pledges, 40 requirements and 12 assumptions, served by a process of its own; pages are
sockets of this one. ``python bench/room_speed.py [told|many|mine|writes|pages …] [--plan FILE] [--seconds N]``.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import machine, table
from willing.notation.read import read_plan
from willing.room.accounts import Accounts, hashed
from willing.room.exchange import new_room
from willing.room.pen import Request
from willing.room.rights import Actor
from willing.room.room import Room

STATES = "FR GB DE PL IT ES NL BE DK SE NO FI EE LV LT CZ SK RO BG HR GR PT IE LU SI AT HU CA AU TR".split()
CAPABILITIES = "troops fighters ships tankers radars helicopters medics engineers drones".split()
SIGN = {"by": "The minister", "ref": "NV 1"}
WILLING = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"
_CURSOR = re.compile(rb'"cursor":(\d+)')


def large(seed: int = 1) -> str:
    """The plan of §R18, as TOML."""
    pick = random.Random(seed)
    lines = ["[plan]", 'name = "Load"', 'goal = "usable(priority 1)"']
    for number in range(12):
        lines += [f"[assumptions.a{number}]", f'name = "Assumption {number}"']
        lines += pick.choice(([], [], ["holds = true"], ["holds = false"]))
    lines += ["[groups.members]", f"of = {json.dumps(STATES[:8])}"]
    for number in range(40):
        lines += ["[[requirements]]", f'id = "r{number}"', f'name = "Requirement {number}"']
        lines += [f"priority = {1 + number % 3}", f"needs = {pick.randrange(60, 200)}"]
        lines += [f'of = "{pick.choice(CAPABILITIES)}"', f'place = "{pick.choice(("rear", "sea", "front"))}"']
    for number in range(300):
        provides = pick.choice(CAPABILITIES)
        lines += ["[[pledges]]", f'id = "p{number}"', f'partner = "{STATES[number % 30]}"', f'provides = "{provides}"']
        lines += [f"amount = {pick.randrange(1, 60)}", f"said = 2025-0{pick.randrange(1, 4)}-1{pick.randrange(10)}"]
        conditions = [
            f"a{pick.randrange(12)}",
            f"at least {pick.randrange(1, 4)} of members",
            f"a{pick.randrange(12)} and at least {pick.randrange(1, 5)} others",
            f"others({pick.choice(CAPABILITIES)}) >= {pick.randrange(10, 60)}",
            f"p{pick.randrange(30)} or a{pick.randrange(12)}",
            pick.choice([state for state in STATES if state != STATES[number % 30]]),
        ]
        lines += pick.choice(([], [f'{pick.choice(("if", "if", "if", "only_if"))} = "{pick.choice(conditions)}"'] * 1))
        lines += pick.choice(([], [], [], ['not_in = ["front"]']))
    return "\n".join(lines) + "\n"


class Prepared:
    """A room in a file, and who is in it: their sessions, by delegation."""

    def __init__(self, folder: Path, text: str) -> None:
        self.where = folder / "load.room"
        reading = read_plan(text.encode(), file="load.toml", load=lambda name: b"")
        assert reading.plan is not None, reading.errors
        token = new_room(str(self.where), "load", reading.plan, text, datetime.now(UTC))
        room = Room.open(str(self.where))
        accounts = Accounts([room.ledger.store], lambda: datetime.now(UTC))
        self.sessions: dict[str, str] = {}

        def joined(token: str, delegation: str) -> None:
            account = f"{delegation.lower()}@example.org"
            accounts.add(room.ledger.store, account, account, "")
            assert room.join(hashed(token), account).result() is not None
            self.sessions[delegation] = accounts.begin(account)

        joined(token, "host")
        chair = Actor("host@example.org", "host", "chair")
        for number, (delegation, role) in enumerate(
            (*((state, "signatory") for state in STATES), ("observers", "observer"))
        ):
            body = {"delegation": delegation, "role": role}
            asked = Request(actor=chair, method="POST", address="members", body=body, key=f"invite-{number}")
            reply = room.write(asked).result()
            assert reply.status == 201, reply.body
            joined(json.loads(reply.body)["link"].partition("#")[2], delegation)
        room.close()


@contextmanager
def serving(prepared: Prepared) -> Iterator[tuple[int, int]]:
    """The room, served: the port, and the process."""
    command = ["room", "serve", str(prepared.where), "--port", "0", "--writes-per-minute", "0"]
    with subprocess.Popen([sys.executable, "-c", WILLING, *command], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        found = re.search(rb"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found is not None
        try:
            yield int(found[1]), process.pid
        finally:
            process.terminate()


class Page(asyncio.Protocol):
    """A page that follows a basis: when it had which cursor, and how long each message was. No more than is needed."""

    def __init__(self, port: int, cookie: str, basis: str) -> None:
        self.heard: list[tuple[float, int, bool]] = []
        self.sizes: list[int] = []
        self.began = asyncio.get_running_loop().create_future()
        self._asked = (
            f"GET /rooms/load/follow?basis={basis} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: willing-{port}={cookie}\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n"
        ).encode()
        self._data = b""
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._asked)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._data += data
        if not self._open:
            head, end, rest = self._data.partition(b"\r\n\r\n")
            if not end:
                return
            assert b" 101 " in head, head
            self._data, self._open = rest, True
        while (frame := self._frame()) is not None:
            kind, text = frame
            if kind == 9:
                self.transport.write(bytes((0x8A, 0x80 | len(text))) + bytes(4) + text)
            elif kind == 1 and text.startswith(b'{"reset"'):
                self.first = int(_CURSOR.findall(text)[-1])
                self.began.set_result(None)
            elif kind == 1 and (found := _CURSOR.search(text)):
                self.heard.append((now, int(found[1]), b'"part":"all"' in text))
                self.sizes.append(len(text))

    def _frame(self) -> tuple[int, bytes] | None:
        data = self._data
        if len(data) < 2:
            return None
        size, at = data[1] & 127, 2
        if size > 125:
            width = 2 if size == 126 else 8
            if len(data) < 2 + width:
                return None
            size, at = int.from_bytes(data[2 : 2 + width], "big"), 2 + width
        if len(data) < at + size:
            return None
        self._data = data[at + size :]
        return data[0] & 15, data[at : at + size]


@asynccontextmanager
async def following(port: int, pages: Sequence[tuple[str, str]]) -> AsyncIterator[list[Page]]:
    """Pages with these sessions on these bases, opened and told how things stand."""
    loop = asyncio.get_running_loop()
    opened: list[Page] = []
    for cookie, basis in pages:
        page = Page(port, cookie, basis)
        await loop.create_connection(lambda page=page: page, "127.0.0.1", port)  # type: ignore[misc]
        opened.append(page)
    await asyncio.gather(*(page.began for page in opened))
    yield opened
    for page in opened:
        page.transport.close()


class Writer:
    """A delegation that writes a pledge of its own, over a connection that stays open."""

    def __init__(self, port: int, cookie: str, delegation: str) -> None:
        self.port, self.cookie, self.delegation = port, cookie, delegation
        self.base = "0.0"
        self.lock = asyncio.Lock()

    async def open(self) -> "Writer":
        self.used = time.perf_counter()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def write(self, amount: int, release: object = "room", name: str = "load") -> tuple[float, float]:
        """When it was sent, and acknowledged."""
        async with self.lock:
            if time.perf_counter() > self.used + 4:  # the server lets go of a connection after five seconds
                await self.open()
            id_ = f"{self.delegation.lower()}-{name}"
            body = {"partner": self.delegation, "provides": CAPABILITIES[amount % 9], "amount": 1 + amount % 40}
            data = json.dumps({"base": self.base, "body": body, "release": release, "sign": SIGN}).encode()
            sent = time.perf_counter()
            self.writer.write(
                f"PUT /rooms/load/records/pledge/{id_} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                f"Origin: http://127.0.0.1:{self.port}\r\nCookie: willing-{self.port}={self.cookie}\r\n"
                f"Content-Type: application/json\r\nIdempotency-Key: {id_}-{amount}-{random.getrandbits(60)}\r\n"
                f"Content-Length: {len(data)}\r\n\r\n".encode()
                + data
            )
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head.lower())
            assert length is not None
            told = await self.reader.readexactly(int(length[1]))
            assert b" 201 " in head.split(b"\r\n")[0], told
            answer = json.loads(told)
            self.base, self.used = answer["base"], time.perf_counter()
            return sent, self.used


async def written(writers: Sequence[Writer], rate: float, many: int, name: str) -> list[tuple[float, float]]:
    """Writes at a steady rate, whatever has come back yet: when each was sent and acknowledged, in their order."""
    start = time.perf_counter()
    waiting = []
    for number in range(many):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        waiting.append(asyncio.create_task(writers[number % len(writers)].write(number, name=name)))
    return [await task for task in waiting]


def waited(page: Page, sent: Sequence[float]) -> list[float]:
    """Milliseconds until a page had the answer to each write: all can read each, so each moves its cursor by one."""
    found, number = [], 0
    for at, cursor, whole in page.heard:
        while whole and number < min(len(sent), cursor - page.first):
            found.append(1_000 * (at - sent[number]))
            number += 1
    assert number == len(sent), (number, len(sent))
    return found


async def told_all(pages: Sequence[Page], many: int) -> None:
    """Wait until every page has the answer to all of so many writes; half a minute at most."""
    for _ in range(300):
        if all(page.heard and page.heard[-1][1] - page.first >= many for page in pages):
            break
        await asyncio.sleep(0.1)


def told_as(name: str, taken: Sequence[float]) -> tuple[str, ...]:
    """A row: the median, the 99th of 100, and the most."""
    its = sorted(taken)
    return name, f"{its[len(its) // 2]:.0f}", f"{its[len(its) * 99 // 100]:.0f}", f"{its[-1]:.0f}"


async def _told(port: int, prepared: Prepared, pages: int, rate: float, seconds: float) -> list[tuple[str, ...]]:
    whose = list(prepared.sessions.items())
    writers = [await Writer(port, prepared.sessions[state], state).open() for state in STATES]
    async with following(port, [(whose[n % len(whose)][1], "room") for n in range(pages)]) as opened:
        await asyncio.sleep(2)
        for page in opened:
            page.heard.clear()
        done = await written(writers, rate, int(rate * seconds), f"at{rate:g}")
        await told_all(opened, len(done))
        sent = sorted(sent for sent, _ in done)
        taken = [each for page in opened for each in waited(page, sent)]
        sizes = sorted(size for page in opened for size in page.sizes)
    return [
        told_as(f"write to answer, {pages:,} pages, {rate:g} a second", taken),
        told_as(f"write to acknowledged, {rate:g} a second", [1_000 * (b - a) for a, b in done]),
        (f"bytes of a message, {rate:g} a second", f"{sizes[len(sizes) // 2]:,}", "", f"{sizes[-1]:,}"),
    ]


async def _mine(port: int, prepared: Prepared, rate: float, many: int) -> list[tuple[str, ...]]:
    writers = [await Writer(port, prepared.sessions[state], state).open() for state in STATES]
    for number, writer in enumerate(writers):
        await writer.write(number, [], "own")
        writer.base = "0.0"
    async with following(port, [(prepared.sessions[state], "mine") for state in STATES]) as opened:
        await asyncio.sleep(6)
        for page in opened:
            page.heard.clear()
        done = await written(writers, rate, many, "load")
        await told_all(opened, len(done))
        sent = sorted(sent for sent, _ in done)
        taken = [each for page in opened for each in waited(page, sent)]
    return [told_as(f"write to `mine` of thirty that all hide something, {rate:g} a second", taken)]


async def _writes(port: int, pid: int, prepared: Prepared, seconds: float) -> list[tuple[str, ...]]:
    """As many as forty can write over HTTP, each after the answer to the one before; and what one takes the server."""
    states = [*STATES, *STATES[:10]]
    writers = [await Writer(port, prepared.sessions[state], state).open() for state in states]
    end, counts, before = time.perf_counter() + seconds, [0] * len(writers), processor(pid)

    async def go(number: int) -> None:
        while time.perf_counter() < end:
            await writers[number].write(counts[number], name=f"w{number}")
            counts[number] += 1

    await asyncio.gather(*(go(number) for number in range(len(writers))))
    a_write = 1_000 * (processor(pid) - before) / sum(counts)
    return [
        ("writes a second by HTTP, forty writers", f"{sum(counts) / seconds:,.0f}", "", ""),
        ("processor time of the process that writes and sends, a write", f"{a_write:.2f}", "", ""),
    ]


async def _pages(port: int, pid: int, prepared: Prepared, many: int) -> list[tuple[str, ...]]:
    """What a page takes of the memory of the process that sends."""
    before = resident(pid)
    async with following(port, [(prepared.sessions["observers"], "room")] * 90):
        pass  # what the first pages take is no part of it
    before = resident(pid)
    whose = list(prepared.sessions.values())
    async with following(port, [(whose[n % len(whose)], "room") for n in range(many)]):
        await asyncio.sleep(1)
        grown = resident(pid) - before
    return [(f"KiB a page, {many:,} pages", f"{grown / many:.1f}", "", "")]


def processor(pid: int) -> float:
    """Seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """KiB of a process in memory."""
    text = Path(f"/proc/{pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+)", text)
    assert found is not None
    return int(found[1])


def run(parts: Sequence[str] = (), plan: str | None = None, seconds: float = 30) -> None:
    """Print what was measured, part by part, each in a room of its own."""
    text = Path(plan).read_text("utf-8") if plan else large()
    rows: list[tuple[str, ...]] = []
    for part in parts or ("told", "many", "mine", "writes", "pages"):
        with TemporaryDirectory() as folder:
            prepared = Prepared(Path(folder), text)
            with serving(prepared) as (port, pid):
                match part:
                    case "told":
                        rows += asyncio.run(_told(port, prepared, 200, 2, seconds))
                        rows += asyncio.run(_told(port, prepared, 200, 40, seconds))
                    case "many":
                        rows += asyncio.run(_told(port, prepared, 1_000, 2, seconds))
                    case "mine":
                        rows += asyncio.run(_mine(port, prepared, 0.5, int(seconds / 2)))
                    case "writes":
                        rows += asyncio.run(_writes(port, pid, prepared, seconds / 3))
                    case "pages":
                        rows += asyncio.run(_pages(port, pid, prepared, 1_000))
    table("A room of 30 partners and 300 pledges, milliseconds", ("", "median", "99 of 100", "most"), rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--plan")
    parser.add_argument("--seconds", type=float, default=30)
    asked = parser.parse_args()
    print("\n".join(machine()))
    run(asked.parts, asked.plan, asked.seconds)
