"""Many variants, and many reports: beside a plain loop, one process beside two, a pool beside Dask."""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from measuring import process, spread, table, timed
from synthetic_reports import recall, reports, turned
from willing.app.executors import executor_at
from willing.app.origins import BLOCK, Source, origins_to
from willing.app.sweeping import Sweeping, sweep_to
from willing.reports.report import Report, Sentence, Span

ROOT = Path(__file__).parents[1]
PLAN = str(ROOT / "examples" / "ukraine-2025-04" / "plan.toml")

#: What the reports of the real case leave open, each yes, no and not known, the last yes and no: 1,062,882 variants.
THREE = ("us-backstop", "mission-defined", "escalation-plan", "terms-known", "peace-deal", "ukraine-request",
         "peacekeeping", "international-mandate", "parties-agree", "au-request", "troops-safe",
         "shared-conditions")  # fmt: skip
TWO = ("lv-defence",)

#: Processes find the modules of this folder.
_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}

#: A sweep whose variants share little: so many amounts of one pledge, a picture each, by three answers of its backstop.
AMOUNTS = range(1_000, 41_000, 5)

#: What two processes gain on this machine where they share nothing: its processor, in plain steps.
_SPIN = "x = 0\nfor i in range(60_000_000): x += i * i % 7"

#: Reports by origin in stages, and the memory it is given.
REPORTS, MEMORY = 1_000_000, "2GB"

#: Briefs of the plain loop, from which its seconds for all variants are extrapolated.
LOOPED = 300


def run(runs: int) -> None:
    """The tables of all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "sweep.toml")
        lines = [f'{id_} = [true, false, "unknown"]' for id_ in THREE] + [f"{id_} = [true, false]" for id_ in TWO]
        Path(file).write_text("[assumptions]\n" + "\n".join(lines), "utf-8")
        _beside_a_loop(folder, file, runs)
        _workers(folder, file, runs, "The same")
        amounts = os.path.join(folder, "amounts.toml")
        backstop, each = '[assumptions]\nus-backstop = [true, false, "unknown"]\n', list(AMOUNTS)
        Path(amounts).write_text(f"{backstop}[pledges.gb-troops]\namount = {each}\n", "utf-8")
        _workers(folder, amounts, runs, f"{3 * len(each):,} variants in {len(each):,} amounts of a pledge")
    for count in (100_000, REPORTS):
        _origins(count, runs if count < REPORTS else 1)


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


def _workers(folder: str, file: str, runs: int, what: str) -> None:
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
    bare = [_spun(1) * 2 / _spun(2) for _ in range(runs)]
    rows.append(["two bare processes that share nothing", "", spread(bare)])
    title = f"{what} as a whole process, start and what decides included, {runs} paired runs; the same bytes"
    table(title, ["", "seconds", "times as fast as one process"], rows)


def _spun(processes: int) -> float:
    """Seconds that so many bare processes take at once, each as much work."""
    return timed(lambda: [each.wait() for each in [subprocess.Popen([sys.executable, "-c", _SPIN])
                                                   for _ in range(processes)]])[0]  # fmt: skip


@contextmanager
def _cluster(folder: str, workers: int) -> Iterator[str]:
    """A scheduler and workers of this machine, as somebody would start them; yields the address."""
    about = Path(folder, "scheduler.json")
    own = ["--scheduler-file", str(about), "--no-dashboard"]
    run = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": _ENVIRONMENT}
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


# -- reports by origin in stages --------------------------------------------------------------------------------------


def _origins(count: int, runs: int) -> None:
    """Seconds, memory of all processes together, and whether the groups are right; by one process, a pool and Dask."""
    seconds: dict[str, list[float]] = {}
    rows: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        made = written(folder, min(count, 100_000))
        with _cluster(folder, 2) as address:
            for _ in range(runs):
                held = []
                for name, more in (("one process", "1"), ("a pool of two", "2"), ("Dask, two workers", address)):
                    out = os.path.join(folder, "out.parquet")
                    asked = [sys.executable, "-m", "scale", folder, str(count), out, more]
                    taken, _ = process(asked, os.path.join(folder, "memory"), _ENVIRONMENT)
                    memory = float(Path(folder, "memory").read_text())
                    seconds.setdefault(name, []).append(taken)
                    held.append(Path(out).read_bytes())
                    found, right = _right(out, count, made)
                    rows[name] = [f"{found:.4f}", f"{right:.4f}", f"{memory:.2f}"]
                assert held[0] == held[1] == held[2], "not the same bytes"
    one = seconds["one process"]
    told = [
        [name, spread(its), spread([first / each for first, each in zip(one, its, strict=True)]), *rows[name]]
        for name, its in seconds.items()
    ]
    head = ["", "seconds", "times as fast as one process", "recall", "precision", "memory, GB"]
    table(f"{count:,} reports of 300 words by origin, in stages, of at most {MEMORY}; the same bytes", head, told)


def written(folder: str, count: int) -> list[int]:
    """Synthetic reports in one file, and where each begins in another; of each the one it was made from."""
    made = reports(count)
    texts = [text.encode() for text in made.texts]
    starts = np.concatenate(([0], np.cumsum([len(text) for text in texts])))
    Path(folder, "texts").write_bytes(b"".join(texts))
    np.save(os.path.join(folder, "starts.npy"), starts)
    return made.origins


def block(unit: tuple[str, int, int]) -> Iterator[Report]:
    """The synthetic reports from a number up to another: beyond those written, the same with other letters."""
    folder, first, last = unit
    starts = np.load(os.path.join(folder, "starts.npy"), mmap_mode="r")
    count = len(starts) - 1
    with open(os.path.join(folder, "texts"), "rb") as file:
        for number in range(first, last):
            turn, which = divmod(number, count)
            begin, end = int(starts[which]), int(starts[which + 1])
            file.seek(begin)
            text = file.read(end - begin).decode().translate(turned(turn))
            said = (Sentence(said=text, spans=(Span(start=0, end=len(text)),)),)
            yield Report(file=str(number), format="text", text=text, sentences=said)


def _right(out: str, count: int, made: list[int]) -> tuple[float, float]:
    """The recall and precision of a table."""
    by: dict[int, list[int]] = {}
    for number, origin in enumerate(pq.read_table(out, columns=["origin"])["origin"].to_pylist()):
        by.setdefault(origin, []).append(number)
    origins = [number - number % len(made) + made[number % len(made)] for number in range(count)]
    return recall([group for group in by.values() if len(group) > 1], origins)


def alone(folder: str, count: int, out: str, where: str) -> None:
    """One run in a process of its own; ``where``: so many processes, or an address."""
    units = [(folder, first, min(first + BLOCK, count)) for first in range(0, count, BLOCK)]
    workers, address = (0, where) if ":" in where else (int(where), None)
    with executor_at(workers or 1, address) as executor:
        origins_to(out, Source(units=units, read=block, about="bench"), memory=2 * 10**9, executor=executor,
                   workers=workers)  # fmt: skip
    # What the kernel counted of this process at its largest, and of its largest child for each.
    mine, largest = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print((mine + (workers * largest if workers > 1 else 0)) * 1024 / 1e9)


if __name__ == "__main__":
    alone(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
