"""What the measurements share: the machine, paired runs, and tables."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

T = TypeVar("T")


def machine() -> list[str]:
    """The machine and what runs on it, in lines."""
    model, memory = platform.processor() or "unknown", "unknown"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
        with open("/proc/meminfo", encoding="utf-8") as file:
            memory = f"{int(file.readline().split()[1]) / 2**20:.0f} GiB"
    except OSError:
        pass
    packages = []
    for name in ("numpy", "numba", "scipy", "clingo"):
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            packages.append(f"{name} missing")
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return [
        f"processor: {model}, {os.cpu_count()} cores; memory: {memory}; load at the start: {load}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}; {', '.join(packages)}",
    ]


def timed(what: Callable[[], T]) -> tuple[float, T]:
    """Seconds of wall time, and the result."""
    start = time.perf_counter()
    result = what()
    return time.perf_counter() - start, result


def process(
    command: Sequence[str], output: str = os.devnull, env: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Seconds of wall time and peak resident memory in GB of one process; raises where it fails."""
    with open(output, "wb") as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9


def spread(values: Sequence[float], unit: str = "") -> str:
    """Smallest, median and largest."""
    return " / ".join(f"{_short(x)}{unit}" for x in (min(values), statistics.median(values), max(values)))


def ratios(others: Sequence[float], ours: Sequence[float]) -> list[float]:
    """How many times as long the other took, run by run."""
    return [other / our for other, our in zip(others, ours, strict=True)]


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
    sys.stdout.flush()


def _short(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"
