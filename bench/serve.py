"""The live board: how soon a switch is answered over HTTP, and a change of the file told to every page that is open.

The peer is a bare Starlette application under the same server, that answers a constant as long as an answer of ours.
"""

import asyncio
import json
import random
import re
import subprocess
import sys
import time
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from measuring import spread, table

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "examples" / "ukraine-2025-04" / "plan.toml"
RATE, REQUESTS, CONNECTIONS, PAGES = 100, 1_000, 8, 200
SIZES = (30, 300, 1_500)

WILLING = "import sys; sys.argv[0] = 'willing'; from willing.cli import main; main()"
PEER = """
import socket, sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = b"x" * int(sys.argv[1])
async def answer(request):
    return Response(body, media_type="application/json")
made = socket.socket()
made.bind(("127.0.0.1", 0))
made.listen(2048)
print(f"http://127.0.0.1:{made.getsockname()[1]}/", flush=True)
config = uvicorn.Config(Starlette(routes=[Route("/world", answer)]), log_level="warning", access_log=False)
uvicorn.Server(config).run(sockets=[made])
"""


@contextmanager
def server(*command: str) -> Iterator[tuple[str, int]]:
    """A server in a process of its own: its host and port."""
    process = subprocess.Popen([sys.executable, "-c", *command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://([\d.]+):(\d+)/", process.stdout.readline())
        assert found is not None
        yield found.group(1), int(found.group(2))
    finally:
        process.terminate()
        process.wait()


async def asked(host: str, port: int, queries: list[str]) -> tuple[list[float], int]:
    """Milliseconds of every answer, asked at a steady rate whatever has come back yet; bytes of the last."""
    waiting: asyncio.Queue[tuple[float, str]] = asyncio.Queue()
    taken: list[float] = []
    size = 0

    async def ask() -> None:
        nonlocal size
        reader, writer = await asyncio.open_connection(host, port)
        while True:
            due, query = await waiting.get()
            if not query:
                break
            writer.write(f"GET /world?parts&{query} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n", 1)[0], head
            length = re.search(rb"content-length: (\d+)", head.lower())
            assert length is not None
            size = len(await reader.readexactly(int(length.group(1))))
            taken.append(1_000 * (time.perf_counter() - due))
        writer.close()

    asking = [asyncio.create_task(ask()) for _ in range(CONNECTIONS)]
    start = time.perf_counter() + 0.1
    for number, query in enumerate(queries):
        due = start + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waiting.put_nowait((due, query))
    for _ in asking:
        waiting.put_nowait((0.0, ""))
    await asyncio.gather(*asking)
    return taken, size


async def followed(host: str, port: int, plan: Path, changes: int, many: int = PAGES) -> tuple[list[float], int]:
    """Milliseconds from each change of the file to when the last of ``many`` open pages was told; bytes of the last."""
    from websockets.asyncio.client import connect

    where = f"ws://{host}:{port}/follow?version=1"
    text = plan.read_text("utf-8")
    taken = []
    async with AsyncExitStack() as open_:
        pages = [
            await open_.enter_async_context(connect(where, origin=f"http://{host}:{port}", proxy=None))  # type: ignore[arg-type]
            for _ in range(many)
        ]
        for change in range(changes):
            await asyncio.sleep(0.3)
            beside = plan.with_suffix(".new")
            beside.write_text(text.replace("Safe skies", f"Safe skies {change}"), "utf-8")
            start = time.perf_counter()
            beside.replace(plan)  # whole at once: half a file is a change of its own
            for told in await asyncio.gather(*(page.recv() for page in pages)):
                assert f"Safe skies {change}" in str(told)
            taken.append(1_000 * (time.perf_counter() - start))
    return taken, len(told)


async def saved(host: str, port: int, pledges: int, changes: int) -> tuple[list[float], int]:
    """Milliseconds from sending that one tried amount is to be saved to when a page that is open was told; bytes of
    that."""
    from websockets.asyncio.client import connect

    taken, told = [], ""
    where = f"ws://{host}:{port}/follow?version=1"
    origin = f"http://{host}:{port}"
    async with connect(where, origin=origin, proxy=None) as page:  # type: ignore[arg-type]
        for change in range(changes):
            await asyncio.sleep(0.3)
            trial = json.dumps({"changes": {f"jets-{change % pledges}": {"amount": 2 + change}}})
            tried = urlsafe_b64encode(trial.encode()).decode().rstrip("=")
            body = json.dumps({"as": "plan", "query": f"try={tried}"}).encode()
            head = f"POST /save HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {origin}\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            start = time.perf_counter()
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(head.encode() + body)
            status = await reader.readline()
            assert b" 200 " in status, status
            told = str(await page.recv())
            taken.append(1_000 * (time.perf_counter() - start))
            writer.close()
    return taken, len(told)


def sized(pledges: int) -> str:
    """A plan of so many partners, each with a pledge that waits for two of three others or for an assumption."""
    lines = ["[plan]", 'name = "sized"', 'goal = "filled(sky)"', "[assumptions.mandate]", "[[requirements]]"]
    lines += ['id = "sky"', 'name = "Safe skies"', f"needs = {2 * pledges}", 'of = "jets"']
    lines += [f"[partners.p{i}]" for i in range(pledges)]
    for i in range(pledges):
        a, b, c = ((i * 7 + k) % pledges for k in (1, 3, 5))
        lines += ["[[pledges]]", f'id = "jets-{i}"', f'partner = "p{i}"', 'provides = "jets"', "amount = 1"]
        lines += [f'if = "at least 2 of (p{a}, p{b}, p{c}) or mandate"'] if i % 3 else []
    return "\n".join(lines) + "\n"


def settings(seed: int) -> list[str]:
    """Random worlds: every assumption of the plan yes, no, unknown, or left as it is."""
    rng = random.Random(seed)
    assumptions = list(tomllib.loads(PLAN.read_text("utf-8"))["assumptions"])
    # a peace without a ceasefire cannot be: what contradicts is answered too, but says less
    found: list[str] = []
    while len(found) < REQUESTS:
        ways = {id_: rng.choice(("", "if", "if-not", "if-unknown")) for id_ in assumptions}
        found.append(urlencode([(way, id_) for id_, way in ways.items() if way]))
    return found


def run(runs: int) -> None:
    """Print both tables."""
    rows = []
    with TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.toml"
        plan.write_bytes(PLAN.read_bytes())
        with server(WILLING, "serve", str(plan), "--port", "0") as (host, port):
            ours, size = asyncio.run(asked(host, port, settings(1)))
            told, _ = asyncio.run(followed(host, port, plan, max(3, runs)))
        with server(PEER, str(size)) as (host, port):
            bare, _ = asyncio.run(asked(host, port, settings(1)))
    for name, taken in (("Willing, a world never asked before", ours), ("bare Starlette, a constant", bare)):
        taken.sort()
        middle, nearly = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        rows.append((name, f"{middle:.1f}", f"{nearly:.1f}", f"{taken[-1]:.1f}"))
    title = f"A switch over HTTP: {REQUESTS:,} random worlds of the real case at {RATE} a second, {size:,} bytes each"
    table(title, ("", "median, ms", "99 of 100, ms", "most, ms"), rows)
    title = f"A change of the plan file, told to {PAGES} open pages, {len(told)} times (smallest / median / largest)"
    table(title, ("", "ms to the last page"), [("Willing", spread(told))])
    sizes = []
    with TemporaryDirectory() as folder:
        for size in SIZES:
            plan = Path(folder) / f"plan-{size}.toml"
            plan.write_text(sized(size), "utf-8")
            with server(WILLING, "serve", str(plan), "--port", "0") as (host, port):
                kept, some = asyncio.run(saved(host, port, size, max(3, runs)))
            with server(WILLING, "serve", str(plan), "--port", "0") as (host, port):
                told, sent = asyncio.run(followed(host, port, plan, max(3, runs), many=1))
            sizes.append((f"{size:,}", spread(kept), f"{some:,}", spread(told), f"{sent:,}"))
    heads = ("pledges", "one amount saved, ms", "bytes", "one word of the file, ms", "bytes")
    table("A change, told to one page", heads, sizes)


if __name__ == "__main__":
    run(5)
