"""A PostgreSQL of our own for tests and benches: in a temporary folder, on a socket there, as long as it is used."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import glob
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

#: Makes an address for a new room, given a folder of a test's.
Place: TypeAlias = Callable[[Path], str]


def program(name: str) -> str | None:
    """Where one of its programs is: on the path, or where Debian has it."""
    versions = sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    return shutil.which(name) or next(reversed(versions), None)


class Postgres:
    """One that runs. ``quick``: what it is told to write need not be on disk."""

    def __init__(self, folder: Path, user: dict[str, Any], quick: bool) -> None:
        self.folder = folder
        self._user = user
        self._quick = quick
        self._numbers = count()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Begin; it takes connections afterwards."""
        settings = [f"unix_socket_directories={self.folder}", "listen_addresses=", "max_connections=200"]
        settings += ["fsync=off", "full_page_writes=off"] if self._quick else []
        command = [str(program("postgres")), "-D", str(self.folder / "data")]
        command += [word for setting in settings for word in ("-c", setting)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **self._user)
        for _ in range(400):
            if self._process.poll() is not None:
                raise RuntimeError("PostgreSQL does not start")
            if self._takes_connections():
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL takes no connections")

    def _takes_connections(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.address("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End at once, as a restart does: who is connected is cut off."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def address(self, database: str) -> str:
        """Of a database."""
        return f"postgresql://willing@/{database}?host={self.folder}"

    def database(self) -> str:
        """The address of a new, empty one."""
        import psycopg

        name = f"room{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


def copied(where: str) -> str:
    """The address of a copy of a place that nobody uses now: a file, or a database of ours."""
    if not where.startswith("postgresql:"):
        shutil.copy(where, f"{where}.copy")
        return f"{where}.copy"
    import psycopg

    name = where.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(where.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}copy TEMPLATE {name}")
    return where.replace(f"/{name}?", f"/{name}copy?")


@contextmanager
def running(*, quick: bool = True) -> Iterator[Postgres]:
    """A new one, as long as needed. It will not run as root: then as who has its name, or nobody."""
    user: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="willing-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            names = {each.pw_name: each for each in pwd.getpwall()}
            its = names.get("postgres") or names["nobody"]
            user = {"user": its.pw_uid, "group": its.pw_gid, "extra_groups": []}
            os.chown(folder, its.pw_uid, its.pw_gid)
        made = [str(program("initdb")), "-D", str(folder / "data"), "-U", "willing", "-A", "trust"]
        made += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
        found = Postgres(folder, user, quick)
        try:
            yield found
        finally:
            found.stop()
