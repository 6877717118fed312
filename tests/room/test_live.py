"""What may go wrong beside a room: pages that do not read, and processes that die (§R12, §R13)."""

import asyncio
import json
import multiprocessing
import os
import random
import signal
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from postgres import Place
from served import Served, serving
from websockets.asyncio.client import connect

from willing.room.live import delta
from willing.web.sockets import Outbox

ROOM = "/rooms/norland"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, place: Place) -> Iterator[Served]:
    with serving(place(tmp_path_factory.mktemp("room")), writes=0) as found:
        yield found


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=12,
)
_NEEDS = st.lists(st.sampled_from(["air", "land", "sea"]), unique=True).flatmap(
    lambda ids: st.tuples(*(_VALUES.map(lambda value, id_=id_: {"id": id_, "value": value}) for id_ in ids)).map(list)
)
_ANSWERS = st.fixed_dictionaries({"requirements": _NEEDS, "rest": st.dictionaries(st.sampled_from("abcd"), _VALUES)})


def applied(answer: Any, changes: Any) -> Any:
    """An answer with changes made, as §R12.1 says it."""
    for path, *value in changes:
        at = answer
        for key in path[:-1]:
            at = next(each for each in at if each["id"] == key) if isinstance(at, list) else at[key]
        if isinstance(at, list):
            at[[each["id"] for each in at].index(path[-1])] = value[0]
        elif value:
            at[path[-1]] = value[0]
        else:
            del at[path[-1]]
    return answer


@given(_ANSWERS, _ANSWERS)
def test_a_delta_makes_one_answer_of_another(before: Any, after: Any) -> None:
    changes = json.loads(json.dumps(list(delta(before, after))))
    made = applied(json.loads(json.dumps(before)), changes)
    assert json.dumps(made, sort_keys=True) == json.dumps(after, sort_keys=True)
    assert not list(delta(before, before))


def test_a_page_that_does_not_read_is_cut() -> None:
    for texts in (["a"] * 33, ["a" * 200_000, "b" * 70_000]):
        outbox = Outbox()
        for text in texts:
            assert outbox.code is None
            outbox.put(text)
        assert outbox.code == 1013


def write(served: Served, de: Any, number: int) -> None:
    path = f"{ROOM}/records/pledge/de-live"
    found = de.ask("GET", path)
    base = found[1]["base"] if found[0] == 200 else "0.0"
    body = {"partner": "DE", "provides": "fighters", "amount": number, "stage": "signalled"}
    de.write("PUT", path, {"base": base, "body": body, "release": "room"})


def test_pages_that_stall_hold_up_no_other(served: Served) -> None:
    de, observer = served.person("DE/officer"), served.person("observers/observer")
    stalled = []
    for _ in range(5):  # asks to follow, and reads nothing ever
        connection = socket.create_connection(("127.0.0.1", served.port))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        connection.sendall(
            f"GET {ROOM}/follow HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Origin: http://127.0.0.1:{served.port}\r\nCookie: {observer.cookie}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
        )
        stalled.append(connection)

    async def reads() -> None:
        headers = {"cookie": observer.cookie, "origin": f"http://127.0.0.1:{served.port}"}
        address = f"ws://127.0.0.1:{served.port}{ROOM}/follow"
        async with connect(address, additional_headers=headers, max_size=None) as page:
            assert "reset" in json.loads(await page.recv())
            for number in range(1, 6):
                await asyncio.to_thread(write, served, de, number)
                while True:
                    told = json.loads(await asyncio.wait_for(page.recv(), 20))
                    if told.get("part") == "all":
                        break

    asyncio.run(reads())
    for connection in stalled:
        connection.close()


def test_a_process_that_dies_is_started_again(served: Served) -> None:
    de = served.person("DE/officer")
    served.chair.get(f"{ROOM}/answer")
    for _ in range(2):
        for child in multiprocessing.active_children():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
        write(served, de, random.Random(1).randrange(10, 99))
        answer = served.chair.get(f"{ROOM}/answer")
        assert answer["pledges"]["de-live"]["amount"] == 27
        assert answer["behind"] is False


def test_mine_is_told_to_its_delegation_alone(served: Served) -> None:
    de, est = served.person("DE/officer"), served.person("EST/officer")

    async def follows() -> None:
        async def page(person: Any, basis: str) -> Any:
            headers = {"cookie": person.cookie, "origin": f"http://127.0.0.1:{served.port}"}
            address = f"ws://127.0.0.1:{served.port}{ROOM}/follow?basis={basis}"
            found = await connect(address, additional_headers=headers, max_size=None)
            while json.loads(await found.recv())["reset"]["pending"]:
                await found.recv()
                break
            return found

        own, other = await page(de, "mine"), await page(est, "mine")
        body = {"partner": "DE", "provides": "fighters", "amount": 3, "stage": "signalled"}
        change = {"base": "0.0", "body": body, "release": []}
        await asyncio.to_thread(de.write, "PUT", f"{ROOM}/records/pledge/de-own", change)
        told = json.loads(await asyncio.wait_for(own.recv(), 20))
        while told.get("by") is None:
            told = json.loads(await asyncio.wait_for(own.recv(), 20))
        assert told["by"] == {"kind": "pledge", "record": "de-own", "delegation": "DE"}
        heard = []
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                while True:
                    heard.append(json.loads(await other.recv()))
        assert all("alive" in each or each.get("part") == "lever" for each in heard), heard
        await own.close()
        await other.close()

    asyncio.run(follows())
