"""The room, asked by strangers: what is told and not told, over many more requests than a test has time for.

``python bench/room.py rights [REQUESTS]``: every cell of §R8 by HTTP, for pairs of partners, releases and rounds.
``python bench/room.py histories [HISTORIES]``: random ones, against the room by definition (tests/room_oracle.py).
``python bench/room.py reveal [PLEDGES] [PAGES]``: from the moment a blind round closes until every page shows it.
``python bench/room.py pairs [PAIRS]``: ledgers that agree on what somebody reads, blind rounds and silence in them.
``python bench/room.py hidden [PAIRS]``: the same of two servers, by HTTP on every route.
``python bench/room.py kills [KILLS]``: a server killed at random while forty write, until there were so many.

``--postgresql``: rights, hidden and reveal of rooms that are kept there, and not in files.
"""

import asyncio
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle, permutations, product
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "room"))

from matrix import PLAN, Asked, targets, targets_of_host
from pairs import play as play_pair
from postgres import Place, running
from served import Person, serving
from test_by_definition import play
from test_hidden import pair
from test_server_killed import killed
from websockets.asyncio.client import connect

from willing.languages.states import STATE_CODES

PARTNERS = ("DE", "FR", "LT", "PL", "SE", "NO")


def in_a_file(folder: Path) -> str:
    """Where a room is made, unless it is to be elsewhere."""
    return str(folder / "norland.room")


def rights(requests: int = 50_000, place: Place = in_a_file) -> None:
    """Servers of new rooms are asked until there were so many requests."""
    asked = wrong = 0
    for both, round_ in cycle(product(permutations(PARTNERS, 2), ("", "open", "blind"))):
        with TemporaryDirectory() as folder, serving(place(Path(folder)), PLAN, writes=0) as served:
            its = Asked(served, both, round_=round_)
            its.room()
            its.records([*targets(*both), *targets_of_host()])
        asked += its.asked
        wrong += len(its.wrong)
        print(f"{both[0]} and {both[1]}, {round_ or 'no'} round: {its.asked:,} requests", *its.wrong, sep="\n  ")
        if asked >= requests:
            break
    print(f"{asked:,} requests, {wrong} wrong")


def histories(number: int = 10_000, first: int = 0) -> None:
    """Each is told the same by the room and by the oracle, or the first that is not is shown."""
    for seed in range(first, first + number):
        play(seed, steps=40)
        if (seed + 1) % 500 == 0:
            print(f"{seed + 1 - first:,} histories", flush=True)
    print(f"{number:,} histories of 40 steps, none told otherwise")


def pairs(number: int = 20_000, first: int = 0) -> None:
    """The first pair that tells otherwise is shown."""
    compared = 0
    for seed in range(first, first + number):
        compared += play_pair(seed)
        if (seed + 1) % 1_000 == 0:
            print(f"{seed + 1 - first:,} pairs of ledgers, {compared:,} times all that a reader is told", flush=True)
    print(f"{number:,} pairs of ledgers, {compared:,} times all that a reader is told, none differs")


def hidden(number: int = 100, place: Place = in_a_file) -> None:
    """The first pair of rooms that answers with other bytes is shown."""
    compared = 0
    for seed in range(number):
        with TemporaryDirectory() as folder:
            compared += pair(seed, place(Path(folder)))
    print(f"{number:,} pairs of rooms, {compared:,} answers compared, none differs")


