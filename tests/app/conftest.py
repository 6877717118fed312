"""Workers of this machine, as somebody would start them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """The address of a scheduler, and two worker processes."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    about = tmp_path / "scheduler.json"
    run = [sys.executable, "-m"]
    own = ["--scheduler-file", str(about)]
    log = (tmp_path / "dask.log").open("wb")
    started = [
        subprocess.Popen(
            [*run, "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1", *own],
            env=env, stdout=log, stderr=log, cwd=tmp_path,
        )
    ]  # fmt: skip
    try:
        while not about.exists() or not about.read_text():
            assert started[0].poll() is None
            time.sleep(0.1)
        workers = [
            subprocess.Popen(
                [*run, "distributed.cli.dask_worker", *own, "--nthreads", "1", "--no-nanny", "--no-dashboard"],
                env=env, stdout=log, stderr=log, cwd=tmp_path,
            )
            for _ in range(2)
        ]  # fmt: skip
        started += workers
        yield json.loads(about.read_text())["address"].replace("tcp://", "dask://"), workers
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()
        log.close()
