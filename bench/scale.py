"""Many variants: a sweep beside a plain loop of briefs, one process beside two, a pool beside Dask."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import process, spread, table, timed
from willing.app.executors import executor_at
from willing.app.sweeping import Sweeping, sweep_to

ROOT = Path(__file__).parents[1]
PLAN = str(ROOT / "examples" / "ukraine-2025-04" / "plan.toml")

#: What the reports of the real case leave open, each yes, no and not known, the last yes and no: 1,062,882 variants.
THREE = ("us-backstop", "mission-defined", "escalation-plan", "terms-known", "peace-deal", "ukraine-request",
         "peacekeeping", "international-mandate", "parties-agree", "au-request", "troops-safe",
         "shared-conditions")  # fmt: skip
TWO = ("lv-defence",)

#: Briefs of the plain loop, from which its seconds for all variants are extrapolated.
LOOPED = 300


def run(runs: int) -> None:
    """The tables of all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "sweep.toml")
        lines = [f'{id_} = [true, false, "unknown"]' for id_ in THREE] + [f"{id_} = [true, false]" for id_ in TWO]
        Path(file).write_text("[assumptions]\n" + "\n".join(lines), "utf-8")
        _beside_a_loop(folder, file, runs)
        _workers(folder, file, runs)


def _beside_a_loop(folder: str, file: str, runs: int) -> None:
    sweeping = Sweeping(PLAN, file)
    count = sweeping.sweep.count
    ours, loops = [], []
    for number in range(runs):
        ours.append(timed(lambda: sweep_to(os.path.join(folder, "out.parquet"), Sweeping(PLAN, file)))[0])
        some = random.Random(number).sample(range(count), LOOPED)
        seconds, _ = timed(lambda some=some: [sweeping.study(variant).brief(reasons=False) for variant in some])
        loops.append(seconds * count / LOOPED)
    ratios = [loop / our for loop, our in zip(loops, ours, strict=True)]
    title = (
        f"{count:,} variants of the real case on one core, {runs} paired runs (smallest / median / largest); the loop "
        f"is extrapolated from {LOOPED} of them"
    )
    head = ["", "seconds", "times as long as Willing"]
    table(title, head, [["willing sweep", spread(ours), "1"], ["brief after brief", spread(loops), spread(ratios)]])


def _workers(folder: str, file: str, runs: int) -> None:
    out = os.path.join(folder, "out.parquet")
    command = [sys.executable, "-m", "willing", "sweep", PLAN, file, "-o", out]
    seconds: dict[str, list[float]] = {}
    with _cluster(folder, 2) as address:
        for _ in range(runs):
            held = []
            for name, more in (
                ("one process", ["--workers", "1"]),
                ("a pool of two", ["--workers", "2"]),
                ("Dask, two workers", ["--executor", address]),
            ):
                taken, _ = process([*command, *more])
                seconds.setdefault(name, []).append(taken)
                held.append(Path(out).read_bytes())
            assert held[0] == held[1] == held[2], "not the same bytes"
    one = seconds["one process"]
    rows = [
        [name, spread(its), spread([first / each for first, each in zip(one, its, strict=True)])]
        for name, its in seconds.items()
    ]
    title = f"The same as a whole process, start and what decides included, {runs} paired runs; the same bytes"
    table(title, ["", "seconds", "times as fast as one process"], rows)


@contextmanager
def _cluster(folder: str, workers: int) -> Iterator[str]:
    """A scheduler and workers of this machine, as somebody would start them; yields the address."""
    about = Path(folder, "scheduler.json")
    own = ["--scheduler-file", str(about), "--no-dashboard"]
    run = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*run, "distributed.cli.dask_scheduler", "--port", "8786", *own], **quiet)]
    try:
        while not about.exists():
            time.sleep(0.1)
        work = [*run, "distributed.cli.dask_worker", *own, "--nthreads", "1", "--no-nanny"]
        started += [subprocess.Popen(work, **quiet) for _ in range(workers)]
        with executor_at(1, "dask://127.0.0.1:8786") as executor:
            assert executor is not None
            list(executor.map(time.sleep, [0.5] * workers))  # until they are there
        yield "dask://127.0.0.1:8786"
    finally:
        for process_ in started:
            process_.kill()
            process_.wait()