def reveal(pledges: int = 300, pages: int = 200, place: Place = in_a_file) -> None:
    """Thirty partners release unseen, pages follow, the round closes: when each page has what it brought."""
    partners = sorted(STATE_CODES)[:30]
    plan = '[plan]\nname = "Bench"\n' + "".join(
        f'[[requirements]]\nid = "r{n}"\nneeds = {200 + n}\nof = "c{n % 8}"\n' for n in range(40)
    )
    with TemporaryDirectory() as folder, serving(place(Path(folder)), plan, writes=0) as served:
        room = "/rooms/norland"
        served.chair.write("POST", f"{room}/rounds", {"id": "first", "name": "First", "blind": True})
        served.chair.write("POST", f"{room}/rounds/first/open", {})
        cookies = []
        for place, partner in enumerate(partners):
            officer = served.person(f"{partner}/officer")
            changes = [_pledge(partners, place, number) for number in range(pledges // len(partners))]
            officer.write("POST", f"{room}/changes", {"changes": changes})
            cookies.append(officer.cookie)
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as beside:  # none of it is the server's time
            took = sorted(beside.submit(_watched, served.port, served.chair.cookie, cookies, pages).result())
    print(f"{pledges} pledges, {len(took)} pages: half after {took[len(took) // 2]:.2f} s, all after {took[-1]:.2f} s")


def _pledge(partners: list[str], place: int, number: int) -> dict[str, object]:
    partner = partners[place]
    others = [partners[(place + step) % len(partners)] for step in (1, 2, 3, 7)]
    conditions = (None, others[0], f"at least 2 of ({', '.join(others)})", "at least 8 partners")
    body = {"partner": partner, "provides": f"c{number % 8}", "amount": 20, "stage": "signalled"}
    condition = conditions[number % 4]
    its = {**body, "if": condition} if condition else body
    record = f"{partner.lower()}-{number}"
    return {"kind": "pledge", "record": record, "base": "0.0", "body": its, "release": "room"}


def _watched(port: int, chair: str, cookies: list[str], pages: int) -> list[float]:
    return asyncio.run(_watching(port, chair, cookies, pages))


async def _watching(port: int, chair: str, cookies: list[str], pages: int) -> list[float]:
    """How many seconds after the close each page had what the round brought."""
    room, followed, closed = f"127.0.0.1:{port}/rooms/norland", 0, 0.0

    async def part(cookie: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        asked = f"GET /rooms/norland/page/reveal/first/part HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        writer.write(f"{asked}Cookie: {cookie}\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        return answer

    async def page(cookie: str) -> float:
        nonlocal followed
        headers = {"cookie": cookie, "origin": f"http://127.0.0.1:{port}"}
        async with connect(f"ws://{room}/follow", additional_headers=headers, max_size=None) as socket:
            await part(cookie)
            await socket.recv()
            followed += 1
            while True:
                await socket.recv()
                if closed and b'data-state="closed"' in await part(cookie):
                    return time.perf_counter() - closed

    tasks = [asyncio.create_task(page(cookies[n % len(cookies)])) for n in range(pages)]
    while followed < pages:
        await asyncio.sleep(0.1)
    await asyncio.sleep(3)  # the lever of the picture before
    closed = time.perf_counter()
    person = Person(port)
    person.cookie = chair
    await asyncio.to_thread(person.write, "POST", "/rooms/norland/rounds/first/close", {})
    return await asyncio.gather(*tasks)


def kills(number: int = 200, acknowledged: int = 100_000) -> None:
    """Forty write all the time; after every twenty kills what was acknowledged is looked for, in a new room each."""
    kept = 0
    for seed in range(number // 20):
        with TemporaryDirectory() as folder:
            kept += killed(Path(folder) / "norland.room", 20, writers=40, each=acknowledged // number, seed=seed)
        print(f"{20 * (seed + 1):,} kills, {kept:,} writes acknowledged, none lost or doubled", flush=True)


#: The parts, each runnable alone.
PARTS = {"rights": rights, "histories": histories, "pairs": pairs, "hidden": hidden, "kills": kills, "reveal": reveal}

if __name__ == "__main__":
    part, *numbers = (word for word in sys.argv[1:] if word != "--postgresql")
    run = partial(PARTS[part], *map(int, numbers))
    if "--postgresql" in sys.argv:
        with running(quick=False) as postgres:
            run(place=lambda folder: postgres.database())
    else:
        run()
