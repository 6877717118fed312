"""What a server tells who runs it (numbers, lines, whether it is well), and how it ends."""

import json
import signal
import socket
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from many import WILLING
from postgres import Postgres
from rooms import PLAN, plan_of
from served import Person, Served, serving

from willing.room.exchange import new_room
from willing.room.watching import prometheus, route_of


def test_numbers_and_lines_have_nothing_of_the_room(tmp_path: Path) -> None:
    where = str(tmp_path / "norland.room")
    invited = new_room(where, "norland", plan_of(PLAN), PLAN, datetime.now(UTC))
    command = [sys.executable, "-c", WILLING, "room", "serve", where, "--port", "0", "--metrics", "0", "--log"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        ports = [int(process.stdout.readline().split("127.0.0.1:")[1].split("/")[0]) for _ in range(2)]
        de = Served(ports[0], {}, where, invited).person("DE/officer")
        body = {"partner": "DE", "provides": "fighters", "amount": 71, "note": "of the 71st wing"}
        de.write("PUT", "/rooms/norland/records/pledge/de-secret", {"base": "0.0", "body": body})
        told = {path: _told(ports[1], path) for path in ("/metrics", "/rooms")}
        elsewhere = _told(ports[1], "/metrics", host="elsewhere.example:80")
        process.send_signal(signal.SIGTERM)
        _, lines = process.communicate(timeout=30)
    assert process.returncode == 0
    assert (told["/rooms"][0], elsewhere[0]) == (404, 404)
    numbers = dict(line.rsplit(" ", 1) for line in told["/metrics"][1].splitlines() if not line.startswith("#"))
    assert numbers['willing_requests_total{method="PUT",route="records",status="201"}'] == "1"
    assert numbers['willing_request_seconds_bucket{route="records",le="+Inf"}'] == "1"
    assert int(numbers['willing_room_events{room="norland"}']) > 5
    asked = [json.loads(line) for line in lines.splitlines()]
    assert (asked[0]["event"], asked[-1]["event"]) == ("started", "ended")
    (put,) = (its for its in asked if its.get("method") == "PUT")
    assert (put["event"], put["level"], put["route"], put["status"]) == ("request", "info", "records", 201)
    assert not any(word in told["/metrics"][1] + lines for word in ("de-secret", "71st", "DE/", "example.org", "m-"))


def _told(port: int, path: str, host: str = "") -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path, headers={"host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_an_address_tells_no_more_than_the_question() -> None:
    assert route_of("/rooms/norland/records/pledge/de-secret") == "records"
    assert route_of("/rooms/norland/de-secret") == route_of("/de-secret") == "other"
    assert route_of("/rooms") == "rooms"


def test_samples_of_one_name_stand_together() -> None:
    samples = [("a_total", {"x": 'q"\\n'}, 1), ("b", {}, 2.5), ("a_total", {"x": "y"}, 3)]
    assert prometheus(samples).splitlines() == [
        "# TYPE willing_a_total counter",
        r'willing_a_total{x="q\"\\n"} 1',
        'willing_a_total{x="y"} 3',
        "# TYPE willing_b gauge",
        "willing_b{} 2.5",
    ]


def test_a_database_that_is_away_is_told_and_comes_back(postgres: Postgres) -> None:
    with serving(postgres.database(), writes=0) as served:
        de, nobody = served.person("DE/officer"), Person(served.port)
        change = {"base": "0.0", "body": {"partner": "DE"}}
        postgres.stop()
        try:
            assert de.ask("PUT", "/rooms/norland/records/pledge/de-x", change, idempotency_key="k")[0] == 503
            assert de.ask("GET", "/rooms/norland/records")[0] == 503
            while nobody.ask("GET", "/health")[0] != 503:
                pass
        finally:
            postgres.start()
        while nobody.ask("GET", "/health")[0] != 200:
            pass
        assert de.ask("PUT", "/rooms/norland/records/pledge/de-x", change, idempotency_key="k")[0] == 201
        assert de.get("/rooms/norland/answer")["behind"] is False


def test_who_goes_away_in_the_middle_of_a_request_is_no_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with serving(tmp_path, writes=0) as served:
        de = served.person("DE/officer")
        head = f"PUT /rooms/norland/records/pledge/de-x HTTP/1.1\r\nhost: 127.0.0.1:{served.port}\r\n"
        head += f"origin: http://127.0.0.1:{served.port}\r\ncookie: {de.cookie}\r\ncontent-length: 50\r\n"
        head += "content-type: application/json\r\n\r\n{"
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", served.port)) as connection:
                connection.sendall(head.encode())
            for _ in range(3):
                de.get("/me")
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []
